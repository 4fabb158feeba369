"""The commands for the regional werkagenda: workbook, Word document and register of status."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import toon_pad
from azwa_funds.scherm.opties import (
    OPTIES,
    PAD,
    REGIO,
    click,
    doe_alle,
    kies_uit,
    lees_gegevens,
    lever,
    meld,
    opdracht,
    optie_overschrijf,
    optie_stil,
    optie_uit,
    spaar_geschreven,
)

if TYPE_CHECKING:
    from azwa_funds.gegevens import Gegevens
    from azwa_funds.kern.begrippen import Regio


optie_regios = click.option(
    "--regio", "namen", multiple=True, type=REGIO, metavar="NAAM", help="Deze regio; mag vaker."
)


@click.group(
    invoke_without_command=True,
    options_metavar=OPTIES,
    subcommand_metavar="[OPDRACHT [ARGUMENTEN]...]",
)
@optie_regios
@click.option("--alle", is_flag=True, help="Alle IZA-regio's.")
@click.option(
    "--register", "register", type=PAD, metavar="BESTAND",
    help="Vul in welke colleges volgens dit register hebben vastgesteld.",
)  # fmt: skip
@click.option(
    "--uit", type=PAD, show_default="reports/werkagenda",
    metavar="MAP", help="De map waarin de bestanden komen.",
)  # fmt: skip
@optie_overschrijf
@optie_stil
@click.pass_context
def werkagenda(
    context: click.Context,
    namen: tuple[str, ...],
    alle: bool,
    register: Path | None,
    uit: Path | None,
    overschrijf: bool,
) -> None:
    """Maak de werkagenda van een regio, in Excel en in Word.

    Normen x bevolking, groeipad, middelen en de vragen van het landelijke format, om in verder
    te werken. Een bestand waarin is geschreven, wordt niet vervangen. Met 'status' en 'sjabloon'
    houdt u bij welke colleges hebben vastgesteld.

    Voorbeeld: azwa-funds werkagenda --regio Twente
    """
    if context.invoked_subcommand:
        if namen or alle or register or overschrijf:
            raise Gebruikersfout(
                f"De opties van werkagenda horen niet bij '{context.invoked_subcommand}'; zet ze "
                "erachter of laat ze weg."
            )
        return
    from azwa_funds.verdelen import Cijfers
    from azwa_funds.werkagenda.register import lees_register
    from azwa_funds.werkagenda.werkboek import paden, schrijf_werkagenda

    uit = kies_uit(context, uit, "werkagenda")
    gegevens = lees_gegevens(context)
    regios = _kies(gegevens, namen, alle)
    statussen = lees_register(gegevens, register) if register else {}
    spaar_geschreven(
        (pad for regio in regios for pad in paden(regio, uit)), overschrijf=overschrijf
    )
    cijfers = Cijfers(gegevens)
    werk = [
        partial(schrijf_werkagenda, cijfers, regio, statussen.get(regio.naam), uit)
        for regio in regios
    ]
    doe_alle(werk, "Werkagenda's")
    if len(regios) == 1:
        xlsx, docx = paden(regios[0], uit)
        meld(f"De werkagenda staat in {toon_pad(xlsx)} en {toon_pad(docx)}.")
    else:
        meld(f"{len(regios)} werkagenda's staan in {toon_pad(uit)}, elk als .xlsx en als .docx.")


def _kies(gegevens: Gegevens, namen: tuple[str, ...], alle: bool) -> list[Regio]:
    from azwa_funds.gegevens import zoek_regio

    if alle and namen:
        raise Gebruikersfout("Kies --regio of --alle, niet allebei.")
    if alle:
        return sorted(gegevens.regios.values(), key=lambda regio: regio.naam)
    if not namen:
        raise Gebruikersfout(
            "Kies een regio, bijvoorbeeld: azwa-funds werkagenda --regio Twente (of --alle)."
        )
    gekozen = [zoek_regio(gegevens, naam) for naam in namen]
    return list({regio.naam: regio for regio in gekozen}.values())


@opdracht(groep=werkagenda, vormen=("tabel", "csv", "json"), stil=False)
@click.argument("bestand", metavar="BESTAND", type=PAD)
@optie_regios
@click.option("--alle", is_flag=True, help="Ook regio's waarvan niets bekend is.")
def status(
    context: click.Context, bestand: Path, namen: tuple[str, ...], alle: bool, formaat: str
) -> None:
    """Toon per regio welke colleges hebben vastgesteld.

    BESTAND is een CSV met regio, gemeente_code, college_datum, ingediend_op en opmerking; een
    leeg bestand maakt 'azwa-funds werkagenda sjabloon'. Toont ook wat er ontbreekt, en eindigt
    dan met code 1.

    Voorbeeld: azwa-funds werkagenda status register.csv
    """
    from azwa_funds.gegevens import zoek_regio
    from azwa_funds.werkagenda.register import Oordeel, lees_register, register_als

    gegevens = lees_gegevens(context)
    gekozen = {zoek_regio(gegevens, naam).naam for naam in namen}
    register = lees_register(gegevens, bestand)
    statussen = [
        stand
        for naam, stand in register.items()
        if naam in gekozen or (not gekozen and (alle or stand.oordeel is not Oordeel.ONBEKEND))
    ]
    lever(register_als(formaat, statussen, len(register)), None)
    if len(statussen) == 0 or any(s.oordeel is not Oordeel.OP_TIJD for s in statussen):
        context.exit(1)


@opdracht(groep=werkagenda)
@optie_regios
@optie_uit
@optie_overschrijf
def sjabloon(
    context: click.Context, namen: tuple[str, ...], uit: Path | None, overschrijf: bool
) -> None:
    """Maak een leeg register om in te vullen.

    Een regel per gemeente, als CSV die in Excel opengaat.
    Zonder --regio: alle gemeenten van het land.

    Voorbeeld: azwa-funds werkagenda sjabloon --regio Twente --uit register.csv
    """
    from azwa_funds.excel.zegel import spaar
    from azwa_funds.werkagenda.register import sjabloon as leeg_register

    gegevens = lees_gegevens(context)
    tekst = leeg_register(gegevens, _kies(gegevens, namen, not namen))
    if uit and not overschrijf:
        spaar([uit], tekst.encode("utf-8").__eq__)
    lever(tekst, uit)
