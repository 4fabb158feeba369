"""Bookings: what recipients spent, from one or many CSV or XLSX files, as one exact DataFrame.

A booking has a `verantwoorder` (who accounts for it), a year, an onderdeel and an amount.
Onderdelen are those of the SPUK AZWA; of the years before it `brede_spuk` and `spuk_iza`, each as
a whole, because their money is not divided either.

`medeoverheid_code` ties the two sides of regional money together. With a mandaathouder it says
through whom she spent ("own spending" when empty); with a gemeente that spent regional money of
her mandaathouder it may be empty or hold the code of that mandaathouder. What the mandaathouder
spent is all of her own bookings; bookings of the others are the other side of the same money.

Nothing is repaired in silence: what does not fit is a fault, and all faults of all files come in
one list.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from azwa_funds.besteden.boekingscodes import Codes
from azwa_funds.gegevens.sources import Gegevens
from azwa_funds.kern.fouten import (
    MEESTE_FOUTEN,
    Foutenlijst,
    Gebruikersfout,
    Invoerfout,
    Onleesbaar,
)
from azwa_funds.kern.model import BREDE_SPUK
from azwa_funds.kern.tekst import telling
from azwa_funds.lezen.boekingscellen import (
    LANGSTE_CEL,
    PUNT_IS_DECIMAAL,
    PUNT_IS_DUIZENDTAL,
    Celwaarde,
    als_tekst,
    lees_centen,
    lees_centen_kolom,
    lees_dag,
    lees_jaar,
    lees_woorden,
)
from azwa_funds.lezen.gebruikerstabel import (
    Formulier,
    Kolom,
    Reeks,
    Ruwblad,
    lees_ruw,
)
from azwa_funds.lezen.keuring import lees_bytes
from azwa_funds.lezen.schemas import Celfout

if TYPE_CHECKING:
    import pandas as pd

#: What a file with bookings holds.
BOEKINGEN = Formulier(
    verplicht=tuple(
        "verantwoorder_code jaar onderdeel boekstuk boekdatum omschrijving bedrag".split()
    ),
    mogelijk=("taakveld", "thema", "medeoverheid_code"),
    hulp="voeg toe, of begin met een leeg formulier van 'azwa-funds sjabloon besteding'",
    toelichting=("ontvanger", "toegekend"),
)

#: Columns of the answer, in order; see `Bestedingen.tabel`.
UITVOER = (
    "verantwoorder_code jaar onderdeel boekstuk boekdatum omschrijving centen "
    "taakveld thema medeoverheid_code bestand blad rij"
).split()

_W = TypeVar("_W")


@dataclass(frozen=True)
class Bestedingen:
    """All bookings, the sha256 of every file they came from, and remarks for the user.

    `tabel` has a row per booking and the columns of `UITVOER`: `jaar` (int32), `boekdatum`
    (datetime64[s]), `centen` (int64, exact), `boekstuk` and `omschrijving` (text), `rij` (int32, as
    a spreadsheet counts); the others are categories, so group with `observed=True`. Codes are as
    in the indeling (GM0344); an empty optional cell is "".
    """

    tabel: pd.DataFrame
    bestanden: dict[str, str]
    opmerkingen: tuple[str, ...] = ()


class Bestedingenfout(Foutenlijst):
    """Faults in files with bookings."""


def lees_bestedingen(gegevens: Gegevens, paden: Iterable[Path]) -> Bestedingen:
    """Read every file, and every CSV or XLSX file in every folder, into one table.

    Raises Bestedingenfout with all faults of all files, or Gebruikersfout when there is no file.
    """
    lezer = _Lezer(Codes(gegevens), gegevens.uitkering(BREDE_SPUK).tot_en_met)
    bestanden: dict[str, str] = {}
    eerder: dict[str, str] = {}
    gevonden, andere = _vind(paden)
    if andere:
        namen = ", ".join(andere[:10]) + (f" en nog {len(andere) - 10}" if andere[10:] else "")
        lezer.opmerkingen.append(f"niet gelezen, want geen .csv of .xlsx: {namen}.")
    for naam, pad in _namen(gevonden):
        try:
            inhoud = lees_bytes(pad)
        except Onleesbaar as fout:
            lezer.meld(naam, fout)
            continue
        except OSError as fout:
            lezer.meld(naam, Onleesbaar(*_waarom_onleesbaar(pad, fout)))
            continue
        som = hashlib.sha256(inhoud).hexdigest()
        if som in eerder:
            dubbel = f"dit bestand is gelijk aan {eerder[som]}"
            lezer.meld(naam, Onleesbaar(dubbel, "geef het maar één keer, anders telt het dubbel"))
            continue
        bestanden[naam], eerder[som] = som, naam
        lezer.lees(naam, inhoud)
    if lezer.aantal_fouten:
        raise Bestedingenfout("de bestanden met bestedingen", lezer.fouten, lezer.aantal_fouten)
    return Bestedingen(lezer.tabel(), bestanden, tuple(lezer.opmerkingen))


def leest(paden: Iterable[Path], bestand: Path) -> bool:
    """Whether a file is one of those that `lees_bestedingen` would read."""
    return bestand.resolve() in {pad.resolve() for pad, _ in _vind(paden)[0]}


# -- files -------------------------------------------------------------------------------------


def _vind(paden: Iterable[Path]) -> tuple[list[tuple[Path, Path]], list[str]]:
    """Return each file once, with the folder its name is relative to; and what is left alone."""
    gevonden: dict[Path, tuple[Path, Path]] = {}
    andere: list[str] = []
    for pad in paden:
        if not pad.is_dir():
            gevonden.setdefault(pad.resolve(), (pad, pad.parent))
            continue
        in_map = [
            bestand
            for bestand in sorted(pad.rglob("*"))
            if bestand.is_file() and not bestand.name.startswith(("~$", "."))
        ]
        tabellen = [b for b in in_map if b.suffix.casefold() in (".csv", ".xlsx", ".xlsm")]
        if not tabellen:
            raise Gebruikersfout(
                f"In de map {pad} staat geen .csv- of .xlsx-bestand; geef een andere map."
            )
        for bestand in tabellen:
            gevonden.setdefault(bestand.resolve(), (bestand, pad))
        andere += [b.relative_to(pad).as_posix() for b in in_map if b not in tabellen]
    if not gevonden:
        raise Gebruikersfout("Geef een of meer bestanden of mappen met bestedingen.")
    return list(gevonden.values()), andere


def _namen(bestanden: Sequence[tuple[Path, Path]]) -> Iterator[tuple[str, Path]]:
    """Name each file as a message does: relative to its folder, or in full if that is not unique.

    The name is the same on every machine, so that outputs are too.
    """
    kort = [pad.relative_to(map_).as_posix() for pad, map_ in bestanden]
    vaak = Counter(kort)
    for naam, (pad, _) in zip(kort, bestanden, strict=True):
        yield (naam if vaak[naam] == 1 else pad.as_posix()), pad


def _waarom_onleesbaar(pad: Path, fout: OSError) -> tuple[str, str]:
    if isinstance(fout, FileNotFoundError):
        return "het bestand bestaat niet", "controleer de naam"
    reden = os.strerror(fout.errno) if fout.errno else "onbekende oorzaak"
    return f"het bestand is niet te lezen ({reden})", "sluit het elders en controleer de rechten"


# -- from cells to values ----------------------------------------------------------------------


@dataclass
class _Lezer:
    """Gathers the values and the faults of all files."""

    codes: Codes
    laatste_brede_spuk: int
    fouten: list[Invoerfout] = field(default_factory=list)
    aantal_fouten: int = 0
    opmerkingen: list[str] = field(default_factory=list)
    _delen: list[dict[str, Reeks]] = field(default_factory=list)
    _nummers: dict[str, dict[str, int]] = field(default_factory=dict)

    def meld(self, bestand: str, fout: Onleesbaar) -> None:
        """Note a fault of a whole file or sheet."""
        plek = f"{bestand}, blad '{fout.blad}'" if fout.blad else bestand
        self.bewaar([Invoerfout(plek, fout.reden, fout.remedie, rij=fout.rij)], 1)

    def bewaar(self, fouten: Sequence[Invoerfout], aantal: int) -> None:
        """Keep faults as far as there is room for them, and count them all."""
        self.aantal_fouten += aantal
        self.fouten += fouten[: MEESTE_FOUTEN - len(self.fouten)]

    def lees(self, naam: str, inhoud: bytes) -> None:
        """Read one file; its faults are noted."""
        try:
            bladen = lees_ruw(inhoud, BOEKINGEN)
        except Onleesbaar as fout:
            self.meld(naam, fout)
            return
        bladen = [_zonder_lege_rijen(blad) for blad in bladen]
        if not any(len(blad.rijen) or blad.fouten for blad in bladen):
            self.meld(naam, Onleesbaar("er staan geen boekingen onder de koppen", _NULMELDING))
        for blad in bladen:
            for bladfout in blad.fouten:
                self.meld(naam, bladfout)
            if blad.genegeerd:
                kolommen = ", ".join(f"'{kop}'" for kop in blad.genegeerd[:10])
                self.opmerkingen.append(f"{naam}: niet gelezen kolommen: {kolommen}.")
            if len(blad.rijen):
                self._delen.append(_Bladlezer(self, naam, blad).lees())

    def nummers(self, kolom: str, waarden: Iterable[str]) -> Reeks:
        """Give each value of a column its number, the same in all files."""
        bekend = self._nummers.setdefault(kolom, {})
        return np.array([bekend.setdefault(w, len(bekend)) for w in waarden], dtype=np.int32)

    def tabel(self) -> pd.DataFrame:
        """Put all sheets together."""
        import pandas as pd

        kolommen: dict[str, Any] = {}
        for naam in UITVOER:
            alles: Any = np.concatenate([deel.pop(naam) for deel in self._delen])
            if naam in self._nummers:
                waarden = pd.Index(list(self._nummers[naam]), dtype=object)
                alles = pd.Categorical.from_codes(alles, categories=waarden)
            kolommen[naam] = alles
        return pd.DataFrame(kolommen, copy=False)


_NULMELDING = "vul ze in; is er niets besteed, meld dat dan met één rij met bedrag 0"


def _zonder_lege_rijen(blad: Ruwblad) -> Ruwblad:
    """Drop the rows in which nothing was booked, also those that a form had filled in ahead."""
    welke, uniek = _verschillende(blad.kolommen["bedrag"])
    blanco = [nummer for nummer, cel in enumerate(uniek) if not als_tekst(cel)]
    kandidaten = np.flatnonzero(np.isin(welke, blanco)).tolist() if blanco else []
    eigen = [blad.kolommen[naam] for naam in ("boekstuk", "boekdatum", "omschrijving")]
    leeg = [i for i in kandidaten if not any(als_tekst(cellen[i]) for cellen in eigen)]
    if not leeg:
        return blad
    over = np.delete(np.arange(len(blad.rijen)), leeg)
    gekozen: dict[str, Kolom] = {
        naam: cellen[over] if isinstance(cellen, np.ndarray) else [cellen[i] for i in over.tolist()]
        for naam, cellen in blad.kolommen.items()
    }
    return replace(blad, kolommen=gekozen, rijen=blad.rijen[over])


class _Bladlezer:
    """Turns the cells of one sheet into values, and notes every cell that does not fit."""

    def __init__(self, lezer: _Lezer, bestand: str, blad: Ruwblad) -> None:
        self.lezer, self.bestand, self.blad = lezer, bestand, blad
        self.plek = f"{bestand}, blad '{blad.blad}'" if blad.blad else bestand
        self.fouten: list[tuple[int, Invoerfout]] = []
        self.aantal_fouten = 0

    def lees(self) -> dict[str, Reeks]:
        codes = self.lezer.codes
        jaren = self._waarden("jaar", lees_jaar, 0, np.int32)
        deel = {
            "jaar": jaren,
            "boekdatum": self._waarden("boekdatum", lees_dag, date(1970, 1, 1), "datetime64[s]"),
            "centen": self._centen(),
            "rij": self.blad.rijen.astype(np.int32),
            "verantwoorder_code": self._groepen("verantwoorder_code", codes.verantwoorder),
            "onderdeel": self._onderdelen(jaren),
            "taakveld": self._groepen("taakveld", lees_woorden),
            "thema": self._groepen("thema", lees_woorden),
            "medeoverheid_code": self._groepen("medeoverheid_code", codes.medeoverheid),
            "boekstuk": self._tekst("boekstuk", verplicht=True),
            "omschrijving": self._tekst("omschrijving"),
        }
        for kolom, naam in (("bestand", self.bestand), ("blad", self.blad.blad)):
            (nummer,) = self.lezer.nummers(kolom, [naam])
            deel[kolom] = np.full(len(self.blad.rijen), nummer, dtype=np.int32)
        self._weiger_totaalregels()
        self.fouten.sort(key=lambda paar: paar[0])
        self.lezer.bewaar([fout for _, fout in self.fouten], self.aantal_fouten)
        return deel

    def _onderdelen(self, jaren: Reeks) -> Reeks:
        """Count the BRC to the Brede SPUK in the years in which it was a part of it."""
        onderdelen = self._groepen("onderdeel", self.lezer.codes.onderdeel)
        brc, brede_spuk = self.lezer.nummers("onderdeel", [self.lezer.codes.brc, BREDE_SPUK])
        oud = (onderdelen == brc) & (jaren <= self.lezer.laatste_brede_spuk)
        onderdelen[oud] = brede_spuk
        return onderdelen

    def _groepen(self, kolom: str, lees: Callable[[Celwaarde], str]) -> Reeks:
        """Read a column whose values are shared by many rows, as numbers of those values."""
        welke, waarden = self._gelezen(kolom, lees, "")
        return self.lezer.nummers(kolom, waarden)[welke]

    def _waarden(
        self, kolom: str, lees: Callable[[Celwaarde], _W], anders: _W, soort: Any
    ) -> Reeks:
        welke, waarden = self._gelezen(kolom, lees, anders)
        return np.array(waarden, dtype=soort)[welke]

    def _gelezen(
        self, kolom: str, lees: Callable[[Celwaarde], _W], anders: _W
    ) -> tuple[Reeks, list[_W]]:
        """Read every different cell of a column once; `anders` stands for what does not fit."""
        cellen = self.blad.kolommen.get(kolom)
        if cellen is None:
            cellen = [""] * len(self.blad.rijen)
        welke, uniek = _verschillende(cellen)
        waarden, fouten = [], {}
        for nummer, cel in enumerate(uniek):
            try:
                waarden.append(lees(cel))
            except Celfout as fout:
                waarden.append(anders)
                fouten[nummer] = fout
        if fouten:
            rijen = np.flatnonzero(np.isin(welke, list(fouten)))
            self._meld(kolom, rijen, lambda rij: fouten[int(welke[rij])])
        return welke, waarden

    def _centen(self) -> Reeks:
        cellen = self.blad.kolommen["bedrag"]
        if isinstance(cellen, np.ndarray):
            vlug = lees_centen_kolom(cellen.tolist())
            if vlug is not None:
                return np.asarray(vlug, dtype=np.int64)
        teksten = [cel for cel in cellen if isinstance(cel, str) and "." in cel]
        if any(PUNT_IS_DECIMAAL.fullmatch(cel) for cel in teksten):
            self._weiger_dubbelzinnig(cellen)
        elif aantal := sum(map(bool, map(PUNT_IS_DUIZENDTAL.fullmatch, teksten))):
            self.lezer.opmerkingen.append(
                f"{self.plek}: in {telling(aantal, 'bedrag', 'bedragen')} zoals '1.234' is de punt "
                "gelezen als duizendtal (€ 1.234,00)."
            )
        return self._waarden("bedrag", lees_centen, 0, np.int64)

    def _weiger_dubbelzinnig(self, cellen: Kolom) -> None:
        """Refuse "1.234" in a sheet where the point is a decimal sign elsewhere."""
        dubbelzinnig = [
            nummer
            for nummer, cel in enumerate(cellen)
            if isinstance(cel, str) and PUNT_IS_DUIZENDTAL.fullmatch(cel)
        ]
        self._meld(
            "bedrag",
            dubbelzinnig,
            lambda nummer: Celfout(
                f"'{cellen[nummer].strip()}' kan duizendtallen of drie decimalen zijn, want elders "
                "in dit bestand is de punt een decimaalteken",
                "schrijf het bedrag met twee decimalen",
            ),
        )

    def _tekst(self, kolom: str, *, verplicht: bool = False) -> Reeks:
        cellen = self.blad.kolommen[kolom]
        if isinstance(cellen, np.ndarray):
            teksten = [cel.strip() for cel in cellen.tolist()]
        else:
            teksten = [als_tekst(cel) for cel in cellen]
        if verplicht and "" in teksten:
            fout = Celfout("de cel is leeg", "vul het nummer van het boekstuk in")
            leeg = [nummer for nummer, tekst in enumerate(teksten) if not tekst]
            self._meld(kolom, leeg, lambda _: fout)
        if max(map(len, teksten)) > LANGSTE_CEL or "\n" in "".join(teksten):
            self._weiger_open_aanhaling(kolom, teksten)
        return np.array(teksten, dtype=object)

    def _weiger_open_aanhaling(self, kolom: str, teksten: Sequence[str]) -> None:
        """Refuse texts that hold rows of their own, instead of every other fault in their row."""
        nummers = [i for i, tekst in enumerate(teksten) if self._slokt_rijen_op(tekst)]
        self._meld_hele_rijen(
            kolom,
            nummers,
            lambda nummer: Celfout(
                f"de tekst die begint met '{teksten[nummer][:40].splitlines()[0]}' loopt door over "
                "volgende rijen",
                "sluit het aanhalingsteken in deze rij af",
            ),
        )

    def _slokt_rijen_op(self, tekst: str) -> bool:
        """Whether a line inside a CSV cell looks like a row of its own: an open quotation mark."""
        if len(tekst) > LANGSTE_CEL:
            return True
        if self.blad.blad or "\n" not in tekst:
            return False
        meeste = max(max(regel.count(";"), regel.count(",")) for regel in tekst.splitlines())
        return meeste >= len(BOEKINGEN.verplicht) - 1

    def _weiger_totaalregels(self) -> None:
        """Say of a row that holds an amount and nothing of a booking what it is: a total."""
        met_fout = [fout.rij or 0 for _, fout in self.fouten if fout.kolom == "boekdatum"]
        nummers = np.flatnonzero(np.isin(self.blad.rijen, met_fout)).tolist()
        leeg = [self.blad.kolommen[naam] for naam in ("jaar", "onderdeel", "boekstuk", "boekdatum")]
        totalen = [i for i in nummers if not any(als_tekst(cellen[i]) for cellen in leeg)]
        reden = "deze rij heeft een bedrag, maar geen jaar, onderdeel, boekstuk en boekdatum"
        fout = Celfout(reden, "verwijder haar als het een totaalregel is, of vul haar in")
        self._meld_hele_rijen("bedrag", totalen, lambda _: fout)

    def _meld_hele_rijen(
        self, kolom: str, nummers: Sequence[int], fout: Callable[[int], Celfout]
    ) -> None:
        """Note a fault that makes every other fault in its row meaningless."""
        rijen = set(self.blad.rijen[nummers].tolist()) if nummers else set()
        anders = [paar for paar in self.fouten if paar[1].rij not in rijen]
        self.aantal_fouten -= len(self.fouten) - len(anders)
        self.fouten = anders
        self._meld(kolom, nummers, fout)

    def _meld(
        self, kolom: str, nummers: Reeks | Sequence[int], fout: Callable[[int], Celfout]
    ) -> None:
        """Count faults in a column, and keep as many as are told; `fout` makes that of a row."""
        self.aantal_fouten += len(nummers)
        plaats = BOEKINGEN.kolommen.index(kolom)
        for nummer in map(int, nummers[:MEESTE_FOUTEN]):
            rij, wat = int(self.blad.rijen[nummer]), fout(nummer)
            melding = Invoerfout(self.plek, wat.reden, wat.remedie, rij=rij, kolom=kolom)
            self.fouten.append((rij * len(BOEKINGEN.kolommen) + plaats, melding))


def _verschillende(cellen: Kolom) -> tuple[Reeks, list[Celwaarde]]:
    """Return which different value each cell holds, and those values."""
    if isinstance(cellen, np.ndarray):
        import pandas as pd

        welke, uniek = pd.factorize(cellen)
        return welke, list(uniek)
    # 1, 1.0 and True are equal to Python but not to a reader.
    bekend: dict[Any, int] = {}
    welke = np.array([bekend.setdefault((type(cel), cel), len(bekend)) for cel in cellen])
    return welke, [cel for _, cel in bekend]
