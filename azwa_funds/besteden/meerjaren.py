"""The state of a recipient over the years: awarded, taken along, spent, reclaimed; closing exactly.

All amounts are cents in `int`. What may go along is a parameter of the year (see `regels`);
what is left after that would be reclaimed. What was spent beyond what there was, the recipient pays
from its own means. In every year

    toegekend + mee_uit_vorig + eigen_middelen = besteed + mee_naar_volgend + terug

and what goes along from one year is what comes into the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from azwa_funds.kern.begrippen import NUL, Centen
from azwa_funds.kern.fouten import Rekenfout


@dataclass(frozen=True, slots=True)
class Jaarinvoer:
    """What is known of one year; None is not known (p.m. or no verantwoording), which is not 0.

    `procent` of `toegekend` may go along to the next year, rounded down to whole cents.
    """

    jaar: int
    toegekend: Centen | None
    besteed: Centen | None
    procent: int | None


@dataclass(frozen=True, slots=True)
class Jaarstand:
    """The state at the end of one year; the last four are None where it cannot be known.

    `mee_uit_vorig` is None where the year before cannot be known either; it then counts as 0 in
    what follows, and `aanname` says so. `hoogstens_mee` is the most that can have come along, None
    where that has no bound. What was spent too much is known even where nobody knows what may go
    along.
    """

    jaar: int
    toegekend: Centen | None
    mee_uit_vorig: Centen | None
    besteed: Centen | None
    mee_naar_volgend: Centen | None
    terug: Centen | None
    eigen_middelen: Centen | None
    aanname: str = ""
    hoogstens_mee: Centen | None = None

    @property
    def beschikbaar(self) -> Centen | None:
        """What could be spent: the amount of the year and what came along."""
        if self.toegekend is None:
            return None
        return Centen(self.toegekend + (self.mee_uit_vorig or 0))

    @property
    def kan_gedekt_zijn(self) -> bool:
        """Whether what was spent too much may have come along from a year that is not known."""
        if not self.eigen_middelen or self.hoogstens_mee is None:
            return bool(self.eigen_middelen)
        return self.eigen_middelen <= self.hoogstens_mee - (self.mee_uit_vorig or 0)

    @property
    def is_bekend(self) -> bool:
        """Whether the year closes: both sides of it are known."""
        return self.terug is not None


def loop_door(jaren: Iterable[Jaarinvoer]) -> list[Jaarstand]:
    """Return the state of every year, in order; asserts that each known year closes.

    `jaren` are consecutive years of one recipient and one onderdeel, from the first year of the
    uitkering on. Raises ValueError where they are not consecutive.
    """
    standen: list[Jaarstand] = []
    mee: Centen | None = NUL
    hoogstens: Centen | None = NUL
    vorige: int | None = None
    for invoer in jaren:
        if vorige is not None and invoer.jaar != vorige + 1:
            raise ValueError(f"na {vorige} komt {vorige + 1}, niet {invoer.jaar}")
        vorige = invoer.jaar
        stand = replace(sluit(invoer, mee), hoogstens_mee=hoogstens)
        standen.append(stand)
        mee, hoogstens = stand.mee_naar_volgend, _hoogstens_naar_volgend(invoer, hoogstens)
    return standen


def sluit(invoer: Jaarinvoer, mee: Centen | None) -> Jaarstand:
    """Return the state of one year, into which `mee` came along (None: not known, counts as 0).

    Where money is left and nobody knows which part of it may go along, neither that part nor
    what goes back is known.
    """
    aanname = ""
    if mee is None:
        aanname = f"wat uit {invoer.jaar - 1} is meegenomen is niet bekend en telt als 0"
    if invoer.toegekend is None or invoer.besteed is None:
        return Jaarstand(
            invoer.jaar, invoer.toegekend, mee, invoer.besteed, None, None, None, aanname
        )
    beschikbaar = invoer.toegekend + (mee or 0)
    over = Centen(max(0, beschikbaar - invoer.besteed))
    eigen = Centen(max(0, invoer.besteed - beschikbaar))
    naar_volgend = _naar_volgend(over, invoer.toegekend, invoer.procent)
    terug = None if naar_volgend is None else Centen(over - naar_volgend)
    if beschikbaar + eigen != invoer.besteed + over:
        raise Rekenfout(f"De stand van {invoer.jaar} sluit niet; meld dit als fout.")
    return Jaarstand(
        invoer.jaar, invoer.toegekend, mee, invoer.besteed, naar_volgend, terug, eigen, aanname
    )


def _hoogstens_naar_volgend(invoer: Jaarinvoer, mee: Centen | None) -> Centen | None:
    """The most that can go along, where `mee` is the most that came; None has no bound.

    Who did not account may have spent nothing.
    """
    if invoer.toegekend is None:
        return None
    grenzen: list[int] = []
    if mee is not None:
        grenzen.append(max(0, invoer.toegekend + mee - (invoer.besteed or 0)))
    if invoer.procent is not None:
        grenzen.append(max(0, invoer.toegekend) * invoer.procent // 100)
    return Centen(min(grenzen)) if grenzen else None


def _naar_volgend(over: Centen, toegekend: Centen, procent: int | None) -> Centen | None:
    """What of the rest goes along; of nothing nothing does, whatever the percentage."""
    if procent is None:
        return None if over else over
    return min(over, Centen(max(0, toegekend) * procent // 100))
