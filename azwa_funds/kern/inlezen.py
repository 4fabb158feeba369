"""What may be read: a file that ends, and no door to something that waits or goes on for ever."""

from __future__ import annotations

import errno
from pathlib import Path


def weiger_bijzonder(pad: Path) -> None:
    """Raise OSError for a pipe, a device or a socket: who opens one may wait without end.

    What is not there, or is a folder, is left to who reads it.
    """
    if pad.exists() and not pad.is_file() and not pad.is_dir():
        raise OSError(errno.EINVAL, "dit is geen gewoon bestand", str(pad))
