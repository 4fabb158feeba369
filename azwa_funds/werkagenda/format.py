"""How a regional werkagenda is laid out: chapters, paragraphs, questions, and whose money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Vindplaats
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.tabel import KenBron, blokken, controleer_velden, keuze


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
    fase: str
    onderdeel: str
    vraag: str
    optioneel: bool
    soorten: tuple[Aanpak, ...] = ()
    let_op: str = ""
    vindplaats: Vindplaats | None = None


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


@dataclass(frozen=True, slots=True)
class Leefgebied:
    """A chapter with its paragraphs; chapter 1 is the infrastructure and has none."""

    nummer: str
    naam: str
    functionaliteiten: tuple[Functionaliteit, ...]


@dataclass(frozen=True, slots=True)
class Geldregel:
    """To which paragraphs a national amount of `budgetten.csv` belongs.

    `wacht_op` names the onderdeel of the SPUK AZWA by which this money goes, where that is not
    divided with the keys; a share of a regio is then not known (p.m.).
    """

    uitkering: str
    onderdeel: str
    functionaliteiten: tuple[str, ...]
    wacht_op: str


@dataclass(frozen=True, slots=True)
class Werkagendaformat:
    """The layout of a werkagenda, and the years of its growth path.

    `themas` are the themes of the structural GALA money, by their amounts in the GALA itself.
    """

    leefgebieden: tuple[Leefgebied, ...]
    vragen: tuple[Vraag, ...]
    geld: tuple[Geldregel, ...]
    themas: tuple[Geldregel, ...]
    groeijaren: tuple[int, ...]
    vindplaats: Vindplaats
    groeipad_vindplaats: Vindplaats

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
    """Return the layout of a regional werkagenda, from `werkagenda.toml`."""
    return gegevens.onthoud("werkagendaformat", _lees)


def _lees(gegevens: Gegevens) -> Werkagendaformat:
    pad = gegevens.data / "werkagenda.toml"
    return lees_format(pad, gegevens.toml(pad), gegevens.ken_bron)


def lees_format(pad: Path, blok: Mapping[str, Any], ken_bron: KenBron) -> Werkagendaformat:
    """Read the layout from the contents of its file.

    Raises Invoerfout for an unknown field or source, a paragraph in an unknown chapter, and
    money for an unknown paragraph.
    """
    lijsten = dict.fromkeys(("vraag", "leefgebied", "functionaliteit", "geld"), list)
    kop = {"bron": str, "plaats": str, "groeipad": dict}
    controleer_velden(pad, blok, "het bestand", {**kop, **lijsten}, {"thema": list})
    groeipad = blok["groeipad"]
    jaren = {"van": int, "tot_en_met": int}
    controleer_velden(pad, groeipad, "[groeipad]", {**jaren, "bron": str, "plaats": str}, {})
    for bron in (blok["bron"], groeipad["bron"]):
        ken_bron(pad, bron)
    functionaliteiten = [
        _lees_functionaliteit(pad, deel, f"[[functionaliteit]] nummer {nummer}")
        for nummer, deel in enumerate(blokken(pad, blok, "functionaliteit"), start=1)
    ]
    leefgebieden = _lees_leefgebieden(pad, blok, functionaliteiten)
    codes = {functionaliteit.code for functionaliteit in functionaliteiten}
    return Werkagendaformat(
        leefgebieden=leefgebieden,
        vragen=tuple(
            _lees_vraag(pad, deel, f"[[vraag]] nummer {nummer}", ken_bron)
            for nummer, deel in enumerate(blokken(pad, blok, "vraag"), start=1)
        ),
        geld=tuple(
            _lees_geld(pad, deel, f"[[geld]] nummer {nummer}", codes)
            for nummer, deel in enumerate(blokken(pad, blok, "geld"), start=1)
        ),
        themas=tuple(
            _lees_geld(pad, deel, f"[[thema]] nummer {nummer}", codes)
            for nummer, deel in enumerate(blokken(pad, blok, "thema", mag_leeg=True), start=1)
        ),
        groeijaren=tuple(range(groeipad["van"], groeipad["tot_en_met"] + 1)),
        vindplaats=Vindplaats(blok["bron"], blok["plaats"]),
        groeipad_vindplaats=Vindplaats(groeipad["bron"], groeipad["plaats"]),
    )


def _lees_leefgebieden(
    pad: Path, blok: Mapping[str, Any], functionaliteiten: list[Functionaliteit]
) -> tuple[Leefgebied, ...]:
    leefgebieden = []
    for nummer, deel in enumerate(blokken(pad, blok, "leefgebied"), start=1):
        controleer_velden(
            pad, deel, f"[[leefgebied]] nummer {nummer}", {"nummer": str, "naam": str}, {}
        )
        eigen = tuple(f for f in functionaliteiten if f.leefgebied == deel["nummer"])
        leefgebieden.append(Leefgebied(deel["nummer"], deel["naam"], eigen))
    bekend = [leefgebied.nummer for leefgebied in leefgebieden]
    for functionaliteit in functionaliteiten:
        if functionaliteit.leefgebied not in bekend:
            raise Invoerfout(
                pad,
                f"leefgebied '{functionaliteit.leefgebied}' van {functionaliteit.code} bestaat "
                "niet",
                "kies uit: " + ", ".join(bekend),
            )
    return tuple(leefgebieden)


def _lees_functionaliteit(pad: Path, blok: Mapping[str, Any], plek: str) -> Functionaliteit:
    velden = dict.fromkeys(("code", "naam", "leefgebied", "soort"), str)
    controleer_velden(pad, blok, plek, velden, {})
    soort = keuze(pad, Aanpak, "soort", blok["soort"])
    return Functionaliteit(blok["code"], blok["naam"], blok["leefgebied"], soort)


def _lees_vraag(pad: Path, blok: Mapping[str, Any], plek: str, ken_bron: KenBron) -> Vraag:
    velden = dict.fromkeys(("niveau", "onderdeel", "vraag"), str)
    teksten = dict.fromkeys(("fase", "optioneel", "let_op", "bron", "plaats"), str)
    controleer_velden(pad, blok, plek, velden, {**teksten, "soorten": list})
    if ("bron" in blok) != ("plaats" in blok):
        raise Invoerfout(pad, f"{plek} noemt er maar één van bron en plaats", "noem ze allebei")
    if "bron" in blok:
        ken_bron(pad, blok["bron"])
    return Vraag(
        keuze(pad, Niveau, "niveau", blok["niveau"]),
        blok.get("fase", ""),
        blok["onderdeel"],
        blok["vraag"],
        blok.get("optioneel", "nee") == "ja",
        tuple(keuze(pad, Aanpak, "soorten", str(soort)) for soort in blok.get("soorten", ())),
        blok.get("let_op", ""),
        Vindplaats(blok["bron"], blok["plaats"]) if "bron" in blok else None,
    )


def _lees_geld(pad: Path, blok: Mapping[str, Any], plek: str, codes: set[str]) -> Geldregel:
    velden = {"uitkering": str, "onderdeel": str, "functionaliteiten": list}
    controleer_velden(pad, blok, plek, velden, {"wacht_op": str})
    for code in blok["functionaliteiten"]:
        if code not in codes:
            raise Invoerfout(
                pad,
                f"functionaliteit '{code}' in {plek} bestaat niet",
                "kies uit: " + ", ".join(sorted(codes)),
            )
    return Geldregel(
        blok["uitkering"],
        blok["onderdeel"],
        tuple(blok["functionaliteiten"]),
        blok.get("wacht_op", ""),
    )
