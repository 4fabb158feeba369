"""Regional money from two sides: one comparison, in cents or in whole euros."""

from __future__ import annotations

import pytest

from azwa_funds.besteden import Bedrageenheid, Regiovergelijking


@pytest.mark.parametrize(
    ("mandaathouder", "gemeente", "verschil", "gelijk"),
    [
        (500_00, 500_00, 0, True),
        (499_60, 500_00, -40, False),
        (500_40, 500_00, 40, False),
        (0, None, None, True),
        (None, 0, None, True),
        (500_00, None, None, False),
        (None, 500_00, None, False),
    ],
)
def test_a_difference_is_what_was_found_minus_what_was_expected(
    mandaathouder: int | None, gemeente: int | None, verschil: int | None, gelijk: bool
) -> None:
    """The mandaathouder is held against the gemeente; who is silent cannot differ."""
    v = Regiovergelijking("GM0164", "Hengelo", mandaathouder, gemeente, Bedrageenheid.CENT)
    assert (v.verschil, v.is_gelijk) == (verschil, gelijk)


def test_each_unit_is_shown_in_its_own_way() -> None:
    centen = Regiovergelijking("GM0164", "Hengelo", 49_960, None, Bedrageenheid.CENT)
    euros = Regiovergelijking("GM0164", "Hengelo", 500, None, Bedrageenheid.EURO)
    assert [v.toon(v.volgens_mandaathouder) for v in (centen, euros)] == ["€ 499,60", "€ 500"]
    assert [v.toon(v.volgens_gemeente) for v in (centen, euros)] == ["€ 0,00", "€ 0"]
