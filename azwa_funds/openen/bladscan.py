"""Look a sheet of a workbook over, in its XML, before a reader of workbooks gets it.

That reader (calamine) gives a cell with #N/B, or a formula without an outcome, as an empty one;
it takes half a number for a whole one, the last of two cells in one place, and falls over a day
that no calendar has. So every cell is seen here first, in one pass over the bytes: what cannot be
trusted is named (`gebreken`) and taken out, and how far the sheet reaches is known before room is
made for it.

Nearly every program writes cells in one plain way, which is looked over with numpy, a block of
whole rows at a time. A block that is written otherwise is first rewritten in the plain way
(`bladvorm`); so one odd cell makes one block slow and not the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.lezen.keuring import MEESTE_RIJEN, te_ver, weiger_doctype
from azwa_funds.openen.bladvorm import Gewoonschrijver
from azwa_funds.openen.bronblad import Bronblad, Reeks, Zicht
from azwa_funds.openen.tekstkolommen import Tekstkolom

_BLOK = 2**20
_LEEG = bytes(32)
#: How cells and rows are keyed: row * 2**14 + column.
_KOLOMBITS = 14

#: What Dutch Excel shows for an error that a workbook holds in English.
_FOUTWAARDEN = {
    "#N/A": "#N/B",
    "#REF!": "#VERW!",
    "#VALUE!": "#WAARDE!",
    "#DIV/0!": "#DEEL/0!",
    "#NAME?": "#NAAM?",
    "#NUM!": "#GETAL!",
    "#NULL!": "#LEEG!",
    "#SPILL!": "#OVERLOOP!",
}
ZONDER_UITKOMST = "een formule zonder uitkomst"
NOG_TE_BEREKENEN = "een formule die nog berekend moet worden"
GEEN_DATUM = "een datum of tijd die niet bestaat"
DUBBEL = "een tweede waarde voor dezelfde cel"
#: Excel's last day is 31-12-9999.
_NA_LAATSTE_DAG = 2958466


def foutwaarde(engels: str) -> str:
    """Say which error a cell shows."""
    return f"de foutwaarde {_FOUTWAARDEN.get(engels, engels[:40] or '(onbekend)')}"


@dataclass
class Bladscan:
    """What was seen of a sheet, and its XML as a reader may have it (`stukken`).

    `gebreken` and `verborgen_rijen` count rows from 1, columns from 0. `laagste` and `breedste`
    are the last row and the number of columns that hold something; `tekst` counts the bytes of
    the shared texts that its cells refer to, each time they do.
    """

    gebreken: dict[tuple[int, int], str] = field(default_factory=dict)
    verborgen_rijen: set[int] = field(default_factory=set)
    verborgen_kolommen: set[int] = field(default_factory=set)
    laagste: int = 0
    breedste: int = 0
    cellen: int = 0
    tekst: int = 0
    stukken: list[bytes | memoryview] = field(default_factory=list)
    naam: str = ""
    zicht: Zicht = Zicht.ZICHTBAAR

    def als_blad(self, rijen: list[list[Any]], breedte: int, *, vanaf_1904: bool) -> Bronblad:
        """Return the sheet of these rows."""
        # The places of faults at the end lie outside what a reader sees as filled.
        aantal = max([len(rijen), *(rij for rij, _ in self.gebreken)])
        breedte = max([breedte, *(kolom + 1 for _, kolom in self.gebreken)])
        rijen += [[] for _ in range(aantal - len(rijen))]
        return Bronblad(
            self.naam, breedte, aantal, rijen, (), self.zicht, self.verborgen_rijen,
            self.verborgen_kolommen, self.gebreken, vanaf_1904,
        )  # fmt: skip


@dataclass(frozen=True)
class Bladregels:
    """What of the whole workbook matters to a cell.

    `datumstijlen` says per style whether it shows a day or time, `tekstlengten` how long each
    shared text is, `onberekend` whether the workbook asks to be calculated before it is read.
    """

    datumstijlen: Reeks
    tekstlengten: Reeks
    onberekend: bool
    meeste_cellen: int


def scan_blad(xml: bytes, regels: Bladregels) -> Bladscan:
    """Look a sheet over; raise Onleesbaar for too much, ExpatError for what is no XML."""
    if soort := _VOORVOEGSEL.search(xml, 0, 4096):
        for haak in (b"<", b"</"):
            xml = xml.replace(haak + soort[1] + b":", haak)
    try:
        if b"<!" in xml[: max(0, xml.find(b"<sheetData"))]:
            raise _Commentaar
        return _Bladlezer(regels).lees(xml)
    except _Commentaar:
        weiger_doctype(xml)
        return _Bladlezer(regels).lees(_zonder_commentaar(xml))


def _zonder_commentaar(xml: bytes) -> bytes:
    """Take comments out, which can hide where rows end.

    Where something else can look like a comment, only a parser of the whole knows.
    """
    if b"<![" not in xml and xml.count(b"<?") <= xml.startswith(b"<?"):
        xml = _COMMENTAAR.sub(b"", xml)
    return Gewoonschrijver().heel_blad(xml) if b"<!" in xml else xml


_VOORVOEGSEL = re.compile(rb"<([\w.-]+):worksheet[\s>]")
_COMMENTAAR = re.compile(rb"<!--.*?-->", re.DOTALL)
_KOLOM = re.compile(rb"<(?:[\w.-]+:)?col\s([^<>]*)>")
_KENMERK = re.compile(rb"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_VERBORGEN_RIJ = re.compile(rb"<row\s([^<>]*(?:\bhidden|\bht=.0)[^<>]*)>")
_EINDE = re.compile(rb"</sheetData\s*>")
_NUL = re.compile(r"0+(\.0*)?")


class _Bladlezer:
    def __init__(self, regels: Bladregels) -> None:
        self.regels, self.uit = regels, Bladscan()
        self.schrijver = Gewoonschrijver()
        self.vorige = -1
        self.wanordelijk = False
        self.plekken: list[Reeks] = []

    def lees(self, xml: bytes) -> Bladscan:
        begin = xml.find(b"<sheetData")
        if begin < 0:
            return self.uit
        self._kolommen(xml[:begin])
        open_tot = xml.find(b">", begin) + 1
        if xml[open_tot - 2 : open_tot] == b"/>":
            return self.uit
        slot = _EINDE.search(xml, max(open_tot, xml.rfind(b"</sheetData")))
        if not open_tot or not slot or b"<sheetData" in xml[slot.end() :]:
            raise Onleesbaar("een blad van het werkboek is beschadigd", _REMEDIE)
        for blok in _blokken(xml, open_tot, slot.start()):
            self._blok(blok)
        self._weiger_te_groot()
        if self.wanordelijk:
            self._dubbelen()
        return self.uit

    def _kolommen(self, kop: bytes) -> None:
        for tag in _KOLOM.finditer(kop):
            kenmerk = _kenmerken(tag[1])
            if _is_verborgen(kenmerk, "width"):
                van, tot = (int(kenmerk.get(naam, "0")) for naam in ("min", "max"))
                self.uit.verborgen_kolommen.update(range(max(0, van - 1), min(tot, 2**14)))

    def _blok(self, blok: memoryview) -> None:
        cellen = _lees_cellen(blok)
        if cellen is None:
            if b"<!" in bytes(blok):
                raise _Commentaar
            blok = memoryview(self.schrijver.herschrijf(bytes(blok)))
            cellen = _lees_cellen(blok)
        if cellen is None:
            raise Onleesbaar("een blad van het werkboek is beschadigd", _REMEDIE)
        self._onthoud(cellen, blok)

    def _onthoud(self, cellen: _Cellen, blok: memoryview) -> None:
        plekken = cellen.plekken[cellen.gevuld]
        self.uit.cellen += len(cellen.plekken)
        if len(plekken):
            self.plekken.append(plekken)
            stappen = np.diff(plekken, prepend=self.vorige)
            self.wanordelijk = self.wanordelijk or bool((stappen <= 0).any())
            self.vorige = int(plekken[-1])
            self.uit.laagste = max(self.uit.laagste, int(plekken.max()) >> _KOLOMBITS)
            breedste = int((plekken & (2**_KOLOMBITS - 1)).max()) + 1
            self.uit.breedste = max(self.uit.breedste, breedste)
        self.schrijver.rij = max(cellen.laatste_rij, 0) or self.schrijver.rij
        self.uit.tekst += int(_kies(self.regels.tekstlengten, cellen.deelteksten()).sum())
        if not cellen.kale_rijen:
            self._verborgen(bytes(blok))
        self.uit.stukken += self._zonder_gebreken(cellen, blok)
        self._weiger_te_groot()

    def _verborgen(self, blok: bytes) -> None:
        if b" hidden" not in blok and b' ht="0' not in blok:
            return
        for tag in _VERBORGEN_RIJ.finditer(blok):
            kenmerk = _kenmerken(tag[1])
            if _is_verborgen(kenmerk, "ht"):
                self.uit.verborgen_rijen.add(int(kenmerk["r"]))

    def _zonder_gebreken(self, cellen: _Cellen, blok: memoryview) -> list[bytes | memoryview]:
        """Note every cell that cannot be trusted, and give the block without them."""
        delen: list[bytes | memoryview] = []
        tot = 0
        for nummer in cellen.verdacht(self.regels).tolist():
            van, einde = cellen.stuk(nummer)
            if reden := self._reden(bytes(blok[van:einde])):
                plek = int(cellen.plekken[nummer])
                rij, kolom = plek >> _KOLOMBITS, plek & (2**_KOLOMBITS - 1)
                self.uit.gebreken[rij, kolom] = reden
                delen += [blok[tot:van], b'<c r="%b"/>' % cellen.naam(nummer)]
                tot = einde
        return [*delen, blok[tot:]]

    def _reden(self, cel: bytes) -> str:
        """Say why the value of a cell cannot be trusted; "" where it can."""
        tag, _, rest = cel.partition(b">")
        kenmerk = _kenmerken(tag)
        soort, is_formule = kenmerk.get("t", "n"), rest.startswith(b"<f")
        gevonden = re.search(rb"<v>([^<]*)", rest)
        waarde = gevonden[1].decode(errors="replace") if gevonden else ""
        if soort == "e":
            return foutwaarde(waarde)
        if is_formule and not waarde and (soort != "str" or not gevonden):
            return ZONDER_UITKOMST
        if is_formule and self.regels.onberekend and _NUL.fullmatch(waarde):
            return NOG_TE_BEREKENEN
        stijl = int(kenmerk.get("s", "0"))
        return self._getalreden(waarde, stijl) if soort == "n" and waarde else ""

    def _getalreden(self, waarde: str, stijl: int) -> str:
        try:
            getal = float(waarde)
        except ValueError:
            return ""
        is_dag = stijl < len(self.regels.datumstijlen) and self.regels.datumstijlen[stijl]
        if getal != getal or (is_dag and not 0 <= getal < _NA_LAATSTE_DAG):
            return GEEN_DATUM if is_dag else "een getal dat niet bestaat"
        return ""

    def _weiger_te_groot(self) -> None:
        uit, meeste = self.uit, self.regels.meeste_cellen
        if uit.laagste > MEESTE_RIJEN or uit.laagste * uit.breedste > meeste:
            te_ver(uit.laagste, uit.breedste)
        if uit.cellen > meeste:
            raise Onleesbaar(f"een blad heeft {uit.cellen} cellen", _REMEDIE_GROOT)

    def _dubbelen(self) -> None:
        plekken, keren = np.unique(np.concatenate(self.plekken), return_counts=True)
        for plek in plekken[keren > 1].tolist():
            self.uit.gebreken[plek >> _KOLOMBITS, plek & (2**_KOLOMBITS - 1)] = DUBBEL


_REMEDIE = "open het in Excel en sla het opnieuw op als .xlsx"
_REMEDIE_GROOT = "verwijder de lege rijen en kolommen onder en naast de tabel"


def _blokken(xml: bytes, van: int, tot: int) -> Iterator[memoryview]:
    """Cut the rows of a sheet in blocks of whole rows."""
    alles = memoryview(xml)
    while van < tot:
        snede = xml.rfind(b"</row>", van, min(van + _BLOK, tot))
        if snede < 0:
            snede = xml.find(b"</row>", van, tot)
        eind = tot if snede < 0 else snede + len(b"</row>")
        yield alles[van:eind]
        van = eind


def _kenmerken(tag: bytes) -> dict[str, str]:
    return {
        naam.decode(errors="replace"): (dubbel or enkel).decode(errors="replace")
        for naam, dubbel, enkel in _KENMERK.findall(tag)
    }


def _is_verborgen(kenmerk: dict[str, str], maat: str) -> bool:
    """Whether a row or column is hidden, or made so small that nobody sees it."""
    return kenmerk.get("hidden", "0") in ("1", "true") or bool(
        _NUL.fullmatch(kenmerk.get(maat, "x"))
    )


# -- the plain way, seen with numpy ------------------------------------------------------------


def _tweetal(teksten: str) -> Reeks:
    """Return a table of the two bytes with which a tag may begin after "<"."""
    tabel = np.zeros(2**16, dtype=bool)
    tabel[[ord(tekst[0]) | (ord(tekst[1]) << 8) for tekst in teksten.split(",")]] = True
    return tabel


_BEGIN = _tweetal("c ,v>,f>,f ,f/,ro,r>,is,t>,t ,t/,/c,/v,/f,/r,/i,/t")
_c, _e, _f, _i, _n, _s, _v = map(ord, "cefinsv")
_LT, _GT, _SLASH, _AANHAAL, _EN, _PUNT = map(ord, '<>/"&.')
_NULTEKEN, _NEGEN, _A, _Z = map(ord, "09AZ")
_ROW = int.from_bytes(b'<row r="', "little")
_CEL = int.from_bytes(b'<c r="', "little")
#: What may stand in the tag of a cell after its place, and the letter by which its kind is known.
_REST = re.compile(r'((?: [st]="\w+"){0,2})(/?)>\s*')
_SOORTEN = {kort: ord(kort) for kort in "snbed"} | {"str": ord("t"), "inlineStr": _i}
#: Eight bytes as a number: of the first n of them, and of eight zeros but for the last n.
_MASKERS = np.array([(1 << (8 * n)) - 1 for n in range(9)], np.uint64)
_VOORNUL = _MASKERS[::-1] & np.uint64(0x3030303030303030)


class _Commentaar(Exception):
    """A sheet has comments or the like between its rows."""


class _Anders(Exception):
    """A block is not written in the plain way."""


def _eis(voldoet: Any) -> None:
    if not np.all(voldoet):
        raise _Anders


@dataclass
class _Cellen:
    """The cells of a block in the plain way, as equally long arrays; places count bytes.

    `kale_rijen` says that its rows have a number and nothing else.
    """

    bytes_: Reeks
    begin: Reeks
    plekken: Reeks
    stijl: Reeks
    soort: Reeks
    gevuld: Reeks
    is_formule: Reeks
    waarde: Reeks
    lengte: Reeks
    laatste_rij: int
    kale_rijen: bool
    einde: int

    def deelteksten(self) -> Reeks:
        """Return the number of the shared text of each cell that has one."""
        welke = (self.soort == _s) & (self.waarde > 0)
        van = self.waarde[welke]
        nummers, heel = _hele_getallen(self.bytes_, van, self.lengte[welke])
        nummers[~heel] = _getallen(self.bytes_, van[~heel], 7)[0]
        return nummers

    def verdacht(self, regels: Bladregels) -> Reeks:
        """Return the cells whose value may be one that cannot be trusted."""
        eerste = np.where(self.waarde > 0, self.bytes_[self.waarde], _LT)
        mis = self.gevuld & (self.soort == _e)
        mis |= self.is_formule & (eerste == _LT)
        if regels.onberekend:
            mis |= self.is_formule & (eerste == _NULTEKEN)
        is_getal = (self.soort == _n) & (self.waarde > 0)
        mis |= is_getal & ((eerste | 32 == _n) | (eerste | 32 == _i))
        if regels.datumstijlen.any():
            dagen = np.flatnonzero(is_getal & _kies(regels.datumstijlen, self.stijl))
            nummers, heel = _hele_getallen(self.bytes_, self.waarde[dagen], self.lengte[dagen])
            dagen = dagen[~heel | (nummers >= _NA_LAATSTE_DAG)]
            mis[dagen[_raar(self.bytes_, self.waarde[dagen])]] = True
        return np.flatnonzero(mis)

    def stuk(self, nummer: int) -> tuple[int, int]:
        """Return where a cell begins and ends."""
        begin = int(self.begin[nummer])
        tot = int(self.begin[nummer + 1]) if nummer + 1 < len(self.begin) else self.einde
        tekst = self.bytes_[begin:tot].tobytes()
        eind = tekst.find(b"</c>")
        return begin, begin + (eind + 4 if eind >= 0 else tekst.index(b">") + 1)

    def naam(self, nummer: int) -> bytes:
        """Return the place of a cell as a spreadsheet writes it: B7."""
        plek = self.begin[nummer] + len(b'<c r="')
        return self.bytes_[plek : plek + 16].tobytes().partition(b'"')[0]


def _kies(tabel: Reeks, nummers: Reeks) -> Reeks:
    """Look numbers up in a table; what is beyond its end is nothing."""
    gekozen: Reeks = np.append(tabel, 0).astype(tabel.dtype)[np.minimum(nummers, len(tabel))]
    return gekozen


def _getallen(bytes_: Reeks, plek: Reeks, meeste: int) -> tuple[Reeks, Reeks]:
    """Read a whole number at each place, and return where each ends."""
    getal, plek = np.zeros(len(plek), np.int64), plek.copy()
    for _ in range(meeste):
        teken = bytes_[plek]
        is_cijfer = (teken >= _NULTEKEN) & (teken <= _NEGEN)
        if not is_cijfer.any():
            break
        getal = np.where(is_cijfer, getal * 10 + teken - _NULTEKEN, getal)
        plek += is_cijfer
    return getal, plek


def _acht(bytes_: Reeks) -> Reeks:
    """The eight bytes from each place on, as a number."""
    return np.ndarray((len(bytes_) - 7,), "<u8", bytes_, strides=(1,))


def _hele_getallen(bytes_: Reeks, plek: Reeks, lengte: Reeks) -> tuple[Reeks, Reeks]:
    """Read numbers of so many digits, eight of them at once, and say which are no other thing."""
    kort = np.clip(lengte, 1, 8)
    cijfers = (_acht(bytes_)[plek] << (64 - 8 * kort).astype(np.uint64)) | _VOORNUL[kort]
    hoog = np.uint64(0xF0F0F0F0F0F0F0F0)
    plus_zes = (cijfers + np.uint64(0x0606060606060606)) & hoog
    heel = ((cijfers & hoog) | (plus_zes >> np.uint64(4))) == np.uint64(0x3333333333333333)
    # By twos, by fours, and all eight.
    for masker, keer, op in (
        (0x0F0F0F0F0F0F0F0F, 10 * 2**8 + 1, 8),
        (0x00FF00FF00FF00FF, 100 * 2**16 + 1, 16),
        (0x0000FFFF0000FFFF, 10000 * 2**32 + 1, 32),
    ):
        cijfers = ((cijfers & np.uint64(masker)) * np.uint64(keer)) >> np.uint64(op)
    return cijfers.astype(np.int64), heel & (lengte == kort)


def _raar(bytes_: Reeks, plek: Reeks) -> Reeks:
    """Whether a number is more than a few digits, a point and digits."""
    heel, eind = _getallen(bytes_, plek, 7)
    punt = bytes_[eind] == _PUNT
    eind = eind + punt
    for _ in range(20):
        teken = bytes_[np.minimum(eind, len(bytes_) - 1)]
        eind = eind + (punt & (teken >= _NULTEKEN) & (teken <= _NEGEN))
    is_raar: Reeks = bytes_[np.minimum(eind, len(bytes_) - 1)] != _LT
    return is_raar | (heel >= _NA_LAATSTE_DAG)


def _lees_cellen(blok: bytes | memoryview) -> _Cellen | None:
    """Return the cells of a block, None where it is not written in the plain way."""
    try:
        return _cellen(b"".join((blok, _LEEG)), len(blok))
    except _Anders:
        return None


def _cellen(blok: bytes, lengte: int) -> _Cellen:
    bytes_ = np.frombuffer(blok, np.uint8)
    haken = np.flatnonzero(bytes_ == _LT)
    tweetal = np.ndarray((len(blok) - 1,), "<u2", blok, strides=(1,))[haken + 1]
    _eis(_BEGIN[tweetal])
    welke = np.flatnonzero(tweetal & 0xFF == _c)
    begin = haken[welke]
    rijen = np.flatnonzero(tweetal == ord("r") | (ord("o") << 8))
    nummers, cijfers = _rijen(bytes_, haken[rijen])
    per_rij = np.diff(np.searchsorted(welke, rijen), append=len(welke))
    _eis(per_rij.sum() == len(welke))
    van_rij = np.repeat(np.arange(len(rijen)), per_rij)
    kolom, plek = _kolommen(bytes_, begin, cijfers[:, van_rij])
    # Sentinels: what follows the last cell of the block can be looked at as well.
    na = np.append(haken, [lengte] * 5)
    stijl, soort, is_open = _kenmerken_van(blok, plek, na[welke + 1])
    volgt = bytes_[na[welke + 1] + 1]
    is_formule = is_open & (volgt == _f)
    gevuld = is_open & (volgt != _SLASH)
    na_formule = na[welke + 2]
    los = (bytes_[na_formule + 1] == _SLASH) & (bytes_[na_formule + 2] == _f)
    waarde_in = welke + 1 + is_formule * (1 + los)
    heeft = gevuld & (bytes_[na[waarde_in] + 1] == _v) & (bytes_[na[waarde_in] + 2] == _GT)
    waarde = np.where(heeft, na[waarde_in] + 3, 0)
    _eis_gave_getallen(bytes_, haken, waarde[(soort == _n) & heeft])
    return _Cellen(
        bytes_, begin, (nummers[van_rij] << _KOLOMBITS) + kolom, stijl, soort, gevuld, is_formule,
        waarde, na[waarde_in + 1] - waarde, int(nummers[-1]) if len(nummers) else 0,
        bool((bytes_[haken[rijen] + 8 + cijfers[1].view(np.int64)] == _GT).all()), lengte,
    )  # fmt: skip


def _rijen(bytes_: Reeks, plek: Reeks) -> tuple[Reeks, Reeks]:
    """Demand that every row has its number; return these, and how its cells have to write them.

    That is two rows of numbers: the digits with the quotation mark after them, and how many bytes.
    """
    _eis(_acht(bytes_)[plek] == _ROW)
    nummers, eind = _getallen(bytes_, plek + 8, 7)
    _eis((bytes_[eind] == _AANHAAL) & (nummers > 0))
    if len(nummers) and int(nummers.max()) > MEESTE_RIJEN:
        te_ver(int(nummers.max()), 1)
    lengte = eind - plek - 7
    return nummers, np.stack([_acht(bytes_)[plek + 8] & _MASKERS[lengte], lengte.view(np.uint64)])


def _kolommen(bytes_: Reeks, begin: Reeks, cijfers: Reeks) -> tuple[Reeks, Reeks]:
    """Return the column of each cell from 0, and where the mark after its place ends.

    Its place must name the row that it stands in.
    """
    acht = _acht(bytes_)
    _eis(acht[begin] & _MASKERS[6] == _CEL)
    plek, kolom = begin + 6, np.zeros(len(begin), np.int64)
    for _ in range(3):
        teken = bytes_[plek]
        is_letter = (teken >= _A) & (teken <= _Z)
        if not is_letter.any():
            break
        kolom = np.where(is_letter, kolom * 26 + teken - _A + 1, kolom)
        plek = plek + is_letter
    rij, lengte = cijfers[0], cijfers[1].view(np.int64)
    _eis((acht[plek] & _MASKERS[lengte] == rij) & (kolom > 0) & (kolom <= 2**_KOLOMBITS))
    return kolom - 1, plek + lengte


def _kenmerken_van(blok: bytes, plek: Reeks, einde: Reeks) -> tuple[Reeks, Reeks, Reeks]:
    """Return style and kind of every cell, and which may hold something."""
    if not len(plek):
        return np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, bool)
    # Each of them is one of few: here not by the bounds that a column of texts has for it.
    kolom = Tekstkolom(blok, plek - 1, einde)
    welke, uniek = kolom.verdeeld or _verdeel(kolom)
    rijen: list[tuple[int, int, bool]] = []
    for rest in uniek:
        gevonden = _REST.fullmatch(rest)
        kenmerk = _kenmerken(gevonden[1].encode()) if gevonden else {"t": ""}
        stijl, soort = kenmerk.get("s", "0"), kenmerk.get("t", "n")
        if not gevonden or soort not in _SOORTEN or not stijl.isdecimal() or len(stijl) > 6:
            raise _Anders
        rijen.append((int(stijl), _SOORTEN[soort], not gevonden[2]))
    stijlen, soorten, is_open = (np.array(deel)[welke] for deel in zip(*rijen, strict=True))
    return stijlen, soorten, is_open


def _verdeel(kolom: Tekstkolom) -> tuple[Reeks, list[str]]:
    nummers: dict[str, int] = {}
    return np.array([nummers.setdefault(tekst, len(nummers)) for tekst in kolom]), [*nummers]


def _eis_gave_getallen(bytes_: Reeks, haken: Reeks, waarden: Reeks) -> None:
    """Demand that no number holds an entity, of which calamine reads what stands before it."""
    tekens = np.flatnonzero(bytes_ == _EN)
    if len(tekens):
        _eis(~np.isin(haken[np.searchsorted(haken, tekens) - 1] + 3, waarden))
