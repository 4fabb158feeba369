"""Lines of a begroting as text, rows, json and Word, and the steps of a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from azwa_funds.begroting.begroting import BATEN, LASTEN, Begroting
from azwa_funds.begroting.verschil import Verschil
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.scherm.tabel import met_teken, teken_tabel, vouw
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen import Cijfers

_REGELKOLOMMEN = "jaar onderdeel soort omschrijving bedrag taakveld categorie status bron"


def begroting_rijen(begroting: Begroting) -> list[dict[str, Any]]:
    """Return a row per line; `bedrag` is whole euros."""
    return [waarden(regel, _REGELKOLOMMEN) for regel in begroting.regels]


def begroting_json(begroting: Begroting) -> dict[str, Any]:
    """Return all of it as data for a program; amounts are whole euros."""
    return {
        "wie": begroting.kring.naam,
        "budgettair_neutraal": begroting.is_neutraal,
        "regels": begroting_rijen(begroting),
        "per_jaar": {
            str(jaar): {soort: begroting.som(jaar, soort) for soort in (BATEN, LASTEN)}
            for jaar in begroting.jaren
        },
        "onzeker": list(begroting.onzeker),
        "let_op": list(begroting.let_op),
        "raadstekst": raadstekst(begroting),
    }


def raadstekst(begroting: Begroting) -> list[str]:
    """Return the paragraphs for the council: what it is, what it brings, what is not sure."""
    looptijd = begroting.looptijd
    eerste, laatste = looptijd[0], looptijd[-1]
    bedragen = _bedragen(begroting, (jaar for jaar in begroting.jaren if jaar in looptijd))
    later = _bedragen(begroting, (jaar for jaar in begroting.jaren if jaar not in looptijd))
    statussen = " en ".join(
        dict.fromkeys(str(regel.status) for regel in begroting.regels if regel.jaar in looptijd)
    )
    neutraal = (
        "De wijziging is budgettair neutraal: tegenover elke euro aan baten staat een euro aan "
        "lasten."
        if begroting.is_neutraal
        else "Baten en lasten zijn niet gelijk; kijk de regels na."
    )
    na = (
        f"De meerjarenraming rekent na {laatste} met {later}. Dat is een aanname: nog geen bron "
        "zegt wie na die tijd welk deel krijgt."
    )
    return [
        f"Het Rijk geeft van {eerste} tot en met {laatste} een specifieke uitkering voor het "
        "Aanvullend Zorg- en Welzijnsakkoord, de SPUK AZWA. Het geld is bedoeld voor preventie, "
        "gezondheid en welzijn, en mag alleen daaraan worden besteed.",
        f"{begroting.kring.naam} ontvangt naar verwachting {bedragen}. De status van deze bedragen "
        f"is {statussen}: zij zijn berekend uit de landelijke budgetten, en er is nog geen "
        "beschikking."
        if "beschikt" not in statussen
        else f"{begroting.kring.naam} ontvangt {bedragen} ({statussen}).",
        *([na] if later else []),
        neutraal,
    ]


def _bedragen(begroting: Begroting, jaren: Iterable[int]) -> str:
    return ", ".join(f"{toon(begroting.som(jaar, BATEN))} in {jaar}" for jaar in jaren)


def begroting_tekst(begroting: Begroting) -> str:
    """Return the lines as a table, and below it what a reader must know."""
    rijen = [
        [str(r.jaar), r.soort, r.omschrijving, toon_getal(r.bedrag), r.taakveld, str(r.status)]
        for r in begroting.regels
    ]
    koppen = ["Jaar", "Soort", "Omschrijving", "Bedrag", "Taakveld", "Status"]
    tabel = teken_tabel(koppen, rijen, getallen=["Bedrag"])
    regels = [f"Begroting van {begroting.kring.naam} (hele euro's)", tabel]
    regels += [vouw(alinea) for alinea in raadstekst(begroting)]
    for kop, zinnen in (("Onzeker", begroting.onzeker), ("Let op", begroting.let_op)):
        regels += ["", kop, *(vouw(f"- {zin}", 2) for zin in zinnen)] if zinnen else []
    return "\n".join(regels) + "\n"


# -- the text for the council -------------------------------------------------------------------


def begroting_document(cijfers: Cijfers, begroting: Begroting) -> bytes:
    """Return the document; the same input gives the same bytes."""
    import io

    from docx import Document

    from azwa_funds.excel.zegel import verzegel
    from azwa_funds.werkboek.vast import gemaakt_op

    doc: Any = Document()
    titel = f"SPUK AZWA in de begroting van {begroting.kring.naam}"
    doc.add_heading(titel, 0)
    for alinea in raadstekst(begroting):
        doc.add_paragraph(alinea)
    doc.add_heading("Baten en lasten", 1)
    _tabel(doc, begroting)
    for kop, zinnen in (("Wat is onzeker", begroting.onzeker), ("Let op", begroting.let_op)):
        if zinnen:
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


# -- what changed ------------------------------------------------------------------------------

STAPKOLOMMEN = "nummer stap bedrag status uitleg bron".split()


def verschil_rijen(verschil: Verschil) -> list[dict[str, Any]]:
    """Return begin, every step and the end as rows; `bedrag` is whole euros."""
    delen = [
        (verschil.van, verschil.begin, "", "", ""),
        *(
            (stap.naam, stap.bedrag, str(stap.status), stap.uitleg, "; ".join(stap.bronnen))
            for stap in verschil.stappen
        ),
        (verschil.naar, verschil.eind, "", "", ""),
    ]
    return [
        dict(zip(STAPKOLOMMEN, (nummer, *deel), strict=True)) for nummer, deel in enumerate(delen)
    ]


def verschil_json(verschil: Verschil) -> dict[str, Any]:
    """Return begin, end and steps as data for a program; amounts are whole euros."""
    return {
        **waarden(verschil, "wie van naar begin eind"),
        "verschil": verschil.eind - verschil.begin,
        "stappen": [
            {**waarden(stap, "naam bedrag status uitleg"), "bronnen": list(stap.bronnen)}
            for stap in verschil.stappen
        ],
        "let_op": list(verschil.let_op),
    }


def verschil_tekst(verschil: Verschil) -> str:
    """Return the steps as a table, and below it what each of them is."""
    rijen = [[verschil.van, toon_getal(verschil.begin), ""]]
    rijen += [[s.naam, met_teken(s.bedrag), str(s.status)] for s in verschil.stappen]
    koppen = ["Stap", "Euro", "Status"]
    slot = [verschil.naar, toon_getal(verschil.eind), ""]
    kop = f"{verschil.wie}: van {verschil.van} naar {verschil.naar} (hele euro's)"
    regels = [vouw(kop), teken_tabel(koppen, rijen, slot, getallen=["Euro"])]
    regels += [vouw(zin) for zin in _uitleg(verschil)]
    return "\n".join(regels) + "\n"


def _uitleg(verschil: Verschil) -> Iterator[str]:
    for stap in verschil.stappen:
        bron = f" Bron: {'; '.join(stap.bronnen)}." if stap.bronnen else ""
        yield f"{stap.naam}: {stap.uitleg}{bron}"
    yield from verschil.let_op
