"""How cells look as far as it says something: the format of a number, what makes text unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from xml.etree import ElementTree

Boom = ElementTree.Element
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Celopmaak:
    """The format of numbers, made alike, and whether one cannot see what is in the cell."""

    notatie: str
    is_datum: bool
    verbergt: bool


@dataclass(frozen=True, slots=True)
class Opmaak:
    """The looks that cells name by number, and those of conditional formats."""

    cellen: Sequence[Celopmaak]
    regels: Sequence[bool]

    def van(self, nummer: str | None) -> Celopmaak:
        """Return the look that a cell names; without one it looks as nobody chose."""
        plek = int(nummer or 0)
        return self.cellen[plek] if plek < len(self.cellen) else _GEWOON

    def regel_verbergt(self, nummer: str | None) -> bool:
        """Whether a conditional format makes what is in its cells unseen."""
        return (
            bool(nummer) and int(nummer or 0) < len(self.regels) and self.regels[int(nummer or 0)]
        )


_GEWOON = Celopmaak("general", False, False)


def soortnaam(knoop: Boom) -> str:
    """Return the name of an element without its namespace."""
    return knoop.tag.rpartition("}")[2] if isinstance(knoop.tag, str) else ""


def kaal(tekst: str) -> str:
    """Make two ways of writing a reference or formula alike: no quotes, dollars or spaces."""
    return re.sub(r"""['$\s]|^=""", "", tekst)


def lees_opmaak(stijlen: Boom | None, thema: Boom | None) -> Opmaak:
    """Read the looks from the part with styles and the part with the theme."""
    if stijlen is None:
        return Opmaak([_GEWOON], [])
    return _Stijlen(stijlen, thema).lees()


#: Letters nearer to their background than this, of 3 x 255, cannot be read.
_TE_DICHTBIJ = 90
#: Letters have this size where nothing is said of it.
_GROOTTE = 11.0
#: Nor can letters of fewer points than this.
_TE_KLEIN = 3


class _Stijlen:
    def __init__(self, boom: Boom, thema: Boom | None) -> None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        self.boom = boom
        self.palet = _palet(thema)
        self.notaties = {str(nummer): code for nummer, code in BUILTIN_FORMATS.items()}
        for knoop in self._onder("numFmts"):
            self.notaties[knoop.get("numFmtId", "")] = knoop.get("formatCode", "")
        self.kleuren = [_kleur(k, self.palet) for k in self._onder("fonts")]
        self.groottes = [_grootte(k) for k in self._onder("fonts")]
        self.vlakken = [_vlak(k, self.palet) for k in self._onder("fills")]

    def _onder(self, naam: str) -> Iterator[Boom]:
        for groep in self.boom:
            if soortnaam(groep) == naam:
                yield from groep

    def lees(self) -> Opmaak:
        from openpyxl.styles.numbers import is_date_format

        cellen = []
        for knoop in self._onder("cellXfs"):
            code = self.notaties.get(knoop.get("numFmtId", "0"), "General")
            kleur = _bij(self.kleuren, knoop.get("fontId"), None)
            grootte = _bij(self.groottes, knoop.get("fontId"), _GROOTTE)
            achter = _bij(self.vlakken, knoop.get("fillId"), None)
            verbergt = _onleesbaar(kleur, achter) or grootte < _TE_KLEIN or _toont_niets(code)
            cellen.append(Celopmaak(_notatie(code), bool(is_date_format(code)), verbergt))
        return Opmaak(cellen, [self._regel_verbergt(knoop) for knoop in self._onder("dxfs")])

    def _regel_verbergt(self, dxf: Boom) -> bool:
        kleur = achter = None
        for knoop in dxf:
            if soortnaam(knoop) == "font":
                kleur = _kleur(knoop, self.palet)
            elif soortnaam(knoop) == "fill":
                achter = _vlak(knoop, self.palet, is_regel=True)
            elif soortnaam(knoop) == "numFmt" and _toont_niets(knoop.get("formatCode", "")):
                return True
        return kleur is not None and _onleesbaar(kleur, achter)


def _bij(lijst: Sequence[T], nummer: str | None, anders: T) -> T:
    plek = int(nummer or 0)
    return lijst[plek] if plek < len(lijst) else anders


def _toont_niets(code: str) -> bool:
    """Whether a format has a part for text, or for every number, that is empty."""
    delen = re.sub(r'"[^"]*"', "x", code).split(";")
    return len(delen) > 2 and (not any(delen[:2]) or (len(delen) == 4 and not delen[3]))


def _notatie(code: str) -> str:
    """Make two ways of writing one format alike."""
    zonder = re.sub(r"\[\$-[0-9A-Fa-f]+\]|_.|\\|\"", "", code)
    return zonder.strip().casefold() or "general"


def _onleesbaar(kleur: str | None, achter: str | None) -> bool:
    een, ander = kleur or "000000", achter or "FFFFFF"
    afstand = sum(abs(int(een[i : i + 2], 16) - int(ander[i : i + 2], 16)) for i in (0, 2, 4))
    return afstand < _TE_DICHTBIJ


def _grootte(letter: Boom) -> float:
    return next((float(k.get("val", _GROOTTE)) for k in letter if soortnaam(k) == "sz"), _GROOTTE)


def _kleur(letter: Boom, palet: Sequence[str]) -> str | None:
    return next((_als_rgb(k, palet) for k in letter if soortnaam(k) == "color"), None)


def _vlak(vlak: Boom, palet: Sequence[str], *, is_regel: bool = False) -> str | None:
    """Return the colour behind the text; in a rule it stands under the other name."""
    for patroon in vlak:
        if patroon.get("patternType") == "none" or (
            not is_regel and patroon.get("patternType") is None
        ):
            return None
        kleuren = {soortnaam(k): _als_rgb(k, palet) for k in patroon}
        namen = ("bgColor", "fgColor") if is_regel else ("fgColor", "bgColor")
        return next((kleuren[naam] for naam in namen if kleuren.get(naam)), None)
    return None


def _als_rgb(kleur: Boom, palet: Sequence[str]) -> str | None:
    from openpyxl.styles.colors import COLOR_INDEX

    if rgb := kleur.get("rgb"):
        return rgb[-6:]
    if thema := kleur.get("theme"):
        return _tint(palet[int(thema)], float(kleur.get("tint", 0))) if int(thema) < 12 else None
    index = kleur.get("indexed")
    # 64 and 65 are the colours of the system: black letters on white.
    return COLOR_INDEX[int(index)][-6:] if index and int(index) < 64 else None


def _tint(rgb: str, tint: float) -> str:
    """Make a colour of the theme lighter or darker, nearly as Excel does."""
    doel = 255 if tint > 0 else 0
    delen = [int(rgb[i : i + 2], 16) for i in (0, 2, 4)]
    return "".join(f"{round(deel + (doel - deel) * abs(tint)):02X}" for deel in delen)


#: Of the theme every Office has had since 2007, in the order in which cells count.
_OFFICE = "FFFFFF 000000 EEECE1 1F497D 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080"


def _palet(thema: Boom | None) -> list[str]:
    kleuren = _OFFICE.split()
    if thema is None:
        return kleuren
    gevonden = [
        next((k.get("lastClr") or k.get("val") or "" for k in kleur), "")
        for schema in thema.iter()
        if soortnaam(schema) == "clrScheme"
        for kleur in schema
    ]
    if len(gevonden) < 12 or any(not re.fullmatch("[0-9A-Fa-f]{6}", k) for k in gevonden):
        return kleuren
    # The theme counts dark before light, cells the other way round.
    return [gevonden[1], gevonden[0], gevonden[3], gevonden[2], *gevonden[4:12]]
