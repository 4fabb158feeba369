"""The Python interface: what `from azwa_funds import ...` gives, for notebooks and scripts.

Every function takes the figures that come with the program, or a `Gegevens` of one's own, and
returns typed records that turn into a pandas DataFrame on demand. Amounts are whole euros.
What cannot be done raises Gebruikersfout, whose message is one Dutch sentence with a remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import azwa_funds.begroting as _begroting
import azwa_funds.besteden as _besteden
import azwa_funds.doorverdelen as _doorverdelen
import azwa_funds.nazien as _nazien
import azwa_funds.overzicht as _overzicht
import azwa_funds.scenario as _scenario
import azwa_funds.sisa as _sisa
import azwa_funds.sleutels as _sleutels
import azwa_funds.toetsen as _toetsen
import azwa_funds.verdelen as _verdelen
from azwa_funds.gegevens import Gegevens, Gevonden, zoek_gemeente, zoek_ontvanger, zoek_regio
from azwa_funds.kern.begrippen import SPUK_AZWA, Status, Toekenning
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.verdelen import Cijfers, Uitleg, verdeel_uitkering
from azwa_funds.verdelen import leg_uit as _leg_uit

if TYPE_CHECKING:
    import pandas as pd

    from azwa_funds.begroting import Begroting as _Begroting
    from azwa_funds.begroting import Verschil as _Verschil
    from azwa_funds.besteden import Bestedingen as _Bestedingen
    from azwa_funds.doorverdelen import Doorverdeling as _Doorverdeling
    from azwa_funds.grootboek.lezing import Lezing
    from azwa_funds.nazien import Controleuitkomst
    from azwa_funds.sleutels import Regel
    from azwa_funds.sleutels import Vergelijking as _Vergelijking
    from azwa_funds.toetsen import Uitslag
    from azwa_funds.werkboek.vast import Werkboek

T = TypeVar("T", int, str)


class Tabelvorm:
    """An answer that shows itself as a table in a notebook, and writes itself as a workbook."""

    __slots__ = ()
    #: The columns, where an answer without rows would not say them.
    _kolommen: ClassVar[list[str] | None] = None

    def als_dataframe(self) -> pd.DataFrame:
        """Return the answer as a table."""
        import pandas as pd

        return pd.DataFrame(self._rijen(), columns=self._kolommen)

    def _rijen(self) -> Any:
        raise NotImplementedError

    def schrijf(self, pad: str | Path) -> Path:
        """Write the workbook that the command writes with `--uit X.xlsx`, and return its path."""
        return _schrijf(pad, self._als_werkboek())

    def _als_werkboek(self) -> bytes:
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return self.als_dataframe().to_html(index=False, max_rows=60)


class Toekenningen(tuple[Toekenning, ...], Tabelvorm):
    """What recipients get: one `Toekenning` per jaar, onderdeel and recipient, in that order."""

    gegevens: Gegevens

    def __new__(cls, toekenningen: Iterable[Toekenning], gegevens: Gegevens) -> Toekenningen:
        """Keep the figures that the amounts rest on beside them, for the date of a workbook."""
        zelf = super().__new__(cls, toekenningen)
        zelf.gegevens = gegevens
        return zelf

    def __repr__(self) -> str:
        return f"<Toekenningen: {len(self)} bedragen, samen {toon(self.totaal)}>"

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

        kolommen = _verdelen.TOEKENNINGKOLOMMEN
        rijen = [[getattr(toekenning, kolom) for kolom in kolommen] for toekenning in self]
        frame = pd.DataFrame(rijen, columns=kolommen).astype({"jaar": "int64", "bedrag": "int64"})
        namen = [str(status) for status in Status]
        frame["status"] = pd.Categorical(
            [str(toekenning.status) for toekenning in self], categories=namen, ordered=True
        )
        return frame

    def _als_werkboek(self) -> bytes:
        return _verdelen.toekenningen_als_werkboek(self.gegevens, self, [])


@dataclass(frozen=True, slots=True)
class Toelichting(Tabelvorm):
    """How the amounts of one recipient came about: an `Uitleg` for each, with its steps.

    `wacht` says, a sentence each, which of its money is not divided yet (p.m.). As a table: a row
    per step, numbered from 1; all text but `jaar` and `stap`.
    """

    _kolommen: ClassVar = "jaar onderdeel stap titel waarde bron".split()

    wie: Gevonden
    uitleg: tuple[Uitleg, ...]
    wacht: tuple[str, ...]
    gegevens: Gegevens

    def als_tekst(self) -> str:
        """Return the text that `azwa-funds uitleg` prints, letters and pages included."""
        return _verdelen.uitleg_als_tekst(self.gegevens, self.wie, self.uitleg, self.wacht)

    def _rijen(self) -> Any:
        return [
            (u.toekenning.jaar, u.toekenning.onderdeel, nummer, stap.titel, stap.waarde, stap.bron)
            for u in self.uitleg
            for nummer, stap in enumerate(u.stappen, start=1)
        ]

    def _als_werkboek(self) -> bytes:
        return _verdelen.uitleg_als_werkboek(self.gegevens, self.wie, self.uitleg, self.wacht)


@dataclass(frozen=True, slots=True)
class Sleutelvergelijking(Tabelvorm):
    """Two keys on one budget: who gets more by B than by A, at every level.

    As a table: a row per area of every level (column `niveau`). `bedrag_a`, `bedrag_b` and
    `verschil` (B minus A) are whole euros, int64; `verschil_pct` and `verschil_per_inwoner` are
    ratios rounded to two decimals.
    """

    vergelijking: _Vergelijking
    gegevens: Gegevens

    @property
    def per_ontvanger(self) -> tuple[Regel, ...]:
        """A line per recipient, amounts in whole euros.

        The differences sum to nothing, but for what a key leaves that rounds each by itself.
        """
        return self.vergelijking.niveaus[0].regels

    def _rijen(self) -> Any:
        return _sleutels.vergelijkingsrijen(self.vergelijking)

    def _als_werkboek(self) -> bytes:
        return _sleutels.vergelijking_werkboek(
            self.gegevens, self.vergelijking, "verschil.xlsx"
        ).als_bytes()


@dataclass(frozen=True, slots=True)
class Controle(Tabelvorm):
    """The outcome of all checks of data and keys.

    As a table: a row per check: naam, klopt (bool), bekeken, nieuw and bekend (numbers).
    """

    _kolommen: ClassVar = "naam klopt bekeken nieuw bekend".split()

    uitkomsten: tuple[Controleuitkomst, ...]
    aandachtspunten: tuple[str, ...]
    gegevens: Gegevens

    @property
    def klopt(self) -> bool:
        """Whether no check found anything new."""
        return all(uitkomst.klopt for uitkomst in self.uitkomsten)

    def _rijen(self) -> Any:
        return [(u.naam, u.klopt, u.bekeken, len(u.nieuw), len(u.bekend)) for u in self.uitkomsten]

    def _als_werkboek(self) -> bytes:
        return _nazien.controle_als_werkboek(self.gegevens, self.uitkomsten, self.aandachtspunten)


@dataclass(frozen=True, slots=True)
class Bestedingen(Tabelvorm):
    """The bookings in ledgers and forms; `gelezen` holds all of it, remarks included."""

    gelezen: _Bestedingen

    @property
    def tabel(self) -> pd.DataFrame:
        """A row per booking, with its amount as whole cents in `centen` (int64); texts are str."""
        tabel = self.gelezen.tabel
        # The program makes a text when it reads it; who works on with the table wants all that
        # pandas does with a column of texts.
        return tabel.astype(
            {naam: "str" for naam, soort in tabel.dtypes.items() if soort == "tekst"}
        )

    @property
    def lezing(self) -> Lezing:
        """The account of every row; what may be money and was not read is in `niet_gelezen`."""
        return self.gelezen.lezing

    def als_dataframe(self) -> pd.DataFrame:
        """Return `tabel`."""
        return self.tabel

    def schrijf(self, pad: str | Path) -> Path:
        """Write our own form, .xlsx or .csv, as `azwa-funds bestedingen zetom`; return its path."""
        return _schrijf(pad, _besteden.boekingen_als_formulier(self.gelezen, Path(pad)))


@dataclass(frozen=True, slots=True)
class Toetsuitslag(Tabelvorm):
    """The outcome of a toets of bookings; `uitslag` holds all of it, rules and state included."""

    uitslag: Uitslag

    @property
    def oordeel(self) -> str:
        """The verdict in words, such as "geen fouten en 1 waarschuwing"."""
        return self.uitslag.oordeel

    def _als_werkboek(self) -> bytes:
        return _toetsen.maak_toetswerkboek(self.uitslag).als_bytes()

    def als_dataframe(self) -> pd.DataFrame:
        """Return a row per bevinding, with the columns of `azwa-funds toets --formaat csv`.

        `verwacht`, `gevonden` and `verschil` are euros as exact `Decimal`, None where a rule
        compares no amounts; `rij` is the row in the file of bookings. What is not there is None.
        """
        import pandas as pd

        rijen = map(_toetsen.bevinding_als_rij, self.uitslag.bevindingen)
        gevuld = [{naam: None if cel == "" else cel for naam, cel in rij.items()} for rij in rijen]
        return pd.DataFrame(gevuld, columns=_toetsen.BEVINDINGKOLOMMEN, dtype=object)


@dataclass(frozen=True, slots=True)
class Werkboeken:
    """Workbooks that are ready to be made; nothing is computed before they are written."""

    makers: tuple[Callable[[], Werkboek], ...]
    bevindingen: tuple[str, ...] = ()
    opmerkingen: tuple[str, ...] = ()

    def schrijf(self, map_: str | Path) -> list[Path]:
        """Write them under a folder, on every core, and return their paths."""
        from azwa_funds.kern.tegelijk import op_alle_kernen

        doel = Path(map_)
        return list(op_alle_kernen([partial(_maak_en_schrijf, maak, doel) for maak in self.makers]))


@dataclass(frozen=True, slots=True)
class Scenariouitkomst(Tabelvorm):
    """What a scenario does to every amount: what it is now, and what it would be.

    As a table: a row per amount; `bedrag`, `basis` and `verschil` are whole euros.
    """

    rijen: tuple[Mapping[str, Any], ...]
    naam: str
    gegevens: Gegevens

    def _rijen(self) -> Any:
        return self.rijen

    def _als_werkboek(self) -> bytes:
        from azwa_funds.scherm.tabelboek import rijenblad, tabelboek

        vel = rijenblad("Scenario", f"Scenario {self.naam}, hele euro's", self.rijen)
        vraag = f"azwa-funds scenario reken {self.naam}"
        return tabelboek(vel, vraag, Cijfers(self.gegevens).peildatum)


@dataclass(frozen=True, slots=True)
class Doorverdeling(Tabelvorm):
    """How a region passes its money on by a plan; `verdeling` holds all of it."""

    verdeling: _Doorverdeling
    cijfers: Cijfers

    def als_dataframe(self) -> pd.DataFrame:
        """Return the rows of `doorverdeling.csv`; `jaar` and `bedrag` are int64."""
        import io

        import pandas as pd

        return pd.read_csv(
            io.StringIO(_doorverdelen.verdeling_als_csv(self.verdeling)), keep_default_na=False
        )

    def schrijf(self, map_: str | Path) -> Path:
        """Write the workbook under a folder and return its path."""
        return _doorverdelen.doorverdeling_werkboek(self.cijfers, self.verdeling).schrijf(
            Path(map_)
        )


@dataclass(frozen=True, slots=True)
class Begroting(Tabelvorm):
    """The lines of a begroting; `begroting` also holds what is uncertain.

    As a table: a row per line; `jaar` and `bedrag` (whole euros) are int64.
    """

    begroting: _Begroting
    cijfers: Cijfers
    naam: str

    def _rijen(self) -> Any:
        return _begroting.begroting_rijen(self.begroting)

    def schrijf(self, pad: str | Path) -> Path:
        """Write the workbook, or with a name on .docx the text for the council."""
        if Path(pad).suffix.casefold() == ".docx":
            return _schrijf(pad, _begroting.begroting_document(self.cijfers, self.begroting))
        return _schrijf(
            pad, _begroting.begroting_werkboek(self.cijfers, self.begroting, self.naam).als_bytes()
        )


@dataclass(frozen=True, slots=True)
class Verschiluitleg(Tabelvorm):
    """What changed and why; begin and steps are the end, to the euro.

    As a table: begin, every step and the end; `bedrag` is whole euros.
    """

    verschil: _Verschil
    cijfers: Cijfers

    def _rijen(self) -> Any:
        return _begroting.verschil_rijen(self.verschil)

    def _als_werkboek(self) -> bytes:
        wat = self.verschil
        vraag = f"azwa-funds verschil, {wat.wie}: {wat.van} naar {wat.naar}"
        return _begroting.verschil_werkboek(self.cijfers, wat, vraag).als_bytes()


def _schrijf(pad: str | Path, inhoud: bytes) -> Path:
    from azwa_funds.kern.schijf import schrijf

    schrijf(Path(pad), inhoud)
    return Path(pad)


def _maak_en_schrijf(maak: Callable[[], Werkboek], map_: Path) -> Path:
    return maak().schrijf(map_)


def verdeel(
    *,
    jaren: int | Iterable[int] = (),
    onderdelen: str | Iterable[str] = (),
    regio: str | None = None,
    gemeente: str | None = None,
    sleutels: Mapping[str, str] | None = None,
    uitkering: str = SPUK_AZWA,
    gegevens: Gegevens | None = None,
) -> Toekenningen:
    """Divide the SPUK AZWA, as `azwa-funds verdeel` does.

    `uitkering` can be `brede_spuk` or `spuk_iza` too, of which the published amounts are given.

    Without `jaren` or `onderdelen`: all of them. `regio` and `gemeente` keep the rows of one
    region or gemeente, found by name or CBS code; no amount depends on them. `sleutels` maps an
    onderdeel to the id of another key. Source of each amount: see `leg_uit`.
    Raises Gebruikersfout for an unknown name, year, onderdeel or key.
    """
    eigen = gegevens or _meegeleverd()
    alle = verdeel_uitkering(
        eigen,
        jaren=_rij(jaren),
        onderdelen=_rij(onderdelen),
        sleutels=sleutels,
        uitkering=uitkering,
    )
    naam = None if regio is None else zoek_regio(eigen, regio).naam
    code = None if gemeente is None else zoek_gemeente(eigen, gemeente).code
    gekozen = (
        toekenning
        for toekenning in alle
        if naam in (None, toekenning.regio) and code in (None, toekenning.ontvanger_code)
    )
    return Toekenningen(gekozen, eigen)


def leg_uit(
    naam: str,
    *,
    jaren: int | Iterable[int] = (),
    onderdelen: str | Iterable[str] = (),
    sleutels: Mapping[str, str] | None = None,
    uitkering: str = SPUK_AZWA,
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
        eigen,
        wie,
        jaren=_rij(jaren),
        onderdelen=_rij(onderdelen),
        sleutels=sleutels,
        uitkering=uitkering,
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
    eigen = gegevens or _meegeleverd()
    return Sleutelvergelijking(
        _sleutels.vergelijk(eigen, a, b, onderdeel=onderdeel, jaar=jaar), eigen
    )


def controleer(gegevens: Gegevens | None = None) -> Controle:
    """Check all data and keys against each other and their sources, as `azwa-funds controleer`.

    Raises Invoerfout for a file that cannot be read at all; the rest is in the answer.
    """
    eigen = gegevens or _meegeleverd()
    uitkomsten, punten = _nazien.controleer(eigen), _nazien.aandachtspunten(eigen)
    return Controle(tuple(uitkomsten), tuple(punten), eigen)


def toets(
    bestanden: str | Path | Iterable[str | Path],
    jaar: int,
    *,
    regio: str | None = None,
    gemeente: str | None = None,
    landelijk: bool = False,
    ontvanger: str | None = None,
    onderdeel: str | None = None,
    profiel: str | Path | None = None,
    werkagenda: str | Path | None = None,
    plannen: str | Path | Iterable[str | Path] = (),
    zonder: Iterable[int] = (),
    gegevens: Gegevens | None = None,
) -> Toetsuitslag:
    """Test ledgers and forms (files or folders) of one year, as `azwa-funds toets` does.

    `regio` and `gemeente` (names or codes) restrict the toets and `landelijk` widens it to all
    recipients; without them it follows from the files. `ontvanger` and `onderdeel` fill in what
    rows do not say, `profiel` says how a ledger is built, `plannen` are those of regions.
    `zonder` are numbers of rules to leave out, `werkagenda` is the register of regions. Each rule
    names the letter or article it rests on.
    Raises Gebruikersfout, with all faults at once, for files that cannot be read.
    """
    eigen = _met_plannen(gegevens, plannen)
    aanvulling = _besteden.maak_aanvulling(eigen, ontvanger, jaar, onderdeel, _pad(profiel))
    kring = None if gemeente is None else zoek_gemeente(eigen, gemeente).code
    if ontvanger is not None and regio is None and not landelijk:
        kring = kring or aanvulling.ontvanger
    uitslag = _toetsen.toets_bestanden(
        eigen,
        _paden(bestanden),
        jaar,
        regio=None if regio is None else zoek_regio(eigen, regio).naam,
        gemeente=kring,
        landelijk=landelijk,
        zonder=zonder,
        werkagenda=_pad(werkagenda),
        aanvulling=aanvulling,
    )
    return Toetsuitslag(uitslag)


def lees_bestedingen(
    bestanden: str | Path | Iterable[str | Path],
    *,
    jaar: int | None = None,
    ontvanger: str | None = None,
    onderdeel: str | None = None,
    profiel: str | Path | None = None,
    gegevens: Gegevens | None = None,
) -> Bestedingen:
    """Read ledgers and forms, as `azwa-funds bestedingen bekijk` does.

    The answer has `tabel`, a DataFrame with a row per booking and its amount in cents, and
    `lezing`, which accounts for every row. `jaar`, `ontvanger` and `onderdeel` fill in what rows do
    not say; `profiel` says how a ledger is built. Raises Gebruikersfout with all faults at once.
    """
    eigen = gegevens or _meegeleverd()
    aanvulling = _besteden.maak_aanvulling(eigen, ontvanger, jaar, onderdeel, _pad(profiel))
    return Bestedingen(_besteden.lees_bestedingen(eigen, _paden(bestanden), aanvulling))


def maak_overzicht(
    *,
    gemeente: str | Iterable[str] = (),
    regio: str | Iterable[str] = (),
    gebied: str | Iterable[str] = (),
    landelijk: bool = False,
    plannen: str | Path | Iterable[str | Path] = (),
    gegevens: Gegevens | None = None,
) -> Werkboeken:
    """Prepare overviews, as `azwa-funds overzicht` does; `schrijf` makes them.

    `gebied` is a GGD, provincie, zorgkantoor or the path of a list of one's own; `plannen` say
    what a region promised. Raises Gebruikersfout for an unknown name, or when nothing was chosen.
    """
    cijfers = Cijfers(_met_plannen(gegevens, plannen))
    makers = _overzicht.kies_overzichten(
        cijfers, landelijk=landelijk, regios=_rij(regio), gemeenten=_rij(gemeente),
        gebieden=_rij(gebied), over_plan=_over_plan,
    )  # fmt: skip
    if not makers:
        raise Gebruikersfout("Kies wat u wilt maken: gemeente, regio, gebied of landelijk.")
    return Werkboeken(tuple(maak for _, maak in makers))


def _over_plan(plan: _Doorverdeling) -> str:
    return f"Er is een plan van IZA-regio {plan.plan.regio.naam}; kies die regio ook."


def maak_sisa(
    bestanden: str | Path | Iterable[str | Path],
    jaar: int,
    *,
    ontvangers: str | Iterable[str] = (),
    profiel: str | Path | None = None,
    onderdeel: str | None = None,
    plannen: str | Path | Iterable[str | Path] = (),
    alle: bool = False,
    gegevens: Gegevens | None = None,
) -> Werkboeken:
    """Prepare SiSa workbooks from bookings, as `azwa-funds sisa` does; `schrijf` makes them.

    Raises Gebruikersfout for a year that SiSa does not know and for files that cannot be read.
    """
    eigen = _met_plannen(gegevens, plannen)
    namen = list(_rij(ontvangers))
    gekozen = list(dict.fromkeys(zoek_ontvanger(eigen, naam).code for naam in namen))
    wie = namen[0] if len(namen) == 1 else None
    aanvulling = _besteden.maak_aanvulling(eigen, wie, jaar, onderdeel, _pad(profiel))
    werk = _sisa.maak_sisawerk(eigen, _paden(bestanden), jaar, gekozen, aanvulling, alle=alle)
    return Werkboeken(werk.makers, werk.bevindingen, werk.opmerkingen)


def reken_scenario(scenario: str | Path, *, gegevens: Gegevens | None = None) -> Scenariouitkomst:
    """Divide by a scenario, as `azwa-funds scenario reken` does.

    `scenario` is the name of one that comes along, or a path. Raises Gebruikersfout when there is
    none, Invoerfout when it does not fit.
    """
    eigen = gegevens or _meegeleverd()
    wat = _scenario.lees_scenario(eigen, scenario)
    rijen = _scenario.reken_rijen(wat, _scenario.reken_scenario(eigen, wat), verschil=True)
    return Scenariouitkomst(tuple(rijen), wat.id, eigen)


def verdeel_door(plan: str | Path, *, gegevens: Gegevens | None = None) -> Doorverdeling:
    """Pass the money of a region on by its plan, as `azwa-funds doorverdelen` does.

    Raises Gebruikersfout for a plan that does not fit or gives out more than there is.
    """
    cijfers = Cijfers(gegevens or _meegeleverd())
    return Doorverdeling(
        _doorverdelen.verdeel_door(cijfers, _doorverdelen.lees_plan(cijfers, Path(plan))), cijfers
    )


def maak_begroting(naam: str, *, gegevens: Gegevens | None = None) -> Begroting:
    """Make the lines for a begroting, as `azwa-funds begroting` does.

    Raises Gebruikersfout for an unknown name, or for who has no amount yet.
    """
    cijfers = Cijfers(gegevens or _meegeleverd())
    return Begroting(_begroting.maak_begroting(cijfers, naam), cijfers, naam)


def leg_verschil_uit(
    naam: str | None = None,
    *,
    regio: str | None = None,
    landelijk: bool = False,
    van: int | None = None,
    naar: int | None = None,
    gegevens: Gegevens | None = None,
) -> Verschiluitleg:
    """Say what changed between two years and why, as `azwa-funds verschil` does.

    Without years: from 2026 to 2027. Raises Gebruikersfout for an unknown name or year.
    """
    cijfers = Cijfers(gegevens or _meegeleverd())
    kring = _begroting.kies_kring(cijfers, naam=naam, regio=regio, landelijk=landelijk)
    eerste = van or cijfers.vorige_jaren[-1]
    return Verschiluitleg(
        _begroting.tussen_jaren(cijfers, kring, eerste, naar or cijfers.jaren[0]), cijfers
    )


def _paden(bestanden: str | Path | Iterable[str | Path]) -> list[Path]:
    return [Path(p) for p in ((bestanden,) if isinstance(bestanden, str | Path) else bestanden)]


def _pad(pad: str | Path | None) -> Path | None:
    return None if pad is None else Path(pad)


def _met_plannen(gegevens: Gegevens | None, plannen: str | Path | Iterable[str | Path]) -> Gegevens:
    eigen = gegevens or _meegeleverd()
    return _doorverdelen.met_plannen(eigen, paden) if (paden := _paden(plannen)) else eigen


@cache
def _meegeleverd() -> Gegevens:
    """Read the figures that come with the program once per session."""
    return Gegevens()


def _rij(waarden: T | Iterable[T]) -> Iterable[T]:
    """Take one value for a list of one; a text is not a list of letters here."""
    return (waarden,) if isinstance(waarden, int | str) else waarden
