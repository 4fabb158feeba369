"""What a reader of our workbooks may count on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hulp import lees_boek
from libreoffice import compare, recalculate_all
from openpyxl import load_workbook
from xlsxwriter import Workbook

from azwa_funds.excel import schrijver
from azwa_funds.excel.blad import (
    KLOPT,
    PRO_MEMORIE,
    Cell,
    Chart,
    ChartKind,
    Column,
    Cover,
    Fact,
    Formula,
    Kind,
    Sheet,
    Table,
)
from azwa_funds.excel.schrijver import workbook_bytes
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.schijf import schrijf

CREATED = datetime(2026, 9, 15, 12, 0)
NAMES = ("'s-Gravenhage", "=cmd|'/c calc'!A0", "+31", "-1", "@naam", "https://voorbeeld.nl")
INHABITANTS = (562839, 54321, 900, 1200, 3, 77)
AMOUNTS = (9_007_199_254, 1_000_001, 17, -5, 0, 123)


def gemeenten() -> Sheet:
    columns = [
        Column("code", "Gemeentecode", Kind.CODE),
        Column("naam", "Gemeente", total="count"),
        Column("inwoners", "Inwoners", Kind.WHOLE, total="sum"),
        Column("bedrag", "Bedrag 2027", Kind.EURO, total="sum", note="in hele euro's"),
        Column("later", "Bedrag 2030", Kind.EURO, total="sum"),
        Column("deel", "Aandeel", Kind.PERCENT, formula="={bedrag}/{bedrag.totaal}"),
        Column(
            "per", "Per inwoner", Kind.EURO_CENT, formula="={bedrag}/{inwoners}", total="formula"
        ),
        Column("status", "Status", Kind.STATUS),
        Column("datum", "Peildatum", Kind.DATE),
    ]
    rows: list[dict[str, Cell]] = [
        {
            "code": f"{number:04d}",
            "naam": name,
            "inwoners": inhabitants,
            "bedrag": amount,
            "later": PRO_MEMORIE if number == 1 else None if number == 2 else 10,
            "deel": Fraction(amount, sum(AMOUNTS)),
            "per": "n.v.t." if number == 4 else Fraction(amount, inhabitants),
            "status": "voorlopig" if number else "vastgesteld",
            "datum": date(2026, 1, 1),
        }
        for number, (name, inhabitants, amount) in enumerate(
            zip(NAMES, INHABITANTS, AMOUNTS, strict=True)
        )
    ]
    return Sheet(
        "Alle gemeenten (T+1)",
        "Bedragen per gemeente",
        Table(columns, rows, {"per": Fraction(sum(AMOUNTS), sum(INHABITANTS))}),
        "in hele euro's, voorlopig",
        lines=["Een lange regel die in stukken komt. " * 8],
        notes=["=geen formule"],
        sources=["Kamerbrief van 12 september 2025"],
        charts=[
            Chart(kind, "Titel", "naam", ["inwoners", "bedrag"], "Wat er te zien is", rows=(0, 3))
            for kind in ChartKind
        ],
        landscape=True,
        freeze_columns=2,
    )


def controle(over: Sheet, expected: int = sum(AMOUNTS)) -> Sheet:
    columns = [
        Column("toets", "Toets"),
        Column("verwacht", "Verwacht", Kind.WHOLE),
        Column("gevonden", "Gevonden", Kind.WHOLE),
        Column(
            "uitkomst",
            "Uitkomst",
            Kind.CHECK,
            formula='=IF({verwacht}={gevonden},"klopt","klopt niet")',
        ),
    ]
    found = {
        "Totaal": Formula(f"={over.total_ref('bedrag')}", sum(AMOUNTS)),
        "Som": Formula(f"=SUM({over.ref('bedrag')})", sum(AMOUNTS)),
    }
    rows: list[dict[str, Cell]] = [
        {"toets": name, "verwacht": expected, "gevonden": formula, "uitkomst": KLOPT}
        for name, formula in found.items()
    ]
    return Sheet("Controle", "Controle", Table(columns, rows))


def voorblad(over: Sheet) -> Cover:
    return Cover(
        "Verdeling van de uitkering",
        "Voor 2027",
        [
            Fact("Totaal", Formula(f"={over.total_ref('bedrag')}", sum(AMOUNTS)), Kind.EURO),
            Fact("Peildatum", date(2026, 1, 1), Kind.DATE),
            Fact("Naam", "=1+1"),
        ],
        ["Een alinea. " * 30],
    )


def write(path: Path, *sheets: Sheet, **options: Any) -> Path:
    schrijf(path, workbook_bytes("2027 R&D", sheets, created=CREATED, **options))
    return path


@pytest.fixture(scope="module")
def werkboek(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sheet = gemeenten()
    path = tmp_path_factory.mktemp("werkboek") / "nieuwe map" / "werkboek.xlsx"
    return write(path, sheet, controle(sheet), cover=voorblad(sheet), keywords=["SPUK", "AZWA"])


def cells(path: Path, *, values: bool) -> dict[str, Any]:
    """The table of gemeenten, by column key and row number; the total row is number 6."""
    sheet, worksheet = gemeenten(), lees_boek(path, data_only=values)["Alle gemeenten (T+1)"]
    return {
        f"{column.key} {row}": worksheet.cell(sheet.first_row + row + 1, index).value
        for index, column in enumerate(sheet.table.columns, start=1)
        for row in range(7)
    }


def test_elke_formule_staat_er_met_haar_uitkomst(werkboek: Path) -> None:
    values, formulas = cells(werkboek, values=True), cells(werkboek, values=False)
    row = gemeenten().first_row + 1
    assert formulas["per 1"] == f"=D{row + 1}/C{row + 1}"
    assert values["per 1"] == pytest.approx(1_000_001 / 54321)
    assert formulas["deel 0"] == f"=D{row}/$D${row + 6}"
    assert formulas["per 6"] == f"=D{row + 6}/C{row + 6}"
    assert values["per 6"] == pytest.approx(sum(AMOUNTS) / sum(INHABITANTS))
    assert lees_boek(werkboek, data_only=True)["Controle"]["D5"].value == KLOPT
    assert lees_boek(werkboek, data_only=True)["Voorblad"]["B5"].value == sum(AMOUNTS)


def test_the_total_row_adds_up_exactly(werkboek: Path) -> None:
    values, formulas = cells(werkboek, values=True), cells(werkboek, values=False)
    row = gemeenten().first_row + 1
    assert values["code 6"] == "Totaal"
    assert values["bedrag 6"] == sum(AMOUNTS)
    assert formulas["bedrag 6"] == f"=SUM($D${row}:$D${row + 5})"
    assert values["naam 6"] == 6
    assert values["later 6"] == 40, "p.m. and an empty cell count for nothing"


def test_a_word_in_a_column_of_numbers_stays_a_word_in_italics_at_the_right(werkboek: Path) -> None:
    values = cells(werkboek, values=False)
    assert (values["later 1"], values["later 2"], values["per 4"]) == ("p.m.", None, "n.v.t.")
    sheet = gemeenten()
    worksheet = lees_boek(werkboek)[sheet.name]
    cell = worksheet.cell(sheet.first_row + 2, sheet.table.index("later") + 1)
    assert cell.font.italic
    assert cell.alignment.horizontal == "right"


def test_codes_and_texts_are_kept_as_they_are(werkboek: Path) -> None:
    values = cells(werkboek, values=False)
    sheet, worksheet = gemeenten(), lees_boek(werkboek)["Alle gemeenten (T+1)"]
    for row, name in enumerate(NAMES):
        assert values[f"code {row}"] == f"{row:04d}"
        assert values[f"naam {row}"] == name
        cell = worksheet.cell(sheet.first_row + row + 1, 2)
        assert cell.data_type == "s", "text, however much it looks like a formula"
        assert cell.hyperlink is None
    xml = zipfile.ZipFile(werkboek).read("xl/worksheets/sheet2.xml").decode()
    assert 'numberStoredAsText="1"' in xml


def test_kinds_show_as_numbers_and_dates_in_the_readers_own_notation(werkboek: Path) -> None:
    sheet, worksheet = gemeenten(), lees_boek(werkboek)["Alle gemeenten (T+1)"]
    formats = {
        column.key: worksheet.cell(sheet.first_row + 1, index).number_format
        for index, column in enumerate(sheet.table.columns, start=1)
    }
    assert formats["bedrag"] == "#,##0"
    assert formats["per"] == "#,##0.00"
    assert formats["deel"] == "0.00%"
    assert formats["datum"] == "dd-mm-yyyy"
    assert formats["code"] == "@"
    assert cells(werkboek, values=True)["datum 0"] == datetime(2026, 1, 1)


def test_softer_figures_differ_by_word_and_slant_not_only_by_colour(werkboek: Path) -> None:
    sheet, worksheet = gemeenten(), lees_boek(werkboek)["Alle gemeenten (T+1)"]
    column = sheet.table.index("status") + 1
    firm, soft = (worksheet.cell(sheet.first_row + 1 + row, column) for row in (0, 1))
    assert (firm.value, bool(firm.font.italic)) == ("vastgesteld", False)
    assert (soft.value, bool(soft.font.italic)) == ("voorlopig", True)


def test_a_sheet_is_ready_to_scroll_filter_and_print(werkboek: Path) -> None:
    sheet, worksheet = gemeenten(), lees_boek(werkboek)["Alle gemeenten (T+1)"]
    header = sheet.header_row + 1
    assert worksheet["A1"].value == sheet.title
    assert worksheet["A2"].value == sheet.subtitle
    assert worksheet.cell(header, 1).value == "Gemeentecode"
    assert worksheet.freeze_panes == f"C{header + 1}"
    (table,) = worksheet.tables.values()
    assert table.autoFilter.ref == f"A{header}:I{header + 6}", "the total row is no part of it"
    assert worksheet.page_setup.paperSize == 9
    assert worksheet.page_setup.orientation == "landscape"
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage
    assert worksheet.page_setup.fitToHeight == 0, "one page wide, as many high as it takes"
    assert worksheet.oddFooter.right.text.endswith("blad &P van &N")
    assert worksheet.oddFooter.left.text.endswith("2027 R&&D")


def test_a_long_table_repeats_its_header_on_every_printed_page(tmp_path: Path) -> None:
    table = Table([Column("a", "A")], [{"a": str(number)} for number in range(342)])
    worksheet = lees_boek(write(tmp_path / "a.xlsx", Sheet("Lang", "Lang", table)))["Lang"]
    assert worksheet.print_title_rows == "$4:$4"


def test_nothing_is_merged_or_hidden_and_every_column_fits(werkboek: Path) -> None:
    for worksheet in lees_boek(werkboek):
        assert not worksheet.merged_cells.ranges
        assert not any(d.hidden for d in worksheet.column_dimensions.values())
        assert not any(d.hidden for d in worksheet.row_dimensions.values())
    widths = lees_boek(werkboek)["Alle gemeenten (T+1)"].column_dimensions
    assert widths["D"].width > len("9,008,199,390") + 1


def test_a_text_too_wide_for_its_column_gets_a_higher_row(tmp_path: Path) -> None:
    table = Table([Column("a", "A"), Column("b", "B", width=20)], [{"a": "x", "b": "woord " * 30}])
    worksheet = lees_boek(write(tmp_path / "a.xlsx", Sheet("S", "S", table)))["S"]
    assert worksheet["B5"].alignment.wrap_text
    assert worksheet.row_dimensions[5].height > 5 * 13


def test_who_signs_finds_a_line_for_a_name_a_day_and_a_signature(tmp_path: Path) -> None:
    columns = [Column(f"k{n}", f"Kolom {n}", Kind.WHOLE, total="sum" if n else None)
               for n in range(11)]  # fmt: skip
    table = Table(columns, [{column.key: 1 for column in columns}])
    sheet = Sheet("Blad", "Blad", table, notes=["Na het tekenen."], signatures=["Ik", "Zij"])
    pad = tmp_path / "teken.xlsx"
    schrijf(pad, workbook_bytes("Titel", [sheet], created=CREATED))
    blad = lees_boek(pad)["Blad"]
    rijen = list(blad.iter_rows(values_only=True))
    begin = sheet.signature_row
    assert rijen[begin - 1][0] == "Ondertekening"
    for rij, rol in zip(rijen[begin : begin + 2], ("Ik", "Zij"), strict=True):
        assert (rij[0], rij[1], rij[4], rij[6]) == (rol, "Naam", "Datum", "Handtekening")
    assert rijen[begin + 3][0] == "Toelichting"
    for row, column in sheet.signature_places:
        assert blad.cell(row + 1, column + 1).border.bottom.style == "thin"
        assert rijen[row][column] is None


def test_the_cover_links_to_every_sheet(werkboek: Path) -> None:
    worksheet = lees_boek(werkboek)["Voorblad"]
    links = {cell.value: cell.hyperlink.location for (cell, *_) in worksheet if cell.hyperlink}
    assert links == {
        "Alle gemeenten (T+1)": "'Alle gemeenten (T+1)'!A1",
        "Controle": "'Controle'!A1",
    }


def test_every_chart_tells_in_words_what_it_shows(werkboek: Path) -> None:
    drawing = zipfile.ZipFile(werkboek).read("xl/drawings/drawing1.xml").decode()
    assert drawing.count('descr="Wat er te zien is"') == len(ChartKind)


def test_libreoffice_finds_the_same_outcomes_and_sees_a_wrong_one(
    werkboek: Path, tmp_path: Path
) -> None:
    sheet = gemeenten()
    wrong = replace(sheet, table=replace(sheet.table, totals={"bedrag": 1, "per": 2, "deel": 1}))
    broken = Sheet("Fout", "Fout", Table([Column("a", "A")], [{"a": Formula("=1/0", 3)}]))
    path = write(tmp_path / "fout.xlsx", wrong, controle(sheet, expected=4), broken)
    copies = recalculate_all([werkboek, path], tmp_path)
    assert compare(werkboek, copies[werkboek]) == []
    findings = "\n".join(compare(path, copies[path]))
    assert f"D{sheet.last_row + 2}: stored 1, recalculated {sum(AMOUNTS)}" in findings
    assert "Controle!D5: stored 'klopt', recalculated 'klopt niet'" in findings
    assert "Fout!A5: error #DIV/0!, stored 3" in findings


def test_the_same_input_gives_the_same_bytes(werkboek: Path, tmp_path: Path) -> None:
    sheet = gemeenten()
    again = tmp_path / "anders.xlsx"
    write(again, sheet, controle(sheet), cover=voorblad(sheet), keywords=["SPUK", "AZWA"])
    assert again.read_bytes() == werkboek.read_bytes()
    assert load_workbook(again).properties.created == CREATED


def test_what_is_remembered_of_other_workbooks_changes_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library as it comes, which remembers nothing, writes the same file."""
    teksten = ["<b>R&D</b>", ' met "spaties" ', "_x0041_\x07\ufffe", "<r>x</r>", "=IF(1<2,3)", ""]
    rijen: list[dict[str, Cell]] = [
        {"tekst": tekst, "getal": getal, "uit": Formula(formule, getal)}
        for tekst in teksten
        for formule in (f'=IF({{getal}}<9,"{tekst[:1]}",SUM(1))', "=SWITCH(SUM(1),1,2)")
        for getal in (None, 0, -1, 12345678901234567890, 0.1, "p.m.", date(2027, 1, 1))
    ]
    kolommen = [Column("tekst", "A"), Column("getal", "B", Kind.EURO_CENT), Column("uit", "C < D")]
    bladen = gemeenten(), Sheet("Vreemd", "Vreemd", Table(kolommen, rijen)), controle(gemeenten())
    eerst, weer, kaal = tmp_path / "eerst.xlsx", tmp_path / "weer.xlsx", tmp_path / "kaal.xlsx"
    write(eerst, *bladen, cover=voorblad(gemeenten()))
    write(weer, *bladen, cover=voorblad(gemeenten()))
    monkeypatch.setattr(schrijver, "Boek", Workbook)
    write(kaal, *bladen, cover=voorblad(gemeenten()))
    assert eerst.read_bytes() == weer.read_bytes() == kaal.read_bytes()


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (PermissionError(errno.EACCES, "x"), "sluit het in Excel"),
        (OSError(errno.EROFS, "x"), "beveiligd"),
        (OSError(errno.ENOSPC, "x"), "de schijf vol is"),
        (OSError(errno.EIO, "x"), "controleer de naam"),
    ],
)
def test_a_failed_run_leaves_the_old_file_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, remedy: str
) -> None:
    path = tmp_path / "werkboek.xlsx"
    path.write_bytes(b"oud")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(Gebruikersfout, match=remedy) as caught:
        write(path, gemeenten())
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"oud"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("geen map")
    for path in (tmp_path / "map" / "a.xlsx", tmp_path / "map" / "dieper" / "a.xlsx"):
        with pytest.raises(Gebruikersfout, match="omdat er een bestand met die naam staat"):
            write(path, gemeenten())


def test_a_folder_where_the_file_should_be_is_named(tmp_path: Path) -> None:
    with pytest.raises(Gebruikersfout, match=r"is een map; .*bestand"):
        write(tmp_path, gemeenten())


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="for root no folder is read-only"
)
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Gebruikersfout, match="beveiligd"):
        write(tmp_path / "a.xlsx", gemeenten())


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a[b]", "wat?", "'aan het begin"])
def test_a_sheet_name_that_excel_refuses_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="sheet name"):
        Sheet(name, "Titel", Table([Column("a", "A")], []))


def test_mistakes_of_the_programmer_are_refused(tmp_path: Path) -> None:
    sheet = Sheet("Één", "Titel", Table([Column("a", "A")], []))
    with pytest.raises(ValueError, match="different names"):
        write(tmp_path / "a.xlsx", sheet, replace(sheet, name="één"))
    with pytest.raises(ValueError, match="keys differ"):
        Table([Column("a", "A")], [{"b": 1}])
    with pytest.raises(ValueError, match="different titles"):
        Table([Column("a", "A"), Column("b", "a")], [])
    with pytest.raises(ValueError, match="no column"):
        sheet.ref("onbekend")
    with pytest.raises(ValueError, match="no total row"):
        sheet.total_ref("a")
    assert not list(tmp_path.iterdir())


def test_a_table_without_rows_is_still_a_sheet(tmp_path: Path) -> None:
    table = Table([Column("a", "A"), Column("b", "B", Kind.EURO, total="sum")], [])
    worksheet = lees_boek(write(tmp_path / "a.xlsx", Sheet("Leeg", "Leeg", table)))["Leeg"]
    assert [cell.value for cell in worksheet[4]] == ["A", "B"]


def test_importing_is_cheap() -> None:
    code = "import sys, azwa_funds.excel.blad; sys.exit('xlsxwriter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_bars_start_at_zero_unless_they_run_below_it(tmp_path: Path) -> None:
    """A bar from 11 to 12 beside one from 11 to 13 would look half as long."""
    for lowest, starts_at_zero in ((11, True), (-1, False)):
        rows = [{"wie": "a", "bedrag": lowest}, {"wie": "b", "bedrag": 13}]
        table = Table([Column("wie", "Wie"), Column("bedrag", "Bedrag", Kind.EURO)], rows)
        chart = Chart(ChartKind.BAR, "Staven", "wie", ["bedrag"], "Twee staven")
        path = tmp_path / f"{lowest}.xlsx"
        sheets = [Sheet("Staven", "Staven", table, charts=[chart])]
        schrijf(path, workbook_bytes("Staven", sheets, created=CREATED))
        with zipfile.ZipFile(path) as archive:
            xml = archive.read("xl/charts/chart1.xml").decode()
        assert ('<c:min val="0"/>' in xml) is starts_at_zero
