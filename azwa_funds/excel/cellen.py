"""Write values into cells of somebody else's .xlsx, and leave every other byte as it was.

openpyxl writes a workbook anew from what it understood of it, and so loses drawings, text in two
colours, newer kinds of drop-down lists and the outcomes of formulas. Here only the XML of the
cells that get a value is replaced; of the workbook itself only whether to recalculate on opening.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape

from azwa_funds.lezen.keuring import kolomletters, kolomnummer

Plek = tuple[int, int]
Waarde = int | float | str

_TAG = re.compile(rb"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
_SOORT = re.compile(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SPANS = re.compile(rb"\s+spans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_CALCPR = re.compile(rb"<(\w+:)?calcPr\b")
_HERBEREKEN = re.compile(rb"\s+fullCalcOnLoad\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_NA_BLADEN = re.compile(
    rb"</(?:\w+:)?(?:sheets|functionGroups|externalReferences|definedNames)\s*>"
    rb"|<(?:\w+:)?(?:functionGroups|externalReferences|definedNames)\s*/>"
)
_FORMULE = re.compile(rb"<(?:\w+:)?f[\s/>]")
_RELATIE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIE_STRIKT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Onbewerkbaar(Exception):
    """The file is built in a way that cannot be changed safely; the text says which, in Dutch."""


def schrijf_cellen(inhoud: bytes, waarden: Mapping[str, Mapping[Plek, Waarde]]) -> bytes:
    """Return the file with values in cells, given per sheet by (row, column), counted from 1.

    Replaces whatever those cells hold and keeps how they look. Raises Onbewerkbaar.
    """
    with zipfile.ZipFile(BytesIO(inhoud)) as archief:
        delen = {info.filename: archief.read(info) for info in archief.infolist()}
        paden = bladpaden(delen)
        nieuw = {
            paden[blad]: _vul_blad(_leesbaar(delen[paden[blad]]), cellen)
            for blad, cellen in waarden.items()
        }
        if any(_FORMULE.search(delen[pad]) for pad in paden.values()):
            werkboek = _werkboekpad(delen)
            nieuw[werkboek] = _herbereken(_leesbaar(delen[werkboek]))
        uit = BytesIO()
        with zipfile.ZipFile(uit, "w") as doel:
            for info in archief.infolist():
                doel.writestr(info, nieuw.get(info.filename, delen[info.filename]))
    return uit.getvalue()


def bladpaden(delen: Mapping[str, bytes]) -> dict[str, str]:
    """Return in which part of the file each sheet stands, by its title. Raises Onbewerkbaar."""
    pad = _werkboekpad(delen)
    map_, naam = posixpath.split(pad)
    relaties = dict(_relaties(delen, f"{map_}/_rels/{naam}.rels", map_))
    gevonden = {}
    for knoop in _boom(delen, pad).iter():
        if knoop.tag.rpartition("}")[2] == "sheet":
            relatie = knoop.get(_RELATIE) or knoop.get(_RELATIE_STRIKT) or ""
            if relaties.get(relatie) in delen:
                gevonden[knoop.get("name", "")] = relaties[relatie]
    return gevonden


def _werkboekpad(delen: Mapping[str, bytes]) -> str:
    for knoop in _boom(delen, "_rels/.rels"):
        if knoop.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(knoop.get("Target", "").lstrip("/"))
    raise Onbewerkbaar("het werkboek zelf ontbreekt in het bestand")


def _relaties(delen: Mapping[str, bytes], pad: str, map_: str) -> Iterator[tuple[str, str]]:
    for knoop in _boom(delen, pad):
        doel = knoop.get("Target", "")
        # A target from the root starts with a slash; others are relative to the folder.
        vol = doel.lstrip("/") if doel.startswith("/") else posixpath.join(map_, doel)
        yield knoop.get("Id", ""), posixpath.normpath(vol)


def _boom(delen: Mapping[str, bytes], pad: str) -> ElementTree.Element:
    if pad not in delen:
        raise Onbewerkbaar(f"het onderdeel {pad} ontbreekt in het bestand")
    return ElementTree.fromstring(_leesbaar(delen[pad]))


def _leesbaar(xml: bytes) -> bytes:
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in xml[:4]:
        raise Onbewerkbaar("het bestand is in UTF-16 geschreven")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Onbewerkbaar("het bestand definieert eigen tekens (DOCTYPE)")
    return xml


# -- where things stand in the XML of a sheet --------------------------------------------------


@dataclass
class _Rij:
    nummer: int
    begin: int
    tag: bytes
    einde: int = 0
    cellen: list[_Cel] = field(default_factory=list)

    @property
    def binnen(self) -> int:
        """Where the contents begin."""
        return self.begin + len(self.tag)

    @property
    def is_leeg(self) -> bool:
        """Whether the row is one tag that closes itself."""
        return self.tag.endswith(b"/>")


@dataclass(frozen=True, slots=True)
class _Cel:
    kolom: int
    begin: int
    einde: int
    tag: bytes


class _Kaart:
    """Reads where the rows and cells of a sheet stand, in bytes."""

    def __init__(self, xml: bytes, rijen: set[int]) -> None:
        self.xml, self.gezocht = xml, rijen
        self.rijen: list[_Rij] = []
        self.kolomstijlen: list[tuple[int, int, str]] = []
        self.einde = 0
        self._rij: _Rij | None = None
        self._cel: tuple[int, int, bytes] | None = None
        self._kolom = 0
        self._lezer = expat.ParserCreate()
        self._lezer.StartElementHandler = self._open
        self._lezer.EndElementHandler = self._sluit
        self._lezer.Parse(xml, True)

    @property
    def voorvoegsel(self) -> bytes:
        """What stands before the name of every tag: "x:" or nothing."""
        gevonden = re.search(rb"<(\w+:)?sheetData\b", self.xml)
        return (gevonden[1] or b"") if gevonden else b""

    def _tag(self) -> bytes:
        gevonden = _TAG.match(self.xml, self._lezer.CurrentByteIndex)
        if gevonden is None:
            raise Onbewerkbaar("een blad is op een onbekende manier opgebouwd")
        return gevonden[0]

    def _open(self, naam: str, velden: dict[str, str]) -> None:
        soort = naam.rpartition(":")[2]
        if soort == "col" and "style" in velden:
            self.kolomstijlen.append((int(velden["min"]), int(velden["max"]), velden["style"]))
        elif soort == "sheetData":
            self.einde = -1 if self._tag().endswith(b"/>") else 0
        elif soort == "row":
            vorige = self.rijen[-1].nummer if self.rijen else 0
            nummer = int(velden.get("r", vorige + 1))
            self._rij = _Rij(nummer, self._lezer.CurrentByteIndex, self._tag())
            self.rijen.append(self._rij)
            self._kolom = 0
        elif soort == "c" and self._rij is not None:
            self._kolom = (
                kolomnummer(velden["r"].rstrip("0123456789").upper())
                if "r" in velden
                else self._kolom + 1
            )
            if self._rij.nummer in self.gezocht:
                self._cel = (self._kolom, self._lezer.CurrentByteIndex, self._tag())

    def _sluit(self, naam: str) -> None:
        soort = naam.rpartition(":")[2]
        plek = self._lezer.CurrentByteIndex
        if soort == "sheetData":
            self.einde = plek if self.einde == 0 else -1
        elif soort == "row" and self._rij is not None:
            self._rij.einde = plek
            self._rij = None
        elif soort == "c" and self._rij is not None and self._cel is not None:
            kolom, begin, tag = self._cel
            # Of a tag that closes itself the end is reported where it ends.
            einde = begin + len(tag) if tag.endswith(b"/>") else self.xml.index(b">", plek) + 1
            self._rij.cellen.append(_Cel(kolom, begin, einde, tag))
            self._cel = None

    def stijl(self, rij: _Rij | None, kolom: int) -> str:
        """The style of a cell that is not in the file: that of its row, or of its column."""
        if rij is not None and re.search(rb"customFormat\s*=\s*[\"'](1|true)", rij.tag):
            gevonden = re.search(rb"\ss\s*=\s*[\"'](\d+)", rij.tag)
            if gevonden:
                return gevonden[1].decode()
        return next((s for van, tot, s in self.kolomstijlen if van <= kolom <= tot), "")


# -- changing it -------------------------------------------------------------------------------


def _vul_blad(xml: bytes, waarden: Mapping[Plek, Waarde]) -> bytes:
    kaart = _Kaart(xml, {rij for rij, _ in waarden})
    if kaart.einde <= 0:
        raise Onbewerkbaar("een blad heeft geen cellen")
    per_rij: dict[int, dict[int, Waarde]] = {}
    for (rij, kolom), waarde in sorted(waarden.items()):
        per_rij.setdefault(rij, {})[kolom] = waarde
    for nummer in sorted(per_rij, reverse=True):
        xml = _vul_rij(xml, kaart, nummer, per_rij[nummer])
    return xml


def _vul_rij(xml: bytes, kaart: _Kaart, nummer: int, waarden: Mapping[int, Waarde]) -> bytes:
    """Fill in one row; rows above it keep their place, so go from the last row up."""
    pre = kaart.voorvoegsel
    rij = next((r for r in kaart.rijen if r.nummer == nummer), None)
    nieuw = {k: _cel(kaart, rij, nummer, k, waarde) for k, waarde in waarden.items()}
    if rij is None:
        plek = next((r.begin for r in kaart.rijen if r.nummer > nummer), kaart.einde)
        open_ = b"<" + pre + b'row r="%d">' % nummer
        return xml[:plek] + open_ + b"".join(nieuw.values()) + b"</" + pre + b"row>" + xml[plek:]
    if rij.is_leeg:
        tag = _zonder_spans(rij.tag)[:-2].rstrip() + b">"
        inhoud = tag + b"".join(nieuw.values()) + b"</" + pre + b"row>"
        return xml[: rij.begin] + inhoud + xml[rij.binnen :]
    return _vul_tussen(xml, rij, nieuw)


def _vul_tussen(xml: bytes, rij: _Rij, nieuw: Mapping[int, bytes]) -> bytes:
    """Put cells in their place in a row that has some; the last first, so that places stay."""
    bestaand = {cel.kolom: cel for cel in rij.cellen}
    for kolom in sorted(nieuw, reverse=True):
        if kolom in bestaand:
            cel = bestaand[kolom]
            xml = xml[: cel.begin] + nieuw[kolom] + xml[cel.einde :]
        else:
            plek = next((cel.begin for cel in rij.cellen if cel.kolom > kolom), rij.einde)
            xml = xml[:plek] + nieuw[kolom] + xml[plek:]
    if set(nieuw) - set(bestaand):
        xml = xml[: rij.begin] + _zonder_spans(rij.tag) + xml[rij.binnen :]
    return xml


def _zonder_spans(tag: bytes) -> bytes:
    """A row may say from which to which column it runs; that no longer holds."""
    return _SPANS.sub(b"", tag)


def _cel(kaart: _Kaart, rij: _Rij | None, nummer: int, kolom: int, waarde: Waarde) -> bytes:
    """The XML of a cell with a value, which otherwise stays what it was."""
    pre = kaart.voorvoegsel
    oud = next((cel for cel in (rij.cellen if rij else ()) if cel.kolom == kolom), None)
    if oud is not None:
        tag = _SOORT.sub(b"", oud.tag).rstrip(b"/>").rstrip()
    else:
        tag = b"<" + pre + f'c r="{kolomletters(kolom)}{nummer}"'.encode()
        stijl = kaart.stijl(rij, kolom)
        tag += f' s="{stijl}"'.encode() if stijl else b""
    sluit = b"</" + pre + b"c>"
    if isinstance(waarde, str):
        # As character references, so that they hold in whatever encoding the sheet is.
        tekst = escape(waarde).encode("ascii", "xmlcharrefreplace")
        begin = tag + b' t="inlineStr"><' + pre + b"is><" + pre + b't xml:space="preserve">'
        return begin + tekst + b"</" + pre + b"t></" + pre + b"is>" + sluit
    return tag + b"><" + pre + b"v>" + str(waarde).encode() + b"</" + pre + b"v>" + sluit


def _herbereken(xml: bytes) -> bytes:
    """Have formulas recalculated on opening: their outcomes were those without our values."""
    gevonden = _CALCPR.search(xml)
    if gevonden:
        tag = _TAG.match(xml, gevonden.start())
        assert tag is not None
        oud = tag[0]
        if re.search(rb"\sfullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']", oud):
            return xml
        schoon = _HERBEREKEN.sub(b"", oud)
        einde = gevonden.end() - gevonden.start()
        nieuw = schoon[:einde] + b' fullCalcOnLoad="1"' + schoon[einde:]
        return xml[: gevonden.start()] + nieuw + xml[gevonden.start() + len(oud) :]
    plekken = [found.end() for found in _NA_BLADEN.finditer(xml)]
    if not plekken:
        raise Onbewerkbaar("het werkboek heeft geen lijst van bladen")
    voorvoegsel = re.search(rb"</(\w+:)?sheets\s*>", xml)
    pre = (voorvoegsel[1] or b"") if voorvoegsel else b""
    return xml[: plekken[-1]] + b"<" + pre + b'calcPr fullCalcOnLoad="1"/>' + xml[plekken[-1] :]
