"""The register of adopted werkagendas as a table, csv or json."""

from __future__ import annotations

from collections.abc import Sequence

from azwa_funds.scherm.tabel import teken_tabel
from azwa_funds.scherm.uitvoer import RIJVORMEN, rijen_als

#: The columns of the register's status, also where there is nothing to say.
KOLOMMEN = "regio mandaathouder vastgesteld laatste_besluit ingediend_op oordeel aandacht".split()


def register_als(formaat: str, rijen: Sequence[dict[str, str]], aantal: int) -> str:
    """Return the status of regions as a table, csv or json; the table counts what is not there."""
    if formaat in RIJVORMEN:
        return rijen_als(formaat, rijen, KOLOMMEN)
    rest = aantal - len(rijen)
    andere = "andere " if rijen else ""
    regels = [f"Van {rest} {andere}regio's is niets bekend.\n"] if rest else []
    if rijen:
        koppen = [kolom.replace("_", " ").capitalize() for kolom in rijen[0]]
        regels.insert(0, teken_tabel(koppen, [list(rij.values()) for rij in rijen]))
    return "".join(regels)
