"""The whole division, computed a second time by other means.

Below is the slowest and plainest way to divide: `fractions.Fraction`, one recipient at a time,
from the CSV files as they stand. Nothing of it comes from the program; only its answer does.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hulp import draai

from azwa_funds.gegevens.mappen import meegeleverde_map

DATA: Path = meegeleverde_map("data")
JAREN = (2027, 2028, 2029)
LANDELIJK = {2027: 451_000_000, 2028: 547_000_000, 2029: 532_000_000}


def rijen(naam: str) -> list[dict[str, str]]:
    with (DATA / naam).open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))


def grootste_resten(bedrag: int, gewichten: dict[str, int]) -> dict[str, int]:
    """Whole euros first; then one euro each for the largest remainders, lowest code first."""
    totaal = sum(gewichten.values())
    precies = {code: Fraction(bedrag * gewicht, totaal) for code, gewicht in gewichten.items()}
    delen = {code: int(deel) for code, deel in precies.items()}
    over = bedrag - sum(delen.values())
    for _ in range(over):
        wie = min(precies, key=lambda code: (delen[code] - precies[code], code))
        precies[wie], delen[wie] = Fraction(delen[wie] + 1), delen[wie] + 1
    return delen


def budget(onderdeel: str, jaar: int) -> int:
    (bedrag,) = [
        int(rij["bedrag"])
        for rij in rijen("budgetten.csv")
        if (rij["uitkering"], rij["onderdeel"], rij["jaar"]) == ("spuk_azwa", onderdeel, str(jaar))
    ]
    return bedrag


def gewichten(uitkering: str) -> dict[str, int]:
    tabel = rijen(f"beschikkingen/{uitkering}_2026.csv")
    return {rij["ontvanger_code"]: int(rij["bedrag"]) for rij in tabel}


@pytest.fixture(scope="module")
def verdeling() -> dict[tuple[int, str], dict[str, int]]:
    """What the command says: per year and onderdeel the amount of each recipient."""
    uitkomst: dict[tuple[int, str], dict[str, int]] = {}
    for rij in draai("verdeel", "--formaat", "csv").rijen:
        groep = uitkomst.setdefault((int(rij["jaar"]), rij["onderdeel"]), {})
        assert rij["ontvanger_code"] not in groep
        groep[rij["ontvanger_code"]] = int(rij["bedrag"])
    return uitkomst


@pytest.mark.parametrize("jaar", JAREN)
@pytest.mark.parametrize(
    ("onderdeel", "uitkering", "aantal"),
    [("lokaal", "brede_spuk", 342), ("regionaal", "spuk_iza", 42)],
)
def test_every_amount_equals_the_second_computation(
    verdeling: dict[tuple[int, str], dict[str, int]],
    onderdeel: str,
    uitkering: str,
    aantal: int,
    jaar: int,
) -> None:
    verwacht = grootste_resten(budget(onderdeel, jaar), gewichten(uitkering))
    assert len(verwacht) == aantal
    assert verdeling[jaar, onderdeel] == verwacht


@pytest.mark.parametrize("jaar", JAREN)
def test_a_year_sums_to_the_letter(
    verdeling: dict[tuple[int, str], dict[str, int]], jaar: int
) -> None:
    """The letter of 22 April 2026, par. 4, table, row Totaal: 451, 547 and 532 million."""
    som = sum(sum(groep.values()) for (in_jaar, _), groep in verdeling.items() if in_jaar == jaar)
    assert som == LANDELIJK[jaar]


def test_the_codes_are_those_of_the_indeling(
    verdeling: dict[tuple[int, str], dict[str, int]],
) -> None:
    """No gemeente and no mandaathouder is missing, and none is there that does not exist."""
    gemeenten = {rij["code"] for rij in rijen("indeling/gemeenten.csv")}
    mandaathouders = {rij["mandaathouder_code"] for rij in rijen("indeling/regios.csv")}
    for jaar in JAREN:
        assert set(verdeling[jaar, "lokaal"]) == gemeenten
        assert set(verdeling[jaar, "regionaal"]) == mandaathouders


def test_equal_parts_per_nplv_area_and_people_per_ggd() -> None:
    """The two assumptions, also computed a second time, for all recipients and years."""
    gebieden: dict[str, int] = {}
    for rij in rijen("indeling/nplv_gebieden.csv"):
        gebieden[rij["gemeente_code"]] = gebieden.get(rij["gemeente_code"], 0) + 1
    inwoners = {
        rij["gemeente_code"]: int(rij["inwoners"])
        for rij in rijen("cbs/bevolking.csv")
        if rij["jaar"] == "2026"
    }
    per_ggd: dict[str, int] = {}
    for rij in rijen("indeling/gemeenten.csv"):
        per_ggd[rij["ggd_regio"]] = per_ggd.get(rij["ggd_regio"], 0) + inwoners[rij["code"]]
    keuzes = ["--sleutel", "nplv=nplv_gelijk"]
    keuzes += ["--sleutel", "ggd_kennis_coordinatie=ggd_inwoners"]
    alle = draai("verdeel", "--formaat", "csv", *keuzes).rijen
    for jaar in JAREN:
        in_jaar = [rij for rij in alle if rij["jaar"] == str(jaar)]
        nplv = {r["ontvanger_code"]: int(r["bedrag"]) for r in in_jaar if r["onderdeel"] == "nplv"}
        assert nplv == grootste_resten(budget("nplv", jaar), gebieden)
        onderdeel = "ggd_kennis_coordinatie"
        ggd = {r["ontvanger"]: int(r["bedrag"]) for r in in_jaar if r["onderdeel"] == onderdeel}
        assert ggd == grootste_resten(budget(onderdeel, jaar), per_ggd)
