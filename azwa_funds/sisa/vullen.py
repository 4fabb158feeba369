"""Fill in an official SiSa format: find "Indicator: H35/01" wherever it stands, and write below.

openpyxl finds the cells; they are written by `celschrijver`, which leaves all else in the file as
it was. Everything that could not be filled in is named.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from azwa_funds.excel.blad import PRO_MEMORIE
from azwa_funds.excel.cellen import Onbewerkbaar, schrijf_cellen
from azwa_funds.excel.lezer import Keuzes, celnaam, mits_gaaf, veilige_inhoud, weiger_te_groot
from azwa_funds.kern.begrippen import Status
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.sisa.formaat import Formaat, Indicator, Indicatorsoort, Regeling
from azwa_funds.sisa.retour import INDICATOR, Retour, als_bedrag

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CUMULATIEF = re.compile(r"cumulatie|t/m jaar t", re.IGNORECASE)
_JA_NEE = re.compile(r"ja\s*/\s*nee", re.IGNORECASE)
_TEKSTREGELS = 3


@dataclass
class Vulling:
    """A filled-in format: its bytes, what was written where, and what was not and why.

    `cellen` are the values per sheet by (row, column).
    """

    inhoud: bytes = b""
    gevuld: list[str] = field(default_factory=list)
    niet_gevuld: list[str] = field(default_factory=list)
    opmerkingen: list[str] = field(default_factory=list)
    cellen: dict[str, dict[tuple[int, int], int | str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Plek:
    """Where an indicator stands in the format: its own cell, and the first cell for a value."""

    blad: Any
    rij: int
    kolom: int

    @property
    def cel(self) -> str:
        """The cell of the value."""
        return celnaam(self.rij - 1, self.kolom - 1)

    @property
    def naam(self) -> str:
        """The cell of the value, as a person would point at it."""
        return f"blad '{self.blad.title}', cel {self.cel}"


def vul(sjabloon: Path, formaat: Formaat, gemaakt: Retour) -> Vulling:
    """Fill in a format with the values of a SiSa workbook of this program.

    Raises Gebruikersfout when the file is no .xlsx or .xlsm, or has nothing like an indicator.
    """
    origineel = _lees(sjabloon)
    werkboek = _open(sjabloon, origineel)
    for blad in werkboek.worksheets:
        weiger_te_groot(sjabloon, blad)
    plekken = _plekken(werkboek)
    if not plekken:
        raise Gebruikersfout(
            f"{sjabloon}: er staat nergens 'Indicator: CODE/NN'; geef de SiSa-bijlage van het CBS."
        )
    vuller = _Vuller(gemaakt, plekken, Keuzes(werkboek, origineel))
    for regeling in formaat.regelingen:
        if gemaakt.heeft(regeling):
            vuller.vul_regeling(regeling)
    vulling = vuller.vulling
    try:
        vulling.inhoud = schrijf_cellen(origineel, vulling.cellen)
    except (Onbewerkbaar, ElementTree.ParseError, ExpatError) as fout:
        raise Gebruikersfout(
            f"{sjabloon} is niet in te vullen zonder er iets anders aan te veranderen ({fout}); "
            "open het in Excel, bewaar het opnieuw als .xlsx en probeer het nog eens."
        ) from fout
    if vulling.cellen and _heeft_formules(werkboek):
        vulling.opmerkingen.append(
            "De formules van het sjabloon tonen hun oude uitkomst totdat u het bestand in Excel "
            "opent; Excel rekent dan alles opnieuw. Verder is er niets aan het bestand veranderd."
        )
    return vulling


def _heeft_formules(werkboek: Workbook) -> bool:
    return any(
        cel.data_type == "f" for blad in werkboek.worksheets for rij in blad.rows for cel in rij
    )


def _lees(pad: Path) -> bytes:
    if pad.is_file() and not zipfile.is_zipfile(pad):
        raise Gebruikersfout(
            f"{pad} is geen .xlsx of .xlsm, of er zit een wachtwoord op; open het in Excel en "
            "bewaar het als .xlsx zonder wachtwoord."
        )
    return veilige_inhoud(pad)


def _open(pad: Path, inhoud: bytes) -> Workbook:
    from openpyxl import load_workbook

    zin = f"{pad} is geen leesbaar Excelbestand; geef een .xlsx of .xlsm."
    # What openpyxl does not understand stays in the file, for it writes nothing.
    return mits_gaaf(zin, lambda: load_workbook(BytesIO(inhoud)))


def _plekken(werkboek: Workbook) -> dict[tuple[str, str], list[_Plek]]:
    """Return the cells for the value of each indicator, by code and number; often there is one."""
    plekken: dict[tuple[str, str], list[_Plek]] = {}
    for blad in werkboek.worksheets:
        for rij in blad.iter_rows():
            for cel in rij:
                if gevonden := _indicator(cel.value):
                    plek = _Plek(blad, _onder(blad, cel.row, cel.column), cel.column)
                    plekken.setdefault(gevonden, []).append(plek)
    return plekken


def _indicator(waarde: Any) -> tuple[str, str] | None:
    """The code and number in a cell, if its last line names an indicator."""
    regels = str(waarde).strip().splitlines() if isinstance(waarde, str) else []
    gevonden = INDICATOR.fullmatch(regels[-1].strip()) if regels else None
    return (gevonden[1].upper(), gevonden[2]) if gevonden else None


def _onder(blad: Worksheet, rij: int, kolom: int) -> int:
    """The row below a cell, or below the merged cells that it belongs to."""
    for bereik in blad.merged_cells.ranges:
        if bereik.min_row <= rij <= bereik.max_row and bereik.min_col <= kolom <= bereik.max_col:
            return int(bereik.max_row) + 1
    return rij + 1


class _Vuller:
    """Fills in a format with the values of one workbook, and notes what it could not."""

    def __init__(
        self, gemaakt: Retour, plekken: Mapping[tuple[str, str], Sequence[_Plek]], keuzes: Keuzes
    ) -> None:
        self.gemaakt, self.plekken, self.keuzes = gemaakt, plekken, keuzes
        self.vulling = Vulling()
        self._mis = self.vulling.niet_gevuld.append

    def vul_regeling(self, regeling: Regeling) -> None:
        """Fill in the block of one uitkering."""
        if not regeling.code:
            self._mis(
                f"{regeling.naam}: de uitkeringscode is nog niet bekend (p.m.); vul haar in bij "
                "data/sisa zodra zij is gepubliceerd."
            )
            return
        ruimte = self._ruimte(regeling)
        for indicator in regeling.indicatoren:
            self._vul_indicator(regeling, indicator, ruimte if indicator.soort.is_lijst else None)
        bekend = {indicator.nummer for indicator in regeling.indicatoren}
        for (code, nummer), (plek, *_) in self.plekken.items():
            if code == regeling.code.upper() and nummer not in bekend:
                self._mis(
                    f"{regeling.code}/{nummer}, {plek.naam}: staat wel in het sjabloon, maar niet "
                    "in data/sisa; vul zelf in."
                )

    def _vul_indicator(self, regeling: Regeling, indicator: Indicator, ruimte: int | None) -> None:
        naam, waarden = regeling.plaatsnaam(indicator), self._waarden(regeling, indicator)
        plekken = self._plekken_van(regeling, indicator)
        if not plekken:
            self._mis(f"{naam} ({indicator.naam}): staat niet in het sjabloon.")
            return
        plek, *dubbel = plekken
        if bezwaar := _past_niet(indicator, _tekst_boven(plek)):
            self._mis(f"{naam}, {plek.naam}: {bezwaar}; niet ingevuld.")
        elif ruimte is not None:
            self._mis(
                f"{naam}, {plek.naam}: de lijst heeft {len(waarden)} regels en het sjabloon heeft "
                f"er {ruimte}; niets van deze lijst is ingevuld, vul haar zelf in."
            )
        else:
            for regel, waarde in enumerate(waarden):
                self._vul_cel(naam, indicator, replace(plek, rij=plek.rij + regel), waarde)
            for ander in dubbel:
                self._mis(
                    f"{naam}, {ander.naam}: deze indicator staat al eerder in het sjabloon; niet "
                    "ingevuld."
                )

    def _plekken_van(self, regeling: Regeling, indicator: Indicator) -> Sequence[_Plek]:
        return self.plekken.get((regeling.code.upper(), indicator.nummer), ())

    def _ruimte(self, regeling: Regeling) -> int | None:
        """Return how many lines the form has for a list that is longer, None when it fits.

        What comes below it belongs to the next uitkering, and none of the columns of the list may
        run on into that.
        """
        for indicator in regeling.indicatoren:
            plekken = self._plekken_van(regeling, indicator) if indicator.soort.is_lijst else ()
            for plek in plekken[:1]:
                for regel in range(len(self._waarden(regeling, indicator))):
                    if _is_vreemd(indicator, plek, plek.rij + regel):
                        return regel
        return None

    def _waarden(self, regeling: Regeling, indicator: Indicator) -> list[Any]:
        """The values of an indicator in our own workbook, from the first regel down."""
        return [cel.waarde for _, cel in sorted(self.gemaakt.lijst(regeling, indicator).items())]

    def _vul_cel(self, naam: str, indicator: Indicator, plek: _Plek, waarde: Any) -> None:
        toegestaan = self.keuzes.van(plek.blad.title, plek.cel)
        if toegestaan is not None:
            waarde = _keuze(waarde, toegestaan)
        if bezwaar := _bezwaar(indicator, plek, waarde, toegestaan):
            self._mis(f"{naam}, {plek.naam}: {bezwaar}.")
            return
        bedrag = als_bedrag(waarde)
        inhoud = str(waarde) if bedrag is None else bedrag
        self.vulling.cellen.setdefault(plek.blad.title, {})[plek.rij, plek.kolom] = inhoud
        onzeker = "" if indicator.status > Status.VERWACHT else f" ({indicator.status}: controleer)"
        self.vulling.gevuld.append(f"{naam}, {plek.naam}: {waarde}{onzeker}")


def _is_vreemd(indicator: Indicator, plek: _Plek, rij: int) -> bool:
    """Whether a line of the form is no longer of this list: it names another, or holds words."""
    if rij > plek.blad.max_row:
        return False
    cel = plek.blad.cell(rij, plek.kolom)
    woorden = indicator.soort.is_bedrag and isinstance(cel.value, str) and cel.value.strip()
    return bool(woorden) or any(_indicator(ander.value) is not None for ander in plek.blad[rij])


def _keuze(waarde: Any, toegestaan: frozenset[str]) -> Any:
    """The word of a drop-down list that means the same medeoverheid: "060197 Gemeente Aalten"."""
    code, _, naam = str(waarde).partition(" ")
    cijfers = code.removeprefix("GM") if code.startswith("GM") else ""
    passend = [
        woord
        for woord in toegestaan
        if naam and naam in woord and woord.partition(" ")[0].endswith(cijfers)
    ]
    return passend[0] if len(passend) == 1 and waarde not in toegestaan else waarde


def _bezwaar(
    indicator: Indicator, plek: _Plek, waarde: Any, toegestaan: frozenset[str] | None
) -> str | None:
    """Say why a value should not go into a cell."""
    if waarde is None:
        return (
            "de formule in het werkboek heeft geen uitkomst; open het in Excel en bewaar het "
            "opnieuw"
        )
    if waarde == PRO_MEMORIE or (indicator.soort.is_bedrag and als_bedrag(waarde) is None):
        return f"de waarde is {waarde}; vul zelf in"
    staat = plek.blad.cell(plek.rij, plek.kolom)
    if type(staat).__name__ == "MergedCell":
        return "de cel is deel van samengevoegde cellen; vul zelf in"
    if staat.value not in (None, ""):
        gelijk = "dezelfde waarde" if staat.value == waarde else f"'{str(staat.value)[:40]}'"
        return f"er staat al {gelijk}; niet overschreven (zou {waarde} worden)"
    if plek.blad.protection.sheet and staat.protection.locked:
        return f"de cel is beveiligd; niet ingevuld (zou {waarde} worden)"
    if toegestaan is not None and str(waarde) not in toegestaan:
        return f"'{waarde}' staat niet in de keuzelijst van de cel; kies zelf"
    return None


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
    is_eind = indicator.soort is Indicatorsoort.EINDVERANTWOORDING
    is_cumulatief = indicator.soort.is_cumulatief
    if (bool(_JA_NEE.search(tekst)), bool(_CUMULATIEF.search(tekst))) != (is_eind, is_cumulatief):
        return f"de tekst erboven ('{kort}') past niet bij '{indicator.naam}'"
    return None
