"""The dates as a table with their sources, csv or json, and as the sheet that workbooks share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from azwa_funds.excel.blad import Column, Kind, Sheet, Table
from azwa_funds.kalender.dagen import maak_kalender
from azwa_funds.kern.begrippen import Regio
from azwa_funds.scherm.tabel import schermbreedte, teken_tabel, vouw
from azwa_funds.scherm.tabelboek import tabelboek
from azwa_funds.scherm.uitvoer import RIJVORMEN, rijen_als
from azwa_funds.verdelen import Cijfers

#: Text of so many dates with their sources is read on paper or in a mail: 80 signs fit everywhere.
_BREED = 80
#: On a screen of this width the dates stand in a table.
_TABELBREEDTE = 120
_INSPRINGEN = 10


def kalender_als(formaat: str, rijen: Sequence[dict[str, str]], vandaag: date) -> str:
    """Return the rows of the calendar as a table with its sources below it, csv or json.

    The table marks what is past on the day `vandaag`, and what comes next.
    """
    if formaat in RIJVORMEN:
        return rijen_als(formaat, rijen)
    bronnen = list(dict.fromkeys(rij["bron"] for rij in rijen))
    nummers = {bron: str(nummer) for nummer, bron in enumerate(bronnen, start=1)}
    merken = _merken(rijen, vandaag)
    if schermbreedte(_BREED) < _TABELBREEDTE:
        blokken = [
            _blok(merk, rij, nummers[rij["bron"]]) for merk, rij in zip(merken, rijen, strict=True)
        ]
        tabel = "\n\n".join(blokken) + "\n"
    else:
        kolommen = "periode onderwerp wie status wat".split()
        tabel = teken_tabel(
            ["Nu", *(kolom.capitalize() for kolom in kolommen), "Bron"],
            [
                [merk, *(rij[kolom] for kolom in kolommen), nummers[rij["bron"]]]
                for merk, rij in zip(merken, rijen, strict=True)
            ],
            getallen=["Bron"],
        )
    regels = [vouw(f"{nummer:>2}. {bron}.", 4, _BREED) for bron, nummer in nummers.items()]
    return "\n".join([tabel, "Bronnen", *regels]) + "\n"


def _blok(merk: str, rij: dict[str, str], bron: str) -> str:
    """Return one date as lines of text, with its mark before it."""
    wit = " " * _INSPRINGEN
    kop = f"{merk:<{_INSPRINGEN}}{rij['periode']}: {rij['onderwerp']}"
    onder = (f"{rij['wie']}; {rij['status']}; bron {bron}", rij["wat"])
    return "\n".join(vouw(t, _INSPRINGEN, _BREED) for t in (kop, *(wit + zin for zin in onder)))


def _merken(rijen: Sequence[dict[str, str]], vandaag: date) -> list[str]:
    """Say of each date whether it is past; of the first that is not, that it comes next."""
    geweest = [rij["datum_tot"] < vandaag.isoformat() for rij in rijen]
    eerst = geweest.index(False) if False in geweest else -1
    return ["geweest" if was else "eerst" if i == eerst else "" for i, was in enumerate(geweest)]


def kalender_blad(cijfers: Cijfers, regio: Regio | None) -> Sheet:
    """Make the sheet of dates of one regio, or of the whole country."""
    citeer = cijfers.gegevens.citeer
    kolommen = [
        Column("periode", "Wanneer", width=18),
        Column("onderwerp", "Onderwerp", width=26),
        Column("wie", "Wie", width=24),
        Column("wat", "Wat", width=52),
        Column("status", "Status", Kind.STATUS),
        Column("bron", "Bron", width=40, value=lambda d: citeer(d.vindplaats)),
    ]
    return Sheet(
        "Kalender",
        f"Data voor IZA-regio {regio.naam}" if regio else "Data voor het hele land",
        Table.of(kolommen, maak_kalender(cijfers.gegevens, regio)),
        subtitle="In volgorde van de laatste dag; wat niet tot op de dag vaststaat, is een periode",
        description="wanneer wat van wie wordt verwacht",
        landscape=True,
    )


def kalender_als_werkboek(cijfers: Cijfers, regio: Regio | None) -> bytes:
    """Return the calendar as a workbook, with the sheet of the overviews."""
    opdracht = "azwa-funds kalender" + (f' --regio "{regio.naam}"' if regio else "")
    return tabelboek(kalender_blad(cijfers, regio), opdracht, cijfers.peildatum)
