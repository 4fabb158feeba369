"""One sheet as it is against what it should be: row by row, cell by cell, and all around them.

What was changed by hand goes before what only follows from it: every sentence comes with a rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from math import isclose
from typing import Any

from azwa_funds.excel.beeld import Bladbeeld, Reeks, Werkboekbeeld
from azwa_funds.excel.beeldcellen import Cel
from azwa_funds.excel.blad import KLOPT_NIET
from azwa_funds.excel.lezer import UITVOERING, Rijen, celnaam
from azwa_funds.nazien.formule import Celplek, Gebied, Onbekend, is_formule, kort, ontleed
from azwa_funds.nazien.narekenen import als_cel, is_getal

#: A deviation, and whether it was made (0: the file, 1: something in it) or follows from one (2).
Afwijking = tuple[int, str]
GEMAAKT, VOLGT = 1, 2

_RIJNUMMER = re.compile(r"(\$?[A-Z]{1,3}\$?)\d+")
#: No more sentences of one kind about one sheet than this; the rest is counted.
_MEESTE = 200
#: Rows are paired where not more than so many pairs have to be tried.
_MEESTE_PAREN = 4_000_000


def als_rijen(cellen: Mapping[Celplek, Cel]) -> tuple[Rijen, Rijen]:
    """Return the values of a sheet and its formulas (the value where there is none), by row."""
    waarden: Rijen = [[] for _ in range(max((rij for rij, _ in cellen), default=-1) + 1)]
    formules: Rijen = [[] for _ in waarden]
    for (rij, kolom), cel in sorted(cellen.items()):
        for rijen, inhoud in ((waarden, cel.waarde), (formules, cel.formule or cel.waarde)):
            rijen[rij] += [None] * (kolom - len(rijen[rij])) + [inhoud]
    return waarden, formules


def zaakverschillen(waar: str, nu: AbstractSet[str], hoort: AbstractSet[str]) -> Iterator[str]:
    """Say which things came and which went, beside the cells."""
    yield from _hoogstens(
        [f"{waar}: {zaak} is erbij gekomen." for zaak in sorted(nu - hoort)], waar, "zaken erbij"
    )
    yield from _hoogstens(
        [f"{waar}: {zaak} ontbreekt." for zaak in sorted(hoort - nu)], waar, "zaken minder"
    )


def _hoogstens(zinnen: Sequence[str], waar: str, wat: str) -> Iterator[str]:
    yield from zinnen[:_MEESTE]
    if len(zinnen) > _MEESTE:
        yield f"{waar}: en nog {len(zinnen) - _MEESTE} {wat}."


class Bladvergelijking:
    """One sheet as it is (`nu`) against what it should be.

    `invoer` are its yellow cells, of which `teken` are to sign in.
    """

    def __init__(
        self,
        nu: Bladbeeld,
        hoort: Bladbeeld,
        invoer: frozenset[Celplek],
        teken: frozenset[Celplek] | None = None,
    ) -> None:
        self.naam, self.nu, self.hoort, self.invoer = hoort.naam, nu, hoort, invoer
        self.teken = teken or frozenset()
        self.waarden, self.formules = als_rijen(nu.cellen)
        self.hoort_waarden, self.hoort_formules = als_rijen(hoort.cellen)
        self.staande_cijfers = self.afhankelijke_formules = self.niet_nagerekend = 0
        self.blokken = self._rijblokken()
        # Where rows have gone or come, row numbers in formulas have shifted along.
        self.verschoven = len(self.waarden) != len(self.hoort_waarden)

    # -- yellow cells --------------------------------------------------------------------------

    @cached_property
    def getypt(self) -> dict[tuple[str, int, int], Any]:
        """What stands in each yellow cell that was filled in, by its place as it should be."""
        return {
            (self.naam, hoort, kolom): _cel(self.waarden, is_nu, kolom)
            for hoort, is_nu in self._koppels()
            for kolom in range(self._breedte(hoort, is_nu))
            if self._is_ingevuld(hoort, is_nu, kolom)
        }

    @property
    def van_invloed(self) -> dict[tuple[str, int, int], Any]:
        """Of those the ones that figures can hang on; a signature changes no figure."""
        return {plek: w for plek, w in self.getypt.items() if plek[1:] not in self.teken}

    def ingevuld(self) -> dict[tuple[str, int, int], str]:
        """Return each yellow cell that was filled in, and what it holds."""
        is_nu = dict(self._koppels())
        return {
            (blad, hoort, kolom): f"ingevuld: {self._plek(hoort, is_nu[hoort], kolom)}: "
            f"{self._invoer(is_nu[hoort], kolom)}{self._standaard(hoort, kolom)}."
            for blad, hoort, kolom in self.getypt
        }

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

    # -- rows ----------------------------------------------------------------------------------

    def _koppels(self) -> Iterator[tuple[int, int]]:
        """Yield which row as it should be is which row now."""
        for gepaard, hoort, is_nu in self.blokken:
            if gepaard:
                yield from zip(hoort, is_nu, strict=True)

    def _rijblokken(self) -> list[tuple[bool, range, range]]:
        """Pair rows as they should be with rows as they are; unpaired ones went or came."""
        # What is filled in, or hangs on it, must not make a row look like another.
        geel = {kolom for _, kolom in self.invoer}

        def woorden(rij: Sequence[Any]) -> str:
            return _woorden([c for k, c in enumerate(rij) if k not in geel and not is_formule(c)])

        hoort, nu = ([*map(woorden, rijen)] for rijen in (self.hoort_formules, self.formules))
        begin = _gelijk_begin(hoort, nu)
        einde = min(_gelijk_begin(hoort[::-1], nu[::-1]), min(len(hoort), len(nu)) - begin)
        midden = (begin, len(hoort) - einde, begin, len(nu) - einde)
        gevonden = [(True, range(begin), range(begin))]
        gevonden += _middelste_blokken(hoort, nu, midden)
        gevonden.append((True, range(midden[1], len(hoort)), range(midden[3], len(nu))))
        return [blok for blok in gevonden if blok[1] or blok[2]]

    def _breedte(self, hoort: int, is_nu: int) -> int:
        return max(len(self.hoort_waarden[hoort]), len(self.waarden[is_nu]))

    def _plek(self, hoort: int, is_nu: int, kolom: int) -> str:
        return f"{self.naam}, cel {celnaam(is_nu, kolom)} ({_label(self.hoort_waarden[hoort])})"

    # -- what differs --------------------------------------------------------------------------

    def verschillen(
        self, nagerekend: Mapping[tuple[str, int, int], Any], werkboek: Werkboekbeeld
    ) -> Iterator[Afwijking]:
        """Yield what differs, and count the figures that stand.

        `nagerekend` holds what should stand in the cells that hang on what was filled in (an
        object of no kind where that is not known); `werkboek` is the whole as it is.
        """
        yield from ((GEMAAKT, zin) for zin in self._rijen_erbij_of_weg())
        for rij, rij_nu in self._koppels():
            for kolom in range(self._breedte(rij, rij_nu)):
                if (self.naam, rij, kolom) not in self.getypt:
                    yield from self._celverschil(rij, rij_nu, kolom, nagerekend)
        yield from ((GEMAAKT, zin) for zin in self._verborgen())
        yield from (
            (GEMAAKT, zin) for zin in zaakverschillen(self.naam, self.nu.zaken, self.hoort.zaken)
        )
        for grafiek in self.nu.grafieken:
            for reeks in grafiek.reeksen:
                for zin in _reeksverschillen(reeks, werkboek):
                    yield (VOLGT, f"{self.naam}, grafiek '{grafiek.titel}': {zin}")

    def _rijen_erbij_of_weg(self) -> Iterator[str]:
        los = [(hoort, is_nu) for gepaard, hoort, is_nu in self.blokken if not gepaard]
        weg = [n for hoort, _ in los for n in hoort if not self._zegt_de_bon(self.hoort_waarden[n])]
        erbij = [n for _, is_nu in los for n in is_nu if not self._zegt_de_bon(self.waarden[n])]
        zinnen = [f"{self.naam}: de rij '{_label(self.hoort_waarden[n])}' ontbreekt." for n in weg]
        yield from _hoogstens(zinnen, self.naam, "rijen ontbreken")
        zinnen = [
            f"{self.naam}: rij {n + 1} '{_label(self.waarden[n])}' is erbij gekomen." for n in erbij
        ]
        yield from _hoogstens(zinnen, self.naam, "rijen zijn erbij gekomen")

    def _zegt_de_bon(self, rij: Sequence[Any]) -> bool:
        """Whether of a row it is told elsewhere what differs, or there is nothing to tell."""
        naam = str(rij[0]) if rij else ""
        if not any(waarde is not None for waarde in rij):
            return True
        return self.naam == UITVOERING and (naam.startswith("sha256 van ") or naam == "Versie")

    def _celverschil(
        self, hoort: int, is_nu: int, kolom: int, nagerekend: Mapping[tuple[str, int, int], Any]
    ) -> Iterator[Afwijking]:
        if self._zegt_de_bon(self.hoort_waarden[hoort]) and kolom:
            return
        plek = (self.naam, hoort, kolom)
        formule = _cel(self.formules, is_nu, kolom)
        hoort_formule = _cel(self.hoort_formules, hoort, kolom)
        zelfde = _zelfde_formule(formule, hoort_formule, self.verschoven)
        if plek in nagerekend:
            wat = self._nagerekend_verschil(is_nu, kolom, zelfde, nagerekend[plek], hoort_formule)
        else:
            wat = self._waardeverschil(hoort, is_nu, kolom, zelfde)
        if wat:
            rang = VOLGT if zelfde and is_formule(hoort_formule) else GEMAAKT
            yield rang, f"{self._plek(hoort, is_nu, kolom)}: {wat}."
        if hoe := self._anders_getoond((is_nu, kolom), (hoort, kolom)):
            yield GEMAAKT, f"{self._plek(hoort, is_nu, kolom)}: {hoe}."

    def _waardeverschil(self, hoort: int, is_nu: int, kolom: int, zelfde: bool) -> str:
        waarde = _cel(self.waarden, is_nu, kolom)
        hoort_waarde = _cel(self.hoort_waarden, hoort, kolom)
        formule = _cel(self.hoort_formules, hoort, kolom)
        if not _gelijk(waarde, hoort_waarde, is_uitkomst=is_formule(formule)):
            return f"is {_toon(waarde)}, hoort {_toon(hoort_waarde)} te zijn"
        if not zelfde:
            return f"de formule is overtypt of veranderd; hoort {_toon(formule)} te zijn"
        if isinstance(hoort_waarde, int | float):
            self.staande_cijfers += 1
        return ""

    def _nagerekend_verschil(
        self, is_nu: int, kolom: int, zelfde: bool, hoort: Any, formule: Any
    ) -> str:
        waarde = als_cel(_cel(self.waarden, is_nu, kolom))
        if not zelfde:
            return f"de formule is overtypt of veranderd; hoort {_toon(formule)} te zijn"
        if _is_fout(waarde):
            return f"de uitkomst is {_toon(waarde)} met wat is ingevuld"
        self.afhankelijke_formules += 1
        if not isinstance(hoort, int | float | str | None):
            self.niet_nagerekend += 1
            return ""
        if _gelijk(waarde, hoort, is_uitkomst=True):
            return ""
        return f"is {_toon(waarde)}, hoort met wat is ingevuld {_toon(hoort)} te zijn"

    def _anders_getoond(self, plek: Celplek, hoort_plek: Celplek) -> str:
        """Say that a cell prints another amount than it holds, or shows nothing at all."""
        cel, hoort = self.nu.cellen.get(plek), self.hoort.cellen.get(hoort_plek)
        if cel is None or hoort is None or cel.waarde is None:
            return ""
        if cel.verbergt and not hoort.verbergt:
            return "de inhoud is niet te zien, door de kleur, de grootte of de notatie"
        if is_getal(als_cel(cel.waarde)) and cel.notatie != hoort.notatie:
            return f"de notatie is '{cel.notatie}', hoort '{hoort.notatie}' te zijn"
        return ""

    def _verborgen(self) -> Iterator[str]:
        if self.nu.zichtbaar != self.hoort.zichtbaar:
            yield f"Het blad '{self.naam}' is verborgen."
        if self.nu.soort != self.hoort.soort:
            yield f"Het blad '{self.naam}' is van een andere soort ({self.nu.soort})."
        hoorde_weg = {nu for hoort, nu in self._koppels() if hoort in self.hoort.verborgen_rijen}
        zinnen = [
            f"{self.naam}: rij {rij + 1} '{_label(self.waarden[rij])}' is verborgen."
            for rij in sorted(self.nu.verborgen_rijen - hoorde_weg)
        ]
        yield from _hoogstens(zinnen, self.naam, "rijen die verborgen zijn")
        for kolom in sorted(self.nu.verborgen_kolommen - self.hoort.verborgen_kolommen):
            letters = celnaam(0, kolom).rstrip("1")
            yield f"{self.naam}: kolom {letters} is verborgen."


def _gelijk_begin(een: Sequence[str], ander: Sequence[str]) -> int:
    """Return how many rows are alike before the first that differs."""
    paren = enumerate(zip(een, ander, strict=False))
    return next((n for n, (links, rechts) in paren if links != rechts), min(len(een), len(ander)))


def _middelste_blokken(
    hoort: Sequence[str], nu: Sequence[str], midden: tuple[int, int, int, int]
) -> list[tuple[bool, range, range]]:
    """Pair the rows between those that are alike at the top and at the bottom."""
    van, tot, van_nu, tot_nu = midden
    if (tot - van) * (tot_nu - van_nu) > _MEESTE_PAREN:
        return [(False, range(van, tot), range(van_nu, tot_nu))]
    paren = SequenceMatcher(None, hoort[van:tot], nu[van_nu:tot_nu], autojunk=False).get_opcodes()
    blokken = []
    for soort, a, b, c, d in paren:
        gepaard = soort == "equal" or (soort == "replace" and b - a == d - c)
        blokken.append((gepaard, range(van + a, van + b), range(van_nu + c, van_nu + d)))
    return blokken


# -- charts ------------------------------------------------------------------------------------


def _reeksverschillen(reeks: Reeks, werkboek: Werkboekbeeld) -> Iterator[str]:
    """Say where a chart remembers something else than the cells it was drawn from hold now."""
    for nummer, plek in enumerate(_plekken(reeks.bereik)):
        blad = werkboek.bladen.get(plek[0])
        if blad is None or nummer not in reeks.punten:
            continue
        cel, punt = blad.cellen.get(plek[1:]), reeks.punten[nummer]
        waarde = als_cel(cel.waarde) if cel else None
        if is_getal(waarde):
            gelijk = _als_getal(punt) is not None and _gelijk(_als_getal(punt), waarde, ruim=True)
        else:
            gelijk = punt == ("" if waarde is None else str(waarde)) or not reeks.is_getal
        if not gelijk:
            toont = f"{plek[0]}, cel {celnaam(*plek[1:])}"
            yield f"het beeld onthoudt '{punt}', en {toont} is {_toon(waarde)}."


def _plekken(bereik: str) -> list[tuple[str, int, int]]:
    try:
        gebied = ontleed(bereik, "")
    except Onbekend:
        return []
    return gebied.plekken if isinstance(gebied, Gebied) else []


def _als_getal(tekst: str) -> float | None:
    try:
        return float(tekst)
    except ValueError:
        return None


# -- values ------------------------------------------------------------------------------------


def _cel(rijen: Rijen, rij: int, kolom: int) -> Any:
    return rijen[rij][kolom] if kolom < len(rijen[rij]) else None


def _label(rij: Sequence[Any]) -> str:
    """Name a row by its first texts."""
    return kort(_woorden(rij))


def _woorden(rij: Sequence[Any]) -> str:
    return " ".join([w for w in rij if isinstance(w, str) and w.strip()][:2])


def _gelijk(een: Any, ander: Any, *, is_uitkomst: bool = False, ruim: bool = False) -> bool:
    """Whether two values are the same to a reader.

    Whole numbers exactly; the outcome of a formula may differ where another program adds up in
    another order, which is far behind the last cent; a chart keeps fewer digits (`ruim`).
    """
    if is_getal(een) and is_getal(ander):
        if isinstance(een, int) and isinstance(ander, int):
            return een == ander
        if isinstance(ander, int) and not (is_uitkomst or ruim):
            return bool(een == ander)
        return isclose(een, ander, rel_tol=1e-9 if ruim else 1e-12, abs_tol=1e-9)
    leeg = ("" if een is None else een, "" if ander is None else ander)
    return bool(leeg[0] == leeg[1])


def _zelfde_formule(een: Any, ander: Any, verschoven: bool) -> bool:
    if not (is_formule(een) and is_formule(ander)):
        return not is_formule(een) and not is_formule(ander)
    vormen = [re.sub(r"_xlfn\.|\s", "", cel) for cel in (een, ander)]
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
