"""Look a file of the user's over before anything opens it: is it what it says, and not too much?

Readers of workbooks trust what they get. What would unpack, or spread out, to more than a
spreadsheet ever needs is refused here, and so is what no spreadsheet program writes.
"""

from __future__ import annotations

import io
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.parsers.expat import ExpatError

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.kern.inlezen import weiger_bijzonder
from azwa_funds.kern.tekst import vreemd_teken
from azwa_funds.lezen.bladomvang import Bladomvang

#: Bounds on what is read at once; far above a year of bookings of the whole country.
GROOTSTE_BESTAND = 512 * 2**20
GROOTSTE_INHOUD = 640 * 2**20
GROOTSTE_VERHOUDING = 200
MEESTE_CELLEN = 12_000_000

OPNIEUW = "sla het op als .xlsx of als 'CSV UTF-8' en geef dat bestand"
_BEWAAR_OPNIEUW = "open het in Excel en sla het opnieuw op als .xlsx"


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
                raise Onleesbaar(
                    f"het bestand is groter dan {GROOTSTE_BESTAND // 2**20} MB",
                    "splits het in delen",
                )
    return delen[0] if len(delen) == 1 else b"".join(delen)


#: What reading a damaged archive can raise; a compression we lack is among them.
KAPOT = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ExpatError,
    EOFError,
    IndexError,
    OSError,
    RuntimeError,
    ValueError,
)


def keur(
    inhoud: bytes, *, meeste_cellen: int = MEESTE_CELLEN, grootste_vlak: int = MEESTE_CELLEN
) -> None:
    """Raise Onleesbaar unless these are the bytes of a whole workbook that is safe to open.

    Every part is unpacked once, piece by piece, which also checks its checksum. `meeste_cellen`
    bounds the cells that are there, `grootste_vlak` those between the first and the last, which
    only some readers make.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            delen = archief.infolist()
            if not any(deel.filename == "xl/workbook.xml" for deel in delen):
                raise Onleesbaar("dit is geen Excel-werkboek", OPNIEUW)
            if any(deel.flag_bits & 1 for deel in delen):
                raise Onleesbaar("het bestand is met een wachtwoord beveiligd", OPNIEUW)
            _weiger_dubbel(delen)
            _weiger_bom(delen)
            for deel in delen:
                _bekijk(archief, deel, Bladomvang(meeste_cellen, grootste_vlak))
    except KAPOT as fout:
        raise Onleesbaar(
            "het bestand is beschadigd of geen Excel-werkboek", _BEWAAR_OPNIEUW
        ) from fout


def _weiger_dubbel(delen: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse two parts of one name, of which each reader would take another.

    Some readers tell capitals apart and some do not; so do slashes of the other kind.
    """
    namen = {deel.filename.replace("\\", "/").casefold() for deel in delen}
    if len(namen) < len(delen):
        raise Onleesbaar("het werkboek bevat twee delen met dezelfde naam", _BEWAAR_OPNIEUW)


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


#: So much of each piece is seen again with the next, so that no word is cut in two.
_OVERLAP = 256
_CODERING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")


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
    codering = _CODERING.search(tekst) if is_begin else None
    if b"\0" in tekst or (codering and codering[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Onleesbaar("het werkboek is niet in UTF-8 geschreven", OPNIEUW)
    weiger_doctype(tekst)
    if vreemd := vreemd_teken(tekst):
        raise Onleesbaar(
            f"het werkboek bevat een onzichtbaar teken ({vreemd.naam})",
            "verwijder dat teken, of typ de cel waar het in staat opnieuw",
        )


def weiger_doctype(tekst: bytes) -> None:
    """Refuse XML with declarations of its own, which make a small text large."""
    if b"<!DOCTYPE" in tekst or b"<!ENTITY" in tekst:
        raise Onleesbaar(
            "het werkboek bevat XML die geen spreadsheetprogramma schrijft (DOCTYPE)",
            _BEWAAR_OPNIEUW,
        )
