"""The guard before every screen: who may ask, from where, and what a page may do.

The server listens on 127.0.0.1 only, yet other pages in the same browser can reach it, and on a
shared computer other people can. So in this order: the exact Host (a rebound name gets nothing),
the method, where the request came from, the cookie of this start. A GET changes nothing.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, Request, Response, abort, redirect, request
from werkzeug.wrappers import Response as Antwoord

#: The secret in the address of a start works once, and not for long.
GEHEIM_SECONDEN = 60

_KOPPEN = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass
class Wacht:
    """What a start knows: its port, the secret that opens the door once, and the sessions."""

    poort: int
    klok: Callable[[], float] = time.monotonic
    _geheimen: dict[str, float] = field(default_factory=dict)
    _sessies: set[str] = field(default_factory=set)
    _laatst: float = 0.0

    def __post_init__(self) -> None:
        self._laatst = self.klok()

    def stil_sinds(self) -> float:
        """Return for how many seconds nobody asked anything."""
        return self.klok() - self._laatst

    @property
    def koekje(self) -> str:
        """The name of the cookie; it holds the port, for cookies know no ports."""
        return f"azwa-{self.poort}"

    def nieuw_geheim(self) -> str:
        """Return a secret that lets one browser in, within a minute."""
        geheim = secrets.token_urlsafe(32)
        self._geheimen[geheim] = self.klok() + GEHEIM_SECONDEN
        return geheim

    def wissel(self, geheim: str) -> str | None:
        """Take a secret and return a new session for it; None when it is used, old or wrong."""
        for bekend in list(self._geheimen):
            if hmac.compare_digest(bekend.encode(), geheim.encode("utf-8", "replace")):
                tot = self._geheimen.pop(bekend)
                if self.klok() > tot:
                    return None
                sessie = secrets.token_urlsafe(32)
                self._sessies.add(sessie)
                return sessie
        return None

    def kent(self, sessie: str) -> bool:
        """Whether a cookie is one of this start."""
        ruw = sessie.encode("utf-8", "replace")
        gelijk = [hmac.compare_digest(bekend.encode(), ruw) for bekend in self._sessies]
        return any(gelijk)  # all are compared, so that the time it takes tells nothing

    def bewaak(self, app: Flask) -> None:
        """Put the guard before every request and its headers on every answer."""
        app.before_request(self._keur)
        app.after_request(self._kop)
        app.add_url_rule("/binnen/<geheim>", "binnen", self._binnen)

    # -- every request -------------------------------------------------------------------------

    def _keur(self) -> Antwoord | None:
        self._laatst = self.klok()
        if request.environ.get("HTTP_HOST") != f"127.0.0.1:{self.poort}":
            return Response("Dit adres hoort niet bij dit programma.\n", 421)
        if request.method not in ("GET", "HEAD", "POST"):
            abort(405)
        if not self._is_van_hier(request):
            return Response("Dit verzoek komt niet uit dit venster.\n", 403)
        if request.endpoint in ("binnen", "static"):
            return None
        if not self.kent(request.cookies.get(self.koekje, "")):
            return Response(_GEEN_SESSIE, 403, content_type="text/html; charset=utf-8")
        return None

    def _is_van_hier(self, verzoek: Request) -> bool:
        """Refuse what another page asks, also one of another port, which carries our cookie."""
        herkomst = verzoek.headers.get("Sec-Fetch-Site")
        if verzoek.method != "POST":
            return herkomst in (None, "none", "same-origin")
        if herkomst is not None:
            return herkomst == "same-origin"
        return verzoek.headers.get("Origin") == f"http://127.0.0.1:{self.poort}"

    def _kop(self, antwoord: Response) -> Response:
        for naam, waarde in _KOPPEN.items():
            antwoord.headers[naam] = waarde
        if request.endpoint != "static":
            antwoord.headers["Cache-Control"] = "no-store"
        return antwoord

    def _binnen(self, geheim: str) -> Antwoord:
        sessie = self.wissel(geheim)
        if sessie is None:
            return Response(_GEEN_SESSIE, 403, content_type="text/html; charset=utf-8")
        antwoord = redirect("/")
        antwoord.set_cookie(self.koekje, sessie, httponly=True, samesite="Strict", path="/")
        return antwoord


_GEEN_SESSIE = """<!doctype html><html lang="nl"><meta charset="utf-8">
<title>Start azwa-funds opnieuw</title>
<h1>Start azwa-funds opnieuw</h1>
<p>Dit venster is niet (meer) geopend door het programma zelf. Sluit deze pagina en start
azwa-funds opnieuw; dan opent een nieuw venster.</p>
</html>
"""
