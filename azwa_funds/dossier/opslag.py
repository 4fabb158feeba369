"""Files that the window received, kept apart until the user says that they belong in the dossier.

The name that a browser sends is text and never a path: each file lies under a number of its own.
"""

from __future__ import annotations

import re
import shutil
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from azwa_funds.dossier.geschiedenis import Wijziging, vervang
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.schijf import schrijf

_MAP = Path(".azwa") / "ontvangen"
#: For what a file is received: each purpose has its own numbers.
BOEKEN, BESCHIKKING, FORMAT = "bestedingen", "beschikking", "format"
#: Names that Windows keeps for devices, with any ending.
_APPARAAT = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LANGSTE = 120
_DAG = 24 * 3600


@dataclass(frozen=True)
class Ontvangen:
    """A file that was received: its number, its name for people, and where it lies."""

    nummer: int
    naam: str
    pad: Path


def veilige_naam(naam: str) -> str:
    """Return a name that is only a name, on every system: no folders, devices or unseen signs."""
    kaal = unicodedata.normalize("NFC", naam).replace("\\", "/").rpartition("/")[2]
    kaal = "".join(t for t in kaal if unicodedata.category(t)[0] != "C")
    kaal = re.sub(r'[<>:"|?*]', "_", kaal).strip(" .")
    stam, punt, soort = kaal.rpartition(".")
    if len(kaal) > _LANGSTE:
        kaal = f"{(stam if punt else kaal)[: _LANGSTE - 10]}{punt}{soort[:9] if punt else ''}"
    if not kaal or _APPARAAT.fullmatch(kaal):
        kaal = f"bestand-{kaal}" if kaal else "bestand"
    return kaal


def vrije_plek(map_: Path, naam: str) -> Path:
    """Return a place in a folder where nothing stands yet: "a.xlsx", else "a (2).xlsx"."""
    pad = map_ / veilige_naam(naam)
    stam, nummer = pad.stem, 1
    while pad.exists():
        nummer += 1
        pad = pad.with_stem(f"{stam} ({nummer})")
    return pad


def ontvang(map_: Path, naam: str, inhoud: bytes, vak: str = BOEKEN) -> Ontvangen:
    """Keep a file apart, beside what was received before for the same purpose (`vak`)."""
    nummer = max((o.nummer for o in ontvangen(map_, vak)), default=0) + 1
    pad = map_ / _MAP / vak / str(nummer) / veilige_naam(naam)
    schrijf(pad, inhoud)
    return Ontvangen(nummer, pad.name, pad)


def ontvangen(map_: Path, vak: str = BOEKEN) -> list[Ontvangen]:
    """Return all files that were received and not yet kept or thrown away."""
    gevonden = []
    for plek in sorted((map_ / _MAP / vak).glob("*")):
        if plek.name.isascii() and plek.name.isdecimal() and plek.is_dir():
            gevonden += [
                Ontvangen(int(plek.name), p.name, p) for p in plek.iterdir() if p.is_file()
            ]
    return sorted(gevonden, key=lambda o: o.nummer)


def neem_op(map_: Path, nummer: int, doelmap: str, vak: str = BOEKEN) -> Wijziging:
    """Put a received file in a folder of the dossier; a file of that name is kept as history.

    Raises Gebruikersfout when the file is no longer there.
    """
    for bestand in ontvangen(map_, vak):
        if bestand.nummer == nummer:
            inhoud = bestand.pad.read_bytes()
            wijziging = vervang(map_, f"{doelmap}/{bestand.naam}", inhoud, "bestand toegevoegd")
            gooi_weg(map_, nummer, vak)
            return wijziging
    raise Gebruikersfout("Dit bestand is er niet meer; kies het opnieuw.")


def ruim_resten_op(map_: Path) -> None:
    """Take away what runs that were killed left half written in a dossier, more than a day ago.

    Nothing reads those files; a run that is busy now has younger ones.
    """
    for pad in map_.rglob(".azwa-*.tmp"):
        with suppress(OSError):
            if time.time() - pad.stat().st_mtime > _DAG:
                pad.unlink()


def gooi_weg(map_: Path, nummer: int | None = None, vak: str = BOEKEN) -> None:
    """Throw away one file that was received for a purpose, or all of them."""
    weg = map_ / _MAP / vak if nummer is None else map_ / _MAP / vak / str(nummer)
    shutil.rmtree(weg, ignore_errors=True)
