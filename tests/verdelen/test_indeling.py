"""Weights in the indeling of the year: whatever day gemeenten merge, and whatever a key counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from herindelen import HILVERSUM, WIJDEMEREN, na
from hulp import kopieer_gegevens, lees_csv, schrijf_csv

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Gewicht
from azwa_funds.verdelen.sleutel import gewichten

STICHTSE_VECHT = "GM1904"
ALMELO, BORNE = "GM0141", "GM0147"
KOP = (
    'van = 2027\ntot_en_met = 2029\nbron = "eigen_keuze"\nplaats = "proef"\nstatus = "aanname"\n'
    'toelichting = "Een proef."\n'
)
AFRONDING = (
    '[afronding]\nregel = "grootste_resten"\nbron = "eigen_keuze"\nplaats = "proef"\n'
    'toelichting = "Een proef."\n'
)


def per_code(gegevens: Gegevens, sleutel: str, jaar: int) -> dict[str, Gewicht]:
    return {gewicht.ontvanger.code: gewicht for gewicht in gewichten(gegevens, sleutel, jaar)}


def met_sleutel(map_: Path, id_: str, rest: str, **tabellen: str) -> Gegevens:
    """The data with one more key, and the tables that it names."""
    kopieer_gegevens(map_)
    sleutels = map_ / "verdeelsleutels"
    tekst = f'id = "{id_}"\nnaam = "Proef"\n{KOP}{rest}\n{AFRONDING}'
    (sleutels / f"{id_}.toml").write_text(tekst, encoding="utf-8")
    for naam, inhoud in tabellen.items():
        (sleutels / f"{naam}.csv").write_text(inhoud, encoding="utf-8")
    return Gegevens(map_ / "data", sleutels)


def met_twee_jaren(map_: Path, ontvangers: str, jaren: tuple[int, int]) -> Gegevens:
    """The data with a key on the inhabitants of two years, each for half."""
    maatstaven = "".join(
        f'[[maatstaf]]\ntabel = "bevolking"\nkolom = "inwoners"\njaar = {jaar}\ngewicht = "1/2"\n'
        for jaar in jaren
    )
    opzet = f'soort = "gewogen_maatstaven"\nontvangers = "{ontvangers}"\n{maatstaven}'
    return met_sleutel(map_, "twee_jaren", opzet)


# -- which day counts --------------------------------------------------------------------------


@pytest.mark.parametrize("sleutel", ["brede_spuk_2026", "som_van_gemeenten", "ggd_inwoners"])
@pytest.mark.parametrize(
    ("dag", "eerste_jaar"),
    [
        (date(2027, 1, 1), 2027),
        (date(2027, 1, 2), 2028),
        (date(2027, 3, 24), 2028),  # as Weesp did in 2022
        (date(2028, 1, 1), 2028),
    ],
)
def test_a_year_is_divided_by_the_indeling_of_its_first_day(
    gegevens: Gegevens, sleutel: str, dag: date, eerste_jaar: int
) -> None:
    """Wijdemeren goes to Stichtse Vecht, which lies in another regio."""
    later = na(gegevens, dag, delen={STICHTSE_VECHT: Fraction(1)})
    for jaar in (2027, 2028, 2029):
        gewoon, nieuw = (per_code(g, sleutel, jaar) for g in (gegevens, later))
        assert sum(g.waarde for g in nieuw.values()) == sum(g.waarde for g in gewoon.values())
        anders = {
            code for code in gewoon if nieuw.get(code, gewoon[code]).waarde != gewoon[code].waarde
        }
        assert bool(anders) is (jaar >= eerste_jaar)
        assert (WIJDEMEREN in nieuw) is (WIJDEMEREN in gewoon and jaar < eerste_jaar)


@pytest.mark.parametrize("dag", [date(2026, 1, 2), date(2026, 1, 15), date(2026, 12, 31)])
@pytest.mark.parametrize("sleutel", ["brede_spuk_2026", "ggd_inwoners"])
def test_figures_are_of_the_first_day_of_their_year(
    gegevens: Gegevens, sleutel: str, dag: date
) -> None:
    """On that day Wijdemeren was there still, and its figure is not lost."""
    later = na(gegevens, dag, delen={STICHTSE_VECHT: Fraction(1)})
    gewoon, nieuw = (per_code(g, sleutel, 2027) for g in (gegevens, later))
    assert sum(g.waarde for g in nieuw.values()) == sum(g.waarde for g in gewoon.values())
    op_nieuwjaar = na(gegevens, date(2027, 1, 1), delen={STICHTSE_VECHT: Fraction(1)})
    assert nieuw == per_code(op_nieuwjaar, sleutel, 2027) != gewoon


@pytest.mark.parametrize("sleutel", ["brede_spuk_2026", "ggd_inwoners"])
def test_a_gemeente_that_began_on_the_day_of_the_figures_counts(
    gegevens: Gegevens, sleutel: str
) -> None:
    jong = replace(gegevens.gemeenten[ALMELO], geldig_van=date(2026, 1, 1))
    begonnen = gegevens.met(gemeenten=gegevens.gemeenten | {ALMELO: jong})
    later = na(begonnen, date(2027, 1, 1), delen={ALMELO: Fraction(1)})
    gewoon, nieuw = (gewichten(g, sleutel, 2027) for g in (gegevens, later))
    assert sum(g.waarde for g in nieuw) == sum(g.waarde for g in gewoon)


@pytest.mark.parametrize("ontvangers", ["gemeente", "regio", "ggd_regio"])
def test_figures_of_before_older_mergers_are_all_counted(tmp_path: Path, ontvangers: str) -> None:
    """Landerd and Uden became Maashorst on the first day of 2022, the year of the second figure;

    Weesp went to Amsterdam that year, and Voorne aan Zee came after it. None of that is lost when
    one more merger is reckoned with.
    """
    gegevens = met_twee_jaren(tmp_path, ontvangers, (2021, 2022))
    gewoon = {code: g.waarde for code, g in per_code(gegevens, "twee_jaren", 2027).items()}
    nieuw = per_code(na(gegevens, date(2027, 1, 1)), "twee_jaren", 2027)
    if ontvangers == "gemeente":
        gewoon[HILVERSUM] += gewoon.pop(WIJDEMEREN)
    assert {code: g.waarde for code, g in nieuw.items()} == gewoon


def test_a_merger_on_the_day_of_the_figures_is_in_them_and_not_in_those_of_before(
    tmp_path: Path,
) -> None:
    """CBS counts Wijdemeren with Hilversum in 2026; its figure of 2025 still has to go there."""
    gegevens = met_twee_jaren(tmp_path, "gemeente", (2025, 2026))
    gewoon = {code: g.waarde for code, g in per_code(gegevens, "twee_jaren", 2027).items()}
    pad = tmp_path / "data" / "cbs" / "bevolking.csv"
    rijen = lees_csv(pad)
    weg, met = (
        next(r for r in rijen if (r["jaar"], r["gemeente_code"]) == ("2026", code))
        for code in (WIJDEMEREN, HILVERSUM)
    )
    met["inwoners"] = str(int(met["inwoners"]) + int(weg["inwoners"]))
    rijen.remove(weg)
    schrijf_csv(pad, [list(rijen[0]), *(list(rij.values()) for rij in rijen)])
    vers = Gegevens(tmp_path / "data", tmp_path / "verdeelsleutels")
    samen = na(na(vers, date(2026, 1, 1)), date(2027, 1, 1), ALMELO, {BORNE: Fraction(1)})
    nieuw = {code: g.waarde for code, g in per_code(samen, "twee_jaren", 2027).items()}
    gewoon[HILVERSUM] += gewoon.pop(WIJDEMEREN)
    gewoon[BORNE] += gewoon.pop(ALMELO)
    assert nieuw == gewoon


@pytest.mark.parametrize(
    "delen",
    [
        {HILVERSUM: Fraction(1, 4), STICHTSE_VECHT: Fraction(3, 4)},
        {ALMELO: Fraction(1, 6), HILVERSUM: Fraction(1, 3), STICHTSE_VECHT: Fraction(1, 2)},
    ],
)
def test_a_split_over_areas_takes_its_people_along(
    gegevens: Gegevens, delen: dict[str, Fraction]
) -> None:
    """Of Wijdemeren a part goes to Hilversum, of the same GGD, and parts to that of others."""
    inwoners = gegevens.maatstaf("bevolking", "inwoners", 2026)
    gemeenten = gegevens.gemeenten
    verwacht: dict[str, Fraction] = {}
    for code, aantal in inwoners.items():
        for deel, aandeel in (delen if code == WIJDEMEREN else {code: Fraction(1)}).items():
            ggd = gemeenten[deel].ggd_regio
            verwacht[ggd] = verwacht.get(ggd, Fraction(0)) + aandeel * aantal
    later = na(gegevens, date(2027, 1, 1), delen=delen)
    nieuw = gewichten(later, "ggd_inwoners", 2027)
    schaal = Fraction(sum(g.waarde for g in nieuw), sum(inwoners.values()))
    assert {g.ontvanger.naam: g.waarde / schaal for g in nieuw} == verwacht


# -- which keys --------------------------------------------------------------------------------


@pytest.fixture
def eigen(tmp_path: Path, gegevens: Gegevens) -> Gegevens:
    """A table of one's own, a euro per inhabitant or so: it bears no year."""
    rijen = "".join(
        f"{code},Gemeente,{1_000 + nummer},eigen_keuze,proef\n"
        for nummer, code in enumerate(sorted(per_code(gegevens, "brede_spuk_2026", 2027)))
    )
    opzet = 'soort = "vaste_tabel"\nontvangers = "gemeente"\n[gewichten]\nbestand = "eigen.csv"\n'
    kop = "ontvanger_code,ontvanger,gewicht,bron,vindplaats\n"
    return met_sleutel(tmp_path, "eigen", opzet, eigen=kop + rijen)


@pytest.mark.parametrize("dag", [date(2027, 1, 1), date(2026, 7, 1), date(2025, 1, 1)])
def test_a_table_of_ones_own_is_as_old_as_the_gemeenten_it_names(
    eigen: Gegevens, dag: date
) -> None:
    gewoon = per_code(eigen, "eigen", 2027)
    nieuw = per_code(na(eigen, dag), "eigen", 2027)
    assert set(gewoon) - set(nieuw) == {WIJDEMEREN}
    assert nieuw[HILVERSUM].waarde == gewoon[HILVERSUM].waarde + gewoon[WIJDEMEREN].waarde


def test_a_table_of_ones_own_follows_mergers_of_several_years(eigen: Gegevens) -> None:
    tweemaal = na(na(eigen, date(2027, 1, 1)), date(2028, 1, 1), ALMELO, {BORNE: Fraction(1)})
    gewoon = per_code(eigen, "eigen", 2027)
    for jaar, weg in ((2027, {WIJDEMEREN}), (2028, {WIJDEMEREN, ALMELO})):
        nieuw = per_code(tweemaal, "eigen", jaar)
        assert set(gewoon) - set(nieuw) == weg
        assert sum(g.waarde for g in nieuw.values()) == sum(g.waarde for g in gewoon.values())


@pytest.mark.parametrize("ontvangers", ["gemeente", "regio", "ggd_regio"])
def test_equal_shares_are_counted_over_who_is_there(tmp_path: Path, ontvangers: str) -> None:
    gegevens = met_sleutel(tmp_path, "even", f'soort = "gelijk"\nontvangers = "{ontvangers}"\n')
    gewoon, nieuw = (per_code(g, "even", 2027) for g in (gegevens, na(gegevens, date(2027, 1, 1))))
    assert {g.waarde for g in nieuw.values()} == {1}
    assert set(gewoon) - set(nieuw) == ({WIJDEMEREN} if ontvangers == "gemeente" else set())


# -- what a merged weight says -----------------------------------------------------------------


def test_only_what_was_merged_says_so_and_keeps_the_page_of_its_own_row(gegevens: Gegevens) -> None:
    """Almelo goes up in Wijdemeren, which stands pages further on in the letter."""
    voor = per_code(gegevens, "brede_spuk_2026", 2027)
    later = na(gegevens, date(2027, 1, 1), ALMELO, {WIJDEMEREN: Fraction(1)})
    nieuw = per_code(later, "brede_spuk_2026", 2027)
    assert voor[ALMELO].vindplaats != voor[WIJDEMEREN].vindplaats
    assert nieuw[WIJDEMEREN].vindplaats == voor[WIJDEMEREN].vindplaats
    assert nieuw[WIJDEMEREN].opmerking == (
        "na herindeling opgebouwd uit Wijdemeren (318.538) en Almelo (1.313.794)"
    )
    del nieuw[WIJDEMEREN], voor[WIJDEMEREN], voor[ALMELO]
    assert nieuw == voor


def test_a_gemeente_under_a_new_code_says_what_it_was(gegevens: Gegevens) -> None:
    nieuw_code = "GM9999"
    almelo = gegevens.gemeenten[ALMELO]
    anders = replace(almelo, code=nieuw_code, naam="Proef", geldig_van=date(2027, 1, 1))
    later = na(
        gegevens.met(gemeenten=gegevens.gemeenten | {nieuw_code: anders}),
        date(2027, 1, 1), ALMELO, {nieuw_code: Fraction(1)},
    )  # fmt: skip
    voor, na_ = (per_code(g, "brede_spuk_2026", 2027) for g in (gegevens, later))
    assert na_[nieuw_code].waarde == voor[ALMELO].waarde
    assert na_[nieuw_code].opmerking.startswith("na herindeling opgebouwd uit Almelo (")
