"""One cell of a file with bookings: what people type becomes cents, a day, a year or a code.

Every reader takes the text of a CSV cell or the value of an Excel cell, and raises
`schemas.Celfout` (reason and remedy, without the place) for what does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from azwa_funds.lezen.schemas import Celfout

#: What a cell can hold: CSV gives text only, Excel numbers and days as well.
Celwaarde = str | int | float | bool | date | datetime | timedelta | None

#: The largest amount of one booking, in cents (just below ten milliard euros). A million of them
#: still add up within int64.
GROOTSTE_CENTEN = 10**12 - 1

#: A cell longer than this can only be an open quotation mark or no table at all.
LANGSTE_CEL = 10_000

_BEDRAG_REMEDIE = "schrijf bijvoorbeeld 1234,56 of 1.234,56"

# Thousands by point or space with the decimals after a comma, as the Dutch write it.
_NEDERLANDS = re.compile(
    r"([1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d+)(?:,(\d\d?|-))?", re.ASCII
)
# One or two decimals after a point; thousands by comma or space.
_MET_PUNT = re.compile(r"([1-9]\d{0,2}(?:[, ]\d{3})+|\d+)\.(\d\d?)", re.ASCII)
# Two commas can only be thousands.
_DUIZENDEN_KOMMA = re.compile(r"([1-9]\d{0,2}(?:,\d{3}){2,})()", re.ASCII)
_PLAT = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+),(\d\d)", re.ASCII)
# Possessive, so that a column of a million cells needs no memory to go back.
_EENVOUDIGE_KOLOM = tuple(
    re.compile(rf"(?:-?{getal}(?:\n|\Z))++", re.ASCII)
    for getal in (r"(?:[1-9]\d{0,2}(?:\.\d{3}){1,2}|\d{1,9}),\d\d", r"\d{1,9}\.\d\d")
)
_TE_VEEL_DECIMALEN = re.compile(r"[\d. ]+,\d{3,}|\d*\.\d{3,}")
_SPATIES = re.compile("[\u00a0\u2007\u2009\u202f\\s]+")
_EURO = re.compile(r"€|\beur(?:o)?\b\.?", re.IGNORECASE)

#: "1.234": a point before three digits. It is read as thousands, unless the same file also has
#: amounts with a decimal point (see `bestedingen`).
PUNT_IS_DUIZENDTAL = re.compile(r"[^\d,]*[1-9]\d{0,2}\.\d{3}[^\d,]*")
#: "1234.5" or "1234.56": here the point can only be a decimal sign.
PUNT_IS_DECIMAAL = re.compile(r"[^.]*\.\d\d?(?!\d)\D*")

# A program that exports a day often adds a time, which says nothing here.
_TIJD = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DATUM_NL = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_TIJD}", re.ASCII)
_DATUM_ISO = re.compile(rf"(\d{{4}})-?(\d{{2}})-?(\d{{2}}){_TIJD}", re.ASCII)
_DAGNUMMER = re.compile(r"\d{5}", re.ASCII)
_JAAR = re.compile(r"(\d{4})(?:[.,]0)?")

#: Days of Excel's calendar that fall in this century; other numbers are no dates.
_EXCEL_BEGIN, _EXCEL_EERSTE, _EXCEL_LAATSTE = date(1899, 12, 30), 36526, 73050


def lees_centen(waarde: Celwaarde) -> int:
    """Read an amount as cents, exactly.

    Reads "1.234,56", "1234.56", "1 234,56", "€ 12", "12,-", "1,234.56" and "1.234" (Dutch: one
    thousand two hundred and thirty-four). Negative is "-12,00", "12,00-" or "(12,00)".
    An Excel number counts to the 15 digits that Excel itself shows.
    Raises Celfout for anything else, and for more than two decimals.
    """
    if isinstance(waarde, str):
        vlug = _PLAT.fullmatch(waarde)
        if vlug and (len(vlug[2]) < 4 or vlug[2][0] != "0"):
            return _binnen_grens(waarde, vlug[1], vlug[2].replace(".", "") + vlug[3])
        return _centen_uit_tekst(waarde)
    if isinstance(waarde, int | float) and not isinstance(waarde, bool):
        return _centen_uit_getal(waarde)
    raise Celfout(_geen(waarde, "geen bedrag"), _BEDRAG_REMEDIE)


def lees_centen_kolom(teksten: Sequence[str]) -> Any:
    """Read a column in which every amount is plain, as an int64 array; None if one is not.

    Plain is a comma and two decimals, with or without points between the thousands, or a point
    and two decimals. It is what programs write, and many times quicker than cell by cell.
    """
    kolom = "\n".join(teksten)
    if not any(patroon.fullmatch(kolom) for patroon in _EENVOUDIGE_KOLOM):
        return None
    cijfers = kolom.replace(".", "").replace(",", "")
    centen = np.fromstring(cijfers, dtype=np.int64, sep="\n")
    return centen if len(centen) == len(teksten) else None


def _centen_uit_tekst(tekst: str) -> int:
    kaal = _EURO.sub("", _SPATIES.sub(" ", tekst)).strip()
    kaal = kaal.replace("\u2212", "-").replace("\u2013", "-")
    teken, kaal = _teken(kaal)
    for patroon in (_NEDERLANDS, _MET_PUNT, _DUIZENDEN_KOMMA):
        if match := patroon.fullmatch(kaal):
            decimalen = (match[2] or "").replace("-", "").ljust(2, "0")
            return _binnen_grens(tekst, teken, re.sub(r"\D", "", match[1]) + decimalen)
    if _TE_VEEL_DECIMALEN.fullmatch(kaal):
        raise Celfout(f"'{tekst.strip()}' heeft meer dan twee decimalen", _BEDRAG_REMEDIE)
    raise Celfout(_geen(tekst, "geen bedrag"), _BEDRAG_REMEDIE)


def _teken(kaal: str) -> tuple[str, str]:
    """Take the sign off: before or after the number, or brackets as accountants write them."""
    if kaal.startswith("(") and kaal.endswith(")"):
        return "-", kaal[1:-1].strip()
    if kaal.startswith("-"):
        return "-", kaal[1:].strip()
    if kaal.endswith("-") and not kaal.endswith(",-"):
        return "-", kaal[:-1].strip()
    return "", kaal.removeprefix("+").strip()


def _binnen_grens(tekst: str, teken: str, cijfers: str) -> int:
    if len(cijfers) > 15 or int(cijfers) > GROOTSTE_CENTEN:
        raise Celfout(f"'{tekst.strip()}' is te groot voor één boeking", "controleer dit bedrag")
    return -int(cijfers) if teken else int(cijfers)


def _centen_uit_getal(getal: int | float) -> int:
    if not -1e13 < getal < 1e13:
        raise Celfout(f"{getal} is te groot voor één boeking", "controleer dit bedrag")
    # A formula such as 0,1 + 0,2 leaves digits that Excel neither shows nor means.
    heel, _, decimalen = f"{getal:.15g}".partition(".")
    if "e" in decimalen or "e" in heel or len(decimalen) > 2:
        raise Celfout(
            f"{getal:.15g}".replace(".", ",") + " heeft meer dan twee decimalen",
            "rond het bedrag in Excel af op centen, bijvoorbeeld met AFRONDEN(...;2)",
        )
    teken = "-" if getal < 0 else ""
    return _binnen_grens(str(getal), teken, heel.removeprefix("-") + decimalen.ljust(2, "0"))


def lees_dag(waarde: Celwaarde) -> date:
    """Read a day: "31-12-2027", "31/12/2027", "2027-12-31", "20271231" or an Excel date.

    An Excel date can also come as its number (46752), also in a CSV file; a time is left out.
    Raises Celfout for anything else; a year of two digits is not guessed.
    """
    if isinstance(waarde, str) and _DAGNUMMER.fullmatch(waarde.strip()):
        waarde = int(waarde)
    if isinstance(waarde, datetime):
        return waarde.date()
    if isinstance(waarde, date):
        return waarde
    if isinstance(waarde, int | float) and not isinstance(waarde, bool):
        if float(waarde).is_integer() and _EXCEL_EERSTE <= waarde <= _EXCEL_LAATSTE:
            return _EXCEL_BEGIN + timedelta(days=int(waarde))
    elif isinstance(waarde, str):
        kaal = waarde.strip()
        try:
            if match := _DATUM_NL.fullmatch(kaal):
                return date(int(match[3]), int(match[2]), int(match[1]))
            if match := _DATUM_ISO.fullmatch(kaal):
                return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
    raise Celfout(_geen(waarde, "geen datum"), "schrijf de datum als 31-12-2027 of 2027-12-31")


def lees_jaar(waarde: Celwaarde) -> int:
    """Read a year of four digits, or raise Celfout."""
    if isinstance(waarde, float) and waarde.is_integer():
        waarde = int(waarde)
    if isinstance(waarde, int | str) and (match := _JAAR.fullmatch(str(waarde).strip())):
        return int(match[1])
    raise Celfout(_geen(waarde, "geen jaartal"), "vul vier cijfers in, bijvoorbeeld 2027")


def als_tekst(waarde: Celwaarde) -> str:
    """Return a cell as the text a person sees; 14.0 is "14"."""
    if waarde is None:
        return ""
    if isinstance(waarde, float) and waarde.is_integer() and abs(waarde) < 1e15:
        return str(int(waarde))
    if isinstance(waarde, datetime):
        return f"{waarde:%d-%m-%Y}"
    return str(waarde).strip()


def lees_woorden(waarde: Celwaarde) -> str:
    """Read a text that may be empty, or raise Celfout when it is longer than any cell should be."""
    tekst = als_tekst(waarde)
    if len(tekst) > LANGSTE_CEL:
        raise Celfout(_geen(waarde, f"langer dan {LANGSTE_CEL} tekens"), "kort de tekst in")
    return tekst


def _geen(waarde: Celwaarde, wat: str) -> str:
    tekst = als_tekst(waarde)
    kort = tekst if len(tekst) <= 60 else f"{tekst[:60]}…"
    return f"'{kort}' is {wat}" if tekst else "de cel is leeg"
