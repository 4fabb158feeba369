"""What is drawn on a sheet: charts with the figures they were given, text boxes, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from azwa_funds.excel.beeldopmaak import kaal, soortnaam

Boom = ElementTree.Element


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


#: What a drawing can hold beside charts, and how we call it.
_VORMEN = {"sp": "het tekstvak of de vorm", "pic": "de afbeelding", "cxnSp": "de lijn"}


def lees_tekening(boom: Boom, grafiekbomen: Mapping[str, Boom]) -> Tekening:
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
