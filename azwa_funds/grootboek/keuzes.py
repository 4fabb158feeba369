"""What can be chosen of a ledger, as data for a form: its columns, and the values of one of them.

The answers of such a form become the text of a profile, by the same words as one that is typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from azwa_funds.grootboek.herkenning import Herkenner, Opzet
from azwa_funds.grootboek.kolomnamen import Kolomnamen
from azwa_funds.grootboek.profiel import KOLOMMEN, celvorm
from azwa_funds.grootboek.profielvoorstel import kies_blad, schrijf_sleutel
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout
from azwa_funds.kern.tekst import als_toml
from azwa_funds.lezen.cellen import als_tekst
from azwa_funds.lezen.keuring import lees_bytes
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.openen.bronblad import Bronblad, Zicht

_MONSTERS, _MEESTE_WAARDEN = 3, 300
#: Headings stand in one of the first rows, and there are some of them.
_EERSTE_RIJEN, _MINSTE_KOPPEN = 20, 3


@dataclass(frozen=True, slots=True)
class Kolomkeuze:
    """One column of a ledger: its heading, some of its cells, and which of ours we think it is."""

    kop: str
    monsters: tuple[str, ...]
    voorstel: str


@dataclass(frozen=True, slots=True)
class Keuzes:
    """What a form shows of one ledger; `waarden` are the values of the column `splitsing`.

    `meer` is how many values of that column a form has no room for.
    """

    bestand: str
    kolommen: tuple[Kolomkeuze, ...]
    splitsing: str
    waarden: tuple[tuple[str, int], ...]
    meer: int


def keuzes_van(namen: Kolomnamen, pad: Path, splitsing: str = "") -> Keuzes:
    """Return what can be chosen of a ledger; `splitsing` is the heading of its cost centres.

    Raises Invoerfout for a file without headings, Onleesbaar and OSError for one that cannot be
    read.
    """
    blad, opzet = _kies_blad(pad, Herkenner(namen, None, frozenset()))
    rol = {plaats: naam for naam, plaats in opzet.plek.items() if naam != "saldo"}
    kolommen: list[Kolomkeuze] = []
    waarden: Counter[str] = Counter()
    for plaats, kop in enumerate(opzet.koppen):
        if not kop.tekst:
            continue
        gevuld = [cel for cel in map(als_tekst, blad.kolom(plaats, opzet.rij + 1)) if cel]
        onze = rol.get(plaats, "")
        onze = "ontvanger" if onze == "verantwoorder_code" else onze
        kolommen.append(Kolomkeuze(kop.tekst, tuple(dict.fromkeys(gevuld))[:_MONSTERS], onze))
        if kop.tekst == splitsing:
            waarden.update(gevuld)
    eerste = tuple(waarden.items())[:_MEESTE_WAARDEN]
    return Keuzes(pad.name, tuple(kolommen), splitsing, eerste, len(waarden) - len(eerste))


def _kies_blad(pad: Path, herkenner: Herkenner) -> tuple[Bronblad, Opzet]:
    """Return a sheet with headings: those that we recognise, else the row that looks most so.

    A person who chooses by lists knows what headings mean that no list of ours has.
    """
    try:
        return kies_blad(pad, herkenner)
    except Invoerfout:
        bladen = lees_bronbestand(lees_bytes(pad)).bladen
        rijen = [
            (_teksten(blad.rij(nummer)), blad, nummer)
            for blad in bladen
            if blad.zicht is Zicht.ZICHTBAAR
            for nummer in range(1, min(blad.aantal, _EERSTE_RIJEN) + 1)
        ]
        rijen = [rij for rij in rijen if rij[0] >= _MINSTE_KOPPEN]
        if not rijen:
            raise
        _, blad, nummer = max(rijen, key=itemgetter(0))
        return blad, herkenner.opzet(blad, nummer)


def _teksten(cellen: Sequence[object]) -> int:
    return sum(isinstance(cel, str) and bool(cel.strip()) for cel in cellen)


def als_profiel(
    kolommen: Mapping[str, str],
    vast: Mapping[str, str],
    splitsing: str,
    onderdelen: Mapping[str, str],
    anders: str = "",
) -> str:
    """Return the text of a profile from what a form says.

    `kolommen` maps headings to our columns ("" is not read), `vast` what holds for all rows,
    `onderdelen` the values of the column `splitsing`, `anders` what counts for every other value
    ("" asks). Raises Gebruikersfout for two headings that are the same column of ours.
    """
    return "\n".join(_regels(kolommen, vast, splitsing, onderdelen, anders)) + "\n"


def _regels(
    kolommen: Mapping[str, str],
    vast: Mapping[str, str],
    splitsing: str,
    onderdelen: Mapping[str, str],
    anders: str,
) -> Iterator[str]:
    yield "# Gemaakt in het venster. Links staat onze kolom, rechts de kop in uw bestand."
    yield "[kolommen]"
    yield from _gekozen(kolommen)
    yield ""
    yield "[vast]"
    for naam, waarde in vast.items():
        if waarde:
            yield f"{naam} = {waarde if naam == 'jaar' else als_toml(waarde)}"
    gekozen = {waarde: onderdeel for waarde, onderdeel in onderdelen.items() if onderdeel}
    if splitsing and (gekozen or anders):
        yield ""
        yield "[onderdeel]"
        yield f"kolom = {als_toml(splitsing)}"
        for waarde, onderdeel in gekozen.items():
            yield f"{schrijf_sleutel(waarde)} = {als_toml(onderdeel)}"
        if anders:
            yield f"anders = {als_toml(anders)}"


def _gekozen(kolommen: Mapping[str, str]) -> Sequence[str]:
    per_kolom: dict[str, str] = {}
    for kop, onze in kolommen.items():
        if onze not in KOLOMMEN:
            continue
        if onze in per_kolom:
            raise Gebruikersfout(
                f"'{per_kolom[onze]}' en '{kop}' zijn allebei als {onze} gekozen; kies er één."
            )
        per_kolom[onze] = kop
    return [f"{onze} = {als_toml(kop)}" for onze, kop in per_kolom.items()]


def lijkt_splitsing(keuzes: Keuzes) -> str:
    """Return the heading that most likely says to which onderdeel a row belongs, or ""."""
    for naam in ("kostenplaats", "kpl", "kostendrager", "project"):
        for kolom in keuzes.kolommen:
            if celvorm(kolom.kop) == naam:
                return kolom.kop
    return ""
