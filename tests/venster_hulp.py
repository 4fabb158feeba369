"""The window without a browser: its application, and work that is done at once in this process."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from azwa_funds.venster.toepassing import maak_toepassing
from azwa_funds.venster.wacht import Wacht
from azwa_funds.venster.werk import Werk, antwoord_op

POORT = 50123
HIER = f"http://127.0.0.1:{POORT}"


class Klok:
    """A clock that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.nu = 1000.0

    def __call__(self) -> float:
        return self.nu


class Gebruiker:
    """A user of the window: looks at pages, sends forms, and sees where that leads."""

    def __init__(self, client: FlaskClient, map_: Path) -> None:
        self.client, self.map_ = client, map_

    def kijk(self, pad: str, code: int = 200) -> str:
        """Return a page as text, its spaces made one."""
        return self._tekst(self.client.get(pad, base_url=HIER), code)

    def stuur(self, pad: str, code: int = 200, **velden: Any) -> str:
        """Send a form, files as (name, contents) or a list of those; return where it leads."""
        antwoord = self.client.post(
            pad,
            data={naam: _veld(waarde) for naam, waarde in velden.items()},
            base_url=HIER,
            headers={"Sec-Fetch-Site": "same-origin"},
            follow_redirects=True,
        )
        return self._tekst(antwoord, code)

    def haal(self, pagina: str, naam: str) -> bytes:
        """Return the file behind the link with this text on a page."""
        links = re.findall(rf'href="(/gemaakt[^"]*)">[^<]*{re.escape(naam)}<', self.kijk(pagina))
        with self.client.get(unescape(links[0]), base_url=HIER) as antwoord:
            return antwoord.data

    @staticmethod
    def _tekst(antwoord: Any, code: int) -> str:
        assert antwoord.status_code == code, re.findall(r'nl-paragraph">(.*)<', antwoord.text)
        return " ".join(antwoord.text.split())


def _veld(waarde: Any) -> Any:
    if isinstance(waarde, list):
        return [_veld(deel) for deel in waarde]
    return (io.BytesIO(waarde[1]), waarde[0]) if isinstance(waarde, tuple) else waarde


class _Meteen:
    """Does work when it is handed in."""

    def submit(self, werk: Callable[[], None]) -> None:
        werk()

    def shutdown(self, **_: object) -> None:
        pass


@contextmanager
def venster(map_: Path, *, meteen: bool = True) -> Iterator[Gebruiker]:
    """The window on a folder, for somebody who came in; `meteen` runs its commands in this process.

    Without, each has a process of its own, as in earnest.
    """

    def voer_uit(werk: Werk) -> None:
        with pytest.MonkeyPatch.context() as hier:
            hier.chdir(werk.map_)
            hier.setattr(sys, "argv", sys.argv)
            uitkomst = antwoord_op(werk.opdracht)
        assert "dit had niet mogen gebeuren" not in uitkomst.fout, uitkomst.fout
        if werk.na is not None:
            werk.na(uitkomst)
        werk.uitkomst = uitkomst

    wacht = Wacht(POORT, Klok())
    app: Flask = maak_toepassing(map_, wacht)
    client = app.test_client()
    werkplaats = app.extensions["omgeving"].werkplaats
    client.get(f"/binnen/{wacht.nieuw_geheim()}", base_url=HIER)
    with pytest.MonkeyPatch.context() as tijdelijk:
        if meteen:
            tijdelijk.setattr(Werk, "voer_uit", voer_uit)
            tijdelijk.setattr(werkplaats, "_beurt", _Meteen())
        yield Gebruiker(client, map_)
    werkplaats.sluit()
