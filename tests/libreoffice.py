"""A second opinion on our workbooks: LibreOffice recalculates every formula."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Sequence
from functools import cache
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hulp import GEDULD, wacht_tot
from openpyxl import Workbook, load_workbook

# Without this setting LibreOffice trusts the stored outcomes and recalculates nothing.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def require_soffice() -> str:
    """The path of LibreOffice; without it the test is skipped, but in CI it fails."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program:
        return program
    reason = "LibreOffice (soffice) is not installed, so formulas cannot be recalculated"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class _Office:
    """A running LibreOffice with a profile of its own, until these tests end.

    Who asks for a copy hands its work over to this one, which is three times as cheap as a start.
    It goes on as long as it has a document open: an empty one, of which it writes a lock file.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="libreoffice-"))
        (self.folder / "user").mkdir()
        settings = self.folder / "user" / "registrymodifications.xcu"
        settings.write_text(SETTINGS, encoding="utf-8")
        Workbook().save(self.folder / "open.xlsx")
        profile = f"-env:UserInstallation={self.folder.resolve().as_uri()}"
        self.command = [require_soffice(), profile, "--headless", "--norestore"]
        self.process = subprocess.Popen(
            [*self.command, str(self.folder / "open.xlsx")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        atexit.register(self.stop)
        lock = self.folder / ".~lock.open.xlsx#"
        wacht_tot(lambda: self.process.poll() is not None or lock.exists())

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(GEDULD)
        shutil.rmtree(self.folder, ignore_errors=True)


_running = cache(_Office)


def recalculate(path: Path, folder: Path) -> Path:
    """A copy of the workbook, below `folder`, in which every formula is calculated anew."""
    return recalculate_all([path], folder)[path]


def recalculate_all(paths: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """The same for many workbooks at once, which LibreOffice opens one after the other.

    It names a copy as the original: workbooks of one name go to folders of their own.
    """
    copies: dict[Path, Path] = {}
    left = list(dict.fromkeys(paths))
    while left:
        round_ = list({path.name: path for path in left}.values())
        result = folder / f"recalculated{len(copies) or ''}"
        said = _convert(round_, result)
        for path in round_:
            copies[path] = result / path.name
            assert copies[path].is_file(), f"no copy of {path}: {said}"
        left = [path for path in left if path not in copies]
    return copies


def _convert(paths: Sequence[Path], folder: Path) -> str:
    """Have these workbooks copied into a folder; what LibreOffice said of it.

    One that runs already goes round in circles at times, on a busy machine, when it is handed new
    work. It is then stopped, and another is asked for all of it, with more patience each time.
    """
    for patience in (60 + 5 * len(paths), 240 + 20 * len(paths), GEDULD):
        copy = [
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(folder),
            *map(str, paths),
        ]
        try:
            done = subprocess.run(
                [*_running().command, *copy],
                capture_output=True, text=True, timeout=patience, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            _running().stop()
            _running.cache_clear()
            shutil.rmtree(folder, ignore_errors=True)
        else:
            return done.stdout + done.stderr
    return "LibreOffice gave no answer three times"


def compare(original: Path, recalculated: Path) -> list[str]:
    """Each cell that holds an Excel error or whose value differs between the two workbooks."""
    ours, theirs = _values(original), _values(recalculated)
    findings = []
    for place in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(place), theirs.get(place)
        if isinstance(other, str) and other.startswith("#") and other.endswith(("!", "?", "/A")):
            findings.append(f"{place}: error {other}, stored {mine!r}")
        elif not _same(mine, other):
            findings.append(f"{place}: stored {mine!r}, recalculated {other!r}")
    return findings


def _values(path: Path) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = load_workbook(path, data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def _same(mine: Any, other: Any) -> bool:
    if isinstance(mine, float) and isinstance(other, int | float):
        return isclose(mine, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(mine == other)
