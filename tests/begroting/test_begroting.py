"""The lines for a begroting: what comes in is what goes out, and nothing is promised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from hulp import draai, draai_in, kopieer_gegevens, lees_boek, schrijf_csv

from azwa_funds.api import verdeel
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.verdelen.raming import bouw_raming


def als_json(naam: str) -> dict[str, object]:
    uitkomst = draai("begroting", naam, "--json")
    assert uitkomst.code == 0, uitkomst.fout
    antwoord: dict[str, object] = json.loads(uitkomst.uit)
    return antwoord


def test_a_gemeente_budgets_its_own_local_money() -> None:
    antwoord = als_json("Almelo")
    eigen = {t.jaar: t.bedrag for t in verdeel(gemeente="Almelo", onderdelen="lokaal")}
    raming = bouw_raming(Cijfers(Gegevens()))[0]
    eigen[int(raming.periode)] = raming.lokaal["GM0141"]
    assert antwoord["per_jaar"] == {
        str(jaar): {"baten": bedrag, "lasten": bedrag} for jaar, bedrag in eigen.items()
    }
    assert antwoord["budgettair_neutraal"] is True
    assert "mandaathouder van IZA-regio Twente" in str(antwoord["let_op"])


def test_a_mandaathouder_budgets_what_it_really_receives() -> None:
    """Utrecht receives its local money, and the regional money for all gemeenten of its regio."""
    antwoord = als_json("Utrecht")
    regels = antwoord["regels"]
    assert isinstance(regels, list)
    baten = {(r["jaar"], r["onderdeel"]): r["bedrag"] for r in regels if r["soort"] == "baten"}
    assert (baten[2027, "lokaal"], baten[2027, "regionaal"]) == (3_691_491, 3_111_374)
    assert any("volgens het plan van de regio" in r["omschrijving"] for r in regels)


def test_only_regional_money_that_goes_out_is_a_contribution_to_gemeenten() -> None:
    """Utrecht passes the regional money on; its local money it spends itself."""
    regels = als_json("Utrecht")["regels"]
    assert isinstance(regels, list)
    naar_gemeenten = [r for r in regels if r["categorie"] == "Bijdragen aan gemeenten"]
    verwacht = [r for r in regels if (r["onderdeel"], r["soort"]) == ("regionaal", "lasten")]
    assert naar_gemeenten == verwacht
    doorgegeven = [r for r in regels if r["omschrijving"].endswith("wordt doorgegeven")]
    assert doorgegeven == verwacht != []


def test_the_estimate_runs_to_2030_and_is_called_an_assumption() -> None:
    antwoord = als_json("Utrecht")
    regels = antwoord["regels"]
    assert isinstance(regels, list)
    later = [r for r in regels if r["jaar"] == 2030]
    assert {(r["onderdeel"], r["soort"]) for r in later} == {
        (onderdeel, soort) for onderdeel in ("lokaal", "regionaal") for soort in ("baten", "lasten")
    }
    assert all(r["status"] == "aanname" and r["omschrijving"].startswith("Raming") for r in later)
    assert any("bijzondere fondsuitkering" in str(zin) for zin in antwoord["let_op"])  # type: ignore[attr-defined]


def test_a_body_that_is_no_gemeente_has_regional_money_only() -> None:
    regels = als_json("SamenTwente")["regels"]
    assert isinstance(regels, list)
    assert {r["onderdeel"] for r in regels} == {"regionaal"}


def test_every_line_has_a_status_and_a_source_and_proposals_are_called_so() -> None:
    antwoord = als_json("Almelo")
    regels = antwoord["regels"]
    assert isinstance(regels, list)
    assert {(r["jaar"] < 2030, r["status"]) for r in regels} == {
        (True, "indicatief"),
        (False, "aanname"),
    }
    assert all(r["bron"] for r in regels)
    assert "voorstellen van dit programma (aanname)" in str(antwoord["let_op"])
    assert "De jaren na 2029 zijn een raming" in str(antwoord["let_op"])


def test_it_says_between_what_the_amount_may_end_up() -> None:
    """And always the same, however often it is asked: what a council decided on is not redrawn."""
    onzeker = als_json("Almelo")["onzeker"]
    assert isinstance(onzeker, list)
    tussen = [zin.partition("tussen ")[2].partition(" (")[0] for zin in onzeker]
    assert tussen == [
        "€ 1.145.540 en € 1.149.928",
        "€ 1.379.044 en € 1.383.458",
        "€ 1.592.659 en € 1.597.146",
    ]


@pytest.mark.parametrize("naam", ["Utrech", "GGD Twente"])
def test_who_gets_nothing_yet_is_said_so(naam: str) -> None:
    uitkomst = draai("begroting", naam)
    assert uitkomst.code == 2
    assert uitkomst.fout.count("\n") == 1


def test_workbook_and_document_can_be_copied_from(tmp_path: Path) -> None:
    werkboek, tekst = tmp_path / "b.xlsx", tmp_path / "b.docx"
    assert draai("begroting", "Almelo", "--uit", werkboek).code == 0
    assert draai("begroting", "Almelo", "--uit", tekst).code == 0
    assert draai("verifieer", werkboek).code == 0
    bladen = lees_boek(werkboek, data_only=True)
    assert bladen.sheetnames[:3] == ["Voorblad", "Begroting", "Controle"]
    waarden = [cel.value for rij in bladen["Begroting"].iter_rows() for cel in rij]
    assert waarden.count(1_147_731) == 2
    alineas = " ".join(alinea.text for alinea in Document(str(tekst)).paragraphs)
    assert "budgettair neutraal" in alineas
    eerste = tekst.read_bytes()
    assert draai("begroting", "Almelo", "--uit", tekst).code == 0
    assert tekst.read_bytes() == eerste


def test_in_a_dossier_nobody_is_asked_who_we_are(tmp_path: Path) -> None:
    assert draai("dossier", "maak", tmp_path, "--wie", "Almelo", "--jaar", "2027").code == 0
    assert draai("--dossier", tmp_path, "begroting").uit == draai("begroting", "Almelo").uit


def test_what_was_awarded_is_not_called_uncertain(tmp_path: Path) -> None:
    """The band is of a calculation; an awarded amount may even lie outside it."""
    map_ = kopieer_gegevens(tmp_path / "eigen")
    schrijf_csv(
        tmp_path / "b.csv",
        [
            "uitkering onderdeel jaar ontvanger_code bedrag kenmerk datum".split(),
            ["spuk_azwa", "lokaal", "2027", "GM0141", "1150000", "B-1", "15-11-2026"],
        ],
    )
    assert draai_in(map_, "beschikking", "lees", tmp_path / "b.csv", "--titel", "Proef").code == 0
    onzeker = json.loads(draai_in(map_, "begroting", "Almelo", "--json").uit)["onzeker"]
    assert [zin[:12] for zin in onzeker if "trekkingen" in zin] == ["2028, lokaal", "2029, lokaal"]


def test_money_of_an_area_is_budgeted_once_it_is_awarded(tmp_path: Path) -> None:
    """Until then it waits for its division; and it may not fall between waiting and budgeting."""
    map_ = kopieer_gegevens(tmp_path / "eigen")
    schrijf_csv(
        tmp_path / "b.csv",
        [
            "uitkering onderdeel jaar ontvanger_code bedrag kenmerk datum".split(),
            ["spuk_azwa", "nplv", "2027", "GM0080", "1000000", "B-1", "15-11-2026"],
            ["spuk_azwa", "ggd_kennis_coordinatie", "2027", "ggd-twente", "9", "B-2", "15-11-2026"],
        ],
    )
    assert draai_in(map_, "beschikking", "lees", tmp_path / "b.csv", "--titel", "Proef").code == 0
    antwoord = json.loads(draai_in(map_, "begroting", "Leeuwarden", "--json").uit)
    gebied = [r for r in antwoord["regels"] if r["onderdeel"] == "nplv"]
    assert [(r["jaar"], r["soort"], r["bedrag"], r["status"]) for r in gebied] == [
        (2027, "baten", 1_000_000, "beschikt"),
        (2027, "lasten", 1_000_000, "beschikt"),
    ]
    assert {r["omschrijving"] for r in gebied} == {"SPUK AZWA nplv: NPLV-gebieden"}
    wacht = [zin[:4] for zin in antwoord["onzeker"] if "NPLV-gebied" in zin]
    assert wacht == ["2028", "2029"]
    ggd = json.loads(draai_in(map_, "begroting", "GGD Twente", "--json").uit)
    assert [(r["jaar"], r["bedrag"]) for r in ggd["regels"]] == [(2027, 9), (2027, 9)]
    assert ggd["onzeker"] == [], "of this year it does not wait any more"
    tekst = draai_in(map_, "begroting", "GGD Twente").tekst
    assert "GGD Twente ontvangt € 9 in 2027 (beschikt)." in tekst
    assert "meerjarenraming" not in tekst, "no amount is known of the years after"
    assert "Onzeker" not in tekst
    land = json.loads(draai_in(map_, "verschil", "--landelijk", "--beschikt", "2027", "--json").uit)
    assert [zin.partition(";")[0] for zin in land["let_op"]] == [
        "Ook beschikt is € 9 voor Kennis- en coördinatierol GGD",
        "Ook beschikt is € 1.000.000 voor NPLV-gebieden",
    ]
    regio = json.loads(draai_in(map_, "begroting", "regio Friesland", "--json").uit)
    assert {r["onderdeel"] for r in regio["regels"]} == {"regionaal"}
