"""A profile: how to read the ledger of one administration, in a TOML of a dozen lines.

`[kolommen]` says which heading of theirs is which column of ours, `[vast]` what the file does not
say, `[onderdeel]` which cost centre belongs to which onderdeel, `[alleen]` and `[niet]` which rows
are ours. What stands in a profile goes before what is recognised; the rest is recognised.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NoReturn, Protocol

from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, Onleesbaar, bedoelde_u
from azwa_funds.lezen.cellen import Celfout, als_tekst, lees_jaar
from azwa_funds.lezen.keuring import lees_bytes
from azwa_funds.lezen.tabel import lees_toml

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
    regels: Mapping[str, int] = field(default_factory=dict)
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
        plekken = [f"kolommen.{kolom}" for kolom, naam in self.kolommen.items() if naam == kop]
        plekken += ["onderdeel.kolom"] if kop == self.onderdeelkolom else []
        plekken += [f"{blok}.{kop}" for blok in ("alleen", "niet")]
        return next((self.regels[plek] for plek in plekken if plek in self.regels), None)


def lees_profiel(pad: Path, codes: Codelezer) -> Profiel:
    """Read a profile, or raise Invoerfout that names the file, the line and the key."""
    inhoud = _lees_inhoud(pad)
    tekst = _als_tekst(inhoud)
    profiel = _Profiellezer(pad.name, tekst, lees_toml(Path(pad.name), tekst), codes).lees()
    return replace(profiel, som=hashlib.sha256(inhoud).hexdigest())


def _lees_inhoud(pad: Path) -> bytes:
    try:
        inhoud = lees_bytes(pad)
    except Onleesbaar as fout:
        raise Invoerfout(pad, fout.reden, fout.remedie) from fout
    except FileNotFoundError as fout:
        raise Invoerfout(pad, "het profiel bestaat niet", "controleer de naam") from fout
    except OSError as fout:
        raise Invoerfout(
            pad, "het profiel is niet te lezen", "sluit het elders en controleer de rechten"
        ) from fout
    if inhoud[:2] in (b"PK", b"\xff\xfe", b"\xfe\xff") or b"\0" in inhoud:
        raise Invoerfout(
            pad,
            "dit is geen profiel maar een ander soort bestand",
            "geef bij --profiel een .toml; 'azwa-funds bestedingen profiel' maakt er een",
        )
    return inhoud


def _als_tekst(inhoud: bytes) -> str:
    try:
        return inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return inhoud.decode("cp1252", errors="replace")


class _Profiellezer:
    """Checks the blocks of a profile one by one; each fault names its line."""

    def __init__(self, naam: str, tekst: str, inhoud: dict[str, Any], codes: Codelezer) -> None:
        self.naam, self.inhoud, self.codes = naam, inhoud, codes
        self.regels = dict(_regels(tekst))

    def lees(self) -> Profiel:
        for blok, waarde in self.inhoud.items():
            if blok not in _BLOKKEN:
                self._weiger(
                    blok,
                    f"het blok of de naam '{blok}' is onbekend",
                    bedoelde_u(blok, _BLOKKEN) or "kies uit: " + ", ".join(_BLOKKEN),
                )
            if not isinstance(waarde, dict):
                self._weiger(blok, f"'{blok}' is geen blok", f"schrijf [{blok}] op een eigen regel")
        kolommen, vast = self._kolommen(), self._vast()
        kolom, onderdelen, anders = self._onderdeel()
        self._weiger_dubbel(kolommen, vast, kolom)
        return Profiel(
            self.naam, kolommen, vast, kolom, onderdelen, anders,
            self._patronen("alleen"), self._patronen("niet"), self.regels,
        )  # fmt: skip

    def _kolommen(self) -> dict[str, str]:
        kolommen: dict[str, str] = {}
        for kolom, kop in self._blok("kolommen").items():
            plek = f"kolommen.{kolom}"
            naam = "ontvanger" if kolom == "verantwoorder_code" else kolom
            if naam not in KOLOMMEN:
                self._weiger(
                    plek,
                    f"'{kolom}' onder [kolommen] is onbekend",
                    bedoelde_u(kolom, KOLOMMEN) or "kies uit: " + ", ".join(KOLOMMEN),
                )
            if not isinstance(kop, str) or not kop.strip():
                self._weiger(
                    plek,
                    f"'{kolom}' onder [kolommen] is geen kop",
                    f'schrijf {kolom} = "de kop in uw bestand"',
                )
            if kopvorm(kop) in map(kopvorm, kolommen.values()):
                self._weiger(
                    plek, f"de kop '{kop}' staat twee keer onder [kolommen]", "kies er één"
                )
            kolommen[naam] = kop
        self._weiger_tegenspraak(kolommen)
        return kolommen

    def _weiger_tegenspraak(self, kolommen: Mapping[str, str]) -> None:
        """An amount stands in one column, with its sign, or in two, debet and credit."""
        heeft = kolommen.__contains__
        if heeft("bedrag") and (heeft("debet") or heeft("credit")):
            self._weiger(
                "kolommen.bedrag",
                "onder [kolommen] staan 'bedrag' en 'debet' of 'credit'",
                "kies bedrag (met teken), of debet en credit",
            )
        if heeft("debet") != heeft("credit"):
            er_is, mist = ("debet", "credit") if heeft("debet") else ("credit", "debet")
            self._weiger(
                f"kolommen.{er_is}",
                f"'{er_is}' staat onder [kolommen] zonder '{mist}'",
                f"voeg {mist} toe, of gebruik bedrag als er maar één kolom met bedragen is",
            )
        if heeft("teken") and heeft("debet"):
            self._weiger(
                "kolommen.teken",
                "'teken' hoort bij 'bedrag', niet bij debet en credit",
                "verwijder de regel met teken",
            )

    def _vast(self) -> dict[str, str | int]:
        vast: dict[str, str | int] = {}
        for naam, waarde in self._blok("vast").items():
            plek = f"vast.{naam}"
            if naam not in VAST:
                self._weiger(
                    plek,
                    f"'{naam}' onder [vast] is onbekend",
                    bedoelde_u(naam, VAST) or "kies uit: " + ", ".join(VAST),
                )
            if isinstance(waarde, bool) or not isinstance(waarde, str | int):
                self._weiger(plek, f"'{naam}' onder [vast] is geen tekst of getal", "verbeter dat")
            vast[naam] = self._waarde(plek, naam, waarde)
        return vast

    def _waarde(self, plek: str, naam: str, waarde: str | int) -> str | int:
        try:
            if naam == "jaar":
                return lees_jaar(waarde)
            if naam == "ontvanger":
                return self.codes.verantwoorder(waarde)
            return self.codes.onderdeel(waarde)
        except Celfout as fout:
            raise self._fout(plek, f"'{naam}' onder [vast]: {fout.reden}", fout.remedie) from fout
        except Gebruikersfout as fout:
            raise self._fout(plek, f"'{naam}' onder [vast]: {str(fout).rstrip('.')}", "verbeter "
                             "dat") from fout  # fmt: skip

    def _onderdeel(self) -> tuple[str, dict[str, str], str]:
        blok = dict(self._blok("onderdeel"))
        if not blok:
            return "", {}, ""
        kolom, anders = blok.pop("kolom", None), blok.pop("anders", "")
        if not isinstance(kolom, str) or not kolom.strip():
            self._weiger(
                "onderdeel",
                "onder [onderdeel] ontbreekt 'kolom'",
                'voeg toe: kolom = "Kostenplaats" (de kop in uw bestand)',
            )
        onderdelen: dict[str, str] = {}
        for waarde, onderdeel in blok.items():
            onderdelen[celvorm(waarde)] = self._een_onderdeel(f"onderdeel.{waarde}", onderdeel)
        if anders:
            anders = self._een_onderdeel("onderdeel.anders", anders)
        return str(kolom), onderdelen, str(anders)

    def _een_onderdeel(self, plek: str, onderdeel: Any) -> str:
        if isinstance(onderdeel, str) and onderdeel.strip().casefold() == OVERSLAAN:
            return OVERSLAAN
        try:
            return self.codes.onderdeel(onderdeel if isinstance(onderdeel, str) else "")
        except Celfout as fout:
            remedie = fout.remedie
            if remedie.startswith("kies uit"):
                remedie += f", of '{OVERSLAAN}' voor geld dat er niet bij hoort"
            raise self._fout(plek, f"onder [onderdeel]: {fout.reden}", remedie) from fout

    def _patronen(self, blok: str) -> dict[str, Patronen]:
        patronen: dict[str, Patronen] = {}
        for kop, waarde in self._blok(blok).items():
            lijst = waarde if isinstance(waarde, list) else [waarde]
            if not lijst or any(
                isinstance(deel, bool) or not isinstance(deel, str | int) for deel in lijst
            ):
                self._weiger(
                    f"{blok}.{kop}",
                    f"'{kop}' onder [{blok}] is geen lijst van teksten",
                    f'schrijf bijvoorbeeld {kop} = ["43*", "44*"]',
                )
            patronen[kop] = tuple(celvorm(str(deel)) for deel in lijst)
        return patronen

    def _weiger_dubbel(
        self, kolommen: Mapping[str, str], vast: Mapping[str, str | int], onderdeelkolom: str
    ) -> None:
        for naam in VAST:
            if naam in kolommen and naam in vast:
                self._weiger(
                    f"vast.{naam}",
                    f"'{naam}' staat onder [kolommen] en onder [vast]",
                    "kies er één",
                )
        if onderdeelkolom and ("onderdeel" in kolommen or "onderdeel" in vast):
            waar = "[kolommen]" if "onderdeel" in kolommen else "[vast]"
            self._weiger(
                f"{waar[1:-1]}.onderdeel",
                f"het onderdeel staat onder {waar} en er is ook een blok [onderdeel]",
                "kies er één",
            )

    def _blok(self, naam: str) -> dict[str, Any]:
        blok: dict[str, Any] = self.inhoud.get(naam, {})
        return blok

    def _fout(self, plek: str, reden: str, remedie: str) -> Invoerfout:
        return Invoerfout(self.naam, reden, remedie, rij=self.regels.get(plek))

    def _weiger(self, plek: str, reden: str, remedie: str) -> NoReturn:
        raise self._fout(plek, reden, remedie)


_KOPREGEL = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]+")
_SLEUTEL = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^\s=.]+))\s*=""")


def _regels(tekst: str) -> list[tuple[str, int]]:
    """Say on which line each block and key stands; tomllib does not tell."""
    plekken, blok = [], ""
    for nummer, regel in enumerate(tekst.splitlines(), start=1):
        if kop := _KOPREGEL.match(regel):
            blok = kop[1].strip("\"' ")
            plekken.append((blok, nummer))
        elif sleutel := _SLEUTEL.match(regel):
            naam = next(deel for deel in sleutel.groups() if deel is not None)
            plekken.append((f"{blok}.{naam}" if blok else naam, nummer))
    return plekken
