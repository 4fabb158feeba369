"""How the TOML files of keys, uitkeringen, the bridge and the estimate are read.

Only their shape and their sources are checked here; `verdelen` checks of a key that its recipients
and figures exist.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from azwa_funds.kern.begrippen import (
    Brugbedrag,
    Brugstap,
    Kolom,
    Sleutel,
    Status,
    Toedeling,
    Uitkering,
    Vindplaats,
)
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import Invoerfout, lijkt_op
from azwa_funds.lezen.records import Plek, hoort_bij_naam, lees_record, uit_rij
from azwa_funds.lezen.tabel import Rij, Rijplek, blokken, controleer_velden, tekstvelden

# -- keys --------------------------------------------------------------------------------------

#: What `[ijking]` records: on what a key was calibrated, and how well it fits.
IJKING_VELDEN: dict[str, type] = {
    "uitkering": str,
    "jaar": int,
    "peiljaar": int,
    "maat": str,
    "gemeenten": int,
    "weggelaten": list,
    "r2_bedragen": float,
    "r2_per_inwoner": float,
    "gemiddelde_afwijking_pct": float,
    "grootste_afwijking_pct": float,
}


def lees_sleutel(plek: Plek, blok: Mapping[str, Any]) -> Sleutel:
    """Read one verdeelsleutel, or raise Invoerfout naming the block and the field."""
    sleutel = lees_record(Sleutel, plek, blok, bestand=plek.pad)
    hoort_bij_naam(plek, blok)
    controleer_velden(plek.pad, sleutel.ijking, "[ijking]", {}, IJKING_VELDEN)
    return sleutel


# -- uitkeringen -------------------------------------------------------------------------------


def lees_uitkering(plek: Plek, blok: Mapping[str, Any]) -> Uitkering:
    """Read one uitkering with its looptijd, or raise Invoerfout naming the block and the field."""
    pad = plek.pad
    herkomst: dict[str, str] = {}
    uitkering = lees_record(Uitkering, plek, blok, mogelijk={"herkomst": list}, herkomst=herkomst)
    hoort_bij_naam(plek, blok)
    for nummer, deel in enumerate(blokken(pad, blok, "herkomst", mag_leeg=True), start=1):
        waarden = tekstvelden(pad, deel, f"[[herkomst]] nummer {nummer}", ("id", "naam"))
        herkomst[waarden["id"]] = waarden["naam"]
    for nummer, toedeling in enumerate(uitkering.toedelingen, start=1):
        _weiger_keuze(plek.binnen("toedeling", nummer), toedeling)
    for een, ander in itertools.combinations(uitkering.toedelingen, 2):
        jaar = max(een.van, ander.van)
        if een.onderdeel == ander.onderdeel and jaar <= min(een.tot_en_met, ander.tot_en_met):
            raise plek.fout(
                f"onderdeel {een.onderdeel} heeft in {jaar} twee toedelingen",
                "laat de jaren op elkaar aansluiten zonder overlap",
            )
    return uitkering


def _weiger_keuze(plek: Plek, toedeling: Toedeling) -> None:
    wegen = (toedeling.sleutel, toedeling.ontvanger, toedeling.wacht_op)
    if sum(map(bool, wegen)) != 1:
        raise plek.fout(
            f"{plek.naam} noemt niet precies één van sleutel, ontvanger en wacht_op",
            "laat er één staan",
        )


# -- the bridge --------------------------------------------------------------------------------

LANDELIJK, BUITEN = "landelijk", "buiten_spuk_azwa"


@dataclass(frozen=True, slots=True)
class Brug:
    """All steps from the old uitkeringen to the SPUK AZWA, and the onderdeel of the BRC.

    `brc` has the `onderdeel`, its `uitkering` and the `kort` by which bookings name it.
    """

    oud: Annotated[int, Kolom("geldig_van")]
    nieuw: Annotated[int, Kolom("geldig_tot_en_met")]
    stappen: Annotated[tuple[Brugstap, ...], Kolom("stap")]
    brc: Mapping[str, str]


def lees_brug(plek: Plek, blok: Mapping[str, Any], rijen: Iterable[Rij]) -> Brug:
    """Read the bridge, or raise Invoerfout naming the block or the row that does not fit.

    Of every step the parts in the new year add up to its national amount.
    """
    brc: dict[str, str] = {}
    brug = lees_record(Brug, plek, blok, {"combinatiefuncties": dict}, brc=brc)
    velden = ("kort", "uitkering", "onderdeel", "bron", "plaats")
    brc |= tekstvelden(plek.pad, blok["combinatiefuncties"], "[combinatiefuncties]", velden)
    plek.ken_bron(plek.pad, brc["bron"])
    tabel = plek.pad.with_suffix(".csv")
    bedragen: dict[str, list[Brugbedrag]] = {stap.id: [] for stap in brug.stappen}
    for rij in rijen:
        plek.ken_bron(tabel, rij["bron"])
        if rij["stap"] not in bedragen:
            raise Rijplek(tabel, rij, "stap").fout(
                f"stap '{rij['stap']}' staat niet in {plek.pad.name}",
                lijkt_op(rij["stap"], bedragen) or "kies uit: " + ", ".join(bedragen),
            )
        vindplaats = Vindplaats(rij["bron"], rij["vindplaats"])
        bedragen[rij["stap"]].append(uit_rij(Brugbedrag, rij, vindplaats))
    stappen = tuple(replace(stap, bedragen=tuple(bedragen[stap.id])) for stap in brug.stappen)
    brug = replace(brug, stappen=stappen)
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


# -- the years after the looptijd --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ramingspost:
    """Money that counts after the looptijd; of the onderdelen in `pm` nobody knows who gets it."""

    uitkering: str
    pm: Annotated[tuple[str, ...], Kolom(leeg_mag=True)]
    toelichting: str
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class OnbekendePost:
    """Money of which no source names an amount after the looptijd."""

    naam: str
    toelichting: str
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Ramingsregels:
    """What counts after the looptijd, what is not known, and how it is to be paid."""

    bekostiging: str
    status: Status
    vindplaats: Vindplaats
    posten: Annotated[tuple[Ramingspost, ...], Kolom("post")]
    onbekend: Annotated[tuple[OnbekendePost, ...], Kolom(leeg_mag=True)]
