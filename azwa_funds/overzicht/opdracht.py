"""The commands that write Excel overviews."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.scherm.opties import (
    GEMEENTE,
    PAD,
    REGIO,
    click,
    gebundeld,
    kies_uit,
    lees_gegevens,
    meld_werkboeken,
    opdracht,
    optie_overschrijf,
    schrijf_werkboeken,
    uit_dossier,
)

if TYPE_CHECKING:
    from azwa_funds.doorverdelen import Doorverdeling
    from azwa_funds.verdelen import Cijfers


@dataclass(frozen=True, slots=True)
class Overzichtvraag:
    """What is asked of `overzicht`: its arguments and options."""

    landelijk: bool
    regios: tuple[str, ...]
    gemeenten: tuple[str, ...]
    gebieden: tuple[str, ...]
    plannen: tuple[Path, ...]
    alle: bool
    uit: Path | None
    overschrijf: bool


@opdracht()
@click.option("--landelijk", is_flag=True, help="Maak het landelijke werkboek.")
@click.option(
    "--regio", "regios", multiple=True, type=REGIO, metavar="NAAM",
    help="Maak het werkboek van deze IZA-regio; mag vaker.",
)  # fmt: skip
@click.option(
    "--gemeente", "gemeenten", multiple=True, type=GEMEENTE, metavar="NAAM-OF-CODE",
    help="Maak de factsheet van deze gemeente; mag vaker.",
)  # fmt: skip
@click.option(
    "--gebied", "gebieden", multiple=True, metavar="NAAM",
    help="Een provincie, GGD-regio of zorgkantoorregio, of een eigen lijst (.toml); mag vaker.",
)  # fmt: skip
@click.option(
    "--plan", "plannen", multiple=True, type=PAD, metavar="PLAN.toml",
    help="Zet bij de regio wat haar plan toezegt naast het aandeel; mag vaker.",
)  # fmt: skip
@click.option("--alle", is_flag=True, help="Maak alle werkboeken: land, regio's en gemeenten.")
@click.option(
    "--uit", type=PAD, metavar="MAP",
    help="De map waarin de werkboeken komen; standaard reports (in het dossier).",
)  # fmt: skip
@optie_overschrijf
@gebundeld(Overzichtvraag)
def overzicht(context: click.Context, vraag: Overzichtvraag) -> None:
    """Maak Excel-overzichten voor land, regio of gemeente.

    Het landelijke werkboek komt in de map zelf, die van de regio's in regio/, de factsheets in
    gemeente/ en andere gebieden in gebied/. Een ander gebied dan een IZA-regio krijgt zelf geen
    regionaal geld; het werkboek zegt dan wat de gemeenten samen krijgen. Een eigen lijst is een
    TOML-bestand met naam en gemeenten. Een werkboek
    waarin is geschreven, wordt niet vervangen.

    Voorbeeld: azwa-funds overzicht --regio Twente --gemeente Hengelo
    """
    from azwa_funds.doorverdelen import met_plannen
    from azwa_funds.overzicht.keuze import kies_overzichten
    from azwa_funds.verdelen import Cijfers

    begin = time.monotonic()
    uit, regios, gemeenten = kies_uit(context, vraag.uit), vraag.regios, vraag.gemeenten
    cijfers = Cijfers(met_plannen(lees_gegevens(context), vraag.plannen))
    if not (vraag.landelijk or regios or gemeenten or vraag.gebieden or vraag.alle):
        regios, gemeenten = _eigen(cijfers, uit_dossier(context, None, "wie"))
    if vraag.alle:
        regios = tuple(regio.naam for regio in cijfers.regios)
        gemeenten = tuple(gemeente.code for gemeente in cijfers.gemeenten)
    makers = kies_overzichten(
        cijfers, landelijk=vraag.landelijk or vraag.alle, regios=regios, gemeenten=gemeenten,
        gebieden=vraag.gebieden, over_plan=_over_plan,
    )  # fmt: skip
    if not makers:
        raise Gebruikersfout(
            "Kies wat u wilt maken: --landelijk, --regio NAAM, --gemeente NAAM, --gebied NAAM of "
            "--alle."
        )
    for maak in list({maak.func: maak for _, maak in makers}.values())[1:]:
        maak()  # what a later kind of workbook needs has been read before the first is written
    paden = schrijf_werkboeken(makers, uit, overschrijf=vraag.overschrijf)
    meld_werkboeken(paden, uit, time.monotonic() - begin)


def _eigen(cijfers: Cijfers, wie: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the regio and the gemeente of whose dossier this is; nothing outside a dossier."""
    from azwa_funds.gegevens import zoek_ontvanger

    if wie is None:
        return (), ()
    gevonden = zoek_ontvanger(cijfers.gegevens, wie)
    regio = gevonden.mandaathouder_van
    gemeente = gevonden.gemeente if not gevonden.via_regio else None
    return (regio.naam,) if regio else (), (gemeente.code,) if gemeente else ()


def _over_plan(verdeling: Doorverdeling) -> str:
    naam = verdeling.plan.regio.naam
    return (
        f"Het plan {verdeling.plan.pad} is van IZA-regio {naam}, en daarvan komt er geen "
        f'werkboek; geef --regio "{naam}" of laat het plan weg.'
    )
