"""Periods: days, or whole months, quarters and years, and how the Dutch write them."""

from __future__ import annotations

from datetime import date, timedelta

from azwa_funds.kern.begrippen import Precisie
from azwa_funds.kern.tekst import MAANDEN

#: How many months a period of each precision lasts, or a multiple of it; a medio is known
#: to lie in its month.
_MAANDEN = {Precisie.MEDIO: 1, Precisie.MAAND: 1, Precisie.KWARTAAL: 3, Precisie.JAAR: 12}


def past_bij_precisie(eerste: date, laatste: date, precisie: Precisie) -> bool:
    """Say whether a period is one of days, or one of whole months, quarters or years."""
    if laatste < eerste:
        return False
    if precisie is Precisie.DAG:
        return True
    erna = laatste + timedelta(days=1)
    return all(
        grens.day == 1 and (grens.month - 1) % _MAANDEN[precisie] == 0 for grens in (eerste, erna)
    )


def toon_periode(eerste: date, laatste: date, precisie: Precisie) -> str:
    """Show a period as exactly as it is known: "15-11-2026", "medio november 2026", "2030"."""
    delen = [_toon(dag, precisie) for dag in (eerste, laatste)]
    if precisie is Precisie.MAAND and eerste.year == laatste.year:
        delen[0] = MAANDEN[eerste.month - 1] if eerste.month != laatste.month else delen[1]
    return " t/m ".join(dict.fromkeys(delen))


def _toon(dag: date, precisie: Precisie) -> str:
    return {
        Precisie.DAG: f"{dag:%d-%m-%Y}",
        Precisie.MEDIO: f"medio {MAANDEN[dag.month - 1]} {dag.year}",
        Precisie.MAAND: f"{MAANDEN[dag.month - 1]} {dag.year}",
        Precisie.KWARTAAL: f"{(dag.month + 2) // 3}e kwartaal {dag.year}",
        Precisie.JAAR: str(dag.year),
    }[precisie]


def kwartalen(jaar: int, kwartaal: int, laatste_jaar: int) -> list[str]:
    """Name all quarters from one up to and including the last of a year: "2026 K4", "2027 K1"."""
    eerste, erna = 4 * jaar + kwartaal - 1, 4 * laatste_jaar + 4
    return [f"{nummer // 4} K{nummer % 4 + 1}" for nummer in range(eerste, erna)]
