"""`azwa-funds start` as a user meets it: an address, a browser, an end."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hulp import GEDULD, draai, wacht_tot

from azwa_funds.venster.server import open_poort
from azwa_funds.venster.werk import Werk, Werkplaats

ADRES = re.compile(r"http://127\.0\.0\.1:(\d+)/binnen/[\w-]{40,}\n")
BESTANDEN = Path(sys.modules["azwa_funds.venster.server"].__file__ or "").parent / "bestanden"


@pytest.fixture
def gestart(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    opdracht = [sys.executable, "-m", "azwa_funds", "start", str(tmp_path / "d"), "--geen-browser"]
    proces = subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True)
    assert proces.stdout
    yield proces, proces.stdout.readline()
    proces.kill()
    proces.wait()
    proces.stdout.close()


def test_it_says_where_it_is_and_ends_at_ctrl_c(gestart: tuple[subprocess.Popen[str], str]) -> None:
    """The address stands alone on its line, at once; only this computer can reach it."""
    proces, regel = gestart
    match = ADRES.fullmatch(regel)
    assert match
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(regel.strip(), timeout=GEDULD) as antwoord:
        assert "Wat krijgen wij?" in antwoord.read().decode()
    proces.send_signal(signal.SIGINT)
    assert proces.wait(GEDULD) in (0, 130)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(match[1])), timeout=GEDULD)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", 0))
        bezet.listen()
        poort = bezet.getsockname()[1]
        uitkomst = draai("start", tmp_path, "--geen-browser", "--poort", str(poort))
    assert uitkomst.code == 2
    assert uitkomst.fout.startswith(f"Fout: Poort {poort} is niet te gebruiken")


def test_nobody_outside_can_reach_it() -> None:
    with open_poort(0) as stopcontact:
        assert stopcontact.getsockname()[0] == "127.0.0.1"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    pad = tmp_path / "bestand"
    pad.write_text("")
    assert "is geen map" in draai("start", pad, "--geen-browser").fout


# -- work beside the window --------------------------------------------------------------------


def wacht_op(werk: Werk) -> None:
    wacht_tot(lambda: werk.is_klaar)


def test_work_gives_what_the_command_gives(tmp_path: Path) -> None:
    werkplaats = Werkplaats()
    opdracht = ["verdeel", "--gemeente", "Almelo", "--json"]
    werk = werkplaats.begin("proef", opdracht, "krijgen", tmp_path)
    fout = werkplaats.begin("proef", ["verdeel", "--gemeente", "Almeloo"], "krijgen", tmp_path)
    wacht_op(fout)
    assert werk.uitkomst
    assert fout.uitkomst
    assert werk.uitkomst.uit == draai(*opdracht).uit
    assert (fout.uitkomst.code, fout.uitkomst.zin) == (
        2, draai("verdeel", "--gemeente", "Almeloo").fout.removeprefix("Fout: ").strip(),
    )  # fmt: skip
    werkplaats.sluit()


def test_long_work_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    werkplaats = Werkplaats()
    werk = werkplaats.begin("alle", ["overzicht", "--alle", "--uit", "uit"], "krijgen", tmp_path)
    wacht_tot(lambda: werk.gedaan or werk.is_klaar)
    werk.stop()
    wacht_op(werk)
    werkplaats.sluit()
    assert werk.totaal == 385
    assert werk.uitkomst
    assert werk.uitkomst.code in (130, 143)
    assert not list(tmp_path.rglob("*.tmp"))


# -- what it is built of -----------------------------------------------------------------------


def test_the_style_is_what_its_recipe_made() -> None:
    recept = tomllib.loads((BESTANDEN / "stijl.toml").read_text("utf-8"))
    for bestand in recept["bestand"]:
        inhoud = (BESTANDEN / bestand["naam"]).read_bytes()
        assert sha256(inhoud).hexdigest() == bestand["sha256"], "run docs/maken/stijl/bouw.mjs"
    assert {p["licentie"] for p in recept["pakket"]} <= {"EUPL-1.2", "OFL-1.1", "SEE LICENSE.md"}


def test_no_page_asks_anything_of_another_computer() -> None:
    for pad in [*BESTANDEN.iterdir(), *BESTANDEN.with_name("sjablonen").iterdir()]:
        if pad.suffix in (".css", ".js", ".html"):
            tekst = pad.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"https?:|//[a-z]+\.|@import", tekst), pad.name
