"""A sheet that is a form: cells at fixed places, as a prescribed layout asks.

A table has one row per thing; a form has one cell per question, with its text above it. It knows
its places before anything is written, so that formulas can refer to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from azwa_funds.excel.blad import Cell, Formula, Kind, Sheet, outcome, wrap_lines
from azwa_funds.excel.papier import Papier, kies_papier, leg_op, schik_in
from azwa_funds.excel.schrijver import Page, line_count

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Place = tuple[int, int]


class Look(StrEnum):
    """What a cell of a form is for, and so how it looks."""

    HEADER = "header"
    TEXT = "text"
    SMALL = "small"
    GAP = "gap"
    EMPTY = "empty"
    INPUT = "input"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell: its contents, what it is for, and what kind of value it holds."""

    value: Cell
    look: Look = Look.TEXT
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Form:
    """A form of landscape pages: a title, lines, cells by (row, column), and notes below.

    Rows and columns count from 0 as in the file; rows 0 and 1 hold the title and subtitle.
    `widths` are characters; everything down to `frozen_rows` stays in view and is repeated on
    every printed page.
    """

    name: str
    title: str
    subtitle: str
    widths: Sequence[int]
    cells: Mapping[Place, FormCell]
    frozen_rows: int
    notes: Sequence[str] = ()
    description: str = ""

    def ref(self, place: Place) -> str:
        """A cell, for use in a formula on any sheet."""
        from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

        return f"{quote_sheetname(self.name)}!{xl_rowcol_to_cell(*place, True, True)}"

    @cached_property
    def last_row(self) -> int:
        """The last row with a cell."""
        return max(row for row, _ in self.cells)

    def write(self, page: Page) -> None:
        """Write the form into the open workbook."""
        worksheet = page.add(self.name)
        page.heading(worksheet, self.title, self.subtitle)
        wide = [width * 7 + 5 for width in self.widths]
        pixels = schik_in(wide, [0] * len(wide), True)
        leg_op(worksheet, kies_papier(sum(pixels), True))
        for index, width in enumerate(pixels):
            worksheet.set_column_pixels(index, index, width)
        heights: dict[int, int] = {}
        for place, cell in sorted(self.cells.items()):
            shown = outcome(cell.value)
            look = page.styled(_properties, cell.look, cell.kind, isinstance(shown, str))
            page.write(worksheet, place, cell.value, look)
            if isinstance(shown, str):
                lines = line_count(shown, pixels[place[1]])
                heights[place[0]] = max(heights.get(place[0], 1), lines)
        for row, lines in heights.items():
            worksheet.set_row_pixels(row, _ROW_PIXELS * lines + 2)
        _guard(worksheet, self)
        worksheet.freeze_panes(self.frozen_rows, 0)
        worksheet.repeat_rows(self.frozen_rows - 1)
        row = self.last_row + 2
        if self.notes:
            worksheet.write_string(row, 0, "Toelichting", page.look(bold=True))
            row = page.text(worksheet, row + 1, wrap_lines(self.notes, _NOTE_CHARACTERS))
        worksheet.print_area(0, 0, row, len(self.widths) - 1)


@dataclass(frozen=True)
class ListForm(Sheet):
    """A table to fill in, with its headings in the first row, where whoever reads it looks.

    Every cell looks as its column, by `looks` (properties of XlsxWriter, by key; "" for all), also
    those below the rows. `guards` are the rules for what may be typed, by key, in so many rows as
    there are `lines_to_fill`, which can be filtered too. An `active` sheet is the one that opens.
    """

    looks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    guards: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lines_to_fill: int = 0
    active: bool = False

    @cached_property
    def header_row(self) -> int:
        """The first row."""
        return 0

    def write(self, page: Page) -> None:
        """Write the form into the open workbook."""
        worksheet, columns = page.add(self.name), self.table.columns
        worksheet.hide_gridlines(1)
        leg_op(worksheet, Papier(is_liggend=True))
        heading = page.tint(**_LOOKS[Look.HEADER], text_wrap=True, border=1, border_color="#FFFFFF")
        for index, column in enumerate(columns):
            number = {"num_format": _FORMATS[column.kind]} if column.kind in _FORMATS else {}
            look = page.tint(**number, **self.looks.get("", {}), **self.looks.get(column.key, {}))
            worksheet.set_column(index, index, column.width, look)
            worksheet.write_string(0, index, column.title, heading)
            for row, record in enumerate(self.table.rows, self.first_row):
                if (cell := record[column.key]) not in (None, ""):
                    page.write(worksheet, (row, index), cell, look, self)
        worksheet.freeze_panes(self.first_row, self.freeze_columns)
        worksheet.repeat_rows(0)
        if self.lines_to_fill:
            worksheet.autofilter(0, 0, self.lines_to_fill, len(columns) - 1)
        for key, rule in self.guards.items():
            index = self.table.index(key)
            worksheet.data_validation(1, index, self.lines_to_fill, index, rule)
        if self.active:
            worksheet.activate()


_NOTE_CHARACTERS = 175
_ROW_PIXELS = 18
_GREY, _PALE, _INPUT = "#E7E6E6", "#F2F2F2", "#FFF9E1"
_LOOKS: dict[Look, dict[str, Any]] = {
    Look.HEADER: {"bold": True, "bg_color": "#1F3864", "color": "#FFFFFF", "valign": "top"},
    Look.TEXT: {"valign": "top"},
    Look.EMPTY: {"bg_color": _GREY},
    Look.SMALL: {"bg_color": _PALE, "italic": True},
    Look.GAP: {"valign": "top", "italic": True},
    Look.INPUT: {"bg_color": _INPUT, "valign": "top"},
    Look.COMPUTED: {"bold": True, "valign": "top"},
}
_FORMATS = {
    Kind.EURO: "#,##0", Kind.EURO_CENT: "#,##0.00", Kind.CODE: "@", Kind.DATE: "dd-mm-yyyy",
}  # fmt: skip


def _properties(look: Look, kind: Kind, is_word: bool) -> dict[str, Any]:
    rule = {"border": 1, "border_color": "#A6A6A6", "text_wrap": True, **_LOOKS[look]}
    if kind in _FORMATS:
        rule["num_format"] = _FORMATS[kind]
    number = kind in (Kind.EURO, Kind.EURO_CENT)
    rule["align"] = "right" if number else "left"
    if number and is_word:
        rule["italic"] = True
    return rule


def _guard(worksheet: Worksheet, form: Form) -> None:
    """Warn whoever types something that is no whole amount into a cell for one."""
    for place, cell in form.cells.items():
        if cell.look is not Look.INPUT or isinstance(cell.value, Formula):
            continue
        if cell.kind is Kind.EURO:
            rule: dict[str, Any] = {"validate": "integer", "criteria": "between"}
            rule |= {"minimum": -999_999_999_999, "maximum": 999_999_999_999}
            rule |= {"error_title": "Geen heel bedrag", "error_message": _ONLY_EUROS}
        elif cell.value in ("Ja", "Nee"):
            rule = {"validate": "list", "source": ["Ja", "Nee"], "error_title": "Ja of Nee"}
            rule["error_message"] = "Vul Ja of Nee in."
        else:
            continue
        worksheet.data_validation(*place, *place, {**rule, "error_type": "warning"})


_ONLY_EUROS = "Vul een bedrag in hele euro's in, zonder centen en zonder tekst."
