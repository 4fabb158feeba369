"""What a file of the user's is follows from its content; every sheet of it comes out."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.lezen.bronbestand import lees_bronbestand
from azwa_funds.lezen.bronblad import Zicht


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


def test_a_text_in_utf_16_with_tabs_is_read_as_it_is() -> None:
    (blad,) = lees_bronbestand("code\tbedrag\r\nGM0193\t1,50\r\n".encode("utf-16")).bladen
    assert list(blad.rij(2)) == ["GM0193", "1,50"]


@pytest.mark.parametrize("inhoud", [b"", b"\n\n;;\n", b"%PDF-1.7", b"MZ\0\0", b"PK\x03\x04 half"])
def test_what_is_no_table_is_refused_in_a_sentence(inhoud: bytes) -> None:
    with pytest.raises(Onleesbaar) as gevangen:
        lees_bronbestand(inhoud)
    assert gevangen.value.remedie
