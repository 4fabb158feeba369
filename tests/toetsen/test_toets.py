"""The yearly toets: a controller gives bookings, and reads what is wrong, where, and why."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from boekingen import boeking, schrijf, schrijf_xlsx
from hulp import Uitkomst, draai, draai_in, kopieer_gegevens, lees_boek
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import compare, recalculate
from openpyxl import load_workbook

from azwa_funds.besteden.rechten import kies_kring
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.euro import toon_centen
from azwa_funds.toetsen import uitslag as toetsing

KOLOMMEN = (
    "regel,ernst,ontvanger_code,ontvanger,jaar,onderdeel,verwacht,gevonden,verschil,bestand,rij,"
    "melding"
)

#: Bookings, and what the toets finds in them.
Zes = tuple[list[dict[str, str]], list[tuple[object, ...]]]

#: What Borne gets in 2027 (lokaal), by the published key.
BORNE = "272.167,00"


def toets(pad: Path, *opties: str | Path, jaar: str = "2027") -> list[dict[str, str]]:
    uitkomst = draai("toets", pad, "--jaar", jaar, "--formaat", "csv", *opties)
    rijen = uitkomst.rijen
    assert uitkomst.uit.splitlines()[0] == KOLOMMEN
    assert uitkomst.code == any(rij["ernst"] == "fout" for rij in rijen)
    return rijen


def van_regel(rijen: Iterable[dict[str, str]], nummer: int, *ernst: str) -> list[dict[str, str]]:
    return [r for r in rijen if r["regel"] == str(nummer) and (not ernst or r["ernst"] in ernst)]


def borne(**anders: str) -> dict[str, str]:
    return boeking("GM0147", **anders)


# -- the rules ----------------------------------------------------------------------------------


def test_a_gemeente_that_spends_exactly_what_it_gets_has_no_findings(tmp_path: Path) -> None:
    pad = schrijf(
        tmp_path / "borne.csv",
        borne(bedrag="272.166,99", boekstuk="A1"),
        borne(bedrag="0,01", boekstuk="A2"),
    )
    uitkomst = draai("toets", pad, "--jaar", "2027")
    assert uitkomst.code == 0
    assert uitkomst.uit.startswith(
        "Toets van de bestedingen over 2027: geen fouten en geen waarschuwingen\nGetoetst: Borne"
    )


@pytest.mark.parametrize(
    ("besteed", "ernst", "regel", "verschil"),
    [
        ("272.167,01", "fout", 1, "0.01"),
        ("272.166,99", "informatie", 2, "-0.01"),
        ("244.950,30", "informatie", 2, "-27216.70"),
        ("244.950,29", "waarschuwing", 2, "-27216.71"),
    ],
)
def test_one_cent_decides(
    tmp_path: Path, besteed: str, ernst: str, regel: int, verschil: str
) -> None:
    """More than awarded is a fault; less may go along up to 10%, and beyond that goes back."""
    rijen = toets(schrijf(tmp_path / "b.csv", borne(bedrag=besteed)))
    (bevinding,) = van_regel(rijen, regel)
    assert (bevinding["ernst"], bevinding["verschil"]) == (ernst, verschil)
    assert (bevinding["verwacht"], bevinding["ontvanger_code"]) == ("272167.00", "GM0147")


def test_less_spent_says_what_goes_along_and_what_goes_back_as_an_assumption(
    tmp_path: Path,
) -> None:
    (bevinding,) = van_regel(toets(schrijf(tmp_path / "b.csv", borne(bedrag="200.000,00"))), 2)
    assert bevinding["melding"] == (
        "Besteed is € 200.000,00 van € 272.167,00 toegekend (indicatief). Over is € 72.167,00: "
        "€ 27.216,70 mee naar 2028 (aanname: 10% mag mee), € 44.950,30 terug."
    )


def test_who_does_not_account_is_named_and_a_zero_is_an_account(tmp_path: Path) -> None:
    """In Twente only Borne and Losser report, Losser a zero; the other thirteen are missing."""
    nul = boeking("GM0168", bedrag="0", boekstuk="nihil", boekdatum="31-12-2027")
    schrijf(tmp_path / "borne.csv", borne(bedrag=BORNE))
    schrijf(tmp_path / "losser.csv", nul)
    rijen = toets(tmp_path)
    ontbreekt = {rij["ontvanger"] for rij in van_regel(rijen, 3)}
    assert len(ontbreekt) == 13
    assert {"Enschede", "SamenTwente"} <= ontbreekt
    assert not {"Borne", "Losser"} & ontbreekt
    assert van_regel(rijen, 11) == []


def test_the_same_expense_is_not_paid_twice(tmp_path: Path) -> None:
    """GALA forbids it for regional beside local money; two local bookings alike are a question."""
    mandaat = {"code": "samentwente", "onderdeel": "regionaal"}
    schrijf(
        tmp_path / "alles.csv",
        boeking(boekstuk="F-17", bedrag="500,00"),
        boeking(**mandaat, boekstuk="F-17", bedrag="500,00", omschrijving="x"),
        boeking(boekstuk="F-18", bedrag="60,00", omschrijving="Zaalhuur"),
        boeking("GM0147", boekstuk="Z-1", bedrag="60,00", omschrijving="Zaalhuur"),
        boeking(boekstuk="F-19", bedrag="70,00", omschrijving="a"),
        boeking(onderdeel="regionaal", boekstuk="F-19", bedrag="30,00", omschrijving="b"),
        boeking(boekstuk="1", bedrag="70,01", omschrijving="c"),
        boeking("GM0147", boekstuk="1", bedrag="30,01", omschrijving="d"),
        boeking("GM0147", boekstuk="nihil", bedrag="0", omschrijving=""),
        boeking("GM0158", boekstuk="nihil", bedrag="0", omschrijving=""),
    )
    bevindingen = van_regel(toets(tmp_path), 4)
    assert [(b["ernst"], b["rij"], b["ontvanger"]) for b in bevindingen] == [
        ("fout", "3", "SamenTwente"),
        ("waarschuwing", "7", "Almelo"),
        ("waarschuwing", "5", "Borne"),
        ("informatie", "9", "Borne"),
    ]
    assert bevindingen[0]["melding"] == (
        "Hetzelfde boekstuk F-17 en hetzelfde bedrag € 500,00 staan ook in alles.csv, rij 2 "
        "(Almelo, lokaal)."
    )
    assert bevindingen[0]["verschil"] == "500.00"


def test_a_report_about_a_gemeente_is_no_double_of_her_own(tmp_path: Path) -> None:
    """The mandaathouder and Hengelo both report the same € 500: that is the consolidation."""
    zelf = boeking("GM0164", onderdeel="regionaal", bedrag="500,00", boekstuk="H1")
    via = boeking(
        "samentwente", onderdeel="regionaal", bedrag="500,00", boekstuk="H1",
        medeoverheid_code="GM0164",
    )  # fmt: skip
    schrijf(tmp_path / "a.csv", zelf)
    schrijf(tmp_path / "b.csv", via)
    rijen = toets(tmp_path)
    assert van_regel(rijen, 4) == []
    assert van_regel(rijen, 7) == []


def test_mandaathouder_and_gemeente_say_the_same_to_the_cent(tmp_path: Path) -> None:
    zelf = boeking("GM0164", onderdeel="regionaal", bedrag="500,00", boekstuk="H1")
    via = {"onderdeel": "regionaal", "medeoverheid_code": "GM0164"}
    schrijf(
        tmp_path / "alles.csv",
        zelf,
        boeking("samentwente", **via, bedrag="499,99", boekstuk="S1"),
        boeking("samentwente", onderdeel="regionaal", bedrag="1,00", boekstuk="S2"),
        boeking("samentwente", onderdeel="regionaal", bedrag="9,00", boekstuk="S3",
                medeoverheid_code="GM0168"),
    )  # fmt: skip
    verschil, niet_te_zeggen = van_regel(toets(tmp_path), 7)
    assert (
        verschil["ernst"],
        verschil["verwacht"],
        verschil["gevonden"],
        verschil["verschil"],
    ) == ("fout", "500.00", "499.99", "-0.01")
    assert niet_te_zeggen["ernst"] == "informatie"
    assert "van Losser is er geen verantwoording" in niet_te_zeggen["melding"]


def test_a_gemeente_that_accounts_for_nothing_regional_says_zero(tmp_path: Path) -> None:
    """She handed in her account, without what her mandaathouder says; that is a difference."""
    schrijf(
        tmp_path / "alles.csv",
        boeking("GM0164", bedrag="5,00", boekstuk="H1"),
        boeking("samentwente", onderdeel="regionaal", bedrag="4,00", boekstuk="S1",
                medeoverheid_code="GM0164"),
        boeking("GM0168", onderdeel="regionaal", bedrag="3,00", boekstuk="L1"),
    )  # fmt: skip
    hengelo, losser = van_regel(toets(tmp_path), 7)
    assert hengelo["melding"].endswith(
        "SamenTwente meldt € 4,00 besteed via Hengelo; Hengelo zelf meldt € 0,00."
    )
    assert (hengelo["verwacht"], hengelo["verschil"]) == ("0.00", "4.00")
    assert losser["melding"].endswith(
        "SamenTwente meldt € 0,00 besteed via Losser; Losser zelf meldt € 3,00."
    )
    assert (losser["gevonden"], losser["verschil"]) == ("0.00", "-3.00")


def test_bookings_outside_the_year_or_the_looptijd(tmp_path: Path) -> None:
    pad = schrijf(
        tmp_path / "b.csv",
        borne(boekdatum="02-01-2028", bedrag=BORNE),
        borne(jaar="2026", boekstuk="2", bedrag="1,00"),
        borne(onderdeel="brede_spuk", boekstuk="3", bedrag="1,00"),
    )
    bevindingen = van_regel(toets(pad), 5)
    assert [(b["ernst"], b["jaar"], b["onderdeel"], b["rij"]) for b in bevindingen] == [
        ("fout", "2027", "brede_spuk", "4"),
        ("fout", "2026", "lokaal", "3"),
        ("waarschuwing", "2027", "lokaal", "2"),
    ]


def test_money_that_the_recipient_does_not_get(tmp_path: Path) -> None:
    """Borne has no NPLV area; SamenTwente gets no local money; Almere is not in Twente."""
    schrijf(
        tmp_path / "alles.csv",
        borne(onderdeel="nplv", bedrag="10,00"),
        boeking("samentwente", onderdeel="lokaal", bedrag="20,00"),
        boeking("samentwente", onderdeel="regionaal", bedrag="30,00", medeoverheid_code="GM0034"),
        borne(onderdeel="ggd_kennis_coordinatie", bedrag="40,00"),
        boeking("GM0080", onderdeel="nplv", bedrag="50,00"),
        boeking("ggd-twente", onderdeel="ggd_kennis_coordinatie", bedrag="60,00"),
        boeking("GM0164", onderdeel="regionaal", bedrag="70,00"),
    )
    rijen = toets(tmp_path)
    assert {(b["ontvanger"], b["onderdeel"], b["gevonden"]) for b in van_regel(rijen, 6)} == {
        ("Borne", "nplv", "10.00"),
        ("SamenTwente", "lokaal", "20.00"),
        ("SamenTwente", "regionaal", "30.00"),
        ("Borne", "ggd_kennis_coordinatie", "40.00"),
    }
    # Leeuwarden has an area; what it gets for it is p.m., so its spending cannot be tested.
    (pm,) = [b for b in van_regel(rijen, 1) if b["onderdeel"] == "nplv"]
    assert (pm["ontvanger"], pm["ernst"], pm["verwacht"]) == ("Leeuwarden", "informatie", "")


def test_money_of_which_nobody_has_said_where_it_goes_is_a_question(tmp_path: Path) -> None:
    pad = schrijf(
        tmp_path / "b.csv",
        borne(onderdeel="gezonde_school", jaar="2028", boekdatum="01-02-2028", bedrag="10,00"),
    )
    (bevinding,) = van_regel(toets(pad, jaar="2028"), 6)
    assert bevinding["ernst"] == "waarschuwing"
    assert "nog niet afgesproken" in bevinding["melding"]


def test_purposes_outside_the_spuk(tmp_path: Path) -> None:
    pad = schrijf(
        tmp_path / "b.csv",
        borne(onderdeel="BRC", boekstuk="1"),
        borne(onderdeel="gezonde_school", boekstuk="2"),
        borne(thema="Combinatiefuncties", boekstuk="3"),
        borne(omschrijving="Inzet Gezonde School, maart", boekstuk="4"),
        borne(omschrijving="abrcd is geen brcx", boekstuk="5"),
    )
    bevindingen = van_regel(toets(pad), 10)
    assert [(b["ernst"], b["rij"]) for b in bevindingen] == [
        ("fout", "2"),
        ("fout", "3"),
        ("fout", "4"),
        ("waarschuwing", "5"),
    ]
    assert van_regel(toets(pad), 6) == []
    later = schrijf(
        tmp_path / "later.csv",
        borne(omschrijving="Gezonde School", jaar="2028", boekdatum="01-02-2028"),
    )
    assert van_regel(toets(later, jaar="2028"), 10) == []


def test_bookings_worth_a_look(tmp_path: Path) -> None:
    pad = schrijf(
        tmp_path / "b.csv",
        borne(bedrag="-5,00", boekstuk="1"),
        borne(bedrag="0,00", boekstuk="2"),
        borne(bedrag="10.000,00", boekstuk="3"),
        borne(bedrag="9.000,00", boekstuk="4"),
        borne(bedrag="10.000,01", boekstuk="5"),
    )
    bevindingen = van_regel(toets(pad), 11)
    assert {b["ernst"] for b in bevindingen} == {"informatie"}
    assert [b["rij"] for b in bevindingen] == ["2", "3", "4"]


def test_thousands_of_alike_findings_are_counted_and_none_is_lost(tmp_path: Path) -> None:
    rijen = [borne(bedrag="-1,00", boekstuk=f"N{i}") for i in range(700)]
    bevindingen = van_regel(toets(schrijf(tmp_path / "b.csv", *rijen)), 11)
    assert len(bevindingen) == 501
    assert sum(float(b["gevonden"]) for b in bevindingen) == -700
    assert any("En nog 200 zulke boekingen" in b["melding"] for b in bevindingen)


def test_whose_accounts_are_tested_follows_from_who_accounts(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    geld = toetsing.toets_bestanden(
        gegevens, [schrijf(tmp_path / "b.csv", borne())], 2027
    ).toets.geld
    een = kies_kring(geld, ["GM0141"])
    assert (een.naam, een.codes, een.is_landelijk) == ("Almelo", {"GM0141"}, False)
    gekozen = kies_kring(geld, ["GM0222"], gemeente="GM0141")
    assert (gekozen.naam, gekozen.codes, gekozen.is_landelijk) == ("Almelo", {"GM0141"}, False)
    twente = kies_kring(geld, ["GM0141", "GM0147"])
    assert (twente.naam, len(twente.codes), twente.is_landelijk) == ("regio Twente", 15, False)
    assert kies_kring(geld, ["GM0222"], regio="Twente").codes == twente.codes
    samen = kies_kring(geld, ["GM0141", "GM0222"])
    assert (samen.naam, samen.regios) == ("2 regio's", ("Achterhoek", "Twente"))
    assert kies_kring(geld, [], landelijk=True).is_landelijk


def test_every_recipient_of_the_regio_is_looked_at(tmp_path: Path) -> None:
    """Enough, too much, too little, and no account at all, one after the other."""
    bedragen = {
        "GM0141": "1.147.731,00", "GM0147": "272.167,01", "GM0153": "2.328.218,00",
        "GM0163": "478.097,00", "GM0164": "1.042.074,00",
    }  # fmt: skip
    pad = schrijf(tmp_path / "b.csv", *(boeking(c, bedrag=b) for c, b in bedragen.items()))
    rijen = toets(pad, "--regio", "Twente")

    def wie(regel: int) -> list[str]:
        return [rij["ontvanger"] for rij in van_regel(rijen, regel)]

    assert wie(1) == ["Borne", "Hellendoorn"]
    assert wie(2) == ["Enschede", "Hengelo"]
    assert wie(3) == [
        "Haaksbergen", "Losser", "Oldenzaal", "Tubbergen", "Wierden", "Twenterand",
        "Hof van Twente", "Rijssen-Holten", "Dinkelland", "SamenTwente",
    ]  # fmt: skip
    assert wie(8) == []


def test_money_of_an_area_that_nobody_knows_is_not_judged(tmp_path: Path) -> None:
    """Lelystad's amount for its area is p.m.: neither too much nor forgotten, but not tested."""
    nplv = boeking("GM0995", "nplv", bedrag="5,00", boekstuk="1")
    (geboekt,) = van_regel(toets(schrijf(tmp_path / "a.csv", nplv)), 1)
    assert geboekt["ernst"] == "informatie"
    assert geboekt["melding"].endswith(
        "Besteed is € 5,00; het bedrag is nog niet bekend (p.m.), dus niet te toetsen."
    )
    lokaal = boeking("GM0995", bedrag="5,00", boekstuk="2")
    rijen = van_regel(toets(schrijf(tmp_path / "b.csv", lokaal)), 3)
    assert [(rij["onderdeel"], rij["ernst"]) for rij in rijen] == [("nplv", "informatie")]
    rijen = van_regel(toets(schrijf(tmp_path / "c.csv", nplv)), 3)
    assert [(rij["onderdeel"], rij["ernst"]) for rij in rijen] == [("lokaal", "fout")]


def test_only_who_is_asked_about_is_compared(tmp_path: Path) -> None:
    """SamenTwente and two gemeenten disagree; the question is about one of them."""
    schrijf(
        tmp_path / "alles.csv",
        boeking("samentwente", onderdeel="regionaal", bedrag="4,00", boekstuk="S1",
                medeoverheid_code="GM0164"),
        boeking("samentwente", onderdeel="regionaal", bedrag="4,00", boekstuk="S2",
                medeoverheid_code="GM0168"),
        *(boeking(code, onderdeel="regionaal", bedrag="3,00", boekstuk=code)
          for code in ("GM0164", "GM0168")),
    )  # fmt: skip
    for vraag, namen in (
        (["--gemeente", "Hengelo"], ["Hengelo"]),
        (["--gemeente", "Losser"], ["Losser"]),
        (["--regio", "Twente"], ["Hengelo", "Losser"]),
    ):
        meldingen = [rij["melding"] for rij in van_regel(toets(tmp_path, *vraag), 7, "fout")]
        assert len(meldingen) == len(namen)
        for naam, melding in zip(namen, meldingen, strict=True):
            assert f"besteed via {naam}" in melding


def test_the_national_budget_is_enough_to_the_cent(tmp_path: Path) -> None:
    """Exactly the budget is no finding; of three amounts only the one beyond it is."""
    pad = schrijf(tmp_path / "a.csv", borne(bedrag="231.000.000,00"))
    assert van_regel(toets(pad), 8) == []
    pad = schrijf(
        tmp_path / "b.csv",
        borne(bedrag="1,00", boekstuk="1"),
        boeking("samentwente", "regionaal", bedrag="900.000.000,00", boekstuk="2"),
    )
    (bevinding,) = van_regel(toets(pad), 8)
    assert (bevinding["onderdeel"], bevinding["ernst"]) == ("regionaal", "fout")
    oud = borne(onderdeel="brede_spuk", jaar="2025", boekdatum="01-06-2025", bedrag="900.000.000")
    (bevinding,) = van_regel(toets(schrijf(tmp_path / "c.csv", oud), jaar="2025"), 8)
    assert (bevinding["onderdeel"], bevinding["ernst"]) == ("brede_spuk", "fout")


def test_the_country_against_the_national_budget(tmp_path: Path) -> None:
    """More than € 231 million local money is a fault, also when only two report."""
    schrijf(
        tmp_path / "b.csv",
        boeking("GM0034", bedrag="200.000.000,00", boekstuk="1"),
        boeking("GM0014", bedrag="31.000.000,01", boekstuk="2"),
    )
    (bevinding,) = van_regel(toets(tmp_path), 8)
    assert (bevinding["ernst"], bevinding["verwacht"], bevinding["verschil"]) == (
        "fout",
        "231000000.00",
        "0.01",
    )
    klein = schrijf(tmp_path / "klein" / "b.csv", borne())
    assert van_regel(toets(klein), 8) == []
    (stand,) = van_regel(toets(klein, "--landelijk"), 8)
    assert stand["ernst"] == "informatie"
    assert stand["melding"].startswith("1 van 342 ontvangers meldden samen € 1.234,56")


def test_the_condition_of_the_werkagenda(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(bedrag=BORNE))
    (zonder,) = van_regel(toets(pad), 12)
    assert zonder["melding"].startswith("Niet getoetst: er is geen register")
    register = tmp_path / "register.csv"
    register.write_text(
        "regio,gemeente_code,college_datum,ingediend_op,opmerking\n"
        "Twente,GM0147,2026-11-01,2026-11-10,\n"
    )
    (bevinding,) = van_regel(toets(pad, "--werkagenda", register), 12)
    assert bevinding["ernst"] == "fout"
    assert "nog niet door alle colleges vastgesteld" in bevinding["melding"]


@pytest.mark.parametrize(
    ("ingediend", "melding"),
    [("2026-11-20", "vraag VWS na"), ("2026-12-01", "na medio november 2026")],
)
def test_a_werkagenda_that_is_or_may_be_late_is_a_warning(
    gegevens: Gegevens, tmp_path: Path, ingediend: str, melding: str
) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(bedrag=BORNE))
    twente = [g.code for g in gegevens.gemeenten.values() if g.iza_regio == "Twente"]
    regels = [f"Twente,{code},2026-11-10,{ingediend}," for code in twente]
    register = tmp_path / "register.csv"
    kop = "regio,gemeente_code,college_datum,ingediend_op,opmerking"
    register.write_text("\n".join([kop, *regels]))
    (bevinding,) = van_regel(toets(pad, "--werkagenda", register), 12)
    assert bevinding["ernst"] == "waarschuwing"
    assert melding in bevinding["melding"]


def test_a_regio_in_time_says_nothing_and_the_next_is_told(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    pad = schrijf(
        tmp_path / "b.csv", boeking("GM0222", boekstuk="1"), borne(bedrag=BORNE, boekstuk="2")
    )
    achterhoek = [g.code for g in gegevens.gemeenten.values() if g.iza_regio == "Achterhoek"]
    kop = "regio,gemeente_code,college_datum,ingediend_op,opmerking"
    regels = [f"Achterhoek,{code},2026-11-01,2026-11-10," for code in achterhoek]
    register = tmp_path / "register.csv"
    register.write_text("\n".join([kop, *regels]))
    (bevinding,) = van_regel(toets(pad, "--werkagenda", register), 12)
    assert "Werkagenda van regio Twente" in bevinding["melding"]


def test_less_than_nothing_has_no_tolerance(gegevens: Gegevens, tmp_path: Path) -> None:
    uitslag = toetsing.toets_bestanden(
        gegevens, [schrijf(tmp_path / "b.csv", borne(bedrag="-1,00"))], 2027
    )
    (bevinding,) = [b for b in uitslag.bevindingen if b.regel == 13]
    assert bevinding.melding.endswith("ter oriëntatie € 0,00.")


@pytest.mark.parametrize(
    ("besteed", "tolerantie"),
    [
        (0, 12_500_00),
        (125_000_00, 12_500_00),
        (125_000_10, 12_500_01),
        (1_000_000_00, 100_000_00),
        (1_000_000_01, 125_000_00),
    ],
)
def test_the_tolerances_of_the_bado(
    gegevens: Gegevens, tmp_path: Path, besteed: int, tolerantie: int
) -> None:
    bedrag = f"{besteed // 100},{besteed % 100:02d}"
    pad = schrijf(tmp_path / "b.csv", borne(bedrag=bedrag))
    uitslag = toetsing.toets_bestanden(gegevens, [pad], 2027)
    (bevinding,) = [b for b in uitslag.bevindingen if b.regel == 13]
    assert f"over deze lasten {toon_centen(tolerantie)} (vastgesteld)" in bevinding.melding
    assert bevinding.melding.endswith(
        f"goedkeuringstolerantie 2%, ter oriëntatie {toon_centen(besteed * 2 // 100)}."
    )
    assert bevinding.gevonden == besteed


# -- years before, beschikkingen ---------------------------------------------------------------


def test_the_two_old_spuks_are_tested_by_their_own_amounts(tmp_path: Path) -> None:
    """2025 and 2026 of the Brede SPUK: ten per cent went along, and after 2026 nothing does."""
    oud = {"onderdeel": "brede_spuk", "boekdatum": "01-06-2025"}
    pad = schrijf(
        tmp_path / "b.csv",
        borne(**oud, jaar="2025", bedrag="300.000,00", boekstuk="1"),
        borne(**oud | {"boekdatum": "01-06-2026"}, jaar="2026", bedrag="300.000,00", boekstuk="2"),
    )
    (minder,) = van_regel(toets(pad, jaar="2025"), 2)
    (slot,) = van_regel(toets(pad, jaar="2026"), 2)
    assert minder["verwacht"].endswith(".00")
    mee = int(minder["verwacht"].removesuffix(".00")) // 10
    assert f"€ {mee:,}".replace(",", ".") in minder["melding"]
    assert "meegenomen uit 2025" in slot["melding"]
    assert "€ 0,00 mee naar 2027 (aanname: 0% mag mee)" in slot["melding"]


def test_what_came_along_from_the_year_before_may_be_spent(tmp_path: Path) -> None:
    """Borne keeps € 100 of 2027; in 2028 it may spend € 100 more than its amount."""
    eerder = borne(bedrag="272.067,00", boekstuk="1")
    later = borne(bedrag="327.643,00", jaar="2028", boekdatum="01-02-2028", boekstuk="2")
    rijen = toets(schrijf(tmp_path / "a.csv", eerder, later), jaar="2028")
    assert van_regel(rijen, 1) == van_regel(rijen, 2) == []
    los = toets(schrijf(tmp_path / "b.csv", later), jaar="2028")
    (bevinding,) = van_regel(los, 1)
    assert (bevinding["ernst"], bevinding["verschil"]) == ("informatie", "100.00")
    assert "wat uit 2027 is meegenomen is niet bekend" in bevinding["melding"]
    assert bevinding["melding"].endswith(
        "Wat uit 2027 is meegenomen, kan dit dekken; dat volgt niet uit de bestanden."
    )
    # Borne could take € 27.216,70 along at most; a cent more is spent too much, whatever came.
    veel = borne(bedrag="354.759,71", jaar="2028", boekdatum="01-02-2028", boekstuk="2")
    (bevinding,) = van_regel(toets(schrijf(tmp_path / "d.csv", veel), jaar="2028"), 1)
    assert (bevinding["ernst"], bevinding["verschil"]) == ("fout", "27216.71")
    meer = borne(bedrag="327.643,01", jaar="2028", boekdatum="01-02-2028", boekstuk="2")
    (bevinding,) = van_regel(toets(schrijf(tmp_path / "c.csv", eerder, meer), jaar="2028"), 1)
    assert (
        "€ 327.543,00 toegekend (indicatief) en € 100,00 meegenomen uit 2027"
        in (bevinding["melding"])
    )


def test_a_beschikking_that_differs_from_the_calculation_is_said_and_prevails(
    tmp_path: Path,
) -> None:
    kopieer_gegevens(tmp_path)
    bedragen = tmp_path / "bedragen.csv"
    bedragen.write_text(
        "uitkering;onderdeel;jaar;ontvanger_code;bedrag;kenmerk;datum\n"
        "spuk_azwa;lokaal;2027;147;280.000;B-1;15-12-2026\n"
    )
    assert draai_in(tmp_path, "beschikking", "lees", bedragen, "--titel", "Beschikkingen").code == 0
    pad = schrijf(tmp_path / "b.csv", borne(bedrag="280.000,00"))
    vraag = ("toets", pad, "--jaar", "2027", "--regio", "Twente", "--formaat", "csv")
    uitkomst = draai_in(tmp_path, *vraag)
    (bevinding,) = van_regel(uitkomst.rijen, 9)
    assert (bevinding["verwacht"], bevinding["gevonden"], bevinding["verschil"]) == (
        "272167.00",
        "280000.00",
        "7833.00",
    )
    assert van_regel(uitkomst.rijen, 1) == van_regel(uitkomst.rijen, 2) == []


# -- the command -------------------------------------------------------------------------------


def test_a_rule_is_switched_off_only_in_plain_sight(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(bedrag="-1,00"))
    uitkomst = draai("toets", pad, "--jaar", "2027", "--zonder", "11", "--zonder", "2")
    assert "regels 2 en 11 zijn niet getoetst" in uitkomst.tekst
    assert "NIET getoetst, op uw verzoek: 2 Minder besteed dan toegekend; 11" in uitkomst.tekst
    gegevens = json.loads(
        draai("toets", pad, "--jaar", "2027", "--zonder", "11", "--formaat", "json").uit
    )
    assert gegevens["niet_getoetst"] == [11]
    assert {b["regel"] for b in gegevens["bevindingen"]} == {2, 11, 12, 13}
    (zichtbaar,) = van_regel(toets(pad, "--zonder", "11"), 11)
    assert zichtbaar["melding"].startswith("NIET getoetst, op verzoek (--zonder 11)")
    fout = draai("toets", pad, "--jaar", "2027", "--zonder", "99")
    assert fout.code == 2
    assert fout.fout == "Fout: Toetsregel 99 bestaat niet; kies uit 1 tot en met 15.\n"


def test_json_gives_every_finding_its_ground(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(bedrag="999.999,00"))
    gegevens = json.loads(draai("toets", pad, "--jaar", "2027", "--formaat", "json").uit)
    assert gegevens["oordeel"] == "1 fout en geen waarschuwingen"
    (fout,) = [b for b in gegevens["bevindingen"] if b["ernst"] == "fout"]
    assert "kenmerk 1097348-DMO, par. 5" in fout["grondslag"]
    assert list(gegevens["bestanden"]) == ["b.csv"]


def test_unreadable_input_writes_nothing_and_tells_all(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(bedrag="x"), borne(jaar="?"))
    doel = tmp_path / "uit" / "toets.xlsx"
    uitkomst = draai("toets", pad, tmp_path / "weg.csv", "--jaar", "2027", "--uit", doel)
    assert uitkomst.code == 2
    assert uitkomst.uit == ""
    assert uitkomst.fout.splitlines() == [
        "Fout: 3 fouten in de bestanden met bestedingen; er is niets geschreven.",
        "- b.csv, rij 2, kolom 'bedrag': 'x' is geen bedrag; schrijf bijvoorbeeld 1234,56 of "
        "1.234,56.",
        "- b.csv, rij 3, kolom 'jaar': '?' is geen jaartal; vul vier cijfers in, bijvoorbeeld "
        "2027.",
        "- weg.csv: het bestand bestaat niet; controleer de naam.",
    ]
    assert not doel.parent.exists()


def test_the_name_of_the_output_says_its_form(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", borne(bedrag="1.234"))
    kop = KOLOMMEN.replace(",", ";")  # a file opens in a Dutch Excel
    for naam, begin in (("a.csv", kop), ("a.json", "{"), ("a.txt", "Toets van de")):
        uitkomst = draai("toets", pad, "--jaar", "2027", "--uit", tmp_path / "uit" / naam)
        assert (tmp_path / "uit" / naam).read_text(encoding="utf-8-sig").startswith(begin)
    assert (
        "de punt gelezen als duizendtal"
        in draai("toets", pad, "--jaar", "2027", "--formaat", "csv").fout
    )
    assert uitkomst.code == 0


@pytest.mark.parametrize(
    ("opties", "zin"),
    [
        (["--jaar", "2028"], "De bestanden hebben geen boekingen over 2028, wel over 2027; kies "
         "--jaar daaruit of geef andere bestanden."),
        (["--jaar", "2031"], "Er zijn geen regels voor 2031; kies een jaar van 2025 tot 2029."),
        (["--jaar", "2027", "--regio", "Twente", "--landelijk"], "Kies --regio, --gemeente of "
         "--landelijk, niet meer dan één."),
    ],
)  # fmt: skip
def test_a_wrong_question_gets_one_sentence(tmp_path: Path, opties: list[str], zin: str) -> None:
    uitkomst = draai("toets", schrijf(tmp_path / "b.csv", borne()), *opties)
    assert (uitkomst.code, uitkomst.fout) == (2, f"Fout: {zin}\n")


def test_text_that_could_run_as_a_formula_never_does(tmp_path: Path) -> None:
    """A boekstuk or file name that starts with = stays text, in CSV and in the workbook."""
    gevaarlijk = '=HYPERLINK("http://voorbeeld.nl";"klik")1'
    schrijf(
        tmp_path / "=1+1.csv",
        borne(boekstuk=gevaarlijk, bedrag="-1,00", omschrijving="@SUM(A1)"),
        borne(onderdeel="regionaal", boekstuk=gevaarlijk, bedrag="-1,00", omschrijving="x"),
    )
    uitkomst = draai("toets", tmp_path / "=1+1.csv", "--jaar", "2027", "--formaat", "csv")
    for rij in csv.reader(io.StringIO(uitkomst.uit)):
        assert not [cel for cel in rij if cel.startswith(("=", "@", "+"))]
    doel = tmp_path / "t.xlsx"
    draai("toets", tmp_path / "=1+1.csv", "--jaar", "2027", "--uit", doel)
    with zipfile.ZipFile(doel) as archief:
        bladen = [n for n in archief.namelist() if n.startswith("xl/worksheets/")]
        assert not [n for n in bladen if b"voorbeeld.nl" in archief.read(n).split(b"<f>")[0]]
    for blad in lees_boek(doel):
        for rij in blad.iter_rows():
            for cel in rij:
                if cel.data_type == "f":
                    assert "voorbeeld.nl" not in str(cel.value)
                    assert "SUM(A1)" not in str(cel.value)


# -- properties --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def zes(gegevens: Gegevens, tmp_path_factory: pytest.TempPathFactory) -> Zes:
    """Six bookings, and what the toets says of them in the order in which they were made."""
    rijen = [
        borne(bedrag="1,00", boekstuk="1"),
        borne(bedrag="272.000,00", boekstuk="2"),
        boeking("GM0141", bedrag="5,00", boekstuk="3"),
        boeking("GM0141", bedrag="-5,00", boekstuk="4"),
        boeking("samentwente", onderdeel="regionaal", bedrag="7,00", boekstuk="5"),
        boeking("GM0164", onderdeel="nplv", bedrag="8,00", boekstuk="6"),
    ]
    pad = schrijf(tmp_path_factory.mktemp("zes") / "b.csv", *rijen)
    return rijen, _zonder_rij(toetsing.toets_bestanden(gegevens, [pad], 2027))


@settings(max_examples=15)
@given(st.permutations(range(6)))
def test_the_order_of_rows_and_files_does_not_matter(
    gegevens: Gegevens, tmp_path_factory: pytest.TempPathFactory, zes: Zes, volgorde: list[int]
) -> None:
    rijen, verwacht = zes
    map_ = tmp_path_factory.mktemp("volgorde")
    pad = schrijf(map_ / "b.csv", *(rijen[i] for i in volgorde))
    assert _zonder_rij(toetsing.toets_bestanden(gegevens, [pad], 2027)) == verwacht


def _zonder_rij(uitslag: toetsing.Uitslag) -> list[tuple[object, ...]]:
    return sorted(
        (b.regel, b.ernst, b.ontvanger_code, b.onderdeel, b.melding, b.gevonden or 0)
        for b in uitslag.bevindingen
    )


# -- the workbook ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def twente(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of bookings of three gemeenten and their mandaathouder, as CSV and as XLSX."""
    map_ = tmp_path_factory.mktemp("twente")
    for code, naam, bedrag in (("GM0141", "almelo", "95.000,00"), ("GM0147", "borne", "24.000,10")):
        schrijf(
            map_ / f"{naam}.csv",
            *(
                boeking(
                    code, bedrag=bedrag, boekstuk=f"{code}-{maand}",
                    boekdatum=f"10-{maand:02d}-2027", omschrijving=f"Inzet {naam} {maand}",
                )
                for maand in range(1, 13)
            ),
        )  # fmt: skip
    regionaal = {"onderdeel": "regionaal", "boekdatum": "01-07-2027"}
    schrijf(
        map_ / "hengelo.csv",
        boeking("GM0164", **regionaal, bedrag="500,00", boekstuk="H1"),
        boeking("GM0164", thema="BRC", bedrag="1.000,00", boekstuk="H2"),
        boeking("GM0164", bedrag="500,00", boekstuk="H1", omschrijving="dubbel"),
    )
    schrijf_xlsx(
        map_ / "samentwente.xlsx",
        [
            list(boeking()),
            list(boeking("samentwente", **regionaal, boekstuk="S1").values()),
            list(
                boeking(
                    "samentwente", **regionaal, boekstuk="S2", bedrag="400,00",
                    medeoverheid_code="GM0164",
                ).values()
            ),
        ],
    )  # fmt: skip
    return map_


@pytest.fixture(scope="module")
def werkboek(twente: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Uitkomst]:
    doel = tmp_path_factory.mktemp("uit") / "toets-2027.xlsx"
    return doel, draai("toets", twente, "--jaar", "2027", "--zonder", "11", "--uit", doel)


def cellen(pad: Path, blad: str) -> list[tuple[object, ...]]:
    return list(lees_boek(pad, data_only=True)[blad].iter_rows(values_only=True))


def test_the_cover_says_the_verdict_in_words(werkboek: tuple[Path, Uitkomst]) -> None:
    doel, uitkomst = werkboek
    assert uitkomst.code == 1
    voorblad = {rij[0]: rij[1] for rij in cellen(doel, "Voorblad") if rij[0]}
    assert str(voorblad["Oordeel"]).startswith("15 fouten en")
    assert str(voorblad["Oordeel"]).endswith("regel 11 is niet getoetst")
    assert voorblad["Regels niet getoetst"] == "op verzoek: 11 Boekingen om even te bekijken"
    assert voorblad["Alle controles"] == "klopt"
    assert any("nog niet in orde" in str(rij[0]) for rij in cellen(doel, "Voorblad"))


def test_every_sheet_that_was_promised_is_there(werkboek: tuple[Path, Uitkomst]) -> None:
    boek = load_workbook(werkboek[0])
    assert boek.sheetnames == [
        *["Voorblad", "Bevindingen", "Per ontvanger", "Per regio", "Verloop", "Meerjaren"],
        *["Regels", "Grenzen", "Bronrijen", "Aansluiting", "Controle", "Herkomst", "Uitvoering"],
    ]


def test_a_finding_links_to_its_booking(werkboek: tuple[Path, Uitkomst]) -> None:
    boek = load_workbook(werkboek[0])
    formules = [
        cel.value
        for rij in boek["Bevindingen"].iter_rows()
        for cel in rij
        if str(cel.value).startswith("=HYPERLINK")
    ]
    bron = cellen(werkboek[0], "Bronrijen")
    for formule in formules:
        nummer = int(formule.partition("$A$")[2].partition('"')[0])
        rij = formule.rpartition("rij ")[2].rstrip('")')
        assert str(bron[nummer - 1][2]) == rij
    assert len(formules) == 2


def test_the_traffic_light_is_a_symbol_and_a_word(werkboek: tuple[Path, Uitkomst]) -> None:
    per_wie = {rij[2]: rij[4] for rij in cellen(werkboek[0], "Per ontvanger") if rij[3] == "lokaal"}
    assert per_wie["Almelo"] == "● in orde"
    # Its local money is fine, but it booked a purpose outside the SPUK.
    assert per_wie["Hengelo"] == "■ fout"
    assert per_wie["Enschede"] == "■ fout"
    (twente,) = [rij for rij in cellen(werkboek[0], "Per regio") if rij[0] == "Twente"]
    assert twente[2] == "■ fout"


def test_the_burn_down_ends_at_what_is_left(werkboek: tuple[Path, Uitkomst]) -> None:
    verloop = {rij[0]: rij[1:4] for rij in cellen(werkboek[0], "Verloop")}
    begin, eind = verloop["begin"], verloop["december"]
    besteed = 12 * (95_000 + 24_000.10) + 1_500
    assert begin[0] - eind[0] == pytest.approx(besteed, abs=0.001)


def test_the_receipt_has_the_fingerprint_of_every_file(
    werkboek: tuple[Path, Uitkomst], twente: Path
) -> None:
    bon = {rij[0]: rij[1] for rij in cellen(werkboek[0], "Uitvoering")}
    for pad in twente.iterdir():
        assert len(str(bon[f"sha256 van {pad.name}"])) == 64
    assert bon["Opdracht"] == "azwa-funds toets BESTAND... --jaar 2027 --zonder 11"


def test_the_same_bookings_give_the_same_bytes(
    werkboek: tuple[Path, Uitkomst], twente: Path, tmp_path: Path
) -> None:
    doel = tmp_path / "nog-eens.xlsx"
    draai("toets", twente, "--jaar", "2027", "--zonder", "11", "--uit", doel)
    assert doel.read_bytes() == werkboek[0].read_bytes()


def test_the_workbook_can_be_verified_with_the_files_it_was_made_from(
    werkboek: tuple[Path, Uitkomst], twente: Path, tmp_path: Path
) -> None:
    goed = draai("verifieer", werkboek[0], "--bestedingen", twente)
    assert (goed.code, goed.uit[:11]) == (0, "Alles staat")
    minder = draai("verifieer", werkboek[0], "--bestedingen", twente / "almelo.csv")
    assert minder.code == 1
    assert "Invoer: borne.csv was er toen wel en is er nu niet." in minder.uit
    assert "geef die opnieuw met --bestedingen" in draai("verifieer", werkboek[0]).fout

    register = tmp_path / "register.csv"
    register.write_text(
        "regio,gemeente_code,college_datum,ingediend_op,opmerking\n"
        "Twente,GM0147,2026-11-01,2026-11-10,\n"
    )
    doel = tmp_path / "t.xlsx"
    opties = ("--regio", "Twente", "--werkagenda", register, "--uit", doel)
    draai("toets", twente, "--jaar", "2027", *opties)
    bon = {rij[0]: rij[1] for rij in cellen(doel, "Uitvoering")}
    assert bon["Onderwerp"] == "2027; regio=Twente; werkagenda=register.csv"
    met = ("--bestedingen", twente, "--bestedingen", register)
    assert draai("verifieer", doel, *met).code == 0
    zonder = draai("verifieer", doel, "--bestedingen", twente)
    assert "gemaakt met het register register.csv" in zonder.fout


@pytest.mark.lang
def test_libreoffice_finds_the_same_figures_and_what_it_saves_still_verifies(
    werkboek: tuple[Path, Uitkomst], twente: Path, tmp_path: Path
) -> None:
    opnieuw = recalculate(werkboek[0], tmp_path)
    assert compare(werkboek[0], opnieuw) == []
    goed = draai("verifieer", opnieuw, "--bestedingen", twente)
    assert goed.code == 0, goed.uit


def test_a_figure_that_was_changed_is_found(
    werkboek: tuple[Path, Uitkomst], twente: Path, tmp_path: Path
) -> None:
    boek = load_workbook(werkboek[0])
    plek = next(
        cel
        for rij in boek["Bevindingen"].iter_rows()
        for cel in rij
        if cel.value == 500 and cel.column_letter == "I"
    )
    plek.value = 499.99
    anders = tmp_path / "anders.xlsx"
    boek.save(anders)
    uitkomst = draai("verifieer", anders, "--bestedingen", twente)
    assert uitkomst.code == 1
    assert f"Bevindingen, cel {plek.coordinate}" in uitkomst.tekst
    assert "is 499,99, hoort 500 te zijn" in uitkomst.tekst
