"""Where a source can be opened: told with the source, and a link wherever a reader meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hulp import draai, lees_boek

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.pagina.cijfers import paginagegevens
from azwa_funds.verdelen.cijfers import Cijfers

BRIEF = (
    "https://vng.nl/sites/default/files/2026-04/"
    "brief-vws-aan-vng-over-azwa-afspraken-d5-en-d6-en-financieringsinstrument.pdf"
)


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Gegevens()


def test_the_sources_of_the_money_can_be_opened(gegevens: Gegevens) -> None:
    assert gegevens.bronnen["vws_2026_04_22"].adres == BRIEF
    money = {budget.vindplaats.bron for budget in gegevens.budgetten}
    money |= {beschikking.vindplaats.bron for beschikking in gegevens.beschikkingen}
    assert [id for id in sorted(money) if not gegevens.bronnen[id].adres] == []


def test_a_choice_of_our_own_has_no_address(gegevens: Gegevens) -> None:
    assert gegevens.bronnen["eigen_keuze"].adres == ""


def test_the_sheet_of_origins_opens_each_source(gegevens: Gegevens, tmp_path: Path) -> None:
    uitkomst = draai("overzicht", "--gemeente", "Almelo", "--uit", tmp_path)
    assert uitkomst.code == 0
    blad = lees_boek(tmp_path / "gemeente" / "GM0141-almelo.xlsx")["Herkomst"]
    kop = next(cel for rij in blad.iter_rows() for cel in rij if cel.value == "Te openen op")
    koppelingen = {
        cel.value: cel.hyperlink.target
        for (cel,) in blad.iter_rows(kop.row + 1, min_col=kop.column, max_col=kop.column)
        if cel.hyperlink
    }
    assert koppelingen["vng.nl"].startswith("https://vng.nl/")
    assert BRIEF in {
        cel.hyperlink.target for rij in blad.iter_rows() for cel in rij if cel.hyperlink
    }
    rij = next(r for r in blad.iter_rows() if r[3].value and "Brief AZWA" in str(r[3].value))
    assert rij[kop.column - 1].hyperlink.target == BRIEF


def test_uitleg_ends_with_where_its_sources_can_be_opened() -> None:
    regels = draai("uitleg", "Almelo", "--jaar", "2027").uit.splitlines()
    waar = regels.index("Waar deze bronnen te openen zijn:")
    assert f"  {BRIEF}" in regels[waar:]


def test_the_page_has_the_address_of_each_source(gegevens: Gegevens) -> None:
    bronnen = paginagegevens(Cijfers(gegevens), "azwa-funds pagina")["bronnen"]
    assert BRIEF in {bron["adres"] for bron in bronnen}
