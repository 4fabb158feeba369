"""Two keys side by side on the same budget: who gains and who loses, at every level.

"Verschil" is what B gives minus what A gives. Both divide the same euros, so the differences
sum to nothing at every level, which is asserted here. What a key that rounds every amount by
itself leaves of the budget, or is short, stands in a row of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import SPUK_AZWA, Budget, Gemeente, Ontvangersoort, Sleutel, Status
from azwa_funds.kern.fouten import Gebruikersfout, Rekenfout
from azwa_funds.verdelen import VERSCHILLEN, bedrag_van, verdeel_uitkering


@dataclass(frozen=True, slots=True)
class Regel:
    """What one area gets by either key, in whole euros; `inwoners` on 1 January."""

    code: str
    naam: str
    groep: str
    inwoners: int
    bedrag_a: int
    bedrag_b: int

    @property
    def verschil(self) -> int:
        """B minus A."""
        return self.bedrag_b - self.bedrag_a

    @property
    def procent(self) -> Fraction | None:
        """The difference as part of A (1/20 is 5%), None where A gives nothing."""
        return Fraction(self.verschil, self.bedrag_a) if self.bedrag_a else None

    @property
    def per_inwoner(self) -> Fraction | None:
        """The difference in euros per inwoner, None of a row that is no area."""
        return Fraction(self.verschil, self.inwoners) if self.inwoners else None


@dataclass(frozen=True, slots=True)
class Niveau:
    """All areas of one kind; together with `rest` they get the whole budget by either key.

    `rest` is what rounding each amount by itself leaves, or is short: no row, or one.
    """

    id: str
    enkelvoud: str
    meervoud: str
    regels: tuple[Regel, ...]
    rest: tuple[Regel, ...] = ()

    @property
    def alle(self) -> tuple[Regel, ...]:
        """The areas, and the rest below them."""
        return *self.regels, *self.rest

    @property
    def winst(self) -> int:
        """What all who gain gain together; the others lose as much."""
        return sum(max(regel.verschil, 0) for regel in self.alle)

    @property
    def winnaars(self) -> int:
        """How many gain."""
        return sum(regel.verschil > 0 for regel in self.regels)

    @property
    def verliezers(self) -> int:
        """How many lose."""
        return sum(regel.verschil < 0 for regel in self.regels)

    def grootste(self, aantal: int) -> list[Regel]:
        """The largest gains, then the largest losses with the largest last."""
        op_winst = sorted(self.regels, key=lambda regel: (-regel.verschil, regel.code))
        winst = [regel for regel in op_winst[:aantal] if regel.verschil > 0]
        verlies = [regel for regel in op_winst[-aantal:] if regel.verschil < 0]
        return winst + verlies


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """Two keys on one budget; the first level is that of the recipients themselves."""

    a: Sleutel
    b: Sleutel
    budget: Budget
    jaar: int
    status: Status
    inwoners_jaar: int
    niveaus: tuple[Niveau, ...]


def vergelijk(
    gegevens: Gegevens, a: str, b: str, *, onderdeel: str | None = None, jaar: int | None = None
) -> Vergelijking:
    """Divide one budget by two keys and set the amounts side by side.

    Without `onderdeel`: the one that goes to recipients of this kind; without `jaar`: the first
    year. Raises Gebruikersfout when the keys are for different kinds of recipients, or when no
    onderdeel goes to theirs.
    """
    sleutel_a, sleutel_b = gegevens.sleutel(a), gegevens.sleutel(b)
    soort = sleutel_a.ontvangers
    if soort is not sleutel_b.ontvangers:
        raise Gebruikersfout(
            f"Sleutel '{a}' verdeelt over {_MEERVOUD[soort]} en '{b}' over "
            f"{_MEERVOUD[sleutel_b.ontvangers]}; kies twee sleutels voor dezelfde ontvangers."
        )
    jaar = gegevens.uitkering(SPUK_AZWA).van if jaar is None else jaar
    onderdeel = onderdeel or _onderdeel_voor(gegevens, soort, jaar)
    bedragen = []
    status = Status.BESCHIKT
    for id in (a, b):
        toekenningen = verdeel_uitkering(
            gegevens, jaren=[jaar], onderdelen=[onderdeel], sleutels={onderdeel: id}
        )
        status = min(status, *(t.status for t in toekenningen))
        bedragen.append(
            {
                (soort is Ontvangersoort.REGIO and t.regio) or t.ontvanger_code: t.bedrag
                for t in toekenningen
            }
        )
    budget = gegevens.budget(SPUK_AZWA, onderdeel, jaar)
    peiljaar, inwoners = _inwoners(gegevens, jaar)
    basis = _basis(gegevens, soort, jaar, inwoners, bedragen[0], bedragen[1])
    rest = tuple(
        Regel(code, naam, "", 0, *(eigen.get(code, 0) for eigen in bedragen))
        for code, naam in VERSCHILLEN.items()
        if any(code in eigen for eigen in bedragen)
    )
    gebieden = (basis, *_hoger(gegevens, soort, basis, inwoners))
    niveaus = tuple(replace(niveau, rest=rest) for niveau in gebieden)
    for niveau in niveaus:
        _sluit(niveau, bedrag_van(budget))
    return Vergelijking(sleutel_a, sleutel_b, budget, jaar, status, peiljaar, niveaus)


_MEERVOUD = {
    Ontvangersoort.GEMEENTE: "gemeenten",
    Ontvangersoort.REGIO: "regio's",
    Ontvangersoort.NPLV_GEBIED: "gemeenten met een NPLV-gebied",
    Ontvangersoort.GGD_REGIO: "GGD-regio's",
}
_ENKELVOUD = {
    Ontvangersoort.GEMEENTE: "gemeente",
    Ontvangersoort.REGIO: "regio",
    Ontvangersoort.NPLV_GEBIED: "gemeente",
    Ontvangersoort.GGD_REGIO: "GGD-regio",
}


def _sluit(niveau: Niveau, budget: int) -> None:
    for som in (sum(r.bedrag_a for r in niveau.alle), sum(r.bedrag_b for r in niveau.alle)):
        if som != budget:
            raise Rekenfout(
                f"De vergelijking per {niveau.enkelvoud} telt niet op tot het budget; meld dit "
                "als fout."
            )


def _onderdeel_voor(gegevens: Gegevens, soort: Ontvangersoort, jaar: int) -> str:
    """Name the onderdeel whose usual key has recipients of this kind."""
    wat = gegevens.uitkering(SPUK_AZWA)
    for onderdeel in wat.onderdelen:
        if jaar in wat.jaren:
            gewoon = gegevens.toedeling(SPUK_AZWA, onderdeel, jaar).sleutel
            if gewoon and gegevens.sleutel(gewoon).ontvangers is soort:
                return onderdeel
    raise Gebruikersfout(
        f"Geen onderdeel gaat in {jaar} volgens een vaste sleutel naar {_MEERVOUD[soort]}; kies "
        "er een met --onderdeel en een jaar van de looptijd met --jaar."
    )


def _inwoners(gegevens: Gegevens, jaar: int) -> tuple[int, dict[str, int]]:
    """Return the inwoners of the latest year up to `jaar` for which they are known."""
    jaren: set[int] = {rij["jaar"] for rij in gegevens.cbs("bevolking")}
    peiljaar = max((j for j in jaren if j <= jaar), default=min(jaren))
    return peiljaar, gegevens.maatstaf("bevolking", "inwoners", peiljaar)


def _basis(
    gegevens: Gegevens,
    soort: Ontvangersoort,
    jaar: int,
    inwoners: Mapping[str, int],
    bedragen_a: Mapping[str, int],
    bedragen_b: Mapping[str, int],
) -> Niveau:
    """Set the amounts of the recipients themselves side by side, in order of code or name."""
    per_gebied: dict[str, int] = {}
    for gemeente in gegevens.gemeenten.values():
        for gebied in (f"regio {gemeente.iza_regio}", f"ggd {gemeente.ggd_regio}", gemeente.code):
            per_gebied[gebied] = per_gebied.get(gebied, 0) + inwoners[gemeente.code]
    regels = {}
    for gebied, wie in gegevens.ontvangers(soort, jaar).items():
        plek, naam, groep, teller = wie.code, wie.naam, wie.regio, wie.code
        if soort is Ontvangersoort.REGIO:
            plek, naam, groep, teller = gebied, gebied, wie.naam, f"regio {gebied}"
        elif soort is Ontvangersoort.GGD_REGIO:
            teller = f"ggd {gebied}"
        regels[plek] = Regel(
            wie.code,
            naam,
            groep,
            per_gebied[teller],
            bedragen_a.get(plek, 0),
            bedragen_b.get(plek, 0),
        )
    return Niveau(
        str(soort), _ENKELVOUD[soort], _MEERVOUD[soort], tuple(regels[p] for p in sorted(regels))
    )


def _hoger(
    gegevens: Gegevens, soort: Ontvangersoort, basis: Niveau, inwoners: Mapping[str, int]
) -> Iterable[Niveau]:
    """Add up what goes to gemeenten per region, province and size class."""
    if soort not in (Ontvangersoort.GEMEENTE, Ontvangersoort.NPLV_GEBIED):
        return
    gemeenten = gegevens.gemeenten
    regios: Callable[[Gemeente], Any] = lambda g: g.iza_regio  # noqa: E731
    provincies: Callable[[Gemeente], Any] = lambda g: g.provincie  # noqa: E731
    for id, enkelvoud, meervoud, gebied_van in (
        ("regio", "regio", "regio's", regios),
        ("provincie", "provincie", "provincies", provincies),
    ):
        namen = sorted({gebied_van(gemeenten[regel.code]) for regel in basis.regels})
        yield _tel_op(id, enkelvoud, meervoud, namen, basis, gemeenten, gebied_van)

    def klasse_van(gemeente: Gemeente) -> str:
        aantal = inwoners[gemeente.code]
        return next(
            k.naam
            for k in gegevens.grootteklassen
            if k.van <= aantal and (k.tot_en_met is None or aantal <= k.tot_en_met)
        )

    klassen = [klasse.naam for klasse in gegevens.grootteklassen]
    yield _tel_op(
        "grootteklasse", "grootteklasse", "grootteklassen", klassen, basis, gemeenten, klasse_van
    )


def _tel_op(
    id: str,
    enkelvoud: str,
    meervoud: str,
    namen: Iterable[str],
    basis: Niveau,
    gemeenten: Mapping[str, Gemeente],
    gebied_van: Callable[[Gemeente], str],
) -> Niveau:
    regels = []
    for naam in namen:
        eigen = [regel for regel in basis.regels if gebied_van(gemeenten[regel.code]) == naam]
        if eigen:
            regels.append(
                Regel(
                    "",
                    naam,
                    f"{len(eigen)} gemeente{'n' if len(eigen) > 1 else ''}",
                    sum(regel.inwoners for regel in eigen),
                    sum(regel.bedrag_a for regel in eigen),
                    sum(regel.bedrag_b for regel in eigen),
                )
            )
    return Niveau(id, enkelvoud, meervoud, tuple(regels))
