"""Which table of CBS StatLine fills which table of ours: reads `data/cbs/tabellen.toml`.

CBS gives each year of some publications a table and column names of its own, so which columns
make ours is data, per table and run of years. Nothing here opens a connection. It knows what the
data hold as well: per table and year how many figures, how firm, what is missing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Kolom, Status
from azwa_funds.kern.fouten import bedoelde_u
from azwa_funds.kern.tekst import toon_datum
from azwa_funds.lezen import kolommen
from azwa_funds.lezen.kolommen import CBS_TABELLEN
from azwa_funds.lezen.records import Plek, lees_record, velden_van
from azwa_funds.lezen.tabel import Rij, controleer_velden, lees_tekst, lees_toml

#: Columns that every CBS table of ours has and that no column of StatLine fills.
EIGEN_KOLOMMEN = ("jaar", "gemeente_code", "gemeente", "status", "bron")

_STATLINE = re.compile(r"\d{5}[A-Za-z]{2,4}")
_NAAM = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_WAARDE = re.compile(r"[\w{}]+", re.ASCII)
_HIER = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Dienst:
    """The server that StatLine is read from, and how patient we are with it.

    `wachttijd` and `hoogstens` are seconds, for one answer and for a whole table; `pauze` comes
    before the second attempt, doubled before each next one.
    """

    adres: str
    rijen_per_pagina: int
    pogingen: int
    wachttijd: Annotated[int, Kolom("wachttijd_seconden")]
    hoogstens: Annotated[int, Kolom("hoogstens_seconden")]
    milliseconden: Annotated[int, Kolom("pauze_milliseconden")]

    @property
    def server(self) -> str:
        """The name of the server, as a reader knows it."""
        return urlsplit(self.adres).hostname or ""

    @property
    def pauze(self) -> float:
        """The pause in seconds."""
        return self.milliseconden / 1000

    def tabel(self, nummer: str) -> str:
        """Return the address of a table."""
        return f"{self.adres.rstrip('/')}/{nummer}"

    def keur(self, plek: Plek) -> None:
        """Refuse anything but https, save for a server on this very machine (a test, a proxy)."""
        for veld in velden_van(type(self))[1:]:
            naam, getal = veld.kolom.naam, getattr(self, veld.attribuut)
            if getal < (0 if naam == "pauze_milliseconden" else 1):
                raise plek.fout(f"'{naam}' in [dienst] is {getal}", "vul een positief getal in")
        try:
            delen = urlsplit(self.adres)
            veilig = delen.scheme == "https" or (delen.scheme == "http" and delen.hostname in _HIER)
            gewoon = bool(delen.hostname) and not (delen.username or delen.query or delen.fragment)
            _ = delen.port
        except ValueError:
            veilig = gewoon = False
        if not (veilig and gewoon):
            remedie = "schrijf een adres dat met https:// begint, zonder wachtwoord of vraagteken"
            raise plek.fout(f"adres '{self.adres}' in [dienst] is niet toegestaan", remedie)


@dataclass(frozen=True, slots=True)
class Statlinetabel:
    """How one StatLine table fills one table of ours, in a run of years.

    `kolommen` maps our columns to those of CBS, `maal` our columns to the unit of CBS (1000 when
    CBS gives thousands), `selectie` the other dimensions to the one value that we want of each.
    `indeling` is the year whose gemeenten the table shows, None when that is the year itself.
    """

    naam: str
    van: int
    tot_en_met: int
    statline: str
    sleutel: str
    bron: str
    status: Status | None
    indeling: int | None
    selectie: Annotated[Mapping[str, str], Kolom(leeg_mag=True)]
    kolommen: Mapping[str, str]
    maal: Annotated[Mapping[str, int], Kolom(leeg_mag=True)]

    def keur(self, plek: Plek) -> None:
        """Refuse a table that is not ours or not of StatLine, and columns that do not fit."""
        if self.naam not in CBS_TABELLEN:
            reden = f"naam '{self.naam}' in {plek.naam} is geen CBS-tabel van dit programma"
            raise plek.fout(reden, bedoelde_u(self.naam, CBS_TABELLEN))
        if not _STATLINE.fullmatch(self.statline):
            reden = f"statline '{self.statline}' in {plek.naam} is geen tabelnummer van StatLine"
            raise plek.fout(reden, "schrijf vijf cijfers en letters, zoals 85984NED")
        plek.ken_bron(plek.pad, self.bron)
        self._keur_kolommen(plek)

    def _keur_kolommen(self, plek: Plek) -> None:
        """Each of our columns is filled or may be empty, and every name can stand in a question."""
        pad, hier = plek.pad, plek.naam
        te_vullen = [k for k in CBS_TABELLEN[self.naam].kolommen if k.naam not in EIGEN_KOLOMMEN]
        nodig = {kolom.naam: str for kolom in te_vullen if not kolom.leeg_mag}
        mag = {kolom.naam: str for kolom in te_vullen if kolom.leeg_mag}
        controleer_velden(pad, self.kolommen, f"{hier}, kolommen", nodig, mag)
        controleer_velden(pad, self.maal, f"{hier}, maal", {}, dict.fromkeys(self.kolommen, int))
        teksten = dict.fromkeys(self.selectie, str)
        controleer_velden(pad, self.selectie, f"{hier}, selectie", {}, teksten)
        for naam in (self.sleutel, *self.selectie, *self.kolommen.values()):
            if not _NAAM.fullmatch(naam):
                raise plek.fout(
                    f"'{naam}' in {hier} is geen kolomnaam van StatLine", "verbeter de naam"
                )
        for waarde in self.selectie.values():
            if not _WAARDE.fullmatch(waarde):
                raise plek.fout(
                    f"'{waarde}' in {hier}, selectie is geen code van StatLine", "verbeter de code"
                )
            _keur_jaarplek(plek, waarde, f"{hier}, selectie")
        for naam, factor in self.maal.items():
            if factor < 1:
                raise plek.fout(f"'{naam}' in {hier}, maal is {factor}", "vul 1 of hoger in")

    def keuze(self, jaar: int) -> dict[str, str]:
        """Return the value that each dimension must have for a year."""
        return {naam: waarde.format(jaar=jaar) for naam, waarde in self.selectie.items()}


@dataclass(frozen=True, slots=True)
class CbsTabellen:
    """All that `tabellen.toml` says."""

    bestand: Path
    dienst: Dienst
    periodes: Annotated[Mapping[str, str], Kolom("periode")]
    tabellen: Annotated[tuple[Statlinetabel, ...], Kolom("tabel")]

    def keur(self, plek: Plek) -> None:
        """Refuse two tables for one year of ours, and a table without a period."""
        for eerder, tabel in combinations(self.tabellen, 2):
            van, tot = max(eerder.van, tabel.van), min(eerder.tot_en_met, tabel.tot_en_met)
            if eerder.naam == tabel.naam and van <= tot:
                reden = f"twee blokken [[tabel]] gaan over {tabel.naam} {van}"
                raise plek.fout(reden, "laat hun jaren niet overlappen")
        namen = dict.fromkeys(CBS_TABELLEN, str)
        controleer_velden(plek.pad, self.periodes, "[periode]", namen, {})
        for waarde in self.periodes.values():
            _keur_jaarplek(plek, waarde, "[periode]")

    def vind(self, naam: str, jaar: int) -> Statlinetabel | None:
        """Return what fills a table of ours in a year, None where that is not filled in yet."""
        passend = (t for t in self.tabellen if t.naam == naam and t.van <= jaar <= t.tot_en_met)
        return next(passend, None)

    def nieuwste_jaar(self, naam: str) -> list[int]:
        """Return the last year for which a table can be fetched, [] when there is none."""
        return sorted(t.tot_en_met for t in self.tabellen if t.naam == naam)[-1:]

    def periode(self, naam: str, jaar: int) -> str:
        """Return in words what the figures of a year are about."""
        return self.periodes[naam].format(jaar=jaar)


def cbs_tabellen_van(gegevens: Gegevens) -> CbsTabellen:
    """Return which tables of CBS StatLine fill ours; what may be fetched names its source too."""
    return gegevens.onthoud("cbs_tabellen", _lees)


def _lees(gegevens: Gegevens) -> CbsTabellen:
    plek, inhoud = gegevens.blok("cbs/tabellen.toml")
    return lees_record(CbsTabellen, plek, inhoud, bestand=plek.pad)


def _keur_jaarplek(plek: Plek, waarde: str, waar: str) -> None:
    rest = waarde.replace("{jaar}", "")
    if "{" in rest or "}" in rest:
        reden = f"'{waarde}' in {waar} heeft een accolade die niet bij {{jaar}} hoort"
        raise plek.fout(reden, "schrijf {jaar} waar het jaartal moet komen")


_STATUS = {Status.VASTGESTELD: "definitief", None: "niet vermeld"}


@dataclass(frozen=True, slots=True)
class Gat:
    """A column without a figure for some gemeenten, which are named."""

    kolom: str
    gemeenten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """One year of one CBS table: what it is about, how firm it is and where it comes from.

    `bronnen` are ids of `bronnen.toml`; `opgehaald` says when `cbs haal` fetched it, or that
    it did not.
    """

    tabel: str
    jaar: int
    periode: str
    gemeenten: int
    status: str
    bronnen: tuple[str, ...]
    opgehaald: str
    gaten: tuple[Gat, ...]


def gaten(rijen: Sequence[Rij], tabel: kolommen.Tabel) -> tuple[Gat, ...]:
    """Return the columns that lack figures, each with the names of the gemeenten."""
    leeg = (
        Gat(kolom.naam, tuple(rij["gemeente"] for rij in rijen if rij[kolom.naam] is None))
        for kolom in tabel.kolommen
        if kolom.naam not in EIGEN_KOLOMMEN
    )
    return tuple(gat for gat in leeg if gat.gemeenten)


def stand(gegevens: Gegevens, namen: Iterable[str] = ()) -> list[Stand]:
    """Return the state of each CBS table and year; Invoerfout for what cannot be read."""
    standen = []
    for naam in namen or CBS_TABELLEN:
        per_jaar: dict[int, list[Rij]] = {}
        for rij in gegevens.cbs(naam):
            per_jaar.setdefault(rij["jaar"], []).append(rij)
        standen += [_stand(gegevens, naam, *jaar) for jaar in sorted(per_jaar.items())]
    return standen


def _stand(gegevens: Gegevens, naam: str, jaar: int, rijen: Sequence[Rij]) -> Stand:
    statussen = dict.fromkeys(_STATUS.get(rij["status"], str(rij["status"])) for rij in rijen)
    periode = cbs_tabellen_van(gegevens).periode(naam, jaar)
    bronnen = tuple(dict.fromkeys(rij["bron"] for rij in rijen))
    opgehaald, zonder = _opgehaald(gegevens, naam, jaar), gaten(rijen, CBS_TABELLEN[naam])
    status = " en ".join(statussen)
    return Stand(naam, jaar, periode, len(rijen), status, bronnen, opgehaald, zonder)


def niet_op_te_halen(gegevens: Gegevens) -> list[str]:
    """Return the tables for which `tabellen.toml` names no StatLine table at all."""
    return [n for n in CBS_TABELLEN if not cbs_tabellen_van(gegevens).nieuwste_jaar(n)]


def _opgehaald(gegevens: Gegevens, naam: str, jaar: int) -> str:
    """Say when a snapshot was fetched, and whether it is still what was received then."""
    pad = gegevens.data / "cbs" / "ruw" / f"{naam}_{jaar}.toml"
    if not pad.is_file():
        return "niet met cbs haal"
    herkomst: dict[str, Any] = lees_toml(pad, lees_tekst(pad))
    dag = toon_datum(str(herkomst.get("opgehaald", ""))[:10])
    ruw = pad.with_suffix(".json")
    if not ruw.is_file() or hashlib.sha256(ruw.read_bytes()).hexdigest() != herkomst.get("sha256"):
        return f"{dag}, momentopname daarna gewijzigd"
    return dag
