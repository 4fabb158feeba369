"""One table on a sheet: which of its rows are bookings, and what every other row is.

Every row gets exactly one kind, and its amount goes with it. What is no booking is a blank line, a
heading that comes back, a total that adds up, a line of text, money that a profile leaves to
others; or it may be money, and then a person has to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import compress
from typing import Any

import numpy as np

from azwa_funds.grootboek.bedragen import Bedragen, Cellen, een_bedrag, is_leeg, lees_bedragen
from azwa_funds.grootboek.herkenning import Herkenner, Opzet
from azwa_funds.grootboek.lezing import Totaalregel
from azwa_funds.grootboek.profiel import OVERSLAAN, Patronen, Profiel, celvorm, past
from azwa_funds.kern.tekst import vorm
from azwa_funds.lezen.cellen import Celfout, als_tekst, lees_centen, lees_dag
from azwa_funds.openen.bronblad import Bronblad, Reeks
from azwa_funds.openen.tekstkolommen import Tekstkolom


class Rijsoort(IntEnum):
    """What a row of a table is."""

    BOEKING = 0
    LEEG = 1
    KOP = 2
    TOTAAL = 3
    TEKST = 4
    NIET_ONS = 5
    OVERGESLAGEN = 6
    #: From here on it may be money, and a person has to decide.
    ONBEKEND = 7
    TOTAAL_FOUT = 8
    LOS_BEDRAG = 9
    GELD_ELDERS = 10


@dataclass
class Tafel:
    """The rows below one row of headings, up to the next that differs or the end of the sheet.

    Rows are counted from 0; `eerste` is the row of the sheet of the first. `soort` holds the
    `Rijsoort` of each, `labels` the text of totals, `kostenplaatsen` those that nobody named,
    `verwacht` what the rows above a total that differs add up to, `eerder` the cents of the tables
    before this one, which a grand total holds too.
    """

    blad: Bronblad
    opzet: Opzet
    eerste: int
    aantal: int
    eerder: int
    bedragen: Bedragen = field(init=False)
    soort: Reeks = field(init=False)
    labels: dict[int, str] = field(default_factory=dict)
    kostenplaatsen: dict[int, str] = field(default_factory=dict)
    totalen: list[Totaalregel] = field(default_factory=list)
    verwacht: dict[int, int] = field(default_factory=dict)
    koprijen: list[int] = field(default_factory=list)
    vervolg: int = 0
    _kolommen: dict[int, Cellen] = field(default_factory=dict)

    def kolom(self, plaats: int) -> Cellen:
        """The cells of a column; one beyond the sheet is empty."""
        if plaats not in self._kolommen:
            binnen = plaats < self.blad.breedte
            cellen = self.blad.kolom(plaats, self.eerste) if binnen else [""] * self.aantal
            self._kolommen[plaats] = Cellen(cellen[: self.aantal])
        return self._kolommen[plaats]

    def vergeet(self, plaats: int) -> None:
        """Keep the cells of a column no longer: of a large file they take much room."""
        self._kolommen.pop(plaats, None)

    def rijen(self, soort: Rijsoort) -> Reeks:
        """The rows of a kind, from 0."""
        return np.flatnonzero(self.soort == soort)

    @property
    def gewoon(self) -> Reeks:
        """Which rows stand for themselves: no totals, headings and blank lines."""
        return ~np.isin(self.soort, _GEEN_GELD)

    def som(self, rijen: Reeks) -> int:
        """The cents of some rows."""
        return int(self.bedragen.centen[rijen].sum())


_GEEN_GELD = (Rijsoort.TOTAAL, Rijsoort.TOTAAL_FOUT, Rijsoort.KOP, Rijsoort.LEEG)


def lees_tafel(
    blad: Bronblad, opzet: Opzet, herkenner: Herkenner, tot: int = 0, eerder: int = 0
) -> Tafel:
    """Say of every row below headings what it is; `vervolg` is the row of the next headings."""
    tafel = Tafel(blad, opzet, opzet.rij + 1, (tot or blad.aantal) - opzet.rij, eerder)
    tafel.bedragen = lees_bedragen(opzet, tafel.kolom, herkenner.namen)
    tafel.soort = np.zeros(tafel.aantal, np.int8)
    lezer = _Rijlezer(tafel, herkenner)
    if (vervolg := lezer.zoek_koppen()) and not tot:
        andere = lees_tafel(blad, opzet, herkenner, vervolg - 1, eerder)
        andere.vervolg = vervolg
        return andere
    lezer.lees()
    return tafel


def lege_rijen(blad: Bronblad, eerste: int, kandidaten: Reeks) -> Reeks:
    """Say of rows (from 0, counted from `eerste`) whether nothing stands in them."""
    if not blad._kolommen:
        return np.array(
            [all(map(is_leeg, blad.rij(eerste + i))) for i in kandidaten.tolist()], bool
        )
    leeg = np.ones(len(kandidaten), bool)
    for plaats in range(blad.breedte if len(kandidaten) else 0):
        cellen = blad.kolom(plaats, eerste)
        lege = cellen.leeg if isinstance(cellen, Tekstkolom) else np.asarray(cellen, object) == ""
        leeg &= lege[kandidaten]
    return leeg


class _Rijlezer:
    """Gives each row its kind. Only rows that are no plain booking are looked at one by one."""

    def __init__(self, tafel: Tafel, herkenner: Herkenner) -> None:
        self.tafel, self.herkenner, self.namen = tafel, herkenner, herkenner.namen
        self.profiel: Profiel | None = herkenner.profiel
        self.gebreken: dict[int, set[int]] = {}
        for rij, plaats in tafel.blad.gebreken:
            if 0 <= rij - tafel.eerste < tafel.aantal:
                self.gebreken.setdefault(rij - tafel.eerste, set()).add(plaats)
        plek, koppen = tafel.opzet.plek, tafel.opzet.koppen
        #: The columns that make a booking, and those by which it names a year or onderdeel itself.
        self.eigen = {p for naam, p in plek.items() if naam != "saldo"}
        self.zeggend = {plek[naam] for naam in ("jaar", "onderdeel") if naam in plek}
        #: Columns of which a number says nothing about money.
        self.zonder_geld = {p for naam, p in plek.items() if naam not in ("debet", "credit")}
        self.zonder_geld |= {
            p for p, kop in enumerate(koppen) if kop.rol or vorm(kop.tekst) in _UITLEGKOPPEN
        }

    def zoek_koppen(self) -> int:
        """Mark headings that come back; return the row of other headings, 0 for none."""
        tafel = self.tafel
        zonder = np.flatnonzero(~tafel.bedragen.heeft)
        leeg = lege_rijen(tafel.blad, tafel.eerste, zonder)
        tafel.soort[zonder[leeg]] = Rijsoort.LEEG
        # A cell that failed is no empty cell.
        tafel.soort[list(self.gebreken)] = Rijsoort.BOEKING
        for rij in zonder[~leeg].tolist():
            nummer = tafel.eerste + rij
            cellen = tafel.blad.rij(nummer)
            if not self.herkenner.is_koprij(cellen):
                continue
            if self.herkenner.opzet(tafel.blad, nummer).kopvormen != tafel.opzet.kopvormen:
                return int(nummer)
            tafel.soort[rij] = Rijsoort.KOP
            tafel.koprijen.append(nummer)
        return 0

    def lees(self) -> None:
        tafel = self.tafel
        dagen, geen_dag = self._zonder("boekdatum"), self._zonder("boekdatum", _is_geen_dag)
        stukken = self._zonder("boekstuk")
        opvallend = ~tafel.bedragen.heeft | geen_dag | stukken
        opvallend[list(self.gebreken)] = True
        anders = self._keuze_van_profiel()
        for rij in np.flatnonzero(opvallend & (tafel.soort == Rijsoort.BOEKING)).tolist():
            tafel.soort[rij] = self._soort(rij, *(zo[rij] for zo in (dagen, geen_dag, stukken)))
        if anders is not None:
            los = np.isin(tafel.soort, (Rijsoort.BOEKING, Rijsoort.LOS_BEDRAG))
            tafel.soort = np.where(los & (anders > 0), anders, tafel.soort)
        self._toets_totalen()

    def _zonder(self, naam: str, mist: Callable[[Any], bool] = is_leeg) -> Reeks:
        """Say of which rows the cell in one of our columns is empty, or not what it should be."""
        plaats = self.tafel.opzet.plek.get(naam)
        if plaats is None:
            return np.ones(self.tafel.aantal, bool)
        if naam == "boekstuk":
            # Nearly every one is another, so that sorting them out first would take longest.
            cellen = self.tafel.kolom(plaats).kolom
            if isinstance(cellen, Tekstkolom):
                return cellen.leeg
            return np.array([cel is None or cel == "" for cel in cellen], bool)
        return self.tafel.kolom(plaats).waar(mist)

    # -- one row -------------------------------------------------------------------------------

    def _soort(self, rij: int, zonder_dag: bool, geen_dag: bool, zonder_stuk: bool) -> Rijsoort:
        tafel, heeft = self.tafel, self.tafel.bedragen.heeft[rij]
        is_fout = rij in tafel.bedragen.fouten
        cellen, gebreken = tafel.blad.rij(tafel.eerste + rij), self.gebreken.get(rij, set())
        gevuld = {*compress(range(len(cellen)), [not is_leeg(cel) for cel in cellen])}
        if not gebreken and not gevuld:
            return Rijsoort.LEEG
        if not is_fout and (geen_dag or zonder_stuk) and self._noem_totaal(rij, cellen):
            return Rijsoort.TOTAAL if heeft else self._zonder_bedrag(cellen, gebreken)
        if is_fout or self.eigen & gebreken or not zonder_dag:
            return Rijsoort.BOEKING
        # A text alone, be it in the column of numbers, is the heading of a group.
        if not heeft and (zonder_stuk or len(gevuld) == 1):
            return self._zonder_bedrag(cellen, gebreken)
        is_los = heeft and zonder_stuk and not self.zeggend & gevuld
        return self._los_bedrag(rij, gevuld) if is_los else Rijsoort.BOEKING

    def _noem_totaal(self, rij: int, cellen: Sequence[Any]) -> bool:
        """Whether a row says that it adds up others, and by which words."""
        label = next((als_tekst(cel) for cel in cellen if self.namen.is_totaal(cel)), "")
        if label:
            self.tafel.labels[rij] = label
        return bool(label)

    def _los_bedrag(self, rij: int, gevuld: set[int]) -> Rijsoort:
        """An amount that nothing but texts stands with; all alone it may be a total."""
        self.tafel.labels[rij] = ""
        kaal = gevuld <= {*self.tafel.opzet.bedragplekken}
        return Rijsoort.TOTAAL if kaal else Rijsoort.LOS_BEDRAG

    def _zonder_bedrag(self, cellen: Sequence[Any], gebreken: set[int]) -> Rijsoort:
        """A line of text or of a form that nobody filled in, unless money stands elsewhere."""
        elders = any(
            plaats not in self.zonder_geld and is_geldcel(cel) for plaats, cel in enumerate(cellen)
        )
        return Rijsoort.GELD_ELDERS if elders or gebreken else Rijsoort.TEKST

    # -- which rows are ours -------------------------------------------------------------------

    def _keuze_van_profiel(self) -> Reeks | None:
        """Give the kind of rows that a profile leaves out; 0 for all others."""
        profiel, tafel = self.profiel, self.tafel
        if profiel is None or not profiel.kiest_rijen:
            return None
        plek, soort = tafel.opzet.keuzekolommen, np.zeros(tafel.aantal, np.int8)
        if profiel.onderdeelkolom:
            soort = self._volgens_plaats(profiel)
        for kop, patronen in profiel.alleen.items():
            soort = np.where(_past(tafel.kolom(plek[kop]), patronen), soort, Rijsoort.NIET_ONS)
        for kop, patronen in profiel.niet.items():
            soort = np.where(_past(tafel.kolom(plek[kop]), patronen), Rijsoort.NIET_ONS, soort)
        return soort.astype(np.int8)

    def _volgens_plaats(self, profiel: Profiel) -> Reeks:
        """Give the kind of rows by their cost centre, and note those that nobody named."""
        cellen = self.tafel.kolom(self.tafel.opzet.keuzekolommen[profiel.onderdeelkolom])
        welke, uniek = cellen.verdeeld
        laat_weg = {"": Rijsoort.ONBEKEND, OVERSLAAN: Rijsoort.OVERGESLAGEN}
        codes = [laat_weg.get(profiel.onderdeel_van(celvorm(cel)), 0) for cel in uniek]
        soort: Reeks = np.array(codes, np.int8)[welke]
        for rij in np.flatnonzero(soort == Rijsoort.ONBEKEND).tolist():
            self.tafel.kostenplaatsen[rij] = als_tekst(uniek[int(welke[rij])])
        return soort

    # -- totals --------------------------------------------------------------------------------

    def _toets_totalen(self) -> None:
        """Hold each total against the rows that it adds up; one that differs needs a decision."""
        tafel = self.tafel
        totalen = tafel.rijen(Rijsoort.TOTAAL).tolist()
        if not totalen:
            return
        stand = _Standen(tafel)
        grenzen = [0]
        for rij in totalen:
            klopt = stand.klopt(rij, grenzen)
            label = tafel.labels[rij]
            if not label and not klopt:
                tafel.soort[rij] = Rijsoort.LOS_BEDRAG
                continue
            centen = int(tafel.bedragen.centen[rij])
            tafel.totalen.append(Totaalregel(tafel.eerste + rij, label, centen, klopt))
            if not klopt:
                tafel.soort[rij] = Rijsoort.TOTAAL_FOUT
                tafel.verwacht[rij] = int(stand.netto[rij])
            grenzen.append(rij)


def _past(cellen: Cellen, patronen: Patronen) -> Reeks:
    """Say of which rows a cell is one of these values."""
    return cellen.waar(lambda cel: past(celvorm(cel), patronen))


class _Standen:
    """Running sums of a table, per column of amounts and with their sign."""

    def __init__(self, tafel: Tafel) -> None:
        self.tafel, gewoon, centen = tafel, tafel.gewoon, tafel.bedragen.centen
        self.netto = _lopend(centen, gewoon)
        # Where a column says the sign, each side may have a total of its own.
        self.kanten = [
            _lopend(np.where(kant, centen, 0), gewoon)
            for kant in ((centen > 0, centen < 0) if "teken" in tafel.opzet.plek else ())
        ]
        self.los = {
            plaats: _lopend(deel.centen, gewoon) for plaats, deel in tafel.bedragen.per_plek.items()
        }

    def klopt(self, rij: int, grenzen: list[int]) -> bool:
        """Whether a total equals the rows since some earlier total, or all rows of the table."""
        tot = self.tafel.aantal
        einden = {*((van, rij) for van in grenzen), (rij + 1, tot), (0, tot)}
        # A grand total holds the tables before this one too.
        boven = self.tafel.eerder + self.netto[rij]
        if self.tafel.eerder and self.tafel.bedragen.centen[rij] == boven:
            return True
        return any(self._gelijk(rij, *einde) for einde in einden)

    def _gelijk(self, rij: int, van: int, tot: int) -> bool:
        bedragen = self.tafel.bedragen
        centen = int(bedragen.centen[rij])
        if any(centen == kant[tot] - kant[van] for kant in self.kanten):
            return True
        if centen != self.netto[tot] - self.netto[van]:
            return False
        if len(bedragen.per_plek) == 1:
            return True
        # Both sides, or their balance alone on one of them.
        eigen = {p: int(deel.centen[rij]) for p, deel in bedragen.per_plek.items()}
        return all(
            waarde == self.los[p][tot] - self.los[p][van] for p, waarde in eigen.items()
        ) or not all(eigen.values())


def _lopend(centen: Reeks, gewoon: Reeks) -> Reeks:
    return np.concatenate([[0], np.cumsum(np.where(gewoon, centen, 0))])


_UITLEGKOPPEN = ("ontvanger", "toegekend")


def _is_geen_dag(cel: Any) -> bool:
    try:
        return not lees_dag(cel)
    except Celfout:
        return True


def is_geldcel(cel: Any) -> bool:
    """Whether a cell that is not read may be an amount: a number, or a text with cents."""
    if isinstance(cel, bool) or is_leeg(cel):
        return False
    if isinstance(cel, int | float):
        return bool(cel) and not (float(cel).is_integer() and 1990 <= cel <= 2100)
    if not isinstance(cel, str) or not any(teken in cel for teken in ",.€-"):
        return False
    try:
        return lees_centen(cel) != 0
    except Celfout:
        return False


def geldkolommen(blad: Bronblad, vanaf: int = 1) -> Iterator[tuple[int, list[int]]]:
    """Yield the columns of a sheet without headings that hold amounts, with their rows."""
    for plaats in range(blad.breedte):
        cellen = blad.kolom(plaats, vanaf)
        rijen = [i for i, cel in enumerate(cellen) if is_geldcel(cel)]
        anders = sum(1 for cel in cellen if not is_leeg(cel)) - len(rijen)
        # One text above them is a heading; more and it is a column of something else.
        if rijen and anders <= 1:
            yield plaats, [vanaf + i for i in rijen]


# -- rows without headings to read them by --------------------------------------------------------


@dataclass(frozen=True)
class Rest:
    """Rows that hold anything, those that may be money, and their cents (None: not known)."""

    rijen: int
    geldrijen: int
    centen: int | None


def weeg_rest(blad: Bronblad, vanaf: int, vorige: Opzet | None, herkenner: Herkenner) -> Rest:
    """Weigh the rows from one on; `vorige` are headings read before, that may go on here.

    Nothing is read: what may be money is counted and, where that can be done, added up, so that a
    person can see what is missing.
    """
    alle = np.arange(blad.aantal - vanaf + 1)
    leeg = lege_rijen(blad, vanaf, alle)
    met_gebrek = {rij - vanaf for rij, _ in blad.gebreken if rij >= vanaf}
    leeg[sorted(met_gebrek)] = False
    gevuld = int((~leeg).sum())
    if not gevuld:
        return Rest(0, 0, 0)
    zonder_profiel = Herkenner(herkenner.namen, None, herkenner.vult)
    # By their own headings, else by those from before.
    weer = replace(vorige, rij=vanaf - 1, keuzekolommen={}) if vorige else None
    for opzet in (zonder_profiel.vind(blad, vanaf), weer):
        if opzet is None or not opzet.heeft_bedrag:
            continue
        tafel = lees_tafel(blad, opzet, zonder_profiel, tot=blad.aantal)
        ons = np.isin(tafel.soort, (Rijsoort.BOEKING, Rijsoort.LOS_BEDRAG, Rijsoort.TOTAAL_FOUT))
        geld = np.flatnonzero(ons & tafel.bedragen.heeft)
        if len(geld):
            return Rest(gevuld, len(geld), tafel.som(geld))
    return _naar_de_cellen(blad, vanaf, gevuld, met_gebrek, herkenner)


def _naar_de_cellen(
    blad: Bronblad, vanaf: int, gevuld: int, met_gebrek: set[int], herkenner: Herkenner
) -> Rest:
    """Look for columns of numbers; with one of them its sum is that of the rows, totals aside."""

    def zonder_totalen(rijen: list[int]) -> list[int]:
        gewoon = [rij for rij in rijen if not any(map(is_totaal, blad.rij(rij)))]
        return gewoon or rijen

    is_totaal = herkenner.namen.is_totaal
    kolommen = [(p, zonder_totalen(rijen)) for p, rijen in geldkolommen(blad, vanaf)]
    rijen = {rij for _, eigen in kolommen for rij in eigen} | {vanaf + rij for rij in met_gebrek}
    if not rijen:
        return Rest(gevuld, 0, 0)
    if len(kolommen) != 1 or met_gebrek:
        return Rest(gevuld, len(rijen), None)
    plaats, eigen = kolommen[0]
    try:
        som = sum(een_bedrag(blad.rij(rij)[plaats]) for rij in eigen)
    except Celfout:
        return Rest(gevuld, len(rijen), None)
    return Rest(gevuld, len(rijen), som)
