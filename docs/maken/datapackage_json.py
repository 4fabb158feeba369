"""Write datapackage.json: what each table of data/ holds and which keys there are, for others.

    python docs/maken/datapackage_json.py             write it
    python docs/maken/datapackage_json.py --controle  validate every table against it

It follows from the declarations by which the program itself reads. `frictionless` then reads every
table as a stranger would; a fault is named with table, row and column, and the exit code is 1.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from azwa_funds.kern.begrippen import Status
from azwa_funds.kern.versie import VERSIE
from azwa_funds.lezen.kolommen import TABELLEN, Kolom, Soort, Tabel

WORTEL = Path(__file__).parent.parent.parent
DOEL = WORTEL / "datapackage.json"

_SOORTEN = {
    Soort.GEHEEL: "integer",
    Soort.EURO: "integer",
    Soort.GETAL: "number",
    Soort.JAAR: "integer",
    Soort.DATUM: "date",
}


def beschrijving() -> dict[str, Any]:
    """Return the package: a resource per table, with columns, kinds, bounds and key."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "azwa-funds",
        "title": "SPUK AZWA 2027-2029: budgetten, indeling, gepubliceerde bedragen en CBS-cijfers",
        "version": VERSIE,
        "description": (
            "Elk cijfer met zijn bron (kolom bron, zie data/bronnen.toml) en vindplaats. Bedragen "
            "zijn hele euro's. De verdeelsleutels staan er als TOML bij."
        ),
        "licenses": [
            {"name": "EUPL-1.2", "title": "eigen keuzes; feiten uit publicaties zijn vrij"},
            {"name": "CC-BY-4.0", "title": "cijfers van het CBS; noem het CBS als bron"},
        ],
        "resources": [
            *(
                _bron(pad, tabel)
                for patroon, tabel in TABELLEN.items()
                for pad in sorted((WORTEL / "data").glob(patroon))
            ),
            *(_sleutel(pad) for pad in sorted((WORTEL / "verdeelsleutels").glob("*.toml"))),
        ],
    }


def _bron(pad: Path, tabel: Tabel) -> dict[str, Any]:
    naam = pad.relative_to(WORTEL / "data").with_suffix("").as_posix()
    return {
        "name": re.sub(r"[^a-z0-9]+", "-", naam.lower()),
        "title": tabel.naam,
        "path": pad.relative_to(WORTEL).as_posix(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_veld(kolom) for kolom in tabel.kolommen],
            "primaryKey": list(tabel.sleutel),
            "missingValues": [""],
        },
    }


def _sleutel(pad: Path) -> dict[str, Any]:
    """Return a key as a resource that is no table: a stranger reads it as TOML."""
    sleutel = tomllib.loads(pad.read_text(encoding="utf-8"))
    return {
        "name": f"verdeelsleutel-{pad.stem}".replace("_", "-"),
        "title": sleutel["naam"],
        "description": sleutel["toelichting"],
        "path": pad.relative_to(WORTEL).as_posix(),
        "type": "file",
        "format": "toml",
        "mediatype": "application/toml",
        "encoding": "utf-8",
    }


def _veld(kolom: Kolom) -> dict[str, Any]:
    soort = _SOORTEN.get(kolom.soort, "string")
    eisen: dict[str, Any] = {} if kolom.leeg_mag else {"required": True}
    if soort in ("integer", "number") and kolom.soort is not Soort.JAAR:
        grenzen = {"minimum": kolom.minimum, "maximum": kolom.maximum}
        eisen |= {naam: grens for naam, grens in grenzen.items() if grens is not None}
    if kolom.soort is Soort.GEMEENTECODE:
        eisen["pattern"] = "GM[0-9]{4}"
    keuzes = [str(status) for status in Status] if kolom.soort is Soort.STATUS else kolom.keuzes
    if keuzes:
        eisen["enum"] = [*keuzes]
    return {
        "name": kolom.naam,
        "type": soort,
        "description": str(kolom.soort),
        **({"constraints": eisen} if eisen else {}),
    }


def tekst() -> str:
    """Return the file as it should be."""
    return json.dumps(beschrijving(), ensure_ascii=False, indent=2) + "\n"


def controleer() -> list[str]:
    """Read every table by the package with frictionless; one sentence per fault."""
    from frictionless import Package

    verslag = Package(str(DOEL)).validate()
    return [f"{taak.place}: {fout.message}" for taak in verslag.tasks for fout in taak.errors] + [
        fout.message for fout in verslag.errors
    ]


if __name__ == "__main__":
    if "--controle" in sys.argv:
        fouten = controleer()
        print("\n".join(fouten) or f"{DOEL.name}: elke tabel is zoals beschreven.")
        sys.exit(1 if fouten else 0)
    DOEL.write_text(tekst(), encoding="utf-8")
