"""A comparison of two keys as text, csv or json."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from azwa_funds.kern.euro import toon, toon_breuk
from azwa_funds.scherm.tabel import teken_tabel, vouw
from azwa_funds.scherm.uitvoer import CSV, CSV_EXCEL, naar_json, rijen_als, waarden
from azwa_funds.sleutels.vergelijking import Niveau, Regel, Vergelijking

#: How many gains and losses are shown on the screen and in charts.
GROOTSTE = 10

#: With no more rows than this the whole level fits on a screen.
_OP_SCHERM = 60


def vergelijking_als(formaat: str, vergelijking: Vergelijking) -> str:
    """Return a comparison as a table, csv or json; csv has all levels, named in `niveau`."""
    if formaat == "tabel":
        return _als_tekst(vergelijking)
    if formaat in (CSV, CSV_EXCEL):
        return rijen_als(formaat, vergelijkingsrijen(vergelijking))
    return naar_json(
        {
            "a": vergelijking.a.id,
            "b": vergelijking.b.id,
            "onderdeel": vergelijking.budget.onderdeel,
            "jaar": vergelijking.jaar,
            "budget": vergelijking.budget.bedrag,
            "status": str(vergelijking.status),
            "inwoners_jaar": vergelijking.inwoners_jaar,
            "regels": vergelijkingsrijen(vergelijking),
        }
    )


def vergelijkingsrijen(vergelijking: Vergelijking) -> list[dict[str, Any]]:
    """Return a row per area of every level; amounts are whole euros, ratios have two decimals."""
    return [_rij(niveau, regel) for niveau in vergelijking.niveaus for regel in niveau.alle]


def _rij(niveau: Niveau, regel: Regel) -> dict[str, Any]:
    return {
        "niveau": niveau.id,
        **waarden(regel, "code naam groep inwoners bedrag_a bedrag_b verschil"),
        "verschil_pct": _decimaal(regel.procent, 100),
        "verschil_per_inwoner": _decimaal(regel.per_inwoner),
    }


def _decimaal(getal: Fraction | None, maal: int = 1) -> float | None:
    """Return a ratio (never an amount) in two decimals."""
    return None if getal is None else float(round(maal * getal, 2))


def _als_tekst(vergelijking: Vergelijking) -> str:
    a, b, basis = vergelijking.a, vergelijking.b, vergelijking.niveaus[0]
    budget = toon(vergelijking.budget.bedrag or 0)
    titel = f"{a.id} (A) tegenover {b.id} (B)"
    regels = [
        titel,
        "=" * len(titel),
        vouw(
            f"{vergelijking.budget.naam} {vergelijking.jaar}, {budget} "
            f"({vergelijking.status}). Verschil is B min A; samen is dat op elk niveau nul."
        ),
        vouw(samenvatting(basis)),
        vouw(f"Inwoners op 1 januari {vergelijking.inwoners_jaar}."),
    ]
    for niveau in reversed(vergelijking.niveaus[1:]):
        regels += ["", f"Per {niveau.enkelvoud}", _tabel(niveau, niveau.alle, totaal=True)]
    if len(basis.regels) <= _OP_SCHERM:
        regels += ["", f"Per {basis.enkelvoud}", _tabel(basis, basis.alle, totaal=True)]
    else:
        grootste = basis.grootste(GROOTSTE)
        regels += [
            "",
            f"De grootste verschillen per {basis.enkelvoud}, in euro's",
            _tabel(basis, grootste, totaal=False),
            f"Alle {len(basis.regels)} {basis.meervoud}: met --formaat csv of --uit verschil.xlsx",
        ]
    return "\n".join(regels).rstrip("\n") + "\n"


def samenvatting(niveau: Niveau) -> str:
    """Say in one sentence how many gain and lose, and how much moves."""
    gelijk = len(niveau.regels) - niveau.winnaars - niveau.verliezers
    return (
        f"{niveau.winnaars} {niveau.meervoud} krijgen met B meer, {niveau.verliezers} minder en "
        f"{gelijk} evenveel; samen verschuift {toon(niveau.winst)}."
    )


def _tabel(niveau: Niveau, regels: Sequence[Regel], *, totaal: bool) -> str:
    getallen = ["Sleutel A", "Sleutel B", "Verschil", "%", "Per inwoner"]
    koppen = [niveau.enkelvoud.capitalize(), "", "Inwoners", *getallen]
    koppen[1] = "Regio" if niveau.id in ("gemeente", "nplv_gebied") else "Waarvan"
    if niveau.id == "regio" and regels and regels[0].code:
        koppen[1] = "Mandaathouder"
    rijen = [_cellen(regel) for regel in regels]
    som = _cellen(_samen(regels)) if totaal else None
    return teken_tabel(koppen, rijen, som, getallen=["Inwoners", *getallen]).rstrip("\n")


def _samen(regels: Iterable[Regel]) -> Regel:
    eigen = list(regels)
    return Regel(
        "",
        "Totaal",
        "",
        sum(regel.inwoners for regel in eigen),
        sum(regel.bedrag_a for regel in eigen),
        sum(regel.bedrag_b for regel in eigen),
    )


def _cellen(regel: Regel) -> list[object]:
    bedragen = (regel.bedrag_a, regel.bedrag_b, regel.verschil)
    verhoudingen = _twee(regel.procent, 100), _twee(regel.per_inwoner)
    return [regel.naam, regel.groep, regel.inwoners, *bedragen, *verhoudingen]


def _twee(getal: Fraction | None, maal: int = 1) -> str:
    """Show a ratio rounded to two decimals, its sign first."""
    if getal is None:
        return ""
    rond = round(maal * getal, 2)
    return ("-" if rond < 0 else "") + toon_breuk(abs(rond), 2)
