"""The sheets of a werkagenda that count: population, norms x population, and growth path.

Every outcome is a live formula from the norm, the population and the yellow cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial

from azwa_funds.excel.blad import PRO_MEMORIE, Cell, Column, Formula, Kind, Own, Sheet, Table, Value
from azwa_funds.kern.begrippen import Status
from azwa_funds.kern.herkomst import citeer
from azwa_funds.werkagenda.normen import FTE, Element, Populatie, Schaal, Streefwaarde
from azwa_funds.werkagenda.werkagenda import Werkagenda

#: The id of the parameter that says what one fte costs.
TARIEF = "tarief_per_fte"
ZONDER_GRENS = "geen grens"


def of_pm(waarde: Fraction | None) -> Value:
    """Return a value for a cell, or p.m."""
    return PRO_MEMORIE if waarde is None else waarde


#: How numbers are shown; in Excel a half goes up, as in the Word document.
AFRONDING = (
    "Fte staat er in twee decimalen, al het andere in hele getallen, en een half gaat naar boven. "
    "Dat is alleen de weergave: de formules rekenen met het precieze getal, dus getoonde hele "
    "getallen tellen soms één te veel of te weinig op."
)


def _getal(norm: Streefwaarde) -> Kind:
    """How an outcome of a norm is shown: a part of a fte says something, of a person not."""
    return Kind.DECIMAL if norm.eenheid == FTE else Kind.WHOLE


def _als_getal(norm: Streefwaarde, cel: Value | Formula = None) -> Own:
    return Own(cel, _getal(norm))


def _normgetal(norm: Streefwaarde, waarde: Fraction | None) -> Own:
    """Show a norm itself, in full where it is no whole number."""
    heel = waarde is None or waarde.denominator == 1
    soort = _getal(norm) if heel else Kind.DECIMAL
    return Own(ZONDER_GRENS if waarde is None else waarde, soort)


# -- assumptions and population ----------------------------------------------------------------


def uitgangspunten_blad(agenda: Werkagenda) -> Sheet:
    """Make the sheet of what no source gives: yellow cells, empty unless the data give them."""
    kolommen = [
        Column("naam", "Uitgangspunt", width=42),
        Column("waarde", "Waarde", Kind.DECIMAL, width=14, entry=True, value="waarde"),
        Column("eenheid", "Eenheid"),
        Column("status", "Status", Kind.STATUS, value=lambda _: Status.AANNAME),
        Column("toelichting", "Toelichting", width=62),
    ]
    return Sheet(
        "Uitgangspunten",
        "Wat u zelf invult",
        Table.of(kolommen, agenda.streefwaarden.parameters.values()),
        subtitle="Geen enkele bron noemt deze waarden; een lege gele cel houdt de uitkomst op p.m.",
        description="gele cellen: het tarief per fte en wat de bronnen niet noemen",
        landscape=True,
    )


def parametercel(agenda: Werkagenda, uitgangspunten: Sheet, id: str) -> str:
    """Return the cell of a parameter, for use on any sheet."""
    return uitgangspunten.ref("waarde", list(agenda.streefwaarden.parameters).index(id))


def _kolomtitel(kolom: str) -> str:
    van, _, tot = kolom.removeprefix("inwoners_").partition("_")
    if not van.isdecimal():
        return kolom.capitalize()
    return f"{int(van)} jaar en ouder" if tot == "plus" else f"{int(van)} t/m {int(tot)} jaar"


def _is_kolom(populatie: Populatie) -> bool:
    return len(populatie.delen) == 1 and set(populatie.delen.values()) == {1}


_GEMEENTEKOLOMMEN = (
    Column("code", "Code", Kind.CODE),
    Column("gemeente", "Gemeente", total="count"),
)


def bevolking_blad(agenda: Werkagenda, uitgangspunten: Sheet) -> Sheet:
    """Make the sheet of the people the norms are about, per gemeente."""
    kolommen = [*_GEMEENTEKOLOMMEN]
    rijen: list[dict[str, Cell]] = [
        {"code": gemeente.code, "gemeente": gemeente.naam} for gemeente in agenda.gemeenten
    ]
    totalen: dict[str, Value] = {}
    achteraan: list[Column] = []
    for populatie in agenda.streefwaarden.populaties.values():
        _voeg_toe(agenda, populatie, kolommen, rijen)
        if not _is_kolom(populatie):
            achteraan.append(_populatiekolom(agenda, populatie, uitgangspunten))
            totalen[populatie.id] = of_pm(agenda.aantal_regio(populatie.id))
        for rij, gemeente in zip(rijen, agenda.gemeenten, strict=True):
            rij[populatie.id] = of_pm(agenda.aantal(populatie.id, gemeente.code))
    populaties = agenda.streefwaarden.populaties.values()
    return Sheet(
        "Bevolking",
        f"Bevolking van IZA-regio {agenda.regio.naam}",
        Table([*kolommen, *achteraan], rijen, totalen),
        subtitle="Voor wie de normen gelden, per gemeente",
        notes=[f"{populatie.naam}: {populatie.toelichting}" for populatie in populaties],
        sources=_bevolkingsbronnen(agenda),
        description="inwoners, jeugdigen en 65-plussers per gemeente (CBS)",
        landscape=True,
        freeze_columns=2,
    )


def _voeg_toe(
    agenda: Werkagenda, populatie: Populatie, kolommen: list[Column], rijen: list[dict[str, Cell]]
) -> None:
    """Add the CBS columns that a populatie is built from, each with its date."""
    for kolom in populatie.delen:
        jaar = agenda.peiljaar(populatie)
        sleutel = populatie.id if _is_kolom(populatie) else kolom
        titel = f"{_kolomtitel(kolom)} 1-1-{jaar}"
        kolommen.append(Column(sleutel, titel, Kind.WHOLE, total="sum"))
        cijfers = agenda.gegevens.maatstaf(populatie.tabel, kolom, jaar)
        for rij, gemeente in zip(rijen, agenda.gemeenten, strict=True):
            rij[sleutel] = cijfers[gemeente.code]


def _populatiekolom(agenda: Werkagenda, populatie: Populatie, uitgangspunten: Sheet) -> Column:
    if populatie.basis:
        deel = parametercel(agenda, uitgangspunten, populatie.parameter)
        formule = f'=IF({deel}="","{PRO_MEMORIE}",{{{populatie.basis}}}*{deel})'
    else:
        delen = populatie.delen.items()
        formule = "=" + "+".join(
            f"{{{kolom}}}" if deel == 1 else f"{{{kolom}}}*{deel}" for kolom, deel in delen
        )
    return Column(populatie.id, populatie.naam, Kind.WHOLE, total="formula", formula=formule)


def _bevolkingsbronnen(agenda: Werkagenda) -> list[str]:
    bronnen = agenda.gegevens.bronnen
    eigen = (p for p in agenda.streefwaarden.populaties.values() if not p.basis)
    return list(dict.fromkeys(f"{citeer(bronnen[p.vindplaats.bron])}." for p in eigen))


# -- norms -------------------------------------------------------------------------------------


def van_wie(agenda: Werkagenda, norm: Streefwaarde) -> str:
    """Say of whom or what a norm is counted: "10.000 inwoners", "gemeente"."""
    if norm.per_gebied:
        return Schaal(norm.populatie).in_woorden
    naam = agenda.streefwaarden.populaties[norm.populatie].naam
    return f"{naam[0].lower()}{naam[1:]}"


def normen_blad(agenda: Werkagenda, bevolking: Sheet) -> Sheet:
    """Make the sheet of all norms and what each comes to in the regio."""
    bronnen = agenda.gegevens.bronnen

    def regio(grens: str) -> Callable[[Streefwaarde], Own]:
        def cel(norm: Streefwaarde) -> Own:
            geen = getattr(norm, grens) is None
            uitkomst = ZONDER_GRENS if geen else of_pm(getattr(agenda.uitkomst(norm), grens))
            return _als_getal(norm, Formula(_KEER.replace("NORM", grens), uitkomst))

        return cel

    getal = partial(Column, kind=Kind.DECIMAL)
    kolommen = [
        Column("code", "Par.", Kind.CODE, width=6, value="functionaliteit"),
        Column("norm", "Norm", width=50, value="wat"),
        getal("laag", "Laag", value=lambda norm: _normgetal(norm, norm.laag)),
        getal("hoog", "Hoog", value=lambda norm: _normgetal(norm, norm.hoog)),
        Column("per", "Per", Kind.WHOLE),
        Column("wie", "Van", width=38, value=partial(van_wie, agenda)),
        Column("omvang", "In de regio", Kind.WHOLE, value=partial(_omvang, agenda, bevolking)),
        getal("regio_laag", "Regio laag", value=regio("laag")),
        getal("regio_hoog", "Regio hoog", value=regio("hoog")),
        Column("eenheid", "Eenheid"),
        getal("eigen", "Eigen waarde voor de regio", width=14, entry=True, value=_als_getal),
        Column("reden", "Waarom de regio afwijkt", width=30, entry=True),
        Column("status", "Status", Kind.STATUS, value=agenda.status),
        Column("aanwezig", "Is dit er?", width=12, entry=True, choices=AANWEZIG),
    ]
    rijen = Table.of(kolommen, agenda.streefwaarden.normen).rows
    rijen = [*rijen, *map(_elementrij, agenda.streefwaarden.elementen)]
    eisen = agenda.streefwaarden.eisen
    gebruikt = dict.fromkeys(eis.vindplaats.bron for eis in eisen)
    return Sheet(
        "Normen",
        f"Landelijke normen voor IZA-regio {agenda.regio.naam}",
        Table(kolommen, rijen),
        subtitle="Norm x bevolking. De normen geven richting: een regio mag met redenen afwijken",
        notes=[
            "Hoog 'geen grens': de bron geeft alleen een ondergrens.",
            "p.m.: er ontbreekt een uitgangspunt; vul het in op het blad Uitgangspunten.",
            "Een eigen waarde gaat op het blad Groeipad voor de norm.",
            AFRONDING,
            "Onder de getallen staat wat er volgens de bron ook moet zijn, zonder getal: vink af "
            "in de laatste kolom.",
            *(f"{eis.functionaliteit} {eis.wat}: {eis.toelichting}" for eis in eisen),
        ],
        sources=[f"{citeer(bronnen[bron])}; plaats op het blad Herkomst." for bron in gebruikt],
        description="elke norm met zijn uitkomst voor de regio, en ruimte om af te wijken",
        landscape=True,
        freeze_columns=2,
    )


#: The answers to whether something is there.
AANWEZIG = ("ja", "deels", "nee")


def _elementrij(element: Element) -> dict[str, Cell]:
    """A row to tick: what has to be there, without a number."""
    getallen = "laag hoog regio_laag regio_hoog eigen".split()
    return {
        "code": element.functionaliteit,
        "norm": element.wat,
        **dict.fromkeys(getallen, Own(None, Kind.WHOLE)),
        **dict.fromkeys("per wie omvang eenheid reden aanwezig".split()),
        "status": str(Status.INDICATIEF),
    }


#: A norm without top keeps its word; a norm over people that are p.m. is p.m. itself.
_KEER = (
    "=IF(ISNUMBER({NORM}),"
    f'IF(ISNUMBER({{omvang}}),{{NORM}}*{{omvang}}/{{per}},"{PRO_MEMORIE}"),'
    "{NORM})"
)


def _omvang(agenda: Werkagenda, bevolking: Sheet, norm: Streefwaarde) -> Cell:
    if norm.populatie == Schaal.REGIO:
        return 1
    if norm.populatie == Schaal.GGD_REGIO:
        return Own(of_pm(agenda.omvang(norm)), Kind.DECIMAL)
    sleutel = "gemeente" if norm.populatie == Schaal.GEMEENTE else norm.populatie
    return bevolking.show(sleutel)


def per_gemeente_blad(
    agenda: Werkagenda, bevolking: Sheet, normen: Sheet, uitgangspunten: Sheet
) -> Sheet:
    """Make the sheet of the norms that can be counted per gemeente."""
    lokaal = [norm for norm in agenda.streefwaarden.normen if norm.schaal is Schaal.GEMEENTE]
    kolommen = [*_GEMEENTEKOLOMMEN]
    totalen: dict[str, Value] = {}
    rijen: list[dict[str, Cell]] = [
        {"code": gemeente.code, "gemeente": gemeente.naam} for gemeente in agenda.gemeenten
    ]
    for populatie in _geteld(agenda, lokaal):
        kolom = Column(populatie.id, populatie.naam, Kind.WHOLE, total="sum")
        if populatie.basis:
            kolom = _populatiekolom(agenda, populatie, uitgangspunten)
            totalen[populatie.id] = of_pm(agenda.aantal_regio(populatie.id))
        kolommen.append(kolom)
        for nummer, (rij, gemeente) in enumerate(zip(rijen, agenda.gemeenten, strict=True)):
            formule = kolom.formula or f"={bevolking.ref(populatie.id, nummer)}"
            rij[populatie.id] = Formula(formule, of_pm(agenda.aantal(populatie.id, gemeente.code)))
    for norm, grens in _met_grenzen(lokaal):
        kolom = _normkolom(norm, grens, normen, agenda.streefwaarden.normen.index(norm))
        kolommen.append(kolom)
        totalen[kolom.key] = of_pm(getattr(agenda.uitkomst(norm), grens))
        for rij, gemeente in zip(rijen, agenda.gemeenten, strict=True):
            uitkomst = of_pm(getattr(agenda.uitkomst(norm, gemeente.code), grens))
            rij[kolom.key] = Formula(kolom.formula or "", uitkomst)
    return Sheet(
        "Normen per gemeente",
        f"Landelijke normen per gemeente in IZA-regio {agenda.regio.naam}",
        Table(kolommen, rijen, totalen),
        subtitle="Norm x bevolking, laag en hoog",
        notes=[
            AFRONDING,
            "Alleen wat per gemeente te tellen is; de overige normen staan op het blad Normen.",
            "Wat elke norm inhoudt staat op het blad Normen.",
        ],
        sources=_bevolkingsbronnen(agenda),
        description="dezelfde normen, per gemeente uitgerekend",
        landscape=True,
        freeze_columns=2,
    )


def _grenzen(norm: Streefwaarde) -> Sequence[str]:
    return ("laag", "hoog") if norm.hoog not in (None, norm.laag) else ("laag",)


def _geteld(agenda: Werkagenda, normen: Iterable[Streefwaarde]) -> list[Populatie]:
    """Return whom these norms are about, each once."""
    ids = dict.fromkeys(norm.populatie for norm in normen if not norm.per_gebied)
    return [agenda.streefwaarden.populaties[id] for id in ids]


def _met_grenzen(normen: Iterable[Streefwaarde]) -> list[tuple[Streefwaarde, str]]:
    return [(norm, grens) for norm in normen for grens in _grenzen(norm)]


def _normkolom(norm: Streefwaarde, grens: str, normen: Sheet, nummer: int) -> Column:
    waarde, per = normen.ref(grens, nummer), normen.ref("per", nummer)
    titel = f"{norm.functionaliteit} {norm.kort}"
    if len(_grenzen(norm)) > 1:
        titel += f", {grens}"
    omvang = "{gemeente}" if norm.per_gebied else f"{{{norm.populatie}}}"
    if norm.per_gebied:
        # On the row of a gemeente its name stands in that cell, on the total row their number.
        formule = f"=IF(ISNUMBER({omvang}),{omvang},1)*{waarde}/{per}"
    else:
        formule = f'=IF(ISNUMBER({omvang}),{waarde}*{omvang}/{per},"{PRO_MEMORIE}")'
    return Column(
        f"{norm.id}_{grens}", titel, _getal(norm), width=16, total="formula", formula=formule
    )


# -- growth path -------------------------------------------------------------------------------


def groeipad_blad(agenda: Werkagenda, normen: Sheet, uitgangspunten: Sheet) -> Sheet:
    """Make the sheet that grows from what is there now to the norm, year by year."""
    jaren = agenda.format.groeipad.jaren
    normnummer = agenda.streefwaarden.normen.index

    def doel(norm: Streefwaarde) -> Own:
        eigen, regio = (normen.ref(k, normnummer(norm)) for k in ("eigen", "regio_laag"))
        formule = f'=IF({eigen}="",{regio},{eigen})'
        return _als_getal(norm, Formula(formule, of_pm(agenda.uitkomst(norm).laag)))

    def kosten(norm: Streefwaarde) -> Cell:
        if norm.eenheid != FTE:
            return None
        tarief = parametercel(agenda, uitgangspunten, TARIEF)
        waarde, laag = agenda.streefwaarden.parameters[TARIEF].waarde, agenda.uitkomst(norm).laag
        bedrag = None if waarde is None or laag is None else waarde * laag
        pm = f'=IF(OR({tarief}="",NOT(ISNUMBER({{doel}}))),"{PRO_MEMORIE}",{{doel}}*{tarief})'
        return Formula(pm, of_pm(bedrag))

    getal = partial(Column, kind=Kind.DECIMAL, width=12)
    kolommen = [
        Column("code", "Par.", Kind.CODE, width=6, value="functionaliteit"),
        Column("norm", "Norm", width=50, value="wat"),
        Column("eenheid", "Eenheid"),
        getal("ist", f"Nu (IST) {jaren[0] - 1}", entry=True, value=_als_getal),
        getal("doel", f"Doel (SOLL) {jaren[-1]}", width=14, entry=True, value=doel),
        getal("gap", "Verschil (GAP)", value=_vanaf_nu("{doel}-{ist}")),
        *(
            getal(
                f"jaar_{jaar}",
                f"Stand eind {jaar}",
                entry=True,
                value=_vanaf_nu(f"{{ist}}+({{doel}}-{{ist}})*{stap}/{len(jaren)}"),
            )
            for stap, jaar in enumerate(jaren, start=1)
        ),
        Column("kosten", "Doel x tarief per fte, euro per jaar", Kind.EURO, width=16, value=kosten),
    ]
    return Sheet(
        "Groeipad",
        f"Groeipad {jaren[0]}-{jaren[-1]} van IZA-regio {agenda.regio.naam}",
        Table.of(kolommen, agenda.streefwaarden.normen),
        subtitle="Vul in wat er nu is; de jaren ertussen rekenen mee en zijn te overschrijven",
        notes=[
            "Het doel is de lage norm van het blad Normen, of de eigen waarde die daar staat.",
            "De jaren lopen in gelijke stappen van nu naar het doel. Dat is een aanname van dit "
            "programma: geen bron noemt tussenstappen. Typ er uw eigen afspraak overheen.",
            "p.m. zolang de stand van nu of een uitgangspunt niet is ingevuld.",
            AFRONDING,
        ],
        sources=[f"{agenda.gegevens.citeer(agenda.format.groeipad.vindplaats)}."],
        description="van nu naar het doel, per jaar; gele cellen zijn van u",
        landscape=True,
        freeze_columns=2,
    )


def _vanaf_nu(dan: str) -> Callable[[Streefwaarde], Own]:
    """Return how a cell follows from what is there now: p.m. until that is filled in."""
    pm = f'=IF(OR({{ist}}="",NOT(ISNUMBER({{doel}}))),"{PRO_MEMORIE}",{dan})'
    return lambda norm: _als_getal(norm, Formula(pm, PRO_MEMORIE))
