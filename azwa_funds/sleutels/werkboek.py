"""The workbook that sets two keys side by side: a sheet per level, charts and live checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from azwa_funds.excel.blad import (
    Cell,
    Chart,
    ChartKind,
    Column,
    Cover,
    Fact,
    Formula,
    Kind,
    Sheet,
    Table,
    euros,
)
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Sleutel, Vindplaats
from azwa_funds.scherm.uitvoer import naar_csv
from azwa_funds.sleutels.uitvoer import GROOTSTE, samenvatting, vergelijkingsrijen
from azwa_funds.sleutels.vergelijking import Niveau, Regel, Vergelijking
from azwa_funds.verdelen import Cijfers, status_van
from azwa_funds.werkboek.delen import herkomst_van_budgetten
from azwa_funds.werkboek.vast import Bon, Controleregel, Herkomstregel, Werkboek, maak_werkboek

GRAFIEK = "Winst en verlies"


def vergelijking_werkboek(gegevens: Gegevens, vergelijking: Vergelijking, naam: str) -> Werkboek:
    """Make the workbook of a comparison, to be written under the name `naam`."""
    cijfers = Cijfers(gegevens)
    a, b = vergelijking.a, vergelijking.b
    titel = f"Verdeelsleutels vergeleken: {a.naam} en {b.naam}"
    niveaus = [_blad_niveau(gegevens, vergelijking, niveau) for niveau in vergelijking.niveaus]
    bladen = [_blad_grootste(vergelijking), *niveaus]
    bon = Bon(
        "vergelijking",
        f"{a.id} en {b.id}",
        f"azwa-funds sleutel vergelijk {a.id} {b.id} --onderdeel "
        f"{vergelijking.budget.onderdeel} --jaar {vergelijking.jaar} --uit {naam}",
        naar_csv(vergelijkingsrijen(vergelijking)),
    )
    voorblad = Cover(
        titel,
        f"{vergelijking.budget.naam} {vergelijking.jaar}: wie krijgt met sleutel B meer, en wie "
        "minder, dan met sleutel A?",
        [
            Fact("Sleutel A", f"{a.naam} ({a.id})"),
            Fact("Sleutel B", f"{b.naam} ({b.id})"),
            Fact("Verdeeld budget", vergelijking.budget.bedrag, Kind.EURO),
            Fact("Verschuift tussen ontvangers", vergelijking.niveaus[0].winst, Kind.EURO),
            Fact("Status", str(vergelijking.status), Kind.STATUS),
        ],
        [
            samenvatting(vergelijking.niveaus[0]),
            "Beide sleutels verdelen hetzelfde budget: winst en verlies zijn op elk niveau samen "
            "nul.",
            f"Sleutel A: {a.toelichting}",
            f"Sleutel B: {b.toelichting}",
        ],
    )
    return maak_werkboek(
        cijfers, Path(naam), voorblad, bladen, _controles(vergelijking, niveaus),
        _herkomst(gegevens, vergelijking, niveaus), bon,
    )  # fmt: skip


# -- sheets ------------------------------------------------------------------------------------


def _blad_niveau(gegevens: Gegevens, vergelijking: Vergelijking, niveau: Niveau) -> Sheet:
    is_basis = niveau is vergelijking.niveaus[0]
    kort = len(niveau.alle) <= 2 * GROOTSTE
    titel = f"Verschil per {niveau.enkelvoud}"
    uitleg = f"Staven met het verschil in euro's per {niveau.enkelvoud}."
    grafiek = _grafiek(titel, uitleg)
    return Sheet(
        f"Per {niveau.enkelvoud}",
        titel,
        Table.of(
            [kolom for kolom in _kolommen(vergelijking, niveau) if is_basis or kolom.key != "code"],
            niveau.alle,
            {"procent": Fraction(0), "per_inwoner": Fraction(0)},
        ),
        subtitle=_ondertitel(vergelijking),
        lines=[samenvatting(niveau)],
        notes=_noten(gegevens, niveau),
        sources=_bronnen(gegevens, vergelijking),
        charts=[grafiek] if kort and not is_basis else [],
        description=f"wat elke {niveau.enkelvoud} wint of verliest",
        landscape=True,
        freeze_columns=1,
        one_page=kort and not is_basis,
    )


def _kolommen(vergelijking: Vergelijking, niveau: Niveau) -> list[Column]:
    groep = "Waarvan"
    if niveau is vergelijking.niveaus[0]:
        groep = {"regio": "Mandaathouder", "ggd_regio": "IZA-regio"}.get(niveau.id, "Regio")
    inwoners = f"Inwoners op 1 januari {vergelijking.inwoners_jaar}"
    bedrag = partial(euros, total="sum")

    def deel(sleutel: str, titel: str, soort: Kind, door: str) -> Column:
        def cel(regel: Regel) -> Cell:
            waarde = getattr(regel, sleutel)
            return "" if waarde is None else waarde

        formule = f'=IF({{{door}}}=0,"",{{verschil}}/{{{door}}})'
        return Column(sleutel, titel, soort, total="formula", formula=formule, value=cel)

    return [
        Column("naam", niveau.enkelvoud.capitalize()),
        Column("code", "Code", Kind.CODE),
        Column("groep", groep),
        Column("inwoners", inwoners, Kind.WHOLE, total="sum"),
        bedrag("a", "Sleutel A", note=vergelijking.a.id, value="bedrag_a"),
        bedrag("b", "Sleutel B", note=vergelijking.b.id, value="bedrag_b"),
        bedrag("verschil", "Verschil", formula="={b}-{a}"),
        deel("procent", "Verschil in %", Kind.PERCENT, "a"),
        deel("per_inwoner", "Verschil per inwoner", Kind.EURO_CENT, "inwoners"),
    ]


def _ondertitel(vergelijking: Vergelijking) -> str:
    return (
        f"{vergelijking.budget.naam} {vergelijking.jaar}, in hele euro's ({vergelijking.status}); "
        "verschil is sleutel B min sleutel A"
    )


def _noten(gegevens: Gegevens, niveau: Niveau) -> list[str]:
    if niveau.id != "grootteklasse":
        return []
    klasse = gegevens.grootteklassen[0]
    bron = gegevens.citeer(klasse.vindplaats)
    return [f"De klassen staan in data/indeling/grootteklassen.csv: {bron}."]


def _bronnen(gegevens: Gegevens, vergelijking: Vergelijking) -> list[str]:
    return [
        f"Budget: {gegevens.citeer(vergelijking.budget.vindplaats)}.",
        *(
            f"Sleutel {letter}: {gegevens.citeer(sleutel.vindplaats)}."
            for letter, sleutel in (("A", vergelijking.a), ("B", vergelijking.b))
        ),
    ]


def _grafiek(titel: str, uitleg: str) -> Chart:
    meet = "euro, sleutel B min sleutel A"
    return Chart(ChartKind.BAR, titel, "naam", ["verschil"], uitleg, value_title=meet)


def _blad_grootste(vergelijking: Vergelijking) -> Sheet:
    basis = vergelijking.niveaus[0]
    grootste = basis.grootste(GROOTSTE)
    kolommen = [
        replace(kolom, total=None)
        for kolom in _kolommen(vergelijking, basis)
        if kolom.key not in ("code", "inwoners", "per_inwoner")
    ]
    grafiek = _grafiek(
        f"De {GROOTSTE} grootste winsten en verliezen, in euro's",
        "Staven met de grootste winst en het grootste verlies in euro's, winst boven.",
    )
    return Sheet(
        GRAFIEK,
        f"De grootste winst en het grootste verlies per {basis.enkelvoud}",
        Table.of(kolommen, grootste),
        subtitle=_ondertitel(vergelijking),
        lines=[samenvatting(basis)],
        charts=[grafiek] if grootste else [],
        description="wie het meest wint en verliest, met grafiek",
        one_page=True,
    )


# -- checks and origin -------------------------------------------------------------------------


def _controles(vergelijking: Vergelijking, bladen: Sequence[Sheet]) -> Iterable[Controleregel]:
    budget = vergelijking.budget.bedrag or 0
    for niveau, blad in zip(vergelijking.niveaus, bladen, strict=True):
        per = f"Per {niveau.enkelvoud}"
        for letter in ("a", "b"):
            wat = f"{per}: sleutel {letter.upper()} telt op tot het budget"
            yield Controleregel(wat, Formula(f"={budget}", budget), blad.show(letter))
        winst, verschil = niveau.winst, blad.ref("verschil")
        yield Controleregel(
            f"{per}: winst en verlies zijn even groot",
            Formula(f'=SUMIF({verschil},">0")', winst),
            Formula(f'=-SUMIF({verschil},"<0")', winst),
        )
        wat = f"{per}: alle verschillen samen zijn nul"
        yield Controleregel(wat, Formula("=0", 0), blad.show("verschil"))


def _herkomst(
    gegevens: Gegevens, vergelijking: Vergelijking, bladen: Sequence[Sheet]
) -> Iterable[Herkomstregel]:
    eerste = bladen[0].name
    yield from herkomst_van_budgetten(eerste, [vergelijking.budget])
    for letter, sleutel in (("A", vergelijking.a), ("B", vergelijking.b)):
        yield from _herkomst_sleutel(gegevens, eerste, letter, sleutel)
    rij = next(r for r in gegevens.cbs("bevolking") if r["jaar"] == vergelijking.inwoners_jaar)
    plaats = f"1 januari {vergelijking.inwoners_jaar}, rij van de gemeente"
    yield Herkomstregel(
        "alle bladen", "Inwoners", "overgenomen", Vindplaats(rij["bron"], plaats), rij["status"]
    )
    yield Herkomstregel(
        "Voorblad",
        "Verdeeld budget, Verschuift tussen ontvangers",
        f"het budget van {eerste}, en wat de ontvangers die daar winnen samen winnen",
    )
    for naam in (GRAFIEK, *(blad.name for blad in bladen[1:])):
        yield Herkomstregel(naam, "Alle kolommen", f"uit {eerste}, of daaruit opgeteld")
    if len(bladen) > 1:
        plek = gegevens.grootteklassen[0].vindplaats
        yield Herkomstregel(bladen[-1].name, "Grenzen van de klassen", "gekozen", plek)


def _herkomst_sleutel(
    gegevens: Gegevens, blad: str, letter: str, sleutel: Sleutel
) -> Iterable[Herkomstregel]:
    afronding = sleutel.afronding
    hoe = (
        "budget x gewicht / som van de gewichten, afgerond volgens de regel "
        f"{afronding.regel.woorden}: {afronding.toelichting}"
    )
    grenzen = (("minimum", sleutel.minimum), ("maximum", sleutel.maximum))
    status = status_van(gegevens, sleutel)
    for cijfer, uitleg, plaats, zekerheid in (
        (f"Sleutel {letter}: {sleutel.naam}", sleutel.toelichting, sleutel.vindplaats, status),
        *(
            (f"Sleutel {letter}: {naam}", grens.toelichting, grens.vindplaats, grens.status)
            for naam, grens in grenzen
            if grens
        ),
        (f"Bedragen sleutel {letter}", hoe, afronding.vindplaats, None),
    ):
        yield Herkomstregel(blad, cijfer, uitleg, plaats, zekerheid)
