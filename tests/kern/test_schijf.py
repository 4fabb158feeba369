"""A file is put in place whole, and keeps who may read it."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from azwa_funds.kern.schijf import schrijf


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such permissions")
@pytest.mark.parametrize("rechten", [0o600, 0o640, 0o444, 0o666])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, rechten: int) -> None:
    pad = tmp_path / "vertrouwelijk.xlsx"
    pad.write_bytes(b"oud")
    pad.chmod(rechten)
    schrijf(pad, b"nieuw")
    assert pad.read_bytes() == b"nieuw"
    assert stat.S_IMODE(pad.stat().st_mode) == rechten


def test_the_bytes_are_on_the_disk_before_the_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the power fails in between, the old file is there; and then the folder is written."""
    gezien = []
    vast, vervang = os.fsync, Path.replace

    def fsync(nummer: int) -> None:
        gezien.append("map" if stat.S_ISDIR(os.fstat(nummer).st_mode) else "bestand")
        vast(nummer)

    def replace(van: Path, naar: Path) -> Path:
        gezien.append("naam")
        return vervang(van, naar)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    schrijf(tmp_path / "uit.csv", b"nieuw")
    assert gezien == ["bestand", "naam", *([] if sys.platform == "win32" else ["map"])]
