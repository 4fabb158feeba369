"""The sheet of the bridge, its check and its origin: the same for a gemeente and the country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from azwa_funds.excel.blad import Chart, ChartKind, Column, Formula, Kind, Sheet, Table
from azwa_funds.kern.begrippen import BREDE_SPUK, LOKAAL, REGIONAAL, SPUK_IZA
from azwa_funds.verdelen import NIEUW, OUD, OVERIG, Balk, Cijfers, al_begrepen
from azwa_funds.werkboek.delen import EURO, grondslagzin
from azwa_funds.werkboek.vast import Controleregel, Herkomstregel

#: Why the steps of a gemeente are an assumption.
AANNAME_ZIN = (
    "Begin en einde zijn de eigen bedragen. De stappen hebben de landelijke verhoudingen: geen "
    "bron geeft een brug per gemeente, en geen bron zegt welk geld van {nieuw} lokaal is en welk "
    "regionaal. Dat is een aanname."
)


#: How a bar is drawn: its invisible base and what stands on it.
_BALKDELEN: Mapping[str, tuple[str, Callable[[Balk], int]]] = {
    "onder": ("Onder de balk", lambda balk: 0 if balk.is_stand else balk.laagste),
    "stand": ("Stand", lambda balk: balk.bedrag if balk.is_stand else 0),
    "erbij": ("Erbij", lambda balk: 0 if balk.is_stand else max(balk.bedrag, 0)),
    "eraf": ("Eraf", lambda balk: 0 if balk.is_stand else max(-balk.bedrag, 0)),
}
#: How wide a chart is on a factsheet: as its table.
BREEDTE = 800


def blad_brug(
    cijfers: Cijfers,
    naam: str,
    balken: Sequence[Balk],
    *,
    wat: str,
    zin: str = AANNAME_ZIN,
    is_land: bool = False,
) -> Sheet:
    """Make the sheet of a bridge: `wat` says of what money, `zin` what the reader has to know.

    That of the country also shows in which money each step is, and has its chart below it.
    """
    oud, nieuw = cijfers.vorige_jaren[-1], cijfers.jaren[0]
    titels = {
        BREDE_SPUK: f"Brede SPUK {oud}",
        SPUK_IZA: f"SPUK IZA {oud}",
        LOKAAL: f"Lokaal {nieuw}",
        REGIONAAL: f"Regionaal {nieuw}",
        OVERIG: f"GGD, NPLV en Gezonde School {nieuw}",
    }
    delen = list(titels) if is_land else []

    def deelkolom(deel: str) -> Column:
        titel = titels[deel]
        return Column(deel, titel, Kind.EURO, width=14, value=lambda balk: balk.delen.get(deel, 0))

    kolommen = [
        Column("stap", "Stap", width=30, value="naam"),
        Column("bedrag", "Bedrag", Kind.EURO),
        Column("soort", "Wat gebeurt er", width=20),
        Column("status", "Status", Kind.STATUS),
        Column("uitleg", "Uitleg", width=48),
        Column("oud", f"In {oud}", Kind.EURO, formula=_som(delen, OUD)),
        Column("nieuw", f"In {nieuw}", Kind.EURO, formula=_som(delen, (*NIEUW, OVERIG))),
        *map(deelkolom, delen),
        Column("kort", "In de grafiek", width=16, helper=True),
        *(
            Column(naam, titel, Kind.EURO, helper=True, value=waarde)
            for naam, (titel, waarde) in _BALKDELEN.items()
        ),
    ]
    return Sheet(
        naam,
        f"Van {oud} naar {nieuw}",
        Table.of(kolommen, balken),
        subtitle=f"{wat}; {EURO}",
        notes=[zin.format(nieuw=nieuw), al_begrepen(cijfers), grondslagzin(cijfers)],
        description="wat meeverhuist, wat er al was en groeit, wat elders verder gaat en wat nieuw "
        "is",
        charts=[waterval(cijfers, None, 320)] if is_land else [],
        landscape=True,
        one_page=not is_land,
    )


def _som(delen: Iterable[str], van: Iterable[str]) -> str | None:
    return "=" + "+".join(f"{{{deel}}}" for deel in van) if delen else None


def waterval(cijfers: Cijfers, brug: Sheet | None, hoogte: int, van_wat: str = "") -> Chart:
    """Return the chart of a bridge, drawn from its own sheet or from the sheet `brug`."""
    oud, nieuw = cijfers.vorige_jaren[-1], cijfers.jaren[0]
    waar = f"op het blad {brug.name}" if brug else "hierboven"
    return Chart(
        ChartKind.WATERFALL,
        f"Van {oud} naar {nieuw}{van_wat}",
        "kort",
        list(_BALKDELEN),
        f"Waterval van {oud} naar {nieuw}: wat elders verder gaat, wat meeverhuist, wat er al was "
        f"en groeit en wat nieuw is; de cijfers staan {waar}.",
        value_title="euro",
        source=brug,
        width=BREEDTE,
        height=hoogte,
    )


def brugcontrole(brug: Sheet, balken: Sequence[Balk]) -> Controleregel:
    """Return the live check that begin and steps lead to the end."""
    einde = len(balken) - 1
    som = "+".join(brug.ref("bedrag", nummer) for nummer in range(einde))
    return Controleregel(
        f"Het blad {brug.name} sluit: begin en stappen samen zijn het einde",
        brug.show("bedrag", einde),
        Formula(f"={som}", sum(balk.bedrag for balk in balken[:-1])),
    )


def brugherkomst(blad: str, balken: Iterable[Balk]) -> Iterable[Herkomstregel]:
    """Lead each step of a bridge to its sources, and begin and end to how they are made."""
    for balk in balken:
        for vindplaats in balk.vindplaatsen or (None,):
            yield Herkomstregel(blad, balk.naam, balk.uitleg, vindplaats, balk.status)
