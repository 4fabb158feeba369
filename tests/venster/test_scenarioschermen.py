"""What if in the window: other figures at once, the same as the command's, never an award."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hulp import draai
from venster_hulp import HIER, Gebruiker, venster

from azwa_funds.dossier.dossier import maak_dossier
from azwa_funds.kern.euro import toon
from azwa_funds.scenario.uitvoer import met_teken

VOORBEHOUD = "Dit is een aanname, geen toekenning."


@pytest.fixture(scope="module")
def utrecht(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gebruiker]:
    map_ = tmp_path_factory.mktemp("venster") / "utrecht"
    maak_dossier(map_, "Utrecht", 2027)
    with venster(map_) as gebruiker:
        yield gebruiker


def uitkomst(gebruiker: Gebruiker, **velden: str) -> Any:
    """What the script of the page gets while somebody types."""
    antwoord = gebruiker.client.post(
        "/wat-als/uitkomst", data=velden, base_url=HIER, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert antwoord.status_code == 200
    return antwoord.json


def rijen_van(gebruiker: Gebruiker, **velden: str) -> list[list[str]]:
    (deel,) = uitkomst(gebruiker, **velden)["delen"]
    rijen: list[list[str]] = deel["rijen"]
    return rijen


def test_nothing_filled_in_is_all_as_it_is_now(utrecht: Gebruiker) -> None:
    pagina = utrecht.kijk("/wat-als")
    assert VOORBEHOUD in pagina
    assert "U hebt nog niets gewijzigd: alles staat op nu." in pagina
    for _, _, nu, wat_als, verschil, _ in rijen_van(utrecht):
        assert nu == wat_als
        assert verschil == "0"


def test_what_is_kept_as_a_scenario_the_command_works_out_to_the_same_euro(
    utrecht: Gebruiker,
) -> None:
    """A shipped scenario, another budget, an indexation and a minimum, all at once."""
    velden = {
        "wie": "Utrecht", "scenario": "korting", "onderdeel": "lokaal", "jaar": "2028",
        "budget": "300.000.000", "indexatie": "2,5", "minimum": "150.000",
    }  # fmt: skip
    rijen = rijen_van(utrecht, **velden)
    pagina = utrecht.stuur("/wat-als/bewaar", **velden, naam="Meer in 2028")
    assert VOORBEHOUD in pagina
    assert "Bewaard in data/scenarios/meer_in_2028.toml" in pagina
    for opdracht in ("reken", "vergelijk"):
        extra = ["--verschil"] if opdracht == "reken" else []
        klaar = draai(
            "--dossier", utrecht.map_, "scenario", opdracht, "meer_in_2028",
            "--gemeente", "Utrecht", "--formaat", "json", *extra,
        )  # fmt: skip
        assert klaar.code == 0, klaar.fout
        gegeven = json.loads(klaar.uit)
        if opdracht == "reken":
            assert [rij[0] for rij in rijen] == [str(rij["jaar"]) for rij in gegeven]
            assert [rij[2:5] for rij in rijen] == [
                [toon(r["basis"]), toon(r["bedrag"]), met_teken(r["verschil"])] for r in gegeven
            ]
            assert {rij["status"] for rij in gegeven} == {"aanname"}
        else:
            assert "150.000" in klaar.uit
    assert "Er is al een scenario dat zo heet" in utrecht.stuur(
        "/wat-als/bewaar", 400, **velden, naam="meer in 2028"
    )
    assert [rij[2:5] for rij in rijen_van(utrecht, wie="Utrecht", scenario="meer_in_2028")] == [
        rij[2:5] for rij in rijen
    ]
    logboek = (utrecht.map_ / ".azwa" / "logboek.jsonl").read_text("utf-8")
    assert logboek.count("scenario bewaard") == 1


def test_the_band_is_that_of_the_command(utrecht: Gebruiker) -> None:
    banden = [rij[5] for rij in rijen_van(utrecht, scenario="korting")]
    klaar = draai("scenario", "zwaai", "korting", "--gemeente", "Utrecht", "--aantal", "1000",
                  "--formaat", "json")  # fmt: skip
    gegeven = json.loads(klaar.uit)
    assert banden == [f"{toon(b['p5'])} tot {toon(b['p95'])}" for b in gegeven]


def test_a_regio_is_its_regional_money_and_sliders_know_how_far(utrecht: Gebruiker) -> None:
    gezegd = uitkomst(utrecht, wie="regio Utrecht", onderdeel="regionaal", jaar="2027")
    assert {rij[1] for rij in gezegd["delen"][0]["rijen"]} == {"Regionaal (mandaathouders)"}
    assert gezegd["zin"] == "Uitgerekend voor IZA-regio Utrecht."
    assert gezegd["schuiven"]["budget"]["hoogst"] > 0
    assert uitkomst(utrecht, wie="Utrecht")["schuiven"]["budget"]["hoogst"] == 0


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("wie", "Nergenshuizen", "bestaat niet"),
        ("wie", "x" * 10_000, "bestaat niet"),
        ("wie", "<script>alert(1)</script>", "bestaat niet"),
        ("scenario", "../../etc/passwd", "Dit scenario bestaat niet"),
        ("onderdeel", "{{7*7}}", "Dit onderdeel bestaat niet"),
        ("jaar", "2099", "Dit jaar bestaat niet"),
        ("sleutel", "x", "Deze sleutel bestaat niet"),
        ("sleutel", "som_van_gemeenten", "Deze sleutel verdeelt over mandaathouders"),
        ("budget", "-1", "Dit bedrag is negatief"),
        ("budget", "1e99", "Dit is geen bedrag in hele euro"),
        ("budget", "1,50", "Dit is geen bedrag in hele euro"),
        ("budget", "9" * 10_000, "Dit bedrag is te groot"),
        ("budget", "9.999.999.999.999", "typ hoogstens"),
        ("minimum", "999.999.999", "verlaag het minimum"),
        ("minimum", "-0,01", "Dit is geen bedrag in hele euro"),
        ("indexatie", "1e99", "Dit is geen percentage"),
        ("indexatie", "-101", "Dit percentage kan niet"),
        ("indexatie", "1001", "Dit percentage kan niet"),
        ("indexatie", "--5", "Dit is geen percentage"),
        ("indexatie", "2" * 10_000, "Dit percentage is te lang"),
        ("indexatie", "1/0", "Dit is geen percentage"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    utrecht: Gebruiker, veld: str, waarde: str, zin: str
) -> None:
    """Never an error of the program, and nothing is kept; the page and its script say the same."""
    velden = {"wie": "Utrecht", "onderdeel": "lokaal", "jaar": "2027", veld: waarde}
    antwoord = utrecht.client.get("/wat-als", query_string=velden, base_url=HIER)
    assert antwoord.status_code == 400
    bij = antwoord.text.partition(f'id="{veld}-fout"')[2].partition("</p>")[0]
    assert zin in bij
    assert "<script>alert" not in antwoord.text
    assert zin in uitkomst(utrecht, **velden)["fouten"][veld].replace("'", "&#39;")[:400]
    utrecht.stuur("/wat-als/bewaar", 400, **velden, naam=f"fout {veld}")
    assert not list(utrecht.map_.rglob("fout_*.toml"))


@pytest.mark.parametrize("naam", ["", "...", "../../x", "x" * 10_000, "korting", "<b>", "\x00"])
def test_the_name_of_a_scenario_never_leads_elsewhere(utrecht: Gebruiker, naam: str) -> None:
    voor = {pad for pad in utrecht.map_.parent.rglob("*") if pad.is_file()}
    antwoord = utrecht.client.post(
        "/wat-als/bewaar", data={"wie": "Utrecht", "indexatie": "1", "naam": naam}, base_url=HIER,
        headers={"Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    assert antwoord.status_code in (303, 400)
    erbij = {pad for pad in utrecht.map_.parent.rglob("*") if pad.is_file()} - voor
    assert all(pad.parent == utrecht.map_ / "data" / "scenarios" for pad in erbij
               if ".azwa" not in pad.parts)  # fmt: skip


def test_a_field_that_needs_another_says_so(utrecht: Gebruiker) -> None:
    fouten = uitkomst(utrecht, budget="1000", minimum="5", sleutel="brede_spuk_2025")["fouten"]
    assert fouten["budget"] == "Kies bij een ander budget ook één onderdeel en één jaar."
    assert fouten["minimum"] == "Kies bij een minimum ook één onderdeel."
    assert fouten["sleutel"] == "Kies bij een andere sleutel ook één onderdeel."
