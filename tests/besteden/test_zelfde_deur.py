"""The toets and SiSa go through the door of `bestedingen bekijk`: same sum, or same refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hulp import draai

MAP = Path(__file__).parent / "gevallen"
PROFIEL = ("--profiel", MAP / "H4-profiel.toml")


def toets(*opties: str | Path) -> tuple[int, str]:
    uitkomst = draai("toets", *opties, "--jaar", "2027", "--json")
    return uitkomst.code, uitkomst.uit or uitkomst.fout


def test_the_toets_reads_a_ledger_with_its_profile() -> None:
    _, uit = toets(MAP / "H4-journaal.xlsx", *PROFIEL)
    bevindingen = json.loads(uit)["bevindingen"]
    assert 14 not in {b["regel"] for b in bevindingen}
    assert "GM0546" in {b["ontvanger_code"] for b in bevindingen}


def test_what_was_not_read_is_an_error_of_the_toets() -> None:
    code, uit = toets(MAP / "H5-vreemde-kostenplaats.csv", *PROFIEL)
    (bevinding,) = [b for b in json.loads(uit)["bevindingen"] if b["regel"] == 14]
    assert code == 1
    assert bevinding["ernst"] == "fout"
    assert bevinding["gevonden"] == "1234.00"
    assert "'ALG-0' in kolom 'Kostenplaats' staat niet in het profiel" in bevinding["melding"]


def test_one_ontvanger_fills_in_who_where_no_row_says_so() -> None:
    ledger = MAP / "H3-transactielijst.csv"
    _, uit = toets(ledger, "--ontvanger", "Amersfoort", "--onderdeel", "regionaal")
    opmerkingen = " ".join(json.loads(uit)["opmerkingen"])
    assert "is ingevuld met --ontvanger GM0307" in opmerkingen
    code, fout = toets(ledger)
    assert code == 2
    assert "vul aan met --ontvanger NAAM en --onderdeel NAAM" in fout


@pytest.mark.parametrize(
    ("bestand", "opties", "code", "zin"),
    [
        ("H4-journaal.xlsx", PROFIEL, 0, ""),
        ("H5-vreemde-kostenplaats.csv", PROFIEL, 1, "'ALG-0' in kolom 'Kostenplaats'"),
        ("7d-gekopieerd-blad.xlsx", (), 1, "dezelfde boekingen als blad 'Boekingen'"),
        ("H6-totaal-klopt-niet.csv", PROFIEL, 1, "rij 6 'Eindtotaal'"),
    ],
)
def test_sisa_says_what_was_not_read_and_ends_in_1(
    tmp_path: Path, bestand: str, opties: tuple[str | Path, ...], code: int, zin: str
) -> None:
    uitkomst = draai("sisa", MAP / bestand, "--jaar", "2027", *opties, "--uit", tmp_path, "--json")
    assert uitkomst.code in (code, 1)
    gevonden = " ".join(json.loads(uitkomst.uit)["bevindingen"])
    assert zin in gevonden
    assert ("niet in het profiel" in gevonden) == ("ALG-0" in zin)


def test_a_workbook_made_with_a_profile_can_be_verified(tmp_path: Path) -> None:
    """The receipt names the profile; it is given along with the ledger."""
    ledger = MAP / "H4-journaal.xlsx"
    uit = tmp_path / "toets.xlsx"
    draai("toets", ledger, *PROFIEL, "--jaar", "2027", "--uit", uit)
    zonder = draai("verifieer", uit, "--bestedingen", ledger)
    assert zonder.code == 2
    assert "gemaakt met het profiel H4-profiel.toml" in zonder.fout
    met = draai("verifieer", uit, "--bestedingen", ledger, "--bestedingen", PROFIEL[1])
    assert met.code == 0, met.uit


def test_a_sisa_workbook_made_with_a_profile_can_be_verified(tmp_path: Path) -> None:
    ledger = MAP / "H4-journaal.xlsx"
    draai("sisa", ledger, *PROFIEL, "--jaar", "2027", "--uit", tmp_path)
    (uit,) = tmp_path.glob("*.xlsx")
    met = draai("verifieer", uit, "--bestedingen", ledger, "--bestedingen", PROFIEL[1])
    assert met.code == 0, met.uit
