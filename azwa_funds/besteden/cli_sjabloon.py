"""The command that makes empty forms."""

from __future__ import annotations

from pathlib import Path

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.scherm.cli_gedeeld import (
    GEMEENTE,
    JAARTAL,
    OPTIES,
    REGIO,
    UITPAD,
    click,
    lees_gegevens,
    meld,
    optie_stil,
)


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def sjabloon() -> None:
    """Maak een leeg formulier om in te vullen.

    Voorbeeld: azwa-funds sjabloon besteding --jaar 2027 --regio Twente
    """


@sjabloon.command(options_metavar=OPTIES)
@click.option(
    "--jaar", type=JAARTAL, required=True, metavar="JAAR", help="Het jaar van de boekingen."
)
@click.option(
    "--regio", type=REGIO, metavar="NAAM", help="Voor alle ontvangers van deze IZA-regio."
)
@click.option(
    "--gemeente", type=GEMEENTE, metavar="NAAM-OF-CODE", help="Alleen voor deze gemeente."
)
@click.option(
    "--uit", type=UITPAD, metavar="PAD",
    help="Het bestand: een naam die eindigt op .xlsx of .csv.",
)  # fmt: skip
@click.option("--overschrijf", is_flag=True, help="Vervang ook een bestand waarin is geschreven.")
@optie_stil
@click.pass_context
def besteding(
    context: click.Context,
    jaar: int,
    regio: str | None,
    gemeente: str | None,
    uit: Path | None,
    overschrijf: bool,
) -> None:
    """Maak het formulier voor bestedingen.

    Met keuzelijsten, uitleg en wat is toegekend.

    Zonder --regio of --gemeente: voor alle ontvangers van het land. Het ingevulde formulier leest
    'azwa-funds toets' zonder verder werk. Een bestand waarin is geschreven, wordt niet vervangen.

    Voorbeeld: azwa-funds sjabloon besteding --jaar 2027 --gemeente Almelo --uit almelo.xlsx
    """
    from azwa_funds.besteden import besteding_sjabloon as module
    from azwa_funds.besteden.toets_geld import Geld, kies_kring
    from azwa_funds.excel.zegel import is_ongerept, spaar, verzegel
    from azwa_funds.gegevens.namen import zoek_gemeente, zoek_regio
    from azwa_funds.kern.tekst import slug, telling
    from azwa_funds.kern.wegschrijven import schrijf

    gegevens = lees_gegevens(context)
    if regio is not None and gemeente is not None:
        raise Gebruikersfout("Kies --regio of --gemeente, niet allebei.")
    geld = Geld(gegevens)
    kring = kies_kring(
        geld,
        (),
        regio=None if regio is None else zoek_regio(gegevens, regio).naam,
        gemeente=None if gemeente is None else zoek_gemeente(gegevens, gemeente).code,
        landelijk=regio is None and gemeente is None,
    )
    inhoud = module.maak_inhoud(geld, kring, jaar)
    uit = uit or Path(f"bestedingen-{jaar}-{slug(kring.naam)}.xlsx")
    makers = {".xlsx": lambda inhoud: verzegel(module.als_xlsx(inhoud)), ".csv": module.als_csv}
    if uit.suffix.casefold() not in makers:
        raise Gebruikersfout(f"'{uit}' is geen .xlsx of .csv; geef een naam die daarop eindigt.")
    formulier = makers[uit.suffix.casefold()](inhoud)
    if not overschrijf:
        spaar([uit], lambda oud: oud == formulier or is_ongerept(oud))
    schrijf(uit, formulier)
    klaar = telling(len(inhoud.rechten), "regel", "regels")
    meld(f"Geschreven: {uit} (voor {kring.naam}, {klaar} klaargezet)")
