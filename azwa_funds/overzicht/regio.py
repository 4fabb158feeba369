"""Which sheets a region gets: its money, its gemeenten, conditions and dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from azwa_funds.doorverdelen import Doorverdeling, lees_plan, verdeel_door
from azwa_funds.excel.blad import Chart, ChartKind, Column, Cover, Fact, Kind, Sheet, Table, outcome
from azwa_funds.gegevens import zoek_regio
from azwa_funds.kalender import kalender_blad
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    LOKAAL,
    REGIONAAL,
    SPUK_IZA,
    Gemeente,
    Regio,
    Status,
    Vindplaats,
)
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import bestandsnaam, slug, telling
from azwa_funds.overzicht.kolommen import (
    Lokaal,
    alle_jaren,
    gemeentekolommen,
    jaarfeiten,
    slotkolommen,
    staven,
)
from azwa_funds.overzicht.ramingblad import blad_na_regio, ramingsherkomst
from azwa_funds.overzicht.regiobladen import (
    blad_ggd,
    blad_samenstelling,
    blad_werkagenda,
    ggd_in_woorden,
    samenstellingscontrole,
    werkagenda_in_woorden,
)
from azwa_funds.verdelen import Cijfers, toekenningen_als_csv
from azwa_funds.werkagenda import eigen_register
from azwa_funds.werkboek.delen import (
    EURO,
    bronnen_van,
    bronregels,
    correctiezinnen,
    gepubliceerd,
    grondslag_van_jaar,
    grondslagregels,
    grondslagzin,
    herkomst_van_budgetten,
    herkomst_van_onderdeel,
    inwoners_herkomst,
    jaarkolommen,
    sleutelzin,
    status_in_woorden,
)
from azwa_funds.werkboek.vast import (
    Bon,
    Controleregel,
    Herkomstregel,
    Werkboek,
    maak_werkboek,
    openstaand_blad,
)

#: What the receipt calls the workbook of a regio with what its plan promises.
REGIO_MET_PLAN = "regio-met-plan"

AANDEEL_UITLEG = (
    "Rekenkundig aandeel in het regionale geld: naar rato van de gewichten van de gemeenten in de "
    "lokale sleutel. Het geld zelf gaat naar de mandaathouder; dit is geen toezegging."
)


def pad_van_regio(regio: Regio) -> Path:
    """Return where the workbook of a regio stands in the folder for workbooks."""
    return Path("regio") / f"{bestandsnaam(slug(regio.naam))}.xlsx"


def regionaal_werkboek(
    cijfers: Cijfers, regio: Regio, plan: Doorverdeling | None = None
) -> Werkboek:
    """Make the workbook of one IZA-regio, with what its own plan promises where that is given."""
    leden = cijfers.gemeenten_van(regio.naam)
    gemeenten = blad_gemeenten(cijfers, f"IZA-regio {regio.naam}", leden)
    overzicht = _blad_overzicht(cijfers, regio, leden, gemeenten)
    aandelen = blad_aandelen(cijfers, regio.naam, leden, gemeenten, plan)
    samenstelling = blad_samenstelling(cijfers)
    eigen = [t for t in cijfers.toekenningen if t.regio == regio.naam]
    bladen = [
        overzicht,
        gemeenten,
        aandelen,
        blad_werkagenda(cijfers, regio),
        blad_ggd(cijfers, leden),
        samenstelling,
        kalender_blad(cijfers, regio),
        blad_na_regio(cijfers, regio),
        openstaand_blad(cijfers.gegevens),
    ]
    bon = Bon(
        REGIO_MET_PLAN if plan else "regio",
        regio.naam,
        f'azwa-funds overzicht --regio "{regio.naam}"'
        + (f' --plan "{plan.plan.pad.name}"' if plan else ""),
        toekenningen_als_csv(eigen),
        {plan.plan.pad.name: plan.plan.sha256} if plan else None,
    )
    titel = f"SPUK AZWA: IZA-regio {regio.naam}"
    voorblad = Cover(
        titel,
        f"Mandaathouder {regio.mandaathouder} ({regio.rechtsvorm}), "
        + telling(len(leden), "gemeente", "gemeenten"),
        [
            *jaarfeiten(cijfers, "Regionaal geld", overzicht, "regionaal"),
            _lokaal_feit(cijfers, gemeenten),
            Fact("Inwoners", cijfers.inwoners_van(leden), Kind.WHOLE),
            Fact("NPLV-gebieden", _nplv_in_woorden(cijfers, leden)),
            Fact("GGD-regio", ggd_in_woorden(cijfers, leden)),
            Fact("Werkagenda", werkagenda_in_woorden(eigen_register(cijfers.gegevens)[regio.naam])),
            Fact("Status van de bedragen", status_in_woorden(eigen)),
        ],
        [
            *(f"Voorwaarde: {voorwaarde.tekst}" for voorwaarde in cijfers.voorwaarden[:2]),
            sleutelzin(cijfers, REGIONAAL),
            f"Blad Aandelen: het aandeel van elke gemeente in het regionale geld. {AANDEEL_UITLEG}",
        ],
    )
    return maak_werkboek(
        cijfers, pad_van_regio(regio), voorblad, bladen,
        _controles(cijfers, aandelen, overzicht, samenstelling),
        [*_herkomstregels(cijfers, regio), *([_planherkomst(plan)] if plan else [])], bon,
    )  # fmt: skip


def _lokaal_feit(cijfers: Cijfers, gemeenten: Sheet) -> Fact:
    jaren = f"{cijfers.jaren[0]}-{cijfers.jaren[-1]}"
    return Fact(f"Lokaal geld van de gemeenten {jaren}", gemeenten.show("totaal"), Kind.EURO)


def _nplv_in_woorden(cijfers: Cijfers, leden: list[Gemeente]) -> str:
    namen = [naam for gemeente in leden for naam in cijfers.nplv_gebieden(gemeente)]
    return "; ".join(namen) + " (geld p.m.)" if namen else "geen"


def _blad_overzicht(
    cijfers: Cijfers, regio: Regio, leden: list[Gemeente], gemeenten: Sheet
) -> Sheet:
    """The money of the region per year, old uitkeringen and new."""

    def status(jaar: int) -> Status:
        if (regio.naam, jaar) in cijfers.gecorrigeerd:
            return Status.AANNAME
        nieuw = jaar in cijfers.jaren
        return cijfers.regionaal[regio.naam, jaar].status if nieuw else Status.VASTGESTELD

    regionaal = Column(
        "regionaal", "Regionaal (mandaathouder)", Kind.EURO,
        value=lambda jaar: cijfers.regionaal_bedrag(regio.naam, jaar),
    )  # fmt: skip
    kolommen = [
        *jaarrijkolommen(cijfers, leden, gemeenten, regionaal),
        Column("status", "Status", Kind.STATUS, value=status),
        Column(
            "grondslag", "Grondslag", width=30,
            value=lambda jaar: grondslag_van_jaar(cijfers, jaar),
        ),
    ]  # fmt: skip
    return Sheet(
        "Overzicht",
        f"IZA-regio {regio.naam}",
        Table.of(kolommen, alle_jaren(cijfers)),
        subtitle=f"Geld voor de regio en haar gemeenten; {EURO}",
        notes=[
            *correctiezinnen(cijfers, regio),
            grondslagzin(cijfers),
            *_twee_wegen(cijfers, regio),
            *(v.tekst for v in cijfers.voorwaarden),
        ],
        sources=[
            *bronnen_van(cijfers, REGIONAAL)[:-1],
            *(f"Voorwaarden: {regel}" for regel in bronregels(cijfers, cijfers.voorwaarden)),
        ],
        charts=[
            Chart(
                ChartKind.STACKED,
                "Regionaal en lokaal geld per jaar",
                "jaar",
                ["regionaal", "lokaal"],
                "Gestapelde kolommen: per jaar het regionale geld en daarop het lokale geld.",
                value_title="euro",
            )
        ],
        description="regionaal en lokaal geld per jaar, en de voorwaarden",
        one_page=True,
    )


def jaarrijkolommen(
    cijfers: Cijfers,
    leden: list[Gemeente],
    gemeenten: Sheet,
    regionaal: Column,
    *,
    eerst: str = "regionaal",
) -> list[Column]:
    """Return the columns of a row per year: regional money, local money and both together."""
    lokaal = Column(
        "lokaal",
        "Lokaal (gemeenten samen)",
        Kind.EURO,
        value=lambda jaar: gemeenten.show(f"lokaal_{jaar}"),
    )

    def samen(jaar: int) -> int:
        cellen = (outcome(kolom.cell(jaar)) for kolom in (lokaal, regionaal))
        return sum(bedrag for bedrag in cellen if isinstance(bedrag, int))

    delen = [regionaal, lokaal] if eerst == "regionaal" else [lokaal, regionaal]
    return [
        Column("jaar", "Jaar", Kind.CODE, value=str),
        Column(
            "uitkering", "Uitkering",
            value=lambda j: "SPUK AZWA" if j in cijfers.jaren else "SPUK IZA en Brede SPUK",
        ),
        *delen,
        Column(
            "samen", "Samen", Kind.EURO, formula=f"={{{delen[0].key}}}+{{{delen[1].key}}}",
            value=samen,
        ),
        Column(
            "per_inwoner",
            f"Samen per inwoner (inwoners 1 januari {cijfers.inwoners_jaar})",
            Kind.EURO_CENT, formula=f"={{samen}}/{gemeenten.total_ref('inwoners')}",
            value=lambda jaar: Fraction(samen(jaar), cijfers.inwoners_van(leden)),
        ),
    ]  # fmt: skip


def _twee_wegen(cijfers: Cijfers, regio: Regio) -> Iterable[str]:
    """Say what the other way to the regional amount gives: the sum of the gemeenten."""
    sleutel = cijfers.som_van_gemeenten
    if sleutel is None:
        return
    jaar, som = cijfers.jaren[0], cijfers.regionaal_als_som[regio.naam]
    verschil = som - cijfers.regionaal[regio.naam, jaar].bedrag
    richting = "meer" if verschil > 0 else "minder"
    bron = cijfers.gegevens.citeer(sleutel.vindplaats)
    yield (
        f"Op een tweede manier, als som van de gemeenten ({bron}), zou het regionale geld van "
        f"{jaar} {toon(som)} zijn: {toon(abs(verschil))} {richting}. Dat is een aanname."
    )


def blad_gemeenten(cijfers: Cijfers, wie: str, leden: list[Gemeente]) -> Sheet:
    """The local money of each gemeente, by the old uitkering and the new."""
    lokaal = Lokaal(cijfers)
    kolommen = [
        *gemeentekolommen(),
        lokaal.inwoners(),
        *jaarkolommen(
            cijfers, "lokaal", "Brede SPUK", jaren=cijfers.vorige_jaren,
            waarde=lambda g, jaar: cijfers.lokaal_bedrag(g.code, jaar),
        ),
        *lokaal.per_jaar(),
        lokaal.samen(),
        lokaal.per_inwoner("Lokaal per inwoner"),
        Column("nplv", "NPLV-gebied (p.m.)", value=lambda g: ", ".join(cijfers.nplv_gebieden(g))),
        *slotkolommen(cijfers, LOKAAL),
    ]  # fmt: skip
    return Sheet(
        "Gemeenten",
        f"Gemeenten van {wie}",
        Table.of(kolommen, leden, lokaal.totalen(leden)),
        subtitle=f"Lokaal geld, naar elke gemeente zelf; {EURO}",
        notes=[
            "NPLV-gebied: het geld voor deze gebieden is nog niet verdeeld (p.m.).",
            grondslagzin(cijfers),
            "Er is geen officiële lijst van gemeenten per IZA-regio; de indeling is afgeleid.",
        ],
        sources=bronnen_van(cijfers, LOKAAL),
        charts=[
            staven(
                cijfers, "gemeente", "per gemeente het lokale bedrag per inwoner"
            )
        ],
        description="per gemeente: lokaal geld per jaar en per inwoner",
        landscape=True,
        freeze_columns=2,
    )  # fmt: skip


def blad_aandelen(
    cijfers: Cijfers,
    van: str,
    leden: list[Gemeente],
    lokaal: Sheet,
    plan: Doorverdeling | None = None,
) -> Sheet:
    """The arithmetical shares of the gemeenten in the money of their region.

    Beside them stands what a plan of the region promises, where that is given.
    """

    def aandeel(gemeente: Gemeente, jaar: int) -> int:
        return cijfers.aandeel[gemeente.code, jaar]

    kolommen = [
        *gemeentekolommen(),
        *jaarkolommen(cijfers, "aandeel", "Aandeel regionaal", waarde=aandeel),
        *jaarkolommen(
            cijfers, "lokaal", "Lokaal",
            waarde=lambda g, jaar: lokaal.show(f"lokaal_{jaar}", leden.index(g)),
        ),
        *jaarkolommen(
            cijfers, "samen", "Samen", formule="={aandeel_{jaar}}+{lokaal_{jaar}}",
            waarde=lambda g, jaar: aandeel(g, jaar) + cijfers.lokaal[g.code, jaar].bedrag,
        ),
        Column("status", "Status aandeel", Kind.STATUS, value=lambda _: Status.AANNAME),
        *(_plankolommen(cijfers, plan) if plan else []),
    ]  # fmt: skip
    return Sheet(
        "Aandelen",
        f"Aandeel van elke gemeente in het geld van {van}",
        Table.of(kolommen, leden),
        subtitle=f"Een rekenkundig aandeel, om mee te begroten; {EURO}",
        notes=[AANDEEL_UITLEG, *([_planzin(plan)] if plan else [])],
        description="een rekenkundig aandeel van elke gemeente in het regionale geld",
        landscape=True,
        freeze_columns=2,
    )


def _plankolommen(cijfers: Cijfers, plan: Doorverdeling) -> list[Column]:
    """What the plan promises a gemeente, and how that differs from its arithmetical share."""

    def scheelt(gemeente: Gemeente, jaar: int) -> int:
        return (plan.toegezegd(gemeente.code, jaar) or 0) - cijfers.aandeel[gemeente.code, jaar]

    jaren = [jaar for jaar in cijfers.jaren if jaar in plan.jaren]
    return [
        *jaarkolommen(
            cijfers, "plan", "Toegezegd", jaren=jaren,
            waarde=lambda g, jaar: plan.toegezegd(g.code, jaar),
        ),
        *jaarkolommen(
            cijfers, "scheelt", "Toegezegd min aandeel", jaren=jaren, waarde=scheelt,
            formule="={plan_{jaar}}-{aandeel_{jaar}}",
        ),
    ]  # fmt: skip


def _planzin(plan: Doorverdeling) -> str:
    besluit = plan.plan.besluit or "nog zonder besluit, dus een aanname"
    return (
        f"Toegezegd: volgens {plan.plan.naam} ({plan.plan.pad.name}; {besluit}). Wat regionaal "
        "blijft, staat bij geen enkele gemeente; daarom is de som lager dan het aandeel."
    )


def _planherkomst(plan: Doorverdeling) -> Herkomstregel:
    hoe = f"het plan van de regio ({plan.plan.pad.name}): "
    hoe += plan.plan.besluit or "nog zonder besluit"
    return Herkomstregel("Aandelen", "Toegezegd", hoe, None, plan.status)


def regio_met_plan_opnieuw(cijfers: Cijfers, naam: str, bestanden: Sequence[Path]) -> Werkboek:
    """Make the workbook of a regio again, with the plan that is given once more."""
    return regionaal_werkboek(
        cijfers, zoek_regio(cijfers.gegevens, naam), lees_plan_van(cijfers, naam, bestanden)
    )


def lees_plan_van(cijfers: Cijfers, regio: str, paden: Sequence[Path]) -> Doorverdeling:
    """Read the one plan among these files that is of a regio, and work it out."""
    for pad in paden:
        plan = lees_plan(cijfers, pad)
        if plan.regio.naam == regio:
            return verdeel_door(cijfers, plan)
    raise Gebruikersfout(
        f"Geen van de plannen is van IZA-regio {regio}; geef het plan van die regio met --plan."
    )


def _controles(
    cijfers: Cijfers, aandelen: Sheet, overzicht: Sheet, samenstelling: Sheet
) -> Iterable[Controleregel]:
    for nummer, jaar in enumerate(alle_jaren(cijfers)):
        if jaar in cijfers.jaren:
            yield Controleregel(
                f"{jaar}: de aandelen van de gemeenten zijn samen het regionale geld",
                overzicht.show("regionaal", nummer),
                aandelen.show(f"aandeel_{jaar}"),
            )
            yield samenstellingscontrole(cijfers, samenstelling, jaar)


def _herkomstregels(cijfers: Cijfers, regio: Regio) -> Iterable[Herkomstregel]:
    yield from herkomst_van_onderdeel(cijfers, REGIONAAL, "Overzicht")
    yield from herkomst_van_onderdeel(cijfers, LOKAAL, "Gemeenten")
    yield from grondslagregels(cijfers, "Overzicht")
    for uitkering, blad in ((SPUK_IZA, "Overzicht"), (BREDE_SPUK, "Gemeenten")):
        yield from gepubliceerd(cijfers, uitkering, blad, "bladzijde als bij het gewicht")
    for sleutel in cijfers.gegevens.sleutels.values():
        for correctie in sleutel.correcties:
            if correctie.ontvanger == regio.naam:
                yield Herkomstregel(
                    "Overzicht",
                    f"SPUK IZA {sleutel.gewichten['jaar']}, gecorrigeerd",
                    correctie.reden,
                    correctie.vindplaats,
                    Status.AANNAME,
                )
    yield Herkomstregel("Aandelen", "Aandeel regionaal", AANDEEL_UITLEG, None, Status.AANNAME)
    yield from herkomst_van_budgetten("Samenstelling", cijfers.herkomst)
    yield Herkomstregel("Samenstelling", "Alle kolommen", "opgeteld uit de bedragen hierboven")
    yield from ramingsherkomst(cijfers)
    yield inwoners_herkomst(cijfers)
    for bron in dict.fromkeys(gemeente.ggd_bron for gemeente in cijfers.gemeenten):
        yield Herkomstregel(
            "GGD",
            "GGD-regio, Gemeenten in deze IZA-regio, Gemeenten in de GGD-regio",
            "afgeleid uit grenzen, en geteld",
            Vindplaats(bron, ""),
        )
