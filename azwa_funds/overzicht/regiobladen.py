"""Sheets of a region beside its money: werkagenda, GGD, composition and calendar."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from azwa_funds.excel.blad import Column, Formula, Kind, Sheet, Table
from azwa_funds.kern.begrippen import Budget, Gemeente, Regio
from azwa_funds.overzicht.kolommen import stapel, statuskolom
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkagenda import REGISTERBESTAND, Oordeel, Werkagendastatus, eigen_register
from azwa_funds.werkboek.delen import (
    EURO,
    bronregels,
    herkomst_grondslagzin,
    jaarkolommen,
    samenkolom,
)
from azwa_funds.werkboek.vast import Controleregel


def werkagenda_in_woorden(status: Werkagendastatus) -> str:
    """Say how far a regio is, for the cover."""
    if status.oordeel is Oordeel.ONBEKEND:
        return "niets bekend"
    return f"{status.oordeel}; {status.aandacht}" if status.aandacht else str(status.oordeel)


def blad_werkagenda(cijfers: Cijfers, regio: Regio) -> Sheet:
    """Which colleges have adopted the werkagenda, as far as the register knows."""
    status = eigen_register(cijfers.gegevens)[regio.naam]
    kolommen = [
        Column("code", "Code", Kind.CODE, value="gemeente.code"),
        Column("gemeente", "Gemeente", value="gemeente.naam"),
        Column("datum", "Vastgesteld op", Kind.DATE),
        Column("stand", "Stand", value=lambda college: _stand(college.datum, status.uiterlijk)),
        Column("opmerking", "Opmerking", width=60),
    ]
    return Sheet(
        "Werkagenda",
        f"Werkagenda van IZA-regio {regio.naam}",
        Table.of(kolommen, status.colleges),
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
    overal = Counter(gemeente.ggd_regio for gemeente in cijfers.gemeenten)
    kolommen = [
        Column("ggd", "GGD-regio", value=str),
        Column(
            "hier", f"Gemeenten in {hier}", Kind.WHOLE, total="sum",
            value=lambda ggd: len(per_ggd[ggd]),
        ),
        Column(
            "totaal", "Gemeenten in de GGD-regio", Kind.WHOLE, total="sum",
            value=overal.__getitem__,
        ),
        Column(
            "buiten", f"Daarvan buiten {hier}", Kind.WHOLE, formula="={totaal}-{hier}",
            value=lambda ggd: overal[ggd] - len(per_ggd[ggd]),
        ),
        Column("namen", "Gemeenten in beide", width=60, value=lambda ggd: ", ".join(per_ggd[ggd])),
    ]  # fmt: skip
    return Sheet(
        "GGD",
        f"GGD-regio's en {waar}",
        Table.of(kolommen, sorted(per_ggd)),
        subtitle=f"GGD-regio: {ggd_in_woorden(cijfers, leden, waar)}",
        notes=["De GGD-regio's zijn afgeleid uit de grenzen van 2022."],
        description=f"welke GGD-regio's er zijn en of ze met {waar} samenvallen",
        landscape=True,
    )


def blad_samenstelling(cijfers: Cijfers) -> Sheet:
    """What the national money is made of, by origin and year."""
    namen = cijfers.gegevens.uitkering("spuk_azwa").herkomst

    def eigen(herkomst: str) -> list[Budget]:
        gevonden = (b for b in cijfers.herkomst if b.uitkering == herkomst)
        return sorted(gevonden, key=lambda b: b.jaar)

    def bedrag(herkomst: str, jaar: int) -> int:
        return som(eigen(herkomst), jaar)

    kolommen = [
        Column("herkomst", "Herkomst", value=namen.__getitem__),
        *jaarkolommen(cijfers, "jaar", "", waarde=bedrag),
        samenkolom(cijfers, "Samen", "jaar", bedrag),
        statuskolom(eigen),
    ]
    return Sheet(
        "Samenstelling",
        "Waaruit het landelijke geld bestaat",
        Table.of(kolommen, namen),
        subtitle=f"Heel Nederland, alle onderdelen samen; {EURO}",
        notes=[
            "Het geld is ontschot: de herkomst is geen bestedingsvoorschrift.",
            herkomst_grondslagzin(cijfers),
        ],
        sources=bronregels(cijfers, cijfers.herkomst),
        charts=[
            stapel(cijfers, "Landelijk geld naar herkomst", "herkomst", "bedrag van elke herkomst")
        ],
        description="D5, D6, doorbraakmiddelen, GALA en HLO, per jaar",
        one_page=True,
    )


def som(budgetten: Iterable[Budget], jaar: int) -> int:
    """The amounts of one year together, in euros."""
    return sum(budget.bedrag or 0 for budget in budgetten if budget.jaar == str(jaar))


def samenstellingscontrole(cijfers: Cijfers, samenstelling: Sheet, jaar: int) -> Controleregel:
    """Return the live check that what the money is made of is the national budget."""
    landelijk = som(cijfers.budgetten.values(), jaar)
    return Controleregel(
        f"{jaar}: de samenstelling is gelijk aan het landelijke budget",
        Formula(f"={landelijk}", landelijk),
        samenstelling.show(f"jaar_{jaar}"),
    )
