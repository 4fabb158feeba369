"""Where in a workbook a formula failed: cells with #N/B, #VERW! and the like.

The reader of tables gives such a cell as an empty one. Where a cell may be empty, what a user
meant to say there would be lost without a word.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile

from azwa_funds.kern.fouten import Onleesbaar

_FOUTCEL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["']e["']""")
_STUK, _OVERLAP = 2**20, 256


def foutcellen(inhoud: bytes) -> dict[str, set[tuple[int, int]]]:
    """Return per sheet the cells in which a formula failed: row and column, counted from 1.

    openpyxl is slow, so it is asked only when somewhere in the file there is such a cell.
    """
    if not _heeft_er_een(inhoud):
        return {}
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            werkboek = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=True)
            return {
                blad.title: {
                    (cel.row, cel.column)
                    for rij in blad.iter_rows()
                    for cel in rij
                    if cel.data_type == "e"
                }
                for blad in werkboek.worksheets
            }
    except Exception as fout:  # openpyxl raises anything on a file that is not as it should be
        raise Onleesbaar(
            "het werkboek is beschadigd", "open het in Excel en sla het opnieuw op als .xlsx"
        ) from fout


def _heeft_er_een(inhoud: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        return any(_in_deel(archief, deel) for deel in archief.infolist())


def _in_deel(archief: zipfile.ZipFile, deel: zipfile.ZipInfo) -> bool:
    staart = b""
    with archief.open(deel) as stroom:
        while stuk := stroom.read(_STUK):
            tekst = staart + stuk
            # Nearly every part is without, and that is seen at once.
            if (b'"e"' in tekst or b"'e'" in tekst) and _FOUTCEL.search(tekst):
                return True
            staart = stuk[-_OVERLAP:]
    return False
