"""Screens of a mandaathouder: how the region's money is passed on, and what comes back."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import count, takewhile
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Antwoord

from azwa_funds.doorverdelen import (
    Planformulier,
    Planvelden,
    Postvelden,
    als_schermdelen,
    verdeel_door,
)
from azwa_funds.dossier import Dossier, Verouderd, lees_bestand, vervang
from azwa_funds.gegevens import Gevonden, zoek_ontvanger
from azwa_funds.kern.fouten import Gebruikersfout, Veldfouten
from azwa_funds.venster.omgeving import begin, eis_dossier, jaar, omgeving, toon
from azwa_funds.verdelen import Cijfers


def hang_op(app: Flask) -> None:
    """Give the application these screens."""
    app.add_url_rule("/doorverdelen", "doorverdelen", _doorverdelen)
    app.add_url_rule("/doorverdelen", "verdeel_door", _verdeel_door, methods=["POST"])
    app.add_url_rule("/doorverdelen/uitkomst", "uitkomst_plan", _uitkomst, methods=["POST"])
    app.add_url_rule("/doorverdelen/brieven", "maak_brieven", _maak_brieven, methods=["POST"])


def _plan() -> str:
    return f"plannen/{jaar()}.toml"


def _wie(eigen: Dossier) -> Gevonden:
    with omgeving().cijfers() as gegevens:
        return zoek_ontvanger(gegevens, eigen.wie)


def _eis_regio(eigen: Dossier) -> str:
    """Return the region that the owner of the dossier passes money on for, or raise."""
    regio = _wie(eigen).mandaathouder_van
    if regio is None:
        raise Gebruikersfout(
            "Doorverdelen is voor mandaathouders; een andere gemeente krijgt het regionale geld "
            "van de mandaathouder van haar regio."
        )
    return regio.naam


def _formulier(eigen: Dossier, tekst: str) -> Planformulier:
    """Return the form of this year; its figures are read under the lock that the caller holds."""
    with omgeving().cijfers() as gegevens:
        pad = Path(_plan())
        return Planformulier(Cijfers(gegevens), pad, _eis_regio(eigen), jaar(), tekst)


# -- to look -----------------------------------------------------------------------------------


def _doorverdelen() -> Response:
    eigen = omgeving().dossier
    if eigen is None:
        return toon("doorverdelen")
    with omgeving().cijfers() as gegevens:
        wie = zoek_ontvanger(gegevens, eigen.wie)
        if wie.mandaathouder_van is None:
            regio = gegevens.regios.get(wie.gemeente.iza_regio) if wie.gemeente else None
            return toon("doorverdelen", regio=regio)
        tekst, som = lees_bestand(eigen.map_, _plan())
        try:
            formulier = _formulier(eigen, tekst)
        except Gebruikersfout as fout:
            return _toon_zin(fout.venster)
        verdeling, fouten = None, {}
        if formulier.plan is not None:
            try:
                verdeling = verdeel_door(formulier.cijfers, formulier.plan)
            except Gebruikersfout as fout:
                fouten = {"": fout.venster}
        return _toon_formulier(formulier, formulier.velden(), som, verdeling, fouten=fouten)


def _toon_zin(zin: str) -> Response:
    """Show that there is no form for this year, and the years that there are."""
    with omgeving().cijfers() as gegevens:
        cijfers = Cijfers(gegevens)
        jaren = (*cijfers.vorige_jaren, *cijfers.jaren)
    return toon("doorverdelen", 400, mandaat=True, zin=zin, jaren=jaren, jaar=jaar())


def _toon_formulier(
    formulier: Planformulier, velden: Planvelden, som: str, verdeling: Any = None,
    code: int = 200, **meer: Any,
) -> Response:  # fmt: skip
    cijfers = formulier.cijfers
    return toon(
        "doorverdelen", code, mandaat=True, formulier=formulier, velden=velden, som=som,
        delen=als_schermdelen(verdeling) if verdeling else [], jaar=jaar(),
        jaren=(*cijfers.vorige_jaren, *cijfers.jaren), bestand=_plan(), **({"fouten": {}} | meer),
    )  # fmt: skip


# -- to fill in --------------------------------------------------------------------------------


def _tekst(veld: str) -> str:
    return " ".join(request.form.get(veld, "").split())


def _velden() -> Planvelden:
    nummers = takewhile(lambda n: f"post-{n}-naam" in request.form, count())
    posten = [
        Postvelden(
            _tekst(f"post-{n}-naam"),
            _tekst(f"post-{n}-hoeveel"),
            _tekst(f"post-{n}-eenheid"),
            _tekst(f"post-{n}-ontvanger"),
            request.form.get(f"post-{n}-was", 0, type=int),
        )
        for n in nummers
    ]
    return Planvelden(tuple(posten), _tekst("wijze"), _tekst("minimum"), _tekst("besluit"))


def _verdeel_door() -> Antwoord:
    eigen, velden = eis_dossier(), _velden()
    actie = request.form.get("actie", "")
    with omgeving().cijfers():
        tekst, som = lees_bestand(eigen.map_, _plan())
        formulier = _formulier(eigen, tekst)
        if actie == "meer":
            velden = replace(velden, posten=(*velden.posten, Postvelden()))
        if actie.startswith("weg-"):
            posten = enumerate(velden.posten)
            velden = replace(velden, posten=tuple(p for n, p in posten if actie != f"weg-{n}"))
        gezien = request.form.get("som", "")
        try:
            nieuw, verdeling = formulier.werk_uit(velden, stel_vast=actie == "vast")
        except Veldfouten as fout:
            code = 200 if actie == "meer" or actie.startswith("weg-") else 400
            fouten = {} if code == 200 else fout.per_veld
            return _toon_formulier(formulier, velden, gezien, code=code, fouten=fouten)
        if actie not in ("voorstel", "vast"):
            return _toon_formulier(formulier, velden, gezien, verdeling, gewijzigd=True)
        wat = "plan vastgesteld" if actie == "vast" else "plan bewaard als voorstel"
        try:
            vervang(eigen.map_, _plan(), nieuw.encode(), wat, som_gezien=gezien)
        except Verouderd:
            velden = formulier.herken(velden)
            return _toon_formulier(formulier, velden, som, verdeling, 409, ander=True)
    return redirect(url_for("doorverdelen", jaar=jaar(), bewaard=actie), 303)


def _uitkomst() -> Response:
    """Answer the script of the page with what the form comes to; nothing is written."""
    eigen = eis_dossier()
    with omgeving().cijfers():
        tekst, _ = lees_bestand(eigen.map_, _plan())
        try:
            _, verdeling = _formulier(eigen, tekst).werk_uit(_velden())
        except Gebruikersfout as fout:
            return jsonify(fouten=getattr(fout, "per_veld", {"": fout.venster}))
        return jsonify(
            delen=[asdict(deel) | {"id": deel.jaar} for deel in als_schermdelen(verdeling)]
        )


def _maak_brieven() -> Antwoord:
    eigen = eis_dossier()
    _eis_regio(eigen)
    if not lees_bestand(eigen.map_, _plan())[0]:
        raise Gebruikersfout(
            f"Er is nog geen plan voor {jaar()}; bewaar het eerst als voorstel of stel het vast."
        )
    uit = eigen.uitvoer.absolute() / "doorverdelen" / str(jaar())
    overschrijf = ["--overschrijf"] if request.form.get("overschrijf") else []
    opdracht = ["doorverdelen", _plan(), "--uit", str(uit), *overschrijf]
    return begin("De brieven en het werkboek worden gemaakt", opdracht, "overzichten")
