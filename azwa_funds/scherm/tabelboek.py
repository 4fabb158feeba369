"""Rows as a workbook: a cover that says what was asked, and one sheet with a filter.

For an answer that is a table and no overview: what `verdeel`, `uitleg`, `kalender` and
`controleer` show. The columns are those of their csv, with headings in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from azwa_funds.excel.blad import PRO_MEMORIE, Column, Cover, Fact, Kind, Sheet, Table

#: What a column of these rows holds, by its name in the csv; anything else is text.
_SOORTEN = {
    "bedrag": Kind.EURO,
    "jaar": Kind.CODE,
    "nummer": Kind.WHOLE,
    "ontvanger_code": Kind.CODE,
    "status": Kind.STATUS,
}
_KOPPEN = {"ontvanger_code": "Code"}
_NAUWST = 10


def rijenblad(
    naam: str,
    titel: str,
    rijen: Sequence[Mapping[str, Any]],
    opmerkingen: Sequence[str] = (),
    breedst: int = 60,
) -> Sheet:
    """Make a sheet of rows with the same columns; text wraps at `breedst` characters."""
    return Sheet(
        naam,
        titel,
        Table(_kolommen(rijen, breedst), [_rij(rij) for rij in rijen]),
        notes=opmerkingen,
        description="alle rijen, met filter",
        landscape=True,
    )


def tabelboek(vel: Sheet, opdracht: str, gemaakt: date) -> bytes:
    """Return one sheet with a cover as the bytes of a workbook.

    `opdracht` is what was asked, for the cover; `gemaakt` is the date of the figures, so that
    the same figures give the same bytes.
    """
    from azwa_funds.excel.schrijver import workbook_bytes
    from azwa_funds.excel.zegel import verzegel

    voorblad = Cover(
        vel.title,
        "Overzicht uit azwa_funds",
        [
            Fact("Opdracht", opdracht),
            Fact("Rijen", len(vel.table.rows), Kind.WHOLE),
            Fact("Stand van de cijfers", gemaakt, Kind.DATE),
        ],
    )
    moment = datetime.combine(gemaakt, time())
    return verzegel(
        workbook_bytes(vel.title, [vel], created=moment, cover=voorblad, subject="SPUK AZWA")
    )


def _kolommen(rijen: Sequence[Mapping[str, Any]], breedst: int) -> list[Column]:
    return [_kolom(naam, [rij[naam] for rij in rijen], breedst) for naam in rijen[0]]


def _kolom(naam: str, waarden: Sequence[Any], breedst: int) -> Column:
    soort = _SOORTEN.get(naam, Kind.TEXT)
    kop = _KOPPEN.get(naam, naam.replace("_", " ").capitalize())
    langst = max((len(str(waarde)) for waarde in waarden), default=0)
    breed = min(max(langst, len(kop), _NAUWST) + 2, breedst) if soort is Kind.TEXT else None
    return Column(naam, kop, soort, width=breed)


def _rij(rij: Mapping[str, Any]) -> dict[str, Any]:
    return {naam: _waarde(naam, waarde) for naam, waarde in rij.items()}


def _waarde(naam: str, waarde: Any) -> Any:
    soort = _SOORTEN.get(naam)
    if soort is Kind.EURO and waarde is None:
        return PRO_MEMORIE
    return str(waarde) if soort is Kind.CODE else waarde
