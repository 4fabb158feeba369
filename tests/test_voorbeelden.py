"""The cases that anyone can write, in `voorbeelden/`: what should come out, and why."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hulp import draai

from azwa_funds.kern.begrippen import Afronding
from azwa_funds.kern.euro import verdeel

VOORBEELDEN = sorted((Path(__file__).parent / "voorbeelden").glob("*.toml"))


def gevallen(soort: str) -> list[Any]:
    return [
        pytest.param(geval, id=f"{pad.stem}: {geval['naam']}")
        for pad in VOORBEELDEN
        for geval in tomllib.loads(pad.read_text(encoding="utf-8")).get(soort, [])
    ]


@pytest.mark.parametrize("geval", gevallen("verdeling"))
def test_an_amount_is_divided_as_the_example_says(geval: dict[str, Any]) -> None:
    delen = verdeel(geval["bedrag"], geval["gewichten"], Afronding(geval["regel"]))
    assert delen.tolist() == geval["delen"]


@cache
def verdeling(*keuzes: str) -> list[dict[str, str]]:
    return draai("verdeel", "--formaat", "csv", *keuzes).rijen


@pytest.mark.parametrize("geval", gevallen("toekenning"))
def test_a_recipient_gets_what_the_example_says(geval: dict[str, Any]) -> None:
    keuze = f"{geval['onderdeel']}={geval['gekozen']}" if "gekozen" in geval else ""
    (rij,) = [
        rij
        for rij in verdeling(*(["--sleutel", keuze] if keuze else []))
        if (rij["ontvanger"], rij["jaar"], rij["onderdeel"])
        == (geval["ontvanger"], str(geval["jaar"]), geval["onderdeel"])
    ]
    assert int(rij["bedrag"]) == geval["bedrag"]
    assert rij["status"] == geval["status"]
    assert rij["sleutel"] == geval["sleutel"]


@pytest.mark.parametrize(
    ("onderdeel", "sleutel", "ontvangers"),
    [("nplv", "nplv_gelijk", 19), ("ggd_kennis_coordinatie", "ggd_inwoners", 25)],
)
def test_a_chosen_key_replaces_the_pm_row(onderdeel: str, sleutel: str, ontvangers: int) -> None:
    """The money goes to the recipients, the p.m. row is gone, and the year still closes."""
    for jaar in ("2027", "2028", "2029"):
        gewoon = [r for r in verdeling() if (r["jaar"], r["onderdeel"]) == (jaar, onderdeel)]
        alle = verdeling("--sleutel", f"{onderdeel}={sleutel}")
        gekozen = [r for r in alle if (r["jaar"], r["onderdeel"]) == (jaar, onderdeel)]
        assert [rij["ontvanger_code"] for rij in gewoon] == [""]
        assert len({rij["ontvanger_code"] for rij in gekozen} - {""}) == ontvangers == len(gekozen)
        assert sum(int(rij["bedrag"]) for rij in gekozen) == int(gewoon[0]["bedrag"])
