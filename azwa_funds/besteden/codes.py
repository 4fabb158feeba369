"""Who may account for money and for which onderdeel: the codes a booking can hold."""

from __future__ import annotations

from collections.abc import Iterable

from azwa_funds.gegevens import Gegevens, Namen
from azwa_funds.kern.begrippen import BREDE_SPUK, SPUK_AZWA, SPUK_IZA
from azwa_funds.kern.fouten import MEESTE_FOUTEN, lijkt_op
from azwa_funds.kern.tekst import vorm
from azwa_funds.lezen.cellen import Celfout, Celwaarde, als_tekst


class Codes:
    """All codes of recipients and onderdelen, by the ways people write them.

    `namen` maps the code of every recipient to its name, `onderdelen` the id of every onderdeel.
    """

    def __init__(self, gegevens: Gegevens) -> None:
        self._wijzer = Namen(gegevens)
        gemeenten = {code: gemeente.naam for code, gemeente in gegevens.gemeenten.items()}
        self.namen = {**gemeenten, **self._wijzer.lichamen}
        self.brc = gegevens.brug.brc["onderdeel"]
        self.onderdelen = dict(_onderdelen(gegevens, self.brc))
        self._onderdelen = dict(self._vormen(gegevens))
        self._gezocht = 0

    def _vormen(self, gegevens: Gegevens) -> Iterable[tuple[str, str]]:
        for budget in gegevens.budgetten:
            if budget.uitkering not in (SPUK_AZWA, BREDE_SPUK, SPUK_IZA):
                continue
            id = budget.onderdeel if budget.onderdeel in self.onderdelen else budget.uitkering
            yield vorm(budget.onderdeel), id
            yield vorm(budget.naam), id
        for id, naam in self.onderdelen.items():
            yield vorm(id), id
            yield vorm(naam), id
        yield vorm(gegevens.brug.brc["kort"]), self.brc

    def verantwoorder(self, cel: Celwaarde) -> str:
        """Return the code of a recipient whose code or name stands in a cell, or raise Celfout."""
        tekst = als_tekst(cel)
        if not tekst:
            raise Celfout("de cel is leeg", "vul de code in van wie zich verantwoordt")
        if code := self._wijzer.vind(tekst):
            return code
        return self._wijzer.ontvanger_code(tekst, met_hint=self._mag_zoeken())

    def _mag_zoeken(self) -> bool:
        """Whether to look for what was meant: not for more faults than are told, for it is slow."""
        self._gezocht += 1
        return self._gezocht <= MEESTE_FOUTEN

    def medeoverheid(self, cel: Celwaarde) -> str:
        """Return the code of a medeoverheid, "" for an empty cell, or raise Celfout."""
        return self.verantwoorder(cel) if als_tekst(cel) else ""

    def onderdeel(self, cel: Celwaarde) -> str:
        """Return the id of an onderdeel, or raise Celfout."""
        tekst = als_tekst(cel)
        if not tekst:
            raise Celfout("de cel is leeg", "kies uit: " + ", ".join(self.onderdelen))
        if id := self._onderdelen.get(vorm(tekst)):
            return id
        raise Celfout(
            f"onderdeel '{tekst}' is onbekend",
            (self._mag_zoeken() and lijkt_op(tekst, self.onderdelen))
            or "kies uit: " + ", ".join(self.onderdelen),
        )


def _onderdelen(gegevens: Gegevens, brc: str) -> Iterable[tuple[str, str]]:
    namen = {(b.uitkering, b.onderdeel): b.naam for b in gegevens.budgetten}
    for onderdeel in gegevens.uitkering(SPUK_AZWA).onderdelen:
        yield onderdeel, namen[SPUK_AZWA, onderdeel]
    for uitkering in (BREDE_SPUK, SPUK_IZA):
        yield uitkering, gegevens.uitkering(uitkering).naam
    yield brc, namen.get((BREDE_SPUK, brc), brc)
