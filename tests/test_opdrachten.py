"""The commands, as a financial officer uses them."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hulp import GEDULD, Uitkomst, draai, draai_in, kopieer_gegevens, lees_csv, schrijf_csv

from azwa_funds.gegevens.mappen import meegeleverde_map

KOLOMMEN = "jaar onderdeel regio ontvanger_code ontvanger bedrag status sleutel".split()
ONDERDELEN = {"lokaal", "regionaal", "ggd_kennis_coordinatie", "nplv", "gezonde_school"}


def csv_van(*keuzes: str) -> list[dict[str, str]]:
    uitkomst = draai("verdeel", "--formaat", "csv", *keuzes)
    assert uitkomst.code == 0, uitkomst.fout
    return uitkomst.rijen


# -- verdeel -----------------------------------------------------------------------------------


def test_csv_has_the_agreed_columns_and_order() -> None:
    uitkomst = draai("verdeel", "--formaat", "csv")
    assert uitkomst.uit.splitlines()[0] == ",".join(KOLOMMEN)
    rijen = [tuple(rij.values()) for rij in uitkomst.rijen]
    # The columns before the name of the recipient order the rows; the year is a number of four.
    assert [rij[:4] for rij in rijen] == sorted(rij[:4] for rij in rijen)
    assert len(rijen) == 3 * (342 + 42 + 3)


def test_codes_and_amounts_are_plain_text_for_any_spreadsheet() -> None:
    for rij in csv_van():
        assert re.fullmatch(r"\d+", rij["bedrag"])
        if rij["onderdeel"] == "lokaal":
            assert re.fullmatch(r"GM\d{4}", rij["ontvanger_code"])


def test_without_options_every_year_and_onderdeel_is_there() -> None:
    rijen = csv_van()
    assert {rij["jaar"] for rij in rijen} == {"2027", "2028", "2029"}
    assert {rij["onderdeel"] for rij in rijen} == ONDERDELEN


def test_what_is_not_known_stays_visibly_not_known() -> None:
    pm = [rij for rij in csv_van() if not rij["ontvanger_code"]]
    assert {(rij["jaar"], rij["onderdeel"]) for rij in pm} == {
        ("2027", "ggd_kennis_coordinatie"),
        ("2028", "ggd_kennis_coordinatie"),
        ("2029", "ggd_kennis_coordinatie"),
        ("2027", "nplv"),
        ("2028", "nplv"),
        ("2029", "nplv"),
        ("2028", "gezonde_school"),
        ("2029", "gezonde_school"),
    }
    for rij in pm:
        assert rij["ontvanger"].startswith("p.m. (")
        assert rij["regio"] == rij["sleutel"] == ""


def test_a_result_is_as_firm_as_the_softest_of_its_inputs() -> None:
    """Budget indicatief and key indicatief; from 2028 part of the money is only expected."""
    statussen = {(rij["jaar"], rij["onderdeel"]): rij["status"] for rij in csv_van()}
    assert statussen["2027", "lokaal"] == "indicatief"
    assert statussen["2028", "gezonde_school"] == "verwacht"
    assert statussen["2028", "ggd_kennis_coordinatie"] == "verwacht"
    (gekozen,) = {r["status"] for r in csv_van("--onderdeel", "nplv", "--sleutel", NPLV)}
    assert gekozen == "aanname"


NPLV = "nplv=nplv_gelijk"


def test_json_says_the_same_as_csv() -> None:
    rijen = json.loads(draai("verdeel", "--formaat", "json").uit)
    assert [{naam: str(waarde) for naam, waarde in rij.items()} for rij in rijen] == csv_van()
    assert all(isinstance(rij["bedrag"], int) and isinstance(rij["jaar"], int) for rij in rijen)


def test_the_table_shows_the_totals_of_the_letter() -> None:
    tekst = draai("verdeel").tekst
    assert "Totaal 451.000.000 547.000.000 532.000.000" in tekst
    assert "lokaal 231.000.000 278.000.000 321.000.000" in tekst
    assert "Onderdeel nplv, niet verdeeld" in tekst
    assert "Onderdeel lokaal, verdeelsleutel Brede SPUK 2026" in tekst
    assert "Utrecht GM0344 Utrecht 3.691.491 4.442.573 5.129.734 indicatief" in tekst


def test_a_table_of_one_recipient_needs_no_total() -> None:
    tekst = draai("verdeel", "--gemeente", "Ameland", "--jaar", "2027").tekst
    assert "Friesland GM0060 Ameland 79.555 indicatief" in tekst
    assert "Totaal" not in tekst


def test_a_gemeente_with_an_nplv_area_reads_that_money_is_still_to_come() -> None:
    uitkomst = draai("verdeel", "--gemeente", "Amsterdam", "--jaar", "2027")
    assert (
        "2027: Amsterdam heeft NPLV-gebied Amsterdam Nieuw-West en Amsterdam Zuidoost; het aandeel "
        "in de € 15.000.000 voor alle NPLV-gebieden is niet bekend (p.m.)."
    ) in uitkomst.tekst


@pytest.mark.parametrize(
    ("keuzes", "verwacht"),
    [
        (["--jaar", "2028"], {"jaar": {"2028"}}),
        (["--jaar", "2029", "--jaar", "2027"], {"jaar": {"2027", "2029"}}),
        (["--onderdeel", "lokaal"], {"onderdeel": {"lokaal"}}),
        (["--onderdeel", "nplv", "--onderdeel", "regionaal"], {"onderdeel": {"nplv", "regionaal"}}),
        (["--regio", "Twente"], {"regio": {"Twente"}}),
        (["--regio", "twente", "--onderdeel", "regionaal"], {"ontvanger": {"SamenTwente"}}),
        (["--gemeente", "Ameland"], {"ontvanger": {"Ameland"}, "onderdeel": {"lokaal"}}),
        (["--gemeente", "Utrecht"], {"onderdeel": {"lokaal", "regionaal"}}),
    ],
)
def test_filters_choose_rows_and_change_no_amount(
    keuzes: list[str], verwacht: dict[str, set[str]]
) -> None:
    alle, gekozen = csv_van(), csv_van(*keuzes)
    assert gekozen == [rij for rij in alle if rij in gekozen]
    for kolom, waarden in verwacht.items():
        assert {rij[kolom] for rij in gekozen} == waarden


def test_a_region_is_its_gemeenten_and_its_mandaathouder() -> None:
    rijen = csv_van("--regio", "Twente", "--jaar", "2027")
    indeling = lees_csv(meegeleverde_map("data") / "indeling" / "gemeenten.csv")
    twents = {rij["naam"] for rij in indeling if rij["iza_regio"] == "Twente"}
    assert len(twents) == 14
    assert {rij["ontvanger"] for rij in rijen} == twents | {"SamenTwente"}


def test_a_file_holds_what_the_screen_would_show(tmp_path: Path) -> None:
    doel = tmp_path / "nieuwe map" / "verdeling.csv"
    uitkomst = draai("verdeel", "--formaat", "csv", "--uit", doel)
    assert uitkomst == Uitkomst(0, f"Geschreven: {doel}\n", "")
    assert doel.read_text(encoding="utf-8") == draai("verdeel", "--formaat", "csv").uit
    assert list(doel.parent.iterdir()) == [doel]


def test_the_same_question_gives_the_same_bytes() -> None:
    assert draai("verdeel", "--formaat", "csv") == draai("verdeel", "--formaat", "csv")


def test_a_key_can_be_changed_for_one_onderdeel_only() -> None:
    gewoon, anders = csv_van("--jaar", "2027"), csv_van("--jaar", "2027", "--sleutel", NPLV)
    assert [r for r in anders if r["onderdeel"] != "nplv"] == [
        r for r in gewoon if r["onderdeel"] != "nplv"
    ]
    assert {r["sleutel"] for r in anders if r["onderdeel"] == "nplv"} == {"nplv_gelijk"}


# -- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naam", "code"),
    [
        ("Hengelo", "GM0164"),
        ("Hengelo (O.)", "GM0164"),
        ("HENGELO", "GM0164"),
        ("GM0164", "GM0164"),
        ("gm164", "GM0164"),
        ("164", "GM0164"),
        ("'s-Hertogenbosch", "GM0796"),
        ("'s-hertogenbosch", "GM0796"),
        ("s hertogenbosch", "GM0796"),
        ("sudwest fryslan", "GM1900"),
        ("Súdwest-Fryslân", "GM1900"),
        ("Bergen (NH.)", "GM0373"),
        ("bergen nh", "GM0373"),
        ("Bergen op Zoom", "GM0748"),
        ("gemeente Utrecht", "GM0344"),
        (" Utrecht ", "GM0344"),
    ],
)
def test_a_gemeente_is_found_however_it_is_written(naam: str, code: str) -> None:
    assert {rij["ontvanger_code"] for rij in csv_van("--gemeente", naam)} == {code}


@pytest.mark.parametrize("naam", ["Utrecht", "Groningen"])
def test_a_gemeente_and_a_region_of_one_name_are_told_apart(naam: str) -> None:
    gemeente = csv_van("--gemeente", naam)
    regio = csv_van("--regio", naam)
    indeling = lees_csv(meegeleverde_map("data") / "indeling" / "gemeenten.csv")
    leden = {rij["naam"] for rij in indeling if rij["iza_regio"] == naam}
    assert {rij["ontvanger"] for rij in gemeente} == {naam}
    assert {rij["ontvanger"] for rij in regio} == leden | {naam}
    assert regio == csv_van("--regio", f"regio {naam}")
    assert gemeente == csv_van("--gemeente", f"gemeente {naam}")


@pytest.mark.parametrize("naam", ["Utrecht", "Groningen"])
def test_uitleg_of_a_shared_name_is_about_the_gemeente_and_says_so(naam: str) -> None:
    tekst = draai("uitleg", naam, "--jaar", "2027").tekst
    assert tekst.startswith(f"Gemeente {naam} (GM")
    assert f"Er is ook een regio met deze naam: typ 'regio {naam}' voor alleen" in tekst
    regionaal = draai("uitleg", f"regio {naam}", "--jaar", "2027").tekst
    assert "2027, regionaal: €" in regionaal
    assert "2027, lokaal: €" not in regionaal


def test_a_mandaathouder_that_is_no_gemeente_is_found_by_each_of_its_names() -> None:
    teksten = {draai("uitleg", n).uit for n in ("SamenTwente", "samentwente", "Twente")}
    (tekst,) = teksten
    assert "SamenTwente (openbaar lichaam) is mandaathouder van IZA-regio Twente" in tekst


@pytest.mark.parametrize(
    ("opdracht", "melding"),
    [
        (
            ["verdeel", "--gemeente", "Utrcht"],
            "De gemeente 'Utrcht' bestaat niet; bedoelde u 'Utrecht'?",
        ),
        (
            ["verdeel", "--gemeente", "xanadu"],
            "De gemeente 'xanadu' bestaat niet; typ de naam of de CBS-code (GM0344).",
        ),
        (
            ["verdeel", "--gemeente", "Bergen"],
            "'Bergen' kan op meer gemeenten slaan; bedoelde u Bergen (NH.) (GM0373) of "
            "Bergen (L.) (GM0893)?",
        ),
        (
            ["verdeel", "--gemeente", "Bergn"],
            "De gemeente 'Bergn' bestaat niet; bedoelde u 'Bergen' of 'Tubbergen'?",
        ),
        (
            ["verdeel", "--gemeente", "GM9999"],
            "De gemeente 'GM9999' bestaat niet; typ de naam of de CBS-code (GM0344).",
        ),
        (
            ["verdeel", "--gemeente", ""],
            "De gemeente '' bestaat niet; typ de naam of de CBS-code (GM0344).",
        ),
        (
            ["verdeel", "--gemeente", "regio Utrecht"],
            "De gemeente 'regio Utrecht' bestaat niet; bedoelde u 'Utrecht'?",
        ),
        (["verdeel", "--regio", "Twnte"], "De regio 'Twnte' bestaat niet; bedoelde u 'Twente'?"),
        (
            ["verdeel", "--regio", "veluwe"],
            "De regio 'veluwe' bestaat niet; bedoelde u 'Noord Veluwe'?",
        ),
        (
            ["uitleg", "Utrecth"],
            "De gemeente of regio 'Utrecth' bestaat niet; bedoelde u 'Utrecht'?",
        ),
        (["uitleg", "regio Twnte"], "De regio 'Twnte' bestaat niet; bedoelde u 'Twente'?"),
        (
            ["verdeel", "--jaar", "2026"],
            "Het jaar '2026' hoort niet bij deze uitkering; kies uit: 2027, 2028, 2029; voor 2026: "
            "geef --uitkering brede_spuk of spuk_iza.",
        ),
        (
            ["verdeel", "--jaar", "27"],
            "Ongeldige waarde voor '--jaar': '27' is geen jaartal; schrijf bijvoorbeeld 2027.",
        ),
        (
            ["verdeel", "--onderdeel", "lokal"],
            "Het onderdeel 'lokal' hoort niet bij deze uitkering; bedoelde u 'lokaal'?",
        ),
        (
            ["verdeel", "--onderdeel", "sport"],
            "Het onderdeel 'sport' hoort niet bij deze uitkering; kies uit: lokaal, regionaal, "
            "ggd_kennis_coordinatie, nplv, gezonde_school.",
        ),
        (
            ["verdeel", "--sleutel", "nplv"],
            "Ongeldige waarde voor '--sleutel': 'nplv' is geen ONDERDEEL=ID; schrijf bijvoorbeeld "
            "nplv=nplv_gelijk.",
        ),
        (
            ["verdeel", "--sleutel", "=nplv_gelijk"],
            "Ongeldige waarde voor '--sleutel': '=nplv_gelijk' is geen ONDERDEEL=ID; schrijf "
            "bijvoorbeeld nplv=nplv_gelijk.",
        ),
        (
            ["verdeel", "--sleutel", "nplv=nplv_gelik"],
            "De verdeelsleutel 'nplv_gelik' bestaat niet; bedoelde u 'nplv_gelijk'?",
        ),
        (
            ["verdeel", "--sleutel", "npl=nplv_gelijk"],
            "Het onderdeel 'npl' hoort niet bij deze uitkering; bedoelde u 'nplv'?",
        ),
        (
            ["verdeel", "--formaat", "xlsx"],
            "Ongeldige waarde voor '--formaat': 'xlsx' is niet een van 'tabel', 'csv', "
            "'csv-excel', 'json'.",
        ),
        (
            ["verdeel", "--gemeente", "Ameland", "--regio", "Utrecht"],
            "Met deze keuzes is er geen enkel bedrag; laat een optie weg (--regio, --gemeente, "
            "--jaar of --onderdeel).",
        ),
        (
            ["uitleg", "Ameland", "--onderdeel", "regionaal"],
            "Ameland krijgt in de gekozen jaren en onderdelen geen bedrag; laat --jaar of "
            "--onderdeel weg om alles te zien; het regionale geld gaat naar de mandaathouder van "
            "'regio Friesland'.",
        ),
        (
            ["--data", "nergens", "verdeel"],
            "De map 'nergens' bestaat niet; wijs met --data of --sleutels een bestaande map aan.",
        ),
        (["verdel"], "Opdracht 'verdel' bestaat niet; bedoelde u 'verdeel'?"),
        (["uitleg"], "Ontbrekend argument 'NAAM-OF-CODE'."),
    ],
)
def test_a_wrong_choice_is_answered_with_what_is_possible(
    opdracht: list[str], melding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    uitkomst = draai(*opdracht)
    assert uitkomst.fout.splitlines()[-1] == f"Fout: {melding}"
    assert (uitkomst.code, uitkomst.uit) == (2, "")


@pytest.mark.parametrize(
    ("doel", "melding"),
    [
        ("map", "map is een map; geef de naam van een bestand."),
        (
            "bestand.txt/verdeling.csv",
            "De map bestand.txt is niet te maken omdat er een bestand met die naam staat; kies een "
            "andere map.",
        ),
        ("n" * 300, f"De naam {'n' * 300} is te lang voor een bestand; kies een kortere naam."),
    ],
    ids=["een map", "onder een bestand", "te lange naam"],
)
def test_a_place_where_nothing_can_be_written_is_named(
    doel: str, melding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "bestand.txt").write_text("van mij")
    monkeypatch.chdir(tmp_path)
    uitkomst = draai("verdeel", "--uit", doel)
    assert uitkomst == Uitkomst(2, "", f"Fout: {melding}\n")
    assert sorted(pad.name for pad in tmp_path.rglob("*")) == ["bestand.txt", "map"]
    assert (tmp_path / "bestand.txt").read_text() == "van mij"


# -- uitleg ------------------------------------------------------------------------------------


def test_uitleg_leads_to_both_letters_with_kenmerk_and_page() -> None:
    tekst = draai("uitleg", "Utrecht", "--jaar", "2027").tekst
    assert "22 april 2026, kenmerk 1097348-DMO, par. 4, tabel, blz. 4." in tekst
    assert ("12 september 2025, kenmerk 4190863-1084972-DMO, bijlage 2A, blz. 11.") in tekst
    assert ("12 september 2025, kenmerk 4190863-1084972-DMO, bijlage 2B, blz. 14.") in tekst


def test_uitleg_can_be_followed_with_a_calculator() -> None:
    """231.000.000 x 4.225.607 / 264.423.052 = 3.691.490,623139, and that is rounded up."""
    tekst = draai("uitleg", "Utrecht", "--jaar", "2027", "--onderdeel", "lokaal").tekst
    for stap in (
        "1. Landelijk budget Lokaal (gemeenten), 2027: € 231.000.000 (indicatief)",
        "2. Verdeelsleutel: Brede SPUK 2026, id brede_spuk_2026 (indicatief)",
        "3. Gewicht van Utrecht: 4.225.607 van 264.423.052, dat is 1,598047…%",
        "4. Precies deel: 231.000.000 x 4.225.607 / 264.423.052 = € 3.691.490,623139…",
        "5. Afronding: naar boven (grootste resten)",
        "die gaan naar de 174 grootste resten.",
        "De rest van Utrecht is 0,623139…: nummer 126 van 342",
        "6. Uitkomst: € 3.691.491 (indicatief)",
    ):
        assert stap in tekst
    assert "onder voorbehoud van de regeling" in tekst
    assert "De regeling zelf is hier nog niet verwerkt." in tekst


def test_uitleg_as_data_says_the_same_as_the_division() -> None:
    stukken = json.loads(draai("uitleg", "Utrecht", "--formaat", "json").uit)
    rijen = csv_van("--gemeente", "Utrecht")
    assert [{k: str(stuk[k]) for k in KOLOMMEN} for stuk in stukken] == rijen
    stuk = stukken[0]
    assert stuk["gewicht"] == 4_225_607
    assert stuk["totaal_gewicht"] == 264_423_052
    teller, noemer = (int(deel) for deel in stuk["precies_deel"].split("/"))
    assert teller * 264_423_052 == 231_000_000 * 4_225_607 * noemer
    assert [stap["titel"] for stap in stuk["stappen"]] == [
        "Landelijk budget Lokaal (gemeenten), 2027",
        "Verdeelsleutel",
        "Gewicht van Utrecht",
        "Precies deel",
        "Afronding",
        "Uitkomst",
    ]
    assert "1097348-DMO" in stuk["stappen"][0]["bron"]


@pytest.mark.parametrize(
    "naam", ["Ameland", "Schiermonnikoog", "Terschelling", "Vlieland", "Rozendaal", "Renswoude"]
)
def test_uitleg_of_a_gemeente_on_the_minimum_says_so(naam: str) -> None:
    tekst = draai("uitleg", naam, "--jaar", "2027").tekst
    assert (
        "Let op: dit gewicht is een minimumbedrag van de Brede SPUK; of de SPUK AZWA een minimum "
        "krijgt, is niet bekend."
    ) in tekst


def test_uitleg_of_another_gemeente_speaks_of_no_minimum() -> None:
    assert "minimum" not in draai("uitleg", "Texel").uit


@pytest.mark.parametrize("naam", ["Wijdemeren", "Hilversum"])
def test_uitleg_mentions_the_proposed_merger(naam: str) -> None:
    tekst = draai("uitleg", naam, "--jaar", "2027", "--onderdeel", "lokaal").tekst
    assert (
        "Voorgestelde herindeling per 01-01-2027: Wijdemeren naar Hilversum (wetsvoorstel "
        "ingediend op 21-11-2025; uitkomst niet nagegaan); niet verwerkt."
    ) in tekst
    assert "herindeling" not in draai("uitleg", "Laren").uit


def test_uitleg_shows_the_correction_of_the_two_exchanged_rows() -> None:
    sleutel = ["--sleutel", "regionaal=spuk_iza_2025", "--jaar", "2027"]
    tekst = draai("uitleg", "regio Noordoost Brabant", *sleutel).tekst
    assert "Gewicht van regio Noordoost Brabant: 5.508.786 van 142.900.002" in tekst
    assert "Let op: het bedrag 2025 staat in de rij van Noord-Holland Noord" in tekst
    assert "Dit is een eigen keuze; de gewone sleutel is spuk_iza_2026." in tekst


def test_uitleg_of_money_that_was_pm_calls_it_an_assumption() -> None:
    tekst = draai("uitleg", "Groningen", "--onderdeel", "nplv", "--sleutel", NPLV).tekst
    assert "2027, nplv: € 750.000 (aanname)" in tekst
    assert "Dit is een eigen keuze; zonder die keuze wordt dit geld niet verdeeld." in tekst


def test_every_recipient_can_be_explained_and_the_steps_lead_to_its_amount() -> None:
    """For a recipient of each region; the last step is the amount of the division."""
    rijen = csv_van("--jaar", "2028", "--onderdeel", "regionaal")
    for rij in rijen[::6]:
        keuzes = ["--jaar", "2028", "--onderdeel", "regionaal", "--formaat", "json"]
        (stuk,) = json.loads(draai("uitleg", f"regio {rij['regio']}", *keuzes).uit)
        bedrag = f"{int(rij['bedrag']):,}".replace(",", ".")
        assert stuk["stappen"][-1]["waarde"] == f"€ {bedrag} (indicatief)"


# -- the user's own figures --------------------------------------------------------------------


@pytest.fixture
def eigen(tmp_path: Path) -> Path:
    return kopieer_gegevens(tmp_path)


def _tabel(pad: Path) -> list[list[str]]:
    with pad.open(encoding="utf-8", newline="") as bestand:
        return list(csv.reader(bestand))


def test_a_copy_of_the_data_gives_the_same_answer(eigen: Path) -> None:
    assert draai_in(eigen, "verdeel", "--formaat", "csv") == draai("verdeel", "--formaat", "csv")


def test_the_order_of_the_rows_in_the_files_does_not_matter(eigen: Path) -> None:
    """Ties between remainders go to the lowest code, wherever it stands in a file."""
    keuzes = ["verdeel", "--formaat", "csv", "--sleutel", NPLV]
    for naam in ("gemeenten", "regios", "nplv_gebieden"):
        pad = eigen / "data" / "indeling" / f"{naam}.csv"
        kop, *rijen = _tabel(pad)
        schrijf_csv(pad, [kop, *reversed(rijen)])
    gepubliceerd = list((eigen / "data" / "beschikkingen").glob("*_2026.csv"))
    assert len(gepubliceerd) == 2
    for pad in gepubliceerd:
        kop, *rijen = _tabel(pad)
        schrijf_csv(pad, [kop, *reversed(rijen)])
    assert draai_in(eigen, *keuzes) == draai(*keuzes)


def test_an_excel_export_reads_as_well_as_our_own_files(eigen: Path) -> None:
    """Semicolons, a byte order mark, Windows line ends, points in amounts, codes without GM."""
    for naam in ("budgetten.csv", "beschikkingen/brede_spuk_2026.csv"):
        pad = eigen / "data" / naam
        kop, *rijen = _tabel(pad)
        for rij in rijen:
            bedrag = kop.index("bedrag")
            if rij[bedrag]:
                rij[bedrag] = f"€ {int(rij[bedrag]):,}".replace(",", ".")
            if "ontvanger_code" in kop:
                code = kop.index("ontvanger_code")
                rij[code] = rij[code].removeprefix("GM").lstrip("0")
        with pad.open("w", encoding="utf-8-sig", newline="") as bestand:
            csv.writer(bestand, delimiter=";", lineterminator="\r\n").writerows([kop, *rijen])
    assert draai_in(eigen, "verdeel", "--formaat", "csv") == draai("verdeel", "--formaat", "csv")
    assert draai_in(eigen, "controleer").code == 0


def test_a_budget_of_ones_own_is_divided_in_full(eigen: Path) -> None:
    pad = eigen / "data" / "budgetten.csv"
    rijen = _tabel(pad)
    assert rijen[1][:4] == ["spuk_azwa", "lokaal", "Lokaal (gemeenten)", "2027"]
    rijen[1][4] = "1.000.003"
    schrijf_csv(pad, rijen)
    keuzes = ["verdeel", "--jaar", "2027", "--onderdeel", "lokaal", "--formaat", "csv"]
    bedragen = [int(rij["bedrag"]) for rij in draai_in(eigen, *keuzes).rijen]
    assert len(bedragen) == 342
    assert sum(bedragen) == 1_000_003


@pytest.mark.parametrize(
    ("status_budget", "status"),
    [("verwacht", "verwacht"), ("indicatief", "indicatief"), ("vastgesteld", "indicatief")],
)
def test_a_division_is_never_firmer_than_its_budget_or_its_key(
    eigen: Path, status_budget: str, status: str
) -> None:
    """The key of the local money is indicatief."""
    pad = eigen / "data" / "budgetten.csv"
    rijen = _tabel(pad)
    rijen[1][rijen[0].index("status")] = status_budget
    schrijf_csv(pad, rijen)
    keuzes = ["verdeel", "--jaar", "2027", "--onderdeel", "lokaal", "--formaat", "csv"]
    assert {rij["status"] for rij in draai_in(eigen, *keuzes).rijen} == {status}


SLEUTEL = """\
id = "eigen"
naam = "Eigen gewichten"
soort = "{soort}"
ontvangers = "{ontvangers}"
status = "indicatief"
van = 2027
tot_en_met = 2029
bron = "eigen_keuze"
plaats = "proef"
toelichting = "Een proef."

[afronding]
regel = "{regel}"
bron = "eigen_keuze"
plaats = "proef"
toelichting = "Een proef."
"""


def _eigen_sleutel(
    eigen: Path, soort: str, ontvangers: str, meer: str = "", regel: str = "grootste_resten"
) -> None:
    tekst = SLEUTEL.format(soort=soort, ontvangers=ontvangers, regel=regel) + meer
    (eigen / "verdeelsleutels" / "eigen.toml").write_text(tekst, encoding="utf-8")


def test_the_last_euros_of_equal_parts_go_to_the_lowest_codes(eigen: Path) -> None:
    """231.000.000 / 342 = 675.438 and 204 euros over; not to the first names or the first rows."""
    _eigen_sleutel(eigen, "gelijk", "gemeente")
    keuzes = ["--jaar", "2027", "--onderdeel", "lokaal", "--sleutel", "lokaal=eigen"]
    rijen = draai_in(eigen, "verdeel", "--formaat", "csv", *keuzes).rijen
    op_code = sorted(rijen, key=lambda rij: rij["ontvanger_code"])
    assert [rij["bedrag"] for rij in op_code] == ["675439"] * 204 + ["675438"] * 138


def test_a_key_with_a_table_of_ones_own(eigen: Path) -> None:
    """Two areas in Amsterdam, one recipient, one row; a code may be written without GM."""
    _eigen_sleutel(eigen, "vaste_tabel", "nplv_gebied", '\n[gewichten]\nbestand = "eigen.csv"\n')
    gebieden = lees_csv(eigen / "data" / "indeling" / "nplv_gebieden.csv")
    gemeenten = {rij["gemeente_code"]: rij["gemeente"] for rij in gebieden}
    kop = ["ontvanger_code", "ontvanger", "gewicht", "bron", "vindplaats"]
    rijen = [
        [
            code.removeprefix("GM"),
            naam,
            "82" if naam == "Amsterdam" else "1",
            "eigen_keuze",
            "proef",
        ]
        for code, naam in gemeenten.items()
    ]
    schrijf_csv(eigen / "verdeelsleutels" / "eigen.csv", [kop, *rijen])
    keuzes = ["--onderdeel", "nplv", "--jaar", "2027", "--sleutel", "nplv=eigen"]
    verdeeld = draai_in(eigen, "verdeel", "--formaat", "csv", *keuzes).rijen
    bedragen = {rij["ontvanger"]: int(rij["bedrag"]) for rij in verdeeld}
    assert bedragen.pop("Amsterdam") == 12_300_000
    assert set(bedragen.values()) == {150_000}
    assert len(bedragen) == 18
    assert {rij["status"] for rij in verdeeld} == {"aanname"}


def test_a_key_of_cbs_figures_with_weights_as_fractions(eigen: Path) -> None:
    """Three quarters for people under 15, a quarter for people over 65, exact to the fraction."""
    maatstaf = (
        '\n[[maatstaf]]\ntabel = "kerncijfers"\nkolom = "inwoners_00_14"\njaar = 2024\n'
        'gewicht = "3/4"\n'
        '\n[[maatstaf]]\ntabel = "kerncijfers"\nkolom = "inwoners_65_plus"\njaar = 2024\n'
        'gewicht = "1/4"\n'
    )
    _eigen_sleutel(eigen, "gewogen_maatstaven", "gemeente", maatstaf)
    keuzes = ["--sleutel", "lokaal=eigen", "--formaat", "json"]
    (stuk,) = json.loads(
        draai_in(eigen, "uitleg", "Urk", "--jaar", "2027", "--onderdeel", "lokaal", *keuzes).uit
    )
    cijfers = lees_csv(eigen / "data" / "cbs" / "kerncijfers.csv")
    gewichten = {
        rij["gemeente"]: 3 * int(rij["inwoners_00_14"]) + int(rij["inwoners_65_plus"])
        for rij in cijfers
    }
    teller, noemer = (int(deel) for deel in stuk["precies_deel"].split("/"))
    totaal = sum(gewichten.values())
    assert teller * totaal == 231_000_000 * gewichten["Urk"] * noemer


def test_a_key_that_rounds_each_part_shows_what_remains(eigen: Path) -> None:
    _eigen_sleutel(eigen, "gelijk", "gemeente", regel="per_ontvanger")
    keuzes = ["--jaar", "2027", "--onderdeel", "lokaal", "--sleutel", "lokaal=eigen"]
    rijen = draai_in(eigen, "verdeel", "--formaat", "csv", *keuzes).rijen
    verschil = [rij for rij in rijen if rij["ontvanger_code"] == "afrondingsverschil"]
    # 231.000.000 / 342 = 675.438,60: 342 times 675.439 is 138 euros too much.
    assert {rij["bedrag"] for rij in rijen if rij not in verschil} == {"675439"}
    assert [rij["bedrag"] for rij in verschil] == ["-138"]
    tekst = draai_in(eigen, "uitleg", "Utrecht", *keuzes).tekst
    assert "5. Afronding: naar boven, elk bedrag apart op hele euro's" in tekst
    assert "6. Uitkomst: € 675.439" in tekst


def test_a_weight_of_zero_gets_nothing_and_is_still_listed(eigen: Path) -> None:
    pad = eigen / "data" / "beschikkingen" / "brede_spuk_2026.csv"
    kop, eerste, *rijen = _tabel(pad)
    eerste[kop.index("bedrag")] = "0"
    schrijf_csv(pad, [kop, eerste, *rijen])
    keuzes = ["verdeel", "--formaat", "csv", "--onderdeel", "lokaal", "--jaar", "2027"]
    lokaal = {r["ontvanger_code"]: r["bedrag"] for r in draai_in(eigen, *keuzes).rijen}
    assert lokaal[eerste[kop.index("ontvanger_code")]] == "0"
    assert sum(map(int, lokaal.values())) == 231_000_000


# -- controleer --------------------------------------------------------------------------------


def test_controleer_finds_nothing_new_in_what_we_publish() -> None:
    uitkomst = draai("controleer")
    assert uitkomst.code == 0
    assert "FOUT" not in uitkomst.uit
    assert uitkomst.uit.endswith("Er is niets nieuws gevonden.\n")
    for zin in (
        "gelijk in 2027 € 451.000.000, 2028 € 547.000.000, 2029 € 532.000.000",
        "Herindeling voorgesteld per 01-01-2027: Wijdemeren naar Hilversum",
        "298 volgen uit een landelijk overzicht, 36 uit een gesplitst netwerk en 8 uit de bedragen",
        "p.m. nplv 2027 tot en met 2029: wacht op de 19 gemeenten met een NPLV-gebied",
    ):
        assert zin in uitkomst.tekst


# -- the real command --------------------------------------------------------------------------


def _start(*argumenten: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "azwa_funds", *argumenten],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )


def test_the_installed_command_speaks_utf_8_and_ends_with_its_code() -> None:
    with _start("verdeel", "--gemeente", "Súdwest-Fryslân", "--jaar", "2027") as proces:
        uit, fout = proces.communicate(timeout=GEDULD)
    assert (proces.returncode, fout) == (0, b"")
    assert "Súdwest-Fryslân" in uit.decode("utf-8")
    with _start("verdeel", "--gemeente", "Utrcht") as proces:
        uit, fout = proces.communicate(timeout=GEDULD)
    assert (proces.returncode, uit) == (2, b"")
    assert fout.decode("utf-8").startswith("Fout: De gemeente 'Utrcht' bestaat niet;")


def test_help_is_dutch_and_costs_nothing() -> None:
    for opdracht in (["--help"], ["verdeel", "--help"], ["uitleg", "-h"], ["controleer", "-h"]):
        uitkomst = draai(*opdracht)
        assert uitkomst.code == 0
        assert uitkomst.uit.startswith("Gebruik: azwa-funds")
