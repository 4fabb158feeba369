"""The weights of a key of one's own: from a table, equal, or from figures, for any recipient."""

from __future__ import annotations

from pathlib import Path

import pytest
from hulp import kopieer_gegevens, schrijf_csv

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Gewicht
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.verdelen.sleutel import gewichten

KOP = """
id = "eigen"
naam = "Eigen sleutel"
soort = "{soort}"
ontvangers = "{ontvangers}"
status = "verwacht"
van = 2027
tot_en_met = 2029
bron = "eigen_keuze"
plaats = "proef"
toelichting = "Proef."

[afronding]
regel = "grootste_resten"
bron = "eigen_keuze"
plaats = "grootste resten"
toelichting = "Het totaal komt precies uit."
"""


def maak(map_: Path, ontvangers: str, soort: str = "vaste_tabel", meer: str = "") -> Gegevens:
    """The usual data with one key more."""
    tekst = KOP.format(soort=soort, ontvangers=ontvangers) + meer
    (map_ / "verdeelsleutels" / "eigen.toml").write_text(tekst, encoding="utf-8")
    return Gegevens(map_ / "data", map_ / "verdeelsleutels")


def met_tabel(map_: Path, ontvangers: str, tabel: dict[str, int]) -> Gegevens:
    """A key whose weights stand in a table beside it, one row per recipient."""
    rijen = [[code, code, str(getal), "eigen_keuze", "proef"] for code, getal in tabel.items()]
    pad = map_ / "verdeelsleutels" / "eigen.csv"
    schrijf_csv(pad, ["ontvanger_code ontvanger gewicht bron vindplaats".split(), *rijen])
    return maak(map_, ontvangers, meer='\n[gewichten]\nbestand = "eigen.csv"\n')


def op_code(gegevens: Gegevens, sleutel: str = "eigen") -> dict[str, Gewicht]:
    return {g.ontvanger.code: g for g in gewichten(gegevens, sleutel, 2027)}


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    return kopieer_gegevens(tmp_path)


def test_a_gemeente_with_two_areas_gets_the_weight_of_its_row_once(
    gegevens: Gegevens, map_: Path
) -> None:
    """Amsterdam and Rotterdam have more than one NPLV area, and one row in the table each."""
    codes = sorted({gebied.gemeente_code for gebied in gegevens.nplv_gebieden})
    assert len(codes) < len(gegevens.nplv_gebieden)
    tabel = {code: 100 + nummer for nummer, code in enumerate(codes)}
    assert {c: g.waarde for c, g in op_code(met_tabel(map_, "nplv_gebied", tabel)).items()} == tabel


def test_equal_shares_count_areas(gegevens: Gegevens) -> None:
    """One for each area, so a gemeente with two of them has two."""
    per_gemeente: dict[str, int] = {}
    for gebied in gegevens.nplv_gebieden:
        per_gemeente[gebied.gemeente_code] = per_gemeente.get(gebied.gemeente_code, 0) + 1
    wegingen = op_code(gegevens, "nplv_gelijk")
    assert {code: gewicht.waarde for code, gewicht in wegingen.items()} == per_gemeente


@pytest.mark.parametrize(("weg", "einde"), [(1, ""), (5, ""), (6, " en nog 1"), (8, " en nog 3")])
def test_who_has_no_weight_is_named_up_to_five(
    gegevens: Gegevens, map_: Path, weg: int, einde: str
) -> None:
    alle = list(gegevens.ontvangers(gegevens.sleutel("brede_spuk_2026").ontvangers, 2027).values())
    namen = [wie.naam for wie in alle[:weg]]
    met = met_tabel(map_, "gemeente", {wie.code: 1 for wie in alle[weg:]})
    with pytest.raises(Invoerfout) as fout:
        op_code(met)
    reden = str(fout.value)
    wie = ", ".join(namen[:5]) + (einde if weg > 5 else "")
    assert f"de sleutel heeft geen gewicht voor {wie}; vul eigen.csv aan" in reden


FIGUREN = """
[[maatstaf]]
tabel = "kerncijfers"
kolom = "inwoners"
jaar = 2024
gewicht = "1"

[[maatstaf]]
tabel = "inkomen"
kolom = "particuliere_huishoudens"
jaar = 2024
gewicht = "2"
"""


def test_a_weight_from_figures_leads_to_the_first_of_them(map_: Path) -> None:
    gegevens = maak(map_, "gemeente", "gewogen_maatstaven", FIGUREN)
    utrecht = op_code(gegevens)["GM0344"]
    assert utrecht.vindplaats.plaats == "inwoners 2024, per gemeente"
    assert utrecht.vindplaats.bron == gegevens.cbs_bron("kerncijfers", 2024)
    assert len(utrecht.opbouw) == 3


def test_the_sum_of_a_regio_is_not_told_as_that_of_one_gemeente(map_: Path) -> None:
    """A mandaatgemeente bears the weight of the regio; her own terms would not add up to it."""
    gegevens = maak(map_, "regio", "gewogen_maatstaven", FIGUREN)
    wegingen = gewichten(gegevens, "eigen", 2027)
    assert len(wegingen) == 42
    assert {weging.opbouw for weging in wegingen} == {()}
