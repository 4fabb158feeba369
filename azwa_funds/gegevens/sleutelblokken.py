"""How the TOML file of a verdeelsleutel is read.

Only its shape and its sources are checked here; `grenzen` and `maatstaven` check that the
recipients and figures exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from azwa_funds.kern.begrippen import (
    Aanvulling,
    Afronding,
    Correctie,
    Grens,
    Grensuitzondering,
    Maatstaf,
    Ontvangersoort,
    Opmerking,
    Per,
    Sleutel,
    Sleutelsoort,
    Vindplaats,
)
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.tabel import (
    KenBron,
    blokken,
    controleer_velden,
    keuze,
    looptijd,
    status,
    tekstvelden,
)

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
    verplicht = {
        "id": str,
        "naam": str,
        "soort": str,
        "ontvangers": str,
        "status": str,
        "van": int,
        "tot_en_met": int,
        "bron": str,
        "plaats": str,
        "toelichting": str,
        "afronding": dict,
    }
    mogelijk = {
        "gewichten": dict,
        "basis": str,
        "maatstaf": list,
        "correctie": list,
        "opmerking": list,
        "minimum": dict,
        "maximum": dict,
        "ijking": dict,
    }
    controleer_velden(pad, blok, "het bestand", verplicht, mogelijk)
    if blok["id"] != pad.stem:
        raise Invoerfout(
            pad,
            f"id '{blok['id']}' is niet de naam van het bestand",
            f"schrijf id = '{pad.stem}' of hernoem het bestand",
        )
    looptijd(pad, blok, "het bestand")
    afronding = tekstvelden(
        pad, blok["afronding"], "[afronding]", ("regel", "bron", "plaats", "toelichting")
    )
    for bron in (blok["bron"], afronding["bron"]):
        ken_bron(pad, bron)
    return Sleutel(
        id=blok["id"],
        naam=blok["naam"],
        soort=keuze(pad, Sleutelsoort, "soort", blok["soort"]),
        ontvangers=keuze(pad, Ontvangersoort, "ontvangers", blok["ontvangers"]),
        status=status(pad, blok["status"]),
        van=blok["van"],
        tot_en_met=blok["tot_en_met"],
        vindplaats=Vindplaats(blok["bron"], blok["plaats"]),
        toelichting=blok["toelichting"],
        afronding=keuze(pad, Afronding, "afronding.regel", afronding["regel"]),
        afronding_vindplaats=Vindplaats(afronding["bron"], afronding["plaats"]),
        afronding_toelichting=afronding["toelichting"],
        gewichten=blok.get("gewichten", {}),
        basis=blok.get("basis", ""),
        maatstaven=tuple(lees_maatstaven(pad, blok)),
        correcties=tuple(_lees_correcties(pad, blok, ken_bron)),
        opmerkingen=tuple(_lees_opmerkingen(pad, blok)),
        bestand=pad,
        minimum=_lees_grens(pad, blok, "minimum", ken_bron),
        maximum=_lees_grens(pad, blok, "maximum", ken_bron),
        ijking=lees_ijking(pad, blok),
    )


def _lees_grens(pad: Path, blok: Mapping[str, Any], naam: str, ken_bron: KenBron) -> Grens | None:
    grens = lees_grens(pad, blok, naam)
    if grens:
        ken_bron(pad, grens.vindplaats.bron)
        for uitzondering in grens.uitzonderingen:
            ken_bron(pad, uitzondering.vindplaats.bron)
    return grens


def _lees_correcties(pad: Path, blok: Mapping[str, Any], ken_bron: KenBron) -> Iterator[Correctie]:
    for nummer, deel in enumerate(blokken(pad, blok, "correctie", mag_leeg=True), start=1):
        verplicht = {
            "ontvanger": str,
            "gepubliceerd": int,
            "gewicht": int,
            "reden": str,
            "bron": str,
            "plaats": str,
        }
        controleer_velden(pad, deel, f"[[correctie]] nummer {nummer}", verplicht, {})
        ken_bron(pad, deel["bron"])
        yield Correctie(
            deel["ontvanger"],
            deel["gepubliceerd"],
            deel["gewicht"],
            deel["reden"],
            Vindplaats(deel["bron"], deel["plaats"]),
        )


def _lees_opmerkingen(pad: Path, blok: Mapping[str, Any]) -> Iterator[Opmerking]:
    for nummer, deel in enumerate(blokken(pad, blok, "opmerking", mag_leeg=True), start=1):
        verplicht = {"ontvangers": list, "tekst": str}
        controleer_velden(pad, deel, f"[[opmerking]] nummer {nummer}", verplicht, {})
        if not all(isinstance(ontvanger, str) for ontvanger in deel["ontvangers"]):
            raise Invoerfout(
                pad,
                f"'ontvangers' in [[opmerking]] nummer {nummer} bevat iets anders dan tekst",
                "schrijf elke ontvanger tussen aanhalingstekens",
            )
        yield Opmerking(tuple(deel["ontvangers"]), deel["tekst"])


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
