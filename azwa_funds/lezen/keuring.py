"""Look a file of the user's over before anything opens it: is it what it says, and not too much?

Readers of workbooks trust what they get. What would unpack, or spread out, to more than a
spreadsheet ever needs is refused here, and so is what no spreadsheet program writes. A hostile
file is small and asks for much: one cell so far away that a reader sets aside room for all cells
before it. The places of cells are read by a real XML parser, for there are many ways to write one.
"""

from __future__ import annotations

import io
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.kern.tekst import vreemd_teken
from azwa_funds.lezen.bestanden import weiger_bijzonder

#: Bounds on what is read at once; far above a year of bookings of the whole country.
GROOTSTE_BESTAND = 512 * 2**20
GROOTSTE_INHOUD = 640 * 2**20
GROOTSTE_VERHOUDING = 200
MEESTE_CELLEN = 12_000_000
#: As many rows and columns as Excel has.
MEESTE_RIJEN, MEESTE_KOLOMMEN = 2**20, 2**14

OPNIEUW = "sla het op als .xlsx of als 'CSV UTF-8' en geef dat bestand"
BEWAAR_OPNIEUW = "open het in Excel en sla het opnieuw op als .xlsx"
_SNOEI = "verwijder de lege rijen en kolommen onder en naast de tabel"


def lees_bytes(pad: Path) -> bytes:
    """Return what stands in a file, or raise Onleesbaar when that is too much; OSError as usual.

    Reads no more than the bound, so that a device without an end does no harm.
    """
    weiger_bijzonder(pad)
    with pad.open("rb") as bestand:
        # The size that a file claims is only a help: a device has none.
        delen = [bestand.read(min(os.fstat(bestand.fileno()).st_size, GROOTSTE_BESTAND))]
        grootte = len(delen[0])
        while deel := bestand.read(2**22):
            delen.append(deel)
            grootte += len(deel)
            if grootte > GROOTSTE_BESTAND:
                reden = f"het bestand is groter dan {GROOTSTE_BESTAND // 2**20} MB"
                raise Onleesbaar(reden, "splits het in delen")
    return delen[0] if len(delen) == 1 else b"".join(delen)


#: What reading a damaged archive can raise; a compression we lack is among them.
KAPOT = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, expat.ExpatError, EOFError,
    IndexError, OSError, RuntimeError, ValueError,
)  # fmt: skip


@contextmanager
def mits_heel() -> Iterator[None]:
    """Say that a file is damaged, by Onleesbaar, whatever reading its parts raises."""
    try:
        yield
    except KAPOT as fout:
        raise Onleesbaar(
            "het bestand is beschadigd of geen Excel-werkboek", BEWAAR_OPNIEUW
        ) from fout


def keur(
    inhoud: bytes, *, meeste_cellen: int = MEESTE_CELLEN, grootste_vlak: int = MEESTE_CELLEN
) -> None:
    """Raise Onleesbaar unless these are the bytes of a whole workbook that is safe to open.

    Every part is unpacked once, piece by piece, which also checks its checksum. `meeste_cellen`
    bounds the cells that are there, `grootste_vlak` those between the first and the last, which
    only some readers make.
    """
    with mits_heel(), zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        delen = archief.infolist()
        if not any(deel.filename == "xl/workbook.xml" for deel in delen):
            raise Onleesbaar("dit is geen Excel-werkboek", OPNIEUW)
        if any(deel.flag_bits & 1 for deel in delen):
            raise Onleesbaar("het bestand is met een wachtwoord beveiligd", OPNIEUW)
        _weiger_dubbel(delen)
        ingepakt = sum(deel.compress_size for deel in delen)
        weiger_bom(sum(deel.file_size for deel in delen), ingepakt)
        for deel in delen:
            _bekijk(archief, deel, Bladomvang(meeste_cellen, grootste_vlak))


def _weiger_dubbel(delen: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse two parts of one name, of which each reader would take another.

    Some readers tell capitals apart and some do not; so do slashes of the other kind.
    """
    namen = {deel.filename.replace("\\", "/").casefold() for deel in delen}
    if len(namen) < len(delen):
        raise Onleesbaar("het werkboek bevat twee delen met dezelfde naam", BEWAAR_OPNIEUW)


def weiger_bom(uitgepakt: int, ingepakt: int) -> None:
    """Refuse what unpacks to far more than a spreadsheet ever needs, before it does."""
    keer = uitgepakt // max(1, ingepakt)
    te_dicht = uitgepakt > GROOTSTE_VERHOUDING * max(1, ingepakt) and uitgepakt > 20 * 2**20
    if uitgepakt > GROOTSTE_INHOUD or te_dicht:
        reden = f"het bestand pakt uit tot {uitgepakt // 2**20} MB, {keer} keer zijn eigen grootte"
        raise Onleesbaar(reden, "sla alleen de tabel op in een nieuw werkboek of als CSV")


#: So much of each piece is seen again with the next, so that no word is cut in two.
_OVERLAP = 256
_CODERING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")


def _bekijk(archief: zipfile.ZipFile, deel: zipfile.ZipInfo, omvang: Bladomvang) -> None:
    """Refuse what no part may hold; what can be read as a sheet is one, whatever its name."""
    is_xml, is_blad, staart = deel.filename.endswith((".xml", ".rels")), False, b""
    for nummer, stuk in enumerate(_stukken(archief, deel)):
        tekst = staart + stuk
        if is_xml:
            _weiger_tekst(tekst, is_begin=nummer == 0)
        is_blad = is_blad or b"sheetData" in tekst or b"commentList" in tekst
        staart = stuk[-_OVERLAP:]
    if is_blad:
        omvang.meet(_stukken(archief, deel))


def _stukken(archief: zipfile.ZipFile, deel: zipfile.ZipInfo) -> Iterator[bytes]:
    with archief.open(deel) as stroom:
        while stuk := stroom.read(2**20):
            yield stuk


def _weiger_tekst(tekst: bytes, *, is_begin: bool) -> None:
    weiger_codering(tekst, is_begin=is_begin)
    weiger_doctype(tekst)
    if vreemd := vreemd_teken(tekst):
        remedie = "verwijder dat teken, of typ de cel waar het in staat opnieuw"
        raise Onleesbaar(f"het werkboek bevat een onzichtbaar teken ({vreemd.naam})", remedie)


def weiger_codering(tekst: bytes, *, is_begin: bool = True) -> None:
    """Refuse XML that is not in UTF-8, or says at its beginning that it is not."""
    codering = _CODERING.match(tekst) if is_begin else None
    if b"\0" in tekst or (codering and codering[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Onleesbaar("het werkboek is niet in UTF-8 geschreven", OPNIEUW)


def weiger_doctype(tekst: bytes) -> None:
    """Refuse XML with declarations of its own, which make a small text large."""
    if b"<!DOCTYPE" in tekst or b"<!ENTITY" in tekst:
        reden = "het werkboek bevat XML die geen spreadsheetprogramma schrijft (DOCTYPE)"
        raise Onleesbaar(reden, BEWAAR_OPNIEUW)


# -- how far a sheet reaches -----------------------------------------------------------------------

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
        lezer = _xmllezer(self._element)
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
            vreemde_plek()
        self._plekken.clear()
        kolommen = {letters.upper() for letters, _ in plekken}
        self.breedste = max({self.breedste, *kolommen}, key=kolomnummer)
        self.laagste = max([self.laagste, *map(int, {rij for _, rij in plekken})])
        rijen = self.laagste + self.rijen_zonder
        breedte = kolomnummer(self.breedste) + max(self.meeste_zonder, self.cellen_zonder)
        if rijen * breedte > self.grootste_vlak or rijen > MEESTE_RIJEN:
            te_ver(rijen, kolomnummer(self.breedste))
        if self.bereik > self.meeste_cellen:
            _weiger(f"op een blad zijn {self.bereik} cellen samengevoegd of gekoppeld")
        if self.cellen > self.meeste_cellen:
            _weiger(f"een blad heeft {self.cellen} cellen")


def _weiger(reden: str) -> NoReturn:
    raise Onleesbaar(reden, _SNOEI)


def te_ver(rij: int, breedte: int) -> NoReturn:
    """Refuse a sheet for how far it reaches: so many rows and columns."""
    _weiger(f"een blad loopt door tot rij {rij}, kolom {kolomletters(breedte)}")


def vreemde_plek() -> NoReturn:
    """Refuse a sheet for a cell that is nowhere."""
    raise Onleesbaar("een blad bevat een cel op een plaats die niet bestaat", BEWAAR_OPNIEUW)


def kolomnummer(letters: str) -> int:
    """Return the place of a column, counted from 1: 28 for AB."""
    nummer = 0
    for letter in letters:
        nummer = nummer * 26 + ord(letter) - ord("A") + 1
    return nummer


def kolomletters(nummer: int) -> str:
    """Return the letters of a column, the first of which is 1: AB for 28."""
    letters = ""
    while nummer > 0:
        nummer, rest = divmod(nummer - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters or "A"


# -- XML -----------------------------------------------------------------------------------------


def volg_xml(
    xml: bytes,
    begin: Callable[[str, Mapping[str, str]], Any],
    einde: Callable[[str], Any] | None = None,
    letters: Callable[[str], Any] | None = None,
) -> None:
    """Tell of each element where it begins and ends, and its text; ExpatError for no XML."""
    lezer = _xmllezer(begin)
    lezer.buffer_text = True
    lezer.EndElementHandler, lezer.CharacterDataHandler = einde, letters
    lezer.Parse(xml, True)


def _xmllezer(begin: Callable[[str, Mapping[str, str]], Any]) -> expat.XMLParserType:
    # The encoding that a file claims for itself could hide from us what a reader sees.
    lezer = expat.ParserCreate("UTF-8")
    lezer.StartElementHandler = begin
    return lezer
