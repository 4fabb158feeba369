"""The workbook of a comparison: a waterfall with its chart, every recipient, live checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from azwa_funds.excel.blad import (
    Cell,
    Chart,
    ChartKind,
    Column,
    Cover,
    Fact,
    Formula,
    Kind,
    Sheet,
    Table,
    euros,
)
from azwa_funds.gegevens import Gegevens, benoem
from azwa_funds.kern.begrippen import Status
from azwa_funds.scenario.scenario import Scenario, Waterval, Watervallen, samen
from azwa_funds.scenario.uitvoer import som_per_groep, stapnamen, vergelijk_rijen
from azwa_funds.scenario.wijziging import BUDGETAFRONDING, Wijziging
from azwa_funds.scherm.uitvoer import naar_csv
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.delen import herkomst_van_budgetten, sleutelherkomst
from azwa_funds.werkboek.vast import Bon, Controleregel, Herkomstregel, Werkboek, maak_werkboek

GEEN_REGIO = "geen regio"
GEEN_BELEID = "Scenario: een aanname om mee te rekenen, geen beleid en geen toekenning"
# The cumulative amount after a step; the last row states it, so it does not add up there.
_STAND = '=IF({soort}="eind",{samen},SUM(INDEX({samen.kolom},1):{samen}))'
_HULPKOLOMMEN = (
    ("stand", "Stand na deze stap", _STAND),
    ("voet", "Grafiek: voet", '=IF({soort}="effect",MIN({stand},{stand}-{samen}),0)'),
    ("totaal", "Begin en eind", '=IF({soort}="effect",0,{samen})'),
    ("erbij", "Erbij", '=IF({soort}="effect",MAX({samen},0),0)'),
    ("eraf", "Eraf", '=IF({soort}="effect",MAX(-{samen},0),0)'),
)


def watervalwerkboek(
    gegevens: Gegevens,
    scenarios: Sequence[Scenario],
    watervallen: Watervallen,
    gekozen: Sequence[Waterval],
    wie: str,
) -> Werkboek:
    """Make the workbook; `gekozen` are the rows of the waterfall on the first sheet, of `wie`."""
    cijfers = Cijfers(gegevens)
    titel = "Scenario " + " naar ".join(s.id for s in scenarios)
    waterval = _blad_waterval(watervallen, gekozen, wie)
    alle = _blad_alle(gegevens, watervallen)
    regios = _blad_regios(watervallen, alle)
    namen = " ".join(s.id for s in scenarios)
    cijfertabel = naar_csv(vergelijk_rijen(watervallen, watervallen.regels, namen))
    opdracht = f"azwa-funds scenario vergelijk {namen}"
    bladen = [waterval, regios, alle, _blad_wijzigingen(gegevens, scenarios)]
    begin, eind = (waterval.show("samen", rij) for rij in (0, len(waterval.table.rows) - 1))
    voorblad = Cover(
        " naar ".join(s.naam for s in scenarios),
        GEEN_BELEID,
        [
            Fact("Waterval van", wie),
            Fact("Begin, alle jaren samen", begin, Kind.EURO),
            Fact("Eind, alle jaren samen", eind, Kind.EURO),
            Fact("Status van de bedragen", "aanname; er kunnen geen rechten aan worden ontleend"),
        ],
        [s.toelichting for s in scenarios],
    )
    werkboek = maak_werkboek(
        cijfers, Path(), voorblad, bladen,
        _controles(waterval, alle, regios),
        _herkomst(gegevens, scenarios, watervallen),
        Bon("scenario", wie, opdracht, cijfertabel),
    )  # fmt: skip
    trefwoorden = ("scenario", "aanname")
    return replace(werkboek, titel=titel, onderwerp=GEEN_BELEID, trefwoorden=trefwoorden)


# -- sheets ------------------------------------------------------------------------------------


def _stappen(watervallen: Watervallen, per_jaar: Mapping[int, list[int]]) -> list[dict[str, Cell]]:
    """Return a row per step: its amount per year, and what the chart needs of it."""
    namen = stapnamen(watervallen)
    rijen: list[dict[str, Cell]] = []
    stand = 0
    soorten = ["begin", *["effect"] * (len(namen) - 2), "eind"]
    for plaats, (naam, soort) in enumerate(zip(namen, soorten, strict=True)):
        bedragen = {f"jaar_{jaar}": stappen[plaats] for jaar, stappen in per_jaar.items()}
        bedrag = sum(bedragen.values())
        stand = bedrag if soort == "eind" else stand + bedrag
        effect = bedrag if soort == "effect" else 0
        rijen.append(
            {
                "stap": naam,
                "soort": soort,
                **bedragen,
                "samen": bedrag,
                "stand": stand,
                "voet": min(stand, stand - bedrag) if soort == "effect" else 0,
                "totaal": 0 if soort == "effect" else bedrag,
                "erbij": max(effect, 0),
                "eraf": max(-effect, 0),
            }
        )
    return rijen


def _blad_waterval(watervallen: Watervallen, gekozen: Sequence[Waterval], wie: str) -> Sheet:
    per_jaar = samen(gekozen)
    optelling = "=" + "+".join(f"{{jaar_{jaar}}}" for jaar in per_jaar)
    kolommen = [
        Column("stap", "Stap", width=44),
        Column("soort", "Soort"),
        *(Column(f"jaar_{jaar}", str(jaar), Kind.EURO) for jaar in per_jaar),
        Column("samen", "Samen", Kind.EURO, formula=optelling),
        *(
            Column(key, naam, Kind.EURO, formula=formule, helper=key != "stand")
            for key, naam, formule in _HULPKOLOMMEN
        ),
    ]
    return Sheet(
        "Waterval",
        f"Waterval van {wie}",
        Table(kolommen, _stappen(watervallen, per_jaar)),
        subtitle=f"{GEEN_BELEID}; bedragen in hele euro's",
        notes=[
            "Elk effect is het verschil tussen de verdeling met en zonder die wijziging, na de "
            "wijzigingen erboven. In een andere volgorde kunnen de effecten anders zijn; de som "
            "is altijd het verschil tussen begin en eind.",
            f"Afronding: {BUDGETAFRONDING}; daarna verdeelt de sleutel die hele euro's.",
        ],
        charts=[
            Chart(
                ChartKind.WATERFALL,
                f"Van {watervallen.begin} naar {watervallen.eind}: {wie}",
                "stap",
                ["voet", "totaal", "erbij", "eraf"],
                "Waterval: het begin, per wijziging wat erbij komt of eraf gaat, en het eind.",
                value_title="euro, alle jaren samen",
                # No label where a step adds or takes nothing.
                number_format="#,##0;-#,##0;",
                labels=True,
                height=340,
                width=760,
            )
        ],
        description=f"wat elke wijziging doet voor {wie}",
        landscape=True,
        freeze_columns=1,
        one_page=True,
        characters=130,
    )


def _effectkolommen(watervallen: Watervallen) -> list[Column]:
    """Return begin, a column per change, and end of a `Waterval`."""
    namen = stapnamen(watervallen)[1:-1]
    effecten = [f"effect_{nummer}" for nummer, _ in enumerate(namen, start=1)]
    eind = "={begin}" + "".join(f"+{{{effect}}}" for effect in effecten)
    return [
        euros("begin", "Begin", total="sum"),
        *(
            euros(
                effecten[n],
                naam,
                total="sum",
                width=max(14, min(len(naam), 24)),
                value=lambda regel, n=n: regel.effecten[n],
            )
            for n, naam in enumerate(namen)
        ),
        euros("eind", "Eind", total="sum", formula=eind),
    ]


def _regio(regel: Waterval) -> str:
    return regel.regio or GEEN_REGIO


def _blad_alle(gegevens: Gegevens, watervallen: Watervallen) -> Sheet:
    kolommen = [
        Column("ontvanger", "Ontvanger", width=30),
        Column("code", "Code", Kind.CODE, value=lambda regel: regel.ontvanger_code or "p.m."),
        Column("regio", "Regio", value=_regio),
        Column("onderdeel", "Onderdeel", value=lambda regel: benoem(gegevens, regel.onderdeel)),
        Column("jaar", "Jaar", Kind.CODE),
        *_effectkolommen(watervallen),
        Column("status", "Status", Kind.STATUS, value=lambda _: Status.AANNAME),
    ]
    return Sheet(
        "Alle ontvangers",
        "Alle ontvangers, onderdelen en jaren",
        Table.of(kolommen, watervallen.regels),
        subtitle=f"Van {watervallen.begin} naar {watervallen.eind}, in hele euro's",
        notes=[
            "p.m.: de verdeling over ontvangers is niet bekend; het bedrag staat nergens anders."
        ],
        description="per ontvanger, onderdeel en jaar wat elke wijziging doet",
        landscape=True,
        freeze_columns=1,
    )


def _blad_regios(watervallen: Watervallen, alle: Sheet) -> Sheet:
    effecten = _effectkolommen(watervallen)
    som = som_per_groep(watervallen.regels, _regio)
    rijen: list[dict[str, Cell]] = []
    for regio, bedragen in sorted(som.items(), key=lambda deel: (deel[0] == GEEN_REGIO, deel)):
        rij: dict[str, Cell] = {"regio": regio}
        for kolom, bedrag in zip(effecten, bedragen, strict=True):
            formule = f"=SUMIFS({alle.ref(kolom.key)},{alle.ref('regio')},{{regio}})"
            rij[kolom.key] = bedrag if kolom.formula else Formula(formule, bedrag)
        rijen.append(rij)
    return Sheet(
        "Per regio",
        "Per regio, alle onderdelen en jaren samen",
        Table([Column("regio", "Regio", width=34), *effecten], rijen),
        subtitle=f"Van {watervallen.begin} naar {watervallen.eind}, in hele euro's",
        notes=[
            f"Onder {GEEN_REGIO} staat geld voor een ander, of dat nog niet is verdeeld (p.m.)."
        ],
        description="per regio wat elke wijziging doet",
        landscape=True,
        freeze_columns=1,
    )


def _blad_wijzigingen(gegevens: Gegevens, scenarios: Sequence[Scenario]) -> Sheet:
    def bron(wijziging: Wijziging) -> str:
        plaats = wijziging.vindplaats
        return gegevens.citeer(plaats) if plaats else "geen bron: een aanname"

    kolommen = [
        Column("scenario", "Scenario", width=18, value="pad.stem"),
        Column("nummer", "Nummer", Kind.CODE),
        Column("naam", "Naam", width=24),
        Column("soort", "Soort", width=16),
        Column("wat", "Wat er verandert", width=40, value=_wat_er_verandert),
        Column("toelichting", "Toelichting", width=40),
        Column("bron", "Bron", width=34, value=bron),
    ]
    return Sheet(
        "Wijzigingen",
        "De wijzigingen, in de volgorde waarin ze zijn toegepast",
        Table.of(kolommen, (w for scenario in scenarios for w in scenario.wijzigingen)),
        subtitle=GEEN_BELEID,
        notes=[f"Bestand {s.pad.name}: sha256 {s.sha256}" for s in scenarios],
        description="wat het scenario verandert, met bron als die er is",
        landscape=True,
    )


def _wat_er_verandert(wijziging: Wijziging) -> str:
    return "; ".join(f"{veld} = {_toon(w)}" for veld, w in wijziging.velden.items())


def _toon(waarde: object) -> str:
    if isinstance(waarde, dict):
        return ", ".join(f"{naam} {_toon(deel)}" for naam, deel in waarde.items())
    if isinstance(waarde, list):
        return ", ".join(map(_toon, waarde))
    return str(waarde)


def _herkomst(
    gegevens: Gegevens, scenarios: Sequence[Scenario], watervallen: Watervallen
) -> Iterable[Herkomstregel]:
    """Lead the amounts to budgets and keys, and each effect to the change that makes it."""
    blad, uitkering = "Alle ontvangers", gegevens.uitkering(scenarios[0].uitkering)
    plaatsen = [(o, jaar) for o in uitkering.onderdelen for jaar in uitkering.jaren]
    yield from herkomst_van_budgetten(
        blad, [gegevens.budget(uitkering.id, *plaats) for plaats in plaatsen]
    )
    namen = [gegevens.toedeling(uitkering.id, *plaats).sleutel for plaats in plaatsen]
    for naam in dict.fromkeys(filter(None, namen)):
        yield sleutelherkomst(blad, gegevens.sleutel(naam))
    effect = "de verdeling met deze wijziging min die zonder; zie blad Wijzigingen"
    for regel in (
        (blad, "Begin", f"de verdeling aan het begin: {watervallen.begin}"),
        *((blad, naam, effect) for naam in stapnamen(watervallen)[1:-1]),
        ("Waterval", "Alle kolommen", f"opgeteld van blad {blad}"),
    ):
        yield Herkomstregel(*regel, None, Status.AANNAME)


# -- checks ------------------------------------------------------------------------------------


def _controles(waterval: Sheet, alle: Sheet, regios: Sheet) -> Iterable[Controleregel]:
    for key, naam in (("begin", "Begin"), ("eind", "Eind")):
        wat = f"{naam}: alle ontvangers samen is alle regio's samen"
        yield Controleregel(wat, alle.show(key), regios.show(key))
    laatste = len(waterval.table.rows) - 1
    eind = waterval.show("samen", laatste)
    stappen = Formula(f"=SUM({waterval.ref('samen', 0, laatste - 1)})", eind.value)
    yield Controleregel("Waterval: begin en effecten samen zijn het eind", eind, stappen)
