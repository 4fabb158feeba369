"""The bridge from the old uitkeringen to the SPUK AZWA for one gemeente, or several.

What ends, what is absorbed, what merely moves and what is new, from national amounts brought to
the gemeente by the local key. No source gives such a bridge per gemeente: its status is `aanname`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from azwa_funds.kern.euro import verdeel
from azwa_funds.kern.fouten import Rekenfout
from azwa_funds.kern.model import LOKAAL, Gemeente, Status, Vindplaats
from azwa_funds.verdelen.allocation import bedrag_van
from azwa_funds.verdelen.cijfers import Cijfers


@dataclass(frozen=True, slots=True)
class Balk:
    """One bar of the bridge in whole euros: a level (`is_stand`) or a step up or down.

    `laagste` is where the bar starts above zero.
    """

    naam: str
    kort: str
    bedrag: int
    laagste: int
    is_stand: bool
    soort: str
    status: Status
    uitleg: str
    vindplaats: Vindplaats | None

    @property
    def is_tussenstand(self) -> bool:
        """Whether this is a level between begin and end, which does not count in a sum."""
        return self.is_stand and self.vindplaats is not None


def bouw_brug(cijfers: Cijfers, gemeente: Gemeente) -> list[Balk]:
    """Return the bars from the last old year to the first new one; they close to the euro.

    Begin and end are the local money plus the arithmetical share in the regional money.
    Raises Rekenfout when the steps do not lead from begin to end.
    """
    oud, nieuw = cijfers.vorige_jaren[-1], cijfers.jaren[0]
    brede_spuk = cijfers.lokaal_bedrag(gemeente.code, oud)
    iza = cijfers.aandeel[gemeente.code, oud]
    eindigt = _aandeel(cijfers, "eindigt", oud)[gemeente.code]
    verhuist = _aandeel(cijfers, "verhuist", nieuw)[gemeente.code]
    einde = cijfers.lokaal_bedrag(gemeente.code, nieuw) + cijfers.aandeel[gemeente.code, nieuw]
    stappen = (
        ("eindigt", -eindigt, "eindigt"),
        ("rest", -(brede_spuk - eindigt - verhuist), "eindigt"),
        ("gaat_op", -iza, "gaat op in nieuw"),
        ("erbij", einde - verhuist, "komt erbij"),
    )
    stand = brede_spuk + iza
    balken = [_stand(f"{oud}: Brede SPUK en aandeel SPUK IZA", str(oud), stand, "begin")]
    for naam, bedrag, soort in stappen:
        if naam == "erbij":
            blok = cijfers.gegevens.brug["verhuist"]
            balken.append(_stand(blok["naam"], blok["kort"], stand, "verhuist mee", blok))
        balken.append(_stap(cijfers, naam, bedrag, stand, soort))
        stand += bedrag
    if stand != einde:
        raise Rekenfout(f"De brug van {gemeente.naam} sluit niet: {stand} in plaats van {einde}.")
    naam = f"{nieuw}: lokaal en aandeel regionaal"
    return [*balken, _stand(naam, str(nieuw), einde, "einde")]


def bouw_brug_samen(cijfers: Cijfers, gemeenten: Iterable[Gemeente]) -> list[Balk]:
    """Return the bridge of several gemeenten together: their bars added, bar by bar.

    For all gemeenten of a regio it runs from and to the money of the regio, to the euro, since
    the arithmetical shares in the regional money sum to that money.
    """
    bruggen = [bouw_brug(cijfers, gemeente) for gemeente in gemeenten]
    balken: list[Balk] = []
    stand = 0
    for gelijke in zip(*bruggen, strict=True):
        bedrag = sum(balk.bedrag for balk in gelijke)
        balk = replace(gelijke[0], bedrag=bedrag)
        if not balk.is_stand:
            balk = replace(balk, laagste=min(stand, stand + bedrag))
            stand += bedrag
        elif not balken:
            stand = bedrag
        balken.append(balk)
    if balken and stand != balken[-1].bedrag:
        raise Rekenfout(f"De brug sluit niet: {stand} in plaats van {balken[-1].bedrag}.")
    return balken


@cache
def _aandeel(cijfers: Cijfers, blok: str, jaar: int) -> dict[str, int]:
    """Bring a national amount to every gemeente by the local key; sums to the amount."""
    opgave = cijfers.gegevens.brug[blok]
    budget = cijfers.gegevens.budget(opgave["uitkering"], opgave["onderdeel"], jaar)
    gewichten = {code: weging.waarde for code, weging in cijfers.gewichten(LOKAAL).items()}
    delen = verdeel(bedrag_van(budget), list(gewichten.values()))
    return {code: int(deel) for code, deel in zip(gewichten, delen, strict=True)}


def _stap(cijfers: Cijfers, naam: str, bedrag: int, stand: int, soort: str) -> Balk:
    blok = cijfers.gegevens.brug[naam]
    return Balk(
        blok["naam"],
        blok["kort"],
        bedrag,
        min(stand, stand + bedrag),
        False,
        soort,
        Status.AANNAME,
        blok["uitleg"],
        Vindplaats(blok["bron"], blok["plaats"]),
    )


def _stand(
    naam: str, kort: str, bedrag: int, soort: str, blok: dict[str, str] | None = None
) -> Balk:
    uitleg, vindplaats = "optelling op de factsheet", None
    if blok is not None:
        uitleg, vindplaats = blok["uitleg"], Vindplaats(blok["bron"], blok["plaats"])
    return Balk(naam, kort, bedrag, 0, True, soort, Status.AANNAME, uitleg, vindplaats)
