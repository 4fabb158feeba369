"""What the calculation workbook lets its reader choose: per onderdeel the keys that take part.

A key takes part only when the steps of the workbook give exactly the euros of this program with
it; which keys do not, and why, is said in the workbook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, SPUK_AZWA, Gewicht, Sleutel, Toedeling
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.rekenmodel.stappen import (
    HOOGSTE_BUDGET,
    Deling,
    hoogste_minimum,
    past,
    verdeel_in_stappen,
)
from azwa_funds.verdelen import Cijfers, bedrag_van, gewichten, verdeel_uitkering

#: The onderdelen that are divided by a key; the others wait, or go to one named body.
ONDERDELEN = (LOKAAL, REGIONAAL)


@dataclass(frozen=True, slots=True)
class Keuze:
    """The choices for one onderdeel: keys by the name in the list, and the usual divisions.

    `gewichten` has the weights of each key in order of code; `weggelaten` says which keys do not
    take part, and why.
    """

    onderdeel: str
    toedeling: Toedeling
    sleutels: Mapping[str, Sleutel]
    gewichten: Mapping[str, Sequence[Gewicht]]
    standaard: str
    weggelaten: Sequence[str]
    delingen: Sequence[Deling]

    @property
    def sleutel(self) -> Sleutel:
        """The usual key."""
        return self.sleutels[self.standaard]

    @property
    def minimum(self) -> int:
        """The minimum of the usual key, in euros per recipient and year; 0 for none."""
        return minimum_van(self.sleutel)

    @property
    def aantal(self) -> int:
        """How many recipients share the money."""
        return len(self.gewichten[self.standaard])


def minimum_van(sleutel: Sleutel) -> int:
    """Return the minimum of a key, in euros per recipient and year; 0 for none."""
    return sleutel.minimum.bedrag if sleutel.minimum else 0


def keuze_voor(cijfers: Cijfers, onderdeel: str) -> Keuze:
    """Gather the choices for an onderdeel.

    Raises Gebruikersfout when the usual key differs between years or cannot take part.
    """
    gegevens, jaren = cijfers.gegevens, cijfers.jaren
    toedeling = gegevens.toedeling(SPUK_AZWA, onderdeel, jaren[0])
    ids = {gegevens.toedeling(SPUK_AZWA, onderdeel, jaar).sleutel for jaar in jaren}
    if len(ids) > 1 or not toedeling.sleutel:
        raise Gebruikersfout(
            f"Het rekenmodel kan onderdeel {onderdeel} niet aan, omdat het niet elk jaar met "
            "dezelfde sleutel wordt verdeeld; geef het in data/uitkeringen elk jaar dezelfde."
        )
    standaard = gegevens.sleutel(toedeling.sleutel)
    alle = gegevens.sleutels.values()
    soortgenoten = [sleutel for sleutel in alle if sleutel.ontvangers is standaard.ontvangers]
    soortgenoten.sort(key=lambda sleutel: sleutel.id != standaard.id)  # the usual one first
    namen = Counter(sleutel.naam.casefold() for sleutel in soortgenoten)
    sleutels, weggelaten = {}, []
    for sleutel in soortgenoten:
        if bezwaar := _bezwaar(cijfers, onderdeel, sleutel, standaard):
            weggelaten.append(
                f"De sleutel {sleutel.id} doet niet mee: {bezwaar}. Reken ermee met "
                f"azwa-funds verdeel --sleutel {onderdeel}={sleutel.id}."
            )
        else:
            uniek = namen[sleutel.naam.casefold()] == 1
            sleutels[sleutel.naam if uniek else f"{sleutel.naam} ({sleutel.id})"] = sleutel
    eerste = next(iter(sleutels), "")
    if not eerste or sleutels[eerste] is not standaard:
        raise Gebruikersfout(f"Het rekenmodel kan onderdeel {onderdeel} niet aan. {weggelaten[0]}")
    return Keuze(
        onderdeel,
        toedeling,
        sleutels,
        {naam: gewichten(gegevens, sleutel.id, jaren[0]) for naam, sleutel in sleutels.items()},
        eerste,
        weggelaten,
        [_deling(cijfers, onderdeel, jaar, standaard, eerste) for jaar in jaren],
    )


def _deling(cijfers: Cijfers, onderdeel: str, jaar: int, sleutel: Sleutel, naam: str) -> Deling:
    budget = bedrag_van(cijfers.budgetten[onderdeel, jaar])
    wegingen, minimum = gewichten(cijfers.gegevens, sleutel.id, jaar), minimum_van(sleutel)
    waarden = [weging.waarde for weging in wegingen]
    return Deling(
        onderdeel,
        onderdeel.capitalize(),
        jaar,
        budget,
        minimum,
        sleutel.afronding.regel,
        naam,
        [weging.ontvanger for weging in wegingen],
        verdeel_in_stappen(budget, waarden, minimum, sleutel.afronding.regel),
    )


def _bezwaar(cijfers: Cijfers, onderdeel: str, sleutel: Sleutel, standaard: Sleutel) -> str:
    """Say why a key cannot take part; nothing when it can."""
    jaren = cijfers.jaren
    if not sleutel.van <= jaren[0] <= jaren[-1] <= sleutel.tot_en_met:
        return f"zij geldt niet in alle jaren van {jaren[0]} tot en met {jaren[-1]}"
    per_jaar = [_per_code(cijfers, sleutel, jaar) for jaar in jaren]
    if any(waarden != per_jaar[0] for waarden in per_jaar):
        return "zij heeft niet elk jaar dezelfde gewichten"
    if set(per_jaar[0]) != set(_per_code(cijfers, standaard, jaren[0])):
        return f"zij verdeelt niet over dezelfde ontvangers als {standaard.id}"
    past_niet = "te groot om in een rekenblad op de euro mee te rekenen"
    if not past(list(per_jaar[0].values())):
        return f"haar gewichten zijn {past_niet}"
    budgetten = [bedrag_van(cijfers.budgetten[onderdeel, jaar]) for jaar in jaren]
    if max(budgetten) > HOOGSTE_BUDGET or minimum_van(sleutel) > hoogste_minimum(len(per_jaar[0])):
        return f"het budget of haar minimum is {past_niet}"
    for jaar in jaren:
        deling = _deling(cijfers, onderdeel, jaar, sleutel, sleutel.naam)
        bedragen = [stap.bedrag for stap in deling.stappen]
        if bedragen != _volgens_programma(cijfers, onderdeel, jaar, sleutel, set(per_jaar[0])):
            return "zij kent een maximum of uitzonderingen, en dat kan het rekenblad niet"
    return ""


def _per_code(cijfers: Cijfers, sleutel: Sleutel, jaar: int) -> dict[str, int]:
    wegingen = gewichten(cijfers.gegevens, sleutel.id, jaar)
    return {weging.ontvanger.code: weging.waarde for weging in wegingen}


def _volgens_programma(
    cijfers: Cijfers, onderdeel: str, jaar: int, sleutel: Sleutel, codes: set[str]
) -> list[int]:
    toekenningen = verdeel_uitkering(
        cijfers.gegevens, jaren=[jaar], onderdelen=[onderdeel], sleutels={onderdeel: sleutel.id}
    )
    per_code = {t.ontvanger_code: t.bedrag for t in toekenningen if t.ontvanger_code in codes}
    return [per_code[code] for code in sorted(per_code)]
