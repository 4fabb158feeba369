"""Look a file of the user's over before anything opens it: is it what it says, and not too much?

Readers of workbooks trust what they get. What would unpack, or spread out, to more than a
spreadsheet ever needs is refused here, and so is what no spreadsheet program writes.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from azwa_funds.fouten import Onleesbaar
from azwa_funds.tekst import vreemd_teken

#: Bounds on what is read at once; far above a year of bookings of the whole country.
GROOTSTE_BESTAND = 512 * 2**20
GROOTSTE_INHOUD = 640 * 2**20
GROOTSTE_VERHOUDING = 200
MEESTE_CELLEN = 12_000_000
#: As many rows as Excel has.
MEESTE_RIJEN = 2**20

OPNIEUW = "sla het op als .xlsx of als 'CSV UTF-8' en geef dat bestand"
_BEWAAR_OPNIEUW = "open het in Excel en sla het opnieuw op als .xlsx"


def lees_bytes(pad: Path) -> bytes:
    """Return what stands in a file, or raise Onleesbaar when that is too much; OSError as usual.

    Reads no more than the bound, so that a device without an end does no harm.
    """
    inhoud = bytearray()
    with pad.open("rb") as bestand:
        while deel := bestand.read(2**22):
            inhoud += deel
            if len(inhoud) > GROOTSTE_BESTAND:
                raise Onleesbaar(
                    f"het bestand is groter dan {GROOTSTE_BESTAND // 2**20} MB",
                    "splits het in delen",
                )
    return bytes(inhoud)


#: What reading a damaged archive can raise; a compression we lack is among them.
_KAPOT = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


def keur(
    inhoud: bytes,
    *,
    grootste_inhoud: int = GROOTSTE_INHOUD,
    meeste_cellen: int = MEESTE_CELLEN,
    grootste_vlak: int = MEESTE_CELLEN,
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
            _weiger_bom(delen, grootste_inhoud)
            for deel in delen:
                stukken = _stukken(archief, deel)
                if deel.filename.endswith((".xml", ".rels")):
                    _weiger_xml(deel.filename, stukken, _Maat(meeste_cellen, grootste_vlak))
                else:
                    for _ in stukken:
                        pass
    except _KAPOT as fout:
        raise Onleesbaar(
            "het bestand is beschadigd of geen Excel-werkboek", _BEWAAR_OPNIEUW
        ) from fout


def _weiger_dubbel(delen: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse two parts of one name, of which each reader would take another."""
    if len({deel.filename for deel in delen}) < len(delen):
        raise Onleesbaar("het werkboek bevat twee delen met dezelfde naam", _BEWAAR_OPNIEUW)


def _weiger_bom(delen: Sequence[zipfile.ZipInfo], grootste_inhoud: int) -> None:
    uitgepakt = sum(deel.file_size for deel in delen)
    ingepakt = max(1, sum(deel.compress_size for deel in delen))
    te_dicht = uitgepakt > GROOTSTE_VERHOUDING * ingepakt and uitgepakt > 20 * 2**20
    if uitgepakt > grootste_inhoud or te_dicht:
        raise Onleesbaar(
            f"het bestand pakt uit tot {uitgepakt // 2**20} MB, {uitgepakt // ingepakt} keer zijn "
            "eigen grootte",
            "sla alleen de tabel op in een nieuw werkboek of als CSV",
        )


#: No tag in a workbook is longer than this; so much of each piece is seen again with the next.
_OVERLAP = 4096


def _stukken(archief: zipfile.ZipFile, deel: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack in pieces that overlap a little, so that no word is cut in two."""
    staart = b""
    with archief.open(deel) as stroom:
        while stuk := stroom.read(2**20):
            yield staart + stuk
            staart = stuk[-_OVERLAP:]


_CODERING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_CEL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_CELPLAATS = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d+)["']""")
_RIJPLAATS = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d+)["']""")
#: A place that Excel has no name for; readers differ in what they make of it.
_VREEMDE_PLAATS = re.compile(rb"""[\s"']r\s*=\s*["'](?![A-Z]{0,3}\d+["'])""")
_BEREIK = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?"
    rb"""\bref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']"""
)


def _weiger_xml(naam: str, stukken: Iterable[bytes], maat: _Maat) -> None:
    is_blad = naam.startswith("xl/worksheets/")
    for nummer, stuk in enumerate(stukken):
        codering = _CODERING.search(stuk) if nummer == 0 else None
        if b"\0" in stuk or (codering and codering[1].lower() not in (b"utf-8", b"us-ascii")):
            raise Onleesbaar("het werkboek is niet in UTF-8 geschreven", OPNIEUW)
        if b"<!DOCTYPE" in stuk or b"<!ENTITY" in stuk:
            raise Onleesbaar(
                "het werkboek bevat XML die geen spreadsheetprogramma schrijft (DOCTYPE)",
                _BEWAAR_OPNIEUW,
            )
        if is_blad:
            maat.meet(stuk)
        vreemd = vreemd_teken(stuk)
        if vreemd:
            raise Onleesbaar(
                f"het werkboek bevat een onzichtbaar teken ({vreemd.naam})",
                "verwijder dat teken, of typ de cel waar het in staat opnieuw",
            )
    maat.weiger_te_groot()


class _Maat:
    """How far a sheet reaches, in cells that a reader would make."""

    def __init__(self, meeste_cellen: int, grootste_vlak: int) -> None:
        self.meeste_cellen, self.grootste_vlak = meeste_cellen, grootste_vlak
        self.breedste, self.laagste, self.aantal, self.bereik = b"", 0, 0, 0

    def meet(self, stuk: bytes) -> None:
        if _VREEMDE_PLAATS.search(stuk):
            raise Onleesbaar(
                "een blad bevat een cel op een plaats die niet bestaat", _BEWAAR_OPNIEUW
            )
        plaatsen = _CELPLAATS.findall(stuk)
        self.breedste = max({self.breedste, *(kolom for kolom, _ in plaatsen)}, key=_kolomnummer)
        self.laagste = max([self.laagste, *map(int, _RIJPLAATS.findall(stuk))])
        self.laagste = max([self.laagste, *(int(rij) for _, rij in plaatsen[-1:])])
        self.aantal += len(_CEL.findall(stuk))
        self.bereik += sum(
            (_kolomnummer(tot) - _kolomnummer(van) + 1) * (int(onder) - int(boven) + 1)
            for van, boven, tot, onder in _BEREIK.findall(stuk)
        )

    def weiger_te_groot(self) -> None:
        reden = ""
        vlak = self.laagste * _kolomnummer(self.breedste)
        if vlak > self.grootste_vlak or self.laagste > MEESTE_RIJEN:
            kolom = self.breedste.decode() or "A"
            reden = f"een blad loopt door tot rij {self.laagste}, kolom {kolom}"
        elif self.bereik > self.meeste_cellen:
            reden = f"op een blad zijn {self.bereik} cellen samengevoegd of gekoppeld"
        elif self.aantal > self.meeste_cellen:
            reden = f"een blad heeft {self.aantal} cellen"
        if reden:
            raise Onleesbaar(reden, "verwijder de lege rijen en kolommen onder en naast de tabel")


def _kolomnummer(letters: bytes) -> int:
    nummer = 0
    for letter in letters:
        nummer = nummer * 26 + letter - 64
    return nummer
