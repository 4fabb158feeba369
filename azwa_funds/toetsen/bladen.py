"""The sheets of the workbook of a toets, each with one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from azwa_funds.besteden import REGIONALE, Ernst, Jaarstand, Meenemen, Recht
from azwa_funds.excel.blad import (
    PRO_MEMORIE,
    Cell,
    Chart,
    ChartKind,
    Column,
    Formula,
    Kind,
    Sheet,
    Table,
)
from azwa_funds.gegevens import benoem
from azwa_funds.kern.begrippen import BREDE_SPUK, LOKAAL, Bron, Centen, Vindplaats
from azwa_funds.kern.tekst import MAANDEN
from azwa_funds.openen.bronblad import Reeks
from azwa_funds.toetsen.basis import Bevinding, som_per
from azwa_funds.toetsen.ontvangers import lasten_per_uitkering
from azwa_funds.toetsen.uitslag import Uitslag
from azwa_funds.toetsen.uitvoer import waar

BEVINDINGEN, BRONRIJEN, ONTVANGERS, REGIOS = (
    "Bevindingen", "Bronrijen", "Per ontvanger", "Per regio",
)  # fmt: skip
MEERJAREN, VERLOOP, REGELS, GRENZEN = "Meerjaren", "Verloop", "Regels", "Grenzen"

#: A sheet with more bevindingen no one reads; the CSV holds them all.
MEESTE_BEVINDINGEN = 20_000

IN_ORDE, LET_OP, FOUT = "● in orde", "▲ let op", "■ fout"
NIET_VERANTWOORD = "niet verantwoord"


def euro(centen: Centen | None) -> Decimal | None:
    """Return cents as exact euros."""
    return None if centen is None else Decimal(centen).scaleb(-2)


def _euro_of_pm(centen: Centen | None) -> Cell:
    return PRO_MEMORIE if centen is None else euro(centen)


def _ontvangerkolommen(uitslag: Uitslag) -> list[Column]:
    """Return the columns that name a recipient and what it receives, of a row with a `recht`."""
    gegevens = uitslag.toets.geld.gegevens
    return [
        Column("code", "Code", Kind.CODE, value="recht.code"),
        Column("ontvanger", "Ontvanger", width=20, value="recht.naam"),
        Column("onderdeel", "Onderdeel", value=lambda rij: benoem(gegevens, rij.recht.onderdeel)),
    ]


def _oordeelkolommen(*tussen: Column) -> list[Column]:
    """Return the verdict on the bevindingen of a row, and how many are serious."""

    def aantal(ernst: Ernst, titel: str) -> Column:
        return Column(
            titel.lower(), titel, Kind.WHOLE, total="sum",
            value=lambda rij: sum(b.ernst is ernst for b in rij.bevindingen),
        )  # fmt: skip

    return [
        Column("oordeel", "Oordeel", width=12, value=lambda rij: stoplicht(rij.bevindingen)),
        *tussen,
        aantal(Ernst.FOUT, "Fouten"),
        aantal(Ernst.WAARSCHUWING, "Waarschuwingen"),
    ]


def stoplicht(bevindingen: Iterable[Bevinding]) -> str:
    """Return symbol and word for the most serious of some bevindingen."""
    ernst = {bevinding.ernst for bevinding in bevindingen}
    if Ernst.FOUT in ernst:
        return FOUT
    return LET_OP if Ernst.WAARSCHUWING in ernst else IN_ORDE


# -- bevindingen -------------------------------------------------------------------------------


def bronrijen_blad(uitslag: Uitslag, getoond: Iterable[Bevinding]) -> Sheet:
    """Make the sheet of the bookings that bevindingen point at, as they were read."""
    tabel = uitslag.toets.tabel
    plekken = {(b.bestand, b.blad, b.rij) for b in getoond if b.rij is not None}
    rijen = tabel[tabel["rij"].isin([rij for _, _, rij in plekken]).to_numpy()].itertuples()
    kolommen = [
        Column("bestand", "Bestand", width=22),
        Column("blad", "Blad", width=12),
        Column("rij", "Rij", Kind.CODE, value=lambda rij: rij.rij),
        Column("verantwoorder_code", "Verantwoorder", Kind.CODE),
        Column("jaar", "Jaar", Kind.CODE, value=lambda rij: rij.jaar),
        Column("onderdeel", "Onderdeel"),
        Column("boekstuk", "Boekstuk", Kind.CODE),
        Column("boekdatum", "Boekdatum", Kind.DATE, value=lambda rij: rij.boekdatum.date()),
        Column("omschrijving", "Omschrijving", width=40),
        Column("bedrag", "Bedrag", Kind.EURO_CENT, value=lambda rij: euro(rij.centen)),
        Column("taakveld", "Taakveld", Kind.CODE),
        Column("thema", "Thema"),
        Column("medeoverheid_code", "Medeoverheid", Kind.CODE),
    ]
    return Sheet(
        BRONRIJEN,
        "Boekingen waar een bevinding naar wijst",
        Table.of(kolommen, [r for r in rijen if (r.bestand, r.blad, r.rij) in plekken]),
        subtitle="Zoals ze zijn gelezen, in euro's; het rijnummer is dat van het bestand",
        description="de boekingen achter de bevindingen",
        landscape=True,
    )


def bevindingen_blad(uitslag: Uitslag, getoond: list[Bevinding], bronrijen: Sheet) -> Sheet:
    """Make the sheet of bevindingen, each with a link to its booking and the ground of its rule."""
    toets, gegevens = uitslag.toets, uitslag.toets.geld.gegevens
    regels = {regel.nummer: regel for regel in toets.regels.regels}
    plek = {
        (rij["bestand"], rij["blad"], rij["rij"]): nummer
        for nummer, rij in enumerate(bronrijen.table.rows)
    }

    def link(b: Bevinding) -> Cell:
        nummer = plek.get((b.bestand, b.blad, b.rij))
        if nummer is None:
            return ""
        naar = bronrijen.ref("bestand", nummer).replace('"', '""')
        return Formula(f'=HYPERLINK("#{naar}","rij {b.rij}")', f"rij {b.rij}")

    def grond(b: Bevinding) -> str:
        return "; ".join(_kort(gegevens.bronnen, v) for v in toets.gronden(b.regel, b.onderdeel))

    kolommen = [
        Column("ernst", "Ernst"),
        Column("regel", "Regel", Kind.CODE, value=lambda b: b.regel),
        Column("naam", "Wat de regel nagaat", width=24, value=lambda b: regels[b.regel].naam),
        Column("code", "Code", Kind.CODE, value="ontvanger_code"),
        Column("ontvanger", "Ontvanger", width=18),
        Column("jaar", "Jaar", Kind.CODE, value=lambda b: b.jaar),
        Column("onderdeel", "Onderdeel", value=lambda b: benoem(gegevens, b.onderdeel)),
        Column("verwacht", "Verwacht", Kind.EURO_CENT, value=lambda b: euro(b.verwacht)),
        Column("gevonden", "Gevonden", Kind.EURO_CENT, value=lambda b: euro(b.gevonden)),
        Column("verschil", "Verschil", Kind.EURO_CENT, value=lambda b: euro(b.verschil)),
        Column("bestand", "Bestand", width=18, value=waar),
        Column("rij", "Rij", value=link),
        Column("melding", "Melding", width=60, value=lambda b: b.melding.replace("€ ", "€\u00a0")),
        Column("grond", "Grond", width=36, value=grond),
    ]
    meer = len(uitslag.bevindingen) - len(getoond)
    return Sheet(
        BEVINDINGEN,
        f"Bevindingen over {toets.jaar}",
        Table.of(kolommen, getoond),
        subtitle="Ernstigste eerst, bedragen in euro's; klik op de rij om de boeking te zien",
        lines=[f"Nog {meer} minder ernstige bevindingen staan alleen in de CSV."] if meer else [],
        notes=[
            "Filter op ernst, regel of ontvanger met de knoppen boven de kolommen.",
            f"De grond voluit, met titel en datum van de bron, staat op het blad {REGELS}.",
        ],
        description="alles wat is gevonden, met boeking en grond",
        landscape=True,
        freeze_columns=2,
    )


def _kort(bronnen: Mapping[str, Bron], vindplaats: Vindplaats) -> str:
    """Cite a source briefly: its kenmerk, or else its title, with the place in it."""
    bron = bronnen[vindplaats.bron]
    return f"{bron.kenmerk or bron.titel}, {vindplaats.plaats}"


# -- per recipient and per regio ---------------------------------------------------------------


def _per_rij(uitslag: Uitslag) -> dict[tuple[str, str], list[Bevinding]]:
    """Give every bevinding about a recipient a row: that of its onderdeel, or else the first."""
    rechten = uitslag.toets.rechten
    eerste: dict[str, str] = {}
    for recht in rechten:
        eerste.setdefault(recht.code, recht.onderdeel)
    per_rij: dict[tuple[str, str], list[Bevinding]] = {(r.code, r.onderdeel): [] for r in rechten}
    for b in uitslag.bevindingen:
        rij = (b.ontvanger_code, b.onderdeel)
        if rij not in per_rij:
            rij = (b.ontvanger_code, eerste.get(b.ontvanger_code, ""))
        per_rij.setdefault(rij, []).append(b)
    return per_rij


class _Rij(NamedTuple):
    """The state of a right at the end of a year, by what was awarded then."""

    recht: Recht
    toegekend: Centen | None
    stand: Jaarstand
    bevindingen: Sequence[Bevinding] = ()


def ontvangers_blad(uitslag: Uitslag) -> Sheet:
    """Make the sheet with a row per recipient and onderdeel: the state at the end of the year."""
    toets, per_rij = uitslag.toets, _per_rij(uitslag)
    lasten = lasten_per_uitkering(toets)

    def tolerantie(rij: _Rij) -> Decimal | None:
        delen = lasten.get((rij.recht.code, rij.recht.uitkering))
        return None if delen is None else euro(toets.tolerantie.bedrag(Centen(sum(delen.values()))))

    rijen = [
        _Rij(recht, recht.centen, toets.stand(recht), per_rij[recht.code, recht.onderdeel])
        for recht in toets.rechten
    ]
    kolommen = [
        Column("regio", "Regio", width=18, value="recht.regio"),
        *_ontvangerkolommen(uitslag),
        *_oordeelkolommen(),
        *_STANDKOLOMMEN,
        Column("tolerantie", "Rapporteringstolerantie", Kind.EURO_CENT, value=tolerantie),
        Column("status", "Status bedrag", Kind.STATUS, value="recht.status"),
    ]
    return Sheet(
        ONTVANGERS,
        f"Stand per ontvanger, {toets.jaar}",
        Table.of(kolommen, rijen),
        subtitle="Bedragen in euro's; een rij per onderdeel dat de ontvanger krijgt",
        notes=[
            f"{FOUT}: ten minste een fout; {LET_OP}: alleen waarschuwingen; {IN_ORDE}: geen van "
            "beide.",
            "Een bevinding over geld dat de ontvanger niet krijgt, telt bij zijn eerste rij.",
            "Toegekend + meegenomen + eigen middelen = besteed + mee naar volgend jaar + terug.",
            f"{PRO_MEMORIE}: het bedrag is nog niet bekend. Leeg bij besteed: geen verantwoording.",
            "De rapporteringstolerantie geldt voor de hele uitkering van een ontvanger, lokaal en "
            "regionaal samen, ook wat hij voor een mandaathouder besteedt; haar grenzen en hun "
            f"status staan op het blad {GRENZEN}.",
        ],
        description="toegekend, besteed, mee en terug, met stoplicht",
        landscape=True,
        freeze_columns=3,
    )


_STANDKOLOMMEN = [
    *(
        Column(sleutel, titel, Kind.EURO_CENT, total="sum", value=waarde)
        for sleutel, titel, waarde in (
            ("toegekend", "Toegekend", lambda rij: _euro_of_pm(rij.toegekend)),
            ("mee_in", "Meegenomen uit vorig jaar", lambda r: _euro_of_pm(r.stand.mee_uit_vorig)),
            ("besteed", "Besteed", lambda rij: euro(rij.stand.besteed)),
            ("mee_uit", "Mee naar volgend jaar", lambda rij: euro(rij.stand.mee_naar_volgend)),
            ("terug", "Terug te betalen", lambda rij: euro(rij.stand.terug)),
            ("eigen", "Uit eigen middelen", lambda rij: euro(rij.stand.eigen_middelen)),
        )
    ),
    # Whether the year closes; what cannot be known closes nothing.
    Column(
        "sluit", "Sluit", Kind.CHECK, value=lambda rij: "klopt" if rij.stand.is_bekend else "",
        formula='=IF(COUNT({terug})=0,"",IF(ROUND(SUM({toegekend},{mee_in},{eigen})'
        '-SUM({besteed},{mee_uit},{terug}),2)=0,"klopt","klopt niet"))',
    ),
]  # fmt: skip


class _Regio(NamedTuple):
    """What the overview says of a regio."""

    naam: str
    rechten: Sequence[Recht]
    bevindingen: Sequence[Bevinding]


def regios_blad(uitslag: Uitslag) -> Sheet:
    """Make the overview for mandaathouders: a row per regio, with its traffic light."""
    toets = uitslag.toets
    per_regio: dict[str, list[Bevinding]] = {}
    for b in uitslag.bevindingen:
        per_regio.setdefault(toets.geld.regio_van(b.ontvanger_code), []).append(b)
    rijen = [
        _Regio(naam, [r for r in toets.rechten if r.regio == naam], per_regio.get(naam, []))
        for naam in sorted({r.regio for r in toets.rechten} - {""})
    ]

    def besteed(recht: Recht) -> Centen | None:
        return toets.stand(recht).besteed

    def som(soort: str, wat: str, bedrag: Callable[[Recht], Centen | None]) -> Column:
        def waarde(rij: _Regio) -> Cell:
            eigen = [bedrag(recht) or 0 for recht in rij.rechten if _soort(recht) == soort]
            return euro(Centen(sum(eigen)))

        titel = f"{soort.capitalize()} {wat}"
        return Column(f"{soort}_{wat}", titel, Kind.EURO_CENT, total="sum", value=waarde)

    kolommen = [
        Column("regio", "Regio", width=26, value="naam"),
        Column(
            "mandaathouder", "Mandaathouder", width=20,
            value=lambda rij: toets.geld.gegevens.regios[rij.naam].mandaathouder,
        ),
        *_oordeelkolommen(
            Column(
                "rechten", "Te verantwoorden", Kind.WHOLE, total="sum",
                value=lambda rij: len(rij.rechten),
            ),
            Column(
                "verantwoord", "Verantwoord", Kind.WHOLE, total="sum",
                value=lambda rij: sum(besteed(recht) is not None for recht in rij.rechten),
            ),
        ),
    ]  # fmt: skip
    for soort in ("lokaal", "regionaal"):
        kolommen.append(som(soort, "toegekend", lambda recht: recht.centen))
        kolommen.append(som(soort, "besteed", besteed))
    return Sheet(
        REGIOS,
        f"Stoplicht per regio, {toets.jaar}",
        Table.of(kolommen, rijen),
        subtitle="Alle ontvangers van de regio samen; bedragen in euro's",
        notes=[
            f"{FOUT}: ten minste een fout in de regio; {LET_OP}: alleen waarschuwingen; "
            f"{IN_ORDE}: geen van beide.",
            "Regionaal besteed is wat de mandaathouder meldt, ook via gemeenten.",
        ],
        description="een stoplicht per regio voor de mandaathouder",
        landscape=True,
        freeze_columns=1,
    )


# -- over the years and through the year -------------------------------------------------------


def meerjaren_blad(uitslag: Uitslag) -> Sheet:
    """Make the sheet of the state over the years, a row per recipient, onderdeel and year."""
    toets = uitslag.toets
    rijen: list[_Rij] = []
    for recht in toets.rechten:
        for stand in toets.standen[recht.code, recht.onderdeel]:
            dan = toets.geld.rechten.get((recht.code, stand.jaar, recht.onderdeel), recht)
            rijen.append(_Rij(recht, dan.centen, stand))

    def mee(rij: _Rij) -> Meenemen:
        return toets.regels.mee(rij.recht.uitkering, rij.stand.jaar)

    def procent(rij: _Rij) -> Cell:
        deel = mee(rij).procent
        return PRO_MEMORIE if deel is None else Decimal(deel) / 100

    kolommen = [
        *_ontvangerkolommen(uitslag),
        Column("jaar", "Jaar", Kind.CODE, value=lambda rij: rij.stand.jaar),
        *_STANDKOLOMMEN,
        Column("procent", "Deel dat mee mag", Kind.PERCENT, value=procent),
        Column(
            "grond", "Status van dat deel", Kind.STATUS, value=lambda rij: mee(rij).statustekst
        ),
        Column(
            "opmerking", "Opmerking", width=36,
            value=lambda rij: _opmerking(rij.stand, toets.jaar),
        ),
    ]  # fmt: skip
    return Sheet(
        MEERJAREN,
        "Stand over de jaren",
        Table.of(kolommen, rijen),
        subtitle="Bedragen in euro's; wat uit een jaar meegaat, komt er het volgende jaar bij",
        notes=[
            "Toegekend + meegenomen + eigen middelen = besteed + mee naar volgend jaar + terug.",
            "Het totaal telt alle jaren op; wat meegaat zit daarin twee keer, eruit en erin.",
        ],
        description="toegekend, besteed, mee en terug over alle jaren",
        landscape=True,
        freeze_columns=2,
    )


def _opmerking(stand: Jaarstand, jaar: int) -> str:
    if stand.aanname and stand.jaar <= jaar:
        return stand.aanname
    if stand.besteed is None:
        return NIET_VERANTWOORD if stand.jaar <= jaar else "nog geen boekingen"
    return ""


def verloop_blad(uitslag: Uitslag) -> Sheet:
    """Make the burn-down: what is left of the money after each month, and at an even pace."""
    toets = uitslag.toets
    per_maand = som_per(
        toets.eigen.assign(maand=_maanden(uitslag)), "verantwoorder_code", "onderdeel", "maand"
    )
    rest: dict[str, list[int]] = {}
    for soort in ("lokaal", "regionaal"):
        rechten = [r for r in toets.rechten if _soort(r) == soort and r.centen is not None]
        rest[soort] = [sum(toets.stand(r).beschikbaar or 0 for r in rechten)]
        for maand in range(1, 13):
            besteed = sum(per_maand.get((r.code, r.onderdeel, maand), 0) for r in rechten)
            rest[soort].append(rest[soort][-1] - besteed)
    rest["samen"] = [sum(delen) for delen in zip(*rest.values(), strict=True)]
    rest["gelijkmatig"] = [rest["samen"][0] * (12 - maand) // 12 for maand in range(13)]

    def bedrag(naam: str, titel: str, formule: str | None = None) -> Column:
        return Column(
            naam, titel, Kind.EURO_CENT, formula=formule,
            value=lambda maand: euro(Centen(rest[naam][maand])),
        )  # fmt: skip

    kolommen = [
        Column(
            "maand", "Na de maand", width=14,
            value=lambda maand: MAANDEN[maand - 1] if maand else "begin",
        ),
        bedrag("lokaal", "Lokaal"),
        bedrag("regionaal", "Regionaal"),
        bedrag("samen", "Samen", "={lokaal}+{regionaal}"),
        bedrag("gelijkmatig", "Bij gelijkmatig besteden"),
    ]  # fmt: skip
    grafiek = Chart(
        ChartKind.LINE,
        f"Wat er nog is na elke maand van {toets.jaar}",
        "maand",
        ("samen", "gelijkmatig"),
        "Lijngrafiek: het geld dat na elke maand over is, naast een gelijkmatig verloop.",
        value_title="euro",
    )
    return Sheet(
        VERLOOP,
        f"Verloop van het geld door {toets.jaar}",
        Table.of(kolommen, range(13)),
        subtitle="Wat er na elke maand over is van wat beschikbaar was, in euro's",
        notes=[
            "De maand is die van de boekdatum; een datum voor het jaar telt bij januari, een datum "
            "erna bij december.",
            "Alleen geld waarvan het bedrag bekend is; een ontvanger zonder verantwoording telt "
            "mee als niet besteed.",
        ],
        charts=[grafiek],
        description="hoe snel het geld op gaat (burn-down)",
        one_page=True,
    )


def _soort(recht: Recht) -> str:
    if recht.onderdeel in REGIONALE:
        return "regionaal"
    return "lokaal" if recht.onderdeel in (LOKAAL, BREDE_SPUK) else ""


def _maanden(uitslag: Uitslag) -> Reeks:
    data = uitslag.toets.eigen["boekdatum"].dt
    jaren, maanden = data.year.to_numpy(), data.month.to_numpy()
    jaar = uitslag.toets.jaar
    return np.where(jaren < jaar, 1, np.where(jaren > jaar, 12, maanden))
