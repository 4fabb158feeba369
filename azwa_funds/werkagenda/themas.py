"""The structural GALA money by theme: as the GALA lists it, and in the proportion of today's sum.

The GALA lists the themes at the prices of its own year and before the cut; today's money is one
sum. What a theme has in it is an assumption.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from azwa_funds.excel.blad import Column, Kind, Sheet, Table, euros
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Budget, Status
from azwa_funds.kern.euro import toon, verdeel_een
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.kolommen import STRUCTUREEL
from azwa_funds.verdelen import Cijfers, bedrag_van
from azwa_funds.werkagenda.format import werkagendaformat_van
from azwa_funds.werkboek.delen import bronregels
from azwa_funds.werkboek.vast import Herkomstregel

BLAD = "GALA per thema"
#: The money of today of which the themes are parts.
GALA = "gala_structureel"


@dataclass(frozen=True, slots=True)
class Thema:
    """One theme: its amount in the GALA, and the same part of today's sum in whole euros."""

    budget: Budget
    functionaliteiten: tuple[str, ...]
    naar_verhouding: int
    status: Status = Status.AANNAME

    @property
    def paragraaf(self) -> str:
        """The paragraphs of the werkagenda that it belongs to."""
        return ", ".join(self.functionaliteiten)


def themas_van(cijfers: Cijfers) -> list[Thema]:
    """Return the themes with their parts of the first year's money, which sum to it."""
    regels = werkagendaformat_van(cijfers.gegevens).themas
    budgetten = [_structureel(cijfers.gegevens, r.uitkering, r.onderdeel) for r in regels]
    if not regels:
        return []
    nu = bedrag_van(cijfers.gegevens.budget(GALA, GALA, cijfers.jaren[0]))
    delen = verdeel_een(nu, [bedrag_van(budget) for budget in budgetten])
    return [
        Thema(budget, regel.functionaliteiten, deel)
        for budget, regel, deel in zip(budgetten, regels, delen, strict=True)
    ]


def _structureel(gegevens: Gegevens, uitkering: str, onderdeel: str) -> Budget:
    for budget in gegevens.budgetten:
        if (budget.uitkering, budget.onderdeel, budget.jaar) == (uitkering, onderdeel, STRUCTUREEL):
            return budget
    raise Invoerfout(
        gegevens.data / "budgetten.csv",
        f"er is geen structureel bedrag van {uitkering}, onderdeel {onderdeel}",
        "voeg het toe met bron, of haal het blok [[thema]] weg uit werkagenda.toml",
    )


def themablad(cijfers: Cijfers, aandeel: Fraction | None = None, regio: str = "") -> Sheet:
    """Make the sheet of the themes; with the share of a regio also what that comes to there."""
    themas, jaar = themas_van(cijfers), cijfers.jaren[0]
    bedrag, oud = partial(euros, total="sum"), "In het GALA (oud prijspeil, voor de korting)"
    naar_verhouding = f"Naar verhouding in het bedrag van {jaar}"
    kolommen = [
        Column("thema", "Thema", width=40, value="budget.naam"),
        Column("paragraaf", "Par.", Kind.CODE, width=8),
        bedrag("gala", oud, value="budget.bedrag"),
        bedrag("nu", naar_verhouding, value="naar_verhouding"),
        Column("status", "Status naar verhouding", Kind.STATUS, width=14),
    ]
    if aandeel is not None:
        regiodeel = bedrag(
            "regio", f"Aandeel regio {jaar}", value=lambda t: t.naar_verhouding * aandeel
        )
        kolommen.insert(-1, regiodeel)
    nu = toon(bedrag_van(cijfers.gegevens.budget(GALA, GALA, jaar)))
    return Sheet(
        BLAD,
        "Structureel GALA-geld per thema",
        Table.of(kolommen, themas),
        subtitle=f"{f'IZA-regio {regio}' if regio else 'Landelijk'}; bedragen in hele euro's",
        notes=[
            "Het GALA noemt deze thema's in het prijspeil van toen, van voor de latere korting. "
            f"In {jaar} is het één bedrag van {nu}, zonder verdeling over thema's.",
            "Naar verhouding: dat bedrag in de verhouding van het GALA. Dat is een aanname. De "
            "bedragen van beide kolommen hebben een ander prijspeil en zijn niet op te tellen; het "
            "geld is ontschot, dus een bedrag per thema is geen opdracht.",
        ],
        sources=bronregels(cijfers, (thema.budget for thema in themas)),
        description="hoe het GALA zelf de vier structurele thema's verdeelde",
        landscape=True,
    )


def themaherkomst(cijfers: Cijfers) -> Iterable[Herkomstregel]:
    """Lead the amounts by theme to their source, and their parts to how they are made."""
    for thema in themas_van(cijfers):
        yield Herkomstregel(
            BLAD, thema.budget.naam, "overgenomen", thema.budget.vindplaats, thema.budget.status
        )
    yield Herkomstregel(
        BLAD,
        "Naar verhouding, Aandeel regio",
        f"GALA structureel {cijfers.jaren[0]} x bedrag van het thema / som van de thema's",
        None,
        Status.AANNAME,
    )
