"""The workbook to calculate with: what its yellow cells do, tried in a real spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from hulp import draai, draai_in, kopieer_gegevens
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import compare, recalculate
from openpyxl import load_workbook

from azwa_funds.excel.blad import Column, Kind, Sheet, Table
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Afronding, Ontvanger
from azwa_funds.kern.euro import rond_delen, verdeel
from azwa_funds.rekenmodel.stappen import (
    DUIZEND,
    GRENS,
    HOOGSTE_BUDGET,
    Deling,
    _eerste_en_laatste_sleutel,
    hoogste_minimum,
    overzicht_blad,
    past,
    stappen_bladen,
    verdeel_in_stappen,
)
from azwa_funds.verdelen.grenzen import begrens
from azwa_funds.verdelen.sleutel import gewichten
from azwa_funds.verdelen.toekennen import verdeel_uitkering

JAREN = (2027, 2028, 2029)
LOKAAL = dict(zip(JAREN, (231_000_000, 278_000_000, 321_000_000), strict=True))
REGIONAAL = dict(zip(JAREN, (194_000_000, 235_000_000, 169_000_000), strict=True))
BLADEN = {"lokaal": "Per gemeente", "regionaal": "Per regio"}
BUDGETTEN = {"lokaal": LOKAAL, "regionaal": REGIONAAL}

#: What Excel 2016 knows, and LibreOffice: nothing that needs a macro or a newer Excel.
FUNCTIES = set(
    "ABS AND COUNT COUNTA COUNTIF COUNTIFS IF IFERROR INDEX INT ISNUMBER LEN MATCH MAX MOD N OR "
    "RANK RIGHT SUM SUMIF SUMPRODUCT TRIM".split()
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as the command writes it, before anyone changes a cell."""
    pad = tmp_path_factory.mktemp("rekenmodel") / "rekenmodel.xlsx"
    uitkomst = draai("rekenmodel", "--uit", pad)
    assert uitkomst.code == 0, uitkomst.fout
    assert uitkomst.uit == f"Het rekenmodel staat in {pad}.\n"
    return pad


@cache
def cellen(pad: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The values of every sheet, row by row; read once, for reading takes long."""
    werkboek = load_workbook(pad, data_only=True, read_only=True)
    rijen = {werkblad.title: list(werkblad.iter_rows(values_only=True)) for werkblad in werkboek}
    werkboek.close()
    return rijen


def tabel(pad: Path, naam: str, kop: str) -> list[dict[str, Any]]:
    """The rows of the table on a sheet, by the titles that a person sees above its columns."""
    rijen = cellen(pad)[naam]
    (begin,) = [nummer for nummer, rij in enumerate(rijen) if rij[0] == kop and rij[1] is not None]
    vol = takewhile(lambda rij: rij[0] not in (None, "Totaal"), rijen[begin + 1 :])
    return [dict(zip(rijen[begin], rij, strict=True)) for rij in vol]


def rij_van(pad: Path, naam: str, kop: str, waarde: str) -> dict[str, Any]:
    (rij,) = [rij for rij in tabel(pad, naam, kop) if rij[kop] == waarde]
    return rij


def bedragen(pad: Path, onderdeel: str, jaar: int, soort: str = "") -> dict[str, Any]:
    """The amounts on the sheet per gemeente or per regio, by code."""
    kop = {"lokaal": "Code", "regionaal": "IZA-regio"}[onderdeel]
    titel = f"{soort or onderdeel.capitalize()} {jaar}"
    return {rij["Code"]: rij[titel] for rij in tabel(pad, BLADEN[onderdeel], kop)}


def met_invoer(model: Path, map_: Path, invoer: Mapping[str, object], gemeente: object) -> Path:
    """Fill in yellow cells as a user does, and let LibreOffice calculate."""
    werkboek = load_workbook(model)
    werkblad = werkboek["Invoer"]
    regels = {rij[0].value: rij[1] for rij in werkblad.iter_rows() if rij[0].value}
    for wat, waarde in invoer.items():
        regels[wat].value = waarde
    gele_cel = werkboek["Gemeente"]
    (keuze,) = [rij[1] for rij in gele_cel.iter_rows() if str(rij[0].value).startswith("Gemeente:")]
    keuze.value = gemeente
    pad = map_ / "gewijzigd.xlsx"
    werkboek.save(pad)
    herrekend = recalculate(pad, map_)
    assert list(fouten(herrekend)) == []
    return herrekend


def fouten(pad: Path) -> Iterator[str]:
    for naam, rijen in cellen(pad).items():
        for nummer, rij in enumerate(rijen, start=1):
            for waarde in rij:
                if isinstance(waarde, str) and re.match(r"#[A-Z]|Err:", waarde):
                    yield f"{naam}, rij {nummer}: {waarde}"


def controles(pad: Path) -> dict[str, str]:
    return {rij["Controle"]: rij["Uitkomst"] for rij in tabel(pad, "Controle", "Controle")}


def gemeente(pad: Path) -> dict[str, dict[str, Any]]:
    return {rij["Wat"]: rij for rij in tabel(pad, "Gemeente", "Wat")}


def oordelen(pad: Path) -> dict[str, str]:
    return {rij["Wat"]: rij["Oordeel"] for rij in tabel(pad, "Invoer", "Wat")}


def voorblad(pad: Path) -> dict[str, Any]:
    return {rij[0]: rij[1] for rij in cellen(pad)["Voorblad"]}


def weeg(gegevens: Gegevens, sleutel: str) -> dict[str, int]:
    return {w.ontvanger.code: w.waarde for w in gewichten(gegevens, sleutel, JAREN[0])}


def met_minimum(budget: int, weging: Mapping[str, int], minimum: int) -> dict[str, Fraction]:
    """The exact shares, found as one would by hand: lift who falls short, share out again."""
    vast: set[str] = set()
    while True:
        over = budget - minimum * len(vast)
        samen = sum(gewicht for code, gewicht in weging.items() if code not in vast)
        delen = {
            code: Fraction(minimum) if code in vast else Fraction(over * gewicht, samen)
            for code, gewicht in weging.items()
        }
        tekort = {code for code, deel in delen.items() if deel < minimum}
        if not tekort:
            return delen
        vast |= tekort


def grootste_resten(delen: Mapping[str, Fraction]) -> dict[str, int]:
    bedragen = {code: int(deel) for code, deel in delen.items()}
    over = int(sum(delen.values())) - sum(bedragen.values())
    volgorde = sorted(delen, key=lambda code: (bedragen[code] - delen[code], code))
    return {code: bedrag + (code in volgorde[:over]) for code, bedrag in bedragen.items()}


# -- as it is written --------------------------------------------------------------------------


def test_unchanged_it_shows_the_euros_of_the_program(model: Path, gegevens: Gegevens) -> None:
    for onderdeel, aantal in (("lokaal", 342), ("regionaal", 42)):
        for jaar in JAREN:
            toekenningen = verdeel_uitkering(gegevens, jaren=[jaar], onderdelen=[onderdeel])
            programma = {t.ontvanger_code: t.bedrag for t in toekenningen}
            assert len(programma) == aantal
            assert bedragen(model, onderdeel, jaar) == programma
            assert bedragen(model, onderdeel, jaar, "Standaard") == programma


def test_a_spreadsheet_that_calculates_anew_changes_no_cell(model: Path, tmp_path: Path) -> None:
    assert compare(model, recalculate(model, tmp_path)) == []


def test_unchanged_it_says_so_and_every_check_stands(model: Path) -> None:
    assert voorblad(model)["Invoer op dit moment"] == "standaard"
    assert voorblad(model)["Alle controles"] == "klopt"
    assert set(controles(model).values()) == {"klopt"}
    assert set(list(oordelen(model).values())[:12]) == {"standaard"}


def test_money_without_a_known_division_stays_in_sight_and_is_not_yellow(model: Path) -> None:
    assert oordelen(model)["NPLV-gebieden 2027"] == "p.m., niet verdeeld"
    assert oordelen(model)["Subsidie Gezonde School 2027"] == "naar een instelling"
    assert rij_van(model, "Invoer", "Wat", "NPLV-gebieden 2028")["Uw invoer"] == 21_000_000


def test_yellow_are_the_cells_that_may_be_filled_in_and_no_others(model: Path) -> None:
    werkboek = load_workbook(model)
    for werkblad in werkboek:
        geel = {
            cel.coordinate
            for rij in werkblad.iter_rows()
            for cel in rij
            if cel.fill.fgColor.rgb == "FFFFF2CC"
        }
        invulbaar = {
            cel.coordinate
            for regel in werkblad.data_validations.dataValidation
            for bereik in regel.sqref.ranges
            for rij in werkblad[bereik.coord : bereik.coord]
            for cel in rij
        }
        assert geel == invulbaar
        assert len(geel) == {"Invoer": 12, "Gemeente": 1}.get(werkblad.title, 0)


def test_each_list_holds_what_may_be_chosen(model: Path) -> None:
    werkboek = load_workbook(model)
    lijsten = {}
    for naam in ("Invoer", "Gemeente"):
        for regel in werkboek[naam].data_validations.dataValidation:
            if regel.type == "list" and "!" in regel.formula1:
                bladnaam, cellen = regel.formula1.replace("'", "").replace("$", "").split("!")
                lijsten[str(regel.sqref)] = [rij[0].value for rij in werkboek[bladnaam][cellen]]
            elif regel.type == "list":
                assert regel.formula1 == '"grootste resten,per ontvanger"'
    lokaal, regionaal, gemeenten = lijsten.values()
    assert lokaal == ["Brede SPUK 2026", "Brede SPUK 2025"]
    assert regionaal[0] == "SPUK IZA 2026"
    assert set(regionaal[1:]) == {
        "SPUK IZA 2025, twee rijen rechtgezet",
        "Som van de gemeenten in de regio",
    }
    assert len(gemeenten) == 342
    assert "Utrecht (GM0344)" in gemeenten


def test_it_works_in_excel_2016_and_hides_or_merges_nothing(model: Path) -> None:
    werkboek = load_workbook(model)
    for werkblad in werkboek:
        assert werkblad.sheet_state == "visible"
        assert not werkblad.merged_cells.ranges
        assert not any(d.hidden for d in werkblad.row_dimensions.values())
        assert not any(d.hidden for d in werkblad.column_dimensions.values())
        for rij in werkblad.iter_rows():
            for cel in rij:
                if cel.data_type == "f":
                    kaal = re.sub(r'"[^"]*"', "", str(cel.value))
                    assert set(re.findall(r"([A-Z][A-Z.]*)\(", kaal)) <= FUNCTIES, cel.value
    assert werkboek.vba_archive is None


def test_a_column_that_grows_has_room_for_a_thousand_million(model: Path) -> None:
    """Otherwise it shows #### as soon as someone fills in something large."""
    groeit = re.compile(r"Lokaal|Regionaal|Verschil|Hoort|Is$|Budget|Resteert|Bedrag|Beschikbaar")
    gezien = 0
    for werkblad in load_workbook(model):
        for rij in werkblad.iter_rows(max_row=6, min_col=2):
            for cel in rij:
                if cel.fill.fgColor.rgb == "FF1F3864" and groeit.match(str(cel.value)):
                    breedte = werkblad.column_dimensions[cel.column_letter].width
                    assert breedte >= len("1.000.000.000"), (werkblad.title, cel.value)
                    gezien += 1
    assert gezien > 25


@pytest.mark.lang
def test_the_same_input_gives_the_same_bytes(model: Path, tmp_path: Path) -> None:
    assert draai("rekenmodel", "--uit", tmp_path / "weer.xlsx").code == 0
    assert (tmp_path / "weer.xlsx").read_bytes() == model.read_bytes()


@pytest.mark.lang
def test_it_can_be_verified_like_any_workbook_of_ours(model: Path) -> None:
    uitkomst = draai("verifieer", model)
    assert uitkomst.code == 0, uitkomst.uit
    assert uitkomst.uit.startswith("Alles staat: ")


# -- with yellow cells filled in ---------------------------------------------------------------


@pytest.mark.lang
def test_another_budget_and_another_key(model: Path, tmp_path: Path, gegevens: Gegevens) -> None:
    invoer = {
        "Landelijk budget lokaal 2027": 123_456_789,
        "Landelijk budget regionaal 2029": 7,
        "Landelijk budget lokaal 2029": HOOGSTE_BUDGET,
        "Verdeelsleutel lokaal": "Brede SPUK 2025",
        "Verdeelsleutel regionaal": "Som van de gemeenten in de regio",
    }
    pad = met_invoer(model, tmp_path, invoer, "gm0344")
    budgetten = {
        "lokaal": LOKAAL | {2027: 123_456_789, 2029: HOOGSTE_BUDGET},
        "regionaal": REGIONAAL | {2029: 7},
    }
    for onderdeel, sleutel in (("lokaal", "brede_spuk_2025"), ("regionaal", "som_van_gemeenten")):
        weging = weeg(gegevens, sleutel)
        for jaar, budget in budgetten[onderdeel].items():
            delen = map(int, verdeel(budget, list(weging.values())))
            assert bedragen(pad, onderdeel, jaar) == dict(zip(weging, delen, strict=True))
    assert set(controles(pad).values()) == {"klopt"}
    assert voorblad(pad)["Invoer op dit moment"] == "eigen aanname"
    assert {wat for wat, oordeel in oordelen(pad).items() if oordeel == "eigen aanname"} == set(
        invoer
    )
    controle = draai("verifieer", pad)
    assert controle.code == 0, controle.uit
    assert (
        "- ingevuld: Invoer, cel B6 (Landelijk budget lokaal 2027 standaard): 123.456.789 "
        "(standaard 231.000.000)."
    ) in controle.uit
    assert "hangen af van wat is ingevuld; die formules staan." in controle.uit
    # The one gemeente that was asked for, by its code in lower case, beside its usual amount.
    utrecht = gemeente(pad)
    assert utrecht["Gevonden"]["Met uw invoer"] == "Utrecht"
    assert utrecht["Status van het lokale bedrag"]["Met uw invoer"] == "eigen aanname"
    lokaal = utrecht["Lokaal, van de gemeente, 2027"]
    standaard = bedragen(model, "lokaal", 2027)["GM0344"]
    assert lokaal["Met uw invoer"] == bedragen(pad, "lokaal", 2027)["GM0344"]
    assert lokaal["Standaard"] == standaard
    assert lokaal["Verschil"] == lokaal["Met uw invoer"] - standaard
    assert utrecht["Gewicht in de gekozen sleutel"]["Met uw invoer"] == weeg(
        gegevens, "brede_spuk_2025"
    ).get("GM0344")


@pytest.mark.lang
def test_a_minimum_lifts_the_smallest_and_the_whole_still_closes(
    model: Path, tmp_path: Path, gegevens: Gegevens
) -> None:
    invoer = {
        "Minimum per ontvanger per jaar, lokaal": 100_000,
        "Minimum per ontvanger per jaar, regionaal": 3_000_000,
    }
    # Excel takes the apostrophe of 's-Gravenhage for itself.
    pad = met_invoer(model, tmp_path, invoer, "s-Gravenhage")
    for onderdeel, sleutel, minimum, jaren in (
        ("lokaal", "brede_spuk_2026", 100_000, LOKAAL),
        ("regionaal", "spuk_iza_2026", 3_000_000, REGIONAAL),
    ):
        for jaar, budget in jaren.items():
            delen = met_minimum(budget, weeg(gegevens, sleutel), minimum)
            gevonden = bedragen(pad, onderdeel, jaar)
            assert gevonden == grootste_resten(delen)
            assert sum(gevonden.values()) == budget
            assert min(gevonden.values()) == minimum
    assert set(controles(pad).values()) == {"klopt"}
    assert gemeente(pad)["Code"]["Met uw invoer"] == "GM0518"


@pytest.mark.lang
def test_rounding_each_by_itself_leaves_a_difference_in_sight(
    model: Path, tmp_path: Path, gegevens: Gegevens
) -> None:
    invoer = {
        "Afronding lokaal": "per ontvanger",
        "Afronding regionaal": "per ontvanger",
        "Minimum per ontvanger per jaar, lokaal": 90_000,
    }
    pad = met_invoer(model, tmp_path, invoer, 344)
    verschillen = []
    for onderdeel, sleutel, minimum in (
        ("lokaal", "brede_spuk_2026", 90_000),
        ("regionaal", "spuk_iza_2026", 0),
    ):
        for jaar, budget in BUDGETTEN[onderdeel].items():
            delen = met_minimum(budget, weeg(gegevens, sleutel), minimum)
            verwacht = {code: int(deel + Fraction(1, 2)) for code, deel in delen.items()}
            assert bedragen(pad, onderdeel, jaar) == verwacht
            deling = f"{onderdeel.capitalize()} {jaar}"
            rij = rij_van(pad, "Rekenoverzicht", "Verdeling", deling)
            verschillen.append(rij["Niet verdeeld"])
            assert verschillen[-1] == budget - sum(verwacht.values())
    assert any(verschillen), "otherwise this proves nothing"
    assert set(controles(pad).values()) == {"klopt"}
    assert gemeente(pad)["Gevonden"]["Met uw invoer"] == "Utrecht"


@pytest.mark.lang
def test_what_cannot_be_is_said_and_gives_no_error_values(model: Path, tmp_path: Path) -> None:
    invoer = {
        "Minimum per ontvanger per jaar, lokaal": 1_000_000,
        "Verdeelsleutel regionaal": "een sleutel die niet bestaat",
        "Landelijk budget regionaal 2027": "veel",
        "Landelijk budget regionaal 2028": 0.5,
        "Afronding regionaal": None,
    }
    pad = met_invoer(model, tmp_path, invoer, "Atlantis")
    ongeldig = {wat for wat, oordeel in oordelen(pad).items() if oordeel == "ongeldig"}
    assert ongeldig == set(invoer) - {"Minimum per ontvanger per jaar, lokaal"}
    assert voorblad(pad)["Invoer op dit moment"] == "ongeldig"
    assert voorblad(pad)["Alle controles"] == "klopt niet"
    uitkomsten = controles(pad)
    assert uitkomsten["Invoer: geen gele cel is ongeldig"] == "klopt niet"
    for jaar in JAREN:
        assert uitkomsten[f"Lokaal {jaar}: tekort om ieder het minimum te geven"] == "klopt niet"
        assert set(bedragen(pad, "lokaal", jaar).values()) == {1_000_000}
        assert set(bedragen(pad, "regionaal", jaar).values()) == {0}
    controle = draai("verifieer", pad)
    assert controle.code == 1
    assert "Controle, cel E5 (Invoer: geen gele cel is ongeldig klopt): de uitkomst is 'klopt " in (
        controle.uit
    )
    nergens = gemeente(pad)
    assert str(nergens["Gevonden"]["Met uw invoer"]).startswith("niet gevonden; typ de naam")
    assert not nergens["Lokaal, van de gemeente, 2027"]["Met uw invoer"]


# -- the steps ---------------------------------------------------------------------------------


@st.composite
def verdelingen(draw: st.DrawFn) -> tuple[int, list[int], int]:
    """Weights, a minimum, and a budget that can pay it to all."""
    weging = draw(st.lists(st.integers(0, 10**8), min_size=1, max_size=12).filter(any))
    minimum = draw(st.integers(0, hoogste_minimum(len(weging))))
    return draw(st.integers(minimum * len(weging), HOOGSTE_BUDGET)), weging, minimum


@given(verdelingen(), st.sampled_from(Afronding))
def test_the_steps_divide_as_the_program_does(
    geval: tuple[int, list[int], int], regel: Afronding
) -> None:
    budget, weging, minimum = geval
    stappen = verdeel_in_stappen(budget, weging, minimum, regel)
    begrensd = begrens(budget, weging, [minimum] * len(weging), [None] * len(weging))
    assert [stap.bedrag for stap in stappen] == rond_delen(begrensd.delen, regel)
    op_minimum = {plaats for plaats, stap in enumerate(stappen) if stap.op_minimum}
    # When the minimums are the whole budget, who shares the rest gets the minimum too.
    assert op_minimum == begrensd.op_minimum or budget == minimum * len(weging)


@given(verdelingen(), st.sampled_from(Afronding))
def test_each_step_is_what_its_column_says(
    geval: tuple[int, list[int], int], regel: Afronding
) -> None:
    """As one would do it by hand, from the weights on the sheet and the columns to the left."""
    budget, weging, minimum = geval
    stappen = verdeel_in_stappen(budget, weging, minimum, regel)
    totaal = sum(stap.deelt_mee for stap in stappen)
    resteert = budget - minimum * sum(stap.op_minimum for stap in stappen)
    for stap in stappen:
        assert stap.lager == sum(ander < stap.gewicht for ander in weging)
        assert stap.samen == sum(ander for ander in weging if ander >= stap.gewicht)
        assert stap.beschikbaar == budget - stap.lager * minimum
        assert stap.deelt_mee == (0 if stap.op_minimum else stap.gewicht)
        assert stap.deelt_mee or not stap.extra, "who does not share gets none of what is over"
        deel = resteert // DUIZEND * stap.deelt_mee
        assert deel == stap.duizendtal * totaal + stap.tussenrest
        deel = DUIZEND * stap.tussenrest + resteert % DUIZEND * stap.deelt_mee
        assert deel == (stap.heel - DUIZEND * stap.duizendtal) * totaal + stap.rest
        assert 0 <= stap.rest < max(totaal, 1)
        assert 0 <= stap.tussenrest < max(totaal, 1)
    # The largest remainder has place 1, and every place is there once.
    op_plaats = sorted(stappen, key=lambda stap: stap.plaats)
    assert [stap.plaats for stap in op_plaats] == list(range(1, len(stappen) + 1))
    assert [stap.rest for stap in op_plaats] == sorted((s.rest for s in stappen), reverse=True)


def test_who_gets_exactly_the_minimum_by_weight_does_not_stand_on_it() -> None:
    stappen = verdeel_in_stappen(20, [1, 3], 5, Afronding.GROOTSTE_RESTEN)
    assert [(stap.op_minimum, stap.bedrag) for stap in stappen] == [(0, 5), (0, 15)]


def test_a_division_in_one_row_says_what_is_left_after_the_minimum() -> None:
    """Of € 2.000.500 one gets the minimum of € 600.000; the rest is shared 9 to 10."""
    wie = [Ontvanger(f"GM000{nummer}", "Een gemeente", "Twente") for nummer in (1, 2, 3)]
    regel = Afronding.GROOTSTE_RESTEN
    stappen = verdeel_in_stappen(2_000_500, [1, 9, 10], 600_000, regel)
    deling = Deling("lokaal", "Lokaal", 2027, 2_000_500, 600_000, regel, "Proef", wie, stappen)
    invoer = dict.fromkeys("invoer budget sleutel minimum afronding".split(), "geel")
    (rij,) = overzicht_blad([deling], lambda deling: invoer).table.rows
    kaal = {naam: getattr(cel, "value", cel) for naam, cel in rij.items() if naam not in invoer}
    assert kaal == {
        "deling": "Lokaal 2027",
        "ontvangers": 3,
        "op_minimum": 1,
        "resteert": 1_400_500,
        "duizenden": 1_400,
        "eenheden": 500,
        "gewichten": 19,
        "heel": 663_394 + 737_105,
        "over": 1,
        "verdeeld": 2_000_500,
        "verschil": 0,
    }


def test_the_steps_are_numbered_and_show_who_they_are_about_while_scrolling() -> None:
    """Every sheet of steps is wide: it lies on its side, and code and name stay in view."""
    wie = [Ontvanger(f"GM000{nummer}", "Een gemeente", "Twente") for nummer in (1, 2, 3)]
    regel = Afronding.GROOTSTE_RESTEN
    stappen = verdeel_in_stappen(2_000_500, [1, 9, 10], 600_000, regel)
    deling = Deling("lokaal", "Lokaal", 2027, 2_000_500, 600_000, regel, "Proef", wie, stappen)
    invoer = dict.fromkeys("invoer budget sleutel minimum afronding".split(), "geel")
    overzicht = overzicht_blad([deling], lambda deling: invoer)
    sleutels = [Column("code", "Code", Kind.CODE), Column("a", "Sleutel a", Kind.WHOLE)]
    gewichten = Sheet("Sleutels", "Sleutels", Table(sleutels, [{"code": "GM0001", "a": 1}]))
    (blad,) = stappen_bladen([deling], overzicht, {"lokaal": gewichten})
    assert [rij["nummer"] for rij in blad.table.rows] == [1, 2, 3]
    in_beeld = [column.key for column in blad.table.columns][: blad.freeze_columns]
    assert in_beeld == ["code", "naam"]
    assert overzicht.freeze_columns == 1
    assert blad.landscape
    assert overzicht.landscape


def test_the_weights_are_all_keys_of_a_sheet_from_the_first_to_the_last() -> None:
    kolommen = [Column("code", "Code", Kind.CODE), *(Column(k, k, Kind.WHOLE) for k in "abc")]
    blad = Sheet("Sleutels", "Sleutels", Table(kolommen, []))
    assert _eerste_en_laatste_sleutel(blad) == ("a", "c")


def test_what_a_yellow_cell_accepts_and_no_number_reaches() -> None:
    """A thousand million euros, and numbers of at most fourteen digits: Excel keeps fifteen."""
    assert HOOGSTE_BUDGET == 1_000_000_000
    assert len(str(GRENS - 1)) == 14


@pytest.mark.parametrize(
    ("hoogste", "ontvangers", "anderen"),
    [
        (99_900_099, 1, "gelijk"),  # x (1.000.000 + 1.000), the minimum beside the weights
        (99_700_996, 3, "gelijk"),  # 3 x (333.333 + 1.000)
        (99_999_999, 1000, "nul"),  # x 1.000.000, the thousands of the budget
        (49_999, 1_999_999, "gelijk"),  # 1.000 x (the sum + 1 x the largest)
    ],
)
def test_weights_that_a_spreadsheet_can_follow_end_where_a_step_gets_too_long(
    hoogste: int, ontvangers: int, anderen: str
) -> None:
    for gewicht in (hoogste, hoogste + 1):
        ander = gewicht if anderen == "gelijk" else 0
        assert past([gewicht, *[ander] * (ontvangers - 1)]) is (gewicht == hoogste)


@given(verdelingen().filter(lambda geval: past(geval[1])))
def test_no_step_needs_more_digits_than_a_spreadsheet_has(
    geval: tuple[int, list[int], int],
) -> None:
    budget, weging, minimum = geval
    stappen = verdeel_in_stappen(budget, weging, minimum, Afronding.GROOTSTE_RESTEN)
    totaal = sum(stap.deelt_mee for stap in stappen)
    resteert = budget - minimum * sum(stap.op_minimum for stap in stappen)
    for stap in stappen:
        tussenstappen = (
            resteert // DUIZEND * stap.deelt_mee,
            DUIZEND * stap.tussenrest + resteert % DUIZEND * stap.deelt_mee,
            (stap.heel - DUIZEND * stap.duizendtal) * totaal,
            stap.beschikbaar // DUIZEND * stap.gewicht,
            minimum // DUIZEND * stap.samen,
        )
        assert max(map(abs, tussenstappen)) < GRENS


# -- other keys and mistakes -------------------------------------------------------------------

MINIMUM = """
[minimum]
bedrag = 95000
status = "aanname"
bron = "eigen_keuze"
plaats = "proef"
toelichting = "Om te zien wat een minimum doet."
"""


@pytest.mark.lang
def test_the_minimum_of_the_usual_key_is_what_stands_in_the_yellow_cell(tmp_path: Path) -> None:
    kopie = kopieer_gegevens(tmp_path)
    sleutel = kopie / "verdeelsleutels" / "brede_spuk_2026.toml"
    sleutel.write_text(sleutel.read_text(encoding="utf-8") + MINIMUM, encoding="utf-8")
    pad = tmp_path / "m.xlsx"
    assert draai_in(kopie, "rekenmodel", "--uit", pad).code == 0
    rijen = draai_in(kopie, "verdeel", "--formaat", "csv", "--jaar", "2027").rijen
    programma = {r["ontvanger_code"]: int(r["bedrag"]) for r in rijen if r["onderdeel"] == "lokaal"}
    assert bedragen(pad, "lokaal", 2027) == programma
    assert min(programma.values()) == 95_000
    regel = rij_van(pad, "Invoer", "Wat", "Minimum per ontvanger per jaar, lokaal")
    assert (regel["Uw invoer"], regel["Standaard"]) == (95_000, 95_000)


@pytest.mark.lang
def test_equal_remainders_go_to_the_lowest_codes(tmp_path: Path) -> None:
    kopie = kopieer_gegevens(tmp_path / "kopie")
    sleutels = kopie / "verdeelsleutels"
    gelijk = (sleutels / "nplv_gelijk.toml").read_text(encoding="utf-8")
    gelijk = gelijk.replace('"nplv_gelijk"', '"gelijk"').replace('"nplv_gebied"', '"gemeente"')
    gelijk = gelijk.replace("Gelijk per NPLV-gebied", "Gelijk per gemeente")
    (sleutels / "gelijk.toml").write_text(gelijk, encoding="utf-8")
    pad = tmp_path / "m.xlsx"
    assert draai_in(kopie, "rekenmodel", "--uit", pad).code == 0
    herrekend = met_invoer(pad, tmp_path, {"Verdeelsleutel lokaal": "Gelijk per gemeente"}, "")
    deel, over = divmod(LOKAAL[2027], 342)
    assert 0 < over < 342
    codes = sorted(bedragen(pad, "lokaal", 2027))
    assert bedragen(herrekend, "lokaal", 2027) == {
        code: deel + (plaats < over) for plaats, code in enumerate(codes)
    }


@pytest.mark.lang
def test_a_key_that_a_spreadsheet_cannot_follow_is_left_out_and_named(tmp_path: Path) -> None:
    kopie = kopieer_gegevens(tmp_path)
    sleutels = kopie / "verdeelsleutels"
    tekst = (sleutels / "brede_spuk_2025.toml").read_text(encoding="utf-8")
    maximum = MINIMUM.replace("minimum", "maximum").replace("95000", "9000000")
    for naam, oud, nieuw in (
        ("kort", "tot_en_met = 2029", "tot_en_met = 2028"),
        ("begrensd", "# Gewicht", "# Gewicht"),
    ):
        anders = tekst.replace('id = "brede_spuk_2025"', f'id = "{naam}"').replace(oud, nieuw)
        anders += maximum if naam == "begrensd" else ""
        (sleutels / f"{naam}.toml").write_text(anders, encoding="utf-8")
    pad = tmp_path / "m.xlsx"
    assert draai_in(kopie, "rekenmodel", "--uit", pad).code == 0
    uitleg = " ".join(str(rij[0]) for rij in cellen(pad)["Sleutels"] if rij[0] is not None)
    assert "De sleutel kort doet niet mee: zij geldt niet in alle jaren van 2027" in uitleg
    assert "De sleutel begrensd doet niet mee: zij kent een maximum" in uitleg
    namen = [rij["Naam in het programma"] for rij in tabel(pad, "Sleutels", "Sleutel")]
    assert "kort" not in namen
    assert "begrensd" not in namen
    assert "brede_spuk_2025" in namen


@pytest.mark.parametrize(
    ("uit", "zin"),
    [
        ("model.csv", "eindigt niet op .xlsx"),
        ("bestand/model.xlsx", "omdat er een bestand met die naam staat"),
    ],
)
def test_a_path_that_cannot_be_is_refused_in_one_sentence(
    tmp_path: Path, uit: str, zin: str
) -> None:
    (tmp_path / "bestand").write_text("geen map")
    uitkomst = draai("rekenmodel", "--uit", tmp_path / uit)
    assert uitkomst.code == 2
    assert zin in uitkomst.fout
    assert uitkomst.fout.count("\n") == 1
    assert [pad.name for pad in tmp_path.iterdir()] == ["bestand"]


def test_our_own_keys_are_small_enough_and_a_calibrated_key_is_not(gegevens: Gegevens) -> None:
    eigen = "brede_spuk_2025 brede_spuk_2026 spuk_iza_2025 spuk_iza_2026 som_van_gemeenten".split()
    assert all(past(list(weeg(gegevens, sleutel).values())) for sleutel in eigen)
    assert not past([10**17, 1])
