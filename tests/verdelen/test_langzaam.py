"""The fast division beside the slowest there is: one recipient at a time, in exact fractions.

Numbers of 64 bits end at 2^63. Up to there the fast way has to give the same euros; beyond it the
program computes exactly or refuses in one sentence, and never gives an amount that is wrong.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hulp import draai
from hypothesis import given, settings
from hypothesis import strategies as st

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Afronding, Grens, Status, Vindplaats
from azwa_funds.kern.euro import verdeel
from azwa_funds.kern.fouten import Rekenfout
from azwa_funds.scenario.wijziging import Stand
from azwa_funds.scenario.zwaai import Band, Spreiding, reken_zwaai
from azwa_funds.verdelen.sleutel import gewichten

GRENS = 2**63


def langzaam(bedrag: int, gewichten: list[int], regel: Afronding) -> list[int]:
    """Divide by the definition of the rule, and by nothing else."""
    delen = [Fraction(bedrag) * gewicht / sum(gewichten) for gewicht in gewichten]
    if regel is Afronding.PER_ONTVANGER:
        return [int(deel + Fraction(1, 2)) for deel in delen]
    heel = [int(deel) for deel in delen]
    for _ in range(bedrag - sum(heel)):
        rest = [deel - waarde for deel, waarde in zip(delen, heel, strict=True)]
        wie = rest.index(max(rest))
        heel[wie] += 1
    return heel


# -- one table of amounts ----------------------------------------------------------------------

#: Numbers of every size, and those just below and above a power of two.
GETAL = st.integers(1, 63).flatmap(
    lambda bits: st.integers(0, 2**bits) | st.integers(-3, 3).map(lambda n: max(0, 2**bits + n))
)


@settings(max_examples=200)
@given(
    st.lists(GETAL, min_size=1, max_size=6),
    st.lists(GETAL, min_size=1, max_size=8).filter(any),
    st.sampled_from(Afronding),
)
def test_a_column_of_amounts_of_any_size_is_divided_exactly_or_not_at_all(
    bedragen: list[int], gewichten: list[int], regel: Afronding
) -> None:
    uit = verdeeld_of_geweigerd(bedragen, gewichten, regel)
    if isinstance(uit, Rekenfout):
        assert "te groot om exact mee te rekenen" in str(uit)
        # It refuses only where doubled products and sums could really leave the 64 bits.
        assert 2 * (max(bedragen) + len(gewichten)) * max(gewichten) >= GRENS
    else:
        assert uit == [langzaam(bedrag, gewichten, regel) for bedrag in bedragen]


def verdeeld_of_geweigerd(
    bedragen: list[int], gewichten: list[int], regel: Afronding
) -> list[list[int]] | Rekenfout:
    try:
        delen: list[list[int]] = verdeel(bedragen, gewichten, regel).tolist()
    except Rekenfout as fout:
        return fout
    return delen


@pytest.mark.parametrize("regel", Afronding)
@pytest.mark.parametrize("meer", [-1, 0, 1])
def test_around_the_last_amount_that_fits(regel: Afronding, meer: int) -> None:
    """A weight of a million beside one of 1: amounts up to some 4,6 billion thousand euros fit."""
    wegen = [10**6, 1]
    laatste = (GRENS - 1 - 2 * 10**6) // (2 * 10**6)
    if meer > 0:
        with pytest.raises(Rekenfout, match=f"Bedrag {laatste + 1} maal gewicht 1000000 is te"):
            verdeel(laatste + meer, wegen, regel)
    else:
        delen = verdeel(laatste + meer, wegen, regel).tolist()
        assert delen == langzaam(laatste + meer, wegen, regel)


# -- drawn budgets and weights -----------------------------------------------------------------


def met_gewichten_maal(gegevens: Gegevens, factor: int) -> Gegevens:
    """The same key with every weight so many times larger; the shares stay what they are."""
    groter = [replace(b, bedrag=b.bedrag * factor) for b in gegevens.beschikkingen]
    return gegevens.met(beschikkingen=groter)


def lokaal(gegevens: Gegevens, spreiding: Spreiding, zaad: int) -> list[Band]:
    """One draw, so that every percentile is the amount that was drawn."""
    stand = Stand.uitgangspunt(gegevens, "spuk_azwa")
    return reken_zwaai(stand, spreiding, aantal=1, zaad=zaad, jaren=[2028], onderdelen=["lokaal"])


@settings(max_examples=8)
@given(st.integers(0, 2**32), st.sampled_from([1, 1000, 10**4, 10**8, 10**12]))
def test_a_drawn_budget_is_divided_as_the_slow_way_does(
    gegevens: Gegevens, zaad: int, factor: int
) -> None:
    """With published weights, and with weights that do not fit beside a budget in 64 bits."""
    groter = met_gewichten_maal(gegevens, factor)
    wegen = [g.waarde for g in gewichten(groter, "brede_spuk_2026", 2028)]
    assert (max(wegen) * 278_000_000 * 2 > GRENS) == (factor >= 10**4)
    banden = lokaal(groter, Spreiding(Fraction(1, 20), Fraction(0)), zaad)
    getrokken = [band.p50 for band in banden]
    assert abs(sum(getrokken) - 278_000_000) <= 13_900_000
    in_volgorde = sorted(banden, key=lambda band: band.ontvanger_code)
    assert [b.p50 for b in in_volgorde] == langzaam(
        sum(getrokken), wegen, Afronding.GROOTSTE_RESTEN
    )
    assert [b.basis for b in in_volgorde] == langzaam(278_000_000, wegen, Afronding.GROOTSTE_RESTEN)


@settings(max_examples=5)
@given(st.integers(0, 2**32))
def test_the_size_of_the_weights_changes_no_draw(gegevens: Gegevens, zaad: int) -> None:
    """The fast way and the exact one beside it, on the same seed: not a euro of difference."""
    spreiding = Spreiding(Fraction(1, 50), Fraction(1, 10))
    assert lokaal(gegevens, spreiding, zaad) == lokaal(
        met_gewichten_maal(gegevens, 10**9), spreiding, zaad
    )


def test_drawn_budgets_keep_to_a_minimum(gegevens: Gegevens) -> None:
    """Small gemeenten stand on it in every draw; each draw closes on a budget within its margin."""
    minimum = Grens(100_000, Status.AANNAME, Vindplaats("eigen_keuze", "proef"), "Proef.")
    sleutel = replace(gegevens.sleutel("brede_spuk_2026"), minimum=minimum)
    met = gegevens.met(sleutels={**gegevens.sleutels, sleutel.id: sleutel})
    for zaad in range(3):
        banden = lokaal(met, Spreiding(Fraction(1, 10), Fraction(0)), zaad)
        assert min(b.p50 for b in banden) == min(b.basis for b in banden) == 100_000
        assert sum(b.basis for b in banden) == 278_000_000
        assert 0 < abs(sum(b.p50 for b in banden) - 278_000_000) <= 27_800_000


# -- asked on the command line -----------------------------------------------------------------

REUS = """\
id = "reus"
naam = "Reus"
toelichting = "Een proef."
[[wijziging]]
naam = "Veel geld"
soort = "bedrag"
toelichting = "Een proef."
bedrag = {bedrag}
onderdelen = ["lokaal"]
jaren = [2027]
"""


@pytest.mark.parametrize("opdracht", ["reken", "vergelijk", "zwaai"])
@pytest.mark.parametrize("bedrag", [GRENS - 1, GRENS, 10**24])
def test_an_amount_beyond_all_measure_is_one_sentence(
    tmp_path: Path, opdracht: str, bedrag: int
) -> None:
    pad = tmp_path / "reus.toml"
    pad.write_text(REUS.format(bedrag=bedrag), encoding="utf-8")
    opties = ["--aantal", "20"] if opdracht == "zwaai" else []
    uitkomst = draai("scenario", opdracht, pad, *opties)
    assert (uitkomst.code, uitkomst.uit) == (2, "")
    assert "te groot om" in uitkomst.fout
    assert uitkomst.fout.count("Fout:") == 1
