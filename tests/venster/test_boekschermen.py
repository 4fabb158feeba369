"""Ledgers in the window: several files and sheets, what was left out and why, and the toets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from boekingen import als_csv, boeking, schrijf_xlsx
from hulp import draai
from openpyxl import load_workbook
from venster_hulp import HIER, Gebruiker, venster

from azwa_funds.dossier.dossier import maak_dossier
from azwa_funds.kern.euro import centen_uit_punt

KOPPEN = ["Kostenplaats", "Boekstuk", "Boekdatum", "Omschrijving", "Bedrag"]


@pytest.fixture
def utrecht(tmp_path: Path) -> Iterator[Gebruiker]:
    maak_dossier(tmp_path / "dossier", "Utrecht", 2027)
    with venster(tmp_path / "dossier") as utrecht:
        yield utrecht


@pytest.fixture
def grootboek(tmp_path: Path) -> tuple[str, bytes]:
    """A workbook with two sheets of bookings, of which one has other money and a total."""
    pad = schrijf_xlsx(
        tmp_path / "grootboek.xlsx",
        [
            KOPPEN,
            ["SPK-L", "1", "02-02-2027", "Subsidie", 1000],
            ["SPK-L", "2", "03-02-2027", "Subsidie", 50],
            ["ALG", "3", "04-02-2027", "Kantoor", 75],
            ["", "", "", "Totaal", 1125],
        ],
        "Eerste kwartaal",
    )
    werkboek = load_workbook(pad)
    blad = werkboek.create_sheet("Tweede kwartaal")
    for rij in (KOPPEN, ["SPK-R", "4", "02-05-2027", "Bijdrage", 500]):
        blad.append(rij)
    werkboek.save(pad)
    return pad.name, pad.read_bytes()


def test_every_sheet_is_accounted_for_to_the_cent(
    utrecht: Gebruiker, grootboek: tuple[str, bytes]
) -> None:
    """Columns and cost centres are chosen, the profile is kept, and what is in is read or left."""
    los = ("los.csv", als_csv([boeking("GM0344", bedrag="10,00")]).encode())
    utrecht.stuur("/inlezen", bestanden=[grootboek, los])
    tekst = utrecht.kijk("/kolommen?bestand=1&splitsing=Kostenplaats")
    assert re.findall(r'id="waarde-kop-\d">(.*?)<', tekst) == ["SPK-L", "ALG"]
    utrecht.stuur("/inlezen/weg")
    utrecht.stuur("/inlezen", bestanden=[grootboek])
    (map_ := utrecht.map_ / "profielen").joinpath("g.toml").write_text(
        '[vast]\nontvanger = "Utrecht"\njaar = 2027\n[onderdeel]\nkolom = "Kostenplaats"\n'
        '"SPK-L" = "lokaal"\n"SPK-R" = "regionaal"\nanders = "overslaan"\n'
    )
    tekst = utrecht.stuur("/inlezen/bekijk", profiel="g.toml")
    pad = utrecht.map_ / ".azwa/ontvangen/bestedingen/1/grootboek.xlsx"
    zelf = draai("bestedingen", "bekijk", pad, "--profiel", map_ / "g.toml", "--json")
    controle = json.loads(zelf.uit)["controle"]
    assert controle == {
        "som_in_bestanden": "2750.00", "gelezen": "1550.00", "niet_gelezen": "1200.00",
        "klopt": True,
    }  # fmt: skip
    cellen = [cel for _, cel in re.findall(r'<td( class="getal")?>([^<]*)<', tekst)]
    for som in ("2250.00", "1050.00", "1200.00", "500.00", *list(controle.values())[:3]):
        assert centen_uit_punt(som) in cellen
    for reden in ("koppen", "een totaal dat klopt", "overgeslagen volgens het profiel"):
        assert reden in tekst
    assert "Gelezen: 3 boekingen, samen € 1.550,00" in tekst


def test_headings_that_nobody_knows_are_told_what_they_are(utrecht: Gebruiker) -> None:
    """A title stands above them, and none of them is in our list of names."""
    tekst = "Uitdraai 2027;;;\nNr.;Wanneer;Waarvoor;Hoeveel\n1;02-02-2027;Subsidie;1000,00\n"
    geweigerd = utrecht.stuur("/inlezen", bestanden=[("uitdraai.csv", tekst.encode())])
    assert "Dit lukt nog niet" in geweigerd
    keuzes = utrecht.kijk("/kolommen?bestand=1")
    assert re.findall(r'id="kop-\d">(.*?)<', keuzes) == ["Nr.", "Wanneer", "Waarvoor", "Hoeveel"]
    velden = {f"kolom-{n}": wat for n, wat in enumerate(
        ("boekstuk", "boekdatum", "omschrijving", "bedrag"))}  # fmt: skip
    gelezen = utrecht.stuur(
        "/kolommen", bestand="1", ontvanger="Utrecht", onderdeel="lokaal", **velden
    )
    assert "Gelezen: 1 boekingen, samen € 1.000,00" in gelezen
    assert 'boekdatum = "Wanneer"' in (utrecht.map_ / "profielen/uitdraai.toml").read_text("utf-8")
    leeg = ("leeg.csv", b"a;b\n1;2\n")
    utrecht.stuur("/inlezen/weg")
    utrecht.stuur("/inlezen", bestanden=[leeg])
    assert "geen rij met koppen" in utrecht.kijk("/kolommen?bestand=1", 400)


def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_kept(utrecht: Gebruiker) -> None:
    kapot = ("kapot.csv", als_csv([boeking("GM0344", bedrag="vijf")]).encode())
    tekst = unescape(utrecht.stuur("/inlezen", bestanden=[kapot]))
    assert "kapot.csv, rij 2, kolom 'bedrag': 'vijf' is geen bedrag" in tekst
    assert "Bewaar in dossier" not in tekst
    assert "Zeg welke kolom wat is" in tekst
    assert "Gooi weg" in tekst


def test_a_file_of_the_same_name_is_replaced_only_when_asked(utrecht: Gebruiker) -> None:
    """The export of February is not that of January, though the package calls both the same."""
    januari, februari = (
        ("export.csv", als_csv([boeking("GM0344", boekstuk=maand)]).encode())
        for maand in ("januari", "februari")
    )
    utrecht.stuur("/inlezen", bestanden=[januari, februari])
    assert "Twee bestanden heten" in utrecht.stuur("/inlezen/bewaar", 400)
    utrecht.stuur("/inlezen/weg")
    for export in (januari, februari):
        tekst = utrecht.stuur("/inlezen", bestanden=[export])
        assert ("Vervang het bestand dat al zo heet" in tekst) == (export is februari)
        if export is februari:
            assert "al een bestand" in utrecht.stuur("/inlezen/bewaar", 400)
        utrecht.stuur("/inlezen/bewaar", vervang="ja" if export is februari else "")
    pad = utrecht.map_ / "bestedingen/2027/export.csv"
    assert pad.read_bytes() == februari[1]
    utrecht.stuur("/herstel", nummer="2")
    assert pad.read_bytes() == januari[1]


def test_a_finding_leads_to_its_row_and_the_workbook_is_that_of_the_command(
    utrecht: Gebruiker, tmp_path: Path
) -> None:
    """Filters stand in the address; a finding shows its row as read, three on either side."""
    rijen = [boeking("GM0344", boekstuk=f"B-{n}", bedrag="10,00") for n in range(1, 10)]
    rijen[5] |= {"boekdatum": "15-03-2024"}
    utrecht.stuur("/inlezen", bestanden=[("boek.csv", als_csv(rijen).encode())])
    utrecht.stuur("/inlezen/bewaar")
    tekst = utrecht.stuur("/toets")
    map_ = utrecht.map_ / "bestedingen/2027"
    uitslag = json.loads(draai("toets", map_, "--jaar", "2027", "--json").uit)
    werk = re.findall(r'name="werk" value="(\d+)"', tekst)[0]
    for veld in ("ernst", "regel", "ontvanger"):
        for waarde in {b[veld] for b in uitslag["bevindingen"]}:
            gekozen = utrecht.client.get(
                "/toets", query_string={"werk": werk, veld: waarde}, base_url=HIER
            ).text
            aantal = sum(b[veld] == waarde for b in uitslag["bevindingen"])
            assert f"{aantal} van {len(uitslag['bevindingen'])} bevindingen" in gekozen
    (link,) = set(re.findall(r'href="(/rijen\?[^"]*rij=7[^"]*)"', unescape(tekst)))
    rij = utrecht.kijk(link)
    assert re.findall(r'<th scope="row">(\d+)', rij) == ["4", "5", "6", "7", "8", "9", "10"]
    assert '<tr class="hier"><th scope="row">7 (deze)' in rij
    assert "B-6" in rij.partition('class="hier"')[2].partition("</tr>")[0]

    utrecht.stuur("/toets", als="werkboek")
    draai("--dossier", utrecht.map_, "toets", "--uit", tmp_path / "zelf.xlsx")
    assert utrecht.haal("/overzichten", "toets-2027.xlsx") == (tmp_path / "zelf.xlsx").read_bytes()


def test_what_was_said_of_the_columns_is_remembered_for_the_toets(utrecht: Gebruiker) -> None:
    """The dossier keeps which profile reads its ledgers; nobody has to choose it again."""
    boek = (
        b"Stuk;Boekdatum;Kostenplaats;Omschrijving;Debet;Credit\n1;02-02-2027;SPK;Zorg;1000,00;\n"
        b"2;03-02-2027;ALG;Kantoor;75,00;\n"
    )
    utrecht.stuur("/inlezen", bestanden=[("journaal.csv", boek)])
    kolommen = ["boekstuk", "boekdatum", "", "omschrijving", "debet", "credit"]
    velden = {f"kolom-{n}": naam for n, naam in enumerate(kolommen)}
    waarden = {"splitsing": "Kostenplaats", "waarde-0": "lokaal", "ontvanger": "Utrecht"}
    keuze = {"bestand": "1", "jaar": "2027", **velden, **waarden}
    vraag = unescape(utrecht.stuur("/kolommen", **keuze))
    assert "'ALG' in kolom 'Kostenplaats' staat niet in het profiel" in vraag
    tekst = utrecht.stuur("/kolommen", anders="overslaan", **keuze)
    assert "Gelezen: 1 boekingen" in tekst
    utrecht.stuur("/inlezen/bewaar")
    assert "Dat van dit dossier: journaal.toml" in utrecht.kijk("/toets")
    assert "Getoetst: Utrecht, 2027." in utrecht.stuur("/toets", als="scherm")
    assert draai("--dossier", utrecht.map_, "toets").code in (0, 1)
    assert "ontbreken" in utrecht.stuur("/toets", als="scherm", profiel="geen")
    assert "profiel gekozen" in utrecht.kijk("/geschiedenis")
