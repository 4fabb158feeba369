"""A dossier is used from another folder: what is made stands in it, and messages say where."""

from __future__ import annotations

from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from hulp import draai

from azwa_funds.dossier.dossier import Dossier, maak_dossier


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """The dossier of Almelo with its bookings, while one stands in a folder beside it."""
    gemaakt = maak_dossier(tmp_path / "almelo", "Almelo", 2027)
    schrijf(gemaakt.bestedingen() / "boekingen.csv", boeking())
    (tmp_path / "hier").mkdir()
    monkeypatch.chdir(tmp_path / "hier")
    return gemaakt


@pytest.mark.parametrize(
    ("opdracht", "waar"),
    [
        ("rekenmodel", "rekenmodel.xlsx"),
        ("pagina", "pagina/index.html"),
        ("werkagenda --regio Twente", "werkagenda/twente.xlsx"),
        ("sisa maak", "sisa/2027/GM0141-almelo.xlsx"),
    ],
)
def test_reports_go_to_the_dossier_and_the_message_says_where_in_full(
    dossier: Dossier, opdracht: str, waar: str
) -> None:
    uitkomst = draai("--dossier", "../almelo", *opdracht.split())
    gemaakt = dossier.map_.resolve() / "reports" / waar
    assert gemaakt.is_file()
    assert str(gemaakt) in uitkomst.tekst
    assert not Path("reports").exists()


def test_workbooks_for_sisa_are_found_in_the_dossier_again(dossier: Dossier) -> None:
    draai("--dossier", "../almelo", "sisa", "maak")
    retour = dossier.map_ / "reports/sisa/2027"
    uitkomst = draai("--dossier", "../almelo", "sisa", "consolideer", "Twente", retour, "--jaar",
                     "2027")  # fmt: skip
    assert str(dossier.map_.resolve() / "reports/sisa/2027") in uitkomst.tekst
    assert not Path("reports").exists()


def test_a_file_that_one_names_oneself_is_shown_as_it_was_typed(dossier: Dossier) -> None:
    assert "Geschreven: hier.csv" in draai("verdeel", "--uit", "hier.csv").tekst
    elders = dossier.map_.parent.resolve() / "elders.csv"
    assert f"Geschreven: {elders}" in draai("verdeel", "--uit", "../elders.csv").tekst


@pytest.mark.parametrize(
    "opdracht",
    ["bestedingen bekijk ../almelo/bestedingen/2027/boekingen.csv",
     "doorverdelen voorbeeld --regio Twente"],
)  # fmt: skip
def test_text_gets_no_name_that_excel_cannot_open(dossier: Dossier, opdracht: str) -> None:
    uitkomst = draai(*opdracht.split(), "--uit", "uit.xlsx")
    assert uitkomst.code == 2
    assert "eindigt op" in uitkomst.fout
    assert not Path("uit.xlsx").exists()
