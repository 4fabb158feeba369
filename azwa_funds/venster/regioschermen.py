"""Screens of a mandaathouder: how the region's money is passed on, and what comes back."""

from __future__ import annotations

from flask import Flask, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Antwoord

from azwa_funds.dossier.geschiedenis import lees_bestand, vervang
from azwa_funds.gegevens.namen import zoek_ontvanger
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.venster.omgeving import begin, eis_dossier, gevraagd_werk, omgeving, toon, wie

_PLAN = "plannen/doorverdelen.toml"


def hang_op(app: Flask) -> None:
    """Give the application these screens."""
    app.add_url_rule("/doorverdelen", "doorverdelen", _doorverdelen)
    app.add_url_rule("/doorverdelen/plan", "bewaar_plan", _bewaar_plan, methods=["POST"])
    app.add_url_rule("/doorverdelen/voorbeeld", "voorbeeldplan", _voorbeeld, methods=["POST"])
    app.add_url_rule("/doorverdelen", "verdeel_door", _verdeel_door, methods=["POST"])


def _regio() -> str:
    """Return the name of the region that the owner of the dossier is mandaathouder of, or ""."""
    if not wie():
        return ""
    with omgeving().cijfers() as gegevens:
        regio = zoek_ontvanger(gegevens, wie()).mandaathouder_van
        return regio.naam if regio else ""


def _doorverdelen() -> Response:
    eigen = omgeving().dossier
    tekst, som = lees_bestand(eigen.map_, _PLAN) if eigen else ("", "")
    return toon(
        "doorverdelen",
        werk=gevraagd_werk(),
        regio=_regio(),
        tekst=tekst,
        som=som,
    )


def _eis_regio() -> str:
    regio = _regio()
    if not regio:
        raise Gebruikersfout(
            "Doorverdelen is voor mandaathouders; een andere gemeente krijgt het regionale geld "
            "van de mandaathouder van haar regio."
        )
    return regio


def _voorbeeld() -> Antwoord:
    eis_dossier()
    opdracht = ["doorverdelen", "voorbeeld", "--regio", _eis_regio(), "--uit", _PLAN]
    return begin("Er wordt een plan klaargezet", opdracht, "doorverdelen")


def _bewaar_plan() -> Antwoord:
    eigen = eis_dossier()
    tekst = request.form.get("tekst", "").replace("\r\n", "\n")
    vervang(
        eigen.map_, _PLAN, tekst.encode(), "plan bewaard", som_gezien=request.form.get("som", "")
    )
    return redirect(url_for("doorverdelen"), 303)


def _verdeel_door() -> Antwoord:
    eigen = eis_dossier()
    _eis_regio()
    uit = eigen.uitvoer.absolute() / "doorverdelen"
    opdracht = ["doorverdelen", _PLAN, "--uit", str(uit)]
    return begin("Het geld wordt doorverdeeld", opdracht, "overzichten")
