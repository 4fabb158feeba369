"""The regional return takes what people send: SiSa workbooks, filled-in forms and ledgers."""

from __future__ import annotations

from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from hulp import Uitkomst, draai, lees_boek
from openpyxl import load_workbook

PLAN = """\
naam = "Doorverdeling Twente"
regio = "Twente"
jaren = [2025, 2027]
besluit = "Besluit van de regiotafel"
[[post]]
naam = "Rest"
rest = true
[[vast]]
gemeente = "Almelo"
bedrag = 100000
[[vast]]
gemeente = "Borne"
bedrag = 40000
[verantwoording]
wijze = "zelf"
"""


def van_gemeente(code: str, bedrag: str, **anders: str) -> list[dict[str, str]]:
    """The ledger of a gemeente that spent of the regional money, and of its own."""
    return [
        boeking(code, "lokaal", bedrag="10,00", boekstuk=f"L-{code}", **anders),
        boeking(code, "regionaal", bedrag=bedrag, boekstuk=f"R-{code}", **anders),
    ]


def van_mandaathouder(via: dict[str, str]) -> list[dict[str, str]]:
    rijen = [boeking("samentwente", "regionaal", bedrag="500,00", boekstuk="M-1")]
    return rijen + [
        boeking(
            "samentwente", "regionaal", bedrag=bedrag, medeoverheid_code=code,
            boekstuk=f"M-{code}",
        )
        for code, bedrag in via.items()
    ]  # fmt: skip


@pytest.fixture
def terug(tmp_path: Path) -> Path:
    """What came back: Almelo a ledger, Borne a SiSa workbook, SamenTwente a ledger too."""
    map_ = tmp_path / "terug"
    schrijf(map_ / "almelo-grootboek.csv", *van_gemeente("GM0141", "1.200,00"))
    schrijf(
        map_ / "samentwente.csv", *van_mandaathouder({"GM0141": "1.200,00", "GM0147": "300,00"})
    )
    borne = schrijf(tmp_path / "borne.csv", *van_gemeente("GM0147", "300,00"))
    assert draai("sisa", borne, "--jaar", "2027", "--uit", map_).code in (0, 1)
    return map_


def consolideer(terug: Path, *opties: str | Path, jaar: str = "2027") -> Uitkomst:
    uit = terug.parent / "uit"
    return draai("sisa", "consolideer", "Twente", terug, "--jaar", jaar, "--uit", uit, *opties)


def retour(terug: Path) -> dict[str, dict[str, object]]:
    boek = lees_boek(terug.parent / "uit" / "regio-twente.xlsx", data_only=True)
    rijen = [list(rij) for rij in boek["Retour"].iter_rows(values_only=True)]
    kop = next(rij for rij in rijen if rij[0] == "Code")
    return {
        str(rij[1]): dict(zip(map(str, kop), rij, strict=True))
        for rij in rijen[rijen.index(kop) + 1 :]
        if rij[1]
    }


def test_ledgers_and_sisa_workbooks_count_alike(terug: Path) -> None:
    uitkomst = consolideer(terug)
    assert uitkomst.code == 1
    assert "3 werkboeken verwerkt, 15 verwacht" in uitkomst.tekst
    rijen = retour(terug)
    assert (rijen["Almelo"]["Stand"], rijen["Almelo"]["Opgegeven besteding"]) == ("ontvangen", 1200)
    assert rijen["Almelo"]["Soort bestand"] == "formulier of grootboek"
    assert (rijen["Borne"]["Opgegeven besteding"], rijen["Borne"]["Soort bestand"]) == (
        300,
        "SiSa-werkboek",
    )
    assert rijen["SamenTwente"]["Opgegeven besteding"] == 500
    assert "verschil" not in uitkomst.tekst


def test_two_sides_that_differ_are_told_whatever_they_sent(terug: Path) -> None:
    schrijf(terug / "almelo-grootboek.csv", *van_gemeente("GM0141", "1.100,00"))
    assert "Almelo (GM0141): de mandaathouder geeft € 1.200 op" in consolideer(terug).tekst


def test_the_return_says_which_way_of_accounting_was_followed(terug: Path) -> None:
    assert "Wijze van verantwoorden: via mandaathouder (aanname" in consolideer(terug).tekst
    zelf = consolideer(terug, "--wijze", "zelf").tekst
    assert "Wijze van verantwoorden: zelf (gekozen met --wijze)" in zelf
    assert "art. 17a, tweede lid" in zelf
    voorblad = lees_boek(terug.parent / "uit" / "regio-twente.xlsx")["Voorblad"]
    assert "Wijze van verantwoorden: zelf" in str([c for rij in voorblad.values for c in rij])


def test_with_a_plan_only_those_with_money_have_to_report(terug: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    uitkomst = consolideer(terug, "--plan", plan)
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    assert "3 werkboeken verwerkt, 3 verwacht" in uitkomst.tekst
    assert "Wijze van verantwoorden: zelf (volgens Doorverdeling Twente)" in uitkomst.tekst
    assert set(retour(terug)) == {"SamenTwente", "Almelo", "Borne"}
    pad = tmp_path / "uit" / "regio-twente.xlsx"
    bestanden = [deel for b in sorted(terug.iterdir()) for deel in ("--bestedingen", b)]
    assert draai("verifieer", pad, *bestanden, "--plan", plan).code == 0
    zonder = draai("verifieer", pad, *bestanden)
    assert "gemaakt met het plan plan.toml" in zonder.fout


def test_a_filled_in_form_counts(tmp_path: Path) -> None:
    map_ = tmp_path / "terug"
    assert draai(
        "sjabloon", "besteding", "--jaar", "2027", "--regio", "Twente", "--per-gemeente",
        "--uit", map_,
    ).code == 0  # fmt: skip
    for pad in map_.glob("*.xlsx"):
        if "Almelo" not in pad.name:
            pad.unlink()
    (pad,) = map_.glob("*.xlsx")
    boek = load_workbook(pad)
    vel = boek["Boekingen"]
    for cel, waarde in {"C2": "regionaal", "D2": "I-1", "E2": "03-03-2027", "F2": "x"}.items():
        vel[cel] = waarde
    vel["G2"] = 750
    boek.save(pad)
    consolideer(map_)
    almelo = retour(map_)["Almelo"]
    assert (almelo["Opgegeven besteding"], almelo["Stand"]) == (750, "ontvangen")


def test_it_works_for_the_spuk_iza_of_2025(tmp_path: Path) -> None:
    map_ = tmp_path / "terug"
    oud = {"jaar": "2025", "boekdatum": "03-03-2025"}
    schrijf(
        map_ / "almelo.csv", boeking("GM0141", "spuk_iza", bedrag="1.200,00", boekstuk="R", **oud)
    )
    consolideer(map_, jaar="2025")
    assert retour(map_)["Almelo"]["Opgegeven besteding"] == 1200


def test_a_file_about_another_year_is_told(terug: Path) -> None:
    schrijf(
        terug / "almelo-grootboek.csv",
        *van_gemeente("GM0141", "1,00", jaar="2028", boekdatum="03-03-2028"),
    )
    assert "almelo-grootboek.csv: er staan geen boekingen over 2027 in" in consolideer(terug).tekst
