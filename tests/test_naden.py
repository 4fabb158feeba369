"""Every name, every year and every command together: a right answer or one Dutch sentence.

Faults hid at the seams: a name that one command knew and another did not, a year that has one
uitkering and lacks the other. Each answer here is one of the three exit codes, and never a
sentence that says the program itself is at fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hulp import draai

LEDGER = """verantwoorder_code;jaar;onderdeel;boekstuk;boekdatum;omschrijving;bedrag
Almelo;2027;lokaal;A-1;03-03-2027;Valtraining;5,00
GGD Twente;2027;ggd_kennis_coordinatie;A-2;03-03-2027;Kennisfunctie;5,00
SamenTwente;2027;regionaal;A-3;03-03-2027;Coördinatie;5,00
Utrecht;2026;brede_spuk;A-4;03-03-2026;Sport;5,00
Utrecht;2026;spuk_iza;A-5;03-03-2026;Regio;5,00
"""
WIE = ("SamenTwente", "regio Utrecht", "Wijdemeren", "GGD Twente", "Almelo", "Zuid-Holland")
JAREN = ("2025", "2026", "2028", "2030")


def vragen(ledger: Path, wie: str, jaar: str, map_: Path) -> Iterator[tuple[str | Path, ...]]:
    yield "sisa", ledger, "--jaar", jaar, "--ontvanger", wie, "--uit", map_ / "sisa"
    yield "sisa", "consolideer", "--regio", wie, "--jaar", jaar, ledger, "--uit", map_ / "opgave"
    yield "toets", ledger, "--jaar", jaar, "--ontvanger", wie
    yield "toets", ledger, "--jaar", jaar, "--regio", wie
    uit = map_ / f"{wie} {jaar}.xlsx"
    yield "sjabloon", "besteding", "--jaar", jaar, "--ontvanger", wie, "--uit", uit
    yield "verdeel", "--jaar", jaar, "--gemeente", wie
    yield "uitleg", wie, "--jaar", jaar
    yield "uitleg", wie, "--jaar", jaar, "--uitkering", "spuk_iza"
    yield "begroting", wie
    yield "verschil", wie, "--van", "2025", "--naar", jaar
    yield "verschil", wie, "--beschikt", jaar
    yield "kalender", "--regio", wie, "--jaar", jaar


def stel(wie: str, jaar: str, map_: Path) -> None:
    ledger = map_ / "boekingen.csv"
    ledger.write_text(LEDGER, encoding="utf-8")
    for vraag in vragen(ledger, wie, jaar, map_):
        uitkomst = draai(*vraag)
        assert uitkomst.code in (0, 1, 2), vraag
        assert uitkomst.uit if uitkomst.code == 0 else uitkomst.uit + uitkomst.fout, vraag
        assert "had niet mogen gebeuren" not in uitkomst.fout, vraag


@pytest.mark.parametrize(("wie", "jaar"), [*zip(WIE, JAREN * 2, strict=False)])
def test_a_name_and_a_year_are_answered_by_every_command(
    wie: str, jaar: str, tmp_path: Path
) -> None:
    stel(wie, jaar, tmp_path)


@pytest.mark.lang
@pytest.mark.parametrize(("wie", "jaar"), [*product(WIE, JAREN)])
def test_every_name_in_every_year_is_answered(wie: str, jaar: str, tmp_path: Path) -> None:
    stel(wie, jaar, tmp_path)
