"""The yearly SiSa of gemeenten and mandaathouders: from bookings to a bijlage they can hand in."""

from __future__ import annotations

import csv
import io
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hulp import Uitkomst, draai, draai_in, kopieer_gegevens
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import compare, recalculate
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from azwa_funds.cijfers import Cijfers
from azwa_funds.sisa import Boekstand, Rekenmeester, hele_euros
from azwa_funds.sisa_formaat import Indicatorsoort, Wie, formaat, jaren
from azwa_funds.sisa_verloop import Verloop, verlopen
from azwa_funds.sources import Gegevens

KOPPEN = "verantwoorder_code jaar onderdeel boekstuk boekdatum omschrijving bedrag".split()

#: Twente in 2027: SamenTwente spent on its own and through two gemeenten.
TWENTE = [
    ("samentwente", 2027, "regionaal", "1.234.567,49", ""),
    ("samentwente", 2027, "regionaal", "200.000,50", "GM0141"),
    ("samentwente", 2027, "regionaal", "100.000,00", "GM0164"),
    ("GM0141", 2027, "regionaal", "200.000,50", "samentwente"),
    ("GM0141", 2027, "lokaal", "900.123,49", ""),
    ("GM0164", 2027, "regionaal", "100.000,00", ""),
    ("GM0164", 2027, "lokaal", "1.300.000,00", ""),
]


def boekingen(pad: Path, regels: list[tuple[str, int, str, str, str]]) -> Path:
    """Write bookings as a gemeente exports them."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\n")
    schrijver.writerow([*KOPPEN, "medeoverheid_code"])
    for nummer, (code, jaar, onderdeel, bedrag, medeoverheid) in enumerate(regels, start=1):
        dag = f"{jaar}-05-01"
        schrijver.writerow(
            [code, jaar, onderdeel, f"B{nummer}", dag, f"post {nummer}", bedrag, medeoverheid]
        )
    pad.write_text(uit.getvalue(), encoding="utf-8")
    return pad


def sisa(map_: Path, regels: list[tuple[str, int, str, str, str]], *opties: str) -> Uitkomst:
    """Make the workbooks of 2027 in a folder."""
    bestand = boekingen(map_ / "boekingen.csv", regels)
    return draai("sisa", bestand, "--jaar", "2027", "--uit", map_ / "uit", *opties)


@pytest.fixture(scope="module")
def twente(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks of Twente: of SamenTwente, Almelo and Hengelo."""
    map_ = tmp_path_factory.mktemp("twente")
    uitkomst = sisa(map_, TWENTE)
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    assert uitkomst.uit.startswith("3 werkboeken staan in ")
    return map_


def bijlage(pad: Path) -> Worksheet:
    return load_workbook(pad, data_only=True)["SiSa-bijlage"]


def bij_indicator(blad: Worksheet, naam: str, nummer: int = 0) -> list[Any]:
    """The cells of one indicator from its text down; of equal names the one with this number."""
    plekken = [cel for rij in blad.iter_rows() for cel in rij if cel.value == f"Indicator: {naam}"]
    plek = plekken[nummer]
    return [blad.cell(plek.row + stap, plek.column).value for stap in (-2, -1, 0, 1)]


def rijen(pad: Path, naam: str) -> list[dict[str, Any]]:
    """The rows of the table on a sheet, by their titles."""
    from openpyxl.utils import range_boundaries

    blad = load_workbook(pad, data_only=True)[naam]
    (tabel,) = blad.tables.values()
    eerste, kop, laatste, einde = range_boundaries(tabel.ref)
    cellen = list(blad.iter_rows(kop, einde, eerste, laatste, values_only=True))
    return [dict(zip(cellen[0], rij, strict=True)) for rij in cellen[1:]]


def tekst(pad: Path, naam: str) -> str:
    blad = load_workbook(pad, data_only=True)[naam]
    return " ".join(str(cel.value) for rij in blad.iter_rows() for cel in rij if cel.value)


# -- the bijlage -------------------------------------------------------------------------------


def test_the_bijlage_has_the_known_layout(twente: Path) -> None:
    blad = bijlage(twente / "uit/samentwente-samentwente.xlsx")
    koppen = [cel.value for cel in blad[4]]
    assert koppen == [
        "Verstrekker",
        "Uitkeringscode",
        "Specifieke uitkering",
        "Juridische grondslag",
        "Ontvanger",
        *["Indicator"] * 6,
    ]
    assert [cel.value for cel in blad[5]][:5] == [
        "VWS",
        "p.m.",
        "SPUK AZWA, regionaal deel (mandaathouder)",
        "nog niet bekend",
        "Mandaathouders",
    ]
    assert bij_indicator(blad, "p.m./01") == [
        "Eigen besteding (jaar T)",
        "Aard controle R",
        "Indicator: p.m./01",
        1_234_567,
    ]
    assert bij_indicator(blad, "p.m./04")[:2] == [
        "Cumulatieve besteding (t/m jaar T)",
        "Aard controle n.v.t.",
    ]
    assert bij_indicator(blad, "p.m./05")[3] == "Nee"


def test_what_is_computed_is_a_live_formula_with_its_outcome(twente: Path) -> None:
    pad = twente / "uit/samentwente-samentwente.xlsx"
    formules = load_workbook(pad)["SiSa-bijlage"]
    assert bij_indicator(formules, "p.m./02")[3] == "=SUM(G12:G25)"
    assert bij_indicator(formules, "p.m./03")[3] == "=F8+G8"
    assert bij_indicator(formules, "p.m./04")[3] == "=0+H8"
    waarden = bijlage(pad)
    assert [bij_indicator(waarden, f"p.m./0{n}")[3] for n in (2, 3, 4)] == [
        300_001,
        1_534_568,
        1_534_568,
    ]


def test_every_other_gemeente_of_the_regio_has_a_row_and_a_zero_is_a_zero(twente: Path) -> None:
    blad = bijlage(twente / "uit/samentwente-samentwente.xlsx")
    regels = [[cel.value for cel in rij[4:8]] for rij in blad.iter_rows(12, 25)]
    assert [regel[0] for regel in regels] == list(range(1, 15))
    assert regels[0] == [1, "GM0141 Almelo", 200_001, 200_001]
    assert regels[1] == [2, "GM0147 Borne", 0, 0]


def test_a_gemeente_with_regional_money_has_a_block_of_her_own(twente: Path) -> None:
    blad = bijlage(twente / "uit/GM0141-almelo.xlsx")
    assert bij_indicator(blad, "p.m./01")[3] == 900_123
    assert bij_indicator(blad, "p.m./01", 1)[3] == "samentwente SamenTwente"
    assert bij_indicator(blad, "p.m./02", 1)[3] == 200_001


def test_a_mandaatgemeente_has_local_and_regional_in_one_workbook(tmp_path: Path) -> None:
    regels = [
        ("GM0222", 2027, "lokaal", "10,00", ""),
        ("GM0222", 2027, "regionaal", "20,00", ""),
    ]
    assert sisa(tmp_path, regels).code == 0
    blad = bijlage(tmp_path / "uit/GM0222-doetinchem.xlsx")
    assert bij_indicator(blad, "p.m./01")[3] == 10
    assert bij_indicator(blad, "p.m./01", 1)[3] == 20


def test_more_than_six_indicators_go_on_in_a_next_row(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    pad = map_ / "data/sisa/2027.toml"
    extra = "\n".join(
        f'[[regeling.indicator]]\nnummer = "{nummer:02}"\ntekst = "Vraag {nummer}"\n'
        f'controle = "R"\nsoort = "besteding"\nformule = "01"\nstatus = "aanname"\n'
        for nummer in range(4, 9)
    )
    toml = pad.read_text(encoding="utf-8")
    einde = toml.index("[[regeling]]", toml.index('id = "azwa_lokaal"'))
    pad.write_text(toml[:einde] + extra + "\n" + toml[einde:], encoding="utf-8")
    bestand = boekingen(tmp_path / "b.csv", [("GM0312", 2027, "lokaal", "5,00", "")])
    draai_in(map_, "sisa", bestand, "--jaar", "2027", "--uit", tmp_path)
    blad = bijlage(tmp_path / "GM0312-bunnik.xlsx")
    plekken = {
        cel.value: (cel.row, cel.column_letter)
        for rij in blad.iter_rows()
        for cel in rij
        if str(cel.value).startswith("Indicator: ")
    }
    assert plekken["Indicator: p.m./06"] == (7, "K")
    assert plekken["Indicator: p.m./07"] == (11, "F")
    assert bij_indicator(blad, "p.m./08")[3] == 5


def test_the_format_of_the_ministry_replaces_ours_without_touching_python(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    pad = map_ / "data/sisa/2027.toml"
    toml = pad.read_text(encoding="utf-8").replace('uitkeringscode = ""', 'uitkeringscode = "H99"')
    pad.write_text(toml, encoding="utf-8")
    bestand = boekingen(tmp_path / "b.csv", [("GM0312", 2027, "lokaal", "5,00", "")])
    draai_in(map_, "sisa", bestand, "--jaar", "2027", "--uit", tmp_path)
    assert bij_indicator(bijlage(tmp_path / "GM0312-bunnik.xlsx"), "H99/01")[3] == 5


@pytest.mark.parametrize("jaar", [2025, 2026])
def test_the_old_uitkeringen_show_what_is_not_known(tmp_path: Path, jaar: int) -> None:
    regels = [
        ("GM0222", jaar, "brede_spuk", "1.000,00", ""),
        ("GM0222", jaar, "spuk_iza", "2.000,00", ""),
        ("GM0197", jaar, "spuk_iza", "300,00", ""),
    ]
    bestand = boekingen(tmp_path / "b.csv", regels)
    uitkomst = draai("sisa", bestand, "--jaar", str(jaar), "--uit", tmp_path)
    blad = bijlage(tmp_path / "GM0222-doetinchem.xlsx")
    assert bij_indicator(blad, "H35/01")[1:] == [
        "Aard controle nog niet bekend",
        "Indicator: H35/01",
        2000,
    ]
    assert bij_indicator(blad, "H35/01")[0] == (
        "Tekst nog niet bekend; hier ingevuld: eigen besteding (jaar T)"
    )
    assert bij_indicator(blad, "p.m./01")[3] == 1000  # the Brede SPUK, of which no code is known
    assert bij_indicator(blad, "H35/04")[3] == "p.m."  # the years before were not delivered
    assert bij_indicator(bijlage(tmp_path / "GM0197-aalten.xlsx"), "H35B/02")[3] == 300
    # Doetinchem did not book anything on Aalten.
    assert uitkomst.code == 1
    assert "Regionale besteding van Aalten (GM0197)" in uitkomst.uit


def test_cumulative_amounts_add_the_whole_euros_of_the_years(tmp_path: Path) -> None:
    regels = [("GM0312", jaar, "lokaal", "10,50", "") for jaar in (2027, 2028)]
    bestand = boekingen(tmp_path / "b.csv", regels)
    draai("sisa", bestand, "--jaar", "2028", "--uit", tmp_path)
    assert bij_indicator(bijlage(tmp_path / "GM0312-bunnik.xlsx"), "p.m./02")[3] == 22


def test_the_last_year_is_the_eindverantwoording(tmp_path: Path) -> None:
    bestand = boekingen(tmp_path / "b.csv", [("GM0312", 2029, "lokaal", "1,00", "")])
    draai("sisa", bestand, "--jaar", "2029", "--uit", tmp_path)
    assert bij_indicator(bijlage(tmp_path / "GM0312-bunnik.xlsx"), "p.m./03")[3] == "Ja"


# -- from cents to euros -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("centen", "euros"), [(0, 0), (49, 0), (50, 1), (-49, 0), (-50, -1), (123_450, 1235)]
)
def test_half_a_euro_goes_away_from_zero(centen: int, euros: int) -> None:
    assert hele_euros(centen) == euros


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_rounding_moves_no_amount_by_more_than_half_a_euro(centen: int) -> None:
    assert abs(Fraction(centen, 100) - hele_euros(centen)) <= Fraction(1, 2)
    assert hele_euros(-centen) == -hele_euros(centen)


_CENTEN = st.integers(min_value=-(10**11), max_value=10**11)
_BOEKING = st.tuples(
    st.sampled_from(["samentwente", "GM0141", "GM0147", "GM0222"]),
    st.sampled_from([2027, 2028]),
    st.sampled_from(["lokaal", "regionaal", "nplv", "gezonde_school"]),
    st.sampled_from(["", "GM0141", "GM0147", "samentwente"]),
    _CENTEN,
)


@given(st.lists(_BOEKING, min_size=1, max_size=40))
def test_the_bijlage_closes_with_the_ledger_whatever_was_booked(
    gegevens: Gegevens, boekingen_: list[tuple[str, int, str, str, int]]
) -> None:
    namen = ["verantwoorder_code", "jaar", "onderdeel", "medeoverheid_code", "centen"]
    stand = Boekstand(pd.DataFrame(boekingen_, columns=namen))
    meester = Rekenmeester(gegevens, formaat(gegevens, 2028), stand)
    for code in ("samentwente", "GM0141", "GM0147", "GM0222"):
        verantwoording = meester.verantwoord(code)
        geboekt = sum(b[4] for b in boekingen_ if b[0] == code and b[1] == 2028)
        gerapporteerd = sum(blok.besteding.bedrag for blok in verantwoording.blokken)
        buiten = sum(deel.centen for deel in verantwoording.buiten)
        delen = sum(1 + len(blok.regels) for blok in verantwoording.blokken)
        assert abs(gerapporteerd * 100 + buiten - geboekt) <= 50 * delen
        for blok in verantwoording.blokken:
            via = sum(waarde.bedrag for waarde in blok.per_medeoverheid().values())
            eigen = blok.van_soort(Indicatorsoort.EIGEN)
            if eigen:
                assert eigen.bedrag + via == blok.besteding.bedrag


def test_the_difference_of_rounding_is_shown_per_indicator(twente: Path) -> None:
    regels = rijen(twente / "uit/GM0141-almelo.xlsx", "Aansluiting")
    assert [(r["Grootboek"], r["In de bijlage"], r["Afrondingsverschil"]) for r in regels] == [
        (900123.49, 900_123, -0.49),
        (200000.5, 200_001, 0.5),
    ]


# -- the other sheets --------------------------------------------------------------------------


def test_the_verloopoverzicht_runs_from_opening_to_closing_balance(twente: Path) -> None:
    (regel,) = rijen(twente / "uit/GM0141-almelo.xlsx", "Verloopoverzicht")
    assert (regel["Saldo 1-1-2027"], regel["Ontvangen over 2027"]) == (0, 1_147_731)
    assert regel["Vrijgevallen"] == 900_123
    assert regel["Saldo 31-12-2027"] == 114_773  # ten per cent of what came in, an assumption
    assert regel["Terugbetaald of terug te betalen"] == 1_147_731 - 900_123 - 114_773
    assert (regel["waarvan voor 2028"], regel["waarvan voor 2029 en later"]) == (114_773, 0)


def test_what_was_spent_beyond_the_money_is_no_balance(twente: Path) -> None:
    (regel,) = rijen(twente / "uit/GM0164-hengelo.xlsx", "Verloopoverzicht")
    assert regel["Saldo 31-12-2027"] == 0
    assert regel["Besteed boven het beschikbare"] == 1_300_000 - regel["Ontvangen over 2027"] > 0
    assert "ten laste van eigen middelen" in tekst(
        twente / "uit/GM0164-hengelo.xlsx", "Toelichting"
    )


def verlopen_van(gegevens: Gegevens, code: str, per_jaar: dict[int, int]) -> list[Verloop]:
    """The line of the lokale deel of one gemeente over 2027, 2028 and 2029; cents per year."""
    namen = ["verantwoorder_code", "jaar", "onderdeel", "medeoverheid_code", "centen"]
    boekingen_ = [(code, jaar, "lokaal", "", centen) for jaar, centen in per_jaar.items()]
    stand = Boekstand(pd.DataFrame(boekingen_, columns=namen))
    cijfers, regels = Cijfers(gegevens), []
    for jaar in (2027, 2028, 2029):
        meester = Rekenmeester(gegevens, formaat(gegevens, jaar), stand)
        regels.append(verlopen(cijfers, meester, meester.verantwoord(code))[0])
    return regels


@given(st.lists(st.integers(min_value=-(10**9), max_value=10**10), min_size=3, max_size=3))
def test_every_year_opens_with_the_closing_balance_of_the_year_before(
    gegevens: Gegevens, centen: list[int]
) -> None:
    """Over the three years what came in was spent or goes back; the last year leaves nothing."""
    regels = verlopen_van(gegevens, "GM0141", dict(zip((2027, 2028, 2029), centen, strict=True)))
    assert [regel.begin for regel in regels] == [0, *(regel.eind for regel in regels[:-1])]
    assert regels[-1].eind == 0
    ontvangen, vrij, terug = (
        sum(getattr(regel, naam) for regel in regels)
        for naam in ("ontvangen", "vrijgevallen", "terug")
    )
    assert ontvangen == vrij + terug
    assert sum(r.besteed or 0 for r in regels) == vrij + sum(r.boven or 0 for r in regels)


def test_what_comes_from_a_year_without_bookings_is_not_known(gegevens: Gegevens) -> None:
    eerste, tweede, derde = verlopen_van(gegevens, "GM0141", {2028: 100, 2029: 100})
    assert (eerste.begin, eerste.besteed) == (0, 0)
    assert (tweede.begin, tweede.eind) == (None, None)
    assert derde.begin is None  # 2028 is known, but not with what it began


@pytest.mark.parametrize(
    ("bedrag", "grens"),
    [
        ("125.000,00", 12_500),
        ("125.010,00", 12_501),
        ("1.000.000,00", 100_000),
        ("1.000.001,00", 125_000),
    ],
)
def test_the_auditor_finds_the_tolerance_filled_in(tmp_path: Path, bedrag: str, grens: int) -> None:
    sisa(tmp_path, [("GM0312", 2027, "lokaal", bedrag, "")])
    (regel,) = rijen(tmp_path / "uit/GM0312-bunnik.xlsx", "Fouten en onzekerheden")
    assert regel["Melden vanaf"] == grens
    assert regel["Fout of onzekerheid"] is None


def test_the_cover_tells_the_deadlines_with_their_source(twente: Path) -> None:
    voorblad = tekst(twente / "uit/GM0141-almelo.xlsx", "Voorblad")
    for datum in ("01-07-2028", "15-07-2028", "01-10-2027"):
        assert datum in voorblad
    assert "Regeling informatieverstrekking sisa" in voorblad


@pytest.mark.parametrize("naam", ["samentwente-samentwente", "GM0141-almelo", "GM0164-hengelo"])
def test_libreoffice_finds_the_same_values(twente: Path, tmp_path: Path, naam: str) -> None:
    pad = twente / f"uit/{naam}.xlsx"
    assert compare(pad, recalculate(pad, tmp_path)) == []


def test_the_same_bookings_give_the_same_bytes(twente: Path, tmp_path: Path) -> None:
    sisa(tmp_path, TWENTE)
    for pad in (twente / "uit").iterdir():
        assert pad.read_bytes() == (tmp_path / "uit" / pad.name).read_bytes()


# -- findings ----------------------------------------------------------------------------------


def test_a_euro_between_mandaathouder_and_gemeente_is_a_bevinding(tmp_path: Path) -> None:
    regels = [(c, j, o, b.replace("100.000,00", "99.999,00") if c == "GM0164" else b, m)
              for c, j, o, b, m in TWENTE]  # fmt: skip
    uitkomst = sisa(tmp_path, regels)
    assert uitkomst.code == 1
    assert (
        "- Regionale besteding van Hengelo (GM0164): de mandaathouder geeft € 100.000 op, de "
        "gemeente zelf € 99.999; verschil € -1." in uitkomst.uit
    )
    for naam in ("samentwente-samentwente", "GM0164-hengelo"):
        voorblad = tekst(tmp_path / f"uit/{naam}.xlsx", "Voorblad")
        assert "Bevinding 1: Regionale besteding van Hengelo" in voorblad
        assert "klopt niet" in voorblad


def test_what_the_other_side_did_not_report_is_not_called_equal(tmp_path: Path) -> None:
    alleen = [regel for regel in TWENTE if regel[0] == "samentwente"]
    uitkomst = sisa(tmp_path, alleen)
    assert uitkomst.code == 1
    assert (
        "SamenTwente geeft € 300.001 op via Almelo, Hengelo, maar van hen zijn over 2027 geen "
        "boekingen aangeleverd" in uitkomst.tekst
    )
    pad = tmp_path / "uit/samentwente-samentwente.xlsx"
    assert {r["Uitkomst"] for r in rijen(pad, "Medeoverheden")} == {"niet te vergelijken"}
    assert not [r for r in rijen(pad, "Controle") if r["Controle"].startswith("Mandaathouder en")]
    # The other way round the gemeente sees that nobody confirmed her amount.
    sisa(tmp_path, [regel for regel in TWENTE if regel[0] == "GM0141"])
    (regel,) = rijen(tmp_path / "uit/GM0141-almelo.xlsx", "Medeoverheden")
    assert (regel["Volgens de mandaathouder"], regel["Uitkomst"]) == ("p.m.", "niet te vergelijken")


def test_a_euro_too_many_does_not_make_up_for_one_too_few(tmp_path: Path) -> None:
    anders = {"GM0141": ("200.000,50", "200.001,50"), "GM0164": ("100.000,00", "99.999,00")}
    regels = [(c, j, o, b.replace(*anders.get(c, ("", ""))), m) for c, j, o, b, m in TWENTE]
    assert sisa(tmp_path, regels).code == 1
    pad = tmp_path / "uit/samentwente-samentwente.xlsx"
    (controle,) = (
        r for r in rijen(pad, "Controle") if r["Controle"].startswith("Mandaathouder en")
    )
    assert (controle["Verschil"], controle["Uitkomst"]) == (2, "klopt niet")


def test_a_booking_that_fits_no_indicator_is_named_and_not_lost(tmp_path: Path) -> None:
    uitkomst = sisa(tmp_path, [("GM0312", 2027, "gezonde_school", "500,00", "")])
    assert uitkomst.code == 1
    assert "1 boeking op onderdeel gezonde_school, samen € 500, hoort bij geen" in uitkomst.uit
    (_, regel) = rijen(tmp_path / "uit/GM0312-bunnik.xlsx", "Aansluiting")
    assert (regel["Grootboek"], regel["Buiten de bijlage"]) == (500, 500)


def test_who_delivered_nothing_gets_zeros_that_are_called_unconfirmed(tmp_path: Path) -> None:
    regels = [("GM0312", 2027, "lokaal", "1,00", "")]
    uitkomst = sisa(tmp_path, regels, "--ontvanger", "Almelo")
    assert uitkomst.code == 1
    assert "geen enkele boeking aangeleverd (Almelo)" in uitkomst.uit
    assert bij_indicator(bijlage(tmp_path / "uit/GM0141-almelo.xlsx"), "p.m./01")[3] == 0


def test_everyone_gets_a_workbook_with_alle(tmp_path: Path) -> None:
    uitkomst = sisa(tmp_path, TWENTE, "--alle")
    assert uitkomst.uit.startswith("343 werkboeken staan in ")  # 42 mandaathouders, 41 gemeenten
    assert len(list((tmp_path / "uit").glob("*.xlsx"))) == 343


@pytest.mark.parametrize(
    ("opties", "zin"),
    [
        (["--jaar", "2031"], "Voor SiSa over 2031 is er geen bestand data/sisa/2031.toml"),
        (["--jaar", "2028"], "In de bestanden staat geen enkele boeking over 2028"),
        (["--jaar", "2027", "--ontvanger", "Almlo"], "bedoelde u 'Almelo'"),
        (["--jaar", "27"], "'27' is geen jaartal"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    tmp_path: Path, opties: list[str], zin: str
) -> None:
    bestand = boekingen(tmp_path / "b.csv", TWENTE)
    uitkomst = draai("sisa", bestand, *opties, "--uit", tmp_path / "uit")
    assert uitkomst.code == 2
    assert zin in uitkomst.fout
    assert not (tmp_path / "uit").exists()


def test_every_year_has_a_format_that_fits(gegevens: Gegevens) -> None:
    assert jaren(gegevens) == [2025, 2026, 2027, 2028, 2029]
    for jaar in jaren(gegevens):
        opzet = formaat(gegevens, jaar)
        assert {regeling.wie for regeling in opzet.regelingen} == set(Wie)
        assert {datum.datum.year for datum in opzet.deadlines} == {jaar, jaar + 1}


# -- verifieer ---------------------------------------------------------------------------------


def test_verifieer_needs_the_bookings_again(twente: Path) -> None:
    pad = twente / "uit/GM0141-almelo.xlsx"
    uitkomst = draai("verifieer", pad)
    assert uitkomst.code == 2
    assert "geef die opnieuw met --bestedingen BESTAND." in uitkomst.fout
    goed = draai("verifieer", pad, "--bestedingen", twente / "boekingen.csv")
    assert (goed.code, goed.uit.startswith("Alles staat")) == (0, True)


def test_verifieer_names_other_bookings_and_a_changed_cell(twente: Path, tmp_path: Path) -> None:
    pad = shutil.copy(twente / "uit/GM0141-almelo.xlsx", tmp_path)
    werkboek = load_workbook(pad)
    werkboek["SiSa-bijlage"]["F8"] = 900_124
    werkboek.save(pad)
    ander = boekingen(tmp_path / "boekingen.csv", [*TWENTE, ("GM0141", 2027, "nplv", "7,00", "")])
    uitkomst = draai("verifieer", pad, "--bestedingen", ander)
    assert uitkomst.code == 1
    assert "Invoer: boekingen.csv is veranderd" in uitkomst.uit
    assert "SiSa-bijlage, cel F8" in uitkomst.uit


# -- consolideer -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def verstuurd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All fifteen workbooks of Twente, as the mandaathouder sent them out."""
    map_ = tmp_path_factory.mktemp("verstuurd")
    namen = [g.code for g in Gegevens().gemeenten.values() if g.iza_regio == "Twente"]
    nullen = [(code, 2027, "lokaal", "0,00", "") for code in namen]
    assert sisa(map_, [*TWENTE, *nullen]).code == 0
    return map_ / "uit"


@pytest.fixture
def retour(verstuurd: Path, tmp_path: Path) -> Path:
    """The same workbooks, as they come back by mail."""
    return Path(shutil.copytree(verstuurd, tmp_path / "uit"))


def verzamel(retour: Path, *opties: str) -> Uitkomst:
    doel = retour.parent / "regio"
    return draai("sisa", "consolideer", "Twente", retour, "--uit", doel, *opties)


def wijzig(pad: Path, **cellen: Any) -> None:
    """Change cells of the bijlage as somebody does in a spreadsheet program."""
    werkboek = load_workbook(pad)
    for naam, waarde in cellen.items():
        werkboek["SiSa-bijlage"][naam] = waarde
    werkboek.save(pad)


def test_the_returns_of_all_gemeenten_make_the_return_of_the_regio(retour: Path) -> None:
    uitkomst = verzamel(retour)
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    assert "15 werkboeken verwerkt, 15 verwacht." in uitkomst.tekst
    pad = retour.parent / "regio/regio-twente.xlsx"
    assert bij_indicator(bijlage(pad), "p.m./03")[3] == 1_534_568
    assert {rij["Stand"] for rij in rijen(pad, "Retour")} == {"ontvangen"}
    assert compare(pad, recalculate(pad, retour.parent)) == []
    controle = draai("verifieer", pad, "--bestedingen", retour)
    assert controle.uit.startswith("Alles staat")


def test_who_is_missing_is_named_and_the_row_stays_open(retour: Path) -> None:
    (retour / "GM0147-borne.xlsx").unlink()
    uitkomst = verzamel(retour)
    assert uitkomst.code == 1
    assert "Het werkboek van Borne (GM0147) ontbreekt." in uitkomst.uit
    assert "van 1 van de 15 is er geen werkboek dat meetelt" in uitkomst.tekst
    pad = retour.parent / "regio/regio-twente.xlsx"
    blad = bijlage(pad)
    assert [cel.value for cel in blad[13]][5:8] == ["GM0147 Borne", "p.m.", "p.m."]
    assert compare(pad, recalculate(pad, retour.parent)) == []


def test_without_the_mandaathouder_her_own_spending_is_not_known(retour: Path) -> None:
    (retour / "samentwente-samentwente.xlsx").unlink()
    assert "Het werkboek van SamenTwente (samentwente) ontbreekt." in verzamel(retour).uit
    pad = retour.parent / "regio/regio-twente.xlsx"
    assert bij_indicator(bijlage(pad), "p.m./03")[3] == "p.m."
    assert compare(pad, recalculate(pad, retour.parent)) == []


def test_a_changed_amount_counts_and_is_named(retour: Path) -> None:
    wijzig(retour / "GM0141-almelo.xlsx", G12=250_000)
    uitkomst = verzamel(retour, "--uiterlijk", "9999-12-31")
    assert uitkomst.code == 1
    assert (
        "GM0141-almelo.xlsx van Almelo (GM0141): gewijzigd: blad SiSa-bijlage, cel G12 was "
        "'200001' en is nu '250000'." in uitkomst.uit
    )
    assert "Regionale besteding van Almelo (GM0141)" in uitkomst.uit
    (almelo, *_) = (
        rij
        for rij in rijen(retour.parent / "regio/regio-twente.xlsx", "Retour")
        if rij["Code"] == "GM0141"
    )
    assert almelo["Opgegeven besteding"] == 250_000


def test_a_workbook_saved_after_the_day_is_late(retour: Path) -> None:
    wijzig(retour / "GM0141-almelo.xlsx")
    uitkomst = verzamel(retour, "--uiterlijk", "2026-01-01")
    assert uitkomst.code == 1
    assert "GM0141-almelo.xlsx van Almelo (GM0141): te laat: opgeslagen op " in uitkomst.uit
    assert "GM0147" not in uitkomst.uit


def test_another_version_is_named(retour: Path) -> None:
    pad = retour / "GM0141-almelo.xlsx"
    werkboek = load_workbook(pad)
    for rij in werkboek["Uitvoering"].iter_rows():
        if rij[0].value == "Versie":
            rij[1].value = "0.0.1"
    werkboek.save(pad)
    uitkomst = verzamel(retour, "--uiterlijk", "9999-12-31")
    assert "Almelo (GM0141): gemaakt met versie 0.0.1 van dit programma" in uitkomst.uit


KAPOT: dict[str, tuple[dict[str, Any], str]] = {
    "text in an amount": (
        {"G12": "twee ton"},
        "GM0141-almelo.xlsx, blad SiSa-bijlage, cel G12 (p.m./02): 'twee ton' is geen bedrag in "
        "hele euro's; vul alleen cijfers in.",
    ),
    "cents": ({"G12": 1.5}, "cel G12 (p.m./02): '1.5' is geen bedrag in hele euro's"),
    "an empty amount": ({"G12": None}, "cel G12 (p.m./02): de cel is leeg; vul 0 in"),
    "a formula of their own": ({"G12": "=1+1"}, "cel G12 (p.m./02): '=1+1' is een formule"),
    "a formula typed over": (
        {"H12": 5},
        "cel H12 (p.m./03): de formule is overtypt; zet de formule terug.",
    ),
    "another mandaathouder": (
        {"F12": "GM0222 Doetinchem"},
        "cel F12: 'GM0222 Doetinchem' is niet de mandaathouder van regio Twente (samentwente)",
    ),
    "neither yes nor no": ({"H8": "wellicht"}, "cel H8 (p.m./03): 'wellicht' is geen Ja of Nee"),
}


@pytest.mark.parametrize("geval", KAPOT)
def test_what_is_wrong_with_a_workbook_is_named_by_cell(
    verstuurd: Path, tmp_path: Path, geval: str
) -> None:
    cellen, zin = KAPOT[geval]
    pad = Path(shutil.copy(verstuurd / "GM0141-almelo.xlsx", tmp_path))
    wijzig(pad, **cellen)
    uitkomst = draai("sisa", "consolideer", "Twente", pad, "--uit", tmp_path / "regio")
    assert uitkomst.code == 1
    assert zin in uitkomst.uit
    assert "0 werkboeken verwerkt, 15 verwacht." in uitkomst.tekst


def test_a_bad_workbook_is_left_out_and_the_others_go_on(retour: Path) -> None:
    wijzig(retour / "GM0141-almelo.xlsx", G12="twee ton")
    uitkomst = verzamel(retour, "--uiterlijk", "9999-12-31")
    assert uitkomst.code == 1
    assert "14 werkboeken verwerkt, 15 verwacht." in uitkomst.tekst
    stand = {
        rij["Code"]: (rij["Stand"], rij["Opgegeven besteding"])
        for rij in rijen(retour.parent / "regio/regio-twente.xlsx", "Retour")
    }
    assert stand["GM0141"] == ("niet te verwerken", "p.m.")
    assert stand["GM0164"] == ("ontvangen", 100_000)


def test_all_that_is_wrong_comes_in_one_list(retour: Path, tmp_path: Path) -> None:
    werkboek = load_workbook(retour / "GM0141-almelo.xlsx")
    del werkboek["SiSa-bijlage"]
    werkboek.save(retour / "GM0141-almelo.xlsx")
    (retour / "GM0147-borne.xlsx").write_bytes(b"geen werkboek")
    shutil.copy(retour / "GM0153-enschede.xlsx", retour / "GM0158-haaksbergen.xlsx")
    ander_jaar = boekingen(tmp_path / "2028.csv", [("GM0163", 2028, "lokaal", "1,00", "")])
    draai("sisa", ander_jaar, "--jaar", "2028", "--uit", retour)
    vreemd = boekingen(tmp_path / "u.csv", [("GM0312", 2027, "lokaal", "1,00", "")])
    draai("sisa", vreemd, "--jaar", "2027", "--uit", retour)
    uitkomst = verzamel(retour)
    assert uitkomst.code == 1
    for zin in (
        "GM0141-almelo.xlsx: het blad 'SiSa-bijlage' ontbreekt",
        "GM0147-borne.xlsx is geen werkboek van azwa-funds",
        "GM0158-haaksbergen.xlsx, blad Uitvoering, cel B9: dit is het werkboek van GM0153, en dat "
        "is niet de code in de naam van het bestand",
        "GM0163-hellendoorn.xlsx, blad Uitvoering, cel B9: dit werkboek gaat over 2028 en niet "
        "over 2027",
        "GM0312-bunnik.xlsx, blad Uitvoering: dit is het werkboek van GM0312, en die hoort niet "
        "bij regio Twente",
        "Het werkboek van Haaksbergen (GM0158) ontbreekt.",
    ):
        assert zin in uitkomst.tekst, zin


def test_two_workbooks_of_one_gemeente_are_both_left_out(retour: Path) -> None:
    shutil.copy(retour / "GM0141-almelo.xlsx", retour / "almelo-nieuw.xlsx")
    uitkomst = verzamel(retour)
    assert uitkomst.code == 1
    assert "van Almelo (GM0141) zijn er 2 werkboeken; geef alleen het laatste." in uitkomst.uit
    assert "14 werkboeken verwerkt" in uitkomst.tekst


def test_a_sheet_with_a_cell_at_the_end_of_the_world_is_refused_in_no_time(retour: Path) -> None:
    wijzig(retour / "GM0141-almelo.xlsx", XFD1048576="x")
    uitkomst = verzamel(retour)
    assert uitkomst.code == 1
    assert (
        "GM0141-almelo.xlsx, blad 'SiSa-bijlage': er is opmaak tot in rij 1048576" in uitkomst.uit
    )


def test_rows_that_were_put_in_do_not_confuse_the_reader(retour: Path) -> None:
    pad = retour / "GM0164-hengelo.xlsx"
    werkboek = load_workbook(pad)
    blad = werkboek["SiSa-bijlage"]
    for rij in range(12, 8, -1):
        for kolom in range(1, 12):
            blad.cell(rij + 1, kolom).value = blad.cell(rij, kolom).value
    for kolom in range(1, 12):
        blad.cell(9, kolom).value = None
    blad["H13"] = "=0+G13"
    werkboek.save(pad)
    uitkomst = verzamel(retour, "--uiterlijk", "9999-12-31")
    assert uitkomst.code == 0, uitkomst.uit


@given(st.data())
def test_the_return_of_the_regio_is_the_sum_of_what_came_in(
    gegevens: Gegevens, data: st.DataObject
) -> None:
    """Whatever the gemeenten report, own spending and theirs together are the total."""
    from azwa_funds.sisa_regio import Verzamelaar
    from azwa_funds.sisa_retour import Cel, Retour

    verzamelaar = Verzamelaar(Cijfers(gegevens), gegevens.regios["Twente"], 2027, None)
    bedragen = st.integers(min_value=-(10**9), max_value=10**12)
    eigen = data.draw(bedragen)
    per = data.draw(st.dictionaries(st.sampled_from(sorted(verzamelaar.gemeenten)), bedragen))
    mandaat, bij = verzamelaar.mandaat, verzamelaar.bij_gemeente
    goed = {
        code: Retour(Path(code), code, 2027, None, {(bij.id, "02", 0): Cel(bedrag, bedrag, "G12")})
        for code, bedrag in per.items()
    }
    cel = {(mandaat.id, "01", 0): Cel(eigen, eigen, "F8")}
    goed["samentwente"] = Retour(Path("s"), "samentwente", 2027, None, cel)
    blok = verzamelaar._blok(goed)
    assert blok.besteding.inhoud == eigen + sum(per.values())
    open_ = [code for code, w in blok.per_medeoverheid().items() if w.inhoud == "p.m."]
    assert sorted([*open_, *per]) == sorted(verzamelaar.gemeenten)


# -- vul ---------------------------------------------------------------------------------------


def sjabloon(pad: Path) -> Path:
    """A SiSa-bijlage as the CBS sends it, with H35 somewhere in the middle."""
    werkboek = Workbook()
    leeswijzer = werkboek.active
    leeswijzer.title = "Leeswijzer"
    leeswijzer["A1"] = "Vul de gele cellen in"
    blad = werkboek.create_sheet("SiSa 2025")
    teksten = {
        "D": ("Eigen besteding (jaar T)", "01"),
        "E": ("Besteding (jaar T) via anderen", "02"),
        "F": ("Totale besteding (jaar T)", "03"),
        "G": ("Cumulatieve besteding (t/m jaar T)", "04"),
        "H": ("Eindverantwoording (Ja/Nee)", "05"),
    }
    for kolom, (vraag, nummer) in teksten.items():
        blad[f"{kolom}20"], blad[f"{kolom}21"] = vraag, "Aard controle R"
        blad[f"{kolom}22"] = f"Indicator: H35/{nummer}"
    blad["D23"].number_format = "#,##0"
    blad["F23"] = 999
    blad["J22"] = "Indicator: H36/01"
    blad["A30"] = "=SUM(D23:E23)"
    werkboek.save(pad)
    return pad


@pytest.fixture
def doetinchem(tmp_path: Path) -> Path:
    """Doetinchem has its SiSa of 2025 ready, and the format of the CBS beside it."""
    regels = [
        ("GM0222", 2025, "spuk_iza", "2.000,00", ""),
        ("GM0222", 2025, "spuk_iza", "300,00", "GM0197"),
        ("GM0197", 2025, "spuk_iza", "300,00", ""),
    ]
    bestand = boekingen(tmp_path / "b.csv", regels)
    assert draai("sisa", bestand, "--jaar", "2025", "--uit", tmp_path / "sisa/2025").code == 0
    return sjabloon(tmp_path / "cbs.xlsx")


def vul(sjabloon_: Path, *opties: str) -> Uitkomst:
    map_ = sjabloon_.parent / "sisa"
    return draai(
        "sisa", "vul", sjabloon_, "--ontvanger", "Doetinchem", "--werkboeken", map_, *opties
    )


def test_an_official_format_is_filled_in_wherever_its_cells_stand(doetinchem: Path) -> None:
    voor = doetinchem.read_bytes()
    uitkomst = vul(doetinchem)
    assert uitkomst.code == 1  # not everything could be filled in
    assert doetinchem.read_bytes() == voor
    nieuw = load_workbook(doetinchem.with_name("cbs-GM0222.xlsx"))
    oud = load_workbook(doetinchem)
    anders = {
        cel.coordinate: cel.value
        for cel in (cel for rij in nieuw["SiSa 2025"].iter_rows() for cel in rij)
        if cel.value != oud["SiSa 2025"][cel.coordinate].value
    }
    assert anders == {"D23": 2000, "E23": 300, "H23": "Nee"}
    assert nieuw["SiSa 2025"]["D23"].number_format == "#,##0"
    assert nieuw["Leeswijzer"]["A1"].value == "Vul de gele cellen in"
    assert "blad 'SiSa 2025', cel D23: 2000 (aanname: controleer)" in uitkomst.uit


def test_what_could_not_be_filled_in_is_named(doetinchem: Path) -> None:
    uitkomst = vul(doetinchem)
    for zin in (
        "H35/03, blad 'SiSa 2025', cel F23: er staat al '999'; niet overschreven (zou 2300",
        "H35/04, blad 'SiSa 2025', cel G23: de waarde is p.m.; vul zelf in.",
        "H35/06 (medeoverheid: code en naam, één per regel): staat niet in het sjabloon.",
        "de uitkeringscode is nog niet bekend (p.m.)",
    ):
        assert zin in uitkomst.tekst, zin


def test_a_text_that_asks_something_else_is_not_answered(doetinchem: Path) -> None:
    werkboek = load_workbook(doetinchem)
    werkboek["SiSa 2025"]["D20"] = "Cumulatieve besteding (t/m jaar T)"
    werkboek["SiSa 2025"]["E20"] = "Project afgerond (Ja/Nee)"
    werkboek.save(doetinchem)
    uitkomst = vul(doetinchem)
    assert "cel D23: de tekst erboven ('Cumulatieve besteding (t/m jaar T)" in uitkomst.tekst
    nieuw = load_workbook(doetinchem.with_name("cbs-GM0222.xlsx"))["SiSa 2025"]
    assert (nieuw["D23"].value, nieuw["E23"].value) == (None, None)


def test_a_second_time_nothing_is_overwritten(doetinchem: Path) -> None:
    vul(doetinchem)
    nogmaals = vul(doetinchem)
    assert nogmaals.code == 2
    assert "bestaat al; kies met --uit een andere naam" in nogmaals.fout
    opnieuw = vul(
        doetinchem.with_name("cbs-GM0222.xlsx"), "--uit", str(doetinchem.parent / "x.xlsx")
    )
    assert "er staat al dezelfde waarde" in opnieuw.uit
    assert "Er was niets in te vullen; er is geen bestand geschreven." in opnieuw.uit


def test_merged_cells_are_filled_below_the_merge(doetinchem: Path) -> None:
    werkboek = load_workbook(doetinchem)
    blad = werkboek["SiSa 2025"]
    blad.merge_cells("D22:D23")
    werkboek.save(doetinchem)
    vul(doetinchem)
    assert load_workbook(doetinchem.with_name("cbs-GM0222.xlsx"))["SiSa 2025"]["D24"].value == 2000


def beschadig(pad: Path) -> None:
    """Overwrite a piece in the middle, as a bad disk or a broken download does."""
    inhoud = bytearray(pad.read_bytes())
    inhoud[200:600] = bytes(400)
    pad.write_bytes(inhoud)


@pytest.mark.parametrize(
    ("maak", "zin"),
    [
        (lambda pad: pad.write_bytes(b"tekst"), "is geen"),
        (lambda pad: Workbook().save(pad), "er staat nergens 'Indicator: CODE/NN'"),
        (lambda pad: pad.unlink(), "is niet te lezen"),
        (lambda pad: beschadig(pad), "is geen leesbaar Excelbestand"),
    ],
)
def test_a_format_that_is_none_is_refused(doetinchem: Path, maak: Any, zin: str) -> None:
    maak(doetinchem)
    uitkomst = vul(doetinchem)
    assert uitkomst.code == 2
    assert zin in uitkomst.fout


def test_without_a_workbook_the_user_reads_how_to_make_one(tmp_path: Path) -> None:
    sjabloon(tmp_path / "cbs.xlsx")
    uitkomst = vul(tmp_path / "cbs.xlsx", "--jaar", "2025")
    assert uitkomst.code == 2
    assert "maak het eerst met azwa-funds sisa BESTAND --jaar 2025" in uitkomst.fout
