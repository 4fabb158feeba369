"""The verloopoverzicht of BBV art. 52a: what was left of each uitkering, and for which years.

What cannot go along to a next year leaves the balance as "terug te betalen"; what remains is for
later years. So the closing balance of a year is the opening balance of the next.

What goes along is carried over in cents, as the toets does (`besteden.meerjaren`), and rounded
only here, where it is shown: what goes along downwards, for more than the percentage never does;
"besteed" is what the bijlage says, in whole euros; "terug" is what remains, so that in every row
begin + ontvangen = vrijgevallen + terug + eind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from azwa_funds.besteden import (
    Jaarinvoer,
    Jaarstand,
    Meenemen,
    Toegekend,
    geld_van,
    loop_door,
    sluit,
    toetsregels_van,
)
from azwa_funds.doorverdelen import planbron, toezegging
from azwa_funds.excel.blad import Cell, Column, Entry, Formula, Kind, Own, Sheet, Table, Value
from azwa_funds.kern.begrippen import NPLV, SPUK_AZWA, Centen, Status, Toekenning
from azwa_funds.kern.euro import in_centen, toon
from azwa_funds.sisa.bijlage import Bijlage
from azwa_funds.sisa.formaat import Indicatorsoort, Regeling, Wie
from azwa_funds.sisa.formule import of_pm
from azwa_funds.sisa.rekenen import Blok, Rekenmeester, Verantwoorder, Verantwoording
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import Herkomstregel

BLAD = "Verloopoverzicht"
_HOOGSTE = 999_999_999_999


@dataclass(frozen=True, slots=True)
class Verloop:
    """One uitkering of one verantwoorder in a year, in whole euros; None where not known.

    `meegekomen` alone is in cents: what came along from the year before.
    """

    blok: Blok
    meegekomen: Centen | None
    ontvangen: int | None
    status: Status
    mee: Meenemen

    @property
    def begin(self) -> int | None:
        """What came along, as it is shown: rounded down."""
        return _naar_beneden(self.meegekomen)

    @property
    def besteed(self) -> int | None:
        """What was spent in the year, as the bijlage says."""
        return self.blok.besteding.bekend

    @property
    def beschikbaar(self) -> int | None:
        """What there was to spend."""
        if self.begin is None or self.ontvangen is None:
            return None
        return self.begin + self.ontvangen

    @property
    def vrijgevallen(self) -> int | None:
        """What of the uitkering went to the spending: no more than there was."""
        if self.beschikbaar is None or self.besteed is None:
            return None
        return min(self.besteed, self.beschikbaar)

    @property
    def over(self) -> int | None:
        """What of the uitkering was not spent."""
        if self.beschikbaar is None or self.vrijgevallen is None:
            return None
        return self.beschikbaar - self.vrijgevallen

    @property
    def stand(self) -> Jaarstand | None:
        """The state at the end of the year in cents, by the rule that the toets uses as well."""
        if self.meegekomen is None or self.ontvangen is None or self.besteed is None:
            return None
        invoer = Jaarinvoer(
            self.mee.jaar, in_centen(self.ontvangen), in_centen(self.besteed), self.mee.procent
        )
        return sluit(invoer, self.meegekomen)

    @property
    def eind(self) -> int | None:
        """What remains for next years, rounded down."""
        return _naar_beneden(self.stand.mee_naar_volgend) if self.stand else None

    @property
    def terug(self) -> int | None:
        """What cannot go along, and so would be reclaimed."""
        return None if self.over is None or self.eind is None else self.over - self.eind

    @property
    def boven(self) -> int | None:
        """What was spent beyond that, at the expense of own money."""
        if self.besteed is None or self.vrijgevallen is None:
            return None
        return self.besteed - self.vrijgevallen


def _naar_beneden(centen: Centen | None) -> int | None:
    return None if centen is None else centen // 100


def verlopen(
    cijfers: Cijfers, rekenmeester: Rekenmeester, verantwoording: Verantwoording
) -> list[Verloop]:
    """Return a line per uitkering, that of the mandaathouder to a gemeente among them."""
    wie, jaar = verantwoording.wie, rekenmeester.jaar
    regels = []
    for blok in verantwoording.blokken:
        uitkering = cijfers.gegevens.uitkering(blok.regeling.uitkering)
        stand = loop_door(
            Jaarinvoer(
                eerder,
                ontvangen_in(cijfers, wie, blok.regeling, eerder).centen,
                rekenmeester.besteed_in(wie, blok.regeling, eerder),
                toetsregels_van(cijfers.gegevens).procent(uitkering.id, eerder),
            )
            for eerder in range(uitkering.van, jaar)
        )
        # What comes from a year that is not known is not known, and it is not nothing.
        bekend = all(jaarstand.is_bekend for jaarstand in stand)
        begin = Centen(0) if not stand else stand[-1].mee_naar_volgend if bekend else None
        regels.append(verloop(cijfers, wie, blok, jaar, begin))
    return regels


def verloop(
    cijfers: Cijfers, wie: Verantwoorder, blok: Blok, jaar: int, begin: Centen | None
) -> Verloop:
    """Return the line of one uitkering, from what came along in cents."""
    ontvangen = ontvangen_in(cijfers, wie, blok.regeling, jaar)
    mee = toetsregels_van(cijfers.gegevens).mee(blok.regeling.uitkering, jaar)
    # What is awarded is whole euros; rounding down is no more than another unit.
    return Verloop(blok, begin, _naar_beneden(ontvangen.centen), ontvangen.status, mee)


def ontvangen_in(cijfers: Cijfers, wie: Verantwoorder, regeling: Regeling, jaar: int) -> Toegekend:
    """Return what is given for a year, by the rights that the toets uses as well.

    What a mandaathouder passes on to a gemeente is between the two: it is known by the plan of
    the region, where that is given, and not otherwise.
    """
    onderdelen = regeling.onderdelen
    if regeling.wie is Wie.MEDEOVERHEID:
        recht = toezegging(cijfers.gegevens, wie.code, jaar)
        return Toegekend((recht,) if recht and recht.onderdeel in onderdelen else ())
    return geld_van(cijfers.gegevens).toegekend(wie.code, jaar, onderdelen)


def herkomst(
    cijfers: Cijfers, wie: Verantwoorder, regel: Verloop, jaar: int
) -> Iterable[Herkomstregel]:
    """Lead what was received, and what may go along, to their sources."""
    for recht in ontvangen_in(cijfers, wie, regel.blok.regeling, jaar).rechten:
        if regel.blok.regeling.wie is Wie.MEDEOVERHEID:
            hoe = f"toegezegd door de mandaathouder: {planbron(cijfers.gegevens, recht.regio)}"
            yield Herkomstregel(BLAD, "Ontvangen van de mandaathouder", hoe, None, recht.status)
        elif recht.toekenning:
            yield from _herkomst_toekenning(cijfers, recht.toekenning)
        elif recht.centen is not None:
            hoe = "overgenomen"
            if recht.gepubliceerd is not None:
                hoe = f"gecorrigeerd; de bron noemt hier {toon(recht.gepubliceerd // 100)}"
            wat = f"Ontvangen, {recht.onderdeel}"
            yield Herkomstregel(BLAD, wat, hoe, recht.vindplaats, recht.status)
    yield Herkomstregel(
        BLAD, f"Mee naar {jaar + 1}", regel.mee.toelichting, regel.mee.vindplaats, regel.mee.status
    )


def _herkomst_toekenning(cijfers: Cijfers, toekenning: Toekenning) -> Iterable[Herkomstregel]:
    wat = f"Ontvangen, {toekenning.onderdeel}"
    beschikking = toekenning.beschikking
    if beschikking:
        hoe = f"overgenomen van de beschikking, kenmerk {beschikking.kenmerk}"
        yield Herkomstregel(BLAD, wat, hoe, beschikking.vindplaats, toekenning.status)
        return
    gegevens = cijfers.gegevens
    budget = gegevens.budget(SPUK_AZWA, toekenning.onderdeel, toekenning.jaar)
    hoe = f"landelijk budget {toon(budget.bedrag or 0)}"
    yield Herkomstregel(BLAD, f"{wat}: budget", hoe, budget.vindplaats, budget.status)
    if sleutel := gegevens.sleutels.get(toekenning.sleutel):
        hoe = f"verdeeld met de sleutel {sleutel.naam}"
        yield Herkomstregel(BLAD, f"{wat}: sleutel", hoe, sleutel.vindplaats, sleutel.status)


def nog_niet_verdeeld(
    cijfers: Cijfers, wie: Verantwoorder, regeling: Regeling, jaar: int
) -> list[str]:
    """Return the NPLV areas for which a gemeente gets an amount that nobody knows yet."""
    ontvangen = ontvangen_in(cijfers, wie, regeling, jaar)
    wacht = any(r.onderdeel == NPLV and r.centen is None for r in ontvangen.rechten)
    return cijfers.nplv_gebieden(wie.gemeente) if wacht and wie.gemeente else []


def verloopoverzicht(
    cijfers: Cijfers, verantwoording: Verantwoording, regels: Sequence[Verloop], bijlage: Bijlage
) -> Sheet | None:
    """Make the sheet; there is none for who has no uitkering."""
    if not regels:
        return None
    jaar = verantwoording.formaat.jaar
    kolommen = [
        Column("uitkering", "Uitkering met een specifiek bestedingsdoel", width=34),
        Column("code", "Code", Kind.CODE, width=8),
        Column("begin", f"Saldo 1-1-{jaar}", Kind.EURO),
        Column("ontvangen", f"Ontvangen over {jaar}", Kind.EURO),
        Column("besteed", "Besteed volgens de bijlage", Kind.EURO),
        Column("vrijgevallen", "Vrijgevallen", Kind.EURO),
        Column("terug", "Terugbetaald of terug te betalen", Kind.EURO),
        Column("eind", f"Saldo 31-12-{jaar}", Kind.EURO),
        Column("volgend", f"waarvan voor {jaar + 1}", Kind.EURO),
        Column("later", f"waarvan voor {jaar + 2} en later", Kind.EURO),
        Column("boven", "Besteed boven het beschikbare", Kind.EURO),
        Column("status", "Status ontvangen", Kind.STATUS),
    ]
    return Sheet(
        BLAD,
        f"Verloopoverzicht {jaar}",
        Table(kolommen, [_rij(regel, bijlage) for regel in regels]),
        subtitle=f"{verantwoording.wie.naam}: vooruitontvangen bedragen van overheden, hele euro's",
        notes=_noten(cijfers, verantwoording, regels),
        description="per uitkering begin, ontvangen, vrijgevallen of terugbetaald, en eind",
        landscape=True,
        one_page=True,
    )


# Whoever fills in what is p.m. sees the rest appear.
_BEKEND = "AND(ISNUMBER({begin}),ISNUMBER({ontvangen}),ISNUMBER({besteed}))"
_VRIJGEVALLEN = f'=IF({_BEKEND},MIN({{besteed}},{{begin}}+{{ontvangen}}),"p.m.")'
_OVER = "{begin}+{ontvangen}-{vrijgevallen}"
_EIND = f'=IF(AND({_BEKEND},ISNUMBER({{terug}})),{_OVER}-{{terug}},"p.m.")'
_VOLGEND = '=IF(ISNUMBER({eind}),{eind}-{later},"p.m.")'
_BOVEN = f'=IF({_BEKEND},{{besteed}}-{{vrijgevallen}},"p.m.")'


def _rij(regel: Verloop, bijlage: Bijlage) -> dict[str, Cell]:
    indicator = regel.blok.regeling.van_soort(Indicatorsoort.BESTEDING)
    assert indicator is not None
    if regel.mee.procent is None:
        # Of what is left nobody knows which part goes back; of nothing, nothing does.
        terug = f'=IF({_BEKEND},IF({_OVER}=0,0,"p.m."),"p.m.")'
    else:
        mag_mee = f"ROUNDDOWN({{ontvangen}}*{regel.mee.procent}/100,0)"
        terug = f'=IF({_BEKEND},MAX(0,{_OVER}-MAX(0,{mag_mee})),"p.m.")'
    return {
        "uitkering": regel.blok.regeling.naam,
        "code": regel.blok.regeling.codetekst,
        "begin": _invoer(of_pm(regel.begin), "het eindsaldo van het vorige jaar"),
        "ontvangen": _invoer(of_pm(regel.ontvangen), "het bedrag van de beschikking"),
        "besteed": Formula(f"={bijlage.ref(regel.blok, indicator)}", of_pm(regel.besteed)),
        "vrijgevallen": Formula(_VRIJGEVALLEN, of_pm(regel.vrijgevallen)),
        "terug": _invoer(Formula(terug, of_pm(regel.terug)), "wat terug moet of is betaald"),
        "eind": Formula(_EIND, of_pm(regel.eind)),
        "volgend": Formula(_VOLGEND, of_pm(regel.eind)),
        "later": _invoer(0, "wat pas na het volgende jaar wordt besteed"),
        "boven": Formula(_BOVEN, of_pm(regel.boven)),
        "status": str(regel.status),
    }


def _invoer(cel: Value | Formula, wat: str) -> Own:
    """A yellow cell: what we know or assume stands there, and the reader may know better."""
    hint = f"Weet u het beter, vul dan {wat} in, in hele euro's."
    return Own(cel, Kind.EURO, Entry(hint, smallest=-_HOOGSTE, largest=_HOOGSTE))


def _van_het_plan(cijfers: Cijfers, verantwoording: Verantwoording) -> str:
    """Say that what was received follows a plan, where it does."""
    wie, jaar = verantwoording.wie, verantwoording.formaat.jaar
    if toezegging(cijfers.gegevens, wie.code, jaar) is None:
        return ""
    return f"Ontvangen is hier wat is toegezegd: {planbron(cijfers.gegevens, wie.regio)}. "


def _noten(
    cijfers: Cijfers, verantwoording: Verantwoording, regels: Sequence[Verloop]
) -> list[str]:
    formaat = verantwoording.formaat
    noten = [
        formaat.verloopoverzicht.met_bron(cijfers.gegevens),
        *dict.fromkeys(f"Naar {formaat.jaar + 1}: {regel.mee.toelichting}" for regel in regels),
        "Ontvangen staat in het jaar waarvoor het geld is toegekend; wanneer het Rijk betaalt, is "
        "niet bekend. Wat niet mee kan, gaat als terug te betalen uit het saldo; zo is het "
        "eindsaldo van dit jaar het beginsaldo van het volgende. Gele cellen mag u overschrijven.",
    ]
    for regel in regels:
        regeling, wie = regel.blok.regeling, verantwoording.wie
        gebieden = nog_niet_verdeeld(cijfers, wie, regeling, formaat.jaar)
        if regel.ontvangen is None and gebieden:
            deel = ontvangen_in(cijfers, wie, regeling, formaat.jaar).bekend // 100
            noten.append(
                f"{wie.naam} heeft NPLV-gebied {' en '.join(gebieden)}, en hoeveel NPLV-geld "
                f"daarbij hoort is niet bekend; het andere deel is {toon(deel)} ({regel.status})."
            )
    if any(regel.blok.regeling.wie is Wie.MEDEOVERHEID for regel in regels):
        noten.append(
            "Wat de mandaathouder vooruit betaalt en wat daarvan mee mag, staat in de afspraak met "
            f"hem. {_van_het_plan(cijfers, verantwoording)}Vul bij ontvangen 0 in als u achteraf "
            "declareert; wat u besteedde staat dan als boven het beschikbare, en is een vordering "
            "op de mandaathouder."
        )
    if any(regel.mee.procent is None for regel in regels):
        noten.append(
            f"Welk deel van het geld mee mag naar {formaat.jaar + 1} is niet voor elke uitkering "
            "bekend; daar staat p.m. bij wat terug moet. Vul het in zodra u het weet."
        )
    if any(None in (regel.begin, regel.ontvangen) for regel in regels):
        noten.append(
            "p.m.: het saldo aan het begin of het ontvangen bedrag volgt niet uit de gegevens en "
            "de boekingen van eerdere jaren. Vul het in, dan rekenen de andere cellen mee."
        )
    return noten
