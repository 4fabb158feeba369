"""The commands that write Excel overviews."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
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
    kies_formaat,
    lees_gegevens,
    lever,
    meld_werkboeken,
    optie_formaat,
    optie_stil,
    optie_uit,
    schrijf_werkboeken,
)

if TYPE_CHECKING:
    from azwa_funds.nazien.verifieer import Verificatie
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
    "--uit", type=PAD, default=Path("reports"), show_default=True,
    metavar="MAP", help="De map waarin de werkboeken komen.",
)  # fmt: skip
@optie_stil
@click.pass_context
def overzicht(
    context: click.Context,
    landelijk: bool,
    regios: tuple[str, ...],
    gemeenten: tuple[str, ...],
    alle: bool,
    uit: Path,
) -> None:
    """Maak Excel-overzichten voor land, regio of gemeente.

    Het landelijke werkboek komt in de map zelf, die van de regio's in regio/ en de factsheets
    in gemeente/.

    Voorbeeld: azwa-funds overzicht --regio Twente --gemeente Hengelo
    """
    from azwa_funds.verdelen.cijfers import Cijfers

    begin = time.monotonic()
    makers = list(_kies(Cijfers(lees_gegevens(context)), landelijk, regios, gemeenten, alle))
    if not makers:
        raise Gebruikersfout(
            "Kies wat u wilt maken: --landelijk, --regio NAAM, --gemeente NAAM of --alle."
        )
    for maak in list({maak.func: maak for maak in makers}.values())[1:]:
        maak()  # what a later kind of workbook needs has been read before the first is written
    meld_werkboeken(schrijf_werkboeken(makers, uit), uit, time.monotonic() - begin)


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


@click.command(options_metavar=OPTIES)
@click.argument("bestand", type=PAD, metavar="BESTAND.xlsx")
@optie_formaat("tekst", "json", volgt_uit=True)
@click.option(
    "--bestedingen", multiple=True, type=PAD, metavar="BESTAND",
    help="Een bestand waaruit het werkboek is gemaakt, zoals boekingen bij SiSa; mag vaker.",
)  # fmt: skip
@optie_uit
@optie_stil
@click.pass_context
def verifieer(
    context: click.Context,
    bestand: Path,
    formaat: str | None,
    bestedingen: tuple[Path, ...],
    uit: Path | None,
) -> None:
    """Ga na of een werkboek nog klopt met de gegevens.

    Maakt hetzelfde werkboek opnieuw en vergelijkt elk cijfer. Noemt elke gewijzigde cel, elke
    verwijderde rij, elke overtypte formule, en gewijzigde invoer of een andere versie. Wat in een
    gele cel is ingevuld, is geen afwijking: van wat ervan afhangt, wordt alleen de formule
    vergeleken. Eindigt met code 0 als alles staat en met code 1 als er iets afwijkt.

    Voorbeeld: azwa-funds verifieer reports/regio/twente.xlsx
    """
    from azwa_funds.nazien.verifieer import verifieer as ga_na
    from azwa_funds.verdelen.cijfers import Cijfers

    soort = kies_formaat(formaat, uit, "tekst", "json")
    uitkomst = ga_na(Cijfers(lees_gegevens(context)), bestand, bestedingen)
    if soort == "json":
        from azwa_funds.scherm.uitvoer import naar_json

        antwoord = {"bestand": str(bestand), "staat": uitkomst.staat, **asdict(uitkomst)}
        lever(naar_json(antwoord), uit)
    else:
        lever("".join(f"{regel}\n" for regel in _verificatie(uitkomst, bestand)), uit)
    if not uitkomst.staat:
        context.exit(1)


def _verificatie(uitkomst: Verificatie, bestand: Path) -> Iterator[str]:
    for regel in (*uitkomst.ingevuld, *uitkomst.afwijkingen):
        yield f"- {regel}"
    if uitkomst.staat:
        yield f"Alles staat: {uitkomst.staande_cijfers} cijfers in {bestand} kloppen."
    else:
        yield (
            f"{len(uitkomst.afwijkingen)} afwijkingen in {bestand}; "
            f"{uitkomst.staande_cijfers} cijfers staan."
        )
    if uitkomst.over_invoer:
        yield uitkomst.over_invoer
