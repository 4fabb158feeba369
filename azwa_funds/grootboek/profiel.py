"""A profile: how to read the ledger of one administration, in a TOML of a dozen lines.

`[kolommen]` says which heading of theirs is which column of ours, `[vast]` what the file does not
say, `[onderdeel]` which cost centre belongs to which onderdeel, `[alleen]` and `[niet]` which rows
are ours. What stands in a profile goes before what is recognised; the rest is recognised.
"""

from __future__ import annotations

import hashlib
from collections.abc import ItemsView, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Protocol

from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, Onleesbaar, bedoelde_u
from azwa_funds.lezen.cellen import Celfout, als_tekst, lees_jaar
from azwa_funds.lezen.keuring import lees_bytes
from azwa_funds.lezen.tabel import Tomlregels, lees_toml

#: What `[kolommen]` may name: our columns, and what makes up an amount.
KOLOMMEN = (
    "ontvanger jaar onderdeel boekstuk boekdatum omschrijving bedrag teken debet credit "
    "taakveld thema medeoverheid_code"
).split()
VAST = ("ontvanger", "jaar", "onderdeel")
_BLOKKEN = ("kolommen", "vast", "onderdeel", "alleen", "niet")

#: What `anders` says of cost centres that are not named: money that is not ours.
OVERSLAAN = "overslaan"

Patronen = tuple[str, ...]


class Codelezer(Protocol):
    """Knows the codes of recipients and onderdelen; raises Celfout for what is none."""

    def verantwoorder(self, cel: Any) -> str: ...
    def onderdeel(self, cel: Any) -> str: ...


def kopvorm(tekst: Any) -> str:
    """Return a heading as it compares with one in a profile: case and spaces aside."""
    return "".join(als_tekst(tekst).casefold().split())


def celvorm(cel: Any) -> str:
    """Return a cell as it compares with a value in a profile: case and double spaces aside."""
    return " ".join(als_tekst(cel).casefold().split())


def past(cel: str, patronen: Patronen) -> bool:
    """Whether a cell, in its `celvorm`, is one of these values; "4*" is all that begins with 4."""
    return any(cel == patroon or fnmatchcase(cel, patroon) for patroon in patronen)


@dataclass(frozen=True)
class Profiel:
    """What a profile says, checked: headings by our columns, fixed values, and which rows count.

    `vast` holds codes as bookings do. `onderdelen` maps a value of the column `onderdeelkolom` (in
    its `celvorm`) to an onderdeel; `anders` is an onderdeel for all other values, `OVERSLAAN`, or
    "" where each has to be named. `alleen` and `niet` map a heading to patterns. `som` is
    the sha256 of the file.
    """

    bestand: str
    kolommen: Mapping[str, str] = field(default_factory=dict)
    vast: Mapping[str, str | int] = field(default_factory=dict)
    onderdeelkolom: str = ""
    onderdelen: Mapping[str, str] = field(default_factory=dict)
    anders: str = ""
    alleen: Mapping[str, Patronen] = field(default_factory=dict)
    niet: Mapping[str, Patronen] = field(default_factory=dict)
    regels: Tomlregels = field(default_factory=lambda: Tomlregels(""))
    som: str = ""

    @property
    def kiest_rijen(self) -> bool:
        """Whether it says which rows are ours."""
        return bool(self.onderdeelkolom or self.alleen or self.niet)

    @property
    def koppen(self) -> dict[str, str]:
        """Every heading that it names, in its `kopvorm`, by what it is for."""
        koppen = {kopvorm(kop): kolom for kolom, kop in self.kolommen.items()}
        for kop in (self.onderdeelkolom, *self.alleen, *self.niet):
            if kop:
                koppen.setdefault(kopvorm(kop), "")
        return koppen

    def onderdeel_van(self, cel: str) -> str:
        """Return the onderdeel of a cost centre, `OVERSLAAN`, or "" where the profile is silent."""
        if cel in self.onderdelen:
            return self.onderdelen[cel]
        for patroon, onderdeel in self.onderdelen.items():
            if fnmatchcase(cel, patroon):
                return onderdeel
        return self.anders

    def regel_van(self, kop: str) -> int | None:
        """Return the line of the profile that names a heading."""
        plekken = [("kolommen", kolom) for kolom, naam in self.kolommen.items() if naam == kop]
        plekken += [("onderdeel", "kolom")] if kop == self.onderdeelkolom else []
        plekken += [(b, kop) for b, w in (("alleen", self.alleen), ("niet", self.niet)) if kop in w]
        return next((self.regels.van((blok, 1), veld) for blok, veld in plekken), None)


def lees_profiel(pad: Path, codes: Codelezer) -> Profiel:
    """Read a profile, or raise Invoerfout that names the file, the line and the key."""
    inhoud = _lees_inhoud(pad)
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = inhoud.decode("cp1252", errors="replace")
    lezer = _Profiellezer(pad.name, tekst, codes)
    return lezer.lees(hashlib.sha256(inhoud).hexdigest())


def _lees_inhoud(pad: Path) -> bytes:
    try:
        inhoud = lees_bytes(pad)
    except Onleesbaar as fout:
        raise Invoerfout(pad, fout.reden, fout.remedie) from fout
    except FileNotFoundError as fout:
        raise Invoerfout(pad, "het profiel bestaat niet", "controleer de naam") from fout
    except OSError as fout:
        remedie = "sluit het elders en controleer de rechten"
        raise Invoerfout(pad, "het profiel is niet te lezen", remedie) from fout
    if inhoud[:2] in (b"PK", b"\xff\xfe", b"\xfe\xff") or b"\0" in inhoud:
        remedie = "geef bij --profiel een .toml; 'azwa-funds bestedingen profiel' maakt er een"
        raise Invoerfout(pad, "dit is geen profiel maar een ander soort bestand", remedie)
    return inhoud


class _Profiellezer:
    """Checks the blocks of a profile one by one; each fault names its line."""

    def __init__(self, naam: str, tekst: str, codes: Codelezer) -> None:
        self.naam, self.codes = naam, codes
        self.inhoud, self.regels = lees_toml(Path(naam), tekst), Tomlregels(tekst)

    def lees(self, som: str) -> Profiel:
        for blok, waarde in self.inhoud.items():
            if blok not in _BLOKKEN:
                wat = f"het blok of de naam '{blok}' is onbekend"
                raise self._fout(blok, "", wat, bedoelde_u(blok, _BLOKKEN))
            if not isinstance(waarde, dict):
                remedie = f"schrijf [{blok}] op een eigen regel"
                raise self._fout(blok, "", f"'{blok}' is geen blok", remedie)
        kolommen, vast = self._kolommen(), self._vast()
        kolom, onderdelen, anders = self._onderdeel()
        self._weiger_dubbel(kolommen, vast, kolom)
        alleen, niet = self._patronen("alleen"), self._patronen("niet")
        return Profiel(
            self.naam, kolommen, vast, kolom, onderdelen, anders, alleen, niet, self.regels, som
        )

    def _kolommen(self) -> dict[str, str]:
        kolommen: dict[str, str] = {}
        for kolom, kop in self._blok("kolommen"):
            naam = "ontvanger" if kolom == "verantwoorder_code" else kolom
            self._weiger_onbekend("kolommen", kolom, naam, KOLOMMEN)
            if not isinstance(kop, str) or not kop.strip():
                wat, remedie = "is geen kop", f'schrijf {kolom} = "de kop in uw bestand"'
                raise self._fout("kolommen", kolom, f"'{kolom}' onder [kolommen] {wat}", remedie)
            if kopvorm(kop) in map(kopvorm, kolommen.values()):
                wat = f"de kop '{kop}' staat twee keer onder [kolommen]"
                raise self._fout("kolommen", kolom, wat, "kies er één")
            kolommen[naam] = kop
        self._weiger_tegenspraak(kolommen.keys())
        return kolommen

    def _weiger_tegenspraak(self, kolommen: AbstractSet[str]) -> None:
        """An amount stands in one column, with its sign, or in two, debet and credit."""
        kanten = [naam for naam in ("debet", "credit") if naam in kolommen]
        if "bedrag" in kolommen and kanten:
            reden = "onder [kolommen] staan 'bedrag' en 'debet' of 'credit'"
            remedie = "kies bedrag (met teken), of debet en credit"
            raise self._fout("kolommen", "bedrag", reden, remedie)
        if len(kanten) == 1:
            mist = "credit" if kanten == ["debet"] else "debet"
            reden = f"'{kanten[0]}' staat onder [kolommen] zonder '{mist}'"
            remedie = f"voeg {mist} toe, of gebruik bedrag als er maar één kolom met bedragen is"
            raise self._fout("kolommen", kanten[0], reden, remedie)
        if "teken" in kolommen and kanten:
            wat = "'teken' hoort bij 'bedrag', niet bij debet en credit"
            raise self._fout("kolommen", "teken", wat, "verwijder de regel met teken")

    def _vast(self) -> dict[str, str | int]:
        vast: dict[str, str | int] = {}
        for naam, waarde in self._blok("vast"):
            self._weiger_onbekend("vast", naam, naam, VAST)
            if isinstance(waarde, bool) or not isinstance(waarde, str | int):
                wat = f"'{naam}' onder [vast] is geen tekst of getal"
                raise self._fout("vast", naam, wat, "verbeter dat")
            vast[naam] = self._waarde(naam, waarde)
        return vast

    def _waarde(self, naam: str, waarde: str | int) -> str | int:
        try:
            if naam == "jaar":
                return lees_jaar(waarde)
            if naam == "ontvanger":
                return self.codes.verantwoorder(waarde)
            return self.codes.onderdeel(waarde)
        except Celfout as fout:
            reden, remedie = fout.reden, fout.remedie
        except Gebruikersfout as fout:
            reden, remedie = str(fout).rstrip("."), "verbeter dat"
        raise self._fout("vast", naam, f"'{naam}' onder [vast]: {reden}", remedie)

    def _onderdeel(self) -> tuple[str, dict[str, str], str]:
        blok = dict(self._blok("onderdeel"))
        if not blok:
            return "", {}, ""
        kolom, anders = blok.pop("kolom", None), blok.pop("anders", "")
        if not isinstance(kolom, str) or not kolom.strip():
            remedie = 'voeg toe: kolom = "Kostenplaats" (de kop in uw bestand)'
            raise self._fout("onderdeel", "", "onder [onderdeel] ontbreekt 'kolom'", remedie)
        onderdelen = {celvorm(naam): self._een_onderdeel(naam, w) for naam, w in blok.items()}
        return kolom, onderdelen, self._een_onderdeel("anders", anders) if anders else ""

    def _een_onderdeel(self, waarde: str, onderdeel: Any) -> str:
        onderdeel = onderdeel if isinstance(onderdeel, str) else ""
        if onderdeel.strip().casefold() == OVERSLAAN:
            return OVERSLAAN
        try:
            return self.codes.onderdeel(onderdeel)
        except Celfout as fout:
            reden, remedie = fout.reden, fout.remedie
        if remedie.startswith("kies uit"):
            remedie += f", of '{OVERSLAAN}' voor geld dat er niet bij hoort"
        raise self._fout("onderdeel", waarde, f"onder [onderdeel]: {reden}", remedie)

    def _patronen(self, blok: str) -> dict[str, Patronen]:
        patronen: dict[str, Patronen] = {}
        for kop, waarde in self._blok(blok):
            lijst = waarde if isinstance(waarde, list) else [waarde]
            goed = [isinstance(d, str | int) and not isinstance(d, bool) for d in lijst]
            if not lijst or not all(goed):
                wat = f"'{kop}' onder [{blok}] is geen lijst van teksten"
                raise self._fout(blok, kop, wat, f'schrijf bijvoorbeeld {kop} = ["43*", "44*"]')
            patronen[kop] = tuple(celvorm(str(deel)) for deel in lijst)
        return patronen

    def _weiger_dubbel(
        self, kolommen: Mapping[str, str], vast: Mapping[str, str | int], onderdeelkolom: str
    ) -> None:
        for naam in VAST:
            if naam in kolommen and naam in vast:
                wat = f"'{naam}' staat onder [kolommen] en onder [vast]"
                raise self._fout("vast", naam, wat, "kies er één")
        blok = next(
            (b for b, w in (("kolommen", kolommen), ("vast", vast)) if "onderdeel" in w), ""
        )
        if onderdeelkolom and blok:
            wat = f"het onderdeel staat onder [{blok}] en er is ook een blok [onderdeel]"
            raise self._fout(blok, "onderdeel", wat, "kies er één")

    def _blok(self, naam: str) -> ItemsView[str, Any]:
        blok: dict[str, Any] = self.inhoud.get(naam, {})
        return blok.items()

    def _weiger_onbekend(self, blok: str, naam: str, onze: str, bekend: Sequence[str]) -> None:
        if onze not in bekend:
            remedie = bedoelde_u(naam, bekend) or "kies uit: " + ", ".join(bekend)
            raise self._fout(blok, naam, f"'{naam}' onder [{blok}] is onbekend", remedie)

    def _fout(self, blok: str, naam: str, reden: str, remedie: str) -> Invoerfout:
        return Invoerfout(self.naam, reden, remedie, rij=self.regels.van((blok, 1), naam))
