"""The same booking twice: a copied sheet is left out, a copied row is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from azwa_funds.grootboek.lezing import Bestandlezing, Bladlezing, noem_rijen
from azwa_funds.openen.bronblad import Reeks
from azwa_funds.openen.tekstkolommen import Tekstkolom

if TYPE_CHECKING:
    import pandas as pd

    from azwa_funds.besteden.bladlezer import Bladlezer, Deel

#: What makes two bookings one.
SLEUTEL = ["verantwoorder_code", "boekstuk", "boekdatum", "centen"]


def komt_vaker_voor(getallen: Reeks) -> Reeks:
    """Return which numbers occur more than once."""
    import pandas as pd

    op_volgorde = np.sort(getallen)
    if not (op_volgorde[1:] == op_volgorde[:-1]).any():
        return np.zeros(len(getallen), bool)
    return np.asarray(pd.Series(getallen).duplicated(keep=False))


def misschien_vaker(teksten: pd.Series[Any]) -> Reeks:
    """Return which texts may occur more than once: numbers for them are enough to drop the rest."""
    kolom: Tekstkolom = teksten.array.kolom
    return komt_vaker_voor(kolom.kenmerken)


def zoek_kopieen(bladlezers: Sequence[Bladlezer]) -> None:
    """Leave out every sheet of a file that holds the same bookings as an earlier one."""
    gezien: dict[Any, Bladlezer] = {}
    omvang = [(lezer.lezing.boekingen, lezer.lezing.centen) for lezer in bladlezers]
    for lezer, maat in zip(bladlezers, omvang, strict=True):
        if not lezer.delen or omvang.count(maat) == 1:
            continue
        eerste = gezien.setdefault(_inhoud(lezer.delen), lezer)
        if eerste is lezer:
            continue
        lezing = lezer.lezing
        lezing.verklaar(
            lezing.boekingen,
            lezing.centen,
            f"blad '{lezing.blad}' heeft dezelfde boekingen als blad '{eerste.lezing.blad}' en is "
            "niet nog eens geteld; verwijder een van de twee",
            beslis=True,
        )
        lezing.boekingen = lezing.centen = 0
        lezer.delen.clear()


def _inhoud(delen: Sequence[Deel]) -> Any:
    """Return what is booked on a sheet, whatever the order of its rows."""
    kolommen = ("verantwoorder_code", "jaar", "onderdeel", "boekstuk", "centen")
    rijen = sorted(
        rij
        for deel in delen
        for rij in zip(
            *(deel[naam] for naam in kolommen),
            deel["boekdatum"].astype(np.int64).tolist(),
            strict=True,
        )
    )
    return hash(tuple(rijen)), len(rijen)


def meld_dubbele_boekingen(
    tabel: pd.DataFrame, lezingen: Sequence[Bestandlezing], opmerkingen: list[str]
) -> None:
    """Tell of bookings that stand there twice: within a sheet in a remark, else for a decision."""
    rijen = tabel[misschien_vaker(tabel["boekstuk"])]
    rijen = rijen[rijen.duplicated(SLEUTEL, keep=False) & (rijen["centen"] != 0)]
    if not len(rijen):
        return
    groep = rijen.groupby(SLEUTEL, observed=True, sort=False).ngroup().to_numpy()
    # Groups are numbered as they first appear.
    eerste = np.flatnonzero(~rijen.duplicated(SLEUTEL).to_numpy())[groep]
    plek = np.stack([rijen["bestand"].cat.codes, rijen["blad"].cat.codes], axis=1)
    later = eerste != np.arange(len(rijen))
    zelfde = (plek == plek[eerste]).all(axis=1)
    _meld_binnen(rijen, np.flatnonzero(later & zelfde), eerste, opmerkingen)
    bladen = {(blad.bestand, blad.blad): blad for b in lezingen for blad in b.bladen}
    elders = np.flatnonzero(later & ~zelfde)
    bronnen = rijen.iloc[eerste[elders]]
    namen = [bronnen[naam].astype(str).to_numpy() for naam in ("bestand", "blad")]
    per_plek = rijen.iloc[elders].groupby(["bestand", "blad", *namen], observed=True, sort=False)
    for (bestand, blad, *bron), deel in per_plek:
        _meld_tussen(
            bladen[str(bestand), str(blad)],
            (str(bron[0]), str(bron[1])),
            deel["rij"].tolist(),
            int(deel["centen"].sum()),
        )


def _meld_binnen(rijen: pd.DataFrame, later: Reeks, eerste: Reeks, opmerkingen: list[str]) -> None:
    """Remark on bookings that stand on one sheet twice."""
    samen = rijen.iloc[np.unique(np.concatenate([later, eerste[later]]))]
    for (bestand, blad), deel in samen.groupby(["bestand", "blad"], observed=True, sort=False):
        waar = f"{bestand}, blad '{blad}'" if blad else str(bestand)
        opmerkingen.append(
            f"{waar}: {noem_rijen(sorted(deel['rij'].tolist()))} hebben hetzelfde boekstuk, "
            "dezelfde datum en hetzelfde bedrag; ze zijn gelezen, ga na of ze dubbel zijn."
        )


def _meld_tussen(
    lezing: Bladlezing, bron: tuple[str, str], nummers: Sequence[int], centen: int
) -> None:
    waar = f"blad '{bron[1]}'" if bron[0] == lezing.bestand else bron[0]
    if bron[0] != lezing.bestand and bron[1]:
        waar += f", blad '{bron[1]}'"
    hier = f"blad '{lezing.blad}', " if lezing.blad else ""
    een = len(nummers) == 1
    lezing.verklaar(
        len(nummers),
        centen,
        f"{hier}{noem_rijen(nummers)} {'staat' if een else 'staan'} ook in {waar} (zelfde "
        f"boekstuk, datum en bedrag) en {'is' if een else 'zijn'} nu dubbel geteld; verwijder de "
        "kopie",
        beslis=True,
        geteld=True,
    )
