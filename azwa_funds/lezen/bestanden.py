"""Which files lie where a user points: each once, in one order, and under a short name.

What is not taken is not lost in silence: it comes out with the reason. Nothing is opened here, and
what is no ordinary file (a pipe, a device) is never handed on from a folder: opening it could wait
forever.
"""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from azwa_funds.kern.tekst import zichtbaar

#: The extensions under which tables are kept; what a file really is follows from its content.
TABELLEN = (".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Gevonden:
    """A file, and the name by which messages call it: relative to the folder that was given."""

    pad: Path
    naam: str


@dataclass(frozen=True, slots=True)
class Vondst:
    """The files that were found, and of what was left alone the name and why."""

    bestanden: tuple[Gevonden, ...]
    overgeslagen: tuple[tuple[str, str], ...]


def vind_bestanden(paden: Iterable[Path], waarom_niet: Callable[[Path], str | None]) -> Vondst:
    """Find each file once: those named themselves, and those in folders that `waarom_niet` takes.

    `waarom_niet` returns for a file in a folder the reason to leave it alone, "" to take it, None
    for a file of our own that nobody need hear of. A file that a user names is always taken.
    Hidden files and the locks of Excel ("~$") are nobody's and are not told. A name is relative to
    its folder, or in full where two would be the same.
    """
    gevonden: dict[Path, tuple[Path, Path]] = {}
    overgeslagen: list[tuple[str, str]] = []
    for pad in paden:
        if not pad.is_dir():
            gevonden.setdefault(pad.resolve(), (pad, pad.parent))
            continue
        for bestand, bezwaar in _in_map(pad):
            reden = bezwaar or waarom_niet(bestand)
            if reden is None:
                continue
            if reden:
                overgeslagen.append((bestand.relative_to(pad).as_posix(), reden))
            else:
                gevonden.setdefault(bestand.resolve(), (bestand, pad))
    return Vondst(tuple(_benoemd(gevonden.values())), tuple(overgeslagen))


def _in_map(map_: Path) -> list[tuple[Path, str]]:
    """Return what lies in a folder and the folders in it, in order, and what is against it."""
    uit: list[tuple[Path, str]] = []

    def dicht(fout: OSError) -> None:
        uit.append((Path(fout.filename), "een map die niet te lezen is"))

    for plek, mappen, namen in os.walk(map_, onerror=dicht):
        hier = Path(plek)
        mappen[:] = [naam for naam in mappen if not _van_niemand(naam)]
        uit += [
            (hier / m, "een verwijzing naar een map") for m in mappen if (hier / m).is_symlink()
        ]
        paden = [hier / naam for naam in namen if not _van_niemand(naam)]
        uit += [(pad, "" if pad.is_file() else "geen gewoon bestand") for pad in paden]
    return sorted(uit)


def _van_niemand(naam: str) -> bool:
    return naam.startswith(("~$", ".")) or naam == "__MACOSX"


def _benoemd(bestanden: Iterable[tuple[Path, Path]]) -> Iterator[Gevonden]:
    paren = [(pad, pad.relative_to(map_).as_posix()) for pad, map_ in bestanden]
    vaak = Counter(kort for _, kort in paren)
    for pad, kort in paren:
        yield Gevonden(pad, zichtbaar(kort if vaak[kort] == 1 else pad.as_posix()))


def weiger_bijzonder(pad: Path) -> None:
    """Raise OSError for a pipe, a device or a socket: who opens one may wait without end.

    What is not there, or is a folder, is left to who reads it.
    """
    if pad.exists() and not pad.is_file() and not pad.is_dir():
        raise OSError(errno.EINVAL, "dit is geen gewoon bestand", str(pad))
