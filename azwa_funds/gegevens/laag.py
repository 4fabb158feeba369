"""What of the user's own lies over what comes along: rows are added, never said otherwise.

An own table adds rows to the shipped table of the same name, an own file of another name comes
beside the shipped ones. Who says something else about a shipped row, or in a rule of the same name,
is refused by name: two answers to one question are never chosen between in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from azwa_funds.kern.fouten import EigenRij, Invoerfout
from azwa_funds.lezen.kolommen import Tabel
from azwa_funds.lezen.tabel import RIJ, Rij, Rijplek


def leg_rijen(mee: Sequence[Rij], eigen: Sequence[Rij], pad: Path, tabel: Tabel) -> list[Rij]:
    """Return the rows that come along and then those of the user's own that are new.

    `pad` is the user's file. A row that is the same in all columns adds nothing. Raises Invoerfout
    for a row that names what a shipped row names and says something else about it.
    """
    bekend = {_sleutel(rij, tabel): rij for rij in mee}
    nieuw = []
    for rij in eigen:
        ander = bekend.get(_sleutel(rij, tabel))
        if ander is None:
            nieuw.append(rij | {RIJ: EigenRij(rij[RIJ], pad)})
            continue
        verschil = next((naam for naam in tabel.kolomnamen if rij[naam] != ander[naam]), None)
        if verschil:
            wat = ", ".join(f"{naam} '{rij[naam]}'" for naam in tabel.sleutel)
            raise Rijplek(pad, rij, verschil).fout(
                f"over {wat} staat hier '{rij[verschil]}', maar in de meegeleverde tabel "
                f"'{ander[verschil]}' (rij {ander[RIJ]})",
                "verwijder deze rij uit uw eigen tabel, of reken met --data op een volledige kopie",
            )
    return [*mee, *nieuw]


def _sleutel(rij: Rij, tabel: Tabel) -> tuple[Any, ...]:
    return tuple(rij[naam] for naam in tabel.sleutel)


def weiger_andere_regels(mee: Mapping[str, Any], eigen: Mapping[str, Any], pad: Path) -> None:
    """Raise Invoerfout when the user's TOML file says something else than the one of its name.

    `pad` is the user's file. A rule is one answer as a whole, so there is nothing to add to it.
    """
    anders = next((naam for naam in {**mee, **eigen} if mee.get(naam) != eigen.get(naam)), None)
    if anders is not None:
        raise Invoerfout(
            pad,
            f"'{anders}' is hier anders dan in het meegeleverde bestand van die naam",
            "geef uw eigen bestand een andere naam, of reken met --data op een volledige kopie",
        )
