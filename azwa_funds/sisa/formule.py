"""The formulas of SiSa: one walk over the terms of an indicator, for every source of its values.

There are four sources: the bookings (`sisa`), the workbooks that came back (`regio`), the
cells of one such workbook (`retour`), and references to cells (`bijlage`, as a formula
for Excel). The first three give a `Waarde` each; what is p.m. makes what is computed from it p.m.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from azwa_funds.excel.blad import PRO_MEMORIE
from azwa_funds.kern.begrippen import Centen
from azwa_funds.sisa.formaat import Indicator, Regeling


def of_pm(euros: int | None) -> int | str:
    """Return what stands in a cell for an amount that may not be known."""
    return PRO_MEMORIE if euros is None else euros


@dataclass(frozen=True, slots=True)
class Waarde:
    """What stands in one cell: whole euros, a word, or p.m.

    `centen` is what the ledger has behind an amount, `eerder` the whole euros of earlier years
    in a cumulative amount; both None where they are not known or not meant.
    """

    inhoud: int | str
    centen: Centen | None = None
    eerder: int | None = None
    boekingen: int = 0

    @property
    def bekend(self) -> int | None:
        """The amount; None where it is p.m. or a word."""
        return self.inhoud if isinstance(self.inhoud, int) else None

    @property
    def bedrag(self) -> int:
        """The amount; what is p.m. adds nothing to a sum."""
        return self.bekend or 0

    def plus(self, ander: Waarde, teken: int = 1) -> Waarde:
        """Add another value, or take it away; bookings are counted either way."""
        if self.bekend is None or ander.bekend is None:
            return Waarde(PRO_MEMORIE)
        centen = None
        if self.centen is not None and ander.centen is not None:
            centen = Centen(self.centen + teken * ander.centen)
        return Waarde(
            self.bekend + teken * ander.bekend,
            centen,
            self.eerder,
            self.boekingen + ander.boekingen,
        )


NIETS = Waarde(0, Centen(0))


def som(delen: Iterable[Waarde]) -> Waarde:
    """Add up values; one that is p.m. makes the sum p.m."""
    totaal = NIETS
    for deel in delen:
        totaal = totaal.plus(deel)
    return totaal


class Deel(NamedTuple):
    """One term: whether it is added or taken away, of which indicator, and which lines of it.

    `indicator` is None for what earlier years came to.
    """

    teken: int
    indicator: Indicator | None
    regels: Sequence[int] = ()
    is_som: bool = False


def delen(
    regeling: Regeling,
    indicator: Indicator,
    regel: int,
    lijst: Callable[[Indicator], Sequence[int]],
) -> Iterator[Deel]:
    """Yield the terms of an indicator on one line; `lijst` tells which lines a list has.

    A list answers on the same line, a sum on all of its lines, and everything else has one line.
    """
    for term in indicator.formule:
        if term.is_eerder:
            yield Deel(term.teken, None)
            continue
        gevraagd = regeling.indicator(term.nummer)
        regels: Sequence[int] = (0,)
        if gevraagd.soort.is_lijst:
            regels = lijst(gevraagd) if term.is_som else (regel,)
        yield Deel(term.teken, gevraagd, regels, term.is_som)


class Bron(Protocol):
    """Where values come from: that of an indicator without a formula, and of earlier years."""

    def lijst(self, indicator: Indicator) -> Sequence[int]:
        """Return the lines of a list, counted from 0."""

    def waarde(self, indicator: Indicator, regel: int) -> Waarde:
        """Return what is filled in, for an indicator that is not computed."""

    def eerder(self, indicator: Indicator, regel: int) -> Waarde:
        """Return what earlier years came to, for a computed indicator that asks it."""

    def som(self, delen: Iterable[Waarde]) -> Waarde:
        """Add up the lines of a list; a source says itself what a line that is p.m. does."""


def reken(regeling: Regeling, indicator: Indicator, regel: int, bron: Bron) -> Waarde:
    """Return the value of an indicator on one line, by its formula or as it is filled in."""
    if not indicator.formule:
        return bron.waarde(indicator, regel)
    uitkomst, eerder = NIETS, None
    for deel in delen(regeling, indicator, regel, bron.lijst):
        if deel.indicator is None:
            waarde = bron.eerder(indicator, regel)
            eerder = waarde.bekend
        else:
            per_regel = [reken(regeling, deel.indicator, r, bron) for r in deel.regels]
            waarde = bron.som(per_regel) if deel.is_som else per_regel[0]
        uitkomst = uitkomst.plus(waarde, deel.teken)
    return uitkomst if uitkomst.bekend is None else replace(uitkomst, eerder=eerder)


def als_excel(
    regeling: Regeling,
    indicator: Indicator,
    regel: int,
    lijst: Callable[[Indicator], Sequence[int]],
    cel: Callable[[Indicator, int], str],
    eerder: int | None,
) -> str:
    """Return the formula of an indicator as Excel takes it; `cel` names the cell of a value."""
    formule = ""
    for deel in delen(regeling, indicator, regel, lijst):
        if deel.indicator is None:
            tekst = str(eerder)
        else:
            tekst = cel(deel.indicator, deel.regels[0])
            if deel.is_som:
                tekst = f"SUM({tekst}:{cel(deel.indicator, deel.regels[-1])})"
        formule += ("-" if deel.teken < 0 else "+") + tekst
    return "=" + formule.removeprefix("+")
