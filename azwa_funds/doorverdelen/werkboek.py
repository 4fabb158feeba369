"""The workbook of a plan: cover, amounts, every way side by side, checks, origin and receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from azwa_funds.doorverdelen.bladen import (
    beschikkingblad,
    gemeentenblad,
    per_jaar_blad,
    regionaal_blad,
    terugmeldblad,
    wijzenblad,
)
from azwa_funds.doorverdelen.jaarbladen import jaarblad
from azwa_funds.doorverdelen.plan import Plan, Wijze
from azwa_funds.doorverdelen.planlezer import lees_plan
from azwa_funds.doorverdelen.teksten import doel_van, planteksten_van
from azwa_funds.doorverdelen.verdeling import Doorverdeling, verdeel_door
from azwa_funds.doorverdelen.vergelijking import Verschil, door_de_beschikking, verdeling_als_csv
from azwa_funds.excel.blad import Cover, Fact, Formula, Kind, Sheet
from azwa_funds.kern.begrippen import BREDE_SPUK, LOKAAL, Status, Vindplaats
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import telling
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.delen import inwoners_herkomst
from azwa_funds.werkboek.vast import Bon, Controleregel, Herkomstregel, Werkboek, maak_werkboek

#: What the receipt calls this kind of workbook, and the name of its file.
SOORT, BESTAND = "doorverdelen", Path("doorverdeling.xlsx")


def doorverdeling_werkboek(cijfers: Cijfers, verdeling: Doorverdeling) -> Werkboek:
    """Make the workbook of a plan that was worked out."""
    plan = verdeling.plan
    regionaal = regionaal_blad(verdeling, per_jaar_blad(cijfers, verdeling, None))
    per_jaar = per_jaar_blad(cijfers, verdeling, regionaal)
    jaarbladen = [
        jaarblad(cijfers, verdeling, per_jaar, nummer) for nummer in range(len(verdeling.jaren))
    ]
    gemeenten = gemeentenblad(cijfers, verdeling, jaarbladen)
    wijzen = wijzenblad(verdeling, jaarbladen)
    veranderd = door_de_beschikking(cijfers, verdeling) or []
    bladen = [
        gemeenten,
        per_jaar,
        *([regionaal] if regionaal.table.rows else []),
        *jaarbladen,
        wijzen,
        *([beschikkingblad(veranderd)] if veranderd else []),
        terugmeldblad(cijfers, verdeling),
    ]
    bon = Bon(
        SOORT,
        plan.regio.naam,
        f'azwa-funds doorverdelen "{plan.pad.name}"',
        verdeling_als_csv(verdeling),
        {plan.pad.name: plan.sha256},
    )
    return maak_werkboek(
        cijfers, BESTAND, _voorblad(cijfers, verdeling, per_jaar), bladen,
        _controles(verdeling, per_jaar, regionaal, jaarbladen, wijzen),
        _herkomst(cijfers, verdeling, veranderd), bon,
    )  # fmt: skip


def doorverdeling_opnieuw(cijfers: Cijfers, regio: str, bestanden: Sequence[Path]) -> Werkboek:
    """Make the workbook of a plan again, from the plan that is given once more."""
    if len(bestanden) != 1:
        raise Gebruikersfout(
            f"Het werkboek van regio {regio} is gemaakt uit één plan; geef dat ene bestand."
        )
    return doorverdeling_werkboek(cijfers, verdeel_door(cijfers, lees_plan(cijfers, bestanden[0])))


def _voorblad(cijfers: Cijfers, verdeling: Doorverdeling, per_jaar: Sheet) -> Cover:
    plan, teksten = verdeling.plan, planteksten_van(cijfers.gegevens)
    feiten = []
    for nummer, (jaar, deel) in enumerate(verdeling.jaren.items()):
        for wat, sleutel, bedrag in (
            ("Regionaal bedrag", "bedrag", deel.geld.bedrag),
            ("naar de gemeenten", "gemeenten", deel.naar_gemeenten),
        ):
            formule = Formula(f"={per_jaar.ref(sleutel, nummer)}", bedrag)
            feiten.append(Fact(f"{jaar}: {wat}", formule, Kind.EURO))
    statussen = dict.fromkeys(str(verdeling.status_van(jaar)) for jaar in verdeling.jaren)
    doelen = dict.fromkeys(
        doel_van(teksten, plan, deel.geld.uitkering) for deel in verdeling.jaren.values()
    )
    return Cover(
        plan.naam,
        f"Mandaathouder {plan.regio.mandaathouder} ({plan.regio.rechtsvorm}), "
        + telling(len(verdeling.jaren[plan.jaren[0]].gemeenten), "gemeente", "gemeenten"),
        [
            *feiten,
            Fact("Besluit", plan.besluit or "nog geen besluit"),
            Fact("Status van de bedragen", " en ".join(statussen)),
        ],
        [
            f"Waarvoor het geld is: {'; '.join(doelen)}.",
            teksten.sleutel.tekst,
            *(
                []
                if plan.besluit
                else [
                    "Er is nog geen besluit over dit plan. Daarom heeft elk bedrag status aanname, "
                    "en kunnen er geen rechten aan worden ontleend."
                ]
            ),
            "Iets veranderen? Pas het plan aan en maak het werkboek opnieuw; dan kloppen ook de "
            "tabel en de brieven.",
        ],
    )


def _controles(
    verdeling: Doorverdeling,
    per_jaar: Sheet,
    regionaal: Sheet,
    jaarbladen: Sequence[Sheet],
    wijzen: Sheet,
) -> Iterable[Controleregel]:
    for nummer, (jaar, deel) in enumerate(verdeling.jaren.items()):
        naar_gemeenten = jaarbladen[nummer].total_ref("bedrag")
        blijft = "0"
        if regionaal.table.rows:
            blijft = f'SUMIF({regionaal.ref("jaar")},"{jaar}",{regionaal.ref("bedrag")})'
        yield Controleregel(
            f"{jaar}: regionaal en gemeenten samen zijn het regionale bedrag",
            Formula(f"={per_jaar.ref('bedrag', nummer)}", deel.geld.bedrag),
            Formula(f"={blijft}+{naar_gemeenten}", deel.regionaal + deel.naar_gemeenten),
        )
        for wijze in Wijze if deel.naar_gemeenten else ():
            som = f'=SUMIF({wijzen.ref("jaar")},"{jaar}",{wijzen.ref(str(wijze))})'
            yield Controleregel(
                f"{jaar}: de verdeling {wijze.woorden} is samen even groot",
                Formula(f"={naar_gemeenten}", deel.naar_gemeenten),
                Formula(som, sum(deel.wijzen[wijze].values())),
            )


# -- origin ------------------------------------------------------------------------------------


def _herkomst(
    cijfers: Cijfers, verdeling: Doorverdeling, veranderd: Sequence[Verschil]
) -> Iterable[Herkomstregel]:
    plan, teksten = verdeling.plan, planteksten_van(cijfers.gegevens)
    for jaar, deel in verdeling.jaren.items():
        yield Herkomstregel(
            "Per jaar",
            f"Regionaal bedrag {jaar}",
            "overgenomen uit de beschikking"
            if deel.geld.berekend is not None
            else "zoals in azwa-funds verdeel, of gepubliceerd",
            deel.geld.vindplaats,
            deel.geld.status,
        )
    hoe = f"het plan van de regio ({plan.pad.name}): {plan.besluit or 'nog zonder besluit'}"
    yield Herkomstregel("Regionaal", "Bedragen en percentages", hoe, None, verdeling.status)
    yield Herkomstregel(
        ", ".join(f"Jaar {jaar}" for jaar in verdeling.jaren),
        "Vaste bedragen, activiteiten, minimum en percentages",
        hoe,
        None,
        verdeling.status,
    )
    yield Herkomstregel(
        "alle bladen", "De manier van verdelen", teksten.sleutel.tekst,
        teksten.sleutel.vindplaats, verdeling.status,
    )  # fmt: skip
    yield Herkomstregel(
        "Jaar, Gemeenten", "Precies deel, Van de rest, Bedrag",
        "rest x gewicht / som van de gewichten; afgerond volgens grootste resten", None,
        verdeling.status,
    )  # fmt: skip
    yield from _herkomst_van_gewichten(cijfers, plan)
    if veranderd:
        yield Herkomstregel(
            "Door de beschikking", "Alle bedragen",
            "hetzelfde plan met het berekende en met het beschikte bedrag", None, verdeling.status,
        )  # fmt: skip
    terug = teksten.verantwoording[plan.terugmelding.wijze]
    yield Herkomstregel("Terugmelden", "Wat er wordt teruggemeld", terug.tekst,
                        terug.vindplaats)  # fmt: skip
    yield Herkomstregel("Terugmelden", "Uiterlijk", teksten.termijn.tekst
                        + ", tenzij het plan een eerdere dag noemt",
                        teksten.termijn.vindplaats)  # fmt: skip
    yield inwoners_herkomst(cijfers)


def _herkomst_van_gewichten(cijfers: Cijfers, plan: Plan) -> Iterable[Herkomstregel]:
    """Lead the weights of the Brede SPUK to their source, of the new years and of the old."""
    oud = [jaar for jaar in plan.jaren if jaar not in cijfers.jaren]
    if len(oud) < len(plan.jaren):
        sleutel = cijfers.sleutel(LOKAAL)
        yield Herkomstregel(
            "Jaar, Manieren naast elkaar",
            f"Gewicht Brede SPUK: sleutel {sleutel.naam}",
            sleutel.toelichting,
            sleutel.vindplaats,
            sleutel.status,
        )
    for bron, plaats in dict.fromkeys(
        (b.vindplaats.bron, b.jaar)
        for b in cijfers.gegevens.beschikkingen
        if b.uitkering == BREDE_SPUK and b.jaar in oud
    ):
        yield Herkomstregel(
            "Jaar, Manieren naast elkaar",
            f"Gewicht Brede SPUK {plaats}: het gepubliceerde bedrag",
            "overgenomen",
            Vindplaats(bron, f"tabel van {plaats}"),
            Status.VASTGESTELD,
        )
