"""The sheets of a werkagenda about money: the share of the regio, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from azwa_funds.excel.blad import PRO_MEMORIE, Cell, Column, Formula, Kind, Sheet, Table, euros
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, SPUK_AZWA, Status
from azwa_funds.werkagenda.normbladen import TARIEF, of_pm, parametercel
from azwa_funds.werkagenda.werkagenda import Geldbedrag, Werkagenda
from azwa_funds.werkboek.delen import bronregels, herkomst_grondslagzin, jaarkolommen
from azwa_funds.werkboek.vast import Herkomstregel

LOKAAL_KOP, REGIONAAL_KOP = "Lokaal, gemeenten van de regio", "Regionaal, mandaathouder"
VERDEELD_KOP = "Landelijk lokaal en regionaal"


def aandeel_blad(agenda: Werkagenda) -> Sheet:
    """Make the sheet of what the regio gets, and which share of the country that is."""
    wachtend, naam_overig = _wachtend(agenda), _genoemd(agenda, _overig(agenda))
    rest, deel = partial(rechtstreeks, agenda), "={samen}/{verdeeld}"

    def status(jaar: int) -> Status:
        lokaal = (agenda.cijfers.lokaal[g.code, jaar].status for g in agenda.gemeenten)
        return min(agenda.cijfers.regionaal[agenda.regio.naam, jaar].status, *lokaal)

    kolommen = [
        Column("jaar", "Jaar", Kind.CODE, value=str),
        euros("lokaal", LOKAAL_KOP, value=agenda.lokaal),
        euros("regionaal", REGIONAAL_KOP, value=agenda.regionaal),
        euros("samen", "Regio samen", formula="={lokaal}+{regionaal}", value=agenda.samen),
        euros("verdeeld", VERDEELD_KOP, value=agenda.verdeeld),
        Column(
            "aandeel", "Aandeel van de regio", Kind.PERCENT_FINE, formula=deel, value=agenda.aandeel
        ),
        euros("landelijk", "Landelijk budget", value=partial(landelijk_budget, agenda)),
        euros(
            "buiten", f"Waarvan {_genoemd(agenda, wachtend)}", value=partial(_som, agenda, wachtend)
        ),
        euros(
            "rest", f"Waarvan {naam_overig}", formula="={landelijk}-{verdeeld}-{buiten}", value=rest
        ),
        euros(
            "rest_aandeel",
            f"Aandeel in {naam_overig}",
            formula="={rest}*{aandeel}",
            value=lambda jaar: rest(jaar) * agenda.aandeel(jaar),
        ),
        Column("status", "Status", Kind.STATUS, value=status),
    ]
    return Sheet(
        "Aandeel",
        f"Aandeel van IZA-regio {agenda.regio.naam} in het landelijke geld",
        Table.of(kolommen, agenda.jaren),
        subtitle="Wat mandaathouder en gemeenten samen krijgen, als deel van wat er wordt verdeeld",
        notes=[
            "Met dit aandeel zijn de landelijke bedragen per maatregel op het blad Middelen naar "
            "de regio gerekend. Dat is een rekenkundig deel, geen toezegging."
        ],
        description="het rekenkundige aandeel van de regio, per jaar",
        landscape=True,
    )


def aandeel_herkomst(agenda: Werkagenda) -> Iterable[Herkomstregel]:
    """Lead the columns of the sheet Aandeel to the amounts they are the sum of."""
    for kolom, hoe in (
        (LOKAAL_KOP, "de bedragen van de gemeenten van de regio opgeteld"),
        (REGIONAAL_KOP, "het bedrag van de mandaathouder van de regio"),
        (VERDEELD_KOP, "de budgetten lokaal en regionaal van het jaar opgeteld"),
        ("Landelijk budget", "alle onderdelen van het jaar opgeteld"),
        (f"Waarvan {_genoemd(agenda, _wachtend(agenda))}", "de budgetten hiervan opgeteld"),
    ):
        yield Herkomstregel("Aandeel", kolom, hoe)


def landelijk_budget(agenda: Werkagenda, jaar: int) -> int:
    """Return all that the letter puts into a year, in euros."""
    return sum(b.bedrag or 0 for (_, j), b in agenda.cijfers.budgetten.items() if j == jaar)


def _wachtend(agenda: Werkagenda) -> list[str]:
    """The onderdelen that are the whole of a measure, and not divided."""
    return sorted({regel.wacht_op for regel in agenda.format.geld} - {""})


def _overig(agenda: Werkagenda) -> list[str]:
    """The onderdelen that are neither divided nor the whole of a measure."""
    onderdelen = agenda.gegevens.uitkering(SPUK_AZWA).onderdelen
    bekend = (LOKAAL, REGIONAAL, *_wachtend(agenda))
    return [naam for naam in onderdelen if naam not in bekend]


def _som(agenda: Werkagenda, onderdelen: Sequence[str], jaar: int) -> int:
    return sum(agenda.cijfers.budgetten[naam, jaar].bedrag or 0 for naam in onderdelen)


def rechtstreeks(agenda: Werkagenda, jaar: int) -> int:
    """Return what measures pay for but gemeenten and mandaathouders do not get, in euros."""
    return _som(agenda, _overig(agenda), jaar)


def _genoemd(agenda: Werkagenda, onderdelen: Sequence[str]) -> str:
    return " en ".join(agenda.cijfers.budgetten[naam, agenda.jaren[0]].naam for naam in onderdelen)


def middelen_blad(agenda: Werkagenda, aandeel: Sheet, uitgangspunten: Sheet) -> Sheet:
    """Make the sheet of the national money per measure, at the share of the regio."""
    tarief = parametercel(agenda, uitgangspunten, TARIEF)
    waarde = agenda.streefwaarden.parameters[TARIEF].waarde
    namen = agenda.gegevens.uitkering(SPUK_AZWA).herkomst

    def deel(geld: Geldbedrag, jaar: int) -> Cell:
        bedrag, plek = geld.aandeel[jaar], aandeel.ref("aandeel", agenda.jaren.index(jaar))
        return PRO_MEMORIE if bedrag is None else Formula(f"={{land_{jaar}}}*{plek}", bedrag)

    def fte(jaar: int, geld: Geldbedrag) -> Cell:
        bedrag = geld.aandeel[jaar]
        aantal = bedrag / waarde if bedrag is not None and waarde else None
        formule = f'=IF({tarief}=0,"{PRO_MEMORIE}",{{regio_{jaar}}}/{tarief})'
        return PRO_MEMORIE if bedrag is None else Formula(formule, of_pm(aantal))

    cijfers, jaren = agenda.cijfers, agenda.jaren
    kolommen = [
        Column("maatregel", "Maatregel", width=38, value="naam"),
        Column("paragraaf", "Par.", Kind.CODE, width=8),
        *jaarkolommen(cijfers, "land", "Landelijk", waarde=lambda g, j: g.landelijk[j].bedrag),
        *jaarkolommen(cijfers, "regio", "Aandeel regio", waarde=deel),
        *(
            Column(f"fte_{j}", f"Fte bij uw tarief {j}", Kind.DECIMAL, value=partial(fte, j))
            for j in jaren
        ),
        Column("status", "Status", Kind.STATUS),
        Column("herkomst", "Herkomst", width=46, value=lambda g: namen[g.regel.uitkering]),
    ]
    return Sheet(
        "Middelen",
        f"Landelijk geld per maatregel, op het aandeel van IZA-regio {agenda.regio.naam}",
        Table.of(kolommen, agenda.geld),
        subtitle="Indicatief: het geld is ontschot, een bedrag per maatregel is geen opdracht",
        notes=[
            "Aandeel regio: landelijk bedrag x het aandeel op het blad Aandeel, niet afgerond. "
            "Samen is het wat mandaathouder en gemeenten krijgen, plus een deel van het geld dat "
            "rechtstreeks naar de GGD'en gaat (blad Aandeel); het blad Controle rekent dat na.",
            *_pm_uitleg(agenda),
            "Fte bij uw tarief: het aandeel gedeeld door het tarief op het blad Uitgangspunten.",
            herkomst_grondslagzin(agenda.cijfers),
        ],
        sources=bronregels(agenda.cijfers, agenda.geldbudgetten),
        description="waar het geld landelijk voor is bedoeld, op het aandeel van de regio",
        landscape=True,
        freeze_columns=1,
    )


def _pm_uitleg(agenda: Werkagenda) -> Iterable[str]:
    for geld in agenda.geld:
        if geld.regel.wacht_op:
            toedeling = agenda.gegevens.toedeling(SPUK_AZWA, geld.regel.wacht_op, agenda.jaren[0])
            yield f"p.m. {geld.naam}: {toedeling.toelichting}"
