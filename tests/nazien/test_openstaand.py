"""What would unlock the rest: each document, what it replaces, and the file to edit then."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hulp import draai, lees_boek, lees_csv

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.mappen import meegeleverde_map

KOLOMMEN = ["document", "vervangt", "waar", "adres", "bestand", "daarna", "bron"]


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Gegevens()


def test_the_list_names_the_documents_that_everything_waits_for(gegevens: Gegevens) -> None:
    namen = " / ".join(wat.document for wat in gegevens.openstaand)
    for document in (
        "Regeling SPUK AZWA 2027-2029",
        "Regeling SPUK IZA-doelen 2023-2026, bijlage 1",
        "SiSa-bijlage verantwoordingsinformatie 2025",
        "Verdeling van het geld voor NPLV-gebieden",
    ):
        assert document in namen


def test_every_file_to_edit_is_there(gegevens: Gegevens) -> None:
    """Only the awards have no file yet: `beschikking lees` writes it."""
    for wat in gegevens.openstaand:
        for pad in re.findall(r"(?:data|verdeelsleutels)/[\w./]*", wat.bestand):
            map_, _, rest = pad.partition("/")
            if rest != "beschikkingen/beschikt.csv":
                assert (meegeleverde_map(map_) / rest).exists(), f"{wat.document}: {pad}"


def test_every_money_that_waits_stands_in_the_list(gegevens: Gegevens) -> None:
    """An onderdeel with p.m. in a year is named by a document of which the remedy is its block."""
    wachtend = {
        toedeling.onderdeel
        for toedeling in gegevens.uitkering("spuk_azwa").toedelingen
        if toedeling.wacht_op
    }
    assert wachtend == {"ggd_kennis_coordinatie", "nplv", "gezonde_school"}
    tekst = " ".join(f"{wat.document} {wat.daarna}" for wat in gegevens.openstaand)
    for onderdeel in ("ggd_kennis_coordinatie", "nplv", "Gezonde School"):
        assert onderdeel in tekst


def test_table_csv_and_json_tell_the_same(tmp_path: Path, gegevens: Gegevens) -> None:
    rijen = json.loads(draai("openstaand", "--formaat", "json").uit)
    assert [list(rij) for rij in rijen] == [KOLOMMEN] * len(gegevens.openstaand)
    uit = tmp_path / "o.csv"
    assert draai("openstaand", "--formaat", "csv", "--uit", uit).code == 0
    assert [rij["document"] for rij in lees_csv(uit)] == [rij["document"] for rij in rijen]
    tekst = draai("openstaand").tekst
    for rij in rijen:
        assert rij["document"] in tekst
        assert rij["adres"] in tekst


def test_the_workbook_has_links_and_can_be_verified(tmp_path: Path) -> None:
    pad = tmp_path / "wat open staat.xlsx"
    assert draai("openstaand", "--uit", pad).code == 0
    blad = lees_boek(pad)["Openstaand"]
    adressen = {cel.hyperlink.target for rij in blad.iter_rows() for cel in rij if cel.hyperlink}
    assert "https://zoek.officielebekendmakingen.nl/stcrt-2023-19964.html" in adressen
    assert draai("verifieer", pad).code == 0


def test_the_sheet_stands_in_the_overviews(tmp_path: Path) -> None:
    keuzes = ["--landelijk", "--regio", "Twente", "--gemeente", "Almelo"]
    assert draai("overzicht", *keuzes, "--uit", tmp_path).code == 0
    for pad in tmp_path.rglob("*.xlsx"):
        assert lees_boek(pad).sheetnames[-4] == "Openstaand"
