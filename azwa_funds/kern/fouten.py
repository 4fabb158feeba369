"""The errors a user can cause, each told in one Dutch sentence that ends with a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path

from azwa_funds.kern.tekst import toon_pad

#: No message is longer than this many faults; the rest is counted.
MEESTE_FOUTEN = 1000


#: Whether what is said is read in the window, which has fields where a command has options.
IN_VENSTER: ContextVar[bool] = ContextVar("in_venster", default=False)


class Remedie(str):
    """What to do, for who types commands; `venster` says it for who works in the window."""

    venster: str

    def __new__(cls, getypt: str, venster: str) -> Remedie:
        remedie = super().__new__(cls, getypt)
        remedie.venster = venster
        return remedie

    def __reduce__(self) -> tuple[type[Remedie], tuple[str, str]]:
        """Return what makes a copy of it, here or in another process."""
        return Remedie, (str(self), self.venster)


def in_venster(tekst: str) -> str:
    """Return how the window says a text: a remedy of its own, no "(--option)" between brackets."""
    return re.sub(r" \(--[^()]*\)", "", getattr(tekst, "venster", tekst))


def aaneen(*delen: str) -> str:
    """Put texts together; a remedy among them keeps the words that it has in the window."""
    tekst = "".join(delen)
    if any(isinstance(deel, Remedie) for deel in delen):
        return Remedie(tekst, "".join(map(in_venster, delen)))
    return tekst


class Gebruikersfout(Exception):
    """Something the user can mend; the message is the whole explanation. Exit code 2.

    `remedie` ends the sentence where the window has another one; `venster` is the message there.
    """

    def __init__(self, reden: str, remedie: str = "") -> None:
        super().__init__(zin(f"{reden}; {remedie}") if remedie else reden)
        self.venster = in_venster(zin(f"{reden}; {in_venster(remedie)}") if remedie else reden)

    @property
    def gezegd(self) -> str:
        """The message for who reads it now."""
        return self.venster if IN_VENSTER.get() else str(self)


class EigenRij(int):
    """The number of a row in a file of the user's own that lies over one that comes along."""

    bestand: object

    def __new__(cls, nummer: int, bestand: object) -> EigenRij:
        rij = super().__new__(cls, nummer)
        rij.bestand = bestand
        return rij


class Invoerfout(Gebruikersfout):
    """A fault in an input file, with its place.

    `reden` says what is wrong, the value included; `remedie` is an instruction to the user, or
    a question that ends in "?". `rij` counts as a spreadsheet does: the heading is row 1; an
    `EigenRij` knows by itself in which file it stands.
    """

    def __init__(
        self,
        bestand: object,
        reden: str,
        remedie: str,
        *,
        rij: int | None = None,
        kolom: str | None = None,
    ) -> None:
        bestand = rij.bestand if isinstance(rij, EigenRij) else bestand
        self.bestand = toon_pad(bestand) if isinstance(bestand, Path) else str(bestand)
        self.reden, self.remedie = reden, remedie
        self.rij, self.kolom = rij, kolom
        plaats = self.bestand
        if rij is not None:
            plaats += f", {'regel' if plaats.endswith('.toml') else 'rij'} {rij}"
        if kolom is not None:
            plaats += f", kolom '{kolom}'"
        super().__init__(f"{plaats}: {_ingekort(reden)}", remedie)


class Foutenlijst(Gebruikersfout):
    """All faults of one or more files: `aantal` counts them, the message tells the first of them.

    `wat` says in which files, as it stands in the sentence "3 fouten in ...".
    """

    def __init__(self, wat: str, fouten: Sequence[Invoerfout], aantal: int) -> None:
        self.fouten, self.aantal = tuple(fouten[:MEESTE_FOUTEN]), aantal
        kop = f"{aantal} {'fout' if aantal == 1 else 'fouten'} in {wat}; er is niets geschreven."
        meer = aantal - len(self.fouten)
        slot = [f"- en nog {meer} fouten; herstel eerst deze."] if meer else []
        super().__init__("\n".join([kop, *(f"- {fout}" for fout in self.fouten), *slot]))
        self.venster = "\n".join([kop, *(f"- {fout.venster}" for fout in self.fouten), *slot])


class Veldfouten(Gebruikersfout):
    """What a form says that cannot be: one sentence with its remedy per field, by name of field."""

    def __init__(self, per_veld: Mapping[str, str]) -> None:
        self.per_veld = {veld: _ingekort(zin_) for veld, zin_ in per_veld.items()}
        super().__init__("\n".join(dict.fromkeys(self.per_veld.values())))


class Onleesbaar(Exception):
    """A whole file or sheet that cannot be read: `reden` and `remedie`, without the place."""

    def __init__(self, reden: str, remedie: str, *, blad: str = "", rij: int | None = None) -> None:
        super().__init__(reden)
        self.reden, self.remedie, self.blad, self.rij = reden, remedie, blad, rij


class Rekenfout(Gebruikersfout):
    """A calculation that would not be exact or does not close, and is therefore refused."""


def waarom(fout: OSError) -> str:
    """Return why the system refused, also where an error gathers others and has no word itself."""
    if fout.strerror:
        return fout.strerror
    if fout.args and isinstance(fout.args[0], list) and fout.args[0]:
        # shutil.Error: for every file it could not copy the path, the copy and the words.
        return str(fout.args[0][0][-1]).partition("] ")[2] or str(fout.args[0][0][-1])
    return str(fout) or type(fout).__name__


def _ingekort(tekst: str) -> str:
    """Leave out the middle of a reason that quotes a whole file."""
    return tekst if len(tekst) <= 400 else f"{tekst[:200]} … {tekst[-100:]}"


def zin(tekst: str) -> str:
    """End a sentence: with a point, unless it is a question already."""
    return tekst if tekst.endswith("?") else f"{tekst}."


def opsomming(woorden: Iterable[str]) -> str:
    """Return "'a', 'b' of 'c'"."""
    *eerste, laatste = (f"'{woord}'" for woord in woorden)
    return f"{', '.join(eerste)} of {laatste}" if eerste else laatste


def lijkt_op(waarde: str, mogelijk: Iterable[str]) -> str:
    """Return "bedoelde u 'x' of 'y'?" for near misses; nothing far-fetched, which helps nobody."""
    from difflib import get_close_matches

    op_vorm = {keuze.casefold(): keuze for keuze in mogelijk}
    dichtbij = get_close_matches(waarde.casefold(), list(op_vorm), n=3, cutoff=0.7)
    return f"bedoelde u {opsomming(op_vorm[vorm] for vorm in dichtbij)}?" if dichtbij else ""


def bedoelde_u(waarde: str, mogelijk: Iterable[str]) -> str:
    """Return near misses as a question, else what the text is a part of, else a short list.

    The nearest comes first. Where nothing is near and the list would be long: nothing.
    """
    keuzes = list(dict.fromkeys(mogelijk))
    klein = waarde.casefold()
    bevat = [keuze for keuze in keuzes if len(klein) > 2 and klein in keuze.casefold()]
    deel = f"bedoelde u {opsomming(bevat)}?" if 0 < len(bevat) <= 6 else ""
    kort = "kies uit: " + ", ".join(keuzes) if 0 < len(keuzes) <= 12 else ""
    return lijkt_op(waarde, keuzes) or deel or kort
