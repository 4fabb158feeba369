"""The first minutes of a new user: slips of the pen, names as people say them, answers for a
script. Each wrong turn ends in a sentence that says what to type instead."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

import opdrachten_md
import pytest
from hulp import Uitkomst, draai
from openpyxl import load_workbook

from azwa_funds.scherm.opties import click

ALLE = dict(opdrachten_md.opdrachten())


BOEKINGEN = (
    "verantwoorder_code;jaar;onderdeel;boekstuk;boekdatum;omschrijving;bedrag\n"
    "GM0141;2027;lokaal;2027-0117;15-03-2027;Verzonnen voorbeeld;1.147.731,00\n"
)
BESCHIKKING = (
    "uitkering;onderdeel;jaar;ontvanger_code;bedrag;kenmerk;datum\n"
    "spuk_azwa;lokaal;2027;GM0141;1.150.000;VOORBEELD-1;15-01-2027\n"
)


@pytest.fixture
def map_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "boekingen.csv").write_text(BOEKINGEN, encoding="utf-8")
    (tmp_path / "beschikking.csv").write_text(BESCHIKKING, encoding="utf-8")
    return tmp_path


def slip(*opdracht: str) -> str:
    """What is said to who typed this wrongly."""
    uitkomst = draai(*opdracht)
    assert (uitkomst.code, uitkomst.uit) == (2, ""), uitkomst
    return uitkomst.fout


# -- names as people say them ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("getypt", "code"),
    [("Den Haag", "GM0518"), ("den bosch", "GM0796"), ("gemeente Den Haag", "GM0518")],
)
def test_a_gemeente_is_found_by_the_name_that_everyone_uses(getypt: str, code: str) -> None:
    keuze = ["--jaar", "2027", "--onderdeel", "lokaal", "--formaat", "csv"]
    (rij,) = draai("verdeel", "--gemeente", getypt, *keuze).rijen
    assert rij["ontvanger_code"] == code


def test_who_types_a_gemeente_of_the_past_reads_where_it_went() -> None:
    fout = slip("verdeel", "--gemeente", "Brielle")
    assert "'Brielle' bestaat niet meer: op 1 januari 2023 opgegaan in Voorne aan Zee" in fout
    assert "bedoelde u 'Voorne aan Zee'?" in fout


@pytest.mark.parametrize("getypt", ["GGD GHOR Nederland", "ggd-ghor-nederland"])
def test_the_body_that_gets_the_subsidy_is_found_and_explained(getypt: str) -> None:
    tekst = draai("uitleg", getypt, "--jaar", "2027").tekst
    assert "2027, Subsidie Gezonde School: € 8.000.000 (indicatief)" in tekst
    assert "Dit is een subsidie aan GGD GHOR Nederland en geen deel van de SPUK." in tekst
    assert "par. 4, blz. 4" in tekst
    (stuk,) = json.loads(draai("uitleg", getypt, "--jaar", "2027", "--json").uit)
    assert (stuk["bedrag"], stuk["sleutel"]) == (8_000_000, "")


def test_a_ggd_reads_which_money_waits_for_a_division() -> None:
    tekst = draai("uitleg", "GGD Twente").tekst
    assert "2027: het aandeel van GGD Twente in de € 3.000.000" in tekst
    assert "niet bekend (p.m.)" in tekst


@pytest.mark.parametrize("getypt", ["Lokaal", "LOKAAL"])
def test_capitals_in_an_onderdeel_make_no_difference(getypt: str) -> None:
    zo = draai("verdeel", "--jaar", "2027", "--onderdeel", getypt, "--gemeente", "Almelo")
    assert "1.147.731" in zo.uit


IDS = re.compile(
    r"ggd_kennis_coordinatie|gezonde_school|grootste_resten|per_ontvanger|vaste_tabel|ggd_regio"
    r"|gewogen_maatstaven|nplv_gebied\b|spuk_azwa|spuk_iza|brede_spuk|vws_2026|eigen_keuze"
)


@pytest.mark.parametrize(
    "opdracht",
    [
        "verdeel --jaar 2027",
        "scenario reken indexatie --jaar 2027",
        "scenario vergelijk indexatie --gemeente Almelo",
        "scenario vergelijk korting",
        "scenario zwaai --onderdeel ggd_kennis_coordinatie --aantal 100",
        "uitleg ggd-ghor-nederland",
        "controleer",
        "toets boekingen.csv --jaar 2027 --gemeente Almelo",
    ],
)
def test_people_read_names_and_no_ids(opdracht: str, map_: Path) -> None:
    assert IDS.findall(draai(*opdracht.split()).uit) == []


def test_a_list_of_keys_shows_ids_only_where_they_are_to_be_typed() -> None:
    tekst = draai("sleutel", "toon").uit
    assert IDS.findall(re.sub(r"^ \w+ ", "", tekst, flags=re.MULTILINE)) == []
    assert "Bronnen\n- Brede SPUK 2025" in tekst


def test_workbooks_name_what_they_show_and_say_in_which_year_money_waits(map_: Path) -> None:
    draai("overzicht", "--landelijk", "--gemeente", "Almelo", "--uit", "r")
    draai("toets", "boekingen.csv", "--jaar", "2027", "--gemeente", "Almelo", "--uit", "r/t.xlsx")
    draai("scenario", "vergelijk", "indexatie", "--uit", "r/s.xlsx")
    gelezen: dict[str, list[str]] = {}
    for pad in (map_ / "r").rglob("*.xlsx"):
        with closing(load_workbook(pad, read_only=True)) as boek:
            for blad in boek.worksheets:
                cellen = [str(c) for rij in blad.iter_rows(values_only=True) for c in rij if c]
                gelezen.setdefault(blad.title, []).extend(cellen)
    # Openstaand names the files and blocks to edit, by their own names.
    for titel in set(gelezen) - {"Uitvoering", "Boekingen", "Openstaand"}:
        assert IDS.findall("\n".join(gelezen[titel])) == [], titel
    assert "342 ontvangers, sleutel Brede SPUK 2026" in gelezen["Budget"]
    (ggd,) = [cel for cel in gelezen["Budget"] if cel.startswith("2027: p.m. (de 25 GGD'en")]
    assert "; 2028 en 2029: p.m. (de GGD'en; afspraken" in ggd


# -- slips of the pen --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opdracht", "raad"),
    [
        (["verdeel", "--gemeente", "Amserdam"], "bedoelde u 'Amsterdam'"),
        (["verdeel", "--gemeente", "bergn"], "bedoelde u 'Bergen' of"),
        (["verdeel", "--onderdeel", "ggd"], "bedoelde u 'ggd_kennis_coordinatie'?"),
        (["verdeel", "--sleutel", "lokaal=brede"], "bedoelde u 'brede_spuk_2025' of 'brede_"),
        (["verdeel", "Almelo"], "Hier hoort geen 'Almelo'; zet er een optie voor, zoals --"),
        (["verdeel", "--gemeente", "Hof", "van", "Twente"], "tussen aanhalingstekens"),
        (["help"], "Opdracht 'help' bestaat niet; typ 'azwa-funds --help' voor alle opdrachten."),
        (["sisa", "vull", "x.xlsx"], "Opdracht 'vull' bestaat niet; bedoelde u 'vul'?"),
        (["kalender", "--ics", "a.ics", "--uit", "a.csv"], "Kies --ics of --uit"),
        (["kalender", "--jso"], "Bedoelde u '--json'?"),
    ],
    ids=lambda deel: " ".join(deel) if isinstance(deel, list) else "",
)
def test_a_slip_gets_the_best_suggestion_first(opdracht: list[str], raad: str) -> None:
    assert raad in slip(*opdracht)


@pytest.mark.parametrize("opdracht", ALLE)
def test_every_path_refuses_to_be_empty(opdracht: str) -> None:
    """`--uit ""` would silently mean the folder one is in."""
    for param in ALLE[opdracht].command.params:
        if isinstance(param.type, click.Path):
            with pytest.raises(click.BadParameter, match="de naam is leeg"):
                param.type.convert("", param, None)


@pytest.mark.parametrize(
    "opdracht",
    [
        ["verdeel", "--uit", ""],
        ["--data", "", "verdeel"],
        ["--sleutels", " ", "verdeel"],
        ["data", "kopieer", ""],
        ["pagina", "--uit", ""],
    ],
    ids=" ".join,
)
def test_an_empty_path_is_refused_in_one_sentence(
    opdracht: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "de naam is leeg; typ de naam van een bestand of map." in slip(*opdracht)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("opdracht", "raad"),
    [
        (["verdeel", "--uit", "a.pdf"], ".xlsx, .csv, .json of .txt"),
        (["verdeel", "--formaat", "csv", "--uit", "a.xlsx"], "formaat csv"),
        (["verdeel", "--formaat", "csv", "--uit", "a.json"], "formaat csv"),
        (["scenario", "reken", "indexatie", "--uit", "a.docx"], ".csv, .json of .txt"),
        (["scenario", "vergelijk", "indexatie", "--uit", "a.pdf"], ".xlsx, .csv, .json of .txt"),
    ],
    ids=lambda deel: " ".join(deel) if isinstance(deel, list) else "",
)
def test_a_file_never_holds_something_else_than_its_name_says(
    opdracht: list[str], raad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert raad in slip(*opdracht)
    assert list(tmp_path.iterdir()) == []


# -- answers for a script ----------------------------------------------------------------------


@pytest.mark.parametrize("opdracht", ALLE)
def test_who_can_answer_in_json_says_so_with_one_short_option(opdracht: str) -> None:
    namen = {naam for param in ALLE[opdracht].command.params for naam in param.opts}
    assert ("--formaat" in namen) == ("--json" in namen)


@pytest.mark.parametrize(
    "opdracht",
    [
        "verdeel --gemeente Almelo",
        "uitleg Almelo --jaar 2027",
        "toets boekingen.csv --jaar 2027 --gemeente Almelo",
        "kalender",
        "sleutel toon",
        "sleutel vergelijk brede_spuk_2026 brede_spuk_2025",
        "scenario lijst",
        "scenario reken indexatie --gemeente Almelo",
        "scenario vergelijk indexatie --gemeente Almelo",
        "scenario zwaai --gemeente Almelo --aantal 100",
        "cbs toon --tabel inkomen",
        "beschikking lees beschikking.csv --titel Voorbeeld --proef",
    ],
)
def test_a_command_that_gives_data_gives_json(opdracht: str, map_: Path) -> None:
    uitkomst = draai(*opdracht.split(), "--json")
    assert uitkomst.code in (0, 1), uitkomst.fout
    assert json.loads(uitkomst.uit)


def test_a_script_learns_from_sisa_which_files_there_are(map_: Path) -> None:
    maak = draai("sisa", "boekingen.csv", "--jaar", "2027", "--json")
    gemaakt = json.loads(maak.uit)
    assert maak.code == int(bool(gemaakt["bevindingen"]))
    (werkboek,) = gemaakt["werkboeken"]
    assert (map_ / werkboek).is_file()
    verzameld = draai("sisa", "consolideer", "Twente", werkboek, "--jaar", "2027", "--json")
    opgave = json.loads(verzameld.uit)
    assert (verzameld.code, opgave["verwacht"]) == (1, 15)
    assert opgave["bevindingen"]
    assert (map_ / opgave["werkboek"]).is_file()


@pytest.mark.parametrize(
    "opdracht", ["uitleg Almelo --jaar 2027", "kalender", "controleer", "verifieer factsheet.xlsx"]
)
def test_an_answer_for_the_file_of_an_accountant_needs_no_redirection(
    opdracht: str, map_: Path
) -> None:
    if "factsheet" in opdracht:
        draai("overzicht", "--gemeente", "Almelo")
        Path("reports/gemeente/GM0141-almelo.xlsx").rename("factsheet.xlsx")
    op_scherm = draai(*opdracht.split()).uit
    assert draai(*opdracht.split(), "--uit", "antwoord.txt").uit == "Geschreven: antwoord.txt\n"
    assert Path("antwoord.txt").read_text(encoding="utf-8") == op_scherm
    assert stil(*opdracht.split(), "--uit", "antwoord.json")
    assert json.loads(Path("antwoord.json").read_text(encoding="utf-8"))


def test_silence_is_kept_where_something_is_written(map_: Path) -> None:
    assert stil("data", "kopieer", "eigen")
    bewaar = ["--data", "eigen/data", "beschikking", "lees", "beschikking.csv", "--titel", "V"]
    uitkomst = draai(*bewaar, "--stil")
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    assert "1.150.000" in uitkomst.uit


def stil(*opdracht: str) -> Uitkomst:
    uitkomst = draai(*opdracht, "--stil")
    assert (uitkomst.code, uitkomst.uit, uitkomst.fout) == (0, "", "")
    return uitkomst
