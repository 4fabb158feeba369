"""How the TOML file of a verdeelsleutel is read.

Only its shape and its sources are checked here; `grenzen` and `maatstaven` check that the
recipients and figures exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from azwa_funds.kern.begrippen import Sleutel
from azwa_funds.lezen.records import Plek, hoort_bij_naam, lees_record
from azwa_funds.lezen.tabel import KenBron, controleer_velden

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


def lees_sleutel(pad: Path, blok: Mapping[str, Any], ken_bron: KenBron) -> Sleutel:
    """Read one verdeelsleutel, or raise Invoerfout naming the block and the field."""
    plek = Plek(pad, ken_bron)
    sleutel = lees_record(Sleutel, plek, blok, bestand=pad)
    hoort_bij_naam(plek, blok)
    controleer_velden(pad, sleutel.ijking, "[ijking]", {}, IJKING_VELDEN)
    return sleutel
