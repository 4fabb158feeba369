"""Figures follow gemeenten through mergers and splits: the figure of the new is the sum of the old.

Only what `indeling/herindelingen.csv` calls carried out is followed; a proposal never is. Small
corrections of a border, by which no gemeente ends, are not in that list and are not followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from azwa_funds.kern.begrippen import Herindeling
from azwa_funds.kern.fouten import Rekenfout

GEREALISEERD = "gerealiseerd"

#: An exact figure (never a float), or None where it is not known (p.m.).
Cijfer: TypeAlias = Fraction | None


def volg(
    herindelingen: Iterable[Herindeling],
    cijfers: Mapping[str, int | Decimal | Fraction | None],
    van: date,
    tot: date,
    *,
    optelbaar: bool = True,
) -> dict[str, Cijfer]:
    """Bring figures per gemeente from the indeling of one day to that of a later day.

    Applies what took place after `van` up to and including `tot`, in order of time. Where an
    old figure or a share is not known, neither is the figure of the new gemeente (None); nor is
    a figure that cannot be added up, such as a mean or percentage (`optelbaar` is False).
    Raises Rekenfout when a total is not kept.
    """
    nieuw: dict[str, Cijfer] = {
        code: None if cijfer is None else Fraction(cijfer) for code, cijfer in cijfers.items()
    }
    totaal = _som(nieuw.values())
    for code, delen in overgangen(herindelingen, van, tot):
        if code not in nieuw:
            continue
        oud = nieuw.pop(code)
        for deel in delen:
            erbij = _maal(oud, deel.aandeel) if optelbaar else None
            nieuw[deel.code_nieuw] = _plus(nieuw.get(deel.code_nieuw, Fraction(0)), erbij)
    if None not in nieuw.values() and _som(nieuw.values()) != totaal:
        raise Rekenfout("Een herindeling verandert het totaal; controleer herindelingen.csv.")
    return nieuw


def _plus(een: Cijfer, ander: Cijfer) -> Cijfer:
    return None if een is None or ander is None else een + ander


def _maal(een: Cijfer, ander: Cijfer) -> Cijfer:
    return None if een is None or ander is None else een * ander


def _som(cijfers: Iterable[Cijfer]) -> Fraction:
    return sum((cijfer for cijfer in cijfers if cijfer is not None), Fraction(0))


def overgangen(
    herindelingen: Iterable[Herindeling], van: date, tot: date
) -> Iterator[tuple[str, list[Herindeling]]]:
    """Yield each old code with what became of it, for herindelingen after `van` up to `tot`."""
    gebeurd = (h for h in herindelingen if h.status == GEREALISEERD and van < h.datum <= tot)
    op_volgorde = sorted(gebeurd, key=lambda h: (h.datum, h.code_oud))
    for (_, code), groep in groupby(op_volgorde, key=lambda h: (h.datum, h.code_oud)):
        yield code, list(groep)


def opvolgers(herindelingen: Iterable[Herindeling], codes: Iterable[str], van: date) -> set[str]:
    """Return the gemeenten of now that hold the territory of those of an earlier day, by code."""
    nu = set(codes)
    for oud, delen in overgangen(herindelingen, van, date.max):
        if oud in nu:
            nu = nu - {oud} | {deel.code_nieuw for deel in delen}
    return nu


def aandelen_samen(herindelingen: Iterable[Herindeling]) -> dict[str, Fraction | None]:
    """Return, per old gemeente by name and date, the sum of its shares (None: not all known)."""
    samen: dict[str, Fraction | None] = {}
    for h in herindelingen:
        naam = f"{h.naam_oud} per {h.datum:%d-%m-%Y}"
        samen[naam] = _plus(samen.get(naam, Fraction(0)), h.aandeel)
    return samen


def voorgangers(
    herindelingen: Iterable[Herindeling], codes: Iterable[str], van: date, tot: date
) -> dict[str, tuple[str, ...]]:
    """Return, per gemeente of the later day, the codes of those it was made of."""
    uit: dict[str, tuple[str, ...]] = {code: (code,) for code in codes}
    for oud, delen in overgangen(herindelingen, van, tot):
        if oud not in uit:
            continue
        oorsprong = uit.pop(oud)
        for deel in delen:
            uit[deel.code_nieuw] = uit.get(deel.code_nieuw, ()) + oorsprong
    return uit
