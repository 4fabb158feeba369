"""The Word document of a regional werkagenda: the layout of the format, figures in, answers open.

The dates of the document are those of the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from azwa_funds.excel.workbook import PRO_MEMORIE
from azwa_funds.kalender.kalender import kalender
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.kern.herkomst import citeer, citeer_vindplaats
from azwa_funds.kern.periode import toon_periode
from azwa_funds.werkagenda.werkagenda import Werkagenda
from azwa_funds.werkagenda.werkagenda_format import Functionaliteit, Leefgebied, Niveau
from azwa_funds.werkagenda.werkagenda_status import indientermijn, laatste_dag
from azwa_funds.werkagenda.werkagenda_tekst import (
    euro,
    in_woorden,
    norm_in_woorden,
    onderdeel_van,
    soort_van,
)
from azwa_funds.werkboek.bladen import gemaakt_op
from azwa_funds.werkboek.overview_delen import status_in_woorden

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_FONT, _DARK, _ENTRY = "Arial", "1F3864", "FFF2CC"
_TEXT_WIDTH_MM = 170
_ANSWER_HEIGHT_MM = 16
#: Empty rows per paragraph for milestones, and for deviations where there is no norm.
_MILESTONES = 4


def document(agenda: Werkagenda) -> bytes:
    """Make the document of one regio; Word's library stamps each part of the zip with now."""
    from docx import Document

    doc = Document()
    _set_up(doc, agenda)
    _title_page(doc, agenda)
    for leefgebied in agenda.format.leefgebieden:
        _chapter(doc, agenda, leefgebied)
    _appendices(doc, agenda)
    buffer = BytesIO()
    doc.save(buffer)
    return buffer.getvalue()


# -- the parts ---------------------------------------------------------------------------------


def _title_page(doc: Document, agenda: Werkagenda) -> None:
    regio = agenda.regio
    doc.add_paragraph(f"Werkagenda IZA-regio {regio.naam}", style="Title")
    doc.add_paragraph("Samenwerking zorg en sociaal domein, AZWA-afspraak D5", style="Subtitle")
    namen = ", ".join(gemeente.naam for gemeente in agenda.gemeenten)
    toekenningen = [t for t in agenda.cijfers.toekenningen if t.regio == regio.naam]
    feiten = [
        ("Mandaathouder", f"{regio.mandaathouder} ({regio.rechtsvorm})"),
        ("Preferente zorgverzekeraar", ""),
        (f"Gemeenten ({len(agenda.gemeenten)})", namen),
        ("Inwoners", toon_getal(agenda.cijfers.inwoners_van(agenda.gemeenten))),
        *(
            (
                f"Geld {jaar}",
                f"regionaal {toon(agenda.regionaal(jaar))}, lokaal {toon(agenda.lokaal(jaar))}",
            )
            for jaar in agenda.jaren
        ),
        ("Status van het geld", status_in_woorden(toekenningen)),
        ("Vast te stellen uiterlijk op", f"{laatste_dag(agenda.gegevens):%d-%m-%Y}"),
        ("Stand van de cijfers", f"{agenda.cijfers.peildatum:%d-%m-%Y}"),
    ]
    _table(doc, ["Gegeven", "Waarde"], feiten, [55, 115], open_columns={1})
    doc.add_paragraph(
        "De gele vakken zijn om in te vullen. De cijfers komen uit landelijke bronnen (bijlage C). "
        "De normen geven richting: de regio mag met redenen afwijken, naar boven en naar beneden. "
        "Het geld is ontschot: een bedrag bij een maatregel is een rekenkundig aandeel en geen "
        "opdracht. De vragen volgen het landelijke format, in eigen woorden; wat optioneel is, "
        "staat erbij."
    )
    doc.add_paragraph("Inhoud", style="Subtitle")
    for leefgebied in agenda.format.leefgebieden:
        doc.add_paragraph(_chapter_title(leefgebied), style="List")
        for functionaliteit in leefgebied.functionaliteiten:
            doc.add_paragraph(
                f"{functionaliteit.code}. {functionaliteit.naam}: {soort_van(functionaliteit)}",
                style="List 2",
            )
    for bijlage in ("A. Vaststelling", "B. Kalender", "C. Bronnen"):
        doc.add_paragraph(f"Bijlage {bijlage}", style="List")


def _chapter_title(leefgebied: Leefgebied) -> str:
    return f"{leefgebied.nummer}. {leefgebied.naam}"


def _chapter(doc: Document, agenda: Werkagenda, leefgebied: Leefgebied) -> None:
    doc.add_heading(_chapter_title(leefgebied), 1)
    niveau = Niveau.LEEFGEBIED if leefgebied.functionaliteiten else Niveau.RPI
    vragen = agenda.format.vragen_van(niveau)
    rijen = [(f"{onderdeel_van(vraag)}\n{vraag.vraag}", "") for vraag in vragen]
    _table(doc, ["Onderdeel", "Uitwerking"], rijen, [60, 110], open_columns={1}, tall=True)
    if niveau is Niveau.RPI:
        _milestones(doc)
    for functionaliteit in leefgebied.functionaliteiten:
        _paragraph(doc, agenda, functionaliteit)


def _paragraph(doc: Document, agenda: Werkagenda, functionaliteit: Functionaliteit) -> None:
    code = functionaliteit.code
    doc.add_heading(f"{code}. {functionaliteit.naam}", 2)
    doc.add_paragraph(f"Soort: {soort_van(functionaliteit)}.")
    normen = agenda.normen_van(code)
    if normen:
        rijen = [
            (
                f"{norm.wat}\n{norm_in_woorden(norm, agenda.streefwaarden.populaties)}",
                in_woorden(norm, agenda.uitkomst(norm)),
                "",
                "",
            )
            for norm in normen
        ]
        koppen = ["Landelijke norm", "Komt in de regio neer op", "Eigen keuze", "Reden"]
        _table(doc, koppen, rijen, [56, 42, 24, 48], open_columns={2, 3})
    else:
        doc.add_paragraph("De opdracht noemt hiervoor geen norm in aantallen.")
    _money(doc, agenda, code)
    vragen = agenda.format.vragen_van(Niveau.FUNCTIONALITEIT)
    antwoorden = [(v.fase, f"{onderdeel_van(v)}\n{v.vraag}", "") for v in vragen]
    koppen = ["Fase", "Onderdeel", "Uitwerking"]
    _table(doc, koppen, antwoorden, [16, 54, 100], open_columns={2}, tall=True)
    _milestones(doc)


def _money(doc: Document, agenda: Werkagenda, code: str) -> None:
    bedragen = agenda.geld_van(code)
    if not bedragen:
        doc.add_paragraph("Voor deze paragraaf noemt bijlage 2 van het AZWA geen eigen bedrag.")
        return
    rijen = [
        (
            geld.naam,
            *(PRO_MEMORIE if deel is None else euro(deel) for deel in geld.aandeel.values()),
        )
        for geld in bedragen
    ]
    koppen = ["Aandeel van de regio (indicatief)", *map(str, agenda.jaren)]
    _table(doc, koppen, rijen, [80, 30, 30, 30])


def _milestones(doc: Document) -> None:
    doc.add_heading("Mijlpalen", 3)
    koppen = ["Kwartaal", "Activiteiten", "Verantwoordelijke", "Deelresultaat"]
    leeg = [("", "", "", "")] * _MILESTONES
    _table(doc, koppen, leeg, [22, 60, 38, 50], open_columns={0, 1, 2, 3})


def _appendices(doc: Document, agenda: Werkagenda) -> None:
    doc.add_heading("Bijlage A. Vaststelling", 1)
    uiterlijk = f"{laatste_dag(agenda.gegevens):%d-%m-%Y}"
    doc.add_paragraph(
        f"Eerst stelt de IZA-governance vast, daarna het college van elke gemeente, uiterlijk op "
        f"{uiterlijk}. De mandaathouder dient in bij VWS, uiterlijk "
        f"{indientermijn(agenda.gegevens).in_woorden}. Voor de IZA-governance noemt de bron geen "
        "datum."
    )
    besluiten = [
        ("IZA-regiotafel", "stelt vast binnen de IZA-governance", "", ""),
        *((f"College van {g.naam}", "stelt vast", "", "") for g in agenda.gemeenten),
        (agenda.regio.mandaathouder, "dient in bij VWS", "", ""),
    ]
    koppen = ["Wie", "Wat", "Datum", "Opmerking"]
    _table(doc, koppen, besluiten, [52, 50, 26, 42], open_columns={2, 3})
    doc.add_heading("Bijlage B. Kalender", 1)
    data = [
        (
            toon_periode(datum.datum, datum.datum_tot, datum.precisie),
            f"{datum.onderwerp}\n{datum.wat}",
            datum.wie,
            str(datum.status),
        )
        for datum in kalender(agenda.gegevens, agenda.regio)
    ]
    _table(doc, ["Wanneer", "Wat", "Wie", "Status"], data, [30, 80, 36, 24])
    doc.add_heading("Bijlage C. Bronnen", 1)
    for regel in _sources(agenda):
        doc.add_paragraph(regel, style="List Bullet")


def _sources(agenda: Werkagenda) -> Iterable[str]:
    bronnen = agenda.gegevens.bronnen
    for norm in agenda.streefwaarden.normen:
        yield f"Norm {norm.wat}: {citeer_vindplaats(bronnen, norm.vindplaats)} ({norm.status})."
    for populatie in agenda.streefwaarden.populaties.values():
        bron = citeer(bronnen[populatie.vindplaats.bron], populatie.vindplaats.plaats)
        yield f"{populatie.naam}: {bron}. {populatie.toelichting}"
    plaatsen = dict.fromkeys(
        budget.vindplaats for geld in agenda.geld for budget in geld.landelijk.values()
    )
    for plaats in plaatsen:
        yield f"Landelijke bedragen: {citeer_vindplaats(bronnen, plaats)}."
    yield (
        f"Opbouw en vragen: {citeer_vindplaats(bronnen, agenda.format.vindplaats)}; "
        "vragen in eigen woorden."
    )


# -- how it looks ------------------------------------------------------------------------------


def _set_up(doc: Document, agenda: Werkagenda) -> None:
    """A4, Dutch, one font, fixed dates and a page number at the foot."""
    from docx.shared import Mm, Pt, RGBColor

    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _TEXT_WIDTH_MM) / 2)
    section.top_margin = section.bottom_margin = Mm(20)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"):
        style: Any = doc.styles[name]
        style.font.name = _FONT
        _set_fonts(style.element)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_DARK)
    heading: Any = doc.styles["Heading 1"]
    heading.paragraph_format.page_break_before = True
    normal: Any = doc.styles["Normal"]
    normal.font.size = Pt(10)
    normal.paragraph_format.space_after = Pt(6)
    for lijst in ("List", "List 2"):
        opmaak: Any = doc.styles[lijst]
        opmaak.paragraph_format.space_after = Pt(1)
    titel = f"Werkagenda IZA-regio {agenda.regio.naam}"
    properties = doc.core_properties
    properties.title, properties.subject = titel, "SPUK AZWA"
    properties.author = properties.last_modified_by = "azwa_funds"
    properties.comments, properties.keywords = "", "werkagenda, AZWA"
    properties.language = "nl-NL"
    properties.created = properties.modified = gemaakt_op(agenda.cijfers)
    properties.revision = 1
    footer = section.footer.paragraphs[0]
    footer.text = f"{titel}, blad "
    _add_page_number(footer)


def _set_fonts(style: Any) -> None:
    """Give every script the same font, and Dutch as the language for the spelling check."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = style.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-NL")
    properties.append(language)


def _add_page_number(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _table(
    doc: Document,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_mm: Sequence[float],
    *,
    open_columns: Iterable[int] = (),
    tall: bool = False,
) -> None:
    """Add a table whose header repeats on every page; empty cells of open columns are yellow.

    The first line of a cell with several lines is bold. `tall` gives rows room for an answer.
    """
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Mm, RGBColor

    table: Any = doc.add_table(rows=1, cols=len(titles), style="Table Grid")
    table.autofit = False
    _repeat_header(table)
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        run = cell.paragraphs[0].add_run(title)
        run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
        _shade(cell, _DARK)
    yellow = set(open_columns)
    for row in rows:
        cells = table.add_row().cells
        for index, (cell, text) in enumerate(zip(cells, row, strict=True)):
            _fill(cell, text)
            if index in yellow and not text:
                _shade(cell, _ENTRY)
        if tall:
            table.rows[-1].height = Mm(_ANSWER_HEIGHT_MM)
            table.rows[-1].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row_ in table.rows:
        _keep_together(row_)
        for cell, width in zip(row_.cells, widths_mm, strict=True):
            # Word goes by the cells, LibreOffice by the columns.
            cell.width = Mm(width)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_before = Mm(0.5)
                paragraph.paragraph_format.space_after = Mm(0.5)
    doc.add_paragraph().paragraph_format.space_after = Mm(1)


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
