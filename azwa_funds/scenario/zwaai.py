"""How uncertain is a budget line? Thousands of drawn budgets and weights, each divided exactly.

A draw takes whole euros and whole weights, evenly spread between two bounds, and divides them
by the rule of the key: every draw closes on its own budget. Weights are drawn once per draw for
all years of a key, budgets per year. The generator is NumPy's PCG64: the same seed and the same
number of draws give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np

from azwa_funds.kern.begrippen import Gewicht, Sleutel
from azwa_funds.kern.euro import Bedragen, past, rond_delen, toon, verdeel
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout
from azwa_funds.lezen.tabel import controleer_velden
from azwa_funds.scenario.scenario import Scenario
from azwa_funds.scenario.wijziging import Stand, lees_percentage
from azwa_funds.verdelen import bedrag_van, begrens, gewichten, grenzen_van, heeft_grenzen

PRECISIE, GEEN = "precisie", "geen"
#: The band: of all draws, this many per cent lie at or below each of its three amounts.
PERCENTIELEN = (5, 50, 95)
HOOGSTE_AANTAL = 100_000
_DRAAIEN_PER_STUK = 1000
#: Weights are drawn as whole numbers around at most this, so that small weights can vary too.
_GROOTSTE_GETROKKEN_GEWICHT = 10**9
#: Budgets are drawn as whole numbers of 64 bits.
_GROOTSTE_BUDGET = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Spreiding:
    """What varies: budgets by half the unit to which their source rounds, or by a share.

    `budget` is that share of a budget, or None for half of `precisie`; `gewicht` is the share by
    which each weight varies. 0 leaves them as they are.
    """

    budget: Fraction | None
    gewicht: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """The band of one amount: `basis` as it stands, and three percentiles, in whole euros."""

    jaar: int
    onderdeel: str
    regio: str
    ontvanger_code: str
    ontvanger: str
    basis: int
    p5: int
    p50: int
    p95: int


def lees_spreiding(
    budget: str | None, gewicht: str | None, scenario: Scenario | None = None
) -> Spreiding:
    """Read what varies from options, else from the block [zwaai] of a scenario.

    `budget` is "precisie", "geen" or a percentage; `gewicht` is "geen" or a percentage. With
    nothing stated budgets vary by half of their precision and weights do not.
    Raises Gebruikersfout for what is neither.
    """
    blok: Mapping[str, Any] = {}
    if scenario is not None:
        blok = scenario.zwaai
        controleer_velden(scenario.pad, blok, "[zwaai]", {}, {"budget": str, "gewichten": str})
    keuze = budget or blok.get("budget", PRECISIE)
    plek = "--budget" if budget else f"{scenario.pad if scenario else ''}, [zwaai]"
    deel = None if keuze == PRECISIE else _aandeel(keuze, plek)
    plek = "--gewichten" if gewicht else f"{scenario.pad if scenario else ''}, [zwaai]"
    return Spreiding(deel, _aandeel(gewicht or blok.get("gewichten", GEEN), plek))


def _aandeel(tekst: str, plek: str) -> Fraction:
    if tekst == GEEN:
        return Fraction(0)
    return lees_percentage(tekst, 100, lambda reden, remedie: Invoerfout(plek, reden, remedie))


def reken_zwaai(
    stand: Stand,
    spreiding: Spreiding,
    *,
    aantal: int,
    zaad: int,
    jaren: Iterable[int] = (),
    onderdelen: Iterable[str] = (),
    meld: Callable[[int], None] = lambda draaien: None,
) -> list[Band]:
    """Draw `aantal` variants and return the band of every divided amount.

    Money that waits (p.m.) or goes to one named body is not divided and has no band. `meld` is
    told how many divisions are done since the last time (see `werk`).
    Raises Gebruikersfout for a number of draws or a seed that cannot be.
    """
    if not 1 <= aantal <= HOOGSTE_AANTAL:
        raise Gebruikersfout(
            f"Het aantal {aantal} kan niet; kies een aantal van 1 tot en met {HOOGSTE_AANTAL}."
        )
    if zaad < 0:
        raise Gebruikersfout(f"Het zaad {zaad} is negatief; kies 0 of hoger.")
    banden: list[Band] = []
    for regel in _regels(stand, jaren, onderdelen):
        banden += _banden(regel, spreiding, aantal, zaad, meld)
    return sorted(banden, key=lambda b: (b.jaar, b.onderdeel, b.regio, b.ontvanger_code))


def werk(stand: Stand, aantal: int, jaren: Iterable[int], onderdelen: Iterable[str]) -> int:
    """Return how many divisions `zwaai` will report."""
    return aantal * len(_regels(stand, jaren, onderdelen))


@dataclass(frozen=True, slots=True)
class _Regel:
    """One budget and the weights by which it is divided."""

    jaar: int
    onderdeel: str
    budget: int
    precisie: int
    sleutel: Sleutel
    wegingen: tuple[Gewicht, ...]


def _regels(stand: Stand, jaren: Iterable[int], onderdelen: Iterable[str]) -> list[_Regel]:
    uitkering, regels = stand.uitkering, []
    for jaar in tuple(jaren) or uitkering.jaren:
        for onderdeel in tuple(onderdelen) or uitkering.onderdelen:
            id_ = stand.sleutels[onderdeel, jaar]
            if not id_:
                continue
            budget, gegevens = stand.budget(onderdeel, jaar), stand.gegevens[jaar]
            regels.append(
                _Regel(
                    jaar,
                    onderdeel,
                    bedrag_van(budget),
                    budget.precisie,
                    gegevens.sleutel(id_),
                    gewichten(gegevens, id_, jaar),
                )
            )
    if not regels:
        raise Gebruikersfout(
            "Met deze keuzes wordt geen enkel bedrag met een sleutel verdeeld; kies een ander "
            "jaar of onderdeel."
        )
    return regels


def _banden(
    regel: _Regel, spreiding: Spreiding, aantal: int, zaad: int, meld: Callable[[int], None]
) -> list[Band]:
    waarden = [weging.waarde for weging in regel.wegingen]
    budgetten = _budgetten(regel, spreiding, aantal, zaad)
    (basis,) = _verdeel(regel, np.array([regel.budget]), waarden)
    trekbaar = _trekbaar(waarden)
    trekker = _trekker(zaad, f"gewichten {regel.sleutel.id}")
    # One row per recipient, so that its draws stand side by side for the percentiles.
    getrokken = np.empty((len(waarden), aantal), dtype=np.int64)
    for begin in range(0, aantal, _DRAAIEN_PER_STUK):
        stuk = slice(begin, min(begin + _DRAAIEN_PER_STUK, aantal))
        gewicht: Sequence[int] | Bedragen = waarden
        if spreiding.gewicht:
            gewicht = _gewichten(trekbaar, spreiding.gewicht, stuk.stop - stuk.start, trekker)
        getrokken[:, stuk] = _verdeel(regel, budgetten[stuk], gewicht).T
        meld(stuk.stop - stuk.start)
    p5, p50, p95 = _percentielen(getrokken)
    return [
        Band(
            regel.jaar,
            regel.onderdeel,
            weging.ontvanger.regio,
            weging.ontvanger.code,
            weging.ontvanger.naam,
            *(int(kolom[plaats]) for kolom in (basis, p5, p50, p95)),
        )
        for plaats, weging in enumerate(regel.wegingen)
    ]


def _trekker(zaad: int, wat: str) -> np.random.Generator:
    """Return a generator of its own for each thing drawn, so that other choices do not move it."""
    return np.random.Generator(np.random.PCG64([zaad, *wat.encode()]))


def _budgetten(regel: _Regel, spreiding: Spreiding, aantal: int, zaad: int) -> Bedragen:
    marge = regel.precisie // 2
    if spreiding.budget is not None:
        marge = int(regel.budget * spreiding.budget)
    if regel.budget + marge > _GROOTSTE_BUDGET:
        raise Gebruikersfout(
            f"Het budget van {regel.onderdeel} in {regel.jaar} is te groot om mee te "
            f"trekken ({toon(regel.budget)}); controleer dit bedrag."
        )
    trekker = _trekker(zaad, f"budget {regel.onderdeel} {regel.jaar}")
    laagste = max(0, regel.budget - marge)
    return trekker.integers(laagste, regel.budget + marge, aantal, np.int64, endpoint=True)


def _trekbaar(waarden: Sequence[int]) -> list[Fraction]:
    """Bring weights to a size at which whole numbers around them differ by very little."""
    return [Fraction(waarde * _GROOTSTE_GETROKKEN_GEWICHT, max(waarden)) for waarde in waarden]


def _gewichten(
    waarden: Sequence[Fraction], marge: Fraction, aantal: int, trekker: np.random.Generator
) -> Bedragen:
    """Draw whole weights within the margin, shape (aantal, n)."""
    laag = [ceil(waarde * (1 - marge)) for waarde in waarden]
    # A margin so small that no whole number fits in it leaves the nearest one above.
    hoog = [max(floor(w * (1 + marge)), laagste) for w, laagste in zip(waarden, laag, strict=True)]
    return trekker.integers(laag, hoog, (aantal, len(waarden)), np.int64, endpoint=True)


def _verdeel(regel: _Regel, budgetten: Bedragen, gewicht: Sequence[int] | Bedragen) -> Bedragen:
    """Divide each budget by its own row of weights, or by the same one; shape (aantal, n).

    With a minimum or maximum, or weights beyond int64, each draw is divided by itself, exactly.
    """
    if not heeft_grenzen(regel.sleutel) and past(int(budgetten.max()), _grootste(gewicht)):
        return verdeel(budgetten, gewicht, regel.sleutel.afronding.regel)
    minima, maxima = grenzen_van(regel.sleutel, regel.wegingen)
    rijen = np.broadcast_to(np.array(gewicht, dtype=object), (len(budgetten), len(minima)))
    delen = [
        rond_delen(
            begrens(int(budget), [int(g) for g in rij], minima, maxima).delen,
            regel.sleutel.afronding.regel,
        )
        for budget, rij in zip(budgetten, rijen, strict=True)
    ]
    return np.array(delen, dtype=np.int64)


def _grootste(gewicht: Sequence[int] | Bedragen) -> list[int]:
    """Return the largest weight, as many times as there are recipients."""
    if isinstance(gewicht, np.ndarray):
        return [int(gewicht.max())] * gewicht.shape[1]
    return [max(gewicht)] * len(gewicht)


def _percentielen(getrokken: Bedragen) -> Sequence[Bedragen]:
    """Return drawn amounts, not means of two: the lowest at which so many per cent are reached."""
    _, aantal = getrokken.shape
    plaatsen = [ceil(Fraction(aantal * p, 100)) - 1 for p in PERCENTIELEN]
    getrokken.partition(sorted(set(plaatsen)), axis=1)
    return [getrokken[:, plaats] for plaats in plaatsen]
