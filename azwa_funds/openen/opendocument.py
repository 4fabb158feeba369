"""An OpenDocument spreadsheet (.ods, of LibreOffice) as sheets of cells.

Read here and not by calamine: a few bytes can say that a row comes a million times, errors look
like empty cells to it, and it does not tell what is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.lezen.keuring import MEESTE_CELLEN, volg_xml
from azwa_funds.openen.bladscan import GEEN_DATUM, ZONDER_UITKOMST, Bladscan, foutwaarde
from azwa_funds.openen.bronblad import Bronblad, Zicht

#: What stands within a cell or a sheet without being a part of the table.
_ERBIJ = frozenset(
    "annotation shapes tracked-changes frame custom-shape g line rect control desc title".split()
)
_GETALLEN = ("float", "percentage", "currency")
_FOUT = re.compile(r"(?:Err|Fout):\d+|#[A-Z/0]+[!?]?")
_REMEDIE = "open het in LibreOffice of Excel en sla het opnieuw op als .xlsx"


def lees_ods(inhoud: bytes) -> list[Bronblad]:
    """Return the sheets in a content.xml; raises Onleesbaar, and ExpatError for what is no XML."""
    lezer = _Lezer()
    volg_xml(inhoud, lezer.begin, lezer.einde, lezer.letters)
    return [blad.klaar(vanaf_1904=lezer.vanaf_1904) for blad in lezer.bladen]


@dataclass
class _Blad(Bladscan):
    rijen: list[list[Any]] = field(default_factory=list)
    lege_rijen: int = 0
    kolommen: int = 0

    def klaar(self, *, vanaf_1904: bool) -> Bronblad:
        self.verborgen_rijen = {rij for rij in self.verborgen_rijen if rij <= len(self.rijen)}
        return self.als_blad(self.rijen, self.breedste, vanaf_1904=vanaf_1904)


@dataclass
class _Rij:
    keren: int
    verborgen: bool
    cellen: list[Any] = field(default_factory=list)
    lege_cellen: int = 0
    gebreken: dict[int, str] = field(default_factory=dict)


def _keren(kenmerken: Mapping[str, str], wat: str) -> int:
    tekst = kenmerken.get(f"number-{wat}-repeated", "1")
    return max(1, int(tekst)) if tekst.isascii() and tekst.isdigit() and len(tekst) < 10 else 1


class _Lezer:
    """Follows the elements of content.xml; empty rows and cells count once something follows."""

    def __init__(self) -> None:
        self.bladen: list[_Blad] = []
        self.vanaf_1904 = False
        self._rij: _Rij | None = None
        self._cel: dict[str, str] | None = None
        self._fout_in_cel = False
        self._alineas: list[str] = []
        self._overslaan = self._dichte_groepen = self._tabellen = 0
        self._groepen: list[bool] = []
        self._stijl = ""
        self._verborgen_stijlen: set[str] = set()
        self._begin: dict[str, Callable[[Mapping[str, str]], None]] = {
            "style": self._begin_stijl,
            "table-properties": self._begin_stijl_van_tabel,
            "null-date": self._begin_nuldag,
            "table": self._begin_blad,
            "table-row-group": self._begin_groep,
            "table-column": self._kolom,
            "table-row": self._begin_rij,
            "table-cell": self._begin_cel,
            "covered-table-cell": self._begin_cel,
            "p": lambda _: self._alineas.append(""),
            "s": self._spaties,
            "tab": lambda _: self.letters("\t"),
            "line-break": lambda _: self.letters("\n"),
        }

    def begin(self, naam: str, kenmerken: Mapping[str, str]) -> None:
        soort = naam.rpartition(":")[2]
        if self._overslaan or soort in _ERBIJ:
            self._overslaan += 1
            return
        if lees := self._begin.get(soort):
            self._fout_in_cel = kenmerken.get("calcext:value-type") == "error"
            namen = [naam for naam in kenmerken if not naam.startswith("calcext:")]
            lees({naam.rpartition(":")[2]: kenmerken[naam] for naam in namen})

    def einde(self, naam: str) -> None:
        if self._overslaan:
            self._overslaan -= 1
            return
        soort = naam.rpartition(":")[2]
        if soort in ("table-cell", "covered-table-cell"):
            self._einde_cel()
        elif soort == "table-row":
            self._einde_rij()
        elif soort == "table-row-group" and self._groepen:
            self._dichte_groepen -= self._groepen.pop()
        elif soort == "table":
            self._tabellen -= 1

    def letters(self, tekst: str) -> None:
        if self._cel is not None and self._alineas and not self._overslaan:
            self._alineas[-1] += tekst

    def _spaties(self, kenmerken: Mapping[str, str]) -> None:
        aantal = kenmerken.get("c", "1")
        self.letters(" " * min(int(aantal) if aantal.isascii() and aantal.isdigit() else 1, 1000))

    def _begin_stijl(self, kenmerken: Mapping[str, str]) -> None:
        self._stijl = kenmerken.get("name", "") if kenmerken.get("family") == "table" else ""

    def _begin_stijl_van_tabel(self, kenmerken: Mapping[str, str]) -> None:
        if self._stijl and kenmerken.get("display") == "false":
            self._verborgen_stijlen.add(self._stijl)

    def _begin_nuldag(self, kenmerken: Mapping[str, str]) -> None:
        self.vanaf_1904 = kenmerken.get("date-value", "").startswith("1904")

    def _begin_blad(self, kenmerken: Mapping[str, str]) -> None:
        self._tabellen += 1
        if self._tabellen > 1:
            raise Onleesbaar("er staat een tabel in een tabel", _REMEDIE)
        is_dicht = kenmerken.get("style-name") in self._verborgen_stijlen
        zicht = Zicht.VERBORGEN if is_dicht else Zicht.ZICHTBAAR
        self.bladen.append(_Blad(naam=kenmerken.get("name", ""), zicht=zicht))

    def _begin_groep(self, kenmerken: Mapping[str, str]) -> None:
        self._groepen.append(kenmerken.get("display") == "false")
        self._dichte_groepen += self._groepen[-1]

    def _kolom(self, kenmerken: Mapping[str, str]) -> None:
        blad, keren = self.bladen[-1], _keren(kenmerken, "columns")
        if kenmerken.get("visibility", "visible") != "visible":
            eind = min(blad.kolommen + keren, 2**14)
            blad.verborgen_kolommen.update(range(blad.kolommen, eind))
        blad.kolommen += keren

    def _begin_rij(self, kenmerken: Mapping[str, str]) -> None:
        verborgen = kenmerken.get("visibility", "visible") != "visible"
        self._rij = _Rij(_keren(kenmerken, "rows"), verborgen or self._dichte_groepen > 0)

    def _begin_cel(self, kenmerken: Mapping[str, str]) -> None:
        self._cel, self._alineas = dict(kenmerken), []
        if self._fout_in_cel:
            self._cel["fout"] = "ja"

    def _einde_cel(self) -> None:
        rij, cel, self._cel = self._rij, self._cel, None
        if rij is None or cel is None:
            return
        waarde, gebrek = _waarde(cel, "\n".join(self._alineas))
        keren = _keren(cel, "columns")
        if waarde == "" and not gebrek:
            rij.lege_cellen += keren
            return
        if len(rij.cellen) + rij.lege_cellen + keren > 2**14:
            raise Onleesbaar("een rij heeft meer dan 16384 cellen", _REMEDIE)
        rij.cellen += [""] * rij.lege_cellen
        rij.lege_cellen = 0
        if gebrek:
            begin = len(rij.cellen)
            rij.gebreken.update(dict.fromkeys(range(begin, begin + keren), gebrek))
        rij.cellen += [waarde] * keren

    def _einde_rij(self) -> None:
        rij, self._rij = self._rij, None
        if rij is None:
            return
        blad = self.bladen[-1]
        nummer = len(blad.rijen) + blad.lege_rijen + 1
        if not rij.cellen:
            blad.lege_rijen += rij.keren
            return
        breedte = max(blad.breedste, len(rij.cellen))
        vol = sum(len(ander.rijen) * ander.breedste for ander in self.bladen[:-1])
        vol += (nummer + rij.keren) * breedte
        if vol > MEESTE_CELLEN:
            reden = f"een blad loopt door tot rij {nummer + rij.keren - 1}, met {breedte} kolommen"
            raise Onleesbaar(reden, "verwijder de lege rijen en kolommen onder en naast de tabel")
        leeg: list[Any] = []
        blad.rijen += [leeg] * blad.lege_rijen + [rij.cellen] * rij.keren
        blad.lege_rijen, blad.breedste = 0, breedte
        for deze in range(nummer, nummer + rij.keren):
            if rij.verborgen:
                blad.verborgen_rijen.add(deze)
            for kolom, gebrek in rij.gebreken.items():
                blad.gebreken[deze, kolom] = gebrek


def _waarde(cel: Mapping[str, str], tekst: str) -> tuple[Any, str]:
    """Return the value of a cell, and why it cannot be trusted; "" where it can."""
    soort = cel.get("value-type", "")
    is_formule = "formula" in cel
    if "fout" in cel or (is_formule and _FOUT.fullmatch(tekst.strip())):
        return "", foutwaarde(tekst.strip())
    if is_formule and not soort:
        return "", ZONDER_UITKOMST
    if soort in _GETALLEN:
        return _getal(cel.get("value", ""))
    if soort == "date":
        return _dag(cel.get("date-value", ""))
    if soort == "boolean":
        return cel.get("boolean-value") == "true", ""
    return (cel.get("string-value") or tekst), ""


def _getal(tekst: str) -> tuple[Any, str]:
    try:
        getal = float(tekst)
    except ValueError:
        getal = float("nan")
    return ("", "een getal dat niet bestaat") if getal != getal else (getal, "")


def _dag(tekst: str) -> tuple[Any, str]:
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError:
        return "", GEEN_DATUM
    kaal = moment.replace(tzinfo=None)
    return (date(kaal.year, kaal.month, kaal.day) if len(tekst) == len("2027-12-31") else kaal), ""
