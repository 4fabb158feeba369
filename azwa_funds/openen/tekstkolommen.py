"""The columns of a text file without quotation marks, cut out of its bytes when somebody asks.

Most exports are plain: no quotation marks, so every separator parts two cells and every line end
two rows. Where those stand is found for the whole file at once, without copying it; a column
becomes texts only when somebody reads them, and a text that comes back often is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np

from azwa_funds.openen.bronblad import Reeks

_BLOK = 2**18
#: A text of so many bytes is taken for two numbers, by which equal texts are found.
_KORT = 16
#: So many cells of a column are cut out of the text at a time.
_STUK = 2**16
#: Longer texts are not searched together with the others.
_LANG = 256
#: What makes eight letters small: a bit in each.
_KLEIN = np.uint64(0x2020202020202020)
_MENGER = np.uint64(0x9E3779B97F4A7C15)
_MASKERS = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)


class TeVeel(Exception):
    """A text has more cells than may be held at once."""


class Stuurteken(Exception):
    """A text holds a control character."""


class AnderEinde(Exception):
    """The rows of a text end in more than one way."""


class Tekstkolommen(Sequence["Tekstkolom"]):
    """The columns of a text; a row that is shorter has empty cells.

    `tekst` is UTF-8 without quotation marks, and is read from `van` up to `tot`; rows end at
    `einde`, or at a carriage return and `einde`. `aantal` is the number of rows. Raises TeVeel,
    Stuurteken, or AnderEinde where rows end in several ways.
    """

    def __init__(
        self, tekst: bytes, van: int, tot: int, scheiding: str, einde: str, meeste_cellen: int
    ) -> None:
        self._tekst, self._van = tekst, van
        # Four bytes a place do: no file is that large. What is not used of it takes no room.
        plekken = np.empty(min(tot - van, meeste_cellen) + 1, np.int32)
        bytes_ = np.frombuffer(tekst, np.uint8)
        laatste = _vind(bytes_[van:tot], ord(scheiding), ord(einde), plekken, van)
        aantal = int(laatste[-1])
        # The last row ends with the text.
        plekken[aantal] = tot
        self._laatste, self.aantal = laatste, len(laatste)
        self._keren = np.diff(laatste, prepend=np.int32(-1))
        self._breedte = int(self._keren.max())
        slot = plekken[laatste]
        # Of rows that end in two signs the first is no part of their last cell.
        self._terug = bytes_[slot - 1] == ord("\r")
        if einde != "\n" or not self._terug.any():
            self._terug = np.zeros(self.aantal, bool)
        self._is_recht = bool((self._keren[:-1] == self._breedte).all())
        leeg = self._breedte - int(self._keren[-1]) if self._is_recht else 0
        plekken.resize(aantal + 1 + leeg, refcheck=False)
        plekken[aantal + 1 :] = tot + 1 + np.arange(leeg)
        self._einden = plekken
        self._laatste[-1] += leeg
        self._keren[-1] += leeg
        self._terug &= self._einden[self._laatste] > self._voor(self._laatste) + 1

    def _voor(self, welke: Reeks) -> Reeks:
        """Return the place of the sign before cells: there the one before ends."""
        return np.where(welke > 0, self._einden[welke - 1], self._van - 1).astype(np.int32)

    def __len__(self) -> int:
        return self._breedte

    @overload
    def __getitem__(self, plaats: int) -> Tekstkolom: ...
    @overload
    def __getitem__(self, plaats: slice) -> list[Tekstkolom]: ...
    def __getitem__(self, plaats: int | slice) -> Tekstkolom | list[Tekstkolom]:
        if isinstance(plaats, slice):
            return [self[nummer] for nummer in range(*plaats.indices(self._breedte))]
        if not 0 <= plaats < self._breedte:
            raise IndexError(plaats)
        return Tekstkolom(self._tekst, *self._grenzen(plaats))

    def rij(self, nummer: int) -> list[str]:
        """Return the cells of a row, counted from 1, as many as the widest row has."""
        laatste, keren = int(self._laatste[nummer - 1]), int(self._keren[nummer - 1])
        welke = np.arange(laatste - keren + 1, laatste + 1)
        einde = self._einden[welke]
        einde[-1] -= self._terug[nummer - 1]
        cellen = zip((self._voor(welke) + 1).tolist(), einde.tolist(), strict=True)
        teksten = [self._tekst[van:tot].decode() for van, tot in cellen]
        return [*teksten, *[""] * (self._breedte - keren)]

    def _grenzen(self, plaats: int) -> tuple[Reeks, Reeks]:
        """Return the places of the signs before and after each cell of a column."""
        if self._is_recht:
            einde = self._einden[plaats :: self._breedte]
            if plaats == self._breedte - 1:
                einde = einde - self._terug
            if plaats:
                return self._einden[plaats - 1 :: self._breedte], einde
            vorige = self._einden[self._breedte - 1 : -1 : self._breedte]
            return np.append(np.int32(self._van - 1), vorige), einde
        eerste = self._laatste - self._keren + 1
        welke = np.minimum(eerste + plaats, len(self._einden) - 1)
        voor = self._voor(welke)
        einde = self._einden[welke] - (self._terug & (self._keren == plaats + 1))
        return voor, np.where(self._keren > plaats, einde, voor + 1).astype(np.int32)


class Tekstkolom(Sequence[str]):
    """The cells of one column of a text, known by where they stand until somebody reads them.

    `voor` is the place of the sign before each cell, `einde` that of the sign after it. What is
    worked out here goes by so many cells at a time that it stays in the cache of a processor.
    """

    def __init__(self, tekst: bytes, voor: Reeks, einde: Reeks) -> None:
        self._tekst, self._voor, self._einde = tekst.ljust(8, b"\0"), voor, einde

    @classmethod
    def uit(cls, teksten: Sequence[str]) -> Tekstkolom:
        """Return a column of texts that were made already."""
        if not teksten:
            return cls(b"", *np.zeros((2, 0), np.int64))
        alles = "\0".join(teksten).encode()
        nullen = np.flatnonzero(np.frombuffer(alles, np.uint8) == 0)
        if len(nullen) >= len(teksten):
            # Only a binary workbook can hold this sign, which ends a text elsewhere: shown instead.
            return cls.uit([tekst.replace("\0", "\u2400") for tekst in teksten])
        return cls(alles, np.append(-1, nullen), np.append(nullen, len(alles)))

    def __len__(self) -> int:
        return len(self._einde)

    def __iter__(self) -> Iterator[str]:
        return iter(self.teksten.tolist())

    @overload
    def __getitem__(self, plaats: int) -> str: ...
    @overload
    def __getitem__(self, plaats: slice) -> Tekstkolom: ...
    def __getitem__(self, plaats: int | slice) -> str | Tekstkolom:
        if isinstance(plaats, slice):
            return self.kies(plaats)
        return self._tekst[self._voor[plaats] + 1 : self._einde[plaats]].decode()

    def kies(self, over: Reeks | slice) -> Tekstkolom:
        """Return the cells of some rows."""
        gekozen = Tekstkolom(self._tekst, self._voor[over], self._einde[over])
        if "kenmerken" in vars(self):
            vars(gekozen)["kenmerken"] = self.kenmerken[over]
        return gekozen

    @property
    def leeg(self) -> Reeks:
        """Which cells are empty."""
        return np.asarray(self._einde - self._voor == 1)

    def langer_dan(self, tekens: int) -> list[int]:
        """Which cells hold more letters than so many."""
        lang = np.flatnonzero(self._einde - self._voor - 1 > tekens)
        return [nummer for nummer in lang.tolist() if len(self[nummer]) > tekens]

    def _stukken(self) -> Iterator[tuple[slice, Reeks, Reeks]]:
        """Yield which cells, and where each of them begins and ends."""
        for van in range(0, len(self), _STUK):
            deze = slice(van, van + _STUK)
            yield deze, self._voor[deze] + 1, self._einde[deze]

    @cached_property
    def _acht(self) -> Reeks:
        """The eight bytes from each place on, as a number."""
        return np.ndarray((len(self._tekst) - 7,), "<u8", self._tekst, strides=(1,))

    def _woord(self, begin: Reeks, lengte: Reeks) -> Reeks:
        """Return the first eight bytes of texts as numbers, of shorter ones what they have."""
        laatste, masker = len(self._tekst) - 8, _MASKERS[np.clip(lengte, 0, 8)]
        if int(begin.max()) <= laatste:
            return np.asarray(self._acht[begin] & masker)
        # At the very end eight bytes are taken that begin before the text does.
        te_veel = (8 * np.clip(begin - laatste, 0, 7)).astype(np.uint64)
        return np.asarray((self._acht[np.minimum(begin, laatste)] >> te_veel) & masker)

    @cached_property
    def teksten(self) -> Reeks:
        """The texts of all cells."""
        if self.verdeeld is not None:
            welke, uniek = self.verdeeld
            return np.array(uniek, dtype=object)[welke]
        uit = np.empty(len(self), dtype=object)
        for deze, begin, einde in self._stukken():
            uit[deze] = _gesneden(self._tekst, begin, einde)
        return uit

    @cached_property
    def kenmerken(self) -> Reeks:
        """A number for each cell: the same for equal texts, nearly always another for others."""
        uit = np.empty(len(self), np.uint64)
        for deze, begin, einde in self._stukken():
            lengte = einde - begin
            som, nog = lengte.astype(np.uint64), np.arange(len(begin))
            for plek in range(0, int(lengte.max()), 8):
                nog = nog[lengte[nog] > plek]
                som[nog] ^= self._woord(begin[nog] + plek, lengte[nog] - plek)
                som[nog] *= _MENGER
                som[nog] ^= som[nog] >> np.uint64(29)
            uit[deze] = som
        return uit

    def met_een_van(self, stukken: Iterable[bytes]) -> list[int]:
        """Return which cells hold one of these ASCII texts in small letters or in capitals.

        Others may be among them: long ones, and texts in which a sign looks like a letter.
        """
        gevonden: set[int] = set()
        naalden = [bytes(letter | 0x20 for letter in stuk) for stuk in stukken]
        for deze, begin, einde in self._stukken():
            lengte = einde - begin
            gevonden.update((deze.start + np.flatnonzero(lengte > _LANG)).tolist())
            # All texts below each other, as wide as the longest and a space.
            woorden = np.empty((len(begin), min(int(lengte.max()), _LANG) // 8 + 1), "<u8")
            for kolom in range(woorden.shape[1]):
                woorden[:, kolom] = self._woord(begin + 8 * kolom, lengte - 8 * kolom) | _KLEIN
            letters, breed = woorden.tobytes(), 8 * woorden.shape[1]
            for naald in naalden:
                plek = letters.find(naald)
                while plek >= 0:
                    gevonden.add(deze.start + plek // breed)
                    plek = letters.find(naald, (plek // breed + 1) * breed)
        return sorted(gevonden)

    @cached_property
    def verdeeld(self) -> tuple[Reeks, list[str]] | None:
        """Which different text each cell holds, and those texts; None where most are different."""
        import pandas as pd

        welke, apart = np.empty(len(self), np.int32), False
        bekend: dict[bytes, int] = {}
        for deze, begin, einde in self._stukken():
            lengte = einde - begin
            los = np.flatnonzero(lengte > _KORT)
            # A heading or title is often longer than all that stands below it.
            if len(los) > len(begin) // 8 + 8:
                return None
            plekken = zip(begin[los].tolist(), einde[los].tolist(), strict=True)
            lange = [self._tekst[van:tot] for van, tot in plekken]
            lengte[los] = 0
            nummers, korte = self._korte(begin, lengte)
            if len(korte) > len(begin) // 2 + 100:
                return None
            welke[deze] = _genummerd(bekend, korte)[nummers]
            if len(los):
                welke[deze][los], apart = _genummerd(bekend, lange), True
        uniek = [tekst.decode() for tekst in bekend]
        if apart:
            # In the order in which they stand in the column, and none that no cell holds.
            opnieuw, volgorde = pd.factorize(welke)
            return opnieuw.astype(np.int32), [uniek[nummer] for nummer in volgorde.tolist()]
        return welke, uniek

    def _korte(self, begin: Reeks, lengte: Reeks) -> tuple[Reeks, list[bytes]]:
        """Find equal texts by taking their bytes for numbers."""
        delen = [_genummerde_getallen(self._woord(begin, lengte))]
        if int(lengte.max()) > 8:
            delen.append(_genummerde_getallen(self._woord(begin + 8, lengte - 8)))
        (welke, uniek), *tweede = delen
        bytes_ = [uniek]
        for ook, uniek_ook in tweede:
            welke, paren = _genummerde_getallen(welke * len(uniek_ook) + ook)
            bytes_ = [uniek[paren // len(uniek_ook)], uniek_ook[paren % len(uniek_ook)]]
        rijen = np.stack([deel.astype("<u8") for deel in bytes_], axis=1)
        return welke, [rij.tobytes().rstrip(b"\0") for rij in rijen]

    @property
    def kaal(self) -> Tekstkolom:
        """The cells without spaces around them."""
        bytes_, voor, einde = np.frombuffer(self._tekst, np.uint8), self._voor, self._einde
        for deze, begin, tot in self._stukken():
            # An empty cell may begin and end anywhere.
            randen = [bytes_[np.minimum(p, len(bytes_) - 1)] for p in (begin, tot - 1)]
            # Only a sign of one byte above the space is surely none.
            twijfel = np.logical_or(*((rand <= ord(" ")) | (rand >= 0x80) for rand in randen))
            for nummer in (deze.start + np.flatnonzero(twijfel)).tolist():
                tekst = self[nummer]
                if tekst == (kaal := tekst.strip()):
                    continue
                if voor is self._voor:
                    voor, einde = voor.copy(), einde.copy()
                voor[nummer] += len(tekst.encode()) - len(tekst.lstrip().encode())
                einde[nummer] = voor[nummer] + 1 + len(kaal.encode())
        return self if voor is self._voor else Tekstkolom(self._tekst, voor, einde)

    def centen(self) -> Reeks | None:
        """Read amounts such as -1234,56, or all with a point; None where one looks otherwise.

        It is a part of the grammar of `lezen.cellen.lees_centen_kolom`, for cells of which no text
        has to be made then.
        """
        centen, tekens = np.empty(len(self), np.int64), set()
        for deze, begin, einde in self._stukken():
            if (stuk := self._centen(einde - begin, einde)) is None:
                return None
            centen[deze] = stuk[0]
            tekens.add(stuk[1])
        return centen if len(tekens) == 1 else None

    def _centen(self, lengte: Reeks, einde: Reeks) -> tuple[Reeks, int] | None:
        """Read a piece; return the cents and the sign before the decimals."""
        langst, komma = int(lengte.max()), 0
        if lengte.min() < 4 or langst > 13 or einde.min() < _KORT:
            return None
        delen = [self._acht[einde - achter] for achter in (8, 16)]
        centen, is_min = np.zeros(len(lengte), np.int64), np.zeros(len(lengte), bool)
        for plek in range(langst):
            # The signs from the last to the first: two decimals, what stands before them, euros.
            teken = (delen[plek // 8] >> np.uint64(56 - 8 * (plek % 8))).astype(np.uint8)
            if plek == 2:
                komma = int(teken[0])
                if komma not in (ord(","), ord(".")) or (teken != komma).any():
                    return None
                continue
            binnen = lengte > plek
            if plek > 3:
                voorop = (lengte == plek + 1) & (teken == ord("-"))
                is_min |= voorop
                binnen &= ~voorop
            teken -= np.uint8(ord("0"))
            if (binnen & (teken > 9)).any():
                return None
            centen += np.where(binnen, teken, np.uint8(0)) * np.int64(10 ** (plek - (plek > 2)))
        if int((lengte - is_min).max()) > 12:
            return None
        return np.where(is_min, -centen, centen), komma


def _genummerd(bekend: dict[bytes, int], teksten: list[bytes]) -> Reeks:
    return np.array([bekend.setdefault(tekst, len(bekend)) for tekst in teksten], np.int32)


def _genummerde_getallen(getallen: Reeks) -> tuple[Reeks, Reeks]:
    """Return which different number stands at each place, and those numbers."""
    import pandas as pd

    if (getallen == getallen[0]).all():
        return np.zeros(len(getallen), np.int64), getallen[:1]
    welke, uniek = pd.factorize(getallen)
    return welke, uniek


def _verspreid(begin: Reeks, einde: Reeks) -> bool:
    """Whether texts stand far apart, or do not follow each other."""
    samen = int((einde - begin).sum())
    ver = int(einde[-1] - begin[0]) > 16 * samen + 4096
    return ver or bool((begin[1:] < einde[:-1]).any())


def _gesneden(tekst: bytes, begin: Reeks, einde: Reeks) -> list[str]:
    """Cut texts out one by one; where they follow each other, all of them are one piece."""
    if _verspreid(begin, einde):
        plekken = zip(begin.tolist(), einde.tolist(), strict=True)
        return [tekst[van:tot].decode() for van, tot in plekken]
    nul = int(begin[0])
    stuk = tekst[nul : int(einde[-1])]
    grenzen = zip((begin - nul).tolist(), (einde - nul).tolist(), strict=True)
    # Each byte as one letter: what is cut out of it is right where all are ASCII.
    letters = stuk.decode("latin-1")
    uit = [letters[van:tot] for van, tot in grenzen]
    if not stuk.isascii():
        breed = nul + np.flatnonzero(np.frombuffer(stuk, np.uint8) >= 0x80)
        # The first wide letter at or after the beginning of a cell may stand in it.
        volgende = np.append(breed, len(tekst))[np.searchsorted(breed, begin)]
        for plek in np.flatnonzero(volgende < einde).tolist():
            uit[plek] = tekst[begin[plek] : einde[plek]].decode()
    return uit


def _vind(bytes_: Reeks, scheiding: int, einde: int, einden: Reeks, begin: int) -> Reeks:
    """Write down where cells end, counted from `begin`; return which of them end a row.

    The last place, of the end of the text, is left open.
    """
    rijen, aantal = [], 0
    for van in range(0, len(bytes_), _BLOK):
        blok = bytes_[van : van + _BLOK]
        # What is below a space is seen in the same pass.
        plek = np.flatnonzero((blok == scheiding) | (blok < ord(" ")))
        teken = blok[plek]
        is_rij = teken == einde
        grens = (teken == scheiding) | is_rij
        if not grens.all():
            _weiger_vreemd(teken[~grens], bytes_, plek[~grens] + van, einde)
            plek, is_rij = plek[grens], is_rij[grens]
        if aantal + len(plek) >= len(einden):
            raise TeVeel
        einden[aantal : aantal + len(plek)] = plek + (van + begin)
        rijen.append(np.flatnonzero(is_rij) + aantal)
        aantal += len(plek)
    return np.concatenate([*rijen, [aantal]]).astype(np.int32)


def _weiger_vreemd(teken: Reeks, bytes_: Reeks, plek: Reeks, einde: int) -> None:
    """Refuse what stands below a space in the table of signs and parts nothing."""
    is_terug = teken == ord("\r")
    if not (is_terug | (teken == ord("\t"))).all():
        raise Stuurteken
    if einde == ord("\n") and is_terug.any():
        na = np.minimum(plek[is_terug] + 1, len(bytes_) - 1)
        if not (bytes_[na] == einde).all():
            raise AnderEinde
