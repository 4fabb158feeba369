"""Change files in a user's own data or keys: never so that the folder can no longer be read.

What is about to be written is laid over a copy of the folders and read back by the same readers
as every command uses. Only then are the files put in place, all of them or none.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path

from azwa_funds.gegevens import Gegevens, pakketmap
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, waarom
from azwa_funds.kern.schijf import schrijf_samen
from azwa_funds.lezen import kolommen

#: What is said of the copy as it would become; raises Gebruikersfout when it is not as meant.
Nakijken = Callable[[Gegevens], None]


def neem_over(
    gegevens: Gegevens, bestanden: Mapping[Path, bytes], nakijken: Nakijken = lambda _: None
) -> None:
    """Put these files in place once a copy of both folders with them in it reads well.

    `bestanden` are whole files, by their place in the data or the keys of `gegevens`; `nakijken`
    looks at what the readers make of the copy. Raises Gebruikersfout, and then nothing is
    changed: for what could be read before and could not be read any more, for what `nakijken`
    says, and as `schrijf_samen` does.
    """
    weiger_meegeleverd(gegevens)
    kijk_na(gegevens, bestanden, nakijken)
    schrijf_samen(bestanden)


def weiger_meegeleverd(gegevens: Gegevens) -> None:
    """Raise Gebruikersfout where what is kept would be kept inside the installed program."""
    if gegevens.eigen_pad(gegevens.data).resolve().is_relative_to(pakketmap().resolve()):
        raise Gebruikersfout(
            "De meegeleverde gegevens horen bij het programma en blijven zoals ze zijn; maak met "
            "'azwa-funds data kopieer MAP' een eigen map en geef die met --data."
        )


def kijk_na(
    gegevens: Gegevens, bestanden: Mapping[Path, bytes], nakijken: Nakijken = lambda _: None
) -> None:
    """Raise Gebruikersfout as `neem_over` does, and write nothing."""
    with _kopie(gegevens, bestanden) as kopie:
        fouten = onleesbaar(kopie)
        if fouten:
            stond_al = onleesbaar(_opnieuw(gegevens))
            for wat, fout in fouten.items():
                if wat not in stond_al:
                    raise _geweigerd(_op_zijn_plaats(fout, kopie, gegevens)) from fout
        nakijken(kopie)


def onleesbaar(gegevens: Gegevens) -> dict[str, Gebruikersfout]:
    """Return what cannot be read of these data and keys, by the name of its reader."""
    fouten = {}
    for wat, lees in _lezers(gegevens):
        try:
            lees()
        except Gebruikersfout as fout:
            fouten[wat] = fout
    return fouten


def _lezers(gegevens: Gegevens) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield every reader of the folders: each table and rule that `Gegevens` offers."""
    for soort in type(gegevens).__mro__:
        for naam, lezer in vars(soort).items():
            if isinstance(lezer, cached_property):
                yield naam, partial(getattr, gegevens, naam)
    for naam in kolommen.TABELLEN:
        if naam.startswith("cbs/"):
            yield naam, partial(gegevens.cbs, naam.removeprefix("cbs/").removesuffix(".csv"))


def _opnieuw(gegevens: Gegevens) -> Gegevens:
    """Return the same folders, of which nothing is read yet."""
    return Gegevens(gegevens.data, gegevens.sleutels_map, eigen=gegevens.eigen)


@contextmanager
def _kopie(gegevens: Gegevens, bestanden: Mapping[Path, bytes]) -> Iterator[Gegevens]:
    """Copy the folders that are written in, with these files laid over them, as long as needed."""
    with tempfile.TemporaryDirectory(prefix="azwa-") as tijdelijk:
        kopie = Path(tijdelijk)
        paren = {
            gegevens.eigen_pad(gegevens.data): kopie / "data",
            gegevens.eigen_pad(gegevens.sleutels_map): kopie / "verdeelsleutels",
        }
        try:
            for bron, doel in paren.items():
                _kopieer_leesbaar(bron, doel)
            for pad, inhoud in bestanden.items():
                plek = _plek_in_kopie(paren, pad)
                plek.parent.mkdir(parents=True, exist_ok=True)
                plek.write_bytes(inhoud)
        except OSError as fout:
            raise Gebruikersfout(
                f"Er is niets gewijzigd, want van {gegevens.data} is geen kopie te maken om het "
                f"na te kijken ({waarom(fout)}); maak ruimte en probeer het opnieuw."
            ) from fout
        if gegevens.eigen:
            yield Gegevens(gegevens.data, gegevens.sleutels_map, eigen=kopie)
        else:
            yield Gegevens(*paren.values())


def _plek_in_kopie(paren: Mapping[Path, Path], pad: Path) -> Path:
    """Return where in the copy a file of one of the two folders stands."""
    echt = pad.resolve()
    return next(
        doel / echt.relative_to(bron.resolve())
        for bron, doel in paren.items()
        if echt.is_relative_to(bron.resolve())
    )


def _kopieer_leesbaar(bron: Path, doel: Path) -> None:
    """Copy the tables and rules of a folder; what else lies there, nobody reads."""
    doel.mkdir()
    for pad in bron.rglob("*"):
        if pad.suffix in (".csv", ".toml") and pad.is_file():
            naar = doel / pad.relative_to(bron)
            naar.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(pad, naar)


def _op_zijn_plaats(fout: Gebruikersfout, kopie: Gegevens, echt: Gegevens) -> Gebruikersfout:
    """Say of a fault in the copy where it would stand in the folder itself."""
    if not isinstance(fout, Invoerfout):
        return fout
    bestand = Path(fout.bestand)
    for wortel in ("data", "sleutels_map"):
        hier, daar = (g.eigen_pad(getattr(g, wortel)) for g in (kopie, echt))
        if bestand.is_relative_to(hier):
            bestand = daar / bestand.relative_to(hier)
    return Invoerfout(bestand, fout.reden, fout.remedie, rij=fout.rij, kolom=fout.kolom)


def _geweigerd(fout: Gebruikersfout) -> Gebruikersfout:
    return Gebruikersfout(
        f"Er is niets gewijzigd, want daarna zou dit niet meer te lezen zijn: {fout}"
    )
