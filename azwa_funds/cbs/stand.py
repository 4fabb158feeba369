"""What CBS figures the data hold: per table and year how many, how firm, what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from azwa_funds.cbs.tabellen import EIGEN_KOLOMMEN, cbs_tabellen_van
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Status
from azwa_funds.kern.tekst import toon_datum
from azwa_funds.lezen import kolommen
from azwa_funds.lezen.kolommen import CBS_TABELLEN
from azwa_funds.lezen.tabel import Rij, lees_tekst, lees_toml

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
        rijen = gegevens.cbs(naam)
        for jaar in sorted({rij["jaar"] for rij in rijen}):
            eigen = [rij for rij in rijen if rij["jaar"] == jaar]
            statussen = dict.fromkeys(rij["status"] for rij in eigen)
            standen.append(
                Stand(
                    tabel=naam,
                    jaar=jaar,
                    periode=cbs_tabellen_van(gegevens).periode(naam, jaar),
                    gemeenten=len(eigen),
                    status=" en ".join(_STATUS.get(status, str(status)) for status in statussen),
                    bronnen=tuple(dict.fromkeys(rij["bron"] for rij in eigen)),
                    opgehaald=_opgehaald(gegevens, naam, jaar),
                    gaten=gaten(eigen, CBS_TABELLEN[naam]),
                )
            )
    return standen


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
