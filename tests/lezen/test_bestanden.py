"""Which files lie in a folder: each once, in one order, and nothing left alone without a word."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from azwa_funds.lezen.bestanden import vind_bestanden


def CSV(pad: Path) -> str:  # noqa: N802
    return "" if pad.suffix.casefold() in (".csv", ".xlsx") else "geen .csv of .xlsx"


def schrijf(pad: Path) -> Path:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text("x")
    return pad


def test_files_of_folders_and_files_by_name_come_once_and_in_order(tmp_path: Path) -> None:
    for naam in ("b/2.csv", "a.CSV", "b/1.xlsx", "b/c/3.csv"):
        schrijf(tmp_path / naam)
    vondst = vind_bestanden([tmp_path, tmp_path / "b" / "2.csv", tmp_path], CSV)
    assert [b.naam for b in vondst.bestanden] == ["a.CSV", "b/1.xlsx", "b/2.csv", "b/c/3.csv"]
    assert vondst.overgeslagen == ()


def test_what_is_not_taken_is_told_and_what_is_nobodys_is_not(tmp_path: Path) -> None:
    namen = "a.csv leesmij.docx ~$a.xlsx .verborgen.csv __MACOSX/a.csv .git/a.csv".split()
    for naam in namen:
        schrijf(tmp_path / naam)
    vondst = vind_bestanden([tmp_path], CSV)
    assert [b.naam for b in vondst.bestanden] == ["a.csv"]
    assert vondst.overgeslagen == (("leesmij.docx", "geen .csv of .xlsx"),)


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "grootboek.dat")
    assert [b.pad for b in vind_bestanden([pad], CSV).bestanden] == [pad]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    paden = [schrijf(tmp_path / map_ / "b.csv") for map_ in ("een", "twee")]
    assert [b.naam for b in vind_bestanden([p.parent for p in paden], CSV).bestanden] == [
        pad.as_posix() for pad in paden
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows kent geen pijpen in een map")
def test_what_is_no_ordinary_file_is_told_and_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schrijf(tmp_path / "a.csv")
    os.mkfifo(tmp_path / "pijp.csv")
    (tmp_path / "nul.csv").symlink_to("/dev/zero")
    (tmp_path / "weg.csv").symlink_to(tmp_path / "bestaat niet")
    (tmp_path / "elders").symlink_to(schrijf(tmp_path.parent / "elders" / "b.csv").parent)
    with socket.socket(socket.AF_UNIX) as stopcontact:
        monkeypatch.chdir(tmp_path)
        stopcontact.bind("s.csv")
    vondst = vind_bestanden([tmp_path], CSV)
    assert [b.naam for b in vondst.bestanden] == ["a.csv"]
    assert vondst.overgeslagen == (
        ("elders", "een verwijzing naar een map"),
        ("nul.csv", "geen gewoon bestand"),
        ("pijp.csv", "geen gewoon bestand"),
        ("s.csv", "geen gewoon bestand"),
        ("weg.csv", "geen gewoon bestand"),
    )
