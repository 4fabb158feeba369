"""Find weights of CBS figures that come closest to published amounts, and say how close that is.

The weights of the Brede SPUK were never published; this finds the ones that fit best, by least
squares with no weight below zero. It is the one place where floats are allowed: the weights
are rounded to decimals before they become a key, and only the key divides money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Aanvulling, Beschikking, Gemeente, Maatstaf, Per
from azwa_funds.kern.fouten import Gebruikersfout, bedoelde_u, zin
from azwa_funds.verdelen import waarden

Getallen: TypeAlias = npt.NDArray[np.float64]

#: To how many decimals of a euro the weights are rounded; the fit itself is far less certain.
DECIMALEN = 4

_TABEL = "kerncijfers"

#: What the weights are found for: an id to show, the CBS column, and what it counts.
_MAATSTAVEN = (
    ("inwoners", "inwoners", Per.ABSOLUUT),
    (
        "huishoudens met een laag inkomen (laagste 40%)",
        "huishoudens_laagste_40pct_inkomen_pct",
        Per.HONDERD_HUISHOUDENS,
    ),
    ("inwoners met een laag opleidingsniveau", "opleiding_basis_vmbo_mbo1", Per.ABSOLUUT),
)


class Maat(StrEnum):
    """Of what the squares are made small: euros, or euros per inwoner."""

    EURO = "euro"
    INWONER = "inwoner"


@dataclass(frozen=True, slots=True)
class Gewogen:
    """One maatstaf with its weight in euros per unit, and how that moves.

    `laagste` and `hoogste` are the smallest and largest weight when each gemeente in turn is
    left out; `gevoeligst` is the gemeente whose absence moves it most.
    """

    naam: str
    maatstaf: Maatstaf
    laagste: float
    hoogste: float
    gevoeligst: str


@dataclass(frozen=True, slots=True)
class Afwijking:
    """Published and fitted amount of one gemeente, in euros; `procent` of the published one."""

    gemeente: Gemeente
    gepubliceerd: int
    geijkt: float

    @property
    def verschil(self) -> float:
        """Fitted minus published, in euros."""
        return self.geijkt - self.gepubliceerd

    @property
    def procent(self) -> float:
        """Fitted minus published, in percent of the published amount."""
        return 100 * self.verschil / self.gepubliceerd


@dataclass(frozen=True, slots=True)
class IJking:
    """The weights that fit best, and everything a reader needs to doubt them.

    `afwijkingen` holds every gemeente that took part, the worst (in percent) first. `r2_bedragen`
    is high for any key that follows the size of a gemeente, which is why `r2_alleen_inwoners`
    stands beside it; `r2_per_inwoner` leaves size out and is the honest one.
    """

    uitkering: str
    jaar: int
    peiljaar: int
    maat: Maat
    gewichten: tuple[Gewogen, ...]
    weggelaten: tuple[tuple[Gemeente, str], ...]
    afwijkingen: tuple[Afwijking, ...]
    r2_bedragen: float
    r2_per_inwoner: float
    r2_alleen_inwoners: float
    gemiddelde_afwijking_alleen_inwoners: float

    @property
    def gemiddelde_afwijking(self) -> float:
        """The mean absolute deviation, in percent."""
        return _gemiddelde([abs(a.procent) for a in self.afwijkingen])

    @property
    def gemiddelde_afwijking_euro(self) -> float:
        """The mean absolute deviation, in euros."""
        return _gemiddelde([abs(a.verschil) for a in self.afwijkingen])

    @property
    def grootste_in_euro(self) -> Afwijking:
        """The gemeente with the largest absolute deviation in euros."""
        return max(self.afwijkingen, key=lambda a: (abs(a.verschil), a.gemeente.code))

    @property
    def binnen_vijf_procent(self) -> int:
        """How many gemeenten lie within 5% of their published amount."""
        return sum(abs(a.procent) <= 5 for a in self.afwijkingen)


def ijk(
    gegevens: Gegevens, *, uitkering: str, jaar: int | None = None, maat: Maat = Maat.EURO
) -> IJking:
    """Fit weights of inwoners, low income and low education on published amounts per gemeente.

    Without `jaar`: the latest published year. The CBS figures are of the latest year up to
    `jaar` for which they are there, else of the first. Gemeenten that are listed as a known
    deviation of this uitkering stand on a minimum and are left out, as are those of which a
    figure is missing.
    Raises Gebruikersfout when there are no amounts per gemeente.
    """
    rijen = _bedragen(gegevens, uitkering, jaar)
    jaar = rijen[0].jaar
    peiljaar = _peiljaar(gegevens, jaar)
    maatstaven = [
        Maatstaf(_TABEL, kolom, peiljaar, "1", per, _aanvulling(gegevens, kolom, peiljaar))
        for _, kolom, per in _MAATSTAVEN
    ]
    tabel = gegevens.data / "cbs" / f"{_TABEL}.csv"
    kolommen = [waarden(gegevens, tabel, maatstaf) for maatstaf in maatstaven]
    weggelaten = _weggelaten(gegevens, uitkering, rijen, kolommen)
    mee = [rij for rij in rijen if rij.ontvanger_code not in weggelaten]
    reeksen = np.array(
        [[float(kolom[rij.ontvanger_code] or 0) for kolom in kolommen] for rij in mee]
    )
    gepubliceerd = np.array([float(rij.bedrag) for rij in mee])
    inwoners = reeksen[:, 0]
    schaal = 1 / inwoners if maat is Maat.INWONER else np.ones(len(mee))
    gewichten = np.round(_pas(reeksen * schaal[:, None], gepubliceerd * schaal), DECIMALEN)
    zonder = _zonder_elk(reeksen * schaal[:, None], gepubliceerd * schaal)
    geijkt = reeksen @ gewichten
    naar_inwoners = inwoners * (gepubliceerd.sum() / inwoners.sum())
    afwijking = float(100 * np.mean(np.abs(naar_inwoners / gepubliceerd - 1)))
    afwijkingen = [
        Afwijking(gegevens.gemeenten[rij.ontvanger_code], rij.bedrag, float(bedrag))
        for rij, bedrag in zip(mee, geijkt, strict=True)
    ]
    return IJking(
        uitkering=uitkering,
        jaar=jaar,
        peiljaar=peiljaar,
        maat=maat,
        gewichten=tuple(
            _gewogen(gegevens, mee, plek, maatstaf, float(gewichten[plek]), zonder[:, plek])
            for plek, maatstaf in enumerate(maatstaven)
        ),
        weggelaten=tuple((gegevens.gemeenten[code], reden) for code, reden in weggelaten.items()),
        afwijkingen=tuple(sorted(afwijkingen, key=lambda a: (-abs(a.procent), a.gemeente.code))),
        r2_bedragen=_r2(gepubliceerd, geijkt),
        r2_per_inwoner=_r2(gepubliceerd / inwoners, geijkt / inwoners),
        r2_alleen_inwoners=_r2(gepubliceerd, naar_inwoners),
        gemiddelde_afwijking_alleen_inwoners=afwijking,
    )


# -- what goes in ------------------------------------------------------------------------------


def _bedragen(gegevens: Gegevens, uitkering: str, jaar: int | None) -> list[Beschikking]:
    eigen = [b for b in gegevens.beschikkingen if b.uitkering == uitkering]
    if not eigen:
        bekend = sorted({b.uitkering for b in gegevens.beschikkingen})
        hint = bedoelde_u(uitkering, bekend) or "kies uit: " + ", ".join(bekend)
        raise Gebruikersfout(zin(f"Er zijn geen gepubliceerde bedragen van '{uitkering}'; {hint}"))
    jaren = sorted({b.jaar for b in eigen})
    if jaar is not None and jaar not in jaren:
        keuzes = ", ".join(map(str, jaren))
        raise Gebruikersfout(
            f"Er zijn geen gepubliceerde bedragen van {uitkering} in {jaar}; kies uit: {keuzes}."
        )
    rijen = [b for b in eigen if b.jaar == (jaar or jaren[-1])]
    if len({b.ontvanger_code for b in rijen} & set(gegevens.gemeenten)) < len(gegevens.gemeenten):
        raise Gebruikersfout(
            f"De bedragen van {uitkering} zijn niet per gemeente gepubliceerd, zodat er niets te "
            "ijken is; kies een uitkering met een bedrag voor elke gemeente, zoals brede_spuk."
        )
    return sorted(rijen, key=lambda b: b.ontvanger_code)


def _peiljaar(gegevens: Gegevens, jaar: int) -> int:
    jaren: list[int] = sorted({rij["jaar"] for rij in gegevens.cbs(_TABEL)})
    return max((peiljaar for peiljaar in jaren if peiljaar <= jaar), default=jaren[0])


def _aanvulling(gegevens: Gegevens, kolom: str, jaar: int) -> Aanvulling:
    """Name a rule for missing figures only where there are any."""
    ontbreekt = None in gegevens.maatstaf(_TABEL, kolom, jaar).values()
    return Aanvulling.PROVINCIE_GEMIDDELDE if ontbreekt else Aanvulling.WEIGER


def _weggelaten(
    gegevens: Gegevens, uitkering: str, rijen: Sequence[Beschikking], kolommen: Sequence[Any]
) -> dict[str, str]:
    """Say of whom the amount does not follow from a key, or a figure is missing, and why."""
    reden = {
        a.ontvanger_code: a.reden for a in gegevens.bekende_afwijkingen if a.uitkering == uitkering
    }
    uit = {}
    for rij in rijen:
        code = rij.ontvanger_code
        if code in reden:
            uit[code] = reden[code]
        elif any(kolom[code] is None for kolom in kolommen):
            uit[code] = "het CBS geeft niet alle cijfers"
    return uit


# -- fitting -----------------------------------------------------------------------------------


def _kleinste_kwadraten() -> Any:
    """Return least squares without negative weights; Gebruikersfout where scipy is missing."""
    try:
        from scipy.optimize import nnls
    except ImportError:
        raise Gebruikersfout(
            "Voor 'sleutel ijk' is scipy nodig, en dat staat hier niet; installeer het met: pip "
            'install "azwa-funds[ijking]".'
        ) from None
    return nnls


def _pas(reeksen: Getallen, gepubliceerd: Getallen) -> Getallen:
    nnls = _kleinste_kwadraten()
    gewichten: Getallen = nnls(reeksen, gepubliceerd)[0]
    return gewichten


def _zonder_elk(reeksen: Getallen, gepubliceerd: Getallen) -> Getallen:
    """Return the weights without each gemeente in turn; shape (gemeenten, maatstaven).

    Least squares needs only X'X and X'y, and leaving one row out takes one product off each.
    """
    nnls = _kleinste_kwadraten()
    kwadraat, moment = reeksen.T @ reeksen, reeksen.T @ gepubliceerd
    uitkomsten = []
    for reeks, bedrag in zip(reeksen, gepubliceerd, strict=True):
        wortel = np.linalg.cholesky(kwadraat - np.outer(reeks, reeks))
        uitkomsten.append(nnls(wortel.T, np.linalg.solve(wortel, moment - reeks * bedrag))[0])
    return np.array(uitkomsten)


def _gewogen(
    gegevens: Gegevens,
    mee: Sequence[Beschikking],
    plek: int,
    maatstaf: Maatstaf,
    gewicht: float,
    zonder: Getallen,
) -> Gewogen:
    gevoeligst = mee[int(np.argmax(np.abs(zonder - gewicht)))].ontvanger_code
    return Gewogen(
        _MAATSTAVEN[plek][0],
        replace(maatstaf, gewicht=f"{gewicht:.{DECIMALEN}f}"),
        float(zonder.min()),
        float(zonder.max()),
        gegevens.gemeenten[gevoeligst].naam,
    )


def _r2(gepubliceerd: Getallen, geijkt: Getallen) -> float:
    """Return which part of the variance between gemeenten is explained (1 is all)."""
    rest = float(((gepubliceerd - geijkt) ** 2).sum())
    return 1 - rest / float(((gepubliceerd - gepubliceerd.mean()) ** 2).sum())


def _gemiddelde(getallen: Sequence[float]) -> float:
    return sum(getallen) / len(getallen)
