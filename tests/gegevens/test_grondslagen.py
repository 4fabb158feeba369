"""On what basis amounts are: bruto or netto, with or without LPO, and what nobody knows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hulp import draai

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.grondslagen import grondslag_in_het_kort, grondslag_in_woorden
from azwa_funds.kern.begrippen import Grondslag, Zekerheid


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Gegevens()


def van(gegevens: Gegevens, tabel: str, uitkering: str, jaar: int) -> Grondslag:
    grondslag = gegevens.grondslag(tabel, uitkering, jaar)
    assert grondslag is not None
    return grondslag


def test_the_two_tables_of_the_letter_are_on_different_bases(gegevens: Gegevens) -> None:
    brede_spuk = van(gegevens, "beschikkingen", "brede_spuk", 2026)
    spuk_iza = van(gegevens, "beschikkingen", "spuk_iza", 2026)
    assert grondslag_in_het_kort(brede_spuk) == "bruto, met LPO"
    assert grondslag_in_het_kort(spuk_iza) == "netto van btw en uitvoering, zonder LPO"
    assert "LPO ongeveer 4,0%" in grondslag_in_woorden(brede_spuk)
    assert "btw ongeveer 4,7%" in grondslag_in_woorden(spuk_iza)
    for grondslag in (brede_spuk, spuk_iza):
        assert grondslag_in_woorden(grondslag).endswith("(eigen rekenwerk, dus een aanname)")


def test_the_spuk_iza_of_2025_closes_as_150_minus_7_minus_a_tenth(gegevens: Gegevens) -> None:
    """The reason for "netto": 150 mln - 7/150 of it - 0,1 mln, two euros short by rounding."""
    deel = van(gegevens, "budgetten", "spuk_iza", 2025).btw_deel
    assert deel == van(gegevens, "beschikkingen", "spuk_iza", 2025).btw_deel == Fraction(7, 150)
    bruto = gegevens.budget("spuk_iza", "iza_middelen", 2025).bedrag or 0
    som = sum(
        b.bedrag for b in gegevens.beschikkingen if (b.uitkering, b.jaar) == ("spuk_iza", 2025)
    )
    assert som - (bruto - bruto * deel - 100_000) == 2


def test_of_the_spuk_azwa_nobody_knows(gegevens: Gegevens) -> None:
    for jaar in (2027, 2028, 2029):
        grondslag = van(gegevens, "budgetten", "spuk_azwa", jaar)
        assert grondslag.zekerheid is Zekerheid.NIET_GEVONDEN
        assert "niet bekend" in grondslag_in_woorden(grondslag)
    # A year that no row is about is not known either; it is no error and no guess.
    assert gegevens.grondslag("budgetten", "spuk_azwa", 2030) is None
    assert "niet bekend" in grondslag_in_woorden(None)


def test_a_supposition_is_never_shown_as_a_fact(gegevens: Gegevens) -> None:
    vermoeden = replace(
        van(gegevens, "beschikkingen", "spuk_iza", 2026), zekerheid=Zekerheid.VERMOEDEN
    )
    assert not vermoeden.is_bekend
    for woorden in (grondslag_in_het_kort(vermoeden), grondslag_in_woorden(vermoeden)):
        assert "niet bekend" in woorden
        assert "netto van btw" not in woorden
        assert "4,7%" not in woorden


def test_uitleg_says_on_what_basis_the_budget_is() -> None:
    tekst = draai("uitleg", "Almelo", "--jaar", "2027", "--onderdeel", "lokaal").tekst
    assert "Grondslag: bruto of netto niet bekend, LPO ook niet (in geen bron gevonden)." in tekst


def test_a_scenario_shows_what_remains_if_as_much_btw_goes_off_as_of_the_spuk_iza() -> None:
    """231 mln - 7/150 is 220.220.000; the same part of every recipient, to the euro together."""
    gewoon = draai("verdeel", "--onderdeel", "lokaal", "--jaar", "2027", "--formaat", "csv").rijen
    opdracht = ["scenario", "reken", "netto_als_spuk_iza", "--onderdeel", "lokaal"]
    netto = draai(*opdracht, "--jaar", "2027", "--formaat", "csv").rijen
    assert sum(int(rij["bedrag"]) for rij in netto) == 220_220_000
    assert {rij["status"] for rij in netto} == {"aanname"}
    for voor, na in zip(gewoon, netto, strict=True):
        assert abs(int(na["bedrag"]) - Fraction(143, 150) * int(voor["bedrag"])) < 2
