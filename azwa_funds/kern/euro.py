"""Exact money: divide whole euros, round once by a named rule, read and show Dutch amounts.

No float ever holds an amount. One budget is divided in Python's own integers, many at once as
int64 arrays; numpy is loaded only for those, as its import takes longer than any one question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

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
    _check_bounds("bedrag", bedrag, bedrag)
    largest = max(gewichten, default=0)
    _check_bounds("gewicht", min(gewichten, default=0), largest)
    _check_range(bedrag, largest, (len(gewichten),))
    total = sum(gewichten)
    if not total:
        raise Rekenfout(_ALLES_NUL)
    if regel is Afronding.PER_ONTVANGER:
        return [(2 * bedrag * gewicht + total) // (2 * total) for gewicht in gewichten]
    pairs = [divmod(bedrag * gewicht, total) for gewicht in gewichten]
    return _hand_out([whole for whole, _ in pairs], [rest for _, rest in pairs], bedrag)


def _hand_out(parts: list[int], rests: Sequence[int | Fraction], whole: int) -> list[int]:
    """Give the euros that are left, one each, to the largest rests; of equal ones the first."""
    order = sorted(range(len(parts)), key=rests.__getitem__, reverse=True)
    for index in order[: whole - sum(parts)]:
        parts[index] += 1
    if sum(parts) != whole:
        raise Rekenfout(_TELT_NIET_OP)
    return parts


def verdeel(
    bedragen: npt.ArrayLike,
    gewichten: npt.ArrayLike,
    regel: Afronding = Afronding.GROOTSTE_RESTEN,
) -> Bedragen:
    """Divide whole euros over recipients by integer weights.

    `bedragen` has shape (...) and `gewichten` shape (..., n); they are broadcast against each
    other and the answer has shape (..., n). Put the recipients in the order of their codes:
    equal remainders are settled by position, lowest first.

    `GROOTSTE_RESTEN` gives every recipient the whole euros of its exact share and hands the
    euros that are left, one each, to the largest remainders: the parts always sum to the whole.
    It is not monotone: one euro more in total can cost one recipient a euro.
    `PER_ONTVANGER` rounds each part half up by itself, as the ministry's tables do; the parts
    may then miss the whole by a few euros (see `afrondingsverschil`).

    Raises Rekenfout for negative input, weights that are all zero, or numbers so large that
    the arithmetic would leave int64.
    """
    import numpy as np

    whole, largest_amount = _as_int64(bedragen, "bedrag")
    weights, largest_weight = _as_int64(gewichten, "gewicht")
    _check_range(largest_amount, largest_weight, weights.shape)
    total: Bedragen = weights.sum(axis=-1)
    if np.count_nonzero(total) < total.size:
        raise Rekenfout(_ALLES_NUL)
    whole, total = whole[..., np.newaxis], total[..., np.newaxis]
    product = whole * weights
    if regel is Afronding.PER_ONTVANGER:
        parts: Bedragen = (2 * product + total) // (2 * total)
        return parts
    parts, remainders = np.divmod(product, total)
    left_over = whole - parts.sum(axis=-1, keepdims=True)
    order = np.argsort(-remainders, axis=-1, kind="stable")
    if parts.ndim == 1:
        parts[order[: left_over[0]]] += 1
    else:
        extra = np.zeros_like(parts)
        np.put_along_axis(extra, order, np.arange(parts.shape[-1]) < left_over, axis=-1)
        parts += extra
    if np.count_nonzero(parts.sum(axis=-1, keepdims=True) != whole):
        raise Rekenfout(_TELT_NIET_OP)
    return parts


def past(bedrag: int, gewichten: Sequence[int]) -> bool:
    """Say whether `verdeel` can divide this amount by these weights within int64."""
    return _largest_number(bedrag, max(gewichten, default=0), len(gewichten)) <= _GROOTSTE_INT64


def _largest_number(amount: int, weight: int, number: int) -> int:
    """Return the largest number that `verdeel` can meet, in Python's own, which do not overflow.

    It doubles a product and adds the total of the weights, and it doubles that total.
    """
    total = weight * number
    return max(2 * amount * weight + total, 2 * total)


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
    whole = sum(delen, start=Fraction(0))
    if whole.denominator != 1:
        raise Rekenfout("De delen tellen niet op tot een bedrag in hele euro's.")
    parts = [deel.numerator // deel.denominator for deel in delen]
    return _hand_out(parts, [d - part for d, part in zip(delen, parts, strict=True)], int(whole))


def afrondingsverschil(bedragen: npt.ArrayLike, delen: Bedragen) -> Bedragen:
    """Return, per division, the whole minus the sum of the parts, in euros; shape (...)."""
    whole, _ = _as_int64(bedragen, "bedrag")
    difference: Bedragen = whole - delen.sum(axis=-1)
    return difference


def _as_int64(values: npt.ArrayLike, name: str) -> tuple[Bedragen, int]:
    """Return whole numbers of 0 and up as an array, with the largest of them."""
    import numpy as np

    if type(values) is int and 0 <= values <= _GROOTSTE_INT64:
        return np.array(values), values  # one budget, as nearly always
    array = np.asarray(values)
    # Of whole numbers of which one needs the 64th bit NumPy makes floats, or objects.
    if array.size and array.dtype.kind in "fO" and _are_whole(np.asarray(values, dtype=object)):
        raise Rekenfout(f"Een {name} is te groot om exact mee te rekenen (meer dan 2^63).")
    if array.size and array.dtype.kind not in "iu":
        raise Rekenfout(f"Een {name} moet een geheel getal zijn, geen {array.dtype}.")
    if not array.size:
        return array.astype(np.int64), 0
    smallest, largest = int(array.min()), int(array.max())
    _check_bounds(name, smallest, largest)
    return array.astype(np.int64, copy=False), largest


def _check_bounds(name: str, smallest: int, largest: int) -> None:
    if largest > _GROOTSTE_INT64:
        raise Rekenfout(f"Een {name} is te groot om exact mee te rekenen (meer dan 2^63).")
    if smallest < 0:
        raise Rekenfout(f"Een {name} mag niet negatief zijn: {smallest}.")


def _are_whole(array: npt.NDArray[np.object_]) -> bool:
    return all(isinstance(value, int) for value in array.flat)


def _check_range(largest_amount: int, largest_weight: int, shape: tuple[int, ...]) -> None:
    """Refuse what would leave int64; taken in Python's own integers, which do not overflow."""
    if not shape or shape[-1] == 0:
        raise Rekenfout("Er zijn geen ontvangers om over te verdelen.")
    if _largest_number(largest_amount, largest_weight, shape[-1]) > _GROOTSTE_INT64:
        raise Rekenfout(
            f"Bedrag {largest_amount} maal gewicht {largest_weight} is te groot om exact mee te "
            "rekenen; deel alle gewichten door een gemeenschappelijke factor."
        )


def lees_bedrag(tekst: str) -> int:
    """Read an amount in whole euros: "1234567", "1.234.567", "€ 1.234.567", "1.234.567,00".

    Raises ValueError for anything else, cents other than zero included.
    """
    match = _BEDRAG.fullmatch(tekst.strip())
    if not match or (match[3] or "0").strip("0-"):
        raise ValueError(tekst)
    return int(match[1] + match[2].replace(".", ""))


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
