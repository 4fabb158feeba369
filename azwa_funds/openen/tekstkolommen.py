"""The columns of a text file without quotation marks, cut out of its bytes when somebody asks.

Most exports are plain: no quotation marks, so every separator parts two cells and every line end
two rows. Where those stand is found for the whole file at once, without copying it; a column
becomes texts only when it is read, and a text that comes back often is made once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np

from azwa_funds.openen.bronblad import Reeks

_BLOK = 2**18
#: A text of so many bytes is taken for two numbers, by which equal texts are found.
_KORT = 16
#: So many cells are tried before all are taken for words that come back.
_PROEF = 2000
_MASKERS = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)


class TeVeel(Exception):
    """A text has more cells than may be held at once."""


class Stuurteken(Exception):
    """A text holds a control character."""


class AnderEinde(Exception):
    """The rows of a text end in more than one way."""


class Tekstkolommen(Sequence[Reeks]):
    """The columns of a text, each an array of texts; a row that is shorter has empty cells.

    `tekst` is UTF-8 without quotation marks, and is read from `van` up to `tot`; rows end at
    `einde`, or at a carriage return and `einde`. `aantal` is the number of rows. Raises TeVeel,
    Stuurteken, or AnderEinde where rows end in several ways.
    """

    def __init__(
        self, tekst: bytes, van: int, tot: int, scheiding: str, einde: str, meeste_cellen: int
    ) -> None:
        self._tekst = tekst
        bytes_ = np.frombuffer(tekst, np.uint8)
        einden = _vind(bytes_[van:tot], ord(scheiding), ord(einde), meeste_cellen) + van
        is_rij = bytes_[einden] == ord(einde)
        # The last row ends with the text.
        self._einden, laatste = np.append(einden, tot), np.flatnonzero(np.append(is_rij, True))
        self._begin = np.append(van, einden + 1)
        self._eerste = np.append(0, laatste[:-1] + 1)
        self._keren = laatste - self._eerste + 1
        if einde == "\n":
            voor = self._einden[laatste] - 1
            self._einden[laatste] -= (voor >= self._begin[laatste]) & (bytes_[voor] == ord("\r"))
        self.aantal = len(laatste)
        self._breedte = int(self._keren.max())
        self._is_recht = bool((self._keren == self._breedte).all())
        self._gelezen: dict[int, Reeks] = {}

    @cached_property
    def _letters(self) -> str:
        """The bytes, each as one letter: what is cut out of it is right where all are ASCII."""
        return self._tekst.decode("latin-1")

    @cached_property
    def _breed(self) -> Reeks:
        """Where letters stand that take more than one byte."""
        if self._tekst.isascii():
            return np.zeros(0, np.int64)
        return np.flatnonzero(np.frombuffer(self._tekst, np.uint8) >= 0x80)

    def __len__(self) -> int:
        return self._breedte

    def __iter__(self) -> Iterator[Reeks]:
        return (self[plaats] for plaats in range(self._breedte))

    @overload
    def __getitem__(self, plaats: int) -> Reeks: ...
    @overload
    def __getitem__(self, plaats: slice) -> list[Reeks]: ...
    def __getitem__(self, plaats: int | slice) -> Reeks | list[Reeks]:
        if isinstance(plaats, slice):
            return [self[nummer] for nummer in range(*plaats.indices(self._breedte))]
        if not 0 <= plaats < self._breedte:
            raise IndexError(plaats)
        if plaats not in self._gelezen:
            self._gelezen[plaats] = self._teksten(*self._grenzen(plaats))
        return self._gelezen[plaats]

    def rij(self, nummer: int) -> list[str]:
        """Return the cells of a row, counted from 1, as many as the widest row has."""
        eerste, keren = int(self._eerste[nummer - 1]), int(self._keren[nummer - 1])
        deze = slice(eerste, eerste + keren)
        cellen = zip(self._begin[deze].tolist(), self._einden[deze].tolist(), strict=True)
        teksten = [self._tekst[van:tot].decode() for van, tot in cellen]
        return [*teksten, *[""] * (self._breedte - keren)]

    def _grenzen(self, plaats: int) -> tuple[Reeks, Reeks]:
        """Return where each cell of a column begins and ends."""
        if self._is_recht:
            return self._begin[plaats :: self._breedte], self._einden[plaats :: self._breedte]
        welke = np.minimum(self._eerste + plaats, len(self._einden) - 1)
        begin = self._begin[welke]
        return begin, np.where(self._keren > plaats, self._einden[welke], begin)

    def _teksten(self, begin: Reeks, einde: Reeks) -> Reeks:
        lengte = einde - begin
        # Sixteen bytes cannot be taken at the very end.
        apart = np.flatnonzero((lengte > _KORT) | (begin > len(self._tekst) - _KORT))
        # A heading or title is often longer than all that stands below it.
        if len(apart) <= len(begin) // 8 + 8 and len(self._tekst) > _KORT:
            begin_kort, lengte[apart] = begin.copy(), 0
            begin_kort[apart] = 0
            kort = self._korte(begin_kort, lengte)
            if kort is not None:
                kort[apart] = self._gesneden(begin[apart], einde[apart])
                return kort
        return self._gesneden(begin, einde)

    def _gesneden(self, begin: Reeks, einde: Reeks) -> Reeks:
        """Cut texts out one by one."""
        uit = np.empty(len(begin), dtype=object)
        grenzen = zip(begin.tolist(), einde.tolist(), strict=True)
        if len(begin) <= _PROEF:
            uit[:] = [self._tekst[van:tot].decode() for van, tot in grenzen]
            return uit
        alles = self._letters
        uit[:] = [alles[van:tot] for van, tot in grenzen]
        if len(self._breed):
            # The first wide letter at or after the beginning of a cell may stand in it.
            welke = np.searchsorted(self._breed, begin)
            volgende = np.append(self._breed, len(self._tekst))[welke]
            breed = np.flatnonzero(volgende < einde)
            grenzen = zip(begin[breed].tolist(), einde[breed].tolist(), strict=True)
            uit[breed] = [self._tekst[van:tot].decode() for van, tot in grenzen]
        return uit

    def _korte(self, begin: Reeks, lengte: Reeks) -> Reeks | None:
        """Make every different text once, taking their bytes for numbers; None for too many."""
        import pandas as pd

        acht = np.ndarray((len(self._tekst) - 7,), "<u8", self._tekst, strides=(1,))
        proef = acht[begin[:_PROEF]] & _MASKERS[np.minimum(lengte[:_PROEF], 8)]
        if len(begin) > _PROEF and len(np.unique(proef)) > _PROEF // 2:
            return None
        eerste = acht[begin] & _MASKERS[np.minimum(lengte, 8)]
        welke, uniek = pd.factorize(eerste)
        delen = [uniek]
        if int(lengte.max()) > 8:
            tweede = acht[begin + 8] & _MASKERS[np.clip(lengte - 8, 0, 8)]
            ook, uniek_ook = pd.factorize(tweede)
            welke, paren = pd.factorize(welke * len(uniek_ook) + ook)
            delen = [uniek[paren // len(uniek_ook)], uniek_ook[paren % len(uniek_ook)]]
        if len(delen[0]) > len(begin) // 2 + 100:
            return None
        bytes_ = np.stack([deel.astype("<u8") for deel in delen], axis=1)
        teksten = [rij.tobytes().rstrip(b"\0").decode() for rij in bytes_]
        uit: Reeks = np.array(teksten, dtype=object)[welke]
        return uit


def _vind(bytes_: Reeks, scheiding: int, einde: int, meeste: int) -> Reeks:
    """Return where cells end: at a separator or at the end of a row."""
    delen, aantal = [np.zeros(0, np.int64)], 0
    for van in range(0, len(bytes_), _BLOK):
        blok = bytes_[van : van + _BLOK]
        # What is below a space is seen in the same pass.
        plek = np.flatnonzero((blok == scheiding) | (blok < ord(" ")))
        teken = blok[plek]
        grens = (teken == scheiding) | (teken == einde)
        if not grens.all():
            _weiger_vreemd(teken[~grens], bytes_, plek[~grens] + van, einde)
            plek = plek[grens]
        aantal += len(plek)
        if aantal > meeste:
            raise TeVeel
        delen.append(plek + van)
    return np.concatenate(delen)


def _weiger_vreemd(teken: Reeks, bytes_: Reeks, plek: Reeks, einde: int) -> None:
    """Refuse what stands below a space in the table of signs and parts nothing."""
    is_terug = teken == ord("\r")
    if not (is_terug | (teken == ord("\t"))).all():
        raise Stuurteken
    if einde == ord("\n") and is_terug.any():
        na = np.minimum(plek[is_terug] + 1, len(bytes_) - 1)
        if not (bytes_[na] == einde).all():
            raise AnderEinde
