"""The sheets of the workbook of a toets, each with one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from azwa_funds.besteden import REGIONALE, Ernst, Jaarstand, Recht
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
    rijen = tabel[tabel["rij"].isin([rij for _, _, rij in plekken]).to_numpy()]
    cellen: list[dict[str, Cell]] = []
    rij: Any
    for rij in rijen.itertuples():
        if (str(rij.bestand), str(rij.blad), rij.rij) not in plekken:
            continue
        teksten = "bestand blad verantwoorder_code onderdeel boekstuk omschrijving taakveld thema"
        cel: dict[str, Cell] = {naam: str(getattr(rij, naam)) for naam in teksten.split()}
        cel |= {"rij": int(rij.rij), "jaar": int(rij.jaar), "boekdatum": rij.boekdatum.date()}
        cel |= {
            "bedrag": euro(Centen(int(rij.centen))),
            "medeoverheid_code": str(rij.medeoverheid_code),
        }
        cellen.append(cel)
    kolommen = [
        Column("bestand", "Bestand", width=22),
        Column("blad", "Blad", width=12),
        Column("rij", "Rij", Kind.CODE),
        Column("verantwoorder_code", "Verantwoorder", Kind.CODE),
        Column("jaar", "Jaar", Kind.CODE),
        Column("onderdeel", "Onderdeel"),
        Column("boekstuk", "Boekstuk", Kind.CODE),
        Column("boekdatum", "Boekdatum", Kind.DATE),
        Column("omschrijving", "Omschrijving", width=40),
        Column("bedrag", "Bedrag", Kind.EURO_CENT),
        Column("taakveld", "Taakveld", Kind.CODE),
        Column("thema", "Thema"),
        Column("medeoverheid_code", "Medeoverheid", Kind.CODE),
    ]
    return Sheet(
        BRONRIJEN,
        "Boekingen waar een bevinding naar wijst",
        Table(kolommen, cellen),
        subtitle="Zoals ze zijn gelezen, in euro's; het rijnummer is dat van het bestand",
        description="de boekingen achter de bevindingen",
        landscape=True,
    )


def bevindingen_blad(uitslag: Uitslag, getoond: list[Bevinding], bronrijen: Sheet) -> Sheet:
    """Make the sheet of bevindingen, each with a link to its booking and the ground of its rule."""
    bronnen = uitslag.toets.geld.gegevens.bronnen
    regels = {regel.nummer: regel for regel in uitslag.toets.regels.regels}
    plek = {
        (rij["bestand"], rij["blad"], rij["rij"]): nummer
        for nummer, rij in enumerate(bronrijen.table.rows)
    }
    cellen: list[dict[str, Cell]] = []
    for b in getoond:
        link: Cell = ""
        if (nummer := plek.get((b.bestand, b.blad, b.rij))) is not None:
            naar = bronrijen.ref("bestand", nummer).replace('"', '""')
            link = Formula(f'=HYPERLINK("#{naar}","rij {b.rij}")', f"rij {b.rij}")
        cellen.append(
            {
                "ernst": str(b.ernst),
                "regel": b.regel,
                "naam": regels[b.regel].naam,
                "code": b.ontvanger_code,
                "ontvanger": b.ontvanger,
                "jaar": b.jaar,
                "onderdeel": benoem(uitslag.toets.geld.gegevens, b.onderdeel),
                "verwacht": euro(b.verwacht),
                "gevonden": euro(b.gevonden),
                "verschil": euro(b.verschil),
                "bestand": waar(b),
                "rij": link,
                "melding": b.melding.replace("€ ", "€\u00a0"),
                "grond": "; ".join(
                    _kort(bronnen, v) for v in uitslag.toets.gronden(b.regel, b.onderdeel)
                ),
            }
        )
    kolommen = [
        Column("ernst", "Ernst"),
        Column("regel", "Regel", Kind.CODE),
        Column("naam", "Wat de regel nagaat", width=24),
        Column("code", "Code", Kind.CODE),
        Column("ontvanger", "Ontvanger", width=18),
        Column("jaar", "Jaar", Kind.CODE),
        Column("onderdeel", "Onderdeel"),
        Column("verwacht", "Verwacht", Kind.EURO_CENT),
        Column("gevonden", "Gevonden", Kind.EURO_CENT),
        Column("verschil", "Verschil", Kind.EURO_CENT),
        Column("bestand", "Bestand", width=18),
        Column("rij", "Rij"),
        Column("melding", "Melding", width=60),
        Column("grond", "Grond", width=36),
    ]
    meer = len(uitslag.bevindingen) - len(getoond)
    regels_boven = (
        [f"Nog {meer} minder ernstige bevindingen staan alleen in de CSV."] if meer else []
    )
    return Sheet(
        BEVINDINGEN,
        f"Bevindingen over {uitslag.toets.jaar}",
        Table(kolommen, cellen),
        subtitle="Ernstigste eerst, bedragen in euro's; klik op de rij om de boeking te zien",
        lines=regels_boven,
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


def ontvangers_blad(uitslag: Uitslag) -> Sheet:
    """Make the sheet with a row per recipient and onderdeel: the state at the end of the year."""
    toets, per_rij = uitslag.toets, _per_rij(uitslag)
    lasten = lasten_per_uitkering(toets)
    cellen: list[dict[str, Cell]] = []
    for recht in toets.rechten:
        stand, eigen = toets.stand(recht), per_rij[recht.code, recht.onderdeel]
        delen = lasten.get((recht.code, recht.uitkering))
        tolerantie = None
        if delen is not None:
            tolerantie = toets.tolerantie.bedrag(Centen(sum(delen.values())))
        geteld = Counter(b.ernst for b in eigen)
        cellen.append(
            {
                "regio": recht.regio,
                "code": recht.code,
                "ontvanger": recht.naam,
                "onderdeel": benoem(toets.geld.gegevens, recht.onderdeel),
                "oordeel": stoplicht(eigen),
                "fouten": geteld[Ernst.FOUT],
                "waarschuwingen": geteld[Ernst.WAARSCHUWING],
                **_standcellen(recht, stand),
                "tolerantie": euro(tolerantie),
                "status": str(recht.status),
            }
        )
    som = _sommen(cellen, *_STANDKOLOMMEN)
    kolommen = [
        Column("regio", "Regio", width=18),
        Column("code", "Code", Kind.CODE),
        Column("ontvanger", "Ontvanger", width=20),
        Column("onderdeel", "Onderdeel"),
        Column("oordeel", "Oordeel", width=12),
        Column("fouten", "Fouten", Kind.WHOLE, total="sum"),
        Column("waarschuwingen", "Waarschuwingen", Kind.WHOLE, total="sum"),
        *_standkolommen(),
        Column("tolerantie", "Rapporteringstolerantie", Kind.EURO_CENT),
        Column("status", "Status bedrag", Kind.STATUS),
    ]
    return Sheet(
        ONTVANGERS,
        f"Stand per ontvanger, {toets.jaar}",
        Table(kolommen, cellen, som),
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


_STANDKOLOMMEN = "toegekend mee_in besteed mee_uit terug eigen".split()


def _standcellen(recht: Recht, stand: Jaarstand) -> dict[str, Cell]:
    return {
        "toegekend": PRO_MEMORIE if recht.centen is None else euro(recht.centen),
        "mee_in": euro(stand.mee_uit_vorig) if stand.mee_uit_vorig is not None else PRO_MEMORIE,
        "besteed": euro(stand.besteed),
        "mee_uit": euro(stand.mee_naar_volgend),
        "terug": euro(stand.terug),
        "eigen": euro(stand.eigen_middelen),
        "sluit": _sluit(stand),
    }


def _sluit(stand: Jaarstand) -> str:
    """Whether the year closes; what cannot be known closes nothing."""
    return "klopt" if stand.is_bekend else ""


def _standkolommen() -> list[Column]:
    return [
        Column("toegekend", "Toegekend", Kind.EURO_CENT, total="sum"),
        Column("mee_in", "Meegenomen uit vorig jaar", Kind.EURO_CENT, total="sum"),
        Column("besteed", "Besteed", Kind.EURO_CENT, total="sum"),
        Column("mee_uit", "Mee naar volgend jaar", Kind.EURO_CENT, total="sum"),
        Column("terug", "Terug te betalen", Kind.EURO_CENT, total="sum"),
        Column("eigen", "Uit eigen middelen", Kind.EURO_CENT, total="sum"),
        Column(
            "sluit",
            "Sluit",
            Kind.CHECK,
            formula='=IF(COUNT({terug})=0,"",IF(ROUND(SUM({toegekend},{mee_in},{eigen})'
            '-SUM({besteed},{mee_uit},{terug}),2)=0,"klopt","klopt niet"))',
        ),
    ]


def _sommen(cellen: Iterable[Mapping[str, Cell]], *namen: str) -> dict[str, Decimal]:
    """Add up columns in which some cells are empty or p.m."""
    rijen = list(cellen)
    sommen = {}
    for naam in namen:
        getallen = [cel for rij in rijen if isinstance(cel := rij[naam], Decimal)]
        sommen[naam] = sum(getallen, start=Decimal(0))
    return sommen


def regios_blad(uitslag: Uitslag) -> Sheet:
    """Make the overview for mandaathouders: a row per regio, with its traffic light."""
    toets = uitslag.toets
    per_regio: dict[str, list[Bevinding]] = {}
    for b in uitslag.bevindingen:
        per_regio.setdefault(toets.geld.regio_van(b.ontvanger_code), []).append(b)
    cellen: list[dict[str, Cell]] = []
    for naam in _regios(uitslag):
        rechten = [r for r in toets.rechten if r.regio == naam]
        eigen = per_regio.get(naam, [])
        geteld = Counter(b.ernst for b in eigen)
        cellen.append(
            {
                "regio": naam,
                "mandaathouder": toets.geld.gegevens.regios[naam].mandaathouder,
                "oordeel": stoplicht(eigen),
                "rechten": len(rechten),
                "verantwoord": sum(toets.stand(r).besteed is not None for r in rechten),
                "fouten": geteld[Ernst.FOUT],
                "waarschuwingen": geteld[Ernst.WAARSCHUWING],
                **_geld_per_soort(uitslag, rechten),
            }
        )
    kolommen = [
        Column("regio", "Regio", width=26),
        Column("mandaathouder", "Mandaathouder", width=20),
        Column("oordeel", "Oordeel", width=12),
        Column("rechten", "Te verantwoorden", Kind.WHOLE, total="sum"),
        Column("verantwoord", "Verantwoord", Kind.WHOLE, total="sum"),
        Column("fouten", "Fouten", Kind.WHOLE, total="sum"),
        Column("waarschuwingen", "Waarschuwingen", Kind.WHOLE, total="sum"),
        Column("lokaal_toegekend", "Lokaal toegekend", Kind.EURO_CENT, total="sum"),
        Column("lokaal_besteed", "Lokaal besteed", Kind.EURO_CENT, total="sum"),
        Column("regionaal_toegekend", "Regionaal toegekend", Kind.EURO_CENT, total="sum"),
        Column("regionaal_besteed", "Regionaal besteed", Kind.EURO_CENT, total="sum"),
    ]
    return Sheet(
        REGIOS,
        f"Stoplicht per regio, {toets.jaar}",
        Table(kolommen, cellen),
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


def _regios(uitslag: Uitslag) -> list[str]:
    return sorted({r.regio for r in uitslag.toets.rechten} - {""})


def _geld_per_soort(uitslag: Uitslag, rechten: Iterable[Recht]) -> dict[str, Cell]:
    """Add up what was awarded and spent, of local and of regional money."""
    bedragen: dict[str, int] = dict.fromkeys(
        ("lokaal_toegekend", "lokaal_besteed", "regionaal_toegekend", "regionaal_besteed"), 0
    )
    for recht in rechten:
        soort = "regionaal" if recht.onderdeel in REGIONALE else "lokaal"
        if soort == "lokaal" and recht.onderdeel not in (LOKAAL, BREDE_SPUK):
            continue
        bedragen[f"{soort}_toegekend"] += recht.centen or 0
        bedragen[f"{soort}_besteed"] += uitslag.toets.stand(recht).besteed or 0
    return {naam: euro(Centen(centen)) for naam, centen in bedragen.items()}


# -- over the years and through the year -------------------------------------------------------


def meerjaren_blad(uitslag: Uitslag) -> Sheet:
    """Make the sheet of the state over the years, a row per recipient, onderdeel and year."""
    toets = uitslag.toets
    cellen: list[dict[str, Cell]] = []
    for recht in toets.rechten:
        for stand in toets.standen[recht.code, recht.onderdeel]:
            dan = toets.geld.rechten.get((recht.code, stand.jaar, recht.onderdeel), recht)
            mee = toets.regels.mee(recht.uitkering, stand.jaar)
            cellen.append(
                {
                    "code": recht.code,
                    "ontvanger": recht.naam,
                    "onderdeel": benoem(toets.geld.gegevens, recht.onderdeel),
                    "jaar": stand.jaar,
                    **_standcellen(dan, stand),
                    "procent": PRO_MEMORIE if mee.procent is None else Decimal(mee.procent) / 100,
                    "grond": mee.statustekst,
                    "opmerking": _opmerking(stand, toets.jaar),
                }
            )
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("ontvanger", "Ontvanger", width=20),
        Column("onderdeel", "Onderdeel"),
        Column("jaar", "Jaar", Kind.CODE),
        *_standkolommen(),
        Column("procent", "Deel dat mee mag", Kind.PERCENT),
        Column("grond", "Status van dat deel", Kind.STATUS),
        Column("opmerking", "Opmerking", width=36),
    ]
    return Sheet(
        MEERJAREN,
        "Stand over de jaren",
        Table(kolommen, cellen, _sommen(cellen, *_STANDKOLOMMEN)),
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
    soorten: dict[str, tuple[int, list[int]]] = {}
    for soort in ("lokaal", "regionaal"):
        rechten = [r for r in toets.rechten if _soort(r) == soort and r.centen is not None]
        begin = sum(toets.stand(r).beschikbaar or 0 for r in rechten)
        besteed = [
            sum(per_maand.get((r.code, r.onderdeel, maand), 0) for r in rechten)
            for maand in range(1, 13)
        ]
        soorten[soort] = (begin, besteed)
    totaal = sum(begin for begin, _ in soorten.values())
    cellen: list[dict[str, Cell]] = []
    for maand in range(13):
        rest = {s: begin - sum(besteed[:maand]) for s, (begin, besteed) in soorten.items()}
        cellen.append(
            {
                "maand": "begin" if maand == 0 else MAANDEN[maand - 1],
                "lokaal": euro(Centen(rest["lokaal"])),
                "regionaal": euro(Centen(rest["regionaal"])),
                "samen": euro(Centen(sum(rest.values()))),
                "gelijkmatig": euro(Centen(totaal * (12 - maand) // 12)),
            }
        )
    kolommen = [
        Column("maand", "Na de maand", width=14),
        Column("lokaal", "Lokaal", Kind.EURO_CENT),
        Column("regionaal", "Regionaal", Kind.EURO_CENT),
        Column("samen", "Samen", Kind.EURO_CENT, formula="={lokaal}+{regionaal}"),
        Column("gelijkmatig", "Bij gelijkmatig besteden", Kind.EURO_CENT),
    ]
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
        Table(kolommen, cellen),
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
