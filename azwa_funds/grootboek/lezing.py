"""The account of a reading: of every row of every sheet, whether it became a booking, and else why.

Nothing is lost in silence. `Bladlezing.sluit` says whether the rows and the cents of a sheet are
those of its bookings plus those that are explained, and the reading asserts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from azwa_funds.kern.begrippen import Centen
from azwa_funds.kern.euro import centen_als_getal, toon_centen
from azwa_funds.kern.fouten import aaneen
from azwa_funds.kern.tekst import telling
from azwa_funds.openen.bronblad import Zicht


@dataclass(frozen=True, slots=True)
class NietGelezen:
    """Rows that did not become bookings, or that did and need a decision, and the reason.

    `centen` is None where no sum can be given. `beslis` says that they may be money, so that a
    person has to decide; without it they are harmless. `geteld` says that they were read all the
    same (copies), so that they are in the bookings already.
    """

    bestand: str
    blad: str
    rijen: int
    centen: int | None
    reden: str
    beslis: bool
    geteld: bool = False

    def __str__(self) -> str:
        blad = f", blad '{self.blad}'" if self.blad else ""
        som = "" if not self.centen else f", samen {toon_som(self.centen)}"
        rijen = telling(self.rijen, "rij", "rijen")
        return aaneen(f"{self.bestand}{blad}: {rijen}{som}: ", self.reden)


@dataclass(frozen=True, slots=True)
class Kolomgebruik:
    """One heading of a sheet: what it became ("" for not read), and why."""

    kop: str
    plaats: int
    wordt: str
    waarom: str


@dataclass(frozen=True, slots=True)
class Totaalregel:
    """A row that adds up others: its label, and whether it equals what it totals."""

    rij: int
    label: str
    centen: int
    klopt: bool


@dataclass
class Bladlezing:
    """What was read of one sheet, filled in while it is read.

    `rijen` is the number of rows that hold anything, `centen_in` all amounts in the columns of
    amounts, with their sign. `koprijen` are the rows with headings.
    """

    bestand: str
    blad: str
    zicht: Zicht = Zicht.ZICHTBAAR
    rijen: int = 0
    centen_in: int = 0
    boekingen: int = 0
    centen: int = 0
    koprijen: list[int] = field(default_factory=list)
    kolommen: list[Kolomgebruik] = field(default_factory=list)
    tekenregel: str = ""
    datumstelsel: str = ""
    verborgen_rijen: list[int] = field(default_factory=list)
    totalen: list[Totaalregel] = field(default_factory=list)
    per_onderdeel: dict[str, int] = field(default_factory=dict)
    niet_gelezen: list[NietGelezen] = field(default_factory=list)

    def verklaar(
        self, rijen: int, centen: int | None, reden: str, *, beslis: bool = False,
        geteld: bool = False,
    ) -> None:  # fmt: skip
        """Note rows that are no bookings (or are, and need a decision), and why."""
        if rijen or beslis:
            self.niet_gelezen.append(
                NietGelezen(self.bestand, self.blad, rijen, centen, reden, beslis, geteld)
            )

    @property
    def apart(self) -> list[NietGelezen]:
        """What did not become bookings."""
        return [deel for deel in self.niet_gelezen if not deel.geteld]

    @property
    def centen_apart(self) -> int:
        """The cents of what did not become bookings."""
        return sum(deel.centen or 0 for deel in self.apart)

    def sluit(self) -> bool:
        """Whether rows and cents in are those read plus those explained."""
        rijen = self.boekingen + sum(deel.rijen for deel in self.apart)
        return (rijen, self.centen + self.centen_apart) == (self.rijen, self.centen_in)


@dataclass(frozen=True)
class Bestandlezing:
    """What was read of one file: what it really is, and its sheets."""

    bestand: str
    soort: str
    bladen: Sequence[Bladlezing]


@dataclass(frozen=True)
class Lezing:
    """What was read of all files."""

    bestanden: tuple[Bestandlezing, ...] = ()

    @property
    def bladen(self) -> list[Bladlezing]:
        """All sheets of all files."""
        return [blad for bestand in self.bestanden for blad in bestand.bladen]

    @property
    def niet_gelezen(self) -> list[NietGelezen]:
        """What may be money and was not read, or was read and needs a decision."""
        return [deel for blad in self.bladen for deel in blad.niet_gelezen if deel.beslis]


def toon_som(centen: int) -> str:
    """Show a sum of cents as the Dutch do."""
    return toon_centen(Centen(int(centen)))


def som_als_getal(centen: int) -> str:
    """Write a sum of cents exactly, as euros for programs."""
    return centen_als_getal(Centen(int(centen)))


def noem_rijen(nummers: Iterable[int], meeste: int = 10) -> str:
    """Return "rij 3", "rijen 3 en 4", "rijen 3, 4 en nog 12"."""
    alle = list(nummers)
    if len(alle) == 1:
        return f"rij {alle[0]}"
    if len(alle) > meeste:
        begin = ", ".join(map(str, alle[: meeste - 1]))
        return f"rijen {begin} en nog {len(alle) - meeste + 1}"
    return f"rijen {', '.join(map(str, alle[:-1]))} en {alle[-1]}"
