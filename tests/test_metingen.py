"""The measurements measure what they say, and docs/metingen.md is what they wrote."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from hulp import WORTEL

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.overzicht.gemeente import gemeentelijk_werkboek
from azwa_funds.verdelen.cijfers import Cijfers

sys.path.insert(0, str(WORTEL))

from benchmarks.gevallen import deling, processen, scenarios
from benchmarks.groei import Stap, hoogstens_lineair
from benchmarks.meten import Streef, Uitslag, Vergelijking, meet, python, tijd
from benchmarks.opname import meelezen
from benchmarks.venster import Venstertijd
from benchmarks.verslag import DOEL, groei_gehaald, met_nieuw_venster, met_nieuwe_rijen, verslag


def test_what_is_played_back_is_the_same_workbook_byte_for_byte(gegevens: Gegevens) -> None:
    cijfers = Cijfers(gegevens)
    with meelezen() as opnamen:
        geschreven = gemeentelijk_werkboek(cijfers, gegevens.gemeenten["GM0141"]).als_bytes()
    (opname,) = opnamen
    assert opname.speel_af() == geschreven


def test_a_comparison_pairs_runs_and_judges_the_middle_ratio() -> None:
    beurten: list[str] = []
    werk = Vergelijking(
        "a", "b", lambda: beurten.append("a"), lambda: beurten.append("b"), Streef(1e9)
    )
    uitslag = meet(werk, paren=3)
    assert "".join(beurten) == "ab" * 4  # the first pair warms up
    assert uitslag.verhouding == uitslag.verhoudingen[1]
    assert uitslag.gehaald


@pytest.mark.parametrize(
    ("streef", "verhouding", "gehaald"),
    [
        (Streef(1.3), 1.3, True),
        (Streef(1.3), 1.31, False),
        (Streef(3, minstens=True), 3.0, True),
        (Streef(3, minstens=True), 2.9, False),
    ],
)
def test_an_aim_is_a_most_or_a_least(streef: Streef, verhouding: float, gehaald: bool) -> None:
    assert streef.gehaald(verhouding) is gehaald


def test_growth_is_judged_step_by_step() -> None:
    recht = [Stap("w", 1, 0.5, 1), Stap("w", 10, 1.0, 1), Stap("w", 100, 9.0, 1)]
    krom = [*recht[:2], Stap("w", 100, 11.0, 1)]
    assert hoogstens_lineair(recht)
    assert not hoogstens_lineair(krom)
    anders = [Stap("v", 1, 0.5, 1), Stap("v", 10, 1.0, 1)]
    assert groei_gehaald([*recht, *anders])
    assert not groei_gehaald([*anders, *krom])
    assert not groei_gehaald([*recht, Stap("v", 1, 0.5, 501)])


def test_times_are_shown_in_a_unit_that_fits() -> None:
    assert [tijd(t) for t in (12.5, 0.0421, 0.0000373)] == ["12,50 s", "42,10 ms", "37,3 µs"]


@pytest.mark.parametrize("als_proces", [False, True])
def test_a_missed_aim_shows_where_the_time_goes(als_proces: bool) -> None:
    def kern() -> int:
        return sum(range(20_000))

    onze = python("pass") if als_proces else kern
    werk = Vergelijking("werk", "niets", onze, lambda: None, Streef(0.0), kern=kern)
    tekst = verslag([meet(werk, paren=1)], [], [Stap("w", 1, 0.5, 1)], 1)
    assert "**nee**" in tekst
    assert "## Waar de tijd blijft: werk" in tekst


def test_a_profile_names_no_folder_of_the_machine() -> None:
    """Neither one with spaces in its name, and every column of numbers stays."""
    omgeving: dict[str, Callable[[], int]] = {}
    bron = "def kern(n=3):\n    return n and kern(n - 1)"
    exec(compile(bron, "/een map/try me/kern.py", "exec"), omgeving)
    werk = Vergelijking("werk", "niets", omgeving["kern"], lambda: None, Streef(0.0))
    tekst = verslag([meet(werk, paren=1)], [], [Stap("w", 1, 0.5, 1)], 1)
    assert re.search(r"^ +4/1 .* kern\.py:1\(kern\)$", tekst, re.M)
    assert "try me" not in tekst
    assert not re.search(r"\s/", DOEL.read_text(encoding="utf-8").partition("Waar de tijd")[2])


def test_one_row_can_be_measured_again_beside_others_of_that_day_and_machine() -> None:
    def uitslag(werk: str) -> Uitslag:
        return meet(Vergelijking(werk, "b", lambda: None, lambda: None, Streef(1e9)), paren=1)

    tekst = verslag([uitslag("a"), uitslag("c")], [], [Stap("w", 1, 0.5, 1)], 1)
    nieuw = met_nieuwe_rijen(tekst, [opnieuw := uitslag("c")])
    rijen = [r for r in nieuw.splitlines() if r.startswith("| ") and " | b | " in r]
    assert [rij.split(" | ")[0] for rij in rijen] == ["| a", "| c"]
    assert rijen[0] in tekst
    assert tijd(opnieuw.onze[0][1]) in rijen[1]
    with pytest.raises(ValueError, match="another day or machine"):
        met_nieuwe_rijen(tekst.replace("Gemeten op ", "Gemeten op een dag voor "), [opnieuw])


def test_the_window_can_be_measured_again_by_itself() -> None:
    """Its part stands before growth, once, also where it was not there yet."""

    def gemeten(eerste: float) -> list[Venstertijd]:
        return [Venstertijd("Toets", eerste, 0.1, 0.1, 0.3)]

    oud = "# Metingen\n\n## Snelheid\n\n| a |\n\n## Groei\n\n| g |\n"
    eens = met_nieuw_venster(oud, gemeten(0.25))
    nog_eens = met_nieuw_venster(eens, gemeten(0.35))
    assert [r for r in nog_eens.splitlines() if r.startswith("## ")] == [
        "## Snelheid", "## Venster", "## Groei",
    ]  # fmt: skip
    assert "250,00 ms" in eens
    assert "| ja |" in eens
    assert "250,00 ms" not in nog_eens
    assert "| **nee** |" in nog_eens


def test_the_document_has_a_row_for_each_measurement() -> None:
    tekst = DOEL.read_text(encoding="utf-8")
    for groep in (processen, deling, scenarios):
        for vergelijking in groep():
            assert f"| {vergelijking.werk} | {vergelijking.tegen} |" in tekst
    for werk in (
        "toets van 500.000 boekingen", "toets van 100.000 boekingen", "verifieer van die toets",
        "overzicht --alle", "sisa --alle",
    ):  # fmt: skip
        assert f"| {werk}" in tekst
