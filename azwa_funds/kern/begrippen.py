"""The nouns of the product: frozen records and enumerations that say no more than how they read.

Amounts are whole euros in `int` unless a docstring says otherwise; years are calendar years
(`jaar T`). The hint of a field that stands in a table says what its column may hold; what a hint
does not say stands in `Annotated[..., Kolom(...)]`, or in one of the short names below.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, NewType

from azwa_funds.kern.tekst import MAANDEN


class Soort(StrEnum):
    """The kinds of values a column can hold."""

    TEKST = "tekst"
    GEHEEL = "geheel getal"
    GETAL = "getal"
    EURO = "bedrag in hele euro's"
    JAAR = "jaar"
    DATUM = "datum"
    STATUS = "status"
    GEMEENTECODE = "gemeentecode"
    AANDEEL = "aandeel"
    ONTVANGERCODE = "ontvangercode"
    PERIODE = "jaar of 'structureel'"
    BUITEN = "in geen kolom"


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column: its kind, whether a cell may be empty, and bounds or a list of choices.

    `wat` is how a complaint about a field of a TOML file names it, where that is not by its name.
    """

    naam: str = ""
    soort: Soort = Soort.TEKST
    leeg_mag: bool = False
    minimum: int | None = 0
    maximum: int | None = None
    keuzes: tuple[str, ...] = ()
    wat: str = ""


#: Fields of a record; what may be left out is "" for a text.
Tekst = Annotated[str, Kolom(leeg_mag=True)]
Euro = Annotated[int, Kolom(soort=Soort.EURO)]
Jaar = Annotated[int, Kolom(soort=Soort.JAAR)]
Periode = Annotated[str, Kolom(soort=Soort.PERIODE)]
Gemeentecode = Annotated[str, Kolom(soort=Soort.GEMEENTECODE)]
Ontvangercode = Annotated[str, Kolom(soort=Soort.ONTVANGERCODE)]
#: No column: the row that a record stands in comes along by itself, the others have a default.
Rijnummer = Annotated[int, Kolom(soort=Soort.BUITEN)]
Buiten = Annotated[str, Kolom(soort=Soort.BUITEN)]


#: The uitkeringen and onderdelen that the program knows by name; all others stand only in the data.
SPUK_AZWA, BREDE_SPUK, SPUK_IZA = "spuk_azwa", "brede_spuk", "spuk_iza"
LOKAAL, REGIONAAL, NPLV = "lokaal", "regionaal", "nplv"


#: What is booked, awarded or spent in cents; a type of its own, so that mypy keeps it apart from
#: the whole euros of everything else.
Centen = NewType("Centen", int)
NUL = Centen(0)


class Status(IntEnum):
    """How firm a figure is, from soft to firm; a result has the lowest status of its inputs."""

    AANNAME = 1
    VERWACHT = 2
    INDICATIEF = 3
    VOORLOPIG = 4
    VASTGESTELD = 5
    BESCHIKT = 6

    def __str__(self) -> str:
        return self.name.lower()


#: What each status means, as a financial officer reads it.
STATUS_UITLEG: dict[Status, str] = {
    Status.AANNAME: "een veronderstelling van de gebruiker of van dit programma, zonder bron",
    Status.VERWACHT: "aangekondigd, maar de wijze van uitkeren is nog niet afgesproken",
    Status.INDICATIEF: "genoemd in een officiële brief, onder voorbehoud van de regeling",
    Status.VOORLOPIG: "voorlopig vastgesteld cijfer; het definitieve volgt",
    Status.VASTGESTELD: "officieel gepubliceerd, per ontvanger of voor het hele land",
    Status.BESCHIKT: "toegekend in een beschikking",
}


class Ontvangersoort(StrEnum):
    """The kinds of areas over which a verdeelsleutel divides money."""

    GEMEENTE = "gemeente"
    REGIO = "regio"
    NPLV_GEBIED = "nplv_gebied"
    GGD_REGIO = "ggd_regio"

    @property
    def meervoud(self) -> str:
        """How a sentence names several of them."""
        return {
            "gemeente": "gemeenten", "regio": "mandaathouders", "nplv_gebied": "NPLV-gebieden",
            "ggd_regio": "GGD-regio's",
        }[self.value]  # fmt: skip


class Afronding(StrEnum):
    """The named rules by which exact shares become whole euros."""

    GROOTSTE_RESTEN = "grootste_resten"
    PER_ONTVANGER = "per_ontvanger"

    @property
    def woorden(self) -> str:
        """How a reader meets the rule: "grootste resten"."""
        return self.value.replace("_", " ")


class Sleutelsoort(StrEnum):
    """The ways in which a verdeelsleutel gets its weights."""

    VASTE_TABEL = "vaste_tabel"
    GEWOGEN_MAATSTAVEN = "gewogen_maatstaven"
    SOM_VAN_GEMEENTEN = "som_van_gemeenten"
    GELIJK = "gelijk"


class Precisie(StrEnum):
    """How exactly a source gives a date; `MEDIO` is about the middle of a month, but no day."""

    DAG = "dag"
    MEDIO = "medio"
    MAAND = "maand"
    KWARTAAL = "kwartaal"
    JAAR = "jaar"


#: How many months a period of each precision lasts, or a multiple of it; a medio is known
#: to lie in its month.
_MAANDEN = {Precisie.MEDIO: 1, Precisie.MAAND: 1, Precisie.KWARTAAL: 3, Precisie.JAAR: 12}


def past_bij_precisie(eerste: date, laatste: date, precisie: Precisie) -> bool:
    """Say whether a period is one of days, or one of whole months, quarters or years."""
    if laatste < eerste:
        return False
    if precisie is Precisie.DAG:
        return True
    erna = laatste + timedelta(days=1)
    return all(
        grens.day == 1 and (grens.month - 1) % _MAANDEN[precisie] == 0 for grens in (eerste, erna)
    )


def toon_periode(eerste: date, laatste: date, precisie: Precisie) -> str:
    """Show a period as exactly as it is known: "15-11-2026", "medio november 2026", "2030"."""
    delen = [_toon(dag, precisie) for dag in (eerste, laatste)]
    if precisie is Precisie.MAAND and eerste.year == laatste.year:
        delen[0] = MAANDEN[eerste.month - 1] if eerste.month != laatste.month else delen[1]
    return " t/m ".join(dict.fromkeys(delen))


def _toon(dag: date, precisie: Precisie) -> str:
    return {
        Precisie.DAG: f"{dag:%d-%m-%Y}",
        Precisie.MEDIO: f"medio {MAANDEN[dag.month - 1]} {dag.year}",
        Precisie.MAAND: f"{MAANDEN[dag.month - 1]} {dag.year}",
        Precisie.KWARTAAL: f"{(dag.month + 2) // 3}e kwartaal {dag.year}",
        Precisie.JAAR: str(dag.year),
    }[precisie]


class Per(StrEnum):
    """What a CBS figure counts: a number of its own, or a rate per so many of something."""

    ABSOLUUT = "absoluut"
    INWONER = "inwoner"
    HUISHOUDEN = "huishouden"
    HONDERD_INWONERS = "100_inwoners"
    HONDERD_HUISHOUDENS = "100_huishoudens"


class Aanvulling(StrEnum):
    """The named rules for a figure that CBS does not publish for some gemeenten."""

    WEIGER = "weiger"
    PROVINCIE_GEMIDDELDE = "provincie_gemiddelde"
    LANDELIJK_GEMIDDELDE = "landelijk_gemiddelde"


@dataclass(frozen=True, slots=True)
class Bron:
    """A published source, as `bronnen.toml` describes it; `adres` is "" where none is known."""

    id: str
    titel: str
    uitgever: str
    datum: str
    kenmerk: str
    publicatie: str
    licentie: str
    adres: str = ""


@dataclass(frozen=True, slots=True)
class Vindplaats:
    """Where in a source a figure stands: the id of the source and the page, table or row."""

    bron: str
    plaats: str


@dataclass(frozen=True, slots=True)
class Budget:
    """A national amount for one onderdeel of a uitkering in one year.

    `bedrag` is None where the source leaves the cell empty; `precisie` is the unit to which the
    source rounds (1_000_000 when it gives whole millions).
    """

    uitkering: str
    onderdeel: str
    naam: str
    jaar: Periode
    bedrag: Euro | None
    precisie: Annotated[int, Kolom(soort=Soort.EURO, minimum=1)]
    status: Status
    vindplaats: Vindplaats
    rij: Rijnummer


@dataclass(frozen=True, slots=True)
class Openstaand:
    """A document that is not there, or not read, and what it would replace an assumption in.

    `bestand` is what to edit then, `daarna` how; `adres` is empty where none is known.
    """

    document: str
    vervangt: str
    waar: str
    adres: Tekst
    bestand: str
    daarna: str
    vindplaats: Vindplaats


class Zekerheid(StrEnum):
    """How it is known on what basis a table of amounts is."""

    GELEZEN = "A"
    UITTREKSEL = "B"
    REKENWERK = "C"
    VERMOEDEN = "H"
    NIET_GEVONDEN = "X"


@dataclass(frozen=True, slots=True)
class Grondslag:
    """On what basis a table of amounts is: with or without btw and loon- en prijsbijstelling (LPO).

    `btw` is bruto, netto or onbekend, `lpo` met, zonder or onbekend; the shares are of the gross
    amount, None where nobody gives them. The years are from `van` up to and including `tot_en_met`.
    """

    tabel: Annotated[str, Kolom(keuzes=("budgetten", "beschikkingen"))]
    uitkering: str
    van: Jaar
    tot_en_met: Jaar
    btw: Annotated[str, Kolom(keuzes=("bruto", "netto", "onbekend"))]
    lpo: Annotated[str, Kolom(keuzes=("met", "zonder", "onbekend"))]
    btw_deel: Fraction | None
    lpo_deel: Fraction | None
    zekerheid: Zekerheid
    toelichting: str
    vindplaats: Vindplaats

    @property
    def is_bekend(self) -> bool:
        """Whether anything may be told as known: a supposition is none."""
        weet = self.zekerheid not in (Zekerheid.VERMOEDEN, Zekerheid.NIET_GEVONDEN)
        return weet and (self.btw, self.lpo) != ("onbekend", "onbekend")


class Brugsoort(StrEnum):
    """What happens to a source of money between the old uitkeringen and the SPUK AZWA."""

    BUITEN = "gaat buiten de SPUK AZWA verder"
    ONGESPLITST = "in geen bron uitgesplitst"
    VERHUIST = "verhuist mee"
    GROEIT = "was er al en groeit"
    NIEUW = "is nieuw"


#: The parts of the money that a step of the bridge can be in; `landelijk` is all of a year.
BRUGDELEN = (
    "landelijk", "brede_spuk", "spuk_iza", "lokaal", "regionaal", "ggd_kennis_coordinatie", "nplv",
    "gezonde_school", "buiten_spuk_azwa",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brugbedrag:
    """What one step of the bridge is in one year, nationally, in one part of the money.

    `deel` is an old uitkering, an onderdeel of the new one, `landelijk` (all of a year) or
    `buiten_spuk_azwa`. `bedrag` is None for what remains of a part after the other steps.
    """

    stap: str
    jaar: Jaar
    deel: Annotated[str, Kolom(keuzes=BRUGDELEN)]
    bedrag: Euro | None
    status: Status
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Brugstap:
    """One step from the old money to the new, as a reader meets it, with its national amounts."""

    id: str
    naam: str
    kort: str
    soort: Brugsoort
    uitleg: str
    bedragen: Annotated[tuple[Brugbedrag, ...], Kolom(soort=Soort.BUITEN)] = ()

    def bedrag(self, jaar: int, deel: str) -> int:
        """The national amount in a part of the money, 0 where the step is not in it."""
        return sum(b.bedrag or 0 for b in self.bedragen if (b.jaar, b.deel) == (jaar, deel))

    @property
    def is_rest(self) -> bool:
        """Whether this step is what remains after all others."""
        return any(bedrag.bedrag is None for bedrag in self.bedragen)


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A gemeente with the areas it belongs to; `code` is the CBS code (GM0344)."""

    code: Gemeentecode
    naam: str
    naam_cbs: str
    provincie_code: str
    provincie: str
    ggd_regio: str
    iza_regio: str
    iza_regio_afleiding: Annotated[str, Kolom(keuzes=("lijst", "gesplitst", "bedragentoets"))]
    geldig_van: date
    geldig_tot_en_met: date
    vindplaats: Vindplaats
    ggd_bron: Annotated[str, Kolom("bron_ggd_regio")]
    bron_iza_regio: str
    vindplaats_iza_regio: str


@dataclass(frozen=True, slots=True)
class Regio:
    """An IZA-regio and the mandaathouder that receives its regional money."""

    naam: str
    mandaathouder_code: Ontvangercode
    mandaathouder: str
    rechtsvorm: Annotated[str, Kolom(keuzes=("gemeente", "openbaar lichaam"))]
    geldig_van: date
    geldig_tot_en_met: date
    vindplaats: Vindplaats

    @property
    def ontvanger(self) -> "Ontvanger":
        """The mandaathouder as a recipient, which need not be a gemeente."""
        return Ontvanger(self.mandaathouder_code, self.mandaathouder, self.naam)


@dataclass(frozen=True, slots=True)
class Grootteklasse:
    """A run of numbers of inwoners, to compare gemeenten by; of the last `tot_en_met` is None."""

    naam: str
    van: int
    tot_en_met: int | None
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Tegel:
    """The place of an IZA-regio on the map, column and row from 1; `kort` fits on its tile."""

    regio: str
    kort: str
    kolom: Annotated[int, Kolom(soort=Soort.GEHEEL, minimum=1)]
    rij: Annotated[int, Kolom(soort=Soort.GEHEEL, minimum=1)]
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class NplvGebied:
    """A focus area of the Nationaal Programma Leefbaarheid en Veiligheid, in one gemeente."""

    naam: Annotated[str, Kolom("gebied")]
    gemeente_code: Gemeentecode
    gemeente: str
    geldig_van: date
    geldig_tot_en_met: date
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Herindeling:
    """One old gemeente that went, or is proposed to go, into a new one on `datum`.

    `aandeel` is the share of the old that went there: 1 for a merger; of a gemeente that was
    split it is None where no source gives the shares.
    """

    datum: date
    code_oud: Gemeentecode
    naam_oud: str
    code_nieuw: Gemeentecode
    naam_nieuw: str
    aandeel: Fraction | None
    soort: Annotated[str, Kolom(keuzes=("samenvoeging", "toevoeging", "splitsing"))]
    status: Annotated[str, Kolom(keuzes=("gerealiseerd", "voorgesteld"))]
    toelichting: Tekst
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Beschikking:
    """An amount that the Rijk published for one recipient in one year, exactly as published."""

    uitkering: str
    jaar: Jaar
    regio: str
    ontvanger_code: Ontvangercode
    ontvanger: str
    bedrag: Euro
    status: Status
    vindplaats: Vindplaats
    rij: Rijnummer


@dataclass(frozen=True, slots=True)
class Beschikt:
    """What a beschikking awards to one recipient for one onderdeel in one year, in whole euros."""

    uitkering: str
    onderdeel: str
    jaar: int
    regio: str
    ontvanger_code: str
    ontvanger: str
    bedrag: int
    kenmerk: str
    datum: date
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Vervangen:
    """An award that no longer counts: what it was, and what took its place when.

    `vervanging` counts from 1 how often anything was replaced; awards that were replaced together
    have one number. `door` is the kenmerk of the award that took its place.
    """

    beschikt: Beschikt
    vervanging: int
    op: date
    door: str


@dataclass(frozen=True, slots=True)
class BekendeAfwijking:
    """A deviation between a published table and its key that we know and can explain, or not."""

    controle: str
    uitkering: str
    jaar: Jaar
    ontvanger_code: Ontvangercode
    ontvanger: str
    verwacht: Euro
    gevonden: Euro
    reden: str
    vindplaats: Vindplaats
    rij: Rijnummer


@dataclass(frozen=True, slots=True)
class Kalenderdatum:
    """A day or period that matters, from `datum` up to and including `datum_tot`.

    `onderwerp` names the date only once; what is less precise than a day is whole months,
    quarters or years.
    """

    datum: date
    datum_tot: Annotated[date, Kolom(leeg_mag=True)]
    precisie: Precisie
    onderwerp: str
    wat: str
    wie: str
    uitkering: str
    status: Status
    vindplaats: Vindplaats

    @property
    def periode(self) -> str:
        """The period as exactly as it is known, in words."""
        return toon_periode(self.datum, self.datum_tot, self.precisie)


@dataclass(frozen=True, slots=True)
class Ontvanger:
    """Who receives money: by CBS code, or an id of ours; `regio` is empty where there is none."""

    code: str
    naam: str
    regio: Buiten = ""


@dataclass(frozen=True, slots=True)
class Gewicht:
    """The weight of one recipient in a key; `opbouw` tells each term of one made of CBS figures."""

    ontvanger: Ontvanger
    waarde: int
    vindplaats: Vindplaats
    opmerking: str = ""
    opbouw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Toedeling:
    """How one onderdeel finds its recipients in a run of years.

    Exactly one of `sleutel`, `ontvanger` and `wacht_op` is filled: divided by a key, paid to one
    named body, or waiting (p.m.) because no division is known. `voor` then says to what kind of
    recipients it will go, where the source says that much.
    """

    onderdeel: str
    van: int
    tot_en_met: int
    sleutel: Tekst
    ontvanger: Ontvanger | None
    wacht_op: Tekst
    toelichting: str
    vindplaats: Vindplaats
    voor: Ontvangersoort | None = None


@dataclass(frozen=True, slots=True)
class Voorwaarde:
    """What recipients have to do for their money, in our words, with its source."""

    tekst: str
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Uitkering:
    """A uitkering: its run of years, what pays for it, and how it reaches its recipients.

    `herkomst` maps the id under which `budgetten.csv` lists a source of the money to its name.
    """

    id: str
    naam: str
    van: int
    tot_en_met: int
    vindplaats: Vindplaats
    herkomst: Mapping[str, str]
    voorwaarden: Annotated[tuple[Voorwaarde, ...], Kolom("voorwaarde", leeg_mag=True)]
    toedelingen: Annotated[tuple[Toedeling, ...], Kolom("toedeling", leeg_mag=True)]

    @property
    def jaren(self) -> tuple[int, ...]:
        """The years of the looptijd."""
        return tuple(range(self.van, self.tot_en_met + 1))

    @property
    def onderdelen(self) -> tuple[str, ...]:
        """The onderdelen, in the order of the source."""
        return tuple(dict.fromkeys(toedeling.onderdeel for toedeling in self.toedelingen))


@dataclass(frozen=True, slots=True)
class Maatstaf:
    """A CBS figure that counts in a key; `gewicht` is an exact fraction such as "1" or "3/4".

    `per` says what the figure counts: a rate is multiplied by inwoners or huishoudens.
    `aanvulling` says what happens where CBS publishes no figure.
    """

    tabel: str
    kolom: str
    jaar: int
    gewicht: str
    per: Annotated[Per, Kolom(wat="per in {plek}")] = Per.ABSOLUUT
    aanvulling: Annotated[Aanvulling, Kolom(wat="aanvulling in {plek}")] = Aanvulling.WEIGER


@dataclass(frozen=True, slots=True)
class Grensuitzondering:
    """Another minimum or maximum, in euros a year, for the recipients with these codes."""

    ontvangers: Annotated[tuple[str, ...], Kolom(wat="code")]
    bedrag: Euro
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Grens:
    """A minimum or maximum of a key: euros per recipient per year, with exceptions."""

    bedrag: Euro
    status: Status
    vindplaats: Vindplaats
    toelichting: str
    uitzonderingen: Annotated[tuple[Grensuitzondering, ...], Kolom("uitzondering")] = ()


@dataclass(frozen=True, slots=True)
class Correctie:
    """A published weight that is put right in the open: from `gepubliceerd` to `gewicht`."""

    ontvanger: str
    gepubliceerd: int
    gewicht: int
    reden: str
    vindplaats: Vindplaats


@dataclass(frozen=True, slots=True)
class Opmerking:
    """A remark that belongs to the weights of some recipients and is shown with them."""

    ontvangers: Annotated[tuple[str, ...], Kolom(wat="ontvanger")]
    tekst: str


@dataclass(frozen=True, slots=True)
class Afrondingsregel:
    """By which named rule a key rounds, with its source."""

    regel: Annotated[Afronding, Kolom(wat="afronding.regel")]
    vindplaats: Vindplaats
    toelichting: str


@dataclass(frozen=True, slots=True)
class Sleutel:
    """A verdeelsleutel as its TOML file describes it, before weights are known.

    `gewichten` says where a published table stands, `basis` which key of gemeenten is summed,
    `maatstaven` which CBS figures count; which of them is used follows from `soort`.
    `ijking` records how well a calibrated key fits, and takes no part in any calculation.
    """

    id: str
    naam: str
    soort: Sleutelsoort
    ontvangers: Ontvangersoort
    status: Status
    van: int
    tot_en_met: int
    vindplaats: Vindplaats
    toelichting: str
    afronding: Afrondingsregel
    gewichten: Annotated[Mapping[str, object], Kolom(leeg_mag=True)]
    basis: Tekst
    maatstaven: Annotated[tuple[Maatstaf, ...], Kolom("maatstaf", leeg_mag=True)]
    correcties: Annotated[tuple[Correctie, ...], Kolom("correctie", leeg_mag=True)]
    opmerkingen: Annotated[tuple[Opmerking, ...], Kolom("opmerking", leeg_mag=True)]
    bestand: Path
    minimum: Grens | None = None
    maximum: Grens | None = None
    ijking: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Toekenning:
    """What one recipient gets for one onderdeel in one year: calculated, or as awarded.

    `gewicht` and `totaal_gewicht` are 0 and `quotient` is None where nothing was divided (a
    named body, or a p.m. row). A p.m. row has an empty `ontvanger_code` and says in `ontvanger`
    for whom the money waits. `quotient` is the exact share before rounding, minimum and maximum
    included; `grens` is "minimum" or "maximum" for a recipient that stands on it, else empty.
    Where a beschikking prevails it stands in `beschikking`, and `berekend` holds what this
    program had calculated (None where it could not).
    """

    jaar: int
    onderdeel: str
    regio: str
    ontvanger_code: str
    ontvanger: str
    bedrag: int
    status: Status
    sleutel: str
    gewicht: int
    totaal_gewicht: int
    quotient: Fraction | None
    grens: str = ""
    beschikking: Beschikt | None = None
    berekend: int | None = None

    @property
    def is_pm(self) -> bool:
        """Whether this row is money that waits for a division that is not known yet."""
        return not self.ontvanger_code
