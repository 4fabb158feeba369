"""The SiSa-bijlage as a form: where each indicator of each block stands, and its live formula.

Per indicator four cells stand on top of each other: the text, the kind of audit, the name of the
indicator, and the value; lists go on downwards. Six indicators stand side by side; what is more
continues in a next row of the block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, product

from azwa_funds.excel.blad import Cell, Formula, Kind
from azwa_funds.excel.formulier import Form, FormCell, Look, Place
from azwa_funds.sisa.formaat import NIET_BEKEND, ONBEKENDE_CODE, Indicator, Indicatorsoort
from azwa_funds.sisa.formule import als_excel
from azwa_funds.sisa.rekenen import Blok, Verantwoording

BLAD = "SiSa-bijlage"
KOPPEN = (
    "Verstrekker",
    "Uitkeringscode",
    "Specifieke uitkering",
    "Juridische grondslag",
    "Ontvanger",
)
NAAST_ELKAAR = 6
KOPREGEL = 3
GEEN_MEDEOVERHEDEN = "geen medeoverheden"

_BREEDTES = (14, 14, 24, 19, 16, *(20,) * NAAST_ELKAAR)
_EERSTE = len(KOPPEN)


@dataclass
class Bijlage:
    """The form and, for formulas on other sheets, the place of each value."""

    cellen: dict[Place, FormCell] = field(default_factory=dict)
    plaatsen: dict[tuple[str, str, int], Place] = field(default_factory=dict)
    blad: Form | None = None

    def plaats(self, blok: Blok, indicator: Indicator, regel: int = 0) -> Place:
        """The cell of a value."""
        return self.plaatsen[blok.regeling.id, indicator.nummer, regel]

    def ref(self, blok: Blok, indicator: Indicator, regel: int = 0) -> str:
        """The cell of a value, for use on any sheet."""
        assert self.blad is not None
        return self.blad.ref(self.plaats(blok, indicator, regel))

    def besteding(self, blok: Blok) -> str:
        """The cell with what was spent in the year, which every block has."""
        indicator = blok.regeling.van_soort(Indicatorsoort.BESTEDING)
        assert indicator is not None
        return self.ref(blok, indicator)


def maak_bijlage(verantwoording: Verantwoording, opmerkingen: Sequence[str]) -> Bijlage:
    """Lay out the blocks of one verantwoorder below each other."""
    bijlage = Bijlage()
    for kolom, kop in enumerate([*KOPPEN, *["Indicator"] * NAAST_ELKAAR]):
        bijlage.cellen[KOPREGEL, kolom] = FormCell(kop, Look.HEADER)
    regel = KOPREGEL + 1
    for blok in verantwoording.blokken:
        regel = _blok(bijlage, blok, regel)
    jaar, wie = verantwoording.formaat.jaar, verantwoording.wie
    bijlage.blad = Form(
        BLAD,
        f"SiSa-bijlage verantwoordingsinformatie {jaar}",
        f"{wie.naam} ({wie.code}); concept naar het model van artikel 3 van de Regeling "
        "informatieverstrekking sisa; hele euro's",
        _BREEDTES,
        bijlage.cellen,
        KOPREGEL + 1,
        notes=opmerkingen,
        description="per indicator de tekst, de aard van de controle, het nummer en de waarde",
    )
    return bijlage


def groepen(blok: Blok) -> Iterator[list[Indicator]]:
    """Yield the indicators that stand side by side: six at most, lists apart from the others."""
    for _, deel in groupby(blok.regeling.indicatoren, key=lambda i: i.soort.is_lijst):
        reeks = list(deel)
        for begin in range(0, len(reeks), NAAST_ELKAAR):
            yield reeks[begin : begin + NAAST_ELKAAR]


def _zet_plaatsen(bijlage: Bijlage, blok: Blok, begin: int) -> None:
    """Say where each indicator of a block will stand."""
    for groep in groepen(blok):
        hoogte = _hoogte(blok, groep)
        for nummer, indicator in enumerate(groep):
            for rij in range(hoogte):
                plaats = (begin + 3 + rij, _EERSTE + nummer)
                bijlage.plaatsen[blok.regeling.id, indicator.nummer, rij] = plaats
        begin += 3 + hoogte


def _blok(bijlage: Bijlage, blok: Blok, regel: int) -> int:
    """Write one block; the answer is the next free row."""
    regeling = blok.regeling
    # Places first: a formula may refer to a list further down.
    _zet_plaatsen(bijlage, blok, regel)
    for kolom, (tekst, anders) in enumerate(
        (
            (regeling.verstrekker, ""),
            (regeling.code, ONBEKENDE_CODE),
            (regeling.naam, ""),
            (regeling.grondslag, NIET_BEKEND),
            (regeling.ontvanger, ""),
        )
    ):
        look = Look.TEXT if tekst or not anders else Look.GAP
        bijlage.cellen[regel, kolom] = FormCell(tekst or anders, look)
    for groep in groepen(blok):
        regel = _groep(bijlage, blok, groep, regel)
    return regel


def _hoogte(blok: Blok, groep: list[Indicator]) -> int:
    return max(1, len(blok.regels)) if groep[0].soort.is_lijst else 1


def _groep(bijlage: Bijlage, blok: Blok, groep: list[Indicator], regel: int) -> int:
    """Write indicators that stand side by side, each as cells on top of each other."""
    hoogte = _hoogte(blok, groep)
    for nummer in range(1, 1 + (len(blok.regels) if groep[0].soort.is_lijst else 0)):
        bijlage.cellen[regel + 2 + nummer, _EERSTE - 1] = FormCell(nummer, Look.TEXT, Kind.WHOLE)
    for kolom, indicator in enumerate(groep, start=_EERSTE):
        look = Look.TEXT if indicator.tekst else Look.GAP
        bijlage.cellen[regel, kolom] = FormCell(indicator.opschrift, look)
        bijlage.cellen[regel + 1, kolom] = FormCell(indicator.aard, Look.SMALL)
        naam = f"Indicator: {blok.regeling.plaatsnaam(indicator)}"
        bijlage.cellen[regel + 2, kolom] = FormCell(naam, Look.SMALL)
        for rij in range(hoogte):
            bijlage.cellen[regel + 3 + rij, kolom] = _waardecel(bijlage, blok, indicator, rij)
    for plaats in product(range(regel, regel + 3 + hoogte), range(_EERSTE + NAAST_ELKAAR)):
        bijlage.cellen.setdefault(plaats, FormCell("", Look.EMPTY))
    return regel + 3 + hoogte


def _waardecel(bijlage: Bijlage, blok: Blok, indicator: Indicator, regel: int) -> FormCell:
    kind = Kind.EURO if indicator.soort.is_bedrag else Kind.CODE
    if indicator.soort.is_lijst and not blok.regels:
        leeg = 0 if indicator.soort.is_bedrag else GEEN_MEDEOVERHEDEN
        return FormCell(leeg, Look.INPUT, kind)
    waarde = blok.waarde(indicator, regel)
    if not indicator.formule or not isinstance(waarde.inhoud, int):
        return FormCell(waarde.inhoud, Look.INPUT, kind)
    return FormCell(_formule(bijlage, blok, indicator, regel), Look.COMPUTED, kind)


def _formule(bijlage: Bijlage, blok: Blok, indicator: Indicator, regel: int) -> Cell:
    """Turn the terms of an indicator into a formula on the cells of its block."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    def cel(gevraagd: Indicator, rij: int) -> str:
        return str(xl_rowcol_to_cell(*bijlage.plaats(blok, gevraagd, rij)))

    waarde = blok.waarde(indicator, regel)
    # A list without medeoverheden still has the one line that says so.
    regels = range(max(1, len(blok.regels)))
    formule = als_excel(blok.regeling, indicator, regel, lambda _: regels, cel, waarde.eerder)
    return Formula(formule, waarde.inhoud)
