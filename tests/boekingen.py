"""Bookings made by rule, for tests: no real people, no real invoices."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

KOPPEN = (
    "verantwoorder_code jaar onderdeel boekstuk boekdatum omschrijving bedrag "
    "taakveld thema medeoverheid_code"
).split()

#: A sheet as it stands in a workbook, around its rows.
BLAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
EINDE = "</sheetData></worksheet>"


def boeking(code: str = "GM0141", onderdeel: str = "lokaal", **anders: str) -> dict[str, str]:
    """One booking of Almelo in 2027, with what a test wants otherwise."""
    gewoon = {
        "verantwoorder_code": code,
        "jaar": "2027",
        "onderdeel": onderdeel,
        "boekstuk": "I-2027-0001",
        "boekdatum": "15-03-2027",
        "omschrijving": "Beweegcoach, eerste kwartaal",
        "bedrag": "1.234,56",
        "taakveld": "6.1",
        "thema": "valpreventie",
        "medeoverheid_code": "",
    }
    return gewoon | anders


def als_csv(rijen: Iterable[Mapping[str, str]], scheiding: str = ";") -> str:
    uit = io.StringIO()
    schrijver = csv.DictWriter(uit, KOPPEN, delimiter=scheiding, lineterminator="\r\n")
    schrijver.writeheader()
    schrijver.writerows(rijen)
    return uit.getvalue()


def schrijf(pad: Path, *rijen: Mapping[str, str]) -> Path:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(als_csv(rijen), encoding="utf-8-sig", newline="")
    return pad


def schrijf_xlsx(pad: Path, rijen: Iterable[Iterable[object]], blad: str = "Boekingen") -> Path:
    """Write cells as they are; numbers and days as Excel keeps them."""
    from openpyxl import Workbook

    werkboek = Workbook()
    werkboek.active.title = blad
    for rij in rijen:
        werkboek.active.append(list(rij))
    werkboek.save(pad)
    return pad


def werkboek_met(blad: str | bytes, pad: Path, *, extra: dict[str, bytes] | None = None) -> Path:
    """A workbook whose only sheet has this XML."""
    bron = io.BytesIO()
    schrijf_xlsx(bron, [KOPPEN])  # type: ignore[arg-type]
    with zipfile.ZipFile(bron) as oud, zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for deel in oud.infolist():
            is_blad = deel.filename == "xl/worksheets/sheet1.xml"
            nieuw.writestr(deel.filename, blad if is_blad else oud.read(deel))
        for naam, inhoud in (extra or {}).items():
            nieuw.writestr(naam, inhoud)
    return pad
