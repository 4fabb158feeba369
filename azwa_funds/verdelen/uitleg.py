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
    Budget,
    Gewicht,
    Ontvangersoort,
    Sleutel,
    Toedeling,
    Toekenning,
    Vindplaats,
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
        return [_Uitlegger(gegevens, uitkering, alle).toekenning(t) for t in eigen], wacht
    uitlegger = _Uitlegger(gegevens, uitkering, reken(beschikkingen=False))
    return [uitlegger.beschikt(t) for t in eigen], wacht


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


def _statuszin(toekenning: Toekenning) -> str:
    return f"Status {toekenning.status}: {STATUS_UITLEG[toekenning.status]}."


def _met_status(toekenning: Toekenning) -> str:
    return f"{toon(toekenning.bedrag)} ({toekenning.status})"


@dataclass(frozen=True, slots=True)
class _Uitlegger:
    """Explains a toekenning that follows from a budget; `alle` are those of the same division."""

    gegevens: Gegevens
    uitkering: str
    alle: Sequence[Toekenning]

    def toekenning(self, t: Toekenning) -> Uitleg:
        """Explain what was divided, step by step."""
        budget = self.gegevens.budget(self.uitkering, t.onderdeel, t.jaar)
        if not t.sleutel:
            return self._geheel(t, budget)
        sleutel = self.gegevens.sleutel(t.sleutel)
        wegingen = gewichten(self.gegevens, sleutel.id, t.jaar)
        weging = next(w for w in wegingen if w.ontvanger.code == t.ontvanger_code)
        stappen = (
            self._budget(t, budget, begrensd=heeft_grenzen(sleutel)),
            self._sleutel(t, sleutel),
            self._gewicht(t, weging),
            *self._deel(t, budget.bedrag or 0, sleutel, wegingen),
            self._afronding(t, sleutel),
            Stap("Uitkomst", _met_status(t)),
        )
        onzeker = tuple(self._onzekerheden(t, budget, sleutel))
        return Uitleg(t, stappen, onzeker, self.uitkering)

    def beschikt(self, t: Toekenning) -> Uitleg:
        """Explain what was calculated, and then what the beschikking says instead."""
        wat = (t.jaar, t.onderdeel, t.ontvanger_code)
        zonder = [een for een in self.alle if (een.jaar, een.onderdeel, een.ontvanger_code) == wat]
        uitleg = [self.toekenning(een) for een in zonder]
        if t.beschikking is None:
            return uitleg[0]
        stappen = [
            replace(stap, titel="Uitkomst van de berekening") if stap.titel == "Uitkomst" else stap
            for u in uitleg
            for stap in u.stappen
        ]
        stappen.append(self._beschikking(t, t.beschikking.vindplaats))
        return Uitleg(t, tuple(stappen), (_statuszin(t),), self.uitkering)

    def _geheel(self, t: Toekenning, budget: Budget) -> Uitleg:
        """Explain what nothing was divided for: all of a budget to one named recipient."""
        toedeling = self._toedeling(t)
        wie = f"alles gaat naar {t.ontvanger}; er is niets te verdelen"
        stappen = (
            self._landelijk(budget),
            self._stap("Ontvanger", wie, toedeling.vindplaats, toedeling.toelichting),
            Stap("Uitkomst", _met_status(t)),
        )
        return Uitleg(t, stappen, (_statuszin(t),), self.uitkering)

    def _toedeling(self, t: Toekenning) -> Toedeling:
        return self.gegevens.toedeling(self.uitkering, t.onderdeel, t.jaar)

    def _stap(self, titel: str, waarde: str, plek: Vindplaats, *opmerkingen: str) -> Stap:
        return stap_met_bron(self.gegevens, titel, waarde, plek, *opmerkingen)

    def _beschikking(self, t: Toekenning, plek: Vindplaats) -> Stap:
        opmerking = "Dit programma kon het bedrag niet berekenen; de beschikking geldt."
        if t.berekend is not None:
            opmerking = (
                f"De beschikking gaat voor; berekend was {toon(t.berekend)}, een verschil van "
                f"{toon(t.bedrag - t.berekend)}."
            )
        return self._stap("Beschikking", _met_status(t), plek, opmerking)

    def _landelijk(self, budget: Budget, *opmerkingen: str) -> Stap:
        titel = f"Landelijk budget {budget.naam}, {budget.jaar}"
        bedrag = f"{toon(budget.bedrag or 0)} ({budget.status})"
        return self._stap(titel, bedrag, budget.vindplaats, *opmerkingen)

    def _budget(self, t: Toekenning, budget: Budget, *, begrensd: bool) -> Stap:
        opmerkingen = []
        if budget.precisie > 1:
            halve = Fraction(budget.precisie * t.gewicht, 2 * t.totaal_gewicht)
            scheelt = (
                "Met een minimum of maximum kan dat ook verschuiven wie daarop staat."
                if begrensd
                else f"Dat scheelt hier hoogstens {toon(round(halve))}."
            )
            opmerkingen.append(
                f"De bron rondt af op {toon(budget.precisie)}; het werkelijke budget kan de helft "
                f"daarvan hoger of lager zijn. {scheelt}"
            )
        grondslag = self.gegevens.grondslag("budgetten", budget.uitkering, t.jaar)
        opmerkingen.append(f"Grondslag: {grondslag_in_woorden(grondslag)}.")
        return self._landelijk(budget, *opmerkingen)

    def _sleutel(self, t: Toekenning, sleutel: Sleutel) -> Stap:
        toedeling, opmerkingen = self._toedeling(t), [sleutel.toelichting]
        if toedeling.sleutel != sleutel.id:
            gewoon = f"de gewone sleutel is {toedeling.sleutel}"
            if not toedeling.sleutel:
                gewoon = "zonder die keuze wordt dit geld niet verdeeld"
            opmerkingen.append(f"Dit is een eigen keuze; {gewoon}.")
        naam = f"{sleutel.naam}, id {sleutel.id} ({sleutel.status})"
        return self._stap("Verdeelsleutel", naam, sleutel.vindplaats, *opmerkingen)

    def _gewicht(self, t: Toekenning, weging: Gewicht) -> Stap:
        aandeel = Fraction(100 * t.gewicht, t.totaal_gewicht)
        gewicht, totaal = toon_getal(t.gewicht), toon_getal(t.totaal_gewicht)
        wie = t.ontvanger
        if t.regio and weging.ontvanger.regio == t.regio:
            is_regionaal = self.gegevens.sleutel(t.sleutel).ontvangers is Ontvangersoort.REGIO
            wie = f"regio {t.regio}" if is_regionaal else wie
        return self._stap(
            f"Gewicht van {wie}",
            f"{gewicht} van {totaal}, dat is {toon_breuk(aandeel, 6)}%",
            weging.vindplaats,
            *(f"Opbouw: {deel}." for deel in weging.opbouw),
            *((f"Let op: {weging.opmerking}.",) if weging.opmerking else ()),
        )

    def _deel(
        self, t: Toekenning, bedrag: int, sleutel: Sleutel, wegingen: Sequence[Gewicht]
    ) -> Iterable[Stap]:
        begrensd = heeft_grenzen(sleutel)
        naar_gewicht = Fraction(bedrag * t.gewicht, t.totaal_gewicht)
        yield Stap(
            "Deel naar gewicht" if begrensd else "Precies deel",
            f"{toon_getal(bedrag)} x {toon_getal(t.gewicht)} / {toon_getal(t.totaal_gewicht)} = "
            f"€ {toon_breuk(naar_gewicht, 6)}",
        )
        if begrensd:
            yield from stappen_grenzen(self.gegevens, bedrag, sleutel, wegingen, t)

    def _afronding(self, t: Toekenning, sleutel: Sleutel) -> Stap:
        stap, plek = partial(self._stap, "Afronding"), sleutel.afronding.vindplaats
        quotient = t.quotient or Fraction(0)
        heel = quotient.numerator // quotient.denominator
        richting = "naar boven" if t.bedrag > heel else "naar beneden"
        if t.bedrag == quotient:
            richting = "niet nodig"
        if sleutel.afronding.regel is Afronding.PER_ONTVANGER:
            return stap(f"{richting}, elk bedrag apart op hele euro's", plek)
        naast = [een for een in self.alle if (een.jaar, een.onderdeel) == (t.jaar, t.onderdeel)]
        quotienten = [een.quotient or Fraction(0) for een in naast]
        if all(q.denominator == 1 for q in quotienten):
            return stap(richting, plek, "Alle delen zijn hele euro's; er valt niets af te ronden.")
        over = sum(een.bedrag for een in naast)
        over -= sum(q.numerator // q.denominator for q in quotienten)
        eigen, noemer = quotient.numerator % quotient.denominator, quotient.denominator
        # Compared in whole numbers: fractions of fractions take half of the time of an explanation.
        groter = [q.numerator % q.denominator * noemer > eigen * q.denominator for q in quotienten]
        uitleg = (
            f"Alle delen naar beneden afgerond laten {toon(over)} over; die gaan naar de {over} "
            f"grootste resten. De rest van {t.ontvanger} is {toon_breuk(quotient % 1, 6)}: nummer "
            f"{sum(groter) + 1} van {len(naast)}."
        )
        return stap(f"{richting} (grootste resten)", plek, uitleg, sleutel.afronding.toelichting)

    def _onzekerheden(self, t: Toekenning, budget: Budget, sleutel: Sleutel) -> Iterable[str]:
        yield (
            f"{_statuszin(t)} (Budget {budget.status}, sleutel "
            f"{status_van(self.gegevens, sleutel)}; de laagste telt.)"
        )
        yield f"{self._toedeling(t).toelichting} De regeling zelf is hier nog niet verwerkt."
        for herindeling in self.gegevens.herindelingen:
            geraakt = t.ontvanger_code in (herindeling.code_oud, herindeling.code_nieuw)
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
