"""Workbooks in other forms than .xlsx: LibreOffice's .ods, and the binary .xls and .xlsb.

`bestanden/libreoffice.xls` and `.ods` were saved by LibreOffice from one small workbook: two rows,
of which one is hidden, three formulas that fail, a hidden column and a hidden sheet.
"""

from __future__ import annotations

import random
import struct
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from xlsx_delen import pak, relaties

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.openen.bronblad import Bronbestand, Bronblad, Zicht

BESTANDEN = Path(__file__).parent / "bestanden"


def rijen(van: Bronblad) -> list[list[Any]]:
    return [list(van.rij(nummer)) for nummer in range(1, van.aantal + 1)]


@pytest.mark.parametrize("soort", ["ods", "xls"])
def test_a_workbook_of_libreoffice_is_read_with_its_errors_and_what_it_hides(soort: str) -> None:
    gelezen = lees_bronbestand((BESTANDEN / f"libreoffice.{soort}").read_bytes())
    boek, dicht = gelezen.bladen
    assert gelezen.soort == soort
    assert rijen(boek) == [
        ["code", "datum", "bedrag", "x", "", "tekst"],
        ["GM1", date(2027, 3, 1), 1234.5, "", "", "a\nb  c"],
        ["GM2", datetime(2027, 3, 2, 12, 30), -5, 2469, "", True],
        *[[""] * 6] * 3,
        ["GM3", "", 7, "", "", ""],
    ]
    assert boek.gebreken == {
        (2, 3): "de foutwaarde #DEEL/0!",
        (7, 1): "de foutwaarde #N/B",
        (7, 3): "de foutwaarde #N/B",
    }
    assert (boek.verborgen_rijen, boek.verborgen_kolommen) == ({3}, {3})
    assert (dicht.zicht, rijen(dicht)) == (Zicht.VERBORGEN, [[1, 2]])


# -- .ods --------------------------------------------------------------------------------------


def ods(rijen: str, *, kop: str = "") -> bytes:
    namen = ("office", "table", "text", "style")
    ns = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in namen)
    return pak(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {ns}>{kop}<office:body><office:spreadsheet>"
            f'<table:table table:name="Blad1">{rijen}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        }
    )


def cel(kenmerken: str, tekst: str = "") -> str:
    return f"<table:table-cell {kenmerken}>{tekst}</table:table-cell>"


def ods_rij(*cellen: str, keren: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{keren}">{"".join(cellen)}</table:table-row>'
    )


def test_a_row_that_stands_there_many_times_is_as_many_rows() -> None:
    (blad,) = lees_bronbestand(
        ods(
            ods_rij(cel('office:value-type="float" office:value="1"'), keren=3)
            + ods_rij(cel('table:number-columns-repeated="16384"'), keren=2)
            + ods_rij(
                cel('table:number-columns-repeated="2"'),
                cel('office:value-type="string"', "<text:p>a<text:s text:c='2'/>b</text:p>"),
            )
            + ods_rij(cel(""), keren=1048576)
        )
    ).bladen
    assert rijen(blad) == [*[[1.0, "", ""]] * 3, *[[""] * 3] * 2, ["", "", "a  b"]]


def test_a_comment_beside_a_value_is_no_part_of_it() -> None:
    opmerking = "<office:annotation><text:p>klopt dit?</text:p></office:annotation>"
    inhoud = ods(ods_rij(cel('office:value-type="string"', f"{opmerking}<text:p>ja</text:p>")))
    assert rijen(lees_bronbestand(inhoud).bladen[0]) == [["ja"]]


@pytest.mark.parametrize(
    ("kenmerken", "reden"),
    [
        ('table:formula="of:=A1"', "een formule zonder uitkomst"),
        ('office:value-type="date" office:date-value="2027-02-30"', "een datum of tijd"),
        ('office:value-type="float" office:value="veel"', "een getal dat niet bestaat"),
    ],
)
def test_a_cell_of_an_ods_that_cannot_be_trusted_is_named(kenmerken: str, reden: str) -> None:
    (blad,) = lees_bronbestand(ods(ods_rij(cel(kenmerken)))).bladen
    assert [(plek, wat.startswith(reden)) for plek, wat in blad.gebreken.items()] == [
        ((1, 0), True)
    ]


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (ods(ods_rij(cel('office:value-type="float" office:value="1" '
                         'table:number-columns-repeated="1000"'), keren=1048576)), "loopt door"),
        (ods(ods_rij(cel('office:value-type="float" office:value="1" '
                         'table:number-columns-repeated="99999"'))), "16384 cellen"),
        (pak({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
         "document en geen spreadsheet"),
        (pak({"mimetype": "x.spreadsheet", "content.xml": "<a"}), "beschadigd"),
        (pak({"mimetype": "x.spreadsheet", "content.xml": "x", "META-INF/manifest.xml":
              "<manifest:encryption-data/>"}), "wachtwoord"),
        (pak({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}),
         "geen Excel-werkboek"),
    ],
)  # fmt: skip
def test_an_ods_that_is_too_much_or_none_is_refused(inhoud: bytes, zin: str) -> None:
    with pytest.raises(Onleesbaar, match=zin):
        lees_bronbestand(inhoud)


# -- .xlsb -------------------------------------------------------------------------------------


def record(soort: int, *delen: bytes) -> bytes:
    inhoud = b"".join(delen)
    kop = bytes([soort]) if soort < 128 else bytes([soort & 0x7F | 0x80, soort >> 7])
    return kop + bytes([len(inhoud) & 0x7F | 0x80, len(inhoud) >> 7]) + inhoud


def tekst(woord: str) -> bytes:
    return struct.pack("<I", len(woord)) + woord.encode("utf-16-le")


def xlsb_cel(soort: int, kolom: int, *inhoud: bytes) -> bytes:
    return record(soort, struct.pack("<II", kolom, 0), *inhoud)


def xlsb_rij(nummer: int, *, verborgen: bool = False) -> bytes:
    hoogte = struct.pack("<IIHBB", nummer - 1, 0, 300, 0, 0x10 if verborgen else 0)
    return record(0, hoogte, struct.pack("<BI", 0, 0))


def xlsb(*records: bytes, staat: int = 0) -> bytes:
    blad = record(156, struct.pack("<II", staat, 1), tekst("rId1"), tekst("Boek"))
    werkboek = record(131) + record(143) + blad + record(144) + record(132)
    omvang = record(148, struct.pack("<IIII", 0, 9, 0, 9))
    inhoud = record(129) + omvang + record(145) + b"".join(records) + record(146) + record(130)
    return pak(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relaties({"rId1": ("officeDocument", "xl/workbook.bin")}),
            "xl/workbook.bin": werkboek,
            "xl/_rels/workbook.bin.rels": relaties(
                {"rId1": ("worksheet", "worksheets/sheet1.bin")}
            ),
            "xl/worksheets/sheet1.bin": inhoud,
        }
    )


def test_a_binary_workbook_is_read_with_its_errors_and_what_it_hides() -> None:
    inhoud = xlsb(
        xlsb_rij(1) + xlsb_cel(6, 0, tekst("bedrag")) + xlsb_cel(6, 1, tekst("code")),
        xlsb_rij(2) + xlsb_cel(5, 0, struct.pack("<d", -12.5)) + xlsb_cel(3, 1, b"\x2a"),
        xlsb_rij(3, verborgen=True) + xlsb_cel(2, 0, struct.pack("<I", 5 << 2 | 2)),
        staat=1,
    )
    gelezen = lees_bronbestand(inhoud)
    (blad,) = gelezen.bladen
    assert (gelezen.soort, blad.blad, blad.zicht) == ("xlsb", "Boek", Zicht.VERBORGEN)
    assert rijen(blad) == [["bedrag", "code"], [-12.5, ""], [5, ""]]
    assert blad.gebreken == {(2, 1): "de foutwaarde #N/B"}
    assert blad.verborgen_rijen == {3}


def test_a_binary_cell_at_the_end_of_the_world_takes_no_memory() -> None:
    ver = xlsb_rij(1048576) + xlsb_cel(5, 16383, struct.pack("<d", 1.0))
    with pytest.raises(Onleesbaar, match="loopt door tot rij 1048576, kolom XFD"):
        lees_bronbestand(xlsb(ver))
    oud = bytearray((BESTANDEN / "libreoffice.xls").read_bytes())
    plek = oud.index(struct.pack("<HH", 0x0203, 14))
    struct.pack_into("<HH", oud, plek + 4, 65535, 60000)
    with pytest.raises(Onleesbaar, match="loopt door tot rij 65536"):
        lees_bronbestand(bytes(oud))


def lees(inhoud: bytes) -> Bronbestand | None:
    try:
        return lees_bronbestand(inhoud)
    except Onleesbaar:
        return None


@pytest.mark.parametrize("naam", ["libreoffice.xls", "libreoffice.ods"])
def test_a_damaged_workbook_is_read_or_refused_but_never_a_crash(naam: str) -> None:
    gaaf, toeval = (BESTANDEN / naam).read_bytes(), random.Random(20271231)
    gelezen = 0
    for _ in range(150):
        stuk = bytearray(gaaf)
        for _ in range(toeval.choice([1, 3, 30])):
            stuk[toeval.randrange(len(stuk))] ^= 1 << toeval.randrange(8)
        gelezen += (
            lees(bytes(stuk[: toeval.choice([len(stuk), toeval.randrange(len(stuk))])])) is None
        )
    assert gelezen > 20
