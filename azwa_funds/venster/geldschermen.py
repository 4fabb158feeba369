"""Screens about money to come: what we get, overviews, dates."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from flask import Flask, Response, request, send_file
from werkzeug.wrappers import Response as Antwoord

from azwa_funds.api import Toekenningen, leg_uit, leg_verschil_uit
from azwa_funds.begroting import Verschil
from azwa_funds.dossier import veilige_naam
from azwa_funds.gegevens import Gegevens, Gevonden, zoek_regio
from azwa_funds.kalender import kalender_als_ics, maak_kalender
from azwa_funds.kern.begrippen import Regio
from azwa_funds.kern.fouten import Gebruikersfout, Veldfouten
from azwa_funds.kern.herkomst import citeer
from azwa_funds.venster.omgeving import (
    begin,
    eis_dossier,
    gevraagd_werk,
    namen_in,
    omgeving,
    toon,
    wie,
)
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import openstaande_documenten as openstaand


def hang_op(app: Flask) -> None:
    """Give the application these screens."""
    app.add_url_rule("/", "krijgen", _krijgen)
    app.add_url_rule("/overzichten", "overzichten", _overzichten)
    app.add_url_rule("/overzichten", "maak_overzichten", _maak_overzichten, methods=["POST"])
    app.add_url_rule("/gemaakt", "gemaakt", _gemaakt)
    app.add_url_rule("/kalender", "kalender", _kalender)
    app.add_url_rule("/kalender.ics", "agenda", _agenda)


# -- what do we get ----------------------------------------------------------------------------


def _krijgen() -> Response:
    with omgeving().cijfers() as gegevens:
        namen = sorted(g.naam for g in gegevens.gemeenten.values())
        namen += sorted(f"regio {naam}" for naam in gegevens.regios)
        jaren = gegevens.uitkering("spuk_azwa").jaren
        jaaropties = [(jaar, jaar) for jaar in (*gegevens.uitkering("spuk_iza").jaren, *jaren)]
        velden: dict[str, Any] = {"namen": namen, "jaren": jaren, "jaaropties": jaaropties}
        if not wie():
            return toon("krijgen", antwoord=None, **velden)
        try:
            antwoord = leg_uit(wie(), gegevens=gegevens)
        except Gebruikersfout as fout:
            fouten = Veldfouten({"wie": fout.venster}).per_veld
            return toon("krijgen", antwoord=None, fouten=fouten, gevraagd=wie(), **velden)
        toekenningen = (stuk.toekenning for stuk in antwoord.uitleg)
        per_jaar = Toekenningen(toekenningen, gegevens).per_jaar
        onderdelen = dict.fromkeys(stuk.toekenning.onderdeel for stuk in antwoord.uitleg)
        per_deel = {(s.toekenning.onderdeel, s.toekenning.jaar): s for s in antwoord.uitleg}
        namen_ = {b.onderdeel: b.naam for b in gegevens.budgetten if b.uitkering == "spuk_azwa"}
        return toon(
            "krijgen", antwoord=antwoord, per_jaar=per_jaar, onderdelen=onderdelen,
            per_deel=per_deel, naam_van=namen_, gevraagd=wie(), verschil=_verschil(gegevens),
            **_vergelijking(gegevens, antwoord.wie),
            **velden,
        )  # fmt: skip


def _vergelijking(gegevens: Gegevens, gevonden: Gevonden) -> dict[str, Any]:
    """Return how a gemeente stands per inhabitant; nothing for a regio."""
    from azwa_funds.overzicht import plaats_in_woorden, vergelijk_per_inwoner

    if gevonden.gemeente is None or gevonden.via_regio:
        return {}
    cijfers = Cijfers(gegevens)
    return {
        "plaats": plaats_in_woorden(cijfers, gevonden.gemeente),
        "vergelijking": vergelijk_per_inwoner(cijfers, gevonden.gemeente),
        "bron_inwoners": citeer(gegevens.bronnen[cijfers.inwoners_bron]),
        "eerste_jaar": cijfers.jaren[0],
    }


def _verschil(gegevens: Gegevens) -> Verschil | None:
    """Return what changes in the first year; None for who received nothing before."""
    try:
        return leg_verschil_uit(wie(), gegevens=gegevens).verschil
    except Gebruikersfout:
        return None


# -- overviews ---------------------------------------------------------------------------------


def _overzichten() -> Response:
    werk = gevraagd_werk()
    return toon("overzichten", werk=werk, bestanden=_werkboeken())


#: What can be downloaded of what was made.
_SOORTEN_BESTAND = (".xlsx", ".xlsm", ".docx", ".html", ".ics", ".csv")


def _werkboeken() -> list[str]:
    eigen = omgeving().dossier
    namen = namen_in(eigen.uitvoer) if eigen else []
    return [naam for naam in namen if naam.lower().endswith(_SOORTEN_BESTAND)]


def _maak_overzichten() -> Antwoord:
    eigen = eis_dossier()
    keuzes = {"eigen": [], "landelijk": ["--landelijk"], "alle": ["--alle"]}
    keuze = request.form.get("welke", "eigen")
    if keuze not in keuzes:
        raise Gebruikersfout("Kies welke overzichten u wilt maken.")
    opdracht = ["overzicht", *keuzes[keuze], "--uit", str(eigen.uitvoer.absolute())]
    opdracht += ["--overschrijf"] if request.form.get("overschrijf") else []
    return begin("De werkboeken worden gemaakt", opdracht, "overzichten")


def _gemaakt() -> Response:
    """Give one of the files of `reports`; only from our own list, so no name leads elsewhere."""
    eigen, naam = eis_dossier(), request.args.get("naam", "")
    if naam not in _werkboeken():
        raise Gebruikersfout("Dit bestand is er niet meer; ververs de lijst met overzichten.")
    pad = (eigen.uitvoer / naam).absolute()
    return send_file(pad, as_attachment=True, download_name=veilige_naam(pad.name))


# -- dates -------------------------------------------------------------------------------------


def _kalender() -> Response:
    vandaag = date.today()
    with omgeving().cijfers() as gegevens:
        regio = _gekozen_regio(gegevens)
        rijen = [
            {"voorbij": d.datum_tot < vandaag, "bron": gegevens.citeer(d.vindplaats), "dag": d}
            for d in maak_kalender(gegevens, regio)
        ]
        regios = [("", "Alle regio's"), *((naam, naam) for naam in sorted(gegevens.regios))]
        return toon(
            "kalender", rijen=rijen, regios=regios, regio=regio.naam if regio else "",
            openstaand=openstaand(gegevens),
        )  # fmt: skip


def _gekozen_regio(gegevens: Gegevens) -> Regio | None:
    naam = request.args.get("regio", "").strip()
    return zoek_regio(gegevens, naam) if naam else None


def _agenda() -> Response:
    """Give the dates as a file that every diary reads."""
    with omgeving().cijfers() as gegevens:
        regio = _gekozen_regio(gegevens)
        inhoud = kalender_als_ics(gegevens, maak_kalender(gegevens, regio), regio)
    return send_file(
        BytesIO(inhoud), "text/calendar", as_attachment=True, download_name="kalender.ics"
    )
