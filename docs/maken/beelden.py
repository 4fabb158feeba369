"""Make the pictures of handleiding and README from real workbooks: xlsx, by way of pdf, to png.

`make beelden` runs this; it needs LibreOffice, poppler (`soffice`, `pdftotext`, `pdftoppm`) and
Chromium. Input files are the examples that the handleiding itself shows.
A picture is of the first page that holds a given heading, so that it survives a new sheet.
"""

from __future__ import annotations

import html
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DOEL = Path(__file__).parent.parent / "beelden"

#: Pixels per inch: small enough for a document, large enough to read.
SCHERPTE = 80

#: Without this LibreOffice writes 1,234 where a Dutch reader writes 1.234.
_NEDERLANDS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>nl-NL</value></prop>
</item>
</oor:items>
"""


@dataclass(frozen=True)
class Beeld:
    """A picture: how the workbook is made, where it then stands, and what of it is shown.

    `kop` stands on the page that is meant; `hoogte` is the part of the page from its top;
    `scherpte` is for a page with small print.
    """

    naam: str
    opdracht: str
    werkboek: str
    kop: str
    hoogte: float
    scherpte: int = SCHERPTE


BEELDEN = (
    Beeld(
        "gemeente",
        "overzicht --gemeente Almelo",
        "reports/gemeente/GM0141-almelo.xlsx",
        "wat krijgen wij?",
        0.93,
    ),
    Beeld(
        "ranglijst",
        "overzicht --landelijk",
        "reports/azwa-2027-2029-landelijk.xlsx",
        "Hoogste en laagste lokale bedragen",
        0.97,
        56,
    ),
    Beeld("regio", "overzicht --regio Twente", "reports/regio/twente.xlsx", "Geld voor", 0.9),
    Beeld("rekenmodel", "rekenmodel", "reports/rekenmodel.xlsx", "Een gemeente naar keuze", 0.66),
    Beeld(
        "werkagenda",
        "werkagenda --regio Twente",
        "reports/werkagenda/twente.xlsx",
        "Groeipad 2027-2030 van",
        0.7,
    ),
    Beeld(
        "toets",
        "toets bestedingen.csv --jaar 2027 --gemeente Almelo --uit toets.xlsx",
        "toets.xlsx",
        "Toets bestedingen 2027",
        0.7,
    ),
    Beeld(
        "aansluiting",
        "toets grootboek.csv --profiel grootboek.toml --jaar 2027 --gemeente Almelo"
        " --uit toets.xlsx",
        "toets.xlsx",
        "Aansluiting van het grootboek",
        0.42,
        120,
    ),
    Beeld(
        "sisa",
        "sisa bestedingen.csv --jaar 2027 --ontvanger Almelo",
        "reports/sisa/2027/GM0141-almelo.xlsx",
        "SiSa 2027: Almelo",
        0.67,
    ),
)


@dataclass(frozen=True)
class Scherm:
    """A picture of a terminal: the command, and how wide the terminal is, in letters."""

    naam: str
    opdracht: str
    letters: int


SCHERMEN = (
    Scherm(
        "verschil",
        'beschikking lees bedragen-2027.csv --titel "Voorbeeld van een beschikking" --proef',
        96,
    ),
    Scherm("bekijk", "bestedingen bekijk grootboek.csv --profiel grootboek.toml", 90),
)

#: A terminal, drawn by a browser: what a command printed, in letters of equal width.
_SCHERM = """\
<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #0c1c2c; color: #f2f5f7; }}
pre {{ margin: 0; padding: 20px 24px; font: 14px/20px "DejaVu Sans Mono", monospace; }}
</style><pre>{}</pre>
"""

#: The web page is shown as a browser shows it, in this many pixels.
VENSTER = (1000, 760)


def maak(beeld: Beeld, map_: Path) -> None:
    """Run the command in a folder with the examples, and put the picture in place."""
    _zet_voorbeelden(map_)
    _draai([sys.executable, "-m", "azwa_funds", *beeld.opdracht.split()], map_)
    profiel = map_ / "profiel"
    (profiel / "user").mkdir(parents=True)
    (profiel / "user" / "registrymodifications.xcu").write_text(_NEDERLANDS, encoding="utf-8")
    omzetten = ["soffice", f"-env:UserInstallation={profiel.as_uri()}", "--headless"]
    _draai([*omzetten, "--convert-to", "pdf", "--outdir", ".", beeld.werkboek], map_)
    pdf = f"{Path(beeld.werkboek).stem}.pdf"
    bladzijden = _draai(["pdftotext", "-layout", pdf, "-"], map_).split("\f")
    nummer = next(i for i, tekst in enumerate(bladzijden, start=1) if beeld.kop in tekst)
    deel = ["-f", str(nummer), "-l", str(nummer), "-singlefile", "-r", str(beeld.scherpte)]
    grootte = _draai(["pdfinfo", "-f", str(nummer), "-l", str(nummer), pdf], map_)
    (regel,) = [regel for regel in grootte.splitlines() if "size:" in regel and "pts" in regel]
    breed, hoog = (float(getal) * beeld.scherpte / 72 for getal in regel.split()[3:6:2])
    deel += ["-x", "0", "-y", "0", "-W", str(round(breed)), "-H", str(round(hoog * beeld.hoogte))]
    _draai(["pdftoppm", "-png", *deel, pdf, str(DOEL / beeld.naam)], map_)


def maak_scherm(scherm: Scherm, map_: Path) -> None:
    """Take a picture of what a command prints, as it stands on a terminal."""
    _zet_voorbeelden(map_)
    opdracht = [sys.executable, "-m", "azwa_funds", *shlex.split(scherm.opdracht)]
    uit = _draai(opdracht, map_, {"COLUMNS": str(scherm.letters)})
    regels = f"PS C:\\Werk> azwa-funds {scherm.opdracht}\n\n{uit}".rstrip("\n")
    (map_ / "scherm.html").write_text(_SCHERM.format(html.escape(regels)), encoding="utf-8")
    breedte = 48 + round(8.46 * scherm.letters)
    _fotografeer(map_, "scherm.html", scherm.naam, (breedte, 44 + 20 * len(regels.splitlines())))


def _zet_voorbeelden(map_: Path) -> None:
    handleiding = (DOEL.parent / "handleiding.md").read_text(encoding="utf-8")
    blok = r"<!-- bestand: (\S+) -->\n```(?:csv|toml)\n([^`]*)```"
    for naam, inhoud in re.findall(blok, handleiding):
        (map_ / naam).write_text(inhoud, encoding="utf-8")


def maak_pagina(map_: Path) -> None:
    """Take a picture of the top of the web page."""
    _draai([sys.executable, "-m", "azwa_funds", "pagina", "--uit", "index.html"], map_)
    _fotografeer(map_, "index.html", "pagina", VENSTER)


def maak_venster(map_: Path) -> None:
    """Take a picture of the first screen of the window, with the amounts of a gemeente."""
    from playwright.sync_api import sync_playwright

    opdracht = [sys.executable, "-m", "azwa_funds", "start", "mijn-dossier", "--geen-browser"]
    proces = subprocess.Popen(opdracht, cwd=map_, stdout=subprocess.PIPE, text=True)
    assert proces.stdout
    try:
        adres = proces.stdout.readline().strip()
        with sync_playwright() as speler:
            browser = speler.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            breed, hoog = VENSTER
            blad = browser.new_page(locale="nl-NL", viewport={"width": breed, "height": hoog})
            blad.goto(adres)
            blad.fill("#wie", "Almelo")
            blad.click("text=Toon bedragen")
            blad.wait_for_selector("caption")
            blad.screenshot(path=DOEL / "venster.png")
            browser.close()
    finally:
        proces.terminate()
        proces.wait()
        proces.stdout.close()


def _fotografeer(map_: Path, bestand: str, naam: str, maat: tuple[int, int]) -> None:
    venster = f"--window-size={maat[0]},{maat[1]}"
    beeld = f"--screenshot={DOEL / f'{naam}.png'}"
    chromium = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    _draai([*chromium, f"--user-data-dir={map_}/profiel", venster, beeld, bestand], map_)


def _draai(opdracht: list[str], map_: Path, omgeving: Mapping[str, str] | None = None) -> str:
    klaar = subprocess.run(
        opdracht,
        cwd=map_,
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        env={**os.environ, **(omgeving or {})},
    )
    return klaar.stdout


if __name__ == "__main__":
    DOEL.mkdir(exist_ok=True)
    for beeld in BEELDEN:
        with tempfile.TemporaryDirectory() as map_:
            maak(beeld, Path(map_))
    with tempfile.TemporaryDirectory() as map_:
        maak_pagina(Path(map_))
    with tempfile.TemporaryDirectory() as map_:
        maak_venster(Path(map_))
    for scherm in SCHERMEN:
        with tempfile.TemporaryDirectory() as map_:
            maak_scherm(scherm, Path(map_))
