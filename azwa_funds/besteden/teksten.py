"""The texts of bookings in a frame, made when somebody reads them, and the words to be found there.

A boekstuk and a description are another one in nearly every row, and few of them are ever shown.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Self

import numpy as np
import pandas as pd
from pandas.api import extensions

from azwa_funds.openen.bronblad import Reeks
from azwa_funds.openen.tekstkolommen import Tekstkolom


@extensions.register_extension_dtype
class Tekstsoort(extensions.ExtensionDtype):
    """What pandas is told of `Teksten`: texts, none of which is missing."""

    name, type, kind, na_value = "tekst", str, "O", ""

    def construct_array_type(self) -> builtins.type[extensions.ExtensionArray]:
        """Return what holds such texts."""
        return Teksten


class Teksten(extensions.ExtensionArray):
    """A column of texts of a frame; it cannot be changed."""

    dtype = Tekstsoort()

    def __init__(self, kolom: Tekstkolom) -> None:
        self.kolom = kolom

    @classmethod
    def _from_sequence(cls, scalars: Any, **_: Any) -> Self:
        return cls(Tekstkolom.uit(list(scalars)))

    @classmethod
    def _from_factorized(cls, values: Any, original: Any) -> Self:
        return cls(Tekstkolom.uit(list(values)))

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        return cls(samen([deel.kolom for deel in to_concat]))

    def __len__(self) -> int:
        return len(self.kolom)

    def __iter__(self) -> Iterator[str]:
        return iter(self.kolom)

    def __getitem__(self, plaats: Any) -> Any:
        plaats = pd.api.indexers.check_array_indexer(self, plaats)
        if isinstance(plaats, slice | np.ndarray):
            return type(self)(self.kolom.kies(plaats))
        return self.kolom[plaats]

    def __eq__(self, ander: object) -> Any:
        if isinstance(ander, str) and not ander:
            return self.kolom.leeg
        return np.asarray(self, object) == np.asarray(ander, object)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Reeks:
        return self.kolom.teksten.astype(dtype or object, copy=copy is not False)

    @property
    def nbytes(self) -> int:
        """The bytes that the places of the texts take."""
        return 8 * len(self)

    def isna(self) -> Reeks:
        """No text is missing."""
        return np.zeros(len(self), bool)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        """Return the texts of some rows."""
        plekken = np.asarray(indices, np.int64)
        if allow_fill and (plekken < 0).any():
            gevuld = extensions.take(self.kolom.teksten, plekken, allow_fill=True, fill_value="")
            return self._from_sequence(gevuld)
        return type(self)(self.kolom.kies(plekken))

    def copy(self) -> Self:
        """Return the same texts."""
        return type(self)(self.kolom)

    def _values_for_factorize(self) -> tuple[Reeks, None]:
        return np.asarray(self, object), None


def samen(delen: Sequence[Tekstkolom]) -> Tekstkolom:
    """Return one column of several, in this order."""
    if len(delen) == 1:
        return delen[0]
    return Tekstkolom.uit([tekst for deel in delen for tekst in deel])


#: So many signs of a word are looked for first; where several begin alike, as many as these.
_STAM, _BEGIN = 8, 5


class Woordzoeker:
    """Finds words in the texts of a column, of which all but few hold none."""

    def __init__(self, teksten: pd.Series[Any], woorden: Iterable[str]) -> None:
        kolom = Teksten._from_sequence([]).kolom if not len(teksten) else teksten.array.kolom
        self._aantal = len(kolom)
        self._kandidaten = {plek: kolom[plek] for plek in kolom.met_een_van(_stammen(woorden))}

    def met_woord(self, woorden: Iterable[str]) -> Reeks:
        """Return which texts hold one of the words, as a whole word."""
        heel = als_heel_woord(woorden)
        gevonden = np.zeros(self._aantal, dtype=bool)
        for plek, tekst in self._kandidaten.items():
            gevonden[plek] = bool(heel.search(tekst))
        return gevonden


def _stammen(woorden: Iterable[str]) -> list[bytes]:
    """Return pieces of which every word holds one; without a k, for Unicode has another of it."""
    stukken = sorted(max(re.findall("[ -jl-~]*", w.lower()), key=len)[:_STAM] for w in woorden)
    groepen = [list(groep) for _, groep in groupby(stukken, lambda stuk: stuk[:_BEGIN])]
    return [(g[0] if len(set(g)) == 1 else g[0][:_BEGIN]).encode() for g in groepen]


def als_heel_woord(woorden: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words, whatever its case, but not inside another."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, woorden))})\b", re.IGNORECASE)
