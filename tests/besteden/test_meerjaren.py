"""From year to year no cent is lost: what was awarded is spent, goes along, or goes back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.besteden.meerjaren import Jaarinvoer, loop_door
from azwa_funds.besteden.regels import toetsregels_van
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Invoerfout


def test_ten_per_cent_goes_along_and_the_rest_goes_back() -> None:
    """€ 1.000 awarded, € 700 spent: € 100 along, € 200 back; a year later € 1.100 can be spent."""
    eerste, tweede, derde = loop_door(
        [
            Jaarinvoer(2027, 1000_00, 700_00, 10),
            Jaarinvoer(2028, 1000_00, 1150_00, 10),
            Jaarinvoer(2029, 500_00, 499_99, 0),
        ]
    )
    assert (eerste.mee_naar_volgend, eerste.terug, eerste.eigen_middelen) == (100_00, 200_00, 0)
    assert (tweede.mee_uit_vorig, tweede.beschikbaar) == (100_00, 1100_00)
    assert (tweede.mee_naar_volgend, tweede.terug, tweede.eigen_middelen) == (0, 0, 50_00)
    assert (derde.mee_naar_volgend, derde.terug) == (0, 1)


def test_what_is_not_known_stays_not_known() -> None:
    """Without an account of 2027 nobody knows what came along into 2028, and the state says so."""
    eerste, tweede = loop_door(
        [Jaarinvoer(2027, 1000_00, None, 10), Jaarinvoer(2028, 1000_00, 900_00, 10)]
    )
    assert not eerste.is_bekend
    assert tweede.is_bekend
    assert tweede.mee_uit_vorig is None
    assert tweede.aanname == "wat uit 2027 is meegenomen is niet bekend en telt als 0"
    (pm,) = loop_door([Jaarinvoer(2027, None, 5_00, 10)])
    assert (pm.beschikbaar, pm.terug, pm.besteed) == (None, None, 5_00)


def test_an_unknown_percentage_is_not_zero() -> None:
    """€ 300 is left and nobody knows which part may go along: then neither is what goes back."""
    eerste, tweede = loop_door(
        [Jaarinvoer(2025, 1000_00, 700_00, None), Jaarinvoer(2026, 1000_00, 900_00, 0)]
    )
    assert (eerste.mee_naar_volgend, eerste.terug, eerste.eigen_middelen) == (None, None, 0)
    assert not eerste.is_bekend
    assert tweede.mee_uit_vorig is None
    assert "uit 2025 is meegenomen is niet bekend" in tweede.aanname
    # Of nothing, nothing goes along, whatever the percentage.
    for besteed, eigen in ((1000_00, 0), (1000_01, 1)):
        (op,) = loop_door([Jaarinvoer(2025, 1000_00, besteed, None)])
        assert (op.mee_naar_volgend, op.terug, op.eigen_middelen) == (0, 0, eigen)


def test_of_years_before_the_rules_no_percentage_is_known(gegevens: Gegevens) -> None:
    regels = toetsregels_van(gegevens)
    assert regels.procent("brede_spuk", 2024) is None
    assert regels.procent("spuk_azwa", 2027) == 10
    with pytest.raises(Invoerfout, match="wat van spuk_azwa 2031 mee mag"):
        regels.procent("spuk_azwa", 2031)


def test_only_the_amount_of_the_year_counts_for_what_goes_along() -> None:
    """€ 50 came along and nothing was awarded, or taken back: then nothing goes along again."""
    for toegekend in (0, -20_00):
        _, tweede = loop_door(
            [Jaarinvoer(2027, 50_00, 0, 100), Jaarinvoer(2028, toegekend, 0, 100)]
        )
        assert tweede.mee_uit_vorig == 50_00
        assert (tweede.mee_naar_volgend, tweede.terug) == (0, 50_00 + toegekend)
        assert tweede.beschikbaar == 50_00 + toegekend


def test_nothing_came_along_into_the_first_year() -> None:
    (eerste,) = loop_door([Jaarinvoer(2027, 7_00, 3_00, 0)])
    assert (eerste.mee_uit_vorig, eerste.beschikbaar, eerste.terug) == (0, 7_00, 4_00)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 100)),
        min_size=1,
        max_size=6,
    )
)
def test_over_all_years_together_no_cent_is_lost(jaren: list[tuple[int, int, int]]) -> None:
    standen = loop_door([Jaarinvoer(2025 + i, *jaar) for i, jaar in enumerate(jaren)])
    erin = sum(toegekend for toegekend, _, _ in jaren)
    erin += sum(stand.eigen_middelen or 0 for stand in standen)
    eruit = sum(besteed for _, besteed, _ in jaren) + sum(stand.terug or 0 for stand in standen)
    assert erin == eruit + (standen[-1].mee_naar_volgend or 0)


def test_years_follow_each_other() -> None:
    with pytest.raises(ValueError, match="na 2027 komt 2028"):
        loop_door([Jaarinvoer(2027, 1, 1, 0), Jaarinvoer(2029, 1, 1, 0)])


CENTEN = st.integers(0, 10**13)
JAREN = st.lists(
    st.tuples(st.none() | CENTEN, st.none() | st.integers(-(10**12), 10**13), st.integers(0, 100)),
    min_size=1,
    max_size=6,
)


@given(JAREN)
def test_every_year_closes_and_what_goes_out_comes_in(
    jaren: list[tuple[int | None, int | None, int]],
) -> None:
    standen = loop_door([Jaarinvoer(2025 + i, *jaar) for i, jaar in enumerate(jaren)])
    for stand, (toegekend, besteed, procent) in zip(standen, jaren, strict=True):
        assert stand.is_bekend == (toegekend is not None and besteed is not None)
        if not stand.is_bekend:
            continue
        delen = (stand.mee_naar_volgend, stand.terug, stand.eigen_middelen)
        assert all(deel is not None and deel >= 0 for deel in delen)
        mee, terug, eigen = delen
        erin = stand.mee_uit_vorig or 0
        assert toegekend + erin + eigen == besteed + mee + terug
        assert 100 * mee <= procent * toegekend
        assert not (eigen and (mee or terug))
        # Money goes back only when no more may go along.
        assert not terug or mee == toegekend * procent // 100
    for vorige, stand in pairwise(standen):
        assert stand.mee_uit_vorig == vorige.mee_naar_volgend


def test_every_year_of_every_uitkering_says_what_may_go_along(gegevens: Gegevens) -> None:
    """A year without a block is an error; one of which no source tells it says so."""
    regels = toetsregels_van(gegevens)
    gelezen = {
        (uitkering, jaar): (
            regels.procent(uitkering, jaar),
            str(regels.mee(uitkering, jaar).status),
        )
        for uitkering, jaren in (
            ("brede_spuk", (2025, 2026)),
            ("spuk_iza", (2025, 2026)),
            ("spuk_azwa", (2027, 2028, 2029)),
        )
        for jaar in jaren
    }
    assert gelezen.pop(("brede_spuk", 2025)) == (10, "indicatief")
    assert gelezen.pop(("spuk_iza", 2025))[0] is None
    assert gelezen == {
        ("brede_spuk", 2026): (0, "aanname"),
        ("spuk_iza", 2026): (0, "aanname"),
        ("spuk_azwa", 2027): (10, "aanname"),
        ("spuk_azwa", 2028): (10, "aanname"),
        ("spuk_azwa", 2029): (0, "aanname"),
    }
    letter = regels.mee("brede_spuk", 2025)
    assert "dat over 2025 is toegekend" in letter.toelichting
    assert "De VNG schreef op 11-07-2025: 10% van wat niet is besteed" in letter.toelichting


@pytest.mark.parametrize(
    ("jaren", "gedekt"),
    [
        # 2027 is not in the files: € 100 at most came along.
        ([(1000_00, None, 10), (1000_00, 1100_00, 10)], True),
        ([(1000_00, None, 10), (1000_00, 1100_01, 10)], False),
        # It is, and € 50 came along: then that is all.
        ([(1000_00, 950_00, 10), (1000_00, 1050_01, 10)], False),
        # What the amount was, or what may go along, is not known.
        ([(None, 5_00, 10), (1000_00, 9999_00, 10)], True),
        ([(1000_00, 400_00, None), (1000_00, 1600_00, 0)], True),
        ([(1000_00, 400_00, None), (1000_00, 1600_01, 0)], False),
        # Two years that are not in the files: of the last a tenth at most.
        ([(1000_00, None, 10), (1000_00, None, 10), (500_00, 600_00, 0)], True),
        ([(1000_00, None, 10), (1000_00, None, 10), (500_00, 600_01, 0)], False),
        # The first year of an uitkering: nothing came along.
        ([(1000_00, 1000_01, 10)], False),
        ([(1000_00, 1000_00, 10)], False),
    ],
)
def test_what_was_spent_too_much_may_have_come_along_from_a_year_not_known(
    jaren: list[tuple[int | None, int | None, int | None]], gedekt: bool
) -> None:
    *_, stand = loop_door([Jaarinvoer(2027 + i, *jaar) for i, jaar in enumerate(jaren)])
    assert stand.kan_gedekt_zijn is gedekt


@pytest.mark.parametrize(
    ("jaren", "hoogstens"),
    [
        # Nobody says which part may go along: then all that is left may have, and no more.
        ([(1000_00, 400_00, None)], 600_00),
        ([(1000_00, 0, None)], 1000_00),
        ([(1000_00, None, None)], 1000_00),
        ([(1000_00, 2000_00, None)], 0),
        # What came along is there to spend in the next year.
        ([(1000_00, 400_00, None), (1000_00, 1500_00, None)], 100_00),
        # A percentage of the amount of the year, down to whole cents; of nothing it is nothing.
        ([(10_05, None, 10)], 1_00),
        ([(50_00, 0, 100), (0, 0, 100)], 0),
        ([(50_00, 0, 100), (-20_00, 0, 100)], 0),
    ],
)
def test_no_more_can_come_along_than_was_left_or_may(
    jaren: list[tuple[int, int | None, int | None]], hoogstens: int
) -> None:
    invoer = [*jaren, (1000_00, 0, 10)]
    *_, stand = loop_door([Jaarinvoer(2027 + i, *jaar) for i, jaar in enumerate(invoer)])
    assert stand.hoogstens_mee == hoogstens
    assert isinstance(stand.hoogstens_mee, int)
