"""The window as a user waits for it: from start to listening, and each screen with an answer.

Each screen is asked of a window that was just started and has answered nothing yet, and then some
more times. Times depend on the machine and on what else it does: hence the load beside them, and
the processor time that the window itself took.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.meten import getal, tijd

#: Seconds within which the window listens, and within which a screen answers.
LUISTERT, ANTWOORDT = 1.0, 0.3
_LATER = 5

#: The screens, with a question that makes them work on the data of the country.
SCHERMEN = (
    ("Eerste pagina", "/"),
    ("Wat krijgen wij", "/?wie=Utrecht"),
    ("Overzichten", "/overzichten"),
    ("Bestedingen inlezen", "/inlezen"),
    ("Toets", "/toets"),
    ("SiSa", "/sisa"),
    ("Doorverdelen", "/doorverdelen"),
    ("Wat als", "/wat-als?wie=Utrecht&scenario=korting"),
    ("Beschikking inlezen", "/beschikking?alle=ja"),
    ("Kalender", "/kalender"),
    ("Wat is er veranderd?", "/geschiedenis"),
)


@dataclass(frozen=True, slots=True)
class Venstertijd:
    """How long a user waits the first time and later, and what it took the processor."""

    wat: str
    eerste: float
    later: float
    rekentijd: float
    grens: float

    @property
    def gehaald(self) -> bool:
        """Whether nobody waits longer than was aimed for."""
        return max(self.eerste, self.later) <= self.grens

    def cellen(self) -> tuple[str, ...]:
        """Return what a table says of it."""
        oordeel = "ja" if self.gehaald else "**nee**"
        tijden = (tijd(self.eerste), tijd(self.later), tijd(self.rekentijd))
        return (self.wat, *tijden, f"hoogstens {tijd(self.grens)}", oordeel)


KOPPEN = ("Scherm", "Eerste keer", "Daarna", "Rekentijd eerste keer", "Streef", "Gehaald")


def belasting() -> str:
    """Say how busy the machine is: the load over the last minute, on how many cores."""
    return f"belasting {getal(os.getloadavg()[0], 1)} op {os.cpu_count()} kernen"


def venstertijden(map_: Path) -> Iterator[Venstertijd]:
    """Measure the start, and then every screen on a window of its own."""
    from azwa_funds.dossier import maak_dossier

    maak_dossier(map_ / "dossier", "SamenTwente", 2027)
    starts = []
    for _ in range(_LATER + 1):
        with _venster(map_) as (venster, duur):
            starts.append((duur, venster.rekentijd()))
    later = statistics.median(duur for duur, _ in starts[1:])
    yield Venstertijd("van start tot luisteren", starts[0][0], later, starts[0][1], LUISTERT)
    for wat, pad in SCHERMEN:
        with _venster(map_) as (venster, _):
            voor = venster.rekentijd()
            eerste, rekentijd = venster.vraag(pad), venster.rekentijd()
            daarna = statistics.median(venster.vraag(pad) for _ in range(_LATER))
            yield Venstertijd(wat, eerste, daarna, rekentijd - voor, ANTWOORDT)


class _Venster:
    """A window that runs, and a browser that came in but looked at nothing yet."""

    def __init__(self, proces: subprocess.Popen[str], adres: str) -> None:
        self.proces, self.basis = proces, re.sub(r"/binnen/.*", "", adres)
        self._browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(), _NietVerder()
        )
        with suppress(urllib.error.HTTPError):  # it sends on to the first page
            self._browser.open(adres)

    def vraag(self, pad: str) -> float:
        """Ask a page, and return how long that took."""
        begin = time.perf_counter()
        with self._browser.open(self.basis + pad) as antwoord:
            if b"<main" not in antwoord.read():
                raise RuntimeError(f"{pad} gave no page")
        return time.perf_counter() - begin

    def rekentijd(self) -> float:
        """Return the processor time that the window took so far; 0 where no system tells."""
        with suppress(OSError):
            velden = Path(f"/proc/{self.proces.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(velden[11]) + int(velden[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0


class _NietVerder(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@contextmanager
def _venster(map_: Path) -> Iterator[tuple[_Venster, float]]:
    """A window as a user starts it, and how long it took to listen."""
    opdracht = [Path(sys.executable).with_name("azwa-funds"), "start", map_ / "dossier"]
    begin = time.perf_counter()
    proces = subprocess.Popen(
        [*map(str, opdracht), "--geen-browser"], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"XDG_STATE_HOME": str(map_ / "profiel")},
    )  # fmt: skip
    try:
        assert proces.stdout
        adres = proces.stdout.readline().strip()
        yield _Venster(proces, adres), time.perf_counter() - begin
    finally:
        proces.terminate()
        proces.wait()
