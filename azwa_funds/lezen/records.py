"""Records from files: the dataclass is the one declaration of its columns or fields.

A type hint says what a cell or field holds: a text, a number, a date, `Fraction`, `Status`, an
enumeration, another record, or a tuple of these. What is `| None`, has a default or is marked
`Kolom(leeg_mag=True)` may be left out. A `Vindplaats` is the two fields of a source, which has to
be listed. A method `keur(plek)` of a record of a TOML file judges what no single field shows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    NamedTuple,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from azwa_funds.kern.begrippen import Kolom, Soort, Status, Vindplaats
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen import tabel

T = TypeVar("T")

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
    is_keuze: bool

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
    # A module whose annotations are no strings saves the time of evaluating them.
    hints = {veld.name: veld.type for veld in dataclasses.fields(record)}
    if any(isinstance(hint, str) for hint in hints.values()):
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
    is_keuze = isinstance(soort, type) and issubclass(soort, StrEnum)
    if not kolom.naam:
        kolom = dataclasses.replace(kolom, naam=veld.name)
    return Veld(
        veld.name, kolom, soort, deel, vorm is tuple, mag_weg or kolom.leeg_mag, leeg, is_keuze
    )


def kolommen_van(record: type) -> tuple[Kolom, ...]:
    """The columns of the CSV file that holds such records, in order."""
    kolommen: list[Kolom] = []
    for veld in velden_van(record):
        if veld.soort is Vindplaats:
            kolommen += [Kolom("bron"), Kolom("vindplaats")]
        elif veld.kolom.soort is not Soort.BUITEN:
            genoemd = veld.kolom.soort
            soort = _SOORTEN.get(veld.soort, genoemd) if genoemd is Soort.TEKST else genoemd
            keuzes = tuple(veld.soort) if veld.is_keuze else veld.kolom.keuzes
            kolommen.append(
                dataclasses.replace(veld.kolom, soort=soort, leeg_mag=veld.mag_weg, keuzes=keuzes)
            )
    return tuple(kolommen)


def uit_rij(record: type[T], rij: tabel.Rij, vindplaats: Vindplaats) -> T:
    """Make a record of a row that was read by its columns."""
    waarden: dict[str, Any] = {}
    for veld in velden_van(record):
        if veld.soort is Vindplaats:
            waarden[veld.attribuut] = vindplaats
        elif veld.kolom.soort is Soort.BUITEN:
            waarden[veld.attribuut] = rij[tabel.RIJ]
        else:
            cel = rij[veld.kolom.naam]
            waarden[veld.attribuut] = veld.soort(cel) if veld.is_keuze else cel
    return record(**waarden)


# -- blocks of a TOML file ---------------------------------------------------------------------


class Plek(NamedTuple):
    """Where in which file a block stands, and how its sources are looked up."""

    pad: Path
    ken_bron: tabel.KenBron
    naam: str = "het bestand"

    def fout(self, reden: str, remedie: str) -> Invoerfout:
        """A complaint about this file; `reden` names the block where that is needed."""
        return Invoerfout(self.pad, reden, remedie)

    def binnen(self, blok: str, nummer: int | None = None) -> Plek:
        """The place of a block in this one, or of one of a list of blocks."""
        boven = "" if self.naam == "het bestand" else f"{self.naam[1:-1]}."
        naam = f"[{boven}{blok}]" if nummer is None else f"[[{boven}{blok}]] nummer {nummer}"
        if self.naam.startswith("[["):
            naam = f"{self.naam}, {blok}" + ("" if nummer is None else f" nummer {nummer}")
        return self._replace(naam=naam)


def lees_record(
    record: type[T],
    plek: Plek,
    blok: Mapping[str, Any],
    verplicht: Mapping[str, type] | None = None,
    mogelijk: Mapping[str, type] | None = None,
    **gegeven: Any,
) -> T:
    """Make a record of a block, or raise Invoerfout naming the block and the field.

    The fields that are `gegeven` are not read; what else must or may stand in the block, under
    `verplicht` and `mogelijk`, is for the caller.
    """
    velden = [v for v in velden_van(record) if v.kolom.soort is not Soort.BUITEN]
    velden = [veld for veld in velden if veld.attribuut not in gegeven]
    moet, mag = {**(verplicht or {})}, {**(mogelijk or {})}
    for veld in velden:
        (mag if veld.mag_weg else moet).update(veld.vormen)
    tabel.controleer_velden(plek.pad, blok, plek.naam, moet, mag)
    if {"van", "tot_en_met"} <= moet.keys():
        tabel.looptijd(plek.pad, blok, plek.naam)
    aanwezig = [v for v in velden if not (v.heeft_standaard and v.vormen.keys().isdisjoint(blok))]
    gemaakt = record(**{veld.attribuut: _lees(plek, blok, veld) for veld in aanwezig}, **gegeven)
    keur = getattr(record, "keur", None)
    if keur:
        keur(gemaakt, plek)
    return gemaakt


def hoort_bij_naam(plek: Plek, blok: Mapping[str, Any]) -> None:
    """Raise Invoerfout where the id in a file is not the name of that file."""
    if blok.get("id") != plek.pad.stem:
        remedie = f"schrijf id = '{plek.pad.stem}' of hernoem het bestand"
        raise plek.fout(f"id '{blok['id']}' is niet de naam van het bestand", remedie)


def lees_records(
    record: type[T], plek: Plek, blok: Mapping[str, Any], naam: str, *, mag_leeg: bool = False
) -> tuple[T, ...]:
    """Make a record of each block of a list, or raise Invoerfout."""
    delen = tabel.blokken(plek.pad, blok, naam, mag_leeg=mag_leeg)
    return tuple(
        lees_record(record, plek.binnen(naam, nummer), deel)
        for nummer, deel in enumerate(delen, start=1)
    )


def _lees(plek: Plek, blok: Mapping[str, Any], veld: Veld) -> Any:
    naam, soort = veld.kolom.naam, veld.soort
    if soort is Vindplaats:
        return _vindplaats(plek, blok)
    if veld.is_lijst and dataclasses.is_dataclass(soort):
        return lees_records(cast("type[Any]", soort), plek, blok, naam, mag_leeg=veld.mag_weg)
    if veld.is_lijst:
        return tuple(_waarde(plek, veld, deel) for deel in blok.get(naam, ()))
    if naam in blok:
        return _waarde(plek, veld, blok[naam])
    leeg: dict[Any, Any] = {str: "", Mapping: {}, bool: False}
    return leeg.get(soort)


def _vindplaats(plek: Plek, blok: Mapping[str, Any]) -> Vindplaats | None:
    if ("bron" in blok) != ("plaats" in blok):
        raise plek.fout(f"{plek.naam} noemt er maar één van bron en plaats", "noem ze allebei")
    if "bron" not in blok:
        return None
    plek.ken_bron(plek.pad, blok["bron"])
    return Vindplaats(blok["bron"], blok["plaats"])


def _waarde(plek: Plek, veld: Veld, waarde: Any) -> Any:
    """Turn one value into what its field holds."""
    naam, soort = veld.kolom.naam, veld.soort
    if soort in _LEZERS:
        return _LEZERS[soort](plek.pad, waarde, f"{naam} in {plek.naam}")
    if veld.deel is Fraction:
        return {n: tabel.breuk(plek.pad, w, f"'{n}' in {plek.naam}") for n, w in waarde.items()}
    if dataclasses.is_dataclass(soort):
        return lees_record(cast("type[Any]", soort), plek.binnen(naam), waarde)
    if veld.is_keuze:
        wat = (veld.kolom.wat or naam).format(plek=plek.naam)
        return tabel.keuze(plek.pad, soort, wat, str(waarde))
    if veld.is_lijst and veld.kolom.wat and not isinstance(waarde, str):
        remedie = f"schrijf elke {veld.kolom.wat} tussen aanhalingstekens"
        raise plek.fout(f"'{naam}' in {plek.naam} bevat iets anders dan tekst", remedie)
    if veld.is_lijst:
        return str(waarde)
    if veld.kolom.soort is Soort.EURO and waarde < 0:
        raise plek.fout(f"'{naam}' in {plek.naam} is {waarde}, dus negatief", "schrijf 0 of hoger")
    return waarde


_LEZERS: Mapping[Any, Callable[[Path, Any, str], Any]] = {
    bool: lambda _pad, waarde, _wat: waarde == "ja",
    Status: lambda pad, waarde, _wat: tabel.status(pad, waarde),
    Fraction: tabel.breuk,
}
