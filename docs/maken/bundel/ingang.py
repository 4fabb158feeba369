"""Where the bundle starts: the command line, or by double-click the window."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

from azwa_funds.opdrachten import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if len(sys.argv) == 1 and Path(sys.executable).stem.endswith("venster"):
        sys.argv += ["start", str(Path.home() / "Documents" / "azwa-funds")]
    main()
