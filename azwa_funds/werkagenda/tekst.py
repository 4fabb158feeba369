"""How the figures of a werkagenda read in a sentence, in the workbook as in the document."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from azwa_funds.excel.blad import PRO_MEMORIE
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.werkagenda.format import Vraag
from azwa_funds.werkagenda.normen import FTE, Populatie, Schaal, Streefwaarde
from azwa_funds.werkagenda.werkagenda import Bandbreedte, Werkagenda

#: Beside which questions the norm, and beside which the money, helps to answer.
NORM_BIJ, GELD_BIJ = "Ambitie", "Financieel plan"


def houvast_bij(agenda: Werkagenda, code: str, vraag: Vraag) -> str:
    """Say what norm or money a regio can hold on to when it answers a question."""
    if vraag.onderdeel == NORM_BIJ:
        return "; ".join(
            f"{norm.wat}: {in_woorden(norm, agenda.uitkomst(norm))}"
            for norm in agenda.normen_van(code)
        )
    if vraag.onderdeel == GELD_BIJ:
        return "; ".join(
            f"{geld.naam}: "
            + ", ".join(f"{jaar} {euro_of_pm(deel)}" for jaar, deel in geld.aandeel.items())
            for geld in agenda.geld_van(code)
        )
    return ""


def in_woorden(norm: Streefwaarde, uitkomst: Bandbreedte) -> str:
    """Show what a norm comes to: "12,93 tot 32,32 fte", "ten minste 1 netwerk", "p.m."."""
    if uitkomst.laag is None:
        return PRO_MEMORIE
    # A part of a person or a referral says nothing; a part of a fte does.
    toon_aantal = getal if norm.eenheid == FTE else _heel
    laag = toon_aantal(uitkomst.laag)
    laatste = laag if uitkomst.hoog is None else toon_aantal(uitkomst.hoog)
    eenheid = norm.enkelvoud if laatste == "1" else norm.eenheid
    if norm.hoog is None:
        return f"ten minste {laag} {eenheid}"
    return f"{laag} {eenheid}" if laag == laatste else f"{laag} tot {laatste} {eenheid}"


def norm_in_woorden(norm: Streefwaarde, populaties: Mapping[str, Populatie]) -> str:
    """Show a norm itself: "0,20 tot 0,50 fte per 10.000 inwoners"."""
    zelf = in_woorden(norm, Bandbreedte(norm.laag, norm.hoog))
    if norm.per_gebied:
        return f"{zelf} per {Schaal(norm.populatie).in_woorden}"
    naam = populaties[norm.populatie].naam
    return f"{zelf} per {toon_getal(norm.per)} {naam[0].lower()}{naam[1:]}"


def getal(waarde: Fraction) -> str:
    """Show a number with two decimals, rounded half up, or whole where it is whole."""
    honderdsten = afgerond(waarde * 100)
    heel, rest = divmod(honderdsten, 100)
    return f"{toon_getal(heel)},{rest:02d}" if rest else toon_getal(heel)


def _heel(waarde: Fraction) -> str:
    return toon_getal(afgerond(waarde))


def euro_of_pm(bedrag: Fraction | None) -> str:
    """Show an indicative amount in whole euros, rounded half up, or p.m."""
    if bedrag is None:
        return PRO_MEMORIE
    # An amount stays with its euro sign when the line breaks.
    return toon(afgerond(bedrag)).replace(" ", "\u00a0")


def afgerond(waarde: Fraction) -> int:
    """Round half up to a whole number."""
    return (2 * waarde.numerator + waarde.denominator) // (2 * waarde.denominator)
