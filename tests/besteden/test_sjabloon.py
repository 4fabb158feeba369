"""A form that is filled in and given back needs no hand work."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hulp import draai
from libreoffice import compare, recalculate
from openpyxl import load_workbook

from azwa_funds.besteden.boekingen import lees_bestedingen
from azwa_funds.gegevens.gegevens import Gegevens


def formulier(pad: Path, *opties: str) -> Path:
    uitkomst = draai("sjabloon", "besteding", "--jaar", "2027", "--uit", pad, *opties)
    assert uitkomst.code == 0, uitkomst.fout
    return pad


def vul_xlsx(pad: Path) -> None:
    """Fill in the first line and add a second, as a person does in Excel."""
    boek = load_workbook(pad)
    blad = boek["Boekingen"]
    for rij, bedrag in ((2, 1234.56), (3, 0.10)):
        code = blad.cell(2, 1).value
        waarden = [code, 2027, "lokaal", f"F-{rij}", date(2027, 3, rij), "Inzet", bedrag]
        for kolom, waarde in enumerate(waarden, start=1):
            blad.cell(rij, kolom, waarde)
    boek.save(pad)


def test_a_filled_in_workbook_reads_back(gegevens: Gegevens, tmp_path: Path) -> None:
    pad = formulier(tmp_path / "almelo.xlsx", "--gemeente", "Almelo")
    vul_xlsx(pad)
    gelezen = lees_bestedingen(gegevens, [pad])
    assert gelezen.opmerkingen == ()
    assert gelezen.tabel["centen"].tolist() == [123456, 10]
    assert gelezen.tabel["verantwoorder_code"].tolist() == ["GM0141", "GM0141"]
    assert gelezen.tabel["boekdatum"].dt.date.tolist() == [date(2027, 3, 2), date(2027, 3, 3)]
    uitkomst = draai("toets", pad, "--jaar", "2027")
    assert uitkomst.code == 0
    assert "2 boekingen over 2027, samen € 1.234,66" in uitkomst.tekst


def test_a_filled_in_csv_reads_back(gegevens: Gegevens, tmp_path: Path) -> None:
    """Lines in which nothing was filled in count for nothing."""
    pad = formulier(tmp_path / "twente.csv", "--regio", "Twente")
    with pad.open(encoding="utf-8-sig", newline="") as regels:
        rijen = list(csv.reader(regels, delimiter=";"))
    assert rijen[1][0] == "GM0141"
    assert rijen[1][-2:] == ["Almelo", "€ 1.147.731,00"]
    rijen[1][3:7] = ["F-1", "01-02-2027", "Inzet", "1.234,56"]
    with pad.open("w", encoding="cp1252", newline="") as regels:
        csv.writer(regels, delimiter=";").writerows(rijen)
    gelezen = lees_bestedingen(gegevens, [pad])
    assert gelezen.opmerkingen == ()
    assert gelezen.tabel[["centen", "rij"]].to_numpy().tolist() == [[123456, 2]]


def test_an_empty_form_is_no_account(tmp_path: Path) -> None:
    pad = formulier(tmp_path / "leeg.xlsx", "--regio", "Twente")
    uitkomst = draai("toets", pad, "--jaar", "2027")
    assert uitkomst.code == 2
    assert "er staan geen boekingen onder de koppen" in uitkomst.fout
    assert "met één rij met bedrag 0" in uitkomst.fout


def test_the_form_shows_what_was_awarded_and_offers_lists(tmp_path: Path) -> None:
    pad = formulier(tmp_path / "twente.xlsx", "--regio", "Twente")
    boek = load_workbook(pad)
    assert boek.sheetnames == ["Toelichting", "Boekingen", "Toegekend", "Lijsten"]
    toegekend = {rij[1].value: rij[3].value for rij in boek["Toegekend"].iter_rows(min_row=2)}
    assert (toegekend["Almelo"], toegekend["SamenTwente"]) == (1147731, 7231342)
    keuzes = {
        str(regel.sqref).split(":")[0]: (regel.type, regel.formula1)
        for regel in boek["Boekingen"].data_validations.dataValidation
    }
    assert keuzes["A2"] == ("list", "Lijsten!$A$2:$A$16")
    assert keuzes["C2"][0] == "list"
    assert keuzes["E2"][0] == "date"
    assert keuzes["G2"] == ("custom", "AND(ISNUMBER(G2),ABS(G2)<=9999999999,ROUND(G2,2)=G2)")
    lijst = [rij[2].value for rij in boek["Lijsten"].iter_rows(min_row=2)]
    assert lijst[:2] == ["lokaal", "regionaal"]


def test_money_of_unknown_amount_is_pm_on_the_form(tmp_path: Path) -> None:
    boek = load_workbook(formulier(tmp_path / "l.xlsx", "--gemeente", "Leeuwarden"))
    bedragen = {rij[2].value: rij[3].value for rij in boek["Toegekend"].iter_rows(min_row=2)}
    assert bedragen["nplv"] == "p.m."


def test_the_live_sums_of_the_form_are_right(tmp_path: Path) -> None:
    pad = formulier(tmp_path / "twente.xlsx", "--regio", "Twente")
    assert compare(pad, recalculate(pad, tmp_path / "lo")) == []


@pytest.mark.parametrize(
    ("opties", "zin"),
    [
        (["--jaar", "2027", "--uit", "f.pdf"], "'f.pdf' is geen .xlsx of .csv; geef een naam die "
         "daarop eindigt."),
        (["--jaar", "2024", "--gemeente", "Almelo"], "Over 2024 is er voor Almelo geen bedrag en "
         "dus niets te verantwoorden; kies een ander jaar."),
        (["--jaar", "2027", "--gemeente", "Almelo", "--regio", "Twente"], "Kies --regio of "
         "--gemeente, niet allebei."),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_made_gets_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opties: list[str], zin: str
) -> None:
    monkeypatch.chdir(tmp_path)
    uitkomst = draai("sjabloon", "besteding", *opties)
    assert (uitkomst.code, uitkomst.fout) == (2, f"Fout: {zin}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("naam", ["almelo.xlsx", "almelo.csv"])
def test_a_form_in_which_people_wrote_is_never_replaced_unasked(tmp_path: Path, naam: str) -> None:
    pad = formulier(tmp_path / naam, "--gemeente", "Almelo")
    formulier(pad, "--gemeente", "Almelo")  # nobody wrote in it yet
    if naam.endswith("xlsx"):
        vul_xlsx(pad)
    else:
        pad.write_text(pad.read_text(encoding="utf-8") + "GM0141;2027;lokaal;1;1-1-2027;a;5\n")
    ingevuld = pad.read_bytes()
    vraag = ("sjabloon", "besteding", "--jaar", "2027", "--gemeente", "Almelo", "--uit", pad)
    uitkomst = draai(*vraag)
    assert uitkomst.code == 2
    assert "mogelijk omdat er in is gewerkt" in uitkomst.fout
    assert pad.read_bytes() == ingevuld
    assert draai(*vraag, "--overschrijf").code == 0
    assert pad.read_bytes() != ingevuld


def test_the_same_question_gives_the_same_form(tmp_path: Path) -> None:
    eerste = formulier(tmp_path / "a.xlsx", "--regio", "Twente")
    tweede = formulier(tmp_path / "b.xlsx", "--regio", "Twente")
    assert eerste.read_bytes() == tweede.read_bytes()


@pytest.mark.parametrize("naam", ["f.xlsx", "f.csv"])
def test_a_ledger_fills_the_form_in(gegevens: Gegevens, tmp_path: Path, naam: str) -> None:
    """The bookings of the year stand in it; a line is ready for each right without one."""
    ledger = Path(__file__).parent / "gevallen" / "H3-transactielijst.csv"
    keuzes = ("--ontvanger", "Amersfoort", "--onderdeel", "lokaal", "--jaar", "2027")
    uitkomst = draai("sjabloon", "besteding", ledger, *keuzes, "--uit", tmp_path / naam)
    assert uitkomst.code == 0, uitkomst.fout
    assert "4 boekingen erin" in uitkomst.uit
    tabel = lees_bestedingen(gegevens, [tmp_path / naam]).tabel
    assert (tabel["centen"].sum(), set(tabel["verantwoorder_code"])) == (122100000, {"GM0307"})


def test_a_form_filled_from_a_ledger_says_what_was_not_read(tmp_path: Path) -> None:
    map_ = Path(__file__).parent / "gevallen"
    uitkomst = draai(
        "sjabloon", "besteding", map_ / "H5-vreemde-kostenplaats.csv", "--jaar", "2027",
        "--profiel", map_ / "H4-profiel.toml", "--uit", tmp_path / "f.xlsx",
    )  # fmt: skip
    assert uitkomst.code == 1
    assert "'ALG-0' in kolom 'Kostenplaats' staat niet in het profiel" in uitkomst.fout


def test_a_form_for_one_onderdeel_has_its_lines_alone(tmp_path: Path) -> None:
    keuzes = ("--ontvanger", "SamenTwente", "--onderdeel", "regionaal", "--jaar", "2027")
    draai("sjabloon", "besteding", *keuzes, "--uit", tmp_path / "f.csv")
    regels = (tmp_path / "f.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [regel.split(";")[:3] for regel in regels] == [["samentwente", "2027", "regionaal"]]
