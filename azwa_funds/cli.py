"""The command line: parse, call, print. No arithmetic here.

Each command imports what it needs only when it runs, so that help and a single question are
quick. Exit code 0: done; 1: it ran, and found something; 2: it could not be done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from azwa_funds.taal import spreek_nederlands

spreek_nederlands()

import click  # noqa: E402 - click fixes some of its words when commands are declared

from azwa_funds import __version__  # noqa: E402
from azwa_funds.fouten import Gebruikersfout  # noqa: E402

if TYPE_CHECKING:
    from azwa_funds.model import Toekenning
    from azwa_funds.sources import Gegevens

F = TypeVar("F", bound=Callable[..., Any])

OPTIES = "[OPTIES]"


class _Jaartal(click.ParamType):
    name = "jaar"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not str(value).isdecimal() or len(str(value)) != 4:
            self.fail(f"'{value}' is geen jaartal; schrijf bijvoorbeeld 2027.", param, ctx)
        return int(value)


class _Keuze(click.ParamType):
    """ONDERDEEL=ID: which key to use for which onderdeel."""

    name = "onderdeel=id"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        onderdeel, is_teken, sleutel = str(value).partition("=")
        if not (onderdeel.strip() and is_teken and sleutel.strip()):
            self.fail(
                f"'{value}' is geen ONDERDEEL=ID; schrijf bijvoorbeeld nplv=nplv_gelijk.",
                param,
                ctx,
            )
        return onderdeel.strip(), sleutel.strip()


def _opties(*opties: Callable[[F], F]) -> Callable[[F], F]:
    def voeg_toe(functie: F) -> F:
        for optie in reversed(opties):
            functie = optie(functie)
        return functie

    return voeg_toe


_jaar = click.option(
    "--jaar", "jaren", multiple=True, type=_Jaartal(), metavar="JAAR",
    help="Alleen dit jaar; mag vaker.",
)  # fmt: skip
_onderdeel = click.option(
    "--onderdeel", "onderdelen", multiple=True, metavar="NAAM",
    help="Alleen dit onderdeel, bijvoorbeeld lokaal of regionaal; mag vaker.",
)  # fmt: skip
_sleutel = click.option(
    "--sleutel", "sleutels", multiple=True, type=_Keuze(), metavar="ONDERDEEL=ID",
    help="Verdeel een onderdeel met een andere verdeelsleutel; mag vaker.",
)  # fmt: skip


@click.group(
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


def _gegevens(context: click.Context) -> Gegevens:
    from azwa_funds.sources import Gegevens

    data, sleutels = context.obj
    return Gegevens(data, sleutels)


@cli.command(options_metavar=OPTIES)
@_opties(_jaar, _onderdeel)
@click.option("--regio", metavar="NAAM", help="Alleen ontvangers in deze IZA-regio.")
@click.option("--gemeente", metavar="NAAM-OF-CODE", help="Alleen deze gemeente.")
@_opties(_sleutel)
@click.option(
    "--formaat", type=click.Choice(["tabel", "csv", "json"]), default="tabel", show_default=True,
    help="De vorm van de uitvoer.",
)  # fmt: skip
@click.option(
    "--uit", type=click.Path(path_type=Path), metavar="PAD",
    help="Schrijf naar dit bestand in plaats van naar het scherm.",
)  # fmt: skip
@click.pass_context
def verdeel(
    context: click.Context,
    jaren: tuple[int, ...],
    onderdelen: tuple[str, ...],
    regio: str | None,
    gemeente: str | None,
    sleutels: tuple[tuple[str, str], ...],
    formaat: str,
    uit: Path | None,
) -> None:
    """Verdeel de SPUK AZWA over gemeenten en mandaathouders.

    Zonder opties: alle jaren en onderdelen. Elk jaar telt precies op tot het landelijke budget.
    Geld waarvan de verdeling niet bekend is, blijft zichtbaar staan als p.m.

    Voorbeeld: azwa-funds verdeel --jaar 2027 --onderdeel lokaal --regio Twente
    """
    from azwa_funds import uitvoer
    from azwa_funds.allocation import verdeel_uitkering

    gegevens = _gegevens(context)
    toekenningen = verdeel_uitkering(
        gegevens, jaren=jaren, onderdelen=onderdelen, sleutels=dict(sleutels)
    )
    gekozen, opmerkingen = _filter(gegevens, toekenningen, regio, gemeente)
    tekst = {
        "csv": uitvoer.als_csv,
        "json": uitvoer.als_json,
        "tabel": uitvoer.als_tabel,
    }[formaat](gekozen)
    if formaat == "tabel":
        tekst += "".join(f"{opmerking}\n" for opmerking in opmerkingen)
    _lever(tekst, uit)


def _filter(
    gegevens: Gegevens, toekenningen: list[Toekenning], regio: str | None, gemeente: str | None
) -> tuple[list[Toekenning], list[str]]:
    from azwa_funds.namen import zoek_gemeente, zoek_ontvanger, zoek_regio
    from azwa_funds.uitleg import wacht_nog

    opmerkingen: list[str] = []
    gekozen = toekenningen
    if regio is not None:
        naam = zoek_regio(gegevens, regio).naam
        gekozen = [t for t in gekozen if t.regio == naam]
    if gemeente is not None:
        code = zoek_gemeente(gegevens, gemeente).code
        gekozen = [t for t in gekozen if t.ontvanger_code == code]
        opmerkingen = wacht_nog(gegevens, zoek_ontvanger(gegevens, code), toekenningen)
    if not gekozen:
        raise Gebruikersfout(
            "Met deze keuzes is er geen enkel bedrag; laat een optie weg (--regio, --gemeente, "
            "--jaar of --onderdeel)."
        )
    return gekozen, opmerkingen


@cli.command(options_metavar=OPTIES)
@click.argument("naam", metavar="NAAM-OF-CODE")
@_opties(_jaar, _onderdeel, _sleutel)
@click.option(
    "--formaat", type=click.Choice(["tekst", "json"]), default="tekst", show_default=True,
    help="De vorm van de uitvoer.",
)  # fmt: skip
@click.pass_context
def uitleg(
    context: click.Context,
    naam: str,
    jaren: tuple[int, ...],
    onderdelen: tuple[str, ...],
    sleutels: tuple[tuple[str, str], ...],
    formaat: str,
) -> None:
    """Leg uit hoe het bedrag van een gemeente of regio tot stand komt.

    Stap voor stap, met de brief en de bladzijde: budget, verdeelsleutel, gewicht, precies deel,
    afronding, uitkomst, en wat nog onzeker is. Bij een naam die zowel gemeente als regio is,
    kiest 'regio Utrecht' voor de regio.

    Voorbeeld: azwa-funds uitleg Utrecht --jaar 2027
    """
    from azwa_funds import uitvoer
    from azwa_funds.namen import zoek_ontvanger
    from azwa_funds.uitleg import leg_uit

    gegevens = _gegevens(context)
    wie = zoek_ontvanger(gegevens, naam)
    keuzes = dict(sleutels)
    stukken = leg_uit(gegevens, wie, jaren=jaren, onderdelen=onderdelen, sleutels=keuzes)
    if formaat == "json":
        _lever(uitvoer.uitleg_als_json(stukken), None)
    else:
        _lever(uitvoer.uitleg_als_tekst(gegevens, wie, stukken), None)


@cli.command(options_metavar=OPTIES)
@click.pass_context
def controleer(context: click.Context) -> None:
    """Controleer alle gegevens en verdeelsleutels.

    Sluitende tellingen, ontbrekende gemeenten en jaren, onbekende codes, bronnen, en de
    gepubliceerde tabellen tegen hun sleutel. Bekende afwijkingen staan apart van nieuwe.
    Eindigt met code 1 als er iets nieuws is gevonden.

    Voorbeeld: azwa-funds --data mijn-map controleer
    """
    from azwa_funds import uitvoer
    from azwa_funds.controle import aandachtspunten
    from azwa_funds.controle import controleer as voer_uit

    gegevens = _gegevens(context)
    uitkomsten = voer_uit(gegevens)
    _lever(uitvoer.controle_als_tekst(uitkomsten, aandachtspunten(gegevens)), None)
    if not all(uitkomst.klopt for uitkomst in uitkomsten):
        context.exit(1)


@cli.command(options_metavar=OPTIES)
@click.option("--landelijk", is_flag=True, help="Maak het landelijke werkboek.")
@click.option(
    "--uit", type=click.Path(path_type=Path), default=Path("reports"), show_default=True,
    metavar="MAP", help="De map waarin de werkboeken komen.",
)  # fmt: skip
@click.pass_context
def overzicht(context: click.Context, landelijk: bool, uit: Path) -> None:
    """Maak Excel-overzichten.

    Voorbeeld: azwa-funds overzicht --landelijk --uit reports
    """
    from azwa_funds.overview import schrijf_landelijk

    if not landelijk:
        raise Gebruikersfout(
            "Kies wat u wilt maken, bijvoorbeeld: azwa-funds overzicht --landelijk."
        )
    pad = schrijf_landelijk(_gegevens(context), uit)
    click.echo(f"Het landelijke werkboek staat in {pad}")


def _lever(tekst: str, uit: Path | None) -> None:
    """Print a text, or put it in a file and say so."""
    if uit is None:
        click.echo(tekst, nl=False)
        return
    from azwa_funds.wegschrijven import schrijf

    schrijf(uit, tekst.encode("utf-8"))
    click.echo(f"Geschreven: {uit}")


def main() -> None:
    """Run the command line; every failure ends in one Dutch sentence and exit code 2."""
    for stroom in (sys.stdout, sys.stderr):
        if hasattr(stroom, "reconfigure"):
            # A pipe on Windows would otherwise get the old code page, and lose the euro sign.
            stroom.reconfigure(encoding="utf-8")
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
    except BrokenPipeError:
        # The reader of our output (head, more) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fout:
        if os.environ.get("AZWA_FUNDS_SPOOR"):
            raise
        click.echo(
            f"Fout: dit had niet mogen gebeuren ({type(fout).__name__}: {fout}); meld het met de "
            "opdracht die u gaf. Voor wie het uitzoekt: zet AZWA_FUNDS_SPOOR=1 en herhaal.",
            err=True,
        )
        return 2
