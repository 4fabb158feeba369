"""How uncertain is my budget line? Drawn budgets and weights, each divided to the euro."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hulp import draai, kopieer_gegevens
from hypothesis import given, settings
from hypothesis import strategies as st

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.scenario import zwaai
from azwa_funds.scenario.wijziging import Stand
from azwa_funds.scenario.zwaai import (
    Band,
    Spreiding,
    _budgetten,
    _gewichten,
    _grootste,
    _percentielen,
    _Regel,
    _trekbaar,
    _trekker,
    lees_spreiding,
    reken_zwaai,
    werk,
)

PRECISIE = Spreiding(None, Fraction(0))
NIETS = Spreiding(Fraction(0), Fraction(0))


def banden(gegevens: Gegevens, spreiding: Spreiding, **keuzes: int) -> list[Band]:
    stand = Stand.uitgangspunt(gegevens, "spuk_azwa")
    return reken_zwaai(stand, spreiding, **{"aantal": 400, "zaad": 1, **keuzes})  # type: ignore[arg-type]


def regel(budget: int, precisie: int = 1) -> _Regel:
    """A line of local money of 2027, of which only the budget matters."""
    sleutel = Gegevens().sleutel("brede_spuk_2026")
    return _Regel(2027, "lokaal", budget, precisie, sleutel, ())


def test_nothing_drawn_is_nothing_uncertain(gegevens: Gegevens) -> None:
    verdeling = draai("verdeel", "--formaat", "csv").rijen
    bedragen = {
        (int(r["jaar"]), r["onderdeel"], r["ontvanger_code"]): int(r["bedrag"]) for r in verdeling
    }
    for band in banden(gegevens, NIETS, aantal=3):
        assert band.p5 == band.p50 == band.p95 == band.basis
        assert bedragen[band.jaar, band.onderdeel, band.ontvanger_code] == band.basis


def test_the_rounding_of_the_letter_is_worth_about_half_a_million_on_the_whole(
    gegevens: Gegevens,
) -> None:
    """The letter rounds to millions, so a share of the budget varies by that share of € 450.000

    up and down in nine out of ten draws.
    """
    budget = {2027: 231_000_000, 2028: 278_000_000, 2029: 321_000_000}
    for band in banden(gegevens, PRECISIE, aantal=4000):
        if band.onderdeel == "lokaal" and band.basis > 1_000_000:
            breedte = Fraction(900_000 * band.basis, budget[band.jaar])
            assert abs(band.p95 - band.p5 - breedte) < Fraction(breedte, 20) + 2


def test_the_middle_lies_near_the_basis(gegevens: Gegevens) -> None:
    for band in banden(gegevens, Spreiding(None, Fraction(5, 100)), aantal=2000):
        assert band.p5 < band.basis < band.p95
        assert band.p5 <= band.p50 <= band.p95
        assert abs(band.p50 - band.basis) < band.basis * Fraction(1, 100)


def test_a_weight_that_varies_by_a_tenth_moves_its_amount_by_as_much(gegevens: Gegevens) -> None:
    """All weights vary at once and nearly balance, so nine of ten draws lie within 9% or so."""
    for band in banden(gegevens, Spreiding(Fraction(0), Fraction(1, 10)), aantal=2000):
        if band.onderdeel == "lokaal" and band.basis > 100_000:
            laag, hoog = Fraction(band.p5, band.basis), Fraction(band.p95, band.basis)
            assert Fraction(90, 100) < laag < Fraction(92, 100)
            assert Fraction(108, 100) < hoog < Fraction(110, 100)


@pytest.mark.parametrize(
    ("aantal", "plaatsen"),
    [(100, (5, 50, 95)), (101, (6, 51, 96)), (20, (1, 10, 19)), (1, (1,) * 3)],
)
def test_so_many_per_cent_of_all_draws_lie_at_or_below_each_amount(
    aantal: int, plaatsen: tuple[int, int, int]
) -> None:
    getrokken = np.random.default_rng(1).permuted(np.arange(1, aantal + 1))
    rijen = np.stack([getrokken, 10 * getrokken])
    assert [rij.tolist() for rij in _percentielen(rijen)] == [[p, 10 * p] for p in plaatsen]


def test_a_band_consists_of_amounts_that_were_drawn(gegevens: Gegevens) -> None:
    """Of two draws the lower is the middle and the higher is p95; nothing in between is made up."""
    tweemaal = banden(gegevens, PRECISIE, aantal=2)
    assert all(band.p5 == band.p50 for band in tweemaal)
    assert any(band.p95 > band.p50 for band in tweemaal)
    lokaal = [b for b in tweemaal if (b.jaar, b.onderdeel) == (2027, "lokaal")]
    assert abs(sum(b.p95 for b in lokaal) - 231_000_000) <= 500_000


def test_a_budget_never_drops_below_nothing() -> None:
    """Of a budget of 0 that its source rounds to two euros, half of the draws are 1."""
    assert set(_budgetten(regel(0, precisie=2), PRECISIE, 50, 1).tolist()) == {0, 1}


def test_a_budget_is_drawn_as_long_as_it_is_a_number_of_64_bits() -> None:
    hoogste = 2**63 - 1
    assert _budgetten(regel(hoogste), NIETS, 2, 1).tolist() == [hoogste, hoogste]
    with pytest.raises(Gebruikersfout, match="Het budget van lokaal in 2027 is te groot om mee te"):
        _budgetten(regel(hoogste + 1), NIETS, 2, 1)


def test_both_ends_of_a_margin_can_be_drawn() -> None:
    """A weight of 10 with a tenth up or down is 9, 10 or 11; near 3,5 no number is but 4."""
    getrokken = _gewichten(
        [Fraction(10), Fraction(7, 2)], Fraction(1, 10), 60, _trekker(1, "proef")
    )
    assert set(getrokken[:, 0].tolist()) == {9, 10, 11}
    assert set(getrokken[:, 1].tolist()) == {4}


def test_small_weights_vary_in_thousand_millionths_of_the_largest() -> None:
    assert _trekbaar([1, 4]) == [Fraction(10**9, 4), 10**9]


def test_the_largest_weight_counts_for_each_recipient() -> None:
    """So it is sure beforehand that a sum of weights can be counted with."""
    assert _grootste(np.array([[1, 2, 9], [3, 4, 5]])) == [9, 9, 9]
    assert _grootste([3, 4]) == [4, 4]


@settings(max_examples=8)
@given(st.integers(0, 2**40), st.integers(1, 60))
def test_the_same_seed_gives_the_same_answer(gegevens: Gegevens, zaad: int, aantal: int) -> None:
    spreiding = Spreiding(Fraction(1, 100), Fraction(1, 50))
    eerst = banden(gegevens, spreiding, zaad=zaad, aantal=aantal)
    assert banden(gegevens, spreiding, zaad=zaad, aantal=aantal) == eerst
    assert banden(gegevens, spreiding, zaad=zaad + 1, aantal=aantal) != eerst


def test_looking_at_one_onderdeel_does_not_change_its_draws(gegevens: Gegevens) -> None:
    stand = Stand.uitgangspunt(gegevens, "spuk_azwa")
    spreiding = Spreiding(None, Fraction(1, 50))
    alles = reken_zwaai(stand, spreiding, aantal=50, zaad=7)
    deel = reken_zwaai(stand, spreiding, aantal=50, zaad=7, jaren=[2028], onderdelen=["regionaal"])
    assert deel == [b for b in alles if (b.jaar, b.onderdeel) == (2028, "regionaal")]


def test_money_that_waits_has_no_band_and_does_not_hide_what_follows(gegevens: Gegevens) -> None:
    stand = Stand.uitgangspunt(gegevens, "spuk_azwa")
    lijst = reken_zwaai(
        stand, PRECISIE, aantal=2, zaad=1, jaren=[2028], onderdelen=["nplv", "lokaal"]
    )
    assert {(band.jaar, band.onderdeel) for band in lijst} == {(2028, "lokaal")}
    assert len(lijst) == 342


def test_an_amount_known_to_the_euro_is_not_drawn(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    pad = map_ / "data" / "budgetten.csv"
    tekst = pad.read_text("utf-8").replace(",2027,231000000,1000000,", ",2027,231000000,1,")
    pad.write_text(tekst, "utf-8")
    stand = Stand.uitgangspunt(Gegevens(map_ / "data", map_ / "verdeelsleutels"), "spuk_azwa")
    lijst = reken_zwaai(stand, PRECISIE, aantal=9, zaad=1, onderdelen=["lokaal"])
    anders = {band.jaar for band in lijst if (band.p5, band.p95) != (band.basis, band.basis)}
    assert anders == {2028, 2029}


def test_more_draws_than_one_chunk_are_all_reported(gegevens: Gegevens) -> None:
    stand = Stand.uitgangspunt(gegevens, "spuk_azwa")
    gemeld: list[int] = []
    reken_zwaai(stand, PRECISIE, aantal=2500, zaad=1, onderdelen=["regionaal"], meld=gemeld.append)
    assert sum(gemeld) == werk(stand, 2500, (), ["regionaal"]) == 7500
    assert gemeld == [1000, 1000, 500] * 3


def test_a_scenario_says_what_varies_and_an_option_overrules_it(tmp_path: Path) -> None:
    pad = tmp_path / "onzeker.toml"
    pad.write_text(
        'id = "onzeker"\nnaam = "Onzeker"\ntoelichting = "Een proef."\n'
        '[zwaai]\nbudget = "geen"\ngewichten = "5"\n',
        "utf-8",
    )
    uitkomst = draai("scenario", "zwaai", pad, "--aantal", "100", "--gemeente", "Assen")
    assert "budgetten plus of min niets (geen), gewichten plus of min 5%" in uitkomst.tekst
    anders = draai("scenario", "zwaai", pad, "--aantal", "100", "--budget", "2,5")
    assert "budgetten plus of min 2,5%, gewichten plus of min 5%" in anders.tekst
    rijen = draai("scenario", "zwaai", pad, "--aantal", "100", "--formaat", "csv").rijen
    assert {(rij["status"], rij["scenario"]) for rij in rijen} == {("aanname", "onzeker")}
    assert all(int(r["p95"]) - int(r["p5"]) == int(r["breedte"]) for r in rijen)


def test_the_draws_of_a_merged_gemeente() -> None:
    opdracht = ["scenario", "zwaai", "wijdemeren_hilversum", "--aantal", "50", "--formaat", "csv"]
    rijen = draai(*opdracht, "--gemeente", "Hilversum", "--onderdeel", "lokaal").rijen
    assert [rij["bedrag"] for rij in rijen] == ["1427087", "1717447", "1983095"]


def test_no_progress_bar_where_nobody_watches() -> None:
    assert draai("scenario", "zwaai", "--aantal", "10", "--gemeente", "Assen").fout == ""


@pytest.mark.parametrize(
    ("opties", "zin"),
    [
        (["--aantal", "0"], "Het aantal 0 kan niet; kies een aantal van 1 tot en met 100000."),
        (["--aantal", "200000"], "Het aantal 200000 kan niet"),
        (["--aantal", "veel"], "'veel' is geen heel getal van 0 of hoger; schrijf bijvoorbeeld 10"),
        (["--aantal", "1.5"], "'1.5' is geen heel getal"),
        (["--zaad", "-1"], "'-1' is geen heel getal van 0 of hoger"),
        (["--gewichten", "101"], "--gewichten: percentage '101' ligt niet boven 0"),
        (["--budget", "ruim"], "--budget: percentage 'ruim' is geen getal"),
        (["--onderdeel", "nplv"], "wordt geen enkel bedrag met een sleutel verdeeld"),
        (["--jaar", "2031"], "Het jaar '2031' hoort niet bij deze uitkering; kies uit: 2027"),
        (["--gemeente", "Almeloo"], "bedoelde u 'Almelo'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(opties: list[str], zin: str) -> None:
    uitkomst = draai("scenario", "zwaai", *opties)
    assert uitkomst.code == 2
    assert zin in uitkomst.fout
    assert uitkomst.uit == ""


def test_the_highest_number_of_draws_may_be_asked(
    gegevens: Gegevens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set to 3 here, for a hundred thousand draws take their time."""
    monkeypatch.setattr(zwaai, "HOOGSTE_AANTAL", 3)
    assert banden(gegevens, NIETS, aantal=3)
    with pytest.raises(Gebruikersfout, match="Het aantal 4 kan niet"):
        banden(gegevens, NIETS, aantal=4)


def test_a_seed_below_zero_is_refused(gegevens: Gegevens) -> None:
    with pytest.raises(Gebruikersfout, match="Het zaad -1 is negatief; kies 0 of hoger"):
        banden(gegevens, PRECISIE, zaad=-1)


def test_without_a_word_budgets_vary_by_their_precision() -> None:
    assert lees_spreiding(None, None) == PRECISIE
    assert lees_spreiding("100", "100") == Spreiding(Fraction(1), Fraction(1))
    assert lees_spreiding("geen", "5%") == Spreiding(Fraction(0), Fraction(1, 20))
