"""What each table may hold: columns, kinds, bounds and key, declared once.

`lezen` reads by these declarations and names row and column of what does not fit. Where a table
is a kind of record, the record declares its columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from azwa_funds.kern import begrippen
from azwa_funds.kern.begrippen import Kolom as Kolom
from azwa_funds.kern.begrippen import Soort as Soort
from azwa_funds.kern.euro import lees_bedrag
from azwa_funds.lezen.cellen import (
    Celfout,
    lijkt_gemeentecode,
    ons_aandeel,
    ons_getal,
    ons_jaar,
    onze_code,
    onze_dag,
)

#: The kinds whose values are numbers to reckon with.
GETALSOORTEN = (Soort.GEHEEL, Soort.GETAL, Soort.EURO)


@dataclass(frozen=True)
class Tabel:
    """One table: its name, columns, and the columns that together name a row only once.

    The columns are those of a kind of record, or stand here themselves.
    """

    naam: str
    van: type | tuple[Kolom, ...]
    sleutel: tuple[str, ...]

    @cached_property
    def kolommen(self) -> tuple[Kolom, ...]:
        """The columns, in order."""
        if isinstance(self.van, tuple):
            return self.van
        from azwa_funds.lezen.records import kolommen_van

        return kolommen_van(self.van)

    @cached_property
    def kolomnamen(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(kolom.naam for kolom in self.kolommen)


#: A name begins with a letter or digit, or as 's-Gravenhage; so no formula is one.
_NAAM = re.compile(r"[\w'’]")


def _lees_ontvangercode(tekst: str) -> str:
    """Pad the code of a gemeente; leave the id of a body that is no gemeente as it is."""
    if lijkt_gemeentecode(tekst):
        return onze_code(tekst)
    if not _NAAM.match(tekst):
        raise ValueError(tekst)
    return tekst


def _lees_periode(tekst: str) -> str:
    return tekst if tekst == STRUCTUREEL else str(ons_jaar(tekst))


def _lees_status(tekst: str) -> begrippen.Status:
    try:
        return begrippen.Status[tekst.upper()]
    except KeyError as fout:
        raise ValueError(tekst) from fout


#: What stands for a year where an amount returns every year without end.
STRUCTUREEL = "structureel"

#: Larger numbers leave the exact arithmetic of `euro`.
GROOTSTE = 2**63 - 1

_SCHRIJF_CODE = "schrijf de CBS-code als GM gevolgd door vier cijfers, bijvoorbeeld GM0344"
_STATUSSEN = ", ".join(str(status) for status in begrippen.Status)

#: Per kind: how to read it, what to say when that fails, and the remedy.
_LEZERS: dict[Soort, tuple[Callable[[str], Any], str, str]] = {
    Soort.TEKST: (str, "", ""),
    Soort.GEHEEL: (lees_bedrag, "geen geheel getal", "vul alleen cijfers in"),
    Soort.EURO: (
        lees_bedrag,
        "geen bedrag in hele euro's",
        "vul alleen cijfers in, zonder centen, bijvoorbeeld 1234567",
    ),
    Soort.GETAL: (ons_getal, "geen getal", "vul een getal in, bijvoorbeeld 12.5"),
    Soort.JAAR: (ons_jaar, "geen jaartal", "vul vier cijfers in, bijvoorbeeld 2027"),
    Soort.DATUM: (onze_dag, "geen datum", "schrijf de datum als 2027-01-31"),
    Soort.STATUS: (_lees_status, "geen bekende status", f"kies uit: {_STATUSSEN}"),
    Soort.GEMEENTECODE: (onze_code, "geen gemeentecode", _SCHRIJF_CODE),
    Soort.ONTVANGERCODE: (_lees_ontvangercode, "geen gemeentecode", _SCHRIJF_CODE),
    Soort.PERIODE: (
        _lees_periode,
        "geen jaartal",
        "vul vier cijfers in, bijvoorbeeld 2027, of het woord structureel",
    ),
    Soort.AANDEEL: (
        ons_aandeel,
        "geen aandeel van 0 tot en met 1",
        "schrijf bijvoorbeeld 1, 3/4 of 0,75",
    ),
}


def lees_cel(kolom: Kolom, ruw: str) -> Any:
    """Turn the text of one cell into a value of its kind, or raise Celfout.

    An empty cell gives None where the column allows it ("" for text).
    """
    tekst = ruw.strip()
    if not tekst:
        if kolom.leeg_mag:
            return "" if kolom.soort is Soort.TEKST else None
        raise Celfout("de cel is leeg", f"vul een {kolom.soort} in")
    lezer, reden, remedie = _LEZERS[kolom.soort]
    try:
        waarde = lezer(tekst)
    except ValueError as fout:
        raise Celfout(f"'{tekst}' is {reden}", remedie) from fout
    _controleer_grenzen(kolom, tekst, waarde)
    return waarde


def _controleer_grenzen(kolom: Kolom, tekst: str, waarde: Any) -> None:
    if kolom.keuzes and tekst not in kolom.keuzes:
        raise Celfout(f"'{tekst}' is niet toegestaan", "kies uit: " + ", ".join(kolom.keuzes))
    if kolom.soort not in GETALSOORTEN:
        return
    if waarde > GROOTSTE:
        raise Celfout(f"'{tekst}' is te groot om mee te rekenen", "controleer dit getal")
    if kolom.minimum is not None and waarde < kolom.minimum:
        grens = "negatief" if kolom.minimum == 0 else f"kleiner dan {kolom.minimum}"
        raise Celfout(f"'{tekst}' is {grens}", f"vul {kolom.minimum} of hoger in")
    if kolom.maximum is not None and waarde > kolom.maximum:
        raise Celfout(
            f"'{tekst}' is groter dan {kolom.maximum}", f"vul hoogstens {kolom.maximum} in"
        )


def _kolommen(namen: str, soort: Soort = Soort.TEKST, **eisen: Any) -> tuple[Kolom, ...]:
    """Columns of one kind."""
    return tuple(Kolom(naam, soort, **eisen) for naam in namen.split())


def _cbs(naam: str, *cijfers: Kolom) -> Tabel:
    """A table of figures of CBS, per year and gemeente."""
    begin = (Kolom("jaar", Soort.JAAR), Kolom("gemeente_code", Soort.GEMEENTECODE))
    slot = (Kolom("status", Soort.STATUS, leeg_mag=True), Kolom("bron"))
    kolommen = (*begin, Kolom("gemeente"), *cijfers, *slot)
    return Tabel(f"cbs_{naam}", kolommen, ("jaar", "gemeente_code"))


_ONTVANGER = (Kolom("ontvanger_code", Soort.ONTVANGERCODE), Kolom("ontvanger"))
_GEMEENTE = Kolom("gemeente_code", Soort.GEMEENTECODE)
ZORGKANTOORREGIOS = Tabel(
    "zorgkantoorregios",
    (_GEMEENTE, *_kolommen("gemeente zorgkantoorregio bron vindplaats")),
    ("gemeente_code",),
)
BESCHIKKINGEN = Tabel(
    "beschikkingen", begrippen.Beschikking, ("uitkering", "jaar", "ontvanger_code")
)
#: What `beschikking lees` keeps: awards per onderdeel. The file is there once there are any.
BESCHIKT = Tabel(
    "beschikt",
    (
        *_kolommen("uitkering onderdeel"), Kolom("jaar", Soort.JAAR),
        Kolom("regio", leeg_mag=True), *_ONTVANGER, Kolom("bedrag", Soort.EURO),
        Kolom("status", Soort.STATUS, keuzes=("beschikt",)),
        Kolom("kenmerk"), Kolom("datum", Soort.DATUM), *_kolommen("bron vindplaats"),
    ),
    ("uitkering", "onderdeel", "jaar", "ontvanger_code"),
)  # fmt: skip
BESCHIKT_BESTAND = "beschikkingen/beschikt.csv"

#: What stood in the table of awards before: how often anything was replaced so far, on which day,
#: and by the letter with which kenmerk. The file is there once anything was.
VERVANGEN = Tabel(
    "vervangen",
    (
        Kolom("vervanging", Soort.GEHEEL, minimum=1),
        Kolom("vervangen_op", Soort.DATUM), Kolom("vervangen_door"), *BESCHIKT.kolommen,
    ),
    ("vervanging", *BESCHIKT.sleutel),
)  # fmt: skip
VERVANGEN_BESTAND = "beschikkingen/vervangen.csv"

CONTROLETOTALEN = Tabel(
    "controletotalen",
    (
        Kolom("tabel"),
        Kolom("bewerking", keuzes=("som", "aantal", "aantal_verschillend", "gewogen_gemiddelde")),
        Kolom("kolom"), *_kolommen("gewicht voorwaarde", leeg_mag=True),
        Kolom("verwacht", Soort.GETAL), *_kolommen("bron vindplaats"),
    ),
    ("tabel", "bewerking", "kolom", "voorwaarde"),
)  # fmt: skip
GEWICHTEN = Tabel(
    "gewichten",
    (*_ONTVANGER, Kolom("gewicht", Soort.GEHEEL), *_kolommen("bron vindplaats")),
    ("ontvanger_code",),
)

_LEEFTIJD_2025 = (
    "inwoners inwoners_00_04 inwoners_05_09 inwoners_10_14 inwoners_15_19 inwoners_20_24 "
    "inwoners_25_44 inwoners_45_64 inwoners_65_79 inwoners_80_plus huishoudens"
)
_KERNCIJFERS = (
    "inwoners inwoners_00_14 inwoners_15_24 inwoners_25_44 inwoners_45_64 inwoners_65_plus "
    "huishoudens"
)
_OPLEIDING = "opleiding_basis_vmbo_mbo1 opleiding_havo_vwo_mbo24 opleiding_hbo_wo"
_PROCENTEN = "huishoudens_laagste_40pct_inkomen_pct huishoudens_hoogste_20pct_inkomen_pct"
KERNCIJFERS = _cbs(
    "kerncijfers",
    *_kolommen(_KERNCIJFERS, Soort.GEHEEL),
    *_kolommen(_OPLEIDING, Soort.GEHEEL, leeg_mag=True),
    *_kolommen(_PROCENTEN, Soort.GETAL, leeg_mag=True, maximum=100),
)
_INKOMENS = (
    "gestandaardiseerd_inkomen_gemiddeld gestandaardiseerd_inkomen_mediaan "
    "besteedbaar_inkomen_gemiddeld besteedbaar_inkomen_mediaan"
)
INKOMEN = _cbs(
    "inkomen",
    Kolom("particuliere_huishoudens", Soort.GEHEEL),
    *_kolommen(_INKOMENS, Soort.EURO, leeg_mag=True),
)

#: Every table of the data folder: where it stands and how it is declared. A pattern with `*`
#: stands for several files of one shape.
TABELLEN: dict[str, Tabel] = {
    "budgetten.csv": Tabel("budgetten", begrippen.Budget, ("uitkering", "onderdeel", "jaar")),
    "brug.csv": Tabel("brug", begrippen.Brugbedrag, ("stap", "jaar", "deel")),
    "grondslagen.csv": Tabel("grondslagen", begrippen.Grondslag, ("tabel", "uitkering", "van")),
    "openstaand.csv": Tabel("openstaand", begrippen.Openstaand, ("document",)),
    "controletotalen.csv": CONTROLETOTALEN,
    "kalender.csv": Tabel("kalender", begrippen.Kalenderdatum, ("onderwerp",)),
    "indeling/gemeenten.csv": Tabel("gemeenten", begrippen.Gemeente, ("code",)),
    "indeling/regios.csv": Tabel("regios", begrippen.Regio, ("naam",)),
    "indeling/nplv_gebieden.csv": Tabel("nplv_gebieden", begrippen.NplvGebied, ("gebied",)),
    "indeling/herindelingen.csv": Tabel(
        "herindelingen", begrippen.Herindeling, ("datum", "code_oud", "code_nieuw")
    ),
    "indeling/zorgkantoorregios.csv": ZORGKANTOORREGIOS,
    "indeling/grootteklassen.csv": Tabel("grootteklassen", begrippen.Grootteklasse, ("naam",)),
    "indeling/tegelkaart.csv": Tabel("tegelkaart", begrippen.Tegel, ("regio",)),
    "beschikkingen/bekende_afwijkingen.csv": Tabel(
        "bekende_afwijkingen",
        begrippen.BekendeAfwijking,
        ("controle", "uitkering", "jaar", "ontvanger_code"),
    ),
    "beschikkingen/*_20[0-9][0-9].csv": BESCHIKKINGEN,
    "cbs/bevolking.csv": _cbs("bevolking", *_kolommen("inwoners", Soort.GEHEEL)),
    "cbs/kerncijfers.csv": KERNCIJFERS,
    "cbs/inkomen.csv": INKOMEN,
    "cbs/leeftijd.csv": _cbs("leeftijd", *_kolommen(_LEEFTIJD_2025, Soort.GEHEEL)),
}

#: The tables of CBS figures, by their name.
CBS_TABELLEN = {
    naam.removeprefix("cbs/").removesuffix(".csv"): tabel
    for naam, tabel in TABELLEN.items()
    if naam.startswith("cbs/")
}
