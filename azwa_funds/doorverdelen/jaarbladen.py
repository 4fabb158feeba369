"""The sheet of one year: per gemeente every step from the plan to the amount, in live formulas.

The steps are those of `verdeling`: what stands beforehand, the weight, the exact share, whole
euros, and one euro more for the largest remainders. A spreadsheet counts in floating point, so the
exact share is rounded to a millionth of a euro before INT sees it; whether that gives the same
euros as the exact arithmetic is looked at first, and where not the amounts stand as they are.
"""

from __future__ import annotations

from azwa_funds.doorverdelen.brieven import mix_in_woorden
from azwa_funds.doorverdelen.plan import Plan, Wijze
from azwa_funds.doorverdelen.verdeling import Doorverdeling, Gemeentedeel, Jaarverdeling, weeg
from azwa_funds.excel.blad import Cell, Column, Kind, Sheet, Table
from azwa_funds.kern.euro import toon
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.delen import EURO

DEELT, OP_MINIMUM, NIET_MEE = "deelt mee", "op het minimum", "doet niet mee"
_DECIMALEN = 6


def jaarblad(cijfers: Cijfers, verdeling: Doorverdeling, per_jaar: Sheet, nummer: int) -> Sheet:
    """Make the sheet of one year; `nummer` is its row on the sheet of the years, from 0."""
    jaar = list(verdeling.jaren)[nummer]
    deel, plan = verdeling.jaren[jaar], verdeling.plan
    rijen = [_vaste_cellen(gemeente) for gemeente in deel.gemeenten]
    kolommen = _vaste_kolommen(plan)
    bedrag = "={vooraf}"
    if plan.aandelen:
        stappen, is_gelijk = _stappen(deel)
        wegingen = _wegingen(cijfers, plan, deel)
        for rij, stap, gemeente in zip(rijen, stappen, deel.gemeenten, strict=True):
            rij |= {f"w_{w}": waarden.get(gemeente.code, 0) for w, waarden in wegingen.items()}
            rij |= stap
        naar_gemeenten = per_jaar.ref("gemeenten", nummer)
        kolommen += _restkolommen(plan, naar_gemeenten, is_gelijk=is_gelijk)
        bedrag = "={vooraf}+{gedeeld}"
    kolommen.append(Column("bedrag", f"Bedrag {jaar}", Kind.EURO, total="sum", formula=bedrag))
    for rij, gemeente in zip(rijen, deel.gemeenten, strict=True):
        rij["bedrag"] = gemeente.bedrag
    return Sheet(
        f"Jaar {jaar}",
        f"Verdeling over de gemeenten in {jaar}",
        Table(kolommen, rijen),
        subtitle=f"De rest is verdeeld {mix_in_woorden(plan)}; {EURO}"
        if plan.aandelen
        else f"Alles staat vooraf vast; {EURO}",
        notes=list(_noten(plan)),
        description=f"hoe het bedrag van {jaar} per gemeente ontstaat",
        landscape=True,
        freeze_columns=2,
    )


def _noten(plan: Plan) -> list[str]:
    noten = []
    if plan.aandelen:
        noten.append(
            "De rest is wat naar de gemeenten gaat, min wat vooraf vaststaat. Ieder krijgt de hele "
            "euro's van zijn precieze deel; de euro's die dan over zijn, gaan naar de grootste "
            "resten. Zo is de som precies het geld dat er is."
        )
    if plan.minimum:
        noten.append(
            f"Elke gemeente die meedoet krijgt ten minste {toon(plan.minimum)} per jaar. Wie daar "
            "anders onder komt, wordt aangevuld; de anderen delen wat overblijft."
        )
    return noten


def _vaste_kolommen(plan: Plan) -> list[Column]:
    activiteiten = [f"act_{i}" for i in range(len(plan.activiteiten))]
    optelling = "".join(f"+{{{sleutel}}}" for sleutel in activiteiten)
    return [
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente", width=18),
        Column("stand", "Deelname", width=16),
        Column("vast", "Vast bedrag", Kind.EURO, total="sum"),
        *(
            Column(sleutel, f"Activiteit {wat.naam}", Kind.EURO, total="sum", width=15)
            for sleutel, wat in zip(activiteiten, plan.activiteiten, strict=True)
        ),
        Column(
            "vooraf", "Staat vooraf vast", Kind.EURO, total="sum", formula=f"={{vast}}{optelling}"
        ),
    ]


def _vaste_cellen(gemeente: Gemeentedeel) -> dict[str, Cell]:
    stand = DEELT if gemeente.doet_mee else NIET_MEE
    return {
        "code": gemeente.code,
        "gemeente": gemeente.naam,
        "stand": OP_MINIMUM if gemeente.op_minimum else stand,
        "vast": gemeente.vast,
        **{f"act_{i}": bedrag for i, bedrag in enumerate(gemeente.activiteiten)},
        "vooraf": gemeente.vooraf,
    }


# -- the rest ----------------------------------------------------------------------------------


def _wegingen(cijfers: Cijfers, plan: Plan, deel: Jaarverdeling) -> dict[Wijze, dict[str, int]]:
    """Return per way of dividing that counts the weight of each gemeente that takes part."""
    codes = [g.code for g in deel.gemeenten if g.doet_mee]
    return {
        wijze: dict(zip(codes, weeg(cijfers, wijze, deel.geld.jaar, codes), strict=True))
        for wijze in _wijzen(plan)
    }


def _wijzen(plan: Plan) -> list[Wijze]:
    return list(dict.fromkeys(aandeel.wijze for aandeel in plan.aandelen))


def _stappen(deel: Jaarverdeling) -> tuple[list[dict[str, Cell]], bool]:
    """Return the cells of each gemeente, and whether they come to the very same euros."""
    precies = [round(gemeente.precies, _DECIMALEN) for gemeente in deel.gemeenten]
    heel = [waarde.numerator // waarde.denominator for waarde in precies]
    resten = [waarde - euro for waarde, euro in zip(precies, heel, strict=True)]
    over, is_gelijk = deel.rest - sum(heel), True
    stappen: list[dict[str, Cell]] = []
    for plaats, gemeente in enumerate(deel.gemeenten):
        rest = resten[plaats]
        rang = 1 + sum(r > rest for r in resten) + sum(r == rest for r in resten[:plaats])
        is_gelijk &= heel[plaats] + (rang <= over) == gemeente.gedeeld
        stappen.append(
            {
                "gewicht": gemeente.gewicht,
                "precies": precies[plaats],
                "heel": heel[plaats],
                "rest": rest,
                "rang": rang,
                "gedeeld": gemeente.gedeeld,
            }
        )
    return stappen, is_gelijk


def _restkolommen(plan: Plan, naar_gemeenten: str, *, is_gelijk: bool) -> list[Column]:
    rest = f"({naar_gemeenten}-{{vooraf.totaal}})"
    aanvulling = f'COUNTIF({{stand.kolom}},"{OP_MINIMUM}")*{plan.minimum}'
    aanvulling += f'-SUMIF({{stand.kolom}},"{OP_MINIMUM}",{{vooraf.kolom}})'
    gedeeld = (
        f'({rest}-({aanvulling}))*{{gewicht}}/SUMIF({{stand.kolom}},"{DEELT}",{{gewicht.kolom}})'
    )
    precies = (
        f'=IF({{stand}}="{DEELT}",ROUND({gedeeld},{_DECIMALEN}),'
        f'IF({{stand}}="{OP_MINIMUM}",{plan.minimum}-{{vooraf}},0))'
    )
    delen = "+".join(
        f"{a.procent.numerator}/{a.procent.denominator}*{{w_{a.wijze}}}/SUM({{w_{a.wijze}.kolom}})"
        for a in plan.aandelen
    )
    rang = (
        "=1+SUMPRODUCT(--({rest.kolom}>{rest}))"
        "+SUMPRODUCT(({rest.kolom}={rest})*(ROW({rest.kolom})<ROW({rest})))"
    )
    over = f"ROUND({rest}-SUM({{heel.kolom}}),0)"
    return [
        *(Column(f"w_{w}", _TITELS[w], Kind.WHOLE, total="sum", width=13) for w in _wijzen(plan)),
        Column("gewicht", "Deel van de rest", Kind.PERCENT_FINE, total="sum", formula=f"={delen}"),
        Column("precies", "Precies deel", Kind.DECIMAL, total="sum", width=15, formula=precies),
        Column("heel", "Hele euro's", Kind.EURO, total="sum", formula="=INT({precies})"),
        Column(
            "rest", "Wat overblijft", Kind.DECIMAL, width=10,
            formula=f"=ROUND({{precies}}-{{heel}},{_DECIMALEN})",
        ),
        Column("rang", "Plaats", Kind.WHOLE, width=8, formula=rang),
        Column(
            "gedeeld", "Van de rest", Kind.EURO, total="sum",
            formula=f"={{heel}}+IF({{rang}}<={over},1,0)" if is_gelijk else None,
        ),
    ]  # fmt: skip


_TITELS = {
    Wijze.INWONERS: "Inwoners",
    Wijze.BREDE_SPUK: "Gewicht Brede SPUK",
    Wijze.GELIJK: "Gelijk (1 per gemeente)",
}
