"""Do many pieces of work at once, on every core of the machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from azwa_funds.fouten import Gebruikersfout

T = TypeVar("T")

#: A process takes about as long to start as twenty workbooks take to make.
_MINSTE_PER_KERN = 20

#: More would win little time, and each takes the memory of a program.
_MEESTE = 4

#: What a process of its own has to do, set once as it starts.
_werk: Sequence[Callable[[], Any]] = ()


def op_alle_kernen(werk: Sequence[Callable[[], T]]) -> Iterator[T]:
    """Yield what each piece of work returns, in the order of the work.

    Little work is done here and now; more of it is shared out over processes that are started
    anew, as on Windows, so that every system does the same. What the pieces hold must be
    picklable. Raises what a piece raises, and then starts no more of them; Gebruikersfout when
    the system ends a process.
    """
    aantal = min(_kernen(), _MEESTE, len(werk) // _MINSTE_PER_KERN)
    if aantal < 2:
        yield from (stuk() for stuk in werk)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    try:
        with ProcessPoolExecutor(aantal, get_context("spawn"), _begin, (werk,)) as processen:
            with _doof_voor_ctrl_c():
                uitkomsten = processen.map(_doe, range(len(werk)))
            yield from uitkomsten
    except BrokenProcessPool:
        raise Gebruikersfout(
            "Het systeem heeft een deel van het werk gestopt, waarschijnlijk omdat er te weinig "
            "geheugen is; sluit andere programma's en probeer het opnieuw."
        ) from None


def _kernen() -> int:
    """Return how many cores this program may use, which can be less than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _doof_voor_ctrl_c() -> Iterator[None]:
    """Ignore Ctrl-C while processes start: they inherit that, and one process is to answer it."""
    gewoon = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, gewoon)


def _begin(werk: Sequence[Callable[[], Any]]) -> None:
    """Take the work, and do not outlive the process that gave it."""
    from multiprocessing import parent_process
    from threading import Thread

    global _werk
    _werk = werk
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows lets nobody inherit that
    gever = parent_process()
    assert gever is not None

    def volg() -> None:
        gever.join()
        os._exit(1)

    Thread(target=volg, daemon=True).start()


def _doe(nummer: int) -> Any:
    try:
        return _werk[nummer]()
    except Gebruikersfout as fout:
        # The sentence can travel between processes; the parts it was made of cannot.
        raise Gebruikersfout(str(fout)) from None
