"""The commands for who writes a begroting: its lines, and what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.scherm.opties import (
    JAARTAL,
    ONTVANGER,
    PAD,
    REGIO,
    click,
    kies_formaat,
    lees_gegevens,
    lever,
    lever_als,
    opdracht,
    optie_formaat,
    optie_sleutel,
    optie_uit_met,
    uit_dossier,
    wie_of_dossier,
)

if TYPE_CHECKING:
    from azwa_funds.begroting.verschil import Kring, Verschil
    from azwa_funds.verdelen import Cijfers


@opdracht()
@click.argument("naam", type=ONTVANGER, required=False, metavar="NAAM")
@optie_formaat("tabel", "csv", "json", volgt_uit=True)
@optie_uit_met(
    "Schrijf naar dit bestand; met .xlsx een werkboek, met .docx een tekst voor de raad."
)
def begroting(
    context: click.Context, naam: str | None, formaat: str | None, uit: Path | None
) -> None:
    """Maak de regels voor de begroting of wijziging.

    Baten en lasten per jaar met status en bron, een voorstel voor taakveld en categorie, en een
    korte tekst voor de raad. Een mandaathouder ziet ook het regionale geld dat hij ontvangt.

    Voorbeeld: azwa-funds begroting Almelo --uit begroting-almelo.xlsx
    """
    from azwa_funds.begroting import uitvoer as vorm
    from azwa_funds.begroting import werkboek
    from azwa_funds.begroting.begroting import maak_begroting
    from azwa_funds.verdelen import Cijfers

    cijfers = Cijfers(lees_gegevens(context))
    wie = wie_of_dossier(context, naam)
    gemaakt = maak_begroting(cijfers, wie)
    if uit is not None and uit.suffix.casefold() == ".docx":
        lever(vorm.begroting_document(cijfers, gemaakt), uit)
        return
    lever_als(
        kies_formaat(formaat, uit, "tabel", "xlsx", "csv", "json"),
        uit,
        tekst=lambda: vorm.begroting_tekst(gemaakt),
        rijen=lambda: vorm.begroting_rijen(gemaakt),
        data=lambda: vorm.begroting_json(gemaakt),
        werkboek=lambda: werkboek.begroting_werkboek(cijfers, gemaakt, wie).als_bytes(),
    )


def _reken(cijfers: Cijfers, kring: Kring, keuzes: dict[str, Any]) -> Verschil:
    """Return the difference that the options ask for; one kind at a time."""
    from azwa_funds.begroting import verschil as rekenwerk
    from azwa_funds.gegevens import Gegevens
    from azwa_funds.verdelen import Cijfers

    van, naar = keuzes["van"], keuzes["naar"]
    beschikt, sleutels, tegen = keuzes["beschikt"], keuzes["sleutels"], keuzes["tegen"]
    if sum((van is not None, beschikt is not None, bool(sleutels), tegen is not None)) > 1:
        raise Gebruikersfout(
            "Kies één vergelijking: --van en --naar, --beschikt, --sleutel of --tegen."
        )
    jaar = naar or cijfers.jaren[0]
    if beschikt is not None:
        return rekenwerk.door_beschikking(cijfers, kring, beschikt)
    if sleutels:
        return rekenwerk.door_sleutels(cijfers, kring, jaar, sleutels)
    if tegen is not None:
        return rekenwerk.door_gegevens(cijfers, Cijfers(Gegevens(tegen)), kring, jaar)
    van = van or (cijfers.vorige_jaren[-1] if jaar == cijfers.jaren[0] else jaar - 1)
    return rekenwerk.tussen_jaren(cijfers, kring, van, naar or max(jaar, van + 1))


@opdracht()
@click.argument("naam", type=ONTVANGER, required=False, metavar="NAAM")
@click.option("--regio", type=REGIO, metavar="NAAM", help="Alle gemeenten van deze IZA-regio.")
@click.option("--landelijk", is_flag=True, help="Het hele land.")
@click.option("--van", type=JAARTAL, metavar="JAAR", help="Het eerste jaar; standaard 2026.")
@click.option("--naar", type=JAARTAL, metavar="JAAR", help="Het tweede jaar; standaard 2027.")
@click.option(
    "--beschikt", type=JAARTAL, metavar="JAAR",
    help="Vergelijk in dit jaar het berekende met het beschikte bedrag.",
)  # fmt: skip
@optie_sleutel
@click.option(
    "--tegen", type=PAD, metavar="MAP",
    help="Vergelijk met een andere map met gegevens (zoals --data), in het jaar van --naar.",
)  # fmt: skip
@optie_formaat("tabel", "csv", "json", volgt_uit=True)
@optie_uit_met("Schrijf naar dit bestand, ook .xlsx.")
def verschil(
    context: click.Context,
    /,
    naam: str | None,
    regio: str | None,
    landelijk: bool,
    formaat: str | None,
    uit: Path | None,
    **keuzes: Any,
) -> None:
    """Leg uit wat er is veranderd, en waarom.

    In stappen die precies optellen tot het verschil: van 2026 naar 2027, tussen twee andere jaren
    (--van en --naar), tussen berekend en beschikt (--beschikt), tussen twee verdeelsleutels
    (--sleutel) of tussen twee versies van de gegevens (--tegen).

    Voorbeeld: azwa-funds verschil Almelo --van 2027 --naar 2029
    """
    from azwa_funds.begroting import uitvoer as vorm
    from azwa_funds.begroting import werkboek
    from azwa_funds.begroting.verschil import kies_kring
    from azwa_funds.verdelen import Cijfers

    soort = kies_formaat(formaat, uit, "tabel", "xlsx", "csv", "json")
    cijfers = Cijfers(lees_gegevens(context))
    if naam is None and regio is None and not landelijk:
        naam = uit_dossier(context, None, "wie")
    kring = kies_kring(cijfers, naam=naam, regio=regio, landelijk=landelijk)
    uitkomst = _reken(cijfers, kring, keuzes)
    opdracht = f"azwa-funds verschil, {uitkomst.wie}: {uitkomst.van} naar {uitkomst.naar}"
    lever_als(
        soort,
        uit,
        tekst=lambda: vorm.verschil_tekst(uitkomst),
        rijen=lambda: vorm.verschil_rijen(uitkomst),
        data=lambda: vorm.verschil_json(uitkomst),
        werkboek=lambda: werkboek.verschil_werkboek(cijfers, uitkomst, opdracht).als_bytes(),
    )
