"""Try a bundle as a user would: start the window, come in, ask one amount, make one workbook, stop.

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
            _probeer(proces.stdout.readline().strip(), dossier, begin)
        finally:
            proces.terminate()
            proces.wait(30)
    print("Alles werkt.")


def _probeer(adres: str, dossier: Path, begin: float) -> None:
    print(f"luistert na {time.monotonic() - begin:.1f} s")
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    basis = re.sub(r"/binnen/.*", "", adres)
    assert "Wat krijgen wij?" in _lees(browser, adres)
    assert BEDRAG in _lees(browser, f"{basis}/?wie=Utrecht")
    _lees(browser, f"{basis}/dossier", wie="Utrecht", jaar="2027")
    assert (dossier / "dossier.toml").is_file()
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
