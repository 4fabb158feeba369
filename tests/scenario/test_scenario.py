"""What if: a policy officer changes budgets and keys, and sees which change did what."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hulp import WORTEL, draai, draai_in, kopieer_gegevens
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import compare, recalculate
from openpyxl import load_workbook

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, Rekenfout
from azwa_funds.scenario.scenario import (
    Keuze,
    Waterval,
    eindstand,
    kies,
    lees_scenario,
    reken_scenario,
    samen,
    verdelingen,
    vergelijk,
)
from azwa_funds.scenario.soorten import SOORTEN
from azwa_funds.scenario.wijziging import rond_budget

PAGINA = WORTEL / "docs" / "scenarios.md"
#: Other keys that fit an onderdeel.
SLEUTELS = {
    "lokaal": ["brede_spuk_2025"],
    "regionaal": ["spuk_iza_2025", "som_van_gemeenten"],
    "nplv": ["nplv_gelijk", "brede_spuk_2026"],
    "ggd_kennis_coordinatie": ["ggd_inwoners"],
}
ONDERDELEN = ["lokaal", "regionaal", "nplv", "ggd_kennis_coordinatie", "gezonde_school"]


def schrijf(pad: Path, *wijzigingen: str) -> Path:
    """Write a scenario of these changes; each is the TOML of its own fields."""
    blokken = [f'id = "{pad.stem}"\nnaam = "Proef {pad.stem}"\ntoelichting = "Een proef."\n']
    blokken += [
        f'[[wijziging]]\nnaam = "Stap {nummer}"\ntoelichting = "Een proef."\n{velden}\n'
        for nummer, velden in enumerate(wijzigingen, start=1)
    ]
    pad.write_text("\n".join(blokken), "utf-8")
    return pad


def totaal(pad: Path, **voorwaarden: str) -> int:
    rijen = draai("scenario", "reken", pad, "--formaat", "csv").rijen
    gekozen = [r for r in rijen if all(r[naam] == w for naam, w in voorwaarden.items())]
    return sum(int(rij["bedrag"]) for rij in gekozen)


# -- the kinds of change -----------------------------------------------------------------------


def test_indexation_is_exact_and_rounded_once(tmp_path: Path) -> None:
    """Two percentages on 278 million: the product is rounded, and no step before it."""
    pad = schrijf(
        tmp_path / "a.toml",
        'soort = "indexatie"\npercentage = "2,55"\nonderdelen = ["lokaal"]\njaren = [2028]',
        'soort = "indexatie"\npercentage = "1.3333%"\nonderdelen = ["lokaal"]\njaren = [2028]',
    )
    precies = 278_000_000 * Fraction(10255, 10000) * Fraction(1013333, 1000000)
    assert precies.denominator > 1
    assert totaal(pad, onderdeel="lokaal", jaar="2028") == round(precies)
    assert totaal(pad, onderdeel="lokaal", jaar="2027") == 231_000_000
    assert totaal(pad, onderdeel="regionaal", jaar="2028") == 235_000_000


def test_a_budget_can_become_eleven_times_as_large(tmp_path: Path) -> None:
    pad = schrijf(
        tmp_path / "a.toml",
        'soort = "indexatie"\npercentage = "1000"\nonderdelen = ["lokaal"]\njaren = [2027]',
    )
    assert totaal(pad, onderdeel="lokaal", jaar="2027") == 11 * 231_000_000


def test_half_a_euro_goes_up(tmp_path: Path) -> None:
    """10% of 2.345.675 leaves 2.111.107,50 euros."""
    pad = schrijf(
        tmp_path / "a.toml",
        'soort = "bedrag"\nbedrag = 2345675\nonderdelen = ["nplv"]\njaren = [2027]',
        'soort = "korting"\npercentage = "10"\nonderdelen = ["nplv"]\njaren = [2027]',
    )
    assert totaal(pad, onderdeel="nplv", jaar="2027") == 2_111_108


def test_cut_and_btw_share_take_the_same_away(tmp_path: Path) -> None:
    velden = 'percentage = "10"\nonderdelen = ["lokaal"]\njaren = [2029]'
    korting = schrijf(tmp_path / "a.toml", f'soort = "korting"\n{velden}')
    btw = schrijf(tmp_path / "b.toml", f'soort = "btw_compensatiefonds"\n{velden}')
    assert totaal(korting, onderdeel="lokaal", jaar="2029") == 288_900_000
    assert totaal(btw, onderdeel="lokaal", jaar="2029") == 288_900_000


@pytest.mark.parametrize(
    ("hoeveel", "verschoven"),
    [
        ("", 231_000_000),
        ('percentage = "100"', 231_000_000),
        ('percentage = "33,3"', 76_923_000),
        ("bedrag = 1_000_000", 1_000_000),
        ("bedrag = 0", 0),
    ],
)
def test_moving_money_to_another_year_loses_nothing(
    tmp_path: Path, hoeveel: str, verschoven: int
) -> None:
    pad = schrijf(
        tmp_path / "a.toml",
        'soort = "verschuiving"\nvan_jaar = 2027\nnaar_jaar = 2028\n'
        f'onderdelen = ["lokaal"]\n{hoeveel}',
    )
    assert totaal(pad, onderdeel="lokaal", jaar="2027") == 231_000_000 - verschoven
    assert totaal(pad, onderdeel="lokaal", jaar="2028") == 278_000_000 + verschoven


def test_half_of_an_odd_amount_moves_as_whole_euros(tmp_path: Path) -> None:
    pad = schrijf(
        tmp_path / "a.toml",
        'soort = "bedrag"\nbedrag = 5\nonderdelen = ["nplv"]\njaren = [2027]',
        'soort = "verschuiving"\nvan_jaar = 2027\nnaar_jaar = 2028\nonderdelen = ["nplv"]\n'
        'percentage = "50"',
    )
    assert totaal(pad, onderdeel="nplv", jaar="2027") == 2
    assert totaal(pad, onderdeel="nplv", jaar="2028") == 21_000_003


def test_money_that_waited_is_divided_by_a_key() -> None:
    rijen = draai("scenario", "reken", "nplv_gelijk", "--onderdeel", "nplv", "--formaat", "csv")
    assert {rij["ontvanger_code"] for rij in rijen.rijen} == {
        rij["ontvanger_code"]
        for rij in draai(
            "verdeel", "--onderdeel", "nplv", "--sleutel", "nplv=nplv_gelijk", "--formaat", "csv"
        ).rijen
    }
    assert sum(int(r["bedrag"]) for r in rijen.rijen) == 15_000_000 + 21_000_000 + 25_000_000


# -- what an answer says -----------------------------------------------------------------------


@pytest.mark.parametrize("naam", sorted(Gegevens().scenarios))
def test_every_scenario_that_comes_along_works_and_says_what_it_is(
    naam: str, gegevens: Gegevens
) -> None:
    scenario = lees_scenario(gegevens, naam)
    assert "Aanname" in scenario.toelichting
    tekst = draai("scenario", "reken", naam, "--jaar", "2027").tekst
    assert tekst.startswith(f"SCENARIO, geen toekenning: {scenario.naam}")
    assert "Alle bedragen hebben status aanname" in tekst
    rijen = draai("scenario", "reken", naam, "--formaat", "csv").rijen
    assert {(rij["status"], rij["scenario"]) for rij in rijen} == {("aanname", naam)}
    assert naam in draai("scenario", "lijst").uit


def test_the_columns_are_those_of_verdeel_and_on_request_the_difference() -> None:
    gewoon = draai("verdeel", "--formaat", "csv").rijen
    kaal = draai("scenario", "reken", "korting", "--formaat", "csv").rijen
    ruim = draai("scenario", "reken", "korting", "--verschil", "--formaat", "csv").rijen
    assert list(kaal[0]) == [*gewoon[0], "scenario"]
    assert list(ruim[0]) == [*gewoon[0], "basis", "verschil", "scenario"]
    assert [r["basis"] for r in ruim] == [r["bedrag"] for r in gewoon]
    assert all(int(r["bedrag"]) - int(r["basis"]) == int(r["verschil"]) for r in ruim)
    als_json = json.loads(draai("scenario", "reken", "korting", "--formaat", "json").uit)
    assert [str(r["bedrag"]) for r in als_json] == [r["bedrag"] for r in kaal]


def test_the_basis_counts_what_the_scenario_no_longer_has() -> None:
    """Wijdemeren and the p.m. of NPLV stay visible beside what replaced them."""
    rijen = draai("scenario", "reken", "nplv_gelijk", "--verschil", "--formaat", "csv").rijen
    assert sum(int(rij["basis"]) for rij in rijen) == 1_530_000_000
    assert sum(int(rij["verschil"]) for rij in rijen) == 0
    kaal = draai("scenario", "reken", "nplv_gelijk", "--formaat", "csv").rijen
    assert not [rij for rij in kaal if rij["onderdeel"] == "nplv" and not rij["ontvanger_code"]]


def test_an_unknown_scenario_gets_a_suggestion() -> None:
    uitkomst = draai("scenario", "reken", "indexatei")
    assert uitkomst.code == 2
    assert uitkomst.fout == "Fout: Scenario 'indexatei' bestaat niet; bedoelde u 'indexatie'?\n"


def test_a_scenario_has_the_name_of_its_file(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "a.toml", 'soort = "korting"\npercentage = "2"')
    assert draai("scenario", "reken", pad.rename(tmp_path / "b.toml")).fout == (
        f"Fout: {tmp_path / 'b.toml'}: id 'a' is niet de naam van het bestand; schrijf id = 'b' of "
        "hernoem het bestand.\n"
    )


def test_a_folder_is_no_scenario(tmp_path: Path, gegevens: Gegevens) -> None:
    with pytest.raises(Gebruikersfout, match="is niet te lezen; geef het pad van een TOML-best"):
        lees_scenario(gegevens, tmp_path)
    with pytest.raises(Gebruikersfout, match="bestaat niet; geef het pad van een TOML-bestand of"):
        lees_scenario(gegevens, tmp_path / "nergens.toml")


def test_so_many_changes_and_no_more(tmp_path: Path, gegevens: Gegevens) -> None:
    korting = 'soort = "korting"\npercentage = "2"'
    veel = schrijf(tmp_path / "veel.toml", *[korting] * 250)
    assert len(lees_scenario(gegevens, veel).wijzigingen) == 250
    te_veel = schrijf(tmp_path / "te_veel.toml", *[korting] * 251)
    with pytest.raises(Invoerfout, match="er staan 251 wijzigingen in"):
        lees_scenario(gegevens, te_veel)


def test_a_scenario_may_only_say_what_varies(tmp_path: Path, gegevens: Gegevens) -> None:
    pad = schrijf(tmp_path / "a.toml")
    pad.write_text(pad.read_text("utf-8") + '\n[zwaai]\nbudget = "2"\n', "utf-8")
    scenario = lees_scenario(gegevens, pad)
    assert (scenario.wijzigingen, scenario.zwaai) == ((), {"budget": "2"})
    assert eindstand(gegevens, scenario) == eindstand(gegevens, None)


def test_where_it_ends_is_after_the_last_change(tmp_path: Path, gegevens: Gegevens) -> None:
    korting = 'soort = "korting"\npercentage = "{}"\nonderdelen = ["lokaal"]'
    pad = schrijf(tmp_path / "a.toml", korting.format(10), korting.format(20))
    eind = eindstand(gegevens, lees_scenario(gegevens, pad))
    assert eind.budgetten["lokaal", 2027] == 231_000_000 * Fraction(72, 100)


def test_the_changes_are_numbered_as_they_stand(tmp_path: Path, gegevens: Gegevens) -> None:
    """So that a fault names the block that a person counts."""
    korting = 'soort = "korting"\npercentage = "2"'
    scenario = lees_scenario(gegevens, schrijf(tmp_path / "a.toml", korting, korting))
    assert [(w.nummer, w.naam) for w in scenario.wijzigingen] == [(1, "Stap 1"), (2, "Stap 2")]


def test_who_gets_nothing_any_more_stays_in_its_place_with_nothing(gegevens: Gegevens) -> None:
    """Wijdemeren, merged into Hilversum: what it had stands beside an amount of 0."""
    rijen = reken_scenario(gegevens, lees_scenario(gegevens, "wijdemeren_hilversum"))
    weg = [rij for rij in rijen if rij.vervallen]
    assert [(r.jaar, r.onderdeel, r.ontvanger_code) for r in weg] == [
        (jaar, "lokaal", "GM1696") for jaar in (2027, 2028, 2029)
    ]
    for rij in weg:
        assert (rij.toekenning.bedrag, rij.toekenning.gewicht) == (0, 0)
        assert rij.verschil == -rij.basis < 0
        assert str(rij.toekenning.status) == "aanname"
    plekken = [(r.jaar, r.onderdeel, r.regio, r.ontvanger_code) for r in rijen]
    assert plekken == sorted(plekken)


def test_who_is_new_had_nothing(tmp_path: Path, gegevens: Gegevens) -> None:
    velden = (
        'soort = "herindeling"\ndatum = "2027-01-01"\noud = ["Hilversum", "Wijdemeren"]\n'
        'nieuw = [{ gemeente = "GM9999", naam = "Proefgemeente" }]'
    )
    rijen = reken_scenario(gegevens, lees_scenario(gegevens, schrijf(tmp_path / "a.toml", velden)))
    nieuw = [r for r in rijen if r.ontvanger_code == "GM9999" and r.onderdeel == "lokaal"]
    assert [(r.basis, r.vervallen) for r in nieuw] == [(0, False)] * 3
    assert all(r.verschil == r.toekenning.bedrag > 0 for r in nieuw)


@pytest.mark.parametrize(
    ("keuze", "zin"),
    [
        (Keuze((2028,), ("lokaal",), None, "GM0141"), "2028 lokaal Twente GM0141"),
        (Keuze((2028,), ("regionaal",), "Twente"), "2028 regionaal Twente samentwente"),
    ],
)
def test_every_choice_leaves_rows_away(keuze: Keuze, zin: str, gegevens: Gegevens) -> None:
    (rij,) = keuze.uit(reken_scenario(gegevens, lees_scenario(gegevens, "korting")))
    assert f"{rij.jaar} {rij.onderdeel} {rij.regio} {rij.ontvanger_code}".lower() == zin.lower()


def test_no_choice_is_everything(gegevens: Gegevens) -> None:
    rijen = reken_scenario(gegevens, lees_scenario(gegevens, "korting"))
    assert Keuze().uit(rijen) == rijen
    with pytest.raises(Gebruikersfout, match="Met deze keuzes is er geen enkel bedrag"):
        Keuze(regio="Twente", code="GM0344").uit(rijen)


def test_the_options_of_a_user_find_what_they_mean(gegevens: Gegevens) -> None:
    """Also a gemeente as the scenario has it; without a scenario, as it is."""
    scenario = lees_scenario(gegevens, "wijdemeren_hilversum")
    assert kies(gegevens, scenario, [2028], ["Lokaal"], "twente", "hilversum") == Keuze(
        (2028,), ("lokaal",), "Twente", "GM0402"
    )
    assert kies(gegevens, None, [], [], None, "Wijdemeren") == Keuze(code="GM1696")


def test_a_gemeente_that_only_the_last_year_of_a_scenario_knows_can_be_asked_for(
    tmp_path: Path, gegevens: Gegevens
) -> None:
    velden = (
        'soort = "herindeling"\ndatum = "2029-01-01"\noud = ["Wijdemeren"]\n'
        'nieuw = [{ gemeente = "GM9999", naam = "Proefgemeente" }]'
    )
    scenario = lees_scenario(gegevens, schrijf(tmp_path / "a.toml", velden))
    keuze = kies(gegevens, scenario, [], [], None, "Proefgemeente")
    assert keuze == Keuze(code="GM9999")
    regels = keuze.uit(vergelijk(gegevens, scenario).regels)
    assert [(r.jaar, r.begin, r.eind > 0) for r in regels] == [(2029, 0, True)]
    assert keuze.wie(regels) == "Proefgemeente"
    (weg,) = Keuze(jaren=(2029,), code="GM1696").uit(vergelijk(gegevens, scenario).regels)
    assert (weg.eind, weg.effecten) == (0, (-weg.begin,))


def test_a_scenario_and_the_same_with_a_change_more_differ_in_that_change(
    tmp_path: Path, gegevens: Gegevens
) -> None:
    korting = 'soort = "korting"\npercentage = "2"'
    een = lees_scenario(gegevens, schrijf(tmp_path / "een.toml", korting))
    twee = lees_scenario(gegevens, schrijf(tmp_path / "twee.toml", korting, korting))
    assert vergelijk(gegevens, een, twee).stappen == ("met: Stap 2",)
    assert vergelijk(gegevens, twee, een).stappen == ("zonder: Stap 2",)


def test_two_scenarios_of_different_uitkeringen_are_not_compared(
    tmp_path: Path, gegevens: Gegevens
) -> None:
    een = lees_scenario(gegevens, "korting")
    with pytest.raises(Gebruikersfout, match="over brede_spuk; kies twee scenario"):
        vergelijk(gegevens, een, replace(een, uitkering="brede_spuk"))


def test_a_waterfall_that_does_not_end_where_it_should_is_never_shown() -> None:
    wie = (2027, "lokaal", "Twente", "GM0141", "Almelo")
    goed = Waterval(*wie, 100, (5, -2), 103)
    assert samen([goed, goed]) == {2027: [200, 10, -4, 206]}
    with pytest.raises(Rekenfout, match="De effecten tellen niet op tot het verschil"):
        samen([goed, replace(goed, eind=104)])


def test_a_minimum_comes_in_by_a_key_that_has_one(tmp_path: Path) -> None:
    """Also one that cannot be paid: then the block is named, not a traceback."""
    map_ = kopieer_gegevens(tmp_path)
    sleutel = (map_ / "verdeelsleutels" / "brede_spuk_2026.toml").read_text("utf-8")
    for id_, bedrag in (("met_minimum", 100_000), ("te_hoog", 10_000_000)):
        tekst = sleutel.replace('id = "brede_spuk_2026"', f'id = "{id_}"')
        tekst += (
            f'\n[minimum]\nbedrag = {bedrag}\nstatus = "aanname"\nbron = "eigen_keuze"\n'
            'plaats = "proef"\ntoelichting = "Een proef."\n'
        )
        (map_ / "verdeelsleutels" / f"{id_}.toml").write_text(tekst, "utf-8")
    velden = 'soort = "sleutel"\nonderdelen = ["lokaal"]\njaren = [2027]\nsleutel = '
    goed = schrijf(tmp_path / "goed.toml", f'{velden}"met_minimum"')
    fout = schrijf(tmp_path / "fout.toml", f'{velden}"te_hoog"')
    rijen = draai_in(
        map_, "scenario", "reken", goed, "--jaar", "2027", "--onderdeel", "lokaal",
        "--formaat", "csv",
    ).rijen  # fmt: skip
    assert min(int(rij["bedrag"]) for rij in rijen) == 100_000
    assert sum(int(rij["bedrag"]) for rij in rijen) == 231_000_000
    uitkomst = draai_in(map_, "scenario", "reken", fout)
    assert uitkomst.code == 2
    te_hoog = map_ / "verdeelsleutels" / "te_hoog.toml"
    assert uitkomst.fout == (
        f"Fout: {fout}, [[wijziging]] nummer 1 (Stap 1): {te_hoog}: in 2027: de "
        "minima tellen op tot € 3.420.000.000, meer dan het budget van € 231.000.000; "
        "verlaag het minimum.\n"
    )
    band = draai_in(
        map_, "scenario", "zwaai", goed, "--aantal", "20", "--jaar", "2027", "--onderdeel",
        "lokaal", "--formaat", "csv",
    ).rijen  # fmt: skip
    assert min(int(rij["p5"]) for rij in band) == 100_000


def test_what_cannot_be_divided_names_the_change_that_made_it_so(tmp_path: Path) -> None:
    velden = 'soort = "bedrag"\nonderdelen = ["lokaal"]\njaren = [2027]\nbedrag = '
    pad = schrijf(tmp_path / "a.toml", 'soort = "korting"\npercentage = "2"', f"{velden}{10**24}")
    assert draai("scenario", "reken", pad).fout == (
        f"Fout: {pad}, [[wijziging]] nummer 2 (Stap 2): verdeelsleutel brede_spuk_2026 kan lokaal "
        "2027 niet verdelen. Een bedrag is te groot om exact mee te rekenen (meer dan 2^63); pas "
        "dit aan.\n"
    )


def test_a_minimum_lifts_the_small_of_one_onderdeel_and_the_others_pay(tmp_path: Path) -> None:
    """The whole stays the same, and so does the onderdeel that is not named."""
    velden = 'soort = "minimum"\nbedrag = 100000\nonderdelen = ["lokaal"]\njaren = [2027]'
    scenario = lees_scenario(Gegevens(), schrijf(tmp_path / "bodem.toml", velden))
    rijen = reken_scenario(Gegevens(), scenario)
    lokaal = [r for r in rijen if (r.onderdeel, r.jaar) == ("lokaal", 2027)]
    assert min(r.toekenning.bedrag for r in lokaal) == 100_000
    assert sum(r.verschil for r in lokaal) == 0
    assert max(r.verschil for r in lokaal) > 0 > min(r.verschil for r in lokaal)
    assert not any(r.verschil for r in rijen if r not in lokaal)


def test_the_examples_of_the_page_work(tmp_path: Path) -> None:
    tekst = PAGINA.read_text("utf-8")
    eigen, splitsing = re.findall(r"```toml\n(.*?)```", tekst, re.S)
    pad = tmp_path / "mijn_scenario.toml"
    pad.write_text(eigen.replace("[zwaai]", f"{splitsing}\n[zwaai]"), "utf-8")
    assert draai("scenario", "reken", pad, "--gemeente", "Wijdemeren", "--jaar", "2027").code == 0
    assert totaal(pad, jaar="2027") == 451_000_000
    zwaai = draai("scenario", "zwaai", pad, "--aantal", "10", "--gemeente", "Hilversum")
    assert "gewichten plus of min 5%" in zwaai.tekst
    for soort in SOORTEN:
        assert f"| `{soort}` |" in tekst


# -- which change did what ---------------------------------------------------------------------

PERCENTAGES = st.decimals("0.01", "60", places=2).map(str)


@st.composite
def wijziging(draw: st.DrawFn) -> str:
    onderdelen = draw(st.lists(st.sampled_from(ONDERDELEN), min_size=1, unique=True))
    jaren = draw(st.lists(st.sampled_from([2027, 2028, 2029]), min_size=1, unique=True))
    waar = f"onderdelen = {onderdelen}\njaren = {jaren}\n"
    soort = draw(st.sampled_from(["indexatie", "korting", "sleutel", "verschuiving", "bedrag"]))
    if soort == "sleutel":
        onderdeel = draw(st.sampled_from(sorted(SLEUTELS)))
        waar = f"onderdelen = ['{onderdeel}']\njaren = {jaren}\n"
        return f'soort = "sleutel"\n{waar}sleutel = "{draw(st.sampled_from(SLEUTELS[onderdeel]))}"'
    if soort == "verschuiving":
        van, naar = draw(st.permutations([2027, 2028, 2029]))[:2]
        deel = draw(PERCENTAGES)
        return (
            f'soort = "verschuiving"\nvan_jaar = {van}\nnaar_jaar = {naar}\n'
            f'onderdelen = {onderdelen}\npercentage = "{deel}"'
        )
    if soort == "bedrag":
        waar = f"onderdelen = {onderdelen[:1]}\njaren = {jaren[:1]}\n"
        return f'soort = "bedrag"\n{waar}bedrag = {draw(st.integers(0, 10**9))}'
    return f'soort = "{soort}"\n{waar}percentage = "{draw(PERCENTAGES)}"'


@settings(max_examples=10)
@given(st.lists(wijziging(), min_size=1, max_size=4), st.lists(wijziging(), min_size=1, max_size=3))
def test_effects_sum_exactly_to_the_difference(
    gegevens: Gegevens,
    tmp_path_factory: pytest.TempPathFactory,
    eerste: list[str],
    tweede: list[str],
) -> None:
    """For every recipient, every regio and the country, with one scenario and with two."""
    map_ = tmp_path_factory.mktemp("scenario")
    een = lees_scenario(gegevens, schrijf(map_ / "een.toml", *eerste))
    twee = lees_scenario(gegevens, schrijf(map_ / "twee.toml", *tweede))
    basis, *_, na_een = verdelingen(gegevens, een)
    na_twee = verdelingen(gegevens, twee)[-1]
    for watervallen, begin, eind in (
        (vergelijk(gegevens, een), basis, na_een),
        (vergelijk(gegevens, een, twee), na_een, na_twee),
    ):
        for regel in watervallen.regels:
            assert regel.begin + sum(regel.effecten) == regel.eind
            assert len(regel.effecten) == len(watervallen.stappen)
        for plaats, toekenningen in ((0, begin), (-1, eind)):
            per_wie = {
                (r.jaar, r.onderdeel, r.ontvanger_code): (r.begin, r.eind)[plaats]
                for r in watervallen.regels
                if (r.begin, r.eind)[plaats]
            }
            assert per_wie == {
                (t.jaar, t.onderdeel, t.ontvanger_code): t.bedrag for t in toekenningen if t.bedrag
            }
            for jaar, bedragen in samen(watervallen.regels).items():
                assert bedragen[plaats] == sum(t.bedrag for t in toekenningen if t.jaar == jaar)


@pytest.mark.lang
@settings(max_examples=6)
@given(st.permutations(["lokaal", "regionaal", "nplv"]), PERCENTAGES, PERCENTAGES)
def test_the_order_of_changes_that_do_not_meet_makes_no_difference(
    gegevens: Gegevens,
    tmp_path_factory: pytest.TempPathFactory,
    onderdelen: list[str],
    erbij: str,
    eraf: str,
) -> None:
    map_ = tmp_path_factory.mktemp("scenario")
    stappen = [
        f'soort = "indexatie"\npercentage = "{erbij}"\nonderdelen = ["{onderdelen[0]}"]',
        f'soort = "korting"\npercentage = "{eraf}"\nonderdelen = ["{onderdelen[1]}"]',
        f'soort = "sleutel"\nsleutel = "{SLEUTELS[onderdelen[2]][0]}"\n'
        f'onderdelen = ["{onderdelen[2]}"]',
    ]
    heen = lees_scenario(gegevens, schrijf(map_ / "heen.toml", *stappen))
    terug = lees_scenario(gegevens, schrijf(map_ / "terug.toml", *reversed(stappen)))
    assert reken_scenario(gegevens, heen) == reken_scenario(gegevens, terug)
    effecten = {r.effecten for r in vergelijk(gegevens, heen).regels}
    assert effecten == {r.effecten[::-1] for r in vergelijk(gegevens, terug).regels}


@given(st.fractions(0, 10**9, max_denominator=1000))
def test_a_budget_rounds_by_less_than_a_euro(bedrag: Fraction) -> None:
    assert abs(rond_budget(bedrag) - bedrag) <= Fraction(1, 2)
    assert rond_budget(Fraction(2 * int(bedrag) + 1, 2)) == int(bedrag) + 1


def test_what_two_scenarios_share_is_not_undone_first(tmp_path: Path) -> None:
    korting = 'soort = "korting"\npercentage = "5"'
    een = schrijf(tmp_path / "een.toml", korting, 'soort = "indexatie"\npercentage = "2"')
    twee = schrijf(tmp_path / "twee.toml", korting, 'soort = "indexatie"\npercentage = "3"')
    rijen = draai("scenario", "vergelijk", een, twee, "--formaat", "csv").rijen
    assert list(dict.fromkeys(rij["naam"] for rij in rijen)) == [
        "Proef een",
        "zonder: Stap 2",
        "met: Stap 2",
        "Proef twee",
    ]


def test_the_waterfall_of_a_gemeente_a_regio_and_the_country() -> None:
    land = draai("scenario", "vergelijk", "indexatie").tekst
    assert "Waterval van heel Nederland" in land
    assert "1. Indexatie 2028 0 +12.825.000 +12.250.000 +25.075.000" in land
    regio = draai("scenario", "vergelijk", "indexatie", "--regio", "Twente").tekst
    assert "Waterval van regio Twente" in regio
    assert "SamenTwente" in regio
    gemeente = draai("scenario", "vergelijk", "indexatie", "--gemeente", "Almelo")
    assert "Waterval van Almelo" in gemeente.tekst
    assert "lokaal" in gemeente.uit
    assert "SCENARIO, geen toekenning" in gemeente.tekst


@pytest.mark.lang
def test_the_workbook_draws_the_waterfall_and_its_formulas_hold(tmp_path: Path) -> None:
    pad = tmp_path / "almelo.xlsx"
    opdracht = ["scenario", "vergelijk", "indexatie", "jaar_verschoven", "--gemeente", "Almelo"]
    assert draai(*opdracht, "--uit", pad).uit == f"Geschreven: {pad}\n"
    eerst = pad.read_bytes()
    draai(*opdracht, "--uit", pad)
    assert pad.read_bytes() == eerst
    boek = load_workbook(pad)
    assert boek.sheetnames[:3] == ["Voorblad", "Waterval", "Per regio"]
    assert len(boek["Waterval"]._charts) == 1
    assert "geen beleid en geen toekenning" in str(boek["Voorblad"]["A3"].value)
    assert compare(pad, recalculate(pad, tmp_path)) == []
