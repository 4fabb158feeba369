"""The same input gives the same bytes: on another machine, in another country, after midnight."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from drukmaat import te_klein

MACHINE = Path(__file__).with_name("machine.py")

#: A desk in Utrecht one second before midnight, and a server elsewhere on a leap day years later.
#: Both are this machine with other settings. With two cores the work is shared with processes
#: that know the real clock only; with one core all of it is done in the year 2032.
THUIS = {
    "tijdstip": "2026-11-21T23:59:59+01:00",
    "umask": 0o022,
    "kernen": 2,
    "omgeving": {
        "TZ": "Europe/Amsterdam", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0",
        "COLUMNS": "96",
    },
}  # fmt: skip
ELDERS = {
    "tijdstip": "2032-02-29T00:00:01+14:00",
    "umask": 0o077,
    "kernen": 1,
    "omgeving": {
        "TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "4242",
        "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "COLUMNS": "96", "USER": "iemand",
        "LOGNAME": "iemand", "SOURCE_DATE_EPOCH": "1",
    },
}  # fmt: skip


def boekingen(map_: Path) -> Path:
    """The same bookings on either machine, as two files in a folder."""
    schrijf(
        map_ / "bestedingen" / "almelo.csv",
        boeking(),
        boeking(onderdeel="regionaal", bedrag="200.000,50", boekstuk="I-2027-0002"),
        boeking(bedrag="50.000,00", omschrijving="Één café, één naïef plan", boekstuk="I-3"),
    )
    schrijf(
        map_ / "bestedingen" / "samentwente.csv",
        boeking("samentwente", "regionaal", bedrag="200.000,50", medeoverheid_code="GM0141"),
        boeking("samentwente", "regionaal", bedrag="1.234.567,49", boekstuk="ST-1"),
    )
    return map_ / "bestedingen"


def draai_op(map_: Path, machine: dict[str, object], deel: str) -> dict[str, bytes]:
    """Run the commands on one machine, in a folder and with a home of its own."""
    map_.mkdir()
    thuis, werk, uit = map_ / "home", map_ / "werkmap", map_ / "uit"
    for nieuw in (thuis, werk):
        nieuw.mkdir()
    bestand = boekingen(werk)
    eigen = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT")}
    klaar = subprocess.run(
        [
            sys.executable,
            MACHINE,
            uit,
            str(machine["tijdstip"]),
            bestand,
            deel,
            str(machine["kernen"]),
        ],
        cwd=werk,
        env={**eigen, **machine["omgeving"], "HOME": str(thuis), "TMPDIR": str(thuis)},  # type: ignore[dict-item]
        umask=machine["umask"],  # type: ignore[call-overload]
        capture_output=True,
        timeout=1500,
    )
    assert klaar.returncode == 0, klaar.stderr.decode("utf-8", "replace")
    gemaakt = {p.relative_to(uit).as_posix(): p.read_bytes() for p in uit.rglob("*") if p.is_file()}
    shutil.rmtree(map_)
    return gemaakt


def op_twee_machines(tmp_path: Path, deel: str) -> dict[str, bytes]:
    """Run on both and compare; the answer is what was made."""
    with ThreadPoolExecutor(2) as samen:
        een, ander = samen.map(
            lambda machine: draai_op(tmp_path / str(machine["umask"]), machine, deel),
            (THUIS, ELDERS),
        )
    sommen = [{naam: hashlib.sha256(b).hexdigest() for naam, b in m.items()} for m in (een, ander)]
    assert sommen[0].keys() == sommen[1].keys()
    assert [naam for naam in een if sommen[0][naam] != sommen[1][naam]] == []
    return een


def soorten(gemaakt: dict[str, bytes]) -> set[str]:
    return {naam.rpartition(".")[2] for naam in gemaakt}


@pytest.fixture(scope="module")
def greep(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return op_twee_machines(tmp_path_factory.mktemp("greep"), "greep")


def test_a_sample_is_the_same_on_two_machines_and_after_midnight(greep: dict[str, bytes]) -> None:
    assert soorten(greep) == {"xlsx", "docx", "ics", "csv", "txt"}
    assert len(greep) > 12


def test_no_sheet_of_a_sample_prints_smaller_than_7_points(greep: dict[str, bytes]) -> None:
    assert kleine_letters(greep) == []


def kleine_letters(gemaakt: dict[str, bytes]) -> list[str]:
    """The sheets of all these workbooks that would be too small on paper."""
    boeken = {naam: inhoud for naam, inhoud in gemaakt.items() if naam.endswith(".xlsx")}
    assert boeken
    return [klacht for naam, inhoud in boeken.items() for klacht in te_klein(naam, inhoud)]


@pytest.mark.lang
def test_everything_is_the_same_on_two_machines_and_after_midnight(tmp_path: Path) -> None:
    """All workbooks of all recipients, the web page, the calendar and what is printed."""
    gemaakt = op_twee_machines(tmp_path, "alles")
    assert soorten(gemaakt) == {"xlsx", "docx", "ics", "html", "csv", "toml", "txt"}
    assert len(gemaakt) > 385 + 343 + 84
    assert kleine_letters(gemaakt) == [], "nothing prints smaller than 7 points"
