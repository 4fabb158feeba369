"""Read a workbook back: carefully, for anyone may have made it."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from xml.etree import ElementTree

from azwa_funds.excel.cellen import Onbewerkbaar, bladpaden
from azwa_funds.kern.fouten import Gebruikersfout, Onleesbaar
from azwa_funds.lezen.keuring import keur, lees_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook

T = TypeVar("T")

#: More than any workbook of ours unpacks to; a larger one is refused before it is opened.
GROOTSTE_INHOUD = 100_000_000

#: More cells than any sheet of ours, or of SiSa, has; the memory they take is not ours to give.
MEESTE_CELLEN = 5_000_000

#: Of those, so many can hold something or be merged.
MEESTE_GEVULD = 1_000_000
#: As many as Excel has: openpyxl makes only cells that are there, and `weiger_te_groot` can name
#: the sheet.
GROOTSTE_VLAK = 2**20 * 2**14

#: More lines than any receipt of ours has.
MEESTE_BONREGELS = 10_000

Rijen = list[list[Any]]

#: The sheet of the receipt.
UITVOERING = "Uitvoering"


def veilige_inhoud(pad: Path, meeste_cellen: int = MEESTE_GEVULD) -> bytes:
    """Return the bytes of a file that is an .xlsx of reasonable size."""
    try:
        inhoud = lees_bytes(pad)
    except Onleesbaar as fout:
        raise Gebruikersfout(f"{pad}: {fout.reden}", fout.remedie) from fout
    except OSError as fout:
        raise Gebruikersfout(
            f"{pad} is niet te lezen; controleer of het bestand bestaat en of u het mag openen."
        ) from fout
    try:
        with zipfile.ZipFile(BytesIO(inhoud)) as archief:
            grootte = sum(deel.file_size for deel in archief.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fout:
        raise Gebruikersfout(geen_werkboek(pad)) from fout
    if grootte > GROOTSTE_INHOUD:
        raise Gebruikersfout(
            f"{pad} pakt uit tot {grootte} bytes en is daarmee te groot om een werkboek van dit "
            "programma te zijn; kies een ander bestand."
        )
    try:
        keur(inhoud, meeste_cellen=meeste_cellen, grootste_vlak=GROOTSTE_VLAK)
    except Onleesbaar as fout:
        raise Gebruikersfout(f"{pad}: {fout.reden}", fout.remedie) from fout
    return inhoud


def geen_werkboek(pad: Path) -> str:
    """Return the sentence that says that a file is no workbook of ours."""
    return (
        f"{pad} is geen werkboek van azwa-funds; kies een .xlsx-bestand dat met dit programma is "
        "gemaakt, met het blad Uitvoering erin."
    )


def lees_bladen(pad: Path, inhoud: bytes) -> tuple[dict[str, Rijen], dict[str, Rijen]]:
    """Return the formulas and the values of every sheet, as lists of rows."""
    delen = []
    for alleen_waarden in (False, True):
        werkboek = _open(pad, inhoud, data_only=alleen_waarden)
        for blad in werkboek.worksheets:
            weiger_te_groot(pad, blad)
        delen.append(
            {
                blad.title: [list(rij) for rij in blad.iter_rows(values_only=True)]
                for blad in werkboek
            }
        )
    return delen[0], delen[1]


def lees_bonblad(pad: Path, inhoud: bytes) -> dict[str, Rijen]:
    """Return the values of the receipt alone, which takes much less time than all sheets."""
    werkboek = _open(pad, inhoud, data_only=True, read_only=True)
    if UITVOERING not in werkboek.sheetnames:
        return {}
    cellen = werkboek[UITVOERING].iter_rows(max_row=MEESTE_BONREGELS, max_col=2, values_only=True)
    # Only now are the cells read.
    return {UITVOERING: mits_gaaf(geen_werkboek(pad), lambda: [list(rij) for rij in cellen])}


def _open(pad: Path, inhoud: bytes, **opties: bool) -> Workbook:
    from openpyxl import load_workbook

    return mits_gaaf(geen_werkboek(pad), lambda: load_workbook(BytesIO(inhoud), **opties))


def mits_gaaf(zin: str, lees: Callable[[], T]) -> T:
    """Return what openpyxl reads, or turn whatever it raises into this one sentence."""
    try:
        with warnings.catch_warnings():
            # What openpyxl does not know, such as an extension of Excel, is no concern of a reader.
            warnings.simplefilter("ignore")
            return lees()
    except Exception as fout:
        # Damaged XML leads openpyxl into errors of every kind (IndexError, TypeError, lxml's own):
        # there is no list of them, and all mean that this is no sound workbook.
        raise Gebruikersfout(zin) from fout


def weiger_te_groot(pad: Path, blad: Any) -> None:
    """Raise Gebruikersfout for a sheet that claims more cells than we would want to visit."""
    if blad.max_row * blad.max_column > MEESTE_CELLEN:
        raise Gebruikersfout(
            f"{pad}, blad '{blad.title}': er is opmaak tot in rij {blad.max_row} en kolom "
            f"{blad.max_column}; verwijder de lege rijen en kolommen en bewaar het opnieuw."
        )


def lees_bon(pad: Path, waarden: Mapping[str, Rijen]) -> dict[str, str]:
    """Return the receipt of a workbook as a mapping."""
    rijen = waarden.get(UITVOERING, [])
    bon = {str(rij[0]): str(rij[1]) for rij in rijen if len(rij) > 1 and rij[0] and rij[1]}
    if bon.get("Programma") != "azwa_funds":
        raise Gebruikersfout(geen_werkboek(pad))
    return bon


def cel_op(rijen: Sequence[Sequence[Any]], rij: int, kolom: int) -> Any:
    """Return what stands in a cell, by its row and column counted from 0; None beyond the sheet."""
    return rijen[rij][kolom] if rij < len(rijen) and kolom < len(rijen[rij]) else None


def celnaam(rij: int, kolom: int) -> str:
    """Name a cell as Excel does, from its row and column counted from 0."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(kolom + 1)}{rij + 1}"


_BEREIK = re.compile(
    r"=?(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
)


class Keuzes:
    """Which words the drop-down lists of a workbook allow in a cell.

    openpyxl reads the lists that Excel always had; those that point to another sheet may stand in
    an extension of the file, which is read here.
    """

    def __init__(self, werkboek: Workbook, inhoud: bytes) -> None:
        self.werkboek = werkboek
        self._lijsten = [*self._gewone(), *_uitgebreide(inhoud)]

    def van(self, blad: str, cel: str) -> frozenset[str] | None:
        """Return what may stand in a cell; None without a list, or where it cannot be told."""
        from openpyxl.worksheet.cell_range import MultiCellRange

        for waar, bereik, formule in self._lijsten:
            if waar == blad and cel in MultiCellRange(bereik):
                return self._woorden(blad, formule)
        return None

    def _gewone(self) -> Iterator[tuple[str, str, str]]:
        for blad in self.werkboek.worksheets:
            for regel in blad.data_validations.dataValidation:
                if regel.type == "list" and regel.formula1:
                    yield blad.title, str(regel.sqref), regel.formula1

    def _woorden(self, blad: str, formule: str) -> frozenset[str] | None:
        from openpyxl.utils import range_boundaries

        if formule.startswith('"'):
            return frozenset(woord.strip() for woord in formule.strip('"').split(","))
        naam = self.werkboek.defined_names.get(formule.lstrip("="))
        gevonden = _BEREIK.fullmatch(naam.attr_text if naam else formule)
        if gevonden is None:
            return None
        titel = (gevonden[1] or gevonden[2] or blad).replace("''", "'")
        if titel not in self.werkboek.sheetnames:
            return None
        links, boven, rechts, onder = range_boundaries(gevonden[3].replace("$", ""))
        lijst = self.werkboek[titel]
        # A list may run to the last row of the sheet, of which most are empty.
        rijen = lijst.iter_rows(boven, min(onder, lijst.max_row), links, rechts, values_only=True)
        return frozenset(str(waarde) for rij in rijen for waarde in rij if waarde is not None)


def _uitgebreide(inhoud: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield the lists in extensions: sheet, cells and formula."""
    for blad, deel in _bladen(inhoud):
        if b"2009/9/main" not in deel or b"<!DOCTYPE" in deel:
            continue
        for knoop in ElementTree.fromstring(deel).iter():
            if knoop.tag.endswith("2009/9/main}dataValidation") and knoop.get("type") == "list":
                teksten = {kind.tag.rpartition("}")[2]: "".join(kind.itertext()) for kind in knoop}
                yield blad, teksten.get("sqref", "").strip(), teksten.get("formula1", "").strip()


def _bladen(inhoud: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(inhoud)) as archief:
        delen = {naam: archief.read(naam) for naam in archief.namelist()}
    try:
        return [(blad, delen[pad]) for blad, pad in bladpaden(delen).items()]
    except (Onbewerkbaar, ElementTree.ParseError):
        return []
