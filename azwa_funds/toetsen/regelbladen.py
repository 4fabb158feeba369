"""The sheets of a toets that say what was tested: the rules and their thresholds."""

from __future__ import annotations

from collections import Counter

from azwa_funds.besteden import Ernst
from azwa_funds.excel.blad import PRO_MEMORIE, Cell, Column, Kind, Sheet, Table
from azwa_funds.gegevens import benoem
from azwa_funds.kern.begrippen import SPUK_AZWA
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.toetsen.bladen import GRENZEN, REGELS
from azwa_funds.toetsen.uitslag import Uitslag
from azwa_funds.toetsen.uitvoer import grond_voluit


def regels_blad(uitslag: Uitslag) -> Sheet:
    """Make the sheet of rules: what each looks at, on what ground, and whether it was done."""
    geteld = Counter((b.regel, b.ernst) for b in uitslag.bevindingen)
    gedaan = {regel.nummer for regel in uitslag.gedaan}
    zonder = {regel.nummer for regel in uitslag.zonder}
    cellen: list[dict[str, Cell]] = [
        {
            "nummer": regel.nummer,
            "naam": regel.naam,
            "getoetst": "ja" if regel.nummer in gedaan else _waarom_niet(regel.nummer in zonder),
            "fouten": geteld[regel.nummer, Ernst.FOUT],
            "waarschuwingen": geteld[regel.nummer, Ernst.WAARSCHUWING],
            "informatie": geteld[regel.nummer, Ernst.INFORMATIE],
            "tekst": regel.tekst,
            "grond": grond_voluit(uitslag.toets, regel.nummer),
        }
        for regel in uitslag.toets.regels.regels
    ]
    kolommen = [
        Column("nummer", "Regel", Kind.CODE),
        Column("naam", "Naam", width=24),
        Column("getoetst", "Getoetst", width=12),
        Column("fouten", "Fouten", Kind.WHOLE, total="sum"),
        Column("waarschuwingen", "Waarschuwingen", Kind.WHOLE, total="sum"),
        Column("informatie", "Informatie", Kind.WHOLE, total="sum"),
        Column("tekst", "Wat de regel nagaat", width=64),
        Column("grond", "Grond", width=44),
    ]
    return Sheet(
        REGELS,
        "De regels van de toets",
        Table(kolommen, cellen),
        subtitle="Wat elke regel nagaat, waarop zij rust, en wat zij vond",
        description="de regels van de toets en hun grond",
        landscape=True,
    )


def _waarom_niet(op_verzoek: bool) -> str:
    return "nee, op verzoek" if op_verzoek else "niet in dit jaar"


def grenzen_blad(uitslag: Uitslag) -> Sheet:
    """Make the sheet of thresholds, and of what may go along to the next year."""
    toets = uitslag.toets
    bronnen = toets.geld.gegevens.bronnen
    uitkeringen = {recht.uitkering for recht in toets.rechten} or {SPUK_AZWA}
    cellen: list[dict[str, Cell]] = [
        {
            "wat": d.id.replace("_", " "),
            **waarden(d, "regel waarde eenheid status toelichting"),
            "grond": citeer_vindplaats(bronnen, d.vindplaats),
        }
        for d in toets.regels.drempels
        if d.van <= toets.jaar <= d.tot_en_met
    ]
    cellen += [
        {
            "wat": f"meenemen van {benoem(toets.geld.gegevens, m.uitkering)} {m.jaar}",
            "regel": 2,
            "waarde": PRO_MEMORIE if m.procent is None else m.procent,
            "eenheid": "procent",
            "status": m.statustekst,
            "toelichting": m.toelichting,
            "grond": citeer_vindplaats(bronnen, m.vindplaats),
        }
        for m in toets.regels.meenemen
        if m.uitkering in uitkeringen
    ]
    kolommen = [
        Column("wat", "Grens", width=26),
        Column("regel", "Regel", Kind.CODE),
        Column("waarde", "Waarde", Kind.WHOLE),
        Column("eenheid", "Eenheid"),
        Column("status", "Status", Kind.STATUS),
        Column("toelichting", "Toelichting", width=56),
        Column("grond", "Grond", width=48),
    ]
    return Sheet(
        GRENZEN,
        "Grenzen en wat mee mag naar het volgende jaar",
        Table(kolommen, cellen),
        subtitle="Getallen waarmee is getoetst, met bron; een aanname heeft geen gelezen bron",
        description="de getallen achter de regels",
        landscape=True,
    )
