"""`azwa-funds start` as a user meets it: an address, a browser, an end."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hulp import GEDULD, draai, is_heel_werkboek, wacht_op_de_groep, wacht_tot
from venster_hulp import HIER, Klok, venster

from azwa_funds.dossier import maak_dossier
from azwa_funds.venster.aanwezigheid import Aanwezigheid
from azwa_funds.venster.server import RUST_SECONDEN, bedien, leeft, open_poort
from azwa_funds.venster.toepassing import maak_toepassing
from azwa_funds.venster.wacht import Wacht
from azwa_funds.venster.werk import Werk, Werkplaats

ADRES = re.compile(r"http://127\.0\.0\.1:(\d+)/binnen/[\w-]{40,}\n")
BESTANDEN = Path(sys.modules["azwa_funds.venster.server"].__file__ or "").parent / "bestanden"


@pytest.fixture
def profiel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The profile folder of the user, in which windows find each other."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "profiel"))
    return tmp_path / "profiel" / "azwa-funds"


@pytest.fixture
def gestart(tmp_path: Path, profiel: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    opdracht = [sys.executable, "-m", "azwa_funds", "start", str(tmp_path / "d"), "--geen-browser"]
    proces = subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True)
    assert proces.stdout
    yield proces, proces.stdout.readline()
    proces.kill()
    proces.wait()
    proces.stdout.close()


class Browser:
    """A browser that comes in by an address."""

    def __init__(self, adres: str) -> None:
        self.basis = adres.partition("/binnen")[0]
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self.pagina = self._open(adres.strip())

    def _open(self, vraag: str | urllib.request.Request) -> str:
        with self._opener.open(vraag, timeout=GEDULD) as antwoord:
            return str(antwoord.read().decode())

    def stop(self) -> str:
        """Press the button, and return the whole page that says so."""
        zelf = {"Sec-Fetch-Site": "same-origin"}
        return self._open(urllib.request.Request(f"{self.basis}/stoppen", b"", zelf))


@pytest.mark.parametrize("sein", [signal.SIGINT, signal.SIGTERM, "knop"])
def test_one_window_runs_on_a_folder_and_a_second_start_opens_it(
    gestart: tuple[subprocess.Popen[str], str], tmp_path: Path, profiel: Path, sein: int | str
) -> None:
    """The address stands alone on its line, at once; at the end nothing of it is left."""
    proces, regel = gestart
    match = ADRES.fullmatch(regel)
    assert match
    browser = Browser(regel)
    assert "Wat krijgen wij?" in browser.pagina

    tweede = draai("start", tmp_path / "d", "--geen-browser")
    assert (tweede.code, tweede.fout) == (
        0, "Het venster op deze map draait al en wordt geopend.\n",
    )  # fmt: skip
    ander = ADRES.fullmatch(tweede.uit)
    assert ander
    assert ander[1] == match[1]
    assert tweede.uit != regel
    assert "Wat krijgen wij?" in Browser(tweede.uit).pagina
    with pytest.raises(urllib.error.HTTPError, match="403"):
        Browser(tweede.uit)
    assert [(p.suffix, p.stat().st_mode & 0o077) for p in profiel.iterdir()] == [(".poort", 0)]

    if isinstance(sein, int):
        proces.send_signal(sein)
    else:
        assert "is gestopt" in browser.stop()
    assert proces.wait(GEDULD) in (0, 130)
    assert list(profiel.iterdir()) == []
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(match[1])), timeout=GEDULD)


def test_a_window_that_is_gone_is_not_waited_for(tmp_path: Path, profiel: Path) -> None:
    """The computer lost power, and now the port is nobody's, or that of another program."""
    aanwezig = Aanwezigheid(tmp_path)
    assert aanwezig.vraag(leeft) == ""
    assert aanwezig.neem_plaats(50_123)
    assert not Aanwezigheid(tmp_path).neem_plaats(50_124)
    assert aanwezig.vraag(lambda _: False) == ""
    assert list(profiel.iterdir()) == []
    assert Aanwezigheid(tmp_path).neem_plaats(50_124)


def test_a_profile_folder_that_cannot_be_written_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bestand").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "bestand"))
    aanwezig = Aanwezigheid(tmp_path)
    assert aanwezig.vraag(leeft) == ""
    assert aanwezig.neem_plaats(50_123)
    aanwezig.antwoord_met("http://127.0.0.1:1/")
    aanwezig.ruim_op()


def test_it_ends_when_nobody_asks_anything_for_hours_but_not_while_it_works(tmp_path: Path) -> None:
    klok, klaar, bezig = Klok(), threading.Event(), [True, True, False]
    with open_poort(0) as stopcontact:
        wacht = Wacht(stopcontact.getsockname()[1], klok)
        app = maak_toepassing(tmp_path, wacht)
        klok.nu += RUST_SECONDEN + 1
        bedien(app, wacht, stopcontact, klaar, meld=lambda _: None,
               tussendoor=lambda _: bezig.pop(0))  # fmt: skip
    assert bezig == []
    assert not klaar.is_set()


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


def test_long_work_tells_how_far_it_is_and_stops_with_whole_files_only(tmp_path: Path) -> None:
    """What was asked meanwhile waits; after the stop every file can be opened, and that begins."""
    maak_dossier(tmp_path, "Utrecht", 2027)
    with venster(tmp_path, meteen=False) as utrecht:

        def stand(nummer: int) -> dict[str, Any]:
            antwoord: dict[str, Any] = json.loads(utrecht.kijk(f"/werk/{nummer}/stand"))
            return antwoord

        assert "<progress" in utrecht.stuur("/overzichten", welke="alle")
        assert "zodra het andere werk klaar is" in utrecht.stuur("/overzichten", welke="landelijk")
        wacht_tot(lambda: stand(1)["gedaan"] > 1 or stand(1)["klaar"])
        assert re.search(r"Bezig: \d+ van 385", utrecht.kijk("/werk/1"))
        assert stand(2) == {"klaar": False, "bezig": False, "gedaan": 0, "totaal": 0}
        utrecht.stuur("/werk/1/stop")
        wacht_tot(lambda: bool(stand(1)["klaar"]))
        einde = utrecht.client.get("/werk/1", base_url=HIER, follow_redirects=True).text
        assert "Gestopt; er is niets half geschreven." in einde
        assert 0 < len(list((tmp_path / "reports").rglob("*.xlsx"))) < 385
        wacht_tot(lambda: bool(stand(2)["klaar"]))
        werk = utrecht.client.application.extensions["omgeving"].werkplaats.zoek(1)
    wacht_op_de_groep(werk._proces.pid)
    for pad in (pad for pad in (tmp_path / "reports").rglob("*") if pad.is_file()):
        assert is_heel_werkboek(pad, pad.read_bytes()), pad


def test_work_that_is_stopped_before_it_began_does_nothing(tmp_path: Path) -> None:
    werkplaats = Werkplaats()
    eerste = werkplaats.begin("een", ["overzicht", "--alle", "--uit", "a"], "krijgen", tmp_path)
    tweede = werkplaats.begin("twee", ["overzicht", "--alle", "--uit", "b"], "krijgen", tmp_path)
    werkplaats.sluit()
    assert eerste.is_klaar
    assert eerste.gestopt
    assert tweede.gestopt
    assert not (tmp_path / "b").exists()


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
