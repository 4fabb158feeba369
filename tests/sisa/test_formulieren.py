"""Forms for a whole region in one go: who must return what by when, and what came back."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest
from hulp import draai
from openpyxl import load_workbook

PLAN = """\
naam = "Doorverdeling Twente"
regio = "Twente"
jaren = [2026, 2027]
besluit = "Besluit van de regiotafel"
[[verdeling]]
wijze = "inwoners"
[verantwoording]
uiterlijk = "04-01"
"""


@pytest.fixture(scope="module")
def gemaakt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms of Twente over 2027, with what the plan promises."""
    map_ = tmp_path_factory.mktemp("formulieren")
    (map_ / "plan.toml").write_text(PLAN, encoding="utf-8")
    uitkomst = maak(map_, "2027", "--plan", map_ / "plan.toml")
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    return map_


def maak(map_: Path, jaar: str, *opties: str | Path):  # type: ignore[no-untyped-def]
    return draai(
        "sjabloon", "besteding", "--jaar", jaar, "--regio", "Twente", "--per-gemeente",
        "--uit", map_ / "uit", *opties,
    )  # fmt: skip


@pytest.fixture
def map_(gemaakt: Path, tmp_path: Path) -> Path:
    """A copy of the forms, to fill in."""
    for pad in (gemaakt / "uit").iterdir():
        (tmp_path / pad.name).write_bytes(pad.read_bytes())
    return tmp_path


def register(map_: Path) -> list[dict[str, str]]:
    tekst = (map_ / "register.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(tekst.splitlines(), delimiter=";"))


def vul_in(
    pad: Path, bedragen: Iterable[float], blad: str = "", cel: str = "", naar: Path | None = None
) -> None:
    """Fill in bookings as a person would in Excel, and change another cell where asked."""
    boek = load_workbook(pad)
    vel = boek["Boekingen"]
    for nummer, bedrag in enumerate(bedragen, start=2):
        for kolom in "ABC":
            vel[f"{kolom}{nummer}"] = vel[f"{kolom}2"].value
        vel[f"D{nummer}"], vel[f"E{nummer}"] = f"I-{nummer}", datetime(2027, 3, 4)
        vel[f"F{nummer}"], vel[f"G{nummer}"] = "Beweegcoach", bedrag
    if cel:
        boek[blad][cel] = "anders"
    boek.save(naar or pad)
    _bewaard_op(naar or pad, "2028-03-01")


def _bewaard_op(pad: Path, dag: str) -> None:
    """Put the day in the file on which a spreadsheet program would have saved it."""
    with zipfile.ZipFile(pad) as archief:
        delen = {deel: archief.read(deel) for deel in archief.namelist()}
    kern = "docProps/core.xml"
    delen[kern] = re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{dag}T10:00:00Z".encode(), delen[kern]
    )
    with zipfile.ZipFile(pad, "w") as archief:
        for naam, inhoud in delen.items():
            archief.writestr(naam, inhoud)


def stand(map_: Path, gemaakt: Path, dag: str = "2028-03-15") -> dict[str, dict[str, str]]:
    uitkomst = draai(
        "sjabloon", "stand", map_, "--plan", gemaakt / "plan.toml", "--op", dag,
        "--formaat", "csv",
    )  # fmt: skip
    assert uitkomst.code in (0, 1), uitkomst.fout
    return {rij["naam"]: rij for rij in uitkomst.rijen}


def test_everybody_gets_a_form_and_stands_in_the_register(gemaakt: Path) -> None:
    """Fourteen gemeenten, SamenTwente, which is no gemeente, and the GGD, which is paid in 2027."""
    rijen = register(gemaakt / "uit")
    assert len(rijen) == 16
    assert {rij["soort"] for rij in rijen} == {"gemeente", "mandaathouder", "GGD"}
    assert {rij["bestand"] for rij in rijen} == {
        pad.name for pad in (gemaakt / "uit").glob("*.xlsx")
    }
    per_naam = {rij["naam"]: rij for rij in rijen}
    assert per_naam["Almelo"]["uiterlijk"] == "2028-04-01"
    assert per_naam["SamenTwente"]["uiterlijk"] == "2028-07-15"
    assert per_naam["Almelo"]["toegekend"] == "1147731"
    assert int(per_naam["Almelo"]["toegezegd"]) > 800_000
    assert per_naam["GGD Twente"]["toegekend"] == "p.m."


def test_the_stand_opens_in_excel_with_a_double_click(gemaakt: Path) -> None:
    keuze = ("--plan", gemaakt / "plan.toml", "--op", "2028-03-15", "--formaat", "csv-excel")
    uitkomst = draai("sjabloon", "stand", gemaakt / "uit", *keuze)
    kop, eerste = uitkomst.uit.splitlines()[:2]
    assert kop.startswith("\ufeffjaar;code;naam;stand;")
    assert "0,00" in eerste.split(";")


def test_a_form_speaks_in_words_and_names(gemaakt: Path) -> None:
    boek = load_workbook(gemaakt / "uit" / "2027-GM0141-Almelo.xlsx")
    koppen = [cel.value for cel in boek["Boekingen"][1]]
    assert koppen[:3] == ["Verantwoorder", "Jaar", "Onderdeel"]
    assert koppen[-1] == "Medeoverheid"
    assert boek["Boekingen"]["A2"].value == "Almelo"
    lijst = [rij[0].value for rij in boek["Lijsten"].iter_rows(min_row=2)]
    assert {"Almelo", "Hof van Twente", "SamenTwente"} <= set(lijst)
    toegekend = [[cel.value for cel in rij] for rij in boek["Toegekend"].iter_rows(min_row=2)]
    assert [rij[2] for rij in toegekend] == ["lokaal", "regionaal"]
    assert "Toegezegd door de mandaathouder: Doorverdeling Twente (plan.toml" in toegekend[1][7]


def test_who_filled_in_a_form_has_returned_it_under_any_name(map_: Path, gemaakt: Path) -> None:
    vul_in(map_ / "2027-GM0141-Almelo.xlsx", [1000.5, 250], naar=map_ / "van Almelo terug.xlsx")
    standen = stand(map_, gemaakt)
    almelo = standen["Almelo"]
    assert (almelo["stand"], almelo["te_laat"], almelo["gewijzigd"]) == ("retour", "nee", "nee")
    assert (almelo["bestand"], almelo["geboekt"]) == ("van Almelo terug.xlsx", "1250.50")
    assert (almelo["opgeslagen"], almelo["opmerking"]) == ("2028-03-01", "")
    assert standen["Borne"]["stand"] == "nog niet ingevuld"
    assert standen["Borne"]["te_laat"] == "nee"


def test_who_is_late_is_told(map_: Path, gemaakt: Path) -> None:
    (map_ / "2027-GM0153-Enschede.xlsx").unlink()
    standen = stand(map_, gemaakt, "2028-04-02")
    assert standen["Borne"]["te_laat"] == "ja"
    assert standen["SamenTwente"]["te_laat"] == "nee"
    assert (standen["Enschede"]["stand"], standen["Enschede"]["te_laat"]) == ("ontbreekt", "ja")
    tekst = draai("sjabloon", "stand", map_, "--plan", gemaakt / "plan.toml", "--op", "2028-04-02")
    assert tekst.code == 1
    assert "0 van 16 formulieren terug; 14 te laat" in tekst.tekst


@pytest.mark.parametrize(
    ("blad", "cel"), [("Toegekend", "D2"), ("Lijsten", "A3"), ("Boekingen", "G1")]
)
def test_a_file_that_was_changed_where_it_should_not_be_is_told(
    blad: str, cel: str, map_: Path, gemaakt: Path
) -> None:
    vul_in(map_ / "2027-GM0147-Borne.xlsx", [5], blad, cel)
    borne = stand(map_, gemaakt)["Borne"]
    assert borne["gewijzigd"] == "ja"
    assert f"Gewijzigd waar dat niet hoort: blad '{blad}', cel {cel}." in borne["opmerking"]


def test_a_form_of_an_older_version_that_says_the_same_was_not_changed(
    map_: Path, gemaakt: Path
) -> None:
    """It was made otherwise: another mark in the register. What differs in it cannot be judged."""
    vul_in(map_ / "2027-GM0147-Borne.xlsx", [5])
    vul_in(map_ / "2027-GM0141-Almelo.xlsx", [5], "Toegekend", "D2")
    tekst = (map_ / "register.csv").read_text(encoding="utf-8-sig")
    for rij in register(map_):
        tekst = tekst.replace(rij["sha256_formulier"], "0" * 64)
    (map_ / "register.csv").write_text(tekst, encoding="utf-8")
    standen = stand(map_, gemaakt)
    assert (standen["Borne"]["stand"], standen["Borne"]["opmerking"]) == ("retour", "")
    assert "is daarom niet na te gaan" in standen["Almelo"]["opmerking"]


def test_a_form_that_cannot_be_read_is_told_with_the_reason(map_: Path, gemaakt: Path) -> None:
    pad = map_ / "2027-GM0147-Borne.xlsx"
    vul_in(pad, [5])
    boek = load_workbook(pad)
    boek["Boekingen"]["E2"] = "gisteren"
    boek.save(pad)
    borne = stand(map_, gemaakt)["Borne"]
    assert borne["stand"] == "niet te lezen"
    assert "gisteren" in borne["opmerking"]


def test_the_folder_of_forms_is_read_without_its_register(map_: Path) -> None:
    for pad in map_.glob("*.xlsx"):
        if "Almelo" not in pad.name:
            pad.unlink()
    vul_in(map_ / "2027-GM0141-Almelo.xlsx", [1000.5, 250])
    uitkomst = draai("toets", map_, "--jaar", "2027", "--formaat", "csv")
    assert uitkomst.code in (0, 1), uitkomst.fout
    assert "register" not in uitkomst.fout


def test_forms_of_2026_are_about_the_spuk_iza_and_no_ggd(tmp_path: Path) -> None:
    assert maak(tmp_path, "2026").code == 0
    rijen = register(tmp_path / "uit")
    assert len(rijen) == 15
    assert {rij["toegezegd"] for rij in rijen} == {"geen plan gegeven", "niet van toepassing"}
    mandaat = next(rij for rij in rijen if rij["soort"] == "mandaathouder")
    assert (mandaat["toegekend"], mandaat["uiterlijk"]) == ("5711031", "2027-07-15")


def test_a_mandaatgemeente_has_one_form_for_both(tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    assert draai(
        "sjabloon", "besteding", "--jaar", "2027", "--regio", "Achterhoek", "--per-gemeente",
        "--uit", uit,
    ).code == 0  # fmt: skip
    soorten = {rij["naam"]: rij["soort"] for rij in register(uit)}
    assert soorten["Doetinchem"] == "mandaathouder en gemeente"


def test_a_filled_in_form_is_not_replaced(map_: Path, gemaakt: Path) -> None:
    (map_ / "uit").mkdir()
    for pad in map_.glob("*.*"):
        pad.rename(map_ / "uit" / pad.name)
    vul_in(map_ / "uit" / "2027-GM0141-Almelo.xlsx", [5])
    uitkomst = maak(map_, "2027", "--plan", gemaakt / "plan.toml")
    assert uitkomst.code == 2
    assert "2027-GM0141-Almelo.xlsx is niet wat dit programma schreef" in uitkomst.fout


@pytest.mark.parametrize(
    ("opdracht", "zin"),
    [
        (["besteding", "--jaar", "2027", "--per-gemeente"], "Bij --per-gemeente hoort --regio"),
        (["stand", "."], "staat geen register.csv; maak de formulieren eerst"),
    ],
)
def test_what_is_missing_is_told(
    opdracht: list[str], zin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    uitkomst = draai("sjabloon", *opdracht)
    assert uitkomst.code == 2
    assert zin in uitkomst.fout
