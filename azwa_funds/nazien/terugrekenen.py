"""Recompute one published table from another, as exactly as their rounding allows.

Both tables are rounded to whole euros per row, so a published weight of 391.243 stands for
anything from 391.242,5 up to 391.243,5. A row is explained when one common factor, applied to
some weight within that half euro, gives the published amount to the euro.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Afwijking:
    """A row that the common factor does not explain, with what it would have given."""

    ontvanger_code: str
    verwacht: int
    gevonden: int


@dataclass(frozen=True, slots=True)
class Terugrekening:
    """How well one factor turns an old table into a new one.

    `factor` lies in the middle of [`laagste_factor`, `hoogste_factor`], the range in which the
    most rows are explained. Of those, `gelijk` come out to the euro from the weight as published;
    the others, `een_euro`, need the half euro that was rounded off the weight.
    """

    laagste_factor: Fraction
    hoogste_factor: Fraction
    gelijk: tuple[str, ...]
    een_euro: tuple[str, ...]
    afwijkingen: tuple[Afwijking, ...]

    @property
    def factor(self) -> Fraction:
        """The middle of the range of factors that explain the most rows."""
        return (self.laagste_factor + self.hoogste_factor) / 2

    @property
    def verklaard(self) -> tuple[str, ...]:
        """The codes of all rows that one factor explains."""
        return tuple(sorted(self.gelijk + self.een_euro))


def reken_terug(oud: Mapping[str, int], nieuw: Mapping[str, int]) -> Terugrekening:
    """Find the factor that explains the most rows of `nieuw` from `oud`, and what it leaves.

    Both map the code of a recipient to a positive amount in whole euros, over the same codes;
    raises ValueError where the codes differ or an amount is not positive.
    """
    if set(oud) != set(nieuw) or not oud:
        raise ValueError("de tabellen hebben niet dezelfde ontvangers")
    if min(oud.values()) <= 0 or min(nieuw.values()) <= 0:
        raise ValueError("een bedrag is nul of negatief")
    banden = {code: _factorband(oud[code], nieuw[code]) for code in sorted(oud)}
    laag, hoog = _drukste_stuk(list(banden.values()))
    factor = (laag + hoog) / 2
    gelijk, een_euro, afwijkingen = [], [], []
    for code, (van, tot) in banden.items():
        verwacht = _rond_af(oud[code] * factor)
        if not (van <= laag and hoog <= tot):
            afwijkingen.append(Afwijking(code, verwacht, nieuw[code]))
        elif verwacht == nieuw[code]:
            gelijk.append(code)
        else:
            een_euro.append(code)
    return Terugrekening(laag, hoog, tuple(gelijk), tuple(een_euro), tuple(afwijkingen))


def _factorband(oud: int, nieuw: int) -> tuple[Fraction, Fraction]:
    """Return the lowest and highest factor that can lie between two rounded amounts."""
    return Fraction(2 * nieuw - 1, 2 * oud + 1), Fraction(2 * nieuw + 1, 2 * oud - 1)


def _drukste_stuk(banden: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """Return the stretch of factors that lies in the most bands (the lowest, if several)."""
    grenzen = sorted([(van, 0) for van, _ in banden] + [(tot, 1) for _, tot in banden])
    open_banden, meeste, stuk = 0, 0, grenzen[0][0]
    einde = stuk
    for (grens, sluit), (volgende, _) in itertools.pairwise(grenzen):
        open_banden += -1 if sluit else 1
        if open_banden > meeste:
            meeste, stuk, einde = open_banden, grens, volgende
    return stuk, einde


def _rond_af(breuk: Fraction) -> int:
    """Round half up, as the ministry's tables are."""
    return (2 * breuk.numerator + breuk.denominator) // (2 * breuk.denominator)
