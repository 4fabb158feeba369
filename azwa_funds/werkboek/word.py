"""What the Word documents share: a table whose header repeats, one font, a number on each page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

LETTERTYPE, DONKER, GEEL = "Arial", "1F3864", "FFF2CC"
_HOOGTE_ANTWOORD_MM = 16


def richt_in(
    doc: Any, titel: str, gemaakt: datetime, voet: str, stijlen: Sequence[str], *, marge_mm: float
) -> None:
    """A4, Dutch, one font, dark headings, a fixed date, and at the foot the number of the page.

    `stijlen` are the styles that the document uses, besides that of running text.
    """
    from docx.shared import Pt, RGBColor

    sectie = doc.sections[0]
    sectie.page_width, sectie.page_height = mm(210), mm(297)
    sectie.left_margin = sectie.right_margin = mm(marge_mm)
    sectie.top_margin = sectie.bottom_margin = mm(20)
    for naam in ("Normal", *stijlen):
        stijl = doc.styles[naam]
        stijl.font.name = LETTERTYPE
        _zet_lettertype(stijl.element)
        if naam != "Normal":
            stijl.font.color.rgb = RGBColor.from_string(DONKER)
    doc.styles["Normal"].font.size = Pt(10)
    doc.styles["Normal"].paragraph_format.space_after = Pt(6)
    eigenschappen = doc.core_properties
    eigenschappen.title, eigenschappen.subject = titel, "SPUK AZWA"
    eigenschappen.author = eigenschappen.last_modified_by = "azwa_funds"
    eigenschappen.comments, eigenschappen.language = "", "nl-NL"
    eigenschappen.created = eigenschappen.modified = gemaakt
    eigenschappen.revision = 1
    sectie.footer.paragraphs[0].text = voet
    sectie.footer.paragraphs[0]._p.append(_deel("fldSimple", instr="PAGE"))


def _zet_lettertype(stijl: Any) -> None:
    """Give every script the same font, and Dutch as the language for the spelling check."""
    from docx.oxml.ns import qn

    eigenschappen = stijl.get_or_add_rPr()
    lettertypen = eigenschappen.get_or_add_rFonts()
    for kenmerk in list(lettertypen.attrib):
        del lettertypen.attrib[kenmerk]
    for schrift in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        lettertypen.set(qn(schrift), LETTERTYPE)
    for oude in eigenschappen.findall(qn("w:lang")):
        eigenschappen.remove(oude)
    eigenschappen.append(_deel("lang", val="nl-NL"))


def _deel(naam: str, **kenmerken: str) -> Any:
    """Return a part of a document by the name that Word has for it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    deel = OxmlElement(f"w:{naam}")
    for kenmerk, waarde in kenmerken.items():
        deel.set(qn(f"w:{kenmerk}"), waarde)
    return deel


def zet_tabel(doc: Document, *wat: Any, **hoe: Any) -> None:
    """Add a table at the end of a document, with a little room below it; see `maak_tabel`."""
    maak_tabel(doc, *wat, **hoe)
    doc.add_paragraph().paragraph_format.space_after = mm(1)


def maak_tabel(
    doc: Document,
    koppen: Sequence[str],
    rijen: Sequence[Sequence[str]],
    breedten_mm: Sequence[float],
    *,
    open_kolommen: Iterable[int] = (),
    getallen: Iterable[int] = (),
    hoog: bool = False,
) -> Table:
    """Make a table whose header repeats on every page; empty cells of open columns are yellow.

    The first line of a cell with several lines is bold; columns of `getallen` stand to the right.
    `hoog` gives rows room for an answer. The table is drawn with lines, also in a document that
    does not know the style for it.
    """
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import RGBColor

    tabel: Any = doc.add_table(rows=1, cols=len(koppen))
    _teken_lijnen(doc, tabel)
    tabel.autofit = False
    tabel.rows[0]._tr.get_or_add_trPr().append(_deel("tblHeader"))
    for cel, kop in zip(tabel.rows[0].cells, koppen, strict=True):
        stuk = cel.paragraphs[0].add_run(kop)
        stuk.bold, stuk.font.color.rgb = True, RGBColor(255, 255, 255)
        _kleur(cel, DONKER)
    geel = set(open_kolommen)
    for rij in rijen:
        cellen = tabel.add_row().cells
        for plek, (cel, tekst) in enumerate(zip(cellen, rij, strict=True)):
            _vul(cel, tekst)
            if plek in geel and not tekst:
                _kleur(cel, GEEL)
        if hoog:
            tabel.rows[-1].height = mm(_HOOGTE_ANTWOORD_MM)
            tabel.rows[-1].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    _zet_breedten(tabel, breedten_mm, set(getallen))
    return tabel  # type: ignore[no-any-return]


def mm(millimeters: float) -> Any:
    """Return a length as Word takes it."""
    from docx.shared import Mm

    return Mm(millimeters)


def _teken_lijnen(doc: Document, tabel: Any) -> None:
    for stijl in doc.styles:
        if stijl.name == "Table Grid":
            tabel._tbl.tblStyle_val = stijl.style_id
            return
    randen = _deel("tblBorders")
    for zijde in ("top", "left", "bottom", "right", "insideH", "insideV"):
        randen.append(_deel(zijde, val="single", sz="4", color="auto"))
    tabel._tbl.tblPr.append(randen)


def _zet_breedten(tabel: Any, breedten_mm: Sequence[float], getallen: set[int]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for kolom, breedte in zip(tabel.columns, breedten_mm, strict=True):
        kolom.width = mm(breedte)
    for rij in tabel.rows:
        rij._tr.get_or_add_trPr().append(_deel("cantSplit"))
        for plek, (cel, breedte) in enumerate(zip(rij.cells, breedten_mm, strict=True)):
            # Word goes by the cells, LibreOffice by the columns.
            cel.width = mm(breedte)
            for alinea in cel.paragraphs:
                alinea.paragraph_format.space_before = mm(0.5)
                alinea.paragraph_format.space_after = mm(0.5)
                if plek in getallen:
                    alinea.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _vul(cel: _Cell, tekst: str) -> None:
    eerste, *rest = tekst.split("\n")
    alinea = cel.paragraphs[0]
    alinea.add_run(eerste).bold = bool(rest)
    for lijn in rest:
        cel.add_paragraph(lijn)


def _kleur(cel: _Cell, kleur: str) -> None:
    cel._tc.get_or_add_tcPr().append(_deel("shd", val="clear", color="auto", fill=kleur))
