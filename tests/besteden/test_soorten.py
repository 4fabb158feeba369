"""The kinds of oddity of `gevallen/`, each in another guise: the kind is held, not the file.

A row of a case is what differs from a plain ledger of three bookings; `uit` is the sum with exit 0,
or words that the refusal (code 2) or the item that needs a decision (code 1) has to hold.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from boekingen import schrijf_xlsx
from hulp import draai

from azwa_funds.besteden.boekingen import lees_bestedingen, maak_aanvulling
from azwa_funds.gegevens.gegevens import Gegevens

KOPPEN = "verantwoorder_code;jaar;onderdeel;boekstuk;boekdatum;omschrijving"
RIJEN = (
    "GM0355;2027;lokaal;Z1;03-03-2027;Maatjes",
    "GM0355;2027;lokaal;Z2;04-03-2027;Creditnota",
    "GM0355;2027;lokaal;Z3;05-03-2027;Huur",
)


VUL_AAN = ("--ontvanger", "Zwolle", "--jaar", "2027", "--onderdeel", "lokaal")


def ledger(kop: str, *cellen: str, boven: str = "", onder: str = "") -> str:
    """A ledger of three bookings, with these headings and cells behind the plain columns."""
    regels = [f"{rij};{cel}" for rij, cel in zip(RIJEN, cellen, strict=True)]
    return "\r\n".join([*filter(None, [boven]), f"{KOPPEN};{kop}", *regels, onder])


def bekijk(pad: Path, *opties: str | Path) -> tuple[int, dict[str, Any], str]:
    uitkomst = draai("bestedingen", "bekijk", pad, *opties, "--json")
    return uitkomst.code, json.loads(uitkomst.uit or "{}"), uitkomst.fout


def toets(pad: Path, tekst: str, uit: str | list[str]) -> None:
    """Hold a text file against what it should give."""
    pad.write_text(tekst, encoding="utf-8", newline="")
    code, antwoord, fout = bekijk(pad)
    if isinstance(uit, str):
        assert (code, antwoord.get("som")) == (0, uit), fout
        return
    assert code in (1, 2)
    gezegd = fout or " ".join(deel["reden"] for deel in antwoord["niet_gelezen"])
    assert [woord for woord in uit if woord not in gezegd] == []


# -- sign, balance, currency, btw ----------------------------------------------------------------

PLUS = ("900,00", "250,00", "130,50")


@pytest.mark.parametrize(
    ("kop", "cellen", "uit"),
    [
        ("bedrag;C/D", ("900,00;D", "250,00;C", "130,50;D"), "780.50"),
        ("bedrag;+/-", ("900,00;+", "250,00;-", "130,50;+"), "780.50"),
        ("bedrag;Debit/Credit", ("900,00;DEBIT", "250,00;CREDIT", "130,50;DEBIT"), "780.50"),
        ("bedrag;Bij of af", ("900,00;af", "250,00;bij", "130,50;af"), "780.50"),
        ("bedrag;S/H", ("900,00;S", "250,00;H", "130,50;S"), "780.50"),
        ("bedrag;Kenmerk", ("900,00;S", "250,00;H", "130,50;S"), ["rij 3", "kolom 'Kenmerk'"]),
        ("bedrag;Post", ("9;Lasten", "2;Baten", "1;Lasten"), ["rij 3", "kolom 'Post'"]),
        ("bedrag;Soort", ("900,00;D", "250,00;C", "130,50;D"), ["rij 3", "kolom 'Soort'"]),
        ("bedrag;D/C", ("900,00;D", "250,00;", "130,50;D"), ["rij 3", "kolom 'D/C'"]),
        ("bedrag;D/C", ("900,00;D", "-250,00;C", "130,50;D"), ["rij 3", "kolom 'D/C'"]),
        ("bedrag;D/C", ("900,00;D", "250,00;X", "130,50;D"), ["rij 3", "'X'"]),
        ("bedrag;Debet;Credit", ("900,00;900,00;", "250,00;;250,00", "130,50;130,50;"), "780.50"),
        ("bedrag;Debet", ("900,00;900,00", "250,00;", "130,50;130,50"), ["bedrag", "Debet"]),
        ("Debet;Credit", ("900,00;", ";-250,00", "130,50;"), ["rij 3", "kolom 'Credit'"]),
        ("Debet;Credit;Saldo", ("900,00;;900,00", ";-250,00;650,00", "130,50;;780,50"), "780.50"),
        ("Debet", PLUS, ["bedrag", "Debet"]),
        ("Saldo", PLUS, ["bedrag", "Saldo"]),
        ("Netto;Bruto", ("1;1", "2;2", "3;4"), ["Netto", "Bruto"]),
        ("Bedrag incl. btw", PLUS, ["Bedrag incl. btw"]),
        ("bedrag;Bedrag incl. btw", ("9;10", "2;3", "1;2"), ["Bedrag incl. btw"]),
        ("Bedrag excl. btw", PLUS, "1280.50"),
        ("bedrag;Muntsoort", ("900,00;EUR", "250,00;USD", "130,50;EUR"), ["rij 3", "Muntsoort"]),
        ("bedrag;Mnt", ("900,00;EUR", "250,00;GBP", "130,50;EUR"), ["rij 3", "kolom 'Mnt'"]),
        ("bedrag;Koers", ("900,00;1,0000", "250,00;1,08", "130,50;1"), ["rij 3", "Koers"]),
        ("bedrag;Koers", ("900,00;1,0000", "250,00;1", "130,50;"), "1280.50"),
        ("Bedrag (USD)", PLUS, ["Bedrag (USD)"]),
        ("bedrag", ("900,00", "$ 250,00", "130,50"), ["rij 3", "kolom 'bedrag'"]),
    ],
)
def test_what_changes_an_amount_is_understood_or_refused(
    tmp_path: Path, kop: str, cellen: tuple[str, ...], uit: str | list[str]
) -> None:
    toets(tmp_path / "a.csv", ledger(kop, *cellen), uit)


@pytest.mark.parametrize(
    ("kop", "boven", "onder", "uit"),
    [
        ("Bedrag (k€)", "", "", ["Bedrag (k€)"]),
        ("Bedrag (x 1 mln)", "", "", ["Bedrag (x 1 mln)"]),
        ("Bedrag in duizenden", "", "", ["Bedrag in duizenden"]),
        ("bedrag", "Bedragen in duizenden euro's", "", ["rij 1", "in duizenden"]),
        ("bedrag", "Realisatie (EUR 1.000)", "", ["rij 1", "EUR 1.000"]),
        ("bedrag", ";;;x1000", "", ["rij 1", "x1000"]),
        ("bedrag", "", "alle bedragen maal 1.000", ["rij 5", "maal 1.000"]),
        ("bedrag", "De eerste 1.000 dagen van een kind", "", "1280.50"),
        ("bedrag", "Facturen groter dan € 1.000", "", "1280.50"),
    ],
)
def test_thousands_are_seen_wherever_they_stand(
    tmp_path: Path, kop: str, boven: str, onder: str, uit: str | list[str]
) -> None:
    toets(tmp_path / "a.csv", ledger(kop, *PLUS, boven=boven, onder=onder), uit)


@pytest.mark.parametrize(
    "rijen",
    [
        ["2170,5,", "88,7,"],
        ["2.170,45,", "-88,15,"],
        ["2170,45,Vervoer", "88,15,Lunch"],
        ["€ 2170,45,", "€ 88,15,"],
        ["2170,,", "88,15,"],
    ],
)
def test_cents_in_the_next_column_are_never_cut_off(tmp_path: Path, rijen: list[str]) -> None:
    koppen = "verantwoorder_code,jaar,onderdeel,boekstuk,boekdatum,bedrag,omschrijving"
    regels = [f"GM0546,2027,lokaal,L{i},08-03-2027,{rij}" for i, rij in enumerate(rijen)]
    uit = ["kolom 'bedrag'"] if ",," not in rijen[0] else ["rij 3", "kolom 'bedrag'"]
    toets(tmp_path / "a.csv", "\r\n".join([koppen, *regels]), uit)


# -- totals and headings -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("onder", "uit"),
    [
        (";;;;;Totaal generaal;1.280,50", "1280.50"),
        ("TOTAAL;;;;;;1.280,50", "1280.50"),
        (";;;;31-12-2027;Saldo per einde jaar;1.280,50", "1280.50"),
        ("Kostenplaats 6720 totaal;;;;;;1.280,50", "1280.50"),
        ("Totaal;;;;;;1.281,50", ["rij 5", "'Totaal'", "€ 1.281,50"]),
        (";;;;;;77,00", ["rij 5"]),
        (";;;;;Nagekomen;77,00", ["rij 5"]),
        (";;;;;Opgesteld door de afdeling;", "1280.50"),
    ],
)
def test_a_total_counts_nothing_and_must_be_right(
    tmp_path: Path, onder: str, uit: str | list[str]
) -> None:
    toets(tmp_path / "a.csv", ledger("bedrag", *PLUS, onder=onder), uit)


def test_subtotals_and_pages_of_a_report_are_followed(tmp_path: Path) -> None:
    """Headings come back on each page, with a subtotal below it and all of it at the end."""
    koppen = f"{KOPPEN};bedrag"
    regels = [
        "Grootboek", "", koppen, f"{RIJEN[0]};900,00", f"{RIJEN[1]};250,00",
        "Subtotaal;;;;;;1.150,00", "", koppen, f"{RIJEN[2]};130,50", "Subtotaal;;;;;;130,50",
        "Eindtotaal;;;;;;1.280,50",
    ]  # fmt: skip
    toets(tmp_path / "a.csv", "\r\n".join(regels), "1280.50")


def test_a_second_table_with_its_columns_elsewhere_is_read_by_its_own_headings(
    tmp_path: Path,
) -> None:
    tekst = ledger("bedrag", *PLUS) + "\r\n".join(
        ["", "boekstuk;bedrag;jaar;onderdeel;boekdatum;omschrijving;verantwoorder_code",
         "W9;10,25;2027;lokaal;05-05-2027;Anders;GM0355"]
    )  # fmt: skip
    toets(tmp_path / "a.csv", tekst, "1290.75")


KOP = [*KOPPEN.split(";"), "bedrag"]
EEN = ["GM0296", 2027, "lokaal", "W-1", "05-04-2027", "Huisbezoek", 1450.0]


@pytest.mark.parametrize(
    ("rijen", "aantal", "som"),
    [
        ([["GM0296", 2027, "lokaal", "W-2", date(2027, 5, 6), "Scholing", 325.0]], 1, "325.00"),
        ([["wie", "periode", "potje", "nr", "dag", "wat", "kosten"],
          ["GM0296", 2027, "lokaal", "W-2", "06-05-2027", "Scholing", 325.0]], 1, "325.00"),
        ([["wat", "kosten"], ["Scholing", 325.5], ["Drukwerk", 41.5]], 2, "367.00"),
        ([["wat", "begroot", "werkelijk"], ["Scholing", 325.5, 12.25]], 1, None),
    ],
)  # fmt: skip
def test_money_on_a_sheet_without_our_headings_is_told(
    tmp_path: Path, rijen: list[list[object]], aantal: int, som: str | None
) -> None:
    from openpyxl import load_workbook

    pad = schrijf_xlsx(tmp_path / "a.xlsx", [KOP, EEN])
    boek = load_workbook(pad)
    for rij in rijen:
        (boek["mei"] if "mei" in boek.sheetnames else boek.create_sheet("mei")).append(rij)
    boek.save(pad)
    code, antwoord, fout = bekijk(pad)
    assert (code, fout, antwoord["som"]) == (1, "", "1450.00")
    (deel,) = antwoord["niet_gelezen"]
    assert (deel["blad"], deel["rijen"], deel["som"]) == ("mei", aantal, som)


def test_a_sheet_of_text_alone_is_no_news(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    pad = schrijf_xlsx(tmp_path / "a.xlsx", [KOP, EEN])
    boek = load_workbook(pad)
    boek.create_sheet("uitleg").append(["Dit zijn onze boekingen van 2027", 2027])
    boek.save(pad)
    code, antwoord, _ = bekijk(pad)
    assert (code, antwoord["niet_gelezen"]) == (0, [])
    assert [blad["blad"] for blad in antwoord["bestanden"][0]["bladen"]] == ["Boekingen", "uitleg"]


def test_a_copied_sheet_is_seen_whatever_the_order_of_its_rows(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    twee = ["GM0296", 2027, "lokaal", "W-2", "06-05-2027", "Scholing", 325.0]
    drie = ["GM0296", 2027, "lokaal", "W-3", "06-05-2027", "Drukwerk", 41.5]
    pad = schrijf_xlsx(tmp_path / "a.xlsx", [KOP, EEN, twee])
    boek = load_workbook(pad)
    for naam, rijen in (("kopie", [twee, EEN]), ("deels", [twee, drie])):
        blad = boek.create_sheet(naam)
        for rij in [KOP, *rijen]:
            blad.append(rij)
    boek.save(pad)
    code, antwoord, _ = bekijk(pad)
    assert (code, antwoord["som"]) == (1, "2141.50")
    kopie, deels = sorted(antwoord["niet_gelezen"], key=lambda d: d["blad"], reverse=True)
    assert (kopie["blad"], kopie["rijen"], kopie["som"]) == ("kopie", 2, "1775.00")
    assert (deels["blad"], deels["rijen"], deels["som"]) == ("deels", 1, "325.00")
    assert "nu dubbel geteld" in deels["reden"]


def test_an_error_in_a_column_that_is_not_read_does_no_harm(tmp_path: Path) -> None:
    pad = schrijf_xlsx(tmp_path / "a.xlsx", [[*KOP, "controle"], [*EEN, "#N/A"]])
    assert bekijk(pad)[0] == 0


def test_a_row_with_nothing_but_an_error_is_not_empty(tmp_path: Path) -> None:
    leeg = [""] * 7
    pad = schrijf_xlsx(tmp_path / "a.xlsx", [[*KOP, "controle"], [*EEN, ""], [*leeg, "#REF!"]])
    code, antwoord, _ = bekijk(pad)
    assert code == 1
    assert "rij 3" in antwoord["niet_gelezen"][0]["reden"]


@pytest.mark.parametrize("dag", [45096, "45096", 20270620, "20-06-2027", date(2027, 6, 20)])
def test_a_day_in_a_workbook_that_counts_from_1904_is_the_day_that_was_meant(
    gegevens: Gegevens, tmp_path: Path, dag: object
) -> None:
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    boek = Workbook()
    boek.epoch = CALENDAR_MAC_1904
    boek.active.append(KOP)
    boek.active.append([*EEN[:4], dag, *EEN[5:]])
    boek.save(tmp_path / "a.xlsx")
    tabel = lees_bestedingen(gegevens, [tmp_path / "a.xlsx"]).tabel
    assert tabel["boekdatum"].dt.strftime("%d-%m-%Y").tolist() == ["20-06-2027"]


def test_what_is_no_amount_of_a_booking_is_named_beside_it(tmp_path: Path) -> None:
    tekst = ledger("bedrag;Bedrag btw;Saldo", "1,00;0,21;1,00", "2,00;0,42;3,00", "3,00;0,63;6,00")
    (tmp_path / "a.csv").write_text(tekst, encoding="utf-8", newline="")
    code, antwoord, _ = bekijk(tmp_path / "a.csv")
    assert (code, antwoord["som"]) == (0, "6.00")
    assert "'Bedrag btw', 'Saldo' telt niet mee" in " ".join(antwoord["opmerkingen"])


def test_both_sides_of_each_entry_are_asked_about(tmp_path: Path) -> None:
    """A ledger of all accounts adds up to nothing; which of them are costs must be said."""
    tekst = ledger("Debet;Credit", "100,00;", ";60,00", ";40,00")
    toets(tmp_path / "a.csv", tekst, ["debet en credit zijn samen even hoog"])


def test_a_card_per_account_with_a_total_for_each_and_for_all_is_followed(tmp_path: Path) -> None:
    """A text alone is the name of a group, whatever column it stands in."""
    koppen = ["Stuknr", "Datum", "Omschrijving", "Debet", "Credit", "Saldo"]
    rijen: list[list[object]] = [
        ["Grootboekkaart"], ["Rekening 434000 Diensten"], koppen,
        ["", "01-01-2027", "Beginsaldo", 0, "", 0],
        ["7-1", date(2027, 1, 14), "Coach", 100.5, "", 100.5],
        ["7-2", 20270214, "Terug", "", 0.5, 100],
        ["Totaal rekening 434000", "", "", 100.5, 0.5, 100], [],
        ["Rekening 434100 Huur"], koppen, ["8-1", date(2027, 3, 14), "Huur", 50, "", 50],
        ["Totaal rekening 434100", "", "", 50, "", 50], ["Eindtotaal", "", "", 150.5, 0.5, 150],
    ]  # fmt: skip
    pad = schrijf_xlsx(tmp_path / "a.xlsx", rijen)
    code, antwoord, fout = bekijk(pad, *VUL_AAN)
    assert (code, antwoord.get("som"), antwoord.get("boekingen")) == (0, "150.00", 3), fout


@pytest.mark.parametrize(
    "totalen",
    [
        [";;Totaal;70,00;D"],
        [";;Totaal;70,00;"],
        [";;Totaal debet;100,00;D", ";;Totaal credit;30,00;C", ";;Saldo;70,00;D"],
    ],
)
def test_totals_beside_a_column_of_signs_may_be_of_either_side(
    tmp_path: Path, totalen: list[str]
) -> None:
    regels = ["Stuk;Datum;Tekst;Bedrag;D/C", "A;1-2-2027;x;100,00;D", "B;1-2-2027;y;30,00;C"]
    (tmp_path / "a.csv").write_text("\r\n".join(regels + totalen), encoding="utf-8", newline="")
    code, antwoord, fout = bekijk(tmp_path / "a.csv", *VUL_AAN)
    assert (code, antwoord.get("som")) == (0, "70.00"), fout


def test_a_grand_total_on_the_last_sheet_is_of_all_sheets(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    koppen = ["Stuk", "Datum", "Tekst", "Bedrag"]
    pad = schrijf_xlsx(tmp_path / "a.xlsx", [koppen, ["A", "1-2-2027", "x", 5.5]])
    boek = load_workbook(pad)
    blad = boek.create_sheet("vervolg")
    for rij in (koppen, ["B", "1-2-2027", "y", 4.5], ["Totaal", "", "", 10]):
        blad.append(rij)
    pivot = boek.create_sheet("draaitabel")
    for kort in (["Rijlabels", "Som"], ["x", 5.5], ["y", 4.5], ["Eindtotaal", 10]):
        pivot.append(kort)
    boek.save(pad)
    code, antwoord, _ = bekijk(pad, *VUL_AAN)
    (deel,) = antwoord["niet_gelezen"]
    assert (code, antwoord["som"]) == (1, "10.00")
    assert (deel["blad"], deel["rijen"], deel["som"]) == ("draaitabel", 2, "10.00")


def test_a_second_column_of_texts_does_not_block_a_file(gegevens: Gegevens, tmp_path: Path) -> None:
    """Ledgers have a text of the account and one of the booking, under one heading."""
    rijen = [
        ["Rekening", "Omschrijving", "Stuk", "Datum", "Omschrijving", "Bedrag"],
        ["43400", "Diensten", "A", "1-2-2027", "Huur", 5.5],
    ]
    pad = schrijf_xlsx(tmp_path / "a.xlsx", rijen)
    code, antwoord, fout = bekijk(pad, *VUL_AAN)
    assert (code, antwoord.get("som")) == (0, "5.50"), fout
    aanvulling = maak_aanvulling(gegevens, "Zwolle", 2027, "lokaal")
    assert lees_bestedingen(gegevens, [pad], aanvulling).tabel["omschrijving"].tolist() == ["Huur"]
