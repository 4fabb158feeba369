"""What gemeenten and regions got before: published amounts, shown by the same commands."""

from __future__ import annotations

import pytest
from hulp import draai

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.verdelen.toekennen import verdeel_uitkering


@pytest.mark.parametrize(
    ("uitkering", "jaar", "som", "aantal"),
    [
        ("brede_spuk", 2025, 310_475_334, 342),
        ("brede_spuk", 2026, 264_423_052, 342),
        ("spuk_iza", 2025, 142_900_002, 42),
        ("spuk_iza", 2026, 153_213_599, 42),
    ],
)
def test_the_published_amounts_are_the_letter_s(
    gegevens: Gegevens, uitkering: str, jaar: int, som: int, aantal: int
) -> None:
    rijen = verdeel_uitkering(gegevens, uitkering=uitkering, jaren=[jaar])
    assert (sum(t.bedrag for t in rijen), len(rijen)) == (som, aantal)
    uit = draai("verdeel", "--uitkering", uitkering, "--jaar", str(jaar), "--formaat", "csv")
    assert len(uit.rijen) == aantal
    assert sum(int(rij["bedrag"]) for rij in uit.rijen) == som


@pytest.mark.parametrize(
    ("opdracht", "zin"),
    [
        ("verdeel --jaar 2026", "voor 2026: geef --uitkering brede_spuk of spuk_iza."),
        ("verdeel --uitkering brede_spuk --jaar 2027", "voor 2027: geef --uitkering spuk_azwa."),
        ("verdeel --uitkering brede_spuk --jaar 2024", "kies uit: 2025, 2026."),
        ("verdeel --uitkering spuk_iza --onderdeel lokaal", "kies uit: spuk_iza"),
    ],
)
def test_a_year_that_is_not_there_points_to_where_it_is(opdracht: str, zin: str) -> None:
    uitkomst = draai(*opdracht.split())
    assert uitkomst.code == 2
    assert zin in uitkomst.fout


def test_without_a_year_all_years_are_shown_and_no_weight(gegevens: Gegevens) -> None:
    """What was published was not computed here: there is no key, weight or exact share."""
    rijen = verdeel_uitkering(gegevens, uitkering="brede_spuk")
    assert {rij.jaar for rij in rijen} == {2025, 2026}
    assert {rij.onderdeel for rij in rijen} == {"brede_spuk"}
    assert {(r.sleutel, r.gewicht, r.totaal_gewicht, r.quotient) for r in rijen} == {
        ("", 0, 0, None)
    }


def test_a_published_uitkering_has_itself_for_onderdeel(gegevens: Gegevens) -> None:
    """However it is written; another name is refused."""
    for naam in ("brede_spuk", "Brede SPUK"):
        assert len(verdeel_uitkering(gegevens, uitkering="brede_spuk", onderdelen=[naam])) == 684
    with pytest.raises(Gebruikersfout, match="Het onderdeel 'lokaal' hoort niet bij deze uitk"):
        verdeel_uitkering(gegevens, uitkering="brede_spuk", onderdelen=["lokaal"])


def test_the_explanation_of_a_published_amount_is_its_letter() -> None:
    uit = draai("uitleg", "Almelo", "--uitkering", "brede_spuk", "--jaar", "2026").tekst
    assert "1. Gepubliceerd bedrag: € 1.313.794 (vastgesteld)" in uit
    assert "bijlage 2A, blz. 4" in uit


def test_what_is_odd_in_a_published_amount_is_said() -> None:
    uit = draai("uitleg", "regio Noordoost Brabant", "--uitkering", "spuk_iza", "--jaar", "2025")
    assert "€ 5.407.422" in uit.tekst
    assert "Noord-Holland Noord" in uit.tekst
