"""The dates that matter: told with their source, and put in people's own calendars."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from hulp import draai, draai_in, kopieer_gegevens
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kalender.dagen import leg_naast, maak_kalender
from azwa_funds.kern.begrippen import Precisie, Status, past_bij_precisie, toon_periode
from azwa_funds.kern.tekst import kwartalen


@pytest.mark.parametrize(
    ("onderwerp", "periode"),
    [
        ("Werkagenda gereed", "medio september 2026"),
        ("Werkagenda vastgesteld", "15-11-2026"),
        ("Werkagenda bij VWS", "medio november 2026"),
        ("Start SPUK AZWA", "01-01-2027"),
        ("Afspraken Gezonde School en GGD", "1e kwartaal 2027"),
        ("Regioscan eind 2027", "4e kwartaal 2027"),
        ("Regioscan eind 2028", "4e kwartaal 2028"),
        ("Evaluatie normen overgewicht kinderen", "2028"),
        ("SiSa over 2025 SPUK IZA", "15-07-2026"),
        ("SiSa over 2026 Brede SPUK", "15-07-2027"),
        ("SiSa over 2027", "15-07-2028"),
        ("SiSa over 2028", "15-07-2029"),
        ("SiSa over 2029", "15-07-2030"),
        ("Einde SPUK AZWA", "31-12-2029"),
        ("Structurele bekostiging (BFU)", "2030"),
        ("Ledenbrief over het onderhandelaarsakkoord", "11-07-2025"),
        ("Brief met de bedragen 2025 en 2026", "12-09-2025"),
        ("Vragenlijst GALA-monitor 2026", "januari 2026"),
        ("Duidingssessie GALA-monitor", "02-04-2026"),
        ("Webinar over de AZWA-middelen", "23-04-2026"),
        ("Landelijk beeld van de regioscans", "mei 2026"),
        ("IZA/AZWA-monitoring in nieuwe vorm", "2027"),
    ],
)
def test_de_kalender_kent_elke_afgesproken_datum(onderwerp: str, periode: str) -> None:
    rijen = {rij["onderwerp"]: rij for rij in draai("kalender", "--formaat", "csv").rijen}
    assert rijen[onderwerp]["periode"] == periode
    assert rijen[onderwerp]["bron"]


def test_een_datum_zonder_bron_is_een_aanname_en_zegt_dat(gegevens: Gegevens) -> None:
    zonder = [d for d in gegevens.kalender if d.vindplaats.bron == "eigen_keuze"]
    assert {d.onderwerp.split(" over ")[0] for d in zonder} == {"Namen medeoverheden"}
    assert all(d.status is Status.AANNAME and "niet gevonden" in d.wat for d in zonder)
    assert all(d.status > Status.AANNAME for d in gegevens.kalender if d not in zonder)


def test_de_dagen_van_sisa_staan_in_de_wet_van_nu(gegevens: Gegevens) -> None:
    """Of the SPUK AZWA only the day is law; that it is accounted for by SiSa is a proposal."""
    dagen = [d for d in gegevens.kalender if d.vindplaats.bron == "fvw"]
    assert {(d.datum.strftime("%d-%m"), d.vindplaats.plaats) for d in dagen} == {
        ("15-07", "art. 17a, eerste lid"),
        ("01-07", "art. 17b, tweede lid"),
    }
    assert {d.status for d in dagen if d.uitkering == "spuk_azwa"} == {Status.VERWACHT}
    assert {d.status for d in dagen if d.uitkering != "spuk_azwa"} == {Status.VASTGESTELD}


@pytest.mark.parametrize(
    "onderwerp",
    ["Evaluatie normen overgewicht kinderen", "Regioscan eind 2027", "Regioscan eind 2028"],
)
def test_wie_de_bron_niet_noemt_wordt_niet_verzonnen(onderwerp: str) -> None:
    for keuze in ([], ["--regio", "Twente"]):
        rijen = {r["onderwerp"]: r for r in draai("kalender", *keuze, "--formaat", "csv").rijen}
        assert rijen[onderwerp]["wie"] == "niet genoemd in de bron"


def test_een_regio_ziet_haar_mandaathouder_en_haar_colleges() -> None:
    rijen = {
        rij["onderwerp"]: rij
        for rij in draai("kalender", "--regio", "achterhoek", "--formaat", "csv").rijen
    }
    assert rijen["Werkagenda bij VWS"]["wie"] == "mandaathouder Doetinchem"
    vaststelling = rijen["Werkagenda vastgesteld"]
    assert vaststelling["wie"] == "colleges van B en W van 8 gemeenten"
    assert "Aalten, Berkelland" in vaststelling["wat"]


@pytest.mark.parametrize(
    ("regio", "staat_erin"), [("Gooi en Vechtstreek", True), ("Zeeland", False)]
)
def test_een_voorgestelde_herindeling_staat_alleen_bij_haar_eigen_regio(
    regio: str, staat_erin: bool
) -> None:
    uit = draai("kalender", "--regio", regio).uit
    assert ("Voorgestelde herindeling Wijdemeren" in uit) is staat_erin


def test_json_en_tabel_geven_dezelfde_data() -> None:
    rijen = json.loads(draai("kalender", "--formaat", "json").uit)
    tabel = draai("kalender").uit
    assert all(rij["onderwerp"].split()[0] in tabel for rij in rijen)
    laatste_dagen = [rij["datum_tot"] for rij in rijen]
    assert laatste_dagen == sorted(laatste_dagen)


@pytest.mark.parametrize("breedte", [80, 400])
def test_de_tabel_noemt_onderaan_elke_bron_en_kapt_niets_af(
    breedte: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(breedte))
    for kamer in ("scherm.tabel", "kalender.uitvoer"):
        monkeypatch.setattr(f"azwa_funds.{kamer}.schermbreedte", lambda *_: breedte)
    uit = draai("kalender").uit
    rijen = draai("kalender", "--formaat", "csv").rijen
    assert max(map(len, uit.splitlines())) <= breedte
    assert "…" not in uit
    tabel, _, onderaan = uit.partition("\nBronnen\n")
    bronnen = " ".join(onderaan.split())
    for nummer, bron in enumerate(dict.fromkeys(rij["bron"] for rij in rijen), start=1):
        assert f"{nummer}. {bron}." in bronnen
    assert "bron" in tabel.casefold()


def test_zonder_scherm_past_de_kalender_op_80_tekens_en_merkt_wat_is_geweest() -> None:
    with time_machine.travel("2026-11-27", tick=False):
        uit = draai("kalender").uit
    assert max(map(len, uit.splitlines())) <= 80
    merken = [r[:10].strip() for r in uit.splitlines() if r[:10].strip() in ("geweest", "eerst")]
    data = draai("kalender", "--formaat", "csv").rijen
    assert merken[:-1] == ["geweest"] * sum(rij["datum_tot"] < "2026-11-27" for rij in data)
    assert merken[-1] == "eerst", "what comes next stands right after what is past"


# -- iCalendar ---------------------------------------------------------------------------------


def lees(pad: Path) -> list[dict[str, object]]:
    agenda = Calendar.from_ical(pad.read_bytes())
    return [
        {
            "uid": str(afspraak["UID"]),
            "van": afspraak.decoded("DTSTART"),
            "tot": afspraak.decoded("DTEND"),
            "titel": str(afspraak["SUMMARY"]),
            "tekst": str(afspraak["DESCRIPTION"]),
            "status": str(afspraak["STATUS"]),
        }
        for afspraak in agenda.walk("VEVENT")
    ]


def test_het_agendabestand_bevat_elke_datum_als_hele_dagen(tmp_path: Path) -> None:
    pad = tmp_path / "azwa.ics"
    uitkomst = draai("kalender", "--ics", pad)
    afspraken = lees(pad)
    rijen = draai("kalender", "--formaat", "csv").rijen
    assert uitkomst.uit == f"Geschreven: {pad} ({len(rijen)} afspraken)\n"
    assert len({afspraak["uid"] for afspraak in afspraken}) == len(rijen)
    per_titel = {afspraak["titel"]: afspraak for afspraak in afspraken}
    vaststelling = per_titel["SPUK AZWA: Werkagenda vastgesteld"]
    # The end of an event is the first day after it.
    assert (vaststelling["van"], vaststelling["tot"]) == (date(2026, 11, 15), date(2026, 11, 16))
    assert "Bron: Op weg naar een werkagenda" in str(vaststelling["tekst"])
    assert vaststelling["status"] == "CONFIRMED"
    kwartaal = per_titel["SPUK AZWA: Afspraken Gezonde School en GGD"]
    assert (kwartaal["van"], kwartaal["tot"]) == (date(2027, 1, 1), date(2027, 4, 1))
    assert kwartaal["status"] == "TENTATIVE"


def test_dezelfde_gegevens_geven_hetzelfde_agendabestand(tmp_path: Path) -> None:
    paden = [tmp_path / "een.ics", tmp_path / "twee.ics"]
    for pad in paden:
        draai("kalender", "--regio", "Twente", "--ics", pad)
    assert paden[0].read_bytes() == paden[1].read_bytes()
    assert b"\r\n" in paden[0].read_bytes()


def test_een_verschoven_datum_houdt_haar_plaats_in_de_agenda(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    kalender = map_ / "data/kalender.csv"
    for naam in ("voor", "na"):
        assert draai_in(map_, "kalender", "--ics", tmp_path / f"{naam}.ics").code == 0
        tekst = kalender.read_text(encoding="utf-8")
        kalender.write_text(tekst.replace("2026-11-15,,dag", "2026-12-01,,dag"), encoding="utf-8")
    voor, na = lees(tmp_path / "voor.ics"), lees(tmp_path / "na.ics")
    assert {a["uid"] for a in voor} == {a["uid"] for a in na}
    verschoven = [a["uid"] for a in na if a not in voor]
    assert verschoven == ["werkagenda-vastgesteld@azwa-funds"]


def test_een_andere_uitgang_dan_ics_wordt_geweigerd(tmp_path: Path) -> None:
    uitkomst = draai("kalender", "--ics", tmp_path / "azwa.xlsx")
    assert uitkomst.code == 2
    assert uitkomst.fout.endswith("geef een naam die op .ics eindigt.\n")
    assert not list(tmp_path.iterdir())


# -- periods -----------------------------------------------------------------------------------

MAANDEN = st.builds(date, st.integers(2020, 2040), st.integers(1, 12), st.just(1))


def maanden_later(eerste: date, aantal: int) -> date:
    nummer = eerste.year * 12 + eerste.month - 1 + aantal
    return date(nummer // 12, nummer % 12 + 1, 1)


@given(MAANDEN, st.integers(1, 30))
def test_hele_maanden_zijn_een_maandperiode_en_een_dag_ernaast_niet(
    eerste: date, aantal: int
) -> None:
    laatste = maanden_later(eerste, aantal) - timedelta(days=1)
    assert past_bij_precisie(eerste, laatste, Precisie.MAAND)
    assert not past_bij_precisie(eerste, laatste - timedelta(days=1), Precisie.MAAND)
    heel_jaar = eerste.month == 1 and aantal % 12 == 0
    assert past_bij_precisie(eerste, laatste, Precisie.JAAR) is heel_jaar
    heel_kwartaal = eerste.month % 3 == 1 and aantal % 3 == 0
    assert past_bij_precisie(eerste, laatste, Precisie.KWARTAAL) is heel_kwartaal


@pytest.mark.parametrize(
    ("eerste", "laatste", "precisie", "tekst"),
    [
        (date(2026, 11, 15), date(2026, 11, 15), Precisie.DAG, "15-11-2026"),
        (date(2026, 11, 15), date(2026, 11, 20), Precisie.DAG, "15-11-2026 t/m 20-11-2026"),
        (date(2026, 6, 1), date(2026, 7, 31), Precisie.MAAND, "juni t/m juli 2026"),
        (date(2026, 11, 1), date(2026, 11, 30), Precisie.MEDIO, "medio november 2026"),
        (date(2026, 12, 1), date(2027, 1, 31), Precisie.MAAND, "december 2026 t/m januari 2027"),
        (date(2027, 1, 1), date(2027, 3, 31), Precisie.KWARTAAL, "1e kwartaal 2027"),
        (date(2027, 1, 1), date(2029, 12, 31), Precisie.JAAR, "2027 t/m 2029"),
    ],
)
def test_een_periode_leest_zo_precies_als_zij_bekend_is(
    eerste: date, laatste: date, precisie: Precisie, tekst: str
) -> None:
    assert toon_periode(eerste, laatste, precisie) == tekst


def test_kwartalen_lopen_tot_en_met_het_laatste_van_het_jaar() -> None:
    assert kwartalen(2026, 4, 2027) == ["2026 K4", "2027 K1", "2027 K2", "2027 K3", "2027 K4"]


@pytest.mark.parametrize(
    ("vandaag", "zinnen"),
    [
        (date(2026, 11, 27), ["Werkagenda bij VWS, medio november 2026 (nu)"]),
        (date(2027, 7, 14), ["SiSa over 2026 Brede SPUK, 15-07-2027 (nog 1 dag)"]),
        (date(2027, 7, 15), ["SiSa over 2026 Brede SPUK, 15-07-2027 (vandaag)"]),
        (date(2027, 6, 30), ["Nu eerst: Uitstel SiSa over 2026 vragen", "(nog 15 dagen)"]),
        (date(2040, 1, 1), ["van de"]),
    ],
)
def test_it_says_what_is_past_what_is_next_and_how_far_sisa_is(
    vandaag: date, zinnen: list[str]
) -> None:
    data = maak_kalender(Gegevens())
    tekst = " ".join(leg_naast(data, vandaag))
    geweest = sum(datum.datum_tot < vandaag for datum in data)
    assert f"{geweest} van de {len(data)} data" in tekst
    for zin in zinnen:
        assert zin in tekst
