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
from typing import Any

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Status, Vindplaats
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.tabel import KenBron, blokken, controleer_velden, keuze, status

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
    tabel: str
    delen: Mapping[str, Fraction]
    basis: str
    parameter: str
    status: Status | None
    toelichting: str
    vindplaats: Vindplaats


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


_BRON = {"toelichting": str, "bron": str, "plaats": str}


def streefwaarden_van(gegevens: Gegevens) -> Streefwaarden:
    """Return the norms of the regional werkagenda, from `streefwaarden.toml`."""
    return gegevens.onthoud("streefwaarden", _lees)


def _lees(gegevens: Gegevens) -> Streefwaarden:
    pad = gegevens.data / "streefwaarden.toml"
    return lees_streefwaarden(pad, gegevens.toml(pad), gegevens.ken_bron)


def lees_streefwaarden(pad: Path, blok: Mapping[str, Any], ken_bron: KenBron) -> Streefwaarden:
    """Read the norms from the contents of their file.

    Raises Invoerfout for an unknown field, populatie, parameter or source, and for a norm whose
    `hoog` is below its `laag`.
    """
    lijst = dict.fromkeys(("populatie", "parameter", "streefwaarde"), list)
    controleer_velden(pad, blok, "het bestand", lijst, {"element": list})
    parameters = {
        parameter.id: parameter
        for nummer, deel in enumerate(blokken(pad, blok, "parameter"), start=1)
        for parameter in [_lees_parameter(pad, deel, f"[[parameter]] nummer {nummer}")]
    }
    populaties: dict[str, Populatie] = {}
    for nummer, deel in enumerate(blokken(pad, blok, "populatie"), start=1):
        populatie = _lees_populatie(pad, deel, f"[[populatie]] nummer {nummer}", ken_bron)
        if populatie.basis:
            _moet_bestaan(pad, populatie.basis, populaties, f"basis van '{populatie.id}'")
            _moet_bestaan(pad, populatie.parameter, parameters, f"parameter van '{populatie.id}'")
        populaties[populatie.id] = populatie
    normen: dict[str, Streefwaarde] = {}
    for nummer, deel in enumerate(blokken(pad, blok, "streefwaarde"), start=1):
        norm = _lees_norm(pad, deel, f"[[streefwaarde]] nummer {nummer}", ken_bron)
        if norm.id in normen:
            raise Invoerfout(pad, f"norm '{norm.id}' staat er twee keer", "geef een ander id")
        if not norm.per_gebied:
            _moet_bestaan(pad, norm.populatie, populaties, f"populatie van '{norm.id}'")
        normen[norm.id] = norm
    elementen: dict[str, Element] = {}
    for nummer, deel in enumerate(blokken(pad, blok, "element", mag_leeg=True), start=1):
        velden = {**dict.fromkeys(("id", "functionaliteit", "wat"), str), **_BRON}
        controleer_velden(pad, deel, f"[[element]] nummer {nummer}", velden, {})
        ken_bron(pad, deel["bron"])
        if deel["id"] in elementen:
            raise Invoerfout(pad, f"element '{deel['id']}' staat er twee keer", "geef een ander id")
        elementen[deel["id"]] = Element(
            deel["id"],
            deel["functionaliteit"],
            deel["wat"],
            deel["toelichting"],
            Vindplaats(deel["bron"], deel["plaats"]),
        )
    return Streefwaarden(populaties, parameters, tuple(normen.values()), tuple(elementen.values()))


def _moet_bestaan(pad: Path, id: str, bekend: Mapping[str, object], wat: str) -> None:
    if id not in bekend:
        raise Invoerfout(
            pad,
            f"de {wat} is '{id}', en die staat er niet boven",
            "kies uit: " + ", ".join(bekend),
        )


def _lees_parameter(pad: Path, blok: Mapping[str, Any], plek: str) -> Parameter:
    verplicht = dict.fromkeys(("id", "naam", "eenheid", "toelichting"), str)
    controleer_velden(pad, blok, plek, verplicht, {"waarde": str})
    waarde = blok.get("waarde")
    return Parameter(
        blok["id"],
        blok["naam"],
        blok["eenheid"],
        None if waarde is None else breuk(pad, waarde, f"waarde in {plek}"),
        blok["toelichting"],
    )


def _lees_populatie(pad: Path, blok: Mapping[str, Any], plek: str, ken_bron: KenBron) -> Populatie:
    verplicht = {"id": str, "naam": str, **_BRON}
    keuzes = {"tabel": str, "delen": dict, "basis": str, "parameter": str}
    controleer_velden(pad, blok, plek, verplicht, {**keuzes, "status": str})
    if {naam for naam in keuzes if naam in blok} not in (
        {"tabel", "delen"},
        {"basis", "parameter"},
    ):
        raise Invoerfout(
            pad, f"{plek} noemt niet 'tabel' en 'delen', of 'basis' en 'parameter'", "vul aan"
        )
    ken_bron(pad, blok["bron"])
    delen = {
        kolom: breuk(pad, deel, f"'{kolom}' in {plek}")
        for kolom, deel in blok.get("delen", {}).items()
    }
    return Populatie(
        id=blok["id"],
        naam=blok["naam"],
        tabel=blok.get("tabel", ""),
        delen=delen,
        basis=blok.get("basis", ""),
        parameter=blok.get("parameter", ""),
        status=status(pad, blok["status"]) if "status" in blok else None,
        toelichting=blok["toelichting"],
        vindplaats=Vindplaats(blok["bron"], blok["plaats"]),
    )


def _lees_norm(pad: Path, blok: Mapping[str, Any], plek: str, ken_bron: KenBron) -> Streefwaarde:
    teksten = "id functionaliteit wat kort eenheid enkelvoud laag populatie schaal status".split()
    verplicht = {**dict.fromkeys(teksten, str), "per": int, **_BRON}
    controleer_velden(pad, blok, plek, verplicht, {"hoog": str})
    ken_bron(pad, blok["bron"])
    laag = breuk(pad, blok["laag"], f"laag in {plek}")
    hoog = breuk(pad, blok["hoog"], f"hoog in {plek}") if "hoog" in blok else None
    if blok["per"] < 1 or (hoog is not None and hoog < laag):
        raise Invoerfout(
            pad, f"{plek} heeft 'per' onder 1 of 'hoog' onder 'laag'", "verbeter deze getallen"
        )
    return Streefwaarde(
        id=blok["id"],
        functionaliteit=blok["functionaliteit"],
        wat=blok["wat"],
        kort=blok["kort"],
        eenheid=blok["eenheid"],
        enkelvoud=blok["enkelvoud"],
        laag=laag,
        hoog=hoog,
        per=blok["per"],
        populatie=blok["populatie"],
        schaal=keuze(pad, Schaal, "schaal", blok["schaal"]),
        status=status(pad, blok["status"]),
        toelichting=blok["toelichting"],
        vindplaats=Vindplaats(blok["bron"], blok["plaats"]),
    )


def breuk(pad: Path, tekst: object, wat: str) -> Fraction:
    """Read an exact number such as "0.2" or "3/5", or raise Invoerfout."""
    try:
        waarde = Fraction(str(tekst).strip().replace(",", "."))
    except (ValueError, ZeroDivisionError) as fout:
        raise Invoerfout(
            pad, f"{wat} is '{tekst}', geen getal", "schrijf bijvoorbeeld '0.2' of '3/5'"
        ) from fout
    if waarde < 0:
        raise Invoerfout(pad, f"{wat} is '{tekst}', dus negatief", "schrijf 0 of hoger")
    return waarde
