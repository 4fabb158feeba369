"""The workbook of a toets: the verdict in words, bevindingen, states, checks and a receipt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from azwa_funds.besteden import (
    AANSLUITING,
    VAN_DE_BESTANDEN,
    Ernst,
    Opzet,
    Plaats,
    Post,
    Recht,
    aansluiting_blad,
    aanvulling_uit_keuzes,
    grootboekstand,
    toetsregels_van,
    totaal,
)
from azwa_funds.doorverdelen import kies_plannen, met_plannen, plankeuze, vingerafdrukken
from azwa_funds.excel.blad import Cell, Column, Cover, Fact, Formula, Kind, Sheet, Table
from azwa_funds.gegevens import benoem
from azwa_funds.kern.begrippen import Centen, Status
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.toetsen.basis import is_medeoverheid
from azwa_funds.toetsen.bladen import (
    BEVINDINGEN,
    GRENZEN,
    MEERJAREN,
    MEESTE_BEVINDINGEN,
    ONTVANGERS,
    REGELS,
    REGIOS,
    VERLOOP,
    bevindingen_blad,
    bronrijen_blad,
    euro,
    meerjaren_blad,
    ontvangers_blad,
    regios_blad,
    verloop_blad,
)
from azwa_funds.toetsen.regelbladen import grenzen_blad, regels_blad
from azwa_funds.toetsen.uitslag import Uitslag, toets_bestanden
from azwa_funds.toetsen.uitvoer import als_csv
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import (
    CONTROLE,
    Bon,
    Herkomstregel,
    Werkboek,
    alle_controles,
    gemaakt_op,
    herkomst_blad,
    uitvoering_blad,
)


def maak_toetswerkboek(uitslag: Uitslag) -> Werkboek:
    """Make the workbook of a toets; the same input gives the same bytes."""
    toets = uitslag.toets
    getoond = list(uitslag.bevindingen[:MEESTE_BEVINDINGEN])
    bronrijen = bronrijen_blad(uitslag, getoond)
    bevindingen = bevindingen_blad(uitslag, getoond, bronrijen)
    ontvangers, meerjaren = ontvangers_blad(uitslag), meerjaren_blad(uitslag)
    regios, verloop = regios_blad(uitslag), verloop_blad(uitslag)
    aansluiting = _aansluiting(uitslag)
    controle = _controle(uitslag, ontvangers, meerjaren, aansluiting)
    titel = f"Toets bestedingen {toets.jaar}"
    bladen = [
        bevindingen,
        ontvangers,
        *([regios] if regios.table.rows else []),
        verloop,
        meerjaren,
        regels_blad(uitslag),
        grenzen_blad(uitslag),
        *([bronrijen] if bronrijen.table.rows else []),
        *([aansluiting] if aansluiting else []),
        controle,
        herkomst_blad(toets.geld.cijfers, _herkomst(uitslag)),
        uitvoering_blad(
            toets.geld.cijfers,
            Bon(
                "toets",
                _onderwerp(uitslag),
                _opdracht(uitslag),
                als_csv(uitslag),
                toets.bestedingen.bronnen
                | _register(uitslag)
                | vingerafdrukken(toets.geld.gegevens),
            ),
        ),
    ]
    voorblad = _voorblad(uitslag, titel, bevindingen, ontvangers, controle)
    return Werkboek(
        Path(f"toets-{toets.jaar}.xlsx"), titel, voorblad, bladen, gemaakt_op(toets.geld.cijfers)
    )


def toets_opnieuw(cijfers: Cijfers, onderwerp: str, bestanden: Sequence[Path]) -> Werkboek:
    """Make the workbook again from the subject on its receipt and the files it was made from.

    A register of the werkagenda is known among the files by its name.
    Raises Gebruikersfout when the subject is not one of ours or the register is missing.
    """
    jaar, *delen = onderwerp.split("; ")
    keuzes = dict(deel.partition("=")[::2] for deel in delen)
    if not jaar.isdecimal():
        raise Gebruikersfout(
            "Op het blad Uitvoering staat niet over welk jaar de toets gaat; maak het werkboek "
            "opnieuw."
        )
    naam = keuzes.get("werkagenda")
    register = next((pad for pad in bestanden if pad.name == naam), None)
    if naam and register is None:
        raise Gebruikersfout(
            f"De toets is gemaakt met het register {naam}; geef dat ook met --bestedingen."
        )
    plannen, boekingen = kies_plannen(keuzes, [pad for pad in bestanden if pad != register])
    aanvulling, boekingen = aanvulling_uit_keuzes(cijfers.gegevens, keuzes, int(jaar), boekingen)
    uitslag = toets_bestanden(
        met_plannen(cijfers.gegevens, plannen),
        boekingen,
        int(jaar),
        regio=keuzes.get("regio"),
        gemeente=keuzes.get("gemeente"),
        landelijk="landelijk" in keuzes,
        zonder=[int(nummer) for nummer in keuzes.get("zonder", "").split(",") if nummer],
        werkagenda=register,
        aanvulling=aanvulling,
    )
    return maak_toetswerkboek(uitslag)


def _onderwerp(uitslag: Uitslag) -> str:
    """What to make again: year, kring, rules that were switched off, and register."""
    toets = uitslag.toets
    delen = [str(toets.jaar), toets.kring.keuze, *toets.bestedingen.aanvulling.keuzes]
    if uitslag.zonder:
        delen.append("zonder=" + ",".join(str(regel.nummer) for regel in uitslag.zonder))
    if toets.registerbestand:
        delen.append(f"werkagenda={toets.registerbestand.name}")
    delen += plankeuze(toets.geld.gegevens)
    return "; ".join(filter(None, delen))


def _register(uitslag: Uitslag) -> dict[str, str]:
    pad = uitslag.toets.registerbestand
    return {pad.name: hashlib.sha256(pad.read_bytes()).hexdigest()} if pad else {}


def _opdracht(uitslag: Uitslag) -> str:
    """The command that gives this again; the files themselves stand below it by their sha256."""
    soort, is_teken, waarde = uitslag.toets.kring.keuze.partition("=")
    kring = f" --{soort}" + (f' "{waarde}"' if is_teken else "") if soort else ""
    zonder = "".join(f" --zonder {regel.nummer}" for regel in uitslag.zonder)
    register = " --werkagenda BESTAND" if uitslag.toets.registerbestand else ""
    register += " --plan PLAN.toml" if vingerafdrukken(uitslag.toets.geld.gegevens) else ""
    return f"azwa-funds toets BESTAND... --jaar {uitslag.toets.jaar}{kring}{register}{zonder}"


def _voorblad(
    uitslag: Uitslag, titel: str, bevindingen: Sheet, ontvangers: Sheet, controle: Sheet
) -> Cover:
    toets = uitslag.toets
    feiten = [
        Fact("Oordeel", uitslag.oordeel),
        *(
            Fact(
                meervoud,
                Formula(f'=COUNTIF({bevindingen.ref("ernst")},"{ernst}")', uitslag.aantal(ernst))
                if len(uitslag.bevindingen) <= MEESTE_BEVINDINGEN and bevindingen.table.rows
                else uitslag.aantal(ernst),
                Kind.WHOLE,
            )
            for ernst, meervoud in (
                (Ernst.FOUT, "Aantal fouten"),
                (Ernst.WAARSCHUWING, "Aantal waarschuwingen"),
                (Ernst.INFORMATIE, "Aantal ter informatie"),
            )
        ),
        Fact("Getoetst", f"{toets.kring.naam} ({toets.kring.uitleg})"),
        Fact("Regels niet getoetst", _niet_getoetst(uitslag)),
        Fact("Boekingen van het jaar", len(toets.eigen), Kind.WHOLE),
        Fact("Samen", euro(toets.geboekt), Kind.EURO_CENT),
        alle_controles(controle),
    ]
    if ontvangers.table.has_total:
        totaal = ontvangers.table.totals or {}
        for kolom, label in (("toegekend", "Toegekend"), ("terug", "Terug te betalen")):
            formule = Formula(f"={ontvangers.total_ref(kolom)}", totaal[kolom])
            feiten.insert(-1, Fact(label, formule, Kind.EURO_CENT))
    return Cover(
        titel,
        "Bestedingen tegen wat is toegekend, regel voor regel",
        feiten,
        [
            _in_woorden(uitslag),
            "Een fout is een afwijking die de boekingen zelf laten zien; een waarschuwing vraagt "
            "om een verklaring; informatie is om te weten. Elke bevinding noemt de boeking en de "
            "grond. De toets vervangt de controle van de accountant niet.",
            *(f"Let op: {opmerking}" for opmerking in toets.opmerkingen[:5]),
        ],
    )


def _niet_getoetst(uitslag: Uitslag) -> str:
    if not uitslag.zonder:
        return "geen: alle regels van het jaar zijn getoetst"
    return "op verzoek: " + "; ".join(f"{r.nummer} {r.naam}" for r in uitslag.zonder)


def _in_woorden(uitslag: Uitslag) -> str:
    """Say what the outcome means, so that it can be read aloud."""
    jaar, naam = uitslag.toets.jaar, uitslag.toets.kring.naam
    fouten = {b.regel for b in uitslag.bevindingen if b.ernst is Ernst.FOUT}
    if not fouten:
        return (
            f"De bestedingen over {jaar} van {naam} laten geen fouten zien. Kijk nog naar de "
            "waarschuwingen voordat u ze verantwoordt."
        )
    namen = [
        f"toetsregel {regel.nummer} ({regel.naam[0].lower()}{regel.naam[1:]})"
        for regel in uitslag.gedaan
        if regel.nummer in fouten
    ]
    return (
        f"De bestedingen over {jaar} van {naam} zijn nog niet in orde: er zijn fouten bij "
        f"{', '.join(namen)}. Herstel ze of verklaar ze voordat u verantwoordt."
    )


# -- from the ledger to this workbook ----------------------------------------------------------


def _aansluiting(uitslag: Uitslag) -> Sheet | None:
    """Lead from every file and sheet to what was spent according to the sheet Ontvangers."""
    toets = uitslag.toets
    met_recht = {(recht.code, recht.onderdeel) for recht in toets.rechten}

    def plaats_van(post: Post) -> Plaats:
        if post.jaar != toets.jaar or post.code not in toets.kring.codes:
            return Plaats.ELDERS
        if (post.code, post.onderdeel) in met_recht:
            return Plaats.BESTEED
        is_gemeente = post.code in toets.geld.gegevens.gemeenten
        if is_gemeente and is_medeoverheid(toets, post.code, post.onderdeel):
            return Plaats.ANDERE_KANT
        return Plaats.BUITEN

    return aansluiting_blad(grootboekstand(toets.bestedingen), plaats_van, _OPZET)


_OPZET = Opzet(
    AANSLUITING,
    "Boekingen van het jaar",
    "Andere kant van regionaal geld",
    "Geld dat de ontvanger niet krijgt",
    f"Besteed (blad {ONTVANGERS})",
    "Andere kant van regionaal geld: wat een gemeente besteedt van het geld van haar "
    f"mandaathouder. Die geeft hetzelfde geld ook op; op blad {ONTVANGERS} telt het bij de "
    "mandaathouder, één keer.",
)


# -- checks ------------------------------------------------------------------------------------


def _controle(
    uitslag: Uitslag, ontvangers: Sheet, meerjaren: Sheet, aansluiting: Sheet | None
) -> Sheet:
    """Make the sheet of live checks; amounts are compared to the cent."""
    toets = uitslag.toets
    cellen: list[dict[str, Cell]] = []

    def regel(wat: str, verwacht: Cell, gevonden: Cell, verschil: Decimal) -> None:
        uitkomst = "klopt" if verschil == 0 else "klopt niet"
        cellen.append(
            {"wat": wat, "verwacht": verwacht, "gevonden": gevonden, "verschil": verschil,
             "uitkomst": uitkomst}
        )  # fmt: skip

    met_recht = {(r.code, r.onderdeel) for r in toets.rechten}
    van_rechten = sum(
        centen
        for (code, jaar, onderdeel), centen in toets.besteed.items()
        if jaar == toets.jaar and (code, onderdeel) in met_recht
    )
    zonder_recht = Centen(toets.geboekt - van_rechten)
    if ontvangers.table.rows:
        besteed = (ontvangers.table.totals or {})["besteed"]
        assert isinstance(besteed, Decimal)
        anders = euro(zonder_recht) or Decimal(0)
        boekingen = euro(toets.geboekt) or Decimal(0)
        regel(
            "Boekingen van het jaar = besteed per ontvanger + geld dat de verantwoorder niet "
            "krijgt of voor een ander besteedt",
            boekingen,
            # Without needless zeros, for a spreadsheet program that saves this drops them.
            Formula(f"=SUM({ontvangers.ref('besteed')})+{anders.normalize():f}", besteed + anders),
            besteed + anders - boekingen,
        )
        for blad, naam in ((ontvangers, ONTVANGERS), (meerjaren, MEERJAREN)):
            open_ = [rij["sluit"] for rij in blad.table.rows].count("klopt niet")
            regel(
                f"Blad {naam}: rijen die niet sluiten",
                0,
                Formula(f'=COUNTIF({blad.ref("sluit")},"klopt niet")', open_),
                Decimal(open_),
            )
        mee_uit, mee_in = _doorgegeven(uitslag)
        regel(
            "Wat uit een jaar meegaat, komt er het volgende jaar bij",
            euro(mee_uit),
            euro(mee_in),
            Decimal(mee_in - mee_uit).scaleb(-2),
        )
    if aansluiting:
        for controleregel in _sluit_aan(uitslag, ontvangers, aansluiting):
            regel(*controleregel)
    kolommen = [
        Column("wat", "Controle", width=62),
        Column("verwacht", "Hoort te zijn", Kind.EURO_CENT),
        Column("gevonden", "Is", Kind.EURO_CENT),
        Column("verschil", "Verschil", Kind.EURO_CENT, formula="=ROUND({gevonden}-{verwacht},2)"),
        Column(
            "uitkomst", "Uitkomst", Kind.CHECK, formula='=IF({verschil}=0,"klopt","klopt niet")'
        ),
    ]
    return Sheet(
        CONTROLE,
        "Controle",
        Table(kolommen, cellen),
        subtitle="Sluitende tellingen, tot op de cent; de formules rekenen mee als u iets wijzigt",
        description="sluiten alle tellingen?",
    )


def _sluit_aan(
    uitslag: Uitslag, ontvangers: Sheet, blad: Sheet
) -> Iterator[tuple[str, Cell, Cell, Decimal]]:
    """Yield the checks on the sheet Aansluiting: what, expected, found, and the difference."""
    som = {kolom: totaal(blad, kolom) for kolom in ("grootboek", "niet", "gelezen", "telt")}
    yield (
        f"Blad {AANSLUITING}: het grootboek is gelezen, of niet gelezen met de reden erbij",
        Formula(f"={blad.total_ref('grootboek')}", som["grootboek"]),
        Formula(
            f"={blad.total_ref('niet')}+{blad.total_ref('gelezen')}", som["niet"] + som["gelezen"]
        ),
        som["niet"] + som["gelezen"] - som["grootboek"],
    )
    boekingen = euro(Centen(int(uitslag.toets.eigen["centen"].sum()))) or Decimal(0)
    yield (
        f"Blad {AANSLUITING} komt uit op de boekingen van het jaar",
        boekingen,
        Formula(f"={blad.total_ref('telt')}", som["telt"]),
        som["telt"] - boekingen,
    )
    if ontvangers.table.rows:
        besteed = (ontvangers.table.totals or {})["besteed"]
        assert isinstance(besteed, Decimal)
        gevonden = totaal(blad, "besteed")
        yield (
            f"Besteed op blad {ONTVANGERS} is besteed op blad {AANSLUITING}",
            Formula(f"={ontvangers.total_ref('besteed')}", besteed),
            Formula(f"={blad.total_ref('besteed')}", gevonden),
            gevonden - besteed,
        )


def _doorgegeven(uitslag: Uitslag) -> tuple[Centen, Centen]:
    """Return what goes out of years into a next year, and what comes in from one."""
    uit = erin = 0
    for standen in uitslag.toets.standen.values():
        uit += sum(stand.mee_naar_volgend or 0 for stand in standen[:-1])
        erin += sum(stand.mee_uit_vorig or 0 for stand in standen[1:])
    return Centen(uit), Centen(erin)


def _herkomst(uitslag: Uitslag) -> list[Herkomstregel]:
    toets = uitslag.toets
    gegevens = toets.geld.gegevens
    regels = [
        Herkomstregel(
            BEVINDINGEN,
            f"Toetsregel {regel.nummer}: {regel.naam}",
            f"volgt uit de boekingen en de regel; voluit op het blad {REGELS}",
            vindplaats,
        )
        for regel in uitslag.gedaan
        for vindplaats in toets.gronden(regel.nummer)
    ]
    gezien: dict[tuple[str, str], Recht] = {}
    for recht in toets.rechten:
        gezien.setdefault((recht.onderdeel, recht.vindplaats.bron), recht)
    for recht in gezien.values():
        hoe = "zoals beschikt of gepubliceerd"
        if recht.status < Status.VASTGESTELD:
            hoe = "berekend met budget en verdeelsleutel (zie azwa-funds uitleg)"
        if recht.centen is None:
            hoe = "p.m.: nog niet bekend"
        regels.append(
            Herkomstregel(
                ONTVANGERS,
                f"Toegekend, {benoem(gegevens, recht.onderdeel)}",
                hoe,
                recht.vindplaats,
                recht.status,
            )
        )
    regels += [
        Herkomstregel(ONTVANGERS, "Besteed", _UIT_BOEKINGEN),
        Herkomstregel(
            f"{ONTVANGERS}, {MEERJAREN}",
            "Mee naar volgend jaar, Terug te betalen, Uit eigen middelen",
            "toegekend + meegenomen - besteed; wat over is gaat mee tot het deel op blad "
            f"{GRENZEN}, de rest gaat terug; wat tekort is betaalt de ontvanger zelf",
        ),
        Herkomstregel(MEERJAREN, "Toegekend", f"per jaar zoals op blad {ONTVANGERS}"),
        Herkomstregel(
            f"{ONTVANGERS}, {MEERJAREN}",
            "Meegenomen uit vorig jaar",
            "wat uit het jaar ervoor meegaat; in het eerste jaar van een uitkering is dat niets; "
            "uit een jaar waarvan geen bedrag bekend is, p.m.",
        ),
        Herkomstregel(MEERJAREN, "Besteed", _UIT_BOEKINGEN),
        Herkomstregel(MEERJAREN, "Deel dat mee mag", f"zie blad {GRENZEN}"),
        Herkomstregel(ONTVANGERS, "Rapporteringstolerantie", f"de grenzen op blad {GRENZEN}"),
        Herkomstregel(
            BEVINDINGEN,
            "Verwacht, Gevonden, Verschil",
            "het bedrag volgens de regel, dat volgens de boekingen, en hun verschil",
        ),
        Herkomstregel(
            f"{ONTVANGERS}, {REGIOS}, {REGELS}",
            "Fouten, Waarschuwingen, Informatie",
            f"geteld op blad {BEVINDINGEN}",
        ),
        Herkomstregel(
            "Voorblad",
            "Aantal fouten, Aantal waarschuwingen, Aantal ter informatie",
            f"geteld op blad {BEVINDINGEN}",
        ),
        Herkomstregel("Voorblad", "Boekingen van het jaar, Samen", _UIT_BOEKINGEN),
        Herkomstregel(AANSLUITING, "Alle bedragen", VAN_DE_BESTANDEN),
        Herkomstregel(REGIOS, "Alle bedragen", f"opgeteld van blad {ONTVANGERS}"),
        Herkomstregel(VERLOOP, "Alle bedragen", "beschikbaar min de boekingen tot en met de maand"),
    ]
    uitkeringen = {recht.uitkering for recht in toets.rechten}
    regels += [
        Herkomstregel(GRENZEN, d.id.replace("_", " "), d.toelichting, d.vindplaats, d.status)
        for d in toetsregels_van(gegevens).drempels
        if d.van <= toets.jaar <= d.tot_en_met
    ]
    return regels + [
        Herkomstregel(
            GRENZEN,
            f"meenemen van {benoem(gegevens, m.uitkering)} {m.jaar}",
            m.toelichting,
            m.vindplaats,
            m.status,
        )
        for m in toetsregels_van(gegevens).meenemen
        if m.uitkering in uitkeringen
    ]


_UIT_BOEKINGEN = (
    "opgeteld uit de boekingen; de bestanden staan met hun vingerafdruk op het blad Uitvoering"
)
