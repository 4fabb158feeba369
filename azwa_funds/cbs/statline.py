"""Ask CBS StatLine (OData, version 3) for a table: patient, bounded, and never led astray.

Why not the package `cbsodata`: it keeps its settings in a global, opens connections that cannot
be given retries or a bound on the total time, and follows `odata.nextLink` and redirects to
whatever host an answer names. requests is the well-kept client underneath it. urllib3's Retry is
not used, for it ends where the body begins: an answer that breaks off halfway, is no JSON or
trickles in has to be asked for again as well, within one bound on the whole.

This is the only module that opens a connection.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, NoReturn, TypeAlias, TypeVar

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError, TimeoutError

from azwa_funds.cbs.tabellen import Dienst, Statlinetabel
from azwa_funds.kern.fouten import Gebruikersfout, bedoelde_u, zin
from azwa_funds.kern.versie import VERSIE

T = TypeVar("T")
Rijen: TypeAlias = list[dict[str, Any]]
#: Told after each page: how many rows are in, and of how many (None when CBS does not say).
Voortgang: TypeAlias = Callable[[int, int | None], None]

#: No page that we ask for comes near this; whoever sends more is not answering our question.
_GROOTSTE_ANTWOORD = 20_000_000
_OPNIEUW = (408, 429, 500, 502, 503, 504)
_BLOK = 65_536


#: Answers by which a server says that it does not count; everything else is a failure.
_TELT_NIET = (400, 404, 405, 500, 501)


@dataclass(eq=False)
class _Mislukt(Exception):
    """One attempt failed: why (after "want"), the remedy, ask again or not; 0 for no answer."""

    reden: str
    remedie: str = "probeer het later opnieuw"
    opnieuw: bool = True
    code: int = 0


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What CBS answered for one table and year: the pages as received, and their rows.

    `vraag` is the question in words of OData, `titel`, `periode` and `gewijzigd` are what CBS
    says of the table ("" where it says nothing), `eenheden` maps CBS columns to their unit.
    """

    adres: str
    vraag: str
    titel: str
    periode: str
    gewijzigd: str
    eenheden: Mapping[str, str]
    paginas: tuple[bytes, ...]
    rijen: Rijen


def vraag_tabel(
    dienst: Dienst, tabel: Statlinetabel, jaar: int, meld: Voortgang = lambda *_: None
) -> Antwoord:
    """Fetch the gemeenten of one StatLine table, page by page, complete or not at all.

    Numbers come as int or Decimal, never as float. Raises Gebruikersfout in one sentence when
    CBS cannot be reached, is too slow, answers by halves or something else than was asked.
    """
    with requests.Session() as session:
        # Answers must not depend on a password that happens to lie in this user's .netrc.
        session.auth = lambda request: request
        session.headers["User-Agent"] = f"azwa-funds/{VERSIE}"
        return _Gesprek(session, dienst, tabel, jaar).voer(meld)


class _Gesprek:
    """One conversation with the server, about one table, with one bound on its length."""

    def __init__(
        self, session: requests.Session, dienst: Dienst, tabel: Statlinetabel, jaar: int
    ) -> None:
        self.session, self.dienst, self.tabel, self.jaar = session, dienst, tabel, jaar
        self.einde = time.monotonic() + dienst.hoogstens

    def voer(self, meld: Voortgang) -> Antwoord:
        eigenschappen = self.entiteit("DataProperties", {})[1]
        self.controleer_kolommen({str(e.get("Key", "")) for e in eigenschappen})
        info = next(iter(self.entiteit("TableInfos", {})[1]), {})
        filters = [f"startswith({self.tabel.sleutel},'GM')"]
        filters += [f"{naam} eq '{code}'" for naam, code in self.tabel.keuze(self.jaar).items()]
        kolommen = [self.tabel.sleutel, *self.tabel.selectie, *self.tabel.kolommen.values()]
        vraag = {"$filter": " and ".join(filters), "$select": ",".join(dict.fromkeys(kolommen))}
        paginas, rijen = self.paginas(vraag, meld)
        return Antwoord(
            adres=f"{self.dienst.tabel(self.tabel.statline)}/TypedDataSet",
            vraag="&".join(f"{naam}={waarde}" for naam, waarde in vraag.items()),
            titel=_tekst(info.get("Title")),
            periode=_tekst(info.get("Period")),
            gewijzigd=_tekst(info.get("Modified")),
            eenheden={_tekst(e.get("Key")): _tekst(e.get("Unit")) for e in eigenschappen},
            paginas=paginas,
            rijen=rijen,
        )

    def controleer_kolommen(self, bekend: set[str]) -> None:
        for kolom in self.tabel.kolommen.values():
            if kolom not in bekend:
                hint = zin(bedoelde_u(kolom, sorted(bekend)) or "zoek de naam op StatLine")
                raise Gebruikersfout(
                    f"De kolom '{kolom}' bestaat niet in tabel {self.tabel.statline} van het CBS; "
                    f"er is niets gewijzigd, verbeter data/cbs/tabellen.toml: {hint}"
                )

    def paginas(self, vraag: Mapping[str, str], meld: Voortgang) -> tuple[tuple[bytes, ...], Rijen]:
        """Ask page after page until all rows are in; links in an answer are never followed."""
        totaal = self.aantal(vraag["$filter"])
        paginas: list[bytes] = []
        rijen: Rijen = []
        meld(0, totaal)
        while totaal is None or len(rijen) < totaal:
            plaats = {"$top": str(self.dienst.rijen_per_pagina), "$skip": str(len(rijen))}
            ruw, erbij = self.entiteit("TypedDataSet", {**vraag, **plaats})
            if not erbij:
                break
            if rijen and erbij[0] == rijen[0]:
                self.geef_op(_Mislukt("het CBS gaf twee keer dezelfde rijen"))
            paginas.append(ruw)
            rijen += erbij
            meld(len(rijen), totaal)
        if totaal is not None and len(rijen) != totaal:
            self.geef_op(_Mislukt(f"het CBS telt {totaal} rijen en gaf er {len(rijen)}"))
        return tuple(paginas), rijen

    def aantal(self, filter_: str) -> int | None:
        """Return how many rows CBS says there are, None when it does not count this question."""
        try:
            ruw, _ = self.lees("TypedDataSet/$count", {"$filter": filter_}, bytes)
            tekst = ruw.decode("utf-8-sig")
        except _Mislukt as fout:
            if fout.code in _TELT_NIET:
                return None
            self.geef_op(fout)
        except UnicodeDecodeError:
            return None
        return int(tekst) if tekst.strip().isdecimal() else None

    def entiteit(self, naam: str, vraag: Mapping[str, str]) -> tuple[bytes, Rijen]:
        """Return the bytes and the rows of one answer, or raise Gebruikersfout."""
        try:
            return self.lees(naam, {"$format": "json", **vraag}, _rijen)
        except _Mislukt as fout:
            self.geef_op(fout)

    def geef_op(self, fout: _Mislukt) -> NoReturn:
        raise Gebruikersfout(
            f"Tabel {self.tabel.statline} ({self.tabel.naam} {self.jaar}) is niet opgehaald bij "
            f"het CBS ({self.dienst.server}), want {fout.reden}; er is niets gewijzigd, "
            f"{fout.remedie}."
        ) from None

    def lees(
        self, pad: str, vraag: Mapping[str, str], ontleed: Callable[[bytes], T]
    ) -> tuple[bytes, T]:
        """Return a good answer and what it says; ask again after a pause, as often as allowed."""
        adres = f"{self.dienst.tabel(self.tabel.statline)}/{pad}"
        for poging in range(1, self.dienst.pogingen + 1):
            try:
                vraag_nu = partial(self.vraag_eens, adres, vraag)
                ruw = _binnen(self.over(), vraag_nu, self.te_lang())
                return ruw, ontleed(ruw)
            except _Mislukt as fout:
                pauze = self.dienst.pauze * 2 ** (poging - 1)
                geduld = poging < self.dienst.pogingen and pauze < self.over()
                if not (fout.opnieuw and geduld):
                    raise
                time.sleep(pauze)
        raise AssertionError("pogingen is ten minste 1")

    def over(self) -> float:
        return self.einde - time.monotonic()

    def vraag_eens(self, adres: str, vraag: Mapping[str, str]) -> bytes:
        """Ask once; every way to fail becomes a _Mislukt with its reason."""
        wacht = min(float(self.dienst.wachttijd), self.over())
        if wacht <= 0:
            raise self.te_lang()
        try:
            with self.session.get(
                adres, params=dict(vraag), timeout=wacht, stream=True, allow_redirects=False
            ) as antwoord:
                _weiger(antwoord)
                return self.inhoud(antwoord)
        except requests.exceptions.SSLError:
            wat = "het certificaat van de server is niet te controleren"
            raise _Mislukt(wat, "leg dit voor aan uw ICT-afdeling", opnieuw=False) from None
        except (requests.Timeout, TimeoutError, ReadTimeoutError):
            raise _Mislukt(f"er kwam geen antwoord binnen {self.dienst.wachttijd} s") from None
        except requests.ConnectionError:
            raise _Mislukt("er is geen verbinding met de server, of zij viel weg") from None
        except (requests.RequestException, HTTPError, OSError):
            raise _Mislukt("het antwoord brak halverwege af") from None

    def inhoud(self, antwoord: requests.Response) -> bytes:
        """Read a body as it comes in, so that a trickle cannot outlast the bound on the whole."""
        delen: list[bytes] = []
        lengte = 0
        while deel := antwoord.raw.read1(_BLOK, decode_content=True):
            lengte += len(deel)
            if lengte > _GROOTSTE_ANTWOORD:
                raise _Mislukt("het antwoord is veel groter dan gevraagd", opnieuw=False)
            if self.over() <= 0:
                raise self.te_lang()
            delen.append(deel)
        return b"".join(delen)

    def te_lang(self) -> _Mislukt:
        return _Mislukt(f"het duurde langer dan {self.dienst.hoogstens} s", opnieuw=False)


def _binnen(seconden: float, vraag: Callable[[], bytes], te_lang: Exception) -> bytes:
    """Return what a question gives within a time, or raise what it raises or `te_lang`.

    The bounds of requests count from byte to byte: headers that come in letter by letter, or one
    "100 Continue" after another, would never end. So the question is asked on the side; nobody
    waits any more for one that takes too long, and it ends with the program.
    """
    uitkomsten: SimpleQueue[bytes | Exception] = SimpleQueue()

    def stel() -> None:
        try:
            uitkomsten.put(vraag())
        except Exception as fout:
            uitkomsten.put(fout)

    einde = time.monotonic() + seconden
    threading.Thread(target=stel, daemon=True).start()
    while (over := einde - time.monotonic()) > 0:
        # In short turns: on Windows nothing else would hear a Ctrl-C while waiting.
        with suppress(Empty):
            uitkomst = uitkomsten.get(timeout=min(over, 0.2))
            if isinstance(uitkomst, Exception):
                raise uitkomst
            return uitkomst
    raise te_lang


def _weiger(antwoord: requests.Response) -> None:
    code, daar = antwoord.status_code, "in data/cbs/tabellen.toml"
    if 300 <= code < 400:
        reden = "de server stuurt door naar een ander adres"
        raise _Mislukt(reden, f"controleer het adres {daar}", opnieuw=False, code=code)
    if code == 404:
        wat = "de server kent deze tabel niet (404)"
        raise _Mislukt(wat, f"controleer het nummer {daar}", opnieuw=False, code=code)
    if code != 200:
        raise _Mislukt(f"de server meldt fout {code}", opnieuw=code in _OPNIEUW, code=code)


def _rijen(ruw: bytes) -> Rijen:
    """Read an answer of OData; half an answer is as wrong as one of another shape."""
    try:
        inhoud = json.loads(
            ruw.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_weiger_nan
        )
    except (ValueError, RecursionError):
        raise _Mislukt("het antwoord is geen geldige JSON") from None
    rijen = inhoud.get("value") if isinstance(inhoud, dict) else None
    if not isinstance(rijen, list) or not all(isinstance(rij, dict) for rij in rijen):
        raise _Mislukt("het antwoord is geen tabel")
    return rijen


def _weiger_nan(waarde: str) -> NoReturn:
    raise ValueError(waarde)


def _tekst(waarde: object) -> str:
    """Return a text of CBS on one line, without what cannot be seen; "" for anything else."""
    kaal = " ".join(waarde.split()) if isinstance(waarde, str) else ""
    return "".join(teken for teken in kaal if teken.isprintable())
