"""What a file of the user's is follows from its content; every sheet of it comes out."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.openen.bronblad import Zicht


def als_xlsx(werkboek: Workbook) -> bytes:
    uit = io.BytesIO()
    werkboek.save(uit)
    return uit.getvalue()


def test_every_sheet_comes_out_and_says_whether_a_person_sees_it() -> None:
    werkboek = Workbook()
    for naam, zicht in [("open", "visible"), ("dicht", "hidden"), ("diep", "veryHidden")]:
        blad = werkboek.create_sheet(naam)
        blad.sheet_state = zicht
        blad["B3"] = f"op {naam}"
    del werkboek["Sheet"]
    bladen = lees_bronbestand(als_xlsx(werkboek)).bladen
    assert [(blad.blad, blad.zicht) for blad in bladen] == [
        ("open", Zicht.ZICHTBAAR),
        ("dicht", Zicht.VERBORGEN),
        ("diep", Zicht.DIEP_VERBORGEN),
    ]
    assert [list(blad.rij(3)) for blad in bladen] == [
        ["", f"op {naam}"] for naam in ("open", "dicht", "diep")
    ]


@pytest.mark.parametrize(
    "codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_text_is_read_whatever_windows_wrote_it_in(codering: str) -> None:
    tekst = "code\tomschrijving\tbedrag\r\nGM0193\tCoördinatie – €\t1,50\r\n"
    (blad,) = lees_bronbestand(tekst.encode(codering)).bladen
    assert list(blad.rij(2)) == ["GM0193", "Coördinatie – €", "1,50"]


@pytest.mark.parametrize("tekst", ["", "\r\n\t", "\u200b"])
@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_of_nothing_that_can_be_seen_is_called_empty(codering: str, tekst: str) -> None:
    with pytest.raises(Onleesbaar) as fout:
        lees_bronbestand(tekst.encode(codering))
    assert fout.value.reden == "het bestand is leeg"


def test_a_text_written_as_a_formula_is_that_text() -> None:
    for tekst in ('code;stuk\n="0141";="A-1"\n', 'code;stuk\n"=""0141""";"=""A-1"""\n'):
        (blad,) = lees_bronbestand(tekst.encode()).bladen
        assert list(blad.rij(2)) == ["0141", "A-1"]
    (blad,) = lees_bronbestand(b'code;stuk\n=A1&"x";="a"&"b"\n').bladen
    assert list(blad.rij(2)) == ['=A1&"x"', '="a"&"b"']


@pytest.mark.parametrize("teken", "\u00ad\u200b\u200e\u202d\u2060\u3164\ufeff\ufe0f\U000e0041")
def test_a_character_that_nobody_sees_is_taken_out_and_told(teken: str) -> None:
    gelezen = lees_bronbestand(f"code;bedrag\n{teken}GM0{teken}193;1,50{teken}\n".encode())
    assert list(gelezen.bladen[0].rij(2)) == ["GM0193", "1,50"]
    assert gelezen.opmerkingen == (f"3 onzichtbare tekens weggelaten (U+{ord(teken):04X}).",)


def test_what_can_be_seen_stays_as_it_is() -> None:
    tekst = "Súdwest-Fryslân;“€” – 漢字 ﷼ \u00a0;👍"
    gelezen = lees_bronbestand(f"a;b;c\n{tekst}\n".encode())
    assert list(gelezen.bladen[0].rij(2)) == tekst.split(";")
    assert gelezen.opmerkingen == ()


def test_a_sign_that_some_program_lost_is_told() -> None:
    gelezen = lees_bronbestand("a;b\nCo\ufffdrdinatie;1\n".encode())
    assert gelezen.opmerkingen == ("1 teken is onleesbaar (\ufffd).",)
    assert lees_bronbestand(b"a;b\nCo\x81rdinatie \xe9;1\n").opmerkingen == gelezen.opmerkingen


@pytest.mark.parametrize(
    ("begin", "wat"),
    [
        ("<html><body><table><tr><td>bedrag</td></tr></table>", "webpagina"),
        ('\ufeff\r\n<!DOCTYPE HTML PUBLIC "-//W3C//DTD">', "webpagina"),
        ("<!-- made by a portal -->\n<TABLE border=1>", "webpagina"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related", "webpagina"),
        ('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "2003"),
        ('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "2003"),
        ('<?xml version="1.0"?><grootboek/>', "XML-bestand"),
    ],
)
@pytest.mark.parametrize("codering", ["utf-8", "utf-16"])
def test_a_file_that_is_called_something_else_is_said_for_what_it_is(
    begin: str, wat: str, codering: str
) -> None:
    with pytest.raises(Onleesbaar) as gevangen:
        lees_bronbestand(begin.encode(codering))
    assert wat in gevangen.value.reden
    assert ".xlsx" in gevangen.value.remedie


@pytest.mark.parametrize("inhoud", [b"", b"\n\n;;\n", b"%PDF-1.7", b"MZ\0\0", b"PK\x03\x04 half"])
def test_what_is_no_table_is_refused_in_a_sentence(inhoud: bytes) -> None:
    with pytest.raises(Onleesbaar) as gevangen:
        lees_bronbestand(inhoud)
    assert gevangen.value.remedie
