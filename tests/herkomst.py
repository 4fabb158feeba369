"""Follows every number in a workbook to where it comes from, as a controller would.

A number in a cell is one of these, and nothing else will do:

- a *formule* of which every reference is to a sheet that exists; its own constants, if it has any
  that count, need a line of their own;
- *genoemd*: the sheet Herkomst has a line for this sheet that names the column, the row or the
  indicator, and that leads to a known source or says how the number was computed;
- *bron in de rij*: the row itself has a column with a source, page or file;
- *in te vullen*: a yellow cell, with the number to start from;
- *rangnummer*: a number that counts rows or names a year or a rule, and is no figure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from azwa_funds.herkomst import citeer
from azwa_funds.sources import Gegevens
from azwa_funds.verifieer_invoer import verwijzingen

BEREKEND = "berekend uit de cijfers hierboven"
RANGNUMMERS = {"nummer", "plaats", "regel", "jaar", "rij"}
BRONKOLOMMEN = {"bron", "bronnen", "bestand", "bladzijde", "vindplaats"}
GEEL = "FFFFF2CC"

_WOORD = re.compile(r"[a-zà-ÿ]{4,}")
_ZEGT_NIETS = {"jaar", "jaren", "samen", "alle", "over", "naar", "totaal", "deel", "voor"}
_GETAL = re.compile(r"(?<![A-Z$\w.])\d+(?:\.\d+)?(?![\w:!(])")
_TEKST = re.compile(r'"[^"]*"|\'[^\']*\'!')


def woorden(tekst: str) -> set[str]:
    """The words that tell something, cut so that 'gemeente' is also 'gemeenten'."""
    return {w[:6] for w in _WOORD.findall(tekst.casefold())} - {w[:6] for w in _ZEGT_NIETS}


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
        verwijst = verwijzingen(blad.title, formule)
        if "#REF" in formule or {naam for naam, _ in verwijst} - set(self.bladen.sheetnames):
            return ""
        kaal = _TEKST.sub("", formule)
        constanten = {float(getal) for getal in _GETAL.findall(kaal)}
        # 0 and 1 test and count, 2 to 10 round, 100 and 12 are per cents and months.
        if constanten <= {0.0} or (verwijst and all(c <= 12 or c == 100 for c in constanten)):
            return "formule"
        return "formule" if self._genoemd(blad, cel) else ""

    def _getal(self, blad: Worksheet, cel: Cell) -> str:
        kop = self._kop(blad, cel).casefold()
        if kop in RANGNUMMERS or (not kop and blad.title == "SiSa-bijlage"):
            return "rangnummer"
        if self._genoemd(blad, cel):
            return "genoemd"
        if self._bron_in_rij(blad, cel):
            return "bron in de rij"
        vulling = cel.fill.fgColor.rgb if cel.fill.fill_type else ""
        return "in te vullen" if vulling == GEEL else ""

    def _kop(self, blad: Worksheet, cel: Cell) -> str:
        """The title of the column; on a cover the text to the left, on a form the one above."""
        for tabel in blad.tables.values():
            links, boven, rechts, onder = range_boundaries(tabel.ref)
            if links <= cel.column <= rechts and boven < cel.row <= onder + 1:
                return str(blad.cell(boven, cel.column).value or "")
        if blad.title == "Voorblad":
            return str(blad.cell(cel.row, 1).value or "")
        if blad.title != "SiSa-bijlage":
            return str(blad.cell(1, cel.column).value or "")
        for rij in range(cel.row - 1, 0, -1):
            tekst = blad.cell(rij, cel.column).value
            if isinstance(tekst, str) and not tekst.startswith("="):
                return tekst
        return ""

    def _genoemd(self, blad: Worksheet, cel: Cell) -> bool:
        kop = self._kop(blad, cel)
        if (blad.title, kop) not in self.koppen:
            self.koppen[blad.title, kop] = self._noemt_kop(blad.title, kop)
        return self.koppen[blad.title, kop] or self._noemt_rij(blad, cel.row)

    def _noemt_kop(self, blad: str, kop: str) -> bool:
        indicator = kop.removeprefix("Indicator: ")
        return any(
            cijfer.startswith(("Alle ", f"{indicator} "))
            or kop.casefold() in cijfer.casefold().split(", ")
            or woorden(kop) & woorden(cijfer)
            for waar, cijfer in self.regels
            if self._gaat_over(waar, blad)
        )

    def _noemt_rij(self, blad: Worksheet, rij: int) -> bool:
        teksten = {str(c.value).casefold() for c in blad[rij] if isinstance(c.value, str)}
        genoemd = {cijfer.casefold() for waar, cijfer in self.regels if waar == blad.title}
        return bool(teksten & (genoemd | {re.sub(r"[ ,\d-]+$", "", naam) for naam in genoemd}))

    @staticmethod
    def _gaat_over(waar: str, blad: str) -> bool:
        if waar.endswith("..."):
            return blad.startswith(waar.removesuffix("..."))
        return "alle bladen" in waar or blad == "Voorblad" or blad in waar.split(", ")

    def _bron_in_rij(self, blad: Worksheet, cel: Cell) -> bool:
        for ander in blad[cel.row]:
            eerste = self._kop(blad, ander).casefold().partition(" ")[0]
            if eerste in BRONKOLOMMEN and isinstance(ander.value, str) and ander.value:
                return True
        return False
