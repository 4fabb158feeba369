"""What changed from one division to another: who came, who went, and by how much."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from azwa_funds.doorverdelen import lees_plan, verdeel_door
from azwa_funds.doorverdelen.verdeling import Regel
from azwa_funds.doorverdelen.vergelijking import door_de_beschikking, vergelijk
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Beschikt, Status, Vindplaats
from azwa_funds.verdelen.cijfers import Cijfers

PLAN = """\
naam = "Proef"
regio = "Twente"
jaren = [2027, 2028]
[[post]]
naam = "Coördinatie"
bedrag = { 2027 = 7200000, 2028 = 100000 }
[[verdeling]]
wijze = "inwoners"
"""


def regel(jaar: int, soort: str, code: str, bedrag: int) -> Regel:
    return Regel(jaar, soort, code, f"Naam van {code}", bedrag, Status.AANNAME)


def test_who_came_and_who_went_stand_in_order_with_their_whole_amount() -> None:
    """By year, what stays regional first, and then by code."""
    eerst = [
        regel(2028, "gemeente", "GM0002", 70),
        regel(2027, "gemeente", "GM0003", 30),
        regel(2027, "gemeente", "GM0001", 10),
    ]
    nu = [
        regel(2027, "regionaal", "zorg", 5),
        regel(2027, "gemeente", "GM0002", 20),
        regel(2027, "gemeente", "GM0001", 12),
    ]
    uit = [
        (v.jaar, v.soort, v.ontvanger_code, v.ontvanger, v.eerst, v.nu, v.verschil)
        for v in vergelijk(eerst, nu)
    ]
    assert uit == [
        (2027, "regionaal", "zorg", "Naam van zorg", None, 5, 5),
        (2027, "gemeente", "GM0001", "Naam van GM0001", 10, 12, 2),
        (2027, "gemeente", "GM0002", "Naam van GM0002", None, 20, 20),
        (2027, "gemeente", "GM0003", "Naam van GM0003", 30, None, -30),
        (2028, "gemeente", "GM0002", "Naam van GM0002", 70, None, -70),
    ]


def toegekend(gegevens: Gegevens, bedrag: int) -> Cijfers:
    """The figures after a beschikking of 2027 for Twente; 7.231.342 was calculated."""
    brief = Beschikt(
        "spuk_azwa", "regionaal", 2027, "Twente", "samentwente", "SamenTwente", bedrag, "B-1",
        date(2026, 12, 1), Vindplaats("vws_2026_04_22", "proef"),
    )  # fmt: skip
    anders = gegevens.met(beschikt={("spuk_azwa", "regionaal", 2027): {"samentwente": brief}})
    anders.__dict__.pop("geld", None)
    return Cijfers(anders)


def test_only_the_year_of_the_award_is_compared_with_what_was_calculated(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    pad = tmp_path / "plan.toml"
    pad.write_text(PLAN, encoding="utf-8")
    cijfers = toegekend(gegevens, 7_331_342)
    anders = door_de_beschikking(cijfers, verdeel_door(cijfers, lees_plan(cijfers, pad)))
    assert anders is not None
    assert {v.jaar for v in anders} == {2027}
    assert sum(v.eerst or 0 for v in anders) == 7_231_342
    assert sum(v.verschil for v in anders) == 100_000
    coordinatie = anders[0]
    assert (coordinatie.soort, coordinatie.verschil) == ("regionaal", 0)


def test_a_plan_that_only_fits_since_the_award_is_compared_with_nothing(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """Before it, the plan gave out more than there was."""
    pad = tmp_path / "plan.toml"
    pad.write_text(PLAN.replace("7200000", "7300000"), encoding="utf-8")
    cijfers = toegekend(gegevens, 7_331_342)
    assert door_de_beschikking(cijfers, verdeel_door(cijfers, lees_plan(cijfers, pad))) is None
