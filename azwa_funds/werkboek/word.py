"""What the Word documents share: a table whose header repeats, one font, a number on each page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

LETTERTYPE, DONKER, GEEL = "Arial", "1F3864", "FFF2CC"
_ANSWER_HEIGHT_MM = 16


def zet_lettertype(style: Any) -> None:
    """Give every script the same font, and Dutch as the language for the spelling check."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = style.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), LETTERTYPE)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-NL")
    properties.append(language)


def zet_bladnummer(paragraph: Any) -> None:
    """End a paragraph, such as that of the footer, with the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def zet_tabel(
    doc: Document,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_mm: Sequence[float],
    *,
    open_columns: Iterable[int] = (),
    tall: bool = False,
) -> None:
    """Add a table at the end of a document, with a little room below it; see `maak_tabel`."""
    maak_tabel(doc, titles, rows, widths_mm, open_columns=open_columns, tall=tall)
    doc.add_paragraph().paragraph_format.space_after = _mm(1)


def maak_tabel(
    doc: Document,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_mm: Sequence[float],
    *,
    open_columns: Iterable[int] = (),
    numbers: Iterable[int] = (),
    tall: bool = False,
) -> Table:
    """Make a table whose header repeats on every page; empty cells of open columns are yellow.

    The first line of a cell with several lines is bold; columns of `numbers` stand to the right.
    `tall` gives rows room for an answer. The table is drawn with lines, also in a document that
    does not know the style for it.
    """
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import RGBColor

    table: Any = doc.add_table(rows=1, cols=len(titles))
    _draw_lines(doc, table)
    table.autofit = False
    _repeat_header(table)
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        run = cell.paragraphs[0].add_run(title)
        run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
        _shade(cell, DONKER)
    yellow = set(open_columns)
    for row in rows:
        cells = table.add_row().cells
        for index, (cell, text) in enumerate(zip(cells, row, strict=True)):
            _fill(cell, text)
            if index in yellow and not text:
                _shade(cell, GEEL)
        if tall:
            table.rows[-1].height = _mm(_ANSWER_HEIGHT_MM)
            table.rows[-1].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    _set_widths(table, widths_mm, set(numbers))
    return table  # type: ignore[no-any-return]


def _mm(millimetres: float) -> Any:
    from docx.shared import Mm

    return Mm(millimetres)


def _draw_lines(doc: Document, table: Any) -> None:
    if any(style.name == "Table Grid" for style in doc.styles):
        table.style = "Table Grid"
        return
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for attribute, value in (("val", "single"), ("sz", "4"), ("color", "auto")):
            line.set(qn(f"w:{attribute}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _set_widths(table: Any, widths_mm: Sequence[float], numbers: set[int]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = _mm(width)
    for row in table.rows:
        _keep_together(row)
        for index, (cell, width) in enumerate(zip(row.cells, widths_mm, strict=True)):
            # Word goes by the cells, LibreOffice by the columns.
            cell.width = _mm(width)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_before = _mm(0.5)
                paragraph.paragraph_format.space_after = _mm(0.5)
                if index in numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _fill(cell: _Cell, text: str) -> None:
    first, *rest = text.split("\n")
    paragraph = cell.paragraphs[0]
    paragraph.add_run(first).bold = bool(rest)
    for line in rest:
        cell.add_paragraph(line)


def _shade(cell: _Cell, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    for attribute, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{attribute}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _keep_together(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat_header(table: Any) -> None:
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
