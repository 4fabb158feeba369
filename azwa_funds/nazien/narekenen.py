"""Work out again what hangs on a cell that somebody filled in, with the formulas as they should be.

Reckons as a spreadsheet does: an empty cell is 0 or no text, an error goes on to whoever uses it,
words compare without their case. What it has no word for raises `Onbekend`; then nobody says that
an outcome was checked.
"""

from __future__ import annotations

import operator
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, partial
from itertools import accumulate
from math import prod
from typing import Any

from azwa_funds.nazien.formule import Gebied, Knoop, Onbekend, Plek, Vast, ontleed


class Celfout(Exception):
    """An error of the spreadsheet, such as #DIV/0!, on its way to the cell that uses it."""


class _Eerst(Exception):
    """Other cells have to be known first."""

    def __init__(self, plekken: list[Plek]) -> None:
        super().__init__()
        self.plekken = plekken


class Bereik:
    """The values of an area, with what many formulas ask of the same one worked out once."""

    def __init__(self, waarden: list[Any], hoogte: int) -> None:
        self.waarden, self.hoogte = waarden, hoogte

    @property
    def breedte(self) -> int:
        """The number of columns; the values stand row by row."""
        return len(self.waarden) // self.hoogte

    @cached_property
    def getallen(self) -> list[float]:
        """The numbers, small to large."""
        return sorted(w for w in self.waarden if is_getal(w))

    @cached_property
    def plaatsen(self) -> dict[Any, int]:
        """Where each value stands first."""
        return {_gelijkmaker(waarde): n for n, waarde in reversed([*enumerate(self.waarden)])}

    @cached_property
    def aantallen(self) -> Counter[Any]:
        """How often each value occurs."""
        return Counter(map(_gelijkmaker, self.waarden))


class Narekenaar:
    """Gives what each cell should hold: `formules` worked out, of other cells `waarden`."""

    def __init__(self, formules: Mapping[Plek, str], waarden: Mapping[Plek, Any]) -> None:
        self.formules, self.waarden = formules, waarden
        self.bekend: dict[Plek, Any] = {}
        self._bereiken: dict[Gebied, Bereik] = {}

    def waarde(self, plek: Plek) -> Any:
        """Return what a cell should show; an error as its text. Raises Onbekend."""
        stapel, onderweg = [plek], set()
        while stapel:
            nu = stapel[-1]
            if nu in self.bekend or nu not in self.formules:
                onderweg.discard(stapel.pop())
                continue
            onderweg.add(nu)
            try:
                self.bekend[nu] = self._bereken(nu)
            except _Eerst as eerst:
                if onderweg.intersection(eerst.plekken):
                    raise Onbekend("a circle") from None
                stapel += eerst.plekken
        return self._cel(plek)

    def _bereken(self, plek: Plek) -> Any:
        try:
            uitkomst = self.los_op(ontleed(self.formules[plek], plek[0]))
            if isinstance(uitkomst, Bereik):
                uitkomst = enkel(uitkomst)
        except (Celfout, ZeroDivisionError) as fout:
            return Foutwaarde(str(fout) if isinstance(fout, Celfout) else "#DIV/0!")
        return 0 if uitkomst is None else uitkomst

    def _cel(self, plek: Plek) -> Any:
        return self.bekend[plek] if plek in self.bekend else als_cel(self.waarden.get(plek))

    def los_op(self, knoop: Knoop) -> Any:
        """Return the value of a tree; an area of more than one cell as a Bereik."""
        if isinstance(knoop, Vast):
            return knoop.waarde
        if isinstance(knoop, Gebied):
            return self._gebied(knoop)
        if knoop.naam in _LUI:
            return _LUI[knoop.naam](self, *knoop.delen)
        if knoop.naam not in FUNCTIES:
            raise Onbekend(knoop.naam)
        delen = [self.los_op(deel) for deel in knoop.delen]
        if knoop.naam in _TEKENS and any(isinstance(deel, Bereik) for deel in delen):
            return _elk(FUNCTIES[knoop.naam], delen)
        return FUNCTIES[knoop.naam](*delen)

    def _gebied(self, gebied: Gebied) -> Any:
        if gebied.van == gebied.tot:
            if gebied.van in self.formules and gebied.van not in self.bekend:
                raise _Eerst([gebied.van])
            waarde = self._cel(gebied.van)
            if isinstance(waarde, Foutwaarde):
                raise Celfout(waarde)
            return waarde
        if gebied not in self._bereiken:
            plekken, hoogte = gebied.plekken, gebied.tot[1] - gebied.van[1] + 1
            if eerst := [p for p in plekken if p in self.formules and p not in self.bekend]:
                raise _Eerst(eerst)
            self._bereiken[gebied] = Bereik([self._cel(p) for p in plekken], hoogte)
        return self._bereiken[gebied]


class Foutwaarde(str):
    """The text of an error in a cell."""

    __slots__ = ()


def als_cel(waarde: Any) -> Any:
    """Return a value as formulas see it: a day is its number, the text of an error an error."""
    if isinstance(waarde, date | datetime):
        from openpyxl.utils.datetime import to_excel

        return to_excel(waarde)
    if isinstance(waarde, str) and waarde.startswith("#") and waarde.endswith(("!", "?", "A")):
        return Foutwaarde(waarde)
    return waarde


def is_getal(waarde: Any) -> bool:
    """Whether a value is a number; truth is none here."""
    return isinstance(waarde, int | float) and not isinstance(waarde, bool)


def enkel(waarde: Any) -> Any:
    """Return the one value of an area; of a larger one nobody can say which is meant."""
    if isinstance(waarde, Bereik):
        if len(waarde.waarden) != 1:
            raise Onbekend("an area where one value was meant")
        return waarde.waarden[0]
    return waarde


def getal(waarde: Any) -> int | float:
    """Return a value as a number, as in a sum; raises Celfout for words."""
    waarde = enkel(waarde)
    if waarde is None:
        return 0
    if isinstance(waarde, bool | int | float):
        return int(waarde) if isinstance(waarde, bool) else waarde
    try:
        return float(waarde)
    except ValueError:
        raise Celfout("#VALUE!") from None


def tekst(waarde: Any) -> str:
    """Return a value as text."""
    waarde = enkel(waarde)
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "TRUE" if waarde else "FALSE"
    return f"{waarde:.15g}" if isinstance(waarde, float) else str(waarde)


def waar(waarde: Any) -> bool:
    """Return a value as truth; raises Celfout for words."""
    return bool(getal(waarde))


def _gelijkmaker(waarde: Any) -> Any:
    """Return what two equal values have in common."""
    if isinstance(waarde, str):
        return waarde.casefold()
    return (waarde,) if isinstance(waarde, bool) else waarde


def _orde(waarde: Any, ander: Any) -> tuple[int, Any]:
    """Return what a value sorts by: numbers before words before truth; empty is like the other."""
    if waarde is None:
        waarde = "" if isinstance(ander, str) else 0
    if isinstance(waarde, bool):
        return (2, waarde)
    return (1, waarde.casefold()) if isinstance(waarde, str) else (0, waarde)


def _vergelijk(teken: str, een: Any, ander: Any) -> bool:
    een, ander = enkel(een), enkel(ander)
    return bool(_VERGELIJK[teken](_orde(een, ander), _orde(ander, een)))


_VERGELIJK: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt,
    "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


# -- conditions --------------------------------------------------------------------------------


def _voorwaarde(eis: Any) -> tuple[str, Any]:
    """Return the sign and the value of a condition such as ">=5" or "Twente"."""
    eis = enkel(eis)
    if not isinstance(eis, str):
        return "=", 0 if eis is None else eis
    teken = next((t for t in ("<=", ">=", "<>", "<", ">", "=") if eis.startswith(t)), "")
    kaal = eis[len(teken) :]
    try:
        waarde: Any = float(kaal)
    except ValueError:
        waarde = kaal
        if any(t in kaal for t in "*?~"):
            raise Onbekend("a pattern") from None
    return teken or "=", waarde


def _voldoet(waarde: Any, teken: str, eis: Any) -> bool:
    if isinstance(eis, str) and teken in ("=", "<>"):
        gelijk = tekst(waarde).casefold() == eis.casefold() and not is_getal(waarde)
        return gelijk if teken == "=" else not gelijk
    if is_getal(eis):
        return (is_getal(waarde) and _vergelijk(teken, waarde, eis)) or (
            teken == "<>" and not is_getal(waarde)
        )
    return isinstance(waarde, str) and _vergelijk(teken, waarde, eis)


def _bereik(waarde: Any) -> Bereik:
    return waarde if isinstance(waarde, Bereik) else Bereik([waarde], 1)


def _aantal_als(gebied: Any, eis: Any) -> int:
    bereik = _bereik(gebied)
    teken, waarde = _voorwaarde(eis)
    if is_getal(waarde):
        rij = bereik.getallen
        links, rechts = bisect_left(rij, waarde), bisect_right(rij, waarde)
        tellingen = {"=": rechts - links, "<": links, "<=": rechts,
                     ">": len(rij) - rechts, ">=": len(rij) - links}  # fmt: skip
        if teken in tellingen:
            return tellingen[teken]
    elif isinstance(waarde, str) and waarde and teken == "=":
        return bereik.aantallen[waarde.casefold()]
    return sum(_voldoet(w, teken, waarde) for w in bereik.waarden)


def _aantal_als_alle(*paren: Any) -> int:
    eisen = [(_bereik(g), *_voorwaarde(e)) for g, e in zip(paren[::2], paren[1::2], strict=True)]
    return sum(
        all(_voldoet(w, teken, eis) for w, (_, teken, eis) in zip(rij, eisen, strict=True))
        for rij in zip(*(bereik.waarden for bereik, _, _ in eisen), strict=True)
    )


def _som_als(gebied: Any, eis: Any, op: Any = None) -> int | float:
    bereik, teken, waarde = _bereik(gebied), *_voorwaarde(eis)
    op_bereik = bereik if op is None else _bereik(op)
    if op_bereik is bereik and is_getal(waarde) and teken in ("<", "<=", ">", ">="):
        kant = bisect_left if teken in ("<", ">=") else bisect_right
        plaats = kant(bereik.getallen, waarde)
        # The sums of the smallest numbers: of none, of one, of two, and so on.
        sommen = list(accumulate(bereik.getallen, initial=0))
        return sommen[plaats] if teken[0] == "<" else sommen[-1] - sommen[plaats]
    paren = zip(bereik.waarden, op_bereik.waarden, strict=True)
    som: int | float = sum(w for t, w in paren if is_getal(w) and _voldoet(t, teken, waarde))
    return som


# -- functions ---------------------------------------------------------------------------------

#: What is done with every cell of an area by itself, as within SUMPRODUCT.
_TEKENS = {*_VERGELIJK, "+", "-", "*", "/", "+1", "-1"}


def _elk(teken: Callable[..., Any], delen: list[Any]) -> Bereik:
    """Do something with each cell of an area, and with the one value on the other side."""
    vorm = next(deel for deel in delen if isinstance(deel, Bereik))
    rijen = [
        deel.waarden if isinstance(deel, Bereik) else [deel] * len(vorm.waarden) for deel in delen
    ]
    if any(len(rij) != len(vorm.waarden) for rij in rijen):
        raise Onbekend("areas of different size")
    return Bereik([teken(*cellen) for cellen in zip(*rijen, strict=True)], vorm.hoogte)


def _los(delen: Iterable[Any]) -> list[Any]:
    """Return the values of all arguments; raises Celfout for an error among them."""
    waarden = [w for deel in delen for w in (deel.waarden if isinstance(deel, Bereik) else [deel])]
    for waarde in waarden:
        if isinstance(waarde, Foutwaarde):
            raise Celfout(waarde)
    return waarden


def _getallen(*delen: Any) -> list[int | float]:
    return [w for w in _los(delen) if is_getal(w)]


def _rond(waarde: Any, decimalen: Any) -> float:
    """Round half away from zero, as a spreadsheet shows it."""
    maat = Decimal(1).scaleb(-int(getal(decimalen)))
    return float(Decimal(f"{getal(waarde):.15g}").quantize(maat, ROUND_HALF_UP))


def _vind(wat: Any, gebied: Any, wijze: Any = 1) -> int:
    if getal(wijze) != 0:
        raise Onbekend("MATCH by size")
    plaats = _bereik(gebied).plaatsen.get(_gelijkmaker(enkel(wat)))
    if plaats is None or enkel(wat) is None:
        raise Celfout("#N/A")
    return plaats + 1


def _uit(gebied: Any, rij: Any, kolom: Any = None) -> Any:
    bereik = _bereik(gebied)
    r, k = int(getal(rij)), int(getal(kolom))
    if kolom is None and bereik.hoogte == 1:
        r, k = 1, r
    r, k = max(r, 1), max(k, 1)
    if r > bereik.hoogte or k > bereik.breedte:
        raise Celfout("#REF!")
    waarde = bereik.waarden[(r - 1) * bereik.breedte + k - 1]
    if isinstance(waarde, Foutwaarde):
        raise Celfout(waarde)
    return waarde


def _rang(wat: Any, gebied: Any, oplopend: Any = 0) -> int:
    rij, waarde = _bereik(gebied).getallen, getal(wat)
    if bisect_left(rij, waarde) == bisect_right(rij, waarde):
        raise Celfout("#N/A")
    return 1 + (
        bisect_left(rij, waarde) if waar(oplopend) else len(rij) - bisect_right(rij, waarde)
    )


def _product(*delen: Any) -> int | float:
    """SUMPRODUCT of whole areas; words count as 0."""
    rijen = [[w if is_getal(w) else 0 for w in _bereik(deel).waarden] for deel in delen]
    som: int | float = sum(map(prod, zip(*rijen, strict=True)))
    return som


def _dag(jaar: Any, maand: Any, dag: Any) -> Any:
    return als_cel(datetime(int(getal(jaar)), int(getal(maand)), int(getal(dag))))


def _als(wie: Narekenaar, eis: Knoop, dan: Knoop, anders: Knoop | None = None) -> Any:
    if waar(wie.los_op(eis)):
        return wie.los_op(dan)
    return False if anders is None else wie.los_op(anders)


def _als_fout(wie: Narekenaar, wat: Knoop, anders: Knoop) -> Any:
    try:
        return wie.los_op(wat)
    except (Celfout, ZeroDivisionError):
        return wie.los_op(anders)


def _is_fout(wie: Narekenaar, wat: Knoop) -> bool:
    try:
        wie.los_op(wat)
    except (Celfout, ZeroDivisionError):
        return True
    return False


#: Functions that look at an argument only when it is needed.
_LUI: dict[str, Callable[..., Any]] = {
    "IF": _als,
    "IFERROR": _als_fout,
    "ISERROR": _is_fout,
    "ISNUMBER": lambda wie, wat: not _is_fout(wie, wat) and is_getal(enkel(wie.los_op(wat))),
}

FUNCTIES: dict[str, Callable[..., Any]] = {
    **{teken: partial(_vergelijk, teken) for teken in _VERGELIJK},
    "+": lambda a, b: getal(a) + getal(b),
    "-": lambda a, b: getal(a) - getal(b),
    "*": lambda a, b: getal(a) * getal(b),
    "/": lambda a, b: getal(a) / getal(b),
    "^": lambda a, b: getal(a) ** getal(b),
    "&": lambda a, b: tekst(a) + tekst(b),
    "+1": getal,
    "-1": lambda a: -getal(a),
    "SUM": lambda *d: sum(_getallen(*d)),
    "MAX": lambda *d: max(_getallen(*d), default=0),
    "MIN": lambda *d: min(_getallen(*d), default=0),
    "COUNT": lambda *d: sum(is_getal(w) for deel in d for w in _bereik(deel).waarden),
    "COUNTA": lambda *d: sum(w is not None for deel in d for w in _bereik(deel).waarden),
    "COUNTBLANK": lambda g: sum(w in (None, "") for w in _bereik(g).waarden),
    "COUNTIF": _aantal_als,
    "COUNTIFS": _aantal_als_alle,
    "SUMIF": _som_als,
    "SUMPRODUCT": _product,
    "RANK": _rang,
    "MATCH": _vind,
    "INDEX": _uit,
    "AND": lambda *d: all(waar(w) for w in _los(d) if w is not None),
    "OR": lambda *d: any(waar(w) for w in _los(d) if w is not None),
    "NOT": lambda a: not waar(a),
    "ABS": lambda a: abs(getal(a)),
    "N": lambda a: getal(a) if is_getal(enkel(a)) else 0,
    "INT": lambda a: int(getal(a) // 1),
    "MOD": lambda a, b: getal(a) % getal(b),
    "ROUND": _rond,
    "DATE": _dag,
    "ISTEXT": lambda a: isinstance(enkel(a), str),
    "ISBLANK": lambda a: enkel(a) is None,
    "TRIM": lambda a: " ".join(tekst(a).split()),
    "LEN": lambda a: len(tekst(a)),
    "LEFT": lambda a, n=1: tekst(a)[: int(getal(n))],
    "RIGHT": lambda a, n=1: tekst(a)[-int(getal(n)) :] if getal(n) else "",
}
