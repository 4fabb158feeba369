"""XlsxWriter, quicker for many workbooks that are much alike, and to the byte the same.

What it works out anew in each workbook is remembered from the one before: how a formula, a text,
an address or a style is written. What is left out are detours in the innermost loop. All of it
rests on how release 3.3.1 of the library is made inside; `schrijver` takes any other as it comes.
"""
# The library says nothing of its types.
# mypy: disable-error-code="misc, no-any-return"

from __future__ import annotations

import re
from copy import copy
from functools import lru_cache
from io import StringIO
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

#: Of what was met last so much is remembered; of whole lists of styles less, for they are long.
_veel, _weinig = lru_cache(maxsize=20_000), lru_cache(maxsize=100)
_FUNCTIE = re.compile(r"[^\W_]+\(")

_adres = _veel(Url)
_kolom = _veel(xl_col_to_name)


@_veel
def _formule(formule: str, met_nieuwe: bool) -> str:
    """How a file has a formula; of `met_nieuwe` the library says what it means."""
    gewoon = formule.startswith("=") and not formule.endswith("}")
    if gewoon and not any(_anders(wat, met_nieuwe) for wat in set(_FUNCTIE.findall(formule))):
        return formule[1:]
    return _voorbereid(formule, met_nieuwe)


@_veel
def _anders(functie: str, met_nieuwe: bool) -> bool:
    """Whether a file has another name for a function, as "SORT(", than people have."""
    return _voorbereid(functie, met_nieuwe) != functie


def _voorbereid(formule: str, met_nieuwe: bool) -> str:
    return Worksheet._prepare_formula(_KAAL, formule, met_nieuwe)


@_veel
def _veilig(tekst: str) -> str:
    return _KAAL._escape_data(tekst)


@_veel
def _zonder_tekens(tekst: str) -> str:
    return Worksheet._escape_control_characters(tekst)


@_veel
def _gedeelde_tekst(tekst: str) -> str:
    uit, teksten = StringIO(), SharedStrings()
    teksten._set_filehandle(uit)
    teksten._write_si(tekst)
    return uit.getvalue()


@_veel
def _opmaak(eigenschappen: tuple[tuple[str, Any], ...]) -> Format:
    """A format of no workbook, to be copied."""
    opmaak = Format(dict(eigenschappen))
    opmaak._get_format_key()
    opmaak.eigenschappen = eigenschappen
    return opmaak


class Vel(Worksheet):
    """A worksheet; its rows and columns are numbers, never names such as "A1"."""

    write_string = Worksheet._write_string
    write_number = Worksheet._write_number
    write_blank = Worksheet._write_blank
    write_formula = Worksheet._write_formula

    def write_url(
        self, row: int, col: int, url: str, cell_format: Format, string: str, tip: str
    ) -> int:
        """Write an address, with what stands in the cell and what shows beside it."""
        adres = copy(_adres(url))
        adres.text, adres.tip = string, tip
        return self._write_url(row, col, adres, cell_format)

    def add_table(self, first_row: int, first_col: int, last_row: int, last_col: int,
                  options: dict[str, Any]) -> None:  # fmt: skip
        """Make a table of a range that no other table lies over."""
        # Whether another does, the library looks up cell by cell.
        super().add_table(first_row, first_col, first_row + 1, last_col, options)
        reikt = xl_range(first_row, first_col, last_row, last_col)
        self.tables[-1].update(range=reikt, a_range=reikt, autofilter=reikt)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return _formule(formula, expand_future_functions)

    def _escape_control_characters(self, data: Any) -> Any:
        return _zonder_tekens(data) if type(data) is str else data

    def _write_rows(self) -> None:
        reiken = self._reiken()
        for nummer in range(self.dim_rowmin, self.dim_rowmax + 1):
            cellen, vorm = self.table.get(nummer), self.row_info.get(nummer)
            if cellen:
                self._write_row(nummer, reiken.get(nummer // 16), vorm)
                for kolom, cel in sorted(cellen.items()):
                    self._write_cell(nummer, kolom, cel)
                self.fh.write("</row>")
            elif vorm is not None:
                self._write_empty_row(nummer, reiken.get(nummer // 16), vorm)

    def _reiken(self) -> dict[int, str]:
        """From which column to which each block of sixteen rows has cells, as rows of it say."""
        grenzen: dict[int, list[int]] = {}
        for nummer, cellen in self.table.items():
            if cellen:
                grenzen.setdefault(nummer // 16, []).extend((min(cellen), max(cellen)))
        return {blok: f"{min(g) + 1}:{max(g) + 1}" for blok, g in grenzen.items()}

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
            self.fh.write(f"{begin}><f>{_veilig(cell.formula)}</f><v>{cell.value}</v></c>")
        else:
            super()._write_cell(row, col, cell)


#: Stands in for any worksheet where only a text is worked out.
_KAAL = Worksheet()


class _Teksten(SharedStrings):
    def _write_sst_strings(self) -> None:
        self.fh.write("".join(map(_gedeelde_tekst, self.string_table.string_array)))


class _Pakker(Packager):
    def _write_shared_strings_file(self) -> None:
        teksten = _Teksten()
        teksten.string_table = self.workbook.str_table
        if teksten.string_table.count:
            teksten._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            teksten._assemble_xml_file()

    def _write_styles_file(self) -> None:
        bekend = self.workbook.stijl
        if bekend:
            self._filename("xl/styles.xml").write(bekend[0])
        else:
            super()._write_styles_file()
            bekend.append(self.filenames[-1][0].getvalue())


@_weinig
def _stijl(stijlen: object) -> list[str]:
    """Where the part of a file stands that has these styles, once it was made."""
    return []


class Boek(Workbook):
    """A workbook in memory."""

    worksheet_class = Vel

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

    def _prepare_format_properties(self) -> None:
        self._prepare_formats()
        lijsten = self.xf_formats[1:], self.dxf_formats
        eigen = [tuple(opmaak.eigenschappen for opmaak in lijst) for lijst in lijsten]
        self.stijl = _stijl((*self.default_format_properties.items(), *eigen))
        if not self.stijl:
            super()._prepare_format_properties()

    def _get_packager(self) -> Packager:
        return _Pakker()
