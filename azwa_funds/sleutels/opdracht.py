"""The commands about verdeelsleutels: which there are, make one that fits, compare two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import toon_pad
from azwa_funds.scherm.opties import (
    JAARTAL,
    ONDERDEEL,
    OPTIES,
    PAD,
    SLEUTEL,
    UITKERING,
    click,
    lees_gegevens,
    lever,
    lever_als,
    meld,
    opdracht,
    optie_formaat,
    optie_stil,
    optie_uit_met,
)
from azwa_funds.scherm.uitvoer import CSV, CSV_EXCEL

if TYPE_CHECKING:
    from azwa_funds.gegevens import Gegevens
    from azwa_funds.sleutels.vergelijking import Vergelijking

_formaat = optie_formaat("tabel", "csv", "json")


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def sleutel() -> None:
    """Bekijk, ijk en vergelijk verdeelsleutels.

    Voorbeeld: azwa-funds sleutel vergelijk brede_spuk_2026 brede_spuk_2025
    """


@opdracht(groep=sleutel, stil=False)
@_formaat
def toon(context: click.Context, formaat: str) -> None:
    """Toon alle verdeelsleutels, met soort, status, jaren en bron.

    Voorbeeld: azwa-funds --sleutels mijn-sleutels sleutel toon
    """
    from azwa_funds.sleutels.uitvoer import sleutels_als

    lever(sleutels_als(formaat, lees_gegevens(context)), None)


@opdracht(
    short_help="Zoek gewichten die het best passen.",
    groep=sleutel,
    vormen=("tekst", "json"),
    stil=False,
)
@click.option(
    "--jaar", type=JAARTAL, metavar="JAAR",
    help="IJk op de bedragen van dit jaar; zonder deze optie het jongste jaar.",
)  # fmt: skip
@click.option(
    "--uitkering", default="brede_spuk", show_default=True, type=UITKERING, metavar="ID",
    help="IJk op de gepubliceerde bedragen van deze uitkering.",
)  # fmt: skip
@click.option(
    "--maat", type=click.Choice(["euro", "inwoner"]), default="euro", show_default=True,
    help="Maak de afwijking klein in euro's, of in euro's per inwoner.",
)  # fmt: skip
@click.option(
    "--uit", type=PAD, metavar="PAD.toml",
    help="Schrijf de gevonden sleutel naar dit bestand.",
)  # fmt: skip
@optie_stil
def ijk(
    context: click.Context,
    jaar: int | None,
    uitkering: str,
    maat: str,
    uit: Path | None,
    formaat: str,
) -> None:
    """Zoek gewichten die de gepubliceerde bedragen het best benaderen.

    Weegt inwoners, huishoudens met een laag inkomen en inwoners met een laag opleidingsniveau.
    Toont hoe goed dat past, waar het niet past, en hoe vast de gewichten staan als telkens een
    gemeente ontbreekt. De sleutel is een aanname: de echte gewichten zijn niet gepubliceerd.

    Voorbeeld: azwa-funds sleutel ijk --uit mijn-sleutels/geijkt_2026.toml
    """
    from azwa_funds.sleutels import uitvoer
    from azwa_funds.sleutels.ijking import Maat
    from azwa_funds.sleutels.ijking import ijk as zoek
    from azwa_funds.sleutels.ijksleutel import schrijf_sleutel

    gegevens = lees_gegevens(context)
    ijking = zoek(gegevens, uitkering=uitkering, jaar=jaar, maat=Maat(maat))
    erbij = schrijf_sleutel(gegevens, ijking, uit) if uit else []
    if formaat == "json":
        lever(uitvoer.ijking_als_json(ijking), None)
    else:
        lever(uitvoer.ijking_als_tekst(gegevens, ijking), None)
    if uit:
        meld(uitvoer.geschreven(uit, erbij), err=formaat == "json")


@opdracht(short_help="Toon wie met B meer of minder krijgt.", groep=sleutel)
@click.argument("a", type=SLEUTEL, metavar="A")
@click.argument("b", type=SLEUTEL, metavar="B")
@click.option(
    "--onderdeel", type=ONDERDEEL, metavar="NAAM",
    help="Verdeel het budget van dit onderdeel; anders dat van het onderdeel dat bij de "
    "ontvangers van de sleutels hoort.",
)  # fmt: skip
@click.option(
    "--jaar", type=JAARTAL, metavar="JAAR",
    help="Het jaar van het budget; zonder deze optie het eerste jaar.",
)  # fmt: skip
@_formaat
@optie_uit_met("Schrijf naar dit bestand; .xlsx geeft een werkboek met grafieken, .csv een tabel.")
def vergelijk(
    context: click.Context,
    a: str,
    b: str,
    onderdeel: str | None,
    jaar: int | None,
    formaat: str,
    uit: Path | None,
) -> None:
    """Vergelijk twee verdeelsleutels: wie krijgt met B meer, en wie minder, dan met A?

    Per ontvanger, regio, provincie en grootteklasse, in euro's, procenten en per inwoner. Beide
    sleutels verdelen hetzelfde budget, dus winst en verlies zijn samen altijd nul.

    Voorbeeld: azwa-funds sleutel vergelijk brede_spuk_2026 brede_spuk_2025 --uit verschil.xlsx
    """
    from azwa_funds.sleutels import uitvoer
    from azwa_funds.sleutels.vergelijking import vergelijk as reken

    gegevens = lees_gegevens(context)
    vergelijking = reken(gegevens, a, b, onderdeel=onderdeel, jaar=jaar)
    if uit and uit.suffix.casefold() == ".xlsx":
        _schrijf_werkboek(gegevens, vergelijking, uit)
        return
    if uit and uit.suffix.casefold() not in (".csv", ".json", ".txt"):
        raise Gebruikersfout(
            f"'{uit}' heeft geen bekende soort; geef een naam die op .xlsx, .csv, .json of .txt "
            "eindigt."
        )
    if uit and uit.suffix.casefold() == ".csv":
        formaat = CSV if formaat == CSV else CSV_EXCEL
    elif uit:
        formaat = {".json": "json", ".txt": "tabel"}[uit.suffix.casefold()]
    lever_als(
        formaat,
        uit,
        tekst=lambda: uitvoer.vergelijking_als_tekst(vergelijking),
        rijen=lambda: uitvoer.vergelijkingsrijen(vergelijking),
        data=lambda: uitvoer.vergelijking_json(vergelijking),
    )


def _schrijf_werkboek(gegevens: Gegevens, vergelijking: Vergelijking, uit: Path) -> None:
    from azwa_funds.sleutels.werkboek import vergelijking_werkboek

    pad = vergelijking_werkboek(gegevens, vergelijking, uit.name).schrijf(uit.parent)
    meld(f"Geschreven: {toon_pad(pad)}")
