"""The command that writes the workbook to calculate with."""

from __future__ import annotations

from pathlib import Path

from azwa_funds.kern.tekst import toon_pad
from azwa_funds.scherm.opties import (
    UITPAD,
    click,
    kies_uit,
    lees_gegevens,
    meld,
    opdracht,
    optie_overschrijf,
    spaar_geschreven,
)


@opdracht()
@click.option(
    "--uit", type=UITPAD, show_default="reports/rekenmodel.xlsx",
    metavar="PAD.xlsx", help="Het bestand waarin het rekenmodel komt.",
)  # fmt: skip
@optie_overschrijf
def rekenmodel(context: click.Context, uit: Path | None, overschrijf: bool) -> None:
    """Maak een Excel-werkboek om zelf mee te rekenen.

    Gele cellen (landelijke budgetten, verdeelsleutel, minimum per ontvanger en afronding) sturen
    de formules aan tot op elke gemeente en regio, zonder macro's. Zolang u niets verandert, staan
    er dezelfde euro's als in de andere opdrachten. Een rekenmodel waarin is geschreven, wordt niet
    vervangen.

    Voorbeeld: azwa-funds rekenmodel --uit wat-als.xlsx
    """
    from azwa_funds.rekenmodel.werkboek import maak_rekenmodel as maak
    from azwa_funds.verdelen import Cijfers

    uit = uit or kies_uit(context, None, "rekenmodel.xlsx")
    spaar_geschreven([uit], overschrijf=overschrijf)
    werkboek = maak(Cijfers(lees_gegevens(context)), uit)
    meld(f"Het rekenmodel staat in {toon_pad(werkboek.schrijf(Path()))}.")
