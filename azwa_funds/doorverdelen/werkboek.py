"""The workbook of a plan: cover, amounts, every way side by side, checks, origin and receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from azwa_funds.doorverdelen.bladen import (
    beschikkingblad,
    gemeentenblad,
    per_jaar_blad,
    regionaal_blad,
    som_regionaal,
    terugmeldblad,
    wijzenblad,
)
from azwa_funds.doorverdelen.brieven import bronnen_van_oud
from azwa_funds.doorverdelen.jaarbladen import jaarblad
from azwa_funds.doorverdelen.plan import Plan, Wijze
from azwa_funds.doorverdelen.planlezer import lees_plan
from azwa_funds.doorverdelen.teksten import planteksten_van
from azwa_funds.doorverdelen.verdeling import Doorverdeling, verdeel_door
from azwa_funds.doorverdelen.vergelijking import Verschil, door_de_beschikking, verdeling_als_csv
from azwa_funds.excel.blad import Cover, Fact, Formula, Kind, Sheet
from azwa_funds.kern.begrippen import LOKAAL, Status, Vindplaats
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


_GEEN_BESLUIT = (
    "Er is nog geen besluit over dit plan. Daarom heeft elk bedrag status aanname, en kunnen er "
    "geen rechten aan worden ontleend."
)


def _voorblad(cijfers: Cijfers, verdeling: Doorverdeling, per_jaar: Sheet) -> Cover:
    plan, teksten = verdeling.plan, planteksten_van(cijfers.gegevens)
    feiten = []
    for nummer, jaar in enumerate(verdeling.jaren):
        for wat, kolom in ("Regionaal bedrag", "bedrag"), ("naar de gemeenten", "gemeenten"):
            feiten.append(Fact(f"{jaar}: {wat}", per_jaar.show(kolom, nummer), Kind.EURO))
    statussen = dict.fromkeys(str(verdeling.status_van(jaar)) for jaar in verdeling.jaren)
    doelen = dict.fromkeys(
        teksten.doel_van(plan, deel.geld.uitkering) for deel in verdeling.jaren.values()
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
            *([] if plan.besluit else [_GEEN_BESLUIT]),
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
        yield Controleregel(
            f"{jaar}: regionaal en gemeenten samen zijn het regionale bedrag",
            per_jaar.show("bedrag", nummer),
            Formula(
                f"={som_regionaal(regionaal, jaar)}+{naar_gemeenten}",
                deel.regionaal + deel.naar_gemeenten,
            ),
        )
        for wijze in Wijze if deel.naar_gemeenten else ():
            som = f'=SUMIF({wijzen.ref("jaar")},"{jaar}",{wijzen.ref(str(wijze))})'
            yield Controleregel(
                f"{jaar}: de verdeling {wijze.woorden} is samen even groot",
                jaarbladen[nummer].show("bedrag"),
                Formula(som, sum(deel.wijzen[wijze].values())),
            )


# -- origin ------------------------------------------------------------------------------------


def _herkomst(
    cijfers: Cijfers, verdeling: Doorverdeling, veranderd: Sequence[Verschil]
) -> Iterable[Herkomstregel]:
    plan, teksten = verdeling.plan, planteksten_van(cijfers.gegevens)
    sleutel, termijn = teksten.sleutel, teksten.termijn
    regel = partial(Herkomstregel, status=verdeling.status)
    for jaar, deel in verdeling.jaren.items():
        is_beschikt, wat = deel.geld.berekend is not None, f"Regionaal bedrag {jaar}"
        hoe = "zoals in azwa-funds verdeel, of gepubliceerd"
        hoe = "overgenomen uit de beschikking" if is_beschikt else hoe
        yield Herkomstregel("Per jaar", wat, hoe, deel.geld.vindplaats, deel.geld.status)
    hoe = f"het plan van de regio ({plan.pad.name}): {plan.besluit or 'nog zonder besluit'}"
    yield regel("Regionaal", "Bedragen en percentages", hoe)
    jaren = ", ".join(f"Jaar {jaar}" for jaar in verdeling.jaren)
    yield regel(jaren, "Vaste bedragen, activiteiten, minimum en percentages", hoe)
    yield regel("alle bladen", "De manier van verdelen", sleutel.tekst, sleutel.vindplaats)
    hoe = "rest x gewicht / som van de gewichten; afgerond volgens grootste resten"
    yield regel("Jaar, Gemeenten", "Precies deel, Van de rest, Bedrag", hoe)
    yield from _herkomst_van_gewichten(cijfers, plan)
    if veranderd:
        hoe = "hetzelfde plan met het berekende en met het beschikte bedrag"
        yield regel("Door de beschikking", "Alle bedragen", hoe)
    terug = teksten.verantwoording(plan.terugmelding.wijze)
    wat = "Wat er wordt teruggemeld"
    yield Herkomstregel("Terugmelden", wat, terug.tekst, terug.vindplaats)
    hoe = f"{termijn.tekst}, tenzij het plan een eerdere dag noemt"
    yield Herkomstregel("Terugmelden", "Uiterlijk", hoe, termijn.vindplaats)
    yield inwoners_herkomst(cijfers)


def _herkomst_van_gewichten(cijfers: Cijfers, plan: Plan) -> Iterable[Herkomstregel]:
    """Lead the weights of the Brede SPUK to their source, of the new years and of the old."""
    blad = "Jaar, Manieren naast elkaar"
    if any(jaar in cijfers.jaren for jaar in plan.jaren):
        sleutel = cijfers.sleutel(LOKAAL)
        wat, hoe = f"Gewicht Brede SPUK: sleutel {sleutel.naam}", sleutel.toelichting
        yield Herkomstregel(blad, wat, hoe, sleutel.vindplaats, sleutel.status)
    for bron, jaar in bronnen_van_oud(cijfers, plan.jaren):
        wat = f"Gewicht Brede SPUK {jaar}: het gepubliceerde bedrag"
        vindplaats = Vindplaats(bron, f"tabel van {jaar}")
        yield Herkomstregel(blad, wat, "overgenomen", vindplaats, Status.VASTGESTELD)
