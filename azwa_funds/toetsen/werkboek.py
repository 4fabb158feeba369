"""The workbook of a toets: the verdict in words, bevindingen, states, checks and a receipt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from azwa_funds.besteden import (
    AANSLUITING,
    VAN_DE_BESTANDEN,
    Aansluitingsopzet,
    Ernst,
    Grootboekpost,
    Recht,
    Telplek,
    aansluiting_blad,
    aanvulling_uit_keuzes,
    grootboekstand,
    kolomsom,
)
from azwa_funds.doorverdelen import kies_plannen, met_plannen, plankeuze, vingerafdrukken
from azwa_funds.excel.blad import Cover, Fact, Formula, Kind, Sheet
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
from azwa_funds.toetsen.regelbladen import grenzen_blad, grenzen_van, regels_blad
from azwa_funds.toetsen.uitslag import Uitslag, toets_bestanden
from azwa_funds.toetsen.uitvoer import als_csv
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


def maak_toetswerkboek(uitslag: Uitslag) -> Werkboek:
    """Make the workbook of a toets; the same input gives the same bytes."""
    toets = uitslag.toets
    getoond = list(uitslag.bevindingen[:MEESTE_BEVINDINGEN])
    bronrijen = bronrijen_blad(uitslag, getoond)
    bevindingen = bevindingen_blad(uitslag, getoond, bronrijen)
    ontvangers, meerjaren = ontvangers_blad(uitslag), meerjaren_blad(uitslag)
    regios, verloop = regios_blad(uitslag), verloop_blad(uitslag)
    aansluiting = _aansluiting(uitslag)
    controles = _controle(uitslag, ontvangers, meerjaren, aansluiting)
    controle = controle_blad(controles, in_centen=True, breed=62)
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
        for kolom, label in (("toegekend", "Toegekend"), ("terug", "Terug te betalen")):
            feiten.insert(-1, Fact(label, ontvangers.show(kolom), Kind.EURO_CENT))
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

    def plaats_van(post: Grootboekpost) -> Telplek:
        if post.jaar != toets.jaar or post.code not in toets.kring.codes:
            return Telplek.ELDERS
        if (post.code, post.onderdeel) in met_recht:
            return Telplek.BESTEED
        is_gemeente = post.code in toets.geld.gegevens.gemeenten
        if is_gemeente and is_medeoverheid(toets, post.code, post.onderdeel):
            return Telplek.ANDERE_KANT
        return Telplek.BUITEN

    return aansluiting_blad(grootboekstand(toets.bestedingen), plaats_van, _OPZET)


_OPZET = Aansluitingsopzet(
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
) -> Iterator[Controleregel]:
    """Yield the live checks; amounts are compared to the cent."""
    toets = uitslag.toets
    met_recht = {(r.code, r.onderdeel) for r in toets.rechten}
    van_rechten = sum(
        centen
        for (code, jaar, onderdeel), centen in toets.besteed.items()
        if jaar == toets.jaar and (code, onderdeel) in met_recht
    )
    if ontvangers.table.rows:
        besteed = kolomsom(ontvangers, "besteed")
        anders = euro(Centen(toets.geboekt - van_rechten)) or Decimal(0)
        yield Controleregel(
            "Boekingen van het jaar = besteed per ontvanger + geld dat de verantwoorder niet "
            "krijgt of voor een ander besteedt",
            euro(toets.geboekt),
            # Without needless zeros, for a spreadsheet program that saves this drops them.
            Formula(f"=SUM({ontvangers.ref('besteed')})+{anders.normalize():f}", besteed + anders),
        )
        for blad in (ontvangers, meerjaren):
            open_ = [rij["sluit"] for rij in blad.table.rows].count("klopt niet")
            yield Controleregel(
                f"Blad {blad.name}: rijen die niet sluiten",
                0,
                Formula(f'=COUNTIF({blad.ref("sluit")},"klopt niet")', open_),
            )
        mee_uit, mee_in = _doorgegeven(uitslag)
        wat = "Wat uit een jaar meegaat, komt er het volgende jaar bij"
        yield Controleregel(wat, euro(mee_uit), euro(mee_in))
    if aansluiting:
        yield from _sluit_aan(uitslag, ontvangers, aansluiting)


def _sluit_aan(uitslag: Uitslag, ontvangers: Sheet, blad: Sheet) -> Iterator[Controleregel]:
    """Yield the checks on the sheet Aansluiting."""
    gelezen = kolomsom(blad, "niet") + kolomsom(blad, "gelezen")
    yield Controleregel(
        f"Blad {AANSLUITING}: het grootboek is gelezen, of niet gelezen met de reden erbij",
        blad.show("grootboek"),
        Formula(f"={blad.total_ref('niet')}+{blad.total_ref('gelezen')}", gelezen),
    )
    yield Controleregel(
        f"Blad {AANSLUITING} komt uit op de boekingen van het jaar",
        euro(uitslag.toets.geboekt),
        blad.show("telt"),
    )
    if ontvangers.table.rows:
        yield Controleregel(
            f"Besteed op blad {ONTVANGERS} is besteed op blad {AANSLUITING}",
            ontvangers.show("besteed"),
            blad.show("besteed"),
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
    regels += [Herkomstregel(*vast) for vast in _VASTE_HERKOMST]
    return regels + [
        Herkomstregel(GRENZEN, grens.wat, grens.toelichting, grens.vindplaats, grens.status)
        for grens in grenzen_van(toets)
    ]


_UIT_BOEKINGEN = (
    "opgeteld uit de boekingen; de bestanden staan met hun vingerafdruk op het blad Uitvoering"
)
_STANDEN = f"{ONTVANGERS}, {MEERJAREN}"
#: Of each figure that is the same in every toets: its sheet, what it is, and how it is made.
_VASTE_HERKOMST = (
    (ONTVANGERS, "Besteed", _UIT_BOEKINGEN),
    (_STANDEN, "Mee naar volgend jaar, Terug te betalen, Uit eigen middelen",
     "toegekend + meegenomen - besteed; wat over is gaat mee tot het deel op blad "
     f"{GRENZEN}, de rest gaat terug; wat tekort is betaalt de ontvanger zelf"),
    (MEERJAREN, "Toegekend", f"per jaar zoals op blad {ONTVANGERS}"),
    (_STANDEN, "Meegenomen uit vorig jaar",
     "wat uit het jaar ervoor meegaat; in het eerste jaar van een uitkering is dat niets; "
     "uit een jaar waarvan geen bedrag bekend is, p.m."),
    (MEERJAREN, "Besteed", _UIT_BOEKINGEN),
    (MEERJAREN, "Deel dat mee mag", f"zie blad {GRENZEN}"),
    (ONTVANGERS, "Rapporteringstolerantie", f"de grenzen op blad {GRENZEN}"),
    (BEVINDINGEN, "Verwacht, Gevonden, Verschil",
     "het bedrag volgens de regel, dat volgens de boekingen, en hun verschil"),
    (f"{ONTVANGERS}, {REGIOS}, {REGELS}", "Fouten, Waarschuwingen, Informatie",
     f"geteld op blad {BEVINDINGEN}"),
    ("Voorblad", "Aantal fouten, Aantal waarschuwingen, Aantal ter informatie",
     f"geteld op blad {BEVINDINGEN}"),
    ("Voorblad", "Boekingen van het jaar, Samen", _UIT_BOEKINGEN),
    (AANSLUITING, "Alle bedragen", VAN_DE_BESTANDEN),
    (REGIOS, "Alle bedragen", f"opgeteld van blad {ONTVANGERS}"),
    (VERLOOP, "Alle bedragen", "beschikbaar min de boekingen tot en met de maand"),
)  # fmt: skip
