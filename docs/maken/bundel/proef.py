"""Try a bundle as a user would: start the window, come in, ask one amount, make one workbook, stop.

A second start has to open the same window, and the command that needs scipy has to say so.

    python docs/maken/bundel/proef.py dist/azwa-funds

Ends with 0 when all of it works. It needs nothing but the standard library, so that a colleague
with Windows can run it beside the folder.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

BEDRAG = "€ 3.691.491"


def main(map_: Path) -> None:
    """Try the bundle in this folder; raises AssertionError with what did not work."""
    programma = map_ / ("azwa-funds.exe" if sys.platform == "win32" else "azwa-funds")
    toont = subprocess.run([programma, "--version"], capture_output=True, text=True, check=True)
    print(toont.stdout.strip())
    with tempfile.TemporaryDirectory() as tijdelijk:
        dossier = Path(tijdelijk) / "mijn dossier"
        proces = subprocess.Popen(
            [programma, "start", str(dossier), "--geen-browser"], stdout=subprocess.PIPE, text=True
        )
        try:
            assert proces.stdout
            begin = time.monotonic()
            adres = proces.stdout.readline().strip()
            print(f"luistert na {time.monotonic() - begin:.1f} s")
            _probeer(adres, dossier, programma)
        finally:
            proces.terminate()
            proces.wait(30)
    zonder = subprocess.run([programma, "sleutel", "ijk"], capture_output=True, text=True)
    assert zonder.returncode == 2, zonder.stdout
    assert "is scipy nodig" in zonder.stderr, zonder.stderr
    assert not list(map_.rglob("scipy")), "scipy came along"
    print("Alles werkt.")


def _probeer(adres: str, dossier: Path, programma: Path) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    basis = re.sub(r"/binnen/.*", "", adres)
    assert "Wat krijgen wij?" in _lees(browser, adres)
    assert BEDRAG in _lees(browser, f"{basis}/?wie=Utrecht")
    _lees(browser, f"{basis}/dossier", wie="Utrecht", jaar="2027")
    assert (dossier / "dossier.toml").is_file()
    tweede = [programma, "start", str(dossier), "--geen-browser"]
    opnieuw = subprocess.run(tweede, capture_output=True, text=True, timeout=60).stdout.strip()
    assert opnieuw.startswith(f"{basis}/binnen/"), opnieuw
    assert "Gemeente Utrecht" in _lees(browser, opnieuw)
    _lees(browser, f"{basis}/overzichten", welke="eigen")
    einde = time.monotonic() + 120
    while not list(dossier.rglob("GM0344-utrecht.xlsx")):
        assert time.monotonic() < einde, "er kwam geen werkboek"
        time.sleep(0.5)
    _lees(browser, f"{basis}/stoppen", x="")


def _lees(browser: urllib.request.OpenerDirector, adres: str, **velden: str) -> str:
    inhoud = urllib.parse.urlencode(velden).encode() if velden else None
    vraag = urllib.request.Request(adres, inhoud, {"Sec-Fetch-Site": "same-origin"})
    with browser.open(vraag, timeout=60) as antwoord:
        tekst: str = antwoord.read().decode("utf-8")
    return tekst


if __name__ == "__main__":
    main(Path(sys.argv[1]))
