"""The sheets with the outcome of every gemeente and regio, and those with the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

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
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, Status, Toekenning
from azwa_funds.kern.herkomst import citeer, citeer_vindplaats
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


def blad_sleutels(cijfers: Cijfers, keuzes: Sequence[Keuze]) -> tuple[Sheet, dict[str, str]]:
    """Make the sheet that explains the keys; also say in which cells each list of names stands."""
    rijen: list[dict[str, Cell]] = []
    plaatsen: dict[str, tuple[int, int]] = {}
    for keuze in keuzes:
        plaatsen[keuze.onderdeel] = len(rijen), len(rijen) + len(keuze.sleutels) - 1
        for naam, sleutel in keuze.sleutels.items():
            rijen.append(
                {
                    "sleutel": naam,
                    "voor": keuze.onderdeel,
                    "id": sleutel.id,
                    "toelichting": sleutel.toelichting,
                    "minimum": minimum_van(sleutel),
                    "afronding": sleutel.afronding.regel.woorden,
                    "status": str(status_van(cijfers.gegevens, sleutel)),
                    "bron": citeer_vindplaats(cijfers.gegevens.bronnen, sleutel.vindplaats),
                }
            )
    kolommen = [
        Column("sleutel", "Sleutel", width=30),
        Column("voor", "Voor onderdeel"),
        Column("id", "Naam in het programma", Kind.CODE),
        Column("toelichting", "Wat de gewichten zijn", width=52),
        Column("minimum", "Eigen minimum", Kind.EURO),
        Column("afronding", "Eigen afronding"),
        Column("status", "Status", Kind.STATUS),
        Column("bron", "Bron", width=44),
    ]
    blad = Sheet(
        "Sleutels",
        "Verdeelsleutels waaruit u kunt kiezen",
        Table(kolommen, rijen),
        subtitle="Kiezen doet u op het blad Invoer; de gewichten staan op de bladen Gewichten",
        notes=[
            "Minimum en afronding volgen niet vanzelf uit de keuze van een sleutel: het blad "
            "Invoer bepaalt waarmee wordt gerekend.",
            *(zin for keuze in keuzes for zin in keuze.weggelaten),
        ],
        description="welke verdeelsleutels er zijn, wat ze betekenen en waar ze vandaan komen",
        landscape=True,
    )
    lijsten = {}
    for onderdeel, (eerste, laatste) in plaatsen.items():
        einde = blad.ref("sleutel", laatste).rpartition("!")[2]
        lijsten[onderdeel] = f"{blad.ref('sleutel', eerste)}:{einde}"
    return blad, lijsten


def blad_gewichten(cijfers: Cijfers, keuze: Keuze) -> Sheet:
    """Make the sheet with the weights of each key of one onderdeel, a column per key."""
    ontvangers = [weging.ontvanger for weging in keuze.gewichten[keuze.standaard]]
    waarden = {
        naam: {weging.ontvanger.code: weging.waarde for weging in wegingen}
        for naam, wegingen in keuze.gewichten.items()
    }
    sleutels = {f"gewicht_{nummer}": naam for nummer, naam in enumerate(waarden)}
    lokaal = keuze.onderdeel == LOKAAL
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("naam", "Gemeente" if lokaal else "Mandaathouder", total="count"),
        Column("regio", "IZA-regio"),
        *(Column(key, naam, Kind.WHOLE, RUIM, total="sum") for key, naam in sleutels.items()),
    ]
    rijen: list[dict[str, Cell]] = [
        {
            "code": wie.code,
            "naam": wie.naam,
            "regio": wie.regio,
            **{key: waarden[naam][wie.code] for key, naam in sleutels.items()},
        }
        for wie in ontvangers
    ]
    wie = "gemeenten" if lokaal else "regio's"
    bronnen = cijfers.gegevens.bronnen
    return Sheet(
        f"Gewichten {keuze.onderdeel}",
        f"Gewichten van de {wie}, per verdeelsleutel",
        Table(kolommen, rijen),
        subtitle="Alleen de verhouding tussen de gewichten telt; zij hebben geen eenheid",
        sources=[
            f"{naam}: {citeer(bronnen[bron])}."
            for naam, wegingen in keuze.gewichten.items()
            for bron in dict.fromkeys(weging.vindplaats.bron for weging in wegingen)
        ],
        description=f"het gewicht van elke ontvanger van het onderdeel {keuze.onderdeel}",
        freeze_columns=2,
    )


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
        einde = self.overzicht.ref("invoer", nummers[-1]).rpartition("!")[2]
        return f"{self.overzicht.ref('invoer', nummers[0])}:{einde}"

    def status(self, onderdeel: str, status: Status) -> Formula:
        """The status of amounts: that of the source, or that of the reader's own input."""
        oordelen = self.oordelen(onderdeel)
        aantal = sum(naam == onderdeel for naam, _ in self.stappen)
        return Formula(
            f'=IF(COUNTIF({oordelen},"{ONGELDIG}")>0,"{ONGELDIG}",'
            f'IF(COUNTIF({oordelen},"{STANDAARD}")={aantal},"{status}","{EIGEN_AANNAME}"))',
            str(status),
        )


def _bedragkolommen(cijfers: Cijfers, rekenbladen: Rekenbladen, onderdeel: str) -> list[Column]:
    """Return the columns that both sheets share: now, official, difference, weight."""
    eerste, naam = cijfers.jaren[0], onderdeel.capitalize()
    return [
        *(
            Column(
                f"nu_{jaar}",
                f"{naam} {jaar}",
                Kind.EURO,
                RUIM,
                total="sum",
                formula=rekenbladen.opgezocht(onderdeel, jaar, "bedrag"),
            )
            for jaar in cijfers.jaren
        ),
        Column(
            "totaal",
            f"{naam} samen",
            Kind.EURO,
            RUIM,
            total="sum",
            formula=som_over_jaren(cijfers, "nu"),
        ),
        per_inwoner_kolom(f"Per inwoner {eerste}", f"nu_{eerste}"),
        *jaarkolommen(cijfers, "standaard", "Standaard"),
        Column(
            "verschil",
            "Verschil samen",
            Kind.EURO,
            RUIM,
            total="sum",
            formula="={totaal}" + "".join(f"-{{standaard_{jaar}}}" for jaar in cijfers.jaren),
            note="met uw invoer min standaard, over alle jaren",
        ),
        Column(
            "gewicht",
            "Gewicht",
            Kind.WHOLE,
            RUIM,
            total="sum",
            formula=rekenbladen.opgezocht(onderdeel, eerste, "gewicht"),
        ),
        Column(
            "aandeel",
            "Aandeel in de gewichten",
            Kind.PERCENT_FINE,
            total="formula",
            formula="=IF({gewicht.totaal}=0,0,{gewicht}/{gewicht.totaal})",
        ),
        Column("status", "Status", Kind.STATUS, width=15),
    ]


def _bedragen(eigen: Sequence[Toekenning], inwoners: int) -> dict[str, Cell]:
    """Return the cells of one recipient, who has an amount in every year."""
    per_jaar = {t.jaar: t.bedrag for t in eigen}
    return {
        **{f"nu_{jaar}": bedrag for jaar, bedrag in per_jaar.items()},
        **{f"standaard_{jaar}": bedrag for jaar, bedrag in per_jaar.items()},
        "totaal": sum(per_jaar.values()),
        "verschil": 0,
        "per_inwoner": Fraction(eigen[0].bedrag, inwoners),
        "gewicht": eigen[0].gewicht,
        "aandeel": Fraction(eigen[0].gewicht, eigen[0].totaal_gewicht),
    }


def blad_gemeenten(cijfers: Cijfers, rekenbladen: Rekenbladen) -> Sheet:
    """Make the sheet with every gemeente, live."""
    rijen: list[dict[str, Cell]] = []
    for gemeente in cijfers.gemeenten:
        eigen = [cijfers.lokaal[gemeente.code, jaar] for jaar in cijfers.jaren]
        inwoners = cijfers.inwoners[gemeente.code]
        rijen.append(
            {
                "code": gemeente.code,
                "gemeente": gemeente.naam,
                "provincie": gemeente.provincie,
                "regio": gemeente.iza_regio,
                "inwoners": inwoners,
                **_bedragen(eigen, inwoners),
                "status": rekenbladen.status(LOKAAL, min(t.status for t in eigen)),
            }
        )
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente", total="count"),
        Column("provincie", "Provincie"),
        Column("regio", "IZA-regio"),
        inwonerskolom(cijfers),
        *_bedragkolommen(cijfers, rekenbladen, LOKAAL),
    ]
    eerste = cijfers.lokaal_van(cijfers.gemeenten, cijfers.jaren[0])
    totalen: dict[str, Value] = {
        "per_inwoner": Fraction(eerste, sum(cijfers.inwoners.values())),
        "aandeel": 1,
    }
    return Sheet(
        "Per gemeente",
        "Lokaal geld per gemeente, met uw invoer",
        Table(kolommen, rijen, totalen),
        subtitle=f"SPUK AZWA, onderdeel lokaal; {EURO}",
        notes=[STANDAARD_UITLEG],
        description=f"alle {len(rijen)} gemeenten: bedrag met uw invoer, standaard en verschil",
        landscape=True,
        freeze_columns=2,
    )


def blad_regios(cijfers: Cijfers, rekenbladen: Rekenbladen, gemeenten: Sheet) -> Sheet:
    """Make the sheet with every IZA-regio, live."""
    rijen: list[dict[str, Cell]] = []
    for regio in cijfers.regios:
        eigen = [cijfers.regionaal[regio.naam, jaar] for jaar in cijfers.jaren]
        inwoners = cijfers.inwoners_van(cijfers.gemeenten_van(regio.naam))
        rijen.append(
            {
                "regio": regio.naam,
                "code": regio.mandaathouder_code,
                "mandaathouder": regio.mandaathouder,
                "inwoners": inwoners,
                **_bedragen(eigen, inwoners),
                "status": rekenbladen.status(REGIONAAL, min(t.status for t in eigen)),
            }
        )
    inwoners_van = f"=SUMIF({gemeenten.ref('regio')},{{regio}},{gemeenten.ref('inwoners')})"
    kolommen = [
        Column("regio", "IZA-regio"),
        Column("code", "Code", Kind.CODE),
        Column("mandaathouder", "Mandaathouder", total="count"),
        inwonerskolom(cijfers, inwoners_van),
        *_bedragkolommen(cijfers, rekenbladen, REGIONAAL),
    ]
    eerste = sum(cijfers.regionaal[regio.naam, cijfers.jaren[0]].bedrag for regio in cijfers.regios)
    totalen: dict[str, Value] = {
        "per_inwoner": Fraction(eerste, sum(cijfers.inwoners.values())),
        "aandeel": 1,
    }
    return Sheet(
        "Per regio",
        "Regionaal geld per IZA-regio, met uw invoer",
        Table(kolommen, rijen, totalen),
        subtitle=f"SPUK AZWA, onderdeel regionaal, voor de mandaathouder; {EURO}",
        notes=[
            STANDAARD_UITLEG,
            "Er is geen officiële lijst van gemeenten per IZA-regio; de indeling is afgeleid.",
        ],
        description=f"alle {len(rijen)} regio's: bedrag met uw invoer, standaard en verschil",
        landscape=True,
        freeze_columns=1,
    )
