"""Run the command as a user does, and make copies of the data to experiment on.

A test is cheap when it does only what it is about; together they should stay under three minutes
on two cores. So:

- `draai` and `draai_in` run a command in this process. A process of one's own (0.3 s) is for what
  only a process has: a signal, a pipe, an exit, what a fresh start loads.
- The fixture `gegevens` is for reading and the same for all; `Gegevens.met` gives a what-if of it.
  `kopieer_gegevens` is for a test that changes a file; a table with the same text is not parsed
  again (conftest.py).
- A workbook that is only read comes from `lees_boek`, which remembers it.
- What several tests look at is made once: a fixture with `scope="module"`, or a function with
  `functools.cache`, that makes the workbook or runs the command; the tests only read it. A fixture
  of a module can use `tmp_path_factory`; a test that changes the workbook first copies it.
- LibreOffice takes a second to start, whatever it opens: `libreoffice.recalculate_all` takes many
  workbooks in one go. Chromium is started once for all tests.

What a test may depend on is what it made itself: not the order of the tests, the folder that they
are started in, how fast or busy the machine is, or what the shell has set. To wait for another
process is to wait for what it does (`wacht_tot`, a line of output), never for a time.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from openpyxl import Workbook, load_workbook

from azwa_funds.gegevens.mappen import meegeleverde_map
from azwa_funds.opdrachten import main

#: The checkout.
WORTEL = Path(__file__).parent.parent

#: How many seconds a test waits for another process before it fails: more than the slowest machine
#: needs, for it is there to end a test that hangs, and says nothing of how fast the program is.
GEDULD = 600


@dataclass(frozen=True)
class Uitkomst:
    """What a user sees of a command: its exit code, and what it printed where."""

    code: int
    uit: str
    fout: str

    @property
    def rijen(self) -> list[dict[str, str]]:
        """The CSV that was printed, as rows."""
        return list(csv.DictReader(io.StringIO(self.uit)))

    @property
    def tekst(self) -> str:
        """What was printed, without the line breaks that depend on the width of a screen."""
        return " ".join(self.uit.split())


class _Stroom(io.TextIOWrapper):
    """A stream that is a terminal, or a pipe."""

    def __init__(self, is_scherm: bool) -> None:
        super().__init__(io.BytesIO(), "utf-8", newline="\n")
        self.is_scherm = is_scherm

    def isatty(self) -> bool:
        return self.is_scherm


def draai(*argumenten: str | Path, op_scherm: bool = False) -> Uitkomst:
    """Run `azwa-funds` in this process, by the door that the installed command uses.

    With `op_scherm` its output goes to a terminal; COLUMNS says how wide that is.
    """
    uit, fout = _Stroom(op_scherm), _Stroom(op_scherm)
    eerder, sys.argv = sys.argv, ["azwa-funds", *map(str, argumenten)]
    try:
        with redirect_stdout(uit), redirect_stderr(fout):
            main()
    except SystemExit as einde:
        code = einde.code
    finally:
        sys.argv = eerder
    teksten = []
    for stroom in (uit, fout):
        stroom.flush()
        teksten.append(stroom.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
    assert isinstance(code, int)
    assert "dit had niet mogen gebeuren" not in teksten[1], teksten[1]
    return Uitkomst(code, *teksten)


def kopieer_gegevens(doel: Path) -> Path:
    """Copy `data` and `verdeelsleutels` to a folder, for a test to change."""
    for naam in ("data", "verdeelsleutels"):
        shutil.copytree(meegeleverde_map(naam), doel / naam)
    return doel


def draai_in(map_: Path, *argumenten: str | Path) -> Uitkomst:
    """Run `azwa-funds` on the copy that `kopieer_gegevens` made."""
    return draai("--data", map_ / "data", "--sleutels", map_ / "verdeelsleutels", *argumenten)


def lees_boek(pad: Path, *, data_only: bool = False) -> Workbook:
    """A workbook, only to read; the same bytes are taken apart once."""
    return _boek_van(pad.read_bytes(), data_only)


@lru_cache(maxsize=16)
def _boek_van(inhoud: bytes, data_only: bool) -> Workbook:
    return load_workbook(io.BytesIO(inhoud), data_only=data_only)


def lees_csv(pad: Path) -> list[dict[str, str]]:
    with pad.open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))


def schrijf_csv(pad: Path, rijen: list[list[str]]) -> None:
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        csv.writer(bestand, lineterminator="\n").writerows(rijen)


def is_heel_werkboek(pad: Path, inhoud: bytes) -> bool:
    """Whether these bytes are a workbook with nothing missing; its path does not matter."""
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        return archief.testzip() is None and "xl/workbook.xml" in archief.namelist()


def wacht_tot(klaar: Callable[[], bool]) -> None:
    """Wait for something that must happen, or fail."""
    einde = time.monotonic() + GEDULD
    while not klaar():
        assert time.monotonic() < einde
        time.sleep(0.02)


def wacht_op_de_groep(groep: int) -> None:
    """Wait until a command and all that it started are gone."""
    wacht_tot(lambda: not _leeft_nog(groep))


def _leeft_nog(groep: int) -> bool:
    try:
        os.killpg(groep, 0)
    except ProcessLookupError:
        return False
    return True
