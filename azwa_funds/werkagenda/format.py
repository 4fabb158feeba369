"""How a regional werkagenda is laid out: chapters, paragraphs, questions, and whose money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Kolom, Soort, Tekst, Vindplaats
from azwa_funds.lezen.records import lees_record, lees_records


class Niveau(StrEnum):
    """Of what a question is asked: the infrastructure, a leefgebied, or each paragraph in it."""

    RPI = "rpi"
    LEEFGEBIED = "leefgebied"
    FUNCTIONALITEIT = "functionaliteit"


class Aanpak(StrEnum):
    """What kind of paragraph it is; a new aanpak is there only if the regio wants it."""

    BASISFUNCTIONALITEIT = "basisfunctionaliteit"
    LOPEND = "lopend"
    NIEUW = "nieuw"

    @property
    def omschrijving(self) -> str:
        """The kind in words."""
        if self is Aanpak.BASISFUNCTIONALITEIT:
            return "basisfunctionaliteit"
        return f"ontwikkelagenda 1, {self}"


@dataclass(frozen=True, slots=True)
class Vraag:
    """A question in own words; `fase` is IST, SOLL or GAP, or empty outside a paragraph.

    `soorten` are the kinds of paragraph it is asked of, all where it is empty. `let_op` says where
    another document asks more; `vindplaats` is filled where it is not the format that asks.
    """

    niveau: Niveau
    fase: Tekst
    onderdeel: str
    vraag: str
    optioneel: Annotated[bool, Kolom(leeg_mag=True)]
    soorten: tuple[Aanpak, ...] = ()
    let_op: str = ""
    vindplaats: Vindplaats | None = None

    @property
    def titel(self) -> str:
        """The part of the werkagenda it asks about, and whether that may be left out."""
        return f"{self.onderdeel} (optioneel)" if self.optioneel else self.onderdeel

    @property
    def voluit(self) -> str:
        """The question with what a reader has to know about it."""
        return f"{self.vraag} {self.let_op}".strip()


@dataclass(frozen=True, slots=True)
class Functionaliteit:
    """A paragraph: a basisfunctionaliteit or an aanpak of the ontwikkelagenda."""

    code: str
    naam: str
    leefgebied: str
    soort: Aanpak

    @property
    def optioneel(self) -> bool:
        """Whether a regio may leave this paragraph out."""
        return self.soort is Aanpak.NIEUW

    @property
    def soort_voluit(self) -> str:
        """Its kind, and whether a regio may leave it out."""
        soort = self.soort.omschrijving
        return f"{soort} (optioneel)" if self.optioneel else soort


@dataclass(frozen=True, slots=True)
class Leefgebied:
    """A chapter with its paragraphs; chapter 1 is the infrastructure and has none."""

    nummer: str
    naam: str
    functionaliteiten: Annotated[tuple[Functionaliteit, ...], Kolom(soort=Soort.BUITEN)] = ()


@dataclass(frozen=True, slots=True)
class Geldregel:
    """To which paragraphs a national amount of `budgetten.csv` belongs.

    `wacht_op` names the onderdeel of the SPUK AZWA by which this money goes, where that is not
    divided with the keys; a share of a regio is then not known (p.m.).
    """

    uitkering: str
    onderdeel: str
    functionaliteiten: tuple[str, ...]
    wacht_op: Tekst


@dataclass(frozen=True, slots=True)
class Groeipad:
    """The years of the growth path."""

    van: int
    tot_en_met: int
    vindplaats: Vindplaats

    @property
    def jaren(self) -> tuple[int, ...]:
        """All its years."""
        return tuple(range(self.van, self.tot_en_met + 1))


@dataclass(frozen=True, slots=True)
class Werkagendaformat:
    """The layout of a werkagenda, and the years of its growth path.

    `themas` are the themes of the structural GALA money, by their amounts in the GALA itself.
    """

    leefgebieden: tuple[Leefgebied, ...]
    vragen: Annotated[tuple[Vraag, ...], Kolom("vraag")]
    geld: tuple[Geldregel, ...]
    themas: Annotated[tuple[Geldregel, ...], Kolom("thema", leeg_mag=True)]
    groeipad: Groeipad
    vindplaats: Vindplaats

    @property
    def functionaliteiten(self) -> tuple[Functionaliteit, ...]:
        """All paragraphs in order."""
        return tuple(deel for gebied in self.leefgebieden for deel in gebied.functionaliteiten)

    def vragen_van(self, niveau: Niveau, soort: Aanpak | None = None) -> list[Vraag]:
        """The questions of one level, in order; of a paragraph those that are for its kind."""
        return [
            vraag
            for vraag in self.vragen
            if vraag.niveau is niveau and (not vraag.soorten or soort in vraag.soorten)
        ]


def werkagendaformat_van(gegevens: Gegevens) -> Werkagendaformat:
    """Return the layout of a regional werkagenda, from `werkagenda.toml`.

    Raises Invoerfout for an unknown field or source, a paragraph in an unknown chapter, and
    money for an unknown paragraph.
    """
    return gegevens.onthoud("werkagendaformat", _lees)


def _lees(gegevens: Gegevens) -> Werkagendaformat:
    plek, blok = gegevens.blok("werkagenda.toml")
    functionaliteiten = lees_records(Functionaliteit, plek, blok, "functionaliteit")
    leefgebieden = tuple(
        replace(
            gebied,
            functionaliteiten=tuple(f for f in functionaliteiten if f.leefgebied == gebied.nummer),
        )
        for gebied in lees_records(Leefgebied, plek, blok, "leefgebied")
    )
    bekend = [leefgebied.nummer for leefgebied in leefgebieden]
    for functionaliteit in functionaliteiten:
        if functionaliteit.leefgebied not in bekend:
            raise plek.fout(
                f"leefgebied '{functionaliteit.leefgebied}' van {functionaliteit.code} bestaat "
                "niet",
                "kies uit: " + ", ".join(bekend),
            )
    format_ = lees_record(
        Werkagendaformat,
        plek,
        blok,
        {"leefgebied": list, "functionaliteit": list},
        leefgebieden=leefgebieden,
    )
    codes = {functionaliteit.code for functionaliteit in functionaliteiten}
    genoemd = (
        (soort, nummer, code)
        for soort, regels in (("geld", format_.geld), ("thema", format_.themas))
        for nummer, regel in enumerate(regels, start=1)
        for code in regel.functionaliteiten
    )
    for soort, nummer, code in genoemd:
        if code not in codes:
            raise plek.fout(
                f"functionaliteit '{code}' in [[{soort}]] nummer {nummer} bestaat niet",
                "kies uit: " + ", ".join(sorted(codes)),
            )
    return format_
