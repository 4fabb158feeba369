"""What changed, and why: from one amount to another in steps that sum exactly.

Between two years, between what was calculated and what was awarded, between two keys, or between
two versions of the data. Amounts are whole euros; a step says what changed, with its source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from azwa_funds.gegevens import Gegevens, Gevonden, zoek_ontvanger, zoek_regio
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    LOKAAL,
    REGIONAAL,
    SPUK_AZWA,
    SPUK_IZA,
    Status,
    Toekenning,
    Vindplaats,
)
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import Gebruikersfout, Rekenfout
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.verdelen import (
    Balk,
    Cijfers,
    bedrag_van,
    bouw_brug_land,
    bouw_brug_ontvangen,
    bouw_brug_samen,
    verdeel_uitkering,
)


@dataclass(frozen=True, slots=True)
class Stap:
    """One step: what changed, by how many whole euros, and on whose word (sentences)."""

    naam: str
    bedrag: int
    uitleg: str
    bronnen: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Verschil:
    """From `begin` to `eind` in whole euros; the steps sum to the difference.

    `van` and `naar` say what the two amounts are; `let_op` what a reader must know of them.
    """

    wie: str
    van: str
    naar: str
    begin: int
    eind: int
    stappen: tuple[Stap, ...]
    let_op: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.begin + sum(stap.bedrag for stap in self.stappen) != self.eind:
            raise Rekenfout(f"De stappen van {self.van} naar {self.naar} sluiten niet.")


@dataclass(frozen=True, slots=True)
class Kring:
    """About whose money it is: `codes` count for the local money, `regios` for the regional.

    `aandeel` holds gemeenten of whose regio only the arithmetical share counts.
    """

    naam: str
    codes: tuple[str, ...]
    regios: tuple[str, ...] = ()
    aandeel: tuple[str, ...] = ()
    land: bool = False


def kies_kring(
    cijfers: Cijfers, *, naam: str | None = None, regio: str | None = None, landelijk: bool = False
) -> Kring:
    """Return whose money is meant: a gemeente, what a mandaathouder receives, a regio, the country.

    Raises Gebruikersfout for an unknown name, or when nobody or more than one is named.
    """
    if sum((naam is not None, regio is not None, landelijk)) != 1:
        raise Gebruikersfout("Geef een naam, of --regio NAAM, of --landelijk; precies één daarvan.")
    if landelijk:
        alle = tuple(g.code for g in cijfers.gemeenten)
        regios = tuple(r.naam for r in cijfers.regios)
        return Kring("alle gemeenten en mandaathouders", alle, regios, land=True)
    if regio is not None:
        gevonden = zoek_regio(cijfers.gegevens, regio)
        leden = tuple(g.code for g in cijfers.gemeenten_van(gevonden.naam))
        return Kring(f"IZA-regio {gevonden.naam}", leden, (gevonden.naam,))
    return _kring_van(zoek_ontvanger(cijfers.gegevens, str(naam)))


def _kring_van(wie: Gevonden) -> Kring:
    eigen = (wie.gemeente.code,) if wie.gemeente and not wie.via_regio else ()
    if wie.mandaathouder_van:
        regio = wie.mandaathouder_van.naam
        return Kring(f"{wie.naam}, met het geld van IZA-regio {regio}", eigen, (regio,))
    if not eigen:
        raise Gebruikersfout(
            f"Van {wie.naam} is nog geen bedrag bekend (p.m.); vraag een gemeente of regio."
        )
    return Kring(wie.naam, eigen, aandeel=eigen)


# -- two years ---------------------------------------------------------------------------------


def tussen_jaren(cijfers: Cijfers, kring: Kring, van: int, naar: int) -> Verschil:
    """Say why the money of one year is another than that of a later one.

    Raises Gebruikersfout for a year of which there are no amounts, or years in the wrong order.
    """
    jaren = (*cijfers.vorige_jaren, *cijfers.jaren)
    for jaar in (van, naar):
        if jaar not in jaren:
            bekend = ", ".join(map(str, jaren))
            raise Gebruikersfout(f"Over {jaar} zijn er geen bedragen; kies uit: {bekend}.")
    if van >= naar:
        raise Gebruikersfout(f"Het jaar {van} ligt niet voor {naar}; draai --van en --naar om.")
    stappen: list[Stap] = []
    for eerste, tweede in pairwise(jaren):
        if van <= eerste < naar:
            eigen = list(_jaarstappen(cijfers, kring, eerste, tweede))
            meer = naar - van > 1
            stappen += [_met_jaar(stap, tweede) for stap in eigen] if meer else eigen
    return Verschil(
        kring.naam, str(van), str(naar), _samen(cijfers, kring, van), _samen(cijfers, kring, naar),
        tuple(stappen), tuple(_let_op(cijfers, kring, van, naar)),
    )  # fmt: skip


def _met_jaar(stap: Stap, jaar: int) -> Stap:
    return Stap(f"{jaar}: {stap.naam}", stap.bedrag, stap.uitleg, stap.bronnen, stap.status)


def _let_op(cijfers: Cijfers, kring: Kring, van: int, naar: int) -> Iterator[str]:
    if kring.aandeel:
        yield (
            "Van het regionale geld telt hier het rekenkundige aandeel; dat ontvangt de "
            "mandaathouder en niet de gemeente zelf."
        )
    if van in cijfers.vorige_jaren and naar in cijfers.jaren:
        yield (
            "De bedragen van voor en na de overgang hebben niet dezelfde grondslag (btw en loon- "
            "en prijsbijstelling); van de SPUK AZWA is de grondslag niet bekend."
        )


def _samen(cijfers: Cijfers, kring: Kring, jaar: int) -> int:
    """Return all money of a circle in a year; the country counts what is with nobody yet too."""
    if kring.land and jaar in cijfers.jaren:
        return sum(bedrag_van(b) for (_, j), b in cijfers.budgetten.items() if j == jaar)
    return sum(_lokaal(cijfers, kring, jaar)) + sum(_regionaal(cijfers, kring, jaar))


def _lokaal(cijfers: Cijfers, kring: Kring, jaar: int) -> Iterator[int]:
    yield from (cijfers.lokaal_bedrag(code, jaar) for code in kring.codes)


def _regionaal(cijfers: Cijfers, kring: Kring, jaar: int) -> Iterator[int]:
    yield from (cijfers.regionaal_bedrag(regio, jaar) for regio in kring.regios)
    yield from (cijfers.aandeel[code, jaar] for code in kring.aandeel)


def _toekenningen(cijfers: Cijfers, kring: Kring, onderdeel: str, jaar: int) -> list[Toekenning]:
    """Return what the money of a circle in a year is made of, or a share of it."""
    return [
        t
        for t in cijfers.toekenningen
        if (t.onderdeel, t.jaar) == (onderdeel, jaar)
        and _telt(cijfers, kring, onderdeel, t.ontvanger_code, t.regio)
    ]


def _telt(cijfers: Cijfers, kring: Kring, onderdeel: str, code: str, regio: str) -> bool:
    """Whether the money of a circle is, or is a share of, what this recipient of this regio got."""
    if onderdeel == LOKAAL:
        return code in kring.codes
    eigen = (g.iza_regio for g in cijfers.gemeenten if g.code in kring.aandeel)
    return regio in (*kring.regios, *eigen)


def _jaarstappen(cijfers: Cijfers, kring: Kring, van: int, naar: int) -> Iterator[Stap]:
    if van in cijfers.vorige_jaren and naar in cijfers.jaren:
        yield from _uit_brug(cijfers, _brug(cijfers, kring))
    elif kring.land and naar in cijfers.jaren:
        yield from _budgetstappen(cijfers, van, naar)
    else:
        for geld, onderdeel in ((_lokaal, LOKAAL), (_regionaal, REGIONAAL)):
            bedrag = sum(geld(cijfers, kring, naar)) - sum(geld(cijfers, kring, van))
            if bedrag or any(True for _ in geld(cijfers, kring, van)):
                yield _deelstap(cijfers, kring, onderdeel, bedrag, van, naar)


def _brug(cijfers: Cijfers, kring: Kring) -> Sequence[Balk]:
    if kring.land:
        return bouw_brug_land(cijfers)
    gemeenten = [g for g in cijfers.gemeenten if g.code in kring.codes]
    if kring.aandeel or (kring.regios and len(kring.codes) > 1):
        return bouw_brug_samen(cijfers, gemeenten)
    (regio,) = (r for r in cijfers.regios if r.naam in kring.regios)
    return bouw_brug_ontvangen(cijfers, regio, met_eigen=bool(kring.codes))


def _uit_brug(cijfers: Cijfers, balken: Sequence[Balk]) -> Iterator[Stap]:
    for balk in balken:
        if not balk.is_stand:
            yield Stap(
                balk.naam, balk.bedrag, balk.uitleg,
                _citeer(cijfers.gegevens, balk.vindplaatsen), balk.status,
            )  # fmt: skip


def _budgetstappen(cijfers: Cijfers, van: int, naar: int) -> Iterator[Stap]:
    for onderdeel in cijfers.gegevens.uitkering(SPUK_AZWA).onderdelen:
        eerst, dan = (cijfers.budgetten[onderdeel, jaar] for jaar in (van, naar))
        yield Stap(
            eerst.naam,
            bedrag_van(dan) - bedrag_van(eerst),
            f"Landelijk budget van {toon(bedrag_van(eerst))} naar {toon(bedrag_van(dan))}.",
            _citeer(cijfers.gegevens, (eerst.vindplaats, dan.vindplaats)),
            min(eerst.status, dan.status),
        )


def _deelstap(
    cijfers: Cijfers, kring: Kring, onderdeel: str, bedrag: int, van: int, naar: int
) -> Stap:
    grond = _begroot_deel if van in cijfers.jaren else _gepubliceerd_deel
    uitleg, plaatsen, status = grond(cijfers, kring, onderdeel, van, naar)
    if kring.aandeel and onderdeel == REGIONAAL:
        status = Status.AANNAME
    bronnen = _citeer(cijfers.gegevens, plaatsen)
    return Stap(f"{onderdeel.capitalize()} geld", bedrag, uitleg, bronnen, status)


def _begroot_deel(
    cijfers: Cijfers, kring: Kring, onderdeel: str, van: int, naar: int
) -> tuple[str, list[Vindplaats], Status]:
    """Why money of one onderdeel differs between two years that are budgeted."""
    eerst, dan = cijfers.budgetten[onderdeel, van], cijfers.budgetten[onderdeel, naar]
    uitleg = (
        f"Het landelijke budget {onderdeel} gaat van {toon(bedrag_van(eerst))} naar "
        f"{toon(bedrag_van(dan))}; de verdeelsleutel is dezelfde."
    )
    rijen = [t for jaar in (van, naar) for t in _toekenningen(cijfers, kring, onderdeel, jaar)]
    beschikt = [t.beschikking for t in rijen if t.beschikking]
    if beschikt:
        jaren = " en ".join(dict.fromkeys(str(b.jaar) for b in beschikt))
        uitleg += f" Waar over {jaren} een beschikking is ingelezen, geldt het toegekende bedrag."
    plaatsen = [eerst.vindplaats, dan.vindplaats, *(b.vindplaats for b in beschikt)]
    return uitleg, plaatsen, min(eerst.status, dan.status)


def _gepubliceerd_deel(
    cijfers: Cijfers, kring: Kring, onderdeel: str, van: int, naar: int
) -> tuple[str, list[Vindplaats], Status]:
    """Why money of one onderdeel differs between two years that were published."""
    uitkering = BREDE_SPUK if onderdeel == LOKAAL else SPUK_IZA
    oude = [b for b in cijfers.gegevens.beschikkingen if b.uitkering == uitkering]
    geteld = [
        b for b in oude
        if b.jaar in (van, naar) and _telt(cijfers, kring, onderdeel, b.ontvanger_code, b.regio)
    ]  # fmt: skip
    naam = cijfers.gegevens.uitkering(uitkering).naam
    uitleg = f"De gepubliceerde bedragen {naam} van {van} en {naar}."
    return uitleg, [b.vindplaats for b in geteld], min(b.status for b in oude)


def _citeer(gegevens: Gegevens, plaatsen: Iterable[Vindplaats]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citeer_vindplaats(gegevens.bronnen, plaats) for plaats in plaatsen))


# -- two ways to one year ----------------------------------------------------------------------


def door_beschikking(cijfers: Cijfers, kring: Kring, jaar: int) -> Verschil:
    """Say what the award of a year changed in what was calculated."""
    berekend = Cijfers(cijfers.gegevens.met(beschikt={}))
    verschil = _tussen_standen(
        berekend, cijfers, kring, jaar, (f"{jaar} berekend", f"{jaar} zoals beschikt"),
        lambda onderdeel: _beschikkingzin(cijfers, kring, onderdeel, jaar),
    )  # fmt: skip
    return replace(verschil, let_op=tuple(_ook_beschikt(cijfers, kring, jaar)))


def _ook_beschikt(cijfers: Cijfers, kring: Kring, jaar: int) -> Iterator[str]:
    """Name what was awarded of money that was p.m.: no calculation stands beside it."""
    samen: Counter[str] = Counter()
    for t in cijfers.toekenningen:
        eigen = t.ontvanger_code in kring.codes or (kring.land and t.beschikking)
        if t.jaar == jaar and eigen:
            samen[t.onderdeel] += t.bedrag
    for onderdeel in sorted(samen.keys() - {LOKAAL, REGIONAAL}):
        yield (
            f"Ook beschikt is {toon(samen[onderdeel])} voor "
            f"{cijfers.budgetten[onderdeel, jaar].naam}; de berekening was p.m., dus dat staat "
            "niet in dit verschil."
        )


def door_sleutels(cijfers: Cijfers, kring: Kring, jaar: int, sleutels: dict[str, str]) -> Verschil:
    """Say what other keys than the usual ones would change in what is calculated for a year.

    Without the awards: these follow no key, and would be counted as a difference of the keys.
    """
    gegevens = cijfers.gegevens.met(beschikt={})
    gewoon, nieuw = Cijfers(gegevens), Cijfers(gegevens)
    nieuw.__dict__["toekenningen"] = verdeel_uitkering(gegevens, sleutels=sleutels)
    namen = {o: gegevens.sleutel(id).naam for o, id in sleutels.items()}
    return _tussen_standen(
        gewoon, nieuw, kring, jaar, (f"{jaar} met de gewone sleutels", f"{jaar} met uw keuze"),
        lambda onderdeel: (f"Verdeeld met {namen.get(onderdeel, 'de gewone sleutel')}.", ()),
    )  # fmt: skip


def door_gegevens(cijfers: Cijfers, ander: Cijfers, kring: Kring, jaar: int) -> Verschil:
    """Say what another version of the data changes in a year: from those to these."""
    return _tussen_standen(
        ander, cijfers, kring, jaar, (f"{jaar} met de andere gegevens", f"{jaar} met deze"),
        lambda onderdeel: ("Zie 'azwa-funds uitleg' met beide mappen voor de stappen.", ()),
    )  # fmt: skip


def _beschikkingzin(
    cijfers: Cijfers, kring: Kring, onderdeel: str, jaar: int
) -> tuple[str, tuple[str, ...]]:
    eigen = _toekenningen(cijfers, kring, onderdeel, jaar)
    plaatsen = [t.beschikking.vindplaats for t in eigen if t.beschikking]
    if not plaatsen:
        return "Hierover is nog geen beschikking ingelezen.", ()
    return "Het toegekende bedrag gaat voor het berekende.", _citeer(cijfers.gegevens, plaatsen)


def _tussen_standen(
    oud: Cijfers,
    nieuw: Cijfers,
    kring: Kring,
    jaar: int,
    namen: tuple[str, str],
    uitleg: Callable[[str], tuple[str, tuple[str, ...]]],
) -> Verschil:
    if jaar not in nieuw.jaren:
        bekend = ", ".join(map(str, nieuw.jaren))
        raise Gebruikersfout(f"{jaar} is geen jaar van de SPUK AZWA; kies uit: {bekend}.")
    stappen = []
    for onderdeel, geld in ((LOKAAL, _lokaal), (REGIONAAL, _regionaal)):
        bedrag = sum(geld(nieuw, kring, jaar)) - sum(geld(oud, kring, jaar))
        zin, bronnen = uitleg(onderdeel)
        statussen = [t.status for t in _toekenningen(nieuw, kring, onderdeel, jaar)]
        status = (
            Status.AANNAME
            if kring.aandeel and onderdeel == REGIONAAL
            else min(statussen, default=nieuw.budgetten[onderdeel, jaar].status)
        )
        stappen.append(Stap(f"{onderdeel.capitalize()} geld", bedrag, zin, bronnen, status))
    begin, eind = (
        sum(_lokaal(c, kring, jaar)) + sum(_regionaal(c, kring, jaar)) for c in (oud, nieuw)
    )
    return Verschil(kring.naam, *namen, begin, eind, tuple(stappen))
