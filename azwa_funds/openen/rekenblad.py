"""A workbook of any spreadsheet program as sheets of cells, read by calamine.

Whatever that library raises becomes one sentence: its panics are no ordinary exceptions, and write
to the error output by themselves.
"""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import Any

import numpy as np

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.lezen.keuring import BEWAAR_OPNIEUW, MEESTE_CELLEN, OPNIEUW, mits_heel
from azwa_funds.openen import binair, werkboekdelen
from azwa_funds.openen.bladscan import GEEN_DATUM, Bladregels, Bladscan, scan_blad
from azwa_funds.openen.bronblad import Bronbestand, Bronblad, Reeks
from azwa_funds.openen.onzichtbaar import Onzichtbaar
from azwa_funds.openen.opendocument import lees_ods

#: As much text as a reader may make of a workbook in which cells share their texts.
MEESTE_TEKST = 300 * 2**20

Rijen = list[list[Any]]


def lees_rekenblad(inhoud: bytes) -> Bronbestand:
    """Return the sheets of an .xlsx, .xlsm, .xlsb or .ods, or raise Onleesbaar.

    Every cell comes out at its place; in `gebreken` those that cannot be trusted, empty then. A
    day is a date or datetime, also in a workbook that counts from 1904; a number without the
    format of a day is a number, and `vanaf_1904` says how to count it.
    """
    onzichtbaar = Onzichtbaar()
    with mits_heel(), zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        delen = werkboekdelen.Werkboekdelen(archief, onzichtbaar)
        soort = _soort(delen)
        if soort == "ods":
            gelezen = Bronbestand(soort, lees_ods(delen.xml("content.xml")))
        elif soort == "xlsb":
            gelezen = _lees_xlsb(inhoud, delen)
        else:
            gelezen = _lees_xlsx(delen)
    return replace(gelezen, opmerkingen=(*onzichtbaar.opmerkingen(), *gelezen.opmerkingen))


def lees_xls(inhoud: bytes) -> Bronbestand:
    """Return the sheets of a workbook of Excel 97-2003, or raise Onleesbaar."""
    with mits_heel():
        scans, vanaf_1904 = binair.scan_xls(inhoud)
    return Bronbestand("xls", _lees_binair(inhoud, scans, vanaf_1904=vanaf_1904))


def _lees_xlsb(inhoud: bytes, delen: werkboekdelen.Werkboekdelen) -> Bronbestand:
    bladen, vanaf_1904 = binair.werkboek_xlsb(delen.lees(delen.werkboek))
    doelen = {id: (soort, doel) for soort, doel, id in delen.verwijzingen()}
    teksten = next((doel for soort, doel in doelen.values() if soort == "sharedStrings"), "")
    lengten = binair.tekstlengten_xlsb(delen.lees(teksten)) if delen.heeft(teksten) else []
    scans: list[binair.Binairscan] = []
    for id, scan in bladen:
        soort, doel = doelen.get(id, ("", ""))
        if soort == "worksheet":
            binair.scan_xlsb(delen.lees(doel), scan, lengten)
            scans.append(scan)
            _weiger_te_veel(scans)
    return Bronbestand("xlsb", _lees_binair(inhoud, scans, vanaf_1904=vanaf_1904))


def _lees_binair(
    inhoud: bytes, scans: Sequence[binair.Binairscan], *, vanaf_1904: bool
) -> list[Bronblad]:
    """Let calamine read what was looked over, and name the days that do not exist."""
    _weiger_te_veel(scans)
    gelezen = list(lees_alles(inhoud))
    if len(gelezen) != len(scans):
        raise Onleesbaar("het werkboek is beschadigd", BEWAAR_OPNIEUW)
    bladen = []
    for scan, rijen in zip(scans, gelezen, strict=True):
        for rij, kolom in scan.ongewoon:
            if rij <= len(rijen) and not isinstance(rijen[rij - 1][kolom], int | float):
                scan.gebreken[rij, kolom] = GEEN_DATUM
                rijen[rij - 1][kolom] = ""
        bladen.append(scan.als_blad(rijen, len(rijen[0]) if rijen else 0, vanaf_1904=vanaf_1904))
    return bladen


def _soort(delen: werkboekdelen.Werkboekdelen) -> str:
    """Say which kind of workbook a package holds; raise Onleesbaar where it holds none."""
    if delen.heeft("content.xml"):
        if b"spreadsheet" not in (delen.lees("mimetype") if delen.heeft("mimetype") else b""):
            raise Onleesbaar("dit is een document en geen spreadsheet", OPNIEUW)
        manifest = "META-INF/manifest.xml"
        if delen.heeft(manifest) and b"encryption-data" in delen.lees(manifest):
            raise Onleesbaar("het bestand is met een wachtwoord beveiligd", OPNIEUW)
        return "ods"
    if delen.werkboek.endswith(".bin"):
        return "xlsb"
    if not delen.werkboek.startswith("xl/"):
        raise Onleesbaar("dit is geen Excel-werkboek", OPNIEUW)
    return "xlsx"


def _lees_xlsx(delen: werkboekdelen.Werkboekdelen) -> Bronbestand:
    werkboek = werkboekdelen.lees_werkboek(delen)
    scans, pakket = _scan(delen, werkboek)
    bladen = [
        scan.als_blad(rijen, len(rijen[0]) if rijen else 0, vanaf_1904=werkboek.vanaf_1904)
        for scan, rijen in zip(scans, lees_alles(pakket), strict=True)
    ]
    overgeslagen = (f"blad '{naam}' heeft geen cellen." for naam in werkboek.overgeslagen)
    return Bronbestand("xlsx", bladen, tuple(overgeslagen))


def _scan(
    delen: werkboekdelen.Werkboekdelen, werkboek: werkboekdelen.Werkboek
) -> tuple[list[Bladscan], bytes]:
    """Look every sheet over, and return what was seen and the package that may be read."""
    lengten = werkboekdelen.tekstlengten(werkboek.teksten)
    regels = Bladregels(
        _datumstijlen(werkboek), lengten, werkboek.onberekend, meeste_cellen=MEESTE_CELLEN
    )
    scans: list[Bladscan] = []

    def bekeken() -> Iterator[list[bytes | memoryview]]:
        for blad in werkboek.bladen:
            scan = scan_blad(delen.xml(blad.deel, is_blad=True), regels)
            scan.naam, scan.zicht = blad.naam, blad.zicht
            scans.append(scan)
            _weiger_te_veel(scans)
            yield scan.stukken
            scan.stukken = []

    return scans, werkboekdelen.pak_in(werkboek, bekeken())


def _weiger_te_veel(scans: Sequence[Bladscan]) -> None:
    """Refuse sheets that each have room but together take too much."""
    vlak = sum(scan.laagste * scan.breedste for scan in scans)
    if vlak > MEESTE_CELLEN:
        raise Onleesbaar(
            f"de bladen hebben samen {vlak} cellen", "geef alleen de bladen met de tabel"
        )
    if sum(scan.tekst for scan in scans) > MEESTE_TEKST:
        reden = f"de cellen bevatten samen meer dan {MEESTE_TEKST // 2**20} MB aan tekst"
        raise Onleesbaar(reden, "sla alleen de tabel op in een nieuw werkboek of als CSV")


def _datumstijlen(werkboek: werkboekdelen.Werkboek) -> Reeks:
    """Return which styles show a day or time, by letting calamine read a number in each of them."""
    aantal = min(werkboek.stijlen.count(b"xf "), 2**16)
    if not aantal:
        return np.zeros(0, bool)
    cellen = (f'<c r="A{n + 1}" s="{n}"><v>1.5</v></c>' for n in range(aantal))
    rijen = "".join(f'<row r="{n}">{cel}</row>' for n, cel in enumerate(cellen, start=1))
    (gelezen,) = lees_alles(
        werkboekdelen.pak_in(replace(werkboek, teksten=b""), [[rijen.encode()]])
    )
    return np.array([not isinstance(cel, float) for (cel,) in gelezen])


# -- calamine ----------------------------------------------------------------------------------


def lees_alles(inhoud: bytes) -> Iterator[Rijen]:
    """Give the rows of every sheet that has cells, all equally wide; raise Onleesbaar."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    try:
        with _stil():
            werkboek = CalamineWorkbook.from_filelike(io.BytesIO(inhoud))
            soorten = [blad.typ == SheetTypeEnum.WorkSheet for blad in werkboek.sheets_metadata]
        for nummer, heeft_cellen in enumerate(soorten):
            if heeft_cellen:
                with _stil():
                    blad = werkboek.get_sheet_by_index(nummer)
                    rijen: Rijen = blad.to_python(skip_empty_area=False)
                yield rijen
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, Onleesbaar):
        raise
    except BaseException as fout:
        # A panic of the library is no Exception.
        raise Onleesbaar("het werkboek is beschadigd", BEWAAR_OPNIEUW) from fout


#: Two threads that turn the error output aside at once would leave it there.
_EEN_TEGELIJK = Lock()


@contextmanager
def _stil() -> Iterator[None]:
    """Keep off the screen what a panicking library writes there past Python."""
    with _EEN_TEGELIJK, _zonder_foutuitvoer():
        yield


@contextmanager
def _zonder_foutuitvoer() -> Iterator[None]:
    try:
        sys.stderr.flush()
        bewaard = os.dup(2)
    except (OSError, AttributeError, ValueError):
        yield
        return
    try:
        with open(os.devnull, "wb") as niets:  # noqa: PTH123
            os.dup2(niets.fileno(), 2)
        yield
    finally:
        os.dup2(bewaard, 2)
        os.close(bewaard)
