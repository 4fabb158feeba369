"""doorverdeling.csv, and what changed per recipient from one plan or table to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from azwa_funds.doorverdelen.plan import DOORVERDELING
from azwa_funds.doorverdelen.planlezer import lees_plan
from azwa_funds.doorverdelen.verdeling import (
    GEMEENTE_DEEL,
    REGIONAAL_DEEL,
    Doorverdeling,
    Regel,
    verdeel_door,
)
from azwa_funds.kern.begrippen import Status
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.lezen.kolommen import Kolom, Soort, Tabel
from azwa_funds.lezen.tabel import lees_tabel, lees_tekst
from azwa_funds.scherm.uitvoer import naar_csv
from azwa_funds.verdelen import Cijfers

#: The columns of doorverdeling.csv, which others read.
KOLOMMEN = ("jaar", "soort", "ontvanger_code", "ontvanger", "bedrag", "status")


def als_rijen(verdeling: Doorverdeling) -> list[dict[str, object]]:
    """Return the rows of doorverdeling.csv."""
    return [
        {naam: getattr(regel, naam) for naam in KOLOMMEN[:-1]} | {"status": str(regel.status)}
        for regel in verdeling.regels()
    ]


def verdeling_als_csv(verdeling: Doorverdeling) -> str:
    """Return doorverdeling.csv: comma, whole euros as integers; each year sums to its amount."""
    return naar_csv(als_rijen(verdeling))


@dataclass(frozen=True, slots=True)
class Verschil:
    """One recipient in one year: what it had first and has now, None where it is not there."""

    jaar: int
    soort: str
    ontvanger_code: str
    ontvanger: str
    eerst: int | None
    nu: int | None

    @property
    def verschil(self) -> int:
        """What is added."""
        return (self.nu or 0) - (self.eerst or 0)


def vergelijk(eerst: Iterable[Regel], nu: Iterable[Regel]) -> list[Verschil]:
    """Lay two divisions beside each other, in order of year, kind and code."""
    oud = {_sleutel(regel): regel for regel in eerst}
    nieuw = {_sleutel(regel): regel for regel in nu}
    return [
        Verschil(
            *sleutel,
            (nieuw.get(sleutel) or oud[sleutel]).ontvanger,
            oud[sleutel].bedrag if sleutel in oud else None,
            nieuw[sleutel].bedrag if sleutel in nieuw else None,
        )
        for sleutel in sorted({*oud, *nieuw}, key=lambda s: (s[0], s[1] != REGIONAAL_DEEL, s[2]))
    ]


def door_de_beschikking(cijfers: Cijfers, verdeling: Doorverdeling) -> list[Verschil] | None:
    """Return what the beschikkingen changed per recipient; None where the plan did not fit before.

    Only of years with a beschikking that differs from what was calculated.
    """
    jaren = {jaar for jaar, deel in verdeling.jaren.items() if deel.geld.verschil}
    if not jaren:
        return []
    try:
        berekend = verdeel_door(cijfers, verdeling.plan, berekend=True)
    except Gebruikersfout:
        return None
    alle = vergelijk(berekend.regels(), verdeling.regels())
    return [verschil for verschil in alle if verschil.jaar in jaren]


def lees_verdeling(cijfers: Cijfers, pad: Path) -> list[Regel]:
    """Read a plan and work it out, or read what a plan gave earlier (the csv, or its folder)."""
    if pad.is_dir():
        pad = pad / DOORVERDELING
    if pad.suffix.casefold() == ".csv":
        return list(_uit_csv(pad))
    return list(verdeel_door(cijfers, lees_plan(cijfers, pad)).regels())


_TABEL = Tabel(
    DOORVERDELING,
    (
        Kolom("jaar", Soort.JAAR),
        Kolom("soort", keuzes=(REGIONAAL_DEEL, GEMEENTE_DEEL)),
        Kolom("ontvanger_code"),
        Kolom("ontvanger"),
        Kolom("bedrag", Soort.EURO, minimum=None),
        Kolom("status", Soort.STATUS),
    ),
    ("jaar", "soort", "ontvanger_code"),
)


def _uit_csv(pad: Path) -> Iterator[Regel]:
    if not pad.is_file():
        raise Gebruikersfout(
            f"Het bestand {pad} bestaat niet; geef een plan (.toml), een {DOORVERDELING} of de map "
            "waarin die staat."
        )
    for rij in lees_tabel(pad, lees_tekst(pad), _TABEL):
        status: Status = rij["status"]
        yield Regel(
            rij["jaar"],
            rij["soort"],
            rij["ontvanger_code"],
            rij["ontvanger"],
            rij["bedrag"],
            status,
        )


def _sleutel(regel: Regel) -> tuple[int, str, str]:
    return regel.jaar, regel.soort, regel.ontvanger_code
