"""A begroting, or a difference, as a workbook to copy from and to check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from azwa_funds.begroting.begroting import BATEN, LASTEN, Begroting
from azwa_funds.begroting.uitvoer import begroting_rijen, raadstekst, verschil_rijen
from azwa_funds.begroting.verschil import Verschil
from azwa_funds.excel.blad import Column, Cover, Fact, Formula, Kind, Sheet, Table
from azwa_funds.kern.begrippen import Status
from azwa_funds.kern.tekst import bestandsnaam, slug
from azwa_funds.scherm.uitvoer import naar_csv
from azwa_funds.verdelen import Cijfers, ramingsregels_van
from azwa_funds.werkboek.vast import (
    Bon,
    Controleregel,
    Herkomstregel,
    Werkboek,
    controle_blad,
    maak_werkboek,
)

#: What the receipt calls these kinds of workbook.
BEGROTING, VERSCHIL = "begroting", "verschil"


def begroting_werkboek(cijfers: Cijfers, begroting: Begroting, vraag: str) -> Werkboek:
    """Make the workbook of a begroting; `vraag` is the name that was asked for."""
    naam, regels = begroting.kring.naam, _regelblad(begroting)
    controle = controle_blad(
        Controleregel(
            f"{jaar}: lasten zijn even groot als baten",
            *(
                Formula(
                    f'=SUMIFS({regels.ref("bedrag")},{regels.ref("jaar")},"{jaar}",'
                    f'{regels.ref("soort")},"{soort}")',
                    begroting.som(jaar, soort),
                )
                for soort in (BATEN, LASTEN)
            ),
        )
        for jaar in begroting.jaren
    )
    voorblad = Cover(
        f"Begroting SPUK AZWA: {naam}",
        "Baten en lasten om over te nemen",
        [
            *(
                Fact(f"Baten {jaar}", controle.show("verwacht", nummer), Kind.EURO)
                for nummer, jaar in enumerate(begroting.jaren)
            ),
            Fact("Budgettair neutraal", "ja" if begroting.is_neutraal else "nee"),
        ],
        raadstekst(begroting),
    )
    pad = Path(bestandsnaam("begroting", slug(naam))).with_suffix(".xlsx")
    cijfertabel = naar_csv(begroting_rijen(begroting))
    bon = Bon(BEGROTING, vraag, f'azwa-funds begroting "{vraag}"', cijfertabel)
    werkboek = maak_werkboek(
        cijfers, pad, voorblad, [regels], controle, _herkomst(cijfers, begroting), bon
    )
    return replace(werkboek, titel=f"Begroting {naam}")


def _regelblad(begroting: Begroting) -> Sheet:
    kolommen = [
        Column("jaar", "Jaar", Kind.CODE),
        Column("onderdeel", "Onderdeel"),
        Column("soort", "Baten of lasten"),
        Column("omschrijving", "Omschrijving", width=44),
        Column("bedrag", "Bedrag", Kind.EURO),
        Column("taakveld", "Taakveld (voorstel)", width=20, entry=True, value="taakveld"),
        Column("categorie", "Categorie (voorstel)", width=24, entry=True, value="categorie"),
        Column("status", "Status", Kind.STATUS),
        Column("bron", "Bron", width=48),
    ]
    return Sheet(
        "Begroting",
        f"SPUK AZWA in de begroting van {begroting.kring.naam}",
        Table.of(kolommen, begroting.regels),
        subtitle="Hele euro's; de gele cellen zijn voorstellen om aan te passen",
        notes=[*begroting.let_op, *begroting.onzeker],
        description="de regels om over te nemen",
        landscape=True,
    )


def _herkomst(cijfers: Cijfers, begroting: Begroting) -> list[Herkomstregel]:
    genoemd = {(regel.onderdeel, regel.jaar) for regel in begroting.regels}
    hoe, later = "zoals in azwa-funds verdeel en uitleg", f"Bedrag na {cijfers.jaren[-1]}"
    return [
        *(
            Herkomstregel("Begroting", "Bedrag", hoe, budget.vindplaats, budget.status)
            for plaats, budget in cijfers.budgetten.items()
            if plaats in genoemd
        ),
        *(
            Herkomstregel("Begroting", later, post.toelichting, post.vindplaats, Status.AANNAME)
            for post in ramingsregels_van(cijfers).posten
        ),
        Herkomstregel("Begroting", "Taakveld, Categorie", "voorstel uit begroting.toml"),
    ]


def verschil_werkboek(cijfers: Cijfers, verschil: Verschil, vraag: str) -> Werkboek:
    """Make the workbook of a difference; `vraag` is the command that asked for it."""
    rijen = verschil_rijen(verschil)
    # Begin and end are sums of amounts: they have no step to explain, and say so.
    gevuld = [{naam: "–" if cel == "" else cel for naam, cel in rij.items()} for rij in rijen]
    kolommen = [
        Column("nummer", "Nummer", Kind.WHOLE),
        Column("stap", "Stap", width=44),
        Column("bedrag", "Bedrag", Kind.EURO),
        Column("status", "Status", Kind.STATUS),
        Column("uitleg", "Uitleg", width=60),
        Column("bron", "Bron", width=50),
    ]
    blad = Sheet(
        "Verschil",
        f"{verschil.wie}: van {verschil.van} naar {verschil.naar}",
        Table(kolommen, gevuld),
        subtitle="Hele euro's; begin en alle stappen samen zijn het einde",
        notes=list(verschil.let_op),
        description="elke stap met uitleg en bron",
        landscape=True,
    )
    laatste = len(rijen) - 1
    begin, eind = blad.show("bedrag", 0), blad.show("bedrag", laatste)
    optelling = "=" + "+".join(blad.ref("bedrag", nummer) for nummer in range(laatste))
    stappen = Formula(optelling, verschil.eind)
    sluit = Controleregel("Begin en stappen samen zijn het einde", eind, stappen)
    herkomst = [
        Herkomstregel(
            "Verschil", stap.naam, "; ".join(stap.bronnen) or stap.uitleg, None, stap.status
        )
        for stap in verschil.stappen
    ]
    voorblad = Cover(
        f"Verschil: {verschil.wie}",
        f"Van {verschil.van} naar {verschil.naar}",
        [Fact(verschil.van, begin, Kind.EURO), Fact(verschil.naar, eind, Kind.EURO)],
        list(verschil.let_op),
    )
    pad = Path(bestandsnaam("verschil", slug(verschil.wie))).with_suffix(".xlsx")
    bon = Bon(VERSCHIL, verschil.wie, vraag, naar_csv(rijen))
    werkboek = maak_werkboek(cijfers, pad, voorblad, [blad], [sluit], herkomst, bon)
    return replace(werkboek, titel=f"Verschil {verschil.wie}")
