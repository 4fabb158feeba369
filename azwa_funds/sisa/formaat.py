"""What SiSa asks in a year: regelingen, indicators and deadlines, from `data/sisa/<jaar>.toml`.

What the sources do not tell is not in those files, and shows as "p.m." or "nog niet bekend".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Kalenderdatum, Kolom, Status, Tekst, Vindplaats
from azwa_funds.kern.fouten import Gebruikersfout, lijkt_op
from azwa_funds.lezen.records import Plek, lees_record
from azwa_funds.lezen.tabel import blokken, tekstvelden

NIET_BEKEND = "nog niet bekend"
ONBEKENDE_CODE = "p.m."

_NUMMER = re.compile(r"\d{2}")
_EEN = r"(?:eerder|\d{2}|som\(\d{2}\))"
_FORMULE = re.compile(rf"\s*{_EEN}(?:\s*[+-]\s*{_EEN})*\s*")
_TERM = re.compile(r"([+-]?)\s*(?:(eerder)|(\d{2})|som\((\d{2})\))")


class Wie(StrEnum):
    """In which role an ontvanger fills in a regeling."""

    GEMEENTE = "gemeente"
    MANDAATHOUDER = "mandaathouder"
    MEDEOVERHEID = "medeoverheid"
    GGD = "ggd"


class Controle(StrEnum):
    """What the auditor looks at: nothing by itself, or rechtmatigheid."""

    GEEN = "n.v.t."
    RECHTMATIGHEID = "R"


class Eurosregel(StrEnum):
    """The named rules by which the cents of the bookings become the whole euros of SiSa."""

    PER_INDICATOR = "per_indicator"


class Indicatorsoort(StrEnum):
    """What an indicator holds; the last three are lists with a row per medeoverheid.

    A `deel` is what was spent on some of the onderdelen; what is `in_te_vullen` this program does
    not know, and stays p.m.
    """

    BESTEDING = "besteding"
    DEEL = "deel"
    EIGEN = "eigen"
    VIA_MEDEOVERHEDEN = "via_medeoverheden"
    CUMULATIEF = "cumulatief"
    EINDVERANTWOORDING = "eindverantwoording"
    MANDAATHOUDER = "mandaathouder"
    IN_TE_VULLEN = "in_te_vullen"
    MEDEOVERHEID = "medeoverheid"
    BESTEDING_MEDEOVERHEID = "besteding_medeoverheid"
    CUMULATIEF_MEDEOVERHEID = "cumulatief_medeoverheid"

    @property
    def is_lijst(self) -> bool:
        """Whether the indicator has a row per medeoverheid."""
        return self in _LIJSTEN

    @property
    def is_bedrag(self) -> bool:
        """Whether the indicator holds an amount in whole euros."""
        return self not in _WOORDEN

    @property
    def is_cumulatief(self) -> bool:
        """Whether the amount runs from the first year of the uitkering."""
        return self in (Indicatorsoort.CUMULATIEF, Indicatorsoort.CUMULATIEF_MEDEOVERHEID)


_LIJSTEN = (
    Indicatorsoort.MEDEOVERHEID,
    Indicatorsoort.BESTEDING_MEDEOVERHEID,
    Indicatorsoort.CUMULATIEF_MEDEOVERHEID,
)
_WOORDEN = (
    Indicatorsoort.EINDVERANTWOORDING,
    Indicatorsoort.MANDAATHOUDER,
    Indicatorsoort.MEDEOVERHEID,
    Indicatorsoort.IN_TE_VULLEN,
)


class Term(NamedTuple):
    """One term of a formula: an indicator, the sum of a list, or what earlier years came to.

    `teken` is 1 or -1; `nummer` is empty for what is "eerder".
    """

    teken: int
    nummer: str
    is_som: bool = False

    @property
    def is_eerder(self) -> bool:
        """Whether this is the amount of earlier years."""
        return not self.nummer

    def __str__(self) -> str:
        naam = "eerder" if self.is_eerder else f"som({self.nummer})" if self.is_som else self.nummer
        return ("- " if self.teken < 0 else "+ ") + naam


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator, booked or computed by its `formule`.

    `onderdelen` says on which onderdelen a `deel` was spent, and is empty for the others.
    `tekst` is empty and `controle` None where no source tells them; `verwachting` then says what
    this program fills in for the time being.
    """

    nummer: str
    soort: Annotated[Indicatorsoort, Kolom(wat="soort van {plek}")]
    tekst: Tekst
    verwachting: Tekst
    controle: Annotated[Controle | None, Kolom(wat="controle van {plek}")]
    formule: tuple[Term, ...]
    status: Status
    onderdelen: tuple[str, ...] = ()

    @property
    def opschrift(self) -> str:
        """The text as the form shows it, the gap included."""
        return self.tekst or f"Tekst {NIET_BEKEND}; hier ingevuld: {self.verwachting}"

    @property
    def naam(self) -> str:
        """What the indicator is about, without remarks."""
        return self.tekst or self.verwachting

    @property
    def formuletekst(self) -> str:
        """The formula as a person writes it: "01 + som(07)"."""
        return " ".join(map(str, self.formule)).removeprefix("+ ")

    @property
    def aard(self) -> str:
        """The line on the kind of audit."""
        return f"Aard controle {self.controle or NIET_BEKEND}"


@dataclass(frozen=True, slots=True)
class Regeling:
    """One block of the SiSa-bijlage: a specifieke uitkering as one kind of ontvanger reports it.

    `onderdelen` are the onderdelen of bookings that count; `code` is empty while unknown.
    """

    id: str
    uitkering: str
    onderdelen: tuple[str, ...]
    wie: Annotated[Wie, Kolom(wat="wie in {plek}")]
    verstrekker: str
    code: Annotated[str, Kolom("uitkeringscode")]
    naam: str
    grondslag: Tekst
    ontvanger: str
    status: Status
    toelichting: str
    vindplaats: Vindplaats
    indicatoren: tuple[Indicator, ...]

    @property
    def codetekst(self) -> str:
        """The uitkeringscode, or p.m."""
        return self.code or ONBEKENDE_CODE

    def plaatsnaam(self, indicator: Indicator) -> str:
        """How SiSa names an indicator: "H35/01"."""
        return f"{self.codetekst}/{indicator.nummer}"

    def indicator(self, nummer: str) -> Indicator:
        """The indicator with a number."""
        return next(i for i in self.indicatoren if i.nummer == nummer)

    @property
    def geboekt(self) -> tuple[Indicator, ...]:
        """The booked indicators that together are the spending; others only look closer at it."""
        besteding = self.van_soort(Indicatorsoort.BESTEDING)
        return tuple(self._bladeren(besteding)) if besteding else ()

    def _bladeren(self, indicator: Indicator) -> Iterator[Indicator]:
        if not indicator.formule:
            yield indicator
        for term in indicator.formule:
            if not term.is_eerder:
                yield from self._bladeren(self.indicator(term.nummer))

    def van_soort(self, soort: Indicatorsoort) -> Indicator | None:
        """The indicator of one kind, if this regeling has it."""
        return next((i for i in self.indicatoren if i.soort is soort), None)


@dataclass(frozen=True, slots=True)
class Toelichting:
    """An explanation of ours, with its source."""

    toelichting: str
    vindplaats: Vindplaats

    def met_bron(self, gegevens: Gegevens) -> str:
        """The explanation, and its source."""
        return gegevens.met_bron(self.toelichting, self.vindplaats)


@dataclass(frozen=True, slots=True)
class _Afronding(Toelichting):
    regel: Annotated[Eurosregel, Kolom(wat="afronding.regel")]


@dataclass(frozen=True, slots=True)
class Formaat:
    """What SiSa asks over one year."""

    jaar: int
    status: Status
    afronding: _Afronding
    bijlage: Toelichting
    verloopoverzicht: Toelichting
    regelingen: tuple[Regeling, ...]
    deadlines: tuple[Kalenderdatum, ...]

    def regeling(self, wie: Wie, uitkering: str | None = None) -> Regeling:
        """The block that an ontvanger in this role fills in."""
        for regeling in self.regelingen:
            if regeling.wie is wie and uitkering in (None, regeling.uitkering):
                return regeling
        raise Gebruikersfout(
            f"In data/sisa/{self.jaar}.toml staat geen regeling met wie = '{wie}'; voeg haar toe."
        )


def jaren_met_formaat(gegevens: Gegevens) -> list[int]:
    """The years of which the data folder holds a format."""
    paden = gegevens.zoek(gegevens.data / "sisa", "[0-9][0-9][0-9][0-9].toml")
    return sorted(int(pad.stem) for pad in paden)


def lees_formaat(gegevens: Gegevens, jaar: int) -> Formaat:
    """Read what SiSa asks over a year.

    Raises Gebruikersfout when there is no file for the year, Invoerfout when it does not fit.
    """
    if jaar not in jaren_met_formaat(gegevens):
        bekend = ", ".join(str(jaar) for jaar in jaren_met_formaat(gegevens))
        raise Gebruikersfout(
            f"Voor SiSa over {jaar} is er geen bestand data/sisa/{jaar}.toml; kies uit {bekend}, "
            "of maak het bestand naar het voorbeeld van een ander jaar."
        )
    return _Lezer(gegevens, gegevens.data / "sisa" / f"{jaar}.toml").lees(jaar)


class _Lezer:
    """Reads one file; every complaint names it."""

    def __init__(self, gegevens: Gegevens, pad: Path) -> None:
        self.gegevens, self.pad, self.plek = gegevens, pad, Plek(pad, gegevens.ken_bron)

    def lees(self, jaar: int) -> Formaat:
        blok = self.gegevens.toml(self.pad)
        lijsten = {"deadline": list, "regeling": list}
        formaat = lees_record(Formaat, self.plek, blok, lijsten, regelingen=(), deadlines=())
        if formaat.jaar != jaar:
            raise self.plek.fout(
                f"jaar {formaat.jaar} is niet dat van de naam van het bestand",
                f"schrijf jaar = {jaar} of hernoem het bestand",
            )
        regelingen, deadlines = tuple(self._regelingen(blok)), tuple(self._deadlines(blok))
        return replace(formaat, regelingen=regelingen, deadlines=deadlines)

    def _deadlines(self, blok: Mapping[str, Any]) -> Iterator[Kalenderdatum]:
        data = {datum.onderwerp: datum for datum in self.gegevens.kalender}
        for nummer, deel in enumerate(blokken(self.pad, blok, "deadline"), start=1):
            velden = tekstvelden(self.pad, deel, f"[[deadline]] nummer {nummer}", ("onderwerp",))
            if velden["onderwerp"] not in data:
                raise self.plek.fout(
                    f"onderwerp '{velden['onderwerp']}' staat niet in kalender.csv",
                    lijkt_op(velden["onderwerp"], data) or "voeg de datum daar toe",
                )
            yield data[velden["onderwerp"]]

    def _regelingen(self, blok: Mapping[str, Any]) -> Iterator[Regeling]:
        gezien: set[str] = set()
        for nummer, deel in enumerate(blokken(self.pad, blok, "regeling"), start=1):
            plek = self.plek.binnen("regeling", nummer)
            regeling = lees_record(Regeling, plek, deel, {"indicator": list}, indicatoren=())
            if regeling.id in gezien:
                raise plek.fout(f"id '{regeling.id}' staat er twee keer", "wijzig er één")
            gezien.add(regeling.id)
            self.gegevens.uitkering(regeling.uitkering)
            indicatoren = tuple(self._indicatoren(regeling, deel, plek.naam))
            regeling = replace(regeling, indicatoren=indicatoren)
            self._controleer_besteding(regeling, plek.naam)
            yield regeling

    def _controleer_besteding(self, regeling: Regeling, plek: str) -> None:
        """The spending holds every booking once, or the bijlage could not close."""
        termen = {i.nummer: {t.nummer for t in i.formule} for i in regeling.indicatoren}
        try:
            TopologicalSorter(termen).prepare()
        except CycleError as fout:
            kring = ", ".join(sorted(set(fout.args[1])))
            raise self.plek.fout(
                f"de formules van {plek} wijzen in een kring: {kring}",
                "laat een indicator niet van zichzelf afhangen",
            ) from fout
        if regeling.van_soort(Indicatorsoort.BESTEDING) is None:
            raise self.plek.fout(
                f"{plek} heeft geen indicator met soort 'besteding'",
                "geef aan welke indicator de hele besteding van het jaar is",
            )
        delen = [onderdeel for i in regeling.geboekt for onderdeel in i.onderdelen]
        if delen and sorted(delen) != sorted(regeling.onderdelen):
            raise self.plek.fout(
                f"de besteding van {plek} telt de onderdelen {', '.join(sorted(delen))} op, "
                f"terwijl de regeling {', '.join(sorted(regeling.onderdelen))} heeft",
                "tel elk onderdeel precies één keer",
            )

    def _indicatoren(
        self, regeling: Regeling, blok: Mapping[str, Any], plek: str
    ) -> Iterator[Indicator]:
        delen = blokken(self.pad, blok, "indicator")
        nummers = [deel.get("nummer") for deel in delen]
        for deel in delen:
            plaats = f"indicator {deel.get('nummer', '?')} van {plek}"
            hier = self.plek._replace(naam=plaats)
            indicator = lees_record(Indicator, hier, deel, mogelijk={"formule": str}, formule=())
            if not _NUMMER.fullmatch(indicator.nummer) or nummers.count(indicator.nummer) > 1:
                raise hier.fout(
                    f"nummer '{indicator.nummer}' in {plek} is geen eigen nummer van twee cijfers",
                    "nummer de indicatoren 01, 02, 03 en verder",
                )
            if bool(indicator.tekst) == bool(indicator.verwachting):
                raise hier.fout(
                    f"{plaats} heeft niet precies één van tekst en verwachting",
                    "schrijf tekst als zij bekend is, en anders verwachting",
                )
            self._controleer_delen(indicator, regeling, plaats)
            yield replace(
                indicator, formule=self._formule(deel.get("formule", ""), plaats, nummers)
            )

    def _controleer_delen(self, indicator: Indicator, regeling: Regeling, plaats: str) -> None:
        """Only a `deel` has onderdelen, of those of its regeling."""
        onderdelen = indicator.onderdelen
        if (indicator.soort is Indicatorsoort.DEEL) != bool(onderdelen):
            raise self.plek.fout(
                f"{plaats} heeft soort '{indicator.soort}' en onderdelen {list(onderdelen)}",
                "geef onderdelen bij soort 'deel', en alleen daar",
            )
        vreemd = sorted(set(onderdelen) - set(regeling.onderdelen))
        if vreemd:
            raise self.plek.fout(
                f"onderdeel '{vreemd[0]}' van {plaats} is geen onderdeel van de regeling",
                f"kies uit {', '.join(regeling.onderdelen)}",
            )

    def _formule(self, tekst: str, plaats: str, nummers: list[Any]) -> tuple[Term, ...]:
        if not tekst:
            return ()
        termen = tuple(
            Term(-1 if teken == "-" else 1, nummer or som, bool(som))
            for teken, _, nummer, som in _TERM.findall(tekst)
        )
        onbekend = [t.nummer for t in termen if not t.is_eerder and t.nummer not in nummers]
        if not _FORMULE.fullmatch(tekst) or onbekend:
            wat = f"'{onbekend[0]}'" if onbekend else f"'{tekst}'"
            raise self.plek.fout(
                f"{wat} in de formule van {plaats} is onbekend",
                "tel nummers van indicatoren op of trek ze af, bijvoorbeeld '01 + 02', '03 - 04', "
                "'som(07)' of 'eerder + 01'",
            )
        return termen
