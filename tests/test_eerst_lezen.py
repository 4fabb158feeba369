"""Read first, write later: what is missing is said before the first of many files is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from hulp import draai_in, kopieer_gegevens

from azwa_funds.gegevens.mappen import meegeleverde_map

OPDRACHTEN = {
    "overzicht": ("--landelijk", "--regio", "Twente", "--regio", "Achterhoek",
                  "--gemeente", "Almelo", "--gemeente", "Borne"),
    "werkagenda": ("--regio", "Twente", "--regio", "Achterhoek"),
    "sisa": ("b.csv", "--jaar", "2027", "--ontvanger", "Almelo", "--ontvanger", "SamenTwente"),
}  # fmt: skip

BESTANDEN = sorted(
    f"{map_}/{pad.relative_to(meegeleverde_map(map_)).as_posix()}"
    for map_ in ("data", "verdeelsleutels")
    for pad in meegeleverde_map(map_).rglob("*")
    if pad.suffix in (".csv", ".toml")
)

#: A table that only the factsheets need, which come after the others.
GREEP = {("data/brug.toml", "overzicht")}


@pytest.mark.parametrize(
    ("bestand", "opdracht"),
    [
        pytest.param(b, o, marks=() if (b, o) in GREEP else pytest.mark.lang)
        for b in BESTANDEN
        for o in OPDRACHTEN
    ],
)
def test_a_table_that_is_gone_leaves_no_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opdracht: str, bestand: str
) -> None:
    kopieer_gegevens(tmp_path)
    schrijf(tmp_path / "b.csv", boeking())
    (tmp_path / bestand).unlink()
    monkeypatch.chdir(tmp_path)
    uitkomst = draai_in(tmp_path, opdracht, *OPDRACHTEN[opdracht], "--uit", "uit")
    if uitkomst.code == 2:
        assert Path(bestand).name in uitkomst.fout or Path(bestand).stem in uitkomst.fout
        assert not (tmp_path / "uit").exists()
    else:
        assert list((tmp_path / "uit").rglob("*.xlsx"))


def test_the_sample_is_of_tables_that_are_there() -> None:
    assert {bestand for bestand, _ in GREEP} <= set(BESTANDEN)
