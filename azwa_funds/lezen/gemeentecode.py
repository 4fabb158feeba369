"""The CBS code of a gemeente as people and programs write it: GM0141.

Ours is strict: a table of ours has "GM0141" or the bare number, and anything else there is a
mistake to mend. Theirs is read generously: Excel makes 141.0 of it, an export drops or adds zeros,
people put a space or a hyphen in. Either way only the digits 0 to 9 are digits.
"""

from __future__ import annotations

import re

#: A code in full, as it stands in names of files and in what CBS sends.
VOLLEDIG = re.compile(r"GM[0-9]{4}", re.IGNORECASE)

_GETAL = re.compile(r"(?:GM)?[0-9]+", re.IGNORECASE)
_STRENG = re.compile(r"(?:GM)?([0-9]{1,4})", re.IGNORECASE)
# 141, 141.0 (a number of Excel), 0141, GM141, "gm 0141", GM00141.
_RUIM = re.compile(r"(?:gm[\s-]*)?0*([0-9]{1,4})(?:[.,]0+)?", re.IGNORECASE)


def lees_gemeentecode(tekst: str, *, ruim: bool) -> str:
    """Return a code in full, "" for what is none; whether such a gemeente exists is not asked."""
    match = (_RUIM if ruim else _STRENG).fullmatch(tekst)
    return voluit(match[1]) if match else ""


def lijkt_gemeentecode(tekst: str) -> bool:
    """Whether a text is a number, so that it can only be meant as a code."""
    return bool(_GETAL.fullmatch(tekst))


def voluit(cijfers: str) -> str:
    """Return the code of a gemeente with this number."""
    return f"GM{int(cijfers):04d}"
