"""Standard output and standard error as a command needs them: there, in UTF-8 and written whole.

One decision about a reader that is gone, whatever PYTHONUNBUFFERED says:

- A pipe whose reader has seen enough (`| head`) ends the command without a word and with
  `GESLOTEN_PIJP`, so that a script never takes an answer that was cut off for a complete one.
- A stream that was closed before the command began (`>&-`, or a Windows program without a screen)
  is a reader that nobody wanted: the command does its work and ends as it always does.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress

#: The exit code of a program whose reader has gone, as elsewhere: never mistaken for an outcome.
GESLOTEN_PIJP = 141


def maak_gereed() -> None:
    """Make `sys.stdout` and `sys.stderr` what a command counts on; call it before anything."""
    for naam, nummer in (("stdout", 1), ("stderr", 2)):
        stroom = getattr(sys, naam)
        if stroom is None:
            setattr(sys, naam, _zonder_lezer(nummer))
        elif isinstance(direct := getattr(stroom, "buffer", None), io.RawIOBase):
            # With PYTHONUNBUFFERED what a full disk or a leaving reader did not take is dropped
            # without an error; with a buffer between, everything is written or it is told.
            setattr(sys, naam, _gebufferd(direct))
        elif hasattr(stroom, "reconfigure"):
            # A pipe on Windows would otherwise get the old code page, and lose the euro sign.
            # A name in another encoding must not break the sentence that names it.
            stroom.reconfigure(encoding="utf-8", errors="backslashreplace")


def laat_los() -> None:
    """Send what is still to come to nowhere: there is nobody left to read it."""
    for stroom in (sys.stdout, sys.stderr):
        # A stream of somebody who calls this program from Python may have no number.
        with suppress(OSError):
            _naar_nergens(stroom.fileno())


def is_gesloten_pijp(fout: OSError) -> bool:
    """Whether writing failed because the reader is gone, and not for lack of room."""
    # Windows has no word of its own for it, and calls the argument invalid.
    codes = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)
    return fout.filename is None and fout.errno in codes


def _zonder_lezer(nummer: int) -> io.TextIOWrapper:
    # The number is taken too, or the next file that is opened would get what is printed.
    _naar_nergens(nummer)
    return open(nummer, "w", encoding="utf-8", errors="backslashreplace", closefd=False)


def _naar_nergens(nummer: int) -> None:
    nergens = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nergens, nummer)
    if nergens != nummer:
        os.close(nergens)


def _gebufferd(direct: io.RawIOBase) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(direct), encoding="utf-8", errors="backslashreplace", line_buffering=True
    )
