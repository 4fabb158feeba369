"""How the outcome of a toets is shown: table, csv and json."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from azwa_funds.besteden import Ernst
from azwa_funds.gegevens import benoem
from azwa_funds.kern.euro import centen_als_getal, toon_centen
from azwa_funds.kern.tekst import telling
from azwa_funds.scherm.tabel import vouw
from azwa_funds.scherm.uitvoer import CSV, CSV_EXCEL, naar_json, rijen_als, waarden
from azwa_funds.toetsen.basis import Bevinding, Toets
from azwa_funds.toetsen.uitslag import Uitslag

#: The columns of the CSV, as users' programs count on them.
BEVINDINGKOLOMMEN = (
    "regel,ernst,ontvanger_code,ontvanger,jaar,onderdeel,verwacht,gevonden,verschil,bestand,rij,"
    "melding"
).split(",")

#: On a screen, less serious bevindingen of one rule are counted beyond this many.
MEESTE_OP_SCHERM = {Ernst.FOUT: 100, Ernst.WAARSCHUWING: 25, Ernst.INFORMATIE: 10}


def bevinding_als_rij(bevinding: Bevinding) -> dict[str, Any]:
    """Return a bevinding by the columns of the CSV; amounts are euros with two decimals.

    An amount or row that is not there is None.
    """
    bedragen = waarden(bevinding, "verwacht gevonden verschil")
    return {
        **waarden(bevinding, "regel ernst ontvanger_code ontvanger jaar onderdeel"),
        # Numbers, so that the minus of -12.50 is not taken for the start of a formula.
        **{n: None if c is None else Decimal(centen_als_getal(c)) for n, c in bedragen.items()},
        "bestand": waar(bevinding),
        **waarden(bevinding, "rij melding"),
    }


def waar(bevinding: Bevinding) -> str:
    """Return the file of a bevinding, with the sheet where there is one."""
    return f"{bevinding.bestand}#{bevinding.blad}" if bevinding.blad else bevinding.bestand


def als_csv(uitslag: Uitslag, formaat: str = CSV) -> str:
    """Return all bevindingen as csv or csv-excel; amounts are exact, as 1234.56 or 1234,56."""
    return rijen_als(
        formaat, [bevinding_als_rij(b) for b in uitslag.bevindingen], BEVINDINGKOLOMMEN
    )


def uitslag_als(formaat: str, uitslag: Uitslag) -> str:
    """Return the outcome as a table, csv, csv-excel or json."""
    if formaat in (CSV, CSV_EXCEL):
        return als_csv(uitslag, formaat)
    return als_json(uitslag) if formaat == "json" else als_tekst(uitslag)


def als_json(uitslag: Uitslag) -> str:
    """Return the outcome as JSON: verdict, and bevindingen with their ground.

    Amounts are text such as "1234.56", for a number in JSON would be read as a float; an amount
    or row that is not there is null.
    """
    return naar_json(
        {
            "jaar": uitslag.toets.jaar,
            "getoetst": uitslag.toets.kring.naam,
            "oordeel": uitslag.oordeel,
            "niet_getoetst": [regel.nummer for regel in uitslag.zonder],
            "bestanden": uitslag.toets.bestedingen.bestanden,
            "opmerkingen": list(uitslag.toets.opmerkingen),
            "bevindingen": [
                _in_json(bevinding_als_rij(b))
                | {"grondslag": grond_voluit(uitslag.toets, b.regel, b.onderdeel)}
                for b in uitslag.bevindingen
            ],
        }
    )


def _in_json(rij: dict[str, Any]) -> dict[str, Any]:
    return {naam: str(cel) if isinstance(cel, Decimal) else cel for naam, cel in rij.items()}


def grond_voluit(toets: Toets, nummer: int, onderdeel: str = "") -> str:
    """Cite what a rule rests on, with title and date of each source."""
    return "; ".join(map(toets.geld.gegevens.citeer, toets.gronden(nummer, onderdeel)))


def als_tekst(uitslag: Uitslag) -> str:
    """Return the outcome for a reader: what was tested, and the bevindingen per rule."""
    toets = uitslag.toets
    som = toon_centen(toets.geboekt)
    bestanden = telling(len(toets.bestedingen.bestanden), "bestand", "bestanden")
    boekingen = telling(len(toets.eigen), "boeking", "boekingen")
    regels = [
        f"Toets van de bestedingen over {toets.jaar}: {uitslag.oordeel}",
        vouw(f"Getoetst: {toets.kring.naam} ({toets.kring.uitleg})."),
        vouw(f"Gelezen: {bestanden}; {boekingen} over {toets.jaar}, samen {som}."),
    ]
    if uitslag.zonder:
        namen = "; ".join(f"{regel.nummer} {regel.naam}" for regel in uitslag.zonder)
        regels.append(vouw(f"NIET getoetst, op uw verzoek: {namen}."))
    regels += [vouw(f"Let op: {opmerking}", 2) for opmerking in toets.opmerkingen]
    for ernst in Ernst:
        for regel in uitslag.gedaan:
            eigen = [b for b in uitslag.bevindingen if (b.ernst, b.regel) == (ernst, regel.nummer)]
            if eigen:
                regels += ["", *_blok(uitslag, ernst, regel.nummer, eigen)]
    return "\n".join(regels) + "\n"


def _blok(
    uitslag: Uitslag, ernst: Ernst, nummer: int, bevindingen: list[Bevinding]
) -> Iterable[str]:
    regel = uitslag.toets.regels.regel(nummer)
    yield f"{str(ernst).upper()}, toetsregel {nummer}: {regel.naam} ({len(bevindingen)})"
    for bevinding in bevindingen[: MEESTE_OP_SCHERM[ernst]]:
        plek = f" [{waar(bevinding)}, rij {bevinding.rij}]" if bevinding.rij else ""
        wie = bevinding.ontvanger
        if bevinding.ontvanger_code:
            wie += f" ({bevinding.ontvanger_code})"
        gegevens = uitslag.toets.geld.gegevens
        wat = f", {benoem(gegevens, bevinding.onderdeel)}" if bevinding.onderdeel else ""
        yield vouw(f"- {wie}{wat}: {bevinding.melding}{plek}", 2)
    rest = len(bevindingen) - MEESTE_OP_SCHERM[ernst]
    if rest > 0:
        yield f"- en nog {rest}; alle bevindingen staan in --formaat csv en in het werkboek."
    voluit = (grond_voluit(uitslag.toets, nummer, b.onderdeel) for b in bevindingen)
    yield vouw(f"  Grond: {'; '.join(dict.fromkeys(voluit))}.", 9)
