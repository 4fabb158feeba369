"""The sheets beside the SiSa-bijlage: Aansluiting, Medeoverheden, Fouten, Toelichting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from azwa_funds.besteden import Regiovergelijking, toetsregels_van, tolerantie_van
from azwa_funds.excel.blad import PRO_MEMORIE, Cell, Column, Formula, Kind, Sheet, Table, euros
from azwa_funds.kern.euro import in_centen, toon
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
            verantwoording.formaat.afronding.toelichting,
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
    blok, b_blok = verantwoording.blok(Wie.MANDAATHOUDER), _b_blok(verantwoording)
    indicator = blok and blok.regeling.van_soort(Indicatorsoort.BESTEDING_MEDEOVERHEID)
    plaatsen = {v.code: plaats for plaats, v in enumerate(verantwoording.vergelijkingen)}

    def volgens(v: Regiovergelijking) -> Cell:
        plaats, bedrag = plaatsen[v.code], of_pm(v.volgens_mandaathouder)
        # Only what is filled in from bookings stands on the form as well.
        if blok and indicator and blok.waarde(indicator, plaats).centen is not None:
            return Formula(f"={bijlage.ref(blok, indicator, plaats)}", bedrag)
        return bedrag

    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("naam", "Medeoverheid"),
        Column("b_blok", "B-code", Kind.CODE, width=10, value=lambda _: b_blok),
        euros("mandaathouder", "Volgens de mandaathouder", value=volgens),
        euros("gemeente", "Volgens de gemeente zelf", value=lambda v: of_pm(v.volgens_gemeente)),
        euros("verschil", "Verschil", value=lambda v: Formula(_VERSCHIL, of_pm(v.verschil))),
        Column("uitkomst", "Uitkomst", Kind.CHECK, value=_uitkomst),
    ]
    return Sheet(
        MEDEOVERHEDEN,
        "Regionaal geld: mandaathouder en gemeenten",
        Table.of(kolommen, verantwoording.vergelijkingen),
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


_VERSCHIL = (
    '=IF(AND(ISNUMBER({gemeente}),ISNUMBER({mandaathouder})),{mandaathouder}-{gemeente},"p.m.")'
)
_UITKOMST = '=IF(ISNUMBER({verschil}),IF({verschil}=0,"klopt","klopt niet"),"niet te vergelijken")'


def _uitkomst(v: Regiovergelijking) -> Cell:
    woord = "klopt niet" if v.verschil else "klopt"
    return Formula(_UITKOMST, "niet te vergelijken" if v.verschil is None else woord)


def fouten_blad(cijfers: Cijfers, verantwoording: Verantwoording, bijlage: Bijlage) -> Sheet:
    """Make the table in which the auditor reports, with the reporting tolerance filled in.

    The tolerance is that of the specifieke uitkering: blocks of one uitkering share it.
    """
    jaar = verantwoording.formaat.jaar
    tolerantie = tolerantie_van(toetsregels_van(cijfers.gegevens), jaar)
    formule = f'=IF(ISNUMBER({{samen}}),{tolerantie.formule("{samen}")},"p.m.")'

    def samen(blok: Blok) -> Formula:
        return _lasten_samen(verantwoording, bijlage, blok.regeling.uitkering)

    def grens(blok: Blok) -> Cell:
        lasten = samen(blok).value
        if not isinstance(lasten, int):
            return Formula(formule, PRO_MEMORIE)
        return Formula(formule, Fraction(tolerantie.bedrag(in_centen(lasten)), 100))

    kolommen = [
        Column(
            "nummer", "Nr.", Kind.CODE, width=5,
            value=lambda blok: str(1 + verantwoording.blokken.index(blok)),
        ),
        Column("code", "Code", Kind.CODE, width=8, value="regeling.codetekst"),
        Column("uitkering", "Specifieke uitkering", width=40, value="regeling.naam"),
        euros(
            "omvang", f"Lasten {jaar}", width=14,
            value=lambda blok: Formula(f"={bijlage.besteding(blok)}", blok.besteding.inhoud),
        ),
        Column("grens", "Melden vanaf", Kind.EURO_CENT, width=14, value=grens),
        Column("soort", "Fout of onzekerheid", width=22, entry=True, choices=_SOORTEN),
        euros("bedrag", "Financiële omvang", width=14, entry=True),
        Column("toelichting", "Toelichting van de accountant", width=40, entry=True),
        euros(
            "samen", "Lasten van de uitkering, lokaal en regionaal samen", width=18, value=samen
        ),
    ]  # fmt: skip
    return Sheet(
        FOUTEN,
        "Tabel van fouten en onzekerheden",
        Table.of(kolommen, verantwoording.blokken),
        subtitle="Klaar voor de accountant, die soort, omvang en toelichting invult",
        notes=[
            f"De ondergrens van te melden bevindingen: {tolerantie}. Zij geldt per specifieke "
            "uitkering, over de laatste kolom: delen met hetzelfde geld hebben één grens samen.",
            "Vindt de accountant niets, dan hoort hier bij elke uitkering te staan dat er geen "
            "fouten of onzekerheden zijn; een lege regel zegt dat niet.",
        ],
        sources=list(
            dict.fromkeys(
                f"{cijfers.gegevens.citeer(t.grens.vindplaats)}." for t in tolerantie.treden
            )
        ),
        description="voor de accountant, met de ondergrens voor het melden ingevuld",
        landscape=True,
        one_page=True,
    )


def _lasten_samen(verantwoording: Verantwoording, bijlage: Bijlage, uitkering: str) -> Formula:
    """Add up what was spent of a uitkering in all blocks; p.m. where one of them is not known."""
    blokken = [b for b in verantwoording.blokken if b.regeling.uitkering == uitkering]
    elders = verantwoording.lasten_elders.get(uitkering, 0)
    if elders is None:
        return Formula('="p.m."', PRO_MEMORIE)
    bedragen = [blok.besteding.bekend for blok in blokken]
    samen = None if None in bedragen else elders + sum(b or 0 for b in bedragen)
    cellen = [bijlage.besteding(blok) for blok in blokken]
    som = "+".join([*cellen, *([str(elders)] if elders else [])])
    formule = f'=IF(COUNT({",".join(cellen)})={len(cellen)},{som},"p.m.")'
    return Formula(formule, of_pm(samen))


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
