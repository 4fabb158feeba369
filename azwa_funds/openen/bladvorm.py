"""Rewrite the cells of a sheet in the one plain way, whatever way a program chose to write them.

XML can say one thing in many ways: prefixes, other quotation marks, comments, cells without a
place, texts in pieces. A real parser reads it, and out comes what Excel itself would write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from azwa_funds.lezen import keuring

_PLEK = re.compile(r"([A-Za-z]{1,3})([0-9]{1,9})", re.ASCII)
#: What stands in a cell of numbers and is none, is a text.
_KAN_GETAL = re.compile(r"[^&<>]*")
_SOORTEN = ("s", "n", "b", "e", "d", "str")


class Gewoonschrijver:
    """Rewrites block after block of rows; a row without a number follows the one before it.

    A cell whose place names another row than it stands in comes out in a row of that number.
    """

    def __init__(self) -> None:
        self.rij = self.kolom = self._open = 0
        self._uit: list[str] = []
        self._cel: dict[str, str] = {}
        self._tekst: list[str] | None = None
        self._waarde: str | None = None
        self._formule = self._fonetisch = False

    def herschrijf(self, rijen: bytes) -> bytes:
        """Return rows in the plain way; raises ExpatError for what is no XML."""
        keuring.volg_xml(
            b"<sheetData>" + rijen + b"</sheetData>", self._begin, self._einde, self._letters
        )
        uit, self._uit = "".join(self._uit), []
        return uit.encode()

    def heel_blad(self, xml: bytes) -> bytes:
        """Return a whole sheet in the plain way, with its columns."""
        keuring.volg_xml(xml, self._begin, self._einde, self._letters)
        kolommen = [deel for deel in self._uit if deel.startswith("<col ")]
        rijen = [deel for deel in self._uit if not deel.startswith("<col ")]
        self._uit = []
        self.rij = self.kolom = 0
        return f"{''.join(kolommen)}<sheetData>{''.join(rijen)}</sheetData>".encode()

    def _begin(self, naam: str, kenmerken: Mapping[str, str]) -> None:
        soort = naam.rpartition(":")[2]
        if soort == "row":
            self._begin_rij(kenmerken)
        elif soort == "c":
            self._begin_cel(kenmerken)
        elif soort == "f":
            self._formule = True
        elif soort == "rPh":
            self._fonetisch = True
        elif soort in ("v", "t") and not self._fonetisch:
            self._tekst = []
        elif soort == "col":
            self._uit.append(f"<col {_als_kenmerken(kenmerken, 'min max width hidden')}/>")

    def _begin_rij(self, kenmerken: Mapping[str, str]) -> None:
        nummer = kenmerken.get("r", "").strip()
        self.rij = int(nummer) if nummer.isascii() and nummer.isdigit() else self.rij + 1
        self.kolom = 0
        if self.rij > keuring.MEESTE_RIJEN:
            keuring.te_ver(self.rij, 1)
        self._open = self.rij
        rest = _als_kenmerken(kenmerken, "ht hidden")
        self._uit.append(f'<row r="{self.rij}"{" " if rest else ""}{rest}>')

    def _naar_rij(self, rij: int) -> None:
        if rij != self._open:
            self._uit.append(f'</row><row r="{rij}">')
            self._open = rij

    def _begin_cel(self, kenmerken: Mapping[str, str]) -> None:
        self._cel, self._waarde, self._formule = dict(kenmerken), None, False
        plek = self._cel.get("r", "").strip()
        if not plek:
            self.kolom += 1
            self._naar_rij(self.rij)
            self._cel["r"] = f"{keuring.kolomletters(self.kolom)}{self.rij}"
            return
        gevonden = _PLEK.fullmatch(plek)
        nummer = keuring.kolomnummer(gevonden[1].upper()) if gevonden else 0
        rij = int(gevonden[2]) if gevonden else 0
        if not rij or nummer > keuring.MEESTE_KOLOMMEN:
            keuring.vreemde_plek()
        if rij > keuring.MEESTE_RIJEN:
            keuring.te_ver(rij, nummer)
        self.kolom = nummer
        self._naar_rij(rij)
        self._cel["r"] = f"{keuring.kolomletters(nummer)}{rij}"

    def _letters(self, tekst: str) -> None:
        if self._tekst is not None:
            self._tekst.append(tekst)

    def _einde(self, naam: str) -> None:
        soort = naam.rpartition(":")[2]
        if soort == "row":
            self._naar_rij(self.rij)
            self._uit.append("</row>")
        elif soort == "rPh":
            self._fonetisch = False
        elif soort in ("v", "t") and self._tekst is not None:
            self._waarde = (self._waarde or "") + "".join(self._tekst)
            self._tekst = None
        elif soort == "c":
            self._uit.append(self._als_cel())

    def _als_cel(self) -> str:
        soort = self._cel.get("t", "n").strip()
        if soort == "inlineStr":
            soort = "str"
        if soort not in _SOORTEN:
            soort = "n"
        if soort == "n" and self._waarde and not _KAN_GETAL.fullmatch(self._waarde):
            soort = "str"
        stijl = self._cel.get("s", "").strip()
        tag = f'<c r="{self._cel["r"]}"'
        if stijl.isascii() and stijl.isdigit():
            tag += f' s="{min(int(stijl), 99999)}"'
        if soort != "n":
            tag += f' t="{soort}"'
        binnen = "<f></f>" if self._formule else ""
        if self._waarde is not None:
            waarde = self._waarde if soort == "str" else self._waarde.strip()
            binnen += f"<v>{escape(waarde, quote=False).replace(chr(13), '&#13;')}</v>"
        return f"{tag}>{binnen}</c>" if binnen else f"{tag}/>"


def _als_kenmerken(kenmerken: Mapping[str, str], namen: str) -> str:
    return " ".join(
        f'{naam}="{escape(kenmerken[naam])}"' for naam in namen.split() if naam in kenmerken
    )
