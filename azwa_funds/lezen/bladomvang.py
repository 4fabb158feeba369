"""How far a sheet of a workbook reaches, known before a reader makes room for it.

A hostile file is small and asks for much: one cell so far away that a reader sets aside room for
all cells before it. The places of cells are read by a real XML parser, for there are many ways to
write one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NoReturn
from xml.parsers import expat

from azwa_funds.kern.fouten import Onleesbaar

#: As many rows as Excel has.
MEESTE_RIJEN = 2**20

_PLEK = re.compile(r"(?<!\S)([A-Za-z]+)(\d+)(?!\S)", re.ASCII)
_BEREIK = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})", re.ASCII)


class Bladomvang:
    """How far the cells of a sheet reach; never less than what a reader makes of it.

    A row or cell without a place of its own follows the one before it. `meeste_cellen` bounds the
    cells that are there or are merged, `grootste_vlak` those between the first and the last.
    """

    def __init__(self, meeste_cellen: int, grootste_vlak: int) -> None:
        self.meeste_cellen, self.grootste_vlak = meeste_cellen, grootste_vlak
        self.laagste, self.breedste, self.bereik = 0, "A", 0
        self.cellen = self.rijen_zonder = self.cellen_zonder = self.meeste_zonder = 0
        self._plekken: list[str] = []

    def meet(self, stukken: Iterable[bytes]) -> None:
        """Read a sheet, and raise Onleesbaar as soon as what was seen is too much.

        Raises ExpatError for what is no XML.
        """
        # The encoding that a file claims for itself could hide from us what a reader sees.
        lezer = expat.ParserCreate("UTF-8")
        lezer.StartElementHandler = self._element
        for stuk in stukken:
            lezer.Parse(stuk)
            self._weiger_te_groot()
        lezer.Parse(b"", True)

    def _element(self, naam: str, kenmerken: Mapping[str, str]) -> None:
        soort = naam.rpartition(":")[2]
        if soort == "c":
            self.cellen += 1
            if plek := kenmerken.get("r"):
                self._plekken.append(plek)
            else:
                self.cellen_zonder += 1
        elif soort == "row":
            self.meeste_zonder = max(self.meeste_zonder, self.cellen_zonder)
            self.cellen_zonder = 0
            if rij := kenmerken.get("r"):
                self.laagste = max(self.laagste, int(rij))
            else:
                self.rijen_zonder += 1
        elif soort in ("mergeCell", "hyperlink", "comment") and (
            gevonden := _BEREIK.fullmatch(kenmerken.get("ref", ""))
        ):
            van, boven, tot, onder = gevonden.groups()
            breed = kolomnummer(tot.upper()) - kolomnummer(van.upper()) + 1
            self.bereik += breed * (int(onder) - int(boven) + 1)

    def _weiger_te_groot(self) -> None:
        plekken = _PLEK.findall(" ".join(self._plekken))
        if len(plekken) < len(self._plekken):
            raise Onleesbaar(
                "een blad bevat een cel op een plaats die niet bestaat",
                "open het in Excel en sla het opnieuw op als .xlsx",
            )
        self._plekken.clear()
        kolommen = {letters.upper() for letters, _ in plekken}
        self.breedste = max({self.breedste, *kolommen}, key=kolomnummer)
        self.laagste = max([self.laagste, *map(int, {rij for _, rij in plekken})])
        rijen = self.laagste + self.rijen_zonder
        breedte = kolomnummer(self.breedste) + max(self.meeste_zonder, self.cellen_zonder)
        if rijen * breedte > self.grootste_vlak or rijen > MEESTE_RIJEN:
            _weiger(f"een blad loopt door tot rij {rijen}, kolom {self.breedste}")
        if self.bereik > self.meeste_cellen:
            _weiger(f"op een blad zijn {self.bereik} cellen samengevoegd of gekoppeld")
        if self.cellen > self.meeste_cellen:
            _weiger(f"een blad heeft {self.cellen} cellen")


def _weiger(reden: str) -> NoReturn:
    raise Onleesbaar(reden, "verwijder de lege rijen en kolommen onder en naast de tabel")


def kolomnummer(letters: str) -> int:
    """Return the place of a column, counted from 1: 28 for AB."""
    nummer = 0
    for letter in letters:
        nummer = nummer * 26 + ord(letter) - ord("A") + 1
    return nummer
