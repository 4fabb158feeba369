"""The sheet with the yellow cells, each beside its official value, status and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from azwa_funds.excel.blad import (
    EIGEN_AANNAME,
    ONGELDIG,
    STANDAARD,
    Cell,
    Column,
    Entry,
    Formula,
    Kind,
    Own,
    Sheet,
    Table,
)
from azwa_funds.kern.begrippen import SPUK_AZWA, Afronding, Status, Vindplaats
from azwa_funds.kern.euro import toon_getal
from azwa_funds.rekenmodel.keuzes import ONDERDELEN, Keuze
from azwa_funds.rekenmodel.stappen import HOOGSTE_BUDGET, Deling, hoogste_minimum
from azwa_funds.verdelen import Cijfers, status_van

GEEL = "Gele cel = invoer."
STANDAARD_UITLEG = (
    "Standaard is wat dit programma zonder eigen aannames berekent; het is niet beschikt."
)
_BEDRAG_OORDEEL = (
    "=IF(ISNUMBER({invoer}),IF(AND({invoer}>=0,{invoer}<=hoogste,{invoer}=INT({invoer})),"
    f'IF({{invoer}}={{standaard}},"{STANDAARD}","{EIGEN_AANNAME}"),"{ONGELDIG}"),"{ONGELDIG}")'
)
_KEUZE_OORDEEL = (
    f'=IF(mogelijk,IF({{invoer}}={{standaard}},"{STANDAARD}","{EIGEN_AANNAME}"),"{ONGELDIG}")'
)


@dataclass(frozen=True, slots=True)
class _Regel:
    """One row: `naam` is how other sheets ask for it, `oordeel` judges what was filled in."""

    naam: str
    wat: str
    waarde: int | str
    oordeel: str
    entry: Entry | None
    status: Status
    bron: Vindplaats | None

    @property
    def standaard(self) -> Own:
        return Own(self.waarde, Kind.TEXT if isinstance(self.waarde, str) else Kind.EURO)

    @property
    def invoer(self) -> Own:
        return replace(self.standaard, entry=self.entry)

    @property
    def uitkomst(self) -> Cell:
        return Formula(self.oordeel, STANDAARD) if self.entry else self.oordeel

    @property
    def bronplaats(self) -> str:
        return self.bron.plaats if self.bron else "geen bron; 0 = geen minimum"


@dataclass(frozen=True, slots=True)
class Invoer:
    """The sheet, and where on it each entry stands."""

    blad: Sheet
    rijen: Mapping[str, int]

    def cellen(self, deling: Deling) -> dict[str, Cell]:
        """Return the cells of a division that depend on the yellow cells alone."""
        waarden: dict[str, tuple[str, int | str]] = {
            "budget": (f"budget {deling.onderdeel} {deling.jaar}", deling.budget),
            "sleutel": (f"sleutel {deling.onderdeel}", deling.sleutelnaam),
            "minimum": (f"minimum {deling.onderdeel}", deling.minimum),
            "afronding": (f"afronding {deling.onderdeel}", deling.regel.woorden),
        }
        oordelen = [self.oordeel(naam) for naam, _ in waarden.values()]
        ongeldig, standaard = (
            ",".join(f'{oordeel}="{woord}"' for oordeel in oordelen)
            for woord in (ONGELDIG, STANDAARD)
        )
        oordeel = (
            f'=IF(OR({ongeldig}),"{ONGELDIG}",IF(AND({standaard}),"{STANDAARD}","{EIGEN_AANNAME}"))'
        )
        cellen: dict[str, Cell] = {"invoer": Formula(oordeel, STANDAARD)}
        for kolom, (naam, waarde) in waarden.items():
            anders = '"ongeldig"' if isinstance(waarde, str) else "0"
            formule = f'=IF({self.oordeel(naam)}="{ONGELDIG}",{anders},{self.cel(naam)})'
            cellen[kolom] = Formula(formule, waarde)
        return cellen

    def cel(self, naam: str) -> str:
        """The yellow cell of an entry."""
        return self.blad.ref("invoer", self.rijen[naam])

    def oordeel(self, naam: str) -> str:
        """The cell that judges an entry."""
        return self.blad.ref("oordeel", self.rijen[naam])

    def aantal(self, woord: str) -> str:
        """The formula, without "=", that counts entries with one judgement."""
        return f'COUNTIF({self.blad.ref("oordeel")},"{woord}")'


def blad_invoer(cijfers: Cijfers, keuzes: Sequence[Keuze], lijsten: Mapping[str, str]) -> Invoer:
    """Make the sheet; `lijsten` has the cells with the names of the keys, per onderdeel."""
    regels = [
        *(regel for keuze in keuzes for regel in _budgetten(cijfers, keuze)),
        *(_sleutel(cijfers, keuze, lijsten[keuze.onderdeel]) for keuze in keuzes),
        *map(_minimum, keuzes),
        *map(_afronding, keuzes),
        *_niet_verdeeld(cijfers),
    ]
    kolommen = [
        Column("wat", "Wat", width=42),
        Column("invoer", "Uw invoer", Kind.EURO, width=36),
        Column("standaard", "Standaard", Kind.EURO, width=36),
        Column("oordeel", "Oordeel", Kind.CHECK, width=21, value="uitkomst"),
        Column("status", "Status van standaard", Kind.STATUS),
        Column("bron", "Plaats in de bron", value="bronplaats"),
    ]
    blad = Sheet(
        "Invoer",
        "Invoer: wat als het anders loopt?",
        Table.of(kolommen, regels),
        subtitle="Bedragen in hele euro's per jaar; alle andere bladen rekenen mee",
        lines=[f"{GEEL} Terug naar de standaard: neem over wat onder Standaard staat."],
        notes=[
            f"Oordeel: {STANDAARD} is waar dit programma mee rekent, volgens de bron in dezelfde "
            f"rij; {EIGEN_AANNAME} is uw eigen waarde, zonder bron; {ONGELDIG} telt als nul, en "
            "dan klopt het blad Controle niet.",
            "Minimum: wie naar gewicht minder zou krijgen, krijgt dit bedrag; de anderen delen "
            "wat overblijft naar gewicht. Of de SPUK AZWA een minimum krijgt, is niet bekend.",
            "Afronding grootste resten: ieder krijgt de hele euro's van zijn precieze deel, en de "
            "euro's die overblijven gaan naar de grootste resten; de som is precies het budget.",
            "Afronding per ontvanger: elk deel wordt apart afgerond, een halve euro naar boven; de "
            "som kan dan enkele euro's van het budget afwijken (blad Rekenoverzicht).",
            "Niet geel is geld waarvan geen verdeling bekend is (p.m.) of dat naar een instelling "
            "gaat; dat geld staat in dit werkboek bij geen enkele gemeente of regio.",
        ],
        sources=[
            f"{cijfers.gegevens.citeer(plaats)}."
            for plaats in dict.fromkeys(regel.bron for regel in regels if regel.bron)
        ],
        description="de gele cellen: budgetten, sleutel, minimum en afronding",
        landscape=True,
        one_page=True,
    )
    return Invoer(blad, {regel.naam: nummer for nummer, regel in enumerate(regels)})


def _bedrag(hoogste: int, hint: str) -> tuple[str, Entry]:
    """Return how an amount is judged, and how it is filled in; `hint` follows on its bounds."""
    grenzen = f"Een heel bedrag in euro's, van 0 tot en met {toon_getal(hoogste)}."
    oordeel = _BEDRAG_OORDEEL.replace("hoogste", str(hoogste))
    return oordeel, Entry(f"{grenzen} {hint}", largest=hoogste)


def _budgetten(cijfers: Cijfers, keuze: Keuze) -> Iterable[_Regel]:
    invoer = _bedrag(HOOGSTE_BUDGET, "Het standaardbedrag staat hiernaast.")
    for deling in keuze.delingen:
        budget = cijfers.budgetten[keuze.onderdeel, deling.jaar]
        wat = f"budget {keuze.onderdeel} {deling.jaar}"
        bron = (budget.status, budget.vindplaats)
        yield _Regel(wat, f"Landelijk {wat}", deling.budget, *invoer, *bron)


def _sleutel(cijfers: Cijfers, keuze: Keuze, lijst: str) -> _Regel:
    wat, status = f"sleutel {keuze.onderdeel}", status_van(cijfers.gegevens, keuze.sleutel)
    oordeel = _KEUZE_OORDEEL.replace("mogelijk", f"SUMPRODUCT(--({lijst}={{invoer}}))=1")
    entry = Entry("Kies een sleutel uit de lijst; het blad Sleutels legt ze uit.", lijst)
    bron = keuze.toedeling.vindplaats
    return _Regel(wat, f"Verdeel{wat}", keuze.standaard, oordeel, entry, status, bron)


def _minimum(keuze: Keuze) -> _Regel:
    grens, wie = keuze.sleutel.minimum, keuze.onderdeel
    wat = f"Minimum per ontvanger per jaar, {wie}"
    invoer = _bedrag(hoogste_minimum(keuze.aantal), "0 = geen minimum.")
    bron = (grens.status, grens.vindplaats) if grens else (Status.AANNAME, None)
    return _Regel(f"minimum {wie}", wat, keuze.minimum, *invoer, *bron)


def _afronding(keuze: Keuze) -> _Regel:
    afronding, regels = keuze.sleutel.afronding, tuple(regel.woorden for regel in Afronding)
    wat, nu = f"afronding {keuze.onderdeel}", afronding.regel.woorden
    mogelijk = ",".join(f'{{invoer}}="{regel}"' for regel in regels)
    oordeel = _KEUZE_OORDEEL.replace("mogelijk", f"OR({mogelijk})")
    entry = Entry("Kies een afronding uit de lijst; de uitleg staat onder de tabel.", regels)
    bron = (Status.AANNAME, afronding.vindplaats)
    return _Regel(wat, wat.capitalize(), nu, oordeel, entry, *bron)


def _niet_verdeeld(cijfers: Cijfers) -> Iterable[_Regel]:
    """Show the money that no yellow cell divides."""
    for (onderdeel, jaar), budget in cijfers.budgetten.items():
        if onderdeel in ONDERDELEN:
            continue
        toedeling = cijfers.gegevens.toedeling(SPUK_AZWA, onderdeel, jaar)
        yield _Regel(
            f"budget {onderdeel} {jaar}",
            f"{budget.naam} {jaar}",
            "p.m." if budget.bedrag is None else budget.bedrag,
            "naar een instelling" if toedeling.ontvanger else "p.m., niet verdeeld",
            None,
            budget.status,
            budget.vindplaats,
        )
