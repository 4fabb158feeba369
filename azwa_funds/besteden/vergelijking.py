"""Regional money of a gemeente from two sides: what her mandaathouder says, and what she says.

The toets compares the bookings in cents, SiSa what both bijlagen say in whole euros; so 40 cents
are a finding of the toets and none of SiSa. A difference is what was found minus what was expected:
the mandaathouder answers for the money, and is held against what the gemeenten say themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from azwa_funds.kern.begrippen import Centen
from azwa_funds.kern.euro import toon, toon_centen


class Bedrageenheid(Enum):
    """In what the two sides are counted."""

    CENT = "cent"
    EURO = "euro"


@dataclass(frozen=True, slots=True)
class Regiovergelijking:
    """One gemeente as the mandaathouder and as she herself reports it; None: no account of it."""

    code: str
    naam: str
    volgens_mandaathouder: int | None
    volgens_gemeente: int | None
    eenheid: Bedrageenheid

    @property
    def verschil(self) -> int | None:
        """What the mandaathouder reports more than the gemeente; None where a side is missing."""
        if self.volgens_gemeente is None or self.volgens_mandaathouder is None:
            return None
        return self.volgens_mandaathouder - self.volgens_gemeente

    @property
    def is_gelijk(self) -> bool:
        """Whether both name the same amount, where who names none names nothing."""
        return (self.volgens_mandaathouder or 0) == (self.volgens_gemeente or 0)

    def toon(self, bedrag: int | None) -> str:
        """Show an amount of this comparison; one that is missing as zero."""
        if self.eenheid is Bedrageenheid.EURO:
            return toon(bedrag or 0)
        return toon_centen(Centen(bedrag or 0))
