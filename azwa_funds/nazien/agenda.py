"""Do the norms, the layout and the money of the werkagenda fit each other?"""

from __future__ import annotations

from collections.abc import Iterator

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import SPUK_AZWA
from azwa_funds.werkagenda import streefwaarden_van, werkagendaformat_van


def afwijkingen(gegevens: Gegevens) -> Iterator[str]:
    """Say where norms, layout and budgets do not fit each other, one sentence each."""
    format = werkagendaformat_van(gegevens)
    codes = {functionaliteit.code for functionaliteit in format.functionaliteiten}
    for norm in streefwaarden_van(gegevens).eisen:
        if norm.functionaliteit not in codes:
            yield (
                f"streefwaarden.toml: norm '{norm.id}' hoort bij '{norm.functionaliteit}', en die "
                "staat niet in werkagenda.toml"
            )
    uitkering = gegevens.uitkering(SPUK_AZWA)
    genoemd = [(regel.uitkering, regel.onderdeel) for regel in format.geld]
    bekend = {
        (budget.uitkering, budget.onderdeel)
        for budget in gegevens.budgetten
        if budget.uitkering in uitkering.herkomst
    }
    for paar in sorted(bekend ^ set(genoemd)):
        waar = "staat niet in werkagenda.toml" if paar in bekend else "heeft geen budget"
        yield f"geld van {paar[0]}, {paar[1]}: {waar}"
    if len(set(genoemd)) < len(genoemd):
        yield "werkagenda.toml: een geldregel staat er twee keer"
    for onderdeel in sorted({regel.wacht_op for regel in format.geld} - {""}):
        yield from _wacht_op(gegevens, onderdeel)


def _wacht_op(gegevens: Gegevens, onderdeel: str) -> Iterator[str]:
    """What goes by an onderdeel that is not divided is as much as the budget of that onderdeel."""
    regels = [r for r in werkagendaformat_van(gegevens).geld if r.wacht_op == onderdeel]
    for jaar in gegevens.uitkering(SPUK_AZWA).jaren:
        herkomst = sum(
            gegevens.budget(regel.uitkering, regel.onderdeel, jaar).bedrag or 0 for regel in regels
        )
        bestemming = gegevens.budget(SPUK_AZWA, onderdeel, jaar).bedrag
        if herkomst != bestemming:
            yield (
                f"werkagenda.toml, {onderdeel} {jaar}: de maatregelen zijn samen {herkomst}, het "
                f"onderdeel is {bestemming}"
            )
