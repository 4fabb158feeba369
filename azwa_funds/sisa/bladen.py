"""The sheets beside the SiSa-bijlage: Aansluiting, Medeoverheden, Fouten, Toelichting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from azwa_funds.besteden import toetsregels_van, tolerantie_van
from azwa_funds.excel.blad import PRO_MEMORIE, Cell, Column, Formula, Kind, Sheet, Table, Value
from azwa_funds.kern.euro import in_centen, toon
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.sisa.bijlage import Bijlage
from azwa_funds.sisa.formaat import Indicatorsoort, Wie
from azwa_funds.sisa.formule import Waarde, of_pm
from azwa_funds.sisa.rekenen import Blok, Verantwoording
from azwa_funds.sisa.verloop import Verloop
from azwa_funds.verdelen import Cijfers

AANSLUITING, MEDEOVERHEDEN = "Aansluiting", "Medeoverheden"
FOUTEN, TOELICHTING = "Fouten en onzekerheden", "Toelichting"
_SOORTEN = ("geen", "fout", "onzekerheid")


def aansluiting_blad(verantwoording: Verantwoording, bijlage: Bijlage) -> Sheet:
    """Show per booked indicator the ledger, the whole euros and the difference of rounding."""
    kolommen = [
        Column("indicator", "Indicator", Kind.CODE, width=14),
        Column("wat", "Omschrijving", width=62),
        Column("boekingen", "Boekingen", Kind.WHOLE, total="sum"),
        Column("grootboek", "Grootboek", Kind.EURO_CENT, total="sum"),
        Column("sisa", "In de bijlage", Kind.EURO, total="sum"),
        Column("verschil", "Afrondingsverschil", Kind.EURO_CENT, total="sum"),
        Column("buiten", "Buiten de bijlage", Kind.EURO_CENT, total="sum"),
    ]
    rijen = [rij for blok in verantwoording.blokken for rij in _geboekt(blok, bijlage)]
    for deel in verantwoording.buiten:
        bedrag = Fraction(deel.centen, 100)
        rijen.append(
            {
                "indicator": "geen",
                "wat": f"Boekingen op onderdeel {deel.onderdeel}",
                "boekingen": deel.boekingen,
                "grootboek": bedrag,
                "sisa": 0,
                "verschil": 0,
                "buiten": Formula("={grootboek}", bedrag),
            }
        )
    return Sheet(
        AANSLUITING,
        "Aansluiting met het grootboek",
        Table(kolommen, rijen),
        subtitle=f"Boekingen over {verantwoording.formaat.jaar} tegenover de bijlage, in euro's",
        notes=[
            verantwoording.formaat.toelichtingen["afronding"].toelichting,
            "Berekende indicatoren staan hier niet: zij tellen de regels hierboven op of bekijken "
            "er een deel van.",
        ],
        description="van het grootboek in centen naar de bijlage in hele euro's",
        landscape=True,
    )


def _geboekt(blok: Blok, bijlage: Bijlage) -> Iterator[dict[str, Cell]]:
    for indicator, regel in blok.plekken(blok.regeling.geboekt):
        waarde = blok.waarde(indicator, regel)
        ref = Formula(f"={bijlage.ref(blok, indicator, regel)}", waarde.inhoud)
        wat = indicator.naam
        if indicator.soort.is_lijst:
            wie = blok.regeling.van_soort(Indicatorsoort.MEDEOVERHEID)
            wat = f"{blok.waarde(wie, regel).inhoud if wie else blok.regels[regel]}: {wat}"
        # Amounts that others reported in whole euros have no ledger here.
        grootboek: Cell = ref
        verschil: Cell = 0
        if waarde.centen is not None and waarde.bekend is not None:
            grootboek = Fraction(waarde.centen, 100)
            verschil = Formula("=ROUND({sisa}-{grootboek},2)", waarde.bekend - grootboek)
        yield {
            "indicator": blok.regeling.plaatsnaam(indicator),
            "wat": wat,
            "boekingen": waarde.boekingen,
            "grootboek": grootboek,
            "sisa": ref,
            "verschil": verschil,
            "buiten": 0,
        }


def medeoverheden_blad(verantwoording: Verantwoording, bijlage: Bijlage) -> Sheet | None:
    """Lay what the mandaathouder and the gemeenten report side by side, where both are known."""
    if not verantwoording.vergelijkingen:
        return None
    blok = verantwoording.blok(Wie.MANDAATHOUDER)
    b_blok = _b_blok(verantwoording)
    rijen: list[dict[str, Cell]] = []
    indicator = blok and blok.regeling.van_soort(Indicatorsoort.BESTEDING_MEDEOVERHEID)
    for nummer, regel in enumerate(verantwoording.vergelijkingen):
        bedrag = of_pm(regel.volgens_mandaathouder)
        volgens: Cell = bedrag
        # Only what is filled in from bookings stands on the form as well.
        if blok and indicator and blok.waarde(indicator, nummer).centen is not None:
            volgens = Formula(f"={bijlage.ref(blok, indicator, nummer)}", bedrag)
        rijen.append(
            {
                "code": regel.code,
                "naam": regel.naam,
                "b_blok": b_blok,
                "mandaathouder": volgens,
                "gemeente": of_pm(regel.volgens_gemeente),
                "verschil": Formula(
                    "=IF(AND(ISNUMBER({gemeente}),ISNUMBER({mandaathouder})),"
                    '{mandaathouder}-{gemeente},"p.m.")',
                    of_pm(regel.verschil),
                ),
                "uitkomst": Formula(
                    '=IF(ISNUMBER({verschil}),IF({verschil}=0,"klopt","klopt niet"),'
                    '"niet te vergelijken")',
                    _uitkomst(regel.verschil),
                ),
            }
        )
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("naam", "Medeoverheid"),
        Column("b_blok", "B-code", Kind.CODE, width=10),
        Column("mandaathouder", "Volgens de mandaathouder", Kind.EURO),
        Column("gemeente", "Volgens de gemeente zelf", Kind.EURO),
        Column("verschil", "Verschil", Kind.EURO),
        Column("uitkomst", "Uitkomst", Kind.CHECK),
    ]
    return Sheet(
        MEDEOVERHEDEN,
        "Regionaal geld: mandaathouder en gemeenten",
        Table(kolommen, rijen),
        subtitle=f"Besteding over {verantwoording.formaat.jaar} van twee kanten, in hele euro's",
        notes=[
            "Beide kanten horen tot op de euro gelijk te zijn; een verschil is een bevinding. Het "
            "is wat de mandaathouder meer opgeeft dan de gemeente zelf. p.m.: die kant heeft over "
            "dit jaar geen boekingen aangeleverd.",
            "De B-code is de indicator waarmee de gemeente zelf dit geld verantwoordt, in haar "
            "eigen bijlage (SiSa tussen medeoverheden).",
        ],
        description="geven mandaathouder en gemeenten dezelfde besteding op?",
    )


def _b_blok(verantwoording: Verantwoording) -> str:
    """Name the indicator in which a gemeente reports what she spent of the regional money."""
    for regeling in verantwoording.formaat.regelingen:
        besteding = regeling.van_soort(Indicatorsoort.BESTEDING)
        if regeling.wie is Wie.MEDEOVERHEID and besteding:
            return regeling.plaatsnaam(besteding)
    return ""


def _uitkomst(verschil: int | None) -> str:
    woord = "klopt niet" if verschil else "klopt"
    return "niet te vergelijken" if verschil is None else woord


def fouten_blad(cijfers: Cijfers, verantwoording: Verantwoording, bijlage: Bijlage) -> Sheet:
    """Make the table in which the auditor reports, with the reporting tolerance filled in.

    The tolerance is that of the specifieke uitkering: blocks of one uitkering share it.
    """
    jaar = verantwoording.formaat.jaar
    tolerantie = tolerantie_van(toetsregels_van(cijfers.gegevens), jaar)
    formule = f'=IF(ISNUMBER({{samen}}),{tolerantie.formule("{samen}")},"p.m.")'
    rijen: list[dict[str, Cell]] = []
    for nummer, blok in enumerate(verantwoording.blokken, start=1):
        samen, bedrag = _lasten_samen(verantwoording, bijlage, blok.regeling.uitkering)
        grens: Value = PRO_MEMORIE
        if bedrag is not None:
            grens = Fraction(tolerantie.bedrag(in_centen(bedrag)), 100)
        rijen.append(
            {
                "nummer": str(nummer),
                "code": blok.regeling.codetekst,
                "uitkering": blok.regeling.naam,
                "omvang": Formula(f"={bijlage.besteding(blok)}", blok.besteding.inhoud),
                "grens": Formula(formule, grens),
                "soort": None,
                "bedrag": None,
                "toelichting": None,
                "samen": Formula(samen, of_pm(bedrag)),
            }
        )
    kolommen = [
        Column("nummer", "Nr.", Kind.CODE, width=5),
        Column("code", "Code", Kind.CODE, width=8),
        Column("uitkering", "Specifieke uitkering", width=40),
        Column("omvang", f"Lasten {jaar}", Kind.EURO, width=14),
        Column("grens", "Melden vanaf", Kind.EURO_CENT, width=14),
        Column("soort", "Fout of onzekerheid", width=22, entry=True, choices=_SOORTEN),
        Column("bedrag", "Financiële omvang", Kind.EURO, width=14, entry=True),
        Column("toelichting", "Toelichting van de accountant", width=40, entry=True),
        Column("samen", "Lasten van de uitkering, lokaal en regionaal samen", Kind.EURO, width=18),
    ]
    bronnen = cijfers.gegevens.bronnen
    return Sheet(
        FOUTEN,
        "Tabel van fouten en onzekerheden",
        Table(kolommen, rijen),
        subtitle="Klaar voor de accountant, die soort, omvang en toelichting invult",
        notes=[
            f"De ondergrens van te melden bevindingen: {tolerantie}. Zij geldt per specifieke "
            "uitkering, over de laatste kolom: delen met hetzelfde geld hebben één grens samen.",
            "Vindt de accountant niets, dan hoort hier bij elke uitkering te staan dat er geen "
            "fouten of onzekerheden zijn; een lege regel zegt dat niet.",
        ],
        sources=list(
            dict.fromkeys(
                f"{citeer_vindplaats(bronnen, t.grens.vindplaats)}." for t in tolerantie.treden
            )
        ),
        description="voor de accountant, met de ondergrens voor het melden ingevuld",
        landscape=True,
        one_page=True,
    )


def _lasten_samen(
    verantwoording: Verantwoording, bijlage: Bijlage, uitkering: str
) -> tuple[str, int | None]:
    """Give what was spent of a uitkering in all blocks, as a formula and as an amount."""
    blokken = [b for b in verantwoording.blokken if b.regeling.uitkering == uitkering]
    elders = verantwoording.lasten_elders.get(uitkering, 0)
    bedragen = [blok.besteding.bekend for blok in blokken]
    if elders is None:
        return '="p.m."', None
    bedrag = None if None in bedragen else elders + sum(b or 0 for b in bedragen)
    cellen = [bijlage.besteding(blok) for blok in blokken]
    som = "+".join([*cellen, *([str(elders)] if elders else [])])
    return f'=IF(COUNT({",".join(cellen)})={len(cellen)},{som},"p.m.")', bedrag


def toelichting_blad(
    cijfers: Cijfers, verantwoording: Verantwoording, verloop: Sequence[Verloop]
) -> Sheet:
    """Give the text for the jaarstukken, in plain Dutch and with the amounts filled in."""
    teksten = _teksten(cijfers, verantwoording, verloop)
    rijen = [{"onderwerp": onderwerp, "tekst": tekst} for onderwerp, tekst in teksten]
    kolommen = [Column("onderwerp", "Onderwerp", width=26), Column("tekst", "Tekst", width=92)]
    return Sheet(
        TOELICHTING,
        "Toelichting voor de jaarstukken",
        Table(kolommen, rijen),
        subtitle="Tekst om over te nemen; lees haar na, want u kent de inhoud",
        notes=["De bedragen in deze tekst rekenen niet mee als u de bijlage wijzigt."],
        description="tekst voor de jaarstukken, in gewone woorden",
    )


def _toon(waarde: Waarde) -> str:
    return toon(waarde.inhoud) if isinstance(waarde.inhoud, int) else waarde.inhoud


def _besteed(verantwoording: Verantwoording, blok: Blok) -> str:
    """Say what was spent of one uitkering, and by whom."""
    jaar, wie = verantwoording.formaat.jaar, verantwoording.wie
    bedrag = _toon(blok.besteding)
    if blok.regeling.wie in (Wie.GEMEENTE, Wie.GGD):
        return f"In {jaar} heeft {wie.naam} {bedrag} besteed uit deze uitkering."
    if blok.regeling.wie is Wie.MANDAATHOUDER:
        via = sum(waarde.bedrag for waarde in blok.per_medeoverheid().values())
        eigen = blok.van_soort(Indicatorsoort.EIGEN)
        zelf = _toon(eigen) if eigen else toon(blok.besteding.bedrag - via)
        return (
            f"{wie.naam} is mandaathouder van IZA-regio {wie.regio}. In {jaar} is voor de "
            f"regio {bedrag} besteed: {zelf} door {wie.naam} zelf en {toon(via)} "
            "via medeoverheden."
        )
    return (
        f"In {jaar} heeft {wie.naam} {bedrag} regionaal geld besteed en verantwoordt dat "
        f"aan de mandaathouder van IZA-regio {wie.regio}."
    )


def _teksten(
    cijfers: Cijfers, verantwoording: Verantwoording, verloop: Sequence[Verloop]
) -> Iterator[tuple[str, str]]:
    jaar, wie = verantwoording.formaat.jaar, verantwoording.wie
    for blok in verantwoording.blokken:
        yield blok.regeling.naam, _besteed(verantwoording, blok)
        cumulatief = blok.van_soort(Indicatorsoort.CUMULATIEF)
        if cumulatief and cumulatief.inhoud == PRO_MEMORIE:
            uitkering = cijfers.gegevens.uitkering(blok.regeling.uitkering)
            yield (
                "Cumulatieve besteding",
                f"De cumulatieve besteding staat op p.m.: boekingen van {uitkering.van} tot en met "
                f"{jaar - 1} zijn niet of niet voor elk jaar aangeleverd.",
            )
    for regel in verloop:
        yield f"Saldo {regel.blok.regeling.naam}", _saldotekst(regel, jaar)
        if regel.boven:
            yield (
                "Meer besteed dan ontvangen",
                f"{toon(regel.boven)} is meer dan er beschikbaar was en komt ten laste van eigen "
                "middelen.",
            )
    for nummer, tekst in enumerate(verantwoording.bevindingen, start=1):
        yield f"Bevinding {nummer}", tekst
    if not verantwoording.blokken:
        yield "Geen uitkering", f"{wie.naam} heeft over {jaar} geen blok in de bijlage."


def _saldotekst(regel: Verloop, jaar: int) -> str:
    if regel.blok.regeling.wie is Wie.MEDEOVERHEID:
        return (
            "Wat de mandaathouder vooruit betaalde, staat op p.m. Vul het in op het blad "
            "Verloopoverzicht; declareert u achteraf, dan is dat 0."
        )
    if regel.eind is None or regel.ontvangen is None or regel.terug is None:
        wat = "het beginsaldo of het ontvangen bedrag is niet bekend"
        if regel.begin is not None and regel.ontvangen is not None and regel.mee.procent is None:
            wat = f"welk deel mee mag naar {jaar + 1} is niet bekend"
        return (
            f"Het saldo op 31 december {jaar} staat op p.m.: {wat}. Vul het in op het blad "
            "Verloopoverzicht."
        )
    return (
        f"Ontvangen over {jaar}: {toon(regel.ontvangen)} ({regel.status}). Op 31 december {jaar} "
        f"blijft {toon(regel.eind)} staan voor {jaar + 1} en moet {toon(regel.terug)} terug. "
        f"Hoeveel mag worden doorgeschoven, heeft status {regel.mee.status}."
    )
