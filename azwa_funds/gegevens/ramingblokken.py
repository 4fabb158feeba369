"""How `meerjarenraming.toml` is read: what the sources say about the years after the looptijd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azwa_funds.kern.begrippen import Status, Vindplaats
from azwa_funds.lezen.tabel import KenBron, blokken, controleer_velden, status, tekstvelden


@dataclass(frozen=True, slots=True)
class Ramingspost:
    """Money that counts after the looptijd; of the onderdelen in `pm` nobody knows who gets it."""

    uitkering: str
    pm: tuple[str, ...]
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
    posten: tuple[Ramingspost, ...]
    onbekend: tuple[OnbekendePost, ...]


_BRON = {"toelichting": str, "bron": str, "plaats": str}


def lees_raming(pad: Path, blok: Mapping[str, Any], ken_bron: KenBron) -> Ramingsregels:
    """Read the rules, or raise Invoerfout naming the block and the field."""
    verplicht = {"bekostiging": str, "status": str, "bron": str, "plaats": str, "post": list}
    controleer_velden(pad, blok, "het bestand", verplicht, {"onbekend": list})
    ken_bron(pad, blok["bron"])
    posten = []
    for nummer, deel in enumerate(blokken(pad, blok, "post"), start=1):
        plek = f"[[post]] nummer {nummer}"
        controleer_velden(pad, deel, plek, {"uitkering": str, **_BRON}, {"pm": list})
        ken_bron(pad, deel["bron"])
        posten.append(
            Ramingspost(
                deel["uitkering"],
                tuple(map(str, deel.get("pm", ()))),
                deel["toelichting"],
                Vindplaats(deel["bron"], deel["plaats"]),
            )
        )
    onbekend = []
    for nummer, deel in enumerate(blokken(pad, blok, "onbekend", mag_leeg=True), start=1):
        tekstvelden(pad, deel, f"[[onbekend]] nummer {nummer}", ("naam", *_BRON))
        ken_bron(pad, deel["bron"])
        vindplaats = Vindplaats(deel["bron"], deel["plaats"])
        onbekend.append(OnbekendePost(deel["naam"], deel["toelichting"], vindplaats))
    return Ramingsregels(
        blok["bekostiging"],
        status(pad, blok["status"]),
        Vindplaats(blok["bron"], blok["plaats"]),
        tuple(posten),
        tuple(onbekend),
    )
