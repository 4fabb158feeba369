"""Replace a file in a dossier so that nothing is lost: the old one is kept, and can be put back.

Every replacement is a line in `.azwa/logboek.jsonl` (when, what, which file, the sum before and
after); the old contents stand in `.azwa/bewaard/` under their own sha256. Who deletes `.azwa` loses
the history and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.schijf import alleen_in, schrijf
from azwa_funds.kern.tekst import toon_datum

_MAP = ".azwa"


@dataclass(frozen=True)
class Wijziging:
    """One line of the log; a sum is "" where there was no file."""

    nummer: int
    wanneer: str
    wat: str
    bestand: str
    som_voor: str
    som_na: str

    @property
    def wanneer_in_woorden(self) -> str:
        """The moment as people write it, "22 april 2026, 14:05"; what is no moment as it stands."""
        dag, _, tijd = self.wanneer.partition("T")
        try:
            return f"{toon_datum(dag)}, {tijd[:5]}"
        except (ValueError, IndexError):
            return self.wanneer


class Verouderd(Gebruikersfout):
    """A form shows what stood in a file before somebody else changed it."""


def som_van(pad: Path) -> str:
    """Return the sha256 of a file, "" when it is not there."""
    return hashlib.sha256(pad.read_bytes()).hexdigest() if pad.is_file() else ""


def lees_bestand(map_: Path, naam: str) -> tuple[str, str]:
    """Return the text of a file in a dossier and its sha256, both "" when it is not there."""
    pad = plek_in(map_, naam)
    if not pad.is_file():
        return "", ""
    return pad.read_text(encoding="utf-8", errors="replace"), som_van(pad)


def lees_logboek(map_: Path) -> list[Wijziging]:
    """Return all changes, the first one first; lines that cannot be read are left alone."""
    pad = map_ / _MAP / "logboek.jsonl"
    regels = pad.read_text(encoding="utf-8").splitlines() if pad.is_file() else []
    gelezen = []
    for nummer, regel in enumerate(regels, start=1):
        try:
            gelezen.append(Wijziging(**(json.loads(regel) | {"nummer": nummer})))
        except (ValueError, TypeError):
            continue
    return gelezen


def vervang(
    map_: Path,
    naam: str,
    inhoud: bytes | None,
    wat: str,
    *,
    som_gezien: str | None = None,
    nu: Callable[[], datetime] = datetime.now,
) -> Wijziging:
    """Put new contents in a file of a dossier, or with None take it away; the old ones are kept.

    `naam` is relative to the dossier; `wat` says in a few words what was done. `som_gezien` is the
    sha256 of what the user looked at: when the file is another by now, Verouderd is raised and
    nothing is written. Raises Gebruikersfout for a place outside the dossier.
    """
    pad = plek_in(map_, naam)
    with alleen_in(map_):
        voor = som_van(pad)
        if som_gezien is not None and som_gezien != voor:
            raise Verouderd(
                f"'{naam}' is intussen veranderd; bekijk het bestand opnieuw en kies dan."
            )
        if voor:
            _bewaar(map_, pad.read_bytes())
        if inhoud is None:
            pad.unlink(missing_ok=True)
        else:
            schrijf(pad, inhoud)
        wanneer = f"{nu():%Y-%m-%dT%H:%M:%S}"
        return _noteer(map_, Wijziging(0, wanneer, wat, naam, voor, som_van(pad)))


def herstel(
    map_: Path, nummer: int | None = None, *, nu: Callable[[], datetime] = datetime.now
) -> Wijziging:
    """Put back what stood in a file before a change, by default the last one; a new line says so.

    Raises Gebruikersfout when there is no such change, or its old contents are gone.
    """
    logboek = lees_logboek(map_)
    gekozen = [w for w in logboek if nummer in (None, w.nummer)]
    if not gekozen:
        raise Gebruikersfout(
            f"Wijziging {nummer} bestaat niet; kies een nummer tot en met {logboek[-1].nummer}."
            if logboek
            else "Er is in dit dossier nog niets vervangen; er is niets terug te zetten."
        )
    wijziging = gekozen[-1]
    inhoud = None
    if wijziging.som_voor:
        bewaard = map_ / _MAP / "bewaard" / wijziging.som_voor
        if not bewaard.is_file():
            raise Gebruikersfout(
                f"Wat er voor wijziging {wijziging.nummer} in '{wijziging.bestand}' stond, is niet "
                f"meer bewaard; de map {_MAP}/bewaard is geleegd."
            )
        inhoud = bewaard.read_bytes()
    return vervang(
        map_, wijziging.bestand, inhoud, f"wijziging {wijziging.nummer} teruggezet", nu=nu
    )


def plek_in(map_: Path, naam: str) -> Path:
    """Return the path of a file in a dossier, or raise Gebruikersfout for a place outside it."""
    pad = map_ / naam
    binnen = pad.resolve().is_relative_to(map_.resolve())
    if not naam or "\0" in naam or not binnen or pad.resolve() == map_.resolve():
        raise Gebruikersfout(f"'{naam}' ligt niet in het dossier; kies een plek in {map_}.")
    return pad


def _bewaar(map_: Path, inhoud: bytes) -> None:
    doel = map_ / _MAP / "bewaard" / hashlib.sha256(inhoud).hexdigest()
    if not doel.exists():
        schrijf(doel, inhoud)


def _noteer(map_: Path, wijziging: Wijziging) -> Wijziging:
    pad = map_ / _MAP / "logboek.jsonl"
    eerder = pad.read_bytes() if pad.is_file() else b""
    velden = {naam: waarde for naam, waarde in asdict(wijziging).items() if naam != "nummer"}
    schrijf(pad, eerder + json.dumps(velden, ensure_ascii=False).encode() + b"\n")
    return Wijziging(eerder.count(b"\n") + 1, **velden)
