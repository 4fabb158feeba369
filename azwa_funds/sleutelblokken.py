"""The blocks of a key file that say what is weighed and between which bounds.

Only the shape is checked here; `sources` checks that every source is listed, and `grenzen` and
`maatstaven` that the recipients and figures exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from azwa_funds.fouten import Invoerfout
from azwa_funds.lezen import blokken, controleer_velden, keuze, status
from azwa_funds.model import Aanvulling, Grens, Grensuitzondering, Maatstaf, Per, Vindplaats

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


def lees_maatstaven(pad: Path, blok: Mapping[str, Any]) -> Iterator[Maatstaf]:
    """Read every `[[maatstaf]]`, or raise Invoerfout naming the block and the field."""
    for nummer, deel in enumerate(blokken(pad, blok, "maatstaf", mag_leeg=True), start=1):
        plek = f"[[maatstaf]] nummer {nummer}"
        verplicht = {"tabel": str, "kolom": str, "jaar": int, "gewicht": str}
        controleer_velden(pad, deel, plek, verplicht, {"per": str, "aanvulling": str})
        yield Maatstaf(
            deel["tabel"],
            deel["kolom"],
            deel["jaar"],
            deel["gewicht"],
            keuze(pad, Per, f"per in {plek}", deel.get("per", Per.ABSOLUUT)),
            keuze(
                pad, Aanvulling, f"aanvulling in {plek}", deel.get("aanvulling", Aanvulling.WEIGER)
            ),
        )


def lees_grens(pad: Path, blok: Mapping[str, Any], naam: str) -> Grens | None:
    """Read `[minimum]` or `[maximum]` with its exceptions, or raise Invoerfout; None if absent."""
    if naam not in blok:
        return None
    plek = f"[{naam}]"
    verplicht = {"bedrag": int, "status": str, "bron": str, "plaats": str, "toelichting": str}
    controleer_velden(pad, blok[naam], plek, verplicht, {"uitzondering": list})
    _weiger_negatief(pad, blok[naam], plek)
    return Grens(
        blok[naam]["bedrag"],
        status(pad, blok[naam]["status"]),
        Vindplaats(blok[naam]["bron"], blok[naam]["plaats"]),
        blok[naam]["toelichting"],
        tuple(_lees_uitzonderingen(pad, blok[naam], naam)),
    )


def _lees_uitzonderingen(
    pad: Path, blok: Mapping[str, Any], naam: str
) -> Iterator[Grensuitzondering]:
    for nummer, deel in enumerate(blokken(pad, blok, "uitzondering", mag_leeg=True), start=1):
        plek = f"[[{naam}.uitzondering]] nummer {nummer}"
        verplicht = {"ontvangers": list, "bedrag": int, "bron": str, "plaats": str}
        controleer_velden(pad, deel, plek, verplicht, {})
        _weiger_negatief(pad, deel, plek)
        if not all(isinstance(code, str) for code in deel["ontvangers"]):
            raise Invoerfout(
                pad,
                f"'ontvangers' in {plek} bevat iets anders dan tekst",
                "schrijf elke code tussen aanhalingstekens",
            )
        yield Grensuitzondering(
            tuple(deel["ontvangers"]), deel["bedrag"], Vindplaats(deel["bron"], deel["plaats"])
        )


def _weiger_negatief(pad: Path, blok: Mapping[str, Any], plek: str) -> None:
    if blok["bedrag"] < 0:
        raise Invoerfout(
            pad, f"'bedrag' in {plek} is {blok['bedrag']}, dus negatief", "schrijf 0 of hoger"
        )


def lees_ijking(pad: Path, blok: Mapping[str, Any]) -> Mapping[str, object]:
    """Read `[ijking]` as it stands, or raise Invoerfout for a field that is not known."""
    ijking = dict(blok.get("ijking", {}))
    controleer_velden(pad, ijking, "[ijking]", {}, IJKING_VELDEN)
    return ijking
