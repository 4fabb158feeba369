"""Texts of bookings stay in the file until somebody reads them, and nothing of them is lost."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.besteden.dubbelen import misschien_vaker
from azwa_funds.besteden.teksten import Teksten, Woordzoeker, als_heel_woord
from azwa_funds.openen.tekstkolommen import Tekstkolom, Tekstkolommen

_WOORDEN = ["brc", "combi functie", "combi-functie", "gezonde school"]
_LANGE_TEKST = "Huur van de zaal " * 40 + "voor de Gezonde School"


def kolom(teksten: list[str]) -> pd.Series:
    return pd.Series(Teksten(Tekstkolom.uit(teksten)))


def gevonden(teksten: list[str]) -> list[bool]:
    return Woordzoeker(kolom(teksten), _WOORDEN).met_woord(_WOORDEN).tolist()


def test_a_word_is_found_wherever_and_however_it_is_written():
    teksten = [
        "BRC",
        "uren brc-coach",
        "De Gezonde school, één",
        "COMBI-FUNCTIE",
        _LANGE_TEKST,
        "brc",
    ]
    assert gevonden(teksten) == [True] * 6


def test_a_word_inside_another_or_over_two_bookings_is_not_found():
    teksten = ["embrcode", "combi", "functie", "gezonde", "school", "gezonde schoollunch", ""]
    assert gevonden(teksten) == [False] * 7


def test_words_are_found_in_the_file_itself():
    regels = [
        f"{nummer};{wat};x" for nummer, wat in enumerate(["zaal", "brc", "coördinatie", "BRC"])
    ]
    bestand = "\n".join(regels).encode()
    teksten = Tekstkolommen(bestand, 0, len(bestand), ";", "\n", 100)[1]
    zoeker = Woordzoeker(pd.Series(Teksten(teksten)), ["brc"])
    assert zoeker.met_woord(["brc"]).tolist() == [False, True, False, True]


def test_bookings_of_nobody_hold_no_word():
    assert gevonden([]) == []


@given(st.lists(st.text("ab ÉéKß€\U0001f600cr", max_size=20)))
def test_a_column_gives_the_texts_that_went_in_whatever_is_taken_of_it(teksten: list[str]):
    rij = kolom(teksten)
    assert rij.tolist() == teksten
    assert rij[::-1].tolist() == teksten[::-1]
    assert rij[[bool(tekst) for tekst in teksten]].tolist() == [t for t in teksten if t]
    assert (rij == "").tolist() == [tekst == "" for tekst in teksten]
    assert (rij != rij[::-1].to_numpy()).tolist() == [
        een != ander for een, ander in zip(teksten, teksten[::-1], strict=True)
    ]
    assert pd.concat([rij, rij]).tolist() == teksten * 2


@given(st.lists(st.text("ab\n é\u3000", max_size=20)))
def test_texts_without_spaces_around_them_are_what_python_makes_of_them(teksten: list[str]):
    assert list(Tekstkolom.uit(teksten).kaal) == [tekst.strip() for tekst in teksten]


def test_a_sign_that_ends_a_text_elsewhere_is_shown():
    assert kolom(["a\0b", "c"]).tolist() == ["a\u2400b", "c"]


@given(st.lists(st.text("ab", max_size=40), max_size=12), st.randoms())
def test_texts_that_come_back_are_always_noticed(teksten: list[str], toeval):
    toeval.shuffle(teksten)
    rij = kolom(["een andere", *teksten])[1:]
    vaker = rij.astype(object).duplicated(keep=False).to_numpy()
    assert (misschien_vaker(rij) >= vaker).all()
    assert not misschien_vaker(kolom([f"I-2027-{nummer:07d}" for nummer in range(5000)])).any()


def test_bookings_of_two_files_can_be_grouped_by_their_texts():
    rij = pd.concat([kolom(["a1", "b2"]), kolom(["b2", "één"])], ignore_index=True)
    groep = pd.DataFrame({"boekstuk": rij, "centen": [1, 2, 3, 4]}).groupby("boekstuk", sort=False)
    assert groep.ngroup().tolist() == [0, 1, 1, 2]
    assert rij.to_numpy(dtype=object).tolist() == ["a1", "b2", "b2", "één"]
    assert np.array_equal(rij.duplicated(), [False, False, True, False])


def test_a_whole_word_is_found_whatever_its_case():
    assert als_heel_woord(["brc"]).search("de BRC.")
    assert not als_heel_woord(["brc"]).search("abrc")
