"""Take the columns of a table out of a user's file that has a form of ours.

The headings are ours and known, so they are looked for among the first rows of each sheet. Cells
come out as they are; what they mean is up to whoever asked. A ledger, which has headings of its
own, is read in `grootboek`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from azwa_funds.kern.fouten import Onleesbaar, lijkt_op
from azwa_funds.kern.tekst import telling, vorm
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.openen.bronblad import Bronblad, Kolom, Reeks

_KOP_IN_EERSTE = 30
#: A sheet with fewer of our headings holds something else.
_MINSTE_KOPPEN = 3


@dataclass(frozen=True)
class Formulier:
    """The columns that a table must and may have; `hulp` says how a user gets an empty one.

    `toelichting` names columns that stand there for people and are not read.
    """

    verplicht: tuple[str, ...]
    mogelijk: tuple[str, ...]
    hulp: str
    toelichting: tuple[str, ...] = ()

    @property
    def kolommen(self) -> tuple[str, ...]:
        """All columns, those that must be there first."""
        return (*self.verplicht, *self.mogelijk)

    def herken(self, koppen: Iterable[object]) -> list[str]:
        """Return the known name of each heading, or "" for a heading that is not ours."""
        vormen = {vorm(naam): naam for naam in self.kolommen}
        return ["" if kop is None else vormen.get(vorm(str(kop)), "") for kop in koppen]


@dataclass(frozen=True)
class Ruwblad:
    """The columns of one sheet: cells by name of the column, and the row each of them stands in.

    `blad` is empty for CSV. `kolommen` holds a sequence of equal length per column that was found;
    `rijen` the row numbers as a spreadsheet counts them; `genegeerd` the columns not read.
    """

    blad: str
    kolommen: Mapping[str, Kolom]
    rijen: Reeks
    genegeerd: tuple[str, ...]
    fouten: tuple[Onleesbaar, ...] = ()


def lees_ruw(inhoud: bytes, formulier: Formulier) -> list[Ruwblad]:
    """Return every sheet of a file that holds such a table, or raise Onleesbaar."""
    bladen = lees_bronbestand(inhoud).bladen
    gevonden = [ruw for blad in bladen if (ruw := _lees_blad(formulier, blad))]
    if not gevonden:
        raise Onleesbaar(
            "geen enkel blad heeft een rij met kolomkoppen",
            "zet boven de regels de koppen " + ", ".join(formulier.verplicht),
        )
    return gevonden


# -- headings ----------------------------------------------------------------------------------


def _controleer_koppen(
    formulier: Formulier, koppen: Sequence[object], namen: Sequence[str], rij: int, blad: str = ""
) -> None:
    for naam in formulier.kolommen:
        if namen.count(naam) > 1:
            raise Onleesbaar(
                f"kolom '{naam}' staat er twee keer", "verwijder er één", blad=blad, rij=rij
            )
    for kop, naam in zip(koppen, namen, strict=True):
        vreemd = not naam and kop is not None and str(kop).casefold() not in formulier.toelichting
        bedoeld = "" if not vreemd else lijkt_op(str(kop).strip(), formulier.kolommen)
        if bedoeld:
            raise Onleesbaar(f"kolom '{kop}' is onbekend", bedoeld, blad=blad, rij=rij)
    ontbreekt = [naam for naam in formulier.verplicht if naam not in namen]
    if ontbreekt:
        wat = ", ".join(f"'{naam}'" for naam in ontbreekt)
        raise Onleesbaar(
            f"kolom {wat} ontbreekt" if len(ontbreekt) == 1 else f"de kolommen {wat} ontbreken",
            formulier.hulp,
            blad=blad,
            rij=rij,
        )


def _genegeerd(
    formulier: Formulier, koppen: Sequence[object], namen: Sequence[str]
) -> tuple[str, ...]:
    teksten = [str(kop).strip() if kop is not None else "" for kop in koppen]
    return tuple(
        tekst
        for tekst, naam in zip(teksten, namen, strict=True)
        if tekst and not naam and tekst.casefold() not in formulier.toelichting
    )


# -- rows --------------------------------------------------------------------------------------


def _lees_blad(formulier: Formulier, blad: Bronblad) -> Ruwblad | None:
    """Take the columns from one sheet; None where it holds no headings of ours."""
    is_tekst = bool(blad.scheiding)
    scores = [
        len(set(formulier.herken(blad.rij(rij))) - {""})
        for rij in range(1, min(_KOP_IN_EERSTE, blad.aantal) + 1)
    ]
    if not is_tekst and max(scores, default=0) < _MINSTE_KOPPEN:
        return None
    kop = scores.index(max(scores)) + 1
    koppen = [*blad.rij(kop)]
    while is_tekst and len(koppen) > 1 and koppen[-1] == "":
        # A later row is wider.
        koppen.pop()
    namen = formulier.herken(koppen)
    _controleer_koppen(formulier, koppen, namen, kop, blad.blad)
    fouten = _fouten(blad, kop, namen)
    mis = {fout.rij for fout in fouten}
    rijen = [
        (nummer, cellen)
        for nummer in range(kop + 1, blad.aantal + 1)
        if nummer not in mis and _is_gevuld(cellen := blad.rij(nummer))
    ]
    kolommen: dict[str, Kolom] = {
        naam: [cellen[plaats] for _, cellen in rijen] for plaats, naam in enumerate(namen) if naam
    }
    nummers = np.array([nummer for nummer, _ in rijen], dtype=np.int64)
    genegeerd = _genegeerd(formulier, koppen, namen)
    return Ruwblad(blad.blad, kolommen, nummers, genegeerd, tuple(fouten))


def _te_brede_rijen(
    blad: Bronblad, kop: int, breedte: int
) -> Iterator[tuple[int, tuple[str, str]]]:
    for rij in range(kop + 1, blad.aantal + 1):
        cellen = [str(cel).strip() for cel in blad.rij(rij)]
        if any(cellen[breedte:]):
            aantal = max(nummer for nummer, cel in enumerate(cellen, start=1) if cel)
            yield rij, _te_veel_cellen(aantal, breedte)


def _fouten(blad: Bronblad, kop: int, namen: Sequence[str]) -> list[Onleesbaar]:
    """Return what makes rows below the headings unreadable, in order."""
    gevonden: dict[int, tuple[str, str]] = {}
    for (rij, _), reden in sorted(blad.breuken.items()):
        gevonden.setdefault(rij, (reden, "sluit het aanhalingsteken in deze rij af"))
    for (rij, plaats), reden in sorted(blad.gebreken.items()):
        if plaats < len(namen) and namen[plaats]:
            wat = f"in kolom '{namen[plaats]}' staat {reden}"
            remedie = "herstel de formule, typ wat er hoort te staan of maak de cel leeg"
            gevonden.setdefault(rij, (wat, remedie))
    if blad.scheiding and blad.breedte > len(namen):
        for rij, fout in _te_brede_rijen(blad, kop, len(namen)):
            gevonden.setdefault(rij, fout)
    return [
        Onleesbaar(reden, remedie, blad=blad.blad, rij=rij)
        for rij, (reden, remedie) in sorted(gevonden.items())
        if rij > kop
    ]


def _te_veel_cellen(aantal: int, koppen: int) -> tuple[str, str]:
    return (
        f"er staan {aantal} cellen onder {telling(koppen, 'kolomkop', 'kolomkoppen')}",
        "zet tekst of een bedrag met het scheidingsteken erin tussen aanhalingstekens",
    )


def _is_gevuld(rij: Iterable[object]) -> bool:
    return any(cel is not None and cel != "" for cel in rij)
