"""How the house is built: who may lean on whom, and what may not stand in the computing rooms."""

from __future__ import annotations

import ast
import itertools
import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from hulp import GEDULD, WORTEL

import azwa_funds

PAKKET = Path(azwa_funds.__file__).parent

#: The rooms whose files are open to all: what they hold are tools, too many for one face.
GEREEDSCHAP = {"kern", "lezen", "openen", "excel", "grootboek", "scherm", "werkboek"}

#: Where amounts are computed: policy comes in as data.
REKENEND = (
    "kern.euro",
    "verdelen.grenzen",
    "verdelen.maatstaven",
    "gegevens.herindeling",
    "verdelen.indeling",
    "verdelen.sleutel",
    "verdelen.toekennen",
    "nazien.terugrekenen",
    "verdelen.uitleg",
    "besteden.meerjaren",
    "toetsen.ontvangers",
)


def boom(module: str) -> ast.Module:
    return ast.parse((PAKKET / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))


def kamers() -> list[Path]:
    """The folders of the package that hold code."""
    return sorted(pad.parent for pad in PAKKET.glob("*/__init__.py"))


def rijen_van_het_contract() -> list[set[str]]:
    """The rows of importlinter.ini that exist, from the top of the house down."""
    tekst = (WORTEL / "importlinter.ini").read_text(encoding="utf-8")
    _, _, lagen = tekst.partition("layers =\n")
    regels = itertools.takewhile(lambda regel: regel.startswith("    "), lagen.splitlines())
    rijen = [set(re.findall(r"azwa_funds\.([a-z]+)", regel)) for regel in regels]
    bestaand = {kamer.name for kamer in kamers()} | {"opdrachten", "api"}
    return [rij & bestaand for rij in rijen if rij & bestaand]


def test_the_root_holds_the_front_door_and_rooms_only() -> None:
    assert {pad.name for pad in PAKKET.glob("*.py")} == {
        "__init__.py", "__main__.py", "api.py", "opdrachten.py",
    }  # fmt: skip


def test_every_room_has_its_place_in_the_contract() -> None:
    assert set().union(*rijen_van_het_contract()) == {
        *(kamer.name for kamer in kamers()), "opdrachten", "api",
    }  # fmt: skip


def test_a_room_is_not_crowded() -> None:
    for kamer in kamers():
        assert len(list(kamer.glob("*.py"))) <= 14, kamer.name


@pytest.mark.parametrize("kamer", kamers(), ids=lambda kamer: kamer.name)
def test_a_room_says_first_what_it_knows_and_what_not(kamer: Path) -> None:
    boom_ = ast.parse((kamer / "__init__.py").read_text(encoding="utf-8"))
    zin = " ".join((ast.get_docstring(boom_) or "").split()).partition(". ")[0]
    assert ": it knows " in zin or " it knows " in zin, kamer.name
    assert "it must not " in zin, kamer.name


@pytest.mark.parametrize("document", ["README.md", "docs/ontwerp.md"])
def test_the_picture_of_the_house_is_that_of_the_contract(document: str) -> None:
    tekst = (WORTEL / document).read_text(encoding="utf-8")
    (plaat,) = re.findall(r"```text\n(opdrachten .*?)```", tekst, re.S)
    getekend = [regel.split()[0] for regel in plaat.splitlines()]
    for rij in rijen_van_het_contract():
        assert set(getekend[: len(rij)]) == rij, "draw it in the order of importlinter.ini"
        del getekend[: len(rij)]
    assert not getekend


def lint(map_: Path) -> subprocess.CompletedProcess[str]:
    """Hold the walls of the package in a folder."""
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as x; x()",
         "--no-logo", "--no-cache", str(WORTEL / "importlinter.ini")],
        cwd=map_, capture_output=True, text=True, encoding="utf-8", timeout=GEDULD, check=False,
        env=os.environ | {"PYTHONPATH": str(map_)},
    )  # fmt: skip


def test_the_walls_hold_and_a_wrong_door_is_seen(tmp_path: Path) -> None:
    """The toets may not ask SiSa, which stands on its own row, nor the core a room above it."""
    shutil.copytree(PAKKET, tmp_path / "azwa_funds", ignore=shutil.ignore_patterns("__pycache__"))
    assert lint(tmp_path).returncode == 0
    for kamer, ander in (("toetsen", "sisa"), ("kern", "gegevens")):
        pad = tmp_path / "azwa_funds" / kamer / "__init__.py"
        eerder = pad.read_text(encoding="utf-8")
        pad.write_text(f"{eerder}\nfrom azwa_funds import {ander} as {ander}\n", encoding="utf-8")
        klaar = lint(tmp_path)
        assert klaar.returncode == 1
        assert f"azwa_funds.{kamer} is not allowed to import azwa_funds.{ander}" in klaar.stdout
        pad.write_text(eerder, encoding="utf-8")


def test_a_room_is_closed_to_all_but_its_face(tmp_path: Path) -> None:
    contract = (WORTEL / "importlinter.ini").read_text(encoding="utf-8")
    dicht = set(re.findall(r"^protected_modules = azwa_funds\.(\w+)\.\*$", contract, re.M))
    assert dicht == {kamer.name for kamer in kamers()} - GEREEDSCHAP
    shutil.copytree(PAKKET, tmp_path / "azwa_funds", ignore=shutil.ignore_patterns("__pycache__"))
    deur = "from azwa_funds.besteden.rechten import Recht as Recht\n"
    with (tmp_path / "azwa_funds" / "toetsen" / "basis.py").open("a", encoding="utf-8") as bestand:
        bestand.write(deur)
    klaar = lint(tmp_path)
    assert klaar.returncode == 1
    assert "toetsen.basis -> azwa_funds.besteden.rechten" in klaar.stdout


@pytest.mark.parametrize("kamer", kamers(), ids=lambda kamer: kamer.name)
def test_what_a_face_offers_is_there_and_no_file_of_the_room_hides_it(kamer: Path) -> None:
    gezicht = import_module(f"azwa_funds.{kamer.name}")
    for naam in getattr(gezicht, "__all__", ()):
        assert getattr(gezicht, naam) is not None
        assert not (kamer / f"{naam}.py").exists()
        assert not (PAKKET / naam).exists()


def functies() -> list[tuple[str, ast.FunctionDef]]:
    """Every function of the package, with the file that it stands in."""
    return [
        (str(pad.relative_to(PAKKET)), knoop)
        for pad in sorted(PAKKET.rglob("*.py"))
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8")))
        if isinstance(knoop, ast.FunctionDef)
    ]


def regels(knoop: ast.AST) -> int:
    return getattr(knoop, "end_lineno", 0) - getattr(knoop, "lineno", 0) + 1


def test_a_function_fits_on_a_screen_apart_from_its_longest_table() -> None:
    te_lang = []
    for bestand, functie in functies():
        tabellen = [k for k in ast.walk(functie) if isinstance(k, ast.List | ast.Dict | ast.Tuple)]
        if regels(functie) - max(map(regels, tabellen), default=0) > 60:
            te_lang.append(f"{bestand}: {functie.name}")
    assert te_lang == []


def test_a_function_has_at_most_seven_parameters() -> None:
    """But for the interface in Python, whose keywords are what its users write."""
    te_veel = []
    for bestand, functie in functies():
        gegeven = functie.args
        los = [*gegeven.posonlyargs, *gegeven.args]
        if bestand != "api.py":
            los += gegeven.kwonlyargs
        if len(los) > 7:
            te_veel.append(f"{bestand}: {functie.name}")
    assert te_veel == []


@pytest.mark.parametrize("module", REKENEND)
def test_no_policy_number_stands_in_a_computing_module(module: str) -> None:
    """No budget, weight, year or number of gemeenten: those come from data, with their source."""
    getallen = [
        knoop.value
        for knoop in ast.walk(boom(module))
        if isinstance(knoop, ast.Constant)
        and isinstance(knoop.value, int | float)
        and not isinstance(knoop.value, bool)
    ]
    # 63: the bits of the arithmetic (2**63); 100: per cent. Nothing else is larger than ten.
    assert [getal for getal in getallen if abs(getal) > 10 and getal not in (63, 100)] == []
    assert not [getal for getal in getallen if isinstance(getal, float)]


@pytest.mark.parametrize(
    "pad", sorted((PAKKET / "venster").glob("*schermen.py")), ids=lambda pad: pad.stem
)
def test_a_screen_computes_nothing_and_reads_no_file(pad: Path) -> None:
    """It asks the face of a room and shows the answer: no sums, no formats, nothing opened."""
    knopen = list(ast.walk(ast.parse(pad.read_text(encoding="utf-8"))))
    # `/` joins the parts of a path, `+` lists.
    rekenen = (ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.Pow)
    gedaan = [k.lineno for k in knopen if isinstance(k, ast.BinOp) and isinstance(k.op, rekenen)]
    namen = {getattr(k.func, "id", getattr(k.func, "attr", "")) for k in knopen
             if isinstance(k, ast.Call)}  # fmt: skip
    opgemaakt = [k.lineno for k in knopen if isinstance(k, ast.FormattedValue) and k.format_spec]
    assert (gedaan, opgemaakt) == ([], [])
    assert not namen & {"sum", "round", "open", "read_text", "write_text", "write_bytes"}


@pytest.mark.parametrize(
    "opdracht",
    [
        ["verdeel", "--jaar", "2027"],
        ["verdeel", "--formaat", "csv"],
        ["uitleg", "Utrecht", "--jaar", "2027"],
        ["--help"],
    ],
)
def test_a_question_does_not_wait_for_what_it_does_not_need(opdracht: list[str]) -> None:
    programma = (
        "import sys\n"
        "from azwa_funds.opdrachten import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    zwaar = {'numpy', 'pandas', 'pandera', 'rich', 'xlsxwriter', 'openpyxl'}\n"
        "    if '--help' in sys.argv:\n"
        "        zwaar.add('azwa_funds.kern.begrippen')\n"
        "    zwaar &= set(sys.modules)\n"
        "    print('zwaar:', *sorted(zwaar), file=sys.stderr)\n"
    )
    klaar = subprocess.run(
        [sys.executable, "-c", programma, *opdracht],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=GEDULD,
        check=True,
    )
    assert klaar.stdout
    assert klaar.stderr.strip() == "zwaar:"
