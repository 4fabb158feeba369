"""Which sheets an area gets that is no IZA-regio: its gemeenten, and what it does not have.

Regional money goes to a mandaathouder per IZA-regio, so such an area receives none. What it shows
instead is the arithmetical share of its gemeenten, and which IZA-regio's they belong to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from azwa_funds.excel.blad import Cell, Column, Cover, Fact, Kind, Sheet, Table
from azwa_funds.gegevens import Gebied, lees_gebied, zoek_gebied
from azwa_funds.kalender import kalender_blad
from azwa_funds.kern.begrippen import LOKAAL, Gemeente, Regio, Status
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import bestandsnaam, slug, telling
from azwa_funds.overzicht.kolommen import alle_jaren, gemeentekolommen, jaarfeiten
from azwa_funds.overzicht.regio import (
    AANDEEL_UITLEG,
    blad_aandelen,
    blad_gemeenten,
    jaarrijkolommen,
)
from azwa_funds.overzicht.regiobladen import (
    blad_ggd,
    blad_samenstelling,
    samenstellingscontrole,
    werkagenda_in_woorden,
)
from azwa_funds.verdelen import Cijfers, toekenningen_als_csv
from azwa_funds.werkagenda import eigen_register
from azwa_funds.werkboek.delen import (
    EURO,
    aandeelregels,
    herkomst_van_budgetten,
    herkomst_van_onderdeel,
    inwoners_herkomst,
    jaarkolommen,
    sleutelzin,
    status_in_woorden,
)
from azwa_funds.werkboek.vast import Bon, Controleregel, Herkomstregel, Werkboek, maak_werkboek

#: What the receipt calls these workbooks: of an area of our data, and of a list of one's own.
SOORT, SOORT_EIGEN_GEBIED = "gebied", "eigen-gebied"

#: What such an area has not, said where a reader would look for it.
GEEN_EIGEN_GELD = (
    "Dit gebied is geen IZA-regio: het heeft geen mandaathouder en krijgt zelf geen regionaal "
    "geld. Wat hier bij regionaal staat, is het rekenkundig aandeel van de gemeenten in het geld "
    "van hun eigen IZA-regio."
)


def pad_van_gebied(gebied: Gebied) -> Path:
    """Return where the workbook of an area stands in the folder for workbooks."""
    return Path("gebied") / f"{bestandsnaam(slug(gebied.voluit))}.xlsx"


def gebiedswerkboek(cijfers: Cijfers, gebied: Gebied) -> Werkboek:
    """Make the workbook of an area that is no IZA-regio."""
    leden = sorted((g for g in cijfers.gemeenten if g.code in gebied.codes), key=lambda g: g.naam)
    gemeenten = blad_gemeenten(cijfers, gebied.voluit, leden)
    aandelen = blad_aandelen(cijfers, "haar eigen IZA-regio", leden, gemeenten)
    overzicht = _blad_overzicht(cijfers, gebied, leden, gemeenten, aandelen)
    regios = _blad_regios(cijfers, leden)
    samenstelling = blad_samenstelling(cijfers)
    eigen = [t for t in cijfers.toekenningen if t.ontvanger_code in gebied.codes]
    bladen = [
        overzicht,
        gemeenten,
        aandelen,
        regios,
        _blad_werkagenda(cijfers, leden),
        blad_ggd(cijfers, leden, "dit gebied"),
        samenstelling,
        kalender_blad(cijfers, None),
    ]
    bon = Bon(
        SOORT_EIGEN_GEBIED if gebied.is_eigen else SOORT,
        gebied.voluit,
        f'azwa-funds overzicht --gebied "{gebied.bestand or gebied.voluit}"',
        toekenningen_als_csv(eigen),
        {gebied.bestand: gebied.sha256} if gebied.is_eigen else None,
    )
    return maak_werkboek(
        cijfers, pad_van_gebied(gebied), _voorblad(cijfers, gebied, leden, overzicht), bladen,
        _controles(cijfers, aandelen, regios, samenstelling),
        _herkomstregels(cijfers, gebied), bon,
    )  # fmt: skip


def gebied_opnieuw(cijfers: Cijfers, naam: str) -> Werkboek:
    """Make the workbook of an area of our data again."""
    return gebiedswerkboek(cijfers, zoek_gebied(cijfers.gegevens, naam))


def lijst_opnieuw(cijfers: Cijfers, naam: str, bestanden: Sequence[Path]) -> Werkboek:
    """Make the workbook of a list of one's own again, from the list that is given once more."""
    if len(bestanden) != 1:
        raise Gebruikersfout(f"Het werkboek van {naam} is gemaakt uit één lijst; geef die.")
    return gebiedswerkboek(cijfers, lees_gebied(cijfers.gegevens, bestanden[0]))


def _voorblad(cijfers: Cijfers, gebied: Gebied, leden: list[Gemeente], overzicht: Sheet) -> Cover:
    lokaal = [cijfers.lokaal[g.code, jaar] for g in leden for jaar in cijfers.jaren]
    regios = telling(len({g.iza_regio for g in leden}), "IZA-regio", "IZA-regio's")
    return Cover(
        f"SPUK AZWA: {gebied.voluit}",
        f"{gebied.soort}, {telling(len(leden), 'gemeente', 'gemeenten')} in {regios}; "
        "geen eigen mandaathouder",
        [
            *jaarfeiten(cijfers, "Lokaal geld", overzicht, "lokaal"),
            Fact("Inwoners", cijfers.inwoners_van(leden), Kind.WHOLE),
            Fact("Regionaal geld", "geen; alleen een rekenkundig aandeel"),
            Fact("Status van het lokale geld", status_in_woorden(lokaal)),
        ],
        [
            GEEN_EIGEN_GELD,
            _wat_het_is(cijfers, gebied),
            sleutelzin(cijfers, LOKAAL),
            f"Blad Aandelen: het aandeel van elke gemeente in het regionale geld. {AANDEEL_UITLEG}",
        ],
    )


def _wat_het_is(cijfers: Cijfers, gebied: Gebied) -> str:
    if gebied.vindplaats is None:
        return f"De lijst van gemeenten komt uit het eigen bestand {gebied.bestand}."
    bron = cijfers.gegevens.citeer(gebied.vindplaats)
    return f"Welke gemeenten bij {gebied.voluit} horen: {bron}."


def _blad_overzicht(
    cijfers: Cijfers, gebied: Gebied, leden: list[Gemeente], gemeenten: Sheet, aandelen: Sheet
) -> Sheet:
    """The money of the gemeenten per year; the regional part is a share, and says so."""

    def aandeel(jaar: int) -> Cell:
        if jaar in cijfers.jaren:
            return aandelen.show(f"aandeel_{jaar}")
        return sum(cijfers.aandeel[gemeente.code, jaar] for gemeente in leden)

    deel = Column("aandeel", "Aandeel in regionaal geld", Kind.EURO, value=aandeel)
    kolommen = [
        *jaarrijkolommen(cijfers, leden, gemeenten, deel, eerst="lokaal"),
        Column("status", "Status van het aandeel", Kind.STATUS, value=lambda _: Status.AANNAME),
    ]
    return Sheet(
        "Overzicht",
        gebied.voluit,
        Table.of(kolommen, alle_jaren(cijfers)),
        subtitle=f"Geld van de gemeenten samen; {EURO}",
        notes=[GEEN_EIGEN_GELD],
        description="lokaal geld en het aandeel in regionaal geld, per jaar",
        one_page=True,
    )


def _blad_regios(cijfers: Cijfers, leden: list[Gemeente]) -> Sheet:
    """Which IZA-regio's the gemeenten belong to, and whether the whole of one lies in the area."""
    per_regio: dict[str, list[Gemeente]] = defaultdict(list)
    for gemeente in leden:
        per_regio[gemeente.iza_regio].append(gemeente)

    def aandeel(regio: Regio, jaar: int) -> int:
        return sum(cijfers.aandeel[gemeente.code, jaar] for gemeente in per_regio[regio.naam])

    def is_heel(regio: Regio) -> bool:
        return len(per_regio[regio.naam]) == len(cijfers.gemeenten_van(regio.naam))

    kolommen = [
        Column("regio", "IZA-regio", width=22, value="naam"),
        Column("mandaathouder", "Mandaathouder", width=18),
        Column(
            "hier", "Gemeenten in dit gebied", Kind.WHOLE, total="sum",
            value=lambda regio: len(per_regio[regio.naam]),
        ),
        Column(
            "totaal", "Gemeenten in de IZA-regio", Kind.WHOLE, total="sum",
            value=lambda regio: len(cijfers.gemeenten_van(regio.naam)),
        ),
        Column(
            "heel", "Hele IZA-regio in dit gebied", width=12,
            formula='=IF({hier}={totaal},"ja","nee")',
            value=lambda regio: "ja" if is_heel(regio) else "nee",
        ),
        *jaarkolommen(
            cijfers, "regionaal", "Regionaal geld van de hele IZA-regio", telt_op=False,
            waarde=lambda regio, jaar: cijfers.regionaal[regio.naam, jaar].bedrag,
        ),
        *jaarkolommen(cijfers, "aandeel", "Aandeel van dit gebied", waarde=aandeel),
        Column(
            "namen", "Gemeenten in beide", width=50,
            value=lambda regio: ", ".join(g.naam for g in per_regio[regio.naam]),
        ),
    ]  # fmt: skip
    return Sheet(
        "IZA-regio's",
        "IZA-regio's waartoe de gemeenten horen",
        Table.of(kolommen, [cijfers.gegevens.regios[naam] for naam in sorted(per_regio)]),
        subtitle=f"Het regionale geld gaat naar deze mandaathouders; {EURO}",
        notes=[AANDEEL_UITLEG],
        description="naar welke mandaathouders het regionale geld gaat",
        landscape=True,
        freeze_columns=1,
    )


def _blad_werkagenda(cijfers: Cijfers, leden: list[Gemeente]) -> Sheet:
    """How far each IZA-regio of the gemeenten is with its werkagenda, by the register."""
    register = eigen_register(cijfers.gegevens)
    besluiten = {
        college.gemeente.code: college.datum
        for naam in {g.iza_regio for g in leden}
        for college in register[naam].colleges
    }
    kolommen = [
        *gemeentekolommen(),
        Column("regio", "IZA-regio", width=24, value="iza_regio"),
        Column("datum", "Vastgesteld op", Kind.DATE, value=lambda g: besluiten[g.code]),
        Column(
            "stand", "Stand van de werkagenda van de regio", width=44,
            value=lambda g: werkagenda_in_woorden(register[g.iza_regio]),
        ),
    ]  # fmt: skip
    return Sheet(
        "Werkagenda",
        "Werkagenda's van de IZA-regio's",
        Table.of(kolommen, leden),
        subtitle="Elke IZA-regio heeft een eigen werkagenda; dit gebied heeft er geen",
        description="de stand per gemeente en IZA-regio, volgens het register",
        landscape=True,
    )


def _controles(
    cijfers: Cijfers, aandelen: Sheet, regios: Sheet, samenstelling: Sheet
) -> Iterable[Controleregel]:
    for jaar in cijfers.jaren:
        yield Controleregel(
            f"{jaar}: de aandelen per gemeente en per IZA-regio zijn samen gelijk",
            aandelen.show(f"aandeel_{jaar}"),
            regios.show(f"aandeel_{jaar}"),
        )
        yield samenstellingscontrole(cijfers, samenstelling, jaar)


def _herkomstregels(cijfers: Cijfers, gebied: Gebied) -> Iterable[Herkomstregel]:
    hoe = "overgenomen" if gebied.vindplaats else f"het eigen bestand {gebied.bestand}"
    yield Herkomstregel("alle bladen", "Welke gemeenten", hoe, gebied.vindplaats)
    yield from herkomst_van_onderdeel(cijfers, LOKAAL, "Gemeenten")
    yield from aandeelregels(cijfers, "Overzicht, Aandelen, IZA-regio's")
    yield from herkomst_van_budgetten("Samenstelling", cijfers.herkomst)
    yield inwoners_herkomst(cijfers)
