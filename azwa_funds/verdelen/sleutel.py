"""A verdeelsleutel becomes integer weights, one per recipient, in order of code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import (
    Gemeente,
    Gewicht,
    Ontvanger,
    Ontvangersoort,
    Sleutel,
    Sleutelsoort,
    Status,
    Vindplaats,
)
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, lijkt_op
from azwa_funds.kern.tekst import vorm
from azwa_funds.lezen import kolommen
from azwa_funds.lezen.tabel import RIJ, controleer_velden
from azwa_funds.verdelen.grenzen import grenzen_van
from azwa_funds.verdelen.indeling import gewichten_in
from azwa_funds.verdelen.maatstaven import weeg


@lru_cache
def gewichten(gegevens: Gegevens, sleutel_id: str, jaar: int) -> tuple[Gewicht, ...]:
    """Return the weights of a key in a year, one per recipient, in order of their code.

    Weights are whole numbers of zero or more, without unit; only their proportions count.
    Several areas of one recipient (two NPLV areas in Amsterdam) are one weight.
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
    return gewichten_in(gegevens, sleutel, jaar, _bereken)


def _bereken(gegevens: Gegevens, sleutel: Sleutel, jaar: int) -> tuple[Gewicht, ...]:
    gebieden = gegevens.ontvangers(sleutel.ontvangers, jaar)
    waarden = _SOORTEN[sleutel.soort](gegevens, sleutel, jaar, gebieden)
    _controleer_volledig(sleutel, waarden, gebieden)
    waarden = _merk_op(sleutel, _corrigeer(sleutel, waarden, gebieden), gebieden)
    bundel = sorted(_bundel(waarden), key=lambda gewicht: gewicht.ontvanger.code)
    grenzen_van(sleutel, bundel)  # a bound that cannot hold is refused whatever the budget
    return tuple(bundel)


def status_van(gegevens: Gegevens, sleutel: Sleutel) -> Status:
    """Return the lowest status of a key and of what it rests on.

    That is its minimum and maximum, the key that it sums, the CBS figures it weighs, and any
    figure that it fills in, which is an assumption.
    """
    statussen = [sleutel.status]
    statussen += [grens.status for grens in (sleutel.minimum, sleutel.maximum) if grens]
    if sleutel.soort is Sleutelsoort.SOM_VAN_GEMEENTEN:
        statussen.append(status_van(gegevens, gegevens.sleutel(sleutel.basis)))
    for maatstaf in sleutel.maatstaven:
        rijen = gegevens.cbs(maatstaf.tabel)
        statussen += {r["status"] for r in rijen if r["jaar"] == maatstaf.jaar} - {None}
        cijfers = gegevens.maatstaf(maatstaf.tabel, maatstaf.kolom, maatstaf.jaar, sleutel.bestand)
        if None in cijfers.values():
            statussen.append(Status.AANNAME)
    return min(statussen)


#: What is known of one area before it is a weight of a recipient.
_Waarden = dict[str, Gewicht]
_Gebieden = Mapping[str, Ontvanger]


def _vaste_tabel(gegevens: Gegevens, sleutel: Sleutel, jaar: int, gebieden: _Gebieden) -> _Waarden:
    opgave, soorten = dict(sleutel.gewichten), {"uitkering": str, "jaar": int, "bestand": str}
    controleer_velden(sleutel.bestand, opgave, "[gewichten]", {}, soorten)
    if set(opgave) == {"uitkering", "jaar"}:
        return _gepubliceerd(gegevens, sleutel, jaar, gebieden)
    if set(opgave) == {"bestand"}:
        return _eigen_tabel(gegevens, sleutel, gebieden)
    raise Invoerfout(
        sleutel.bestand,
        "[gewichten] noemt niet waar de tabel staat",
        "schrijf uitkering en jaar van een gepubliceerde tabel, of bestand = '...' met de naam van "
        "een CSV-bestand in dezelfde map",
    )


def _gepubliceerd(gegevens: Gegevens, sleutel: Sleutel, jaar: int, gebieden: _Gebieden) -> _Waarden:
    """Take published amounts as weights; a regio is found by its name, whoever it paid then."""
    tabel = sleutel.gewichten["uitkering"], sleutel.gewichten["jaar"]
    rijen = [b for b in gegevens.beschikkingen if (b.uitkering, b.jaar) == tabel]
    if not rijen:
        raise Invoerfout(
            sleutel.bestand,
            f"er zijn geen gepubliceerde bedragen van {tabel[0]} in {tabel[1]}",
            "kies een uitkering en jaar uit de map beschikkingen",
        )
    per_regio = sleutel.ontvangers is Ontvangersoort.REGIO
    waarden: _Waarden = {}
    for rij in rijen:
        gebied = rij.regio if per_regio else rij.ontvanger_code
        if gebied not in gebieden:
            _weiger_verlies(sleutel, jaar, rij.regio if per_regio else rij.ontvanger)
        waarden[gebied] = Gewicht(gebieden[gebied], rij.bedrag, rij.vindplaats)
    return waarden


def _weiger_verlies(sleutel: Sleutel, jaar: int, naam: str) -> NoReturn:
    """Refuse to drop the weight of a recipient: all others would silently get its money."""
    raise Invoerfout(
        sleutel.bestand,
        f"het gewicht van {naam} zou wegvallen, want de indeling van {jaar} kent {naam} niet",
        "kies een sleutel voor die indeling, of zet de gewichten in een eigen tabel",
    )


def _eigen_tabel(gegevens: Gegevens, sleutel: Sleutel, gebieden: _Gebieden) -> _Waarden:
    """Read weights per recipient; of several areas of one recipient the first bears its weight."""
    naam = str(sleutel.gewichten["bestand"])
    if Path(naam).name != naam:
        raise Invoerfout(
            sleutel.bestand,
            f"bestand '{naam}' in [gewichten] noemt een map",
            "zet de tabel in dezelfde map als de sleutel en schrijf alleen de naam",
        )
    pad = sleutel.bestand.parent / naam
    op_code: dict[str, str] = {}
    for gebied, ontvanger in gebieden.items():
        op_code.setdefault(ontvanger.code, gebied)
    waarden: _Waarden = {}
    for rij in gegevens.tabel(pad, kolommen.GEWICHTEN):
        gegevens.ken_bron(pad, rij["bron"], rij=rij[RIJ], kolom="bron")
        if rij["ontvanger_code"] not in op_code:
            raise Invoerfout(
                pad,
                f"ontvanger '{rij['ontvanger_code']}' hoort niet bij deze sleutel",
                "verbeter de code of verwijder de rij",
                rij=rij[RIJ],
                kolom="ontvanger_code",
            )
        gebied = op_code[rij["ontvanger_code"]]
        vindplaats = Vindplaats(rij["bron"], rij["vindplaats"])
        waarden[gebied] = Gewicht(gebieden[gebied], rij["gewicht"], vindplaats)
    for gebied, ontvanger in gebieden.items():
        eerste = op_code[ontvanger.code]
        if gebied != eerste and eerste in waarden:
            waarden[gebied] = replace(waarden[eerste], waarde=0)
    return waarden


def _gelijk(gegevens: Gegevens, sleutel: Sleutel, jaar: int, gebieden: _Gebieden) -> _Waarden:
    nplv = {gebied.naam: gebied.vindplaats for gebied in gegevens.nplv_gebieden}
    return {
        gebied: Gewicht(wie, 1, nplv.get(gebied, sleutel.vindplaats))
        for gebied, wie in gebieden.items()
    }


def _som_van_gemeenten(
    gegevens: Gegevens, sleutel: Sleutel, jaar: int, gebieden: _Gebieden
) -> _Waarden:
    """Sum the weights of the gemeenten of each area by the key that `basis` names."""
    if not sleutel.basis:
        raise Invoerfout(sleutel.bestand, "'basis' ontbreekt", "noem de sleutel die wordt opgeteld")
    basis = gegevens.ken_sleutel(sleutel.bestand, sleutel.basis)
    if basis.soort is Sleutelsoort.SOM_VAN_GEMEENTEN:
        raise Invoerfout(
            sleutel.bestand,
            f"basis '{basis.id}' is zelf een som_van_gemeenten",
            "kies een sleutel met eigen gewichten",
        )
    if basis.ontvangers is not Ontvangersoort.GEMEENTE:
        raise Invoerfout(
            sleutel.bestand,
            f"basis '{basis.id}' verdeelt niet over gemeenten",
            "kies een andere basis",
        )
    per_gemeente = {g.ontvanger.code: g.waarde for g in gewichten(gegevens, basis.id, jaar)}
    return _tel_op(gegevens, sleutel, jaar, per_gemeente, gebieden)


def _gewogen_maatstaven(
    gegevens: Gegevens, sleutel: Sleutel, jaar: int, gebieden: _Gebieden
) -> _Waarden:
    """Add up CBS figures, each times its exact weight, per gemeente and then per area.

    What was filled in for a gemeente is said with the weight of its area.
    """
    wegingen = weeg(gegevens, sleutel)
    eerste = sleutel.maatstaven[0]
    bron, plaats = gegevens.cbs_bron(eerste.tabel, eerste.jaar), f"{eerste.kolom} {eerste.jaar}"
    sleutel = replace(sleutel, vindplaats=Vindplaats(bron, f"{plaats}, per gemeente"))
    per_gemeente = {code: weging.waarde for code, weging in wegingen.items()}
    waarden = _tel_op(gegevens, sleutel, jaar, per_gemeente, gebieden)
    gebied_van = _GEBIED_VAN[sleutel.ontvangers]
    for code, weging in wegingen.items():
        gebied = gebied_van(gegevens.gemeenten[code])
        if gebied in waarden and weging.opmerking:
            waarden[gebied] = _met_opmerking(waarden[gebied], weging.opmerking)
        if gebied == code and gebied in waarden:
            waarden[gebied] = replace(waarden[gebied], opbouw=weging.opbouw)
    return waarden


#: The area to which a gemeente belongs, for each kind of area that gemeenten make up.
_GEBIED_VAN: dict[Ontvangersoort, Callable[[Gemeente], str]] = {
    Ontvangersoort.GEMEENTE: lambda gemeente: gemeente.code,
    Ontvangersoort.REGIO: lambda gemeente: gemeente.iza_regio,
    Ontvangersoort.GGD_REGIO: lambda gemeente: gemeente.ggd_regio,
}


def _tel_op(
    gegevens: Gegevens,
    sleutel: Sleutel,
    jaar: int,
    per_gemeente: Mapping[str, int],
    gebieden: _Gebieden,
) -> _Waarden:
    gebied_van = _GEBIED_VAN.get(sleutel.ontvangers)
    if gebied_van is None:
        raise Invoerfout(
            sleutel.bestand,
            f"gemeenten zijn niet op te tellen tot {sleutel.ontvangers}",
            "kies gemeente, regio of ggd_regio",
        )
    som: dict[str, int] = {}
    for code, waarde in per_gemeente.items():
        gebied = gebied_van(gegevens.gemeenten[code])
        if gebied not in gebieden:
            _weiger_verlies(sleutel, jaar, gegevens.gemeenten[code].naam)
        som[gebied] = som.get(gebied, 0) + waarde
    if sum(som.values()) != sum(per_gemeente.values()):
        raise Gebruikersfout(
            f"Sleutel '{sleutel.id}' verliest gewicht bij het optellen per gebied."
        )
    return {
        gebied: Gewicht(gebieden[gebied], waarde, sleutel.vindplaats)
        for gebied, waarde in som.items()
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
        if oud is None:
            raise Invoerfout(
                sleutel.bestand,
                f"de correctie van '{correctie.ontvanger}' gaat over geen ontvanger van de sleutel",
                lijkt_op(correctie.ontvanger, waarden) or "verbeter of verwijder deze correctie",
            )
        if oud.waarde != correctie.gepubliceerd:
            raise Invoerfout(
                sleutel.bestand,
                f"de correctie van '{correctie.ontvanger}' verwacht {correctie.gepubliceerd}, "
                f"maar de tabel geeft {oud.waarde}",
                "controleer of de correctie nog nodig is",
            )
        gecorrigeerd[gebied] = replace(
            oud,
            waarde=correctie.gewicht,
            vindplaats=correctie.vindplaats,
            opmerking=correctie.reden,
        )
    return gecorrigeerd


def _merk_op(sleutel: Sleutel, waarden: _Waarden, gebieden: _Gebieden) -> _Waarden:
    """Put the remarks of a key beside the weights they are about."""
    op_naam = {vorm(gebied): gebied for gebied in gebieden}
    opgemerkt = dict(waarden)
    for opmerking in sleutel.opmerkingen:
        for ontvanger in opmerking.ontvangers:
            gebied = op_naam.get(vorm(ontvanger), "")
            if gebied not in opgemerkt:
                raise Invoerfout(
                    sleutel.bestand,
                    f"de opmerking over '{ontvanger}' gaat over geen ontvanger van deze sleutel",
                    "verbeter of verwijder deze ontvanger",
                )
            opgemerkt[gebied] = _met_opmerking(opgemerkt[gebied], opmerking.tekst)
    return opgemerkt


def _met_opmerking(gewicht: Gewicht, tekst: str) -> Gewicht:
    teksten = [deel for deel in (gewicht.opmerking, tekst) if deel]
    return replace(gewicht, opmerking="; ".join(dict.fromkeys(teksten)))


def _tabel_van(sleutel: Sleutel) -> str:
    """Name the table that holds the weights of a key, as far as the key says which."""
    opgave = sleutel.gewichten
    if "uitkering" in opgave:
        return f"beschikkingen/{opgave['uitkering']}_{opgave.get('jaar')}.csv"
    return str(opgave.get("bestand", "de tabel"))


def _controleer_volledig(sleutel: Sleutel, waarden: _Waarden, gebieden: _Gebieden) -> None:
    ontbreekt = [gebied for gebied in gebieden if gebied not in waarden]
    if ontbreekt:
        namen = ", ".join(gebieden[gebied].naam for gebied in ontbreekt[:5])
        meer = f" en nog {len(ontbreekt) - 5}" if len(ontbreekt) > 5 else ""
        raise Invoerfout(
            sleutel.bestand,
            f"de sleutel heeft geen gewicht voor {namen}{meer}",
            f"vul {_tabel_van(sleutel)} aan: elke ontvanger heeft een gewicht, desnoods 0",
        )
    if not any(gewicht.waarde for gewicht in waarden.values()):
        raise Invoerfout(
            sleutel.bestand, "alle gewichten zijn nul", "geef ten minste één ontvanger een gewicht"
        )


def _bundel(waarden: _Waarden) -> list[Gewicht]:
    """Make one weight per recipient of the weights of its areas, remarks included."""
    per_code: dict[str, Gewicht] = {}
    for gewicht in waarden.values():
        code = gewicht.ontvanger.code
        eerder = per_code.get(code)
        if eerder is not None:
            som = replace(eerder, waarde=eerder.waarde + gewicht.waarde)
            gewicht = _met_opmerking(som, gewicht.opmerking)
        per_code[code] = gewicht
    return list(per_code.values())
