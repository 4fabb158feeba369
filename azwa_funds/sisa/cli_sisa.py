"""The commands that make, gather and fill in SiSa workbooks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.kern.fouten import Gebruikersfout, lijkt_op
from azwa_funds.scherm.cli_gedeeld import (
    ONTVANGER,
    OPTIES,
    PAD,
    REGIO,
    UITPAD,
    EigenBoekingen,
    EigenJaar,
    Jaartal,
    click,
    lees_gegevens,
    lever,
    meld,
    meld_werkboeken,
    optie_formaat,
    optie_onderdeel_vult_aan,
    optie_overschrijf,
    optie_plan,
    optie_profiel,
    optie_stil,
    schrijf_werkboeken,
    spaar_geschreven,
)

if TYPE_CHECKING:
    from datetime import date

    from azwa_funds.gegevens.sources import Gegevens
    from azwa_funds.sisa.sisa_vul import Vulling

MAAK = "maak"


class _MetStandaard(click.Group):
    """A group that takes `sisa BESTAND` for `sisa maak BESTAND`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        hulp = set(ctx.help_option_names)
        if args and args[0] not in self.commands and args[0] not in hulp:
            bedoeld = "" if Path(args[0]).exists() else lijkt_op(args[0], self.commands)
            if bedoeld:
                ctx.fail(f"Opdracht '{args[0]}' bestaat niet; {bedoeld}")
            args = [MAAK, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_MetStandaard,
    options_metavar=OPTIES,
    subcommand_metavar="[OPDRACHT] BESTAND... [ARGUMENTEN]...",
)
def sisa() -> None:
    """Maak, verzamel en vul de SiSa-verantwoording.

    Zonder naam van een opdracht geldt maak. Wat het Rijk nog niet heeft gepubliceerd, zoals de
    uitkeringscode van de SPUK AZWA, staat er als p.m. of nog niet bekend.

    Voorbeeld: azwa-funds sisa bestedingen.csv --jaar 2027 --ontvanger Utrecht
    """


@sisa.command(MAAK, options_metavar=OPTIES)
@click.argument(
    "bestanden", cls=EigenBoekingen, nargs=-1, required=True, type=PAD, metavar="BESTAND..."
)
@click.option(
    "--jaar", cls=EigenJaar, required=True, type=Jaartal(), metavar="JAAR",
    help="Het jaar waarover wordt verantwoord (jaar T).",
)  # fmt: skip
@click.option(
    "--ontvanger", "ontvangers", multiple=True, type=ONTVANGER, metavar="NAAM",
    help="Alleen deze gemeente of mandaathouder, naam of code; mag vaker. Een enkele vult ook in "
    "wie zich verantwoordt waar rijen niemand noemen.",
)  # fmt: skip
@optie_onderdeel_vult_aan
@optie_profiel
@optie_plan
@click.option(
    "--alle",
    is_flag=True,
    help="Ook voor wie geen boekingen heeft: elke gemeente en mandaathouder.",
)
@click.option(
    "--uit", type=PAD, metavar="MAP",
    help="De map waarin de werkboeken komen; standaard reports/sisa/JAAR.",
)  # fmt: skip
@optie_overschrijf
@optie_formaat("tekst", "json")
@optie_stil
@click.pass_context
def maak(
    context: click.Context,
    bestanden: tuple[Path, ...],
    jaar: int,
    ontvangers: tuple[str, ...],
    onderdeel: str | None,
    profiel: Path | None,
    plannen: tuple[Path, ...],
    alle: bool,
    uit: Path | None,
    overschrijf: bool,
    formaat: str,
) -> None:
    """Maak per verantwoorder een SiSa-werkboek.

    Geef grootboeken of ingevulde formulieren, of een map daarmee; wat er wordt gelezen, laat
    'azwa-funds bestedingen bekijk' zien. Zonder --ontvanger en --alle komt er een werkboek voor
    iedereen met boekingen in het jaar. Een werkboek waarin is geschreven, wordt niet vervangen.
    Eindigt met code 1 als er bevindingen zijn, zoals een verschil tussen een mandaathouder en een
    gemeente, of rijen die niet zijn gelezen. Met --plan staat bij een gemeente wat haar is
    toegezegd, en bij de mandaathouder wie er geld krijgt.

    Voorbeeld: azwa-funds sisa bestedingen.csv --jaar 2027 --ontvanger Utrecht
    """
    from azwa_funds.besteden.bestedingen import maak_aanvulling
    from azwa_funds.doorverdelen import met_plannen
    from azwa_funds.sisa.sisa_werkboek import maak_sisawerk

    begin = time.monotonic()
    gegevens = met_plannen(lees_gegevens(context), plannen)
    vult_aan = ontvangers[0] if len(ontvangers) == 1 else None
    aanvulling = maak_aanvulling(gegevens, vult_aan, jaar, onderdeel, profiel)
    gekozen = list(_kies(gegevens, ontvangers))
    werk = maak_sisawerk(gegevens, bestanden, jaar, gekozen, aanvulling, alle=alle)
    uit = uit or Path("reports") / "sisa" / str(jaar)
    makers = zip(werk.paden, werk.makers, strict=True)
    paden = schrijf_werkboeken(makers, uit, overschrijf=overschrijf)
    gevonden = list(werk.bevindingen)
    if formaat == "json":
        _lever_json(
            jaar=jaar,
            werkboeken=[str(pad) for pad in paden],
            opmerkingen=list(werk.opmerkingen),
            bevindingen=gevonden,
        )
    else:
        meld_werkboeken(paden, uit, time.monotonic() - begin)
        for opmerking in werk.opmerkingen:
            click.echo(f"Let op: {opmerking}")
        _meld_bevindingen(gevonden)
    if gevonden:
        context.exit(1)


def _lever_json(**antwoord: Any) -> None:
    """Answer a script: paths as it can open them, sentences as a person would read them."""
    from azwa_funds.scherm.uitvoer import naar_json

    lever(naar_json(antwoord), None)


def _kies(gegevens: Gegevens, namen: Iterable[str]) -> Iterable[str]:
    from azwa_funds.gegevens.namen import zoek_ontvanger

    return dict.fromkeys(zoek_ontvanger(gegevens, naam).code for naam in namen)


def _meld_bevindingen(gevonden: Sequence[str]) -> None:
    """Print every finding."""
    if gevonden:
        click.echo(f"Bevindingen ({len(gevonden)}):")
        for tekst in gevonden:
            click.echo(f"- {tekst}")


class _Dag(click.ParamType[Any]):
    name = "datum"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from datetime import date

        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is geen datum; schrijf bijvoorbeeld 2028-06-01.", param, ctx)


@sisa.command(options_metavar=OPTIES)
@click.argument("regio", type=REGIO, metavar="REGIO")
@click.argument("bestanden", nargs=-1, required=True, type=PAD, metavar="BESTAND...")
@click.option(
    "--jaar", type=Jaartal(), metavar="JAAR",
    help="Het jaar van de opgave; standaard het jaar van de meeste werkboeken.",
)  # fmt: skip
@click.option(
    "--uiterlijk", type=_Dag(), metavar="DATUM",
    help="Na deze dag opgeslagen is te laat; standaard de dag van aanlevering.",
)  # fmt: skip
@click.option(
    "--uit", type=PAD, metavar="MAP",
    help="De map voor het werkboek van de regio; standaard reports/sisa/JAAR.",
)  # fmt: skip
@optie_overschrijf
@optie_formaat("tekst", "json")
@optie_stil
@click.pass_context
def consolideer(
    context: click.Context,
    regio: str,
    bestanden: tuple[Path, ...],
    jaar: int | None,
    uiterlijk: date | None,
    uit: Path | None,
    overschrijf: bool,
    formaat: str,
) -> None:
    """Maak de opgave van een regio uit wat terugkwam.

    Leest de ingevulde .xlsx-bestanden (of een map daarmee) van de gemeenten en de mandaathouder.
    Noemt wie ontbreekt, te laat is, iets wijzigde of een ander jaar of een andere versie stuurde,
    en elke cel die niet klopt. Zo'n werkboek telt niet mee; de andere wel. Een opgave waarin is
    geschreven, wordt niet vervangen. Eindigt met code 1 als er iets is gevonden.

    Voorbeeld: azwa-funds sisa consolideer Twente retour/ --jaar 2027
    """
    from azwa_funds.gegevens.namen import zoek_regio
    from azwa_funds.sisa.sisa_regio import Verzamelaar, jaar_van, pad_van_regio, regionale_opgave
    from azwa_funds.verdelen.cijfers import Cijfers

    gegevens = lees_gegevens(context)
    gevonden = zoek_regio(gegevens, regio)
    jaar = jaar or jaar_van(bestanden)
    map_ = uit or Path("reports/sisa") / str(jaar)
    spaar_geschreven([map_ / pad_van_regio(gevonden)], overschrijf=overschrijf)
    verzamelaar = Verzamelaar(Cijfers(gegevens), gevonden, jaar, uiterlijk)
    opgave = verzamelaar.verzamel(bestanden)
    pad = regionale_opgave(verzamelaar, opgave).schrijf(map_)
    goed = sum(not retour.fouten for retour in opgave.retouren)
    verwacht = len(verzamelaar.gemeenten) + 1
    if formaat == "json":
        _lever_json(
            jaar=jaar,
            regio=gevonden.naam,
            werkboek=str(pad),
            verwerkt=goed,
            verwacht=verwacht,
            bevindingen=list(opgave.bevindingen),
        )
    else:
        meld(
            f"De opgave over {jaar} van regio {gevonden.naam} staat in {pad}: {goed} werkboeken "
            f"verwerkt, {verwacht} verwacht."
        )
        _meld_bevindingen(opgave.bevindingen)
    if opgave.bevindingen:
        context.exit(1)


@sisa.command(options_metavar=OPTIES)
@click.argument("sjabloon", type=PAD, metavar="SJABLOON.xlsx")
@click.option(
    "--ontvanger", required=True, type=ONTVANGER, metavar="NAAM",
    help="De gemeente of mandaathouder, naam of code.",
)  # fmt: skip
@click.option(
    "--jaar", type=Jaartal(), metavar="JAAR",
    help="Het jaar; standaard het enige jaar waarover een werkboek van de ontvanger klaarstaat.",
)  # fmt: skip
@click.option(
    "--werkboeken", type=PAD, default=Path("reports/sisa"), show_default=True, metavar="MAP",
    help="De map waarin azwa-funds sisa de werkboeken zette.",
)  # fmt: skip
@click.option(
    "--uit", type=UITPAD, metavar="BESTAND",
    help="Het nieuwe bestand; standaard naast het sjabloon, met de code erachter.",
)  # fmt: skip
@optie_formaat("tekst", "json")
@optie_stil
@click.pass_context
def vul(
    context: click.Context,
    sjabloon: Path,
    ontvanger: str,
    jaar: int | None,
    werkboeken: Path,
    uit: Path | None,
    formaat: str,
) -> None:
    """Vul het officiële SiSa-format in.

    Zoekt de cellen 'Indicator: CODE/NN', waar ze ook staan, en schrijft de waarde eronder. Wat al
    is gevuld, wordt niet overschreven maar genoemd, net als wat in het sjabloon ontbreekt. Schrijft
    een nieuw bestand, waarin al het andere blijft zoals het was: opmaak, beveiliging, grafieken en
    macro's. Eindigt met code 1 als niet alles kon worden gevuld.

    Voorbeeld: azwa-funds sisa vul SiSa-bijlage.xlsx --ontvanger SamenTwente --jaar 2025
    """
    from azwa_funds.gegevens.namen import zoek_ontvanger
    from azwa_funds.kern.wegschrijven import schrijf
    from azwa_funds.sisa.sisa_formaat import formaat as opzet_van
    from azwa_funds.sisa.sisa_retour import lees_eigen
    from azwa_funds.sisa.sisa_vul import vul as vul_in

    gegevens = lees_gegevens(context)
    code = zoek_ontvanger(gegevens, ontvanger).code
    eigen = _eigen_werkboek(werkboeken, code, jaar)
    doel = uit or sjabloon.with_name(f"{sjabloon.stem}-{code}{sjabloon.suffix}")
    if uit is None and doel.exists():
        raise Gebruikersfout(f"{doel} bestaat al; kies met --uit een andere naam of verwijder het.")
    gemaakt = lees_eigen(eigen, gegevens)
    vulling = vul_in(sjabloon, opzet_van(gegevens, gemaakt.jaar), gemaakt)
    if vulling.gevuld:
        schrijf(doel, vulling.inhoud)
    if formaat == "json":
        _lever_json(
            bestand=str(doel) if vulling.gevuld else None,
            werkboek=str(eigen),
            ingevuld=list(vulling.gevuld),
            opmerkingen=list(vulling.opmerkingen),
            niet_ingevuld=list(vulling.niet_gevuld),
        )
    else:
        _toon_vulling(vulling, doel, eigen)
    if vulling.niet_gevuld:
        context.exit(1)


def _toon_vulling(vulling: Vulling, doel: Path, eigen: Path) -> None:
    if vulling.gevuld:
        click.echo(f"Ingevuld in {doel}, uit {eigen}:")
        for tekst in vulling.gevuld:
            click.echo(f"- {tekst}")
    else:
        click.echo("Er was niets in te vullen; er is geen bestand geschreven.")
    for tekst in vulling.opmerkingen:
        click.echo(f"Let op: {tekst}")
    if vulling.niet_gevuld:
        click.echo(f"Niet ingevuld ({len(vulling.niet_gevuld)}):")
        for tekst in vulling.niet_gevuld:
            click.echo(f"- {tekst}")


def _eigen_werkboek(map_: Path, code: str, jaar: int | None) -> Path:
    """Find the workbook that this program made for an ontvanger."""
    from azwa_funds.kern.tekst import bestandsnaam

    patroon = f"{jaar or '[0-9][0-9][0-9][0-9]'}/{bestandsnaam(code)}-*.xlsx"
    paden = sorted(map_.glob(patroon))
    if len(paden) == 1:
        return paden[0]
    if paden:
        jaren = ", ".join(pad.parent.name for pad in paden)
        raise Gebruikersfout(f"Er zijn werkboeken van {code} over {jaren}; kies met --jaar.")
    raise Gebruikersfout(
        f"In {map_} staat geen werkboek van {code}; maak het eerst met azwa-funds sisa BESTAND "
        f"--jaar {jaar or 'JAAR'} --ontvanger {code}, of wijs met --werkboeken de map aan."
    )
