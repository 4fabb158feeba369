"""What is damaged, and with which command a user then meets it: every file times every kind.

A `Doel` is a file in a folder, sound, with the command that reads it. A `Geval` is one kind of
damage to it. The names of cases are all there at once; files are made only when a case runs.
"""

from __future__ import annotations

import csv
import io
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import schade_soorten as soorten
from boekingen import KOPPEN, als_csv, boeking, schrijf_xlsx
from hulp import Uitkomst, draai, kopieer_gegevens
from schade_soorten import Schade

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.mappen import meegeleverde_map
from azwa_funds.lezen import kolommen as kolomsoorten

EIGEN = ("--data", "data", "--sleutels", "verdeelsleutels")

#: After the command: was the fault said, or is the outcome that of the sound file?
#: Gets the outcome for the broken file and that for the sound one, in the folder of the case.
Oordeel = Callable[["Doel", Uitkomst, Uitkomst], str]


@dataclass(frozen=True)
class Doel:
    """A sound file, and the command that reads it.

    `maak` fills an empty folder; in it `bestand` is the file to break. `gevonden` says that exit
    code 1 means that the fault was said, by name. `vlug` is a quicker command that reads the file
    too. `oordeel` answers for what is not refused: "" when all is well, else what is not.
    """

    naam: str
    bestand: str
    opdracht: tuple[str, ...]
    maak: Callable[[Path], None]
    oordeel: Oordeel
    gevonden: bool = False
    vlug: tuple[str, ...] = ()

    def draai(self) -> Uitkomst:
        """Give the command in the present folder; the quick one first, if it refuses already."""
        if self.vlug:
            uitkomst = draai(*self.vlug)
            if uitkomst.code == 2:
                return uitkomst
        return draai(*self.opdracht)


@dataclass(frozen=True)
class Geval:
    """One kind of damage to one file; `weiger` says that nothing but a refusal will do."""

    doel: Doel
    soort: str
    schade: Schade
    weiger: bool

    @property
    def naam(self) -> str:
        """The name of this case, that also seeds its chance."""
        return f"{self.doel.naam}:{self.soort}"

    def stuk(self, gaaf: bytes) -> bytes:
        """Return the broken bytes."""
        return self.schade(gaaf, soorten.toeval(self.naam))


def gevallen() -> list[Geval]:
    """Return every case."""
    alle: list[Geval] = []
    for groep in (_tabellen, _regels, _boekingen, _beschikkingen, _sisa, _verifieer, _overig):
        alle += groep()
    return alle


def _van(doel: Doel, *groepen: dict[str, Schade], weiger: bool) -> Iterator[Geval]:
    for soort, schade in soorten.alles(*groepen):
        yield Geval(doel, soort, schade, weiger)


def _van_een_ander(doel: Doel, *groepen: dict[str, Schade], goed: Set[str]) -> Iterator[Geval]:
    """Damage to a file of the user's, of which some is `goed`: read as it was meant."""
    for soort, schade in soorten.alles(*groepen):
        yield Geval(doel, soort, schade, soort not in goed)


# -- judging what was not refused --------------------------------------------------------------


def _zelfde_cijfers(doel: Doel, stuk: Uitkomst, gaaf: Uitkomst) -> str:
    """`controleer` told of something new, or every euro is divided as before."""
    if stuk.code == 1:
        return "" if "FOUT" in stuk.uit else "code 1 zonder dat er iets is gevonden"
    return "" if _cijfers(draai(*EIGEN, *_VERDEEL)) == _gave_cijfers() else "andere cijfers"


_VERDEEL = ("verdeel", "--formaat", "csv")


@cache
def _gave_cijfers() -> list[tuple[str, ...]]:
    return _cijfers(draai(*_VERDEEL))


def _cijfers(uitkomst: Uitkomst) -> list[tuple[str, ...]]:
    kolommen = ("jaar", "onderdeel", "regio", "ontvanger_code", "bedrag", "status")
    return sorted(tuple(rij[kolom] for kolom in kolommen) for rij in uitkomst.rijen)


def _zelfde_of_genoemd(doel: Doel, stuk: Uitkomst, gaaf: Uitkomst) -> str:
    """The answer is the same to the letter, or it names the file or whose file is missing."""
    genoemd = Path(doel.bestand).stem.partition("-")[0] in stuk.uit
    # That formulas wait for Excel is said of a format that has any, and damage can add one.
    zonder = "".join(r for r in stuk.uit.splitlines(True) if "De formules van het" not in r)
    if genoemd or (stuk.code, gaaf.uit) in ((gaaf.code, stuk.uit), (gaaf.code, zonder)):
        return ""
    return f"een ander antwoord: {stuk.uit[:500]}"


def _is_wat_er_staat(doel: Doel, stuk: Uitkomst, gaaf: Uitkomst) -> str:
    """What was read is what another reader finds in the broken file: nothing guessed or lost."""
    from azwa_funds.besteden.boekingen import Aanvulling, lees_bestedingen

    ruw = Path(doel.bestand).read_bytes()
    tekst = _als_tekst(ruw)
    scheiding = "|" if "|" in tekst.partition("\n")[0] else ";"
    lezer = csv.DictReader(io.StringIO(tekst), delimiter=scheiding)
    rijen = [rij for rij in lezer if rij["boekstuk"]]
    hoort = [(_kaal(rij["verantwoorder_code"]), _centen(rij["bedrag"])) for rij in rijen]
    tabel = lees_bestedingen(Gegevens(), [Path(doel.bestand)], Aanvulling(jaar=2027)).tabel
    gelezen = list(zip(tabel["verantwoorder_code"].map(_kaal), tabel["centen"], strict=True))
    return "" if gelezen == hoort else f"gelezen {gelezen} en er staat {hoort}"


def _als_tekst(ruw: bytes) -> str:
    """Read a text in whatever encoding, without the characters that nobody sees."""
    if b"\0" in ruw[:2] or b"\0" in ruw[:4]:
        tekst = ruw.decode("utf-16" if ruw.startswith(b"\xff\xfe") else "utf-16-le")
    else:
        try:
            tekst = ruw.decode("utf-8-sig")
        except UnicodeDecodeError:
            tekst = ruw.decode("cp1252", errors="replace")
    return tekst.translate(dict.fromkeys(map(ord, "\ufeff\uffff\u202e")))


def _kaal(code: str) -> str:
    return code.strip().upper().removeprefix("GM").zfill(4)


def _centen(bedrag: str) -> int:
    heel, _, deel = bedrag.strip().replace(".", "").partition(",")
    return int(heel + (deel or "0").ljust(2, "0"))


def _zelfde_beschikkingen(doel: Doel, stuk: Uitkomst, gaaf: Uitkomst) -> str:
    kolommen = ("jaar", "onderdeel", "regio", "ontvanger_code", "beschikt")
    een, ander = ([[rij[k] for k in kolommen] for rij in u.rijen] for u in (stuk, gaaf))
    return "" if een == ander else f"andere bedragen: {een}"


def _ander_maar_geldig(doel: Doel, stuk: Uitkomst, gaaf: Uitkomst) -> str:
    """Only letters in a text, a digit or a row differ: that is other input, and sound."""
    ruw = Path(doel.bestand).read_bytes().decode("utf-8-sig")
    if doel.bestand.endswith(".toml"):
        tomllib.loads(ruw)
        return ""
    scheiding = ";" if ";" in ruw.partition("\n")[0] else ","
    rijen = list(csv.reader(io.StringIO(ruw), delimiter=scheiding, strict=True))
    scheef = [rij for rij in rijen if rij and len(rij) != len(rijen[0])]
    return f"rijen van ongelijke lengte: {scheef}" if scheef else ""


# -- tables and rules of ours ------------------------------------------------------------------


def _kopieer(map_: Path) -> None:
    kopieer_gegevens(map_)


def _doel_in_data(pad: str) -> Doel:
    vlug = next((opdracht for begin, opdracht in _VLUG.items() if pad.startswith(begin)), ())
    return Doel(
        pad,
        pad,
        (*EIGEN, "controleer"),
        _kopieer,
        _zelfde_cijfers,
        vlug=(*EIGEN, *vlug) if vlug else (),
    )


#: `controleer` reads everything; these read some of it in a tenth of the time.
_VLUG = {
    "data/cbs/": ("cbs", "toon"),
    "data/kalender": ("kalender",),
    "data/budgetten": ("verdeel", "--formaat", "csv"),
    "data/bronnen": ("verdeel", "--formaat", "csv"),
    "data/indeling/gemeenten": ("verdeel", "--formaat", "csv"),
    "data/indeling/regios": ("verdeel", "--formaat", "csv"),
    "data/beschikkingen/brede": ("verdeel", "--formaat", "csv"),
    "data/beschikkingen/spuk": ("verdeel", "--formaat", "csv"),
    "data/uitkeringen/": ("verdeel", "--formaat", "csv"),
    "verdeelsleutels/": ("sleutel", "toon"),
}

#: Rules that are those of another year, but for the year.
_ZELFDE_VORM = ("data/sisa/2026.toml", "data/sisa/2028.toml", "data/sisa/2029.toml")


def _bestanden(uitgang: str) -> Iterable[str]:
    for naam in ("data", "verdeelsleutels"):
        map_ = meegeleverde_map(naam)
        for pad in sorted(map_.rglob(f"*{uitgang}")):
            yield f"{naam}/{pad.relative_to(map_).as_posix()}"


def _gaaf(pad: str) -> bytes:
    naam, _, rest = pad.partition("/")
    return (meegeleverde_map(naam) / rest).read_bytes()


def _tabellen() -> Iterator[Geval]:
    """Every table in `data`: as a whole, per column and per kind of cell."""
    for pad in _bestanden(".csv"):
        doel = _doel_in_data(pad)
        yield from _van(
            doel, soorten.ONHERKENBAAR, soorten.TEKST, soorten.WINDOWS, soorten.CSV,
            soorten.CEL_TE_WEINIG, weiger=True,
        )  # fmt: skip
        yield from _van(doel, soorten.TOEVALLIG, weiger=False)
        naam = pad.removeprefix("data/")
        tabel = next(t for patroon, t in kolomsoorten.TABELLEN.items() if Path(naam).match(patroon))
        for plek, kolom in enumerate(tabel.kolommen):
            # A third of the damage in one column, the next in the next: each table meets all of
            # it, in a corpus that can be run before every change.
            for soort, schade in list(soorten.kolomschade(kolom.naam).items())[plek % 3 :: 3]:
                yield Geval(doel, f"{kolom.naam}-{soort}", schade, weiger=True)
            for soort, waarde in list(soorten.CELLEN.items())[plek % 3 :: 3]:
                if soort == "leeg" and kolom.leeg_mag:
                    continue
                schade = soorten.celschade(kolom.naam, waarde)
                yield Geval(doel, f"{kolom.naam}-{soort}", schade, _past_niet(kolom, soort))


def _past_niet(kolom: kolomsoorten.Kolom, soort: str) -> bool:
    """Whether no column like this can hold such a cell: by rule, not by asking the reader."""
    if soort == "leeg":
        return not kolom.leeg_mag
    if soort == "negatief":
        return kolom.soort in kolomsoorten.GETALSOORTEN and kolom.minimum is not None
    if soort == "lang":
        return True
    vrij = (kolomsoorten.Soort.TEKST, kolomsoorten.Soort.ONTVANGERCODE)
    return kolom.soort not in vrij or bool(kolom.keuzes)


def _regels() -> Iterator[Geval]:
    """Every rule: `data/*.toml` and the keys; scenarios are a user's and come further on."""
    for pad in _bestanden(".toml"):
        if "/scenarios/" not in pad and pad not in _ZELFDE_VORM:
            yield from _toml_gevallen(_doel_in_data(pad), _gaaf(pad))


def _toml_gevallen(doel: Doel, gaaf: bytes) -> Iterator[Geval]:
    stevig = (soorten.ONHERKENBAAR, soorten.TEKST, soorten.WINDOWS, soorten.TOML)
    for geval in (
        *_van(doel, *stevig, weiger=True),
        *_van(doel, soorten.TOML_BETEKENIS, soorten.TOEVALLIG, weiger=False),
    ):
        # Not every file has a number or a block to break.
        if geval.stuk(gaaf) != gaaf:
            yield geval


# -- files of the user -------------------------------------------------------------------------


@cache
def _boekingen_csv() -> bytes:
    rijen = [
        boeking(
            boekstuk=f"I-2027-{nummer:04d}",
            boekdatum=f"{nummer % 27 + 1:02d}-{nummer % 12 + 1:02d}-2027",
            bedrag=f"{nummer}.{nummer * 37 % 1000:03d},{nummer * 7 % 100:02d}",
        )
        for nummer in range(1, 41)
    ]
    return als_csv(rijen).encode("utf-8")


@cache
def _boekingen_xlsx() -> bytes:
    rijen = csv.DictReader(io.StringIO(_boekingen_csv().decode()), delimiter=";")
    uit = io.BytesIO()
    cellen = [[*rij.values()] for rij in rijen]
    for rij in cellen:
        rij[1] = int(rij[1])  # type: ignore[call-overload]
        rij[6] = int(rij[6].replace(".", "").replace(",", "")) / 100  # type: ignore[call-overload]
    schrijf_xlsx(uit, [KOPPEN, *cellen])  # type: ignore[arg-type]
    return uit.getvalue()


def _zet(naam: str, inhoud: Callable[[], bytes]) -> Callable[[Path], None]:
    def maak(map_: Path) -> None:
        (map_ / naam).parent.mkdir(parents=True, exist_ok=True)
        (map_ / naam).write_bytes(inhoud())

    return maak


#: What a table of the user's may have and is read in spite of: an old code page, a short row.
_VERGEEFLIJK = (soorten.TOEVALLIG, soorten.WINDOWS, soorten.CEL_TE_WEINIG)

_TOETS = ("--jaar", "2027", "--gemeente", "Almelo")


def _boekingen() -> Iterator[Geval]:
    def doel(bestand: str, inhoud: Callable[[], bytes], oordeel: Oordeel) -> Doel:
        opdracht = ("toets", bestand, *_TOETS, "--uit", "uit/toets.csv")
        return Doel(f"toets/{bestand}", bestand, opdracht, _zet(bestand, inhoud), oordeel)

    tabel = doel("boekingen.csv", _boekingen_csv, _is_wat_er_staat)
    vorm = {k: s for k, s in soorten.CSV.items() if k != "rij-dubbel"}
    yield from _van_een_ander(
        tabel, soorten.ONHERKENBAAR, soorten.TEKST, vorm, goed=soorten.BEGREPEN
    )
    yield from _van(tabel, *_VERGEEFLIJK, weiger=False)
    for kop in KOPPEN:
        verplicht = KOPPEN.index(kop) < 7
        for soort, schade in soorten.kolomschade(kop).items():
            # A year that is missing is that of the question; an odd heading is no column of ours.
            weiger = soort == "dubbel" or (verplicht and kop != "jaar")
            yield Geval(tabel, f"{kop}-{soort}", schade, weiger)
        for soort, waarde in soorten.CELLEN.items():
            vrij = kop in ("omschrijving", "taakveld", "thema")
            vast = not vrij and kop != "boekstuk" and soort not in ("leeg", "negatief")
            schade = soorten.celschade(kop, waarde)
            yield Geval(tabel, f"{kop}-{soort}", schade, vast or soort == "lang")
    werkboek = doel("boekingen.xlsx", _boekingen_xlsx, _zelfde_of_genoemd)
    yield from _xlsx_gevallen(werkboek)
    vast = (*KOPPEN[:3], "boekdatum", "bedrag")
    yield from _cellen_in_werkboek(werkboek, vast, ["medeoverheid_code"])


def _cellen_in_werkboek(
    doel: Doel, verplicht: Iterable[str], mogelijk: Iterable[str]
) -> Iterator[Geval]:
    """Cells of columns in which not every text will do; an empty and a negative one may be good.

    A formula that nobody has calculated yet is read as an empty cell, so it is refused only where
    a cell has to be filled. No spreadsheet program leaves one behind.
    """
    kunnen = {s: w for s, w in soorten.CELLEN.items() if s not in ("leeg", "negatief")}
    for kop in (*verplicht, *mogelijk):
        for soort, waarde in kunnen.items():
            if soort != "formule" or kop in verplicht:
                schade = soorten.cel_in_werkboek(kop, waarde)
                yield Geval(doel, f"{kop}-{soort}", schade, weiger=True)


def _xlsx_gevallen(doel: Doel) -> Iterator[Geval]:
    # What is so unlike a workbook that it could be a table of text, says so of itself.
    yield from _van_een_ander(doel, soorten.ONHERKENBAAR, soorten.XLSX, goed=soorten.ONGEOPEND)
    yield from _van(doel, soorten.XLSX_ONSCHULDIG, soorten.TOEVALLIG, weiger=False)
    for nummer in range(12):
        yield Geval(doel, f"bit-om-{nummer}", soorten.TOEVALLIG["bit-0"], weiger=False)


_BESCHIKT = (
    "uitkering;onderdeel;jaar;ontvanger_code;ontvanger;regio;bedrag;kenmerk;datum\n"
    "spuk_azwa;lokaal;2027;GM0147;Borne;Twente;280.000;B-1;15-12-2026\n"
    "spuk_azwa;lokaal;2027;GM0141;Almelo;Twente;900.000;B-1;15-12-2026\n"
    "spuk_azwa;lokaal;2027;GM0153;Enschede;Twente;1.900.000;B-1;15-12-2026\n"
)


def _beschikt_xlsx() -> bytes:
    uit = io.BytesIO()
    rijen = [list(rij) for rij in csv.reader(io.StringIO(_BESCHIKT), delimiter=";")]
    for rij in rijen[1:]:
        rij[6] = int(rij[6].replace(".", ""))  # type: ignore[call-overload]
    schrijf_xlsx(uit, rijen)  # type: ignore[arg-type]
    return uit.getvalue()


def _beschikkingen() -> Iterator[Geval]:
    def doel(bestand: str, inhoud: Callable[[], bytes]) -> Doel:
        def maak(map_: Path) -> None:
            kopieer_gegevens(map_)
            (map_ / bestand).write_bytes(inhoud())

        opdracht = ("beschikking", "lees", bestand, "--titel", "Proef", "--totaal", "3.080.000")
        return Doel(
            f"beschikking/{bestand}", bestand, (*EIGEN, *opdracht, "--formaat", "csv"), maak,
            _zelfde_beschikkingen,
        )  # fmt: skip

    tabel = doel("bedragen.csv", _BESCHIKT.encode)
    groepen = (soorten.ONHERKENBAAR, soorten.TEKST, soorten.CSV)
    yield from _van_een_ander(tabel, *groepen, goed=soorten.BEGREPEN)
    yield from _van(tabel, *_VERGEEFLIJK, weiger=False)
    for kop in _BESCHIKT.partition("\n")[0].split(";"):
        vrij = kop in ("ontvanger", "regio")
        for soort, schade in soorten.kolomschade(kop).items():
            yield Geval(tabel, f"{kop}-{soort}", schade, not (vrij and soort == "weg"))
        for soort, waarde in soorten.CELLEN.items():
            vast = kop != "kenmerk" or soort == "leeg"
            schade = soorten.celschade(kop, waarde)
            yield Geval(tabel, f"{kop}-{soort}", schade, vast and not (vrij and soort == "leeg"))
    werkboek = doel("bedragen.xlsx", _beschikt_xlsx)
    yield from _xlsx_gevallen(werkboek)
    vast = ("uitkering", "onderdeel", "jaar", "ontvanger_code", "bedrag", "datum")
    yield from _cellen_in_werkboek(werkboek, vast, ["ontvanger", "regio"])


# -- workbooks that come back ------------------------------------------------------------------

_TWENTE = [
    boeking("samentwente", "regionaal", boekstuk="B1", bedrag="1.234.567,49"),
    boeking(
        "samentwente", "regionaal", boekstuk="B2", bedrag="200.000,50", medeoverheid_code="141"
    ),
    boeking("GM0141", "regionaal", boekstuk="B3", bedrag="200.000,50"),
    boeking("GM0141", "lokaal", boekstuk="B4", bedrag="900.123,49"),
]

_FORMAT = [["Vul de gele cellen in"], [f"Indicator: H99/{nummer:02d}" for nummer in range(1, 5)]]


@cache
def _sisamap() -> Path:
    """The workbooks of Twente as this program makes them, once per run."""
    map_ = Path(mkdtemp(prefix="azwa-schade-"))
    (map_ / "boekingen.csv").write_text(als_csv(_TWENTE), encoding="utf-8", newline="")
    uitkomst = draai(
        "sisa", map_ / "boekingen.csv", "--jaar", "2027", "--uit", map_ / "2027", "--stil"
    )
    assert uitkomst.code in (0, 1), uitkomst
    return map_


def _sisawerkboek(naam: str) -> Callable[[], bytes]:
    return lambda: (_sisamap() / "2027" / naam).read_bytes()


def _format() -> bytes:
    uit = io.BytesIO()
    schrijf_xlsx(uit, _FORMAT, "4. SiSa-bijlage")  # type: ignore[arg-type]
    return uit.getvalue()


def _sisa() -> Iterator[Geval]:
    def map_met_retouren(map_: Path) -> None:
        (map_ / "retour").mkdir()
        for pad in (_sisamap() / "2027").glob("*.xlsx"):
            shutil.copy(pad, map_ / "retour")

    retour = Doel(
        "sisa/consolideer",
        "retour/GM0141-almelo.xlsx",
        ("sisa", "consolideer", "Twente", "retour", "--jaar", "2027", "--uit", "uit"),
        map_met_retouren,
        _zelfde_of_genoemd,
        gevonden=True,
    )
    # A folder among the workbooks is looked into, and whose workbook is not there is missing.
    yield from (geval for geval in _xlsx_gevallen(retour) if not geval.naam.endswith(":map"))

    def map_om_te_vullen(map_: Path) -> None:
        kopieer_gegevens(map_)
        shutil.copytree(_sisamap() / "2027", map_ / "werkboeken" / "2027")
        regels = map_ / "data/sisa/2027.toml"
        tekst = regels.read_text(encoding="utf-8")
        regels.write_text(tekst.replace('code = ""', 'code = "H99"'), encoding="utf-8")
        (map_ / "format.xlsx").write_bytes(_format())

    for naam, bestand in (
        ("sjabloon", "format.xlsx"),
        ("eigen", "werkboeken/2027/GM0141-almelo.xlsx"),
    ):
        opdracht = ("sisa", "vul", "format.xlsx", "--ontvanger", "Almelo", "--werkboeken")
        doel = Doel(
            f"sisa/vul-{naam}", bestand, (*EIGEN, *opdracht, "werkboeken", "--uit", "gevuld.xlsx"),
            map_om_te_vullen, _zelfde_of_genoemd,
        )  # fmt: skip
        yield from _xlsx_gevallen(doel)


@cache
def _factsheet() -> bytes:
    map_ = Path(mkdtemp(prefix="azwa-schade-"))
    draai("overzicht", "--gemeente", "Almelo", "--uit", map_, "--stil")
    (pad,) = map_.rglob("*.xlsx")
    return pad.read_bytes()


def _zelfde_of_afwijking(doel: Doel, stuk: Uitkomst, gaaf: Uitkomst) -> str:
    if stuk.code == 1:
        return "" if "afwijkingen in" in stuk.uit and "\n- " in f"\n{stuk.uit}" else "niets gezegd"
    return "" if stuk.uit == gaaf.uit else f"een ander antwoord: {stuk.uit[:500]}"


def _verifieer() -> Iterator[Geval]:
    doel = Doel(
        "verifieer",
        "almelo.xlsx",
        ("verifieer", "almelo.xlsx"),
        _zet("almelo.xlsx", _factsheet),
        _zelfde_of_afwijking,
        gevonden=True,
    )
    yield from _xlsx_gevallen(doel)


# -- the rest ----------------------------------------------------------------------------------

_REGISTER = (
    "regio;gemeente_code;gemeente;college_datum;ingediend_op;opmerking\n"
    "Twente;GM0141;Almelo;01-10-2026;10-11-2026;in één keer\n"
    "Twente;GM0147;Borne;02-10-2026;10-11-2026;\n"
    "Twente;GM0153;Enschede;03-10-2026;10-11-2026;na de raad\n"
)


def _overig() -> Iterator[Geval]:
    register = Doel(
        "werkagenda/register.csv",
        "register.csv",
        ("werkagenda", "status", "register.csv"),
        _zet("register.csv", _REGISTER.encode),
        _ander_maar_geldig,
    )
    yield from _van(
        register, soorten.ONHERKENBAAR, soorten.TEKST, soorten.WINDOWS, soorten.CSV,
        soorten.CEL_TE_WEINIG, weiger=True,
    )  # fmt: skip
    yield from _van(register, soorten.TOEVALLIG, weiger=False)
    for kop in _REGISTER.partition("\n")[0].split(";"):
        for soort, schade in soorten.kolomschade(kop).items():
            yield Geval(
                register, f"{kop}-{soort}", schade, not (kop == "gemeente" and soort == "weg")
            )
        for soort, waarde in soorten.CELLEN.items():
            mag_leeg = kop not in ("regio", "gemeente_code", "gemeente")
            vast = kop != "opmerking" and not (soort == "leeg" and mag_leeg)
            schade = soorten.celschade(kop, waarde)
            yield Geval(register, f"{kop}-{soort}", schade, vast or soort == "lang")
    for pad in _bestanden(".toml"):
        if "/scenarios/" in pad:
            naam = pad.rpartition("/")[2]
            inhoud = _gaaf(pad)
            opdracht = ("scenario", "reken", naam, "--jaar", "2027", "--formaat", "csv")
            doel = Doel(
                f"scenario/{naam}", naam, (*opdracht, "--uit", "uit/s.csv"),
                _zet(naam, lambda inhoud=inhoud: inhoud), _ander_maar_geldig,  # type: ignore[misc]
            )  # fmt: skip
            yield from _toml_gevallen(doel, inhoud)
