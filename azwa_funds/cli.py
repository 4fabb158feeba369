"""The command line: parse, call, print. No arithmetic here.

Each command stands in a module of its own subject, which is loaded only when the command is
called, and imports what it needs only when it runs.
Exit code 0: done; 1: it ran, and found something; 2: it could not be done.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from pathlib import Path

from azwa_funds import __version__
from azwa_funds.cli_gedeeld import OPTIES, PAD, click
from azwa_funds.fouten import Gebruikersfout, bedoelde_u

#: The exit code of a program whose reader has gone, as elsewhere: never mistaken for an outcome.
GESLOTEN_PIJP = 141

#: Every command: the module under `azwa_funds` in which it stands, and the first sentence of its
#: help, told twice so that the list of all commands need not load them all.
OPDRACHTEN = {
    "verdeel": ("cli_verdeel", "Verdeel de SPUK AZWA over gemeenten en mandaathouders."),
    "uitleg": ("cli_verdeel", "Leg uit hoe een bedrag tot stand komt."),
    "overzicht": ("cli_overzicht", "Maak Excel-overzichten voor land, regio of gemeente."),
    "rekenmodel": ("cli_rekenmodel", "Maak een Excel-werkboek om zelf mee te rekenen."),
    "verifieer": ("cli_overzicht", "Ga na of een werkboek nog klopt met de gegevens."),
    "pagina": ("cli_pagina", "Maak een webpagina om in te kijken, zonder internet."),
    "werkagenda": ("cli_werkagenda", "Maak de werkagenda van een regio, in Excel en in Word."),
    "beschikking": ("cli_beschikking", "Lees de officiële bedragen in, zodra ze bekend zijn."),
    "sjabloon": ("cli_sjabloon", "Maak een leeg formulier om in te vullen."),
    "toets": ("cli_toets", "Toets bestedingen aan wat is toegekend."),
    "sisa": ("cli_sisa", "Maak, verzamel en vul de SiSa-verantwoording."),
    "kalender": ("cli_kalender", "Toon alle data die ertoe doen, met bron."),
    "cbs": ("cli_cbs", "Haal cijfers op bij het CBS, of toon welke er zijn."),
    "sleutel": ("cli_sleutel", "Bekijk, ijk en vergelijk verdeelsleutels."),
    "scenario": ("cli_scenario", "Reken uit wat er gebeurt als."),
    "data": ("cli_data", "Maak een eigen map met gegevens en verdeelsleutels."),
    "controleer": ("cli_verdeel", "Controleer alle gegevens en verdeelsleutels."),
}


class _Opdrachten(click.Group):
    """The group of all commands, in the order of `OPDRACHTEN`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(OPDRACHTEN)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in OPDRACHTEN:
            return None
        module, _ = OPDRACHTEN[cmd_name]
        command: click.Command = getattr(import_module(f"azwa_funds.{module}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Opdrachten"):
            formatter.write_dl([(naam, zin) for naam, (_, zin) in OPDRACHTEN.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in OPDRACHTEN and not args[0].startswith("-"):
            hint = bedoelde_u(args[0], OPDRACHTEN) or (
                "typ 'azwa-funds --help' voor alle opdrachten."
            )
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
    "--data", type=PAD, metavar="MAP",
    help="Lees de gegevens uit deze map in plaats van de meegeleverde.",
)  # fmt: skip
@click.option(
    "--sleutels", type=PAD, metavar="MAP",
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
        # click sorts its suggestions by the alphabet; the first it found is the nearest.
        del (getattr(fout, "possibilities", None) or [])[1:]
        fout.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C has nothing left to stop
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
        zin = (
            f"de uitvoer is niet te schrijven ({fout.strerror}); maak ruimte of kies met --uit een"
        )
        if fout.filename:
            zin = f"{fout.filename} is niet te lezen of te schrijven ({fout.strerror}); kies een"
        click.echo(f"Fout: {zin} andere plek.", err=True)
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
