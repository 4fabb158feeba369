"""The yearly SiSa of gemeenten and mandaathouders: from bookings to a bijlage they can hand in."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hulp import draai, draai_in, kopieer_gegevens, lees_boek
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import compare, recalculate
from openpyxl import load_workbook
from sisa_hulp import TWENTE, bij_indicator, bijlage, boekingen, rijen, sisa, tekst

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.sisa.formaat import Indicatorsoort, Wie, jaren_met_formaat, lees_formaat
from azwa_funds.sisa.rekenen import Boekstand, Rekenmeester, hele_euros, verantwoorders
from azwa_funds.sisa.verloop import Verloop, verlopen
from azwa_funds.verdelen.cijfers import Cijfers


@pytest.fixture(scope="module")
def twente(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks of Twente: of SamenTwente, Almelo and Hengelo."""
    map_ = tmp_path_factory.mktemp("twente")
    uitkomst = sisa(map_, TWENTE)
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    assert uitkomst.uit.startswith("3 werkboeken staan in ")
    return map_


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
    formules = lees_boek(pad)["SiSa-bijlage"]
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
    regels = [("GM0222", 2027, "lokaal", "10,00", ""), ("GM0222", 2027, "regionaal", "20,00", "")]
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


def nieuw_formaat(map_: Path, *indicatoren: str) -> Path:
    """The lokale deel as a ministry could ask it: another code, and these indicators."""
    pad = map_ / "data/sisa/2027.toml"
    toml = pad.read_text(encoding="utf-8")
    begin = toml.index("[[regeling]]")
    kop = toml[begin : toml.index("[[regeling.indicator]]")]
    kop = kop.replace('uitkeringscode = ""', 'uitkeringscode = "H99"')
    einde = toml.index("[[regeling]]", begin + 1)
    blokken = [f'[[regeling.indicator]]\nstatus = "vastgesteld"\n{deel}\n' for deel in indicatoren]
    pad.write_text(toml[:begin] + kop + "\n".join(blokken) + toml[einde:], encoding="utf-8")
    return pad


ZEVEN = (
    'nummer = "01"\ntekst = "Lokaal (jaar T)"\nsoort = "deel"\nonderdelen = ["lokaal"]',
    'nummer = "02"\ntekst = "NPLV (jaar T)"\nsoort = "deel"\nonderdelen = ["nplv"]',
    'nummer = "03"\ntekst = "Totaal (jaar T)"\nsoort = "besteding"\nformule = "01 + 02"',
    'nummer = "04"\ntekst = "Totaal (t/m jaar T)"\nsoort = "cumulatief"\nformule = "eerder + 03"',
    'nummer = "05"\ntekst = "Buiten NPLV"\nsoort = "besteding"\nformule = "03 - 02"',
    'nummer = "06"\ntekst = "Klaar (Ja/Nee)"\nsoort = "eindverantwoording"',
    'nummer = "07"\ntekst = "Aantal wijken"\ncontrole = "n.v.t."\nsoort = "in_te_vullen"',
)


def test_seven_indicators_of_a_new_format_need_no_python(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    nieuw_formaat(map_, *ZEVEN)
    regels = [("GM0995", 2027, "lokaal", "1.000,50", ""), ("GM0995", 2027, "nplv", "30,40", "")]
    bestand = boekingen(tmp_path / "b.csv", regels)
    assert draai_in(map_, "sisa", bestand, "--jaar", "2027", "--uit", tmp_path).code == 0
    pad = tmp_path / "GM0995-lelystad.xlsx"
    waarden, formules = bijlage(pad), lees_boek(pad)["SiSa-bijlage"]
    assert [bij_indicator(waarden, f"H99/0{n}")[3] for n in range(1, 8)] == [
        1_001, 30, 1_031, 1_031, 1_001, "Nee", "p.m.",
    ]  # fmt: skip
    assert bij_indicator(formules, "H99/05")[3] == "=H8-G8"
    assert [(r["Grootboek"], r["In de bijlage"]) for r in rijen(pad, "Aansluiting")] == [
        (1000.5, 1001),
        (30.4, 30),
    ]
    assert {rij["Uitkomst"] for rij in rijen(pad, "Controle")} == {"klopt"}
    controle = draai_in(map_, "verifieer", pad, "--bestedingen", bestand)
    assert controle.uit.startswith("Alles staat")


@pytest.mark.parametrize(
    ("nummer", "anders", "zin"),
    [
        (0, {'["lokaal"]': '["regionaal"]'}, "onderdeel 'regionaal' van indicator 01"),
        (0, {'\nonderdelen = ["lokaal"]': ""}, "heeft soort 'deel' en onderdelen []"),
        (2, {"01 + 02": "01"}, "telt de onderdelen lokaal op, terwijl"),
        (2, {"01 + 02": "01 + 09"}, "'09' in de formule van indicator 03"),
        (2, {"01 + 02": "01 x 02"}, "'01 x 02' in de formule van indicator 03"),
        (2, {"01 + 02": "01 + 05"}, "wijzen in een kring: 03, 05"),
        (2, {"besteding": "cumulatief"}, "heeft geen indicator met soort 'besteding'"),
    ],
)
def test_a_format_that_cannot_close_is_refused(
    tmp_path: Path, nummer: int, anders: dict[str, str], zin: str
) -> None:
    map_ = kopieer_gegevens(tmp_path)
    zeven = list(ZEVEN)
    for oud, nieuw in anders.items():
        zeven[nummer] = zeven[nummer].replace(oud, nieuw)
    if "besteding" in anders:
        zeven[4] = zeven[4].replace("besteding", "cumulatief")
    nieuw_formaat(map_, *zeven)
    bestand = boekingen(tmp_path / "b.csv", [("GM0995", 2027, "lokaal", "5,00", "")])
    uitkomst = draai_in(map_, "sisa", bestand, "--jaar", "2027", "--uit", tmp_path / "uit")
    assert uitkomst.code == 2
    assert "2027.toml" in uitkomst.fout
    assert zin in " ".join(uitkomst.fout.split())


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
    codes = {rij["B-code"] for rij in rijen(tmp_path / "GM0222-doetinchem.xlsx", "Medeoverheden")}
    assert codes == {"H35B/02"}
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
    meester = Rekenmeester(gegevens, lees_formaat(gegevens, 2028), stand)
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


@pytest.mark.lang
def test_a_euro_more_than_the_ledger_is_no_rounding(twente: Path, tmp_path: Path) -> None:
    pad = Path(shutil.copy(twente / "uit/GM0141-almelo.xlsx", tmp_path))
    werkboek = load_workbook(pad)
    werkboek["SiSa-bijlage"]["F8"] = 900_124
    werkboek.save(pad)
    controles = {rij["Controle"]: rij for rij in rijen(recalculate(pad, tmp_path), "Controle")}
    assert controles["Aantal afrondingsverschillen van meer dan 50 cent"]["Is"] == 1


# -- the other sheets --------------------------------------------------------------------------


def test_the_verloopoverzicht_runs_from_opening_to_closing_balance(twente: Path) -> None:
    regel, regionaal = rijen(twente / "uit/GM0141-almelo.xlsx", "Verloopoverzicht")
    assert (regel["Saldo 1-1-2027"], regel["Ontvangen over 2027"]) == (0, 1_147_731)
    assert regel["Vrijgevallen"] == 900_123
    assert regel["Saldo 31-12-2027"] == 114_773  # ten per cent of what came in, an assumption
    assert regel["Terugbetaald of terug te betalen"] == 1_147_731 - 900_123 - 114_773
    assert (regel["waarvan voor 2028"], regel["waarvan voor 2029 en later"]) == (114_773, 0)
    # What SamenTwente paid in advance is between the two.
    assert (regionaal["Saldo 1-1-2027"], regionaal["Ontvangen over 2027"]) == (0, "p.m.")


def test_what_was_received_and_may_go_along_has_its_source(twente: Path, tmp_path: Path) -> None:
    herkomst = {
        rij["Cijfer"]: rij
        for rij in rijen(twente / "uit/GM0141-almelo.xlsx", "Herkomst")
        if rij["Blad"] == "Verloopoverzicht"
    }
    budget, sleutel = herkomst["Ontvangen, lokaal: budget"], herkomst["Ontvangen, lokaal: sleutel"]
    assert "blz. 4" in budget["Plaats in de bron"]
    assert "Brede SPUK 2026" in sleutel["Hoe het cijfer tot stand komt"]
    assert herkomst["Mee naar 2028"]["Status"] == "aanname"
    # Of two regio's the published amounts over 2025 stand in each other's row.
    regels = [("GM0796", 2025, "spuk_iza", "1,00", ""), ("GM0796", 2025, "brede_spuk", "1,00", "")]
    bestand = boekingen(tmp_path / "b.csv", regels)
    draai("sisa", bestand, "--jaar", "2025", "--uit", tmp_path)
    pad = tmp_path / "GM0796-s-hertogenbosch.xlsx"
    _, iza = rijen(pad, "Verloopoverzicht")
    assert (iza["Ontvangen over 2025"], iza["Status ontvangen"]) == (5_508_786, "aanname")
    (rij,) = (r for r in rijen(pad, "Herkomst") if r["Cijfer"] == "Ontvangen, spuk_iza")
    assert "gecorrigeerd" in rij["Hoe het cijfer tot stand komt"]
    assert rij["Status"] == "aanname"


def test_what_was_spent_beyond_the_money_is_no_balance(twente: Path) -> None:
    regel, _ = rijen(twente / "uit/GM0164-hengelo.xlsx", "Verloopoverzicht")
    assert regel["Saldo 31-12-2027"] == 0
    assert regel["Besteed boven het beschikbare"] == 1_300_000 - regel["Ontvangen over 2027"] > 0
    assert "ten laste van eigen middelen" in tekst(
        twente / "uit/GM0164-hengelo.xlsx", "Toelichting"
    )


@pytest.fixture(scope="module")
def cijfers(gegevens: Gegevens) -> Cijfers:
    return Cijfers(gegevens)


def verlopen_van(cijfers: Cijfers, code: str, per_jaar: dict[int, int]) -> list[Verloop]:
    """The line of the lokale deel of one gemeente over 2027, 2028 and 2029; cents per year."""
    namen = ["verantwoorder_code", "jaar", "onderdeel", "medeoverheid_code", "centen"]
    boekingen_ = [(code, jaar, "lokaal", "", centen) for jaar, centen in per_jaar.items()]
    stand = Boekstand(pd.DataFrame(boekingen_, columns=namen))
    regels = []
    for jaar in (2027, 2028, 2029):
        meester = Rekenmeester(cijfers.gegevens, lees_formaat(cijfers.gegevens, jaar), stand)
        regels.append(verlopen(cijfers, meester, meester.verantwoord(code))[0])
    return regels


@settings(max_examples=25)
@given(st.lists(st.integers(min_value=-(10**9), max_value=10**10), min_size=3, max_size=3))
def test_every_year_opens_with_the_closing_balance_of_the_year_before(
    cijfers: Cijfers, centen: list[int]
) -> None:
    """Over the three years what came in was spent or goes back; the last year leaves nothing."""
    regels = verlopen_van(cijfers, "GM0141", dict(zip((2027, 2028, 2029), centen, strict=True)))
    assert [regel.begin for regel in regels] == [0, *(regel.eind for regel in regels[:-1])]
    assert regels[-1].eind == 0
    ontvangen, vrij, terug = (
        sum(getattr(regel, naam) for regel in regels)
        for naam in ("ontvangen", "vrijgevallen", "terug")
    )
    assert ontvangen == vrij + terug
    assert sum(r.besteed or 0 for r in regels) == vrij + sum(r.boven or 0 for r in regels)


def test_money_that_is_not_divided_yet_keeps_the_received_amount_open(tmp_path: Path) -> None:
    """Lelystad also gets NPLV money, and nobody knows how much."""
    sisa(tmp_path, [("GM0995", 2027, "lokaal", "1.000,00", "")])
    pad = tmp_path / "uit/GM0995-lelystad.xlsx"
    (regel,) = rijen(pad, "Verloopoverzicht")
    assert (regel["Ontvangen over 2027"], regel["Saldo 31-12-2027"]) == ("p.m.", "p.m.")
    zin = "Lelystad heeft NPLV-gebied Lelystad Oost, en hoeveel NPLV-geld daarbij hoort is niet "
    assert f"{zin}bekend; het andere deel is €" in tekst(pad, "Verloopoverzicht")
    assert "Het saldo op 31 december 2027 staat op p.m." in tekst(pad, "Toelichting")


def test_what_comes_from_a_year_without_bookings_is_not_known(cijfers: Cijfers) -> None:
    eerste, tweede, derde = verlopen_van(cijfers, "GM0141", {2028: 100, 2029: 100})
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
    assert "Financiële-verhoudingswet (Fvw)" in voorblad
    assert "art. 17b, tweede lid" in voorblad


@pytest.mark.parametrize(
    "naam",
    [
        "samentwente-samentwente",
        pytest.param("GM0141-almelo", marks=pytest.mark.lang),
        pytest.param("GM0164-hengelo", marks=pytest.mark.lang),
    ],
)
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
        "gemeente zelf € 99.999; verschil € 1." in uitkomst.uit
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


def test_who_is_both_gemeente_and_mandaathouder_accounts_once(gegevens: Gegevens) -> None:
    """A gemeente has one SiSa-bijlage: 342 gemeenten and one mandaathouder that is none."""
    alle = verantwoorders(gegevens)
    assert (len(alle), sum(wie.mandaat is not None for wie in alle.values())) == (343, 42)
    assert [wie.naam for wie in alle.values() if wie.gemeente is None] == ["SamenTwente"]


@pytest.mark.lang
def test_everyone_gets_a_workbook_with_alle(tmp_path: Path) -> None:
    uitkomst = sisa(tmp_path, TWENTE, "--alle")
    assert uitkomst.uit.startswith("368 werkboeken staan in "), "343 and, over 2027, 25 GGD'en"
    assert len(list((tmp_path / "uit").glob("*.xlsx"))) == 368


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
    assert jaren_met_formaat(gegevens) == [2025, 2026, 2027, 2028, 2029]
    for jaar in jaren_met_formaat(gegevens):
        opzet = lees_formaat(gegevens, jaar)
        # Only in 2027 is a GGD paid directly; how it is from 2028 on, has not been agreed.
        zonder = set() if jaar == 2027 else {Wie.GGD}
        assert {regeling.wie for regeling in opzet.regelingen} == set(Wie) - zonder
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
