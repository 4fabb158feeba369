"""A CSV is for a program, or for a double-click in a Dutch Excel; and in neither is text run."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from hulp import draai

from azwa_funds.kern.tekst import veilig
from azwa_funds.scherm.uitvoer import naar_csv

#: What begins as a formula, at the start of a text or of what another separator makes a cell of.
AANVALLEN = [
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1",
    "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
    "Borne;=1+1", "Borne,=1+1", "Borne;=1+1;", 'Borne";=1+1;"', "Borne; =1+1", "a,@SUM(1)",
    "x\t+cmd|' /C calc'!A0", "x;-2+3+cmd|' /C calc'!A0", "x;＝1+1", "x\n=1+1",
]  # fmt: skip


def cellen(tekst: str, scheiding: str) -> list[str]:
    """Every cell that a spreadsheet with this separator makes of a text."""
    regels = csv.reader(io.StringIO(tekst.removeprefix("\ufeff"), newline=""), delimiter=scheiding)
    return [cel for rij in regels for cel in rij]


@pytest.mark.parametrize("scheiding", [",", ";", "\t"])
@pytest.mark.parametrize("voor_excel", [False, True])
@pytest.mark.parametrize("aanval", AANVALLEN)
def test_no_cell_is_run_whatever_separator_the_reader_has(
    aanval: str, voor_excel: bool, scheiding: str
) -> None:
    tekst = naar_csv([{"naam": aanval, "bedrag": -5}], voor_excel=voor_excel)
    for cel in cellen(tekst, scheiding):
        begint = cel.lstrip(' "').startswith(tuple("=+-@\t\r\n＝＋－＠"))
        assert not begint or cel in ("-5", "-5\r", ""), (tekst, cel)


@pytest.mark.parametrize(
    "gewoon",
    ["Nuenen, Gerwen en Nederwetten", "van 3; -5", "10-12-2027", "a=b", "'s-Gravenhage", "5,-", ""],
)
def test_ordinary_text_stays_as_it_is(gewoon: str) -> None:
    assert veilig(gewoon) == gewoon


def test_a_dutch_excel_reads_semicolons_a_decimal_comma_and_the_names_whole() -> None:
    rijen = [
        {"naam": "Súdwest-Fryslân", "bedrag": Decimal("-1234.50"), "aandeel": 0.25, "jaar": 27}
    ]
    assert naar_csv(rijen) == "naam,bedrag,aandeel,jaar\nSúdwest-Fryslân,-1234.50,0.25,27\n"
    assert naar_csv(rijen, voor_excel=True) == (
        "\ufeffnaam;bedrag;aandeel;jaar\r\nSúdwest-Fryslân;-1234,50;0,25;27\r\n"
    )


@pytest.fixture
def hier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    schrijf(tmp_path / "b.csv", boeking(bedrag="99.999.999,50"))
    return tmp_path


@pytest.mark.parametrize(
    "opdracht",
    [
        ("verdeel", "--gemeente", "Almelo"),
        ("kalender",),
        ("scenario", "reken", "korting", "--gemeente", "Almelo"),
        ("sleutel", "vergelijk", "brede_spuk_2026", "brede_spuk_2025"),
        ("toets", "b.csv", "--jaar", "2027", "--gemeente", "Almelo"),
    ],
    ids=lambda opdracht: opdracht[0],
)
def test_a_file_named_csv_is_for_excel_unless_csv_was_chosen(
    opdracht: tuple[str, ...], hier: Path
) -> None:
    """The name decides, and what was typed goes before the name."""
    for naam, opties in {
        "dubbelklik.csv": (),
        "zelfde.csv": ("--formaat", "csv-excel"),
        "programma.csv": ("--formaat", "csv"),
    }.items():
        assert draai(*opdracht, "--uit", naam, *opties).code in (0, 1)
    op_scherm = draai(*opdracht, "--formaat", "csv").uit
    voor_excel = (hier / "dubbelklik.csv").read_bytes()
    assert (hier / "programma.csv").read_bytes().decode() == op_scherm
    assert (hier / "zelfde.csv").read_bytes() == voor_excel
    assert voor_excel.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in voor_excel

    rijen, voor_mensen = list(csv.reader(io.StringIO(op_scherm))), voor_excel.decode("utf-8-sig")
    zelfde = list(csv.reader(io.StringIO(voor_mensen, newline=""), delimiter=";"))
    assert [len(rij) for rij in zelfde] == [len(rij) for rij in rijen]
    kaal = [[cel.replace(",", ".") for cel in rij] for rij in zelfde]
    assert kaal == [[cel.replace(",", ".") for cel in rij] for rij in rijen]
