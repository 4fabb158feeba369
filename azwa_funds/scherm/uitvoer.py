"""Rows and data as csv and json, for every room."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from azwa_funds.kern.fouten import IN_VENSTER, Remedie
from azwa_funds.kern.tekst import veilig


def naar_json(gegevens: Any) -> str:
    """Return data as readable JSON text."""
    import json

    if IN_VENSTER.get():
        gegevens = _in_venster(gegevens)
    return json.dumps(gegevens, ensure_ascii=False, indent=2) + "\n"


def _in_venster(deel: Any) -> Any:
    """Put the remedies of the window in the place of those of the command line."""
    if isinstance(deel, Mapping):
        return {naam: _in_venster(waarde) for naam, waarde in deel.items()}
    if isinstance(deel, list | tuple):
        return [_in_venster(waarde) for waarde in deel]
    return deel.venster if isinstance(deel, Remedie) else deel


def waarden(van: object, namen: str) -> dict[str, Any]:
    """Return what a record holds under these names, as part of a row; a choice is its word."""
    gevonden = {naam: getattr(van, naam) for naam in namen.split()}
    return {naam: str(w) if isinstance(w, Enum) else w for naam, w in gevonden.items()}


#: By this first sign Excel knows that a file is UTF-8.
BOM = "\ufeff"

#: The forms of a table of rows: for a program in any language, and for Excel in a Dutch Windows.
CSV, CSV_EXCEL = "csv", "csv-excel"

#: The forms that hold nothing but rows.
RIJVORMEN = (CSV, CSV_EXCEL, "json")


def rijen_als(
    formaat: str, rijen: Sequence[Mapping[str, Any]], kolommen: Iterable[str] = ()
) -> str:
    """Return rows as csv, csv-excel or json."""
    if formaat == "json":
        return naar_json(rijen)
    return naar_csv(rijen, kolommen, voor_excel=formaat == CSV_EXCEL)


def naar_csv(
    rijen: Sequence[Mapping[str, Any]], kolommen: Iterable[str] = (), *, voor_excel: bool = False
) -> str:
    """Return rows with the same columns as CSV with a heading, also where there are no rows.

    For a program: a comma between columns, a point in a number. For Excel in Dutch: a semicolon, a
    decimal comma and the mark by which it knows UTF-8, so that a double-click shows columns. Text
    that a spreadsheet would run gets an apostrophe in both.
    """
    koppen = rijen[0] if rijen else kolommen
    cellen = ([_cel(waarde, voor_excel) for waarde in rij.values()] for rij in rijen)
    return regels_als_csv([koppen, *cellen], voor_excel=voor_excel)


def regels_als_csv(regels: Iterable[Iterable[Any]], *, voor_excel: bool = False) -> str:
    """Return lines of cells, headings included, as CSV just as they are (see `naar_csv`)."""
    uit = io.StringIO()
    scheiding, einde = (";", "\r\n") if voor_excel else (",", "\n")
    csv.writer(uit, delimiter=scheiding, lineterminator=einde).writerows(regels)
    return (BOM if voor_excel else "") + uit.getvalue()


def _cel(waarde: Any, voor_excel: bool) -> Any:
    if voor_excel:
        from decimal import Decimal

        if isinstance(waarde, float | Decimal):
            return str(waarde).replace(".", ",")
    return veilig(waarde)
