"""What came out of a file of the user's, before anybody says what it means: sheets of cells.

One shape for every kind of file, so that whoever gives the cells a meaning need not know where
they came from. A row is counted as a spreadsheet shows it, from 1; a column from 0. Nothing is
left out here: empty rows, hidden rows and hidden sheets are all there, and say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import Any, Protocol, runtime_checkable

import numpy as np

#: An array of numbers, or of the texts of a column.
Reeks = np.ndarray[Any, np.dtype[Any]]
#: The cells of a column: text, numbers, days, or nothing ("" or None).
Kolom = Sequence[Any] | Reeks


@runtime_checkable
class MetRijen(Protocol):
    """Columns that can give one row without being made whole."""

    def rij(self, nummer: int) -> Sequence[Any]: ...


class Zicht(StrEnum):
    """Whether a person who opens the file sees a sheet."""

    ZICHTBAAR = "zichtbaar"
    VERBORGEN = "verborgen"
    DIEP_VERBORGEN = "diep verborgen"


@dataclass(frozen=True)
class Bronblad:
    """The cells of one sheet, by row or by column, and what a reader of them has to know.

    `blad` is "" for a text file. Exactly one of `_rijen` (a sequence of rows, as spreadsheets give
    them; a row may be shorter than the sheet is wide) and `_kolommen` (equally long columns, as
    text files are read) holds the cells. `gebreken` says per cell (row, column) why it has no value
    that can be trusted: "#N/B", "een formule zonder uitkomst". `breedte` is the number of columns,
    `aantal` that of rows.

    `breuken` says per cell where the table itself broke: an open quotation mark has swallowed the
    rows below. Whoever reads the sheet refuses it then, also where that column is not asked for.
    `scheiding` is what parted the cells of a text file; with a comma, an amount of which the cents
    follow another comma lies in two cells.
    """

    blad: str
    breedte: int
    aantal: int
    _rijen: Sequence[Sequence[Any]] = ()
    _kolommen: Sequence[Kolom] = ()
    zicht: Zicht = Zicht.ZICHTBAAR
    verborgen_rijen: Set[int] = frozenset()
    verborgen_kolommen: Set[int] = frozenset()
    gebreken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    vanaf_1904: bool = False
    scheiding: str = ""
    breuken: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def rij(self, nummer: int) -> Sequence[Any]:
        """Return the cells of a row, as many as the sheet is wide."""
        if isinstance(self._kolommen, MetRijen):
            return self._kolommen.rij(nummer)
        if self._kolommen:
            return [kolom[nummer - 1] for kolom in self._kolommen]
        rij = self._rijen[nummer - 1]
        return [*rij, *[""] * (self.breedte - len(rij))]

    def rondom(self, nummer: int, eromheen: int) -> list[tuple[int, Sequence[Any]]]:
        """Return the numbers and cells of a row and so many on either side; [] beyond the sheet."""
        eerste, laatste = max(nummer - eromheen, 1), min(nummer + eromheen, self.aantal)
        return [(n, self.rij(n)) for n in range(eerste, laatste + 1)]

    def kolom(self, plaats: int, vanaf: int = 1) -> Kolom:
        """Return the cells of a column from a row on."""
        if self._kolommen:
            return self._kolommen[plaats][vanaf - 1 :]
        rijen = self._rijen[vanaf - 1 :]
        try:
            return list(map(itemgetter(plaats), rijen))
        except IndexError:  # a row that is shorter than the sheet is wide
            return [rij[plaats] if plaats < len(rij) else "" for rij in rijen]


@dataclass(frozen=True)
class Bronbestand:
    """A file of the user's: what it really is ("xlsx", "csv", "ods", ...), its sheets, remarks."""

    soort: str
    bladen: Sequence[Bronblad]
    opmerkingen: tuple[str, ...] = ()
