"""Killed, twice at once, no room, no permission: what stands on disk stays whole.

A run can end at any moment: a battery, a task manager, a network disk that goes away. Every file
is then the old one or the new one, and the same command given again ends where it should. Many
moments are tried with `make test-lang`; the writing itself is tried step by step always.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from hulp import GEDULD, draai, draai_in, is_heel_werkboek, kopieer_gegevens, wacht_op_de_groep
from statline_server import Statline, als_statline, draaiend

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern import schijf
from azwa_funds.kern.fouten import Gebruikersfout

BESCHIKT = (
    "uitkering;onderdeel;jaar;ontvanger_code;bedrag;kenmerk;datum\n"
    "spuk_azwa;lokaal;2027;GM0147;280.000;B-1;15-12-2026\n"
)


@pytest.fixture(scope="module")
def statline() -> Iterator[Statline]:
    with draaiend() as server:
        yield server


@dataclass(frozen=True)
class Werk:
    """A command in a folder, and how one knows that what it wrote is whole."""

    map_: Path
    opdracht: tuple[str, ...]
    heel: Callable[[Path, bytes], bool]

    def start(
        self, programma: str = "from azwa_funds.opdrachten import main; main()"
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", programma, *self.opdracht],
            cwd=self.map_,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "NO_PROXY": "127.0.0.1"},
            start_new_session=True,
        )

    def voltooi(self) -> None:
        proces = self.start()
        _, fout = proces.communicate(timeout=GEDULD)
        assert proces.returncode == 0, fout

    def sterf_bij(self, nummer: int) -> bool:
        """Whether the process was killed before its so-manieth touch of the disk."""
        proces = self.start(STERF_BIJ.format(nummer=nummer))
        _, fout = proces.communicate(timeout=GEDULD)
        assert proces.returncode in (0, -signal.SIGKILL), fout
        return proces.returncode != 0

    def bestanden(self) -> dict[str, bytes]:
        return {
            pad.relative_to(self.map_).as_posix(): pad.read_bytes()
            for pad in sorted(self.map_.rglob("*"))
            if pad.is_file() and not pad.name.startswith(".azwa-")
        }

    def controleer(self) -> None:
        for naam, inhoud in self.bestanden().items():
            assert self.heel(Path(naam), inhoud), f"{naam} is niet heel"


def _overzicht(map_: Path, statline: Statline) -> Werk:
    map_.mkdir(exist_ok=True)
    namen = ("--landelijk", "--regio", "Twente", "--gemeente", "Hengelo", "--gemeente", "Almelo")
    return Werk(map_, ("overzicht", *namen, "--uit", "uit"), is_heel_werkboek)


def _data_kan_gelezen(pad: Path, inhoud: bytes) -> bool:
    if pad.suffix == ".toml":
        tomllib.loads(inhoud.decode())
    return bool(inhoud) and inhoud.endswith(b"\n")


def _beschikking(map_: Path, statline: Statline) -> Werk:
    kopieer_gegevens(map_)
    (map_ / "b.csv").write_text(BESCHIKT, encoding="utf-8")
    eigen = ("--data", "data", "--sleutels", "verdeelsleutels")
    return Werk(
        map_, (*eigen, "beschikking", "lees", "b.csv", "--titel", "Proef"), _data_kan_gelezen
    )


def _haal(map_: Path, statline: Statline) -> Werk:
    kopieer_gegevens(map_)
    statline.tabellen["70072ned"] = als_statline(map_ / "data", "bevolking", 2025)
    tabellen = map_ / "data/cbs/tabellen.toml"
    adres = "https://opendata.cbs.nl/ODataFeed/odata"
    tekst = tabellen.read_text(encoding="utf-8").replace(adres, statline.adres)
    tabellen.write_text(tekst, encoding="utf-8")
    # What is fetched differs from what stands there, so that old and new can be told apart.
    bevolking = map_ / "data/cbs/bevolking.csv"
    tekst = bevolking.read_text(encoding="utf-8")
    bevolking.write_text(tekst.replace("2025,GM0014,Groningen,2", "2025,GM0014,Groningen,1"))
    vraag = ("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")
    return Werk(map_, ("--data", "data", *vraag), _data_kan_gelezen)


WERK = {"overzicht": _overzicht, "cbs haal": _haal, "beschikking lees": _beschikking}

#: Ends the process, as hard as can be, just before it touches the disk for the so-manieth time.
STERF_BIJ = """
import os, signal, sys
over = [{nummer}]
def bij(gebeurtenis, wat):
    opent = gebeurtenis == "open" and ".azwa-" in str(wat[0])
    if opent or gebeurtenis in ("os.rename", "os.remove"):
        over[0] -= 1
        if over[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(bij)
from azwa_funds.opdrachten import main
main()
"""


@dataclass(frozen=True)
class Ongestoord:
    """What a command leaves when nobody disturbs it, and how many seconds that takes."""

    bestanden: dict[str, bytes]
    duur: float


@pytest.fixture(scope="module")
def ongestoord(
    tmp_path_factory: pytest.TempPathFactory, statline: Statline
) -> Callable[[str], Ongestoord]:
    @cache
    def voltooid(naam: str) -> Ongestoord:
        werk = WERK[naam](tmp_path_factory.mktemp("ongestoord"), statline)
        begin = time.monotonic()
        werk.voltooi()
        return Ongestoord(werk.bestanden(), time.monotonic() - begin)

    return voltooid


def _na_de_klap(werk: Werk, hoort: Ongestoord) -> None:
    """Everything is whole, and the same command again ends as if nothing had happened."""
    werk.controleer()
    werk.voltooi()
    na = werk.bestanden()
    assert na.keys() == hoort.bestanden.keys()
    # The origin of a snapshot holds the moment at which it was fetched.
    assert [n for n in na if na[n] != hoort.bestanden[n] and "/ruw/" not in n] == []


@pytest.mark.parametrize(("naam", "nummer"), [("beschikking lees", 3)])
def test_killed_while_writing_leaves_whole_files(
    naam: str,
    nummer: int,
    tmp_path: Path,
    statline: Statline,
    ongestoord: Callable[[str], Ongestoord],
) -> None:
    werk = WERK[naam](tmp_path / "map", statline)
    assert werk.sterf_bij(nummer)
    _na_de_klap(werk, ongestoord(naam))


@pytest.mark.lang
@pytest.mark.parametrize("naam", WERK)
def test_killed_at_every_step_of_writing(
    naam: str, tmp_path: Path, statline: Statline, ongestoord: Callable[[str], Ongestoord]
) -> None:
    nummer = 1
    while (werk := WERK[naam](tmp_path / str(nummer), statline)).sterf_bij(nummer):
        _na_de_klap(werk, ongestoord(naam))
        nummer += 1
    assert nummer > 4


@pytest.mark.lang
@pytest.mark.parametrize("naam", WERK)
def test_killed_at_any_moment(
    naam: str, tmp_path: Path, statline: Statline, ongestoord: Callable[[str], Ongestoord]
) -> None:
    """Forty moments per command, spread over its run, in one folder."""
    toeval = random.Random(naam)
    werk = WERK[naam](tmp_path / "map", statline)
    gedood = 0
    while gedood < 40:
        proces = werk.start()
        try:
            proces.communicate(timeout=toeval.uniform(0.3, 1) * ongestoord(naam).duur)
        except subprocess.TimeoutExpired:
            proces.kill()
            proces.communicate()
            gedood += 1
        werk.controleer()
    _na_de_klap(werk, ongestoord(naam))


@pytest.mark.lang
def test_killed_at_any_moment_while_others_do_part_of_the_work(
    tmp_path: Path, gegevens: Gegevens
) -> None:
    """So many factsheets are shared over processes; those end by themselves, and leave no half."""
    namen = [deel for code in list(gegevens.gemeenten)[:45] for deel in ("--gemeente", code)]
    werk = Werk(tmp_path, ("overzicht", *namen, "--uit", "uit"), is_heel_werkboek)
    begin = time.monotonic()
    werk.voltooi()
    duur, hoort = time.monotonic() - begin, werk.bestanden()
    assert len(hoort) == 45
    toeval, gedood = random.Random("kernen"), 0
    while gedood < 25:
        shutil.rmtree(tmp_path / "uit", ignore_errors=True)
        proces = werk.start()
        try:
            proces.communicate(timeout=toeval.uniform(0.2, 1) * duur)
        except subprocess.TimeoutExpired:
            proces.kill()
            proces.communicate()
            gedood += 1
            wacht_op_de_groep(proces.pid)
        werk.controleer()
    werk.voltooi()
    assert werk.bestanden() == hoort


# -- two at once -------------------------------------------------------------------------------


@pytest.mark.lang
def test_two_runs_in_one_folder_give_what_one_gives(
    tmp_path: Path, statline: Statline, ongestoord: Callable[[str], Ongestoord]
) -> None:
    werk = _overzicht(tmp_path / "map", statline)
    samen = [werk.start(), werk.start()]
    for proces in samen:
        _, fout = proces.communicate(timeout=GEDULD)
        assert proces.returncode == 0, fout
    assert werk.bestanden() == ongestoord("overzicht").bestanden
    assert not list(werk.map_.rglob(".azwa-*"))


@pytest.mark.lang
def test_many_runs_in_one_folder_give_what_one_gives(tmp_path: Path) -> None:
    werk = Werk(tmp_path, ("overzicht", "--alle", "--uit", "uit"), is_heel_werkboek)
    samen = [werk.start() for _ in range(3)]
    for proces in samen:
        _, fout = proces.communicate(timeout=GEDULD)
        assert proces.returncode == 0, fout
    werk.controleer()
    samen_gemaakt = werk.bestanden()
    assert len(samen_gemaakt) == 385
    shutil.rmtree(tmp_path / "uit")
    werk.voltooi()
    assert werk.bestanden() == samen_gemaakt


def test_who_adds_to_a_table_keeps_others_out_meanwhile(tmp_path: Path) -> None:
    """Else the awards of the one would be lost in the table of the other."""
    kopieer_gegevens(tmp_path)
    (tmp_path / "b.csv").write_text(BESCHIKT, encoding="utf-8")
    opdracht = ("beschikking", "lees", tmp_path / "b.csv", "--titel", "Proef")
    data = tmp_path / "data"
    with schijf.alleen_in(data):
        bezet = draai_in(tmp_path, *opdracht)
        assert bezet.code == 2
        assert bezet.fout == (
            f"Fout: In de map {data} is een andere opdracht van dit programma bezig; wacht tot die "
            "klaar is en probeer het opnieuw.\n"
        )
        assert not (data / "beschikkingen/beschikt.csv").exists()
    assert draai_in(tmp_path, *opdracht).code == 0


def test_two_who_add_awards_at_once_lose_none(tmp_path: Path, statline: Statline) -> None:
    """Each either keeps its award, or says that it did not."""
    eerste = _beschikking(tmp_path / "map", statline)
    (eerste.map_ / "c.csv").write_text(BESCHIKT.replace("GM0147", "GM0141"), encoding="utf-8")
    andere = tuple({"b.csv": "c.csv", "Proef": "Tweede"}.get(w, w) for w in eerste.opdracht)
    samen = [eerste.start(), replace(eerste, opdracht=andere).start()]
    codes = [proces.wait(timeout=GEDULD) for proces in samen]
    for proces in samen:
        proces.communicate()
    tabel = (eerste.map_ / "data/beschikkingen/beschikt.csv").read_text(encoding="utf-8")
    assert ["GM0147" in tabel, "GM0141" in tabel] == [code == 0 for code in codes]
    assert set(codes) <= {0, 2}
    assert 0 in codes


# -- no room, no permission, in use ------------------------------------------------------------

#: Every command that writes, in a folder with all it needs.
SCHRIJVEND = {
    "verdeel": ("verdeel", "--uit", "uit/verdeling.csv"),
    "overzicht": ("overzicht", "--gemeente", "Almelo", "--uit", "uit"),
    "rekenmodel": ("rekenmodel", "--uit", "uit/rekenmodel.xlsx"),
    "pagina": ("pagina", "--uit", "uit"),
    "werkagenda": ("werkagenda", "--regio", "Twente", "--uit", "uit"),
    "register": ("werkagenda", "sjabloon", "--uit", "uit/register.csv"),
    "formulier": (
        "sjabloon",
        "besteding",
        "--jaar",
        "2027",
        "--regio",
        "Twente",
        "--uit",
        "uit/f.xlsx",
    ),
    "toets": ("toets", "b.csv", "--jaar", "2027", "--gemeente", "Almelo", "--uit", "uit/t.xlsx"),
    "sisa": ("sisa", "b.csv", "--jaar", "2027", "--uit", "uit"),
    "kalender": ("kalender", "--ics", "uit/k.ics"),
    "scenario": ("scenario", "reken", "korting", "--uit", "uit/s.csv"),
    "sleutel": (
        "sleutel",
        "vergelijk",
        "brede_spuk_2026",
        "brede_spuk_2025",
        "--uit",
        "uit/v.xlsx",
    ),
    "kopie": ("data", "kopieer", "uit/eigen"),
}


#: The quick ones are tried always.
VLUG = ("verdeel", "overzicht", "kalender", "register", "kopie")
KEUZES = [pytest.param(n, marks=[] if n in VLUG else pytest.mark.lang) for n in SCHRIJVEND]


@pytest.fixture
def klaar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with bookings, and every output of before under its name."""
    schrijf(tmp_path / "b.csv", boeking())
    (tmp_path / "uit").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _alles(map_: Path) -> dict[Path, bytes]:
    return {pad: pad.read_bytes() for pad in map_.rglob("*") if pad.is_file()}


@pytest.mark.parametrize("naam", KEUZES)
def test_a_full_disk_leaves_what_was_there(
    naam: str, klaar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system says so as late as it can; nothing is left of the file."""
    voor = _alles(klaar)

    def vol(bestand: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def kopie_vol(bron: Path, doel: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", vol)
    monkeypatch.setattr(shutil, "copyfile", kopie_vol)
    uitkomst = draai(*SCHRIJVEND[naam])
    assert uitkomst.code == 2
    assert (
        "is niet te schrijven omdat de schijf vol is" in uitkomst.fout
        or "is niet te maken (No space left on device)" in uitkomst.fout
    )
    assert uitkomst.fout.count("\n") == 1
    assert _alles(klaar) == voor


@pytest.mark.parametrize("naam", [k for k in KEUZES if k.values != ("kopie",)])
def test_a_file_that_is_open_elsewhere_stays_whole(
    naam: str, klaar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to put a file in the place of one that Excel has open."""
    voor = _alles(klaar)

    def bezet(self: Path, doel: Path) -> Path:
        raise PermissionError(errno.EACCES, "Toegang geweigerd", str(doel))

    monkeypatch.setattr(Path, "replace", bezet)
    uitkomst = draai(*SCHRIJVEND[naam])
    assert uitkomst.code == 2
    assert "omdat het ergens anders open staat of beveiligd is; sluit het in Excel" in uitkomst.fout
    assert uitkomst.fout.count("\n") == 1
    assert _alles(klaar) == voor


def test_a_disk_that_is_really_full(klaar: Path) -> None:
    """No file may grow beyond 5 kB, by order of the system itself."""
    oud = klaar / "uit/gemeente/GM0141-almelo.xlsx"
    oud.parent.mkdir()
    oud.write_bytes(b"het oude werkboek")
    begrenst = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); "
    werk = Werk(klaar, (*SCHRIJVEND["overzicht"], "--overschrijf"), is_heel_werkboek)
    proces = werk.start(begrenst + "from azwa_funds.opdrachten import main; main()")
    _, fout = proces.communicate(timeout=GEDULD)
    assert proces.returncode == 2
    assert f"Het bestand {oud.relative_to(klaar)} is niet te schrijven" in fout
    assert fout.count("\n") == 1
    assert oud.read_bytes() == b"het oude werkboek"
    assert list(oud.parent.iterdir()) == [oud]


@pytest.fixture
def beveiligd() -> Iterator[Path]:
    """A folder that this process may read and not write, also when the tests run as root."""
    map_ = Path(tempfile.mkdtemp(prefix="azwa-beveiligd-"))
    map_.chmod(0o755)
    kopieer_gegevens(map_)
    schrijf(map_ / "b.csv", boeking())
    (map_ / "uit").mkdir()
    for pad in (map_, *map_.rglob("*")):
        pad.chmod(0o555 if pad.is_dir() else 0o444)
    wie = os.geteuid()
    try:
        if wie == 0:
            os.setresuid(65534, 65534, 0)
        yield map_
    finally:
        if wie == 0:
            os.setresuid(0, 0, 0)
        for pad in (map_, *map_.rglob("*")):
            pad.chmod(0o755)
        shutil.rmtree(map_)


def test_a_folder_that_may_not_be_written_is_named(
    beveiligd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(beveiligd)
    voor = _alles(beveiligd)
    for naam in ("verdeel", "kalender", "register"):
        uitkomst = draai_in(beveiligd, *SCHRIJVEND[naam])
        assert uitkomst.code == 2
        assert uitkomst.fout == "Fout: U mag niet schrijven in de map uit; kies een andere map.\n"
    (bron, opdracht) = (beveiligd / "b.csv", ("beschikking", "lees", "b.csv", "--titel", "Proef"))
    assert bron.is_file()
    assert draai_in(beveiligd, *opdracht).code == 2
    assert _alles(beveiligd) == voor


def test_a_lock_on_a_folder_that_is_not_there_locks_nothing(tmp_path: Path) -> None:
    with schijf.alleen_in(tmp_path / "nieuw"):
        pass
    with (
        schijf.alleen_in(tmp_path),
        pytest.raises(Gebruikersfout, match="bezig"),
        schijf.alleen_in(tmp_path),
    ):
        pass
    with schijf.alleen_in(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
