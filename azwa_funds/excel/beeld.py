"""What a reader sees of a workbook, part by part: cells, what hides, drawings, names and links.

Reads the parts of the file itself, so that nothing is missed which a library leaves out. Two
workbooks that say the same give the same picture, whichever program saved them: what programs
write in ways of their own (quotes around names, codes of letters, order) is made alike.
The bytes must have been looked over by `lezen.keuring` first.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree

from azwa_funds.excel.beeldcellen import Cel, lees_cellen, lees_verborgen, losse_teksten
from azwa_funds.excel.beeldopmaak import Opmaak, kaal, lees_opmaak, soortnaam

Boom = ElementTree.Element
#: A relation of a part: the last word of its type, the part or address it leads to, and whether
#: that is outside the file.
Relatie = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Reeks:
    """Figures or words that a chart shows: the cells they come from, and what it remembers."""

    bereik: str
    punten: Mapping[int, str]
    is_getal: bool


@dataclass(frozen=True, slots=True)
class Grafiek:
    """A chart: its title and all that it shows."""

    titel: str
    reeksen: tuple[Reeks, ...]


@dataclass(frozen=True, slots=True)
class Tekening:
    """All that is drawn on one sheet; `zaken` says of each thing what it is."""

    grafieken: tuple[Grafiek, ...]
    zaken: tuple[str, ...]


@dataclass
class Bladbeeld:
    """One sheet of any kind; `soort` is worksheet, chartsheet, dialogsheet or macrosheet.

    The texts in `zaken` say everything else that a reader sees, each with where it stands.
    """

    naam: str
    soort: str
    zichtbaar: str
    cellen: Mapping[tuple[int, int], Cel] = field(default_factory=dict)
    verborgen_rijen: frozenset[int] = frozenset()
    verborgen_kolommen: frozenset[int] = frozenset()
    zaken: frozenset[str] = frozenset()
    grafieken: tuple[Grafiek, ...] = ()


@dataclass
class Werkboekbeeld:
    """A whole workbook: its sheets by name, and what stands beside them."""

    bladen: dict[str, Bladbeeld]
    zaken: frozenset[str]


def lees_beeld(inhoud: bytes) -> Werkboekbeeld:
    """Return the picture of a workbook.

    Raises KeyError, ValueError, ElementTree.ParseError or zipfile.BadZipFile when it is damaged.
    """
    with zipfile.ZipFile(BytesIO(inhoud)) as archief:
        return _Lezer({info.filename: archief.read(info) for info in archief.infolist()}).lees()


#: Parts that say or do something, and are in none of our workbooks unless they are in the one that
#: is made anew.
_BIJZONDER = re.compile(
    r"(externalLinks|pivotTables|pivotCache|queryTables|embeddings|activeX|ctrlProps|slicers"
    r"|timelines|webextensions|model)/|(connections|vbaProject|vbaData)\."
)


class _Lezer:
    """Reads the parts of one workbook."""

    def __init__(self, delen: Mapping[str, bytes]) -> None:
        self.delen = delen
        self.pad = next(
            doel for soort, doel, _ in self._relaties("").values() if soort == "officeDocument"
        )
        self.boom = self._boom(self.pad)
        self.relaties = self._relaties(self.pad)
        self.teksten = self._gedeelde_teksten()
        self.opmaak: Opmaak = lees_opmaak(self._deel("styles"), self._deel("theme"))

    def lees(self) -> Werkboekbeeld:
        bladen = [self._blad(knoop) for knoop in _alle(self.boom, "sheet")]
        return Werkboekbeeld({blad.naam: blad for blad in bladen}, frozenset(self._zaken()))

    # -- parts ---------------------------------------------------------------------------------

    def _boom(self, pad: str) -> Boom:
        return ElementTree.fromstring(self.delen[pad])

    def _deel(self, soort: str) -> Boom | None:
        """Return the one part of a kind that belongs to the workbook, None when it has none."""
        doelen = [doel for wat, doel, _ in self.relaties.values() if wat == soort]
        return self._boom(doelen[0]) if doelen and doelen[0] in self.delen else None

    def _relaties(self, pad: str) -> dict[str, Relatie]:
        map_, naam = posixpath.split(pad)
        rels = posixpath.join(map_, "_rels", f"{naam}.rels")
        if rels not in self.delen:
            return {}
        gevonden = {}
        for knoop in self._boom(rels):
            doel, buiten = knoop.get("Target", ""), knoop.get("TargetMode") == "External"
            if not buiten:
                doel = posixpath.normpath(posixpath.join("/", map_, doel)).lstrip("/")
            gevonden[knoop.get("Id", "")] = (knoop.get("Type", "").rpartition("/")[2], doel, buiten)
        return gevonden

    def _gedeelde_teksten(self) -> list[str]:
        boom = self._deel("sharedStrings")
        return [] if boom is None else [losse_teksten(knoop) for knoop in _alle(boom, "si")]

    # -- the workbook --------------------------------------------------------------------------

    def _zaken(self) -> Iterator[str]:
        bladnamen = [knoop.get("name", "") for knoop in _alle(self.boom, "sheet")]
        for knoop in _alle(self.boom, "definedName"):
            if knoop.get("name") != "_xlnm._FilterDatabase":
                yield _naamzin(knoop, bladnamen)
        for knoop in _alle(self.boom, "workbookProtection"):
            if "1" in knoop.attrib.values() or "true" in knoop.attrib.values():
                yield "de beveiliging van het werkboek"
        bijzonder = filter(None, map(_BIJZONDER.search, self.delen))
        soorten = Counter(gevonden[1] or gevonden[2] for gevonden in bijzonder)
        for soort, aantal in soorten.items():
            yield f"{aantal} onderdelen van de soort {soort}"
        for pad in self.delen:
            if pad.endswith(".rels"):
                yield from self._naar_buiten(pad)

    def _naar_buiten(self, pad: str) -> Iterator[str]:
        """Yield what leads out of the file, but for links in cells, which stand with their cell."""
        map_, naam = posixpath.split(pad)
        deel = posixpath.join(posixpath.dirname(map_), naam.removesuffix(".rels"))
        for soort, doel, buiten in self._relaties(deel).values():
            if buiten and soort != "hyperlink":
                yield f"de verwijzing naar buiten ({soort}) naar {doel}"

    # -- a sheet -------------------------------------------------------------------------------

    def _blad(self, knoop: Boom) -> Bladbeeld:
        relatie = next((w for naam, w in knoop.attrib.items() if naam.endswith("}id")), "")
        soort, pad, _ = self.relaties[relatie]
        boom, relaties = self._boom(pad), self._relaties(pad)
        cellen = lees_cellen(boom, self.teksten, self.opmaak)
        tekeningen = [
            _tekening(self._boom(doel), self._grafiekbomen(doel))
            for wat, doel, _ in relaties.values()
            if wat == "drawing"
        ]
        rijen, kolommen = lees_verborgen(boom, cellen)
        return Bladbeeld(
            knoop.get("name", ""),
            soort.removeprefix("xl").lower(),
            knoop.get("state", "visible"),
            cellen,
            rijen,
            kolommen,
            frozenset(self._bladzaken(boom, relaties, tekeningen)),
            tuple(grafiek for tekening in tekeningen for grafiek in tekening.grafieken),
        )

    def _grafiekbomen(self, pad: str) -> dict[str, Boom]:
        return {
            id: self._boom(doel)
            for id, (soort, doel, buiten) in self._relaties(pad).items()
            if soort == "chart" and not buiten
        }

    def _bladzaken(
        self, boom: Boom, relaties: Mapping[str, Relatie], tekeningen: list[Tekening]
    ) -> Iterator[str]:
        for knoop in _alle(boom, "mergeCell"):
            yield f"de samengevoegde cellen {knoop.get('ref')}"
        for knoop in _alle(boom, "sheetProtection"):
            if knoop.get("sheet") in ("1", "true"):
                yield "de beveiliging van het blad"
        yield from self._koppelingen(boom, relaties)
        yield from _regels(boom, self.opmaak)
        yield from _kop_en_voet(boom)
        for tekening in tekeningen:
            yield from tekening.zaken
        for soort, doel, _ in relaties.values():
            if soort in ("comments", "threadedComment"):
                yield from _opmerkingen(self._boom(doel))
            elif soort == "vmlDrawing":
                yield from _vormen(self.delen[doel])
        for naam in ("oleObject", "control", "picture", "legacyDrawingHF", "dataConsolidate"):
            for _ in _alle(boom, naam):
                yield f"een ingevoegd voorwerp ({naam})"

    def _koppelingen(self, boom: Boom, relaties: Mapping[str, Relatie]) -> Iterator[str]:
        for knoop in _alle(boom, "hyperlink"):
            id = next((w for naam, w in knoop.attrib.items() if naam.endswith("}id")), "")
            doel = relaties[id][1] if id in relaties else ""
            plek = kaal(f"{doel}#{knoop.get('location', '')}").strip("#")
            yield f"de koppeling in {knoop.get('ref')} naar {plek}"


def _alle(boom: Boom, naam: str) -> Iterator[Boom]:
    """Yield every element of a name; what we look for so never stands among the cells."""
    for deel in boom:
        if soortnaam(deel) != "sheetData":
            yield from (knoop for knoop in deel.iter() if soortnaam(knoop) == naam)


#: So many cells of the rules of a sheet are told apart; after that an area is taken as one.
_MEESTE_PLEKKEN = 50_000


def _regels(boom: Boom, opmaak: Opmaak) -> Iterator[str]:
    """Yield the conditional formats and the lists of choices, each with its area and formulas."""
    yield from _voorwaardelijke(boom, opmaak)
    yield from _invoerregels(boom)


def _voorwaardelijke(boom: Boom, opmaak: Opmaak) -> Iterator[str]:
    for groep in _alle(boom, "conditionalFormatting"):
        bereik = " ".join(sorted((groep.get("sqref") or _extra(groep, "sqref")).split()))
        for regel in _alle(groep, "cfRule"):
            hoe = " ".join(filter(None, (regel.get("type"), regel.get("operator"))))
            verbergt = opmaak.regel_verbergt(regel.get("dxfId"))
            wat = ", die de inhoud verbergt" if verbergt else ""
            yield f"de voorwaardelijke opmaak ({hoe}) op {bereik}: {_formules(regel)}{wat}"


def _formules(regel: Boom) -> str:
    teksten = (kaal(deel.text or "") for deel in regel if soortnaam(deel) == "formula")
    return " ; ".join({"TRUE": "1", "FALSE": "0"}.get(tekst, tekst) for tekst in teksten)


def _invoerregels(boom: Boom) -> Iterator[str]:
    over = _MEESTE_PLEKKEN
    for keuze in _alle(boom, "dataValidation"):
        soort = keuze.get("type", "none")
        if soort == "none":
            continue
        # A second bound counts only between two; some programs write one that nobody uses.
        tussen = keuze.get("operator", "between") in ("between", "notBetween") and soort != "list"
        namen = ("formula1", "f", *(["formula2"] if tussen else []))
        formules = " ; ".join(kaal(k.text or "") for k in keuze.iter() if soortnaam(k) in namen)
        for plek in (keuze.get("sqref") or _extra(keuze, "sqref")).split():
            cellen = _cellen_van(plek, over)
            over -= len(cellen)
            for cel in cellen:
                yield f"de invoerregel ({soort}) op {cel}: {formules.strip(' ;')}"


def _extra(knoop: Boom, naam: str) -> str:
    """Return the text of a part of an extension, where newer rules keep their area."""
    return next((k.text or "" for k in knoop.iter() if soortnaam(k) == naam), "")


def _cellen_van(plek: str, hoogstens: int) -> list[str]:
    from openpyxl.utils import get_column_letter, range_boundaries

    links, boven, rechts, onder = range_boundaries(plek)
    if (rechts - links + 1) * (onder - boven + 1) > hoogstens:
        return [plek]
    return [
        f"{get_column_letter(kolom)}{rij}"
        for kolom in range(links, rechts + 1)
        for rij in range(boven, onder + 1)
    ]


#: Letters, size and colour in a header or footer; what is left is its text.
_KOPCODES = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[BIUESXY]')


def _kop_en_voet(boom: Boom) -> Iterator[str]:
    for groep in _alle(boom, "headerFooter"):
        for knoop in groep:
            tekst = " ".join(_KOPCODES.sub("", knoop.text or "").split())
            tekst = re.sub(r"\s*(&[LCR])\s*", r"\1", tekst)
            if tekst.replace("&L", "").replace("&C", "").replace("&R", ""):
                yield f"de tekst boven of onder de bladzijde ({soortnaam(knoop)}): {tekst}"


def _opmerkingen(boom: Boom) -> Iterator[str]:
    for knoop in boom.iter():
        if soortnaam(knoop) in ("comment", "threadedComment"):
            tekst = " ".join(losse_teksten(knoop).split()) or " ".join(
                "".join(knoop.itertext()).split()
            )
            yield f"de opmerking bij {knoop.get('ref')}: '{tekst}'"


def _vormen(vml: bytes) -> Iterator[str]:
    """Yield the buttons and pictures of the old kind of drawing, which also draws comments."""
    for soort in re.findall(rb'ObjectType="(\w+)"', vml):
        if soort != b"Note":
            yield f"een ingevoegd voorwerp ({soort.decode('ascii', 'replace')})"


def _naamzin(knoop: Boom, bladnamen: Sequence[str]) -> str:
    blad = knoop.get("localSheetId")
    waar = f" van blad '{bladnamen[int(blad)]}'" if blad else ""
    return f"de naam {knoop.get('name')}{waar} voor {kaal(knoop.text or '')}"


#: What a drawing can hold beside charts, and how we call it.
_VORMEN = {"sp": "het tekstvak of de vorm", "pic": "de afbeelding", "cxnSp": "de lijn"}


def _tekening(boom: Boom, grafiekbomen: Mapping[str, Boom]) -> Tekening:
    """Read a drawing, given the charts in it by the id of their relation."""
    grafieken: list[Grafiek] = []
    zaken: list[str] = []
    for knoop in boom.iter():
        naam = soortnaam(knoop)
        if naam in _VORMEN:
            zaken.append(f"{_VORMEN[naam]} '{_tekst(knoop)}'")
        elif naam == "graphicFrame":
            eigen = list(filter(None, map(grafiekbomen.get, _verwijzingen(knoop))))
            grafieken += map(_grafiek, eigen)
            zaken += map(_in_woorden, eigen)
            if not eigen:
                zaken.append("een ingevoegd voorwerp (graphicFrame)")
    return Tekening(tuple(grafieken), tuple(zaken))


def _verwijzingen(knoop: Boom) -> Iterator[str]:
    for deel in knoop.iter():
        if soortnaam(deel) == "chart":
            yield from (waarde for naam, waarde in deel.attrib.items() if naam.endswith("}id"))


def _grafiek(boom: Boom) -> Grafiek:
    reeksen = []
    for knoop in boom.iter():
        naam = soortnaam(knoop)
        if naam in ("numRef", "strRef", "multiLvlStrRef"):
            bereik = next((k.text or "" for k in knoop if soortnaam(k) == "f"), "")
            punten = {
                int(punt.get("idx", 0)): "".join(punt.itertext())
                for punt in knoop.iter()
                if soortnaam(punt) == "pt"
            }
            reeksen.append(
                Reeks(bereik, punten if naam != "multiLvlStrRef" else {}, naam == "numRef")
            )
    return Grafiek(_titel(boom), tuple(reeksen))


def _titel(boom: Boom) -> str:
    titel = next((k for k in boom.iter() if soortnaam(k) == "title"), None)
    return "" if titel is None else _tekst(titel)


def _tekst(knoop: Boom) -> str:
    return " ".join("".join(k.text or "" for k in knoop.iter() if soortnaam(k) == "t").split())


def _in_woorden(boom: Boom) -> str:
    """Say what a chart shows: its kind, title, the cells of its series and fixed figures in it."""
    soorten = [soortnaam(k) for k in boom.iter() if soortnaam(k).endswith("Chart")]
    bereiken = [kaal(r.bereik) for r in _grafiek(boom).reeksen]
    vast = [
        "".join(punt.itertext())
        for lijst in boom.iter()
        if soortnaam(lijst) in ("numLit", "strLit")
        for punt in lijst.iter()
        if soortnaam(punt) == "pt"
    ]
    met = f" en vaste waarden {', '.join(vast)}" if vast else ""
    return f"de grafiek '{_titel(boom)}' ({', '.join(soorten)}) van {', '.join(bereiken)}{met}"
