"""A StatLine of our own on this machine: answers of the shape that CBS gives, and its failures."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hulp import lees_csv

from azwa_funds.cbs.tabellen import cbs_tabellen_van
from azwa_funds.gegevens.gegevens import Gegevens

Rij = dict[str, Any]
#: What goes wrong with one question for figures; a number is the status of the answer.
Storing = int | str | Callable[[list[Rij]], list[Rij]]


class Statline(ThreadingHTTPServer):
    """Serves `tabellen`; `storingen` befall the questions for figures, one each, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Loket)
        self.tabellen: dict[str, list[Rij]] = {}
        self.storingen: list[Storing] = []
        self.telling: int | str | None = None
        self.doorsturen_naar = ""
        self.vragen: list[str] = []

    @property
    def adres(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/ODataFeed/odata"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up on a slow answer is what some tests want."""


@contextlib.contextmanager
def draaiend() -> Iterator[Statline]:
    """Run a server on a free port of this machine."""
    server = Statline()
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    draad.start()
    try:
        yield server
    finally:
        server.shutdown()
        draad.join()
        server.server_close()


class _Loket(BaseHTTPRequestHandler):
    server: Statline
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the output of the tests clean."""

    def do_GET(self) -> None:
        delen = urlsplit(self.path)
        vraag = {naam: waarden[0] for naam, waarden in parse_qs(delen.query).items()}
        _, _, _, tabel, *rest = delen.path.split("/")
        entiteit = "/".join(rest)
        self.server.vragen.append(f"{tabel}/{entiteit}")
        rijen = self.server.tabellen.get(tabel)
        if rijen is None:
            self.antwoord(b"Not Found", status=404)
        elif entiteit == "DataProperties":
            namen = dict.fromkeys(naam for rij in rijen for naam in rij)
            self.tabel([{"Key": naam, "Title": naam, "Unit": "aantal"} for naam in namen])
        elif entiteit == "TableInfos":
            self.tabel([{"Title": f"Proeftabel\n{tabel}", "Period": "2024", "Modified": "2025"}])
        elif entiteit == "TypedDataSet/$count":
            self.tel(_gefilterd(rijen, vraag["$filter"]))
        else:
            self.cijfers(rijen, vraag)

    def tel(self, rijen: list[Rij]) -> None:
        telling = self.server.telling
        if isinstance(telling, str):
            self.antwoord(b"", status=int(telling))
        else:
            self.antwoord(str(len(rijen) if telling is None else telling).encode())

    def cijfers(self, rijen: list[Rij], vraag: dict[str, str]) -> None:
        begin, aantal = int(vraag["$skip"]), int(vraag["$top"])
        gevraagd = vraag["$select"].split(",")
        pagina = [
            {naam: rij[naam] for naam in gevraagd}
            for rij in _gefilterd(rijen, vraag["$filter"])[begin : begin + aantal]
        ]
        storing = self.server.storingen.pop(0) if self.server.storingen else None
        if isinstance(storing, int):
            self.antwoord(b"fout", status=storing)
        elif isinstance(storing, str):
            getattr(self, storing)(_als_json(pagina))
        else:
            self.tabel(storing(pagina) if storing else pagina)

    # -- good answers ----------------------------------------------------------------------

    def tabel(self, rijen: list[Rij]) -> None:
        self.antwoord(_als_json(rijen))

    def antwoord(self, inhoud: bytes, *, status: int = 200, lengte: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; odata=minimalmetadata")
        self.send_header("Content-Length", str(len(inhoud) if lengte is None else lengte))
        if 300 <= status < 400:
            self.send_header("Location", self.server.doorsturen_naar)
        self.end_headers()
        self.wfile.write(inhoud)

    # -- failures ----------------------------------------------------------------------------

    def halve_json(self, inhoud: bytes) -> None:
        self.antwoord(inhoud[: len(inhoud) // 2])

    def half_verstuurd(self, inhoud: bytes) -> None:
        self.antwoord(inhoud[: len(inhoud) // 2], lengte=len(inhoud))
        self.close_connection = True

    def verbroken(self, inhoud: bytes) -> None:
        """Reset the connection in the middle of the answer."""
        self.antwoord(inhoud[:50], lengte=len(inhoud))
        self.wfile.flush()
        time.sleep(0.2)  # the other side is reading by now
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()
        self.close_connection = True

    def traag(self, inhoud: bytes) -> None:
        time.sleep(3)
        self.antwoord(inhoud)

    def druppelt(self, inhoud: bytes) -> None:
        """Keep the connection busy, a byte at a time, for much longer than is allowed."""
        self.antwoord(b"", lengte=len(inhoud))
        for byte in inhoud[:100]:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.2)

    def druppelende_koppen(self, inhoud: bytes) -> None:
        """Begin an answer that never gets to its body: one letter of a header at a time."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Lang: ")
        self._blijf(b"a")

    def steeds_verder(self, inhoud: bytes) -> None:
        """Say again and again that the question may go on, and never answer it."""
        self._blijf(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _blijf(self, stukje: bytes) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            for _ in range(100):
                self.wfile.write(stukje)
                self.wfile.flush()
                time.sleep(0.2)

    def webpagina(self, inhoud: bytes) -> None:
        self.antwoord(b"<html>Onderhoud</html>")

    def andere_vorm(self, inhoud: bytes) -> None:
        self.antwoord(b'{"odata.error": {"message": {"value": "query returns more"}}}')

    def geen_getal(self, inhoud: bytes) -> None:
        self.antwoord(b'{"value": [{"RegioS": "GM0014", "TotaleBevolking_1": NaN}]}')


def _als_json(rijen: list[Rij]) -> bytes:
    """The shape of OData version 3; the link leads astray, for nobody should follow it."""
    inhoud = {
        "odata.metadata": "http://opendata.cbs.nl/ODataFeed/odata/$metadata",
        "value": rijen,
        "odata.nextLink": "http://elders.invalid/ODataFeed/odata?$skip=1",
    }
    return json.dumps(inhoud).encode()


def _gefilterd(rijen: list[Rij], filter_: str) -> list[Rij]:
    gekozen = rijen
    for deel in filter_.split(" and "):
        begin = re.fullmatch(r"startswith\((\w+),'(\w+)'\)", deel)
        gelijk = re.fullmatch(r"(\w+) eq '(\w+)'", deel)
        if begin:
            gekozen = [rij for rij in gekozen if rij[begin[1]].startswith(begin[2])]
        elif gelijk:
            gekozen = [rij for rij in gekozen if rij[gelijk[1]].strip() == gelijk[2]]
        else:
            raise AssertionError(f"zo vraagt niemand het CBS iets: {deel}")
    return gekozen


def als_statline(map_: Path, naam: str, jaar: int, uit_jaar: int | None = None) -> list[Rij]:
    """Our rows of a year as StatLine would give them: padded codes, thousands, numbers, null."""
    statline = cbs_tabellen_van(Gegevens(map_)).vind(naam, jaar)
    assert statline
    rijen = []
    for nummer, rij in enumerate(
        r for r in lees_csv(map_ / "cbs" / f"{naam}.csv") if r["jaar"] == str(uit_jaar or jaar)
    ):
        cijfers = {
            cbs: _getal(rij[kolom], statline.maal.get(kolom, 1))
            for kolom, cbs in statline.kolommen.items()
        }
        code = f"{rij['gemeente_code']:10}"
        rijen.append({"ID": nummer, statline.sleutel: code, **statline.keuze(jaar), **cijfers})
    land = dict.fromkeys(rijen[0]) | {statline.sleutel: "NL00      ", **statline.keuze(jaar)}
    return [land, *rijen]


def _getal(tekst: str, factor: int) -> int | float | None:
    if not tekst:
        return None
    getal = Decimal(tekst) / factor
    return int(getal) if "." not in tekst and getal == int(getal) else float(getal)
