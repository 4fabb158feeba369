"""What the toets rests on, per uitkering: 2025 and 2026 are not judged by the AZWA letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from hulp import draai
from sisa_hulp import rijen as bladrijen

from azwa_funds.besteden.regels import toetsregels_van
from azwa_funds.gegevens.gegevens import Gegevens

AZWA_BRIEF = "1097348-DMO"


def oud(code: str, onderdeel: str, bedrag: str, jaar: str = "2025") -> dict[str, str]:
    dag = f"01-06-{jaar}"
    return boeking(
        code, onderdeel, bedrag=bedrag, jaar=jaar, boekdatum=dag, boekstuk=f"{onderdeel}{jaar}"
    )


def bevindingen(pad: Path, jaar: str) -> list[dict[str, object]]:
    uit = json.loads(draai("toets", pad, "--jaar", jaar, "--formaat", "json").uit)
    return list(uit["bevindingen"])


@pytest.mark.parametrize("jaar", ["2025", "2026"])
def test_the_old_uitkeringen_rest_on_their_own_sources(tmp_path: Path, jaar: str) -> None:
    """Doetinchem accounts for both, and spends too much of one and too little of the other."""
    pad = schrijf(
        tmp_path / "b.csv",
        oud("GM0222", "brede_spuk", "99.000.000,00", jaar),
        oud("GM0222", "spuk_iza", "1,00", jaar),
        oud("GM0222", "nplv", "1,00", jaar),
    )
    gevonden = bevindingen(pad, jaar)
    assert {b["regel"] for b in gevonden} >= {1, 2, 5, 13}
    zonder_azwa = [b for b in gevonden if b["onderdeel"] != "nplv"]
    assert not [b for b in zonder_azwa if AZWA_BRIEF in str(b["grondslag"])]
    per = {(b["regel"], b["onderdeel"]): str(b["grondslag"]) for b in zonder_azwa}
    assert "4190863-1084972-DMO" in per[1, "brede_spuk"]
    assert "punt 4" in per[2, "spuk_iza"]
    doel = tmp_path / "t.xlsx"
    draai("toets", pad, "--jaar", jaar, "--uit", doel)
    regels = bladrijen(doel, "Regels")
    assert not [r for r in regels if r["Getoetst"] == "ja" and AZWA_BRIEF in str(r["Grond"])]


def test_who_says_nothing_is_asked_by_the_law_of_that_money(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", oud("GM0222", "brede_spuk", "1,00"))
    uit = draai("toets", pad, "--jaar", "2025", "--regio", "Achterhoek", "--formaat", "json").uit
    stil = {
        b["onderdeel"]: b["grondslag"] for b in json.loads(uit)["bevindingen"] if b["regel"] == 3
    }
    assert "Financiële-verhoudingswet" in stil["brede_spuk"]
    assert "Gezond en Actief Leven Akkoord" in stil["spuk_iza"]


def test_the_spuk_azwa_rests_on_its_letter(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "b.csv", boeking("GM0147", bedrag="1,00"))
    (minder,) = [b for b in bevindingen(pad, "2027") if b["regel"] == 2]
    assert AZWA_BRIEF in str(minder["grondslag"])


def test_what_nobody_knows_of_the_spuk_iza_stays_open(tmp_path: Path) -> None:
    """Which part of 2025 went along to 2026 no source tells: not 10%, and not 0% either."""
    pad = schrijf(
        tmp_path / "b.csv",
        oud("GM0222", "spuk_iza", "1.000.000,00"),
        oud("GM0222", "spuk_iza", "4.500.000,00", "2026"),
    )
    (minder,) = [
        b for b in bevindingen(pad, "2025") if (b["regel"], b["onderdeel"]) == (2, "spuk_iza")
    ]
    assert minder["ernst"] == "informatie"
    assert str(minder["melding"]).endswith(
        "welk deel mee mag naar 2026 en welk deel terug moet, is niet bekend."
    )
    (meer,) = [
        b for b in bevindingen(pad, "2026") if (b["regel"], b["onderdeel"]) == (1, "spuk_iza")
    ]
    assert meer["ernst"] == "informatie"
    assert "Wat uit 2025 is meegenomen, kan dit dekken" in str(meer["melding"])
    doel = tmp_path / "t.xlsx"
    draai("toets", pad, "--jaar", "2026", "--uit", doel)
    eerste, tweede = [
        r for r in bladrijen(doel, "Meerjaren") if r["Onderdeel"] == "SPUK IZA"
    ]  # fmt: skip
    assert (eerste["Deel dat mee mag"], eerste["Terug te betalen"]) == ("p.m.", None)
    assert tweede["Meegenomen uit vorig jaar"] == "p.m."
    draai("sisa", pad, "--jaar", "2025", "--uit", tmp_path / "sisa")
    (iza,) = [
        r
        for r in bladrijen(tmp_path / "sisa/GM0222-doetinchem.xlsx", "Verloopoverzicht")
        if "IZA" in r["Uitkering met een specifiek bestedingsdoel"]
    ]
    assert iza["Terugbetaald of terug te betalen"] == "p.m."
    assert iza["Saldo 31-12-2025"] == "p.m."


def test_the_exchanged_amounts_are_no_ground_for_a_fault(tmp_path: Path) -> None:
    """Noordoost Brabant spent one euro more than we put in place of what the letter says."""
    gegevens = Gegevens()
    code = gegevens.regios["Noordoost Brabant"].mandaathouder_code
    pad = schrijf(tmp_path / "b.csv", oud(code, "spuk_iza", "5.508.787,00"))
    (meer,) = [
        b for b in bevindingen(pad, "2025") if (b["regel"], b["onderdeel"]) == (1, "spuk_iza")
    ]
    assert meer["ernst"] == "informatie"
    assert (
        "€ 5.508.786,00 toegekend (aanname: gecorrigeerd, de bron noemt hier € 5.407.422,00)"
        in str(meer["melding"])
    )


def test_every_ground_names_a_source_that_can_be_opened(gegevens: Gegevens) -> None:
    for regel in toetsregels_van(gegevens).regels:
        for vindplaats in regel.gronden.values():
            assert gegevens.bronnen[vindplaats.bron].adres.startswith("https://")


def test_the_years_before_our_figures_are_not_nothing(tmp_path: Path) -> None:
    """The Brede SPUK began in 2023: what came along into 2025 is p.m. in toets and SiSa alike."""
    pad = schrijf(tmp_path / "b.csv", oud("GM0147", "brede_spuk", "1,00"))
    doel = tmp_path / "t.xlsx"
    draai("toets", pad, "--jaar", "2025", "--uit", doel)
    eerste, _ = bladrijen(doel, "Meerjaren")
    assert (eerste["Jaar"], eerste["Meegenomen uit vorig jaar"]) == (2025, "p.m.")
    draai("sisa", pad, "--jaar", "2025", "--uit", tmp_path / "sisa")
    (brede,) = bladrijen(tmp_path / "sisa/GM0147-borne.xlsx", "Verloopoverzicht")
    assert brede["Saldo 1-1-2025"] == "p.m."
