"""How the account of a reading is shown, and bookings in the form of our own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.besteden.boekingen import BOEKINGEN, Bestedingen
from azwa_funds.grootboek.lezing import (
    Bestandlezing,
    Bladlezing,
    NietGelezen,
    som_als_getal,
    toon_som,
)
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import telling, veilig
from azwa_funds.openen.bronblad import Zicht
from azwa_funds.scherm.opties import click, meld
from azwa_funds.scherm.tabel import vouw
from azwa_funds.scherm.uitvoer import naar_json, regels_als_csv, waarden

if TYPE_CHECKING:
    import pandas as pd

#: So many rows fit on a sheet, headings aside.
_MEESTE_RIJEN = 2**20 - 1
_BREEDTES = (18, 8, 22, 18, 13, 46, 16, 11, 20, 20)


def per_onderdeel(tabel: pd.DataFrame) -> dict[str, int]:
    """Return the cents of each onderdeel that has bookings."""
    som = tabel.groupby("onderdeel", observed=True)["centen"].sum()
    return {str(onderdeel): int(centen) for onderdeel, centen in sorted(som.items())}


# -- json ----------------------------------------------------------------------------------------


def als_json(bestedingen: Bestedingen) -> str:
    """Return what was read, and what was not, for a program; amounts are euros as text."""
    tabel = bestedingen.tabel
    sommen = per_onderdeel(tabel)
    return naar_json(
        {
            "boekingen": len(tabel),
            "som": som_als_getal(int(tabel["centen"].sum())),
            "per_onderdeel": {naam: som_als_getal(c) for naam, c in sommen.items()},
            "niet_gelezen": [_niet(deel) for deel in bestedingen.lezing.niet_gelezen],
            "opmerkingen": list(bestedingen.opmerkingen),
            "bestanden": [
                _bestand(deel, bestedingen.bestanden) for deel in bestedingen.lezing.bestanden
            ],
            "controle": _controle(bestedingen.lezing.bladen),
        }
    )


def _controle(bladen: Sequence[Bladlezing]) -> dict[str, Any]:
    """Return that what stands in the files is what was read plus what was left out."""
    return {
        "som_in_bestanden": som_als_getal(sum(blad.centen_in for blad in bladen)),
        "gelezen": som_als_getal(sum(blad.centen for blad in bladen)),
        "niet_gelezen": som_als_getal(sum(blad.centen_apart for blad in bladen)),
        "klopt": all(blad.sluit() for blad in bladen),
    }


def _niet(deel: NietGelezen) -> dict[str, Any]:
    som = None if deel.centen is None else som_als_getal(deel.centen)
    return {**waarden(deel, "bestand blad rijen"), "som": som, "reden": deel.reden}


def _bestand(deel: Bestandlezing, sommen: dict[str, str]) -> dict[str, Any]:
    return {
        "bestand": deel.bestand,
        "soort": deel.soort,
        "sha256": sommen.get(deel.bestand, ""),
        "bladen": [_blad(blad) for blad in deel.bladen],
    }


def _blad(blad: Bladlezing) -> dict[str, Any]:
    return {
        "blad": blad.blad,
        "zicht": str(blad.zicht),
        "rijen": blad.rijen,
        "boekingen": blad.boekingen,
        "som": som_als_getal(blad.centen),
        "koprijen": blad.koprijen,
        "kolommen": [
            {"kop": kolom.kop, "wordt": kolom.wordt, "waarom": kolom.waarom}
            for kolom in blad.kolommen
        ],
        "teken": blad.tekenregel,
        "eenheid": "euro" if blad.koprijen else "",
        "datums": blad.datumstelsel if blad.koprijen else "",
        "verborgen_rijen": blad.verborgen_rijen,
        "totaalregels": [
            {
                "rij": totaal.rij,
                "label": totaal.label,
                "som": som_als_getal(totaal.centen),
                "klopt": totaal.klopt,
            }
            for totaal in blad.totalen
        ],
        "verklaard": [
            _niet(deel) | {"beslis": deel.beslis, "geteld": deel.geteld}
            for deel in blad.niet_gelezen
        ],
        "controle": _controle([blad]),
    }


# -- for a reader --------------------------------------------------------------------------------


def meld_niet_gelezen(gelezen: Bestedingen) -> bool:
    """Tell what was remarked and what was not read; say whether anything needs a decision."""
    for opmerking in gelezen.opmerkingen:
        meld(f"Let op: {opmerking}", err=True)
    niet = gelezen.lezing.niet_gelezen
    for deel in niet:
        click.echo(f"Kijk hiernaar: {deel}.", err=True)
    return bool(niet)


def als_tekst(bestedingen: Bestedingen) -> str:
    """Return what was read, sheet by sheet, and what needs a decision, for a reader."""
    return "\n".join(_regels(bestedingen)) + "\n"


def _regels(bestedingen: Bestedingen) -> Iterator[str]:
    tabel, niet = bestedingen.tabel, bestedingen.lezing.niet_gelezen
    boekingen = telling(len(tabel), "boeking", "boekingen")
    yield f"Gelezen: {boekingen}, samen {toon_som(int(tabel['centen'].sum()))}."
    for onderdeel, centen in per_onderdeel(tabel).items():
        yield f"  {onderdeel}: {toon_som(centen)}"
    if niet:
        yield ""
        yield f"Kijk hiernaar ({len(niet)}): dit is niet gelezen, of vraagt een keuze van u."
        for deel in niet:
            yield vouw(f"- {deel}.", 2)
    else:
        yield "Alle rijen zijn gelezen, of het is duidelijk waarom niet."
    for bestand in bestedingen.lezing.bestanden:
        for blad in bestand.bladen:
            yield ""
            yield from _bladregels(blad)
    if bestedingen.opmerkingen:
        yield ""
        yield from (vouw(f"Let op: {opmerking}", 2) for opmerking in bestedingen.opmerkingen)


def _bladregels(blad: Bladlezing) -> Iterator[str]:
    naam = f"{blad.bestand}, blad '{blad.blad}'" if blad.blad else blad.bestand
    boekingen = telling(blad.boekingen, "boeking", "boekingen")
    zicht = "" if blad.zicht is Zicht.ZICHTBAAR else f" ({blad.zicht})"
    yield f"{naam}{zicht}: {boekingen}, samen {toon_som(blad.centen)}"
    if not blad.kolommen:
        return
    koppen = ", ".join(map(str, blad.koprijen))
    yield vouw(f"  Koppen in rij {koppen}. Bedrag: {blad.tekenregel}, in euro's. Datums: een los "
               f"getal telt vanaf {blad.datumstelsel}.", 2)  # fmt: skip
    for kolom in blad.kolommen:
        if kolom.wordt:
            yield f"    '{kolom.kop}' is {kolom.wordt} ({kolom.waarom})"
    for totaal in blad.totalen:
        oordeel = "klopt" if totaal.klopt else "KLOPT NIET"
        label = f" '{totaal.label}'" if totaal.label else ""
        yield f"    Totaal in rij {totaal.rij}{label}: {toon_som(totaal.centen)}, {oordeel}"


# -- our own form --------------------------------------------------------------------------------


def boekingen_als_formulier(bestedingen: Bestedingen, uit: Path) -> bytes:
    """Return the bookings in the form of our own: .xlsx or .csv, as the name says.

    Raises Gebruikersfout for another name, or more rows than a sheet has.
    """
    soort = uit.suffix.casefold()
    if soort == ".csv":
        return _als_csv(bestedingen.tabel)
    if soort != ".xlsx":
        raise Gebruikersfout(f"'{uit}' is geen .xlsx of .csv; geef een naam die daarop eindigt.")
    if len(bestedingen.tabel) > _MEESTE_RIJEN:
        raise Gebruikersfout(
            f"{len(bestedingen.tabel)} boekingen passen niet op een blad; kies een naam die "
            "eindigt op .csv."
        )
    return _als_xlsx(bestedingen.tabel)


def _rijen(tabel: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    kolommen = ["centen" if naam == "bedrag" else naam for naam in BOEKINGEN.kolommen]
    return tabel[kolommen].itertuples(index=False, name=None)


def _als_csv(tabel: pd.DataFrame) -> bytes:
    """Return a CSV for a Dutch Excel: `;` between cells, a comma before the cents."""
    regels: list[Sequence[Any]] = [BOEKINGEN.kolommen]
    for code, jaar, onderdeel, stuk, dag, tekst, centen, *rest in _rijen(tabel):
        bedrag = som_als_getal(int(centen)).replace(".", ",")
        regels.append(
            [code, jaar, onderdeel, veilig(stuk), f"{dag:%d-%m-%Y}", veilig(tekst), bedrag]
            + [veilig(cel) for cel in rest]
        )
    return regels_als_csv(regels, voor_excel=True).encode()


def _als_xlsx(tabel: pd.DataFrame) -> bytes:
    from datetime import datetime

    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    boek = Workbook(buffer, {"in_memory": True, "constant_memory": False})
    # The same bookings give the same bytes.
    vast = {"title": "Boekingen", "author": "azwa_funds", "created": datetime(2026, 1, 1)}
    boek.set_properties(vast)
    vel = boek.add_worksheet("Boekingen")
    kop = boek.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864"})
    tekst, dag = boek.add_format({"num_format": "@"}), boek.add_format({"num_format": "dd-mm-yyyy"})
    geld = boek.add_format({"num_format": "#,##0.00"})
    for kolom, (naam, breedte) in enumerate(zip(BOEKINGEN.kolommen, _BREEDTES, strict=True)):
        vel.set_column(kolom, kolom, breedte)
        vel.write_string(0, kolom, naam, kop)
    vel.freeze_panes(1, 1)
    vel.autofilter(0, 0, max(1, len(tabel)), len(BOEKINGEN.kolommen) - 1)
    for nummer, rij in enumerate(_rijen(tabel), start=1):
        for kolom, cel in enumerate(rij):
            if kolom == 1:
                vel.write_number(nummer, kolom, int(cel))
            elif kolom == 4:
                vel.write_datetime(nummer, kolom, cel.to_pydatetime(), dag)
            elif kolom == 6:
                vel.write_number(nummer, kolom, int(cel) / 100, geld)
            elif cel:
                vel.write_string(nummer, kolom, str(cel), tekst)
    boek.close()
    return buffer.getvalue()
