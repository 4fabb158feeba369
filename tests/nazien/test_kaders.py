"""What only a whole table shows: rows that contradict themselves or another table."""

from __future__ import annotations

from pathlib import Path

from hulp import kopieer_gegevens

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.nazien.invoer import CONTROLES, schendingen


def test_each_row_that_does_not_fit_is_named_once_per_check_in_the_order_of_the_table() -> None:
    rijen = [{"van": 3, "tot": 2}, {"van": 1, "tot": 2}, {"van": 9, "tot": 5}]
    proeven = {
        "om": lambda frame: frame["van"] <= frame["tot"],
        "klein": lambda frame: frame["van"] < 9,
    }
    gevonden = schendingen(rijen, proeven)
    assert gevonden == [(rijen[0], "om"), (rijen[2], "om"), (rijen[2], "klein")]


def test_a_gemeente_that_ends_before_it_begins_is_found(tmp_path: Path) -> None:
    kopieer_gegevens(tmp_path)
    pad = tmp_path / "data" / "indeling" / "gemeenten.csv"
    kop, eerste, rest = pad.read_text(encoding="utf-8").split("\n", 2)
    namen = kop.split(",")
    geldig_van = eerste.split(",")[namen.index("geldig_van")]
    pad.write_text(f"{kop}\n{eerste.replace(geldig_van, '2099-01-01')}\n{rest}", encoding="utf-8")
    uitkomst = CONTROLES[0](Gegevens(tmp_path / "data", tmp_path / "verdeelsleutels"))
    assert [zin.partition(":")[0] for zin in uitkomst.nieuw] == ["indeling/gemeenten.csv, rij 2"]
    assert "ligt voor geldig_van 01-01-2099" in uitkomst.nieuw[0]
