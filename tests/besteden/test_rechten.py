"""What was awarded: one answer for the toets and for SiSa, with its status and where it stands."""

from __future__ import annotations

import pytest

from azwa_funds.besteden.rechten import Geld, geld_van
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Status


@pytest.fixture(scope="module")
def geld(gegevens: Gegevens) -> Geld:
    return geld_van(gegevens)


def test_several_onderdelen_together_are_one_amount(geld: Geld) -> None:
    """Utrecht gets local money, and regional money for her regio; NPLV money it waits for."""
    lokaal = geld.toegekend("GM0344", 2027, ["lokaal"])
    regionaal = geld.toegekend("GM0344", 2027, ["regionaal"])
    samen = geld.toegekend("GM0344", 2027, ["lokaal", "regionaal"])
    assert lokaal.centen is not None
    assert regionaal.centen is not None
    assert samen.centen == lokaal.centen + regionaal.centen
    assert samen.status is Status.INDICATIEF
    assert [recht.onderdeel for recht in samen.rechten] == ["lokaal", "regionaal"]


def test_one_unknown_amount_leaves_the_sum_unknown(geld: Geld) -> None:
    """Lelystad has an NPLV area: what that brings is p.m., so what it gets in all is p.m. too."""
    lokaal = geld.toegekend("GM0995", 2027, ["lokaal"])
    samen = geld.toegekend("GM0995", 2027, ["lokaal", "nplv"])
    assert samen.centen is None
    assert samen.bekend == lokaal.centen
    assert samen.status == lokaal.status
    assert geld.toegekend("GM0147", 2027, ["lokaal", "nplv"]).centen is not None


def test_who_gets_nothing_gets_no_zero(geld: Geld) -> None:
    """SamenTwente gets no local money; nobody knows what the Brede SPUK was in 2024."""
    for code, jaar, onderdeel in (("samentwente", 2027, "lokaal"), ("GM0147", 2024, "brede_spuk")):
        geen = geld.toegekend(code, jaar, [onderdeel])
        assert (geen.centen, geen.bekend, geen.status) == (None, 0, Status.VERWACHT)


def test_an_amount_that_we_put_right_is_an_assumption_and_names_both(geld: Geld) -> None:
    """Bijlage 2B has the rows of Noordoost Brabant and Noord-Holland Noord exchanged in 2025."""
    code = geld.gegevens.regios["Noordoost Brabant"].mandaathouder_code
    recht = geld.rechten[code, 2025, "spuk_iza"]
    assert (recht.centen, recht.gepubliceerd) == (5_508_786_00, 5_407_422_00)
    assert recht.status is Status.AANNAME
    later = geld.rechten[code, 2026, "spuk_iza"]
    assert (later.gepubliceerd, later.status) == (None, Status.VASTGESTELD)


def test_the_rights_are_worked_out_once(gegevens: Gegevens) -> None:
    assert geld_van(gegevens) is geld_van(gegevens)
