"""How the comparison of awards with the calculation is shown."""

from __future__ import annotations

from collections.abc import Sequence

from azwa_funds.beschikken.beschikkingen import Gelezen, Vergelijking, als_rijen
from azwa_funds.gegevens.namen import benoem
from azwa_funds.gegevens.sources import Gegevens
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.kern.tekst import telling
from azwa_funds.scherm.tabel import teken_tabel, vouw
from azwa_funds.scherm.uitvoer import naar_csv, naar_json


def vergelijking_als(formaat: str, gegevens: Gegevens, gelezen: Gelezen) -> str:
    """Return the comparison as a table with totals, csv or json."""
    rijen = als_rijen(gelezen)
    if formaat == "json":
        return naar_json(rijen)
    if formaat == "csv":
        return naar_csv(rijen)
    return _tabel(gegevens, gelezen)


def _tabel(gegevens: Gegevens, gelezen: Gelezen) -> str:
    """Return the recipients that differ, and the total of all of them."""
    bekend = [v for v in gelezen.vergelijkingen if v.berekend is not None]
    anders = [v for v in gelezen.vergelijkingen if v.verschil != 0 or _is_herzien(v)]
    statussen = sorted({str(v.status) for v in bekend})
    regels = [f"Van berekend ({', '.join(statussen) or 'p.m.'}) naar beschikt, hele euro's"]
    berekend = sum(v.berekend or 0 for v in bekend)
    met_berekening = sum(v.beschikt.bedrag for v in bekend)
    if anders:
        regels.append(_verschillen(gegevens, anders))
    gelijk = sum(v.verschil == 0 for v in gelezen.vergelijkingen)
    wat = telling(len(gelezen.vergelijkingen), "beschikking", "beschikkingen")
    regels.append(f"Gelijk aan de berekening: {gelijk} van {wat}.")
    regels.append(
        f"Samen: berekend {toon(berekend)}, beschikt {toon(met_berekening)}, verschil "
        f"{toon(met_berekening - berekend)}."
    )
    if len(bekend) < len(gelezen.vergelijkingen):
        rest = gelezen.totaal - met_berekening
        regels.append(f"Daarnaast is {toon(rest)} beschikt waarvan de berekening p.m. was.")
    if gelezen.vervangen:
        eerder = sum(oud.bedrag for oud, _ in gelezen.vervangen)
        nu = sum(nieuw.bedrag for _, nieuw in gelezen.vervangen)
        wat = telling(len(gelezen.vervangen), "eerdere beschikking", "eerdere beschikkingen")
        regels.append(
            f"Vervangen: {wat} van samen {toon(eerder)}; nu {toon(nu)}, verschil "
            f"{toon(nu - eerder)}."
        )
    regels += [vouw(f"Let op: {opmerking}", 2) for opmerking in gelezen.opmerkingen]
    return "\n".join(regels) + "\n"


def _is_herzien(v: Vergelijking) -> bool:
    return v.eerder is not None and v.eerder.bedrag != v.beschikt.bedrag


def _verschillen(gegevens: Gegevens, vergelijkingen: Sequence[Vergelijking]) -> str:
    """Draw a row per recipient; what was awarded earlier has a column if anything was."""
    met_eerder = any(v.eerder for v in vergelijkingen)
    koppen = ["Jaar", "Onderdeel", "Code", "Ontvanger", "Berekend"]
    koppen += [*(["Eerder"] if met_eerder else []), "Beschikt", "Verschil"]
    rijen = []
    for v in vergelijkingen:
        rij = [str(v.beschikt.jaar), benoem(gegevens, v.beschikt.onderdeel)]
        rij += [v.beschikt.ontvanger_code, v.beschikt.ontvanger]
        rij.append("p.m." if v.berekend is None else toon_getal(v.berekend))
        if met_eerder:
            rij.append("-" if v.eerder is None else toon_getal(v.eerder.bedrag))
        rij.append(toon_getal(v.beschikt.bedrag))
        rij.append("" if v.verschil is None else toon_getal(v.verschil))
        rijen.append(rij)
    return teken_tabel(koppen, rijen, getallen=koppen[4:])
