"""The dates as a table with their sources, csv or json."""

from __future__ import annotations

from collections.abc import Sequence

from azwa_funds.kalender.bladen import kalender_blad
from azwa_funds.kern.begrippen import Regio
from azwa_funds.scherm.tabel import teken_tabel, vouw
from azwa_funds.scherm.tabelboek import tabelboek
from azwa_funds.scherm.uitvoer import RIJVORMEN, rijen_als
from azwa_funds.verdelen import Cijfers


def kalender_als(formaat: str, rijen: Sequence[dict[str, str]]) -> str:
    """Return the rows of the calendar as a table with its sources below it, csv or json."""
    if formaat in RIJVORMEN:
        return rijen_als(formaat, rijen)
    kolommen = "periode onderwerp wie status wat".split()
    bronnen = list(dict.fromkeys(rij["bron"] for rij in rijen))
    nummers = {bron: str(nummer) for nummer, bron in enumerate(bronnen, start=1)}
    tabel = teken_tabel(
        [*(kolom.capitalize() for kolom in kolommen), "Bron"],
        [[*(rij[kolom] for kolom in kolommen), nummers[rij["bron"]]] for rij in rijen],
        getallen=["Bron"],
    )
    regels = [vouw(f"{nummer:>2}. {bron}.", 4) for bron, nummer in nummers.items()]
    return "\n".join([tabel, "Bronnen", *regels]) + "\n"


def kalender_als_werkboek(cijfers: Cijfers, regio: Regio | None) -> bytes:
    """Return the calendar as a workbook, with the sheet of the overviews."""
    opdracht = "azwa-funds kalender" + (f' --regio "{regio.naam}"' if regio else "")
    return tabelboek(kalender_blad(cijfers, regio), opdracht, cijfers.peildatum)
