"""The command that opens the window."""

from __future__ import annotations

import sys
from pathlib import Path

from azwa_funds.scherm.opties import OPTIES, PAD, click


@click.command(options_metavar=OPTIES)
@click.argument("map_", type=PAD, required=False, metavar="[MAP]")
@click.option(
    "--poort", type=click.IntRange(0, 65535), default=0, metavar="N",
    help="De poort op deze computer; zonder keuze een vrije.",
)  # fmt: skip
@click.option("--geen-browser", is_flag=True, help="Open de browser niet; toon alleen het adres.")
@click.pass_context
def start(context: click.Context, map_: Path | None, poort: int, geen_browser: bool) -> None:
    """Open de taken in uw browser, zonder opdrachten te typen.

    Het venster draait op deze computer: niets gaat het internet op. MAP is de map van uw dossier;
    zonder MAP is dat de map waarin u staat. Het adres dat verschijnt, werkt een minuut en één keer.
    Stoppen kan met de knop in het venster, of met Ctrl-C.

    Voorbeeld: azwa-funds start mijn-dossier
    """
    from azwa_funds.kern.fouten import Gebruikersfout
    from azwa_funds.venster.omgeving import Omgeving
    from azwa_funds.venster.server import bedien, open_poort
    from azwa_funds.venster.toepassing import maak_toepassing
    from azwa_funds.venster.wacht import Wacht

    map_ = (map_ or context.obj.dossier or Path()).absolute()
    if map_.exists() and not map_.is_dir():
        raise Gebruikersfout(f"'{map_}' is geen map; geef de naam van een map.")
    map_.mkdir(parents=True, exist_ok=True)
    stopcontact = open_poort(poort)
    wacht = Wacht(stopcontact.getsockname()[1])
    app = maak_toepassing(map_, wacht)
    omgeving: Omgeving = app.extensions["omgeving"]
    try:
        bedien(app, wacht, stopcontact, omgeving.klaar, meld=_meld, met_browser=not geen_browser)
    finally:
        omgeving.werkplaats.sluit()


def _meld(adres: str) -> None:
    """Print the address alone on its line, at once, for who waits for it."""
    click.echo(adres)
    sys.stdout.flush()
