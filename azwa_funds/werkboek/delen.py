"""Pieces that the overviews share: columns per year, sentences on keys, lines of origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal

from azwa_funds.excel.blad import Cell, Column, Kind
from azwa_funds.gegevens import (
    benoem,
    grondslag_in_het_kort,
    grondslag_in_woorden,
    grondslagvergelijking,
)
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    SPUK_AZWA,
    SPUK_IZA,
    Budget,
    Gewicht,
    Regio,
    Sleutel,
    Status,
    Toekenning,
    Vindplaats,
    Voorwaarde,
    Zekerheid,
)
from azwa_funds.kern.euro import toon_getal
from azwa_funds.kern.herkomst import citeer
from azwa_funds.kern.tekst import telling
from azwa_funds.verdelen import VERSCHILLEN, Cijfers
from azwa_funds.werkboek.vast import Herkomstregel

EURO = "bedragen in hele euro's"


def status_in_woorden(toekenningen: Iterable[Toekenning]) -> str:
    """Name the statuses that occur, lowest first, with what the lowest means for the reader."""
    statussen = sorted({toekenning.status for toekenning in toekenningen})
    namen = " en ".join(str(status) for status in statussen)
    zacht = statussen[0] < Status.VASTGESTELD
    return f"{namen}; er kunnen geen rechten aan worden ontleend" if zacht else namen


def grondslagzin(cijfers: Cijfers) -> str:
    """Say on what basis the amounts of the old uitkeringen and of the SPUK AZWA are."""
    gegevens, oud, nieuw = cijfers.gegevens, cijfers.vorige_jaren[-1], cijfers.jaren[0]
    delen = [
        (f"{naam} {oud}", gegevens.grondslag("beschikkingen", uitkering, oud))
        for naam, uitkering in (("Brede SPUK", BREDE_SPUK), ("SPUK IZA", SPUK_IZA))
    ]
    return grondslagvergelijking(
        [*delen, (f"SPUK AZWA {nieuw}", gegevens.grondslag("budgetten", SPUK_AZWA, nieuw))]
    )


def grondslag_van_jaar(cijfers: Cijfers, jaar: int) -> str:
    """Say in a cell on what basis the money of a year is: of the old uitkeringen, or the new."""
    gegevens = cijfers.gegevens
    if jaar in cijfers.jaren:
        return grondslag_in_het_kort(gegevens.grondslag("budgetten", SPUK_AZWA, jaar))
    oud = [gegevens.grondslag("beschikkingen", u, jaar) for u in (BREDE_SPUK, SPUK_IZA)]
    lokaal, regionaal = (grondslag_in_het_kort(grondslag) for grondslag in oud)
    aanname = any(g and g.zekerheid is Zekerheid.REKENWERK for g in oud)
    return f"Brede SPUK {lokaal}; SPUK IZA {regionaal}" + (" (aanname)" if aanname else "")


def herkomst_grondslagzin(cijfers: Cijfers) -> str:
    """Say on what basis the amounts are that pay for the SPUK AZWA, beside what it pays out."""
    gegevens, jaar = cijfers.gegevens, cijfers.jaren[0]
    namen = gegevens.uitkering(SPUK_AZWA).herkomst
    per_zin: dict[str, list[str]] = defaultdict(list)
    for id, naam in (*namen.items(), (SPUK_AZWA, f"SPUK AZWA {jaar}")):
        per_zin[grondslag_in_woorden(gegevens.grondslag("budgetten", id, jaar))].append(naam)
    zinnen = "; ".join(f"{', '.join(wie)}: {zin}" for zin, wie in per_zin.items())
    return f"Grondslag (btw, loon- en prijsbijstelling): {zinnen}."


def gepubliceerd(
    cijfers: Cijfers, uitkering: str, blad: str, plaats: str
) -> Iterable[Herkomstregel]:
    """Lead the published amounts of one of the old uitkeringen to their sources."""
    regels = [b for b in cijfers.gegevens.beschikkingen if b.uitkering == uitkering]
    jaren = ", ".join(map(str, sorted({b.jaar for b in regels})))
    naam = cijfers.gegevens.uitkering(uitkering).naam
    for bron in dict.fromkeys(b.vindplaats.bron for b in regels):
        status = min(b.status for b in regels)
        yield Herkomstregel(
            blad, f"{naam} {jaren}", "overgenomen", Vindplaats(bron, plaats), status
        )


def grondslagregels(cijfers: Cijfers, blad: str) -> Iterable[Herkomstregel]:
    """Lead the basis of the old and new amounts to where it is known from."""
    namen = {"beschikkingen": (BREDE_SPUK, SPUK_IZA), "budgetten": (SPUK_AZWA,)}
    for grondslag in cijfers.gegevens.grondslagen:
        if grondslag.uitkering in namen[grondslag.tabel]:
            naam = cijfers.gegevens.uitkering(grondslag.uitkering).naam
            status = Status.AANNAME if grondslag.zekerheid is Zekerheid.REKENWERK else None
            yield Herkomstregel(
                blad,
                f"Grondslag {naam} {grondslag.van}-{grondslag.tot_en_met}",
                f"{grondslag_in_woorden(grondslag)}. {grondslag.toelichting}",
                grondslag.vindplaats,
                status,
            )


def sleutelzin(cijfers: Cijfers, onderdeel: str) -> str:
    """Say in one sentence by which key an onderdeel is divided, and on whose word."""
    gegevens = cijfers.gegevens
    toedeling = gegevens.toedeling(SPUK_AZWA, onderdeel, cijfers.jaren[0])
    sleutel = gegevens.sleutel(toedeling.sleutel)
    budget = cijfers.budgetten[onderdeel, cijfers.jaren[0]]
    zin = f"{budget.naam}: verdeeld met de sleutel {sleutel.naam}. {toedeling.toelichting}"
    return gegevens.met_bron(zin, toedeling.vindplaats)


def pm_zinnen(cijfers: Cijfers) -> list[str]:
    """Say per onderdeel what is not divided, and for whom it waits."""
    per_tekst: dict[tuple[str, str], list[str]] = defaultdict(list)
    for toekenning in sorted(cijfers.toekenningen, key=lambda t: (t.onderdeel, t.jaar)):
        if toekenning.is_pm:
            naam = cijfers.budgetten[toekenning.onderdeel, toekenning.jaar].naam
            per_tekst[naam, toekenning.ontvanger].append(str(toekenning.jaar))
    return [
        f"{naam} {', '.join(jaren)}: {wie}. Dit geld staat bij geen enkele ontvanger."
        for (naam, wie), jaren in per_tekst.items()
    ]


def voor_wie(cijfers: Cijfers, onderdeel: str) -> str:
    """Say who gets an onderdeel: so many recipients by a key, one by name, or nobody yet (p.m.).

    Where that is not the same in all years, the years stand before it.
    """
    jaren: dict[str, list[str]] = defaultdict(list)
    for jaar in cijfers.jaren:
        eigen = [t for t in cijfers.toekenningen if (t.onderdeel, t.jaar) == (onderdeel, jaar)]
        wie = "; ".join(dict.fromkeys(t.ontvanger for t in eigen))
        if len(eigen) > 1:
            sleutels = {benoem(cijfers.gegevens, t.sleutel) for t in eigen if t.sleutel}
            aantal = len({t.ontvanger_code for t in eigen} - VERSCHILLEN.keys())
            wie = ", sleutel ".join([telling(aantal, "ontvanger", "ontvangers"), *sorted(sleutels)])
        jaren[wie].append(str(jaar))
    if len(jaren) == 1:
        return next(iter(jaren))
    return "; ".join(f"{' en '.join(eigen)}: {wie}" for wie, eigen in jaren.items())


def correctiezinnen(cijfers: Cijfers, regio: Regio) -> list[str]:
    """Say which published amount of a regio we corrected, and why."""
    return [
        f"Het bedrag SPUK IZA {sleutel.gewichten['jaar']} is gecorrigeerd: {correctie.reden}."
        for sleutel in cijfers.gegevens.sleutels.values()
        for correctie in sleutel.correcties
        if correctie.ontvanger == regio.naam
    ]


def jaarkolommen(
    cijfers: Cijfers, voor: str, titel: str, *,
    formule: str | Callable[[str], str | None] | None = None,
    waarde: Callable[[Any, int], Cell] | None = None, jaren: Iterable[int] | None = None,
    telt_op: bool = True,
) -> list[Column]:  # fmt: skip
    """Return a column of euros per year, with a total.

    `{jaar}` in a formula is the year, or the formula is made from the key of the column; `waarde`
    makes the cell of a record in a year. Without `jaren`: those of the SPUK AZWA.
    """

    def kolom(jaar: int) -> Column:
        sleutel, formule_ = f"{voor}_{jaar}", formule
        if callable(formule_):
            formule_ = formule_(sleutel)
        return Column(
            sleutel, f"{titel} {jaar}".strip(), Kind.EURO, total="sum" if telt_op else None,
            formula=formule_ and formule_.replace("{jaar}", str(jaar)),
            value=(lambda rij: waarde(rij, jaar)) if waarde else "",
        )  # fmt: skip

    return [kolom(jaar) for jaar in (cijfers.jaren if jaren is None else jaren)]


def samenkolom(
    cijfers: Cijfers, titel: str, voor: str, waarde: Callable[[Any, int], int]
) -> Column:
    """Return the column that adds the year columns of a row; `waarde` is the amount of a year."""
    return Column(
        "totaal", titel, Kind.EURO, total="sum", formula=som_over_jaren(cijfers, voor),
        value=lambda rij: sum(waarde(rij, jaar) for jaar in cijfers.jaren),
    )  # fmt: skip


def som_over_jaren(cijfers: Cijfers, voor: str) -> str:
    """Return the formula that adds the year columns of a row."""
    return "=" + "+".join(f"{{{voor}_{jaar}}}" for jaar in cijfers.jaren)


def statusnamen(statussen: Iterable[Status]) -> str:
    """Name the statuses of a row once each, in the order of the years."""
    return " / ".join(dict.fromkeys(str(status) for status in statussen))


def inwonerskolom(
    cijfers: Cijfers,
    formule: str | None = None,
    waarde: Callable[[Any], int] | str = "",
    *,
    telt_op: bool = True,
) -> Column:
    """Return the column of inhabitants, with its date."""
    titel = f"Inwoners op 1 januari {cijfers.inwoners_jaar}"
    som: Literal["sum"] | None = "sum" if telt_op else None
    return Column("inwoners", titel, Kind.WHOLE, total=som, formula=formule, value=waarde)


def per_inwoner_kolom(
    titel: str,
    bedrag: str,
    sleutel: str = "per_inwoner",
    waarde: Callable[[Any], Fraction] | str = "",
) -> Column:
    """Return a column of euros and cents per inhabitant, live from the column of an amount."""
    return Column(
        sleutel,
        titel,
        Kind.EURO_CENT,
        total="formula",
        formula=f"={{{bedrag}}}/{{inwoners}}",
        value=waarde,
    )


def bronregels(cijfers: Cijfers, cijferregels: Iterable[Budget | Voorwaarde]) -> list[str]:
    """Cite each source place of some budgets or conditions once."""
    plaatsen = dict.fromkeys(regel.vindplaats for regel in cijferregels)
    return [f"{cijfers.gegevens.citeer(plaats)}." for plaats in plaatsen]


def bronnen_van(cijfers: Cijfers, onderdeel: str, code: str = "") -> list[str]:
    """Cite what the amounts of an onderdeel rest on: budget, key, weights and inhabitants.

    With the code of a recipient its own weight is cited to the page, for a sheet without rows.
    """
    bronnen = cijfers.gegevens.bronnen
    sleutel = cijfers.sleutel(onderdeel)
    budgetten = [b for (o, _), b in cijfers.budgetten.items() if o == onderdeel]
    wegingen = cijfers.gewichten(onderdeel)
    per_bron = dict.fromkeys(weging.vindplaats.bron for weging in wegingen.values())
    gewichten = [f"Gewichten: {citeer(bronnen[bron])}; bladzijde per rij." for bron in per_bron]
    if code:
        gewichten = [_gewichtszin(cijfers, wegingen, code)]
    return [
        *("Budget: " + regel for regel in bronregels(cijfers, budgetten)),
        f"Sleutel {sleutel.naam}: {cijfers.gegevens.citeer(sleutel.vindplaats)}.",
        *(gewichten),
        f"Inwoners: {citeer(bronnen[cijfers.inwoners_bron])}.",
    ]


def _gewichtszin(cijfers: Cijfers, wegingen: Mapping[str, Gewicht], code: str) -> str:
    totaal = sum(weging.waarde for weging in wegingen.values())
    eigen = wegingen[code]
    bron = cijfers.gegevens.citeer(eigen.vindplaats)
    return f"Gewicht {toon_getal(eigen.waarde)} van {toon_getal(totaal)}: {bron}."


def herkomst_van_budgetten(blad: str, budgetten: Iterable[Budget]) -> Iterable[Herkomstregel]:
    """Lead amounts that were taken over to their source, the years of one amount together."""
    jaren: dict[tuple[str, Vindplaats, Status], list[str]] = defaultdict(list)
    for budget in budgetten:
        jaren[budget.naam, budget.vindplaats, budget.status].append(budget.jaar)
    for (naam, vindplaats, status), waarden in jaren.items():
        yield Herkomstregel(blad, f"{naam} {', '.join(waarden)}", "overgenomen", vindplaats, status)


def aandeelregels(cijfers: Cijfers, blad: str) -> Iterable[Herkomstregel]:
    """Lead the arithmetical shares in the regional money, old and new, to how they are made."""
    oud = ", ".join(map(str, cijfers.vorige_jaren))
    yield Herkomstregel(
        blad,
        f"Aandeel regionaal {oud}",
        "SPUK IZA van de regio x Brede SPUK van de gemeente in dat jaar / Brede SPUK van alle "
        "gemeenten in de regio",
        None,
        Status.AANNAME,
    )
    yield Herkomstregel(
        blad,
        f"Aandeel regionaal {cijfers.jaren[0]}-{cijfers.jaren[-1]}",
        "geld van de regio x gewicht van de gemeente / gewichten van alle gemeenten in de regio",
        None,
        Status.AANNAME,
    )


def inwoners_herkomst(cijfers: Cijfers) -> Herkomstregel:
    """Return the line that leads the inhabitants to their source."""
    plaats = f"1 januari {cijfers.inwoners_jaar}, rij van de gemeente"
    return Herkomstregel(
        "alle bladen", "Inwoners", "overgenomen", Vindplaats(cijfers.inwoners_bron, plaats)
    )


def sleutelherkomst(blad: str, sleutel: Sleutel) -> Herkomstregel:
    """Lead the weights of a key to its source."""
    return Herkomstregel(
        blad, f"Sleutel {sleutel.naam}", sleutel.toelichting, sleutel.vindplaats, sleutel.status
    )


def herkomst_van_onderdeel(cijfers: Cijfers, onderdeel: str, blad: str) -> Iterable[Herkomstregel]:
    """Lead the amounts of a divided onderdeel to budget, key, weights and rounding."""
    sleutel = cijfers.sleutel(onderdeel)
    budgetten = [cijfers.budgetten[onderdeel, jaar] for jaar in cijfers.jaren]
    yield from herkomst_van_budgetten(blad, budgetten)
    yield sleutelherkomst(blad, sleutel)
    wegingen = cijfers.gewichten(onderdeel).values()
    for bron in dict.fromkeys(weging.vindplaats.bron for weging in wegingen):
        yield Herkomstregel(
            blad,
            "Gewicht in de sleutel",
            "overgenomen, bladzijde per rij",
            Vindplaats(bron, "zie de kolom Bladzijde gewicht"),
        )
    toekenning = next(t for t in cijfers.toekenningen if t.onderdeel == onderdeel)
    yield Herkomstregel(
        blad,
        f"Bedragen {onderdeel}",
        f"budget x gewicht / som van de gewichten, afgerond volgens de regel "
        f"{sleutel.afronding.regel.woorden}. "
        f"{sleutel.afronding.toelichting}",
        sleutel.afronding.vindplaats,
        toekenning.status,
    )
    yield Herkomstregel(blad, "Totalen, per inwoner en aandelen", "formules in het blad zelf")
