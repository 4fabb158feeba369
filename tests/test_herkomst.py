"""Every number in every workbook comes from somewhere, and the workbook says where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from herkomst import Speurder, Telling
from hulp import draai
from openpyxl import load_workbook

from azwa_funds.sources import Gegevens

#: One workbook of each kind; UIT is the folder, BOEKINGEN the bookings.
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
    woorden = [w.replace("UIT", str(uit)) for w in opdracht.split()]
    woorden = [str(boekingen_) if w == "BOEKINGEN" else w for w in woorden]
    uitkomst = draai(*woorden)
    assert uitkomst.code in (0, 1), uitkomst.fout
    telling = Telling()
    for pad in sorted(uit.rglob("*.xlsx")):
        telling += speurder.tel(pad)
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


# -- the detective itself ----------------------------------------------------------------------


@pytest.fixture
def factsheet(tmp_path: Path) -> Path:
    draai("overzicht", "--gemeente", "Hilversum", "--uit", tmp_path)
    (pad,) = (tmp_path / "gemeente").glob("*.xlsx")
    return pad


def test_a_number_that_someone_put_in_comes_from_nowhere(
    speurder: Speurder, factsheet: Path
) -> None:
    """An amount beside the table, a sum of typed amounts, a link to a sheet that is not there."""
    werkboek = load_workbook(factsheet)
    werkboek["Factsheet"]["J20"] = 12345
    werkboek["Factsheet"]["J21"] = "=1000+234"
    werkboek["Factsheet"]["J22"] = "=Kasboek!A1"
    werkboek.save(factsheet)
    gevonden = [re.sub(r".*!(\w+) .*", r"\1", regel) for regel in speurder.tel(factsheet).nergens]
    assert gevonden == ["J20", "J21", "J22"]


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
