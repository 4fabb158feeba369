"""Bookings and workbooks for the tests of SiSa."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from hulp import Uitkomst, draai, lees_boek
from openpyxl.worksheet.worksheet import Worksheet

KOPPEN = "verantwoorder_code jaar onderdeel boekstuk boekdatum omschrijving bedrag".split()

#: Twente in 2027: SamenTwente spent on its own and through two gemeenten.
TWENTE = [
    ("samentwente", 2027, "regionaal", "1.234.567,49", ""),
    ("samentwente", 2027, "regionaal", "200.000,50", "GM0141"),
    ("samentwente", 2027, "regionaal", "100.000,00", "GM0164"),
    ("GM0141", 2027, "regionaal", "200.000,50", "samentwente"),
    ("GM0141", 2027, "lokaal", "900.123,49", ""),
    ("GM0164", 2027, "regionaal", "100.000,00", ""),
    ("GM0164", 2027, "lokaal", "1.300.000,00", ""),
]


def boekingen(pad: Path, regels: list[tuple[str, int, str, str, str]]) -> Path:
    """Write bookings as a gemeente exports them."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\n")
    schrijver.writerow([*KOPPEN, "medeoverheid_code"])
    for nummer, (code, jaar, onderdeel, bedrag, medeoverheid) in enumerate(regels, start=1):
        dag = f"{jaar}-05-01"
        schrijver.writerow(
            [code, jaar, onderdeel, f"B{nummer}", dag, f"post {nummer}", bedrag, medeoverheid]
        )
    pad.write_text(uit.getvalue(), encoding="utf-8")
    return pad


def sisa(map_: Path, regels: list[tuple[str, int, str, str, str]], *opties: str) -> Uitkomst:
    """Make the workbooks of 2027 in a folder."""
    bestand = boekingen(map_ / "boekingen.csv", regels)
    return draai("sisa", bestand, "--jaar", "2027", "--uit", map_ / "uit", *opties)


def bijlage(pad: Path) -> Worksheet:
    return lees_boek(pad, data_only=True)["SiSa-bijlage"]


def bij_indicator(blad: Worksheet, naam: str, nummer: int = 0) -> list[Any]:
    """The cells of one indicator from its text down; of equal names the one with this number."""
    plekken = [cel for rij in blad.iter_rows() for cel in rij if cel.value == f"Indicator: {naam}"]
    plek = plekken[nummer]
    return [blad.cell(plek.row + stap, plek.column).value for stap in (-2, -1, 0, 1)]


def rijen(pad: Path, naam: str) -> list[dict[str, Any]]:
    """The rows of the table on a sheet, by their titles."""
    from openpyxl.utils import range_boundaries

    blad = lees_boek(pad, data_only=True)[naam]
    (tabel,) = blad.tables.values()
    eerste, kop, laatste, einde = range_boundaries(tabel.ref)
    cellen = list(blad.iter_rows(kop, einde, eerste, laatste, values_only=True))
    return [dict(zip(cellen[0], rij, strict=True)) for rij in cellen[1:]]


def tekst(pad: Path, naam: str) -> str:
    blad = lees_boek(pad, data_only=True)[naam]
    return " ".join(str(cel.value) for rij in blad.iter_rows() for cel in rij if cel.value)
