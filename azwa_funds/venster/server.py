"""Listen on this computer only, say where, open the browser, and stop when nobody is there."""

from __future__ import annotations

import logging
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.venster.wacht import Wacht

HIER = "127.0.0.1"
#: A window that nobody asked anything for so long is closed.
RUST_SECONDEN = 8 * 3600
#: So long the last answers may take.
_UITLOOP = 5.0
_GROOTSTE_VERZOEK = 201 * 2**20


def open_poort(poort: int) -> socket.socket:
    """Bind to a port of this computer, 0 for a free one.

    The socket is ours alone: no other program may share the port. Raises Gebruikersfout when the
    port is taken.
    """
    stopcontact = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":
        stopcontact.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    try:
        stopcontact.bind((HIER, poort))
    except (OSError, OverflowError) as fout:
        stopcontact.close()
        reden = getattr(fout, "strerror", "") or "geen geldig nummer"
        raise Gebruikersfout(
            f"Poort {poort} is niet te gebruiken ({reden}); laat --poort weg, dan kiest het "
            "programma zelf een vrije poort."
        ) from fout
    return stopcontact


def leeft(poort: int) -> bool:
    """Whether anything listens on a port of this computer."""
    try:
        socket.create_connection((HIER, poort), timeout=1).close()
    except (OSError, OverflowError):
        return False
    return True


def bedien(
    app: Flask,
    wacht: Wacht,
    stopcontact: socket.socket,
    klaar: threading.Event,
    *,
    meld: Callable[[str], None],
    tussendoor: Callable[[Callable[[], str]], bool],
) -> None:
    """Serve until `klaar` is set, Ctrl-C is heard, or nobody asked anything for hours.

    `meld` gets the address. `tussendoor` is called a few times a second with a maker of new
    addresses, and says whether work is still being done, for which the window stays.
    """
    from waitress.server import create_server

    # That a question waits a moment is nothing for the terminal of who asked it.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(
        app,
        sockets=[stopcontact],
        threads=4,
        max_request_body_size=_GROOTSTE_VERZOEK,
        channel_timeout=60,
        ident="azwa-funds",
    )
    draad = threading.Thread(target=_loop, args=(server,), daemon=True)
    draad.start()

    def nieuw_adres() -> str:
        return f"http://{HIER}:{wacht.poort}/binnen/{wacht.nieuw_geheim()}"

    meld(nieuw_adres())
    while not klaar.wait(0.25):
        bezig = tussendoor(nieuw_adres)
        if wacht.stil_sinds() > RUST_SECONDEN and not bezig:
            break
    _antwoord_nog(server)
    server.trigger.pull_trigger(server.close)  # by the thread that listens
    draad.join(1)


def _antwoord_nog(server: Any) -> None:
    """Let what was asked last, and the style of that page, reach the browser before all ends."""
    einde = time.monotonic() + _UITLOOP
    time.sleep(0.5)
    while time.monotonic() < einde and any(
        kanaal.total_outbufs_len or kanaal.requests for kanaal in [*server.active_channels.values()]
    ):
        time.sleep(0.05)


def _loop(server: object) -> None:
    with suppress(OSError):
        server.run()  # type: ignore[attr-defined]
