"""Names compare by their letters, and ids are plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Ontvangersoort
from azwa_funds.kern.tekst import slug, toon_datum, vorm


@pytest.mark.parametrize(
    ("naam", "id_"),
    [
        ("GGD Zaanstreek/Waterland", "ggd-zaanstreek-waterland"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("'s-Hertogenbosch", "s-hertogenbosch"),
        ("Dienst Gezondheid & Jeugd ZHZ", "dienst-gezondheid-jeugd-zhz"),
    ],
)
def test_an_id_is_lower_case_letters_digits_and_hyphens(naam: str, id_: str) -> None:
    assert slug(naam) == id_


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("'s-Hertogenbosch", "S HERTOGENBOSCH"),
        ("Súdwest-Fryslân", "sudwest fryslan"),
        ("Hengelo (O.)", "hengelo o"),
        ("Apeldoorn/Zutphen", "Apeldoorn Zutphen"),
    ],
)
def test_two_spellings_of_one_name_are_equal(een: str, ander: str) -> None:
    assert vorm(een) == vorm(ander)


@given(st.text())
def test_making_an_id_or_a_form_twice_changes_nothing(naam: str) -> None:
    assert slug(slug(naam)) == slug(naam)
    assert vorm(vorm(naam)) == vorm(naam)
    assert vorm(naam) == slug(naam).replace("-", "")


def test_no_two_gemeenten_regions_or_ggds_look_alike(gegevens: Gegevens) -> None:
    """Otherwise one could be found by the name of another, or get the id of another."""
    for soort in Ontvangersoort:
        gebieden = gegevens.ontvangers(soort, 2027)
        assert len({vorm(gebied) for gebied in gebieden}) == len(gebieden)
        namen = {ontvanger.naam for ontvanger in gebieden.values()}
        assert len({vorm(naam) for naam in namen}) == len(namen)
        assert len({slug(naam) for naam in namen}) == len(namen)


@pytest.mark.parametrize(
    ("iso", "datum"), [("2026-04-22", "22 april 2026"), ("2022-07", "juli 2022"), ("2025", "2025")]
)
def test_a_date_is_as_precise_as_its_source(iso: str, datum: str) -> None:
    assert toon_datum(iso) == datum
