"""Words: plain ids for file names, a form in which names compare, dates as the Dutch write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

MAANDEN = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()


def _kaal(naam: str) -> str:
    """Drop diacritics and case."""
    if naam.isascii():
        return naam.lower()
    ontleed = unicodedata.normalize("NFKD", naam)
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken)).casefold()


def slug(naam: str) -> str:
    """Turn a name into a plain id: "Zaanstreek/Waterland" becomes "zaanstreek-waterland"."""
    return re.sub(r"[^a-z0-9]+", "-", _kaal(naam)).strip("-")


#: Names that Windows keeps for devices, whatever comes after the point.
_VAN_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def bestandsnaam(*delen: str) -> str:
    """Return a plain name for a file, without extension, that leads to no other folder."""
    naam = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(delen)).strip("-") or "naamloos"
    return f"{naam}-" if _VAN_WINDOWS.fullmatch(naam) else naam


#: A spreadsheet runs text that starts with one of these as a formula; some programs make the wide
#: ones of East Asia plain first.
FORMULETEKENS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

#: The same further on in a text, behind what the reader of another country takes for the end of a
#: cell; a number alone, as in "3; -5", does nothing.
_NA_SCHEIDING = re.compile(
    r"""(?P<begin>[;,\t\r\n]["' ]*)(?=[=@＝＠]|[-+－＋](?!\s?[\d.]*\s*(?:[;,]|$)))"""
)


def veilig(waarde: Any) -> Any:
    """Put an apostrophe before what a spreadsheet would run as a formula in a text.

    At its start, and wherever a cell would start when the file is read with another separator.
    """
    if not isinstance(waarde, str):
        return waarde
    gedempt = _NA_SCHEIDING.sub(r"\g<begin>'", waarde)
    return f"'{gedempt}" if gedempt.startswith(FORMULETEKENS) else gedempt


def vorm(naam: str) -> str:
    """Return the form in which two spellings of one name are equal: bare letters and digits."""
    return re.sub(r"[^a-z0-9]+", "", _kaal(naam))


def als_toml(waarde: Any) -> str:
    """Write a text, number, day, list or table on one line, as TOML does."""
    if isinstance(waarde, bool):
        return str(waarde).lower()
    if isinstance(waarde, str):
        # A string of JSON is one of TOML too, but for the one control character that it lets by.
        import json

        return json.dumps(waarde, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(waarde, Mapping):
        delen = (f"{als_toml(str(naam))} = {als_toml(deel)}" for naam, deel in waarde.items())
        return f"{{ {', '.join(delen)} }}"
    if isinstance(waarde, list | tuple):
        return f"[{', '.join(map(als_toml, waarde))}]"
    return waarde.isoformat() if isinstance(waarde, date) else str(waarde)


def telling(aantal: int, een: str, meer: str) -> str:
    """Count as the Dutch do: "1 boeking", "12.345 boekingen"."""
    return f"{aantal:,}".replace(",", ".") + f" {een if aantal == 1 else meer}"


def toon_pad(pad: Path) -> str:
    """Show a path so that it can be found: in full where it leaves the folder one stands in."""
    return str(pad.resolve() if ".." in pad.parts else pad)


def toon_datum(iso: str) -> str:
    """Show "2026-04-22" as "22 april 2026"; "2025" and "2022-07" keep their own precision."""
    delen = iso.split("-")
    if len(delen) == 1:
        return iso
    maand = MAANDEN[int(delen[1]) - 1]
    return f"{maand} {delen[0]}" if len(delen) == 2 else f"{int(delen[2])} {maand} {delen[0]}"


#: Control characters other than tab and line break, a mark of the byte order in the middle of a
#: text, what Unicode says is no character, and signs that turn the direction of reading round:
#: nobody sees them, and they make two names that look alike differ.
STUURTEKENS = bytes({*range(32), 127} - {*b"\t\n\r"})
_ONZICHTBAAR = "\ufeff\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
#: The bytes with which those begin: a single byte is found many times faster than three.
_BEGIN = sorted({teken.encode()[:1] for teken in _ONZICHTBAAR})


#: Signs that Unicode calls letters or marks, and that nobody sees all the same.
_LIJKT_LEEG = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
#: What is drawn as nothing: control, format, private, unassigned, and breaks of line or paragraph.
_ZONDER_BEELD = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def onzichtbaar_teken(tekst: str) -> str:
    """Return the name (U+202E) of the first sign in a text of one line that cannot be seen, or "".

    Looks at a text as it was decoded, so that no way of writing a sign in a file hides it.
    """
    for teken in tekst:
        if unicodedata.category(teken) in _ZONDER_BEELD or teken in _LIJKT_LEEG:
            return f"U+{ord(teken):04X}"
    return ""


#: What a terminal takes for an order: control characters, but for a tab and the end of a line.
_BEVELEN = {
    code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"
}


def zichtbaar(tekst: str) -> str:
    """Return a text from outside as it can be shown: what a terminal obeys is spelled out."""
    return tekst.translate(_BEVELEN).encode("utf-8", "backslashreplace").decode("utf-8")


class VreemdTeken(NamedTuple):
    """A character that cannot be seen: its name (U+0007), and on which line it stands."""

    naam: str
    regel: int


def vreemd_teken(inhoud: bytes) -> VreemdTeken | None:
    """Return the first character in UTF-8 that has no place in a text for people, None for none."""
    begin = [byte for byte in _BEGIN if byte in inhoud]
    onzichtbaar = [t for t in _ONZICHTBAAR if t.encode()[:1] in begin and t.encode() in inhoud]
    if len(inhoud.translate(None, STUURTEKENS)) < len(inhoud):
        onzichtbaar += [chr(code) for code in STUURTEKENS if code in inhoud]
    if not onzichtbaar:
        return None
    eerste = min(onzichtbaar, key=lambda teken: inhoud.index(teken.encode()))
    regel = inhoud.count(b"\n", 0, inhoud.index(eerste.encode())) + 1
    return VreemdTeken(f"U+{ord(eerste):04X}", regel)


def kwartalen(jaar: int, kwartaal: int, laatste_jaar: int) -> list[str]:
    """Name all quarters from one up to and including the last of a year: "2026 K4", "2027 K1"."""
    eerste, erna = 4 * jaar + kwartaal - 1, 4 * laatste_jaar + 4
    return [f"{nummer // 4} K{nummer % 4 + 1}" for nummer in range(eerste, erna)]
