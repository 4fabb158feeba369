"""XlsxWriter, quicker for many workbooks that are much alike, and to the byte the same.

What it works out anew in each workbook is remembered from the one before: how a formula, a text
or a format is written. What is left out are detours in the innermost loop. All of it rests on
how the library is made inside; of a release that was not looked at, the library itself is used.
"""

from __future__ import annotations

import re
from copy import copy
from functools import lru_cache
from io import StringIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

#: The releases of which the inside is known.
_BEKEND = ("3.3.",)
#: Of the texts, formulas and formats that were met last so many are remembered.
_GEHEUGEN = 20_000

_FUNCTIE = re.compile(r"[^\W_]+\(")
_kolom = lru_cache(maxsize=None)(xl_col_to_name)


@lru_cache(maxsize=_GEHEUGEN)
def _formule(formule: str) -> str:
    gewoon = formule.startswith("=") and not formule.endswith("}")
    if gewoon and not any(map(_krijgt_voorvoegsel, set(_FUNCTIE.findall(formule)))):
        return formule[1:]
    return _voorbereid(formule)


@lru_cache(maxsize=_GEHEUGEN)
def _krijgt_voorvoegsel(functie: str) -> bool:
    """Whether a file has to name this function, as "SORT(", otherwise than a person does."""
    return _voorbereid(functie) != functie


def _voorbereid(formule: str) -> str:
    voorbereid: str = Worksheet._prepare_formula(_KAAL, formule)
    return voorbereid


@lru_cache(maxsize=_GEHEUGEN)
def _escaped(tekst: str) -> str:
    escaped: str = _KAAL._escape_data(tekst)
    return escaped


@lru_cache(maxsize=_GEHEUGEN)
def _gedeelde_tekst(tekst: str) -> str:
    uit, schrijver = StringIO(), SharedStrings()
    schrijver._set_filehandle(uit)
    schrijver._write_si(tekst)
    return uit.getvalue()


@lru_cache(maxsize=_GEHEUGEN)
def _opmaak(eigenschappen: tuple[tuple[str, Any], ...]) -> Format:
    """A format of no workbook, to be copied."""
    opmaak = Format(dict(eigenschappen))
    opmaak._get_format_key()
    return opmaak


class Vel(Worksheet):  # type: ignore[misc]
    """A worksheet; rows and columns are numbers, never names such as "A1"."""

    write_string = Worksheet._write_string
    write_number = Worksheet._write_number
    write_blank = Worksheet._write_blank
    write_formula = Worksheet._write_formula

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if expand_future_functions:
            nieuw: str = super()._prepare_formula(formula, True)
            return nieuw
        return _formule(formula)

    def _write_rows(self) -> None:
        if self.comments:
            super()._write_rows()
            return
        self._calculate_spans()
        for nummer in range(self.dim_rowmin, self.dim_rowmax + 1):
            cellen, vorm = self.table.get(nummer), self.row_info.get(nummer)
            reikt = self.row_spans.get(nummer // 16)
            if cellen:
                self._write_row(nummer, reikt, vorm)
                for kolom, cel in sorted(cellen.items()):
                    self._write_cell(nummer, kolom, cel)
                self.fh.write("</row>")
            elif vorm is not None:
                self._write_empty_row(nummer, reikt, vorm)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        soort, opmaak = type(cell), cell.format
        if not opmaak:
            super()._write_cell(row, col, cell)
            return
        begin = f'<c r="{_kolom(col)}{row + 1}" s="{opmaak._get_xf_index()}"'
        if soort is CellStringTuple:
            self.fh.write(f'{begin} t="s"><v>{cell.string}</v></c>')
        elif soort is CellNumberTuple:
            self.fh.write(f"{begin}><v>{cell.number:.16G}</v></c>")
        elif soort is CellBlankTuple:
            self.fh.write(f"{begin}/>")
        elif soort is CellFormulaTuple and type(cell.value) in (int, float):
            self.fh.write(f"{begin}><f>{_escaped(cell.formula)}</f><v>{cell.value}</v></c>")
        else:
            super()._write_cell(row, col, cell)


#: Stands in for any worksheet where only a text is worked out.
_KAAL = Worksheet()


class _Teksten(SharedStrings):  # type: ignore[misc]
    def _write_sst_strings(self) -> None:
        self.fh.write("".join(map(_gedeelde_tekst, self.string_table.string_array)))


class _Pakker(Packager):  # type: ignore[misc]
    def _write_shared_strings_file(self) -> None:
        teksten = _Teksten()
        teksten.string_table = self.workbook.str_table
        if teksten.string_table.count:
            teksten._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            teksten._assemble_xml_file()


class Boek(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook."""

    worksheet_class = Vel

    def _get_packager(self) -> Packager:
        return _Pakker()

    def add_format(self, properties: dict[str, Any] | None = None) -> Format:
        """A new format for cells of this workbook."""
        alle = self.default_format_properties | (properties or {})
        if "xf_index" in alle:
            return super().add_format(properties)
        opmaak = copy(_opmaak(tuple(alle.items())))
        opmaak.xf_format_indices = self.xf_format_indices
        opmaak.dxf_format_indices = self.dxf_format_indices
        self.formats.append(opmaak)
        return opmaak


if not xlsxwriter.__version__.startswith(_BEKEND):
    Boek = xlsxwriter.Workbook  # type: ignore[misc]
