"""A verdeelsleutel becomes integer weights, one per recipient, in order of code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import lcm
from pathlib import Path
from typing import Any

from azwa_funds import schemas
from azwa_funds.fouten import Gebruikersfout, Invoerfout
from azwa_funds.lezen import RIJ
from azwa_funds.model import (
    Gewicht,
    Ontvanger,
    Ontvangersoort,
    Sleutel,
    Sleutelsoort,
    Vindplaats,
)
from azwa_funds.sources import Gegevens
from azwa_funds.tekst import vorm


@cache
def gewichten(gegevens: Gegevens, sleutel_id: str, jaar: int) -> tuple[Gewicht, ...]:
    """Return the weights of a key in a year, one per recipient, in order of their code.

    Weights are positive integers without unit; only their proportions count. Several areas of
    one recipient (two NPLV areas in Amsterdam) are one weight.
    Raises Invoerfout for a key that is not valid in that year, that lacks a recipient or names
    one that does not exist.
    """
    sleutel = gegevens.sleutel(sleutel_id)
    if not sleutel.van <= jaar <= sleutel.tot_en_met:
        raise Invoerfout(
            sleutel.bestand,
            f"de sleutel geldt van {sleutel.van} tot en met {sleutel.tot_en_met}, niet in {jaar}",
            "kies een andere sleutel of pas na controle van de bron de jaren aan",
        )
    gebieden = gegevens.ontvangers(sleutel.ontvangers, jaar)
    waarden = _SOORTEN[sleutel.soort](gegevens, sleutel, jaar, gebieden)
    waarden = _corrigeer(sleutel, waarden, gebieden)
    _controleer_volledig(sleutel, waarden, gebieden)
    return tuple(sorted(_bundel(waarden, gebieden), key=lambda gewicht: gewicht.ontvanger.code))


#: What is known of one area before it is a weight of a recipient.
_Waarden = dict[str, Gewicht]
_Gebieden = Mapping[str, Ontvanger]


def _vaste_tabel(gegevens: Gegevens, sleutel: Sleutel, jaar: int, gebieden: _Gebieden) -> _Waarden:
    opgave = dict(sleutel.gewichten)
    if set(opgave) == {"uitkering", "jaar"}:
        return _gepubliceerd(gegevens, sleutel, gebieden)
    if set(opgave) == {"bestand"}:
        return _eigen_tabel(gegevens, sleutel, gebieden)
    raise Invoerfout(
        sleutel.bestand,
        "[gewichten] noemt niet waar de tabel staat",
        "schrijf uitkering en jaar van een gepubliceerde tabel, of bestand = '...' naast dit "
        "bestand",
    )


def _gepubliceerd(gegevens: Gegevens, sleutel: Sleutel, gebieden: _Gebieden) -> _Waarden:
    """Take published amounts as weights; a regio is found by its name, whoever it paid then."""
    uitkering, jaar = sleutel.gewichten["uitkering"], sleutel.gewichten["jaar"]
    rijen = [b for b in gegevens.beschikkingen if (b.uitkering, b.jaar) == (uitkering, jaar)]
    if not rijen:
        raise Invoerfout(
            sleutel.bestand,
            f"er zijn geen gepubliceerde bedragen van {uitkering} in {jaar}",
            "kies een uitkering en jaar uit data/beschikkingen",
        )
    per_regio = sleutel.ontvangers is Ontvangersoort.REGIO
    waarden: _Waarden = {}
    for rij in rijen:
        gebied = rij.regio if per_regio else rij.ontvanger_code
        if gebied in gebieden:
            waarden[gebied] = Gewicht(gebieden[gebied], rij.bedrag, rij.vindplaats)
    return waarden


def _eigen_tabel(gegevens: Gegevens, sleutel: Sleutel, gebieden: _Gebieden) -> _Waarden:
    naam = Path(str(sleutel.gewichten["bestand"])).name
    pad = sleutel.bestand.parent / naam
    op_code = {ontvanger.code: gebied for gebied, ontvanger in gebieden.items()}
    waarden: _Waarden = {}
    for rij in gegevens.tabel(pad, schemas.GEWICHTEN):
        gegevens.ken_bron(pad, rij["bron"], rij=rij[RIJ], kolom="bron")
        if rij["ontvanger_code"] not in op_code:
            raise Invoerfout(
                pad,
                f"ontvanger '{rij['ontvanger_code']}' bestaat niet in de indeling",
                "verbeter de code of verwijder de rij",
                rij=rij[RIJ],
                kolom="ontvanger_code",
            )
        gebied = op_code[rij["ontvanger_code"]]
        vindplaats = Vindplaats(rij["bron"], rij["vindplaats"])
        waarden[gebied] = Gewicht(gebieden[gebied], rij["gewicht"], vindplaats)
    return waarden


def _gelijk(gegevens: Gegevens, sleutel: Sleutel, jaar: int, gebieden: _Gebieden) -> _Waarden:
    return {gebied: Gewicht(wie, 1, sleutel.vindplaats) for gebied, wie in gebieden.items()}


def _som_van_gemeenten(
    gegevens: Gegevens, sleutel: Sleutel, jaar: int, gebieden: _Gebieden
) -> _Waarden:
    """Sum the weights of the gemeenten of each area by the key that `basis` names."""
    if not sleutel.basis:
        raise Invoerfout(sleutel.bestand, "'basis' ontbreekt", "noem de sleutel die wordt opgeteld")
    basis = gegevens.sleutel(sleutel.basis)
    if basis.ontvangers is not Ontvangersoort.GEMEENTE:
        raise Invoerfout(
            sleutel.bestand, f"basis '{basis.id}' verdeelt niet over gemeenten", "kies een andere"
        )
    per_gemeente = {g.ontvanger.code: g.waarde for g in gewichten(gegevens, basis.id, jaar)}
    return _tel_op(gegevens, sleutel, per_gemeente, gebieden)


def _gewogen_maatstaven(
    gegevens: Gegevens, sleutel: Sleutel, jaar: int, gebieden: _Gebieden
) -> _Waarden:
    """Add up CBS figures, each times its exact weight, per gemeente and then per area."""
    if not sleutel.maatstaven:
        raise Invoerfout(sleutel.bestand, "er is geen [[maatstaf]]", "noem ten minste een maatstaf")
    per_gemeente: dict[str, Fraction] = dict.fromkeys(gegevens.gemeenten, Fraction(0))
    for maatstaf in sleutel.maatstaven:
        factor = _breuk(sleutel, maatstaf.gewicht)
        cijfers = gegevens.maatstaf(maatstaf.tabel, maatstaf.kolom, maatstaf.jaar)
        for code in per_gemeente:
            cijfer = cijfers.get(code)
            if cijfer is None:
                naam = gegevens.gemeenten[code].naam
                raise Gebruikersfout(
                    f"Sleutel '{sleutel.id}' is niet te berekenen: het CBS geeft geen "
                    f"{maatstaf.kolom} {maatstaf.jaar} van {naam} ({code})."
                )
            per_gemeente[code] += factor * Fraction(cijfer)
    noemer = lcm(*(waarde.denominator for waarde in per_gemeente.values()))
    heel = {code: int(waarde * noemer) for code, waarde in per_gemeente.items()}
    return _tel_op(gegevens, sleutel, heel, gebieden)


def _breuk(sleutel: Sleutel, tekst: str) -> Fraction:
    try:
        breuk = Fraction(tekst)
    except (ValueError, ZeroDivisionError) as fout:
        raise Invoerfout(
            sleutel.bestand, f"gewicht '{tekst}' is geen breuk", "schrijf bijvoorbeeld '1' of '3/4'"
        ) from fout
    if breuk < 0:
        raise Invoerfout(sleutel.bestand, f"gewicht '{tekst}' is negatief", "schrijf 0 of hoger")
    return breuk


def _tel_op(
    gegevens: Gegevens, sleutel: Sleutel, per_gemeente: Mapping[str, int], gebieden: _Gebieden
) -> _Waarden:
    gebied_van = {
        Ontvangersoort.GEMEENTE: lambda gemeente: gemeente.code,
        Ontvangersoort.REGIO: lambda gemeente: gemeente.iza_regio,
        Ontvangersoort.GGD_REGIO: lambda gemeente: gemeente.ggd_regio,
    }.get(sleutel.ontvangers)
    if gebied_van is None:
        raise Invoerfout(
            sleutel.bestand,
            f"gemeenten zijn niet op te tellen tot {sleutel.ontvangers}",
            "kies gemeente, regio of ggd_regio",
        )
    som: dict[str, int] = {}
    for code, waarde in per_gemeente.items():
        gebied = gebied_van(gegevens.gemeenten[code])
        som[gebied] = som.get(gebied, 0) + waarde
    if sum(som.values()) != sum(per_gemeente.values()):
        raise Gebruikersfout(
            f"Sleutel '{sleutel.id}' verliest gewicht bij het optellen per gebied."
        )
    return {
        gebied: Gewicht(gebieden[gebied], waarde, sleutel.vindplaats)
        for gebied, waarde in som.items()
        if gebied in gebieden
    }


_SOORTEN: dict[Sleutelsoort, Any] = {
    Sleutelsoort.VASTE_TABEL: _vaste_tabel,
    Sleutelsoort.GELIJK: _gelijk,
    Sleutelsoort.SOM_VAN_GEMEENTEN: _som_van_gemeenten,
    Sleutelsoort.GEWOGEN_MAATSTAVEN: _gewogen_maatstaven,
}


def _corrigeer(sleutel: Sleutel, waarden: _Waarden, gebieden: _Gebieden) -> _Waarden:
    """Apply the corrections of a key, each only where the published weight is what it says."""
    op_naam = {vorm(gebied): gebied for gebied in gebieden}
    gecorrigeerd = dict(waarden)
    for correctie in sleutel.correcties:
        gebied = op_naam.get(vorm(correctie.ontvanger), "")
        oud = waarden.get(gebied)
        if oud is None or oud.waarde != correctie.gepubliceerd:
            raise Invoerfout(
                sleutel.bestand,
                f"de correctie van '{correctie.ontvanger}' verwacht {correctie.gepubliceerd}, "
                f"maar de tabel geeft {'niets' if oud is None else oud.waarde}",
                "controleer of de correctie nog nodig is",
            )
        gecorrigeerd[gebied] = replace(
            oud,
            waarde=correctie.gewicht,
            vindplaats=correctie.vindplaats,
            opmerking=correctie.reden,
        )
    return gecorrigeerd


def _controleer_volledig(sleutel: Sleutel, waarden: _Waarden, gebieden: _Gebieden) -> None:
    ontbreekt = [gebied for gebied in gebieden if gebied not in waarden]
    if ontbreekt:
        namen = ", ".join(gebieden[gebied].naam for gebied in ontbreekt[:5])
        meer = f" en nog {len(ontbreekt) - 5}" if len(ontbreekt) > 5 else ""
        raise Invoerfout(
            sleutel.bestand,
            f"de sleutel heeft geen gewicht voor {namen}{meer}",
            "vul de tabel aan: elke ontvanger heeft een gewicht, desnoods 0",
        )
    if not any(gewicht.waarde for gewicht in waarden.values()):
        raise Invoerfout(
            sleutel.bestand, "alle gewichten zijn nul", "geef ten minste een ontvanger gewicht"
        )


def _bundel(waarden: _Waarden, gebieden: _Gebieden) -> list[Gewicht]:
    """Make one weight per recipient of the weights of its areas, remarks included."""
    per_code: dict[str, Gewicht] = {}
    for gewicht in waarden.values():
        code = gewicht.ontvanger.code
        eerder = per_code.get(code)
        per_code[code] = (
            gewicht if eerder is None else replace(eerder, waarde=eerder.waarde + gewicht.waarde)
        )
    return list(per_code.values())
