"""What a gemeente adds to the figures that come along lies over them, and contradicts nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hulp import lees_csv, schrijf_csv

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.mappen import meegeleverde_map
from azwa_funds.kern.begrippen import SPUK_AZWA
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.nazien.invoer import controleer
from azwa_funds.verdelen.toekennen import verdeel_uitkering

BUDGETTEN = meegeleverde_map("data") / "budgetten.csv"


def leg(map_: Path, naam: str, rijen: list[dict[str, str]]) -> Path:
    """Put rows of one's own in a folder of one's own."""
    pad = map_ / "data" / naam
    pad.parent.mkdir(parents=True, exist_ok=True)
    schrijf_csv(pad, [list(rijen[0]), *(list(rij.values()) for rij in rijen)])
    return pad


def budgetrij(**anders: str) -> dict[str, str]:
    rij = next(
        r for r in lees_csv(BUDGETTEN)
        if (r["uitkering"], r["onderdeel"], r["jaar"]) == (SPUK_AZWA, "lokaal", "2027")
    )  # fmt: skip
    return rij | anders


def test_an_empty_folder_changes_nothing(tmp_path: Path, gegevens: Gegevens) -> None:
    met = Gegevens(eigen=tmp_path)
    assert verdeel_uitkering(met) == verdeel_uitkering(gegevens)
    assert met.alle_invoer == gegevens.alle_invoer


def test_a_row_of_ones_own_is_added(tmp_path: Path, gegevens: Gegevens) -> None:
    pad = leg(tmp_path, "budgetten.csv", [budgetrij(jaar="2031", bedrag="1000000")])
    met = Gegevens(eigen=tmp_path)
    assert len(met.budgetten) == len(gegevens.budgetten) + 1
    assert met.budget(SPUK_AZWA, "lokaal", 2031).bedrag == 1_000_000
    assert met.alle_invoer["dossier/data/budgetten.csv"]
    assert pad.exists()


def test_the_same_row_again_says_nothing_new(tmp_path: Path, gegevens: Gegevens) -> None:
    leg(tmp_path, "budgetten.csv", [budgetrij()])
    assert Gegevens(eigen=tmp_path).budgetten == gegevens.budgetten


def test_another_amount_for_a_shipped_row_is_a_named_error(tmp_path: Path) -> None:
    pad = leg(tmp_path, "budgetten.csv", [budgetrij(bedrag="231000001")])
    with pytest.raises(Invoerfout) as fout:
        _ = Gegevens(eigen=tmp_path).budgetten
    assert str(fout.value).startswith(f"{pad}, rij 2, kolom 'bedrag': over uitkering 'spuk_azwa'")
    assert "231000001" in str(fout.value)
    assert "rij " in str(fout.value).partition("meegeleverde tabel")[2]


def test_a_fault_in_a_row_of_ones_own_names_ones_own_file(tmp_path: Path) -> None:
    pad = leg(tmp_path, "budgetten.csv", [budgetrij(jaar="2031", bron="bestaat_niet")])
    with pytest.raises(Invoerfout, match="bestaat_niet") as fout:
        _ = Gegevens(eigen=tmp_path).budgetten
    assert str(fout.value).startswith(f"{pad}, rij 2, kolom 'bron'")


@pytest.mark.parametrize("tekst", ["", "\n", "uitkering,onderdeel\n", "uitkering,onder"])
def test_an_empty_or_cut_table_is_an_error(tmp_path: Path, tekst: str) -> None:
    """Also where what comes along would have been enough: the user meant to say something."""
    pad = tmp_path / "data" / "budgetten.csv"
    pad.parent.mkdir()
    pad.write_text(tekst, encoding="utf-8")
    with pytest.raises(Invoerfout) as fout:
        _ = Gegevens(eigen=tmp_path).budgetten
    assert str(fout.value).startswith(str(pad))


def met_bron(map_: Path) -> None:
    pad = map_ / "data" / "bronnen.toml"
    pad.parent.mkdir(parents=True, exist_ok=True)
    velden = 'uitgever = "wij"\ndatum = "2027-01-05"\nkenmerk = "1"\n'
    velden += 'publicatie = "brief"\nlicentie = "geen"\n'
    pad.write_text(f'[[bron]]\nid = "eigen_brief"\ntitel = "Brief"\n{velden}', encoding="utf-8")


def test_a_source_of_ones_own_stands_beside_the_others(tmp_path: Path, gegevens: Gegevens) -> None:
    met_bron(tmp_path)
    leg(tmp_path, "budgetten.csv", [budgetrij(jaar="2031", bron="eigen_brief")])
    met = Gegevens(eigen=tmp_path)
    assert set(met.bronnen) == {*gegevens.bronnen, "eigen_brief"}
    assert met.budget(SPUK_AZWA, "lokaal", 2031).vindplaats.bron == "eigen_brief"


def test_another_source_under_a_shipped_id_is_refused(tmp_path: Path) -> None:
    met_bron(tmp_path)
    pad = tmp_path / "data" / "bronnen.toml"
    bekend = next(iter(Gegevens().bronnen))
    pad.write_text(pad.read_text("utf-8").replace("eigen_brief", bekend), "utf-8")
    with pytest.raises(Invoerfout, match=f"bron '{bekend}' is hier anders") as fout:
        _ = Gegevens(eigen=tmp_path).bronnen
    assert str(fout.value).startswith(str(pad))


def anders_genoemd(map_: Path) -> Path:
    pad = map_ / "verdeelsleutels" / "eigen_gelijk.toml"
    tekst = (meegeleverde_map("verdeelsleutels") / "nplv_gelijk.toml").read_text("utf-8")
    pad.write_text(tekst.replace('id = "nplv_gelijk"', 'id = "eigen_gelijk"'), encoding="utf-8")
    return pad


def gelijk(map_: Path) -> Path:
    bron = meegeleverde_map("verdeelsleutels") / "nplv_gelijk.toml"
    return Path(shutil.copyfile(bron, map_ / "verdeelsleutels" / "nplv_gelijk.toml"))


@pytest.mark.parametrize(("maak", "erbij"), [(anders_genoemd, {"eigen_gelijk"}), (gelijk, set())])
def test_a_key_of_ones_own_comes_beside_the_others(
    tmp_path: Path, gegevens: Gegevens, maak: Callable[[Path], Path], erbij: set[str]
) -> None:
    (tmp_path / "verdeelsleutels").mkdir()
    maak(tmp_path)
    met = Gegevens(eigen=tmp_path)
    assert set(met.sleutels) == {*gegevens.sleutels, *erbij}


def test_a_key_of_a_shipped_name_that_says_otherwise_is_refused(tmp_path: Path) -> None:
    (tmp_path / "verdeelsleutels").mkdir()
    pad = gelijk(tmp_path)
    pad.write_text(pad.read_text("utf-8").replace("naam = ", 'naam = "Anders" # '), "utf-8")
    with pytest.raises(Invoerfout, match="'naam' is hier anders") as fout:
        _ = Gegevens(eigen=tmp_path).sleutels
    assert str(fout.value).startswith(str(pad))


def test_all_checks_hold_with_a_layer_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "verdeelsleutels").mkdir()
    anders_genoemd(tmp_path)
    assert all(uitkomst.klopt for uitkomst in controleer(Gegevens(eigen=tmp_path)))
