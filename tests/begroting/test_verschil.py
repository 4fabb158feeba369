"""What changed, and why: steps that sum to the euro, for a gemeente, a region and the country."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hulp import draai, draai_in, kopieer_gegevens, lees_boek, lees_csv, schrijf_csv
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.begroting.verschil import kies_kring, tussen_jaren
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.verdelen.cijfers import Cijfers


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return Cijfers(Gegevens())


def als_json(*opdracht: str) -> dict[str, object]:
    uitkomst = draai("verschil", *opdracht, "--json")
    assert uitkomst.code == 0, uitkomst.fout
    antwoord: dict[str, object] = json.loads(uitkomst.uit)
    return antwoord


def test_without_options_it_goes_from_2026_to_2027() -> None:
    """The country: 417.636.651 becomes 451 million, by the steps that the sources give."""
    antwoord = als_json("--landelijk")
    assert (antwoord["van"], antwoord["naar"]) == ("2026", "2027")
    assert (antwoord["begin"], antwoord["eind"]) == (417_636_651, 451_000_000)
    stappen = antwoord["stappen"]
    assert isinstance(stappen, list)
    assert [s["bedrag"] for s in stappen] == [
        -87_000_000, -8_636_651, -37_000_000, 8_000_000, 7_000_000, 51_000_000, 100_000_000,
    ]  # fmt: skip
    assert all(s["bronnen"] for s in stappen)


@pytest.mark.parametrize(
    ("wie", "begin", "eind"),
    [
        (["Almelo"], 2_073_792, 2_110_046),
        (["Utrecht"], 6_682_848, 6_802_865),
        (["SamenTwente"], 5_711_031, 7_231_342),
        (["--regio", "Twente"], 15_583_575, 15_855_998),
    ],
)
def test_each_begins_and_ends_at_its_own_money(wie: list[str], begin: int, eind: int) -> None:
    antwoord = als_json(*wie)
    assert (antwoord["begin"], antwoord["eind"]) == (begin, eind)


@given(st.data())
def test_every_difference_closes(cijfers: Cijfers, data: st.DataObject) -> None:
    """Whoever asks, of whatever years: begin and steps are the end, to the euro."""
    jaren = (*cijfers.vorige_jaren, *cijfers.jaren)
    twee = st.lists(st.sampled_from(jaren), min_size=2, max_size=2, unique=True)
    van, naar = sorted(data.draw(twee))
    regio = data.draw(st.sampled_from(cijfers.regios))
    gemeente = data.draw(st.sampled_from(cijfers.gemeenten_van(regio.naam)))
    for keuze in ({"naam": gemeente.code}, {"regio": regio.naam}, {"landelijk": True}):
        kring = kies_kring(cijfers, **keuze)  # type: ignore[arg-type]
        uitkomst = tussen_jaren(cijfers, kring, van, naar)
        assert uitkomst.begin + sum(s.bedrag for s in uitkomst.stappen) == uitkomst.eind
        assert all(stap.uitleg for stap in uitkomst.stappen)


def test_every_name_has_a_difference_that_closes(cijfers: Cijfers) -> None:
    """Also a regio by its own name, where its mandaathouder is a gemeente with local money."""
    for regio in cijfers.regios:
        kringen = [kies_kring(cijfers, naam=regio.mandaathouder_code)]
        kringen.append(kies_kring(cijfers, naam=f"regio {regio.naam}"))
        kringen.append(kies_kring(cijfers, regio=regio.naam))
        for kring in kringen:
            verschil = tussen_jaren(cijfers, kring, 2026, 2027)
            assert verschil.begin + sum(s.bedrag for s in verschil.stappen) == verschil.eind
            assert verschil.eind == sum(
                [cijfers.lokaal_bedrag(code, 2027) for code in kring.codes]
                + [cijfers.regionaal_bedrag(naam, 2027) for naam in kring.regios]
            )


def test_the_gemeenten_of_a_region_are_together_the_region(cijfers: Cijfers) -> None:
    leden = cijfers.gemeenten_van("Twente")
    per_stap = [
        tussen_jaren(cijfers, kies_kring(cijfers, naam=g.code), 2026, 2027).stappen
        for g in leden if g.code != "GM0141"
    ]  # fmt: skip
    per_stap.append(tussen_jaren(cijfers, kies_kring(cijfers, naam="GM0141"), 2026, 2027).stappen)
    regio = tussen_jaren(cijfers, kies_kring(cijfers, regio="Twente"), 2026, 2027).stappen
    for nummer, stap in enumerate(regio):
        assert sum(stappen[nummer].bedrag for stappen in per_stap) == stap.bedrag


def stap(antwoord: dict[str, object], nummer: int) -> dict[str, object]:
    stappen = antwoord["stappen"]
    assert isinstance(stappen, list)
    gevonden: dict[str, object] = stappen[nummer]
    return gevonden


@pytest.mark.parametrize("wie", ["Almelo", "Utrecht"])
def test_between_two_published_years_each_step_names_its_own_table(wie: str) -> None:
    """Also for a gemeente: her share of the regional money comes from the table of the regio's."""
    antwoord = als_json(wie, "--van", "2025", "--naar", "2026")
    lokaal, regionaal = stap(antwoord, 0), stap(antwoord, 1)
    assert "Brede SPUK" in str(lokaal["uitleg"])
    assert "SPUK IZA" in str(regionaal["uitleg"])
    assert ["bijlage 2A, blz." in str(bron) for bron in lokaal["bronnen"]] == [True]  # type: ignore[attr-defined]
    assert ["bijlage 2B, blz." in str(bron) for bron in regionaal["bronnen"]] == [True]  # type: ignore[attr-defined]
    eigen_geld = wie == "Utrecht"
    assert lokaal["status"] == "vastgesteld"
    assert regionaal["status"] == ("vastgesteld" if eigen_geld else "aanname")
    grondslag = [zin for zin in antwoord["let_op"] if "grondslag" in zin]  # type: ignore[attr-defined]
    assert grondslag == [], "both years have the same"
    aandeel = [zin for zin in antwoord["let_op"] if "rekenkundige aandeel" in zin]  # type: ignore[attr-defined]
    assert len(aandeel) == (not eigen_geld)


def test_over_more_years_a_step_says_in_which_year_it_falls() -> None:
    antwoord = als_json("Almelo", "--van", "2026", "--naar", "2028")
    namen = [s["naam"] for s in antwoord["stappen"]]  # type: ignore[attr-defined]
    assert {naam[:6] for naam in namen[:-2]} == {"2027: "}
    assert namen[-2:] == ["2028: Lokaal geld", "2028: Regionaal geld"]
    assert any("niet dezelfde grondslag" in zin for zin in antwoord["let_op"])  # type: ignore[attr-defined]
    een_jaar = als_json("Almelo", "--van", "2027", "--naar", "2028")
    assert [s["naam"] for s in een_jaar["stappen"]] == ["Lokaal geld", "Regionaal geld"]  # type: ignore[attr-defined]


def test_within_the_spuk_azwa_the_country_changes_by_its_budgets() -> None:
    antwoord = als_json("--landelijk", "--van", "2028", "--naar", "2029")
    assert (antwoord["begin"], antwoord["eind"]) == (547_000_000, 532_000_000)
    assert [s["bedrag"] for s in antwoord["stappen"]] == [  # type: ignore[attr-defined]
        43_000_000, -66_000_000, 1_000_000, 4_000_000, 3_000_000,
    ]  # fmt: skip
    eerste = stap(antwoord, 0)
    assert eerste["uitleg"] == "Landelijk budget van € 278.000.000 naar € 321.000.000."


def test_who_has_only_regional_money_gets_no_step_of_local_money(cijfers: Cijfers) -> None:
    """But money that stays the same is a step of nothing: it was looked at."""
    namen = [
        s["naam"] for s in als_json("SamenTwente", "--van", "2027", "--naar", "2028")["stappen"]
    ]  # type: ignore[attr-defined]
    assert namen == ["Regionaal geld"]
    gelijk = [
        replace(b, bedrag=231_000_000) if (b.onderdeel, b.jaar) == ("lokaal", "2028") else b
        for b in cijfers.gegevens.budgetten
    ]
    anders = Cijfers(cijfers.gegevens.met(budgetten=gelijk))
    lokaal = tussen_jaren(anders, kies_kring(anders, naam="Almelo"), 2027, 2028).stappen[0]
    assert (lokaal.naam, lokaal.bedrag) == ("Lokaal geld", 0)


def test_an_award_shows_what_it_changed(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path / "eigen")
    schrijf_csv(
        tmp_path / "b.csv",
        [
            "uitkering onderdeel jaar ontvanger_code bedrag kenmerk datum".split(),
            ["spuk_azwa", "lokaal", "2027", "GM0141", "1150000", "B-1", "15-12-2026"],
            ["spuk_azwa", "lokaal", "2027", "GM0222", "900000", "B-2", "15-12-2026"],
            ["spuk_azwa", "nplv", "2027", "GM0080", "1000000", "B-3", "15-12-2026"],
        ],
    )
    gelezen = draai_in(map_, "beschikking", "lees", tmp_path / "b.csv", "--titel", "Proef")
    assert gelezen.code == 0, gelezen.fout
    uitkomst = draai_in(map_, "verschil", "Almelo", "--beschikt", "2027", "--json")
    antwoord = json.loads(uitkomst.uit)
    lokaal = antwoord["stappen"][0]
    assert lokaal["bedrag"] == antwoord["verschil"] == 1_150_000 - 1_147_731
    assert any("Proef" in bron for bron in lokaal["bronnen"])
    assert lokaal["status"] == "beschikt", "a firm amount is not less firm for another's"
    jaren = ("--van", "2027", "--naar", "2028", "--json")
    later = json.loads(draai_in(map_, "verschil", "Almelo", *jaren).uit)["stappen"]
    assert later[0]["bedrag"] == 1_381_251 - 1_150_000
    assert later[0]["uitleg"].endswith(
        "Waar over 2027 een beschikking is ingelezen, geldt het toegekende bedrag."
    )
    assert any("Proef" in bron for bron in later[0]["bronnen"])
    assert "beschikking" not in later[1]["uitleg"], "nothing was awarded of the regional money"
    sleutel = draai_in(map_, "verschil", "Almelo", "--sleutel", "lokaal=brede_spuk_2025", "--json")
    keuze = json.loads(sleutel.uit)
    assert keuze["stappen"][0]["bedrag"] == keuze["verschil"] == 1_148_014 - 1_147_731
    borne = json.loads(draai_in(map_, "verschil", "Borne", "--beschikt", "2027", "--json").uit)
    assert (borne["stappen"][0]["bedrag"], borne["stappen"][0]["status"]) == (0, "indicatief")
    assert borne["stappen"][0]["uitleg"] == "Hierover is nog geen beschikking ingelezen."
    assert antwoord["let_op"] == borne["let_op"] == []
    gebied = json.loads(
        draai_in(map_, "verschil", "Leeuwarden", "--beschikt", "2027", "--json").uit
    )
    assert gebied["let_op"] == [
        "Ook beschikt is € 1.000.000 voor NPLV-gebieden; de berekening was p.m., dus dat staat "
        "niet in dit verschil."
    ]
    mandaathouder = draai_in(map_, "verschil", "Doetinchem", "--beschikt", "2027", "--json")
    met_regio = json.loads(mandaathouder.uit)
    assert met_regio["begin"] == 4_310_374, "its own € 783.147 and the money of its region"
    assert met_regio["eind"] == 4_310_374 - 783_147 + 900_000
    lokaal, regionaal = met_regio["stappen"]
    assert lokaal["status"] == "beschikt", "its own local money, not that of its region"
    assert regionaal["uitleg"] == "Hierover is nog geen beschikking ingelezen."


def test_another_version_of_the_data_is_named_by_its_money(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    pad = map_ / "data" / "budgetten.csv"
    rijen = lees_csv(pad)
    for rij in rijen:
        if (rij["uitkering"], rij["onderdeel"], rij["jaar"]) == ("spuk_azwa", "lokaal", "2027"):
            rij["bedrag"] = "230000000"
    schrijf_csv(pad, [list(rijen[0]), *(list(rij.values()) for rij in rijen)])
    antwoord = als_json("Almelo", "--tegen", str(map_ / "data"), "--naar", "2027")
    assert antwoord["verschil"] == 1_147_731 - 1_142_762


@pytest.mark.parametrize(
    ("opdracht", "zin"),
    [
        (["Almelo", "--landelijk"], "Geef een naam, of --regio NAAM, of --landelijk"),
        ([], "Geef een naam, of --regio NAAM, of --landelijk"),
        (["Almelo", "--van", "2020", "--naar", "2027"], "Over 2020 zijn er geen bedragen; kies"),
        (["Almelo", "--van", "2028", "--naar", "2027"], "Het jaar 2028 ligt niet voor 2027"),
        (["Almelo", "--van", "2027", "--naar", "2027"], "Het jaar 2027 ligt niet voor 2027"),
        (["Almelo", "--beschikt", "2025"], "2025 is geen jaar van de SPUK AZWA"),
        (["Almelo", "--beschikt", "2027", "--tegen", "x"], "Kies één vergelijking"),
        (["Almelo", "--van", "2026", "--sleutel", "lokaal=brede_spuk_2025"], "Kies één vergelijk"),
        (["GGD Twente"], "is nog geen bedrag bekend (p.m.)"),
    ],
)
def test_a_question_that_cannot_be_says_why(opdracht: list[str], zin: str) -> None:
    uitkomst = draai("verschil", *opdracht)
    assert uitkomst.code == 2
    assert zin in uitkomst.fout


def test_the_workbook_and_the_table_say_the_same(tmp_path: Path) -> None:

    uit = tmp_path / "verschil.xlsx"
    assert draai("verschil", "Almelo", "--uit", uit).code == 0
    blad = lees_boek(uit, data_only=True)["Verschil"]
    bedragen = [cel.value for rij in blad.iter_rows() for cel in rij if isinstance(cel.value, int)]
    assert {2_073_792, 2_110_046, -432_262} <= set(bedragen)
    tekst = draai("verschil", "Almelo").uit
    assert "2.073.792" in tekst
    assert "+496.576" in tekst
