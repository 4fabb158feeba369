"""One cell: what stands in it becomes cents, a day, a year or a code, for us and for others.

Two grammars stand side by side. Ours reads the tables that come with this program, or that a
person keeps for it: strict, for what is odd there is a mistake that somebody should mend, and one
way of writing keeps them comparable. Theirs reads what any package or person sends: generous, for
they cannot write it otherwise, but never a guess; what can mean two things is refused.

Every reader of theirs takes the text of a cell or the value that a workbook holds. All raise
`Celfout` (reason and remedy, without the place) or, where ours leave the words to `kolommen`,
ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any


class Celfout(Exception):
    """A value that does not fit its column: `reden` and `remedie`, without the place."""

    def __init__(self, reden: str, remedie: str) -> None:
        super().__init__(reden)
        self.reden, self.remedie = reden, remedie


# -- ours: strict --------------------------------------------------------------------------------

_ONZE_DAG = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
_ONZE_DAG_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)
_ONS_JAAR = re.compile(r"\d{4}", re.ASCII)


def onze_code(tekst: str) -> str:
    """Read the code of a gemeente: GM0141, or the bare number; ValueError for anything else."""
    code = lees_gemeentecode(tekst, ruim=False)
    if not code:
        raise ValueError(tekst)
    return code


def onze_dag(tekst: str) -> date:
    """Read 2027-01-31 or 31-01-2027; ValueError for anything else."""
    if match := _ONZE_DAG.fullmatch(tekst):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _ONZE_DAG_ISO.fullmatch(tekst):
        return date(int(match[1]), int(match[2]), int(match[3]))
    raise ValueError(tekst)


def ons_jaar(tekst: str) -> int:
    """Read a year of four digits; ValueError for anything else."""
    if not _ONS_JAAR.fullmatch(tekst):
        raise ValueError(tekst)
    return int(tekst)


def ons_getal(tekst: str) -> Decimal:
    """Read a finite number with a point or a comma; ValueError for anything else."""
    try:
        getal = Decimal(tekst.replace(",", "."))
    except InvalidOperation as fout:
        raise ValueError(tekst) from fout
    if not getal.is_finite():
        raise ValueError(tekst)
    return getal


def ons_aandeel(tekst: str) -> Fraction:
    """Read a share from 0 to 1, exactly: 3/4, 0.75 or 0,75; ValueError for anything else."""
    try:
        aandeel = Fraction(tekst.replace(",", "."))
    except ZeroDivisionError as fout:
        raise ValueError(tekst) from fout
    if not 0 <= aandeel <= 1:
        raise ValueError(tekst)
    return aandeel


# -- theirs: generous ----------------------------------------------------------------------------


#: What a cell can hold: CSV gives text only, Excel numbers and days as well.
Celwaarde = str | int | float | bool | date | datetime | timedelta | None

#: The largest amount of one booking, in cents (just below ten milliard euros). A million of them
#: still add up within int64.
GROOTSTE_CENTEN = 10**12 - 1

#: A cell longer than this can only be an open quotation mark or no table at all.
LANGSTE_CEL = 10_000

_BEDRAG_REMEDIE = "schrijf bijvoorbeeld 1234,56 of 1.234,56"

# Thousands by point or space with the decimals after a comma, as the Dutch write it; "12,-" and
# "12,--" are whole euros.
_NEDERLANDS = re.compile(
    r"([1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d+)(?:,(\d\d?|--?))?", re.ASCII
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
#: Every sign that people and programs write for a minus or a hyphen.
_STREPEN = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"
)
#: The euro before or behind, with or without a space.
_EURO_VOOR = re.compile(r"(?:€|eur(?:o|\.)?(?![a-z])) ?", re.IGNORECASE)
_EURO_ACHTER = re.compile(r" ?(?:€|(?<![a-z])eur(?:o|\.)?)$", re.IGNORECASE)
#: Debit or credit behind the amount, as bookkeepers write it.
_DC = re.compile(r" ?(cr|c|db|dr|d)\.?$", re.IGNORECASE)

#: "1.234": a point before three digits. It is read as thousands, unless the same file also has
#: amounts with a decimal point (see `bestedingen`).
PUNT_IS_DUIZENDTAL = re.compile(r"[^\d,]*[1-9]\d{0,2}\.\d{3}[^\d,]*")
#: "1234.5" or "1234.56": here the point can only be a decimal sign.
PUNT_IS_DECIMAAL = re.compile(r"[^.]*\.\d\d?(?!\d)\D*")

# A program that exports a day often adds a time; its zone can move it to another day.
_TIJD = re.compile(
    r"(?:[ T]|, )(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?$",
    re.ASCII | re.IGNORECASE,
)
_DAGVORMEN = tuple(
    re.compile(vorm, re.ASCII | re.IGNORECASE)
    for vorm in (
        r"(?P<jaar>\d{4})(?P<maand>\d{2})(?P<dag>\d{2})",
        r"(?P<jaar>\d{4})(?P<teken>[-/.])(?P<maand>\d{1,2})(?P=teken)(?P<dag>\d{1,2})",
        r"(?P<dag>\d{1,2}) ?[-/. ] ?(?P<maand>\d{1,2}) ?[-/. ] ?'?(?P<jaar>\d{4}|\d{2})",
        r"(?P<dag>\d{1,2})[-/. ]{1,2}(?P<maand>[a-z]{3,9})\.?[-/. ]{0,2}[' ]?(?P<jaar>\d{4}|\d{2})",
        r"(?P<maand>[a-z]{3,9})\.? (?P<dag>\d{1,2}),? (?P<jaar>\d{4})",
    )
)
_WEEKDAG = re.compile(r"([a-z]{2,9})\.?,? (.*\d.*)", re.ASCII | re.IGNORECASE)
_DAGNUMMER = re.compile(r"\d{5}", re.ASCII)
_JAAR = re.compile(r"(\d{4})(?:[.,]0)?", re.ASCII)


def _genummerd(namen: str, vanaf: int) -> dict[str, int]:
    """Number groups of names; all names of a group have its number."""
    groepen = enumerate(namen.split("|"), start=vanaf)
    return {naam: nummer for nummer, groep in groepen for naam in groep.split()}


#: Months by the names that Dutch and English programs give them, long and short.
_MAANDEN = _genummerd(
    "januari january jan|februari february febr feb|maart march mrt mar maa|april apr|mei may|juni "
    "june jun|juli july jul|augustus august aug|september sept sep|oktober october okt oct|"
    "november nov|december dec",
    1,
)
_WEEKDAGEN = _genummerd(
    "maandag monday ma mon|dinsdag tuesday di tue|woensdag wednesday wo wed|donderdag thursday do "
    "thu|vrijdag friday vr fri|zaterdag saturday za sat|zondag sunday zo sun",
    0,
)

#: Days of Excel's calendar that fall in this century; other numbers are no dates.
_EXCEL_BEGIN, _EXCEL_EERSTE, _EXCEL_LAATSTE = date(1899, 12, 30), 36526, 73050
_TUSSEN_1900_EN_1904 = 1462


def lees_centen(waarde: Celwaarde) -> int:
    """Read an amount as cents, exactly.

    Reads "1.234,56", "1234.56", "1 234,56", "€ 12", "12,-", "1,234.56" and "1.234" (Dutch: one
    thousand two hundred and thirty-four); "€ -" is nought. Negative is "-12,00" with any kind of
    dash, "12,00-", "(12,00)" or "12,00 CR"; "12,00 D" is positive.
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
    import numpy as np

    kolom = "\n".join(teksten)
    if not any(patroon.fullmatch(kolom) for patroon in _EENVOUDIGE_KOLOM):
        return None
    cijfers = kolom.replace(".", "").replace(",", "")
    centen = np.fromstring(cijfers, dtype=np.int64, sep="\n")
    return centen if len(centen) == len(teksten) else None


def _centen_uit_tekst(tekst: str) -> int:
    teken, kaal = _teken(_zonder_omslag(tekst))
    if kaal == "-":
        # "€ -" is how Excel's own format for amounts shows a nought.
        return 0
    for patroon in (_NEDERLANDS, _MET_PUNT, _DUIZENDEN_KOMMA):
        if match := patroon.fullmatch(kaal):
            decimalen = (match[2] or "").replace("-", "").ljust(2, "0")
            return _binnen_grens(tekst, teken, re.sub(r"\D", "", match[1]) + decimalen)
    if _TE_VEEL_DECIMALEN.fullmatch(kaal):
        raise Celfout(f"'{tekst.strip()}' heeft meer dan twee decimalen", _BEDRAG_REMEDIE)
    raise Celfout(_geen(tekst, "geen bedrag"), _BEDRAG_REMEDIE)


def _zonder_omslag(tekst: str) -> str:
    """Take off what programs put around a value to keep it text: ="0141", '0141."""
    kaal = _SPATIES.sub(" ", tekst).strip().translate(_STREPEN)
    if kaal.startswith('="') and kaal.endswith('"') and len(kaal) > 2:
        kaal = kaal[2:-1].strip()
    return kaal[1:].strip() if kaal.startswith(("'", "\u2019")) else kaal


def _zonder_euro(kaal: str) -> str:
    voor = _EURO_VOOR.match(kaal)
    return kaal[voor.end() :] if voor else _EURO_ACHTER.sub("", kaal)


def _teken(kaal: str) -> tuple[str, str]:
    """Take the sign off, and the euro before or after it.

    A sign stands before or after the number, in brackets as accountants write it, or as CR or D
    behind it. Two signs at once say nothing, so then the text is left as it is: no amount.
    """
    heel = kaal
    kaal = _zonder_euro(kaal)
    achter = _DC.search(kaal)
    if achter:
        kaal = _zonder_euro(kaal[: achter.start()])
    elif kaal.startswith("(") and kaal.endswith(")"):
        return "-", _zonder_euro(kaal[1:-1].strip())
    if kaal == "-" and not achter:
        return "", kaal
    if kaal.startswith("-"):
        teken, kaal = "-", kaal[1:].strip()
    elif kaal.endswith("-") and not kaal.endswith((",-", ",--")):
        teken, kaal = "-", kaal[:-1].strip()
    else:
        teken, kaal = "", kaal.removeprefix("+").strip()
    if achter and teken:
        return "", heel
    if achter and achter[1].casefold() in ("c", "cr"):
        teken = "-"
    return teken, _zonder_euro(kaal)


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
        remedie = "rond het bedrag in Excel af op centen, bijvoorbeeld met AFRONDEN(...;2)"
        raise Celfout(f"{getal:.15g}".replace(".", ",") + " heeft meer dan twee decimalen", remedie)
    teken = "-" if getal < 0 else ""
    return _binnen_grens(str(getal), teken, heel.removeprefix("-") + decimalen.ljust(2, "0"))


def lees_dag(waarde: Celwaarde, *, vanaf_1904: bool = False) -> date:
    """Read a day: "31-12-2027", "1-3-27", "31 december 2027", "2027-12-31", or an Excel date.

    Day before month; two digits are a year of this century. Months have Dutch or English names. A
    day of the week must be the right one. A time is left out, but where it has a zone ("Z",
    "+02:00") the day is that of the Netherlands. An Excel date can also come as its number (46752),
    also in a CSV file; `vanaf_1904` says from when those count.
    Raises Celfout for anything else.
    """
    dag: date | None = None
    if isinstance(waarde, str):
        kaal = _zonder_omslag(waarde)
        dag = _dag_uit_tekst(kaal)
        if dag is None and _DAGNUMMER.fullmatch(kaal):
            dag = _dag_uit_getal(int(kaal), vanaf_1904)
    elif isinstance(waarde, date):
        dag = waarde.date() if isinstance(waarde, datetime) else waarde
    elif isinstance(waarde, int | float) and not isinstance(waarde, bool):
        dag = _dag_uit_getal(waarde, vanaf_1904)
    if dag is None:
        raise Celfout(_geen(waarde, "geen datum"), _DATUM_REMEDIE)
    return dag


_DATUM_REMEDIE = "schrijf de datum als 31-12-2027 of 2027-12-31"


def _dag_uit_getal(getal: int | float, vanaf_1904: bool) -> date | None:
    if not float(getal).is_integer():
        return None
    # Some programs write a day as one number, 20270118, which Excel then keeps as such.
    nummer = int(getal) + (_TUSSEN_1900_EN_1904 if vanaf_1904 else 0)
    if _EXCEL_EERSTE <= nummer <= _EXCEL_LAATSTE:
        return _EXCEL_BEGIN + timedelta(days=nummer)
    return _dag_uit_tekst(f"{getal:.0f}")


def _dag_uit_tekst(kaal: str) -> date | None:
    """Return the day that a text says, None where it says none that exists."""
    try:
        tijd = _TIJD.search(kaal)
        if tijd and not (int(tijd[1]) < 24 and int(tijd[2]) < 60 and int(tijd[3] or 0) < 60):
            return None
        zonder_tijd = kaal[: tijd.start()] if tijd else kaal
        dag = _dag(zonder_tijd.strip())
        return _in_nederland(dag, tijd) if dag and tijd and tijd[4] else dag
    except (ValueError, OverflowError):
        return None


def _dag(kaal: str) -> date | None:
    if match := _WEEKDAG.fullmatch(kaal):
        weekdag = _WEEKDAGEN.get(match[1].casefold())
        if weekdag is not None:
            dag = _dag(match[2])
            return dag if dag and dag.weekday() == weekdag else None
    match = next((m for vorm in _DAGVORMEN if (m := vorm.fullmatch(kaal))), None)
    if match is None:
        return None
    naam, jaar = match["maand"].casefold(), int(match["jaar"])
    maand = int(naam) if naam.isdigit() else _MAANDEN.get(naam, 0)
    return date(jaar + (2000 if len(match["jaar"]) == 2 else 0), maand, int(match["dag"]))


def _in_nederland(dag: date, tijd: re.Match[str]) -> date:
    """Return the day that it was here at a moment somewhere else."""
    moment = datetime(dag.year, dag.month, dag.day, int(tijd[1]), int(tijd[2]))
    zone = tijd[4]
    if zone not in "zZ":
        minuten = int(zone[1:3]) * 60 + int(zone[-2:])
        moment -= timedelta(minutes=minuten if zone[0] == "+" else -minuten)
    # Summer time runs from the last Sunday of March to that of October, one hour after midnight.
    begin, einde = (_laatste_zondag(moment.year, maand) for maand in (3, 10))
    return (moment + timedelta(hours=2 if begin <= moment < einde else 1)).date()


def _laatste_zondag(jaar: int, maand: int) -> datetime:
    laatste = datetime(jaar, maand, 31, 1)
    return laatste - timedelta(days=(laatste.weekday() + 1) % 7)


def lees_jaar(waarde: Celwaarde) -> int:
    """Read a year of four digits, or raise Celfout."""
    if isinstance(waarde, float) and waarde.is_integer():
        waarde = int(waarde)
    if isinstance(waarde, int | str) and (match := _JAAR.fullmatch(_zonder_omslag(str(waarde)))):
        return int(match[1])
    raise Celfout(_geen(waarde, "geen jaartal"), "vul vier cijfers in, bijvoorbeeld 2027")


def als_tekst(waarde: Celwaarde) -> str:
    """Return a cell as the text a person sees; 14.0 is "14"."""
    if isinstance(waarde, str):  # as most cells are
        return waarde.strip()
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "WAAR" if waarde else "ONWAAR"
    if isinstance(waarde, float) and waarde.is_integer() and abs(waarde) < 1e15:
        return str(int(waarde))
    if isinstance(waarde, date):
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


# -- the code of a gemeente, both ways: only 0 to 9 are digits -------------------------------------

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
