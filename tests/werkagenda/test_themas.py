"""The structural GALA money by theme, the AZWA money of 2026, and two ways to a regional amount."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hulp import draai, draai_in, kopieer_gegevens, lees_boek
from openpyxl.utils import range_boundaries

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.werkagenda.themas import themas_van


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return Cijfers(Gegevens())


@pytest.fixture(scope="module")
def map_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    uit = tmp_path_factory.mktemp("geld")
    assert draai("overzicht", "--landelijk", "--regio", "Twente", "--uit", uit).code == 0
    assert draai("werkagenda", "--regio", "Twente", "--uit", uit).code == 0
    return uit


LAND, AGENDA = "azwa-2027-2029-landelijk.xlsx", "twente.xlsx"


def rijen(pad: Path, blad: str) -> Iterator[dict[str, Any]]:
    werkblad = lees_boek(pad, data_only=True)[blad]
    (tabel,) = werkblad.tables.values()
    eerste, kop, laatste, einde = range_boundaries(tabel.ref)
    cellen = list(werkblad.iter_rows(kop, einde, eerste, laatste, values_only=True))
    for rij in cellen[1:]:
        yield dict(zip(cellen[0], rij, strict=True))


def test_the_four_themes_are_those_of_the_gala(cijfers: Cijfers) -> None:
    """GALA par. 4A, structural: 48,9 + 20 + 9 + 20 = 97,9 million, at the prices of then."""
    themas = {thema.budget.onderdeel: thema for thema in themas_van(cijfers)}
    assert {id: thema.budget.bedrag for id, thema in themas.items()} == {
        "valpreventie": 48_900_000,
        "kansrijke_start": 20_000_000,
        "mantelzorg_respijtzorg": 9_000_000,
        "terugdringen_gezondheidsachterstanden": 20_000_000,
    }
    # In proportion they are together the 90 million of today, to the euro.
    assert sum(thema.naar_verhouding for thema in themas.values()) == 90_000_000
    assert themas["valpreventie"].naar_verhouding == 44_954_035  # 90.000.000 x 48,9 / 97,9


def test_the_themes_stand_in_the_money_sheets_with_their_price_level(map_: Path) -> None:
    for naam in (LAND, AGENDA):
        per_thema = {rij["Thema"]: rij for rij in rijen(map_ / naam, "GALA per thema")}
        gala = "In het GALA (oud prijspeil, voor de korting)"
        assert per_thema["Valpreventie"][gala] == 48_900_000
        assert {rij["Status naar verhouding"] for rij in per_thema.values()} == {"aanname"}
    regio = {rij["Thema"]: rij for rij in rijen(map_ / AGENDA, "GALA per thema")}
    middelen = {rij["Maatregel"]: rij for rij in rijen(map_ / AGENDA, "Middelen")}
    samen = sum(rij["Aandeel regio 2027"] for rij in regio.values())
    assert samen == pytest.approx(middelen["GALA structureel"]["Aandeel regio 2027"])


def test_the_azwa_money_of_2026_stands_beside_that_of_2027(map_: Path) -> None:
    """AZWA bijlage 2: D5 20 and D6 30 million in 2026, of which coordination 25."""
    som: dict[str, int] = {}
    for rij in rijen(map_ / LAND, "Herkomst van het geld"):
        if rij["AZWA in 2026"] is not None:
            som[rij["Herkomst"][:17]] = som.get(rij["Herkomst"][:17], 0) + rij["AZWA in 2026"]
    assert som == {"AZWA, afspraak D5": 20_000_000, "AZWA, afspraak D6": 30_000_000}


def test_both_ways_to_a_regional_amount_stand_side_by_side(map_: Path, cijfers: Cijfers) -> None:
    wegen = list(rijen(map_ / LAND, "Twee wegen"))
    assert len(wegen) == 42
    assert sum(rij["Aandeel in de SPUK IZA, 2027"] for rij in wegen) == 194_000_000
    assert sum(rij["Som van de gemeenten, 2027"] for rij in wegen) == 194_000_000
    assert sum(rij["Verschil"] for rij in wegen) == 0
    for rij in wegen:
        # GALA bijlage 2: the regional budget is the sum of the budgets of its gemeenten.
        leden = cijfers.gemeenten_van(rij["IZA-regio"])
        gewicht = sum(cijfers.brede_spuk[lid.code, 2026] for lid in leden)
        assert abs(rij["Som van de gemeenten, 2027"] - 194_000_000 * gewicht / 264_423_052) < 1


def test_a_regio_reads_its_own_difference_between_both_ways(map_: Path) -> None:
    blad = lees_boek(map_ / "regio" / "twente.xlsx", data_only=True)["Overzicht"]
    tekst = " ".join(str(cel.value) for rij in blad.iter_rows() for cel in rij if cel.value)
    # Twente: 7.231.342 by the share of the SPUK IZA, 7.243.217 as the sum of its gemeenten.
    assert "7.243.217 zijn: € 11.875 meer" in tekst.replace("\u00a0", " ")


def test_without_a_key_that_sums_there_is_one_way_and_no_sheet(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    (map_ / "verdeelsleutels" / "som_van_gemeenten.toml").unlink()
    keuzes = ["overzicht", "--landelijk", "--regio", "Twente", "--uit", map_ / "uit"]
    assert draai_in(map_, *keuzes).code == 0
    assert "Twee wegen" not in lees_boek(map_ / "uit" / LAND).sheetnames
