"""The yellow cells of a workbook: where they are, and which formulas hang on what is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Any

from azwa_funds.excel.blad import Own, OwnSheet, Sheet

#: A cell of a sheet: row and column, counted from 0.
Plek = tuple[int, int]
#: A column of a sheet: the name of the sheet, and the column counted from 0.
Kolom = tuple[str, int]

_TEKST = re.compile(r'"[^"]*"')
_VERWIJZING = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!)?"
    r"\$?\b([A-Z]{1,3})\$?\d+(?::\$?([A-Z]{1,3})\$?\d+)?(?![\w(])"
)


def invoercellen(bladen: Iterable[Sheet | OwnSheet]) -> dict[str, frozenset[Plek]]:
    """Return per sheet with a table the cells that its reader may fill in or sign."""
    return {blad.name: frozenset(_van_blad(blad)) for blad in bladen if isinstance(blad, Sheet)}


def tekencellen(bladen: Iterable[Sheet | OwnSheet]) -> dict[str, frozenset[Plek]]:
    """Return per sheet the cells to sign in; nothing is reckoned with what stands there."""
    return {
        blad.name: frozenset(blad.signature_places) for blad in bladen if isinstance(blad, Sheet)
    }


def _van_blad(blad: Sheet) -> Iterable[Plek]:
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
