"""The screen of what if: other figures for one recipient, which are never an award."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from flask import Flask, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Antwoord

from azwa_funds.dossier import vervang
from azwa_funds.kern.fouten import Gebruikersfout, Veldfouten
from azwa_funds.scenario import (
    Scenarioantwoord,
    Scenariovraag,
    antwoord_op,
    scenario_als_bestand,
    scenariokeuzes,
    scenarioschuiven,
)
from azwa_funds.venster.omgeving import eis_dossier, omgeving, toon, wie


def hang_op(app: Flask) -> None:
    """Give the application this screen."""
    app.add_url_rule("/wat-als", "watals", _wat_als)
    app.add_url_rule("/wat-als/uitkomst", "uitkomst_watals", _uitkomst, methods=["POST"])
    app.add_url_rule("/wat-als/bewaar", "bewaar_scenario", _bewaar, methods=["POST"])


def _vraag() -> Scenariovraag:
    velden = {
        veld.name: " ".join(request.values.get(veld.name, "").split())
        for veld in fields(Scenariovraag)
    }
    return Scenariovraag(**velden | {"wie": velden["wie"] or wie()})


def _wat_als() -> Response:
    vraag = _vraag()
    if not vraag.wie:
        return _toon(vraag)
    with omgeving().cijfers() as gegevens:
        try:
            return _toon(vraag, antwoord_op(gegevens, vraag))
        except Veldfouten as fout:
            return _toon(vraag, fouten=fout.per_veld, code=400)


def _toon(
    vraag: Scenariovraag,
    antwoord: Scenarioantwoord | None = None,
    fouten: dict[str, str] | None = None,
    **meer: Any,
) -> Response:
    with omgeving().cijfers() as gegevens:
        return toon(
            "watals", vraag=vraag, antwoord=antwoord, fouten=fouten or {}, **meer,
            keuzes=scenariokeuzes(gegevens), schuiven=scenarioschuiven(gegevens, vraag),
        )  # fmt: skip


def _uitkomst() -> Response:
    """Answer the script of the page with what the form comes to; nothing is written."""
    vraag = _vraag()
    with omgeving().cijfers() as gegevens:
        stand = {naam: asdict(schuif) for naam, schuif in scenarioschuiven(gegevens, vraag).items()}
        try:
            antwoord = antwoord_op(gegevens, vraag)
        except Gebruikersfout as fout:
            return jsonify(fouten=getattr(fout, "per_veld", {"": fout.venster}), schuiven=stand)
    zin = " ".join(antwoord.stappen) or "U hebt nog niets gewijzigd: alles staat op nu."
    deel = {"id": "watals", "zin": zin, "rijen": antwoord.rijen, "samen": antwoord.samen}
    return jsonify(delen=[deel], schuiven=stand, zin=f"Uitgerekend voor {antwoord.wie}.")


def _bewaar() -> Antwoord:
    """Keep the question as a scenario of the dossier, which commands know by its name."""
    eigen, vraag, naam = eis_dossier(), _vraag(), request.form.get("naam", "")
    with omgeving().cijfers() as gegevens:
        try:
            bestand, tekst = scenario_als_bestand(gegevens, vraag, naam)
        except Veldfouten as fout:
            try:
                antwoord = antwoord_op(gegevens, vraag)
            except Veldfouten:
                antwoord = None
            return _toon(vraag, antwoord, fout.per_veld, code=400, naam=naam)
        plek = f"data/scenarios/{bestand}"
        vervang(eigen.map_, plek, tekst.encode(), "scenario bewaard", som_gezien="")
    scenario = bestand.removesuffix(".toml")
    return redirect(url_for("watals", wie=vraag.wie, scenario=scenario, bewaard=plek), 303)
