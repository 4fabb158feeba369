"""Write docs/mutaties.md: what happens to the tests when the computing modules are made wrong.

`make mutaties` runs this. cosmic-ray says which small faults can be put into a module (a `<` that
becomes a `<=`, a 1 that becomes a 2); a fault at a time, the tests that mutaties.toml names for
the module are run, and have to fail. Every fault is tried in a process of its own, forked from
one that has already imported the libraries, for starting Python takes longer than most tests.

    python docs/maken/mutaties.py                 every module; hours on a slow machine
    python docs/maken/mutaties.py kern.euro       this module; the others keep their outcome
    python docs/maken/mutaties.py --overlevers    only the faults that no test noticed so far
    python docs/maken/mutaties.py --toon          only write the document again

Outcomes are kept in reports/mutaties/, a file per module.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib.abc
import importlib.util
import json
import os
import platform
import random
import signal
import sys
import time
import tomllib
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

WORTEL = Path(__file__).parent.parent.parent
PAKKET = WORTEL / "azwa_funds"
OPGAVE = Path(__file__).with_name("mutaties.toml")
DOEL = WORTEL / "docs" / "mutaties.md"
UITKOMSTEN = WORTEL / "reports" / "mutaties"

#: The faults that are tried, by their name in cosmic-ray. Of the many ways to replace an operator
#: those that come nearest to what was meant: a bound that shifts, a sign or a test turned around.
SOORTEN = (
    *(
        f"ReplaceBinaryOperator_{paar}"
        for paar in (
            "Add_Sub Sub_Add Mul_Add Mul_FloorDiv Div_Mul FloorDiv_Mul FloorDiv_Div Mod_FloorDiv "
            "Pow_Mul BitOr_BitAnd BitAnd_BitOr BitXor_BitOr"
        ).split()
    ),
    *(
        f"ReplaceComparisonOperator_{paar}"
        for paar in (
            "Eq_NotEq NotEq_Eq Lt_LtE Lt_GtE LtE_Lt LtE_Gt Gt_GtE Gt_LtE GtE_Gt GtE_Lt Is_IsNot "
            "IsNot_Is"
        ).split()
    ),
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "ReplaceUnaryOperator_Delete_Invert",
    "NumberReplacer",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "AddNot",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ExceptionReplacer",
    "ZeroIterationForLoop",
)

#: Tests that start LibreOffice or look at how a workbook looks find no fault in a sum sooner.
TRAAG = "not libreoffice and not recalculates"

#: A fault that makes the tests hang is found as well; this many times the usual time, at least.
GEDULD, MINSTENS = 8, 30.0

GEDOOD, OVERLEEFD, HING = "gedood", "overleefd", "hing"


@dataclass(frozen=True)
class Mutant:
    """One fault: the how-manieth of its kind, where, the line as it was and as it becomes."""

    module: str
    soort: str
    nummer: int
    regel: int
    was: str
    wordt: str
    uitkomst: str = ""


# -- making faults -----------------------------------------------------------------------------


def bestand_van(module: str) -> Path:
    """Return the file of a module, which is named by its room: `kern.euro`."""
    return PAKKET / f"{module.replace('.', '/')}.py"


def merk(bron: str) -> str:
    """Return a hash of what a module computes: its code without imports, comments and layout."""
    boom = ast.parse(bron)
    boom.body = [deel for deel in boom.body if not isinstance(deel, ast.Import | ast.ImportFrom)]
    return hashlib.sha256(ast.unparse(boom).encode()).hexdigest()


def mutanten(module: str) -> Iterator[tuple[Mutant, str]]:
    """Yield every fault that can be put into a module, with the module as it becomes."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    bron = bestand_van(module).read_text(encoding="utf-8")
    regels, boom, zonder_werking = bron.splitlines(), get_ast(bron), _zonder_werking(bron)
    gezien = {_vorm(bron)}
    for soort in SOORTEN:
        operator = get_operator(f"core/{soort}")()
        plekken = [plek for knoop in ast_nodes(boom) for plek in operator.mutation_positions(knoop)]
        for nummer, (begin, _) in enumerate(plekken):
            if begin in zonder_werking:
                continue
            code = mutate_code(bron, operator, nummer) or bron
            vorm = _vorm(code)
            if vorm is None or vorm in gezien:
                continue
            gezien.add(vorm)
            nieuw = code.splitlines()
            anders = next(i for i, regel in enumerate(regels) if nieuw[i : i + 1] != [regel])
            was, wordt = regels[anders].strip(), nieuw[anders].strip()
            yield Mutant(module, soort, nummer, anders + 1, was, wordt), code


def _vorm(code: str) -> str | None:
    """Return what Python makes of a text, None for no Python: two faults may be the same one."""
    try:
        return ast.dump(ast.parse(code))
    except SyntaxError:
        return None


def _zonder_werking(bron: str) -> frozenset[tuple[int, int]]:
    """Return the places of what only tells a reader or a type checker something.

    Annotations are never evaluated here; that a record is frozen is for mypy to hold us to.
    """
    plekken: set[tuple[int, int]] = set()
    regels = bron.splitlines()
    for knoop in ast.walk(ast.parse(bron)):
        delen: list[ast.expr | None] = []
        if isinstance(knoop, ast.ClassDef):
            delen += knoop.decorator_list
        elif isinstance(knoop, ast.If) and ast.unparse(knoop.test) == "TYPE_CHECKING":
            delen.append(knoop.test)
        elif isinstance(knoop, ast.FunctionDef):
            delen.append(knoop.returns)
        elif isinstance(knoop, ast.arg | ast.AnnAssign):
            delen.append(knoop.annotation)
            if isinstance(knoop, ast.AnnAssign) and "TypeAlias" in ast.unparse(knoop.annotation):
                delen.append(knoop.value)
        for deel in delen:
            if deel is not None:
                plekken |= set(_bereik(regels, deel))
    return frozenset(plekken)


def _bereik(regels: Sequence[str], deel: ast.expr) -> Iterator[tuple[int, int]]:
    for regel in range(deel.lineno, (deel.end_lineno or deel.lineno) + 1):
        for kolom in range(len(regels[regel - 1]) + 1):
            if (
                (deel.lineno, deel.col_offset)
                <= (regel, kolom)
                <= (deel.end_lineno or 0, deel.end_col_offset or 0)
            ):
                yield regel, kolom


# -- trying them -------------------------------------------------------------------------------


class _Vinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module of the package with other contents than its file has."""

    def __init__(self, module: str, code: str) -> None:
        self.naam, self.code = f"azwa_funds.{module}", code
        self.pad = bestand_van(module)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self.naam:
            return None
        return importlib.util.spec_from_file_location(fullname, self.pad, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.code, str(self.pad), "exec"), module.__dict__)


class _Rustig:
    """Lets Hypothesis look for a counterexample, and not for the smallest one."""

    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings

        settings.register_profile(
            "mutaties",
            deadline=None,
            derandomize=True,
            database=None,
            max_examples=60,
            phases=[Phase.explicit, Phase.generate],
        )
        settings.load_profile("mutaties")


def warm_op() -> None:
    """Import what every test needs and no fault can be in."""
    for naam in (
        "calamine click docx hypothesis hypothesis.strategies icalendar lxml.etree numpy openpyxl "
        "pandas pandera.pandas pytest python_calamine rich.table scipy.optimize xlsxwriter"
    ).split():
        try:
            importlib.import_module(naam)
        except ImportError:
            continue


def draai(module: str, code: str, tests: Sequence[str], geduld: float) -> tuple[str, float]:
    """Run the tests against a module with this code; the outcome and the seconds it took."""
    begin = time.monotonic()
    kind = os.fork()
    if not kind:
        _in_kind(module, code, tests)
    while True:
        klaar, status = os.waitpid(kind, os.WNOHANG)
        duur = time.monotonic() - begin
        if klaar:
            return (GEDOOD if status else OVERLEEFD), duur
        if duur > geduld:
            os.kill(kind, signal.SIGKILL)
            os.waitpid(kind, 0)
            return HING, duur
        time.sleep(0.01)


def _in_kind(module: str, code: str, tests: Sequence[str]) -> None:
    """Run the tests and end the process; nothing of it reaches the terminal."""
    import pytest

    einde = 1
    try:
        uit = os.open(os.environ.get("AZWA_MUTATIES_LOG", os.devnull), os.O_RDWR | os.O_CREAT)
        os.dup2(uit, 1)
        os.dup2(uit, 2)
        os.chdir(WORTEL)
        sys.meta_path.insert(0, _Vinder(module, code))
        opties = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--tb=line"]
        opties += ["-W", "ignore::pytest.PytestAssertRewriteWarning", "-k", TRAAG]
        einde = int(pytest.main([*opties, *tests], plugins=[_Rustig()]))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(einde)


def _eerdere_uitkomst(module: str, bron: str) -> dict[tuple[str, int], str]:
    """Return what became of each fault before, if the module is still what it was then."""
    uitkomst = lees_uitkomsten().get(module, {})
    if uitkomst.get("sha256") != merk(bron):
        return {}
    return {(m["soort"], m["nummer"]): m["uitkomst"] for m in uitkomst["mutanten"]}


def probeer(
    module: str, opgave: dict[str, Any], taken: int, alleen_overlevers: bool = False
) -> dict[str, Any]:
    """Try the faults of one module, or a sample of them; the outcome as it is kept.

    With `alleen_overlevers` only those that lived the last time, for tests are only added.
    """
    tests = [*(f"tests/{naam}" for naam in opgave["tests"]), *_fouten(opgave)]
    bron = bestand_van(module).read_text(encoding="utf-8")
    gewoon, duur = draai(module, bron, tests, 600)
    if gewoon != OVERLEEFD:
        raise SystemExit(f"{module}: de tests slagen ook zonder mutatie niet; herstel dat eerst.")
    einde = next((i for i, r in enumerate(bron.splitlines(), 1) if r == opgave.get("tot")), 10**9)
    alle = [(mutant, code) for mutant, code in mutanten(module) if mutant.regel < einde]
    eerder = _eerdere_uitkomst(module, bron) if alleen_overlevers else {}
    gekozen = alle
    if "steekproef" in opgave and opgave["steekproef"] < len(alle):
        gekozen = _steekproef(module, alle, opgave["steekproef"])
    bekend = [m for m, _ in gekozen if eerder.get((m.soort, m.nummer), OVERLEEFD) != OVERLEEFD]
    gekozen = [paar for paar in gekozen if paar[0] not in bekend]
    geduld = max(MINSTENS, GEDULD * duur)
    print(
        f"{module}: {len(gekozen)} van {len(alle)}, {duur:.1f} s per keer zonder fout", flush=True
    )
    with ThreadPoolExecutor(taken) as werkers:
        uitkomsten = werkers.map(lambda m: draai(module, m[1], tests, geduld)[0], gekozen)
        klaar = [replace(m, uitkomst=u) for (m, _), u in zip(gekozen, uitkomsten, strict=True)]
    klaar += [replace(m, uitkomst=eerder[m.soort, m.nummer]) for m in bekend]
    klaar.sort(key=lambda m: (m.regel, m.soort, m.nummer))
    return {
        "module": module,
        "sha256": merk(bron),
        "mogelijk": len(alle),
        "datum": date.today().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "mutanten": [asdict(mutant) for mutant in klaar],
    }


def _steekproef(
    module: str, alle: Sequence[tuple[Mutant, str]], aantal: int
) -> list[tuple[Mutant, str]]:
    """Draw twice: tests that were made for the faults of one sample make that one look too well."""
    zaden = (module, f"{module}b")
    getrokken = {paar[0] for zaad in zaden for paar in random.Random(zaad).sample(alle, aantal)}
    return [paar for paar in alle if paar[0] in getrokken]


def _fouten(opgave: dict[str, Any]) -> Iterator[str]:
    """Name the broken files that a module has to refuse, as tests of tests/test_fouten.py."""
    for patroon in opgave.get("fouten", []):
        for pad in sorted((WORTEL / "tests" / "fouten").glob(f"{patroon}.toml")):
            test = "test_a_fault_is_one_sentence_and_nothing_is_written"
            yield f"tests/test_fouten.py::{test}[{pad.stem}]"


# -- telling -----------------------------------------------------------------------------------


def lees_opgave() -> dict[str, Any]:
    """Return which tests belong to which module, and why some faults may live."""
    return tomllib.loads(OPGAVE.read_text(encoding="utf-8"))


def lees_uitkomsten() -> dict[str, dict[str, Any]]:
    """Return what was kept of every module."""
    paden = sorted(UITKOMSTEN.glob("*.json"))
    return {pad.stem: json.loads(pad.read_text(encoding="utf-8")) for pad in paden}


def reden(opgave: dict[str, Any], mutant: Mutant) -> str:
    """Return why this fault may live, or "" where nobody has said so.

    A reason names the module, the kind of fault, the line, what it becomes, or a part of these.
    """
    for blok in opgave.get("overlever", []):
        gelijk = all(
            blok.get(veld, getattr(mutant, veld)) == getattr(mutant, veld)
            for veld in ("module", "soort", "was", "wordt")
        )
        if (
            gelijk
            and blok.get("bevat", "") in mutant.was
            and (blok.get("wordt_bevat", "") in mutant.wordt)
        ):
            return str(blok["reden"])
    return ""


AANHEF = """\
# Mutaties: wat de tests van de rekenende modules merken

<!-- Gemaakt met `make mutaties`; verander de tests of docs/maken/mutaties.toml, niet dit. -->

In elke rekenende module is telkens één kleine fout gezet: een `<` werd `<=`, een plus een min, een
1 een 2, een voorwaarde haar tegendeel. Daarna zijn de tests van die module gedraaid. Een fout die
geen test opmerkt, is een overlever. De fouten komen van
[cosmic-ray](https://cosmic-ray.readthedocs.io); welke soorten er zijn, staat in
`docs/maken/mutaties.py`, en welke tests er bij een module horen in `docs/maken/mutaties.toml`.
Teksten, typen en de hulp voor typecontrole zijn niet gemuteerd. Hypothesis zoekt hier met zestig
voorbeelden per eigenschap, steeds dezelfde.
"""


def document() -> str:
    """Return the whole document: from the outcomes that were kept here, and else as it says now.

    So who measures one module leaves what was measured elsewhere as it is told.
    """
    opgave, uitkomsten, verteld = lees_opgave(), lees_uitkomsten(), _verteld()
    rijen, stukken = [], []
    for naam in opgave["module"]:
        if naam in uitkomsten:
            rij, stuk = _cellen(uitkomsten[naam]), "\n".join(_overlevers(opgave, uitkomsten[naam]))
        elif naam in verteld:
            rij, stuk = verteld[naam]
        else:
            rijen.append(f"| `{naam}` | nog niet gemeten | | | | | | | | |")
            continue
        is_nog_zo = rij[-1] in _merken(naam)
        if stuk and not is_nog_zo:
            stuk = f"Gewijzigd sinds de meting, met toen {rij[4]} overlevers; meet opnieuw."
        stukken += [f"### {naam}\n\n{stuk}\n"] if stuk else []
        code_nu = "zoals gemeten" if is_nog_zo else "sindsdien gewijzigd"
        rijen.append(f"| `{naam}` | {' | '.join([*rij[:-1], code_nu, rij[-1]])} |")
    return "\n".join([AANHEF, *KOP, *rijen, _samen(rijen), "", SLOT, *stukken]).rstrip("\n") + "\n"


KOP = (
    "| module | mutanten | van | gedood | hing | overleefd | deel gedood | datum | code nu "
    "| merk |",
    "|---|---:|---:|---:|---:|---:|---:|---|---|---|",
)

SLOT = f"""\
`van` is hoeveel mutanten de module kent; waar dat er meer zijn dan geprobeerd, zijn er twee \
steekproeven getrokken, met de naam van de module als zaad: bij de tweede keken wij pas nadat er \
tests waren gemaakt voor wat de eerste overleefde. Een mutant die de tests laat hangen, is \
ook opgemerkt. `merk` is het begin van de sha256 van de module zoals zij gemeten is, zonder haar \
imports, commentaar en opmaak. Laatst gemeten op {platform.system()} {platform.machine()}, \
Python {platform.python_version()}.

## Overlevers
"""


def _cellen(uitkomst: dict[str, Any]) -> list[str]:
    """Return the cells of a module, the last of them the mark of the code that was measured."""
    soorten = [m["uitkomst"] for m in uitkomst["mutanten"]]
    aantal, over, hing = len(soorten), soorten.count(OVERLEEFD), soorten.count(HING)
    getallen = [aantal, uitkomst["mogelijk"], aantal - over - hing, hing, over]
    deel = _procent(aantal - over, aantal)
    return [*map(str, getallen), deel, uitkomst["datum"], uitkomst["sha256"][:8]]


def _samen(rijen: Sequence[str]) -> str:
    """Add up the rows of the modules that were measured."""
    cellen = [
        [cel.strip() for cel in rij.split("|")[2:7]] for rij in rijen if "nog niet" not in rij
    ]
    aantal, _, gedood, hing, over = (sum(map(int, kolom)) for kolom in zip(*cellen, strict=True))
    deel = _procent(aantal - over, aantal)
    return f"| samen | {aantal} | | {gedood} | {hing} | {over} | {deel} | | | |"


def _verteld() -> dict[str, tuple[list[str], str]]:
    """Return what the document says of each module: its cells, and its survivors."""
    tekst = DOEL.read_text(encoding="utf-8") if DOEL.exists() else ""
    stukken = {
        kop.strip(): stuk.strip()
        for kop, _, stuk in (deel.partition("\n") for deel in tekst.split("\n### ")[1:])
    }
    verteld = {}
    for regel in tekst.splitlines():
        naam, *cellen = [cel.strip() for cel in regel.split("|")[1:-1]] or [""]
        if naam.startswith("`") and len(cellen) >= 8:
            merk = cellen[8] if len(cellen) > 8 else ""
            verteld[naam.strip("`")] = [*cellen[:7], merk], stukken.get(naam.strip("`"), "")
    return verteld


def _merken(module: str) -> set[str]:
    """Return the marks of a module: of its code, and of the whole file, as older outcomes have."""
    bron = bestand_van(module).read_text(encoding="utf-8")
    return {merk(bron)[:8], hashlib.sha256(bron.encode()).hexdigest()[:8]}


def _overlevers(opgave: dict[str, Any], uitkomst: dict[str, Any]) -> Iterator[str]:
    for mutant in (Mutant(**m) for m in uitkomst["mutanten"] if m["uitkomst"] == OVERLEEFD):
        waarom = reden(opgave, mutant) or "nog niet beoordeeld"
        yield f"- regel {mutant.regel}: `{mutant.was}` werd `{mutant.wordt}`: {waarom}"


def _procent(deel: int, geheel: int) -> str:
    tienden = 1000 * deel // geheel if geheel else 0
    return f"{tienden // 10},{tienden % 10}%"


def main() -> None:
    """Try the modules that were named, or all of them, and write the document."""
    vraag = argparse.ArgumentParser(description="Muteer de rekenende modules.")
    vraag.add_argument("modules", nargs="*", metavar="MODULE")
    vraag.add_argument("--toon", action="store_true", help="schrijf alleen het document opnieuw")
    vraag.add_argument("--overlevers", action="store_true", help="alleen wat nog overleefde")
    vraag.add_argument("--taken", type=int, default=2, metavar="AANTAL")
    keuze = vraag.parse_args()
    if not keuze.toon:
        sys.path[:0] = [str(WORTEL), str(WORTEL / "tests")]
        opgave = lees_opgave()["module"]
        warm_op()
        UITKOMSTEN.mkdir(parents=True, exist_ok=True)
        for module in keuze.modules or opgave:
            uitkomst = probeer(module, opgave[module], keuze.taken, keuze.overlevers)
            pad = UITKOMSTEN / f"{module}.json"
            pad.write_text(json.dumps(uitkomst, ensure_ascii=False, indent=1), encoding="utf-8")
            soorten = [m["uitkomst"] for m in uitkomst["mutanten"]]
            print(f"{module}: {soorten.count(OVERLEEFD)} van {len(soorten)} overleefd", flush=True)
    DOEL.write_text(document(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
