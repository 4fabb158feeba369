"""The cells of a sheet: what stands in each, its formula of any kind, and which rows are hidden."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from azwa_funds.excel.beeldopmaak import Opmaak, soortnaam

Boom = ElementTree.Element
Plek = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cel:
    """One cell: the value it shows, its formula ("" without one), format, and whether it hides.

    The formula of an array begins with "{=" and ends with the cells it fills.
    """

    waarde: Any
    formule: str
    notatie: str
    verbergt: bool


def losse_teksten(knoop: Boom) -> str:
    """Return the text of an element in one or more colours; how it is read aloud is left out."""
    klank = {id(t) for k in knoop.iter() if soortnaam(k) == "rPh" for t in k.iter()}
    return "".join(k.text or "" for k in knoop.iter() if soortnaam(k) == "t" and id(k) not in klank)


def lees_cellen(boom: Boom, teksten: Sequence[str], opmaak: Opmaak) -> dict[Plek, Cel]:
    """Return every cell of a sheet that holds something, by row and column counted from 0."""
    lezer = _Cellen(teksten, opmaak)
    for groep in boom:
        if soortnaam(groep) == "sheetData":
            lezer.lees(groep)
    return lezer.cellen


#: No sheet of ours has as many formulas that share their text with another.
_MEESTE_GEDEELD = 30_000


class _Cellen:
    def __init__(self, teksten: Sequence[str], opmaak: Opmaak) -> None:
        self.teksten, self.opmaak = teksten, opmaak
        self.cellen: dict[Plek, Cel] = {}
        self._gedeeld: dict[str, tuple[str, str]] = {}
        self._verplaatst = 0

    def lees(self, groep: Iterable[Boom]) -> None:
        rij = -1
        for regel in groep:
            rij, kolom = int(regel.get("r") or rij + 2) - 1, -1
            for knoop in regel:
                plek = knoop.get("r")
                kolom = _kolom(plek) if plek else kolom + 1
                self._lees_cel(rij, kolom, knoop, plek or "")

    def _lees_cel(self, rij: int, kolom: int, knoop: Boom, plek: str) -> None:
        ruw, formule = "", ""
        for deel in knoop:
            naam = soortnaam(deel)
            if naam == "v":
                ruw = deel.text or ""
            elif naam == "f":
                formule = self._formule(deel, plek)
            elif naam == "is":
                ruw = losse_teksten(deel)
        hoe = self.opmaak.van(knoop.get("s"))
        waarde = self._waarde(knoop.get("t", "n"), ruw, is_datum=hoe.is_datum)
        if waarde is not None or formule:
            self.cellen[rij, kolom] = Cel(waarde, formule, hoe.notatie, hoe.verbergt)

    def _formule(self, knoop: Boom, plek: str) -> str:
        tekst, soort = knoop.text or "", knoop.get("t", "normal")
        if soort == "shared":
            nummer = knoop.get("si", "")
            if tekst:
                self._gedeeld[nummer] = (tekst, plek)
            elif nummer in self._gedeeld and self._verplaatst < _MEESTE_GEDEELD:
                self._verplaatst += 1
                tekst = _verplaatst(*self._gedeeld[nummer], plek)
        if soort in ("array", "dataTable"):
            return f"{{={tekst}}} {soort} {knoop.get('ref', '')}"
        return f"={tekst}"

    def _waarde(self, soort: str, ruw: str, *, is_datum: bool) -> Any:
        if soort == "s":
            return self.teksten[int(ruw)] or None
        if soort in ("str", "inlineStr"):
            return ruw or None
        if ruw == "":
            return None
        if soort == "b":
            return ruw in ("1", "true")
        if soort == "e":
            return ruw
        if soort == "d":
            return datetime.fromisoformat(ruw.removesuffix("Z"))
        return _getal(ruw, is_datum=is_datum)


def _getal(ruw: str, *, is_datum: bool) -> Any:
    getal: int | float = int(ruw) if ruw.lstrip("-").isdecimal() else float(ruw)
    if isinstance(getal, float) and getal.is_integer() and abs(getal) < 2**53:
        getal = int(getal)
    if is_datum:
        from openpyxl.utils.datetime import from_excel

        try:
            return from_excel(getal)
        except (ValueError, OverflowError):
            return getal
    return getal


def _kolom(plek: str) -> int:
    nummer = 0
    for teken in plek:
        if teken.isdecimal():
            break
        nummer = nummer * 26 + ord(teken.upper()) - 64
    return nummer - 1


def _verplaatst(formule: str, van: str, naar: str) -> str:
    from openpyxl.formula.translate import Translator

    return str(Translator(f"={formule}", origin=van).translate_formula(naar))[1:]


#: A row lower than this many points, or a column narrower than this many characters, hides.
_TE_LAAG, _TE_SMAL = 2.0, 0.5


def lees_verborgen(boom: Boom, cellen: Mapping[Plek, Cel]) -> tuple[frozenset[int], frozenset[int]]:
    """Return which rows and columns with something in them cannot be seen, counted from 0."""
    rijen, kolommen, gezien = set(), set(), set()
    alle_rijen, alle_kolommen = {rij for rij, _ in cellen}, {kolom for _, kolom in cellen}
    op_rij, standaard_weg = sorted(alle_kolommen), False
    for knoop in _rijen_en_kolommen(boom):
        naam = soortnaam(knoop)
        if naam == "sheetFormatPr":
            standaard_weg = knoop.get("zeroHeight") in ("1", "true")
        elif naam == "row" and knoop.get("r"):
            rij = int(knoop.get("r", 0)) - 1
            gezien.add(rij)
            if _is_weg(knoop) or float(knoop.get("ht") or 15) < _TE_LAAG:
                rijen.add(rij)
        elif naam == "col" and (_is_weg(knoop) or float(knoop.get("width") or 9) < _TE_SMAL):
            van, tot = int(knoop.get("min", 1)) - 1, int(knoop.get("max", 1))
            kolommen.update(op_rij[bisect_left(op_rij, van) : bisect_left(op_rij, tot)])
    if standaard_weg:
        rijen |= alle_rijen - gezien
    return frozenset(rijen & alle_rijen), frozenset(kolommen)


def _rijen_en_kolommen(boom: Boom) -> Iterator[Boom]:
    for deel in boom:
        yield deel
        if soortnaam(deel) in ("sheetData", "cols"):
            yield from deel


def _is_weg(knoop: Boom) -> bool:
    return knoop.get("hidden") in ("1", "true")
