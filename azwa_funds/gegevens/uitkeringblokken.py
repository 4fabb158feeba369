"""How the TOML files of uitkeringen are read: looptijd, voorwaarden and toedelingen."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from azwa_funds.kern.begrippen import (
    Ontvanger,
    Ontvangersoort,
    Toedeling,
    Uitkering,
    Vindplaats,
    Voorwaarde,
)
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.tabel import KenBron, blokken, controleer_velden, keuze, looptijd, tekstvelden


def lees_uitkering(pad: Path, blok: Mapping[str, Any], ken_bron: KenBron) -> Uitkering:
    """Read one uitkering with its looptijd, or raise Invoerfout naming the block and the field."""
    verplicht = {
        "id": str,
        "naam": str,
        "van": int,
        "tot_en_met": int,
        "bron": str,
        "plaats": str,
    }
    mogelijk = {"herkomst": list, "voorwaarde": list, "toedeling": list}
    controleer_velden(pad, blok, "het bestand", verplicht, mogelijk)
    ken_bron(pad, blok["bron"])
    if blok["id"] != pad.stem:
        raise Invoerfout(
            pad,
            f"id '{blok['id']}' is niet de naam van het bestand",
            f"schrijf id = '{pad.stem}' of hernoem het bestand",
        )
    looptijd(pad, blok, "het bestand")
    herkomst: dict[str, str] = {}
    for nummer, deel in enumerate(blokken(pad, blok, "herkomst", mag_leeg=True), start=1):
        waarden = tekstvelden(pad, deel, f"[[herkomst]] nummer {nummer}", ("id", "naam"))
        herkomst[waarden["id"]] = waarden["naam"]
    toedelingen = tuple(
        _lees_toedeling(pad, blok["id"], deel, f"[[toedeling]] nummer {nummer}", ken_bron)
        for nummer, deel in enumerate(blokken(pad, blok, "toedeling", mag_leeg=True), start=1)
    )
    for een, ander in itertools.combinations(toedelingen, 2):
        jaar = max(een.van, ander.van)
        if een.onderdeel == ander.onderdeel and jaar <= min(een.tot_en_met, ander.tot_en_met):
            raise Invoerfout(
                pad,
                f"onderdeel {een.onderdeel} heeft in {jaar} twee toedelingen",
                "laat de jaren op elkaar aansluiten zonder overlap",
            )
    return Uitkering(
        blok["id"],
        blok["naam"],
        blok["van"],
        blok["tot_en_met"],
        Vindplaats(blok["bron"], blok["plaats"]),
        herkomst,
        tuple(_lees_voorwaarden(pad, blok, ken_bron)),
        toedelingen,
    )


def _lees_voorwaarden(
    pad: Path, blok: Mapping[str, Any], ken_bron: KenBron
) -> Iterator[Voorwaarde]:
    for nummer, deel in enumerate(blokken(pad, blok, "voorwaarde", mag_leeg=True), start=1):
        plek = f"[[voorwaarde]] nummer {nummer}"
        waarden = tekstvelden(pad, deel, plek, ("tekst", "bron", "plaats"))
        ken_bron(pad, waarden["bron"])
        yield Voorwaarde(waarden["tekst"], Vindplaats(waarden["bron"], waarden["plaats"]))


def _lees_toedeling(
    pad: Path, uitkering: str, blok: Mapping[str, Any], plek: str, ken_bron: KenBron
) -> Toedeling:
    verplicht = {
        "onderdeel": str,
        "van": int,
        "tot_en_met": int,
        "toelichting": str,
        "bron": str,
        "plaats": str,
    }
    opties = {"sleutel": str, "ontvanger": dict, "wacht_op": str}
    controleer_velden(pad, blok, plek, verplicht, opties | {"voor": str})
    looptijd(pad, blok, plek)
    ken_bron(pad, blok["bron"])
    if sum(naam in blok for naam in opties) != 1:
        raise Invoerfout(
            pad,
            f"{plek} noemt niet precies één van sleutel, ontvanger en wacht_op",
            "laat er één staan",
        )
    ontvanger = None
    if "ontvanger" in blok:
        ontvanger = Ontvanger(
            **tekstvelden(pad, blok["ontvanger"], f"{plek}, ontvanger", ("code", "naam")),
            regio="",
        )
    return Toedeling(
        uitkering,
        blok["onderdeel"],
        blok["van"],
        blok["tot_en_met"],
        blok.get("sleutel", ""),
        ontvanger,
        blok.get("wacht_op", ""),
        blok["toelichting"],
        Vindplaats(blok["bron"], blok["plaats"]),
        keuze(pad, Ontvangersoort, "voor", blok["voor"]) if "voor" in blok else None,
    )
