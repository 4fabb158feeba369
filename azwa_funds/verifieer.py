"""Does a workbook still say what it said when this program made it?

The receipt in the workbook says what it is; the same workbook is made anew from today's inputs
and the two are compared, row by row and cell by cell, on formulas and on values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import isclose
from pathlib import Path
from typing import Any

from azwa_funds import __version__
from azwa_funds.bladen import UITVOERING, Werkboek
from azwa_funds.cijfers import Cijfers
from azwa_funds.fouten import Gebruikersfout
from azwa_funds.namen import zoek_gemeente, zoek_regio
from azwa_funds.overview import landelijk
from azwa_funds.overview_gemeente import gemeentelijk_werkboek
from azwa_funds.overview_regio import regionaal_werkboek
from azwa_funds.rekenmodel import rekenmodel
from azwa_funds.sisa_regio import regio_opnieuw
from azwa_funds.sisa_werkboek import sisa_opnieuw
from azwa_funds.teruglezen import Rijen, celnaam, lees_bladen, lees_bon, veilige_inhoud
from azwa_funds.werkagenda import Werkagenda
from azwa_funds.werkagenda_werkboek import werkboek as werkagenda_werkboek

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
    "rekenmodel": lambda cijfers, _: rekenmodel(cijfers, Path("rekenmodel.xlsx")),
}

#: Likewise, for workbooks that were made from files of the user, which have to be given again.
MAKERS_UIT_BESTANDEN: dict[str, Callable[[Cijfers, str, Sequence[Path]], Werkboek]] = {
    "sisa": sisa_opnieuw,
    "sisa-regio": regio_opnieuw,
}

_SHA = "sha256 van "
_RIJNUMMER = re.compile(r"(\$?[A-Z]{1,3}\$?)\d+")


@dataclass(frozen=True, slots=True)
class Verificatie:
    """The outcome: how many figures stand, and one sentence per thing that differs."""

    staande_cijfers: int
    afwijkingen: tuple[str, ...]

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
    staan = 0
    for blad, hoort in hoort_waarden.items():
        if blad == UITVOERING or blad not in waarden:
            continue
        vergelijking = _Blad(blad, waarden[blad], formules[blad], hoort, hoort_formules[blad])
        nieuw = list(vergelijking.verschillen())
        afwijkingen += nieuw
        staan += vergelijking.staande_cijfers
    return Verificatie(staan, tuple(afwijkingen))


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
            f"{pad} is gemaakt uit bestanden met bestedingen; geef die opnieuw met "
            "--bestedingen BESTAND."
        )
    return MAKERS_UIT_BESTANDEN[soort](cijfers, onderwerp, bestanden)


# -- comparing ---------------------------------------------------------------------------------


def _bonverschillen(bon: Mapping[str, str], hoort: Mapping[str, str]) -> Iterator[str]:
    """Name another version, changed inputs, and figures that no longer come out the same."""
    if bon.get("Versie") != hoort["Versie"]:
        yield (
            f"Versie: het werkboek is gemaakt met versie {bon.get('Versie', 'onbekend')}, dit is "
            f"versie {__version__}."
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
    ) -> None:
        self.naam = naam
        self.waarden, self.formules = waarden, formules
        self.hoort_waarden, self.hoort_formules = hoort_waarden, hoort_formules
        self.staande_cijfers = 0

    def verschillen(self) -> Iterator[str]:
        """Yield a sentence per row or cell that differs, and count the figures that stand."""
        koppels: list[tuple[int, int]] = []
        for soort, a, b, c, d in self._rijkoppels():
            if soort == "equal" or (soort == "replace" and b - a == d - c):
                koppels += zip(range(a, b), range(c, d), strict=True)
                continue
            for nummer in range(a, b):
                yield f"{self.naam}: de rij '{_label(self.hoort_waarden[nummer])}' ontbreekt."
            for nummer in range(c, d):
                label = _label(self.waarden[nummer])
                yield f"{self.naam}: rij {nummer + 1} '{label}' is erbij gekomen."
        # Where rows have gone or come, row numbers in formulas have shifted along.
        verschoven = len(self.waarden) != len(self.hoort_waarden)
        for hoort, is_nu in koppels:
            yield from self._rijverschillen(hoort, is_nu, verschoven)

    def _rijkoppels(self) -> Sequence[tuple[str, int, int, int, int]]:
        sleutels = [[_label(rij) for rij in rijen] for rijen in (self.hoort_waarden, self.waarden)]
        return SequenceMatcher(None, sleutels[0], sleutels[1], autojunk=False).get_opcodes()

    def _rijverschillen(self, hoort: int, is_nu: int, verschoven: bool) -> Iterator[str]:
        label = _label(self.hoort_waarden[hoort])
        breedte = max(len(self.hoort_waarden[hoort]), len(self.waarden[is_nu]))
        for kolom in range(breedte):
            waarde, hoort_waarde = (
                _cel(self.waarden, is_nu, kolom),
                _cel(self.hoort_waarden, hoort, kolom),
            )
            formule, hoort_formule = (
                _cel(self.formules, is_nu, kolom),
                _cel(self.hoort_formules, hoort, kolom),
            )
            plek = f"{self.naam}, cel {celnaam(is_nu, kolom)} ({label})"
            if not _gelijk(waarde, hoort_waarde):
                yield f"{plek}: is {_toon(waarde)}, hoort {_toon(hoort_waarde)} te zijn."
            elif not _zelfde_formule(formule, hoort_formule, verschoven):
                wat = _toon(hoort_formule)
                yield f"{plek}: de formule is overtypt of veranderd; hoort {wat} te zijn."
            elif isinstance(hoort_waarde, int | float):
                self.staande_cijfers += 1


def _cel(rijen: Rijen, rij: int, kolom: int) -> Any:
    return rijen[rij][kolom] if kolom < len(rijen[rij]) else None


def _label(rij: list[Any]) -> str:
    """Name a row by its first texts."""
    teksten = [str(waarde) for waarde in rij if isinstance(waarde, str) and waarde.strip()]
    return " ".join(teksten[:2])[:60]


def _gelijk(een: Any, ander: Any) -> bool:
    if isinstance(een, float) or isinstance(ander, float):
        getallen = isinstance(een, int | float) and isinstance(ander, int | float)
        return getallen and isclose(een, ander, rel_tol=1e-9, abs_tol=1e-9)
    leeg = ("" if een is None else een, "" if ander is None else ander)
    return bool(leeg[0] == leeg[1])


def _zelfde_formule(een: Any, ander: Any, verschoven: bool) -> bool:
    is_formule = [isinstance(cel, str) and cel.startswith("=") for cel in (een, ander)]
    if not any(is_formule):
        return True
    if not all(is_formule):
        return False
    vormen = [cel.replace(" ", "") for cel in (een, ander)]
    if verschoven:
        vormen = [_RIJNUMMER.sub(r"\1#", vorm) for vorm in vormen]
    return bool(vormen[0] == vormen[1])


def _toon(waarde: Any) -> str:
    if isinstance(waarde, bool) or waarde is None:
        return "leeg" if waarde is None else str(waarde)
    if isinstance(waarde, int):
        return f"{waarde:,}".replace(",", ".")
    if isinstance(waarde, float):
        return f"{waarde:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"'{waarde}'"
