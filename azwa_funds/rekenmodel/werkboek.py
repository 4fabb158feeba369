"""The workbook to calculate with: yellow cells drive live formulas down to every recipient.

As written it shows the euros of this program; every entry that differs from the official one is
labelled "eigen aanname". How it divides stands in `stappen`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from azwa_funds.excel.blad import (
    EIGEN_AANNAME,
    ONGELDIG,
    STANDAARD,
    Cover,
    Fact,
    Formula,
    Kind,
    Sheet,
)
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, Afronding, Vindplaats
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.rekenmodel.bladen import (
    Rekenbladen,
    blad_gemeenten,
    blad_gewichten,
    blad_regios,
    blad_sleutels,
)
from azwa_funds.rekenmodel.gemeente import blad_gemeente, blad_lijst
from azwa_funds.rekenmodel.invoer import GEEL, Invoer, blad_invoer
from azwa_funds.rekenmodel.keuzes import ONDERDELEN, Keuze, keuze_voor
from azwa_funds.rekenmodel.stappen import Deling, overzicht_blad, stappen_bladen
from azwa_funds.verdelen import Cijfers, toekenningen_als_csv
from azwa_funds.werkboek.delen import (
    herkomst_van_budgetten,
    herkomst_van_onderdeel,
    inwoners_herkomst,
    sleutelherkomst,
    sleutelzin,
    status_in_woorden,
)
from azwa_funds.werkboek.vast import (
    Bon,
    Controleregel,
    Herkomstregel,
    Werkboek,
    controle_blad,
    maak_werkboek,
)


def maak_rekenmodel(cijfers: Cijfers, pad: Path) -> Werkboek:
    """Make the workbook to calculate with, to be written at `pad` (which ends in .xlsx).

    Raises Gebruikersfout for another ending, or where a usual key cannot take part.
    """
    if pad.suffix.casefold() != ".xlsx":
        raise Gebruikersfout(
            f"'{pad}' eindigt niet op .xlsx en het rekenmodel is een Excel-werkboek; geef "
            "bijvoorbeeld reports/rekenmodel.xlsx."
        )
    keuzes = [keuze_voor(cijfers, onderdeel) for onderdeel in ONDERDELEN]
    delingen = [deling for keuze in keuzes for deling in keuze.delingen]
    sleutels, lijsten = blad_sleutels(cijfers, keuzes)
    gewichten = {keuze.onderdeel: blad_gewichten(cijfers, keuze) for keuze in keuzes}
    invoer = blad_invoer(cijfers, keuzes, lijsten)
    overzicht = overzicht_blad(delingen, invoer.cellen)
    stappen = stappen_bladen(delingen, overzicht, gewichten)
    plaatsen = {(d.onderdeel, d.jaar): blad for d, blad in zip(delingen, stappen, strict=True)}
    rekenbladen = Rekenbladen(overzicht, plaatsen)
    gemeenten = blad_gemeenten(cijfers, rekenbladen)
    regios = blad_regios(cijfers, rekenbladen, gemeenten)
    lijst = blad_lijst(cijfers)
    controle = controle_blad(
        _controles(invoer, overzicht, delingen, stappen, {LOKAAL: gemeenten, REGIONAAL: regios})
    )
    bladen = [
        invoer.blad,
        blad_gemeente(cijfers, lijst, gemeenten, regios),
        gemeenten,
        regios,
        controle,
        overzicht,
        *stappen,
        sleutels,
        *gewichten.values(),
        lijst,
    ]
    voorblad = _voorblad(cijfers, invoer, overzicht, delingen)
    herkomst = _herkomstregels(cijfers, keuzes)
    bon = Bon(
        "rekenmodel",
        "Nederland",
        "azwa-funds rekenmodel",
        toekenningen_als_csv(cijfers.toekenningen),
    )
    return maak_werkboek(cijfers, pad, voorblad, bladen, controle, herkomst, bon)


def _voorblad(
    cijfers: Cijfers, invoer: Invoer, overzicht: Sheet, delingen: Sequence[Deling]
) -> Cover:
    ongeldig, eigen = invoer.aantal(ONGELDIG), invoer.aantal(EIGEN_AANNAME)
    oordeel = f'=IF({ongeldig}>0,"{ONGELDIG}",IF({eigen}>0,"{EIGEN_AANNAME}","{STANDAARD}"))'
    eigen_toekenningen = [t for t in cijfers.toekenningen if t.onderdeel in ONDERDELEN]
    feiten = [
        Fact("Invoer op dit moment", Formula(oordeel, STANDAARD), Kind.CHECK),
        *(
            Fact(f"{deling.titel} verdeeld", overzicht.show("verdeeld", nummer), Kind.EURO)
            for nummer, deling in enumerate(delingen)
        ),
        Fact("Status bij standaardinvoer", status_in_woorden(eigen_toekenningen)),
    ]
    return Cover(
        f"SPUK AZWA {cijfers.jaren[0]}-{cijfers.jaren[-1]}: rekenmodel",
        "Zelf rekenen met budget, sleutel, minimum en afronding, tot op elke gemeente en regio",
        feiten,
        [
            f"Zo werkt het. {GEEL} Verander op het blad Invoer een budget, sleutel, minimum of "
            "afronding: alle bladen rekenen mee. Kies op het blad Gemeente een gemeente. Kijk op "
            "het blad Controle of alles sluit.",
            f"Alles wat u verandert heet '{EIGEN_AANNAME}': het is een rekenvoorbeeld, geen "
            "aankondiging. De standaardwaarde blijft ernaast staan. Het werkboek bevat geen "
            "macro's.",
            sleutelzin(cijfers, LOKAAL),
            sleutelzin(cijfers, REGIONAAL),
        ],
    )


def _controles(
    invoer: Invoer,
    overzicht: Sheet,
    delingen: Sequence[Deling],
    stappen: Sequence[Sheet],
    uitkomsten: dict[str, Sheet],
) -> Iterable[Controleregel]:
    nul = Formula("=0", 0)
    yield Controleregel(
        "Invoer: geen gele cel is ongeldig", nul, Formula(f"={invoer.aantal(ONGELDIG)}", 0)
    )
    for nummer, (deling, blad) in enumerate(zip(delingen, stappen, strict=True)):
        w = {column.key: overzicht.ref(column.key, nummer) for column in overzicht.table.columns}
        wie = uitkomsten[deling.onderdeel]
        nu = wie.ref(f"nu_{deling.jaar}")
        geel = invoer.cel(f"budget {deling.onderdeel} {deling.jaar}")
        apart = f'{w["afronding"]}="{Afronding.PER_ONTVANGER.woorden}"'
        bedrag = deling.som("bedrag")
        verschil = deling.budget - bedrag
        yield Controleregel(
            f"{deling.titel}: alle bedragen samen zijn het gele budget",
            Formula(f"=N({geel})", deling.budget),
            Formula(
                f"={wie.total_ref(f'nu_{deling.jaar}')}+IF({apart},{w['verschil']},0)",
                bedrag + (verschil if deling.regel is Afronding.PER_ONTVANGER else 0),
            ),
        )
        anders = f"SUMPRODUCT(--({nu}<>{wie.ref(f'standaard_{deling.jaar}')}))"
        minimum = f"{w['ontvangers']}*{w['minimum']}"
        for wat, formule in {
            "meer verschil door afronden dan kan": (
                f"=MAX(0,2*ABS({w['verschil']})-{w['ontvangers']})"
            ),
            "tekort om ieder het minimum te geven": f"=MAX(0,{minimum}-{w['budget']})",
            "ontvangers onder het minimum": f'=COUNTIF({blad.ref("bedrag")},"<"&{w["minimum"]})',
            "bij standaardinvoer toch een ander bedrag": (
                f'=IF({w["invoer"]}="{STANDAARD}",{anders},0)'
            ),
        }.items():
            yield Controleregel(f"{deling.titel}: {wat}", nul, Formula(formule, 0))


def _herkomstregels(cijfers: Cijfers, keuzes: Sequence[Keuze]) -> Iterable[Herkomstregel]:
    for onderdeel, blad in ((LOKAAL, "Per gemeente"), (REGIONAAL, "Per regio")):
        yield from herkomst_van_onderdeel(cijfers, onderdeel, blad)
    for keuze in keuzes:
        for sleutel in keuze.sleutels.values():
            yield sleutelherkomst(f"Gewichten {keuze.onderdeel}", sleutel)
    yield from herkomst_van_budgetten("Invoer", cijfers.budgetten.values())
    yield Herkomstregel(
        "Invoer",
        "Standaard, Uw invoer, Oordeel",
        "wat er zonder eigen invoer staat; in gele cellen kunt u dat veranderen, binnen de "
        "grenzen waarin een rekenblad tot op de euro rekent",
        Vindplaats("eigen_keuze", "grenzen van de invoer"),
    )
    yield Herkomstregel(
        "Per gemeente, Per regio",
        "Standaard",
        "de bedragen zonder eigen invoer, berekend door het programma zelf, om mee te vergelijken",
        None,
        min(t.status for t in cijfers.toekenningen if t.onderdeel in ONDERDELEN),
    )
    yield inwoners_herkomst(cijfers)
    yield Herkomstregel(
        "Reken...", "Alle stappen", "formules in het blad zelf; de uitleg staat onder elke tabel"
    )
