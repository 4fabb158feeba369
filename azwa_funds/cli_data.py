"""The command that copies the data out, for who wants to add to it."""

from __future__ import annotations

from pathlib import Path

from azwa_funds.cli_gedeeld import OPTIES, PAD, click, lees_gegevens, meld, optie_stil


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def data() -> None:
    """Maak een eigen map met gegevens en verdeelsleutels.

    Voorbeeld: azwa-funds data kopieer mijn-gegevens
    """


@data.command(options_metavar=OPTIES)
@click.argument("map_", type=PAD, metavar="MAP")
@optie_stil
@click.pass_context
def kopieer(context: click.Context, map_: Path) -> None:
    """Kopieer gegevens en sleutels naar een eigen map.

    Voorbeeld: azwa-funds data kopieer mijn-gegevens
    """
    from azwa_funds.gegevensmap import kopieer as maak_kopie

    doel = maak_kopie(lees_gegevens(context), map_)
    meld(f"Gegevens en verdeelsleutels staan nu in {doel}. Gebruik ze zo:")
    meld(f'azwa-funds --data "{doel / "data"}" --sleutels "{doel / "verdeelsleutels"}" controleer')
