"""What every test can count on."""

from __future__ import annotations

import gc
import pickle
import signal
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look for rubbish less often: thousands of tests and whole libraries stay, whatever happens.

    Looking through all of them time and again was a sixth of the work.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


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
    """Read a table, or a TOML, with the same text once, however many folders the tests put it in.

    The text is read from disk every time, and a fault is found anew; only what a text that was
    good holds is remembered, and handed out as a copy. The readers themselves stay as they are.
    """
    onthouden = Path("onthouden")

    @lru_cache(maxsize=200)
    def goede_tabel(inhoud: str, tabel: kolommen.Tabel) -> list[tabellen.Rij]:
        return tabellen.lees_tabel(onthouden, inhoud, tabel)

    @lru_cache(maxsize=200)
    def goede_toml(inhoud: str) -> bytes:
        return pickle.dumps(tabellen.lees_toml(onthouden, inhoud))

    def lees_tabel(pad: Path, inhoud: str, tabel: kolommen.Tabel) -> list[tabellen.Rij]:
        try:
            return [dict(rij) for rij in goede_tabel(inhoud, tabel)]
        except Invoerfout:
            return tabellen.lees_tabel(pad, inhoud, tabel)

    def lees_toml(pad: Path, inhoud: str) -> dict[str, Any]:
        try:
            blok: dict[str, Any] = pickle.loads(goede_toml(inhoud))
        except Invoerfout:
            return tabellen.lees_toml(pad, inhoud)
        return blok

    with pytest.MonkeyPatch.context() as tijdelijk:
        tijdelijk.setattr(mappen, "lees_tabel", lees_tabel)
        tijdelijk.setattr(mappen, "lees_toml", lees_toml)
        yield


@pytest.fixture(autouse=True, scope="session")
def _wat_meekomt_een_keer() -> Iterator[None]:
    """Let everybody who asks for the data that come along have the same `Gegevens`.

    They never change: a what-if is a copy (`Gegevens.met`), and other folders are read anew.
    """
    begin = Gegevens.__init__

    @cache
    def van_allen() -> Gegevens:
        gegevens = object.__new__(Gegevens)
        begin(gegevens)
        return gegevens

    def maak(soort: type[Gegevens], *mappen_: Any, **eigen: Any) -> Gegevens:
        return object.__new__(soort) if any(mappen_) or any(eigen.values()) else van_allen()

    def begin_eens(self: Gegevens, *mappen_: Any, **eigen: Any) -> None:
        if self is not van_allen():
            begin(self, *mappen_, **eigen)

    with pytest.MonkeyPatch.context() as tijdelijk:
        tijdelijk.setattr(Gegevens, "__new__", maak)
        tijdelijk.setattr(Gegevens, "__init__", begin_eens)
        # So that a copy, which Python makes by __new__ as well, is no longer everybody's.
        tijdelijk.setattr(Gegevens, "__getnewargs__", lambda zelf: (zelf.data,), raising=False)
        yield
