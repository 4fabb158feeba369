"""Look the two binary kinds of workbook over, .xls and .xlsb, before calamine gets them.

Both are a row of records. Only those that say where a cell is, that it holds an error, what is
hidden and how long shared texts are, are looked at.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.lezen.keuring import MEESTE_CELLEN, OPNIEUW, te_ver
from azwa_funds.openen.bladscan import Bladscan, foutwaarde
from azwa_funds.openen.bronblad import Zicht

_FOUTEN = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_ZICHT = (Zicht.ZICHTBAAR, Zicht.VERBORGEN, Zicht.DIEP_VERBORGEN)


@dataclass
class Binairscan(Bladscan):
    """As `Bladscan`; `ongewoon` holds the places of numbers that no day can have."""

    ongewoon: set[tuple[int, int]] = field(default_factory=set)

    def cel(self, rij: int, kolom: int) -> None:
        """Count a cell that holds something; row from 1, column from 0."""
        self.cellen += 1
        self.laagste, self.breedste = max(self.laagste, rij), max(self.breedste, kolom + 1)
        if self.laagste * self.breedste > MEESTE_CELLEN:
            te_ver(self.laagste, self.breedste)

    def getal(self, rij: int, kolom: int, waarde: float) -> None:
        self.cel(rij, kolom)
        if not 0 <= waarde < math.inf:
            self.ongewoon.add((rij, kolom))

    def fout(self, rij: int, kolom: int, code: int) -> None:
        self.cel(rij, kolom)
        self.gebreken[rij, kolom] = foutwaarde(_FOUTEN.get(code, ""))


def _heel(inhoud: bytes, plek: int) -> int:
    """Return the whole number of four bytes at a place; raises struct.error beyond the end."""
    getal: int = struct.unpack_from("<I", inhoud, plek)[0]
    return getal


def _rk(bits: int) -> float:
    """Return the number in the short form in which these files keep most numbers."""
    if bits & 2:
        heel = bits >> 2
        getal = float(heel - 2**30 if heel >= 2**29 else heel)
    else:
        getal = struct.unpack("<d", struct.pack("<Q", (bits & ~3) << 32))[0]
    return getal / 100 if bits & 1 else getal


# -- .xlsb -------------------------------------------------------------------------------------

_XLSB_FOUT, _XLSB_GETAL, _XLSB_TEKST = (3, 11), (5, 9), 7


def _records_xlsb(inhoud: bytes) -> Iterator[tuple[int, int, int]]:
    """Give the kind of each record, and where its contents begin and end."""
    plek, einde = 0, len(inhoud)
    while plek < einde:
        soort = inhoud[plek]
        plek += 1
        if soort & 0x80:
            soort = (soort & 0x7F) | (inhoud[plek] << 7)
            plek += 1
        lengte = 0
        for stap in range(4):
            byte = inhoud[plek]
            plek += 1
            lengte |= (byte & 0x7F) << (7 * stap)
            if not byte & 0x80:
                break
        if plek + lengte > einde:
            raise ValueError("a record runs past the end")
        yield soort, plek, plek + lengte
        plek += lengte


def werkboek_xlsb(inhoud: bytes) -> tuple[list[tuple[str, Binairscan]], bool]:
    """Return the sheets with the id of their part, and whether days count from 1904."""
    bladen, vanaf_1904 = [], False
    for soort, van, _ in _records_xlsb(inhoud):
        if soort == 153:
            vanaf_1904 = bool(inhoud[van] & 1)
        elif soort == 156:
            id, na = _tekst_xlsb(inhoud, van + 8)
            naam, _ = _tekst_xlsb(inhoud, na)
            bladen.append((id, Binairscan(naam=naam, zicht=_ZICHT[min(_heel(inhoud, van), 2)])))
    return bladen, vanaf_1904


def _tekst_xlsb(inhoud: bytes, plek: int) -> tuple[str, int]:
    einde = plek + 4 + 2 * _heel(inhoud, plek)
    return inhoud[plek + 4 : einde].decode("utf-16-le", errors="replace"), einde


def tekstlengten_xlsb(inhoud: bytes) -> list[int]:
    """Return how long each shared text is at most."""
    return [einde - van for soort, van, einde in _records_xlsb(inhoud) if soort == 19]


def scan_xlsb(inhoud: bytes, scan: Binairscan, lengten: list[int]) -> None:
    """Look a sheet over; raise Onleesbaar for too much, ValueError or IndexError for damage."""
    rij = 0
    for soort, van, einde in _records_xlsb(inhoud):
        if soort == 0:
            rij = _heel(inhoud, van) + 1
            if einde > van + 11 and inhoud[van + 11] & 0x10:
                scan.verborgen_rijen.add(rij)
        elif 2 <= soort <= 11:
            _cel_xlsb(inhoud, scan, soort, van, rij, lengten)
        elif soort == 60 and inhoud[van + 16] & 1:
            eerste, laatste = struct.unpack_from("<II", inhoud, van)
            scan.verborgen_kolommen.update(range(eerste, min(laatste + 1, 2**14)))


def _cel_xlsb(
    inhoud: bytes, scan: Binairscan, soort: int, van: int, rij: int, lengten: list[int]
) -> None:
    kolom = _heel(inhoud, van)
    if soort in _XLSB_FOUT:
        scan.fout(rij, kolom, inhoud[van + 8])
    elif soort in _XLSB_GETAL:
        scan.getal(rij, kolom, struct.unpack_from("<d", inhoud, van + 8)[0])
    elif soort == 2:
        scan.getal(rij, kolom, _rk(_heel(inhoud, van + 8)))
    else:
        scan.cel(rij, kolom)
    if soort == _XLSB_TEKST:
        nummer = _heel(inhoud, van + 8)
        scan.tekst += lengten[nummer] if nummer < len(lengten) else 0


# -- .xls --------------------------------------------------------------------------------------

_SLUIT = 0xFFFFFFFA
#: The shared texts, and the kinds of cells.
_TEKSTEN = 0xFC
_CELLEN_XLS = frozenset((0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6, 0x205, 0x06))


def _stroom(inhoud: bytes) -> bytes:
    """Return the stream with the workbook in a compound file; raises ValueError or struct.error."""
    sector, kort = 1 << inhoud[30], 1 << inhoud[32]
    if sector not in (512, 4096) or kort != 64:
        raise ValueError("sectors of a size that nobody uses")
    eerste_map, _, grens, eerste_kort, aantal_kort = struct.unpack_from("<5I", inhoud, 48)
    sectoren = memoryview(inhoud)[sector:]
    fat: list[int] = []
    for nummer in _fatsectoren(inhoud, sector):
        fat += _getallen(sectoren[nummer * sector : (nummer + 1) * sector])
    map_ = _keten(sectoren, eerste_map, fat, sector)
    for van in range(0, len(map_), 128):
        post = map_[van : van + 128]
        lengte = struct.unpack_from("<H", post, 64)[0]
        naam = post[: max(0, lengte - 2)].decode("utf-16-le", errors="replace")
        if naam.casefold() not in ("workbook", "book"):
            continue
        begin, omvang = struct.unpack_from("<II", post, 116)
        if omvang >= grens:
            return _keten(sectoren, begin, fat, sector)[:omvang]
        mini = _keten(sectoren, _heel(map_, 116), fat, sector)
        kleine = _getallen(_keten(sectoren, eerste_kort, fat, sector)) if aantal_kort else []
        return _keten(mini, begin, kleine, kort)[:omvang]
    raise Onleesbaar("dit is geen spreadsheet", OPNIEUW)


def _keten(bron: bytes | memoryview, plek: int, volgende: Sequence[int], grootte: int) -> bytes:
    """Put the sectors of a chain behind each other; one that goes round ends."""
    uit, stappen = bytearray(), 0
    while plek < len(volgende) and stappen <= len(volgende) and len(uit) <= len(bron):
        uit += bron[plek * grootte : (plek + 1) * grootte]
        plek, stappen = volgende[plek], stappen + 1
    return bytes(uit)


def _getallen(deel: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(deel) // 4}I", deel[: len(deel) // 4 * 4])


def _fatsectoren(inhoud: bytes, sector: int) -> list[int]:
    aantal, volgende = _heel(inhoud, 44), _heel(inhoud, 68)
    nummers = list(struct.unpack_from("<109I", inhoud, 76))
    while volgende < _SLUIT and len(nummers) < min(aantal, len(inhoud) // sector + 1):
        deel = struct.unpack_from(f"<{sector // 4}I", inhoud, (volgende + 1) * sector)
        nummers += deel[:-1]
        volgende = deel[-1]
    return [nummer for nummer in nummers[:aantal] if nummer < _SLUIT]


def _records_xls(inhoud: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Give kind, place of the record, and where its contents begin and end."""
    plek = 0
    while plek + 4 <= len(inhoud):
        soort, lengte = struct.unpack_from("<HH", inhoud, plek)
        yield soort, plek, plek + 4, min(plek + 4 + lengte, len(inhoud))
        plek += 4 + lengte


def scan_xls(bestand: bytes) -> tuple[list[Binairscan], bool]:
    """Return the sheets and whether days count from 1904; raises Onleesbaar, or one of `KAPOT`."""
    lezer = _Xlslezer(_stroom(bestand))
    vorige = 0
    for soort, plek, van, einde in _records_xls(lezer.inhoud):
        # A text that goes on in the next record gets one byte more there; that makes it longer.
        vorige = _TEKSTEN if soort == 0x3C and vorige == _TEKSTEN else soort
        if soort == 0x809:
            lezer.begin_blad(plek)
        elif lezer.blad is not None and soort in (0x208, 0x7D):
            _verborgen_xls(lezer.inhoud, soort, van, lezer.blad)
        elif lezer.blad is not None and soort in _CELLEN_XLS:
            lezer.cellen(lezer.blad, soort, van, einde)
        else:
            lezer.in_werkboek(vorige, van, einde)
    return list(lezer.bladen.values()), lezer.vanaf_1904


class _Xlslezer:
    """What the records of a workbook said so far; the sheets by where they begin."""

    def __init__(self, inhoud: bytes) -> None:
        self.inhoud = inhoud
        self.bladen: dict[int, Binairscan] = {}
        self.blad: Binairscan | None = None
        self.vanaf_1904 = False
        self._teksten = bytearray()
        self._lengten: list[int] = []

    def in_werkboek(self, soort: int, van: int, einde: int) -> None:
        if soort == 0x2F:
            raise Onleesbaar("het bestand is met een wachtwoord beveiligd", OPNIEUW)
        if soort == 0x85 and self.inhoud[van + 5] == 0:
            self.bladen[_heel(self.inhoud, van)] = _blad_xls(self.inhoud, van, einde)
        elif soort == 0x22:
            self.vanaf_1904 = bool(self.inhoud[van])
        elif soort == _TEKSTEN:
            self._teksten += self.inhoud[van:einde]

    def begin_blad(self, plek: int) -> None:
        if plek in self.bladen:
            self.blad = self.bladen[plek]
            self._lengten = self._lengten or _tekstlengten_xls(bytes(self._teksten))

    def cellen(self, blad: Binairscan, soort: int, van: int, einde: int) -> None:
        inhoud = self.inhoud
        rij, kolom = struct.unpack_from("<HH", inhoud, van)
        rij += 1
        if soort in (0x27E, 0xBD):
            for nummer, plek in enumerate(range(van + 6, max(van + 7, einde - 5), 6)):
                blad.getal(rij, kolom + nummer, _rk(_heel(inhoud, plek)))
        elif soort == 0x203 or (soort == 0x06 and inhoud[van + 12 : van + 14] != b"\xff\xff"):
            blad.getal(rij, kolom, struct.unpack_from("<d", inhoud, van + 6)[0])
        elif (code := _foutcode(inhoud, soort, van)) is not None:
            blad.fout(rij, kolom, code)
        else:
            blad.cel(rij, kolom)
        if soort == 0xFD:
            nummer = _heel(inhoud, van + 6)
            blad.tekst += self._lengten[nummer] if nummer < len(self._lengten) else 65535


def _blad_xls(inhoud: bytes, van: int, einde: int) -> Binairscan:
    lengte, breed = inhoud[van + 6], inhoud[van + 7] & 1
    ruw = inhoud[van + 8 : min(einde, van + 8 + lengte * (2 if breed else 1))]
    naam = ruw.decode("utf-16-le" if breed else "latin-1", errors="replace")
    return Binairscan(naam=naam, zicht=_ZICHT[min(inhoud[van + 4] & 3, 2)])


def _tekstlengten_xls(teksten: bytes) -> list[int]:
    """Return how long the shared texts are; the longest there can be where that is not clear."""
    if len(teksten) < 8:
        return []
    aantal, plek = _heel(teksten, 4), 8
    lengten: list[int] = []
    while plek + 3 <= len(teksten) and len(lengten) < aantal:
        lengte, vlaggen = struct.unpack_from("<HB", teksten, plek)
        plek += 3
        opmaak, extra = 0, 0
        if vlaggen & 8:
            opmaak, plek = struct.unpack_from("<H", teksten, plek)[0], plek + 2
        if vlaggen & 4:
            extra, plek = _heel(teksten, plek), plek + 4
        plek += lengte * (2 if vlaggen & 1 else 1) + 4 * opmaak + extra
        lengten.append(lengte)
    return lengten


def _foutcode(inhoud: bytes, soort: int, van: int) -> int | None:
    """Return the code of the error that a cell or formula holds, None where there is none."""
    if soort == 0x205 and inhoud[van + 7]:
        return inhoud[van + 6]
    return inhoud[van + 8] if soort == 0x06 and inhoud[van + 6] == 2 else None


def _verborgen_xls(inhoud: bytes, soort: int, van: int, blad: Binairscan) -> None:
    eerste, laatste = struct.unpack_from("<HH", inhoud, van)
    if soort == 0x208 and inhoud[van + 12] & 0x20:
        blad.verborgen_rijen.add(eerste + 1)
    elif soort == 0x7D and inhoud[van + 8] & 1:
        blad.verborgen_kolommen.update(range(eerste, min(laatste + 1, 256)))
