"""The published tables of 2026, reproduced from those of 2025.

The ministry multiplied every amount of 2025 by one factor and rounded each row. Both tables are
rounded to the euro, so an amount of € 391.243 in 2025 stands for anything from 391.242,50 to
391.243,50. A row is explained when one factor turns something in that range into the amount of
2026. The reasoning is done here a second time, apart from the program.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest
from hulp import draai_in, kopieer_gegevens, lees_csv

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.mappen import meegeleverde_map
from azwa_funds.nazien.terugrekenen import reken_terug
from azwa_funds.verdelen.sleutel import gewichten

OP_HET_MINIMUM = {
    "Ameland",
    "Schiermonnikoog",
    "Terschelling",
    "Vlieland",
    "Rozendaal",
    "Renswoude",
}


def tabel(naam: str, kolom: str = "ontvanger") -> dict[str, int]:
    rijen = lees_csv(meegeleverde_map("data") / "beschikkingen" / f"{naam}.csv")
    return {rij[kolom]: int(rij["bedrag"]) for rij in rijen}


def verklaard(oud: dict[str, int], nieuw: dict[str, int]) -> tuple[set[str], set[str]]:
    """The rows that one factor explains, and of these the ones that need no half euro."""
    halve = Fraction(1, 2)
    laagste = {wie: (nieuw[wie] - halve) / (oud[wie] + halve) for wie in oud}
    hoogste = {wie: (nieuw[wie] + halve) / (oud[wie] - halve) for wie in oud}

    def past(factor: Fraction) -> set[str]:
        return {wie for wie in oud if laagste[wie] <= factor <= hoogste[wie]}

    # Where the most ranges overlap, one of them begins.
    rijen = max((past(factor) for factor in laagste.values()), key=len)
    midden = (max(laagste[wie] for wie in rijen) + min(hoogste[wie] for wie in rijen)) / 2
    return rijen, {wie for wie in rijen if floor(oud[wie] * midden + halve) == nieuw[wie]}


def test_brede_spuk_2026_follows_from_2025_but_for_the_six_on_the_minimum() -> None:
    oud, nieuw = tabel("brede_spuk_2025"), tabel("brede_spuk_2026")
    rijen, zonder_halve_euro = verklaard(oud, nieuw)
    assert len(oud) == 342
    assert set(oud) - rijen == OP_HET_MINIMUM
    assert len(rijen) == 336
    assert len(zonder_halve_euro) == 272
    assert len(rijen - zonder_halve_euro) == 64


def test_spuk_iza_2026_follows_from_2025_but_for_three_regions() -> None:
    oud, nieuw = tabel("spuk_iza_2025", "regio"), tabel("spuk_iza_2026", "regio")
    rijen, _ = verklaard(oud, nieuw)
    assert len(oud) == 42
    assert set(oud) - rijen == {"Friesland", "Noordoost Brabant", "Noord-Holland Noord"}


def test_the_corrected_key_explains_all_regions_but_friesland(gegevens: Gegevens) -> None:
    """The key spuk_iza_2025 puts the two exchanged rows right, and only those."""
    nieuw = tabel("spuk_iza_2026", "regio")
    sleutel = {g.ontvanger.regio: g for g in gewichten(gegevens, "spuk_iza_2025", 2027)}
    oud = {regio: gewicht.waarde for regio, gewicht in sleutel.items()}
    rijen, _ = verklaard(oud, nieuw)
    assert len(rijen) == 41
    assert set(oud) - rijen == {"Friesland"}
    gepubliceerd = tabel("spuk_iza_2025", "regio")
    anders = {regio for regio in oud if oud[regio] != gepubliceerd[regio]}
    assert anders == {"Noordoost Brabant", "Noord-Holland Noord"}
    for regio in anders:
        assert "na verwisseling" in sleutel[regio].opmerking
        assert sleutel[regio].vindplaats.bron == "vws_2025_09_12"


@pytest.mark.parametrize("uitkering", ["brede_spuk", "spuk_iza"])
def test_the_program_comes_to_the_same_verdict(uitkering: str) -> None:
    oud, nieuw = (tabel(f"{uitkering}_{jaar}", "ontvanger_code") for jaar in (2025, 2026))
    rijen, zonder_halve_euro = verklaard(oud, nieuw)
    terugrekening = reken_terug(oud, nieuw)
    assert set(terugrekening.verklaard) == rijen
    assert set(terugrekening.gelijk) == zonder_halve_euro
    assert set(terugrekening.een_euro) == rijen - zonder_halve_euro
    assert {a.ontvanger_code for a in terugrekening.afwijkingen} == set(oud) - rijen


# -- known deviations stand apart from new ones ------------------------------------------------


@pytest.fixture
def kopie(tmp_path: Path) -> Path:
    return kopieer_gegevens(tmp_path)


def verander(pad: Path, waar: dict[str, str], **waarden: str) -> None:
    """Change the one row of a table that has these values."""
    rijen = lees_csv(pad)
    (rij,) = [rij for rij in rijen if waar.items() <= rij.items()]
    rij |= waarden
    schrijf(pad, rijen)


def schrijf(pad: Path, rijen: list[dict[str, str]]) -> None:
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.DictWriter(bestand, list(rijen[0]), lineterminator="\n")
        schrijver.writeheader()
        schrijver.writerows(rijen)


def test_the_nine_known_deviations_are_found_and_nothing_else(kopie: Path) -> None:
    uitkomst = draai_in(kopie, "controleer")
    assert uitkomst.code == 0
    assert "Bekende afwijkingen (9)" in uitkomst.uit
    assert "Nieuwe afwijkingen (0)" in uitkomst.uit
    assert "Sportakkoord II 2026: 336 van 342, SPUK IZA 2026: 39 van 42" in uitkomst.tekst
    lijst = lees_csv(kopie / "data" / "beschikkingen" / "bekende_afwijkingen.csv")
    assert len(lijst) == 9
    for rij in lijst:
        assert f" 2026, {rij['ontvanger']}: verwacht €" in uitkomst.tekst
        assert rij["reden"] in uitkomst.tekst


def test_a_known_deviation_that_disappears_fails(kopie: Path) -> None:
    """The ministry puts Friesland right: then the list of deviations must be put right too."""
    tabel_2026 = kopie / "data" / "beschikkingen" / "spuk_iza_2026.csv"
    verander(tabel_2026, {"regio": "Friesland"}, bedrag="6138934")
    uitkomst = draai_in(kopie, "controleer")
    assert uitkomst.code == 1
    assert (
        "bekende_afwijkingen.csv, rij 8: de afwijking van Smallingerland is er niet meer; "
        "verwijder de rij als dat klopt"
    ) in uitkomst.tekst
    assert "Bekende afwijkingen (8)" in uitkomst.uit


def test_a_new_deviation_fails(kopie: Path) -> None:
    """One amount with two figures exchanged: € 4.225.607 for Utrecht becomes € 4.252.607."""
    tabel_2026 = kopie / "data" / "beschikkingen" / "brede_spuk_2026.csv"
    verander(tabel_2026, {"ontvanger": "Utrecht"}, bedrag="4252607")
    uitkomst = draai_in(kopie, "controleer")
    assert uitkomst.code == 1
    assert (
        "brede_spuk 2026, Utrecht (GM0344): verwacht € 4.225.607, gepubliceerd € 4.252.607"
    ) in uitkomst.tekst
    assert "Bekende afwijkingen (9)" in uitkomst.uit


def test_a_known_deviation_with_another_amount_is_new_and_the_old_one_gone(kopie: Path) -> None:
    tabel_2026 = kopie / "data" / "beschikkingen" / "brede_spuk_2026.csv"
    verander(tabel_2026, {"ontvanger": "Ameland"}, bedrag="91067")
    uitkomst = draai_in(kopie, "controleer")
    assert uitkomst.code == 1
    assert "Ameland (GM0060): verwacht € 77.528, gepubliceerd € 91.067" in uitkomst.tekst
    assert "de afwijking van Ameland is er niet meer" in uitkomst.tekst


def test_an_unlisted_deviation_is_not_excused(kopie: Path) -> None:
    lijst = kopie / "data" / "beschikkingen" / "bekende_afwijkingen.csv"
    schrijf(lijst, [rij for rij in lees_csv(lijst) if rij["ontvanger"] != "Vlieland"])
    uitkomst = draai_in(kopie, "controleer")
    assert uitkomst.code == 1
    assert "Vlieland (GM0096): verwacht € 77.582, gepubliceerd € 91.121" in uitkomst.tekst


def test_a_published_zero_is_told_and_not_stumbled_over(kopie: Path) -> None:
    tabel_2025 = kopie / "data" / "beschikkingen" / "brede_spuk_2025.csv"
    verander(tabel_2025, {"ontvanger": "Ameland"}, bedrag="0")
    uitkomst = draai_in(kopie, "controleer")
    assert uitkomst.code == 1
    assert (
        "brede_spuk 2026 is niet terug te rekenen uit 2025: niet elke ontvanger heeft in beide "
        "jaren een bedrag boven nul"
    ) in uitkomst.tekst


# -- what else `controleer` holds against the sources ------------------------------------------


@pytest.mark.parametrize(
    ("bestand", "waar", "waarden", "melding"),
    [
        pytest.param(
            "budgetten.csv",
            {"uitkering": "spuk_azwa", "onderdeel": "lokaal", "jaar": "2028"},
            {"bedrag": "279000000"},
            "(uitkering=spuk_azwa jaar=2028) is 548000000, maar de bron geeft 547000000",
            id="een budget dat niet optelt tot de brief",
        ),
        pytest.param(
            "budgetten.csv",
            {"uitkering": "hlo", "jaar": "2029"},
            {"bedrag": "1"},
            "SPUK AZWA 2029: herkomst €",
            id="de herkomst van het geld is minder dan de bestemming",
        ),
        pytest.param(
            "cbs/leeftijd.csv",
            {"gemeente": "Utrecht"},
            {"inwoners_80_plus": "1"},
            "cbs/leeftijd.csv, rij 98, Utrecht: leeftijden tellen op tot",
            id="leeftijden die niet optellen tot de inwoners",
        ),
        pytest.param(
            "cbs/kerncijfers.csv",
            {"gemeente": "Utrecht"},
            {"gemeente_code": "GM0003"},
            "cbs/kerncijfers.csv, 2024: GM0344 ontbreekt",
            id="een CBS-tabel zonder een gemeente",
        ),
        pytest.param(
            "beschikkingen/brede_spuk_2026.csv",
            {"ontvanger": "Utrecht"},
            {"ontvanger": "Uitrecht"},
            "'Uitrecht' heet in de indeling 'Utrecht'",
            id="een naam die niet bij de code hoort",
        ),
    ],
)
def test_one_changed_figure_is_found(
    kopie: Path, bestand: str, waar: dict[str, str], waarden: dict[str, str], melding: str
) -> None:
    verander(kopie / "data" / bestand, waar, **waarden)
    uitkomst = draai_in(kopie, "controleer")
    assert uitkomst.code == 1
    assert melding in uitkomst.tekst


def test_a_source_that_nothing_uses_is_found(kopie: Path) -> None:
    bronnen = kopie / "data" / "bronnen.toml"
    blok = '[[bron]]\nid = "oud"\ntitel = "Oude brief"\nuitgever = ""\ndatum = ""\nkenmerk = ""\n'
    blok += 'publicatie = "nergens"\nlicentie = "geen"\n'
    bronnen.write_text(bronnen.read_text(encoding="utf-8") + "\n" + blok, encoding="utf-8")
    uitkomst = draai_in(kopie, "controleer")
    assert uitkomst.code == 1
    assert "bron 'oud' in bronnen.toml wordt nergens gebruikt" in uitkomst.tekst


def test_a_budget_that_would_stay_behind_is_found(kopie: Path) -> None:
    """A new onderdeel in the budgets that nobody said how to divide."""
    pad = kopie / "data" / "budgetten.csv"
    rijen = lees_csv(pad)
    schrijf(pad, [*rijen, rijen[0] | {"onderdeel": "preventie", "bedrag": "0"}])
    uitkomst = draai_in(kopie, "controleer")
    assert uitkomst.code == 1
    assert "onderdeel 'preventie' heeft geen toedeling" in uitkomst.tekst
