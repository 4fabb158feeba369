"""A region passes its money on: every euro in one place, whatever the plan says."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from hulp import draai, draai_in, kopieer_gegevens, lees_boek, lees_csv
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import compare, recalculate

from azwa_funds.doorverdelen import lees_plan, verdeel_door
from azwa_funds.doorverdelen.planschrijver import voorbeeldplan
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.tabel import Tomlregels
from azwa_funds.verdelen.cijfers import Cijfers

CIJFERS = Cijfers(Gegevens())
KOP = 'naam = "Proef"\nregio = "Twente"\njaren = [2027]\n'
NAAR_INWONERS = '\n[[verdeling]]\nwijze = "inwoners"\n'

#: Everything a plan can hold at once, over an old and two new years.
RIJK_PLAN = """\
naam = "Proef met alles erin"
regio = "Twente"
jaren = [2026, 2027, 2028]
besluit = "Besluit van de regiotafel"
minimum = "300.000"
voorwaarden = ["Wat niet is besteed, gaat terug."]
[[post]]
naam = "Regionale coördinatie"
procent = 2.5
[[post]]
naam = "Opdracht aan de GGD"
ontvanger = "GGD Twente"
bedrag = { 2027 = 100000, 2028 = 120000 }
besluit = "Opdracht aan de GGD van januari"
[[vast]]
gemeente = "Enschede"
bedrag = 40000
jaren = [2028]
[[activiteit]]
naam = "Valpreventie"
bedrag = 500000
deelnemers = ["Borne", "Almelo"]
wijze = "gelijk"
[[verdeling]]
wijze = "inwoners"
procent = 60
[[verdeling]]
wijze = "brede_spuk"
procent = 40
[[doet_niet_mee]]
gemeente = "Losser"
jaren = [2028]
reden = "voert dit zelf uit"
[verantwoording]
wijze = "zelf"
uiterlijk = "04-01"
"""


def schrijf_plan(map_: Path, tekst: str, naam: str = "plan.toml") -> Path:
    pad = map_ / naam
    pad.write_text(tekst, encoding="utf-8")
    return pad


def per_jaar(rijen: list[dict[str, str]]) -> dict[str, int]:
    som: dict[str, int] = {}
    for rij in rijen:
        som[rij["jaar"]] = som.get(rij["jaar"], 0) + int(rij["bedrag"])
    return som


def bedragen(tmp_path: Path, tekst: str, jaar: int = 2027) -> dict[str, int]:
    """What each gemeente gets by a plan, by name."""
    verdeling = verdeel_door(CIJFERS, lees_plan(CIJFERS, schrijf_plan(tmp_path, tekst)))
    return {deel.naam: deel.bedrag for deel in verdeling.jaren[jaar].gemeenten}


# -- the example -------------------------------------------------------------------------------


def test_the_example_of_a_region_runs_unchanged(tmp_path: Path) -> None:
    """SamenTwente is no gemeente, and passes on to fourteen."""
    plan, map_ = tmp_path / "plan.toml", tmp_path / "uit"
    gemaakt = draai("doorverdelen", "voorbeeld", "--regio", "Twente", "--uit", plan)
    assert (gemaakt.code, gemaakt.fout) == (0, "")
    uitkomst = draai("doorverdelen", plan, "--uit", map_)
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    assert list(map_.rglob("doorverdeling.csv")) == [map_ / "doorverdeling.csv"]
    tekst = (map_ / "doorverdeling.csv").read_bytes().decode("utf-8")
    assert tekst.splitlines()[0] == "jaar,soort,ontvanger_code,ontvanger,bedrag,status"
    rijen = lees_csv(map_ / "doorverdeling.csv")
    regionaal = draai(
        "verdeel", "--regio", "Twente", "--onderdeel", "regionaal", "--formaat", "csv"
    )
    assert per_jaar(rijen) == {rij["jaar"]: int(rij["bedrag"]) for rij in regionaal.rijen}
    assert {rij["soort"] for rij in rijen} == {"regionaal", "gemeente"}
    assert {rij["status"] for rij in rijen} == {"aanname"}
    gemeenten = {rij["ontvanger_code"] for rij in rijen if rij["soort"] == "gemeente"}
    assert len(gemeenten) == 14
    brieven = {pad.name[:6] for pad in (map_ / "brieven").glob("*.docx")}
    assert brieven == gemeenten


@pytest.mark.parametrize("regio", sorted(CIJFERS.gegevens.regios))
def test_the_example_fits_every_region(regio: str, tmp_path: Path) -> None:
    tekst = voorbeeldplan(CIJFERS, CIJFERS.gegevens.regios[regio], [2025, 2026, 2027, 2028, 2029])
    verdeling = verdeel_door(CIJFERS, lees_plan(CIJFERS, schrijf_plan(tmp_path, tekst)))
    for jaar, deel in verdeling.jaren.items():
        som = sum(regel.bedrag for regel in verdeling.regels() if regel.jaar == jaar)
        assert som == deel.geld.bedrag == CIJFERS.regionaal_bedrag(regio, jaar)
        assert all(gemeente.bedrag > 0 for gemeente in deel.gemeenten)


def test_a_plan_of_2025_and_2026_divides_the_spuk_iza(tmp_path: Path) -> None:
    plan = tmp_path / "oud.toml"
    opties = ["--jaar", "2025", "--jaar", "2026", "--uit", plan]
    assert draai("doorverdelen", "voorbeeld", "--regio", "Twente", *opties).code == 0
    uitkomst = draai("doorverdelen", plan, "--uit", tmp_path / "uit")
    assert uitkomst.code == 0
    rijen = lees_csv(tmp_path / "uit" / "doorverdeling.csv")
    assert per_jaar(rijen) == {"2025": 5326438, "2026": 5711031}


def test_all_possibilities_of_the_example_work_once_they_are_switched_on(tmp_path: Path) -> None:
    tekst = voorbeeldplan(CIJFERS, CIJFERS.gegevens.regios["Twente"])
    regels = []
    for regel in tekst.splitlines():
        kaal = regel.removeprefix("# ")
        aan = kaal.startswith("[[") or (kaal.split(" ")[0] in (
            "besluit", "doel", "voorwaarden", "minimum", "naam", "ontvanger", "bedrag", "jaren",
            "gemeente", "deelnemers", "wijze", "reden", "uiterlijk",
        ) and " = " in kaal)  # fmt: skip
        regels.append(kaal if aan else regel)
    verdeling = verdeel_door(CIJFERS, lees_plan(CIJFERS, schrijf_plan(tmp_path, "\n".join(regels))))
    assert len(verdeling.plan.posten) == 3
    assert len(verdeling.plan.vast) == len(verdeling.plan.activiteiten) == 1
    assert len(verdeling.plan.afmeldingen) == 1
    # The last of the alphabet is the one that opts out in the first year.
    assert [verdeling.deel("GM0189", jaar).bedrag > 0 for jaar in (2027, 2028)] == [False, True]


# -- ways of dividing --------------------------------------------------------------------------


def test_by_inhabitants(tmp_path: Path) -> None:
    uit = bedragen(tmp_path, KOP + NAAR_INWONERS)
    samen = sum(CIJFERS.inwoners_van([g]) for g in CIJFERS.gemeenten_van("Twente"))
    precies = 7231342 * CIJFERS.inwoners["GM0141"] / samen
    assert abs(uit["Almelo"] - precies) < 1


def test_by_the_brede_spuk_it_is_the_arithmetical_share_of_the_overviews(tmp_path: Path) -> None:
    uit = bedragen(tmp_path, KOP + '\n[[verdeling]]\nwijze = "brede_spuk"\n')
    for gemeente in CIJFERS.gemeenten_van("Twente"):
        assert uit[gemeente.naam] == CIJFERS.aandeel[gemeente.code, 2027]


def test_equally_the_euros_that_are_over_go_to_the_lowest_codes(tmp_path: Path) -> None:
    uit = bedragen(tmp_path, KOP + '\n[[verdeling]]\nwijze = "gelijk"\n')
    heel, over = divmod(7231342, 14)
    assert sorted(uit.values(), reverse=True) == [heel + 1] * over + [heel] * (14 - over)


def test_fixed_amounts_and_the_rest_stays_regional(tmp_path: Path) -> None:
    tekst = KOP + '\n[[vast]]\ngemeente = "Borne"\nbedrag = 40000\n'
    tekst += '\n[[post]]\nnaam = "Nog te bestemmen"\nrest = true\n'
    verdeling = verdeel_door(CIJFERS, lees_plan(CIJFERS, schrijf_plan(tmp_path, tekst)))
    assert verdeling.toegezegd("GM0147", 2027) == 40000
    assert verdeling.toegezegd("GM0141", 2027) == 0
    assert verdeling.toegezegd("GM0141", 2028) is None
    assert verdeling.jaren[2027].regionaal == 7231342 - 40000


def test_an_activity_is_shared_by_who_takes_part(tmp_path: Path) -> None:
    activiteit = '\n[[activiteit]]\nnaam = "Valpreventie"\nbedrag = 100001\n'
    activiteit += 'deelnemers = ["Borne", "Almelo"]\nwijze = "gelijk"\n'
    zonder = bedragen(tmp_path, KOP + '\n[[post]]\nnaam = "x"\nbedrag = 100001\n' + NAAR_INWONERS)
    met = bedragen(tmp_path, KOP + activiteit + NAAR_INWONERS)
    assert met["Almelo"] - zonder["Almelo"] == 50001
    assert met["Borne"] - zonder["Borne"] == 50000
    assert met["Enschede"] == zonder["Enschede"]


def test_who_opts_out_gets_nothing_and_no_letter(tmp_path: Path) -> None:
    plan = schrijf_plan(tmp_path, KOP + NAAR_INWONERS)
    assert draai("doorverdelen", plan, "--uit", tmp_path / "uit").code == 0
    schrijf_plan(tmp_path, KOP + NAAR_INWONERS + '\n[[doet_niet_mee]]\ngemeente = "Borne"\n')
    uitkomst = draai("doorverdelen", plan, "--uit", tmp_path / "uit")
    assert "GM0147-Borne.docx hoort niet bij dit plan" in uitkomst.tekst
    rijen = lees_csv(tmp_path / "uit" / "doorverdeling.csv")
    assert [rij["bedrag"] for rij in rijen if rij["ontvanger"] == "Borne"] == ["0"]
    assert per_jaar(rijen) == {"2027": 7231342}


def test_a_minimum_lifts_the_small_and_the_others_pay(tmp_path: Path) -> None:
    uit = bedragen(tmp_path, KOP + "minimum = 400000\n" + NAAR_INWONERS)
    assert min(uit.values()) == 400000
    assert sum(uit.values()) == 7231342


@settings(max_examples=60, deadline=None)
@given(
    procent=st.decimals(0, 100, places=3),
    bedrag=st.integers(0, 1_000_000),
    minimum=st.integers(0, 100_000),
    mix=st.integers(0, 100),
)
def test_every_euro_is_in_one_place_whatever_the_plan(
    tmp_path_factory: pytest.TempPathFactory, procent: str, bedrag: int, minimum: int, mix: int
) -> None:
    tekst = KOP + f"minimum = {minimum}\n"
    tekst += f'\n[[post]]\nnaam = "Coördinatie"\nprocent = "{procent}"\n'
    tekst += f'\n[[activiteit]]\nnaam = "x"\nbedrag = {bedrag}\ndeelnemers = "alle"\n'
    tekst += f'\n[[verdeling]]\nwijze = "inwoners"\nprocent = {mix}\n'
    tekst += f'\n[[verdeling]]\nwijze = "gelijk"\nprocent = {100 - mix}\n'
    plan = lees_plan(CIJFERS, schrijf_plan(tmp_path_factory.mktemp("plan"), tekst))
    try:
        verdeling = verdeel_door(CIJFERS, plan)
    except Invoerfout:
        return
    assert sum(regel.bedrag for regel in verdeling.regels()) == 7231342
    assert all(deel.bedrag >= minimum for deel in verdeling.jaren[2027].gemeenten)


# -- the beschikking ---------------------------------------------------------------------------


def test_an_award_prevails_and_the_plan_says_what_changed(tmp_path: Path) -> None:
    """First promised by the calculation; then the beschikking comes, and is 140.000 less."""
    map_ = kopieer_gegevens(tmp_path / "eigen")
    plan = schrijf_plan(tmp_path, KOP + '\n[[post]]\nnaam = "x"\nprocent = 5\n' + NAAR_INWONERS)
    assert draai_in(map_, "doorverdelen", plan, "--uit", tmp_path / "eerst").code == 0
    assert not [
        rij for rij in lees_csv(tmp_path / "eerst" / "doorverdeling.csv") if "-" in rij["bedrag"]
    ]
    tabel = tmp_path / "beschikking.csv"
    rij = ["spuk_azwa", "regionaal", "2027", "samentwente", "7091342", "VWS-1", "2026-12-01"]
    with tabel.open("w", encoding="utf-8", newline="") as bestand:
        kop = "uitkering onderdeel jaar ontvanger_code bedrag kenmerk datum".split()
        csv.writer(bestand).writerows([kop, rij])
    gelezen = draai_in(map_, "beschikking", "lees", tabel, "--titel", "Beschikking VWS")
    assert gelezen.code == 0, gelezen.fout

    uitkomst = draai_in(map_, "doorverdelen", plan, "--uit", tmp_path / "nu")

    assert "2027: beschikt is € 7.091.342, € 140.000 minder dan berekend" in uitkomst.tekst
    rijen = lees_csv(tmp_path / "nu" / "doorverdeling.csv")
    assert per_jaar(rijen) == {"2027": 7091342}
    blad = lees_boek(tmp_path / "nu" / "doorverdeling.xlsx")["Door de beschikking"]
    assert [cel.value for cel in blad[4]][-3:] == [
        "Met het berekende bedrag", "Met de beschikking", "Verschil",
    ]  # fmt: skip
    anders = draai_in(
        map_, "doorverdelen", "vergelijk", tmp_path / "eerst", plan, "--formaat", "csv"
    )
    assert sum(int(rij["verschil"]) for rij in anders.rijen) == -140000
    almelo = next(rij for rij in anders.rijen if rij["ontvanger"] == "Almelo")
    assert int(almelo["nu"]) - int(almelo["eerst"]) == int(almelo["verschil"]) < 0


def test_two_plans_side_by_side_in_words(tmp_path: Path) -> None:
    een = schrijf_plan(tmp_path, KOP + NAAR_INWONERS, "een.toml")
    ander = schrijf_plan(tmp_path, KOP + '\n[[verdeling]]\nwijze = "gelijk"\n', "ander.toml")
    uitkomst = draai("doorverdelen", "vergelijk", een, ander)
    assert uitkomst.code == 0
    assert "2027: eerst € 7.231.342, nu € 7.231.342, verschil € 0" in uitkomst.tekst
    gelijk = draai("doorverdelen", "vergelijk", een, een)
    assert "gelijk gebleven: 14 van 14 bedragen" in gelijk.tekst


# -- files -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rijk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plan that holds everything, and what it gives."""
    map_ = tmp_path_factory.mktemp("rijk")
    plan = schrijf_plan(map_, RIJK_PLAN)
    uitkomst = draai("doorverdelen", plan, "--uit", map_ / "uit")
    assert uitkomst.code == 0, uitkomst.fout
    return map_


def test_the_workbook_calculates_the_very_same_euros(rijk: Path, tmp_path: Path) -> None:
    werkboek = rijk / "uit" / "doorverdeling.xlsx"
    assert compare(werkboek, recalculate(werkboek, tmp_path)) == []


def test_the_workbook_stands_and_a_changed_plan_is_noticed(rijk: Path, tmp_path: Path) -> None:
    werkboek = rijk / "uit" / "doorverdeling.xlsx"
    goed = draai("verifieer", werkboek, "--plan", rijk / "plan.toml")
    assert (goed.code, goed.fout) == (0, "")
    zonder = draai("verifieer", werkboek)
    assert zonder.code == 2
    anders = schrijf_plan(tmp_path, RIJK_PLAN.replace("procent = 2.5", "procent = 3"))
    fout = draai("verifieer", werkboek, "--plan", anders)
    assert fout.code == 1
    assert "plan.toml is veranderd" in fout.tekst


def test_every_check_of_the_workbook_stands(rijk: Path) -> None:
    blad = lees_boek(rijk / "uit" / "doorverdeling.xlsx", data_only=True)["Controle"]
    uitkomsten = [rij[-1] for rij in blad.iter_rows(min_row=5, values_only=True) if rij[0]]
    assert len(uitkomsten) == 12
    assert set(uitkomsten) == {"klopt"}


def test_the_same_plan_gives_the_same_bytes(rijk: Path, tmp_path: Path) -> None:
    assert draai("doorverdelen", rijk / "plan.toml", "--uit", tmp_path / "uit").code == 0
    for pad in (rijk / "uit").rglob("*.*"):
        assert (tmp_path / "uit" / pad.relative_to(rijk / "uit")).read_bytes() == pad.read_bytes()


def test_a_letter_in_which_somebody_wrote_is_not_replaced(rijk: Path, tmp_path: Path) -> None:
    from docx import Document

    shutil.copytree(rijk / "uit", tmp_path / "uit")
    brief = tmp_path / "uit" / "brieven" / "GM0147-Borne.docx"
    doc = Document(str(brief))
    doc.add_paragraph("Met de hand erbij.")
    doc.save(str(brief))
    eerder = (tmp_path / "uit" / "doorverdeling.csv").read_bytes()
    (tmp_path / "uit" / "doorverdeling.csv").write_bytes(b"oud")
    uitkomst = draai("doorverdelen", rijk / "plan.toml", "--uit", tmp_path / "uit")
    assert uitkomst.code == 2
    assert "GM0147-Borne.docx" in uitkomst.fout
    assert (tmp_path / "uit" / "doorverdeling.csv").read_bytes() == b"oud"
    over = draai("doorverdelen", rijk / "plan.toml", "--uit", tmp_path / "uit", "--overschrijf")
    assert over.code == 0
    assert (tmp_path / "uit" / "doorverdeling.csv").read_bytes() == eerder


def test_a_line_of_a_plan_is_found_also_after_a_text_of_several_lines() -> None:
    regels = Tomlregels('naam = """\n[[post]]\n"""\n[[post]]\nnaam = "x"\n[[post]]\nbedrag = 1\n')
    assert regels.van(("post", 1), "naam") == 5
    assert regels.van(("post", 2), "naam") == 6
    assert regels.van(("vast", 1)) is None
