"""How the house is built: who may lean on whom, and what may not stand in the computing rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import azwa_funds

PAKKET = Path(azwa_funds.__file__).parent

#: The foundation, lowest floor first. A module imports only from floors below its own, also
#: within functions. What is not listed stands on top of it and may lean on all of it.
VERDIEPINGEN: tuple[frozenset[str], ...] = (
    frozenset({"model", "fouten", "taal"}),
    frozenset({"tekst"}),
    frozenset(
        {"euro", "herkomst", "terugrekenen", "wegschrijven", "periode", "herindeling", "kernen"}
    ),
    frozenset({"schemas", "grenzen"}),
    frozenset({"lezen"}),
    frozenset({"cbs_tabellen", "sleutelblokken", "streefwaarden", "toetsregels"}),
    frozenset({"uitkeringblokken", "werkagenda_format", "invoermappen"}),
    frozenset({"gebieden"}),
    frozenset({"sources"}),
    frozenset({"maatstaven", "namen", "indeling", "sisa_formaat"}),
    frozenset({"verdeelsleutel"}),
    frozenset({"allocation"}),
    frozenset({"uitleg_grenzen", "werkagenda_controle"}),
    frozenset({"uitleg", "controle"}),
)

#: Where amounts are computed: policy comes in as data.
REKENEND = (
    "euro",
    "grenzen",
    "maatstaven",
    "herindeling",
    "indeling",
    "verdeelsleutel",
    "allocation",
    "terugrekenen",
    "uitleg",
    "meerjaren",
    "audit_ontvangers",
)


def boom(module: str) -> ast.Module:
    return ast.parse((PAKKET / f"{module}.py").read_text(encoding="utf-8"))


def eigen_imports(module: str) -> Iterator[str]:
    for knoop in ast.walk(boom(module)):
        if isinstance(knoop, ast.ImportFrom) and knoop.module == "azwa_funds":
            yield from (naam.name for naam in knoop.names if naam.name != "__version__")
        elif isinstance(knoop, ast.ImportFrom) and (knoop.module or "").startswith("azwa_funds."):
            yield str(knoop.module).removeprefix("azwa_funds.")


@pytest.mark.parametrize("module", sorted(frozenset.union(*VERDIEPINGEN)))
def test_a_module_of_the_foundation_leans_only_on_lower_floors(module: str) -> None:
    (hoogte,) = [nummer for nummer, namen in enumerate(VERDIEPINGEN) if module in namen]
    lager = frozenset[str]().union(*VERDIEPINGEN[:hoogte])
    assert set(eigen_imports(module)) <= lager


def test_no_two_modules_lean_on_each_other() -> None:
    """Then every module can be read, and understood, after those it imports."""
    modules = {pad.stem for pad in PAKKET.glob("*.py")} - {"__init__"}
    leunt_op = {module: set(eigen_imports(module)) & modules for module in modules}
    assert set(TopologicalSorter(leunt_op).static_order()) == modules


def test_the_command_line_is_the_top_of_the_house() -> None:
    """Nothing but the command line itself imports from it."""
    modules = {pad.stem for pad in PAKKET.glob("*.py")} - {"__init__", "__main__"}
    binnen = {module for module in modules if not module.startswith("cli")}
    assert {m for m in binnen if any(naam.startswith("cli") for naam in eigen_imports(m))} == set()


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
        "from azwa_funds.cli import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    zwaar = {'pandas', 'pandera', 'xlsxwriter', 'openpyxl'} & set(sys.modules)\n"
        "    print('zwaar:', *sorted(zwaar), file=sys.stderr)\n"
    )
    klaar = subprocess.run(
        [sys.executable, "-c", programma, *opdracht],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert klaar.stdout
    assert klaar.stderr.strip() == "zwaar:"
