"""The bridge from the old money to the new: every step in the open, and it closes to the euro."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.gegevens.sources import Gegevens
from azwa_funds.kern.model import Status
from azwa_funds.verdelen.brug import Balk, bouw_brug, bouw_brug_samen
from azwa_funds.verdelen.cijfers import Cijfers

_CIJFERS = Cijfers(Gegevens())
GEMEENTE = st.sampled_from(_CIJFERS.gemeenten)


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return _CIJFERS


def sluit(balken: list[Balk]) -> None:
    """Walk over the bars: every step starts where the one before ended."""
    begin, *tussen, eind = balken
    assert begin.is_stand
    assert eind.is_stand
    assert not begin.is_tussenstand
    assert not eind.is_tussenstand
    stand = begin.bedrag
    for balk in tussen:
        if balk.is_stand:
            assert balk.is_tussenstand
            assert (balk.bedrag, balk.laagste) == (stand, 0)
        else:
            assert balk.laagste == min(stand, stand + balk.bedrag)
            stand += balk.bedrag
    assert stand == eind.bedrag
    assert begin.laagste == eind.laagste == 0
    assert {balk.status for balk in balken} == {Status.AANNAME}


@given(GEMEENTE)
def test_the_bridge_of_a_gemeente_closes_and_names_its_steps(gemeente: object) -> None:
    balken = bouw_brug(_CIJFERS, gemeente)  # type: ignore[arg-type]
    sluit(balken)
    assert [balk.soort for balk in balken] == [
        "begin", "eindigt", "eindigt", "gaat op in nieuw", "verhuist mee", "komt erbij", "einde",
    ]  # fmt: skip
    code = gemeente.code  # type: ignore[attr-defined]
    assert balken[0].bedrag == _CIJFERS.brede_spuk[code, 2026] + _CIJFERS.aandeel[code, 2026]
    assert balken[-1].bedrag == _CIJFERS.lokaal[code, 2027].bedrag + _CIJFERS.aandeel[code, 2027]
    # What ends and what is absorbed goes down, what is new comes on top of what moves along.
    assert all(balk.bedrag <= 0 for balk in balken[1:4])
    assert balken[4].bedrag >= 0
    assert balken[5].bedrag > 0


def test_what_ends_and_what_moves_are_shares_of_the_national_amounts(cijfers: Cijfers) -> None:
    """BRC ends with the Brede SPUK of 2026; the structural GALA money moves along into 2027."""
    gewicht = {code: weging.waarde for code, weging in cijfers.gewichten("lokaal").items()}
    samen: dict[str, int] = {}
    for gemeente in cijfers.gemeenten:
        for balk in bouw_brug(cijfers, gemeente):
            if balk.soort in ("eindigt", "verhuist mee"):
                samen[balk.naam] = samen.get(balk.naam, 0) + balk.bedrag
    budget = {}
    for blok, jaar in (("eindigt", 2026), ("verhuist", 2027)):
        opgave = cijfers.gegevens.brug[blok]
        budget[opgave["naam"]] = cijfers.gegevens.budget(
            opgave["uitkering"], opgave["onderdeel"], jaar
        ).bedrag
    (eindigt, ends), (verhuist, moves) = budget.items()
    assert samen[eindigt] == -(ends or 0)
    assert samen[verhuist] == moves
    utrecht = cijfers.gegevens.gemeenten["GM0344"]
    for balk in bouw_brug(cijfers, utrecht):
        if balk.naam in budget:
            aandeel = Fraction((budget[balk.naam] or 0) * gewicht["GM0344"], sum(gewicht.values()))
            assert abs(abs(balk.bedrag) - aandeel) < 1


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


def test_without_gemeenten_there_is_no_bridge(cijfers: Cijfers) -> None:
    assert bouw_brug_samen(cijfers, []) == []
