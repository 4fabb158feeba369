"""The comparison of two checkouts: what is equal is called so, and what differs is named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import vergelijk_uitvoer
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from vergelijk_bestanden import Verschil, vergelijk_mappen


@pytest.fixture
def mappen(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with the same workbook, document, text and picture."""
    paar = tmp_path / "oud", tmp_path / "nieuw"
    paar[0].mkdir()
    boek = Workbook()
    blad = boek.active
    assert isinstance(blad, Worksheet)
    blad.title = "Bedragen"
    blad.append(["Gemeente", "Bedrag"])
    blad.append(["Almelo", 1_147_731])
    blad["B3"] = "=SUM(B2:B2)"
    lijst = boek.create_sheet("Lijst")
    for rij in (["Code", "Aantal"], ["GM0141", 1]):
        lijst.append(rij)
    lijst.add_table(Table(displayName="lijst", ref="A1:B2"))
    lijst.add_data_validation(DataValidation("list", '"ja,nee"', sqref="C2"))
    lijst.conditional_formatting.add("B2", CellIsRule("lessThan", ["0"], font=Font(bold=True)))
    boek.save(paar[0] / "boek.xlsx")
    document = Document()
    document.add_heading("Werkagenda", 1)
    document.add_paragraph("Almelo doet mee.")
    document.add_table(2, 2).cell(1, 0).text = "€ 100"
    document.save(str(paar[0] / "agenda.docx"))
    (paar[0] / "tekst.csv").write_text("code;bedrag\nGM0141;1\nGM0164;2\n", encoding="utf-8")
    (paar[0] / "kaart.png").write_bytes(b"\x89PNG\x00\xff\x01")
    paar[1].mkdir()
    for pad in paar[0].iterdir():
        (paar[1] / pad.name).write_bytes(pad.read_bytes())
    return paar


def gevonden(mappen: tuple[Path, Path]) -> list[tuple[str, str, str]]:
    return [(v.plek, v.voor, v.na) for v in vergelijk_mappen(*mappen)]


def bewerk(map_: Path, wijziging: Callable[[Workbook], object]) -> None:
    boek = load_workbook(map_ / "boek.xlsx")
    wijziging(boek)
    boek.save(map_ / "boek.xlsx")


def cellen(mappen: tuple[Path, Path]) -> list[tuple[str, str, str]]:
    """What was found on a sheet; saving a workbook again changes its properties as well."""
    return [verschil for verschil in gevonden(mappen) if not verschil[0].startswith("deel ")]


def test_the_same_files_are_equal(mappen: tuple[Path, Path]) -> None:
    assert vergelijk_mappen(*mappen) == []


def test_a_missing_and_an_added_file_are_named(mappen: tuple[Path, Path]) -> None:
    (mappen[1] / "tekst.csv").rename(mappen[1] / "ander.csv")
    assert vergelijk_mappen(*mappen) == [
        Verschil("ander.csv", "", "ontbreekt", "bestaat"),
        Verschil("tekst.csv", "", "bestaat", "ontbreekt"),
    ]


def _breedte(boek: Workbook) -> None:
    boek["Bedragen"].column_dimensions["B"].width = 31


def _opmerking(boek: Workbook) -> None:
    boek["Bedragen"]["A2"].comment = Comment("nakijken", "wie")


@pytest.mark.parametrize(
    ("wijziging", "plek", "voor", "na"),
    [
        (lambda b: b["Bedragen"].__setitem__("B2", 1_147_732), "B2, waarde", "1147731", "1147732"),
        (lambda b: b["Bedragen"].__setitem__("B2", "1147731"), "B2, waarde", "1147731", "'114"),
        (lambda b: b["Bedragen"].__setitem__("B3", "=B2"), "B3, formule", "=SUM(B2:B2)", "=B2"),
        (
            lambda b: setattr(b["Bedragen"]["B2"], "number_format", "#,##0"),
            "cel B2, getalnotatie",
            "(niets)",
            "#,##0",
        ),
        (
            lambda b: setattr(b["Bedragen"]["A1"], "font", Font(bold=True)),
            "cel A1, lettertype",
            "(niets)",
            '<b val="1"',
        ),
        (
            lambda b: setattr(b["Bedragen"]["A1"], "fill", PatternFill("solid", "FFFF00")),
            "cel A1, vulling",
            "(niets)",
            "FFFF00",
        ),
        (
            lambda b: setattr(b["Lijst"].tables["lijst"], "ref", "A1:B3"),
            "blad Lijst, tabellen",
            "lijst=A1:B2",
            "lijst=A1:B3",
        ),
        (_breedte, "kolom B, breedte", "(niets)", "31"),
        (_opmerking, "cel A2, opmerking", "(niets)", "nakijken"),
        (
            lambda b: setattr(b["Bedragen"], "sheet_state", "hidden"),
            "blad Bedragen, zichtbaarheid",
            "visible",
            "hidden",
        ),
        (
            lambda b: setattr(b["Bedragen"], "title", "Geld"),
            "bladen",
            "Bedragen, Lijst",
            "Geld, Lijst",
        ),
        (lambda b: b.move_sheet("Lijst", -1), "bladen", "Bedragen, Lijst", "Lijst, Bedragen"),
    ],
)
def test_what_changed_in_a_workbook_is_named(
    mappen: tuple[Path, Path],
    wijziging: Callable[[Workbook], object],
    plek: str,
    voor: str,
    na: str,
) -> None:
    bewerk(mappen[1], wijziging)
    waar = [verschil for verschil in cellen(mappen) if plek in verschil[0]]
    assert len(waar) == 1
    assert voor in waar[0][1]
    assert na in waar[0][2]


def herpak(pad: Path, deel: str, oud: bytes, nieuw: bytes, compressie: int) -> None:
    """Change some bytes in a part of a zip, and nothing else."""
    with zipfile.ZipFile(pad) as archief:
        delen = {info: archief.read(info) for info in archief.infolist()}
    with zipfile.ZipFile(pad, "w") as archief:
        for info, inhoud in delen.items():
            anders = inhoud.replace(oud, nieuw) if info.filename == deel else inhoud
            archief.writestr(info, anders, compressie)


def test_a_stored_result_is_compared_as_well_as_its_formula(mappen: tuple[Path, Path]) -> None:
    for map_, uitkomst in zip(mappen, (b"<v>1</v>", b"<v>2</v>"), strict=True):
        deel = "xl/worksheets/sheet1.xml"
        herpak(map_ / "boek.xlsx", deel, b"<v></v>", uitkomst, zipfile.ZIP_DEFLATED)
        herpak(map_ / "boek.xlsx", deel, b"<v />", uitkomst, zipfile.ZIP_DEFLATED)
    assert gevonden(mappen) == [("blad Bedragen, cel B3, waarde", "1", "2")]


def test_no_difference_escapes_because_no_cell_shows_it(mappen: tuple[Path, Path]) -> None:
    boek = mappen[1] / "boek.xlsx"
    herpak(boek, "docProps/core.xml", b"openpyxl", b"iemand", zipfile.ZIP_DEFLATED)
    ((plek, voor, na),) = gevonden(mappen)
    assert "deel docProps/core.xml" in plek
    assert ("openpyxl" in voor, "iemand" in na) == (True, True)

    boek.write_bytes((mappen[0] / "boek.xlsx").read_bytes())
    herpak(boek, "", b"", b"", zipfile.ZIP_STORED)
    assert [plek for plek, _, _ in gevonden(mappen)] == ["het zip-bestand"]


def test_a_document_is_compared_by_paragraph_and_by_cell(mappen: tuple[Path, Path]) -> None:
    document = Document(str(mappen[1] / "agenda.docx"))
    document.paragraphs[1].text = "Almelo doet niet mee."
    document.tables[0].cell(1, 0).text = "€ 101"
    document.save(str(mappen[1] / "agenda.docx"))
    verschillen = gevonden(mappen)
    assert ("alinea 2", "Almelo doet mee.", "Almelo doet niet mee.") in verschillen
    assert ("tabel 1, rij 2, cel 1", "€ 100", "€ 101") in verschillen


def test_text_is_compared_by_line_and_an_added_line_is_one_difference(
    mappen: tuple[Path, Path],
) -> None:
    tekst = mappen[1] / "tekst.csv"
    tekst.write_text("code;bedrag\nGM0140;0\nGM0141;1\nGM0164;3\n", encoding="utf-8")
    assert gevonden(mappen) == [
        ("regel 2", "(niets)", "GM0140;0"),
        ("regel 3", "GM0164;2", "GM0164;3"),
    ]


def test_another_end_of_line_and_another_byte_can_be_seen(mappen: tuple[Path, Path]) -> None:
    (mappen[1] / "tekst.csv").write_bytes(b"code;bedrag\r\nGM0141;1\nGM0164;2\n")
    (mappen[1] / "kaart.png").write_bytes(b"\x89PNG\x00\xfe\x01")
    assert gevonden(mappen) == [
        ("byte 6", "ff 01", "fe 01"),
        ("regel 1", r"code;bedrag\n", r"code;bedrag\r\n"),
    ]


def test_of_a_long_line_the_place_that_differs_is_shown(mappen: tuple[Path, Path]) -> None:
    for map_, teken in zip(mappen, "ab", strict=True):
        (map_ / "tekst.csv").write_text("x" * 5000 + teken + "y" * 5000, encoding="utf-8")
    ((_, voor, na),) = gevonden(mappen)
    assert ("xxxayyy" in voor, "xxxbyyy" in na) == (True, True)
    assert max(len(voor), len(na)) < 200


def test_the_report_names_the_command_and_counts_what_it_leaves_out() -> None:
    verschillen = [Verschil("a.xlsx", f"blad B, cel A{n}, waarde", "1", "2") for n in range(1, 31)]
    tekst = vergelijk_uitvoer.verslag(verschillen, {"a.xlsx": "overzicht --landelijk"}, 20)
    assert tekst.startswith(
        "azwa-funds overzicht --landelijk\n  a.xlsx\n    blad B, cel A1, waarde"
    )
    assert "A20, " in tekst
    assert "A21, " not in tekst
    assert "en nog 10 verschillen in dit bestand" in tekst


@pytest.mark.parametrize(
    ("nieuw", "oud_mislukt", "code", "zegt"),
    [
        ("1", [], 0, "Gelijk: 1 opdrachten, 1 bestanden, byte voor byte."),
        ("2", [], 1, "voor: 1\n      na:   2"),
        ("1", ["controleer"], 2, "In OUD eindigen deze opdrachten anders dan hoort"),
    ],
)
def test_the_exit_code_says_how_it_ended(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    nieuw: str,
    oud_mislukt: list[str],
    code: int,
    zegt: str,
) -> None:
    """With the running itself replaced: a command here only writes a number."""

    def draai_alles(map_: Path, werk: Path, _: object) -> vergelijk_uitvoer.Gemaakt:
        is_oud = map_.name == "oud"
        (werk / "uit.txt").write_text("1" if is_oud else nieuw, encoding="utf-8")
        return vergelijk_uitvoer.Gemaakt(werk, mislukt=oud_mislukt if is_oud else [])

    def lees_opgave(*_: object) -> tuple[list[object], list[object]]:
        return [object()], []

    monkeypatch.setattr(vergelijk_uitvoer, "draai_alles", draai_alles)
    monkeypatch.setattr(vergelijk_uitvoer, "lees_opgave", lees_opgave)
    monkeypatch.setattr(vergelijk_uitvoer, "controleer_checkout", lambda _: None)
    mappen = [tmp_path / "oud", tmp_path / "nieuw"]
    for map_ in mappen:
        map_.mkdir()
    assert vergelijk_uitvoer.main([*map(str, mappen)]) == code
    getoond = capsys.readouterr()
    assert zegt in getoond.out + getoond.err


def test_a_folder_without_the_program_is_not_compared(tmp_path: Path) -> None:
    """Else the installed program would be compared with itself."""
    with pytest.raises(vergelijk_uitvoer.NietTeVergelijken, match="staat geen azwa_funds"):
        vergelijk_uitvoer.controleer_checkout(tmp_path)


def test_every_command_of_the_assignment_can_be_typed() -> None:
    opdrachten, invoer = vergelijk_uitvoer.lees_opgave(alles=True)
    regels = [opdracht.regel for opdracht in opdrachten]
    assert len(set(regels)) == len(regels)
    paden = {bestand["pad"] for bestand in invoer}
    for regel in regels:
        for woord in regel.split():
            is_bestand = woord.startswith("invoer/") and "." in woord
            assert not is_bestand or woord in paden, regel


def test_a_workbook_that_cannot_be_read_differs_all_the_same(mappen: tuple[Path, Path]) -> None:
    herpak(mappen[1] / "boek.xlsx", "xl/workbook.xml", b"<sheets>", b"<", zipfile.ZIP_DEFLATED)
    plekken = [plek for plek, _, _ in gevonden(mappen)]
    assert plekken[0].startswith("deel xl/workbook.xml")
    assert "de bladen" in plekken
