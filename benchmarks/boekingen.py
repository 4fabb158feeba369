"""Bookings made by rule, in any number: the size of a real year, without a real invoice."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from azwa_funds.gegevens.gegevens import Gegevens

_KOPPEN = (
    "verantwoorder_code;jaar;onderdeel;boekstuk;boekdatum;omschrijving;bedrag;taakveld;thema;"
    "medeoverheid_code"
)
_OMSCHRIJVINGEN = (
    "Beweegcoach, {} kwartaal",
    "Cursus valpreventie wijk {}",
    "Inzet sociaal verpleegkundige week {}",
    "Huur zaal voor inloop {}",
    "Coördinatie ketenaanpak, deel {}",
)
_ZAAD = 2027


def schrijf_boekingen(pad: Path, aantal: int, jaar: int = 2027) -> Path:
    """Write `aantal` bookings of local money by all gemeenten as a Dutch CSV; always the same."""
    trekker = random.Random(_ZAAD)
    codes = list(Gegevens().gemeenten)
    begin = date(jaar, 1, 1)
    with pad.open("w", encoding="utf-8-sig", newline="") as bestand:
        bestand.write(f"{_KOPPEN}\r\n")
        for nummer in range(aantal):
            code = codes[nummer % len(codes)]
            dag = begin + timedelta(days=trekker.randrange(365))
            euro, cent = trekker.randrange(10, 900), trekker.randrange(100)
            wat = trekker.choice(_OMSCHRIJVINGEN).format(nummer)
            bestand.write(
                f"{code};{jaar};lokaal;I-{jaar}-{nummer:07d};{dag:%d-%m-%Y};{wat};"
                f"{euro},{cent:02d};6.71;;\r\n"
            )
    return pad
