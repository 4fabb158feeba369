"""click speaks Dutch: the catalog is complete, compiled, and what users read comes from it."""

from __future__ import annotations

import ast
import gettext
import io
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner
from hulp import GEDULD, WORTEL

from azwa_funds.scherm import taal

PAKKET = Path(taal.__file__).parent
PO = PAKKET / "locale" / "nl" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")

#: Messages click looks up through an expression, with what that expression can hold.
#: Help texts of deprecated commands (`text`, click 8.5.0) are our own and Dutch already.
VIA_EXPRESSIE: dict[str, list[str]] = {"extra['required']": ["required"], "text": []}

#: English from click that must be gone. Loose words, matched as whole words.
ENGELS = re.compile(
    r"\b(usage|error|options?|commands?|arguments|try|for|help\.|show|this|exit|no such|did you|"
    r"mean|missing|invalid|value|valid|not|one of|got|unexpected|default:|required|integer)\b",
    re.IGNORECASE,
)


def lees_po() -> Catalog:
    with PO.open("rb") as bestand:
        return read_po(bestand)


def als_tuple(tekst: object) -> tuple[str, ...]:
    return (tekst,) if isinstance(tekst, str) else tuple(cast("Iterable[str]", tekst))


def vertalingen(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Everything but the header, which names the version of Babel that compiled it.

    A key is the English singular, or singular and plural; a value is as long as its key.
    """
    return {als_tuple(m.id): als_tuple(m.string) for m in catalog if m.id}


def namen_van_gettext(boom: ast.Module) -> dict[str, str]:
    """What a module calls `gettext` and `ngettext`: click says `_` for the first."""
    return {
        alias.asname or alias.name: alias.name
        for knoop in ast.walk(boom)
        if isinstance(knoop, ast.ImportFrom) and knoop.module == "gettext"
        for alias in knoop.names
    }


def berichten_van_click() -> Iterator[tuple[str, ...]]:
    """Every message the installed click marks for translation."""
    for pad in sorted(Path(click.__file__).parent.rglob("*.py")):
        boom = ast.parse(pad.read_text(encoding="utf-8"))
        namen = namen_van_gettext(boom)
        for knoop in ast.walk(boom):
            if not isinstance(knoop, ast.Call) or not isinstance(knoop.func, ast.Name):
                continue
            functie = namen.get(knoop.func.id)
            if functie == "ngettext":
                enkel, meer = (ast.literal_eval(arg) for arg in knoop.args[:2])
                yield enkel, meer
            elif functie == "gettext" and isinstance(knoop.args[0], ast.Constant):
                yield (ast.literal_eval(knoop.args[0]),)
            elif functie == "gettext":
                yield from ((tekst,) for tekst in VIA_EXPRESSIE[ast.unparse(knoop.args[0])])
            else:
                assert functie is None, f"{pad.name}: onbekende vertaalfunctie {functie}"


def plaatshouders(tekst: str) -> list[str]:
    """The placeholders of both kinds, complete with attribute, conversion and format."""
    velden = [
        f"{{{veld}!{omzetting}:{vorm}}}"
        for _, veld, vorm, omzetting in string.Formatter().parse(tekst)
        if veld is not None
    ]
    return sorted(velden + re.findall(r"%\(\w+\)\w", tekst))


@pytest.fixture
def _nederlands(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Dutch for one test, from a foreign start, leaving gettext as other tests knew it."""
    domein, map_van_messages = gettext.textdomain(), gettext.bindtextdomain("messages")
    for naam in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(naam, "de_DE.UTF-8")
    # Private, hence raising=False: only there so that no test reads what another one cached.
    monkeypatch.setattr(gettext, "_translations", {}, raising=False)
    gettext.textdomain("messages")
    gettext.gettext("Usage:")  # as if something asked for a message before us
    taal.spreek_nederlands()
    yield
    gettext.textdomain(domein)
    gettext.bindtextdomain("messages", map_van_messages)


def maak_opdracht() -> click.Group:
    """A small command line; made after the language is chosen, as the product does."""

    class GeheelGetal(click.types.IntParamType):
        name = "geheel getal"  # click shows the name of a type untranslated

    @click.group(
        context_settings={"max_content_width": 200, "terminal_width": 200},
        options_metavar="[OPTIES]",
        subcommand_metavar="OPDRACHT [ARGUMENTEN]...",
    )
    @click.version_option("1.0", prog_name="proef")
    def proef() -> None:
        """Een proef."""

    @proef.command(options_metavar="[OPTIES]")
    @click.argument("gemeente")
    @click.option("--jaar", type=GeheelGetal(), default=2027, show_default=True, metavar="JAAR")
    @click.option("--soort", type=click.Choice(["vast", "los"]), help="Soort bijdrage.")
    @click.option("--bron", type=click.Path(exists=True, dir_okay=False), help="Bronbestand.")
    def verdeel(**_: object) -> None:
        """Verdeel het bedrag."""

    @proef.command(options_metavar="[OPTIES]")
    @click.option("--doel", required=True, type=click.Path(file_okay=False), help="Doelmap.")
    @click.option("--oud", deprecated=True, metavar="OUD", help="Oude naam.")
    def bewaar(**_: object) -> None:
        """Bewaar de uitkomst."""

    return proef


def draai(*args: str) -> str:
    uitkomst = CliRunner().invoke(maak_opdracht(), args, prog_name="proef")
    assert uitkomst.exit_code in (0, 2), uitkomst.exception
    return uitkomst.output


def test_mo_is_compiled_from_po() -> None:
    vers = io.BytesIO()
    write_mo(vers, lees_po())
    vers.seek(0)
    with MO.open("rb") as bestand:
        gecompileerd = read_mo(bestand)
    opnieuw = read_mo(vers)
    assert vertalingen(gecompileerd) == vertalingen(opnieuw)
    assert gecompileerd.plural_forms == opnieuw.plural_forms
    assert gecompileerd.creation_date == opnieuw.creation_date


def test_every_message_of_click_is_translated() -> None:
    bekend = vertalingen(lees_po())
    gemarkeerd = set(berichten_van_click())
    assert len(gemarkeerd) > 50
    assert [sleutel for sleutel in gemarkeerd if not all(bekend.get(sleutel, ("",)))] == []


def test_translations_are_complete_and_keep_their_placeholders() -> None:
    catalog = lees_po()
    assert not [m.id for m in catalog if m.id and m.fuzzy]
    assert catalog.plural_forms == "nplurals=2; plural=(n != 1);"
    assert not [fout for _, fouten in catalog.check() for fout in fouten]
    for bronnen, teksten in vertalingen(catalog).items():
        assert len(teksten) == len(bronnen), bronnen
        for bron, tekst in zip(bronnen, teksten, strict=True):
            assert tekst, bron
            assert plaatshouders(tekst) == plaatshouders(bron), bron
            assert tekst.endswith("\n") == bron.endswith("\n"), bron


@pytest.mark.usefixtures("_nederlands")
@pytest.mark.parametrize(
    ("args", "verwacht"),
    [
        pytest.param(
            ["--help"],
            [
                "Gebruik: proef [OPTIES] OPDRACHT",
                "Opties:",
                "Opdrachten:",
                "Toon de versie en stop.",
                "Toon deze uitleg en stop.",
            ],
            id="hulp",
        ),
        pytest.param(
            ["verdeel", "--help"],
            [
                "Gebruik: proef verdeel [OPTIES] GEMEENTE",
                "Opties:",
                "[standaard: 2027]",
                "--bron BESTAND",
            ],
            id="hulp van een opdracht",
        ),
        pytest.param(
            ["bewaar", "--help"],
            ["--doel MAP Doelmap. [verplicht]", "Oude naam. (VEROUDERD)"],
            id="hulp bij verplicht en verouderd",
        ),
        pytest.param(["bewaar"], ["Fout: Ontbrekende optie '--doel'."], id="optie ontbreekt"),
        pytest.param(
            ["bewaar", "--doel", "bestand.csv"],
            ["Fout: Ongeldige waarde voor '--doel': Map 'bestand.csv' is een bestand."],
            id="bestand in plaats van map",
        ),
        pytest.param(["--version"], ["proef, versie 1.0"], id="versie"),
        pytest.param(
            ["verdeel", "--jaer", "2027"],
            [
                "Probeer 'proef verdeel --help' voor uitleg.",
                "Fout: Optie '--jaer' bestaat niet. Bedoelde u '--jaar'?",
            ],
            id="tikfout in een optie",
        ),
        pytest.param(
            ["verdeel"], ["Fout: Ontbrekend argument 'GEMEENTE'."], id="argument ontbreekt"
        ),
        pytest.param(
            ["verdeel", "Assen", "--jaar", "twee"],
            ["Fout: Ongeldige waarde voor '--jaar': 'twee' is geen geldig geheel getal."],
            id="geen geheel getal",
        ),
        pytest.param(
            ["verdeel", "Assen", "--soort", "half"],
            ["Fout: Ongeldige waarde voor '--soort': 'half' is niet een van 'vast', 'los'."],
            id="geen keuze",
        ),
        pytest.param(
            ["verdeel", "Assen", "--bron", "bestaat-niet.csv"],
            ["Fout: Ongeldige waarde voor '--bron': Bestand 'bestaat-niet.csv' bestaat niet."],
            id="bestand bestaat niet",
        ),
        pytest.param(
            ["verdeel", "Assen", "--jaar"],
            ["Fout: Bij optie '--jaar' hoort een waarde."],
            id="waarde ontbreekt",
        ),
        pytest.param(["verdeler"], ["Fout: Opdracht 'verdeler' bestaat niet."], id="opdracht"),
        pytest.param(
            ["verdeel", "Assen", "Emmen"],
            ["Fout: Hier hoort geen 'Emmen'; zet er een optie voor"],
            id="een argument te veel",
        ),
        pytest.param(
            ["verdeel", "Assen", "Emmen", "Hoogeveen"],
            ["Fout: Hier hoort geen 'Emmen Hoogeveen'; zet een naam met spaties"],
            id="twee argumenten te veel",
        ),
    ],
)
def test_click_speaks_dutch(
    args: list[str], verwacht: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By a name alone: a path could hold a word of English, and would count as click's.
    (tmp_path / "bestand.csv").touch()
    monkeypatch.chdir(tmp_path)
    uitvoer = draai(*args)
    platte_uitvoer = re.sub(r" +", " ", uitvoer)
    for tekst in verwacht:
        assert tekst in platte_uitvoer
    assert ENGELS.findall(uitvoer) == []


@pytest.mark.usefixtures("_nederlands")
def test_language_is_dutch_for_later_lookups_and_for_child_processes() -> None:
    assert os.environ["LANGUAGE"] == "nl"
    assert gettext.gettext("Aborted!") == "Afgebroken!"
    taal.spreek_nederlands()  # twice does no harm
    assert gettext.gettext("Aborted!") == "Afgebroken!"


@pytest.mark.parametrize("locale", ["C", "de_DE.UTF-8", ""])
def test_fresh_process_speaks_dutch_whatever_the_locale(locale: str, tmp_path: Path) -> None:
    """Also from another folder, and with click imported first."""
    programma = (
        "import click\n"
        "import azwa_funds\n"
        "print(azwa_funds.__file__)\n"
        "from azwa_funds.scherm.taal import spreek_nederlands\n"
        "spreek_nederlands()\n"
        "click.command('proef')(lambda: None)(['--jaer'])\n"
    )
    omgeving = dict.fromkeys(("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"), locale)
    uitkomst = subprocess.run(
        [sys.executable, "-c", programma],
        env={**os.environ, **omgeving, "PYTHONPATH": str(WORTEL)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=GEDULD,
    )
    assert uitkomst.returncode == 2, uitkomst.stderr
    assert Path(uitkomst.stdout.strip()).parent == WORTEL / "azwa_funds"
    assert "Gebruik:" in uitkomst.stderr
    assert "Fout: Optie '--jaer' bestaat niet." in uitkomst.stderr
