"""Passing on by form: a mandaathouder fills in posts and a key and sees what each gemeente gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hulp import draai, lees_csv
from venster_hulp import HIER, Gebruiker, venster

from azwa_funds.api import verdeel_door
from azwa_funds.doorverdelen.planschrijver import voorbeeldplan
from azwa_funds.dossier.dossier import maak_dossier
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.euro import toon
from azwa_funds.verdelen.cijfers import Cijfers

#: Tiel is mandaathouder of Rivierenland, a regio of six gemeenten.
FORMULIER = {
    "som": "", "jaar": "2027", "wijze": "inwoners", "minimum": "", "besluit": "",
    "post-0-naam": "Coördinatie", "post-0-hoeveel": "7,5", "post-0-eenheid": "procent",
    "post-0-ontvanger": "", "post-0-was": "0",
    "post-1-naam": "GGD", "post-1-hoeveel": "100.000", "post-1-eenheid": "euro",
    "post-1-ontvanger": "GGD Gelderland-Zuid", "post-1-was": "0",
}  # fmt: skip


@pytest.fixture
def tiel(tmp_path: Path) -> Iterator[Gebruiker]:
    maak_dossier(tmp_path / "tiel", "Tiel", 2027)
    with venster(tmp_path / "tiel") as gebruiker:
        yield gebruiker


@pytest.fixture(scope="module")
def leeg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gebruiker]:
    """Somebody whose forms are all refused: nothing is ever written here."""
    map_ = tmp_path_factory.mktemp("venster") / "tiel"
    maak_dossier(map_, "Tiel", 2027)
    with venster(map_) as gebruiker:
        yield gebruiker
        assert not plan_van(gebruiker).exists()


def plan_van(gebruiker: Gebruiker) -> Path:
    return gebruiker.map_ / "plannen" / "2027.toml"


def uitkomst(gebruiker: Gebruiker, **velden: str) -> Any:
    """What the script of the page gets while somebody types."""
    antwoord = gebruiker.client.post(
        "/doorverdelen/uitkomst",
        data=FORMULIER | velden,
        base_url=HIER,
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert antwoord.status_code == 200
    return antwoord.json


def som_op(pagina: str) -> str:
    return pagina.partition('name="som" value="')[2].partition('"')[0]


def test_what_the_form_says_the_command_reads_to_the_same_euro(
    tiel: Gebruiker, tmp_path: Path
) -> None:
    """Filled in, looked at, kept as a proposal, decided on; the command gives the same table."""
    pagina = tiel.stuur("/doorverdelen", **FORMULIER, actie="reken")
    assert "Dit is nog niet bewaard" in pagina
    assert not plan_van(tiel).exists()
    pagina = tiel.stuur("/doorverdelen", **FORMULIER, actie="voorstel")
    assert '<span class="nl-data-badge">voorstel</span>' in pagina
    tabel = verdeel_door(plan_van(tiel)).als_dataframe()
    assert set(tabel["status"]) == {"aanname"}
    for bedrag in (*tabel["bedrag"], tabel["bedrag"].sum()):
        assert f'<td class="getal">{toon(bedrag)}</td>' in pagina

    velden = FORMULIER | {"som": som_op(pagina), "besluit": "Regiotafel van 12 januari 2027"}
    pagina = tiel.stuur("/doorverdelen", **velden, actie="vast")
    assert '<span class="nl-data-badge">vastgesteld</span>' in pagina
    pagina = tiel.stuur("/doorverdelen/brieven", jaar="2027")
    namen = [pad.name for pad in (tiel.map_ / "reports" / "doorverdelen" / "2027").rglob("*.docx")]
    assert len(namen) == 6
    assert all(naam in pagina for naam in (*namen, "doorverdeling.xlsx"))
    opdracht = ["doorverdelen", plan_van(tiel), "--uit", tmp_path / "uit"]
    assert draai("--dossier", tiel.map_, *opdracht).code == 0
    for map_ in (tmp_path / "uit", tiel.map_ / "reports" / "doorverdelen" / "2027"):
        gegeven = lees_csv(map_ / "doorverdeling.csv")
        assert [int(rij["bedrag"]) for rij in gegeven] == list(tabel["bedrag"])
        assert "aanname" not in {rij["status"] for rij in gegeven}


def test_what_is_typed_is_answered_at_once_and_nothing_is_written(leeg: Gebruiker) -> None:
    gezegd = uitkomst(leeg)
    (deel,) = gezegd["delen"]
    coordinatie, ggd, *gemeenten = deel["rijen"]
    assert coordinatie[:2] == [
        "Coördinatie (Tiel)", "7,5% van het regionale bedrag, afgerond naar beneden",
    ]  # fmt: skip
    assert ggd[3] == toon(100_000)
    assert len(gemeenten) == 6
    assert any("afgerond naar boven" in rij[1] for rij in gemeenten)
    pagina = leeg.stuur("/doorverdelen", **FORMULIER, actie="reken")
    for rij in deel["rijen"]:
        assert all(cel in pagina for cel in rij)


def test_posts_come_and_go_and_what_was_typed_stays(leeg: Gebruiker) -> None:
    pagina = leeg.stuur("/doorverdelen", **FORMULIER, actie="meer")
    assert 'name="post-2-naam"' in pagina
    assert 'value="7,5"' in pagina
    pagina = leeg.stuur("/doorverdelen", **FORMULIER, actie="weg-0")
    assert 'value="GGD"' in pagina
    assert "Coördinatie" not in pagina.partition('id="plan"')[2].partition("</form>")[0]


def test_two_windows_at_once_lose_nothing(tiel: Gebruiker) -> None:
    """The second one sees both versions, and chooses; what stood there can be put back."""
    tiel.stuur("/doorverdelen", **FORMULIER, actie="voorstel")
    eerste = plan_van(tiel).read_bytes()
    pagina = tiel.stuur(
        "/doorverdelen", 409, **FORMULIER | {"post-1-naam": "Zorg"}, actie="voorstel"
    )
    assert plan_van(tiel).read_bytes() == eerste
    assert "Er is niets bewaard" in pagina
    mijn, _, ander = pagina.partition("De versie in het bestand")
    assert '<li class="utrecht-unordered-list__item">Zorg: € 100.000</li>' in mijn
    assert '<li class="utrecht-unordered-list__item">GGD: € 100.000</li>' in ander
    opnieuw = FORMULIER | {"post-1-naam": "Zorg", "som": som_op(pagina)}
    tiel.stuur("/doorverdelen", **opnieuw, actie="voorstel")
    assert b"Zorg" in plan_van(tiel).read_bytes()
    tiel.stuur("/herstel")
    assert plan_van(tiel).read_bytes() == eerste


def test_what_a_form_cannot_show_stays_in_the_plan(tiel: Gebruiker) -> None:
    """A plan by hand, with all its possibilities switched on, keeps them and its figures."""
    cijfers = Cijfers(Gegevens())
    tekst = voorbeeldplan(cijfers, cijfers.gegevens.regios["Rivierenland"], [2027, 2028])
    mogelijk = ("[[", "naam", "bedrag", "gemeente", "deel", "wijze", "ontvanger", "jaren", "reden",
                'besluit = "Opdracht')  # fmt: skip
    aan = "\n".join(
        regel[2:] if regel.startswith("# ") and regel[2:].startswith(mogelijk) else regel
        for regel in tekst.splitlines()
    )
    plan_van(tiel).write_text(aan, encoding="utf-8")
    voor = verdeel_door(plan_van(tiel)).als_dataframe()
    pagina = tiel.kijk("/doorverdelen?jaar=2027")
    assert "blijft zo: post" in pagina
    assert "1 activiteit; 1 gemeente die niet meedoet" in pagina
    velden = {
        "som": som_op(pagina), "jaar": "2027", "wijze": "inwoners", "minimum": "", "besluit": "",
        "post-0-naam": "Regionale coördinatie", "post-0-hoeveel": "5",
        "post-0-eenheid": "procent", "post-0-ontvanger": "", "post-0-was": "1",
    }  # fmt: skip
    tiel.stuur("/doorverdelen", **velden, actie="voorstel")
    assert verdeel_door(plan_van(tiel)).als_dataframe().equals(voor)


def test_for_others_it_says_who_passes_on(tmp_path: Path) -> None:
    maak_dossier(tmp_path / "d", "Buren", 2027)
    with venster(tmp_path / "d") as buren:
        pagina = buren.kijk("/doorverdelen")
        assert (
            "Dit is voor mandaathouders. Uw regio is Rivierenland, mandaathouder is Tiel." in pagina
        )
        assert "voor mandaathouders" in buren.stuur("/doorverdelen", 400, **FORMULIER)


VREEMD = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "a" * 10_000,
          "\x00", "\u202egpj", "'''", "[[post]]"]  # fmt: skip


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("post-0-hoeveel", "1e99", "Dit is geen percentage"),
        ("post-0-hoeveel", "-5", "Dit percentage kan niet"),
        ("post-0-hoeveel", "101", "Dit percentage kan niet"),
        ("post-0-hoeveel", "", "Hier staat nog geen percentage"),
        ("post-0-hoeveel", "9" * 10_000, "Dit percentage kan niet"),
        ("post-1-hoeveel", "-100", "Dit bedrag is negatief"),
        ("post-1-hoeveel", "1e99", "Dit is geen bedrag in hele euro"),
        ("post-1-hoeveel", "1,50", "Dit is geen bedrag in hele euro"),
        ("post-1-hoeveel", "1.50", "Dit is geen bedrag in hele euro"),
        ("post-1-hoeveel", "", "Hier staat nog geen bedrag"),
        ("post-1-hoeveel", "9" * 10_000, "Dit bedrag is te groot"),
        ("post-1-hoeveel", "99.999.999", "verlaag dit bedrag of een eerder bedrag"),
        ("post-1-ontvanger", "Nergenshuizen", "bestaat niet"),
        ("post-1-ontvanger", "x" * 10_000, "Deze naam is te lang"),
        ("post-1-naam", "", "Deze post heeft geen naam"),
        ("post-1-naam", "coordinatie", "Twee posten heten zo"),
        ("post-1-naam", "x" * 10_000, "Deze naam is te lang"),
        ("post-1-naam", "a\x07b", "onzichtbaar teken"),
        ("minimum", "-1", "Dit bedrag is negatief"),
        ("minimum", "9.999.999.999", "verlaag het minimum"),
        ("wijze", "loting", "Kies hoe de rest naar de gemeenten gaat"),
        ("besluit", " ", "Noem het besluit"),
        ("besluit", "x" * 10_000, "Dit besluit is te lang"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    leeg: Gebruiker, veld: str, waarde: str, zin: str
) -> None:
    """Never an error of the program: a sentence at the field, and what was typed stays."""
    velden = FORMULIER | {"besluit": "Besluit 5", veld: waarde}
    pagina = leeg.stuur("/doorverdelen", 400, **velden, actie="vast")
    bij = pagina.partition(f'id="{veld}-fout"')[2].partition("</p>")[0]
    assert zin in bij
    assert f'<a class="nl-link" href="#{veld}">' in pagina
    assert "had niet mogen gebeuren" not in pagina


def test_the_percentages_are_not_more_than_all_there_is(leeg: Gebruiker) -> None:
    velden = {"post-0-hoeveel": "60", "post-1-hoeveel": "60", "post-1-eenheid": "procent"}
    fouten = uitkomst(leeg, **velden)["fouten"]
    assert list(fouten) == ["post-1-hoeveel"]
    assert "samen 120% van het regionale bedrag" in fouten["post-1-hoeveel"]


@pytest.mark.parametrize("tekst", VREEMD)
def test_a_name_is_text_in_the_page_and_in_the_plan(tiel: Gebruiker, tekst: str) -> None:
    antwoord = tiel.client.post(
        "/doorverdelen",
        data=FORMULIER | {"post-0-naam": tekst, "actie": "voorstel"},
        base_url=HIER,
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=True,
    )
    assert antwoord.status_code in (200, 400)
    assert "<script>alert" not in antwoord.text
    assert "<img src=x" not in antwoord.text
    assert "had niet mogen gebeuren" not in antwoord.text
    if antwoord.status_code == 200:
        verdeling = verdeel_door(plan_van(tiel)).verdeling
        assert verdeling.plan.posten[0].naam == tekst


def test_a_year_without_money_and_a_broken_plan_are_said(tiel: Gebruiker) -> None:
    pagina = tiel.kijk("/doorverdelen?jaar=2099", 400)
    assert "Van 2099 is geen regionaal bedrag bekend; kies uit: 2025, 2026, 2027" in pagina
    assert "is geen regionaal bedrag" in tiel.stuur(
        "/doorverdelen", 400, **FORMULIER | {"jaar": "2099"}, actie="voorstel"
    )
    assert "bewaar het eerst" in tiel.stuur("/doorverdelen/brieven", 400, jaar="2027")
    plan_van(tiel).write_text("naam = [", encoding="utf-8")
    assert "regel 1" in tiel.kijk("/doorverdelen", 400)
