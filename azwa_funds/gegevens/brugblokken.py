"""How the bridge is read: its steps from `brug.toml`, their national amounts from `brug.csv`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from azwa_funds.kern.begrippen import Brugbedrag, Brugstap, Vindplaats
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import Invoerfout, lijkt_op
from azwa_funds.lezen.records import Plek, lees_records, uit_rij
from azwa_funds.lezen.tabel import RIJ, KenBron, Rij, controleer_velden, tekstvelden

LANDELIJK, BUITEN = "landelijk", "buiten_spuk_azwa"


@dataclass(frozen=True, slots=True)
class Brug:
    """All steps from the old uitkeringen to the SPUK AZWA, and the onderdeel of the BRC.

    `brc` has the `onderdeel`, its `uitkering` and the `kort` by which bookings name it.
    """

    oud: int
    nieuw: int
    stappen: tuple[Brugstap, ...]
    brc: Mapping[str, str]


def lees_brug(pad: Path, blok: Mapping[str, Any], ken_bron: KenBron, rijen: Iterable[Rij]) -> Brug:
    """Read the bridge, or raise Invoerfout naming the block or the row that does not fit.

    Of every step the parts in the new year add up to its national amount.
    """
    verplicht = {
        "geldig_van": int,
        "geldig_tot_en_met": int,
        "combinatiefuncties": dict,
        "stap": list,
    }
    controleer_velden(pad, blok, "het bestand", verplicht, {})
    brc = tekstvelden(
        pad,
        blok["combinatiefuncties"],
        "[combinatiefuncties]",
        ("kort", "uitkering", "onderdeel", "bron", "plaats"),
    )
    ken_bron(pad, brc["bron"])
    tabel = pad.with_suffix(".csv")
    stappen = lees_records(Brugstap, Plek(pad, ken_bron), blok, "stap")
    bedragen: dict[str, list[Brugbedrag]] = {stap.id: [] for stap in stappen}
    for rij in rijen:
        ken_bron(tabel, rij["bron"])
        if rij["stap"] not in bedragen:
            raise Invoerfout(
                tabel,
                f"stap '{rij['stap']}' staat niet in {pad.name}",
                lijkt_op(rij["stap"], bedragen) or "kies uit: " + ", ".join(bedragen),
                rij=rij[RIJ],
                kolom="stap",
            )
        vindplaats = Vindplaats(rij["bron"], rij["vindplaats"])
        bedragen[rij["stap"]].append(uit_rij(Brugbedrag, rij, vindplaats))
    stappen = tuple(replace(stap, bedragen=tuple(bedragen[stap.id])) for stap in stappen)
    brug = Brug(blok["geldig_van"], blok["geldig_tot_en_met"], stappen, brc)
    _weiger_scheve_stap(tabel, brug)
    if sum(stap.is_rest for stap in stappen) != 1:
        raise Invoerfout(
            tabel,
            "er is niet precies één stap met een leeg bedrag",
            "laat alleen het bedrag leeg van de stap die opvangt wat geen bron uitsplitst",
            kolom="bedrag",
        )
    return brug


def _weiger_scheve_stap(tabel: Path, brug: Brug) -> None:
    """Refuse a step of which the parts are not what it is nationally in the new year."""
    for stap in brug.stappen:
        landelijk = stap.bedrag(brug.nieuw, LANDELIJK)
        verdeeld = sum(
            b.bedrag or 0
            for b in stap.bedragen
            if b.jaar == brug.nieuw and b.deel not in (LANDELIJK, BUITEN)
        )
        if verdeeld != landelijk:
            raise Invoerfout(
                tabel,
                f"stap '{stap.id}' is in {brug.nieuw} landelijk {toon(landelijk)}, maar de delen "
                f"zijn samen {toon(verdeeld)}",
                "verbeter een van deze bedragen",
                kolom="bedrag",
            )
