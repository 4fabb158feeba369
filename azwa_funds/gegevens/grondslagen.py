"""On what basis amounts are, in words: bruto or netto of btw, with or without LPO.

Amounts of two tables that are compared or added stand side by side with this, so that nobody
takes a difference of basis for a difference of money.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from azwa_funds.kern.begrippen import Grondslag, Zekerheid

#: What a column on the basis says where nobody knows.
NIET_BEKEND = "bruto of netto niet bekend, LPO ook niet"

_BTW = {
    "bruto": "bruto",
    "netto": "netto van btw en uitvoering",
    "onbekend": "bruto of netto niet bekend",
}
_LPO = {"met": "met LPO", "zonder": "zonder LPO", "onbekend": "LPO niet bekend"}
_ZEKERHEID = {
    Zekerheid.GELEZEN: "gelezen in de bron",
    Zekerheid.UITTREKSEL: "alleen een uittreksel is gelezen",
    Zekerheid.REKENWERK: "eigen rekenwerk, dus een aanname",
    Zekerheid.VERMOEDEN: "een vermoeden, dus niet bekend",
    Zekerheid.NIET_GEVONDEN: "in geen bron gevonden",
}


def grondslag_in_het_kort(grondslag: Grondslag | None) -> str:
    """Say the basis in a few words for a cell: "bruto, met LPO", or that it is not known."""
    if grondslag is None or not grondslag.is_bekend:
        return NIET_BEKEND
    return f"{_BTW[grondslag.btw]}, {_LPO[grondslag.lpo]}"


def grondslag_in_woorden(grondslag: Grondslag | None) -> str:
    """Say the basis with its shares and how it is known: "netto van btw (ongeveer 4,7%) ..."."""
    if grondslag is None:
        return f"{NIET_BEKEND} ({_ZEKERHEID[Zekerheid.NIET_GEVONDEN]})"
    woorden = grondslag_in_het_kort(grondslag)
    if grondslag.is_bekend:
        delen = [
            f"{naam} ongeveer {_procent(deel)}"
            for naam, deel in (("btw", grondslag.btw_deel), ("LPO", grondslag.lpo_deel))
            if deel is not None
        ]
        woorden += f"; {' en '.join(delen)}" if delen else ""
    return f"{woorden} ({_ZEKERHEID[grondslag.zekerheid]})"


def grondslagvergelijking(delen: Iterable[tuple[str, Grondslag | None]]) -> str:
    """Say on what basis each named part of a comparison is, and that they may differ."""
    per_deel = "; ".join(f"{naam}: {grondslag_in_woorden(grondslag)}" for naam, grondslag in delen)
    return (
        f"Grondslag van de bedragen. {per_deel}. Bedragen op een andere grondslag zijn niet zonder "
        "meer te vergelijken of op te tellen. LPO is loon- en prijsbijstelling."
    )


def _procent(deel: Fraction) -> str:
    tienden = round(deel * 1000)
    return f"{tienden // 10},{tienden % 10}%"
