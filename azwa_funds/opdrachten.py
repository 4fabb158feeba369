"""The front door: every command by its name, the greeting, and how a run ends. No arithmetic.

Each command stands in the room of its own subject, which is loaded only when the command is
called, and imports what it needs only when it runs.
Exit code 0: done; 1: it ran, and found something; 2: it could not be done; 141: see `stromen`.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.dossier import is_dossier
from azwa_funds.kern.fouten import Gebruikersfout, bedoelde_u, waarom
from azwa_funds.kern.tekst import toon_pad, zichtbaar
from azwa_funds.kern.versie import VERSIE
from azwa_funds.scherm import stromen
from azwa_funds.scherm.opties import (
    JAARTAL,
    ONTVANGER,
    OPTIES,
    PAD,
    Invoer,
    click,
    kleur,
    lees_eigen_dossier,
    lees_gegevens,
    lever,
    meld,
    opdracht,
    optie_stil,
)

if TYPE_CHECKING:
    from azwa_funds.dossier import Dossier

#: Every command: where under `azwa_funds` it stands, and the first sentence of its help, told twice
#: so that the list of all commands need not load them all.
OPDRACHTEN = {
    "start": ("venster.opdracht", "Open de taken in uw browser, zonder opdrachten te typen."),
    "verdeel": ("verdelen.opdracht", "Verdeel de SPUK AZWA over gemeenten en mandaathouders."),
    "uitleg": ("verdelen.opdracht", "Leg uit hoe een bedrag tot stand komt."),
    "overzicht": ("overzicht.opdracht", "Maak Excel-overzichten voor land, regio of gemeente."),
    "rekenmodel": ("rekenmodel.opdracht", "Maak een Excel-werkboek om zelf mee te rekenen."),
    "verifieer": ("nazien.opdracht", "Ga na of een werkboek nog klopt met de gegevens."),
    "pagina": ("pagina.opdracht", "Maak een webpagina om in te kijken, zonder internet."),
    "werkagenda": ("werkagenda.opdracht", "Maak de werkagenda van een regio, in Excel en in Word."),
    "beschikking": ("beschikken.opdracht", "Lees de officiële bedragen in, zodra ze bekend zijn."),
    "sjabloon": ("sisa.opdracht", "Maak een leeg formulier om in te vullen."),
    "doorverdelen": (
        "doorverdelen.opdracht",
        "Verdeel het regionale geld over regio en gemeenten.",
    ),
    "bestedingen": ("besteden.opdracht", "Bekijk een grootboek voordat er iets mee gebeurt."),
    "toets": ("toetsen.opdracht", "Toets bestedingen aan wat is toegekend."),
    "sisa": ("sisa.opdracht", "Maak, verzamel en vul de SiSa-verantwoording."),
    "begroting": ("begroting.opdracht", "Maak de regels voor de begroting of wijziging."),
    "verschil": ("begroting.opdracht", "Leg uit wat er is veranderd, en waarom."),
    "kalender": ("kalender.opdracht", "Toon alle data die ertoe doen, met bron."),
    "cbs": ("cbs.opdracht", "Haal cijfers op bij het CBS, of toon welke er zijn."),
    "sleutel": ("sleutels.opdracht", "Bekijk, ijk en vergelijk verdeelsleutels."),
    "scenario": ("scenario.opdracht", "Reken uit wat er gebeurt als."),
    "data": ("opdrachten", "Maak een eigen map met gegevens en verdeelsleutels."),
    "voorbeeld": ("opdrachten", "Zet verzonnen bestanden klaar om mee te oefenen."),
    "dossier": ("opdrachten", "Maak een eigen map voor uw gemeente of regio."),
    "openstaand": ("nazien.opdracht", "Toon welke documenten een aanname of p.m. vervangen."),
    "controleer": ("nazien.opdracht", "Controleer alle gegevens en verdeelsleutels."),
}

#: Each job as a user would put it, and what to type for it.
TAKEN = (
    ("Wat krijgen wij?", "verdeel --gemeente Utrecht"),
    ("... en hoe komt dat bedrag tot stand?", "uitleg Utrecht --jaar 2027"),
    ("Overzicht per regio, in Excel", "overzicht --regio Twente"),
    ("Verschil met de beschikking", "beschikking lees bedragen-2027.xlsx --titel VWS --proef"),
    ("Jaarlijkse toets van de bestedingen", "toets bestedingen.xlsx --jaar 2027"),
    ("SiSa-verantwoording", "sisa bestedingen.xlsx --jaar 2027"),
)


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
@click.version_option(VERSIE, "--version", prog_name="azwa-funds")
@click.option(
    "--data", type=PAD, metavar="MAP",
    help="Lees de gegevens uit deze map in plaats van de meegeleverde.",
)  # fmt: skip
@click.option(
    "--sleutels", type=PAD, metavar="MAP",
    help="Lees de verdeelsleutels uit deze map in plaats van de meegeleverde.",
)  # fmt: skip
@click.option(
    "--dossier", type=PAD, metavar="MAP",
    help="Werk in dit dossier; in de map van een dossier hoeft dit niet.",
)  # fmt: skip
@click.pass_context
def cli(
    context: click.Context, data: Path | None, sleutels: Path | None, dossier: Path | None
) -> None:
    """Wat krijgt een gemeente of regio uit de SPUK AZWA 2027-2029, en waarom?

    Rekent de landelijke budgetten met de gepubliceerde verdeelsleutels om naar 342 gemeenten en
    42 mandaathouders, tot op de euro en met bron.

    Voorbeeld: azwa-funds verdeel --gemeente Utrecht --jaar 2027
    """
    if dossier is None and is_dossier(Path()):
        dossier = Path()
    context.obj = Invoer(data, sleutels, dossier)
    if context.invoked_subcommand is None:
        click.echo("\n".join(welkom()))


def welkom() -> Iterator[str]:
    """Yield the lines of the greeting."""
    from azwa_funds.scherm.tabel import vouw

    yield vouw(
        f"Welkom bij azwa-funds {VERSIE}: de SPUK AZWA 2027-2029, tot op de euro en met bron."
    )
    yield ""
    yield vouw("Wat wilt u weten? Typ de opdracht eronder, met uw eigen gemeente of regio.")
    yield ""
    for taak, regel in TAKEN:
        yield f"  {taak}"
        yield f"      {kleur(f'azwa-funds {regel}', bold=True)}"
    yield ""
    yield "Alles in uw browser:       azwa-funds start"
    yield "Zonder eigen gegevens:     azwa-funds voorbeeld oefenen"
    yield "Alle opdrachten:           azwa-funds --help"
    yield "Uitleg bij een opdracht:   azwa-funds verdeel --help"


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def data() -> None:
    """Maak een eigen map met gegevens en verdeelsleutels.

    Voorbeeld: azwa-funds data kopieer mijn-gegevens
    """


@opdracht(groep=data)
@click.argument("map_", type=PAD, metavar="MAP")
def kopieer(context: click.Context, map_: Path) -> None:
    """Kopieer gegevens en sleutels naar een eigen map.

    Voorbeeld: azwa-funds data kopieer mijn-gegevens
    """
    from azwa_funds.gegevens import kopieer_gegevens

    doel = kopieer_gegevens(lees_gegevens(context), map_)
    meld(f"Gegevens en verdeelsleutels staan nu in {toon_pad(doel)}. Gebruik ze zo:")
    meld(f'azwa-funds --data "{doel / "data"}" --sleutels "{doel / "verdeelsleutels"}" controleer')


#: All that is left goes with the process: nobody need look through it once more.
atexit.register(gc.freeze)


def main() -> None:
    """Run the command line; every failure ends in one Dutch sentence and exit code 2."""
    stromen.maak_gereed()
    # Loading libraries makes many objects and hardly any rubbish; looking for that takes a tenth.
    gc.set_threshold(250_000)
    sys.exit(_voer_uit())


def _voer_uit() -> int:
    """Run the command and return its exit code, also when nobody is left to hear of it."""
    try:
        return _voer_uit_met_zin()
    except (BrokenPipeError, SystemExit):
        # The reader of our output (head, more) has seen enough; click leaves by SystemExit then.
        code = stromen.GESLOTEN_PIJP
    except OSError as fout:
        code = stromen.GESLOTEN_PIJP if stromen.is_gesloten_pijp(fout) else 2
    stromen.laat_los()
    return code


def _voer_uit_met_zin() -> int:
    try:
        return cli.main(prog_name="azwa-funds", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as fout:
        click.echo(fout.ctx.get_help() if fout.ctx else "")
        return 0
    except click.ClickException as fout:
        # click sorts its suggestions by the alphabet; the first it found is the nearest.
        del (getattr(fout, "possibilities", None) or [])[1:]
        gezegd = StringIO()
        fout.show(gezegd)
        click.echo(zichtbaar(gezegd.getvalue()), err=True, nl=False)
        return 2
    except (click.Abort, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C has nothing left to stop
        click.echo("Afgebroken; er is niets half geschreven.", err=True)
        return 130
    except Gebruikersfout as fout:
        click.echo(f"Fout: {zichtbaar(fout.gezegd)}", err=True)
        return 2
    except OSError as fout:
        if stromen.is_gesloten_pijp(fout):
            raise
        _meld_onschrijfbaar(fout)
        raise
    except Exception as fout:
        if os.environ.get("AZWA_FUNDS_SPOOR"):
            raise
        click.echo(
            f"Fout: dit had niet mogen gebeuren ({type(fout).__name__}: {fout}); meld het met de "
            "opdracht die u gaf. Voor wie het uitzoekt: zet AZWA_FUNDS_SPOOR=1 en herhaal.",
            err=True,
        )
        return 2


def _meld_onschrijfbaar(fout: OSError) -> None:
    zin = f"de uitvoer is niet te schrijven ({waarom(fout)}); maak ruimte of kies met --uit een"
    if fout.filename:
        zin = f"{fout.filename} is niet te lezen of te schrijven ({waarom(fout)}); kies een"
    click.echo(f"Fout: {zichtbaar(zin)} andere plek.", err=True)


@opdracht()
@click.argument("map_", type=PAD, metavar="MAP")
def voorbeeld(context: click.Context, map_: Path) -> None:
    """Zet verzonnen bestanden klaar om mee te oefenen.

    Een grootboek met profiel, ingevulde formulieren, twee opgaven die bij een regio terugkwamen,
    een plan van die regio en zes opdrachten om te proberen (LEESMIJ.txt). Wat er in de map al
    staat, wordt niet vervangen.

    Voorbeeld: azwa-funds voorbeeld oefenen
    """
    from azwa_funds.doorverdelen import voorbeeldplan
    from azwa_funds.gegevens import pakketmap, zoek_regio
    from azwa_funds.kern.schijf import schrijf_samen
    from azwa_funds.verdelen import Cijfers

    cijfers = Cijfers(lees_gegevens(context))
    regio = zoek_regio(cijfers.gegevens, "Twente")
    plan = voorbeeldplan(cijfers, regio, cijfers.jaren, "plan-twente.toml")
    bron = pakketmap() / "besteden" / "voorbeeldbestanden"
    paden = [pad for pad in sorted(bron.rglob("*")) if pad.is_file()]
    doelen = {map_ / pad.relative_to(bron): pad.read_bytes() for pad in paden}
    doelen[map_ / "plan-twente.toml"] = f"# VERZONNEN VOORBEELD\n{plan}".encode()
    for pad in doelen:
        if pad.exists():
            raise Gebruikersfout(f"'{pad}' bestaat al; kies een andere map, dan blijft het staan.")
    schrijf_samen(doelen)
    meld(f"{len(doelen)} verzonnen bestanden staan in {map_.resolve()}; begin met LEESMIJ.txt.")


@click.group("dossier", options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def dossier() -> None:
    """Maak een eigen map voor uw gemeente of regio.

    In een dossier staat wie u bent, over welk jaar het gaat, en alles wat u zelf toevoegt. Een
    opdracht die u in die map geeft, hoeft dat niet meer te vragen.

    Voorbeeld: azwa-funds dossier maak utrecht --wie Utrecht --jaar 2027
    """


@dossier.command("maak", options_metavar=OPTIES)
@click.argument("map_", type=PAD, metavar="MAP")
@click.option(
    "--wie", required=True, type=ONTVANGER, metavar="NAAM",
    help="Uw gemeente, mandaathouder of regio.",
)  # fmt: skip
@click.option(
    "--jaar", required=True, type=JAARTAL, metavar="JAAR", help="Het jaar waarmee u begint."
)
@optie_stil
def maak(map_: Path, wie: str, jaar: int) -> None:
    """Maak van een map een dossier.

    Wat er in de map al staat, blijft staan.

    Voorbeeld: azwa-funds dossier maak utrecht --wie Utrecht --jaar 2027
    """
    from azwa_funds.dossier import maak_dossier

    gemaakt = maak_dossier(map_, wie, jaar)
    meld(f"Het dossier van {gemaakt.naam} over {jaar} staat in {map_.resolve()}.")
    meld(f"Zet uw boekingen in {gemaakt.bestedingen().resolve()} en geef daarna in die map:")
    meld("azwa-funds toets")


@opdracht("toon", groep=dossier, vormen=("tekst", "json"), stil=False)
@click.argument("map_", type=PAD, required=False, metavar="[MAP]")
def toon(context: click.Context, map_: Path | None, formaat: str) -> None:
    """Toon van wie het dossier is, en wat erin is vervangen.

    Voorbeeld: azwa-funds dossier toon utrecht
    """
    from dataclasses import asdict

    from azwa_funds.dossier import lees_logboek
    from azwa_funds.scherm.tabel import vouw
    from azwa_funds.scherm.uitvoer import naar_json

    if map_ is not None:
        context.obj = context.obj._replace(dossier=map_)
    eigen = _eigen_dossier(context)
    logboek = lees_logboek(eigen.map_)
    if formaat == "json":
        antwoord = {"wie": eigen.wie, "naam": eigen.naam, "jaar": eigen.jaar}
        lever(naar_json({**antwoord, "logboek": [asdict(w) for w in logboek]}), None)
        return
    click.echo(vouw(f"Dossier van {eigen.naam}, jaar {eigen.jaar}, in {eigen.map_.resolve()}."))
    for w in logboek:
        click.echo(vouw(f"{w.nummer:>3}  {w.wanneer.replace('T', ' ')}  {w.bestand}: {w.wat}", 5))
    if not logboek:
        click.echo("Er is nog niets vervangen.")


@opdracht("herstel", groep=dossier)
@click.argument("nummer", type=click.IntRange(min=1), required=False, metavar="NUMMER")
def herstel(context: click.Context, nummer: int | None) -> None:
    """Zet terug wat er voor een wijziging stond.

    Zonder NUMMER: de laatste wijziging. De nummers staan in 'azwa-funds dossier toon'.

    Voorbeeld: azwa-funds --dossier utrecht dossier herstel 3
    """
    from azwa_funds.dossier import herstel as zet_terug

    gedaan = zet_terug(_eigen_dossier(context).map_, nummer)
    meld(f"{gedaan.bestand}: {gedaan.wat}.")


def _eigen_dossier(context: click.Context) -> Dossier:
    """Return the dossier in which the command is given, or raise Gebruikersfout outside any."""
    eigen = lees_eigen_dossier(context)
    if eigen is None:
        raise Gebruikersfout(
            "U bent niet in een dossier; ga naar de map ervan of geef --dossier MAP."
        )
    return eigen
