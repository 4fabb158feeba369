"""The accountability workbook of one verantwoorder: the SiSa-bijlage and what belongs with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import azwa_funds.besteden as besteden
from azwa_funds.doorverdelen import kies_plannen, met_plannen, plankeuze, vingerafdrukken
from azwa_funds.excel.blad import Cover, Fact, Formula, Kind, OwnSheet, Sheet
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Status
from azwa_funds.kern.fouten import Gebruikersfout, Remedie, aaneen
from azwa_funds.kern.tekst import bestandsnaam, slug
from azwa_funds.scherm.uitvoer import regels_als_csv
from azwa_funds.sisa.bijlage import BLAD, Bijlage
from azwa_funds.sisa.bladen import (
    AANSLUITING,
    FOUTEN,
    MEDEOVERHEDEN,
    aansluiting_blad,
    fouten_blad,
    medeoverheden_blad,
    toelichting_blad,
)
from azwa_funds.sisa.formaat import Indicator, Indicatorsoort, Wie, lees_formaat
from azwa_funds.sisa.grootboek import GROOTBOEK_HERKOMST, grootboek_blad, sluit_aan
from azwa_funds.sisa.rekenen import Boekstand, Rekenmeester, Verantwoorder, Verantwoording
from azwa_funds.sisa.verloop import BLAD as VERLOOP
from azwa_funds.sisa.verloop import Verloop, verloopoverzicht, verlopen
from azwa_funds.sisa.verloop import herkomst as verloop_herkomst
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import (
    Bon,
    Controleregel,
    Herkomstregel,
    Werkboek,
    alle_controles,
    controle_blad,
    gemaakt_op,
    herkomst_blad,
    uitvoering_blad,
)

#: Under which name the receipt keeps the value that an input cell was made with.
WAARDE = "Waarde "
#: Likewise what earlier years came to in a cumulative formula, and where the formulas stand.
EERDER, FORMULES = "Eerder ", "Formules "


def pad_van(wie: Verantwoorder) -> Path:
    """Return where the workbook of who accounts stands in the folder of its year."""
    return Path(f"{bestandsnaam(wie.code, slug(wie.naam))}.xlsx")


def sisa_werkboek(
    cijfers: Cijfers,
    rekenmeester: Rekenmeester,
    code: str,
    bestanden: Mapping[str, str],
    stand: besteden.Grootboekstand | None = None,
    keuzes: Sequence[str] = (),
) -> Werkboek:
    """Make the workbook of one verantwoorder; `bestanden` is the sha256 of each bookings file.

    `stand` is what was read of those files, sheet by sheet; `keuzes` says for the receipt what the
    user filled in.
    """
    verantwoording = rekenmeester.verantwoord(code)
    opdracht = f"azwa-funds sisa BESTAND --jaar {rekenmeester.jaar} --ontvanger {code}"
    return bouw(
        cijfers,
        verantwoording,
        verlopen(cijfers, rekenmeester, verantwoording),
        Bon(
            "sisa",
            "; ".join([f"{rekenmeester.jaar} {code}", *keuzes, *plankeuze(cijfers.gegevens)]),
            opdracht,
            verantwoording_als_csv(verantwoording),
            dict(sorted({**bestanden, **vingerafdrukken(cijfers.gegevens)}.items())),
        ),
        van_grootboek=grootboek_blad(cijfers.gegevens, verantwoording, stand) if stand else None,
    )


@dataclass(frozen=True, slots=True)
class Sisawerk:
    """All SiSa workbooks of a year: a maker for each, and what must be known of them.

    `paden` are where they will stand, in the order of the makers.
    """

    codes: tuple[str, ...]
    makers: tuple[Callable[[], Werkboek], ...]
    bevindingen: tuple[str, ...]
    opmerkingen: tuple[str, ...]
    paden: tuple[Path, ...]
    meester: Rekenmeester

    def verantwoordingen(self) -> list[dict[str, Any]]:
        """Return of everyone the indicators with their values, as plain data."""
        return [_als_gegevens(self.meester.verantwoord(code)) for code in self.codes]


def _als_gegevens(verantwoording: Verantwoording) -> dict[str, Any]:
    """Return the indicators in the order of the bijlage; an amount is whole euros or "p.m."."""
    indicatoren = [
        {
            "regeling": blok.regeling.naam,
            "indicator": blok.regeling.plaatsnaam(indicator),
            "naam": indicator.naam,
            "regel": regel + 1 if indicator.soort.is_lijst else None,
            "waarde": blok.waarde(indicator, regel).inhoud,
            "status": str(indicator.status),
        }
        for blok in verantwoording.blokken
        for indicator, regel in blok.plekken(blok.regeling.indicatoren)
    ]
    wie = verantwoording.wie
    return {"code": wie.code, "naam": wie.naam, "indicatoren": indicatoren}


def maak_sisawerk(
    gegevens: Gegevens,
    bestanden: Sequence[Path],
    jaar: int,
    gekozen: Sequence[str],
    aanvulling: besteden.Aanvulling,
    *,
    alle: bool = False,
) -> Sisawerk:
    """Read bookings and prepare a workbook for who was chosen, for all, or for who has bookings.

    `gekozen` are codes. What may be money and was not read is a finding. Raises Gebruikersfout for
    a year that SiSa does not know, for files that cannot be read, and where nothing was booked.
    """
    meester, bestedingen, maak = _lees(Cijfers(gegevens), bestanden, jaar, aanvulling)
    codes = _codes(meester, list(gekozen), alle)
    makers = tuple(partial(maak, code) for code in codes)
    niet_gelezen = (aaneen(str(deel), ".") for deel in bestedingen.lezing.niet_gelezen)
    bevindingen = (*meester.bevindingen(codes), *niet_gelezen)
    paden = tuple(pad_van(meester.verantwoorders[code]) for code in codes)
    opmerkingen = tuple(bestedingen.opmerkingen)
    return Sisawerk(tuple(codes), makers, bevindingen, opmerkingen, paden, meester)


def _lees(
    cijfers: Cijfers, bestanden: Sequence[Path], jaar: int, aanvulling: besteden.Aanvulling
) -> tuple[Rekenmeester, besteden.Bestedingen, Callable[[str], Werkboek]]:
    """Read bookings, and return who reckons with them and who makes a workbook, by code."""
    opzet = lees_formaat(cijfers.gegevens, jaar)
    bestedingen = besteden.lees_bestedingen(cijfers.gegevens, bestanden, aanvulling)
    meester = Rekenmeester(cijfers.gegevens, opzet, Boekstand(bestedingen.tabel))
    maak = partial(
        sisa_werkboek,
        cijfers,
        meester,
        bestanden=bestedingen.bronnen,
        stand=besteden.grootboekstand(bestedingen),
        keuzes=bestedingen.aanvulling.keuzes,
    )
    return meester, bestedingen, maak


def _codes(meester: Rekenmeester, gekozen: list[str], alle: bool) -> list[str]:
    """Say for whom there will be a workbook, in order of code."""
    if alle:
        return sorted(meester.verantwoorders)
    if gekozen:
        for code in gekozen:
            if code not in meester.verantwoorders:
                raise Gebruikersfout(
                    f"Voor {meester.naam(code)} ({code}) is over {meester.jaar} geen SiSa-bijlage "
                    "te maken: wie zich dan verantwoordt, is niet bekend. Kies een ander jaar of "
                    "een gemeente of mandaathouder."
                )
        return gekozen
    geboekt = meester.stand.verantwoorders(meester.jaar)
    if not geboekt:
        raise Gebruikersfout(
            f"In de bestanden staat geen enkele boeking over {meester.jaar}",
            Remedie(
                "geef een ander jaar, of kies met --ontvanger of --alle voor wie u toch een "
                "werkboek wilt",
                "geef een ander jaar, of een ander bestand",
            ),
        )
    return [code for code in geboekt if code in meester.verantwoorders]


def sisa_opnieuw(cijfers: Cijfers, onderwerp: str, bestanden: Sequence[Path]) -> Werkboek:
    """Make a workbook again from its subject ("2027 GM0344") and the bookings files."""
    wat, *delen = onderwerp.split("; ")
    tekst, _, code = wat.partition(" ")
    jaar = int(tekst) if tekst.isdecimal() else 0
    keuzes = dict(deel.partition("=")[::2] for deel in delen)
    plannen, bestanden = kies_plannen(keuzes, bestanden)
    cijfers = Cijfers(met_plannen(cijfers.gegevens, plannen))
    aanvulling, boekingen = besteden.aanvulling_uit_keuzes(
        cijfers.gegevens, keuzes, jaar, bestanden
    )
    meester, _, maak = _lees(cijfers, boekingen, jaar, aanvulling)
    if code not in meester.verantwoorders:
        raise Gebruikersfout(
            f"Het blad Uitvoering noemt '{onderwerp}', en dat is geen jaar met een ontvanger; maak "
            "het werkboek opnieuw met azwa-funds sisa."
        )
    return maak(code)


def bouw(
    cijfers: Cijfers,
    verantwoording: Verantwoording,
    verloop: Sequence[Verloop],
    bon: Bon,
    van_grootboek: Sheet | None = None,
) -> Werkboek:
    """Put the sheets of one verantwoording together; `bon` says how it came about."""
    bijlage = Bijlage(verantwoording, _opmerkingen(cijfers, verantwoording))
    aansluiting = aansluiting_blad(verantwoording, bijlage)
    overzicht = verloopoverzicht(cijfers, verantwoording, verloop, bijlage)
    medeoverheden = medeoverheden_blad(verantwoording, bijlage)
    controle = controle_blad(
        [
            *_controles(verantwoording, bijlage, aansluiting),
            *(_twee_kanten(verantwoording, medeoverheden) if medeoverheden else ()),
            *(_verloop_sluit(overzicht, verloop) if overzicht else ()),
            *(sluit_aan(van_grootboek, aansluiting) if van_grootboek else ()),
        ]
    )
    bladen: list[Sheet | OwnSheet] = [bijlage.blad, aansluiting]
    bladen += [blad for blad in (medeoverheden, overzicht) if blad]
    bladen += [
        fouten_blad(cijfers, verantwoording, bijlage),
        toelichting_blad(cijfers, verantwoording, verloop),
        *([van_grootboek] if van_grootboek else []),
        controle,
    ]
    waarden = _waarden(verantwoording, [blad for blad in bladen if isinstance(blad, Sheet)])
    bladen += [
        herkomst_blad(
            cijfers,
            [
                *_herkomst(cijfers, verantwoording, verloop),
                *([GROOTBOEK_HERKOMST] if van_grootboek else []),
            ],
        ),
        uitvoering_blad(cijfers, replace(bon, extra=waarden)),
    ]
    voorblad = _voorblad(cijfers, verantwoording, bijlage, controle)
    pad = pad_van(verantwoording.wie)
    return Werkboek(pad, voorblad.title, voorblad, bladen, gemaakt_op(cijfers))


# -- cover -------------------------------------------------------------------------------------


def _voorblad(
    cijfers: Cijfers, verantwoording: Verantwoording, bijlage: Bijlage, controle: Sheet
) -> Cover:
    wie, formaat = verantwoording.wie, verantwoording.formaat
    aantal = len(verantwoording.bevindingen)
    bevindingen = enumerate(verantwoording.bevindingen, start=1)
    return Cover(
        f"SiSa {formaat.jaar}: {wie.naam}",
        f"{wie.code}, {wie.waar}; verantwoording over {formaat.jaar}, concept",
        [
            *_kerncijfers(verantwoording, bijlage),
            Fact("Status", _status(verantwoording)),
            *_deadlines(cijfers, verantwoording),
            Fact("Bevindingen", f"{aantal}; zie hieronder" if aantal else "geen"),
            alle_controles(controle),
        ],
        [
            "Dit is een concept in de indeling van SiSa en vervangt de bijlage niet die het CBS "
            "toestuurt. Gele cellen zijn ingevuld uit de boekingen, witte vette cellen rekenen "
            "mee.",
            *(f"Bevinding {nummer}: {tekst}" for nummer, tekst in bevindingen),
        ],
    )


def _kerncijfers(verantwoording: Verantwoording, bijlage: Bijlage) -> Iterator[Fact]:
    for blok in verantwoording.blokken:
        formule = Formula(f"={bijlage.besteding(blok)}", blok.besteding.inhoud)
        label = f"{_ROLLEN[blok.regeling.wie]}, code {blok.regeling.codetekst}"
        yield Fact(label, formule, Kind.EURO)


_ROLLEN = {
    Wie.GEMEENTE: "Besteed door de gemeente",
    Wie.MANDAATHOUDER: "Besteed door de regio",
    Wie.MEDEOVERHEID: "Besteed voor de mandaathouder",
    Wie.GGD: "Besteed door de GGD",
}


def _status(verantwoording: Verantwoording) -> str:
    laagste = min(
        (blok.regeling.status for blok in verantwoording.blokken),
        default=verantwoording.formaat.status,
    )
    if laagste >= Status.VASTGESTELD:
        return f"{laagste}; de bijlage volgt het vastgestelde format"
    return f"{laagste}; code en indicatoren zijn nog niet of niet volledig bekend"


def _deadlines(cijfers: Cijfers, verantwoording: Verantwoording) -> Iterator[Fact]:
    for datum in sorted(verantwoording.formaat.deadlines, key=lambda d: d.datum):
        wanneer = datum.periode
        bron = cijfers.gegevens.citeer(datum.vindplaats)
        yield Fact(datum.onderwerp, f"{wanneer} ({datum.status}; bron: {bron})")


# -- the other sheets --------------------------------------------------------------------------


def _opmerkingen(cijfers: Cijfers, verantwoording: Verantwoording) -> list[str]:
    formaat = verantwoording.formaat
    return [
        f"Jaar T is {formaat.jaar}. Een nul is een nul; p.m. is niet bekend.",
        *(f"{blok.regeling.naam}: {blok.regeling.toelichting}" for blok in verantwoording.blokken),
        f"Afronding: {formaat.afronding.met_bron(cijfers.gegevens)}",
        f"Indeling: {formaat.bijlage.met_bron(cijfers.gegevens)}",
    ]


def _controles(
    verantwoording: Verantwoording, bijlage: Bijlage, aansluiting: Sheet
) -> Iterator[Controleregel]:
    totaal = 0
    refs = []
    bekend = all(isinstance(b.besteding.inhoud, int) for b in verantwoording.blokken)
    for blok in verantwoording.blokken if bekend else ():
        ref, bedrag = bijlage.besteding(blok), blok.besteding.bedrag
        totaal += bedrag
        refs.append(ref)
        delen = list(blok.plekken(blok.regeling.geboekt))
        yield Controleregel(
            f"{blok.regeling.naam}: de ingevulde indicatoren zijn samen de totale besteding",
            Formula(f"={ref}", bedrag),
            Formula(
                "=SUM(" + ",".join(bijlage.ref(blok, i, rij) for i, rij in delen) + ")",
                sum(blok.waarde(i, rij).bedrag for i, rij in delen),
            ),
        )
    if refs:
        som = f"SUM({aansluiting.ref('sisa')})"
        bijlagesom, aansluitingsom = (Formula(f"={f}", totaal) for f in ("+".join(refs), som))
        wat = "De regels van de aansluiting zijn samen de bijlage"
        yield Controleregel(wat, bijlagesom, aansluitingsom)
        # The bijlage is the ledger, but for the rounding and what belongs to no indicator.
        grootboek = f"SUM({aansluiting.ref('grootboek')})+SUM({aansluiting.ref('verschil')})"
        yield Controleregel(
            "Grootboek, afrondingsverschillen en wat buiten de bijlage valt, sluiten op de bijlage",
            aansluitingsom,
            Formula(f"=ROUND({grootboek}-SUM({aansluiting.ref('buiten')}),0)", totaal),
        )
        # Without this any amount would close: the rest would be called a difference of rounding.
        te_groot = f"=SUMPRODUCT((ABS({aansluiting.ref('verschil')})>0.5)*1)"
        wat = "Aantal afrondingsverschillen van meer dan 50 cent"
        yield Controleregel(wat, Formula("=0", 0), Formula(te_groot, 0))


def _verloop_sluit(overzicht: Sheet, verloop: Sequence[Verloop]) -> Iterator[Controleregel]:
    for rij, regel in enumerate(verloop):
        if regel.beschikbaar is None or regel.eind is None:
            continue
        erin, eruit = (
            "+".join(overzicht.ref(kolom, rij) for kolom in kolommen)
            for kolommen in (("begin", "ontvangen"), ("vrijgevallen", "terug", "volgend", "later"))
        )
        yield Controleregel(
            f"Verloopoverzicht {regel.blok.regeling.naam}: wat binnenkwam is besteed, gaat "
            "terug of blijft staan",
            Formula(f"={erin}", regel.beschikbaar),
            Formula(f"={eruit}", regel.beschikbaar),
        )


def _twee_kanten(verantwoording: Verantwoording, blad: Sheet) -> Iterator[Controleregel]:
    """Both sides agree on every medeoverheid; a euro too much does not make up for one too few."""
    bekend = [v for v in verantwoording.vergelijkingen if v.verschil is not None]
    if not bekend:
        return
    via = sum(v.volgens_mandaathouder or 0 for v in bekend)
    verschil = blad.ref("verschil")
    gelijk = f'SUMIF({verschil},">-1E+99",{blad.ref("mandaathouder")})'
    yield Controleregel(
        "Mandaathouder en gemeenten geven dezelfde regionale besteding op, waar beide bekend zijn",
        Formula(f"={gelijk}", via),
        Formula(
            f'={gelijk}+SUMIF({verschil},">0",{verschil})-SUMIF({verschil},"<0",{verschil})',
            via + sum(abs(v.verschil or 0) for v in bekend),
        ),
    )


def _herkomst(
    cijfers: Cijfers, verantwoording: Verantwoording, verloop: Sequence[Verloop]
) -> Iterator[Herkomstregel]:
    formaat = verantwoording.formaat
    for blok in verantwoording.blokken:
        regeling = blok.regeling
        wat, waar = f"{regeling.naam}: opzet", regeling.vindplaats
        yield Herkomstregel(BLAD, wat, regeling.toelichting, waar, regeling.status)
        for indicator in regeling.indicatoren:
            wat = f"{regeling.plaatsnaam(indicator)} {indicator.naam}"
            yield Herkomstregel(BLAD, wat, _hoe(indicator), None, indicator.status)
    for blad, naam, zin in (
        (BLAD, "bijlage", formaat.bijlage),
        (AANSLUITING, "afronding", formaat.afronding),
        (VERLOOP, "verloopoverzicht", formaat.verloopoverzicht),
    ):
        yield Herkomstregel(blad, naam, zin.toelichting, zin.vindplaats)
    for regel in verloop:
        yield from verloop_herkomst(cijfers, verantwoording.wie, regel, formaat.jaar)
    for blad, cijfer, hoe in _UIT_BOEKINGEN:
        yield Herkomstregel(blad, cijfer, hoe)
    tolerantie = besteden.tolerantie_van(besteden.toetsregels_van(cijfers.gegevens), formaat.jaar)
    for g in dict.fromkeys(trede.grens for trede in tolerantie.treden):
        yield Herkomstregel(FOUTEN, "Melden vanaf", g.toelichting, g.vindplaats, g.status)


def _hoe(indicator: Indicator) -> str:
    if indicator.soort is Indicatorsoort.IN_TE_VULLEN:
        return "niet bekend bij dit programma; vul zelf in"
    if not indicator.soort.is_bedrag:
        return "uit de indeling of de looptijd"
    if indicator.formule:
        return f"formule in het blad: {indicator.formuletekst}"
    return "boekingen, opgeteld in centen en één keer afgerond"


#: Per sheet what comes from the bookings or the returned workbooks, and how.
_UIT_BOEKINGEN = (
    (
        AANSLUITING,
        "Boekingen, Grootboek, In de bijlage, Buiten de bijlage",
        "geteld en opgeteld uit de aangeleverde bestanden; hun vingerafdruk staat op Uitvoering",
    ),
    (AANSLUITING, "Afrondingsverschil", "de bijlage in hele euro's min het grootboek in centen"),
    (
        MEDEOVERHEDEN,
        "Volgens de mandaathouder, Volgens de gemeente zelf",
        "ieders eigen boekingen of teruggestuurde werkboek, in hele euro's",
    ),
    (
        VERLOOP,
        "Saldo, Ontvangen",
        "wat voor het jaar is toegekend, en wat van de jaren ervoor mee mag na de bestedingen van "
        "toen",
    ),
    (
        VERLOOP,
        "Terugbetaald of terug te betalen",
        "wat van het saldo over is en niet mee mag; bij Mee naar staat welk deel mee mag",
    ),
)


def verantwoording_als_csv(verantwoording: Verantwoording) -> str:
    regels: list[list[object]] = []
    for blok in verantwoording.blokken:
        for (nummer, regel), waarde in blok.waarden.items():
            regels.append([blok.regeling.id, nummer, regel, waarde.inhoud, waarde.centen])
    for deel in verantwoording.buiten:
        regels.append(["buiten", deel.onderdeel, deel.centen])
    return regels_als_csv(regels)


def _waarden(verantwoording: Verantwoording, bladen: Iterable[Sheet]) -> dict[str, str]:
    """Return what the receipt keeps, to see later what people changed.

    The value of each input cell of the bijlage, the amount of earlier years in each cumulative
    formula, and where on the other sheets there are formulas.
    """
    bon = {}
    for blok in verantwoording.blokken:
        for indicator, regel in blok.plekken(blok.regeling.indicatoren):
            waarde = blok.waarde(indicator, regel)
            plek = f"{blok.regeling.id}/{indicator.nummer}/{regel + 1}"
            if not indicator.formule or not isinstance(waarde.inhoud, int):
                bon[f"{WAARDE}{plek}"] = str(waarde.inhoud)
            elif waarde.eerder is not None:
                bon[f"{EERDER}{plek}"] = str(waarde.eerder)
    for blad in bladen:
        for kolom, cellen in _formulecellen(blad):
            bon[f"{FORMULES}{blad.name}/{kolom}"] = cellen
    return bon


def _formulecellen(blad: Sheet) -> Iterator[tuple[str, str]]:
    """Yield per column that has formulas its title, and the cell of that title with theirs."""
    from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

    for nummer, kolom in enumerate(blad.table.columns):
        rijen = [
            blad.first_row + rij
            for rij, cellen in enumerate(blad.table.rows)
            if isinstance(cellen[kolom.key], Formula) or kolom.formula
        ]
        if rijen:
            reeksen = [
                xl_range(groep[0], nummer, groep[-1], nummer)
                for _, reeks in groupby(enumerate(rijen), key=lambda paar: paar[1] - paar[0])
                if (groep := [rij for _, rij in reeks])
            ]
            yield kolom.title, " ".join([xl_rowcol_to_cell(blad.header_row, nummer), *reeksen])
