"""From the tables of one sheet to bookings: codes, days, texts and cents, and every fault by name.

The rows have their kind already (`grootboek.tafel`). Here the bookings among them become values,
what was not read is explained, and the books of the sheet are closed: rows in = read + explained,
cents in = read + explained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np

from azwa_funds.besteden.codes import Codes
from azwa_funds.grootboek.bedragen import (
    Cellen,
    Rijfout,
    een_bedrag,
    is_leeg,
    toets_andere_kolommen,
    toets_credit_met_min,
    toets_debet_credit,
    toets_gespleten,
    toets_valuta,
)
from azwa_funds.grootboek.herkenning import MOGELIJK, VERPLICHT, Herkenner, Opzet
from azwa_funds.grootboek.kolomnamen import zoek_eenheid
from azwa_funds.grootboek.lezing import Bladlezing, noem_rijen, toon_som
from azwa_funds.grootboek.profiel import Profiel, celvorm
from azwa_funds.grootboek.tafel import Rijsoort, Tafel, lees_tafel, lege_rijen, weeg_rest
from azwa_funds.kern.begrippen import BREDE_SPUK
from azwa_funds.kern.fouten import MEESTE_FOUTEN, Invoerfout, Onleesbaar
from azwa_funds.lezen.cellen import (
    LANGSTE_CEL,
    Celfout,
    Celwaarde,
    lees_dag,
    lees_jaar,
    lees_woorden,
)
from azwa_funds.openen.bronblad import Bronblad, Reeks
from azwa_funds.openen.tekstkolommen import Tekstkolom

_W = TypeVar("_W")

#: Bookings of one table, by our columns: values, numbers of values, or texts nobody read yet.
Deel = dict[str, Any]

#: Our columns, in the order in which faults of one row are told.
KOLOMMEN = (*VERPLICHT, *MOGELIJK)


@dataclass(frozen=True)
class Vaste:
    """What a user fills in for all rows: the code of a recipient, a year, an onderdeel.

    `wat` maps our columns to values; `bron` says for each how it was given ("--jaar 2027").
    """

    wat: Mapping[str, str | int]
    bron: Mapping[str, str]


class Opvang(Protocol):
    """Where values, faults and remarks of all sheets are gathered."""

    codes: Codes
    laatste_brede_spuk: int
    opmerkingen: list[str]
    gebruikt: set[str]

    def bewaar(self, fouten: Sequence[Invoerfout], aantal: int) -> None: ...
    def nummers(self, kolom: str, waarden: Iterable[str]) -> Reeks: ...
    def neem(self, deel: Deel) -> None: ...


class Bladlezer:
    """Reads the tables of one sheet, and accounts for each of its rows in `lezing`."""

    def __init__(
        self, opvang: Opvang, herkenner: Herkenner, vast: Vaste, bestand: str, blad: Bronblad
    ) -> None:
        self.opvang, self.herkenner, self.vast = opvang, herkenner, vast
        self.bestand, self.blad = bestand, blad
        self.profiel: Profiel | None = herkenner.profiel
        self.plek = f"{bestand}, blad '{blad.blad}'" if blad.blad else bestand
        self.lezing = Bladlezing(bestand, blad.blad, blad.zicht)
        self.lezing.datumstelsel = "1904" if blad.vanaf_1904 else "1900"
        self.delen: list[Deel] = []
        self.tafels: list[Tafel] = []

    def lees(self, opzet: Opzet, eerder: int = 0) -> bool:
        """Read all tables from the first headings on; False where a fault stops the reading.

        `eerder` are the cents of the sheets before this one, for a grand total.
        """
        if self._weiger_vooraf(opzet):
            return False
        self._boven(opzet)
        while True:
            tafel = lees_tafel(self.blad, opzet, self.herkenner, eerder=eerder + self.gewone_som)
            self.tafels.append(tafel)
            self._lees_tafel(tafel)
            if not tafel.vervolg:
                break
            opzet = self.herkenner.opzet(self.blad, tafel.vervolg)
            if opzet.ontbreekt or opzet.vragen:
                self._rest_zonder_koppen(opzet)
                break
        self._verborgen()
        return True

    @property
    def gewone_som(self) -> int:
        """The cents of all rows that were read so far, totals aside."""
        return sum(int(tafel.bedragen.centen[tafel.gewoon].sum()) for tafel in self.tafels)

    def meld(self, fout: Onleesbaar, kolom: str | None = None) -> None:
        """Note a fault of the sheet as a whole."""
        self.opvang.bewaar(
            [Invoerfout(self.plek, fout.reden, fout.remedie, rij=fout.rij, kolom=kolom)], 1
        )

    # -- before and around the tables ----------------------------------------------------------

    def _weiger_vooraf(self, opzet: Opzet) -> bool:
        """Refuse what makes every amount doubtful; say whether something was."""
        vragen = list(opzet.vragen)
        if eenheid := self._eenheid(opzet.rij):
            waar, tekst, rij = eenheid
            vragen.append(
                Onleesbaar(
                    f"volgens {waar} zijn de bedragen niet in hele euro's ('{tekst}')",
                    "exporteer de boekingen in euro's met centen",
                    rij=rij,
                )
            )
        for vraag in vragen:
            self.meld(vraag)
        return bool(vragen)

    def _eenheid(self, koprij: int) -> tuple[str, str, int | None] | None:
        """Return where it is said that amounts are in thousands, the words, and the row."""
        if eenheid := zoek_eenheid(self.bestand):
            return "de naam van het bestand", eenheid, None
        if zoek_eenheid(self.blad.blad):
            return f"de naam van blad '{self.blad.blad}'", self.blad.blad, None
        for rij in range(1, koprij):
            for cel in self.blad.rij(rij):
                if isinstance(cel, str) and zoek_eenheid(cel):
                    return "de titel", " ".join(cel.split())[:80], rij
        return None

    def _boven(self, opzet: Opzet) -> None:
        """Account for the rows above the first headings: a title, or bookings without headings."""
        rijen, los, centen = 0, [], 0
        for nummer in range(1, opzet.rij):
            cellen = self.blad.rij(nummer)
            if all(map(is_leeg, cellen)) and not self._heeft_gebrek(nummer):
                continue
            rijen += 1
            bedrag = _als_boeking(cellen, opzet)
            if bedrag is not None:
                los.append(nummer)
                centen += bedrag
        self.lezing.rijen += rijen + 1
        self.lezing.centen_in += centen
        self.lezing.koprijen.append(opzet.rij)
        self.lezing.verklaar(rijen - len(los), 0, "titel boven de tabel")
        self.lezing.verklaar(1, 0, "koppen")
        if los:
            reden = f"{noem_rijen(los)} boven de koppen: zet ze eronder"
            self.lezing.verklaar(len(los), centen, reden, beslis=True)

    def _heeft_gebrek(self, nummer: int) -> bool:
        return any(rij == nummer for rij, _ in self.blad.gebreken)

    def _rest_zonder_koppen(self, opzet: Opzet) -> None:
        """Account for a table further down whose headings do not say enough."""
        rest = weeg_rest(self.blad, opzet.rij, self.tafels[-1].opzet, self.herkenner)
        self.lezing.rijen += rest.rijen
        self.lezing.centen_in += rest.centen or 0
        self.lezing.verklaar(rest.rijen - rest.geldrijen, 0, "tekst zonder bedragen")
        self.lezing.verklaar(
            rest.geldrijen,
            rest.centen,
            f"vanaf rij {opzet.rij} staan andere koppen, waarmee de rijen niet te lezen zijn; zet "
            "dezelfde koppen erboven of wijs ze aan in een profiel (--profiel)",
            beslis=True,
        )

    def _verborgen(self) -> None:
        """Name rows that a person does not see but that were read."""
        verborgen = np.array(sorted(self.blad.verborgen_rijen), np.int64)
        rijen: list[int] = []
        for tafel in self.tafels:
            nummers = tafel.rijen(Rijsoort.BOEKING) + tafel.eerste
            rijen += verborgen[np.isin(verborgen, nummers)].tolist() if len(verborgen) else []
        self.lezing.verborgen_rijen += rijen
        if rijen:
            wat = "is verborgen en wel" if len(rijen) == 1 else "zijn verborgen en wel"
            self.opvang.opmerkingen.append(f"{self.plek}: {noem_rijen(rijen)} {wat} gelezen.")
        for opzet in {id(t.opzet): t.opzet for t in self.tafels}.values():
            for plaats in opzet.bedragplekken:
                if plaats in self.blad.verborgen_kolommen:
                    self.opvang.opmerkingen.append(
                        f"{self.plek}: kolom '{opzet.naam(plaats)}' is verborgen en wel gelezen."
                    )

    def vergelijk_met_profiel(self, tafel: Tafel) -> None:
        """Ask about rows in which a column says something else than the profile says of all."""
        for kolom, plaats in tafel.opzet.vergelijk.items():
            vast = self.profiel.vast.get(_IN_PROFIEL.get(kolom, kolom)) if self.profiel else None
            if vast is None:
                continue
            lees = lees_jaar if kolom == "jaar" else self.opvang.codes.verantwoorder
            anders = tafel.kolom(plaats).waar(partial(_zegt_anders, lees, vast))
            rijen = np.flatnonzero(anders & (tafel.soort == Rijsoort.BOEKING))
            if not len(rijen):
                continue
            kop, naam = tafel.opzet.naam(plaats), _IN_PROFIEL.get(kolom, kolom)
            self.lezing.verklaar(
                len(rijen),
                tafel.som(rijen),
                f"kolom '{kop}' zegt in {noem_rijen((rijen + tafel.eerste).tolist())} iets anders "
                f'dan {naam} = {vast} in het profiel; zet {naam} = "{kop}" onder [kolommen], of '
                f'kies de rijen met [alleen]: "{kop}" = ["{vast}"]',
                beslis=True,
                geteld=True,
            )

    # -- one table -----------------------------------------------------------------------------

    def _lees_tafel(self, tafel: Tafel) -> None:
        lezer = _Tafellezer(self, tafel)
        boekingen = tafel.soort == Rijsoort.BOEKING
        self._weiger_eenheid_in_tekst(tafel)
        lezer.toets(boekingen)
        over = np.flatnonzero(boekingen)
        deel = lezer.lees(over) if len(over) else None
        self._verklaar(tafel)
        self.vergelijk_met_profiel(tafel)
        if deel is not None:
            self.delen.append(deel)
            self.lezing.boekingen += len(over)
            self.lezing.centen += int(deel["centen"].sum())
        lezer.bewaar_fouten()
        self._leg_vast(tafel)

    def _weiger_eenheid_in_tekst(self, tafel: Tafel) -> None:
        """Refuse amounts that are not whole by a line of text between or below them."""
        for rij in tafel.rijen(Rijsoort.TEKST).tolist()[:10_000]:
            nummer = tafel.eerste + rij
            for cel in self.blad.rij(nummer):
                if isinstance(cel, str) and (woorden := zoek_eenheid(cel)):
                    self.meld(
                        Onleesbaar(
                            f"deze regel zegt dat bedragen niet in hele euro's zijn ('{woorden}')",
                            "exporteer de boekingen in euro's met centen",
                            rij=nummer,
                        )
                    )

    def _leg_vast(self, tafel: Tafel) -> None:
        """Write down how the table was read."""
        opzet, lezing = tafel.opzet, self.lezing
        lezing.tekenregel = tafel.bedragen.regel
        lezing.totalen += tafel.totalen
        lezing.koprijen += tafel.koprijen
        if opzet.rij not in lezing.koprijen:
            lezing.koprijen.append(opzet.rij)
            lezing.rijen += 1
            lezing.verklaar(1, 0, "koppen")
        for gebruik in opzet.gebruik():
            if gebruik not in lezing.kolommen:
                lezing.kolommen.append(gebruik)
        self._vraag_naar_tegenboekingen(tafel)
        for opmerking in tafel.bedragen.opmerkingen:
            self.opvang.opmerkingen.append(f"{self.plek}: {opmerking}")
        for twijfel in opzet.twijfel:
            lezing.verklaar(
                int((tafel.soort == Rijsoort.BOEKING).sum()),
                None,
                twijfel,
                beslis=True,
                geteld=True,
            )

    def _vraag_naar_tegenboekingen(self, tafel: Tafel) -> None:
        """Ask about a table in which debet and credit come to the same: both sides are in it."""
        if len(tafel.bedragen.per_plek) < 2:
            return
        rijen = tafel.rijen(Rijsoort.BOEKING)
        kanten = [int(deel.centen[rijen].sum()) for deel in tafel.bedragen.per_plek.values()]
        if len(rijen) > 1 and kanten[0] == kanten[1] != 0:
            self.lezing.verklaar(
                len(rijen),
                0,
                f"debet en credit zijn samen even hoog ({toon_som(kanten[0])}); staan er ook "
                "tegenboekingen in, kies dan in een profiel (--profiel) de rekeningen van dit geld "
                "met [alleen]",
                beslis=True,
                geteld=True,
            )

    def _verklaar(self, tafel: Tafel) -> None:
        """Explain every row of a table that is no booking."""
        lezing, eerste = self.lezing, tafel.eerste
        lezing.rijen += self._gevulde_rijen(tafel)
        lezing.centen_in += int(tafel.bedragen.centen.sum())
        for soort, reden in _ONSCHULDIG.items():
            rijen = tafel.rijen(soort)
            lezing.verklaar(len(rijen), tafel.som(rijen), reden)
        for rij in tafel.rijen(Rijsoort.TOTAAL_FOUT).tolist():
            centen = int(tafel.bedragen.centen[rij])
            lezing.verklaar(
                1,
                centen,
                f"rij {eerste + rij} '{tafel.labels[rij]}' is {toon_som(centen)}, maar de rijen "
                f"erboven tellen op tot {toon_som(tafel.verwacht[rij])}; zoek uit welke rij "
                "ontbreekt of dubbel is",
                beslis=True,
            )
        los = tafel.rijen(Rijsoort.LOS_BEDRAG)
        if len(los):
            lezing.verklaar(
                len(los),
                tafel.som(los),
                f"{noem_rijen((los + eerste).tolist())}: een bedrag zonder boekstuk en boekdatum; "
                "vul ze in, of verwijder de rij als het een totaal is",
                beslis=True,
            )
        elders = tafel.rijen(Rijsoort.GELD_ELDERS)
        if len(elders):
            lezing.verklaar(
                len(elders),
                0,
                f"{noem_rijen((elders + eerste).tolist())}: geen bedrag in de kolom van het "
                "bedrag, maar wel een getal of een foutwaarde in een andere kolom; kijk waar dat "
                "bij hoort",
                beslis=True,
            )
        self._verklaar_kostenplaatsen(tafel)

    def _gevulde_rijen(self, tafel: Tafel) -> int:
        """Count the rows that hold anything, from the cells alone."""
        zonder = np.flatnonzero(~tafel.bedragen.heeft)
        leeg = lege_rijen(self.blad, tafel.eerste, zonder)
        gebreken = {rij - tafel.eerste for rij, _ in self.blad.gebreken}
        leeg &= ~np.isin(zonder, list(gebreken))
        return tafel.aantal - int(leeg.sum())

    def _verklaar_kostenplaatsen(self, tafel: Tafel) -> None:
        """Name the cost centres that a profile does not, each with its rows and sum."""
        onbekend = tafel.rijen(Rijsoort.ONBEKEND)
        if not len(onbekend) or self.profiel is None:
            return
        per_waarde: dict[str, list[int]] = {}
        for rij in onbekend.tolist():
            per_waarde.setdefault(tafel.kostenplaatsen.get(rij, ""), []).append(rij)
        for waarde, rijen in per_waarde.items():
            naam = f"'{waarde}'" if waarde else "een lege cel"
            self.lezing.verklaar(
                len(rijen),
                tafel.som(np.array(rijen)),
                f"{naam} in kolom '{self.profiel.onderdeelkolom}' staat niet in het profiel "
                f"({noem_rijen([tafel.eerste + rij for rij in rijen])}); zet onder [onderdeel] bij "
                'welk onderdeel dit hoort, of anders = "overslaan"',
                beslis=True,
            )


_ONSCHULDIG = {
    Rijsoort.KOP: "koppen",
    Rijsoort.TOTAAL: "een totaal dat klopt met de rijen die het optelt",
    Rijsoort.TEKST: "geen boeking: tekst of een regel waarin niets is ingevuld",
    Rijsoort.NIET_ONS: "hoort volgens het profiel niet bij ons ([alleen] en [niet])",
    Rijsoort.OVERGESLAGEN: 'overgeslagen volgens het profiel (anders = "overslaan")',
}

#: What is said of a total that is right: it is no money besides the rows it adds up.
TOTAAL_KLOPT = _ONSCHULDIG[Rijsoort.TOTAAL]

_NIET_VAN_ONS = (Rijsoort.NIET_ONS, Rijsoort.OVERGESLAGEN, Rijsoort.ONBEKEND)
#: Of these a reader is told how many there were, and their sum.
VERTELD = tuple(
    _ONSCHULDIG[soort] for soort in (Rijsoort.TOTAAL, Rijsoort.NIET_ONS, Rijsoort.OVERGESLAGEN)
)


_IN_PROFIEL = {"verantwoorder_code": "ontvanger"}


def _zegt_anders(lees: Callable[[Any], str | int], vast: str | int, cel: Any) -> bool:
    """Whether a cell says a year or a recipient, and another one."""
    try:
        return lees(cel) != vast
    except Celfout:
        return False


def _als_boeking(cellen: Sequence[Any], opzet: Opzet) -> int | None:
    """Return the cents of a row that looks like a booking of this table, else None."""
    plaats = opzet.plek.get("boekdatum")
    try:
        if plaats is None or plaats >= len(cellen):
            return None
        lees_dag(cellen[plaats])
        bedragen = [
            een_bedrag(cellen[p])
            for p in opzet.bedragplekken
            if p < len(cellen) and not is_leeg(cellen[p])
        ]
    except Celfout:
        return None
    if not bedragen:
        return None
    return bedragen[0] - sum(bedragen[1:])


class _Tafellezer:
    """Turns the bookings of one table into values, and notes every cell that does not fit."""

    def __init__(self, blad: Bladlezer, tafel: Tafel) -> None:
        self.van, self.tafel, self.opzet = blad, tafel, tafel.opzet
        self.opvang, self.codes = blad.opvang, blad.opvang.codes
        self.fouten: list[tuple[int, Invoerfout]] = []
        self.aantal_fouten = 0
        self.over: Reeks = np.zeros(0, np.int64)
        self._alles = False
        #: Rows of the sheet of which the fault is told as a whole.
        self._hele_rijen: set[int] = set()

    # -- refusals of the table -----------------------------------------------------------------

    def toets(self, boekingen: Reeks) -> None:
        """Refuse what changes the meaning of amounts, and cells that cannot be trusted."""
        tafel, opzet, namen = self.tafel, self.opzet, self.van.herkenner.namen
        kolom = tafel.kolom
        self._meld_rijfouten(toets_debet_credit(opzet, tafel.bedragen, kolom, boekingen))
        self._meld_rijfouten(toets_credit_met_min(opzet, tafel.bedragen, kolom, boekingen))
        self._meld_rijfouten(toets_andere_kolommen(opzet, kolom, namen, boekingen))
        self._meld_rijfouten(toets_valuta(opzet, kolom, namen, boekingen))
        blad = self.van.blad
        gespleten = list(toets_gespleten(opzet, blad, tafel.bedragen, kolom, boekingen))
        self._meld_rijfouten(gespleten)
        self._weiger_te_veel_cellen({fout.rij for fout in gespleten})
        self._weiger_gebreken(boekingen)
        anders = np.isin(tafel.soort, _NIET_VAN_ONS)
        for rij, (plaats, fout) in tafel.bedragen.fouten.items():
            if boekingen[rij] or anders[rij]:
                self._meld_cel(rij, plaats, fout)
        for rij, fout in tafel.bedragen.tekenfouten.items():
            if boekingen[rij]:
                self._meld_cel(rij, opzet.plek["teken"], fout)
        zonder = boekingen & ~tafel.bedragen.heeft
        for rij in np.flatnonzero(zonder).tolist():
            if rij not in tafel.bedragen.fouten:
                leeg = Celfout("de cel is leeg", "schrijf bijvoorbeeld 1234,56 of 1.234,56")
                self._meld_cel(rij, opzet.bedragplekken[0], leeg)

    def _meld_rijfouten(self, fouten: Iterable[Rijfout]) -> None:
        for fout in fouten:
            self._meld_cel(fout.rij, fout.plaats, fout.fout)

    def _meld_cel(self, rij: int, plaats: int, fout: Celfout) -> None:
        """Note a fault in one cell, unless the same cell has one."""
        nummer = self.tafel.eerste + rij
        plek = nummer * 1000 + self._volgorde(plaats)
        if any(eerder == plek for eerder, _ in self.fouten[-50:]):
            return
        self.aantal_fouten += 1
        if len(self.fouten) < MEESTE_FOUTEN:
            naam = self.opzet.naam(plaats)
            melding = Invoerfout(self.van.plek, fout.reden, fout.remedie, rij=nummer, kolom=naam)
            self.fouten.append((plek, melding))

    def _volgorde(self, plaats: int) -> int:
        onze = next((naam for naam, p in self.opzet.plek.items() if p == plaats), "")
        return KOLOMMEN.index(onze) if onze in KOLOMMEN else 20 + plaats

    def _weiger_te_veel_cellen(self, al_gezegd: Set[int]) -> None:
        """Refuse rows of a text file that have more cells than there are headings."""
        blad, breedte = self.van.blad, len(self.opzet.koppen)
        if not blad.scheiding or blad.breedte <= breedte:
            return
        laatste = np.zeros(self.tafel.aantal, np.int64)
        for plaats in range(breedte, blad.breedte):
            gevuld = ~self.tafel.kolom(plaats).waar(is_leeg)
            laatste[gevuld] = plaats + 1
        for rij in np.flatnonzero(laatste).tolist():
            if rij in al_gezegd:
                continue
            self._meld_rij(
                rij,
                f"er staan {laatste[rij]} cellen onder {breedte} kolomkoppen",
                "zet tekst of een bedrag met het scheidingsteken erin tussen aanhalingstekens",
            )

    def _meld_rij(self, rij: int, reden: str, remedie: str) -> None:
        """Note a fault that makes every other fault in its row meaningless."""
        nummer = self.tafel.eerste + rij
        anders = [paar for paar in self.fouten if paar[1].rij != nummer]
        self.aantal_fouten += 1 - (len(self.fouten) - len(anders))
        self.fouten = anders
        melding = Invoerfout(self.van.plek, reden, remedie, rij=nummer)
        self.fouten.append((nummer * 1000, melding))
        self._hele_rijen.add(nummer)

    def _weiger_gebreken(self, boekingen: Reeks) -> None:
        """Refuse a failed formula where it would have made part of a booking."""
        eigen = {p for naam, p in self.opzet.plek.items() if naam != "saldo"}
        eigen |= {*self.opzet.valuta, *self.opzet.eenheid}
        # What decides whose row it is, and its amount, have to be known of other rows too.
        altijd = {*self.opzet.keuzekolommen.values(), *self.opzet.bedragplekken}
        anders = np.isin(self.tafel.soort, _NIET_VAN_ONS)
        for (nummer, plaats), gebrek in sorted(self.van.blad.gebreken.items()):
            rij = nummer - self.tafel.eerste
            if not 0 <= rij < self.tafel.aantal:
                continue
            if (boekingen[rij] and plaats in eigen | altijd) or (anders[rij] and plaats in altijd):
                remedie = "herstel de formule, typ wat er hoort te staan of maak de cel leeg"
                self._meld_cel(rij, plaats, Celfout(f"in deze cel staat {gebrek}", remedie))

    # -- values --------------------------------------------------------------------------------

    def lees(self, over: Reeks) -> Deel:
        """Return the values of the bookings, by our columns."""
        self.over, self._alles = over, len(over) == self.tafel.aantal
        codes, opvang = self.codes, self.opvang
        jaren = self._jaren()
        deel: Deel = {
            "jaar": jaren,
            "boekdatum": self._waarden("boekdatum", self._dag, date(1970, 1, 1), "datetime64[s]"),
            "centen": self.tafel.bedragen.centen
            if self._alles
            else self.tafel.bedragen.centen[over],
            "rij": (over + self.tafel.eerste).astype(np.int32),
            "verantwoorder_code": self._groepen("verantwoorder_code", codes.verantwoorder),
            "onderdeel": self._onderdelen(jaren),
            "taakveld": self._groepen("taakveld", lees_woorden),
            "thema": self._groepen("thema", lees_woorden),
            "medeoverheid_code": self._groepen("medeoverheid_code", codes.medeoverheid),
            "boekstuk": self._tekst("boekstuk", verplicht=True),
            "omschrijving": self._tekst("omschrijving"),
        }
        self._merk_ander_jaar_op(deel)
        for kolom, naam in (("bestand", self.van.bestand), ("blad", self.van.blad.blad)):
            (nummer,) = opvang.nummers(kolom, [naam])
            deel[kolom] = np.full(len(over), nummer, dtype=np.int32)
        return deel

    def _merk_ander_jaar_op(self, deel: Deel) -> None:
        """Remark on days outside a year that the file itself does not say."""
        if "jaar" in self.opzet.plek and self._vaste_waarde("jaar") is None:
            return
        van_de_dag = deel["boekdatum"].astype("datetime64[Y]").astype(np.int64) + 1970
        anders = np.flatnonzero((van_de_dag != deel["jaar"]) & (van_de_dag != 1970))
        if len(anders):
            som = toon_som(int(deel["centen"][anders].sum()))
            self.opvang.opmerkingen.append(
                f"{self.van.plek}: {noem_rijen(deel['rij'][anders].tolist())}, samen {som}: de "
                f"boekdatum valt buiten {int(deel['jaar'][0])}, het jaar dat is ingevuld."
            )

    def bewaar_fouten(self) -> None:
        """Hand the faults over, in the order of rows and columns."""
        self.fouten.sort(key=lambda paar: paar[0])
        self.opvang.bewaar([fout for _, fout in self.fouten], self.aantal_fouten)

    def _cellen(self, plaats: int) -> Cellen:
        kolom = self.tafel.kolom(plaats)
        return kolom if self._alles else kolom.kies(self.over)

    def _dag(self, cel: Celwaarde) -> date:
        """Read a day; a bare number counts from 1904 where the workbook does."""
        return lees_dag(cel, vanaf_1904=self.van.blad.vanaf_1904)

    def _vaste_waarde(self, kolom: str) -> str | int | None:
        """Return what a profile says of a whole column, before what stands in it."""
        profiel = self.van.profiel
        if profiel is None:
            return None
        return profiel.vast.get(_IN_PROFIEL.get(kolom, kolom))

    def _aangevuld(self, kolom: str, lees: Callable[[Celwaarde], _W]) -> Callable[[Celwaarde], _W]:
        """Let an option fill in a cell that is empty."""
        if kolom not in self.van.vast.wat:
            return lees
        waarde: Any = self.van.vast.wat[kolom]

        def vul_aan(cel: Celwaarde) -> _W:
            if not is_leeg(cel):
                return lees(cel)
            self.opvang.gebruikt.add(kolom)
            gevuld: _W = waarde
            return gevuld

        return vul_aan

    def _jaren(self) -> Reeks:
        vast = self._vaste_waarde("jaar")
        if vast is None:
            return self._waarden("jaar", self._aangevuld("jaar", lees_jaar), 0, np.int32)
        return np.full(len(self.over), vast, np.int32)

    def _onderdelen(self, jaren: Reeks) -> Reeks:
        """Count the BRC to the Brede SPUK in the years in which it was a part of it."""
        onderdelen = self._gekozen_onderdelen()
        if onderdelen is None:
            onderdelen = self._groepen("onderdeel", self.codes.onderdeel)
        brc, brede_spuk = self.opvang.nummers("onderdeel", [self.codes.brc, BREDE_SPUK])
        oud = (onderdelen == brc) & (jaren <= self.opvang.laatste_brede_spuk)
        onderdelen[oud] = brede_spuk
        return onderdelen

    def _gekozen_onderdelen(self) -> Reeks | None:
        """Return the onderdeel that a profile gives to each cost centre."""
        profiel = self.van.profiel
        if profiel is None or not profiel.onderdeelkolom:
            return None
        cellen = self._cellen(self.opzet.keuzekolommen[profiel.onderdeelkolom])
        welke, uniek = cellen.verdeeld
        namen = [profiel.onderdeel_van(celvorm(cel)) for cel in uniek]
        return self.opvang.nummers("onderdeel", namen)[welke]

    def _groepen(self, kolom: str, lees: Callable[[Celwaarde], str]) -> Reeks:
        """Read a column whose values are shared by many rows, as numbers of those values."""
        vast = self._vaste_waarde(kolom)
        if vast is not None:
            (nummer,) = self.opvang.nummers(kolom, [str(vast)])
            return np.full(len(self.over), nummer, np.int32)
        welke, waarden = self._gelezen(kolom, self._aangevuld(kolom, lees), "")
        return self.opvang.nummers(kolom, waarden)[welke]

    def _waarden(
        self, kolom: str, lees: Callable[[Celwaarde], _W], anders: _W, soort: Any
    ) -> Reeks:
        welke, waarden = self._gelezen(kolom, lees, anders)
        return np.array(waarden, dtype=soort)[welke]

    def _gelezen(
        self, kolom: str, lees: Callable[[Celwaarde], _W], anders: _W
    ) -> tuple[Reeks, list[_W]]:
        """Read every different cell of a column once; `anders` stands for what does not fit."""
        plaats = self.opzet.plek.get(kolom)
        if plaats is None:
            welke, uniek = np.zeros(len(self.over), np.int64), [""]
        else:
            welke, uniek = self._cellen(plaats).verdeeld
            self.tafel.vergeet(plaats)
        waarden, fouten = [], {}
        for nummer, cel in enumerate(uniek):
            try:
                waarden.append(lees(cel))
            except Celfout as fout:
                waarden.append(anders)
                fouten[nummer] = fout
        if fouten:
            rijen = np.flatnonzero(np.isin(welke, list(fouten)))
            self._meld(kolom, plaats, rijen, lambda rij: fouten[int(welke[rij])])
        return welke, waarden

    def _tekst(self, kolom: str, *, verplicht: bool = False) -> Tekstkolom:
        plaats = self.opzet.plek[kolom]
        teksten = self._cellen(plaats).kaal
        self.tafel.vergeet(plaats)
        if verplicht and len(leeg := np.flatnonzero(teksten.leeg)):
            fout = Celfout("de cel is leeg", "vul het nummer van het boekstuk in")
            self._meld(kolom, plaats, leeg, lambda _: fout)
        if lang := teksten.langer_dan(LANGSTE_CEL):
            self._meld(
                kolom, plaats, lang,
                lambda i: Celfout(
                    f"de tekst die begint met '{teksten[i][:40].splitlines()[0]}' is langer dan "
                    f"{LANGSTE_CEL} tekens", "kort de tekst in of sluit het aanhalingsteken af"
                ),
            )  # fmt: skip
        return teksten

    def _meld(
        self,
        kolom: str,
        plaats: int | None,
        nummers: Reeks | Sequence[int],
        fout: Callable[[int], Celfout],
    ) -> None:
        """Count faults in a column, and keep as many as are told; `fout` makes that of a row."""
        naam = kolom if plaats is None else self.opzet.naam(plaats)
        al_gemeld = {plek for plek, _ in self.fouten}
        volgorde = KOLOMMEN.index(kolom)
        for i, nummer in enumerate(map(int, nummers)):
            rij = int(self.over[nummer]) + self.tafel.eerste
            if rij in self._hele_rijen or rij * 1000 + volgorde in al_gemeld:
                continue
            self.aantal_fouten += 1
            if i < MEESTE_FOUTEN:
                wat = fout(nummer)
                melding = Invoerfout(self.van.plek, wat.reden, wat.remedie, rij=rij, kolom=naam)
                self.fouten.append((rij * 1000 + volgorde, melding))
