"""Fill in an official SiSa format: find "Indicator: H35/01" wherever it stands, and write below.

Nothing that stands in the file already is touched, and everything that could not be filled in is
named.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.fouten import Gebruikersfout
from azwa_funds.model import Status
from azwa_funds.sisa_formaat import Formaat, Indicator, Indicatorsoort, Regeling
from azwa_funds.sisa_retour import INDICATOR, Retour
from azwa_funds.teruglezen import veilige_inhoud, weiger_te_groot

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CUMULATIEF = re.compile(r"cumulatie|t/m jaar t", re.IGNORECASE)
_JA_NEE = re.compile(r"ja\s*/\s*nee", re.IGNORECASE)
_TEKSTREGELS = 3


@dataclass
class Vulling:
    """A filled-in format: its bytes, what was written where, and what was not and why."""

    inhoud: bytes = b""
    gevuld: list[str] = field(default_factory=list)
    niet_gevuld: list[str] = field(default_factory=list)
    opmerkingen: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Plek:
    """Where an indicator stands in the format: its own cell, and the first cell for a value."""

    blad: Any
    rij: int
    kolom: int

    @property
    def naam(self) -> str:
        """The cell of the value, as a person would point at it."""
        from openpyxl.utils import get_column_letter

        return f"blad '{self.blad.title}', cel {get_column_letter(self.kolom)}{self.rij}"


def vul(sjabloon: Path, formaat: Formaat, gemaakt: Retour) -> Vulling:
    """Fill in a format with the values of a SiSa workbook of this program.

    Raises Gebruikersfout when the file is no .xlsx or .xlsm, or has nothing like an indicator.
    """
    origineel = veilige_inhoud(sjabloon)
    vulling = Vulling()
    werkboek = _open(sjabloon, origineel, vulling)
    for blad in werkboek.worksheets:
        weiger_te_groot(sjabloon, blad)
    plekken = dict(_plekken(werkboek))
    if not plekken:
        raise Gebruikersfout(
            f"{sjabloon}: er staat nergens 'Indicator: CODE/NN'; geef de SiSa-bijlage van het CBS."
        )
    for regeling in formaat.regelingen:
        if gemaakt.heeft(regeling):
            _vul_regeling(vulling, regeling, gemaakt, plekken)
    vulling.inhoud = _bewaar(werkboek)
    vulling.opmerkingen += _verloren(origineel, vulling.inhoud)
    return vulling


def _open(pad: Path, inhoud: bytes, vulling: Vulling) -> Workbook:
    from openpyxl import load_workbook

    with warnings.catch_warnings(record=True) as gehoord:
        warnings.simplefilter("always")
        try:
            werkboek = load_workbook(BytesIO(inhoud), keep_vba=pad.suffix.casefold() == ".xlsm")
        except (
            KeyError,
            OSError,
            ValueError,
            TypeError,
            AttributeError,
            SyntaxError,
            zipfile.BadZipFile,
        ) as fout:
            raise Gebruikersfout(
                f"{pad} is geen leesbaar Excelbestand; geef een .xlsx of .xlsm."
            ) from fout
    if gehoord:
        vulling.opmerkingen.append(
            "Het sjabloon bevat uitbreidingen van Excel die bij het bewaren wegvallen, zoals "
            "sommige keuzelijsten; vergelijk het resultaat met het origineel."
        )
    return werkboek


def _plekken(werkboek: Workbook) -> Iterator[tuple[tuple[str, str], _Plek]]:
    """Yield the cell for the value of each indicator; of two with one name, the first stands."""
    gezien = set()
    for blad in werkboek.worksheets:
        for rij in blad.iter_rows():
            for cel in rij:
                gevonden = INDICATOR.fullmatch(cel.value) if isinstance(cel.value, str) else None
                if gevonden is None or (sleutel := (gevonden[1].upper(), gevonden[2])) in gezien:
                    continue
                gezien.add(sleutel)
                yield sleutel, _Plek(blad, _onder(blad, cel.row, cel.column), cel.column)


def _onder(blad: Worksheet, rij: int, kolom: int) -> int:
    """The row below a cell, or below the merged cells that it belongs to."""
    for bereik in blad.merged_cells.ranges:
        if bereik.min_row <= rij <= bereik.max_row and bereik.min_col <= kolom <= bereik.max_col:
            return int(bereik.max_row) + 1
    return rij + 1


def _vul_regeling(
    vulling: Vulling,
    regeling: Regeling,
    gemaakt: Retour,
    plekken: Mapping[tuple[str, str], _Plek],
) -> None:
    if not regeling.code:
        vulling.niet_gevuld.append(
            f"{regeling.naam}: de uitkeringscode is nog niet bekend (p.m.); vul haar in bij "
            "data/sisa zodra zij is gepubliceerd."
        )
        return
    for indicator in regeling.indicatoren:
        naam = regeling.plaatsnaam(indicator)
        plek = plekken.get((regeling.code.upper(), indicator.nummer))
        if plek is None:
            vulling.niet_gevuld.append(f"{naam} ({indicator.naam}): staat niet in het sjabloon.")
            continue
        bezwaar = _past_niet(indicator, _tekst_boven(plek))
        if bezwaar:
            vulling.niet_gevuld.append(f"{naam}, {plek.naam}: {bezwaar}; niet ingevuld.")
            continue
        for regel, waarde in enumerate(_waarden(gemaakt, regeling, indicator)):
            cel = _Plek(plek.blad, plek.rij + regel, plek.kolom)
            _vul_cel(vulling, naam, indicator, cel, waarde)
    bekend = {indicator.nummer for indicator in regeling.indicatoren}
    for (code, nummer), plek in plekken.items():
        if code == regeling.code.upper() and nummer not in bekend:
            vulling.niet_gevuld.append(
                f"{regeling.code}/{nummer}, {plek.naam}: staat wel in het sjabloon, maar niet in "
                "data/sisa; vul zelf in."
            )


def _waarden(gemaakt: Retour, regeling: Regeling, indicator: Indicator) -> list[Any]:
    """The values of an indicator in our own workbook, from the first regel down."""
    cellen = {
        regel: cel.waarde
        for (id, nummer, regel), cel in gemaakt.cellen.items()
        if (id, nummer) == (regeling.id, indicator.nummer)
    }
    return [cellen[regel] for regel in sorted(cellen)]


def _vul_cel(vulling: Vulling, naam: str, indicator: Indicator, plek: _Plek, waarde: Any) -> None:
    if waarde is None:
        vulling.niet_gevuld.append(
            f"{naam}, {plek.naam}: de formule in het werkboek heeft geen uitkomst; open het in "
            "Excel en bewaar het opnieuw."
        )
        return
    if indicator.soort.is_bedrag and not isinstance(waarde, int | float):
        vulling.niet_gevuld.append(f"{naam}, {plek.naam}: de waarde is {waarde}; vul zelf in.")
        return
    staat = plek.blad.cell(plek.rij, plek.kolom)
    if type(staat).__name__ == "MergedCell":
        vulling.niet_gevuld.append(
            f"{naam}, {plek.naam}: de cel is deel van samengevoegde cellen; vul zelf in."
        )
        return
    if staat.value not in (None, ""):
        gelijk = "dezelfde waarde" if staat.value == waarde else f"'{str(staat.value)[:40]}'"
        vulling.niet_gevuld.append(
            f"{naam}, {plek.naam}: er staat al {gelijk}; niet overschreven (zou {waarde} worden)."
        )
        return
    staat.value = waarde
    onzeker = "" if indicator.status > Status.VERWACHT else f" ({indicator.status}: controleer)"
    vulling.gevuld.append(f"{naam}, {plek.naam}: {waarde}{onzeker}")


def _tekst_boven(plek: _Plek) -> str:
    """The words above an indicator, which say what it asks."""
    boven = range(max(1, plek.rij - 1 - _TEKSTREGELS), plek.rij - 1)
    teksten = (plek.blad.cell(rij, plek.kolom).value for rij in boven)
    return " ".join(tekst for tekst in teksten if isinstance(tekst, str))


def _past_niet(indicator: Indicator, tekst: str) -> str | None:
    """Say why the text of the format cannot be about what we would fill in."""
    if not re.sub(r"aard controle\s*\S*", "", tekst, flags=re.IGNORECASE).strip():
        return None
    kort = " ".join(tekst.split())[:60]
    if bool(_JA_NEE.search(tekst)) != (indicator.soort is Indicatorsoort.EINDVERANTWOORDING):
        return f"de tekst erboven ('{kort}') past niet bij '{indicator.naam}'"
    if bool(_CUMULATIEF.search(tekst)) != indicator.soort.is_cumulatief:
        return f"de tekst erboven ('{kort}') past niet bij '{indicator.naam}'"
    return None


def _bewaar(werkboek: Workbook) -> bytes:
    uit = BytesIO()
    werkboek.save(uit)
    return uit.getvalue()


def _verloren(origineel: bytes, nieuw: bytes) -> Sequence[str]:
    """Name the parts of the file that did not come through, such as drawings."""
    with zipfile.ZipFile(BytesIO(origineel)) as oud, zipfile.ZipFile(BytesIO(nieuw)) as vers:
        weg = {_soort(naam) for naam in oud.namelist()} - {_soort(naam) for naam in vers.namelist()}
    ertoe = sorted(soort for soort in weg if soort and soort not in _ZONDER_GEVOLG)
    if not ertoe:
        return []
    return [f"Niet meegekomen uit het sjabloon: {', '.join(ertoe)}; vergelijk met het origineel."]


def _soort(naam: str) -> str:
    delen = naam.split("/")
    return delen[1] if delen[0] == "xl" and len(delen) > 2 else ""


#: Folders in the file that hold nothing a reader sees: how pages were printed, order of
#: calculation, relations.
_ZONDER_GEVOLG = frozenset({"printerSettings", "_rels", "customProperty"})
