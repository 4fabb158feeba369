"""The plan of a region as its file describes it: nouns only, nothing is divided here.

Amounts are whole euros in `int`, percentages are exact fractions of one (12,5% is 1/8). Every part
remembers the line on which it stands, so that what does not fit can be told with its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from azwa_funds.kern.begrippen import Ontvanger, Regio

#: The name of the table that a plan gives; no other file has it.
DOORVERDELING = "doorverdeling.csv"


class Wijze(StrEnum):
    """The ways to share out money in proportion to something of each gemeente."""

    INWONERS = "inwoners"
    BREDE_SPUK = "brede_spuk"
    GELIJK = "gelijk"

    @property
    def woorden(self) -> str:
        """How a reader meets it."""
        return {
            "inwoners": "naar inwoners",
            "brede_spuk": "naar gewicht in de Brede SPUK",
            "gelijk": "gelijk per gemeente",
        }[self.value]


class Verantwoordingswijze(StrEnum):
    """The two ways in which a gemeente can account for what was passed on to it."""

    VIA_MANDAATHOUDER = "via_mandaathouder"
    ZELF = "zelf"


@dataclass(frozen=True, slots=True)
class Omvang:
    """How much: euros per year, or a percentage of the regional amount; exactly one is filled.

    A year that is not in `bedragen` has no amount; a percentage holds for all of `jaren`.
    """

    jaren: tuple[int, ...]
    bedragen: Mapping[int, int]
    procent: Fraction | None

    def in_woorden(self) -> str:
        """Say how the amount is set: "5% van het regionale bedrag", "vast bedrag"."""
        if self.procent is None:
            return "vast bedrag"
        return f"{procent_in_woorden(self.procent)} van het regionale bedrag"


@dataclass(frozen=True, slots=True)
class Post:
    """What stays regional before anything goes to the gemeenten; `omvang` None is all the rest."""

    naam: str
    ontvanger: Ontvanger
    omvang: Omvang | None
    toelichting: str
    besluit: str
    regel: int

    @property
    def met_ontvanger(self) -> str:
        """The post and who receives it: "Regionale coördinatie (SamenTwente)"."""
        return f"{self.naam} ({self.ontvanger.naam})"

    def in_woorden(self) -> str:
        """Say how its amount is set."""
        return self.omvang.in_woorden() if self.omvang else "de rest"


@dataclass(frozen=True, slots=True)
class Vast:
    """A fixed amount for one gemeente."""

    gemeente: str
    omvang: Omvang
    toelichting: str
    besluit: str
    regel: int


@dataclass(frozen=True, slots=True)
class Activiteit:
    """What several gemeenten do together for an amount, shared out by `wijze`.

    `deelnemers` are codes in order; empty means all that take part in the plan.
    """

    naam: str
    omvang: Omvang
    deelnemers: tuple[str, ...]
    wijze: Wijze
    toelichting: str
    besluit: str
    regel: int


@dataclass(frozen=True, slots=True)
class Deelname:
    """A gemeente that opts out in some years, and why."""

    gemeente: str
    jaren: tuple[int, ...]
    reden: str
    regel: int


@dataclass(frozen=True, slots=True)
class Aandeel:
    """Which part of what is left goes by which way; the parts make one whole."""

    wijze: Wijze
    procent: Fraction
    regel: int


@dataclass(frozen=True, slots=True)
class Terugmelding:
    """How and when a gemeente reports back; `uiterlijk` per year of spending, where agreed."""

    wijze: Verantwoordingswijze
    uiterlijk: Mapping[int, date]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a mandaathouder passes on the regional money; `besluit` is empty while it is a draft."""

    pad: Path
    sha256: str
    naam: str
    regio: Regio
    jaren: tuple[int, ...]
    besluit: str
    doel: str
    voorwaarden: tuple[str, ...]
    posten: tuple[Post, ...]
    vast: tuple[Vast, ...]
    activiteiten: tuple[Activiteit, ...]
    aandelen: tuple[Aandeel, ...]
    afmeldingen: tuple[Deelname, ...]
    minimum: int
    minimum_regel: int
    terugmelding: Terugmelding

    def doet_mee(self, code: str, jaar: int) -> bool:
        """Whether a gemeente takes part in a year."""
        return not any(a.gemeente == code and jaar in a.jaren for a in self.afmeldingen)


def procent_in_woorden(deel: Fraction) -> str:
    """Write a fraction of one as a percentage, the Dutch way: 1/8 is "12,5%"."""
    procent = deel * 100
    if procent.denominator == 1:
        return f"{procent.numerator}%"
    tekst = f"{float(procent):.6f}".rstrip("0").replace(".", ",")
    return f"{tekst}%"
