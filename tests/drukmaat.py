"""How small the letters of a workbook come on paper, worked out from the file as Excel does."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

#: Paper in inches by its number in Excel: A3 and A4, upright.
PAPIER = {8: (11.69, 16.54), 9: (8.27, 11.69)}
#: What may come on paper, in points.
KLEINSTE = 7


def te_klein(naam: str, inhoud: bytes | Path) -> list[str]:
    """Name each sheet of a workbook that prints smaller than 7 points, with how small."""
    werkboek = load_workbook(io.BytesIO(inhoud) if isinstance(inhoud, bytes) else inhoud)
    maten = {blad.title: punten(blad) for blad in werkboek}
    return [f"{naam}, {blad}: {maat:.1f}" for blad, maat in maten.items() if maat < KLEINSTE]


def punten(blad: Worksheet) -> float:
    """The smallest letter of a sheet on paper: its size times how far Excel shrinks the sheet."""
    kleinste = min((float(cel.font.sz) for cel in _gedrukt(blad)), default=10.0)
    return kleinste * min(1.0, *_verkleiningen(blad))


def gedrukt_tot(blad: Worksheet) -> tuple[int, int, int, int]:
    """Columns and rows that are printed: first column, first row, last column, last row."""
    if not blad.print_area:
        return 1, 1, blad.max_column, blad.max_row
    eerste, boven, laatste, onder = range_boundaries(str(blad.print_area).rpartition("!")[2])
    return eerste or 1, boven or 1, laatste or 1, onder or 1


def _gedrukt(blad: Worksheet) -> Iterator[object]:
    eerste, boven, laatste, onder = gedrukt_tot(blad)
    for rij in blad.iter_rows(boven, onder, eerste, laatste):
        yield from (cel for cel in rij if cel.value not in (None, ""))


def _verkleiningen(blad: Worksheet) -> Iterator[float]:
    eerste, boven, laatste, onder = gedrukt_tot(blad)
    opzet, marges = blad.page_setup, blad.page_margins
    breed, hoog = PAPIER[int(opzet.paperSize)]
    if opzet.orientation == "landscape":
        breed, hoog = hoog, breed
    maten = _breedtes(blad)
    standaard = blad.sheet_format.defaultColWidth or 9.14
    # A width in the file is in characters of 7 pixels, 96 to the inch.
    breedte = sum(maten.get(k, standaard) for k in range(eerste, laatste + 1)) * 7 / 96
    naast_elkaar = 1 if opzet.fitToWidth is None else opzet.fitToWidth
    yield (breed - marges.left - marges.right) * naast_elkaar / breedte
    if opzet.fitToHeight != 0:
        rijhoogte = blad.sheet_format.defaultRowHeight or 15
        hoogtes = (blad.row_dimensions[r].height for r in range(boven, onder + 1))
        hoogte = sum(rijhoogte if h is None else h for h in hoogtes) / 72
        yield (hoog - marges.top - marges.bottom) / hoogte


def _breedtes(blad: Worksheet) -> Mapping[int, float]:
    """The width of each column, in characters; neighbours of one width stand in the file as one."""
    breedtes: dict[int, float] = {}
    for letter, kolom in blad.column_dimensions.items():
        van = kolom.min or next(k for k in range(1, 99) if get_column_letter(k) == letter)
        breedtes |= dict.fromkeys(range(van, (kolom.max or van) + 1), kolom.width)
    return breedtes
