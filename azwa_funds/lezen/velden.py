"""The fields of a record, as its type hints declare them: the one declaration of its file.

A hint says what a cell or field holds: a text, a number, a date, `Fraction`, `Status`, an
enumeration, another record, or a tuple of these. What is `| None`, has a default or is marked
`Kolom(leeg_mag=True)` may be left out. A `Vindplaats` is the two fields of a source.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from azwa_funds.kern.begrippen import Status, Vindplaats
from azwa_funds.kern.soorten import Kolom, Soort

_SOORTEN = {
    int: Soort.GEHEEL, Decimal: Soort.GETAL, date: Soort.DATUM, Status: Soort.STATUS,
    Fraction: Soort.AANDEEL,
}  # fmt: skip


class Veld(NamedTuple):
    """One field: its name in the record, its type (of a tuple: of its parts), what more is said.

    `deel` is the type of the values of a mapping.
    """

    attribuut: str
    kolom: Kolom
    soort: Any
    deel: Any
    is_lijst: bool
    mag_weg: bool
    heeft_standaard: bool

    @property
    def vormen(self) -> dict[str, type]:
        """The fields of a TOML block that it stands in, each with what TOML makes of it."""
        if self.soort is Vindplaats:
            return {"bron": str, "plaats": str}
        if self.is_lijst or self.soort in (int, float, object):
            return {self.kolom.naam: list if self.is_lijst else self.soort}
        is_blok = self.soort is Mapping or dataclasses.is_dataclass(self.soort)
        return {self.kolom.naam: dict if is_blok else str}


def velden_van(record: type) -> tuple[Veld, ...]:
    """The fields of a record, as its type hints declare them."""
    return _velden(record)


@cache
def _velden(record: Any) -> tuple[Veld, ...]:
    hints = get_type_hints(record, include_extras=True)
    return tuple(_veld(veld, hints[veld.name]) for veld in dataclasses.fields(record))


def _veld(veld: dataclasses.Field[Any], hint: Any) -> Veld:
    leeg = (veld.default, veld.default_factory) != (dataclasses.MISSING, dataclasses.MISSING)
    kolom, mag_weg = Kolom(), leeg
    while (vorm := get_origin(hint)) in (Annotated, Union, UnionType):
        if vorm is Annotated:
            kolom = hint.__metadata__[0]
        else:
            mag_weg = True
        hint = next(deel for deel in get_args(hint) if deel is not NoneType)
    soort = get_args(hint)[0] if vorm is tuple else vorm or hint
    deel = get_args(hint)[1] if vorm is Mapping else None
    kolom = dataclasses.replace(kolom, naam=kolom.naam or veld.name)
    return Veld(veld.name, kolom, soort, deel, vorm is tuple, mag_weg or kolom.leeg_mag, leeg)


def kolommen_van(record: type) -> tuple[Kolom, ...]:
    """The columns of the CSV file that holds such records, in order."""
    kolommen: list[Kolom] = []
    for veld in velden_van(record):
        if veld.soort is Vindplaats:
            kolommen += [Kolom("bron"), Kolom("vindplaats")]
        elif veld.kolom.soort is not Soort.BUITEN:
            genoemd = veld.kolom.soort
            soort = _SOORTEN.get(veld.soort, genoemd) if genoemd is Soort.TEKST else genoemd
            keuzes = tuple(veld.soort) if issubclass(veld.soort, StrEnum) else veld.kolom.keuzes
            kolommen.append(
                dataclasses.replace(veld.kolom, soort=soort, leeg_mag=veld.mag_weg, keuzes=keuzes)
            )
    return tuple(kolommen)
