"""Records from files: made of the rows of a CSV file or the blocks of a TOML file.

What a record must be follows from its fields (`velden`). A source has to be listed. A method
`keur(plek)` of a record of a TOML file judges what no single field shows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from azwa_funds.kern.begrippen import Status, Vindplaats
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.kern.soorten import Soort
from azwa_funds.lezen.tabel import (
    RIJ,
    KenBron,
    Rij,
    blokken,
    breuk,
    controleer_velden,
    keuze,
    looptijd,
    status,
)
from azwa_funds.lezen.velden import Veld, velden_van

T = TypeVar("T")


def uit_rij(record: type[T], rij: Rij, vindplaats: Vindplaats) -> T:
    """Make a record of a row that was read by its columns."""
    return record(
        **{
            veld.attribuut: vindplaats
            if veld.soort is Vindplaats
            else rij[RIJ]
            if veld.kolom.soort is Soort.BUITEN
            else veld.soort(rij[veld.kolom.naam])
            if issubclass(veld.soort, StrEnum)
            else rij[veld.kolom.naam]
            for veld in velden_van(record)
        }
    )


# -- blocks of a TOML file ---------------------------------------------------------------------


class Plek(NamedTuple):
    """Where in which file a block stands, and how its sources are looked up."""

    pad: Path
    ken_bron: KenBron
    naam: str = "het bestand"

    def fout(self, reden: str, remedie: str) -> Invoerfout:
        """A complaint about this file; `reden` names the block where that is needed."""
        return Invoerfout(self.pad, reden, remedie)

    def binnen(self, blok: str, nummer: int | None = None) -> Plek:
        """The place of a block in this one, or of one of a list of blocks."""
        boven = "" if self.naam == "het bestand" else f"{self.naam[1:-1]}."
        naam = f"[{boven}{blok}]" if nummer is None else f"[[{boven}{blok}]] nummer {nummer}"
        if self.naam.startswith("[["):
            naam = f"{self.naam}, {blok}"
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
    velden = [
        veld
        for veld in velden_van(record)
        if veld.attribuut not in gegeven and veld.kolom.soort is not Soort.BUITEN
    ]
    moet, mag = {**(verplicht or {})}, {**(mogelijk or {})}
    for veld in velden:
        (mag if veld.mag_weg else moet).update(veld.vormen)
    controleer_velden(plek.pad, blok, plek.naam, moet, mag)
    if {"van", "tot_en_met"} <= moet.keys():
        looptijd(plek.pad, blok, plek.naam)
    aanwezig = [v for v in velden if not (v.heeft_standaard and v.vormen.keys().isdisjoint(blok))]
    gemaakt = record(**{veld.attribuut: _lees(plek, blok, veld) for veld in aanwezig}, **gegeven)
    keur = getattr(record, "keur", None)
    if keur:
        keur(gemaakt, plek)
    return gemaakt


def hoort_bij_naam(plek: Plek, blok: Mapping[str, Any]) -> None:
    """Raise Invoerfout where the id in a file is not the name of that file."""
    if blok.get("id") != plek.pad.stem:
        raise plek.fout(
            f"id '{blok['id']}' is niet de naam van het bestand",
            f"schrijf id = '{plek.pad.stem}' of hernoem het bestand",
        )


def lees_records(
    record: type[T], plek: Plek, blok: Mapping[str, Any], naam: str, *, mag_leeg: bool = False
) -> tuple[T, ...]:
    """Make a record of each block of a list, or raise Invoerfout."""
    delen = blokken(plek.pad, blok, naam, mag_leeg=mag_leeg)
    return tuple(
        lees_record(record, plek.binnen(naam, nummer), deel)
        for nummer, deel in enumerate(delen, start=1)
    )


def _lees(plek: Plek, blok: Mapping[str, Any], veld: Veld) -> Any:
    naam, soort = veld.kolom.naam, veld.soort
    if soort is Vindplaats:
        return _vindplaats(plek, blok)
    if veld.is_lijst and dataclasses.is_dataclass(soort):
        return lees_records(_als_record(soort), plek, blok, naam, mag_leeg=veld.mag_weg)
    if veld.is_lijst:
        return tuple(_waarde(plek, veld, deel) for deel in blok.get(naam, ()))
    if naam not in blok:
        leeg: dict[Any, Any] = {str: "", Mapping: {}, bool: False}
        return leeg.get(soort)
    return _waarde(plek, veld, blok[naam])


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
        return {n: breuk(plek.pad, w, f"'{n}' in {plek.naam}") for n, w in waarde.items()}
    if dataclasses.is_dataclass(soort):
        return lees_record(_als_record(soort), plek.binnen(naam), waarde)
    if isinstance(soort, type) and issubclass(soort, StrEnum):
        wat = (veld.kolom.wat or naam).format(plek=plek.naam)
        return keuze(plek.pad, soort, wat, str(waarde))
    if veld.is_lijst:
        return _deel_van_lijst(plek, veld, waarde)
    if veld.kolom.soort is Soort.EURO and waarde < 0:
        raise plek.fout(f"'{naam}' in {plek.naam} is {waarde}, dus negatief", "schrijf 0 of hoger")
    return waarde


def _deel_van_lijst(plek: Plek, veld: Veld, waarde: Any) -> str:
    if veld.kolom.wat and not isinstance(waarde, str):
        raise plek.fout(
            f"'{veld.kolom.naam}' in {plek.naam} bevat iets anders dan tekst",
            f"schrijf elke {veld.kolom.wat} tussen aanhalingstekens",
        )
    return str(waarde)


def _als_record(soort: Any) -> type[Any]:
    record: type[Any] = soort
    return record


_LEZERS: Mapping[Any, Callable[[Path, Any, str], Any]] = {
    bool: lambda _pad, waarde, _wat: waarde == "ja",
    Status: lambda pad, waarde, _wat: status(pad, waarde),
    Fraction: breuk,
}
