"""On what paper a sheet prints: nothing smaller than 7 points, on as little paper as that takes.

The one rule for every workbook. Excel shrinks a sheet until it fits; how small it then prints
follows from its width and the paper. Sizes are in pixels of 1/96 inch, as those of the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: The smallest letter in a sheet, in points, and the smallest that may come on paper. Excel
#: shrinks by whole percents; the tenth makes up for that.
LETTER, KLEINSTE = 10, 7.1
_PER_INCH = 96
#: Margins in inches: left and right, top, bottom with the footer in it.
_OPZIJ, _BOVEN, _ONDER = 0.4, 0.5, 0.7
A4, A3 = 9, 8
_MAAT = {A4: (8.27, 11.69), A3: (11.69, 16.54)}
#: A column of text may give up this part of its width, so that a sheet stays on A4.
_INSCHIKKELIJK = 0.45


@dataclass(frozen=True, slots=True)
class Papier:
    """Paper by its number in Excel, its direction, and how many pages stand side by side."""

    nummer: int = A4
    is_liggend: bool = False
    naast_elkaar: int = 1

    @property
    def breedte(self) -> int:
        """How wide a sheet may be."""
        return self._past(self.is_liggend, 2 * _OPZIJ) * self.naast_elkaar

    @property
    def hoogte(self) -> int:
        """How high a sheet may be that has to fit on one page."""
        return self._past(not self.is_liggend, _BOVEN + _ONDER)

    def _past(self, is_lange_kant: bool, marges: float) -> int:
        inches = _MAAT[self.nummer][is_lange_kant] - marges
        return int(inches * _PER_INCH * LETTER / KLEINSTE)


def kies_papier(breedte: int, is_liggend: bool, hoogte: int = 0) -> Papier:
    """Return the smallest paper on which a sheet stays readable: A4 as asked, landscape, then A3.

    With a `hoogte` the whole sheet has to fit on that one page, in either direction.
    """
    gevraagd = Papier(A4, is_liggend)
    gedraaid = replace(gevraagd, is_liggend=not is_liggend)
    liggend = Papier(A3, True)
    if hoogte:
        keuzes = [gevraagd, gedraaid, replace(gevraagd, nummer=A3), replace(gedraaid, nummer=A3)]
    else:
        keuzes = [gevraagd, replace(gevraagd, is_liggend=True), liggend]
    for papier in keuzes:
        if breedte <= papier.breedte and hoogte <= papier.hoogte:
            return papier
    return replace(liggend, naast_elkaar=ceil(breedte / liggend.breedte))


def schik_in(breedtes: Sequence[int], minst: Sequence[int], is_liggend: bool) -> list[int]:
    """Return the widths of columns, of text narrower where that keeps the sheet on A4.

    `minst` is how narrow each may become for its words. What A4 cannot hold even so, stays wide.
    """
    minst = [max(smal, round(breed * (1 - _INSCHIKKELIJK))) if smal < breed else breed
             for breed, smal in zip(breedtes, minst, strict=True)]  # fmt: skip
    ruimte = [breed - smal for breed, smal in zip(breedtes, minst, strict=True)]
    for papier in (Papier(A4, is_liggend), Papier(A4, True)):
        te_veel = sum(breedtes) - papier.breedte
        if te_veel <= 0:
            break
        if te_veel <= sum(ruimte):
            deel = te_veel / sum(ruimte)
            return [b - ceil(r * deel) for b, r in zip(breedtes, ruimte, strict=True)]
    return list(breedtes)


def leg_op(worksheet: Worksheet, papier: Papier, *, op_een_bladzijde: bool = False) -> None:
    """Set up how a sheet is printed."""
    worksheet.set_paper(papier.nummer)
    worksheet.set_margins(left=_OPZIJ, right=_OPZIJ, top=_BOVEN, bottom=_ONDER)
    if papier.is_liggend:
        worksheet.set_landscape()
    worksheet.fit_to_pages(papier.naast_elkaar, int(op_een_bladzijde))
