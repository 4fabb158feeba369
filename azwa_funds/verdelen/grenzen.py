"""A minimum and a maximum per recipient, applied to exact shares so that the whole still closes.

Who would get less than the minimum is lifted to it, who would get more than the maximum is cut
back to it, and the others share what is left by their weights. All of them then get the same
amount per unit of weight, which makes the answer unique: it depends on no order of steps or rows.
Nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from azwa_funds.kern.begrippen import Gewicht, Grens, Sleutel
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import Invoerfout, Rekenfout


@dataclass(frozen=True, slots=True)
class Begrensd:
    """Exact shares in euros between bounds, in the order in which the weights were given.

    `op_minimum` and `op_maximum` hold the places of those that a bound moved; `per_gewicht` is
    what the others get per unit of weight.
    """

    delen: tuple[Fraction, ...]
    per_gewicht: Fraction
    op_minimum: frozenset[int]
    op_maximum: frozenset[int]


class Grensfout(Rekenfout):
    """Bounds between which an amount cannot be divided: `reden` and `remedie`."""

    def __init__(self, reden: str, remedie: str) -> None:
        super().__init__(f"{reden[0].upper()}{reden[1:]}; {remedie}.")
        self.reden, self.remedie = reden, remedie


def begrens(
    bedrag: int, gewichten: Sequence[int], minima: Sequence[int], maxima: Sequence[int | None]
) -> Begrensd:
    """Share out whole euros by weight, every share within its minimum and maximum (None: none).

    A recipient without weight gets its minimum and no more. The shares sum to `bedrag` exactly.
    Raises Grensfout where a minimum exceeds its maximum, the minimums together exceed the
    amount, or the maximums leave part of it over.
    """
    for laagst, hoogst in zip(minima, maxima, strict=True):
        if hoogst is not None and laagst > hoogst:
            raise Grensfout(
                f"het minimum van {toon(laagst)} is hoger dan het maximum van {toon(hoogst)}",
                "verlaag het minimum of verhoog het maximum",
            )
    if sum(minima) > bedrag:
        raise Grensfout(
            f"de minima tellen op tot {toon(sum(minima))}, meer dan het budget van {toon(bedrag)}",
            "verlaag het minimum",
        )
    per_gewicht = _vul(bedrag, gewichten, minima, maxima)
    naar_gewicht = [per_gewicht * gewicht for gewicht in gewichten]
    grenzen = list(zip(naar_gewicht, minima, maxima, strict=True))
    delen = tuple(
        max(deel if hoogst is None else min(deel, Fraction(hoogst)), Fraction(laagst))
        for deel, laagst, hoogst in grenzen
    )
    if sum(delen) != bedrag:
        raise Rekenfout("De verdeling binnen de grenzen telt niet op; meld dit als fout.")
    return Begrensd(
        delen,
        per_gewicht,
        frozenset(i for i, (deel, laagst, _) in enumerate(grenzen) if deel < laagst),
        frozenset(
            i for i, (deel, _, hoogst) in enumerate(grenzen) if hoogst is not None and deel > hoogst
        ),
    )


def _vul(
    bedrag: int, gewichten: Sequence[int], minima: Sequence[int], maxima: Sequence[int | None]
) -> Fraction:
    """Return the amount per unit of weight at which all shares together make up `bedrag`.

    As that amount rises from nothing, a share starts to grow where it passes its minimum and
    stops at its maximum: the whole is a rising line with bends, and we walk along its bends.
    """
    bochten = []
    for gewicht, laagst, hoogst in zip(gewichten, minima, maxima, strict=True):
        if gewicht:
            bochten.append((Fraction(laagst, gewicht), gewicht))
            if hoogst is not None:
                bochten.append((Fraction(hoogst, gewicht), -gewicht))
    per_gewicht, verdeeld, groeit = Fraction(0), Fraction(sum(minima)), 0
    for bocht, gewicht in sorted(bochten):
        erbij = groeit * (bocht - per_gewicht)
        if verdeeld + erbij >= bedrag:
            break
        per_gewicht, verdeeld, groeit = bocht, verdeeld + erbij, groeit + gewicht
    if verdeeld == bedrag:
        return per_gewicht
    if groeit == 0:
        raise Grensfout(
            f"de maxima laten {toon(int(bedrag - verdeeld))} van het budget van {toon(bedrag)} "
            "over",
            "verhoog het maximum",
        )
    return per_gewicht + (bedrag - verdeeld) / groeit


# -- of a key ----------------------------------------------------------------------------------


def heeft_grenzen(sleutel: Sleutel) -> bool:
    """Whether a key knows a minimum or a maximum."""
    return sleutel.minimum is not None or sleutel.maximum is not None


def grenzen_van(
    sleutel: Sleutel, wegingen: Sequence[Gewicht]
) -> tuple[list[int], list[int | None]]:
    """Return minimum and maximum, in euros a year, of each recipient of a key (0, None: none).

    Raises Invoerfout naming the file for an exception about a code that is no recipient, a code
    with two exceptions, or a minimum above the maximum of one recipient.
    """
    codes = [weging.ontvanger.code for weging in wegingen]
    laagste = _per_code(sleutel, sleutel.minimum, "minimum", codes)
    hoogste = _per_code(sleutel, sleutel.maximum, "maximum", codes)
    minima = [laagste.get(code, 0) for code in codes]
    maxima = [hoogste.get(code) for code in codes]
    for weging, laagst, hoogst in zip(wegingen, minima, maxima, strict=True):
        if hoogst is not None and laagst > hoogst:
            raise Invoerfout(
                sleutel.bestand,
                f"het minimum van {weging.ontvanger.naam} ({toon(laagst)}) is hoger dan het "
                f"maximum ({toon(hoogst)})",
                "verlaag het minimum of verhoog het maximum",
            )
    return minima, maxima


def _per_code(
    sleutel: Sleutel, grens: Grens | None, naam: str, codes: Sequence[str]
) -> dict[str, int]:
    if grens is None:
        return {}
    bedragen: dict[str, int] = {}
    for uitzondering in grens.uitzonderingen:
        for code in uitzondering.ontvangers:
            if code not in codes:
                raise Invoerfout(
                    sleutel.bestand,
                    f"de uitzondering op [{naam}] noemt '{code}', en dat is geen ontvanger van "
                    "deze sleutel",
                    "verbeter of verwijder deze code",
                )
            if code in bedragen:
                raise Invoerfout(
                    sleutel.bestand,
                    f"de uitzonderingen op [{naam}] noemen '{code}' twee keer",
                    "laat er een staan",
                )
            bedragen[code] = uitzondering.bedrag
    return {code: bedragen.get(code, grens.bedrag) for code in codes}


def begrens_sleutel(
    sleutel: Sleutel, wegingen: Sequence[Gewicht], bedrag: int, jaar: int
) -> Begrensd:
    """Share out whole euros by the weights and the bounds of a key.

    Raises Invoerfout naming the file where the amount of that year does not fit the bounds.
    """
    minima, maxima = grenzen_van(sleutel, wegingen)
    try:
        return begrens(bedrag, [weging.waarde for weging in wegingen], minima, maxima)
    except Grensfout as fout:
        raise Invoerfout(sleutel.bestand, f"in {jaar}: {fout.reden}", fout.remedie) from fout
