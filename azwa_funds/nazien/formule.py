"""A formula as a tree, in the part of the language of spreadsheets that our workbooks speak; and
which cells a reader fills in, and which formulas hang on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import shorten
from typing import Any

from azwa_funds.excel.blad import Own, OwnSheet, Sheet
from azwa_funds.lezen.keuring import kolomnummer

#: A cell: the sheet, and row and column counted from 0.
Plek = tuple[str, int, int]


class Onbekend(Exception):
    """A formula says something that this part of the language has no word for."""


@dataclass(frozen=True, slots=True)
class Vast:
    """A number, text or truth that stands in the formula itself; None is an argument left out."""

    waarde: int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class Gebied:
    """A cell, or all cells from the first to the last."""

    van: Plek
    tot: Plek

    @property
    def plekken(self) -> list[Plek]:
        """Every cell, row by row."""
        (blad, boven, links), (_, onder, rechts) = self.van, self.tot
        rijen, kolommen = range(boven, onder + 1), range(links, rechts + 1)
        return [(blad, rij, kolom) for rij in rijen for kolom in kolommen]


@dataclass(frozen=True, slots=True)
class Aanroep:
    """A function or operator with its arguments; a sign before one is "+1" or "-1"."""

    naam: str
    delen: tuple[Knoop, ...]


Knoop = Vast | Gebied | Aanroep

_DELEN = re.compile(
    r"""\s*(?:
    (?P<getal>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w!]))
    |(?P<tekst>"(?:[^"]|"")*")
    |(?P<functie>[A-Za-z_][\w.]*)\(
    |(?P<blad>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?(?P<kolom>[A-Za-z]{1,3})\$?(?P<rij>\d+)(?![\w(])
    |(?P<woord>TRUE|FALSE)\b
    |(?P<teken><=|>=|<>|[-+*/^&=<>%(),:])
    )""",
    re.VERBOSE,
)

#: How strongly operators bind, weakest first; all of a row go from left to right.
_RANGEN = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


@lru_cache(maxsize=50_000)
def ontleed(formule: str, blad: str) -> Knoop:
    """Return the tree of a formula on a sheet, or raise Onbekend."""
    lezer = _Ontleder(_delen(formule.removeprefix("=")), blad)
    knoop = lezer.uitdrukking(0)
    if lezer.soort() is not None:
        raise Onbekend(formule)
    return knoop


def _delen(tekst: str) -> list[re.Match[str]]:
    gevonden, plaats = [], 0
    while tekst[plaats:].strip():
        deel = _DELEN.match(tekst, plaats)
        if deel is None:
            raise Onbekend(tekst)
        gevonden.append(deel)
        plaats = deel.end()
    return gevonden


class _Ontleder:
    def __init__(self, delen: Sequence[re.Match[str]], blad: str) -> None:
        self.delen, self.blad, self.nummer = delen, blad, 0

    def soort(self) -> str | None:
        """Return the sign that comes next, the kind of anything else, None at the end."""
        if self.nummer >= len(self.delen):
            return None
        deel = self.delen[self.nummer]
        return deel["teken"] or ("cel" if deel["kolom"] else deel.lastgroup)

    def neem(self, hoort: str | None = None) -> re.Match[str]:
        if self.soort() is None or (hoort and self.soort() != hoort):
            raise Onbekend(hoort or "einde")
        self.nummer += 1
        return self.delen[self.nummer - 1]

    def uitdrukking(self, rang: int) -> Knoop:
        if rang == len(_RANGEN):
            return self._met_procent()
        knoop = self.uitdrukking(rang + 1)
        while self.soort() in _RANGEN[rang]:
            teken = self.neem()["teken"]
            knoop = Aanroep(teken, (knoop, self.uitdrukking(rang + 1)))
        return knoop

    def _met_procent(self) -> Knoop:
        knoop = self._los()
        while self.soort() == "%":
            self.neem()
            knoop = Aanroep("/", (knoop, Vast(100)))
        return knoop

    def _los(self) -> Knoop:
        soort = self.soort()
        if soort in ("+", "-"):
            self.neem()
            return Aanroep(f"{soort}1", (self._met_procent(),))
        deel = self.neem()
        if soort == "(":
            knoop = self.uitdrukking(0)
            self.neem(")")
            return knoop
        if soort == "functie":
            return Aanroep(deel["functie"].upper().removeprefix("_XLFN."), self._argumenten())
        if soort == "cel":
            return self._gebied(deel)
        if soort == "getal":
            kaal = deel["getal"]
            return Vast(int(kaal) if kaal.isdecimal() else float(kaal))
        if soort == "tekst":
            return Vast(deel["tekst"][1:-1].replace('""', '"'))
        if soort == "woord":
            return Vast(deel["woord"] == "TRUE")
        raise Onbekend(deel[0])

    def _argumenten(self) -> tuple[Knoop, ...]:
        delen: list[Knoop] = []
        while self.soort() != ")":
            leeg = self.soort() == ","
            delen.append(Vast(None) if leeg else self.uitdrukking(0))
            if self.soort() == ",":
                self.neem()
                if self.soort() == ")":
                    delen.append(Vast(None))
        self.neem(")")
        return tuple(delen)

    def _gebied(self, deel: re.Match[str]) -> Gebied:
        blad = (deel["blad"] or "")[:-1].strip("'").replace("''", "'") or self.blad
        van = _plek(blad, deel)
        if self.soort() != ":":
            return Gebied(van, van)
        self.neem(":")
        return Gebied(van, _plek(blad, self.neem("cel")))


def _plek(blad: str, deel: re.Match[str]) -> Plek:
    return blad, int(deel["rij"]) - 1, kolomnummer(deel["kolom"].upper()) - 1


#: A cell of a sheet: row and column, counted from 0.
Celplek = tuple[int, int]
#: A column of a sheet: the name of the sheet, and the column counted from 0.
Kolom = tuple[str, int]

_TEKST = re.compile(r'"[^"]*"')
_VERWIJZING = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!)?"
    r"\$?\b([A-Z]{1,3})\$?\d+(?::\$?([A-Z]{1,3})\$?\d+)?(?![\w(])"
)


def invoercellen(bladen: Iterable[Sheet | OwnSheet]) -> dict[str, frozenset[Celplek]]:
    """Return per sheet with a table the cells that its reader may fill in or sign."""
    return {blad.name: frozenset(_van_blad(blad)) for blad in bladen if isinstance(blad, Sheet)}


def tekencellen(bladen: Iterable[Sheet | OwnSheet]) -> dict[str, frozenset[Celplek]]:
    """Return per sheet the cells to sign in; nothing is reckoned with what stands there."""
    return {
        blad.name: frozenset(blad.signature_places) for blad in bladen if isinstance(blad, Sheet)
    }


def _van_blad(blad: Sheet) -> Iterable[Celplek]:
    for kolom, kop in enumerate(blad.table.columns):
        for nummer, rij in enumerate(blad.table.rows):
            cel = rij[kop.key]
            if kop.entry or (isinstance(cel, Own) and cel.entry):
                yield blad.first_row + nummer, kolom
    yield from blad.signature_places


def afhankelijke_kolommen(
    formules: Mapping[str, Sequence[Sequence[Any]]], ingevuld: Iterable[Kolom]
) -> set[Kolom]:
    """Return the columns with a formula that hangs, through others or not, on these columns.

    Goes by whole columns, which is simple and can only name too many: of those the formulas are
    checked all the same, but not the outcomes.
    """
    verwijst = {
        (blad, kolom): verwijzingen
        for blad, rijen in formules.items()
        for kolom, verwijzingen in _per_kolom(blad, rijen).items()
    }
    bron = set(ingevuld)
    geraakt: set[Kolom] = set()
    while erbij := {
        kolom
        for kolom, verwijzingen in verwijst.items()
        if kolom not in geraakt and not verwijzingen.isdisjoint(bron | geraakt)
    }:
        geraakt |= erbij
    return geraakt


def _per_kolom(blad: str, rijen: Sequence[Sequence[Any]]) -> dict[int, set[Kolom]]:
    """Return to which columns the formulas in each column of a sheet refer."""
    per_kolom: dict[int, set[Kolom]] = {}
    for rij in rijen:
        for kolom, cel in enumerate(rij):
            if is_formule(cel):
                per_kolom.setdefault(kolom, set()).update(verwijzingen(blad, cel))
    return per_kolom


def is_formule(cel: Any) -> bool:
    """Whether a cell, read with its formulas, holds one."""
    return isinstance(cel, str) and cel.startswith(("=", "{="))


def verwijzingen(blad: str, formule: str) -> set[Kolom]:
    """Return the columns that a formula on a sheet refers to."""
    from openpyxl.utils import column_index_from_string as nummer

    gevonden = set()
    for aangehaald, kaal, eerste, laatste in _VERWIJZING.findall(_TEKST.sub('""', formule)):
        waar = aangehaald.replace("''", "'") or kaal or blad
        for kolom in range(nummer(eerste) - 1, nummer(laatste or eerste)):
            gevonden.add((waar, kolom))
    return gevonden


def kort(tekst: str, tekens: int = 60) -> str:
    """Cut a text at a word, and show that it was cut."""
    return shorten(tekst, tekens, placeholder="…")
