"""The amounts of a ledger: exact, with the right sign, or a question about the very cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from azwa_funds.besteden.codes import Codes
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.grootboek.bedragen import (
    Bedragen,
    Cellen,
    Rijfout,
    bedrag_heeft_decimalen,
    lees_bedragen,
    lees_kolom,
    toets_andere_kolommen,
    toets_credit_met_min,
    toets_debet_credit,
    toets_gespleten,
    toets_valuta,
)
from azwa_funds.grootboek.herkenning import Herkenner, Opzet
from azwa_funds.grootboek.kolomnamen import Kolomnamen, kolomnamen_van
from azwa_funds.grootboek.profiel import lees_profiel
from azwa_funds.openen.bronblad import Bronblad, Reeks
from azwa_funds.openen.tekstblad import lees_tekstblad
from azwa_funds.openen.tekstkolommen import Tekstkolom

KOPPEN = ("Stuk", "Boekdatum", "Omschrijving")


@pytest.fixture(scope="module")
def namen(gegevens: Gegevens) -> Kolomnamen:
    return kolomnamen_van(gegevens)


@dataclass
class Tabel:
    """A table of amounts below headings, of which every row that is filled is a booking."""

    blad: Bronblad
    opzet: Opzet
    bedragen: Bedragen
    namen: Kolomnamen
    boekingen: Reeks

    def kolom(self, plaats: int) -> Cellen:
        return Cellen(self.blad.kolom(plaats, self.opzet.rij + 1))

    def zegt(self, fouten: Iterable[Rijfout]) -> list[tuple[int, str, str]]:
        """What is asked: of which booking (from 0), under which heading, and why."""
        return [(f.rij, self.opzet.koppen[f.plaats].tekst, f.fout.reden) for f in fouten]


Maker = Callable[..., Tabel]


@pytest.fixture
def tabel(namen: Kolomnamen) -> Maker:
    def maak(kop: str, *rijen: tuple[Any, ...], profiel: Any = None, scheiding: str = ";") -> Tabel:
        koppen = [*KOPPEN, *kop.split(";")]
        cellen = [[f"B-{n}", "02-02-2027", "Zorg", *rij] for n, rij in enumerate(rijen)]
        blad = Bronblad("", len(koppen), len(rijen) + 1, [koppen, *cellen], scheiding=scheiding)
        return als_tabel(blad, namen, profiel)

    return maak


def als_tabel(blad: Bronblad, namen: Kolomnamen, profiel: Any = None) -> Tabel:
    """Take a sheet with its headings in the first row and a booking in each other row."""
    opzet = Herkenner(namen, profiel, frozenset()).opzet(blad, 1)
    bedragen = lees_bedragen(opzet, lambda plaats: Cellen(blad.kolom(plaats, 2)), namen)
    return Tabel(blad, opzet, bedragen, namen, np.ones(blad.aantal - 1, bool))


# -- one column --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cellen", "centen"),
    [
        ([1, 2.5, -0.07], [100, 250, -7]),
        ([0.1 + 0.2, 1e9, 8.2], [30, 100_000_000_000, 820]),
        ([1, "", None, 0, 0.0], [100, 0, 0, 0, 0]),
        (["1,10", 2, Decimal("3.45")], [110, 200, 345]),
        (["12,5", "", "€ 1.000"], [1250, 0, 100_000]),
    ],
)
def test_amounts_are_read_to_the_cent(cellen: list[Any], centen: list[int]) -> None:
    """An empty cell is no amount; a zero is one."""
    gelezen = lees_kolom(Cellen(cellen))
    assert gelezen.centen.tolist() == centen
    assert gelezen.heeft.tolist() == [cel not in ("", None) for cel in cellen]
    assert gelezen.fouten == {}


@pytest.mark.parametrize(
    "cellen", [[1.0, 0.005], [1.0, 2.345], [1.0, float("nan")], [1.0, 10**400], [1.0, True]]
)
def test_a_number_that_is_no_amount_in_cents_is_not_rounded(cellen: list[Any]) -> None:
    gelezen = lees_kolom(Cellen(cellen))
    assert list(gelezen.fouten) == [1]
    assert (gelezen.heeft.tolist(), gelezen.centen.tolist()) == ([True, False], [100, 0])


def test_a_column_of_half_cents_is_refused_whole() -> None:
    """Not one of them is an amount in cents, so no good amount gives them away."""
    gelezen = lees_kolom(Cellen([0.005, 2.345, 0.004]))
    assert (list(gelezen.fouten), gelezen.centen.tolist()) == ([0, 1, 2], [0, 0, 0])


def test_true_among_every_kind_of_cell_is_no_euro() -> None:
    """WAAR is 1 to Python; a column with whole and broken numbers and empty cells hides it."""
    gelezen = lees_kolom(Cellen([1.5, 2, "", None, True]))
    assert (list(gelezen.fouten), gelezen.centen.tolist()) == ([4], [150, 200, 0, 0, 0])


@pytest.mark.parametrize("cel", [1e10, 2e13, 1e15, -1e15])
def test_more_than_a_booking_can_be_is_refused(cel: float) -> None:
    assert list(lees_kolom(Cellen([cel, cel])).fouten) == [0, 1]


def test_a_point_is_doubted_only_beside_points_that_are_decimals() -> None:
    """Every cell with the doubtful amount is named, and each other amount is read."""
    gelezen = lees_kolom(Cellen(["1.234", "5.50", "1.234", "x", "7"]))
    assert sorted(gelezen.fouten) == [0, 2, 3]
    assert "duizendtallen of drie decimalen" in gelezen.fouten[0].reden
    assert gelezen.centen.tolist() == [0, 550, 0, 0, 700]
    duizend = lees_kolom(Cellen(["1.234", "2.000.000", "3,50"]))
    assert (duizend.centen.tolist(), duizend.fouten) == ([123_400, 200_000_000, 350], {})
    assert duizend.opmerking.startswith("in 1 bedrag zoals '1.234'")
    assert lees_kolom(Cellen(["3,50", "x"])).opmerking == ""


def test_cells_are_told_apart_as_a_reader_does() -> None:
    """1, 1.0 and True are equal to Python."""
    cellen = Cellen([1, 1.0, True, "1", None, 1])
    welke, uniek = cellen.verdeeld
    assert [uniek[nummer] for nummer in welke.tolist()] == cellen.cellen
    assert [type(cel) for cel in uniek] == [int, float, bool, str, type(None)]
    assert (
        cellen.waar(lambda cel: isinstance(cel, bool)).tolist()
        == [False] * 2 + [True] + [False] * 3
    )
    assert list(cellen.kaal) == ["1", "1", "WAAR", "1", "", "1"]
    zonder_leeg = Cellen([1, 1.0, True, "1"])
    assert [type(cel) for cel in zonder_leeg.verdeeld[1]] == [int, float, bool, str]


def test_long_texts_that_all_differ_are_told_apart_too() -> None:
    """Of a column of such texts the reader keeps no list of what differs."""
    teksten = [f"factuur van leverancier nummer {nummer}" for nummer in range(40)]
    kolom = Tekstkolom.uit(teksten)
    assert kolom.verdeeld is None
    assert Cellen(kolom).waar(lambda cel: cel == teksten[7]).tolist() == [
        tekst == teksten[7] for tekst in teksten
    ]


@pytest.mark.parametrize("soort", [list, lambda cellen: np.array(cellen, object)])
def test_of_some_rows_only_their_own_values_are_looked_at(soort: Any) -> None:
    cellen = Cellen(soort(["a", " b", "a", "c "]))
    assert cellen.verdeeld[1] == ["a", " b", "c "]
    deel = cellen.kies(np.array([3, 0, 3]))
    welke, uniek = deel.verdeeld
    assert [uniek[nummer] for nummer in welke.tolist()] == ["c ", "a", "c "]
    assert sorted(uniek) == ["a", "c "]
    assert list(deel.kaal) == ["c", "a", "c"]
    assert Cellen(soort(["a", "b"])).kies(np.array([1])).kaal[0] == "b"


def test_cents_behind_a_comma_or_a_point_are_seen() -> None:
    cellen = Cellen(["1,5", "1.50", "1,50 EUR", "1.500", "15", "1,5-"])
    assert bedrag_heeft_decimalen(cellen).tolist() == [True, True, True, False, False, True]


# -- the sign ----------------------------------------------------------------------------------


def test_debet_minus_credit_or_a_sign_beside_it_or_the_sign_itself(tabel: Maker) -> None:
    los = tabel("Debet;Credit", ("10,00", ""), ("", "4,00"), ("", ""))
    assert los.bedragen.centen.tolist() == [1000, -400, 0]
    assert los.bedragen.heeft.tolist() == [True, True, False]
    assert los.bedragen.regel == "'Debet' min 'Credit'"
    teken = tabel("Bedrag;D/C", ("10,00", "D"), ("4,00", "C"), ("0,00", ""), ("0,00", "C"))
    assert teken.bedragen.centen.tolist() == [1000, -400, 0, 0]
    assert teken.bedragen.tekenfouten == {}
    assert teken.bedragen.regel == "het teken staat in kolom 'D/C'"
    eigen = tabel("Bedrag", ("10,00",), ("-4,00",))
    assert eigen.bedragen.centen.tolist() == [1000, -400]
    assert eigen.bedragen.regel == "het teken staat bij het bedrag zelf"


def test_an_amount_of_which_the_sign_is_not_known_is_asked_about(tabel: Maker) -> None:
    fout = tabel("Bedrag;D/C", ("10,00", "D"), ("4,00", ""), ("5,00", "X"), ("-6,00", "C"))
    redenen = {rij: f.reden for rij, f in fout.bedragen.tekenfouten.items()}
    assert redenen == {
        1: "de cel is leeg en zegt niet of het bedrag erbij of eraf is",
        2: "'X' zegt niet of het bedrag erbij of eraf is",
        3: "bij 'C' staat een bedrag met een min (€ -6,00)",
    }
    cent = tabel("Bedrag;D/C", ("10,00", "D"), ("-0,01", "C"))
    assert list(cent.bedragen.tekenfouten) == [1]


def test_what_is_no_amount_says_in_which_column(tabel: Maker) -> None:
    fout = tabel("Debet;Credit", ("tien", ""), ("", "vier"))
    assert {rij: plaats for rij, (plaats, _) in fout.bedragen.fouten.items()} == {0: 3, 1: 4}


# -- what stands beside the amount -------------------------------------------------------------


def debet_credit(t: Tabel) -> list[tuple[int, str, str]]:
    return t.zegt(toets_debet_credit(t.opzet, t.bedragen, t.kolom, t.boekingen))


def test_an_amount_without_sign_gets_that_of_its_side(tabel: Maker) -> None:
    t = tabel("Bedrag;Debet;Credit", ("10,00", "10,00", ""), ("4,00", "", "4,00"))
    assert debet_credit(t) == []
    assert t.bedragen.centen.tolist() == [1000, -400]
    assert t.bedragen.regel == "'Debet' min 'Credit'"
    al_goed = tabel("Bedrag;Debet;Credit", ("10,00", "10,00", ""), ("-4,00", "", "4,00"))
    assert debet_credit(al_goed) == []
    assert al_goed.bedragen.regel == "het teken staat bij het bedrag zelf"
    nul = tabel(
        "Bedrag;Debet;Credit", ("10,00", "10,00", ""), ("4,00", "", "4,00"), ("0,00", "", "")
    )
    assert debet_credit(nul) == []
    assert nul.bedragen.centen.tolist() == [1000, -400, 0]


def test_an_amount_that_is_not_its_debet_and_credit_is_asked_about(tabel: Maker) -> None:
    t = tabel("Bedrag;Debet;Credit", ("10,00", "10,00", ""), ("9,00", "", "4,00"))
    reden = "'bedrag' is € 9,00, maar 'Debet' min 'Credit' is € -4,00"
    assert debet_credit(t) == [(1, "Bedrag", reden)]
    meer = tabel("Bedrag;Debet", ("10,00", "10,00"), ("9,00", "4,00"), ("8,00", "3,00"))
    assert [rij for rij, _, _ in debet_credit(meer)] == [1], "the first is asked about"
    twee_kanten = tabel("Bedrag;Debet;Credit", ("10,00", "10,00", ""), ("2,00", "1,00", "3,00"))
    assert [rij for rij, _, _ in debet_credit(twee_kanten)] == [1]
    een_kant = tabel("Bedrag;Debet", ("10,00", "10,00"), ("4,00", ""))
    assert [rij for rij, _, _ in debet_credit(een_kant)] == [1]
    (lopend,) = debet_credit(
        tabel("Bedrag;Debet;Credit", ("10,00", "10,00", ""), ("6,00", "", "4,00"))
    )
    assert lopend[2].endswith("is € -4,00; het is een lopend saldo")
    beginstand = tabel(
        "Bedrag;Debet;Credit", ("0,00", "", "7,00"), ("10,00", "10,00", ""), ("6,00", "", "4,00")
    )
    beginstand.boekingen[0] = False
    assert debet_credit(beginstand)[0][2].endswith("; het is een lopend saldo")
    t.boekingen[1] = False
    assert debet_credit(t) == [], "what is no booking is not held against anything"


def test_a_sign_of_its_own_is_not_overruled_by_the_sides(tabel: Maker) -> None:
    """D says that both are spent, credit that the second came back: somebody has to say."""
    beide_d = tabel(
        "Bedrag;D/C;Debet;Credit", ("10,00", "D", "10,00", ""), ("4,00", "D", "", "4,00")
    )
    assert [rij for rij, _, _ in debet_credit(beide_d)] == [1]
    assert beide_d.bedragen.centen.tolist() == [1000, 400]
    met_min = tabel("Bedrag;Debet;Credit", ("10,00", "10,00", ""), ("-4,00", "4,00", ""))
    assert [rij for rij, _, _ in debet_credit(met_min)] == [1]
    assert met_min.bedragen.centen.tolist() == [1000, -400]
    cent = tabel("Bedrag;Debet;Credit", ("10,00", "10,00", ""), ("-0,01", "0,01", ""))
    assert [rij for rij, _, _ in debet_credit(cent)] == [1]


def credit_met_min(t: Tabel) -> list[tuple[int, str, str]]:
    return t.zegt(toets_credit_met_min(t.opzet, t.bedragen, t.kolom, t.boekingen))


def test_credit_with_a_minus_of_its_own_is_asked_about(tabel: Maker) -> None:
    t = tabel("Debet;Credit", ("10,00", ""), ("", "-4,00"))
    (fout,) = credit_met_min(t)
    assert fout == (1, "Credit", "alle bedragen in deze kolom hebben een min (€ -4,00)")
    centen = tabel("Debet;Credit", ("", "-0,01"), ("", "-4,00"))
    assert [rij for rij, _, _ in credit_met_min(centen)] == [0]
    een_cent = tabel("Debet;Credit", ("10,00", ""), ("", "-0,01"))
    assert [rij for rij, _, _ in credit_met_min(een_cent)] == [1]
    cent_terug = tabel("Debet;Credit", ("", "0,01"), ("", "-4,00"))
    assert credit_met_min(cent_terug) == []
    gemengd = tabel("Debet;Credit", ("", "4,00"), ("", "-4,00"))
    assert credit_met_min(gemengd) == []
    t.boekingen[1] = False
    assert credit_met_min(t) == []


def test_a_running_balance_says_how_such_credit_counts(tabel: Maker) -> None:
    plus = tabel(
        "Debet;Credit;Saldo", ("10,00", "", "60,00"), ("", "-4,00", "56,00"), ("1,00", "", "57,00")
    )
    assert credit_met_min(plus) == []
    assert plus.bedragen.centen.tolist() == [1000, -400, 100]
    assert plus.bedragen.regel == "'Debet' plus 'Credit', die al een min heeft"
    terug = tabel(
        "Debet;Credit;Saldo", ("10,00", "", "60,00"), ("", "-4,00", "64,00"), ("1,00", "", "65,00")
    )
    assert credit_met_min(terug) == []
    assert terug.bedragen.centen.tolist() == [1000, 400, 100]
    assert terug.bedragen.regel == "'Debet' min 'Credit'"
    kort = tabel("Debet;Credit;Saldo", ("10,00", "", "60,00"), ("", "-4,00", "56,00"))
    assert credit_met_min(kort) == []
    anders = tabel("Debet;Credit;Saldo", ("10,00", "", "60,00"), ("", "-4,00", "1,00"))
    assert len(credit_met_min(anders)) == 1
    alleen = tabel("Debet;Credit;Saldo", ("", "-4,00", "60,00"))
    assert len(credit_met_min(alleen)) == 1, "one row runs nowhere"
    gat = tabel("Debet;Credit;Saldo", ("10,00", "", ""), ("", "-4,00", "-4,00"))
    assert len(credit_met_min(gat)) == 1, "a balance with a gap bears nothing out"


def valuta(t: Tabel) -> list[tuple[int, str, str]]:
    return t.zegt(toets_valuta(t.opzet, t.kolom, t.namen, t.boekingen))


def test_another_currency_or_thousands_are_named_in_their_row(tabel: Maker) -> None:
    t = tabel("Bedrag;Valuta", ("10,00", "EUR"), ("4,00", "USD"), ("5,00", ""))
    assert valuta(t) == [(1, "Valuta", "'USD' is geen euro")]
    eenheid = tabel(
        "Bedrag;Eenheid", ("1,00", "euro"), ("1,00", "x 1.000"), ("1,00", "duizend"), ("1,00", "1")
    )
    assert [fout[:2] for fout in valuta(eenheid)] == [(1, "Eenheid"), (2, "Eenheid")]
    t.boekingen[1] = False
    assert valuta(t) == []


def andere(t: Tabel) -> list[tuple[int, str, str]]:
    return t.zegt(toets_andere_kolommen(t.opzet, t.kolom, t.namen, t.boekingen))


def test_a_sign_in_a_column_that_nobody_knows_is_asked_about_once(tabel: Maker) -> None:
    t = tabel("Bedrag;Kant", ("10,00", "D"), ("4,00", "C"), ("5,00", "C"))
    assert andere(t) == [(1, "Kant", "'C' lijkt te zeggen of het bedrag erbij of eraf is")]
    assert andere(tabel("Bedrag;Kant", ("10,00", "D"), ("4,00", "D"))) == []
    assert andere(tabel("Bedrag;Kant", ("10,00", "C"), ("4,00", "C"))) == []
    assert andere(tabel("Bedrag;Kant", ("10,00", "D"), ("4,00", "E"))) == []
    assert andere(tabel("Bedrag;Kant", ("10,00", "D"), ("4,00", "-"))) == [], "a dash is nothing"
    assert len(andere(tabel("Bedrag;Kant", ("10,00", "+"), ("4,00", "-")))) == 1
    assert andere(tabel("Debet;Credit;Kant", ("10,00", "", "D"), ("", "4,00", "C"))) == []
    assert andere(tabel("Bedrag;D/C;Kant", ("1,00", "D", "D"), ("4,00", "C", "C"))) == []
    assert andere(tabel("Bedrag;", ("10,00", "D"), ("4,00", "C"))) == [], "no heading, no column"
    opmerking = "een opmerking van de afdeling"
    t = tabel("Bedrag;Opmerking;Kant", ("10,00", opmerking, "D"), ("4,00", opmerking, "C"))
    assert [rij for rij, _, _ in andere(t)] == [1], "a column of sentences before it hides nothing"
    bekend = tabel("Bedrag;Valuta", ("10,00", "EUR"), ("4,00", "USD"))
    assert andere(bekend) == [], "of a column that is known another rule asks"


def test_the_longest_word_for_a_sign_is_seen(tabel: Maker, namen: Kolomnamen) -> None:
    """Uitgaven and Ontvangsten: what came in is not read as spent."""
    woord = max(namen.min, key=len).capitalize()
    t = tabel("Bedrag;Post", ("10,00", "Uitgaven"), ("4,00", woord))
    reden = "'Ontvangsten' lijkt te zeggen of het bedrag erbij of eraf is"
    assert andere(t) == [(1, "Post", reden)]


def test_twelve_different_words_are_few(tabel: Maker, namen: Kolomnamen) -> None:
    woorden = [*sorted(namen.plus)[:6], *sorted(namen.min - {"-"})[:6]]
    assert len(andere(tabel("Bedrag;Kant", *(("1,00", woord) for woord in woorden)))) == 1


def test_a_column_may_use_every_word_for_a_sign(tabel: Maker, namen: Kolomnamen) -> None:
    """In small letters and in capitals, and most of them only far down."""
    woorden = sorted(namen.plus | namen.min)
    elk = list(dict.fromkeys([*woorden, *(woord.upper() for woord in woorden)]))[:50]
    t = tabel("Bedrag;Kant", *(("1,00", "d") for _ in range(200)), *(("1,00", w) for w in elk))
    assert ("d" in elk, len(elk), len(andere(t))) == (True, 50, 1)


def test_money_of_elsewhere_in_a_column_that_nobody_knows_is_named(tabel: Maker) -> None:
    t = tabel("Bedrag;Mnt", ("10,00", "EUR"), ("4,00", "USD"), ("5,00", ""))
    assert andere(t) == [(1, "Mnt", "'USD' is geen euro")]
    assert andere(tabel("Bedrag;Mnt", ("10,00", "EUR"), ("4,00", "euro"))) == []
    assert andere(tabel("Bedrag;Mnt", ("10,00", "EUR"), ("4,00", "Uden"))) == []
    lang = tabel("Bedrag;Mnt", ("10,00", "USD"), ("4,00", "een lange tekst"))
    assert andere(lang) == [], "a column of sentences is no column of currencies"


def test_a_column_may_hold_every_currency_there_is(tabel: Maker, namen: Kolomnamen) -> None:
    munten = sorted(namen.euro | namen.munten)
    t = tabel("Bedrag;Mnt", *(("1,00", "EUR") for _ in range(200)), *(("1,00", m) for m in munten))
    assert len(andere(t)) == len(namen.munten) > 0


def test_a_rate_other_than_one_is_no_euro(tabel: Maker) -> None:
    cellen = ("1", "1,0000", "1.00", "", "1,08", "10", 1, 100.0)
    t = tabel("Bedrag;Koers", *(("1,00", cel) for cel in cellen))
    assert [rij for rij, _, _ in andere(t)] == [4, 5, 7]
    t.boekingen[5:] = False
    assert andere(t) == [(4, "Koers", "koers '1,08' zegt dat dit geen euro's zijn")]


def gespleten(t: Tabel) -> list[int]:
    fouten = toets_gespleten(t.opzet, t.blad, t.bedragen, t.kolom, t.boekingen)
    return [rij for rij, _, _ in t.zegt(fouten)]


def test_cents_that_fell_into_the_next_column_are_seen(tabel: Maker) -> None:
    def los(*rijen: tuple[Any, ...], **opties: Any) -> Tabel:
        return tabel("Bedrag;Taakveld", *rijen, **opties)

    rijen = (("2170", "45"), ("88", "tekst"), ("1.000", "5"), ("7", ""), ("9", "123"))
    assert gespleten(los(*rijen, scheiding=",")) == [0, 2]
    t = los(*rijen, scheiding=",")
    eerste, *_ = toets_gespleten(t.opzet, t.blad, t.bedragen, t.kolom, t.boekingen)
    assert eerste.fout.reden == "'2170,45' is op de komma in twee cellen gevallen"
    assert gespleten(los(*rijen)) == [], "only a comma parts an amount"
    met_centen = (("2170", "45"), ("88,10", "12"))
    assert gespleten(los(*met_centen, scheiding=",")) == [], "a column of its own"
    laatste = tabel("Taakveld;Bedrag", ("45", "2170"), ("1", "88"), scheiding=",")
    assert gespleten(laatste) == []
    t = los(*rijen, scheiding=",")
    t.boekingen[0] = False
    assert gespleten(t) == [2]


def test_what_is_no_amount_with_cents_takes_no_split_amount_away(tabel: Maker) -> None:
    """Beside an empty amount, or a total that is no booking, a small number says nothing."""
    t = tabel("Bedrag;Nr", ("2170", "45"), ("", "12"), ("88,10", "12"), scheiding=",")
    t.boekingen[2] = False
    assert gespleten(t) == [0]


def test_a_good_column_hides_no_split_amount_in_the_next(tabel: Maker) -> None:
    """Debet with cents beside a column of numbers, and credit that fell apart."""
    rijen = (("88,10", "12", "", ""), ("", "", "2170", "45"))
    assert gespleten(tabel("Debet;Nr;Credit;Regel", *rijen, scheiding=",")) == [1]
    laatste = (("", "", "88"), ("2170", "45", ""))
    assert gespleten(tabel("Credit;Nr;Debet", *laatste, scheiding=",")) == [1]


def test_beside_the_last_column_of_a_text_nothing_can_have_fallen(namen: Kolomnamen) -> None:
    blad = lees_tekstblad(b"Stuk,Boekdatum,Nr,Bedrag\nB-1,02-02-2027,45,2170\nB-2,,7,88\n")
    t = als_tabel(blad, namen)
    assert (t.bedragen.centen.tolist(), gespleten(t)) == ([217_000, 8_800], [])


def test_a_profile_takes_amounts_as_they_are_where_they_bear_that_out(
    tabel: Maker, gegevens: Gegevens, tmp_path: Any
) -> None:
    """The minus stands in the amount already; D and C say the same once more."""
    pad = tmp_path / "p.toml"
    pad.write_text('[kolommen]\nbedrag = "Bedrag"\n', encoding="utf-8")
    profiel = lees_profiel(pad, Codes(gegevens))
    goed = tabel("Bedrag;D/C", ("10,00", "D"), ("-4,00", "C"), profiel=profiel)
    assert goed.bedragen.centen.tolist() == [1000, -400]
    assert goed.bedragen.tekenfouten == {}
    zonder_min = tabel("Bedrag;D/C", ("10,00", "D"), ("4,00", "C"), profiel=profiel)
    assert zonder_min.bedragen.centen.tolist() == [1000, -400]
    gemengd = tabel("Bedrag;D/C", ("-1,00", "D"), ("-4,00", "C"), profiel=profiel)
    assert list(gemengd.bedragen.tekenfouten) == [1]
    cent = tabel("Bedrag;D/C", ("-0,01", "D"), ("-4,00", "C"), profiel=profiel)
    assert list(cent.bedragen.tekenfouten) == [1], "one cent the wrong way bears nothing out"
    nul = (("10,00", "D"), ("-4,00", "C"), ("0,00", "C"), ("0,00", "D"))
    met_nul = tabel("Bedrag;D/C", *nul, profiel=profiel)
    assert met_nul.bedragen.centen.tolist() == [1000, -400, 0, 0]
    assert met_nul.bedragen.tekenfouten == {}
    een_cent = tabel("Bedrag;D/C", ("10,00", "D"), ("-0,01", "C"), profiel=profiel)
    assert (een_cent.bedragen.centen.tolist(), een_cent.bedragen.tekenfouten) == ([1000, -1], {})


def test_one_amount_that_denies_the_profile_is_asked_about(
    tabel: Maker, gegevens: Gegevens, tmp_path: Any
) -> None:
    def met(profiel: str, *rijen: tuple[str, str]) -> list[int]:
        pad = tmp_path / "p.toml"
        pad.write_text(f"[kolommen]\n{profiel}\n", encoding="utf-8")
        t = tabel("Bedrag;D/C", *rijen, profiel=lees_profiel(pad, Codes(gegevens)))
        return list(t.bedragen.tekenfouten)

    alleen_bedrag = 'bedrag = "Bedrag"'
    assert met(alleen_bedrag, ("10,00", "D"), ("0,01", "C"), ("-4,00", "C")) == [2]
    assert met(alleen_bedrag, ("10,00", "D"), ("0,00", "C"), ("5,00", "X")) == [2]
    beide = f'{alleen_bedrag}\nteken = "D/C"'
    assert met(beide, ("10,00", "D"), ("-4,00", "C")) == [1]
