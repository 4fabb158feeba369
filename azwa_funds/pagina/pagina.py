"""The web page: one HTML file that carries its style, program, libraries and figures itself.

It opens from a disk without a network. Its own security policy forbids every connection, and
lets only the scripts and styles run whose fingerprints it names, so that nothing that data could
bring along is ever carried out.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.pagina.cijfers import paginagegevens
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen import Cijfers

BESTANDEN = Path(__file__).parent / "pagina_bestanden"

#: The program of the page, in the order in which its parts build on each other.
PROGRAMMA = "opmaak.js csv.js grafieken.js zoeken.js uitkomst.js kaart.js tabel.js start.js".split()

#: What would end a script element before its end, or open a comment in it.
_EINDE_SCRIPT = re.compile(r"</script|<!--", re.IGNORECASE)
_PLAATS = re.compile(r"\{\{([a-z]+)\}\}")


@dataclass(frozen=True, slots=True)
class Bibliotheek:
    """A library that travels inside the page, exactly as its makers publish it.

    `sha256` is of the file; `stijlen` are the fingerprints of the styles that it adds itself.
    """

    naam: str
    versie: str
    licentie: str
    licentietekst: str
    sha256: str
    stijlen: Sequence[str]
    code: str


def bibliotheken() -> list[Bibliotheek]:
    """Return the libraries of the page, in the order in which it loads them.

    Raises Gebruikersfout when a file is not the one that `bibliotheek.toml` describes.
    """
    map_ = BESTANDEN / "bibliotheek"
    blokken = tomllib.loads(_lees(map_ / "bibliotheek.toml"))["bibliotheek"]
    return [_bibliotheek(map_, blok) for blok in blokken]


def _bibliotheek(map_: Path, blok: dict[str, Any]) -> Bibliotheek:
    code = _lees(map_ / blok["bestand"])
    if hashlib.sha256(code.encode()).hexdigest() != blok["sha256"]:
        raise Gebruikersfout(
            f"Het bestand {map_ / blok['bestand']} is niet versie {blok['versie']} van "
            f"{blok['naam']}; installeer het programma opnieuw."
        )
    zelfde = {naam: blok[naam] for naam in ("naam", "versie", "licentie", "sha256", "stijlen")}
    licentietekst = _lees(map_ / blok["licentiebestand"])
    return Bibliotheek(**zelfde, licentietekst=licentietekst, code=code)


def _lees(pad: Path) -> str:
    return pad.read_text(encoding="utf-8")


def maak_pagina(cijfers: Cijfers, opdracht: str) -> bytes:
    """Return the page as the bytes of an HTML file; the same input gives the same bytes.

    `opdracht` is the command that made it, as the page tells its reader.
    Raises Gebruikersfout where a figure or source is missing.
    """
    libs = bibliotheken()
    gegevens = paginagegevens(cijfers, opdracht) | {
        "bibliotheken": [
            {**waarden(lib, "naam versie licentie"), "tekst": lib.licentietekst} for lib in libs
        ]
    }
    stijl = _lees(BESTANDEN / "pagina.css")
    delen = "\n".join(_lees(BESTANDEN / naam) for naam in PROGRAMMA)
    programma = f'"use strict";\n(() => {{\n{delen}}})();\n'
    titel = f"{gegevens['land']['naam']} {cijfers.jaren[0]}-{cijfers.jaren[-1]}"
    invulling = {
        "titel": html.escape(titel),
        "csp": html.escape(_beleid([programma, *(lib.code for lib in libs)], stijl, libs)),
        "stijl": stijl,
        "gegevens": als_json_in_html(gegevens),
        "bibliotheken": "\n".join(f"<script>{_veilig_script(lib.code)}</script>" for lib in libs),
        "programma": _veilig_script(programma),
    }
    # In one pass, so that braces inside what is filled in are left alone.
    pagina = _PLAATS.sub(lambda plaats: invulling[plaats[1]], _lees(BESTANDEN / "pagina.html"))
    return pagina.encode("utf-8")


def als_json_in_html(gegevens: Any) -> str:
    """Return data as JSON that can stand inside a script element.

    No name can end the element, for every "<", ">" and "&" is written as its JSON escape, which
    reads back as the same character.
    """
    tekst = json.dumps(gegevens, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda teken: f"\\u{ord(teken[0]):04x}", tekst)


def _veilig_script(code: str) -> str:
    if _EINDE_SCRIPT.search(code):
        raise ValueError("a script of the page holds text that would end its element")
    return code


def _beleid(scripts: list[str], stijl: str, libs: list[Bibliotheek]) -> str:
    """Return the security policy: these scripts and styles, and no connection at all."""
    stijlen = [_vingerafdruk(stijl), *(stijl for lib in libs for stijl in lib.stijlen)]
    regels = {
        "default-src": ["'none'"],
        "script-src": [f"'{_vingerafdruk(code)}'" for code in scripts],
        "style-src": [f"'{afdruk}'" for afdruk in stijlen],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{naam} {' '.join(waarden)}" for naam, waarden in regels.items())


def _vingerafdruk(tekst: str) -> str:
    som = hashlib.sha256(tekst.encode()).digest()
    return "sha256-" + base64.b64encode(som).decode()
