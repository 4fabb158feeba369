"""A text file as a sheet: what parts its cells, where rows end, what a quotation mark swallowed.

What is guaranteed: record n of the file is row n, as spreadsheets count them: a row ends at a line
feed, a carriage return or the two together, and nowhere else outside quotation marks. Every cell
comes out, of every row, at the place where it stands; only blank lines and bare separators at the
end of the file are left off. A text written as a formula (="0141") is that text. Where a quotation
mark was opened and closed rows further on, `breuken` of the sheet says at which cell; the file
cannot be read then.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NoReturn

import numpy as np

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.openen.bronblad import Bronblad, Reeks
from azwa_funds.openen.onzichtbaar import stuurteken
from azwa_funds.openen.tekstkolommen import AnderEinde, Stuurteken, Tekstkolommen, TeVeel

#: Bounds on what is read at once; far above a year of bookings of the whole country.
MEESTE_REGELS = 3_000_000
MEESTE_TEKSTCELLEN = 60_000_000

#: What says nothing at the end of a file; the last is how programs of old marked that end.
NIETS = b" \t\r\n;,|\x1a"

#: What can part two cells; where two fit equally well, the first.
SCHEIDINGEN = ";\t|,"
_PROEF = 64 * 1024

_REMEDIE = "sluit het aanhalingsteken in deze rij af"


def lees_tekstblad(inhoud: bytes, van: int = 0) -> Bronblad:
    """Return the sheet of a text in UTF-8; raise Onleesbaar for too much.

    The text begins `van` bytes on, after a byte order mark; so a large one need not be copied.

    A first line such as "sep=;" says what parts the cells, and comes out as an empty row.
    """
    begin = inhoud[van : van + _PROEF].decode(errors="ignore")
    scheiding, na = _scheiding(begin)
    if b'"' not in inhoud:
        return _zonder_aanhaling(inhoud, van + na, scheiding)
    inhoud = inhoud[van:]
    _weiger_stuurteken(inhoud)
    inhoud = inhoud[na:].rstrip(NIETS)
    regels = _tel_regels(inhoud)
    if inhoud.count(scheiding.encode()) > MEESTE_TEKSTCELLEN:
        _te_veel_cellen()
    breedte, gangbaar = _breedten(begin[na:], scheiding)
    kolommen = _vlug(inhoud, scheiding, breedte)
    if kolommen is None:
        return _traag(inhoud.decode(), scheiding, gangbaar)
    if _FORMULETEKST in inhoud:
        kolommen = [_zonder_formules(kolom) for kolom in kolommen]
    breuken = {}
    if len(kolommen[0]) < regels:
        breuken = _breuken_in_kolommen(kolommen, scheiding, gangbaar)
    return Bronblad(
        "", breedte, len(kolommen[0]), _kolommen=kolommen, scheiding=scheiding, breuken=breuken
    )


def _tel_regels(inhoud: bytes) -> int:
    regels = inhoud.count(b"\n") + inhoud.count(b"\r") - inhoud.count(b"\r\n") + 1
    if regels > MEESTE_REGELS:
        _te_veel_regels()
    return regels


def _te_veel_regels() -> NoReturn:
    reden = f"het bestand heeft meer dan {MEESTE_REGELS} regels"
    raise Onleesbaar(reden, "verwijder de lege regels of splits het in delen")


def _te_veel_cellen() -> NoReturn:
    raise Onleesbaar(
        f"het bestand heeft meer dan {MEESTE_TEKSTCELLEN} cellen", "geef alleen de tabel"
    )


def _weiger_stuurteken(inhoud: bytes) -> None:
    if vreemd := stuurteken(inhoud):
        reden = f"er staat een onzichtbaar teken in ({vreemd.naam})"
        remedie = "verwijder dat teken, of typ de cel waar het in staat opnieuw"
        raise Onleesbaar(reden, remedie, rij=vreemd.regel)


# -- what parts the cells ----------------------------------------------------------------------


def _scheiding(begin: str) -> tuple[str, int]:
    """Return what parts the cells, and how long a first line is that says nothing else."""
    eerste = begin.splitlines()[0] if begin else ""
    kaal = eerste.strip().strip('"')
    if kaal[:4].casefold() == "sep=" and len(kaal.rstrip(";,|")) <= 5:
        return kaal[4:5] or "\t", len(eerste.encode())
    return max(SCHEIDINGEN, key=lambda teken: _eensgezind(begin, teken)), 0


def _eensgezind(begin: str, scheiding: str) -> int:
    """How well a sign parts the cells: the more rows agree on the more cells, the better."""
    aantallen = Counter(map(len, _records(begin, scheiding)))
    return max((breed - 1) * keren for breed, keren in {1: 0, **aantallen}.items() if breed)


def _breedten(begin: str, scheiding: str) -> tuple[int, int]:
    """Return how many cells the widest of the first rows has, and how many most of them have."""
    aantallen = Counter(map(len, _records(begin, scheiding)))
    breedte = max([1, *aantallen])
    gevuld = {breed: keren for breed, keren in aantallen.items() if breed > 1} or {breedte: 1}
    return breedte, max(gevuld, key=lambda breed: gevuld[breed])


def _records(tekst: str, scheiding: str) -> Iterator[list[str]]:
    """Give the cells of each record; raises csv.Error for none, however long a cell is."""
    grens = csv.field_size_limit(len(tekst) + 1)
    try:
        yield from csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding)
    finally:
        csv.field_size_limit(grens)


# -- cells -------------------------------------------------------------------------------------


def _zonder_aanhaling(inhoud: bytes, na: int, scheiding: str) -> Bronblad:
    """Read a text in which every separator parts two cells, and every line end two rows."""
    einde = "\n" if b"\n" in inhoud else "\r"
    tot = max(na, _zonder_slot(inhoud))
    try:
        kolommen = Tekstkolommen(inhoud, na, tot, scheiding, einde, MEESTE_TEKSTCELLEN)
    except AnderEinde:
        gelijk = inhoud[na:tot].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return _zonder_aanhaling(gelijk, 0, scheiding)
    except Stuurteken:
        _weiger_stuurteken(inhoud)
        raise
    except TeVeel:
        _tel_regels(inhoud[:tot])
        _te_veel_cellen()
    if kolommen.aantal > MEESTE_REGELS:
        _te_veel_regels()
    if b"\x7f" in inhoud:
        _weiger_stuurteken(inhoud)
    if len(kolommen) * kolommen.aantal > 2 * MEESTE_TEKSTCELLEN:
        # One row is far wider than the others.
        return _traag(inhoud[na:tot].decode(), scheiding, 1)
    return Bronblad("", len(kolommen), kolommen.aantal, _kolommen=kolommen, scheiding=scheiding)


def _zonder_slot(inhoud: bytes) -> int:
    """Return where a text ends when what says nothing at its end is left off; nothing is copied."""
    tot, stap = len(inhoud), 4096
    while tot:
        stuk = inhoud[max(0, tot - stap) : tot]
        over = len(stuk.rstrip(NIETS))
        tot -= len(stuk) - over
        if over:
            break
        stap = min(4 * stap, 2**24)
    return tot


def _vlug(inhoud: bytes, scheiding: str, breedte: int) -> list[Reeks] | None:
    """Read a well-formed table with pandas; None where a row is wider, or a mark stays open."""
    import pandas as pd

    if not inhoud.strip():
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.BytesIO(inhoud),
                sep=scheiding,
                header=None,
                names=[*range(breedte)],
                dtype=object,
                na_filter=False,
                skip_blank_lines=False,
                index_col=False,
                low_memory=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, ValueError):
        return None
    return [frame[nummer].to_numpy(dtype=object) for nummer in range(breedte)]


def _traag(tekst: str, scheiding: str, gangbaar: int) -> Bronblad:
    """Read a table row by row: some are wider than the first, or a mark was never closed.

    A record of our own comes last; where it is not read as such, an open quotation mark has
    swallowed all that follows.
    """
    slot = "<einde van de tabel>"
    rijen = list(_records(f"{tekst}\n{slot}", scheiding))
    breuken = {}
    if rijen[-1] == [slot]:
        rijen.pop()
    else:
        rijen[-1][-1] = rijen[-1][-1].removesuffix(slot).rstrip("\n")
        breuken[len(rijen), len(rijen[-1]) - 1] = (
            "een aanhalingsteken is niet afgesloten en slokt de volgende rijen op"
        )
    for nummer, rij in enumerate(rijen, start=1):
        for plaats, cel in enumerate(rij):
            if _slokt_op(cel, scheiding, gangbaar):
                breuken.setdefault((nummer, plaats), _opgeslokt(cel))
    if _FORMULETEKST.decode() in tekst:
        rijen = [[_zonder_formule(cel) for cel in rij] for rij in rijen]
    breedte = max(map(len, rijen), default=0)
    return Bronblad("", breedte, len(rijen), _rijen=rijen, scheiding=scheiding, breuken=breuken)


#: How a program writes a text that Excel must not take for a number: ="0141".
_FORMULETEKST = b'="'


def _zonder_formule(cel: str) -> str:
    is_tekst = cel.startswith('="') and cel.endswith('"') and len(cel) > 2 and '"' not in cel[2:-1]
    return cel[2:-1] if is_tekst else cel


def _zonder_formules(kolom: Reeks) -> Reeks:
    return np.array([_zonder_formule(cel) for cel in kolom.tolist()], dtype=object)


# -- open quotation marks ----------------------------------------------------------------------


def _breuken_in_kolommen(
    kolommen: Sequence[Reeks], scheiding: str, gangbaar: int
) -> dict[tuple[int, int], str]:
    return {
        (int(nummer) + 1, plaats): _opgeslokt(kolom[nummer])
        for plaats, kolom in enumerate(kolommen)
        for nummer in _met_regeleinde(kolom)
        if _slokt_op(kolom[nummer], scheiding, gangbaar)
    }


def _met_regeleinde(kolom: Reeks) -> Reeks:
    """Return at which places of a column a text of several lines stands."""
    teksten = kolom.tolist()
    alles = "".join(teksten)
    if "\n" not in alles and "\r" not in alles:
        return np.zeros(0, np.int64)
    return np.array([i for i, cel in enumerate(teksten) if "\n" in cel or "\r" in cel], np.int64)


def _slokt_op(cel: str, scheiding: str, gangbaar: int) -> bool:
    """Whether a cell holds rows of its own: around a line end as many separators as a row has."""
    if "\n" not in cel and "\r" not in cel:
        return False
    regels = cel.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    aantallen = [regel.count(scheiding) for regel in regels]
    vol = max(1, gangbaar - 1)
    return any(boven + onder >= vol for boven, onder in pairwise(aantallen))


def _opgeslokt(cel: str) -> str:
    eerste = cel.splitlines()[0][:40]
    return f"de tekst die begint met '{eerste}' loopt door over volgende rijen"
