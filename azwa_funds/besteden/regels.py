"""The rules of the yearly toets and their thresholds, as `toetsregels.toml` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    SPUK_AZWA,
    SPUK_IZA,
    Kolom,
    Soort,
    Status,
    Vindplaats,
)
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.records import Plek, lees_record, lees_records


class Ernst(StrEnum):
    """How serious a bevinding is, most serious first."""

    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"
    INFORMATIE = "informatie"


@dataclass(frozen=True, slots=True)
class Toetsregel:
    """One rule: what it looks at, how serious a deviation is, and what it rests on.

    `ernst_bij_twijfel` is how serious it is where bookings alone do not prove that something is
    wrong, where that is not `ernst`.
    `gronden` is what it rests on for a uitkering of its own, where that is not `vindplaats`.
    """

    nummer: int
    naam: str
    ernst: Ernst
    ernst_bij_twijfel: Annotated[Ernst | None, Kolom(wat="ernst")]
    tekst: str
    van: int
    tot_en_met: int
    vindplaats: Vindplaats
    gronden: Annotated[Mapping[str, Vindplaats], Kolom(soort=Soort.BUITEN)] = field(
        default_factory=dict
    )

    @property
    def bij_twijfel(self) -> Ernst:
        """How serious it is where bookings alone prove nothing."""
        return self.ernst_bij_twijfel or self.ernst

    def grond(self, uitkering: str) -> Vindplaats:
        """What the rule rests on for one uitkering."""
        return self.gronden.get(uitkering, self.vindplaats)


@dataclass(frozen=True, slots=True)
class Drempel:
    """A threshold: whole euros, or per cents, valid in a run of years."""

    id: str
    regel: int
    waarde: int
    eenheid: str
    status: Status
    toelichting: str
    van: int
    tot_en_met: int
    vindplaats: Vindplaats

    def keur(self, plek: Plek) -> None:
        """Refuse an amount below 0, and another unit."""
        _weiger_negatief(plek, "waarde", self.waarde)
        if self.eenheid not in ("euro", "procent"):
            raise plek.fout(
                f"eenheid '{self.eenheid}' in {plek.naam} is onbekend", "kies euro of procent"
            )


@dataclass(frozen=True, slots=True)
class Meenemen:
    """What may go along from one year to the next, in per cents of the amount of that year.

    `procent` is None where no source tells it; `toelichting` then says so.
    """

    uitkering: str
    jaar: int
    procent: int | None
    status: Status
    toelichting: str
    vindplaats: Vindplaats

    def keur(self, plek: Plek) -> None:
        """Refuse a percentage outside 0 to 100."""
        _weiger_negatief(plek, "procent", self.procent or 0)
        if (self.procent or 0) > 100:
            raise plek.fout(f"'procent' in {plek.naam} is meer dan 100", "schrijf 0 tot 100")

    @property
    def tekst(self) -> str:
        """The percentage as a reader meets it: "10% mag mee"."""
        return "wat mee mag is niet bekend" if self.procent is None else f"{self.procent}% mag mee"

    @property
    def statustekst(self) -> str:
        """How firm the percentage is; nothing where there is none."""
        return "" if self.procent is None else str(self.status)


def _weiger_negatief(plek: Plek, naam: str, waarde: int) -> None:
    if waarde < 0:
        raise plek.fout(f"'{naam}' in {plek.naam} is negatief", "schrijf 0 of hoger")


@dataclass(frozen=True, slots=True)
class Grond:
    """What a rule rests on for one uitkering of its own."""

    regel: int
    uitkering: str
    vindplaats: Vindplaats

    def keur(self, plek: Plek) -> None:
        """Refuse another uitkering than those that are accounted for."""
        if self.uitkering not in (SPUK_AZWA, BREDE_SPUK, SPUK_IZA):
            raise plek.fout(
                f"uitkering '{self.uitkering}' in {plek.naam} is onbekend",
                f"kies {SPUK_AZWA}, {BREDE_SPUK} of {SPUK_IZA}",
            )


@dataclass(frozen=True, slots=True)
class Doel:
    """A purpose that the SPUK AZWA does not pay, and the words by which a booking shows it."""

    naam: str
    onderdeel: str
    woorden: tuple[str, ...]
    van: int
    tot_en_met: int
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Toetsregels:
    """All of `toetsregels.toml`; `bestand` is named when a year has no value."""

    bestand: Path
    regels: Annotated[tuple[Toetsregel, ...], Kolom("regel")]
    drempels: Annotated[tuple[Drempel, ...], Kolom("grens")]
    meenemen: tuple[Meenemen, ...]
    doelen: Annotated[tuple[Doel, ...], Kolom("doel")]

    def regel(self, nummer: int) -> Toetsregel:
        """Return the rule with a number."""
        return next(regel for regel in self.regels if regel.nummer == nummer)

    def drempel(self, id: str, jaar: int) -> Drempel:
        """Return a threshold in a year, or raise Invoerfout naming the file that lacks it."""
        for drempel in self.drempels:
            if drempel.id == id and drempel.van <= jaar <= drempel.tot_en_met:
                return drempel
        raise Invoerfout(
            self.bestand, f"er is geen grens '{id}' voor {jaar}", "voeg een blok [[grens]] toe"
        )

    def mee(self, uitkering: str, jaar: int) -> Meenemen:
        """Return what may be carried over from a year, or raise Invoerfout naming the file."""
        for regel in self.meenemen:
            if (regel.uitkering, regel.jaar) == (uitkering, jaar):
                return regel
        raise Invoerfout(
            self.bestand,
            f"er staat niet wat van {uitkering} {jaar} mee mag naar het volgende jaar",
            "voeg een blok [[meenemen]] toe met bron, desnoods als aanname",
        )

    def procent(self, uitkering: str, jaar: int) -> int | None:
        """Return which part of a year may go along, in per cents; None is not known, and not 0.

        Of years before the first that the file tells of, nothing is known. Raises Invoerfout for
        a later year that the file forgets.
        """
        jaren = [regel.jaar for regel in self.meenemen if regel.uitkering == uitkering]
        if jaren and jaar < min(jaren):
            return None
        return self.mee(uitkering, jaar).procent


def toetsregels_van(gegevens: Gegevens) -> Toetsregels:
    """Return the rules and thresholds of the yearly toets, from `toetsregels.toml`.

    Raises Invoerfout for what does not fit, and for a number that is missing.
    """
    return gegevens.onthoud("toetsregels", _lees)


def _lees(gegevens: Gegevens) -> Toetsregels:
    plek, inhoud = gegevens.blok("toetsregels.toml")
    alle = lees_record(Toetsregels, plek, inhoud, mogelijk={"grond": list}, bestand=plek.pad)
    nummers = [regel.nummer for regel in alle.regels]
    if sorted(nummers) != list(range(1, len(nummers) + 1)):
        raise plek.fout(
            "de nummers van de regels lopen niet door vanaf 1", "geef elke regel zijn eigen nummer"
        )
    for drempel in alle.drempels:
        if drempel.regel not in nummers:
            raise plek.fout(
                f"grens '{drempel.id}' noemt regel {drempel.regel}", "noem een regel hierboven"
            )
    gronden = lees_records(Grond, plek, inhoud, "grond", mag_leeg="grond" not in inhoud)
    for grond in gronden:
        if grond.regel not in nummers:
            raise plek.fout(
                f"de grond voor '{grond.uitkering}' noemt regel {grond.regel}",
                "noem een regel hierboven",
            )
    for nummer, doel in enumerate(inhoud["doel"], start=1):
        woorden = doel["woorden"]
        if not woorden or not all(isinstance(woord, str) and woord for woord in woorden):
            raise plek.fout(
                f"'woorden' in [[doel]] nummer {nummer} is geen lijst van woorden",
                'schrijf ["brc"]',
            )
    regels = tuple(
        replace(
            regel, gronden={g.uitkering: g.vindplaats for g in gronden if g.regel == regel.nummer}
        )
        for regel in alle.regels
    )
    return replace(alle, regels=regels)
