"""What anyone may demand of the division of money, whatever the amounts."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from azwa_funds.kern.begrippen import Afronding
from azwa_funds.kern.euro import (
    bedragfout,
    centen_als_getal,
    in_centen,
    lees_bedrag,
    past,
    toon,
    toon_breuk,
    toon_centen,
    toon_getal,
    verdeel,
    verdeel_een,
)
from azwa_funds.kern.fouten import Rekenfout

BEDRAG = st.integers(0, 1_000_000_000)
GEWICHTEN = st.lists(st.integers(0, 20_000_000), min_size=1, max_size=40).filter(any)
GROOTSTE_INT64 = 2**63 - 1


def precies(bedrag: int, gewichten: list[int]) -> list[Fraction]:
    return [Fraction(bedrag * gewicht, sum(gewichten)) for gewicht in gewichten]


def langzaam(bedrag: int, gewichten: list[int]) -> list[int]:
    """Largest remainders, one euro at a time."""
    aandelen = precies(bedrag, gewichten)
    delen = [floor(aandeel) for aandeel in aandelen]
    wachtrij = sorted(range(len(delen)), key=lambda i: (delen[i] - aandelen[i], i))
    for plaats in wachtrij[: bedrag - sum(delen)]:
        delen[plaats] += 1
    return delen


# -- largest remainders ------------------------------------------------------------------------


@given(BEDRAG, GEWICHTEN)
def test_no_euro_is_lost_or_made(bedrag: int, gewichten: list[int]) -> None:
    assert verdeel(bedrag, gewichten).sum() == bedrag


@given(BEDRAG, GEWICHTEN)
def test_everyone_gets_the_exact_share_rounded_down_or_up(
    bedrag: int, gewichten: list[int]
) -> None:
    for deel, aandeel in zip(verdeel(bedrag, gewichten), precies(bedrag, gewichten), strict=True):
        assert floor(aandeel) <= deel <= ceil(aandeel)


@given(BEDRAG, GEWICHTEN)
def test_it_equals_the_slow_way(bedrag: int, gewichten: list[int]) -> None:
    assert verdeel(bedrag, gewichten).tolist() == langzaam(bedrag, gewichten)


@given(BEDRAG, GEWICHTEN, st.sampled_from(Afronding))
def test_one_budget_gets_the_same_by_itself_as_among_many(
    bedrag: int, gewichten: list[int], regel: Afronding
) -> None:
    assert verdeel_een(bedrag, gewichten, regel) == verdeel(bedrag, gewichten, regel).tolist()


@given(BEDRAG, GEWICHTEN, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    bedrag: int, gewichten: list[int], toeval: Random
) -> None:
    """Each weight gets the same, unless remainders tie: then the lowest code, so callers sort."""
    resten = {bedrag * gewicht % sum(gewichten) for gewicht in set(gewichten)}
    assume(len(resten) == len(set(gewichten)))
    geschud = toeval.sample(gewichten, len(gewichten))
    eerst = zip(gewichten, verdeel(bedrag, gewichten).tolist(), strict=True)
    daarna = zip(geschud, verdeel(bedrag, geschud).tolist(), strict=True)
    assert sorted(eerst) == sorted(daarna)


def test_a_tie_goes_to_the_lowest_code() -> None:
    """Two euros over weights 1 and 3: exactly 0,50 and 1,50, so the first in line decides."""
    assert verdeel(2, [1, 3]).tolist() == [1, 1]
    assert verdeel(2, [3, 1]).tolist() == [2, 0]


@given(BEDRAG, GEWICHTEN, st.data())
def test_equal_weights_differ_at_most_one_euro_lowest_code_first(
    bedrag: int, gewichten: list[int], data: st.DataObject
) -> None:
    gewicht = data.draw(st.sampled_from(gewichten))
    delen = verdeel(bedrag, [*gewichten, gewicht])
    gelijk = [deel for deel, w in zip(delen, [*gewichten, gewicht], strict=True) if w == gewicht]
    assert max(gelijk) - min(gelijk) <= 1
    assert gelijk == sorted(gelijk, reverse=True)


@given(BEDRAG, GEWICHTEN)
def test_a_larger_weight_never_gets_less(bedrag: int, gewichten: list[int]) -> None:
    paren = sorted(zip(gewichten, verdeel(bedrag, gewichten).tolist(), strict=True))
    for (licht, klein), (zwaar, groot) in pairwise(paren):
        assert licht == zwaar or klein <= groot


@given(BEDRAG, GEWICHTEN, st.integers(1, 100))
def test_only_proportions_count(bedrag: int, gewichten: list[int], factor: int) -> None:
    groter = [factor * gewicht for gewicht in gewichten]
    assert verdeel(bedrag, groter).tolist() == verdeel(bedrag, gewichten).tolist()


@pytest.mark.parametrize("regel", Afronding)
@given(bedrag=BEDRAG, gewichten=GEWICHTEN)
def test_zero_weight_gets_zero(bedrag: int, gewichten: list[int], regel: Afronding) -> None:
    delen = verdeel(bedrag, [0, *gewichten, 0], regel)
    assert delen[0] == delen[-1] == 0


# -- each part by itself -----------------------------------------------------------------------


@given(BEDRAG, GEWICHTEN)
def test_each_part_by_itself_is_the_exact_share_half_up(bedrag: int, gewichten: list[int]) -> None:
    delen = verdeel(bedrag, gewichten, Afronding.PER_ONTVANGER)
    half = Fraction(1, 2)
    assert delen.tolist() == [floor(aandeel + half) for aandeel in precies(bedrag, gewichten)]


@given(BEDRAG, GEWICHTEN)
def test_what_remains_is_at_most_half_a_euro_each(bedrag: int, gewichten: list[int]) -> None:
    delen = verdeel(bedrag, gewichten, Afronding.PER_ONTVANGER)
    assert 2 * abs(bedrag - sum(delen.tolist())) <= len(gewichten)


# -- many at once ------------------------------------------------------------------------------


@pytest.mark.parametrize("regel", Afronding)
@given(bedragen=st.lists(BEDRAG, min_size=1, max_size=8), gewichten=GEWICHTEN)
def test_many_budgets_at_once_equal_one_by_one(
    bedragen: list[int], gewichten: list[int], regel: Afronding
) -> None:
    samen = verdeel(bedragen, gewichten, regel)
    assert samen.shape == (len(bedragen), len(gewichten))
    for bedrag, delen in zip(bedragen, samen, strict=True):
        assert delen.tolist() == verdeel(bedrag, gewichten, regel).tolist()


@given(st.data())
def test_many_keys_at_once_equal_one_by_one(data: st.DataObject) -> None:
    """A table of weights per year against a budget per year, and against one budget."""
    lengte = data.draw(st.integers(1, 6))
    rij = st.lists(st.integers(0, 1000), min_size=lengte, max_size=lengte).filter(any)
    sleutels = data.draw(st.lists(rij, min_size=1, max_size=5))
    bedragen = data.draw(st.lists(BEDRAG, min_size=len(sleutels), max_size=len(sleutels)))
    assert verdeel(bedragen, sleutels).tolist() == [
        verdeel(bedrag, sleutel).tolist()
        for bedrag, sleutel in zip(bedragen, sleutels, strict=True)
    ]
    assert verdeel(bedragen[0], sleutels).tolist() == [
        verdeel(bedragen[0], sleutel).tolist() for sleutel in sleutels
    ]


@pytest.mark.parametrize("regel", Afronding)
def test_a_table_of_budgets_keeps_its_shape(regel: Afronding) -> None:
    """As many scenarios use: budgets by scenario and year, over more recipients than years."""
    bedragen, gewichten = np.arange(100, 106).reshape(2, 3), [5, 0, 7, 11, 3]
    samen = verdeel(bedragen, gewichten, regel)
    assert samen.shape == (2, 3, 5)
    for plek in np.ndindex(2, 3):
        assert samen[plek].tolist() == verdeel(int(bedragen[plek]), gewichten, regel).tolist()


# -- refused rather than wrong -----------------------------------------------------------------


GROOTTE = st.integers(1, 66).flatmap(lambda bits: st.integers(0, 2**bits))


@given(GROOTTE, st.lists(GROOTTE, min_size=1, max_size=5).filter(any), st.sampled_from(Afronding))
def test_at_the_edge_of_the_arithmetic_it_is_right_or_refused(
    bedrag: int, gewichten: list[int], regel: Afronding
) -> None:
    aantal, zwaarste = len(gewichten), max(gewichten)
    veilig = 2 * (bedrag + aantal) * zwaarste <= GROOTSTE_INT64
    if not veilig and _weigert(bedrag, gewichten, regel):
        return
    delen = verdeel(bedrag, gewichten, regel).tolist()
    if regel is Afronding.GROOTSTE_RESTEN:
        assert delen == langzaam(bedrag, gewichten)
    else:
        half = Fraction(1, 2)
        assert delen == [floor(aandeel + half) for aandeel in precies(bedrag, gewichten)]


def _weigert(bedrag: int, gewichten: list[int], regel: Afronding) -> bool:
    try:
        verdeel(bedrag, gewichten, regel)
    except Rekenfout:
        return True
    return False


def test_the_last_amount_that_fits_is_exact_and_the_next_is_refused() -> None:
    """Weights 1 and 1: twice the amount plus the sum of the weights must stay below 2^63."""
    grens = (GROOTSTE_INT64 - 2) // 2
    assert verdeel(grens, [1, 1]).tolist() == [grens - grens // 2, grens // 2]
    with pytest.raises(Rekenfout, match="te groot om exact mee te rekenen"):
        verdeel(grens + 1, [1, 1])


@given(
    st.lists(st.integers(0, 2**40), min_size=1, max_size=6).filter(any),
    st.integers(-1, 1),
    st.sampled_from(Afronding),
)
def test_the_edge_is_one_euro_wide_and_past_knows_where(
    gewichten: list[int], meer: int, regel: Afronding
) -> None:
    """The last amount of which twice the product and the weights together stay below 2^63."""
    zwaarste = max(gewichten)
    laatste = (GROOTSTE_INT64 - zwaarste * len(gewichten)) // (2 * zwaarste)
    bedrag = laatste + meer
    assert past(bedrag, gewichten) == (meer <= 0)
    if _weigert(bedrag, gewichten, regel):
        assert meer > 0
        return
    assert verdeel_een(bedrag, gewichten, regel) == verdeel(bedrag, gewichten, regel).tolist()
    assert meer <= 0
    # In a table the edge is where it is for one amount, however many rows there are.
    samen = verdeel([bedrag, 1, 0, bedrag], [gewichten] * 4, regel).tolist()
    assert samen[0] == samen[3] == verdeel(bedrag, gewichten, regel).tolist()
    half = Fraction(1, 2)
    apart = [floor(aandeel + half) for aandeel in precies(bedrag, gewichten)]
    goed = apart if regel is Afronding.PER_ONTVANGER else langzaam(bedrag, gewichten)
    assert samen[0] == goed


def test_the_edge_itself() -> None:
    """Three weights of 1: twice the amount plus 3 is exactly 2^63 - 1, or 2 more."""
    grens = (GROOTSTE_INT64 - 3) // 2
    assert past(grens, [1, 1, 1])
    assert verdeel(grens, [1, 1, 1]).sum() == grens
    assert not past(grens + 1, [1, 1, 1])
    with pytest.raises(Rekenfout, match="te groot"):
        verdeel([grens + 1], [[1, 1, 1]])
    # Weights alone can be too large as well: their total is doubled, also for an amount of 0.
    assert past(0, [2**61 - 1] * 2)
    assert not past(0, [2**61] * 2)
    assert not past(1, [2**62])


def test_nothing_to_divide_is_no_error() -> None:
    assert verdeel([], [1, 2]).shape == (0, 2)
    assert verdeel(0, [1, 2]).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("bedrag", "gewichten", "melding"),
    [
        pytest.param(
            100,
            [0, 0],
            "Alle gewichten zijn nul; er is niets om naar te verdelen.",
            id="alle gewichten nul",
        ),
        pytest.param(
            [5, 6],
            [[1, 1], [0, 0]],
            "Alle gewichten zijn nul; er is niets om naar te verdelen.",
            id="in een van twee sleutels alle gewichten nul",
        ),
        pytest.param(100, [], "Er zijn geen ontvangers om over te verdelen.", id="geen ontvangers"),
        pytest.param(
            [1, 2], [[], []], "Er zijn geen ontvangers om over te verdelen.", id="lege tabel"
        ),
        pytest.param(
            1,
            [0, 2**63],
            "Een gewicht is te groot om exact mee te rekenen (meer dan 2^63).",
            id="gewicht dat net niet past",
        ),
        pytest.param(
            2**63 - 1,
            [1],
            "Bedrag 9223372036854775807 maal gewicht 1 is te groot om exact mee te rekenen; deel "
            "alle gewichten door een gemeenschappelijke factor.",
            id="grootste getal",
        ),
        pytest.param(100, 3, "Er zijn geen ontvangers om over te verdelen.", id="geen lijst"),
        pytest.param(-1, [1], "Een bedrag mag niet negatief zijn: -1.", id="bedrag negatief"),
        pytest.param(1, [3, -2], "Een gewicht mag niet negatief zijn: -2.", id="gewicht negatief"),
        pytest.param(
            0.5, [1], "Een bedrag moet een geheel getal zijn, geen float64.", id="geen hele euro's"
        ),
        pytest.param(
            1,
            [0.5, 0.5],
            "Een gewicht moet een geheel getal zijn, geen float64.",
            id="kommagewicht",
        ),
        pytest.param(
            2**70,
            [1],
            "Een bedrag is te groot om exact mee te rekenen (meer dan 2^63).",
            id="bedrag van 70 bits",
        ),
        pytest.param(
            np.uint64(2**63),
            [1],
            "Een bedrag is te groot om exact mee te rekenen (meer dan 2^63).",
            id="bedrag zonder tekenbit",
        ),
    ],
)
def test_what_cannot_be_divided_is_named(bedrag: Any, gewichten: Any, melding: str) -> None:
    with pytest.raises(Rekenfout) as fout:
        verdeel(bedrag, gewichten)
    assert str(fout.value) == melding
    if type(bedrag) is int and isinstance(gewichten, list) and float not in map(type, gewichten):
        with pytest.raises(Rekenfout) as fout:
            verdeel_een(bedrag, gewichten)
        assert str(fout.value) == melding


# -- reading and showing amounts ---------------------------------------------------------------


@given(st.integers(-(10**15), 10**15))
def test_an_amount_that_is_shown_reads_back(bedrag: int) -> None:
    assert lees_bedrag(toon(bedrag)) == bedrag
    assert lees_bedrag(toon_getal(bedrag)) == bedrag
    assert lees_bedrag(str(bedrag)) == bedrag


def test_amounts_are_shown_as_the_dutch_do() -> None:
    assert toon(1_234_567) == "€ 1.234.567"
    assert toon(-999) == "€ -999"
    assert toon_getal(1000) == "1.000"
    assert toon_getal(0) == "0"


@pytest.mark.parametrize(
    ("tekst", "bedrag"),
    [
        ("1234567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("€ 1.234.567", 1_234_567),
        ("€1.234.567,00", 1_234_567),
        ("1.234.567,-", 1_234_567),
        (" 12 ", 12),
        ("€ -5", -5),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_people_write_them(tekst: str, bedrag: int) -> None:
    assert lees_bedrag(tekst) == bedrag


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "€",
        "12,50",
        "1,234,567",
        "1.23",
        "1.2345",
        "12.34.567",
        "1e6",
        "231 mln",
        "1 000",
        "--5",
    ],
)
def test_what_is_no_amount_in_whole_euros_is_not_guessed(tekst: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller makes the sentence
        lees_bedrag(tekst)


@pytest.mark.parametrize("tekst", ["0", "1", " € 125.000 ", "€ 999.999.999.999,00"])
def test_nothing_is_said_of_an_amount_that_can_be(tekst: str) -> None:
    assert bedragfout(tekst) == ""


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        (" ", "Hier staat nog geen bedrag; vul het in of maak de regel leeg."),
        ("€ 1.000.000.000.000,00", "Dit bedrag is te groot; typ bijvoorbeeld 125.000."),
        ("12,50", "Dit is geen bedrag in hele euro's; typ bijvoorbeeld 125.000."),
        ("-1", "Dit bedrag is negatief; typ 0 of hoger."),
    ],
)
def test_what_somebody_typed_that_cannot_be_says_why(tekst: str, zin: str) -> None:
    assert bedragfout(tekst) == zin


def test_a_euro_is_a_hundred_cents() -> None:
    assert in_centen(1_234) == 123_400


@given(st.integers(-(10**15), 10**15))
def test_cents_are_shown_to_the_cent(centen: int) -> None:
    """Read back by other means: the digits without points and comma are the cents."""
    getoond, getal = toon_centen(centen), centen_als_getal(centen)
    assert Fraction(getal) == Fraction(centen, 100)
    assert getoond.startswith("€ ")
    euros, komma, rest = getoond.removeprefix("€ ").rpartition(",")
    assert (komma, len(rest)) == (",", 2)
    assert Fraction(f"{euros.replace('.', '')}.{rest}") == Fraction(centen, 100)


@pytest.mark.parametrize(
    ("centen", "getoond", "getal"),
    [
        (0, "€ 0,00", "0.00"),
        (1, "€ 0,01", "0.01"),
        (-1, "€ -0,01", "-0.01"),
        (-5, "€ -0,05", "-0.05"),
        (123_456_789, "€ 1.234.567,89", "1234567.89"),
        (-100_000, "€ -1.000,00", "-1000.00"),
    ],
)
def test_cents_as_the_dutch_and_as_programs_write_them(
    centen: int, getoond: str, getal: str
) -> None:
    assert toon_centen(centen) == getoond
    assert centen_als_getal(centen) == getal


@pytest.mark.parametrize(
    ("breuk", "decimalen", "getoond"),
    [
        (Fraction(5, 4), 2, "1,25"),
        (Fraction(2, 3), 3, "0,666…"),
        (Fraction(1_234_567), 1, "1.234.567,0"),
        (Fraction(1, 1000), 2, "0,00…"),
    ],
)
def test_a_share_is_cut_off_and_says_so(breuk: Fraction, decimalen: int, getoond: str) -> None:
    assert toon_breuk(breuk, decimalen) == getoond
