"""Do many pieces of work at once, on every core of the machine.

Not by `concurrent.futures.ProcessPoolExecutor`, which was tried and took as many lines: its
processes wait for work for ever once the program that began them is killed, Python then tells the
user of leaked semaphores, and after a fault it begins pieces that lay ready. A pipe per process
ends with either side, and leaves nothing to clean up.
"""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from azwa_funds.kern.fouten import Gebruikersfout

T = TypeVar("T")

#: A process takes about as long to start as twenty workbooks take to make.
_MINSTE_PER_KERN = 20

#: More would win little time, and each takes the memory of a program.
_MEESTE = 4


def op_alle_kernen(werk: Sequence[Callable[[], T]]) -> Iterator[T]:
    """Yield what each piece of work returns, in the order of the work.

    The first piece is done here, so that what is wrong for all is said before more is begun. Of
    much work the rest is shared out over processes. They are started anew, as on Windows, so that
    every system does the same, and what the pieces hold must be picklable; where the system has
    no room for processes, all is done here.

    Raises what a piece raises, and then begins no more of them; Gebruikersfout when the system
    ends a process.
    """
    yield from (stuk() for stuk in werk[:1])
    rest = werk[1:]
    aantal = min(_kernen(), _MEESTE, len(rest) // _MINSTE_PER_KERN)
    with _werkers(aantal if aantal > 1 else 0) as werkers:
        if werkers:
            yield from _verdeeld(werkers, rest)
        else:
            yield from (stuk() for stuk in rest)


def _kernen() -> int:
    """Return how many cores this program may use, which can be less than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _werkers(aantal: int) -> Iterator[list[Connection]]:
    """Give the lines to so many processes that wait for work, or none where that cannot be.

    A process ends once nobody listens to it, also when this one is no longer there.
    """
    soort = get_context("spawn")
    lijnen: list[Connection] = []
    processen: list[BaseProcess] = []
    try:
        with suppress(OSError), _ctrl_c_daarna():
            for _ in range(aantal):
                onze, hunne = soort.Pipe()
                lijnen.append(onze)
                proces = soort.Process(target=_werk, args=(hunne,), daemon=True)
                proces.start()
                processen.append(proces)
                hunne.close()
        yield lijnen if len(processen) == aantal else []
    except BaseException:
        with suppress(KeyboardInterrupt):  # the first is on its way already
            _wacht_op(lijnen, processen)
        raise
    else:
        _wacht_op(lijnen, processen)


def _wacht_op(lijnen: Sequence[Connection], processen: Sequence[BaseProcess]) -> None:
    """Let the processes finish what they have in hand; a Ctrl-C may not leave it half written."""
    with _ctrl_c_daarna() if processen else nullcontext():
        for lijn in lijnen:
            lijn.close()
        for proces in processen:
            proces.join()


@contextmanager
def _ctrl_c_daarna() -> Iterator[None]:
    """Keep a Ctrl-C until after the block, and from whoever is started within it.

    One process is to answer it, and not halfway through starting another. Windows cannot keep it
    from others; they close their ears themselves.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # of a command behind `nohup` or `&`
        yield
        return
    gehoord: list[int] = []
    gewoon = signal.signal(signal.SIGINT, lambda nummer, _: gehoord.append(nummer))
    masker = None
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # as it starts it would undo the mask
        masker = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if masker is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, masker)
        signal.signal(signal.SIGINT, gewoon)
    if gehoord:
        raise KeyboardInterrupt


def _verdeeld(werkers: Sequence[Connection], werk: Sequence[Callable[[], T]]) -> Iterator[T]:
    """Deal out the pieces as one deals cards, and gather what they return."""
    try:
        for nummer, werker in enumerate(werkers):
            werker.send(werk[nummer :: len(werkers)])
        for nummer in range(len(werk)):
            uitkomst, fout = werkers[nummer % len(werkers)].recv()
            if fout is not None:
                raise fout
            yield uitkomst
    except (EOFError, ConnectionError):
        raise Gebruikersfout(
            "Het systeem heeft een deel van het werk gestopt, waarschijnlijk omdat er te weinig "
            "geheugen is; sluit andere programma's en probeer het opnieuw."
        ) from None


def _werk(lijn: Connection) -> None:
    """Do what is asked until nobody listens any more; this runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        for stuk in lijn.recv():
            lijn.send(_uitkomst(stuk))


def _uitkomst(stuk: Callable[[], Any]) -> tuple[Any, Exception | None]:
    try:
        return stuk(), None
    except Exception as fout:
        return None, _reisvaardig(fout)


def _reisvaardig(fout: Exception) -> Exception:
    """Return an exception that another process can read, with the place where it was raised.

    Of what the user can mend the sentence is enough; an exception that cannot be copied is told
    by its name.
    """
    if isinstance(fout, Gebruikersfout):
        kaal = Gebruikersfout(str(fout))
        kaal.venster = fout.venster
        return kaal
    spoor = traceback.format_exc()
    try:
        pickle.loads(pickle.dumps(fout))
    except Exception:
        fout = RuntimeError(f"{type(fout).__name__}: {fout}")
    fout.add_note(spoor)
    return fout
