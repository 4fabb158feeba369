"""Read a SiSa workbook that somebody filled in and sent back, and distrust it politely.

Every fault is named with sheet and cell; a workbook with a fault is not counted with.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from azwa_funds.besteden import Aanvulling, Bestedingen, lees_bestedingen
from azwa_funds.doorverdelen import Verantwoordingswijze, plannen_van, planteksten_van
from azwa_funds.excel.blad import PRO_MEMORIE
from azwa_funds.excel.lezer import (
    UITVOERING,
    cel_op,
    celnaam,
    lees_bladen,
    lees_bon,
    lees_bonblad,
    veilige_inhoud,
)
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Regio
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import zichtbaar
from azwa_funds.kern.versie import VERSIE
from azwa_funds.lezen.cellen import VOLLEDIG
from azwa_funds.sisa.bijlage import BLAD, KOPPEN, NAAST_ELKAAR
from azwa_funds.sisa.bladen import AANSLUITING, FOUTEN, TOELICHTING
from azwa_funds.sisa.formaat import Formaat, Indicator, Indicatorsoort, Regeling, Wie, lees_formaat
from azwa_funds.sisa.formule import Waarde, of_pm, reken, som
from azwa_funds.sisa.rekenen import Boekstand, Rekenmeester
from azwa_funds.sisa.verloop import BLAD as VERLOOP
from azwa_funds.sisa.werkboek import EERDER, FORMULES, WAARDE, sisa_werkboek
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import CONTROLE, HERKOMST

#: "Indicator: H35/01", with any spaces that people leave in it.
INDICATOR = re.compile(r"indicator(?:nummer)?\s*:\s*(\S+?)\s*/\s*(\d{2})\s*", re.IGNORECASE)

#: The sheets that every SiSa workbook has, besides the bijlage and the receipt.
_BLADEN = ("Voorblad", AANSLUITING, FOUTEN, TOELICHTING, CONTROLE, HERKOMST)

#: With this word a remark begins on an input cell that holds something else than we put in it.
GEWIJZIGD = "gewijzigd"

_NAAM, _RIJNUMMER, _EERSTE = 2, len(KOPPEN) - 1, len(KOPPEN)


@dataclass(frozen=True, slots=True)
class Cel:
    """What stands in the cell of one value, and which cell it is."""

    waarde: Any
    formule: Any
    naam: str

    @property
    def is_formule(self) -> bool:
        """Whether the cell holds a formula."""
        return isinstance(self.formule, str) and self.formule.startswith("=")

    @property
    def kort(self) -> str:
        """The value as a complaint shows it."""
        return str(self.waarde)[:40]


@dataclass
class Retour:
    """One workbook that came back.

    `cellen` holds the value cells by regeling, number and regel (from 0); `bon` is the receipt,
    `beginsaldi` the opening balance per name of a regeling; `fouten` is why the workbook cannot be
    counted with, `opmerkingen` what is odd but no reason to leave it out.
    """

    pad: Path
    code: str = ""
    jaar: int = 0
    opgeslagen: date | None = None
    cellen: dict[tuple[str, str, int], Cel] = field(default_factory=dict)
    bon: Mapping[str, str] = field(default_factory=dict)
    beginsaldi: dict[str, int] = field(default_factory=dict)
    fouten: list[str] = field(default_factory=list)
    opmerkingen: list[str] = field(default_factory=list)
    soort: str = "SiSa-werkboek"

    @property
    def naam(self) -> str:
        """The name of the file, without folder: the same on every machine."""
        return zichtbaar(self.pad.name)

    def heeft(self, regeling: Regeling) -> bool:
        """Whether the bijlage has a block of this regeling."""
        return any(id == regeling.id for id, _, _ in self.cellen)

    def bedrag(self, regeling: Regeling, soort: Indicatorsoort, regel: int = 0) -> int | None:
        """An amount, or None where it is p.m. or not there."""
        indicator = regeling.van_soort(soort)
        cel = indicator and self.cellen.get((regeling.id, indicator.nummer, regel))
        return als_bedrag(cel.waarde) if cel else None

    def medeoverheden(self, regeling: Regeling) -> dict[str, int]:
        """On which regel each medeoverheid stands, by code."""
        indicator = regeling.van_soort(Indicatorsoort.MEDEOVERHEID)
        cellen = self.lijst(regeling, indicator) if indicator else {}
        return {str(cel.waarde).split(" ")[0]: regel for regel, cel in cellen.items() if cel.waarde}

    def lijst(self, regeling: Regeling, indicator: Indicator) -> dict[int, Cel]:
        """The cells of an indicator by regel; only a list has more than one."""
        sleutel = (regeling.id, indicator.nummer)
        return {r: cel for (id, nummer, r), cel in self.cellen.items() if (id, nummer) == sleutel}

    def weiger(self, reden: str, *plek: str) -> None:
        """Note why the workbook cannot be counted with, and where."""
        self.fouten.append(f"{', '.join([self.naam, *plek])}: {reden}")


def als_bedrag(waarde: Any) -> int | None:
    """Return whole euros, or None for anything else."""
    if isinstance(waarde, bool):
        return None
    if isinstance(waarde, float) and waarde.is_integer():
        return int(waarde)
    return waarde if isinstance(waarde, int) else None


def lees_onderwerp(pad: Path) -> tuple[int, str]:
    """Return year and code of a SiSa workbook, from its receipt.

    Raises Gebruikersfout when the file cannot be read or is no SiSa workbook of this program.
    """
    return _onderwerp(pad, lees_bon(pad, lees_bonblad(pad, veilige_inhoud(pad))))


def lees_eigen(pad: Path, gegevens: Gegevens) -> Retour:
    """Read a workbook to take its values over; refuses one that has a fault.

    Raises Gebruikersfout with the first fault.
    """
    jaar, _ = lees_onderwerp(pad)
    som = gegevens.alle_invoer.get(f"data/sisa/{jaar}.toml", "")
    retour = lees_retour(pad, lees_formaat(gegevens, jaar), som)
    if retour.fouten:
        raise Gebruikersfout(retour.fouten[0])
    return retour


def _onderwerp(pad: Path, bon: Mapping[str, str]) -> tuple[int, str]:
    jaar, _, code = bon.get("Onderwerp", "").partition("; ")[0].partition(" ")
    if bon.get("Soort werkboek") != "sisa" or not jaar.isdecimal():
        raise Gebruikersfout(
            f"{pad}, blad {UITVOERING}: dit is geen SiSa-werkboek van één gemeente of "
            "mandaathouder; geef een werkboek dat met azwa-funds sisa is gemaakt."
        )
    return int(jaar), code


#: Many times the cells of a SiSa workbook; one that is larger may not keep the others waiting.
_MEESTE_CELLEN = 100_000


def lees_retour(pad: Path, opzet: Formaat, som_van_formaat: str) -> Retour:
    """Read a workbook; what is wrong with it is in the answer, never an exception.

    `som_van_formaat` is the sha256 of the format of this year, to see another version.
    """
    retour = Retour(pad)
    try:
        inhoud = veilige_inhoud(pad, _MEESTE_CELLEN)
        formules, waarden = lees_bladen(pad, inhoud)
        bon = lees_bon(pad, waarden)
        retour.jaar, retour.code = _onderwerp(pad, bon)
        retour.bon = bon
    except Gebruikersfout as fout:
        retour.fouten.append(str(fout).replace(str(pad), pad.name))
        return retour
    retour.opgeslagen = opgeslagen_op(inhoud)
    onderwerp = f"blad {UITVOERING}", f"cel {_cel_van(waarden[UITVOERING], 'Onderwerp')}"
    if retour.jaar != opzet.jaar:
        reden = f"dit werkboek gaat over {retour.jaar} en niet over {opzet.jaar}"
        retour.weiger(f"{reden}; vraag het werkboek over {opzet.jaar}.", *onderwerp)
        return retour
    if BLAD not in waarden:
        retour.weiger(f"het blad '{BLAD}' ontbreekt; vraag het hele werkboek opnieuw.")
        return retour
    _weiger_ander(retour, waarden[BLAD], onderwerp)
    retour.opmerkingen += _andere_versie(retour, opzet.jaar, som_van_formaat)
    retour.opmerkingen += [f"het blad '{b}' ontbreekt" for b in _BLADEN if b not in waarden]
    retour.cellen = dict(_cellen(waarden[BLAD], formules[BLAD], opzet))
    if not retour.cellen:
        retour.weiger("er staat geen enkele indicator; vraag het werkboek opnieuw.", f"blad {BLAD}")
    for regeling in opzet.regelingen:
        if retour.heeft(regeling):
            blok = _Blokcellen(retour, regeling)
            blok.beoordeel()
            blok.reken_na()
    retour.opmerkingen += _wijzigingen(retour)
    retour.opmerkingen += _overtypt(bon, formules)
    retour.beginsaldi = dict(_beginsaldi(waarden.get(VERLOOP, []), opzet.jaar))
    return retour


def _weiger_ander(retour: Retour, bijlage: list[list[Any]], onderwerp: tuple[str, str]) -> None:
    """Refuse what bears the code of one gemeente, and holds the workbook or sheet of another."""
    genoemd = VOLLEDIG.match(retour.naam)
    if genoemd and genoemd[0].upper() != retour.code.upper():
        retour.weiger(
            f"dit is het werkboek van {retour.code}, en dat is niet de code in de naam van het "
            "bestand; controleer van wie het is.", *onderwerp,
        )  # fmt: skip
    genoemd = re.search(r"\(([\w-]+)\);", str(cel_op(bijlage, 1, 0)))
    if genoemd and genoemd[1] != retour.code:
        reden = f"dit blad is van {genoemd[1]} en het werkboek van {retour.code}"
        retour.weiger(f"{reden}; vraag het hele werkboek opnieuw.", f"blad {BLAD}", "cel A2")


def _andere_versie(retour: Retour, jaar: int, som_van_formaat: str) -> Iterator[str]:
    versie, format_ = retour.bon.get("Versie"), f"data/sisa/{jaar}.toml"
    if versie != VERSIE:
        yield (
            f"gemaakt met versie {versie or 'onbekend'} van dit programma; dit is versie {VERSIE}"
        )
    if retour.bon.get(f"sha256 van {format_}") != som_van_formaat:
        yield f"gemaakt met een andere versie van het format ({format_})"


def opgeslagen_op(inhoud: bytes) -> date | None:
    """Return when a spreadsheet program last saved the file, if it ever did after us."""
    with zipfile.ZipFile(BytesIO(inhoud)) as archief:
        if "docProps/core.xml" not in archief.namelist():
            return None
        tekst = archief.read("docProps/core.xml")
    if b"<!DOCTYPE" in tekst or b"<!ENTITY" in tekst:
        return None
    try:
        velden = {
            knoop.tag.rpartition("}")[2]: knoop.text or ""
            for knoop in ElementTree.fromstring(tekst)
        }
        gemaakt, bewaard = (date.fromisoformat(velden[n][:10]) for n in ("created", "modified"))
    except (ElementTree.ParseError, KeyError, ValueError):
        return None
    return None if gemaakt == bewaard else bewaard


# -- finding the cells -------------------------------------------------------------------------


def _cellen(
    waarden: list[list[Any]], formules: list[list[Any]], formaat: Formaat
) -> Iterator[tuple[tuple[str, str, int], Cel]]:
    """Yield every value cell of the bijlage, wherever rows were put in or taken out."""
    for regeling, indicator, rij, kolom in _indicatoren(waarden, formaat):
        for regel in range(_hoogte(waarden, rij) if indicator.soort.is_lijst else 1):
            plek = (rij + 1 + regel, kolom)
            cel = Cel(cel_op(waarden, *plek), cel_op(formules, *plek), celnaam(*plek))
            yield (regeling.id, indicator.nummer, regel), cel


def _indicatoren(
    waarden: list[list[Any]], formaat: Formaat
) -> Iterator[tuple[Regeling, Indicator, int, int]]:
    """Yield each indicator with the row and column, from 0, of the cell with its name."""
    bekend = {(r.naam, i.nummer): (r, i) for r in formaat.regelingen for i in r.indicatoren}
    namen, huidige = {naam for naam, _ in bekend}, ""
    for rij, inhoud in enumerate(waarden):
        naam = str(cel_op(waarden, rij, _NAAM) or "").strip()
        huidige = naam if naam in namen else huidige
        for kolom, cel in enumerate(inhoud[_EERSTE : _EERSTE + NAAST_ELKAAR], start=_EERSTE):
            gevonden = INDICATOR.fullmatch(str(cel or "").strip())
            if gevonden and (huidige, gevonden[2]) in bekend:
                yield (*bekend[huidige, gevonden[2]], rij, kolom)


def _hoogte(waarden: list[list[Any]], rij: int) -> int:
    """How many regels a list has: they are numbered 1, 2, 3 in the column Ontvanger."""
    hoogte = 0
    while als_bedrag(cel_op(waarden, rij + 1 + hoogte, _RIJNUMMER)) == hoogte + 1:
        hoogte += 1
    return hoogte


def _cel_van(rijen: list[list[Any]], label: str) -> str:
    nummers = (nummer for nummer, rij in enumerate(rijen) if rij and rij[0] == label)
    return celnaam(next(nummers, 0), 1)


# -- judging -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Blokcellen:
    """The cells of one block of a workbook: a source for its formulas, and judged by them."""

    retour: Retour
    regeling: Regeling

    def beoordeel(self) -> None:
        """Note every value that cannot be right, and every formula that is no longer there."""
        for indicator in self.regeling.indicatoren:
            naam = self.regeling.plaatsnaam(indicator)
            cellen = self.retour.lijst(self.regeling, indicator)
            if not cellen and not indicator.soort.is_lijst:
                wat = f"indicator {naam} van {self.regeling.naam}"
                self.retour.weiger(f"{wat} ontbreekt; vraag het werkboek opnieuw.", f"blad {BLAD}")
            for regel, cel in cellen.items():
                if fout := self._fout(indicator, regel, cel):
                    self.retour.weiger(f"{fout}.", f"blad {BLAD}", f"cel {cel.naam} ({naam})")

    def _fout(self, indicator: Indicator, regel: int, cel: Cel) -> str | None:
        if indicator.soort is Indicatorsoort.EINDVERANTWOORDING:
            return None if cel.waarde in ("Ja", "Nee") else f"'{cel.kort}' is geen Ja of Nee"
        if not indicator.soort.is_bedrag:
            return None if cel.waarde else "de cel is leeg; vul code en naam in"
        was_invoer = f"{WAARDE}{self._op_bon(indicator, regel)}" in self.retour.bon
        if not indicator.formule or (was_invoer and cel.waarde != PRO_MEMORIE):
            return _bedragfout(cel)
        return None if was_invoer else self._formulefout(indicator, regel, cel)

    def _formulefout(self, indicator: Indicator, regel: int, cel: Cel) -> str | None:
        """Say what is wrong with a cell that held a formula, if anything."""
        if not cel.is_formule:
            return "de formule is overtypt; zet de formule terug"
        hoort = self._hoort(indicator, regel)
        if cel.waarde is None or hoort is None or hoort == als_bedrag(cel.waarde):
            return None
        return f"de formule geeft '{cel.kort}' en de regels erbij samen {hoort}; herstel de formule"

    def _hoort(self, indicator: Indicator, regel: int) -> int | None:
        """What a formula should give, from the cells it adds; None where that cannot be told."""
        return reken(self.regeling, indicator, regel, self).bekend

    def reken_na(self) -> None:
        """Give formulas that were saved without an outcome the one that they have."""
        for (id, nummer, regel), cel in list(self.retour.cellen.items()):
            if id == self.regeling.id and cel.waarde is None and cel.is_formule:
                hoort = self._hoort(self.regeling.indicator(nummer), regel)
                self.retour.cellen[id, nummer, regel] = replace(cel, waarde=hoort)

    def _op_bon(self, indicator: Indicator, regel: int) -> str:
        return f"{self.regeling.id}/{indicator.nummer}/{regel + 1}"

    def lijst(self, indicator: Indicator) -> list[int]:
        """The lines that are there, however many were put in or taken out."""
        return list(self.retour.lijst(self.regeling, indicator))

    def som(self, delen: Iterable[Waarde]) -> Waarde:
        """A line that is no amount leaves the sum unknown."""
        return som(delen)

    def waarde(self, indicator: Indicator, regel: int) -> Waarde:
        """What stands in the cell."""
        cel = self.retour.cellen.get((self.regeling.id, indicator.nummer, regel))
        return Waarde(of_pm(als_bedrag(cel.waarde) if cel else None))

    def eerder(self, indicator: Indicator, regel: int) -> Waarde:
        """What the receipt keeps of earlier years."""
        eerder = self.retour.bon.get(f"{EERDER}{self._op_bon(indicator, regel)}", "")
        return Waarde(of_pm(int(eerder) if eerder.removeprefix("-").isdecimal() else None))


def _bedragfout(cel: Cel) -> str | None:
    """Say why a cell to fill in holds no amount in whole euros."""
    if cel.is_formule:
        return f"'{cel.formule}' is een formule; vul het bedrag zelf in"
    if cel.waarde is None or cel.waarde == "":
        return "de cel is leeg; vul 0 in als er niets is besteed"
    if isinstance(cel.waarde, str) and re.fullmatch(r"[\s€.,\d-]*\d[\s€.,\d-]*", cel.waarde):
        return f"'{cel.kort}' staat er als tekst; typ het bedrag opnieuw, in hele euro's"
    if als_bedrag(cel.waarde) is None:
        return f"'{cel.kort}' is geen bedrag in hele euro's; vul alleen cijfers in"
    return None


def _overtypt(bon: Mapping[str, str], formules: Mapping[str, list[list[Any]]]) -> Iterator[str]:
    """Name every cell of the other sheets that held a formula and no longer does."""
    for naam, cellen in bon.items():
        blad, _, titel = naam.removeprefix(FORMULES).partition("/")
        if naam.startswith(FORMULES) and blad in formules:
            yield from _overtypte_kolom(formules[blad], blad, titel, cellen)


def _overtypte_kolom(rijen: list[list[Any]], blad: str, titel: str, cellen: str) -> Iterator[str]:
    kop, *plekken = [plek for reeks in cellen.split() for plek in _plekken(reeks)]
    if str(cel_op(rijen, *kop) or "") != titel:
        yield (
            f"op blad '{blad}' zijn rijen of kolommen verschoven (cel {celnaam(*kop)} is niet "
            f"meer '{titel}'); de formules daar zijn niet nagekeken"
        )
        return
    for plek in plekken:
        if not str(cel_op(rijen, *plek)).startswith("="):
            yield f"blad '{blad}', cel {celnaam(*plek)} ({titel}): de formule is overtypt"


def _plekken(reeks: str) -> Iterator[tuple[int, int]]:
    """Yield the cells of "E5" or "E5:E9", by row and column counted from 0."""
    from openpyxl.utils import range_boundaries

    links, boven, rechts, onder = range_boundaries(reeks)
    yield from product(range(boven - 1, onder), range(links - 1, rechts))


def _beginsaldi(rijen: list[list[Any]], jaar: int) -> Iterator[tuple[str, int]]:
    """Yield the opening balances of the verloopoverzicht, by the name of the regeling."""
    kolom = None
    for rij in rijen:
        if kolom is None:
            kolom = rij.index(f"Saldo 1-1-{jaar}") if f"Saldo 1-1-{jaar}" in rij else None
        elif (saldo := als_bedrag(rij[kolom])) is not None:
            yield str(rij[0]), saldo


def _wijzigingen(retour: Retour) -> Iterator[str]:
    """Say which input cells hold something else than when the workbook was made."""
    for (id, nummer, regel), cel in retour.cellen.items():
        was = retour.bon.get(f"{WAARDE}{id}/{nummer}/{regel + 1}")
        nu = als_bedrag(cel.waarde)
        if was is not None and str(cel.waarde if nu is None else nu) != was:
            yield f"{GEWIJZIGD}: blad {BLAD}, cel {cel.naam} was '{was}' en is nu '{cel.kort}'"


def regionaal_bedrag(retour: Retour, formaat: Formaat) -> int:
    """What a gemeente reports to her mandaathouder; without a block she reports nothing: 0."""
    regeling = formaat.regeling(Wie.MEDEOVERHEID)
    return retour.bedrag(regeling, Indicatorsoort.BESTEDING) or 0


# -- forms and ledgers, and how a region accounts ----------------------------------------------

SOORT = "formulier of grootboek"


def is_sisa_werkboek(pad: Path) -> bool:
    """Whether a file is a workbook of this program, whatever became of it."""
    try:
        return UITVOERING in lees_bonblad(pad, veilige_inhoud(pad))
    except Gebruikersfout:
        return False


def lees_boekingen_als_retour(
    cijfers: Cijfers, formaat: Formaat, pad: Path, aanvulling: Aanvulling | None
) -> list[Retour]:
    """Return what each verantwoorder in a form or ledger reports; nothing for what is neither.

    What is wrong with it is in the answer, never an exception.
    """
    gelezen = _lees(cijfers.gegevens, pad, aanvulling)
    if gelezen is None:
        return []
    meester = Rekenmeester(cijfers.gegevens, formaat, Boekstand(gelezen.tabel))
    codes = [c for c in meester.stand.verantwoorders(formaat.jaar) if c in meester.verantwoorders]
    if not codes:
        fout = f"{pad.name}: er staan geen boekingen over {formaat.jaar} in; vraag het goede jaar."
        return [Retour(pad, fouten=[fout], soort=SOORT)]
    return [_als_retour(cijfers, meester, code, pad, gelezen) for code in codes]


def jaren_van_boekingen(gegevens: Gegevens, pad: Path) -> Counter[int]:
    """Return the year of a form or ledger as a vote of one: that of most of its bookings."""
    gelezen = _lees(gegevens, pad, None)
    if gelezen is None or gelezen.tabel.empty:
        return Counter()
    return Counter([int(gelezen.tabel["jaar"].mode()[0])])


def _lees(gegevens: Gegevens, pad: Path, aanvulling: Aanvulling | None) -> Bestedingen | None:
    try:
        return lees_bestedingen(gegevens, [pad], *([aanvulling] if aanvulling else []))
    except Gebruikersfout:
        return None


def _als_retour(
    cijfers: Cijfers, meester: Rekenmeester, code: str, pad: Path, gelezen: Bestedingen
) -> Retour:
    werkboek = sisa_werkboek(cijfers, meester, code, gelezen.bestanden)
    som = cijfers.gegevens.alle_invoer[f"data/sisa/{meester.jaar}.toml"]
    with tempfile.TemporaryDirectory() as map_:
        retour = lees_retour(werkboek.schrijf(Path(map_)), meester.formaat, som)
    opmerkingen = [str(deel) for deel in gelezen.lezing.niet_gelezen]
    return replace(
        retour,
        pad=pad,
        soort=SOORT,
        opgeslagen=_opgeslagen(pad),
        opmerkingen=[*retour.opmerkingen, *opmerkingen],
    )


def _opgeslagen(pad: Path) -> date | None:
    return opgeslagen_op(pad.read_bytes()) if pad.suffix.casefold() == ".xlsx" else None


@dataclass(frozen=True, slots=True)
class Wijzekeuze:
    """Which of the two ways of accounting is followed, and on whose word."""

    wijze: Verantwoordingswijze
    van_wie: str
    is_gekozen: bool

    @classmethod
    def van(
        cls, gegevens: Gegevens, regio: Regio, gekozen: Verantwoordingswijze | None
    ) -> Wijzekeuze:
        """Return what was chosen, else what the plan of the region says, else an assumption."""
        plan = plannen_van(gegevens).get(regio.naam)
        if gekozen is not None:
            return cls(gekozen, "gekozen met --wijze", is_gekozen=True)
        if plan is not None:
            wijze, naam = plan.plan.terugmelding.wijze, plan.plan.naam
            return cls(wijze, f"volgens {naam}", is_gekozen=False)
        waarom = "aanname, want er is geen plan en geen --wijze gegeven"
        return cls(Verantwoordingswijze.VIA_MANDAATHOUDER, waarom, is_gekozen=False)

    @property
    def optie(self) -> str:
        """What to type for this choice."""
        return f" --wijze {self.wijze}" if self.is_gekozen else ""

    def zin(self, cijfers: Cijfers) -> str:
        """Say which way is followed, with its source."""
        tekst = planteksten_van(cijfers.gegevens).verantwoording(self.wijze)
        wijze = str(self.wijze).replace("_", " ")
        zin = tekst.met_bron(cijfers.gegevens)
        return f"Wijze van verantwoorden: {wijze} ({self.van_wie}). {zin}"
