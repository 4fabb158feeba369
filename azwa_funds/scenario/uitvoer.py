"""What the scenario commands show; every answer says that it is a scenario."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from azwa_funds.gegevens import Gegevens, benoem
from azwa_funds.kern.euro import toon_getal
from azwa_funds.scenario.scenario import Keuze, Scenario, Vergelijking, Waterval, Watervallen, samen
from azwa_funds.scenario.wijziging import BUDGETAFRONDING, Wijziging
from azwa_funds.scenario.zwaai import GEEN, PERCENTIELEN, Band, Spreiding
from azwa_funds.scherm.tabel import met_teken, teken_tabel, vouw
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen import TOEKENNINGKOLOMMEN, toekenningen_als_tabel

#: More effects than this do not fit beside each other on a screen.
_MEESTE_KOLOMMEN = 4


def kop(gegevens: Gegevens, scenario: Scenario) -> str:
    """Say that this is a scenario, what it supposes and which changes it makes."""
    regels = [f"SCENARIO, geen toekenning: {scenario.naam}", scenario.toelichting]
    regels += [wijzigingszin(gegevens, w) for w in scenario.wijzigingen]
    regels.append(f"Alle bedragen hebben status aanname. Afronding: {BUDGETAFRONDING}.")
    return alinea(regels)


def wijzigingszin(gegevens: Gegevens, wijziging: Wijziging) -> str:
    """Describe one change with its own words and, where it has one, its source."""
    zin = f"{wijziging.nummer}. {wijziging.naam} ({wijziging.soort}): {wijziging.toelichting}"
    return gegevens.met_bron(zin, wijziging.vindplaats) if wijziging.vindplaats else zin


def alinea(regels: Iterable[str]) -> str:
    """Fold lines of prose to the width of the terminal."""
    return "".join(f"{vouw(regel)}\n" for regel in regels)


# -- reken -------------------------------------------------------------------------------------


def reken_rijen(
    scenario: Scenario, rijen: Iterable[Vergelijking], *, verschil: bool
) -> list[dict[str, Any]]:
    """Return the rows of `verdeel` with, on request, the basis and the difference."""
    van_toekenning, erbij = " ".join(TOEKENNINGKOLOMMEN), "basis verschil" if verschil else ""
    return [
        waarden(rij.toekenning, van_toekenning) | waarden(rij, erbij) | {"scenario": scenario.id}
        for rij in (rijen if verschil else _zonder_vervallen(rijen))
    ]


def reken_tabel(gegevens: Gegevens, rijen: Sequence[Vergelijking], *, verschil: bool) -> str:
    """Return the rows as tables per onderdeel, on request with the difference per year."""
    if not verschil:
        return toekenningen_als_tabel(
            gegevens, [rij.toekenning for rij in _zonder_vervallen(rijen)]
        )
    jaren = sorted({rij.jaar for rij in rijen})
    onderdelen = sorted({rij.onderdeel for rij in rijen})
    return "\n".join(
        f"Onderdeel {benoem(gegevens, onderdeel)} (hele euro's; verschil met de gewone bedragen)\n"
        + _verschillen([rij for rij in rijen if rij.onderdeel == onderdeel], jaren)
        for onderdeel in onderdelen
    )


def _zonder_vervallen(rijen: Iterable[Vergelijking]) -> Iterable[Vergelijking]:
    return (rij for rij in rijen if not rij.vervallen)


def _verschillen(rijen: Sequence[Vergelijking], jaren: Sequence[int]) -> str:
    getallen = [kop for jaar in jaren for kop in (str(jaar), f"verschil {jaar}")]
    per_wie: dict[tuple[str, str, str], list[Vergelijking]] = defaultdict(list)
    for rij in rijen:
        t = rij.toekenning
        per_wie[t.regio, t.ontvanger_code, t.ontvanger].append(rij)

    def cellen(van: Sequence[Vergelijking]) -> Iterator[str]:
        for jaar in jaren:
            eigen = [rij for rij in van if rij.jaar == jaar]
            yield toon_getal(sum(rij.toekenning.bedrag for rij in eigen)) if eigen else ""
            yield met_teken(sum(rij.verschil for rij in eigen)) if eigen else ""

    regels = [
        [regio or "-", code or "-", wie, *cellen(van)]
        for (regio, code, wie), van in per_wie.items()
    ]
    totaal = ["", "", "Totaal", *cellen(rijen)] if len(regels) > 1 else None
    return teken_tabel(["Regio", "Code", "Ontvanger", *getallen], regels, totaal, getallen=getallen)


# -- vergelijk ---------------------------------------------------------------------------------


def stapnamen(watervallen: Watervallen) -> list[str]:
    """Return the names of all steps: where it begins, each change, where it ends."""
    genummerd = [f"{nummer}. {stap}" for nummer, stap in enumerate(watervallen.stappen, start=1)]
    return [f"Begin: {watervallen.begin}", *genummerd, f"Eind: {watervallen.eind}"]


def stapbedragen(regel: Waterval) -> list[int]:
    """Return the amounts that belong to `stapnamen`."""
    return [regel.begin, *regel.effecten, regel.eind]


def vergelijk_rijen(
    watervallen: Watervallen, regels: Iterable[Waterval], scenario: str
) -> list[dict[str, Any]]:
    """Return a row per recipient, onderdeel, year and step."""
    namen = [watervallen.begin, *watervallen.stappen, watervallen.eind]
    soorten = ["begin", *["effect"] * len(watervallen.stappen), "eind"]
    return [
        {
            **waarden(regel, "jaar onderdeel regio ontvanger_code ontvanger"),
            "stap": nummer,
            "soort": soort,
            "naam": naam,
            "bedrag": bedrag,
            "status": "aanname",
            "scenario": scenario,
        }
        for regel in regels
        for nummer, (soort, naam, bedrag) in enumerate(
            zip(soorten, namen, stapbedragen(regel), strict=True)
        )
    ]


def vergelijk_tabel(
    gegevens: Gegevens, watervallen: Watervallen, regels: Sequence[Waterval], keuze: Keuze, wie: str
) -> str:
    """Return the waterfall of the chosen rows, and below it who is behind it."""
    per_jaar = samen(regels)
    koppen = [*map(str, per_jaar), "samen"]
    rijen = []
    for plaats, naam in enumerate(stapnamen(watervallen)):
        bedragen = [stappen[plaats] for stappen in per_jaar.values()]
        toon = met_teken if 0 < plaats <= len(watervallen.stappen) else toon_getal
        rijen.append([naam, *map(toon, [*bedragen, sum(bedragen)])])
    eerste = teken_tabel(["Stap", *koppen], rijen[:-1], rijen[-1], getallen=koppen)
    titel, groep = _groep(gegevens, keuze)
    return (
        f"Waterval van {wie} (hele euro's)\n{eerste}\n{titel}, alle getoonde jaren samen\n"
        f"{_per_groep(watervallen, regels, groep)}"
    )


def _groep(gegevens: Gegevens, keuze: Keuze) -> tuple[str, Callable[[Waterval], str]]:
    if keuze.code is not None:
        return "Per onderdeel", lambda r: benoem(gegevens, r.onderdeel)
    if keuze.regio is not None:
        return "Per ontvanger", lambda r: r.ontvanger
    return "Per regio", lambda r: r.regio or f"geen regio: {benoem(gegevens, r.onderdeel)}"


def som_per_groep(
    regels: Iterable[Waterval], groep: Callable[[Waterval], str]
) -> dict[str, list[int]]:
    """Add up the amounts of every step, by group."""
    som: dict[str, list[int]] = {}
    for regel in regels:
        bedragen = stapbedragen(regel)
        eerder = som.get(groep(regel), [0] * len(bedragen))
        som[groep(regel)] = [a + b for a, b in zip(eerder, bedragen, strict=True)]
    return som


def _per_groep(
    watervallen: Watervallen, regels: Sequence[Waterval], groep: Callable[[Waterval], str]
) -> str:
    effecten = stapnamen(watervallen)[1:-1]
    if len(effecten) > _MEESTE_KOLOMMEN:
        effecten = []
    koppen = ["begin", *effecten, "verschil", "eind"]
    rijen = [
        [
            *(naam, begin),
            *(met_teken(bedrag) for bedrag in (stappen if effecten else [])),
            *(met_teken(eind - begin), eind),
        ]
        for naam, (begin, *stappen, eind) in sorted(som_per_groep(regels, groep).items())
    ]
    return teken_tabel(["Wie", *koppen], rijen, getallen=koppen)


# -- zwaai -------------------------------------------------------------------------------------


def zwaai_rijen(banden: Iterable[Band], scenario: str) -> list[dict[str, Any]]:
    """Return a row per band, with its width in euros."""
    return [
        {
            **waarden(band, "jaar onderdeel regio ontvanger_code ontvanger"),
            "bedrag": band.basis,
            **waarden(band, "p5 p50 p95"),
            "breedte": band.p95 - band.p5,
            "status": "aanname",
            "scenario": scenario,
        }
        for band in banden
    ]


def zwaai_tabel(gegevens: Gegevens, banden: Sequence[Band]) -> str:
    """Return the bands as a table."""
    namen = [f"p{percentiel}" for percentiel in PERCENTIELEN]
    koppen = ["bedrag", *namen, "p95 - p5"]
    rijen = [
        [
            *(band.jaar, benoem(gegevens, band.onderdeel), band.regio or None, band.ontvanger),
            *(band.basis, band.p5, band.p50, band.p95, band.p95 - band.p5),
        ]
        for band in banden
    ]
    return teken_tabel(["Jaar", "Onderdeel", "Regio", "Ontvanger", *koppen], rijen, getallen=koppen)


def zwaai_uitleg(spreiding: Spreiding, aantal: int, zaad: int) -> str:
    """Say what was drawn, how often, and how to read the band."""
    budget = "half de eenheid waarop de bron afrondt"
    if spreiding.budget is not None:
        budget = _procent(spreiding.budget * 100)
    return alinea(
        [
            f"{toon_getal(aantal)} trekkingen, zaad {zaad}: budgetten plus of min {budget}, "
            f"gewichten plus of min {_procent(spreiding.gewicht * 100)}, gelijkmatig getrokken.",
            "Negen van de tien trekkingen liggen tussen p5 en p95; p50 is de middelste. Dit zegt "
            "alleen wat deze spreiding doet, niet hoe waarschijnlijk beleid is. Status: aanname.",
        ]
    )


def _procent(waarde: Any) -> str:
    if waarde == 0:
        return f"niets ({GEEN})"
    return f"{float(waarde):g}%".replace(".", ",")
