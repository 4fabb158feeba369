"""Figures from CBS: fetched whole or not at all, in our own tables, each with its source.

The server is a real one, on this machine; it gives our own figures back in the shape of StatLine.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hulp
import pytest
from hulp import GEDULD, WORTEL
from statline_server import Rij, Statline, Storing, als_statline, draaiend

from azwa_funds.cbs.tabellen import cbs_tabellen_van
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern import schijf
from azwa_funds.kern.fouten import Gebruikersfout

DATA = WORTEL / "data"
Draai = Callable[..., tuple[int, str, str]]


@pytest.fixture
def server() -> Iterator[Statline]:
    with draaiend() as draaiende:
        yield draaiende


@pytest.fixture
def data(tmp_path: Path, server: Statline) -> Path:
    """A data folder of one's own, that fetches from the server on this machine."""
    map_ = tmp_path / "data"
    shutil.copytree(DATA, map_)
    tabellen = map_ / "cbs" / "tabellen.toml"
    tekst = tabellen.read_text(encoding="utf-8")
    for oud, nieuw in {
        "https://opendata.cbs.nl/ODataFeed/odata": server.adres,
        "rijen_per_pagina = 500": "rijen_per_pagina = 100",
        "pogingen = 4": "pogingen = 2",
        "pauze_milliseconden = 1000": "pauze_milliseconden = 5",
    }.items():
        assert oud in tekst
        tekst = tekst.replace(oud, nieuw)
    tabellen.write_text(tekst, encoding="utf-8")
    return map_


@pytest.fixture
def draai(data: Path, monkeypatch: pytest.MonkeyPatch) -> Draai:
    """Give a command on the own data folder; the answer is exit code, output and messages."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def voer_uit(*argumenten: str) -> tuple[int, str, str]:
        uitkomst = hulp.draai("--data", data, *argumenten)
        return uitkomst.code, uitkomst.uit, uitkomst.fout

    return voer_uit


def tabel(map_: Path, naam: str) -> list[dict[str, str]]:
    with (map_ / "cbs" / f"{naam}.csv").open(encoding="utf-8") as bestand:
        return list(csv.DictReader(bestand))


def bestanden(map_: Path) -> dict[str, bytes]:
    return {str(p.relative_to(map_)): p.read_bytes() for p in map_.rglob("*") if p.is_file()}


# -- a good answer -----------------------------------------------------------------------------


def test_the_same_figures_give_the_same_table_byte_for_byte(
    data: Path, server: Statline, draai: Draai
) -> None:
    server.tabellen["85984NED"] = als_statline(data, "kerncijfers", 2024)
    oud = (data / "cbs" / "kerncijfers.csv").read_bytes()

    code, uit, fout = draai("cbs", "haal", "--tabel", "kerncijfers", "--jaar", "2024")

    assert (code, fout) == (0, "")
    assert (data / "cbs" / "kerncijfers.csv").read_bytes() == oud
    assert server.vragen.count("85984NED/TypedDataSet") == 4, "342 gemeenten, 100 per bladzijde"
    assert "kerncijfers 2024: 342 gemeenten uit 85984NED (Proeftabel 85984NED)" in uit
    assert "geen opleiding_basis_vmbo_mbo1: 1 gemeente (Rozendaal)" in uit
    assert "anders dan in de vorige tabel: 0 cijfers" in uit
    assert uit.endswith(f"Controleer nu de gegevens met: azwa-funds --data {data} controleer\n")


def test_the_snapshot_holds_what_was_received_and_says_where_it_came_from(
    data: Path, server: Statline, draai: Draai
) -> None:
    server.tabellen["86161NED"] = als_statline(data, "inkomen", 2024)

    assert draai("cbs", "haal", "--tabel", "inkomen")[0] == 0

    ruw = (data / "cbs" / "ruw" / "inkomen_2024.json").read_bytes()
    herkomst = tomllib.loads((data / "cbs" / "ruw" / "inkomen_2024.toml").read_text("utf-8"))
    assert herkomst["sha256"] == hashlib.sha256(ruw).hexdigest()
    assert herkomst["statline"] == "86161NED"
    assert herkomst["adres"] == f"{server.adres}/86161NED/TypedDataSet"
    assert "Perioden eq '2024JJ00'" in herkomst["vraag"]
    assert "Populatie eq '1050010'" in herkomst["vraag"]
    assert herkomst["rijen"] == sum(len(pagina["value"]) for pagina in json.loads(ruw)) == 342
    assert herkomst["eenheden"]["particuliere_huishoudens"] == "aantal"
    assert herkomst["opgehaald"].tzinfo is not None


def test_thousands_become_units_exactly_and_no_figure_stays_no_figure(
    data: Path, server: Statline, draai: Draai
) -> None:
    server.tabellen["86161NED"] = als_statline(data, "inkomen", 2024)
    groningen = next(r for r in server.tabellen["86161NED"] if r["RegioS"].startswith("GM0014"))
    assert groningen["GemiddeldGestandaardiseerdInkomen_3"] == 32.5
    oud = (data / "cbs" / "inkomen.csv").read_bytes()

    assert draai("cbs", "haal", "--tabel", "inkomen")[0] == 0

    assert (data / "cbs" / "inkomen.csv").read_bytes() == oud


def test_other_years_are_kept_and_former_gemeenten_without_figures_fall_away(
    data: Path, server: Statline, draai: Draai
) -> None:
    rijen = als_statline(data, "bevolking", 2025)
    leeg = {"ID": 9, "RegioS": "GM0003", "Perioden": "2025JJ00", "TotaleBevolking_1": None}
    verhuisd = {**rijen[1], "TotaleBevolking_1": 1}
    server.tabellen["70072ned"] = [leeg, rijen[0], verhuisd, *rijen[2:]]
    oud = tabel(data, "bevolking")

    code, uit, _ = draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")

    nieuw = tabel(data, "bevolking")
    assert code == 0
    assert [r for r in nieuw if r["jaar"] != "2025"] == [r for r in oud if r["jaar"] != "2025"]
    assert nieuw == sorted(nieuw, key=lambda r: (r["jaar"], r["gemeente_code"]))
    van_2025 = [r for r in nieuw if r["jaar"] == "2025"]
    assert len(van_2025) == 342
    assert {r["bron"] for r in van_2025} == {"cbs_regionale_kerncijfers"}
    assert "anders dan in de vorige tabel: 1 cijfer\n" in uit


def test_columns_that_were_renamed_between_years_land_in_one_column(
    data: Path, server: Statline, draai: Draai
) -> None:
    """In 2022 CBS still spoke of low, middle and high education."""
    inwoners = {r["gemeente_code"]: int(r["inwoners"]) for r in tabel(data, "bevolking")
                if r["jaar"] == "2022"}  # fmt: skip
    statline = cbs_tabellen_van(Gegevens(data)).vind("kerncijfers", 2022)
    assert statline
    server.tabellen["85318NED"] = [
        {
            "WijkenEnBuurten": f"{code:10}",
            **dict.fromkeys(statline.kolommen.values(), 0),
            "AantalInwoners_5": aantal,
            "k_25Tot45Jaar_10": aantal,
            "OpleidingsniveauLaag_64": 111,
            "k_40HuishoudensMetLaagsteInkomen_76": 40.1,
        }
        for code, aantal in inwoners.items()
    ]

    assert draai("cbs", "haal", "--tabel", "kerncijfers", "--jaar", "2022")[0] == 0

    nieuw = [r for r in tabel(data, "kerncijfers") if r["jaar"] == "2022"]
    assert len(nieuw) == 345, "de gemeenten van toen"
    assert {r["opleiding_basis_vmbo_mbo1"] for r in nieuw} == {"111"}
    assert {r["huishoudens_laagste_40pct_inkomen_pct"] for r in nieuw} == {"40.1"}
    assert {r["bron"] for r in nieuw} == {"cbs_kerncijfers_2022"}
    code, uit, _ = draai("controleer")
    assert code == 0, uit


def test_a_new_year_needs_a_line_in_the_data_and_no_python(
    data: Path, server: Statline, draai: Draai
) -> None:
    tabellen = data / "cbs" / "tabellen.toml"
    code, _, fout = draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2027")
    assert code == 2
    assert "onze tabel bevolking 2027 vult, is nog niet ingevuld" in fout
    assert str(tabellen) in fout

    tekst = tabellen.read_text(encoding="utf-8")
    tabellen.write_text(tekst.replace("tot_en_met = 2026", "tot_en_met = 2027"), encoding="utf-8")
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2027, uit_jaar=2026)

    assert draai("cbs", "haal", "--tabel", "bevolking")[0] == 0, "zonder --jaar het nieuwste"
    assert len([r for r in tabel(data, "bevolking") if r["jaar"] == "2027"]) == 342
    code, uit, _ = draai("controleer")
    assert code == 0, uit


def test_a_source_that_is_not_listed_is_refused_before_anything_is_asked(
    data: Path, server: Statline, draai: Draai
) -> None:
    tabellen = data / "cbs" / "tabellen.toml"
    tekst = tabellen.read_text(encoding="utf-8")
    tabellen.write_text(tekst.replace('"cbs_inkomen"', '"cbs_inkomens"'), encoding="utf-8")

    code, _, fout = draai("cbs", "haal", "--tabel", "inkomen")

    assert code == 2
    assert "bron 'cbs_inkomens' staat niet in bronnen.toml; bedoelde u 'cbs_inkomen'" in fout
    assert server.vragen == []


def test_into_another_folder_the_table_stays_whole_and_the_reader_is_told(
    data: Path, server: Statline, draai: Draai, tmp_path: Path
) -> None:
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2025)
    oud, elders = bestanden(data), tmp_path / "elders"

    code, uit, _ = draai(
        "cbs", "haal", "--tabel", "bevolking", "--jaar", "2025", "--uit", str(elders)
    )

    assert code == 0
    assert bestanden(data) == oud
    with (elders / "bevolking.csv").open(encoding="utf-8") as bestand:
        assert len({rij["jaar"] for rij in csv.DictReader(bestand)}) == 10
    assert f"Let op: berekeningen lezen {data / 'cbs'}" in uit


def test_a_table_that_is_not_filled_in_yet_is_skipped_with_a_word(
    data: Path, server: Statline, draai: Draai
) -> None:
    server.tabellen["85984NED"] = als_statline(data, "kerncijfers", 2024)
    server.tabellen["86161NED"] = als_statline(data, "inkomen", 2024)
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2024)

    code, uit, _ = draai("cbs", "haal", "--jaar", "2024")

    assert code == 0
    assert "Overgeslagen. Welke tabel van het CBS onze tabel leeftijd 2024 vult" in uit
    code, _, fout = draai("cbs", "haal", "--tabel", "leeftijd")
    assert code == 2
    assert fout.startswith("Fout: Welke tabel van het CBS onze tabel leeftijd vult")


# -- a server in trouble -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("storingen", "reden"),
    [
        pytest.param([404], "de server kent deze tabel niet (404)", id="404"),
        pytest.param([500, 500], "de server meldt fout 500", id="500"),
        pytest.param([503, 502], "de server meldt fout 502", id="502"),
        pytest.param([403], "de server meldt fout 403", id="403"),
        pytest.param(["halve_json"] * 2, "het antwoord is geen geldige JSON", id="halve JSON"),
        pytest.param(["half_verstuurd"] * 2, "het antwoord brak halverwege af", id="half"),
        pytest.param(["verbroken"] * 2, "het antwoord brak halverwege af", id="verbroken"),
        pytest.param(["webpagina"] * 2, "het antwoord is geen geldige JSON", id="webpagina"),
        pytest.param(["andere_vorm"] * 2, "het antwoord is geen tabel", id="andere vorm"),
        pytest.param(["geen_getal"] * 2, "het antwoord is geen geldige JSON", id="NaN"),
        pytest.param([lambda p: p[:-1] or p, *[lambda p: []] * 9], "het CBS telt", id="te weinig"),
    ],
)
def test_whatever_happens_on_the_way_the_old_figures_stay(
    data: Path, server: Statline, draai: Draai, storingen: list[Storing], reden: str
) -> None:
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2025)
    assert draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")[0] == 0
    oud = bestanden(data)
    server.storingen = [lambda pagina: pagina, *storingen]  # the first page still comes through

    code, uit, fout = draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")

    assert (code, uit) == (2, "")
    assert fout.startswith("Fout: Tabel 70072ned (bevolking 2025) is niet opgehaald bij het CBS")
    assert reden in fout
    assert fout.count("\n") == 1, "een zin"
    assert bestanden(data) == oud


@pytest.mark.parametrize(
    ("storing", "geduld", "reden"),
    [
        ("traag", "wachttijd_seconden = 1", "er kwam geen antwoord binnen 1 s"),
        ("druppelt", "hoogstens_seconden = 2", "het duurde langer dan 2 s"),
        ("druppelende_koppen", "hoogstens_seconden = 2", "het duurde langer dan 2 s"),
        ("steeds_verder", "hoogstens_seconden = 2", "het duurde langer dan 2 s"),
    ],
)
def test_patience_with_a_slow_server_ends(
    data: Path, server: Statline, draai: Draai, storing: Storing, geduld: str, reden: str
) -> None:
    """Left alone, one answer takes 3 seconds here, and those that trickle in 20."""
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2025)
    server.storingen = [storing] * 2
    tabellen = data / "cbs" / "tabellen.toml"
    naam = geduld.split(" = ")[0]
    regels = tabellen.read_text(encoding="utf-8").splitlines()
    regels = [geduld if regel.startswith(naam) else regel for regel in regels]
    tabellen.write_text("\n".join(regels), encoding="utf-8")
    oud, begin = bestanden(data), time.monotonic()

    code, _, fout = draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")

    assert code == 2
    assert reden in fout
    assert bestanden(data) == oud
    assert time.monotonic() - begin < 15


@pytest.mark.parametrize("storing", [503, 429, "halve_json", "half_verstuurd", "verbroken"])
def test_what_goes_wrong_once_is_tried_again(
    data: Path, server: Statline, draai: Draai, storing: Storing
) -> None:
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2025)
    server.storingen = [storing]

    assert draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")[0] == 0
    assert server.vragen.count("70072ned/TypedDataSet") == 5


def test_a_server_that_is_down_is_said_in_one_sentence(data: Path, draai: Draai) -> None:
    tabellen = data / "cbs" / "tabellen.toml"
    tekst = tabellen.read_text(encoding="utf-8").splitlines()
    tekst = ['adres = "http://127.0.0.1:9"' if r.startswith("adres") else r for r in tekst]
    tabellen.write_text("\n".join(tekst), encoding="utf-8")
    oud = bestanden(data)

    code, _, fout = draai("cbs", "haal", "--tabel", "inkomen")

    assert code == 2
    assert "want er is geen verbinding met de server, of zij viel weg" in fout
    assert bestanden(data) == oud


def test_neither_a_redirect_nor_a_link_leads_to_another_server(
    data: Path, server: Statline, draai: Draai
) -> None:
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2025)
    server.storingen = [302]
    with draaiend() as ander:
        server.doorsturen_naar = f"{ander.adres}/70072ned/TypedDataSet"
        oud = bestanden(data)

        code, _, fout = draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")

        assert code == 2
        assert "want de server stuurt door naar een ander adres" in fout
        assert ander.vragen == []
        assert bestanden(data) == oud


@pytest.mark.parametrize("telling", ["500", "404", "501"])
def test_a_server_that_does_not_count_is_read_until_a_page_is_empty(
    data: Path, server: Statline, draai: Draai, telling: str
) -> None:
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2025)
    server.telling = telling

    assert draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")[0] == 0
    assert server.vragen.count("70072ned/TypedDataSet") == 5


def test_a_server_that_gives_the_first_page_for_ever_is_stopped(
    data: Path, server: Statline, draai: Draai
) -> None:
    rijen = als_statline(data, "bevolking", 2025)
    server.tabellen["70072ned"] = rijen
    eerste = [{k: r[k] for k in ("RegioS", "Perioden", "TotaleBevolking_1")} for r in rijen[1:101]]
    server.storingen = [lambda _: eerste] * 9

    code, _, fout = draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")

    assert code == 2
    assert "het CBS gaf twee keer dezelfde rijen" in fout


# -- an answer that is not what was asked ------------------------------------------------------


def _wijzig(kolom: str, waarde: Any) -> Callable[[list[Rij]], None]:
    def pas_toe(rijen: list[Rij]) -> None:
        rijen[5][kolom] = waarde

    return pas_toe


@pytest.mark.parametrize(
    ("verander", "reden"),
    [
        pytest.param(lambda r: r.pop(3), "342: Veendam (GM0047) ontbreekt", id="te weinig"),
        pytest.param(
            lambda r: r.append({**r[5], "RegioS": "GM9999    "}),
            "GM9999 hoort er niet bij",
            id="meer",
        ),
        pytest.param(lambda r: r.append(dict(r[5])), "komt er twee keer in voor", id="dubbel"),
        pytest.param(_wijzig("TotaleBevolking_1", "veel"), "is 'veel' en geen getal", id="tekst"),
        pytest.param(_wijzig("TotaleBevolking_1", True), "is True en geen getal", id="ja/nee"),
        pytest.param(_wijzig("TotaleBevolking_1", -3), "'-3' is negatief", id="negatief"),
        pytest.param(_wijzig("TotaleBevolking_1", 3.5), "is geen geheel getal", id="breuk"),
        pytest.param(_wijzig("TotaleBevolking_1", [1]), "en geen getal", id="lijst"),
        pytest.param(lambda r: r.clear(), "(nog) geen cijfers over 2025", id="leeg"),
    ],
)
def test_an_answer_that_does_not_fit_changes_nothing(
    data: Path, server: Statline, draai: Draai, verander: Callable[[list[Rij]], object], reden: str
) -> None:
    land, *rijen = als_statline(data, "bevolking", 2025)
    verander(rijen)
    server.tabellen["70072ned"] = [land, *rijen]
    oud = bestanden(data)

    code, _, fout = draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")

    assert code == 2
    assert fout.startswith("Fout: Het antwoord van het CBS op tabel 70072ned (bevolking 2025) is")
    assert reden in fout
    assert fout.count("\n") == 1
    assert bestanden(data) == oud


def test_rows_of_another_period_are_refused(data: Path, server: Statline, draai: Draai) -> None:
    rijen = als_statline(data, "bevolking", 2025)
    server.tabellen["70072ned"] = rijen
    ander_jaar = {k: v for k, v in rijen[1].items() if k != "ID"} | {"Perioden": "2024JJ00"}
    server.storingen = [lambda pagina: [ander_jaar, *pagina[1:]]]

    code, _, fout = draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")

    assert code == 2
    assert "Perioden van GM0014 is '2024JJ00' en gevraagd was '2025JJ00'" in fout


def test_a_column_that_cbs_renamed_is_named_with_what_it_may_be_now(
    data: Path, server: Statline, draai: Draai
) -> None:
    rijen = als_statline(data, "kerncijfers", 2024)
    for rij in rijen:
        rij["HboWo_72"] = rij.pop("HboWo_69")
    server.tabellen["85984NED"] = rijen

    code, _, fout = draai("cbs", "haal", "--tabel", "kerncijfers", "--jaar", "2024")

    assert code == 2
    assert "De kolom 'HboWo_69' bestaat niet in tabel 85984NED van het CBS" in fout
    assert "bedoelde u 'HboWo_72'?" in fout
    assert "85984NED/TypedDataSet" not in server.vragen


def test_of_two_tables_none_is_written_when_one_fails(
    data: Path, server: Statline, draai: Draai
) -> None:
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2024)
    oud = bestanden(data)

    code, _, fout = draai(
        "cbs", "haal", "--tabel", "bevolking", "--tabel", "inkomen", "--jaar", "2024"
    )

    assert code == 2
    assert "Tabel 86161NED (inkomen 2024) is niet opgehaald" in fout
    assert "controleer het nummer in data/cbs/tabellen.toml" in fout
    assert bestanden(data) == oud


def test_a_table_that_is_open_in_excel_takes_its_snapshot_back_with_it(
    data: Path, server: Statline, draai: Draai, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.tabellen["70072ned"] = als_statline(data, "bevolking", 2025)
    assert draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")[0] == 0
    server.tabellen["70072ned"][1]["TotaleBevolking_1"] = 1
    oud, echt = bestanden(data), schijf.schrijf

    def op_slot(pad: Path, inhoud: bytes) -> None:
        if pad.suffix == ".csv":
            raise Gebruikersfout(f"Het bestand {pad} staat open; sluit het in Excel.")
        echt(pad, inhoud)

    monkeypatch.setattr(schijf, "schrijf", op_slot)
    code, _, fout = draai("cbs", "haal", "--tabel", "bevolking", "--jaar", "2025")

    assert code == 2
    assert "sluit het in Excel" in fout
    assert bestanden(data) == oud


# -- what is in the data -----------------------------------------------------------------------


def test_show_names_period_status_gaps_and_sources(draai: Draai) -> None:
    code, uit, _ = draai("cbs", "toon")

    assert code == 0
    assert "voorlopig" in next(r for r in uit.splitlines() if r.startswith(" inkomen"))
    assert "- kerncijfers 2024, opleiding_basis_vmbo_mbo1: 1 gemeente (Rozendaal)" in uit
    assert "- bevolking 2017 tot en met 2026: Inwoners op 1 januari" in uit
    assert "Nog niet op te halen met `cbs haal`: leeftijd" in uit


def test_show_gives_every_gap_in_json_and_csv(draai: Draai) -> None:
    standen = json.loads(draai("cbs", "toon", "--formaat", "json")[1])
    inkomen = next(stand for stand in standen if stand["tabel"] == "inkomen")
    assert (inkomen["jaar"], inkomen["gemeenten"], inkomen["status"]) == (2024, 342, "voorlopig")
    assert inkomen["gaten"][0] == {
        "kolom": "gestandaardiseerd_inkomen_gemiddeld",
        "aantal": 5,
        "gemeenten": ["Ameland", "Schiermonnikoog", "Vlieland", "Rozendaal", "Renswoude"],
    }
    rijen = list(csv.DictReader(draai("cbs", "toon", "--formaat", "csv")[1].splitlines()))
    assert len(rijen) == len(standen) == 13
    assert rijen[0]["periode"] == "1 januari 2017"


def test_show_says_when_it_was_fetched_and_when_a_snapshot_was_touched_since(
    data: Path, server: Statline, draai: Draai
) -> None:
    def opgehaald() -> str:
        standen = json.loads(draai("cbs", "toon", "--tabel", "inkomen", "--formaat", "json")[1])
        return str(standen[0]["opgehaald"])

    assert opgehaald() == "niet met cbs haal"
    server.tabellen["86161NED"] = als_statline(data, "inkomen", 2024)
    draai("cbs", "haal", "--tabel", "inkomen")
    assert opgehaald().endswith(time.strftime("%Y", time.gmtime()))
    ruw = data / "cbs" / "ruw" / "inkomen_2024.json"
    ruw.write_bytes(ruw.read_bytes() + b" ")
    assert opgehaald().endswith(", momentopname daarna gewijzigd")


# -- the mapping -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        ('adres = "http:', 'adres = "http://elders.invalid" #', "is niet toegestaan"),
        ('adres = "http:', 'adres = "ftp://127.0.0.1" #', "is niet toegestaan"),
        ('adres = "http:', 'adres = "https://u:w@opendata.cbs.nl" #', "is niet toegestaan"),
        ("pogingen = 2", "pogingen = 0", "'pogingen' in [dienst] is 0; vul een positief getal in"),
        ('"86161NED"', '"../geheim"', "is geen tabelnummer van StatLine"),
        ('"HboWo_69"', '"Hbo eq 1"', "is geen kolomnaam van StatLine"),
        ('"1050010"', "\"1' or '1\"", "is geen code van StatLine"),
        ('"{jaar}JJ00"', '"{jaren}JJ00"', "een accolade die niet bij {jaar} hoort"),
        ("opleiding_hbo_wo =", "opleiding_hbo =", "'opleiding_hbo' in [[tabel]] nummer 2"),
        ('inwoners = "TotaleBevolking_1"', "", "'inwoners' ontbreekt in [[tabel]] nummer 1"),
        ("tot_en_met = 2022", "tot_en_met = 2024", "gaan over kerncijfers 2024"),
        ("tot_en_met = 2022", "tot_en_met = 2021", "draai de jaren om"),
        ('naam = "inkomen"', 'naam = "inkomens"', "is geen CBS-tabel van dit programma"),
        ("besteedbaar_inkomen_mediaan = 1000", "besteedbaar_inkomen_mediaan = 0", "vul 1 of hoger"),
        ('status = "voorlopig"', 'status = "bijna"', "'bijna' is geen bekende status"),
    ],
)
def test_a_fault_in_the_mapping_is_said_before_anything_is_asked(
    data: Path, server: Statline, draai: Draai, oud: str, nieuw: str, melding: str
) -> None:
    tabellen = data / "cbs" / "tabellen.toml"
    tekst = tabellen.read_text(encoding="utf-8")
    assert oud in tekst
    tabellen.write_text(tekst.replace(oud, nieuw, 1), encoding="utf-8")

    for opdracht in (("cbs", "haal", "--tabel", "inkomen"), ("controleer",)):
        code, _, fout = draai(*opdracht)
        assert code == 2
        assert melding in fout
        assert fout.count("\n") == 1
    assert server.vragen == []


def test_the_shipped_address_is_that_of_cbs_and_safe() -> None:
    dienst = cbs_tabellen_van(Gegevens(DATA)).dienst
    assert dienst.adres.startswith("https://")
    assert dienst.server == "opendata.cbs.nl"


# -- only one command opens a connection -------------------------------------------------------

_LUISTEREND = """
import sys
verbindingen = []
sys.addaudithook(
    lambda gebeurtenis, _: gebeurtenis.startswith("socket.") and verbindingen.append(gebeurtenis)
)
from azwa_funds.opdrachten import main
try:
    main()
except SystemExit:
    pass
geladen = sorted({"requests", "azwa_funds.cbs.statline"} & set(sys.modules))
print("VERBINDINGEN", len(verbindingen) > 0, geladen)
"""


@pytest.mark.parametrize(
    ("opdracht", "verwacht"),
    [
        ("verdeel --jaar 2027", "VERBINDINGEN False []"),
        ("uitleg Utrecht", "VERBINDINGEN False []"),
        ("controleer", "VERBINDINGEN False []"),
        ("cbs toon", "VERBINDINGEN False []"),
        ("cbs haal --tabel inkomen", "VERBINDINGEN True ['azwa_funds.cbs.statline', 'requests']"),
    ],
)
def test_a_calculation_never_opens_a_connection(
    data: Path, server: Statline, opdracht: str, verwacht: str
) -> None:
    uitkomst = subprocess.run(
        [sys.executable, "-c", _LUISTEREND, "--data", str(data), *opdracht.split()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=GEDULD,
    )
    assert uitkomst.stdout.splitlines()[-1] == verwacht, uitkomst.stderr
