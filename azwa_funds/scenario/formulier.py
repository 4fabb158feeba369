"""What if, as a form asks it: another budget, key, minimum or indexation, over a scenario or none.

Every field becomes a change as a file would have it, read by the same reader, so that what is kept
as a scenario gives the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azwa_funds.gegevens import Gegevens, Gevonden, zoek_ontvanger
from azwa_funds.kern.begrippen import SPUK_AZWA, Ontvangersoort, Sleutel
from azwa_funds.kern.euro import bedragfout, lees_bedrag, toon
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, Onleesbaar, Veldfouten, zin
from azwa_funds.kern.tekst import als_toml, slug
from azwa_funds.lezen.tabel import blokken
from azwa_funds.scenario.scenario import (
    Scenario,
    Vergelijking,
    lees_scenario,
    met_datum_als_tekst,
    reken_scenario,
    standen,
)
from azwa_funds.scenario.soorten import lees_wijziging
from azwa_funds.scenario.uitvoer import wijzigingszin
from azwa_funds.scenario.wijziging import Wijziging, lees_percentage
from azwa_funds.scenario.zwaai import lees_spreiding, reken_zwaai
from azwa_funds.scherm.tabel import met_teken
from azwa_funds.verdelen import gewichten, heeft_grenzen

#: So many draws make the band on a screen, which has to answer at once.
TREKKINGEN = 1000
_INGEVULD = "Ingevuld in het venster; een aanname zonder bron."
_LANGSTE_NAAM, _LANGSTE_GETAL = 80, 20
#: Far above any budget, and low enough to compute with exactly.
_HOOGSTE_BEDRAG = 10**11


@dataclass(frozen=True, slots=True)
class Scenariovraag:
    """What somebody filled in, as typed; an empty field changes nothing.

    `scenario` is the id of one to begin with. `onderdeel` and `jaar` say where the other fields
    hold: everywhere, where they are empty.
    """

    wie: str
    scenario: str = ""
    onderdeel: str = ""
    jaar: str = ""
    budget: str = ""
    indexatie: str = ""
    sleutel: str = ""
    minimum: str = ""


@dataclass(frozen=True, slots=True)
class Schuif:
    """Between which whole amounts or percentages a slider moves; `hoogst` 0 is no slider."""

    laagst: int
    hoogst: int
    stap: str
    nu: str


@dataclass(frozen=True, slots=True)
class Scenarioantwoord:
    """What it comes to for one recipient: rows of jaar, onderdeel, nu, wat als, verschil, band."""

    wie: str
    stappen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    samen: tuple[str, ...]


def scenariokeuzes(gegevens: Gegevens) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen: scenarios, onderdelen that a key can divide, years and keys."""
    wat = gegevens.uitkering(SPUK_AZWA)
    scenarios = [lees_scenario(gegevens, pad) for pad in gegevens.scenarios.values()]
    onderdelen = ((o, naam_van(gegevens, o)) for o in wat.onderdelen)
    return {
        "scenario": [("", "Geen: de bedragen van nu"), *((s.id, s.naam) for s in scenarios)],
        "onderdeel": [("", "Alle onderdelen"), *onderdelen],
        "jaar": [("", "Alle jaren"), *((str(jaar), str(jaar)) for jaar in wat.jaren)],
        "sleutel": [
            ("", "De sleutel van nu"),
            *(
                (s.id, f"{s.naam} (over {s.ontvangers.meervoud})")
                for s in gegevens.sleutels.values()
                if s.van <= wat.tot_en_met and s.tot_en_met >= wat.van
            ),
        ],
    }


def naam_van(gegevens: Gegevens, onderdeel: str) -> str:
    """Return the name of an onderdeel as the source of its budget has it."""
    namen = {b.onderdeel: b.naam for b in gegevens.budgetten if b.uitkering == SPUK_AZWA}
    return namen.get(onderdeel, onderdeel)


# -- from fields to changes --------------------------------------------------------------------


def blokken_van(gegevens: Gegevens, vraag: Scenariovraag) -> list[tuple[str, dict[str, Any]]]:
    """Return the changes of a question in order, each with the field that it came from.

    Raises Veldfouten.
    """
    fouten = dict(_keur(gegevens, vraag))
    if fouten:
        raise Veldfouten(fouten)
    uit: list[tuple[str, dict[str, Any]]] = []
    if vraag.scenario:
        pad = gegevens.scenarios[vraag.scenario]
        delen = blokken(pad, gegevens.toml(pad), "wijziging", mag_leeg=True)
        uit += [("scenario", met_datum_als_tekst(deel)) for deel in delen]
    waar: dict[str, Any] = {"onderdelen": [vraag.onderdeel]} if vraag.onderdeel else {}
    if vraag.jaar:
        waar["jaren"] = [int(vraag.jaar)]
    plek = f" voor {naam_van(gegevens, vraag.onderdeel)}" if vraag.onderdeel else ""
    bij = f"{plek} in {vraag.jaar}" if vraag.jaar else plek

    def zet(veld: str, soort: str, naam: str, **velden: Any) -> None:
        uit.append((veld, _blok(soort, f"{naam}{bij}", **velden) | waar))

    if vraag.budget:
        bedrag = lees_bedrag(vraag.budget)
        zet("budget", "bedrag", f"Budget van {toon(bedrag)}", bedrag=bedrag)
    uit += [("indexatie", waar | blok) for blok in _indexatie(gegevens, vraag, plek)]
    if vraag.sleutel:
        naam = f"Sleutel {gegevens.sleutel(vraag.sleutel).naam}"
        zet("sleutel", "sleutel", naam, sleutel=vraag.sleutel)
    if vraag.minimum:
        bedrag = lees_bedrag(vraag.minimum)
        zet("minimum", "minimum", f"Minimum van {toon(bedrag)}", bedrag=bedrag)
    return uit


def _blok(soort: str, naam: str, **velden: Any) -> dict[str, Any]:
    return {"naam": naam, "soort": soort, "toelichting": _INGEVULD, **velden}


def _indexatie(gegevens: Gegevens, vraag: Scenariovraag, plek: str) -> Iterator[dict[str, Any]]:
    """Yield the steps of an indexation: each year again after the first, or one year only."""
    tekst = vraag.indexatie.lstrip("-")
    if not tekst or not tekst.strip("0,.% "):
        return
    soort = "korting" if vraag.indexatie.startswith("-") else "indexatie"
    jaren = gegevens.uitkering(SPUK_AZWA).jaren
    stappen = [[int(vraag.jaar)]] if vraag.jaar else [list(jaren[n:]) for n in range(1, len(jaren))]
    for vanaf in stappen:
        wanneer = "in" if vraag.jaar else "vanaf"
        naam = f"{soort.capitalize()} {tekst.rstrip('% ')}%{plek} {wanneer} {vanaf[0]}"
        yield _blok(soort, naam, percentage=tekst, jaren=vanaf)


def _keur(gegevens: Gegevens, vraag: Scenariovraag) -> Iterator[tuple[str, str]]:
    bekend = scenariokeuzes(gegevens)
    for veld, wat in (
        ("scenario", "Dit scenario"), ("onderdeel", "Dit onderdeel"), ("jaar", "Dit jaar"),
        ("sleutel", "Deze sleutel"),
    ):  # fmt: skip
        if getattr(vraag, veld) not in dict(bekend[veld]):
            yield veld, f"{wat} bestaat niet; kies er een uit de lijst."
    for veld, fout in (
        ("budget", _hoogstens(vraag.budget)), ("minimum", _hoogstens(vraag.minimum)),
        ("sleutel", _sleutelfout(gegevens, vraag)), ("indexatie", _procentfout(vraag.indexatie)),
    ):  # fmt: skip
        if fout:
            yield veld, fout
    if vraag.budget and not (vraag.onderdeel and vraag.jaar):
        yield "budget", "Kies bij een ander budget ook één onderdeel en één jaar."
    for veld, wat in (("sleutel", "een andere sleutel"), ("minimum", "een minimum")):
        if getattr(vraag, veld) and not vraag.onderdeel:
            yield veld, f"Kies bij {wat} ook één onderdeel."


def _hoogstens(tekst: str) -> str:
    """Say of an amount why it cannot be; "" for one that can, or where nothing was typed."""
    fout = bedragfout(tekst) if tekst else ""
    if tekst and not fout and lees_bedrag(tekst) > _HOOGSTE_BEDRAG:
        fout = f"Dit bedrag is te groot; typ hoogstens {toon(_HOOGSTE_BEDRAG)}."
    return fout


def _sleutelfout(gegevens: Gegevens, vraag: Scenariovraag) -> str:
    """Say that a key divides over others than the onderdeel goes to; "" where it does not."""
    wat = gegevens.uitkering(SPUK_AZWA)
    if vraag.sleutel not in gegevens.sleutels or vraag.onderdeel not in wat.onderdelen:
        return ""
    hoort = _over_wie(gegevens, vraag.onderdeel, wat.van)
    gekozen = gegevens.sleutel(vraag.sleutel).ontvangers
    if hoort is None or hoort is gekozen:
        return ""
    return f"Deze sleutel verdeelt over {gekozen.meervoud}; kies er een over {hoort.meervoud}."


def _over_wie(gegevens: Gegevens, onderdeel: str, jaar: int) -> Ontvangersoort | None:
    """Return over whom a key divides an onderdeel in a year; None where none does."""
    id_ = gegevens.toedeling(SPUK_AZWA, onderdeel, jaar).sleutel
    return gegevens.sleutel(id_).ontvangers if id_ else None


def _procentfout(tekst: str) -> str:
    """Say why a percentage with or without a minus cannot be; "" for one that can."""
    kaal, hoogste = tekst.removeprefix("-"), 100 if tekst.startswith("-") else 1000
    if not tekst or (not kaal.strip("0,.% ") and kaal[:1] == "0"):
        return ""

    if len(kaal) > _LANGSTE_GETAL:
        return "Dit percentage is te lang; typ bijvoorbeeld 2,5."
    try:
        lees_percentage(kaal, hoogste, Onleesbaar)
    except Onleesbaar as fout:
        if "geen getal" in fout.reden:
            return "Dit is geen percentage; typ bijvoorbeeld 2,5 of -2,5."
        return "Dit percentage kan niet; typ een getal van -100 tot en met 1000."
    return ""


def als_scenario(gegevens: Gegevens, vraag: Scenariovraag) -> Scenario:
    """Return the scenario that a question makes; raises Veldfouten."""
    wijzigingen: list[Wijziging] = []
    pad = Path("eigen.toml")
    for nummer, (veld, blok) in enumerate(blokken_van(gegevens, vraag), start=1):
        try:
            wijzigingen.append(lees_wijziging(gegevens, pad, nummer, blok))
        except Invoerfout as fout:
            raise _bij(veld, fout) from fout
    zwaai_ = lees_scenario(gegevens, vraag.scenario).zwaai if vraag.scenario else {}
    gedaan = tuple(wijzigingen)
    return Scenario("eigen", "Eigen vraag", _INGEVULD, SPUK_AZWA, gedaan, zwaai_, pad, "")


def _bij(veld: str, fout: Invoerfout) -> Veldfouten:
    # Of a fault of a key, the form names the field and not the file.
    dieper = fout.__cause__
    fout = dieper if isinstance(dieper, Invoerfout) else fout
    reden = f"{fout.reden[:1].upper()}{fout.reden[1:]}"
    return Veldfouten({veld: zin(f"{reden}; {fout.remedie}")})


# -- the answer --------------------------------------------------------------------------------


def antwoord_op(gegevens: Gegevens, vraag: Scenariovraag) -> Scenarioantwoord:
    """Work a question out for its recipient; raises Veldfouten."""
    try:
        wie = zoek_ontvanger(gegevens, vraag.wie)
    except Gebruikersfout as fout:
        raise Veldfouten({"wie": str(fout), **dict(_keur(gegevens, vraag))}) from fout
    scenario = als_scenario(gegevens, vraag)
    try:
        rijen = [v for v in reken_scenario(gegevens, scenario) if _gaat_over(gegevens, wie, v)]
    except Invoerfout as fout:
        raise _bij(_veld_van(gegevens, vraag, scenario, fout), fout) from fout
    if not rijen:
        raise Veldfouten({"wie": f"{wie.naam} krijgt geen bedrag dat verdeeld wordt; kies een "
                                 "gemeente of regio."})  # fmt: skip
    banden = _banden(gegevens, scenario, rijen)
    nu, straks = (sum(v.basis for v in rijen), sum(v.toekenning.bedrag for v in rijen))
    regio = wie.mandaathouder_van
    return Scenarioantwoord(
        f"IZA-regio {regio.naam}" if wie.via_regio and regio else wie.naam,
        tuple(
            f"{w.nummer}. {w.naam}." if w.toelichting == _INGEVULD else wijzigingszin(gegevens, w)
            for w in scenario.wijzigingen
        ),
        tuple(
            (
                *(str(v.jaar), naam_van(gegevens, v.onderdeel)),
                *(toon(v.basis), toon(v.toekenning.bedrag), met_teken(v.verschil)),
                banden.get((v.onderdeel, v.jaar), "-"),
            )
            for v in rijen
        ),
        ("", toon(nu), toon(straks), met_teken(straks - nu), ""),
    )


def _gaat_over(gegevens: Gegevens, wie: Gevonden, rij: Vergelijking) -> bool:
    """Whether a row is of this recipient; who asks for a regio means its regional money only."""
    if rij.ontvanger_code != wie.code:
        return False
    if not wie.via_regio or wie.mandaathouder_van is None:
        return True
    over_wie = _over_wie(gegevens, rij.onderdeel, rij.jaar)
    return rij.regio == wie.mandaathouder_van.naam and over_wie is Ontvangersoort.REGIO


def _veld_van(
    gegevens: Gegevens, vraag: Scenariovraag, scenario: Scenario, fout: Invoerfout
) -> str:
    """Find the field of the change that a fault names."""
    velden = [veld for veld, _ in blokken_van(gegevens, vraag)]
    for veld, wijziging in zip(velden, scenario.wijzigingen, strict=True):
        if wijziging.fout("", "").bestand == fout.bestand:
            return veld
    return ""


def _banden(
    gegevens: Gegevens, scenario: Scenario, rijen: Sequence[Vergelijking]
) -> dict[tuple[str, int], str]:
    """Return the band of each amount of one recipient, where a key without bounds divides it.

    With a minimum or maximum each draw is divided by itself, which takes too long for a screen.
    """
    eind = standen(gegevens, scenario)[-1]
    code, regios = rijen[0].ontvanger_code, {rij.regio for rij in rijen}
    gevonden = {}
    for onderdeel, jaar in dict.fromkeys((rij.onderdeel, rij.jaar) for rij in rijen):
        id_ = eind.sleutels[onderdeel, jaar]
        if not id_ or heeft_grenzen(eind.gegevens[jaar].sleutel(id_)):
            continue
        spreiding = lees_spreiding(None, None, scenario)
        for band in reken_zwaai(
            eind, spreiding, aantal=TREKKINGEN, zaad=1, jaren=[jaar], onderdelen=[onderdeel]
        ):
            if band.ontvanger_code == code and band.regio in regios:
                gevonden[onderdeel, jaar] = f"{toon(band.p5)} tot {toon(band.p95)}"
    return gevonden


# -- sliders -----------------------------------------------------------------------------------


def scenarioschuiven(gegevens: Gegevens, vraag: Scenariovraag) -> dict[str, Schuif]:
    """Return how far each slider goes: to twice the budget, to an equal share, to ten per cent."""
    wat = gegevens.uitkering(SPUK_AZWA)
    jaar = int(vraag.jaar) if vraag.jaar in map(str, wat.jaren) else wat.van
    budget = hoogste_minimum = 0
    if vraag.onderdeel in wat.onderdelen:
        budget = gegevens.budget(SPUK_AZWA, vraag.onderdeel, jaar).bedrag or 0
        id_ = vraag.sleutel or gegevens.toedeling(SPUK_AZWA, vraag.onderdeel, jaar).sleutel
        if id_ in gegevens.sleutels:
            hoogste_minimum = budget // max(1, len(_ontvangers(gegevens, id_, jaar)))
    return {
        "budget": _schuif(2 * budget if vraag.jaar else 0, vraag.budget, budget),
        "indexatie": Schuif(-10, 10, "0.5", _getal(vraag.indexatie) or "0"),
        "minimum": _schuif(hoogste_minimum, vraag.minimum, 0),
    }


def _ontvangers(gegevens: Gegevens, id_: str, jaar: int) -> Sequence[object]:
    sleutel: Sleutel = gegevens.sleutel(id_)
    return gewichten(gegevens, id_, jaar) if sleutel.van <= jaar <= sleutel.tot_en_met else ()


def _schuif(hoogst: int, getypt: str, anders: int) -> Schuif:
    stap = 10 ** max(0, len(str(hoogst)) - 3)
    nu = anders if not getypt or bedragfout(getypt) else lees_bedrag(getypt)
    return Schuif(0, hoogst - hoogst % stap, str(stap), str(nu))


def _getal(tekst: str) -> str:
    """Return a percentage as a slider reads it, "" where it is none."""
    return "" if _procentfout(tekst) else tekst.rstrip("% ").replace(",", ".")


# -- to keep -----------------------------------------------------------------------------------


def scenario_als_bestand(gegevens: Gegevens, vraag: Scenariovraag, naam: str) -> tuple[str, str]:
    """Return the name and the text of the file of a scenario that says the same.

    Raises Veldfouten, also for a name that cannot be or is taken (field "naam").
    """
    naam = " ".join(naam.split())
    id_ = slug(naam).replace("-", "_")
    fout = ""
    if not id_:
        fout = "Geef het scenario een naam van letters of cijfers."
    elif len(naam) > _LANGSTE_NAAM:
        fout = f"Deze naam is te lang; gebruik hoogstens {_LANGSTE_NAAM} tekens."
    elif id_ in gegevens.scenarios:
        fout = "Er is al een scenario dat zo heet; kies een andere naam."
    if fout:
        raise Veldfouten({"naam": fout})
    antwoord_op(gegevens, vraag)  # what cannot be worked out is not kept
    scenario = als_scenario(gegevens, vraag)
    delen = [blok for _, blok in blokken_van(gegevens, vraag)]
    if not delen and not scenario.zwaai:
        raise Veldfouten({"naam": "Er is nog niets gewijzigd; vul eerst een veld in."})
    regels = [
        "# Gemaakt in het venster van azwa-funds. U mag dit bestand ook zelf wijzigen.",
        f"id = {als_toml(id_)}", f"naam = {als_toml(naam)}", f"toelichting = {als_toml(_INGEVULD)}",
    ]  # fmt: skip
    for kop, blok in [*(("[[wijziging]]", b) for b in delen), ("[zwaai]", scenario.zwaai)]:
        if blok:
            regels += ["", kop, *(f"{veld} = {als_toml(waarde)}" for veld, waarde in blok.items())]
    return f"{id_}.toml", "\n".join(regels) + "\n"
