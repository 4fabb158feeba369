"""The overview of an area that is no IZA-regio: what it has, and honestly what it has not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hulp import draai, lees_boek
from libreoffice import compare, recalculate

from azwa_funds.gegevens.eigengebied import zoek_gebied
from azwa_funds.gegevens.gegevens import Gegevens

GEGEVENS = Gegevens()
LIJST = 'naam = "Drie buren"\ngemeenten = ["Almelo", "GM0147", "Den Haag"]\n'


def bladen(pad: Path) -> dict[str, list[list[object]]]:
    boek = lees_boek(pad, data_only=True)
    return {blad.title: [list(rij) for rij in blad.iter_rows(values_only=True)] for blad in boek}


@pytest.mark.parametrize(
    ("naam", "soort", "aantal"),
    [
        ("Overijssel", "provincie", 25),
        ("provincie utrecht", "provincie", 26),
        ("GGD Twente", "GGD-regio", 14),
        ("zorgkantoor twente", "zorgkantoorregio", 14),
        ("zorgkantoorregio Apeldoorn/Zutphen", "zorgkantoorregio", 6),
    ],
)
def test_an_area_is_found_by_its_name_and_kind(naam: str, soort: str, aantal: int) -> None:
    gebied = zoek_gebied(GEGEVENS, naam)
    assert (gebied.soort, len(gebied.codes)) == (soort, aantal)


@pytest.mark.parametrize("soort", ["provincie", "ggd_regio"])
def test_every_gemeente_is_in_one_area_of_each_kind(soort: str) -> None:
    namen = {getattr(g, soort) for g in GEGEVENS.gemeenten.values()}
    codes = [c for naam in namen for c in zoek_gebied(GEGEVENS, _voluit(soort, naam)).codes]
    assert sorted(codes) == sorted(GEGEVENS.gemeenten)


def _voluit(soort: str, naam: str) -> str:
    return f"provincie {naam}" if soort == "provincie" else naam


def test_every_gemeente_has_a_zorgkantoorregio() -> None:
    assert set(GEGEVENS.zorgkantoorregios) == set(GEGEVENS.gemeenten)
    assert len(set(GEGEVENS.zorgkantoorregios.values())) == 32


@pytest.mark.parametrize(
    ("naam", "zin"),
    [
        ("Utrecht", "'Utrecht' is een IZA-regio; gebruik --regio"),
        ("Overisel", "Het gebied 'Overisel' bestaat niet; bedoelde u 'Overijssel'"),
        ("nergens", "typ een provincie, GGD-regio of zorgkantoorregio"),
        ("weg.toml", "De lijst 'weg.toml' is niet te lezen"),
    ],
)
def test_a_name_that_is_none_is_asked_about(naam: str, zin: str, tmp_path: Path) -> None:
    uitkomst = draai("overzicht", "--gebied", naam, "--uit", tmp_path / "uit")
    assert uitkomst.code == 2
    assert zin in uitkomst.fout
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        ('naam = "x"\ngemeenten = ["Almeloo"]\n', "regel 2: de gemeente 'Almeloo' bestaat niet"),
        ('naam = "x"\ngemeenten = ["Almelo", "GM0141"]\n', "regel 2: gemeente 'GM0141' staat er"),
        ('naam = "x"\ngemeenten = []\n', "regel 2: 'gemeenten' is geen lijst van namen of codes"),
        ('gemeenten = ["Almelo"]\n', "'naam' ontbreekt in het bestand"),
    ],
)
def test_a_list_that_does_not_fit_is_told_with_its_line(
    inhoud: str, zin: str, tmp_path: Path
) -> None:
    (tmp_path / "lijst.toml").write_text(inhoud, encoding="utf-8")
    uitkomst = draai("overzicht", "--gebied", tmp_path / "lijst.toml", "--uit", tmp_path / "uit")
    assert uitkomst.code == 2
    assert zin in uitkomst.fout


def test_a_list_of_ones_own_over_two_regions(tmp_path: Path) -> None:
    lijst = tmp_path / "lijst.toml"
    lijst.write_text(LIJST, encoding="utf-8")
    assert draai("overzicht", "--gebied", lijst, "--uit", tmp_path).code == 0
    pad = tmp_path / "gebied" / "drie-buren.xlsx"
    gelezen = bladen(pad)
    assert "krijgt zelf geen regionaal geld" in str(gelezen["Voorblad"])
    regios = {rij[0]: rij for rij in gelezen["IZA-regio's"]}
    assert regios["Twente"][2:5] == [2, 14, "nee"]
    assert regios["Haaglanden"][2] == 1
    assert compare(pad, recalculate(pad, tmp_path)) == []
    assert draai("verifieer", pad).code == 2
    assert draai("verifieer", pad, "--plan", lijst).code == 0


def test_an_area_that_is_an_iza_regio_gets_the_same_local_money(tmp_path: Path) -> None:
    """GGD Twente and IZA-regio Twente are the same fourteen gemeenten."""
    assert draai(
        "overzicht", "--regio", "Twente", "--gebied", "GGD Twente", "--uit", tmp_path
    ).code == 0  # fmt: skip
    regio = bladen(tmp_path / "regio" / "twente.xlsx")
    ggd = bladen(tmp_path / "gebied" / "ggd-twente.xlsx")
    assert regio["Gemeenten"][5:] == ggd["Gemeenten"][5:]
    assert regio["Aandelen"][5:] == ggd["Aandelen"][5:]
    assert {rij[0]: rij[4] for rij in ggd["IZA-regio's"]}["Twente"] == "ja"


def test_what_the_plan_promises_stands_beside_the_share(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    assert draai("doorverdelen", "voorbeeld", "--regio", "Twente", "--uit", plan).code == 0
    opdracht = ["overzicht", "--regio", "Twente", "--plan", plan, "--uit", tmp_path]
    assert draai(*opdracht).code == 0
    pad = tmp_path / "regio" / "twente.xlsx"
    rijen = bladen(pad)["Aandelen"]
    kop = next(rij for rij in rijen if rij[0] == "Code")
    almelo = dict(zip(kop, next(rij for rij in rijen if rij[1] == "Almelo"), strict=True))
    assert almelo["Toegezegd 2027"] == 798727
    assert almelo["Toegezegd min aandeel 2027"] == 798727 - almelo["Aandeel regionaal 2027"]
    assert draai("verifieer", pad).code == 2
    assert draai("verifieer", pad, "--plan", plan).code == 0


def test_a_plan_of_a_region_that_is_not_asked_for_is_a_slip(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    assert draai("doorverdelen", "voorbeeld", "--regio", "Zeeland", "--uit", plan).code == 0
    uitkomst = draai("overzicht", "--regio", "Twente", "--plan", plan, "--uit", tmp_path / "uit")
    assert uitkomst.code == 2
    assert "is van IZA-regio Zeeland, en daarvan komt er geen werkboek" in uitkomst.fout
    assert not (tmp_path / "uit").exists()
