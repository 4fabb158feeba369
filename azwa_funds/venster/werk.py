"""Work that takes long runs beside the window: the very command that could have been typed.

Every piece runs in a process of its own, so that a broken or huge file of the user's cannot take
the window along, and can be stopped. One at a time; what was asked later waits. What a command
writes is whole or absent, also when it is stopped.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from azwa_funds.kern.fouten import IN_VENSTER

#: So many seconds a command has to end by itself once it is stopped.
_GEDULD = 15
#: So many finished pieces are remembered, for who reloads a page.
_ONTHOUDEN = 40


@dataclass(frozen=True)
class Uitkomst:
    """What a command answered: its exit code and what it printed."""

    code: int
    uit: str
    fout: str

    @property
    def zin(self) -> str:
        """What went wrong, with the remedy that the window has."""
        return self.fout.removeprefix("Fout: ").strip()

    @property
    def json(self) -> Any:
        """The answer as data; None where it is no JSON."""
        try:
            return json.loads(self.uit)
        except ValueError:
            return None


@dataclass
class Werk:
    """One piece of work: what it is, how far it is, and in the end its outcome."""

    nummer: int
    titel: str
    opdracht: Sequence[str]
    vervolg: str
    map_: Path
    gedaan: int = 0
    totaal: int = 0
    uitkomst: Uitkomst | None = None
    gestopt: bool = False
    na: Callable[[Uitkomst], None] | None = None
    _proces: Any = field(default=None, repr=False)
    _luistert: bool = False
    _slot: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def is_klaar(self) -> bool:
        """Whether there is an outcome."""
        return self.uitkomst is not None

    @property
    def wacht(self) -> bool:
        """Whether other work has to be done first."""
        return self._proces is None and not self.is_klaar

    def voer_uit(self) -> None:
        """Run the command in a process of its own and wait for it."""
        soort = get_context("spawn")
        ons, hun = soort.Pipe(duplex=False)
        with self._slot:  # so that a stop finds either nothing begun or a process to end
            if self.gestopt:
                self.uitkomst = _GESTOPT
                return
            woorden = (hun, list(self.opdracht), str(self.map_))
            self._proces = soort.Process(target=_kind, args=woorden)
            self._proces.start()
        hun.close()
        uitkomst = None
        with suppress(EOFError, OSError):
            while uitkomst is None:
                bericht = ons.recv()
                if isinstance(bericht, Uitkomst):
                    uitkomst = bericht
                else:
                    self.gedaan, self.totaal = bericht
                    self._luistert = True
        self._proces.join()
        if self.gestopt and (uitkomst is None or uitkomst.code > 1):
            uitkomst = _GESTOPT
        uitkomst = uitkomst or _WEG
        if self.na is not None:
            self.na(uitkomst)
        self.uitkomst = uitkomst

    def stop(self) -> None:
        """End the command as Ctrl-C does: what it has in hand is finished, and nothing is half.

        What does not listen is ended after a while.
        """
        with self._slot:
            self.gestopt = True
            proces = self._proces
        if proces is None or not proces.is_alive():
            return
        if sys.platform == "win32" or not self._luistert:
            proces.kill()
            return
        with suppress(OSError):
            os.kill(proces.pid, signal.SIGINT)
        dwing = threading.Timer(_GEDULD, self._dwing)
        dwing.daemon = True
        dwing.start()

    def _dwing(self) -> None:
        if self._proces.is_alive() and sys.platform != "win32":
            with suppress(OSError):
                os.killpg(self._proces.pid, signal.SIGKILL)


_GESTOPT = Uitkomst(130, "", "Gestopt; er is niets half geschreven.")
_WEG = Uitkomst(
    2, "", "Het werk is onverwacht geëindigd; probeer het opnieuw met een kleiner bestand."
)


class Werkplaats:
    """All pieces of work of a window, by number; one runs, the others wait their turn."""

    def __init__(self) -> None:
        self._werk: dict[int, Werk] = {}
        self._volgende = 1
        self._beurt = ThreadPoolExecutor(max_workers=1)
        self._slot = threading.Lock()

    @property
    def is_bezig(self) -> bool:
        """Whether any work runs or waits."""
        return any(not werk.is_klaar for werk in list(self._werk.values()))

    def begin(
        self,
        titel: str,
        opdracht: Sequence[str | Path],
        vervolg: str,
        map_: Path,
        na: Callable[[Uitkomst], None] | None = None,
    ) -> Werk:
        """Queue a command; `vervolg` is the screen that shows its outcome."""
        with self._slot:
            werk = Werk(self._volgende, titel, [*map(str, opdracht)], vervolg, map_, na=na)
            self._volgende += 1
            self._werk[werk.nummer] = werk
            for oud in [n for n, w in self._werk.items() if w.is_klaar][:-_ONTHOUDEN]:
                del self._werk[oud]
        self._beurt.submit(werk.voer_uit)
        return werk

    def zoek(self, nummer: int | None) -> Werk | None:
        """Return a piece of work, None when it is not (or no longer) known."""
        return self._werk.get(nummer or 0)

    def sluit(self) -> None:
        """Stop everything that runs or waits."""
        for werk in self._werk.values():
            if not werk.is_klaar:
                werk.stop()
        self._beurt.shutdown(wait=True, cancel_futures=True)


def _kind(pijp: Connection, opdracht: list[str], map_: str) -> None:
    """Run one command as the command line does; what it prints goes through the pipe."""
    if sys.platform != "win32":
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    pijp.send((0, 0))  # from here on a stop is heard
    os.chdir(map_)
    from azwa_funds.scherm import opties

    opties.volg_voortgang(lambda gedaan, totaal: pijp.send((gedaan, totaal)))
    pijp.send(antwoord_op(opdracht))
    pijp.close()


def antwoord_op(opdracht: Sequence[str]) -> Uitkomst:
    """Run a command in this process; what it says of a fault has the remedy of the window."""
    # By name: the front door stands beside the window, not below it.
    main = import_module("azwa_funds.opdrachten").main
    uit, fout = _Stroom(), _Stroom()
    sys.argv = ["azwa-funds", *opdracht]
    code: Any = 2
    hier = IN_VENSTER.set(True)
    try:
        with redirect_stdout(uit), redirect_stderr(fout):
            main()
    except SystemExit as einde:
        code = einde.code
    finally:
        IN_VENSTER.reset(hier)
    return Uitkomst(code if isinstance(code, int) else 2, uit.tekst, fout.tekst)


class _Stroom(io.TextIOWrapper):
    """A stream of text that is no terminal and can be read back."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8", newline="\n", write_through=True)

    @property
    def tekst(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8", "replace")
