"""The handleiding does what it says: every command in it runs, on real data, from the first page
to the last, a folder per chapter, as a reader would who follows it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hulp import WORTEL, draai

TEKST = (WORTEL / "docs" / "handleiding.md").read_text(encoding="utf-8")

#: A code block of the handleiding, and the remark to its test that may stand before it.
BLOK = re.compile(
    r"^(?:<!-- (?P<opmerking>[^\n]+) -->\n)? *```(?P<taal>\w+)\n(?P<inhoud>.*?)^ *```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Stap:
    """One block: commands to run, what they then print, or a file to have."""

    taal: str
    opmerking: str
    inhoud: str

    @property
    def opdrachten(self) -> list[list[str]]:
        if self.taal not in ("console", "sh"):
            return []
        return [shlex.split(regel)[1:] for regel in self.inhoud.splitlines()]

    @property
    def code(self) -> int:
        """The exit code of the last command; the others end in 0."""
        gevonden = re.fullmatch(r"code: (\d)", self.opmerking)
        return int(gevonden[1]) if gevonden else 0


HOOFDSTUKKEN = dict(re.findall(r"^##+ (.+?)\n(.*?)(?=^##+ |\Z)", TEKST, re.DOTALL | re.MULTILINE))


def stappen(tekst: str = TEKST) -> Iterator[Stap]:
    for blok in BLOK.finditer(tekst):
        stap = Stap(blok["taal"], blok["opmerking"] or "", blok["inhoud"])
        if stap.taal not in ("console", "sh") or stap.inhoud.startswith("azwa-funds"):
            yield stap


@pytest.mark.parametrize(
    "hoofdstuk", [n for n, t in HOOFDSTUKKEN.items() if any(s.opdrachten for s in stappen(t))]
)
def test_every_command_runs_and_prints_what_is_shown(
    hoofdstuk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for stap in stappen():
        if stap.opmerking.startswith("bestand: "):
            Path(stap.opmerking.removeprefix("bestand: ")).write_text(stap.inhoud, encoding="utf-8")
    uit = ""
    for stap in stappen(HOOFDSTUKKEN[hoofdstuk]):
        if stap.opmerking.startswith("in: "):
            monkeypatch.chdir(stap.opmerking.removeprefix("in: "))
        if stap.taal == "text":
            assert_staat_in(stap.inhoud, uit)
        elif not stap.opmerking.startswith("niet draaien"):
            for opdracht in stap.opdrachten:
                uitkomst = draai(*opdracht)
                verwacht = stap.code if opdracht == stap.opdrachten[-1] else 0
                assert uitkomst.code == verwacht, (opdracht, uitkomst.fout)
                uit = uitkomst.uit


def test_every_command_stands_in_a_chapter() -> None:
    in_hoofdstukken = [stap for tekst in HOOFDSTUKKEN.values() for stap in stappen(tekst)]
    assert in_hoofdstukken == list(stappen())
    assert sum(len(stap.opdrachten) for stap in stappen() if stap.taal == "console") > 25


def assert_staat_in(getoond: str, uit: str) -> None:
    """An excerpt is real output, in its order."""
    plaats = 0
    for regel in getoond.splitlines():
        if regel != "[...]":
            plaats = uit.find(f"{regel}\n", plaats)
            assert plaats >= 0, f"not in the output, or not in this order: {regel}"


def test_only_what_asks_for_internet_or_a_browser_is_not_run() -> None:
    """The window is started and looked at in tests/venster, StatLine is played in tests/cbs."""
    overgeslagen = [s.opdrachten for s in stappen() if s.opmerking.startswith("niet draaien")]
    assert [[regel[:3] for regel in regels] for regels in overgeslagen] == [
        [["start"]],
        [["--data", "mijn-gegevens/data", "cbs"]],
    ]


def test_every_block_is_of_a_kind_the_test_knows() -> None:
    talen = {blok["taal"] for blok in BLOK.finditer(TEKST)}
    assert talen <= {"console", "sh", "text", "csv", "powershell", "toml"}
    assert TEKST.count("```") == 2 * len(BLOK.findall(TEKST))


def test_the_reader_finds_each_word_of_the_screen_in_the_word_list() -> None:
    from azwa_funds.kern.begrippen import Status

    lijst = TEKST[TEKST.index("## Woordenlijst") : TEKST.index("## Vragen en antwoorden")]
    woorden = re.findall(r"^\| ([^|]+?) \|", lijst, re.MULTILINE)[1:]
    assert woorden == sorted(woorden, key=str.casefold)
    onverklaard = {str(status) for status in Status} - set(woorden)
    assert onverklaard == set()


def test_it_says_how_sure_its_figures_are_before_the_first_one() -> None:
    eerste_bedrag = re.search(r"\d\.\d{3}\.\d{3}", TEKST)
    assert eerste_bedrag
    assert "Dit is geen besluit" in TEKST[: eerste_bedrag.start()]
