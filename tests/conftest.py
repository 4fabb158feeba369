"""What every test can count on."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from azwa_funds.gegevens import mappen
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen import kolommen
from azwa_funds.lezen import tabel as tabellen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A slow machine is no fault of the product, so an example may take as long as it needs.
settings.register_profile("azwa", deadline=None, print_blob=True)
settings.load_profile("azwa")

# Started in the background, these tests would have Ctrl-C ignored, and whatever they start as well.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def gegevens() -> Gegevens:
    """The data that come with the program; only to read."""
    return Gegevens()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser; skips, or fails in CI, where there is none."""
    from chromium import browser

    with browser() as gestart:
        yield gestart


@pytest.fixture(autouse=True)
def _breed_scherm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same width for every test, whatever the terminal it runs in."""
    monkeypatch.setenv("COLUMNS", "96")


@pytest.fixture(autouse=True, scope="session")
def _een_tabel_een_keer() -> Iterator[None]:
    """Read a table with the same text once, however many folders the tests put it in.

    The text is read from disk every time, and a fault is found anew; only the rows of a text that
    was good are remembered, and handed out as a copy. `lezen.lees_tabel` itself stays as it is.
    """

    @lru_cache(maxsize=200)
    def goed(inhoud: str, tabel: kolommen.Tabel) -> list[tabellen.Rij]:
        return tabellen.lees_tabel(Path("onthouden.csv"), inhoud, tabel)

    def lees(pad: Path, inhoud: str, tabel: kolommen.Tabel) -> list[tabellen.Rij]:
        try:
            return [dict(rij) for rij in goed(inhoud, tabel)]
        except Invoerfout:
            return tabellen.lees_tabel(pad, inhoud, tabel)

    with pytest.MonkeyPatch.context() as tijdelijk:
        tijdelijk.setattr(mappen, "lees_tabel", lees)
        yield
