"""Put a file in place whole, or not at all, and say in one sentence why not."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from azwa_funds.kern.fouten import Gebruikersfout, waarom


def schrijf(pad: Path, inhoud: bytes) -> None:
    """Write a file by way of a temporary one beside it, so that no half file is ever seen.

    Makes the folders that lead to it, and writes through a link to the file it points at. Who may
    read and write a file that is replaced stays as it was. The bytes are on the disk before the
    file gets its name, and the name is before this returns, also when the power fails. Raises
    Gebruikersfout with the path and a remedy when the file cannot be written; what stood there
    before is then still there.
    """
    try:
        pad = pad.resolve() if pad.is_symlink() else pad
        if pad.exists() and not pad.is_file() and not pad.is_dir():
            raise Gebruikersfout(f"{pad} is geen gewoon bestand; geef de naam van een bestand.")
        tijdelijk = pad.with_name(f".azwa-{secrets.token_hex(6)}.tmp")
        pad.parent.mkdir(parents=True, exist_ok=True)
        try:
            _schrijf_vast(tijdelijk, inhoud, _rechten(pad))
            tijdelijk.replace(pad)
        finally:
            tijdelijk.unlink(missing_ok=True)
        _leg_namen_vast(pad.parent)
    except OSError as fout:
        raise Gebruikersfout(_zin(pad, fout)) from fout


def _schrijf_vast(pad: Path, inhoud: bytes, rechten: int | None) -> None:
    """Write a new file, and return when its bytes are on the disk itself."""
    mag = 0o666 if rechten is None else rechten
    # Nobody who may not read the file that it replaces can read this one, not for a moment.
    nieuw = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(pad, nieuw, mag), "wb") as bestand:
        bestand.write(inhoud)
        bestand.flush()
        os.fsync(bestand.fileno())
    if rechten is not None and _rechten(pad) != rechten:
        pad.chmod(rechten)


def _rechten(pad: Path) -> int | None:
    """Return who may do what with a file, None when it is not there."""
    try:
        return stat.S_IMODE(pad.stat().st_mode)
    except FileNotFoundError:
        return None


def _leg_namen_vast(map_: Path) -> None:
    """Put on the disk which files a folder holds, where a system can do that."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # the file stands already; not every network disk knows this
        nummer = os.open(map_, os.O_RDONLY)
        try:
            os.fsync(nummer)
        finally:
            os.close(nummer)


def schrijf_samen(bestanden: Mapping[Path, bytes]) -> None:
    """Write files that belong together, all or none; raises Gebruikersfout as `schrijf` does."""
    gedaan: dict[Path, bytes | None] = {}
    try:
        for pad, inhoud in bestanden.items():
            oud = _lees(pad)
            schrijf(pad, inhoud)
            gedaan[pad] = oud
    except BaseException:
        for pad, oud in gedaan.items():
            if oud is None:
                pad.unlink(missing_ok=True)
            else:
                schrijf(pad, oud)
        raise


@contextmanager
def alleen_in(map_: Path) -> Iterator[None]:
    """Keep a second run of this program out of a folder whose tables are read and written again.

    Else what the one run added would be lost in the table of the other. The lock is kept by the
    system and ends with the process, however that ends; where a disk knows no locks there is
    none. Raises Gebruikersfout when another run is busy there.
    """
    with ExitStack() as opruimen:
        try:
            _vergrendel(map_, opruimen)
        except BlockingIOError:
            raise Gebruikersfout(
                f"In de map {map_} is een andere opdracht van dit programma bezig; wacht tot die "
                "klaar is en probeer het opnieuw."
            ) from None
        except OSError:
            pass
        yield


if sys.platform == "win32":

    def _vergrendel(map_: Path, opruimen: ExitStack) -> None:
        import msvcrt

        slot = map_ / ".azwa-slot"
        bestand = opruimen.enter_context(slot.open("a+b"))
        try:
            msvcrt.locking(bestand.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as fout:
            raise BlockingIOError from fout

else:

    def _vergrendel(map_: Path, opruimen: ExitStack) -> None:
        import fcntl

        nummer = os.open(map_, os.O_RDONLY)
        opruimen.callback(os.close, nummer)
        fcntl.flock(nummer, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lees(pad: Path) -> bytes | None:
    """Return what stands in a file, None when there is none; what cannot be read stops us."""
    try:
        return pad.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fout:
        raise Gebruikersfout(_zin(pad, fout)) from fout


def _zin(pad: Path, fout: OSError) -> str:
    if fout.errno == errno.ENAMETOOLONG:
        return f"De naam {pad.name} is te lang voor een bestand; kies een kortere naam."
    if pad.is_dir():
        return f"{pad} is een map; geef de naam van een bestand."
    if isinstance(fout, FileExistsError | NotADirectoryError):
        return (
            f"De map {pad.parent} is niet te maken omdat er een bestand met die naam staat; "
            "kies een andere map."
        )
    if pad.parent.is_dir() and not os.access(pad.parent, os.W_OK):
        return f"U mag niet schrijven in de map {pad.parent}; kies een andere map."
    if isinstance(fout, PermissionError) or fout.errno == errno.EROFS:
        return (
            f"Het bestand {pad} is niet te schrijven omdat het ergens anders open staat of "
            "beveiligd is; sluit het in Excel of kies een andere map, en probeer het opnieuw."
        )
    if fout.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return (
            f"Het bestand {pad} is niet te schrijven omdat de schijf vol is; maak ruimte en "
            "probeer het opnieuw."
        )
    return (
        f"Het bestand {pad} is niet te schrijven ({waarom(fout)}); controleer de naam en de map, "
        "en probeer het opnieuw."
    )
