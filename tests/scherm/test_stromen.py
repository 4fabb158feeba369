"""Where the answer goes when nobody reads it, or no more of it fits.

Each with Python's own buffer and without (PYTHONUNBUFFERED): what a shell happens to have set must
make no difference to what a script gets to know.
"""

from __future__ import annotations

import errno
import os
import resource
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hulp import WORTEL

from azwa_funds.scherm import stromen

DUIDELIJK = ("verdeel", "--gemeente", "Utrcht")  # there is no such gemeente
LANG = ("verdeel", "--formaat", "csv")  # more than a pipe holds

gebufferd_of_niet = pytest.mark.parametrize("onmiddellijk", ["", "1"], ids=["buffer", "zonder"])


def start(
    *argumenten: str, onmiddellijk: str, achter: str = "", **waarheen: object
) -> subprocess.Popen[str]:
    """Start the command as a shell would, with a redirection such as `>&-` behind it."""
    regel = f"exec {shlex.join([sys.executable, '-m', 'azwa_funds', *argumenten])} {achter}"
    return subprocess.Popen(
        ["sh", "-c", regel],
        cwd=WORTEL,
        env={**os.environ, "PYTHONUNBUFFERED": onmiddellijk},
        text=True,
        encoding="utf-8",
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **waarheen},  # type: ignore[call-overload]
    )


@gebufferd_of_niet
def test_a_reader_that_has_seen_enough_is_no_error(onmiddellijk: str) -> None:
    """`azwa-funds verdeel --formaat csv | head -1`: no error, and no answer that was given whole.

    The code is the one that other programs end with then: a script with `pipefail` that took 0 for
    it would count on rows that never came, and 1 or 2 would say that something is wrong.
    """
    with start(*LANG, onmiddellijk=onmiddellijk) as proces:
        assert proces.stdout is not None
        assert proces.stderr is not None
        assert proces.stdout.readline().startswith("jaar,onderdeel,")
        proces.stdout.close()
        assert proces.stderr.read() == ""
    assert proces.returncode == stromen.GESLOTEN_PIJP == 128 + 13


@gebufferd_of_niet
@pytest.mark.parametrize("argumenten", [("--version",), DUIDELIJK], ids=["antwoord", "fout"])
def test_a_reader_that_left_before_the_first_word_is_the_same(
    argumenten: tuple[str, ...], onmiddellijk: str
) -> None:
    lezer, schrijver = os.pipe()
    os.close(lezer)
    met = start(*argumenten, onmiddellijk=onmiddellijk, stdout=schrijver, stderr=schrijver)
    with met as proces:
        os.close(schrijver)
    assert proces.returncode == stromen.GESLOTEN_PIJP


@gebufferd_of_niet
def test_what_nobody_wanted_to_read_is_not_missed(tmp_path: Path, onmiddellijk: str) -> None:
    """`>&-`: the files are made, the exit code is the usual one, and an error is still said."""
    uit = tmp_path / "verdeling.csv"
    gewoon = ("verdeel", "--gemeente", "Almelo", "--uit", str(uit))
    with start(*gewoon, onmiddellijk=onmiddellijk, achter=">&-") as proces:
        assert proces.communicate() == ("", "")
    assert proces.returncode == 0
    # The first file that is opened would get what was meant for the screen.
    assert uit.read_text(encoding="utf-8").startswith("\ufeffjaar;onderdeel;")
    assert "Geschreven" not in uit.read_text(encoding="utf-8")
    with start("verdeel", "--gemeente", "Almelo", onmiddellijk=onmiddellijk, achter=">&-") as tabel:
        assert tabel.communicate() == ("", "")
    assert tabel.returncode == 0


def test_an_error_is_still_said_to_who_only_closed_the_answer() -> None:
    with start(*DUIDELIJK, onmiddellijk="", achter=">&-") as proces:
        _, fout = proces.communicate()
    assert fout.startswith("Fout: De gemeente 'Utrcht' bestaat niet;")
    assert proces.returncode == 2
    with start(*DUIDELIJK, onmiddellijk="", achter=">&- 2>&-") as proces:
        assert proces.communicate() == ("", "")
    assert proces.returncode == 2


@gebufferd_of_niet
def test_a_screen_or_pipe_that_takes_no_more_is_said(onmiddellijk: str) -> None:
    with start(*LANG, onmiddellijk=onmiddellijk, achter=">/dev/full") as proces:
        _, fout = proces.communicate()
    assert fout.startswith("Fout: de uitvoer is niet te schrijven")
    assert fout.count("\n") == 1
    assert proces.returncode == 2
    with start(*DUIDELIJK, onmiddellijk=onmiddellijk, achter="2>/dev/full") as proces:
        assert proces.communicate() == ("", "")
    assert proces.returncode == 2


@gebufferd_of_niet
def test_a_disk_that_takes_only_half_is_said(tmp_path: Path, onmiddellijk: str) -> None:
    """`> verdeling.csv` on a disk that becomes full: half a table never looks like a whole one."""
    half = tmp_path / "half.csv"
    with half.open("w") as bestand:
        met = start(
            *LANG,
            onmiddellijk=onmiddellijk,
            stdout=bestand,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)),
        )
        with met as proces:
            _, fout = proces.communicate()
    assert half.stat().st_size == 5000
    assert fout.startswith("Fout: de uitvoer is niet te schrijven")
    assert fout.count("\n") == 1
    assert proces.returncode == 2


@pytest.mark.parametrize(
    ("systeem", "fout", "gesloten"),
    [
        ("posix", BrokenPipeError(errno.EPIPE, "Broken pipe"), True),
        ("posix", OSError(errno.EINVAL, "Invalid argument"), False),
        ("nt", OSError(errno.EINVAL, "Invalid argument"), True),
        ("nt", OSError(errno.EINVAL, "Invalid argument", "b:ad.csv"), False),
        ("nt", OSError(errno.ENOSPC, "No space left on device"), False),
    ],
)
def test_windows_has_no_word_of_its_own_for_a_closed_pipe(
    systeem: str, fout: OSError, gesloten: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stromen.os, "name", systeem)
    antwoord = stromen.is_gesloten_pijp(fout)
    monkeypatch.undo()
    assert antwoord == gesloten
