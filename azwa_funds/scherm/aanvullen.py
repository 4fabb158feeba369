"""What the shell may propose when a user presses Tab: names and codes out of the data.

Each function returns pairs of a word to type and a few words of explanation. A proposed word
has no spaces, quotes or diacritics, which a shell would trip over; `namen` knows the gemeente
or region by it all the same ("gooi-en-vechtstreek").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from azwa_funds.gegevens import Gegevens, roepnamen
from azwa_funds.kern.begrippen import SPUK_AZWA
from azwa_funds.kern.tekst import vorm

Voorstel = tuple[str, str]


def gemeenten(gegevens: Gegevens, begin: str) -> list[Voorstel]:
    """Propose gemeenten by name, or by code once a digit was typed."""
    alle = gegevens.gemeenten.values()
    if any(teken.isdigit() for teken in begin):
        return _passend(((g.code, g.naam) for g in alle), begin)
    namen = ((naam, g) for g in alle for naam in (g.naam, *roepnamen(g)))
    return _passend(((naam, f"{g.naam_cbs}, {g.provincie}") for naam, g in namen), begin)


def regios(gegevens: Gegevens, begin: str) -> list[Voorstel]:
    """Propose IZA-regio's by name."""
    alle = gegevens.regios.values()
    return _passend(((r.naam, f"IZA-regio, mandaathouder {r.mandaathouder}") for r in alle), begin)


def ontvangers(gegevens: Gegevens, begin: str) -> list[Voorstel]:
    """Propose gemeenten, then the regions that do not share their name with one."""
    eigen = gemeenten(gegevens, begin)
    namen = {woord for woord, _ in eigen}
    return eigen + [voorstel for voorstel in regios(gegevens, begin) if voorstel[0] not in namen]


def jaren(gegevens: Gegevens, begin: str) -> list[Voorstel]:
    """Propose the years of the SPUK AZWA."""
    wat = gegevens.uitkering(SPUK_AZWA)
    return _passend(((str(jaar), wat.naam) for jaar in wat.jaren), begin)


def onderdelen(gegevens: Gegevens, begin: str) -> list[Voorstel]:
    """Propose the onderdelen of the SPUK AZWA."""
    namen = {b.onderdeel: b.naam for b in gegevens.budgetten if b.uitkering == SPUK_AZWA}
    alle = gegevens.uitkering(SPUK_AZWA).onderdelen
    return [(o, namen.get(o, "")) for o in alle if o.startswith(begin.casefold())]


def sleutels(gegevens: Gegevens, begin: str) -> list[Voorstel]:
    """Propose verdeelsleutels by id."""
    alle = gegevens.sleutels.values()
    return [(s.id, s.naam) for s in alle if s.id.startswith(begin.casefold())]


def keuzes(gegevens: Gegevens, begin: str) -> list[Voorstel]:
    """Propose ONDERDEEL=ID, with the keys that divide over the recipients of the onderdeel.

    Money that waits (p.m.) has no recipients yet, so that any key may be tried on it.
    """
    gewoon = {t.onderdeel: t.sleutel for t in gegevens.uitkering(SPUK_AZWA).toedelingen}
    voorstellen = []
    for onderdeel, sleutel in gewoon.items():
        soort = gegevens.sleutel(sleutel).ontvangers if sleutel else None
        for keuze in gegevens.sleutels.values():
            if soort in (None, keuze.ontvangers):
                voorstellen.append((f"{onderdeel}={keuze.id}", keuze.naam))
    return [(woord, uitleg) for woord, uitleg in voorstellen if woord.startswith(begin.casefold())]


def uitkeringen(gegevens: Gegevens, begin: str) -> list[Voorstel]:
    """Propose uitkeringen by id."""
    alle = gegevens.uitkeringen.values()
    return [(wat.id, wat.naam) for wat in alle if wat.id.startswith(begin.casefold())]


def scenarios(gegevens: Gegevens, begin: str) -> list[Voorstel]:
    """Propose the scenarios that come with the data, by the name under which they are known."""
    return [(id_, pad.name) for id_, pad in gegevens.scenarios.items() if id_.startswith(begin)]


def _passend(voorstellen: Iterable[Voorstel], begin: str) -> list[Voorstel]:
    """Keep what begins as typed, in lower case if that was typed: some shells compare strictly."""
    klein = begin != "" and begin == begin.lower()
    return sorted(
        (_typbaar(naam).lower() if klein else _typbaar(naam), uitleg)
        for naam, uitleg in voorstellen
        if vorm(naam).startswith(vorm(begin))
    )


def _typbaar(naam: str) -> str:
    """Return a name as plain letters, digits and hyphens."""
    ontleed = unicodedata.normalize("NFKD", naam)
    kaal = "".join(teken for teken in ontleed if not unicodedata.combining(teken))
    return re.sub(r"[^A-Za-z0-9]+", "-", kaal).strip("-")
