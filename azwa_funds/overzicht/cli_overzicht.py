"""The commands that write Excel overviews."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.scherm.cli_gedeeld import (
    GEMEENTE,
    OPTIES,
    PAD,
    REGIO,
    click,
    kies_uit,
    lees_gegevens,
    meld_werkboeken,
    optie_stil,
    schrijf_werkboeken,
    uit_dossier,
)

if TYPE_CHECKING:
    from azwa_funds.verdelen.cijfers import Cijfers
    from azwa_funds.werkboek.bladen import Werkboek


@click.command(options_metavar=OPTIES)
@click.option("--landelijk", is_flag=True, help="Maak het landelijke werkboek.")
@click.option(
    "--regio", "regios", multiple=True, type=REGIO, metavar="NAAM",
    help="Maak het werkboek van deze IZA-regio; mag vaker.",
)  # fmt: skip
@click.option(
    "--gemeente", "gemeenten", multiple=True, type=GEMEENTE, metavar="NAAM-OF-CODE",
    help="Maak de factsheet van deze gemeente; mag vaker.",
)  # fmt: skip
@click.option("--alle", is_flag=True, help="Maak alle werkboeken: land, regio's en gemeenten.")
@click.option(
    "--uit", type=PAD, metavar="MAP",
    help="De map waarin de werkboeken komen; standaard reports (in het dossier).",
)  # fmt: skip
@optie_stil
@click.pass_context
def overzicht(
    context: click.Context,
    landelijk: bool,
    regios: tuple[str, ...],
    gemeenten: tuple[str, ...],
    alle: bool,
    uit: Path | None,
) -> None:
    """Maak Excel-overzichten voor land, regio of gemeente.

    Het landelijke werkboek komt in de map zelf, die van de regio's in regio/ en de factsheets
    in gemeente/.

    Voorbeeld: azwa-funds overzicht --regio Twente --gemeente Hengelo
    """
    from azwa_funds.verdelen.cijfers import Cijfers

    begin = time.monotonic()
    uit = kies_uit(context, uit)
    cijfers = Cijfers(lees_gegevens(context))
    if not (landelijk or regios or gemeenten or alle):
        regios, gemeenten = _eigen(cijfers, uit_dossier(context, None, "wie"))
    makers = list(_kies(cijfers, landelijk, regios, gemeenten, alle))
    if not makers:
        raise Gebruikersfout(
            "Kies wat u wilt maken: --landelijk, --regio NAAM, --gemeente NAAM of --alle."
        )
    for maak in list({maak.func: maak for maak in makers}.values())[1:]:
        maak()  # what a later kind of workbook needs has been read before the first is written
    meld_werkboeken(schrijf_werkboeken(makers, uit), uit, time.monotonic() - begin)


def _eigen(cijfers: Cijfers, wie: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the regio and the gemeente of whose dossier this is; nothing outside a dossier."""
    from azwa_funds.gegevens.namen import zoek_ontvanger

    if wie is None:
        return (), ()
    gevonden = zoek_ontvanger(cijfers.gegevens, wie)
    regio = gevonden.mandaathouder_van
    gemeente = gevonden.gemeente if not gevonden.via_regio else None
    return (regio.naam,) if regio else (), (gemeente.code,) if gemeente else ()


def _kies(
    cijfers: Cijfers,
    landelijk: bool,
    regios: tuple[str, ...],
    gemeenten: tuple[str, ...],
    alle: bool,
) -> Iterator[partial[Werkboek]]:
    """Yield a maker per workbook; names are looked up first, so that a typo writes nothing."""
    from azwa_funds.gegevens.namen import zoek_gemeente, zoek_regio
    from azwa_funds.overzicht.overview import landelijk as landelijk_werkboek
    from azwa_funds.overzicht.overview_gemeente import gemeentelijk_werkboek
    from azwa_funds.overzicht.overview_regio import regionaal_werkboek

    gegevens = cijfers.gegevens
    gekozen_regios = [zoek_regio(gegevens, naam) for naam in regios]
    gekozen_gemeenten = [zoek_gemeente(gegevens, naam) for naam in gemeenten]
    if alle:
        gekozen_regios, gekozen_gemeenten = cijfers.regios, cijfers.gemeenten
    if landelijk or alle:
        yield partial(landelijk_werkboek, cijfers)
    for regio in dict.fromkeys(gekozen_regios):
        yield partial(regionaal_werkboek, cijfers, regio)
    for gemeente in dict.fromkeys(gekozen_gemeenten):
        yield partial(gemeentelijk_werkboek, cijfers, gemeente)
