"""The bridge from the old money to the new: every step in the open, and it closes to the euro."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Gemeente, Status
from azwa_funds.verdelen.brug import (
    Balk,
    al_begrepen,
    bouw_brug,
    bouw_brug_land,
    bouw_brug_ontvangen,
    bouw_brug_samen,
)
from azwa_funds.verdelen.cijfers import Cijfers

_CIJFERS = Cijfers(Gegevens())
GEMEENTE = st.sampled_from(_CIJFERS.gemeenten)

#: The national bridge, in euros of 2026 and 2027: VNG-ledenbrief 11-07-2025 (page 3 and note 2),
#: letters of VWS of 12-09-2025 (bijlage 1, 2A and 2B) and 22-04-2026 (par. 4), AZWA bijlage 2.
LAND = {
    "GALA": (127_000_000, 90_000_000),
    "Sport en BRC": (87_000_000, 0),
    "SPUK IZA": (127_000_000, 135_000_000),
    "AZWA D5 en D6": (50_000_000, 101_000_000),
    "HLO": (18_000_000, 25_000_000),
    "Doorbraak": (0, 100_000_000),
    "Niet uitgesplitst": (8_636_651, 0),
}

#: What the Brede SPUK and the SPUK IZA of 2026 hold of each source.
BREDE_SPUK_2026 = {
    "GALA": 127_000_000,
    "Sport en BRC": 87_000_000,
    "AZWA D5 en D6": 25_000_000,
    "HLO": 18_000_000,
    "Niet uitgesplitst": 7_423_052,
}
SPUK_IZA_2026 = {
    "SPUK IZA": 127_000_000,
    "AZWA D5 en D6": 25_000_000,
    "Niet uitgesplitst": 1_213_599,
}


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return _CIJFERS


def stappen(balken: list[Balk]) -> dict[str, Balk]:
    return {balk.kort: balk for balk in balken if not balk.is_stand}


def sluit(balken: list[Balk]) -> None:
    """Walk over the bars: every step starts where the one before ended."""
    begin, *tussen, eind = balken
    assert begin.is_stand
    assert eind.is_stand
    stand = begin.bedrag
    for balk in tussen:
        assert not balk.is_stand
        assert balk.bedrag == balk.nieuw - balk.oud
        assert balk.laagste == min(stand, stand + balk.bedrag)
        stand += balk.bedrag
    assert stand == eind.bedrag
    assert sum(balk.oud for balk in tussen) == begin.bedrag
    assert sum(balk.nieuw for balk in tussen) == eind.bedrag
    assert begin.laagste == eind.laagste == 0
    assert (begin.oud, begin.nieuw) == (begin.bedrag, 0)
    assert (eind.oud, eind.nieuw) == (0, eind.bedrag)
    assert (begin.kort, eind.kort) == ("2026", "2027")


# -- the country -------------------------------------------------------------------------------


def test_the_national_bridge_is_that_of_the_letters(cijfers: Cijfers) -> None:
    balken = bouw_brug_land(cijfers)
    sluit(balken)
    assert (balken[0].bedrag, balken[-1].bedrag) == (417_636_651, 451_000_000)
    assert (balken[0].naam, balken[-1].naam) == (
        "2026: Brede SPUK en SPUK IZA, alle gemeenten en mandaathouders",
        "2027: SPUK AZWA en subsidie Gezonde School",
    )
    assert {kort: (balk.oud, balk.nieuw) for kort, balk in stappen(balken).items()} == LAND


def test_the_money_of_2026_splits_by_source(cijfers: Cijfers) -> None:
    per_stap = stappen(bouw_brug_land(cijfers))
    for deel, bedragen in (("brede_spuk", BREDE_SPUK_2026), ("spuk_iza", SPUK_IZA_2026)):
        gevonden = {kort: balk.delen[deel] for kort, balk in per_stap.items() if balk.delen[deel]}
        assert gevonden == bedragen
    assert sum(BREDE_SPUK_2026.values()) == 264_423_052
    assert sum(SPUK_IZA_2026.values()) == 153_213_599


def test_the_43_million_that_was_already_there_has_a_name(cijfers: Cijfers) -> None:
    zin = al_begrepen(cijfers)
    assert "al € 43.000.000: € 18.000.000 HLO en € 25.000.000 AZWA D5 en D6" in zin
    assert "in de SPUK IZA zat in 2026 al € 25.000.000 AZWA D5 en D6" in zin


def test_sport_and_brc_do_not_end_but_go_on_elsewhere(cijfers: Cijfers) -> None:
    sport = stappen(bouw_brug_land(cijfers))["Sport en BRC"]
    assert sport.soort == "gaat buiten de SPUK AZWA verder"
    assert "buiten de SPUK AZWA € 78.000.000" in sport.uitleg
    for balk in bouw_brug_land(cijfers):
        assert balk.soort != "eindigt"


def test_nationally_only_what_a_source_says_and_nothing_is_an_assumption(cijfers: Cijfers) -> None:
    for balk in bouw_brug_land(cijfers):
        assert balk.status is not Status.AANNAME


def test_a_bridge_begins_as_firm_as_the_amounts_of_its_own_year(cijfers: Cijfers) -> None:
    """However weak those of the year before are."""
    beschikkingen = [
        replace(b, status=Status.AANNAME) if b.jaar == 2025 else b
        for b in cijfers.gegevens.beschikkingen
    ]
    ander = Cijfers(cijfers.gegevens.met(beschikkingen=beschikkingen))
    assert bouw_brug_land(ander)[0].status is Status.VASTGESTELD


def test_a_bridge_ends_as_firm_as_the_budgets_of_its_own_year(cijfers: Cijfers) -> None:
    assert bouw_brug_land(cijfers)[-1].status is Status.INDICATIEF
    later = [
        replace(b, status=Status.AANNAME) if b.jaar in ("2028", "2029") else b
        for b in cijfers.gegevens.budgetten
    ]
    ander = Cijfers(cijfers.gegevens.met(budgetten=later))
    assert bouw_brug_land(ander)[-1].status is Status.INDICATIEF


def test_the_steps_of_2027_are_what_pays_for_the_uitkering(cijfers: Cijfers) -> None:
    """The bridge and budgetten.csv tell of the same money: two places, one amount."""
    herkomst: dict[str, int] = {}
    for budget in cijfers.herkomst:
        if budget.jaar == "2027":
            herkomst[budget.uitkering] = herkomst.get(budget.uitkering, 0) + (budget.bedrag or 0)
    assert herkomst["gala_structureel"] == LAND["GALA"][1]
    assert herkomst["hlo"] == LAND["HLO"][1]
    assert herkomst["doorbraakmiddelen"] == LAND["Doorbraak"][1]
    azwa = herkomst["azwa_d5"] + herkomst["azwa_d6"]
    assert azwa == LAND["AZWA D5 en D6"][1] + LAND["SPUK IZA"][1]


def test_the_90_million_has_an_official_source(cijfers: Cijfers) -> None:
    for jaar in (2027, 2028):
        budget = cijfers.gegevens.budget("gala_structureel", "gala_structureel", jaar)
        bron = cijfers.gegevens.bronnen[budget.vindplaats.bron]
        assert (budget.bedrag, bron.uitgever, bron.datum) == (90_000_000, "VNG", "2025-07-11")
        assert budget.status is Status.INDICATIEF


# -- a gemeente --------------------------------------------------------------------------------


@given(GEMEENTE)
def test_the_bridge_of_a_gemeente_runs_between_its_own_amounts(gemeente: Gemeente) -> None:
    balken = bouw_brug(_CIJFERS, gemeente)
    sluit(balken)
    code = gemeente.code
    assert balken[0].bedrag == _CIJFERS.brede_spuk[code, 2026] + _CIJFERS.aandeel[code, 2026]
    assert balken[-1].bedrag == _CIJFERS.lokaal[code, 2027].bedrag + _CIJFERS.aandeel[code, 2027]
    assert {balk.status for balk in balken} == {Status.AANNAME}
    # Each source goes the way it goes nationally, and none is below zero in any year.
    for kort, balk in stappen(balken).items():
        oud, nieuw = LAND[kort]
        assert balk.oud >= 0
        assert balk.nieuw >= 0
        assert (balk.bedrag > 0) == (nieuw > oud), kort


def test_the_bridges_of_all_gemeenten_together_are_the_national_amounts(cijfers: Cijfers) -> None:
    """What gets no gemeente (GGD'en, NPLV, Gezonde School: 26 million) is AZWA money."""
    samen = stappen(bouw_brug_samen(cijfers, cijfers.gemeenten))
    for kort, (oud, nieuw) in LAND.items():
        overig = 26_000_000 if kort == "AZWA D5 en D6" else 0
        assert (samen[kort].oud, samen[kort].nieuw + overig) == (oud, nieuw)


def test_a_step_of_a_gemeente_is_its_share_of_that_stream_of_money(cijfers: Cijfers) -> None:
    """Utrecht has 1,598% of the Brede SPUK, so as much of the sport and BRC in it."""
    utrecht = stappen(bouw_brug(cijfers, cijfers.gegevens.gemeenten["GM0344"]))
    eigen, alle = cijfers.brede_spuk["GM0344", 2026], 264_423_052
    assert abs(utrecht["Sport en BRC"].oud - 87_000_000 * eigen / alle) < 2
    assert abs(utrecht["GALA"].oud - 127_000_000 * eigen / alle) < 2
    assert utrecht["Sport en BRC"].nieuw == 0


@given(st.lists(GEMEENTE, min_size=1, max_size=6, unique_by=lambda g: g.code), st.randoms())
def test_bridges_together_are_their_sums_in_any_order(gemeenten: list, toeval: object) -> None:
    apart = [bouw_brug(_CIJFERS, gemeente) for gemeente in gemeenten]
    samen = bouw_brug_samen(_CIJFERS, gemeenten)
    sluit(samen)
    for plaats, balk in enumerate(samen):
        assert balk.bedrag == sum(brug[plaats].bedrag for brug in apart)
        assert balk.naam == apart[0][plaats].naam
    toeval.shuffle(gemeenten)  # type: ignore[attr-defined]
    assert bouw_brug_samen(_CIJFERS, gemeenten) == samen


def test_the_bridge_of_a_regio_runs_between_its_own_amounts(cijfers: Cijfers) -> None:
    for regio in cijfers.regios[:6]:
        gemeenten = cijfers.gemeenten_van(regio.naam)
        balken = bouw_brug_samen(cijfers, gemeenten)
        sluit(balken)
        oud = sum(cijfers.brede_spuk[g.code, 2026] for g in gemeenten)
        assert balken[0].bedrag == oud + cijfers.spuk_iza[regio.naam, 2026]
        nieuw = cijfers.lokaal_van(gemeenten, 2027)
        assert balken[-1].bedrag == nieuw + cijfers.regionaal[regio.naam, 2027].bedrag


def test_a_mandaathouder_sees_the_bridge_of_what_it_receives_itself(cijfers: Cijfers) -> None:
    """Almere receives its own local money and all regional money of Flevoland."""
    regio = cijfers.gegevens.regios["Flevoland"]
    balken = bouw_brug_ontvangen(cijfers, regio)
    sluit(balken)
    code = regio.mandaathouder_code
    assert balken[0].bedrag == cijfers.brede_spuk[code, 2026] + cijfers.spuk_iza["Flevoland", 2026]
    assert balken[0].status is Status.VASTGESTELD
    lokaal, regionaal = cijfers.lokaal[code, 2027], cijfers.regionaal["Flevoland", 2027]
    assert balken[-1].bedrag == lokaal.bedrag + regionaal.bedrag


def test_a_mandaathouder_that_is_no_gemeente_has_regional_money_only(cijfers: Cijfers) -> None:
    balken = bouw_brug_ontvangen(cijfers, cijfers.gegevens.regios["Twente"])
    sluit(balken)
    assert balken[0].bedrag == cijfers.spuk_iza["Twente", 2026]
    assert balken[-1].bedrag == cijfers.regionaal["Twente", 2027].bedrag


def test_without_gemeenten_there_is_no_bridge(cijfers: Cijfers) -> None:
    assert bouw_brug_samen(cijfers, []) == []


# -- amounts that are not as they were ---------------------------------------------------------


def test_another_budget_shows_as_money_that_no_source_splits(cijfers: Cijfers) -> None:
    """A budget of one million more in a folder of one's own is not lost in the bridge."""
    meer = [
        replace(b, bedrag=b.bedrag + 1_000_000)
        if (b.uitkering, b.onderdeel, b.jaar) == ("spuk_azwa", "lokaal", "2027") and b.bedrag
        else b
        for b in cijfers.gegevens.budgetten
    ]
    ander = Cijfers(cijfers.gegevens.met(budgetten=meer))
    balken = bouw_brug_land(ander)
    sluit(balken)
    rest = stappen(balken)["Niet uitgesplitst"]
    assert (rest.oud, rest.nieuw) == (8_636_651, 1_000_000)
    gemeenten = bouw_brug_samen(ander, ander.gemeenten)
    sluit(gemeenten)
    assert stappen(gemeenten)["Niet uitgesplitst"].nieuw == 1_000_000
