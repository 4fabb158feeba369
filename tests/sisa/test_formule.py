"""The formulas of SiSa: one walk over the terms, whatever the values come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd
import pytest

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.sisa.formaat import Formaat, Indicator, Regeling, Term, Wie, lees_formaat
from azwa_funds.sisa.formule import NIETS, Waarde, als_excel, of_pm, reken, som
from azwa_funds.sisa.rekenen import Boekstand, Rekenmeester


@pytest.fixture(scope="module")
def opzet(gegevens: Gegevens) -> Formaat:
    return lees_formaat(gegevens, 2028)


@dataclass(frozen=True)
class Vast:
    """A source in which every value is told: two gemeenten, the second of them perhaps p.m."""

    tweede: int | None = 7
    was: int | None = 100

    def lijst(self, indicator: Indicator) -> range:
        return range(2)

    def waarde(self, indicator: Indicator, regel: int) -> Waarde:
        if indicator.soort.is_lijst:
            return Waarde(of_pm((5, self.tweede)[regel]))
        return Waarde(1)

    def eerder(self, indicator: Indicator, regel: int) -> Waarde:
        return Waarde(of_pm(self.was))

    def som(self, delen: Iterable[Waarde]) -> Waarde:
        return som(delen)


def bedragen(regeling: Regeling, bron: Vast) -> dict[str, int | str]:
    return {
        indicator.nummer: reken(regeling, indicator, 0, bron).inhoud
        for indicator in regeling.indicatoren
        if indicator.soort.is_bedrag
    }


def test_terms_are_added_and_a_list_is_summed(opzet: Formaat) -> None:
    """Own € 1, through two gemeenten € 5 and € 7; € 100 of every kind in the years before."""
    regeling = opzet.regeling(Wie.MANDAATHOUDER)
    assert bedragen(regeling, Vast()) == {
        "01": 1, "02": 12, "03": 13, "04": 113, "07": 5, "08": 105,
    }  # fmt: skip
    assert reken(regeling, regeling.indicator("08"), 1, Vast()) == Waarde(107, None, 100)


def test_what_is_not_known_makes_what_rests_on_it_not_known(opzet: Formaat) -> None:
    regeling = opzet.regeling(Wie.MANDAATHOUDER)
    assert bedragen(regeling, Vast(tweede=None)) == {
        "01": 1, "02": "p.m.", "03": "p.m.", "04": "p.m.", "07": 5, "08": 105,
    }  # fmt: skip
    assert bedragen(regeling, Vast(was=None)) == {
        "01": 1, "02": 12, "03": 13, "04": "p.m.", "07": 5, "08": "p.m.",
    }  # fmt: skip


def test_a_term_can_be_taken_away_and_its_bookings_still_count() -> None:
    verschil = Waarde(10, 1_000, None, 2).plus(Waarde(3, 299, None, 1), -1)
    assert verschil == Waarde(7, 701, None, 3)
    assert NIETS.plus(Waarde("Ja")) == Waarde("p.m.")


def test_excel_gets_the_same_terms(opzet: Formaat) -> None:
    regeling = opzet.regeling(Wie.MANDAATHOUDER)

    def formule(nummer: str, regel: int = 0) -> str:
        return als_excel(
            regeling,
            regeling.indicator(nummer),
            regel,
            lambda _: range(2),
            lambda indicator, rij: f"I{indicator.nummer}R{rij}",
            100,
        )

    assert formule("02") == "=SUM(I07R0:I07R1)"
    assert formule("03") == "=I01R0+I02R0"
    assert formule("04") == "=100+I03R0"
    assert formule("08", 1) == "=100+I07R1"


def test_the_amount_says_what_the_formula_beside_it_says(gegevens: Gegevens) -> None:
    """A format that takes the year off the cumulative amount leaves the years before.

    The amount once left "eerder" out where an indicator asked another one for it, while the
    formula in the sheet counted it.
    """
    opzet = lees_formaat(gegevens, 2028)
    lokaal = opzet.regeling(Wie.GEMEENTE)
    daarvoor = replace(lokaal.indicator("02"), nummer="04", formule=(Term(1, "02"), Term(-1, "01")))
    anders = replace(lokaal, indicatoren=(*lokaal.indicatoren, daarvoor))
    opzet = replace(opzet, regelingen=tuple(anders if r is lokaal else r for r in opzet.regelingen))
    namen = ["verantwoorder_code", "jaar", "onderdeel", "medeoverheid_code", "centen"]
    tabel = pd.DataFrame(
        [("GM0147", 2027, "lokaal", "", 40_00), ("GM0147", 2028, "lokaal", "", 5_00)], columns=namen
    )
    blok = Rekenmeester(gegevens, opzet, Boekstand(tabel)).verantwoord("GM0147").blokken[0]
    assert [blok.waarde(anders.indicator(n)).inhoud for n in ("01", "02", "04")] == [5, 45, 40]
