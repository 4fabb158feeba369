"""Which sheets the country gets: everything per gemeente and per regio, with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from azwa_funds.excel.blad import Column, Cover, Fact, Kind, Sheet, Table
from azwa_funds.kern.begrippen import (
    LOKAAL,
    REGIONAAL,
    SPUK_AZWA,
    Gemeente,
    Regio,
    Status,
    Toekenning,
    Vindplaats,
)
from azwa_funds.overzicht.brugblad import blad_brug, brugcontrole, brugherkomst
from azwa_funds.overzicht.kolommen import (
    Lokaal,
    gemeentekolommen,
    optelling,
    slotkolommen,
    stapel,
    statuskolom,
)
from azwa_funds.overzicht.landbladen import (
    blad_herkomst_geld,
    blad_provincies,
    blad_ranglijst,
    blad_twee_wegen,
)
from azwa_funds.overzicht.ramingblad import blad_na_land, ramingscontroles, ramingsherkomst
from azwa_funds.verdelen import Balk, Cijfers, bouw_brug_land, toekenningen_als_csv
from azwa_funds.werkagenda import eigen_register, themablad, themaherkomst
from azwa_funds.werkboek.delen import (
    EURO,
    bronnen_van,
    bronregels,
    herkomst_van_budgetten,
    herkomst_van_onderdeel,
    inwoners_herkomst,
    jaarkolommen,
    per_inwoner_kolom,
    pm_zinnen,
    samenkolom,
    sleutelzin,
    som_over_jaren,
    status_in_woorden,
    voor_wie,
)
from azwa_funds.werkboek.vast import (
    Bon,
    Controleregel,
    Herkomstregel,
    Werkboek,
    maak_werkboek,
    openstaand_blad,
)


def pad_landelijk(cijfers: Cijfers) -> Path:
    """Return where the national workbook stands in the folder for workbooks."""
    return Path(f"azwa-{cijfers.jaren[0]}-{cijfers.jaren[-1]}-landelijk.xlsx")


def landelijk_werkboek(cijfers: Cijfers) -> Werkboek:
    """Make the national workbook."""
    jaren = f"{cijfers.jaren[0]}-{cijfers.jaren[-1]}"
    titel = f"SPUK AZWA {jaren}: landelijk overzicht"
    budget = _blad_budget(cijfers)
    gemeenten = _blad_gemeenten(cijfers)
    regios = _blad_regios(cijfers, gemeenten)
    provincies = blad_provincies(cijfers, gemeenten)
    herkomst = blad_herkomst_geld(cijfers, budget)
    balken = bouw_brug_land(cijfers)
    brug = _blad_brug(cijfers, balken)
    na = blad_na_land(cijfers)
    bladen = [
        budget,
        gemeenten,
        regios,
        provincies,
        blad_ranglijst(cijfers),
        herkomst,
        brug,
        na,
        themablad(cijfers),
        *([blad_twee_wegen(cijfers, som)] if (som := cijfers.som_van_gemeenten) else []),
        openstaand_blad(cijfers.gegevens),
    ]
    return maak_werkboek(
        cijfers,
        pad_landelijk(cijfers),
        _voorblad(cijfers, titel, budget),
        bladen,
        [
            *_controles(cijfers, budget, gemeenten, regios, provincies, herkomst),
            brugcontrole(brug, balken),
            Controleregel(
                f"Het einde van de brug is het landelijke budget {cijfers.jaren[0]}",
                budget.show(f"jaar_{cijfers.jaren[0]}"),
                brug.show("bedrag", len(balken) - 1),
            ),
            *ramingscontroles(cijfers, na),
        ],
        [
            *_herkomstregels(cijfers),
            *brugherkomst(brug.name, balken),
            *ramingsherkomst(cijfers, is_land=True),
            *themaherkomst(cijfers),
        ],
        Bon(
            "landelijk", "Nederland", "azwa-funds overzicht --landelijk",
            toekenningen_als_csv(cijfers.toekenningen),
        ),
    )  # fmt: skip


def _voorblad(cijfers: Cijfers, titel: str, budget: Sheet) -> Cover:
    totalen = [
        Fact(f"Landelijk budget {jaar}", budget.show(f"jaar_{jaar}"), Kind.EURO)
        for jaar in cijfers.jaren
    ]
    return Cover(
        titel,
        f"Wat {len(cijfers.gemeenten)} gemeenten en {len(cijfers.regios)} mandaathouders krijgen, "
        "met bron en status",
        [*totalen, Fact("Status van de bedragen", status_in_woorden(cijfers.toekenningen))],
        [sleutelzin(cijfers, LOKAAL), sleutelzin(cijfers, REGIONAAL), *pm_zinnen(cijfers)],
    )


# -- budget ------------------------------------------------------------------------------------


def _blad_budget(cijfers: Cijfers) -> Sheet:
    onderdelen, budgetten = cijfers.gegevens.uitkering(SPUK_AZWA).onderdelen, cijfers.budgetten
    eerste = budgetten[onderdelen[0], cijfers.jaren[0]]

    def eigen(onderdeel: str) -> list[Toekenning]:
        gevonden = (t for t in cijfers.toekenningen if t.onderdeel == onderdeel)
        return sorted(gevonden, key=lambda t: t.jaar)

    kolommen = [
        Column("onderdeel", "Onderdeel", value=lambda o: budgetten[o, cijfers.jaren[0]].naam),
        *jaarkolommen(cijfers, "jaar", "", waarde=lambda o, jaar: budgetten[o, jaar].bedrag),
        Column(
            "totaal", "Samen", Kind.EURO, total="sum", formula=som_over_jaren(cijfers, "jaar"),
            value=lambda o: sum(t.bedrag for t in eigen(o)),
        ),
        statuskolom(eigen),
        Column("ontvangers", "Voor wie", width=44, value=lambda o: voor_wie(cijfers, o)),
    ]  # fmt: skip
    return Sheet(
        "Budget",
        "Landelijk budget per onderdeel",
        Table.of(kolommen, onderdelen),
        subtitle=f"SPUK AZWA en subsidie Gezonde School, {EURO}",
        sources=bronregels(cijfers, budgetten.values()),
        notes=[
            f"De bron rondt af op € {eerste.precisie:,}.".replace(",", "."),
            "p.m.: de verdeling over ontvangers is niet bekend; het bedrag staat nergens anders.",
        ],
        charts=[
            stapel(
                cijfers, "Budget per jaar en onderdeel", "onderdeel",
                "budget van elk onderdeel", height=260,
            )
        ],
        description="de landelijke bedragen per onderdeel en jaar, en wat op p.m. staat",
        landscape=True,
        one_page=True,
    )  # fmt: skip


# -- per gemeente, regio and provincie ---------------------------------------------------------


def _blad_gemeenten(cijfers: Cijfers) -> Sheet:
    lokaal, eerste = Lokaal(cijfers), cijfers.jaren[0]

    def aandeel(gemeente: Gemeente) -> Fraction:
        eigen = cijfers.lokaal[gemeente.code, eerste]
        return Fraction(eigen.gewicht, eigen.totaal_gewicht)

    kolommen = [
        *gemeentekolommen(total="count"),
        Column("provincie", "Provincie"),
        Column("regio", "IZA-regio", value="iza_regio"),
        lokaal.inwoners(),
        *lokaal.per_jaar(),
        lokaal.samen(),
        lokaal.per_inwoner("Per inwoner"),
        Column(
            "gewicht", "Gewicht in de sleutel", Kind.WHOLE, total="sum",
            value=lambda g: cijfers.lokaal[g.code, eerste].gewicht,
        ),
        Column(
            "aandeel", "Aandeel", Kind.PERCENT_FINE, total="formula",
            formula="={gewicht}/{gewicht.totaal}", value=aandeel,
        ),
        *slotkolommen(cijfers, LOKAAL),
    ]  # fmt: skip
    return Sheet(
        "Per gemeente",
        "Lokaal geld per gemeente",
        Table.of(kolommen, cijfers.gemeenten, lokaal.totalen(cijfers.gemeenten) | {"aandeel": 1}),
        subtitle=f"SPUK AZWA, onderdeel lokaal; {EURO}",
        sources=bronnen_van(cijfers, LOKAAL),
        description=f"alle {len(cijfers.gemeenten)} gemeenten: lokaal geld, per inwoner, gewicht "
        "en aandeel",
        landscape=True,
        freeze_columns=2,
    )


def _blad_regios(cijfers: Cijfers, gemeenten: Sheet) -> Sheet:
    register, eerste = eigen_register(cijfers.gegevens), cijfers.jaren[0]
    som = optelling(gemeenten, "regio")
    lokaal = Lokaal(cijfers, lambda regio: cijfers.gemeenten_van(regio.naam), som)

    def bedrag(regio: Regio, jaar: int) -> int:
        return cijfers.regionaal[regio.naam, jaar].bedrag

    def per_inwoner(*regios: Regio) -> Fraction:
        inwoners = sum(cijfers.inwoners_van(lokaal.leden(regio)) for regio in regios)
        return Fraction(sum(bedrag(regio, eerste) for regio in regios), inwoners)

    kolommen = [
        Column("regio", "IZA-regio", value="naam"),
        Column("code", "Code", Kind.CODE, value="mandaathouder_code"),
        Column("mandaathouder", "Mandaathouder"),
        Column("rechtsvorm", "Rechtsvorm"),
        Column(
            "gemeenten", "Gemeenten", Kind.WHOLE, total="sum",
            formula=f"=COUNTIF({gemeenten.ref('regio')},{{regio}})",
            value=lambda regio: len(lokaal.leden(regio)),
        ),
        lokaal.inwoners(),
        *jaarkolommen(cijfers, "regionaal", "Regionaal", waarde=bedrag),
        samenkolom(cijfers, "Regionaal samen", "regionaal", bedrag),
        per_inwoner_kolom(
            f"Regionaal per inwoner {eerste}", f"regionaal_{eerste}", waarde=per_inwoner
        ),
        *lokaal.per_jaar("Lokaal van de gemeenten"),
        *slotkolommen(
            cijfers, REGIONAAL,
            Column(
                "werkagenda", "Werkagenda volgens register", width=22,
                value=lambda regio: register[regio.naam].oordeel,
            ),
        ),
    ]  # fmt: skip
    return Sheet(
        "Per regio",
        "Regionaal geld per IZA-regio",
        Table.of(kolommen, cijfers.regios, {"per_inwoner": per_inwoner(*cijfers.regios)}),
        subtitle=f"SPUK AZWA, onderdeel regionaal, naast het lokale geld van de gemeenten; {EURO}",
        notes=[
            "Het regionale geld gaat naar de mandaathouder, het lokale geld naar de gemeente zelf.",
            "Er is geen officiële lijst van gemeenten per IZA-regio; de indeling is afgeleid.",
        ],
        sources=bronnen_van(cijfers, REGIONAAL),
        description="alle regio's: regionaal geld, mandaathouder, lokaal geld van de leden",
        landscape=True,
        freeze_columns=1,
    )


# -- sources against destinations --------------------------------------------------------------


def _blad_brug(cijfers: Cijfers, balken: Sequence[Balk]) -> Sheet:
    zin = (
        "Elke stap heeft landelijk een bron, en de brug sluit op de gepubliceerde totalen. Alleen "
        "welk geld van {nieuw} lokaal is en welk regionaal, zegt geen bron: dat is een aanname."
    )
    wat = "Alle gemeenten en mandaathouders samen"
    return blad_brug(cijfers, "Brug", balken, wat=wat, zin=zin, is_land=True)


# -- checks and origin -------------------------------------------------------------------------


def _controles(
    cijfers: Cijfers,
    budget: Sheet,
    gemeenten: Sheet,
    regios: Sheet,
    provincies: Sheet,
    herkomst: Sheet,
) -> Iterable[Controleregel]:
    volgorde = cijfers.gegevens.uitkering(SPUK_AZWA).onderdelen
    for jaar in cijfers.jaren:
        samen, lokaal, regionaal = (f"{wat}_{jaar}" for wat in ("jaar", LOKAAL, REGIONAAL))
        yield Controleregel(
            f"Lokaal {jaar}: alle gemeenten samen zijn het landelijke budget",
            budget.show(samen, volgorde.index(LOKAAL)),
            gemeenten.show(lokaal),
        )
        yield Controleregel(
            f"Regionaal {jaar}: alle regio's samen zijn het landelijke budget",
            budget.show(samen, volgorde.index(REGIONAAL)),
            regios.show(regionaal),
        )
        for blad in (regios, provincies):
            yield Controleregel(
                f"Lokaal {jaar}: {blad.name.lower()} opgeteld is gelijk aan per gemeente",
                gemeenten.show(lokaal),
                blad.show(lokaal),
            )
        yield Controleregel(
            f"{jaar}: de herkomst van het geld is gelijk aan het landelijke budget",
            budget.show(samen),
            herkomst.show(samen),
        )
    yield Controleregel(
        "Inwoners: per regio opgeteld is gelijk aan per gemeente",
        gemeenten.show("inwoners"),
        regios.show("inwoners"),
    )


def _herkomstregels(cijfers: Cijfers) -> Iterable[Herkomstregel]:
    for onderdeel, blad in ((LOKAAL, "Per gemeente"), (REGIONAAL, "Per regio")):
        yield from herkomst_van_onderdeel(cijfers, onderdeel, blad)
    yield from herkomst_van_budgetten("Budget", cijfers.budgetten.values())
    yield from herkomst_van_budgetten("Herkomst van het geld", cijfers.herkomst)
    yield inwoners_herkomst(cijfers)
    yield Herkomstregel("Ranglijst", "Lokaal", "zoals op het blad Per gemeente")
    yield Herkomstregel(
        "Ranglijst",
        "Huishoudens met laag inkomen",
        "overgenomen",
        Vindplaats(cijfers.laag_inkomen_bron, "kolom huishoudens in de laagste 40%"),
    )
    if cijfers.som_van_gemeenten:
        yield Herkomstregel(
            "Twee wegen",
            "Som van de gemeenten",
            "regionaal budget x som van de gewichten van de gemeenten / som van alle gewichten",
            None,
            Status.AANNAME,
        )
        yield Herkomstregel("Twee wegen", "Aandeel in de SPUK IZA", "zoals op het blad Per regio")
    yield Herkomstregel(
        "Per provincie", "Alle kolommen", "opgeteld uit het blad Per gemeente (SUMIF)"
    )
