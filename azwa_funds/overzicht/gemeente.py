"""Which sheets a gemeente gets: a factsheet of one A4, and what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from azwa_funds.excel.blad import Column, Cover, Fact, Kind, Sheet, Table
from azwa_funds.gegevens import mandaathouder_van
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    LOKAAL,
    REGIONAAL,
    SPUK_IZA,
    Centen,
    Gemeente,
    Regio,
    Status,
)
from azwa_funds.kern.euro import toon, toon_centen, toon_getal
from azwa_funds.kern.tekst import slug
from azwa_funds.overzicht.brugblad import BREEDTE, blad_brug, brugcontrole, brugherkomst, waterval
from azwa_funds.overzicht.kolommen import Lokaal, jaarfeiten, staven
from azwa_funds.overzicht.ramingblad import blad_na_gemeente, ramingsherkomst
from azwa_funds.verdelen import (
    Balk,
    Cijfers,
    bouw_brug,
    bouw_brug_ontvangen,
    toekenningen_als_csv,
    wat_krijgt,
)
from azwa_funds.werkboek.delen import (
    EURO,
    aandeelregels,
    bronnen_van,
    gepubliceerd,
    grondslag_van_jaar,
    grondslagregels,
    grondslagzin,
    herkomst_van_onderdeel,
    inwoners_herkomst,
    sleutelzin,
    status_in_woorden,
)
from azwa_funds.werkboek.vast import (
    Bon,
    Controleregel,
    Herkomstregel,
    Werkboek,
    maak_werkboek,
    openstaand_blad,
)

#: With how many gemeenten, the nearest in inhabitants, a gemeente is compared.
BUREN = 20
_ONTVANGEN = "Samen: echt ontvangen"
_REGIONAAL = "Regionaal, voor de hele regio"


def pad_van_gemeente(gemeente: Gemeente) -> Path:
    """Return where the factsheet of a gemeente stands in the folder for workbooks."""
    return Path("gemeente") / f"{gemeente.code}-{slug(gemeente.naam)}.xlsx"


def gemeentelijk_werkboek(cijfers: Cijfers, gemeente: Gemeente) -> Werkboek:
    """Make the factsheet of one gemeente, with the sheets behind it."""
    bruggen = _bruggen(cijfers, gemeente)
    brug = bruggen[0][0]
    vergelijking = _blad_vergelijking(cijfers, gemeente)
    buren = _blad_buren(cijfers, gemeente)
    factsheet = _blad_factsheet(cijfers, gemeente, brug, vergelijking)
    eigen = [t for t in cijfers.toekenningen if t.ontvanger_code == gemeente.code]
    bladen = [
        factsheet,
        *(blad for blad, _ in bruggen),
        vergelijking,
        buren,
        blad_na_gemeente(cijfers, gemeente),
        openstaand_blad(cijfers.gegevens),
    ]
    titel = f"SPUK AZWA: gemeente {gemeente.naam}"
    lokaal = [t for t in eigen if t.onderdeel == LOKAAL]
    inwoners = cijfers.inwoners[gemeente.code]
    voorblad = Cover(
        titel,
        f"{gemeente.code}, provincie {gemeente.provincie}, IZA-regio {gemeente.iza_regio}",
        [
            *jaarfeiten(cijfers, "Lokaal geld", factsheet, "lokaal"),
            *_ontvangstfeiten(cijfers, gemeente, factsheet),
            Fact(f"Inwoners op 1 januari {cijfers.inwoners_jaar}", inwoners, Kind.WHOLE),
            Fact("Status van het lokale geld", status_in_woorden(lokaal)),
        ],
        [sleutelzin(cijfers, LOKAAL), *bijzonderheden(cijfers, gemeente)],
    )
    opdracht = f"azwa-funds overzicht --gemeente {gemeente.code}"
    return maak_werkboek(
        cijfers, pad_van_gemeente(gemeente), voorblad, bladen,
        _controles(cijfers, factsheet, bruggen),
        _herkomstregels(cijfers, gemeente, bruggen),
        Bon("gemeente", gemeente.code, opdracht, toekenningen_als_csv(eigen)),
    )  # fmt: skip


def _ontvangstfeiten(cijfers: Cijfers, gemeente: Gemeente, factsheet: Sheet) -> Iterable[Fact]:
    """The regional money that a mandaathouder receives, for the cover; nothing for others."""
    if regio := mandaathouder_van(cijfers.gegevens, gemeente.code):
        slot = f", voor heel {regio.naam}"
        yield from jaarfeiten(cijfers, "Regionaal geld", factsheet, "regionaal", slot)


def bijzonderheden(cijfers: Cijfers, gemeente: Gemeente) -> list[str]:
    """What a reader of this gemeente has to know: mandaathouder, NPLV, minimum, herindeling."""
    zinnen = []
    if regio := mandaathouder_van(cijfers.gegevens, gemeente.code):
        bedragen = [cijfers.regionaal[regio.naam, jaar] for jaar in cijfers.jaren]
        reeks = ", ".join(f"{t.jaar} {toon(t.bedrag)}" for t in bedragen)
        zinnen.append(
            f"{gemeente.naam} is ook mandaathouder van IZA-regio {regio.naam} en ontvangt voor "
            f"de hele regio: {reeks}."
        )
    for gebied in cijfers.nplv_gebieden(gemeente):
        zinnen.append(f"NPLV-gebied {gebied}: het geld voor NPLV-gebieden is niet verdeeld (p.m.).")
    opmerking = cijfers.gewichten(LOKAAL)[gemeente.code].opmerking
    if opmerking:
        zinnen.append(f"Let op: {opmerking}.")
    for herindeling in cijfers.gegevens.herindelingen:
        geraakt = gemeente.code in (herindeling.code_oud, herindeling.code_nieuw)
        if herindeling.status == "voorgesteld" and geraakt:
            zinnen.append(
                f"Voorgestelde herindeling per {herindeling.datum:%d-%m-%Y}: "
                f"{herindeling.naam_oud} naar {herindeling.naam_nieuw}; niet verwerkt."
            )
    return zinnen


def _blad_factsheet(
    cijfers: Cijfers, gemeente: Gemeente, brug: Sheet, vergelijking: Sheet
) -> Sheet:
    inwoners = cijfers.inwoners[gemeente.code]
    regio = mandaathouder_van(cijfers.gegevens, gemeente.code)
    return Sheet(
        "Factsheet",
        f"Gemeente {gemeente.naam}: wat krijgen wij?",
        Table.of(_factsheetkolommen(cijfers, gemeente), wat_krijgt(cijfers, gemeente)),
        subtitle=f"{gemeente.code}, IZA-regio {gemeente.iza_regio}; {EURO}",
        notes=[
            plaats_in_woorden(cijfers, gemeente),
            f"Per inwoner: met {toon_getal(inwoners)} inwoners (1 januari "
            f"{cijfers.inwoners_jaar}), in elk jaar.",
            "Aandeel regionaal: rekenkundig aandeel in het geld van de regio. Het geld zelf gaat "
            "naar de mandaathouder; dit is geen toezegging.",
            *_ontvangstzin(gemeente, regio),
            grondslagzin(cijfers),
            # What a mandaathouder receives stands in the table itself.
            *bijzonderheden(cijfers, gemeente)[bool(regio) :],
        ],
        sources=bronnen_van(cijfers, LOKAAL, gemeente.code),
        charts=[
            waterval(cijfers, brug, 290, ": lokaal geld en aandeel"),
            staven(
                cijfers, "wie", "gemeente, regio, provincie en Nederland, in euro per inwoner",
                source=vergelijking, width=BREEDTE,
            ),
        ],
        description="op een A4: bedragen, de brug van 2026 naar 2027 en de vergelijking",
        one_page=True,
        characters=140,
    )  # fmt: skip


def _factsheetkolommen(cijfers: Cijfers, gemeente: Gemeente) -> list[Column]:
    inwoners = cijfers.inwoners[gemeente.code]

    def status(geld: Any) -> Status:
        nieuw = geld.jaar in cijfers.jaren
        return cijfers.lokaal[gemeente.code, geld.jaar].status if nieuw else Status.VASTGESTELD

    return [
        Column("jaar", "Jaar", Kind.CODE),
        Column(
            "uitkering", "Uitkering", width=15,
            value=lambda geld: (
                "SPUK AZWA" if geld.jaar in cijfers.jaren else "Brede SPUK en SPUK IZA"
            ),
        ),
        Column("lokaal", "Lokaal", Kind.EURO),
        Column(
            "per_inwoner", "Per inwoner", Kind.EURO_CENT, formula=f"={{lokaal}}/{inwoners}",
            value=lambda geld: Fraction(geld.lokaal, inwoners),
        ),
        Column("status", "Status lokaal", Kind.STATUS, value=status),
        Column("aandeel", "Aandeel regionaal (aanname)", Kind.EURO),
        Column(
            "samen", "Samen: lokaal en aandeel", Kind.EURO, formula="={lokaal}+{aandeel}",
            value="met_aandeel",
        ),
        Column(
            "grondslag", "Grondslag", width=26,
            value=lambda geld: grondslag_van_jaar(cijfers, geld.jaar),
        ),
        *(_ONTVANGSTKOLOMMEN if mandaathouder_van(cijfers.gegevens, gemeente.code) else []),
    ]  # fmt: skip


#: What a mandaathouder really receives, beside its share.
_ONTVANGSTKOLOMMEN = [
    Column("regionaal", _REGIONAAL, Kind.EURO),
    Column("ontvangt", _ONTVANGEN, Kind.EURO, formula="={lokaal}+{regionaal}"),
]


def _ontvangstzin(gemeente: Gemeente, regio: Regio | None) -> list[str]:
    """Say which total is what a gemeente receives."""
    if regio is None:
        return [f"{gemeente.naam} ontvangt zelf het bedrag onder Lokaal."]
    return [
        f'Onder "{_ONTVANGEN}" staat wat {gemeente.naam} als mandaathouder krijgt: het eigen '
        f"lokale geld en het regionale geld voor heel {regio.naam}. Het eigen aandeel zit daarin: "
        "tel de twee totalen niet bij elkaar op."
    ]


# -- comparison --------------------------------------------------------------------------------


def plaats_in_woorden(cijfers: Cijfers, gemeente: Gemeente) -> str:
    """Say where a gemeente stands per inhabitant: among those of its size, and among all."""
    groep = cijfers.gelijke_grootte(gemeente, BUREN)
    eigen = cijfers.per_inwoner[gemeente.code]
    hoger = sum(cijfers.per_inwoner[ander.code] > eigen for ander in groep)
    alle = cijfers.hoger_per_inwoner(gemeente)
    return (
        f"Per inwoner staat {gemeente.naam} in {cijfers.jaren[0]} op plaats {hoger + 1} van de "
        f"{len(groep)} gemeenten van gelijke grootte en op plaats {alle + 1} van alle "
        f"{len(cijfers.gemeenten)} (1 is het hoogste bedrag)."
    )


def vergelijkingsgroepen(cijfers: Cijfers, gemeente: Gemeente) -> dict[str, list[Gemeente]]:
    """Return the groups with which a gemeente is compared, by name, itself first."""
    return {
        gemeente.naam: [gemeente],
        f"IZA-regio {gemeente.iza_regio}": cijfers.gemeenten_van(gemeente.iza_regio),
        f"Provincie {gemeente.provincie}": [
            g for g in cijfers.gemeenten if g.provincie == gemeente.provincie
        ],
        "Gelijke grootte": cijfers.gelijke_grootte(gemeente, BUREN),
        "Nederland": cijfers.gemeenten,
    }


@dataclass(frozen=True, slots=True)
class Vergelijkregel:
    """A group in the first year: its local money in whole euros, and that per inhabitant."""

    wie: str
    gemeenten: int
    inwoners: int
    lokaal: int

    @property
    def per_inwoner(self) -> Fraction:
        """The exact amount in euros."""
        return Fraction(self.lokaal, self.inwoners)

    @property
    def per_inwoner_in_woorden(self) -> str:
        """The same in euros and cents, rounded half up."""
        return toon_centen(Centen(int(self.per_inwoner * 100 + Fraction(1, 2))))


def vergelijk_per_inwoner(cijfers: Cijfers, gemeente: Gemeente) -> list[Vergelijkregel]:
    """Lay a gemeente beside its regio, its provincie, its size and the country."""
    return [
        Vergelijkregel(
            naam,
            len(leden),
            cijfers.inwoners_van(leden),
            cijfers.lokaal_van(leden, cijfers.jaren[0]),
        )
        for naam, leden in vergelijkingsgroepen(cijfers, gemeente).items()
    ]


def _blad_vergelijking(cijfers: Cijfers, gemeente: Gemeente) -> Sheet:
    groepen = vergelijkingsgroepen(cijfers, gemeente)
    kolommen = [
        Column("wie", "Wie", value=str),
        Column("gemeenten", "Gemeenten", Kind.WHOLE, value=lambda wie: len(groepen[wie])),
        *Lokaal(cijfers, groepen.__getitem__).vergelijking(),
    ]
    return Sheet(
        "Vergelijking",
        f"{gemeente.naam} vergeleken",
        Table.of(kolommen, groepen),
        subtitle=f"Lokaal geld in {cijfers.jaren[0]}; {EURO}, per inwoner in euro's en centen",
        description="per inwoner tegenover regio, provincie, gelijke grootte en Nederland",
    )


def _blad_buren(cijfers: Cijfers, gemeente: Gemeente) -> Sheet:
    groep = cijfers.gelijke_grootte(gemeente, BUREN)
    hoog_naar_laag = sorted((cijfers.per_inwoner[g.code] for g in groep), reverse=True)

    def naam(ander: Gemeente) -> str:
        return f"{ander.naam} (deze gemeente)" if ander == gemeente else ander.naam

    kolommen = [
        Column("gemeente", "Gemeente", value=naam),
        Column("code", "Code", Kind.CODE),
        *Lokaal(cijfers).vergelijking(),
        Column(
            "plaats", "Plaats", Kind.WHOLE, formula="=RANK({per_inwoner},{per_inwoner.kolom})",
            value=lambda ander: 1 + hoog_naar_laag.index(cijfers.per_inwoner[ander.code]),
        ),
    ]  # fmt: skip
    return Sheet(
        "Gelijke grootte",
        "Gemeenten van gelijke grootte",
        Table.of(kolommen, groep),
        subtitle=f"De {BUREN} gemeenten die in inwoners het dichtst bij {gemeente.naam} liggen",
        description="de gemeenten die in inwoners het dichtst bij liggen",
    )


# -- bridge ------------------------------------------------------------------------------------


def _bruggen(cijfers: Cijfers, gemeente: Gemeente) -> list[tuple[Sheet, list[Balk]]]:
    """Return the bridge of a gemeente, and of a mandaathouder that of what it receives itself."""
    balken = bouw_brug(cijfers, gemeente)
    wat = "Lokaal geld en het aandeel in het regionale geld samen"
    bruggen = [(blad_brug(cijfers, "Brug", balken, wat=wat), balken)]
    if regio := mandaathouder_van(cijfers.gegevens, gemeente.code):
        balken = bouw_brug_ontvangen(cijfers, regio)
        wat = f"Wat {gemeente.naam} zelf ontvangt: eigen lokaal geld en al het regionale geld"
        blad = blad_brug(cijfers, "Brug mandaathouder", balken, wat=f"{wat} van {regio.naam}")
        bruggen.append((blad, balken))
    return bruggen


def _controles(
    cijfers: Cijfers, factsheet: Sheet, bruggen: Iterable[tuple[Sheet, list[Balk]]]
) -> Iterable[Controleregel]:
    for blad, balken in bruggen:
        yield brugcontrole(blad, balken)
    rij, jaar = len(cijfers.vorige_jaren), cijfers.jaren[0]
    for kolom, (blad, balken) in zip(("samen", "ontvangt"), bruggen, strict=False):
        naam = "de brug" if kolom == "samen" else f"het blad {blad.name}"
        yield Controleregel(
            f"Het einde van {naam} is {jaar} op de factsheet",
            factsheet.show(kolom, rij),
            blad.show("bedrag", len(balken) - 1),
        )


def _herkomstregels(
    cijfers: Cijfers, gemeente: Gemeente, bruggen: Iterable[tuple[Sheet, list[Balk]]]
) -> Iterable[Herkomstregel]:
    yield from herkomst_van_onderdeel(cijfers, LOKAAL, "Factsheet")
    yield from gepubliceerd(cijfers, BREDE_SPUK, "Factsheet", "bijlage 2A, rij van de gemeente")
    if mandaathouder_van(cijfers.gegevens, gemeente.code):
        yield from herkomst_van_onderdeel(cijfers, REGIONAAL, "Factsheet")
        yield from gepubliceerd(cijfers, SPUK_IZA, "Factsheet", "bijlage 2B, rij van de regio")
        yield Herkomstregel("Factsheet", _REGIONAAL, "de bedragen van de regio, zoals hierboven")
    yield from aandeelregels(cijfers, "Factsheet")
    yield from grondslagregels(cijfers, "Factsheet")
    for blad, balken in bruggen:
        yield from brugherkomst(blad.name, balken)
    yield from ramingsherkomst(cijfers)
    yield inwoners_herkomst(cijfers)
    yield Herkomstregel(
        "Gelijke grootte",
        "Lokaal",
        "per gemeente berekend zoals op de factsheet",
        None,
        min(t.status for t in cijfers.lokaal.values()),
    )
    yield Herkomstregel("Vergelijking", "Alle kolommen", "opgeteld uit de bedragen per gemeente")
