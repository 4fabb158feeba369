"""Exact money: divide whole euros, round once by a named rule, read and show Dutch amounts.

No float ever holds an amount. One budget is divided in Python's own integers, many at once as
int64 arrays; numpy is loaded only for those, as its import takes longer than any one question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from azwa_funds.kern.begrippen import Afronding, Centen
from azwa_funds.kern.fouten import Rekenfout

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Bedragen: TypeAlias = "npt.NDArray[np.int64]"

_GROOTSTE_INT64 = 2**63 - 1
#: No amount of an uitkering is longer.
_LANGSTE_BEDRAG = len("€ 999.999.999.999,00")
_BEDRAG = re.compile(r"(?:€\s*)?(-?)\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}|-))?")


_ALLES_NUL = "Alle gewichten zijn nul; er is niets om naar te verdelen."
_TELT_NIET_OP = "De verdeling telt niet op tot het te verdelen bedrag; meld dit als fout."


def verdeel_een(
    bedrag: int, gewichten: Sequence[int], regel: Afronding = Afronding.GROOTSTE_RESTEN
) -> list[int]:
    """Divide one amount in whole euros by integer weights: as `verdeel` does, and as strictly."""
    _weiger_buiten("bedrag", bedrag, bedrag)
    grootste = max(gewichten, default=0)
    _weiger_buiten("gewicht", min(gewichten, default=0), grootste)
    _weiger_te_groot(bedrag, grootste, (len(gewichten),))
    totaal = sum(gewichten)
    if not totaal:
        raise Rekenfout(_ALLES_NUL)
    if regel is Afronding.PER_ONTVANGER:
        return [(2 * bedrag * gewicht + totaal) // (2 * totaal) for gewicht in gewichten]
    paren = [divmod(bedrag * gewicht, totaal) for gewicht in gewichten]
    return _deel_uit([geheel for geheel, _ in paren], [rest for _, rest in paren], bedrag)


def _deel_uit(stukken: list[int], resten: Sequence[int | Fraction], geheel: int) -> list[int]:
    """Give the euros that are left, one each, to the largest rests; of equal ones the first."""
    volgorde = sorted(range(len(stukken)), key=resten.__getitem__, reverse=True)
    for plek in volgorde[: geheel - sum(stukken)]:
        stukken[plek] += 1
    if sum(stukken) != geheel:
        raise Rekenfout(_TELT_NIET_OP)
    return stukken


def verdeel(
    bedragen: npt.ArrayLike, gewichten: npt.ArrayLike, regel: Afronding = Afronding.GROOTSTE_RESTEN
) -> Bedragen:
    """Divide whole euros over recipients by integer weights.

    `bedragen` has shape (...) and `gewichten` shape (..., n); they are broadcast against each
    other and the answer has shape (..., n). Put the recipients in the order of their codes:
    equal remainders are settled by position, lowest first.

    `GROOTSTE_RESTEN` gives every recipient the whole euros of its exact share and hands the
    euros that are left, one each, to the largest remainders: the parts always sum to the whole.
    It is not monotone: one euro more in total can cost one recipient a euro.
    `PER_ONTVANGER` rounds each part half up by itself, as the ministry's tables do; the parts
    may then miss the whole by a few euros.

    Raises Rekenfout for negative input, weights that are all zero, or numbers so large that
    the arithmetic would leave int64.
    """
    import numpy as np

    geheel, grootste_bedrag = _als_int64(np, bedragen, "bedrag")
    weging, grootste_gewicht = _als_int64(np, gewichten, "gewicht")
    _weiger_te_groot(grootste_bedrag, grootste_gewicht, weging.shape)
    totaal: Bedragen = weging.sum(axis=-1)
    if np.count_nonzero(totaal) < totaal.size:
        raise Rekenfout(_ALLES_NUL)
    geheel, totaal = geheel[..., np.newaxis], totaal[..., np.newaxis]
    product = geheel * weging
    if regel is Afronding.PER_ONTVANGER:
        stukken: Bedragen = (2 * product + totaal) // (2 * totaal)
        return stukken
    stukken, resten = np.divmod(product, totaal)
    over = geheel - stukken.sum(axis=-1, keepdims=True)
    volgorde = np.argsort(-resten, axis=-1, kind="stable")
    if stukken.ndim == 1:
        stukken[volgorde[: over[0]]] += 1
    else:
        extra = np.zeros_like(stukken)
        np.put_along_axis(extra, volgorde, np.arange(stukken.shape[-1]) < over, axis=-1)
        stukken += extra
    if np.count_nonzero(stukken.sum(axis=-1, keepdims=True) != geheel):
        raise Rekenfout(_TELT_NIET_OP)
    return stukken


def past(bedrag: int, gewichten: Sequence[int]) -> bool:
    """Say whether `verdeel` can divide this amount by these weights within int64."""
    return _grootste_getal(bedrag, max(gewichten, default=0), len(gewichten)) <= _GROOTSTE_INT64


def _grootste_getal(bedrag: int, gewicht: int, aantal: int) -> int:
    """Return the largest number that `verdeel` can meet, in Python's own, which do not overflow.

    It doubles a product and adds the total of the weights, and it doubles that total.
    """
    totaal = gewicht * aantal
    return max(2 * bedrag * gewicht + totaal, 2 * totaal)


def rond_delen(
    delen: Sequence[Fraction], regel: Afronding = Afronding.GROOTSTE_RESTEN
) -> list[int]:
    """Round exact shares in euros, once, by the same rules as `verdeel`.

    For shares that are no plain proportion (a minimum or maximum applies) or whose weights are
    too large for int64. Put the recipients in the order of their codes. With `GROOTSTE_RESTEN`
    the shares must sum to whole euros, and so do the parts; no part then leaves the whole euros
    around its share, so that a minimum or maximum in whole euros survives the rounding.

    Raises Rekenfout for a negative share, or shares that do not sum to whole euros.
    """
    if any(deel < 0 for deel in delen):
        raise Rekenfout("Een deel van een bedrag is negatief; controleer de gewichten.")
    if regel is Afronding.PER_ONTVANGER:
        return [(2 * d.numerator + d.denominator) // (2 * d.denominator) for d in delen]
    geheel = sum(delen, start=Fraction(0))
    if geheel.denominator != 1:
        raise Rekenfout("De delen tellen niet op tot een bedrag in hele euro's.")
    stukken = [deel.numerator // deel.denominator for deel in delen]
    return _deel_uit(
        stukken, [d - stuk for d, stuk in zip(delen, stukken, strict=True)], int(geheel)
    )


def _als_int64(np: Any, waarden: npt.ArrayLike, naam: str) -> tuple[Bedragen, int]:
    """Return whole numbers of 0 and up as an array, with the largest of them."""
    if type(waarden) is int and 0 <= waarden <= _GROOTSTE_INT64:
        return np.array(waarden), waarden  # one budget, as nearly always
    reeks = np.asarray(waarden)
    # Of whole numbers of which one needs the 64th bit NumPy makes floats, or objects.
    if reeks.size and reeks.dtype.kind in "fO" and _is_heel(np.asarray(waarden, dtype=object)):
        raise Rekenfout(f"Een {naam} is te groot om exact mee te rekenen (meer dan 2^63).")
    if reeks.size and reeks.dtype.kind not in "iu":
        raise Rekenfout(f"Een {naam} moet een geheel getal zijn, geen {reeks.dtype}.")
    if not reeks.size:
        return reeks.astype(np.int64), 0
    kleinste, grootste = int(reeks.min()), int(reeks.max())
    _weiger_buiten(naam, kleinste, grootste)
    return reeks.astype(np.int64, copy=False), grootste


def _weiger_buiten(naam: str, kleinste: int, grootste: int) -> None:
    if grootste > _GROOTSTE_INT64:
        raise Rekenfout(f"Een {naam} is te groot om exact mee te rekenen (meer dan 2^63).")
    if kleinste < 0:
        raise Rekenfout(f"Een {naam} mag niet negatief zijn: {kleinste}.")


def _is_heel(reeks: npt.NDArray[np.object_]) -> bool:
    return all(isinstance(waarde, int) for waarde in reeks.flat)


def _weiger_te_groot(grootste_bedrag: int, grootste_gewicht: int, vorm: tuple[int, ...]) -> None:
    """Refuse what would leave int64; taken in Python's own integers, which do not overflow."""
    if not vorm or vorm[-1] == 0:
        raise Rekenfout("Er zijn geen ontvangers om over te verdelen.")
    if _grootste_getal(grootste_bedrag, grootste_gewicht, vorm[-1]) > _GROOTSTE_INT64:
        raise Rekenfout(
            f"Bedrag {grootste_bedrag} maal gewicht {grootste_gewicht} is te groot om exact mee te "
            "rekenen; deel alle gewichten door een gemeenschappelijke factor."
        )


def lees_bedrag(tekst: str) -> int:
    """Read an amount in whole euros: "1234567", "1.234.567", "€ 1.234.567", "1.234.567,00".

    Raises ValueError for anything else, cents other than zero included.
    """
    gevonden = _BEDRAG.fullmatch(tekst.strip())
    if not gevonden or (gevonden[3] or "0").strip("0-"):
        raise ValueError(tekst)
    return int(gevonden[1] + gevonden[2].replace(".", ""))


def bedragfout(tekst: str) -> str:
    """Say of an amount that somebody typed in a form why it cannot be; "" for one that can."""
    tekst = tekst.strip()
    if not tekst:
        return "Hier staat nog geen bedrag; vul het in of maak de regel leeg."
    if len(tekst) > _LANGSTE_BEDRAG:
        return "Dit bedrag is te groot; typ bijvoorbeeld 125.000."
    try:
        bedrag = lees_bedrag(tekst)
    except ValueError:
        return "Dit is geen bedrag in hele euro's; typ bijvoorbeeld 125.000."
    return "Dit bedrag is negatief; typ 0 of hoger." if bedrag < 0 else ""


def toon(bedrag: int) -> str:
    """Show whole euros as the Dutch do: "€ 1.234.567"."""
    return f"€ {toon_getal(bedrag)}"


def toon_getal(getal: int) -> str:
    """Show an integer with points between the thousands: "1.234.567"."""
    return f"{getal:,}".replace(",", ".")


def toon_breuk(breuk: Fraction, decimalen: int) -> str:
    """Show a fraction with a comma, cut off (not rounded), with "…" where digits are left out."""
    schaal = 10**decimalen
    heel = breuk.numerator * schaal // breuk.denominator
    meer = "…" if Fraction(heel, schaal) != breuk else ""
    return f"{toon_getal(heel // schaal)},{heel % schaal:0{decimalen}d}{meer}"


def in_centen(euros: int) -> Centen:
    """Return whole euros in cents."""
    return Centen(euros * 100)


def toon_centen(centen: Centen) -> str:
    """Show cents as the Dutch do: "€ 1.234,56", "€ -0,05"."""
    teken = "-" if centen < 0 else ""
    return f"€ {teken}{toon_getal(abs(centen) // 100)},{abs(centen) % 100:02d}"


def centen_uit_punt(bedrag: str) -> str:
    """Show an amount that a program wrote with a point ("1384.56") as people read it."""
    heel, _, rest = bedrag.partition(".")
    return toon_centen(Centen(int(heel + rest.ljust(2, "0"))))


def centen_als_getal(centen: Centen) -> str:
    """Write cents exactly, as a number of euros for programs: "1234.56"."""
    teken = "-" if centen < 0 else ""
    return f"{teken}{abs(centen) // 100}.{abs(centen) % 100:02d}"
