"""Rows and data as csv and json, for every room."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from azwa_funds.kern.tekst import veilig


def naar_json(gegevens: Any) -> str:
    """Return data as readable JSON text."""
    return json.dumps(gegevens, ensure_ascii=False, indent=2) + "\n"


def naar_csv(rijen: Sequence[Mapping[str, Any]], kolommen: Iterable[str] = ()) -> str:
    """Return rows with the same columns as CSV with a heading, also where there are no rows."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, lineterminator="\n")
    schrijver.writerow(rijen[0] if rijen else kolommen)
    schrijver.writerows([veilig(waarde) for waarde in rij.values()] for rij in rijen)
    return uit.getvalue()
