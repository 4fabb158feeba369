"""The dates as a table with their sources, csv or json."""

from __future__ import annotations

from collections.abc import Sequence

from azwa_funds.gegevens.sources import Gegevens
from azwa_funds.kern.model import Regio
from azwa_funds.scherm.tabel import teken_tabel, vouw
from azwa_funds.scherm.tabelboek import Tabelblad, tabelboek
from azwa_funds.scherm.uitvoer import RIJVORMEN, rijen_als
from azwa_funds.verdelen.cijfers import Cijfers


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


def kalender_als_werkboek(
    gegevens: Gegevens, regio: Regio | None, rijen: Sequence[dict[str, str]]
) -> bytes:
    """Return the rows of the calendar as a workbook."""
    wie = f"IZA-regio {regio.naam}" if regio else "het hele land"
    opdracht = "azwa-funds kalender" + (f' --regio "{regio.naam}"' if regio else "")
    blad = Tabelblad("Kalender", f"Data voor {wie}")
    return tabelboek(blad, rijen, opdracht, Cijfers(gegevens).peildatum)
