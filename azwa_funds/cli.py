"""The command line: parse, call, print. No arithmetic here.

Each command stands in a module of its own subject, which is loaded only when the command is
called or listed, and imports what it needs only when it runs.
Exit code 0: done; 1: it ran, and found something; 2: it could not be done.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

from azwa_funds import __version__
from azwa_funds.cli_gedeeld import OPTIES, click
from azwa_funds.fouten import Gebruikersfout, bedoelde_u

#: The exit code of a program whose reader has gone, as elsewhere: never mistaken for an outcome.
GESLOTEN_PIJP = 141

#: Every command, and the module under `azwa_funds` in which it stands.
OPDRACHTEN = {
    "verdeel": "cli_verdeel",
    "uitleg": "cli_verdeel",
    "overzicht": "cli_overzicht",
    "rekenmodel": "cli_rekenmodel",
    "verifieer": "cli_overzicht",
    "pagina": "cli_pagina",
    "werkagenda": "cli_werkagenda",
    "beschikking": "cli_beschikking",
    "sjabloon": "cli_sjabloon",
    "toets": "cli_toets",
    "sisa": "cli_sisa",
    "kalender": "cli_kalender",
    "cbs": "cli_cbs",
    "sleutel": "cli_sleutel",
    "scenario": "cli_scenario",
    "data": "cli_data",
    "controleer": "cli_verdeel",
}


class _Opdrachten(click.Group):
    """The group of all commands, in the order of `OPDRACHTEN`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(OPDRACHTEN)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in OPDRACHTEN:
            return None
        command: click.Command = getattr(
            import_module(f"azwa_funds.{OPDRACHTEN[cmd_name]}"), cmd_name
        )
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in OPDRACHTEN and not args[0].startswith("-"):
            hint = bedoelde_u(args[0], OPDRACHTEN)
            ctx.fail(f"Opdracht '{args[0]}' bestaat niet; {hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Opdrachten,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    options_metavar=OPTIES,
    subcommand_metavar="OPDRACHT [ARGUMENTEN]...",
)
@click.version_option(__version__, "--version", prog_name="azwa-funds")
@click.option(
    "--data", type=click.Path(path_type=Path), metavar="MAP",
    help="Lees de gegevens uit deze map in plaats van de meegeleverde.",
)  # fmt: skip
@click.option(
    "--sleutels", type=click.Path(path_type=Path), metavar="MAP",
    help="Lees de verdeelsleutels uit deze map in plaats van de meegeleverde.",
)  # fmt: skip
@click.pass_context
def cli(context: click.Context, data: Path | None, sleutels: Path | None) -> None:
    """Wat krijgt een gemeente of regio uit de SPUK AZWA 2027-2029, en waarom?

    Rekent de landelijke budgetten met de gepubliceerde verdeelsleutels om naar 342 gemeenten en
    42 mandaathouders, tot op de euro en met bron.

    Voorbeeld: azwa-funds verdeel --gemeente Utrecht --jaar 2027
    """
    context.obj = (data, sleutels)
    if context.invoked_subcommand is None:
        from azwa_funds.cli_welkom import welkom

        click.echo("\n".join(welkom()))


def main() -> None:
    """Run the command line; every failure ends in one Dutch sentence and exit code 2."""
    for stroom in (sys.stdout, sys.stderr):
        if hasattr(stroom, "reconfigure"):
            # A pipe on Windows would otherwise get the old code page, and lose the euro sign.
            # A name in another encoding must not break the sentence that names it.
            stroom.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_voer_uit())


def _voer_uit() -> int:
    try:
        return cli.main(prog_name="azwa-funds", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as fout:
        click.echo(fout.ctx.get_help() if fout.ctx else "")
        return 0
    except click.ClickException as fout:
        fout.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Afgebroken; er is niets half geschreven.", err=True)
        return 130
    except Gebruikersfout as fout:
        click.echo(f"Fout: {fout}", err=True)
        return 2
    except (BrokenPipeError, SystemExit):
        # The reader of our output (head, more) has seen enough; click leaves by SystemExit then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GESLOTEN_PIJP
    except OSError as fout:
        click.echo(
            f"Fout: de uitvoer is niet te schrijven ({fout.strerror}); maak ruimte of kies met "
            "--uit een andere plek.",
            err=True,
        )
        return 2
    except Exception as fout:
        if os.environ.get("AZWA_FUNDS_SPOOR"):
            raise
        click.echo(
            f"Fout: dit had niet mogen gebeuren ({type(fout).__name__}: {fout}); meld het met de "
            "opdracht die u gaf. Voor wie het uitzoekt: zet AZWA_FUNDS_SPOOR=1 en herhaal.",
            err=True,
        )
        return 2
