"""The sheets that every workbook shares: Openstaand, Controle, Herkomst and Uitvoering."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from azwa_funds.excel.blad import (
    Cell,
    Column,
    Cover,
    Fact,
    Formula,
    Kind,
    Link,
    OwnSheet,
    Sheet,
    Table,
    outcome,
)
from azwa_funds.excel.lezer import UITVOERING
from azwa_funds.excel.zegel import verzegel
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import STATUS_UITLEG, Bron, Status, Vindplaats
from azwa_funds.kern.herkomst import citeer
from azwa_funds.kern.schijf import schrijf
from azwa_funds.kern.versie import VERSIE
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen import Cijfers

CONTROLE, HERKOMST = "Controle", "Herkomst"


@dataclass(frozen=True, slots=True)
class Werkboek:
    """A workbook ready to be written: where it goes under the output folder, and its sheets."""

    pad: Path
    titel: str
    voorblad: Cover
    bladen: Sequence[Sheet | OwnSheet]
    gemaakt: datetime
    onderwerp: str = "SPUK AZWA"
    trefwoorden: Sequence[str] = ("SPUK AZWA", "gemeenten", "verdeelsleutel")

    def als_bytes(self) -> bytes:
        """Return the workbook as the bytes of an .xlsx file."""
        from azwa_funds.excel.schrijver import workbook_bytes

        return workbook_bytes(
            self.titel,
            self.bladen,
            created=self.gemaakt,
            cover=self.voorblad,
            subject=self.onderwerp,
            keywords=self.trefwoorden,
        )

    def schrijf(self, map_: Path) -> Path:
        """Write the workbook under a folder, sealed, and return its path.

        By the seal a later run sees whether anybody has written in it.
        """
        pad = map_ / self.pad
        schrijf(pad, verzegel(self.als_bytes()))
        return pad


@dataclass(frozen=True, slots=True)
class Controleregel:
    """One live check: two cells that should show the same amount, which is exact."""

    wat: str
    verwacht: Cell
    gevonden: Cell

    @property
    def verschil(self) -> Fraction | int:
        """What was found more than expected."""
        verschil = _precies(self.gevonden) - _precies(self.verwacht)
        return verschil.numerator if verschil.denominator == 1 else verschil


def controle_blad(
    regels: Iterable[Controleregel], *, in_centen: bool = False, breed: int = 58
) -> Sheet:
    """Make the sheet of live checks; each says in words whether it stands."""
    uitkomst = "{gevonden}-{verwacht}"
    # Wide enough for what a check finds once something no longer closes.
    soort, ruim = (Kind.EURO_CENT, None) if in_centen else (Kind.EURO, 15)
    kolommen = [
        Column("wat", "Controle", width=breed),
        Column("verwacht", "Hoort te zijn", soort, ruim),
        Column("gevonden", "Is", soort, ruim),
        Column(
            "verschil", "Verschil", soort, ruim,
            formula=f"=ROUND({uitkomst},2)" if in_centen else f"={uitkomst}",
        ),
        Column(
            "uitkomst", "Uitkomst", Kind.CHECK, formula='=IF({verschil}=0,"klopt","klopt niet")',
            value=lambda regel: "klopt" if regel.verschil == 0 else "klopt niet",
        ),
    ]  # fmt: skip
    hoe = "tot op de cent" if in_centen else "in hele euro's"
    return Sheet(
        CONTROLE,
        "Controle",
        Table.of(kolommen, regels),
        subtitle=f"Sluitende tellingen, {hoe}; de formules rekenen mee als u iets wijzigt",
        description="sluiten alle tellingen?",
    )


def _precies(cel: Cell) -> Fraction:
    waarde = outcome(cel)
    if not isinstance(waarde, int | Decimal | Fraction):
        raise TypeError(f"a check compares exact amounts, not {waarde!r}")
    return Fraction(waarde)


def alle_controles(controle: Sheet) -> Fact:
    """Return the line on the cover that says whether every check stands."""
    uitkomsten = [str(rij["uitkomst"]) for rij in controle.table.rows]
    woord = "klopt" if set(uitkomsten) <= {"klopt"} else "klopt niet"
    formule = f'=IF(COUNTIF({controle.ref("uitkomst")},"klopt niet")=0,"klopt","klopt niet")'
    return Fact("Alle controles", Formula(formule, woord), Kind.CHECK)


@dataclass(frozen=True, slots=True)
class Herkomstregel:
    """Where the figures of one column come from: a source, or a formula in words."""

    blad: str
    cijfer: str
    hoe: str
    vindplaats: Vindplaats | None = None
    status: Status | None = None


_VAN_DE_CONTROLES = Herkomstregel(
    CONTROLE,
    "Hoort te zijn, Is",
    "twee wegen naar hetzelfde bedrag, zoals de eerste kolom zegt: een telling, of een bedrag "
    "hierboven dat vast in de formule staat",
)


def koppeling(adres: str) -> Cell:
    """Return a cell that opens an address, with the site as its text; empty without address."""
    site = adres.partition("://")[2].partition("/")[0].removeprefix("www.")
    return Link(site, adres) if adres else ""


def herkomst_blad(cijfers: Cijfers, regels: Iterable[Herkomstregel]) -> Sheet:
    """Make the sheet that leads every figure to its source, or to a formula with sources."""

    def bron(regel: Herkomstregel) -> Bron | None:
        return cijfers.gegevens.bronnen[regel.vindplaats.bron] if regel.vindplaats else None

    def waar(regel: Herkomstregel) -> str:
        gevonden = bron(regel)
        return citeer(gevonden) if gevonden else "berekend uit de cijfers hierboven"

    kolommen = [
        Column("blad", "Blad", width=16),
        Column("cijfer", "Cijfer", width=26),
        Column("hoe", "Hoe het cijfer tot stand komt", width=46),
        Column("bron", "Bron", width=44, value=waar),
        Column(
            "plaats", "Plaats in de bron", width=24,
            value=lambda regel: regel.vindplaats.plaats if regel.vindplaats else "",
        ),
        Column("status", "Status", Kind.STATUS, value=lambda regel: regel.status or ""),
        Column(
            "adres", "Te openen op", width=28,
            value=lambda regel: koppeling(b.adres if (b := bron(regel)) else ""),
        ),
    ]  # fmt: skip
    uitleg = [f"Status {status}: {wat}." for status, wat in STATUS_UITLEG.items()]
    return Sheet(
        HERKOMST,
        "Herkomst van de cijfers",
        Table.of(kolommen, (*regels, _VAN_DE_CONTROLES)),
        subtitle="Bij elk cijfer de bron met bladzijde, of de berekening",
        notes=uitleg,
        description="bij elk cijfer de bron met bladzijde",
        landscape=True,
    )


@dataclass(frozen=True, slots=True)
class Bon:
    """What a receipt says of one workbook.

    `soort` and `onderwerp` say what to make again when the workbook is verified;
    `cijfertabel` is the table of figures as text, of which the receipt holds the sha256;
    `bestanden` maps the user's own files, by name, to their sha256; `extra` are lines of the
    workbook's own.
    """

    soort: str
    onderwerp: str
    opdracht: str
    cijfertabel: str
    bestanden: Mapping[str, str] | None = None
    extra: Mapping[str, str] | None = None


def uitvoering_blad(cijfers: Cijfers, bon: Bon) -> Sheet:
    """Make the receipt: version, command, date of the figures, and a sha256 of every input."""
    regels = {
        "Programma": "azwa_funds",
        "Versie": VERSIE,
        "Opdracht": bon.opdracht,
        "Soort werkboek": bon.soort,
        "Onderwerp": bon.onderwerp,
        "Stand van de cijfers": f"{cijfers.peildatum:%d-%m-%Y}",
    }
    # What a program reads does not print.
    gedrukt = len(regels)
    regels |= {
        "sha256 van de cijfers": hashlib.sha256(bon.cijfertabel.encode()).hexdigest(),
        **{f"sha256 van {naam}": som for naam, som in (bon.bestanden or {}).items()},
        **{f"sha256 van {naam}": som for naam, som in cijfers.gegevens.alle_invoer.items()},
        **(bon.extra or {}),
    }
    kolommen = [Column("wat", "Wat", width=48), Column("waarde", "Waarde", Kind.CODE, width=70)]
    return Sheet(
        UITVOERING,
        "Uitvoering",
        Table(kolommen, [{"wat": wat, "waarde": waarde} for wat, waarde in regels.items()]),
        subtitle="Waarmee dit werkboek is gemaakt; dezelfde invoer geeft hetzelfde werkboek",
        lines=[
            "De stand van de cijfers is de datum van de jongste bron, niet de dag van afdrukken.",
            "Een sha256 is een vingerafdruk van een bestand: een wijziging geeft een andere. "
            "Ze worden niet afgedrukt.",
        ],
        printed_rows=gedrukt,
        description="versie, opdracht en vingerafdruk van elke invoer",
        landscape=True,
    )


def gemaakt_op(cijfers: Cijfers) -> datetime:
    """Return the fixed date that a workbook bears: that of its figures."""
    return datetime.combine(cijfers.peildatum, datetime.min.time())


def maak_werkboek(
    cijfers: Cijfers,
    pad: Path,
    voorblad: Cover,
    bladen: Iterable[Sheet | OwnSheet],
    controles: Iterable[Controleregel] | Sheet,
    herkomst: Iterable[Herkomstregel],
    bon: Bon,
) -> Werkboek:
    """Put a workbook together: checks, origin and receipt follow on its own sheets.

    Checks among its own sheets stay where they are. The facts on the cover end with the date of
    the figures and whether all checks stand.
    """
    controle = controles if isinstance(controles, Sheet) else controle_blad(controles)
    eigen = list(bladen)
    if not any(blad is controle for blad in eigen):
        eigen.append(controle)
    return Werkboek(
        pad,
        voorblad.title,
        replace(voorblad, facts=[*voorblad.facts, _peildatum(cijfers), alle_controles(controle)]),
        [*eigen, herkomst_blad(cijfers, herkomst), uitvoering_blad(cijfers, bon)],
        gemaakt_op(cijfers),
    )


def openstaande_documenten(gegevens: Gegevens) -> list[dict[str, str]]:
    """Return a row per document that would replace an assumption or p.m., with its source cited."""
    return [
        {
            **waarden(wat, "document vervangt waar adres bestand daarna"),
            "bron": gegevens.citeer(wat.vindplaats),
        }
        for wat in gegevens.openstaand
    ]


def openstaand_blad(gegevens: Gegevens) -> Sheet:
    """Make the sheet of what is still open, and which file to edit when it appears."""
    kolommen = [
        Column("document", "Document", width=30),
        Column("vervangt", "Wat het vervangt", width=44),
        Column("waar", "Waar het verschijnt", width=26),
        Column("adres", "Te openen op", width=30, value=lambda wat: koppeling(wat.adres)),
        Column("bestand", "Dan aan te passen", width=26),
        Column("daarna", "Hoe", width=40),
        Column(
            "bron", "Waarom het nog openstaat", width=44,
            value=lambda wat: gegevens.citeer(wat.vindplaats),
        ),
    ]  # fmt: skip
    return Sheet(
        "Openstaand",
        "Wat nog openstaat",
        Table.of(kolommen, gegevens.openstaand),
        subtitle="Documenten die een aanname of p.m. vervangen zodra ze er zijn of gelezen zijn",
        description="welk document welke aanname of p.m. vervangt, en waar het verschijnt",
        landscape=True,
        freeze_columns=1,
    )


def openstaand_werkboek(cijfers: Cijfers, pad: Path) -> Werkboek:
    """Make the workbook with that sheet alone."""
    blad = openstaand_blad(cijfers.gegevens)
    titel = "SPUK AZWA: wat nog openstaat"
    aantal = Formula(f"=COUNTA({blad.ref('document')})", len(blad.table.rows))
    voorblad = Cover(
        titel,
        "Welke documenten een aanname of p.m. vervangen, en waar ze verschijnen",
        [Fact("Documenten", aantal, Kind.WHOLE), _peildatum(cijfers)],
    )
    tabel = "\n".join(";".join(rij.values()) for rij in openstaande_documenten(cijfers.gegevens))
    opdracht = "azwa-funds openstaand --uit BESTAND.xlsx"
    bon = uitvoering_blad(cijfers, Bon("openstaand", "Nederland", opdracht, tabel))
    return Werkboek(pad, titel, voorblad, [blad, bon], gemaakt_op(cijfers))


def _peildatum(cijfers: Cijfers) -> Fact:
    return Fact("Stand van de cijfers", cijfers.peildatum, Kind.DATE)
