"""The text for the council as a Word document, with the lines of the begroting as a table."""

from __future__ import annotations

import io
from typing import Any

from azwa_funds.begroting.begroting import Begroting
from azwa_funds.begroting.uitvoer import raadstekst
from azwa_funds.excel.zegel import verzegel
from azwa_funds.kern.euro import toon
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import gemaakt_op


def begroting_document(cijfers: Cijfers, begroting: Begroting) -> bytes:
    """Return the document; the same input gives the same bytes."""
    from docx import Document

    doc: Any = Document()
    titel = f"SPUK AZWA in de begroting van {begroting.kring.naam}"
    doc.add_heading(titel, 0)
    for alinea in raadstekst(begroting):
        doc.add_paragraph(alinea)
    doc.add_heading("Baten en lasten", 1)
    _tabel(doc, begroting)
    for kop, zinnen in (("Wat is onzeker", begroting.onzeker), ("Let op", begroting.let_op)):
        doc.add_heading(kop, 1)
        for zin in zinnen:
            doc.add_paragraph(zin, style="List Bullet")
    eigenschappen = doc.core_properties
    eigenschappen.title, eigenschappen.author = titel, "azwa_funds"
    eigenschappen.last_modified_by, eigenschappen.comments = "azwa_funds", ""
    eigenschappen.language = "nl-NL"
    eigenschappen.created = eigenschappen.modified = gemaakt_op(cijfers)
    uit = io.BytesIO()
    doc.save(uit)
    return verzegel(uit.getvalue())


def _tabel(doc: Any, begroting: Begroting) -> None:
    koppen = ("Jaar", "Soort", "Omschrijving", "Bedrag", "Status")
    tabel = doc.add_table(rows=1, cols=len(koppen), style="Light Grid Accent 1")
    for cel, kop in zip(tabel.rows[0].cells, koppen, strict=True):
        cel.text = kop
    for regel in begroting.regels:
        waarden = (
            str(regel.jaar), regel.soort, regel.omschrijving, toon(regel.bedrag),
            str(regel.status),
        )  # fmt: skip
        for cel, waarde in zip(tabel.add_row().cells, waarden, strict=True):
            cel.text = waarde
