"""The form for bookings: an Excel workbook with drop-downs, or a CSV file.

What it holds is read back as it is. A line per onderdeel of each recipient is filled in ahead;
lines in which nothing was booked count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from azwa_funds.besteden.boekingen import BOEKINGEN, Bestedingen, lees_bestedingen, maak_aanvulling
from azwa_funds.besteden.rechten import REGIONALE, Geld, Kring, Recht, kies_kring
from azwa_funds.excel.blad import Cell, Column, Formula, Kind, Sheet, Table
from azwa_funds.excel.formulier import ListForm
from azwa_funds.excel.papier import Papier, leg_op
from azwa_funds.excel.schrijver import Page, workbook_bytes
from azwa_funds.gegevens import Gegevens, zoek_gemeente, zoek_regio
from azwa_funds.grootboek.lezing import som_als_getal
from azwa_funds.kern.euro import toon_centen
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.kern.tekst import veilig
from azwa_funds.lezen.cellen import GROOTSTE_CENTEN
from azwa_funds.scherm.uitvoer import regels_als_csv
from azwa_funds.werkboek.vast import gemaakt_op

if TYPE_CHECKING:
    import pandas as pd

#: The sheet to fill in, and the property that says of one recipient for whom the form was made.
BOEKINGENBLAD, MERK = "Boekingen", "Formulier"

#: How many lines of the form have drop-downs and checks.
REGELS = 5000

_INVUL = "#FFF9E5"
_RIJHOOGTE, _TEKENS = 17, 88
_BREEDTES = (18, 8, 22, 18, 13, 46, 16, 11, 20, 20)


@dataclass(frozen=True)
class Formulierinhoud:
    """What a form is about: the year, who accounts, their rights, and the codes to choose from.

    `bronnen` cites, for each right, where its amount comes from. `boekingen` are what was booked
    already, by the columns of `BOEKINGEN`, the amount in cents.
    """

    jaar: int
    naam: str
    rechten: tuple[Recht, ...]
    namen: dict[str, str]
    gemaakt: datetime

    onderdelen: tuple[str, ...]
    bronnen: tuple[str, ...]
    boekingen: tuple[tuple[Any, ...], ...] = ()

    @property
    def klaar(self) -> list[Recht]:
        """The rights for which a line is filled in ahead: those without a booking."""
        geboekt = {(boeking[0], boeking[2]) for boeking in self.boekingen}
        return [recht for recht in self.rechten if (recht.code, recht.onderdeel) not in geboekt]

    def label(self, code: str) -> str:
        """How the form names somebody: by name, or by code where the name is that of two."""
        naam = self.namen[code]
        return code if list(self.namen.values()).count(naam) > 1 else naam

    @property
    def merk(self) -> str:
        """What a form of one recipient bears, so that it is known by any file name."""
        codes = {recht.code for recht in self.rechten}
        return f"{self.jaar} {codes.pop()}" if len(codes) == 1 else ""


def _betrokkenen(geld: Geld, rechten: list[Recht], toegezegd: Iterable[Recht]) -> set[str]:
    """Return the codes that a form may name: recipients, mandaathouders, members of a regio."""
    codes = {r.code for r in rechten}
    codes |= {geld.gegevens.regios[r.regio].mandaathouder_code for r in rechten if r.regio}
    regionaal = rechten if any(r.onderdeel in REGIONALE for r in rechten) else []
    return codes.union(*(geld.leden.get(r.regio, []) for r in (*regionaal, *toegezegd)))


def lees_formulierinhoud(
    gegevens: Gegevens, bestanden: tuple[Path, ...], jaar: int, opties: Mapping[str, Any]
) -> tuple[Formulierinhoud, Bestedingen | None]:
    """Return what the form holds, and what was read to fill it in.

    `opties` are those of the command: regio, gemeente, ontvanger, onderdeel and profiel.
    """
    regio, gemeente = opties["regio"], opties["gemeente"]
    if regio is not None and gemeente is not None:
        raise Gebruikersfout("Kies --regio of --gemeente, niet allebei.")
    aanvulling = maak_aanvulling(
        gegevens, opties["ontvanger"], jaar, opties["onderdeel"], opties["profiel"]
    )
    gelezen = lees_bestedingen(gegevens, bestanden, aanvulling) if bestanden else None
    in_jaar = gelezen.tabel[gelezen.tabel["jaar"] == jaar] if gelezen else None
    wie = aanvulling.ontvanger if regio is None else None
    if gemeente is not None:
        wie = zoek_gemeente(gegevens, gemeente).code
    geld = Geld(gegevens)
    kring = kies_kring(
        geld,
        () if in_jaar is None else in_jaar["verantwoorder_code"].unique(),
        regio=None if regio is None else zoek_regio(gegevens, regio).naam,
        gemeente=wie,
        landelijk=regio is None and wie is None and (in_jaar is None or in_jaar.empty),
    )
    onderdeel = None if bestanden else aanvulling.onderdeel
    return maak_formulierinhoud(geld, kring, jaar, onderdeel, in_jaar), gelezen


def maak_formulierinhoud(
    geld: Geld,
    kring: Kring,
    jaar: int,
    onderdeel: str | None = None,
    boekingen: pd.DataFrame | None = None,
    *,
    toegezegd: Mapping[str, Recht] | None = None,
) -> Formulierinhoud:
    """Return what the form of a kring holds, for one onderdeel or all of them.

    `boekingen` of the year are filled in. `toegezegd` are rights between a mandaathouder and a
    gemeente, by what each rests on. Raises Gebruikersfout for a year without money.
    """
    rechten = [
        r
        for r in geld.rechten.values()
        if r.jaar == jaar and r.code in kring.codes and onderdeel in (None, r.onderdeel)
    ]
    if not rechten and not toegezegd:
        raise Gebruikersfout(
            f"Over {jaar} is er voor {kring.naam} geen bedrag en dus niets te verantwoorden; kies "
            "een ander jaar."
        )
    rechten.sort(key=lambda r: (r.regio, r.code, r.onderdeel))
    extra = toegezegd or {}
    codes = _betrokkenen(geld, rechten, extra.values())
    return Formulierinhoud(
        jaar,
        kring.naam,
        (*rechten, *extra.values()),
        {code: geld.codes.namen[code] for code in sorted(codes)},
        gemaakt_op(geld.cijfers),
        # Regional money can be spent for a mandaathouder, by any gemeente.
        tuple(
            dict.fromkeys(
                r.onderdeel
                for r in geld.rechten.values()
                if r.jaar == jaar and (r.code in kring.codes or r.onderdeel in REGIONALE)
            )
        ),
        (*(citeer_vindplaats(geld.gegevens.bronnen, r.vindplaats) for r in rechten), *extra),
        () if boekingen is None else _als_rijen(boekingen, kring),
    )


def _als_rijen(tabel: pd.DataFrame, kring: Kring) -> tuple[tuple[Any, ...], ...]:
    """Return the bookings of a kring, by the columns of the form."""
    kolommen = ["centen" if naam == "bedrag" else naam for naam in BOEKINGEN.kolommen]
    eigen = tabel[tabel["verantwoorder_code"].isin(list(kring.codes))]
    return tuple(eigen[kolommen].itertuples(index=False, name=None))


def sjabloon_als_csv(inhoud: Formulierinhoud) -> bytes:
    """Return the form as CSV for Excel: `;`, with a mark that keeps the names whole."""
    koppen = map(kop_in_woorden, (*BOEKINGEN.kolommen, *BOEKINGEN.toelichting))
    regels: list[list[Any]] = [[*koppen]]
    leeg = [""] * (len(BOEKINGEN.kolommen) - 3)
    for code, van_jaar, onderdeel, stuk, dag, tekst, centen, *rest in inhoud.boekingen:
        bedrag = som_als_getal(int(centen)).replace(".", ",")
        eerst = [code, van_jaar, onderdeel, veilig(stuk), f"{dag:%d-%m-%Y}", veilig(tekst), bedrag]
        regels.append([*eerst, *map(veilig, rest), "", ""])
    for recht in inhoud.klaar:
        toegekend = "p.m." if recht.centen is None else toon_centen(recht.centen)
        naam = veilig(recht.naam)
        regels.append([recht.code, inhoud.jaar, recht.onderdeel, *leeg, naam, toegekend])
    return regels_als_csv(regels, voor_excel=True).encode()


def sjabloon_als_xlsx(inhoud: Formulierinhoud) -> bytes:
    """Return the form as an Excel workbook; the same input gives the same bytes."""
    titel = f"Bestedingen {inhoud.jaar}, {inhoud.naam}"
    lijsten = _lijsten(inhoud)
    bladen = (_Toelichting(titel), _boekingen(inhoud, lijsten), _toegekend(inhoud), lijsten)
    merken = {MERK: inhoud.merk} if inhoud.merk else {}
    return workbook_bytes(titel, bladen, created=inhoud.gemaakt, subject="SPUK AZWA", marks=merken)


def _boekingen(inhoud: Formulierinhoud, lijsten: Sheet) -> ListForm:
    """Make the sheet to fill in: what was booked already, and a line for each other right."""
    soorten = {"onderdeel": Kind.TEXT, "thema": Kind.TEXT, "jaar": Kind.TEXT,
               "boekdatum": Kind.DATE, "bedrag": Kind.EURO_CENT}  # fmt: skip
    kolommen = [
        Column(naam, kop_in_woorden(naam), soorten.get(naam, Kind.CODE), breedte)
        for naam, breedte in zip(BOEKINGEN.kolommen, _BREEDTES, strict=True)
    ]
    leeg: dict[str, Cell] = dict.fromkeys(BOEKINGEN.kolommen)
    rijen = [_als_regel(dict(zip(leeg, boeking, strict=True))) for boeking in inhoud.boekingen]
    rijen += [
        {**leeg, "verantwoorder_code": inhoud.label(recht.code), "jaar": inhoud.jaar,
         "onderdeel": recht.onderdeel}
        for recht in inhoud.klaar
    ]  # fmt: skip
    return ListForm(
        BOEKINGENBLAD,
        BOEKINGENBLAD,
        Table(kolommen, rijen),
        freeze_columns=1,
        looks={"": {"bg_color": _INVUL}, "jaar": {"num_format": "0", "align": "left"}},
        guards=_controles(inhoud, lijsten),
        lines_to_fill=max(REGELS, len(rijen) + 1000),
        active=True,
    )


def _als_regel(boeking: dict[str, Any]) -> dict[str, Cell]:
    dag, centen = boeking["boekdatum"].to_pydatetime(), int(boeking["bedrag"])
    return boeking | {"jaar": int(boeking["jaar"]), "boekdatum": dag, "bedrag": centen / 100}


def kop_in_woorden(naam: str) -> str:
    """Write the name of a column as a person would: "Medeoverheid" for `medeoverheid_code`."""
    return naam.removesuffix("_code").capitalize()


def _controles(inhoud: Formulierinhoud, lijsten: Sheet) -> dict[str, dict[str, Any]]:
    """What each column of the form accepts, and what it says about that."""
    wie = f"={lijsten.ref('naam', 0, len(inhoud.namen) - 1)}"
    onderdelen = f"={lijsten.ref('onderdeel', 0, len(inhoud.onderdelen) - 1)}"
    return {
        "verantwoorder_code": _lijst(
            wie, "Wie verantwoordt", "Kies wie zich verantwoordt (zie Lijsten)."
        ),
        "jaar": {
            "validate": "integer", "criteria": "==", "value": inhoud.jaar,
            "error_title": "Ander jaar", "error_message": f"Dit formulier gaat over {inhoud.jaar}.",
        },
        "onderdeel": _lijst(
            onderdelen, "Onderdeel", "Kies het onderdeel waaruit is betaald."
        ),
        "boekdatum": {
            "validate": "date", "criteria": "between",
            "minimum": date(inhoud.jaar, 1, 1), "maximum": date(inhoud.jaar, 12, 31),
            "error_type": "warning", "error_title": "Datum buiten het jaar",
            "error_message": f"De datum valt buiten {inhoud.jaar}. Klopt dat?",
            "input_title": "Boekdatum", "input_message": "Dag van de boeking, bijvoorbeeld 31-12.",
        },
        "omschrijving": {
            "validate": "length", "criteria": "<=", "value": 500,
            "error_title": "Te lang", "error_message": "Houd de omschrijving onder 500 tekens.",
        },
        "bedrag": {
            "validate": "custom",
            "value": f"=AND(ISNUMBER(G2),ABS(G2)<={GROOTSTE_CENTEN // 100},ROUND(G2,2)=G2)",
            "error_title": "Geen bedrag",
            "error_message": "Vul een getal in met hoogstens twee decimalen.",
            "input_title": "Bedrag in euro's",
            "input_message": "Met centen. Niets besteed? Vul dan één regel met 0 in.",
        },
        "medeoverheid_code": _lijst(
            wie, "Medeoverheid",
            "Alleen bij regionaal geld: via welke gemeente de mandaathouder besteedde.",
        ),
    }  # fmt: skip


def _lijst(bron: str, titel: str, uitleg: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": bron,
        "input_title": titel,
        "input_message": uitleg,
        "error_title": "Niet in de lijst",
        "error_message": "Kies een waarde uit de lijst (zie het blad Lijsten).",
    }


#: Whoever fills in codes is understood as well.
_GEBOEKT = "=" + "+".join(
    f"SUMIFS(Boekingen!$G:$G,Boekingen!$A:$A,{{{wie}}},Boekingen!$C:$C,{{onderdeel}})"
    for wie in ("code", "naam")
)


def _toegekend(inhoud: Formulierinhoud) -> ListForm:
    """Show what was awarded, and live what has been booked and what is left."""

    def bedrag(recht: Recht) -> Cell:
        return "p.m." if recht.centen is None else recht.centen / 100

    def over(recht: Recht) -> Cell:
        if recht.centen is None:
            return None
        return Formula("={toegekend}-{geboekt}", recht.centen / 100)

    # Together no wider than prints legibly on A4.
    kolommen = [
        Column("code", "Code", width=16),
        Column("naam", "Ontvanger", width=28),
        Column("onderdeel", "Onderdeel", width=24),
        Column("toegekend", "Toegekend", Kind.EURO_CENT, 18, value=bedrag),
        Column("status", "Status bedrag", width=18, value=lambda recht: str(recht.status)),
        Column("geboekt", "Geboekt", Kind.EURO_CENT, 18, value=lambda _: Formula(_GEBOEKT, 0)),
        Column("over", "Over", Kind.EURO_CENT, 18, value=over),
    ]
    rijen = Table.of(kolommen, inhoud.rechten).rows
    met_bron = [{**rij, "bron": bron} for rij, bron in zip(rijen, inhoud.bronnen, strict=True)]
    tabel = Table([*kolommen, Column("bron", "Bron", width=60)], met_bron)
    looks = {"": {"text_wrap": True, "valign": "top"}}
    return ListForm("Toegekend", "Toegekend", tabel, looks=looks)


def _lijsten(inhoud: Formulierinhoud) -> ListForm:
    """Hold what the drop-downs choose from."""
    namen = map(inhoud.label, inhoud.namen)
    rijen: list[dict[str, Cell]] = [
        {"naam": naam, "code": code, "onderdeel": onderdeel}
        for naam, code, onderdeel in zip_longest(namen, inhoud.namen, inhoud.onderdelen)
    ]
    kolommen = [
        Column("naam", "Naam", width=34),
        Column("code", "Code", width=18),
        Column("onderdeel", "Onderdelen", width=26),
    ]
    return ListForm("Lijsten", "Lijsten", Table(kolommen, rijen))


@dataclass(frozen=True)
class _Toelichting:
    """The sheet that says how to fill the form in."""

    title: str
    name: str = "Toelichting"
    description: str = ""

    def write(self, page: Page) -> None:
        worksheet = page.add(self.name)
        leg_op(worksheet, Papier(is_liggend=True))
        page.heading(
            worksheet, self.title,
            "Vul het blad Boekingen in en geef dit bestand aan 'azwa-funds toets'.",
        )  # fmt: skip
        kop = page.tint(bold=True, valign="top")
        gewoon = page.tint(text_wrap=True, valign="top")
        for kolom, breedte in enumerate((24, 90)):
            worksheet.set_column(kolom, kolom, breedte)
        for nummer, (wat, uitleg) in enumerate(_UITLEG, start=3):
            worksheet.write_string(nummer, 0, wat, kop)
            worksheet.write_string(nummer, 1, uitleg, gewoon)
            worksheet.set_row_pixels(nummer, _RIJHOOGTE * len(wrap(uitleg, _TEKENS)) + 4)


_UITLEG = (
    (
        "Een regel per boeking",
        "Elke regel is één boeking. Per onderdeel staat er al één regel klaar; kopieer haar zo "
        "vaak als nodig. Regels waarin niets is geboekt, tellen niet mee.",
    ),
    ("Niets besteed", "Meld ook dat: één regel met bedrag 0, boekstuk 'nihil' en boekdatum 31-12."),
    (
        "Verantwoorder",
        "Wie zich verantwoordt: kies de naam uit de lijst. De CBS-code (GM0141), of de code van "
        "het openbaar lichaam, mag ook; die staan op het blad Lijsten.",
    ),
    ("Jaar", "Het jaar waarvan de boeking de last is."),
    ("Onderdeel", "Waaruit is betaald. Binnen een onderdeel hoeft u niet te splitsen."),
    ("Boekstuk", "Het nummer in uw administratie, om de boeking terug te vinden."),
    ("Boekdatum", "Een datum, als 31-12-2027 of 2027-12-31."),
    ("Omschrijving", "Waarvoor het geld was. Zet er geen namen van inwoners in."),
    (
        "Bedrag",
        "In euro's met centen; lasten positief, terugontvangen bedragen met een min. In tekst is "
        "1.234,56 en 1234.56 goed, en is 1.234 duizendtweehonderdvierendertig.",
    ),
    ("Taakveld, thema", "Niet verplicht; handig om zelf te kunnen uitsplitsen."),
    (
        "Medeoverheid",
        "Alleen bij regionaal geld. De mandaathouder vult in via welke gemeente is besteed (leeg: "
        "zelf). Een gemeente die regionaal geld besteedde, vult haar mandaathouder in of laat het "
        "leeg. Beide opgaven moeten tot op de cent gelijk zijn.",
    ),
    (
        "Blad Toegekend",
        "Wat is toegekend, met status en bron, en wat er volgens dit formulier over is.",
    ),
)
