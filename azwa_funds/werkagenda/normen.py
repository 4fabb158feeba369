"""The norms of the regional werkagenda: what they are, and how `streefwaarden.toml` is read.

A norm is so much per so many of a populatie; a populatie is built from CBS figures, or is a part
of another one by a parameter that the user fills in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, TypeVar

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Kolom, Status, Tekst, Vindplaats
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.records import Plek, lees_records
from azwa_funds.lezen.tabel import controleer_velden

#: The unit of norms that a tariff can price.
FTE = "fte"


class Schaal(StrEnum):
    """On which level a norm can be counted."""

    GEMEENTE = "gemeente"
    REGIO = "regio"
    GGD_REGIO = "ggd_regio"

    @property
    def in_woorden(self) -> str:
        """How a reader meets the level."""
        return {"ggd_regio": "GGD-regio"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Populatie:
    """Whom a norm is about: CBS columns with the part of each that counts, or a part of `basis`.

    `delen` maps columns of CBS table `tabel` to exact fractions; it is empty where `basis` and
    `parameter` say which share of which other populatie is meant. `status` is None where the
    source states none.
    """

    id: str
    naam: str
    tabel: Tekst
    delen: Annotated[Mapping[str, Fraction], Kolom(leeg_mag=True)]
    basis: Tekst
    parameter: Tekst
    status: Status | None
    toelichting: str
    vindplaats: Vindplaats

    def keur(self, plek: Plek) -> None:
        """Refuse what is neither built from columns nor a part of another one."""
        genoemd = bool(self.tabel), bool(self.delen), bool(self.basis), bool(self.parameter)
        if genoemd not in ((True, True, False, False), (False, False, True, True)):
            raise plek.fout(
                f"{plek.naam} noemt niet 'tabel' en 'delen', of 'basis' en 'parameter'", "vul aan"
            )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure that no source gives: an assumption of the user, None (p.m.) until filled in."""

    id: str
    naam: str
    eenheid: str
    waarde: Fraction | None
    toelichting: str


@dataclass(frozen=True, slots=True)
class Streefwaarde:
    """A norm: `laag` to `hoog` of `eenheid` per `per` of a populatie.

    `hoog` is None where the source gives only a minimum. `populatie` is the id of a populatie,
    or "gemeente", "regio" or "ggd_regio" where the norm is per area. `kort` is the name above a
    column.
    """

    id: str
    functionaliteit: str
    wat: str
    kort: str
    eenheid: str
    enkelvoud: str
    laag: Fraction
    hoog: Fraction | None
    per: int
    populatie: str
    schaal: Schaal
    status: Status
    toelichting: str
    vindplaats: Vindplaats

    def keur(self, plek: Plek) -> None:
        """Refuse a norm whose `hoog` is below its `laag`."""
        if self.per < 1 or (self.hoog is not None and self.hoog < self.laag):
            raise plek.fout(
                f"{plek.naam} heeft 'per' onder 1 of 'hoog' onder 'laag'", "verbeter deze getallen"
            )

    @property
    def per_gebied(self) -> bool:
        """Whether the norm counts areas instead of people."""
        return self.populatie in tuple(Schaal)


@dataclass(frozen=True, slots=True)
class Element:
    """What has to be there by the source, without a number: a row to tick."""

    id: str
    functionaliteit: str
    wat: str
    toelichting: str
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Streefwaarden:
    """All norms with the populaties and parameters they rest on, by id, in order of the file."""

    populaties: Mapping[str, Populatie]
    parameters: Mapping[str, Parameter]
    normen: tuple[Streefwaarde, ...]
    elementen: tuple[Element, ...]

    @property
    def eisen(self) -> tuple[Streefwaarde | Element, ...]:
        """All that the source asks, with a number and without."""
        return (*self.normen, *self.elementen)


def streefwaarden_van(gegevens: Gegevens) -> Streefwaarden:
    """Return the norms of the regional werkagenda, from `streefwaarden.toml`.

    Raises Invoerfout for an unknown field, populatie, parameter or source, and for a norm whose
    `hoog` is below its `laag`.
    """
    return gegevens.onthoud("streefwaarden", _lees)


def _lees(gegevens: Gegevens) -> Streefwaarden:
    plek, blok = gegevens.blok("streefwaarden.toml")
    pad = plek.pad
    lijst = dict.fromkeys(("populatie", "parameter", "streefwaarde"), list)
    controleer_velden(pad, blok, plek.naam, lijst, {"element": list})
    parameters = {deel.id: deel for deel in lees_records(Parameter, plek, blok, "parameter")}
    populaties: dict[str, Populatie] = {}
    for populatie in lees_records(Populatie, plek, blok, "populatie"):
        if populatie.basis:
            _moet_bestaan(pad, populatie.basis, populaties, f"basis van '{populatie.id}'")
            _moet_bestaan(pad, populatie.parameter, parameters, f"parameter van '{populatie.id}'")
        populaties[populatie.id] = populatie
    normen = lees_records(Streefwaarde, plek, blok, "streefwaarde")
    for norm in _elk_een(plek, "norm", normen):
        if not norm.per_gebied:
            _moet_bestaan(pad, norm.populatie, populaties, f"populatie van '{norm.id}'")
    elementen = lees_records(Element, plek, blok, "element", mag_leeg=True)
    return Streefwaarden(populaties, parameters, normen, _elk_een(plek, "element", elementen))


T = TypeVar("T", Streefwaarde, Element)


def _elk_een(plek: Plek, wat: str, eisen: tuple[T, ...]) -> tuple[T, ...]:
    for nummer, eis in enumerate(eisen):
        if any(eerder.id == eis.id for eerder in eisen[:nummer]):
            raise plek.fout(f"{wat} '{eis.id}' staat er twee keer", "geef een ander id")
    return eisen


def _moet_bestaan(pad: Path, id: str, bekend: Mapping[str, object], wat: str) -> None:
    if id not in bekend:
        raise Invoerfout(
            pad, f"de {wat} is '{id}', en die staat er niet boven", "kies uit: " + ", ".join(bekend)
        )
