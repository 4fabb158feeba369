"""The workbook that sets two keys side by side: a sheet per level, charts and live checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
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
)
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Sleutel, Vindplaats
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.sleutels.vergelijking import Niveau, Regel, Vergelijking
from azwa_funds.sleutels.verschillen import GROOTSTE, samenvatting, vergelijking_als
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
        vergelijking_als("csv", vergelijking),
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
    kolommen = [
        Column("naam", niveau.enkelvoud.capitalize()),
        *([Column("code", "Code", Kind.CODE)] if is_basis else []),
        Column("groep", _groepkop(vergelijking, niveau)),
        Column(
            "inwoners",
            f"Inwoners op 1 januari {vergelijking.inwoners_jaar}",
            Kind.WHOLE,
            total="sum",
        ),
        Column("a", "Sleutel A", Kind.EURO, total="sum", note=vergelijking.a.id),
        Column("b", "Sleutel B", Kind.EURO, total="sum", note=vergelijking.b.id),
        Column("verschil", "Verschil", Kind.EURO, total="sum", formula="={b}-{a}"),
        Column(
            "procent",
            "Verschil in %",
            Kind.PERCENT,
            total="formula",
            formula='=IF({a}=0,"",{verschil}/{a})',
        ),
        Column(
            "per_inwoner",
            "Verschil per inwoner",
            Kind.EURO_CENT,
            total="formula",
            formula='=IF({inwoners}=0,"",{verschil}/{inwoners})',
        ),
    ]
    rijen = [_rij(regel, met_code=is_basis) for regel in niveau.alle]
    return Sheet(
        f"Per {niveau.enkelvoud}",
        f"Verschil per {niveau.enkelvoud}",
        Table(kolommen, rijen, {"procent": Fraction(0), "per_inwoner": Fraction(0)}),
        subtitle=f"{vergelijking.budget.naam} {vergelijking.jaar}, in hele euro's "
        f"({vergelijking.status}); verschil is sleutel B min sleutel A",
        lines=[samenvatting(niveau)],
        notes=_noten(gegevens, niveau),
        sources=_bronnen(gegevens, vergelijking),
        charts=[] if is_basis or len(rijen) > 2 * GROOTSTE else [_grafiek(niveau)],
        description=f"wat elke {niveau.enkelvoud} wint of verliest",
        landscape=True,
        freeze_columns=1,
        one_page=len(rijen) <= 2 * GROOTSTE and not is_basis,
    )


def _groepkop(vergelijking: Vergelijking, niveau: Niveau) -> str:
    if niveau is not vergelijking.niveaus[0]:
        return "Waarvan"
    return {"regio": "Mandaathouder", "ggd_regio": "IZA-regio"}.get(niveau.id, "Regio")


def _rij(regel: Regel, *, met_code: bool) -> dict[str, Cell]:
    return {
        "naam": regel.naam,
        **({"code": regel.code} if met_code else {}),
        "groep": regel.groep,
        "inwoners": regel.inwoners,
        "a": regel.bedrag_a,
        "b": regel.bedrag_b,
        "verschil": regel.verschil,
        "procent": "" if regel.procent is None else regel.procent,
        "per_inwoner": "" if regel.per_inwoner is None else regel.per_inwoner,
    }


def _noten(gegevens: Gegevens, niveau: Niveau) -> list[str]:
    if niveau.id != "grootteklasse":
        return []
    klasse = gegevens.grootteklassen[0]
    bron = citeer_vindplaats(gegevens.bronnen, klasse.vindplaats)
    return [f"De klassen staan in data/indeling/grootteklassen.csv: {bron}."]


def _bronnen(gegevens: Gegevens, vergelijking: Vergelijking) -> list[str]:
    bronnen = gegevens.bronnen
    return [
        f"Budget: {citeer_vindplaats(bronnen, vergelijking.budget.vindplaats)}.",
        *(
            f"Sleutel {letter}: {citeer_vindplaats(bronnen, sleutel.vindplaats)}."
            for letter, sleutel in (("A", vergelijking.a), ("B", vergelijking.b))
        ),
    ]


def _grafiek(niveau: Niveau) -> Chart:
    return Chart(
        ChartKind.BAR,
        f"Verschil per {niveau.enkelvoud}",
        "naam",
        ["verschil"],
        f"Staven met het verschil in euro's per {niveau.enkelvoud}.",
        value_title="euro, sleutel B min sleutel A",
        height=max(300, 24 * len(niveau.alle) + 80),
    )


def _blad_grootste(vergelijking: Vergelijking) -> Sheet:
    basis = vergelijking.niveaus[0]
    grootste = basis.grootste(GROOTSTE)
    kolommen = [
        Column("naam", basis.enkelvoud.capitalize()),
        Column("groep", _groepkop(vergelijking, basis)),
        Column("a", "Sleutel A", Kind.EURO, note=vergelijking.a.id),
        Column("b", "Sleutel B", Kind.EURO, note=vergelijking.b.id),
        Column("verschil", "Verschil", Kind.EURO, formula="={b}-{a}"),
        Column("procent", "Verschil in %", Kind.PERCENT, formula='=IF({a}=0,"",{verschil}/{a})'),
    ]
    rijen: list[dict[str, Cell]] = [
        {
            "naam": regel.naam,
            "groep": regel.groep,
            "a": regel.bedrag_a,
            "b": regel.bedrag_b,
            "verschil": regel.verschil,
            "procent": "" if regel.procent is None else regel.procent,
        }
        for regel in grootste
    ]
    titel = f"De grootste winst en het grootste verlies per {basis.enkelvoud}"
    return Sheet(
        GRAFIEK,
        titel,
        Table(kolommen, rijen),
        subtitle=f"{vergelijking.budget.naam} {vergelijking.jaar}, in hele euro's "
        f"({vergelijking.status}); verschil is sleutel B min sleutel A",
        lines=[samenvatting(basis)],
        charts=[
            Chart(
                ChartKind.BAR,
                f"De {GROOTSTE} grootste winsten en verliezen, in euro's",
                "naam",
                ["verschil"],
                "Staven met de grootste winst en het grootste verlies in euro's, winst boven.",
                value_title="euro, sleutel B min sleutel A",
                height=max(300, 24 * len(grootste) + 80),
            )
        ]
        if grootste
        else [],
        description="wie het meest wint en verliest, met grafiek",
        one_page=True,
    )


# -- checks and origin -------------------------------------------------------------------------


def _controles(vergelijking: Vergelijking, bladen: Sequence[Sheet]) -> Iterable[Controleregel]:
    budget = vergelijking.budget.bedrag or 0
    for niveau, blad in zip(vergelijking.niveaus, bladen, strict=True):
        per = f"Per {niveau.enkelvoud}"
        for letter in ("a", "b"):
            yield Controleregel(
                f"{per}: sleutel {letter.upper()} telt op tot het budget",
                Formula(f"={budget}", budget),
                Formula(f"={blad.total_ref(letter)}", budget),
            )
        winst = niveau.winst
        yield Controleregel(
            f"{per}: winst en verlies zijn even groot",
            Formula(f'=SUMIF({blad.ref("verschil")},">0")', winst),
            Formula(f'=-SUMIF({blad.ref("verschil")},"<0")', winst),
        )
        yield Controleregel(
            f"{per}: alle verschillen samen zijn nul",
            Formula("=0", 0),
            Formula(f"={blad.total_ref('verschil')}", 0),
        )


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
    yield Herkomstregel(
        blad,
        f"Sleutel {letter}: {sleutel.naam}",
        sleutel.toelichting,
        sleutel.vindplaats,
        status_van(gegevens, sleutel),
    )
    for naam, grens in (("minimum", sleutel.minimum), ("maximum", sleutel.maximum)):
        if grens:
            yield Herkomstregel(
                blad, f"Sleutel {letter}: {naam}", grens.toelichting, grens.vindplaats, grens.status
            )
    yield Herkomstregel(
        blad,
        f"Bedragen sleutel {letter}",
        f"budget x gewicht / som van de gewichten, afgerond volgens de regel "
        f"{sleutel.afronding.regel.woorden}: "
        f"{sleutel.afronding.toelichting}",
        sleutel.afronding.vindplaats,
    )
