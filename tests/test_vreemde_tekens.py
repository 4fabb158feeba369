"""Signs that no Dutch ledger holds: seen for what they are, shown harmlessly, never a crash."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import openpyxl
import pytest
from boekingen import boeking, schrijf
from hulp import draai


@pytest.fixture
def hier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("teken", ["\u200b", "\u00ad", "\u2060", "\u200e", "\U000e0041", "\u3164"])
def test_a_sign_that_nobody_sees_hides_no_duplicate(teken: str, hier: Path) -> None:
    """Rule 4 asks whether one invoice was booked twice."""
    schrijf(hier / "b.csv", boeking(), boeking(boekstuk=f"I-2027{teken}-0001"))
    uitkomst = draai("toets", "b.csv", "--jaar", "2027", "--json")
    if uitkomst.code != 2:  # refused by name is as good
        assert 4 in {b["regel"] for b in json.loads(uitkomst.uit)["bevindingen"]}


@pytest.mark.parametrize("jaar", ["٢٠٢٧", "２０２７", "२०२७"])
def test_a_year_is_four_plain_digits(jaar: str, hier: Path) -> None:
    uitkomst = draai("verdeel", "--jaar", jaar)
    assert uitkomst.code == 2
    assert f"'{jaar}' is geen jaartal" in uitkomst.fout
    schrijf(hier / "b.csv", boeking(jaar=jaar))
    assert f"'{jaar}' is geen jaartal" in draai("toets", "b.csv", "--jaar", "2027").fout


@pytest.mark.parametrize("tijd", ["25:61", "24:60", "10:99"])
def test_a_time_that_no_clock_shows_makes_no_day(tijd: str, hier: Path) -> None:
    schrijf(hier / "b.csv", boeking(boekdatum=f"15-03-2027 {tijd}"))
    uitkomst = draai("toets", "b.csv", "--jaar", "2027")
    assert uitkomst.code == 2
    assert f"'15-03-2027 {tijd}' is geen datum" in uitkomst.fout


def test_an_escape_is_spelled_out_and_not_obeyed(hier: Path) -> None:
    """A terminal would clear the screen, or take another title."""
    for opdracht in (
        ("toets", "\x1b[2Jweg.csv", "--jaar", "2027"),
        ("\x1b]0;titel\x07verdel",),
        ("uitleg", "\x1b[31mAlmelo"),
        ("verdeel", "--gemeente", "\x9b31mAlmelo"),
        ("verdeel", "--uit", "\x1b[31mx.csv"),
    ):
        uitkomst = draai(*opdracht)
        assert not {"\x1b", "\x07", "\x9b"} & set(uitkomst.uit + uitkomst.fout), opdracht
        assert "\\x1b" in uitkomst.uit + uitkomst.fout or "\\x9b" in uitkomst.fout


@pytest.mark.skipif(os.name == "nt", reason="names on Windows are text")
def test_a_file_name_that_is_no_utf8_is_spelled_out(hier: Path) -> None:
    naam = os.fsdecode(b"b\xff.csv")
    schrijf(hier / naam, boeking())
    assert draai("toets", naam, "--jaar", "2027", "--uit", "t.xlsx").code == 0
    bladen = openpyxl.load_workbook(hier / "t.xlsx")
    teksten = {str(c.value) for blad in bladen for rij in blad.iter_rows() for c in rij}
    assert any("b\\udcff.csv" in tekst for tekst in teksten)
    for uit in ("t.csv", "t.json"):
        assert draai("toets", naam, "--jaar", "2027", "--uit", uit).code == 0
    assert draai("sisa", naam, "--jaar", "2027", "--uit", "sisa").code in (0, 1)
    assert draai("verdeel", "--uit", os.fsdecode(b"v\xff.csv")).code == 0


def test_a_full_disk_says_so_also_when_many_files_fail(
    hier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What copies many files gathers the errors, and then has no word of its own ("None")."""
    vol = f"[Errno {errno.ENOSPC}] {os.strerror(errno.ENOSPC)}"

    def kopieer(*_: object, **__: object) -> None:
        raise shutil.Error([("van", "naar", vol)])

    monkeypatch.setattr(shutil, "copytree", kopieer)
    uitkomst = draai("data", "kopieer", "eigen")
    assert uitkomst.code == 2
    assert f"is niet te maken ({os.strerror(errno.ENOSPC)}); kies een andere map" in uitkomst.fout
