"""A change of a scenario, and the state of affairs that it turns into another.

Budgets stay exact fractions of a euro through all changes and are rounded once, half up, when
money is divided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Budget, Status, Toekenning, Uitkering, Vindplaats
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.verdelen import verdeel_uitkering

#: The named rule by which an exact budget becomes whole euros, as shown to the user.
BUDGETAFRONDING = "elk budget één keer rekenkundig op hele euro's (een halve euro naar boven)"

_PERCENTAGE = re.compile(r"(\d+(?:[.,]\d+)?|\d+/[1-9]\d*)\s*%?", re.ASCII)


def lees_percentage(tekst: str, hoogste: int, fout: Callable[[str, str], Exception]) -> Fraction:
    """Read "2,5" or "2.5%" as the exact fraction 1/40, above 0 and at most `hoogste` per cent.

    A fraction of a per cent is exact too: "14/3" is 7/150.
    """
    gevonden = _PERCENTAGE.fullmatch(tekst.strip())
    if not gevonden:
        raise fout(f"percentage '{tekst}' is geen getal", "schrijf bijvoorbeeld '2,5'")
    procent = Fraction(gevonden[1].replace(",", "."))
    if not 0 < procent <= hoogste:
        raise fout(f"percentage '{tekst}' ligt niet boven 0 tot en met {hoogste}", "verbeter het")
    return procent / 100


def rond_budget(bedrag: Fraction) -> int:
    """Round an exact budget to whole euros, half up."""
    return (2 * bedrag.numerator + bedrag.denominator) // (2 * bedrag.denominator)


@dataclass(frozen=True, slots=True)
class Wijziging:
    """One named change as the scenario file describes it; `velden` are those of its kind."""

    nummer: int
    naam: str
    soort: str
    toelichting: str
    vindplaats: Vindplaats | None
    velden: Mapping[str, Any]
    pad: Path

    def fout(self, reden: str, remedie: str) -> Invoerfout:
        """Return a complaint that names the file and this block; see `Invoerfout`."""
        plek = f"[[wijziging]] nummer {self.nummer} ({self.naam})"
        return Invoerfout(f"{self.pad}, {plek}", reden, remedie)


@dataclass(frozen=True, slots=True)
class Stand:
    """A state of affairs, per onderdeel and year: its exact budget and its key.

    A budget is None where the source gives no amount; a key is empty where money goes to one
    body or waits (p.m.). `gegevens` is all other data per year, which only a herindeling changes.
    """

    uitkering: Uitkering
    budgetten: Mapping[tuple[str, int], Fraction | None]
    sleutels: Mapping[tuple[str, int], str]
    gegevens: Mapping[int, Gegevens]

    @classmethod
    def uitgangspunt(cls, gegevens: Gegevens, uitkering: str) -> Stand:
        """Return the state without any change."""
        wat = gegevens.uitkering(uitkering)
        plaatsen = [(onderdeel, jaar) for onderdeel in wat.onderdelen for jaar in wat.jaren]
        bedragen = {plaats: gegevens.budget(uitkering, *plaats).bedrag for plaats in plaatsen}
        return cls(
            wat,
            {plaats: None if b is None else Fraction(b) for plaats, b in bedragen.items()},
            {plaats: gegevens.toedeling(uitkering, *plaats).sleutel for plaats in plaatsen},
            dict.fromkeys(wat.jaren, gegevens),
        )

    def toekenningen(self) -> list[Toekenning]:
        """Divide the budgets of this state; every year closes on its budget to the euro."""
        return [
            toekenning
            for jaar in self.uitkering.jaren
            for toekenning in verdeel_uitkering(
                self.gegevens[jaar],
                jaren=[jaar],
                sleutels={o: id_ for (o, j), id_ in self.sleutels.items() if j == jaar and id_},
                uitkering=self.uitkering.id,
                budgetten={o: self.budget(o, jaar) for o in self.uitkering.onderdelen},
            )
        ]

    def budget(self, onderdeel: str, jaar: int) -> Budget:
        """Return a budget in whole euros; one that was changed is an assumption."""
        budget = self.gegevens[jaar].budget(self.uitkering.id, onderdeel, jaar)
        exact = self.budgetten[onderdeel, jaar]
        if exact is None or exact == budget.bedrag:
            return budget
        return replace(budget, bedrag=rond_budget(exact), status=Status.AANNAME)
