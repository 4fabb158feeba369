"""A sheet prints on the smallest paper on which it can be read, and never smaller than 7 points."""

from __future__ import annotations

from datetime import datetime

import pytest
from drukmaat import te_klein

from azwa_funds.excel.blad import Cell, Column, Kind, Sheet, Table
from azwa_funds.excel.papier import A3, A4, Papier, kies_papier, schik_in
from azwa_funds.excel.schrijver import workbook_bytes


@pytest.mark.parametrize(
    ("breedte", "hoogte", "papier"),
    [
        (900, 0, Papier(A4)),
        (1400, 0, Papier(A4, True)),
        (2000, 0, Papier(A3, True)),
        (4000, 0, Papier(A3, True, 2)),
        (900, 1300, Papier(A4)),
        (1400, 800, Papier(A4, True)),
        (900, 1800, Papier(A3)),
    ],
)
def test_a_sheet_turns_and_grows_only_where_it_has_to(
    breedte: int, hoogte: int, papier: Papier
) -> None:
    assert kies_papier(breedte, False, hoogte) == papier


def test_columns_of_text_give_way_before_the_paper_grows() -> None:
    breed = [400, 900, 500]
    smal = schik_in(breed, [400, 100, 500], True)
    assert sum(smal) <= Papier(A4, True).breedte < sum(breed)
    assert (smal[0], smal[2]) == (400, 500), "numbers keep their width"
    assert schik_in([2000, 900], [2000, 100], True) == [2000, 900], "what cannot fit stays wide"


@pytest.mark.parametrize("aantal", [3, 12, 30])
def test_however_many_columns_a_table_has_its_letters_can_be_read(aantal: int) -> None:
    kolommen = [Column(f"k{n}", f"Kolom {n}", Kind.EURO) for n in range(aantal)]
    rij: dict[str, Cell] = {"tekst": "een lange toelichting " * 9}
    rij |= {kolom.key: 1_234_567 for kolom in kolommen}
    tabel = Table([Column("tekst", "Toelichting"), *kolommen], [rij])
    blad = Sheet("Breed", "Breed", tabel)
    inhoud = workbook_bytes("Breed", [blad], created=datetime(2026, 9, 15))
    assert te_klein("Breed", inhoud) == []
