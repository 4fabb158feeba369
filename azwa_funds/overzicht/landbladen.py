"""Sheets of the national workbook that compare: provinces, highest and lowest, origin of money."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from azwa_funds.excel.blad import Column, Kind, Sheet, Table
from azwa_funds.kern.begrippen import (
    LOKAAL,
    REGIONAAL,
    SPUK_AZWA,
    Budget,
    Gemeente,
    Regio,
    Sleutel,
    Status,
)
from azwa_funds.kern.herkomst import citeer
from azwa_funds.overzicht.kolommen import Lokaal, optelling, statuskolom, staven
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.delen import (
    EURO,
    bronnen_van,
    bronregels,
    herkomst_grondslagzin,
    jaarkolommen,
    samenkolom,
)

RANGLIJST_LENGTE = 15


def blad_provincies(cijfers: Cijfers, gemeenten: Sheet) -> Sheet:
    """The local money per provincie, added up live from the gemeenten."""
    per_provincie: dict[str, list[Gemeente]] = defaultdict(list)
    for gemeente in cijfers.gemeenten:
        per_provincie[gemeente.provincie].append(gemeente)
    lokaal = Lokaal(cijfers, per_provincie.__getitem__, optelling(gemeenten, "provincie"))
    kolommen = [
        Column("provincie", "Provincie", value=str),
        lokaal.inwoners(),
        *lokaal.per_jaar(),
        lokaal.per_inwoner("Per inwoner"),
    ]
    volgorde = sorted(per_provincie, key=lokaal.is_per_inwoner, reverse=True)
    return Sheet(
        "Per provincie",
        "Lokaal geld per provincie",
        Table.of(kolommen, volgorde, lokaal.totalen(cijfers.gemeenten)),
        subtitle=f"Optelling van de gemeenten, hoogste bedrag per inwoner bovenaan; {EURO}",
        sources=bronnen_van(cijfers, LOKAAL)[-1:],
        charts=[
            staven(
                cijfers, "provincie",
                "per provincie het lokale bedrag per inwoner, hoogste bovenaan",
            )
        ],
        description="lokaal geld per provincie en per inwoner, met grafiek",
        one_page=True,
    )  # fmt: skip


def blad_ranglijst(cijfers: Cijfers) -> Sheet:
    """The highest and lowest local amounts per inhabitant, with the share of low incomes."""
    eerste = cijfers.jaren[0]
    volgorde = sorted(cijfers.gemeenten, key=lambda g: (-cijfers.per_inwoner[g.code], g.code))
    plaatsen = {gemeente.code: plaats for plaats, gemeente in enumerate(volgorde, start=1)}
    einde = max(RANGLIJST_LENGTE, len(volgorde) - RANGLIJST_LENGTE)
    getoond = [*volgorde[:RANGLIJST_LENGTE], *volgorde[einde:]]
    kolommen = [
        Column("gemeente", "Gemeente", value="naam"),
        Column("plaats", "Plaats", Kind.WHOLE, value=lambda g: plaatsen[g.code]),
        Column("regio", "IZA-regio", value="iza_regio"),
        *Lokaal(cijfers).vergelijking(),
        Column(
            "laag_inkomen", "Huishoudens met laag inkomen (%)", Kind.DECIMAL,
            value=lambda g: cijfers.laag_inkomen.get(g.code),
        ),
    ]  # fmt: skip
    return Sheet(
        "Ranglijst",
        f"Hoogste en laagste lokale bedragen per inwoner in {eerste}",
        Table.of(kolommen, getoond),
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
            staven(
                cijfers, "gemeente",
                "de hoogste en daaronder de laagste gemeenten, in euro per inwoner",
                slot=", hoogste en laagste",
            )
        ],
        description="de hoogste en laagste gemeenten per inwoner, met grafiek",
        one_page=True,
    )  # fmt: skip


def blad_herkomst_geld(cijfers: Cijfers, budget: Sheet) -> Sheet:
    """What the money is made of, per measure; each year as much as is paid out."""
    namen = cijfers.gegevens.uitkering(SPUK_AZWA).herkomst
    vorig = cijfers.vorige_jaren[-1]
    # A measure that bears another name in another year stands in two rows, each with its part.
    per_maatregel: dict[tuple[str, str], dict[str, Budget]] = defaultdict(dict)
    for regel in cijfers.herkomst:
        per_maatregel[regel.uitkering, regel.naam][regel.jaar] = regel
    azwa_vorig = {
        (b.uitkering, b.naam): b.bedrag
        for b in cijfers.gegevens.budgetten
        if b.uitkering in namen and b.jaar == str(vorig)
    }

    def bedrag(maatregel: tuple[str, str], jaar: int) -> int:
        gevonden = per_maatregel[maatregel].get(str(jaar))
        return gevonden.bedrag or 0 if gevonden else 0

    kolommen = [
        Column("maatregel", "Maatregel", width=40, value=lambda m: m[1]),
        Column("herkomst", "Herkomst", width=42, value=lambda m: namen[m[0]]),
        *jaarkolommen(cijfers, "jaar", "", waarde=bedrag),
        samenkolom(cijfers, "Samen", "jaar", bedrag),
        statuskolom(lambda m: [b for _, b in sorted(per_maatregel[m].items())]),
        Column("vorig", f"AZWA in {vorig}", Kind.EURO, total="sum", value=azwa_vorig.get),
    ]
    return Sheet(
        "Herkomst van het geld",
        "Waar het geld vandaan komt en waar het heen gaat",
        Table.of(kolommen, per_maatregel),
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
    jaar, citeer_plek = cijfers.jaren[0], cijfers.gegevens.citeer
    gewoon = cijfers.sleutel(REGIONAAL)

    def aandeel(regio: Regio) -> int:
        return cijfers.regionaal[regio.naam, jaar].bedrag

    def verschil(regio: Regio) -> int:
        return cijfers.regionaal_als_som[regio.naam] - aandeel(regio)

    kolommen = [
        Column("regio", "IZA-regio", value="naam"),
        Column("mandaathouder", "Mandaathouder"),
        Column(
            "aandeel", f"Aandeel in de SPUK IZA, {jaar}", Kind.EURO, total="sum", value=aandeel
        ),
        Column(
            "som", f"Som van de gemeenten, {jaar}", Kind.EURO, total="sum",
            value=lambda regio: cijfers.regionaal_als_som[regio.naam],
        ),
        Column(
            "verschil", "Verschil", Kind.EURO, total="sum", formula="={som}-{aandeel}",
            value=verschil,
        ),
        Column(
            "deel", "Verschil in %", Kind.PERCENT, formula="={verschil}/{aandeel}",
            value=lambda regio: Fraction(verschil(regio), aandeel(regio)),
        ),
        Column("status", "Status som", Kind.STATUS, value=lambda _: Status.AANNAME),
    ]  # fmt: skip
    return Sheet(
        "Twee wegen",
        "Twee wegen naar een regionaal bedrag",
        Table.of(kolommen, cijfers.regios),
        subtitle=f"Regionaal geld {jaar} volgens de brief en volgens het GALA; {EURO}",
        notes=[
            f"Aandeel in de SPUK IZA: {gewoon.toelichting}",
            f"Som van de gemeenten: {som.toelichting}",
        ],
        sources=[f"{citeer_plek(sleutel.vindplaats)}." for sleutel in (gewoon, som)],
        description="het regionale bedrag op twee manieren, met het verschil per regio",
        landscape=True,
        freeze_columns=1,
    )
