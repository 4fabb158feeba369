"""The commands that look at ledgers before anything is judged, and what a form is filled with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import toon_pad
from azwa_funds.scherm.opties import (
    JAARTAL,
    ONTVANGER,
    OPTIES,
    PAD,
    UITPAD,
    argument_boekingen,
    click,
    kies_formaat,
    lees_gegevens,
    lever,
    meld,
    opdracht,
    optie_onderdeel_vult_aan,
    optie_profiel,
)

if TYPE_CHECKING:
    from azwa_funds.besteden.boekingen import Bestedingen

Opdracht = TypeVar("Opdracht", bound=Callable[..., Any])


# -- ledgers -------------------------------------------------------------------------------------

_optie_jaar = click.option(
    "--jaar", type=JAARTAL, metavar="JAAR", help="Het jaar van rijen die geen jaar noemen."
)
_optie_ontvanger = click.option(
    "--ontvanger", type=ONTVANGER, metavar="NAAM",
    help="De gemeente of mandaathouder van rijen die niemand noemen, naam of code.",
)  # fmt: skip


def _leesopties(opdracht: Opdracht) -> Opdracht:
    """Give a command all that fills in what files do not say."""
    for optie in (
        optie_profiel,
        optie_onderdeel_vult_aan,
        _optie_ontvanger,
        _optie_jaar,
        argument_boekingen,
    ):
        opdracht = optie(opdracht)
    return opdracht


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def bestedingen() -> None:
    """Bekijk een grootboek voordat er iets mee gebeurt.

    Voorbeeld: azwa-funds bestedingen bekijk grootboek.xlsx --ontvanger Almelo --jaar 2027
    """


@opdracht(groep=bestedingen, vormen=("tekst", "json"), volgt_uit=True, uit=True)
@_leesopties
def bekijk(
    context: click.Context,
    /,
    bestanden: tuple[Path, ...],
    formaat: str | None,
    uit: Path | None,
    **opties: Any,
) -> None:
    """Laat zien wat er uit bestanden wordt gelezen.

    Per bestand en blad: de koppen, welke kolom wat is en waarom, hoe het teken van een bedrag
    werkt, of totalen kloppen, en welke rijen niet zijn gelezen, met hun som en de reden. Er wordt
    niets beoordeeld. Eindigt met code 0 als alles is gelezen of goed te verklaren, 1 als er iets
    bij is dat geld kan zijn en niet is gelezen, of dat een keuze vraagt, en 2 als het niet te lezen
    is.

    Voorbeeld: azwa-funds bestedingen bekijk grootboek.xlsx --profiel grootboek.toml
    """
    from azwa_funds.besteden import boekingen, uitvoer

    soort = kies_formaat(formaat, uit, "tekst", "json")
    gelezen = _lees(context, bestanden, **opties)
    boekingen.weiger_overschrijven(uit, bestanden)
    als = uitvoer.als_json if soort == "json" else uitvoer.als_tekst
    lever(als(gelezen), uit)
    if gelezen.lezing.niet_gelezen:
        context.exit(1)


@opdracht(groep=bestedingen)
@_leesopties
@click.option(
    "--uit", type=UITPAD, required=True, metavar="PAD",
    help="Het nieuwe bestand: een naam die eindigt op .xlsx of .csv.",
)  # fmt: skip
def zetom(context: click.Context, /, bestanden: tuple[Path, ...], uit: Path, **opties: Any) -> None:
    """Zet grootboeken om naar ons eigen formulier.

    Schrijft alle boekingen met de koppen van 'azwa-funds sjabloon besteding'. Wat niet kon worden
    gelezen, staat op het scherm; dan eindigt de opdracht met code 1.

    Voorbeeld: azwa-funds bestedingen zetom kosten.xlsx --profiel p.toml --uit boekingen.xlsx
    """
    from azwa_funds.besteden import boekingen, uitvoer
    from azwa_funds.grootboek.lezing import toon_som
    from azwa_funds.kern.schijf import schrijf
    from azwa_funds.kern.tekst import telling

    gelezen = _lees(context, bestanden, **opties)
    boekingen.weiger_overschrijven(uit, bestanden)
    schrijf(uit, uitvoer.boekingen_als_formulier(gelezen, uit))
    aantal = telling(len(gelezen.tabel), "boeking", "boekingen")
    meld(
        f"Geschreven: {toon_pad(uit)} "
        f"({aantal}, samen {toon_som(int(gelezen.tabel['centen'].sum()))})"
    )
    if uitvoer.meld_niet_gelezen(gelezen):
        context.exit(1)


@opdracht(groep=bestedingen)
@click.argument("bestand", type=PAD, metavar="BESTAND")
@_optie_jaar
@_optie_ontvanger
@optie_onderdeel_vult_aan
@click.option(
    "--uit", type=UITPAD, required=True, metavar="PROFIEL.toml",
    help="Het nieuwe profiel: een naam die eindigt op .toml.",
)  # fmt: skip
def profiel(
    context: click.Context,
    bestand: Path,
    uit: Path,
    jaar: int | None,
    ontvanger: str | None,
    onderdeel: str | None,
) -> None:
    """Stel een profiel voor bij een grootboek.

    Het profiel zegt welke kolom wat is. Lees de uitleg die erin staat, pas aan wat niet klopt en
    geef het mee met --profiel. Een bestand dat er al is, wordt niet vervangen.

    Voorbeeld: azwa-funds bestedingen profiel grootboek.xlsx --ontvanger Almelo --uit grootboek.toml
    """
    from azwa_funds.besteden.boekingen import profielvoorstel
    from azwa_funds.kern.schijf import schrijf

    gegevens = lees_gegevens(context)
    if uit.suffix.casefold() != ".toml":
        raise Gebruikersfout(f"'{uit}' is geen .toml; geef bij --uit een naam die daarop eindigt.")
    if uit.exists():
        raise Gebruikersfout(f"'{uit}' bestaat al; kies een andere naam of verwijder het.")
    tekst = profielvoorstel(gegevens, bestand, ontvanger, jaar, onderdeel)
    schrijf(uit, tekst.encode("utf-8"))
    meld(f"Geschreven: {toon_pad(uit)}. Lees en verbeter het, en kijk dan wat ermee wordt gelezen:")
    meld(f'azwa-funds bestedingen bekijk "{bestand}" --profiel "{uit}"')


def _lees(
    context: click.Context,
    bestanden: tuple[Path, ...],
    ontvanger: str | None,
    jaar: int | None,
    onderdeel: str | None,
    profiel: Path | None,
) -> Bestedingen:
    from azwa_funds.besteden.boekingen import lees_bestedingen, maak_aanvulling

    gegevens = lees_gegevens(context)
    aanvulling = maak_aanvulling(gegevens, ontvanger, jaar, onderdeel, profiel)
    gelezen = lees_bestedingen(gegevens, bestanden, aanvulling)
    niet_nodig = [
        f"{bron} is niet gebruikt, want de bestanden of het profiel zeggen het zelf."
        for kolom, bron in aanvulling.vast.bron.items()
        if kolom not in gelezen.aanvulling.vast.wat
    ]
    return replace(gelezen, opmerkingen=(*gelezen.opmerkingen, *niet_nodig))
