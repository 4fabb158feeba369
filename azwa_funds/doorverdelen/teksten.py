"""What is said about passing on, each sentence with its source, as `doorverdelen.toml` gives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from azwa_funds.doorverdelen.plan import Plan, Terugmelding, Verantwoordingswijze
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Kolom, Vindplaats
from azwa_funds.lezen.records import Plek, lees_record


@dataclass(frozen=True, slots=True)
class Plantekst:
    """A sentence of ours about passing on, with what it rests on."""

    tekst: str
    vindplaats: Vindplaats

    def met_bron(self, gegevens: Gegevens) -> str:
        """The sentence, and its source."""
        return gegevens.met_bron(self.tekst, self.vindplaats)


@dataclass(frozen=True, slots=True)
class _Zin(Plantekst):
    uitkering: str


@dataclass(frozen=True, slots=True)
class _Wijzezin(Plantekst):
    wijze: Verantwoordingswijze


@dataclass(frozen=True, slots=True)
class _Termijn(Plantekst):
    maand_en_dag: str

    def in_jaar(self, jaar: int) -> date:
        maand, dag = self.maand_en_dag.split("-")
        return date(jaar, int(maand), int(dag))

    def keur(self, plek: Plek) -> None:
        try:
            self.in_jaar(2000)
        except ValueError:
            raise plek.fout(
                f"maand_en_dag in [termijn] is '{self.maand_en_dag}'",
                "schrijf maand en dag, zoals 07-15",
            ) from None


@dataclass(frozen=True, slots=True)
class Planteksten:
    """All of `doorverdelen.toml`: purposes and conditions by uitkering, ways of accounting."""

    sleutel: Plantekst
    doelen: Annotated[tuple[_Zin, ...], Kolom("doel")]
    voorwaarden: Annotated[tuple[_Zin, ...], Kolom("voorwaarde")]
    wijzen: Annotated[tuple[_Wijzezin, ...], Kolom("verantwoording")]
    termijn: _Termijn

    def doel_van(self, plan: Plan, uitkering: str) -> str:
        """Say what the money is for: as the plan says, else as the source of the uitkering does."""
        return plan.doel or next(d.tekst for d in self.doelen if d.uitkering == uitkering)

    def voorwaarden_van(self, uitkering: str) -> list[Plantekst]:
        """Return the conditions that belong to a uitkering, in order of the file."""
        return [zin for zin in self.voorwaarden if zin.uitkering == uitkering]

    def verantwoording(self, wijze: Verantwoordingswijze) -> Plantekst:
        """Say how a gemeente accounts."""
        return next(zin for zin in self.wijzen if zin.wijze is wijze)

    def uiterste_dag(self, jaar: int) -> date:
        """Return the last day to account to the Rijk for what was spent in a year."""
        return self.termijn.in_jaar(jaar + 1)

    def terug_voor(self, terugmelding: Terugmelding, jaar: int) -> tuple[date, bool]:
        """Return the day before which a gemeente reports back, and whether the region chose it."""
        gekozen = terugmelding.uiterlijk.get(jaar)
        return (gekozen, True) if gekozen else (self.uiterste_dag(jaar), False)


def planteksten_van(gegevens: Gegevens) -> Planteksten:
    """Return the sentences, read once; raises Invoerfout for what does not fit."""
    return gegevens.onthoud(
        "doorverdelen", lambda g: lees_record(Planteksten, *g.blok("doorverdelen.toml"))
    )
