"""The amounts of a table, exact and with their sign: one column, a column with D or C, or two.

What changes the meaning of an amount is understood or refused: a sign in words, debet beside an
amount, a currency, cents that fell into the next column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from azwa_funds.grootboek.herkenning import Opzet
from azwa_funds.grootboek.kolomnamen import Kolomnamen, zoek_eenheid
from azwa_funds.grootboek.lezing import toon_som
from azwa_funds.grootboek.profiel import celvorm
from azwa_funds.kern.tekst import telling
from azwa_funds.lezen.cellen import (
    PUNT_IS_DECIMAAL,
    PUNT_IS_DUIZENDTAL,
    Celfout,
    Celwaarde,
    als_tekst,
    lees_centen,
    lees_centen_kolom,
)
from azwa_funds.openen.bronblad import Bronblad, Kolom, Reeks
from azwa_funds.openen.tekstkolommen import Tekstkolom


class Cellen:
    """The cells of one column, and what differs among them, worked out once."""

    def __init__(self, kolom: Kolom, verdeeld: tuple[Reeks, list[Any]] | None = None) -> None:
        self.kolom = kolom
        if verdeeld is not None:
            self.verdeeld = verdeeld

    @cached_property
    def cellen(self) -> Kolom:
        """The cells themselves; those of a text are made now."""
        return self.kolom.teksten if isinstance(self.kolom, Tekstkolom) else self.kolom

    @cached_property
    def verdeeld(self) -> tuple[Reeks, list[Any]]:
        """Which different value each cell holds, and those values."""
        if isinstance(self.kolom, Tekstkolom) and self.kolom.verdeeld is not None:
            return self.kolom.verdeeld
        soorten = set(map(type, self.cellen)) if not isinstance(self.cellen, np.ndarray) else set()
        if len(soorten - {str}) <= 1 and type(None) not in soorten:
            import pandas as pd

            cellen = np.empty(len(self.cellen), object)
            cellen[:] = self.cellen
            welke, uniek = pd.factorize(cellen, use_na_sentinel=False)
            return welke, list(uniek)
        # 1, 1.0 and True are equal to Python but not to a reader.
        bekend: dict[Any, int] = {}
        welke = np.fromiter(
            (bekend.setdefault((type(cel), cel), len(bekend)) for cel in self.cellen),
            dtype=np.int64,
            count=len(self.cellen),
        )
        return welke, [cel for _, cel in bekend]

    @property
    def kaal(self) -> Tekstkolom:
        """The cells as texts without spaces around them."""
        if isinstance(self.kolom, Tekstkolom):
            return self.kolom.kaal
        cellen = self.kolom.tolist() if isinstance(self.kolom, np.ndarray) else self.kolom
        alleen_tekst = set(map(type, cellen)) == {str}
        return Tekstkolom.uit(cellen if alleen_tekst else [*map(als_tekst, cellen)]).kaal

    def kies(self, over: Reeks) -> Cellen:
        """Return the cells of some rows."""
        cellen: Kolom
        if isinstance(self.kolom, Tekstkolom):
            return Cellen(self.kolom.kies(over))
        if isinstance(self.kolom, np.ndarray):
            cellen = self.kolom[over]
        else:
            cellen = [self.kolom[i] for i in over.tolist()]
        if "verdeeld" not in self.__dict__:
            return Cellen(cellen)
        welke, uniek = self.verdeeld
        # Only what is still there, so that no value is judged of a row that is not read.
        gebruikt, anders = np.unique(welke[over], return_inverse=True)
        return Cellen(cellen, (anders.ravel(), [uniek[i] for i in gebruikt.tolist()]))

    def waar(self, voldoet: Callable[[Any], bool]) -> Reeks:
        """Say per cell whether it is what was asked, looking at each different value once."""
        welke, uniek = self.verdeeld
        return np.array([voldoet(cel) for cel in uniek], dtype=bool)[welke]


@dataclass
class Kolombedragen:
    """One column of amounts: cents, which rows have one, and what is no amount, by row.

    `met_decimalen` says that each is known to have them.
    """

    centen: Reeks
    heeft: Reeks
    fouten: dict[int, Celfout] = field(default_factory=dict)
    opmerking: str = ""
    met_decimalen: bool = False


@dataclass
class Bedragen:
    """The amounts of a table, by row from 0: in cents with their sign.

    `heeft` says which rows have one. `per_plek` holds the columns as they stand. `fouten` is per
    row the column and why its cell is no amount; `tekenfouten` why its sign is not known.
    """

    centen: Reeks
    heeft: Reeks
    per_plek: dict[int, Kolombedragen]
    fouten: dict[int, tuple[int, Celfout]]
    tekenfouten: dict[int, Celfout]
    regel: str

    @property
    def opmerkingen(self) -> list[str]:
        """What a reader should know of how amounts were read."""
        return [deel.opmerking for deel in self.per_plek.values() if deel.opmerking]


def lees_bedragen(opzet: Opzet, kolom: Callable[[int], Cellen], namen: Kolomnamen) -> Bedragen:
    """Read the amounts of the rows below headings; `kolom` gives the cells of a column."""
    per_plek = {plaats: lees_kolom(kolom(plaats)) for plaats in opzet.bedragplekken}
    fouten = {
        rij: (plaats, fout)
        for plaats, deel in per_plek.items()
        for rij, fout in deel.fouten.items()
    }
    if "bedrag" not in opzet.plek:
        debet, credit = (per_plek[opzet.plek[naam]] for naam in ("debet", "credit"))
        centen, heeft = debet.centen - credit.centen, debet.heeft | credit.heeft
        regel = f"'{_kop(opzet, 'debet')}' min '{_kop(opzet, 'credit')}'"
        return Bedragen(centen, heeft, per_plek, fouten, {}, regel)
    deel = per_plek[opzet.plek["bedrag"]]
    if "teken" not in opzet.plek:
        regel = "het teken staat bij het bedrag zelf"
        return Bedragen(deel.centen, deel.heeft, per_plek, fouten, {}, regel)
    centen, tekenfouten = _met_teken(deel, kolom(opzet.plek["teken"]), opzet, namen)
    regel = f"het teken staat in kolom '{_kop(opzet, 'teken')}'"
    return Bedragen(centen, deel.heeft, per_plek, fouten, tekenfouten, regel)


def _kop(opzet: Opzet, naam: str) -> str:
    return opzet.koppen[opzet.plek[naam]].tekst


# -- one column --------------------------------------------------------------------------------


def lees_kolom(kolom: Cellen) -> Kolombedragen:
    """Read a column of amounts; an empty cell is no amount, and no fault."""
    vlug = kolom.kolom.centen() if isinstance(kolom.kolom, Tekstkolom) else None
    if vlug is not None:
        return Kolombedragen(vlug, np.ones(len(vlug), bool), met_decimalen=True)
    cellen = kolom.cellen
    if isinstance(cellen, np.ndarray):
        vlug = lees_centen_kolom(cellen.tolist())
        if vlug is not None:
            return Kolombedragen(
                np.asarray(vlug, np.int64), np.ones(len(cellen), bool), met_decimalen=True
            )
    elif (getallen := _getallen(cellen)) is not None:
        return getallen
    return _cel_voor_cel(cellen)


def _getallen(cellen: Kolom) -> Kolombedragen | None:
    """Read a column of numbers as a spreadsheet keeps them, at once; None where one is odd."""
    soorten = set(map(type, cellen))
    if not soorten <= {float, int, str, type(None)}:
        return None
    heeft = np.ones(len(cellen), bool)
    if soorten & {str, type(None)}:
        if any(cel.__class__ is str and cel for cel in cellen):
            return None
        heeft = np.array([cel not in ("", None) for cel in cellen], bool)
        cellen = [cel or 0 for cel in cellen]
    try:
        keer = np.array(cellen, np.float64) * 100
    except OverflowError:
        return None
    with np.errstate(invalid="ignore"):
        centen = np.rint(keer)
        # Within what a number of 15 digits, as Excel keeps, can say; the rest is looked at singly.
        goed = (np.abs(keer - centen) <= 4e-16 * np.abs(centen)) & (np.abs(centen) < 1e12)
    if not goed.all():
        return None
    return Kolombedragen(centen.astype(np.int64), heeft)


def _lees_punten(cellen: Kolom) -> tuple[set[str], str]:
    """Return the amounts of which the point can mean two things, or a remark how it was read."""
    teksten = [cel for cel in cellen if isinstance(cel, str) and "." in cel]
    if any(PUNT_IS_DECIMAAL.fullmatch(cel) for cel in teksten):
        return {cel for cel in teksten if PUNT_IS_DUIZENDTAL.fullmatch(cel)}, ""
    aantal = sum(map(bool, map(PUNT_IS_DUIZENDTAL.fullmatch, teksten)))
    gelezen = f"in {telling(aantal, 'bedrag', 'bedragen')} zoals '1.234' is de punt gelezen als "
    return set(), f"{gelezen}duizendtal (€ 1.234,00)." if aantal else ""


def _cel_voor_cel(cellen: Kolom) -> Kolombedragen:
    dubbelzinnig, opmerking = _lees_punten(cellen)
    welke, uniek = Cellen(cellen).verdeeld
    centen, heeft = np.zeros(len(uniek), np.int64), np.zeros(len(uniek), bool)
    mislukt: dict[int, Celfout] = {}
    for nummer, cel in enumerate(uniek):
        if is_leeg(cel):
            continue
        try:
            centen[nummer] = een_bedrag(cel)
            heeft[nummer] = True
            if isinstance(cel, str) and cel in dubbelzinnig:
                raise _dubbelzinnig(cel)
        except Celfout as fout:
            mislukt[nummer] = fout
            heeft[nummer] = False
            centen[nummer] = 0
    rijen = np.flatnonzero(np.isin(welke, list(mislukt))).tolist() if mislukt else []
    fouten = {rij: mislukt[int(welke[rij])] for rij in rijen}
    return Kolombedragen(centen[welke], heeft[welke], fouten, opmerking)


def een_bedrag(cel: Any) -> int:
    """Read one amount in cents; raises Celfout."""
    if isinstance(cel, Decimal):
        cel = f"{cel:f}"
    waarde: Celwaarde = cel
    return lees_centen(waarde)


def is_leeg(cel: Any) -> bool:
    """Whether a cell holds nothing that a person would see."""
    return cel is None or (isinstance(cel, str) and not als_tekst(cel))


def _dubbelzinnig(cel: str) -> Celfout:
    return Celfout(
        f"'{cel.strip()}' kan duizendtallen of drie decimalen zijn, want elders in dit bestand is "
        "de punt een decimaalteken",
        "schrijf het bedrag met twee decimalen",
    )


# -- the sign ----------------------------------------------------------------------------------


def _met_teken(
    deel: Kolombedragen, teken: Cellen, opzet: Opzet, namen: Kolomnamen
) -> tuple[Reeks, dict[int, Celfout]]:
    """Give each amount the sign that its own column says, and say where that is not known."""
    min_ = teken.waar(lambda cel: celvorm(cel) in namen.min)
    plus = teken.waar(lambda cel: celvorm(cel) in namen.plus)
    al_getekend = _is_al_getekend(deel, plus, min_, opzet)
    centen = deel.centen if al_getekend else np.where(min_, -deel.centen, deel.centen)
    fouten: dict[int, Celfout] = {}
    if al_getekend:
        return centen, fouten
    twee_keer = deel.heeft & min_ & (deel.centen < 0)
    onbekend = deel.heeft & ~min_ & ~plus & (deel.centen != 0)
    for rij in np.flatnonzero(twee_keer | onbekend).tolist():
        cel = als_tekst(teken.cellen[rij])
        if twee_keer[rij]:
            fouten[rij] = Celfout(
                f"bij '{cel}' staat een bedrag met een min ({toon_som(int(deel.centen[rij]))})",
                f'kies in een profiel (--profiel): alleen bedrag = "{_kop(opzet, "bedrag")}" als '
                "de min al in het bedrag staat, of haal de min weg",
            )
        else:
            wat = f"'{cel}' zegt niet" if cel else "de cel is leeg en zegt niet"
            fouten[rij] = Celfout(
                f"{wat} of het bedrag erbij of eraf is", "vul D of C in, of Af of Bij"
            )
    return centen, fouten


def _is_al_getekend(deel: Kolombedragen, plus: Reeks, min_: Reeks, opzet: Opzet) -> bool:
    """Whether a profile takes the amounts as they are, and they bear that out."""
    if "volgens het profiel" not in opzet.waarom.get(opzet.plek["bedrag"], ""):
        return False
    if "volgens het profiel" in opzet.waarom.get(opzet.plek["teken"], ""):
        return False
    eraf, erbij = deel.centen[min_], deel.centen[plus]
    return bool((eraf <= 0).all() and (eraf < 0).any() and (erbij >= 0).all())


# -- what stands beside the amount ---------------------------------------------------------------


@dataclass(frozen=True)
class Rijfout:
    """A fault in one row of a table: the column from 0, reason and remedy."""

    rij: int
    plaats: int
    fout: Celfout


def toets_debet_credit(
    opzet: Opzet, bedragen: Bedragen, kolom: Callable[[int], Cellen], boekingen: Reeks
) -> Iterable[Rijfout]:
    """Hold an amount against debet and credit beside it; a balance called amount is refused.

    An amount without sign gets that of its side.
    """
    kanten = {naam: opzet.plek[naam] for naam in ("debet", "credit") if naam in opzet.plek}
    if "bedrag" not in opzet.plek or not kanten:
        return
    delen = {naam: lees_kolom(kolom(plaats)) for naam, plaats in kanten.items()}
    nul = np.zeros(len(bedragen.centen), np.int64)
    debet = delen["debet"].centen if "debet" in delen else nul
    credit = delen["credit"].centen if "credit" in delen else nul
    saldo = debet - credit
    anders = boekingen & (bedragen.centen != saldo)
    if not anders.any():
        return
    if len(kanten) == 2 and (np.abs(bedragen.centen) == np.abs(saldo))[boekingen].all():
        zonder_teken = (bedragen.centen >= 0)[boekingen].all() and "teken" not in opzet.plek
        if zonder_teken and not (debet * credit)[boekingen].any():
            bedragen.centen = np.where(boekingen, saldo, bedragen.centen)
            bedragen.regel = f"'{_kop(opzet, 'debet')}' min '{_kop(opzet, 'credit')}'"
            return
    rij = int(np.flatnonzero(anders)[0])
    namen = " min ".join(f"'{_kop(opzet, naam)}'" for naam in kanten)
    bedrag = opzet.naam(opzet.plek["bedrag"])
    lopend = bool((np.cumsum(np.where(boekingen, saldo, 0)) == bedragen.centen)[boekingen].all())
    yield Rijfout(
        rij,
        opzet.plek["bedrag"],
        Celfout(
            f"'{bedrag}' is {toon_som(int(bedragen.centen[rij]))}, maar {namen} is "
            f"{toon_som(int(saldo[rij]))}" + ("; het is een lopend saldo" if lopend else ""),
            "zeg in een profiel (--profiel) welke kolommen het bedrag zijn: bedrag, of debet en "
            "credit",
        ),
    )


def toets_valuta(
    opzet: Opzet, kolom: Callable[[int], Cellen], namen: Kolomnamen, boekingen: Reeks
) -> Iterable[Rijfout]:
    """Refuse amounts in another currency, and rows that say they are in thousands."""
    for plaats in opzet.valuta:
        vreemd = kolom(plaats).waar(lambda cel: celvorm(cel) not in (*namen.euro, ""))
        yield from _geen_euro(plaats, kolom(plaats), vreemd & boekingen)
    for plaats in opzet.eenheid:
        groot = kolom(plaats).waar(_is_groot) & boekingen
        for rij in np.flatnonzero(groot).tolist():
            cel = als_tekst(kolom(plaats).cellen[rij])
            yield Rijfout(
                rij, plaats,
                Celfout(f"'{cel}' is geen hele euro", "geef het bedrag in euro's met centen"),
            )  # fmt: skip


def toets_andere_kolommen(
    opzet: Opzet, kolom: Callable[[int], Cellen], namen: Kolomnamen, boekingen: Reeks
) -> Iterable[Rijfout]:
    """Refuse columns that change the amount by what stands in them, whatever their heading says.

    D and C, or Af and Bij, in a column that nobody knows; another currency; a rate other than 1.
    """
    bekend = {*opzet.plek.values(), *opzet.valuta, *opzet.eenheid}
    met_teken = {"debet", "credit"} <= set(opzet.plek) or "teken" in opzet.plek
    for plaats, kop in enumerate(opzet.koppen):
        if plaats in bekend or not kop.tekst:
            continue
        if kop.rol == "koers":
            yield from _andere_koers(plaats, kolom(plaats), boekingen)
        waarden = _weinig_waarden(kolom(plaats), namen, boekingen)
        if not waarden:
            continue
        if _zegt_een_teken(waarden, namen):
            if not met_teken:
                yield _teken_zonder_kop(plaats, kop.tekst, kolom(plaats), namen)
        elif waarden <= namen.euro | namen.munten:
            vreemd = kolom(plaats).waar(lambda cel: celvorm(cel) in namen.munten)
            yield from _geen_euro(plaats, kolom(plaats), vreemd & boekingen)


def _teken_zonder_kop(plaats: int, kop: str, cellen: Cellen, namen: Kolomnamen) -> Rijfout:
    """Ask about the first cell that takes an amount off, in a column that nobody called a sign."""
    rij = int(np.flatnonzero(cellen.waar(lambda cel: celvorm(cel) in namen.min))[0])
    return Rijfout(
        rij,
        plaats,
        Celfout(
            f"'{als_tekst(cellen.cellen[rij])}' lijkt te zeggen of het bedrag erbij of eraf is",
            f'wijs de kolom aan in een profiel (--profiel): teken = "{kop}" onder [kolommen]',
        ),
    )


def _geen_euro(plaats: int, cellen: Cellen, vreemd: Reeks) -> Iterable[Rijfout]:
    for rij in np.flatnonzero(vreemd).tolist():
        cel = als_tekst(cellen.cellen[rij])
        yield Rijfout(rij, plaats, Celfout(f"'{cel}' is geen euro", "geef het bedrag in euro's"))


def _zegt_een_teken(waarden: set[str], namen: Kolomnamen) -> bool:
    """Whether there are both sides and nothing else; a dash alone stands for nothing."""
    if not waarden <= namen.plus | namen.min:
        return False
    return bool(waarden & namen.plus) and bool(waarden & namen.min - {"-"} or "+" in waarden)


def _weinig_waarden(cellen: Cellen, namen: Kolomnamen, boekingen: Reeks) -> set[str]:
    """Return the different texts of a column of short words; nothing for any other column."""
    langste = max(map(len, namen.plus | namen.min | namen.euro | namen.munten))
    begin = [celvorm(cel) for cel in cellen.kolom[:200]]
    if any(len(cel) > langste for cel in begin) or len(set(begin)) > 12:
        return set()
    welke, uniek = cellen.verdeeld
    if len(uniek) > 50:
        return set()
    gebruikt = np.unique(welke[boekingen]).tolist()
    return {celvorm(uniek[i]) for i in gebruikt} - {""}


#: One, written with or without decimals; nothing, or a nought, is no rate.
_KOERS_VAN_EURO = re.compile(r"[01]?(?:[.,]0*)?")


def _andere_koers(plaats: int, cellen: Cellen, boekingen: Reeks) -> Iterable[Rijfout]:
    anders = ~cellen.waar(lambda cel: bool(_KOERS_VAN_EURO.fullmatch(celvorm(cel))))
    for rij in np.flatnonzero(anders & boekingen).tolist():
        cel = als_tekst(cellen.cellen[rij])
        fout = Celfout(f"koers '{cel}' zegt dat dit geen euro's zijn", "geef het bedrag in euro's")
        yield Rijfout(rij, plaats, fout)


def toets_credit_met_min(
    opzet: Opzet, bedragen: Bedragen, kolom: Callable[[int], Cellen], boekingen: Reeks
) -> Iterable[Rijfout]:
    """Ask about credit amounts that all have a minus of their own; a balance may answer.

    Debet minus credit would add them up then.
    """
    if "bedrag" in opzet.plek or not {"debet", "credit"} <= set(opzet.plek):
        return
    debet, credit = (bedragen.per_plek[opzet.plek[naam]].centen for naam in ("debet", "credit"))
    eigen = credit[boekingen]
    if not (eigen < 0).any() or (eigen > 0).any():
        return
    for som, stand in ((debet - credit, True), (debet + credit, False)):
        if "saldo" in opzet.plek and _is_lopend(som, kolom(opzet.plek["saldo"]), boekingen):
            if not stand:
                bedragen.centen = np.where(boekingen, som, bedragen.centen)
                bedragen.regel = (
                    f"'{_kop(opzet, 'debet')}' plus '{_kop(opzet, 'credit')}', die al een min heeft"
                )
            return
    rij = int(np.flatnonzero(boekingen & (credit < 0))[0])
    yield Rijfout(
        rij,
        opzet.plek["credit"],
        Celfout(
            f"alle bedragen in deze kolom hebben een min ({toon_som(int(credit[rij]))})",
            "haal de min weg, want credit gaat er al af, of maak er een kolom bedrag van",
        ),
    )


def _is_lopend(som: Reeks, saldo: Cellen, boekingen: Reeks) -> bool:
    """Whether a column holds the running sum of amounts, from whatever it began with."""
    stand = lees_kolom(saldo)
    rijen = np.flatnonzero(boekingen)
    if len(rijen) < 2 or not stand.heeft[rijen].all():
        return False
    return bool((np.diff(stand.centen[rijen]) == som[rijen][1:]).all())


def _is_groot(cel: Any) -> bool:
    tekst = celvorm(cel)
    kaal = re.sub(r"[^a-z0-9]", "", tekst)
    return bool(zoek_eenheid(tekst)) or kaal in ("1000", "x1000", "1000000", "k", "duizend", "mln")


_HEEL = re.compile(r"[^\d.,]*(?:\d{1,3}(?:\.\d{3})+|\d+)", re.ASCII)
_CENTEN = re.compile(r"\d\d?", re.ASCII)


def toets_gespleten(
    opzet: Opzet,
    blad: Bronblad,
    bedragen: Bedragen,
    kolom: Callable[[int], Cellen],
    boekingen: Reeks,
) -> Iterable[Rijfout]:
    """Find amounts of which the cents fell into the next column: 2170,45 between commas."""
    if blad.scheiding != ",":
        return
    for plaats in opzet.bedragplekken:
        if plaats + 1 >= blad.breedte or bedragen.per_plek[plaats].met_decimalen:
            continue
        heel = kolom(plaats).waar(lambda cel: bool(_HEEL.fullmatch(als_tekst(cel)))) & boekingen
        los = kolom(plaats + 1).waar(lambda cel: bool(_CENTEN.fullmatch(als_tekst(cel))))
        met_centen = boekingen & ~heel & bedrag_heeft_decimalen(kolom(plaats))
        # Where amounts with decimals have such a number beside them too, it is a column of its own.
        if (los & met_centen).any():
            continue
        for rij in np.flatnonzero(heel & los).tolist():
            cel, volgende = (als_tekst(kolom(p).cellen[rij]) for p in (plaats, plaats + 1))
            yield Rijfout(
                rij,
                plaats,
                Celfout(
                    f"'{cel},{volgende}' is op de komma in twee cellen gevallen",
                    "zet bedragen met een komma tussen aanhalingstekens, of sla het bestand op met "
                    "puntkomma's",
                ),
            )


def bedrag_heeft_decimalen(cellen: Cellen) -> Reeks:
    """Say per cell whether it is an amount with cents."""
    return cellen.waar(lambda cel: bool(re.search(r"[.,]\d\d?\D*$", als_tekst(cel))))
