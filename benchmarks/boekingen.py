"""Bookings made by rule, in any number: the size of a real year, without a real invoice."""

from __future__ import annotations

import csv
import random
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

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


def schrijf_werkboek(pad: Path, boekingen: Path) -> Path:
    """Write the bookings of such a CSV as a workbook, with amounts and days as Excel keeps them."""
    with boekingen.open(encoding="utf-8-sig", newline="") as bestand:
        koppen, *rijen = csv.reader(bestand, delimiter=";")
    werkboek = xlsxwriter.Workbook(pad, {"constant_memory": True})
    dag, blad = werkboek.add_format({"num_format": "dd-mm-yyyy"}), werkboek.add_worksheet()
    blad.write_row(0, 0, koppen)
    datum, bedrag = koppen.index("boekdatum"), koppen.index("bedrag")
    for nummer, rij in enumerate(rijen, start=1):
        for kolom, cel in enumerate(rij):
            if kolom == datum:
                blad.write_datetime(nummer, kolom, datetime.strptime(cel, "%d-%m-%Y"), dag)
            elif kolom == bedrag:
                blad.write_number(nummer, kolom, float(cel.replace(",", ".")))
            else:
                blad.write_string(nummer, kolom, cel)
    werkboek.close()
    return pad


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
