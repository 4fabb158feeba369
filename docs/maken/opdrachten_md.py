"""Write docs/opdrachten.md: the help of every command, as the program gives it.

`make opdrachten` runs this; tests/test_documentatie.py compares the file with the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from azwa_funds.opdrachten import cli
from azwa_funds.scherm.opties import click

DOEL = Path(__file__).parent.parent / "opdrachten.md"

#: The width of the help in the file, whatever the terminal of who makes it.
BREEDTE = 88

AANHEF = """\
# Alle opdrachten

De hulptekst van elke opdracht, zoals `azwa-funds OPDRACHT --help` die toont. Wat u met de
opdrachten doet, staat in de [handleiding](handleiding.md).

<!-- Gemaakt met `make opdrachten`; verander de hulptekst in <kamer>/opdracht.py, niet hier. -->
"""


def opdrachten() -> Iterator[tuple[str, click.Context]]:
    """Yield every command and subcommand: what one types for it, and its context."""
    with click.Context(cli, info_name="azwa-funds", terminal_width=BREEDTE) as context:
        context.help_option_names = ["--help", "-h"]
        yield from _onder(context)


def _onder(context: click.Context) -> Iterator[tuple[str, click.Context]]:
    yield context.command_path, context
    if isinstance(context.command, click.Group):
        for naam in context.command.list_commands(context):
            command = context.command.get_command(context, naam)
            assert command is not None, naam
            yield from _onder(click.Context(command, info_name=naam, parent=context))


def tekst() -> str:
    """Return the whole document."""
    delen = [AANHEF]
    for naam, context in opdrachten():
        hulp = "\n".join(regel.rstrip() for regel in context.get_help().splitlines())
        delen.append(f"{'#' * (len(naam.split()) + 1)} {naam}\n\n```text\n{hulp}\n```\n")
    return "\n".join(delen)


if __name__ == "__main__":
    DOEL.write_text(tekst(), encoding="utf-8", newline="\n")
