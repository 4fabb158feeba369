"""Measure everything and print one table: `python -m benchmarks`, or `make metingen`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.gevallen import vergelijkingen
from benchmarks.groei import Stap, stappen
from benchmarks.meten import Uitslag, getal, meet, tijd
from benchmarks.venster import KOPPEN, Venstertijd, belasting, venstertijden
from benchmarks.verslag import (
    DOEL,
    GROEI,
    groei_gehaald,
    met_nieuw_venster,
    met_nieuwe_rijen,
    over_groei,
    verslag,
)

#: A median of fewer says little.
MINSTE_PAREN = 5


def main() -> int:
    """Run all measurements; the exit code says whether every aim was reached."""
    vraag = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    vraag.add_argument("--paren", type=int, default=MINSTE_PAREN, help="how many pairs of runs")
    vraag.add_argument("--alleen", default="", help="only work whose name has this in it")
    vraag.add_argument("--schrijf", action="store_true", help="write docs/metingen.md as well")
    vraag.add_argument("--groei", action="store_true", help="measure growth only")
    vraag.add_argument("--venster", action="store_true", help="measure the window only")
    keuze = vraag.parse_args()
    if keuze.schrijf and keuze.paren < MINSTE_PAREN:
        vraag.error(f"--schrijf asks for at least {MINSTE_PAREN} pairs")
    with tempfile.TemporaryDirectory() as map_:
        if keuze.groei:
            return _alleen_groei(Path(map_), schrijf=keuze.schrijf)
        if keuze.venster:
            return _alleen_venster(Path(map_), schrijf=keuze.schrijf)
        uitslagen = list(_meet(Path(map_), keuze.paren, keuze.alleen))
        venster = [] if keuze.alleen else list(_venster(Path(map_)))
        groei = [] if keuze.alleen else list(_groei(Path(map_)))
        # Here, for the profile of a missed aim does the work once more, with its files.
        if keuze.schrijf:
            if keuze.alleen:
                nieuw = met_nieuwe_rijen(DOEL.read_text(encoding="utf-8"), uitslagen)
            else:
                nieuw = verslag(uitslagen, venster, groei, keuze.paren)
            DOEL.write_text(nieuw, encoding="utf-8", newline="\n")
    gehaald = all(u.gehaald for u in uitslagen) and all(v.gehaald for v in venster)
    return 0 if gehaald and groei_gehaald(groei) else 1


def _alleen_groei(map_: Path, *, schrijf: bool) -> int:
    groei = list(_groei(map_))
    if schrijf:
        eerste, _, _ = DOEL.read_text(encoding="utf-8").partition(GROEI)
        DOEL.write_text(eerste + over_groei(groei), encoding="utf-8", newline="\n")
    return 0 if groei_gehaald(groei) else 1


def _alleen_venster(map_: Path, *, schrijf: bool) -> int:
    venster = list(_venster(map_))
    if schrijf:
        DOEL.write_text(
            met_nieuw_venster(DOEL.read_text(encoding="utf-8"), venster),
            encoding="utf-8", newline="\n",
        )  # fmt: skip
    return 0 if all(v.gehaald for v in venster) else 1


def _venster(map_: Path) -> Iterator[Venstertijd]:
    print(f"{' | '.join(KOPPEN)} ({belasting()})", flush=True)
    for gemeten in venstertijden(map_):
        print(" | ".join(gemeten.cellen()), flush=True)
        yield gemeten


def _meet(map_: Path, paren: int, alleen: str) -> Iterator[Uitslag]:
    for groep in vergelijkingen(map_):
        for vergelijking in groep():
            if alleen not in vergelijking.werk:
                continue
            uitslag = meet(vergelijking, paren)
            print(_regel(uitslag), flush=True)
            yield uitslag


def _regel(uitslag: Uitslag) -> str:
    wat = uitslag.vergelijking
    teken = "gehaald" if uitslag.gehaald else "NIET GEHAALD"
    onze, ander = (min(reken for _, reken in reeks) for reeks in (uitslag.onze, uitslag.ander))
    return (
        f"{wat.werk} | {wat.tegen}: {getal(uitslag.verhouding, 2)} × "
        f"(op de klok {getal(uitslag.verhouding_klok, 2)} ×; "
        f"{tijd(onze)} tegen {tijd(ander)}); streef {wat.streef}: {teken}"
    )


def _groei(map_: Path) -> Iterator[Stap]:
    for stap in stappen(map_):
        print(_regel_groei(stap), flush=True)
        yield stap


def _regel_groei(stap: Stap) -> str:
    return (
        f"{stap.werk}, {getal(stap.aantal, 0)}: {tijd(stap.seconden)}, "
        f"piek {getal(stap.piek_mib, 0)} MiB"
    )


if __name__ == "__main__":
    sys.exit(main())
