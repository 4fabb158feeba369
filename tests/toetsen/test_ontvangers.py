"""The rules about totals, at their edges: who is missing, what is not known, the last cent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from boekingen import boeking, schrijf

from azwa_funds.doorverdelen import met_plannen
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.toetsen.basis import Bevinding
from azwa_funds.toetsen.uitslag import toets_bestanden

PLAN = """\
naam = "Doorverdeling Twente"
regio = "Twente"
jaren = [2027]
[[post]]
naam = "Nog te bestemmen"
rest = true
[[vast]]
gemeente = "Borne"
bedrag = 100
"""


def toets(
    gegevens: Gegevens, pad: Path, regel: int, *boekingen: dict[str, str], jaar: int = 2027,
    **kring: Any,
) -> list[Bevinding]:  # fmt: skip
    """What one rule says of bookings in one file."""
    uitslag = toets_bestanden(gegevens, [schrijf(pad / "b.csv", *boekingen)], jaar, **kring)
    return [b for b in uitslag.bevindingen if b.regel == regel]


def test_who_accounted_for_nothing_keeps_nobody_else_out_of_sight(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """Almelo comes before Borne and names no local money; Borne spent a cent too much."""
    boekingen = (
        boeking("GM0141", "regionaal", boekstuk="1"),
        boeking("GM0147", boekstuk="2", bedrag="272.167,01"),
    )
    (te_veel,) = toets(gegevens, tmp_path, 1, *boekingen)
    assert (te_veel.ontvanger, te_veel.verschil) == ("Borne", 1)
    assert te_veel.melding == (
        "Besteed is € 272.167,01, dat is € 0,01 meer dan er was: € 272.167,00 toegekend "
        "(indicatief)."
    )


def test_what_may_go_along_is_open_where_no_source_says_it(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """Of the SPUK IZA of 2025 € 326.438 is left: part along, part back, and nobody knows which."""
    iza = boeking("samentwente", "spuk_iza", jaar="2025", boekdatum="01-06-2025", bedrag="5000000")
    (over,) = toets(gegevens, tmp_path, 2, iza, jaar=2025)
    assert over.ernst.value == "informatie"
    assert (over.verwacht, over.gevonden, over.verschil) == (
        5_326_438_00, 5_000_000_00, -326_438_00,
    )  # fmt: skip
    assert over.melding.endswith(
        "Over is € 326.438,00; welk deel mee mag naar 2026 en welk deel terug moet, is niet bekend."
    )


def test_a_gemeente_whose_mandaathouder_is_silent_is_compared_with_nothing(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    (stil,) = toets(
        gegevens, tmp_path, 7, boeking("GM0147", "regionaal", bedrag="3,00"), regio="Twente"
    )
    assert (stil.ernst.value, stil.verwacht, stil.gevonden) == ("informatie", 300, 0)
    assert stil.melding.endswith(
        "van SamenTwente is er geen regionale verantwoording in de bestanden."
    )


@pytest.mark.parametrize(
    ("besteed", "slot"),
    [
        ("100,01", "€ 0,01 meer. Het plan is nog zonder besluit."),
        ("99,99", "€ 0,01 minder."),
        ("100,00", ""),
    ],
)
def test_a_promise_is_held_to_the_cent(
    gegevens: Gegevens, tmp_path: Path, besteed: str, slot: str
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    bevindingen = toets(
        met_plannen(gegevens, [plan]), tmp_path, 15,
        boeking("GM0147", "regionaal", bedrag=besteed), gemeente="GM0147",
    )  # fmt: skip
    assert [b.melding.endswith(slot) for b in bevindingen] == [True] * bool(slot)
    assert all(b.ernst.value == "informatie" for b in bevindingen)
