"""The sheets of a toets that say what was tested: the rules and their thresholds."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from azwa_funds.besteden import Ernst, Toetsregel
from azwa_funds.excel.blad import PRO_MEMORIE, Column, Kind, Sheet, Table
from azwa_funds.gegevens import benoem
from azwa_funds.kern.begrippen import SPUK_AZWA, Status, Vindplaats
from azwa_funds.toetsen.basis import Toets
from azwa_funds.toetsen.bladen import GRENZEN, REGELS
from azwa_funds.toetsen.uitslag import Uitslag
from azwa_funds.toetsen.uitvoer import grond_voluit


def regels_blad(uitslag: Uitslag) -> Sheet:
    """Make the sheet of rules: what each looks at, on what ground, and whether it was done."""
    gedaan = {regel.nummer for regel in uitslag.gedaan}
    zonder = {regel.nummer for regel in uitslag.zonder}
    geteld = Counter((b.regel, b.ernst) for b in uitslag.bevindingen)

    def getoetst(regel: Toetsregel) -> str:
        if regel.nummer in gedaan:
            return "ja"
        return "nee, op verzoek" if regel.nummer in zonder else "niet in dit jaar"

    def aantal(ernst: Ernst, titel: str) -> Column:
        return Column(
            titel.lower(), titel, Kind.WHOLE, total="sum",
            value=lambda regel: geteld[regel.nummer, ernst],
        )  # fmt: skip

    kolommen = [
        Column("nummer", "Regel", Kind.CODE, value=lambda regel: regel.nummer),
        Column("naam", "Naam", width=24),
        Column("getoetst", "Getoetst", width=12, value=getoetst),
        aantal(Ernst.FOUT, "Fouten"),
        aantal(Ernst.WAARSCHUWING, "Waarschuwingen"),
        aantal(Ernst.INFORMATIE, "Informatie"),
        Column("tekst", "Wat de regel nagaat", width=64),
        Column(
            "grond", "Grond", width=44,
            value=lambda regel: grond_voluit(uitslag.toets, regel.nummer),
        ),
    ]  # fmt: skip
    return Sheet(
        REGELS,
        "De regels van de toets",
        Table.of(kolommen, uitslag.toets.regels.regels),
        subtitle="Wat elke regel nagaat, waarop zij rust, en wat zij vond",
        description="de regels van de toets en hun grond",
        landscape=True,
    )


class Grens(NamedTuple):
    """A figure by which was tested: a threshold, or what may go along to the next year."""

    wat: str
    regel: int
    waarde: int | None
    eenheid: str
    status: Status
    toelichting: str
    vindplaats: Vindplaats


def grenzen_van(toets: Toets) -> list[Grens]:
    """Return the figures by which was tested."""
    uitkeringen = {recht.uitkering for recht in toets.rechten} or {SPUK_AZWA}
    grenzen = [
        Grens(d.id.replace("_", " "), d.regel, d.waarde, d.eenheid, d.status, d.toelichting,
              d.vindplaats)
        for d in toets.regels.drempels
        if d.van <= toets.jaar <= d.tot_en_met
    ]  # fmt: skip
    for m in toets.regels.meenemen:
        if m.uitkering in uitkeringen:
            wat = f"meenemen van {benoem(toets.geld.gegevens, m.uitkering)} {m.jaar}"
            deel = m.status, m.toelichting, m.vindplaats
            grenzen.append(Grens(wat, 2, m.procent, "procent", *deel))
    return grenzen


def grenzen_blad(uitslag: Uitslag) -> Sheet:
    """Make the sheet of thresholds, and of what may go along to the next year."""
    citeer = uitslag.toets.geld.gegevens.citeer
    kolommen = [
        Column("wat", "Grens", width=26),
        Column("regel", "Regel", Kind.CODE, value=lambda grens: grens.regel),
        Column(
            "waarde", "Waarde", Kind.WHOLE,
            value=lambda grens: PRO_MEMORIE if grens.waarde is None else grens.waarde,
        ),
        Column("eenheid", "Eenheid"),
        Column(
            "status", "Status", Kind.STATUS,
            value=lambda grens: "" if grens.waarde is None else grens.status,
        ),
        Column("toelichting", "Toelichting", width=56),
        Column(
            "grond", "Grond", width=48,
            value=lambda grens: citeer(grens.vindplaats),
        ),
    ]  # fmt: skip
    return Sheet(
        GRENZEN,
        "Grenzen en wat mee mag naar het volgende jaar",
        Table.of(kolommen, grenzen_van(uitslag.toets)),
        subtitle="Getallen waarmee is getoetst, met bron; een aanname heeft geen gelezen bron",
        description="de getallen achter de regels",
        landscape=True,
    )
