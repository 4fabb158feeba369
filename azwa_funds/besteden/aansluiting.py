"""From the ledger to the sum that a workbook rests on, per file and sheet, to be signed.

What a ledger adds up to was read or was not; of what was read a part belongs to another year or to
somebody else; and regional money is seen from both sides, by the mandaathouder and by the gemeente
that spent it. Each of these is a column, so that the one total of what was spent can be followed
back to the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

from azwa_funds.besteden.bladlezer import TOTAAL_KLOPT
from azwa_funds.besteden.boekingen import Bestedingen
from azwa_funds.besteden.dubbelen import SLEUTEL, misschien_vaker
from azwa_funds.excel.blad import Cell, Column, Kind, Sheet, Table
from azwa_funds.grootboek.lezing import Bladlezing, NietGelezen, noem_rijen
from azwa_funds.kern.begrippen import Centen
from azwa_funds.kern.euro import toon, toon_centen
from azwa_funds.kern.tekst import telling
from azwa_funds.scherm.uitvoer import waarden

if TYPE_CHECKING:
    import pandas as pd

#: The name of the sheet, and how its figures come about.
AANSLUITING = "Aansluiting"
VAN_DE_BESTANDEN = (
    "geteld bij het lezen van de bestanden, die met hun vingerafdruk op het blad Uitvoering staan"
)
#: Of more sheets than these without anything of this workbook, one row tells.
MEESTE_BLADEN_VAN_ANDEREN = 20
#: So many reasons of so many letters are shown in a cell.
_MEESTE, _LANGSTE_REDEN = 6, 240
#: Who sign below the table.
_ONDERTEKENAARS = ("Opgesteld door", "Gecontroleerd door (controller)")


class Telplek(StrEnum):
    """Where a booking that was read counts in one workbook."""

    ELDERS = "een ander jaar of iemand anders"
    #: Of somebody else, and the same regional money that counts in this workbook.
    KANT_ELDERS = "iemand anders, de andere kant van regionaal geld"
    ANDERE_KANT = "de andere kant van regionaal geld"
    BUITEN = "geld dat hier niet meetelt"
    BESTEED = "besteed"


class Grootboekpost(NamedTuple):
    """Bookings of one sheet of one kind, added up."""

    bestand: str
    blad: str
    code: str
    jaar: int
    onderdeel: str
    medeoverheid: str
    centen: int


@dataclass(frozen=True, slots=True)
class Bronregel:
    """One sheet of a file: how many rows, what it adds up to, and what of it was not read.

    Amounts are cents; `redenen` say in words why rows were not read, or which need a decision.
    """

    bestand: str
    blad: str
    rijen: int
    grootboek: int
    gelezen: int
    niet_gelezen: int
    redenen: tuple[str, ...]


@dataclass(frozen=True)
class Grootboekstand:
    """What was read of every sheet, added up as far as any workbook can tell bookings apart."""

    bronnen: tuple[Bronregel, ...]
    posten: tuple[Grootboekpost, ...]
    met_auditfile: bool = False

    def per_blad(
        self, plaats_van: Callable[[Grootboekpost], Telplek]
    ) -> dict[tuple[str, str], dict[Telplek, int]]:
        """Return per sheet, by (file, sheet), how much of what was read counts where, in cents."""
        sommen: dict[tuple[str, str], dict[Telplek, int]] = {
            (bron.bestand, bron.blad): dict.fromkeys(Telplek, 0) for bron in self.bronnen
        }
        for post in self.posten:
            sommen[post.bestand, post.blad][plaats_van(post)] += post.centen
        return sommen


def grootboekstand(bestedingen: Bestedingen) -> Grootboekstand:
    """Add up what was read, per sheet and kind of booking."""
    sleutel = "bestand blad verantwoorder_code jaar onderdeel medeoverheid_code".split()
    som = bestedingen.tabel.groupby(sleutel, observed=True, sort=False)["centen"].sum()
    posten = tuple(
        Grootboekpost(
            str(bestand), str(blad), str(code), int(jaar), str(onderdeel), str(via), int(centen)
        )
        for (bestand, blad, code, jaar, onderdeel, via), centen in zip(
            som.index.tolist(), som.tolist(), strict=True
        )
    )
    dubbel = _dubbele_rijen(bestedingen.tabel)
    bladen = (blad for blad in bestedingen.lezing.bladen if blad.rijen)
    return Grootboekstand(
        tuple(_bronregel(blad, dubbel.get((blad.bestand, blad.blad), ())) for blad in bladen),
        posten,
        any(bestand.soort == "auditfile" for bestand in bestedingen.lezing.bestanden),
    )


def _dubbele_rijen(tabel: pd.DataFrame) -> dict[tuple[str, str], tuple[str, ...]]:
    """Say per sheet which of its rows are a booking that stands there already."""
    tabel = tabel[misschien_vaker(tabel["boekstuk"])]
    weer = tabel.duplicated(["bestand", "blad", *SLEUTEL]) & (tabel["centen"] != 0)
    gevonden: dict[tuple[str, str], tuple[str, ...]] = {}
    for (bestand, blad), rijen in tabel[weer].groupby(["bestand", "blad"], observed=True):
        som = toon_centen(Centen(int(rijen["centen"].sum())))
        heeft = "heeft" if len(rijen) == 1 else "hebben"
        gevonden[str(bestand), str(blad)] = (
            f"{telling(len(rijen), 'rij', 'rijen')}, {som} (wel gelezen): "
            f"{noem_rijen(rijen['rij'].tolist())} {heeft} boekstuk, datum en bedrag van een "
            "eerdere rij",
        )
    return gevonden


def _bronregel(blad: Bladlezing, dubbel: Sequence[str]) -> Bronregel:
    # A row that adds up others is no part of what they add up to.
    totalen = sum(totaal.centen for totaal in blad.totalen)
    apart = sum(deel.centen or 0 for deel in blad.niet_gelezen if not deel.geteld)
    redenen = [
        _reden(deel)
        for deel in blad.niet_gelezen
        if deel.beslis or (deel.centen and deel.reden != TOTAAL_KLOPT)
    ]
    return Bronregel(
        blad.bestand, blad.blad, blad.rijen, blad.centen_in - totalen, blad.centen,
        apart - totalen, (*redenen, *dubbel),
    )  # fmt: skip


def _reden(deel: NietGelezen) -> str:
    bedrag = "" if deel.centen is None else f", {toon_centen(Centen(deel.centen))}"
    wel = " (wel gelezen)" if deel.geteld else ""
    return f"{telling(deel.rijen, 'rij', 'rijen')}{bedrag}{wel}: {deel.reden}"


# -- the sheet ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Aansluitingsopzet:
    """How the sheet of one workbook is called, and what its columns mean there.

    `telt` says whose bookings of which year the workbook is about, `kant` which side of regional
    money does not count, `buiten` what else does not, `besteed` where the last amount comes back.
    With `kant_is_elders` that other side is part of what belongs to somebody else.
    """

    naam: str
    telt: str
    kant: str
    buiten: str
    besteed: str
    toelichting: str
    kant_is_elders: bool = False
    rijen: str = "Rijen"
    grootboek: str = "Totaal van het grootboek"


def aansluiting_blad(
    stand: Grootboekstand, plaats_van: Callable[[Grootboekpost], Telplek], opzet: Aansluitingsopzet
) -> Sheet | None:
    """Make the sheet: per file and sheet the ledger, what was read, and where that counts.

    None where the bookings come from no file.
    """
    if not stand.bronnen:
        return None
    rijen = list(_rijen(stand, plaats_van))
    kant = _geld("kant", opzet.kant)
    eraf = "-{buiten}" if opzet.kant_is_elders else "-{kant}-{buiten}"
    kolommen = [
        Column("bestand", "Bestand", width=24),
        Column("blad", "Blad", width=14),
        Column("rijen", opzet.rijen, Kind.WHOLE, width=9, total="sum"),
        _geld("grootboek", opzet.grootboek),
        _geld("niet", "Niet gelezen"),
        _geld("gelezen", "Gelezen"),
        _geld("elders", "Ander jaar of iemand anders"),
        *([kant] if opzet.kant_is_elders else []),
        _geld("telt", opzet.telt, "={gelezen}-{elders}"),
        *([] if opzet.kant_is_elders else [kant]),
        _geld("buiten", opzet.buiten),
        _geld("besteed", opzet.besteed, f"={{telt}}{eraf}"),
        Column(
            "sluit", "Sluit", Kind.CHECK, width=10,
            formula='=IF(ROUND({grootboek}-{niet}-{gelezen},2)=0,"klopt","klopt niet")',
        ),
        Column("redenen", "Waarom niet gelezen, en wat een besluit vraagt", width=52),
    ]  # fmt: skip
    return Sheet(
        opzet.naam,
        "Aansluiting van het grootboek op dit werkboek",
        Table(kolommen, rijen),
        subtitle="Per bestand en blad, in euro's en centen; het totaal van de laatste kolom met "
        "een bedrag komt in dit werkboek terug als besteed",
        notes=[
            _NIET_GELEZEN,
            *([_VAN_AUDITFILE] if stand.met_auditfile else []),
            opzet.toelichting,
        ],
        description="van het grootboek naar wat is besteed, om te tekenen",
        landscape=True,
        signatures=_ONDERTEKENAARS,
    )


_NIET_GELEZEN = (
    "Niet gelezen: rijen die geen boeking zijn of niet tot dit geld horen, met de reden erachter; "
    "totaalregels tellen in geen enkele kolom mee."
)
_VAN_AUDITFILE = "Van een auditfile is het totaal nul: beide kanten van elke boeking staan erin."


def _geld(naam: str, titel: str, formule: str | None = None) -> Column:
    return Column(naam, titel, Kind.EURO_CENT, width=15, total="sum", formula=formule)


def _rijen(
    stand: Grootboekstand, plaats_van: Callable[[Grootboekpost], Telplek]
) -> Iterator[dict[str, Cell]]:
    """Yield a row per sheet; of a whole country those of others only make one row together."""
    sommen = stand.per_blad(plaats_van)
    ons = {
        (post.bestand, post.blad) for post in stand.posten if plaats_van(post) is not Telplek.ELDERS
    }
    anders = [
        bron for bron in stand.bronnen if not bron.redenen and (bron.bestand, bron.blad) not in ons
    ]
    samen = anders if len(anders) > MEESTE_BLADEN_VAN_ANDEREN else []
    for bron in stand.bronnen:
        if bron not in samen:
            yield _rij(bron, sommen[bron.bestand, bron.blad])
    if samen:
        yield _rij_samen(samen)


def _rij_samen(bronnen: Sequence[Bronregel]) -> dict[str, Cell]:
    gelezen = sum(bron.gelezen for bron in bronnen)
    som = dict.fromkeys(Telplek, 0) | {Telplek.ELDERS: gelezen}
    bron = Bronregel(
        telling(len(bronnen), "ander blad", "andere bladen"),
        "",
        sum(bron.rijen for bron in bronnen),
        sum(bron.grootboek for bron in bronnen),
        gelezen,
        sum(bron.niet_gelezen for bron in bronnen),
        ("van anderen of over andere jaren; elk blad is gelezen of verklaard",),
    )
    return _rij(bron, som)


def _rij(bron: Bronregel, som: Mapping[Telplek, int]) -> dict[str, Cell]:
    elders = som[Telplek.ELDERS] + som[Telplek.KANT_ELDERS]
    sluit = bron.grootboek == bron.niet_gelezen + bron.gelezen
    return {
        **waarden(bron, "bestand blad rijen"),
        "grootboek": _euro(bron.grootboek),
        "niet": _euro(bron.niet_gelezen),
        "gelezen": _euro(bron.gelezen),
        "elders": _euro(elders),
        "telt": _euro(bron.gelezen - elders),
        "kant": _euro(som[Telplek.ANDERE_KANT] + som[Telplek.KANT_ELDERS]),
        "buiten": _euro(som[Telplek.BUITEN]),
        "besteed": _euro(som[Telplek.BESTEED]),
        "sluit": "klopt" if sluit else "klopt niet",
        "redenen": _kort(bron.redenen),
    }


def _kort(redenen: Sequence[str]) -> str:
    """Put reasons in one cell that a person can read; the rest is counted, and told by bekijk."""
    getoond = [shorten(reden, _LANGSTE_REDEN, placeholder=" …") for reden in redenen[:_MEESTE]]
    meer = len(redenen) - len(getoond)
    slot = [f"en nog {meer}; alles staat in 'azwa-funds bestedingen bekijk'"] if meer else []
    return "; ".join([*getoond, *slot])


def _euro(centen: int) -> Decimal:
    return Decimal(centen).scaleb(-2)


def kolomsom(blad: Sheet, kolom: str) -> Decimal:
    """Return what a column of the sheet adds up to."""
    return sum((waarde for rij in blad.table.rows if isinstance(waarde := rij[kolom], Decimal)),
               Decimal(0))  # fmt: skip


# -- regional money from two sides -------------------------------------------------------------


class Bedrageenheid(Enum):
    """In what the two sides are counted."""

    CENT = "cent"
    EURO = "euro"


@dataclass(frozen=True, slots=True)
class Regiovergelijking:
    """Regional money of one gemeente as the mandaathouder and as she herself reports it.

    None is no account of it. The toets compares bookings in cents, SiSa what both bijlagen say in
    whole euros; so 40 cents are a finding of the toets and none of SiSa. A difference is what was
    found minus what was expected: the mandaathouder answers for the money, and is held against
    what the gemeenten say themselves.
    """

    code: str
    naam: str
    volgens_mandaathouder: int | None
    volgens_gemeente: int | None
    eenheid: Bedrageenheid

    @property
    def verschil(self) -> int | None:
        """What the mandaathouder reports more than the gemeente; None where a side is missing."""
        if self.volgens_gemeente is None or self.volgens_mandaathouder is None:
            return None
        return self.volgens_mandaathouder - self.volgens_gemeente

    @property
    def is_gelijk(self) -> bool:
        """Whether both name the same amount, where who names none names nothing."""
        return (self.volgens_mandaathouder or 0) == (self.volgens_gemeente or 0)

    def toon(self, bedrag: int | None) -> str:
        """Show an amount of this comparison; one that is missing as zero."""
        if self.eenheid is Bedrageenheid.EURO:
            return toon(bedrag or 0)
        return toon_centen(Centen(bedrag or 0))
