"""A folder of one's own with the data and keys of the program, to add to."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout, waarom


def kopieer_gegevens(gegevens: Gegevens, doel: Path) -> Path:
    """Copy `data` and `verdeelsleutels` into a new folder: whole, or not at all.

    Raises Gebruikersfout when the folder exists and holds something, or cannot be written.
    """
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
