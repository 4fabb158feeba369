"""What people typed in a workbook is theirs: no command replaces it without being told to."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from boekingen import boeking, schrijf
from hulp import draai

#: Per command what it is given, and the workbook that it makes under the folder `uit`.
OPDRACHTEN = {
    "rekenmodel": (("rekenmodel", "--uit", "uit/model.xlsx"), "uit/model.xlsx"),
    "overzicht": (
        ("overzicht", "--gemeente", "Almelo", "--gemeente", "Borne", "--uit", "uit"),
        "uit/gemeente/GM0147-borne.xlsx",
    ),
    "sisa": (("sisa", "b.csv", "--jaar", "2027", "--uit", "uit"), "uit/GM0141-almelo.xlsx"),
    "sisa consolideer": (
        ("sisa", "consolideer", "Utrecht", "retour", "--jaar", "2027", "--uit", "uit"),
        "uit/regio-utrecht.xlsx",
    ),
}


@pytest.fixture
def hier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    schrijf(tmp_path / "b.csv", boeking())
    assert draai("sisa", "b.csv", "--jaar", "2027", "--uit", "retour").code in (0, 1)
    return tmp_path


def typ_in(pad: Path) -> bytes:
    """Open a workbook, write something in a cell, and save it."""
    werkboek = openpyxl.load_workbook(pad)
    werkboek.worksheets[1]["B8"] = "door ons ingevuld"
    werkboek.save(pad)
    return pad.read_bytes()


@pytest.mark.parametrize(
    "naam",
    [
        pytest.param(naam, marks=pytest.mark.lang if naam == "rekenmodel" else [])
        for naam in OPDRACHTEN
    ],
)
def test_a_workbook_that_was_written_in_is_spared(naam: str, hier: Path) -> None:
    opdracht, bestand = OPDRACHTEN[naam]
    pad = hier / bestand
    assert draai(*opdracht).code in (0, 1)
    ongerept = pad.read_bytes()
    assert draai(*opdracht).code in (0, 1)  # nobody wrote in it, so it is replaced
    assert pad.read_bytes() == ongerept

    getypt = typ_in(pad)
    ander = {p: p.stat().st_mtime_ns for p in pad.parent.iterdir()}
    uitkomst = draai(*opdracht)
    assert uitkomst.code == 2
    assert uitkomst.fout.startswith(f"Fout: {bestand} is niet wat dit programma schreef")
    assert "--overschrijf om het te vervangen" in uitkomst.fout
    assert pad.read_bytes() == getypt
    # Nor any other of the same run.
    assert {p: p.stat().st_mtime_ns for p in pad.parent.iterdir()} == ander

    assert draai(*opdracht, "--overschrijf").code in (0, 1)
    assert pad.read_bytes() == ongerept
