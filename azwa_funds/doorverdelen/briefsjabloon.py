"""The template of a letter: a Word document with fields such as {gemeente}, filled in per gemeente.

The region may replace it by its own. A field in the running text becomes a few words; a field on a
line of its own (a block) becomes a table or a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.kern.fouten import Gebruikersfout, Onleesbaar, bedoelde_u, zin
from azwa_funds.lezen.keuring import lees_bytes
from azwa_funds.werkboek.word import maak_tabel, mm, richt_in

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

#: Fields that become a few words, and what each says.
VELDEN = {
    "mandaathouder": "de naam van de mandaathouder",
    "regio": "de naam van de IZA-regio",
    "gemeente": "de naam van de gemeente",
    "gemeente_code": "de CBS-code van de gemeente",
    "uitkering": "de naam van de uitkering",
    "jaren": "de jaren van het plan",
    "totaal": "alle bedragen van de gemeente samen",
    "plan": "de naam van het plan",
    "besluit": "het besluit waarop het plan rust, of dat dit er nog niet is",
    "status": "hoe zeker de bedragen zijn",
    "doel": "waarvoor het geld is",
}
#: Fields that become a table or a list, on a line of their own.
BLOKKEN = {
    "bedragen": "tabel met het bedrag per jaar",
    "opbouw": "tabel met de delen waaruit het bedrag bestaat",
    "voorwaarden": "lijst van voorwaarden",
    "terugmelden": "tabel: wat u terugmeldt, over welk jaar en uiterlijk wanneer",
    "bronnen": "lijst met de bron van elk bedrag",
}
_VERPLICHT = ("gemeente", "bedragen")
_VELD = re.compile(r"\{\s*([A-Za-z_]+)\s*\}")
_OPEN = "[in te vullen]"
#: A template is a letter, not a book.
_GROOTSTE_SJABLOON = 20_000_000


@dataclass(frozen=True, slots=True)
class Tabelblok:
    """A block that becomes a table: titles, rows, widths in mm, and which columns are numbers."""

    titels: Sequence[str]
    rijen: Sequence[Sequence[str]]
    breedten: Sequence[float]
    getallen: Sequence[int] = ()


#: A block that is no table becomes a list of these sentences.
Blok = Tabelblok | list[str]


class Sjabloon:
    """A template that was looked over once, to be filled in for many."""

    def __init__(self, inhoud: bytes, naam: str) -> None:
        self.inhoud, self.naam = inhoud, naam
        self._controleer(self._open())

    @classmethod
    def lees(cls, pad: Path) -> Sjabloon:
        """Read a template of the region; Gebruikersfout for what is none or lacks a field."""
        try:
            inhoud = lees_bytes(pad)
        except OSError as fout:
            raise Gebruikersfout(
                f"Het sjabloon {pad} is niet te lezen ({fout.strerror}); controleer de naam."
            ) from fout
        except Onleesbaar as fout:
            raise Gebruikersfout(f"{pad}: {fout.reden}", fout.remedie) from fout
        return cls(inhoud, str(pad))

    def vul(self, velden: Mapping[str, str], blokken: Mapping[str, Blok]) -> bytes:
        """Return the document with every field filled in."""
        doc = self._open()
        for alinea in list(_alineas(doc)):
            tekst = alinea.text
            namen = [naam.casefold() for naam in _VELD.findall(tekst)]
            if len(namen) == 1 and namen[0] in blokken and _VELD.fullmatch(tekst.strip()):
                _zet_blok(doc, alinea, blokken[namen[0]])
            elif namen:
                _vervang(alinea, lambda naam: velden[naam])
        # A template may bear a seal of its own, which would vouch for another file.
        doc.core_properties.identifier = ""
        uit = BytesIO()
        doc.save(uit)
        return uit.getvalue()

    def _open(self) -> Document:
        import zipfile

        from docx import Document

        try:
            with zipfile.ZipFile(BytesIO(self.inhoud)) as archief:
                if sum(deel.file_size for deel in archief.infolist()) > _GROOTSTE_SJABLOON:
                    raise Gebruikersfout(
                        f"{self.naam} is te groot voor een brief; haal grote afbeeldingen eruit."
                    )
            return Document(BytesIO(self.inhoud))
        except Gebruikersfout:
            raise
        except Exception as reden:  # python-docx raises whatever its zip and xml readers raise
            raise Gebruikersfout(
                f"{self.naam} is geen Word-document; sla het sjabloon in Word op als .docx, of "
                "maak er een met azwa-funds doorverdelen sjabloon."
            ) from reden

    def _controleer(self, doc: Document) -> None:
        gevonden: set[str] = set()
        for alinea in _alineas(doc):
            for ruw in _VELD.findall(alinea.text):
                naam = ruw.casefold()
                if naam not in VELDEN and naam not in BLOKKEN:
                    hint = bedoelde_u(naam, (*VELDEN, *BLOKKEN)) or (
                        f"kies uit: {', '.join((*VELDEN, *BLOKKEN))}"
                    )
                    raise Gebruikersfout(
                        zin(f"{self.naam}: het veld {{{ruw}}} bestaat niet; {hint}")
                    )
                if naam in BLOKKEN and not _VELD.fullmatch(alinea.text.strip()):
                    raise Gebruikersfout(
                        f"{self.naam}: het veld {{{naam}}} wordt een {BLOKKEN[naam].split()[0]} en "
                        "staat tussen andere tekst; zet het op een eigen regel."
                    )
                gevonden.add(naam)
        for naam in _VERPLICHT:
            if naam not in gevonden:
                raise Gebruikersfout(
                    f"{self.naam}: het veld {{{naam}}} ontbreekt, en zonder zegt de brief te "
                    "weinig; voeg het toe."
                )


def _alineas(doc: Document) -> Iterator[Paragraph]:
    """Yield every paragraph: of the text, of its tables, and of headers and footers."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph as Alinea

    delen: list[Any] = [doc.element.body]
    for sectie in doc.sections:
        delen += [sectie.header._element, sectie.footer._element]
    for deel in delen:
        for element in deel.iter(qn("w:p")):
            yield Alinea(element, doc._body)


def _vervang(alinea: Paragraph, waarde: Callable[[str], str]) -> None:
    """Replace the fields of a paragraph; Word may have cut one in several pieces."""
    vanaf = 0
    while gevonden := _VELD.search("".join(stuk.text for stuk in alinea.runs), vanaf):
        nieuw, plaats = waarde(gevonden[1].casefold()), 0
        vanaf = gevonden.start() + len(nieuw)
        for stuk in alinea.runs:
            tekst, begin = stuk.text, plaats
            plaats += len(tekst)
            van, tot = max(gevonden.start() - begin, 0), max(gevonden.end() - begin, 0)
            if begin < gevonden.end() and plaats > gevonden.start():
                stuk.text = tekst[:van] + nieuw + tekst[tot:]
                nieuw = ""


def _zet_blok(doc: Document, alinea: Paragraph, blok: Blok) -> None:
    """Put a table or a list in the place of a paragraph."""
    if isinstance(blok, list):
        for zin_ in blok:
            regel: Any = alinea.insert_paragraph_before()
            regel._p.style = alinea._p.style  # by its id, for python-docx looks long for a style
            regel.paragraph_format.left_indent = mm(5)
            regel.paragraph_format.first_line_indent = mm(-5)
            regel.paragraph_format.space_after = mm(1)
            regel.add_run("•\t" + zin_.replace("€ ", "€\u00a0"))
            regel.paragraph_format.tab_stops.add_tab_stop(mm(5))
    else:
        tabel = maak_tabel(doc, blok.titels, blok.rijen, blok.breedten, getallen=blok.getallen)
        alinea._p.addprevious(tabel._tbl)
    for stuk in alinea.runs:
        stuk.text = ""
    alinea.paragraph_format.space_after = mm(1)


# -- the template that comes along -------------------------------------------------------------

_BRIEF: Sequence[tuple[str, str]] = (
    ("kop", "{mandaathouder}"),
    ("gewoon", "Aan het college van burgemeester en wethouders van de gemeente {gemeente}"),
    ("gewoon", f"Datum: {_OPEN}\nKenmerk: {_OPEN}"),
    ("vet", "Betreft: uw deel van het regionale geld van de {uitkering}, {jaren}"),
    ("gewoon", "Geacht college,"),
    (
        "gewoon",
        "IZA-regio {regio} krijgt van het Rijk geld uit de {uitkering}. {mandaathouder} ontvangt "
        "dat geld namens alle gemeenten in de regio en geeft een deel ervan door. In deze brief "
        "leest u welk deel voor {gemeente} is, waarvoor het is, welke voorwaarden gelden en wat u "
        "terugmeldt.",
    ),
    ("gewoon", "{besluit}"),
    ("tussenkop", "Uw bedrag"),
    ("gewoon", "{bedragen}"),
    ("gewoon", "Samen is dat {totaal}. {status}"),
    ("tussenkop", "Hoe het bedrag is opgebouwd"),
    ("gewoon", "{opbouw}"),
    ("tussenkop", "Waarvoor het geld is"),
    ("gewoon", "Het geld is bedoeld voor: {doel}."),
    ("tussenkop", "Voorwaarden"),
    ("gewoon", "{voorwaarden}"),
    ("tussenkop", "Wat u terugmeldt, en wanneer"),
    ("gewoon", "{terugmelden}"),
    ("tussenkop", "Waar de bedragen op rusten"),
    ("gewoon", "{bronnen}"),
    ("gewoon", f"Met vriendelijke groet,\nnamens {{mandaathouder}}\n\n{_OPEN}"),
)


def _zet_regel(alinea: Any, regel: str, *, vet: bool) -> None:
    """Add a line of text, with what is to be filled in marked."""
    from docx.enum.text import WD_COLOR_INDEX

    voor, open_, na = regel.partition(_OPEN)
    alinea.add_run(voor).bold = vet or None
    if open_:
        alinea.add_run(open_).font.highlight_color = WD_COLOR_INDEX.YELLOW
    if na:
        alinea.add_run(na)


def standaardsjabloon() -> bytes:
    """Return the template that comes along, as the bytes of a .docx file."""
    from docx import Document
    from docx.shared import Pt

    doc: Any = Document()
    titel, voet = "Brief bij een doorverdeling", "{plan}, {gemeente}, blad "
    richt_in(doc, titel, datetime(2026, 1, 1), voet, ["Heading 2"], marge_mm=25)
    kop = doc.styles["Heading 2"]
    kop.font.size = Pt(11)
    kop.paragraph_format.space_before, kop.paragraph_format.space_after = Pt(10), Pt(3)
    for soort, tekst in _BRIEF:
        alinea = doc.add_paragraph(style="Heading 2" if soort == "tussenkop" else "Normal")
        for nummer, regel in enumerate(tekst.split("\n")):
            if nummer:
                alinea.add_run().add_break()
            _zet_regel(alinea, regel, vet=soort in ("kop", "vet"))
        if soort == "kop":
            alinea.runs[0].font.size = Pt(16)
            alinea.paragraph_format.space_after = Pt(24)
        if soort == "tussenkop":
            alinea.paragraph_format.keep_with_next = True
    buffer = BytesIO()
    doc.save(buffer)
    return buffer.getvalue()
