"""Sheets of the national workbook that compare: provinces, highest and lowest, origin of money."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from azwa_funds.excel.blad import Cell, Chart, ChartKind, Column, Kind, Sheet, Table, Value
from azwa_funds.kern.begrippen import (
    LOKAAL,
    REGIONAAL,
    SPUK_AZWA,
    Budget,
    Gemeente,
    Sleutel,
    Status,
)
from azwa_funds.kern.herkomst import citeer, citeer_vindplaats
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.delen import (
    EURO,
    bronnen_van,
    bronregels,
    herkomst_grondslagzin,
    inwonerskolom,
    jaarkolommen,
    per_inwoner_kolom,
    som_over_jaren,
    statusnamen,
)

RANGLIJST_LENGTE = 15


def blad_provincies(cijfers: Cijfers, gemeenten: Sheet) -> Sheet:
    """The local money per provincie, added up live from the gemeenten."""
    som = f"=SUMIF({gemeenten.ref('provincie')},{{provincie}},{{kolom}})"
    per_provincie: dict[str, list[Gemeente]] = defaultdict(list)
    for gemeente in cijfers.gemeenten:
        per_provincie[gemeente.provincie].append(gemeente)
    eerste = cijfers.jaren[0]
    rijen: list[dict[str, Cell]] = []
    for provincie, leden in per_provincie.items():
        inwoners = cijfers.inwoners_van(leden)
        rijen.append(
            {
                "provincie": provincie,
                "inwoners": inwoners,
                **{f"lokaal_{jaar}": cijfers.lokaal_van(leden, jaar) for jaar in cijfers.jaren},
                "per_inwoner": Fraction(cijfers.lokaal_van(leden, eerste), inwoners),
            }
        )
    rijen.sort(key=lambda rij: -_getal(rij["per_inwoner"]))
    kolommen = [
        Column("provincie", "Provincie"),
        inwonerskolom(cijfers, som.replace("{kolom}", gemeenten.ref("inwoners"))),
        *(
            Column(
                f"lokaal_{jaar}",
                f"Lokaal {jaar}",
                Kind.EURO,
                total="sum",
                formula=som.replace("{kolom}", gemeenten.ref(f"lokaal_{jaar}")),
            )
            for jaar in cijfers.jaren
        ),
        per_inwoner_kolom(f"Per inwoner {eerste}", f"lokaal_{eerste}"),
    ]
    totaal = cijfers.lokaal_van(cijfers.gemeenten, eerste)
    totalen: dict[str, Value] = {"per_inwoner": Fraction(totaal, sum(cijfers.inwoners.values()))}
    return Sheet(
        "Per provincie",
        "Lokaal geld per provincie",
        Table(kolommen, rijen, totalen),
        subtitle=f"Optelling van de gemeenten, hoogste bedrag per inwoner bovenaan; {EURO}",
        sources=bronnen_van(cijfers, LOKAAL)[-1:],
        charts=[
            Chart(
                ChartKind.BAR,
                f"Lokaal geld per inwoner in {eerste}",
                "provincie",
                ["per_inwoner"],
                "Staven: per provincie het lokale bedrag per inwoner, hoogste bovenaan.",
                value_title="euro per inwoner",
                number_format="#,##0.00",
                height=360,
                labels=True,
            )
        ],
        description="lokaal geld per provincie en per inwoner, met grafiek",
        one_page=True,
    )


def _getal(cel: Cell) -> Fraction:
    if isinstance(cel, Fraction | int):
        return Fraction(cel)
    raise TypeError(f"not an exact number: {cel!r}")


def blad_ranglijst(cijfers: Cijfers) -> Sheet:
    """The highest and lowest local amounts per inhabitant, with the share of low incomes."""
    eerste = cijfers.jaren[0]
    volgorde = sorted(
        cijfers.gemeenten,
        key=lambda g: (
            -Fraction(cijfers.lokaal[g.code, eerste].bedrag, cijfers.inwoners[g.code]),
            g.code,
        ),
    )
    plaatsen = [*range(RANGLIJST_LENGTE), *range(len(volgorde) - RANGLIJST_LENGTE, len(volgorde))]
    rijen: list[dict[str, Cell]] = []
    for plaats in sorted(set(plaatsen) & set(range(len(volgorde)))):
        gemeente = volgorde[plaats]
        bedrag, inwoners = (
            cijfers.lokaal[gemeente.code, eerste].bedrag,
            cijfers.inwoners[gemeente.code],
        )
        rijen.append(
            {
                "gemeente": gemeente.naam,
                "plaats": plaats + 1,
                "regio": gemeente.iza_regio,
                "inwoners": inwoners,
                "lokaal": bedrag,
                "per_inwoner": Fraction(bedrag, inwoners),
                "laag_inkomen": cijfers.laag_inkomen.get(gemeente.code),
            }
        )
    kolommen = [
        Column("gemeente", "Gemeente"),
        Column("plaats", "Plaats", Kind.WHOLE),
        Column("regio", "IZA-regio"),
        Column("inwoners", f"Inwoners op 1 januari {cijfers.inwoners_jaar}", Kind.WHOLE),
        Column("lokaal", f"Lokaal {eerste}", Kind.EURO),
        Column("per_inwoner", "Per inwoner", Kind.EURO_CENT, formula="={lokaal}/{inwoners}"),
        Column("laag_inkomen", "Huishoudens met laag inkomen (%)", Kind.DECIMAL),
    ]
    return Sheet(
        "Ranglijst",
        f"Hoogste en laagste lokale bedragen per inwoner in {eerste}",
        Table(kolommen, rijen),
        subtitle=f"De {RANGLIJST_LENGTE} hoogste en de {RANGLIJST_LENGTE} laagste gemeenten",
        notes=[
            "Laag inkomen: huishoudens die bij de laagste 40% van het land horen; een van de "
            "maatstaven waarop de sleutel berust, maar hoe zwaar die telt is niet gepubliceerd.",
            "Zeer kleine gemeenten staan hoog door het minimumbedrag in de Brede SPUK.",
        ],
        sources=[
            *bronnen_van(cijfers, LOKAAL)[-1:],
            f"Laag inkomen: {citeer(cijfers.gegevens.bronnen[cijfers.laag_inkomen_bron])}.",
        ],
        charts=[
            Chart(
                ChartKind.BAR,
                f"Lokaal geld per inwoner in {eerste}, hoogste en laagste",
                "gemeente",
                ["per_inwoner"],
                "Staven: de hoogste en daaronder de laagste gemeenten, in euro per inwoner.",
                value_title="euro per inwoner",
                number_format="#,##0.00",
                height=90 + 26 * len(rijen),
                labels=True,
            )
        ],
        description="de hoogste en laagste gemeenten per inwoner, met grafiek",
        one_page=True,
    )


def blad_herkomst_geld(cijfers: Cijfers, budget: Sheet) -> Sheet:
    """What the money is made of, per measure; each year as much as is paid out."""
    namen = cijfers.gegevens.uitkering(SPUK_AZWA).herkomst
    per_maatregel: dict[tuple[str, str], dict[str, Budget]] = defaultdict(dict)
    for regel in cijfers.herkomst:
        per_maatregel[regel.uitkering, regel.naam][regel.jaar] = regel
    vorig = cijfers.vorige_jaren[-1]
    azwa_vorig = {
        (b.uitkering, b.naam): b.bedrag
        for b in cijfers.gegevens.budgetten
        if b.uitkering in namen and b.jaar == str(vorig)
    }
    rijen: list[dict[str, Cell]] = []
    for (herkomst, naam), per_jaar in per_maatregel.items():
        # A measure that bears another name in another year stands in two rows, each with its part.
        gevonden = [per_jaar[str(jaar)] for jaar in cijfers.jaren if str(jaar) in per_jaar]
        som = {f"jaar_{jaar}": 0 for jaar in cijfers.jaren}
        som |= {f"jaar_{budget.jaar}": budget.bedrag or 0 for budget in gevonden}
        rijen.append(
            {
                "maatregel": naam,
                "herkomst": namen[herkomst],
                **som,
                "totaal": sum(som.values()),
                "status": statusnamen(budget.status for budget in gevonden),
                "vorig": azwa_vorig.get((herkomst, naam)),
            }
        )
    kolommen = [
        Column("maatregel", "Maatregel", width=40),
        Column("herkomst", "Herkomst", width=42),
        *jaarkolommen(cijfers, "jaar", ""),
        Column("totaal", "Samen", Kind.EURO, total="sum", formula=som_over_jaren(cijfers, "jaar")),
        Column("status", "Status", Kind.STATUS),
        Column("vorig", f"AZWA in {vorig}", Kind.EURO, total="sum"),
    ]
    return Sheet(
        "Herkomst van het geld",
        "Waar het geld vandaan komt en waar het heen gaat",
        Table(kolommen, rijen),
        subtitle=f"Herkomst per maatregel; elk jaar samen gelijk aan het blad Budget; {EURO}",
        notes=[
            "Het geld is ontschot: een maatregel hier is een herkomst, geen bestedingsvoorschrift.",
            f"AZWA in {vorig}: wat de AZWA voor dat jaar al noemt. Dat geld zat in de Brede SPUK "
            "en in de SPUK IZA; zie het blad Brug.",
            herkomst_grondslagzin(cijfers),
        ],
        sources=bronregels(cijfers, cijfers.herkomst),
        description="waaruit de uitkering wordt betaald, per maatregel en jaar",
        landscape=True,
    )


def blad_twee_wegen(cijfers: Cijfers, som: Sleutel) -> Sheet:
    """Both ways to a regional amount: the share of the SPUK IZA, and the sum of the gemeenten."""
    jaar, gegevens = cijfers.jaren[0], cijfers.gegevens
    per_som = cijfers.regionaal_als_som
    rijen: list[dict[str, Cell]] = []
    for regio in cijfers.regios:
        aandeel, optelling = cijfers.regionaal[regio.naam, jaar].bedrag, per_som[regio.naam]
        rijen.append(
            {
                "regio": regio.naam,
                "mandaathouder": regio.mandaathouder,
                "aandeel": aandeel,
                "som": optelling,
                "verschil": optelling - aandeel,
                "deel": Fraction(optelling - aandeel, aandeel),
                "status": str(Status.AANNAME),
            }
        )
    kolommen = [
        Column("regio", "IZA-regio"),
        Column("mandaathouder", "Mandaathouder"),
        Column("aandeel", f"Aandeel in de SPUK IZA, {jaar}", Kind.EURO, total="sum"),
        Column("som", f"Som van de gemeenten, {jaar}", Kind.EURO, total="sum"),
        Column("verschil", "Verschil", Kind.EURO, total="sum", formula="={som}-{aandeel}"),
        Column("deel", "Verschil in %", Kind.PERCENT, formula="={verschil}/{aandeel}"),
        Column("status", "Status som", Kind.STATUS),
    ]
    bronnen = gegevens.bronnen
    gewoon = cijfers.sleutel(REGIONAAL)
    return Sheet(
        "Twee wegen",
        "Twee wegen naar een regionaal bedrag",
        Table(kolommen, rijen),
        subtitle=f"Regionaal geld {jaar} volgens de brief en volgens het GALA; {EURO}",
        notes=[
            f"Aandeel in de SPUK IZA: {gewoon.toelichting}",
            f"Som van de gemeenten: {som.toelichting}",
        ],
        sources=[f"{citeer_vindplaats(bronnen, sleutel.vindplaats)}." for sleutel in (gewoon, som)],
        description="het regionale bedrag op twee manieren, met het verschil per regio",
        landscape=True,
        freeze_columns=1,
    )
