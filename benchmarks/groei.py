"""How time and memory grow with the size of the work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.boekingen import schrijf_boekingen
from benchmarks.meten import Proces, onze_opdracht

_SCENARIOS = (1, 10, 100, 1_000, 10_000)
_BOEKINGEN = (1_000, 10_000, 100_000, 1_000_000)
#: What the largest toets may take.
HOOGSTE_PIEK_MIB = 500
_JAAR = 2027


@dataclass(frozen=True, slots=True)
class Stap:
    """The best of three runs at one size: seconds on the clock, and the peak memory."""

    werk: str
    aantal: int
    seconden: float
    piek_mib: float


def stappen(map_: Path) -> Iterator[Stap]:
    """Yield every size of every kind of work, small to large."""
    for aantal in _SCENARIOS:
        uit = map_ / "zwaai.csv"
        woorden = ("--aantal", str(aantal), "--onderdeel", "lokaal", "--formaat", "csv")
        opdracht = onze_opdracht("scenario", "zwaai", *woorden, "--uit", uit)
        yield _stap("scenario zwaai", aantal, opdracht)
    for aantal in _BOEKINGEN:
        pad = schrijf_boekingen(map_ / f"groei-{aantal}.csv", aantal, _JAAR)
        woorden = ("--jaar", str(_JAAR), "--formaat", "csv", "--uit", str(map_ / "toets.csv"))
        yield _stap(
            "toets van boekingen", aantal, onze_opdracht("toets", pad, *woorden, codes=(0, 1))
        )


def _stap(werk: str, aantal: int, opdracht: Proces) -> Stap:
    seconden = min(opdracht()[0] for _ in range(3))
    return Stap(werk, aantal, seconden, opdracht.piek_mib())


def hoogstens_lineair(reeks: list[Stap]) -> bool:
    """Whether ten times the work never takes more than ten times as long."""
    return all(
        later.seconden / eerder.seconden <= later.aantal / eerder.aantal
        for eerder, later in pairwise(reeks)
    )
