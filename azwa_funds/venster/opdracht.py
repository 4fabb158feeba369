"""The command that opens the window."""

from __future__ import annotations

import signal
import sys
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.scherm.opties import PAD, click, opdracht

if TYPE_CHECKING:
    import threading

    from azwa_funds.venster.aanwezigheid import Aanwezigheid


@opdracht(stil=False)
@click.argument("map_", type=PAD, required=False, metavar="[MAP]")
@click.option(
    "--poort", type=click.IntRange(0, 65535), default=0, metavar="N",
    help="De poort op deze computer; zonder keuze een vrije.",
)  # fmt: skip
@click.option("--geen-browser", is_flag=True, help="Open de browser niet; toon alleen het adres.")
def start(context: click.Context, map_: Path | None, poort: int, geen_browser: bool) -> None:
    """Open de taken in uw browser, zonder opdrachten te typen.

    Het venster draait op deze computer: niets gaat het internet op. MAP is de map van uw dossier;
    zonder MAP is dat de map waarin u staat. Draait daar al een venster, dan opent dat. Het adres
    dat verschijnt, werkt een minuut en één keer. Stoppen kan met de knop in het venster, of met
    Ctrl-C; na acht uur zonder vraag stopt het zelf.

    Voorbeeld: azwa-funds start mijn-dossier
    """
    from azwa_funds.kern.fouten import Gebruikersfout
    from azwa_funds.venster.aanwezigheid import Aanwezigheid
    from azwa_funds.venster.server import leeft

    map_ = (map_ or context.obj.dossier or Path()).absolute()
    if map_.exists() and not map_.is_dir():
        raise Gebruikersfout(f"'{map_}' is geen map; geef de naam van een map.")
    map_.mkdir(parents=True, exist_ok=True)
    aanwezig = Aanwezigheid(map_)
    adres = aanwezig.vraag(leeft)
    if adres:
        click.echo("Het venster op deze map draait al en wordt geopend.", err=True)
        _meld(adres, geen_browser=geen_browser)
    else:
        _draai(map_, poort, aanwezig, partial(_meld, geen_browser=geen_browser))


def _draai(map_: Path, poort: int, aanwezig: Aanwezigheid, meld: Callable[[str], None]) -> None:
    """Serve the window on a folder until somebody stops it, and leave nothing running."""
    from azwa_funds.dossier import is_dossier, ruim_resten_op
    from azwa_funds.venster.omgeving import Omgeving
    from azwa_funds.venster.server import bedien, open_poort
    from azwa_funds.venster.toepassing import maak_toepassing
    from azwa_funds.venster.wacht import Wacht

    stopcontact = open_poort(poort)
    wacht = Wacht(stopcontact.getsockname()[1])
    app = maak_toepassing(map_, wacht)
    omgeving: Omgeving = app.extensions["omgeving"]
    _stop_ook_bij(omgeving.klaar)
    if is_dossier(map_):
        ruim_resten_op(map_)

    def tussendoor(nieuw_adres: Callable[[], str]) -> bool:
        if aanwezig.klopt_er_iemand():
            aanwezig.antwoord_met(nieuw_adres())
        return omgeving.werkplaats.is_bezig

    is_van_ons = aanwezig.neem_plaats(wacht.poort)
    try:
        bedien(app, wacht, stopcontact, omgeving.klaar, meld=meld, tussendoor=tussendoor)
    finally:
        if is_van_ons:
            aanwezig.ruim_op()
        omgeving.werkplaats.sluit()


def _stop_ook_bij(klaar: threading.Event) -> None:
    """End in good order also when the system or a closed terminal asks for it."""
    for naam in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, naam):
            signal.signal(getattr(signal, naam), lambda *_: klaar.set())


def _meld(adres: str, *, geen_browser: bool) -> None:
    """Print the address alone on its line, at once, for who waits for it; open the browser."""
    click.echo(adres)
    if sys.stdout is not None:  # as where no terminal is
        sys.stdout.flush()
    if not geen_browser:
        webbrowser.open(adres)
