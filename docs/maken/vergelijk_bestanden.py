"""Compare two files or two folders: byte by byte, and part by part where the bytes differ.

A workbook is compared cell by cell, a document paragraph by paragraph, anything else line by
line. What these do not see (a chart, a property of the file) is compared as a part of the zip, so
that no two different files are ever called equal. Nothing of azwa_funds is used.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

#: What stands in a report where one side has nothing.
NIETS = "(niets)"

#: So much of a text is shown around the first place where it differs.
BREEDTE = 160

#: Above this number of lines that differ, lines are compared by number: aligning takes too long.
_TE_VEEL = 3000

_STIJLEN = {
    "font": "lettertype",
    "fill": "vulling",
    "border": "rand",
    "alignment": "uitlijning",
    "protection": "beveiliging",
}

#: These parts of a workbook are what the comparison by cell reads.
_CELDELEN = ("xl/worksheets/sheet", "xl/sharedStrings.xml", "xl/styles.xml")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Verschil:
    """One difference: in which file, where in it, and what stands there before and after.

    `plek` is a sheet and cell, a paragraph, a line, or a part of the zip; empty for a whole file.
    """

    bestand: str
    plek: str
    voor: str
    na: str


def vergelijk_mappen(oud: Path, nieuw: Path) -> list[Verschil]:
    """Return every difference between the files of two folders, in the order of their names."""
    verschillen: list[Verschil] = []
    for naam in sorted(_bestanden(oud) | _bestanden(nieuw)):
        verschillen += vergelijk_bestanden(oud / naam, nieuw / naam, naam)
    return verschillen


def vergelijk_bestanden(oud: Path, nieuw: Path, naam: str) -> list[Verschil]:
    """Return the differences between two files; `naam` is what a report calls them."""
    if not (oud.is_file() and nieuw.is_file()):
        standen = ["bestaat" if pad.is_file() else "ontbreekt" for pad in (oud, nieuw)]
        return [Verschil(naam, "", *standen)]
    voor, na = oud.read_bytes(), nieuw.read_bytes()
    if voor == na:
        return []
    return [Verschil(naam, *verschil) for verschil in _verschillen(voor, na, oud.suffix.lower())]


def _bestanden(map_: Path) -> set[str]:
    return {pad.relative_to(map_).as_posix() for pad in map_.rglob("*") if pad.is_file()}


_Plek = tuple[str, str, str]


def _verschillen(voor: bytes, na: bytes, soort: str) -> list[_Plek]:
    """Compare by kind; a file that is not what its name says is compared by its text."""
    if not all(zipfile.is_zipfile(io.BytesIO(inhoud)) for inhoud in (voor, na)):
        return list(_tekst(voor, na, "regel"))
    delen = [_delen(inhoud) for inhoud in (voor, na)]
    gezien: list[_Plek] = []
    if soort in {".xlsx", ".xlsm"}:
        gezien = [*_zipdelen(*delen, zonder=_CELDELEN), *_werkboek(voor, na)]
    elif soort == ".docx":
        gezien = [*_zipdelen(*delen, zonder=("word/document.xml",)), *_document(*delen)]
    if soort == ".docx" or not gezien:
        gezien += [verschil for verschil in _zipdelen(*delen) if verschil not in gezien]
    verpakking = ("het zip-bestand", "gelijke delen", "andere volgorde, tijd of compressie")
    return gezien or [verpakking]


# -- text ------------------------------------------------------------------------------------------


def _tekst(voor: bytes, na: bytes, soort: str) -> Iterator[_Plek]:
    """Compare two texts line by line, or two files that are no text by their first byte."""
    try:
        regels = [inhoud.decode("utf-8").splitlines(keepends=True) for inhoud in (voor, na)]
    except UnicodeDecodeError:
        plaats = next((n for n, (a, b) in enumerate(zip(voor, na, strict=False)) if a != b), None)
        plaats = min(len(voor), len(na)) if plaats is None else plaats
        stukken = (inhoud[plaats : plaats + 16].hex(" ") or NIETS for inhoud in (voor, na))
        yield (f"byte {plaats + 1}", *stukken)
        return
    for nummer, oud, nieuw in _regels(*regels):
        yield (f"{soort} {nummer}", *_rond(oud, nieuw))


def _regels(voor: Sequence[str], na: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the lines that differ: the number in what was (else in what is), before and after."""
    begin = _gelijk_begin(voor, na)
    einde = _gelijk_begin(voor[begin:][::-1], na[begin:][::-1])
    oud, nieuw = voor[begin : len(voor) - einde], na[begin : len(na) - einde]
    if len(oud) == len(nieuw) or len(oud) + len(nieuw) > _TE_VEEL:
        blokken = [(0, len(oud), 0, len(nieuw))]
    else:
        gelijkend = SequenceMatcher(None, oud, nieuw, autojunk=False).get_opcodes()
        blokken = [blok for wat, *blok in gelijkend if wat != "equal"]  # type: ignore[misc]
    for van, tot, van_nieuw, tot_nieuw in blokken:
        paren = zip_longest(oud[van:tot], nieuw[van_nieuw:tot_nieuw], fillvalue="")
        for nummer, (a, b) in enumerate(paren, start=begin + van + 1):
            if a != b:
                yield nummer, a, b


def _gelijk_begin(voor: Sequence[str], na: Sequence[str]) -> int:
    """Count the lines that two texts begin with together."""
    korter = min(len(voor), len(na))
    return next((n for n in range(korter) if voor[n] != na[n]), korter)


def _rond(voor: str, na: str) -> tuple[str, str]:
    """Cut two long texts to what stands around the first character that differs.

    What does not show on a screen, such as the end of a line, is shown if only that differs.
    """
    if voor.rstrip() == na.rstrip():
        voor, na = (repr(tekst)[1:-1] for tekst in (voor, na))
    korter = min(len(voor), len(na))
    eerste = next((n for n in range(korter) if voor[n] != na[n]), korter)
    van = max(0, eerste - BREEDTE // 3) if max(len(voor), len(na)) > BREEDTE else 0
    return _stuk(voor, van), _stuk(na, van)


def _stuk(tekst: str, van: int) -> str:
    stuk = tekst[van : van + BREEDTE].rstrip("\n")
    begin, einde = "…" if van else "", "…" if van + BREEDTE < len(tekst) else ""
    return f"{begin}{stuk}{einde}" if tekst else NIETS


# -- parts of a zip --------------------------------------------------------------------------------


def _delen(inhoud: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        return {naam: archief.read(naam) for naam in archief.namelist()}


def _zipdelen(
    voor: dict[str, bytes], na: dict[str, bytes], zonder: tuple[str, ...] = ()
) -> Iterator[_Plek]:
    """Yield per part of the zip how many of its lines differ, with the first of them."""
    for naam in sorted(voor.keys() | na.keys()):
        if naam.startswith(zonder) or voor.get(naam) == na.get(naam):
            continue
        if naam not in voor or naam not in na:
            standen = ["bestaat" if naam in delen else "ontbreekt" for delen in (voor, na)]
            yield (f"deel {naam}", *standen)
            continue
        regels = [delen[naam].replace(b"><", b">\n<") for delen in (voor, na)]
        plek, oud, nieuw = next(_tekst(*regels, "regel"), ("", "andere bytes", "andere bytes"))
        yield f"deel {naam}, {plek}", oud, nieuw


# -- a workbook ------------------------------------------------------------------------------------


def _werkboek(voor: bytes, na: bytes) -> Iterator[_Plek]:
    """Compare two workbooks: their sheets and those sheets' cells."""
    try:
        boeken = [load_workbook(io.BytesIO(inhoud), rich_text=True) for inhoud in (voor, na)]
        uitkomsten = [load_workbook(io.BytesIO(inhoud), data_only=True) for inhoud in (voor, na)]
    except (KeyError, TypeError, ValueError, SyntaxError) as fout:  # what openpyxl cannot read
        yield "de bladen", "niet te lezen door openpyxl", f"{type(fout).__name__}: {fout}"
        return
    namen = [boek.sheetnames for boek in boeken]
    if namen[0] != namen[1]:
        yield "bladen", ", ".join(namen[0]), ", ".join(namen[1])
    stijlen = [Stijlen(boek) for boek in boeken]
    for naam in namen[0]:
        if naam in namen[1] and not isinstance(boeken[0][naam], Worksheet):
            continue
        if naam in namen[1]:
            bladen = [
                _Blad(boek[naam], uitkomst[naam], stijl)
                for boek, uitkomst, stijl in zip(boeken, uitkomsten, stijlen, strict=True)
            ]
            for plek, oud, nieuw in _bladverschillen(*bladen):
                yield f"blad {naam}, {plek}", oud, nieuw


class Stijlen:
    """How the cells of one workbook look, each look read once however many cells have it."""

    def __init__(self, boek: Workbook) -> None:
        self.boek = boek
        self._bekend: dict[int, dict[str, str]] = {}

    def van(self, cel: Cell) -> dict[str, str]:
        """Return the number format, font, fill and so on of a cell, as texts."""
        if cel.style_id not in self._bekend:
            stijl = {"getalnotatie": cel.number_format, "stijlnaam": str(cel.style)}
            for deel, naam in _STIJLEN.items():
                stijl[naam] = _als_xml(getattr(cel, deel), deel)
            self._bekend[cel.style_id] = stijl
        return self._bekend[cel.style_id]


def _als_xml(waarde: Any, naam: str) -> str:
    return ElementTree.tostring(waarde.to_tree(naam), encoding="unicode")


@dataclass(frozen=True)
class _Blad:
    """A sheet: as formulas, as the values that were stored with it, and how it looks."""

    blad: Worksheet
    uitkomst: Worksheet
    stijlen: Stijlen

    def cellen(self) -> dict[tuple[int, int], Cell]:
        return {(cel.row, cel.column): cel for rij in self.blad.iter_rows() for cel in rij}

    def cel(self, plek: tuple[int, int], cel: Cell | None) -> dict[str, str]:
        """Return all that a reader can see of a cell; a cell that is not there shows nothing."""
        if cel is None:
            return {}
        feiten = {"waarde": _waarde(self.uitkomst.cell(*plek).value)}
        if cel.data_type == "f":
            feiten["formule"] = _waarde(cel.value)
        elif not isinstance(cel.value, str | int | float | bool | None):
            feiten["inhoud"] = repr(cel.value)
        if cel.comment:
            feiten["opmerking"] = cel.comment.text
        if cel.hyperlink:
            feiten["koppeling"] = _als_xml(cel.hyperlink, "hyperlink")
        return feiten | (self.stijlen.van(cel) if cel.has_style else {})

    def feiten(self) -> dict[str, str]:
        """Return what holds for the sheet, its columns and its rows."""
        blad = self.blad
        feiten = {
            "zichtbaarheid": blad.sheet_state,
            "samengevoegde cellen": " ".join(sorted(map(str, blad.merged_cells.ranges))),
            "geblokkeerd vanaf": str(blad.freeze_panes),
            "afdrukbereik": str(blad.print_area),
            "tabellen": " ".join(f"{naam}={bereik}" for naam, bereik in blad.tables.items()),
            "filter": str(blad.auto_filter.ref),
        }
        for letter, kolom in blad.column_dimensions.items():
            feiten[f"kolom {letter}, breedte"] = f"{kolom.width} ({kolom.min}-{kolom.max})"
            feiten[f"kolom {letter}, verborgen"] = str(kolom.hidden)
        for nummer, rij in blad.row_dimensions.items():
            feiten[f"rij {nummer}, hoogte"] = str(rij.height)
            feiten[f"rij {nummer}, verborgen"] = str(rij.hidden)
        for controle in blad.data_validations.dataValidation:
            feiten[f"invoercontrole {controle.sqref}"] = _als_xml(controle, "dataValidation")
        for bereik in blad.conditional_formatting:
            regels = " ".join(_als_xml(regel, "cfRule") for regel in bereik.rules)
            feiten[f"voorwaardelijke opmaak {bereik.sqref}"] = regels
        return feiten


def _bladverschillen(oud: _Blad, nieuw: _Blad) -> Iterator[_Plek]:
    """Yield what differs between two sheets of one name, cells first."""
    cellen = oud.cellen(), nieuw.cellen()
    for plek in sorted(cellen[0].keys() | cellen[1].keys()):
        paar = [(blad, cel.get(plek)) for blad, cel in zip((oud, nieuw), cellen, strict=True)]
        naam = next(cel.coordinate for _, cel in paar if cel is not None)
        yield from _feitverschillen(*(blad.cel(plek, cel) for blad, cel in paar), f"cel {naam}, ")
    yield from _feitverschillen(oud.feiten(), nieuw.feiten(), "")


def _feitverschillen(voor: dict[str, str], na: dict[str, str], plek: str) -> Iterator[_Plek]:
    for naam in voor | na:
        oud, nieuw = voor.get(naam, ""), na.get(naam, "")
        if oud != nieuw:
            yield (f"{plek}{naam}", *_rond(oud, nieuw))


def _waarde(waarde: Any) -> str:
    """Write a value so that 1, 1.0 and the text '1' are three things."""
    if waarde is None:
        return ""
    if isinstance(waarde, str):
        return waarde if waarde.strip("-+.,0123456789eE ") else repr(waarde)
    tekst = getattr(waarde, "text", None)  # an array formula is an object around its text
    return repr(waarde) if tekst is None else f"{waarde.ref}: {tekst}"


# -- a document ------------------------------------------------------------------------------------


def _document(voor: dict[str, bytes], na: dict[str, bytes]) -> Iterator[_Plek]:
    """Compare the text of two documents, paragraph by paragraph and cell by cell."""
    stukken = [list(_stukken(delen.get("word/document.xml", b"<leeg/>"))) for delen in (voor, na)]
    teksten = [[tekst for _, tekst in stuk] for stuk in stukken]
    for nummer, oud, nieuw in _regels(*teksten):
        lijst = stukken[0] if nummer <= len(stukken[0]) else stukken[1]
        plek = lijst[nummer - 1][0] if nummer <= len(lijst) else f"stuk {nummer}"
        yield (plek, *_rond(oud, nieuw))


def _stukken(inhoud: bytes) -> Iterator[tuple[str, str]]:
    """Yield every paragraph and table cell of a document: where it stands, and style and text."""
    romp = ElementTree.fromstring(inhoud).find(f"{_W}body")
    alinea = tabel = 0
    for deel in () if romp is None else romp:
        if deel.tag == f"{_W}tbl":
            tabel += 1
            for rij_nummer, rij in enumerate(deel.iter(f"{_W}tr"), start=1):
                for cel_nummer, cel in enumerate(rij.iter(f"{_W}tc"), start=1):
                    yield f"tabel {tabel}, rij {rij_nummer}, cel {cel_nummer}", _alineatekst(cel)
        else:
            alinea += 1
            yield f"alinea {alinea}", _alineatekst(deel)


def _alineatekst(deel: ElementTree.Element) -> str:
    stijl = deel.find(f".//{_W}pStyle")
    tekst = "".join(stuk.text or "" for stuk in deel.iter(f"{_W}t"))
    return tekst if stijl is None else f"[{stijl.get(f'{_W}val')}] {tekst}"
