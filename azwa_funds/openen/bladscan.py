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

import numpy as np

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.lezen.keuring import MEESTE_RIJEN, te_ver, weiger_doctype
from azwa_funds.openen.bladvorm import Gewoonschrijver
from azwa_funds.openen.bronblad import Reeks

_BLOK = 2**18
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
        self.met_verborgen = False
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
        self.met_verborgen = b" hidden" in xml or b' ht="0' in xml
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
        cellen = _lees_cellen(bytes(blok))
        if cellen is None:
            if b"<!" in bytes(blok):
                raise _Commentaar
            blok = memoryview(self.schrijver.herschrijf(bytes(blok)))
            cellen = _lees_cellen(bytes(blok))
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
        self._verborgen(blok)
        self.uit.stukken += self._zonder_gebreken(cellen, blok)
        self._weiger_te_groot()

    def _verborgen(self, blok: memoryview) -> None:
        if not self.met_verborgen:
            return
        for tag in _VERBORGEN_RIJ.finditer(bytes(blok)):
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
        soort = _kenmerken(tag).get("t", "n")
        gevonden = re.search(rb"<v>([^<]*)", rest)
        waarde = gevonden[1].decode(errors="replace") if gevonden else ""
        is_formule = rest.startswith(b"<f")
        if soort == "e":
            return foutwaarde(waarde)
        if is_formule and not waarde and (soort != "str" or not gevonden):
            return ZONDER_UITKOMST
        if is_formule and self.regels.onberekend and _NUL.fullmatch(waarde):
            return NOG_TE_BEREKENEN
        try:
            getal = float(waarde) if soort == "n" and waarde else 0.0
        except ValueError:
            return ""
        stijl = int(_kenmerken(tag).get("s", "0"))
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
    for tekst in teksten.split(","):
        tabel[(ord(tekst[0]) << 8) + ord(tekst[1])] = True
    return tabel


_BEGIN = _tweetal("c ,v>,f>,f ,f/,ro,r>,is,t>,t ,t/,/c,/v,/f,/r,/i,/t")
_c, _e, _f, _i, _n, _o, _r, _s, _t, _v, _w = map(ord, "cefinorstvw")
_LT, _GT, _SLASH, _AANHAAL, _SPATIE, _IS, _EN, _PUNT = map(ord, '<>/" =&.')
_NULTEKEN, _NEGEN, _A, _Z = map(ord, "09AZ")


class _Commentaar(Exception):
    """A sheet has comments or the like between its rows."""


class _Anders(Exception):
    """A block is not written in the plain way."""


def _eis(voldoet: Reeks) -> None:
    if not voldoet.all():
        raise _Anders


@dataclass
class _Cellen:
    """The cells of a block in the plain way, as equally long arrays; places count bytes."""

    bytes_: Reeks
    begin: Reeks
    plekken: Reeks
    stijl: Reeks
    soort: Reeks
    gevuld: Reeks
    is_formule: Reeks
    waarde: Reeks
    laatste_rij: int
    einde: int

    def deelteksten(self) -> Reeks:
        """Return the number of the shared text of each cell that has one."""
        van = self.waarde[(self.soort == _s) & (self.waarde > 0)]
        return _getallen(self.bytes_, van, 7)[0]

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


def _lees_cellen(blok: bytes) -> _Cellen | None:
    """Return the cells of a block, None where it is not written in the plain way."""
    try:
        return _cellen(np.frombuffer(blok + _LEEG, np.uint8), len(blok))
    except _Anders:
        return None


def _cellen(bytes_: Reeks, lengte: int) -> _Cellen:
    haken = np.flatnonzero(bytes_ == _LT)
    eerste, tweede = bytes_[haken + 1], bytes_[haken + 2]
    _eis(_BEGIN[(eerste.astype(np.uint16) << 8) | tweede])
    laatste_rij = _rijen(bytes_, haken[(eerste == _r) & (tweede == _o)])
    welke = np.flatnonzero(eerste == _c)
    begin = haken[welke]
    plekken, plek = _plekken(bytes_, begin)
    stijl, soort, plek = _kenmerken_van(bytes_, plek)
    slot = bytes_[plek]
    _eis((slot == _GT) | ((slot == _SLASH) & (bytes_[plek + 1] == _GT)))
    # Sentinels: what follows the last cell of the block can be looked at as well.
    na = np.append(haken, [lengte] * 4)
    volgt = bytes_[na[welke + 1] + 1]
    is_formule = (slot == _GT) & (volgt == _f)
    gevuld = (slot == _GT) & (volgt != _SLASH)
    na_formule = na[welke + 2]
    los = (bytes_[na_formule + 1] == _SLASH) & (bytes_[na_formule + 2] == _f)
    waarde_in = welke + 1 + is_formule * (1 + los)
    heeft = gevuld & (bytes_[na[waarde_in] + 1] == _v) & (bytes_[na[waarde_in] + 2] == _GT)
    waarde = np.where(heeft, na[waarde_in] + 3, 0)
    _eis_gave_getallen(bytes_, haken, waarde[(soort == _n) & heeft])
    return _Cellen(
        bytes_, begin, plekken, stijl, soort, gevuld, is_formule, waarde, laatste_rij, lengte
    )


def _rijen(bytes_: Reeks, plek: Reeks) -> int:
    """Demand that every row has its number, and return the last of them."""
    _eis((bytes_[plek + 3] == _w) & (bytes_[plek + 4] == _SPATIE) & (bytes_[plek + 5] == _r))
    _eis((bytes_[plek + 6] == _IS) & (bytes_[plek + 7] == _AANHAAL))
    nummers, eind = _getallen(bytes_, plek + 8, 7)
    _eis((bytes_[eind] == _AANHAAL) & (nummers > 0))
    if len(nummers) and int(nummers.max()) > MEESTE_RIJEN:
        te_ver(int(nummers.max()), 1)
    return int(nummers[-1]) if len(nummers) else 0


def _plekken(bytes_: Reeks, begin: Reeks) -> tuple[Reeks, Reeks]:
    _eis((bytes_[begin + 3] == _r) & (bytes_[begin + 4] == _IS) & (bytes_[begin + 5] == _AANHAAL))
    plek, kolom = begin + 6, np.zeros(len(begin), np.int64)
    for _ in range(3):
        teken = bytes_[plek]
        is_letter = (teken >= _A) & (teken <= _Z)
        kolom = np.where(is_letter, kolom * 26 + teken - _A + 1, kolom)
        plek = plek + is_letter
    rij, plek = _getallen(bytes_, plek, 7)
    _eis((bytes_[plek] == _AANHAAL) & (kolom > 0) & (rij > 0) & (kolom <= 2**_KOLOMBITS))
    if len(rij) and int(rij.max()) > MEESTE_RIJEN:
        te_ver(int(rij.max()), int(kolom.max()))
    return (rij << _KOLOMBITS) + kolom - 1, plek + 1


def _kenmerken_van(bytes_: Reeks, plek: Reeks) -> tuple[Reeks, Reeks, Reeks]:
    """Read style and kind of every cell, in either order."""
    stijl = np.zeros(len(plek), np.int64)
    soort = np.full(len(plek), _n, np.uint8)
    for _ in range(2):
        welke = np.flatnonzero(bytes_[plek] == _SPATIE)
        hier = plek[welke]
        naam = bytes_[hier + 1]
        _eis((bytes_[hier + 2] == _IS) & (bytes_[hier + 3] == _AANHAAL))
        _eis((naam == _s) | (naam == _t))
        met_stijl, met_soort = welke[naam == _s], welke[naam == _t]
        stijl[met_stijl], eind = _getallen(bytes_, plek[met_stijl] + 4, 6)
        plek[met_stijl] = eind
        soort[met_soort], plek[met_soort] = _soorten(bytes_, plek[met_soort] + 4)
        _eis(bytes_[plek[welke]] == _AANHAAL)
        plek[welke] += 1
    return stijl, soort, plek


def _soorten(bytes_: Reeks, plek: Reeks) -> tuple[Reeks, Reeks]:
    """Read the kind of cells: s n b e d, or t for "str" and i for "inlineStr"."""
    soort = bytes_[plek].copy()
    kort = bytes_[plek + 1] == _AANHAAL
    is_str = (soort == _s) & (bytes_[plek + 1] == _t) & (bytes_[plek + 2] == _r)
    in_cel = (soort == _i) & (bytes_[plek + 1] == _n) & (bytes_[plek + 6] == ord("S"))
    _eis((kort & np.isin(soort, [_s, _n, ord("b"), _e, ord("d")])) | is_str | in_cel)
    soort[is_str] = _t
    return soort, plek + np.where(kort, 1, np.where(is_str, 3, 9))


def _eis_gave_getallen(bytes_: Reeks, haken: Reeks, waarden: Reeks) -> None:
    """Demand that no number holds an entity, of which calamine reads what stands before it."""
    tekens = np.flatnonzero(bytes_ == _EN)
    if len(tekens):
        _eis(~np.isin(haken[np.searchsorted(haken, tekens) - 1] + 3, waarden))
