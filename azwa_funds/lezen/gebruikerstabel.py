"""Open a table of the user's, whatever was sent, and take its columns out: CSV or XLSX.

What a file is follows from its content, not from its name. Nothing is unpacked before its size is
known, so that a hostile file costs little time and memory. Cells come out as they are; what they
mean is up to `bestedingen`.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np

from azwa_funds.kern.fouten import Onleesbaar, lijkt_op
from azwa_funds.kern.tekst import vorm, vreemd_teken
from azwa_funds.lezen.foutcellen import foutcellen
from azwa_funds.lezen.keuring import OPNIEUW, keur

#: Bounds on what is read at once; far above a year of bookings of the whole country.
MEESTE_REGELS = 3_000_000

#: What says nothing at the end of a file; the last is how programs of old marked that end.
_NIETS = b" \t\r\n;,\x1a"
_KOP_IN_EERSTE = 30


#: An array of numbers, or of the texts of a column.
Reeks = np.ndarray[Any, np.dtype[Any]]
Kolom = Sequence[Any] | Reeks


@dataclass(frozen=True)
class Formulier:
    """The columns that a table must and may have; `hulp` says how a user gets an empty one.

    `toelichting` names columns that stand there for people and are not read.
    """

    verplicht: tuple[str, ...]
    mogelijk: tuple[str, ...]
    hulp: str
    toelichting: tuple[str, ...] = ()

    @property
    def kolommen(self) -> tuple[str, ...]:
        """All columns, those that must be there first."""
        return (*self.verplicht, *self.mogelijk)

    def herken(self, koppen: Iterable[object]) -> list[str]:
        """Return the known name of each heading, or "" for a heading that is not ours."""
        vormen = {vorm(naam): naam for naam in self.kolommen}
        return ["" if kop is None else vormen.get(vorm(str(kop)), "") for kop in koppen]


@dataclass(frozen=True)
class Ruwblad:
    """The columns of one sheet: cells by name of the column, and the row each of them stands in.

    `blad` is empty for CSV. `kolommen` holds a sequence of equal length per column that was found;
    `rijen` the row numbers as a spreadsheet counts them; `genegeerd` the columns not read.
    """

    blad: str
    kolommen: Mapping[str, Kolom]
    rijen: Reeks
    genegeerd: tuple[str, ...]
    fouten: tuple[Onleesbaar, ...] = ()


def lees_ruw(inhoud: bytes, formulier: Formulier) -> list[Ruwblad]:
    """Return every sheet of a file that holds such a table, or raise Onleesbaar."""
    if not inhoud[:4096].strip(_NIETS) and not inhoud.strip(_NIETS):
        raise Onleesbaar("het bestand is leeg", "geef een bestand waar iets in staat")
    if inhoud.startswith(b"PK"):
        return _lees_werkboek(inhoud, formulier)
    _weiger_vreemd(inhoud)
    return [_lees_csv(inhoud, formulier)]


def _weiger_vreemd(inhoud: bytes) -> None:
    if inhoud.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        if "EncryptedPackage".encode("utf-16-le") in inhoud:
            raise Onleesbaar(
                "het werkboek is met een wachtwoord beveiligd",
                "haal de beveiliging eraf en sla het opnieuw op",
            )
        raise Onleesbaar("dit is een oud Excel-bestand (.xls)", OPNIEUW)
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Onleesbaar("dit is tekst in UTF-16", "sla het bestand op als 'CSV UTF-8'")
    if inhoud.startswith(b"%PDF") or b"\0" in inhoud:
        raise Onleesbaar("dit is geen spreadsheet", OPNIEUW)


# -- headings ----------------------------------------------------------------------------------


def _controleer_koppen(
    formulier: Formulier, koppen: Sequence[object], namen: Sequence[str], rij: int, blad: str = ""
) -> None:
    for naam in formulier.kolommen:
        if namen.count(naam) > 1:
            raise Onleesbaar(
                f"kolom '{naam}' staat er twee keer", "verwijder er één", blad=blad, rij=rij
            )
    for kop, naam in zip(koppen, namen, strict=True):
        vreemd = not naam and kop is not None and str(kop).casefold() not in formulier.toelichting
        bedoeld = "" if not vreemd else lijkt_op(str(kop).strip(), formulier.kolommen)
        if bedoeld:
            raise Onleesbaar(f"kolom '{kop}' is onbekend", bedoeld, blad=blad, rij=rij)
    ontbreekt = [naam for naam in formulier.verplicht if naam not in namen]
    if ontbreekt:
        wat = ", ".join(f"'{naam}'" for naam in ontbreekt)
        raise Onleesbaar(
            f"kolom {wat} ontbreekt" if len(ontbreekt) == 1 else f"de kolommen {wat} ontbreken",
            formulier.hulp,
            blad=blad,
            rij=rij,
        )


def _genegeerd(
    formulier: Formulier, koppen: Sequence[object], namen: Sequence[str]
) -> tuple[str, ...]:
    teksten = [str(kop).strip() if kop is not None else "" for kop in koppen]
    return tuple(
        tekst
        for tekst, naam in zip(teksten, namen, strict=True)
        if tekst and not naam and tekst.casefold() not in formulier.toelichting
    )


# -- CSV ---------------------------------------------------------------------------------------


def _lees_csv(inhoud: bytes, formulier: Formulier) -> Ruwblad:
    codering = "utf-8"
    try:
        inhoud.decode("utf-8")
    except UnicodeDecodeError:
        codering = "cp1252"
    inhoud = inhoud.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in inhoud:
        inhoud = inhoud.replace(b"\r", b"\n")
    # Empty lines and empty cells at the end say nothing, however many there are.
    inhoud = inhoud.rstrip(_NIETS)
    regels = inhoud.count(b"\n") + 1
    if regels > MEESTE_REGELS:
        raise Onleesbaar(
            f"het bestand heeft meer dan {MEESTE_REGELS} regels",
            "verwijder de lege regels of splits het in delen",
        )
    vreemd = vreemd_teken(inhoud)
    if vreemd:
        raise Onleesbaar(
            f"er staat een onzichtbaar teken in ({vreemd.naam})",
            "verwijder dat teken, of typ de cel waar het in staat opnieuw",
            rij=vreemd.regel,
        )
    kop = _vind_kop(inhoud, codering, formulier)
    _controleer_koppen(formulier, kop.cellen, kop.namen, kop.rij)
    tabel = inhoud[kop.einde :]
    kolommen, nummers, fouten = _vlug(tabel, codering, kop) or _traag(tabel, codering, kop)
    rijen = nummers + kop.rij + 1
    return Ruwblad("", kolommen, rijen, _genegeerd(formulier, kop.cellen, kop.namen), tuple(fouten))


@dataclass(frozen=True)
class _Kop:
    """The heading of a CSV file: its cells, where it stands, and at which byte the table begins."""

    cellen: list[str]
    namen: list[str]
    scheiding: str
    rij: int
    einde: int


def _vind_kop(inhoud: bytes, codering: str, formulier: Formulier) -> _Kop:
    begin = inhoud[: 64 * 1024].decode(codering, errors="replace")
    kandidaten = [_kop_met(begin, inhoud, scheiding, formulier) for scheiding in ";,\t"]
    return max(kandidaten, key=lambda kop: sum(map(bool, kop.namen)))


def _kop_met(begin: str, inhoud: bytes, scheiding: str, formulier: Formulier) -> _Kop:
    """Find the headings among the first lines, below a title or a "sep=;" if there is one."""
    lezer = csv.reader(io.StringIO(begin, newline=""), delimiter=scheiding)
    beste, meeste = _Kop([], [], scheiding, 1, 0), -1
    try:
        for rij, cellen in enumerate(islice(lezer, _KOP_IN_EERSTE), start=1):
            namen = formulier.herken(cellen)
            if len(set(namen) - {""}) > meeste and any(cellen):
                meeste = len(set(namen) - {""})
                beste = _Kop(cellen, namen, scheiding, rij, lezer.line_num)
    except csv.Error:
        pass
    return replace(beste, einde=_na_regel(inhoud, beste.einde))


def _na_regel(inhoud: bytes, regels: int) -> int:
    plaats = 0
    for _ in range(regels):
        plaats = inhoud.find(b"\n", plaats) + 1
        if not plaats:
            return len(inhoud)
    return plaats


_Kolommen = tuple[Mapping[str, Kolom], Reeks, list[Onleesbaar]]


def _vlug(tabel: bytes, codering: str, kop: _Kop) -> _Kolommen | None:
    """Read a well-formed table with pandas; None where a row has too many cells."""
    import pandas as pd

    if not tabel.strip():
        return {naam: [] for naam in kop.namen if naam}, np.zeros(0, np.int64), []
    breedte = len(kop.cellen)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.BytesIO(tabel),
                sep=kop.scheiding,
                header=None,
                names=[*range(breedte + 1)],
                dtype=str,
                na_filter=False,
                skip_blank_lines=False,
                encoding=codering,
                encoding_errors="replace",
                index_col=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning):
        return None
    if (frame[breedte] != "").any():
        return None
    arrays = {
        naam: frame[nummer].to_numpy(dtype=object) for nummer, naam in enumerate(kop.namen) if naam
    }
    return arrays, np.arange(len(frame), dtype=np.int64), []


_SLOT = "<einde van de tabel>"


def _traag(tabel: bytes, codering: str, kop: _Kop) -> _Kolommen:
    """Read a table row by row, to name every row that has too many cells.

    A line of our own comes last; where it is not read as such, a quotation mark was never closed
    and has swallowed all that follows.
    """
    tekst = f"{tabel.decode(codering, errors='replace')}\n{_SLOT}"
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=kop.scheiding)
    breedte, fouten = len(kop.cellen), []
    cellen: list[list[str]] = []
    nummers: list[int] = []
    vorige_grens = csv.field_size_limit(len(tekst) + 1)
    try:
        for nummer, rij in enumerate(lezer):
            if rij == [_SLOT]:
                break
            if rij and rij[-1].endswith(_SLOT):
                raise Onleesbaar(
                    "een aanhalingsteken is niet afgesloten en slokt de volgende rijen op",
                    "sluit het aanhalingsteken in deze rij af",
                    rij=nummer + kop.rij + 1,
                )
            if any(cel.strip() for cel in rij[breedte:]):
                fouten.append(_te_veel_cellen(kop, nummer, len(rij)))
            elif any(rij):
                cellen.append([*rij[:breedte], *[""] * (breedte - len(rij))])
                nummers.append(nummer)
    finally:
        csv.field_size_limit(vorige_grens)
    kolommen = list(zip(*cellen, strict=True)) or [()] * breedte
    per_naam = {naam: kolommen[i] for i, naam in enumerate(kop.namen) if naam}
    return per_naam, np.array(nummers, dtype=np.int64), fouten


def _te_veel_cellen(kop: _Kop, nummer: int, aantal: int) -> Onleesbaar:
    return Onleesbaar(
        f"er staan {aantal} cellen onder {len(kop.cellen)} kolomkoppen",
        "zet tekst of een bedrag met het scheidingsteken erin tussen aanhalingstekens",
        rij=nummer + kop.rij + 1,
    )


# -- XLSX --------------------------------------------------------------------------------------


def _lees_werkboek(inhoud: bytes, formulier: Formulier) -> list[Ruwblad]:
    keur(inhoud)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        werkboek = CalamineWorkbook.from_filelike(io.BytesIO(inhoud))
        bladen = [
            (blad.name, werkboek.get_sheet_by_name(blad.name).to_python(skip_empty_area=False))
            for blad in werkboek.sheets_metadata
            if blad.typ == SheetTypeEnum.WorkSheet
        ]
    except (CalamineError, ValueError, OSError) as fout:
        raise Onleesbaar(
            "het werkboek is beschadigd", "open het in Excel en sla het opnieuw op als .xlsx"
        ) from fout
    mislukt = foutcellen(inhoud)
    gevonden = [
        blad
        for naam, rijen in bladen
        if (blad := _lees_blad(formulier, naam, rijen, mislukt.get(naam, set())))
    ]
    if not gevonden:
        raise Onleesbaar(
            "geen enkel blad heeft een rij met kolomkoppen",
            "zet boven de regels de koppen " + ", ".join(formulier.verplicht),
        )
    return gevonden


def _lees_blad(
    formulier: Formulier,
    naam: str,
    rijen: Sequence[Sequence[object]],
    mislukt: Set[tuple[int, int]],
) -> Ruwblad | None:
    """Take the columns from one sheet; None where it holds no headings of ours."""
    namen_per_rij = [formulier.herken(rij) for rij in rijen[:_KOP_IN_EERSTE]]
    scores = [len(set(namen) - {""}) for namen in namen_per_rij]
    if max(scores, default=0) < 3:
        return None
    kop = scores.index(max(scores))
    koppen, namen = rijen[kop], namen_per_rij[kop]
    _controleer_koppen(formulier, koppen, namen, kop + 1, naam)
    onder = [(i, rij) for i, rij in enumerate(rijen[kop + 1 :], start=kop + 2) if _is_gevuld(rij)]
    kolommen = {
        kolom: [rij[plaats] for _, rij in onder] for plaats, kolom in enumerate(namen) if kolom
    }
    nummers = np.array([i for i, _ in onder], dtype=np.int64)
    # A cell that must be filled is refused for being empty.
    fouten = tuple(
        Onleesbaar(
            f"in kolom '{namen[kolom - 1]}' staat een foutwaarde, zoals #N/B of #VERW!",
            "herstel de formule, typ wat er hoort te staan of maak de cel leeg",
            blad=naam,
            rij=rij,
        )
        for rij, kolom in sorted(mislukt)
        if rij > kop + 1 and kolom <= len(namen) and namen[kolom - 1] in formulier.mogelijk
    )
    return Ruwblad(naam, kolommen, nummers, _genegeerd(formulier, koppen, namen), fouten)


def _is_gevuld(rij: Iterable[object]) -> bool:
    return any(cel is not None and cel != "" for cel in rij)
