"""The years after the looptijd: what the country has by the sources, and a share per recipient.

National amounts have a source. Nobody says who gets them: the shares follow the keys of today, and
local and regional money the proportion of the last year of the looptijd. Their status is `aanname`.
Amounts are whole euros and close per period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from azwa_funds.gegevens import Ramingsregels
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, Budget, Status
from azwa_funds.kern.euro import verdeel_een
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.kolommen import STRUCTUREEL
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.verdelen.toekennen import bedrag_van


@dataclass(frozen=True, slots=True)
class Raming:
    """One period after the looptijd: a year, or `structureel`.

    `budgetten` are the national amounts, `pm` those of which nobody knows the recipient. `lokaal`
    and `aandeel` (in the regional money) go by code of a gemeente, `regionaal` by regio.
    """

    periode: str
    budgetten: tuple[Budget, ...]
    pm: tuple[Budget, ...]
    lokaal: Mapping[str, int]
    regionaal: Mapping[str, int]
    aandeel: Mapping[str, int]

    @property
    def te_verdelen(self) -> int:
        """All national money of which the shares are computed, in euros."""
        return sum(self.lokaal.values()) + sum(self.regionaal.values())


def ramingsregels_van(cijfers: Cijfers) -> Ramingsregels:
    """What counts after the looptijd, by `meerjarenraming.toml`."""
    return cijfers.gegevens.ramingsregels


@cache
def bouw_raming(cijfers: Cijfers) -> tuple[Raming, ...]:
    """Return every period after the looptijd of which there are amounts, the years first."""
    laatste = cijfers.jaren[-1]
    uitkeringen = [post.uitkering for post in ramingsregels_van(cijfers).posten]
    genoemd = {b.jaar for b in cijfers.gegevens.budgetten if b.uitkering in uitkeringen}
    jaren = sorted(jaar for jaar in genoemd - {STRUCTUREEL} if int(jaar) > laatste)
    return tuple(_periode(cijfers, jaar) for jaar in (*jaren, STRUCTUREEL))


def _periode(cijfers: Cijfers, periode: str) -> Raming:
    verdeeld: list[Budget] = []
    pm: list[Budget] = []
    for post in ramingsregels_van(cijfers).posten:
        for budget in _budgetten(cijfers, post.uitkering, periode):
            (pm if budget.onderdeel in post.pm else verdeeld).append(budget)
    verhouding = [bedrag_van(cijfers.budgetten[d, cijfers.jaren[-1]]) for d in (LOKAAL, REGIONAAL)]
    lokaal, regionaal = verdeel_een(sum(map(bedrag_van, verdeeld)), verhouding)
    regios = {regio.mandaathouder_code: regio.naam for regio in cijfers.regios}
    delen = _naar_sleutel(cijfers, REGIONAAL, regionaal)
    per_regio = {regios[code]: deel for code, deel in delen.items()}
    return Raming(
        periode,
        tuple(verdeeld),
        tuple(pm),
        _naar_sleutel(cijfers, LOKAAL, lokaal),
        per_regio,
        _aandelen(cijfers, per_regio),
    )


def _budgetten(cijfers: Cijfers, uitkering: str, periode: str) -> list[Budget]:
    """The amounts of a period; where no source names the year, those that return every year."""
    gegevens = cijfers.gegevens
    eigen = [b for b in gegevens.budgetten if (b.uitkering, b.jaar) == (uitkering, periode)]
    if eigen:
        return eigen
    blijvend = [b for b in gegevens.budgetten if (b.uitkering, b.jaar) == (uitkering, STRUCTUREEL)]
    if not blijvend:
        raise Invoerfout(
            gegevens.data / "budgetten.csv",
            f"er is geen bedrag van {uitkering} voor {periode}",
            "voeg het toe met bron, of haal het blok weg uit meerjarenraming.toml",
        )
    return [replace(b, status=Status.AANNAME) for b in blijvend]


def _naar_sleutel(cijfers: Cijfers, onderdeel: str, bedrag: int) -> dict[str, int]:
    gewichten = {code: weging.waarde for code, weging in cijfers.gewichten(onderdeel).items()}
    delen = verdeel_een(bedrag, list(gewichten.values()))
    return dict(zip(gewichten, delen, strict=True))


def _aandelen(cijfers: Cijfers, per_regio: Mapping[str, int]) -> dict[str, int]:
    """The share of each gemeente in the money of its regio, by the weights of the local key."""
    gewicht = cijfers.gewichten(LOKAAL)
    aandelen: dict[str, int] = {}
    for regio, bedrag in per_regio.items():
        codes = sorted(gemeente.code for gemeente in cijfers.gemeenten_van(regio))
        delen = verdeel_een(bedrag, [gewicht[code].waarde for code in codes])
        aandelen |= zip(codes, delen, strict=True)
    return aandelen
