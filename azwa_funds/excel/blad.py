"""Excel workbooks: a cover, sheets with one table each, live formulas, charts and print set-up.

Knows no policy: what the figures mean is up to the caller. A sheet computes its own layout, so
that formulas on one sheet can refer to another before anything is written. Every formula is
written together with its known outcome, for readers that do not recalculate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from operator import attrgetter
from textwrap import wrap
from typing import Any, Literal, Protocol, runtime_checkable

Number = int | float | Decimal | Fraction
Value = str | Number | date | None

PRO_MEMORIE = "p.m."
KLOPT = "klopt"
KLOPT_NIET = "klopt niet"
STANDAARD, EIGEN_AANNAME, ONGELDIG = "standaard", "eigen aanname", "ongeldig"
TOTAAL = "Totaal"

TEXT_CHARACTERS = {False: 108, True: 160}
_ILLEGAL_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
#: What stands on a line to sign: the word in the column before, and the columns of its line.
SIGNATURE_FIELDS = (("Naam", range(2, 4)), ("Datum", range(5, 6)), ("Handtekening", range(7, 10)))
#: Stands in no formula.
_ROW = "\0"
_PLACEHOLDER = re.compile(r"\{(\w+)(?:\.(totaal|kolom))?\}")


class Kind(StrEnum):
    """What a column holds, and so how it looks."""

    TEXT = "text"
    CODE = "code"
    STATUS = "status"
    CHECK = "check"
    EURO = "euro"
    EURO_CENT = "euro_cent"
    WHOLE = "whole"
    DECIMAL = "decimal"
    PERCENT = "percent"
    PERCENT_FINE = "percent_fine"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula for one cell, with the outcome it has.

    The template starts with `=` and may name columns of its own sheet: `{key}` is the cell in
    the same row, `{key.kolom}` all data cells of the column, `{key.totaal}` its total.
    """

    template: str
    value: Value


@dataclass(frozen=True, slots=True)
class Entry:
    """What may be filled in: one of `choices`, or a whole number from `smallest` to `largest`.

    `choices` are words without commas, or a range of cells (see `Sheet.ref`). When not `strict`,
    the list is only a help and the sheet itself has to say what it makes of other words. `hint`
    shows beside the cell.
    """

    hint: str
    choices: str | tuple[str, ...] = ""
    smallest: int = 0
    largest: int = 0
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Own:
    """A cell unlike the others in its column: of a kind of its own, or a yellow one to fill in."""

    cell: Value | Formula
    kind: Kind
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens an address on the web; the text is what stands in it."""

    text: str
    address: str


Cell = Value | Formula | Own | Link


@dataclass(frozen=True, slots=True)
class Column:
    """One column; with a `formula` each row's value is the known outcome of that formula.

    Text in a column of numbers (such as "p.m.") is written as that text, never as a formula.
    `total` is "sum", "count" (of filled cells) or "formula": the row formula on the total row,
    whose outcome `Table.totals` gives. Width is in characters; without it the contents decide.
    An `entry` column is for the reader to fill in (yellow); `choices` gives its cells a list.
    A `helper` column only feeds a chart: it stands apart at the right and does not print.
    `value` makes the cell of a row from its record, or says where in the record it is; else that
    is under `key`, and an `entry` is empty.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: float | None = None
    total: Literal["sum", "count", "formula"] | None = None
    formula: str | None = None
    note: str | None = None
    provisional: frozenset[str] = frozenset({"aanname", "verwacht", "indicatief", "voorlopig"})
    entry: bool = False
    choices: tuple[str, ...] = ()
    helper: bool = False
    value: Callable[[Any], Cell] | str = ""

    def cell(self, record: object) -> Cell:
        """What stands in this column for a record."""
        return self.maker()(record)

    def maker(self) -> Callable[[Any], Cell]:
        """What makes the cell of a record; a choice is its word.

        A code that is found in the record is text; what `value` makes stays as it is.
        """
        if self.entry and not self.value:
            return lambda record: None
        find = self.value if callable(self.value) else attrgetter(self.value or self.key)
        words = (Enum, int) if self.kind is Kind.CODE and find is not self.value else Enum

        def make(record: Any) -> Cell:
            found = find(record)
            return str(found) if isinstance(found, words) else found

        return make


def euros(key: str, title: str, **more: Any) -> Column:
    """A column of whole euros; `more` is as of any column."""
    return Column(key, title, Kind.EURO, **more)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; every row gives a value (or None) for every column, by key.

    `totals` holds values for the total row that cannot be, or need not be, added up here.
    """

    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Cell]]
    totals: Mapping[str, Value] | None = None

    @classmethod
    def of(
        cls,
        columns: Sequence[Column],
        records: Iterable[Any],
        totals: Mapping[str, Value] | None = None,
    ) -> Table:
        """A table with a row per record, in which each column makes its own cell."""
        makers = [(column.key, column.maker()) for column in columns]
        rows = [{key: make(record) for key, make in makers} for record in records]
        return cls(columns, rows, totals)

    def __post_init__(self) -> None:
        keys = {column.key for column in self.columns}
        titles = {column.title.casefold() for column in self.columns}
        if not keys or len(keys) < len(self.columns) or len(titles) < len(self.columns):
            raise ValueError("a table needs columns with different keys and different titles")
        for number, row in enumerate(self.rows):
            if row.keys() != keys:
                raise ValueError(f"row {number}: these keys differ: {sorted(row.keys() ^ keys)}")
        if self.columns[0].total:
            raise ValueError("the first column holds the word Totaal and can have no total")
        if any(column.helper for column in self.columns[: self.shown]):
            raise ValueError("helper columns stand at the right of a table")

    @property
    def shown(self) -> int:
        """How many columns are for people; those after them only feed a chart."""
        return sum(not column.helper for column in self.columns)

    def index(self, key: str) -> int:
        """The place of a column, counted from 0."""
        for index, column in enumerate(self.columns):
            if column.key == key:
                return index
        raise ValueError(f"no column {key!r}")

    @property
    def has_total(self) -> bool:
        """Whether a total row follows; a table without rows has nothing to add up."""
        return bool(self.rows) and bool(self.totals or any(c.total for c in self.columns))

    def total(self, column: Column) -> Cell:
        """What stands on the total row in this column."""
        given = (self.totals or {}).get(column.key)
        if column is self.columns[0]:
            return TOTAAL if given is None else given
        if column.total == "formula":
            if given is None or column.formula is None:
                raise ValueError(f"column {column.key!r}: total needs a formula and its outcome")
            return Formula(column.formula, given)
        if column.total is None:
            return given
        if given is None:
            given = self._counted(column)
        function = "COUNTA" if column.total == "count" else "SUM"
        return Formula(f"={function}({{{column.key}.kolom}})", given)

    def _counted(self, column: Column) -> Fraction | int:
        values = [outcome(row[column.key]) for row in self.rows]
        if column.total == "count":
            return sum(value not in (None, "") for value in values)
        return sum(
            v if isinstance(v, int) else Fraction(v) for v in values if isinstance(v, Number)
        )


class ChartKind(StrEnum):
    """The kinds of charts; of a waterfall the first value column is the invisible base."""

    BAR = "bar"
    COLUMN = "column"
    STACKED = "stacked"
    LINE = "line"
    WATERFALL = "waterfall"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of columns of its own sheet's table, or of the table of the sheet `source`.

    `rows` is a half-open range of row numbers of the table, counted from 0. Without a `height`
    bars get what they need to stand apart, and any other chart 300 pixels. With
    `series_in_rows` each row is a series, named by `category`, and the columns `values`, which
    must stand side by side, are the categories.
    """

    kind: ChartKind
    title: str
    category: str
    values: Sequence[str]
    alt_text: str
    category_title: str = ""
    value_title: str = ""
    rows: tuple[int, int] | None = None
    source: Sheet | None = None
    position: Literal["below", "right"] = "below"
    width: int = 660
    height: int = 0
    number_format: str = "#,##0"
    labels: bool = False
    series_in_rows: bool = False

    def shows(self, sheet: Sheet) -> tuple[int, int]:
        """The range of rows that it shows, of its source or of the sheet it stands on."""
        return self.rows or (0, len((self.source or sheet).table.rows))

    def pixels(self, sheet: Sheet) -> int:
        """How high it is on this sheet."""
        if self.height or self.kind is not ChartKind.BAR:
            return self.height or 300
        first, stop = self.shows(sheet)
        return max(200, 90 + 22 * (stop - first))


@dataclass(frozen=True)
class Sheet:
    """One sheet: title, subtitle, a few lines, one table, and below it notes and sources.

    Everything down to the header row stays in view, so keep `lines` few. `description` is the
    line in the contents on the cover; without it the title stands there. `one_page` prints the
    sheet on a single page, `printed_rows` only so many rows of the table and nothing below it.
    `characters` is how long a line of text is where what prints of the table is not as usual.
    `signatures` are the roles of who signs, directly below the table: each with lines for a name,
    a day and a signature. Such a sheet has no charts.
    """

    name: str
    title: str
    table: Table
    subtitle: str = ""
    lines: Sequence[str] = ()
    notes: Sequence[str] = ()
    sources: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    description: str = ""
    landscape: bool = False
    freeze_columns: int = 0
    one_page: bool = False
    signatures: Sequence[str] = ()
    printed_rows: int | None = None
    characters: int = 0

    def __post_init__(self) -> None:
        _check_sheet_name(self.name)
        if self.signatures and self.charts:
            raise ValueError(f"sheet {self.name!r}: signatures stand where charts would")

    @property
    def signature_row(self) -> int:
        """The row of the first who signs, counted from 0; above it stands the heading."""
        return self.last_row + self.table.has_total + 3

    @property
    def signature_places(self) -> list[tuple[int, int]]:
        """The cells of the lines to sign on, where a reader may type."""
        return [
            (self.signature_row + number, column)
            for number in range(len(self.signatures))
            for _, columns in SIGNATURE_FIELDS
            for column in columns
        ]

    @cached_property
    def header_row(self) -> int:
        """The row of the column titles, counted from 0."""
        return 3 + len(self.wrapped(self.lines))

    @property
    def first_row(self) -> int:
        """The first row of data, counted from 0."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The last row of data, counted from 0; the header row if there are no data."""
        return self.header_row + len(self.table.rows)

    def wrapped(self, paragraphs: Iterable[str]) -> list[str]:
        """Paragraphs cut into lines that fit on the printed page."""
        return wrap_lines(paragraphs, self.characters or TEXT_CHARACTERS[self.landscape])

    def ref(self, key: str, row: int | None = None, until: int | None = None) -> str:
        """The data cells of a column, for use on any sheet: all, or of one row (from 0) or more."""
        first = self.first_row + (row or 0)
        last = max(first, self.last_row) if row is None else first
        return self._range(first, key, last if until is None else self.first_row + until, key)

    def block(self, first: str, last: str) -> str:
        """The data cells of the columns from `first` up to and including `last`."""
        return self._range(self.first_row, first, max(self.first_row, self.last_row), last)

    def titles(self, first: str, last: str) -> str:
        """The column titles from `first` up to and including `last`."""
        return self._range(self.header_row, first, self.header_row, last)

    def total_ref(self, key: str) -> str:
        """The cell of a column on the total row, for use on any sheet."""
        if not self.table.has_total:
            raise ValueError(f"sheet {self.name!r} has no total row")
        return self.ref(key, len(self.table.rows))

    def show(self, key: str, row: int | None = None) -> Formula:
        """A formula that shows one cell of a column, in a row from 0, or else its total."""
        if row is not None:
            return Formula(f"={self.ref(key, row)}", outcome(self.table.rows[row][key]))
        found = outcome(self.table.total(self.table.columns[self.table.index(key)]))
        if isinstance(found, Fraction) and found.denominator == 1:
            found = found.numerator
        return Formula(f"={self.total_ref(key)}", found)

    def expand(self, template: str, row: int) -> str:
        """A formula for one row (from 0) of the table, with cells in the place of the keys."""
        if template not in self._templates:
            self._templates[template] = _PLACEHOLDER.sub(self._place, template)
        return self._templates[template].replace(_ROW, str(self.first_row + row + 1))

    @cached_property
    def _templates(self) -> dict[str, str]:
        """Templates met before, with `_ROW` where only the number of the row is to be put."""
        return {}

    def _place(self, found: re.Match[str]) -> str:
        from xlsxwriter.utility import xl_col_to_name

        key, part = found.groups()
        if part:
            place = self.total_ref(key) if part == "totaal" else self.ref(key)
            return place.rpartition("!")[2]
        return f"{xl_col_to_name(self.table.index(key))}{_ROW}"

    def _range(self, first_row: int, first: str, last_row: int, last: str) -> str:
        from xlsxwriter.utility import quote_sheetname, xl_range_abs

        columns = self.table.index(first), self.table.index(last)
        cells = xl_range_abs(first_row, columns[0], last_row, columns[1])
        return f"{quote_sheetname(self.name)}!{cells}"


@runtime_checkable
class OwnSheet(Protocol):
    """A sheet that is no table and writes itself, such as a form; `page` is the open workbook."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    def write(self, page: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and a value on the cover."""

    label: str
    value: Cell
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet: what this workbook is, the main figures, and links to the sheets."""

    title: str
    subtitle: str = ""
    facts: Sequence[Fact] = ()
    paragraphs: Sequence[str] = ()
    name: str = "Voorblad"

    def __post_init__(self) -> None:
        _check_sheet_name(self.name)


def _check_sheet_name(name: str) -> None:
    if not 0 < len(name) <= 31 or _ILLEGAL_IN_SHEET_NAME.search(name):
        raise ValueError(f"sheet name {name!r}: 1 to 31 characters, without []:*?/\\ or outer '")


def wrap_lines(paragraphs: Iterable[str], characters: int) -> list[str]:
    return [line for text in paragraphs for line in _lines(text, characters)]


@lru_cache(maxsize=20_000)
def _lines(text: str, characters: int) -> tuple[str, ...]:
    # An amount stays with its euro sign.
    whole = text.replace("€ ", "€\u00a0")
    return tuple(wrap(whole, characters, break_on_hyphens=False)) or ("",)


def outcome(cell: Cell) -> Value:
    if isinstance(cell, str):  # as most cells are
        return cell
    if isinstance(cell, Own):
        cell = cell.cell
    if isinstance(cell, Link):
        return cell.text
    return cell.value if isinstance(cell, Formula) else cell


def kind_of(cell: Cell, column: Column) -> Kind:
    return cell.kind if isinstance(cell, Own) else column.kind
