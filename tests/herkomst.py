"""Follows every number in a workbook to where it comes from, as a controller would.

A number in a cell is one of these, and nothing else will do:

- a *formule* of which every reference lands on a cell that holds something; a constant in it that
  changes the outcome needs a line on Herkomst, as a number does;
- *genoemd*: the sheet Herkomst has a line for this sheet that names the column, the row or the
  indicator by its whole name, and that leads to a known source or says how it was computed;
- *bron in de rij*: the row of the table has a column with a source, page or file;
- *in te vullen*: a yellow cell, with the number to start from;
- *rangnummer*: a number that counts rows or names a year or a rule, and is no figure.

Beside a table nothing is named: only a cover, where the name stands to the left, and the form of
SiSa, where it stands above, have figures outside a table.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.herkomst import citeer

BEREKEND = "berekend uit de cijfers hierboven"
RANGNUMMERS = {"nummer", "plaats", "regel", "jaar", "rij"}
BRONKOLOMMEN = {"bron", "bronnen", "bestand", "bladzijde", "vindplaats"}
GEEL = "FFFFF2CC"
VOORBLAD, FORMULIER = "Voorblad", "SiSa-bijlage"

_JAAR = re.compile(r"\b(20\d\d)(?:-(20\d\d))?\b")
#: What a heading has after its name: what it is of, or of which day, year or years.
_NADER = re.compile(
    r" \([^)]*\)|,?(?: op| over)?(?: 1 januari)? (?:\d\d?-\d\d?-)?20\d\d(?:-20\d\d)?\b"
)
_VERWIJZING = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!)?"
    r"\$?\b([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![\w(])"
)
_HELE_KOLOM = re.compile(r"\$?\b([A-Z]{1,3}):\$?([A-Z]{1,3})\b(?![\w(])")
_TEKST = re.compile(r'"[^"]*"')
#: Functions of which a number says how to round or where to look, and is no figure.
_REGELT = {"ROUND(", "ROUNDDOWN(", "ROUNDUP(", "INDEX(", "MATCH(", "VLOOKUP(", "TEXT(", "RIGHT("}


def kern(naam: str) -> tuple[str, frozenset[int]]:
    """Return the name of a figure without its year, and the years: 'Lokaal 2027' is 'lokaal'."""
    jaren: set[int] = set()
    for eerste, laatste in _JAAR.findall(naam):
        jaren.update(range(int(eerste), int(laatste or eerste) + 1))
    return _NADER.sub("", f" {naam}").strip().casefold(), frozenset(jaren)


def namen(cijfer: str) -> set[str]:
    """Return what a line of Herkomst names: all of it, and every part of a list.

    'Sleutel X' and 'Bedragen X' are how the program begins a line about a column X.
    """
    delen = {kern(cijfer)[0]}
    for deel in cijfer.split(", "):
        delen |= {kern(deel)[0], *(kern(stuk)[0] for stuk in deel.split(" en "))}
    for begin in ("bedragen ", "sleutel "):
        delen |= {deel.removeprefix(begin) for deel in delen}
    return delen - {""}


@cache
def telt_mee(vorm: str) -> bool:
    """Whether a formula holds a constant that changes the outcome, or a name that is no cell.

    Any constant that is added, multiplied or raised does, also with another constant. 0 does
    not, nor times 1, nor 0 and 1 as an answer, nor up to 12 (months) or 100 in a comparison.
    """
    delen = [deel for deel in Tokenizer(vorm).items if deel.type != "WHITE-SPACE"]
    functies: list[str] = []
    for plek, deel in enumerate(delen):
        if deel.subtype == "OPEN":
            functies.append(deel.value)
        elif deel.subtype == "CLOSE":
            functies.pop()
        elif deel.subtype == "RANGE" and deel.value != "A1":
            return True
        elif deel.subtype == "NUMBER":
            buren = delen[max(0, plek - 1) : plek] + delen[plek + 1 : plek + 2]
            tekens = {buur.value for buur in buren if buur.type.startswith("OPERATOR")}
            if _verandert(float(deel.value), tekens, (functies or [""])[-1]):
                return True
    return False


def _verandert(getal: float, tekens: set[str], functie: str) -> bool:
    if tekens & set("+-*/^%"):
        return not (getal == 0 or (getal == 1 and tekens == {"*"}))
    if tekens:
        return getal > 12 and getal != 100
    return getal != 0 and functie not in _REGELT and not (getal == 1 and functie)


@dataclass
class Telling:
    """How many numbers were found of each kind, and which come from nowhere."""

    soorten: Counter[str] = field(default_factory=Counter)
    nergens: list[str] = field(default_factory=list)

    @property
    def cijfers(self) -> int:
        """All numbers of one workbook, or of several together."""
        return sum(self.soorten.values()) + len(self.nergens)

    def __iadd__(self, ander: Telling) -> Telling:
        self.soorten += ander.soorten
        self.nergens += ander.nergens
        return self


class Speurder:
    """Looks up the sources that the program knows once, for many workbooks."""

    def __init__(self, gegevens: Gegevens) -> None:
        self.bekend = {citeer(bron) for bron in gegevens.bronnen.values()}

    def tel(self, pad: Path) -> Telling:
        """Follow every number in a workbook."""
        werkboek = load_workbook(pad)
        return _Werkboek(pad, werkboek, self.bekend).tel()


class _Werkboek:
    def __init__(self, pad: Path, werkboek: Any, bekend: set[str]) -> None:
        self.pad, self.bladen, self.telling = pad, werkboek, Telling()
        self.regels: list[tuple[str, str]] = []
        self.koppen: dict[tuple[str, str], bool] = {}
        self.vol = {blad.title: _vol(blad) for blad in werkboek.worksheets}
        if "Herkomst" in werkboek.sheetnames:
            for rij in werkboek["Herkomst"].iter_rows(min_row=5, max_col=6, values_only=True):
                blad, cijfer, hoe, bron = (str(cel or "") for cel in rij[:4])
                if bron in bekend or (bron == BEREKEND and hoe):
                    self.regels.append((blad, cijfer))
                elif bron:
                    self.telling.nergens.append(f"{pad.name}, Herkomst: '{bron}' is geen bron")

    def tel(self) -> Telling:
        for blad in self.bladen.worksheets:
            for rij in blad.iter_rows():
                for cel in rij:
                    self._volg(blad, cel)
        return self.telling

    def _volg(self, blad: Worksheet, cel: Cell) -> None:
        waarde = cel.value
        if isinstance(waarde, str) and waarde.startswith("="):
            soort = self._formule(blad, cel, waarde)
        elif isinstance(waarde, int | float) and not isinstance(waarde, bool):
            soort = self._getal(blad, cel)
        else:
            return
        if soort:
            self.telling.soorten[soort] += 1
        else:
            kop = self._kop(blad, cel)
            self.telling.nergens.append(
                f"{self.pad.name}, {blad.title}!{cel.coordinate} ({kop}): {waarde}"
            )

    def _formule(self, blad: Worksheet, cel: Cell, formule: str) -> str:
        kaal = _HELE_KOLOM.sub(r"\g<1>1:\g<2>9999", _TEKST.sub('""', formule))
        if "#REF" in kaal or not all(self._raak(blad, *v) for v in _VERWIJZING.findall(kaal)):
            return ""
        vrij = not telt_mee(_VERWIJZING.sub("A1", kaal))
        return "formule" if vrij or self._genoemd(blad, cel) else ""

    def _raak(
        self, blad: Worksheet, citaat: str, kaal: str, van: str, boven: str, tot: str, onder: str
    ) -> bool:
        """Whether a reference lands on a sheet that exists, and on a cell that holds something."""
        vol = self.vol.get(citaat.replace("''", "'") or kaal or blad.title, set())
        rijen = range(int(boven), int(onder or boven) + 1)
        kolommen = range(column_index_from_string(van), column_index_from_string(tot or van) + 1)
        return any((rij, kolom) in vol for rij in rijen for kolom in kolommen)

    def _getal(self, blad: Worksheet, cel: Cell) -> str:
        kop = self._kop(blad, cel).casefold()
        if kop in RANGNUMMERS or (not kop and blad.title == FORMULIER and _is_volgnummer(cel)):
            return "rangnummer"
        if self._genoemd(blad, cel):
            return "genoemd"
        if self._bron_in_rij(blad, cel):
            return "bron in de rij"
        return "in te vullen" if _is_geel(cel) else ""

    def _kop(self, blad: Worksheet, cel: Cell) -> str:
        """The title of the column; on a cover the text to the left, on a form the one above."""
        if tabel := _tabel(blad, cel):
            return str(blad.cell(tabel[1], cel.column).value or "")
        if blad.title == VOORBLAD and cel.column == 2:
            return str(blad.cell(cel.row, 1).value or "")
        if blad.title != FORMULIER:
            return ""
        for rij in range(cel.row - 1, 0, -1):
            tekst = blad.cell(rij, cel.column).value
            if isinstance(tekst, str) and not tekst.startswith("="):
                return tekst
        return ""

    def _genoemd(self, blad: Worksheet, cel: Cell) -> bool:
        kop = self._kop(blad, cel)
        if (blad.title, kop) not in self.koppen:
            self.koppen[blad.title, kop] = bool(kop) and self._noemt_kop(blad.title, kop)
        return self.koppen[blad.title, kop] or self._noemt_rij(blad, cel)

    def _noemt_kop(self, blad: str, kop: str) -> bool:
        """Whether a line names the whole heading; a line of other years is about other figures."""
        indicator = kop.removeprefix("Indicator: ")
        naam, jaren = kern(kop)
        for waar, cijfer in self.regels:
            if not self._gaat_over(waar, blad):
                continue
            # 'Alle kolommen' is about the table, and a cover has none.
            if blad != VOORBLAD and cijfer.startswith(("Alle ", f"{indicator} ")):
                return True
            bekend = kern(cijfer)[1]
            if naam in namen(cijfer) and (not bekend or jaren <= bekend):
                return True
        return False

    def _noemt_rij(self, blad: Worksheet, cel: Cell) -> bool:
        if not (tabel := _tabel(blad, cel)):
            return False
        links, _, rechts, _ = tabel
        cellen = (blad.cell(cel.row, kolom).value for kolom in range(links, rechts + 1))
        teksten = {waarde.casefold() for waarde in cellen if isinstance(waarde, str)}
        genoemd = {cijfer.casefold() for waar, cijfer in self.regels if waar == blad.title}
        return bool(teksten & (genoemd | {re.sub(r"[ ,\d-]+$", "", naam) for naam in genoemd}))

    @staticmethod
    def _gaat_over(waar: str, blad: str) -> bool:
        if waar.endswith("..."):
            return blad.startswith(waar.removesuffix("..."))
        return "alle bladen" in waar or blad == VOORBLAD or blad in waar.split(", ")

    def _bron_in_rij(self, blad: Worksheet, cel: Cell) -> bool:
        if not (tabel := _tabel(blad, cel)):
            return False
        links, _, rechts, _ = tabel
        for kolom in range(links, rechts + 1):
            ander = blad.cell(cel.row, kolom)
            eerste = self._kop(blad, ander).casefold().partition(" ")[0]
            if eerste in BRONKOLOMMEN and isinstance(ander.value, str) and ander.value:
                return True
        return False


def _tabel(blad: Worksheet, cel: Cell) -> tuple[int, int, int, int] | None:
    """Return the table that a cell is in, or the totals right under it.

    A form to fill in has sheets that are one table, of which the first row is the heading.
    """
    if not blad.tables and blad.title not in (VOORBLAD, FORMULIER):
        return 1, 1, blad.max_column, blad.max_row
    for tabel in blad.tables.values():
        links, boven, rechts, onder = grenzen = range_boundaries(tabel.ref)
        if links <= cel.column <= rechts and boven < cel.row <= onder + 1:
            return grenzen
    return None


def _vol(blad: Worksheet) -> set[tuple[int, int]]:
    """The cells that hold something; in a table also those left open in a column that does."""
    vol = {(c.row, c.column) for rij in blad.iter_rows() for c in rij if _houdt_iets(c)}
    for tabel in blad.tables.values():
        links, boven, rechts, onder = range_boundaries(tabel.ref)
        rijen = range(boven + 1, onder + 1)
        for kolom in range(links, rechts + 1):
            if any((rij, kolom) in vol for rij in rijen):
                vol |= {(rij, kolom) for rij in rijen}
    return vol


def _houdt_iets(cel: Cell) -> bool:
    """Whether a cell holds something, or waits for its reader."""
    return cel.value not in (None, "") or (cel.has_style and _is_geel(cel))


def _is_geel(cel: Cell) -> bool:
    return bool(cel.fill.fill_type) and cel.fill.fgColor.rgb == GEEL


def _is_volgnummer(cel: Cell) -> bool:
    """On the form of SiSa the rows of a list are numbered in column E."""
    return cel.column_letter == "E" and isinstance(cel.value, int) and 0 < cel.value < 1000
