"""A second opinion on our workbooks: LibreOffice recalculates every formula."""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from collections.abc import Sequence
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hulp import GEDULD
from openpyxl import load_workbook

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


def recalculate(path: Path, folder: Path) -> Path:
    """A copy of the workbook, below `folder`, in which every formula is calculated anew."""
    return recalculate_all([path], folder)[path]


def recalculate_all(paths: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """The same for many workbooks at once, which LibreOffice opens one after the other.

    It names a copy as the original: workbooks of one name go to folders of their own.
    """
    program = require_soffice()
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless"]
    command += ["--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    copies: dict[Path, Path] = {}
    left = list(dict.fromkeys(paths))
    while left:
        round_ = list({path.name: path for path in left}.values())
        result = folder / f"recalculated{len(copies) or ''}"
        options = ["--outdir", str(result), *map(str, round_)]
        done = subprocess.run(
            command + options, capture_output=True, text=True, timeout=GEDULD, check=False
        )
        for path in round_:
            copies[path] = result / path.name
            assert copies[path].is_file(), f"no copy of {path}: {done.stdout}{done.stderr}"
        left = [path for path in left if path not in copies]
    return copies


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
