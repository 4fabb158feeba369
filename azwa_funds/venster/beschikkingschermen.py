"""The screens of official amounts: compared before they are kept, and put back when need be."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flask import Flask, Response, request
from werkzeug.wrappers import Response as Antwoord

from azwa_funds.beschikken import (
    beschikkingsrijen,
    beschikkingssamenvatting,
    bewaarde_beschikkingen,
    kies_bron,
    lees_beschikkingen,
)
from azwa_funds.dossier import BESCHIKKING, gooi_weg, ontvang, ontvangen
from azwa_funds.gegevens import Gegevens, zoek_ontvanger
from azwa_funds.kern.euro import lees_bedrag
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.venster.omgeving import (
    begin,
    eis_dossier,
    gekozen_bestanden,
    gevraagd_werk,
    omgeving,
    toon,
)
from azwa_funds.venster.werk import Uitkomst, Werk


def hang_op(app: Flask) -> None:
    """Give the application these screens."""
    app.add_url_rule("/beschikking", "beschikking", _beschikking)
    app.add_url_rule("/beschikking", "lees_beschikking", _lees, methods=["POST"])
    app.add_url_rule("/beschikking/bewaar", "bewaar_beschikking", _bewaar, methods=["POST"])
    app.add_url_rule("/beschikking/herstel", "herstel_beschikking", _herstel, methods=["POST"])


def _beschikking() -> Response:
    werk, eigen = gevraagd_werk(), omgeving().dossier
    velden: dict[str, Any] = {}
    if eigen:
        alle = bool(request.args.get("alle"))
        with omgeving().cijfers() as gegevens:
            codes = None if alle else {zoek_ontvanger(gegevens, eigen.wie).code}
            velden |= {"bewaard": bewaarde_beschikkingen(gegevens, codes), "alle": alle}
            velden |= _vergelijking(gegevens, werk)
    return toon("beschikking", werk=werk, **velden)


def _vergelijking(gegevens: Gegevens, werk: Werk | None) -> dict[str, Any]:
    """Return the comparison of what was received, once the command found that it can be read."""
    klaar = ontvangen(omgeving().map_, BESCHIKKING)
    if not (klaar and werk and werk.uitkomst and werk.uitkomst.code < 2 and _is_proef(werk)):
        return {}
    opties = dict(pairwise(werk.opdracht))
    titel = opties["--titel"]
    bron, _ = kies_bron(gegevens, None, titel, titel, titel)  # only its id is looked at here
    totaal = lees_bedrag(opties["--totaal"]) if "--totaal" in opties else None
    gelezen = lees_beschikkingen(gegevens, klaar[-1].pad, bron, totaal=totaal)
    sommen, opmerkingen = beschikkingssamenvatting(gegevens, gelezen)
    return {
        "vergelijking": sorted(beschikkingsrijen(gelezen), key=lambda rij: rij["verschil"] == 0),
        "sommen": sommen,
        "opmerkingen": opmerkingen,
        "gelezen": gelezen,
        "titel": titel,
        "totaal": opties.get("--totaal", ""),
    }


def _is_proef(werk: Werk) -> bool:
    return list(werk.opdracht[:2]) == ["beschikking", "lees"] and "--proef" in werk.opdracht


def _lees() -> Antwoord:
    eigen = eis_dossier()
    zin = "Kies eerst het bestand met de officiële bedragen."
    bestand = gekozen_bestanden("bestand", zin)[0]
    if not request.form.get("titel", "").strip():
        raise Gebruikersfout("Vul in hoe de brief of publicatie heet waar de bedragen in staan.")
    gooi_weg(eigen.map_, vak=BESCHIKKING)
    ontvang(eigen.map_, str(bestand.filename), bestand.read(), BESCHIKKING)
    titel = "De bedragen worden gelezen en vergeleken"
    return begin(titel, [*_opdracht(), "--proef"], "beschikking")


def _bewaar() -> Antwoord:
    """Keep what was compared; the file may go once it is kept."""
    eigen = eis_dossier()

    def ruim_op(uitkomst: Uitkomst) -> None:
        if not uitkomst.code:
            gooi_weg(eigen.map_, vak=BESCHIKKING)

    keuzes = [f"--{naam}" for naam in ("vervang", "datum-klopt") if request.form.get(naam)]
    return begin("De bedragen worden bewaard", [*_opdracht(), *keuzes], "beschikking", ruim_op)


def _opdracht() -> list[str]:
    """Return the command that reads what was received, as it would be typed."""
    klaar = ontvangen(eis_dossier().map_, BESCHIKKING)
    if not klaar:
        raise Gebruikersfout("Dit bestand is er niet meer; kies het opnieuw.")
    totaal = request.form.get("totaal", "").strip()
    opdracht = ["beschikking", "lees", str(klaar[-1].pad.absolute())]
    opdracht += ["--titel", request.form.get("titel", "").strip()]
    return [*opdracht, *(["--totaal", totaal] if totaal else []), "--json"]


def _herstel() -> Antwoord:
    """Show what putting a replacement back would do, or do it."""
    eis_dossier()
    opdracht = ["beschikking", "herstel", "--vervanging", request.form.get("nummer", "")]
    if request.form.get("als") == "proef":
        return begin("Wat gaat er terug?", [*opdracht, "--proef"], "beschikking")
    return begin("De eerdere bedragen worden teruggezet", opdracht, "beschikking")
