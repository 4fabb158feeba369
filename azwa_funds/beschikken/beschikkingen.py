"""Official amounts, once published: checked, and compared with what was calculated.

A table of the user's (CSV or XLSX) holds a row per recipient, onderdeel and year, with the kenmerk
and the date of its beschikking. What fits can be kept (`bewaring`); from then on it prevails over
the calculation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from azwa_funds.gegevens import Gegevens, Namen
from azwa_funds.kern.begrippen import Beschikt, Ontvanger, Status, Toekenning, Uitkering, Vindplaats
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import (
    Foutenlijst,
    Gebruikersfout,
    Invoerfout,
    Onleesbaar,
    Remedie,
    bedoelde_u,
    waarom,
    zin,
)
from azwa_funds.kern.tekst import (
    FORMULETEKENS,
    als_toml,
    onzichtbaar_teken,
    slug,
    telling,
    veilig,
    vorm,
)
from azwa_funds.lezen.cellen import (
    Celfout,
    als_tekst,
    lees_centen,
    lees_dag,
    lees_jaar,
    lees_woorden,
)
from azwa_funds.lezen.keuring import lees_bytes
from azwa_funds.openen.gebruikerstabel import Formulier, Ruwblad, lees_ruw
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen import bedrag_van, mogelijke_ontvangers, verdeel_uitkering

FORMULIER = Formulier(
    verplicht=("uitkering", "onderdeel", "jaar", "ontvanger_code", "bedrag", "kenmerk", "datum"),
    mogelijk=("ontvanger", "regio", "status", "bron", "vindplaats"),
    hulp="voeg toe; nodig zijn uitkering, onderdeel, jaar, ontvanger_code, bedrag, kenmerk, datum",
)


#: No beschikking about this money bears a date of another year; who has one is asked about it.
EERSTE_JAAR, LAATSTE_JAAR = 2022, 2035


@dataclass(frozen=True, slots=True)
class Nieuwebron:
    """A source to be added to `bronnen.toml`: its id and how it is described."""

    id: str
    titel: str
    uitgever: str
    datum: str
    kenmerk: str
    publicatie: str

    def als_toml(self) -> str:
        """Return the block as it stands in the file."""
        velden = {
            **waarden(self, "id titel uitgever datum kenmerk publicatie"),
            "licentie": "feiten uit een overheidspublicatie",
        }
        regels = (f"{naam} = {als_toml(waarde)}" for naam, waarde in velden.items())
        return "\n[[bron]]\n" + "\n".join(regels) + "\n"


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """One recipient: what was calculated (None where that could not be), and what is awarded.

    `eerder` is the award of an earlier letter that this one replaces.
    """

    beschikt: Beschikt
    berekend: int | None
    status: Status | None
    eerder: Beschikt | None = None

    @property
    def verschil(self) -> int | None:
        """The award minus the calculation."""
        return None if self.berekend is None else self.beschikt.bedrag - self.berekend


@dataclass(frozen=True, slots=True)
class Gelezen:
    """A table of awards that fits: compared, and ready to be kept."""

    vergelijkingen: tuple[Vergelijking, ...]
    opmerkingen: tuple[str, ...]

    @property
    def totaal(self) -> int:
        """All awards together, in euros."""
        return sum(v.beschikt.bedrag for v in self.vergelijkingen)

    @property
    def twijfels(self) -> list[str]:
        """What one asks about the dates: a day far off, a letter older than what it replaces."""
        vragen = []
        for beschikt in (v.beschikt for v in self.vergelijkingen):
            if not EERSTE_JAAR <= beschikt.datum.year <= LAATSTE_JAAR:
                vragen.append(
                    f"{_wie(beschikt)}: de datum {beschikt.datum:%d-%m-%Y} valt buiten "
                    f"{EERSTE_JAAR} tot en met {LAATSTE_JAAR}"
                )
        return vragen + [
            f"{_wie(nu)}: de beschikking van {nu.datum:%d-%m-%Y} is ouder dan die van "
            f"{eerder.datum:%d-%m-%Y} die er al staat"
            for eerder, nu in self.vervangen
            if nu.datum < eerder.datum
        ]

    @property
    def vervangen(self) -> list[tuple[Beschikt, Beschikt]]:
        """The awards of an earlier letter that differ in anything, and what they become."""
        paren = [(v.eerder, v.beschikt) for v in self.vergelijkingen]
        return [(eerder, nu) for eerder, nu in paren if eerder is not None and eerder != nu]


def _wie(beschikt: Beschikt) -> str:
    return f"{beschikt.ontvanger} ({beschikt.onderdeel} {beschikt.jaar})"


def lees_beschikkingen(
    gegevens: Gegevens, pad: Path, bron: str, *, totaal: int | None = None
) -> Gelezen:
    """Read a table of awards and compare it with the calculation; nothing is kept yet.

    `bron` is the id of the source of all rows. `totaal` is the sum that the user takes from the
    source; it must be right to the euro, and vouches for a sum that differs from the budget.
    Raises Foutenlijst with all faults, or Gebruikersfout when the totals do not fit.
    """
    lezer = _Lezer(gegevens, pad.name, bron)
    try:
        bladen = lees_ruw(_inhoud(pad), FORMULIER)
    except Onleesbaar as fout:
        plek = f"{pad.name}, blad '{fout.blad}'" if fout.blad else pad.name
        raise Invoerfout(plek, fout.reden, fout.remedie, rij=fout.rij) from fout
    for blad in bladen:
        lezer.lees(blad)
    if not lezer.fouten and not lezer.beschikt:
        raise Invoerfout(pad.name, "er staan geen bedragen onder de koppen", "vul ze in")
    if lezer.fouten:
        raise Foutenlijst(pad.name, lezer.fouten, len(lezer.fouten))
    opmerkingen = _controleer_totalen(gegevens, pad.name, lezer.beschikt, totaal)
    gelezen = Gelezen(tuple(_vergelijk(gegevens, lezer.beschikt)), tuple(opmerkingen))
    return replace(gelezen, opmerkingen=(*opmerkingen, *(f"{t}." for t in gelezen.twijfels)))


def _inhoud(pad: Path) -> bytes:
    try:
        return lees_bytes(pad)
    except OSError as fout:
        raise Gebruikersfout(
            f"Het bestand {pad} is niet te lezen ({waarom(fout)}); controleer de naam."
        ) from fout


def sleutel(beschikt: Beschikt) -> tuple[str, str, int, str]:
    """Return what one award is for: uitkering, onderdeel, year and the code of who gets it."""
    return (beschikt.uitkering, beschikt.onderdeel, beschikt.jaar, beschikt.ontvanger_code)


def bewaarde(gegevens: Gegevens) -> dict[tuple[str, str, int, str], Beschikt]:
    """Return the awards that the data hold already, by what they are for."""
    return {sleutel(b): b for per_code in gegevens.beschikt.values() for b in per_code.values()}


# -- rows --------------------------------------------------------------------------------------


class _Lezer:
    """Turns rows into awards and gathers every fault."""

    def __init__(self, gegevens: Gegevens, bestand: str, bron: str) -> None:
        self.gegevens, self.bestand, self.bron = gegevens, bestand, bron
        self.wijzer = Namen(gegevens)
        self.beschikt: list[Beschikt] = []
        self.fouten: list[Invoerfout] = []
        self._gezien: dict[tuple[str, str, int, str], int] = {}

    def lees(self, blad: Ruwblad) -> None:
        plek = f"{self.bestand}, blad '{blad.blad}'" if blad.blad else self.bestand
        self.fouten += [
            Invoerfout(plek, fout.reden, fout.remedie, rij=fout.rij) for fout in blad.fouten
        ]
        for nummer, rij in enumerate(blad.rijen.tolist()):
            cellen = {naam: kolom[nummer] for naam, kolom in blad.kolommen.items()}
            if any(als_tekst(cel) for cel in cellen.values()):
                self._lees_rij(plek, rij, cellen)

    def _lees_rij(self, plek: str, rij: int, cellen: Mapping[str, Any]) -> None:
        waarden: dict[str, Any] = {}
        for kolom, lees in _LEZERS.items():
            try:
                waarden[kolom] = lees(cellen[kolom])
            except Celfout as fout:
                self._meld(plek, rij, kolom, fout)
        if len(waarden) < len(_LEZERS):
            return
        kolom = "uitkering"
        try:
            uitkering = _uitkering(self.gegevens, waarden)
            kolom = "jaar"
            _in_looptijd(uitkering, waarden["jaar"])
            kolom = "onderdeel"
            mogelijk = _ontvangers(self.gegevens, uitkering, waarden)
            kolom = "ontvanger_code"
            wie = _ontvanger(self.wijzer, mogelijk, waarden)
            kolom = "ontvanger"
            _zelfde_ontvanger(self.wijzer, als_tekst(cellen.get(kolom)), wie)
            kolom = "regio"
            _zelfde(als_tekst(cellen.get(kolom)), wie.regio)
            kolom = "status"
            _zelfde(als_tekst(cellen.get(kolom)), str(Status.BESCHIKT))
            kolom = "vindplaats"
            _weiger_onbewaarbaar(als_tekst(cellen.get(kolom)))
        except Celfout as fout:
            self._meld(plek, rij, kolom, fout)
            return
        beschikt = Beschikt(
            waarden["uitkering"],
            waarden["onderdeel"],
            waarden["jaar"],
            wie.regio,
            wie.code,
            wie.naam,
            waarden["bedrag"],
            waarden["kenmerk"],
            waarden["datum"],
            Vindplaats(self.bron, _vindplaats(cellen, waarden)),
        )
        eerder = self._gezien.setdefault(sleutel(beschikt), rij)
        if eerder != rij:
            reden = f"{wie.naam}, {beschikt.onderdeel} {beschikt.jaar} staat ook al in rij {eerder}"
            self._meld(plek, rij, "ontvanger_code", Celfout(reden, "verwijder één van beide"))
        self.beschikt.append(beschikt)

    def _meld(self, plek: str, rij: int, kolom: str, fout: Celfout) -> None:
        self.fouten.append(Invoerfout(plek, fout.reden, fout.remedie, rij=rij, kolom=kolom))


def _vindplaats(cellen: Mapping[str, Any], waarden: Mapping[str, Any]) -> str:
    gegeven = als_tekst(cellen.get("vindplaats"))
    return gegeven or f"beschikking {waarden['kenmerk']} van {waarden['datum']:%d-%m-%Y}"


def _lees_euros(cel: Any) -> int:
    centen = lees_centen(cel)
    if centen % 100:
        raise Celfout(f"'{als_tekst(cel)}' is geen bedrag in hele euro's", "laat de centen weg")
    if centen < 0:
        raise Celfout(f"'{als_tekst(cel)}' is negatief", "vul 0 of hoger in")
    return centen // 100


def _lees_tekst(cel: Any) -> str:
    tekst = lees_woorden(cel)
    if not tekst:
        raise Celfout("de cel is leeg", "vul haar in")
    _weiger_onbewaarbaar(tekst)
    return tekst


def _weiger_onbewaarbaar(tekst: str) -> None:
    """Keep no text that a spreadsheet would run or nobody can see: it must read back exactly."""
    if "\n" in tekst or "\r" in tekst:
        raise Celfout("er staat een regeleinde in de cel", "zet de tekst op één regel")
    if teken := onzichtbaar_teken(tekst):
        raise Celfout(
            f"er staat een onzichtbaar teken in ({teken})",
            "verwijder dat teken, of typ de tekst opnieuw",
        )
    if tekst.startswith(FORMULETEKENS):
        raise Celfout(f"'{tekst}' begint als een formule", f"laat '{tekst[0]}' aan het begin weg")
    if veilig(tekst) != tekst:
        raise Celfout(
            f"in '{tekst}' staat na een scheidingsteken wat als een formule begint",
            "laat dat teken weg",
        )


_LEZERS = {
    "uitkering": _lees_tekst,
    "onderdeel": _lees_tekst,
    "jaar": lees_jaar,
    "ontvanger_code": _lees_tekst,
    "bedrag": _lees_euros,
    "kenmerk": _lees_tekst,
    "datum": lees_dag,
}


def _uitkering(gegevens: Gegevens, waarden: dict[str, Any]) -> Uitkering:
    met_toedeling = {u.id: u for u in gegevens.uitkeringen.values() if u.toedelingen}
    uitkering = met_toedeling.get(waarden["uitkering"].casefold())
    if uitkering is None:
        raise Celfout(
            f"uitkering '{waarden['uitkering']}' kent geen beschikkingen per onderdeel",
            "kies uit: " + ", ".join(met_toedeling),
        )
    waarden["uitkering"] = uitkering.id
    return uitkering


def _in_looptijd(uitkering: Uitkering, jaar: int) -> None:
    if jaar not in uitkering.jaren:
        raise Celfout(
            f"{jaar} valt buiten de looptijd van {uitkering.naam}",
            f"kies {uitkering.van} tot en met {uitkering.tot_en_met}",
        )


def _ontvangers(
    gegevens: Gegevens, uitkering: Uitkering, waarden: dict[str, Any]
) -> dict[str, Ontvanger]:
    """Return who can get the onderdeel of this row in its year, by code."""
    onderdeel = waarden["onderdeel"].casefold()
    if onderdeel not in uitkering.onderdelen:
        raise Celfout(
            f"onderdeel '{waarden['onderdeel']}' is onbekend",
            bedoelde_u(onderdeel, uitkering.onderdelen),
        )
    waarden["onderdeel"] = onderdeel
    return mogelijke_ontvangers(gegevens, uitkering.id, onderdeel, waarden["jaar"])


def _ontvanger(
    wijzer: Namen, mogelijk: Mapping[str, Ontvanger], waarden: Mapping[str, Any]
) -> Ontvanger:
    tekst = waarden["ontvanger_code"]
    vormen = {vorm(code): ontvanger for code, ontvanger in mogelijk.items()}
    gevonden = vormen.get(vorm(tekst)) or mogelijk.get(wijzer.vind(tekst) or "")
    if gevonden is None:
        wat = f"{waarden['onderdeel']} {waarden['jaar']}"
        raise Celfout(f"'{tekst}' is geen ontvanger van {wat}", "controleer de code")
    return gevonden


def _zelfde(gegeven: str, hoort: str) -> None:
    if gegeven and vorm(gegeven) != vorm(hoort):
        raise Celfout(f"'{gegeven}' hoort '{hoort}' te zijn", "verbeter de code of deze cel")


def _zelfde_ontvanger(wijzer: Namen, gegeven: str, wie: Ontvanger) -> None:
    """Refuse a name beside the code that belongs to somebody else, however it is written."""
    if gegeven and wie.code not in (gemeente.code for gemeente in wijzer.gemeenten(gegeven)):
        _zelfde(gegeven, wie.naam)


# -- totals and comparison ---------------------------------------------------------------------


def _controleer_totalen(
    gegevens: Gegevens, bestand: str, beschikt: Sequence[Beschikt], totaal: int | None
) -> list[str]:
    """Compare with the total given and with the national budgets; return remarks."""
    som = sum(b.bedrag for b in beschikt)
    if totaal is not None and som != totaal:
        raise Gebruikersfout(
            f"{bestand}: de bedragen tellen op tot {toon(som)} en niet tot {toon(totaal)} "
            "(--totaal); "
            "controleer het bestand en het totaal."
        )
    delen: dict[tuple[str, str, int], list[Beschikt]] = defaultdict(list)
    for b in beschikt:
        delen[b.uitkering, b.onderdeel, b.jaar].append(b)
    opmerkingen = []
    for (uitkering, onderdeel, jaar), rijen in sorted(delen.items()):
        alle = mogelijke_ontvangers(gegevens, uitkering, onderdeel, jaar)
        ontbreekt = len(set(alle) - {b.ontvanger_code for b in rijen})
        budget = gegevens.budget(uitkering, onderdeel, jaar)
        deel = sum(b.bedrag for b in rijen)
        landelijk, speling = bedrag_van(budget), budget.precisie // 2
        boven, onder = deel - landelijk, landelijk - deel
        wat = f"{onderdeel} {jaar}"
        if totaal is None and (boven > speling or (not ontbreekt and onder > speling)):
            raise Gebruikersfout(
                f"{bestand}: de beschikkingen van {wat} zijn samen {toon(deel)} en het landelijke "
                f"budget is {toon(landelijk)}",
                Remedie(
                    "controleer het bestand, en geef --totaal met het totaal uit de bron als de "
                    "bedragen toch kloppen",
                    "controleer het bestand, en vul het totaal volgens de brief in als de "
                    "bedragen toch kloppen",
                ),
            )
        if ontbreekt:
            opmerkingen.append(
                f"{wat}: {len(rijen)} van {telling(len(alle), 'ontvanger', 'ontvangers')} heeft "
                "een beschikking; voor de andere blijft de berekening gelden."
            )
        opmerkingen.append(
            f"{wat}: de beschikkingen zijn samen {toon(deel)}, het landelijke budget is "
            f"{toon(landelijk)} ({budget.status})."
        )
    return opmerkingen


def _vergelijk(gegevens: Gegevens, beschikt: Iterable[Beschikt]) -> Iterable[Vergelijking]:
    berekend: dict[tuple[str, str, int], dict[str, Toekenning]] = {}
    eerder = bewaarde(gegevens)
    for b in sorted(beschikt, key=lambda b: (b.jaar, b.onderdeel, b.regio, b.ontvanger_code)):
        deel = (b.uitkering, b.onderdeel, b.jaar)
        if deel not in berekend:
            toekenningen = verdeel_uitkering(
                gegevens,
                jaren=[b.jaar],
                onderdelen=[b.onderdeel],
                uitkering=b.uitkering,
                beschikkingen=False,
            )
            berekend[deel] = {t.ontvanger_code: t for t in toekenningen}
        toekenning = berekend[deel].get(b.ontvanger_code)
        yield Vergelijking(
            b,
            toekenning.bedrag if toekenning else None,
            toekenning.status if toekenning else None,
            eerder.get(sleutel(b)),
        )


# -- the source -------------------------------------------------------------------------------


#: An id stands in CSV and TOML and in a file name, so it is one plain word.
_BRON_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*", re.ASCII)
_ZONDER_ID = (
    "Van {wat} is geen id te maken voor bronnen.toml; geef met --bron een id van letters, cijfers "
    "en _, bijvoorbeeld beschikkingen_2027."
)


def _weiger_onleesbaar(optie: str, tekst: str) -> None:
    if not tekst.strip() and optie != "--uitgever":
        raise Gebruikersfout(f"De tekst bij {optie} is leeg; vul haar in.")
    if teken := onzichtbaar_teken(tekst):
        raise Gebruikersfout(
            f"In de tekst bij {optie} staat een onzichtbaar teken ({teken}); typ de tekst opnieuw."
        )


def kies_bron(
    gegevens: Gegevens, id: str | None, titel: str | None, uitgever: str, publicatie: str
) -> tuple[str, Nieuwebron | None]:
    """Return the id of the source of the awards, and the source itself when it is new.

    Raises Gebruikersfout when neither an id nor a title is given, when an id is unknown, and for
    words that the list of sources could not hold.
    """
    if titel is not None:
        for optie, tekst in (
            ("--titel", titel), ("--uitgever", uitgever), ("--publicatie", publicatie)
        ):  # fmt: skip
            _weiger_onleesbaar(optie, tekst)
        id = id or slug(titel).replace("-", "_")
        if not _BRON_ID.fullmatch(id):
            raise Gebruikersfout(_ZONDER_ID.format(wat=f"'{id}'" if id else f"'{titel}'"))
        nieuw = Nieuwebron(id, titel.strip(), uitgever.strip(), "", "", publicatie.strip())
        bekend = gegevens.bronnen.get(nieuw.id)
        if bekend is None:
            return nieuw.id, nieuw
        if bekend.titel != nieuw.titel:
            raise Gebruikersfout(
                f"De bron '{nieuw.id}' bestaat al en heet '{bekend.titel}'; geef met --bron een "
                "ander id, of laat --titel weg."
            )
        return nieuw.id, None
    if not id:
        raise Gebruikersfout(
            "Waar komen de bedragen vandaan? Geef --titel met de titel van de publicatie, of "
            "--bron met het id van een bron uit bronnen.toml."
        )
    if id not in gegevens.bronnen:
        hint = bedoelde_u(id, gegevens.bronnen) or "geef --titel om haar toe te voegen"
        raise Gebruikersfout(zin(f"De bron '{id}' staat niet in bronnen.toml; {hint}"))
    return id, None


def met_datum(bron: Nieuwebron, beschikt: Iterable[Beschikt]) -> Nieuwebron:
    """Fill in the date and kenmerk of a new source from its beschikkingen."""
    rijen = list(beschikt)
    laatste: date = max(b.datum for b in rijen)
    kenmerken = {b.kenmerk for b in rijen}
    return replace(
        bron,
        datum=laatste.isoformat(),
        kenmerk=next(iter(kenmerken)) if len(kenmerken) == 1 else "",
    )


def beschikkingsrijen(gelezen: Gelezen) -> list[dict[str, Any]]:
    """Return the comparison as plain rows, one per recipient, with whole euros or None."""
    return [
        {
            **waarden(v.beschikt, "jaar onderdeel regio ontvanger_code ontvanger"),
            "berekend": v.berekend,
            "status_berekend": "" if v.status is None else str(v.status),
            "eerder_beschikt": None if v.eerder is None else v.eerder.bedrag,
            "beschikt": v.beschikt.bedrag,
            "verschil": v.verschil,
            "kenmerk": v.beschikt.kenmerk,
            "datum": v.beschikt.datum.isoformat(),
        }
        for v in gelezen.vergelijkingen
    ]
