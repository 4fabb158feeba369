"""The years after the looptijd: national amounts with a source, shares that are an assumption."""

from __future__ import annotations

from pathlib import Path

import pytest
from hulp import draai, lees_boek

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Status
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.verdelen.raming import Raming, bouw_raming, ramingsregels_van


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return Cijfers(Gegevens())


@pytest.fixture(scope="module")
def per_periode(cijfers: Cijfers) -> dict[str, Raming]:
    return {raming.periode: raming for raming in bouw_raming(cijfers)}


@pytest.mark.parametrize(
    ("periode", "d5", "d6", "school"), [("2030", 168, 173, 14), ("structureel", 173, 198, 15)]
)
def test_the_national_amounts_are_those_of_the_azwa(
    per_periode: dict[str, Raming], periode: str, d5: int, d6: int, school: int
) -> None:
    """AZWA bijlage 2, page 91; with the 90 million of the GALA, which returns every year."""
    raming = per_periode[periode]
    som: dict[str, int] = {}
    for budget in (*raming.budgetten, *raming.pm):
        som[budget.uitkering] = som.get(budget.uitkering, 0) + (budget.bedrag or 0)
    miljoen = {id: bedrag / 1_000_000 for id, bedrag in som.items()}
    assert miljoen == {"azwa_d5": d5, "azwa_d6": d6, "gala_structureel": 90}
    # Who gets the money of the mentale gezonde school after 2029 is not known: it stays p.m.
    assert [b.bedrag for b in raming.pm] == [school * 1_000_000]
    assert raming.te_verdelen == (d5 + d6 + 90 - school) * 1_000_000


def test_each_period_closes_to_the_euro(cijfers: Cijfers, per_periode: dict[str, Raming]) -> None:
    assert list(per_periode) == ["2030", "structureel"]
    for raming in per_periode.values():
        lokaal, regionaal = sum(raming.lokaal.values()), sum(raming.regionaal.values())
        # Local and regional in the proportion of 2029: 321 to 169.
        assert abs(lokaal * 490 - raming.te_verdelen * 321) < 490
        assert lokaal + regionaal == raming.te_verdelen
        assert sum(raming.aandeel.values()) == regionaal
        for regio in cijfers.regios:
            leden = cijfers.gemeenten_van(regio.naam)
            assert sum(raming.aandeel[lid.code] for lid in leden) == raming.regionaal[regio.naam]


def test_the_shares_follow_the_keys_of_today(
    cijfers: Cijfers, per_periode: dict[str, Raming]
) -> None:
    """Utrecht has 4.225.607 of the 264.423.052 of the local key, in 2030 too."""
    raming = per_periode["2030"]
    lokaal = sum(raming.lokaal.values())
    assert abs(raming.lokaal["GM0344"] - lokaal * 4_225_607 / 264_423_052) < 1
    assert raming.lokaal.keys() == {gemeente.code for gemeente in cijfers.gemeenten}


def test_nplv_money_goes_by_the_ordinary_key_and_the_bfu_is_expected(cijfers: Cijfers) -> None:
    regels = ramingsregels_van(cijfers)
    assert regels.status is Status.VERWACHT
    assert "BFU" in regels.bekostiging
    d5 = next(post for post in regels.posten if post.uitkering == "azwa_d5")
    assert d5.pm == (), "nothing of D5 waits for another division after 2029"
    assert "gewone verdeling" in d5.toelichting
    assert regels.onbekend[0].naam.startswith("HLO")


def test_the_sheets_say_that_the_shares_are_an_assumption(tmp_path: Path) -> None:
    keuzes = ["--landelijk", "--regio", "Twente", "--gemeente", "Almelo"]
    assert draai("overzicht", *keuzes, "--uit", tmp_path).code == 0
    for pad in tmp_path.rglob("*.xlsx"):
        blad = lees_boek(pad, data_only=True)["Na de looptijd"]
        tekst = " ".join(str(cel.value) for rij in blad.iter_rows() for cel in rij if cel.value)
        assert "Dat is een aanname" in tekst
        assert "bijzondere fondsuitkering (BFU)" in tekst
        assert "Niet in deze bedragen: HLO" in tekst
    land = lees_boek(tmp_path / "azwa-2027-2029-landelijk.xlsx", data_only=True)
    rijen = [[cel.value for cel in rij] for rij in land["Na de looptijd"].iter_rows()]
    totaal = next(rij for rij in rijen if rij[0] == "Totaal")
    assert totaal[3:5] == [431_000_000, 461_000_000]
