"""The screens of SiSa: our own indicators, the format of the Rijk, and the returns of the regio."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Antwoord

from azwa_funds.doorverdelen import Plan, lees_plan
from azwa_funds.dossier import FORMAT, gooi_weg, ontvang, veilige_naam, vervang, vrije_plek
from azwa_funds.gegevens import zoek_ontvanger
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.sisa import jaren_met_formaat
from azwa_funds.venster.boekschermen import boeken
from azwa_funds.venster.omgeving import (
    begin,
    eis_dossier,
    gekozen_bestanden,
    gevraagd_werk,
    jaar,
    namen_in,
    omgeving,
    toon,
)
from azwa_funds.verdelen import Cijfers


def hang_op(app: Flask) -> None:
    """Give the application these screens."""
    app.add_url_rule("/sisa", "sisa", _sisa)
    app.add_url_rule("/sisa", "begin_sisa", _begin_sisa, methods=["POST"])
    app.add_url_rule("/sisa/format", "vul_format", _vul_format, methods=["POST"])
    app.add_url_rule("/sisa/retouren", "ontvang_retouren", _ontvang_retouren, methods=["POST"])
    app.add_url_rule("/sisa/retour/weg", "retour_weg", _retour_weg, methods=["POST"])
    app.add_url_rule("/sisa/regio", "begin_regio", _begin_regio, methods=["POST"])


def _sisa() -> Response:
    werk = gevraagd_werk()
    antwoord = werk.uitkomst.json if werk and werk.uitkomst else None
    eigen = omgeving().dossier
    with omgeving().cijfers() as gegevens:
        jaren = jaren_met_formaat(gegevens)
    return toon(
        "sisa",
        werk=werk,
        antwoord=antwoord if isinstance(antwoord, dict) else None,
        jaar=jaar(),
        jaren=[(jaar_, jaar_) for jaar_ in jaren],
        regio=_regio(),
        plan=_vast_plan(),
        retouren=namen_in(eigen.retouren(jaar())) if eigen else [],
    )


def _uit() -> Path:
    """Return where the workbooks of SiSa stand in the dossier."""
    return eis_dossier().uitvoer.absolute() / "sisa"


def _begin_sisa() -> Antwoord:
    opdracht = ["sisa", *boeken(), "--uit", str(_uit() / str(jaar())), "--formaat", "json"]
    opdracht += [*_plan(), *(["--overschrijf"] if request.form.get("overschrijf") else [])]
    return begin("De SiSa-werkboeken worden gemaakt", opdracht, "sisa")


def _vul_format() -> Antwoord:
    """Fill in the format that the user got from the Rijk; the file itself stays as it was."""
    eigen = eis_dossier()
    (bestand,) = gekozen_bestanden("format", "Kies eerst het format van het Rijk.")[:1]
    gooi_weg(eigen.map_, vak=FORMAT)
    pad = ontvang(eigen.map_, str(bestand.filename), bestand.read(), FORMAT).pad.absolute()
    doel = vrije_plek(_uit() / str(jaar()), f"{pad.stem}-ingevuld{pad.suffix}")
    opdracht = ["sisa", "vul", pad, "--ontvanger", eigen.wie, "--jaar", str(jaar()),
                "--werkboeken", _uit(), "--uit", doel, "--json"]  # fmt: skip
    return begin("Het format van het Rijk wordt ingevuld", [*map(str, opdracht)], "sisa")


# -- the regio ---------------------------------------------------------------------------------


def _regio() -> str:
    """Return the regio that the owner of the dossier is mandaathouder of, "" for anyone else."""
    eigen = omgeving().dossier
    if eigen is None:
        return ""
    with omgeving().cijfers() as gegevens:
        regio = zoek_ontvanger(gegevens, eigen.wie).mandaathouder_van
        return regio.naam if regio else ""


def _ontvang_retouren() -> Antwoord:
    """Put what came back in the dossier; a later file of the same name takes its place."""
    eigen = eis_dossier()
    for bestand in gekozen_bestanden("retouren", "Kies eerst de bestanden die terugkwamen."):
        naam = f"retouren/{jaar()}/{veilige_naam(str(bestand.filename))}"
        vervang(eigen.map_, naam, bestand.read(), "retour ontvangen")
    return _verzamel("--proef")


def _retour_weg() -> Antwoord:
    """Take a return away; it stays in the history of the dossier."""
    eigen, naam = eis_dossier(), request.form.get("naam", "")
    if naam not in namen_in(eigen.retouren(jaar())):
        raise Gebruikersfout(f"Het bestand '{naam}' is er niet meer; ververs de pagina.")
    vervang(eigen.map_, f"retouren/{jaar()}/{naam}", None, "retour weggehaald")
    return redirect(url_for("sisa"), 303)


def _begin_regio() -> Antwoord:
    if request.form.get("als") == "proef":
        return _verzamel("--proef")
    return _verzamel(*(["--overschrijf"] if request.form.get("overschrijf") else []))


def _verzamel(*opties: str) -> Antwoord:
    eigen, regio = eis_dossier(), _regio()
    if not regio:
        raise Gebruikersfout("De opgave van een regio is voor mandaathouders.")
    if not namen_in(eigen.retouren(jaar())):
        raise Gebruikersfout(f"Over {jaar()} is nog niets teruggekomen; kies eerst bestanden.")
    dag = request.form.get("uiterlijk", "").strip()
    opdracht = [
        "sisa", "consolideer", regio, str(eigen.retouren(jaar()).absolute()),
        "--jaar", str(jaar()), "--uit", str(_uit() / str(jaar())), "--json",
        *(["--uiterlijk", dag] if dag else []), *_plan(), *opties,
    ]  # fmt: skip
    return begin("Wat terugkwam wordt bekeken", opdracht, "sisa")


def _vast_plan() -> Plan | None:
    """Return the plan of the year, once the region decided on it; a proposal binds nobody."""
    eigen = omgeving().dossier
    pad = (eigen.map_ if eigen else omgeving().map_).absolute() / "plannen" / f"{jaar()}.toml"
    if eigen is None or pad.name not in namen_in(pad.parent):
        return None
    with omgeving().cijfers() as gegevens:
        plan = lees_plan(Cijfers(gegevens), pad)
    return plan if plan.besluit else None


def _plan() -> list[str]:
    plan = _vast_plan()
    return ["--plan", str(plan.pad)] if plan else []
