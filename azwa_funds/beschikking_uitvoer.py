"""How the comparison of awards with the calculation is shown."""

from __future__ import annotations

from azwa_funds.beschikkingen import Gelezen, als_rijen
from azwa_funds.euro import toon, toon_getal
from azwa_funds.uitvoer import naar_csv, naar_json, teken_tabel, vouw


def vergelijking_als(formaat: str, gelezen: Gelezen) -> str:
    """Return the comparison as a table with totals, csv or json."""
    rijen = als_rijen(gelezen)
    if formaat == "json":
        return naar_json(rijen)
    if formaat == "csv":
        return naar_csv(rijen)
    return _tabel(gelezen)


def _tabel(gelezen: Gelezen) -> str:
    """Return the recipients that differ, and the total of all of them."""
    bekend = [v for v in gelezen.vergelijkingen if v.berekend is not None]
    anders = [v for v in gelezen.vergelijkingen if v.verschil != 0]
    statussen = sorted({str(v.status) for v in bekend})
    regels = [f"Van berekend ({', '.join(statussen) or 'p.m.'}) naar beschikt, hele euro's"]
    berekend = sum(v.berekend or 0 for v in bekend)
    met_berekening = sum(v.beschikt.bedrag for v in bekend)
    if anders:
        koppen = ["Jaar", "Onderdeel", "Code", "Ontvanger", "Berekend", "Beschikt", "Verschil"]
        tabel = [
            [
                str(v.beschikt.jaar),
                v.beschikt.onderdeel,
                v.beschikt.ontvanger_code,
                v.beschikt.ontvanger,
                "p.m." if v.berekend is None else toon_getal(v.berekend),
                toon_getal(v.beschikt.bedrag),
                "" if v.verschil is None else toon_getal(v.verschil),
            ]
            for v in anders
        ]
        regels.append(teken_tabel(koppen, tabel, getallen=koppen[4:]))
    gelijk = len(gelezen.vergelijkingen) - len(anders)
    regels.append(
        f"{gelijk} van {len(gelezen.vergelijkingen)} ontvangers krijgen wat was berekend."
    )
    regels.append(
        f"Samen: berekend {toon(berekend)}, beschikt {toon(met_berekening)}, verschil "
        f"{toon(met_berekening - berekend)}."
    )
    if len(bekend) < len(gelezen.vergelijkingen):
        rest = gelezen.totaal - met_berekening
        regels.append(f"Daarnaast is {toon(rest)} beschikt waarvan de berekening p.m. was.")
    regels += [vouw(f"Let op: {opmerking}", 2) for opmerking in gelezen.opmerkingen]
    return "\n".join(regels) + "\n"
