"""Who may account for money and for which onderdeel: the codes a booking can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from azwa_funds.gegevens.sources import Gegevens
from azwa_funds.kern.fouten import MEESTE_FOUTEN, lijkt_op
from azwa_funds.kern.model import BREDE_SPUK, SPUK_AZWA, SPUK_IZA
from azwa_funds.kern.tekst import slug, vorm
from azwa_funds.lezen.boekingscellen import Celwaarde, als_tekst
from azwa_funds.lezen.schemas import Celfout

_GEMEENTECODE = re.compile(r"(?:gm)?0*(\d{1,4})", re.IGNORECASE | re.ASCII)


class Codes:
    """All codes of recipients and onderdelen, by the ways people write them.

    `namen` maps the code of every recipient to its name, `onderdelen` the id of every onderdeel.
    """

    def __init__(self, gegevens: Gegevens) -> None:
        self.gemeenten = {code: gemeente.naam for code, gemeente in gegevens.gemeenten.items()}
        self.opgeheven = {
            herindeling.code_oud: herindeling
            for herindeling in gegevens.herindelingen
            if herindeling.status == "gerealiseerd"
        }
        lichamen = dict(_lichamen(gegevens))
        self.namen = {**self.gemeenten, **lichamen}
        self._bij_naam = {vorm(naam): code for code, naam in self.gemeenten.items()}
        self._lichamen = {vorm(code): code for code in lichamen}
        self._lichamen |= {vorm(naam): code for code, naam in lichamen.items()}
        self.brc = gegevens.brug["eindigt"]["onderdeel"]
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
        yield vorm(gegevens.brug["eindigt"]["kort"]), self.brc

    def verantwoorder(self, cel: Celwaarde) -> str:
        """Return the code of a recipient, or raise Celfout."""
        tekst = als_tekst(cel)
        if not tekst:
            raise Celfout("de cel is leeg", "vul de code in van wie zich verantwoordt")
        if match := _GEMEENTECODE.fullmatch(tekst.replace(" ", "")):
            return self._gemeente(tekst, f"GM{int(match[1]):04d}")
        if lichaam := self._lichamen.get(vorm(tekst)):
            return lichaam
        raise Celfout(f"'{tekst}' is geen bekende ontvanger", self._hint(tekst))

    def _mag_zoeken(self) -> bool:
        """Whether to look for what was meant: not for more faults than are told, for it is slow."""
        self._gezocht += 1
        return self._gezocht <= MEESTE_FOUTEN

    def _gemeente(self, tekst: str, code: str) -> str:
        if code in self.gemeenten:
            return code
        oud = self.opgeheven.get(code)
        if oud:
            raise Celfout(
                f"'{tekst}' ({oud.naam_oud}) is per {oud.datum:%d-%m-%Y} opgegaan in "
                f"{oud.naam_nieuw}",
                f"vul {oud.code_nieuw} in",
            )
        raise Celfout(f"'{tekst}' is geen gemeente van nu", "controleer de CBS-code")

    def _hint(self, tekst: str) -> str:
        """Suggest the code of a gemeente whose name was typed."""
        anders = "vul de CBS-code in (GM0344) of de code van het openbaar lichaam"
        if not self._mag_zoeken():
            return anders
        if code := self._bij_naam.get(vorm(tekst)):
            return f"bedoelde u {code} ({self.gemeenten[code]})?"
        return lijkt_op(tekst, [c for c in self.namen if c not in self.gemeenten]) or anders

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


def _lichamen(gegevens: Gegevens) -> Iterable[tuple[str, str]]:
    """All recipients that are no gemeente: bodies that hold a mandate, GGD'en, named bodies."""
    for regio in gegevens.regios.values():
        if regio.mandaathouder_code not in gegevens.gemeenten:
            yield regio.mandaathouder_code, regio.mandaathouder
    for naam in sorted({gemeente.ggd_regio for gemeente in gegevens.gemeenten.values()}):
        yield slug(naam), naam
    for toedeling in gegevens.uitkering(SPUK_AZWA).toedelingen:
        if toedeling.ontvanger:
            yield toedeling.ontvanger.code, toedeling.ontvanger.naam


def _onderdelen(gegevens: Gegevens, brc: str) -> Iterable[tuple[str, str]]:
    namen = {(b.uitkering, b.onderdeel): b.naam for b in gegevens.budgetten}
    for onderdeel in gegevens.uitkering(SPUK_AZWA).onderdelen:
        yield onderdeel, namen[SPUK_AZWA, onderdeel]
    for uitkering in (BREDE_SPUK, SPUK_IZA):
        yield uitkering, gegevens.uitkering(uitkering).naam
    yield brc, namen.get((BREDE_SPUK, brc), brc)
