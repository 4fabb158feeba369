"""A text file becomes rows of cells: no row is lost to a line end or a quotation mark."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.openen import tekstblad, tekstkolommen
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.openen.bronblad import Bronblad
from azwa_funds.openen.tekstkolommen import Tekstkolom

KOP = "code;boekstuk;omschrijving;bedrag"


def blad(tekst: str | bytes) -> Bronblad:
    inhoud = tekst if isinstance(tekst, bytes) else tekst.encode()
    (enige,) = lees_bronbestand(inhoud).bladen
    return enige


def rijen(van: Bronblad) -> list[list[str]]:
    return [list(van.rij(nummer)) for nummer in range(1, van.aantal + 1)]


# -- line ends ---------------------------------------------------------------------------------


@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("in_cel", ["\n", "\r\n", "\r"])
def test_a_row_ends_at_any_line_end_but_not_within_quotation_marks(einde: str, in_cel: str) -> None:
    gelezen = blad(einde.join([KOP, f'a;1;"twee{in_cel}regels";2,50', "b;2;drie;3,50"]))
    assert rijen(gelezen) == [
        KOP.split(";"),
        ["a", "1", f"twee{in_cel}regels", "2,50"],
        ["b", "2", "drie", "3,50"],
    ]
    assert not gelezen.breuken


def test_line_ends_of_two_programs_in_one_file_lose_no_row() -> None:
    gelezen = blad(KOP + "\ra;1;een;1\rb;2;twee;2\r\nc;3;drie;3\nd;4;vier;4\r\n")
    assert [rij[0] for rij in rijen(gelezen)] == ["code", "a", "b", "c", "d"]


def test_a_line_end_written_twice_gives_the_blank_rows_that_a_spreadsheet_shows() -> None:
    gelezen = blad("Titel\r\r\n" + KOP + "\r\r\na;1;een;1\r\r\n")
    assert [rij[0] for rij in rijen(gelezen)] == ["Titel", "", "code", "", "a"]


CEL = st.text(st.sampled_from("abc1,;\t|\"\r\n '-é€"), max_size=6)


@settings(max_examples=150, deadline=None)
@given(
    tabel=st.lists(st.lists(CEL, min_size=4, max_size=4), min_size=1, max_size=12),
    scheiding=st.sampled_from(";,\t|"),
    einde=st.sampled_from(["\n", "\r\n", "\r"]),
    codering=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_every_row_and_cell_of_a_file_comes_out(
    tabel: list[list[str]], scheiding: str, einde: str, codering: str
) -> None:
    """Whatever stands in the cells, and whichever program wrote the file."""
    tabel = [["code", "boekstuk", "omschrijving", "bedrag"], *tabel, ["z", "z", "z", "z"]]
    uit = io.StringIO(newline="")
    csv.writer(uit, delimiter=scheiding, lineterminator=einde, quoting=csv.QUOTE_ALL).writerows(
        tabel
    )
    tekst = f"sep={scheiding}{einde}{uit.getvalue()}"
    assert rijen(blad(tekst.encode(codering))) == [[""] * 4, *tabel]


# -- quotation marks ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rij", "plaats"), [('"a;1;een;1', 0), ('a;"1;een;1', 1), ('a;1;"een;1', 2), ('a;1;een;"1', 3)]
)
def test_a_mark_that_is_closed_rows_further_on_is_found_where_it_was_opened(
    rij: str, plaats: int
) -> None:
    gesloten = [*"bbbb"]
    gesloten[plaats] = '"z"'
    inhoud = "\r\n".join([KOP, rij, "b;2;twee;2", ";".join(gesloten), "c;3;drie;3", "d;4;vier;4"])
    assert list(blad(inhoud).breuken) == [(2, plaats)]


def test_an_inch_mark_can_close_what_was_left_open() -> None:
    inhoud = KOP + '\na;1;"43 inch;1\nb;2;twee;2\nc;3;55" tv;3\nd;4;vier;4\n'
    assert list(blad(inhoud).breuken) == [(2, 2)]


def test_a_mark_that_is_never_closed_is_found_where_it_was_opened() -> None:
    gelezen = blad(KOP + '\na;1;een;1\nb;2;"twee;2\nc;3;drie;3\n')
    assert gelezen.breuken == {
        (3, 2): "een aanhalingsteken is niet afgesloten en slokt de volgende rijen op"
    }


def test_a_text_of_several_lines_and_a_lone_inch_mark_are_what_they_are() -> None:
    gelezen = blad(KOP + '\na;1;"Buurthuis;\nzaal 2, 55"" scherm";1\nb;2;55" tv;2\n')
    assert [rij[2] for rij in rijen(gelezen)[1:]] == ['Buurthuis;\nzaal 2, 55" scherm', '55" tv']
    assert not gelezen.breuken


# -- what parts the cells ----------------------------------------------------------------------


def test_rows_wider_than_the_headings_keep_all_their_cells() -> None:
    gelezen = blad("code,bedrag\na,12,50\nb,1,2,3,4\n")
    assert rijen(gelezen)[1:] == [["a", "12", "50", "", ""], ["b", "1", "2", "3", "4"]]
    assert gelezen.scheiding == ","


def test_commas_in_texts_and_amounts_do_not_part_cells_where_semicolons_do() -> None:
    tekst = "Overzicht, per 1 januari, gemeente\n" + KOP + "\na;1;een, twee, drie;1,50\n"
    gelezen = blad(tekst)
    assert gelezen.scheiding == ";"
    assert rijen(gelezen)[2] == ["a", "1", "een, twee, drie", "1,50"]


# -- plain files, which are cut up in one go ---------------------------------------------------

KALE_TEKST = st.text(st.sampled_from("ab1;;;\r\n\n é–'"), max_size=120)


@settings(max_examples=300, deadline=None)
@given(KALE_TEKST, st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_text_without_quotation_marks_is_read_as_any_reader_of_csv_does(
    tekst: str, einde: str
) -> None:
    heel = f"sep=;{einde}kop;een;twee{einde}{tekst}slot"
    verwacht = list(csv.reader(io.StringIO(heel, newline=""), delimiter=";"))[1:]
    gelezen = blad(heel)
    assert [rij[: len(v)] for rij, v in zip(rijen(gelezen)[1:], verwacht, strict=True)] == verwacht
    assert all(not any(rij[len(v) :]) for rij, v in zip(rijen(gelezen)[1:], verwacht, strict=True))
    for plaats in range(gelezen.breedte):
        assert list(gelezen.kolom(plaats)) == [rij[plaats] for rij in rijen(gelezen)]


@pytest.mark.parametrize("stuk", [999, 2**16])
def test_a_long_file_is_cut_up_as_a_short_one_is(
    monkeypatch: pytest.MonkeyPatch, stuk: int
) -> None:
    """Words that come back, numbers that do not, a title that is longer than all below it."""
    monkeypatch.setattr(tekstkolommen, "_STUK", stuk)
    regels = [
        f"GM{n % 342:04d};2027;I-2027-{n:06d};{n}.{n % 100:02d};{'é' * (n % 12)};{'x' * (n % 40)}"
        for n in range(30_000)
    ]
    kop = "Een titel die veel langer is dan een cel;;;;;\r\nverantwoorder_code;jaar;stuk;bedrag;a;b"
    gelezen = blad("\r\n".join([kop, *regels, "korter;2027"]))
    per_rij = [regel.split(";") for regel in [*kop.split("\r\n"), *regels]]
    for plaats in range(6):
        kolom = list(gelezen.kolom(plaats))
        assert kolom[:-1] == [rij[plaats] for rij in per_rij]
        assert kolom[-1] == ["korter", "2027", "", "", "", ""][plaats]
        onder = gelezen.kolom(plaats, 3)
        assert isinstance(onder, Tekstkolom)
        if onder.verdeeld:
            welke, uniek = onder.verdeeld
            assert [uniek[nummer] for nummer in welke.tolist()] == kolom[2:]
            assert uniek == list(dict.fromkeys(kolom[2:]))


@pytest.mark.parametrize("tekst", ["a;b\n1;\x07\n", 'a;"b"\n1;\x07\n', "a;b\n1;\x7f\n"])
def test_a_control_character_is_refused_with_its_row(tekst: str) -> None:
    with pytest.raises(Onleesbaar, match=r"onzichtbaar teken in \(U\+00") as gevangen:
        blad(tekst)
    assert gevangen.value.rij == 2


def test_too_many_rows_or_cells_are_refused_before_room_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tekstblad, "MEESTE_REGELS", 1000)
    monkeypatch.setattr(tekstblad, "MEESTE_TEKSTCELLEN", 10_000)
    for tekst, wat in [
        ("a;b\n" * 1001 + "c", "1000 regels"),
        ('"a";b\n' * 1001 + "c", "1000 regels"),
        ("a" + ";" * 10_001 + "b", "10000 cellen"),
        ('"a"' + ";" * 10_001 + "b", "10000 cellen"),
        ("\n" * 20_000 + "a", "1000 regels"),
    ]:
        with pytest.raises(Onleesbaar, match=wat):
            blad(tekst)
    breed = blad("a;b\n" * 500 + ";" * 100 + "c")
    assert (breed.breedte, breed.aantal, breed.rij(501)[100]) == (101, 501, "c")
