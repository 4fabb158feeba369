"""The commands that check: the data and keys, and a workbook against what made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import telling, toon_pad
from azwa_funds.scherm.opties import (
    PAD,
    UITPAD,
    click,
    kies_formaat,
    lees_gegevens,
    lever,
    meld,
    opdracht,
    optie_formaat,
)

if TYPE_CHECKING:
    from azwa_funds.nazien.werkboek import Verificatie


@opdracht(vormen=("tekst", "csv", "json"), volgt_uit=True, uit=True)
def controleer(context: click.Context, formaat: str | None, uit: Path | None) -> None:
    """Controleer alle gegevens en verdeelsleutels.

    Sluitende tellingen, ontbrekende gemeenten en jaren, onbekende codes, bronnen, en de
    gepubliceerde tabellen tegen hun sleutel. Bekende afwijkingen staan apart van nieuwe.
    Eindigt met code 1 als er iets nieuws is gevonden.

    Voorbeeld: azwa-funds --data mijn-map controleer
    """
    from azwa_funds.nazien import uitvoer
    from azwa_funds.nazien.invoer import aandachtspunten
    from azwa_funds.nazien.invoer import controleer as voer_uit

    soort = kies_formaat(formaat, uit, "tekst", "xlsx", "csv", "json")
    gegevens = lees_gegevens(context)
    uitkomsten = voer_uit(gegevens)
    punten = aandachtspunten(gegevens)
    lever(uitvoer.controle_als(soort, gegevens, uitkomsten, punten), uit)
    if not all(uitkomst.klopt for uitkomst in uitkomsten):
        context.exit(1)


@opdracht()
@optie_formaat("tabel", "csv", "json", volgt_uit=True)
@click.option(
    "--uit", type=UITPAD, metavar="PAD",
    help="Schrijf naar dit bestand; met .xlsx een werkboek.",
)  # fmt: skip
def openstaand(context: click.Context, formaat: str | None, uit: Path | None) -> None:
    """Toon welke documenten een aanname of p.m. vervangen.

    Van elk document: wat het vervangt, waar het verschijnt, en welk bestand u dan aanpast. Wat
    hier staat, is er nog niet of is nog niet gelezen.

    Voorbeeld: azwa-funds openstaand --uit openstaand.xlsx
    """
    from azwa_funds.nazien import uitvoer

    soort = kies_formaat(formaat, uit, "tabel", "xlsx", "csv", "json")
    gegevens = lees_gegevens(context)
    if soort != "xlsx" or uit is None:
        lever(uitvoer.openstaand_als(soort, gegevens), uit)
        return
    from azwa_funds.verdelen import Cijfers
    from azwa_funds.werkboek.vast import openstaand_werkboek

    werkboek = openstaand_werkboek(Cijfers(gegevens), Path(uit.name))
    werkboek.schrijf(uit.parent)
    meld(f"Geschreven: {toon_pad(uit)} ({len(gegevens.openstaand)} documenten)")


@opdracht(uit=True)
@click.argument("bestand", type=PAD, metavar="BESTAND.xlsx")
@optie_formaat("tekst", "json", volgt_uit=True)
@click.option(
    "--bestedingen", multiple=True, type=PAD, metavar="BESTAND",
    help="Een bestand waaruit het werkboek is gemaakt, zoals boekingen bij SiSa; mag vaker.",
)  # fmt: skip
@click.option(
    "--plan", "plannen", multiple=True, type=PAD, metavar="BESTAND.toml",
    help="Het plan van een regio, of de eigen lijst, waaruit het werkboek is gemaakt.",
)  # fmt: skip
@click.option(
    "--vingerafdruk", metavar="SHA256",
    help="De vingerafdruk die een eerdere verificatie gaf; de cijfers moeten er precies op passen.",
)  # fmt: skip
def verifieer(
    context: click.Context,
    bestand: Path,
    formaat: str | None,
    bestedingen: tuple[Path, ...],
    plannen: tuple[Path, ...],
    vingerafdruk: str | None,
    uit: Path | None,
) -> None:
    """Ga na of een werkboek nog klopt met de gegevens.

    Maakt hetzelfde werkboek opnieuw en vergelijkt alles wat een lezer ziet: cijfers, teksten en
    formules, wat is verborgen, tekstvakken, opmerkingen, grafieken, namen en koppelingen, en het
    blad Uitvoering. Wat niet wordt vergeleken, staat in het antwoord. Wat in een gele cel is
    ingevuld, is geen afwijking; wat ervan afhangt, wordt nagerekend. Bewaar de vingerafdruk apart
    en geef haar later terug, dan telt ook wie het werkboek opnieuw maakte. Eindigt met code 0 als
    alles staat en met code 1 als er iets afwijkt.

    Voorbeeld: azwa-funds verifieer reports/regio/twente.xlsx
    """
    from azwa_funds.nazien.werkboek import verifieer as ga_na
    from azwa_funds.verdelen import Cijfers

    soort = kies_formaat(formaat, uit, "tekst", "json")
    kaal = None if vingerafdruk is None else vingerafdruk.strip().lower()
    if kaal is not None and (len(kaal) != 64 or set(kaal) - set("0123456789abcdef")):
        raise Gebruikersfout(
            f"'{vingerafdruk}' is geen vingerafdruk; neem de 64 letters en cijfers over die "
            "'verifieer' onder het antwoord zet."
        )
    bestanden = (*bestedingen, *plannen)
    uitkomst = ga_na(Cijfers(lees_gegevens(context)), bestand, bestanden, kaal)
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
            f"{telling(len(uitkomst.afwijkingen), 'afwijking', 'afwijkingen')} in {bestand}; "
            f"{uitkomst.staande_cijfers} cijfers staan."
        )
    if uitkomst.over_invoer:
        yield uitkomst.over_invoer
    yield uitkomst.niet_vergeleken
    yield f"Vingerafdruk van de cijfers: {uitkomst.vingerafdruk}"
