"""What people and programs write in a cell is read as they meant it, or refused; never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.lezen.cellen import Celfout, lees_centen, lees_dag, lees_jaar

STREPEN = "-\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\ufe63"


# -- amounts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("streep", STREPEN)
def test_any_dash_is_a_minus_before_or_behind_and_a_nought_alone(streep: str) -> None:
    voor, achter = f"{streep}11,10", f"€ 11,10{streep}"
    assert lees_centen(voor) == lees_centen(achter) == lees_centen(f"€{streep}11,10") == -1110
    assert lees_centen(streep) == lees_centen(f" €  {streep}   ") == lees_centen(f"€{streep}") == 0
    assert lees_centen(f"€ 2.345,{streep}") == lees_centen(f"2345,{streep * 2}") == 234500


@pytest.mark.parametrize(
    ("tekst", "centen"),
    [
        ("1000,00 CR", -100000),
        ("250,00Cr.", -25000),
        ("250,00 C", -25000),
        ("250,00 D", 25000),
        ("€ 250,00 DB", 25000),
        ("250,00 € CR", -25000),
        ("EUR1.234,56", 123456),
        ("1.234,56EUR", 123456),
        ("EUR 1.234,56", 123456),
        ("1.234,56 euro", 123456),
        ("eur. 5", 500),
        ("-€ 12,50", -1250),
        ("€ -12,50", -1250),
        ("(€ 12,50)", -1250),
        ("€ (12,50)", -1250),
        ("€\u00a012,50-", -1250),
        ("'-75,63", -7563),
        ("\u20193.456,78", 345678),
        ('="2.468,00"', 246800),
    ],
)
def test_an_amount_is_read_with_its_sign_wherever_a_program_put_it(tekst: str, centen: int) -> None:
    assert lees_centen(tekst) == centen


@pytest.mark.parametrize(
    "tekst",
    [
        *["-250,00 CR", "250,00- C", "(250,00) CR", "- CR", "CR", "D", "€", "EUR", "''5", "="],
        *["SEK 5", "5 USD", "5 x", "12 eur 50", "--5", "5--", "(5", "5)", "5,00 CRD", "5 %", "1e5"],
        *["\uff15,00", "5,00 euros", "((5))", "-(5)", float("nan"), float("inf")],
    ],
)
def test_two_signs_or_another_currency_is_no_amount(tekst: str | float) -> None:
    with pytest.raises(Celfout):
        lees_centen(tekst)


# -- days --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tekst", "dag"),
    [
        ("15-mrt-2027", date(2027, 3, 15)),
        ("15 maart 2027", date(2027, 3, 15)),
        ("15-Mar-27", date(2027, 3, 15)),
        ("March 15, 2027", date(2027, 3, 15)),
        ("1-3-27", date(2027, 3, 1)),
        ("01/03/27", date(2027, 3, 1)),
        ("1 3 2027", date(2027, 3, 1)),
        ("31 december 2027", date(2027, 12, 31)),
        ("2027/03/01", date(2027, 3, 1)),
        ("2027.3.1", date(2027, 3, 1)),
        ("2027-03-15T00:00:00Z", date(2027, 3, 15)),
        ("2027-06-15T00:00:00+02:00", date(2027, 6, 15)),
        ("2027-06-15 00:00:00.000 +0200", date(2027, 6, 15)),
        ("02\u201111\u20112027", date(2027, 11, 2)),
        ("donderdag 4 november 2027", date(2027, 11, 4)),
        ("do. 4 nov. 2027", date(2027, 11, 4)),
        ("Thu, 4 Nov 2027", date(2027, 11, 4)),
        ("01.09.2027", date(2027, 9, 1)),
        ("5 okt. 2027", date(2027, 10, 5)),
        ("5 okt '27", date(2027, 10, 5)),
        ("20270118", date(2027, 1, 18)),
        ("18-01-2027 23:59:59", date(2027, 1, 18)),
        ("'18-01-2027", date(2027, 1, 18)),
        ('="18-01-2027"', date(2027, 1, 18)),
    ],
)
def test_a_day_is_read_in_all_the_ways_people_and_programs_write_it(tekst: str, dag: date) -> None:
    assert lees_dag(tekst) == dag


@pytest.mark.parametrize(
    "tekst",
    [
        *["2027-01-01 25:61", "2027-01-01T24:00", "2027-01-01 12:60", "2027-01-01 10:00:61"],
        *["vrijdag 4 november 2027", "4 novembre 2027", "4 mmm 2027", "30 feb 2027", "0-1-2027"],
        *["\uff11-1-2027", "1-1-227", "1-1-20277", "2027-1-1-1", "jan 2027", "2027", "04-2027"],
        *["2027-01/01", "1-13-27", "13/25/27", "nan", "1-1-0000"],
    ],
)
def test_a_day_that_is_none_or_of_the_wrong_name_is_refused(tekst: str) -> None:
    with pytest.raises(Celfout):
        lees_dag(tekst)


@pytest.mark.parametrize(
    ("moment", "dag"),
    [
        ("2026-12-31T23:00:00Z", date(2027, 1, 1)),
        ("2027-06-30T22:00:00Z", date(2027, 7, 1)),
        ("2027-06-30T21:59:59Z", date(2027, 6, 30)),
        ("2027-01-31T22:30:00Z", date(2027, 1, 31)),
        ("2027-03-28T00:30:00Z", date(2027, 3, 28)),
        ("2027-10-31T00:30:00+02:00", date(2027, 10, 31)),
        ("2027-07-01T00:30:00-05:00", date(2027, 7, 1)),
    ],
)
def test_midnight_here_is_the_evening_before_in_a_file_that_counts_in_utc(
    moment: str, dag: date
) -> None:
    """A program that writes 1 January as 31 December 23:00Z must not move it to another year."""
    assert lees_dag(moment) == dag


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_notation_of_a_day_gives_that_day(dag: date) -> None:
    maanden = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()
    weekdagen = "ma di wo do vr za zo".split()
    kort = f"{dag.day}-{dag.month}-{dag:%y}"
    met_maand = f"{weekdagen[dag.weekday()]} {dag.day} {maanden[dag.month - 1]}. {dag.year}"
    for tekst in (kort, met_maand, f"{dag:%Y/%m/%d}", f"{dag:%d.%m.%Y}", f"{dag:%d-%m-%y} 0:00"):
        assert lees_dag(tekst) == dag
    sinds = (dag - date(1904, 1, 1)).days
    assert lees_dag(float(sinds), vanaf_1904=True) == dag
    assert lees_dag(sinds + 1462) == dag
    with pytest.raises(Celfout):
        lees_dag(f"{weekdagen[(dag + timedelta(1)).weekday()]} {dag:%d-%m-%Y}")


# -- years -------------------------------------------------------------------------------------


def test_a_year_is_four_digits_also_as_a_number_or_kept_as_text() -> None:
    assert {lees_jaar(cel) for cel in (2027, 2027.0, "2027", "2027,0", "'2027", '="2027"')} == {
        2027
    }
    for cel in ("27", "\uff12027", "20270", 2027.5, True, ""):
        with pytest.raises(Celfout):
            lees_jaar(cel)
