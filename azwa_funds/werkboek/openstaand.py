"""The documents that would replace an assumption or p.m.: a sheet, and a workbook of its own."""

from __future__ import annotations

from pathlib import Path

from azwa_funds.excel.blad import Cell, Column, Cover, Fact, Formula, Kind, Sheet, Table
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import Bon, Werkboek, gemaakt_op, koppeling, uitvoering_blad

#: The columns of the list in csv and json.
KOLOMMEN = "document vervangt waar adres bestand daarna bron".split()


def openstaande_documenten(gegevens: Gegevens) -> list[dict[str, str]]:
    """Return a row per document, with its source cited."""
    return [
        {
            **waarden(wat, "document vervangt waar adres bestand daarna"),
            "bron": citeer_vindplaats(gegevens.bronnen, wat.vindplaats),
        }
        for wat in gegevens.openstaand
    ]


def openstaand_blad(gegevens: Gegevens) -> Sheet:
    """Make the sheet of what is still open, and which file to edit when it appears."""
    rijen: list[dict[str, Cell]] = [
        {**rij, "adres": koppeling(rij["adres"])} for rij in openstaande_documenten(gegevens)
    ]
    kolommen = [
        Column("document", "Document", width=30),
        Column("vervangt", "Wat het vervangt", width=44),
        Column("waar", "Waar het verschijnt", width=26),
        Column("adres", "Te openen op", width=30),
        Column("bestand", "Dan aan te passen", width=26),
        Column("daarna", "Hoe", width=40),
        Column("bron", "Waarom het nog openstaat", width=44),
    ]
    return Sheet(
        "Openstaand",
        "Wat nog openstaat",
        Table(kolommen, rijen),
        subtitle="Documenten die een aanname of p.m. vervangen zodra ze er zijn of gelezen zijn",
        description="welk document welke aanname of p.m. vervangt, en waar het verschijnt",
        landscape=True,
        freeze_columns=1,
    )


def openstaand_werkboek(cijfers: Cijfers, pad: Path) -> Werkboek:
    """Make the workbook with that sheet alone."""
    blad = openstaand_blad(cijfers.gegevens)
    titel = "SPUK AZWA: wat nog openstaat"
    voorblad = Cover(
        titel,
        "Welke documenten een aanname of p.m. vervangen, en waar ze verschijnen",
        [
            Fact(
                "Documenten",
                Formula(f"=COUNTA({blad.ref('document')})", len(blad.table.rows)),
                Kind.WHOLE,
            ),
            Fact("Stand van de cijfers", cijfers.peildatum, Kind.DATE),
        ],
        [],
    )
    tabel = "\n".join(";".join(rij.values()) for rij in openstaande_documenten(cijfers.gegevens))
    opdracht = "azwa-funds openstaand --uit BESTAND.xlsx"
    bon = uitvoering_blad(cijfers, Bon("openstaand", "Nederland", opdracht, tabel))
    return Werkboek(pad, titel, voorblad, [blad, bon], gemaakt_op(cijfers))
