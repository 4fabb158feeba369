"""A file of the user's is looked over before anything opens it."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from boekingen import KOPPEN, als_csv, boeking, schrijf_xlsx
from schade_soorten import XLSX, toeval

from azwa_funds.besteden.boekingen import Bestedingenfout, lees_bestedingen
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.kern.tekst import vreemd_teken
from azwa_funds.lezen import keuring
from azwa_funds.lezen.keuring import keur, lees_bytes
from azwa_funds.lezen.tabel import lees_toml


@pytest.fixture(scope="module")
def werkboek() -> bytes:
    uit = io.BytesIO()
    schrijf_xlsx(uit, [KOPPEN, *(boeking().values() for _ in range(20))])  # type: ignore[arg-type]
    return uit.getvalue()


#: What is wrong with the meaning of a workbook, not with its safety: a reader finds that.
BETEKENIS = (
    "zonder-relaties zonder-bladen blad-leeg blad-geen-xml blad-half blad-geen-utf-8 werkboek-leeg "
    "werkboek-half werkboek-andere-xml relaties-leeg relaties-zoek relaties-naar-buiten"
).split()


@pytest.mark.parametrize("soort", sorted(set(XLSX) - {*BETEKENIS}))
def test_what_would_harm_is_refused_in_no_time(soort: str, werkboek: bytes) -> None:
    stuk = XLSX[soort](werkboek, toeval(soort))
    begin = time.process_time()
    with pytest.raises(Onleesbaar):
        keur(stuk)
    assert time.process_time() - begin < 5


def test_a_sound_workbook_passes(werkboek: bytes) -> None:
    keur(werkboek)


def test_a_file_too_large_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keuring, "GROOTSTE_BESTAND", 10_000_000)
    pad = tmp_path / "groot.csv"
    with pad.open("wb") as bestand:
        bestand.truncate(40_000_000)
    with pytest.raises(Onleesbaar, match="groter dan 9 MB"):
        lees_bytes(pad)


def test_a_device_without_an_end_is_not_opened() -> None:
    with pytest.raises(OSError, match="dit is geen gewoon bestand"):
        lees_bytes(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("tekst", "naam", "regel"),
    [
        ("a\nb\x07c", "U+0007", 2),
        ("a\n\n\ufeffb", "U+FEFF", 3),
        ("\x1b[2J", "U+001B", 1),
        ("omge\u202ekeerd", "U+202E", 1),
        ("x\uffff", "U+FFFF", 1),
    ],
)
def test_a_character_that_nobody_sees_is_named_with_its_line(
    tekst: str, naam: str, regel: int
) -> None:
    vreemd = vreemd_teken(tekst.encode())
    assert vreemd is not None
    assert (vreemd.naam, vreemd.regel) == (naam, regel)


def test_letters_of_any_language_and_line_breaks_are_seen() -> None:
    assert vreemd_teken("Súdwest-Fryslân\t\r\nŁódź “€” 漢字 'a'\u00a0\u2013".encode()) is None


def test_an_open_quotation_mark_in_the_first_column_loses_no_rows(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """The rows below it stood in one cell, and a row without an amount counted as empty."""
    regels = als_csv([boeking(boekstuk=f"B{i}") for i in range(9)]).splitlines(keepends=True)
    regels[5] = '"' + regels[5]
    pad = tmp_path / "open.csv"
    pad.write_text("".join(regels), encoding="utf-8", newline="")
    with pytest.raises(Bestedingenfout) as gevangen:
        lees_bestedingen(gegevens, [pad])
    assert [str(fout) for fout in gevangen.value.fouten] == [
        "open.csv, rij 6, kolom 'verantwoorder_code': een aanhalingsteken is niet afgesloten en "
        "slokt de volgende rijen op; sluit het aanhalingsteken in deze rij af."
    ]


def test_a_message_does_not_quote_a_whole_file(gegevens: Gegevens, tmp_path: Path) -> None:
    pad = tmp_path / "lang.csv"
    pad.write_text(als_csv([boeking("9" * 100_000)]), encoding="utf-8", newline="")
    with pytest.raises(Bestedingenfout) as gevangen:
        lees_bestedingen(gegevens, [pad])
    assert len(str(gevangen.value)) < 1000


@pytest.mark.parametrize(
    ("toml", "zin"),
    [
        ("a = " + "9" * 5000, "geen geldige TOML"),
        ("a = [\n" * 5000 + "]\n" * 5000, "geen geldige TOML"),
        (".".join("a" * 6000) + " = 1", "langer dan 10000 tekens"),
        ("[gewichten]\njaar = 0", "'jaar' is 0 en geen jaartal; vul vier cijfers in"),
        ("jaren = [2027, -1]", "'jaren' is -1 en geen jaartal"),
    ],
)
def test_a_rule_that_would_choke_the_reader_is_refused(toml: str, zin: str) -> None:
    with pytest.raises(Exception, match=r"regel\.toml") as gevangen:
        lees_toml(Path("regel.toml"), toml)
    assert zin in str(gevangen.value)
