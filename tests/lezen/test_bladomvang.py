"""A small workbook can ask for much; it is refused before a reader makes room for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from boekingen import BLAD, EINDE, boeking, schrijf_xlsx, werkboek_met
from xlsx_delen import blad, delen, pak, relaties, werkboek

from azwa_funds.besteden.boekingen import lees_bestedingen
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.openen.bronbestand import lees_bronbestand


def melding(inhoud: bytes) -> str:
    with pytest.raises(Onleesbaar) as gevangen:
        lees_bronbestand(inhoud)
    return gevangen.value.reden


EERSTE = '<c r="A1"><v>1</v></c>'
VERSTE = '<c r="XFD1048576"><v>1</v></c>'


@pytest.mark.parametrize(
    "rijen",
    [
        f'<row r="1">{VERSTE}{EERSTE}</row>',
        f'<row r="2">{VERSTE}</row><row r="1">{EERSTE}</row>',
        f"<row r='1'>{EERSTE}</row><row\nr=\n'1048576'><c\tr = 'XFD1048576'><v>1</v></c></row>",
        f'<row r="1">{EERSTE}<c r="xfd1048576"><v>1</v></c></row>',
        f'<row r="1">{EERSTE}<c r="&#88;FD1048576"><v>1</v></c></row>',
        f'<row r="1">{EERSTE}</row><row r="1048576">{"<c><v>1</v></c>" * 16_000}</row>',
        f'<row r="1">{VERSTE.replace("1048576", "1")}</row><row r="1048575"/><row>{EERSTE}</row>'
        "<row><c><v>1</v></c></row>",
        f'<row r="1">{EERSTE}</row>{"<row/>" * 1_048_576}',
    ],
)
def test_a_cell_far_away_is_found_however_it_is_written(rijen: str) -> None:
    """A reader that believes such a place sets aside room for milliards of cells."""
    assert "een blad loopt door tot rij" in melding(werkboek(rijen))


def test_a_cell_in_a_column_that_no_sheet_has_is_no_cell() -> None:
    rij = f'<row r="1">{EERSTE}<c r="ZZZZZZZ1048576"><v>1</v></c></row>'
    assert "een plaats die niet bestaat" in melding(werkboek(rij))


@pytest.mark.parametrize("naam", ["xl/worksheets/sheet1.bin", "xl/anders/blad", "xl/media/a.png"])
def test_a_sheet_under_another_name_is_looked_at_too(naam: str) -> None:
    inhoud = delen([blad("")])
    inhoud[naam] = blad(f'<row r="1">{EERSTE}{VERSTE}</row>')
    inhoud["xl/_rels/workbook.xml.rels"] = relaties({"rId1": ("worksheet", f"/{naam}")})
    assert "loopt door tot rij 1048576, kolom XFD" in melding(pak(inhoud))


def test_a_part_that_no_sheet_is_does_no_harm() -> None:
    inhoud = delen([blad(f'<row r="1">{EERSTE}</row>')])
    inhoud["xl/worksheets/sheet99.xml"] = blad(f'<row r="1">{EERSTE}{VERSTE}</row>')
    (gelezen,) = lees_bronbestand(pak(inhoud)).bladen
    assert (gelezen.aantal, gelezen.breedte) == (1, 1)


def test_an_encoding_that_a_file_claims_hides_nothing() -> None:
    """Whoever believes the claim sees other text than whoever does not."""
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + blad(f'<row r="1">{VERSTE}</row>')
    assert "niet in UTF-8 geschreven" in melding(pak(delen([xml])))


def test_xml_that_does_not_close_is_a_damaged_file() -> None:
    assert "beschadigd" in melding(pak(delen([blad("<row><c")[: -len(EINDE)]])))


def test_an_ordinary_sheet_of_any_program_passes(gegevens: Gegevens, tmp_path: Path) -> None:
    """Also where rows and cells have no place of their own, but follow each other."""
    waarden = list(boeking().values())
    pad = schrijf_xlsx(tmp_path / "gewoon.xlsx", [list(boeking()), waarden])
    assert len(lees_bestedingen(gegevens, [pad]).tabel) == 1

    def rij(teksten: list[str]) -> str:
        cellen = (f'<c t="inlineStr"><is><t>{tekst}</t></is></c>' for tekst in teksten)
        return f"<row>{''.join(cellen)}</row>"

    xml = BLAD + rij(list(boeking())) + rij(waarden) + EINDE
    zonder_plaats = werkboek_met(xml, tmp_path / "zonder.xlsx")
    assert lees_bestedingen(gegevens, [zonder_plaats]).tabel["centen"].tolist() == [123456]


def test_a_cell_that_stands_in_another_row_than_it_names_comes_out_where_it_says() -> None:
    rijen = (
        f'<row r="1">{EERSTE}<c r="B3"><v>2</v></c><c><v>3</v></c></row><row>{EERSTE[:2]}/></row>'
    )
    (blad_,) = lees_bronbestand(werkboek(rijen)).bladen
    assert [list(blad_.rij(nummer)) for nummer in (1, 3)] == [[1.0, "", 3.0], ["", 2.0, ""]]
