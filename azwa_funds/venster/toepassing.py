"""The application: its screens, its guard, and what it says when something is wrong."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, jsonify, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Antwoord

from azwa_funds.dossier import Verouderd, herstel, lees_logboek, maak_dossier
from azwa_funds.kern.euro import centen_uit_punt, toon_getal
from azwa_funds.kern.euro import toon as toon_euro
from azwa_funds.kern.fouten import Gebruikersfout, in_venster
from azwa_funds.kern.versie import VERSIE
from azwa_funds.venster import (
    beschikkingschermen,
    boekschermen,
    geldschermen,
    regioschermen,
    scenarioschermen,
    sisaschermen,
)
from azwa_funds.venster.omgeving import Omgeving, heel_getal, omgeving, toon
from azwa_funds.venster.wacht import Wacht

_SCHERMEN = (
    geldschermen,
    boekschermen,
    sisaschermen,
    regioschermen,
    scenarioschermen,
    beschikkingschermen,
)
#: Bounds on one upload: its size, and into how many parts a form may fall.
GROOTSTE_UPLOAD = 200 * 2**20
MEESTE_DELEN = 100

_ZINNEN = {
    403: "Dit verzoek is niet toegestaan.",
    404: "Deze pagina bestaat niet; kies een taak in het menu.",
    405: "Dit kan hier niet; kies een taak in het menu.",
    413: "Dit is te groot (meer dan 200 MB) of het zijn meer dan honderd bestanden; kies er minder "
    "tegelijk, of zet ze zelf in de map bestedingen.",
}


def maak_toepassing(map_: Path, wacht: Wacht) -> Flask:
    """Return the application on a folder; nothing in the folder changes by starting it."""
    app = Flask(
        "azwa_funds.venster",
        template_folder=str(Path(__file__).parent / "sjablonen"),
        static_folder=str(Path(__file__).parent / "bestanden"),
        static_url_path="/bestanden",
    )
    app.config.update(
        MAX_CONTENT_LENGTH=GROOTSTE_UPLOAD,
        MAX_FORM_PARTS=MEESTE_DELEN,
        MAX_FORM_MEMORY_SIZE=4 * 2**20,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.extensions["omgeving"] = Omgeving(map_)
    wacht.bewaak(app)
    app.jinja_env.filters.update(
        euro=lambda bedrag: toon_euro(bedrag).replace(" ", "\u00a0"),
        getal=toon_getal,
        centen=centen_uit_punt,
        paar=lambda naam: (naam, naam),
        dag=lambda datum: "-".join(reversed(datum.split("-"))),
        in_venster=in_venster,
        hoofdletter=lambda zin: zin[:1].upper() + zin[1:],
    )
    # A remark on an option that was not needed is for who typed it.
    app.jinja_env.tests["is_optie"] = lambda zin: zin.startswith("--")
    app.jinja_env.globals["versie"] = VERSIE
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_error_handler(Gebruikersfout, _gebruikersfout)
    app.register_error_handler(HTTPException, _http_fout)
    app.register_error_handler(Exception, _onverwacht)
    app.after_request(_eigen_soorten)
    for scherm in _SCHERMEN:
        scherm.hang_op(app)
    _hang_op(app)
    return app


def _hang_op(app: Flask) -> None:
    app.add_url_rule("/werk/<int:nummer>", "voortgang", _voortgang)
    app.add_url_rule("/werk/<int:nummer>/stand", "stand", _stand)
    app.add_url_rule("/werk/<int:nummer>/stop", "stop_werk", _stop_werk, methods=["POST"])
    app.add_url_rule("/dossier", "dossier_maken", _maak, methods=["POST"])
    app.add_url_rule("/geschiedenis", "geschiedenis", _geschiedenis)
    app.add_url_rule("/herstel", "herstel", _herstel, methods=["POST"])
    app.add_url_rule("/stoppen", "stoppen", _stop, methods=["POST"])


# -- what went wrong ---------------------------------------------------------------------------


def _gebruikersfout(fout: Gebruikersfout) -> Response:
    return toon("fout", 409 if isinstance(fout, Verouderd) else 400, zin=fout.venster)


def _http_fout(fout: HTTPException) -> Antwoord:
    code = fout.code or 500
    if code < 400:
        return fout.get_response()
    return toon("fout", code, zin=_ZINNEN.get(code, "Dit kon niet worden gedaan."))


def _onverwacht(fout: Exception) -> Response:
    zin = (
        f"Dit had niet mogen gebeuren ({type(fout).__name__}); meld het met wat u deed. Uw "
        "bestanden zijn niet veranderd."
    )
    return toon("fout", 500, zin=zin)


#: Some Windows registries say that a script is plain text, and then it is not run.
_SOORTEN = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


def _eigen_soorten(antwoord: Response) -> Response:
    if request.endpoint == "static":
        soort = _SOORTEN.get(Path(request.path).suffix)
        if soort and antwoord.status_code == 200:
            antwoord.headers["Content-Type"] = f"{soort}; charset=utf-8"
    return antwoord


# -- work beside the window --------------------------------------------------------------------


def _voortgang(nummer: int) -> Antwoord:
    werk = omgeving().werkplaats.zoek(nummer)
    if werk is None:
        raise Gebruikersfout("Dit werk is niet meer bekend; begin opnieuw vanuit het menu.")
    if werk.is_klaar:
        return redirect(url_for(werk.vervolg, werk=nummer), 303)
    return toon("voortgang", werk=werk)


def _stand(nummer: int) -> Response:
    werk = omgeving().werkplaats.zoek(nummer)
    if werk is None:
        return jsonify(klaar=True)
    return jsonify(
        klaar=werk.is_klaar, bezig=not werk.wacht, gedaan=werk.gedaan, totaal=werk.totaal
    )


def _stop_werk(nummer: int) -> Antwoord:
    werk = omgeving().werkplaats.zoek(nummer)
    if werk is not None and not werk.is_klaar:
        werk.stop()
    return redirect(url_for("voortgang", nummer=nummer), 303)


# -- the dossier -------------------------------------------------------------------------------


def _maak() -> Antwoord:
    jaar = request.form.get("jaar", "")
    if not (jaar.isascii() and jaar.isdecimal() and len(jaar) == 4):
        raise Gebruikersfout(f"'{jaar}' is geen jaartal; vul vier cijfers in, zoals 2027.")
    maak_dossier(omgeving().map_, request.form.get("wie", ""), int(jaar))
    return redirect(url_for("krijgen"), 303)


def _geschiedenis() -> Response:
    return toon("geschiedenis", logboek=lees_logboek(omgeving().map_)[::-1])


def _herstel() -> Antwoord:
    nummer = request.form.get("nummer")
    herstel(omgeving().map_, None if nummer is None else heel_getal(nummer))
    return redirect(url_for("geschiedenis"), 303)


def _stop() -> Response:
    antwoord = toon("gestopt")
    antwoord.call_on_close(omgeving().klaar.set)  # not before it is sent
    return antwoord
