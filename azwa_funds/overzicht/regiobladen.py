"""Sheets of a region beside its money: werkagenda, GGD, composition and calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from azwa_funds.excel.blad import Cell, Chart, ChartKind, Column, Kind, Sheet, Table
from azwa_funds.kern.begrippen import Budget, Gemeente, Regio, Vindplaats
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkagenda import REGISTERBESTAND, Oordeel, Werkagendastatus, eigen_register
from azwa_funds.werkboek.delen import (
    EURO,
    herkomst_grondslagzin,
    jaarkolommen,
    som_over_jaren,
    statusnamen,
)


def werkagenda_in_woorden(status: Werkagendastatus) -> str:
    """Say how far a regio is, for the cover."""
    if status.oordeel is Oordeel.ONBEKEND:
        return "niets bekend"
    return f"{status.oordeel}; {status.aandacht}" if status.aandacht else str(status.oordeel)


def blad_werkagenda(cijfers: Cijfers, regio: Regio) -> Sheet:
    """Which colleges have adopted the werkagenda, as far as the register knows."""
    status = eigen_register(cijfers.gegevens)[regio.naam]
    rijen: list[dict[str, Cell]] = [
        {
            "code": college.gemeente.code,
            "gemeente": college.gemeente.naam,
            "datum": college.datum,
            "stand": _stand(college.datum, status.uiterlijk),
            "opmerking": college.opmerking,
        }
        for college in status.colleges
    ]
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("gemeente", "Gemeente"),
        Column("datum", "Vastgesteld op", Kind.DATE),
        Column("stand", "Stand"),
        Column("opmerking", "Opmerking", width=60),
    ]
    return Sheet(
        "Werkagenda",
        f"Werkagenda van IZA-regio {regio.naam}",
        Table(kolommen, rijen),
        subtitle=f"Stand volgens het register: {werkagenda_in_woorden(status)}",
        notes=[
            f"Uiterlijk {status.uiterlijk:%d-%m-%Y} vastgesteld door alle colleges.",
            f"Het register is het bestand {REGISTERBESTAND} in de map data; "
            "azwa-funds werkagenda sjabloon maakt een leeg register.",
        ],
        description="welke colleges de werkagenda hebben vastgesteld, volgens het register",
        landscape=True,
    )


def _stand(datum: date | None, uiterlijk: date) -> str:
    if datum is None:
        return "niets bekend"
    return "op tijd" if datum <= uiterlijk else "te laat"


def ggd_in_woorden(cijfers: Cijfers, leden: list[Gemeente], waar: str = "de IZA-regio") -> str:
    """Name the GGD-regio's and say whether they coincide with the IZA-regio."""
    namen = sorted({gemeente.ggd_regio for gemeente in leden})
    heel = {g.code for g in cijfers.gemeenten if g.ggd_regio in namen}
    if len(namen) == 1 and heel == {gemeente.code for gemeente in leden}:
        return f"{namen[0]}; valt samen met {waar}"
    return " en ".join(namen) + f"; valt niet samen met {waar}"


def blad_ggd(cijfers: Cijfers, leden: list[Gemeente], waar: str = "de IZA-regio") -> Sheet:
    """Which GGD-regio's there are, and whether they coincide with the IZA-regio, or the area."""
    hier = waar.replace("de ", "deze ")
    per_ggd: dict[str, list[str]] = defaultdict(list)
    for gemeente in leden:
        per_ggd[gemeente.ggd_regio].append(gemeente.naam)
    rijen: list[dict[str, Cell]] = []
    for ggd, namen in sorted(per_ggd.items()):
        alle = [g for g in cijfers.gemeenten if g.ggd_regio == ggd]
        rijen.append(
            {
                "ggd": ggd,
                "hier": len(namen),
                "totaal": len(alle),
                "buiten": len(alle) - len(namen),
                "namen": ", ".join(namen),
            }
        )
    kolommen = [
        Column("ggd", "GGD-regio"),
        Column("hier", f"Gemeenten in {hier}", Kind.WHOLE, total="sum"),
        Column("totaal", "Gemeenten in de GGD-regio", Kind.WHOLE, total="sum"),
        Column("buiten", f"Daarvan buiten {hier}", Kind.WHOLE, formula="={totaal}-{hier}"),
        Column("namen", "Gemeenten in beide", width=60),
    ]
    return Sheet(
        "GGD",
        f"GGD-regio's en {waar}",
        Table(kolommen, rijen),
        subtitle=f"GGD-regio: {ggd_in_woorden(cijfers, leden, waar)}",
        notes=["De GGD-regio's zijn afgeleid uit de grenzen van 2022."],
        description=f"welke GGD-regio's er zijn en of ze met {waar} samenvallen",
        landscape=True,
    )


def blad_samenstelling(cijfers: Cijfers) -> Sheet:
    """What the national money is made of, by origin and year."""
    namen = cijfers.gegevens.uitkering("spuk_azwa").herkomst
    rijen: list[dict[str, Cell]] = []
    for herkomst, naam in namen.items():
        regels = [b for b in cijfers.herkomst if b.uitkering == herkomst]
        per_jaar = {jaar: som(regels, jaar) for jaar in cijfers.jaren}
        rijen.append(
            {
                "herkomst": naam,
                **{f"jaar_{jaar}": bedrag for jaar, bedrag in per_jaar.items()},
                "totaal": sum(per_jaar.values()),
                "status": statusnamen(b.status for b in sorted(regels, key=lambda b: b.jaar)),
            }
        )
    kolommen = [
        Column("herkomst", "Herkomst"),
        *jaarkolommen(cijfers, "jaar", ""),
        Column("totaal", "Samen", Kind.EURO, total="sum", formula=som_over_jaren(cijfers, "jaar")),
        Column("status", "Status", Kind.STATUS),
    ]
    return Sheet(
        "Samenstelling",
        "Waaruit het landelijke geld bestaat",
        Table(kolommen, rijen),
        subtitle=f"Heel Nederland, alle onderdelen samen; {EURO}",
        notes=[
            "Het geld is ontschot: de herkomst is geen bestedingsvoorschrift.",
            herkomst_grondslagzin(cijfers),
        ],
        sources=[*dict.fromkeys(_bron(cijfers, b.vindplaats) for b in cijfers.herkomst)],
        charts=[
            Chart(
                ChartKind.STACKED,
                "Landelijk geld naar herkomst",
                "herkomst",
                [f"jaar_{jaar}" for jaar in cijfers.jaren],
                "Gestapelde kolommen: per jaar het bedrag van elke herkomst.",
                value_title="euro",
                series_in_rows=True,
            )
        ],
        description="D5, D6, doorbraakmiddelen, GALA en HLO, per jaar",
        one_page=True,
    )


def som(budgetten: Iterable[Budget], jaar: int) -> int:
    """The amounts of one year together, in euros."""
    return sum(budget.bedrag or 0 for budget in budgetten if budget.jaar == str(jaar))


def _bron(cijfers: Cijfers, vindplaats: Vindplaats) -> str:
    return citeer_vindplaats(cijfers.gegevens.bronnen, vindplaats) + "."
