"""Gemeenten merge and split: keys and CBS figures follow, and no euro is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hulp import draai, draai_in, kopieer_gegevens, lees_csv, schrijf_csv
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.herindeling import opvolgers, volg, voorgangers
from azwa_funds.kern.begrippen import LOKAAL, SPUK_AZWA, Herindeling
from azwa_funds.kern.fouten import Gebruikersfout, Rekenfout
from azwa_funds.scenario.regioaandeel import Regioaandeel, regioaandelen
from azwa_funds.scenario.scenario import lees_scenario, standen
from azwa_funds.scenario.wijziging import Stand
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.verdelen.sleutel import gewichten

DAG = date(2027, 1, 1)
KOP = 'id = "proef"\nnaam = "Proef"\ntoelichting = "Een proef."\n'


def herindeling(gegevens: Gegevens, oud: str, nieuw: str, aandeel: Fraction | None) -> Herindeling:
    voorbeeld = gegevens.herindelingen[0]
    return replace(
        voorbeeld, code_oud=oud, code_nieuw=nieuw, aandeel=aandeel, datum=DAG, status="gerealiseerd"
    )


def scenario(map_: Path, oud: str, nieuw: str, datum: str = "2027-01-01", meer: str = "") -> Path:
    pad = map_ / "proef.toml"
    pad.write_text(
        f'{KOP}[[wijziging]]\nnaam = "Herindeling"\nsoort = "herindeling"\ndatum = "{datum}"\n'
        f'toelichting = "Een proef."\noud = {oud}\nnieuw = {nieuw}\n{meer}\n',
        "utf-8",
    )
    return pad


# -- CBS figures -------------------------------------------------------------------------------


def test_inhabitants_of_all_years_in_the_indeling_of_now(gegevens: Gegevens) -> None:
    """The series has the 342 gemeenten of now in every year; what is not known stays empty."""
    reeks = gegevens.reeks("bevolking", "inwoners", range(2017, 2027), 2026)
    onbekend = {}
    for jaar, cijfers in reeks.items():
        assert set(cijfers) == set(gegevens.gemeenten)
        onbekend[jaar] = {gegevens.gemeenten[c].naam for c, cijfer in cijfers.items() if not cijfer}
    assert onbekend[2017] > onbekend[2018] > onbekend[2019] == onbekend[2020]
    assert onbekend[2020] == {"Boxtel", "Oisterwijk", "Tilburg", "Vught"}  # the split of Haaren
    for jaar in range(2021, 2027):
        ruw = [r["inwoners"] for r in gegevens.cbs("bevolking") if r["jaar"] == jaar]
        assert onbekend[jaar] == set()
        assert sum(map(Fraction, reeks[jaar].values())) == sum(ruw)


def test_the_list_of_mergers_agrees_with_the_inhabitants(gegevens: Gegevens) -> None:
    """A gemeente of now hardly grows in the year of its merger, once its parts are counted."""
    reeks = gegevens.reeks("bevolking", "inwoners", range(2017, 2027), 2026)
    vergeleken = 0
    for h in gegevens.herindelingen:
        jaar = h.datum.year + (h.datum > date(h.datum.year, 1, 1))
        if h.status == "gerealiseerd" and (voor := reeks[jaar - 1][h.code_nieuw]):
            na = reeks[jaar][h.code_nieuw]
            assert na is not None
            assert abs(na - voor) < Fraction(25, 1000) * voor, h.naam_nieuw
            vergeleken += 1
    assert vergeleken > 45


def test_a_percentage_is_not_added_up(gegevens: Gegevens) -> None:
    samen = [herindeling(gegevens, "GM1696", "GM0402", Fraction(1))]
    cijfers = {"GM1696": 10, "GM0402": 30, "GM0363": 50}
    assert volg(samen, cijfers, date(2026, 1, 1), DAG, optelbaar=False) == {
        "GM0402": None,
        "GM0363": 50,
    }


def test_weesp_counted_apart_until_it_joined_amsterdam(gegevens: Gegevens) -> None:
    """The merger was on 24 March 2022, so on 1 January 2022 Weesp still had its own figure."""
    weesp, amsterdam = "GM0457", "GM0363"
    assert opvolgers(gegevens.herindelingen, [weesp], date(2022, 1, 1)) == {amsterdam}
    cijfers = {weesp: 20766, amsterdam: 882633}
    assert volg(gegevens.herindelingen, cijfers, date(2021, 1, 1), date(2022, 1, 1)) == cijfers
    assert volg(gegevens.herindelingen, cijfers, date(2022, 1, 1), date(2023, 1, 1)) == {
        amsterdam: 903399
    }


def test_figures_of_the_day_itself_are_already_new(gegevens: Gegevens) -> None:
    rijen = [herindeling(gegevens, "GM0001", "GM0002", Fraction(1))]
    cijfers = {"GM0001": 10, "GM0002": 20}
    assert volg(rijen, cijfers, DAG, date(2030, 1, 1)) == cijfers
    assert volg(rijen, cijfers, date(2026, 12, 31), DAG) == {"GM0002": 30}


def test_a_key_can_count_inhabitants_of_before_the_mergers(tmp_path: Path) -> None:
    """With the inhabitants of 2021, Maashorst (2022) has those of Landerd and Uden."""
    map_ = kopieer_gegevens(tmp_path)
    sleutel = (map_ / "verdeelsleutels" / "ggd_inwoners.toml").read_text("utf-8")
    for oud, nieuw in {
        '"ggd_inwoners"': '"oude_inwoners"',
        '"ggd_regio"': '"gemeente"',
        "jaar = 2026": "jaar = 2021",
    }.items():
        assert oud in sleutel
        sleutel = sleutel.replace(oud, nieuw)
    (map_ / "verdeelsleutels" / "oude_inwoners.toml").write_text(sleutel, "utf-8")
    gegevens = Gegevens(map_ / "data", map_ / "verdeelsleutels")
    weging = {g.ontvanger.naam: g.waarde for g in gewichten(gegevens, "oude_inwoners", 2027)}
    inwoners = {
        r["gemeente"]: r["inwoners"] for r in gegevens.cbs("bevolking") if r["jaar"] == 2021
    }
    assert weging["Maashorst"] == inwoners["Landerd"] + inwoners["Uden"]
    assert sum(weging.values()) == sum(inwoners.values())


# -- properties --------------------------------------------------------------------------------

CODES = [f"GM{nummer:04d}" for nummer in range(1, 7)]


@st.composite
def splitsing(draw: st.DrawFn) -> list[tuple[str, Fraction]]:
    doelen = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True))
    delen = draw(st.lists(st.integers(1, 50), min_size=len(doelen), max_size=len(doelen)))
    return [(code, Fraction(deel, sum(delen))) for code, deel in zip(doelen, delen, strict=True)]


@given(
    st.dictionaries(st.sampled_from(CODES), st.integers(0, 10**9), min_size=1),
    st.sampled_from(CODES),
    splitsing(),
)
def test_no_herindeling_changes_a_total(
    gegevens: Gegevens, cijfers: dict[str, int], oud: str, delen: list[tuple[str, Fraction]]
) -> None:
    rijen = [herindeling(gegevens, oud, nieuw, aandeel) for nieuw, aandeel in delen]
    na = volg(rijen, cijfers, date(2026, 1, 1), DAG)
    assert sum(map(Fraction, na.values())) == sum(cijfers.values())
    assert oud not in na or oud in dict(delen) or oud not in cijfers
    herkomst = voorgangers(rijen, cijfers, date(2026, 1, 1), DAG)
    assert set(herkomst) == set(na)
    assert {code for codes in herkomst.values() for code in codes} == set(cijfers)


def test_a_gemeente_without_a_figure_does_not_stop_the_others(gegevens: Gegevens) -> None:
    """The first merger is of a gemeente that the table does not know; the second is carried out."""
    rijen = [
        herindeling(gegevens, "GM0001", "GM0009", Fraction(1)),
        herindeling(gegevens, "GM0002", "GM0009", Fraction(1)),
    ]
    assert volg(rijen, {"GM0002": 10}, date(2026, 1, 1), DAG) == {"GM0009": 10}
    assert voorgangers(rijen, ["GM0002"], date(2026, 1, 1), DAG) == {"GM0009": ("GM0002",)}


@given(
    st.dictionaries(st.sampled_from(CODES), st.integers(0, 10**9), min_size=2),
    st.permutations(range(4)),
)
def test_the_order_of_the_list_of_mergers_does_not_matter(
    gegevens: Gegevens, cijfers: dict[str, int], volgorde: list[int]
) -> None:
    """Two mergers and a split on one day, and a merger of the outcome a year later."""
    a, b, c, d = CODES[:4]
    rijen = [
        herindeling(gegevens, a, b, Fraction(1)),
        herindeling(gegevens, c, b, Fraction(1, 3)),
        herindeling(gegevens, c, d, Fraction(2, 3)),
        replace(herindeling(gegevens, b, d, Fraction(1)), datum=date(2028, 1, 1)),
    ]
    van, tot = date(2026, 1, 1), date(2028, 1, 1)
    recht = volg(rijen, cijfers, van, tot)
    assert volg([rijen[i] for i in volgorde], cijfers, van, tot) == recht
    assert sum(map(Fraction, recht.values())) == sum(cijfers.values())
    # All of it ends in one gemeente, however the parts went there.
    if set(cijfers) & {a, b, c, d}:
        assert recht[d] == sum(cijfers.get(code, 0) for code in (a, b, c, d))


def test_shares_that_lose_something_are_refused(gegevens: Gegevens) -> None:
    rijen = [herindeling(gegevens, "GM0001", "GM0002", Fraction(1, 2))]
    with pytest.raises(Rekenfout, match="totaal"):
        volg(rijen, {"GM0001": 10}, date(2026, 1, 1), DAG)


# -- money -------------------------------------------------------------------------------------


def test_wijdemeren_is_not_in_hilversum_unless_asked() -> None:
    """Proposed only: the usual division knows both; the scenario adds the one to the other."""
    gewoon = {r["ontvanger"]: int(r["bedrag"]) for r in draai(
        "verdeel", "--jaar", "2027", "--onderdeel", "lokaal", "--formaat", "csv").rijen
    }  # fmt: skip
    samen = {r["ontvanger"]: int(r["bedrag"]) for r in draai(
        "scenario", "reken", "wijdemeren_hilversum", "--jaar", "2027", "--onderdeel", "lokaal",
        "--formaat", "csv").rijen
    }  # fmt: skip
    assert len(gewoon) == 342
    assert len(samen) == 341
    assert "Wijdemeren" not in samen
    assert abs(samen["Hilversum"] - gewoon["Hilversum"] - gewoon["Wijdemeren"]) <= 1
    assert sum(samen.values()) == sum(gewoon.values()) == 231_000_000


def test_the_weight_of_hilversum_is_the_sum_and_says_so(gegevens: Gegevens) -> None:
    eind = standen(gegevens, lees_scenario(gegevens, "wijdemeren_hilversum"))[-1]
    voor = {g.ontvanger.code: g for g in gewichten(gegevens, "brede_spuk_2026", 2027)}
    na = {g.ontvanger.code: g for g in gewichten(eind.gegevens[2027], "brede_spuk_2026", 2027)}
    assert na["GM0402"].waarde == voor["GM0402"].waarde + voor["GM1696"].waarde
    assert "Wijdemeren" in na["GM0402"].opmerking
    assert sum(g.waarde for g in na.values()) == sum(g.waarde for g in voor.values())


def test_every_key_follows_a_merger(gegevens: Gegevens) -> None:
    """Whatever a key is made of, its total weight stays, or it counts the new recipients."""
    eind = standen(gegevens, lees_scenario(gegevens, "wijdemeren_hilversum"))[-1]
    for id_, sleutel in gegevens.sleutels.items():
        for jaar in range(sleutel.van, sleutel.tot_en_met + 1):
            voor = gewichten(gegevens, id_, jaar)
            na = gewichten(eind.gegevens[jaar], id_, jaar)
            totaal = sum(g.waarde for g in voor)
            assert sum(g.waarde for g in na) == totaal, id_
            assert "GM1696" not in {g.ontvanger.code for g in na}, id_


def test_a_merger_later_on_leaves_the_first_year_alone(tmp_path: Path) -> None:
    pad = scenario(tmp_path, '["Wijdemeren"]', '[{ gemeente = "Hilversum" }]', "2028-01-01")
    rijen = draai("scenario", "reken", pad, "--gemeente", "Wijdemeren", "--formaat", "csv").rijen
    assert [rij["jaar"] for rij in rijen] == ["2027"]


def test_a_split_by_shares_closes_and_is_exact(tmp_path: Path, gegevens: Gegevens) -> None:
    """Wijdemeren in parts of 9213 and 14941 of 24154: shares of people, not round numbers."""
    delen = (
        '[{ gemeente = "GM0402", aandeel = "9213/24154" }, '
        '{ gemeente = "Stichtse Vecht", aandeel = "14941/24154" }]'
    )
    pad = scenario(tmp_path, '["Wijdemeren"]', delen)
    voor = {g.ontvanger.code: g.waarde for g in gewichten(gegevens, "brede_spuk_2026", 2027)}
    eind = standen(gegevens, lees_scenario(gegevens, pad))[-1].gegevens[2027]
    na = {g.ontvanger.code: Fraction(g.waarde) for g in gewichten(eind, "brede_spuk_2026", 2027)}
    schaal = sum(na.values()) / sum(voor.values())
    assert na["GM0402"] / schaal == voor["GM0402"] + Fraction(9213, 24154) * voor["GM1696"]
    # The regio of the parts counts them too: Stichtse Vecht lies in another regio.
    regios = {g.ontvanger.regio: g.waarde for g in gewichten(gegevens, "som_van_gemeenten", 2027)}
    nieuw = {g.ontvanger.regio: g.waarde for g in gewichten(eind, "som_van_gemeenten", 2027)}
    schaal = Fraction(sum(nieuw.values()), sum(regios.values()))
    verhuisd = Fraction(14941, 24154) * voor["GM1696"]
    assert nieuw["Gooi en Vechtstreek"] / schaal == regios["Gooi en Vechtstreek"] - verhuisd
    rijen = draai("scenario", "reken", pad, "--jaar", "2027", "--formaat", "csv").rijen
    assert sum(int(rij["bedrag"]) for rij in rijen) == 451_000_000


def test_the_regio_and_share_of_the_merged_gemeente_are_told(tmp_path: Path) -> None:
    uitkomst = draai("scenario", "reken", "wijdemeren_hilversum", "--gemeente", "Hilversum")
    assert (
        "Vanaf 2027: Wijdemeren houdt op te bestaan (had 9,85% van regio Gooi en Vechtstreek). "
        "Vanaf 2027: Hilversum hoort bij regio Gooi en Vechtstreek en heeft daarin een rekenkundig "
        "aandeel van 50,53% (was 40,68%)." in uitkomst.tekst
    )
    assert "verhuizen niet mee" not in uitkomst.tekst
    pad = scenario(tmp_path, '["Wijdemeren"]', '[{ gemeente = "Stichtse Vecht" }]')
    tekst = draai("scenario", "reken", pad, "--gemeente", "Stichtse Vecht").tekst
    assert (
        "de gewichten van de regio's in sleutel spuk_iza_2026 zijn gepubliceerde bedragen; die "
        "verhuizen niet mee naar de andere regio." in tekst
    )


def test_the_gemeenten_of_a_regio_are_all_of_it(gegevens: Gegevens) -> None:
    aandelen = regioaandelen(Stand.uitgangspunt(gegevens, SPUK_AZWA), 2027).values()
    for regio in gegevens.regios:
        assert sum(deel.aandeel for deel in aandelen if deel.regio == regio) == 1


def test_of_a_regio_that_counts_for_nothing_a_gemeente_has_no_share(tmp_path: Path) -> None:
    """By a table of one's own, in which the gemeenten of Zeeland weigh nothing."""
    map_ = kopieer_gegevens(tmp_path)
    sleutel = (map_ / "verdeelsleutels" / "brede_spuk_2026.toml").read_text("utf-8")
    sleutel = sleutel.replace('id = "brede_spuk_2026"', 'id = "eigen"').replace(
        'uitkering = "brede_spuk"\njaar = 2026', 'bestand = "eigen.csv"'
    )
    (map_ / "verdeelsleutels" / "eigen.toml").write_text(sleutel, "utf-8")
    eigen = Gegevens(map_ / "data", map_ / "verdeelsleutels")
    kop = ["ontvanger_code", "ontvanger", "gewicht", "bron", "vindplaats"]
    wegen = [
        [g.code, g.naam, str(int(g.iza_regio != "Zeeland")), "eigen_keuze", "proef"]
        for g in eigen.gemeenten.values()
    ]
    schrijf_csv(map_ / "verdeelsleutels" / "eigen.csv", [kop, *wegen])
    stand = Stand.uitgangspunt(eigen, SPUK_AZWA)
    stand = replace(stand, sleutels={**stand.sleutels, (LOKAAL, 2027): "eigen"})
    aandelen = regioaandelen(stand, 2027)
    assert aandelen["GM0687"].regio == "Zeeland"
    assert aandelen["GM0687"].procent == "0,00%"
    assert aandelen["GM0141"].aandeel == Fraction(1, 14), "een van de veertien van Twente"


def test_a_share_is_told_in_hundredths_of_a_percent_and_half_goes_up() -> None:
    delen = {Fraction(1): "100,00%", Fraction(1, 3): "33,33%", Fraction(1005, 10**5): "1,01%"}
    for deel, procent in delen.items():
        assert Regioaandeel("Hilversum", "Gooi en Vechtstreek", deel).procent == procent


def test_a_mandaathouder_that_merges_takes_the_mandate_along(tmp_path: Path) -> None:
    """Hilversum is mandaathouder; as part of a new gemeente, that one gets the regional money."""
    pad = scenario(
        tmp_path, '["Hilversum", "Wijdemeren"]', '[{ gemeente = "GM9999", naam = "Proefgemeente" }]'
    )
    rijen = draai("scenario", "reken", pad, "--jaar", "2027", "--formaat", "csv").rijen
    nieuw = {r["onderdeel"]: r for r in rijen if r["ontvanger_code"] == "GM9999"}
    assert nieuw["regionaal"]["bedrag"] == "2378172"
    assert nieuw["regionaal"]["ontvanger"] == "Proefgemeente"
    assert nieuw["lokaal"]["regio"] == "Gooi en Vechtstreek"
    assert "GM0402" not in {r["ontvanger_code"] for r in rijen}


def test_an_nplv_area_goes_along_with_its_gemeente(tmp_path: Path) -> None:
    pad = scenario(
        tmp_path, '["Nieuwegein"]', '[{ gemeente = "IJsselstein" }]',
        meer='[[wijziging]]\nnaam = "NPLV"\nsoort = "sleutel"\nsleutel = "nplv_gelijk"\n'
        'onderdelen = ["nplv"]\ntoelichting = "Een proef."',
    )  # fmt: skip
    rijen = draai("scenario", "reken", pad, "--onderdeel", "nplv", "--formaat", "csv").rijen
    namen = {rij["ontvanger"] for rij in rijen}
    assert "IJsselstein" in namen
    assert "Nieuwegein" not in namen


def doorgevoerd(gegevens: Gegevens, pad: Path) -> Gegevens:
    return standen(gegevens, lees_scenario(gegevens, pad))[-1].gegevens[2027]


@pytest.mark.parametrize(
    ("oud", "nieuw", "soort", "delen"),
    [
        ('["Wijdemeren"]', '[{ gemeente = "Hilversum" }]', "samenvoeging", {"GM0402": 1}),
        ('["Hilversum", "Wijdemeren"]', '[{ gemeente = "Hilversum" }]', "samenvoeging",
         {"GM0402": 1}),
        ('["Wijdemeren"]',
         '[{ gemeente = "Hilversum", aandeel = "1/4" }, { gemeente = "Almelo", aandeel = "3/4" }]',
         "splitsing", {"GM0402": Fraction(1, 4), "GM0141": Fraction(3, 4)}),
    ],
)  # fmt: skip
def test_a_scenario_replaces_what_was_proposed_and_leaves_history(
    tmp_path: Path, gegevens: Gegevens, oud: str, nieuw: str, soort: str, delen: dict[str, Fraction]
) -> None:
    """Wijdemeren ends the day before; who only takes it in goes on, without a row of its own."""
    na = doorgevoerd(gegevens, scenario(tmp_path, oud, nieuw))
    eigen = [h for h in na.herindelingen if h.code_oud in ("GM1696", "GM0402")]
    assert {h.code_nieuw: h.aandeel for h in eigen} == delen
    assert {(h.code_oud, h.naam_oud, h.soort, h.status, h.datum) for h in eigen} == {
        ("GM1696", "Wijdemeren", soort, "gerealiseerd", DAG)
    }
    ander = [h for h in gegevens.herindelingen if h.code_oud != "GM1696"]
    assert [h for h in na.herindelingen if h not in eigen] == ander
    assert na.gemeenten["GM1696"].geldig_tot_en_met == date(2026, 12, 31)
    assert na.gemeenten["GM0402"] == gegevens.gemeenten["GM0402"]


def test_a_scenario_leaves_what_is_proposed_for_others(tmp_path: Path, gegevens: Gegevens) -> None:
    na = doorgevoerd(gegevens, scenario(tmp_path, '["Almelo"]', '[{ gemeente = "Borne" }]'))
    voorgesteld = [h for h in gegevens.herindelingen if h.code_oud == "GM1696"]
    assert voorgesteld
    assert [h for h in na.herindelingen if h.code_oud == "GM1696"] == voorgesteld


@pytest.mark.parametrize(("datum", "jaar"), [("2028-01-01", 2028), ("2028-01-02", 2029)])
def test_a_year_follows_its_first_of_january(
    tmp_path: Path, gegevens: Gegevens, datum: str, jaar: int
) -> None:
    pad = scenario(tmp_path, '["Wijdemeren"]', '[{ gemeente = "Hilversum" }]', datum)
    na = standen(gegevens, lees_scenario(gegevens, pad))[-1].gegevens
    anders = [j for j in (2027, 2028, 2029) if na[j].gemeenten != gegevens.gemeenten]
    assert anders == list(range(jaar, 2030))


@pytest.mark.parametrize(
    ("oud", "nieuw", "zin"),
    [
        ("[]", '[{ gemeente = "Borne" }]', "oud of nieuw is leeg; noem ten minste een gemeente"),
        ('["Almelo"]', "[]", "oud of nieuw is leeg; noem ten minste een gemeente bij elk"),
        (
            '["Almelo"]',
            '[{ gemeente = "Borne", aandeel = "1/2" }, { gemeente = "GM0147", aandeel = "1/2" }]',
            "GM0147 staat twee keer bij nieuw; tel de aandelen op",
        ),
    ],
)
def test_who_goes_where_is_said_once(
    tmp_path: Path, gegevens: Gegevens, oud: str, nieuw: str, zin: str
) -> None:
    with pytest.raises(Gebruikersfout, match=zin):
        doorgevoerd(gegevens, scenario(tmp_path, oud, nieuw))


NIEUW = '[{ gemeente = "GM9999", naam = "Proefgemeente"%s }]'
GEBIEDEN = ', provincie = "Overijssel", ggd_regio = "GGD Twente", iza_regio = "Twente"'


def test_a_new_gemeente_lies_where_the_old_did_or_where_it_is_said(
    tmp_path: Path, gegevens: Gegevens
) -> None:
    samen = doorgevoerd(gegevens, scenario(tmp_path, '["Hilversum", "Wijdemeren"]', NIEUW % ""))
    proef, hilversum = samen.gemeenten["GM9999"], gegevens.gemeenten["GM0402"]
    assert (proef.ggd_regio, proef.iza_regio) == (hilversum.ggd_regio, hilversum.iza_regio)
    assert (proef.geldig_van, proef.geldig_tot_en_met) == (DAG, date.max)
    assert (proef.naam, proef.vindplaats.bron) == ("Proefgemeente", "eigen_keuze")
    verspreid = '["Almelo", "Wijdemeren"]'
    anders = doorgevoerd(gegevens, scenario(tmp_path, verspreid, NIEUW % GEBIEDEN))
    assert anders.gemeenten["GM9999"].iza_regio == "Twente"
    with pytest.raises(Gebruikersfout, match="de oude gemeenten liggen niet in dezelfde provincie"):
        doorgevoerd(gegevens, scenario(tmp_path, verspreid, NIEUW % ""))


def test_who_takes_over_must_be_one_of_the_new(tmp_path: Path, gegevens: Gegevens) -> None:
    pad = scenario(
        tmp_path, '["Hilversum"]', NIEUW % "", meer='rechtsopvolger = "GM1696"'
    )  # fmt: skip
    with pytest.raises(
        Gebruikersfout, match="rechtsopvolger 'GM1696' staat niet bij nieuw; kies uit: GM9999"
    ):
        doorgevoerd(gegevens, pad)


# -- carried out in the data -------------------------------------------------------------------


def met_wijdemeren_in_hilversum(map_: Path) -> Path:
    """The data once Wijdemeren has ended: two tables say so."""
    kopieer_gegevens(map_)
    pad = map_ / "data" / "indeling" / "gemeenten.csv"
    rijen = lees_csv(pad)
    for rij in rijen:
        if rij["naam"] == "Wijdemeren":
            rij["geldig_tot_en_met"] = "2026-12-31"
    schrijf_csv(pad, [list(rijen[0]), *(list(rij.values()) for rij in rijen)])
    pad = map_ / "data" / "indeling" / "herindelingen.csv"
    pad.write_text(pad.read_text("utf-8").replace(",voorgesteld,", ",gerealiseerd,"), "utf-8")
    return map_


def test_a_merger_that_took_place_is_only_two_tables(tmp_path: Path) -> None:
    """Mark it as carried out and give the old gemeente its last day: the keys follow by themselves,

    and the amounts are those of the scenario.
    """
    map_ = met_wijdemeren_in_hilversum(tmp_path)
    kolommen = ("jaar", "onderdeel", "ontvanger_code", "bedrag")
    echt = draai_in(map_, "verdeel", "--formaat", "csv")
    assert echt.code == 0, echt.fout
    proef = draai("scenario", "reken", "wijdemeren_hilversum", "--formaat", "csv")
    assert [[r[k] for k in kolommen] for r in echt.rijen] == [
        [r[k] for k in kolommen] for r in proef.rijen
    ]
    assert draai_in(map_, "uitleg", "Hilversum", "--jaar", "2027").code == 0


def test_what_both_got_before_stands_with_the_merged_gemeente(
    tmp_path: Path, gegevens: Gegevens
) -> None:
    """Its factsheet and regional workbook compare like with like, and no old euro is missing."""
    map_ = met_wijdemeren_in_hilversum(tmp_path)
    voor = Cijfers(gegevens)
    na = Cijfers(Gegevens(map_ / "data", map_ / "verdeelsleutels"))
    for jaar in voor.vorige_jaren:
        samen = sum(voor.lokaal_bedrag(code, jaar) for code in ("GM0402", "GM1696"))
        assert na.lokaal_bedrag("GM0402", jaar) == samen
        regio = "Gooi en Vechtstreek"
        for cijfers in (voor, na):
            delen = [cijfers.aandeel[g.code, jaar] for g in cijfers.gemeenten_van(regio)]
            assert sum(delen) == cijfers.spuk_iza[regio, jaar]
    keuze = ("--landelijk", "--gemeente", "Hilversum", "--regio", "Gooi en Vechtstreek")
    uitkomst = draai_in(map_, "overzicht", *keuze, "--uit", tmp_path / "uit")
    assert uitkomst.code == 0, uitkomst.fout
