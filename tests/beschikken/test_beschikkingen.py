"""Once the official amounts are there: checked, compared, kept, and from then on they prevail."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from boekingen import schrijf_xlsx
from hulp import Uitkomst, draai, draai_in, kopieer_gegevens, lees_csv

import azwa_funds
from azwa_funds.beschikken.beschikkingen import lees_beschikkingen
from azwa_funds.dossier import overname
from azwa_funds.gegevens import mappen
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.mappen import pakketmap
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.verdelen import verdeel_uitkering

KOP = "uitkering;onderdeel;jaar;ontvanger_code;ontvanger;bedrag;kenmerk;datum"


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    return kopieer_gegevens(tmp_path / "eigen")


def bestand(map_: Path, *rijen: str) -> Path:
    pad = map_ / "bedragen.csv"
    pad.write_text("\n".join([KOP, *rijen]) + "\n", encoding="utf-8")
    return pad


def rij(code: str = "GM0147", bedrag: str = "280.000", **anders: str) -> str:
    cellen = {
        "uitkering": "spuk_azwa", "onderdeel": "lokaal", "jaar": "2027", "code": code,
        "naam": "", "bedrag": bedrag, "kenmerk": "B-1", "datum": "15-12-2026",
    }  # fmt: skip
    return ";".join((cellen | anders).values())


def lees(map_: Path, pad: Path, *opties: str) -> Uitkomst:
    titel = () if "--bron" in opties else ("--titel", "Beschikkingen SPUK AZWA 2027")
    return draai_in(map_, "beschikking", "lees", pad, *titel, *opties)


def verdeling(map_: Path, *opties: str) -> list[dict[str, str]]:
    return draai_in(map_, "verdeel", "--jaar", "2027", "--formaat", "csv", *opties).rijen


def test_an_award_prevails_in_the_division_and_the_explanation(map_: Path) -> None:
    voor = {r["ontvanger_code"]: r for r in verdeling(map_, "--onderdeel", "lokaal")}
    uitkomst = lees(map_, bestand(map_, rij()))
    assert uitkomst.code == 0
    assert "GM0147 Borne 272.167 280.000 7.833" in uitkomst.tekst
    assert "verschil € 7.833" in uitkomst.tekst
    assert (
        "lokaal 2027: 1 van 342 ontvangers heeft een beschikking; voor de andere" in uitkomst.tekst
    )

    na = {r["ontvanger_code"]: r for r in verdeling(map_, "--onderdeel", "lokaal")}
    assert (na["GM0147"]["bedrag"], na["GM0147"]["status"]) == ("280000", "beschikt")
    # The others keep what was calculated, and what differs from the budget stays in sight.
    assert na["verschil_met_beschikking"]["bedrag"] == "-7833"
    assert sum(int(r["bedrag"]) for r in na.values()) == 231_000_000
    assert {c: r for c, r in na.items() if c in voor and c != "GM0147"} == {
        c: r for c, r in voor.items() if c != "GM0147"
    }
    tekst = draai_in(map_, "uitleg", "Borne", "--jaar", "2027").tekst
    assert "Uitkomst van de berekening: € 272.167 (indicatief)" in tekst
    assert "Beschikking: € 280.000 (beschikt)" in tekst
    assert "berekend was € 272.167, een verschil van € 7.833" in tekst
    assert "beschikking B-1 van 15-12-2026" in tekst


def test_another_key_is_a_calculation_and_shows_no_award(map_: Path) -> None:
    lees(map_, bestand(map_, rij()))
    (borne,) = [
        r
        for r in verdeling(map_, "--sleutel", "lokaal=brede_spuk_2025")
        if (r["ontvanger_code"], r["onderdeel"]) == ("GM0147", "lokaal")
    ]
    assert borne["status"] == "indicatief"


def test_money_that_waited_is_awarded_to_some_and_waits_for_the_rest(map_: Path) -> None:
    uitkomst = lees(map_, bestand(map_, rij("80", "1.000.000", onderdeel="nplv")))
    assert "Daarnaast is € 1.000.000 beschikt waarvan de berekening p.m. was" in uitkomst.tekst
    rijen = verdeling(map_, "--onderdeel", "nplv")
    assert [(r["ontvanger_code"], r["bedrag"], r["status"]) for r in rijen] == [
        ("", "14000000", "indicatief"),
        ("GM0080", "1000000", "beschikt"),
    ]
    assert "p.m." not in draai_in(map_, "uitleg", "Leeuwarden", "--jaar", "2027").tekst


def test_what_is_kept_passes_all_checks_and_names_its_source(map_: Path) -> None:
    pad = schrijf_xlsx(
        map_ / "bedragen.xlsx",
        [
            KOP.split(";"),
            ["spuk_azwa", "lokaal", 2027, 147, "Borne", 280000, "B-1", "15-12-2026"],
            ["spuk_azwa", "regionaal", 2027, "SamenTwente", "", 7231342, "B-2", "2026-12-16"],
        ],
    )
    assert lees(map_, pad).code == 0
    eerste, tweede = lees_csv(map_ / "data" / "beschikkingen" / "beschikt.csv")
    assert (eerste["ontvanger"], eerste["status"], eerste["datum"]) == (
        "Borne",
        "beschikt",
        "2026-12-15",
    )
    assert tweede["vindplaats"] == "beschikking B-2 van 16-12-2026"
    gegevens = Gegevens(map_ / "data", map_ / "verdeelsleutels")
    bron = gegevens.bronnen["beschikkingen_spuk_azwa_2027"]
    assert (bron.titel, bron.datum) == ("Beschikkingen SPUK AZWA 2027", "2026-12-16")
    assert bron.kenmerk == "", "two letters have no kenmerk in common"
    controle = draai_in(map_, "controleer")
    assert controle.code == 0, controle.uit


def test_a_recipient_may_be_written_as_the_letter_calls_him(map_: Path) -> None:
    pad = bestand(map_, *(rij(naam) for naam in ("Den Haag", "Nuenen c.a.", "GM00164")))
    uitkomst = lees(map_, pad, "--proef", "--formaat", "json")
    wie = {v["ontvanger_code"]: v["ontvanger"] for v in json.loads(uitkomst.uit)}
    assert set(wie) == {"GM0518", "GM0820", "GM0164"}
    assert wie["GM0164"] == "Hengelo"


def test_reading_again_changes_nothing_and_replacing_is_asked_for(map_: Path) -> None:
    eerste = bestand(map_, rij())
    lees(map_, eerste)
    voor = {pad: pad.read_bytes() for pad in (map_ / "data").rglob("*") if pad.is_file()}
    assert lees(map_, eerste).code == 0
    assert {pad: pad.read_bytes() for pad in voor} == voor

    anders = bestand(map_, rij(bedrag="281.000", datum="01-03-2027"))
    uitkomst = lees(map_, anders)
    assert uitkomst.code == 2
    assert "Borne (lokaal 2027): € 280.000 van 15-12-2026, nu € 281.000" in uitkomst.fout
    assert {pad: pad.read_bytes() for pad in voor} == voor
    assert lees(map_, anders, "--vervang").code == 0
    (nieuw,) = lees_csv(map_ / "data" / "beschikkingen" / "beschikt.csv")
    assert nieuw["bedrag"] == "281000"


def test_a_trial_compares_and_keeps_nothing(map_: Path) -> None:
    uitkomst = lees(map_, bestand(map_, rij()), "--proef", "--formaat", "json")
    (vergelijking,) = json.loads(uitkomst.uit)
    assert (vergelijking["berekend"], vergelijking["beschikt"], vergelijking["verschil"]) == (
        272167,
        280000,
        7833,
    )
    assert not (map_ / "data" / "beschikkingen" / "beschikt.csv").exists()


@pytest.mark.parametrize(
    ("regel", "melding"),
    [
        (rij("GM9999"), "kolom 'ontvanger_code': 'GM9999' is geen ontvanger van lokaal 2027; "
         "controleer de code."),
        (rij("Brielle"), "kolom 'ontvanger_code': 'Brielle' is per 01-01-2023 opgegaan in Voorne "
         "aan Zee; vul GM1992 in."),
        (rij("Bergen"), "kolom 'ontvanger_code': 'Bergen' kan op meer gemeenten slaan; vul GM0373 "
         "(Bergen (NH.)) of GM0893 (Bergen (L.)) in."),
        (rij("samentwente"), "kolom 'ontvanger_code': 'samentwente' is geen ontvanger van lokaal "
         "2027; controleer de code."),
        (rij(onderdeel="nplv"), "kolom 'ontvanger_code': 'GM0147' is geen ontvanger van nplv 2027; "
         "controleer de code."),
        (rij(naam="Hengelo"), "kolom 'ontvanger': 'Hengelo' hoort 'Borne' te zijn; verbeter de "
         "code of deze cel."),
        (rij(onderdeel="lokal"), "kolom 'onderdeel': onderdeel 'lokal' is onbekend; bedoelde u "
         "'lokaal'?"),
        (rij(jaar="2026"), "kolom 'jaar': 2026 valt buiten de looptijd van SPUK AZWA; kies "
         "2027 tot en met 2029."),
        (rij(uitkering="spuk_iza"), "kolom 'uitkering': uitkering 'spuk_iza' kent geen "
         "beschikkingen per onderdeel; kies uit: spuk_azwa."),
        (rij(bedrag="280.000,50"), "kolom 'bedrag': '280.000,50' is geen bedrag in hele euro's; "
         "laat de centen weg."),
        (rij(bedrag="-1"), "kolom 'bedrag': '-1' is negatief; vul 0 of hoger in."),
        (rij(kenmerk=""), "kolom 'kenmerk': de cel is leeg; vul haar in."),
        (rij(datum="31-02-2027"), "kolom 'datum': '31-02-2027' is geen datum; schrijf de datum "
         "als 31-12-2027 of 2027-12-31."),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_is_kept(map_: Path, regel: str, melding: str) -> None:
    voor = sorted((map_ / "data").rglob("*"))
    uitkomst = lees(map_, bestand(map_, regel))
    assert uitkomst.code == 2
    assert uitkomst.fout.splitlines() == [
        "Fout: 1 fout in bedragen.csv; er is niets geschreven.",
        f"- bedragen.csv, rij 2, {melding}",
    ]
    assert sorted((map_ / "data").rglob("*")) == voor


def test_when_everybody_is_awarded_nobody_is_said_to_wait(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """The regional money has 31 recipients; their awards are as many as they are."""
    regels = [
        rij(t.ontvanger_code, str(t.bedrag), onderdeel="regionaal")
        for t in verdeel_uitkering(gegevens, jaren=[2027], onderdelen=["regionaal"])
    ]
    gelezen = lees_beschikkingen(gegevens, bestand(tmp_path, *regels), "vws_2026_04_22")
    assert gelezen.opmerkingen == (
        "regionaal 2027: de beschikkingen zijn samen € 194.000.000, het landelijke budget is "
        "€ 194.000.000 (indicatief).",
    )
    assert {v.verschil for v in gelezen.vergelijkingen} == {0}


def test_a_table_that_has_gone_is_one_sentence(gegevens: Gegevens, tmp_path: Path) -> None:
    with pytest.raises(
        Gebruikersfout, match=r"weg\.csv is niet te lezen \(.*\); controleer de naam"
    ):
        lees_beschikkingen(gegevens, tmp_path / "weg.csv", "vws_2026_04_22")


def test_a_recipient_stands_there_once(map_: Path) -> None:
    uitkomst = lees(map_, bestand(map_, rij(), rij("147", "5")))
    assert "Borne, lokaal 2027 staat ook al in rij 2; verwijder één van beide" in uitkomst.fout


def test_the_sum_must_fit_the_budget_or_the_total_of_the_source(map_: Path) -> None:
    """Two gemeenten above € 231 million: refused, unless the source's own total says the same."""
    pad = bestand(map_, rij(bedrag="231.000.000"), rij("GM0141", "500.001"))
    geweigerd = lees(map_, pad)
    assert geweigerd.code == 2
    assert "samen € 231.500.001 en het landelijke budget is € 231.000.000" in geweigerd.fout
    assert lees(map_, pad, "--totaal", "231.500.000", "--proef").code == 2
    assert lees(map_, pad, "--totaal", "231.500.001", "--proef").code == 0


@pytest.mark.parametrize(
    ("opties", "melding"),
    [
        (["--bron", "vws_2026"], "De bron 'vws_2026' staat niet in bronnen.toml; bedoelde u "
         "'vws_2026_04_22'?"),
        (["--bron", "gala_2022", "--titel", "Iets anders"], "De bron 'gala_2022' bestaat al en "
         "heet 'Gezond en Actief Leven Akkoord (GALA)'; geef met --bron een ander id, of laat "
         "--titel weg."),
        ([], "Waar komen de bedragen vandaan? Geef --titel met de titel van de publicatie, of "
         "--bron met het id van een bron uit bronnen.toml."),
    ],
)  # fmt: skip
def test_amounts_without_a_source_are_refused(map_: Path, opties: list[str], melding: str) -> None:
    uitkomst = draai_in(map_, "beschikking", "lees", bestand(map_, rij()), *opties)
    assert (uitkomst.code, uitkomst.fout) == (2, f"Fout: {melding}\n")


def test_a_title_cannot_break_out_of_the_list_of_sources(map_: Path) -> None:
    titel = 'Beschikkingen "2027" \\ [[bron]] id = "x"'
    assert lees(map_, bestand(map_, rij()), "--bron", "eigen_id", "--titel", titel).code == 0
    bronnen = Gegevens(map_ / "data", map_ / "verdeelsleutels").bronnen
    assert bronnen["eigen_id"].titel == titel
    assert bronnen["eigen_id"].kenmerk == "B-1"
    assert "x" not in bronnen


def test_the_folder_of_the_package_is_that_of_all_rooms() -> None:
    """Or the guard below would look inside one room only, and let every command pass."""
    assert pakketmap() == Path(azwa_funds.__file__).parent


def test_the_data_inside_the_program_stay_as_they_are(
    map_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed program carries its data inside the package; those are never changed."""
    monkeypatch.setattr(overname, "pakketmap", lambda: map_)
    uitkomst = lees(map_, bestand(map_, rij()))
    assert uitkomst.code == 2
    assert "maak met 'azwa-funds data kopieer MAP' een eigen map" in uitkomst.fout
    assert not (map_ / "data" / "beschikkingen" / "beschikt.csv").exists()


def test_a_folder_of_ones_own_is_a_copy_that_works(tmp_path: Path) -> None:
    doel = tmp_path / "nieuw" / "eigen"
    uitkomst = draai("data", "kopieer", doel)
    assert uitkomst.code == 0
    assert f'--data "{doel / "data"}"' in uitkomst.uit
    assert (
        draai_in(doel, "verdeel", "--formaat", "csv").uit
        == draai("verdeel", "--formaat", "csv").uit
    )
    weer = draai("data", "kopieer", doel)
    assert weer.code == 2
    assert "bestaat al en is niet leeg" in weer.fout


def test_a_copy_that_fails_leaves_nothing_behind(
    gegevens: Gegevens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vol(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", vol)
    with pytest.raises(Exception, match="niet te maken"):
        mappen.kopieer_gegevens(gegevens, tmp_path / "eigen")
    assert list(tmp_path.iterdir()) == []


def test_the_table_of_awards_reads_back_as_it_was_written(map_: Path) -> None:
    lees(map_, bestand(map_, rij(kenmerk='"B;""1"', naam="Borne")))
    gegevens = Gegevens(map_ / "data", map_ / "verdeelsleutels")
    beschikt = gegevens.beschikt["spuk_azwa", "lokaal", 2027]["GM0147"]
    with (map_ / "data/beschikkingen/beschikt.csv").open(encoding="utf-8", newline="") as regels:
        (_, waarden) = csv.reader(regels)
    assert waarden[8] == beschikt.kenmerk == 'B;"1'


@pytest.mark.parametrize("kenmerk", ["=1+1", "+31", "-B-1", "@SUM(A1)"])
def test_no_formula_is_kept_as_a_kenmerk(map_: Path, kenmerk: str) -> None:
    """The table of awards is ours and is opened in Excel as well."""
    uitkomst = lees(map_, bestand(map_, rij(kenmerk=kenmerk)))
    assert uitkomst.code == 2
    assert f"rij 2, kolom 'kenmerk': '{kenmerk}' begint als een formule" in uitkomst.fout
    assert not (map_ / "data/beschikkingen/beschikt.csv").exists()
