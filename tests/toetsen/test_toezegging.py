"""The plan of a region in the toets and in SiSa: what was promised against what is reported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from hulp import draai, lees_boek
from libreoffice import compare, recalculate

PLAN = """\
naam = "Doorverdeling Twente"
regio = "Twente"
jaren = [2025, 2027]
besluit = "Besluit van de regiotafel"
[[post]]
naam = "Nog te bestemmen"
rest = true
[[vast]]
gemeente = "Almelo"
bedrag = 100000
[[vast]]
gemeente = "Borne"
bedrag = 40000
[[doet_niet_mee]]
gemeente = "Losser"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    pad = tmp_path / "plan.toml"
    pad.write_text(PLAN, encoding="utf-8")
    return pad


def regionaal(code: str, bedrag: str, via: str = "", **anders: str) -> dict[str, str]:
    nummer = f"R-{code}-{via}"
    return boeking(
        code, "regionaal", bedrag=bedrag, medeoverheid_code=via, boekstuk=nummer, **anders
    )


def regel_15(plan: Path, boekingen: Path, *opties: str | Path) -> dict[str, dict[str, str]]:
    uitkomst = draai(
        "toets", boekingen, "--jaar", "2027", "--regio", "Twente", "--plan", plan,
        "--formaat", "csv", *opties,
    )  # fmt: skip
    return {rij["ontvanger"]: rij for rij in uitkomst.rijen if rij["regel"] == "15"}


def test_who_spends_more_than_was_promised_is_told(plan: Path, tmp_path: Path) -> None:
    """Almelo spends a cent too much, Borne less; Enschede was promised nothing."""
    pad = schrijf(
        tmp_path / "b.csv",
        regionaal("GM0141", "100.000,01"),
        regionaal("GM0147", "39.000,00"),
        regionaal("GM0153", "5,00"),
    )
    gevonden = regel_15(plan, pad)
    assert set(gevonden) == {"Almelo", "Borne", "Enschede"}
    assert gevonden["Almelo"]["ernst"] == "fout"
    assert gevonden["Almelo"]["verschil"] == "0.01"
    assert (
        "toegezegd is € 100.000,00 (Doorverdeling Twente, indicatief)"
        in (gevonden["Almelo"]["melding"])
    )
    assert gevonden["Borne"]["ernst"] == "informatie"
    assert gevonden["Borne"]["verschil"] == "-1000.00"
    assert gevonden["Enschede"]["ernst"] == "fout"


def test_only_who_is_asked_about_is_held_against_the_plan(plan: Path, tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", regionaal("GM0141", "100.000,01"))
    vraag = ("--jaar", "2027", "--gemeente", "Almelo", "--plan", plan, "--formaat", "csv")
    rijen = draai("toets", pad, *vraag).rijen
    assert [rij["ontvanger"] for rij in rijen if rij["regel"] == "15"] == ["Almelo"]


def test_what_only_the_mandaathouder_reports_counts_too(plan: Path, tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", regionaal("samentwente", "150.000,00", "GM0141"))
    gevonden = regel_15(plan, pad)
    assert "volgens de mandaathouder" in gevonden["Almelo"]["melding"]
    assert gevonden["Borne"]["melding"].startswith("Van het regionale geld is niets gemeld")


def test_while_nothing_was_decided_it_is_no_error(plan: Path, tmp_path: Path) -> None:
    plan.write_text(PLAN.replace('besluit = "Besluit van de regiotafel"\n', ""), encoding="utf-8")
    pad = schrijf(tmp_path / "b.csv", regionaal("GM0141", "150.000,00"))
    gevonden = regel_15(plan, pad)
    assert gevonden["Almelo"]["ernst"] == "informatie"
    assert "Het plan is nog zonder besluit." in gevonden["Almelo"]["melding"]


def test_without_a_plan_there_is_nothing_to_test(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", regionaal("GM0141", "150.000,00"))
    uitkomst = draai("toets", pad, "--jaar", "2027", "--regio", "Twente", "--formaat", "csv")
    assert not [rij for rij in uitkomst.rijen if rij["regel"] == "15"]


def test_the_workbook_of_a_toets_asks_for_its_plan(plan: Path, tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", regionaal("GM0141", "150.000,00"))
    uit = tmp_path / "toets.xlsx"
    opdracht = ["toets", pad, "--jaar", "2027", "--regio", "Twente", "--plan", plan, "--uit", uit]
    assert draai(*opdracht).code == 1
    zonder = draai("verifieer", uit, "--bestedingen", pad)
    assert zonder.code == 2
    assert "gemaakt met het plan plan.toml" in zonder.fout
    assert draai("verifieer", uit, "--bestedingen", pad, "--plan", plan).code == 0


# -- SiSa --------------------------------------------------------------------------------------


def sisa(
    plan: Path, tmp_path: Path, jaar: str, *rijen: dict[str, str], wie: Sequence[str] = ("Almelo",)
) -> Path:
    pad = schrijf(tmp_path / "b.csv", *rijen)
    map_ = tmp_path / "sisa"
    for naam in wie:
        opdracht = ("sisa", pad, "--jaar", jaar, "--ontvanger", naam, "--plan", plan, "--uit", map_)
        uitkomst = draai(*opdracht)
        assert uitkomst.code in (0, 1), uitkomst.fout
    return map_


def verloop(pad: Path, uitkering: str) -> dict[object, object]:
    blad = lees_boek(pad, data_only=True)["Verloopoverzicht"]
    rijen = [list(rij) for rij in blad.iter_rows(values_only=True)]
    kop = next(rij for rij in rijen if rij[1] == "Code")
    eigen = next(rij for rij in rijen if uitkering in str(rij[0]) and rij is not kop)
    return dict(zip(kop, eigen, strict=True))


def test_the_verloopoverzicht_of_a_medeoverheid_has_its_amount(plan: Path, tmp_path: Path) -> None:
    map_ = sisa(plan, tmp_path, "2027", regionaal("GM0141", "90.000,00"))
    pad = map_ / "GM0141-almelo.xlsx"
    rij = verloop(pad, "SiSa tussen medeoverheden")
    assert rij["Ontvangen over 2027"] == 100000
    assert (rij["Vrijgevallen"], rij["Saldo 31-12-2027"]) == (90000, 10000)
    assert rij["Status ontvangen"] == "indicatief"
    herkomst = str([c for r in lees_boek(pad)["Herkomst"].values for c in r])
    assert "toegezegd door de mandaathouder: Doorverdeling Twente (plan.toml; Besluit" in herkomst
    assert compare(pad, recalculate(pad, tmp_path)) == []
    assert draai("verifieer", pad, "--bestedingen", tmp_path / "b.csv", "--plan", plan).code == 0
    assert draai("verifieer", pad, "--bestedingen", tmp_path / "b.csv").code == 2


def test_the_rows_of_the_mandaathouder_follow_the_plan(plan: Path, tmp_path: Path) -> None:
    """Rows for Almelo and Borne, and for Enschede: promised nothing, but booked on."""
    rij = regionaal("samentwente", "500,00", "GM0153")
    map_ = sisa(plan, tmp_path, "2027", rij, wie=("SamenTwente", "Borne", "Losser"))
    blad = lees_boek(map_ / "samentwente-samentwente.xlsx", data_only=True)["SiSa-bijlage"]
    tekst = str([cel for rij in blad.values for cel in rij])
    assert all(f"{wie}'" in tekst for wie in ("GM0141 Almelo", "GM0147 Borne", "GM0153 Enschede"))
    assert "GM0168 Losser" not in tekst
    borne = lees_boek(map_ / "GM0147-borne.xlsx")["SiSa-bijlage"]
    assert "SiSa tussen medeoverheden" in str([cel for rij in borne.values for cel in rij])
    losser = lees_boek(map_ / "GM0168-losser.xlsx")["SiSa-bijlage"]
    assert "SiSa tussen medeoverheden" not in str([cel for rij in losser.values for cel in rij])


def test_it_works_for_the_spuk_iza_of_2025(plan: Path, tmp_path: Path) -> None:
    rij = boeking("GM0141", "spuk_iza", jaar="2025", boekdatum="03-03-2025", bedrag="120.000,00")
    map_ = sisa(plan, tmp_path, "2025", rij)
    assert verloop(map_ / "GM0141-almelo.xlsx", "medeoverheden")["Ontvangen over 2025"] == 100000
    uitkomst = draai(
        "toets", tmp_path / "b.csv", "--jaar", "2025", "--regio", "Twente", "--plan", plan,
        "--formaat", "csv",
    )  # fmt: skip
    almelo = next(r for r in uitkomst.rijen if r["regel"] == "15" and r["ontvanger"] == "Almelo")
    assert (almelo["ernst"], almelo["verschil"]) == ("fout", "20000.00")
