"""A second letter replaces the first: what changes is shown, and nothing stays behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import time_machine
from hulp import Uitkomst, draai_in, kopieer_gegevens

EERSTE, HERZIEN = "Beschikkingen SPUK AZWA 2027", "Herziene beschikkingen SPUK AZWA 2027"


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    """A folder of data with a first letter: Almelo and Borne."""
    map_ = kopieer_gegevens(tmp_path / "eigen")
    lees(map_, brief(map_, {"GM0141": "1.150.000", "GM0147": "280.000"}), EERSTE)
    return map_


def brief(map_: Path, bedragen: dict[str, str], datum: str = "15-12-2026") -> Path:
    pad = map_ / "bedragen.csv"
    regels = [f"spuk_azwa;lokaal;2027;{code};{b};K-1;{datum}" for code, b in bedragen.items()]
    kop = "uitkering;onderdeel;jaar;ontvanger_code;bedrag;kenmerk;datum"
    pad.write_text("\n".join([kop, *regels]), encoding="utf-8")
    return pad


def lees(map_: Path, pad: Path, titel: str, *opties: str) -> Uitkomst:
    return draai_in(map_, "beschikking", "lees", pad, "--titel", titel, *opties)


def test_a_second_letter_shows_what_it_changes_in_the_first(map_: Path) -> None:
    pad = brief(map_, {"GM0141": "1.150.000", "GM0147": "281.500"}, "01-03-2027")
    geweigerd = lees(map_, pad, HERZIEN)
    assert (geweigerd.code, geweigerd.fout) == (
        2,
        "Fout: Van 2 ontvangers staat er al een andere beschikking, bijvoorbeeld Borne (lokaal "
        "2027): € 280.000 van 15-12-2026, nu € 281.500 van 01-03-2027; geef --vervang om ze te "
        "vervangen.\n",
    )
    uitkomst = lees(map_, pad, HERZIEN, "--vervang")
    assert uitkomst.code == 0
    assert "GM0141 Almelo 1.147.731 1.150.000 1.150.000 2.269" in uitkomst.tekst
    assert "GM0147 Borne 272.167 280.000 281.500 9.333" in uitkomst.tekst
    assert (
        "Vervangen: 2 eerdere beschikkingen van samen € 1.430.000; nu € 1.431.500, verschil € 1.500"
        in uitkomst.tekst
    )


def test_the_comparison_for_programs_holds_the_first_letter_too(map_: Path) -> None:
    pad = brief(map_, {"GM0147": "281.500", "GM0153": "2.330.000"}, "01-03-2027")
    uitkomst = lees(map_, pad, HERZIEN, "--proef", "--formaat", "json")
    rijen = {rij["ontvanger"]: rij for rij in json.loads(uitkomst.uit)}
    assert (rijen["Borne"]["eerder_beschikt"], rijen["Borne"]["beschikt"]) == (280000, 281500)
    assert rijen["Enschede"]["eerder_beschikt"] is None


def test_the_source_of_a_letter_stays_with_what_was_replaced(map_: Path) -> None:
    pad = brief(map_, {"GM0141": "1.150.000", "GM0147": "281.500"}, "01-03-2027")
    lees(map_, pad, HERZIEN, "--vervang")
    bronnen = (map_ / "data" / "bronnen.toml").read_text(encoding="utf-8")
    assert f'titel = "{EERSTE}"' in bronnen
    assert f'titel = "{HERZIEN}"' in bronnen
    controle = draai_in(map_, "controleer")
    assert controle.code == 0, controle.uit


def test_a_source_that_others_use_stays(map_: Path) -> None:
    """Amounts can be read from a source that was known before, such as the letter of VWS."""
    pad = brief(map_, {"GM0153": "2.330.000"})
    draai_in(map_, "beschikking", "lees", pad, "--bron", "vws_2026_04_22")
    assert lees(map_, pad, EERSTE, "--vervang").code == 0
    controle = draai_in(map_, "controleer")
    assert controle.code == 0, controle.uit


# -- nothing is lost ---------------------------------------------------------------------------


def stand(map_: Path, *opties: str) -> list[dict[str, object]]:
    uitkomst = draai_in(map_, "beschikking", "toon", "--json", *opties)
    assert uitkomst.code == 0
    rijen: list[dict[str, object]] = json.loads(uitkomst.uit)
    return rijen


def bedragen(map_: Path) -> dict[object, object]:
    """What counts, by code."""
    return {r["ontvanger_code"]: r["bedrag"] for r in stand(map_) if r["stand"] == "geldt"}


@pytest.fixture
def herzien(map_: Path) -> Path:
    """The same folder after a second letter, on the first of April 2027."""
    pad = brief(map_, {"GM0147": "281.500", "GM0153": "2.330.000"}, "01-03-2027")
    with time_machine.travel("2027-04-01"):
        assert lees(map_, pad, HERZIEN, "--vervang").code == 0
    return map_


def test_what_was_replaced_is_shown_with_its_source_and_when(herzien: Path) -> None:
    (oud,) = [rij for rij in stand(herzien) if rij["stand"] == "vervangen"]
    assert (oud["ontvanger"], oud["bedrag"], oud["datum"]) == ("Borne", 280000, "2026-12-15")
    assert (oud["vervanging"], oud["vervangen_op"], oud["vervangen_door"]) == (
        1,
        "2027-04-01",
        "K-1",
    )
    assert oud["bron"] == "beschikkingen_spuk_azwa_2027"
    tekst = draai_in(herzien, "beschikking", "toon", "--ontvanger", "Borne").tekst
    assert "281.500 K-1 01-03-2027 Herziene beschikkingen SPUK AZWA 2027" in tekst
    assert "1 01-04-2027 2027 lokaal GM0147 Borne 280.000 K-1 15-12-2026" in tekst
    assert "Almelo" not in tekst


def test_an_earlier_award_is_put_back_and_that_can_be_undone(herzien: Path) -> None:
    proef = draai_in(herzien, "beschikking", "herstel", "--proef")
    assert "GM0147 Borne 281.500 280.000 -1.500" in proef.tekst
    assert bedragen(herzien)["GM0147"] == 281500
    assert draai_in(herzien, "beschikking", "herstel").code == 0
    # What came with the second letter and replaced nothing stays.
    assert bedragen(herzien) == {"GM0141": 1150000, "GM0147": 280000, "GM0153": 2330000}
    assert draai_in(herzien, "controleer").code == 0
    assert draai_in(herzien, "beschikking", "herstel").code == 0
    assert bedragen(herzien)["GM0147"] == 281500
    assert [r["vervanging"] for r in stand(herzien) if r["stand"] == "vervangen"] == [1, 2, 3]
    assert draai_in(herzien, "beschikking", "herstel", "--vervanging", "1").code == 0
    assert bedragen(herzien)["GM0147"] == 280000


@pytest.mark.parametrize(
    ("opties", "melding"),
    [
        (["--vervanging", "7"], "Vervanging 7 bestaat niet; kies uit: 1, 2."),
        (["--vervanging", "1"], "Wat bij vervanging 1 is vervangen, staat er al weer; 'azwa-funds "
         "beschikking toon' laat zien wat er staat."),
    ],
)  # fmt: skip
def test_putting_back_what_is_not_there_is_refused(
    herzien: Path, opties: list[str], melding: str
) -> None:
    draai_in(herzien, "beschikking", "herstel")
    uitkomst = draai_in(herzien, "beschikking", "herstel", *opties)
    assert (uitkomst.code, uitkomst.fout) == (2, f"Fout: {melding}\n")


def test_without_a_replacement_there_is_nothing_to_put_back(map_: Path) -> None:
    uitkomst = draai_in(map_, "beschikking", "herstel")
    assert (uitkomst.code, uitkomst.fout.split(",")[0]) == (
        2,
        "Fout: Er is nog geen beschikking vervangen",
    )


def test_a_run_that_was_cut_off_notes_a_replacement_once(map_: Path) -> None:
    """The table of replaced awards is written before that of the awards that count."""
    geldt = map_ / "data" / "beschikkingen" / "beschikt.csv"
    voor = geldt.read_bytes()
    pad = brief(map_, {"GM0147": "281.500"}, "01-03-2027")
    lees(map_, pad, HERZIEN, "--vervang")
    geldt.write_bytes(voor)
    assert lees(map_, pad, HERZIEN, "--vervang").code == 0
    assert [r["vervanging"] for r in stand(map_) if r["stand"] == "vervangen"] == [1]


@pytest.mark.parametrize(
    ("datum", "twijfel"),
    [
        ("01-12-2026", "Borne (lokaal 2027): de beschikking van 01-12-2026 is ouder dan die van "
         "15-12-2026 die er al staat"),
        ("01-03-2062", "Borne (lokaal 2027): de datum 01-03-2062 valt buiten 2022 tot en met 2035"),
        ("31-12-2021", "Borne (lokaal 2027): de datum 31-12-2021 valt buiten 2022 tot en met 2035 "
         "(en nog 1 zulke)"),
    ],
)  # fmt: skip
def test_a_date_that_looks_wrong_is_asked_about(map_: Path, datum: str, twijfel: str) -> None:
    voor = (map_ / "data" / "beschikkingen" / "beschikt.csv").read_bytes()
    pad = brief(map_, {"GM0147": "281.500"}, datum)
    geweigerd = lees(map_, pad, HERZIEN, "--vervang")
    assert (geweigerd.code, geweigerd.fout) == (
        2,
        f"Fout: {twijfel}; controleer de datum, en geef --datum-klopt als het zo hoort.\n",
    )
    assert (map_ / "data" / "beschikkingen" / "beschikt.csv").read_bytes() == voor
    assert lees(map_, pad, HERZIEN, "--vervang", "--datum-klopt").code == 0
    assert bedragen(map_)["GM0147"] == 281500
