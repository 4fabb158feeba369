"""The commands that fetch figures from CBS and show which figures the data hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.scherm.opties import (
    OPTIES,
    PAD,
    click,
    lees_gegevens,
    lever,
    opdracht,
    optie_jaar,
    toon_voortgang,
)

if TYPE_CHECKING:
    from azwa_funds.cbs.ophalen import Meld

_TABELLEN = ["kerncijfers", "bevolking", "inkomen", "leeftijd"]

optie_tabel = click.option(
    "--tabel", "namen", multiple=True, type=click.Choice(_TABELLEN),
    help="Alleen deze tabel; mag vaker.",
)  # fmt: skip


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def cbs() -> None:
    """Haal cijfers op bij het CBS, of toon welke er zijn.

    Voorbeeld: azwa-funds cbs toon
    """


@opdracht(groep=cbs)
@optie_tabel
@optie_jaar
@click.option(
    "--uit", type=PAD, metavar="MAP",
    help="De map waarin de tabellen komen. Standaard data/cbs, of de map cbs in de map van --data.",
)  # fmt: skip
def haal(
    context: click.Context, namen: tuple[str, ...], jaren: tuple[int, ...], uit: Path | None
) -> None:
    """Haal cijfers op bij CBS StatLine.

    Zonder opties: het nieuwste jaar van elke tabel. Alleen deze opdracht gaat het internet op.
    Welke tabel van het CBS bij welk jaar hoort, staat in data/cbs/tabellen.toml. Gaat er iets mis,
    dan blijft alles zoals het was. Controleer daarna met: azwa-funds controleer.

    Voorbeeld: azwa-funds cbs haal --tabel kerncijfers --jaar 2024
    """
    from azwa_funds.cbs.ophalen import haal as haal_op
    from azwa_funds.cbs.ophalen import kies
    from azwa_funds.cbs.uitvoer import oogst_als_tekst
    from azwa_funds.kern.schijf import alleen_in

    gegevens = lees_gegevens(context)
    map_ = uit or (context.obj.data or (context.obj.dossier or Path()) / "data") / "cbs"
    opdrachten, open_ = kies(gegevens, namen, jaren)
    with alleen_in(map_), _voortgang() as meld:
        oogsten = haal_op(gegevens, opdrachten, map_, meld)
    opties = f"--data {context.obj.data} " if context.obj.data else ""
    lever(oogst_als_tekst(gegevens, oogsten, map_, open_, opties), None)


@contextmanager
def _voortgang() -> Iterator[Meld]:
    """Show a bar per table on a terminal, and nothing in a pipe or a file."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    kolommen = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *kolommen, console=Console(stderr=True), transient=True, disable=not toon_voortgang()
    ) as balk:
        taken: dict[str, TaskID] = {}

        def meld(naam: str, jaar: int, gedaan: int, totaal: int | None) -> None:
            wat = f"{naam} {jaar}"
            if wat not in taken:
                taken[wat] = balk.add_task(wat, total=totaal)
            balk.update(taken[wat], completed=gedaan, total=totaal)

        yield meld


@opdracht(groep=cbs, vormen=("tabel", "csv", "json"), stil=False)
@optie_tabel
def toon(context: click.Context, namen: tuple[str, ...], formaat: str) -> None:
    """Toon welke cijfers van het CBS er zijn.

    Per tabel en jaar: het aantal gemeenten, de periode, voorlopig of definitief, de bron, wanneer
    de cijfers zijn opgehaald, en bij welke gemeenten het CBS geen cijfer geeft.

    Voorbeeld: azwa-funds cbs toon --tabel inkomen
    """
    from azwa_funds.cbs.tabellen import niet_op_te_halen, stand
    from azwa_funds.cbs.uitvoer import stand_als

    gegevens = lees_gegevens(context)
    standen = stand(gegevens, namen)
    lever(stand_als(formaat, gegevens, standen, niet_op_te_halen(gegevens)), None)
