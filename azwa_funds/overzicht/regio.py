"""Which sheets a region gets: its money, its gemeenten, conditions and dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from azwa_funds.doorverdelen import Doorverdeling, lees_plan, verdeel_door
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
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.kern.tekst import bestandsnaam, slug, telling
from azwa_funds.overzicht.ramingblad import blad_na_regio, ramingsherkomst
from azwa_funds.overzicht.regiobladen import (
    blad_ggd,
    blad_samenstelling,
    blad_werkagenda,
    ggd_in_woorden,
    som,
    werkagenda_in_woorden,
)
from azwa_funds.verdelen import Cijfers, als_csv
from azwa_funds.werkagenda import eigen_register
from azwa_funds.werkboek.delen import (
    EURO,
    bronnen_van,
    gepubliceerd,
    grondslag_van_jaar,
    grondslagregels,
    grondslagzin,
    herkomst_van_budgetten,
    herkomst_van_onderdeel,
    inwoners_herkomst,
    inwonerskolom,
    jaarkolommen,
    per_inwoner_kolom,
    sleutelzin,
    som_over_jaren,
    status_in_woorden,
    statusnamen,
)
from azwa_funds.werkboek.openstaand import openstaand_blad
from azwa_funds.werkboek.vast import Bon, Controleregel, Herkomstregel, Werkboek, maak_werkboek

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
        als_csv(eigen),
        {plan.plan.pad.name: plan.plan.sha256} if plan else None,
    )
    titel = f"SPUK AZWA: IZA-regio {regio.naam}"
    voorblad = Cover(
        titel,
        f"Mandaathouder {regio.mandaathouder} ({regio.rechtsvorm}), "
        + telling(len(leden), "gemeente", "gemeenten"),
        [
            *_regionale_feiten(cijfers, regio, overzicht),
            _lokaal_feit(cijfers, leden, gemeenten),
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
        _controles(cijfers, regio, aandelen, overzicht, samenstelling),
        [*_herkomstregels(cijfers, regio), *_planherkomst(plan)], bon,
    )  # fmt: skip


def _regionale_feiten(cijfers: Cijfers, regio: Regio, overzicht: Sheet) -> Iterable[Fact]:
    for nummer, jaar in enumerate(_alle_jaren(cijfers)):
        if jaar in cijfers.jaren:
            bedrag = cijfers.regionaal[regio.naam, jaar].bedrag
            formule = Formula(f"={overzicht.ref('regionaal', nummer)}", bedrag)
            yield Fact(f"Regionaal geld {jaar}", formule, Kind.EURO)


def _lokaal_feit(cijfers: Cijfers, leden: list[Gemeente], gemeenten: Sheet) -> Fact:
    totaal = sum(cijfers.lokaal_van(leden, jaar) for jaar in cijfers.jaren)
    jaren = f"{cijfers.jaren[0]}-{cijfers.jaren[-1]}"
    formule = Formula(f"={gemeenten.total_ref('totaal')}", totaal)
    return Fact(f"Lokaal geld van de gemeenten {jaren}", formule, Kind.EURO)


def _alle_jaren(cijfers: Cijfers) -> list[int]:
    return [*cijfers.vorige_jaren, *cijfers.jaren]


def _nplv_in_woorden(cijfers: Cijfers, leden: list[Gemeente]) -> str:
    namen = [naam for gemeente in leden for naam in cijfers.nplv_gebieden(gemeente)]
    return "; ".join(namen) + " (geld p.m.)" if namen else "geen"


def _blad_overzicht(
    cijfers: Cijfers, regio: Regio, leden: list[Gemeente], gemeenten: Sheet
) -> Sheet:
    """The money of the region per year, old uitkeringen and new."""
    inwoners = cijfers.inwoners_van(leden)
    rijen: list[dict[str, Cell]] = []
    for jaar in _alle_jaren(cijfers):
        nieuw = jaar in cijfers.jaren
        status = cijfers.regionaal[regio.naam, jaar].status if nieuw else Status.VASTGESTELD
        if (regio.naam, jaar) in cijfers.gecorrigeerd:
            status = Status.AANNAME
        lokaal = sum(cijfers.lokaal_bedrag(gemeente.code, jaar) for gemeente in leden)
        regionaal = cijfers.regionaal_bedrag(regio.naam, jaar)
        rijen.append(
            {
                "jaar": str(jaar),
                "uitkering": "SPUK AZWA" if nieuw else "SPUK IZA en Brede SPUK",
                "regionaal": regionaal,
                "lokaal": Formula(f"={gemeenten.total_ref(f'lokaal_{jaar}')}", lokaal),
                "samen": lokaal + regionaal,
                "per_inwoner": Fraction(lokaal + regionaal, inwoners),
                "status": str(status),
                "grondslag": grondslag_van_jaar(cijfers, jaar),
            }
        )
    kolommen = [
        Column("jaar", "Jaar", Kind.CODE),
        Column("uitkering", "Uitkering"),
        Column("regionaal", "Regionaal (mandaathouder)", Kind.EURO),
        Column("lokaal", "Lokaal (gemeenten samen)", Kind.EURO),
        Column("samen", "Samen", Kind.EURO, formula="={regionaal}+{lokaal}"),
        Column(
            "per_inwoner",
            f"Samen per inwoner (inwoners 1 januari {cijfers.inwoners_jaar})",
            Kind.EURO_CENT,
            formula=f"={{samen}}/{gemeenten.total_ref('inwoners')}",
        ),
        Column("status", "Status", Kind.STATUS),
        Column("grondslag", "Grondslag", width=30),
    ]
    return Sheet(
        "Overzicht",
        f"IZA-regio {regio.naam}",
        Table(kolommen, rijen),
        subtitle=f"Geld voor de regio en haar gemeenten; {EURO}",
        notes=[
            *_correctiezinnen(cijfers, regio),
            grondslagzin(cijfers),
            *_twee_wegen(cijfers, regio),
            *(v.tekst for v in cijfers.voorwaarden),
        ],
        sources=[
            *bronnen_van(cijfers, REGIONAAL)[:-1],
            *(f"Voorwaarden: {regel}" for regel in _voorwaardebronnen(cijfers)),
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


def _twee_wegen(cijfers: Cijfers, regio: Regio) -> Iterable[str]:
    """Say what the other way to the regional amount gives: the sum of the gemeenten."""
    sleutel = cijfers.som_van_gemeenten
    if sleutel is None:
        return
    jaar, som = cijfers.jaren[0], cijfers.regionaal_als_som[regio.naam]
    verschil = som - cijfers.regionaal[regio.naam, jaar].bedrag
    richting = "meer" if verschil > 0 else "minder"
    bron = citeer_vindplaats(cijfers.gegevens.bronnen, sleutel.vindplaats)
    yield (
        f"Op een tweede manier, als som van de gemeenten ({bron}), zou het regionale geld van "
        f"{jaar} {toon(som)} zijn: {toon(abs(verschil))} {richting}. Dat is een aanname."
    )


def _correctiezinnen(cijfers: Cijfers, regio: Regio) -> list[str]:
    return [
        f"Het bedrag SPUK IZA {sleutel.gewichten['jaar']} is gecorrigeerd: {correctie.reden}."
        for sleutel in cijfers.gegevens.sleutels.values()
        for correctie in sleutel.correcties
        if correctie.ontvanger == regio.naam
    ]


def _voorwaardebronnen(cijfers: Cijfers) -> list[str]:
    bronnen = cijfers.gegevens.bronnen
    plaatsen = dict.fromkeys(voorwaarde.vindplaats for voorwaarde in cijfers.voorwaarden)
    return [citeer_vindplaats(bronnen, plaats) + "." for plaats in plaatsen]


def blad_gemeenten(cijfers: Cijfers, wie: str, leden: list[Gemeente]) -> Sheet:
    wegingen = cijfers.gewichten(LOKAAL)
    rijen: list[dict[str, Cell]] = []
    for gemeente in leden:
        eigen = [cijfers.lokaal[gemeente.code, jaar] for jaar in cijfers.jaren]
        inwoners = cijfers.inwoners[gemeente.code]
        rijen.append(
            {
                "code": gemeente.code,
                "gemeente": gemeente.naam,
                "inwoners": inwoners,
                **{
                    f"lokaal_{jaar}": cijfers.lokaal_bedrag(gemeente.code, jaar)
                    for jaar in _alle_jaren(cijfers)
                },
                "totaal": sum(t.bedrag for t in eigen),
                "per_inwoner": Fraction(eigen[0].bedrag, inwoners),
                "nplv": ", ".join(cijfers.nplv_gebieden(gemeente)),
                "status": statusnamen(t.status for t in eigen),
                "plaats": wegingen[gemeente.code].vindplaats.plaats,
            }
        )
    eerste = cijfers.jaren[0]
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente"),
        inwonerskolom(cijfers),
        *(
            Column(f"lokaal_{jaar}", f"Brede SPUK {jaar}", Kind.EURO, total="sum")
            for jaar in cijfers.vorige_jaren
        ),
        *jaarkolommen(cijfers, "lokaal", "Lokaal"),
        Column(
            "totaal",
            "Lokaal samen",
            Kind.EURO,
            total="sum",
            formula=som_over_jaren(cijfers, "lokaal"),
        ),
        per_inwoner_kolom(f"Lokaal per inwoner {eerste}", f"lokaal_{eerste}"),
        Column("nplv", "NPLV-gebied (p.m.)"),
        Column("status", "Status", Kind.STATUS),
        Column("plaats", "Bladzijde gewicht"),
    ]
    totaal = cijfers.lokaal_van(leden, eerste)
    totalen: dict[str, Value] = {"per_inwoner": Fraction(totaal, cijfers.inwoners_van(leden))}
    return Sheet(
        "Gemeenten",
        f"Gemeenten van {wie}",
        Table(kolommen, rijen, totalen),
        subtitle=f"Lokaal geld, naar elke gemeente zelf; {EURO}",
        notes=[
            "NPLV-gebied: het geld voor deze gebieden is nog niet verdeeld (p.m.).",
            grondslagzin(cijfers),
            "Er is geen officiële lijst van gemeenten per IZA-regio; de indeling is afgeleid.",
        ],
        sources=bronnen_van(cijfers, LOKAAL),
        charts=[
            Chart(
                ChartKind.BAR,
                f"Lokaal geld per inwoner in {eerste}",
                "gemeente",
                ["per_inwoner"],
                "Staven: per gemeente het lokale bedrag per inwoner.",
                value_title="euro per inwoner",
                number_format="#,##0.00",
                height=max(200, 90 + 22 * len(leden)),
                labels=True,
            )
        ],
        description="per gemeente: lokaal geld per jaar en per inwoner",
        landscape=True,
        freeze_columns=2,
    )


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
    rijen: list[dict[str, Cell]] = []
    for nummer, gemeente in enumerate(leden):
        rij: dict[str, Cell] = {"code": gemeente.code, "gemeente": gemeente.naam}
        for jaar in cijfers.jaren:
            eigen = cijfers.lokaal[gemeente.code, jaar].bedrag
            aandeel = cijfers.aandeel[gemeente.code, jaar]
            rij |= {
                f"aandeel_{jaar}": aandeel,
                f"lokaal_{jaar}": Formula(f"={lokaal.ref(f'lokaal_{jaar}', nummer)}", eigen),
                f"samen_{jaar}": eigen + aandeel,
            }
        rijen.append(rij | {"status": str(Status.AANNAME)} | _toegezegd(cijfers, plan, gemeente))
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente"),
        *jaarkolommen(cijfers, "aandeel", "Aandeel regionaal"),
        *jaarkolommen(cijfers, "lokaal", "Lokaal"),
        *jaarkolommen(cijfers, "samen", "Samen", formule="={aandeel_{jaar}}+{lokaal_{jaar}}"),
        Column("status", "Status aandeel", Kind.STATUS),
        *_plankolommen(cijfers, plan),
    ]
    return Sheet(
        "Aandelen",
        f"Aandeel van elke gemeente in het geld van {van}",
        Table(kolommen, rijen),
        subtitle=f"Een rekenkundig aandeel, om mee te begroten; {EURO}",
        notes=[AANDEEL_UITLEG, *_planzin(plan)],
        description="een rekenkundig aandeel van elke gemeente in het regionale geld",
        landscape=True,
        freeze_columns=2,
    )


def _toegezegd(cijfers: Cijfers, plan: Doorverdeling | None, gemeente: Gemeente) -> dict[str, Cell]:
    """What the plan promises a gemeente, and how that differs from its arithmetical share."""
    cellen: dict[str, Cell] = {}
    for jaar in _planjaren(cijfers, plan):
        toegezegd = plan.toegezegd(gemeente.code, jaar) if plan else None
        aandeel = cijfers.aandeel[gemeente.code, jaar]
        cellen[f"plan_{jaar}"] = toegezegd
        cellen[f"scheelt_{jaar}"] = (toegezegd or 0) - aandeel
    return cellen


def _planjaren(cijfers: Cijfers, plan: Doorverdeling | None) -> list[int]:
    return [jaar for jaar in cijfers.jaren if plan and jaar in plan.jaren]


def _plankolommen(cijfers: Cijfers, plan: Doorverdeling | None) -> list[Column]:
    jaren = _planjaren(cijfers, plan)
    return [
        *(Column(f"plan_{jaar}", f"Toegezegd {jaar}", Kind.EURO, total="sum") for jaar in jaren),
        *(
            Column(
                f"scheelt_{jaar}", f"Toegezegd min aandeel {jaar}", Kind.EURO, total="sum",
                formula=f"={{plan_{jaar}}}-{{aandeel_{jaar}}}",
            )
            for jaar in jaren
        ),
    ]  # fmt: skip


def _planzin(plan: Doorverdeling | None) -> list[str]:
    if plan is None:
        return []
    besluit = plan.plan.besluit or "nog zonder besluit, dus een aanname"
    return [
        f"Toegezegd: volgens {plan.plan.naam} ({plan.plan.pad.name}; {besluit}). Wat regionaal "
        "blijft, staat bij geen enkele gemeente; daarom is de som lager dan het aandeel."
    ]


def _planherkomst(plan: Doorverdeling | None) -> Iterable[Herkomstregel]:
    if plan:
        hoe = f"het plan van de regio ({plan.plan.pad.name}): "
        hoe += plan.plan.besluit or "nog zonder besluit"
        yield Herkomstregel("Aandelen", "Toegezegd", hoe, None, plan.status)


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
    cijfers: Cijfers, regio: Regio, aandelen: Sheet, overzicht: Sheet, samenstelling: Sheet
) -> Iterable[Controleregel]:
    jaren = _alle_jaren(cijfers)
    for jaar in cijfers.jaren:
        regionaal = cijfers.regionaal[regio.naam, jaar].bedrag
        yield Controleregel(
            f"{jaar}: de aandelen van de gemeenten zijn samen het regionale geld",
            Formula(f"={overzicht.ref('regionaal', jaren.index(jaar))}", regionaal),
            Formula(f"={aandelen.total_ref(f'aandeel_{jaar}')}", regionaal),
        )
        landelijk = som(cijfers.budgetten.values(), jaar)
        herkomst = som(cijfers.herkomst, jaar)
        yield Controleregel(
            f"{jaar}: de samenstelling is gelijk aan het landelijke budget",
            Formula(f"={landelijk}", landelijk),
            Formula(f"={samenstelling.total_ref(f'jaar_{jaar}')}", herkomst),
        )


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
