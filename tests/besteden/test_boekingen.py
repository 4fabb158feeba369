"""Bookings come in as people send them; every cent is kept, and every fault is named at once."""

from __future__ import annotations

import random
import time
import tracemalloc
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from boekingen import BLAD, EINDE, KOPPEN, als_csv, boeking, schrijf, schrijf_xlsx, werkboek_met
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.besteden.boekingen import (
    UITVOER,
    Bestedingen,
    Bestedingenfout,
    bewaak,
    lees_bestedingen,
)
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout, Rekenfout
from azwa_funds.lezen.cellen import (
    GROOTSTE_CENTEN,
    Celfout,
    Celwaarde,
    lees_centen,
    lees_centen_kolom,
    lees_dag,
)
from azwa_funds.openen.tekstblad import lees_tekstblad
from azwa_funds.openen.tekstkolommen import Tekstkolom


def lees(gegevens: Gegevens, *paden: Path) -> Bestedingen:
    return lees_bestedingen(gegevens, paden)


def fouten(gegevens: Gegevens, *paden: Path) -> list[str]:
    with pytest.raises(Bestedingenfout) as gevangen:
        lees_bestedingen(gegevens, paden)
    return [str(fout) for fout in gevangen.value.fouten]


# -- amounts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tekst", "centen"),
    [
        ("1.234,56", 123456),
        ("1234.56", 123456),
        ("1,234.56", 123456),
        ("-1.234,56", -123456),
        ("1 234,56", 123456),
        ("1\u00a0234,56", 123456),
        ("€ 12", 1200),
        ("EUR 12,50", 1250),
        ("12,- ", 1200),
        ("12,00-", -1200),
        ("(12,00)", -1200),
        ("\u221212,00", -1200),
        ("€ -5", -500),
        ("1.234", 123400),
        ("1.234.567", 123456700),
        ("0,5", 50),
        ("0", 0),
        (1234.56, 123456),
        (0.1 + 0.2, 30),
        (-0.05, -5),
        (12, 1200),
    ],
)
def test_an_amount_is_read_as_people_write_it(tekst: str | float, centen: int) -> None:
    assert lees_centen(tekst) == centen


@pytest.mark.parametrize(
    "tekst",
    [
        *[
            "",
            "twaalf",
            "12k",
            "1,234",
            "0.123",
            "1234.567",
            "12,345",
            "1.23.4",
            "1.2345,00",
            "--3",
        ],
        *["٣,00", "1e5", "12 euro 50", "€", "10.000.000.000,00", 0.001, True, None, 1e300],
    ],
)
def test_what_is_no_amount_is_not_guessed(tekst: str | float | None) -> None:
    with pytest.raises(Celfout):
        lees_centen(tekst)


CENTEN = st.integers(-GROOTSTE_CENTEN, GROOTSTE_CENTEN)


def nederlands(centen: int) -> str:
    heel = f"{abs(centen) // 100:,}".replace(",", ".")
    return f"{'-' if centen < 0 else ''}{heel},{abs(centen) % 100:02d}"


@given(CENTEN)
def test_every_notation_gives_the_same_cents(centen: int) -> None:
    teken, heel, rest = "-" * (centen < 0), abs(centen) // 100, f"{abs(centen) % 100:02d}"
    notaties = [
        nederlands(centen),
        f"{teken}{heel},{rest}",
        f"{teken}{heel}.{rest}",
        f"€ {teken}{heel},{rest}",
        f"{heel},{rest}{'-' if centen < 0 else ''}",
        f"{teken}{heel:,}".replace(",", " ") + f",{rest}",
        f"{teken}{heel:,}.{rest}",
    ]
    assert [lees_centen(tekst) for tekst in notaties] == [centen] * len(notaties)
    assert lees_centen(float(Decimal(centen) / 100)) == centen


@given(st.lists(CENTEN.filter(lambda c: abs(c) < 10**11), min_size=1))
def test_the_quick_way_through_a_column_gives_the_same_as_cell_by_cell(bedragen: list[int]) -> None:
    for schrijf_bedrag in (nederlands, lambda c: nederlands(c).replace(".", "").replace(",", ".")):
        teksten = [schrijf_bedrag(centen) for centen in bedragen]
        vlug = lees_centen_kolom(teksten)
        assert vlug is not None
        assert vlug.tolist() == [lees_centen(tekst) for tekst in teksten] == bedragen


@given(st.lists(st.text(alphabet="0123456789.,-\n €", max_size=12), min_size=1, max_size=6))
def test_the_quick_way_never_reads_what_a_cell_would_refuse(teksten: list[str]) -> None:
    vlug = lees_centen_kolom(teksten)
    if vlug is not None:
        assert vlug.tolist() == [lees_centen(tekst) for tekst in teksten]


@given(
    st.lists(CENTEN, min_size=1)
    | st.lists(st.text(alphabet="0123456789.,- €", max_size=14), min_size=1, max_size=6)
)
def test_amounts_still_in_their_file_are_read_as_cell_by_cell(bedragen: list[int | str]) -> None:
    for punt in ",.":
        teksten = [
            str(c) if isinstance(c, str) else nederlands(c).replace(".", "").replace(",", punt)
            for c in bedragen
        ]
        kop = "omschrijving van meer dan zestien letters;bedrag\n"
        blad = lees_tekstblad((kop + "".join(f"a;{tekst}\n" for tekst in teksten) + "z;1").encode())
        kolom = blad.kolom(1, 2)[: len(teksten)]
        assert isinstance(kolom, Tekstkolom)
        vlug = kolom.centen()
        if vlug is None:
            assert not all(isinstance(c, int) and abs(c) < 10**11 for c in bedragen)
        else:
            assert vlug.tolist() == [lees_centen(tekst) for tekst in teksten]


def test_a_point_is_thousands_unless_the_file_uses_it_for_decimals(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """ "1.234" is € 1.234 in a Dutch file, and a question in a file that also has "12.50"."""
    goed = schrijf(tmp_path / "a.csv", boeking(bedrag="1.234"), boeking(bedrag="5,00"))
    gelezen = lees(gegevens, goed)
    assert gelezen.tabel["centen"].tolist() == [123400, 500]
    assert "de punt gelezen als duizendtal" in gelezen.opmerkingen[0]

    fout = schrijf(tmp_path / "b.csv", boeking(bedrag="12.50"), boeking(bedrag="1.234"))
    (melding,) = fouten(gegevens, fout)
    assert melding == (
        "b.csv, rij 3, kolom 'bedrag': '1.234' kan duizendtallen of drie decimalen zijn, want "
        "elders in dit bestand is de punt een decimaalteken; schrijf het bedrag met twee decimalen."
    )


@pytest.mark.parametrize(
    "cel",
    [
        *["31-12-2027", "31/12/2027", "31.12.2027", "2027-12-31", "20271231", " 2027-12-31 "],
        *["2027-12-31T00:00:00", "2027-12-31 13:45:01.5", "31-12-2027 9:05", "46752", 46752],
        *[46752.0, date(2027, 12, 31), datetime(2027, 12, 31, 23, 59)],
    ],
)
def test_a_day_is_read_as_programs_write_it(cel: Celwaarde) -> None:
    assert lees_dag(cel) == date(2027, 12, 31)


@pytest.mark.parametrize(
    "cel",
    ["", "31-12-7", "12/31/2027", "31-02-2027", "2027-13-01", "99999", "1234", "٣١-12-2027", True],
)
def test_what_is_no_day_is_not_guessed(cel: Celwaarde) -> None:
    with pytest.raises(Celfout, match=r"datum|leeg"):
        lees_dag(cel)


# -- files as people send them -----------------------------------------------------------------


@pytest.mark.parametrize("scheiding", [";", ",", "\t"])
@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("einde", ["\r\n", "\n", "\r"])
def test_a_csv_file_of_any_program_is_read(
    gegevens: Gegevens, tmp_path: Path, scheiding: str, codering: str, einde: str
) -> None:
    inhoud = als_csv([boeking(omschrijving="Súdwest; één, twee")], scheiding)
    pad = tmp_path / "boekingen.csv"
    pad.write_bytes(inhoud.replace("\r\n", einde).encode(codering))
    (rij,) = lees(gegevens, pad).tabel.to_dict("records")
    assert (rij["omschrijving"], rij["centen"], rij["rij"]) == ("Súdwest; één, twee", 123456, 2)


def test_columns_may_have_any_order_and_case_and_rows_keep_their_number(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """A title above, empty lines between, "sep=;" first: the row is the one Excel shows."""
    pad = tmp_path / "export.csv"
    pad.write_text(
        "sep=;\nBestedingen 2027\n\n"
        "BEDRAG;Boekdatum;Verantwoorder code;Onderdeel;jaar;Boekstuk;Omschrijving;Kostenplaats\n"
        "12,50;2027-02-01;gm 141;Lokaal (gemeenten);2027;A1;eerste;K9\n"
        ";;;;;;;\n\n"
        '1;1-2-2027;0141;LOKAAL;2027;A2;"twee\nregels";K9\n'
        "3;1/2/2027;141;lokaal;2027;A3;derde\n" + ";;;;;;;\n" * 1000,
        encoding="utf-8",
    )
    gelezen = lees(gegevens, pad)
    tabel = gelezen.tabel
    assert tabel["verantwoorder_code"].tolist() == ["GM0141"] * 3
    assert tabel["rij"].tolist() == [5, 8, 9]
    assert tabel["boekdatum"].dt.date.tolist() == [date(2027, 2, 1)] * 3
    assert tabel["omschrijving"].tolist() == ["eerste", "twee\nregels", "derde"]
    assert tabel["medeoverheid_code"].tolist() == [""] * 3
    assert gelezen.opmerkingen == ("export.csv: niet gelezen kolommen: 'Kostenplaats'.",)


def test_a_formula_that_failed_is_not_taken_for_an_empty_cell(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """Whose money it was would be lost; in a column that is not read it does no harm."""
    eerste, tweede = (list(boeking(boekstuk=stuk).values()) for stuk in ("I-1", "I-2"))
    koppen = [*KOPPEN, "controle"]
    pad = schrijf_xlsx(tmp_path / "b.xlsx", [koppen, [*eerste, "#REF!"], [*tweede, ""]])
    assert len(lees(gegevens, pad).tabel) == 2
    tweede[KOPPEN.index("medeoverheid_code")] = "#N/A"
    schrijf_xlsx(pad, [koppen, [*eerste, "#REF!"], [*tweede, ""]])
    (fout,) = fouten(gegevens, pad)
    assert fout == (
        "b.xlsx, blad 'Boekingen', rij 3, kolom 'medeoverheid_code': in deze cel staat de "
        "foutwaarde #N/B; herstel de formule, typ wat er hoort te staan of maak de cel leeg."
    )


def test_excel_gives_numbers_and_days_as_it_keeps_them(gegevens: Gegevens, tmp_path: Path) -> None:
    rijen = [
        ["Onze bestedingen"],
        [],
        KOPPEN,
        [141, 2027, "lokaal", 1001, datetime(2027, 3, 1), "a", 1234.56, 6.1, "", ""],
        [],
        ["GM0141", "2027", "lokaal", "B2", 46447, "eerste", 0.1 + 0.2, "6.1", "", "GM0153"],
        ["samentwente", 2027.0, "regionaal", "B3", "1-3-2027", "b", "(5,00)", "", "", ""],
    ]
    tabel = lees(gegevens, schrijf_xlsx(tmp_path / "boek.xlsx", rijen)).tabel
    assert tabel["centen"].tolist() == [123456, 30, -500]
    assert tabel["rij"].tolist() == [4, 6, 7]
    assert tabel["boekstuk"].tolist() == ["1001", "B2", "B3"]
    assert tabel["verantwoorder_code"].tolist() == ["GM0141", "GM0141", "samentwente"]
    assert tabel["boekdatum"].dt.date.tolist() == [date(2027, 3, 1)] * 3
    assert set(tabel["blad"]) == {"Boekingen"}


def test_a_folder_is_read_whole_and_every_row_says_where_it_came_from(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    schrijf(tmp_path / "almelo.csv", boeking())
    schrijf(tmp_path / "oost" / "borne.CSV", boeking("GM0147"), boeking("147", boekstuk="B2"))
    schrijf_xlsx(tmp_path / "oost" / "hengelo.xlsx", [KOPPEN, boeking("GM0164").values()])
    (tmp_path / "oost" / "~$hengelo.xlsx").write_bytes(b"a lock of Excel")
    (tmp_path / "leesmij.txt").write_text("no bookings")
    gelezen = lees(gegevens, tmp_path, tmp_path / "almelo.csv")
    assert gelezen.tabel["bestand"].tolist() == [
        "almelo.csv",
        "oost/borne.CSV",
        "oost/borne.CSV",
        "oost/hengelo.xlsx",
    ]
    assert gelezen.tabel["centen"].sum() == 4 * 123456
    assert list(gelezen.bestanden) == ["almelo.csv", "oost/borne.CSV", "oost/hengelo.xlsx"]


def test_brc_was_a_part_of_the_brede_spuk_and_is_not_of_the_spuk_azwa(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    pad = schrijf(
        tmp_path / "brc.csv",
        boeking(onderdeel="BRC", jaar="2026", boekdatum="1-2-2026"),
        boeking(onderdeel="Brede Regeling Combinatiefuncties"),
        boeking(onderdeel="valpreventie", jaar="2025", boekdatum="1-2-2025"),
        boeking("GM0153", onderdeel="SPUK IZA", jaar="2025", boekdatum="1-2-2025"),
    )
    assert lees(gegevens, pad).tabel["onderdeel"].tolist() == [
        "brede_spuk",
        "brede_regeling_combinatiefuncties",
        "brede_spuk",
        "spuk_iza",
    ]


def test_a_name_is_as_good_as_a_code(gegevens: Gegevens, tmp_path: Path) -> None:
    wie = {
        "Den Haag": "GM0518", "Hengelo (O.)": "GM0164", "Gemeente Assen": "GM0106",
        "Nuenen c.a.": "GM0820", "Utrecht (gemeente)": "GM0344", "zeist": "GM0355",
        "193.0": "GM0193", "gm 0193": "GM0193", "GM00193": "GM0193", "SamenTwente": "samentwente",
    }  # fmt: skip
    pad = schrijf(
        tmp_path / "a.csv",
        *(boeking(naam, boekstuk=f"I-{i}", medeoverheid_code=naam) for i, naam in enumerate(wie)),
    )
    tabel = lees(gegevens, pad).tabel
    assert tabel["verantwoorder_code"].tolist() == list(wie.values())
    assert tabel["medeoverheid_code"].tolist() == list(wie.values())


def test_a_name_of_two_gemeenten_is_refused_with_the_codes_of_both(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    pad = schrijf(tmp_path / "a.csv", boeking("Bergen"), boeking("Brielle", boekstuk="I-2"))
    assert fouten(gegevens, pad) == [
        "a.csv, rij 2, kolom 'verantwoorder_code': 'Bergen' kan op meer gemeenten slaan; vul "
        "GM0373 (Bergen (NH.)) of GM0893 (Bergen (L.)) in.",
        "a.csv, rij 3, kolom 'verantwoorder_code': 'Brielle' is per 01-01-2023 opgegaan in Voorne "
        "aan Zee; vul GM1992 in.",
    ]


# -- faults ------------------------------------------------------------------------------------


def test_all_faults_of_all_files_come_in_one_list(gegevens: Gegevens, tmp_path: Path) -> None:
    schrijf(
        tmp_path / "a.csv",
        boeking("GM9999", bedrag="twaalf"),
        boeking(jaar="27", boekdatum="31-13-2027"),
        boeking("Almeloo", onderdeel="lokal", boekstuk=""),
        boeking("GM0370", medeoverheid_code="x"),
    )
    schrijf_xlsx(tmp_path / "b.xlsx", [KOPPEN, boeking(bedrag="1,234").values()], blad="Mei")
    (tmp_path / "c.csv").write_text("verantwoorder_code;jaar;onderdeel;bedragg\nGM0141;2027;l;1\n")
    (tmp_path / "d.csv").write_bytes(b"%PDF-1.7 not a spreadsheet")
    assert fouten(gegevens, tmp_path) == [
        "a.csv, rij 2, kolom 'verantwoorder_code': 'GM9999' is geen gemeente van nu; controleer "
        "de CBS-code.",
        "a.csv, rij 2, kolom 'bedrag': 'twaalf' is geen bedrag; schrijf bijvoorbeeld 1234,56 of "
        "1.234,56.",
        "a.csv, rij 3, kolom 'jaar': '27' is geen jaartal; vul vier cijfers in, bijvoorbeeld 2027.",
        "a.csv, rij 3, kolom 'boekdatum': '31-13-2027' is geen datum; schrijf de datum als "
        "31-12-2027 of 2027-12-31.",
        "a.csv, rij 4, kolom 'verantwoorder_code': 'Almeloo' is geen bekende ontvanger; bedoelde u "
        "'Almelo'?",
        "a.csv, rij 4, kolom 'onderdeel': onderdeel 'lokal' is onbekend; bedoelde u 'lokaal'?",
        "a.csv, rij 4, kolom 'boekstuk': de cel is leeg; vul het nummer van het boekstuk in.",
        "a.csv, rij 5, kolom 'verantwoorder_code': 'GM0370' (Beemster) is per 01-01-2022 opgegaan "
        "in Purmerend; vul GM0439 in.",
        "a.csv, rij 5, kolom 'medeoverheid_code': 'x' is geen bekende ontvanger; vul de CBS-code "
        "in (GM0344) of de code van het openbaar lichaam.",
        "b.xlsx, blad 'Mei', rij 2, kolom 'bedrag': '1,234' heeft meer dan twee decimalen; schrijf "
        "bijvoorbeeld 1234,56 of 1.234,56.",
        "c.csv, rij 1: de kolommen 'boekstuk', 'boekdatum', 'omschrijving' en 'bedrag' ontbreken; "
        "voeg 'boekstuk', 'boekdatum', 'omschrijving' en 'bedrag' toe, of wijs de kolommen aan in "
        "een profiel (--profiel; een voorstel maakt 'azwa-funds bestedingen profiel'); kop "
        "'bedragg' is onbekend: bedoelde u 'bedrag'?",
        "d.csv: dit is geen spreadsheet; sla het op als .xlsx of als 'CSV UTF-8' en geef dat "
        "bestand.",
    ]


def test_a_row_of_totals_counts_nothing_when_it_adds_up(gegevens: Gegevens, tmp_path: Path) -> None:
    """With a label or without; what does not add up is told with its amount."""
    leeg = dict.fromkeys(KOPPEN, "")
    pad = schrijf(
        tmp_path / "b.csv",
        boeking(),
        leeg | {"verantwoorder_code": "Totaal", "bedrag": "1.234,56"},
        leeg | {"bedrag": "1.234,56"},
    )
    gelezen = lees(gegevens, pad)
    assert gelezen.tabel["centen"].tolist() == [123456]
    assert gelezen.lezing.niet_gelezen == []
    assert "2 rijen, samen € 2.469,12: een totaal dat klopt" in gelezen.opmerkingen[-1]

    pad = schrijf(
        tmp_path / "c.csv",
        boeking(),
        leeg | {"verantwoorder_code": "Totaal", "bedrag": "1.235,56"},
        leeg | {"bedrag": "7,00"},
    )
    assert [(d.rijen, d.centen, d.reden) for d in lees(gegevens, pad).lezing.niet_gelezen] == [
        (1, 123556, "rij 3 'Totaal' is € 1.235,56, maar de rijen erboven tellen op tot € 1.234,56; "
         "zoek uit welke rij ontbreekt of dubbel is"),
        (1, 700, "rij 4: een bedrag zonder boekstuk en boekdatum; vul ze in, of verwijder de rij "
         "als het een totaal is"),
    ]  # fmt: skip


def test_a_bare_comma_in_an_amount_does_not_lose_the_cents(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """ "1234,56" between commas falls apart in two cells: refused, never read as 1234."""
    pad = tmp_path / "komma.csv"
    pad.write_text(
        "verantwoorder_code,jaar,onderdeel,boekstuk,boekdatum,omschrijving,bedrag\n"
        "GM0141,2027,lokaal,A1,2027-01-01,goed,100.00\n"
        "GM0141,2027,lokaal,A2,2027-01-01,fout,1234,56\n"
        "GM0141,2027,lokaal,A3,2027-01-01,ook fout,1234,56,,x\n"
    )
    assert fouten(gegevens, pad) == [
        f"komma.csv, rij {rij}, kolom 'bedrag': '1234,56' is op de komma in twee cellen gevallen; "
        "zet bedragen met een komma tussen aanhalingstekens, of sla het bestand op met "
        "puntkomma's."
        for rij in (3, 4)
    ]


def test_an_open_quotation_mark_does_not_swallow_rows(gegevens: Gegevens, tmp_path: Path) -> None:
    inhoud = als_csv([boeking(), boeking(boekstuk="B2"), boeking(boekstuk="B3")])
    pad = tmp_path / "open.csv"
    pad.write_text(inhoud.replace("Beweegcoach", '"Beweegcoach', 1), newline="")
    (melding,) = fouten(gegevens, pad)
    assert melding.startswith("open.csv")

    regels = inhoud.replace("Beweegcoach, eerste kwartaal", '"Beweegcoach', 1)
    achteraan = regels.rpartition("Beweegcoach")
    pad.write_text(achteraan[0] + 'x"' + achteraan[2].partition("kwartaal")[2], newline="")
    meldingen = fouten(gegevens, pad)
    assert "sluit het aanhalingsteken in deze rij af" in meldingen[0]


@pytest.mark.parametrize(
    ("inhoud", "melding"),
    [
        (b"", "het bestand is leeg; geef een bestand waar iets in staat."),
        (b"\n\n;;\n", "het bestand is leeg; geef een bestand waar iets in staat."),
        (b"PK\x03\x04 half a zip", "het bestand is beschadigd of geen Excel-werkboek; open het in "
         "Excel en sla het opnieuw op als .xlsx."),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99, "het bestand is beschadigd of geen "
         "Excel-werkboek; open het in Excel en sla het opnieuw op als .xlsx."),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
         "het werkboek is met een wachtwoord beveiligd; haal de beveiliging eraf en sla het "
         "opnieuw op."),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_gets_one_sentence(
    gegevens: Gegevens, tmp_path: Path, inhoud: bytes, melding: str
) -> None:
    pad = tmp_path / "raar.xlsx"
    pad.write_bytes(inhoud)
    assert fouten(gegevens, pad) == [f"raar.xlsx: {melding}"]


def test_a_file_given_twice_counts_once_and_a_copy_is_refused(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    pad = schrijf(tmp_path / "een.csv", boeking())
    assert len(lees(gegevens, pad, pad, tmp_path).tabel) == 1
    schrijf(tmp_path / "kopie.csv", boeking())
    assert fouten(gegevens, tmp_path) == [
        "kopie.csv: dit bestand is gelijk aan een.csv; geef het maar één keer, anders telt het "
        "dubbel."
    ]


def test_no_file_is_said_in_one_sentence(gegevens: Gegevens, tmp_path: Path) -> None:
    with pytest.raises(Gebruikersfout, match=r"staat geen \.csv- of \.xlsx-bestand"):
        lees(gegevens, tmp_path)
    assert fouten(gegevens, tmp_path / "weg.csv") == [
        "weg.csv: het bestand bestaat niet; controleer de naam."
    ]


def test_a_million_faults_are_counted_but_not_all_told(gegevens: Gegevens, tmp_path: Path) -> None:
    pad = tmp_path / "fout.csv"
    pad.write_text(als_csv([boeking(bedrag=f"x{i}", boekstuk="") for i in range(3000)]), newline="")
    with pytest.raises(Bestedingenfout) as gevangen:
        lees(gegevens, pad)
    assert gevangen.value.aantal == 6000
    assert len(gevangen.value.fouten) == 1000
    assert "6000 fouten in de bestanden" in str(gevangen.value)
    assert "en nog 5000 fouten" in str(gevangen.value)


@pytest.mark.parametrize(
    ("kolom", "cel"),
    [
        ("bedrag", "{},123"),
        ("verantwoorder_code", "partij {}"),
        ("onderdeel", "lokal{}"),
        ("omschrijving", "a;b;c;d;e;f;g;h;i;j\n{}"),
    ],
)
def test_a_column_that_is_wrong_from_top_to_bottom_takes_no_time(
    gegevens: Gegevens, tmp_path: Path, kolom: str, cel: str
) -> None:
    """Ten thousand different mistakes; what was meant is looked up for those that are told."""
    pad = schrijf(
        tmp_path / "fout.csv", *(boeking(**{kolom: cel.format(i)}) for i in range(10_000))
    )
    begin = time.process_time()
    with pytest.raises(Bestedingenfout) as gevangen:
        lees(gegevens, pad)
    assert time.process_time() - begin < 10
    assert gevangen.value.aantal == 10_000


# -- hostile files -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blad", "extra", "woord"),
    [
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>" + BLAD + EINDE, {}, "DOCTYPE"),
        (BLAD + '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v>'
         "</c></row>" + EINDE, {}, "loopt door tot rij 1048576, kolom XFD"),
        (BLAD + '<row r="10000000"/>' + EINDE, {}, "loopt door tot rij 10000000"),
        (BLAD + EINDE, {"xl/media/a.bin": bytes(50_000_000)}, "er staat niets in"),
        (b"\xff\xfe" + (BLAD + EINDE).encode("utf-16-le"), {}, "niet in UTF-8"),
    ],
)  # fmt: skip
def test_a_hostile_workbook_costs_little(
    gegevens: Gegevens, tmp_path: Path, blad: str | bytes, extra: dict[str, bytes], woord: str
) -> None:
    pad = werkboek_met(blad, tmp_path / "val.xlsx", extra=extra)
    del extra
    tracemalloc.start()
    begin = time.monotonic()
    (melding,) = fouten(gegevens, pad)
    piek = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert woord in melding
    assert time.monotonic() - begin < 10
    assert piek < 100_000_000


def test_ten_million_blank_rows_are_nothing(gegevens: Gegevens, tmp_path: Path) -> None:
    """At the end they are skipped; in the middle refused before anything is made."""
    inhoud = als_csv([boeking()]).encode()
    pad = tmp_path / "leeg.csv"
    pad.write_bytes(inhoud + b"\r\n" * 10_000_000)
    assert len(lees(gegevens, pad).tabel) == 1
    pad.write_bytes(inhoud + b"\n" * 3_000_001 + inhoud.splitlines()[1])
    (melding,) = fouten(gegevens, pad)
    assert melding == (
        "leeg.csv: het bestand heeft meer dan 3000000 regels; verwijder de lege regels of splits "
        "het in delen."
    )


def _beschadig(inhoud: bytes, toeval: random.Random) -> bytes:
    """Cut off, flip bits, put rubbish in or take a piece out."""
    stuk, plek = bytearray(inhoud), toeval.randrange(len(inhoud))
    hoe = toeval.randrange(4)
    if hoe == 0:
        del stuk[plek:]
    elif hoe == 1:
        for _ in range(toeval.choice([1, 3, 30])):
            stuk[toeval.randrange(len(stuk))] ^= 1 << toeval.randrange(8)
    elif hoe == 2:
        stuk[plek:plek] = toeval.randbytes(toeval.choice([1, 5, 200]))
    else:
        del stuk[plek : plek + toeval.choice([1, 5, 300])]
    return bytes(stuk)


@pytest.mark.parametrize("naam", ["b.csv", "b.xlsx"])
def test_a_damaged_file_is_read_or_refused_by_name(
    gegevens: Gegevens, tmp_path: Path, naam: str
) -> None:
    """Whatever happened on the way: no crash, and a message that names the file."""
    if naam == "b.csv":
        gaaf = als_csv([boeking(boekstuk=f"B{i}") for i in range(20)]).encode()
    else:
        rijen = [boeking(boekstuk=f"B{i}").values() for i in range(20)]
        gaaf = schrijf_xlsx(tmp_path / "gaaf.xlsx", [KOPPEN, *rijen]).read_bytes()
    toeval, meldingen = random.Random(20271231), []
    for _ in range(150):
        pad = tmp_path / naam
        pad.write_bytes(_beschadig(gaaf, toeval))
        try:
            lees(gegevens, pad)
        except Gebruikersfout as fout:
            meldingen.append(str(fout))
    assert len(meldingen) > 20
    assert all(naam in melding for melding in meldingen)


# -- the frame -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kolom", "waarde", "wat"),
    [("jaar", 1, "in_range"), ("rij", 0, "greater_than_or_equal"), ("onderdeel", "", "ingevuld")],
)
def test_a_frame_that_no_reading_can_give_is_never_passed_on(
    kolom: str, waarde: object, wat: str
) -> None:
    goed = {
        "verantwoorder_code": "GM0344", "jaar": 2027, "onderdeel": "lokaal", "boekstuk": "1",
        "boekdatum": "2027-01-31", "omschrijving": "proef", "centen": 100, "taakveld": "",
        "thema": "", "medeoverheid_code": "", "bestand": "a.csv", "blad": "", "rij": 2,
    }  # fmt: skip
    assert len(bewaak(pd.DataFrame([goed]).astype(dict(UITVOER)))) == 1
    with pytest.raises(Rekenfout, match=wat):
        bewaak(pd.DataFrame([goed | {kolom: waarde}]).astype(dict(UITVOER)))
