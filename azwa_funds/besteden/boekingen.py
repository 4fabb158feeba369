"""Bookings: what recipients spent, from one or many files of any program, as one exact DataFrame.

A booking has a `verantwoorder` (who accounts for it), a year, an onderdeel and an amount.
Onderdelen are those of the SPUK AZWA; of the years before it `brede_spuk` and `spuk_iza`, each as
a whole, because their money is not divided either.

`medeoverheid_code` ties the two sides of regional money together. With a mandaathouder it says
through whom she spent ("own spending" when empty); with a gemeente that spent regional money of
her mandaathouder it may be empty or hold the code of that mandaathouder. What the mandaathouder
spent is all of her own bookings; bookings of the others are the other side of the same money.

Nothing is repaired in silence: what does not fit is a fault, and all faults of all files come in
one list. Nothing is lost in silence either: every row of every sheet is read, or stands in `lezing`
with its amount and the reason.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from azwa_funds.besteden.bladlezer import VERTELD, Bladlezer, Deel, Vaste
from azwa_funds.besteden.codes import Codes
from azwa_funds.besteden.dubbelen import meld_dubbele_boekingen, zoek_kopieen
from azwa_funds.gegevens import Gegevens, zoek_ontvanger
from azwa_funds.grootboek.herkenning import (
    MOGELIJK,
    TOELICHTING,
    VERPLICHT,
    Herkenner,
    Opzet,
    is_eigen_blad,
    meld_ontbrekend,
)
from azwa_funds.grootboek.kolomnamen import kolomnamen_van
from azwa_funds.grootboek.lezing import Bestandlezing, Bladlezing, Lezing, toon_som
from azwa_funds.grootboek.profiel import Profiel, lees_profiel
from azwa_funds.grootboek.profielvoorstel import stel_voor
from azwa_funds.grootboek.tafel import weeg_rest
from azwa_funds.kern.begrippen import BREDE_SPUK
from azwa_funds.kern.fouten import (
    MEESTE_FOUTEN,
    Foutenlijst,
    Gebruikersfout,
    Invoerfout,
    Onleesbaar,
    Rekenfout,
    aaneen,
    zin,
)
from azwa_funds.lezen.bestanden import TABELLEN, Vondst, vind_bestanden
from azwa_funds.lezen.cellen import Celfout
from azwa_funds.lezen.keuring import lees_bytes
from azwa_funds.openen.auditfile import is_deel, voeg_samen
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.openen.bronblad import Bronbestand, Bronblad, Reeks, Zicht
from azwa_funds.openen.gebruikerstabel import Formulier

if TYPE_CHECKING:
    import pandas as pd

#: The register that lies beside the forms of a region; it says who returns what, and is no ledger.
REGISTER = "register.csv"

#: What our own form for bookings holds.
BOEKINGEN = Formulier(
    verplicht=VERPLICHT,
    mogelijk=MOGELIJK,
    hulp="voeg toe, of begin met een leeg formulier van 'azwa-funds sjabloon besteding'",
    toelichting=TOELICHTING,
)

#: The frame of bookings, declared once: its columns in order, and what numpy or pandas calls them.
UITVOER: Mapping[str, str] = {
    "verantwoorder_code": "category",
    "jaar": "int32",
    "onderdeel": "category",
    "boekstuk": "tekst",
    "boekdatum": "datetime64[s]",
    "omschrijving": "tekst",
    "centen": "int64",
    **dict.fromkeys("taakveld thema medeoverheid_code bestand blad".split(), "category"),
    "rij": "int32",
}

#: Files that are taken from a folder.
_ACHTERVOEGSELS = (*TABELLEN, ".xaf")


@dataclass(frozen=True)
class Bestedingen:
    """All bookings, the sha256 of every file they came from, remarks, and the account of reading.

    `tabel` has a row per booking and the columns of `UITVOER`: `jaar` (int32), `boekdatum`
    (datetime64[s]), `centen` (int64, exact), `boekstuk` and `omschrijving` (text), `rij` (int32, as
    a spreadsheet counts); the others are categories, so group with `observed=True`. Codes are as
    in the indeling (GM0344); an empty optional cell is "". `lezing` accounts for every row of every
    sheet; what may be money and was not read stands in `lezing.niet_gelezen`. `aanvulling` is what
    the user said besides the files.
    """

    tabel: pd.DataFrame
    bestanden: dict[str, str]
    opmerkingen: tuple[str, ...] = ()
    lezing: Lezing = field(default_factory=Lezing)
    aanvulling: Aanvulling = field(default_factory=lambda: Aanvulling())

    @property
    def bronnen(self) -> dict[str, str]:
        """The sha256 of every file that the bookings rest on, the profile among them."""
        profiel = self.aanvulling.profiel
        return self.bestanden | ({profiel.bestand: profiel.som} if profiel else {})


@dataclass(frozen=True)
class Aanvulling:
    """What a user says besides the files: a profile, and values for what rows leave open.

    `ontvanger` is a code and `onderdeel` an id that exist.
    """

    ontvanger: str | None = None
    jaar: int | None = None
    onderdeel: str | None = None
    profiel: Profiel | None = None

    def zonder(self, gebruikt: Set[str]) -> Aanvulling:
        """Return what was of use: of the values only those of our columns that were filled in."""
        return replace(
            self,
            ontvanger=self.ontvanger if "verantwoorder_code" in gebruikt else None,
            jaar=self.jaar if "jaar" in gebruikt else None,
            onderdeel=self.onderdeel if "onderdeel" in gebruikt else None,
        )

    @property
    def keuzes(self) -> list[str]:
        """What was chosen, for a receipt; `aanvulling_uit_keuzes` reads it back."""
        keuzes = {
            "ontvanger": self.ontvanger,
            "vult_onderdeel": self.onderdeel,
            "profiel": self.profiel.bestand if self.profiel else None,
        }
        return [f"{naam}={waarde}" for naam, waarde in keuzes.items() if waarde is not None]

    @property
    def vast(self) -> Vaste:
        """The values by our columns, and the options they came from."""
        wat = {"verantwoorder_code": self.ontvanger, "jaar": self.jaar, "onderdeel": self.onderdeel}
        opties = {"verantwoorder_code": "--ontvanger", "jaar": "--jaar", "onderdeel": "--onderdeel"}
        gegeven = {kolom: waarde for kolom, waarde in wat.items() if waarde is not None}
        return Vaste(gegeven, {kolom: f"{opties[kolom]} {gegeven[kolom]}" for kolom in gegeven})


def maak_aanvulling(
    gegevens: Gegevens,
    ontvanger: str | None = None,
    jaar: int | None = None,
    onderdeel: str | None = None,
    profiel: Path | None = None,
) -> Aanvulling:
    """Look up what a user typed; raises Gebruikersfout for a name or profile that does not fit."""
    try:
        id = None if onderdeel is None else Codes(gegevens).onderdeel(onderdeel)
    except Celfout as fout:
        raise Gebruikersfout(zin(f"--onderdeel: {fout.reden}; {fout.remedie}")) from fout
    return Aanvulling(
        None if ontvanger is None else zoek_ontvanger(gegevens, ontvanger).code,
        jaar,
        id,
        None if profiel is None else lees_profiel(profiel, Codes(gegevens)),
    )


def aanvulling_uit_keuzes(
    gegevens: Gegevens, keuzes: Mapping[str, str], jaar: int, bestanden: Sequence[Path]
) -> tuple[Aanvulling, list[Path]]:
    """Return what a receipt says was chosen, and the files without the profile.

    Raises Gebruikersfout when the profile is not among the files.
    """
    naam = keuzes.get("profiel")
    profiel = next((pad for pad in bestanden if pad.name == naam), None)
    if naam and profiel is None:
        raise Gebruikersfout(
            f"Het werkboek is gemaakt met het profiel {naam}; geef dat ook met --bestedingen."
        )
    aanvulling = Aanvulling(
        keuzes.get("ontvanger"),
        jaar,
        keuzes.get("vult_onderdeel"),
        lees_profiel(profiel, Codes(gegevens)) if profiel else None,
    )
    return aanvulling, [pad for pad in bestanden if pad != profiel]


def profielvoorstel(
    gegevens: Gegevens,
    bestand: Path,
    ontvanger: str | None = None,
    jaar: int | None = None,
    onderdeel: str | None = None,
) -> str:
    """Return the text of a profile for a ledger; raises Gebruikersfout when it cannot be read."""
    wat = dict(maak_aanvulling(gegevens, ontvanger, jaar, onderdeel).vast.wat)
    codes = Codes(gegevens)
    if (code := wat.pop("verantwoorder_code", None)) is not None:
        wat["ontvanger"] = codes.namen.get(str(code), str(code))
    try:
        return stel_voor(kolomnamen_van(gegevens), bestand, wat, list(codes.onderdelen))
    except Onleesbaar as fout:
        raise Invoerfout(bestand.name, fout.reden, fout.remedie, rij=fout.rij) from fout
    except OSError as fout:
        raise Invoerfout(bestand.name, *_waarom_onleesbaar(bestand, fout)) from fout


class Bestedingenfout(Foutenlijst):
    """Faults in files with bookings."""


def lees_bestedingen(
    gegevens: Gegevens, paden: Iterable[Path], aanvulling: Aanvulling | None = None
) -> Bestedingen:
    """Read every file, and every CSV or XLSX file in every folder, into one table.

    Raises Bestedingenfout with all faults of all files, or Gebruikersfout when there is no file.
    """
    aanvulling = aanvulling or Aanvulling()
    lezer = _Lezer(gegevens, aanvulling)
    bestanden: dict[str, str] = {}
    eerder: dict[str, str] = {}
    delen: dict[str, bytes] = {}
    vondst = _vind(paden)
    lezer.opmerkingen += _niet_gelezen(vondst)
    for naam, pad in ((bestand.naam, bestand.pad) for bestand in vondst.bestanden):
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
        if is_deel(inhoud):
            delen[naam] = inhoud
        else:
            lezer.lees(naam, inhoud)
        del inhoud
    if delen:
        lezer.lees_delen(delen)
    if lezer.aantal_fouten:
        raise Bestedingenfout("de bestanden met bestedingen", lezer.fouten, lezer.aantal_fouten)
    return replace(lezer.uitkomst(bestanden), aanvulling=aanvulling.zonder(lezer.gebruikt))


def weiger_overschrijven(uit: Path | None, paden: Sequence[Path], *ook: Path | None) -> None:
    """Refuse to write over what `lees_bestedingen` reads of these paths, or over another file."""
    if uit is None or not uit.is_file():
        return
    gevonden = _vind(paden).bestanden if paden else ()
    if uit.resolve() in {p.resolve() for p in (*(b.pad for b in gevonden), *filter(None, ook))}:
        raise Gebruikersfout(
            f"'{uit}' is een van de bestanden die worden gelezen; kies een andere naam bij --uit."
        )


# -- files -------------------------------------------------------------------------------------


def _vind(paden: Iterable[Path]) -> Vondst:
    """Find the files that may hold bookings; raises Gebruikersfout where there are none."""
    paden = list(paden)
    for pad in paden:
        if pad.is_dir() and not vind_bestanden([pad], _waarom_niet).bestanden:
            raise Gebruikersfout(
                f"In de map {pad} staat geen .csv- of .xlsx-bestand; geef een andere map."
            )
    vondst = vind_bestanden(paden, _waarom_niet)
    if not vondst.bestanden:
        raise Gebruikersfout("Geef een of meer bestanden of mappen met bestedingen.")
    return vondst


_GEEN_TABEL = "geen spreadsheet, CSV of auditfile"


def _waarom_niet(pad: Path) -> str | None:
    """Say why a file in a folder holds no bookings; None for our own register."""
    if pad.name == REGISTER:
        return None
    return "" if pad.suffix.casefold() in _ACHTERVOEGSELS else _GEEN_TABEL


def _niet_gelezen(vondst: Vondst) -> Iterator[str]:
    """Name what was left alone in folders, by reason."""
    for reden in sorted({reden for _, reden in vondst.overgeslagen}):
        andere = [naam for naam, waarom in vondst.overgeslagen if waarom == reden]
        namen = ", ".join(andere[:10]) + (f" en nog {len(andere) - 10}" if andere[10:] else "")
        yield f"niet gelezen, want {reden}: {namen}."


def _waarom_onleesbaar(pad: Path, fout: OSError) -> tuple[str, str]:
    """Say why a file of the user's cannot be read, and what to do."""
    if isinstance(fout, FileNotFoundError):
        return "het bestand bestaat niet", "controleer de naam"
    if not pad.is_file() and not pad.is_dir():
        return "dit is geen gewoon bestand", "geef een bestand"
    reden = os.strerror(fout.errno) if fout.errno else "onbekende oorzaak"
    return f"het bestand is niet te lezen ({reden})", "sluit het elders en controleer de rechten"


# -- all files together --------------------------------------------------------------------------


@dataclass
class _Blad:
    """A sheet with the headings that were found on it."""

    blad: Bronblad
    opzet: Opzet | None
    herkenner: Herkenner

    @property
    def is_leesbaar(self) -> bool:
        """Whether a person sees it and nothing is missing."""
        return self.is_heel and self.blad.zicht is Zicht.ZICHTBAAR

    @property
    def is_heel(self) -> bool:
        """Whether it has all headings."""
        return self.opzet is not None and not self.opzet.ontbreekt


class _Lezer:
    """Gathers the values, the faults and the account of all files."""

    def __init__(self, gegevens: Gegevens, aanvulling: Aanvulling) -> None:
        self.codes = Codes(gegevens)
        self.laatste_brede_spuk = gegevens.uitkering(BREDE_SPUK).tot_en_met
        self.vast, self.profiel = aanvulling.vast, aanvulling.profiel
        vult = frozenset(self.vast.wat)
        self.herkenner = Herkenner(kolomnamen_van(gegevens), self.profiel, vult)
        self.zonder_profiel = Herkenner(kolomnamen_van(gegevens), None, vult)
        self.fouten: list[Invoerfout] = []
        self.aantal_fouten = 0
        self.opmerkingen: list[str] = []
        self.gebruikt: set[str] = set()
        self.lezingen: list[Bestandlezing] = []
        self._delen: list[Deel] = []
        self._nummers: dict[str, dict[str, int]] = {}

    def meld(self, bestand: str, fout: Onleesbaar) -> None:
        """Note a fault of a whole file or sheet."""
        plek = f"{bestand}, blad '{fout.blad}'" if fout.blad else bestand
        self.bewaar([Invoerfout(plek, fout.reden, fout.remedie, rij=fout.rij)], 1)

    def bewaar(self, fouten: Sequence[Invoerfout], aantal: int) -> None:
        """Keep faults as far as there is room for them, and count them all."""
        self.aantal_fouten += aantal
        self.fouten += fouten[: MEESTE_FOUTEN - len(self.fouten)]

    def neem(self, deel: Deel) -> None:
        """Take the bookings of a table."""
        self._delen.append(deel)

    def nummers(self, kolom: str, waarden: Iterable[str]) -> Reeks:
        """Give each value of a column its number, the same in all files."""
        bekend = self._nummers.setdefault(kolom, {})
        return np.array([bekend.setdefault(w, len(bekend)) for w in waarden], dtype=np.int32)

    def lees(self, naam: str, inhoud: bytes) -> None:
        """Read one file; its faults are noted."""
        try:
            bestand = lees_bronbestand(inhoud)
        except Onleesbaar as fout:
            self.meld(naam, fout)
            return
        self.opmerkingen += [zin(f"{naam}: {wat.rstrip('.')}") for wat in bestand.opmerkingen]
        _Bestandlezer(self, naam, bestand).lees()

    def lees_delen(self, delen: Mapping[str, bytes]) -> None:
        """Read the parts of a split auditfile as the one file that they are."""
        naam = " + ".join(sorted(delen))
        try:
            self.lees(naam, voeg_samen(list(delen.values())))
        except Onleesbaar as fout:
            self.meld(naam, fout)

    def uitkomst(self, bestanden: dict[str, str]) -> Bestedingen:
        """Put all sheets together, and close the books."""
        tabel = self.tabel()
        meld_dubbele_boekingen(tabel, self.lezingen, self.opmerkingen)
        lezing = Lezing(tuple(self.lezingen))
        for blad in lezing.bladen:
            _sluit(blad)
        som = sum(blad.centen for blad in lezing.bladen)
        if (som, sum(blad.boekingen for blad in lezing.bladen)) != (
            int(tabel["centen"].sum()), len(tabel)
        ):  # fmt: skip
            raise Rekenfout("De boekingen en de lezing tellen niet tot hetzelfde op; meld dit.")
        opmerkingen = dict.fromkeys((*self.opmerkingen, *_onschuldig(lezing)))
        return Bestedingen(tabel, bestanden, tuple(opmerkingen), lezing)

    def tabel(self) -> pd.DataFrame:
        """Put the bookings of all sheets in one frame."""
        import pandas as pd

        from azwa_funds.besteden.teksten import Teksten, samen

        kolommen: dict[str, Any] = {}
        for naam, soort in UITVOER.items():
            delen = [deel.pop(naam) for deel in self._delen]
            if soort == "tekst":
                kolommen[naam] = Teksten(samen(delen))
                continue
            leeg = np.zeros(0, "int32" if soort == "category" else soort)
            alles: Any = delen[0] if len(delen) == 1 else np.concatenate([leeg, *delen])
            if soort == "category":
                waarden = pd.Index(list(self._nummers.get(naam, {})), dtype=object)
                alles = pd.Categorical.from_codes(alles, categories=waarden)
            kolommen[naam] = alles
        return bewaak(pd.DataFrame(kolommen, copy=False))


def bewaak(tabel: pd.DataFrame) -> pd.DataFrame:
    """Hold the frame of bookings against its declaration, all rows at once, without a copy.

    Raises Rekenfout: what does not fit is a fault of this program, for every cell was read.
    """
    import pandera.pandas as pa
    from pandera.errors import SchemaError

    proeven = {
        "jaar": pa.Check.in_range(1900, 2999),
        "rij": pa.Check.ge(1),
        **dict.fromkeys(
            ("verantwoorder_code", "onderdeel", "bestand"),
            pa.Check(lambda codes: codes != "", name="ingevuld"),
        ),
    }
    is_tekst = pa.Check(lambda kolom: kolom.dtype == "tekst", name="tekst")
    kolommen = {
        naam: pa.Column(None, is_tekst) if soort == "tekst" else pa.Column(soort, proeven.get(naam))
        for naam, soort in UITVOER.items()
    }
    try:
        schema = pa.DataFrameSchema(kolommen, strict=True, ordered=True)
        return schema.validate(tabel, inplace=True)
    except SchemaError as fout:
        raise Rekenfout(f"De tabel met boekingen klopt niet ({fout}); meld dit.") from fout


def _sluit(blad: Bladlezing) -> None:
    """Raise Rekenfout unless every row and every cent of a sheet is accounted for."""
    if not blad.sluit():
        plek = f"{blad.bestand}, blad '{blad.blad}'" if blad.blad else blad.bestand
        raise Rekenfout(
            f"De lezing van {plek} sluit niet: {blad.rijen} rijen en {toon_som(blad.centen_in)} "
            f"erin, {blad.boekingen} boekingen en {toon_som(blad.centen)} eruit; meld dit met "
            "het bestand."
        )


_KOPPEN = ("titel boven de tabel", "koppen")


def _onschuldig(lezing: Lezing) -> Iterator[str]:
    """Tell of the rows that were left out for a good reason, with their sum where there is one."""
    for blad in lezing.bladen:
        for deel in blad.niet_gelezen:
            if not deel.beslis and (deel.centen or deel.reden in VERTELD):
                yield f"{deel}."


# -- one file ------------------------------------------------------------------------------------


class _Bestandlezer:
    """Reads the sheets of one file; together they decide what is a fault and what a remark."""

    def __init__(self, lezer: _Lezer, naam: str, bestand: Bronbestand) -> None:
        self.lezer, self.naam, self.bestand = lezer, naam, bestand
        self.bladlezers: list[Bladlezer] = []
        self.lezingen: list[Bladlezing] = []

    def lees(self) -> None:
        eerder = self.lezer.aantal_fouten
        bladen = [self._bekijk(blad) for blad in self.bestand.bladen if not self._gebroken(blad)]
        if self.lezer.aantal_fouten > eerder:
            return
        profiel = self.lezer.profiel
        if self.bestand.soort == "auditfile" and not (profiel and profiel.kiest_rijen):
            self.lezer.meld(
                self.naam,
                Onleesbaar(
                    "een auditfile bevat alle boekingen van de administratie",
                    "zeg in een profiel (--profiel) welke rekeningen ([alleen]) en kostenplaatsen "
                    "([onderdeel]) over dit geld gaan",
                ),
            )
            return
        if not any(blad.is_heel for blad in bladen):
            self._weiger_zonder_koppen(bladen)
            return
        vorige = next((b.opzet for b in bladen if b.is_leesbaar), None)
        for blad in bladen:
            if blad.is_leesbaar and blad.opzet:
                self._lees_blad(blad.blad, blad.opzet, blad.herkenner)
                vorige = blad.opzet
            else:
                self._laat_liggen(blad, vorige)
        self._rond_af(eerder)

    def _bekijk(self, blad: Bronblad) -> _Blad:
        herkenner = self.lezer.herkenner
        if is_eigen_blad(blad):
            return _Blad(blad, None, herkenner)
        opzet = herkenner.vind(blad)
        if opzet and opzet.ontbreekt and opzet.is_eigen_formulier:
            # Our own form beside a ledger says all by itself.
            herkenner = self.lezer.zonder_profiel
            opzet = herkenner.opzet(blad, opzet.rij)
            wat = f"{self.naam}, blad '{blad.blad}'" if blad.blad else self.naam
            self.lezer.opmerkingen.append(
                f"{wat}: dit is ons eigen formulier; het profiel is hier niet gebruikt."
            )
        return _Blad(blad, opzet, herkenner)

    def _gebroken(self, blad: Bronblad) -> bool:
        """Refuse a sheet in which an open quotation mark has swallowed rows."""
        if not blad.breuken:
            return False
        opzet = self.lezer.herkenner.vind(blad)
        plek = f"{self.naam}, blad '{blad.blad}'" if blad.blad else self.naam
        fouten = [
            Invoerfout(
                plek, reden, "sluit het aanhalingsteken in deze rij af", rij=rij,
                kolom=opzet.naam(plaats) if opzet else None,
            )
            for (rij, plaats), reden in sorted(blad.breuken.items())[:MEESTE_FOUTEN]
        ]  # fmt: skip
        self.lezer.bewaar(fouten, len(blad.breuken))
        return True

    def _weiger_zonder_koppen(self, bladen: Sequence[_Blad]) -> None:
        """Say in one sentence per sheet which headings are missing."""
        met_kop = [blad for blad in bladen if blad.opzet]
        for blad in met_kop:
            assert blad.opzet is not None
            fout = meld_ontbrekend(blad.opzet, self.lezer.profiel)
            fout.blad = blad.blad.blad
            self.lezer.meld(self.naam, fout)
        if met_kop:
            return
        if not any(blad.blad.aantal for blad in bladen):
            self.lezer.meld(
                self.naam, Onleesbaar("er staat niets in", "geef een bestand met boekingen")
            )
            return
        wat = "geen enkel blad heeft" if len(bladen) > 1 or bladen[0].blad.blad else "er is geen"
        rij = "een rij met kolomkoppen" if wat.startswith("geen") else "rij met kolomkoppen"
        self.lezer.meld(
            self.naam,
            Onleesbaar(
                f"{wat} {rij}",
                f"zet boven de regels de koppen {', '.join(VERPLICHT)}, of wijs uw eigen koppen "
                "aan in een profiel (--profiel)",
            ),
        )

    def _lees_blad(self, blad: Bronblad, opzet: Opzet, herkenner: Herkenner) -> None:
        lezer = Bladlezer(self.lezer, herkenner, self.lezer.vast, self.naam, blad)
        if lezer.lees(opzet, sum(ander.gewone_som for ander in self.bladlezers)):
            self.bladlezers.append(lezer)
            self.lezingen.append(lezer.lezing)

    def _laat_liggen(self, blad: _Blad, vorige: Opzet | None) -> None:
        """Account for a sheet that is not read."""
        bron = blad.blad
        lezing = Bladlezing(self.naam, bron.blad, bron.zicht)
        self.lezingen.append(lezing)
        rest = weeg_rest(bron, 1, vorige, self.lezer.herkenner)
        lezing.rijen = rest.rijen
        if is_eigen_blad(bron):
            lezing.verklaar(rest.rijen, 0, "blad van het formulier zelf, zonder boekingen")
            return
        lezing.centen_in = rest.centen or 0
        zonder = "tekst zonder bedragen" if rest.geldrijen else "een blad zonder boekingen"
        lezing.verklaar(rest.rijen - rest.geldrijen, 0, zonder)
        if rest.geldrijen:
            reden = self._waarom_niet(blad)
            lezing.verklaar(rest.geldrijen, rest.centen, reden, beslis=True)

    def _waarom_niet(self, blad: _Blad) -> str:
        bron = blad.blad
        if bron.zicht is not Zicht.ZICHTBAAR:
            hoe = (
                "verborgen" if bron.zicht is Zicht.VERBORGEN else "zo verborgen dat Excel het niet"
            )
            hoe += "" if bron.zicht is Zicht.VERBORGEN else " in de lijst toont"
            return (
                f"blad '{bron.blad}' is {hoe}; maak het zichtbaar als het meetelt, of verwijder het"
            )
        if blad.opzet:
            fout = meld_ontbrekend(blad.opzet, self.lezer.profiel)
            return aaneen(f"blad '{bron.blad}' is niet te lezen: {fout.reden}; ", fout.remedie)
        return (
            f"blad '{bron.blad}' heeft geen kolomkoppen; zet er dezelfde koppen boven, of "
            "verwijder het als het niet meetelt"
        )

    def _rond_af(self, eerder: int) -> None:
        """Leave out sheets that are copies, and hand the bookings over."""
        zonder_fouten = self.lezer.aantal_fouten == eerder
        if zonder_fouten and not any(lezing.rijen > _koprijen(lezing) for lezing in self.lezingen):
            self.lezer.meld(
                self.naam, Onleesbaar("er staan geen boekingen onder de koppen", _NULMELDING)
            )
            return
        if zonder_fouten:
            zoek_kopieen(self.bladlezers)
            if not any(b.delen for b in self.bladlezers) and not self._is_verklaard():
                self.lezer.meld(
                    self.naam, Onleesbaar("er staan geen boekingen onder de koppen", _NULMELDING)
                )
        for bladlezer in self.bladlezers:
            for deel in bladlezer.delen:
                self.lezer.neem(deel)
            self._vertel(bladlezer)
        self.lezer.lezingen.append(Bestandlezing(self.naam, self.bestand.soort, self.lezingen))

    def _is_verklaard(self) -> bool:
        """Whether there was something, though no booking of ours."""
        return any(
            deel.beslis or (deel.centen and not deel.beslis)
            for lezing in self.lezingen
            for deel in lezing.niet_gelezen
        )

    def _vertel(self, bladlezer: Bladlezer) -> None:
        """Remark on columns that were not read, and on values that options filled in."""
        gebruik = bladlezer.lezing.kolommen
        onze = any(g.wordt == "verantwoorder_code" for g in gebruik)
        weg = [
            g.kop for g in gebruik
            if not g.wordt and g.waarom.startswith(("niet gelezen", "niet nodig"))
            and not (onze and g.kop.casefold() in TOELICHTING)
        ]  # fmt: skip
        if weg:
            kolommen = ", ".join(f"'{kop}'" for kop in dict.fromkeys(weg))
            self.lezer.opmerkingen.append(f"{bladlezer.plek}: niet gelezen kolommen: {kolommen}.")
        for opzet in {id(tafel.opzet): tafel.opzet for tafel in bladlezer.tafels}.values():
            self._vertel_bedragen(bladlezer.plek, opzet)
            self._vertel_aanvulling(bladlezer.plek, opzet)

    def _vertel_bedragen(self, plek: str, opzet: Opzet) -> None:
        """Name the columns with another amount, so that nobody thinks that it was counted."""
        tweede = [
            opzet.koppen[p].tekst
            for p in opzet.tweede
            if opzet.koppen[p].tekst.casefold() not in TOELICHTING
        ]
        if tweede:
            gelezen = " en ".join(f"'{opzet.naam(p)}'" for p in opzet.bedragplekken)
            namen = ", ".join(f"'{kop}'" for kop in tweede)
            self.lezer.opmerkingen.append(
                f"{plek}: het bedrag is gelezen uit {gelezen}; {namen} telt niet mee."
            )

    def _vertel_aanvulling(self, plek: str, opzet: Opzet) -> None:
        """Say which values an option filled in for all rows."""
        profiel = self.lezer.profiel
        vast = set(profiel.vast) if profiel else set()
        if profiel and profiel.onderdeelkolom:
            vast.add("onderdeel")
        for kolom, bron in self.lezer.vast.bron.items():
            naam = "ontvanger" if kolom == "verantwoorder_code" else kolom
            if kolom not in opzet.plek and naam not in vast:
                self.lezer.opmerkingen.append(
                    f"{plek}: '{kolom}' staat niet in het bestand en is ingevuld met {bron}."
                )


def _koprijen(lezing: Bladlezing) -> int:
    return sum(deel.rijen for deel in lezing.niet_gelezen if deel.reden in _KOPPEN)


_NULMELDING = "vul ze in; is er niets besteed, meld dat dan met één rij met bedrag 0"
