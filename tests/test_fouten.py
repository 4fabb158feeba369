"""A fault in a file is told in one Dutch sentence, and nothing is written.

Each file in `fouten/` breaks the data in one way and holds the sentence that a user then reads:
file, row, column, value and remedy. `fouten/LEESMIJ.md` says how to add one.
"""

from __future__ import annotations

import csv
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hulp import draai, kopieer_gegevens, schrijf_csv

FOUTEN = Path(__file__).parent / "fouten"
GEVALLEN = {pad.stem: pad for pad in sorted(FOUTEN.glob("*.toml"))}


def lees_geval(naam: str) -> dict[str, Any]:
    return tomllib.loads(GEVALLEN[naam].read_text(encoding="utf-8"))


# -- breaking a file ---------------------------------------------------------------------------


def maak_stuk(map_: Path, wijziging: dict[str, Any]) -> None:
    """Change one file as a case says; every change must really change something."""
    pad = map_ / wijziging["bestand"]
    voor = pad.read_bytes() if pad.is_file() else None
    actie = next(actie for naam, actie in ACTIES.items() if naam in wijziging)
    actie(pad, wijziging)
    assert voor != (pad.read_bytes() if pad.is_file() else b"weg"), "er is niets veranderd"


def _inhoud(pad: Path, wijziging: dict[str, Any]) -> None:
    pad.write_text(wijziging["inhoud"], encoding="utf-8", newline="")


def _weg(pad: Path, wijziging: dict[str, Any]) -> None:
    pad.unlink()


def _map(pad: Path, wijziging: dict[str, Any]) -> None:
    pad.unlink()
    pad.mkdir()


def _kopie_van(pad: Path, wijziging: dict[str, Any]) -> None:
    shutil.copy(pad.parent / wijziging["kopie_van"], pad)


def _codering(pad: Path, wijziging: dict[str, Any]) -> None:
    pad.write_bytes(pad.read_text(encoding="utf-8").encode(wijziging["codering"]))


def _zoek(pad: Path, wijziging: dict[str, Any]) -> None:
    tekst = pad.read_text(encoding="utf-8")
    assert wijziging["zoek"] in tekst, f"{pad.name} bevat {wijziging['zoek']!r} niet"
    nieuw = tekst.replace(wijziging["zoek"], wijziging["vervang"], wijziging.get("aantal", 1))
    pad.write_text(nieuw, encoding="utf-8", newline="")


def _kolom(pad: Path, wijziging: dict[str, Any]) -> None:
    rijen = _rijen(pad)
    nummers = [wijziging["rij"]] if "rij" in wijziging else range(2, len(rijen) + 1)
    for nummer in nummers:
        rijen[nummer - 1][rijen[0].index(wijziging["kolom"])] = wijziging["waarde"]
    schrijf_csv(pad, rijen)


def _kolom_weg(pad: Path, wijziging: dict[str, Any]) -> None:
    rijen = _rijen(pad)
    plaats = rijen[0].index(wijziging["kolom_weg"])
    schrijf_csv(pad, [rij[:plaats] + rij[plaats + 1 :] for rij in rijen])


def _kolom_erbij(pad: Path, wijziging: dict[str, Any]) -> None:
    kop, *rijen = _rijen(pad)
    schrijf_csv(pad, [[*kop, wijziging["kolom_erbij"]], *([*rij, ""] for rij in rijen)])


def _rij_weg(pad: Path, wijziging: dict[str, Any]) -> None:
    rijen = _rijen(pad)
    del rijen[wijziging["rij_weg"] - 1]
    schrijf_csv(pad, rijen)


def _rij_dubbel(pad: Path, wijziging: dict[str, Any]) -> None:
    rijen = _rijen(pad)
    schrijf_csv(pad, [*rijen, rijen[wijziging["rij_dubbel"] - 1]])


def _rijen(pad: Path) -> list[list[str]]:
    with pad.open(encoding="utf-8", newline="") as bestand:
        return list(csv.reader(bestand))


ACTIES = {
    "inhoud": _inhoud,
    "weg": _weg,
    "map": _map,
    "kopie_van": _kopie_van,
    "codering": _codering,
    "zoek": _zoek,
    "kolom_weg": _kolom_weg,
    "kolom_erbij": _kolom_erbij,
    "rij_weg": _rij_weg,
    "rij_dubbel": _rij_dubbel,
    "kolom": _kolom,
}


# -- what the user reads -----------------------------------------------------------------------


@pytest.mark.parametrize("naam", GEVALLEN)
def test_a_fault_is_one_sentence_and_nothing_is_written(
    naam: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    geval = lees_geval(naam)
    kopieer_gegevens(tmp_path)
    for wijziging in geval["wijziging"]:
        maak_stuk(tmp_path, wijziging)
    # From here the files have the names by which a user in this folder knows them.
    monkeypatch.chdir(tmp_path)
    voor = sorted(tmp_path.rglob("*"))
    opdracht = geval.get("opdracht", "verdeel").split()
    uit = ["--uit", "map/verdeling.csv"] if opdracht[0] == "verdeel" else []

    uitkomst = draai("--data", "data", "--sleutels", "verdeelsleutels", *opdracht, *uit)

    assert uitkomst.fout.replace("\\", "/") == f"Fout: {geval['melding']}\n"
    assert uitkomst.code == 2
    assert uitkomst.uit == ""
    assert sorted(tmp_path.rglob("*")) == voor
