"""Which sheets the country gets: everything per gemeente and per regio, with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from azwa_funds.excel.blad import (
    Cell,
    Chart,
    ChartKind,
    Column,
    Cover,
    Fact,
    Formula,
    Kind,
    Sheet,
    Table,
    Value,
)
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, SPUK_AZWA, Status, Vindplaats
from azwa_funds.overzicht.brugblad import blad_brug, brugcontrole, brugherkomst
from azwa_funds.overzicht.landbladen import (
    blad_herkomst_geld,
    blad_provincies,
    blad_ranglijst,
    blad_twee_wegen,
)
from azwa_funds.overzicht.ramingblad import blad_na_land, ramingscontroles, ramingsherkomst
from azwa_funds.verdelen import Balk, Cijfers, als_csv, bouw_brug_land
from azwa_funds.werkagenda import eigen_register, themablad, themaherkomst
from azwa_funds.werkboek.delen import (
    EURO,
    bronnen_van,
    bronregels,
    herkomst_van_budgetten,
    herkomst_van_onderdeel,
    inwoners_herkomst,
    inwonerskolom,
    jaarkolommen,
    per_inwoner_kolom,
    pm_zinnen,
    sleutelzin,
    som_over_jaren,
    status_in_woorden,
    statusnamen,
    voor_wie,
)
from azwa_funds.werkboek.openstaand import openstaand_blad
from azwa_funds.werkboek.vast import Bon, Controleregel, Herkomstregel, Werkboek, maak_werkboek


def pad_landelijk(cijfers: Cijfers) -> Path:
    """Return where the national workbook stands in the folder for workbooks."""
    return Path(f"azwa-{cijfers.jaren[0]}-{cijfers.jaren[-1]}-landelijk.xlsx")


def landelijk(cijfers: Cijfers) -> Werkboek:
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
            *_brugcontroles(cijfers, brug, balken, budget),
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
            als_csv(cijfers.toekenningen),
        ),
    )  # fmt: skip


def _voorblad(cijfers: Cijfers, titel: str, budget: Sheet) -> Cover:
    totalen = [
        Fact(
            f"Landelijk budget {jaar}",
            Formula(f"={budget.total_ref(f'jaar_{jaar}')}", _landelijk(cijfers, jaar)),
            Kind.EURO,
        )
        for jaar in cijfers.jaren
    ]
    return Cover(
        titel,
        f"Wat {len(cijfers.gemeenten)} gemeenten en {len(cijfers.regios)} mandaathouders krijgen, "
        "met bron en status",
        [*totalen, Fact("Status van de bedragen", status_in_woorden(cijfers.toekenningen))],
        [sleutelzin(cijfers, LOKAAL), sleutelzin(cijfers, REGIONAAL), *pm_zinnen(cijfers)],
    )


def _landelijk(cijfers: Cijfers, jaar: int) -> int:
    return sum(b.bedrag or 0 for (_, j), b in cijfers.budgetten.items() if j == jaar)


# -- budget ------------------------------------------------------------------------------------


def _blad_budget(cijfers: Cijfers) -> Sheet:
    rijen: list[dict[str, Cell]] = []
    uitkering = cijfers.gegevens.uitkering(SPUK_AZWA)
    for onderdeel in uitkering.onderdelen:
        eigen = [t for t in cijfers.toekenningen if t.onderdeel == onderdeel]
        rij: dict[str, Cell] = {
            "onderdeel": cijfers.budgetten[onderdeel, cijfers.jaren[0]].naam,
            "ontvangers": voor_wie(cijfers, onderdeel),
            "totaal": sum(t.bedrag for t in eigen),
            "status": statusnamen(t.status for t in sorted(eigen, key=lambda t: t.jaar)),
        }
        for jaar in cijfers.jaren:
            rij[f"jaar_{jaar}"] = cijfers.budgetten[onderdeel, jaar].bedrag
        rijen.append(rij)
    kolommen = [
        Column("onderdeel", "Onderdeel"),
        *jaarkolommen(cijfers, "jaar", ""),
        Column("totaal", "Samen", Kind.EURO, total="sum", formula=som_over_jaren(cijfers, "jaar")),
        Column("status", "Status", Kind.STATUS),
        Column("ontvangers", "Voor wie", width=44),
    ]
    eerste = cijfers.budgetten[uitkering.onderdelen[0], cijfers.jaren[0]]
    return Sheet(
        "Budget",
        "Landelijk budget per onderdeel",
        Table(kolommen, rijen),
        subtitle=f"SPUK AZWA en subsidie Gezonde School, {EURO}",
        sources=bronregels(cijfers, cijfers.budgetten.values()),
        notes=[
            f"De bron rondt af op € {eerste.precisie:,}.".replace(",", "."),
            "p.m.: de verdeling over ontvangers is niet bekend; het bedrag staat nergens anders.",
        ],
        charts=[
            Chart(
                ChartKind.STACKED,
                "Budget per jaar en onderdeel",
                "onderdeel",
                [f"jaar_{jaar}" for jaar in cijfers.jaren],
                "Gestapelde kolommen: per jaar het budget van elk onderdeel.",
                value_title="euro",
                series_in_rows=True,
                height=260,
            )
        ],
        description="de landelijke bedragen per onderdeel en jaar, en wat op p.m. staat",
        landscape=True,
        one_page=True,
    )


# -- per gemeente, regio and provincie ---------------------------------------------------------


def _blad_gemeenten(cijfers: Cijfers) -> Sheet:
    wegingen = cijfers.gewichten(LOKAAL)
    rijen: list[dict[str, Cell]] = []
    for gemeente in cijfers.gemeenten:
        eigen = [cijfers.lokaal[gemeente.code, jaar] for jaar in cijfers.jaren]
        rijen.append(
            {
                "code": gemeente.code,
                "gemeente": gemeente.naam,
                "provincie": gemeente.provincie,
                "regio": gemeente.iza_regio,
                "inwoners": cijfers.inwoners[gemeente.code],
                **{f"lokaal_{t.jaar}": t.bedrag for t in eigen},
                "totaal": sum(t.bedrag for t in eigen),
                "per_inwoner": Fraction(eigen[0].bedrag, cijfers.inwoners[gemeente.code]),
                "gewicht": eigen[0].gewicht,
                "aandeel": Fraction(eigen[0].gewicht, eigen[0].totaal_gewicht),
                "status": statusnamen(t.status for t in eigen),
                "plaats": wegingen[gemeente.code].vindplaats.plaats,
            }
        )
    eerste = cijfers.jaren[0]
    inwoners = sum(cijfers.inwoners.values())
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente", total="count"),
        Column("provincie", "Provincie"),
        Column("regio", "IZA-regio"),
        inwonerskolom(cijfers),
        *jaarkolommen(cijfers, "lokaal", "Lokaal"),
        Column(
            "totaal",
            "Lokaal samen",
            Kind.EURO,
            total="sum",
            formula=som_over_jaren(cijfers, "lokaal"),
        ),
        per_inwoner_kolom(f"Per inwoner {eerste}", f"lokaal_{eerste}"),
        Column("gewicht", "Gewicht in de sleutel", Kind.WHOLE, total="sum"),
        Column(
            "aandeel",
            "Aandeel",
            Kind.PERCENT_FINE,
            total="formula",
            formula="={gewicht}/{gewicht.totaal}",
        ),
        Column("status", "Status", Kind.STATUS),
        Column("plaats", "Bladzijde gewicht"),
    ]
    totaal = cijfers.lokaal_van(cijfers.gemeenten, eerste)
    totalen: dict[str, Value] = {"per_inwoner": Fraction(totaal, inwoners), "aandeel": 1}
    return Sheet(
        "Per gemeente",
        "Lokaal geld per gemeente",
        Table(kolommen, rijen, totalen),
        subtitle=f"SPUK AZWA, onderdeel lokaal; {EURO}",
        sources=bronnen_van(cijfers, LOKAAL),
        description=f"alle {len(rijen)} gemeenten: lokaal geld, per inwoner, gewicht en aandeel",
        landscape=True,
        freeze_columns=2,
    )


def _blad_regios(cijfers: Cijfers, gemeenten: Sheet) -> Sheet:
    wegingen = cijfers.gewichten(REGIONAAL)
    som = f"=SUMIF({gemeenten.ref('regio')},{{regio}},{{kolom}})"
    rijen: list[dict[str, Cell]] = []
    for regio in cijfers.regios:
        eigen = [cijfers.regionaal[regio.naam, jaar] for jaar in cijfers.jaren]
        leden = cijfers.gemeenten_van(regio.naam)
        inwoners = cijfers.inwoners_van(leden)
        rijen.append(
            {
                "regio": regio.naam,
                "code": regio.mandaathouder_code,
                "mandaathouder": regio.mandaathouder,
                "rechtsvorm": regio.rechtsvorm,
                "gemeenten": len(leden),
                "inwoners": inwoners,
                **{f"regionaal_{t.jaar}": t.bedrag for t in eigen},
                "totaal": sum(t.bedrag for t in eigen),
                "per_inwoner": Fraction(eigen[0].bedrag, inwoners),
                **{f"lokaal_{jaar}": cijfers.lokaal_van(leden, jaar) for jaar in cijfers.jaren},
                "status": statusnamen(t.status for t in eigen),
                "werkagenda": str(eigen_register(cijfers.gegevens)[regio.naam].oordeel),
                "plaats": wegingen[regio.mandaathouder_code].vindplaats.plaats,
            }
        )
    kolommen = [
        Column("regio", "IZA-regio", total=None),
        Column("code", "Code", Kind.CODE),
        Column("mandaathouder", "Mandaathouder"),
        Column("rechtsvorm", "Rechtsvorm"),
        Column(
            "gemeenten",
            "Gemeenten",
            Kind.WHOLE,
            total="sum",
            formula=f"=COUNTIF({gemeenten.ref('regio')},{{regio}})",
        ),
        inwonerskolom(cijfers, som.replace("{kolom}", gemeenten.ref("inwoners"))),
        *jaarkolommen(cijfers, "regionaal", "Regionaal"),
        Column(
            "totaal",
            "Regionaal samen",
            Kind.EURO,
            total="sum",
            formula=som_over_jaren(cijfers, "regionaal"),
        ),
        per_inwoner_kolom(
            f"Regionaal per inwoner {cijfers.jaren[0]}", f"regionaal_{cijfers.jaren[0]}"
        ),
        *(
            Column(
                f"lokaal_{jaar}",
                f"Lokaal van de gemeenten {jaar}",
                Kind.EURO,
                total="sum",
                formula=som.replace("{kolom}", gemeenten.ref(f"lokaal_{jaar}")),
            )
            for jaar in cijfers.jaren
        ),
        Column("status", "Status", Kind.STATUS),
        Column("werkagenda", "Werkagenda volgens register", width=22),
        Column("plaats", "Bladzijde gewicht"),
    ]
    totaal = sum(cijfers.regionaal[r.naam, cijfers.jaren[0]].bedrag for r in cijfers.regios)
    totalen: dict[str, Value] = {"per_inwoner": Fraction(totaal, sum(cijfers.inwoners.values()))}
    return Sheet(
        "Per regio",
        "Regionaal geld per IZA-regio",
        Table(kolommen, rijen, totalen),
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


def _brugcontroles(
    cijfers: Cijfers, brug: Sheet, balken: Sequence[Balk], budget: Sheet
) -> Iterable[Controleregel]:
    yield brugcontrole(brug, balken)
    jaar = cijfers.jaren[0]
    yield Controleregel(
        f"Het einde van de brug is het landelijke budget {jaar}",
        Formula(f"={budget.total_ref(f'jaar_{jaar}')}", _landelijk(cijfers, jaar)),
        Formula(f"={brug.ref('bedrag', len(balken) - 1)}", balken[-1].bedrag),
    )


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
        lokaal, regionaal = (
            Formula(
                f"={budget.ref(f'jaar_{jaar}', volgorde.index(onderdeel))}",
                cijfers.budgetten[onderdeel, jaar].bedrag,
            )
            for onderdeel in (LOKAAL, REGIONAAL)
        )
        som_lokaal = cijfers.lokaal_van(cijfers.gemeenten, jaar)
        som_regionaal = sum(cijfers.regionaal[r.naam, jaar].bedrag for r in cijfers.regios)
        yield Controleregel(
            f"Lokaal {jaar}: alle gemeenten samen zijn het landelijke budget",
            lokaal,
            Formula(f"={gemeenten.total_ref(f'lokaal_{jaar}')}", som_lokaal),
        )
        yield Controleregel(
            f"Regionaal {jaar}: alle regio's samen zijn het landelijke budget",
            regionaal,
            Formula(f"={regios.total_ref(f'regionaal_{jaar}')}", som_regionaal),
        )
        for blad in (regios, provincies):
            yield Controleregel(
                f"Lokaal {jaar}: {blad.name.lower()} opgeteld is gelijk aan per gemeente",
                Formula(f"={gemeenten.total_ref(f'lokaal_{jaar}')}", som_lokaal),
                Formula(f"={blad.total_ref(f'lokaal_{jaar}')}", som_lokaal),
            )
        herkomst_som = sum(b.bedrag or 0 for b in cijfers.herkomst if b.jaar == str(jaar))
        yield Controleregel(
            f"{jaar}: de herkomst van het geld is gelijk aan het landelijke budget",
            Formula(f"={budget.total_ref(f'jaar_{jaar}')}", _landelijk(cijfers, jaar)),
            Formula(f"={herkomst.total_ref(f'jaar_{jaar}')}", herkomst_som),
        )
    inwoners = sum(cijfers.inwoners.values())
    yield Controleregel(
        "Inwoners: per regio opgeteld is gelijk aan per gemeente",
        Formula(f"={gemeenten.total_ref('inwoners')}", inwoners),
        Formula(f"={regios.total_ref('inwoners')}", inwoners),
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
