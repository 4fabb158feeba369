"""How a column or a field is declared: its kind, whether it may be empty, bounds and choices.

A record that comes from a file declares its fields by type hint alone; what a hint does not say
stands in `Annotated[..., Kolom(...)]`, or in one of the short names below.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated


class Soort(StrEnum):
    """The kinds of values a column can hold."""

    TEKST = "tekst"
    GEHEEL = "geheel getal"
    GETAL = "getal"
    EURO = "bedrag in hele euro's"
    JAAR = "jaar"
    DATUM = "datum"
    STATUS = "status"
    GEMEENTECODE = "gemeentecode"
    AANDEEL = "aandeel"
    ONTVANGERCODE = "ontvangercode"
    PERIODE = "jaar of 'structureel'"
    BUITEN = "in geen kolom"


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column: its kind, whether a cell may be empty, and bounds or a list of choices.

    `wat` is how a complaint about a field of a TOML file names it, where that is not by its name.
    """

    naam: str = ""
    soort: Soort = Soort.TEKST
    leeg_mag: bool = False
    minimum: int | None = 0
    maximum: int | None = None
    keuzes: tuple[str, ...] = ()
    wat: str = ""


#: Fields of a record; what may be left out is "" for a text.
Tekst = Annotated[str, Kolom(leeg_mag=True)]
Euro = Annotated[int, Kolom(soort=Soort.EURO)]
Jaar = Annotated[int, Kolom(soort=Soort.JAAR)]
Periode = Annotated[str, Kolom(soort=Soort.PERIODE)]
Gemeentecode = Annotated[str, Kolom(soort=Soort.GEMEENTECODE)]
Ontvangercode = Annotated[str, Kolom(soort=Soort.ONTVANGERCODE)]
#: No column: the row that a record stands in comes along by itself, the others have a default.
Rijnummer = Annotated[int, Kolom(soort=Soort.BUITEN)]
Buiten = Annotated[str, Kolom(soort=Soort.BUITEN)]
