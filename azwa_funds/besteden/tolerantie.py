"""What the Bado measures: the reporting tolerance (art. 5), and whether a sample is due (art. 3a).

The reporting tolerance is per specifieke uitkering, on its lasten of the year: all that was spent
of it, local and regional money together, that of a medeoverheid included. The steps are data
(`[[grens]]` in `toetsregels.toml`); here they are read once, worked out once and written once as a
formula. Who asks says which amount the lasten are: the toets takes the bookings, in cents; SiSa
what the bijlage says, in whole euros. So the two can differ where rounding takes the spending over
a step, and nowhere else. A sample (deelwaarneming) goes by what was received in the year.
"""

from __future__ import annotations

from dataclasses import dataclass

from azwa_funds.besteden.rechten import Toegekend
from azwa_funds.besteden.regels import Drempel, Toetsregels
from azwa_funds.kern.begrippen import Centen, Status
from azwa_funds.kern.euro import in_centen, toon

_BEGIN, _TOT_EN_MET = "rapportering_", "_tot_en_met"


@dataclass(frozen=True, slots=True)
class Trede:
    """A step: up to and including which whole euros of spending (None: all), and its limit."""

    tot_en_met: int | None
    grens: Drempel

    def __str__(self) -> str:
        euro = self.grens.eenheid == "euro"
        hoeveel = toon(self.grens.waarde) if euro else f"{self.grens.waarde}% van de lasten"
        if self.tot_en_met is None:
            return f"daarboven {hoeveel}"
        return f"tot en met {toon(self.tot_en_met)} lasten {hoeveel}"

    def bedrag(self, lasten: Centen) -> Centen:
        """The limit in cents for a spending in cents; a share is rounded down to whole cents."""
        if self.grens.eenheid == "euro":
            return in_centen(self.grens.waarde)
        return Centen(lasten * self.grens.waarde // 100)

    def formule(self, lasten: str) -> str:
        """The limit in euros, as Excel computes it from a cell with whole euros."""
        if self.grens.eenheid == "euro":
            return str(self.grens.waarde)
        return f"{lasten}*{self.grens.waarde}/100"


@dataclass(frozen=True, slots=True)
class Tolerantie:
    """The steps of one year, from low to high; the last one has no end."""

    treden: tuple[Trede, ...]

    def __str__(self) -> str:
        return "; ".join(map(str, self.treden))

    @property
    def status(self) -> Status:
        """How firm the thresholds are: as firm as the softest of them."""
        return min(trede.grens.status for trede in self.treden)

    def bedrag(self, lasten: Centen) -> Centen:
        """Return the tolerance in cents for a spending in cents."""
        past = (t for t in self.treden if t.tot_en_met is None or lasten <= t.tot_en_met * 100)
        return next(past).bedrag(lasten)

    def formule(self, lasten: str) -> str:
        """Return the same as an Excel formula, without `=`, on a cell with whole euros."""
        *lager, hoogste = self.treden
        formule = hoogste.formule(lasten)
        for trede in reversed(lager):
            formule = f"IF({lasten}<={trede.tot_en_met},{trede.formule(lasten)},{formule})"
        return formule


@dataclass(frozen=True, slots=True)
class Deelwaarneming:
    """Whether the auditor has to take a sample of a uitkering, and on which amount that rests.

    `bedrag` is what was received; where that is not known in full and the known part does not
    decide, it is the lasten of the year, and `naar_lasten` says so.
    """

    is_nodig: bool
    bedrag: Centen
    is_heel: bool
    naar_lasten: bool


def deelwaarneming(
    vanaf: Centen, ontvangen: Toegekend, lasten: Centen, *, via_ander: bool
) -> Deelwaarneming:
    """Return whether a sample is due, for a uitkering of at least `vanaf` in the year.

    What is awarded for a year counts as received in it. `via_ander` says that money came from a
    mandaathouder as well, of which only those two know how much.
    """
    is_heel = ontvangen.centen is not None and not via_ander
    if is_heel or ontvangen.bekend >= vanaf:
        return Deelwaarneming(ontvangen.bekend >= vanaf, ontvangen.bekend, is_heel, False)
    return Deelwaarneming(lasten >= vanaf, lasten, False, True)


def tolerantie_van(regels: Toetsregels, jaar: int) -> Tolerantie:
    """Return the reporting tolerance of a year.

    A step `rapportering_x` ends where `rapportering_x_tot_en_met` says; the one without is the
    highest. Raises Invoerfout, naming the file, for a year that has none.
    """
    geldig = {d.id: d for d in regels.drempels if d.van <= jaar <= d.tot_en_met}
    einden = {
        id.removesuffix(_TOT_EN_MET): drempel.waarde
        for id, drempel in geldig.items()
        if id.startswith(_BEGIN) and id.endswith(_TOT_EN_MET)
    }
    lager = [Trede(einde, regels.drempel(id, jaar)) for id, einde in einden.items()]
    hoogste = [
        Trede(None, drempel)
        for id, drempel in geldig.items()
        if id.startswith(_BEGIN) and not id.endswith(_TOT_EN_MET) and id not in einden
    ]
    # Without a highest step the year is refused, and the sentence names the one that is missing.
    slot = hoogste[0] if hoogste else Trede(None, regels.drempel(f"{_BEGIN}hoog", jaar))
    return Tolerantie((*sorted(lager, key=lambda t: t.tot_en_met or 0), slot))
