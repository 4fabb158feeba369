"""The commands that answer "what if"."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azwa_funds.kern.tekst import toon_pad
from azwa_funds.scherm.opties import (
    GEMEENTE,
    OPTIES,
    REGIO,
    SCENARIO,
    UITPAD,
    click,
    gebundeld,
    kies_formaat,
    lees_gegevens,
    lever,
    meld,
    opdracht,
    optie_formaat,
    optie_jaar,
    optie_onderdeel,
    toon_voortgang,
)


class _Aantal(click.ParamType[int]):
    name = "getal"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not re.fullmatch(r"\d+|\d{1,3}(\.\d{3})+", str(value), re.ASCII):
            self.fail(
                f"'{value}' is geen heel getal van 0 of hoger; schrijf bijvoorbeeld 10000.",
                param, ctx,
            )  # fmt: skip
        return int(str(value).replace(".", ""))


optie_regio = click.option(
    "--regio", type=REGIO, metavar="NAAM", help="Alleen ontvangers in deze IZA-regio."
)
optie_gemeente = click.option(
    "--gemeente", type=GEMEENTE, metavar="NAAM-OF-CODE", help="Alleen deze gemeente."
)
_formaat = optie_formaat("tabel", "csv", "json", volgt_uit=True)


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def scenario() -> None:
    """Reken uit wat er gebeurt als.

    Een scenario is een TOML-bestand met wijzigingen: ander budget, andere sleutel, andere
    indeling. De uitkomst is altijd een aanname, nooit een toekenning. BESTAND is het pad van
    een TOML-bestand, of de naam van een meegeleverd scenario (zie: azwa-funds scenario lijst).

    Voorbeeld: azwa-funds scenario vergelijk wijdemeren_hilversum --regio "Gooi en Vechtstreek"
    """


@opdracht(groep=scenario, vormen=("tabel", "csv", "json"), stil=False)
def lijst(context: click.Context, formaat: str) -> None:
    """Toon de meegeleverde scenario's.

    Het zijn voorbeelden om mee te rekenen; hun percentages hebben geen bron.

    Voorbeeld: azwa-funds scenario lijst
    """
    from azwa_funds.scenario.scenario import lees_scenario
    from azwa_funds.scenario.uitvoer import alinea
    from azwa_funds.scherm.tabel import teken_tabel

    gegevens = lees_gegevens(context)
    gevonden = [lees_scenario(gegevens, pad) for pad in gegevens.scenarios.values()]
    if formaat != "tabel":
        _lever_rijen([{"id": s.id, "naam": s.naam} for s in gevonden], formaat, None)
        return
    lever(teken_tabel(["Naam", "Scenario"], [[s.id, s.naam] for s in gevonden]), None)
    lever(alinea([f"De bestanden staan in {gegevens.data / 'scenarios'}."]), None)


@dataclass(frozen=True, slots=True)
class Rekenvraag:
    """What is asked of `reken`: its arguments and options."""

    bestand: str
    jaren: tuple[int, ...]
    onderdelen: tuple[str, ...]
    regio: str | None
    gemeente: str | None
    verschil: bool
    formaat: str | None
    uit: Path | None


@opdracht(groep=scenario, uit=True)
@click.argument("bestand", type=SCENARIO, metavar="BESTAND")
@optie_jaar
@optie_onderdeel
@optie_regio
@optie_gemeente
@click.option("--verschil", is_flag=True, help="Toon ook het verschil met de gewone bedragen.")
@_formaat
@gebundeld(Rekenvraag)
def reken(context: click.Context, vraag: Rekenvraag) -> None:
    """Verdeel het geld volgens een scenario.

    Zelfde kolommen als 'verdeel'. Elk jaar telt precies op tot het budget van het scenario.

    Voorbeeld: azwa-funds scenario reken indexatie --gemeente Utrecht --verschil
    """
    from azwa_funds.scenario import scenario as rekenwerk
    from azwa_funds.scenario import uitvoer as vorm
    from azwa_funds.scenario.regioaandeel import regiozinnen

    formaat = kies_formaat(vraag.formaat, vraag.uit, "tabel", "csv", "json")
    gegevens = lees_gegevens(context)
    wat = rekenwerk.lees_scenario(gegevens, vraag.bestand)
    keuze = rekenwerk.kies(
        gegevens, wat, vraag.jaren, vraag.onderdelen, vraag.regio, vraag.gemeente
    )
    rijen = keuze.uit(rekenwerk.reken_scenario(gegevens, wat))
    if formaat != "tabel":
        _lever_rijen(vorm.reken_rijen(wat, rijen, verschil=vraag.verschil), formaat, vraag.uit)
        return
    standen = rekenwerk.standen(gegevens, wat)
    tekst = (
        vorm.kop(gegevens, wat) + "\n" + vorm.reken_tabel(gegevens, rijen, verschil=vraag.verschil)
    )
    zinnen = regiozinnen(standen[0], standen[-1])
    lever(tekst + ("\n" + vorm.alinea(zinnen) if zinnen else ""), vraag.uit)


@dataclass(frozen=True, slots=True)
class Vergelijkvraag:
    """What is asked of `vergelijk`: its arguments and options."""

    bestand: str
    ander: str | None
    jaren: tuple[int, ...]
    onderdelen: tuple[str, ...]
    regio: str | None
    gemeente: str | None
    formaat: str | None
    uit: Path | None


@opdracht(groep=scenario)
@click.argument("bestand", type=SCENARIO, metavar="BESTAND")
@click.argument("ander", type=SCENARIO, metavar="[ANDER-BESTAND]", required=False)
@optie_jaar
@optie_onderdeel
@optie_regio
@optie_gemeente
@_formaat
@click.option(
    "--uit", type=UITPAD, metavar="PAD",
    help="Schrijf naar dit bestand; een naam op .xlsx geeft een werkboek met grafiek.",
)  # fmt: skip
@gebundeld(Vergelijkvraag)
def vergelijk(context: click.Context, vraag: Vergelijkvraag) -> None:
    """Laat zien welke wijziging wat doet (waterval).

    Met een bestand: van de gewone bedragen naar het scenario. Met twee: van het eerste scenario
    naar het tweede. De effecten, in de volgorde van het bestand, tellen op de euro op tot het
    verschil.

    Voorbeeld: azwa-funds scenario vergelijk indexatie korting --gemeente Almelo --uit almelo.xlsx
    """
    from azwa_funds.scenario import scenario as rekenwerk
    from azwa_funds.scenario import uitvoer as vorm

    formaat = kies_formaat(vraag.formaat, vraag.uit, "tabel", "xlsx", "csv", "json")
    gegevens = lees_gegevens(context)
    een = rekenwerk.lees_scenario(gegevens, vraag.bestand)
    twee = rekenwerk.lees_scenario(gegevens, vraag.ander) if vraag.ander else None
    keuze = rekenwerk.kies(
        gegevens, twee or een, vraag.jaren, vraag.onderdelen, vraag.regio, vraag.gemeente
    )
    watervallen = rekenwerk.vergelijk(gegevens, een, twee)
    regels = keuze.uit(watervallen.regels)
    wie = keuze.wie(regels)
    scenarios = [een, *([twee] if twee else [])]
    if vraag.uit is not None and formaat == "xlsx":
        from azwa_funds.kern.schijf import schrijf
        from azwa_funds.scenario.werkboek import watervalwerkboek

        boek = watervalwerkboek(gegevens, scenarios, watervallen, regels, wie)
        schrijf(vraag.uit, boek.als_bytes())
        meld(f"Geschreven: {toon_pad(vraag.uit)}")
    elif formaat != "tabel":
        namen = " > ".join(s.id for s in scenarios)
        _lever_rijen(vorm.vergelijk_rijen(watervallen, regels, namen), formaat, vraag.uit)
    else:
        koppen = "\n".join(vorm.kop(gegevens, s) for s in scenarios)
        lever(
            koppen + "\n" + vorm.vergelijk_tabel(gegevens, watervallen, regels, keuze, wie),
            vraag.uit,
        )


@dataclass(frozen=True, slots=True)
class Zwaaivraag:
    """What is asked of `zwaai`: its arguments and options."""

    bestand: str | None
    aantal: int
    zaad: int
    budget: str | None
    gewichten: str | None
    jaren: tuple[int, ...]
    onderdelen: tuple[str, ...]
    regio: str | None
    gemeente: str | None
    formaat: str | None
    uit: Path | None


@opdracht(groep=scenario, uit=True)
@click.argument("bestand", type=SCENARIO, metavar="[BESTAND]", required=False)
@click.option(
    "--aantal", type=_Aantal(), default=10_000, show_default=True, metavar="GETAL",
    help="Hoeveel trekkingen.",
)  # fmt: skip
@click.option(
    "--zaad", type=_Aantal(), default=1, show_default=True, metavar="GETAL",
    help="Zelfde zaad, zelfde uitkomst.",
)  # fmt: skip
@click.option(
    "--budget", metavar="SPREIDING",
    help="'precisie' (half de afronding van de bron), 'geen', of een percentage zoals 2,5.",
)  # fmt: skip
@click.option(
    "--gewichten", metavar="SPREIDING", help="'geen', of een percentage zoals 5 per ontvanger.",
)  # fmt: skip
@optie_jaar
@optie_onderdeel
@optie_regio
@optie_gemeente
@_formaat
@gebundeld(Zwaaivraag)
def zwaai(context: click.Context, vraag: Zwaaivraag) -> None:
    """Hoe onzeker is een begrotingsregel?

    Trekt duizenden budgetten of gewichten, verdeelt elk precies, en toont per bedrag de band
    waarin negen van de tien trekkingen liggen. Wat varieert, staat in het blok [zwaai] van het
    bestand of in de opties; zonder iets: de budgetten, om de afronding van de bron.

    Voorbeeld: azwa-funds scenario zwaai --gewichten 5 --gemeente Utrecht
    """
    from azwa_funds.scenario import scenario as rekenwerk
    from azwa_funds.scenario import uitvoer as vorm
    from azwa_funds.scenario import zwaai as trekking

    formaat = kies_formaat(vraag.formaat, vraag.uit, "tabel", "csv", "json")
    gegevens = lees_gegevens(context)
    wat = rekenwerk.lees_scenario(gegevens, vraag.bestand) if vraag.bestand else None
    keuze = rekenwerk.kies(
        gegevens, wat, vraag.jaren, vraag.onderdelen, vraag.regio, vraag.gemeente
    )
    spreiding = trekking.lees_spreiding(vraag.budget, vraag.gewichten, wat)
    stand = rekenwerk.eindstand(gegevens, wat)
    werk = trekking.werk(stand, vraag.aantal, keuze.jaren, keuze.onderdelen)
    with click.progressbar(
        length=werk, label="Trekken", file=sys.stderr, hidden=not toon_voortgang()
    ) as balk:
        banden = trekking.reken_zwaai(
            stand,
            spreiding,
            aantal=vraag.aantal,
            zaad=vraag.zaad,
            jaren=keuze.jaren,
            onderdelen=keuze.onderdelen,
            meld=balk.update,
        )
    gekozen = keuze.uit(banden)
    if formaat != "tabel":
        _lever_rijen(vorm.zwaai_rijen(gekozen, wat.id if wat else "zwaai"), formaat, vraag.uit)
        return
    aanhef = vorm.kop(gegevens, wat) + "\n" if wat else "SCENARIO, geen toekenning\n"
    uitleg = vorm.zwaai_uitleg(spreiding, vraag.aantal, vraag.zaad)
    lever(aanhef + uitleg + "\n" + vorm.zwaai_tabel(gegevens, gekozen), vraag.uit)


def _lever_rijen(rijen: Sequence[dict[str, Any]], formaat: str, uit: Path | None) -> None:
    from azwa_funds.scherm.uitvoer import rijen_als

    lever(rijen_als(formaat, rijen), uit)
