"""A command that writes in somebody's own data never leaves a folder that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from boekingen import schrijf_xlsx
from hulp import Uitkomst, draai, draai_in, kopieer_gegevens

from azwa_funds.dossier.overname import neem_over, onleesbaar
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import onzichtbaar_teken

KOP = ["uitkering", "onderdeel", "jaar", "ontvanger_code", "bedrag", "kenmerk", "datum"]


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    return kopieer_gegevens(tmp_path / "eigen")


def inhoud(map_: Path) -> dict[Path, bytes]:
    return {pad: pad.read_bytes() for pad in sorted(map_.rglob("*")) if pad.is_file()}


def lees_met(map_: Path, kenmerk: str, *opties: str, titel: str = "Proef") -> Uitkomst:
    """Read a workbook with one award, with this kenmerk, as Excel itself would write it."""
    rij = ["spuk_azwa", "lokaal", 2027, "GM0147", 280000, kenmerk, "15-12-2026"]
    pad = schrijf_xlsx(map_.parent / "bedragen.xlsx", [KOP, rij])
    return draai_in(map_, "beschikking", "lees", pad, "--titel", titel, *opties)


def is_heel(map_: Path) -> bool:
    return not onleesbaar(Gegevens(map_ / "data", map_ / "verdeelsleutels"))


ONZICHTBAAR = {
    "terug": "K-1_x000D_", "regel": "K-1\nK-2", "omgekeerd": "K-\u202e1", "bel": "K_x0007_1",
    "nul breed": "K\u200b1", "zacht streepje": "K\u00ad1", "leeg hangul": "K\u31641",
}  # fmt: skip


@pytest.mark.parametrize("teken", list(ONZICHTBAAR))
def test_a_kenmerk_that_nobody_can_see_whole_is_refused(map_: Path, teken: str) -> None:
    """Kept or refused: afterwards every command can read the folder, and nothing else changed."""
    voor = inhoud(map_)
    uitkomst = lees_met(map_, ONZICHTBAAR[teken])
    assert is_heel(map_)
    if uitkomst.code == 0:  # kept without the sign: what is kept can be seen whole
        kopie = Gegevens(map_ / "data", map_ / "verdeelsleutels")
        kenmerk = kopie.beschikt["spuk_azwa", "lokaal", 2027]["GM0147"].kenmerk
        assert kenmerk.startswith("K")
        assert onzichtbaar_teken(kenmerk) == ""
    else:
        assert uitkomst.code == 2
        assert inhoud(map_) == voor
    assert draai_in(map_, "verdeel", "--gemeente", "Borne", "--jaar", "2027").code == 0


@pytest.mark.parametrize(
    ("titel", "melding"),
    [
        ("中文", "Van '中文' is geen id te maken voor bronnen.toml; geef met --bron een id van "
         "letters, cijfers en _, bijvoorbeeld beschikkingen_2027."),
        ("   ", "De tekst bij --titel is leeg; vul haar in."),
        ("", "De tekst bij --titel is leeg; vul haar in."),
        ("Brief\u202e2027", "In de tekst bij --titel staat een onzichtbaar teken (U+202E); typ de "
         "tekst opnieuw."),
        ("Brief\r2027", "In de tekst bij --titel staat een onzichtbaar teken (U+000D); typ de "
         "tekst opnieuw."),
    ],
)  # fmt: skip
def test_a_title_that_the_list_of_sources_cannot_hold_is_refused(
    map_: Path, titel: str, melding: str
) -> None:
    voor = inhoud(map_)
    uitkomst = lees_met(map_, "K-1", titel=titel)
    assert (uitkomst.code, uitkomst.fout) == (2, f"Fout: {melding}\n")
    assert inhoud(map_) == voor


def test_a_title_in_another_script_is_kept_under_an_id_of_ones_own(map_: Path) -> None:
    assert lees_met(map_, "K-1", "--bron", "brief_2027", titel="中文").code == 0
    assert Gegevens(map_ / "data", map_ / "verdeelsleutels").bronnen["brief_2027"].titel == "中文"


# -- the net below it --------------------------------------------------------------------------


def test_what_could_not_be_read_back_is_not_put_in_place(map_: Path) -> None:
    """The sentence names the file in the folder itself, not in the copy in which it was tried."""
    gegevens = Gegevens(map_ / "data", map_ / "verdeelsleutels")
    voor = inhoud(map_)
    pad = map_ / "data" / "budgetten.csv"
    stuk = pad.read_bytes() + b"x\n"
    rij = stuk.count(b"\n")
    with pytest.raises(Gebruikersfout) as gezegd:
        neem_over(gegevens, {map_ / "data" / "kalender.csv": voor[pad], pad: stuk})
    assert str(gezegd.value).startswith(
        "Er is niets gewijzigd, want daarna zou dit niet meer te lezen zijn: "
    )
    with pytest.raises(Gebruikersfout, match=f"{pad}, rij {rij}: er staan 1 cellen"):
        neem_over(gegevens, {pad: stuk})
    assert inhoud(map_) == voor


def test_also_a_table_of_the_cbs_is_read_back(map_: Path) -> None:
    """It is read by name, only when an outcome asks for it."""
    pad = next((map_ / "data" / "cbs").glob("*.csv"))
    voor = pad.read_bytes()
    with pytest.raises(Gebruikersfout, match="niet meer te lezen zijn"):
        neem_over(Gegevens(map_ / "data", map_ / "verdeelsleutels"), {pad: b"stuk\n"})
    assert pad.read_bytes() == voor


def test_folders_of_ones_own_among_the_data_are_no_hindrance(map_: Path) -> None:
    """However deep they lie, and whatever they are called."""
    (map_ / "data" / "archief" / "2026" / "oud.csv").mkdir(parents=True)
    (map_ / "data" / "archief" / "2026" / "notitie.toml").write_text("x = 1", encoding="utf-8")
    doel = map_ / "data" / "archief" / "2025" / "ouder" / "notitie.toml"
    doel.parent.mkdir(parents=True)
    neem_over(Gegevens(map_ / "data", map_ / "verdeelsleutels"), {doel: b"y = 1\n"})
    assert doel.read_bytes() == b"y = 1\n"


def test_without_room_for_a_copy_nothing_is_written(
    map_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vol(*_: object) -> None:
        raise OSError(28, "No space left on device")

    voor = inhoud(map_)
    monkeypatch.setattr("shutil.copyfile", vol)
    with pytest.raises(Gebruikersfout, match="geen kopie te maken om het na te kijken"):
        neem_over(
            Gegevens(map_ / "data", map_ / "verdeelsleutels"), {map_ / "data" / "x.toml": b""}
        )
    assert inhoud(map_) == voor


def test_what_could_not_be_read_before_stops_nobody(map_: Path) -> None:
    """A fault in the calendar is no reason to refuse an award."""
    (map_ / "data" / "kalender.csv").write_text("stuk\n", encoding="utf-8")
    assert lees_met(map_, "K-1").code == 0


def test_a_key_over_a_key_of_somebody_else_is_refused(map_: Path) -> None:
    doel = map_ / "verdeelsleutels" / "brede_spuk_2026.toml"
    voor = doel.read_bytes()
    uitkomst = draai_in(map_, "sleutel", "ijk", "--uit", doel)
    assert uitkomst.code == 2
    assert "is een sleutel die niet met 'sleutel ijk' is gemaakt" in uitkomst.fout
    assert doel.read_bytes() == voor
    eigen = map_ / "verdeelsleutels" / "geijkt.toml"
    for _ in range(2):
        assert draai_in(map_, "sleutel", "ijk", "--uit", eigen).code == 0
    assert is_heel(map_)


# -- an outcome never takes the place of what it was computed from ------------------------------


@pytest.mark.parametrize(
    ("bestand", "opdracht"),
    [
        ("data/budgetten.csv", ("verdeel",)),
        ("data/uitkeringen/spuk_azwa.toml", ("uitleg", "Almelo")),
        ("data/beschikkingen/brede_spuk_2030.csv", ("kalender",)),
        ("verdeelsleutels/nieuw.csv", ("werkagenda", "sjabloon")),
        ("verdeelsleutels/brede_spuk_2026.csv", ("rekenmodel",)),
    ],
)
def test_no_outcome_is_written_over_a_table_of_ones_own(
    map_: Path, bestand: str, opdracht: tuple[str, ...]
) -> None:
    voor, doel = inhoud(map_), map_ / bestand
    uitkomst = draai_in(map_, *opdracht, "--uit", doel)
    assert (uitkomst.code, uitkomst.fout) == (
        2,
        f"Fout: '{doel}' is een bestand van de gegevens of verdeelsleutels zelf, en daarom is er "
        "niets geschreven; kies een andere plek bij --uit.\n",
    )
    assert inhoud(map_) == voor


@pytest.mark.parametrize("uit_eerst", [True, False])
def test_no_outcome_is_written_over_the_file_it_was_read_from(map_: Path, uit_eerst: bool) -> None:
    """Whichever of the two is typed first."""
    pad = map_.parent / "korting.toml"
    pad.write_bytes((map_ / "data" / "scenarios" / "korting.toml").read_bytes())
    voor = pad.read_bytes()
    delen = [["--uit", str(pad)], [str(pad)]]
    opties = [deel for paar in (delen if uit_eerst else delen[::-1]) for deel in paar]
    uitkomst = draai_in(map_, "scenario", "vergelijk", *opties)
    assert uitkomst.code == 2
    assert f"'{pad}' is een van de bestanden die worden gelezen; kies een" in uitkomst.fout
    assert pad.read_bytes() == voor


def test_an_award_in_a_dossier_is_kept_in_the_dossier(tmp_path: Path) -> None:
    """What comes along stays as it is; own awards and their source lie over it."""
    eigen = tmp_path / "almelo"
    assert draai("dossier", "maak", eigen, "--wie", "Almelo", "--jaar", "2027").code == 0
    rij = ["spuk_azwa", "lokaal", 2027, "GM0141", 1150000, "K-1", "15-12-2026"]
    for bedrag in (1150000, 1160000):
        pad = schrijf_xlsx(tmp_path / "brief.xlsx", [KOP, [*rij[:4], bedrag, *rij[5:]]])
        lees = ("beschikking", "lees", pad, "--titel", f"Brief {bedrag}", "--vervang")
        uitkomst = draai("--dossier", eigen, *lees)
        assert uitkomst.code == 0, uitkomst.fout
    assert sorted(pad.name for pad in (eigen / "data").rglob("*.*")) == [
        "beschikt.csv", "bronnen.toml", "vervangen.csv",
    ]  # fmt: skip
    assert draai("--dossier", eigen, "beschikking", "herstel").code == 0
    assert "1.150.000" in draai("--dossier", eigen, "verdeel", "--gemeente", "Almelo").uit
    doel = eigen / "data" / "beschikkingen" / "beschikt.csv"
    assert draai("--dossier", eigen, "verdeel", "--uit", doel).code == 2
