"""A minimum and a maximum: nobody falls through or rises above, and the whole still closes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hulp import draai_in, kopieer_gegevens
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Afronding, Status
from azwa_funds.kern.euro import past, rond_delen, verdeel
from azwa_funds.kern.fouten import Rekenfout
from azwa_funds.verdelen.grenzen import begrens
from azwa_funds.verdelen.toekennen import verdeel_uitkering

ONTVANGER = st.tuples(
    st.integers(0, 10**6), st.integers(0, 10**5), st.none() | st.integers(0, 10**7)
)


@st.composite
def verdelingen(draw: st.DrawFn) -> tuple[int, list[int], list[int], list[int | None]]:
    """Weights with bounds, and an amount that fits between them."""
    rijen = draw(
        st.lists(ONTVANGER, min_size=1, max_size=12).filter(lambda r: any(w for w, *_ in r))
    )
    gewichten = [gewicht for gewicht, _, _ in rijen]
    minima = [laagst for _, laagst, _ in rijen]
    maxima = [None if extra is None else laagst + extra for _, laagst, extra in rijen]
    hoogste = sum(
        laagst if not gewicht else (10**8 if hoogst is None else hoogst)
        for gewicht, laagst, hoogst in zip(gewichten, minima, maxima, strict=True)
    )
    return draw(st.integers(sum(minima), hoogste)), gewichten, minima, maxima


@given(verdelingen())
def test_the_parts_close_and_stay_within_the_bounds_to_the_euro(geval: Any) -> None:
    bedrag, gewichten, minima, maxima = geval
    begrensd = begrens(bedrag, gewichten, minima, maxima)
    delen = rond_delen(begrensd.delen)
    assert sum(begrensd.delen) == sum(delen) == bedrag
    for exact, deel, laagst, hoogst in zip(begrensd.delen, delen, minima, maxima, strict=True):
        assert laagst <= exact
        assert laagst <= deel
        assert hoogst is None or (exact <= hoogst and deel <= hoogst)


@given(verdelingen())
def test_whoever_stands_on_no_bound_gets_the_same_per_unit_of_weight(geval: Any) -> None:
    bedrag, gewichten, minima, maxima = geval
    begrensd = begrens(bedrag, gewichten, minima, maxima)
    for plaats, deel in enumerate(begrensd.delen):
        naar_gewicht = begrensd.per_gewicht * gewichten[plaats]
        if plaats in begrensd.op_minimum:
            assert deel == minima[plaats] > naar_gewicht
        elif plaats in begrensd.op_maximum:
            assert deel == maxima[plaats] < naar_gewicht
        else:
            assert deel == naar_gewicht


@given(verdelingen(), st.randoms(use_true_random=False))
def test_the_order_of_recipients_does_not_matter(geval: Any, toeval: Any) -> None:
    bedrag, *kolommen = geval
    rijen = list(zip(*kolommen, strict=True))
    volgorde = list(range(len(rijen)))
    toeval.shuffle(volgorde)
    delen = begrens(bedrag, *kolommen).delen
    geschud = begrens(bedrag, *map(list, zip(*(rijen[i] for i in volgorde), strict=True))).delen
    assert [delen[i] for i in volgorde] == list(geschud)


@given(verdelingen(), st.integers(1, 10**9))
def test_only_the_proportions_of_weights_count(geval: Any, factor: int) -> None:
    bedrag, gewichten, minima, maxima = geval
    groter = [gewicht * factor for gewicht in gewichten]
    assert (
        begrens(bedrag, gewichten, minima, maxima).delen
        == begrens(bedrag, groter, minima, maxima).delen
    )


@given(
    st.integers(0, 10**9),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any),
    st.sampled_from(Afronding),
)
def test_without_active_bounds_it_is_the_plain_division(
    bedrag: int, gewichten: list[int], regel: Afronding
) -> None:
    leeg = len(gewichten)
    delen = begrens(bedrag, gewichten, [0] * leeg, [None] * leeg).delen
    assert list(delen) == [Fraction(bedrag * w, sum(gewichten)) for w in gewichten]
    assert rond_delen(delen, regel) == verdeel(bedrag, gewichten, regel).tolist()


@given(st.integers(0, 2**63 - 1), st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=5))
def test_past_says_what_the_fast_division_accepts(bedrag: int, gewichten: list[int]) -> None:
    """Where `past` says yes, the fast division divides; where it says no, it refuses."""
    if not any(gewichten):
        return
    if past(bedrag, gewichten):
        assert int(verdeel(bedrag, gewichten).sum()) == bedrag
    else:
        with pytest.raises(Rekenfout, match="te groot"):
            verdeel(bedrag, gewichten)


@pytest.mark.parametrize(
    ("invoer", "melding"),
    [
        ((10, [1, 1], [6, 6], [None, None]), "De minima tellen op tot € 12, meer dan het budget"),
        ((10, [1, 1], [0, 5], [None, 4]), "Het minimum van € 5 is hoger dan het maximum van € 4"),
        ((10, [1, 1], [0, 0], [4, 4]), "De maxima laten € 2 van het budget van € 10 over"),
        ((10, [0, 0], [1, 1], [None, None]), "De maxima laten € 8 van het budget van € 10 over"),
    ],
)
def test_bounds_between_which_nothing_fits_are_refused(invoer: Any, melding: str) -> None:
    with pytest.raises(Rekenfout, match=melding):
        begrens(*invoer)


def test_who_gets_exactly_the_bound_by_weight_is_not_moved_by_it() -> None:
    """Ten euros over two: five each, which is just the maximum, or the minimum, of the first."""
    for minima, maxima in (([0, 0], [5, None]), ([5, 0], [None, None])):
        begrensd = begrens(10, [1, 1], minima, maxima)
        assert begrensd.delen == (5, 5)
        assert begrensd.per_gewicht == 5
        assert not begrensd.op_minimum | begrensd.op_maximum


def test_without_any_weight_only_the_minimums_are_paid() -> None:
    begrensd = begrens(3, [0, 0], [1, 2], [None, None])
    assert begrensd.delen == (1, 2)
    assert begrensd.per_gewicht == 0


@pytest.mark.parametrize("kort", range(3))
def test_a_list_that_is_too_short_is_no_division_over_fewer(kort: int) -> None:
    lijsten: list[list[Any]] = [[1, 1], [0, 0], [None, None]]
    lijsten[kort].pop()
    with pytest.raises(ValueError, match="argument"):
        begrens(10, *lijsten)


def test_shares_that_are_no_division_are_refused() -> None:
    with pytest.raises(Rekenfout, match="negatief"):
        rond_delen([Fraction(-1), Fraction(2)])
    with pytest.raises(Rekenfout, match="hele euro's"):
        rond_delen([Fraction(1, 3)])


# -- in a key ----------------------------------------------------------------------------------

MINIMUM = """
[minimum]
bedrag = 72896
status = "aanname"
bron = "eigen_keuze"
plaats = "naar het voorbeeld van de Brede SPUK"
toelichting = "Of de SPUK AZWA een minimum krijgt, is niet bekend."

[[minimum.uitzondering]]
ontvangers = ["GM0060", "GM0088", "GM0093", "GM0096"]
bedrag = 91066
bron = "eigen_keuze"
plaats = "hoger op de Waddeneilanden"
"""
MAXIMUM = """
[maximum]
bedrag = 9000000
status = "verwacht"
bron = "eigen_keuze"
plaats = "proef"
toelichting = "Proef."
"""
WADDEN = ("Ameland", "Schiermonnikoog", "Terschelling", "Vlieland")


@pytest.fixture
def met_grenzen(tmp_path: Path) -> Path:
    """A copy in which the local key has a minimum, higher on the islands, and a maximum."""
    kopieer_gegevens(tmp_path)
    sleutel = tmp_path / "verdeelsleutels" / "brede_spuk_2026.toml"
    with sleutel.open("a", encoding="utf-8") as bestand:
        bestand.write(MINIMUM + MAXIMUM)
    return tmp_path


def test_a_key_with_bounds_lifts_the_small_cuts_the_large_and_closes(met_grenzen: Path) -> None:
    gegevens = Gegevens(met_grenzen / "data", met_grenzen / "verdeelsleutels")
    toekenningen = verdeel_uitkering(gegevens, jaren=[2027], onderdelen=["lokaal"])
    bedragen = {t.ontvanger: t.bedrag for t in toekenningen}
    assert sum(bedragen.values()) == 231_000_000
    assert {bedragen[naam] for naam in WADDEN} == {91_066}
    assert bedragen["Rozendaal"] == bedragen["Renswoude"] == 72_896
    assert bedragen["Amsterdam"] == bedragen["Rotterdam"] == 9_000_000
    assert min(bedragen.values()) == 72_896
    assert {t.ontvanger for t in toekenningen if t.grens == "maximum"} == {"Amsterdam", "Rotterdam"}
    # A bound that is only assumed makes every amount an assumption.
    assert {t.status for t in toekenningen} == {Status.AANNAME}


def test_uitleg_says_who_stands_on_a_bound_and_what_it_costs_the_others(met_grenzen: Path) -> None:
    vlieland = draai_in(met_grenzen, "uitleg", "Vlieland", "--jaar", "2027").tekst
    assert "5. Minimum: € 91.066; Vlieland zou minder krijgen en komt op het minimum" in vlieland
    assert "hoger op de Waddeneilanden" in vlieland
    assert "7. Precies deel: € 91.066,000000, het minimum" in vlieland
    utrecht = draai_in(met_grenzen, "uitleg", "Utrecht", "--jaar", "2027").tekst
    assert "Minimum: € 72.896; Utrecht staat daar niet op (aanname)" in utrecht
    assert (
        "Op het minimum: Ameland, Schiermonnikoog, Terschelling, Vlieland, Rozendaal, Renswoude "
        "(6 van 342)." in utrecht
    )
    assert "Op het maximum: Amsterdam, Rotterdam (2 van 342)." in utrecht
    assert "meer dan naar gewicht; dat komt van de anderen." in utrecht
    # 6 on the minimum and 2 on the maximum: 4 x 91.066 + 2 x 72.896 + 2 x 9.000.000.
    assert "7. Precies deel: (231.000.000 - 18.510.056) x" in utrecht
    assert "€ 18.510.056 gaat naar wie op een grens staat" in utrecht


def test_a_key_without_effective_bounds_says_that_nothing_changes(tmp_path: Path) -> None:
    kopieer_gegevens(tmp_path)
    with (tmp_path / "verdeelsleutels" / "brede_spuk_2026.toml").open("a", encoding="utf-8") as b:
        b.write(MINIMUM.split("[[")[0].replace("72896", "10"))
    utrecht = draai_in(tmp_path, "uitleg", "Utrecht", "--jaar", "2027", "--onderdeel", "lokaal")
    assert "Geen enkele ontvanger staat op het minimum; het verandert dus niets." in utrecht.tekst
    assert "gelijk aan het deel naar gewicht" in utrecht.tekst
    assert "Uitkomst: € 3.691.491 (aanname)" in utrecht.tekst
