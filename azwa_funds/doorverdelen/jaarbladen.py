"""The sheet of one year: per gemeente every step from the plan to the amount, in live formulas.

The steps are those of `verdeling`: what stands beforehand, the weight, the exact share, whole
euros, and one euro more for the largest remainders. A spreadsheet counts in floating point, so the
exact share is rounded to a millionth of a euro before INT sees it; whether that gives the same
euros as the exact arithmetic is looked at first, and where not the amounts stand as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from azwa_funds.doorverdelen.brieven import mix_in_woorden
from azwa_funds.doorverdelen.plan import Plan, Wijze
from azwa_funds.doorverdelen.verdeling import Doorverdeling, Gemeentedeel, Jaarverdeling, weeg
from azwa_funds.excel.blad import Column, Kind, Sheet, Table, euros
from azwa_funds.kern.euro import toon
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.delen import EURO

DEELT, OP_MINIMUM, NIET_MEE = "deelt mee", "op het minimum", "doet niet mee"
_DECIMALEN = 6


class _Rij(NamedTuple):
    """A gemeente and the steps of its share of the rest, as the spreadsheet takes them."""

    van: Gemeentedeel
    precies: Fraction
    heel: int
    rest: Fraction
    rang: int


def jaarblad(cijfers: Cijfers, verdeling: Doorverdeling, per_jaar: Sheet, nummer: int) -> Sheet:
    """Make the sheet of one year; `nummer` is its row on the sheet of the years, from 0."""
    jaar = list(verdeling.jaren)[nummer]
    deel, plan = verdeling.jaren[jaar], verdeling.plan
    rijen, kolommen, bedrag = _rijen(deel), _vaste_kolommen(plan), "={vooraf}"
    if plan.aandelen:
        kolommen += _weegkolommen(cijfers, plan, deel)
        kolommen += _restkolommen(plan, per_jaar.ref("gemeenten", nummer), deel, rijen)
        bedrag = "={vooraf}+{gedeeld}"
    kolommen.append(
        euros("bedrag", f"Bedrag {jaar}", total="sum", formula=bedrag, value="van.bedrag")
    )
    return Sheet(
        f"Jaar {jaar}",
        f"Verdeling over de gemeenten in {jaar}",
        Table.of(kolommen, rijen),
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


def _rijen(deel: Jaarverdeling) -> list[_Rij]:
    precies = [round(gemeente.precies, _DECIMALEN) for gemeente in deel.gemeenten]
    heel = [waarde.numerator // waarde.denominator for waarde in precies]
    resten = [waarde - euro for waarde, euro in zip(precies, heel, strict=True)]
    rangen = [
        1 + sum(r > rest for r in resten) + sum(r == rest for r in resten[:plaats])
        for plaats, rest in enumerate(resten)
    ]
    return [*map(_Rij, deel.gemeenten, precies, heel, resten, rangen)]


def _vaste_kolommen(plan: Plan) -> list[Column]:
    def stand(rij: _Rij) -> str:
        anders = DEELT if rij.van.doet_mee else NIET_MEE
        return OP_MINIMUM if rij.van.op_minimum else anders

    def activiteit(plek: int) -> Column:
        titel = f"Activiteit {plan.activiteiten[plek].naam}"
        return euros(
            f"act_{plek}", titel, total="sum", width=15,
            value=lambda rij: rij.van.activiteiten[plek],
        )  # fmt: skip

    activiteiten = [activiteit(plek) for plek in range(len(plan.activiteiten))]
    return [
        Column("code", "Code", Kind.CODE, value="van.code"),
        Column("gemeente", "Gemeente", width=18, value="van.naam"),
        Column("stand", "Deelname", width=16, value=stand),
        euros("vast", "Vast bedrag", total="sum", value="van.vast"),
        *activiteiten,
        euros(
            "vooraf", "Staat vooraf vast", total="sum", value="van.vooraf",
            formula="={vast}" + "".join(f"+{{{kolom.key}}}" for kolom in activiteiten),
        ),
    ]  # fmt: skip


# -- the rest ----------------------------------------------------------------------------------


def _weegkolommen(cijfers: Cijfers, plan: Plan, deel: Jaarverdeling) -> list[Column]:
    """Return a column per way of dividing that counts; who does not take part weighs nothing."""
    codes = [g.code for g in deel.gemeenten if g.doet_mee]

    def kolom(wijze: Wijze) -> Column:
        gewichten = dict(zip(codes, weeg(cijfers, wijze, deel.geld.jaar, codes), strict=True))
        return Column(
            f"w_{wijze}", _TITELS[wijze], Kind.WHOLE, total="sum", width=13,
            value=lambda rij: gewichten.get(rij.van.code, 0),
        )  # fmt: skip

    return [*map(kolom, dict.fromkeys(aandeel.wijze for aandeel in plan.aandelen))]


def _restkolommen(
    plan: Plan, naar_gemeenten: str, deel: Jaarverdeling, rijen: Sequence[_Rij]
) -> list[Column]:
    blijft = deel.rest - sum(rij.heel for rij in rijen)
    is_gelijk = all(rij.heel + (rij.rang <= blijft) == rij.van.gedeeld for rij in rijen)
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
        Column(
            "gewicht", "Deel van de rest", Kind.PERCENT_FINE, total="sum", formula=f"={delen}",
            value="van.gewicht",
        ),
        Column("precies", "Precies deel", Kind.DECIMAL, total="sum", width=15, formula=precies),
        euros("heel", "Hele euro's", total="sum", formula="=INT({precies})"),
        Column(
            "rest", "Wat overblijft", Kind.DECIMAL, width=10,
            formula=f"=ROUND({{precies}}-{{heel}},{_DECIMALEN})",
        ),
        Column("rang", "Plaats", Kind.WHOLE, width=8, formula=rang),
        euros(
            "gedeeld", "Van de rest", total="sum", value="van.gedeeld",
            formula=f"={{heel}}+IF({{rang}}<={over},1,0)" if is_gelijk else None,
        ),
    ]  # fmt: skip


_TITELS = {
    Wijze.INWONERS: "Inwoners",
    Wijze.BREDE_SPUK: "Gewicht Brede SPUK",
    Wijze.GELIJK: "Gelijk (1 per gemeente)",
}
