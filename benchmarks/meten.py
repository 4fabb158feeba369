"""Two ways to do the same work, in turn, so that a noisy machine bothers both alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: One run: what was called, and returns how long it took on the clock and in processor time.
Duur = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Streef:
    """What a ratio should be; without a number it is only shown."""

    grens: float | None = None
    minstens: bool = False

    def __str__(self) -> str:
        if self.grens is None:
            return "ter vergelijking"
        return f"{'minstens' if self.minstens else 'hoogstens'} {getal(self.grens, 1)} ×"

    def gehaald(self, verhouding: float) -> bool:
        if self.grens is None:
            return True
        return verhouding >= self.grens if self.minstens else verhouding <= self.grens


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """Our work beside that of what a user would pick instead.

    `streef` judges our time divided by theirs, or theirs by ours where it asks for a least.
    `maal` says how often a thing too short to time is done in one run; what was warmed up while
    it was prepared needs no run that does not count. `kern` is the work of a process as a call,
    to look where its time goes; `waarom` says what a reader should know where the aim is missed.
    """

    werk: str
    tegen: str
    onze: Callable[[], object]
    ander: Callable[[], object]
    streef: Streef = Streef()
    maal: tuple[int, int] = (1, 1)
    opwarmen: bool = True
    kern: Callable[[], object] | None = None
    waarom: str = ""


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Times of all pairs, in seconds per piece of work, and their ratios pair by pair.

    `verhoudingen` are those of processor time, which counts: the clock tells of others as well.
    """

    vergelijking: Vergelijking
    onze: Sequence[Duur]
    ander: Sequence[Duur]
    verhoudingen: Sequence[float] = field(init=False)

    def __post_init__(self) -> None:
        delen = [self._deel(o[1], a[1]) for o, a in zip(self.onze, self.ander, strict=True)]
        object.__setattr__(self, "verhoudingen", sorted(delen))

    def _deel(self, onze: float, ander: float) -> float:
        return ander / onze if self.vergelijking.streef.minstens else onze / ander

    @property
    def verhouding(self) -> float:
        return statistics.median(self.verhoudingen)

    @property
    def verhouding_klok(self) -> float:
        return statistics.median(
            self._deel(o[0], a[0]) for o, a in zip(self.onze, self.ander, strict=True)
        )

    @property
    def gehaald(self) -> bool:
        return self.vergelijking.streef.gehaald(self.verhouding)


#: A process that starts another counts at first with the memory of its parent; hence a small one.
_METER = """
import os, sys
_, status, use = os.wait4(os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]), 0)
print(use.ru_maxrss, file=sys.stderr)
"""


def _op_een_kern() -> None:
    """Keep what is started to one core: two that share one would each count its time."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


class Proces:
    """A command as a whole process; called, it runs once and says how long that took.

    With `een_kern` it gets no more than one core; what is in the folder `eerst` is imported before
    a library of the same name.
    """

    def __init__(
        self,
        *opdracht: str | Path,
        codes: tuple[int, ...] = (0,),
        een_kern: bool = False,
        eerst: Path | None = None,
    ) -> None:
        self.opdracht, self.codes = [str(deel) for deel in opdracht], codes
        self._vooraf = _op_een_kern if een_kern else None
        self._omgeving = os.environ | ({"PYTHONPATH": str(eerst)} if eerst else {})

    def __call__(self) -> Duur:
        begin = time.perf_counter()
        proces = subprocess.Popen(
            self.opdracht,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=self._vooraf,
            env=self._omgeving,
        )
        _, status, gebruik = os.wait4(proces.pid, 0)
        duur = time.perf_counter() - begin
        proces.returncode = os.waitstatus_to_exitcode(status)
        if proces.returncode not in self.codes:
            raise RuntimeError(f"{self.opdracht} ended with {proces.returncode}")
        return duur, gebruik.ru_utime + gebruik.ru_stime

    def profiel(self) -> str:
        """Run once under cProfile and return where its time goes."""
        meter = [sys.executable, "-m", "cProfile", "-s", "tottime", *self.opdracht]
        uit = subprocess.run(meter, capture_output=True, text=True, check=True, env=self._omgeving)
        regels = uit.stdout.splitlines()
        begin = next(n for n, regel in enumerate(regels) if " function calls" in regel)
        return "\n".join(regels[begin : begin + 20])

    def piek_mib(self) -> float:
        """Run once and return the peak memory, in MiB."""
        meter = [sys.executable, "-I", "-S", "-c", _METER, *self.opdracht]
        uit = subprocess.run(meter, capture_output=True, text=True, check=True)
        return int(uit.stderr.split()[-1]) / 1024


def onze_opdracht(
    *woorden: str | Path, codes: tuple[int, ...] = (0,), een_kern: bool = False
) -> Proces:
    """Our program as a process, as a user starts it: without what only our tests need."""
    programma = Path(sys.executable).with_name("azwa-funds")
    gebruiker = Path(__file__).with_name("gebruiker")
    return Proces(programma, *woorden, codes=codes, een_kern=een_kern, eerst=gebruiker)


def python(regel: str) -> Proces:
    """A line of Python as a process of its own."""
    return Proces(sys.executable, "-c", regel)


def meet(vergelijking: Vergelijking, paren: int) -> Uitslag:
    """Run both once to warm up, then in turn."""
    onze, ander = vergelijking.onze, vergelijking.ander
    if vergelijking.opwarmen:
        _duur(onze, 1), _duur(ander, 1)
    tijden: tuple[list[Duur], list[Duur]] = [], []
    for _ in range(paren):
        tijden[0].append(_duur(onze, vergelijking.maal[0]))
        tijden[1].append(_duur(ander, vergelijking.maal[1]))
    return Uitslag(vergelijking, *tijden)


def _duur(werk: Callable[[], object], maal: int) -> Duur:
    """Time a piece of work; a process tells its own time."""
    if isinstance(werk, Proces):
        return werk()
    klok, reken = time.perf_counter(), time.process_time()
    for _ in range(maal):
        werk()
    return (time.perf_counter() - klok) / maal, (time.process_time() - reken) / maal


def getal(waarde: float, decimalen: int) -> str:
    """Show a number as the Dutch do."""
    return f"{waarde:,.{decimalen}f}".translate(str.maketrans(",.", ".,"))


def tijd(seconden: float) -> str:
    """Show a time in a unit that leaves three or four digits."""
    for eenheid, schaal in (("s", 1.0), ("ms", 1e-3)):
        if seconden >= schaal:
            return f"{getal(seconden / schaal, 2)} {eenheid}"
    return f"{getal(seconden / 1e-6, 1)} µs"
