"""The sheets of a plan that was worked out: per year, per gemeente, and each way side by side."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from azwa_funds.doorverdelen.plan import Wijze
from azwa_funds.doorverdelen.teksten import planteksten_van
from azwa_funds.doorverdelen.verdeling import Doorverdeling, Jaarverdeling, ontvangers_van
from azwa_funds.doorverdelen.vergelijking import Verschil
from azwa_funds.excel.blad import Cell, Chart, ChartKind, Column, Formula, Kind, Sheet, Table, euros
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.delen import (
    EURO,
    inwonerskolom,
    jaarkolommen,
    per_inwoner_kolom,
    statusnamen,
)


def som_regionaal(regionaal: Sheet, jaar: int) -> str:
    """Return the formula, without "=", of what stays regional in a year; 0 where nothing does."""
    if not regionaal.table.rows:
        return "0"
    return f'SUMIF({regionaal.ref("jaar")},"{jaar}",{regionaal.ref("bedrag")})'


def per_jaar_blad(cijfers: Cijfers, verdeling: Doorverdeling, regionaal: Sheet | None) -> Sheet:
    """Make the sheet of regional amounts; without `regionaal` only its layout counts."""
    gegevens = cijfers.gegevens

    def blijft(deel: Jaarverdeling) -> Cell:
        if regionaal is None or not regionaal.table.rows:
            return deel.regionaal
        return Formula(f"={som_regionaal(regionaal, deel.geld.jaar)}", deel.regionaal)

    def verschil(deel: Jaarverdeling) -> Cell:
        is_beschikt = deel.geld.berekend is not None
        return Formula("={bedrag}-{berekend}", deel.geld.verschil) if is_beschikt else None

    kolommen = [
        Column("jaar", "Jaar", Kind.CODE, value="geld.jaar"),
        Column(
            "uitkering", "Uitkering", width=14,
            value=lambda deel: gegevens.uitkering(deel.geld.uitkering).naam,
        ),
        euros("bedrag", "Regionaal bedrag", total="sum", value="geld.bedrag"),
        euros("regionaal", "Blijft regionaal", total="sum", value=blijft),
        euros(
            "gemeenten", "Naar de gemeenten", total="sum", formula="={bedrag}-{regionaal}",
            value="naar_gemeenten",
        ),
        Column(
            "aandeel", "Deel naar gemeenten", Kind.PERCENT, formula="={gemeenten}/{bedrag}",
            value=lambda deel: Fraction(deel.naar_gemeenten, max(deel.geld.bedrag, 1)),
        ),
        euros("berekend", "Was berekend", value="geld.berekend"),
        euros("verschil", "Beschikt min berekend", value=verschil),
        Column("status", "Status", Kind.STATUS, value="geld.status"),
        Column(
            "bron", "Bron", width=44,
            value=lambda deel: gegevens.citeer(deel.geld.vindplaats),
        ),
    ]  # fmt: skip
    return Sheet(
        "Per jaar",
        f"Het regionale bedrag van IZA-regio {verdeling.plan.regio.naam}",
        Table.of(kolommen, verdeling.jaren.values()),
        subtitle=f"Wat regionaal blijft en wat naar de gemeenten gaat; {EURO}",
        notes=[
            "Was berekend staat er alleen waar een beschikking is ingelezen; het plan volgt dan de "
            "beschikking.",
            planteksten_van(gegevens).sleutel.met_bron(gegevens),
        ],
        description="het regionale bedrag per jaar: regionaal en naar de gemeenten",
        landscape=True,
    )


def regionaal_blad(verdeling: Doorverdeling, per_jaar: Sheet) -> Sheet:
    """Make the sheet of what stays regional: a row per year and post."""
    plan, rijen = verdeling.plan, list[dict[str, Cell]]()
    for nummer, (jaar, deel) in enumerate(verdeling.jaren.items()):
        for postdeel in deel.posten:
            post = postdeel.post
            bedrag: Cell = postdeel.bedrag
            if post.omvang is not None and post.omvang.procent is not None:
                procent = post.omvang.procent
                bedrag = Formula(
                    f"=ROUND({per_jaar.ref('bedrag', nummer)}*{procent.numerator}"
                    f"/{procent.denominator},0)",
                    postdeel.bedrag,
                )
            rijen.append(
                {
                    "jaar": str(jaar),
                    "post": post.naam,
                    "code": post.ontvanger.code,
                    "ontvanger": post.ontvanger.naam,
                    "hoe": post.in_woorden(),
                    "bedrag": bedrag,
                    "besluit": post.besluit or plan.besluit or "geen besluit",
                    "toelichting": post.toelichting,
                    "status": str(verdeling.status_van(jaar)),
                }
            )
    kolommen = [
        Column("jaar", "Jaar", Kind.CODE),
        Column("post", "Post", width=30),
        Column("code", "Code", Kind.CODE, width=14),
        Column("ontvanger", "Ontvanger", width=20),
        Column("hoe", "Hoe bepaald", width=26),
        euros("bedrag", "Bedrag", total="sum"),
        Column("besluit", "Besluit", width=28),
        Column("toelichting", "Toelichting", width=32),
        Column("status", "Status", Kind.STATUS),
    ]
    return Sheet(
        "Regionaal",
        "Wat regionaal blijft",
        Table(kolommen, rijen),
        subtitle=f"Deze posten gaan eerst van het regionale bedrag af; {EURO}",
        notes=[
            "Een percentage is een deel van het regionale bedrag van het jaar, afgerond op hele "
            "euro's (vanaf 50 cent naar boven)."
        ],
        description="coördinatie, GGD, gezamenlijke projecten en andere regionale posten",
        landscape=True,
    )


# -- the gemeenten -----------------------------------------------------------------------------


def gemeentenblad(cijfers: Cijfers, verdeling: Doorverdeling, jaarbladen: Sequence[Sheet]) -> Sheet:
    """Make the sheet that matters most: what each gemeente gets in each year."""
    bladen = dict(zip(verdeling.jaren, jaarbladen, strict=True))
    gemeenten = verdeling.jaren[next(iter(bladen))].gemeenten
    plaatsen = {gemeente.code: plaats for plaats, gemeente in enumerate(gemeenten)}
    samen = {code: sum(verdeling.deel(code, jaar).bedrag for jaar in bladen) for code in plaatsen}
    inwoners = {code: cijfers.inwoners[code] for code in plaatsen}
    status = statusnamen(map(verdeling.status_van, bladen))
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente", width=18, value="naam"),
        inwonerskolom(cijfers, waarde=lambda g: inwoners[g.code]),
        *jaarkolommen(
            cijfers, "bedrag", "", jaren=bladen,
            waarde=lambda g, jaar: bladen[jaar].show("bedrag", plaatsen[g.code]),
        ),
        euros(
            "samen", "Samen", total="sum", value=lambda g: samen[g.code],
            formula="=" + "+".join(f"{{bedrag_{jaar}}}" for jaar in bladen),
        ),
        per_inwoner_kolom(
            "Samen per inwoner", "samen",
            waarde=lambda g: Fraction(samen[g.code], inwoners[g.code]),
        ),
        Column("status", "Status", Kind.STATUS, value=lambda _: status),
    ]  # fmt: skip
    totaal = Fraction(sum(samen.values()), sum(inwoners.values()))
    return Sheet(
        "Gemeenten",
        "Wat elke gemeente krijgt",
        Table.of(kolommen, gemeenten, {"per_inwoner": totaal}),
        subtitle=f"Van {verdeling.plan.regio.mandaathouder} naar de gemeenten; {EURO}",
        notes=[*_afmeldingen(cijfers, verdeling), "Hoe een bedrag ontstaat, staat per jaar op een "
               "eigen blad."],
        charts=[
            Chart(
                ChartKind.BAR,
                "Samen per inwoner, in alle jaren van het plan",
                "gemeente",
                ["per_inwoner"],
                "Staven: per gemeente het bedrag per inwoner over alle jaren samen.",
                value_title="euro per inwoner",
                number_format="#,##0.00",
                labels=True,
            )
        ],
        description="per gemeente het bedrag per jaar en per inwoner",
        landscape=True,
        freeze_columns=2,
    )  # fmt: skip


def _afmeldingen(cijfers: Cijfers, verdeling: Doorverdeling) -> list[str]:
    """Say who does not take part, in which years and why."""
    return [
        f"{cijfers.gegevens.gemeenten[a.gemeente].naam} doet niet mee in "
        f"{', '.join(map(str, a.jaren))}{f': {a.reden}' if a.reden else ''}."
        for a in verdeling.plan.afmeldingen
    ]


def wijzenblad(verdeling: Doorverdeling, jaarbladen: Sequence[Sheet]) -> Sheet:
    """Make the sheet with every way of dividing side by side, for the money that is passed on."""
    rijen: list[dict[str, Cell]] = []
    for (jaar, deel), blad in zip(verdeling.jaren.items(), jaarbladen, strict=True):
        for plaats, gemeente in enumerate(deel.gemeenten):
            wijzen = {str(w): delen.get(gemeente.code, 0) for w, delen in deel.wijzen.items()}
            rijen.append(
                {
                    "jaar": str(jaar),
                    "code": gemeente.code,
                    "gemeente": gemeente.naam,
                    "plan": blad.show("bedrag", plaats),
                    **wijzen,
                    **{f"scheelt_{w}": gemeente.bedrag - bedrag for w, bedrag in wijzen.items()},
                }
            )
    kolommen = [
        Column("jaar", "Jaar", Kind.CODE),
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente", width=18),
        euros("plan", "Dit plan", total="sum"),
        *(euros(str(w), w.woorden.capitalize(), total="sum", width=15) for w in Wijze),
        *(
            euros(
                f"scheelt_{w}", f"Plan min {w.woorden}", total="sum", width=15,
                formula=f"={{plan}}-{{{w}}}",
            )
            for w in Wijze
        ),
    ]  # fmt: skip
    return Sheet(
        "Manieren naast elkaar",
        "Wat elke manier van verdelen zou geven",
        Table(kolommen, rijen),
        subtitle=f"Al het geld dat naar de gemeenten gaat, over wie meedoet; {EURO}",
        notes=[
            "De manieren staan hier zonder minimum, vaste bedragen en activiteiten.",
            "Inwoners en gewichten: zie het blad Herkomst. Geen bron schrijft een manier voor.",
        ],
        description="dit plan, naar inwoners, naar de Brede SPUK en gelijk",
        landscape=True,
        freeze_columns=3,
    )


def beschikkingblad(veranderd: Sequence[Verschil]) -> Sheet:
    """Make the sheet of what a beschikking changed, per recipient."""
    kolommen = [
        Column("jaar", "Jaar", Kind.CODE),
        Column("soort", "Soort", width=14),
        Column("ontvanger_code", "Code", Kind.CODE, width=14),
        Column("ontvanger", "Ontvanger", width=24),
        euros(
            "eerst", "Met het berekende bedrag", total="sum", width=16,
            value=lambda verschil: verschil.eerst or 0,
        ),
        euros(
            "nu", "Met de beschikking", total="sum", width=16,
            value=lambda verschil: verschil.nu or 0,
        ),
        euros("verschil", "Verschil", total="sum", formula="={nu}-{eerst}"),
    ]  # fmt: skip
    return Sheet(
        "Door de beschikking",
        "Wat de beschikking verandert",
        Table.of(kolommen, veranderd),
        subtitle=f"Hetzelfde plan met het berekende en met het beschikte bedrag; {EURO}",
        description="per ontvanger wat de beschikking verandert aan de berekening",
    )


#: What is said beside the day before which a gemeente reports back.
GEKOZEN = "zo staat het in het plan"
NOG_TE_KIEZEN = "uiterste dag van het Rijk; kies zelf eerder"


def terugmeldblad(cijfers: Cijfers, verdeling: Doorverdeling) -> Sheet:
    """Make the register of what every gemeente reports back, and when."""
    teksten, plan = planteksten_van(cijfers.gegevens), verdeling.plan
    terug = teksten.verantwoording(plan.terugmelding.wijze)
    rijen: list[dict[str, Cell]] = []
    for jaar in verdeling.jaren:
        dag, gekozen = teksten.terug_voor(plan.terugmelding, jaar)
        for wie in ontvangers_van(verdeling).values():
            if bedrag := verdeling.deel(wie.code, jaar).bedrag:
                rijen.append(
                    {
                        "jaar": str(jaar),
                        "code": wie.code,
                        "gemeente": wie.naam,
                        "bedrag": bedrag,
                        "uiterlijk": dag,
                        "wat": GEKOZEN if gekozen else NOG_TE_KIEZEN,
                        "ontvangen": None,
                        "opmerking": None,
                    }
                )
    kolommen = [
        Column("jaar", "Over jaar", Kind.CODE),
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente", width=18),
        euros("bedrag", "Toegezegd", total="sum"),
        Column("uiterlijk", "Uiterlijk", Kind.DATE),
        Column("wat", "Welke dag dat is", width=42),
        Column("ontvangen", "Ontvangen op", Kind.DATE, width=14, entry=True),
        Column("opmerking", "Opmerking", width=28, entry=True),
    ]
    return Sheet(
        "Terugmelden",
        "Wat elke gemeente terugmeldt, en wanneer",
        Table(kolommen, rijen),
        subtitle=terug.tekst,
        sources=[
            cijfers.gegevens.citeer(terug.vindplaats) + ".",
            cijfers.gegevens.citeer(teksten.termijn.vindplaats) + ".",
        ],
        description="wie wat uiterlijk wanneer terugmeldt",
        landscape=True,
        freeze_columns=3,
    )
