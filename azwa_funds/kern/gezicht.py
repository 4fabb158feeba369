"""The face of a room: what other rooms may ask of it, said once and loaded when first used.

A face imports each name from the file that has it, inside `with gezicht(globals()):`. Nothing is
loaded there: only where a name stands is remembered, or `uitleg` would wait for every workbook.
Type checkers, import-linter and who reads it see ordinary imports.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import RLock
from types import SimpleNamespace
from typing import Any

#: One face at a time takes the place of `__import__`.
_SLOT = RLock()


@contextmanager
def gezicht(kamer: dict[str, Any]) -> Iterator[None]:
    """Remember the imports made inside instead of making them; each name keeps its own."""
    plaatsen: dict[str, str] = {}

    def onthoud(module: str, namen: Any = None, *rest: Any, **verder: Any) -> Any:
        if namen is not kamer:  # another thread, which imports something else
            return echt(module, namen, *rest, **verder)
        _, gevraagd, _ = rest
        plaatsen.update(dict.fromkeys(gevraagd, module))
        return SimpleNamespace(**dict.fromkeys(gevraagd))

    def haal(naam: str) -> Any:
        if naam in plaatsen:
            return getattr(import_module(plaatsen[naam]), naam)
        raise AttributeError(f"module '{kamer['__name__']}' has no attribute '{naam}'")

    with _SLOT:
        echt = builtins.__import__
        vars(builtins)["__import__"] = onthoud
        try:
            yield
        finally:
            vars(builtins)["__import__"] = echt
    for naam in plaatsen:
        del kamer[naam]
    kamer["__getattr__"], kamer["__all__"] = haal, sorted(plaatsen)
    kamer["__dir__"] = lambda: [*kamer.keys() & {"__version__"}, *plaatsen]
