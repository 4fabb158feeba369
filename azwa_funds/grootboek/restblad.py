"""A sheet, or the rest of one, that has no headings to read it by: is there money on it?

Nothing is read here. What may be money is counted and, where that can be done, added up, so that a
person can see what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from azwa_funds.grootboek.bedragen import een_bedrag
from azwa_funds.grootboek.herkenning import Herkenner, Opzet
from azwa_funds.grootboek.tafel import Rijsoort, Tafel, geldkolommen, lees_tafel, lege_rijen
from azwa_funds.lezen.cellen import Celfout
from azwa_funds.openen.bronblad import Bronblad, Reeks


@dataclass(frozen=True)
class Rest:
    """Rows that hold anything, those that may be money, and their cents (None: not known)."""

    rijen: int
    geldrijen: int
    centen: int | None


def weeg_rest(blad: Bronblad, vanaf: int, vorige: Opzet | None, herkenner: Herkenner) -> Rest:
    """Weigh the rows from one on; `vorige` are headings read before, that may go on here."""
    alle = np.arange(blad.aantal - vanaf + 1)
    leeg = lege_rijen(blad, vanaf, alle)
    met_gebrek = {rij - vanaf for rij, _ in blad.gebreken if rij >= vanaf}
    leeg[sorted(met_gebrek)] = False
    gevuld = int((~leeg).sum())
    if not gevuld:
        return Rest(0, 0, 0)
    zonder_profiel = Herkenner(herkenner.namen, None, herkenner.vult)
    for opzet in _opzetten(blad, vanaf, vorige, zonder_profiel):
        tafel = lees_tafel(blad, opzet, zonder_profiel, tot=blad.aantal)
        geld = _geldrijen(tafel)
        if len(geld):
            return Rest(gevuld, len(geld), tafel.som(geld))
    return _naar_de_cellen(blad, vanaf, gevuld, met_gebrek, herkenner)


def _opzetten(
    blad: Bronblad, vanaf: int, vorige: Opzet | None, herkenner: Herkenner
) -> list[Opzet]:
    """Return the ways to look at these rows: their own headings, else those from before."""
    eigen = herkenner.vind(blad, vanaf)
    opzetten = [eigen] if eigen else []
    if vorige:
        opzetten.append(replace(vorige, rij=vanaf - 1, keuzekolommen={}))
    return [
        opzet for opzet in opzetten
        if "bedrag" in opzet.plek or {"debet", "credit"} <= set(opzet.plek)
    ]  # fmt: skip


def _geldrijen(tafel: Tafel) -> Reeks:
    ons = np.isin(tafel.soort, (Rijsoort.BOEKING, Rijsoort.LOS_BEDRAG, Rijsoort.TOTAAL_FOUT))
    return np.flatnonzero(ons & tafel.bedragen.heeft)


def _naar_de_cellen(
    blad: Bronblad, vanaf: int, gevuld: int, met_gebrek: set[int], herkenner: Herkenner
) -> Rest:
    """Look for columns of numbers; with one of them its sum is that of the rows, totals aside."""

    def zonder_totalen(rijen: list[int]) -> list[int]:
        gewoon = [rij for rij in rijen if not any(map(is_totaal, blad.rij(rij)))]
        return gewoon or rijen

    is_totaal = herkenner.namen.is_totaal
    kolommen = [(p, zonder_totalen(rijen)) for p, rijen in geldkolommen(blad, vanaf)]
    rijen = {rij for _, eigen in kolommen for rij in eigen} | {vanaf + rij for rij in met_gebrek}
    if not rijen:
        return Rest(gevuld, 0, 0)
    if len(kolommen) != 1 or met_gebrek:
        return Rest(gevuld, len(rijen), None)
    plaats, eigen = kolommen[0]
    try:
        som = sum(een_bedrag(blad.rij(rij)[plaats]) for rij in eigen)
    except Celfout:
        return Rest(gevuld, len(rijen), None)
    return Rest(gevuld, len(rijen), som)
