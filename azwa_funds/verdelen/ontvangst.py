"""What a gemeente receives, apart from its arithmetical share in the money of its regio.

One answer to "wat krijgen wij" for the factsheet, the web page and whoever else asks: a gemeente
receives its local money, and where it is mandaathouder all regional money of the regio with it.
The share (`aanname`) is nobody's receipt, so the two are never added to each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from azwa_funds.gegevens import mandaathouder_van
from azwa_funds.kern.begrippen import Gemeente
from azwa_funds.verdelen.cijfers import Cijfers


@dataclass(frozen=True, slots=True)
class Jaargeld:
    """The money of a gemeente in one year, in whole euros.

    `regionaal` is what it receives for the whole regio of which it is mandaathouder, 0 for
    others; `aandeel` its arithmetical share in the money of its own regio.
    """

    jaar: int
    lokaal: int
    regionaal: int
    aandeel: int

    @property
    def ontvangt(self) -> int:
        """What it really receives: local, and regional for the whole regio."""
        return self.lokaal + self.regionaal

    @property
    def met_aandeel(self) -> int:
        """Its local money and its share together: arithmetic, not what it receives."""
        return self.lokaal + self.aandeel


def wat_krijgt(cijfers: Cijfers, gemeente: Gemeente) -> list[Jaargeld]:
    """Return what a gemeente gets in every year, of the old uitkeringen and of the SPUK AZWA."""
    regio = mandaathouder_van(cijfers.gegevens, gemeente.code)
    return [
        Jaargeld(
            jaar,
            cijfers.lokaal_bedrag(gemeente.code, jaar),
            cijfers.regionaal_bedrag(regio.naam, jaar) if regio else 0,
            cijfers.aandeel[gemeente.code, jaar],
        )
        for jaar in (*cijfers.vorige_jaren, *cijfers.jaren)
    ]
