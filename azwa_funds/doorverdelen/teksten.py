"""What is said about passing on, each sentence with its source, as `doorverdelen.toml` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from azwa_funds.doorverdelen.plan import Plan, Plantekst, Terugmelding, Verantwoordingswijze
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Vindplaats
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.tabel import blokken, controleer_velden, keuze

_TEKST = {"tekst": str, "bron": str, "plaats": str}


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
    pad = gegevens.data / "doorverdelen.toml"
    inhoud = gegevens.toml(pad)
    lijsten = dict.fromkeys(("doel", "voorwaarde", "verantwoording"), list)
    controleer_velden(pad, inhoud, "het bestand", {"sleutel": dict, "termijn": dict, **lijsten}, {})

    def tekst(blok: Mapping[str, Any], plek: str, **meer: type) -> Plantekst:
        controleer_velden(pad, blok, plek, {**_TEKST, **meer}, {})
        gegevens.ken_bron(pad, blok["bron"])
        return Plantekst(blok["tekst"], Vindplaats(blok["bron"], blok["plaats"]))

    def lijst(naam: str, veld: str) -> list[tuple[str, Plantekst]]:
        gevonden = []
        for nummer, blok in enumerate(blokken(pad, inhoud, naam), start=1):
            zin = tekst(blok, f"[[{naam}]] nummer {nummer}", **{veld: str})
            gevonden.append((blok[veld], zin))
        return gevonden

    maand, dag = _maand_en_dag(gegevens, inhoud["termijn"].get("maand_en_dag"))
    return Planteksten(
        tekst(inhoud["sleutel"], "[sleutel]"),
        dict(lijst("doel", "uitkering")),
        tuple(lijst("voorwaarde", "uitkering")),
        {
            keuze(pad, Verantwoordingswijze, "wijze", wijze): zin
            for wijze, zin in lijst("verantwoording", "wijze")
        },
        tekst(inhoud["termijn"], "[termijn]", maand_en_dag=str),
        maand,
        dag,
    )


def _maand_en_dag(gegevens: Gegevens, waarde: object) -> tuple[int, int]:
    try:
        maand, dag = str(waarde).split("-")
        gevonden = date(2000, int(maand), int(dag))
    except ValueError:
        raise Invoerfout(
            gegevens.data / "doorverdelen.toml",
            f"maand_en_dag in [termijn] is '{waarde}'",
            "schrijf maand en dag, zoals 07-15",
        ) from None
    return gevonden.month, gevonden.day
