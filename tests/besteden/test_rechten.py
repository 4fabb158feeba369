"""What was awarded: one answer for the toets and for SiSa, with its status and where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from azwa_funds.besteden.rechten import Geld, Toegekend, geld_van, kies_kring
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


def test_what_is_p_m_makes_a_known_amount_no_softer(geld: Geld) -> None:
    vast = replace(geld.rechten["GM0995", 2027, "lokaal"], status=Status.BESCHIKT)
    pm = replace(geld.rechten["GM0995", 2027, "nplv"], status=Status.VERWACHT)
    assert Toegekend((vast, pm)).status is Status.BESCHIKT
    assert Toegekend((pm,)).status is Status.VERWACHT


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


def test_the_country_has_a_budget_now_and_had_a_sum_before(geld: Geld) -> None:
    assert geld.budget("lokaal", 2027)[:2] == (231_000_000_00, Status.INDICATIEF)
    oud = [b for b in geld.gegevens.beschikkingen if (b.uitkering, b.jaar) == ("spuk_iza", 2025)]
    centen, status, vindplaats = geld.budget("spuk_iza", 2025)
    assert centen == 100 * sum(b.bedrag for b in oud)
    assert (status, vindplaats.bron) == (Status.AANNAME, oud[0].vindplaats.bron)
    _, status, vindplaats = geld.budget("brede_spuk", 2026)
    eerste = next(b for b in geld.gegevens.beschikkingen if b.uitkering == "brede_spuk")
    assert (status, vindplaats) == (Status.VASTGESTELD, eerste.vindplaats)


def test_what_nobody_has_agreed_on_yet_is_known_by_year(geld: Geld) -> None:
    afgesproken = {
        (onderdeel, jaar): not geld.is_nog_niet_afgesproken(onderdeel, jaar)
        for onderdeel, jaar in (
            ("ggd_kennis_coordinatie", 2027), ("ggd_kennis_coordinatie", 2028), ("lokaal", 2027),
            ("nplv", 2027), ("lokaal", 2031), ("brede_spuk", 2026), ("onbekend", 2027),
        )
    }  # fmt: skip
    assert [wat for wat, ja in afgesproken.items() if not ja] == [("ggd_kennis_coordinatie", 2028)]


def test_who_belongs_to_which_regio(geld: Geld) -> None:
    assert [geld.regio_van(code) for code in ("GM0141", "samentwente", "ggd-twente")] == [
        "Twente", "Twente", "",
    ]  # fmt: skip
    assert (len(geld.leden["Twente"]), geld.leden["Twente"][0]) == (14, "GM0141")


def test_who_waits_for_money_has_a_right_without_an_amount(geld: Geld) -> None:
    """The GGD'en of 2027 by name; of 2028 nobody says that it goes to them."""
    assert geld.rechten["ggd-twente", 2027, "ggd_kennis_coordinatie"].centen is None
    assert ("ggd-twente", 2028, "ggd_kennis_coordinatie") not in geld.rechten
    assert "gezonde_school" not in geld.onderdelen("spuk_azwa", 2027)
    eigen_regels = [r for r in geld.rechten.values() if r.onderdeel == "gezonde_school"]
    assert {r.jaar for r in eigen_regels} <= {2028, 2029}, "a subsidy has rules of its own"
    assert geld.onderdelen("brede_spuk", 2026) == ("brede_spuk",)
    assert (geld.jaren("spuk_azwa"), geld.jaren("spuk_iza")) == ((2027, 2028, 2029), (2025, 2026))


def test_an_amount_rests_on_the_division_and_knows_it(geld: Geld) -> None:
    recht = geld.rechten["GM0141", 2027, "lokaal"]
    assert recht.toekenning is not None
    assert (recht.centen, recht.berekend) == (100 * recht.toekenning.bedrag, None)
    assert recht.vindplaats.bron == "vws_2026_04_22"


def test_two_bodies_of_no_regio_are_tested_by_themselves(geld: Geld) -> None:
    """GGD'en belong to no IZA-regio; a gemeente beside them brings hers."""
    twee = kies_kring(geld, ["ggd-twente", "ggd-amsterdam"])
    assert (twee.naam, twee.codes) == (
        "2 ontvangers buiten de regio's", {"ggd-twente", "ggd-amsterdam"},
    )  # fmt: skip
    assert (twee.regios, twee.is_landelijk) == ((), False)
    samen = kies_kring(geld, ["ggd-twente", "GM0141"])
    assert (samen.naam, len(samen.codes)) == ("regio Twente", 16)
