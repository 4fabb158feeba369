"""The faults that are put into the computing modules: real ones, and none is excused twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import mutaties
import pytest
from hulp import GEDULD, WORTEL

OPGAVE = mutaties.lees_opgave()


def test_every_module_has_tests_of_its_own_that_exist() -> None:
    for module, opgave in OPGAVE["module"].items():
        assert mutaties.bestand_van(module).is_file(), module
        for naam in opgave["tests"]:
            assert (WORTEL / "tests" / naam.partition("::")[0]).is_file(), naam
        for patroon in opgave.get("fouten", []):
            assert list((WORTEL / "tests" / "fouten").glob(f"{patroon}.toml")), patroon


def test_every_excuse_is_about_code_that_is_still_there() -> None:
    """When the line changes, someone has to look again whether its fault may live."""
    for blok in OPGAVE["overlever"]:
        assert blok["reden"]
        if "module" not in blok:
            continue
        bron = mutaties.bestand_van(blok["module"]).read_text(encoding="utf-8")
        for deel in (blok.get("was", ""), blok.get("bevat", "")):
            assert deel in bron, f"{blok['module']}: {deel}"


def test_the_document_tells_of_every_module_and_excuses_every_survivor() -> None:
    document = (WORTEL / "docs" / "mutaties.md").read_text(encoding="utf-8")
    for module in OPGAVE["module"]:
        assert f"| `{module}` |" in document, module
    assert "nog niet beoordeeld" not in document


def test_nine_of_ten_faults_are_noticed_and_no_module_is_forgotten() -> None:
    document = (WORTEL / "docs" / "mutaties.md").read_text(encoding="utf-8")
    assert "nog niet gemeten" not in document
    (samen,) = [regel for regel in document.splitlines() if regel.startswith("| samen |")]
    gedood = samen.split("|")[7].strip().removesuffix("%").replace(",", ".")
    assert float(gedood) >= 90


def test_who_measures_one_module_leaves_the_others_as_they_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outcomes are kept in a folder of one's own; of what is not in it the document stays."""
    monkeypatch.setattr(mutaties, "UITKOMSTEN", tmp_path)
    document = (WORTEL / "docs" / "mutaties.md").read_text(encoding="utf-8")

    def getallen(tekst: str) -> list[list[str]]:
        return [regel.split("|")[:9] for regel in tekst.splitlines() if regel.startswith("| `")]

    assert getallen(mutaties.document()) == getallen(document)


PROEF = """
import sys
sys.path[:0] = ["docs/maken", "tests", "."]
import mutaties
code = mutaties.bestand_van("besteden.meerjaren").read_text(encoding="utf-8")
test = "tests/besteden/test_meerjaren.py::test_ten_per_cent_goes_along_and_the_rest_goes_back"
for anders in (code, code.replace("+ (mee or 0)", "- (mee or 0)")):
    print(mutaties.draai("besteden.meerjaren", anders, [test], 120)[0])
"""


@pytest.mark.lang
def test_a_fault_is_noticed_and_the_file_stays_as_it_is() -> None:
    """In a process of its own meerjaren forgets what came along; its file does not change."""
    pad = mutaties.bestand_van("besteden.meerjaren")
    voor = pad.read_bytes()
    assert b"+ (mee or 0)" in voor
    klaar = subprocess.run(
        [sys.executable, "-c", PROEF], cwd=WORTEL, capture_output=True, text=True, timeout=GEDULD
    )
    assert klaar.stdout.split() == [mutaties.OVERLEEFD, mutaties.GEDOOD], klaar.stderr
    assert pad.read_bytes() == voor
