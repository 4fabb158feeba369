"""The form for bookings: an Excel workbook with drop-downs, or a CSV file.

What it holds is read back as it is. A line per onderdeel of each recipient is filled in ahead;
lines in which nothing was booked count for nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from azwa_funds.besteden.boekingen import BOEKINGEN, Bestedingen, lees_bestedingen, maak_aanvulling
from azwa_funds.besteden.rechten import REGIONALE, Geld, Kring, Recht, kies_kring
from azwa_funds.excel.papier import Papier, leg_op
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
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: The sheet to fill in, and the property that says of one recipient for whom the form was made.
BOEKINGENBLAD, MERK = "Boekingen", "Formulier"

#: How many lines of the form have drop-downs and checks.
REGELS = 5000

_LETTER, _DONKER, _INVUL = "Arial", "#1F3864", "#FFF9E5"
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
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    opties = {
        "in_memory": True,
        "default_format_properties": {"font_name": _LETTER, "font_size": 10, "font_scheme": False},
    }
    boek = Workbook(buffer, opties)
    titel = f"Bestedingen {inhoud.jaar}, {inhoud.naam}"
    boek.set_properties(
        {"title": titel, "author": "azwa_funds", "created": inhoud.gemaakt, "subject": "SPUK AZWA"}
    )
    boek.set_custom_property("Taal", "nl-NL")
    if inhoud.merk:
        boek.set_custom_property(MERK, inhoud.merk)
    vellen = {
        naam: boek.add_worksheet(naam)
        for naam in ("Toelichting", BOEKINGENBLAD, "Toegekend", "Lijsten")
    }
    for vel in vellen.values():
        leg_op(vel, Papier(is_liggend=True))
    _toelichting(boek, vellen["Toelichting"], titel, inhoud)
    _boekingen(boek, vellen["Boekingen"], inhoud)
    _toegekend(boek, vellen["Toegekend"], inhoud)
    _lijsten(boek, vellen["Lijsten"], inhoud)
    vellen["Boekingen"].activate()
    boek.close()
    return buffer.getvalue()


def _kopstijl(boek: Workbook) -> Format:
    return boek.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": _DONKER, "text_wrap": True,
         "valign": "top", "border": 1, "border_color": "#FFFFFF"}
    )  # fmt: skip


def _tabel(
    boek: Workbook, vel: Worksheet, koppen: Sequence[str], rijen: Iterable[Sequence[Any]]
) -> int:
    """Write headings and rows from the first row on; return the number of rows."""
    stijl = _kopstijl(boek)
    for kolom, kop in enumerate(koppen):
        vel.write_string(0, kolom, kop, stijl)
    vel.freeze_panes(1, 0)
    vel.repeat_rows(0)
    aantal = 0
    for aantal, rij in enumerate(rijen, start=1):
        for kolom, waarde in enumerate(rij):
            if isinstance(waarde, str):
                vel.write_string(aantal, kolom, waarde)
            elif waarde is not None:
                vel.write_number(aantal, kolom, waarde)
    return aantal


def _boekingen(boek: Workbook, vel: Worksheet, inhoud: Formulierinhoud) -> None:
    tekst = boek.add_format({"num_format": "@", "bg_color": _INVUL})
    gewoon = boek.add_format({"num_format": "General", "bg_color": _INVUL})
    jaar = boek.add_format({"num_format": "0", "bg_color": _INVUL, "align": "left"})
    dag = boek.add_format({"num_format": "dd-mm-yyyy", "bg_color": _INVUL})
    geld = boek.add_format({"num_format": "#,##0.00", "bg_color": _INVUL})
    # Columns in the order of BOEKINGEN.kolommen.
    stijlen = (tekst, jaar, gewoon, tekst, dag, tekst, geld, tekst, gewoon, tekst)
    for kolom, (breedte, stijl) in enumerate(zip(_BREEDTES, stijlen, strict=True)):
        vel.set_column(kolom, kolom, breedte, stijl)
    _schrijf_boekingen(vel, inhoud, stijlen)
    rijen = [(inhoud.label(recht.code), inhoud.jaar, recht.onderdeel) for recht in inhoud.klaar]
    for nummer, (code, van_jaar, onderdeel) in enumerate(rijen, start=len(inhoud.boekingen) + 1):
        vel.write_string(nummer, 0, code, tekst)
        vel.write_number(nummer, 1, van_jaar, jaar)
        vel.write_string(nummer, 2, onderdeel, gewoon)
    stijl = _kopstijl(boek)
    for kolom, naam in enumerate(BOEKINGEN.kolommen):
        vel.write_string(0, kolom, kop_in_woorden(naam), stijl)
    vel.freeze_panes(1, 1)
    vel.repeat_rows(0)
    regels = max(REGELS, len(inhoud.boekingen) + len(inhoud.klaar) + 1000)
    vel.autofilter(0, 0, regels, len(BOEKINGEN.kolommen) - 1)
    for kolom, regel in _controles(inhoud).items():
        vel.data_validation(1, kolom, regels, kolom, regel)


def _schrijf_boekingen(vel: Worksheet, inhoud: Formulierinhoud, stijlen: Sequence[Format]) -> None:
    """Write what was booked already below the headings."""
    plek = {naam: nummer for nummer, naam in enumerate(BOEKINGEN.kolommen)}
    for nummer, boeking in enumerate(inhoud.boekingen, start=1):
        for kolom, cel in enumerate(boeking):
            if kolom == plek["boekdatum"]:
                vel.write_datetime(nummer, kolom, cel.to_pydatetime(), stijlen[kolom])
            elif kolom == plek["bedrag"]:
                vel.write_number(nummer, kolom, int(cel) / 100, stijlen[kolom])
            elif kolom == plek["jaar"]:
                vel.write_number(nummer, kolom, int(cel), stijlen[kolom])
            elif cel:
                vel.write_string(nummer, kolom, str(cel), stijlen[kolom])


def kop_in_woorden(naam: str) -> str:
    """Write the name of a column as a person would: "Medeoverheid" for `medeoverheid_code`."""
    return naam.removesuffix("_code").capitalize()


def _controles(inhoud: Formulierinhoud) -> dict[int, dict[str, Any]]:
    """What each column of the form accepts, by its place, and what it says about that."""
    plek = {naam: nummer for nummer, naam in enumerate(BOEKINGEN.kolommen)}
    wie = f"=Lijsten!$A$2:$A${len(inhoud.namen) + 1}"
    onderdelen = f"=Lijsten!$C$2:$C${len(inhoud.onderdelen) + 1}"
    return {
        plek["verantwoorder_code"]: _lijst(
            wie, "Wie verantwoordt", "Kies wie zich verantwoordt (zie Lijsten)."
        ),
        plek["jaar"]: {
            "validate": "integer", "criteria": "==", "value": inhoud.jaar,
            "error_title": "Ander jaar", "error_message": f"Dit formulier gaat over {inhoud.jaar}.",
        },
        plek["onderdeel"]: _lijst(
            onderdelen, "Onderdeel", "Kies het onderdeel waaruit is betaald."
        ),
        plek["boekdatum"]: {
            "validate": "date", "criteria": "between",
            "minimum": date(inhoud.jaar, 1, 1), "maximum": date(inhoud.jaar, 12, 31),
            "error_type": "warning", "error_title": "Datum buiten het jaar",
            "error_message": f"De datum valt buiten {inhoud.jaar}. Klopt dat?",
            "input_title": "Boekdatum", "input_message": "Dag van de boeking, bijvoorbeeld 31-12.",
        },
        plek["omschrijving"]: {
            "validate": "length", "criteria": "<=", "value": 500,
            "error_title": "Te lang", "error_message": "Houd de omschrijving onder 500 tekens.",
        },
        plek["bedrag"]: {
            "validate": "custom",
            "value": f"=AND(ISNUMBER(G2),ABS(G2)<={GROOTSTE_CENTEN // 100},ROUND(G2,2)=G2)",
            "error_title": "Geen bedrag",
            "error_message": "Vul een getal in met hoogstens twee decimalen.",
            "input_title": "Bedrag in euro's",
            "input_message": "Met centen. Niets besteed? Vul dan één regel met 0 in.",
        },
        plek["medeoverheid_code"]: _lijst(
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


def _toegekend(boek: Workbook, vel: Worksheet, inhoud: Formulierinhoud) -> None:
    """Show what was awarded, and live what has been booked and what is left."""
    geld = boek.add_format({"num_format": "#,##0.00"})
    koppen = (
        "Code", "Ontvanger", "Onderdeel", "Toegekend", "Status bedrag", "Geboekt", "Over", "Bron",
    )  # fmt: skip
    rijen = [
        (
            recht.code,
            recht.naam,
            recht.onderdeel,
            "p.m." if recht.centen is None else None,
            str(recht.status),
            None,
            None,
            bron,
        )
        for recht, bron in zip(inhoud.rechten, inhoud.bronnen, strict=True)
    ]
    _tabel(boek, vel, koppen, rijen)
    for nummer, recht in enumerate(inhoud.rechten, start=1):
        rij = nummer + 1
        # Whoever fills in codes is understood as well.
        geboekt = "=" + "+".join(
            f"SUMIFS(Boekingen!$G:$G,Boekingen!$A:$A,{kolom}{rij},Boekingen!$C:$C,C{rij})"
            for kolom in "AB"
        )
        vel.write_formula(nummer, 5, geboekt, geld, 0)
        if recht.centen is not None:
            vel.write_number(nummer, 3, recht.centen / 100, geld)
            vel.write_formula(nummer, 6, f"=D{rij}-F{rij}", geld, recht.centen / 100)
    # Together no wider than prints legibly on A4.
    for kolom, breedte in enumerate((16, 28, 24, 18, 18, 18, 18, 60)):
        vel.set_column(kolom, kolom, breedte, boek.add_format({"text_wrap": True, "valign": "top"}))


def _lijsten(boek: Workbook, vel: Worksheet, inhoud: Formulierinhoud) -> None:
    """Hold what the drop-downs choose from."""
    codes = [(inhoud.label(code), code) for code in inhoud.namen]
    onderdelen = list(inhoud.onderdelen)
    lang = max(len(codes), len(onderdelen))
    rijen = [
        (
            *(codes[nummer] if nummer < len(codes) else ("", "")),
            onderdelen[nummer] if nummer < len(onderdelen) else "",
        )
        for nummer in range(lang)
    ]
    _tabel(boek, vel, ("Naam", "Code", "Onderdelen"), rijen)
    vel.set_column(0, 0, 34)
    vel.set_column(1, 1, 18)
    vel.set_column(2, 2, 26)


def _toelichting(boek: Workbook, vel: Worksheet, titel: str, inhoud: Formulierinhoud) -> None:
    groot = boek.add_format({"bold": True, "font_size": 16, "font_color": _DONKER})
    kop = boek.add_format({"bold": True, "valign": "top"})
    gewoon = boek.add_format({"text_wrap": True, "valign": "top"})
    vel.set_column(0, 0, 24)
    vel.set_column(1, 1, 90)
    vel.write_string(0, 0, titel, groot)
    vel.write_string(1, 0, "Vul het blad Boekingen in en geef dit bestand aan 'azwa-funds toets'.")
    for nummer, (wat, uitleg) in enumerate(_UITLEG, start=3):
        vel.write_string(nummer, 0, wat, kop)
        vel.write_string(nummer, 1, uitleg, gewoon)
        vel.set_row_pixels(nummer, _RIJHOOGTE * len(wrap(uitleg, _TEKENS)) + 4)
    vel.hide_gridlines(2)


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
