"""SECURITY.md promises only what a test shows, and counts what was tried."""

from __future__ import annotations

import importlib.util
import re
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
        ("tests/scherm/test_csv.py", "AANVALLEN", 6),
    ],
)
def test_what_was_tried_is_counted(bestand: str, lijst: str, keer: int) -> None:
    aantal = keer * len(getattr(laad(bestand), lijst))
    (rij,) = (r for r in TEKST.splitlines() if f"`{bestand}`" in r and re.search(r"\| \d+ ?", r))
    assert re.findall(r"\d+", rij.rsplit("`)", 1)[-1]) == [str(aantal)] * 2


def test_the_readme_sends_the_reader_to_what_was_tried() -> None:
    assert "SECURITY.md" in Path(WORTEL / "README.md").read_text(encoding="utf-8")
