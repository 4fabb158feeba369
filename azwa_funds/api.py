"""The Python interface: what `from azwa_funds import ...` gives, for notebooks and scripts.

Every function takes the figures that come with the program, or a `Gegevens` of one's own, and
returns typed records that turn into a pandas DataFrame on demand. Amounts are whole euros.
What cannot be done raises Gebruikersfout, whose message is one Dutch sentence with a remedy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from azwa_funds.gegevens.namen import Gevonden, zoek_gemeente, zoek_ontvanger, zoek_regio
from azwa_funds.gegevens.sources import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.model import Status, Toekenning
from azwa_funds.verdelen.allocation import verdeel_uitkering
from azwa_funds.verdelen.uitleg import Uitleg
from azwa_funds.verdelen.uitleg import leg_uit as _leg_uit

if TYPE_CHECKING:
    import pandas as pd

    from azwa_funds.nazien.controle import Uitkomst
    from azwa_funds.sleutels.sleutelvergelijking import Regel
    from azwa_funds.sleutels.sleutelvergelijking import Vergelijking as _Vergelijking
    from azwa_funds.toetsen.audit import Uitslag

T = TypeVar("T", int, str)


class Toekenningen(tuple[Toekenning, ...]):
    """What recipients get: one `Toekenning` per jaar, onderdeel and recipient, in that order."""

    __slots__ = ()

    @property
    def totaal(self) -> int:
        """All amounts together, in whole euros, p.m. rows included."""
        return sum(toekenning.bedrag for toekenning in self)

    @property
    def per_jaar(self) -> dict[int, int]:
        """The total of each year, in whole euros."""
        som: dict[int, int] = {}
        for toekenning in self:
            som[toekenning.jaar] = som.get(toekenning.jaar, 0) + toekenning.bedrag
        return som

    def als_dataframe(self) -> pd.DataFrame:
        """Return a row per toekenning, with the columns of `azwa-funds verdeel --formaat csv`.

        `jaar` and `bedrag` (whole euros) are int64; `status` is an ordered category from
        aanname to beschikt, so that it sorts and compares; the other columns are text. A p.m.
        row has an empty `ontvanger_code`.
        """
        import pandas as pd

        from azwa_funds.verdelen.uitvoer import KOLOMMEN

        rijen = [[getattr(toekenning, kolom) for kolom in KOLOMMEN] for toekenning in self]
        frame = pd.DataFrame(rijen, columns=KOLOMMEN).astype({"jaar": "int64", "bedrag": "int64"})
        namen = [str(status) for status in Status]
        frame["status"] = pd.Categorical(
            [str(toekenning.status) for toekenning in self], categories=namen, ordered=True
        )
        return frame


@dataclass(frozen=True, slots=True)
class Toelichting:
    """How the amounts of one recipient came about: an `Uitleg` for each, with its steps.

    `wacht` says, a sentence each, which of its money is not divided yet (p.m.).
    """

    wie: Gevonden
    uitleg: tuple[Uitleg, ...]
    wacht: tuple[str, ...]
    gegevens: Gegevens

    def als_tekst(self) -> str:
        """Return the text that `azwa-funds uitleg` prints, letters and pages included."""
        from azwa_funds.verdelen.uitvoer import uitleg_als_tekst

        return uitleg_als_tekst(self.gegevens, self.wie, self.uitleg, self.wacht)

    def als_dataframe(self) -> pd.DataFrame:
        """Return a row per step: jaar, onderdeel, stap (from 1), titel, waarde, bron; all text
        but `jaar` and `stap`."""
        import pandas as pd

        rijen = [
            (u.toekenning.jaar, u.toekenning.onderdeel, nummer, stap.titel, stap.waarde, stap.bron)
            for u in self.uitleg
            for nummer, stap in enumerate(u.stappen, start=1)
        ]
        return pd.DataFrame(rijen, columns="jaar onderdeel stap titel waarde bron".split())


@dataclass(frozen=True, slots=True)
class Sleutelvergelijking:
    """Two keys on one budget: who gets more by B than by A, at every level."""

    vergelijking: _Vergelijking

    @property
    def per_ontvanger(self) -> tuple[Regel, ...]:
        """A line per recipient, amounts in whole euros; the differences sum to nothing."""
        return self.vergelijking.niveaus[0].regels

    def als_dataframe(self) -> pd.DataFrame:
        """Return a row per area of every level (column `niveau`).

        `bedrag_a`, `bedrag_b` and `verschil` (B minus A) are whole euros, int64;
        `verschil_pct` and `verschil_per_inwoner` are ratios rounded to two decimals.
        """
        import pandas as pd

        from azwa_funds.sleutels.uitvoer_vergelijking import rijen

        return pd.DataFrame(rijen(self.vergelijking))


@dataclass(frozen=True, slots=True)
class Controle:
    """The outcome of all checks of data and keys."""

    uitkomsten: tuple[Uitkomst, ...]
    aandachtspunten: tuple[str, ...]

    @property
    def klopt(self) -> bool:
        """Whether no check found anything new."""
        return all(uitkomst.klopt for uitkomst in self.uitkomsten)

    def als_dataframe(self) -> pd.DataFrame:
        """Return a row per check: naam, klopt (bool), bekeken, nieuw and bekend (numbers)."""
        import pandas as pd

        return pd.DataFrame(
            {
                "naam": [u.naam for u in self.uitkomsten],
                "klopt": [u.klopt for u in self.uitkomsten],
                "bekeken": [u.bekeken for u in self.uitkomsten],
                "nieuw": [len(u.nieuw) for u in self.uitkomsten],
                "bekend": [len(u.bekend) for u in self.uitkomsten],
            }
        )


@dataclass(frozen=True, slots=True)
class Toetsuitslag:
    """The outcome of a toets of bookings; `uitslag` holds all of it, rules and state included."""

    uitslag: Uitslag

    @property
    def oordeel(self) -> str:
        """The verdict in words, such as "geen fouten en 1 waarschuwing"."""
        return self.uitslag.oordeel

    def als_dataframe(self) -> pd.DataFrame:
        """Return a row per bevinding, with the columns of `azwa-funds toets --formaat csv`.

        `verwacht`, `gevonden` and `verschil` are euros as exact `Decimal`, None where a rule
        compares no amounts; `rij` is the row in the file of bookings, None where there is none.
        """
        import pandas as pd

        from azwa_funds.toetsen.toets_uitvoer import KOLOMMEN, als_rij

        rijen = [
            {naam: None if waarde == "" else waarde for naam, waarde in als_rij(b).items()}
            for b in self.uitslag.bevindingen
        ]
        return pd.DataFrame(rijen, columns=KOLOMMEN, dtype=object)


def verdeel(
    *,
    jaren: int | Iterable[int] = (),
    onderdelen: str | Iterable[str] = (),
    regio: str | None = None,
    gemeente: str | None = None,
    sleutels: Mapping[str, str] | None = None,
    gegevens: Gegevens | None = None,
) -> Toekenningen:
    """Divide the SPUK AZWA, as `azwa-funds verdeel` does.

    Without `jaren` or `onderdelen`: all of them. `regio` and `gemeente` keep the rows of one
    region or gemeente, found by name or CBS code; no amount depends on them. `sleutels` maps an
    onderdeel to the id of another key. Source of each amount: see `leg_uit`.
    Raises Gebruikersfout for an unknown name, year, onderdeel or key.
    """
    eigen = gegevens or _meegeleverd()
    alle = verdeel_uitkering(
        eigen, jaren=_rij(jaren), onderdelen=_rij(onderdelen), sleutels=sleutels
    )
    naam = None if regio is None else zoek_regio(eigen, regio).naam
    code = None if gemeente is None else zoek_gemeente(eigen, gemeente).code
    return Toekenningen(
        toekenning
        for toekenning in alle
        if naam in (None, toekenning.regio) and code in (None, toekenning.ontvanger_code)
    )


def leg_uit(
    naam: str,
    *,
    jaren: int | Iterable[int] = (),
    onderdelen: str | Iterable[str] = (),
    sleutels: Mapping[str, str] | None = None,
    gegevens: Gegevens | None = None,
) -> Toelichting:
    """Explain the amounts of one gemeente, region or other recipient, as `azwa-funds uitleg` does.

    `naam` is a name or CBS code; "regio Utrecht" means the region where a gemeente has the same
    name. The steps run from national budget to amount, each with its source and page.
    Raises Gebruikersfout for an unknown name, or for one that gets nothing.
    """
    eigen = gegevens or _meegeleverd()
    wie = zoek_ontvanger(eigen, naam)
    stukken, wacht = _leg_uit(
        eigen, wie, jaren=_rij(jaren), onderdelen=_rij(onderdelen), sleutels=sleutels
    )
    return Toelichting(wie, tuple(stukken), tuple(wacht), eigen)


def vergelijk_sleutels(
    a: str,
    b: str,
    *,
    onderdeel: str | None = None,
    jaar: int | None = None,
    gegevens: Gegevens | None = None,
) -> Sleutelvergelijking:
    """Divide one budget by two keys, as `azwa-funds sleutel vergelijk` does.

    Without `onderdeel`: the one that goes to the recipients of these keys; without `jaar`: the
    first year. Raises Gebruikersfout for keys that do not exist or divide over other recipients.
    """
    from azwa_funds.sleutels.sleutelvergelijking import vergelijk

    eigen = gegevens or _meegeleverd()
    return Sleutelvergelijking(vergelijk(eigen, a, b, onderdeel=onderdeel, jaar=jaar))


def controleer(gegevens: Gegevens | None = None) -> Controle:
    """Check all data and keys against each other and their sources, as `azwa-funds controleer`.

    Raises Invoerfout for a file that cannot be read at all; the rest is in the answer.
    """
    from azwa_funds.nazien import controle

    eigen = gegevens or _meegeleverd()
    return Controle(tuple(controle.controleer(eigen)), tuple(controle.aandachtspunten(eigen)))


def toets(
    bestanden: str | Path | Iterable[str | Path],
    jaar: int,
    *,
    regio: str | None = None,
    gemeente: str | None = None,
    landelijk: bool = False,
    zonder: Iterable[int] = (),
    werkagenda: str | Path | None = None,
    gegevens: Gegevens | None = None,
) -> Toetsuitslag:
    """Test bookings (CSV or XLSX, files or folders) of one year, as `azwa-funds toets` does.

    `regio` and `gemeente` (names or codes) restrict the toets and `landelijk` widens it to all
    recipients; without them it follows from the files. `zonder` are numbers of rules to leave
    out, `werkagenda` is the register of regions. Each rule names the letter or article it rests on.
    Raises Gebruikersfout, with all faults at once, for files that cannot be read.
    """
    from azwa_funds.toetsen import audit

    eigen = gegevens or _meegeleverd()
    paden = (bestanden,) if isinstance(bestanden, str | Path) else bestanden
    uitslag = audit.toets(
        eigen,
        [Path(pad) for pad in paden],
        jaar,
        regio=None if regio is None else zoek_regio(eigen, regio).naam,
        gemeente=None if gemeente is None else zoek_gemeente(eigen, gemeente).code,
        landelijk=landelijk,
        zonder=zonder,
        werkagenda=None if werkagenda is None else Path(werkagenda),
    )
    return Toetsuitslag(uitslag)


@cache
def _meegeleverd() -> Gegevens:
    """Read the figures that come with the program once per session."""
    return Gegevens()


def _rij(waarden: T | Iterable[T]) -> Iterable[T]:
    """Take one value for a list of one; a text is not a list of letters here."""
    return (waarden,) if isinstance(waarden, int | str) else waarden


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
