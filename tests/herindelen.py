"""The data as they would be once a gemeente has gone up in others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from azwa_funds.gegevens.gegevens import Gegevens

WIJDEMEREN, HILVERSUM = "GM1696", "GM0402"


def na(
    gegevens: Gegevens,
    dag: date,
    oud: str = WIJDEMEREN,
    delen: Mapping[str, Fraction] | None = None,
) -> Gegevens:
    """The data once a gemeente has gone up in others on a day."""
    delen = delen or {HILVERSUM: Fraction(1)}
    gemeenten = dict(gegevens.gemeenten)
    gemeenten[oud] = replace(gemeenten[oud], geldig_tot_en_met=dag - timedelta(days=1))
    voorbeeld = gegevens.herindelingen[0]
    rijen = [
        replace(
            voorbeeld, datum=dag, code_oud=oud, code_nieuw=nieuw, aandeel=deel,
            status="gerealiseerd",
        )
        for nieuw, deel in delen.items()
    ]  # fmt: skip
    overig = [h for h in gegevens.herindelingen if h.code_oud != oud]
    return gegevens.met(gemeenten=gemeenten, herindelingen=[*overig, *rijen])
