"""Help, README, handleiding and commands say the same, as long as this file passes."""

from __future__ import annotations

import inspect
import pkgutil
import re
import shlex
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import beelden as beelden_maker
import opdrachten_md
import pytest
from hulp import WORTEL, draai

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.versie import VERSIE
from azwa_funds.lezen import kolommen
from azwa_funds.opdrachten import OPDRACHTEN, TAKEN, cli
from azwa_funds.scherm.opties import GEMEENTE, REGIO, click

HANDLEIDING = WORTEL / "docs" / "handleiding.md"
GIDSEN = sorted(
    [
        *WORTEL.glob("*.md"),
        *WORTEL.glob("[!.]*/README.md"),
        *WORTEL.glob("docs/*.md"),
        *WORTEL.glob("tests/*/*.md"),
    ]
)

ALLE = dict(opdrachten_md.opdrachten())
ZELFSTANDIG = {naam: c for naam, c in ALLE.items() if not isinstance(c.command, click.Group)}

ENGELS = re.compile(
    r"\b(Usage|Options|Commands|Arguments|Show|default|required|the|and|file|INTEGER|TEXT|PATH"
    r"|DIRECTORY|FILENAME)\b"
)


def opties(context: click.Context) -> Iterator[click.Option]:
    yield from (p for p in context.command.params if isinstance(p, click.Option))


def voorbeeld(context: click.Context) -> str:
    (gevonden,) = re.findall(r"Voorbeeld: azwa-funds(.*)", context.command.help or "", re.DOTALL)
    return str(gevonden).replace("\\\n", " ")


def ontleed(regel: str) -> click.Context:
    """Parse a line as the program does, without running it; raises for what it would refuse."""
    context = cli.make_context("azwa-funds", shlex.split(regel, comments=True))
    while isinstance(context.command, click.Group) and context.invoked_subcommand:
        naam, command, rest = context.command.resolve_command(context, context.args)
        assert command is not None
        context = command.make_context(naam, rest, parent=context)
        if isinstance(command, click.Group) and context.args:
            context.invoked_subcommand = context.args[0]
    return context


# -- the help of each command ------------------------------------------------------------------


@pytest.mark.parametrize("naam", ALLE)
def test_help_is_dutch_with_one_example(naam: str) -> None:
    hulp = draai(*naam.split()[1:], "--help").uit
    assert hulp.count("Voorbeeld: azwa-funds ") == 1
    assert ENGELS.findall(hulp) == []


@pytest.mark.parametrize("naam", ALLE)
def test_the_example_of_the_help_is_a_command_that_exists(naam: str) -> None:
    gekozen = ontleed(voorbeeld(ALLE[naam])).command_path
    assert gekozen == naam or gekozen.startswith(f"{naam} ") or naam.startswith(f"{gekozen} ")


@pytest.mark.parametrize("naam", ALLE)
def test_every_option_says_what_it_does(naam: str) -> None:
    for optie in opties(ALLE[naam]):
        assert optie.help, optie.opts
        assert re.search(r"[.)?]$", optie.help.strip()), f"{optie.opts}: {optie.help}"


@pytest.mark.parametrize("naam", [naam for naam in ALLE if naam not in ZELFSTANDIG])
@pytest.mark.parametrize("breedte", ["80", "100"])
def test_a_list_of_commands_cuts_no_sentence_off(
    naam: str, breedte: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", breedte)
    hulp = draai(*naam.split()[1:], "--help").uit
    lijst = hulp[hulp.index("\nOpdrachten:\n") :]
    assert "..." not in lijst, "give the command a shorter first sentence, or a short_help"


@pytest.mark.parametrize("naam", ZELFSTANDIG)
def test_options_of_one_name_behave_the_same_everywhere(naam: str) -> None:
    """Who writes a file can be told to be silent; names of gemeenten and regions complete."""
    per_naam = {optie.opts[0]: optie for optie in opties(ZELFSTANDIG[naam])}
    if {"--uit", "--ics"} & set(per_naam):
        assert "--stil" in per_naam, "add @optie_stil, and say the closing line with meld()"
    for optie, soort in (("--regio", REGIO), ("--gemeente", GEMEENTE)):
        if optie in per_naam:
            assert per_naam[optie].type is soort, f"{optie}: add type={soort.soort.upper()[:-1]}"


def opdrachtmodules() -> dict[str, str]:
    """The source of every module that has a command, by its name."""
    namen = {c.command.callback.__module__ for c in ALLE.values() if c.command.callback}
    return {naam: inspect.getsource(sys.modules[naam]) for naam in namen}


def test_no_command_says_where_a_file_is_in_spite_of_stil() -> None:
    """Closing lines go through `meld`; progress goes through `doe_alle` or `toon_voortgang`."""
    modules = opdrachtmodules()
    assert len(modules) >= 15
    for naam, bron in modules.items():
        assert not re.search(r"click\.echo\([^)]*(Geschreven|staa[nt] (nu )?in)", bron), naam
        for voortgang in bron.split("click.progressbar(")[1:]:
            assert "not toon_voortgang()" in voortgang[:200], naam


# -- documents ---------------------------------------------------------------------------------


def test_the_list_of_all_commands_is_what_the_program_says() -> None:
    assert opdrachten_md.DOEL.read_text(encoding="utf-8") == opdrachten_md.tekst(), (
        "run `make opdrachten`"
    )


@pytest.mark.parametrize("naam", ALLE)
def test_the_list_names_every_option(naam: str) -> None:
    tekst = opdrachten_md.DOEL.read_text(encoding="utf-8")
    (stuk,) = re.findall(rf"^#+ {naam}\n\n```text\n(.*?)```", tekst, re.DOTALL | re.MULTILINE)
    for optie in opties(ALLE[naam]):
        assert all(re.search(rf"(?<![\w-]){re.escape(o)}\b", stuk) for o in optie.opts)


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
def test_the_list_says_what_the_help_of_the_command_says(opdracht: str) -> None:
    assert OPDRACHTEN[opdracht][1] == ALLE[f"azwa-funds {opdracht}"].command.get_short_help_str(200)


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
@pytest.mark.parametrize("gids", [WORTEL / "README.md", HANDLEIDING], ids=lambda pad: pad.stem)
def test_every_command_is_named(opdracht: str, gids: Path) -> None:
    tekst = gids.read_text(encoding="utf-8")
    assert re.search(rf"azwa-funds (--\w+ \S+ )*{opdracht}\b", tekst)


def genoemde_opdrachten(gids: Path) -> Iterator[str]:
    """Every command in a document, without its first word; what a program printed is none."""
    tekst = re.sub(r"```text\n.*?```", "", gids.read_text(encoding="utf-8"), flags=re.DOTALL)
    yield from re.findall(r"`azwa-funds ([^`\n]+)`", tekst)
    yield from re.findall(r"^ *(?:uv run (?:--\S+ )*)?azwa-funds (.+)$", tekst, re.MULTILINE)


@pytest.mark.parametrize("gids", GIDSEN, ids=lambda pad: str(pad.relative_to(WORTEL)))
def test_every_command_in_a_document_exists_with_its_options(gids: Path) -> None:
    for regel in genoemde_opdrachten(gids):
        woorden = shlex.split(re.sub(r"--(data|sleutels) \S+ ?", "", regel), comments=True)
        if not woorden or woorden[0] == "OPDRACHT":
            continue
        pad = "azwa-funds"
        for woord in woorden:
            pad = f"{pad} {woord}" if f"{pad} {woord}" in ALLE else pad
        if pad not in ZELFSTANDIG and f"{pad} maak" in ALLE:
            pad = f"{pad} maak"  # `sisa BESTAND` stands for `sisa maak BESTAND`
        assert pad != "azwa-funds" or woorden[0].startswith("-"), regel
        bekend = {o for naam in ("azwa-funds", pad) for p in opties(ALLE[naam]) for o in p.opts}
        assert {w for w in woorden if w.startswith("--")} <= bekend | {"--help"}, regel


@pytest.mark.parametrize("gids", GIDSEN, ids=lambda pad: str(pad.relative_to(WORTEL)))
def test_every_link_in_a_document_leads_somewhere(gids: Path) -> None:
    tekst = gids.read_text(encoding="utf-8")
    doelen = re.findall(r"\]\(([^)#\s]+)(#[^)\s]*)?\)", tekst) + [
        (doel, "") for doel in re.findall(r'<img src="([^"]+)"', tekst)
    ]
    for doel, _ in doelen:
        if not doel.startswith(("http://", "https://")):
            assert (gids.parent / doel).exists(), f"{gids.name}: {doel}"
    eigen = {_anker(kop) for kop in re.findall(r"^#+ (.+)$", tekst, re.MULTILINE)}
    for anker in re.findall(r"\]\(#([^)\s]+)\)", tekst):
        assert anker in eigen, f"{gids.name}: #{anker}"


#: Folders of the checkout in which a document promises something; reports/ holds what users make.
MAPPEN = ("azwa_funds", "tests", "data", "docs", "verdeelsleutels", "benchmarks", ".ci")

#: What the program itself makes there, when it is asked to.
GEMAAKT = {f"data/{pad}" for pad in (kolommen.BESCHIKT_BESTAND, kolommen.VERVANGEN_BESTAND)}


def genoemd(gids: Path, vorm: str) -> set[str]:
    """What stands between backticks and has this form; of the changelog up to the last version."""
    tekst = gids.read_text(encoding="utf-8")
    if gids.name == "CHANGELOG.md":
        tekst = "".join(re.split(r"^## \d", tekst, flags=re.MULTILINE)[:2])
    return set(re.findall(rf"`({vorm})`", re.sub(r"```.*?```", "", tekst, flags=re.DOTALL)))


def paden(gids: Path) -> set[str]:
    """What looks like a file or folder of the checkout, with `<jaar>` as any year."""
    return {
        re.sub(r"<\w+>", "*", pad)
        for pad in genoemd(gids, r"[\w.*<>-]+(?:/[\w.*<>-]*)+")
        if pad.split("/")[0] in MAPPEN or pad.endswith(".py")
    } - GEMAAKT


def namen(gids: Path) -> set[str]:
    """What looks like a module, or something in one."""
    dotted = genoemd(gids, r"[A-Za-z_]+(?:\.[A-Za-z_]+)+")
    return {naam for naam in dotted if not re.search(r"\.(csv|toml|md|ini|txt|py|json|yml)$", naam)}


def bestaat(naam: str) -> bool:
    """Whether a name leads to something: in full, from a room, or from a module of that name."""
    eerste = naam.split(".")[0]
    pakket = WORTEL / "azwa_funds"
    huizen = {".".join(p.relative_to(WORTEL).parts[:-1]) for p in pakket.rglob(f"{eerste}.py")}
    for huis in ("", "azwa_funds", *huizen):
        try:
            pkgutil.resolve_name(f"{huis}.{naam}".lstrip("."))
        except (ImportError, AttributeError):
            continue
        return True
    return False


@pytest.mark.parametrize("gids", GIDSEN, ids=lambda pad: str(pad.relative_to(WORTEL)))
def test_every_file_and_every_name_in_a_document_is_there(gids: Path) -> None:
    """Also after a file has moved; a path counts from the checkout, the document or the package."""
    vanaf = (WORTEL, gids.parent, WORTEL / "azwa_funds")
    assert [p for p in paden(gids) if not any(any(map_.glob(p)) for map_ in vanaf)] == []
    assert [naam for naam in namen(gids) if not bestaat(naam)] == []


def test_a_file_or_name_that_is_gone_would_be_noticed(tmp_path: Path) -> None:
    gids = tmp_path / "gids.md"
    gids.write_text("`data/weg.csv` `data/sisa/<jaar>.toml` `euro.verdeel` `cli.OPDRACHTEN` `a b`")
    assert paden(gids) == {"data/weg.csv", "data/sisa/*.toml"}
    assert {naam: bestaat(naam) for naam in namen(gids)} == {
        "euro.verdeel": True, "cli.OPDRACHTEN": False,
    }  # fmt: skip
    assert len(set().union(*map(paden, GIDSEN))) > 40
    assert len(set().union(*map(namen, GIDSEN))) > 20


def test_every_make_target_and_every_wheel_in_a_document_is_there() -> None:
    doelen = set(re.findall(r"^(\w[\w-]*):", (WORTEL / "Makefile").read_text("utf-8"), re.M))
    for gids in GIDSEN:
        tekst = gids.read_text(encoding="utf-8")
        genoemd = set(re.findall(r"(?:^|`)make ([a-z-]+)", tekst, re.MULTILINE))
        assert genoemd <= doelen, f"{gids.name}: {genoemd - doelen}"
        versies = set(re.findall(r"azwa_funds-(\d[\d.]*)-py3", tekst))
        assert versies <= {VERSIE}, f"{gids.name}: {versies}"


def test_the_readme_begins_with_the_window_and_two_make_lines() -> None:
    tekst = (WORTEL / "README.md").read_text(encoding="utf-8")
    eerste = re.search(r"```sh\n(.*?)```", tekst, re.DOTALL)
    assert eerste
    assert eerste[1] == "azwa-funds start\n"
    assert re.findall(r"^make (\w+)", tekst, re.MULTILINE)[:2] == ["overzicht", "test"]
    assert re.search(r"download", tekst)
    assert not re.search(r"pip install azwa|releases/", tekst), "there is no download address"


def test_the_counts_in_the_documents_are_those_of_the_data(gegevens: Gegevens) -> None:
    regels = tomllib.loads((WORTEL / "data" / "toetsregels.toml").read_text("utf-8"))["regel"]
    afleiding = Counter(g.iza_regio_afleiding for g in gegevens.gemeenten.values())
    gemeenten, regios = len(gegevens.gemeenten), len(gegevens.regios)
    assert len(regels) == 15, "fifteen in words below"
    handleiding, readme = HANDLEIDING.read_text("utf-8"), (WORTEL / "README.md").read_text("utf-8")
    publiek = (WORTEL / "publiccode.yml").read_text("utf-8")
    assert "met vijftien regels" in handleiding
    assert "met vijftien regels" in publiek
    assert "fifteen rules" in readme
    assert f"alle {1 + regios + gemeenten} werkboeken" in handleiding
    for waar in ("lijst", "gesplitst", "bedragentoets"):
        assert re.search(rf"\b{afleiding[waar]}\b.{{0,90}}", readme, re.DOTALL), waar
    assert (
        f"Van {afleiding['lijst']} gemeenten volgt de regio uit een landelijk\noverzicht, van "
        f"{afleiding['gesplitst']} uit een netwerk dat is gesplitst, en van "
        f"{afleiding['bedragentoets']} uit" in handleiding
    )
    assert f"over {gemeenten}\ngemeenten (lokaal) and {regios} mandaathouders" in readme
    assert re.search(rf"naar {gemeenten} gemeenten en {regios}\s+mandaathouders", publiek)


def test_every_table_and_rule_of_the_data_is_explained() -> None:
    tekst = (WORTEL / "data" / "README.md").read_text(encoding="utf-8")
    namen = {pad.name + "/" * pad.is_dir() for pad in (WORTEL / "data").iterdir()} - {"README.md"}
    assert {naam for naam in namen if f"`{naam}" not in tekst and f"{naam}`" not in tekst} == set()


def _anker(kop: str) -> str:
    return re.sub(r"[^\w\- ]", "", kop.lower()).replace(" ", "-")


def test_every_picture_is_small_and_used() -> None:
    beelden = list((WORTEL / "docs" / "beelden").glob("*.png"))
    alles = "".join(gids.read_text(encoding="utf-8") for gids in GIDSEN)
    assert beelden
    for beeld in beelden:
        assert beeld.stat().st_size < 150_000, beeld.name
        assert f"beelden/{beeld.name}" in alles, beeld.name
    zelf = {"pagina", "venster"} | {
        b.naam for b in (*beelden_maker.BEELDEN, *beelden_maker.SCHERMEN)
    }
    assert {beeld.stem for beeld in beelden} == zelf, "make beelden makes every picture"


# -- the first thing a user sees ---------------------------------------------------------------


def test_alone_it_greets_and_shows_the_jobs() -> None:
    uitkomst = draai()
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    assert uitkomst.uit.startswith("Welkom bij azwa-funds")
    getoond = re.findall(r"^      azwa-funds (.+)$", uitkomst.uit, re.MULTILINE)
    assert getoond == [regel for _, regel in TAKEN]
    assert "azwa-funds --help" in uitkomst.uit
    assert "azwa-funds start\n" in uitkomst.uit


@pytest.mark.parametrize("regel", [regel for _, regel in TAKEN])
def test_every_job_of_the_greeting_can_be_typed(regel: str) -> None:
    assert ontleed(regel).command_path in ALLE
    assert f"azwa-funds {regel.split()[0]}" in HANDLEIDING.read_text(encoding="utf-8")


def test_colour_is_for_terminals_and_can_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    op_scherm, in_pijp = draai(op_scherm=True).uit, draai().uit
    assert "\x1b[" in op_scherm
    assert "\x1b[" not in in_pijp
    assert re.sub(r"\x1b\[\d*m", "", op_scherm) == in_pijp
    monkeypatch.setenv("NO_COLOR", "1")
    assert draai(op_scherm=True).uit == in_pijp
