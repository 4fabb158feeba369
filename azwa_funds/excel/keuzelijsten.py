"""Which words the drop-down lists of a workbook allow in a cell.

openpyxl reads the lists that Excel always had; those that point to another sheet may stand in an
extension, which is read here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from azwa_funds.excel.cellen import Onbewerkbaar, bladpaden

if TYPE_CHECKING:
    from openpyxl import Workbook

_BEREIK = re.compile(
    r"=?(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
)


class Keuzes:
    """The drop-down lists of one workbook, as openpyxl and the file itself tell them."""

    def __init__(self, werkboek: Workbook, inhoud: bytes) -> None:
        self.werkboek = werkboek
        self._lijsten = [*self._gewone(), *_uitgebreide(inhoud)]

    def van(self, blad: str, cel: str) -> frozenset[str] | None:
        """Return what may stand in a cell; None without a list, or where it cannot be told."""
        from openpyxl.worksheet.cell_range import MultiCellRange

        for waar, bereik, formule in self._lijsten:
            if waar == blad and cel in MultiCellRange(bereik):
                return self._woorden(blad, formule)
        return None

    def _gewone(self) -> Iterator[tuple[str, str, str]]:
        for blad in self.werkboek.worksheets:
            for regel in blad.data_validations.dataValidation:
                if regel.type == "list" and regel.formula1:
                    yield blad.title, str(regel.sqref), regel.formula1

    def _woorden(self, blad: str, formule: str) -> frozenset[str] | None:
        from openpyxl.utils import range_boundaries

        if formule.startswith('"'):
            return frozenset(woord.strip() for woord in formule.strip('"').split(","))
        naam = self.werkboek.defined_names.get(formule.lstrip("="))
        gevonden = _BEREIK.fullmatch(naam.attr_text if naam else formule)
        if gevonden is None:
            return None
        titel = (gevonden[1] or gevonden[2] or blad).replace("''", "'")
        if titel not in self.werkboek.sheetnames:
            return None
        links, boven, rechts, onder = range_boundaries(gevonden[3].replace("$", ""))
        lijst = self.werkboek[titel]
        # A list may run to the last row of the sheet, of which most are empty.
        rijen = lijst.iter_rows(boven, min(onder, lijst.max_row), links, rechts, values_only=True)
        return frozenset(str(waarde) for rij in rijen for waarde in rij if waarde is not None)


def _uitgebreide(inhoud: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield the lists in extensions: sheet, cells and formula."""
    for blad, deel in _bladen(inhoud):
        if b"2009/9/main" not in deel or b"<!DOCTYPE" in deel:
            continue
        for knoop in ElementTree.fromstring(deel).iter():
            if knoop.tag.endswith("2009/9/main}dataValidation") and knoop.get("type") == "list":
                teksten = {kind.tag.rpartition("}")[2]: "".join(kind.itertext()) for kind in knoop}
                yield blad, teksten.get("sqref", "").strip(), teksten.get("formula1", "").strip()


def _bladen(inhoud: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(inhoud)) as archief:
        delen = {naam: archief.read(naam) for naam in archief.namelist()}
    try:
        return [(blad, delen[pad]) for blad, pad in bladpaden(delen).items()]
    except (Onbewerkbaar, ElementTree.ParseError):
        return []
