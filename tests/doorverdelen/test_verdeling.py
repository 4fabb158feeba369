"""What a plan comes to per gemeente and year: in its parts, with its status, for whoever asks."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from azwa_funds.doorverdelen import lees_plan, met_plannen, verdeel_door
from azwa_funds.doorverdelen.verdeling import (
    Doorverdeling,
    kies_plannen,
    ontvangers_van,
    planbron,
    plankeuze,
    toezegging,
    vingerafdrukken,
)
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Beschikt, Status, Vindplaats
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout
from azwa_funds.verdelen.cijfers import Cijfers

#: Twente gets 5.711.031 in 2026, 7.231.342 in 2027 and 8.759.616 in 2028.
PLAN = """\
naam = "Doorverdeling Twente"
regio = "Twente"
jaren = [2026, 2027, 2028]
besluit = "Besluit van de regiotafel"
minimum = 300000
[[post]]
naam = "Coördinatie"
procent = 2.5
[[post]]
naam = "Onderzoek"
bedrag = { 2027 = 31342 }
[[vast]]
gemeente = "Enschede"
bedrag = 40000
jaren = [2028]
[[activiteit]]
naam = "Valpreventie"
bedrag = 500001
deelnemers = ["Borne", "Almelo"]
wijze = "gelijk"
jaren = [2027]
[[verdeling]]
wijze = "inwoners"
procent = 60
[[verdeling]]
wijze = "gelijk"
procent = 40
[[doet_niet_mee]]
gemeente = "Losser"
jaren = [2028]
"""
KOP = 'naam = "Proef"\nregio = "Twente"\njaren = [2027]\n'


def bewaar(map_: Path, tekst: str, naam: str = "twente.toml") -> Path:
    pad = map_ / naam
    pad.write_text(tekst, encoding="utf-8")
    return pad


@pytest.fixture(scope="module")
def cijfers(gegevens: Gegevens) -> Cijfers:
    return Cijfers(gegevens)


@pytest.fixture(scope="module")
def verdeling(cijfers: Cijfers, tmp_path_factory: pytest.TempPathFactory) -> Doorverdeling:
    pad = bewaar(tmp_path_factory.mktemp("plan"), PLAN)
    return verdeel_door(cijfers, lees_plan(cijfers, pad))


def uitkomst(cijfers: Cijfers, map_: Path, tekst: str) -> Doorverdeling:
    return verdeel_door(cijfers, lees_plan(cijfers, bewaar(map_, tekst)))


# -- in its parts ------------------------------------------------------------------------------


def test_each_year_has_the_posts_and_amounts_of_that_year(verdeling: Doorverdeling) -> None:
    posten = {
        jaar: [(deel.post.naam, deel.bedrag) for deel in jaardeel.posten]
        for jaar, jaardeel in verdeling.jaren.items()
    }
    assert posten == {
        2026: [("Coördinatie", 142_776)],
        2027: [("Coördinatie", 180_784), ("Onderzoek", 31_342)],
        2028: [("Coördinatie", 218_990)],
    }
    assert [verdeling.deel("GM0153", jaar).vast for jaar in (2026, 2027, 2028)] == [0, 0, 40_000]
    assert [verdeling.deel("GM0141", jaar).activiteiten for jaar in (2026, 2027)] == [
        (0,), (250_001,),
    ]  # fmt: skip
    assert verdeling.deel("GM0147", 2027).activiteiten == (250_000,)
    losser = verdeling.deel("GM0168", 2028)
    assert (losser.bedrag, losser.precies) == (0, 0), "who does not take part has no share at all"
    assert verdeling.deel("GM0153", 2027).activiteiten == (0,)


def test_what_stays_regional_is_one_row_per_recipient(verdeling: Doorverdeling) -> None:
    rijen = [r for r in verdeling.regels() if r.soort == "regionaal"]
    assert [(r.jaar, r.ontvanger, r.bedrag) for r in rijen] == [
        (2026, "SamenTwente", 142_776), (2027, "SamenTwente", 212_126),
        (2028, "SamenTwente", 218_990),
    ]  # fmt: skip
    for jaar, deel in verdeling.jaren.items():
        assert sum(r.bedrag for r in verdeling.regels() if r.jaar == jaar) == deel.geld.bedrag
        assert deel.regionaal + deel.naar_gemeenten == deel.geld.bedrag
        assert {sum(delen.values()) for delen in deel.wijzen.values()} == {deel.naar_gemeenten}
        assert deel.rest == sum(gemeente.gedeeld for gemeente in deel.gemeenten)


def test_a_gemeente_sees_how_its_share_of_the_rest_was_weighed(
    cijfers: Cijfers, verdeling: Doorverdeling
) -> None:
    """60% by inhabitants and 40% equally; without a minimum the exact share is that weight."""
    deel = verdeling.jaren[2027]
    almelo = verdeling.deel("GM0141", 2027)
    samen = cijfers.inwoners_van(cijfers.gemeenten_van("Twente"))
    gewicht = Fraction(6, 10) * Fraction(cijfers.inwoners["GM0141"], samen) + Fraction(4, 140)
    assert almelo.gewicht == gewicht
    assert sum(gemeente.gewicht for gemeente in deel.gemeenten) == 1
    assert sum(gemeente.precies for gemeente in deel.gemeenten) == deel.rest
    assert abs(almelo.gedeeld - almelo.precies) < 1
    assert almelo.bedrag == 250_001 + almelo.gedeeld
    borne = verdeling.deel("GM0147", 2027)
    assert (borne.op_minimum, borne.bedrag) == (False, 250_000 + borne.gedeeld)


def test_what_was_given_before_counts_for_the_minimum(cijfers: Cijfers, tmp_path: Path) -> None:
    """Borne has 390.000 already and is filled up to 400.000; who is large enough is not."""
    vast = '\n[[vast]]\ngemeente = "Borne"\nbedrag = 390000\n'
    vast += '[[activiteit]]\nnaam = "Inloop"\nbedrag = 2\ndeelnemers = ["Enschede"]\n'
    tekst = KOP + "minimum = 400000\n" + vast + '\n[[verdeling]]\nwijze = "inwoners"\n'
    met = uitkomst(cijfers, tmp_path, tekst)
    delen = met.jaren[2027].gemeenten
    op_minimum = {deel.naam: deel.gedeeld for deel in delen if deel.op_minimum}
    assert {deel.bedrag for deel in delen if deel.op_minimum} == {400_000}
    zonder_vast = {gedeeld for naam, gedeeld in op_minimum.items() if naam != "Borne"}
    assert zonder_vast == {400_000}
    assert min(deel.bedrag for deel in delen) == 400_000
    enschede = met.deel("GM0153", 2027)
    assert not enschede.op_minimum
    assert enschede.bedrag > 400_000


def test_who_does_not_take_part_is_there_with_nothing(verdeling: Doorverdeling) -> None:
    """Not even the minimum, and not in an activity for all; in another year it does."""
    losser = verdeling.deel("GM0168", 2028)
    assert (losser.doet_mee, losser.bedrag, losser.gewicht) == (False, 0, 0)
    assert verdeling.deel("GM0168", 2027).doet_mee
    assert verdeling.toegezegd("GM0168", 2028) == 0


def test_letters_go_to_who_gets_money_in_any_year_by_name(verdeling: Doorverdeling) -> None:
    wie = ontvangers_van(verdeling)
    namen = [ontvanger.naam for ontvanger in wie.values()]
    assert namen == sorted(namen)
    assert (len(namen), wie["GM0168"].naam) == (14, "Losser")


def test_who_gets_nothing_in_no_year_gets_no_letter(cijfers: Cijfers, tmp_path: Path) -> None:
    tekst = (
        KOP + '\n[[vast]]\ngemeente = "Borne"\nbedrag = 1\n\n[[post]]\nnaam = "x"\nrest = true\n'
    )
    assert list(ontvangers_van(uitkomst(cijfers, tmp_path, tekst))) == ["GM0147"]


# -- what does not fit -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tekst", "regel", "zin"),
    [
        (
            "minimum = 5\n[[post]]\nnaam = 'x'\nrest = true\n[[vast]]\ngemeente = 'Almelo'\n"
            "bedrag = 5\n",
            4,
            "krijgt Borne € 0, minder dan het minimum van € 5, en er is geen rest om te verdelen",
        ),
        (
            "[[vast]]\ngemeente = 'Almelo'\nbedrag = 5\n[[post]]\nnaam = 'x'\nprocent = 1\n",
            7,
            "heeft € 7.159.024 van het regionale bedrag van € 7.231.342 nog geen plek",
        ),
        (
            "[[post]]\nnaam = 'x'\nbedrag = 7231342\n[[activiteit]]\nnaam = 'y'\nbedrag = 1\n"
            "deelnemers = 'alle'\n",
            7,
            "is activiteit 'y' € 1, maar van het regionale bedrag van € 7.231.342 (indicatief) is "
            "dan nog € 0 over; verlaag dit bedrag of een eerder bedrag met € 1",
        ),
    ],
)
def test_money_that_is_not_there_or_has_no_place_is_told_by_its_line(
    cijfers: Cijfers, tmp_path: Path, tekst: str, regel: int, zin: str
) -> None:
    with pytest.raises(Invoerfout) as fout:
        uitkomst(cijfers, tmp_path, KOP + tekst)
    assert fout.value.rij == regel
    assert f"in 2027 {zin}" in str(fout.value)


def test_a_plan_may_give_out_the_last_euro(cijfers: Cijfers, tmp_path: Path) -> None:
    alles = uitkomst(cijfers, tmp_path, KOP + "[[post]]\nnaam = 'x'\nbedrag = 7231342\n")
    jaar = alles.jaren[2027]
    assert (jaar.regionaal, jaar.naar_gemeenten, jaar.rest) == (7_231_342, 0, 0)


# -- known everywhere --------------------------------------------------------------------------


def test_a_promise_is_as_firm_as_the_softest_of_plan_and_money(
    cijfers: Cijfers, verdeling: Doorverdeling, tmp_path: Path
) -> None:
    assert [verdeling.status_van(jaar) for jaar in (2026, 2027)] == [
        Status.VASTGESTELD, Status.INDICATIEF,
    ]  # fmt: skip
    zonder_besluit = uitkomst(cijfers, tmp_path, PLAN.replace("besluit =", "doel ="))
    assert zonder_besluit.status_van(2026) is Status.AANNAME


def test_every_command_knows_what_was_promised(gegevens: Gegevens, tmp_path: Path) -> None:
    pad = bewaar(tmp_path, PLAN)
    met = met_plannen(gegevens, [pad])
    nu, eerder = toezegging(met, "GM0141", 2027), toezegging(met, "GM0141", 2026)
    assert nu is not None
    assert eerder is not None
    assert nu.centen is not None
    assert nu.centen % 100 == 0
    assert nu.centen > 100 * 300_000
    assert (nu.onderdeel, eerder.onderdeel) == ("regionaal", "spuk_iza")
    assert (nu.naam, nu.regio, nu.status) == ("Almelo", "Twente", Status.INDICATIEF)
    assert toezegging(met, "GM0141", 2029) is None, "no year of the plan"
    assert toezegging(met, "GM0344", 2027) is None, "Utrecht is in another regio"
    assert toezegging(met, "samentwente", 2027) is None, "no gemeente"
    assert toezegging(gegevens, "GM0141", 2027) is None, "the data themselves stay without a plan"
    assert (
        planbron(met, "Twente") == "Doorverdeling Twente (twente.toml; Besluit van de regiotafel)"
    )
    assert list(vingerafdrukken(met)) == ["twente.toml"]
    assert (plankeuze(met), plankeuze(gegevens)) == (["plan=twente.toml"], [])
    assert met_plannen(gegevens, []) is gegevens


def test_a_regio_has_one_plan(gegevens: Gegevens, tmp_path: Path) -> None:
    paden = [bewaar(tmp_path, PLAN, naam) for naam in ("een.toml", "twee.toml")]
    with pytest.raises(Gebruikersfout, match="twee plannen van IZA-regio Twente"):
        met_plannen(gegevens, paden)


def test_a_receipt_asks_for_the_plans_that_it_was_made_with() -> None:
    boek, een, twee = Path("boek.csv"), Path("een.toml"), Path("twee.toml")
    keuzes = {"plan": "een.toml, twee.toml"}
    assert kies_plannen(keuzes, [twee, boek, een]) == ([twee, een], [boek])
    assert kies_plannen({}, [boek, een]) == ([], [boek, een])
    with pytest.raises(Gebruikersfout, match=r"met het plan twee\.toml; geef dat ook"):
        kies_plannen(keuzes, [boek, een])


# -- the beschikking ---------------------------------------------------------------------------


def test_a_plan_that_fitted_the_calculation_and_not_the_award_says_so(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    brief = Beschikt(
        "spuk_azwa", "regionaal", 2027, "Twente", "samentwente", "SamenTwente", 7_091_342, "B-1",
        date(2026, 12, 1), Vindplaats("vws_2026_04_22", "proef"),
    )  # fmt: skip
    anders = gegevens.met(beschikt={("spuk_azwa", "regionaal", 2027): {"samentwente": brief}})
    anders.__dict__.pop("geld", None)
    cijfers = Cijfers(anders)
    plan = lees_plan(cijfers, bewaar(tmp_path, KOP + "[[post]]\nnaam='x'\nbedrag = 7231342\n"))
    with pytest.raises(Invoerfout, match=r"\(beschikt; berekend was € 7.231.342\) is dan nog"):
        verdeel_door(cijfers, plan)
    geld = verdeel_door(cijfers, plan, berekend=True).jaren[2027].geld
    assert (geld.bedrag, geld.berekend, geld.verschil) == (7_231_342, None, 0)
