"""The sheet of dates that the workbook of a regio and its werkagenda share."""

from __future__ import annotations

from azwa_funds.excel.blad import Cell, Column, Kind, Sheet, Table
from azwa_funds.kalender.dagen import maak_kalender
from azwa_funds.kern.begrippen import Regio
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.kern.periode import toon_periode
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen import Cijfers


def kalender_blad(cijfers: Cijfers, regio: Regio | None) -> Sheet:
    """Make the sheet of dates of one regio, or of the whole country."""
    rijen: list[dict[str, Cell]] = [
        {
            "periode": toon_periode(datum.datum, datum.datum_tot, datum.precisie),
            **waarden(datum, "onderwerp wie wat status"),
            "bron": citeer_vindplaats(cijfers.gegevens.bronnen, datum.vindplaats),
        }
        for datum in maak_kalender(cijfers.gegevens, regio)
    ]
    kolommen = [
        Column("periode", "Wanneer", width=18),
        Column("onderwerp", "Onderwerp", width=26),
        Column("wie", "Wie", width=24),
        Column("wat", "Wat", width=52),
        Column("status", "Status", Kind.STATUS),
        Column("bron", "Bron", width=40),
    ]
    return Sheet(
        "Kalender",
        f"Data voor IZA-regio {regio.naam}" if regio else "Data voor het hele land",
        Table(kolommen, rijen),
        subtitle="In volgorde van de laatste dag; wat niet tot op de dag vaststaat, is een periode",
        description="wanneer wat van wie wordt verwacht",
        landscape=True,
    )
