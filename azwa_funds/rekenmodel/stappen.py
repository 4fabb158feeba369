"""The division as a spreadsheet does it: steps small enough to stay exact, and their formulas.

A spreadsheet counts in floating point. It holds whole numbers exactly up to 2^53, but Excel and
LibreOffice take numbers for equal that agree in some 15 digits: they then turn a small difference
into zero, or round a quotient up before INT sees it. So no step here may reach `GRENS`, far below
that; budget times weight would. Each budget is therefore cut in thousands and units, as in a
division by hand, and the remainder of the first part goes along to the second.

The minimum needs no rounds of trial: whoever has less weight than you reaches the minimum before
you do. So you stand on it exactly when what remains after paying it to all of them, shared out by
weight among you and the rest, would give you less.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import accumulate

from azwa_funds.excel.blad import Cell, Column, Formula, Kind, Sheet, Table
from azwa_funds.kern.begrippen import Afronding, Ontvanger

#: No whole number in the workbook reaches this, so that 15 digits always suffice.
GRENS = 10**14
#: The highest budget that a yellow cell accepts, in euros a year.
HOOGSTE_BUDGET = 10**9
#: Where a budget is cut in two.
DUIZEND = 1000
#: The width, in characters, of a column whose figures grow with what is filled in.
RUIM = 13


def hoogste_minimum(ontvangers: int) -> int:
    """Return the highest minimum a yellow cell accepts: more never fits the highest budget."""
    return HOOGSTE_BUDGET // ontvangers


def past(gewichten: Sequence[int]) -> bool:
    """Say whether every step with these weights stays below `GRENS`, whatever is filled in."""
    grootste, samen = max(gewichten), sum(gewichten)
    stappen = (
        HOOGSTE_BUDGET // DUIZEND * grootste,
        DUIZEND * (samen + grootste),
        (hoogste_minimum(len(gewichten)) // DUIZEND + DUIZEND) * samen,
    )
    return max(stappen) < GRENS


@dataclass(frozen=True, slots=True)
class Stap:
    """What the sheet shows for one recipient: a column each, in whole euros or units of weight."""

    gewicht: int
    lager: int
    samen: int
    beschikbaar: int
    op_minimum: int
    deelt_mee: int
    duizendtal: int
    tussenrest: int
    heel: int
    rest: int
    plaats: int
    extra: int
    bedrag: int


def verdeel_in_stappen(
    budget: int, gewichten: Sequence[int], minimum: int, regel: Afronding
) -> list[Stap]:
    """Divide whole euros in the very steps of the sheet, for recipients in order of their code.

    Where the minimum does not fit the budget, all get it and the sum is not the budget: the
    sheet says so.
    """
    oplopend = sorted(gewichten)
    tot_en_met = [0, *accumulate(oplopend)]
    lager = [bisect_left(oplopend, gewicht) for gewicht in gewichten]
    samen = [tot_en_met[-1] - tot_en_met[aantal] for aantal in lager]
    beschikbaar = [budget - aantal * minimum for aantal in lager]
    op_minimum = [
        int(over * gewicht < minimum * som)
        for over, gewicht, som in zip(beschikbaar, gewichten, samen, strict=True)
    ]
    deelt_mee = [0 if op else g for op, g in zip(op_minimum, gewichten, strict=True)]
    totaal, resteert = sum(deelt_mee), budget - sum(op_minimum) * minimum
    delen = [_deel_in_tweeen(resteert, gewicht, totaal) for gewicht in deelt_mee]
    over = resteert - sum(heel for *_, heel, _ in delen)
    volgorde = sorted(range(len(delen)), key=lambda index: -delen[index][-1])
    plaats = {index: nummer for nummer, index in enumerate(volgorde, start=1)}
    stappen = []
    for i, gewicht in enumerate(gewichten):
        *_, heel, rest = delen[i]
        extra = _extra(rest, totaal, plaats[i], over, regel) if deelt_mee[i] else 0
        stappen.append(
            Stap(
                gewicht,
                lager[i],
                samen[i],
                beschikbaar[i],
                op_minimum[i],
                deelt_mee[i],
                *delen[i],
                plaats[i],
                extra,
                minimum if op_minimum[i] else heel + extra,
            )
        )
    return stappen


def _deel_in_tweeen(bedrag: int, gewicht: int, totaal: int) -> tuple[int, int, int, int]:
    """Share thousands, then units: the columns duizendtal, tussenrest, heel and rest."""
    if not gewicht:
        return 0, 0, 0, 0
    duizenden, eenheden = divmod(bedrag, DUIZEND)
    duizendtal, tussenrest = divmod(duizenden * gewicht, totaal)
    erbij, rest = divmod(DUIZEND * tussenrest + eenheden * gewicht, totaal)
    return duizendtal, tussenrest, DUIZEND * duizendtal + erbij, rest


def _extra(rest: int, totaal: int, plaats: int, over: int, regel: Afronding) -> int:
    """Return 1 for who gets one more than the whole euros of its share."""
    if regel is Afronding.PER_ONTVANGER:
        return int(2 * rest >= totaal)
    return int(plaats <= over)


@dataclass(frozen=True, slots=True)
class Deling:
    """One division of the workbook: an onderdeel in a year, and the outcome at the usual input."""

    onderdeel: str
    naam: str
    jaar: int
    budget: int
    minimum: int
    regel: Afronding
    sleutelnaam: str
    ontvangers: Sequence[Ontvanger]
    stappen: Sequence[Stap]

    @property
    def titel(self) -> str:
        """What this division is called: "Lokaal 2027"."""
        return f"{self.naam} {self.jaar}"

    @property
    def blad(self) -> str:
        """The name of the sheet with its steps."""
        return f"Reken {self.onderdeel} {self.jaar}"

    def som(self, kolom: str) -> int:
        """The total of one column."""
        return sum(getattr(stap, kolom) for stap in self.stappen)


# -- the summary: one row per division ---------------------------------------------------------

_OVERZICHT = (
    Column("deling", "Verdeling"),
    Column("invoer", "Invoer", Kind.CHECK, width=15, note="het oordeel over de gele cellen samen"),
    Column("budget", "Budget", Kind.EURO, RUIM, note="uit het blad Invoer; 0 als dat ongeldig is"),
    Column("sleutel", "Sleutel", width=36),
    Column("minimum", "Minimum per ontvanger", Kind.EURO, RUIM),
    Column("afronding", "Afronding"),
    Column("ontvangers", "Ontvangers", Kind.WHOLE),
    Column("op_minimum", "Op het minimum", Kind.WHOLE, note="hoeveel ontvangers"),
    Column(
        "resteert",
        "Resteert",
        Kind.EURO,
        RUIM,
        formula="={budget}-{op_minimum}*{minimum}",
        note="het budget zonder wat naar ontvangers op het minimum gaat",
    ),
    Column(
        "duizenden",
        "Duizendtallen",
        Kind.WHOLE,
        RUIM,
        formula=f"=INT({{resteert}}/{DUIZEND})",
        note="hoeveel keer € 1.000 er in dat restant gaat",
    ),
    Column(
        "eenheden",
        "Eenheden",
        Kind.WHOLE,
        RUIM,
        formula=f"={{resteert}}-{DUIZEND}*{{duizenden}}",
        note="de euro's die daarna overblijven, minder dan 1.000",
    ),
    Column("gewichten", "Som van de gewichten", Kind.WHOLE, RUIM, note="van wie meedeelt"),
    Column(
        "heel", "Hele euro's", Kind.EURO, RUIM, note="alle precieze delen naar beneden afgerond"
    ),
    Column(
        "over",
        "Over",
        Kind.EURO,
        RUIM,
        formula="={resteert}-{heel}",
        note="euro's die na het naar beneden afronden nog te geven zijn, ieder hoogstens een",
    ),
    Column("verdeeld", "Verdeeld", Kind.EURO, RUIM, note="alle bedragen samen"),
    Column(
        "verschil",
        "Niet verdeeld",
        Kind.EURO,
        RUIM,
        formula="={budget}-{verdeeld}",
        note="budget min verdeeld: nul bij grootste resten; bij per ontvanger wat het afronden "
        "overlaat, of met een minteken wat het tekortkomt",
    ),
)


def overzicht_blad(
    delingen: Sequence[Deling], invoer: Callable[[Deling], dict[str, Cell]]
) -> Sheet:
    """Make the sheet with one row per division: what goes in, and what comes out.

    `invoer` gives the cells of a division that depend on the yellow cells alone: invoer, budget,
    sleutel, minimum and afronding.
    """
    bladen = [_stappen_leeg(deling) for deling in delingen]
    rijen = []
    for deling, blad in zip(delingen, bladen, strict=True):
        heel, op_minimum = deling.som("heel"), deling.som("op_minimum")
        resteert = deling.budget - op_minimum * deling.minimum
        rij: dict[str, Cell] = {
            "deling": deling.titel,
            **invoer(deling),
            "ontvangers": Formula(f"=COUNT({blad.ref('nummer')})", len(deling.stappen)),
            "op_minimum": Formula(f"={blad.total_ref('op_minimum')}", op_minimum),
            "resteert": resteert,
            "duizenden": resteert // DUIZEND,
            "eenheden": resteert % DUIZEND,
            "gewichten": Formula(f"={blad.total_ref('deelt_mee')}", deling.som("deelt_mee")),
            "heel": Formula(f"={blad.total_ref('heel')}", heel),
            "over": resteert - heel,
            "verdeeld": Formula(f"={blad.total_ref('bedrag')}", deling.som("bedrag")),
            "verschil": deling.budget - deling.som("bedrag"),
        }
        rijen.append(rij)
    return Sheet(
        "Rekenoverzicht",
        "Wat er per verdeling in en uit gaat",
        Table(_OVERZICHT, rijen),
        subtitle="Een rij per onderdeel en jaar; de stappen staan op de bladen Reken",
        notes=[
            "De bladen Reken delen zoals met de hand: eerst de duizendtallen van het bedrag, dan "
            "de rest daarvan samen met de eenheden. Zo blijft elk getal klein genoeg om er in "
            "Excel en LibreOffice op de euro precies mee te rekenen."
        ],
        description="per onderdeel en jaar: invoer, minimum, wat overblijft en de afronding",
        landscape=True,
        freeze_columns=1,
    )


# -- the steps: one row per recipient ----------------------------------------------------------


def _stapkolommen(waarden: Mapping[str, str]) -> list[Column]:
    """Return the columns with their formulas; `waarden` gives the cells of the summary."""
    w = waarden
    tweede = f"({DUIZEND}*{{tussenrest}}+{w['eenheden']}*{{deelt_mee}})"
    onder_minimum = (
        f"{DUIZEND}*(INT({{beschikbaar}}/{DUIZEND})*{{gewicht}}"
        f"-INT({w['minimum']}/{DUIZEND})*{{samen}})"
        f"+MOD({{beschikbaar}},{DUIZEND})*{{gewicht}}-MOD({w['minimum']},{DUIZEND})*{{samen}}<0"
    )
    return [
        Column("code", "Code", Kind.CODE),
        Column("naam", "Ontvanger", width=24),
        Column("nummer", "Nummer", Kind.WHOLE, note="volgorde van de code; beslist bij gelijk"),
        Column(
            "gewicht", "Gewicht", Kind.WHOLE, RUIM, total="sum", note="volgens de gekozen sleutel"
        ),
        Column(
            "lager",
            "Lager",
            Kind.WHOLE,
            formula='=COUNTIF({gewicht.kolom},"<"&{gewicht})',
            note="hoeveel ontvangers een lager gewicht hebben; zij staan eerder op het minimum",
        ),
        Column(
            "samen",
            "Gewicht vanaf hier",
            Kind.WHOLE,
            RUIM,
            formula='=SUMIF({gewicht.kolom},">="&{gewicht})',
            note="som van de gewichten die niet lager zijn",
        ),
        Column(
            "beschikbaar",
            "Beschikbaar",
            Kind.EURO,
            RUIM,
            formula=f"={w['budget']}-{{lager}}*{w['minimum']}",
            note="het budget nadat ieder met een lager gewicht het minimum heeft gekregen",
        ),
        Column(
            "op_minimum",
            "Op het minimum",
            Kind.WHOLE,
            total="sum",
            formula=f"=IF({onder_minimum},1,0)",
            note="1 als het deel van dat beschikbare bedrag naar gewicht onder het minimum blijft",
        ),
        Column(
            "deelt_mee",
            "Gewicht dat meedeelt",
            Kind.WHOLE,
            RUIM,
            total="sum",
            formula="=IF({op_minimum}=1,0,{gewicht})",
        ),
        Column(
            "duizendtal",
            "Eerste deling",
            Kind.WHOLE,
            RUIM,
            formula=f"=IF({{deelt_mee}}=0,0,INT({w['duizenden']}*{{deelt_mee}}"
            "/{deelt_mee.totaal}))",
            note="duizendtallen x gewicht / som van de gewichten, naar beneden afgerond",
        ),
        Column(
            "tussenrest",
            "Rest van de eerste",
            Kind.WHOLE,
            RUIM,
            formula=f"={w['duizenden']}*{{deelt_mee}}-{{duizendtal}}*{{deelt_mee.totaal}}",
        ),
        Column(
            "heel",
            "Hele euro's",
            Kind.EURO,
            RUIM,
            total="sum",
            formula=f"=IF({{deelt_mee}}=0,0,{DUIZEND}*{{duizendtal}}"
            f"+INT({tweede}/{{deelt_mee.totaal}}))",
            note="1.000 x de eerste deling, plus die van de rest samen met de eenheden",
        ),
        Column(
            "rest",
            "Rest",
            Kind.WHOLE,
            RUIM,
            formula=f"={tweede}-({{heel}}-{DUIZEND}*{{duizendtal}})*{{deelt_mee.totaal}}",
            note="wat na de hele euro's overblijft, in eenheden van de som van de gewichten",
        ),
        Column(
            "plaats",
            "Plaats",
            Kind.WHOLE,
            formula="=RANK({rest},{rest.kolom})"
            '+COUNTIFS({rest.kolom},{rest},{nummer.kolom},"<"&{nummer})',
            note="1 is de grootste rest; bij gelijke resten gaat de laagste code voor",
        ),
        Column(
            "extra",
            "Extra euro",
            Kind.EURO,
            total="sum",
            formula=f'=IF({{deelt_mee}}=0,0,IF({w["afronding"]}="{Afronding.PER_ONTVANGER.woorden}",'
            "IF(2*{rest}>={deelt_mee.totaal},1,0),"
            f"IF({{plaats}}<={w['over']},1,0)))",
            note="grootste resten: 1 voor de hoogste plaatsen, zoveel als er over is; "
            "per ontvanger: 1 als de rest een halve euro of meer is",
        ),
        Column(
            "bedrag",
            "Bedrag",
            Kind.EURO,
            RUIM,
            total="sum",
            formula=f"=IF({{op_minimum}}=1,{w['minimum']},{{heel}}+{{extra}})",
        ),
    ]


def _stappen_leeg(deling: Deling) -> Sheet:
    """Return the sheet as far as its layout goes, for formulas that refer to it."""
    return _stappen_blad(deling, {column.key: "0" for column in _OVERZICHT}, "=0")


def stappen_bladen(
    delingen: Sequence[Deling], overzicht: Sheet, gewichten: Mapping[str, Sheet]
) -> list[Sheet]:
    """Make the sheet of steps of each division; `gewichten` has the weights per onderdeel."""
    bladen = []
    for nummer, deling in enumerate(delingen):
        waarden = {column.key: overzicht.ref(column.key, nummer) for column in _OVERZICHT}
        blad = gewichten[deling.onderdeel]
        eerste, laatste = _eerste_en_laatste_sleutel(blad)
        gewicht = (
            f"=IFERROR(INDEX({blad.block(eerste, laatste)},"
            f"MATCH({{code}},{blad.ref('code')},0),"
            f"MATCH({waarden['sleutel']},{blad.titles(eerste, laatste)},0)),0)"
        )
        bladen.append(_stappen_blad(deling, waarden, gewicht))
    return bladen


def _eerste_en_laatste_sleutel(blad: Sheet) -> tuple[str, str]:
    """Return the first and last column of a sheet of keys that hold weights."""
    sleutels = [column.key for column in blad.table.columns if column.kind is Kind.WHOLE]
    return sleutels[0], sleutels[-1]


def _stappen_blad(deling: Deling, waarden: Mapping[str, str], gewicht: str) -> Sheet:
    namen = [veld.name for veld in fields(Stap)]
    rijen = []
    for nummer, (wie, stap) in enumerate(zip(deling.ontvangers, deling.stappen, strict=True), 1):
        rij: dict[str, Cell] = {"code": wie.code, "naam": wie.naam, "nummer": nummer}
        rij |= dict(zip(namen, astuple(stap), strict=True))
        rij["gewicht"] = Formula(gewicht, stap.gewicht)
        rijen.append(rij)
    return Sheet(
        deling.blad,
        f"Van budget naar bedrag: {deling.titel.lower()}",
        Table(_stapkolommen(waarden), rijen),
        subtitle="Tussenstappen van links naar rechts; hier hoeft u niets in te vullen",
        description=f"de tussenstappen van {deling.titel.lower()}, per ontvanger",
        landscape=True,
        freeze_columns=2,
    )
