"""Before a newcomer has data: made-up files on which every job can be tried."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from hulp import draai


@pytest.fixture(scope="module")
def map_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    doel = tmp_path_factory.mktemp("oefenen") / "mijn map"
    assert draai("voorbeeld", doel).code == 0
    return doel


def test_every_file_says_that_it_is_made_up(map_: Path) -> None:
    bestanden = [pad for pad in map_.rglob("*") if pad.is_file()]
    assert len(bestanden) == 8
    for pad in bestanden:
        assert "verzonnen" in pad.read_text("utf-8").casefold(), pad.name


def test_the_six_jobs_do_what_they_say(map_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and passing on go well; the toets, SiSa and the regio find what was put there."""
    monkeypatch.chdir(map_)
    tekst = (map_ / "LEESMIJ.txt").read_text("utf-8")
    opdrachten = re.findall(r"^   azwa-funds (.*)$", tekst, re.M)
    uitkomsten = [draai(*shlex.split(opdracht)) for opdracht in opdrachten]
    assert [uitkomst.code for uitkomst in uitkomsten] == [0, 1, 1, 1, 0, 1], [
        uitkomst.fout for uitkomst in uitkomsten
    ]
    assert "€ 1.205.500,50" in uitkomsten[0].uit
    assert "meer dan er was" in uitkomsten[2].tekst
    assert "de mandaathouder geeft € 38.000 op, de gemeente zelf € 40.000" in uitkomsten[5].uit
    assert list(map_.rglob("*.docx"))


def test_what_stands_there_stays(map_: Path) -> None:
    voor = {pad: pad.read_bytes() for pad in map_.iterdir() if pad.is_file()}
    uitkomst = draai("voorbeeld", map_)
    assert uitkomst.code == 2
    assert "bestaat al" in uitkomst.fout
    assert {pad: pad.read_bytes() for pad in voor} == voor
