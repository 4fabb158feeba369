"""Put a file in place whole, or not at all, and say in one sentence why not."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from azwa_funds.fouten import Gebruikersfout

_REDENEN = {
    errno.ENOSPC: "de schijf is vol; maak ruimte en probeer het opnieuw",
    errno.EROFS: "deze plek is alleen-lezen; kies met --uit een andere plek",
    errno.ENOTDIR: "een deel van het pad is een bestand en geen map; kies met --uit een andere plek",
    errno.EEXIST: "een deel van het pad is een bestand en geen map; kies met --uit een andere plek",
    errno.EISDIR: "dit is een map en geen bestand; noem met --uit een bestandsnaam",
    errno.ENAMETOOLONG: "de naam is te lang; kies met --uit een kortere naam",
}
_BEVEILIGD = "het staat elders open of is beveiligd; sluit het (in Excel) en probeer het opnieuw"


def schrijf(pad: Path, inhoud: bytes) -> None:
    """Write a file by way of a temporary one beside it, so that no half file is ever seen.

    Makes the folders that lead to it. Raises Gebruikersfout with the path and a remedy when the
    file cannot be written; what stood there before is then still there.
    """
    tijdelijk = None
    try:
        pad.parent.mkdir(parents=True, exist_ok=True)
        if pad.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        greep, tijdelijk = tempfile.mkstemp(dir=pad.parent, prefix=f".{pad.name}.", suffix=".tmp")
        with os.fdopen(greep, "wb") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            os.fsync(bestand.fileno())
        _geef_gewone_rechten(tijdelijk)
        Path(tijdelijk).replace(pad)
    except OSError as fout:
        reden = _BEVEILIGD if isinstance(fout, PermissionError) else _REDENEN.get(fout.errno or 0)
        raise Gebruikersfout(
            f"Het bestand '{pad}' is niet te schrijven: {reden or fout.strerror}."
        ) from fout
    finally:
        if tijdelijk is not None:
            with contextlib.suppress(OSError):
                Path(tijdelijk).unlink(missing_ok=True)


def _geef_gewone_rechten(tijdelijk: str) -> None:
    """Give the rights a new file would have; a temporary file is for its owner alone."""
    masker = os.umask(0)
    os.umask(masker)
    Path(tijdelijk).chmod(0o666 & ~masker)
