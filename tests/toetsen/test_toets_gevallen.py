"""What a controller runs into: accounts that come twice, double roles, other years, other money."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from boekingen import KOPPEN, boeking, schrijf, schrijf_xlsx
from hulp import draai, lees_boek
from openpyxl import Workbook, load_workbook

from azwa_funds.gegevens.gegevens import Gegevens

Bevinding = dict[str, str]


def toets(pad: Path, *opties: str, jaar: str = "2027") -> list[Bevinding]:
    return draai("toets", pad, "--jaar", jaar, "--formaat", "csv", *opties).rijen


def van_regel(rijen: list[Bevinding], nummer: int) -> list[Bevinding]:
    return [rij for rij in rijen if rij["regel"] == str(nummer)]


def borne(**anders: str) -> dict[str, str]:
    return boeking("GM0147", **anders)


def test_an_account_that_was_handed_in_twice_is_noticed(tmp_path: Path) -> None:
    """A first and a second version of one file: every booking in it would count double."""
    gelijk = borne(boekstuk="A1", bedrag="100,00")
    schrijf(tmp_path / "v1.csv", gelijk, borne(boekstuk="A2", bedrag="50,00"))
    schrijf(tmp_path / "v2.csv", gelijk, borne(boekstuk="A2", bedrag="55,00"))
    dubbel, ander = van_regel(toets(tmp_path), 4)
    assert (dubbel["ernst"], dubbel["bestand"], dubbel["rij"]) == ("waarschuwing", "v2.csv", "2")
    assert dubbel["verschil"] == "100.00"
    assert dubbel["melding"] == (
        "Deze boeking staat ook in v1.csv, rij 2 (Borne, lokaal); is dezelfde opgave twee keer "
        "ingeleverd?"
    )
    assert (ander["ernst"], ander["rij"]) == ("informatie", "3")
    assert "is dit een nieuwe versie van dezelfde opgave?" in ander["melding"]


def test_an_invoice_paid_locally_and_regionally_is_found_behind_a_consolidation_that_fits(
    tmp_path: Path,
) -> None:
    """SamenTwente reports F-1 via Hengelo, Hengelo has F-1 as local and another € 500 as regional.

    The totals of both sides are the same, and still one invoice is paid twice.
    """
    via = {"onderdeel": "regionaal", "medeoverheid_code": "GM0164", "bedrag": "500,00"}
    schrijf(
        tmp_path / "hengelo.csv",
        boeking("GM0164", boekstuk="F-1", bedrag="500,00", omschrijving="Zaalhuur"),
        boeking("GM0164", onderdeel="regionaal", boekstuk="F-2", bedrag="500,00"),
    )
    opgave = boeking("samentwente", **via, boekstuk="F-1", omschrijving="Opgave van Hengelo")
    schrijf(tmp_path / "samentwente.csv", opgave)
    rijen = toets(tmp_path)
    assert van_regel(rijen, 7) == []
    (dubbel,) = [b for b in van_regel(rijen, 4) if b["ernst"] == "fout"]
    assert (dubbel["ontvanger"], dubbel["bestand"]) == ("SamenTwente", "samentwente.csv")
    assert "hengelo.csv, rij 2 (Hengelo, lokaal)" in dubbel["melding"]


def test_a_copied_line_asks_for_an_answer_whatever_its_description(tmp_path: Path) -> None:
    """An invoice can have two equal lines, or a line was copied: only a person can tell."""
    regel = borne(boekstuk="A1", bedrag="100,00")
    pad = schrijf(
        tmp_path / "b.csv", regel, regel, regel | {"omschrijving": "iets anders"},
        regel | {"boekdatum": "16-03-2027", "omschrijving": "weer wat anders"},
    )  # fmt: skip
    gelijk, andere_tekst = van_regel(toets(pad), 4)
    assert (gelijk["ernst"], gelijk["rij"]) == ("waarschuwing", "3")
    assert "zijn het twee gelijke regels of is het er één?" in gelijk["melding"]
    assert (andere_tekst["ernst"], andere_tekst["rij"]) == ("waarschuwing", "4")
    assert andere_tekst["melding"] == (
        "Boekstuk, datum en bedrag staan met een andere omschrijving ook in b.csv, rij 2 (Borne, "
        "lokaal); zijn het twee boekingen of is het er één?"
    )


def test_two_administrations_that_number_alike_are_no_fault(tmp_path: Path) -> None:
    """Both number from one and pay the same subsidy; day and text tell that it is chance."""
    schrijf(
        tmp_path / "a.csv",
        *(
            boeking("samentwente", "regionaal", boekstuk=str(n), bedrag="5.000,01",
                    boekdatum=f"{n:02}-03-2027", omschrijving=f"Regioteam, week {n}")
            for n in range(1, 13)
        ),
    )  # fmt: skip
    schrijf(
        tmp_path / "b.csv",
        *(
            borne(boekstuk=str(n), bedrag="5.000,01", boekdatum=f"{n:02}-09-2027",
                  omschrijving=f"Beweegcoach, nummer {n}")
            for n in range(1, 13)
        ),
    )  # fmt: skip
    bevindingen = van_regel(toets(tmp_path), 4)
    assert {b["ernst"] for b in bevindingen} == {"informatie"}
    assert len(bevindingen) == 12
    assert (
        "komt met hetzelfde bedrag, maar met een andere datum en omschrijving, ook voor in"
        in bevindingen[0]["melding"]
    )


@pytest.mark.parametrize(
    ("anders", "ernst"),
    [
        ({"boekdatum": "16-03-2027"}, "fout"),  # the text is the same
        ({"omschrijving": "iets anders"}, "fout"),  # the day is the same
        ({"boekdatum": "16-03-2027", "omschrijving": "iets anders"}, "informatie"),
        ({"boekdatum": "16-03-2027", "omschrijving": ""}, "informatie"),
    ],
)
def test_the_same_number_elsewhere_needs_the_same_day_or_text(
    tmp_path: Path, anders: dict[str, str], ernst: str
) -> None:
    pad = schrijf(
        tmp_path / "b.csv",
        borne(boekstuk="F-1", bedrag="500,00"),
        boeking("samentwente", "regionaal", boekstuk="F-1", bedrag="500,00", **anders),
    )
    assert [b["ernst"] for b in van_regel(toets(pad), 4)] == [ernst]


@pytest.mark.parametrize(
    "terug",
    [
        {"boekstuk": "F-1", "omschrijving": "teruggedraaid"},
        {"boekstuk": "M-9", "omschrijving": "Zaalhuur"},
        {"boekstuk": "M-9", "omschrijving": "Correctie op F-1, hoort bij de regio"},
    ],
)
def test_reversed_and_rebooked_is_spent_once(tmp_path: Path, terug: dict[str, str]) -> None:
    """Doetinchem booked an invoice as local, took it back and booked it as regional money."""
    lokaal = boeking("GM0222", boekstuk="F-1", bedrag="500,00", omschrijving="Zaalhuur")
    regionaal = lokaal | {"onderdeel": "regionaal"}
    pad = schrijf(tmp_path / "b.csv", lokaal, lokaal | {"bedrag": "-500,00"} | terug, regionaal)
    assert van_regel(toets(pad), 4) == []
    # Taken back once and booked twice more is once too many.
    pad = schrijf(
        tmp_path / "c.csv", lokaal, lokaal | {"bedrag": "-500,00"} | terug, regionaal, lokaal
    )
    assert [b["ernst"] for b in van_regel(toets(pad), 4)] == ["fout"]


def test_one_expense_twice_within_local_money_is_a_question(tmp_path: Path) -> None:
    """The GALA forbids regional beside local money; NPLV beside local money is asked about."""
    lelystad = boeking("GM0995", boekstuk="F-1", bedrag="500,00")
    pad = schrijf(tmp_path / "b.csv", lelystad, lelystad | {"onderdeel": "nplv"})
    (bevinding,) = van_regel(toets(pad), 4)
    assert (bevinding["ernst"], bevinding["rij"]) == ("waarschuwing", "3")


def test_a_mandaatgemeente_is_measured_as_one_uitkering_and_tested_per_onderdeel(
    tmp_path: Path,
) -> None:
    """Utrecht gets local money and, for its regio, regional money: two states, one tolerance."""
    schrijf(
        tmp_path / "utrecht.csv",
        boeking("GM0344", boekstuk="A1", bedrag="100.000,01"),
        boeking("GM0344", onderdeel="regionaal", boekstuk="A2", bedrag="500.000,01"),
    )
    doel = tmp_path / "t.xlsx"
    draai("toets", tmp_path / "utrecht.csv", "--jaar", "2027", "--uit", doel)
    rijen = toets(tmp_path / "utrecht.csv")
    assert [(b["onderdeel"], b["gevonden"]) for b in van_regel(rijen, 2)] == [
        ("lokaal", "100000.01"),
        ("regionaal", "500000.01"),
    ]
    (bevinding,) = van_regel(rijen, 13)
    assert (bevinding["gevonden"], bevinding["onderdeel"]) == ("600000.02", "spuk_azwa")
    assert (
        "Rapporteringstolerantie over deze lasten € 60.000,00 (vastgesteld)" in bevinding["melding"]
    )
    blad = lees_boek(doel, data_only=True)["Per ontvanger"]
    koppen = next(rij for rij in blad.iter_rows(values_only=True) if rij[0] == "Regio")
    plek = koppen.index("Rapporteringstolerantie")
    utrecht = [rij for rij in blad.iter_rows(values_only=True) if rij[1] == "GM0344"]
    assert [rij[plek] for rij in utrecht if rij[3] != "nplv"] == [60_000, 60_000]


def test_bookings_of_another_year_are_left_out_aloud(tmp_path: Path) -> None:
    pad = schrijf(
        tmp_path / "b.csv",
        borne(),
        borne(jaar="2028", boekdatum="01-02-2028", boekstuk="2"),
        borne(jaar="2028", boekdatum="01-02-2028", boekstuk="3"),
    )
    zin = "2 boekingen over 2028 niet getoetst: deze toets gaat over 2027"
    uitkomst = draai("toets", pad, "--jaar", "2027")
    assert "Gelezen: 1 bestand; 1 boeking over 2027" in uitkomst.tekst
    assert zin in uitkomst.tekst
    assert zin in draai("toets", pad, "--jaar", "2027", "--formaat", "csv").fout
    doel = tmp_path / "t.xlsx"
    draai("toets", pad, "--jaar", "2027", "--uit", doel)
    voorblad = lees_boek(doel, data_only=True)["Voorblad"]
    assert any(zin in str(cel.value) for rij in voorblad.iter_rows() for cel in rij)


def test_bookings_of_others_are_left_out_aloud(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(), boeking("GM0141"))
    uitkomst = draai("toets", pad, "--jaar", "2027", "--gemeente", "Borne")
    assert "1 boeking van anderen dan Borne niet getoetst" in uitkomst.tekst
    assert "niet getoetst" not in draai("toets", pad, "--jaar", "2027").tekst


def test_a_subsidy_that_is_no_part_of_the_spuk_is_not_asked_for(tmp_path: Path) -> None:
    """In 2027 Gezonde School is a subsidy to GGD GHOR: who accounts for it here is mistaken."""
    pad = schrijf(tmp_path / "b.csv", borne())
    assert not [b for b in toets(pad, "--landelijk") if b["onderdeel"] == "gezonde_school"]
    ggd = schrijf(tmp_path / "g.csv", boeking("ggd-ghor-nederland", onderdeel="gezonde_school"))
    (bevinding,) = van_regel(toets(ggd), 10)
    assert (bevinding["ernst"], bevinding["rij"]) == ("fout", "2")
    doel = tmp_path / "land.csv"
    draai("sjabloon", "besteding", "--jaar", "2027", "--uit", doel)
    assert "gezonde_school" not in doel.read_text(encoding="utf-8-sig")


def test_a_gemeente_that_reports_but_no_regional_money_reports_zero_of_it(tmp_path: Path) -> None:
    via = {"onderdeel": "regionaal", "medeoverheid_code": "GM0164", "bedrag": "500,00"}
    schrijf(tmp_path / "b.csv", boeking("GM0164"), boeking("samentwente", **via, boekstuk="S1"))
    (bevinding,) = van_regel(toets(tmp_path), 7)
    assert (bevinding["verwacht"], bevinding["gevonden"], bevinding["verschil"]) == (
        "0.00",
        "500.00",
        "500.00",
    )


def test_more_corrected_than_spent_is_money_left_over(tmp_path: Path) -> None:
    """A total below zero is no mistake of the sum: what is left is then more than was awarded."""
    pad = schrijf(tmp_path / "b.csv", borne(bedrag="100,00"), borne(bedrag="-300,00", boekstuk="2"))
    rijen = toets(pad)
    (minder,) = van_regel(rijen, 2)
    assert (minder["gevonden"], minder["verschil"]) == ("-200.00", "-272367.00")
    (negatief,) = van_regel(rijen, 11)
    assert negatief["gevonden"] == "-300.00"


def test_what_is_not_there_is_null_in_json(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(bedrag="-1,00"))
    gegevens = json.loads(draai("toets", pad, "--jaar", "2027", "--formaat", "json").uit)
    per_regel = {b["regel"]: b for b in gegevens["bevindingen"]}
    assert (per_regel[12]["verwacht"], per_regel[12]["rij"]) == (None, None)
    assert (per_regel[11]["gevonden"], per_regel[11]["rij"]) == ("-1.00", 2)


def test_a_counted_rest_comes_after_what_is_named_one_by_one(tmp_path: Path) -> None:
    rijen = [borne(bedrag="-1,00", boekstuk=f"N{i}") for i in range(600)]
    bevindingen = van_regel(toets(schrijf(tmp_path / "b.csv", *rijen)), 11)
    assert bevindingen[-1]["melding"].startswith("En nog 100 zulke boekingen")
    assert [b["rij"] for b in bevindingen[:3]] == ["2", "3", "4"]


def test_the_cover_keeps_the_names_of_things(tmp_path: Path) -> None:
    doel = tmp_path / "t.xlsx"
    draai("toets", schrijf(tmp_path / "b.csv", borne(thema="BRC")), "--jaar", "2027", "--uit", doel)
    tekst = [str(rij[0]) for rij in lees_boek(doel)["Voorblad"].iter_rows(values_only=True)]
    assert "regel 10 (doelen buiten de SPUK)" in " ".join(tekst)


def test_a_file_of_another_kind_in_the_folder_is_named(tmp_path: Path) -> None:
    """An account in a letter would else be missed without a word."""
    schrijf(tmp_path / "borne.csv", borne())
    (tmp_path / "oost").mkdir()
    (tmp_path / "oost" / "almelo.docx").write_bytes(b"a letter")
    zin = "niet gelezen, want geen spreadsheet, CSV of auditfile: oost/almelo.docx."
    assert f"Let op: {zin}" in draai("toets", tmp_path, "--jaar", "2027").tekst


def test_three_years_close_to_the_cent(tmp_path: Path) -> None:
    """Borne 2027-2029: ten per cent goes along twice, after 2029 nothing; the rest goes back."""
    besteed = {"2027": "200.000,01", "2028": "330.000,02", "2029": "350.000,03"}
    pad = schrijf(
        tmp_path / "b.csv",
        *(
            borne(jaar=jaar, boekdatum=f"01-06-{jaar}", bedrag=bedrag, boekstuk=f"A{jaar}")
            for jaar, bedrag in besteed.items()
        ),
    )
    doel = tmp_path / "t.xlsx"
    draai("toets", pad, "--jaar", "2029", "--uit", doel)
    blad = lees_boek(doel, data_only=True)["Meerjaren"]
    jaren = [[_centen(cel) for cel in rij[4:10]]
             for rij in blad.iter_rows(values_only=True) if rij[0] == "GM0147"]  # fmt: skip
    # By hand: 272.167,00 - 200.000,01 leaves 72.166,99, of which 27.216,70 goes along; and so on.
    assert jaren == [
        [272_167_00, 0, 200_000_01, 27_216_70, 44_950_29, 0],
        [327_543_00, 27_216_70, 330_000_02, 24_759_68, 0, 0],
        [378_206_00, 24_759_68, 350_000_03, 0, 52_965_65, 0],
    ]
    toegekend, _, uit, _, terug, _ = map(sum, zip(*jaren, strict=True))
    assert toegekend == uit + terug


def _centen(cel: object) -> int:
    return round(float(str(cel)) * 100)


def test_the_bookings_are_never_written_over(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne())
    register = tmp_path / "r.csv"
    register.write_text(
        "regio,gemeente_code,college_datum,ingediend_op,opmerking\nTwente,GM0147,,,\n"
    )
    voor = {bestand: bestand.read_bytes() for bestand in (pad, register)}
    for opties in (("--uit", pad), ("--uit", register, "--werkagenda", register)):
        uitkomst = draai("toets", pad, "--jaar", "2027", *opties)
        assert uitkomst.code == 2
        assert "is een van de bestanden die worden gelezen" in uitkomst.fout
    in_map = draai("toets", tmp_path, "--jaar", "2027", "--uit", pad)
    assert "is een van de bestanden die worden gelezen" in in_map.fout
    assert {bestand: bestand.read_bytes() for bestand in voor} == voor


def test_text_does_not_go_into_a_file_that_excel_should_open(tmp_path: Path) -> None:
    pad, doel = schrijf(tmp_path / "b.csv", borne()), tmp_path / "t.xlsx"
    uitkomst = draai("toets", pad, "--jaar", "2027", "--formaat", "csv", "--uit", doel)
    assert uitkomst.code == 2
    assert "past niet bij formaat csv; laat --formaat weg" in uitkomst.fout
    assert not doel.exists()


def test_faults_of_the_register_stand_in_the_same_list(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(bedrag="x"))
    register = tmp_path / "r.csv"
    register.write_text(
        "regio,gemeente_code,college_datum,ingediend_op,opmerking\nTwente,GM0147,?,,\n"
    )
    uitkomst = draai("toets", pad, "--jaar", "2027", "--werkagenda", register)
    assert uitkomst.code == 2
    kop, eerste, tweede = uitkomst.fout.splitlines()
    assert kop.startswith("Fout: 2 fouten in de bestanden met bestedingen en het register")
    assert "r.csv, rij 2, kolom 'college_datum'" in eerste
    assert "b.csv, rij 2, kolom 'bedrag'" in tweede


# -- workbooks as people make them ---------------------------------------------------------------


def test_every_sheet_with_bookings_is_read_and_the_others_are_left_alone(tmp_path: Path) -> None:
    boek = Workbook()
    boek.active.title = "Toelichting"
    boek.active.append(["Dit zijn onze bestedingen"])
    for blad, maand in (("Jan", "01"), ("Feb", "02")):
        vel = boek.create_sheet(blad)
        vel.append(KOPPEN)
        vel.append(
            list(borne(bedrag="-1,00", boekstuk=f"{blad}1", boekdatum=f"01-{maand}-2027").values())
        )
    boek.save(tmp_path / "b.xlsx")
    bevindingen = van_regel(toets(tmp_path / "b.xlsx"), 11)
    assert [(b["bestand"], b["rij"]) for b in bevindingen] == [
        ("b.xlsx#Feb", "2"),
        ("b.xlsx#Jan", "2"),
    ]


def test_a_title_in_merged_cells_above_the_table_does_no_harm(tmp_path: Path) -> None:
    pad = schrijf_xlsx(
        tmp_path / "b.xlsx", [["Bestedingen 2027"], [], KOPPEN, list(borne().values())]
    )
    boek = load_workbook(pad)
    boek.active.merge_cells("A1:J2")
    boek.save(pad)
    assert "1 boeking over 2027, samen € 1.234,56" in draai("toets", pad, "--jaar", "2027").tekst


def test_merged_cells_in_the_table_are_named_not_guessed(tmp_path: Path) -> None:
    """Only the first of merged cells holds the value: the others are empty, and that is said."""
    rijen = [KOPPEN, *(list(borne(boekstuk=f"A{n}").values()) for n in range(3))]
    pad = schrijf_xlsx(tmp_path / "b.xlsx", rijen)
    boek = load_workbook(pad)
    boek.active.merge_cells("A2:A4")
    boek.save(pad)
    uitkomst = draai("toets", pad, "--jaar", "2027")
    assert uitkomst.code == 2
    assert uitkomst.fout.splitlines()[1:] == [
        f"- b.xlsx, blad 'Boekingen', rij {rij}, kolom 'verantwoorder_code': de cel is leeg; vul "
        "de code in van wie zich verantwoordt."
        for rij in (3, 4)
    ]


# -- who spends it for whom ------------------------------------------------------------------------


def test_local_money_that_names_a_medeoverheid_is_noticed(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(medeoverheid_code="GM0164"), borne(boekstuk="A2"))
    (bevinding,) = van_regel(toets(pad), 11)
    assert (bevinding["ernst"], bevinding["rij"]) == ("informatie", "2")
    assert bevinding["melding"].startswith("Lokaal geld met medeoverheid Hengelo;")


def test_a_gemeente_that_reports_through_another_without_a_mandate_is_noticed(
    tmp_path: Path,
) -> None:
    """Only SamenTwente passes regional money on in Twente; naming her is how it should be."""
    regionaal = borne(onderdeel="regionaal", boekstuk="R1")
    pad = schrijf(
        tmp_path / "b.csv",
        regionaal | {"medeoverheid_code": "GM0164"},
        regionaal | {"boekstuk": "R2", "medeoverheid_code": "samentwente"},
        regionaal | {"boekstuk": "R3", "medeoverheid_code": "GM0147"},
        boeking("samentwente", "regionaal", boekstuk="R4", medeoverheid_code="GM0164"),
    )
    (bevinding,) = van_regel(toets(pad), 11)
    assert (bevinding["ontvanger"], bevinding["rij"]) == ("Borne", "2")
    assert bevinding["melding"] == (
        "Regionaal geld via Hengelo, terwijl Borne geen mandaathouder is; wie heeft dit besteed?"
    )


@pytest.mark.parametrize(
    "omschrijving",
    ["Combi-functionaris sport", "Inzet combinatie-functies, maart", "combifunctionarissen",
     "Combi functionaris"],
)  # fmt: skip
def test_other_spellings_of_the_brc_are_known(tmp_path: Path, omschrijving: str) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(omschrijving=omschrijving))
    assert [b["ernst"] for b in van_regel(toets(pad), 10)] == ["waarschuwing"]


def test_a_werkagenda_delivered_before_all_had_adopted_it_is_a_warning(tmp_path: Path) -> None:
    """Every college adopted it in time, but the last one a day after it went to VWS."""
    twente = [g.code for g in Gegevens().gemeenten.values() if g.iza_regio == "Twente"]
    dagen = ["2026-11-02", *["2026-10-20"] * (len(twente) - 1)]
    register = tmp_path / "register.csv"
    kop = "regio,gemeente_code,college_datum,ingediend_op,opmerking"
    regels = [f"Twente,{c},{d},2026-11-01," for c, d in zip(twente, dagen, strict=True)]
    register.write_text("\n".join([kop, *regels]), encoding="utf-8")
    pad = schrijf(tmp_path / "b.csv", borne())
    (bevinding,) = van_regel(toets(pad, "--werkagenda", str(register)), 12)
    assert bevinding["ernst"] == "waarschuwing"
    assert "ingediend voordat alle colleges hadden vastgesteld" in bevinding["melding"]
    gewoon = register.read_text(encoding="utf-8").replace("2026-11-02", "2026-10-31")
    register.write_text(gewoon, encoding="utf-8")
    assert van_regel(toets(pad, "--werkagenda", str(register)), 12) == []
