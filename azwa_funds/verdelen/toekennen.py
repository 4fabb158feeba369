"""Budget times weights: what each recipient gets, asserted to close on the budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import (
    SPUK_AZWA,
    Beschikking,
    Beschikt,
    Budget,
    Gewicht,
    Ontvanger,
    Sleutel,
    Sleutelsoort,
    Status,
    Toedeling,
    Toekenning,
    Uitkering,
)
from azwa_funds.kern.euro import past, rond_delen, verdeel_een
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, Rekenfout, bedoelde_u, zin
from azwa_funds.kern.tekst import vorm
from azwa_funds.verdelen.grenzen import begrens_sleutel, heeft_grenzen
from azwa_funds.verdelen.sleutel import gewichten, status_van

AFRONDINGSVERSCHIL, BESCHIKKINGSVERSCHIL = "afrondingsverschil", "verschil_met_beschikking"
#: The codes of rows that hold what the parts are above or below the budget, and why.
VERSCHILLEN = {
    AFRONDINGSVERSCHIL: "Afrondingsverschil (elk bedrag is apart afgerond)",
    BESCHIKKINGSVERSCHIL: "Verschil tussen de beschikkingen en het landelijke budget",
}

T = TypeVar("T", int, str)


def verdeel_uitkering(
    gegevens: Gegevens,
    *,
    jaren: Iterable[int] = (),
    onderdelen: Iterable[str] = (),
    sleutels: Mapping[str, str] | None = None,
    uitkering: str = SPUK_AZWA,
    budgetten: Mapping[str, Budget] | None = None,
    beschikkingen: bool = True,
) -> list[Toekenning]:
    """Divide the budgets of a uitkering over their recipients.

    Without `jaren` or `onderdelen`: all of the looptijd. `sleutels` maps an onderdeel to the id
    of the key to use instead of the usual one; an onderdeel that waits (p.m.) is divided then.
    `budgetten` holds other budgets than those of the data, by onderdeel, for a what-if.
    Amounts of a beschikking prevail, unless `beschikkingen` is False or a key was chosen for that
    onderdeel; a row of its own then shows the difference with the budget.
    The answer is sorted by jaar, onderdeel, regio and code, and sums per onderdeel and year to
    the budget exactly. Raises Gebruikersfout for an unknown year, onderdeel or key.
    """
    wat = gegevens.uitkering(uitkering)
    if not wat.onderdelen:
        return gepubliceerd(gegevens, wat, jaren, onderdelen)
    keuzes = {
        kies_uit(onderdeel, wat.onderdelen, "onderdeel"): sleutel
        for onderdeel, sleutel in (sleutels or {}).items()
    }
    gekozen_jaren = [_kies_jaar(gegevens, jaar, wat) for jaar in jaren] or wat.jaren
    gekozen = [kies_uit(naam, wat.onderdelen, "onderdeel") for naam in onderdelen] or wat.onderdelen
    toekenningen = [
        toekenning
        for jaar in dict.fromkeys(gekozen_jaren)
        for onderdeel in dict.fromkeys(gekozen)
        for toekenning in _verdeel_onderdeel(
            gegevens,
            (budgetten or {}).get(onderdeel) or gegevens.budget(uitkering, onderdeel, jaar),
            jaar,
            keuzes.get(onderdeel),
            beschikkingen and onderdeel not in keuzes,
        )
    ]
    return sorted(toekenningen, key=_volgorde)


def gepubliceerd(
    gegevens: Gegevens, wat: Uitkering, jaren: Iterable[int] = (), onderdelen: Iterable[str] = ()
) -> list[Toekenning]:
    """Return the amounts of an uitkering that the Rijk published per recipient; none is computed.

    The uitkering itself is their onderdeel, for they were published as one amount. Raises
    Gebruikersfout for an onderdeel, or for a year of which no amounts were published.
    """
    for naam in onderdelen:
        kies_uit(naam, (wat.id,), "onderdeel")
    rijen = [b for b in gegevens.beschikkingen if b.uitkering == wat.id]
    bekend = tuple(sorted({b.jaar for b in rijen}))
    gekozen = [_kies_jaar(gegevens, jaar, wat, bekend) for jaar in jaren] or bekend
    eigen = (_als_toekenning(b) for b in rijen if b.jaar in gekozen)
    return sorted(eigen, key=_volgorde)


def _als_toekenning(b: Beschikking) -> Toekenning:
    wie = (b.regio, b.ontvanger_code, b.ontvanger)
    return Toekenning(b.jaar, b.uitkering, *wie, b.bedrag, b.status, "", 0, 0, None)


def _kies_jaar(
    gegevens: Gegevens, jaar: int, wat: Uitkering, bekend: tuple[int, ...] | None = None
) -> int:
    """Return the year, or raise Gebruikersfout naming the uitkering that has it."""
    mogelijk = wat.jaren if bekend is None else bekend
    if jaar in mogelijk:
        return jaar
    elders = [
        andere.id
        for andere in gegevens.uitkeringen.values()
        if jaar in (andere.jaren if andere.onderdelen else _jaren_van(gegevens, andere))
    ]
    hint = "kies uit: " + ", ".join(map(str, mogelijk))
    if elders:
        hint += f"; voor {jaar}: geef --uitkering {' of '.join(elders)}"
    raise Gebruikersfout(f"Het jaar '{jaar}' hoort niet bij deze uitkering; {hint}.")


def _jaren_van(gegevens: Gegevens, wat: Uitkering) -> set[int]:
    return {b.jaar for b in gegevens.beschikkingen if b.uitkering == wat.id}


def _volgorde(toekenning: Toekenning) -> tuple[int, str, str, str]:
    return (toekenning.jaar, toekenning.onderdeel, toekenning.regio, toekenning.ontvanger_code)


def kies_uit(waarde: T, mogelijk: tuple[T, ...], soort: str) -> T:
    """Return the year or onderdeel, or raise Gebruikersfout saying which there are.

    Capitals, hyphens and spaces make no difference.
    """
    for keuze in mogelijk:
        if waarde == keuze or (isinstance(waarde, str) and vorm(waarde) == vorm(str(keuze))):
            return keuze
    keuzes = [str(keuze) for keuze in mogelijk]
    # A year is never a slip of the pen for another year: show which years there are.
    hint = bedoelde_u(waarde, keuzes) if isinstance(waarde, str) else ""
    hint = hint or "kies uit: " + ", ".join(keuzes)
    raise Gebruikersfout(zin(f"Het {soort} '{waarde}' hoort niet bij deze uitkering; {hint}"))


def _verdeel_onderdeel(
    gegevens: Gegevens, budget: Budget, jaar: int, sleutel_id: str | None, beschikkingen: bool
) -> list[Toekenning]:
    onderdeel = budget.onderdeel
    toedeling = gegevens.toedeling(budget.uitkering, onderdeel, jaar)
    if sleutel_id and toedeling.sleutel:
        _zelfde_ontvangers(gegevens, onderdeel, toedeling.sleutel, sleutel_id)
    sleutel_id = sleutel_id or toedeling.sleutel
    if sleutel_id:
        toekenningen = _volgens_sleutel(gegevens, budget, jaar, sleutel_id)
    else:
        toekenningen = [_ongedeeld(budget, toedeling, jaar)]
    beschikt = gegevens.beschikt.get((budget.uitkering, onderdeel, jaar), {})
    if beschikt and beschikkingen:
        toekenningen = _volgens_beschikking(budget, toekenningen, beschikt)
    if sum(toekenning.bedrag for toekenning in toekenningen) != budget.bedrag:
        raise Rekenfout(
            f"De toekenningen van {budget.onderdeel} {jaar} tellen niet op tot het budget."
        )
    return toekenningen


def _zelfde_ontvangers(gegevens: Gegevens, onderdeel: str, gewoon: str, gekozen: str) -> None:
    """Refuse a key that would pay an onderdeel to others than those it is meant for."""
    hoort, is_nu = gegevens.sleutel(gewoon).ontvangers, gegevens.sleutel(gekozen).ontvangers
    if hoort is not is_nu:
        passend = [s.id for s in gegevens.sleutels.values() if s.ontvangers is hoort]
        raise Gebruikersfout(
            f"Verdeelsleutel '{gekozen}' verdeelt over {is_nu.meervoud}, maar onderdeel "
            f"{onderdeel} gaat naar {hoort.meervoud}; kies uit: {', '.join(passend)}."
        )


def mogelijke_ontvangers(
    gegevens: Gegevens, uitkering: str, onderdeel: str, jaar: int
) -> dict[str, Ontvanger]:
    """Return by code who can receive an onderdeel in a year; empty where nobody has said so yet."""
    toedeling = gegevens.toedeling(uitkering, onderdeel, jaar)
    if toedeling.ontvanger:
        return {toedeling.ontvanger.code: toedeling.ontvanger}
    soort = toedeling.voor
    if toedeling.sleutel:
        soort = gegevens.sleutel(toedeling.sleutel).ontvangers
    ontvangers = gegevens.ontvangers(soort, jaar).values() if soort else ()
    return {ontvanger.code: ontvanger for ontvanger in ontvangers}


def _volgens_beschikking(
    budget: Budget, berekend: Sequence[Toekenning], beschikt: Mapping[str, Beschikt]
) -> list[Toekenning]:
    """Let awards prevail over what was calculated; what differs from the budget stays in sight."""
    per_code = {toekenning.ontvanger_code: toekenning for toekenning in berekend}
    toekenningen = [
        _beschikt(beschikking, per_code.get(code)) for code, beschikking in beschikt.items()
    ]
    toekenningen += [t for t in berekend if t.ontvanger_code not in {*beschikt, *VERSCHILLEN}]
    verschil = bedrag_van(budget) - sum(toekenning.bedrag for toekenning in toekenningen)
    pm = next((t for t in toekenningen if t.is_pm), None)
    if pm:
        # What is awarded to some no longer waits for a division over all.
        toekenningen.remove(pm)
        rest = pm.bedrag + verschil
        return [*toekenningen, *([replace(pm, bedrag=rest)] if rest else [])]
    if verschil:
        wat = BESCHIKKINGSVERSCHIL
        toekenningen.append(_verschil(budget, int(budget.jaar), verschil, budget.status, "", wat))
    return toekenningen


def _beschikt(beschikking: Beschikt, berekend: Toekenning | None) -> Toekenning:
    if berekend:
        return replace(
            berekend,
            bedrag=beschikking.bedrag,
            status=Status.BESCHIKT,
            beschikking=beschikking,
            berekend=berekend.bedrag,
        )
    return Toekenning(
        jaar=beschikking.jaar,
        onderdeel=beschikking.onderdeel,
        regio=beschikking.regio,
        ontvanger_code=beschikking.ontvanger_code,
        ontvanger=beschikking.ontvanger,
        bedrag=beschikking.bedrag,
        status=Status.BESCHIKT,
        sleutel="",
        gewicht=0,
        totaal_gewicht=0,
        quotient=None,
        beschikking=beschikking,
    )


def bedrag_van(budget: Budget) -> int:
    """Return the amount of a budget in euros, or raise Invoerfout where it is not known."""
    if budget.bedrag is None:
        raise Invoerfout(
            "budgetten.csv",
            f"het bedrag van {budget.uitkering}, onderdeel {budget.onderdeel}, jaar {budget.jaar} "
            "is niet bekend",
            "vul het in, met status en bron",
            rij=budget.rij,
            kolom="bedrag",
        )
    return budget.bedrag


def _volgens_sleutel(
    gegevens: Gegevens, budget: Budget, jaar: int, sleutel_id: str
) -> list[Toekenning]:
    sleutel = gegevens.sleutel(sleutel_id)
    wegingen = gewichten(gegevens, sleutel_id, jaar)
    totaal, bedrag = sum(weging.waarde for weging in wegingen), bedrag_van(budget)
    status: Status = min(budget.status, status_van(gegevens, sleutel))
    if not gegevens.toedeling(budget.uitkering, budget.onderdeel, jaar).sleutel:
        # No source divides this money, so whoever does makes an assumption.
        status = Status.AANNAME
    try:
        delen = _delen(sleutel, wegingen, bedrag, jaar, _mag_groot(gegevens, sleutel))
    except Rekenfout as fout:
        raise Rekenfout(
            f"Verdeelsleutel {sleutel_id} kan {budget.onderdeel} {jaar} niet verdelen. {fout}"
        ) from fout
    toekenningen = [
        Toekenning(
            jaar=jaar,
            onderdeel=budget.onderdeel,
            regio=weging.ontvanger.regio,
            ontvanger_code=weging.ontvanger.code,
            ontvanger=weging.ontvanger.naam,
            bedrag=deel.bedrag,
            status=status,
            sleutel=sleutel_id,
            gewicht=weging.waarde,
            totaal_gewicht=totaal,
            quotient=deel.quotient,
            grens=deel.grens,
        )
        for weging, deel in zip(wegingen, delen, strict=True)
    ]
    verschil = bedrag - sum(deel.bedrag for deel in delen)
    if verschil:
        toekenningen.append(_verschil(budget, jaar, verschil, status, sleutel_id))
    return toekenningen


@dataclass(frozen=True, slots=True)
class _Deel:
    """What one recipient gets: rounded and exact, and the bound it stands on, if any."""

    bedrag: int
    quotient: Fraction
    grens: str = ""


def _mag_groot(gegevens: Gegevens, sleutel: Sleutel) -> bool:
    """Whether weights may exceed int64: in a table that is a slip, unless a split made them so."""
    gesplitst = any(h.aandeel not in (None, 1) for h in gegevens.herindelingen)
    return gesplitst or sleutel.soort is not Sleutelsoort.VASTE_TABEL


def _delen(
    sleutel: Sleutel, wegingen: Sequence[Gewicht], bedrag: int, jaar: int, mag_groot: bool
) -> list[_Deel]:
    waarden = [weging.waarde for weging in wegingen]
    totaal = sum(waarden)
    quotienten = [Fraction(bedrag * waarde, totaal) for waarde in waarden]
    grens: dict[int, str] = {}
    if heeft_grenzen(sleutel):
        begrensd = begrens_sleutel(sleutel, wegingen, bedrag, jaar)
        quotienten = list(begrensd.delen)
        grens = dict.fromkeys(begrensd.op_minimum, "minimum")
        grens |= dict.fromkeys(begrensd.op_maximum, "maximum")
        bedragen = rond_delen(quotienten, sleutel.afronding.regel)
    elif not mag_groot or past(bedrag, waarden):
        bedragen = verdeel_een(bedrag, waarden, sleutel.afronding.regel)
    else:
        # Weights that were computed exactly from CBS figures or shares are large by nature.
        bedragen = rond_delen(quotienten, sleutel.afronding.regel)
    return [
        _Deel(deel, quotient, grens.get(plaats, ""))
        for plaats, (deel, quotient) in enumerate(zip(bedragen, quotienten, strict=True))
    ]


def _verschil(
    budget: Budget,
    jaar: int,
    bedrag: int,
    status: Status,
    sleutel_id: str,
    code: str = AFRONDINGSVERSCHIL,
) -> Toekenning:
    """Keep in sight what remains of the budget, or is short, when parts were set by themselves."""
    return Toekenning(
        jaar=jaar,
        onderdeel=budget.onderdeel,
        regio="",
        ontvanger_code=code,
        ontvanger=VERSCHILLEN[code],
        bedrag=bedrag,
        status=status,
        sleutel=sleutel_id,
        gewicht=0,
        totaal_gewicht=0,
        quotient=None,
    )


def _ongedeeld(budget: Budget, toedeling: Toedeling, jaar: int) -> Toekenning:
    """Keep money together that goes to one named body, or that waits (p.m.) for a division."""
    ontvanger = toedeling.ontvanger
    return Toekenning(
        jaar=jaar,
        onderdeel=budget.onderdeel,
        regio="",
        ontvanger_code=ontvanger.code if ontvanger else "",
        ontvanger=ontvanger.naam if ontvanger else f"p.m. ({toedeling.wacht_op})",
        bedrag=bedrag_van(budget),
        status=budget.status,
        sleutel="",
        gewicht=0,
        totaal_gewicht=0,
        quotient=None,
    )
