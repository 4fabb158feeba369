"""Write the sheets of `blad` as an .xlsx file: styles, widths, print set-up and charts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from itertools import groupby, repeat
from math import ceil
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter

from azwa_funds.excel.blad import (
    EIGEN_AANNAME,
    KLOPT,
    KLOPT_NIET,
    ONGELDIG,
    SIGNATURE_FIELDS,
    STANDAARD,
    TEXT_CHARACTERS,
    Cell,
    Chart,
    ChartKind,
    Column,
    Cover,
    Entry,
    Formula,
    Kind,
    Link,
    Own,
    OwnSheet,
    Sheet,
    Table,
    Value,
    kind_of,
    outcome,
    wrap_lines,
)
from azwa_funds.excel.papier import LETTER, Papier, kies_papier, leg_op, schik_in

if xlsxwriter.__version__ == "3.3.1":
    from azwa_funds.excel.bibliotheek import Boek
else:
    Boek = xlsxwriter.Workbook  # type: ignore[misc]

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# Arial has a twin of equal widths (Liberation Sans) wherever LibreOffice runs; Calibri has not,
# and then columns that fit in Excel show #### elsewhere.
_FONT = "Arial"
_DARK, _BAND, _RULE, _GREY_TEXT = "#1F3864", "#F2F2F2", "#D0D0D0", "#404040"
_ENTRY = "#FFF2CC"
_ROW_PIXELS, _DEFAULT_COLUMN_PIXELS, _WIDEST_TEXT, _NARROWEST = 18, 64, 460, 60
_SPARE = 14
_COVER_COLUMNS = (205, 465)
#: The footer does not shrink with the sheet.
_AS_IT_IS = {"scale_with_doc": False}
_HELPER, _HELPER_TEXT = "#7F7F7F", "Hulpkolommen voor de grafiek; worden niet afgedrukt"
_A4_PIXELS = {False: 670, True: 1000}
_A4_ROWS = {False: 54, True: 36}
# Who does not see the yellow of a single cell still sees its frame.
_FRAME = {"border": 1, "border_color": "#7F6000"}
_EXACT = (Fraction, Decimal)
# How a number is to be shown and how wide that is; the codes know no language, so that each
# reader sees the separators of his own Windows.
_FORMS = {
    Kind.EURO: ("#,##0", "{:,.0f}"),
    Kind.EURO_CENT: ("#,##0.00", "{:,.2f}"),
    Kind.WHOLE: ("#,##0", "{:,.0f}"),
    Kind.DECIMAL: ("#,##0.00", "{:,.2f}"),
    Kind.PERCENT: ("0.00%", "{:.2%}"),
    Kind.PERCENT_FINE: ("0.0000%", "{:.4%}"),
    Kind.DATE: ("dd-mm-yyyy", "{:%d-%m-%Y}"),
}
_NUMBER_FORMAT = {kind: code for kind, (code, _) in _FORMS.items()}


def workbook_bytes(
    title: str,
    sheets: Sequence[Sheet | OwnSheet],
    *,
    created: datetime,
    cover: Cover | None = None,
    subject: str = "",
    keywords: Sequence[str] = (),
    marks: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook as the bytes of an .xlsx file; the same input gives the same bytes.

    `marks` are properties that no reader sees, for whoever gets the workbook back.
    """
    names = [sheet.name.casefold() for sheet in sheets] + [cover.name.casefold() if cover else ""]
    if len(set(names)) < len(names) or not sheets:
        raise ValueError(f"a workbook needs sheets with different names, not {names}")
    buffer = BytesIO()
    letter = {"font_name": _FONT, "font_size": LETTER, "font_scheme": False}
    options = {"in_memory": True, "default_format_properties": letter}
    options |= {"default_row_height": _ROW_PIXELS, "default_column_width": _DEFAULT_COLUMN_PIXELS}
    workbook = Boek(buffer, options)
    properties = {"title": title, "subject": subject, "author": "azwa_funds"}
    workbook.set_properties({**properties, "keywords": ", ".join(keywords), "created": created})
    for name, text in {"Taal": "nl-NL", **(marks or {})}.items():
        workbook.set_custom_property(name, text)
    page = Page(workbook, title)
    if cover:
        page.cover(cover, sheets)
    for number, sheet in enumerate(sheets, start=1):
        if isinstance(sheet, OwnSheet):
            sheet.write(page)
        else:
            page.sheet(sheet, f"Tabel{number}")
    workbook.close()
    return buffer.getvalue()


class Page:
    """Writes sheets into one open workbook; formats are shared, for Excel limits their number."""

    def __init__(self, workbook: Workbook, title: str) -> None:
        self.workbook = workbook
        self.title = title
        self.formats: dict[Hashable, Format] = {}

    def look(self, **properties: Any) -> Format:
        """The format of cells with these properties."""
        return self.tint(**{"valign": "vcenter", **properties})

    def tint(self, **properties: Any) -> Format:
        """The format with these properties, as a rule lays over that of its cells."""
        key = frozenset(properties.items())
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(properties)
        return self.formats[key]

    def styled(self, properties: Callable[..., dict[str, Any]], *traits: Hashable) -> Format:
        """The format with the properties that these traits give; most cells look like others."""
        key = properties, traits
        if key not in self.formats:
            self.formats[key] = self.look(**properties(*traits))
        return self.formats[key]

    def add(self, name: str) -> Worksheet:
        """A new worksheet with a footer; `papier` says how it is printed."""
        worksheet = self.workbook.add_worksheet(name)
        worksheet.hide_gridlines(2)
        worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        # The space keeps a title that starts with a digit from being read as part of the size.
        small = f'&"{_FONT},Regular"&8 '
        left = shorten(self.title, 70, placeholder="…").replace("&", "&&")
        middle = name.replace("&", "&&")
        worksheet.set_footer(f"&L{small}{left}&C{small}{middle}&R{small}blad &P van &N", _AS_IT_IS)
        return worksheet

    def heading(self, worksheet: Worksheet, title: str, subtitle: str) -> None:
        """Write the title and the subtitle of a sheet in its first two rows."""
        worksheet.set_row_pixels(0, 30)
        worksheet.set_row_pixels(1, 20)
        worksheet.write_string(0, 0, title, self.look(bold=True, font_size=16, color=_DARK))
        worksheet.write_string(1, 0, subtitle, self.look(font_size=11, color=_GREY_TEXT))

    def sheet(self, sheet: Sheet, table_name: str) -> None:
        """Write one sheet."""
        worksheet = self.add(sheet.name)
        table = sheet.table
        texts = [_texts(table, column) for column in table.columns]
        widths = _widths(sheet, texts)
        for index, (pixels, _) in enumerate(widths):
            worksheet.set_column_pixels(index, index, pixels)
        self.heading(worksheet, sheet.title, sheet.subtitle)
        self.text(worksheet, 2, sheet.wrapped(sheet.lines))
        self.header(worksheet, sheet, table_name, [pixels for pixels, _ in widths])
        for index, (_, wraps) in enumerate(widths):
            self.column(worksheet, sheet, index, wraps)
            if table.has_total:
                self.total(worksheet, sheet, index)
        tall = _set_heights(worksheet, sheet, texts, widths)
        self.bands(worksheet, sheet)
        self.below(worksheet, sheet, sum(pixels for pixels, _ in widths[: table.shown]), tall)

    def column(self, worksheet: Worksheet, sheet: Sheet, index: int, wraps: bool) -> None:
        """Write the cells of a column, and what guards or colours them."""
        column = sheet.table.columns[index]
        key, formula = column.key, column.formula
        usual, word = (
            self.styled(_cell_look, _traits(column, index, cell, wraps)) for cell in (None, "")
        )
        for row, record in enumerate(sheet.table.rows, sheet.first_row):
            cell = record[key]
            if formula and not _is_plain(cell, column.kind):
                cell = Formula(formula, outcome(cell))
            kind = type(cell)
            if kind is str and (column.kind is not Kind.STATUS or cell not in column.provisional):
                worksheet.write_string(row, index, cell, word)
            elif kind is int:
                worksheet.write_number(row, index, cell, usual)
            else:
                look = self.styled(_cell_look, _traits(column, index, cell, wraps))
                self.write(worksheet, (row, index), cell, look, sheet)
        if column.entry:
            self.guard(worksheet, sheet, column, index)
        if column.kind is Kind.CHECK:
            self.mark_checks(worksheet, sheet.first_row, sheet.last_row, index)

    def header(
        self, worksheet: Worksheet, sheet: Sheet, table_name: str, widths: Sequence[int]
    ) -> None:
        """Write the column titles, keep them in view and repeat them on every printed page."""
        row, columns = sheet.header_row, sheet.table.columns
        headers = []
        for index, column in enumerate(columns):
            look = self.styled(_header_look, column.kind, index == 0, column.helper)
            worksheet.write_string(row, index, column.title, look)
            headers.append({"header": column.title, "header_format": look})
        if sheet.table.shown < len(columns):
            apart = self.look(italic=True, color=_GREY_TEXT)
            worksheet.write_string(row - 1, sheet.table.shown, _HELPER_TEXT, apart)
        if sheet.table.rows:
            # A real Excel table: screen readers announce its headers, and the filter leaves
            # the total row alone.
            options = {"columns": headers, "name": table_name, "style": None}
            worksheet.add_table(row, 0, sheet.last_row, len(columns) - 1, options)
        lines = max(line_count(c.title, width) for c, width in zip(columns, widths, strict=True))
        # Excel draws the filter buttons at the bottom of the cell, over right-aligned text.
        worksheet.set_row_pixels(row, _ROW_PIXELS * lines + 16)
        worksheet.freeze_panes(sheet.first_row, sheet.freeze_columns)
        # Above a chart on a second page the titles of a short table would only mislead.
        if len(sheet.table.rows) > 30 or not any(c.position == "below" for c in sheet.charts):
            worksheet.repeat_rows(row)

    def total(self, worksheet: Worksheet, sheet: Sheet, index: int) -> None:
        """Write one cell of the total row."""
        column = sheet.table.columns[index]
        place, cell = (sheet.last_row + 1, index), sheet.table.total(column)
        look = self.styled(_total_look, _traits(column, index, cell, wraps=False))
        self.write(worksheet, place, cell, look, sheet)

    def write(
        self,
        worksheet: Worksheet,
        place: tuple[int, int],
        cell: Cell,
        look: Format,
        sheet: Sheet | None = None,
    ) -> None:
        """Write one cell; text is never taken for a formula, a number or an address."""
        if isinstance(cell, Own):
            if cell.entry:
                self.entry(worksheet, place, cell.entry)
            cell = cell.cell
        if isinstance(cell, Formula):
            template = cell.template
            if sheet:
                template = sheet.expand(template, place[0] - sheet.first_row)
            known = _plain(cell.value)
            if isinstance(known, date):
                known = (known - date(1899, 12, 30)).days
            worksheet.write_formula(*place, template, look, "" if known is None else known)
            return
        if isinstance(cell, Link):
            link = self.look(color="#0B4F9E", underline=1, bottom=1, bottom_color=_RULE, indent=1)
            worksheet.write_url(*place, cell.address, link, cell.text, f"Open {cell.text}")
            return
        value = _plain(cell)
        if value is None:
            worksheet.write_blank(*place, None, look)
        elif isinstance(value, str):
            worksheet.write_string(*place, value, look)
        elif isinstance(value, date):
            worksheet.write_datetime(*place, value, look)
        else:
            worksheet.write_number(*place, value, look)

    def mark_checks(self, worksheet: Worksheet, first: int, last: int, column: int) -> None:
        """Colour the outcomes of checks; the words themselves carry the meaning."""
        good = self.tint(bg_color="#E2EFDA", font_color="#1E4D2B")
        bad = self.tint(bg_color="#F8CBAD", font_color="#7F0000", bold=True)
        changed = self.tint(bg_color="#FFE699", font_color="#5C4400", bold=True)
        looks = {KLOPT: good, KLOPT_NIET: bad}
        looks |= {STANDAARD: good, EIGEN_AANNAME: changed, ONGELDIG: bad}
        for word, look in looks.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "stop_if_true": True}
            rule["format"] = look
            worksheet.conditional_format(first, column, max(first, last), column, rule)

    def guard(self, worksheet: Worksheet, sheet: Sheet, column: Column, index: int) -> None:
        """Let a column to fill in take only what belongs there, with a Dutch refusal."""
        rule: dict[str, Any]
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices)}
            rule["error_message"] = "Kies een waarde uit de lijst."
        elif column.kind is Kind.DATE:
            rule = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
            rule["error_message"] = "Vul een datum in, bijvoorbeeld 31-12-2026."
        elif column.kind in _NUMBER_FORMAT:
            rule = {"validate": "decimal", "criteria": ">=", "value": 0}
            rule["error_message"] = "Vul een getal van 0 of hoger in."
        else:
            return
        rule["error_title"] = "Dit past hier niet"
        worksheet.data_validation(sheet.first_row, index, sheet.last_row, index, rule)

    def entry(self, worksheet: Worksheet, place: tuple[int, int], entry: Entry) -> None:
        """Say what may be typed in a yellow cell, and keep it yellow where a band crosses it."""
        worksheet.data_validation(*place, *place, _validation(entry))
        yellow = self.tint(bg_color=_ENTRY)
        rule = {"type": "formula", "criteria": "=TRUE", "format": yellow, "stop_if_true": True}
        worksheet.conditional_format(*place, *place, rule)

    def bands(self, worksheet: Worksheet, sheet: Sheet) -> None:
        """Shade every other row; by rule, so that sorting does not shuffle the bands."""
        odd = (sheet.first_row + 1) % 2
        band = self.tint(bg_color=_BAND)
        rule = {"type": "formula", "criteria": f"=MOD(ROW(),2)={odd}", "format": band}
        columns = enumerate(sheet.table.columns)
        # What is to be filled in stays yellow.
        for entry, run in groupby(columns, key=lambda numbered: numbered[1].entry):
            indices = [index for index, _ in run]
            if sheet.table.rows and not entry:
                place = (sheet.first_row, indices[0], sheet.last_row, indices[-1])
                worksheet.conditional_format(*place, rule)

    def paragraphs(self, worksheet: Worksheet, sheet: Sheet, beside: int) -> int:
        """Write who signs, the notes and the sources, and return the next free row."""
        row = max(beside, sheet.last_row + sheet.table.has_total + 2)
        if sheet.signatures:
            row = self.signatures(worksheet, sheet)
        explained = [f"{c.title}: {c.note}" for c in sheet.table.columns if c.note]
        for heading, paragraphs in (
            ("Toelichting", [*sheet.notes, *explained]),
            ("Bronnen", sheet.sources),
        ):
            if paragraphs:
                worksheet.write_string(row, 0, heading, self.look(bold=True, color=_DARK))
                row = self.text(worksheet, row + 1, sheet.wrapped(paragraphs)) + 1
        return row

    def below(self, worksheet: Worksheet, sheet: Sheet, table_width: int, tall: int) -> None:
        """Write what stands below and beside the table, and set what is printed.

        `tall` is how many rows of the usual height the table is higher than its number of rows.
        """
        columns, wide = sheet.table.shown, len(sheet.table.columns)
        row = beside = sheet.first_row
        width = table_width
        for chart in sheet.charts:
            if chart.position == "right":
                self.chart(worksheet, sheet, chart, (beside, wide))
                beside += ceil(chart.pixels(sheet) / _ROW_PIXELS) + 1
                width = max(width, table_width + 20 + chart.width)
        row = self.paragraphs(worksheet, sheet, beside)
        room = _A4_ROWS[sheet.landscape]
        breaks, page = [], row - (row + tall) % room
        for chart in sheet.charts:
            if chart.position == "below":
                end = row + ceil(chart.pixels(sheet) / _ROW_PIXELS) + 1
                if end - page > room:
                    breaks.append(page := row)
                self.chart(worksheet, sheet, chart, (row, 0))
                row, width = end, max(width, chart.width)
        # Text that runs on beyond the table has to be printed as well.
        width = max(width, _A4_PIXELS[sheet.landscape])
        beyond = ceil((width - table_width) / _DEFAULT_COLUMN_PIXELS) if columns == wide else 0
        last = row - 1 if sheet.printed_rows is None else sheet.header_row + sheet.printed_rows
        worksheet.print_area(0, 0, last, columns - 1 + beyond)
        high = sum(worksheet.row_sizes.get(r, [_ROW_PIXELS])[0] for r in range(last + 1))
        width = table_width + beyond * _DEFAULT_COLUMN_PIXELS
        papier = kies_papier(width, sheet.landscape, high if sheet.one_page else 0)
        leg_op(worksheet, papier, op_een_bladzijde=sheet.one_page)
        if not sheet.one_page:
            worksheet.set_h_pagebreaks(breaks)

    def signatures(self, worksheet: Worksheet, sheet: Sheet) -> int:
        """Write the lines to sign on below the table; the answer is the next free row."""
        row = sheet.signature_row
        worksheet.write_string(row - 1, 0, "Ondertekening", self.look(bold=True, color=_DARK))
        low, label = self.look(valign="bottom"), self.look(valign="bottom", align="right")
        for role in sheet.signatures:
            worksheet.set_row_pixels(row, 2 * _ROW_PIXELS)
            worksheet.write_string(row, 0, role, low)
            for word, columns in SIGNATURE_FIELDS:
                worksheet.write_string(row, columns[0] - 1, word, label)
                for column in columns:
                    worksheet.write_blank(row, column, None, self.look(bottom=1, valign="bottom"))
            row += 1
        return row + 1

    def text(self, worksheet: Worksheet, row: int, lines: Iterable[str]) -> int:
        """Write lines of text, one per row; the answer is the next free row."""
        look = self.look()
        for line in lines:
            worksheet.write_string(row, 0, line, look)
            row += 1
        return row

    def chart(
        self, worksheet: Worksheet, sheet: Sheet, chart: Chart, place: tuple[int, int]
    ) -> None:
        """Draw one chart, in tones and patterns that stay apart on a grey printer."""
        drawing = self.workbook.add_chart(_chart_type(chart.kind))
        waterfall = chart.kind is ChartKind.WATERFALL
        for number, series in enumerate(_series(chart, chart.source or sheet)):
            series["gap"] = 60
            if waterfall and number == 0:
                series |= {"fill": {"none": True}, "border": {"none": True}}
            else:
                series |= _series_look(chart.kind, number - waterfall)
                if chart.labels:
                    series["data_labels"] = {
                        "value": True,
                        "num_format": chart.number_format,
                        "font": {"name": _FONT, "size": LETTER},
                        "fill": {"color": "#FFFFFF"},
                    }
            drawing.add_series(series)
        self.axes(drawing, chart, _lowest(chart, chart.source or sheet))
        drawing.set_size({"width": chart.width, "height": chart.pixels(sheet)})
        # A little lower than the edge of its row, which may be a page break.
        options = {"description": chart.alt_text, "object_position": 2, "y_offset": 2}
        if chart.position == "right":
            options["x_offset"] = 20
        worksheet.insert_chart(*place, drawing, options)

    def axes(self, drawing: Any, chart: Chart, lowest: float) -> None:
        """Give a chart its titles, axes and legend.

        Bars start at zero: from anywhere else their lengths would lie.
        """
        small = {"name": _FONT, "size": LETTER}
        usual = {**small, "bold": False}
        # Category labels stay at the edge, also where bars run below zero.
        category: dict[str, Any] = {
            "name": chart.category_title,
            "name_font": usual,
            "num_font": small,
        }
        category["label_position"] = "low"
        value: dict[str, Any] = {"name": chart.value_title, "name_font": usual, "num_font": small}
        grid = {"visible": True, "line": {"color": _RULE}}
        value |= {"num_format": chart.number_format, "major_gridlines": grid}
        if lowest >= 0 and chart.kind is not ChartKind.LINE:
            value["min"] = 0
        if chart.kind is ChartKind.BAR:
            # The first row of the table on top, as people read it, and the amounts below; every
            # bar has its name.
            category["interval_unit"] = 1
            drawing.set_y_axis({**category, "reverse": True, "major_gridlines": {"visible": False}})
            drawing.set_x_axis({**value, "label_position": "high"})
        else:
            drawing.set_x_axis(category)
            drawing.set_y_axis(value)
        title_font = {"name": _FONT, "size": 12, "bold": True, "color": _DARK}
        drawing.set_title({"name": chart.title, "name_font": title_font, "overlay": False})
        waterfall = chart.kind is ChartKind.WATERFALL
        if chart.series_in_rows or len(chart.values) - waterfall > 1:
            legend: dict[str, Any] = {"position": "bottom", "font": small}
            drawing.set_legend(legend | ({"delete_series": [0]} if waterfall else {}))
        else:
            drawing.set_legend({"none": True})

    def cover(self, cover: Cover, sheets: Sequence[Sheet | OwnSheet]) -> None:
        """Write the cover."""
        worksheet = self.add(cover.name)
        leg_op(worksheet, Papier())
        for index, pixels in enumerate(_COVER_COLUMNS):
            worksheet.set_column_pixels(index, index, pixels)
        row = self.cover_title(worksheet, cover)
        for fact in cover.facts:
            rule = {"bottom": 1, "bottom_color": _RULE, "text_wrap": True}
            worksheet.write_string(row, 0, fact.label, self.look(**rule))
            rule |= {"bold": True, "align": "left"}
            if fact.kind in _NUMBER_FORMAT:
                euro = '"€ "' if fact.kind in (Kind.EURO, Kind.EURO_CENT) else ""
                rule["num_format"] = euro + _NUMBER_FORMAT[fact.kind]
            self.write(worksheet, (row, 1), fact.value, self.look(**rule))
            if fact.kind is Kind.CHECK:
                self.mark_checks(worksheet, row, row, 1)
            self.fit(worksheet, row, fact.label, _shown(fact.kind, outcome(fact.value)))
            row += 1
        for paragraph in cover.paragraphs:
            row = self.text(worksheet, row + 1, wrap_lines([paragraph], TEXT_CHARACTERS[False]))
        row += 1
        heading = self.look(bold=True, font_size=12, color=_DARK, bottom=1, bottom_color=_DARK)
        worksheet.set_row_pixels(row, 24)
        worksheet.write_string(row, 0, "Inhoud", heading)
        worksheet.write_blank(row, 1, None, heading)
        link = self.look(color="#0B4F9E", underline=1, text_wrap=True)
        for sheet in sheets:
            row += 1
            quoted = sheet.name.replace("'", "''")
            tip = f"Ga naar het blad {sheet.name}"
            worksheet.write_url(row, 0, f"internal:'{quoted}'!A1", link, sheet.name, tip)
            described = sheet.description or sheet.title
            worksheet.write_string(row, 1, described, self.look(text_wrap=True))
            self.fit(worksheet, row, sheet.name, described)
        worksheet.print_area(0, 0, row, 1)

    def fit(self, worksheet: Worksheet, row: int, *texts: str) -> None:
        """Make a row of the cover high enough for its texts."""
        lines = max(map(line_count, texts, _COVER_COLUMNS))
        worksheet.set_row_pixels(row, _ROW_PIXELS * lines + 3)

    def cover_title(self, worksheet: Worksheet, cover: Cover) -> int:
        """Write the band with the title; the answer is the next free row."""
        big = self.look(
            bold=True, font_size=18, color="#FFFFFF", bg_color=_DARK, align="left", indent=1
        )
        small = self.look(font_size=11, color="#FFFFFF", bg_color=_DARK, align="left", indent=1)
        lines = [(line, big, 34) for line in wrap_lines([cover.title], 50)]
        lines += [(line, small, 20) for line in wrap_lines([cover.subtitle, ""], 88)]
        for row, (line, look, pixels) in enumerate(lines):
            worksheet.set_row_pixels(row, pixels)
            worksheet.write_string(row, 0, line, look)
            worksheet.write_blank(row, 1, None, look)
        return len(lines) + 1


def _plain(value: Value) -> str | int | float | date | None:
    if isinstance(value, _EXACT):
        return int(value) if value == int(value) else float(value)
    return value


def _is_plain(cell: Cell, kind: Kind) -> bool:
    """Whether a cell of a formula column holds no formula: empty, its own, or a word."""
    own = cell is None or isinstance(cell, Formula | Own)
    return own or (isinstance(cell, str) and kind in _NUMBER_FORMAT)


def _alignment(kind: Kind, is_first: bool) -> dict[str, Any]:
    """Numbers to the right; text to the left, a little away from numbers in the column before."""
    if kind in _NUMBER_FORMAT:
        return {"align": "right"}
    return {"align": "left", "indent": 0 if is_first else 1}


def _header_look(kind: Kind, is_first: bool, helper: bool) -> dict[str, Any]:
    look = _alignment(kind, is_first) | {"bg_color": _HELPER if helper else _DARK}
    look |= {"text_wrap": True, "bold": True, "color": "#FFFFFF", "valign": "top"}
    return look | {"right": 1, "right_color": "#FFFFFF"}


class _Traits(NamedTuple):
    """All of a cell that decides how it looks."""

    kind: Kind
    is_first: bool
    is_word: bool
    is_provisional: bool
    wraps: bool
    has_entry: bool
    in_entry_column: bool


def _traits(column: Column, index: int, cell: Cell, wraps: bool) -> _Traits:
    value, kind = outcome(cell), kind_of(cell, column)
    return _Traits(
        kind,
        index == 0,
        isinstance(value, str),
        kind is Kind.STATUS and value in column.provisional,
        wraps,
        isinstance(cell, Own) and cell.entry is not None,
        column.entry,
    )


def _cell_look(cell: _Traits) -> dict[str, Any]:
    look = _alignment(cell.kind, cell.is_first)
    look |= {"bottom": 1, "bottom_color": _RULE}
    if cell.has_entry:
        look |= {"bg_color": _ENTRY, **_FRAME}
    if cell.kind in _NUMBER_FORMAT:
        look |= {"num_format": _NUMBER_FORMAT[cell.kind]}
        if cell.is_word:
            look["italic"] = True
    else:
        if cell.kind is Kind.CODE:
            look["num_format"] = "@"
        if cell.is_provisional:
            look["italic"] = True
        if cell.wraps:
            look["text_wrap"] = True
    if cell.in_entry_column:
        look |= {"bg_color": _ENTRY, "text_wrap": cell.kind is Kind.TEXT}
    return look


def _total_look(cell: _Traits) -> dict[str, Any]:
    look = _cell_look(cell._replace(in_entry_column=False))
    if cell.is_first:
        look |= {"align": "left", "italic": False}
    look |= {"bold": True, "top": 1, "top_color": "#000000"}
    return look | {"bottom": 6, "bottom_color": "#000000"}


def _validation(entry: Entry) -> dict[str, Any]:
    """Tell Excel what may be typed in a yellow cell, and what to say otherwise."""
    rule: dict[str, Any] = {"input_title": "Gele cel = invoer", "input_message": entry.hint}
    rule |= {"error_title": "Dit kan hier niet", "error_message": entry.hint, "ignore_blank": False}
    if entry.choices:
        return rule | {
            "validate": "list",
            "source": f"={choices}" if isinstance(choices := entry.choices, str) else list(choices),
            "show_error": entry.strict,
        }
    bounds = {"minimum": entry.smallest, "maximum": entry.largest}
    return rule | {"validate": "integer", "criteria": "between", **bounds}


@lru_cache(maxsize=20_000)
def _pixels(text: str) -> int:
    """The width of a text with room to spare, for it may be bold and fonts differ a little."""
    from xlsxwriter.utility import xl_pixel_width

    return int(xl_pixel_width(text) * 1.06) + 8 + _SPARE


def _texts(table: Table, column: Column) -> list[str]:
    """What each cell of a column shows, the total last."""
    cells = [row[column.key] for row in table.rows]
    if table.has_total:
        cells.append(table.total(column))
    return [
        cell if type(cell) is str else _shown(kind_of(cell, column), outcome(cell))
        for cell in cells
    ]


def _widths(sheet: Sheet, texts: Sequence[Sequence[str]]) -> list[tuple[int, bool]]:
    """The widths of the columns, and whether each has to wrap; what people read fits on paper."""
    table = sheet.table
    widths = [_column_width(*pair) for pair in zip(table.columns, texts, strict=True)]
    shown = widths[: table.shown]
    wide = [pixels for pixels, _ in shown]
    if sum(wide) <= Papier(is_liggend=sheet.landscape).breedte:
        return widths
    least = [_least(*trio) for trio in zip(table.columns, texts, wide, strict=False)]
    narrow = schik_in(wide, least, sheet.landscape)
    fitted = [(new, wraps or new < old) for new, (old, wraps) in zip(narrow, shown, strict=True)]
    return fitted + widths[table.shown :]


def _least(column: Column, texts: Sequence[str], pixels: int) -> int:
    """How narrow a column of text may become for its longest word; others stay as they are."""
    if column.kind is not Kind.TEXT or column.entry:
        return pixels
    words = (word for text in {*texts, column.title} for word in text.split())
    return min(pixels, max(map(_pixels, words), default=0))


def _column_width(column: Column, texts: Sequence[str]) -> tuple[int, bool]:
    """The width in pixels, and whether the contents have to wrap to fit in it."""
    natural = max(map(_pixels, set(texts)), default=0)
    if column.width is not None:
        pixels = round(column.width * 7) + 5
        return pixels, natural > pixels
    widest = natural if column.kind in _NUMBER_FORMAT else min(natural, _WIDEST_TEXT)
    longest_word = max((_pixels(word) for word in column.title.split()), default=0)
    pixels = max(_NARROWEST, widest, longest_word)
    while line_count(column.title, pixels) > 3:
        pixels += 10
    return pixels, natural > pixels


def _shown(kind: Kind, value: Value) -> str:
    if isinstance(value, str):
        return value
    plain = _plain(value)
    if plain is None or kind not in _FORMS:
        return "" if plain is None else str(plain)
    return _FORMS[kind][1].format(plain)


@lru_cache(maxsize=20_000)
def line_count(text: str, width: int) -> int:
    """How many lines a text takes in a cell of `width` pixels."""
    lines, line = 1, ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _pixels(longer) - _SPARE > width:
            lines, line = lines + 1, word
        else:
            line = longer
        lines += (_pixels(word) - _SPARE) // width
    return lines


def _lowest(chart: Chart, source: Sheet) -> float:
    """Return the lowest number that a chart shows, 0 where there is none."""
    values = (outcome(row[key]) for row in source.table.rows for key in chart.values)
    numbers = [float(v) for v in values if isinstance(v, int | float | Decimal | Fraction)]
    return min(numbers, default=0.0)


def _series(chart: Chart, source: Sheet) -> Iterable[dict[str, Any]]:
    """Say where each series of a chart stands: its name, categories and values."""
    start, stop = chart.shows(source)
    first, last = source.first_row + start, source.first_row + stop - 1
    category, header = source.table.index(chart.category), source.header_row
    columns = [source.table.index(key) for key in chart.values]
    if chart.series_in_rows:
        for row in range(first, last + 1):
            yield {
                "name": [source.name, row, category],
                "categories": [source.name, header, columns[0], header, columns[-1]],
                "values": [source.name, row, columns[0], row, columns[-1]],
            }
        return
    for column in columns:
        yield {
            "name": [source.name, header, column],
            "categories": [source.name, first, category, last, category],
            "values": [source.name, first, column, last, column],
        }


def _chart_type(kind: ChartKind) -> dict[str, str]:
    if kind in (ChartKind.STACKED, ChartKind.WATERFALL):
        return {"type": "column", "subtype": "stacked"}
    return {"type": kind.value}


def _series_look(kind: ChartKind, number: int) -> dict[str, Any]:
    if kind is ChartKind.LINE:
        dashes, markers = ("solid", "dash", "round_dot", "long_dash_dot"), "circle square diamond x"
        colour = (_DARK, "#2E75B6", "#7F7F7F", "#000000")[number % 4]
        line = {"color": colour, "width": 2.25, "dash_type": dashes[number % 4]}
        return {"line": line, "marker": {"type": markers.split()[number % 4], "size": 6}}
    looks: tuple[dict[str, Any], ...] = (
        {"fill": {"color": _DARK}},
        {"fill": {"color": "#BFBFBF"}},
        {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": _DARK, "bg_color": "#FFFFFF"}},
        {"pattern": {"pattern": "percent_30", "fg_color": "#404040", "bg_color": "#FFFFFF"}},
        {"fill": {"color": "#7F9CCB"}},
        {"fill": {"color": "#FFFFFF"}},
    )
    return looks[number % len(looks)] | {"border": {"color": _DARK, "width": 0.75}}


def _set_heights(
    worksheet: Worksheet,
    sheet: Sheet,
    texts: Sequence[Sequence[str]],
    widths: Sequence[tuple[int, bool]],
) -> int:
    """Set the height of rows whose text wraps, and return how many lines that adds.

    Neither Excel nor LibreOffice is sure to fit the height of a row by itself.
    """
    lines = [1] * len(sheet.table.rows)
    for column, (pixels, wraps) in zip(texts, widths, strict=True):
        if wraps:
            # The total has no row of its own here: `map` ends with the shortest.
            lines = list(map(max, lines, map(line_count, column, repeat(pixels))))
    for row, most in enumerate(lines, sheet.first_row):
        if most > 1:
            worksheet.set_row_pixels(row, _ROW_PIXELS * most)
    return sum(lines) - len(lines)
