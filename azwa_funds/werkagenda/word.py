"""The Word document of a regional werkagenda: the layout of the format, figures in, answers open.

The dates of the document are those of the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from azwa_funds.kalender import maak_kalender
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.werkagenda.format import Functionaliteit, Leefgebied, Niveau
from azwa_funds.werkagenda.register import indientermijn, laatste_dag
from azwa_funds.werkagenda.tekst import euro_of_pm, in_woorden, norm_in_woorden
from azwa_funds.werkagenda.werkagenda import Werkagenda
from azwa_funds.werkboek.delen import bronregels, status_in_woorden
from azwa_funds.werkboek.vast import gemaakt_op
from azwa_funds.werkboek.word import richt_in, zet_tabel

if TYPE_CHECKING:
    from docx.document import Document

_TEKSTBREEDTE_MM = 170
#: Empty rows per paragraph for milestones, and for deviations where there is no norm.
_MIJLPALEN = 4


def document(agenda: Werkagenda) -> bytes:
    """Make the document of one regio; Word's library stamps each part of the zip with now."""
    from docx import Document

    doc = Document()
    _richt_in(doc, agenda)
    _titelblad(doc, agenda)
    for leefgebied in agenda.format.leefgebieden:
        _hoofdstuk(doc, agenda, leefgebied)
    _bijlagen(doc, agenda)
    buffer = BytesIO()
    doc.save(buffer)
    return buffer.getvalue()


# -- the parts ---------------------------------------------------------------------------------


def _titelblad(doc: Document, agenda: Werkagenda) -> None:
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
    zet_tabel(doc, ["Gegeven", "Waarde"], feiten, [55, 115], open_kolommen={1})
    doc.add_paragraph(
        "De gele vakken zijn om in te vullen. De cijfers komen uit landelijke bronnen (bijlage C). "
        "De normen geven richting: de regio mag met redenen afwijken, naar boven en naar beneden. "
        "Het geld is ontschot: een bedrag bij een maatregel is een rekenkundig aandeel en geen "
        "opdracht. De vragen volgen het landelijke format, in eigen woorden; wat optioneel is, "
        "staat erbij."
    )
    doc.add_paragraph("Inhoud", style="Subtitle")
    for leefgebied in agenda.format.leefgebieden:
        doc.add_paragraph(_titel_van(leefgebied), style="List")
        for functionaliteit in leefgebied.functionaliteiten:
            doc.add_paragraph(
                f"{functionaliteit.code}. {functionaliteit.naam}: {functionaliteit.soort_voluit}",
                style="List 2",
            )
    for bijlage in ("A. Vaststelling", "B. Kalender", "C. Bronnen"):
        doc.add_paragraph(f"Bijlage {bijlage}", style="List")


def _titel_van(leefgebied: Leefgebied) -> str:
    return f"{leefgebied.nummer}. {leefgebied.naam}"


def _hoofdstuk(doc: Document, agenda: Werkagenda, leefgebied: Leefgebied) -> None:
    doc.add_heading(_titel_van(leefgebied), 1)
    niveau = Niveau.LEEFGEBIED if leefgebied.functionaliteiten else Niveau.RPI
    vragen = agenda.format.vragen_van(niveau)
    rijen = [(f"{vraag.titel}\n{vraag.voluit}", "") for vraag in vragen]
    zet_tabel(doc, ["Onderdeel", "Uitwerking"], rijen, [60, 110], open_kolommen={1}, hoog=True)
    if niveau is Niveau.RPI:
        _mijlpalen(doc)
    for functionaliteit in leefgebied.functionaliteiten:
        _paragraaf(doc, agenda, functionaliteit)


def _paragraaf(doc: Document, agenda: Werkagenda, functionaliteit: Functionaliteit) -> None:
    code = functionaliteit.code
    doc.add_heading(f"{code}. {functionaliteit.naam}", 2)
    doc.add_paragraph(f"Soort: {functionaliteit.soort_voluit}.")
    normen, populaties = agenda.normen_van(code), agenda.streefwaarden.populaties
    if normen:
        zelf = [f"{norm.wat}\n{norm_in_woorden(norm, populaties)}" for norm in normen]
        hier = [in_woorden(norm, agenda.uitkomst(norm)) for norm in normen]
        rijen = [(*paar, "", "") for paar in zip(zelf, hier, strict=True)]
        koppen = ["Landelijke norm", "Komt in de regio neer op", "Eigen keuze", "Reden"]
        zet_tabel(doc, koppen, rijen, [56, 42, 24, 48], open_kolommen={2, 3})
    else:
        doc.add_paragraph("De opdracht noemt hiervoor geen norm in aantallen.")
    elementen = agenda.elementen_van(code)
    if elementen:
        regels = [(f"{element.wat}\n{element.toelichting}", "", "") for element in elementen]
        koppen = ["Wat er ook moet zijn", "Is dit er?", "Toelichting van de regio"]
        zet_tabel(doc, koppen, regels, [80, 24, 66], open_kolommen={1, 2})
    _geldtabel(doc, agenda, code)
    vragen = agenda.format.vragen_van(Niveau.FUNCTIONALITEIT, functionaliteit.soort)
    antwoorden = [(v.fase, f"{v.titel}\n{v.voluit}", "") for v in vragen]
    koppen = ["Fase", "Onderdeel", "Uitwerking"]
    zet_tabel(doc, koppen, antwoorden, [16, 54, 100], open_kolommen={2}, hoog=True)
    _mijlpalen(doc)


def _geldtabel(doc: Document, agenda: Werkagenda, code: str) -> None:
    bedragen = agenda.geld_van(code)
    if not bedragen:
        doc.add_paragraph("Voor deze paragraaf noemt bijlage 2 van het AZWA geen eigen bedrag.")
        return
    rijen = [(geld.naam, *map(euro_of_pm, geld.aandeel.values())) for geld in bedragen]
    koppen = ["Aandeel van de regio (indicatief)", *map(str, agenda.jaren)]
    zet_tabel(doc, koppen, rijen, [80, 30, 30, 30])


def _mijlpalen(doc: Document) -> None:
    doc.add_heading("Mijlpalen", 3)
    koppen = ["Kwartaal", "Activiteiten", "Verantwoordelijke", "Deelresultaat"]
    leeg = [("", "", "", "")] * _MIJLPALEN
    zet_tabel(doc, koppen, leeg, [22, 60, 38, 50], open_kolommen={0, 1, 2, 3})


def _bijlagen(doc: Document, agenda: Werkagenda) -> None:
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
    zet_tabel(doc, koppen, besluiten, [52, 50, 26, 42], open_kolommen={2, 3})
    doc.add_heading("Bijlage B. Kalender", 1)
    data = [
        (datum.periode, f"{datum.onderwerp}\n{datum.wat}", datum.wie, str(datum.status))
        for datum in maak_kalender(agenda.gegevens, agenda.regio)
    ]
    zet_tabel(doc, ["Wanneer", "Wat", "Wie", "Status"], data, [30, 80, 36, 24])
    doc.add_heading("Bijlage C. Bronnen", 1)
    for regel in _bronnen(agenda):
        doc.add_paragraph(regel, style="List Bullet")


def _bronnen(agenda: Werkagenda) -> Iterable[str]:
    citeer = agenda.gegevens.citeer
    for norm in agenda.streefwaarden.normen:
        yield f"Norm {norm.wat}: {citeer(norm.vindplaats)} ({norm.status})."
    for populatie in agenda.streefwaarden.populaties.values():
        yield f"{populatie.naam}: {citeer(populatie.vindplaats)}. {populatie.toelichting}"
    for bron in bronregels(agenda.cijfers, agenda.geldbudgetten):
        yield f"Landelijke bedragen: {bron}"
    yield f"Opbouw en vragen: {citeer(agenda.format.vindplaats)}; vragen in eigen woorden."


# -- how it looks ------------------------------------------------------------------------------


def _richt_in(doc: Any, agenda: Werkagenda) -> None:
    from docx.shared import Pt

    titel = f"Werkagenda IZA-regio {agenda.regio.naam}"
    stijlen = ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3")
    marge, gemaakt = (210 - _TEKSTBREEDTE_MM) / 2, gemaakt_op(agenda.cijfers)
    richt_in(doc, titel, gemaakt, f"{titel}, blad ", stijlen, marge_mm=marge)
    doc.core_properties.keywords = "werkagenda, AZWA"
    doc.styles["Heading 1"].paragraph_format.page_break_before = True
    for lijst in ("List", "List 2"):
        doc.styles[lijst].paragraph_format.space_after = Pt(1)
