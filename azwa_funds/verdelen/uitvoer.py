"""Amounts and their explanation as text, csv and json."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from azwa_funds.gegevens import Gegevens, Gevonden, benoem
from azwa_funds.kern.begrippen import Toekenning
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.kern.herkomst import citeer
from azwa_funds.scherm.tabel import schermbreedte, teken_tabel, vouw
from azwa_funds.scherm.uitvoer import naar_csv, waarden
from azwa_funds.verdelen import uitleg as toelichting

_VELDEN = "jaar onderdeel regio ontvanger_code ontvanger bedrag status sleutel"
TOEKENNINGKOLOMMEN = _VELDEN.split()


def toekenningrijen(toekenningen: Iterable[Toekenning]) -> list[dict[str, Any]]:
    """Return a row per award; `bedrag` is whole euros."""
    return [waarden(toekenning, _VELDEN) for toekenning in toekenningen]


def toekenningen_als_csv(toekenningen: Iterable[Toekenning]) -> str:
    """Return the rows as CSV with a heading: whole euros without points, `,` between columns."""
    return naar_csv(toekenningrijen(toekenningen), TOEKENNINGKOLOMMEN)


def toekenningen_als_werkboek(
    gegevens: Gegevens, toekenningen: Sequence[Toekenning], opmerkingen: Sequence[str]
) -> bytes:
    """Return the rows as a workbook with the columns of the csv; unknown money is p.m."""
    from azwa_funds.scherm.tabelboek import rijenblad, tabelboek
    from azwa_funds.verdelen.cijfers import Cijfers

    jaren = sorted({toekenning.jaar for toekenning in toekenningen})
    periode = str(jaren[0]) if len(jaren) == 1 else f"{jaren[0]} tot en met {jaren[-1]}"
    titel = f"Verdeling {periode}, hele euro's"
    vel = rijenblad("Bedragen", titel, toekenningrijen(toekenningen), opmerkingen)
    return tabelboek(vel, "azwa-funds verdeel", Cijfers(gegevens).peildatum)


def toekenningen_als_tabel(gegevens: Gegevens, toekenningen: Sequence[Toekenning]) -> str:
    """Return one table per onderdeel, a row per recipient, a column per year, with totals."""
    jaren = sorted({toekenning.jaar for toekenning in toekenningen})
    onderdelen = sorted({toekenning.onderdeel for toekenning in toekenningen})
    delen = []
    for onderdeel in onderdelen:
        eigen = [t for t in toekenningen if t.onderdeel == onderdeel]
        delen.append(f"{_kop(gegevens, onderdeel, eigen)}\n{_jarentabel(eigen, jaren)}")
    if len(onderdelen) > 1:
        totalen = _totalen(gegevens, toekenningen, onderdelen, jaren)
        delen.append(f"Alle onderdelen samen\n{totalen}")
    return "\n".join(delen)


def _kop(gegevens: Gegevens, onderdeel: str, toekenningen: Sequence[Toekenning]) -> str:
    sleutels = sorted(benoem(gegevens, id) for id in {t.sleutel for t in toekenningen} if id)
    anders = "zoals gepubliceerd" if onderdeel in gegevens.uitkeringen else "niet verdeeld"
    sleutel = f", verdeelsleutel {' en '.join(sleutels)}" if sleutels else f", {anders}"
    kop = f"Onderdeel {benoem(gegevens, onderdeel)}{sleutel} (hele euro's)"
    return textwrap.fill(kop, width=schermbreedte(), break_on_hyphens=False)


def _jarentabel(toekenningen: Sequence[Toekenning], jaren: Sequence[int]) -> str:
    per_wie: dict[tuple[str, str, str], dict[int, Toekenning]] = defaultdict(dict)
    for t in toekenningen:
        per_wie[t.regio, t.ontvanger_code, t.ontvanger][t.jaar] = t
    rijen = []
    for (regio, code, wie), per_jaar in per_wie.items():
        bedragen = [toon_getal(per_jaar[jaar].bedrag) if jaar in per_jaar else "" for jaar in jaren]
        statussen = " / ".join(dict.fromkeys(str(t.status) for t in per_jaar.values()))
        rijen.append([regio or "-", code or "-", wie, *bedragen, statussen])
    totaal = None
    if len(rijen) > 1:
        totaal = ["", "", "Totaal", *_som_per_jaar(toekenningen, jaren), ""]
    koppen = ["Regio", "Code", "Ontvanger", *map(str, jaren), "Status"]
    return teken_tabel(koppen, rijen, totaal, jaren)


def _totalen(
    gegevens: Gegevens,
    toekenningen: Sequence[Toekenning],
    onderdelen: Sequence[str],
    jaren: Sequence[int],
) -> str:
    rijen = []
    for onderdeel in onderdelen:
        eigen = [t for t in toekenningen if t.onderdeel == onderdeel]
        rijen.append([benoem(gegevens, onderdeel), *_som_per_jaar(eigen, jaren)])
    totaal = ["Totaal", *_som_per_jaar(toekenningen, jaren)]
    return teken_tabel(["Onderdeel", *map(str, jaren)], rijen, totaal, jaren)


def _som_per_jaar(toekenningen: Iterable[Toekenning], jaren: Sequence[int]) -> list[str]:
    som = dict.fromkeys(jaren, 0)
    for toekenning in toekenningen:
        som[toekenning.jaar] += toekenning.bedrag
    return [toon_getal(bedrag) for bedrag in som.values()]


# -- uitleg ------------------------------------------------------------------------------------


def uitleg_rijen(stukken: Iterable[toelichting.Uitleg]) -> list[dict[str, Any]]:
    """Return a row per step of each amount; `waarde` is as a reader sees it."""
    return [
        {
            **waarden(stuk.toekenning, "jaar onderdeel ontvanger_code ontvanger bedrag status"),
            "nummer": nummer,
            "stap": stap.titel,
            "waarde": stap.waarde,
            "bron": stap.bron,
            "opmerkingen": " ".join(stap.opmerkingen),
            "adres": stap.adres,
        }
        for stuk in stukken
        for nummer, stap in enumerate(stuk.stappen, start=1)
    ]


def uitleg_als_werkboek(
    gegevens: Gegevens, wie: Gevonden, stukken: Sequence[toelichting.Uitleg], wacht: Sequence[str]
) -> bytes:
    """Return the steps of each amount as a workbook, with what is still uncertain below them."""
    from azwa_funds.scherm.tabelboek import rijenblad, tabelboek
    from azwa_funds.verdelen.cijfers import Cijfers

    adressen = dict.fromkeys(stap.adres for stuk in stukken for stap in stuk.stappen if stap.adres)
    onzeker = dict.fromkeys(zin for stuk in stukken for zin in stuk.onzeker)
    rijen = [
        {naam: waarde for naam, waarde in rij.items() if naam not in _IN_DE_TITEL}
        for rij in uitleg_rijen(stukken)
    ]
    noten = [*onzeker, *wacht, *(f"Bron: {adres}" for adres in adressen)]
    titel = f"Hoe het bedrag van {wie.naam} tot stand komt"
    vel = rijenblad("Uitleg", titel, rijen, noten, breedst=30)
    return tabelboek(vel, f'azwa-funds uitleg "{wie.naam}"', Cijfers(gegevens).peildatum)


#: What is the same in every row of an explanation, or too long for a column.
_IN_DE_TITEL = ("ontvanger_code", "ontvanger", "adres")


def uitleg_als_tekst(
    gegevens: Gegevens, wie: Gevonden, stukken: Sequence[toelichting.Uitleg], wacht: Sequence[str]
) -> str:
    """Return the explanations as text: who this is, then the steps of each amount."""
    regels = [vouw(f"{regel}.") for regel in toelichting.kop(gegevens, wie)]
    for stuk in stukken:
        regels += ["", *_stuk(gegevens, stuk)]
    if wacht:
        regels += ["", "Nog niet in deze bedragen:", *(vouw(f"- {regel}", 2) for regel in wacht)]
    adressen = {stap.adres for stuk in stukken for stap in stuk.stappen} - {""}
    bronnen = [bron for bron in gegevens.bronnen.values() if bron.adres in adressen]
    if bronnen:
        regels += ["", "Waar deze bronnen te openen zijn:"]
        regels += [vouw(f"- {citeer(bron)}:", 2) + f"\n  {bron.adres}" for bron in bronnen]
    return "\n".join(regels) + "\n"


def _stuk(gegevens: Gegevens, stuk: toelichting.Uitleg) -> list[str]:
    t = stuk.toekenning
    titel = f"{t.jaar}, {benoem(gegevens, t.onderdeel)}: {toon(t.bedrag)} ({t.status})"
    regels = [titel, "=" * len(titel)]
    for nummer, stap in enumerate(stuk.stappen, start=1):
        regels.append(vouw(f"{nummer}. {stap.titel}: {stap.waarde}", 3))
        if stap.bron:
            regels.append(vouw(f"   Bron: {stap.bron}.", 9))
        regels += [vouw(f"   {opmerking}", 3) for opmerking in stap.opmerkingen]
    regels.append("Wat is nog onzeker?")
    regels += [vouw(f"- {regel}", 2) for regel in stuk.onzeker]
    return regels
