"""CBS figures, each times its exact weight, make one weight per gemeente.

A figure is a number of its own (inwoners) or a rate (a percentage of households), which is
multiplied by what it is a rate of. Where CBS publishes no figure, a rule that the key names
fills it in, with a remark; without such a rule the key is refused. Never is it taken as 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm
from pathlib import Path
from typing import Any

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Aanvulling, Gemeente, Maatstaf, Per, Sleutel
from azwa_funds.kern.euro import toon_breuk, toon_getal
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen import kolommen


@dataclass(frozen=True, slots=True)
class Weging:
    """The weight of one gemeente, the terms of its sum in words, and what was filled in."""

    waarde: int
    opbouw: tuple[str, ...]
    opmerking: str


@dataclass(frozen=True, slots=True)
class _Term:
    """What one maatstaf gives one gemeente, before its weight."""

    waarde: Fraction
    opbouw: str
    opmerking: str = ""


#: What a rate is multiplied by, and in how many it is expressed.
_AANTAL: dict[Per, tuple[str, int]] = {
    Per.ABSOLUUT: ("inwoners", 1),
    Per.INWONER: ("inwoners", 1),
    Per.HUISHOUDEN: ("huishoudens", 1),
    Per.HONDERD_INWONERS: ("inwoners", 100),
    Per.HONDERD_HUISHOUDENS: ("huishoudens", 100),
}

#: Under which names the CBS tables hold these numbers.
_AANTALKOLOMMEN = {
    "inwoners": ("inwoners",),
    "huishoudens": ("huishoudens", "particuliere_huishoudens"),
}


def weeg(gegevens: Gegevens, sleutel: Sleutel) -> dict[str, Weging]:
    """Return the weight of every gemeente, by code: whole numbers, as small as they can be.

    Raises Invoerfout naming the key for a table, column or year that does not exist, a weight
    that is no fraction or negative, or a missing figure for which no rule is given.
    """
    if not sleutel.maatstaven:
        raise Invoerfout(sleutel.bestand, "er is geen [[maatstaf]]", "noem ten minste één maatstaf")
    sommen: dict[str, Fraction] = dict.fromkeys(gegevens.gemeenten, Fraction(0))
    opbouw: dict[str, list[str]] = {code: [] for code in sommen}
    opmerkingen: dict[str, list[str]] = {code: [] for code in sommen}
    for maatstaf in sleutel.maatstaven:
        factor = _breuk(sleutel.bestand, maatstaf.gewicht)
        for code, term in _termen(gegevens, sleutel.bestand, maatstaf).items():
            sommen[code] += factor * term.waarde
            opbouw[code].append(f"{term.opbouw}; x {_toon(factor)} = {_toon(factor * term.waarde)}")
            opmerkingen[code] += [term.opmerking] if term.opmerking else []
    schaal = _schaal(sommen)
    return {
        code: Weging(
            int(som * schaal),
            (*opbouw[code], f"samen {_toon(som)}; x {_toon(schaal)} geeft het gewicht"),
            "; ".join(opmerkingen[code]),
        )
        for code, som in sommen.items()
    }


def _schaal(sommen: Mapping[str, Fraction]) -> Fraction:
    """Return the smallest factor that makes whole numbers of all sums."""
    noemer = lcm(*(som.denominator for som in sommen.values()))
    deler = gcd(*(int(som * noemer) for som in sommen.values()))
    return Fraction(noemer, deler or 1)


def _breuk(pad: Path, tekst: str) -> Fraction:
    """Read the weight of a maatstaf ("1", "3/4", "0.25"), or raise Invoerfout."""
    try:
        waarde = Fraction(tekst)
    except (ValueError, ZeroDivisionError) as fout:
        raise Invoerfout(
            pad, f"gewicht '{tekst}' is geen breuk", "schrijf bijvoorbeeld '1' of '3/4'"
        ) from fout
    if waarde < 0:
        raise Invoerfout(pad, f"gewicht '{tekst}' is negatief", "schrijf 0 of hoger")
    return waarde


def _cijfers(gegevens: Gegevens, pad: Path, maatstaf: Maatstaf) -> dict[str, Any]:
    return gegevens.maatstaf(maatstaf.tabel, maatstaf.kolom, maatstaf.jaar, pad)


def _aantallen(gegevens: Gegevens, pad: Path, maatstaf: Maatstaf) -> dict[str, int]:
    """Return the inwoners or huishoudens that a maatstaf is counted in, by code of gemeente.

    From the same table and year; inwoners otherwise from the table `bevolking`.
    """
    wat = _AANTAL[maatstaf.per][0]
    gevraagd = [replace(maatstaf, kolom=kolom) for kolom in _AANTALKOLOMMEN[wat]]
    if wat == "inwoners":
        gevraagd.append(replace(maatstaf, tabel="bevolking", kolom="inwoners"))
    for keuze in gevraagd:
        tabel = kolommen.TABELLEN.get(f"cbs/{keuze.tabel}.csv")
        if tabel and keuze.kolom in tabel.kolomnamen:
            return _cijfers(gegevens, pad, keuze)
    raise Invoerfout(
        pad,
        f"de CBS-tabel '{maatstaf.tabel}' geeft geen {wat} om '{maatstaf.kolom}' mee te "
        "vermenigvuldigen",
        "kies een maatstaf uit een tabel die ze wel geeft",
    )


def waarden(gegevens: Gegevens, pad: Path, maatstaf: Maatstaf) -> dict[str, Fraction | None]:
    """Return one maatstaf as a number per gemeente, None where CBS publishes no figure.

    `pad` is the file to name when the table, column or year does not exist.
    """
    cijfers = _cijfers(gegevens, pad, maatstaf)
    _weiger_andere_indeling(gegevens, pad, maatstaf, cijfers)
    if maatstaf.per is Per.ABSOLUUT:
        keer = dict.fromkeys(gegevens.gemeenten, Fraction(1))
    else:
        deler = _AANTAL[maatstaf.per][1]
        keer = {c: Fraction(n, deler) for c, n in _aantallen(gegevens, pad, maatstaf).items()}
    return {
        code: None if cijfers[code] is None else Fraction(cijfers[code]) * keer[code]
        for code in gegevens.gemeenten
    }


def _termen(gegevens: Gegevens, pad: Path, maatstaf: Maatstaf) -> dict[str, _Term]:
    cijfers = _cijfers(gegevens, pad, maatstaf)
    gevonden = waarden(gegevens, pad, maatstaf)
    ontbreekt = [code for code, waarde in gevonden.items() if waarde is None]
    if ontbreekt and maatstaf.aanvulling is Aanvulling.WEIGER:
        namen = ", ".join(f"{gegevens.gemeenten[code].naam} ({code})" for code in ontbreekt)
        raise Invoerfout(
            pad,
            f"het CBS geeft geen {maatstaf.kolom} over {maatstaf.jaar} van {namen}",
            "noem bij deze [[maatstaf]] een aanvulling (provincie_gemiddelde of "
            "landelijk_gemiddelde) of kies een maatstaf die er voor elke gemeente is",
        )
    naam = f"{maatstaf.tabel}, {maatstaf.kolom} {maatstaf.jaar}"
    wat, deler = _AANTAL[maatstaf.per]
    is_cijfer = maatstaf.per is Per.ABSOLUUT
    keer = {} if is_cijfer else _aantallen(gegevens, pad, maatstaf)
    termen = {}
    for code, waarde in gevonden.items():
        if waarde is None:
            termen[code] = _vul_aan(gegevens, pad, maatstaf, gegevens.gemeenten[code], gevonden)
            continue
        opbouw = f"{naam}: {_toon(Fraction(cijfers[code]))}"
        if not is_cijfer:
            per_honderd = f" / {deler}" if deler > 1 else ""
            opbouw += f" x {toon_getal(keer[code])} {wat}{per_honderd} = {_toon(waarde)}"
        termen[code] = _Term(waarde, opbouw)
    return termen


def _vul_aan(
    gegevens: Gegevens,
    pad: Path,
    maatstaf: Maatstaf,
    gemeente: Gemeente,
    gevonden: Mapping[str, Fraction | None],
) -> _Term:
    """Fill in a figure: the average of the gemeenten that have one, times inwoners or so."""
    aantal = _aantallen(gegevens, pad, maatstaf)
    landelijk = maatstaf.aanvulling is Aanvulling.LANDELIJK_GEMIDDELDE
    bekend = {
        code: waarde
        for code, waarde in gevonden.items()
        if waarde is not None
        and (landelijk or gegevens.gemeenten[code].provincie == gemeente.provincie)
    }
    waar = "in Nederland" if landelijk else f"in {gemeente.provincie}"
    noemer = sum(aantal[code] for code in bekend)
    if not noemer:
        raise Invoerfout(
            pad,
            f"het CBS geeft van geen gemeente {waar} {maatstaf.kolom} over {maatstaf.jaar}, zodat "
            f"{gemeente.naam} niet is aan te vullen",
            "kies aanvulling = 'landelijk_gemiddelde' of een andere maatstaf",
        )
    waarde = sum(bekend.values(), start=Fraction(0)) / noemer * aantal[gemeente.code]
    eenheid = _AANTAL[maatstaf.per][0].removesuffix("s")
    opmerking = (
        f"het CBS geeft geen {maatstaf.kolom} over {maatstaf.jaar} van {gemeente.naam}; aangevuld "
        f"tot {_toon(waarde, 2)} met het gemiddelde per {eenheid} van de andere gemeenten {waar} "
        "(aanname)"
    )
    return _Term(waarde, f"{maatstaf.kolom} {maatstaf.jaar}: {_toon(waarde)}, aangevuld", opmerking)


def _weiger_andere_indeling(
    gegevens: Gegevens, pad: Path, maatstaf: Maatstaf, cijfers: Mapping[str, object]
) -> None:
    """Refuse a year in which a gemeente of now did not exist: that is no missing figure."""
    weg = [gemeente for code, gemeente in gegevens.gemeenten.items() if code not in cijfers]
    if weg:
        raise Invoerfout(
            pad,
            f"de CBS-tabel '{maatstaf.tabel}' heeft over {maatstaf.jaar} geen regel van "
            f"{weg[0].naam} ({weg[0].code})",
            "kies een jaar met de gemeentelijke indeling van nu",
        )


def _toon(getal: Fraction, decimalen: int = 6) -> str:
    """Show a number with no more decimals than it has."""
    if getal.denominator == 1:
        return toon_getal(getal.numerator)
    tekst = toon_breuk(getal, decimalen)
    return tekst if tekst.endswith("…") else tekst.rstrip("0")
