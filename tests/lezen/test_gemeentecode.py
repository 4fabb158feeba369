"""The CBS code of a gemeente, strict where it is ours and generous where people type it."""

from __future__ import annotations

import pytest

from azwa_funds.lezen.cellen import lees_gemeentecode


@pytest.mark.parametrize("tekst", ["GM0141", "gm0141", "GM141", "0141", "141"])
def test_a_code_of_ours_has_its_digits_with_or_without_gm(tekst: str) -> None:
    assert lees_gemeentecode(tekst, ruim=False) == "GM0141"


@pytest.mark.parametrize(
    "tekst", ["141.0", "141,00", "gm 0141", "GM-0141", "GM00141", "000141", "GM0141"]
)
def test_a_code_of_somebody_elses_may_come_through_excel_or_a_keyboard(tekst: str) -> None:
    assert lees_gemeentecode(tekst, ruim=True) == "GM0141"


@pytest.mark.parametrize(
    "tekst", ["", "GM", "GM14100", "14100", "٠١٤١", "GM\uff10141", "x141", "1.41"]
)
def test_what_is_no_code_is_none_and_only_our_digits_are_digits(tekst: str) -> None:
    assert lees_gemeentecode(tekst, ruim=True) == lees_gemeentecode(tekst, ruim=False) == ""


@pytest.mark.parametrize("tekst", ["141.0", "gm 141", "GM00141", "00141"])
def test_a_table_of_ours_is_not_read_generously(tekst: str) -> None:
    assert lees_gemeentecode(tekst, ruim=False) == ""
