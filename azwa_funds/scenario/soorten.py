"""The kinds of change that a scenario can make, each turning one state of affairs into the next.

Every complaint names the file and the block of the scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Grens, Status, Vindplaats
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import Invoerfout, bedoelde_u
from azwa_funds.lezen.tabel import controleer_velden
from azwa_funds.scenario.herindeling import voer_herindeling_door
from azwa_funds.scenario.wijziging import Stand, Wijziging, lees_percentage, rond_budget

_GROOTSTE_PERCENTAGE = 1000

T = TypeVar("T", int, str)


def pas_toe(stand: Stand, wijziging: Wijziging) -> Stand:
    """Return the state after one change, or raise Invoerfout naming the block that is wrong."""
    return SOORTEN[wijziging.soort].pas_toe(stand, wijziging)


# -- budgets -----------------------------------------------------------------------------------


def _indexatie(stand: Stand, wijziging: Wijziging) -> Stand:
    return _maal(stand, wijziging, 1 + _percentage(wijziging, _GROOTSTE_PERCENTAGE))


def _vermindering(stand: Stand, wijziging: Wijziging) -> Stand:
    """A cut, or the share of the budget that goes to the BTW-compensatiefonds."""
    return _maal(stand, wijziging, 1 - _percentage(wijziging, 100))


def _maal(stand: Stand, wijziging: Wijziging, factor: Fraction) -> Stand:
    plaatsen = _plaatsen(stand, wijziging)
    return _met_budgetten(stand, {p: _bekend(stand, wijziging, p) * factor for p in plaatsen})


def _bedrag(stand: Stand, wijziging: Wijziging) -> Stand:
    plaatsen = list(_plaatsen(stand, wijziging))
    if len(plaatsen) != 1 or len(wijziging.velden.get("onderdelen", ())) != 1:
        raise wijziging.fout(
            "een bedrag geldt voor precies één onderdeel in één jaar",
            "schrijf bijvoorbeeld onderdelen = ['lokaal'] en jaren = [2028]",
        )
    return _met_budgetten(stand, {plaatsen[0]: _euro(wijziging)})


def _verschuiving(stand: Stand, wijziging: Wijziging) -> Stand:
    """Move the budget, a percentage of it or a fixed amount to another year.

    Less than all of it moves as whole euros, for so the total over the years stays the same.
    """
    van = _uit(wijziging, wijziging.velden["van_jaar"], stand.uitkering.jaren, "jaar")
    naar = _uit(wijziging, wijziging.velden["naar_jaar"], stand.uitkering.jaren, "jaar")
    if van == naar:
        raise wijziging.fout(f"van_jaar en naar_jaar zijn allebei {van}", "noem twee jaren")
    nieuw: dict[tuple[str, int], Fraction] = {}
    for onderdeel in _onderdelen(stand, wijziging):
        staat = _bekend(stand, wijziging, (onderdeel, van))
        deel = _te_verschuiven(wijziging, staat)
        if deel > staat:
            raise wijziging.fout(
                f"er is {toon(rond_budget(staat))} voor {onderdeel} in {van}, minder dan de "
                f"{toon(rond_budget(deel))} die verschuift",
                "verlaag het bedrag",
            )
        nieuw[onderdeel, van] = staat - deel
        nieuw[onderdeel, naar] = _bekend(stand, wijziging, (onderdeel, naar)) + deel
    return _met_budgetten(stand, nieuw)


def _te_verschuiven(wijziging: Wijziging, staat: Fraction) -> Fraction:
    if {"percentage", "bedrag"} <= set(wijziging.velden):
        raise wijziging.fout("percentage en bedrag staan er allebei", "laat één van beide staan")
    if "bedrag" in wijziging.velden:
        return _euro(wijziging)
    if "percentage" in wijziging.velden:
        return Fraction(rond_budget(staat * _percentage(wijziging, 100)))
    return staat


def _met_budgetten(stand: Stand, nieuw: Mapping[tuple[str, int], Fraction]) -> Stand:
    return replace(stand, budgetten={**stand.budgetten, **nieuw})


def _bekend(stand: Stand, wijziging: Wijziging, plaats: tuple[str, int]) -> Fraction:
    bedrag = stand.budgetten[plaats]
    if bedrag is None:
        raise wijziging.fout(
            f"het budget van {plaats[0]} in {plaats[1]} is niet bekend",
            "zet er eerst een bedrag met een wijziging van soort bedrag",
        )
    return bedrag


def _percentage(wijziging: Wijziging, hoogste: int) -> Fraction:
    """Read the percentage as an exact share of one; text, for a float would not be exact."""
    return lees_percentage(wijziging.velden["percentage"], hoogste, wijziging.fout)


def _euro(wijziging: Wijziging) -> Fraction:
    bedrag = int(wijziging.velden["bedrag"])
    if bedrag < 0:
        raise wijziging.fout(f"bedrag {bedrag} is negatief", "schrijf 0 of hoger")
    return Fraction(bedrag)


# -- keys --------------------------------------------------------------------------------------


def _sleutel(stand: Stand, wijziging: Wijziging) -> Stand:
    """Divide onderdelen by another key, also money that goes elsewhere or waits (p.m.)."""
    id_ = wijziging.velden["sleutel"]
    plaatsen = list(_plaatsen(stand, wijziging))
    for _, jaar in plaatsen:
        sleutels = stand.gegevens[jaar].sleutels
        if id_ not in sleutels:
            raise wijziging.fout(
                f"verdeelsleutel '{id_}' bestaat niet",
                bedoelde_u(id_, sleutels) or "kies er een uit de map verdeelsleutels",
            )
        sleutel = sleutels[id_]
        if not sleutel.van <= jaar <= sleutel.tot_en_met:
            raise wijziging.fout(
                f"verdeelsleutel '{id_}' geldt van {sleutel.van} tot en met "
                f"{sleutel.tot_en_met}, niet in {jaar}",
                "noem andere jaren of een andere sleutel",
            )
    return replace(stand, sleutels={**stand.sleutels, **dict.fromkeys(plaatsen, id_)})


def _minimum(stand: Stand, wijziging: Wijziging) -> Stand:
    """Give everybody at least an amount a year of onderdelen that a key divides."""
    bedrag = int(_euro(wijziging))
    bron = wijziging.vindplaats or Vindplaats("eigen_keuze", "scenario")
    grens = Grens(bedrag, Status.AANNAME, bron, wijziging.toelichting)
    sleutels, gegevens = dict(stand.sleutels), dict(stand.gegevens)
    for onderdeel, jaar in _plaatsen(stand, wijziging):
        id_ = sleutels[onderdeel, jaar]
        if not id_:
            raise wijziging.fout(
                f"{onderdeel} wordt in {jaar} niet met een sleutel verdeeld",
                "noem een ander onderdeel, of zet er eerst een wijziging van soort sleutel",
            )
        # A key of its own, for another onderdeel may be divided by the same one.
        nieuw = replace(gegevens[jaar].sleutel(id_), id=f"{id_}_minimum_{bedrag}", minimum=grens)
        gegevens[jaar] = gegevens[jaar].met(sleutels={**gegevens[jaar].sleutels, nieuw.id: nieuw})
        sleutels[onderdeel, jaar] = nieuw.id
    return replace(stand, sleutels=sleutels, gegevens=gegevens)


# -- indeling ----------------------------------------------------------------------------------


def _herindeling(stand: Stand, wijziging: Wijziging) -> Stand:
    return replace(stand, gegevens=voer_herindeling_door(stand.gegevens, wijziging))


# -- what a change is about --------------------------------------------------------------------


def _plaatsen(stand: Stand, wijziging: Wijziging) -> Iterator[tuple[str, int]]:
    for onderdeel in _onderdelen(stand, wijziging):
        for jaar in _jaren(stand, wijziging):
            yield onderdeel, jaar


def _onderdelen(stand: Stand, wijziging: Wijziging) -> list[str]:
    return _keuzes(wijziging, "onderdelen", stand.uitkering.onderdelen, "onderdeel")


def _jaren(stand: Stand, wijziging: Wijziging) -> list[int]:
    return _keuzes(wijziging, "jaren", stand.uitkering.jaren, "jaar")


def _keuzes(wijziging: Wijziging, veld: str, mogelijk: tuple[T, ...], soort: str) -> list[T]:
    """Return what a list of the block names, each once; everything where it is left out."""
    genoemd: Iterable[Any] = wijziging.velden.get(veld, mogelijk)
    keuzes = [_uit(wijziging, waarde, mogelijk, soort) for waarde in genoemd]
    if not keuzes:
        raise wijziging.fout(f"{veld} is leeg", "noem er één, of laat de regel weg voor alle")
    return list(dict.fromkeys(keuzes))


def _uit(wijziging: Wijziging, waarde: Any, mogelijk: tuple[T, ...], soort: str) -> T:
    if waarde in mogelijk and not isinstance(waarde, bool):
        gekozen: T = waarde
        return gekozen
    namen = [str(keuze) for keuze in mogelijk]
    # A year is never a slip of the pen for another year: show which years there are.
    hint = bedoelde_u(waarde, namen) if isinstance(waarde, str) else ""
    raise wijziging.fout(
        f"{soort} '{waarde}' hoort niet bij deze uitkering", hint or "kies uit: " + ", ".join(namen)
    )


# -- the kinds ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Soort:
    """One kind of change: the fields it must and may have, and what it does."""

    verplicht: Mapping[str, type]
    mogelijk: Mapping[str, type]
    pas_toe: Callable[[Stand, Wijziging], Stand]


_WAAR_EN_WANNEER: Mapping[str, type] = {"onderdelen": list, "jaren": list}
SOORTEN: Mapping[str, Soort] = {
    "indexatie": Soort({"percentage": str}, _WAAR_EN_WANNEER, _indexatie),
    "korting": Soort({"percentage": str}, _WAAR_EN_WANNEER, _vermindering),
    "btw_compensatiefonds": Soort({"percentage": str}, _WAAR_EN_WANNEER, _vermindering),
    "bedrag": Soort({"bedrag": int, "onderdelen": list, "jaren": list}, {}, _bedrag),
    "verschuiving": Soort(
        {"van_jaar": int, "naar_jaar": int},
        {"onderdelen": list, "percentage": str, "bedrag": int},
        _verschuiving,
    ),
    "sleutel": Soort({"sleutel": str}, _WAAR_EN_WANNEER, _sleutel),
    "minimum": Soort({"bedrag": int}, _WAAR_EN_WANNEER, _minimum),
    "herindeling": Soort(
        {"datum": str, "oud": list, "nieuw": list}, {"rechtsopvolger": str}, _herindeling
    ),
}

_ALTIJD: Mapping[str, type] = {"naam": str, "soort": str, "toelichting": str}
_SOMS: Mapping[str, type] = {"bron": str, "plaats": str}


def lees_wijziging(
    gegevens: Gegevens, pad: Path, nummer: int, blok: Mapping[str, Any]
) -> Wijziging:
    """Read one block [[wijziging]], or raise Invoerfout naming the block and the field."""
    plek = f"[[wijziging]] nummer {nummer}"
    soort = SOORTEN.get(str(blok.get("soort")))
    if "soort" in blok and soort is None:
        raise Invoerfout(
            pad,
            f"soort '{blok['soort']}' in {plek} is onbekend",
            bedoelde_u(str(blok["soort"]), SOORTEN),
        )
    verplicht = {**_ALTIJD, **(soort.verplicht if soort else {})}
    controleer_velden(pad, blok, plek, verplicht, {**_SOMS, **(soort.mogelijk if soort else {})})
    if ("bron" in blok) != ("plaats" in blok):
        raise Invoerfout(pad, f"{plek} noemt er maar één van bron en plaats", "noem ze allebei")
    if "bron" in blok:
        gegevens.ken_bron(pad, blok["bron"])
    vindplaats = Vindplaats(blok["bron"], blok["plaats"]) if "bron" in blok else None
    velden = {naam: blok[naam] for naam in blok if naam not in {*_ALTIJD, *_SOMS}}
    return Wijziging(
        nummer, blok["naam"], blok["soort"], blok["toelichting"], vindplaats, velden, pad
    )
