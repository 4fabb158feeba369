"""The sheets with the outcome of every gemeente and regio, and those with the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from azwa_funds.excel.blad import (
    EIGEN_AANNAME,
    ONGELDIG,
    STANDAARD,
    Cell,
    Column,
    Formula,
    Kind,
    Sheet,
    Table,
    Value,
)
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, Gemeente, Gewicht, Regio, Sleutel, Status
from azwa_funds.kern.herkomst import citeer
from azwa_funds.rekenmodel.invoer import STANDAARD_UITLEG
from azwa_funds.rekenmodel.keuzes import Keuze, minimum_van
from azwa_funds.rekenmodel.stappen import RUIM
from azwa_funds.verdelen import Cijfers, status_van
from azwa_funds.werkboek.delen import (
    EURO,
    inwonerskolom,
    jaarkolommen,
    per_inwoner_kolom,
    som_over_jaren,
)

# -- the keys ----------------------------------------------------------------------------------


class _Rij(NamedTuple):
    """One key that can be chosen: for which onderdeel, and its name in the list."""

    onderdeel: str
    naam: str
    sleutel: Sleutel


def blad_sleutels(cijfers: Cijfers, keuzes: Sequence[Keuze]) -> tuple[Sheet, dict[str, str]]:
    """Make the sheet that explains the keys; also say in which cells each list of names stands."""
    rijen = [_Rij(keuze.onderdeel, *deel) for keuze in keuzes for deel in keuze.sleutels.items()]
    gegevens = cijfers.gegevens
    kolommen = [
        Column("sleutel", "Sleutel", width=30, value="naam"),
        Column("voor", "Voor onderdeel", value="onderdeel"),
        Column("id", "Naam in het programma", Kind.CODE, value="sleutel.id"),
        Column("toelichting", "Wat de gewichten zijn", width=52, value="sleutel.toelichting"),
        Column("minimum", "Eigen minimum", Kind.EURO, value=lambda rij: minimum_van(rij.sleutel)),
        Column("afronding", "Eigen afronding", value="sleutel.afronding.regel.woorden"),
        Column(
            "status", "Status", Kind.STATUS, value=lambda rij: status_van(gegevens, rij.sleutel)
        ),
        Column("bron", "Bron", width=44, value=lambda rij: gegevens.citeer(rij.sleutel.vindplaats)),
    ]
    blad = Sheet(
        "Sleutels",
        "Verdeelsleutels waaruit u kunt kiezen",
        Table.of(kolommen, rijen),
        subtitle="Kiezen doet u op het blad Invoer; de gewichten staan op de bladen Gewichten",
        notes=[
            "Minimum en afronding volgen niet vanzelf uit de keuze van een sleutel: het blad "
            "Invoer bepaalt waarmee wordt gerekend.",
            *(zin for keuze in keuzes for zin in keuze.weggelaten),
        ],
        description="welke verdeelsleutels er zijn, wat ze betekenen en waar ze vandaan komen",
        landscape=True,
    )
    lijsten, eerste = {}, 0
    for keuze in keuzes:
        volgende = eerste + len(keuze.sleutels)
        lijsten[keuze.onderdeel] = blad.ref("sleutel", eerste, volgende - 1)
        eerste = volgende
    return blad, lijsten


def blad_gewichten(cijfers: Cijfers, keuze: Keuze) -> Sheet:
    """Make the sheet with the weights of each key of one onderdeel, a column per key."""
    ontvangers = [weging.ontvanger for weging in keuze.gewichten[keuze.standaard]]
    lokaal = keuze.onderdeel == LOKAAL
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("naam", "Gemeente" if lokaal else "Mandaathouder", total="count"),
        Column("regio", "IZA-regio"),
        *(_gewichtkolom(nummer, *deel) for nummer, deel in enumerate(keuze.gewichten.items())),
    ]
    wie = "gemeenten" if lokaal else "regio's"
    bronnen = cijfers.gegevens.bronnen
    return Sheet(
        f"Gewichten {keuze.onderdeel}",
        f"Gewichten van de {wie}, per verdeelsleutel",
        Table.of(kolommen, ontvangers),
        subtitle="Alleen de verhouding tussen de gewichten telt; zij hebben geen eenheid",
        sources=[
            f"{naam}: {citeer(bronnen[bron])}."
            for naam, wegingen in keuze.gewichten.items()
            for bron in dict.fromkeys(weging.vindplaats.bron for weging in wegingen)
        ],
        description=f"het gewicht van elke ontvanger van het onderdeel {keuze.onderdeel}",
        freeze_columns=2,
    )


def _gewichtkolom(nummer: int, naam: str, wegingen: Sequence[Gewicht]) -> Column:
    waarden = {weging.ontvanger.code: weging.waarde for weging in wegingen}
    sleutel, waarde = f"gewicht_{nummer}", lambda wie: waarden[wie.code]
    return Column(sleutel, naam, Kind.WHOLE, RUIM, total="sum", value=waarde)


# -- all gemeenten and regions -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rekenbladen:
    """Where the outcomes stand: the summary, and the steps by onderdeel and year."""

    overzicht: Sheet
    stappen: Mapping[tuple[str, int], Sheet]

    def opgezocht(self, onderdeel: str, jaar: int, kolom: str) -> str:
        """The formula that finds a figure of the recipient whose code stands in `{code}`."""
        blad = self.stappen[onderdeel, jaar]
        return f"=INDEX({blad.ref(kolom)},MATCH({{code}},{blad.ref('code')},0))"

    def oordelen(self, onderdeel: str) -> str:
        """The cells that judge the input of an onderdeel, over the years."""
        nummers = [nummer for nummer, (naam, _) in enumerate(self.stappen) if naam == onderdeel]
        return self.overzicht.ref("invoer", nummers[0], nummers[-1])

    def status(self, onderdeel: str, status: Status) -> Formula:
        """The status of amounts: that of the source, or that of the reader's own input."""
        oordelen = self.oordelen(onderdeel)
        aantal = sum(naam == onderdeel for naam, _ in self.stappen)
        return Formula(
            f'=IF(COUNTIF({oordelen},"{ONGELDIG}")>0,"{ONGELDIG}",'
            f'IF(COUNTIF({oordelen},"{STANDAARD}")={aantal},"{status}","{EIGEN_AANNAME}"))',
            str(status),
        )


def _tabel(
    cijfers: Cijfers,
    rekenbladen: Rekenbladen,
    onderdeel: str,
    kolommen: Sequence[Column],
    wie: Mapping[str, Gemeente | Regio],
    inwoners_van: str | None = None,
) -> Table:
    """Return these columns of each recipient, and its amounts now and without own input.

    `inwoners_van` is the formula that counts its inhabitants, where they are not known here.
    """
    toegekend = cijfers.lokaal if onderdeel == LOKAAL else cijfers.regionaal
    rijen: list[dict[str, Cell]] = []
    for sleutel, ontvanger in wie.items():
        rij = {kolom.key: kolom.cell(ontvanger) for kolom in kolommen}
        leden = cijfers.gemeenten_van(sleutel) if isinstance(ontvanger, Regio) else [ontvanger]
        inwoners = cijfers.inwoners_van(leden)
        eigen = [toegekend[sleutel, jaar] for jaar in cijfers.jaren]
        for toekenning in eigen:
            rij[f"nu_{toekenning.jaar}"] = rij[f"standaard_{toekenning.jaar}"] = toekenning.bedrag
        rij |= {
            "inwoners": inwoners,
            "totaal": sum(toekenning.bedrag for toekenning in eigen),
            "verschil": 0,
            "per_inwoner": Fraction(eigen[0].bedrag, inwoners),
            "gewicht": eigen[0].gewicht,
            "aandeel": Fraction(eigen[0].gewicht, eigen[0].totaal_gewicht),
            "status": rekenbladen.status(onderdeel, min(t.status for t in eigen)),
        }
        rijen.append(rij)
    samen = sum(toegekend[sleutel, cijfers.jaren[0]].bedrag for sleutel in wie)
    totalen: dict[str, Value] = {
        "per_inwoner": Fraction(samen, sum(cijfers.inwoners.values())),
        "aandeel": 1,
    }
    bedragen = _bedragkolommen(cijfers, rekenbladen, onderdeel)
    return Table([*kolommen, inwonerskolom(cijfers, inwoners_van), *bedragen], rijen, totalen)


def _bedragkolommen(cijfers: Cijfers, rekenbladen: Rekenbladen, onderdeel: str) -> list[Column]:
    """Return the columns that both sheets share: now, official, difference, weight."""
    eerste, naam = cijfers.jaren[0], onderdeel.capitalize()
    som, zoek = partial(Column, width=RUIM, total="sum"), partial(rekenbladen.opgezocht, onderdeel)
    return [
        *(
            som(f"nu_{jaar}", f"{naam} {jaar}", Kind.EURO, formula=zoek(jaar, "bedrag"))
            for jaar in cijfers.jaren
        ),
        som("totaal", f"{naam} samen", Kind.EURO, formula=som_over_jaren(cijfers, "nu")),
        per_inwoner_kolom(f"Per inwoner {eerste}", f"nu_{eerste}"),
        *jaarkolommen(cijfers, "standaard", "Standaard"),
        som(
            "verschil",
            "Verschil samen",
            Kind.EURO,
            formula="={totaal}" + "".join(f"-{{standaard_{jaar}}}" for jaar in cijfers.jaren),
            note="met uw invoer min standaard, over alle jaren",
        ),
        som("gewicht", "Gewicht", Kind.WHOLE, formula=zoek(eerste, "gewicht")),
        Column(
            "aandeel",
            "Aandeel in de gewichten",
            Kind.PERCENT_FINE,
            total="formula",
            formula="=IF({gewicht.totaal}=0,0,{gewicht}/{gewicht.totaal})",
        ),
        Column("status", "Status", Kind.STATUS, width=15),
    ]


def blad_gemeenten(cijfers: Cijfers, rekenbladen: Rekenbladen) -> Sheet:
    """Make the sheet with every gemeente, live."""
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente", total="count", value="naam"),
        Column("provincie", "Provincie"),
        Column("regio", "IZA-regio", value="iza_regio"),
    ]
    wie = {gemeente.code: gemeente for gemeente in cijfers.gemeenten}
    return Sheet(
        "Per gemeente",
        "Lokaal geld per gemeente, met uw invoer",
        _tabel(cijfers, rekenbladen, LOKAAL, kolommen, wie),
        subtitle=f"SPUK AZWA, onderdeel lokaal; {EURO}",
        notes=[STANDAARD_UITLEG],
        description=f"alle {len(wie)} gemeenten: bedrag met uw invoer, standaard en verschil",
        landscape=True,
        freeze_columns=2,
    )


def blad_regios(cijfers: Cijfers, rekenbladen: Rekenbladen, gemeenten: Sheet) -> Sheet:
    """Make the sheet with every IZA-regio, live."""
    inwoners_van = f"=SUMIF({gemeenten.ref('regio')},{{regio}},{gemeenten.ref('inwoners')})"
    kolommen = [
        Column("regio", "IZA-regio", value="naam"),
        Column("code", "Code", Kind.CODE, value="mandaathouder_code"),
        Column("mandaathouder", "Mandaathouder", total="count"),
    ]
    wie = {regio.naam: regio for regio in cijfers.regios}
    return Sheet(
        "Per regio",
        "Regionaal geld per IZA-regio, met uw invoer",
        _tabel(cijfers, rekenbladen, REGIONAAL, kolommen, wie, inwoners_van),
        subtitle=f"SPUK AZWA, onderdeel regionaal, voor de mandaathouder; {EURO}",
        notes=[
            STANDAARD_UITLEG,
            "Er is geen officiële lijst van gemeenten per IZA-regio; de indeling is afgeleid.",
        ],
        description=f"alle {len(wie)} regio's: bedrag met uw invoer, standaard en verschil",
        landscape=True,
        freeze_columns=1,
    )
