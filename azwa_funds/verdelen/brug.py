"""The bridge from the old uitkeringen to the SPUK AZWA: for a gemeente, several, or the country.

Nationally every step has a source and the bridge closes on the published totals. Per gemeente
begin and end are its own amounts; the steps share in its money as they do in all of it. No source
says in which part of the money of the new year each step is, so below the country the status
is `aanname`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from azwa_funds.gegevens import BUITEN, LANDELIJK, Brug
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    BRUGDELEN,
    LOKAAL,
    REGIONAAL,
    SPUK_IZA,
    Brugbedrag,
    Brugsoort,
    Brugstap,
    Gemeente,
    Regio,
    Status,
    Vindplaats,
)
from azwa_funds.kern.euro import toon, verdeel_een
from azwa_funds.kern.fouten import Invoerfout, Rekenfout
from azwa_funds.verdelen.cijfers import Cijfers

#: The streams of money that reach a gemeente: of the old year, and of the new.
OUD, NIEUW = (BREDE_SPUK, SPUK_IZA), (LOKAAL, REGIONAAL)
#: What of the new year stands with no gemeente: GGD'en, NPLV, Gezonde School.
OVERIG = "overig"


@dataclass(frozen=True, slots=True)
class Balk:
    """One bar of the bridge in whole euros: a level (`is_stand`) or a step up or down.

    `delen` holds what the bar is in each stream of money; begin has no money of the new year, the
    end none of the old. `laagste` is where the bar starts above zero.
    """

    naam: str
    kort: str
    bedrag: int
    laagste: int
    is_stand: bool
    soort: str
    status: Status
    uitleg: str
    vindplaatsen: tuple[Vindplaats, ...]
    delen: Mapping[str, int]

    @property
    def oud(self) -> int:
        """What the bar is in the old year."""
        return sum(self.delen.get(deel, 0) for deel in OUD)

    @property
    def nieuw(self) -> int:
        """What the bar is in the new year."""
        return sum(self.delen.get(deel, 0) for deel in (*NIEUW, OVERIG))


#: Per step: its amount in each stream of money.
_Bedragen = dict[str, dict[str, int]]


def bouw_brug(cijfers: Cijfers, gemeente: Gemeente) -> list[Balk]:
    """Return the bars from the last old year to the first new one; they close to the euro.

    Begin and end are the local money plus the arithmetical share in the regional money.
    """
    return bouw_brug_samen(cijfers, [gemeente])


def bouw_brug_samen(cijfers: Cijfers, gemeenten: Iterable[Gemeente]) -> list[Balk]:
    """Return the bridge of several gemeenten together: their bars added, bar by bar.

    For all gemeenten of a regio it runs from and to the money of the regio, to the euro, since
    the arithmetical shares in the regional money sum to that money.
    """
    codes = [gemeente.code for gemeente in gemeenten]
    if not codes:
        return []
    wie = dict.fromkeys((*OUD, *NIEUW), codes)
    return _van_stromen(cijfers, wie, "aandeel ", (Status.AANNAME, Status.AANNAME))


def bouw_brug_ontvangen(cijfers: Cijfers, regio: Regio, *, met_eigen: bool = True) -> list[Balk]:
    """Return the bridge of what the mandaathouder of a regio receives itself.

    Its own local money, where it is a gemeente, and all regional money of the regio; without
    `met_eigen` the regional money alone.
    """
    heeft_eigen = met_eigen and regio.mandaathouder_code in cijfers.inwoners
    eigen = [regio.mandaathouder_code] if heeft_eigen else []
    leden = [gemeente.code for gemeente in cijfers.gemeenten_van(regio.naam)]
    wie = {BREDE_SPUK: eigen, SPUK_IZA: leden, LOKAAL: eigen, REGIONAAL: leden}
    return _van_stromen(cijfers, wie, "", _standen(cijfers))


def bouw_brug_land(cijfers: Cijfers) -> list[Balk]:
    """Return the national bridge: from both published tables to all money of the new year."""
    brug = _brug(cijfers)
    alle = [gemeente.code for gemeente in cijfers.gemeenten]
    bedragen = _bedragen(cijfers, dict.fromkeys((*OUD, *NIEUW), alle))
    for stap in brug.stappen:
        bedragen[stap.id][OVERIG] = sum(
            stap.bedrag(brug.nieuw, deel)
            for deel in BRUGDELEN
            if deel not in (LANDELIJK, BUITEN, *NIEUW)
        )
    # What no source splits is visible in one step, also where a budget is another than it was.
    totaal = sum(b.bedrag or 0 for (_, jaar), b in cijfers.budgetten.items() if jaar == brug.nieuw)
    nieuw = sum(delen[deel] for delen in bedragen.values() for deel in (*NIEUW, OVERIG))
    rest = next(stap.id for stap in brug.stappen if stap.is_rest)
    bedragen[rest][OVERIG] += totaal - nieuw
    statussen = {stap.id: min(b.status for b in _sterk(stap)) for stap in brug.stappen}
    namen = (
        f"{brug.oud}: Brede SPUK en SPUK IZA, alle gemeenten en mandaathouders",
        f"{brug.nieuw}: SPUK AZWA en subsidie Gezonde School",
    )
    return _balken(brug, bedragen, namen, statussen, _standen(cijfers))


def al_begrepen(cijfers: Cijfers) -> str:
    """Say which money of the new year was already in the old uitkeringen, nationally."""
    brug = _brug(cijfers)
    zinnen = []
    for deel in OUD:
        posten = {
            stap.kort: stap.bedrag(brug.oud, deel)
            for stap in brug.stappen
            if stap.soort is Brugsoort.GROEIT and stap.bedrag(brug.oud, deel)
        }
        uit = " en ".join(f"{toon(bedrag)} {kort}" for kort, bedrag in posten.items())
        naam = cijfers.gegevens.uitkering(deel).naam
        totaal = toon(sum(posten.values())) + ": " if len(posten) > 1 else ""
        zinnen.append(f"in de {naam} zat in {brug.oud} al {totaal}{uit}")
    return "Landelijk: " + "; ".join(zinnen) + "."


def _standen(cijfers: Cijfers) -> tuple[Status, Status]:
    """The statuses of the published amounts of the old year and the calculated of the new."""
    brug = _brug(cijfers)
    oud = (b.status for b in cijfers.gegevens.beschikkingen if b.jaar == brug.oud)
    return min(oud), min(t.status for t in cijfers.toekenningen if t.jaar == brug.nieuw)


def _sterk(stap: Brugstap) -> list[Brugbedrag]:
    """The national amounts of a step, without the assumption of which part it is in."""
    return [b for b in stap.bedragen if b.deel in (LANDELIJK, *OUD)]


# -- amounts -----------------------------------------------------------------------------------


def _brug(cijfers: Cijfers) -> Brug:
    """Return the bridge of the data, or raise Invoerfout where it is of other years."""
    brug = cijfers.gegevens.brug
    oud, nieuw = cijfers.vorige_jaren[-1], cijfers.jaren[0]
    if (brug.oud, brug.nieuw) != (oud, nieuw):
        raise Invoerfout(
            cijfers.gegevens.data / "brug.toml",
            f"de brug loopt van {brug.oud} naar {brug.nieuw}, maar de bedragen van {oud} naar "
            f"{nieuw}",
            "pas geldig_van en geldig_tot_en_met aan, met de bedragen in brug.csv",
        )
    return brug


@cache
def _stroom(cijfers: Cijfers, deel: str) -> dict[str, dict[str, int]]:
    """Split the money of every gemeente in one stream over the steps: step, then code.

    Each gemeente has each step in the same proportion as the country. What was added so far is
    divided each time, and a step is the difference with the time before: so the steps of a
    gemeente are together its own money, and a step of all gemeenten is the national amount.
    """
    brug = _brug(cijfers)
    jaar = brug.oud if deel in OUD else brug.nieuw
    regionaal = deel in (SPUK_IZA, REGIONAAL)
    eigen = {
        gemeente.code: cijfers.aandeel[gemeente.code, jaar]
        if regionaal
        else cijfers.lokaal_bedrag(gemeente.code, jaar)
        for gemeente in cijfers.gemeenten
    }
    stappen: dict[str, dict[str, int]] = {}
    opgeteld, verdeeld = 0, dict.fromkeys(eigen, 0)
    for stap in brug.stappen:
        if not stap.is_rest:
            opgeteld += stap.bedrag(jaar, deel)
            delen = verdeel_een(opgeteld, list(eigen.values()))
            tot_nu = dict(zip(eigen, delen, strict=True))
            stappen[stap.id] = {code: tot_nu[code] - verdeeld[code] for code in eigen}
            verdeeld = tot_nu
    rest = next(stap.id for stap in brug.stappen if stap.is_rest)
    stappen[rest] = {code: eigen[code] - verdeeld[code] for code in eigen}
    return stappen


def _bedragen(cijfers: Cijfers, wie: Mapping[str, Sequence[str]]) -> _Bedragen:
    """Add up, per step and stream, the money of the gemeenten that count in that stream."""
    return {
        stap.id: {
            deel: sum(_stroom(cijfers, deel)[stap.id][code] for code in codes)
            for deel, codes in wie.items()
        }
        for stap in _brug(cijfers).stappen
    }


def _van_stromen(
    cijfers: Cijfers, wie: Mapping[str, Sequence[str]], aandeel: str, standen: tuple[Status, Status]
) -> list[Balk]:
    brug = _brug(cijfers)
    namen = (
        f"{brug.oud}: Brede SPUK en {aandeel}SPUK IZA",
        f"{brug.nieuw}: lokaal en {aandeel}regionaal",
    )
    statussen = {stap.id: Status.AANNAME for stap in brug.stappen}
    return _balken(brug, _bedragen(cijfers, wie), namen, statussen, standen)


# -- bars --------------------------------------------------------------------------------------


def _balken(
    brug: Brug,
    bedragen: _Bedragen,
    namen: tuple[str, str],
    statussen: Mapping[str, Status],
    standen: tuple[Status, Status],
) -> list[Balk]:
    """Make the bars, from begin to end. Raises Rekenfout when the steps do not lead there."""
    totaal = {
        deel: sum(delen.get(deel, 0) for delen in bedragen.values())
        for deel in (*OUD, *NIEUW, OVERIG)
    }
    oud = {deel: totaal[deel] for deel in OUD}
    nieuw = {deel: totaal[deel] for deel in (*NIEUW, OVERIG)}
    begin = _stand(namen[0], str(brug.oud), "begin", standen[0], oud)
    einde = _stand(namen[1], str(brug.nieuw), "einde", standen[1], nieuw)
    balken, stand = [begin], begin.bedrag
    for stap in brug.stappen:
        delen = bedragen[stap.id]
        bedrag = sum(bedrag if deel not in OUD else -bedrag for deel, bedrag in delen.items())
        balken.append(
            Balk(
                stap.naam,
                stap.kort,
                bedrag,
                min(stand, stand + bedrag),
                False,
                stap.soort,
                statussen[stap.id],
                f"{stap.uitleg} {_landelijk(brug, stap)}".strip(),
                tuple(dict.fromkeys(b.vindplaats for b in stap.bedragen)),
                delen,
            )
        )
        stand += bedrag
    if stand != einde.bedrag:
        raise Rekenfout(f"De brug sluit niet: {stand} in plaats van {einde.bedrag}.")
    return [*balken, einde]


def _landelijk(brug: Brug, stap: Brugstap) -> str:
    """Say what a step is nationally, in both years and outside the SPUK AZWA."""
    if stap.is_rest:
        return ""
    oud = sum(stap.bedrag(brug.oud, deel) for deel in (BREDE_SPUK, SPUK_IZA))
    zin = f"Landelijk {toon(oud)} in {brug.oud} en {toon(stap.bedrag(brug.nieuw, LANDELIJK))} in "
    buiten = stap.bedrag(brug.nieuw, BUITEN)
    return f"{zin}{brug.nieuw}" + (f", buiten de SPUK AZWA {toon(buiten)}." if buiten else ".")


def _stand(naam: str, kort: str, soort: str, status: Status, delen: Mapping[str, int]) -> Balk:
    bedrag = sum(delen.values())
    return Balk(naam, kort, bedrag, 0, True, soort, status, "optelling van de bedragen", (), delen)
