"""An answer that opens in Excel: the name of the file says in which form it comes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hulp import draai
from openpyxl import load_workbook

OPDRACHTEN = {
    "verdeel": ("verdeel", "--regio", "Twente"),
    "uitleg": ("uitleg", "Utrecht", "--jaar", "2027"),
    "kalender": ("kalender", "--regio", "Twente"),
    "controleer": ("controleer",),
}


@pytest.mark.parametrize("naam", OPDRACHTEN)
def test_workbook_and_csv_hold_the_same_rows(naam: str, tmp_path: Path) -> None:
    werkboek, tabel = tmp_path / f"{naam}.xlsx", tmp_path / f"{naam}.csv"
    for pad in (werkboek, tabel):
        uitkomst = draai(*OPDRACHTEN[naam], "--uit", pad)
        assert uitkomst.code == 0, uitkomst.fout
    tekst = tabel.read_text(encoding="utf-8-sig")
    rijen = list(csv.DictReader(io.StringIO(tekst), delimiter=";"))
    assert rijen
    boek = load_workbook(werkboek)
    assert boek.sheetnames[0] == "Voorblad"
    vel = boek[boek.sheetnames[1]]
    waarden = [[cel.value for cel in rij] for rij in vel.iter_rows()]
    kop = next(n for n, rij in enumerate(waarden) if len([w for w in rij if w]) >= 3)
    gevuld = waarden[kop + 1 : kop + 1 + len(rijen)]
    assert len(gevuld) == len(rijen)
    if "bedrag" in rijen[0]:
        plaats = waarden[kop].index("Bedrag")
        assert [str(rij[plaats]) for rij in gevuld] == [regel["bedrag"] for regel in rijen]
    assert all(rij[0] for rij in gevuld)
    assert vel.auto_filter.ref or vel.tables


def test_the_same_question_gives_the_same_bytes(tmp_path: Path) -> None:
    eerste, tweede = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for pad in (eerste, tweede):
        assert draai("verdeel", "--gemeente", "Almelo", "--uit", pad).code == 0
    assert eerste.read_bytes() == tweede.read_bytes()


def test_every_step_of_the_json_is_a_row_of_the_csv(tmp_path: Path) -> None:
    stukken = json.loads(draai("uitleg", "Almelo", "--json").uit)
    tekst = draai("uitleg", "Almelo", "--formaat", "csv").uit
    rijen = list(csv.DictReader(io.StringIO(tekst)))
    assert [rij["stap"] for rij in rijen] == [s["titel"] for u in stukken for s in u["stappen"]]
    assert {rij["bedrag"] for rij in rijen} == {str(u["bedrag"]) for u in stukken}


def test_a_run_of_years_is_every_year_of_it() -> None:
    los = draai("verdeel", "--gemeente", "Almelo", "--jaar", "2028", "--jaar", "2029", "--json")
    reeks = draai("verdeel", "--gemeente", "Almelo", "--jaar", "2028-2029", "--json")
    assert reeks.uit == los.uit
    assert {rij["jaar"] for rij in json.loads(reeks.uit)} == {2028, 2029}


@pytest.mark.parametrize("reeks", ["2029-2027", "2027-", "2027-29", "-2027"])
def test_a_run_of_years_that_is_none_is_refused(reeks: str) -> None:
    uitkomst = draai("verdeel", f"--jaar={reeks}")
    assert uitkomst.code == 2
    assert "schrijf bijvoorbeeld" in uitkomst.fout
