"""What is said about passing on, each sentence with its source, as `doorverdelen.toml` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from azwa_funds.doorverdelen.plan import Plan, Plantekst, Terugmelding, Verantwoordingswijze
from azwa_funds.gegevens import Gegevens
from azwa_funds.lezen.records import Plek, lees_record, lees_records
from azwa_funds.lezen.tabel import controleer_velden


@dataclass(frozen=True, slots=True)
class Planteksten:
    """All of `doorverdelen.toml`: purposes and conditions by uitkering, ways of accounting."""

    sleutel: Plantekst
    doelen: Mapping[str, Plantekst]
    voorwaarden: tuple[tuple[str, Plantekst], ...]
    verantwoording: Mapping[Verantwoordingswijze, Plantekst]
    termijn: Plantekst
    maand: int
    dag: int

    def voorwaarden_van(self, uitkering: str) -> list[Plantekst]:
        """Return the conditions that belong to a uitkering, in order of the file."""
        return [tekst for id, tekst in self.voorwaarden if id == uitkering]

    def uiterste_dag(self, jaar: int) -> date:
        """Return the last day to account to the Rijk for what was spent in a year."""
        return date(jaar + 1, self.maand, self.dag)

    def terug_voor(self, terugmelding: Terugmelding, jaar: int) -> tuple[date, bool]:
        """Return the day before which a gemeente reports back, and whether the region chose it."""
        gekozen = terugmelding.uiterlijk.get(jaar)
        return (gekozen, True) if gekozen else (self.uiterste_dag(jaar), False)


def planteksten_van(gegevens: Gegevens) -> Planteksten:
    """Return the sentences, read once; raises Invoerfout for what does not fit."""
    return gegevens.onthoud("doorverdelen", _lees)


def doel_van(teksten: Planteksten, plan: Plan, uitkering: str) -> str:
    """Say what the money is for: as the plan says, else as the source of the uitkering does."""
    return plan.doel or teksten.doelen[uitkering].tekst


def _lees(gegevens: Gegevens) -> Planteksten:
    plek, inhoud = gegevens.blok("doorverdelen.toml")
    lijsten = dict.fromkeys(("doel", "voorwaarde", "verantwoording"), list)
    blokken = {"sleutel": dict, "termijn": dict}
    controleer_velden(plek.pad, inhoud, plek.naam, {**blokken, **lijsten}, {})
    termijn = lees_record(_Termijn, plek.binnen("termijn"), inhoud["termijn"])
    maand, dag = _maand_en_dag(plek, termijn.maand_en_dag)
    return Planteksten(
        lees_record(Plantekst, plek.binnen("sleutel"), inhoud["sleutel"]),
        {zin.uitkering: zin for zin in lees_records(_Zin, plek, inhoud, "doel")},
        tuple((zin.uitkering, zin) for zin in lees_records(_Zin, plek, inhoud, "voorwaarde")),
        {zin.wijze: zin for zin in lees_records(_Wijzezin, plek, inhoud, "verantwoording")},
        termijn,
        maand,
        dag,
    )


@dataclass(frozen=True, slots=True)
class _Zin(Plantekst):
    uitkering: str


@dataclass(frozen=True, slots=True)
class _Wijzezin(Plantekst):
    wijze: Verantwoordingswijze


@dataclass(frozen=True, slots=True)
class _Termijn(Plantekst):
    maand_en_dag: str


def _maand_en_dag(plek: Plek, waarde: str) -> tuple[int, int]:
    try:
        maand, dag = waarde.split("-")
        gevonden = date(2000, int(maand), int(dag))
    except ValueError:
        raise plek.fout(
            f"maand_en_dag in [termijn] is '{waarde}'", "schrijf maand en dag, zoals 07-15"
        ) from None
    return gevonden.month, gevonden.day
