"""The commands that compute and explain amounts, and the one that checks all data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.scherm.opties import (
    ONTVANGER,
    click,
    gebundeld,
    kies_formaat,
    lees_gegevens,
    lever_als,
    opdracht,
    optie_gemeente,
    optie_jaar,
    optie_onderdeel,
    optie_regio,
    optie_sleutel,
    optie_uitkering,
    wie_of_dossier,
)
from azwa_funds.scherm.uitvoer import waarden

if TYPE_CHECKING:
    from azwa_funds.gegevens import Gegevens
    from azwa_funds.kern.begrippen import Toekenning


@dataclass(frozen=True, slots=True, kw_only=True)
class Vraag:
    """What is asked of a command: its arguments and options; who, in one of the last three."""

    jaren: tuple[int, ...]
    onderdelen: tuple[str, ...]
    uitkering: str
    sleutels: dict[str, str]
    formaat: str | None
    uit: Path | None
    naam: str | None = None
    regio: str | None = None
    gemeente: str | None = None

    @property
    def verdeling(self) -> dict[str, Any]:
        """What is to be divided, and how."""
        return waarden(self, "jaren onderdelen sleutels uitkering")


@opdracht(vormen=("tabel", "csv", "json"), volgt_uit=True, uit=True)
@optie_jaar
@optie_onderdeel
@optie_uitkering
@optie_regio
@optie_gemeente
@optie_sleutel
@gebundeld(Vraag)
def verdeel(context: click.Context, vraag: Vraag) -> None:
    """Verdeel de SPUK AZWA over gemeenten en mandaathouders.

    Zonder opties: alle jaren en onderdelen. Elk jaar telt precies op tot het landelijke budget.
    Geld waarvan de verdeling niet bekend is, blijft zichtbaar staan als p.m.

    Voorbeeld: azwa-funds verdeel --jaar 2027 --onderdeel lokaal --regio Twente
    """
    from azwa_funds.verdelen import uitvoer
    from azwa_funds.verdelen.toekennen import verdeel_uitkering

    gegevens = lees_gegevens(context)
    toekenningen = verdeel_uitkering(gegevens, **vraag.verdeling)
    gekozen, opmerkingen = _filter(gegevens, toekenningen, vraag.regio, vraag.gemeente)
    noten = "".join(f"{opmerking}\n" for opmerking in opmerkingen)
    lever_als(
        kies_formaat(vraag.formaat, vraag.uit, "tabel", "xlsx", "csv", "json"),
        vraag.uit,
        tekst=lambda: uitvoer.toekenningen_als_tabel(gegevens, gekozen) + noten,
        rijen=lambda: uitvoer.toekenningrijen(gekozen),
        werkboek=lambda: uitvoer.toekenningen_als_werkboek(gegevens, gekozen, opmerkingen),
    )


def _filter(
    gegevens: Gegevens, toekenningen: list[Toekenning], regio: str | None, gemeente: str | None
) -> tuple[list[Toekenning], list[str]]:
    from azwa_funds.gegevens import zoek_gemeente, zoek_ontvanger, zoek_regio
    from azwa_funds.verdelen.uitleg import wacht_nog

    codes: list[str] = []
    gekozen = toekenningen
    if regio is not None:
        naam = zoek_regio(gegevens, regio).naam
        gekozen = [t for t in gekozen if t.regio == naam]
        codes = [code for code, g in gegevens.gemeenten.items() if g.iza_regio == naam]
    if gemeente is not None:
        codes = [zoek_gemeente(gegevens, gemeente).code]
        gekozen = [t for t in gekozen if t.ontvanger_code in codes]
    wie = (zoek_ontvanger(gegevens, code) for code in codes)
    opmerkingen = [zin for een in wie for zin in wacht_nog(gegevens, een, toekenningen)]
    if not gekozen:
        raise Gebruikersfout(
            "Met deze keuzes is er geen enkel bedrag; laat een optie weg (--regio, --gemeente, "
            "--jaar of --onderdeel)."
        )
    return gekozen, opmerkingen


@opdracht(
    short_help="Leg uit hoe een bedrag tot stand komt.",
    vormen=("tekst", "csv", "json"),
    volgt_uit=True,
    uit=True,
)
@click.argument("naam", type=ONTVANGER, required=False, metavar="NAAM-OF-CODE")
@optie_jaar
@optie_onderdeel
@optie_uitkering
@optie_sleutel
@gebundeld(Vraag)
def uitleg(context: click.Context, vraag: Vraag) -> None:
    """Leg uit hoe het bedrag van een gemeente of regio tot stand komt.

    Stap voor stap, met de brief en de bladzijde: budget, verdeelsleutel, gewicht, precies deel,
    afronding, uitkomst, en wat nog onzeker is. Bij een naam die zowel gemeente als regio is,
    kiest 'regio Utrecht' voor de regio.

    Voorbeeld: azwa-funds uitleg Utrecht --jaar 2027
    """
    from azwa_funds.gegevens import zoek_ontvanger
    from azwa_funds.verdelen import uitvoer
    from azwa_funds.verdelen.uitleg import als_json, leg_uit

    soort = kies_formaat(vraag.formaat, vraag.uit, "tekst", "xlsx", "csv", "json")
    gegevens = lees_gegevens(context)
    wie = zoek_ontvanger(gegevens, wie_of_dossier(context, vraag.naam))
    stukken, wacht = leg_uit(gegevens, wie, **vraag.verdeling)
    lever_als(
        soort,
        vraag.uit,
        tekst=lambda: uitvoer.uitleg_als_tekst(gegevens, wie, stukken, wacht),
        rijen=lambda: uitvoer.uitleg_rijen(stukken),
        data=lambda: [als_json(stuk) for stuk in stukken],
        werkboek=lambda: uitvoer.uitleg_als_werkboek(gegevens, wie, stukken, wacht),
    )
