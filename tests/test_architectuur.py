"""How the house is built: who may lean on whom, and what may not stand in the computing rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import azwa_funds

PAKKET = Path(azwa_funds.__file__).parent

#: Where amounts are computed: policy comes in as data.
REKENEND = (
    "kern.euro",
    "verdelen.grenzen",
    "verdelen.maatstaven",
    "gegevens.herindeling",
    "verdelen.indeling",
    "verdelen.verdeelsleutel",
    "verdelen.allocation",
    "nazien.terugrekenen",
    "verdelen.uitleg",
    "besteden.meerjaren",
    "toetsen.audit_ontvangers",
)


def boom(module: str) -> ast.Module:
    return ast.parse((PAKKET / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))


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
        "from azwa_funds.opdrachten import main\n"
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
