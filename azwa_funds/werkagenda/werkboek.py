"""The workbook of a regional werkagenda: its questions, milestones, governance and checks.

The sheets with figures come from `normbladen` and `geldbladen`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from azwa_funds.excel.blad import Column, Cover, Fact, Formula, Kind, Sheet, Table
from azwa_funds.excel.zegel import verzegel
from azwa_funds.kalender import kalender_blad
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, Regio, Status, Toekenning, Vindplaats
from azwa_funds.kern.schijf import schrijf_samen
from azwa_funds.kern.tekst import bestandsnaam, kwartalen, slug, telling
from azwa_funds.verdelen import Cijfers, toekenningen_als_csv
from azwa_funds.werkagenda.format import Niveau, Vraag
from azwa_funds.werkagenda.geldbladen import (
    aandeel_blad,
    aandeel_herkomst,
    middelen_blad,
    rechtstreeks,
)
from azwa_funds.werkagenda.normbladen import (
    bevolking_blad,
    groeipad_blad,
    normen_blad,
    per_gemeente_blad,
    uitgangspunten_blad,
)
from azwa_funds.werkagenda.register import (
    Indientermijn,
    Werkagendastatus,
    indientermijn,
    laatste_dag,
)
from azwa_funds.werkagenda.tekst import houvast_bij
from azwa_funds.werkagenda.themas import themablad, themaherkomst
from azwa_funds.werkagenda.werkagenda import Werkagenda
from azwa_funds.werkagenda.word import document
from azwa_funds.werkboek.delen import (
    herkomst_van_budgetten,
    herkomst_van_onderdeel,
    status_in_woorden,
)
from azwa_funds.werkboek.vast import Bon, Controleregel, Herkomstregel, Werkboek, maak_werkboek

#: How many empty rows a paragraph gets for its milestones.
MIJLPALEN_PER_PARAGRAAF = 4


def maak_agendawerkboek(agenda: Werkagenda, status: Werkagendastatus | None = None) -> Werkboek:
    """Make the workbook of one regio, with the adoptions that the register knows."""
    uitgangspunten = uitgangspunten_blad(agenda)
    bevolking = bevolking_blad(agenda, uitgangspunten)
    normen = normen_blad(agenda, bevolking)
    per_gemeente = per_gemeente_blad(agenda, bevolking, normen, uitgangspunten)
    aandeel = aandeel_blad(agenda)
    middelen = middelen_blad(agenda, aandeel, uitgangspunten)
    governance = _governance(agenda, status)
    titel = f"Werkagenda IZA-regio {agenda.regio.naam}"
    bladen = [
        normen,
        per_gemeente,
        groeipad_blad(agenda, normen, uitgangspunten),
        middelen,
        uitgangspunten,
        _vragen(agenda),
        _mijlpalen(agenda),
        governance,
        kalender_blad(agenda.cijfers, agenda.regio),
        bevolking,
        aandeel,
        themablad(agenda.cijfers, agenda.aandeel(agenda.jaren[0]), agenda.regio.naam),
    ]
    naam = agenda.regio.naam
    opdracht = f'azwa-funds werkagenda --regio "{naam}"'
    return maak_werkboek(
        agenda.cijfers,
        Path(f"{bestandsnaam(slug(naam))}.xlsx"),
        _voorblad(agenda, titel, aandeel, governance),
        bladen,
        _controles(agenda, bevolking, per_gemeente, aandeel, middelen),
        _herkomstregels(agenda),
        Bon("werkagenda", naam, opdracht, toekenningen_als_csv(_toekenningen(agenda))),
    )


def paden(regio: Regio, map_: Path) -> tuple[Path, Path]:
    """Return where the workbook and the document of a regio stand, in that order."""
    naam = bestandsnaam(slug(regio.naam))
    return map_ / f"{naam}.xlsx", map_ / f"{naam}.docx"


def schrijf_werkagenda(
    cijfers: Cijfers, regio: Regio, status: Werkagendastatus | None, map_: Path
) -> None:
    """Write the workbook and the document of a regio, sealed: both of them, or neither."""
    agenda = Werkagenda(cijfers, regio)
    inhoud = maak_agendawerkboek(agenda, status).als_bytes(), document(agenda)
    schrijf_samen(dict(zip(paden(regio, map_), map(verzegel, inhoud), strict=True)))


def _toekenningen(agenda: Werkagenda) -> list[Toekenning]:
    return [t for t in agenda.cijfers.toekenningen if t.regio == agenda.regio.naam]


def _voorblad(agenda: Werkagenda, titel: str, aandeel: Sheet, governance: Sheet) -> Cover:
    bedragen = [
        Fact(f"Regio samen {jaar} (lokaal en regionaal)", aandeel.show("samen", nummer), Kind.EURO)
        for nummer, jaar in enumerate(agenda.jaren)
    ]
    vastgesteld = [rij["uitkomst"] for rij in governance.table.rows].count(OP_TIJD)
    return Cover(
        titel,
        f"Mandaathouder {agenda.regio.mandaathouder}, "
        f"{telling(len(agenda.gemeenten), 'gemeente', 'gemeenten')}; normen, "
        "groeipad, middelen en vragen",
        [
            Fact("Inwoners", agenda.cijfers.inwoners_van(agenda.gemeenten), Kind.WHOLE),
            *bedragen,
            Fact("Status van de bedragen", status_in_woorden(_toekenningen(agenda))),
            Fact("Uiterste dag voor alle colleges", laatste_dag(agenda.gegevens), Kind.DATE),
            Fact(
                "Op tijd ingevuld op het blad Governance",
                Formula(f'=COUNTIF({governance.ref("uitkomst")},"{OP_TIJD}")', vastgesteld),
                Kind.WHOLE,
            ),
        ],
        [
            "Gele cellen zijn om in te vullen; alles wat ervan afhangt rekent mee.",
            "De normen geven richting: een regio mag met redenen afwijken, naar boven en naar "
            "beneden. Het blad Normen heeft daar kolommen voor.",
            "Het geld is ontschot: wat het blad Middelen per maatregel toont, is een rekenkundig "
            "aandeel en geen opdracht.",
            "De vragen volgen het landelijke format, in eigen woorden. "
            f"{agenda.gegevens.citeer(agenda.format.vindplaats)}.",
            "Er is geen officiële lijst van gemeenten per IZA-regio; controleer op het blad "
            "Governance of alle gemeenten er staan.",
        ],
    )


# -- questions and milestones ------------------------------------------------------------------


def _vragen(agenda: Werkagenda) -> Sheet:
    citeer = agenda.gegevens.citeer
    kolommen = [
        Column("code", "Par.", Kind.CODE, width=6),
        Column("onderwerp", "Onderwerp", width=26),
        Column("soort", "Soort", width=18),
        Column("fase", "Fase", width=7, value="vraag.fase"),
        Column("onderdeel", "Onderdeel", width=28, value="vraag.titel"),
        Column("vraag", "Vraag", width=40, value="vraag.voluit"),
        Column("houvast", "Norm of bedrag", width=34),
        Column("uitwerking", "Uitwerking", width=50, entry=True),
        Column("afwijking", "Afwijking van de norm, met reden", width=30, entry=True),
    ]
    return Sheet(
        "IST SOLL GAP",
        f"Werkagenda van IZA-regio {agenda.regio.naam}",
        Table.of(kolommen, _vraagrijen(agenda)),
        subtitle="De vragen in de volgorde van het landelijke format; optioneel staat erbij",
        notes=["Norm of bedrag: stand bij het maken van dit werkboek; zie Normen en Middelen."],
        sources=[
            f"{citeer(agenda.format.vindplaats)}; vragen in eigen woorden.",
            *(
                f"{vraag.onderdeel}: {citeer(plaats)}."
                for vraag in agenda.format.vragen
                if (plaats := vraag.vindplaats)
            ),
        ],
        description="nu, doel en wat daarvoor nodig is, per paragraaf van het format",
        landscape=True,
        freeze_columns=2,
    )


class _Vraagrij(NamedTuple):
    """A question of one paragraph, and the norm or amount to hold on to."""

    code: str
    onderwerp: str
    soort: str
    vraag: Vraag
    houvast: str = ""


def _vraagrijen(agenda: Werkagenda) -> Iterable[_Vraagrij]:
    for leefgebied in agenda.format.leefgebieden:
        niveau = Niveau.LEEFGEBIED if leefgebied.functionaliteiten else Niveau.RPI
        for vraag in agenda.format.vragen_van(niveau):
            yield _Vraagrij(leefgebied.nummer, leefgebied.naam, "hoofdstuk", vraag)
        for functionaliteit in leefgebied.functionaliteiten:
            soort = functionaliteit.soort_voluit
            for vraag in agenda.format.vragen_van(Niveau.FUNCTIONALITEIT, functionaliteit.soort):
                houvast = houvast_bij(agenda, functionaliteit.code, vraag)
                yield _Vraagrij(functionaliteit.code, functionaliteit.naam, soort, vraag, houvast)


def _mijlpalen(agenda: Werkagenda) -> Sheet:
    jaren = agenda.format.groeipad.jaren
    keuzes = tuple(kwartalen(jaren[0] - 1, 4, jaren[-1]))
    paragrafen = [(gebied.nummer, gebied.naam) for gebied in agenda.format.leefgebieden[:1]]
    paragrafen += [(f.code, f.naam) for f in agenda.format.functionaliteiten]
    kolommen = [
        Column("code", "Par.", Kind.CODE, width=6, value=itemgetter(0)),
        Column("onderwerp", "Onderwerp", width=48, value=itemgetter(1)),
        Column("kwartaal", "Kwartaal", width=14, entry=True, choices=keuzes),
        Column("activiteit", "Activiteit", width=44, entry=True),
        Column("wie", "Verantwoordelijke", width=26, entry=True),
        Column("resultaat", "Deelresultaat", width=36, entry=True),
    ]
    rijen = [paragraaf for paragraaf in paragrafen for _ in range(MIJLPALEN_PER_PARAGRAAF)]
    return Sheet(
        "Mijlpalen",
        f"Mijlpalen {keuzes[0]} tot en met {keuzes[-1]}",
        Table.of(kolommen, rijen),
        subtitle="Kies het kwartaal uit de lijst; landelijke data staan op het blad Kalender",
        description="wat wanneer klaar is, per paragraaf en kwartaal",
        landscape=True,
        freeze_columns=2,
    )


# -- governance --------------------------------------------------------------------------------

OP_TIJD, TE_LAAT, NOG_NIET = "op tijd", "te laat", "nog niet"
NAVRAGEN, GEDAAN = "vraag VWS na", "gedaan"
ZONDER_DATUM = "geen datum in de bron"


def _governance(agenda: Werkagenda, status: Werkagendastatus | None) -> Sheet:
    termijn = indientermijn(agenda.gegevens)
    kolommen = [
        Column("code", "Code", Kind.CODE, width=12),
        Column("wie", "Wie", width=26),
        Column("wat", "Wat", width=36),
        Column("uiterlijk", "Uiterlijk", Kind.DATE),
        Column("datum", "Gedaan op", Kind.DATE, width=14, entry=True, value="datum"),
        Column("uitkomst", "Stand", width=14),
        Column("opmerking", "Opmerking", width=40, entry=True, value="opmerking"),
    ]
    data = [d for d in agenda.gegevens.kalender if d.onderwerp.startswith("Werkagenda")]
    return Sheet(
        "Governance",
        "Wie de werkagenda vaststelt en indient",
        Table.of(kolommen, _governance_stappen(agenda, status)),
        subtitle="Alle colleges van de regio, nadat de IZA-governance heeft vastgesteld",
        notes=[
            *(datum.wat for datum in data),
            f"VWS noemt voor het indienen {termijn.in_woorden}, en dat is geen dag. Dit blad noemt "
            f"het tot en met {termijn.zeker:%d-%m-%Y} op tijd, na {termijn.uiterlijk:%d-%m-%Y} te "
            "laat, en zegt daartussen: vraag VWS na. Dat is een keuze van dit programma.",
        ],
        sources=[f"{d.onderwerp}: {agenda.gegevens.citeer(d.vindplaats)}." for d in data],
        description="welke colleges vaststellen, en wanneer dat is gedaan",
        landscape=True,
    )


class _Stap(NamedTuple):
    """A row of the sheet: who has to do what by when, and whether that is done."""

    code: str
    wie: str
    wat: str
    uiterlijk: date | str
    datum: date | None
    uitkomst: Formula
    opmerking: str = ""


def _governance_stappen(agenda: Werkagenda, status: Werkagendastatus | None) -> Iterable[_Stap]:
    regio, uiterlijk = agenda.regio, laatste_dag(agenda.gegevens)
    termijn = indientermijn(agenda.gegevens)
    bekend = {c.gemeente.code: c for c in status.colleges} if status else {}
    wat, stand = "stelt vast binnen de IZA-governance", _stand(None, f'"{GEDAAN}"', GEDAAN)
    yield _Stap("", "IZA-regiotafel", wat, ZONDER_DATUM, None, stand)
    op_tijd = f'IF({{datum}}<={{uiterlijk}},"{OP_TIJD}","{TE_LAAT}")'
    for gemeente in agenda.gemeenten:
        besluit = bekend.get(gemeente.code)
        datum, opmerking = (besluit.datum, besluit.opmerking) if besluit else (None, "")
        stand = _stand(datum, op_tijd, OP_TIJD if datum and datum <= uiterlijk else TE_LAAT)
        wat = "college van B en W stelt vast"
        yield _Stap(gemeente.code, gemeente.naam, wat, uiterlijk, datum, stand, opmerking)
    ingediend = status.ingediend_op if status else None
    code, wie, wat = regio.mandaathouder_code, regio.mandaathouder, "dient in bij VWS"
    stand = _stand_indiening(ingediend, termijn)
    yield _Stap(code, wie, wat, termijn.in_woorden, ingediend, stand)


def _stand(datum: date | None, anders: str, uitkomst: str) -> Formula:
    """Say how a step stands; `anders` is the formula, and `uitkomst` its outcome, once done."""
    return Formula(f'=IF({{datum}}="","{NOG_NIET}",{anders})', uitkomst if datum else NOG_NIET)


def _stand_indiening(datum: date | None, termijn: Indientermijn) -> Formula:
    zeker, uiterlijk = (
        f"DATE({dag.year},{dag.month},{dag.day})" for dag in (termijn.zeker, termijn.uiterlijk)
    )
    laat = f'IF({{datum}}<={uiterlijk},"{NAVRAGEN}","{TE_LAAT}")'
    if datum is None or datum <= termijn.zeker:
        woord = OP_TIJD
    else:
        woord = NAVRAGEN if datum <= termijn.uiterlijk else TE_LAAT
    return _stand(datum, f'IF({{datum}}<={zeker},"{OP_TIJD}",{laat})', woord)


# -- checks and origin -------------------------------------------------------------------------


def _controles(
    agenda: Werkagenda, bevolking: Sheet, per_gemeente: Sheet, aandeel: Sheet, middelen: Sheet
) -> Iterable[Controleregel]:
    for nummer, jaar in enumerate(agenda.jaren):
        yield Controleregel(
            f"{jaar}: de maatregelen zijn landelijk samen het budget van de brief",
            aandeel.show("landelijk", nummer),
            middelen.show(f"land_{jaar}"),
        )
        deel = sum((geld.aandeel[jaar] or Fraction(0) for geld in agenda.geld), Fraction(0))
        rest = rechtstreeks(agenda, jaar) * agenda.aandeel(jaar)
        regio, rest_cel = middelen.total_ref(f"regio_{jaar}"), aandeel.ref("rest_aandeel", nummer)
        yield Controleregel(
            f"{jaar}: het aandeel in de maatregelen, zonder het GGD-geld, is wat de regio krijgt",
            aandeel.show("samen", nummer),
            Formula(f"=ROUND({regio}-{rest_cel},0)", round(deel - rest)),
        )
    wat = "Inwoners: de normen per gemeente gaan over alle inwoners van de regio"
    yield Controleregel(wat, bevolking.show("inwoners"), per_gemeente.show("inwoners"))


def _herkomstregels(agenda: Werkagenda) -> Iterable[Herkomstregel]:
    for norm in agenda.streefwaarden.normen:
        yield Herkomstregel("Normen", norm.wat, "overgenomen", norm.vindplaats, norm.status)
    for element in agenda.streefwaarden.elementen:
        yield Herkomstregel(
            "Normen", element.wat, "overgenomen", element.vindplaats, Status.INDICATIEF
        )
    for p in agenda.streefwaarden.populaties.values():
        yield Herkomstregel("Bevolking", p.naam, p.toelichting, p.vindplaats, p.status)
    hoe = "overgenomen per leeftijdsgroep, uit de bron van de populatie hierboven"
    yield Herkomstregel("Bevolking", "Alle leeftijden", hoe)
    eigen = Vindplaats("eigen_keuze", "blad Uitgangspunten")
    aangenomen = [
        ("Uitgangspunten", parameter.naam, parameter.toelichting)
        for parameter in agenda.streefwaarden.parameters.values()
    ]
    stand = f"Stand eind {', '.join(map(str, agenda.format.groeipad.jaren))}"
    hoe = "in gelijke stappen van nu naar het doel; te overschrijven"
    for regel in (*aangenomen, ("Groeipad", stand, hoe)):
        yield Herkomstregel(*regel, eigen, Status.AANNAME)
    yield from herkomst_van_budgetten("Middelen", agenda.geldbudgetten)
    yield from themaherkomst(agenda.cijfers)
    for onderdeel in (LOKAAL, REGIONAAL):
        yield from herkomst_van_onderdeel(agenda.cijfers, onderdeel, "Aandeel")
    overig = [b for (o, _), b in agenda.cijfers.budgetten.items() if o not in (LOKAAL, REGIONAAL)]
    yield from herkomst_van_budgetten("Aandeel", overig)
    yield from aandeel_herkomst(agenda)
    hoe = "de dagen van vaststelling en indiening op blad Kalender"
    yield Herkomstregel("Governance", "Stand", hoe)
    yield Herkomstregel("IST SOLL GAP", "Vragen", "in eigen woorden", agenda.format.vindplaats)
    yield Herkomstregel("Kalender", "Data", "bron per rij")
