"""What a program asks of XlsxWriter, taken down call by call, to be asked again without it.

This gives the yardstick for writing workbooks: the same cells, styles and charts by the library as
it comes, with nothing computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from io import BytesIO
from typing import Any

import xlsxwriter

from azwa_funds.excel import schrijver


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """An object that an earlier call of the same recording gave."""

    nummer: int


class Verwijst(Enum):
    """Where in the arguments of a call objects of earlier calls stand."""

    NERGENS = "nergens"
    LAATSTE = "laatste"
    ERGENS = "ergens"


@dataclass(slots=True)
class Opname:
    """The calls that made one workbook; object 0 is the workbook itself."""

    opties: dict[str, Any]
    oproepen: list[tuple[int, str, tuple[Any, ...], dict[str, Any], Verwijst]] = field(
        default_factory=list
    )

    def speel_af(self) -> bytes:
        """Make the workbook again and return its bytes."""
        buffer = BytesIO()
        dingen: list[Any] = [xlsxwriter.Workbook(buffer, self.opties)]
        for nummer, naam, gewoon, benoemd, verwijst in self.oproepen:
            methode = getattr(dingen[nummer], naam)
            if verwijst is Verwijst.LAATSTE:  # a cell with its format, as nearly all calls are
                antwoord = methode(*gewoon[:-1], dingen[gewoon[-1].nummer])
            elif verwijst is Verwijst.ERGENS:
                antwoord = methode(*_vul_in(gewoon, dingen), **_vul_in(benoemd, dingen))
            else:
                antwoord = methode(*gewoon, **benoemd)
            dingen.append(antwoord)
        return buffer.getvalue()


class _Meelezer:
    """Stands in for an object of XlsxWriter: does what it does, and takes it down."""

    def __init__(self, echt: Any, nummer: int, opname: Opname) -> None:
        self._echt, self._nummer, self._opname = echt, nummer, opname

    def __getattr__(self, naam: str) -> Any:
        waarde = getattr(self._echt, naam)
        return self._meegelezen(naam, waarde) if callable(waarde) else waarde

    def _meegelezen(self, naam: str, methode: Callable[..., Any]) -> Callable[..., Any]:
        def roep(*gewoon: Any, **benoemd: Any) -> Any:
            posities, namen = _vervang(gewoon), _vervang(benoemd)
            waar = _waar((gewoon, benoemd), (posities, namen))
            self._opname.oproepen.append((self._nummer, naam, posities, namen, waar))
            nummer = len(self._opname.oproepen)
            antwoord = methode(*_echte(gewoon), **_echte(benoemd))
            return _Meelezer(antwoord, nummer, self._opname) if _is_ding(antwoord) else antwoord

        return roep


@contextmanager
def meelezen() -> Iterator[list[Opname]]:
    """Take down every workbook that is made inside this block."""
    opnamen: list[Opname] = []
    werkboek = schrijver.Boek

    def nieuw(bestand: Any, opties: dict[str, Any]) -> _Meelezer:
        opnamen.append(Opname(opties))
        return _Meelezer(werkboek(bestand, opties), 0, opnamen[-1])

    schrijver.Boek = nieuw  # type: ignore[assignment, misc]
    try:
        yield opnamen
    finally:
        schrijver.Boek = werkboek  # type: ignore[misc]


def _is_ding(waarde: Any) -> bool:
    return any(soort.__module__.startswith("xlsxwriter.") for soort in type(waarde).__mro__)


def _zet_om(waarde: Any, omzetten: Callable[[Any], Any]) -> Any:
    if isinstance(waarde, dict):
        return {naam: _zet_om(deel, omzetten) for naam, deel in waarde.items()}
    if isinstance(waarde, list | tuple):
        return type(waarde)(_zet_om(deel, omzetten) for deel in waarde)
    return omzetten(waarde)


def _waar(gegeven: Any, opgeschreven: Any) -> Verwijst:
    if gegeven == opgeschreven:
        return Verwijst.NERGENS
    (*eerste, _), _ = gegeven
    posities, namen = opgeschreven
    if isinstance(posities[-1], Verwijzing) and not namen and eerste == list(posities[:-1]):
        return Verwijst.LAATSTE
    return Verwijst.ERGENS


def _vervang(waarde: Any) -> Any:
    return _zet_om(waarde, lambda w: Verwijzing(w._nummer) if isinstance(w, _Meelezer) else w)


def _echte(waarde: Any) -> Any:
    return _zet_om(waarde, lambda w: w._echt if isinstance(w, _Meelezer) else w)


def _vul_in(waarde: Any, dingen: list[Any]) -> Any:
    return _zet_om(waarde, lambda w: dingen[w.nummer] if isinstance(w, Verwijzing) else w)
