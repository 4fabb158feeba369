"""How one amount came about, step by step, as data and as text that a wethouder can read.

Every step is computed anew from budget and key, so that a reader with the ministry's letters
and a calculator finds the same amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from azwa_funds.gegevens import Gegevens, Gevonden, grondslag_in_woorden
from azwa_funds.kern.begrippen import (
    SPUK_AZWA,
    SPUK_IZA,
    STATUS_UITLEG,
    Afronding,
    Beschikt,
    Budget,
    Gewicht,
    Ontvangersoort,
    Sleutel,
    Toekenning,
)
from azwa_funds.kern.euro import toon, toon_breuk, toon_getal
from azwa_funds.kern.fouten import Gebruikersfout, Remedie, zin
from azwa_funds.kern.tekst import slug
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen.grensuitleg import Stap, stap_met_bron, stappen_grenzen
from azwa_funds.verdelen.grenzen import heeft_grenzen
from azwa_funds.verdelen.sleutel import gewichten, status_van
from azwa_funds.verdelen.toekennen import verdeel_uitkering


@dataclass(frozen=True, slots=True)
class Uitleg:
    """The explanation of one toekenning: its steps and what is still uncertain about it."""

    toekenning: Toekenning
    stappen: tuple[Stap, ...]
    onzeker: tuple[str, ...]
    uitkering: str = SPUK_AZWA


def leg_uit(
    gegevens: Gegevens,
    wie: Gevonden,
    *,
    jaren: Iterable[int] = (),
    onderdelen: Iterable[str] = (),
    sleutels: Mapping[str, str] | None = None,
    uitkering: str = SPUK_AZWA,
) -> tuple[list[Uitleg], list[str]]:
    """Explain every toekenning of one recipient; of a regio only its regional money.

    The second part of the answer says which money of the recipient is not divided yet (p.m.).
    Raises Gebruikersfout when the recipient gets nothing in the chosen years and onderdelen.
    """
    reken = partial(
        verdeel_uitkering,
        gegevens,
        jaren=tuple(jaren),
        onderdelen=tuple(onderdelen),
        sleutels=sleutels,
        uitkering=uitkering,
    )
    alle = reken()
    eigen = [t for t in alle if t.ontvanger_code == wie.code and _hoort_bij(gegevens, wie, t)]
    wacht = wacht_nog(gegevens, wie, alle)
    if not eigen and not wacht:
        raise Gebruikersfout(
            f"{wie.naam} krijgt in de gekozen jaren en onderdelen geen bedrag",
            Remedie(
                f"laat --jaar of --onderdeel weg om alles te zien{_elders(wie)}",
                f"kies een andere gemeente of regio{_elders(wie)}",
            ),
        )
    if not gegevens.uitkering(uitkering).onderdelen:
        return [_leg_gepubliceerd_uit(gegevens, t) for t in eigen], []
    if all(toekenning.beschikking is None for toekenning in eigen):
        return [_leg_toekenning_uit(gegevens, uitkering, t, alle) for t in eigen], wacht
    berekend = reken(beschikkingen=False)
    return [_leg_beschikt_uit(gegevens, uitkering, t, berekend) for t in eigen], wacht


def _elders(wie: Gevonden) -> str:
    """Say where the regional money of a gemeente goes, if not to itself."""
    if wie.gemeente is None or wie.mandaathouder_van:
        return ""
    return f"; het regionale geld gaat naar de mandaathouder van 'regio {wie.gemeente.iza_regio}'"


def wacht_nog(gegevens: Gegevens, wie: Gevonden, toekenningen: Iterable[Toekenning]) -> list[str]:
    """Say which money of a gemeente or GGD is not divided yet and therefore not in its amounts."""
    if wie.gemeente is None and wie.mandaathouder_van is None:
        return _wacht_ggd(gegevens, wie, toekenningen)
    gebieden = [g.naam for g in gegevens.nplv_gebieden if g.gemeente_code == wie.code]
    if not gebieden or wie.via_regio:
        return []
    rijen = list(toekenningen)
    al_bekend = {(t.onderdeel, t.jaar) for t in rijen if t.ontvanger_code == wie.code}
    return [
        f"{t.jaar}: {wie.naam} heeft NPLV-gebied {' en '.join(gebieden)}; het aandeel in de "
        f"{toon(t.bedrag)} voor alle NPLV-gebieden is niet bekend (p.m.)."
        for t in rijen
        if t.is_pm and t.onderdeel == "nplv" and (t.onderdeel, t.jaar) not in al_bekend
    ]


def _wacht_ggd(gegevens: Gegevens, wie: Gevonden, toekenningen: Iterable[Toekenning]) -> list[str]:
    """Say the same of a GGD, for the years in which the source says that it goes to the GGD'en."""
    if wie.code not in {slug(gemeente.ggd_regio) for gemeente in gegevens.gemeenten.values()}:
        return []
    rijen = list(toekenningen)
    al_bekend = {(t.onderdeel, t.jaar) for t in rijen if t.ontvanger_code == wie.code}
    return [
        f"{t.jaar}: het aandeel van {wie.naam} in de {toon(t.bedrag)} voor alle GGD'en is niet "
        "bekend (p.m.)."
        for t in rijen
        if t.is_pm
        and (t.onderdeel, t.jaar) not in al_bekend
        and gegevens.toedeling(SPUK_AZWA, t.onderdeel, t.jaar).voor is Ontvangersoort.GGD_REGIO
    ]


def _hoort_bij(gegevens: Gegevens, wie: Gevonden, toekenning: Toekenning) -> bool:
    if not wie.via_regio or toekenning.onderdeel == SPUK_IZA:
        return True
    sleutel = gegevens.sleutels.get(toekenning.sleutel)
    return sleutel is not None and sleutel.ontvangers is Ontvangersoort.REGIO


def _leg_toekenning_uit(
    gegevens: Gegevens, uitkering: str, toekenning: Toekenning, alle: list[Toekenning]
) -> Uitleg:
    budget = gegevens.budget(uitkering, toekenning.onderdeel, toekenning.jaar)
    if not toekenning.sleutel:
        return _leg_geheel_uit(gegevens, uitkering, toekenning, budget)
    sleutel = gegevens.sleutel(toekenning.sleutel)
    wegingen = gewichten(gegevens, sleutel.id, toekenning.jaar)
    weging = next(w for w in wegingen if w.ontvanger.code == toekenning.ontvanger_code)
    naast = [t for t in alle if (t.jaar, t.onderdeel) == (toekenning.jaar, toekenning.onderdeel)]
    stappen = (
        _stap_budget(gegevens, budget, toekenning, heeft_grenzen(sleutel)),
        _stap_sleutel(gegevens, uitkering, sleutel, toekenning),
        _stap_gewicht(gegevens, weging, toekenning),
        *_stappen_deel(gegevens, budget, sleutel, wegingen, toekenning),
        _stap_afronding(gegevens, sleutel, toekenning, naast),
        Stap("Uitkomst", _met_status(toekenning)),
    )
    onzeker = tuple(_onzekerheden(gegevens, budget, sleutel, toekenning))
    return Uitleg(toekenning, stappen, onzeker, uitkering)


def _leg_gepubliceerd_uit(gegevens: Gegevens, toekenning: Toekenning) -> Uitleg:
    """Explain an amount that was published for this recipient, and that nobody computed here."""
    rij = next(
        b
        for b in gegevens.beschikkingen
        if (b.uitkering, b.jaar, b.ontvanger_code, b.regio)
        == (toekenning.onderdeel, toekenning.jaar, toekenning.ontvanger_code, toekenning.regio)
    )
    titel = "Gepubliceerd bedrag"
    stap = stap_met_bron(gegevens, titel, _met_status(toekenning), rij.vindplaats)
    redenen = [
        (afwijking.reden, afwijking.vindplaats.plaats)
        for afwijking in gegevens.bekende_afwijkingen
        if (afwijking.uitkering, afwijking.jaar, afwijking.ontvanger_code)
        == (rij.uitkering, rij.jaar, rij.ontvanger_code)
    ]
    for sleutel in gegevens.sleutels.values():
        if sleutel.gewichten.get("uitkering") == rij.uitkering:
            redenen += [
                (correctie.reden, correctie.vindplaats.plaats)
                for correctie in sleutel.correcties
                if (correctie.ontvanger, sleutel.gewichten.get("jaar")) == (rij.regio, rij.jaar)
            ]
    onzeker = [zin(f"{reden[:1].upper()}{reden[1:]} ({plaats})") for reden, plaats in redenen]
    vast = ["Niets: dit bedrag is zo gepubliceerd."]
    return Uitleg(toekenning, (stap,), tuple(onzeker or vast), toekenning.onderdeel)


def _leg_geheel_uit(
    gegevens: Gegevens, uitkering: str, toekenning: Toekenning, budget: Budget
) -> Uitleg:
    """Explain an amount that nothing was divided for: all of a budget to one named recipient."""
    toedeling = gegevens.toedeling(uitkering, toekenning.onderdeel, toekenning.jaar)
    wie = f"alles gaat naar {toekenning.ontvanger}; er is niets te verdelen"
    waarom = toedeling.toelichting
    stappen = (
        _stap_landelijk(gegevens, budget),
        stap_met_bron(gegevens, "Ontvanger", wie, toedeling.vindplaats, waarom),
        Stap("Uitkomst", _met_status(toekenning)),
    )
    return Uitleg(toekenning, stappen, (_statuszin(toekenning),), uitkering)


def _leg_beschikt_uit(
    gegevens: Gegevens, uitkering: str, toekenning: Toekenning, berekend: list[Toekenning]
) -> Uitleg:
    """Explain what was calculated, and then what the beschikking says instead."""
    wat = (toekenning.jaar, toekenning.onderdeel, toekenning.ontvanger_code)
    zonder = [t for t in berekend if (t.jaar, t.onderdeel, t.ontvanger_code) == wat]
    uitleg = [_leg_toekenning_uit(gegevens, uitkering, t, berekend) for t in zonder]
    if toekenning.beschikking is None:
        return uitleg[0]
    stappen = [
        replace(stap, titel="Uitkomst van de berekening") if stap.titel == "Uitkomst" else stap
        for u in uitleg
        for stap in u.stappen
    ]
    stappen.append(_stap_beschikking(gegevens, toekenning, toekenning.beschikking))
    return Uitleg(toekenning, tuple(stappen), (_statuszin(toekenning),), uitkering)


def _statuszin(toekenning: Toekenning) -> str:
    return f"Status {toekenning.status}: {STATUS_UITLEG[toekenning.status]}."


def _met_status(toekenning: Toekenning) -> str:
    return f"{toon(toekenning.bedrag)} ({toekenning.status})"


def _stap_beschikking(gegevens: Gegevens, toekenning: Toekenning, beschikking: Beschikt) -> Stap:
    opmerking = "Dit programma kon het bedrag niet berekenen; de beschikking geldt."
    if toekenning.berekend is not None:
        verschil = toekenning.bedrag - toekenning.berekend
        opmerking = (
            f"De beschikking gaat voor; berekend was {toon(toekenning.berekend)}, een verschil van "
            f"{toon(verschil)}."
        )
    plek = beschikking.vindplaats
    return stap_met_bron(gegevens, "Beschikking", _met_status(toekenning), plek, opmerking)


def _stap_landelijk(gegevens: Gegevens, budget: Budget, *opmerkingen: str) -> Stap:
    titel = f"Landelijk budget {budget.naam}, {budget.jaar}"
    bedrag = f"{toon(budget.bedrag or 0)} ({budget.status})"
    return stap_met_bron(gegevens, titel, bedrag, budget.vindplaats, *opmerkingen)


def _stap_budget(
    gegevens: Gegevens, budget: Budget, toekenning: Toekenning, begrensd: bool
) -> Stap:
    opmerkingen = []
    if budget.precisie > 1:
        halve = Fraction(budget.precisie * toekenning.gewicht, 2 * toekenning.totaal_gewicht)
        scheelt = (
            "Met een minimum of maximum kan dat ook verschuiven wie daarop staat."
            if begrensd
            else f"Dat scheelt hier hoogstens {toon(round(halve))}."
        )
        opmerkingen.append(
            f"De bron rondt af op {toon(budget.precisie)}; het werkelijke budget kan de helft "
            f"daarvan hoger of lager zijn. {scheelt}"
        )
    grondslag = gegevens.grondslag("budgetten", budget.uitkering, toekenning.jaar)
    opmerkingen.append(f"Grondslag: {grondslag_in_woorden(grondslag)}.")
    return _stap_landelijk(gegevens, budget, *opmerkingen)


def _stap_sleutel(
    gegevens: Gegevens, uitkering: str, sleutel: Sleutel, toekenning: Toekenning
) -> Stap:
    toedeling = gegevens.toedeling(uitkering, toekenning.onderdeel, toekenning.jaar)
    opmerkingen = [sleutel.toelichting]
    if toedeling.sleutel != sleutel.id:
        gewoon = f"de gewone sleutel is {toedeling.sleutel}"
        if not toedeling.sleutel:
            gewoon = "zonder die keuze wordt dit geld niet verdeeld"
        opmerkingen.append(f"Dit is een eigen keuze; {gewoon}.")
    naam = f"{sleutel.naam}, id {sleutel.id} ({sleutel.status})"
    return stap_met_bron(gegevens, "Verdeelsleutel", naam, sleutel.vindplaats, *opmerkingen)


def _stap_gewicht(gegevens: Gegevens, weging: Gewicht, toekenning: Toekenning) -> Stap:
    aandeel = Fraction(100 * toekenning.gewicht, toekenning.totaal_gewicht)
    gewicht, totaal = toon_getal(toekenning.gewicht), toon_getal(toekenning.totaal_gewicht)
    wie = toekenning.ontvanger
    if toekenning.regio and weging.ontvanger.regio == toekenning.regio:
        is_regionaal = gegevens.sleutel(toekenning.sleutel).ontvangers is Ontvangersoort.REGIO
        wie = f"regio {toekenning.regio}" if is_regionaal else wie
    return stap_met_bron(
        gegevens,
        f"Gewicht van {wie}",
        f"{gewicht} van {totaal}, dat is {toon_breuk(aandeel, 6)}%",
        weging.vindplaats,
        *(f"Opbouw: {deel}." for deel in weging.opbouw),
        *((f"Let op: {weging.opmerking}.",) if weging.opmerking else ()),
    )


def _stappen_deel(
    gegevens: Gegevens,
    budget: Budget,
    sleutel: Sleutel,
    wegingen: Sequence[Gewicht],
    toekenning: Toekenning,
) -> Iterable[Stap]:
    begrensd = heeft_grenzen(sleutel)
    bedrag = budget.bedrag or 0
    naar_gewicht = Fraction(bedrag * toekenning.gewicht, toekenning.totaal_gewicht)
    yield Stap(
        "Deel naar gewicht" if begrensd else "Precies deel",
        f"{toon_getal(bedrag)} x {toon_getal(toekenning.gewicht)} / "
        f"{toon_getal(toekenning.totaal_gewicht)} = € {toon_breuk(naar_gewicht, 6)}",
    )
    if begrensd:
        yield from stappen_grenzen(gegevens, bedrag, sleutel, wegingen, toekenning)


def _stap_afronding(
    gegevens: Gegevens, sleutel: Sleutel, toekenning: Toekenning, naast: list[Toekenning]
) -> Stap:
    stap = partial(stap_met_bron, gegevens, "Afronding")
    plek = sleutel.afronding.vindplaats
    quotient = toekenning.quotient or Fraction(0)
    heel = quotient.numerator // quotient.denominator
    richting = "naar boven" if toekenning.bedrag > heel else "naar beneden"
    if toekenning.bedrag == quotient:
        richting = "niet nodig"
    if sleutel.afronding.regel is Afronding.PER_ONTVANGER:
        return stap(f"{richting}, elk bedrag apart op hele euro's", plek)
    quotienten = [t.quotient or Fraction(0) for t in naast]
    if all(q.denominator == 1 for q in quotienten):
        uitleg = "Alle delen zijn hele euro's; er valt niets af te ronden."
        return stap(richting, plek, uitleg)
    over = sum(t.bedrag for t in naast) - sum(q.numerator // q.denominator for q in quotienten)
    eigen, noemer = quotient.numerator % quotient.denominator, quotient.denominator
    # Compared in whole numbers: fractions of fractions take half of the time of an explanation.
    groter = [q.numerator % q.denominator * noemer > eigen * q.denominator for q in quotienten]
    plaats = sum(groter) + 1
    uitleg = (
        f"Alle delen naar beneden afgerond laten {toon(over)} over; die gaan naar de {over} "
        f"grootste resten. De rest van {toekenning.ontvanger} is {toon_breuk(quotient % 1, 6)}: "
        f"nummer {plaats} van {len(naast)}."
    )
    return stap(f"{richting} (grootste resten)", plek, uitleg, sleutel.afronding.toelichting)


def _onzekerheden(
    gegevens: Gegevens, budget: Budget, sleutel: Sleutel, toekenning: Toekenning
) -> Iterable[str]:
    yield (
        f"{_statuszin(toekenning)} "
        f"(Budget {budget.status}, sleutel {status_van(gegevens, sleutel)}; de laagste telt.)"
    )
    toedeling = gegevens.toedeling(budget.uitkering, toekenning.onderdeel, toekenning.jaar)
    yield f"{toedeling.toelichting} De regeling zelf is hier nog niet verwerkt."
    for herindeling in gegevens.herindelingen:
        geraakt = toekenning.ontvanger_code in (herindeling.code_oud, herindeling.code_nieuw)
        if herindeling.status == "voorgesteld" and geraakt:
            yield (
                f"Voorgestelde herindeling per {herindeling.datum:%d-%m-%Y}: "
                f"{herindeling.naam_oud} naar {herindeling.naam_nieuw} "
                f"({herindeling.toelichting}); niet verwerkt."
            )


# -- output ------------------------------------------------------------------------------------


def als_json(uitleg: Uitleg) -> dict[str, Any]:
    """Return an explanation as plain data; the exact share is a fraction in text."""
    t = uitleg.toekenning
    return {
        **waarden(t, "jaar onderdeel regio ontvanger_code ontvanger bedrag status sleutel"),
        **waarden(t, "gewicht totaal_gewicht"),
        "precies_deel": str(t.quotient),
        "stappen": [
            {
                **waarden(stap, "titel waarde bron"),
                "opmerkingen": list(stap.opmerkingen),
                "adres": stap.adres,
            }
            for stap in uitleg.stappen
        ],
        "onzeker": list(uitleg.onzeker),
    }


def kop(gegevens: Gegevens, wie: Gevonden) -> list[str]:
    """Say in a few lines who this is, and which namesake is not meant."""
    regels = [] if wie.gemeente or wie.mandaathouder_van else [wie.naam]
    if wie.gemeente and not wie.via_regio:
        regels.append(
            f"Gemeente {wie.naam} ({wie.code}), provincie {wie.gemeente.provincie}, "
            f"IZA-regio {wie.gemeente.iza_regio}"
        )
    if wie.gemeente and not wie.mandaathouder_van:
        regio = gegevens.regios[wie.gemeente.iza_regio]
        regels.append(
            f"Het regionale geld van {regio.naam} gaat naar mandaathouder {regio.mandaathouder} "
            f"(typ 'regio {regio.naam}'); het rekenkundige aandeel staat op de factsheet"
        )
    if wie.mandaathouder_van:
        regio = wie.mandaathouder_van
        aanhef = f"IZA-regio {regio.naam}: " if wie.via_regio else ""
        regels.append(
            f"{aanhef}{wie.naam} ({regio.rechtsvorm}) is mandaathouder van IZA-regio {regio.naam} "
            "en ontvangt het regionale geld"
        )
    if wie.naamgenoot:
        regels.append(
            f"Er is ook een regio met deze naam: typ 'regio {wie.naamgenoot.naam}' voor alleen "
            "het regionale geld"
        )
    return regels
