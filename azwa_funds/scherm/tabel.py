"""Text fitted to whoever reads it: a terminal of some width, or a file or pipe of any width.

Nothing is ever cut off: an amount or a name with "…" in it is worse than a longer table.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

#: So many characters stand between two columns where there is room, and where there is not.
_RUIM, _KRAP = 3, 2

#: And so many before and after the whole.
_RAND = 2

#: No column of text gets narrower than this, unless all that is in it is shorter.
_SMALST = 12

#: Text of signs that take one place each on every screen.
_ENKEL_BREED = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac]*")

#: A file or a pipe has no width; this is wider than any table of ours.
_ZONDER_SCHERM = 400


@dataclass(frozen=True, slots=True)
class _Kolom:
    kop: str
    cellen: tuple[str, ...]
    totaal: str
    is_getal: bool

    @property
    def alles(self) -> tuple[str, ...]:
        return (self.kop, *self.cellen, self.totaal)

    @property
    def breedte(self) -> int:
        """The width at which nothing wraps."""
        return max(map(len, self.alles))

    @property
    def smalst(self) -> int:
        """The width below which a number or a word would break."""
        if self.is_getal:
            return self.breedte
        woorden = [len(woord) for cel in self.alles for woord in cel.split()]
        return min(self.breedte, max([_SMALST, *woorden]))

    @property
    def is_overal_gelijk(self) -> bool:
        return not self.is_getal and not self.totaal and len(set(self.cellen)) == 1


def _maak_kolom(
    i: int,
    kop: str,
    rijen: Sequence[Sequence[object]],
    totaal: Sequence[object] | None,
    rechts: bool,
) -> _Kolom:
    cellen = tuple(_als_cel(rij[i], rechts) for rij in rijen)
    return _Kolom(kop, cellen, _als_cel(totaal[i], rechts) if totaal else "", rechts)


def teken_tabel(
    koppen: list[str],
    rijen: Sequence[Sequence[object]],
    totaal: Sequence[object] | None = None,
    jaren: Sequence[int] = (),
    getallen: Sequence[str] = (),
) -> str:
    """Draw a table: fitted to a terminal, or as wide as it needs to be in a file or pipe.

    The columns named by `jaren` and `getallen` hold numbers and stand to the right, whole ones with
    dots between the thousands; a dash stands for what is not there (None). On a narrow
    terminal what is the same in every row is said once, above the table, and text wraps between
    words; where even that does not fit, each row becomes a block of lines.
    """
    breedte = schermbreedte()
    rechts = {*map(str, jaren), *getallen}
    kolommen = [_maak_kolom(i, kop, rijen, totaal, kop in rechts) for i, kop in enumerate(koppen)]
    overal = ""
    if _som([k.breedte for k in kolommen], _RUIM) > breedte and len(rijen) > 1:
        gelijk = [k for k in kolommen if k.is_overal_gelijk]
        kolommen = [k for k in kolommen if not k.is_overal_gelijk]
        overal = _zeg_gelijk(gelijk, breedte)
    for tussen in (_RUIM, _KRAP):
        if _som([k.smalst for k in kolommen], tussen) <= breedte:
            return overal + _tabel(kolommen, breedte, tussen, met_totaal=totaal is not None)
    return overal + _blokken(kolommen, breedte)


def _als_cel(waarde: object, is_getal: bool) -> str:
    if waarde is None:
        return "-"
    from azwa_funds.kern.euro import toon_getal

    return toon_getal(waarde) if is_getal and isinstance(waarde, int) else str(waarde)


def met_teken(bedrag: int) -> str:
    """Show a difference with its sign: "+1.000", "-1.000" or "0"."""
    from azwa_funds.kern.euro import toon_getal

    return f"+{toon_getal(bedrag)}" if bedrag > 0 else toon_getal(bedrag)


def schermbreedte(zonder_scherm: int = _ZONDER_SCHERM) -> int:
    """Return the width of the terminal, or `zonder_scherm` where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else zonder_scherm


def vouw(tekst: str, inspringen: int = 0, hoogstens: int = 96) -> str:
    """Fold a paragraph to the width of the terminal, later lines indented."""
    breedte = min(shutil.get_terminal_size((96, 24)).columns, hoogstens)
    gevouwen = textwrap.fill(
        tekst.replace("€ ", "€\u00a0"),
        width=max(breedte, 40),
        subsequent_indent=" " * inspringen,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return gevouwen.replace("€\u00a0", "€ ")


def _som(breedten: Sequence[int], tussen: int) -> int:
    return sum(breedten) + tussen * (len(breedten) - 1) + _RAND


def _zeg_gelijk(kolommen: Sequence[_Kolom], breedte: int) -> str:
    """Say once what would stand in every row; a dash says nothing and is left out."""
    zegt_iets = [k for k in kolommen if k.cellen[0] not in ("", "-")]
    if not zegt_iets:
        return ""
    zin = "; ".join(f"{k.kop.lower()} {k.cellen[0]}" for k in zegt_iets)
    return textwrap.fill(f"Voor elke rij: {zin}.", width=breedte, break_on_hyphens=False) + "\n"


def _breedten(kolommen: Sequence[_Kolom], breedte: int, tussen: int) -> list[int]:
    """Give each column its least width, and what is left to the texts that want it most."""
    gegeven = [k.smalst for k in kolommen]
    over = min(breedte - _som(gegeven, tussen), sum(k.breedte - k.smalst for k in kolommen))
    while over > 0:
        tekort = [k.breedte - nu for k, nu in zip(kolommen, gegeven, strict=True)]
        gegeven[tekort.index(max(tekort))] += 1
        over -= 1
    return gegeven


def _tabel(kolommen: Sequence[_Kolom], breedte: int, tussen: int, *, met_totaal: bool) -> str:
    breedten = _breedten(kolommen, breedte, tussen)
    paren = list(zip(kolommen, breedten, strict=True))
    teken = _gevouwen_regels
    if kolommen[0].cellen and all(_past(kolom.alles, past) for kolom, past in paren):
        teken = _rechte_regels
    regels = teken(kolommen, breedten, tussen, met_totaal=met_totaal)
    return "\n".join(regel.rstrip() for regel in regels).strip("\n") + "\n"


def _past(cellen: Sequence[str], breedte: int) -> bool:
    """Say whether each text takes one line of this width, just as it is."""
    return all(
        len(cel) <= breedte and _ENKEL_BREED.fullmatch(cel) and cel == cel.strip() for cel in cellen
    )


def _rechte_regels(
    kolommen: Sequence[_Kolom], breedten: Sequence[int], tussen: int, *, met_totaal: bool
) -> Iterator[str]:
    """Draw a table in which nothing wraps, as rich would: loading rich takes longer than that."""
    rand, kop, lijn = (" ", " ──", "   ") if _kan_lijnen() else ("|", "+=+", "+-+")
    tussenin = " " * (tussen - _KRAP) + rand + " "
    zetten = [str.rjust if kolom.is_getal else str.ljust for kolom in kolommen]

    def rij(cellen: Iterable[str]) -> str:
        drietallen = zip(zetten, cellen, breedten, strict=True)
        return f"{rand}{tussenin.join(zet(cel, breed) for zet, cel, breed in drietallen)}{rand}"

    def streep(hoek: str, teken: str, kruis: str) -> str:
        op_rij = (teken if plek == " " else kruis for plek in leeg[1:-1])
        return f"{hoek}{''.join(op_rij)}{hoek}"

    leeg = rij([" "] * len(kolommen))
    yield streep(*lijn)
    yield rij(kolom.kop for kolom in kolommen)
    yield streep(*kop)
    yield from map(rij, zip(*(kolom.cellen for kolom in kolommen), strict=True))
    if met_totaal:
        yield streep(*lijn)
        yield rij(kolom.totaal for kolom in kolommen)
    yield streep(*lijn)


def _gevouwen_regels(
    kolommen: Sequence[_Kolom], breedten: Sequence[int], tussen: int, *, met_totaal: bool
) -> Iterator[str]:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    vorm = box.SIMPLE_HEAD if _kan_lijnen() else box.ASCII_DOUBLE_HEAD
    tabel = Table(box=vorm, padding=(0, tussen - _KRAP, 0, 1), pad_edge=False)
    for kolom, past in zip(kolommen, breedten, strict=True):
        kant = "right" if kolom.is_getal else "left"
        tabel.add_column(kolom.kop, justify=kant, width=past, overflow="fold")  # type: ignore[arg-type]
    for rij in zip(*(kolom.cellen for kolom in kolommen), strict=True):
        tabel.add_row(*map(Text, rij))
    if met_totaal:
        tabel.add_section()
        tabel.add_row(*(Text(kolom.totaal) for kolom in kolommen))
    uit = io.StringIO()
    Console(file=uit, width=_som(breedten, tussen), color_system=None, legacy_windows=False).print(
        tabel
    )
    yield from uit.getvalue().splitlines()


def _blokken(kolommen: Sequence[_Kolom], breedte: int) -> str:
    """Write each row as a block of lines, one per column; numbers stay under each other."""
    als_rij = [replace(k, cellen=(*k.cellen, k.totaal)) for k in kolommen]
    naam = max(len(k.kop) for k in kolommen) + 2
    getal = max((k.breedte for k in kolommen if k.is_getal), default=0)
    blokken = []
    for cellen in zip(*(k.cellen for k in als_rij), strict=True):
        regels = []
        for kolom, cel in zip(kolommen, cellen, strict=True):
            if cel in ("", "-"):
                continue
            waarde = cel.rjust(getal) if kolom.is_getal else cel
            regels.append(
                textwrap.fill(
                    kolom.kop.ljust(naam) + waarde,
                    width=max(breedte, naam + 20),
                    subsequent_indent=" " * naam,
                    break_on_hyphens=False,
                )
            )
        if regels:
            blokken.append("\n".join(regels) + "\n")
    return "\n".join(blokken)


def _kan_lijnen() -> bool:
    return "utf" in (sys.stdout.encoding or "").lower()
