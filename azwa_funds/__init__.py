"""Division, provenance, audit and accountability of the Dutch grant SPUK AZWA 2027-2029.

For notebooks and scripts: `from azwa_funds import verdeel, leg_uit, toets`; see
docs/python.md. These names are looked up when they are first used, because the command line,
which needs few of them, should not wait for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from azwa_funds.kern.versie import VERSIE

if TYPE_CHECKING:
    from azwa_funds.api import Controle as Controle
    from azwa_funds.api import Gebruikersfout as Gebruikersfout
    from azwa_funds.api import Gegevens as Gegevens
    from azwa_funds.api import Sleutelvergelijking as Sleutelvergelijking
    from azwa_funds.api import Toekenning as Toekenning
    from azwa_funds.api import Toekenningen as Toekenningen
    from azwa_funds.api import Toelichting as Toelichting
    from azwa_funds.api import Toetsuitslag as Toetsuitslag
    from azwa_funds.api import controleer as controleer
    from azwa_funds.api import leg_uit as leg_uit
    from azwa_funds.api import toets as toets
    from azwa_funds.api import verdeel as verdeel
    from azwa_funds.api import vergelijk_sleutels as vergelijk_sleutels


__version__ = VERSIE

#: What the package offers. No name of a module may be among them: importing that module would
#: put it in the place of the function.
__all__ = [
    "Controle",
    "Gebruikersfout",
    "Gegevens",
    "Sleutelvergelijking",
    "Toekenning",
    "Toekenningen",
    "Toelichting",
    "Toetsuitslag",
    "controleer",
    "leg_uit",
    "toets",
    "verdeel",
    "vergelijk_sleutels",
]


def __getattr__(naam: str) -> Any:
    if naam in __all__:
        return getattr(import_module("azwa_funds.api"), naam)
    raise AttributeError(f"module 'azwa_funds' has no attribute '{naam}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
