"""Filling in an official SiSa format: only the cells that were asked, all else as it was."""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hulp import Uitkomst, draai, lees_boek
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import recalculate
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from sisa_hulp import boekingen
from xlsxwriter import Workbook as Schrijver

from azwa_funds.excel.cellen import Onbewerkbaar, schrijf_cellen


def sjabloon(pad: Path) -> Path:
    """A SiSa-bijlage as the CBS sends it, with H35 somewhere in the middle."""
    werkboek = Workbook()
    leeswijzer = werkboek.active
    leeswijzer.title = "Leeswijzer"
    leeswijzer["A1"] = "Vul de gele cellen in"
    blad = werkboek.create_sheet("SiSa 2025")
    teksten = {
        "D": ("Eigen besteding (jaar T)", "01"),
        "E": ("Besteding (jaar T) via anderen", "02"),
        "F": ("Totale besteding (jaar T)", "03"),
        "G": ("Cumulatieve besteding (t/m jaar T)", "04"),
        "H": ("Eindverantwoording (Ja/Nee)", "05"),
    }
    for kolom, (vraag, nummer) in teksten.items():
        blad[f"{kolom}20"], blad[f"{kolom}21"] = vraag, "Aard controle R"
        blad[f"{kolom}22"] = f"Indicator: H35/{nummer}"
    blad["D23"].number_format = "#,##0"
    blad["F23"] = 999
    blad["J22"] = "Indicator: H36/01"
    blad["A30"] = "=SUM(D23:E23)"
    werkboek.save(pad)
    return pad


@pytest.fixture(scope="module")
def klaar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Doetinchem has its SiSa of 2025 ready."""
    map_ = tmp_path_factory.mktemp("klaar")
    regels = [
        ("GM0222", 2025, "spuk_iza", "2.000,00", ""),
        ("GM0222", 2025, "spuk_iza", "300,00", "GM0197"),
        ("GM0197", 2025, "spuk_iza", "300,00", ""),
    ]
    bestand = boekingen(map_ / "b.csv", regels)
    assert draai("sisa", bestand, "--jaar", "2025", "--uit", map_ / "sisa/2025").code == 0
    return map_


@pytest.fixture
def doetinchem(klaar: Path, tmp_path: Path) -> Path:
    """The format of the CBS beside the SiSa of Doetinchem."""
    shutil.copytree(klaar, tmp_path, dirs_exist_ok=True)
    return sjabloon(tmp_path / "cbs.xlsx")


def vul(sjabloon_: Path, *opties: str) -> Uitkomst:
    map_ = sjabloon_.parent / "sisa"
    return draai(
        "sisa", "vul", sjabloon_, "--ontvanger", "Doetinchem", "--werkboeken", map_, *opties
    )


def test_an_official_format_is_filled_in_wherever_its_cells_stand(doetinchem: Path) -> None:
    voor = doetinchem.read_bytes()
    uitkomst = vul(doetinchem)
    assert uitkomst.code == 1  # not everything could be filled in
    assert doetinchem.read_bytes() == voor
    nieuw = load_workbook(doetinchem.with_name("cbs-GM0222.xlsx"))
    oud = load_workbook(doetinchem)
    anders = {
        cel.coordinate: cel.value
        for cel in (cel for rij in nieuw["SiSa 2025"].iter_rows() for cel in rij)
        if cel.value != oud["SiSa 2025"][cel.coordinate].value
    }
    assert anders == {"D23": 2000, "E23": 300, "H23": "Nee"}
    assert nieuw["SiSa 2025"]["D23"].number_format == "#,##0"
    assert nieuw["Leeswijzer"]["A1"].value == "Vul de gele cellen in"
    assert "blad 'SiSa 2025', cel D23: 2000 (aanname: controleer)" in uitkomst.uit


def test_what_could_not_be_filled_in_is_named(doetinchem: Path) -> None:
    uitkomst = vul(doetinchem)
    for zin in (
        "H35/03, blad 'SiSa 2025', cel F23: er staat al '999'; niet overschreven (zou 2300",
        "H35/04, blad 'SiSa 2025', cel G23: de waarde is p.m.; vul zelf in.",
        "H35/06 (medeoverheid: code en naam, één per regel): staat niet in het sjabloon.",
        "de uitkeringscode is nog niet bekend (p.m.)",
    ):
        assert zin in uitkomst.tekst, zin


def test_a_text_that_asks_something_else_is_not_answered(doetinchem: Path) -> None:
    werkboek = load_workbook(doetinchem)
    werkboek["SiSa 2025"]["D20"] = "Cumulatieve besteding (t/m jaar T)"
    werkboek["SiSa 2025"]["E20"] = "Project afgerond (Ja/Nee)"
    werkboek.save(doetinchem)
    uitkomst = vul(doetinchem)
    assert "cel D23: de tekst erboven ('Cumulatieve besteding (t/m jaar T)" in uitkomst.tekst
    nieuw = lees_boek(doetinchem.with_name("cbs-GM0222.xlsx"))["SiSa 2025"]
    assert (nieuw["D23"].value, nieuw["E23"].value) == (None, None)


def test_a_second_time_nothing_is_overwritten(doetinchem: Path) -> None:
    vul(doetinchem)
    nogmaals = vul(doetinchem)
    assert nogmaals.code == 2
    assert "bestaat al; kies met --uit een andere naam" in nogmaals.fout
    opnieuw = vul(
        doetinchem.with_name("cbs-GM0222.xlsx"), "--uit", str(doetinchem.parent / "x.xlsx")
    )
    assert "er staat al dezelfde waarde" in opnieuw.uit
    assert "Er was niets in te vullen; er is geen bestand geschreven." in opnieuw.uit


def test_merged_cells_are_filled_below_the_merge(doetinchem: Path) -> None:
    werkboek = load_workbook(doetinchem)
    blad = werkboek["SiSa 2025"]
    blad.merge_cells("D22:D23")
    werkboek.save(doetinchem)
    vul(doetinchem)
    assert lees_boek(doetinchem.with_name("cbs-GM0222.xlsx"))["SiSa 2025"]["D24"].value == 2000


def beschadig(pad: Path) -> None:
    """Overwrite a piece in the middle, as a bad disk or a broken download does."""
    inhoud = bytearray(pad.read_bytes())
    inhoud[200:600] = bytes(400)
    pad.write_bytes(inhoud)


def png() -> bytes:
    """The smallest picture there is."""

    def blok(soort: bytes, inhoud: bytes) -> bytes:
        som = zlib.crc32(soort + inhoud)
        return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", som)

    kop = struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)
    pixels = blok(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + blok(b"IHDR", kop) + pixels + blok(b"IEND", b"")


def rijk_sjabloon(pad: Path) -> Path:
    """A format with all that openpyxl would lose: picture, chart, macros, text in two colours."""
    macros = pad.with_name("vbaProject.bin")
    macros.write_bytes(b"macro's van het CBS")
    werkboek = Schrijver(pad)
    werkboek.add_vba_project(str(macros))
    blad = werkboek.add_worksheet("SiSa 2025")
    lijst = werkboek.add_worksheet("Lijst")
    lijst.write_column("A1", ["060197 Gemeente Aalten", "060222 Gemeente Doetinchem"])
    rood, geel = werkboek.add_format({"color": "red"}), werkboek.add_format({"bg_color": "yellow"})
    open_ = werkboek.add_format({"locked": False, "num_format": "#,##0", "bg_color": "yellow"})
    blad.write_rich_string("A1", "Vul de ", rood, "gele", " cellen in")
    blad.insert_image("B2", "logo.png", {"image_data": BytesIO(png())})
    blad.write_comment("A2", "Toelichting van het CBS")
    for kolom, nummer in zip("DEFGH", ("01", "02", "03", "05", "06"), strict=True):
        blad.write(f"{kolom}21", "Aard controle R")
        blad.write(f"{kolom}22", f"Indicator: H35/{nummer}")
        blad.write_blank(f"{kolom}23", None, open_)
    blad.merge_range("D24:E24", "", geel)
    blad.write_formula("A30", "=SUM(D23:E23)", None, 0)
    blad.write_blank("F23", None, geel)  # locked
    blad.data_validation("G23", {"validate": "list", "source": ["Ja", "Nee"]})
    blad.data_validation("H23", {"validate": "list", "source": "=Lijst!$A$1:$A$2"})
    blad.conditional_format("D23:E23", {"type": "data_bar", "data_bar_2010": True})
    grafiek = werkboek.add_chart({"type": "column"})
    grafiek.add_series({"values": "='SiSa 2025'!$D$23:$E$23"})
    blad.insert_chart("J2", grafiek)
    blad.protect("geheim")
    werkboek.define_name("Totaal", "='SiSa 2025'!$A$30")
    werkboek.close()
    return pad


def delen(pad: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pad) as archief:
        return {naam: archief.read(naam) for naam in archief.namelist()}


def test_all_else_in_the_format_stays_byte_for_byte(doetinchem: Path) -> None:
    pad = rijk_sjabloon(doetinchem.with_name("cbs.xlsm"))
    uitkomst = vul(pad)
    oud, nieuw = delen(pad), delen(pad.with_name("cbs-GM0222.xlsm"))
    assert list(nieuw) == list(oud)
    anders = {naam for naam in oud if oud[naam] != nieuw[naam]}
    assert anders == {"xl/worksheets/sheet1.xml"}
    # In the sheet only four cells.
    blad = nieuw["xl/worksheets/sheet1.xml"]
    for kolom, xml in {
        "D": b"><v>2000</v></c>",
        "E": b"><v>300</v></c>",
        "G": b' t="inlineStr"><is><t xml:space="preserve">Nee</t></is></c>',
        # The medeoverheid as the drop-down list calls her.
        "H": b' t="inlineStr"><is><t xml:space="preserve">060197 Gemeente Aalten</t></is></c>',
    }.items():
        begin = blad.index(f'<c r="{kolom}23"'.encode())
        assert xml in blad[begin:].split(b"<c ", 2)[1], blad[begin : begin + 90]
        leeg = blad[begin:].split(b">")[0].removesuffix(b' t="inlineStr"') + b"/>"
        blad = blad[:begin] + leeg + blad[blad.index(b"</c>", begin) + 4 :]
    assert blad == oud["xl/worksheets/sheet1.xml"]
    assert "Let op: De formules van het sjabloon tonen hun oude uitkomst" in uitkomst.tekst
    assert "H35/03, blad 'SiSa 2025', cel F23: de cel is beveiligd" in uitkomst.tekst


@pytest.mark.parametrize("lijst", ['"Ja,Neen"', "=Leeswijzer!$A$1:$A$1048576", "Antwoorden"])
def test_what_a_drop_down_list_does_not_allow_is_not_filled_in(
    doetinchem: Path, lijst: str
) -> None:
    werkboek = load_workbook(doetinchem)
    werkboek.defined_names["Antwoorden"] = DefinedName("Antwoorden", attr_text="Leeswijzer!$A$1")
    keuzelijst = DataValidation("list", formula1=lijst)
    keuzelijst.add("H23")
    werkboek["SiSa 2025"].add_data_validation(keuzelijst)
    werkboek.save(doetinchem)
    assert "cel H23: 'Nee' staat niet in de keuzelijst van de cel; kies zelf." in (
        vul(doetinchem).tekst
    )


@pytest.mark.lang
def test_formulas_of_the_format_count_what_was_filled_in(doetinchem: Path) -> None:
    vul(doetinchem)
    herrekend = recalculate(doetinchem.with_name("cbs-GM0222.xlsx"), doetinchem.parent / "lo")
    assert lees_boek(herrekend, data_only=True)["SiSa 2025"]["A30"].value == 2300


def test_an_indicator_that_stands_twice_is_filled_in_once_and_named(doetinchem: Path) -> None:
    werkboek = load_workbook(doetinchem)
    werkboek["SiSa 2025"]["D40"] = " Indicatornummer: h35 / 01 "
    werkboek.save(doetinchem)
    uitkomst = vul(doetinchem)
    assert (
        "H35/01, blad 'SiSa 2025', cel D41: deze indicator staat al eerder in het sjabloon"
        in uitkomst.tekst
    )
    assert lees_boek(doetinchem.with_name("cbs-GM0222.xlsx"))["SiSa 2025"]["D41"].value is None


def test_a_list_longer_than_the_form_does_not_run_on_into_the_next_uitkering(
    tmp_path: Path,
) -> None:
    """The form has two lines for medeoverheden and then begins H36; here are three of them."""
    regels = [("GM0222", 2025, "spuk_iza", "2.000,00", "")]
    regels += [
        ("GM0222", 2025, "spuk_iza", "300,00", wie) for wie in ("GM0197", "GM1509", "GM1586")
    ]
    bestand = boekingen(tmp_path / "b.csv", regels)
    draai("sisa", bestand, "--jaar", "2025", "--uit", tmp_path / "sisa/2025")
    pad = sjabloon(tmp_path / "cbs.xlsx")
    werkboek = load_workbook(pad)
    blad = werkboek["SiSa 2025"]
    blad["J22"] = None
    blad["K22"], blad["L22"] = "Indicator: H35/06", "Indicator: H35/07"
    blad["D25"] = "Indicator: H36/01"
    werkboek.save(pad)

    uitkomst = vul(pad)

    assert uitkomst.code == 1
    zin = r"de lijst heeft \d+ regels en het sjabloon heeft er 2; niets van deze lijst is ingevuld"
    assert re.search(f"H35/06, blad 'SiSa 2025', cel K23: {zin}", uitkomst.tekst)
    assert re.search(f"H35/07, blad 'SiSa 2025', cel L23: {zin}", uitkomst.tekst)
    nieuw = lees_boek(pad.with_name("cbs-GM0222.xlsx"))["SiSa 2025"]
    assert {nieuw.cell(rij, kolom).value for rij in range(23, 27) for kolom in (11, 12)} == {None}
    assert nieuw["D23"].value == 2000
    assert nieuw["D25"].value == "Indicator: H36/01"


def test_an_indicator_may_stand_below_its_text_in_one_cell(doetinchem: Path) -> None:
    werkboek = load_workbook(doetinchem)
    werkboek["SiSa 2025"]["D22"] = "Aard controle R\nIndicator: H35/01"
    werkboek.save(doetinchem)
    vul(doetinchem)
    assert lees_boek(doetinchem.with_name("cbs-GM0222.xlsx"))["SiSa 2025"]["D23"].value == 2000


_PLEK = st.tuples(st.integers(1, 30), st.integers(1, 40))
_WAARDE = st.integers(-(10**12), 10**12) | st.text("aé<&>\"' ë", min_size=1, max_size=8)


@settings(max_examples=40)
@given(st.dictionaries(_PLEK, _WAARDE, max_size=40), st.dictionaries(_PLEK, _WAARDE, min_size=1))
def test_cells_are_written_wherever_they_stand(
    eerst: dict[tuple[int, int], Any], dan: dict[tuple[int, int], Any]
) -> None:
    """In rows and cells that are there or are not: what was asked, and nothing else changes."""
    werkboek = Workbook()
    werkboek.active.title = "Bläd & 'zo'"
    werkboek.active["A1"] = "kop"
    for (rij, kolom), waarde in eerst.items():
        werkboek.active.cell(rij, kolom).value = waarde
        werkboek.active.cell(rij, kolom).data_type = "s" if isinstance(waarde, str) else "n"
    bewaard = BytesIO()
    werkboek.save(bewaard)
    hoort = {(1, 1): "kop", **eerst, **dan}
    nieuw = load_workbook(BytesIO(schrijf_cellen(bewaard.getvalue(), {"Bläd & 'zo'": dan}))).active
    staat = {
        (cel.row, cel.column): cel.value
        for rij in nieuw.iter_rows()
        for cel in rij
        if cel.value is not None
    }
    assert staat == hoort


def met_blad(xml: bytes) -> bytes:
    """A workbook of which the only sheet is this XML."""
    werkboek, bewaard, nieuw = Workbook(), BytesIO(), BytesIO()
    werkboek.save(bewaard)
    with zipfile.ZipFile(bewaard) as oud, zipfile.ZipFile(nieuw, "w") as doel:
        for naam in oud.namelist():
            doel.writestr(naam, xml if "sheet1" in naam else oud.read(naam))
    return nieuw.getvalue()


_MAIN = b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("rijen", "hoort"),
    [
        (
            b'<x:row r="2" spans="1:1"/>',
            b'<x:row r="2"><x:c r="B2" s="3"><x:v>7</x:v></x:c></x:row>',
        ),
        (  # cells and rows without a reference follow each other
            b"<x:row/><x:row><x:c><x:v>1</x:v></x:c><x:c/></x:row>",
            b"<x:row/><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>7</x:v></x:c></x:row>",
        ),
        (  # the style of the row goes before that of the column
            b'<x:row r="2" s="4" customFormat="1"><x:c r="C2"/></x:row>',
            b'<x:row r="2" s="4" customFormat="1"><x:c r="B2" s="4"><x:v>7</x:v></x:c>'
            b'<x:c r="C2"/></x:row>',
        ),
        (
            b'<x:row r="9"/>',
            b'<x:row r="2"><x:c r="B2" s="3"><x:v>7</x:v></x:c></x:row><x:row r="9"/>',
        ),
        (
            b'<x:row r="2"><x:c r="B2" t="s" s="5"><x:v></x:v></x:c ></x:row>',
            b'<x:row r="2"><x:c r="B2" s="5"><x:v>7</x:v></x:c></x:row>',
        ),
    ],
)
def test_every_way_to_write_down_a_sheet_is_understood(rijen: bytes, hoort: bytes) -> None:
    begin = b"\xef\xbb\xbf<x:worksheet " + _MAIN + b'><x:cols><x:col min="2" max="3" style="3"/>'
    begin += b"</x:cols><x:sheetData>"
    einde = b"</x:sheetData></x:worksheet>"
    nieuw = schrijf_cellen(met_blad(begin + rijen + einde), {"Sheet": {(2, 2): 7}})
    with zipfile.ZipFile(BytesIO(nieuw)) as archief:
        assert archief.read("xl/worksheets/sheet1.xml") == begin + hoort + einde


@pytest.mark.parametrize(
    ("calc", "hoort"),
    [
        (b'<calcPr calcId="1"/>', b'<calcPr fullCalcOnLoad="1" calcId="1"/>'),
        (
            b'<calcPr fullCalcOnLoad="0" calcId="1"></calcPr>',
            b'<calcPr fullCalcOnLoad="1" calcId="1"></calcPr>',
        ),
        (b"<calcPr fullCalcOnLoad='true'/>", b"<calcPr fullCalcOnLoad='true'/>"),
        (b"", b'<calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_formulas_are_calculated_anew_when_the_file_is_opened(calc: bytes, hoort: bytes) -> None:
    werkboek, bewaard, nieuw = Workbook(), BytesIO(), BytesIO()
    werkboek.active["A1"] = "=B1"
    werkboek.save(bewaard)
    with zipfile.ZipFile(bewaard) as oud, zipfile.ZipFile(nieuw, "w") as doel:
        for naam in oud.namelist():
            doel.writestr(naam, re.sub(rb"<calcPr[^>]*/>", calc, oud.read(naam)))
    with (
        zipfile.ZipFile(nieuw) as oud,
        zipfile.ZipFile(BytesIO(schrijf_cellen(nieuw.getvalue(), {"Sheet": {(1, 2): 7}}))) as na,
    ):
        was, staat = (archief.read("xl/workbook.xml") for archief in (oud, na))
    assert staat.count(hoort) == 1
    assert staat.replace(hoort, calc) == was


@pytest.mark.parametrize(
    "xml",
    [
        b"<!DOCTYPE x><worksheet><sheetData></sheetData></worksheet>",
        "<worksheet><sheetData></sheetData></worksheet>".encode("utf-16"),
        b"<worksheet><sheetData/></worksheet>",
        b"<worksheet/>",
    ],
)
def test_what_cannot_be_changed_safely_is_refused(xml: bytes) -> None:
    with pytest.raises(Onbewerkbaar):
        schrijf_cellen(met_blad(xml), {"Sheet": {(1, 1): 2}})


@pytest.mark.parametrize(
    ("maak", "zin"),
    [
        (lambda pad: pad.write_bytes(b"tekst"), "is geen"),
        (lambda pad: Workbook().save(pad), "er staat nergens 'Indicator: CODE/NN'"),
        (lambda pad: pad.unlink(), "is niet te lezen"),
        (lambda pad: beschadig(pad), "beschadigd of geen Excel-werkboek"),
    ],
)
def test_a_format_that_is_none_is_refused(doetinchem: Path, maak: Any, zin: str) -> None:
    maak(doetinchem)
    uitkomst = vul(doetinchem)
    assert uitkomst.code == 2
    assert zin in uitkomst.fout


def test_without_a_workbook_the_user_reads_how_to_make_one(tmp_path: Path) -> None:
    sjabloon(tmp_path / "cbs.xlsx")
    uitkomst = vul(tmp_path / "cbs.xlsx", "--jaar", "2025")
    assert uitkomst.code == 2
    assert "maak het eerst met azwa-funds sisa BESTAND --jaar 2025" in uitkomst.fout
