"""The SiSa-bijlage as a form: where each indicator of each block stands, and its live formula.

Per indicator four cells stand on top of each other: the text, the kind of audit, the name of the
indicator, and the value; lists go on downwards. Six indicators stand side by side; what is more
continues in a next row of the block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_LEEG = FormCell("", Look.EMPTY)


class Bijlage:
    """The form of one verantwoorder, its blocks below each other.

    It also tells, for formulas on other sheets, the place of each value.
    """

    def __init__(self, verantwoording: Verantwoording, opmerkingen: Sequence[str]) -> None:
        jaar, wie = verantwoording.formaat.jaar, verantwoording.wie
        koppen = [*KOPPEN, *["Indicator"] * NAAST_ELKAAR]
        self.cellen = {
            (KOPREGEL, kolom): FormCell(kop, Look.HEADER) for kolom, kop in enumerate(koppen)
        }
        self.plaatsen: dict[tuple[str, str, int], Place] = {}
        self.blad = Form(
            BLAD,
            f"SiSa-bijlage verantwoordingsinformatie {jaar}",
            f"{wie.naam} ({wie.code}); concept naar het model van artikel 3 van de Regeling "
            "informatieverstrekking sisa; hele euro's",
            _BREEDTES,
            self.cellen,
            KOPREGEL + 1,
            notes=opmerkingen,
            description="per indicator de tekst, de aard van de controle, het nummer en de waarde",
        )
        regel = KOPREGEL + 1
        for blok in verantwoording.blokken:
            regel = self._zet_blok(blok, regel)

    def plaats(self, blok: Blok, indicator: Indicator, regel: int = 0) -> Place:
        """The cell of a value."""
        return self.plaatsen[blok.regeling.id, indicator.nummer, regel]

    def ref(self, blok: Blok, indicator: Indicator, regel: int = 0) -> str:
        """The cell of a value, for use on any sheet."""
        return self.blad.ref(self.plaats(blok, indicator, regel))

    def besteding(self, blok: Blok) -> str:
        """The cell with what was spent in the year, which every block has."""
        indicator = blok.regeling.van_soort(Indicatorsoort.BESTEDING)
        assert indicator is not None
        return self.ref(blok, indicator)

    def _zet_blok(self, blok: Blok, regel: int) -> int:
        """Write one block; the answer is the next free row."""
        regeling, begin = blok.regeling, regel
        # Places first: a formula may refer to a list further down.
        for groep in _groepen(blok):
            hoogte = _hoogte(blok, groep)
            for (nummer, indicator), rij in product(enumerate(groep, _EERSTE), range(hoogte)):
                self.plaatsen[regeling.id, indicator.nummer, rij] = (begin + 3 + rij, nummer)
            begin += 3 + hoogte
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
            self.cellen[regel, kolom] = FormCell(tekst or anders, look)
        for groep in _groepen(blok):
            regel = self._zet_groep(blok, groep, regel)
        return regel

    def _zet_groep(self, blok: Blok, groep: list[Indicator], regel: int) -> int:
        """Write indicators that stand side by side, each as cells on top of each other."""
        hoogte = _hoogte(blok, groep)
        for nummer in range(1, 1 + (len(blok.regels) if groep[0].soort.is_lijst else 0)):
            self.cellen[regel + 2 + nummer, _EERSTE - 1] = FormCell(nummer, Look.TEXT, Kind.WHOLE)
        for kolom, indicator in enumerate(groep, start=_EERSTE):
            look = Look.TEXT if indicator.tekst else Look.GAP
            self.cellen[regel, kolom] = FormCell(indicator.opschrift, look)
            self.cellen[regel + 1, kolom] = FormCell(indicator.aard, Look.SMALL)
            naam = f"Indicator: {blok.regeling.plaatsnaam(indicator)}"
            self.cellen[regel + 2, kolom] = FormCell(naam, Look.SMALL)
            for rij in range(hoogte):
                self.cellen[regel + 3 + rij, kolom] = self._waardecel(blok, indicator, rij)
        for plaats in product(range(regel, regel + 3 + hoogte), range(_EERSTE + NAAST_ELKAAR)):
            self.cellen.setdefault(plaats, _LEEG)
        return regel + 3 + hoogte

    def _waardecel(self, blok: Blok, indicator: Indicator, regel: int) -> FormCell:
        kind = Kind.EURO if indicator.soort.is_bedrag else Kind.CODE
        if indicator.soort.is_lijst and not blok.regels:
            leeg = 0 if indicator.soort.is_bedrag else GEEN_MEDEOVERHEDEN
            return FormCell(leeg, Look.INPUT, kind)
        waarde = blok.waarde(indicator, regel)
        if not indicator.formule or not isinstance(waarde.inhoud, int):
            return FormCell(waarde.inhoud, Look.INPUT, kind)
        return FormCell(self._formule(blok, indicator, regel), Look.COMPUTED, kind)

    def _formule(self, blok: Blok, indicator: Indicator, regel: int) -> Cell:
        """Turn the terms of an indicator into a formula on the cells of its block."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        def cel(gevraagd: Indicator, rij: int) -> str:
            return str(xl_rowcol_to_cell(*self.plaats(blok, gevraagd, rij)))

        waarde = blok.waarde(indicator, regel)
        # A list without medeoverheden still has the one line that says so.
        regels = range(max(1, len(blok.regels)))
        formule = als_excel(blok.regeling, indicator, regel, lambda _: regels, cel, waarde.eerder)
        return Formula(formule, waarde.inhoud)


def _groepen(blok: Blok) -> Iterator[list[Indicator]]:
    """Yield the indicators that stand side by side: six at most, lists apart from the others."""
    for _, deel in groupby(blok.regeling.indicatoren, key=lambda i: i.soort.is_lijst):
        reeks = list(deel)
        for begin in range(0, len(reeks), NAAST_ELKAAR):
            yield reeks[begin : begin + NAAST_ELKAAR]


def _hoogte(blok: Blok, groep: list[Indicator]) -> int:
    return max(1, len(blok.regels)) if groep[0].soort.is_lijst else 1
