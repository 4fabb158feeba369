"""The same workbook once more, written the way a program with openpyxl writes one."""

from __future__ import annotations

from copy import copy, deepcopy
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

#: The properties of a cell's look, which openpyxl sets one by one.
_OPMAAK = ("font", "fill", "border", "alignment", "number_format")


class Voorbeeld:
    """One workbook, taken apart beforehand into what has to be written."""

    def __init__(self, inhoud: bytes) -> None:
        self._boek = openpyxl.load_workbook(BytesIO(inhoud))
        self._standaard = openpyxl.Workbook().active["A1"]
        self._gedeeld: dict[int, dict[str, Any]] = {}
        self._cellen = {blad.title: self._lees(blad) for blad in self._boek}

    def _lees(self, blad: Worksheet) -> list[tuple[int, int, Any, dict[str, Any]]]:
        return [
            (cel.row, cel.column, cel.value, self._opmaak(cel))
            for rij in blad.iter_rows()
            for cel in rij
            if cel.has_style or cel.value is not None
        ]

    def _opmaak(self, cel: Cell) -> dict[str, Any]:
        """What a program would set: only what is not already so, from objects that it shares."""
        if cel.style_id in self._gedeeld:
            return self._gedeeld[cel.style_id]
        eigen = {naam: copy(getattr(cel, naam)) for naam in _OPMAAK}
        gewoon = {naam: getattr(self._standaard, naam) for naam in _OPMAAK}
        anders = {naam: waarde for naam, waarde in eigen.items() if waarde != gewoon[naam]}
        return self._gedeeld.setdefault(cel.style_id, anders)

    def schrijf(self) -> bytes:
        """Write the workbook anew and return its bytes."""
        boek = openpyxl.Workbook()
        boek.remove(boek.active)
        for bron in self._boek:
            blad = boek.create_sheet(bron.title)
            for rij, kolom, waarde, opmaak in self._cellen[bron.title]:
                cel = blad.cell(rij, kolom, waarde)
                for naam, deel in opmaak.items():
                    setattr(cel, naam, deel)
            _zet_de_rest(blad, bron)
        buffer = BytesIO()
        boek.save(buffer)
        return buffer.getvalue()


def _zet_de_rest(blad: Worksheet, bron: Worksheet) -> None:
    for letter, kolom in bron.column_dimensions.items():
        blad.column_dimensions[letter].width = kolom.width
    for nummer, rij in bron.row_dimensions.items():
        blad.row_dimensions[nummer].height = rij.height
    for tabel in bron.tables.values():
        blad.add_table(deepcopy(tabel))
    for bereik in bron.conditional_formatting:
        for regel in bereik.rules:
            blad.conditional_formatting.add(str(bereik.sqref), copy(regel))
    for validatie in bron.data_validations.dataValidation:
        blad.add_data_validation(copy(validatie))
    for grafiek in bron._charts:
        blad.add_chart(deepcopy(grafiek))
    blad.freeze_panes = bron.freeze_panes
    blad.page_setup = copy(bron.page_setup)
    blad.oddFooter.left.text = bron.oddFooter.left.text
