"""How the TOML files of uitkeringen are read: looptijd, voorwaarden and toedelingen."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from azwa_funds.kern.begrippen import Toedeling, Uitkering
from azwa_funds.lezen.records import Plek, hoort_bij_naam, lees_record
from azwa_funds.lezen.tabel import KenBron, blokken, tekstvelden


def lees_uitkering(pad: Path, blok: Mapping[str, Any], ken_bron: KenBron) -> Uitkering:
    """Read one uitkering with its looptijd, or raise Invoerfout naming the block and the field."""
    plek = Plek(pad, ken_bron)
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
