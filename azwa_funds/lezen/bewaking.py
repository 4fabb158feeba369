"""pandera, which guards frames: loaded where it guards one, for that takes longer than guarding."""

from __future__ import annotations

import sys


def laad_pandera() -> None:
    """Load pandera without the library that makes test data for it, where that is installed.

    Afterwards `import pandera.pandas` takes no time.
    """
    if "hypothesis" in sys.modules:
        return
    # None in this place says that a module cannot be imported.
    sys.modules["hypothesis"] = None  # type: ignore[assignment]
    try:
        import pandera.strategies.base_strategies  # noqa: F401
    finally:
        del sys.modules["hypothesis"]
