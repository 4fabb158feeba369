"""The folders from which everything is read, and the sources that every figure there names.

Generous in what it reads (`,` or `;`, with or without BOM, "1.234" or 1234, codes padded or
without GM), exact about what does not fit: every complaint names file, row, column, value and
remedy. Nothing is read before it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from azwa_funds.kern.begrippen import Bron, Vindplaats
from azwa_funds.kern.fouten import EigenRij, Gebruikersfout, Invoerfout, lijkt_op, waarom
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.lezen.kolommen import TABELLEN, Tabel
from azwa_funds.lezen.records import Plek, lees_records, uit_rij
from azwa_funds.lezen.tabel import (
    RIJ,
    Rij,
    Rijplek,
    controleer_velden,
    lees_tabel,
    lees_tekst,
    lees_toml,
)

T = TypeVar("T")

BESTAND_ONTBREEKT = (
    "het bestand ontbreekt",
    "zet het terug of wijs met --data of --sleutels een volledige map aan",
)


def pakketmap() -> Path:
    """Return the folder of the package itself: what lies in it came with the program."""
    return Path(__file__).parent.parent


def meegeleverde_map(naam: str) -> Path:
    """Return the folder `data` or `verdeelsleutels` that came with the program.

    An installed program carries them inside the package; in a checkout they stand beside it.
    """
    pakket = pakketmap()
    ingepakt = pakket / "meegeleverd" / naam
    return ingepakt if ingepakt.is_dir() else pakket.parent / naam


def is_webadres(tekst: str) -> bool:
    """Whether a text is a whole address on the web, safe to show as a link."""
    return re.fullmatch(r"https?://[!-~]+", tekst) is not None


class Invoermappen:
    """A data folder and a folder of keys: their files, and the list of sources.

    `eigen` is a folder of the user's own (a dossier) whose `data` and `verdeelsleutels` lie over
    those two: they add rows and files, and never say otherwise.

    Every property raises Invoerfout when a file is missing or does not fit.
    """

    def __init__(
        self, data: Path | None = None, sleutels: Path | None = None, *, eigen: Path | None = None
    ) -> None:
        self.data = _bestaande_map(data or meegeleverde_map("data"))
        self.sleutels_map = _bestaande_map(sleutels or meegeleverde_map("verdeelsleutels"))
        self.eigen = eigen
        self._lagen: tuple[tuple[str, Path, Path], ...] = ()
        if eigen is not None:
            self._lagen = (
                ("data", self.data, eigen / "data"),
                ("verdeelsleutels", self.sleutels_map, eigen / "verdeelsleutels"),
            )
        self.gebruikte_bronnen: set[str] = set()

    def _inhoud(self, pad: Path) -> str:
        if not pad.exists():
            raise Invoerfout(pad, *BESTAND_ONTBREEKT)
        return lees_tekst(pad)

    # -- what of the user's own lies over it ---------------------------------------------------

    def eigen_pad(self, pad: Path) -> Path:
        """Return where the user's own part of a file stands, or would stand: there it is written.

        Without a dossier that is the file itself.
        """
        for _, mee, eigen in self._lagen:
            if pad.is_relative_to(mee):
                return eigen / pad.relative_to(mee)
        return pad

    def is_invoer(self, pad: Path) -> bool:
        """Whether a file is, or would become under its name, a table or rule that is read."""
        for map_, namen in (
            (self.data, (*TABELLEN, "*.toml", "*/*.toml")),
            (self.sleutels_map, ("*.toml", "*.csv")),
        ):
            for wortel in {map_.resolve(), self.eigen_pad(map_).resolve()}:
                if pad.resolve().is_relative_to(wortel):
                    naam = pad.resolve().relative_to(wortel).as_posix()
                    return pad.is_file() or any(fnmatchcase(naam, patroon) for patroon in namen)
        return False

    def bestaat(self, pad: Path) -> bool:
        """Whether a file comes along, or is there as one of the user's own."""
        return pad.exists() or self.eigen_pad(pad).exists()

    def _eigen(self, pad: Path) -> Path | None:
        """Return the file of the user's own that lies over this one, if there is one."""
        eigen = self.eigen_pad(pad)
        return eigen if eigen != pad and eigen.exists() else None

    def zoek(self, map_: Path, patroon: str) -> list[Path]:
        """Return the files of a folder by their pattern, those of the user's own included.

        An own file that lies over a shipped one is not named by itself.
        """
        mee = sorted(map_.glob(patroon))
        eigen = self.eigen_pad(map_)
        if eigen == map_:
            return mee
        namen = {pad.relative_to(map_) for pad in mee}
        erbij = [p for p in sorted(eigen.glob(patroon)) if p.relative_to(eigen) not in namen]
        return [*mee, *erbij]

    def naam_van(self, pad: Path) -> str:
        """Return the name of a file as the receipt shows it: relative to its own folder."""
        wortels = [("data", self.data), ("verdeelsleutels", self.sleutels_map)]
        wortels += [(f"dossier/{naam}", eigen) for naam, _, eigen in self._lagen]
        for naam, wortel in wortels:
            if pad.is_relative_to(wortel):
                return f"{naam}/{pad.relative_to(wortel).as_posix()}"
        return pad.name

    @cached_property
    def alle_invoer(self) -> dict[str, str]:
        """The sha256 of every table and rule in both folders, by name, read or not."""
        import hashlib

        paden = [
            pad
            for map_ in (self.data, self.sleutels_map, *(eigen for _, _, eigen in self._lagen))
            for pad in sorted(map_.rglob("*"))
            if pad.suffix in (".csv", ".toml") and pad.is_file()
        ]
        return {self.naam_van(pad): hashlib.sha256(pad.read_bytes()).hexdigest() for pad in paden}

    def tabel(self, pad: Path, tabel: Tabel) -> list[Rij]:
        """Read one CSV file by its declaration; each row also holds its row number (`RIJ`)."""
        eigen = self._eigen(pad)
        if eigen is None:
            return lees_tabel(pad, self._inhoud(pad), tabel)
        eigen_rijen = lees_tabel(eigen, lees_tekst(eigen), tabel)
        mee = lees_tabel(pad, lees_tekst(pad), tabel) if pad.exists() else []
        return _leg_rijen(mee, eigen_rijen, eigen, tabel)

    def rijen(self, naam: str) -> tuple[Path, list[Rij]]:
        """Read one table of the data folder: where it stands, and its rows."""
        pad = self.data / naam
        return pad, self.tabel(pad, TABELLEN[naam])

    def toml(self, pad: Path) -> dict[str, Any]:
        """Read a TOML file of one of the folders; Invoerfout when it is missing or broken."""
        eigen = self._eigen(pad)
        if eigen is None:
            return lees_toml(pad, self._inhoud(pad))
        inhoud = lees_toml(eigen, lees_tekst(eigen))
        if pad.exists():
            _weiger_andere_regels(lees_toml(pad, lees_tekst(pad)), inhoud, eigen)
        return inhoud

    def blok(self, naam: str | Path) -> tuple[Plek, dict[str, Any]]:
        """Read a TOML file, by its name in the data folder or by its path.

        Its place is for complaints about what it says.
        """
        pad = naam if isinstance(naam, Path) else self.data / naam
        return Plek(pad, self.ken_bron), self.toml(pad)

    # -- sources -------------------------------------------------------------------------------

    @cached_property
    def bronnen(self) -> dict[str, Bron]:
        """Every source by its id, from `bronnen.toml`; those of the user's own come beside them."""
        pad = self.data / "bronnen.toml"
        bronnen = self._lees_bronnen(pad)
        eigen = self._eigen(pad)
        if eigen is None:
            return bronnen
        for bron in self._lees_bronnen(eigen).values():
            if bronnen.setdefault(bron.id, bron) != bron:
                raise Invoerfout(
                    eigen,
                    f"bron '{bron.id}' is hier anders dan in het meegeleverde bronnen.toml",
                    "geef uw eigen bron een andere id",
                )
        return bronnen

    def _lees_bronnen(self, pad: Path) -> dict[str, Bron]:
        bronnen: dict[str, Bron] = {}
        inhoud = lees_toml(pad, self._inhoud(pad))
        controleer_velden(pad, inhoud, "het bestand", {}, {"bron": list})
        for bron in lees_records(Bron, Plek(pad, self.ken_bron), inhoud, "bron"):
            if bron.id in bronnen:
                raise Invoerfout(pad, f"bron '{bron.id}' staat er twee keer", "laat er één staan")
            if not re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", bron.datum):
                raise Invoerfout(
                    pad,
                    f"datum '{bron.datum}' van bron '{bron.id}' is geen datum",
                    "schrijf 2026-04-22, 2026-04, 2026 of laat de datum leeg",
                )
            if bron.adres and not is_webadres(bron.adres):
                raise Invoerfout(
                    pad,
                    f"adres '{bron.adres}' van bron '{bron.id}' is geen webadres",
                    "schrijf het hele adres, dat begint met https://, of laat de regel weg",
                )
            bronnen[bron.id] = bron
        return bronnen

    def citeer(self, vindplaats: Vindplaats) -> str:
        """Cite the source that a figure points to, with its place."""
        return citeer_vindplaats(self.bronnen, vindplaats)

    def met_bron(self, zin: str, vindplaats: Vindplaats) -> str:
        """A sentence, and after it the source that it rests on."""
        return f"{zin} Bron: {self.citeer(vindplaats)}."

    def record(self, soort: type[T], pad: Path, rij: Rij) -> T:
        """Make a record of a row, or raise Invoerfout where its source is not listed."""
        return uit_rij(soort, rij, self._vindplaats(pad, rij))

    def records(self, soort: type[T], naam: str) -> list[T]:
        """Read one table of the data folder as records, in order."""
        pad, rijen = self.rijen(naam)
        return [self.record(soort, pad, rij) for rij in rijen]

    def _vindplaats(self, pad: Path, rij: Rij) -> Vindplaats:
        self.ken_bron(pad, rij["bron"], rij=rij[RIJ], kolom="bron")
        return Vindplaats(rij["bron"], rij["vindplaats"])

    def ken_bron(self, pad: Path, bron: str, **plaats: Any) -> None:
        """Note that a figure names this source, or raise Invoerfout when it is not listed."""
        if bron not in self.bronnen:
            raise Invoerfout(
                pad,
                f"bron '{bron}' staat niet in bronnen.toml",
                lijkt_op(bron, self.bronnen) or "voeg de bron daar toe",
                **plaats,
            )
        self.gebruikte_bronnen.add(bron)


def _bestaande_map(map_: Path) -> Path:
    if not map_.is_dir():
        wat = f"'{map_}' is geen map" if map_.exists() else f"De map '{map_}' bestaat niet"
        raise Gebruikersfout(f"{wat}; wijs met --data of --sleutels een bestaande map aan.")
    return map_


def kopieer_gegevens(gegevens: Invoermappen, doel: Path) -> Path:
    """Copy `data` and `verdeelsleutels` into a new folder: whole, or not at all.

    Raises Gebruikersfout when the folder exists and holds something, or cannot be written.
    """
    import secrets
    import shutil

    if doel.exists() and (not doel.is_dir() or any(doel.iterdir())):
        raise Gebruikersfout(
            f"'{doel}' bestaat al en is niet leeg; kies een nieuwe map, dan raakt er niets kwijt."
        )
    tijdelijk = doel.with_name(f".azwa-{secrets.token_hex(6)}.tmp")
    try:
        doel.parent.mkdir(parents=True, exist_ok=True)
        try:
            for bron, naam in ((gegevens.data, "data"), (gegevens.sleutels_map, "verdeelsleutels")):
                shutil.copytree(bron, tijdelijk / naam, copy_function=shutil.copyfile)
            if doel.exists():
                doel.rmdir()
            tijdelijk.rename(doel)
        finally:
            shutil.rmtree(tijdelijk, ignore_errors=True)
    except OSError as fout:
        raise Gebruikersfout(
            f"De map {doel} is niet te maken ({waarom(fout)}); kies een andere map."
        ) from fout
    return doel


# -- what of the user's own lies over what comes along: added to, never said otherwise -----------


def _leg_rijen(mee: Sequence[Rij], eigen: Sequence[Rij], pad: Path, tabel: Tabel) -> list[Rij]:
    """Return the rows that come along and then those of the user's own that are new.

    `pad` is the user's file. A row that is the same in all columns adds nothing. Raises Invoerfout
    for a row that names what a shipped row names and says something else about it.
    """
    bekend = {_sleutelwaarden(rij, tabel): rij for rij in mee}
    nieuw = []
    for rij in eigen:
        ander = bekend.get(_sleutelwaarden(rij, tabel))
        if ander is None:
            nieuw.append(rij | {RIJ: EigenRij(rij[RIJ], pad)})
            continue
        verschil = next((naam for naam in tabel.kolomnamen if rij[naam] != ander[naam]), None)
        if verschil:
            wat = ", ".join(f"{naam} '{rij[naam]}'" for naam in tabel.sleutel)
            raise Rijplek(pad, rij, verschil).fout(
                f"over {wat} staat hier '{rij[verschil]}', maar in de meegeleverde tabel "
                f"'{ander[verschil]}' (rij {ander[RIJ]})",
                "verwijder deze rij uit uw eigen tabel, of reken met --data op een volledige kopie",
            )
    return [*mee, *nieuw]


def _sleutelwaarden(rij: Rij, tabel: Tabel) -> tuple[Any, ...]:
    return tuple(rij[naam] for naam in tabel.sleutel)


def _weiger_andere_regels(mee: Mapping[str, Any], eigen: Mapping[str, Any], pad: Path) -> None:
    """Raise Invoerfout when the user's TOML file says something else than the one of its name.

    `pad` is the user's file. A rule is one answer as a whole, so there is nothing to add to it.
    """
    anders = next((naam for naam in {**mee, **eigen} if mee.get(naam) != eigen.get(naam)), None)
    if anders is not None:
        raise Invoerfout(
            pad,
            f"'{anders}' is hier anders dan in het meegeleverde bestand van die naam",
            "geef uw eigen bestand een andere naam, of reken met --data op een volledige kopie",
        )
