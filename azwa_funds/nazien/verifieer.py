"""Does a workbook still say what it said when this program made it?

The receipt in the workbook says what it is; the same workbook is made anew from today's inputs
and the two are compared, row by row and cell by cell, on formulas and on values. What was filled
in in yellow cells is told and no deviation; of what hangs on it only the formulas are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from math import isclose
from pathlib import Path
from typing import Any

from azwa_funds.begroting.begroting import maak_begroting
from azwa_funds.begroting.werkboek import begroting_werkboek
from azwa_funds.doorverdelen import doorverdeling_opnieuw
from azwa_funds.excel.teruglezen import (
    UITVOERING,
    Rijen,
    celnaam,
    lees_bladen,
    lees_bon,
    veilige_inhoud,
)
from azwa_funds.excel.workbook import KLOPT_NIET
from azwa_funds.gegevens.namen import zoek_gemeente, zoek_regio
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.versie import VERSIE
from azwa_funds.nazien.verifieer_invoer import (
    Kolom,
    Plek,
    afhankelijke_kolommen,
    invoercellen,
    is_formule,
    kort,
    tekencellen,
)
from azwa_funds.overzicht.overview import landelijk
from azwa_funds.overzicht.overview_gebied import SOORT_LIJST, gebied_opnieuw, lijst_opnieuw
from azwa_funds.overzicht.overview_gemeente import gemeentelijk_werkboek
from azwa_funds.overzicht.overview_regio import (
    REGIO_MET_PLAN,
    regio_met_plan_opnieuw,
    regionaal_werkboek,
)
from azwa_funds.rekenmodel.rekenmodel import rekenmodel
from azwa_funds.sisa.sisa_regio import regio_opnieuw
from azwa_funds.sisa.sisa_werkboek import sisa_opnieuw
from azwa_funds.toetsen.toets_werkboek import opnieuw as toets_opnieuw
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.werkagenda.werkagenda import Werkagenda
from azwa_funds.werkagenda.werkagenda_werkboek import werkboek as werkagenda_werkboek
from azwa_funds.werkboek.bladen import Werkboek
from azwa_funds.werkboek.openstaand import openstaand_werkboek

#: Per kind of workbook, how it is made again from the subject on its receipt.
MAKERS: dict[str, Callable[[Cijfers, str], Werkboek]] = {
    "landelijk": lambda cijfers, _: landelijk(cijfers),
    "regio": lambda cijfers, naam: regionaal_werkboek(cijfers, zoek_regio(cijfers.gegevens, naam)),
    "gemeente": lambda cijfers, code: gemeentelijk_werkboek(
        cijfers, zoek_gemeente(cijfers.gegevens, code)
    ),
    "werkagenda": lambda cijfers, naam: werkagenda_werkboek(
        Werkagenda(cijfers, zoek_regio(cijfers.gegevens, naam))
    ),
    "begroting": lambda cijfers, naam: begroting_werkboek(
        cijfers, maak_begroting(cijfers, naam), naam
    ),
    "gebied": gebied_opnieuw,
    "rekenmodel": lambda cijfers, _: rekenmodel(cijfers, Path("rekenmodel.xlsx")),
    "openstaand": lambda cijfers, _: openstaand_werkboek(cijfers, Path("openstaand.xlsx")),
}

#: Likewise, for workbooks that were made from files of the user, which have to be given again.
MAKERS_UIT_BESTANDEN: dict[str, Callable[[Cijfers, str, Sequence[Path]], Werkboek]] = {
    "doorverdelen": doorverdeling_opnieuw,
    SOORT_LIJST: lijst_opnieuw,
    REGIO_MET_PLAN: regio_met_plan_opnieuw,
    "sisa": sisa_opnieuw,
    "sisa-regio": regio_opnieuw,
    "toets": toets_opnieuw,
}

#: Of what file of rules such a workbook was made, where it is no file of bookings.
_UIT_TOML = {
    "doorverdelen": "het plan van een regio",
    REGIO_MET_PLAN: "het plan van een regio",
    SOORT_LIJST: "een eigen bestand met gemeenten",
}

_SHA = "sha256 van "
_RIJNUMMER = re.compile(r"(\$?[A-Z]{1,3}\$?)\d+")


@dataclass(frozen=True, slots=True)
class Verificatie:
    """The outcome: how many figures stand, and one sentence per thing that differs.

    `ingevuld` names the yellow cells that were filled in; of `afhankelijke_formules` the outcome
    hangs on them, so only that the formula is still there was checked.
    """

    staande_cijfers: int
    afwijkingen: tuple[str, ...]
    ingevuld: tuple[str, ...] = ()
    afhankelijke_formules: int = 0

    @property
    def over_invoer(self) -> str:
        """Say what was filled in and what that means for the outcomes; empty without any."""
        if not self.ingevuld:
            return ""
        aantal = len(self.ingevuld)
        zin = "Er is 1 cel ingevuld" if aantal == 1 else f"Er zijn {aantal} cellen ingevuld"
        if not self.afhankelijke_formules:
            return f"{zin}; geen enkele uitkomst hangt daarvan af."
        return (
            f"{zin}. De uitkomsten van {self.afhankelijke_formules} formules hangen af van wat is "
            "ingevuld; die formules staan."
        )

    @property
    def staat(self) -> bool:
        """Whether nothing differs."""
        return not self.afwijkingen


def verifieer(cijfers: Cijfers, pad: Path, bestanden: Sequence[Path] = ()) -> Verificatie:
    """Compare a workbook with what the same inputs give today.

    `bestanden` are the files of the user that the workbook was made from, if it was.
    Raises Gebruikersfout when the file cannot be read or is not a workbook of this program.
    """
    formules, waarden = lees_bladen(pad, veilige_inhoud(pad))
    bon = lees_bon(pad, waarden)
    werkboek = _maak_opnieuw(cijfers, pad, bon, bestanden)
    hoort_formules, hoort_waarden = lees_bladen(pad, werkboek.als_bytes())
    afwijkingen = list(_bonverschillen(bon, lees_bon(pad, hoort_waarden)))
    afwijkingen += _bladverschillen(waarden, hoort_waarden)
    invoer, teken = invoercellen(werkboek.bladen), tekencellen(werkboek.bladen)
    bladen = [
        _Blad(
            blad,
            waarden[blad],
            formules[blad],
            hoort,
            hoort_formules[blad],
            invoer.get(blad, frozenset()),
            teken.get(blad, frozenset()),
        )
        for blad, hoort in hoort_waarden.items()
        if blad != UITVOERING and blad in waarden
    ]
    ingevuld = {plek: regel for blad in bladen for plek, regel in blad.ingevuld().items()}
    van_invloed = {kolom for blad in bladen for kolom in blad.kolommen_van_invloed()}
    afhankelijk = afhankelijke_kolommen(hoort_formules, van_invloed)
    for blad in bladen:
        afwijkingen += blad.verschillen(afhankelijk)
    return Verificatie(
        sum(blad.staande_cijfers for blad in bladen),
        tuple(afwijkingen),
        tuple(ingevuld.values()),
        sum(blad.afhankelijke_formules for blad in bladen),
    )


def _maak_opnieuw(
    cijfers: Cijfers, pad: Path, bon: Mapping[str, str], bestanden: Sequence[Path]
) -> Werkboek:
    soort, onderwerp = bon.get("Soort werkboek", ""), bon.get("Onderwerp", "")
    if soort in MAKERS:
        return MAKERS[soort](cijfers, onderwerp)
    if soort not in MAKERS_UIT_BESTANDEN:
        raise Gebruikersfout(
            f"{pad}: een werkboek van het soort '{soort}' is niet te verifiëren; dat kan met: "
            f"{', '.join(sorted({*MAKERS, *MAKERS_UIT_BESTANDEN}))}."
        )
    if not bestanden:
        raise Gebruikersfout(
            f"{pad} is gemaakt uit {_UIT_TOML[soort]}; geef dat opnieuw met --plan BESTAND.toml."
            if soort in _UIT_TOML
            else f"{pad} is gemaakt uit bestanden met bestedingen; geef die opnieuw met "
            "--bestedingen BESTAND."
        )
    return MAKERS_UIT_BESTANDEN[soort](cijfers, onderwerp, bestanden)


# -- comparing ---------------------------------------------------------------------------------


def _bonverschillen(bon: Mapping[str, str], hoort: Mapping[str, str]) -> Iterator[str]:
    """Name another version, changed inputs, and figures that no longer come out the same."""
    if bon.get("Versie") != hoort["Versie"]:
        yield (
            f"Versie: het werkboek is gemaakt met versie {bon.get('Versie', 'onbekend')}, dit is "
            f"versie {VERSIE}."
        )
    for naam in sorted({*bon, *hoort}):
        if not naam.startswith(_SHA) or bon.get(naam) == hoort.get(naam):
            continue
        wat = naam.removeprefix(_SHA)
        if wat == "de cijfers":
            yield "De cijfers zelf komen nu anders uit dan toen het werkboek is gemaakt."
        elif naam not in hoort:
            yield f"Invoer: {wat} was er toen wel en is er nu niet."
        elif naam not in bon:
            yield f"Invoer: {wat} is er nu wel en was er toen niet."
        else:
            yield f"Invoer: {wat} is veranderd sinds het werkboek is gemaakt."


def _bladverschillen(waarden: Mapping[str, Rijen], hoort: Mapping[str, Rijen]) -> Iterator[str]:
    for blad in hoort:
        if blad not in waarden:
            yield f"Het blad '{blad}' ontbreekt."
    for blad in waarden:
        if blad not in hoort:
            yield f"Het blad '{blad}' is erbij gekomen."


class _Blad:
    """One sheet as it is (`waarden`, `formules`) against what it should be."""

    def __init__(
        self,
        naam: str,
        waarden: Rijen,
        formules: Rijen,
        hoort_waarden: Rijen,
        hoort_formules: Rijen,
        invoer: frozenset[Plek],
        teken: frozenset[Plek],
    ) -> None:
        self.naam = naam
        self.waarden, self.formules = waarden, formules
        self.hoort_waarden, self.hoort_formules = hoort_waarden, hoort_formules
        self.invoer, self.teken = invoer, teken
        self.staande_cijfers = self.afhankelijke_formules = 0
        self.blokken = self._rijblokken()
        # Where rows have gone or come, row numbers in formulas have shifted along.
        self.verschoven = len(waarden) != len(hoort_waarden)

    def ingevuld(self) -> dict[tuple[str, int, int], str]:
        """Return each yellow cell that was filled in, by its place now, and what it holds."""
        return {
            (self.naam, is_nu, kolom): f"ingevuld: {self._plek(hoort, is_nu, kolom)}: "
            f"{self._invoer(is_nu, kolom)}{self._standaard(hoort, kolom)}."
            for hoort, is_nu in self._koppels()
            for kolom in range(self._breedte(hoort, is_nu))
            if self._is_ingevuld(hoort, is_nu, kolom)
        }

    def kolommen_van_invloed(self) -> Iterator[Kolom]:
        """Yield the columns with a cell that was filled in; a signature changes no figure."""
        for hoort, is_nu in self._koppels():
            for kolom in range(self._breedte(hoort, is_nu)):
                if (hoort, kolom) not in self.teken and self._is_ingevuld(hoort, is_nu, kolom):
                    yield self.naam, kolom

    def _is_ingevuld(self, hoort: int, is_nu: int, kolom: int) -> bool:
        if (hoort, kolom) not in self.invoer:
            return False
        formule, nu = _cel(self.hoort_formules, hoort, kolom), _cel(self.formules, is_nu, kolom)
        if is_formule(formule) or is_formule(nu):
            return not _zelfde_formule(nu, formule, self.verschoven)
        return not _gelijk(nu, formule)

    def _invoer(self, rij: int, kolom: int) -> str:
        waarde = _cel(self.waarden, rij, kolom)
        if waarde is None:
            waarde = _cel(self.formules, rij, kolom)
        return _toon(kort(waarde) if isinstance(waarde, str) else waarde)

    def _standaard(self, hoort: int, kolom: int) -> str:
        """What a yellow cell that was not empty held."""
        waarde = _cel(self.hoort_waarden, hoort, kolom)
        return "" if waarde in (None, "") else f" (standaard {_toon(waarde)})"

    def _koppels(self) -> Iterator[tuple[int, int]]:
        """Yield which row as it should be is which row now."""
        for gepaard, hoort, is_nu in self.blokken:
            if gepaard:
                yield from zip(hoort, is_nu, strict=True)

    def verschillen(self, afhankelijk: Set[Kolom]) -> Iterator[str]:
        """Yield a sentence per row or cell that differs, and count the figures that stand.

        Of formulas in columns that are `afhankelijk` of what was filled in, the outcome may differ.
        """
        for gepaard, hoort, is_nu in self.blokken:
            if gepaard:
                continue
            for nummer in hoort:
                yield f"{self.naam}: de rij '{_label(self.hoort_waarden[nummer])}' ontbreekt."
            for nummer in is_nu:
                label = _label(self.waarden[nummer])
                yield f"{self.naam}: rij {nummer + 1} '{label}' is erbij gekomen."
        for rij, rij_nu in self._koppels():
            yield from self._rijverschillen(rij, rij_nu, afhankelijk)

    def _rijblokken(self) -> list[tuple[bool, range, range]]:
        """Pair rows as they should be with rows as they are; unpaired ones went or came."""
        # What is filled in, or hangs on it, must not make a row look like another.
        geel = {kolom for _, kolom in self.invoer}
        sleutels = [
            [
                _label([c for k, c in enumerate(rij) if k not in geel and not is_formule(c)])
                for rij in rijen
            ]
            for rijen in (self.hoort_formules, self.formules)
        ]
        gevonden = SequenceMatcher(None, sleutels[0], sleutels[1], autojunk=False).get_opcodes()
        return [
            (soort == "equal" or (soort == "replace" and b - a == d - c), range(a, b), range(c, d))
            for soort, a, b, c, d in gevonden
        ]

    def _breedte(self, hoort: int, is_nu: int) -> int:
        return max(len(self.hoort_waarden[hoort]), len(self.waarden[is_nu]))

    def _plek(self, hoort: int, is_nu: int, kolom: int) -> str:
        return f"{self.naam}, cel {celnaam(is_nu, kolom)} ({_label(self.hoort_waarden[hoort])})"

    def _rijverschillen(self, hoort: int, is_nu: int, afhankelijk: Set[Kolom]) -> Iterator[str]:
        for kolom in range(self._breedte(hoort, is_nu)):
            if self._is_ingevuld(hoort, is_nu, kolom):
                continue
            waarde, hoort_waarde = (
                _cel(self.waarden, is_nu, kolom),
                _cel(self.hoort_waarden, hoort, kolom),
            )
            formule, hoort_formule = (
                _cel(self.formules, is_nu, kolom),
                _cel(self.hoort_formules, hoort, kolom),
            )
            zelfde = _zelfde_formule(formule, hoort_formule, self.verschoven)
            hangt_af = (self.naam, kolom) in afhankelijk and is_formule(hoort_formule)
            wat = ""
            if not hangt_af and not _gelijk(waarde, hoort_waarde):
                wat = f"is {_toon(waarde)}, hoort {_toon(hoort_waarde)} te zijn"
            elif not zelfde:
                wat = f"de formule is overtypt of veranderd; hoort {_toon(hoort_formule)} te zijn"
            elif hangt_af and _is_fout(waarde):
                wat = f"de uitkomst is {_toon(waarde)} met wat is ingevuld"
            elif hangt_af:
                self.afhankelijke_formules += 1
            elif isinstance(hoort_waarde, int | float):
                self.staande_cijfers += 1
            if wat:
                yield f"{self._plek(hoort, is_nu, kolom)}: {wat}."


def _cel(rijen: Rijen, rij: int, kolom: int) -> Any:
    return rijen[rij][kolom] if kolom < len(rijen[rij]) else None


def _label(rij: list[Any]) -> str:
    """Name a row by its first texts."""
    teksten = [str(waarde) for waarde in rij if isinstance(waarde, str) and waarde.strip()]
    return kort(" ".join(teksten[:2]))


def _gelijk(een: Any, ander: Any) -> bool:
    if isinstance(een, float) or isinstance(ander, float):
        getallen = isinstance(een, int | float) and isinstance(ander, int | float)
        return getallen and isclose(een, ander, rel_tol=1e-9, abs_tol=1e-9)
    leeg = ("" if een is None else een, "" if ander is None else ander)
    return bool(leeg[0] == leeg[1])


def _zelfde_formule(een: Any, ander: Any, verschoven: bool) -> bool:
    zijn_formules = [is_formule(cel) for cel in (een, ander)]
    if not any(zijn_formules):
        return True
    if not all(zijn_formules):
        return False
    vormen = [cel.replace(" ", "") for cel in (een, ander)]
    if verschoven:
        vormen = [_RIJNUMMER.sub(r"\1#", vorm) for vorm in vormen]
    return bool(vormen[0] == vormen[1])


def _is_fout(waarde: Any) -> bool:
    """Whether an outcome is an error of the spreadsheet, or a check that fails."""
    return isinstance(waarde, str) and (waarde.startswith("#") or waarde == KLOPT_NIET)


def _toon(waarde: Any) -> str:
    if isinstance(waarde, bool) or waarde is None:
        return "leeg" if waarde is None else str(waarde)
    if isinstance(waarde, int):
        return f"{waarde:,}".replace(",", ".")
    if isinstance(waarde, float):
        return f"{waarde:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(waarde, date):
        return f"{waarde:%d-%m-%Y}"
    return f"'{waarde}'"
