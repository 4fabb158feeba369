"""The commands that answer "what if"."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.scherm.opties import (
    OPTIES,
    SCENARIO,
    click,
    gebundeld,
    kies_formaat,
    lees_gegevens,
    lever,
    opdracht,
    optie_formaat,
    optie_gemeente,
    optie_jaar,
    optie_onderdeel,
    optie_regio,
    optie_uit_met,
    toon_voortgang,
)
from azwa_funds.scherm.uitvoer import rijen_als

if TYPE_CHECKING:
    from azwa_funds.gegevens import Gegevens
    from azwa_funds.scenario.scenario import Keuze, Scenario


class _Aantal(click.ParamType[int]):
    name = "getal"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not re.fullmatch(r"\d+|\d{1,3}(\.\d{3})+", str(value), re.ASCII):
            self.fail(
                f"'{value}' is geen heel getal van 0 of hoger; schrijf bijvoorbeeld 10000.",
                param, ctx,
            )  # fmt: skip
        return int(str(value).replace(".", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vraag:
    """What is asked of a command: its arguments and options, those of one command at the end."""

    bestand: str | None
    jaren: tuple[int, ...]
    onderdelen: tuple[str, ...]
    regio: str | None
    gemeente: str | None
    formaat: str | None
    uit: Path | None
    ander: str | None = None
    verschil: bool = False
    aantal: int = 0
    zaad: int = 0
    budget: str | None = None
    gewichten: str | None = None

    def kies(self, gegevens: Gegevens, scenario: Scenario | None) -> Keuze:
        """Return which rows the options are about."""
        from azwa_funds.scenario.scenario import kies

        return kies(gegevens, scenario, self.jaren, self.onderdelen, self.regio, self.gemeente)


def _met_keuze(functie: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose rows, and all its options as a `Vraag`."""
    functie = gebundeld(Vraag)(functie)
    for optie in (optie_gemeente, optie_regio, optie_onderdeel, optie_jaar):
        functie = optie(functie)
    return functie


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
        lever(rijen_als(formaat, [{"id": s.id, "naam": s.naam} for s in gevonden]), None)
        return
    lever(teken_tabel(["Naam", "Scenario"], [[s.id, s.naam] for s in gevonden]), None)
    lever(alinea([f"De bestanden staan in {gegevens.data / 'scenarios'}."]), None)


@opdracht(groep=scenario, vormen=("tabel", "csv", "json"), volgt_uit=True, uit=True)
@click.argument("bestand", type=SCENARIO, metavar="BESTAND")
@_met_keuze
@click.option("--verschil", is_flag=True, help="Toon ook het verschil met de gewone bedragen.")
def reken(context: click.Context, vraag: Vraag) -> None:
    """Verdeel het geld volgens een scenario.

    Zelfde kolommen als 'verdeel'. Elk jaar telt precies op tot het budget van het scenario.

    Voorbeeld: azwa-funds scenario reken indexatie --gemeente Utrecht --verschil
    """
    from azwa_funds.scenario import uitvoer as vorm
    from azwa_funds.scenario.regioaandeel import regiozinnen
    from azwa_funds.scenario.scenario import lees_scenario, reken_scenario, standen

    formaat = kies_formaat(vraag.formaat, vraag.uit, "tabel", "csv", "json")
    gegevens = lees_gegevens(context)
    wat = lees_scenario(gegevens, vraag.bestand or "")
    rijen = vraag.kies(gegevens, wat).uit(reken_scenario(gegevens, wat))
    if formaat != "tabel":
        rijen_van = vorm.reken_rijen(wat, rijen, verschil=vraag.verschil)
        lever(rijen_als(formaat, rijen_van), vraag.uit)
        return
    begin, *_, eind = standen(gegevens, wat)
    tabel = vorm.reken_tabel(gegevens, rijen, verschil=vraag.verschil)
    zinnen = regiozinnen(begin, eind)
    lever(
        f"{vorm.kop(gegevens, wat)}\n{tabel}" + ("\n" + vorm.alinea(zinnen) if zinnen else ""),
        vraag.uit,
    )


@opdracht(groep=scenario)
@click.argument("bestand", type=SCENARIO, metavar="BESTAND")
@click.argument("ander", type=SCENARIO, metavar="[ANDER-BESTAND]", required=False)
@_met_keuze
@optie_formaat("tabel", "csv", "json", volgt_uit=True)
@optie_uit_met("Schrijf naar dit bestand; een naam op .xlsx geeft een werkboek met grafiek.")
def vergelijk(context: click.Context, vraag: Vraag) -> None:
    """Laat zien welke wijziging wat doet (waterval).

    Met een bestand: van de gewone bedragen naar het scenario. Met twee: van het eerste scenario
    naar het tweede. De effecten, in de volgorde van het bestand, tellen op de euro op tot het
    verschil.

    Voorbeeld: azwa-funds scenario vergelijk indexatie korting --gemeente Almelo --uit almelo.xlsx
    """
    from azwa_funds.scenario import uitvoer as vorm
    from azwa_funds.scenario.scenario import lees_scenario
    from azwa_funds.scenario.scenario import vergelijk as reken

    formaat = kies_formaat(vraag.formaat, vraag.uit, "tabel", "xlsx", "csv", "json")
    gegevens = lees_gegevens(context)
    scenarios = [lees_scenario(gegevens, waar) for waar in (vraag.bestand, vraag.ander) if waar]
    keuze = vraag.kies(gegevens, scenarios[-1])
    watervallen = reken(gegevens, *scenarios)
    regels = keuze.uit(watervallen.regels)
    wie = keuze.wie(regels)
    if formaat == "xlsx":
        from azwa_funds.scenario.werkboek import watervalwerkboek

        boek = watervalwerkboek(gegevens, scenarios, watervallen, regels, wie)
        lever(boek.als_bytes(), vraag.uit)
    elif formaat != "tabel":
        namen = " > ".join(s.id for s in scenarios)
        lever(rijen_als(formaat, vorm.vergelijk_rijen(watervallen, regels, namen)), vraag.uit)
    else:
        koppen = "\n".join(vorm.kop(gegevens, s) for s in scenarios)
        tabel = vorm.vergelijk_tabel(gegevens, watervallen, regels, keuze, wie)
        lever(f"{koppen}\n{tabel}", vraag.uit)


@opdracht(groep=scenario, vormen=("tabel", "csv", "json"), volgt_uit=True, uit=True)
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
@_met_keuze
def zwaai(context: click.Context, vraag: Vraag) -> None:
    """Hoe onzeker is een begrotingsregel?

    Trekt duizenden budgetten of gewichten, verdeelt elk precies, en toont per bedrag de band
    waarin negen van de tien trekkingen liggen. Wat varieert, staat in het blok [zwaai] van het
    bestand of in de opties; zonder iets: de budgetten, om de afronding van de bron.

    Voorbeeld: azwa-funds scenario zwaai --gewichten 5 --gemeente Utrecht
    """
    from azwa_funds.scenario import uitvoer as vorm
    from azwa_funds.scenario import zwaai as trekking
    from azwa_funds.scenario.scenario import eindstand, lees_scenario

    formaat = kies_formaat(vraag.formaat, vraag.uit, "tabel", "csv", "json")
    gegevens = lees_gegevens(context)
    wat = lees_scenario(gegevens, vraag.bestand) if vraag.bestand else None
    keuze = vraag.kies(gegevens, wat)
    spreiding = trekking.lees_spreiding(vraag.budget, vraag.gewichten, wat)
    stand = eindstand(gegevens, wat)
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
        rijen = vorm.zwaai_rijen(gekozen, wat.id if wat else "zwaai")
        lever(rijen_als(formaat, rijen), vraag.uit)
        return
    aanhef = vorm.kop(gegevens, wat) if wat else "SCENARIO, geen toekenning"
    uitleg = vorm.zwaai_uitleg(spreiding, vraag.aantal, vraag.zaad)
    lever(f"{aanhef}\n{uitleg}\n{vorm.zwaai_tabel(gegevens, gekozen)}", vraag.uit)
