"""SECURITY.md promises only what a test shows, and counts what was tried."""

from __future__ import annotations

import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hulp import WORTEL

TEKST = (WORTEL / "SECURITY.md").read_text(encoding="utf-8")
BELOFTEN = re.findall(r"^- \*\*.*?(?=^- \*\*|^What is not)", TEKST, re.MULTILINE | re.DOTALL)


def laad(naam: str) -> ModuleType:
    pad = WORTEL / naam
    soort = importlib.util.spec_from_file_location(pad.stem, pad)
    assert soort
    assert soort.loader
    module = importlib.util.module_from_spec(soort)
    soort.loader.exec_module(module)
    return module


@pytest.mark.parametrize("belofte", BELOFTEN, ids=lambda belofte: belofte[4:30])
def test_every_promise_names_the_test_that_shows_it(belofte: str) -> None:
    if belofte.startswith("- **No secrets"):
        return  # nothing to try: there is no place where one could be given
    assert "*Test:" in belofte


def test_every_test_that_is_named_is_there() -> None:
    genoemd = re.findall(r"`(tests/[\w/.]+)`", TEKST)
    assert len(genoemd) > 15
    assert [naam for naam in genoemd if not (WORTEL / naam).exists()] == []


@pytest.mark.parametrize(
    ("bestand", "lijst", "keer"),
    [
        ("tests/nazien/test_verifieer.py", "AANVALLEN", 1),
        ("tests/scherm/test_uitvoer.py", "AANVALLEN", 6),
    ],
)
def test_what_was_tried_is_counted(bestand: str, lijst: str, keer: int) -> None:
    aantal = keer * len(getattr(laad(bestand), lijst))
    (rij,) = (r for r in TEKST.splitlines() if f"`{bestand}`" in r and re.search(r"\| \d+ ?", r))
    assert re.findall(r"\d+", rij.rsplit("`)", 1)[-1]) == [str(aantal)] * 2


#: Rows of SECURITY.md that count the cases of tests: their file, those tests, and the row's begin.
GETELD = (
    ("tests/dossier/test_overname.py", r"a_kenmerk_that|a_title_that", "| a kenmerk or title"),
    ("tests/dossier/test_overname.py", r"no_outcome_is_written_over", "| `--uit` over data"),
    ("tests/test_veiligheid.py", r"no_name_leads_out", "| names that mean"),
    ("tests/test_zonder_einde.py", r"a_pipe_", "| a pipe or a device"),
    (
        "tests/test_zonder_einde.py",
        r"thirty|a_thousand|a_workbook_that|one_hostile",
        "| a table, scenario",
    ),
)


def test_what_was_tried_is_as_many_cases_as_there_are() -> None:
    bestanden = sorted({bestand for bestand, _, _ in GETELD})
    vraag = ["-m", "pytest", "--collect-only", "-q", "-o", "addopts=", "-p", "no:cacheprovider"]
    klaar = subprocess.run(
        [sys.executable, *vraag, *bestanden], cwd=WORTEL, capture_output=True, text=True, check=True
    )
    for bestand, tests, begin in GETELD:
        aantal = len(re.findall(rf"^{bestand}::test_(?:{tests})", klaar.stdout, re.MULTILINE))
        (rij,) = (regel for regel in TEKST.splitlines() if regel.startswith(begin))
        assert [cel.split()[0] for cel in rij.split("|")[2:4]] == [str(aantal)] * 2, begin


def test_the_outputs_with_hostile_texts_are_counted() -> None:
    bron = inspect.getsource(laad("tests/test_veiligheid.py")._alle_uitvoer)
    aantal = len(re.findall(r"^        \(\"|^        \"\w+\": \(\"", bron, re.MULTILINE))
    assert f"(`tests/test_veiligheid.py`) | {aantal} outputs | {aantal} harmless |" in TEKST


def test_the_readme_sends_the_reader_to_what_was_tried() -> None:
    assert "SECURITY.md" in Path(WORTEL / "README.md").read_text(encoding="utf-8")


def test_every_attack_on_the_window_has_its_test_and_every_test_its_row() -> None:
    """All that guards the door (`test_wacht`, `test_aanvallen`) is told, by names that exist."""
    deel = TEKST.partition("## The window")[2].partition("\n## ")[0]
    genoemd = set(re.findall(r"`(test_\w+)`", deel))
    bron = {pad.stem: pad.read_text("utf-8") for pad in (WORTEL / "tests/venster").glob("*.py")}
    bestaan = {
        stam: set(re.findall(r"^def (test_\w+)", tekst, re.M)) for stam, tekst in bron.items()
    }
    assert genoemd - set().union(*bestaan.values()) == set()
    assert (bestaan["test_wacht"] | bestaan["test_aanvallen"]) - genoemd == set()
