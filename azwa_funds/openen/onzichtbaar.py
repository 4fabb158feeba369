"""Characters that nobody sees: taken out of what a user sends, and told.

Programs and web pages leave them behind (a soft hyphen, a mark of direction, a space of no width),
and two codes that look alike then differ. What has no place in a text at all, such as the bell of
a teleprinter, is refused as before (`kern.tekst.vreemd_teken`).
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from azwa_funds.kern.tekst import STUURTEKENS, VreemdTeken, telling, vreemd_teken

#: Ranges of characters without a shape of their own: soft hyphen, joiners, marks of direction,
#: spaces of no width, fillers, selectors of a variant, tags.
_ONZICHTBAAR = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
_TEKENS = re.compile("[" + "".join(f"{chr(van)}-{chr(tot)}" for van, tot in _ONZICHTBAAR) + "]")
#: How XML writes a character by its number.
_NUMMER = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
#: How a workbook writes a control character; the first alternative is the escape of that escape.
_STUUR = re.compile(rb"_x005[fF]_|_x00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF])_")


class Onzichtbaar:
    """Takes invisible characters out, and counts them by name."""

    def __init__(self) -> None:
        self.aantal: Counter[str] = Counter()

    def zonder(self, inhoud: bytes, *, is_xml: bool = False, na: int = 0) -> bytes:
        """Return UTF-8 without what nobody sees; its first `na` bytes, a byte order mark, stay."""
        if is_xml and b"&" in inhoud and b"&#" in inhoud:
            inhoud = _NUMMER.sub(self._van_nummer, inhoud)
        if is_xml and b"_" in inhoud and b"_x00" in inhoud:
            inhoud = _STUUR.sub(self._van_stuur, inhoud)
        buiten = buiten_ascii(inhoud, na).decode(errors="surrogateescape")
        if not _TEKENS.search(buiten):
            return inhoud
        tekst = inhoud[na:].decode(errors="surrogateescape")
        gevonden = Counter(_TEKENS.findall(buiten))
        self.aantal.update({_naam(teken): keren for teken, keren in gevonden.items()})
        return inhoud[:na] + _TEKENS.sub("", tekst).encode(errors="surrogateescape")

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


_HOOG = np.uint64(0x8080808080808080)
_BLOK = 2**16


def buiten_ascii(inhoud: bytes, na: int = 0) -> bytes:
    """Return what of a text stands outside ASCII, with some signs around it.

    It is in UTF-8 where the whole text is, and most texts have so little of it that looking at this
    instead takes no time. The first `na` bytes are no part of it.
    """
    if inhoud.isascii():
        return b""
    woorden = np.frombuffer(inhoud, np.uint64, (len(inhoud) - na) // 8, na)
    delen, vorige = [], False
    for van in range(0, len(woorden), _BLOK):
        blok = woorden[van : van + _BLOK]
        hoog = (blok & _HOOG) != 0
        # With the eight bytes that follow, so that no letter is joined to one from elsewhere.
        mee = hoog | np.append(vorige, hoog[:-1])
        vorige = hoog[-1]
        delen.append(blok[mee].tobytes())
    return b"".join([*delen, inhoud[na + 8 * len(woorden) :]])


def _naam(teken: str) -> str:
    return f"U+{ord(teken):04X}"
