"""The commands that pass the regional money on: parse, call, print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.kern.tekst import toon_pad
from azwa_funds.scherm.opties import (
    MAAK,
    OPTIES,
    PAD,
    REGIO,
    UITPAD,
    Jaren,
    MetMaak,
    click,
    elk_jaar_eenmaal,
    kies_formaat,
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
    from azwa_funds.doorverdelen.verdeling import Doorverdeling
    from azwa_funds.verdelen import Cijfers


@click.group(
    cls=MetMaak, options_metavar=OPTIES, subcommand_metavar="[OPDRACHT] PLAN.toml [ARGUMENTEN]..."
)
def doorverdelen() -> None:
    """Verdeel het regionale geld over regio en gemeenten.

    De mandaathouder ontvangt het regionale geld. Een plan zegt wat daarvan regionaal blijft en hoe
    de rest naar de gemeenten gaat. Geen bron schrijft daarvoor een sleutel voor: dat spreekt de
    regio zelf af. Zonder naam van een opdracht geldt maak.

    Voorbeeld: azwa-funds doorverdelen plan.toml
    """


@opdracht(MAAK, groep=doorverdelen, vormen=("tekst", "json"))
@click.argument("plan", type=PAD, metavar="PLAN.toml")
@click.option(
    "--sjabloon", type=PAD, metavar="BESTAND.docx",
    help="De brief van uw regio; standaard de brief die meekomt.",
)  # fmt: skip
@click.option(
    "--uit", type=PAD, metavar="MAP",
    help="De map voor de bestanden; standaard reports/doorverdelen/REGIO.",
)  # fmt: skip
@optie_overschrijf
def maak(
    context: click.Context,
    plan: Path,
    sjabloon: Path | None,
    uit: Path | None,
    overschrijf: bool,
    formaat: str,
) -> None:
    """Maak de verdeling, het werkboek en een brief per gemeente.

    Schrijft doorverdeling.csv, doorverdeling.xlsx en een Word-brief voor elke gemeente die geld
    krijgt. Elke euro van het regionale bedrag staat op precies een plek. Is er een beschikking
    ingelezen, dan volgt het plan die, en ziet u per gemeente wat er verandert.

    Voorbeeld: azwa-funds doorverdelen plan.toml --uit doorverdeling
    """
    from azwa_funds.doorverdelen import lees_plan, verdeel_door
    from azwa_funds.doorverdelen.uitvoer import over_de_beschikking, schrijf_alles, standaardmap
    from azwa_funds.verdelen import Cijfers

    cijfers = Cijfers(lees_gegevens(context))
    verdeling = verdeel_door(cijfers, lees_plan(cijfers, plan))
    uit = uit or kies_uit(context, None, *standaardmap(verdeling.plan).parts)
    geschreven = schrijf_alles(cijfers, verdeling, uit, sjabloon, overschrijf=overschrijf)
    opmerkingen = [*over_de_beschikking(verdeling), *geschreven.opmerkingen]
    if formaat == "json":
        from azwa_funds.doorverdelen.vergelijking import als_rijen
        from azwa_funds.scherm.uitvoer import naar_json

        antwoord = {
            "regio": verdeling.plan.regio.naam,
            "bestanden": [str(pad) for pad in geschreven.paden],
            "opmerkingen": opmerkingen,
            "doorverdeling": als_rijen(verdeling),
        }
        lever(naar_json(antwoord), None)
        return
    _toon(cijfers, verdeling)
    for opmerking in opmerkingen:
        click.echo(f"Let op: {opmerking}")
    meld(
        f"De doorverdeling staat in {toon_pad(uit)}: tabel, werkboek en "
        f"{geschreven.brieven_in_woorden}."
    )


def _toon(cijfers: Cijfers, verdeling: Doorverdeling) -> None:
    from azwa_funds.doorverdelen.uitvoer import als_tekst, verschillen_als
    from azwa_funds.doorverdelen.vergelijking import door_de_beschikking

    click.echo(als_tekst(verdeling), nl=False)
    veranderd = door_de_beschikking(cijfers, verdeling)
    if veranderd is None:
        click.echo("Met de berekende bedragen paste dit plan niet; een vergelijking kan dus niet.")
    elif veranderd:
        click.echo(verschillen_als("tabel", veranderd, "berekend", "beschikt"), nl=False)


@opdracht(groep=doorverdelen)
@click.option("--regio", required=True, type=REGIO, metavar="NAAM", help="De IZA-regio.")
@click.option(
    "--jaar", "jaren", multiple=True, type=Jaren(), metavar="JAAR", callback=elk_jaar_eenmaal,
    help="Een jaar van het plan, of een reeks zoals 2025-2027; mag vaker. Standaard 2027-2029.",
)  # fmt: skip
@optie_uit
@click.option("--overschrijf", is_flag=True, help="Vervang een plan dat er al staat.")
def voorbeeld(
    context: click.Context, regio: str, jaren: tuple[int, ...], uit: Path | None, overschrijf: bool
) -> None:
    """Maak een plan om mee te beginnen.

    Een TOML-bestand met uitleg, dat werkt zoals het er staat: elke gemeente van de regio krijgt
    geld en een brief. De verdeling erin is een voorbeeld en geen voorschrift.

    Voorbeeld: azwa-funds doorverdelen voorbeeld --regio Twente --uit plan.toml
    """
    from azwa_funds.doorverdelen.planschrijver import voorbeeldplan
    from azwa_funds.excel.zegel import spaar
    from azwa_funds.gegevens import zoek_regio
    from azwa_funds.verdelen import Cijfers

    cijfers = Cijfers(lees_gegevens(context))
    naam = uit.name if uit else "plan.toml"
    tekst = voorbeeldplan(cijfers, zoek_regio(cijfers.gegevens, regio), jaren, naam)
    if uit and not overschrijf:
        spaar([uit], tekst.encode("utf-8").__eq__)
    lever(tekst, uit)


@opdracht(groep=doorverdelen, vormen=("tabel", "csv", "json"), volgt_uit=True, uit=True)
@click.argument("eerst", type=PAD, metavar="EERST")
@click.argument("nu", type=PAD, metavar="NU")
def vergelijk(
    context: click.Context, eerst: Path, nu: Path, formaat: str | None, uit: Path | None
) -> None:
    """Vergelijk twee plannen per gemeente.

    EERST en NU zijn elk een plan (.toml), een doorverdeling.csv of de map waarin die staat. Zo
    ziet u ook wat een beschikking verandert aan wat u eerder hebt toegezegd.

    Voorbeeld: azwa-funds doorverdelen vergelijk plan.toml plan-nieuw.toml
    """
    from azwa_funds.doorverdelen.uitvoer import verschillen_als
    from azwa_funds.doorverdelen.vergelijking import lees_verdeling
    from azwa_funds.doorverdelen.vergelijking import vergelijk as leg_naast_elkaar
    from azwa_funds.verdelen import Cijfers

    soort = kies_formaat(formaat, uit, "tabel", "csv", "json")
    cijfers = Cijfers(lees_gegevens(context))
    verschillen = leg_naast_elkaar(lees_verdeling(cijfers, eerst), lees_verdeling(cijfers, nu))
    lever(verschillen_als(soort, verschillen, str(eerst), str(nu)), uit)


@doorverdelen.command(options_metavar=OPTIES)
@click.option(
    "--uit", type=UITPAD, default=Path("brief.docx"), show_default=True, metavar="BESTAND.docx",
    help="Het sjabloon dat u aanpast.",
)  # fmt: skip
@optie_overschrijf
@optie_stil
def sjabloon(uit: Path, overschrijf: bool) -> None:
    """Maak het sjabloon van de brief, om aan te passen.

    Een Word-document met velden zoals {gemeente} en {bedragen}. Zet er uw eigen huisstijl en tekst
    in en geef het mee met 'doorverdelen PLAN.toml --sjabloon'. Noemt elk veld dat u kunt gebruiken.

    Voorbeeld: azwa-funds doorverdelen sjabloon --uit brief.docx
    """
    from azwa_funds.doorverdelen.briefsjabloon import BLOKKEN, VELDEN, standaardsjabloon
    from azwa_funds.excel.zegel import verzegel
    from azwa_funds.kern.schijf import schrijf

    spaar_geschreven([uit], overschrijf=overschrijf)
    schrijf(uit, verzegel(standaardsjabloon()))
    for kop, velden in (
        ("Deze velden mogen overal in de tekst staan:", VELDEN),
        ("Deze velden staan op een eigen regel:", BLOKKEN),
    ):
        click.echo(kop)
        for naam, wat in velden.items():
            click.echo(f"  {{{naam}}}: {wat}")
    meld(f"Geschreven: {toon_pad(uit)}")
