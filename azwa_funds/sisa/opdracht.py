"""The commands that make, gather and fill in SiSa workbooks, and the forms for bookings."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import azwa_funds.besteden as besteden
import azwa_funds.doorverdelen as doorverdelen
import azwa_funds.verdelen as verdelen
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import bestandsnaam, slug, telling, toon_pad
from azwa_funds.scherm.opties import (
    GEMEENTE,
    JAARTAL,
    MAAK,
    ONTVANGER,
    OPTIES,
    PAD,
    REGIO,
    UITPAD,
    EigenJaar,
    Jaartal,
    MetMaak,
    argument_boekingen,
    click,
    gebundeld,
    kies_uit,
    lees_gegevens,
    lever,
    lever_als,
    meld,
    meld_werkboeken,
    opdracht,
    optie_onderdeel_vult_aan,
    optie_overschrijf,
    optie_plan,
    optie_profiel,
    schrijf_werkboeken,
    spaar_geschreven,
)

if TYPE_CHECKING:
    from azwa_funds.sisa.formulieren import Stand
    from azwa_funds.sisa.regio import Opgave, Verzamelaar
    from azwa_funds.sisa.vullen import Vulling


@click.group(
    cls=MetMaak, options_metavar=OPTIES, subcommand_metavar="[OPDRACHT] BESTAND... [ARGUMENTEN]..."
)
def sisa() -> None:
    """Maak, verzamel en vul de SiSa-verantwoording.

    Zonder naam van een opdracht geldt maak. Wat het Rijk nog niet heeft gepubliceerd, zoals de
    uitkeringscode van de SPUK AZWA, staat er als p.m. of nog niet bekend.

    Voorbeeld: azwa-funds sisa bestedingen.csv --jaar 2027 --ontvanger Utrecht
    """


@dataclass(frozen=True, slots=True)
class Sisavraag:
    """What is asked of `maak`: its arguments and options."""

    bestanden: tuple[Path, ...]
    jaar: int
    ontvangers: tuple[str, ...]
    onderdeel: str | None
    profiel: Path | None
    plannen: tuple[Path, ...]
    alle: bool
    uit: Path | None
    overschrijf: bool
    formaat: str


@opdracht(MAAK, groep=sisa, vormen=("tekst", "json"))
@argument_boekingen
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
@gebundeld(Sisavraag)
def maak(context: click.Context, vraag: Sisavraag) -> None:
    """Maak per verantwoorder een SiSa-werkboek.

    Geef grootboeken of ingevulde formulieren, of een map daarmee; wat er wordt gelezen, laat
    'azwa-funds bestedingen bekijk' zien. Zonder --ontvanger en --alle komt er een werkboek voor
    iedereen met boekingen in het jaar. Een werkboek waarin is geschreven, wordt niet vervangen.
    Eindigt met code 1 als er bevindingen zijn, zoals een verschil tussen een mandaathouder en een
    gemeente, of rijen die niet zijn gelezen. Met --plan staat bij een gemeente wat haar is
    toegezegd, en bij de mandaathouder wie er geld krijgt.

    Voorbeeld: azwa-funds sisa bestedingen.csv --jaar 2027 --ontvanger Utrecht
    """
    from azwa_funds.gegevens import zoek_ontvanger
    from azwa_funds.sisa.werkboek import maak_sisawerk

    begin = time.monotonic()
    gegevens = doorverdelen.met_plannen(lees_gegevens(context), vraag.plannen)
    vult_aan = vraag.ontvangers[0] if len(vraag.ontvangers) == 1 else None
    aanvulling = besteden.maak_aanvulling(
        gegevens, vult_aan, vraag.jaar, vraag.onderdeel, vraag.profiel
    )
    codes = (zoek_ontvanger(gegevens, naam).code for naam in vraag.ontvangers)
    gekozen = list(dict.fromkeys(codes))
    werk = maak_sisawerk(
        gegevens, vraag.bestanden, vraag.jaar, gekozen, aanvulling, alle=vraag.alle
    )
    uit = vraag.uit or kies_uit(context, None, "sisa", str(vraag.jaar))
    makers = zip(werk.paden, werk.makers, strict=True)
    paden = schrijf_werkboeken(makers, uit, overschrijf=vraag.overschrijf)
    gevonden = list(werk.bevindingen)
    if vraag.formaat == "json":
        _lever_json(
            jaar=vraag.jaar,
            werkboeken=[str(pad) for pad in paden],
            opmerkingen=list(werk.opmerkingen),
            bevindingen=gevonden,
            verantwoordingen=werk.verantwoordingen(),
        )
    else:
        meld_werkboeken(paden, uit, time.monotonic() - begin)
        _let_op(werk.opmerkingen)
        _som_op("Bevindingen", gevonden)
    if gevonden:
        context.exit(1)


def _lever_json(**antwoord: Any) -> None:
    """Answer a script: paths as it can open them, sentences as a person would read them."""
    from azwa_funds.scherm.uitvoer import naar_json

    lever(naar_json(antwoord), None)


def _let_op(opmerkingen: Iterable[str]) -> None:
    for opmerking in opmerkingen:
        click.echo(f"Let op: {opmerking}")


def _som_op(kop: str, zinnen: Sequence[str]) -> None:
    """Print sentences under a heading that counts them; nothing where there are none."""
    if zinnen:
        click.echo(f"{kop} ({len(zinnen)}):")
        for tekst in zinnen:
            click.echo(f"- {tekst}")


def _dag(tekst: str) -> date:
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        zin = f"'{tekst}' is geen datum; schrijf bijvoorbeeld 2028-06-01."
        raise click.BadParameter(zin) from None


@dataclass(frozen=True, slots=True)
class Opgavevraag:
    """What is asked of `consolideer`: its arguments and options."""

    regio: str
    bestanden: tuple[Path, ...]
    jaar: int | None
    uiterlijk: date | None
    wijze: str | None
    plannen: tuple[Path, ...]
    profiel: Path | None
    uit: Path | None
    overschrijf: bool
    proef: bool
    formaat: str


@opdracht(groep=sisa, vormen=("tekst", "json"))
@click.argument("regio", type=REGIO, metavar="REGIO")
@click.argument("bestanden", nargs=-1, required=True, type=PAD, metavar="BESTAND...")
@click.option(
    "--jaar", type=Jaartal(), metavar="JAAR",
    help="Het jaar van de opgave; standaard het jaar van de meeste werkboeken.",
)  # fmt: skip
@click.option(
    "--uiterlijk", type=_dag, metavar="DATUM",
    help="Na deze dag opgeslagen is te laat; standaard de dag van aanlevering.",
)  # fmt: skip
@click.option(
    "--uit", type=PAD, metavar="MAP",
    help="De map voor het werkboek van de regio; standaard reports/sisa/JAAR.",
)  # fmt: skip
@optie_overschrijf
@click.option(
    "--wijze", type=click.Choice(["via_mandaathouder", "zelf"]),
    help="Hoe de gemeenten zich verantwoorden; standaard zoals in het plan van de regio.",
)  # fmt: skip
@optie_plan
@optie_profiel
@click.option("--proef", is_flag=True, help="Alleen zeggen wat terugkwam, niets schrijven.")
@gebundeld(Opgavevraag)
def consolideer(context: click.Context, vraag: Opgavevraag) -> None:
    """Maak de opgave van een regio uit wat terugkwam.

    Leest SiSa-werkboeken, ingevulde formulieren en grootboeken (met --profiel), door elkaar of als
    map, van de gemeenten en de mandaathouder. De opgave zegt hoe de gemeenten zich verantwoorden:
    via de mandaathouder, of elk zelf aan het Rijk (SiSa tussen medeoverheden).
    Noemt wie ontbreekt, te laat is, iets wijzigde of een ander jaar of een andere versie stuurde,
    en elke cel die niet klopt. Zo'n werkboek telt niet mee; de andere wel. Een opgave waarin is
    geschreven, wordt niet vervangen. Eindigt met code 1 als er iets is gevonden.

    Voorbeeld: azwa-funds sisa consolideer Twente retour/ --jaar 2027
    """
    from azwa_funds.gegevens import zoek_regio
    from azwa_funds.sisa.regio import Verzamelaar, jaar_van, pad_van_regio, regionale_opgave

    gegevens = doorverdelen.met_plannen(lees_gegevens(context), vraag.plannen)
    gevonden = zoek_regio(gegevens, vraag.regio)
    jaar = vraag.jaar or jaar_van(gegevens, vraag.bestanden)
    map_ = vraag.uit or kies_uit(context, None, "sisa", str(jaar))
    spaar_geschreven([map_ / pad_van_regio(gevonden)], overschrijf=vraag.overschrijf or vraag.proef)
    verzamelaar = Verzamelaar(
        verdelen.Cijfers(gegevens),
        gevonden,
        jaar,
        vraag.uiterlijk,
        besteden.maak_aanvulling(gegevens, profiel=vraag.profiel) if vraag.profiel else None,
        doorverdelen.Verantwoordingswijze(vraag.wijze) if vraag.wijze else None,
    )
    opgave = verzamelaar.verzamel(vraag.bestanden)
    pad = None if vraag.proef else regionale_opgave(verzamelaar, opgave).schrijf(map_)
    _meld_opgave(verzamelaar, opgave, pad, vraag.formaat)
    if opgave.bevindingen:
        context.exit(1)


def _meld_opgave(verzamelaar: Verzamelaar, opgave: Opgave, pad: Path | None, formaat: str) -> None:
    from azwa_funds.sisa.regio import retourrijen

    jaar, regio = verzamelaar.formaat.jaar, verzamelaar.regio.naam
    goed = sum(not retour.fouten for retour in opgave.retouren)
    verwacht = len(verzamelaar.gemeenten) + 1
    if formaat == "json":
        _lever_json(
            jaar=jaar,
            regio=regio,
            werkboek=None if pad is None else str(pad),
            verwerkt=goed,
            verwacht=verwacht,
            bevindingen=list(opgave.bevindingen),
            wijze=str(verzamelaar.wijze.wijze),
            retouren=[
                rij | {"opgeslagen": str(rij["opgeslagen"] or "")}
                for rij in retourrijen(verzamelaar, opgave)
            ],
        )
        return
    stand = f"{telling(goed, 'werkboek', 'werkboeken')} verwerkt, {verwacht} verwacht."
    if pad is None:
        meld(f"Dit is een proef over {jaar} van regio {regio}; er is niets geschreven: {stand}")
    else:
        meld(f"De opgave over {jaar} van regio {regio} staat in {toon_pad(pad)}: {stand}")
    meld(verzamelaar.wijze.zin(verzamelaar.cijfers))
    _som_op("Bevindingen", opgave.bevindingen)


@opdracht(groep=sisa, vormen=("tekst", "json"))
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
    "--werkboeken", type=PAD, show_default="reports/sisa", metavar="MAP",
    help="De map waarin azwa-funds sisa de werkboeken zette.",
)  # fmt: skip
@click.option(
    "--uit", type=UITPAD, metavar="BESTAND",
    help="Het nieuwe bestand; standaard naast het sjabloon, met de code erachter.",
)  # fmt: skip
def vul(
    context: click.Context,
    sjabloon: Path,
    ontvanger: str,
    jaar: int | None,
    werkboeken: Path | None,
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
    from azwa_funds.gegevens import zoek_ontvanger
    from azwa_funds.kern.schijf import schrijf
    from azwa_funds.sisa.formaat import lees_formaat as opzet_van
    from azwa_funds.sisa.retour import lees_eigen
    from azwa_funds.sisa.vullen import vul as vul_in

    gegevens = lees_gegevens(context)
    code = zoek_ontvanger(gegevens, ontvanger).code
    eigen = _eigen_werkboek(werkboeken or kies_uit(context, None, "sisa"), code, jaar)
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
        click.echo(f"Ingevuld in {toon_pad(doel)}, uit {toon_pad(eigen)}:")
        for tekst in vulling.gevuld:
            click.echo(f"- {tekst}")
    else:
        click.echo("Er was niets in te vullen; er is geen bestand geschreven.")
    _let_op(vulling.opmerkingen)
    _som_op("Niet ingevuld", vulling.niet_gevuld)


def _eigen_werkboek(map_: Path, code: str, jaar: int | None) -> Path:
    """Find the workbook that this program made for an ontvanger."""
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


# -- forms -------------------------------------------------------------------------------------


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def sjabloon() -> None:
    """Maak een leeg formulier om in te vullen.

    Voorbeeld: azwa-funds sjabloon besteding --jaar 2027 --regio Twente
    """


@opdracht(groep=sjabloon)
@click.argument("bestanden", nargs=-1, type=PAD, metavar="[BESTAND]...")
@click.option(
    "--jaar", type=JAARTAL, required=True, metavar="JAAR", help="Het jaar van de boekingen."
)
@click.option(
    "--regio", type=REGIO, metavar="NAAM", help="Voor alle ontvangers van deze IZA-regio."
)
@click.option(
    "--gemeente", type=GEMEENTE, metavar="NAAM-OF-CODE", help="Alleen voor deze gemeente."
)
@click.option(
    "--ontvanger", type=ONTVANGER, metavar="NAAM",
    help="Alleen voor deze gemeente of mandaathouder; vult ook in wie rijen niet noemen.",
)  # fmt: skip
@optie_onderdeel_vult_aan
@optie_profiel
@click.option(
    "--uit", type=UITPAD, metavar="PAD",
    help="Het bestand: een naam die eindigt op .xlsx of .csv; bij --per-gemeente een map.",
)  # fmt: skip
@click.option(
    "--per-gemeente", is_flag=True,
    help="Een formulier voor elke gemeente en voor de mandaathouder, met een register.",
)  # fmt: skip
@optie_plan
@optie_overschrijf
def besteding(
    context: click.Context,
    /,
    bestanden: tuple[Path, ...],
    jaar: int,
    uit: Path | None,
    per_gemeente: bool,
    plannen: tuple[Path, ...],
    overschrijf: bool,
    **opties: Any,
) -> None:
    """Maak het formulier voor bestedingen.

    Met keuzelijsten, uitleg en wat is toegekend. Zonder --regio, --gemeente of --ontvanger: voor
    alle ontvangers van het land. Geeft u een grootboek (BESTAND), dan staan de boekingen van het
    jaar er al in. Het ingevulde formulier leest 'azwa-funds toets' zonder verder werk. Een bestand
    waarin is geschreven, wordt niet vervangen.

    Met --per-gemeente is --uit een map: daarin komt een formulier voor elke gemeente van de regio
    en voor de mandaathouder, met een register van wie wat wanneer terugstuurt. Met --plan staat er
    ook in wat aan de gemeente is toegezegd.

    Voorbeeld: azwa-funds sjabloon besteding --jaar 2027 --gemeente Almelo --uit almelo.xlsx
    """
    from azwa_funds.excel.zegel import is_ongerept, spaar, verzegel
    from azwa_funds.kern.schijf import schrijf

    if per_gemeente:
        _per_gemeente(context, bestanden, jaar, uit, plannen, opties, overschrijf=overschrijf)
        return
    if plannen:
        raise Gebruikersfout("Bij --plan hoort --per-gemeente; voeg dat toe.")
    inhoud, gelezen = besteden.lees_formulierinhoud(lees_gegevens(context), bestanden, jaar, opties)
    uit = uit or Path(f"bestedingen-{jaar}-{slug(inhoud.naam)}.xlsx")
    makers = {
        ".xlsx": lambda inhoud: verzegel(besteden.sjabloon_als_xlsx(inhoud)),
        ".csv": besteden.sjabloon_als_csv,
    }
    if uit.suffix.casefold() not in makers:
        raise Gebruikersfout(f"'{uit}' is geen .xlsx of .csv; geef een naam die daarop eindigt.")
    besteden.weiger_overschrijven(uit, bestanden)
    formulier = makers[uit.suffix.casefold()](inhoud)
    if not overschrijf:
        spaar([uit], lambda oud: oud == formulier or is_ongerept(oud))
    schrijf(uit, formulier)
    klaar = telling(len(inhoud.klaar), "regel", "regels")
    erin = f", {telling(len(inhoud.boekingen), 'boeking', 'boekingen')} erin" if gelezen else ""
    meld(f"Geschreven: {toon_pad(uit)} (voor {inhoud.naam}, {klaar} klaargezet{erin})")
    if gelezen and besteden.meld_niet_gelezen(gelezen):
        context.exit(1)


def _per_gemeente(
    context: click.Context,
    bestanden: tuple[Path, ...],
    jaar: int,
    uit: Path | None,
    plannen: tuple[Path, ...],
    opties: dict[str, Any],
    *,
    overschrijf: bool,
) -> None:
    """Write a form for everyone in a regio, and the register: all of them, or none."""
    from azwa_funds.gegevens import zoek_regio
    from azwa_funds.kern.schijf import schrijf_samen
    from azwa_funds.sisa.formulieren import maak_formulieren, register

    anders = [naam for naam, waarde in opties.items() if waarde is not None and naam != "regio"]
    if opties["regio"] is None or anders or bestanden:
        raise Gebruikersfout(
            "Bij --per-gemeente hoort --regio NAAM, zonder andere keuzes of bestanden."
        )
    gegevens = doorverdelen.met_plannen(lees_gegevens(context), plannen)
    regio = zoek_regio(gegevens, opties["regio"])
    map_ = uit or kies_uit(context, None, "formulieren", f"{jaar}-{slug(regio.naam)}")
    formulieren = maak_formulieren(gegevens, regio, jaar)
    gemaakt = {map_ / formulier.bestand: formulier.inhoud for formulier in formulieren}
    spaar_geschreven(gemaakt, overschrijf=overschrijf)
    schrijf_samen({**gemaakt, map_ / besteden.REGISTER: register(formulieren)})
    meld(
        f"{telling(len(formulieren), 'formulier', 'formulieren')} over {jaar} "
        f"{'staat' if len(formulieren) == 1 else 'staan'} in {toon_pad(map_)}, met "
        f"{besteden.REGISTER}: wie wat uiterlijk wanneer terugstuurt."
    )


@opdracht(groep=sjabloon, vormen=("tabel", "csv", "json"), stil=False)
@click.argument("map_", type=PAD, metavar="MAP")
@optie_plan
@click.option(
    "--op", "dag", type=_dag, metavar="DATUM",
    help="De dag waarop u kijkt, als 2028-07-15; standaard vandaag.",
)  # fmt: skip
def stand(
    context: click.Context, map_: Path, plannen: tuple[Path, ...], dag: date | None, formaat: str
) -> None:
    """Toon welke formulieren terug zijn.

    MAP is de map die 'sjabloon besteding --per-gemeente' maakte; zet teruggestuurde formulieren
    erin, onder elke naam. Noemt wie nog moet insturen, wie te laat is, en in welk bestand iets is
    gewijzigd waar dat niet hoort. Eindigt met code 1 als er iets is om naar te kijken.

    Voorbeeld: azwa-funds sjabloon stand formulieren/ --op 2028-07-15
    """
    from azwa_funds.sisa.formulieren import als_rij, standen

    gegevens = doorverdelen.met_plannen(lees_gegevens(context), plannen)
    gevonden = standen(gegevens, map_, dag or date.today())
    rijen = [als_rij(deel) for deel in gevonden]
    lever_als(
        formaat, None, tekst=lambda: _tabel(gevonden), rijen=lambda: rijen,
        data=lambda: [rij | {"geboekt": str(rij["geboekt"])} for rij in rijen],
    )  # fmt: skip
    if not all(deel.in_orde for deel in gevonden):
        context.exit(1)


def _tabel(standen: list[Stand]) -> str:
    from azwa_funds.kern.euro import toon_centen
    from azwa_funds.scherm.tabel import teken_tabel, vouw
    from azwa_funds.sisa.formulieren import Terug, in_woorden

    koppen = ["Code", "Wie", "Stand", "Te laat", "Uiterlijk", "Opgeslagen", "Geboekt"]
    rijen = [
        [
            deel.code,
            deel.naam,
            str(deel.terug),
            "ja" if deel.is_te_laat else "",
            f"{deel.uiterlijk:%d-%m-%Y}",
            f"{deel.opgeslagen:%d-%m-%Y}" if deel.opgeslagen else "-",
            toon_centen(deel.centen) if deel.terug is Terug.RETOUR else "-",
        ]
        for deel in standen
    ]
    tekst = teken_tabel(koppen, rijen, getallen=["Geboekt"]) + in_woorden(standen) + "\n"
    for deel in standen:
        for opmerking in deel.opmerkingen:
            tekst += vouw(f"- {deel.naam} ({deel.bestand}): {opmerking}", 2) + "\n"
    return tekst
