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

    def vreemd(self, koppen: Iterable[object]) -> tuple[str, ...]:
        """Return the headings that are not ours and stand there for nothing that we know."""
        teksten = ("" if kop is None else str(kop).strip() for kop in koppen)
        bekend = {*self.toelichting, ""}
        return tuple(t for t in teksten if t.casefold() not in bekend and not any(self.herken([t])))


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
        remedie = "zet boven de regels de koppen " + ", ".join(formulier.verplicht)
        raise Onleesbaar("geen enkel blad heeft een rij met kolomkoppen", remedie)
    return gevonden


# -- headings ----------------------------------------------------------------------------------


def _weiger_koppen(
    formulier: Formulier, namen: Sequence[str], vreemd: Sequence[str], rij: int, blad: str
) -> None:
    dubbel = [naam for naam in formulier.kolommen if namen.count(naam) > 1]
    bedoeld = [(kop, hint) for kop in vreemd if (hint := lijkt_op(kop, formulier.kolommen))]
    ontbreekt = [f"'{naam}'" for naam in formulier.verplicht if naam not in namen]
    if dubbel:
        fout = (f"kolom '{dubbel[0]}' staat er twee keer", "verwijder er één")
    elif bedoeld:
        fout = (f"kolom '{bedoeld[0][0]}' is onbekend", bedoeld[0][1])
    elif len(ontbreekt) == 1:
        fout = (f"kolom {ontbreekt[0]} ontbreekt", formulier.hulp)
    elif ontbreekt:
        fout = (f"de kolommen {', '.join(ontbreekt)} ontbreken", formulier.hulp)
    else:
        return
    raise Onleesbaar(*fout, blad=blad, rij=rij)


# -- rows --------------------------------------------------------------------------------------


def _zoek_koppen(formulier: Formulier, blad: Bronblad) -> int:
    """Return the row with most headings of ours, 0 for none; a text file has them anyhow."""
    eerste = range(1, min(_KOP_IN_EERSTE, blad.aantal) + 1)
    scores = [len(set(formulier.herken(blad.rij(rij))) - {""}) for rij in eerste]
    if not blad.scheiding and max(scores, default=0) < _MINSTE_KOPPEN:
        return 0
    return scores.index(max(scores)) + 1


def _lees_blad(formulier: Formulier, blad: Bronblad) -> Ruwblad | None:
    """Take the columns from one sheet; None where it holds no headings of ours."""
    kop = _zoek_koppen(formulier, blad)
    if not kop:
        return None
    koppen = [*blad.rij(kop)]
    while blad.scheiding and len(koppen) > 1 and koppen[-1] == "":
        # A later row is wider.
        koppen.pop()
    namen = formulier.herken(koppen)
    genegeerd = formulier.vreemd(koppen)
    _weiger_koppen(formulier, namen, genegeerd, kop, blad.blad)
    fouten = _fouten(blad, kop, namen)
    mis = {fout.rij for fout in fouten}
    alle = ((n, blad.rij(n)) for n in range(kop + 1, blad.aantal + 1) if n not in mis)
    rijen = [(n, rij) for n, rij in alle if any(cel not in (None, "") for cel in rij)]
    kolommen: dict[str, Kolom] = {
        naam: [cellen[plaats] for _, cellen in rijen] for plaats, naam in enumerate(namen) if naam
    }
    nummers = np.array([nummer for nummer, _ in rijen], dtype=np.int64)
    return Ruwblad(blad.blad, kolommen, nummers, genegeerd, tuple(fouten))


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
    onder = sorted((rij, fout) for rij, fout in gevonden.items() if rij > kop)
    return [Onleesbaar(*fout, blad=blad.blad, rij=rij) for rij, fout in onder]


def _te_brede_rijen(
    blad: Bronblad, kop: int, breedte: int
) -> Iterator[tuple[int, tuple[str, str]]]:
    remedie = "zet tekst of een bedrag met het scheidingsteken erin tussen aanhalingstekens"
    for rij in range(kop + 1, blad.aantal + 1):
        gevuld = [p for p, cel in enumerate(blad.rij(rij), start=1) if str(cel).strip()]
        if gevuld and gevuld[-1] > breedte:
            onder = telling(breedte, "kolomkop", "kolomkoppen")
            yield rij, (f"er staan {gevuld[-1]} cellen onder {onder}", remedie)
