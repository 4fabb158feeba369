"""What the werkagenda of one regio can count on: norms x population, and its share of the money.

Numbers of people and fte are exact fractions; nothing is rounded here. None stands for p.m.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, Budget, Gemeente, Regio, Status
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkagenda.format import Geldregel, Werkagendaformat, werkagendaformat_van
from azwa_funds.werkagenda.normen import (
    Element,
    Populatie,
    Schaal,
    Streefwaarde,
    Streefwaarden,
    streefwaarden_van,
)


@dataclass(frozen=True, slots=True)
class Bandbreedte:
    """What a norm comes to: `laag` is None where it is p.m., `hoog` also where it has no top."""

    laag: Fraction | None
    hoog: Fraction | None


@dataclass(frozen=True, slots=True)
class Geldbedrag:
    """A national amount per year, and the regio's arithmetical share of it (None: p.m.).

    The share is no award: the money is ontschot and reaches a regio as one sum.
    """

    regel: Geldregel
    naam: str
    landelijk: Mapping[int, Budget]
    aandeel: Mapping[int, Fraction | None]
    status: Status

    @property
    def paragraaf(self) -> str:
        """The paragraphs of the werkagenda that it pays for."""
        return ", ".join(self.regel.functionaliteiten)


@dataclass(frozen=True)
class Werkagenda:
    """The figures of one regio for its werkagenda."""

    cijfers: Cijfers
    regio: Regio

    @property
    def gegevens(self) -> Gegevens:
        """All that the program knows."""
        return self.cijfers.gegevens

    @property
    def format(self) -> Werkagendaformat:
        """The layout of a werkagenda."""
        return werkagendaformat_van(self.gegevens)

    @property
    def streefwaarden(self) -> Streefwaarden:
        """The norms, with populaties and parameters."""
        return streefwaarden_van(self.gegevens)

    @property
    def jaren(self) -> tuple[int, ...]:
        """The years of the SPUK AZWA."""
        return self.cijfers.jaren

    @cached_property
    def gemeenten(self) -> list[Gemeente]:
        """The gemeenten of the regio, in order of name; all their colleges have to adopt."""
        return self.cijfers.gemeenten_van(self.regio.naam)

    # -- norms ---------------------------------------------------------------------------------

    def peiljaar(self, populatie: Populatie) -> int:
        """The year (on 1 January) of the CBS figures that a populatie rests on."""
        while populatie.basis:
            populatie = self.streefwaarden.populaties[populatie.basis]
        return _laatste_jaar(self.gegevens, populatie.tabel)

    def aantal(self, id: str, code: str) -> Fraction | None:
        """How many people of a populatie live in a gemeente; None while a parameter is p.m."""
        populatie = self.streefwaarden.populaties[id]
        if populatie.basis:
            deel = self.streefwaarden.parameters[populatie.parameter].waarde
            basis = self.aantal(populatie.basis, code)
            return None if deel is None or basis is None else basis * deel
        jaar = self.peiljaar(populatie)
        som = Fraction(0)
        for kolom, deel in populatie.delen.items():
            waarde = _cbs(self.gegevens, populatie.tabel, kolom, jaar).get(code)
            if waarde is None:
                raise Gebruikersfout(
                    f"In data/cbs/{populatie.tabel}.csv ontbreekt {kolom} {jaar} van {code}; vul "
                    "het aan met bron."
                )
            som += deel * waarde
        return som

    def aantal_regio(self, id: str) -> Fraction | None:
        """How many people of a populatie live in the regio."""
        som = Fraction(0)
        for gemeente in self.gemeenten:
            aantal = self.aantal(id, gemeente.code)
            if aantal is None:
                return None
            som += aantal
        return som

    def omvang(self, norm: Streefwaarde, code: str | None = None) -> Fraction | None:
        """What a norm is multiplied by: people, or areas, in one gemeente or in the regio."""
        if norm.populatie == Schaal.REGIO:
            return Fraction(1)
        if norm.populatie == Schaal.GGD_REGIO:
            return self._ggd_regios
        if norm.populatie == Schaal.GEMEENTE:
            return Fraction(1 if code else len(self.gemeenten))
        return self.aantal(norm.populatie, code) if code else self.aantal_regio(norm.populatie)

    @cached_property
    def _ggd_regios(self) -> Fraction:
        """How many GGD-regio's this regio has, each by the part of its inhabitants that live here.

        So the regio's of the country together have all GGD-regio's, once.
        """
        inwoners = self.cijfers.inwoners
        alle, hier = dict[str, int](), dict[str, int]()
        for gemeente in self.cijfers.gemeenten:
            aantal = inwoners[gemeente.code]
            alle[gemeente.ggd_regio] = alle.get(gemeente.ggd_regio, 0) + aantal
            if gemeente.iza_regio == self.regio.naam:
                hier[gemeente.ggd_regio] = hier.get(gemeente.ggd_regio, 0) + aantal
        return sum((Fraction(hier[ggd], alle[ggd]) for ggd in hier), Fraction(0))

    def uitkomst(self, norm: Streefwaarde, code: str | None = None) -> Bandbreedte:
        """What a norm comes to in the regio, or in one of its gemeenten."""
        omvang = self.omvang(norm, code)
        if omvang is None:
            return Bandbreedte(None, None)
        hoog = None if norm.hoog is None else norm.hoog * omvang / norm.per
        return Bandbreedte(norm.laag * omvang / norm.per, hoog)

    def status(self, norm: Streefwaarde) -> Status:
        """How firm the outcome of a norm is: no firmer than the populatie it is counted over."""
        populatie = self.streefwaarden.populaties.get(norm.populatie)
        zachtst = populatie.status if populatie else None
        return norm.status if zachtst is None else min(norm.status, zachtst)

    # -- money ---------------------------------------------------------------------------------

    def lokaal(self, jaar: int) -> int:
        """What the gemeenten of the regio get together, in euros."""
        return self.cijfers.lokaal_van(self.gemeenten, jaar)

    def regionaal(self, jaar: int) -> int:
        """What the mandaathouder gets, in euros."""
        return self.cijfers.regionaal[self.regio.naam, jaar].bedrag

    def samen(self, jaar: int) -> int:
        """What gemeenten and mandaathouder get together, in euros."""
        return self.lokaal(jaar) + self.regionaal(jaar)

    def verdeeld(self, jaar: int) -> int:
        """What all gemeenten and mandaathouders of the country get together, in euros."""
        return sum(
            self.cijfers.budgetten[onderdeel, jaar].bedrag or 0 for onderdeel in (LOKAAL, REGIONAAL)
        )

    def aandeel(self, jaar: int) -> Fraction:
        """The share of the regio, gemeenten and mandaathouder together, in what is divided."""
        return Fraction(self.samen(jaar), self.verdeeld(jaar))

    @cached_property
    def geld(self) -> list[Geldbedrag]:
        """Each national amount that pays for the SPUK AZWA, at the share of the regio."""
        return [self._geld(regel) for regel in self.format.geld]

    def _geld(self, regel: Geldregel) -> Geldbedrag:
        landelijk = {
            jaar: self.gegevens.budget(regel.uitkering, regel.onderdeel, jaar)
            for jaar in self.jaren
        }
        aandeel = {
            jaar: None if regel.wacht_op else (budget.bedrag or 0) * self.aandeel(jaar)
            for jaar, budget in landelijk.items()
        }
        statussen = [budget.status for budget in landelijk.values()]
        naam = landelijk[self.jaren[0]].naam
        return Geldbedrag(regel, naam, landelijk, aandeel, min(Status.INDICATIEF, *statussen))

    @property
    def geldbudgetten(self) -> list[Budget]:
        """All national amounts that pay for the SPUK AZWA, of every year."""
        return [budget for geld in self.geld for budget in geld.landelijk.values()]

    def geld_van(self, code: str) -> list[Geldbedrag]:
        """The amounts that belong to one paragraph of the werkagenda."""
        return [bedrag for bedrag in self.geld if code in bedrag.regel.functionaliteiten]

    def elementen_van(self, code: str) -> list[Element]:
        """What has to be there without a number, of one paragraph of the werkagenda."""
        return [e for e in self.streefwaarden.elementen if e.functionaliteit == code]

    def normen_van(self, code: str) -> list[Streefwaarde]:
        """The norms of one paragraph of the werkagenda."""
        return [norm for norm in self.streefwaarden.normen if norm.functionaliteit == code]


@cache
def _cbs(gegevens: Gegevens, tabel: str, kolom: str, jaar: int) -> Mapping[str, int | None]:
    """Remember a CBS column, for every norm of every regio asks for it again."""
    return gegevens.maatstaf(tabel, kolom, jaar)


@cache
def _laatste_jaar(gegevens: Gegevens, tabel: str) -> int:
    return int(max(rij["jaar"] for rij in gegevens.cbs(tabel)))
