"""Every number in every workbook comes from somewhere, and the workbook says where."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from herkomst import Speurder, Telling
from hulp import draai, lees_boek
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from sisa_hulp import boekingen as sisaboekingen

from azwa_funds.gegevens.gegevens import Gegevens

#: One workbook of each kind; UIT is the folder, BOEKINGEN the bookings, && what comes after.
GREEP = {
    "landelijk": "overzicht --landelijk --uit UIT",
    "regio": "overzicht --regio Twente --uit UIT",
    "gemeente": "overzicht --gemeente Hilversum --uit UIT",
    "werkagenda": "werkagenda --regio Twente --uit UIT",
    "toets": "toets BOEKINGEN --jaar 2027 --uit UIT/toets.xlsx",
    "sisa": "sisa BOEKINGEN --jaar 2027 --uit UIT",
    "scenario": "scenario vergelijk wijdemeren_hilversum --regio Utrecht --uit UIT/scenario.xlsx",
    "sleutels": "sleutel vergelijk brede_spuk_2026 brede_spuk_2025 --uit UIT/sleutels.xlsx",
    "sjabloon": "sjabloon besteding --jaar 2027 --regio Twente --uit UIT/sjabloon.xlsx",
}
ALLES = {
    **GREEP,
    "rekenmodel": "rekenmodel --uit UIT/rekenmodel.xlsx",
    "overzicht --alle": "overzicht --alle --uit UIT",
    "werkagenda --alle": "werkagenda --alle --uit UIT",
    "sisa --alle": "sisa BOEKINGEN --jaar 2027 --alle --uit UIT",
    "sisa consolideer": "sisa BOEKINGEN --jaar 2027 --uit UIT/2027 && "
    "sisa consolideer Twente UIT/2027 --jaar 2027 --uit UIT/regio",
    "sisa 2025": "sisa BOEKINGEN --jaar 2025 --uit UIT",
    "toets 2026": "toets BOEKINGEN --jaar 2026 --uit UIT/toets.xlsx",
    "toets landelijk": "toets BOEKINGEN --jaar 2027 --landelijk --uit UIT/toets.xlsx",
    "scenario korting": "scenario vergelijk korting indexatie --uit UIT/scenario.xlsx",
    "sleutels van regio's": "sleutel vergelijk spuk_iza_2026 som_van_gemeenten --uit UIT/r.xlsx",
}


@pytest.fixture(scope="module")
def speurder(gegevens: Gegevens) -> Speurder:
    return Speurder(gegevens)


@pytest.fixture(scope="module")
def boekingen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bookings of three years, with a cent that has to be rounded and one that belongs nowhere."""
    return schrijf(
        tmp_path_factory.mktemp("boekingen") / "boekingen.csv",
        boeking(),
        boeking(onderdeel="regionaal", bedrag="200.000,50", boekstuk="I-2"),
        boeking(onderdeel="gezonde_school", bedrag="5.000,00", boekstuk="I-3"),
        boeking("samentwente", "regionaal", bedrag="200.000,50", medeoverheid_code="GM0141"),
        boeking("GM0363", bedrag="9.999.999,99", boekstuk="A-1"),
        boeking(onderdeel="brede_spuk", jaar="2025", boekdatum="03-03-2025", boekstuk="O-1"),
        boeking(onderdeel="brede_spuk", jaar="2026", boekdatum="03-03-2026", boekstuk="O-2"),
    )


def volg(speurder: Speurder, opdracht: str, boekingen_: Path, uit: Path) -> Telling:
    """Make workbooks and follow every number in them."""
    for stap in opdracht.split(" && "):
        woorden = [w.replace("UIT", str(uit)) for w in stap.split()]
        uitkomst = draai(*(boekingen_ if w == "BOEKINGEN" else w for w in woorden))
        assert uitkomst.code in (0, 1), uitkomst.fout
    telling = Telling()
    for pad in sorted(uit.rglob("*.xlsx")):
        telling += speurder.tel(pad)
    assert telling.cijfers > 0
    return telling


@pytest.mark.parametrize("soort", GREEP)
def test_every_number_of_a_workbook_comes_from_somewhere(
    speurder: Speurder, boekingen: Path, tmp_path: Path, soort: str
) -> None:
    telling = volg(speurder, GREEP[soort], boekingen, tmp_path)
    assert telling.nergens == []
    assert telling.cijfers > 40


@pytest.mark.lang
@pytest.mark.parametrize("soort", ALLES)
def test_every_number_of_every_workbook_comes_from_somewhere(
    speurder: Speurder,
    boekingen: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    soort: str,
) -> None:
    telling = volg(speurder, ALLES[soort], boekingen, tmp_path)
    aantal = len(list(tmp_path.rglob("*.xlsx")))
    with capsys.disabled():
        delen = ", ".join(f"{n} {wat}" for wat, n in sorted(telling.soorten.items()))
        print(f"\n{soort}: {aantal} werkboeken, {telling.cijfers} cijfers: {delen}")
    assert telling.nergens == []


def _onder_indicator(blad: Worksheet) -> dict[str, Cell]:
    """The first cell for a value under every indicator that a sheet has."""
    return {
        str(cel.value): blad.cell(cel.row + 1, cel.column)
        for rij in blad.iter_rows()
        for cel in rij
        if str(cel.value).startswith("Indicator: ")
    }


@pytest.mark.lang
def test_every_number_filled_into_a_format_is_that_of_the_workbook_and_is_told(
    speurder: Speurder, tmp_path: Path
) -> None:
    """The format is another's, without a sheet Herkomst: what was read out is its source."""
    leeg = tmp_path / "format.xlsx"
    werkboek = Workbook()
    for kolom in range(1, 5):
        werkboek.active.cell(1, kolom, f"Indicator: H35/0{kolom}")
    werkboek.save(leeg)
    regels = [("GM0222", 2025, "spuk_iza", "2.000,00", ""),
              ("GM0222", 2025, "spuk_iza", "300,00", "GM0197")]  # fmt: skip
    opdracht = "sisa BOEKINGEN --jaar 2025 --uit UIT/sisa/2025"
    telling = volg(speurder, opdracht, sisaboekingen(tmp_path / "b.csv", regels), tmp_path / "uit")
    assert telling.nergens == []
    uitkomst = draai("sisa", "vul", leeg, "--ontvanger", "Doetinchem",
                     "--werkboeken", tmp_path / "uit/sisa",
                     "--uit", tmp_path / "vol.xlsx")  # fmt: skip

    (pad,) = (tmp_path / "uit/sisa/2025").glob("GM0222*.xlsx")
    eigen = _onder_indicator(lees_boek(pad, data_only=True)["SiSa-bijlage"])
    cellen = _onder_indicator(load_workbook(tmp_path / "vol.xlsx").active)
    gevuld = {naam: cel.value for naam, cel in cellen.items() if cel.value is not None}
    assert gevuld
    assert gevuld == {naam: eigen[naam].value for naam in gevuld}
    for naam, waarde in gevuld.items():
        assert f"cel {cellen[naam].coordinate}: {waarde} " in uitkomst.tekst


# -- the detective itself ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def gaaf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    map_ = tmp_path_factory.mktemp("factsheet")
    draai("overzicht", "--gemeente", "Hilversum", "--uit", map_)
    (pad,) = (map_ / "gemeente").glob("*.xlsx")
    return pad


@pytest.fixture
def factsheet(gaaf: Path, tmp_path: Path) -> Path:
    return shutil.copy(gaaf, tmp_path / "factsheet.xlsx")


VERZONNEN = (
    12345,
    "=1000+234",
    "=Kasboek!A1",  # no such sheet
    "=Brug!Z999+12",  # an empty cell
    "=SUM(Brug!Y990:Z999)",
    "=5*12*100+A1*0",
    "=Factsheet!C9+12",
    "=IF(Factsheet!C9>0,12,0)",
    "=Factsheet!C9*(1+1)",
    "=Zakgeld*1",  # no such name
)


def test_what_someone_put_in_comes_from_nowhere(speurder: Speurder, factsheet: Path) -> None:
    """Beside the table, whatever its heading; in the rows of the table and far below it."""
    werkboek = load_workbook(factsheet)
    blad = werkboek["Factsheet"]
    hoort = []
    for kolom, kop in {"J": "Bedragen uit mijn duim", "K": "Lokaal", "L": "Bron"}.items():
        blad[f"{kolom}1"] = blad[f"{kolom}4"] = kop
        for rij, verzonnen in enumerate(VERZONNEN, start=5):
            blad[f"{kolom}{rij}"] = verzonnen
            hoort.append(f"{kolom}{rij}")
    for rij, verzonnen in enumerate(VERZONNEN, start=40):
        blad[f"C{rij}"] = verzonnen
        hoort.append(f"C{rij}")
    werkboek.save(factsheet)
    gevonden = [re.sub(r".*!(\w+) .*", r"\1", regel) for regel in speurder.tel(factsheet).nergens]
    assert sorted(gevonden) == sorted(hoort)


@pytest.mark.parametrize("kop", ["Bedragen uit mijn duim", "Lokaal volgens mij", "Brede SPUK 2024"])
def test_a_heading_that_only_looks_like_one_on_herkomst_leads_nowhere(
    speurder: Speurder, factsheet: Path, kop: str
) -> None:
    """Inside the table too: part of a name is no name, and another year is another figure."""
    werkboek = load_workbook(factsheet)
    blad = werkboek["Factsheet"]
    assert blad["C4"].value == "Lokaal"
    blad["C4"] = kop
    werkboek.save(factsheet)
    nergens = speurder.tel(factsheet).nergens
    assert nergens
    assert all(f"({kop})" in regel for regel in nergens)


def test_without_its_line_on_herkomst_a_column_comes_from_nowhere(
    speurder: Speurder, factsheet: Path
) -> None:
    werkboek = load_workbook(factsheet)
    blad = werkboek["Herkomst"]
    for rij in range(blad.max_row, 4, -1):
        if blad.cell(rij, 2).value == "Inwoners":
            blad.delete_rows(rij)
    werkboek.save(factsheet)
    nergens = speurder.tel(factsheet).nergens
    assert nergens
    assert all("Inwoners" in regel for regel in nergens)
