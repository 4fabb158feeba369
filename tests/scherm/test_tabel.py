"""What a reader sees on a narrow terminal: nothing cut off, nothing wider than the screen."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hulp import draai

from azwa_funds.scherm import tabel
from azwa_funds.scherm.tabel import teken_tabel

#: Every command that shows a table, on figures that need room.
TABELLEN = (
    ["verdeel", "--regio", "Twente"],
    ["verdeel", "--onderdeel", "nplv", "--onderdeel", "ggd_kennis_coordinatie"],
    ["verdeel", "--onderdeel", "regionaal"],
    ["kalender", "--regio", "Twente"],
    ["sleutel", "toon"],
    ["sleutel", "vergelijk", "brede_spuk_2026", "brede_spuk_2025"],
    ["sleutel", "ijk"],
    ["scenario", "vergelijk", "indexatie", "--gemeente", "Almelo"],
    ["scenario", "zwaai", "--gemeente", "Almelo", "--aantal", "100"],
    ["uitleg", "Utrecht"],
)


@cache
def op_scherm(opdracht: tuple[str, ...], breedte: int) -> str:
    """What a command shows on a terminal of this width; each is run once."""
    with pytest.MonkeyPatch.context() as omgeving:
        omgeving.setenv("COLUMNS", str(breedte))
        return draai(*opdracht, op_scherm=True).uit


@pytest.mark.parametrize("opdracht", TABELLEN, ids=" ".join)
@pytest.mark.parametrize("breedte", [60, 80, pytest.param(120, marks=pytest.mark.lang)])
def test_no_line_is_wider_than_the_screen(opdracht: list[str], breedte: int) -> None:
    """But for an address, which stands on a line of its own and can only be followed whole."""
    regels = op_scherm(tuple(opdracht), breedte).splitlines()
    te_lang = [regel for regel in regels if len(regel) > breedte]
    assert [regel for regel in te_lang if not re.fullmatch(r" *https?://\S+", regel)] == []


@pytest.mark.parametrize("opdracht", TABELLEN[:-1], ids=" ".join)
def test_every_word_and_every_amount_of_the_wide_table_is_on_a_narrow_screen(
    opdracht: list[str],
) -> None:
    breed = draai(*opdracht).uit
    for breedte in (40, 60, 80):
        assert_alles_staat_er(breed, op_scherm(tuple(opdracht), breedte))


def assert_alles_staat_er(breed: str, smal: str) -> None:
    assert "…" not in smal
    assert _getallen(breed) <= _getallen(smal)
    # Where no row has a region or a code, a narrow screen does not spend lines on saying so.
    assert _woorden(breed) - {"regio", "code"} <= _woorden(smal)


def _getallen(tekst: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", tekst))


def _woorden(tekst: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", tekst.casefold()))


def test_amounts_stand_under_each_other_at_any_width(monkeypatch: pytest.MonkeyPatch) -> None:
    for breedte in ("60", "80", "200"):
        monkeypatch.setenv("COLUMNS", breedte)
        tekst = draai("verdeel", "--regio", "Twente", "--jaar", "2027", op_scherm=True).uit
        regels = [regel for regel in tekst.splitlines() if re.search(r" GM\d{4} ", regel)]
        einden = {re.search(r"\d[\d.]+(?= *(indicatief)?$)", r).end() for r in regels}  # type: ignore[union-attr]
        assert len(regels) == 14
        assert len(einden) == 1


def test_what_is_the_same_in_every_row_is_said_once_where_room_is_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    tekst = draai("verdeel", "--regio", "Twente", "--onderdeel", "lokaal", op_scherm=True).uit
    assert "Voor elke rij: regio Twente; status indicatief.\n" in tekst
    assert tekst.count("indicatief") == 1


def test_a_file_is_as_wide_as_it_needs_whatever_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    breed = draai("verdeel", "--regio", "Twente").uit
    monkeypatch.setenv("COLUMNS", "40")
    assert draai("verdeel", "--regio", "Twente").uit == breed


@pytest.mark.parametrize("naam", ["Almelo\nBorne", "東京東京東京", "Almelo\tBorne", "\u200bAlmelo"])
def test_a_strange_name_keeps_its_amount_beside_it_and_the_next_below(naam: str) -> None:
    rijen = [["Aalten", "1"], [naam, "22"], ["Zwolle", "333"]]
    regels = teken_tabel(["Naam", "Bedrag"], rijen, getallen=["Bedrag"]).splitlines()
    (vreemd,) = [nummer for nummer, regel in enumerate(regels) if regel.endswith(" 22")]
    assert naam[:1] in regels[vreemd]
    assert [regel.split()[-1] for regel in regels if "Zwolle" in regel] == ["333"]
    assert [regel.split()[-1] for regel in regels if "Aalten" in regel] == ["1"]


@pytest.mark.parametrize("lijnen", [True, False], ids=["utf-8", "ascii"])
@pytest.mark.parametrize("breedte", [34, 60])
def test_a_table_that_needs_no_folding_looks_like_one_that_does(
    monkeypatch: pytest.MonkeyPatch, lijnen: bool, breedte: int
) -> None:
    monkeypatch.setattr(tabel, "schermbreedte", lambda: breedte)
    monkeypatch.setattr(tabel, "_kan_lijnen", lambda: lijnen)
    rijen = [["Súdwest-Fryslân", "€ 1.234", "-"], ["Almelo", "", "p.m."]]
    inhoud = (["Naam", "Bedrag", "Status"], rijen, ["Totaal", "€ 1.234", ""])
    recht = teken_tabel(*inhoud, getallen=["Bedrag"])
    monkeypatch.setattr(tabel, "_past", lambda cellen, breedte: False)
    assert recht == teken_tabel(*inhoud, getallen=["Bedrag"])
    assert ("─" in recht) == lijnen


def test_a_table_without_rows_keeps_its_headings() -> None:
    leeg = teken_tabel(["Code", "Bedrag"], [], getallen=["Bedrag"])
    assert leeg.split()[:2] == ["Code", "Bedrag"]


def test_silence_leaves_the_answer_and_takes_the_closing_line(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    map_ = tmp_path_factory.mktemp("stil")
    hard = draai("verdeel", "--formaat", "csv", "--uit", map_ / "a.csv")
    stil = draai("verdeel", "--formaat", "csv", "--uit", map_ / "b.csv", "--stil")
    assert hard.uit == f"Geschreven: {map_ / 'a.csv'}\n"
    assert (stil.code, stil.uit, stil.fout) == (0, "", "")
    assert (map_ / "a.csv").read_bytes() == (map_ / "b.csv").read_bytes()
    assert draai("verdeel", "--stil").uit == draai("verdeel").uit
    fout = draai("verdeel", "--gemeente", "Utrcht", "--stil")
    assert (fout.code, fout.uit) == (2, "")
    assert "bedoelde u 'Utrecht'?" in fout.fout


@pytest.mark.parametrize(
    "opdracht",
    [
        ["overzicht", "--gemeente", "Almelo"],
        ["werkagenda", "--regio", "Zeeland"],
        ["werkagenda", "sjabloon", "--regio", "Twente", "--uit", "register.csv"],
        ["kalender", "--ics", "data.ics"],
        ["sleutel", "vergelijk", "brede_spuk_2026", "brede_spuk_2025", "--uit", "verschil.csv"],
        ["sleutel", "vergelijk", "brede_spuk_2026", "brede_spuk_2025", "--uit", "verschil.xlsx"],
    ],
    ids=" ".join,
)
def test_a_command_that_writes_a_file_says_so_or_is_silent(
    opdracht: list[str], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("hard"))
    assert re.search("Geschreven: |staat in ", draai(*opdracht).uit)
    stil = tmp_path_factory.mktemp("stil")
    monkeypatch.chdir(stil)
    uitkomst = draai(*opdracht, "--stil", op_scherm=True)
    assert (uitkomst.code, uitkomst.uit, uitkomst.fout) == (0, "", "")
    assert [pad for pad in stil.rglob("*") if pad.is_file()]
