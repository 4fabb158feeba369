"""Ledgers as people send them, each with one thing odd: read to the cent, or told what is wrong.

`gevallen/uitkomsten.toml` says of every file what is right. What is not told is not lost: no file
may give another sum than the one that stands there.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hulp import draai

from azwa_funds.besteden.boekingen import lees_bestedingen, maak_aanvulling
from azwa_funds.gegevens.gegevens import Gegevens

MAP = Path(__file__).parent / "gevallen"
GEVALLEN: list[dict[str, Any]] = tomllib.loads(
    (MAP / "uitkomsten.toml").read_text(encoding="utf-8")
)["geval"]


def _naam(geval: dict[str, Any]) -> str:
    return f"{geval['bestand']} {geval.get('opties', '')}".strip()


def opties(geval: dict[str, Any]) -> list[str]:
    """The options of a case; a profile lies beside the files."""
    return [
        str(MAP / deel) if deel.endswith(".toml") else deel
        for deel in geval.get("opties", "").split()
    ]


@pytest.mark.parametrize("geval", GEVALLEN, ids=_naam)
def test_a_ledger_is_read_to_the_cent_or_told_what_is_wrong(geval: dict[str, Any]) -> None:
    uitkomst = draai("bestedingen", "bekijk", MAP / geval["bestand"], *opties(geval), "--json")
    if "weigert" in geval:
        assert uitkomst.code == 2
        assert uitkomst.uit == ""
        assert geval["bestand"] in uitkomst.fout
        assert [woord for woord in geval["weigert"] if woord not in uitkomst.fout] == []
        return
    antwoord = json.loads(uitkomst.uit)
    assert (antwoord["som"], antwoord["boekingen"]) == (geval["som"], geval["boekingen"])
    _toets_niet_gelezen(geval, uitkomst.code, antwoord["niet_gelezen"])
    opmerkingen = " ".join(antwoord["opmerkingen"])
    assert [woord for woord in geval.get("opmerking", []) if woord not in opmerkingen] == []


def _toets_niet_gelezen(geval: dict[str, Any], code: int, niet: list[dict[str, Any]]) -> None:
    if "beslis" not in geval:
        assert (code, niet) == (0, [])
        return
    assert code == 1
    (deel,) = niet
    assert deel["rijen"] == geval["rijen"]
    assert deel["som"] == geval.get("niet_gelezen", deel["som"])
    assert [w for w in geval["beslis"] if w not in deel["reden"] + deel["blad"]] == []


@pytest.mark.parametrize("geval", [g for g in GEVALLEN if "dagen" in g], ids=_naam)
def test_every_day_is_the_day_that_was_meant(gegevens: Gegevens, geval: dict[str, Any]) -> None:
    tabel = lees_bestedingen(gegevens, [MAP / geval["bestand"]]).tabel
    assert tabel["boekdatum"].dt.strftime("%Y-%m-%d").tolist() == geval["dagen"]


def test_what_is_left_of_an_odd_cell_is_clean(gegevens: Gegevens) -> None:
    def lees(naam: str) -> pd.DataFrame:
        return lees_bestedingen(gegevens, [MAP / naam]).tabel

    namen = lees("E1-namen.csv")["verantwoorder_code"].tolist()
    assert namen == ["GM0518", "GM0164", "GM0106", "GM0820", "GM0344", "GM0355"]
    assert set(lees("E2-codes.csv")["verantwoorder_code"]) == {"GM0193"}
    formule = lees("G5-tekst-als-formule.csv").iloc[0]
    assert (formule["verantwoorder_code"], formule["boekstuk"]) == ("GM0546", "2027-0042")
    onzichtbaar = lees("G7-onzichtbaar.csv")
    assert set(onzichtbaar["verantwoorder_code"]) == {"GM0546"}
    assert onzichtbaar["boekstuk"].tolist()[2] == "I3"


def test_a_profile_divides_over_onderdelen(gegevens: Gegevens) -> None:
    aanvulling = maak_aanvulling(gegevens, profiel=MAP / "H4-profiel.toml")
    tabel = lees_bestedingen(gegevens, [MAP / "H4-journaal.xlsx"], aanvulling).tabel
    som = tabel.groupby("onderdeel", observed=True)["centen"].sum().to_dict()
    assert som == {"lokaal": 48000000, "regionaal": 7500000}
    assert set(tabel["verantwoorder_code"]) == {"GM0546"}
