"""From bookings to SiSa: per verantwoorder the value of each indicator, in whole euros.

Bookings stay in cents until here. Each indicator that is booked is rounded once, half away from
zero (`per_indicator`); computed indicators add rounded amounts, so that the bijlage adds up, the
years add up, and a gemeente and her mandaathouder show the same euro for the same cents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from azwa_funds.besteden import Bedrageenheid, Codes, Regiovergelijking
from azwa_funds.doorverdelen import plannen_van, toezegging
from azwa_funds.excel.blad import PRO_MEMORIE
from azwa_funds.gegevens import Gegevens, mandaathouder_van
from azwa_funds.kern.begrippen import Centen, Gemeente, Ontvangersoort, Regio
from azwa_funds.kern.euro import in_centen, toon
from azwa_funds.kern.fouten import Rekenfout
from azwa_funds.kern.tekst import telling
from azwa_funds.sisa.formaat import Formaat, Indicator, Indicatorsoort, Regeling, Wie
from azwa_funds.sisa.formule import Waarde, reken, som

if TYPE_CHECKING:
    import pandas as pd


def hele_euros(centen: Centen) -> int:
    """Round cents to whole euros, half away from zero."""
    euros = (abs(centen) + 50) // 100
    return euros if centen >= 0 else -euros


class Boeking(NamedTuple):
    """Bookings of one verantwoorder in one year, added up: cents, and how many there are."""

    onderdeel: str
    medeoverheid: str
    centen: Centen
    aantal: int


class Boekstand:
    """All bookings, added up by verantwoorder, year, onderdeel and medeoverheid."""

    def __init__(self, tabel: pd.DataFrame) -> None:
        sleutel = ["verantwoorder_code", "jaar", "onderdeel", "medeoverheid_code"]
        sommen = tabel.groupby(sleutel, observed=True, sort=True)["centen"].agg(["sum", "count"])
        self._per: dict[tuple[str, int], list[Boeking]] = defaultdict(list)
        for (code, jaar, onderdeel, medeoverheid), centen, aantal in sommen.itertuples(name=None):
            regel = Boeking(onderdeel, medeoverheid, Centen(int(centen)), int(aantal))
            self._per[str(code), int(jaar)].append(regel)
        totaal = sum(regel.centen for regels in self._per.values() for regel in regels)
        if totaal != sum(tabel["centen"].tolist()):
            raise Rekenfout("De boekingen tellen na groeperen niet op tot hetzelfde; meld dit.")

    def van(self, code: str, jaar: int) -> list[Boeking]:
        """What one verantwoorder booked in a year."""
        return self._per.get((code, jaar), [])

    def verantwoorders(self, jaar: int) -> list[str]:
        """The codes of everyone who booked something in a year."""
        return sorted(code for code, van in self._per if van == jaar)


@dataclass(frozen=True, slots=True)
class Verantwoorder:
    """Who accounts: a gemeente, a mandaathouder, or both at once; else a GGD."""

    code: str
    naam: str
    gemeente: Gemeente | None
    mandaat: Regio | None

    @property
    def is_ggd(self) -> bool:
        """Whether this is a GGD, which belongs to no IZA-regio."""
        return self.gemeente is None and self.mandaat is None

    @property
    def waar(self) -> str:
        """Where the verantwoorder belongs, for the cover."""
        return "GGD" if self.is_ggd else f"IZA-regio {self.regio}"

    @property
    def regio(self) -> str:
        """The IZA-regio to which the verantwoorder belongs; empty for a GGD."""
        if self.gemeente:
            return self.gemeente.iza_regio
        return self.mandaat.naam if self.mandaat else ""


def verantwoorders(gegevens: Gegevens) -> dict[str, Verantwoorder]:
    """Everyone who may have to account, by code: all gemeenten and all mandaathouders."""
    alle = {
        code: Verantwoorder(code, gemeente.naam, gemeente, mandaathouder_van(gegevens, code))
        for code, gemeente in gegevens.gemeenten.items()
    }
    for regio in gegevens.regios.values():
        code = regio.mandaathouder_code
        alle.setdefault(code, Verantwoorder(code, regio.mandaathouder, None, regio))
    return alle


@dataclass(frozen=True)
class Blok:
    """A regeling as one verantwoorder fills it in; `regels` are the medeoverheden of the lists."""

    regeling: Regeling
    regels: tuple[str, ...]
    waarden: Mapping[tuple[str, int], Waarde]

    def waarde(self, indicator: Indicator, regel: int = 0) -> Waarde:
        """The value of an indicator; lists have one per regel, counted from 0."""
        return self.waarden[indicator.nummer, regel]

    def plekken(self, indicatoren: Iterable[Indicator]) -> Iterator[tuple[Indicator, int]]:
        """Each of these indicators with each of its regels; what is no list has one."""
        for indicator in indicatoren:
            for regel in range(len(self.regels) if indicator.soort.is_lijst else 1):
                yield indicator, regel

    def van_soort(self, soort: Indicatorsoort) -> Waarde | None:
        """The value of the first indicator of a kind that is no list."""
        indicator = self.regeling.van_soort(soort)
        return self.waarde(indicator) if indicator else None

    @property
    def besteding(self) -> Waarde:
        """What was spent in the year, in all."""
        waarde = self.van_soort(Indicatorsoort.BESTEDING)
        if waarde is None:
            raise Rekenfout(f"De regeling {self.regeling.id} heeft geen indicator 'besteding'.")
        return waarde

    def per_medeoverheid(self) -> dict[str, Waarde]:
        """What was spent through each medeoverheid."""
        indicator = self.regeling.van_soort(Indicatorsoort.BESTEDING_MEDEOVERHEID)
        if indicator is None:
            return {}
        return {code: self.waarde(indicator, i) for i, code in enumerate(self.regels)}


@dataclass(frozen=True, slots=True)
class Buiten:
    """Bookings of the year that belong to no indicator of the verantwoorder."""

    onderdeel: str
    centen: Centen
    boekingen: int


def zin_over_verschil(vergelijking: Regiovergelijking) -> str:
    """Tell in a sentence that mandaathouder and gemeente report something else."""
    v = vergelijking
    return (
        f"Regionale besteding van {v.naam} ({v.code}): de mandaathouder geeft "
        f"{v.toon(v.volgens_mandaathouder)} op, de gemeente zelf {v.toon(v.volgens_gemeente)}; "
        f"verschil {v.toon(v.verschil)}."
    )


@dataclass(frozen=True)
class Verantwoording:
    """All that one verantwoorder reports over a year, and what deserves attention.

    `lasten_elders` is what was spent of a uitkering in a bijlage other than this one, in whole
    euros by the id of the uitkering; None where that is not known.
    """

    wie: Verantwoorder
    formaat: Formaat
    blokken: tuple[Blok, ...]
    buiten: tuple[Buiten, ...] = ()
    vergelijkingen: tuple[Regiovergelijking, ...] = ()
    bevindingen: tuple[str, ...] = ()
    lasten_elders: Mapping[str, int | None] = field(default_factory=dict)

    def blok(self, wie: Wie) -> Blok | None:
        """The block in one role, if there is one."""
        return next((blok for blok in self.blokken if blok.regeling.wie is wie), None)


class Rekenmeester:
    """Fills in the SiSa of one year for any verantwoorder from one set of bookings."""

    def __init__(self, gegevens: Gegevens, formaat: Formaat, stand: Boekstand) -> None:
        self.gegevens, self.formaat, self.stand = gegevens, formaat, stand
        self.jaar = formaat.jaar

    @cached_property
    def verantwoorders(self) -> dict[str, Verantwoorder]:
        """Everyone who may have to account in this year, by code."""
        alle = verantwoorders(self.gegevens)
        if any(regeling.wie is Wie.GGD for regeling in self.formaat.regelingen):
            for ggd in self.gegevens.ontvangers(Ontvangersoort.GGD_REGIO, self.jaar).values():
                alle[ggd.code] = Verantwoorder(ggd.code, ggd.naam, None, None)
        return alle

    def naam(self, code: str) -> str:
        """The name of a gemeente or body; a code that nobody bears stands for itself."""
        return self._namen.get(code, code)

    @cached_property
    def _namen(self) -> Mapping[str, str]:
        return Codes(self.gegevens).namen

    def besteed_in(self, wie: Verantwoorder, regeling: Regeling, jaar: int) -> Centen | None:
        """What a verantwoorder reported of another year, in cents; None without bookings.

        Whole euros, for it was rounded as then.
        """
        if not self.stand.van(wie.code, jaar):
            return None
        indicator = regeling.van_soort(Indicatorsoort.BESTEDING)
        if indicator is None:
            return None
        regels = self._medeoverheden(wie, regeling) if regeling.wie is Wie.MANDAATHOUDER else ()
        rekening = _Rekening(self.stand, wie.code, regeling, regels, jaar)
        euros = reken(regeling, indicator, 0, rekening).bekend
        return None if euros is None else in_centen(euros)

    def verantwoord(self, code: str) -> Verantwoording:
        """Return what one verantwoorder reports; the blocks close with the bookings, to the cent.

        Raises Rekenfout when they would not.
        """
        wie = self.verantwoorders[code]
        blokken = tuple(self._blok(wie, regeling) for regeling in self._regelingen(wie))
        buiten = tuple(self._buiten(wie, blokken))
        in_bijlage = sum(blok.besteding.centen or 0 for blok in blokken)
        geboekt = sum(boeking.centen for boeking in self.stand.van(code, self.jaar))
        if in_bijlage + sum(deel.centen for deel in buiten) != geboekt:
            raise Rekenfout(
                f"De SiSa van {wie.naam} sluit niet op de boekingen; meld dit als fout."
            )
        vergelijkingen = tuple(self._vergelijkingen(wie, blokken))
        over = self._over_medeoverheden(wie, vergelijkingen)
        bevindingen = (*self._buiten_de_bijlage(wie, buiten), *over)
        return Verantwoording(wie, self.formaat, blokken, buiten, vergelijkingen, bevindingen)

    def bevindingen(self, codes: Iterable[str]) -> Iterator[str]:
        """Every finding of several verantwoorders once; who delivered nothing in one sentence."""
        codes = list(codes)
        stil = [code for code in codes if not self.stand.van(code, self.jaar)]
        zinnen = (
            zin for code in codes if code not in stil for zin in self.verantwoord(code).bevindingen
        )
        yield from dict.fromkeys(zinnen)
        if stil:
            namen = ", ".join(self.naam(code) for code in stil[:5])
            meer = f" en {len(stil) - 5} andere" if len(stil) > 5 else ""
            hun = "de" if len(stil) == 1 else "hun"
            yield (
                f"Van {telling(len(stil), 'ontvanger', 'ontvangers')} is over {self.jaar} geen "
                f"enkele boeking aangeleverd ({namen}{meer}); de nullen in {hun} bijlage zijn "
                "niet bevestigd."
            )
        for code in self.stand.verantwoorders(self.jaar):
            if code not in self.verantwoorders:
                yield (
                    f"{self.naam(code)} ({code}) is geen gemeente of mandaathouder; voor die "
                    "boekingen is geen bijlage gemaakt."
                )

    # -- which blocks --------------------------------------------------------------------------

    def _regelingen(self, wie: Verantwoorder) -> Iterator[Regeling]:
        for regeling in self.formaat.regelingen:
            if regeling.wie is Wie.GEMEENTE:
                hoort = wie.gemeente is not None
            elif regeling.wie is Wie.MANDAATHOUDER:
                hoort = wie.mandaat is not None
            elif regeling.wie is Wie.GGD:
                hoort = wie.is_ggd
            else:
                is_gemeente = wie.gemeente is not None and wie.mandaat is None
                hoort = is_gemeente and self._is_medeoverheid(wie, regeling)
            if hoort:
                yield regeling

    def _is_medeoverheid(self, wie: Verantwoorder, regeling: Regeling) -> bool:
        """Whether a gemeente spent regional money, by her own word or by her mandaathouder's.

        Or was promised any, by the plan of the region.
        """
        mandaathouder = self.gegevens.regios[wie.regio].mandaathouder_code
        for jaar in self._jaren(regeling):
            eigen = any(b.onderdeel in regeling.onderdelen for b in self.stand.van(wie.code, jaar))
            genoemd = any(
                b.onderdeel in regeling.onderdelen and b.medeoverheid == wie.code
                for b in self.stand.van(mandaathouder, jaar)
            )
            if eigen or genoemd or self._is_toegezegd(wie.code, jaar, regeling):
                return True
        return False

    def _is_toegezegd(self, code: str, jaar: int, regeling: Regeling) -> bool:
        """Whether the plan of the region promises a gemeente money for this."""
        recht = toezegging(self.gegevens, code, jaar)
        return bool(recht and recht.centen and recht.onderdeel in regeling.onderdelen)

    def _jaren(self, regeling: Regeling) -> range:
        """The years of the uitkering up to and including this one."""
        return range(self.gegevens.uitkering(regeling.uitkering).van, self.jaar + 1)

    # -- values --------------------------------------------------------------------------------

    def _blok(self, wie: Verantwoorder, regeling: Regeling) -> Blok:
        regels = self._medeoverheden(wie, regeling) if regeling.wie is Wie.MANDAATHOUDER else ()
        waarden = {}
        for indicator in regeling.indicatoren:
            for regel in range(len(regels) if indicator.soort.is_lijst else 1):
                waarden[indicator.nummer, regel] = self._waarde(
                    wie, regeling, regels, indicator, regel
                )
        return Blok(regeling, regels, waarden)

    def _medeoverheden(self, wie: Verantwoorder, regeling: Regeling) -> tuple[str, ...]:
        """All other gemeenten of the regio, zeros included, and whoever else was booked on.

        With the plan of the region: those to which it promises money, instead of all.
        """
        regio = wie.mandaat.naam if wie.mandaat else ""
        codes = {g.code for g in self.gegevens.gemeenten.values() if g.iza_regio == regio}
        plan = plannen_van(self.gegevens).get(regio)
        if plan and self.jaar in plan.jaren:
            codes = {code for code in codes if self._is_toegezegd(code, self.jaar, regeling)}
        for jaar in self._jaren(regeling):
            codes |= {
                b.medeoverheid
                for b in self.stand.van(wie.code, jaar)
                if b.onderdeel in regeling.onderdelen and b.medeoverheid
            }
        return tuple(sorted(codes - {wie.code}))

    def _waarde(
        self,
        wie: Verantwoorder,
        regeling: Regeling,
        regels: tuple[str, ...],
        indicator: Indicator,
        regel: int,
    ) -> Waarde:
        if not indicator.soort.is_bedrag:
            medeoverheid = regels[regel] if indicator.soort.is_lijst else ""
            return Waarde(self._woord(wie, regeling, indicator, medeoverheid))
        jaren = tuple(self._jaren(regeling)[:-1])
        rekening = _Rekening(self.stand, wie.code, regeling, regels, self.jaar, jaren)
        return reken(regeling, indicator, regel, rekening)

    def _woord(
        self, wie: Verantwoorder, regeling: Regeling, indicator: Indicator, medeoverheid: str
    ) -> str:
        if indicator.soort is Indicatorsoort.EINDVERANTWOORDING:
            laatste = self.gegevens.uitkering(regeling.uitkering).tot_en_met
            return "Ja" if self.jaar >= laatste else "Nee"
        if indicator.soort is Indicatorsoort.IN_TE_VULLEN:
            return PRO_MEMORIE
        if indicator.soort is Indicatorsoort.MANDAATHOUDER:
            regio = self.gegevens.regios[wie.regio]
            return f"{regio.mandaathouder_code} {regio.mandaathouder}"
        return f"{medeoverheid} {self.naam(medeoverheid)}"

    def _buiten(self, wie: Verantwoorder, blokken: Iterable[Blok]) -> Iterator[Buiten]:
        binnen = {onderdeel for blok in blokken for onderdeel in blok.regeling.onderdelen}
        per: dict[str, list[Boeking]] = defaultdict(list)
        for boeking in self.stand.van(wie.code, self.jaar):
            if boeking.onderdeel not in binnen:
                per[boeking.onderdeel].append(boeking)
        for onderdeel, delen in sorted(per.items()):
            centen = Centen(sum(d.centen for d in delen))
            yield Buiten(onderdeel, centen, sum(d.aantal for d in delen))

    # -- two sides of the same money -----------------------------------------------------------

    def _vergelijkingen(
        self, wie: Verantwoorder, blokken: Iterable[Blok]
    ) -> Iterator[Regiovergelijking]:
        for blok in blokken:
            if blok.regeling.wie is Wie.MANDAATHOUDER:
                for code, waarde in blok.per_medeoverheid().items():
                    yield self._vergelijk(code, blok.regeling, waarde.bedrag)
            elif blok.regeling.wie is Wie.MEDEOVERHEID:
                mandaathouder = self.gegevens.regios[wie.regio].mandaathouder_code
                via = None
                if self.stand.van(mandaathouder, self.jaar):
                    rekening = _Rekening(self.stand, mandaathouder, blok.regeling, (), self.jaar)
                    via = rekening.geboekt(lambda code: code == wie.code).bekend
                yield self._vergelijk(wie.code, blok.regeling, via)

    def _vergelijk(self, code: str, regeling: Regeling, via: int | None) -> Regiovergelijking:
        zelf = None
        if self.stand.van(code, self.jaar):
            zelf = _Rekening(self.stand, code, regeling, (), self.jaar).geboekt().bekend
        return Regiovergelijking(code, self.naam(code), via, zelf, Bedrageenheid.EURO)

    def _buiten_de_bijlage(self, wie: Verantwoorder, buiten: Iterable[Buiten]) -> Iterator[str]:
        if not self.stand.van(wie.code, self.jaar):
            yield (
                f"Over {self.jaar} is geen enkele boeking van {wie.naam} aangeleverd; de nullen in "
                "de bijlage zijn niet bevestigd. Lever bij nul een boeking van 0 aan."
            )
        for deel in buiten:
            een = deel.boekingen == 1
            yield (
                f"{deel.boekingen} {'boeking' if een else 'boekingen'} op onderdeel "
                f"{deel.onderdeel}, samen {toon(hele_euros(deel.centen))}, "
                f"{'hoort' if een else 'horen'} bij geen indicator van {wie.naam} en "
                f"{'staat' if een else 'staan'} dus niet in de bijlage."
            )

    def _over_medeoverheden(
        self, wie: Verantwoorder, vergelijkingen: tuple[Regiovergelijking, ...]
    ) -> Iterator[str]:
        """What a mandaathouder says of others, and they of themselves: differences and silence."""
        for regel in vergelijkingen:
            if regel.verschil:
                yield zin_over_verschil(regel)
            regio = self.gegevens.gemeenten.get(regel.code)
            if wie.mandaat and regio and regio.iza_regio != wie.mandaat.naam:
                yield (
                    f"{regel.naam} ({regel.code}) ligt niet in IZA-regio {wie.mandaat.naam}, maar "
                    f"{wie.naam} boekte er regionaal geld op."
                )
        stil = [v for v in vergelijkingen if v.volgens_gemeente is None and v.volgens_mandaathouder]
        if wie.mandaat and stil:
            samen = toon(sum(regel.volgens_mandaathouder or 0 for regel in stil))
            yield (
                f"{wie.naam} geeft {samen} op via {', '.join(regel.naam for regel in stil)}, maar "
                f"van {'hen' if len(stil) > 1 else 'die medeoverheid'} zijn over {self.jaar} geen "
                "boekingen aangeleverd; of zij hetzelfde opgeven, is dus niet vergeleken."
            )


@dataclass(frozen=True, slots=True)
class _Rekening:
    """The bookings of one verantwoorder in one year as a source for the formulas of a regeling.

    `eerdere` are the years before, back to the first of the uitkering, for what is cumulative.
    """

    stand: Boekstand
    code: str
    regeling: Regeling
    regels: tuple[str, ...]
    jaar: int
    eerdere: tuple[int, ...] = ()

    def lijst(self, indicator: Indicator) -> range:
        """Every medeoverheid has a line in each list."""
        return range(len(self.regels))

    def som(self, delen: Iterable[Waarde]) -> Waarde:
        """Every line is known."""
        return som(delen)

    def eerder(self, indicator: Indicator, regel: int) -> Waarde:
        """What the same formula came to in every year before; p.m. without bookings of one."""
        if not all(self.stand.van(self.code, jaar) for jaar in self.eerdere):
            return Waarde(PRO_MEMORIE)
        jaren = (replace(self, jaar=jaar, eerdere=()) for jaar in self.eerdere)
        return som(reken(self.regeling, indicator, regel, jaar) for jaar in jaren)

    def waarde(self, indicator: Indicator, regel: int) -> Waarde:
        """What was booked, rounded once; what is cumulative with the years before."""
        geboekt = self._in_het_jaar(indicator, regel)
        if not indicator.soort.is_cumulatief:
            return geboekt
        eerder = self.eerder(indicator, regel)
        return replace(eerder.plus(geboekt), eerder=eerder.bekend)

    def _in_het_jaar(self, indicator: Indicator, regel: int) -> Waarde:
        soort = indicator.soort
        eigen = ("", self.code)
        if soort is Indicatorsoort.EIGEN:
            return self.geboekt(lambda code: code in eigen)
        if soort is Indicatorsoort.VIA_MEDEOVERHEDEN:
            return self.geboekt(lambda code: code not in eigen)
        if soort.is_lijst:
            medeoverheid = self.regels[regel] if regel < len(self.regels) else None
            return self.geboekt(lambda code: code == medeoverheid)
        return self.geboekt(onderdelen=indicator.onderdelen)

    def geboekt(
        self, hoort: Callable[[str], bool] = lambda code: True, onderdelen: tuple[str, ...] = ()
    ) -> Waarde:
        """Add up the bookings of the year on the medeoverheden that belong, and round once."""
        onderdelen = onderdelen or self.regeling.onderdelen
        delen = [
            boeking
            for boeking in self.stand.van(self.code, self.jaar)
            if boeking.onderdeel in onderdelen and hoort(boeking.medeoverheid)
        ]
        centen = Centen(sum(boeking.centen for boeking in delen))
        return Waarde(hele_euros(centen), centen, boekingen=sum(d.aantal for d in delen))
