"""What all screens share: the dossier, its figures, the work beside the window, and the pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Antwoord

from azwa_funds.dossier import Dossier, is_dossier, lees_dossier
from azwa_funds.gegevens import Gegevens, zoek_ontvanger
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.venster.werk import Uitkomst, Werk, Werkplaats

#: What every page offers, in this order: the screen and what it is called.
TAKEN = (
    ("krijgen", "Wat krijgen wij"),
    ("overzichten", "Overzichten"),
    ("inlezen", "Bestedingen inlezen"),
    ("toets", "Toets"),
    ("sisa", "SiSa"),
    ("doorverdelen", "Doorverdelen"),
    ("watals", "Wat als"),
    ("beschikking", "Beschikking inlezen"),
    ("kalender", "Kalender"),
)


#: No row of a file has a longer number.
_LANGSTE_NUMMER = 9


@dataclass
class Omgeving:
    """The folder of the window, and what was read from it.

    The figures are read once and again when a file of the user's own changed; `slot` keeps screens
    out of each other's way while they read, for the figures are remembered as they are asked.
    """

    map_: Path
    werkplaats: Werkplaats = field(default_factory=Werkplaats)
    klaar: threading.Event = field(default_factory=threading.Event)
    slot: threading.RLock = field(default_factory=threading.RLock)
    _gegevens: Gegevens | None = None
    _stand: tuple[tuple[str, int, int], ...] = ()

    @property
    def dossier(self) -> Dossier | None:
        """The dossier as it stands now; None where the folder is none yet."""
        return lees_dossier(self.map_) if is_dossier(self.map_) else None

    @contextmanager
    def cijfers(self) -> Iterator[Gegevens]:
        """Give the figures, to one screen at a time."""
        with self.slot:
            stand = tuple(self._eigen_bestanden())
            if self._gegevens is None or stand != self._stand:
                eigen = self.map_ if is_dossier(self.map_) else None
                self._gegevens, self._stand = Gegevens(eigen=eigen), stand
            yield self._gegevens

    def _eigen_bestanden(self) -> Iterator[tuple[str, int, int]]:
        for naam in ("data", "verdeelsleutels"):
            for pad in sorted((self.map_ / naam).rglob("*")):
                staat = pad.stat()
                yield str(pad), staat.st_mtime_ns, staat.st_size


def omgeving() -> Omgeving:
    """Return what the screens of this window share."""
    gevonden: Omgeving = current_app.extensions["omgeving"]
    return gevonden


def toon(sjabloon: str, code: int = 200, **velden: Any) -> Response:
    """Return a page."""
    return Response(
        render_template(
            f"{sjabloon}.html", taken=TAKEN, dossier=omgeving().dossier, scherm=sjabloon, **velden
        ),
        code,
        content_type="text/html; charset=utf-8",
    )


def begin(
    titel: str, opdracht: list[str], vervolg: str, na: Callable[[Uitkomst], None] | None = None
) -> Antwoord:
    """Start a command beside the window and show how far it is."""
    werk = omgeving().werkplaats.begin(titel, opdracht, vervolg, omgeving().map_, na)
    return redirect(url_for("voortgang", nummer=werk.nummer), 303)


def heel_getal(tekst: str, anders: int = 0) -> int:
    """Return a number of a row or a piece of work as an address has it; what is none: `anders`."""
    kan = tekst.isascii() and tekst.isdecimal() and len(tekst) <= _LANGSTE_NUMMER
    return int(tekst) if kan else anders


def gevraagd_werk() -> Werk | None:
    """Return the piece of work of which this screen shows the outcome."""
    nummer = request.args.get("werk", "")
    werk = omgeving().werkplaats.zoek(heel_getal(nummer))
    return werk if werk and werk.is_klaar else None


def wie() -> str:
    """Return about whom a screen is: as asked, else whose dossier this is, by name."""
    gevraagd, eigen = request.args.get("wie", "").strip(), omgeving().dossier
    if gevraagd or eigen is None:
        return gevraagd
    with omgeving().cijfers() as gegevens, suppress(Gebruikersfout):
        gevonden = zoek_ontvanger(gegevens, eigen.wie)
        return eigen.wie if gevonden.via_regio else gevonden.naam
    return eigen.wie


def jaar() -> int:
    """Return about which year a screen is: as asked, or of its work, else that of the dossier."""
    gevraagd = request.args.get("jaar", "") or request.form.get("jaar", "")
    werk = gevraagd_werk()
    if not gevraagd and werk and "--jaar" in werk.opdracht:
        gevraagd = dict(pairwise(werk.opdracht))["--jaar"]
    if gevraagd.isascii() and gevraagd.isdecimal() and len(gevraagd) == 4:
        return int(gevraagd)
    eigen = omgeving().dossier
    if eigen is not None:
        return eigen.jaar
    with omgeving().cijfers() as gegevens:
        return gegevens.uitkering("spuk_azwa").van


def eis_dossier() -> Dossier:
    """Return the dossier, or raise Gebruikersfout where there is none yet."""
    eigen = omgeving().dossier
    if eigen is None:
        raise Gebruikersfout(
            "Er is nog geen dossier; maak het eerst met de knop 'Maak dossier' op de eerste pagina."
        )
    return eigen


def gekozen_bestanden(veld: str, zin: str) -> list[FileStorage]:
    """Return the files that a form sent, or raise Gebruikersfout with `zin` where it sent none."""
    gekozen = [bestand for bestand in request.files.getlist(veld) if bestand.filename]
    if not gekozen:
        raise Gebruikersfout(zin)
    return gekozen


def namen_in(map_: Path) -> list[str]:
    """Return the files in and below a folder of the dossier, by their names from there, in order.

    A link that leads out of the dossier is none of them.
    """
    thuis = omgeving().map_.resolve()
    return sorted(
        pad.relative_to(map_).as_posix()
        for pad in map_.rglob("*")
        if pad.is_file() and pad.resolve().is_relative_to(thuis)
    )
