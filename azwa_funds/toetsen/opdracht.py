"""The command that tests bookings against what was awarded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import toon_pad
from azwa_funds.scherm.opties import (
    GEMEENTE,
    JAARTAL,
    ONTVANGER,
    PAD,
    REGIO,
    UITPAD,
    EigenJaar,
    argument_boekingen,
    click,
    gebundeld,
    kies_formaat,
    lees_gegevens,
    lever,
    meld,
    opdracht,
    optie_formaat,
    optie_onderdeel_vult_aan,
    optie_plan,
    optie_profiel,
)
from azwa_funds.scherm.uitvoer import CSV, CSV_EXCEL

if TYPE_CHECKING:
    from azwa_funds.toetsen.uitslag import Uitslag


class _Regelnummer(click.ParamType[int]):
    name = "nummer"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not str(value).isdecimal():
            self.fail(f"'{value}' is geen nummer van een regel; schrijf bijvoorbeeld 11.", param,
                      ctx)  # fmt: skip
        return int(value)


@dataclass(frozen=True, slots=True)
class Toetsvraag:
    """What is asked of `toets`: its arguments and options."""

    bestanden: tuple[Path, ...]
    jaar: int
    regio: str | None
    gemeente: str | None
    landelijk: bool
    ontvanger: str | None
    onderdeel: str | None
    profiel: Path | None
    werkagenda: Path | None
    plannen: tuple[Path, ...]
    zonder: tuple[int, ...]
    formaat: str | None
    uit: Path | None


@opdracht()
@argument_boekingen
@click.option(
    "--jaar", cls=EigenJaar, type=JAARTAL, required=True, metavar="JAAR",
    help="Het jaar van de toets.",
)  # fmt: skip
@click.option(
    "--regio", type=REGIO, metavar="NAAM", help="Toets alle ontvangers van deze IZA-regio."
)
@click.option(
    "--gemeente", type=GEMEENTE, metavar="NAAM-OF-CODE", help="Toets alleen deze gemeente."
)
@click.option(
    "--ontvanger", type=ONTVANGER, metavar="NAAM",
    help="Wie zich verantwoordt in rijen die niemand noemen; anders: toets alleen deze ontvanger.",
)  # fmt: skip
@optie_onderdeel_vult_aan
@optie_profiel
@click.option("--landelijk", is_flag=True, help="Toets alle ontvangers van het land.")
@click.option(
    "--werkagenda", type=PAD, metavar="BESTAND",
    help="Het register van de werkagenda, voor toetsregel 12.",
)  # fmt: skip
@optie_plan
@click.option(
    "--zonder", type=_Regelnummer(), multiple=True, metavar="NUMMER",
    help="Sla deze regel over; dat staat zichtbaar in de uitkomst. Mag vaker.",
)  # fmt: skip
@optie_formaat("tabel", "csv", "json", volgt_uit=True)
@click.option(
    "--uit", type=UITPAD, metavar="PAD",
    help="Schrijf naar dit bestand; met .xlsx een werkboek met alle overzichten.",
)  # fmt: skip
@gebundeld(Toetsvraag)
def toets(context: click.Context, vraag: Toetsvraag) -> None:
    """Toets bestedingen aan wat is toegekend.

    BESTAND is een grootboek of een ingevuld formulier, of een map met zulke bestanden; een leeg
    formulier maakt 'azwa-funds sjabloon besteding', en wat er uit een grootboek wordt gelezen, laat
    'azwa-funds bestedingen bekijk' zien. Vijftien regels, elk met ernst en bron. Bedragen zoals
    '1.234' zijn duizendtallen; csv geeft bedragen als 1234.56 en csv-excel als 1234,56. Eindigt
    met code 0 zonder fouten, 1 als er fouten zijn, en 2 als de bestanden niet te lezen zijn. Met
    --plan ziet u ook of een gemeente meer besteedt dan de mandaathouder haar heeft toegezegd.

    Voorbeeld: azwa-funds toets bestedingen/ --jaar 2027 --uit reports/toets-2027.xlsx
    """
    from azwa_funds.besteden import Ernst, maak_aanvulling, weiger_overschrijven
    from azwa_funds.doorverdelen import met_plannen
    from azwa_funds.gegevens import zoek_gemeente, zoek_regio
    from azwa_funds.toetsen import uitvoer
    from azwa_funds.toetsen.uitslag import toets_bestanden

    soort = kies_formaat(vraag.formaat, vraag.uit, "tabel", "xlsx", "csv", "json")
    gegevens = met_plannen(lees_gegevens(context), vraag.plannen)
    if sum((vraag.regio is not None, vraag.gemeente is not None, vraag.landelijk)) > 1:
        raise Gebruikersfout("Kies --regio, --gemeente of --landelijk, niet meer dan één.")
    weiger_overschrijven(vraag.uit, vraag.bestanden, vraag.werkagenda)
    aanvulling = maak_aanvulling(
        gegevens, vraag.ontvanger, vraag.jaar, vraag.onderdeel, vraag.profiel
    )
    kring = None if vraag.gemeente is None else zoek_gemeente(gegevens, vraag.gemeente).code
    if vraag.ontvanger is not None and vraag.regio is None and not vraag.landelijk:
        kring = kring or aanvulling.ontvanger
    uitslag = toets_bestanden(
        gegevens,
        vraag.bestanden,
        vraag.jaar,
        regio=None if vraag.regio is None else zoek_regio(gegevens, vraag.regio).naam,
        gemeente=kring,
        landelijk=vraag.landelijk,
        zonder=vraag.zonder,
        werkagenda=vraag.werkagenda,
        aanvulling=aanvulling,
    )
    if soort == "xlsx" and vraag.uit is not None:
        _schrijf_werkboek(uitslag, vraag.uit)
    else:
        lever(uitvoer.uitslag_als(soort, uitslag), vraag.uit)
    if soort in (CSV, CSV_EXCEL, "xlsx"):
        for opmerking in uitslag.toets.opmerkingen:
            click.echo(f"Let op: {opmerking}", err=True)
    if uitslag.aantal(Ernst.FOUT):
        context.exit(1)


def _schrijf_werkboek(uitslag: Uitslag, uit: Path) -> None:
    from azwa_funds.kern.schijf import schrijf
    from azwa_funds.toetsen.werkboek import maak_toetswerkboek

    schrijf(uit, maak_toetswerkboek(uitslag).als_bytes())
    meld(
        f"Toets over {uitslag.toets.jaar}: {uitslag.oordeel}. "
        f"Het werkboek staat in {toon_pad(uit)}."
    )
