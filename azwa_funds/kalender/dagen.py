"""The dates that matter, for the whole country or one regio, and as an iCalendar file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import SPUK_AZWA, Herindeling, Kalenderdatum, Precisie, Regio, Status
from azwa_funds.kern.tekst import slug
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen import Cijfers


def maak_kalender(gegevens: Gegevens, regio: Regio | None = None) -> list[Kalenderdatum]:
    """Return all dates in the order of their last day, proposed herindelingen included.

    For a regio `wie` names its mandaathouder and counts its gemeenten, and only herindelingen
    of its own gemeenten are there.
    """
    data = list(gegevens.kalender)
    for herindeling in gegevens.herindelingen:
        if herindeling.status == "voorgesteld" and _raakt(gegevens, herindeling, regio):
            data.append(_als_datum(herindeling))
    if regio is not None:
        data = [_voor_regio(gegevens, datum, regio) for datum in data]
    return sorted(data, key=lambda d: (d.datum_tot, d.datum, d.onderwerp))


def _raakt(gegevens: Gegevens, herindeling: Herindeling, regio: Regio | None) -> bool:
    gemeenten = [
        gegevens.gemeenten[code]
        for code in (herindeling.code_oud, herindeling.code_nieuw)
        if code in gegevens.gemeenten
    ]
    return regio is None or any(gemeente.iza_regio == regio.naam for gemeente in gemeenten)


def _als_datum(herindeling: Herindeling) -> Kalenderdatum:
    return Kalenderdatum(
        datum=herindeling.datum,
        datum_tot=herindeling.datum,
        precisie=Precisie.DAG,
        onderwerp=f"Voorgestelde herindeling {herindeling.naam_oud}",
        wat=(
            f"{herindeling.naam_oud} gaat op in {herindeling.naam_nieuw} "
            f"({herindeling.toelichting}); niet verwerkt in de bedragen."
        ),
        wie="gemeenten",
        uitkering=SPUK_AZWA,
        status=Status.VERWACHT,
        vindplaats=herindeling.vindplaats,
    )


def _voor_regio(gegevens: Gegevens, datum: Kalenderdatum, regio: Regio) -> Kalenderdatum:
    namen = sorted(g.naam for g in gegevens.gemeenten.values() if g.iza_regio == regio.naam)
    aantal = "1 gemeente" if len(namen) == 1 else f"{len(namen)} gemeenten"
    woorden = {
        "colleges van B en W": f"colleges van B en W van {aantal}",
        "ontvangers": f"mandaathouder {regio.mandaathouder} en {aantal}",
        "mandaathouder": f"mandaathouder {regio.mandaathouder}",
        "gemeenten": aantal,
    }
    wie = re.sub("|".join(woorden), lambda gevonden: woorden[gevonden[0]], datum.wie, count=1)
    wat = datum.wat
    if datum.wie.startswith("colleges"):
        wat += f" In {regio.naam}: {', '.join(namen)}."
    return replace(datum, wie=wie, wat=wat)


def als_rijen(gegevens: Gegevens, data: Sequence[Kalenderdatum]) -> list[dict[str, str]]:
    """Return the dates as rows of text, each with its source in full."""
    return [
        {
            "datum": datum.datum.isoformat(),
            "datum_tot": datum.datum_tot.isoformat(),
            **waarden(datum, "precisie periode onderwerp wat wie"),
            "uitkering": gegevens.uitkering(datum.uitkering).naam,
            **waarden(datum, "status"),
            "bron": gegevens.citeer(datum.vindplaats),
        }
        for datum in data
    ]


def leg_naast(data: Sequence[Kalenderdatum], vandaag: date) -> list[str]:
    """Say how many dates are past, which comes next, and how far the next SiSa day is."""
    komt = [datum for datum in data if datum.datum_tot >= vandaag]
    zinnen = [
        f"Vandaag is het {vandaag:%d-%m-%Y}: {len(data) - len(komt)} van de {len(data)} data zijn "
        "geweest."
    ]
    if komt:
        zinnen.append(f"Nu eerst: {_over(komt[0], vandaag)}.")
    sisa = [d for d in komt if d.onderwerp.startswith("SiSa") and d.precisie is Precisie.DAG]
    if sisa and sisa[0] is not komt[0]:
        zinnen.append(f"{_over(sisa[0], vandaag)}.")
    return zinnen


def _over(datum: Kalenderdatum, vandaag: date) -> str:
    dag = datum.datum_tot if datum.precisie is Precisie.DAG else datum.datum
    dagen = (dag - vandaag).days
    wanneer = {0: "vandaag", 1: "nog 1 dag"}.get(dagen, f"nog {dagen} dagen")
    if datum.precisie is not Precisie.DAG and dagen <= 0:
        wanneer = "nu"  # a month has no day to count to
    return f"{datum.onderwerp}, {datum.periode} ({wanneer})"


def kalender_als_ics(
    gegevens: Gegevens, data: Sequence[Kalenderdatum], regio: Regio | None = None
) -> bytes:
    """Return the dates as an iCalendar file of all-day events; same input, same bytes.

    A date keeps its UID when its day shifts, so that a newer file replaces the older events.
    """
    from icalendar import Calendar, Event

    stempel = datetime.combine(Cijfers(gegevens).peildatum, time(), UTC)
    agenda = Calendar()
    agenda.add("prodid", "-//azwa_funds//kalender//NL")
    agenda.add("version", "2.0")
    naam = f"SPUK AZWA, regio {regio.naam}" if regio else "SPUK AZWA"
    agenda.add("x-wr-calname", naam)
    achtervoegsel = f"-{slug(regio.naam)}" if regio else ""
    for datum, rij in zip(data, als_rijen(gegevens, data), strict=True):
        vast = datum.precisie is Precisie.DAG and datum.status >= Status.INDICATIEF
        afspraak = Event()
        afspraak.add("uid", f"{slug(datum.onderwerp)}{achtervoegsel}@azwa-funds")
        afspraak.add("dtstamp", stempel)
        afspraak.add("dtstart", datum.datum)
        afspraak.add("dtend", datum.datum_tot + timedelta(days=1))
        afspraak.add("summary", f"{rij['uitkering']}: {datum.onderwerp}")
        afspraak.add("description", _omschrijving(rij))
        afspraak.add("categories", [rij["uitkering"]])
        afspraak.add("status", "CONFIRMED" if vast else "TENTATIVE")
        afspraak.add("transp", "TRANSPARENT")
        agenda.add_component(afspraak)
    inhoud: bytes = agenda.to_ical()
    return inhoud


def _omschrijving(rij: dict[str, str]) -> str:
    koppen = {"Wanneer": "periode", "Wie": "wie", "Status": "status", "Bron": "bron"}
    return "\n".join([rij["wat"], *(f"{kop}: {rij[naam]}" for kop, naam in koppen.items())])
