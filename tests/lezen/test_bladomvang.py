"""A small workbook can ask for much; it is refused before a reader makes room for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from boekingen import BLAD, EINDE, boeking, schrijf_xlsx, werkboek_met

from azwa_funds.besteden.bestedingen import Bestedingenfout, lees_bestedingen
from azwa_funds.gegevens.sources import Gegevens


def melding(gegevens: Gegevens, pad: Path) -> str:
    with pytest.raises(Bestedingenfout) as gevangen:
        lees_bestedingen(gegevens, [pad])
    (fout,) = gevangen.value.fouten
    return str(fout)


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
        f'<row r="1">{EERSTE}<c r="ZZZZZZZ1048576"><v>1</v></c></row>',
        f'<row r="1">{EERSTE}</row><row r="1048576">{"<c/>" * 16_000}</row>',
        f'<row r="1">{EERSTE}<c r="XFC1"/></row><row r="1048575"/><row><c><v>1</v></c></row>',
        f'<row r="1">{EERSTE}</row>{"<row/>" * 1_048_576}',
    ],
)
def test_a_cell_far_away_is_found_however_it_is_written(
    gegevens: Gegevens, tmp_path: Path, rijen: str
) -> None:
    """A reader that believes such a place sets aside room for milliards of cells."""
    pad = werkboek_met(BLAD + rijen + EINDE, tmp_path / "ver.xlsx")
    assert "een blad loopt door tot rij" in melding(gegevens, pad)


@pytest.mark.parametrize("naam", ["xl/worksheets/sheet1.bin", "xl/anders/blad", "xl/media/a.png"])
def test_a_sheet_under_another_name_is_looked_at_too(
    gegevens: Gegevens, tmp_path: Path, naam: str
) -> None:
    ver = f'{BLAD}<row r="1">{EERSTE}{VERSTE}</row>{EINDE}'.encode()
    pad = werkboek_met(BLAD + EINDE, tmp_path / "ver.xlsx", extra={naam: ver})
    assert "loopt door tot rij 1048576, kolom XFD" in melding(gegevens, pad)


def test_an_encoding_that_a_file_claims_hides_nothing(gegevens: Gegevens, tmp_path: Path) -> None:
    """Whoever believes the claim sees other text than whoever does not."""
    blad = '<?xml version="1.0" encoding="UTF-16"?>' + BLAD + f'<row r="1">{VERSTE}</row>' + EINDE
    pad = werkboek_met(blad, tmp_path / "ver.xlsx")
    assert "niet in UTF-8 geschreven" in melding(gegevens, pad)


def test_xml_that_does_not_close_is_a_damaged_file(gegevens: Gegevens, tmp_path: Path) -> None:
    pad = werkboek_met(BLAD + "<row><c", tmp_path / "half.xlsx")
    assert "beschadigd" in melding(gegevens, pad)


def test_an_ordinary_sheet_of_any_program_passes(gegevens: Gegevens, tmp_path: Path) -> None:
    """Also where rows and cells have no place of their own, but follow each other."""
    waarden = list(boeking().values())
    pad = schrijf_xlsx(tmp_path / "gewoon.xlsx", [list(boeking()), waarden])
    assert len(lees_bestedingen(gegevens, [pad]).tabel) == 1

    def rij(teksten: list[str]) -> str:
        cellen = (f'<c t="inlineStr"><is><t>{tekst}</t></is></c>' for tekst in teksten)
        return f"<row>{''.join(cellen)}</row>"

    blad = BLAD + rij(list(boeking())) + rij(waarden) + EINDE
    zonder_plaats = werkboek_met(blad, tmp_path / "zonder.xlsx")
    assert lees_bestedingen(gegevens, [zonder_plaats]).tabel["centen"].tolist() == [123456]
