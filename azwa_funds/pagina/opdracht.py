"""The command that makes the web page."""

from __future__ import annotations

from pathlib import Path

from azwa_funds.kern.tekst import toon_pad
from azwa_funds.scherm.opties import PAD, click, kies_uit, lees_gegevens, meld, opdracht


@opdracht()
@click.option(
    "--uit", type=PAD, show_default="reports/pagina",
    metavar="MAP", help="De map waarin index.html komt, of een bestand dat op .html eindigt.",
)  # fmt: skip
def pagina(context: click.Context, uit: Path | None) -> None:
    """Maak een webpagina om in te kijken, zonder internet.

    Een enkel bestand met alles erin: dubbelklik om het te openen, of stuur het door. Kies een
    gemeente of regio en zie de bedragen, de brug van het oude naar het nieuwe geld, de
    vergelijking per inwoner, de sleutel en de bronnen; met kaart, tabel en downloads.

    Voorbeeld: azwa-funds pagina --uit reports/pagina
    """
    from azwa_funds.kern.schijf import schrijf
    from azwa_funds.pagina.pagina import maak_pagina
    from azwa_funds.verdelen import Cijfers

    uit = uit or kies_uit(context, None, "pagina")
    inhoud = maak_pagina(Cijfers(lees_gegevens(context)), "azwa-funds pagina")
    pad = uit if uit.suffix.lower() in (".html", ".htm") else uit / "index.html"
    schrijf(pad, inhoud)
    meld(f"De pagina staat in {toon_pad(pad)}; open haar met een dubbelklik.")
