"""The Python interface: what a notebook gets is what the command line says, and typed."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from boekingen import boeking, schrijf
from hulp import WORTEL, draai, kopieer_gegevens

import azwa_funds
from azwa_funds import (
    Gebruikersfout,
    Gegevens,
    Toekenning,
    api,
    controleer,
    leg_uit,
    toets,
    verdeel,
    vergelijk_sleutels,
)

PAKKET = Path(azwa_funds.__file__).parent


def test_the_examples_of_the_document_give_what_they_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(WORTEL)
    tekst = (WORTEL / "docs" / "python.md").read_text(encoding="utf-8")
    voorbeelden = "\n".join(re.findall(r"```pycon\n(.*?)```", tekst, re.DOTALL))
    proef = doctest.DocTestParser().get_doctest(voorbeelden, {}, "python.md", "python.md", 0)
    assert len(proef.examples) > 20
    uitvoer: list[str] = []
    doctest.DocTestRunner().run(proef, out=uitvoer.append)
    assert uitvoer == [], "".join(uitvoer)


def test_the_frame_holds_the_rows_of_the_csv() -> None:
    frame = verdeel().als_dataframe()
    rijen = draai("verdeel", "--formaat", "csv").rijen
    assert [list(map(str, rij)) for rij in frame.itertuples(index=False)] == [
        list(rij.values()) for rij in rijen
    ]
    assert frame["bedrag"].dtype == frame["jaar"].dtype == "int64"


def test_a_frame_without_rows_keeps_its_columns_and_types() -> None:
    leeg = verdeel(gemeente="Almelo", onderdelen="nplv")
    frame = leeg.als_dataframe()
    assert (len(leeg), leeg.totaal, leeg.per_jaar) == (0, 0, {})
    assert list(frame.columns) == list(verdeel(jaren=2027).als_dataframe().columns)
    assert frame["bedrag"].dtype == "int64"


@pytest.mark.parametrize(
    ("keuze", "opties"),
    [
        ({"jaren": 2028}, ["--jaar", "2028"]),
        ({"jaren": (2027, 2029)}, ["--jaar", "2027", "--jaar", "2029"]),
        ({"onderdelen": "lokaal"}, ["--onderdeel", "lokaal"]),
        ({"onderdelen": ["lokaal", "nplv"]}, ["--onderdeel", "lokaal", "--onderdeel", "nplv"]),
        ({"regio": "twente"}, ["--regio", "Twente"]),
        ({"gemeente": "gm0141"}, ["--gemeente", "Almelo"]),
        ({"sleutels": {"nplv": "nplv_gelijk"}}, ["--sleutel", "nplv=nplv_gelijk"]),
    ],
)
def test_a_choice_means_what_the_option_means(keuze: dict[str, object], opties: list[str]) -> None:
    toekenningen = verdeel(**keuze)  # type: ignore[arg-type]
    assert all(isinstance(toekenning, Toekenning) for toekenning in toekenningen)
    rijen = draai("verdeel", "--formaat", "csv", *opties).rijen
    assert [str(t.bedrag) for t in toekenningen] == [rij["bedrag"] for rij in rijen]


def test_an_explanation_is_the_text_of_the_command_and_its_steps() -> None:
    toelichting = leg_uit("regio Utrecht", jaren=[2027])
    assert toelichting.als_tekst() == draai("uitleg", "regio Utrecht", "--jaar", "2027").uit
    frame = toelichting.als_dataframe()
    stappen = json.loads(
        draai("uitleg", "regio Utrecht", "--jaar", "2027", "--formaat", "json").uit
    )[0]["stappen"]
    assert frame["waarde"].tolist() == [stap["waarde"] for stap in stappen]
    assert frame["stap"].tolist() == list(range(1, len(stappen) + 1))


def test_a_comparison_of_keys_moves_money_and_makes_none() -> None:
    vergelijking = vergelijk_sleutels("spuk_iza_2026", "spuk_iza_2025", jaar=2028)
    frame = vergelijking.als_dataframe()
    assert (frame.groupby("niveau")["verschil"].sum() == 0).all()
    assert len(vergelijking.per_ontvanger) == 42
    assert isinstance(frame["bedrag_a"].dtype, type(pd.Series([1]).dtype))


def test_a_toets_gives_the_rows_of_the_command(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "boekingen.csv", boeking(), boeking(bedrag="2.000.000,01"))
    uitslag = toets(str(pad), 2027)
    frame = uitslag.als_dataframe()
    uitkomst = draai("toets", pad, "--jaar", "2027", "--formaat", "csv")
    assert uitkomst.code == 1
    assert [
        ["" if waarde is None else str(waarde) for waarde in rij]
        for rij in frame.itertuples(index=False)
    ] == [list(rij.values()) for rij in uitkomst.rijen]
    assert "" not in frame.to_numpy()  # what is not there is None, in every column
    assert uitslag.oordeel.startswith("1 fout")
    assert list(toets([pad], 2027, zonder=range(1, 14)).als_dataframe().columns) == list(frame)
    with pytest.raises(Gebruikersfout):
        toets(tmp_path / "ontbreekt.csv", 2027)


def test_checks_can_be_asked_about_data_of_ones_own(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    eigen = Gegevens(map_ / "data", map_ / "verdeelsleutels")
    assert controleer(eigen).klopt
    pad = map_ / "data" / "budgetten.csv"
    tekst = pad.read_text(encoding="utf-8").replace("231000000", "231000001", 1)
    pad.write_text(tekst, encoding="utf-8")
    uitkomst = controleer(Gegevens(map_ / "data", map_ / "verdeelsleutels"))
    frame = uitkomst.als_dataframe()
    assert not uitkomst.klopt
    assert frame.loc[~frame["klopt"], "nieuw"].min() >= 1


def test_a_fault_is_one_sentence_to_show_a_user() -> None:
    with pytest.raises(Gebruikersfout, match=r"bedoelde u 'Twente'\?"):
        verdeel(regio="Twnte")
    with pytest.raises(Gebruikersfout, match="kies uit: 2027, 2028, 2029"):
        verdeel(jaren=2026)
    with pytest.raises(AttributeError, match="has no attribute 'toetsing'"):
        azwa_funds.toetsing  # noqa: B018


# -- the shape of the interface ----------------------------------------------------------------


def test_the_package_offers_what_the_interface_has_and_no_name_of_a_module() -> None:
    eigen = {n for n, d in vars(api).items() if getattr(d, "__module__", "") == api.__name__}
    assert {n for n in eigen if n[0] != "_"} - {"T", "Tabelvorm"} <= set(azwa_funds.__all__)
    namen = {pad.stem for pad in PAKKET.rglob("*.py")} | {pad.name for pad in PAKKET.iterdir()}
    assert "verdelen" in namen
    assert not namen & set(azwa_funds.__all__)


@pytest.mark.parametrize("naam", azwa_funds.__all__)
def test_every_name_explains_itself(naam: str) -> None:
    ding = getattr(azwa_funds, naam)
    assert inspect.getdoc(ding)
    if inspect.isfunction(ding):
        assert "Raises" in str(inspect.getdoc(ding))
        assert f"`{naam}(" in (WORTEL / "docs" / "python.md").read_text(encoding="utf-8")
        assert all(p.annotation is not p.empty for p in inspect.signature(ding).parameters.values())


def test_importing_the_package_loads_nothing_until_a_name_is_used() -> None:
    programma = (
        "import sys, azwa_funds\n"
        "print([m for m in sys.modules if m.startswith(('azwa_funds.', 'pandas', 'numpy'))])\n"
        "azwa_funds.verdeel(jaren=2027)\n"
        "print('pandas' in sys.modules)\n"
    )
    klaar = subprocess.run(
        [sys.executable, "-c", programma], capture_output=True, encoding="utf-8", check=True
    )
    assert klaar.stdout.splitlines() == [
        "['azwa_funds.kern', 'azwa_funds.kern.gezicht', 'azwa_funds.kern.versie']", "False",
    ]  # fmt: skip


def test_the_package_shows_only_what_is_meant() -> None:
    assert dir(azwa_funds) == sorted(["__version__", *azwa_funds.__all__])


def test_an_answer_shows_itself_as_a_table() -> None:
    amounts = verdeel(gemeente="Almelo")
    assert "<table" in amounts._repr_html_()
    assert repr(amounts) == "<Toekenningen: 3 bedragen, samen € 4.123.880>"


def test_the_published_amounts_are_one_line_away() -> None:
    assert verdeel(uitkering="brede_spuk", jaren=2026).totaal == 264_423_052


def test_the_document_names_every_argument_in_its_order() -> None:
    tekst = (WORTEL / "docs" / "python.md").read_text(encoding="utf-8")
    genoemd = dict(re.findall(r"^\| `(\w+)\(([^)]*)\)`", tekst, re.MULTILINE))
    for naam in azwa_funds.__all__:
        ding = getattr(azwa_funds, naam)
        if inspect.isfunction(ding):
            assert genoemd[naam].split(", ") == list(inspect.signature(ding).parameters)


def test_every_answer_writes_the_workbook_of_its_command(tmp_path: Path) -> None:
    gemeente = leg_uit("Almelo", jaren=2027)
    for antwoord, opdracht in (
        (verdeel(gemeente="Almelo"), ("verdeel", "--gemeente", "Almelo")),
        (gemeente, ("uitleg", "Almelo", "--jaar", "2027")),
        (azwa_funds.leg_verschil_uit("Almelo"), ("verschil", "Almelo")),
        (controleer(), ("controleer",)),
    ):
        pad = tmp_path / f"{opdracht[0]}.xlsx"
        draai(*opdracht, "--uit", pad)
        assert antwoord.schrijf(tmp_path / "eigen.xlsx").read_bytes() == pad.read_bytes()
    sleutels = vergelijk_sleutels("brede_spuk_2026", "brede_spuk_2025")
    wat_als = azwa_funds.reken_scenario("korting")
    for antwoord in (sleutels, wat_als):
        assert antwoord.schrijf(tmp_path / "eigen.xlsx").stat().st_size > 5_000
        assert "<table" in antwoord._repr_html_()


def test_a_ledger_is_filled_in_by_arguments_as_by_the_options(tmp_path: Path) -> None:
    pad = tmp_path / "grootboek.csv"
    pad.write_text(
        "Stuknr;Datum;Omschrijving;Bedrag\n27-1;15-03-2027;Beweegcoach;212.500,00\n",
        encoding="utf-8",
    )
    aanvulling = ("--ontvanger", "Almelo", "--onderdeel", "lokaal")
    uitslag = toets(pad, 2027, ontvanger="Almelo", onderdeel="lokaal")
    rijen = draai("toets", pad, "--jaar", "2027", *aanvulling, "--formaat", "csv").rijen
    assert uitslag.als_dataframe()["regel"].astype(str).tolist() == [rij["regel"] for rij in rijen]
    gelezen = azwa_funds.lees_bestedingen(pad, jaar=2027, ontvanger="Almelo", onderdeel="lokaal")
    frame = gelezen.als_dataframe()
    assert frame["centen"].tolist() == [21_250_000]
    frame.loc[0, "omschrijving"] = "huur " + frame["boekstuk"].str.lower()[0]
    assert frame["omschrijving"].str.startswith("huur ").all(), "a column of texts as any other"
    gelezen.schrijf(tmp_path / "formulier.csv")
    assert toets(tmp_path / "formulier.csv", 2027).oordeel == uitslag.oordeel
    with pytest.raises(Gebruikersfout):
        toets(pad, 2027)


def test_a_plan_counts_where_a_script_gives_it(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    assert draai("doorverdelen", "voorbeeld", "--regio", "Twente", "--uit", plan).code == 0
    (pad,) = azwa_funds.maak_overzicht(regio="Twente", plannen=plan).schrijf(tmp_path / "met")
    (kaal,) = azwa_funds.maak_overzicht(regio="Twente").schrijf(tmp_path / "zonder")
    assert pad.read_bytes() != kaal.read_bytes()
    (gebied,) = azwa_funds.maak_overzicht(gebied="GGD Twente").schrijf(tmp_path)
    assert gebied.name == "ggd-twente.xlsx"
    with pytest.raises(Gebruikersfout, match="plan van IZA-regio Twente; kies die regio ook"):
        azwa_funds.maak_overzicht(gemeente="Almelo", plannen=plan)
