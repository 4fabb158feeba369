"""The command that shows the dates that matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import telling, toon_pad
from azwa_funds.scherm.opties import (
    REGIO,
    UITPAD,
    click,
    kies_formaat,
    lees_gegevens,
    lever,
    meld,
    opdracht,
    optie_formaat,
    optie_uit,
)


@opdracht()
@click.option(
    "--regio", "naam", type=REGIO, metavar="NAAM", help="Vul de mandaathouder en gemeenten in."
)
@optie_formaat("tabel", "csv", "json", volgt_uit=True)
@optie_uit
@click.option(
    "--ics", "ics", type=UITPAD, metavar="PAD",
    help="Schrijf een agendabestand voor Outlook en andere agenda's.",
)  # fmt: skip
def kalender(
    context: click.Context,
    naam: str | None,
    formaat: str | None,
    uit: Path | None,
    ics: Path | None,
) -> None:
    """Toon alle data die ertoe doen, met bron.

    Werkagenda, uitkering, afspraken, regioscan, SiSa, evaluatie en wat er na 2029 komt. Wat de
    bron alleen als maand, kwartaal of jaar noemt, blijft een maand, kwartaal of jaar.

    Voorbeeld: azwa-funds kalender --regio Twente --ics spuk-azwa-twente.ics
    """
    from azwa_funds.gegevens import zoek_regio
    from azwa_funds.kalender import dagen as wanneer
    from azwa_funds.kalender import uitvoer
    from azwa_funds.kern.schijf import schrijf
    from azwa_funds.verdelen import Cijfers

    if ics is not None and (uit is not None or formaat is not None):
        raise Gebruikersfout("Kies --ics of --uit met --formaat; een agenda is een eigen bestand.")
    soort = kies_formaat(formaat, uit, "tabel", "xlsx", "csv", "json")
    gegevens = lees_gegevens(context)
    regio = None if naam is None else zoek_regio(gegevens, naam)
    data = wanneer.maak_kalender(gegevens, regio)
    if ics is None:
        if soort == "xlsx":
            lever(uitvoer.kalender_als_werkboek(Cijfers(gegevens), regio), uit)
        else:
            rijen = wanneer.als_rijen(gegevens, data)
            lever(uitvoer.kalender_als(soort, rijen, date.today()), uit)
        if soort == "tabel":
            for zin in wanneer.leg_naast(data, date.today()):
                meld(zin, err=True)
        return
    if ics.suffix.casefold() != ".ics":
        raise Gebruikersfout(f"'{ics}' is geen agendabestand; geef een naam die op .ics eindigt.")
    schrijf(ics, wanneer.kalender_als_ics(gegevens, data, regio))
    meld(f"Geschreven: {toon_pad(ics)} ({telling(len(data), 'afspraak', 'afspraken')})")
