"""Screens about money that was spent: ledgers in, and the toets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Antwoord

from azwa_funds.besteden import Codes
from azwa_funds.dossier import (
    Dossier,
    Ontvangen,
    gooi_weg,
    kies_profiel,
    lees_bestand,
    neem_op,
    ontvang,
    ontvangen,
    som_van,
    veilige_naam,
    vervang,
)
from azwa_funds.grootboek.keuzes import Keuzes, als_profiel, keuzes_van, lijkt_splitsing
from azwa_funds.grootboek.kolomnamen import kolomnamen_van
from azwa_funds.grootboek.profiel import OVERSLAAN
from azwa_funds.kern.fouten import Gebruikersfout, Onleesbaar
from azwa_funds.lezen.keuring import lees_bytes
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.venster.omgeving import (
    begin,
    eis_dossier,
    gekozen_bestanden,
    gevraagd_werk,
    heel_getal,
    jaar,
    namen_in,
    omgeving,
    toon,
)


def hang_op(app: Flask) -> None:
    """Give the application these screens."""
    app.add_url_rule("/inlezen", "inlezen", _inlezen)
    app.add_url_rule("/inlezen", "ontvang", _ontvang, methods=["POST"])
    app.add_url_rule("/inlezen/bekijk", "bekijk", _bekijk, methods=["POST"])
    app.add_url_rule("/inlezen/bewaar", "bewaar", _bewaar, methods=["POST"])
    app.add_url_rule("/inlezen/weg", "weg", _weg, methods=["POST"])
    app.add_url_rule("/kolommen", "kolommen", _kolommen)
    app.add_url_rule("/kolommen", "bewaar_kolommen", _bewaar_kolommen, methods=["POST"])
    app.add_url_rule("/profiel", "profiel", _profiel)
    app.add_url_rule("/profiel", "bewaar_profiel", _bewaar_profiel, methods=["POST"])
    app.add_url_rule("/toets", "toets", _toets)
    app.add_url_rule("/toets", "begin_toets", _begin_toets, methods=["POST"])
    app.add_url_rule("/rijen", "rijen", _rijen)


# -- ledgers in --------------------------------------------------------------------------------


def _inlezen() -> Response:
    werk = gevraagd_werk()
    lezing = werk.uitkomst.json if werk and werk.uitkomst else None
    eigen, klaar = omgeving().dossier, ontvangen(omgeving().map_)
    return toon(
        "inlezen",
        werk=werk,
        lezing=lezing,
        ontvangen=klaar,
        botst=_al_bewaard(eigen, klaar) if eigen else [],
        bestanden=namen_in(eigen.bestedingen(jaar())) if eigen else [],
        profielen=_profielen(),
        jaar=jaar(),
    )


def _ontvang() -> Antwoord:
    eigen = eis_dossier()
    zin = "Kies eerst een of meer bestanden uit uw grootboek."
    for bestand in gekozen_bestanden("bestanden", zin):
        ontvang(eigen.map_, str(bestand.filename), bestand.read())
    return _lees_voor(_profielkeuze())


def _bekijk() -> Antwoord:
    eis_dossier()
    return _lees_voor(_profielkeuze())


_GEEN_PROFIEL = "geen"


def _profielen() -> list[tuple[str, str]]:
    """Return the choices of a profile, that of the dossier first; [] where there is none."""
    eigen = omgeving().dossier
    namen = namen_in(eigen.map_ / "profielen") if eigen else []
    if not eigen or not namen:
        return []
    eerst = [("", f"Dat van dit dossier: {eigen.profiel}"), (_GEEN_PROFIEL, "Geen profiel meer")]
    return [*(eerst if eigen.profiel else [("", "Geen")]), *((naam, naam) for naam in namen)]


def _profielkeuze() -> list[str]:
    """Return the options that the form chose: a profile, or who and what where rows say not."""
    eigen = eis_dossier()
    opties = ["--jaar", str(jaar())]
    naam = request.form.get("profiel", "")
    if naam == _GEEN_PROFIEL:
        kies_profiel(eigen, "")
    elif naam:
        if naam not in namen_in(eigen.map_ / "profielen"):
            raise Gebruikersfout(f"Het profiel '{naam}' is er niet meer; kies een ander profiel.")
        opties += ["--profiel", f"profielen/{naam}"]
    if request.form.get("onderdeel"):
        opties += ["--onderdeel", request.form["onderdeel"]]
    if request.form.get("ontvanger", "").strip():
        opties += ["--ontvanger", request.form["ontvanger"].strip()]
    return opties


def _lees_voor(opties: list[str]) -> Antwoord:
    paden = [str(b.pad.absolute()) for b in ontvangen(omgeving().map_)]
    if not paden:
        raise Gebruikersfout("Er is geen bestand om te lezen; kies het opnieuw.")
    opdracht = ["bestedingen", "bekijk", *paden, *opties, "--json"]
    return begin("Uw bestanden worden gelezen", opdracht, "inlezen")


def _bewaar() -> Antwoord:
    """Keep what was received; a file of a name that stands there is replaced only when asked."""
    eigen = eis_dossier()
    klaar = ontvangen(eigen.map_)
    vaak = Counter(bestand.naam for bestand in klaar)
    for naam in (naam for naam, keer in vaak.items() if keer > 1):
        raise Gebruikersfout(f"Twee bestanden heten '{naam}'; geef er één een andere naam.")
    for naam in _al_bewaard(eigen, klaar):
        if not request.form.get("vervang"):
            raise Gebruikersfout(
                f"Er staat over {jaar()} al een bestand '{naam}'; kruis aan dat dit het vervangt, "
                "of geef het een andere naam en kies het opnieuw."
            )
    for bestand in klaar:
        neem_op(eigen.map_, bestand.nummer, f"bestedingen/{jaar()}")
    return redirect(url_for("inlezen", jaar=jaar()), 303)


def _al_bewaard(eigen: Dossier, klaar: Iterable[Ontvangen]) -> list[str]:
    """Return which of the received files bear the name of another one in the dossier."""
    map_ = eigen.bestedingen(jaar())
    return [b.naam for b in klaar if som_van(map_ / b.naam) not in ("", som_van(b.pad))]


def _weg() -> Antwoord:
    gooi_weg(eis_dossier().map_)
    return redirect(url_for("inlezen", jaar=jaar()), 303)


# -- columns by lists --------------------------------------------------------------------------

#: What a heading can be, as a person reads it.
_ONZE_KOLOMMEN = (
    ("", "Niet lezen"), ("boekstuk", "Boekstuk (nummer)"), ("boekdatum", "Datum"),
    ("omschrijving", "Omschrijving"), ("bedrag", "Bedrag"), ("teken", "Debet of credit (D/C)"),
    ("debet", "Debet"), ("credit", "Credit"), ("ontvanger", "Wie zich verantwoordt"),
    ("jaar", "Jaar"), ("onderdeel", "Onderdeel"), ("taakveld", "Taakveld"), ("thema", "Thema"),
    ("medeoverheid_code", "Medeoverheid"),
)  # fmt: skip


def _kolommen() -> Response:
    """Show the columns of a file that was received, to say of each what it is."""
    eigen = eis_dossier()
    keuzes, splitsing = _keuzes(request.args.get("splitsing", ""))
    with omgeving().cijfers() as gegevens:
        onderdelen = Codes(gegevens).onderdelen
    return toon(
        "kolommen", keuzes=keuzes, onze=_ONZE_KOLOMMEN, splitsing=splitsing, jaar=jaar(),
        onderdelen=[("", "Kies"), *onderdelen.items(), (OVERSLAAN, "Niet van deze uitkering")],
        wie=eigen.naam, nummer=request.args.get("bestand", ""),
    )  # fmt: skip


def _keuzes(splitsing: str) -> tuple[Keuzes, str]:
    nummer = request.values.get("bestand", "")
    klaar = [b for b in ontvangen(eis_dossier().map_) if nummer in ("", str(b.nummer))]
    if not klaar:
        raise Gebruikersfout("Er is geen bestand om kolommen van te kiezen; kies eerst bestanden.")
    with omgeving().cijfers() as gegevens:
        namen = kolomnamen_van(gegevens)
    try:
        keuzes = keuzes_van(namen, klaar[0].pad, splitsing)
        splitsing = splitsing or lijkt_splitsing(keuzes)
        if splitsing and not keuzes.waarden:
            keuzes = keuzes_van(namen, klaar[0].pad, splitsing)
    except Onleesbaar as fout:
        raise Gebruikersfout(f"{klaar[0].naam}: {fout.reden}", fout.remedie) from fout
    return keuzes, splitsing


def _bewaar_kolommen() -> Antwoord:
    eigen = eis_dossier()
    velden = request.form
    keuzes, splitsing = _keuzes(velden.get("splitsing", ""))
    kolommen = {k.kop: velden.get(f"kolom-{n}", "") for n, k in enumerate(keuzes.kolommen)}
    onderdelen = {w: velden.get(f"waarde-{n}", "") for n, (w, _) in enumerate(keuzes.waarden)}
    anders = velden.get("anders", "")
    vast = {
        "ontvanger": velden.get("ontvanger", "").strip() if "ontvanger" not in kolommen.values()
        else "",
        "jaar": str(jaar()) if "jaar" not in kolommen.values() else "",
        "onderdeel": "" if any((*onderdelen.values(), anders)) else velden.get("onderdeel", ""),
    }  # fmt: skip
    tekst = als_profiel(kolommen, vast, splitsing, onderdelen, anders)
    naam = veilige_naam(velden.get("naam", "") or Path(keuzes.bestand).stem)
    vervang(eigen.map_, f"profielen/{naam}.toml", tekst.encode(), "profiel bewaard")
    kies_profiel(eigen, f"{naam}.toml")
    return _lees_voor(["--profiel", f"profielen/{naam}.toml", "--jaar", str(jaar())])


# -- a profile ---------------------------------------------------------------------------------


def _profiel() -> Response:
    eigen = eis_dossier()
    naam = request.args.get("naam", "")
    if naam and naam not in namen_in(eigen.map_ / "profielen"):
        raise Gebruikersfout(f"Het profiel '{naam}' is er niet; kies een ander profiel.")
    tekst, som = lees_bestand(eigen.map_, f"profielen/{naam}") if naam else (_VOORBEELD, "")
    return toon("profiel", naam=naam, tekst=tekst, som=som)


_VOORBEELD = """# Welke kolom is wat? Links onze naam, rechts de kop in uw bestand.
[kolommen]
boekstuk = "Stuknummer"
boekdatum = "Boekdatum"
omschrijving = "Omschrijving"
debet = "Debet"
credit = "Credit"

# Wat voor alle regels hetzelfde is.
[vast]
ontvanger = "Utrecht"
jaar = 2027

# Welke kostenplaats hoort bij welk onderdeel?
[onderdeel]
kolom = "Kostenplaats"
"12345" = "lokaal"
anders = "overslaan"
"""


def _bewaar_profiel() -> Antwoord:
    eigen = eis_dossier()
    naam = veilige_naam(request.form.get("naam", ""))
    naam = naam if naam.endswith(".toml") else f"{naam}.toml"
    tekst = request.form.get("tekst", "").replace("\r\n", "\n")
    vervang(
        eigen.map_,
        f"profielen/{naam}",
        tekst.encode(),
        "profiel bewaard",
        som_gezien=request.form.get("som", ""),
    )
    return redirect(url_for("inlezen"), 303)


# -- the toets ---------------------------------------------------------------------------------


def _toets() -> Response:
    werk = gevraagd_werk()
    uitslag: Any = werk.uitkomst.json if werk and werk.uitkomst else None
    filters = {naam: request.args.get(naam, "") for naam in ("ernst", "regel", "ontvanger")}
    gekozen = [b for b in uitslag["bevindingen"] if _past(b, filters)] if uitslag else []
    eigen = omgeving().dossier
    return toon(
        "toets", werk=werk, uitslag=uitslag, bevindingen=gekozen, filters=filters, jaar=jaar(),
        bestanden=namen_in(eigen.bestedingen(jaar())) if eigen else [],
        profielen=_profielen(),
    )  # fmt: skip


def _past(bevinding: dict[str, Any], filters: dict[str, str]) -> bool:
    return all(waarde in ("", str(bevinding[naam])) for naam, waarde in filters.items())


def boeken() -> list[str]:
    """Return the folder of this year's ledgers, as a command takes it."""
    eigen = eis_dossier()
    map_ = eigen.bestedingen(jaar())
    if not namen_in(map_):
        raise Gebruikersfout(
            f"Er zijn nog geen bestedingen over {jaar()}; lees ze eerst in bij 'Bestedingen "
            "inlezen'."
        )
    return [str(map_.absolute()), *_profielkeuze()]


def _begin_toets() -> Antwoord:
    if request.form.get("als") == "werkboek":
        naam = eis_dossier().uitvoer.absolute() / f"toets-{jaar()}.xlsx"
        opdracht = ["toets", *boeken(), "--uit", str(naam)]
        return begin("Het werkboek van de toets wordt gemaakt", opdracht, "overzichten")
    return begin("Uw bestedingen worden getoetst", ["toets", *boeken(), "--json"], "toets")


#: So many rows are shown on either side of the one a finding is about.
_EROMHEEN = 3


def _rijen() -> Response:
    """Show a row of a ledger as it was read, with those around it."""
    eigen = eis_dossier()
    naam, blad = request.args.get("bestand", ""), request.args.get("blad", "")
    if naam not in namen_in(eigen.bestedingen(jaar())):
        raise Gebruikersfout(f"Het bestand '{naam}' is er niet meer; toets opnieuw.")
    nummer = request.args.get("rij", "")
    rij = heel_getal(nummer, 1)
    pad = eigen.bestedingen(jaar()) / naam
    try:
        bladen = lees_bronbestand(lees_bytes(pad)).bladen
    except Onleesbaar as fout:
        raise Gebruikersfout(f"{naam}: {fout.reden}", fout.remedie) from fout
    gekozen = next((b for b in bladen if b.blad == blad), bladen[0])
    rijen = gekozen.rondom(rij, _EROMHEEN)
    return toon("rijen", naam=naam, blad=gekozen.blad, rij=rij, rijen=rijen)
