"""The rules of the yearly toets and their thresholds, as `toetsregels.toml` gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import BREDE_SPUK, SPUK_AZWA, SPUK_IZA, Status, Vindplaats
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.tabel import KenBron, blokken, controleer_velden, keuze, looptijd, status


class Ernst(StrEnum):
    """How serious a bevinding is, most serious first."""

    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"
    INFORMATIE = "informatie"


@dataclass(frozen=True, slots=True)
class Toetsregel:
    """One rule: what it looks at, how serious a deviation is, and what it rests on.

    `bij_twijfel` is how serious it is where bookings alone do not prove that something is wrong.
    `gronden` is what it rests on for a uitkering of its own, where that is not `vindplaats`.
    """

    nummer: int
    naam: str
    ernst: Ernst
    bij_twijfel: Ernst
    tekst: str
    van: int
    tot_en_met: int
    vindplaats: Vindplaats
    gronden: Mapping[str, Vindplaats] = field(default_factory=dict)

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

    @property
    def tekst(self) -> str:
        """The percentage as a reader meets it: "10% mag mee"."""
        return "wat mee mag is niet bekend" if self.procent is None else f"{self.procent}% mag mee"

    @property
    def statustekst(self) -> str:
        """How firm the percentage is; nothing where there is none."""
        return "" if self.procent is None else str(self.status)


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
    regels: tuple[Toetsregel, ...]
    drempels: tuple[Drempel, ...]
    meenemen: tuple[Meenemen, ...]
    doelen: tuple[Doel, ...]

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


_BRON = {"bron": str, "plaats": str}
_JAREN = {"van": int, "tot_en_met": int}


def toetsregels_van(gegevens: Gegevens) -> Toetsregels:
    """Return the rules and thresholds of the yearly toets, from `toetsregels.toml`."""
    return gegevens.onthoud("toetsregels", _lees)


def _lees(gegevens: Gegevens) -> Toetsregels:
    pad = gegevens.data / "toetsregels.toml"
    return lees_toetsregels(pad, gegevens.toml(pad), gegevens.ken_bron)


def lees_toetsregels(pad: Path, inhoud: Mapping[str, Any], ken_bron: KenBron) -> Toetsregels:
    """Read the rules; raises Invoerfout for what does not fit, and for a number that is missing."""
    soorten = dict.fromkeys(("regel", "grens", "meenemen", "doel"), list)
    controleer_velden(pad, inhoud, "het bestand", soorten, {"grond": list})
    lezer = _Lezer(pad, inhoud, ken_bron)
    regels = lezer.lees("regel", _regel)
    drempels = lezer.lees("grens", _drempel)
    nummers = [regel.nummer for regel in regels]
    if sorted(nummers) != list(range(1, len(nummers) + 1)):
        raise Invoerfout(
            pad,
            "de nummers van de regels lopen niet door vanaf 1",
            "geef elke regel zijn eigen nummer",
        )
    for drempel in drempels:
        if drempel.regel not in nummers:
            raise Invoerfout(
                pad, f"grens '{drempel.id}' noemt regel {drempel.regel}", "noem een regel hierboven"
            )
    gronden = lezer.lees("grond", _grond) if "grond" in inhoud else ()
    for nummer, uitkering, _ in gronden:
        if nummer not in nummers:
            raise Invoerfout(
                pad,
                f"de grond voor '{uitkering}' noemt regel {nummer}",
                "noem een regel hierboven",
            )
    regels = tuple(
        replace(regel, gronden={u: v for nummer, u, v in gronden if nummer == regel.nummer})
        for regel in regels
    )
    return Toetsregels(
        pad, regels, drempels, lezer.lees("meenemen", _meenemen), lezer.lees("doel", _doel)
    )


_T = TypeVar("_T")


@dataclass(frozen=True)
class _Lezer:
    pad: Path
    inhoud: Mapping[str, Any]
    ken_bron: KenBron

    def lees(
        self, soort: str, maak: Callable[[_Lezer, Mapping[str, Any], str], _T]
    ) -> tuple[_T, ...]:
        return tuple(
            maak(self, blok, f"[[{soort}]] nummer {nummer}")
            for nummer, blok in enumerate(blokken(self.pad, self.inhoud, soort), start=1)
        )

    def controleer(
        self,
        blok: Mapping[str, Any],
        plek: str,
        velden: Mapping[str, type],
        mogelijk: Mapping[str, type] | None = None,
    ) -> Vindplaats:
        """Check the fields of one block, and return the place in its source."""
        controleer_velden(self.pad, blok, plek, {**velden, **_BRON}, mogelijk or {})
        if "van" in blok:
            looptijd(self.pad, blok, plek)
        for naam in ("waarde", "procent"):
            if blok.get(naam, 0) < 0:
                raise Invoerfout(self.pad, f"'{naam}' in {plek} is negatief", "schrijf 0 of hoger")
        self.ken_bron(self.pad, blok["bron"])
        return Vindplaats(blok["bron"], blok["plaats"])


def _regel(lezer: _Lezer, blok: Mapping[str, Any], plek: str) -> Toetsregel:
    velden = {"nummer": int, "naam": str, "ernst": str, "tekst": str, **_JAREN}
    vindplaats = lezer.controleer(blok, plek, velden, {"ernst_bij_twijfel": str})
    ernst = keuze(lezer.pad, Ernst, "ernst", blok["ernst"])
    twijfel = keuze(lezer.pad, Ernst, "ernst", blok.get("ernst_bij_twijfel", blok["ernst"]))
    return Toetsregel(
        blok["nummer"],
        blok["naam"],
        ernst,
        twijfel,
        blok["tekst"],
        blok["van"],
        blok["tot_en_met"],
        vindplaats,
    )


def _grond(lezer: _Lezer, blok: Mapping[str, Any], plek: str) -> tuple[int, str, Vindplaats]:
    vindplaats = lezer.controleer(blok, plek, {"regel": int, "uitkering": str})
    uitkering = blok["uitkering"]
    if uitkering not in (SPUK_AZWA, BREDE_SPUK, SPUK_IZA):
        raise Invoerfout(
            lezer.pad,
            f"uitkering '{uitkering}' in {plek} is onbekend",
            f"kies {SPUK_AZWA}, {BREDE_SPUK} of {SPUK_IZA}",
        )
    return blok["regel"], uitkering, vindplaats


def _drempel(lezer: _Lezer, blok: Mapping[str, Any], plek: str) -> Drempel:
    velden = {"id": str, "regel": int, "waarde": int, "eenheid": str, "status": str}
    vindplaats = lezer.controleer(blok, plek, {**velden, "toelichting": str, **_JAREN})
    if blok["eenheid"] not in ("euro", "procent"):
        raise Invoerfout(
            lezer.pad, f"eenheid '{blok['eenheid']}' in {plek} is onbekend", "kies euro of procent"
        )
    return Drempel(
        blok["id"],
        blok["regel"],
        blok["waarde"],
        blok["eenheid"],
        status(lezer.pad, blok["status"]),
        blok["toelichting"],
        blok["van"],
        blok["tot_en_met"],
        vindplaats,
    )


def _meenemen(lezer: _Lezer, blok: Mapping[str, Any], plek: str) -> Meenemen:
    velden = {"uitkering": str, "jaar": int, "status": str, "toelichting": str}
    vindplaats = lezer.controleer(blok, plek, velden, {"procent": int})
    if blok.get("procent", 0) > 100:
        raise Invoerfout(lezer.pad, f"'procent' in {plek} is meer dan 100", "schrijf 0 tot 100")
    return Meenemen(
        blok["uitkering"],
        blok["jaar"],
        blok.get("procent"),
        status(lezer.pad, blok["status"]),
        blok["toelichting"],
        vindplaats,
    )


def _doel(lezer: _Lezer, blok: Mapping[str, Any], plek: str) -> Doel:
    vindplaats = lezer.controleer(
        blok, plek, {"naam": str, "onderdeel": str, "woorden": list, **_JAREN}
    )
    woorden = blok["woorden"]
    if not woorden or not all(isinstance(woord, str) and woord for woord in woorden):
        raise Invoerfout(
            lezer.pad, f"'woorden' in {plek} is geen lijst van woorden", 'schrijf ["brc"]'
        )
    return Doel(
        blok["naam"],
        blok["onderdeel"],
        tuple(woorden),
        blok["van"],
        blok["tot_en_met"],
        vindplaats,
    )
