"""What anyone may demand of the whole division, whatever the budget, the rule or the awards."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hulp import draai_in, kopieer_gegevens, lees_csv, schrijf_csv
from hypothesis import given, settings
from hypothesis import strategies as st

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import (
    Afronding,
    Afrondingsregel,
    Beschikt,
    Grens,
    Grensuitzondering,
    Status,
    Toekenning,
    Vindplaats,
)
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.verdelen.sleutel import gewichten
from azwa_funds.verdelen.toekennen import VERSCHILLEN, verdeel_uitkering

BUDGET = st.integers(0, 10**10)
ONDERDEEL = st.sampled_from(["lokaal", "regionaal"])
JAAR = st.sampled_from([2027, 2028, 2029])
BRON = Vindplaats("eigen_keuze", "proef")
PER_ONTVANGER = Afrondingsregel(Afronding.PER_ONTVANGER, BRON, "proef")
SOM_VAN_GEMEENTEN = {"regionaal": "som_van_gemeenten"}


def verdeel(
    gegevens: Gegevens, onderdeel: str, jaar: int, bedrag: int, **keuzes: object
) -> list[Toekenning]:
    """Divide this amount instead of the budget of the letter."""
    budget = replace(gegevens.budget("spuk_azwa", onderdeel, jaar), bedrag=bedrag)
    return verdeel_uitkering(
        gegevens,
        jaren=[jaar],
        onderdelen=[onderdeel],
        budgetten={onderdeel: budget},
        **keuzes,  # type: ignore[arg-type]
    )


def met_sleutel(gegevens: Gegevens, onderdeel: str, **anders: object) -> Gegevens:
    """The same data, with something else in the usual key of this onderdeel."""
    id_ = gegevens.toedeling("spuk_azwa", onderdeel, 2027).sleutel
    nieuw = replace(gegevens.sleutel(id_), **anders)  # type: ignore[arg-type]
    return gegevens.met(sleutels={**gegevens.sleutels, id_: nieuw})


# -- any budget, any rule ----------------------------------------------------------------------


@settings(max_examples=25)
@given(ONDERDEEL, JAAR, BUDGET)
def test_every_amount_lies_within_a_euro_of_its_exact_share(
    gegevens: Gegevens, onderdeel: str, jaar: int, bedrag: int
) -> None:
    toekenningen = verdeel(gegevens, onderdeel, jaar, bedrag)
    assert sum(t.bedrag for t in toekenningen) == bedrag
    assert sum(Fraction(t.quotient or 0) for t in toekenningen) == bedrag
    for t in toekenningen:
        assert t.quotient == Fraction(bedrag * t.gewicht, t.totaal_gewicht)
        assert abs(t.bedrag - t.quotient) < 1


@settings(max_examples=25)
@given(ONDERDEEL, JAAR, BUDGET)
def test_where_each_amount_is_rounded_by_itself_the_difference_has_a_row_of_its_own(
    gegevens: Gegevens, onderdeel: str, jaar: int, bedrag: int
) -> None:
    """As the ministry rounds: half a euro at most per recipient, and what is left is in sight."""
    apart = met_sleutel(gegevens, onderdeel, afronding=PER_ONTVANGER)
    toekenningen = verdeel(apart, onderdeel, jaar, bedrag)
    ontvangers = [t for t in toekenningen if t.ontvanger_code not in VERSCHILLEN]
    verschil = [t.bedrag for t in toekenningen if t.ontvanger_code in VERSCHILLEN]
    assert all(abs(t.bedrag - Fraction(t.quotient or 0)) <= Fraction(1, 2) for t in ontvangers)
    assert sum(t.bedrag for t in ontvangers) + sum(verschil) == bedrag
    assert len(verschil) <= 1
    assert 0 not in verschil
    assert all(2 * abs(rest) <= len(ontvangers) for rest in verschil)


@settings(max_examples=10)
@given(ONDERDEEL, st.integers(30_000_000, 10**9), st.integers(0, 80_000))
def test_under_a_minimum_nobody_falls_and_all_still_close(
    gegevens: Gegevens, onderdeel: str, bedrag: int, minimum: int
) -> None:
    grens = Grens(minimum, Status.AANNAME, BRON, "Proef.")
    toekenningen = verdeel(met_sleutel(gegevens, onderdeel, minimum=grens), onderdeel, 2027, bedrag)
    assert sum(t.bedrag for t in toekenningen) == bedrag
    assert min(t.bedrag for t in toekenningen) >= minimum
    assert {t.status for t in toekenningen} == {Status.AANNAME}
    zonder = {t.ontvanger_code: t for t in verdeel(gegevens, onderdeel, 2027, bedrag)}
    for t in toekenningen:
        # Who is lifted gets the minimum; all others pay for it, and none of them gets more.
        if t.grens:
            assert (t.grens, t.bedrag) == ("minimum", minimum)
        else:
            assert t.quotient is not None
            assert t.quotient <= (zonder[t.ontvanger_code].quotient or 0)


def test_a_maximum_gives_nothing_to_who_has_no_weight(gegevens: Gegevens) -> None:
    """Zero stays zero, the largest are cut back, and what they lose goes to the others."""
    zonder = [
        replace(b, bedrag=0) if b.ontvanger == "Rozendaal" else b for b in gegevens.beschikkingen
    ]
    grens = Grens(3_000_000, Status.AANNAME, BRON, "Proef.")
    met = met_sleutel(gegevens.met(beschikkingen=zonder), "lokaal", maximum=grens)
    bedragen = {t.ontvanger: t for t in verdeel(met, "lokaal", 2027, 231_000_000)}
    assert sum(t.bedrag for t in bedragen.values()) == 231_000_000
    assert (bedragen["Rozendaal"].bedrag, bedragen["Rozendaal"].grens) == (0, "")
    assert (bedragen["Amsterdam"].bedrag, bedragen["Amsterdam"].grens) == (3_000_000, "maximum")


def test_a_minimum_that_is_the_maximum_fixes_an_amount(gegevens: Gegevens) -> None:
    """One gemeente gets just 100.000; the others share what is left, by their weights."""
    uitzondering = (Grensuitzondering(("GM0344",), 100_000, BRON),)
    laagst = Grens(0, Status.AANNAME, BRON, "Proef.", uitzondering)
    hoogst = Grens(10**9, Status.AANNAME, BRON, "Proef.", uitzondering)
    met = met_sleutel(gegevens, "lokaal", minimum=laagst, maximum=hoogst)
    toekenningen = verdeel(met, "lokaal", 2027, 231_000_000)
    (utrecht,) = [t for t in toekenningen if t.ontvanger_code == "GM0344"]
    assert utrecht.bedrag == 100_000
    anderen = [t for t in toekenningen if t is not utrecht]
    wegen = sum(t.gewicht for t in anderen)
    assert sum(t.bedrag for t in anderen) == 230_900_000
    for t in anderen:
        assert t.quotient == Fraction(230_900_000 * t.gewicht, wegen)


def test_regions_by_their_gemeenten_get_what_their_gemeenten_weigh(gegevens: Gegevens) -> None:
    per_gemeente = gewichten(gegevens, "brede_spuk_2026", 2027)
    per_regio: dict[str, int] = {}
    for gewicht in per_gemeente:
        regio = gewicht.ontvanger.regio
        per_regio[regio] = per_regio.get(regio, 0) + gewicht.waarde
    som = verdeel(gegevens, "regionaal", 2027, 220_000_000, sleutels=SOM_VAN_GEMEENTEN)
    assert {t.regio: t.gewicht for t in som} == per_regio
    assert {t.totaal_gewicht for t in som} == {sum(per_regio.values())}


# -- the order of the input --------------------------------------------------------------------


def test_the_order_of_rows_in_the_tables_moves_no_euro(tmp_path: Path) -> None:
    """Every table of budgets, awards, gemeenten and CBS figures is shuffled, row by row."""
    map_ = kopieer_gegevens(tmp_path)
    opdracht = ("verdeel", "--sleutel", "ggd_kennis_coordinatie=ggd_inwoners", "--formaat", "csv")
    recht = draai_in(map_, *opdracht).uit
    toeval, geschud = random.Random(1), 0
    for pad in sorted((map_ / "data").rglob("*.csv")):
        rijen = lees_csv(pad)
        toeval.shuffle(rijen)
        schrijf_csv(pad, [list(rijen[0]), *(list(rij.values()) for rij in rijen)])
        geschud += 1
    assert geschud > 10
    assert draai_in(map_, *opdracht).uit == recht


# -- awards ------------------------------------------------------------------------------------


def toegekend(codes: dict[str, int]) -> dict[tuple[str, str, int], dict[str, Beschikt]]:
    return {
        ("spuk_azwa", "lokaal", 2027): {
            code: Beschikt(
                "spuk_azwa", "lokaal", 2027, "", code, code, bedrag, "k", date(2027, 1, 1), BRON
            )
            for code, bedrag in codes.items()
        }
    }


CODES = st.sampled_from(["GM0014", "GM0141", "GM0344", "GM0363", "GM1699"])


@settings(max_examples=25)
@given(st.dictionaries(CODES, st.integers(0, 10**8), min_size=1))
def test_an_award_prevails_to_the_euro_and_the_country_still_closes(
    gegevens: Gegevens, bedragen: dict[str, int]
) -> None:
    gewoon = {t.ontvanger_code: t for t in verdeel(gegevens, "lokaal", 2027, 231_000_000)}
    na = verdeel(gegevens.met(beschikt=toegekend(bedragen)), "lokaal", 2027, 231_000_000)
    assert sum(t.bedrag for t in na) == 231_000_000
    verschil = sum(gewoon[code].bedrag - bedrag for code, bedrag in bedragen.items())
    assert sum(t.bedrag for t in na if t.ontvanger_code in VERSCHILLEN) == verschil
    for t in na:
        if t.ontvanger_code in bedragen:
            assert (t.bedrag, t.status) == (bedragen[t.ontvanger_code], Status.BESCHIKT)
            assert t.berekend == gewoon[t.ontvanger_code].bedrag
        elif t.ontvanger_code not in VERSCHILLEN:
            assert t == gewoon[t.ontvanger_code]


@pytest.mark.parametrize(
    "keuzes", [{"beschikkingen": False}, {"sleutels": {"lokaal": "brede_spuk_2026"}}]
)
def test_who_asks_for_a_calculation_gets_no_award(
    gegevens: Gegevens, keuzes: dict[str, object]
) -> None:
    met = gegevens.met(beschikt=toegekend({"GM0344": 1}))
    berekend = verdeel(met, "lokaal", 2027, 231_000_000, **keuzes)
    assert [t.bedrag for t in berekend] == [
        t.bedrag for t in verdeel(gegevens, "lokaal", 2027, 231_000_000)
    ]


def test_where_nothing_was_divided_there_is_no_weight(gegevens: Gegevens) -> None:
    """Money for one body, money that waits, a difference, an award that nobody had calculated."""
    niet_verdeeld = verdeel_uitkering(gegevens, onderdelen=["gezonde_school", "nplv"])
    met = gegevens.met(beschikt=toegekend({"GM0344": 1, "GM9999": 5}))
    na = verdeel(met, "lokaal", 2027, 231_000_000)
    niet_verdeeld += [t for t in na if t.ontvanger_code in {*VERSCHILLEN, "GM9999"}]
    apart = met_sleutel(gegevens, "lokaal", afronding=PER_ONTVANGER)
    for bedrag in (231_000_000, 231_000_001, 231_000_017):
        toekenningen = verdeel(apart, "lokaal", 2027, bedrag)
        niet_verdeeld += [t for t in toekenningen if t.ontvanger_code in VERSCHILLEN]
    assert len(niet_verdeeld) >= 9
    for t in niet_verdeeld:
        assert (t.gewicht, t.totaal_gewicht, t.quotient, t.grens) == (0, 0, None, "")


# -- what cannot be asked ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keuzes", "zin"),
    [
        (
            {"jaren": [2031]},
            "Het jaar '2031' hoort niet bij deze uitkering; kies uit: 2027, 2028, 2029.",
        ),
        (
            {"onderdelen": ["lokal"]},
            "Het onderdeel 'lokal' hoort niet bij deze uitkering; bedoelde u 'lokaal'?",
        ),
        (
            {"sleutels": {"regionaaal": "spuk_iza_2025"}},
            "Het onderdeel 'regionaaal' hoort niet bij deze uitkering; bedoelde u 'regionaal'?",
        ),
    ],
)
def test_a_wrong_choice_is_told_with_the_right_ones(
    gegevens: Gegevens, keuzes: dict[str, Any], zin: str
) -> None:
    with pytest.raises(Gebruikersfout) as fout:
        verdeel_uitkering(gegevens, **keuzes)
    assert str(fout.value) == zin


def test_a_key_for_others_is_refused_with_the_keys_that_fit(gegevens: Gegevens) -> None:
    with pytest.raises(Gebruikersfout) as fout:
        verdeel_uitkering(gegevens, sleutels={"regionaal": "brede_spuk_2025"})
    tekst = str(fout.value)
    assert "verdeelt over gemeenten, maar onderdeel regionaal gaat naar mandaathouders" in tekst
    passend = tekst.rpartition("kies uit: ")[2].rstrip(".").split(", ")
    assert sorted(passend) == ["som_van_gemeenten", "spuk_iza_2025", "spuk_iza_2026"]
