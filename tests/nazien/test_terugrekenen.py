"""One factor between two tables that were each rounded: worked out by hand on a few rows."""

from __future__ import annotations

from fractions import Fraction

import pytest

from azwa_funds.nazien.terugrekenen import Afwijking, reken_terug


def test_one_row_is_explained_by_everything_between_its_half_euros() -> None:
    """99,5 to 100,5 became 109,5 to 110,5."""
    uit = reken_terug({"a": 100}, {"a": 110})
    assert (uit.laagste_factor, uit.hoogste_factor) == (Fraction(219, 201), Fraction(221, 199))
    assert uit.factor == (Fraction(219, 201) + Fraction(221, 199)) / 2
    assert (uit.gelijk, uit.een_euro, uit.afwijkingen) == (("a",), (), ())


def test_more_rows_leave_less_room() -> None:
    uit = reken_terug({"a": 100, "b": 2_000}, {"a": 110, "b": 2_200})
    assert (uit.laagste_factor, uit.hoogste_factor) == (
        Fraction(4_399, 4_001),
        Fraction(4_401, 3_999),
    )
    assert uit.verklaard == ("a", "b")


def test_the_factor_of_the_most_rows_wins_wherever_it_lies() -> None:
    """One row that stayed the same, two that doubled, and the other way around."""
    uit = reken_terug({"a": 100, "b": 100, "c": 300}, {"a": 100, "b": 200, "c": 600})
    assert uit.verklaard == ("b", "c")
    assert uit.afwijkingen == (Afwijking("a", 200, 100),)
    uit = reken_terug({"a": 100, "b": 300, "c": 100}, {"a": 100, "b": 300, "c": 200})
    assert uit.verklaard == ("a", "b")
    assert uit.afwijkingen == (Afwijking("c", 100, 200),)


def test_of_two_factors_that_explain_as_much_the_lowest_is_taken() -> None:
    uit = reken_terug({"a": 100, "b": 100}, {"a": 200, "b": 100})
    assert uit.gelijk == ("b",)
    assert uit.afwijkingen == (Afwijking("a", 100, 200),)


def test_one_euro_is_an_amount() -> None:
    assert reken_terug({"a": 1}, {"a": 1}).verklaard == ("a",)


@pytest.mark.parametrize(
    ("oud", "nieuw", "zin"),
    [
        ({}, {}, "niet dezelfde ontvangers"),
        ({"a": 1}, {"b": 1}, "niet dezelfde ontvangers"),
        ({"a": 1, "b": 1}, {"a": 1}, "niet dezelfde ontvangers"),
        ({"a": 0}, {"a": 1}, "nul of negatief"),
        ({"a": -1}, {"a": 1}, "nul of negatief"),
        ({"a": 1}, {"a": 0}, "nul of negatief"),
        ({"a": 1}, {"a": -1}, "nul of negatief"),
    ],
)
def test_what_is_no_pair_of_tables_is_refused(
    oud: dict[str, int], nieuw: dict[str, int], zin: str
) -> None:
    with pytest.raises(ValueError, match=zin):
        reken_terug(oud, nieuw)
