"""Characters that nobody sees: taken out of what a user sends, and told.

Programs and web pages leave them behind (a soft hyphen, a mark of direction, a space of no width),
and two codes that look alike then differ. What has no place in a text at all, such as the bell of
a teleprinter, is refused as before (`kern.tekst.vreemd_teken`).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import numpy as np

from azwa_funds.kern.tekst import STUURTEKENS, VreemdTeken, telling, vreemd_teken
from azwa_funds.lezen.bronblad import Reeks

#: Ranges of characters without a shape of their own: soft hyphen, joiners, marks of direction,
#: spaces of no width, fillers, selectors of a variant, tags.
_ONZICHTBAAR = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_TEKENS = re.compile(f"[{_ONZICHTBAAR}]")
#: How XML writes a character by its number.
_NUMMER = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
#: How a workbook writes a control character; the first alternative is the escape of that escape.
_STUUR = re.compile(rb"_x005[fF]_|_x00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF])_")


class Onzichtbaar:
    """Takes invisible characters out, and counts them by name."""

    def __init__(self) -> None:
        self.aantal: Counter[str] = Counter()

    def zonder(self, inhoud: bytes, *, is_xml: bool = False) -> bytes:
        """Return UTF-8 without invisible characters; also those that XML writes by number."""
        if is_xml and b"&" in inhoud and b"&#" in inhoud:
            inhoud = _NUMMER.sub(self._van_nummer, inhoud)
        if is_xml and b"_" in inhoud and b"_x00" in inhoud:
            inhoud = _STUUR.sub(self._van_stuur, inhoud)
        if inhoud.isascii() or not _misschien(inhoud):
            return inhoud
        tekst = inhoud.decode(errors="surrogateescape")
        gevonden = Counter(_TEKENS.findall(tekst))
        if not gevonden:
            return inhoud
        self.aantal.update({_naam(teken): keren for teken, keren in gevonden.items()})
        return _TEKENS.sub("", tekst).encode(errors="surrogateescape")

    def _van_nummer(self, gevonden: re.Match[bytes]) -> bytes:
        code = int(gevonden[1], 16) if gevonden[1] else int(gevonden[2])
        if code <= 0x10FFFF and _TEKENS.fullmatch(chr(code)):
            self.aantal[_naam(chr(code))] += 1
            return b""
        return gevonden[0]

    def _van_stuur(self, gevonden: re.Match[bytes]) -> bytes:
        if gevonden[0].lower() == b"_x005f_":
            return gevonden[0]
        self.aantal[f"U+00{gevonden[0][4:6].decode().upper()}"] += 1
        return b""

    def opmerkingen(self) -> tuple[str, ...]:
        """Say what was taken out, in a sentence; nothing where nothing was."""
        if not self.aantal:
            return ()
        namen = ", ".join(sorted(self.aantal)[:10])
        wat = telling(sum(self.aantal.values()), "onzichtbaar teken", "onzichtbare tekens")
        return (f"{wat} weggelaten ({namen}).",)


def stuurteken(inhoud: bytes) -> VreemdTeken | None:
    """Return the first control character, None where there is none, as nearly everywhere."""
    return vreemd_teken(inhoud) if len(inhoud.translate(None, STUURTEKENS)) < len(inhoud) else None


def _paren(plek: int) -> Reeks:
    """Return a table of two bytes in a row, `plek` bytes into an invisible character."""
    tabel = np.zeros(2**16, dtype=bool)
    for code in [*range(0xA0, 0x10000), *range(0x1D100, 0x1D200), *range(0xE0000, 0xE1000)]:
        teken = chr(code)
        if not 0xD800 <= code <= 0xDFFF and _TEKENS.fullmatch(teken):
            bytes_ = teken.encode() + b"\0"
            eerste, tweede = bytes_[plek], bytes_[plek + 1]
            if len(bytes_) > plek + 2:
                tabel[(eerste << 8) + tweede] = True
            else:
                tabel[eerste << 8 : (eerste + 1) << 8] = True
    return tabel


@cache
def _tabellen() -> tuple[Reeks, Reeks]:
    return _paren(0), _paren(1)


def _misschien(inhoud: bytes) -> bool:
    """Whether UTF-8 may hold an invisible character: seen many times faster than by searching."""
    bytes_ = np.frombuffer(inhoud + bytes(2), np.uint8)
    plek = np.flatnonzero(bytes_ >= 0xC2)
    eerste, tweede, derde = (bytes_[plek + i].astype(np.uint16) for i in range(3))
    begin, vervolg = _tabellen()
    return bool((begin[(eerste << 8) | tweede] & vervolg[(tweede << 8) | derde]).any())


def _naam(teken: str) -> str:
    return f"U+{ord(teken):04X}"
