"""A controller can follow the one total of what was spent back to every file and sheet."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from boekingen import KOPPEN, boeking, schrijf, schrijf_xlsx
from hulp import Uitkomst, draai, lees_boek
from libreoffice import compare, recalculate
from openpyxl import load_workbook

#: Almelo spends € 500 of the regional money that SamenTwente accounts for as well.
BOEKINGEN = (
    boeking(boekstuk="A1", bedrag="1.000,50"),
    boeking(boekstuk="A2", jaar="2026", onderdeel="brede_spuk", bedrag="100,00",
            boekdatum="01-02-2026"),
    boeking(boekstuk="A3", onderdeel="regionaal", bedrag="500,00"),
    boeking(boekstuk="A4", onderdeel="gezonde_school", bedrag="7,00"),
)  # fmt: skip


@pytest.fixture(scope="module")
def bestanden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    map_ = tmp_path_factory.mktemp("grootboek")
    schrijf(map_ / "almelo.csv", *BOEKINGEN)
    regionaal = {"onderdeel": "regionaal"}
    rijen = [
        boeking("samentwente", **regionaal, boekstuk="S1", bedrag="250,25"),
        boeking("samentwente", **regionaal, boekstuk="S2", bedrag="500,00",
                medeoverheid_code="GM0141"),
    ]  # fmt: skip
    schrijf_xlsx(map_ / "twente.xlsx", [KOPPEN, *(rij.values() for rij in rijen)])
    boek = load_workbook(map_ / "twente.xlsx")
    extra = boek.create_sheet("Vergeten")
    for rij in (["Naam", "Getal"], ["Stoelen", "12,50"], ["Tafels", "7,50"]):
        extra.append(rij)
    boek.save(map_ / "twente.xlsx")
    return map_


@pytest.fixture(scope="module")
def toets(bestanden: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    doel = tmp_path_factory.mktemp("uit") / "toets.xlsx"
    assert draai("toets", bestanden, "--jaar", "2027", "--uit", doel).code == 1
    return doel


@pytest.fixture(scope="module")
def sisa(bestanden: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    doel = tmp_path_factory.mktemp("sisa")
    assert "werkboeken staan in" in draai("sisa", bestanden, "--jaar", "2027", "--uit", doel).uit
    return doel


def regels(pad: Path, blad: str) -> dict[str, dict[str, Any]]:
    """The rows of the table by file and sheet, and the total row."""
    rijen = list(lees_boek(pad, data_only=True)[blad].iter_rows(values_only=True))
    begin = next(nummer for nummer, rij in enumerate(rijen) if rij[0] == "Bestand")
    einde = next(nummer for nummer, rij in enumerate(rijen) if rij[0] == "Totaal")
    koppen = [kop for kop in rijen[begin] if kop]
    return {
        " ".join(filter(None, rij[:2])): dict(zip(koppen, rij, strict=False))
        for rij in rijen[begin + 1 : einde + 1]
    }


def controles(pad: Path) -> dict[str, str]:
    rijen = lees_boek(pad, data_only=True)["Controle"].iter_rows(values_only=True)
    return {str(rij[0]): str(rij[4]) for rij in rijen if rij[4] in ("klopt", "klopt niet")}


def bedragen(regel: dict[str, Any], *koppen: str) -> list[float]:
    return [regel[kop] for kop in koppen]


def test_the_toets_leads_from_every_sheet_to_the_one_total_of_what_was_spent(toets: Path) -> None:
    per_blad = regels(toets, "Aansluiting")
    assert list(per_blad) == [
        "almelo.csv",
        "twente.xlsx Boekingen",
        "twente.xlsx Vergeten",
        "Totaal",
    ]
    assert bedragen(
        per_blad["almelo.csv"], "Totaal van het grootboek", "Niet gelezen", "Gelezen",
        "Ander jaar of iemand anders", "Boekingen van het jaar", "Andere kant van regionaal geld",
        "Geld dat de ontvanger niet krijgt", "Besteed (blad Per ontvanger)",
    ) == [1607.5, 0, 1607.5, 100, 1507.5, 500, 7, 1000.5]  # fmt: skip
    vergeten = per_blad["twente.xlsx Vergeten"]
    assert bedragen(vergeten, "Totaal van het grootboek", "Niet gelezen", "Gelezen") == [20, 20, 0]
    assert "2 rijen, € 20,00" in vergeten["Waarom niet gelezen, en wat een besluit vraagt"]

    totaal = per_blad["Totaal"]["Besteed (blad Per ontvanger)"]
    assert totaal == 1000.5 + 250.25 + 500
    ontvangers = lees_boek(toets, data_only=True)["Per ontvanger"].iter_rows(values_only=True)
    koppen = next(rij for rij in ontvangers if rij[0] == "Regio")
    (onder,) = [rij for rij in ontvangers if rij[0] == "Totaal"]
    assert onder[koppen.index("Besteed")] == totaal
    assert set(controles(toets).values()) == {"klopt"}
    assert [naam for naam in controles(toets) if "Aansluiting" in naam] == [
        "Blad Aansluiting: het grootboek is gelezen, of niet gelezen met de reden erbij",
        "Blad Aansluiting komt uit op de boekingen van het jaar",
        "Besteed op blad Per ontvanger is besteed op blad Aansluiting",
    ]


def test_what_a_body_without_a_mandate_books_of_regional_money_is_no_other_side(
    tmp_path: Path,
) -> None:
    """Only a gemeente spends for her mandaathouder; a GGD does not get this money."""
    pad = schrijf(
        tmp_path / "b.csv", boeking(bedrag="3,00", boekstuk="A1"),
        boeking("ggd-twente", onderdeel="regionaal", bedrag="9,00", boekstuk="G1"),
    )  # fmt: skip
    doel = tmp_path / "t.xlsx"
    draai("toets", pad, "--jaar", "2027", "--landelijk", "--uit", doel)
    assert bedragen(
        regels(doel, "Aansluiting")["Totaal"], "Andere kant van regionaal geld",
        "Geld dat de ontvanger niet krijgt", "Besteed (blad Per ontvanger)",
    ) == [0, 9, 3]  # fmt: skip
    assert set(controles(doel).values()) == {"klopt"}


def test_a_sisa_workbook_leads_from_every_sheet_to_its_bijlage(sisa: Path) -> None:
    almelo = regels(sisa / "GM0141-almelo.xlsx", "Aansluiting grootboek")
    andere_kant = "Waarvan de andere kant van dit regionale geld"
    assert bedragen(
        almelo["Totaal"], "Gelezen", "Ander jaar of iemand anders", andere_kant,
        "Boekingen van Almelo over 2027", "Buiten de bijlage", "Besteed (in de bijlage)",
    ) == [2357.75, 850.25, 500, 1507.5, 7, 1500.5]  # fmt: skip
    twente = regels(sisa / "samentwente-samentwente.xlsx", "Aansluiting grootboek")
    assert bedragen(twente["almelo.csv"], andere_kant, "Besteed (in de bijlage)") == [500, 0]
    assert twente["Totaal"]["Besteed (in de bijlage)"] == 750.25
    for pad in sisa.iterdir():
        assert set(controles(pad).values()) == {"klopt"}, pad.name


def test_existing_sheets_of_a_sisa_workbook_stay_where_they_were(sisa: Path) -> None:
    bladen = lees_boek(sisa / "GM0141-almelo.xlsx").sheetnames
    assert bladen[:3] == ["Voorblad", "SiSa-bijlage", "Aansluiting"]
    assert bladen[-4:] == ["Aansluiting grootboek", "Controle", "Herkomst", "Uitvoering"]


def onderteken(pad: Path, blad: str, doel: Path) -> Path:
    """Sign as a person would who types, a name and a day; every other byte stays."""
    boek = load_workbook(pad)
    rij = next(
        cel.row for cel in boek[blad]["A"] if str(cel.value).startswith("Gecontroleerd door")
    )
    deel = f"xl/worksheets/sheet{boek.sheetnames.index(blad) + 1}.xml"
    with zipfile.ZipFile(pad) as bron, zipfile.ZipFile(doel, "w") as uit:
        for lid in bron.infolist():
            xml = bron.read(lid)
            if lid.filename == deel:
                for kolom, tekst in (("C", "Controller"), ("F", "15-07-2028")):
                    leeg = rf'<c r="{kolom}{rij}" (s="\d+")/>'
                    vol = rf'<c r="{kolom}{rij}" \1 t="inlineStr"><is><t>{tekst}</t></is></c>'
                    xml, keer = re.subn(leeg.encode(), vol.encode(), xml)
                    assert keer == 1
            uit.writestr(lid, xml)
    return doel


def verifieer(pad: Path, bestanden: Path) -> Uitkomst:
    return draai("verifieer", pad, "--bestedingen", bestanden)


def test_a_workbook_that_was_signed_still_verifies_and_a_changed_sum_does_not(
    toets: Path, sisa: Path, bestanden: Path, tmp_path: Path
) -> None:
    getekend = onderteken(toets, "Aansluiting", tmp_path / "getekend.xlsx")
    uitkomst = verifieer(getekend, bestanden)
    assert uitkomst.code == 0, uitkomst.uit
    assert "Er zijn 2 cellen ingevuld; geen enkele uitkomst hangt daarvan af." in uitkomst.tekst
    almelo = onderteken(
        sisa / "GM0141-almelo.xlsx", "Aansluiting grootboek", tmp_path / "almelo.xlsx"
    )
    assert verifieer(almelo, bestanden).code == 0

    boek = load_workbook(getekend)
    boek["Aansluiting"]["D5"] = 1600
    boek.save(tmp_path / "anders.xlsx")
    anders = verifieer(tmp_path / "anders.xlsx", bestanden)
    assert anders.code == 1
    assert "Aansluiting, cel D5" in anders.tekst
    assert "is 1.600, hoort 1607,5 te zijn" in anders.tekst


def test_a_copied_row_stands_on_the_sheet_and_is_told_by_sisa(tmp_path: Path) -> None:
    regel = boeking(boekstuk="A1", bedrag="1.000,50")
    pad = schrijf(tmp_path / "b.csv", regel, regel, boeking(boekstuk="A2", bedrag="2,00"))
    uitkomst = draai("sisa", pad, "--jaar", "2027", "--uit", tmp_path / "uit")
    assert "rijen 2 en 3 hebben hetzelfde boekstuk" in uitkomst.tekst
    (bron, _) = regels(tmp_path / "uit/GM0141-almelo.xlsx", "Aansluiting grootboek").values()
    assert bron["Waarom niet gelezen, en wat een besluit vraagt"] == (
        "1 rij, € 1.000,50 (wel gelezen): rij 3 heeft boekstuk, datum en bedrag van een eerdere rij"
    )


def test_many_sheets_of_others_make_one_row_and_many_reasons_stay_readable(tmp_path: Path) -> None:
    profiel = tmp_path / "p.toml"
    profiel.write_text(
        '[onderdeel]\nkolom = "Kpl"\n"K" = "lokaal"\n[vast]\nontvanger = "Almelo"\njaar = 2027\n',
        encoding="utf-8",
    )
    kop = "Stuk;Datum;Tekst;Kpl;Bedrag\n"
    rijen = "".join(f"{n};1-2-2027;iets;V{n};1,00\n" for n in range(30))
    pad = tmp_path / "almelo.csv"
    pad.write_text(f"{kop}K1;1-2-2027;ons;K;5,00\n{rijen}", encoding="utf-8")
    draai("sisa", pad, "--profiel", profiel, "--jaar", "2027", "--uit", tmp_path / "uit")
    (bron, _) = regels(tmp_path / "uit/GM0141-almelo.xlsx", "Aansluiting grootboek").values()
    redenen = bron["Waarom niet gelezen, en wat een besluit vraagt"]
    assert redenen.startswith("1 rij, € 1,00: 'V0' in kolom 'Kpl' staat niet in het profiel")
    assert redenen.endswith("; en nog 24; alles staat in 'azwa-funds bestedingen bekijk'")

    map_ = tmp_path / "regio"
    for nummer in range(25):
        schrijf(map_ / f"{nummer}.csv", boeking("GM0193", boekstuk=f"Z{nummer}", bedrag="2,00"))
    schrijf(map_ / "almelo.csv", boeking(boekstuk="A1", bedrag="7,00"))
    keuze = ("--jaar", "2027", "--ontvanger", "Almelo", "--uit", tmp_path / "samen")
    draai("sisa", map_, *keuze)
    per_blad = regels(tmp_path / "samen/GM0141-almelo.xlsx", "Aansluiting grootboek")
    assert list(per_blad) == ["almelo.csv", "25 andere bladen", "Totaal"]
    assert bedragen(
        per_blad["25 andere bladen"], "Gelezen", "Ander jaar of iemand anders"
    ) == [50, 50]  # fmt: skip
    assert per_blad["Totaal"]["Besteed (in de bijlage)"] == 7


@pytest.mark.lang
def test_libreoffice_finds_the_same_sums(toets: Path, sisa: Path, tmp_path: Path) -> None:
    for pad in (toets, sisa / "GM0141-almelo.xlsx"):
        assert compare(pad, recalculate(pad, tmp_path)) == []
