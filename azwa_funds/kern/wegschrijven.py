"""Put a file in place whole, or not at all, and say in one sentence why not."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from azwa_funds.kern.fouten import Gebruikersfout


def schrijf(pad: Path, inhoud: bytes) -> None:
    """Write a file by way of a temporary one beside it, so that no half file is ever seen.

    Makes the folders that lead to it, and writes through a link to the file it points at. Raises
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
            tijdelijk.write_bytes(inhoud)
            tijdelijk.replace(pad)
        finally:
            tijdelijk.unlink(missing_ok=True)
    except OSError as fout:
        raise Gebruikersfout(_zin(pad, fout)) from fout


def schrijf_samen(bestanden: Mapping[Path, bytes]) -> None:
    """Write files that belong together: all of them, or none.

    When one cannot be written, those before it get back what stood there. Raises
    Gebruikersfout as `schrijf` does.
    """
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
        f"Het bestand {pad} is niet te schrijven ({fout.strerror}); controleer de naam en de map, "
        "en probeer het opnieuw."
    )
