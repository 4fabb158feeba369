"""The rules that look at totals: per recipient, per regio, and of the whole country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from azwa_funds.besteden import (
    REGIONALE,
    Bedrageenheid,
    Ernst,
    Jaarstand,
    Recht,
    Regiovergelijking,
    Toetsregel,
)
from azwa_funds.besteden import deelwaarneming as oordeel_deelwaarneming
from azwa_funds.doorverdelen import Doorverdeling, plannen_van, toezegging
from azwa_funds.gegevens import benoem
from azwa_funds.kern.begrippen import NUL, Centen
from azwa_funds.kern.euro import toon_centen
from azwa_funds.toetsen.basis import Bevinding, Toets, is_medeoverheid
from azwa_funds.werkagenda import Oordeel

# -- 1, 2, 3: the total of a recipient ---------------------------------------------------------


def meer_dan_toegekend(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """Spent more than the amount of the year and what came along."""
    for recht in toets.rechten:
        stand = toets.stand(recht)
        if stand.besteed is None:
            continue
        if stand.beschikbaar is None:
            yield toets.bevinding(
                regel,
                recht,
                f"Besteed is {toon_centen(stand.besteed)}; het bedrag is nog niet bekend (p.m.), "
                "dus niet te toetsen.",
                twijfel=True,
                gevonden=stand.besteed,
            )
        elif stand.eigen_middelen:
            slot = f". {_kan_dit_dekken(toets)}" if stand.kan_gedekt_zijn else ""
            yield toets.bevinding(
                regel,
                recht,
                f"Besteed is {toon_centen(stand.besteed)}, dat is "
                f"{toon_centen(stand.eigen_middelen)} meer dan er was: "
                f"{_beschikbaar(toets, recht)}{slot}.",
                twijfel=bool(slot) or recht.gepubliceerd is not None,
                verwacht=stand.beschikbaar,
                gevonden=stand.besteed,
                verschil=stand.eigen_middelen,
            )


def _beschikbaar(toets: Toets, recht: Recht) -> str:
    stand = toets.stand(recht)
    tekst = f"{toon_centen(recht.centen or NUL)} toegekend ({recht.status}{_correctie(recht)})"
    if stand.mee_uit_vorig:
        tekst += f" en {toon_centen(stand.mee_uit_vorig)} meegenomen uit {toets.jaar - 1}"
    return tekst + (f"; {stand.aanname}" if stand.aanname else "")


def _kan_dit_dekken(toets: Toets) -> str:
    return (
        f"Wat uit {toets.jaar - 1} is meegenomen, kan dit dekken; dat volgt niet uit de bestanden"
    )


def _correctie(recht: Recht) -> str:
    """Name the published amount too, where we put another in its place."""
    if recht.gepubliceerd is None:
        return ""
    return f": gecorrigeerd, de bron noemt hier {toon_centen(recht.gepubliceerd)}"


def minder_dan_toegekend(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """Spent less: what may go along to the next year, and what would be reclaimed."""
    for recht in toets.rechten:
        stand = toets.stand(recht)
        if stand.besteed is None or stand.beschikbaar is None:
            continue
        if stand.terug is None or stand.mee_naar_volgend is None:
            yield _onbekend_mee(toets, regel, recht, stand)
            continue
        over = Centen(stand.terug + stand.mee_naar_volgend)
        if not over:
            continue
        mee = toets.regels.mee(recht.uitkering, toets.jaar)
        hoe = f"{mee.status}: {mee.tekst}"
        yield toets.bevinding(
            regel,
            recht,
            f"Besteed is {toon_centen(stand.besteed)} van {_beschikbaar(toets, recht)}. Over is "
            f"{toon_centen(over)}: {toon_centen(stand.mee_naar_volgend)} mee naar "
            f"{toets.jaar + 1} ({hoe}), {toon_centen(stand.terug)} terug.",
            twijfel=not stand.terug,
            verwacht=stand.beschikbaar,
            gevonden=stand.besteed,
            verschil=Centen(-over),
        )


def _onbekend_mee(toets: Toets, regel: Toetsregel, recht: Recht, stand: Jaarstand) -> Bevinding:
    """Money is left, and no source says which part of it may go along."""
    besteed, beschikbaar = stand.besteed or NUL, stand.beschikbaar or NUL
    over = Centen(beschikbaar - besteed)
    return toets.bevinding(
        regel,
        recht,
        f"Besteed is {toon_centen(besteed)} van {_beschikbaar(toets, recht)}. Over is "
        f"{toon_centen(over)}; welk deel mee mag naar {toets.jaar + 1} en welk deel terug moet, is "
        "niet bekend.",
        twijfel=True,
        verwacht=beschikbaar,
        gevonden=besteed,
        verschil=Centen(-over),
    )


def geen_verantwoording(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """No account at all, where a zero had to be reported."""
    for recht in toets.rechten:
        if (recht.code, toets.jaar, recht.onderdeel) in toets.besteed:
            continue
        bedrag = "p.m." if recht.centen is None else toon_centen(recht.centen)
        yield toets.bevinding(
            regel,
            recht,
            f"Er is geen verantwoording over {recht.onderdeel} ({bedrag} toegekend); meld ook "
            "een nul, met één rij met bedrag 0.",
            twijfel=recht.centen is None,
            verwacht=recht.centen,
        )


def beschikking_wijkt_af(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """An award that is not what this program had calculated."""
    for recht in toets.rechten:
        if recht.berekend is None or recht.centen is None or recht.berekend == recht.centen:
            continue
        verschil = Centen(recht.centen - recht.berekend)
        yield toets.bevinding(
            regel,
            recht,
            f"De beschikking is {toon_centen(recht.centen)}, berekend was "
            f"{toon_centen(recht.berekend)}; de beschikking gaat voor.",
            verwacht=recht.berekend,
            gevonden=recht.centen,
            verschil=verschil,
        )


# -- 7, 8: regio and country -------------------------------------------------------------------


def consolidatie(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """What a mandaathouder says she spent through a gemeente, against what that gemeente says."""
    for recht in toets.geld.rechten.values():
        if recht.jaar != toets.jaar or recht.onderdeel not in REGIONALE:
            continue
        anderen = [code for code in toets.geld.leden[recht.regio] if code != recht.code]
        if toets.kring.codes.isdisjoint([recht.code, *anderen]):
            continue
        via = toets.besteed_via(recht.code, recht.onderdeel)
        for code in anderen:
            yield from _vergelijk(toets, regel, recht, code, via.get(code))


def _vergelijk(
    toets: Toets, regel: Toetsregel, recht: Recht, code: str, gemeld: Centen | None
) -> Iterator[Bevinding]:
    """Compare one gemeente with her mandaathouder; `gemeld` is what the mandaathouder says."""
    if code not in toets.kring.codes and recht.code not in toets.kring.codes:
        return
    v = _twee_kanten(toets, recht, code, gemeld)
    if v.is_gelijk:
        return
    zegt = f"{recht.naam} meldt {v.toon(v.volgens_mandaathouder)} besteed via {v.naam}"
    hoe = f"{v.naam} zelf meldt {v.toon(v.volgens_gemeente)}"
    ontbreekt = ""
    if v.volgens_gemeente is None:
        ontbreekt = f"van {v.naam} is er geen verantwoording in de bestanden"
    elif v.volgens_mandaathouder is None:
        ontbreekt = f"van {recht.naam} is er geen regionale verantwoording in de bestanden"
    yield toets.bevinding(
        regel,
        recht,
        f"{zegt}; {ontbreekt or hoe}.",
        twijfel=bool(ontbreekt),
        verwacht=v.volgens_gemeente,
        gevonden=v.volgens_mandaathouder or 0,
        verschil=v.verschil,
    )


def _twee_kanten(toets: Toets, recht: Recht, code: str, gemeld: Centen | None) -> Regiovergelijking:
    """Who accounts for anything and names no regional money, says that it is nothing."""
    eigen = toets.besteed.get((code, toets.jaar, recht.onderdeel))
    if eigen is None and code in toets.verantwoorders:
        eigen = NUL
    if gemeld is None and (recht.code, toets.jaar, recht.onderdeel) in toets.besteed:
        gemeld = NUL
    return Regiovergelijking(code, toets.geld.codes.namen[code], gemeld, eigen, Bedrageenheid.CENT)


def landelijk_budget(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """All recipients together against the national budget of the year."""
    for onderdeel, uitkering in toets.geld.uitkeringen.items():
        if toets.jaar not in toets.geld.jaren(uitkering):
            continue
        gemeld = {
            code: centen
            for (code, jaar, o), centen in toets.besteed.items()
            if (jaar, o) == (toets.jaar, onderdeel)
            and (code, toets.jaar, onderdeel) in toets.geld.rechten
        }
        budget, status, _ = toets.geld.budget(onderdeel, toets.jaar)
        som = Centen(sum(gemeld.values()))
        boven = som > budget
        if not boven and not (toets.kring.is_landelijk and gemeld):
            continue
        rechten = [
            r
            for r in toets.geld.rechten.values()
            if (r.jaar, r.onderdeel) == (toets.jaar, onderdeel)
        ]
        melding = (
            f"{len(gemeld)} van {len(rechten)} ontvangers meldden samen {toon_centen(som)}; het "
            f"landelijke budget is {toon_centen(budget)} ({status})."
        )
        yield Bevinding(
            regel.nummer,
            regel.ernst if boven else regel.bij_twijfel,
            "",
            "alle ontvangers",
            toets.jaar,
            onderdeel,
            melding,
            budget,
            som,
            Centen(som - budget),
        )


# -- 12, 13: conditions ------------------------------------------------------------------------


def werkagenda(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """The condition of the werkagenda, per regio within the kring, by the register."""
    regios = toets.kring.regios or sorted(
        {toets.geld.regio_van(code) for code in toets.kring.codes} - {""}
    )
    if toets.register is None:
        yield Bevinding(
            regel.nummer,
            Ernst.INFORMATIE,
            "",
            toets.kring.naam,
            toets.jaar,
            "",
            "Niet getoetst: er is geen register van de werkagenda gegeven (--werkagenda BESTAND).",
        )
        return
    for naam in regios:
        status = toets.register[naam]
        if status.oordeel is Oordeel.OP_TIJD and not status.vroeg_ingediend:
            continue
        mild = status.oordeel in (
            Oordeel.OP_TIJD,
            Oordeel.NAVRAGEN,
            Oordeel.TE_LAAT,
            Oordeel.ONBEKEND,
        )
        yield Bevinding(
            regel.nummer,
            regel.bij_twijfel if mild else regel.ernst,
            status.regio.mandaathouder_code,
            status.regio.mandaathouder,
            toets.jaar,
            "",
            f"Werkagenda van regio {naam}: {status.oordeel}; {status.aandacht}.",
        )


def deelwaarneming(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """Whether the auditor takes a sample, and the tolerances, per recipient and uitkering."""
    goedkeuring = toets.drempelprocent("goedkeuring")
    for (code, uitkering), delen in lasten_per_uitkering(toets).items():
        lasten = Centen(sum(delen.values()))
        melding = (
            f"Lasten van {toets.geld.gegevens.uitkering(uitkering).naam} over {toets.jaar}: "
            f"{toon_centen(lasten)}{_waarvan(toets, delen)}. "
            f"{_steekproef(toets, code, uitkering, delen)}. Rapporteringstolerantie over deze "
            f"lasten {toon_centen(toets.tolerantie.bedrag(lasten))} ({toets.tolerantie.status}); "
            f"goedkeuringstolerantie {goedkeuring}%, ter oriëntatie "
            f"{toon_centen(Centen(max(0, lasten) * goedkeuring // 100))}."
        )
        naam = toets.geld.codes.namen[code]
        yield Bevinding(
            regel.nummer, regel.ernst, code, naam, toets.jaar, uitkering, melding, gevonden=lasten
        )


def _waarvan(toets: Toets, delen: Mapping[str, Centen]) -> str:
    if len(delen) == 1:
        return ""
    per_deel = (f"{toon_centen(c)} {benoem(toets.geld.gegevens, o)}" for o, c in delen.items())
    return f" ({' en '.join(per_deel)})"


def _steekproef(toets: Toets, code: str, uitkering: str, delen: Mapping[str, Centen]) -> str:
    """Say whether a sample is due, and on which amount that rests."""
    vanaf = toets.drempel("deelwaarneming_vanaf")
    ontvangen = toets.geld.toegekend(code, toets.jaar, toets.geld.onderdelen(uitkering, toets.jaar))
    lasten = Centen(sum(delen.values()))
    via_ander = any(is_medeoverheid(toets, code, onderdeel) for onderdeel in delen)
    uitkomst = oordeel_deelwaarneming(vanaf, ontvangen, lasten, via_ander=via_ander)
    bedrag = toon_centen(uitkomst.bedrag)
    if uitkomst.naar_lasten:
        waarop = f"Wat is ontvangen, is niet helemaal bekend; verantwoord is {bedrag}"
    else:
        heel = "" if uitkomst.is_heel else "ten minste "
        waarop = f"Ontvangen is {heel}{bedrag} ({ontvangen.status})"
    if uitkomst.is_nodig:
        return f"{waarop}, ten minste {toon_centen(vanaf)}: wel een deelwaarneming"
    return f"{waarop}, minder dan {toon_centen(vanaf)}: geen deelwaarneming nodig"


def lasten_per_uitkering(toets: Toets) -> dict[tuple[str, str], dict[str, Centen]]:
    """Return what each recipient within the kring spent of each uitkering, per onderdeel.

    The Bado looks at a uitkering as a whole: its local and its regional part together, also where
    a gemeente spends the latter for a mandaathouder.
    """
    lasten: dict[tuple[str, str], dict[str, Centen]] = {}
    for uitkering in dict.fromkeys(toets.geld.uitkeringen.values()):
        for onderdeel in toets.geld.onderdelen(uitkering, toets.jaar):
            for code in sorted(toets.kring.codes):
                besteed = toets.besteed.get((code, toets.jaar, onderdeel))
                if besteed is not None:
                    lasten.setdefault((code, uitkering), {})[onderdeel] = besteed
    return lasten


# -- 15: what the region passed on -------------------------------------------------------------


def toegezegd(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """What a gemeente spent of the regional money, against what the plan of its region promises.

    What the gemeente says itself; where it says nothing, what its mandaathouder says.
    """
    gegevens = toets.geld.gegevens
    for naam, verdeling in plannen_van(gegevens).items():
        mandaathouder = gegevens.regios[naam].mandaathouder_code
        for code in sorted(toets.kring.codes & set(toets.geld.leden[naam])):
            recht = toezegging(gegevens, code, toets.jaar)
            # What a mandaathouder that is a gemeente keeps for itself, it need not pass on.
            if recht is None or code == mandaathouder:
                continue
            yield from _tegen_de_toezegging(toets, regel, recht, mandaathouder, verdeling)


def _tegen_de_toezegging(
    toets: Toets, regel: Toetsregel, recht: Recht, mandaathouder: str, verdeling: Doorverdeling
) -> Iterator[Bevinding]:
    centen = recht.centen or NUL
    wie = "de gemeente"
    besteed = toets.besteed.get((recht.code, toets.jaar, recht.onderdeel))
    if besteed is None:
        besteed = toets.besteed_via(mandaathouder, recht.onderdeel).get(recht.code)
        wie = "de mandaathouder"
    plan = f"toegezegd is {toon_centen(centen)} ({verdeling.plan.naam}, {recht.status})"
    if besteed is None:
        if centen:
            yield toets.bevinding(
                regel, recht, f"Van het regionale geld is niets gemeld; {plan}.",
                twijfel=True, verwacht=centen,
            )  # fmt: skip
        return
    verschil = Centen(besteed - centen)
    if not verschil:
        return
    woord = "meer" if verschil > 0 else "minder"
    melding = (
        f"Besteed van het regionale geld is {toon_centen(besteed)} volgens {wie}, en {plan}: "
        f"{toon_centen(Centen(abs(verschil)))} {woord}."
    )
    if verschil > 0 and not verdeling.plan.besluit:
        melding += " Het plan is nog zonder besluit."
    yield toets.bevinding(
        regel, recht, melding, twijfel=verschil < 0 or not verdeling.plan.besluit,
        verwacht=centen, gevonden=besteed, verschil=verschil,
    )  # fmt: skip
