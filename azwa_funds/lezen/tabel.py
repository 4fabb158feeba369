"""Reading CSV and TOML text by declaration, with a complaint that names the place.

Generous in what is read (`,` or `;`, with or without BOM, "1.234" or 1234, codes with or without
GM), exact about what does not fit.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from azwa_funds.kern.begrippen import Status
from azwa_funds.kern.fouten import Invoerfout, bedoelde_u, lijkt_op
from azwa_funds.kern.tekst import vreemd_teken
from azwa_funds.lezen import kolommen as kolomsoorten
from azwa_funds.lezen.bestanden import weiger_bijzonder
from azwa_funds.lezen.cellen import Celfout

Rij: TypeAlias = dict[str, Any]

#: The row number of a record in its file travels with the row under this name.
RIJ = "_rij"


class Rijplek(NamedTuple):
    """Where a row stands, and the column that a complaint is about."""

    pad: Path
    rij: Rij
    kolom: str | None = None

    def fout(self, reden: str, remedie: str) -> Invoerfout:
        """A complaint about this row, or its cell in that column."""
        return Invoerfout(self.pad, reden, remedie, rij=self.rij[RIJ], kolom=self.kolom)


#: How a reader tells that a figure names a source: the file and the id of the source.
KenBron: TypeAlias = Callable[[Path, str], None]


def decodeer(pad: Path, ruw: bytes) -> str:
    """Decode UTF-8 text, or raise Invoerfout naming the row of the first wrong byte."""
    vorm = "UTF-8" if pad.suffix == ".toml" else "'CSV UTF-8'"
    remedie = f"sla het bestand op als {vorm}"
    try:
        tekst = ruw.decode("utf-8-sig")
    except UnicodeDecodeError as fout:
        wat = f"dit is geen UTF-8-tekst (teken 0x{ruw[fout.start]:02x})"
        rij = ruw.count(b"\n", 0, fout.start) + 1
        raise Invoerfout(pad, wat, remedie, rij=rij) from fout
    if "\0" in tekst:
        raise Invoerfout(pad, "dit is geen tekstbestand", remedie)
    vreemd = vreemd_teken(ruw.removeprefix(codecs.BOM_UTF8))
    if vreemd:
        wat = f"er staat een onzichtbaar teken in ({vreemd.naam})"
        remedie = "verwijder dat teken, of typ de tekst opnieuw"
        raise Invoerfout(pad, wat, remedie, rij=vreemd.regel)
    return tekst


def lees_tekst(pad: Path) -> str:
    """Return the text of a file of the data folder, or raise Invoerfout saying why not."""
    try:
        weiger_bijzonder(pad)
        ruw = pad.read_bytes()
    except IsADirectoryError:
        raise Invoerfout(
            pad, "dit is een map en geen bestand", "zet hier het bestand neer"
        ) from None
    except OSError as fout:
        remedie = "controleer of u er de rechten voor hebt en of het niet elders open staat"
        raise Invoerfout(pad, "het bestand is niet te lezen", remedie) from fout
    return decodeer(pad, ruw)


# -- CSV ---------------------------------------------------------------------------------------


def lees_tabel(pad: Path, inhoud: str, tabel: kolomsoorten.Tabel) -> list[Rij]:
    """Read the text of a CSV file by the declaration of its table.

    Raises Invoerfout for the first fault: missing or unknown column, wrong number of cells, a
    value that does not fit, a row that occurs twice, a table without rows.
    """
    if not inhoud.strip():
        raise Invoerfout(pad, "het bestand is leeg", "vul de kolomkoppen en de regels in")
    records = _records(pad, inhoud)
    rijen = list(_rijen(pad, records, _koppen(pad, next(records)[1], tabel), tabel))
    if not rijen:
        raise Invoerfout(pad, "er staan geen regels onder de kolomkoppen", "vul de tabel")
    _weiger_dubbelen(pad, rijen, tabel)
    return rijen


#: No row of a table comes near this; thirty million empty cells take the memory of a machine.
_LANGSTE_RIJ = 500_000


def _records(pad: Path, inhoud: str) -> Iterator[tuple[int, list[str]]]:
    """Give each record its row number in a spreadsheet, where a cell can hold several lines."""
    regels = inhoud.strip().splitlines()
    lang = max(map(len, regels))
    if lang > _LANGSTE_RIJ:
        raise Invoerfout(
            pad,
            f"deze rij is {lang} tekens lang en is geen rij van een tabel",
            "verwijder wat er niet in hoort",
            rij=next(nummer for nummer, regel in enumerate(regels, 1) if len(regel) == lang),
        )
    eerste = regels[0]
    scheiding = ";" if eerste.count(";") > eerste.count(",") else ","
    lezer = csv.reader(io.StringIO(inhoud, newline=None), delimiter=scheiding, strict=True)
    for rij in itertools.count(1):
        try:
            yield rij, next(lezer)
        except StopIteration:
            return
        except csv.Error as fout:
            raise Invoerfout(
                pad, "een aanhalingsteken is niet goed afgesloten", "herstel deze rij", rij=rij
            ) from fout


def _koppen(pad: Path, koppen: list[str], tabel: kolomsoorten.Tabel) -> list[str]:
    namen = [kop.strip().casefold() for kop in koppen]

    def fout(reden: str, remedie: str) -> Invoerfout:
        return Invoerfout(pad, reden, remedie, rij=1)

    for nummer, naam in enumerate(namen, start=1):
        if not naam:
            raise fout(f"kolom {nummer} heeft geen naam", "verwijder deze kolom")
        if naam not in tabel.kolomnamen:
            hint = lijkt_op(naam, tabel.kolomnamen) or "verwijder deze kolom"
            raise fout(f"kolom '{koppen[nummer - 1].strip()}' is onbekend", hint)
        if namen.count(naam) > 1:
            raise fout(f"kolom '{naam}' staat er twee keer", "verwijder er één")
    for naam in tabel.kolomnamen:
        if naam not in namen:
            raise fout(f"kolom '{naam}' ontbreekt", "voeg deze kolom toe")
    return namen


def _rijen(
    pad: Path,
    records: Iterable[tuple[int, list[str]]],
    koppen: list[str],
    tabel: kolomsoorten.Tabel,
) -> Iterator[Rij]:
    lezers = {kolom.naam: _Kolomlezer(kolom) for kolom in tabel.kolommen}
    volgorde = [lezers[naam] for naam in koppen]
    for nummer, cellen in records:
        if not any(cel.strip() for cel in cellen):
            continue
        if len(cellen) != len(koppen):
            wat = f"er staan {len(cellen)} cellen in plaats van {len(koppen)}"
            remedie = "controleer de scheidingstekens in deze rij"
            raise Invoerfout(pad, wat, remedie, rij=nummer)
        rij: Rij = {RIJ: nummer}
        try:
            for naam, lezer, cel in zip(koppen, volgorde, cellen, strict=True):
                rij[naam] = lezer[cel]
        except Celfout as fout:
            raise Invoerfout(pad, fout.reden, fout.remedie, rij=nummer, kolom=naam) from fout
        yield rij


class _Kolomlezer(dict[str, Any]):
    """The value of each text that stands in a column: most columns say the same over and over."""

    def __init__(self, kolom: kolomsoorten.Kolom) -> None:
        super().__init__()
        self._kolom = kolom

    def __missing__(self, cel: str) -> Any:
        waarde = self[cel] = kolomsoorten.lees_cel(self._kolom, cel)
        return waarde


def _weiger_dubbelen(pad: Path, rijen: list[Rij], tabel: kolomsoorten.Tabel) -> None:
    gezien: dict[tuple[Any, ...], int] = {}
    for rij in rijen:
        sleutel = tuple(rij[naam] for naam in tabel.sleutel)
        if sleutel in gezien:
            wat = ", ".join(f"{naam} '{rij[naam]}'" for naam in tabel.sleutel)
            wat += f" staat ook al in rij {gezien[sleutel]}"
            raise Invoerfout(pad, wat, "verwijder één van beide", rij=rij[RIJ])
        gezien[sleutel] = rij[RIJ]


# -- TOML --------------------------------------------------------------------------------------


def lees_toml(pad: Path, inhoud: str) -> dict[str, Any]:
    """Read the text of a TOML file, or raise Invoerfout naming the line."""
    _weiger_lange_regels(pad, inhoud)
    try:
        blok = tomllib.loads(inhoud)
        _weiger_vreemde_jaren(pad, blok)
        return blok
    except (ValueError, RecursionError) as fout:
        # Besides its own error: a number of thousands of digits, brackets within brackets.
        plaats = re.search(r"at line (\d+)", str(fout))
        laatste = inhoud.rstrip().count("\n") + 1
        raise Invoerfout(
            pad,
            "dit is geen geldige TOML (een aanhalingsteken, haakje of = ontbreekt, of een naam "
            "staat er twee keer)",
            "herstel deze regel of de regel erboven",
            rij=int(plaats[1]) if plaats else laatste,
        ) from fout


#: No line of a rule comes near this; tomllib takes forever over a name of ten thousand parts.
_LANGSTE_REGEL = 10_000


def _weiger_lange_regels(pad: Path, inhoud: str) -> None:
    for nummer, regel in enumerate(inhoud.splitlines(), start=1):
        if len(regel) > _LANGSTE_REGEL:
            wat = f"deze regel is langer dan {_LANGSTE_REGEL} tekens"
            raise Invoerfout(pad, wat, "verdeel haar over meer regels", rij=nummer)


#: Fields that hold a year wherever they stand, or a list of years.
_JAARVELDEN = ("van", "tot_en_met", "jaar", "jaren", "geldig_van", "geldig_tot_en_met", "indeling")


def _weiger_vreemde_jaren(pad: Path, blok: Mapping[str, Any]) -> None:
    """Refuse a year that no calendar has, before anybody counts from or to it."""
    for naam, waarde in blok.items():
        for deel in waarde if isinstance(waarde, list) else [waarde]:
            if isinstance(deel, dict):
                _weiger_vreemde_jaren(pad, deel)
            is_getal = isinstance(deel, int) and not isinstance(deel, bool)
            if naam in _JAARVELDEN and is_getal and not 1000 <= deel <= 9999:
                raise Invoerfout(
                    pad, f"'{naam}' is {deel} en geen jaartal", "vul vier cijfers in, zoals 2027"
                )


_SOORTNAMEN = {
    str: "tekst tussen aanhalingstekens", int: "een geheel getal", float: "een getal met een punt",
    dict: "een blok tussen rechte haken", list: "een lijst",
}  # fmt: skip


#: What a source does not always give.
_MAG_LEEG = ("uitgever", "datum", "kenmerk", "uitkeringscode")


def controleer_velden(
    pad: Path,
    blok: Mapping[str, Any],
    plek: str,
    verplicht: Mapping[str, type],
    mogelijk: Mapping[str, type],
) -> None:
    for naam, waarde in blok.items():
        _controleer_veld(pad, naam, waarde, plek, {**verplicht, **mogelijk})
    for naam, soort in verplicht.items():
        if naam not in blok:
            wat = f"een blok [{naam}]" if soort is dict else f"'{naam} = ...'"
            raise Invoerfout(pad, f"'{naam}' ontbreekt in {plek}", f"voeg {wat} toe")


def _controleer_veld(
    pad: Path, naam: str, waarde: Any, plek: str, bekend: Mapping[str, type]
) -> None:
    if naam not in bekend:
        remedie = bedoelde_u(naam, bekend) or "verwijder deze regel"
        raise Invoerfout(pad, f"'{naam}' in {plek} is onbekend", remedie)
    # What may be of any kind (`object`) has a reader of its own, also for true and false.
    is_vreemd = isinstance(waarde, bool) and bekend[naam] is not object
    if is_vreemd or not isinstance(waarde, bekend[naam]):
        remedie = f"schrijf {_SOORTNAMEN[bekend[naam]]}"
        raise Invoerfout(pad, f"'{naam}' in {plek} is {_als_toml(waarde)}", remedie)
    if waarde == "" and naam not in _MAG_LEEG:
        raise Invoerfout(pad, f"'{naam}' in {plek} is leeg", "vul deze tekst in")


def _als_toml(waarde: Any) -> str:
    """Show a value as it stands in the file, not as Python would."""
    if isinstance(waarde, bool):
        return str(waarde).lower()
    if isinstance(waarde, dict | list):
        return _SOORTNAMEN[type(waarde)]
    return f"'{waarde}'" if isinstance(waarde, str) else str(waarde)


def tekstvelden(
    pad: Path, blok: Mapping[str, Any], plek: str, namen: Iterable[str]
) -> dict[str, str]:
    controleer_velden(pad, blok, plek, dict.fromkeys(namen, str), {})
    return dict(blok)


def blokken(
    pad: Path, blok: Mapping[str, Any], naam: str, *, mag_leeg: bool = False
) -> list[dict[str, Any]]:
    blokken = blok.get(naam, [])
    if not isinstance(blokken, list) or not all(isinstance(deel, dict) for deel in blokken):
        raise Invoerfout(pad, f"'{naam}' is geen lijst van blokken", f"schrijf [[{naam}]]")
    if not blokken and not mag_leeg:
        raise Invoerfout(pad, f"er is geen blok [[{naam}]]", "voeg er één toe")
    return blokken


def looptijd(pad: Path, blok: Mapping[str, Any], plek: str) -> None:
    """Raise Invoerfout where a run of years ends before it starts."""
    if blok["tot_en_met"] < blok["van"]:
        wat = f"in {plek} ligt tot_en_met ({blok['tot_en_met']}) voor van ({blok['van']})"
        raise Invoerfout(pad, wat, "draai de jaren om")


def breuk(pad: Path, tekst: object, wat: str) -> Fraction:
    """Read an exact number such as "0.2" or "3/5", or raise Invoerfout."""
    try:
        waarde = Fraction(str(tekst).strip().replace(",", "."))
    except (ValueError, ZeroDivisionError) as fout:
        raise Invoerfout(
            pad, f"{wat} is '{tekst}', geen getal", "schrijf bijvoorbeeld '0.2' of '3/5'"
        ) from fout
    if waarde < 0:
        raise Invoerfout(pad, f"{wat} is '{tekst}', dus negatief", "schrijf 0 of hoger")
    return waarde


def keuze(pad: Path, soort: Any, naam: str, waarde: str) -> Any:
    keuzes = [str(keuze) for keuze in soort]
    if waarde not in keuzes:
        raise Invoerfout(pad, f"{naam} '{waarde}' is onbekend", "kies uit: " + ", ".join(keuzes))
    return soort(waarde)


def status(pad: Path, waarde: str) -> Status:
    try:
        status: Status = kolomsoorten.lees_cel(
            kolomsoorten.Kolom("status", kolomsoorten.Soort.STATUS), waarde
        )
    except Celfout as fout:
        raise Invoerfout(pad, fout.reden, fout.remedie) from fout
    return status


# -- on which line of a TOML file something stands ---------------------------------------------

_BLOKKOP = re.compile(r"\s*\[{1,2}\s*[\"']?([^\[\]\"',]+?)[\"']?\s*\]{1,2}\s*(?:#.*)?$")
_BLOKVELD = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=""")

#: A place: the name of a block ("" for the top of the file) and which of its kind, from 1.
Tomlplek = tuple[str, int]

BOVENAAN: Tomlplek = ("", 1)


class Tomlregels:
    """The lines of a TOML file, by block and field; what was written in another way has no line."""

    def __init__(self, tekst: str) -> None:
        self._blokken: dict[Tomlplek, int] = {}
        self._velden: dict[tuple[Tomlplek, str], int] = {}
        aantal: dict[str, int] = {}
        hier = BOVENAAN
        for nummer, regel in _buiten_lange_teksten(tekst):
            kop = _BLOKKOP.fullmatch(regel)
            if kop:
                aantal[kop[1]] = aantal.get(kop[1], 0) + 1
                hier = (kop[1], aantal[kop[1]])
                self._blokken[hier] = nummer
                continue
            veld = _BLOKVELD.match(regel)
            if veld:
                naam = next(deel for deel in veld.groups() if deel is not None)
                self._velden.setdefault((hier, naam), nummer)

    def van(self, plek: Tomlplek, veld: str = "") -> int | None:
        """Return the line of a field of a block, else that of the block, else None."""
        regel = self._velden.get((plek, veld), self._blokken.get(plek))
        return self._velden.get((BOVENAAN, plek[0])) if regel is None else regel


def _buiten_lange_teksten(tekst: str) -> Iterable[tuple[int, str]]:
    """Yield the lines that are no part of a text of several lines between triple quotes."""
    binnen = ""
    for nummer, regel in enumerate(tekst.splitlines(), start=1):
        begon_binnen = bool(binnen)
        for teken in re.findall(r"\"{3}|'{3}", regel):
            if not binnen:
                binnen = teken
            elif binnen == teken:
                binnen = ""
        if not begon_binnen:
            yield nummer, regel
