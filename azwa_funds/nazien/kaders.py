"""Checks over whole tables, held by pandera: what no single cell shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from azwa_funds.lezen.tabel import Rij

if TYPE_CHECKING:
    import pandas as pd

#: Judges all rows of a table at once: a row for which it is false does not fit.
Proef = Callable[["pd.DataFrame"], "pd.Series[bool]"]


def schendingen(rijen: Sequence[Rij], proeven: Mapping[str, Proef]) -> list[tuple[Rij, str]]:
    """Return each row that does not fit with the name of the check, in the order of the rows."""
    import pandas as pd
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    frame = pd.DataFrame(rijen, dtype=object)
    schema = pa.DataFrameSchema(checks=[pa.Check(p, name=naam) for naam, p in proeven.items()])
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as fouten:
        gevallen = fouten.failure_cases[["index", "check"]].drop_duplicates()
        volgorde = list(proeven)
        plekken = sorted(
            (int(rij), volgorde.index(naam)) for rij, naam in gevallen.to_numpy().tolist()
        )
        return [(rijen[rij], volgorde[proef]) for rij, proef in plekken]
    return []
