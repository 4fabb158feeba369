"""How `meerjarenraming.toml` is read: what the sources say about the years after the looptijd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from azwa_funds.kern.begrippen import Status, Vindplaats
from azwa_funds.kern.soorten import Kolom
from azwa_funds.lezen.records import Plek, lees_record
from azwa_funds.lezen.tabel import KenBron


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


def lees_raming(pad: Path, blok: Mapping[str, Any], ken_bron: KenBron) -> Ramingsregels:
    """Read the rules, or raise Invoerfout naming the block and the field."""
    return lees_record(Ramingsregels, Plek(pad, ken_bron), blok)
