"""Which workbooks somebody asks for, where each will stand, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from azwa_funds.doorverdelen import Doorverdeling, plannen_van
from azwa_funds.gegevens import zoek_gebied, zoek_gemeente, zoek_regio
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.overzicht.gebied import gebiedswerkboek, pad_van_gebied
from azwa_funds.overzicht.gemeente import gemeentelijk_werkboek, pad_van_gemeente
from azwa_funds.overzicht.land import landelijk_werkboek, pad_landelijk
from azwa_funds.overzicht.regio import pad_van_regio, regionaal_werkboek
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import Werkboek


def kies_overzichten(
    cijfers: Cijfers,
    *,
    landelijk: bool,
    regios: Iterable[str],
    gemeenten: Iterable[str],
    gebieden: Iterable[str],
    over_plan: Callable[[Doorverdeling], str],
) -> list[tuple[Path, partial[Werkboek]]]:
    """Return where each workbook will stand and its maker; names first, so a typo writes nothing.

    A regio has what its plan promises, where one is known. Raises Gebruikersfout for an unknown
    name, and with `over_plan` for a plan of a regio that gets no workbook.
    """
    gegevens, plannen = cijfers.gegevens, plannen_van(cijfers.gegevens)
    gekozen_regios = dict.fromkeys(zoek_regio(gegevens, naam) for naam in regios)
    gekozen_gemeenten = dict.fromkeys(zoek_gemeente(gegevens, naam) for naam in gemeenten)
    gekozen_gebieden = dict.fromkeys(zoek_gebied(gegevens, naam) for naam in gebieden)
    for naam, plan in plannen.items():
        if naam not in {regio.naam for regio in gekozen_regios}:
            raise Gebruikersfout(over_plan(plan))
    land = [(pad_landelijk(cijfers), partial(landelijk_werkboek, cijfers))] if landelijk else []
    return [
        *land,
        *(
            (pad_van_regio(r), partial(regionaal_werkboek, cijfers, r, plannen.get(r.naam)))
            for r in gekozen_regios
        ),
        *(
            (pad_van_gemeente(g), partial(gemeentelijk_werkboek, cijfers, g))
            for g in gekozen_gemeenten
        ),
        *((pad_van_gebied(g), partial(gebiedswerkboek, cijfers, g)) for g in gekozen_gebieden),
    ]
