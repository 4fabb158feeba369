"""In which regio a gemeente lies after a herindeling, and for what share it counts there.

The share is arithmetical: the weight of a gemeente in the key of the gemeenten, over that of all
gemeenten of its regio. Nobody receives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from azwa_funds.kern.begrippen import Herindeling, Ontvangersoort, Sleutel, Sleutelsoort
from azwa_funds.scenario.wijziging import Stand
from azwa_funds.verdelen import gewichten


@dataclass(frozen=True, slots=True)
class Regioaandeel:
    """The regio of one gemeente and its exact share of the weight of that regio."""

    naam: str
    regio: str
    aandeel: Fraction

    @property
    def procent(self) -> str:
        """The share as the Dutch show it, in hundredths of a per cent, rounded half up."""
        honderdsten = int(self.aandeel * 10_000 + Fraction(1, 2))
        return f"{honderdsten // 100},{honderdsten % 100:02d}%"


def regioaandelen(stand: Stand, jaar: int) -> dict[str, Regioaandeel]:
    """Return the regio and share of every gemeente in a year, by code."""
    sleutel = _sleutel(stand, jaar, Ontvangersoort.GEMEENTE)
    if sleutel is None:
        return {}
    wegingen = gewichten(stand.gegevens[jaar], sleutel.id, jaar)
    totaal: dict[str, int] = {}
    for weging in wegingen:
        regio = weging.ontvanger.regio
        totaal[regio] = totaal.get(regio, 0) + weging.waarde
    return {
        w.ontvanger.code: Regioaandeel(
            w.ontvanger.naam, w.ontvanger.regio, Fraction(w.waarde, totaal[w.ontvanger.regio] or 1)
        )
        for w in wegingen
    }


def _sleutel(stand: Stand, jaar: int, soort: Ontvangersoort) -> Sleutel | None:
    """Return the key by which the first onderdeel goes to recipients of this kind, if any."""
    for onderdeel in stand.uitkering.onderdelen:
        id_ = stand.sleutels[onderdeel, jaar]
        if id_ and stand.gegevens[jaar].sleutel(id_).ontvangers is soort:
            return stand.gegevens[jaar].sleutel(id_)
    return None


def regiozinnen(begin: Stand, eind: Stand) -> list[str]:
    """Say of each gemeente in a herindeling of a scenario what its regio and share become."""
    zinnen: dict[str, int] = {}
    for jaar in eind.uitkering.jaren:
        eerder = begin.gegevens[jaar].herindelingen
        erbij = [h for h in eind.gegevens[jaar].herindelingen if h not in eerder]
        if erbij:
            for zin in _zinnen(begin, eind, jaar, erbij):
                zinnen.setdefault(zin, jaar)
    return [f"Vanaf {jaar}: {zin}." for zin, jaar in zinnen.items()]


def _zinnen(begin: Stand, eind: Stand, jaar: int, erbij: list[Herindeling]) -> Iterator[str]:
    voor, na = regioaandelen(begin, jaar), regioaandelen(eind, jaar)
    regionaal = _sleutel(eind, jaar, Ontvangersoort.REGIO)
    for code in dict.fromkeys(c for h in erbij for c in (h.code_oud, h.code_nieuw)):
        if code in na:
            yield _blijft(na[code], voor.get(code))
        else:
            yield _houdt_op(begin.gegevens[jaar].gemeenten[code].naam, voor.get(code))
    verhuisd = {voor[h.code_oud].regio for h in erbij if h.code_oud in voor} != {
        na[h.code_nieuw].regio for h in erbij if h.code_nieuw in na
    }
    if verhuisd and regionaal and regionaal.soort is Sleutelsoort.VASTE_TABEL:
        yield (
            f"de gewichten van de regio's in sleutel {regionaal.id} zijn gepubliceerde bedragen; "
            "die verhuizen niet mee naar de andere regio"
        )


def _blijft(aandeel: Regioaandeel, was: Regioaandeel | None) -> str:
    return (
        f"{aandeel.naam} hoort bij regio {aandeel.regio} en heeft daarin een rekenkundig aandeel "
        f"van {aandeel.procent} ({f'was {was.procent}' if was else 'nieuw'})"
    )


def _houdt_op(naam: str, had: Regioaandeel | None) -> str:
    aandeel = f" (had {had.procent} van regio {had.regio})" if had else ""
    return f"{naam} houdt op te bestaan{aandeel}"
