"""Compare all that two checkouts make: run the same commands in both, and show what differs.

For a change that should change nothing, such as moving modules, and to list what does change in
one that should. Each checkout runs `python -m azwa_funds` in an empty folder of its own, in the
order of vergelijk_uitvoer.toml, which also holds the input. Files and what came on the screen are
compared byte by byte; where bytes differ, cell by cell, paragraph by paragraph or line by line.

    python docs/maken/vergelijk_uitvoer.py OUD NIEUW                 two folders, or git revisions
    python docs/maken/vergelijk_uitvoer.py v0.1.0 . --alleen sisa    only commands with this word
    python docs/maken/vergelijk_uitvoer.py OUD NIEUW --alles         also every workbook of the land
    python docs/maken/vergelijk_uitvoer.py OUD NIEUW --uit verslag.txt

Ends with 0 when all is equal, with 1 when something differs, and with 2 when it cannot tell: a
folder that holds no checkout, or a command that no longer runs in OUD. Nothing of azwa_funds is
imported here: the two checkouts may be arranged in different ways.

With --alleen only matching commands run; those that read what another one made may then fail.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from vergelijk_bestanden import Verschil, vergelijk_mappen

WORTEL = Path(__file__).parent.parent.parent
OPGAVE = Path(__file__).with_suffix(".toml")

#: The folder, beside the files of a command, with what each command showed on the screen.
SCHERM = "scherm"

#: So many differences of one file are listed; of the others only the number.
HOOGSTENS = 20

#: What a command says about its own speed differs each time.
_DUUR = re.compile(rb"in [\d.,]+ seconden")

#: No command takes nearly as long, also on a busy machine.
_GEDULD = 900


class NietTeVergelijken(Exception):
    """The comparison cannot be made; its text says why, in a Dutch sentence."""


@dataclass(frozen=True)
class Opdracht:
    """A command: what is typed after `azwa-funds`, and the exit codes that it may have."""

    nummer: int
    regel: str
    codes: tuple[int, ...]

    @property
    def scherm(self) -> str:
        """The name of the file with what it showed."""
        kort = re.sub(r"\W+", "-", self.regel).strip("-")[:60]
        return f"{SCHERM}/{self.nummer:03}-{kort}.txt"


@dataclass
class Gemaakt:
    """What a checkout made: the folder, and by which command each file was last written."""

    map_: Path
    door: dict[str, str] = field(default_factory=dict)
    mislukt: list[str] = field(default_factory=list)


def lees_opgave(alleen: str = "", alles: bool = False) -> tuple[list[Opdracht], list[Any]]:
    """Return the commands, only those with the word `alleen` in them, and the input files."""
    opgave = tomllib.loads(OPGAVE.read_text(encoding="utf-8"))
    regels = [(regel, (0, 1)) for regel in opgave["opdrachten"]]
    regels += [(regel, (2,)) for regel in opgave["geweigerd"]]
    regels += [(regel, (0, 1)) for regel in opgave["alles"] if alles]
    opdrachten = [Opdracht(nummer, *regel) for nummer, regel in enumerate(regels, start=1)]
    return [opdracht for opdracht in opdrachten if alleen in opdracht.regel], opgave["invoer"]


# -- the input -------------------------------------------------------------------------------------


def schrijf_invoer(map_: Path, invoer: Sequence[dict[str, str]]) -> None:
    """Write the input files of the assignment into a new folder."""
    map_.mkdir()
    for bestand in invoer:
        pad = map_ / bestand["pad"]
        pad.parent.mkdir(parents=True, exist_ok=True)
        tekst = bestand["tekst"]
        if pad.suffix == ".xlsx":
            _schrijf_xlsx(pad, bestand["blad"], tekst)
        else:
            pad.write_text(tekst, encoding="utf-8", newline="\n")


def _schrijf_xlsx(pad: Path, naam: str, tekst: str) -> None:
    """Write text with semicolons as a workbook."""
    boek = Workbook()
    blad = boek.active
    assert blad is not None
    blad.title = naam
    for rij in csv.reader(tekst.splitlines(), delimiter=";"):
        blad.append([cel or None for cel in rij])
    boek.save(pad)


# -- running ---------------------------------------------------------------------------------------


@contextmanager
def checkout(naam: str, werk: Path) -> Iterator[Path]:
    """Give the folder of a checkout; a git revision is laid out in a folder as long as needed."""
    if Path(naam).is_dir():
        yield Path(naam).resolve()
        return
    git = ["git", "-C", str(WORTEL), "worktree"]
    maak = subprocess.run(
        [*git, "add", "--quiet", "--detach", str(werk), naam], capture_output=True, text=True
    )
    if maak.returncode:
        raise NietTeVergelijken(f"'{naam}' is geen map en geen revisie van git.")
    try:
        yield werk
    finally:
        subprocess.run([*git, "remove", "--force", str(werk)], check=True)


def omgeving(map_: Path) -> dict[str, str]:
    """Return the environment in which the code of this checkout runs, whatever is installed."""
    schoon = {
        naam: waarde
        for naam, waarde in os.environ.items()
        if not naam.startswith(("PYTHON", "AZWA_FUNDS", "_AZWA_FUNDS"))
    }
    return schoon | {"PYTHONPATH": str(map_), "PYTHONUTF8": "1", "COLUMNS": "96"}


def controleer_checkout(map_: Path) -> None:
    """Refuse a folder whose code is not what Python finds there.

    An installed azwa_funds would otherwise be compared with itself, and all would be equal.
    """
    vraag = "import azwa_funds, pathlib; print(pathlib.Path(azwa_funds.__file__).resolve())"
    antwoord = subprocess.run(
        [sys.executable, "-c", vraag],
        env=omgeving(map_),
        cwd=tempfile.gettempdir(),
        capture_output=True,
        text=True,
    )
    plek = antwoord.stdout.strip()
    if antwoord.returncode or not Path(plek).is_relative_to(map_.resolve()):
        gevonden = plek or (antwoord.stderr.strip().splitlines() or ["niets"])[-1]
        raise NietTeVergelijken(f"In {map_} staat geen azwa_funds die start: {gevonden}.")


def draai_alles(map_: Path, werk: Path, opdrachten: Sequence[Opdracht]) -> Gemaakt:
    """Run all commands with the code of one checkout, in the folder with the input."""
    gemaakt = Gemaakt(werk)
    (werk / SCHERM).mkdir()
    eerder = _stand(werk)
    for opdracht in opdrachten:
        if not draai(opdracht, map_, werk):
            gemaakt.mislukt.append(opdracht.regel)
        stand = _stand(werk)
        for bestand in stand.items() - eerder.items():
            gemaakt.door[bestand[0]] = opdracht.regel
        eerder = stand
    return gemaakt


def draai(opdracht: Opdracht, map_: Path, werk: Path) -> bool:
    """Run one command, write down what it showed, and say whether it ended as it should."""
    klaar = subprocess.run(
        [sys.executable, "-m", "azwa_funds", *shlex.split(opdracht.regel)],
        cwd=werk,
        env=omgeving(map_),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_GEDULD,
    )
    tekst = b"code %d\n-- uitvoer\n%b-- fouten\n%b" % (klaar.returncode, klaar.stdout, klaar.stderr)
    for pad, naam in ((werk, b"<werkmap>"), (map_, b"<checkout>")):
        tekst = tekst.replace(os.fsencode(pad), naam)
    (werk / opdracht.scherm).write_bytes(_DUUR.sub(b"in <duur> seconden", tekst))
    return klaar.returncode in opdracht.codes and b"Traceback" not in klaar.stderr


def _stand(map_: Path) -> dict[str, tuple[int, int]]:
    """Return of every file its size and when it was written."""
    paden = [pad for pad in map_.rglob("*") if pad.is_file()]
    return {
        pad.relative_to(map_).as_posix(): (pad.stat().st_mtime_ns, pad.stat().st_size)
        for pad in paden
    }


# -- the report ------------------------------------------------------------------------------------


def verslag(
    verschillen: Sequence[Verschil], door: dict[str, str], hoogstens: int = HOOGSTENS
) -> str:
    """Write down the differences per file, each file with the command that wrote it."""
    per_bestand: dict[str, list[Verschil]] = {}
    for verschil in verschillen:
        per_bestand.setdefault(verschil.bestand, []).append(verschil)
    regels: list[str] = []
    for bestand, hier in per_bestand.items():
        regels += [f"azwa-funds {door.get(bestand, '(invoer)')}".rstrip(), f"  {bestand}"]
        for verschil in hier[:hoogstens]:
            regels.append(f"    {verschil.plek or 'het bestand zelf'}")
            regels += [f"      voor: {verschil.voor}", f"      na:   {verschil.na}"]
        if len(hier) > hoogstens:
            regels.append(f"    en nog {len(hier) - hoogstens} verschillen in dit bestand")
        regels.append("")
    return "\n".join(regels)


def slotregel(verschillen: Sequence[Verschil], opdrachten: int, bestanden: int) -> str:
    """Say in one sentence how it ended."""
    vergeleken = f"{opdrachten} opdrachten, {bestanden} bestanden"
    if not verschillen:
        return f"Gelijk: {vergeleken}, byte voor byte."
    anders = len({verschil.bestand for verschil in verschillen})
    return f"Verschil: {len(verschillen)} plekken in {anders} bestanden ({vergeleken})."


def vergelijk(keuzes: argparse.Namespace) -> tuple[int, str]:
    """Run both checkouts and return the exit code with the report."""
    opdrachten, invoer = lees_opgave(keuzes.alleen, keuzes.alles)
    if not opdrachten:
        raise NietTeVergelijken(f"Geen opdracht met '{keuzes.alleen}' erin.")
    with ExitStack() as stapel:
        werk = Path(stapel.enter_context(tempfile.TemporaryDirectory(prefix="vergelijk-")))
        namen = [keuzes.oud, keuzes.nieuw]
        mappen = [
            stapel.enter_context(checkout(naam, werk / f"code{nummer}"))
            for nummer, naam in enumerate(namen)
        ]
        for map_ in mappen:
            controleer_checkout(map_)
        schrijf_invoer(werk / "0", invoer)
        shutil.copytree(werk / "0", werk / "1")
        # Both at once: names of the same length keep every line as long on either side.
        with ThreadPoolExecutor(2) as werkers:
            oud, nieuw = werkers.map(
                lambda n: draai_alles(mappen[n], werk / str(n), opdrachten), (0, 1)
            )
        if oud.mislukt and not keuzes.alleen:
            mislukt = "".join(f"\n  azwa-funds {regel}" for regel in oud.mislukt)
            raise NietTeVergelijken(f"In OUD eindigen deze opdrachten anders dan hoort:{mislukt}")
        verschillen = vergelijk_mappen(oud.map_, nieuw.map_)
        aantal = len(_stand(oud.map_))
    slot = slotregel(verschillen, len(opdrachten), aantal)
    if oud.mislukt:
        slot += f" Let op: {len(oud.mislukt)} daarvan lukten in OUD niet, zonder de andere."
    tekst = verslag(verschillen, oud.door | nieuw.door, keuzes.hoogstens)
    return int(bool(verschillen)), f"{tekst}\n{slot}\n" if tekst else f"{slot}\n"


def main(argumenten: Sequence[str] | None = None) -> int:
    """Read the command line, compare, and show or write the report."""
    lezer = argparse.ArgumentParser(description="Vergelijk wat twee checkouts maken.")
    lezer.add_argument("oud", help="map van een checkout, of een revisie van git")
    lezer.add_argument("nieuw", help="idem, om mee te vergelijken")
    lezer.add_argument("--alleen", default="", metavar="WOORD", help="opdrachten met dit woord")
    lezer.add_argument("--alles", action="store_true", help="ook alle werkboeken van het land")
    lezer.add_argument("--hoogstens", type=int, default=HOOGSTENS, help="verschillen per bestand")
    lezer.add_argument("--uit", type=Path, metavar="BESTAND", help="schrijf het verslag hierheen")
    keuzes = lezer.parse_args(argumenten)
    try:
        code, tekst = vergelijk(keuzes)
    except NietTeVergelijken as fout:
        print(f"Niet te vergelijken. {fout}", file=sys.stderr)
        return 2
    if keuzes.uit:
        keuzes.uit.write_text(tekst, encoding="utf-8", newline="\n")
        tekst = tekst.rstrip("\n").rpartition("\n")[2] + "\n"
    print(tekst, end="")
    return code


if __name__ == "__main__":
    sys.exit(main())
