"""A second letter replaces the first: what changes is shown, and nothing stays behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
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


def test_the_source_of_a_letter_that_was_replaced_whole_goes_with_it(map_: Path) -> None:
    """Otherwise `controleer` would rightly complain of a source that nothing uses."""
    voor = (map_ / "data" / "bronnen.toml").read_text(encoding="utf-8")
    pad = brief(map_, {"GM0147": "281.500"}, "01-03-2027")
    lees(map_, pad, HERZIEN, "--vervang")
    deels = (map_ / "data" / "bronnen.toml").read_text(encoding="utf-8")
    assert EERSTE in deels  # Almelo still rests on the first letter.
    assert draai_in(map_, "controleer").code == 0

    pad = brief(map_, {"GM0141": "1.150.000", "GM0147": "281.500"}, "01-03-2027")
    lees(map_, pad, HERZIEN, "--vervang")
    na = (map_ / "data" / "bronnen.toml").read_text(encoding="utf-8")
    assert na.split("[[bron]]")[:-1] == voor.split("[[bron]]")[:-1]
    assert f'titel = "{HERZIEN}"' in na.split("[[bron]]")[-1]
    assert EERSTE not in na.replace(HERZIEN, "")
    controle = draai_in(map_, "controleer")
    assert controle.code == 0, controle.uit


def test_a_source_that_others_use_stays(map_: Path) -> None:
    """Amounts can be read from a source that was known before, such as the letter of VWS."""
    pad = brief(map_, {"GM0153": "2.330.000"})
    draai_in(map_, "beschikking", "lees", pad, "--bron", "vws_2026_04_22")
    assert lees(map_, pad, EERSTE, "--vervang").code == 0
    controle = draai_in(map_, "controleer")
    assert controle.code == 0, controle.uit
