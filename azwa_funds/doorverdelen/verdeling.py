"""What the plan of a region comes to: every euro of the regional amount in exactly one place.

First what stays regional, then what has a fixed amount or belongs to an activity, then the rest in
proportion. Percentages of the regional amount are rounded half up to whole euros; all else is
rounded once, by largest remainder. Amounts are whole euros in `int`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from pathlib import Path

from azwa_funds.besteden import REGIONALE, Geld, Recht, geld_van
from azwa_funds.doorverdelen.plan import Activiteit, Omvang, Plan, Post, Wijze
from azwa_funds.doorverdelen.planlezer import lees_plan
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import (
    LOKAAL,
    REGIONAAL,
    SPUK_AZWA,
    SPUK_IZA,
    Afronding,
    Ontvanger,
    Status,
    Vindplaats,
)
from azwa_funds.kern.euro import in_centen, past, rond_delen, toon, verdeel_een
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, Rekenfout
from azwa_funds.verdelen import Cijfers, Grensfout, begrens

REGIONAAL_DEEL, GEMEENTE_DEEL = "regionaal", "gemeente"


@dataclass(frozen=True, slots=True)
class Regiogeld:
    """The regional amount of one year; `berekend` is what was calculated, where it is awarded."""

    jaar: int
    uitkering: str
    bedrag: int
    status: Status
    vindplaats: Vindplaats
    berekend: int | None

    @property
    def verschil(self) -> int:
        """What the beschikking adds to the calculation; 0 where there is none."""
        return 0 if self.berekend is None else self.bedrag - self.berekend


@dataclass(frozen=True, slots=True)
class Regel:
    """One row of doorverdeling.csv: who has how much of the regional amount of a year."""

    jaar: int
    soort: str
    ontvanger_code: str
    ontvanger: str
    bedrag: int
    status: Status


@dataclass(frozen=True, slots=True)
class Postdeel:
    """A post in one year, with its amount."""

    post: Post
    bedrag: int


@dataclass(frozen=True, slots=True)
class Gemeentedeel:
    """What one gemeente gets in one year, and how: fixed, per activity, and of the rest.

    `activiteiten` are amounts in the order of the plan. `gewicht` is the part of the rest that the
    gemeente would have without a minimum, `precies` its exact share of the rest.
    """

    code: str
    naam: str
    doet_mee: bool
    vast: int
    activiteiten: tuple[int, ...]
    gewicht: Fraction
    precies: Fraction
    gedeeld: int
    op_minimum: bool

    @property
    def vooraf(self) -> int:
        """What stands before the rest is divided."""
        return self.vast + sum(self.activiteiten)

    @property
    def bedrag(self) -> int:
        """All that the gemeente gets."""
        return self.vooraf + self.gedeeld


@dataclass(frozen=True, slots=True)
class Jaarverdeling:
    """One year: the regional amount, what stays regional, and what each gemeente gets."""

    geld: Regiogeld
    posten: tuple[Postdeel, ...]
    gemeenten: tuple[Gemeentedeel, ...]
    rest: int
    wijzen: Mapping[Wijze, Mapping[str, int]]

    @property
    def regionaal(self) -> int:
        """What stays regional."""
        return sum(deel.bedrag for deel in self.posten)

    @property
    def naar_gemeenten(self) -> int:
        """What goes to the gemeenten together."""
        return sum(deel.bedrag for deel in self.gemeenten)


@dataclass(frozen=True)
class Doorverdeling:
    """A plan and what it comes to in each of its years."""

    plan: Plan
    status: Status
    jaren: Mapping[int, Jaarverdeling]

    @cached_property
    def _per_gemeente(self) -> Mapping[tuple[str, int], Gemeentedeel]:
        return {(g.code, jaar): g for jaar, deel in self.jaren.items() for g in deel.gemeenten}

    def toegezegd(self, code: str, jaar: int) -> int | None:
        """What a gemeente was promised in a year; None for a year or gemeente not in the plan."""
        deel = self._per_gemeente.get((code, jaar))
        return None if deel is None else deel.bedrag

    def deel(self, code: str, jaar: int) -> Gemeentedeel:
        """What a gemeente of the region gets in a year of the plan, in its parts."""
        return self._per_gemeente[code, jaar]

    def status_van(self, jaar: int) -> Status:
        """How firm the amounts of a year are: as the softest of plan and regional amount."""
        return min(self.status, self.jaren[jaar].geld.status)

    def regels(self) -> Iterator[Regel]:
        """Yield a row per year, kind and recipient; those of a year sum to the regional amount."""
        for jaar, verdeling in self.jaren.items():
            status = self.status_van(jaar)
            per_ontvanger: dict[str, int] = {}
            namen: dict[str, str] = {}
            for deel in verdeling.posten:
                wie = deel.post.ontvanger
                per_ontvanger[wie.code] = per_ontvanger.get(wie.code, 0) + deel.bedrag
                namen[wie.code] = wie.naam
            for code, bedrag in per_ontvanger.items():
                yield Regel(jaar, REGIONAAL_DEEL, code, namen[code], bedrag, status)
            for gemeente in verdeling.gemeenten:
                yield Regel(
                    jaar, GEMEENTE_DEEL, gemeente.code, gemeente.naam, gemeente.bedrag, status
                )


def verdeel_door(cijfers: Cijfers, plan: Plan, *, berekend: bool = False) -> Doorverdeling:
    """Divide the regional amounts by a plan; asserts per year that every euro has its place.

    An awarded amount prevails; with `berekend` the calculated amounts are divided all the same.
    Raises Invoerfout, with the line of the plan, where it gives out more than there is, leaves
    money without a place, or sets a minimum that does not fit.
    """
    # A plan that nobody decided on is an assumption, however official the amount it divides.
    status = Status.VASTGESTELD if plan.besluit else Status.AANNAME
    geld = geld_van(cijfers.gegevens)
    jaren = {}
    for jaar in plan.jaren:
        regiogeld = _regiogeld(geld, plan, jaar, berekend)
        jaren[jaar] = _Jaar(cijfers, plan, regiogeld).verdeel()
    return Doorverdeling(plan, status, jaren)


def _regiogeld(geld: Geld, plan: Plan, jaar: int, berekend: bool) -> Regiogeld:
    recht = next(
        (
            r
            for r in geld.rechten.values()
            if (r.regio, r.jaar) == (plan.regio.naam, jaar) and r.onderdeel in REGIONALE
        ),
        None,
    )
    if recht is None or recht.centen is None:
        raise Gebruikersfout(
            f"Het regionale geld van {plan.regio.naam} in {jaar} is nog p.m., dus niet te "
            "verdelen; laat dat jaar weg uit het plan."
        )
    return _als_regiogeld(geld, recht, recht.centen, berekend)


def _als_regiogeld(geld: Geld, recht: Recht, centen: int, berekend: bool) -> Regiogeld:
    eerder = None if recht.berekend is None else recht.berekend // 100
    status, bedrag = recht.status, centen // 100
    if (recht.regio, recht.jaar) in geld.cijfers.gecorrigeerd:
        status = Status.AANNAME
    if berekend and eerder is not None:
        return Regiogeld(recht.jaar, recht.uitkering, eerder, status, recht.vindplaats, None)
    return Regiogeld(recht.jaar, recht.uitkering, bedrag, status, recht.vindplaats, eerder)


def weeg(cijfers: Cijfers, wijze: Wijze, jaar: int, codes: Sequence[str]) -> list[int]:
    """Return the weight of each gemeente for one way of dividing, in the order of `codes`.

    The weights of the Brede SPUK are those of the local key, and before the SPUK AZWA the
    published amounts of that year, as for the arithmetical shares of the overviews.
    """
    if wijze is Wijze.GELIJK:
        return [1] * len(codes)
    if wijze is Wijze.INWONERS:
        return [cijfers.inwoners[code] for code in codes]
    if jaar not in cijfers.jaren:
        return [cijfers.lokaal_bedrag(code, jaar) for code in codes]
    wegingen = cijfers.gewichten(LOKAAL)
    return [wegingen[code].waarde for code in codes]


class _Jaar:
    """One year of a plan, in the order in which the money goes: what is left gets less."""

    def __init__(self, cijfers: Cijfers, plan: Plan, geld: Regiogeld) -> None:
        self.cijfers, self.plan, self.geld = cijfers, plan, geld
        self.leden = sorted(cijfers.gemeenten_van(plan.regio.naam), key=lambda g: g.code)
        self.codes = [g.code for g in self.leden if plan.doet_mee(g.code, geld.jaar)]
        self.over = geld.bedrag

    def _vaste_posten(self) -> Iterator[Postdeel]:
        for post in self.plan.posten:
            if post.omvang is not None and self.geld.jaar in post.omvang.jaren:
                deel = self._neem(post.omvang, f"post '{post.naam}'", post.regel)
                yield Postdeel(post, deel)

    def verdeel(self) -> Jaarverdeling:
        posten = [*self._vaste_posten()]
        namen = {gemeente.code: gemeente.naam for gemeente in self.leden}
        vast = {
            deel.gemeente: self._neem(
                deel.omvang, f"het vaste bedrag van {namen[deel.gemeente]}", deel.regel
            )
            for deel in self.plan.vast
            if self.geld.jaar in deel.omvang.jaren
        }
        per_activiteit = [self._activiteit(wat) for wat in self.plan.activiteiten]
        vooraf = {
            code: vast.get(code, 0) + sum(delen.get(code, 0) for delen in per_activiteit)
            for code in self.codes
        }
        rest, gewichten, precies, gedeeld, op_minimum = self._verdeel_rest(vooraf)
        posten += [Postdeel(post, rest) for post in self.plan.posten if post.omvang is None]
        gemeenten = tuple(
            Gemeentedeel(
                g.code,
                g.naam,
                g.code in vooraf,
                vast.get(g.code, 0),
                tuple(delen.get(g.code, 0) for delen in per_activiteit),
                gewichten.get(g.code, Fraction(0)),
                precies.get(g.code, Fraction(0)),
                gedeeld.get(g.code, 0),
                g.code in op_minimum,
            )
            for g in self.leden
        )
        naar_gemeenten = sum(deel.bedrag for deel in gemeenten)
        verdeling = Jaarverdeling(
            self.geld,
            tuple(posten),
            gemeenten,
            rest if self.plan.aandelen else 0,
            {wijze: self._deel_uit(naar_gemeenten, wijze, self.codes) for wijze in Wijze},
        )
        if verdeling.regionaal + verdeling.naar_gemeenten != self.geld.bedrag:
            raise Rekenfout(
                f"De doorverdeling van {self.geld.jaar} telt niet op tot het regionale bedrag; "
                "meld dit als fout."
            )
        return verdeling

    def _neem(self, omvang: Omvang, wat: str, regel: int) -> int:
        """Take an amount of what is left, or say on which line there is no more."""
        bedrag = omvang_in_euro(omvang, self.geld.jaar, self.geld.bedrag)
        if bedrag > self.over:
            hoe = str(self.geld.status)
            if self.geld.berekend is not None:
                hoe += f"; berekend was {toon(self.geld.berekend)}"
            raise self._fout(
                f"in {self.geld.jaar} is {wat} {toon(bedrag)}, maar van het regionale bedrag van "
                f"{toon(self.geld.bedrag)} ({hoe}) is dan nog {toon(self.over)} over",
                f"verlaag dit bedrag of een eerder bedrag met {toon(bedrag - self.over)}",
                regel,
            )
        self.over -= bedrag
        return bedrag

    def _activiteit(self, wat: Activiteit) -> dict[str, int]:
        if self.geld.jaar not in wat.omvang.jaren:
            return {}
        bedrag = self._neem(wat.omvang, f"activiteit '{wat.naam}'", wat.regel)
        return self._deel_uit(bedrag, wat.wijze, sorted(wat.deelnemers) or self.codes)

    def _deel_uit(self, bedrag: int, wijze: Wijze, codes: Sequence[str]) -> dict[str, int]:
        if not codes:
            return {}
        delen = verdeel_een(bedrag, weeg(self.cijfers, wijze, self.geld.jaar, codes))
        return dict(zip(codes, delen, strict=True))

    def _verdeel_rest(
        self, vooraf: Mapping[str, int]
    ) -> tuple[int, dict[str, Fraction], dict[str, Fraction], dict[str, int], frozenset[str]]:
        """Share out what is left: the amount, and per code its part, exact and whole euros."""
        rest, plan = self.over, self.plan
        if not plan.aandelen:
            if rest and not any(post.omvang is None for post in plan.posten):
                raise self._fout(
                    f"in {self.geld.jaar} heeft {toon(rest)} van het regionale bedrag van "
                    f"{toon(self.geld.bedrag)} nog geen plek",
                    "voeg een blok [[verdeling]] toe, of een [[post]] met rest = true",
                    self._laatste_regel(),
                )
            self._controleer_minimum(vooraf)
            return rest, {}, {}, {}, frozenset()
        gewichten = self._gewichten()
        minima = [max(0, plan.minimum - vooraf[code]) for code in self.codes]
        try:
            begrensd = begrens(rest, gewichten, minima, [None] * len(minima))
        except Grensfout as fout:
            raise self._fout(
                f"in {self.geld.jaar} vraagt het minimum van {toon(plan.minimum)} samen "
                f"{toon(sum(minima))}, en er is nog {toon(rest)} te verdelen",
                "verlaag het minimum",
                plan.minimum_regel,
            ) from fout
        if begrensd.op_minimum or not past(rest, gewichten):
            delen = rond_delen(begrensd.delen)
        else:
            delen = verdeel_een(rest, gewichten)
        totaal = sum(gewichten)
        return (
            rest,
            {c: Fraction(g, totaal) for c, g in zip(self.codes, gewichten, strict=True)},
            dict(zip(self.codes, begrensd.delen, strict=True)),
            dict(zip(self.codes, delen, strict=True)),
            frozenset(self.codes[plaats] for plaats in begrensd.op_minimum),
        )

    def _gewichten(self) -> list[int]:
        """Return whole weights for the mix of ways, in which each way counts for its percentage."""
        per_wijze = []
        for aandeel in self.plan.aandelen:
            waarden = weeg(self.cijfers, aandeel.wijze, self.geld.jaar, self.codes)
            som = sum(waarden)
            per_wijze.append([aandeel.procent * Fraction(waarde, som) for waarde in waarden])
        samen = [sum(delen, start=Fraction(0)) for delen in zip(*per_wijze, strict=True)]
        noemer = lcm(*(deel.denominator for deel in samen))
        return [int(deel * noemer) for deel in samen]

    def _controleer_minimum(self, vooraf: Mapping[str, int]) -> None:
        """A minimum can only be kept where there is a rest to divide."""
        for code, bedrag in vooraf.items():
            if bedrag < self.plan.minimum:
                naam = self.cijfers.gegevens.gemeenten[code].naam
                raise self._fout(
                    f"in {self.geld.jaar} krijgt {naam} {toon(bedrag)}, minder dan het minimum van "
                    f"{toon(self.plan.minimum)}, en er is geen rest om te verdelen",
                    "voeg een blok [[verdeling]] toe of verlaag het minimum",
                    self.plan.minimum_regel,
                )

    def _laatste_regel(self) -> int:
        """Return the line of the last block, after which another can be added."""
        plan = self.plan
        regels = [post.regel for post in plan.posten]
        regels += [vast.regel for vast in plan.vast]
        regels += [activiteit.regel for activiteit in plan.activiteiten]
        return max(regels, default=1)

    def _fout(self, reden: str, remedie: str, regel: int) -> Invoerfout:
        return Invoerfout(self.plan.pad, reden, remedie, rij=regel)


def omvang_in_euro(omvang: Omvang, jaar: int, regionaal: int) -> int:
    """Return an amount in a year: as it stands, or its percentage of the regional amount."""
    if omvang.procent is None:
        return omvang.bedragen[jaar]
    deel = omvang.procent
    eigen, _ = verdeel_een(
        regionaal, [deel.numerator, deel.denominator - deel.numerator], Afronding.PER_ONTVANGER
    )
    return eigen


def ontvangers_van(verdeling: Doorverdeling) -> dict[str, Ontvanger]:
    """Return the gemeenten that get money in any year of the plan, by code in order of name."""
    regio = verdeling.plan.regio.naam
    wie = {
        g.code: Ontvanger(g.code, g.naam, regio)
        for deel in verdeling.jaren.values()
        for g in deel.gemeenten
        if g.bedrag
    }
    return dict(sorted(wie.items(), key=lambda paar: paar[1].naam))


# -- known everywhere --------------------------------------------------------------------------


def met_plannen(gegevens: Gegevens, paden: Iterable[Path]) -> Gegevens:
    """Return the same data that also know what the plans of regions promise.

    Raises Gebruikersfout for a plan that does not fit, or two plans of one regio.
    """
    cijfers = geld_van(gegevens).cijfers
    per_regio: dict[str, Doorverdeling] = {}
    for pad in paden:
        verdeling = verdeel_door(cijfers, lees_plan(cijfers, pad))
        naam = verdeling.plan.regio.naam
        if naam in per_regio:
            raise Gebruikersfout(f"Er zijn twee plannen van IZA-regio {naam}; geef er één.")
        per_regio[naam] = verdeling
    if not per_regio:
        return gegevens
    nieuw = gegevens.met(**{_PLANNEN: per_regio})
    # The rights that were worked out above know the data without the plans.
    nieuw.__dict__.pop("geld", None)
    return nieuw


_PLANNEN = "doorverdelingen"


def plannen_van(gegevens: Gegevens) -> Mapping[str, Doorverdeling]:
    """Return what is known of plans, by regio; nothing unless `met_plannen` gave any."""
    return gegevens.onthoud(_PLANNEN, lambda _: dict[str, Doorverdeling]())


def vingerafdrukken(gegevens: Gegevens) -> dict[str, str]:
    """Return the sha256 of each plan that is known, by the name of its file, for a receipt."""
    plannen = plannen_van(gegevens).values()
    return {deel.plan.pad.name: deel.plan.sha256 for deel in plannen}


def toezegging(gegevens: Gegevens, code: str, jaar: int) -> Recht | None:
    """Return what a gemeente was promised of the regional money of a year; None without a plan.

    A right between a mandaathouder and a gemeente; it takes no part in what the Rijk awards.
    """
    gemeente = gegevens.gemeenten.get(code)
    verdeling = plannen_van(gegevens).get(gemeente.iza_regio) if gemeente else None
    bedrag = verdeling.toegezegd(code, jaar) if verdeling else None
    if gemeente is None or verdeling is None or bedrag is None:
        return None
    geld = verdeling.jaren[jaar].geld
    return Recht(
        code,
        gemeente.naam,
        gemeente.iza_regio,
        jaar,
        REGIONAAL if geld.uitkering == SPUK_AZWA else SPUK_IZA,
        geld.uitkering,
        in_centen(bedrag),
        verdeling.status_van(jaar),
        geld.vindplaats,
    )


def planbron(gegevens: Gegevens, regio: str) -> str:
    """Say on what a promise rests: the plan, its file and its decision."""
    plan = plannen_van(gegevens)[regio].plan
    return f"{plan.naam} ({plan.pad.name}; {plan.besluit or 'nog zonder besluit'})"


def plankeuze(gegevens: Gegevens) -> list[str]:
    """Return what a receipt says of the plans it was made with: "plan=a.toml, b.toml", if any."""
    namen = vingerafdrukken(gegevens)
    return [f"{_KEUZE}={', '.join(namen)}"] if namen else []


_KEUZE = "plan"


def kies_plannen(
    keuzes: Mapping[str, str], bestanden: Sequence[Path]
) -> tuple[list[Path], list[Path]]:
    """Part the files that are given once more into the plans that a receipt names, and the rest.

    Raises Gebruikersfout for a plan that is missing.
    """
    namen = keuzes.get(_KEUZE, "").split(", ") if keuzes.get(_KEUZE) else []
    plannen = [pad for pad in bestanden if pad.name in namen]
    for naam in namen:
        if naam not in [pad.name for pad in plannen]:
            raise Gebruikersfout(
                f"Het werkboek is gemaakt met het plan {naam}; geef dat ook, met --plan."
            )
    return plannen, [pad for pad in bestanden if pad not in plannen]
