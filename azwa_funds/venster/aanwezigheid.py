"""One window on a dossier: a second start finds the one that runs, and opens that.

The one that runs has a file in the user's own profile folder that says on which port. A second
start knocks there, by a file beside it; the one that runs answers with an address that works once
and for a minute. Nobody else can read these files, and they are gone when the window is.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

#: So long a second start waits for an answer before it takes the other for gone.
_GEDULD = 5.0


def profielmap() -> Path:
    """Return where this program keeps what is of this user on this computer, and of no dossier."""
    if sys.platform == "win32":
        plek = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    else:
        plek = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(plek) / "azwa-funds"


class Aanwezigheid:
    """The files by which the window on one folder is found.

    One says on which port it runs; one lies there when a second start asks for the address, which
    then stands in the third.
    """

    def __init__(self, map_: Path) -> None:
        naam = hashlib.sha256(os.fsencode(map_.resolve())).hexdigest()[:32]
        plekken = (profielmap() / f"{naam}.{soort}" for soort in ("poort", "klop", "adres"))
        self.poort, self.klop, self.antwoord = plekken

    def neem_plaats(self, poort: int) -> bool:
        """Say that a window runs on this port; False when another one did so first.

        Where the profile folder cannot be written, there is nothing to find, and True.
        """
        try:
            return _schrijf_nieuw(self.poort, str(poort))
        except OSError:
            return True

    def klopt_er_iemand(self) -> bool:
        """Whether a second start asks for the address; asking is taken away."""
        with suppress(OSError):
            self.klop.unlink()
            return True
        return False

    def antwoord_met(self, adres: str) -> None:
        """Tell a second start where to go."""
        with suppress(OSError):
            self.antwoord.unlink(missing_ok=True)
            _schrijf_nieuw(self.antwoord, adres)

    def vraag(self, leeft: Callable[[int], bool]) -> str:
        """Return the address of the window that runs here, "" when none does.

        `leeft` says whether anything listens on a port; files of a window that is gone are taken
        away.
        """
        poort = _lees(self.poort)
        if poort.isascii() and poort.isdecimal() and leeft(int(poort)):
            with suppress(OSError):
                self.antwoord.unlink(missing_ok=True)
                _schrijf_nieuw(self.klop, "")
            einde = time.monotonic() + _GEDULD
            while time.monotonic() < einde:
                if adres := _lees(self.antwoord):
                    self.antwoord.unlink(missing_ok=True)
                    return adres
                time.sleep(0.05)
        self.ruim_op()
        return ""

    def ruim_op(self) -> None:
        """Take the files away."""
        for pad in (self.poort, self.klop, self.antwoord):
            with suppress(OSError):
                pad.unlink(missing_ok=True)


def _schrijf_nieuw(pad: Path, tekst: str) -> bool:
    """Write a small file for this user alone; False when it is there already.

    It is there whole or not at all, for it is made under another name first.
    """
    pad.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    nieuw = pad.with_name(f"{pad.name}.{os.getpid()}")
    nieuw.unlink(missing_ok=True)
    nummer = os.open(nieuw, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(nummer, tekst.encode())
    finally:
        os.close(nummer)
    try:
        if sys.platform == "win32":
            nieuw.rename(pad)
        else:
            pad.hardlink_to(nieuw)
    except FileExistsError:
        return False
    finally:
        nieuw.unlink(missing_ok=True)
    return True


def _lees(pad: Path) -> str:
    try:
        return pad.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
