"""Columns and charts about local money that several sheets share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from azwa_funds.excel.blad import Chart, ChartKind, Column, Fact, Kind, Sheet, Value
from azwa_funds.kern.begrippen import LOKAAL, Budget, Gemeente, Toekenning
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.delen import (
    inwonerskolom,
    jaarkolommen,
    per_inwoner_kolom,
    samenkolom,
    statusnamen,
)


def alle_jaren(cijfers: Cijfers) -> list[int]:
    """Return the years before, by the old uitkeringen, and those of the SPUK AZWA."""
    return [*cijfers.vorige_jaren, *cijfers.jaren]


def jaarfeiten(
    cijfers: Cijfers, wat: str, overzicht: Sheet, kolom: str, slot: str = ""
) -> Iterable[Fact]:
    """Show the amount of each year of the SPUK AZWA, from a sheet with a row per year."""
    for nummer, jaar in enumerate(alle_jaren(cijfers)):
        if jaar in cijfers.jaren:
            yield Fact(f"{wat} {jaar}{slot}", overzicht.show(kolom, nummer), Kind.EURO)


def gemeentekolommen(**meer: Any) -> list[Column]:
    """Return the columns that name a gemeente."""
    return [Column("code", "Code", Kind.CODE), Column("gemeente", "Gemeente", value="naam", **meer)]


def optelling(gemeenten: Sheet, per: str) -> Callable[[str], str]:
    """Return what gives, of a column of gemeenten, the formula that adds it up per `per`."""
    return lambda kolom: f"=SUMIF({gemeenten.ref(per)},{{{per}}},{gemeenten.ref(kolom)})"


@dataclass(frozen=True)
class Lokaal:
    """Columns on the inhabitants and local money of gemeenten.

    `leden` says which gemeenten a row is about, `formule` how its columns follow from another
    sheet.
    """

    cijfers: Cijfers
    leden: Callable[[Any], Sequence[Gemeente]] = lambda gemeente: [gemeente]
    formule: Callable[[str], str | None] = lambda kolom: None

    def _bedrag(self, rij: Any, jaar: int) -> int:
        return self.cijfers.lokaal_van(self.leden(rij), jaar)

    def _inwoners(self, rij: Any) -> int:
        return self.cijfers.inwoners_van(self.leden(rij))

    def is_per_inwoner(self, rij: Any) -> Fraction:
        """Return the money of the first year per inhabitant of these gemeenten, exactly."""
        return Fraction(self._bedrag(rij, self.cijfers.jaren[0]), self._inwoners(rij))

    def inwoners(self) -> Column:
        """Return the column of inhabitants."""
        return inwonerskolom(self.cijfers, self.formule("inwoners"), self._inwoners)

    def per_jaar(self, titel: str = "Lokaal") -> list[Column]:
        """Return a column per year."""
        return jaarkolommen(
            self.cijfers, "lokaal", titel, formule=self.formule, waarde=self._bedrag
        )

    def samen(self) -> Column:
        """Return the column of all years together."""
        return samenkolom(self.cijfers, "Lokaal samen", "lokaal", self._bedrag)

    def per_inwoner(self, titel: str) -> Column:
        """Return the column of the first year per inhabitant; its total is in `totalen`."""
        eerste = self.cijfers.jaren[0]
        return per_inwoner_kolom(
            f"{titel} {eerste}", f"lokaal_{eerste}", waarde=self.is_per_inwoner
        )

    def totalen(self, gemeenten: Iterable[Gemeente]) -> dict[str, Value]:
        """Return what these gemeenten have per inhabitant together."""
        alle, eerste = list(gemeenten), self.cijfers.jaren[0]
        bedrag = self.cijfers.lokaal_van(alle, eerste)
        return {"per_inwoner": Fraction(bedrag, self.cijfers.inwoners_van(alle))}

    def vergelijking(self) -> list[Column]:
        """Return inhabitants, money and money per inhabitant in the first year, without totals."""
        eerste = self.cijfers.jaren[0]
        return [
            inwonerskolom(self.cijfers, None, self._inwoners, telt_op=False),
            Column(
                "lokaal", f"Lokaal {eerste}", Kind.EURO, value=lambda r: self._bedrag(r, eerste)
            ),
            Column(
                "per_inwoner", "Per inwoner", Kind.EURO_CENT, formula="={lokaal}/{inwoners}",
                value=self.is_per_inwoner,
            ),
        ]  # fmt: skip


def statuskolom(eigen: Callable[[Any], Iterable[Toekenning | Budget]]) -> Column:
    """Return the column that names the statuses of the amounts of a row."""
    return Column(
        "status", "Status", Kind.STATUS, value=lambda rij: statusnamen(t.status for t in eigen(rij))
    )


def slotkolommen(cijfers: Cijfers, onderdeel: str, *tussen: Column) -> list[Column]:
    """Return the status of the amounts of a gemeente or regio, and where its weight stands."""
    wegingen = cijfers.gewichten(onderdeel)
    bedragen = cijfers.lokaal if onderdeel == LOKAAL else cijfers.regionaal
    sleutel, code = ("code", "code") if onderdeel == LOKAAL else ("naam", "mandaathouder_code")
    return [
        statuskolom(lambda wie: [bedragen[getattr(wie, sleutel), j] for j in cijfers.jaren]),
        *tussen,
        Column(
            "plaats", "Bladzijde gewicht",
            value=lambda wie: wegingen[getattr(wie, code)].vindplaats.plaats,
        ),
    ]  # fmt: skip


def staven(cijfers: Cijfers, per: str, uitleg: str, *, slot: str = "", **meer: Any) -> Chart:
    """Return the chart of local money per inhabitant; `uitleg` says what the bars are."""
    return Chart(
        ChartKind.BAR,
        f"Lokaal geld per inwoner in {cijfers.jaren[0]}{slot}",
        per,
        ["per_inwoner"],
        f"Staven: {uitleg}.",
        value_title="euro per inwoner",
        number_format="#,##0.00",
        labels=True,
        **meer,
    )


def stapel(cijfers: Cijfers, titel: str, per: str, uitleg: str, **meer: Any) -> Chart:
    """Return the chart of the year columns of a sheet: a column per year, stacked by row."""
    return Chart(
        ChartKind.STACKED,
        titel,
        per,
        [f"jaar_{jaar}" for jaar in cijfers.jaren],
        f"Gestapelde kolommen: per jaar het {uitleg}.",
        value_title="euro",
        series_in_rows=True,
        **meer,
    )
