"""A dossier: a folder of one's own that commands need not be told of, and that loses nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from hulp import draai

from azwa_funds.dossier.dossier import (
    Dossier,
    dossiertekst,
    kies_profiel,
    lees_dossier,
    maak_dossier,
)
from azwa_funds.dossier.geschiedenis import Verouderd, herstel, lees_logboek, som_van, vervang
from azwa_funds.dossier.opslag import ruim_resten_op
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    return maak_dossier(tmp_path / "utrecht", "Utrecht", 2027)


def op(uur: int) -> datetime:
    return datetime(2027, 1, 5, uur, 30)


@pytest.mark.parametrize(
    ("wie", "code", "naam"),
    [
        ("Den Haag", "GM0518", "Gemeente 's-Gravenhage"),
        ("regio Utrecht", "regio Utrecht", "IZA-regio Utrecht"),
        ("SamenTwente", "regio Twente", "IZA-regio Twente"),
    ],
)
def test_a_new_dossier_says_whose_it_is(tmp_path: Path, wie: str, code: str, naam: str) -> None:
    maak_dossier(tmp_path, wie, 2027)
    gelezen = lees_dossier(tmp_path)
    assert (gelezen.wie, gelezen.naam, gelezen.jaar) == (code, naam, 2027)
    assert gelezen.bestedingen().is_dir()


def test_a_new_dossier_has_a_place_for_everything_and_keeps_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "eigen.csv").write_text("van mij", encoding="utf-8")
    gemaakt = maak_dossier(tmp_path, "Almelo", 2027)
    mappen = {pad.relative_to(tmp_path).as_posix() for pad in tmp_path.rglob("*") if pad.is_dir()}
    assert mappen == {
        "bestedingen", "bestedingen/2027", "data", "plannen", "profielen", "reports",
        "verdeelsleutels",
    }  # fmt: skip
    assert (tmp_path / "data" / "eigen.csv").read_text(encoding="utf-8") == "van mij"
    assert gemaakt.retouren() == tmp_path / "retouren" / "2027"
    assert gemaakt.retouren(2026) == tmp_path / "retouren" / "2026"


def test_a_file_where_a_folder_should_come_is_told(tmp_path: Path) -> None:
    (tmp_path / "plannen").write_text("een lijstje", encoding="utf-8")
    with pytest.raises(Gebruikersfout, match="plannen is niet te maken"):
        maak_dossier(tmp_path, "Almelo", 2027)
    assert not (tmp_path / "dossier.toml").exists()


def test_one_profile_for_all_files_leaves_those_of_single_files_alone(dossier: Dossier) -> None:
    pad = dossier.map_ / "dossier.toml"
    pad.write_text(dossiertekst(replace(dossier, profielen={"ggd*": "ggd"})), encoding="utf-8")
    kies_profiel(lees_dossier(dossier.map_), "key2")
    gekozen = lees_dossier(dossier.map_)
    assert (gekozen.profiel, gekozen.profielen) == ("key2", {"ggd*": "ggd", "*": "key2"})
    kies_profiel(gekozen, "civision")
    assert lees_dossier(dossier.map_).profielen == {"ggd*": "ggd", "*": "civision"}
    kies_profiel(lees_dossier(dossier.map_), "")
    zonder = lees_dossier(dossier.map_)
    assert (zonder.profiel, zonder.profielen) == ("", {"ggd*": "ggd"})


def test_who_nobody_knows_gets_no_folder(tmp_path: Path) -> None:
    uitkomst = draai("dossier", "maak", tmp_path / "x", "--wie", "Utrech", "--jaar", "2027")
    assert uitkomst.code == 2
    assert "bedoelde u 'Utrecht'" in uitkomst.fout
    assert not (tmp_path / "x").exists()


def test_a_dossier_is_not_made_over_another(dossier: Dossier) -> None:
    with pytest.raises(Gebruikersfout, match="is al een dossier"):
        maak_dossier(dossier.map_, "Almelo", 2028)
    assert lees_dossier(dossier.map_) == dossier


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ("versie = 2", "versie 2 is niet die van dit programma"),
        ("versie = 1\nwiee = 1", "'wiee' in het bestand is onbekend; bedoelde u 'wie'?"),
    ],
)
def test_a_file_that_does_not_fit_is_named(dossier: Dossier, anders: str, zin: str) -> None:
    pad = dossier.map_ / "dossier.toml"
    pad.write_text(dossiertekst(dossier).replace("versie = 1", anders), "utf-8")
    with pytest.raises(Invoerfout) as fout:
        lees_dossier(dossier.map_)
    assert str(fout.value).startswith(f"{pad}: {zin}")


# -- commands in a dossier ---------------------------------------------------------------------


def test_a_command_in_a_dossier_is_not_told_who_we_are(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    gewoon = draai("uitleg", "Utrecht", "--jaar", "2027")
    assert draai("--dossier", dossier.map_, "uitleg", "--jaar", "2027") == gewoon
    monkeypatch.chdir(dossier.map_)
    assert draai("uitleg", "--jaar", "2027") == gewoon
    assert draai("uitleg", "Almelo", "--jaar", "2027").uit != gewoon.uit


def test_overviews_of_a_dossier_are_ones_own_and_stand_in_it(dossier: Dossier) -> None:
    uitkomst = draai("--dossier", dossier.map_, "overzicht")
    assert uitkomst.code == 0
    gemaakt = {p.relative_to(dossier.uitvoer).as_posix() for p in dossier.uitvoer.rglob("*.xlsx")}
    assert gemaakt == {"gemeente/GM0344-utrecht.xlsx", "regio/utrecht.xlsx"}


def test_the_toets_of_a_dossier_tests_the_bookings_of_its_year(dossier: Dossier) -> None:
    boek = dossier.bestedingen() / "grootboek.csv"
    schrijf(boek, boeking("GM0344", bedrag="4.000.000,00"))
    zelf = draai("toets", boek.parent, "--jaar", "2027", "--json")
    assert zelf.code == 1
    assert draai("--dossier", dossier.map_, "toets", "--json") == zelf
    gelezen = draai("--dossier", dossier.map_, "bestedingen", "bekijk", "--json")
    assert '"som": "4000000.00"' in gelezen.uit
    sisa = draai("--dossier", dossier.map_, "sisa", "maak", "--uit", dossier.uitvoer)
    assert sisa.code == 0, sisa.fout
    assert list(dossier.uitvoer.rglob("GM0344-*.xlsx"))


def test_a_dossier_without_bookings_asks_for_them(dossier: Dossier) -> None:
    uitkomst = draai("--dossier", dossier.map_, "toets")
    assert uitkomst.code == 2
    assert "BESTAND..." in uitkomst.fout


def test_without_a_dossier_a_name_is_asked_for(tmp_path: Path, monkeypatch: object) -> None:
    assert "NAAM-OF-CODE" in draai("uitleg").fout
    assert draai("dossier", "toon").code == 2


# -- nothing is lost ---------------------------------------------------------------------------


def test_what_is_replaced_can_be_put_back(dossier: Dossier) -> None:
    map_ = dossier.map_
    pad = map_ / "profielen" / "grootboek.toml"
    for uur, tekst in enumerate((b"eerst", b"later", b"laatst"), start=9):
        vervang(map_, "profielen/grootboek.toml", tekst, "profiel bewaard", nu=lambda u=uur: op(u))
    herstel(map_, 2, nu=lambda: op(15))
    assert pad.read_bytes() == b"eerst"
    herstel(map_, nu=lambda: op(16))
    assert pad.read_bytes() == b"laatst"
    assert [(w.nummer, w.wanneer[11:16], w.wat) for w in lees_logboek(map_)] == [
        (1, "09:30", "profiel bewaard"),
        (2, "10:30", "profiel bewaard"),
        (3, "11:30", "profiel bewaard"),
        (4, "15:30", "wijziging 2 teruggezet"),
        (5, "16:30", "wijziging 4 teruggezet"),
    ]


def test_a_file_that_is_taken_away_comes_back_too(dossier: Dossier) -> None:
    vervang(dossier.map_, "plannen/2027.toml", b"plan", "plan bewaard")
    vervang(dossier.map_, "plannen/2027.toml", None, "plan verwijderd")
    assert not (dossier.map_ / "plannen/2027.toml").exists()
    herstel(dossier.map_)
    assert (dossier.map_ / "plannen/2027.toml").read_bytes() == b"plan"


def test_a_form_older_than_the_file_is_refused(dossier: Dossier) -> None:
    vervang(dossier.map_, "plannen/2027.toml", b"van een collega", "plan bewaard")
    with pytest.raises(Verouderd, match="intussen veranderd"):
        vervang(dossier.map_, "plannen/2027.toml", b"van mij", "plan bewaard", som_gezien="")
    pad = dossier.map_ / "plannen/2027.toml"
    assert pad.read_bytes() == b"van een collega"
    vervang(dossier.map_, "plannen/2027.toml", b"samen", "plan", som_gezien=som_van(pad))
    assert pad.read_bytes() == b"samen"


@pytest.mark.parametrize(
    "naam", ["", ".", "..", "../elders.toml", "/etc/elders", "a/../../b", "\0"]
)
def test_nothing_is_written_outside(dossier: Dossier, naam: str) -> None:
    with pytest.raises((Gebruikersfout, ValueError)):
        vervang(dossier.map_, naam, b"x", "uitbraak")
    assert lees_logboek(dossier.map_) == []


def test_a_log_with_a_broken_line_still_tells_the_rest(dossier: Dossier) -> None:
    vervang(dossier.map_, "plannen/a.toml", b"1", "een")
    pad = dossier.map_ / ".azwa" / "logboek.jsonl"
    pad.write_bytes(pad.read_bytes() + b"{half\n")
    vervang(dossier.map_, "plannen/a.toml", b"2", "twee")
    assert [(w.nummer, w.wat) for w in lees_logboek(dossier.map_)] == [(1, "een"), (3, "twee")]
    assert "twee" in draai("--dossier", dossier.map_, "dossier", "toon").uit


def test_what_a_killed_run_left_is_swept_after_a_day(tmp_path: Path) -> None:
    """A run that is busy has younger ones, and what somebody made stays whatever its name."""
    oud, jong, eigen = (tmp_path / naam for naam in (".azwa-a1.tmp", ".azwa-b2.tmp", "a.tmp"))
    for pad in (oud, jong, eigen):
        pad.write_text("half")
    for pad in (oud, eigen):
        os.utime(pad, (0, 0))
    ruim_resten_op(tmp_path)
    assert sorted(tmp_path.iterdir()) == [jong, eigen]
