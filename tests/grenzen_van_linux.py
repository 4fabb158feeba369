"""Bounds on the processor time, waiting and memory of what a test runs, as Linux has them."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType


class TeVeel(BaseException):
    """Not an Exception, so that the program does not make a sentence of it."""


@contextmanager
def begrensd(seconden: int, bytes_: int) -> Iterator[None]:
    """Let what runs inside take so much beyond what this process takes already."""

    def stop(signaal: int, plek: FrameType | None) -> None:
        raise TeVeel(f"nog niet klaar na {seconden} s rekenen")

    bladen = int(Path("/proc/self/statm").read_text().split()[0])
    zacht, hard = resource.getrlimit(resource.RLIMIT_AS)
    nu = bladen * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (nu + bytes_, hard))
    vorige = [signal.signal(soort, stop) for soort in (signal.SIGPROF, signal.SIGALRM)]
    # Processor time, for the machine may be busy with something else; and who waits must end too.
    signal.setitimer(signal.ITIMER_PROF, seconden)
    signal.alarm(10 * seconden)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        for soort, oude in zip((signal.SIGPROF, signal.SIGALRM), vorige, strict=True):
            signal.signal(soort, oude)
        resource.setrlimit(resource.RLIMIT_AS, (zacht, hard))
