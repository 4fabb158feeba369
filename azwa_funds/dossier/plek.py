"""Which folder is a dossier: all that a command has to know before it knows anything else."""

from __future__ import annotations

from pathlib import Path

#: The file that makes a folder a dossier.
BESTAND = "dossier.toml"


def is_dossier(map_: Path) -> bool:
    """Whether a folder is a dossier."""
    return (map_ / BESTAND).is_file()
