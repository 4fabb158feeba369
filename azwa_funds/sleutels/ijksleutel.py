"""A calibration as a key: the TOML file that says what was found, and how well it fits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from azwa_funds.dossier import kijk_na
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import SPUK_AZWA, Aanvulling, Per
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.schijf import schrijf_samen
from azwa_funds.kern.tekst import als_toml
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.sleutels.ijking import DECIMALEN, IJking, Maat

MAAT_UITLEG = {
    Maat.EURO: "de kwadraten van de afwijking in euro's (grote gemeenten tellen dus het zwaarst)",
    Maat.INWONER: "de kwadraten van de afwijking in euro's per inwoner (elke gemeente telt even "
    "zwaar)",
}


def schrijf_sleutel(gegevens: Gegevens, ijking: IJking, pad: Path) -> list[Path]:
    """Write a calibration as a key that can be used at once; return what was put beside it.

    A folder without any other key also gets the keys in use, since `--sleutels` reads one
    folder only. Files that are there already stay as they are.
    Raises Gebruikersfout when the name cannot be the id of a key.
    """
    if pad.suffix != ".toml" or not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", pad.stem):
        raise Gebruikersfout(
            f"'{pad.name}' kan geen sleutel heten; geef een naam van kleine letters, cijfers en "
            "_ die op .toml eindigt, bijvoorbeeld geijkt_2026.toml."
        )
    _weiger_andere_sleutel(pad)
    erbij = _ontbrekend(gegevens.sleutels_map, pad)
    sleutel = sleuteltekst(gegevens, ijking, pad.stem).encode("utf-8")
    _kijk_na(gegevens, pad, sleutel, erbij)
    schrijf_samen({**erbij, pad: sleutel})
    return list(erbij)


def _weiger_andere_sleutel(pad: Path) -> None:
    """Refuse to write over a key that was not found by calibrating: it may be somebody's work."""
    if pad.is_file() and b"\n[ijking]" not in pad.read_bytes():
        raise Gebruikersfout(
            f"{pad} is een sleutel die niet met 'sleutel ijk' is gemaakt, en daarom is er niets "
            "geschreven; kies met --uit een andere naam."
        )


def _ontbrekend(bron: Path, pad: Path) -> dict[Path, bytes]:
    """Return the keys in use that a folder without any other key needs too."""
    if any(ander != pad for ander in pad.parent.glob("*.toml")):
        return {}
    doelen = {
        pad.parent / bestand.name: bestand
        for bestand in sorted([*bron.glob("*.toml"), *bron.glob("*.csv")])
    }
    return {
        doel: bestand.read_bytes()
        for doel, bestand in doelen.items()
        if doel != pad and not doel.exists()
    }


def _kijk_na(gegevens: Gegevens, pad: Path, sleutel: bytes, erbij: Mapping[Path, bytes]) -> None:
    """Raise Gebruikersfout when the folder of keys could not be read any more with this key."""
    if erbij:  # a new folder: the keys in use, and this one
        kijk_na(gegevens, {gegevens.sleutels_map / pad.name: sleutel})
    else:
        kijk_na(Gegevens(gegevens.data, pad.parent), {pad: sleutel})


def sleuteltekst(gegevens: Gegevens, ijking: IJking, id: str) -> str:
    """Return the text of the key: weights in euros per unit, as exact decimal fractions."""
    wat = gegevens.uitkering(SPUK_AZWA)
    naam_uitkering = gegevens.uitkering(ijking.uitkering).naam
    delen = [
        f"# Gevonden met: azwa-funds sleutel ijk --uitkering {ijking.uitkering} "
        f"--jaar {ijking.jaar} --maat {ijking.maat}",
        "# Een benadering: de echte gewichten van deze sleutel zijn niet gepubliceerd.",
        "",
        *_velden(
            id=id,
            naam=f"Geijkt op {naam_uitkering} {ijking.jaar}",
            soort="gewogen_maatstaven",
            ontvangers="gemeente",
            status="aanname",
            van=wat.van,
            tot_en_met=wat.tot_en_met,
            bron="eigen_keuze",
            plaats=f"gewichten geijkt op {ijking.uitkering} {ijking.jaar}",
            toelichting=_toelichting(ijking),
        ),
    ]
    for gewogen in ijking.gewichten:
        m = gewogen.maatstaf
        velden: dict[str, str | int] = {**waarden(m, "tabel kolom jaar gewicht")}
        if m.per is not Per.ABSOLUUT:
            velden["per"] = str(m.per)
        if m.aanvulling is not Aanvulling.WEIGER:
            velden["aanvulling"] = str(m.aanvulling)
        delen += [
            "",
            f"# {gewogen.naam}: zonder telkens een gemeente tussen {gewogen.laagste:.4f} en "
            f"{gewogen.hoogste:.4f}",
            "[[maatstaf]]",
            *_velden(**velden),
        ]
    delen += ["", "[ijking]", *_velden(**_pasvorm(ijking))]
    delen += [
        "",
        "[afronding]",
        *_velden(
            regel="grootste_resten",
            bron="eigen_keuze",
            plaats="grootste resten",
            toelichting="De regeling met haar afronding is nog niet gepubliceerd. Wij ronden zo af "
            "dat het totaal precies uitkomt; dat scheelt hoogstens een euro per ontvanger.",
        ),
    ]
    return "\n".join(delen) + "\n"


def _toelichting(ijking: IJking) -> str:
    ergste = ijking.afwijkingen[0]
    return (
        f"Gewichten in euro per eenheid, met niet-negatieve kleinste kwadraten geijkt op de "
        f"gepubliceerde bedragen van {len(ijking.afwijkingen)} gemeenten en afgerond op "
        f"{DECIMALEN} decimalen. CBS-cijfers van {ijking.peiljaar}. De sleutel wijkt gemiddeld "
        f"{_nl(ijking.gemiddelde_afwijking)}% af van het gepubliceerde bedrag en hoogstens "
        f"{_nl(abs(ergste.procent))}% ({ergste.gemeente.naam}); per inwoner verklaart hij "
        f"{_nl(100 * ijking.r2_per_inwoner)}% van de verschillen. Een benadering, geen bron."
    )


def _pasvorm(ijking: IJking) -> dict[str, str | int | float | list[str]]:
    return {
        **waarden(ijking, "uitkering jaar peiljaar maat"),
        "gemeenten": len(ijking.afwijkingen),
        "weggelaten": [gemeente.code for gemeente, _ in ijking.weggelaten],
        "r2_bedragen": round(ijking.r2_bedragen, 4),
        "r2_per_inwoner": round(ijking.r2_per_inwoner, 4),
        "gemiddelde_afwijking_pct": round(ijking.gemiddelde_afwijking, 2),
        "grootste_afwijking_pct": round(abs(ijking.afwijkingen[0].procent), 2),
    }


def _velden(**velden: str | int | float | list[str]) -> list[str]:
    return [f"{naam} = {als_toml(w)}" for naam, w in velden.items()]


def _nl(getal: float) -> str:
    return f"{getal:.1f}".replace(".", ",")
