"""The command that takes the official amounts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.kern.fouten import Gebruikersfout, Remedie
from azwa_funds.kern.tekst import toon_pad
from azwa_funds.scherm.opties import (
    ONTVANGER,
    OPTIES,
    PAD,
    click,
    gebundeld,
    kies_formaat,
    lees_gegevens,
    lever,
    meld,
    opdracht,
)

if TYPE_CHECKING:
    from azwa_funds.beschikken.beschikkingen import Gelezen
    from azwa_funds.gegevens import Gegevens


@click.group(options_metavar=OPTIES, subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def beschikking() -> None:
    """Lees de officiële bedragen in, zodra ze bekend zijn.

    Voorbeeld: azwa-funds --data eigen/data beschikking lees 2027.xlsx --titel "Beschikkingen 2027"
    """


def _euros(tekst: str) -> int:
    from azwa_funds.kern.euro import lees_bedrag

    try:
        return lees_bedrag(tekst)
    except ValueError:
        raise click.BadParameter(f"'{tekst}' is geen bedrag in hele euro's.") from None


@dataclass(frozen=True, slots=True)
class Leesvraag:
    """What is asked of `lees`: its arguments and options."""

    bestand: Path
    titel: str | None
    bron: str | None
    uitgever: str
    publicatie: str
    totaal: int | None
    vervang: bool
    datum_klopt: bool
    proef: bool
    formaat: str


@opdracht(
    groep=beschikking, vormen=("tabel", "csv", "json"),
    short_help="Lees beschikkingen in, vergelijk en bewaar ze.",
)  # fmt: skip
@click.argument("bestand", type=PAD, metavar="BESTAND")
@click.option("--titel", metavar="TEKST", help="De titel van de publicatie, voor bronnen.toml.")
@click.option(
    "--bron", metavar="ID",
    help="Het id van de bron in bronnen.toml; met --titel het id dat zij krijgt.",
)  # fmt: skip
@click.option(
    "--uitgever", metavar="TEKST", default="ministerie van VWS", show_default=True,
    help="Wie de bedragen heeft gepubliceerd.",
)  # fmt: skip
@click.option(
    "--publicatie", metavar="TEKST", default="beschikkingen aan de ontvangers", show_default=True,
    help="Waar de bedragen te vinden zijn.",
)  # fmt: skip
@click.option(
    "--totaal", type=_euros, metavar="BEDRAG",
    help="Het totaal volgens de bron; de bedragen moeten er precies op uitkomen.",
)  # fmt: skip
@click.option("--vervang", is_flag=True, help="Vervang beschikkingen die al waren ingelezen.")
@click.option(
    "--datum-klopt", is_flag=True,
    help="Bewaar ook een brief met een datum buiten 2022 tot en met 2035, of die ouder is dan wat "
    "hij vervangt.",
)  # fmt: skip
@click.option("--proef", is_flag=True, help="Alleen controleren en vergelijken, niets bewaren.")
@gebundeld(Leesvraag)
def lees(context: click.Context, vraag: Leesvraag) -> None:
    """Lees beschikkingen in, vergelijk ze met de berekening en bewaar ze.

    BESTAND is een CSV of XLSX met uitkering, onderdeel, jaar, ontvanger_code, bedrag, kenmerk en
    datum; ontvanger en regio mogen erbij. De bedragen worden nagekeken op de indeling en op het
    landelijke budget, en gaan daarna voor: 'verdeel' toont ze met status beschikt. Bewaren kan
    alleen in een eigen map met gegevens (zie 'azwa-funds data kopieer'). Wat --vervang vervangt,
    blijft bewaard: 'beschikking toon' laat het zien en 'beschikking herstel' zet het terug.

    Voorbeeld: azwa-funds --data eigen/data beschikking lees 2027.xlsx --titel "Beschikkingen 2027"
    """
    from datetime import date

    from azwa_funds.beschikken import beschikkingen as module
    from azwa_funds.beschikken import bewaring
    from azwa_funds.beschikken.uitvoer import vergelijking_als
    from azwa_funds.kern.tekst import telling

    gegevens = _open(context, proef=vraag.proef)
    id, nieuw = module.kies_bron(
        gegevens, vraag.bron, vraag.titel, vraag.uitgever, vraag.publicatie
    )
    gelezen = module.lees_beschikkingen(gegevens, vraag.bestand, id, totaal=vraag.totaal)
    if not vraag.proef:
        _weiger_vervangen(gelezen, vraag.vervang)
        _weiger_twijfels(gelezen, vraag.datum_klopt)
    lever(vergelijking_als(vraag.formaat, gegevens, gelezen), None)
    if vraag.proef:
        meld(_PROEF, err=True)
        return
    beschikt = [vergelijking.beschikt for vergelijking in gelezen.vergelijkingen]
    bron = module.met_datum(nieuw, beschikt) if nieuw else None
    doel = bewaring.bewaar(gegevens, gelezen, bron, date.today())
    aantal = telling(len(beschikt), "beschikking", "beschikkingen")
    meld(f"Bewaard: {aantal} in {toon_pad(doel)}.", err=True)


_PROEF = "Dit is een proef: er is niets bewaard."


def _open(context: click.Context, *, proef: bool) -> Gegevens:
    """Return the data; who will change them does so alone, and in a folder of their own."""
    from azwa_funds.dossier import weiger_meegeleverd
    from azwa_funds.kern.schijf import alleen_in

    gegevens = lees_gegevens(context)
    if not proef:
        weiger_meegeleverd(gegevens)
        context.with_resource(alleen_in(gegevens.eigen_pad(gegevens.data)))
    return gegevens


def _weiger_vervangen(gelezen: Gelezen, vervang: bool) -> None:
    from azwa_funds.kern.euro import toon
    from azwa_funds.kern.tekst import telling

    if gelezen.vervangen and not vervang:
        # The one whose amount changes most says best what is about to happen.
        oud, nieuw = max(gelezen.vervangen, key=lambda paar: abs(paar[1].bedrag - paar[0].bedrag))
        raise Gebruikersfout(
            f"Van {telling(len(gelezen.vervangen), 'ontvanger', 'ontvangers')} staat er al een "
            f"andere beschikking, bijvoorbeeld {oud.ontvanger} ({oud.onderdeel} {oud.jaar}): "
            f"{toon(oud.bedrag)} van {oud.datum:%d-%m-%Y}, nu {toon(nieuw.bedrag)} van "
            f"{nieuw.datum:%d-%m-%Y}",
            Remedie("geef --vervang om ze te vervangen", "kruis aan dat ze vervangen mogen worden"),
        )


def _weiger_twijfels(gelezen: Gelezen, datum_klopt: bool) -> None:
    if gelezen.twijfels and not datum_klopt:
        eerste, *meer = gelezen.twijfels
        nog = f" (en nog {len(meer)} zulke)" if meer else ""
        raise Gebruikersfout(
            f"{eerste}{nog}",
            Remedie(
                "controleer de datum, en geef --datum-klopt als het zo hoort",
                "controleer de datum, en kruis 'De datums kloppen' aan als het zo hoort",
            ),
        )


@opdracht(groep=beschikking, vormen=("tabel", "csv", "json"), volgt_uit=True, uit=True)
@click.option(
    "--ontvanger", type=ONTVANGER, metavar="NAAM-OF-CODE",
    help="Alleen de beschikkingen van deze gemeente of mandaathouder.",
)  # fmt: skip
def toon(
    context: click.Context, ontvanger: str | None, formaat: str | None, uit: Path | None
) -> None:
    """Toon de beschikkingen die zijn bewaard, ook die vervangen zijn.

    Bij elke beschikking het bedrag, het kenmerk, de datum en de bron; bij een vervangen
    beschikking ook wanneer en waardoor zij is vervangen.

    Voorbeeld: azwa-funds --data eigen/data beschikking toon --ontvanger Almelo
    """
    from azwa_funds.beschikken.uitvoer import stand_als
    from azwa_funds.gegevens import zoek_ontvanger

    soort = kies_formaat(formaat, uit, "tabel", "csv", "json")
    gegevens = lees_gegevens(context)
    codes = {zoek_ontvanger(gegevens, ontvanger).code} if ontvanger else None
    lever(stand_als(soort, gegevens, codes), uit)


@opdracht(groep=beschikking)
@click.option(
    "--vervanging", "nummer", type=click.IntRange(min=1), metavar="NUMMER",
    help="Welke vervanging; zonder deze optie de laatste. 'beschikking toon' noemt de nummers.",
)  # fmt: skip
@click.option("--proef", is_flag=True, help="Alleen tonen wat er zou veranderen, niets bewaren.")
def herstel(context: click.Context, nummer: int | None, proef: bool) -> None:
    """Zet terug wat een latere beschikking heeft vervangen.

    Alles wat bij dezelfde vervanging hoort, gaat samen terug. Wat tot nu toe gold, blijft op zijn
    beurt bewaard als vervangen, zodat ook dit is terug te draaien.

    Voorbeeld: azwa-funds --data eigen/data beschikking herstel --proef
    """
    from datetime import date

    from azwa_funds.beschikken import bewaring
    from azwa_funds.beschikken.uitvoer import herstelling_als_tekst

    gegevens = _open(context, proef=proef)
    herstelling = bewaring.zoek_vervanging(gegevens, nummer)
    lever(herstelling_als_tekst(gegevens, herstelling), None)
    if proef:
        meld(_PROEF, err=True)
        return
    doel = bewaring.herstel(gegevens, herstelling, date.today())
    meld(f"Teruggezet in {toon_pad(doel)}.", err=True)
