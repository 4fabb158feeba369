"""How a minimum and a maximum moved one amount, as steps of an explanation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Gewicht, Grens, Sleutel, Toekenning, Vindplaats
from azwa_funds.kern.euro import toon, toon_breuk, toon_getal
from azwa_funds.verdelen.grenzen import Begrensd, begrens_sleutel, grenzen_van

#: More names than this do not help a reader.
_NAMEN = 10


@dataclass(frozen=True, slots=True)
class Stap:
    """One step: what it is, the figure it yields as text, its source with address, and remarks."""

    titel: str
    waarde: str
    bron: str = ""
    adres: str = ""
    opmerkingen: tuple[str, ...] = ()


def stap_met_bron(
    gegevens: Gegevens, titel: str, waarde: str, plek: Vindplaats, *opmerkingen: str
) -> Stap:
    """Return a step that rests on a place in a source: cited, and where it can be opened."""
    adres = gegevens.bronnen[plek.bron].adres
    return Stap(titel, waarde, gegevens.citeer(plek), adres, opmerkingen)


@dataclass(frozen=True, slots=True)
class _Deling:
    """The whole division of which one recipient (at place `wie`) is explained."""

    bedrag: int
    wegingen: Sequence[Gewicht]
    begrensd: Begrensd
    wie: int

    def naar_gewicht(self, plaats: int) -> Fraction:
        """The share in euros that weight alone would give."""
        totaal = sum(weging.waarde for weging in self.wegingen)
        return Fraction(self.bedrag * self.wegingen[plaats].waarde, totaal)


def stappen_grenzen(
    gegevens: Gegevens,
    bedrag: int,
    sleutel: Sleutel,
    wegingen: Sequence[Gewicht],
    toekenning: Toekenning,
) -> Iterator[Stap]:
    """Yield the steps from a share by weight to the exact share between the bounds of a key."""
    codes = [weging.ontvanger.code for weging in wegingen]
    deling = _Deling(
        bedrag,
        wegingen,
        begrens_sleutel(sleutel, wegingen, bedrag, toekenning.jaar),
        codes.index(toekenning.ontvanger_code),
    )
    minima, maxima = grenzen_van(sleutel, wegingen)
    if sleutel.minimum:
        yield _stap_grens(gegevens, sleutel.minimum, "minimum", deling, minima[deling.wie])
    if sleutel.maximum:
        yield _stap_grens(gegevens, sleutel.maximum, "maximum", deling, maxima[deling.wie] or 0)
    yield _stap_uitkomst(deling, toekenning)


def _stap_grens(
    gegevens: Gegevens, grens: Grens, naam: str, deling: _Deling, eigen_grens: int
) -> Stap:
    op_grens = deling.begrensd.op_minimum if naam == "minimum" else deling.begrensd.op_maximum
    wie = deling.wegingen[deling.wie].ontvanger
    kant = "minder" if naam == "minimum" else "meer"
    waarde = f"{toon(eigen_grens)}; {wie.naam} zou {kant} krijgen en komt op het {naam}"
    if deling.wie not in op_grens:
        waarde = f"{toon(eigen_grens)}; {wie.naam} staat daar niet op"
    return stap_met_bron(
        gegevens,
        naam.capitalize(),
        f"{waarde} ({grens.status})",
        _vindplaats(grens, wie.code),
        *_wie_staan_erop(naam, deling, op_grens),
        grens.toelichting,
    )


def _vindplaats(grens: Grens, code: str) -> Vindplaats:
    for uitzondering in grens.uitzonderingen:
        if code in uitzondering.ontvangers:
            return uitzondering.vindplaats
    return grens.vindplaats


def _wie_staan_erop(naam: str, deling: _Deling, op_grens: frozenset[int]) -> Iterator[str]:
    if not op_grens:
        yield f"Geen enkele ontvanger staat op het {naam}; het verandert dus niets."
        return
    namen = [deling.wegingen[plaats].ontvanger.naam for plaats in sorted(op_grens)]
    meer = f" en nog {len(namen) - _NAMEN}" if len(namen) > _NAMEN else ""
    yield (
        f"Op het {naam}: {', '.join(namen[:_NAMEN])}{meer} ({len(namen)} van "
        f"{len(deling.wegingen)})."
    )
    verschil = sum(
        (deling.begrensd.delen[plaats] - deling.naar_gewicht(plaats) for plaats in op_grens),
        start=Fraction(0),
    )
    kant, gaat = ("meer", "komt van") if naam == "minimum" else ("minder", "gaat naar")
    bedrag = f"€ {toon_breuk(abs(verschil), 2)} {kant}"
    yield f"Zij krijgen samen {bedrag} dan naar gewicht; dat {gaat} de anderen."


def _stap_uitkomst(deling: _Deling, toekenning: Toekenning) -> Stap:
    titel = "Precies deel"
    deel = toekenning.quotient or Fraction(0)
    if toekenning.grens:
        return Stap(titel, f"€ {toon_breuk(deel, 6)}, het {toekenning.grens}")
    vast = deling.begrensd.op_minimum | deling.begrensd.op_maximum
    if not vast:
        return Stap(titel, f"€ {toon_breuk(deel, 6)}, gelijk aan het deel naar gewicht")
    op_grens = int(sum(deling.begrensd.delen[plaats] for plaats in vast))
    gewicht = sum(w.waarde for plaats, w in enumerate(deling.wegingen) if plaats not in vast)
    verschil = deel - deling.naar_gewicht(deling.wie)
    kant = "meer" if verschil > 0 else "minder"
    return Stap(
        titel,
        f"({toon_getal(deling.bedrag)} - {toon_getal(op_grens)}) x "
        f"{toon_getal(toekenning.gewicht)} / {toon_getal(gewicht)} = € {toon_breuk(deel, 6)}",
        opmerkingen=(
            f"{toon(op_grens)} gaat naar wie op een grens staat; de rest wordt naar gewicht "
            f"verdeeld over de {len(deling.wegingen) - len(vast)} anderen, met samen gewicht "
            f"{toon_getal(gewicht)}.",
            f"Voor {toekenning.ontvanger} is dat € {toon_breuk(abs(verschil), 2)} {kant} dan "
            "zonder grenzen.",
        ),
    )
