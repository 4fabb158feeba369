"""The commands that make empty forms, and say what came back of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.scherm.cli_gedeeld import (
    GEMEENTE,
    JAARTAL,
    ONTVANGER,
    OPTIES,
    PAD,
    REGIO,
    UITPAD,
    click,
    kies_uit,
    lees_gegevens,
    lever,
    meld,
    optie_formaat,
    optie_onderdeel_vult_aan,
    optie_plan,
    optie_profiel,
    optie_stil,
)

if TYPE_CHECKING:
    from azwa_funds.gegevens.sources import Gegevens
    from azwa_funds.kern.model import Regio
    from azwa_funds.sisa.formulieren import Stand


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def sjabloon() -> None:
    """Maak een leeg formulier om in te vullen.

    Voorbeeld: azwa-funds sjabloon besteding --jaar 2027 --regio Twente
    """


@sjabloon.command(options_metavar=OPTIES)
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
@click.option("--overschrijf", is_flag=True, help="Vervang ook een bestand waarin is geschreven.")
@optie_stil
@click.pass_context
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
    from azwa_funds.besteden import besteding_sjabloon as module
    from azwa_funds.besteden.opdracht import (
        formulierinhoud,
        meld_niet_gelezen,
        weiger_overschrijven,
    )
    from azwa_funds.excel.zegel import is_ongerept, spaar, verzegel
    from azwa_funds.kern.tekst import slug, telling
    from azwa_funds.kern.wegschrijven import schrijf

    if per_gemeente:
        _maak_alle(context, bestanden, jaar, uit, plannen, opties, overschrijf=overschrijf)
        return
    if plannen:
        raise Gebruikersfout("Bij --plan hoort --per-gemeente; voeg dat toe.")
    inhoud, gelezen = formulierinhoud(context, bestanden, jaar, opties)
    uit = uit or Path(f"bestedingen-{jaar}-{slug(inhoud.naam)}.xlsx")
    makers = {".xlsx": lambda inhoud: verzegel(module.als_xlsx(inhoud)), ".csv": module.als_csv}
    if uit.suffix.casefold() not in makers:
        raise Gebruikersfout(f"'{uit}' is geen .xlsx of .csv; geef een naam die daarop eindigt.")
    weiger_overschrijven(uit, bestanden)
    formulier = makers[uit.suffix.casefold()](inhoud)
    if not overschrijf:
        spaar([uit], lambda oud: oud == formulier or is_ongerept(oud))
    schrijf(uit, formulier)
    klaar = telling(len(inhoud.klaar), "regel", "regels")
    erin = f", {telling(len(inhoud.boekingen), 'boeking', 'boekingen')} erin" if gelezen else ""
    meld(f"Geschreven: {uit} (voor {inhoud.naam}, {klaar} klaargezet{erin})")
    if gelezen and meld_niet_gelezen(gelezen):
        context.exit(1)


def _maak_alle(
    context: click.Context,
    bestanden: tuple[Path, ...],
    jaar: int,
    uit: Path | None,
    plannen: tuple[Path, ...],
    opties: dict[str, Any],
    *,
    overschrijf: bool,
) -> None:
    """Make the forms of a whole regio; a choice that is about one form has no place there."""
    from azwa_funds.doorverdelen import met_plannen
    from azwa_funds.gegevens.namen import zoek_regio
    from azwa_funds.kern.tekst import slug

    anders = [naam for naam, waarde in opties.items() if waarde is not None and naam != "regio"]
    if opties["regio"] is None or anders or bestanden:
        raise Gebruikersfout(
            "Bij --per-gemeente hoort --regio NAAM, zonder andere keuzes of bestanden."
        )
    gegevens = met_plannen(lees_gegevens(context), plannen)
    regio = zoek_regio(gegevens, opties["regio"])
    map_ = uit or kies_uit(context, None, "formulieren", f"{jaar}-{slug(regio.naam)}")
    _per_gemeente(gegevens, regio, jaar, map_, overschrijf=overschrijf)


def _per_gemeente(
    gegevens: Gegevens, regio: Regio, jaar: int, map_: Path, *, overschrijf: bool
) -> None:
    """Write a form for everyone in a regio, and the register: all of them, or none."""
    from azwa_funds.besteden.bestedingen import REGISTER
    from azwa_funds.excel.zegel import is_ongerept, spaar
    from azwa_funds.kern.wegschrijven import schrijf_samen
    from azwa_funds.sisa.formulieren import maak_formulieren, register

    formulieren = maak_formulieren(gegevens, regio, jaar)
    bestanden = {map_ / formulier.bestand: formulier.inhoud for formulier in formulieren}
    if not overschrijf:
        spaar(bestanden, is_ongerept)
    schrijf_samen({**bestanden, map_ / REGISTER: register(formulieren)})
    meld(
        f"{len(formulieren)} formulieren over {jaar} staan in {map_}, met {REGISTER}: wie wat "
        "uiterlijk wanneer terugstuurt."
    )


class _Dag(click.ParamType[date]):
    name = "datum"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is geen datum; schrijf bijvoorbeeld 2028-06-01.", param, ctx)


@sjabloon.command(options_metavar=OPTIES)
@click.argument("map_", type=PAD, metavar="MAP")
@optie_plan
@click.option(
    "--op", "dag", type=_Dag(), metavar="DATUM",
    help="De dag waarop u kijkt, als 2028-07-15; standaard vandaag.",
)  # fmt: skip
@optie_formaat("tabel", "csv", "json")
@click.pass_context
def stand(
    context: click.Context,
    map_: Path,
    plannen: tuple[Path, ...],
    dag: date | None,
    formaat: str,
) -> None:
    """Toon welke formulieren terug zijn.

    MAP is de map die 'sjabloon besteding --per-gemeente' maakte; zet teruggestuurde formulieren
    erin, onder elke naam. Noemt wie nog moet insturen, wie te laat is, en in welk bestand iets is
    gewijzigd waar dat niet hoort. Eindigt met code 1 als er iets is om naar te kijken.

    Voorbeeld: azwa-funds sjabloon stand formulieren/ --op 2028-07-15
    """
    from azwa_funds.doorverdelen import met_plannen
    from azwa_funds.scherm.uitvoer import naar_csv, naar_json
    from azwa_funds.sisa.formulieren import als_rij, standen

    gegevens = met_plannen(lees_gegevens(context), plannen)
    gevonden = standen(gegevens, map_, dag or date.today())
    rijen = [als_rij(deel) for deel in gevonden]
    if formaat == "tabel":
        lever(_tabel(gevonden), None)
    else:
        lever(naar_json(rijen) if formaat == "json" else naar_csv(rijen), None)
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
