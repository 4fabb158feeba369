"""Look at a workbook before a reader opens it: is it one, and does it not spread out too far?

A hostile file is small and asks for much: it unpacks to gigabytes, or holds one cell so far away
that a reader sets aside room for all cells before it. Both are known before anything is made.
The places of cells are read by a real XML parser, for there are many ways to write one.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn
from xml.parsers import expat

from azwa_funds.fouten import Onleesbaar

OPNIEUW = "sla het op als .xlsx of als 'CSV UTF-8' en geef dat bestand"

#: Bounds on what is unpacked; far above a year of bookings of the whole country.
GROOTSTE_INHOUD = 640 * 2**20
GROOTSTE_VERHOUDING = 200
MEESTE_CELLEN = 12_000_000
#: As many rows as Excel has.
MEESTE_RIJEN = 2**20

#: What reading a damaged archive can raise; a compression we lack is among them.
_KAPOT = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    expat.ExpatError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


def weiger_gevaarlijk(inhoud: bytes) -> None:
    """Refuse what is no workbook, or would take more than a spreadsheet ever needs.

    Raises Onleesbaar.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            delen = archief.infolist()
            if not any(deel.filename == "xl/workbook.xml" for deel in delen):
                raise Onleesbaar("dit is geen Excel-werkboek", OPNIEUW)
            if any(deel.flag_bits & 1 for deel in delen):
                raise Onleesbaar("het bestand is met een wachtwoord beveiligd", OPNIEUW)
            _weiger_bom(delen)
            for deel in delen:
                if _is_blad(archief, deel):
                    _weiger_uitgestrekt(archief, deel)
    except _KAPOT as fout:
        raise Onleesbaar(
            "het bestand is beschadigd of geen Excel-werkboek",
            "open het in Excel en sla het opnieuw op als .xlsx",
        ) from fout


def _weiger_bom(delen: Sequence[zipfile.ZipInfo]) -> None:
    uitgepakt = sum(deel.file_size for deel in delen)
    ingepakt = max(1, sum(deel.compress_size for deel in delen))
    te_dicht = uitgepakt > GROOTSTE_VERHOUDING * ingepakt and uitgepakt > 20 * 2**20
    if uitgepakt > GROOTSTE_INHOUD or te_dicht:
        raise Onleesbaar(
            f"het bestand pakt uit tot {uitgepakt // 2**20} MB, {uitgepakt // ingepakt} keer zijn "
            "eigen grootte",
            "sla alleen de tabel op in een nieuw werkboek of als CSV",
        )


def _stukken(archief: zipfile.ZipFile, deel: zipfile.ZipInfo) -> Iterator[bytes]:
    with archief.open(deel) as stroom:
        while stuk := stroom.read(2**20):
            yield stuk


def _is_blad(archief: zipfile.ZipFile, deel: zipfile.ZipInfo) -> bool:
    """Whether a part can be read as a sheet, whatever its name; refuses what no part may hold."""
    staart = b""
    for nummer, stuk in enumerate(_stukken(archief, deel)):
        # A word can stand across two pieces.
        tekst = staart + stuk
        if deel.filename.endswith((".xml", ".rels")):
            if nummer == 0 and stuk.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise Onleesbaar("het werkboek is niet in UTF-8 geschreven", OPNIEUW)
            if b"<!DOCTYPE" in tekst or b"<!ENTITY" in tekst:
                _weiger_doctype()
        if b"sheetData" in tekst:
            return True
        staart = stuk[-16:]
    return False


def _weiger_doctype(*_: object) -> NoReturn:
    raise Onleesbaar(
        "het werkboek bevat XML die geen spreadsheetprogramma schrijft (DOCTYPE)",
        "open het in Excel en sla het opnieuw op als .xlsx",
    )


def _weiger_uitgestrekt(archief: zipfile.ZipFile, deel: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose cells, or the room between them, are too many."""
    omvang = _Omvang()
    # The encoding that a file claims for itself could hide from us what a reader sees.
    lezer = expat.ParserCreate("UTF-8")
    lezer.StartDoctypeDeclHandler = _weiger_doctype
    lezer.StartElementHandler = omvang.element
    for stuk in _stukken(archief, deel):
        lezer.Parse(stuk)
        omvang.weiger_te_groot()
    lezer.Parse(b"", True)


_PLEK = re.compile(r"([A-Za-z]+)(\d+)", re.ASCII)


class _Omvang:
    """How far the cells of a sheet reach; never less than what a reader makes of it.

    A row or cell without a place of its own follows the one before it.
    """

    def __init__(self) -> None:
        self.laagste, self.breedste = 0, "A"
        self.cellen = self.rijen_zonder = self.cellen_zonder = self.meeste_zonder = 0
        self._plekken: list[str] = []

    def element(self, naam: str, kenmerken: Mapping[str, str]) -> None:
        """Take in the start of one element."""
        if naam == "c" or naam.endswith(":c"):
            self.cellen += 1
            if plek := kenmerken.get("r"):
                self._plekken.append(plek)
            else:
                self.cellen_zonder += 1
        elif naam == "row" or naam.endswith(":row"):
            self.meeste_zonder = max(self.meeste_zonder, self.cellen_zonder)
            self.cellen_zonder = 0
            if rij := kenmerken.get("r"):
                self.laagste = max(self.laagste, int(rij))
            else:
                self.rijen_zonder += 1

    def weiger_te_groot(self) -> None:
        """Raise Onleesbaar as soon as what was seen so far is too much."""
        plekken = _PLEK.findall(" ".join(self._plekken))
        self._plekken.clear()
        kolommen = {letters.upper() for letters, _ in plekken}
        self.breedste = max({self.breedste, *kolommen}, key=_kolomnummer)
        self.laagste = max([self.laagste, *map(int, {rij for _, rij in plekken})])
        rijen = self.laagste + self.rijen_zonder
        breedte = _kolomnummer(self.breedste) + max(self.meeste_zonder, self.cellen_zonder)
        if max(rijen * breedte, self.cellen) > MEESTE_CELLEN or rijen > MEESTE_RIJEN:
            raise Onleesbaar(
                f"een blad loopt door tot rij {rijen}, kolom {self.breedste}",
                "verwijder de lege rijen en kolommen onder en naast de tabel",
            )


def _kolomnummer(letters: str) -> int:
    nummer = 0
    for letter in letters:
        nummer = nummer * 26 + ord(letter) - ord("A") + 1
    return nummer
