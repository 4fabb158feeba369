"""The weights of a key in the indeling of a later year: the new gemeente is the sum of the old.

A key is computed in the indeling in which its figures were published, and what comes out is
then brought to the indeling of the year for which money is divided. So every kind of key
follows mergers and splits, whatever figures it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any, TypeAlias

from azwa_funds.gegevens import Gegevens, overgangen, volg, voorgangers
from azwa_funds.kern.begrippen import (
    Gemeente,
    Gewicht,
    Herindeling,
    Ontvanger,
    Ontvangersoort,
    Sleutel,
)
from azwa_funds.kern.euro import toon_getal
from azwa_funds.lezen import kolommen

Gewichten: TypeAlias = tuple[Gewicht, ...]
#: Computes the weights of a key for a year, within one indeling.
Rekenaar: TypeAlias = Callable[[Gegevens, Sleutel, int], Gewichten]

#: The field of a gemeente that says in which area of this kind it lies.
_GEBIED = {Ontvangersoort.REGIO: "iza_regio", Ontvangersoort.GGD_REGIO: "ggd_regio"}


def gewichten_in(gegevens: Gegevens, sleutel: Sleutel, jaar: int, bereken: Rekenaar) -> Gewichten:
    """Return the weights of a key in the indeling of a year, in order of code.

    Where no herindeling lies between the figures and the year, this is just what `bereken`
    gives. Equal shares are counted anew over the recipients of the year.
    """
    if sleutel.ontvangers is not Ontvangersoort.GEMEENTE and sleutel.ontvangers not in _GEBIED:
        return bereken(gegevens, sleutel, jaar)
    tot = date(jaar, 1, 1)
    peil = _peildatum(gegevens, sleutel, tot)
    stappen = [
        (code, delen)
        for code, delen in overgangen(gegevens.herindelingen, peil, tot)
        if code in gegevens.gemeenten
    ]
    if not stappen:
        return bereken(gegevens, sleutel, jaar)
    if sleutel.ontvangers is Ontvangersoort.GEMEENTE:
        oud = bereken(_vorige_indeling(gegevens, peil, {}), sleutel, jaar)
        return _per_gemeente(gegevens, oud, peil, tot)
    return _per_gebied(gegevens, sleutel, bereken, peil, tot)


def _peildatum(gegevens: Gegevens, sleutel: Sleutel, tot: date) -> date:
    """Say in the indeling of which day the figures of a key were published.

    A key without figures of its own, such as a sum of another key or equal shares, is always of
    the year itself: what it sums has been brought to that year already.
    """
    if "bestand" in sleutel.gewichten:
        return _peildatum_van_tabel(gegevens, sleutel, tot)
    jaren = [maatstaf.jaar for maatstaf in sleutel.maatstaven]
    jaren += [jaar for jaar in [sleutel.gewichten.get("jaar")] if isinstance(jaar, int)]
    return date(max(jaren, default=tot.year), 1, 1)


def _peildatum_van_tabel(gegevens: Gegevens, sleutel: Sleutel, tot: date) -> date:
    """A table of one's own bears no year: it is as old as the gemeenten that it names."""
    pad = sleutel.bestand.parent / Path(str(sleutel.gewichten["bestand"])).name
    codes = {rij["ontvanger_code"] for rij in gegevens.tabel(pad, kolommen.GEWICHTEN)}
    data = [
        delen[0].datum
        for code, delen in overgangen(gegevens.herindelingen, date.min, tot)
        if code in codes
    ]
    return min(data) - timedelta(days=1) if data else tot


def _vorige_indeling(
    gegevens: Gegevens, peil: date, gebieden: Mapping[str, dict[str, Any]]
) -> Gegevens:
    """Return the data as if the indeling of an earlier day still stood.

    `gebieden` overrides, per gemeente code, the areas in which a gemeente lies.
    """
    gemeenten = {
        code: replace(gemeente, geldig_tot_en_met=date.max, **gebieden.get(code, {}))
        for code, gemeente in _gemeenten_toen(gegevens, peil).items()
    }
    eerder = [h for h in gegevens.herindelingen if not _is_later(gegevens, h, peil)]
    return gegevens.met(gemeenten=gemeenten, herindelingen=eerder)


def _gemeenten_toen(gegevens: Gegevens, peil: date) -> dict[str, Gemeente]:
    """Return the gemeenten of an earlier day.

    Figures of a gemeente that ended before the list of gemeenten began are counted with the one
    into which it went, so that one belongs to them, also where it is of a later day.
    """
    later = {h.code_nieuw for h in gegevens.herindelingen if _is_later(gegevens, h, peil)}
    return {
        code: gemeente
        for code, gemeente in gegevens.gemeenten.items()
        if peil <= gemeente.geldig_tot_en_met and (gemeente.geldig_van <= peil or code not in later)
    }


def _is_later(gegevens: Gegevens, herindeling: Herindeling, peil: date) -> bool:
    """Whether a herindeling is after that day, of a gemeente that the list still knows."""
    return herindeling.datum > peil and herindeling.code_oud in gegevens.gemeenten


def _per_gemeente(gegevens: Gegevens, oud: Gewichten, peil: date, tot: date) -> Gewichten:
    op_code = {gewicht.ontvanger.code: gewicht for gewicht in oud}
    waarden = volg(
        gegevens.herindelingen, {code: g.waarde for code, g in op_code.items()}, peil, tot
    )
    bekend = {code: waarde for code, waarde in waarden.items() if waarde is not None}
    herkomst = voorgangers(gegevens.herindelingen, op_code, peil, tot)
    ontvangers = gegevens.ontvangers(Ontvangersoort.GEMEENTE, tot.year)
    nieuw = {
        code: _opgeteld(ontvangers[code], [op_code[oude] for oude in herkomst[code]])
        for code in sorted(bekend)
        if code in ontvangers
    }
    return _geheel(nieuw, bekend)


def _opgeteld(ontvanger: Ontvanger, delen: Sequence[Gewicht]) -> Gewicht:
    """Make the weight of a new gemeente of those of the old, and say so in its remark.

    The first of these is the gemeente itself, where it was there before.
    """
    eerste = delen[0]
    opmerkingen = dict.fromkeys(deel.opmerking for deel in delen if deel.opmerking)
    if len(delen) > 1 or eerste.ontvanger.code != ontvanger.code:
        namen = " en ".join(f"{d.ontvanger.naam} ({toon_getal(d.waarde)})" for d in delen)
        opmerkingen[f"na herindeling opgebouwd uit {namen}"] = None
    return replace(eerste, ontvanger=ontvanger, opmerking="; ".join(opmerkingen))


def _per_gebied(
    gegevens: Gegevens, sleutel: Sleutel, bereken: Rekenaar, peil: date, tot: date
) -> Gewichten:
    """Let every old gemeente count in the area in which its territory lies now.

    A gemeente whose parts lie in different areas counts in each for its share: the weights with
    it wholly in one area or wholly in another are mixed by the shares of the split.
    """
    veld = _GEBIED[sleutel.ontvangers]
    bestemming = {
        code: volg(gegevens.herindelingen, {code: 1}, peil, tot)
        for code in _gemeenten_toen(gegevens, peil)
    }

    def reken(anders: Mapping[str, str]) -> dict[str, Gewicht]:
        gebieden = {
            code: {veld: _gebied(gegevens, anders.get(code, min(delen)), veld)}
            for code, delen in bestemming.items()
        }
        uitkomst = bereken(_vorige_indeling(gegevens, peil, gebieden), sleutel, tot.year)
        return {gewicht.ontvanger.code: gewicht for gewicht in uitkomst}

    gewoon = reken({})
    waarden = {code: Fraction(gewicht.waarde) for code, gewicht in gewoon.items()}
    for code, delen in bestemming.items():
        for deel in sorted(delen)[1:]:
            anders = reken({code: deel})
            for gebied, gewicht in anders.items():
                verschil = gewicht.waarde - gewoon[gebied].waarde
                waarden[gebied] += (delen[deel] or 0) * verschil
    return _geheel(gewoon, waarden)


def _gebied(gegevens: Gegevens, code: str, veld: str) -> str:
    gemeente: Gemeente = gegevens.gemeenten[code]
    return str(getattr(gemeente, veld))


def _geheel(gewichten: Mapping[str, Gewicht], waarden: Mapping[str, Fraction]) -> Gewichten:
    """Give the weights these values, made whole by one common factor; proportions stay exact."""
    noemer = lcm(*(waarden[code].denominator for code in gewichten))
    return tuple(
        replace(gewicht, waarde=int(waarden[code] * noemer)) for code, gewicht in gewichten.items()
    )
