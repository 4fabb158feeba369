"""Writes a plan: one to begin with, which says in remarks what can be changed, or what a form says.

A form shows posts, one way of dividing, a minimum and the decision. Whatever else stands in the
file of a plan, it leaves as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from azwa_funds.doorverdelen.brieven import mix_in_woorden
from azwa_funds.doorverdelen.plan import Omvang, Plan, Wijze, procent_in_woorden
from azwa_funds.doorverdelen.planlezer import lees_procent, plan_uit_tekst
from azwa_funds.doorverdelen.teksten import planteksten_van
from azwa_funds.doorverdelen.verdeling import Doorverdeling, verdeel_door
from azwa_funds.kern.begrippen import LOKAAL, Regio
from azwa_funds.kern.euro import bedragfout, lees_bedrag, toon_getal
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, Veldfouten, zin
from azwa_funds.kern.herkomst import citeer
from azwa_funds.kern.tekst import als_toml, telling, vorm
from azwa_funds.lezen.tabel import decodeer, lees_toml
from azwa_funds.verdelen import Cijfers

_PLAN = """\
# Doorverdeling van het regionale geld van IZA-regio {regio.naam}.
# Mandaathouder: {regio.mandaathouder} ({regio.rechtsvorm}).
#
# Dit plan werkt zoals het hier staat. Maak er het plan van uw regio van en voer het opnieuw uit:
#     azwa-funds doorverdelen {bestand}
# Een regel die met # begint telt niet mee. Haal # weg om een mogelijkheid te gebruiken.
#
# Geen bron schrijft voor hoe u verdeelt: dat spreken de gemeenten in de regio samen af. Wat hier
# staat is een voorbeeld. Zolang hieronder geen besluit staat, heeft elk bedrag status aanname.

naam = {naam}
regio = {regio_toml}
jaren = [{jaren}]

# Is het plan vastgesteld? Noem dan het besluit. Het komt als bron bij elk bedrag te staan.
# besluit = "Besluit van de regiotafel van (datum), nummer (nummer)"

# Waarvoor het geld is. Zonder deze regel staat er wat de bron van de uitkering noemt.
# doel = "uitvoering van de werkagenda van de regio"

# Eigen voorwaarden van de regio, voor in de brief.
# voorwaarden = ["Wat niet is besteed, gaat terug naar de mandaathouder."]

# Zoveel krijgt elke gemeente die meedoet in elk geval per jaar, in euro's.
# minimum = 50000


# ---- 1. Wat regionaal blijft ------------------------------------------------------------------
# Eerst gaan deze posten van het regionale bedrag af: een bedrag in euro's, of een percentage van
# het regionale bedrag. De regionale coördinatie wordt uit hetzelfde geld betaald; hoeveel dat is,
# noemt geen bron. De 5 hieronder is een voorbeeld: vul het percentage van uw regio in.

[[post]]
naam = "Regionale coördinatie"
procent = 5
toelichting = "voorbeeld; vul het percentage van uw regio in"

# [[post]]
# naam = "Opdracht aan de GGD"
# ontvanger = {ggd}
# bedrag = {{ {bedragen} }}     # per jaar een eigen bedrag
# besluit = "Opdracht van (datum)"       # waar dit bedrag op rust

# [[post]]
# naam = "Btw die niet gecompenseerd wordt"
# bedrag = 25000                         # elk jaar hetzelfde
# jaren = [{eerste}]                         # alleen in dit jaar


# ---- 2. Bedragen die vaststaan ----------------------------------------------------------------
# Een vast bedrag voor een gemeente, bijvoorbeeld omdat zij iets voor de hele regio doet.

# [[vast]]
# gemeente = {eerste_gemeente}
# bedrag = 40000

# Een activiteit: een bedrag, wie meedoen, en hoe zij het delen (inwoners, brede_spuk of gelijk).

# [[activiteit]]
# naam = "Valpreventie"
# bedrag = 200000
# deelnemers = "alle"                    # of een lijst: [{twee_gemeenten}]
# wijze = "inwoners"


# ---- 3. Hoe de rest naar de gemeenten gaat ----------------------------------------------------
# inwoners     naar het aantal inwoners (CBS, 1 januari {peiljaar})
# brede_spuk   naar het gewicht van elke gemeente in de verdeelsleutel van de Brede SPUK
# gelijk       elke gemeente evenveel
# Meer manieren naast elkaar mag: geef elke [[verdeling]] een percentage, samen 100.

[[verdeling]]
wijze = "inwoners"
procent = 100


# ---- 4. Wie niet meedoet ----------------------------------------------------------------------
# {wie_meedoet}: {gemeenten}.

# [[doet_niet_mee]]
# gemeente = {laatste_gemeente}
# jaren = [{eerste}]                         # zonder deze regel: alle jaren
# reden = "voert dit zelf uit"


# ---- 5. Hoe en wanneer er wordt teruggemeld ---------------------------------------------------
# via_mandaathouder   de gemeente geeft haar besteding op aan de mandaathouder
# zelf                de gemeente verantwoordt zelf aan het Rijk (SiSa tussen medeoverheden)

[verantwoording]
wijze = "via_mandaathouder"
# uiterlijk = "04-01"                    # maand en dag, in het jaar na het jaar van besteding
"""


def voorbeeldplan(
    cijfers: Cijfers, regio: Regio, jaren: Iterable[int] = (), bestand: str = "plan.toml"
) -> str:
    """Return the text of a plan for a region, for all years of the SPUK AZWA unless chosen.

    Raises Gebruikersfout for a year of which the regional amount is not known.
    """
    gekozen = sorted(set(jaren)) or list(cijfers.jaren)
    _weiger_onbekend(cijfers, gekozen)
    leden = [gemeente.naam for gemeente in cijfers.gemeenten_van(regio.naam)]
    ggd = cijfers.gemeenten_van(regio.naam)[0].ggd_regio
    return _PLAN.format(
        regio=regio,
        regio_toml=als_toml(regio.naam),
        bestand=f'"{bestand}"' if " " in bestand else bestand,
        naam=als_toml(f"Doorverdeling {gekozen[0]}-{gekozen[-1]} van IZA-regio {regio.naam}"),
        jaren=", ".join(map(str, gekozen)),
        eerste=gekozen[0],
        bedragen=", ".join(f"{jaar} = 100000" for jaar in gekozen),
        ggd=als_toml(ggd),
        eerste_gemeente=als_toml(leden[0]),
        laatste_gemeente=als_toml(leden[-1]),
        twee_gemeenten=", ".join(map(als_toml, leden[:2])),
        peiljaar=cijfers.inwoners_jaar,
        wie_meedoet=f"Alle {len(leden)} gemeenten van de regio doen mee"
        if len(leden) > 1
        else "De ene gemeente van de regio doet mee",
        gemeenten=", ".join(leden),
    )


def _weiger_onbekend(cijfers: Cijfers, jaren: Iterable[int]) -> None:
    bekend = (*cijfers.vorige_jaren, *cijfers.jaren)
    for jaar in jaren:
        if jaar not in bekend:
            keuzes = ", ".join(map(str, bekend))
            raise Gebruikersfout(f"Van {jaar} is geen regionaal bedrag bekend; kies uit: {keuzes}.")


# -- what a form says --------------------------------------------------------------------------

EURO, PROCENT = "euro", "procent"
#: The way of dividing that stands in the file and that a form has no choice for.
ZOALS_HET_IS = "bestand"
MEESTE_POSTEN = 40
_LANGSTE_NAAM, _LANGSTE_GETAL = 120, 20
_BLOKKEN = ("post", "verdeling", "vast", "activiteit", "doet_niet_mee")
_KOP = "# Gemaakt in het venster van azwa-funds. U mag dit bestand ook zelf wijzigen."


@dataclass(frozen=True, slots=True)
class Postvelden:
    """A post as somebody typed it; `was` is its number in the file, 0 for a new one."""

    naam: str = ""
    hoeveel: str = ""
    eenheid: str = EURO
    ontvanger: str = ""
    was: int = 0


@dataclass(frozen=True, slots=True)
class Planvelden:
    """A plan as somebody typed it: `wijze` is a `Wijze` or `ZOALS_HET_IS`."""

    posten: tuple[Postvelden, ...]
    wijze: str = str(Wijze.INWONERS)
    minimum: str = ""
    besluit: str = ""


class Planformulier:
    """The plan of a region for a year, between its file and a form.

    `tekst` is what stands in the file, "" where there is none. Raises Gebruikersfout when that
    cannot be read, or is the plan of another region.
    """

    def __init__(self, cijfers: Cijfers, pad: Path, regio: str, jaar: int, tekst: str) -> None:
        _weiger_onbekend(cijfers, [jaar])
        self.cijfers, self.pad, self.regio, self.jaar = cijfers, pad, regio, jaar
        self.plan: Plan | None = None
        self._eerder: Mapping[str, Any] = {}
        self.heeft_opmerkingen = any(
            regel.startswith("#") and regel != _KOP for regel in tekst.splitlines()
        )
        if tekst:
            ruw = tekst.encode()
            self.plan = plan_uit_tekst(cijfers, pad, ruw)
            self._eerder = lees_toml(pad, decodeer(pad, ruw))
            if self.plan.regio.naam != regio:
                raise Gebruikersfout(
                    f"In {pad.name} staat een plan van IZA-regio {self.plan.regio.naam}, en u bent "
                    f"mandaathouder van {regio}; geef dat bestand een andere naam."
                )

    # -- from the file -------------------------------------------------------------------------

    def velden(self) -> Planvelden:
        """Return what a form shows of the file; without one: a post to fill in."""
        if self.plan is None:
            return Planvelden((Postvelden("Regionale coördinatie", eenheid=PROCENT),))
        posten = tuple(
            Postvelden(
                blok["naam"],
                *_hoeveel(self.plan.posten[nummer - 1].omvang, self.jaar),
                blok.get("ontvanger", ""),
                nummer,
            )
            for nummer, blok in self._posten()
            if _past_in_formulier(blok)
        )
        aandelen = self.plan.aandelen
        wijze = str(aandelen[0].wijze) if len(aandelen) == 1 else ZOALS_HET_IS
        minimum = toon_getal(self.plan.minimum) if self.plan.minimum else ""
        return Planvelden(posten, wijze, minimum, self.plan.besluit)

    def _posten(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        yield from enumerate(self._eerder.get("post", ()), start=1)

    def blijft(self) -> list[str]:
        """Say what stands in the file that a form does not show."""
        if self.plan is None:
            return []
        eigen = [blok["naam"] for _, blok in self._posten() if not _past_in_formulier(blok)]
        zinnen = [f"post '{naam}'" for naam in eigen]
        for delen, een, meer in (
            (self.plan.vast, "vast bedrag", "vaste bedragen"),
            (self.plan.activiteiten, "activiteit", "activiteiten"),
            (self.plan.afmeldingen, "gemeente die niet meedoet", "gemeenten die niet meedoen"),
            (self.plan.voorwaarden, "voorwaarde", "voorwaarden"),
        ):
            if delen:
                zinnen.append(telling(len(delen), een, meer))
        return zinnen

    def wijzen(self) -> list[tuple[str, str, str]]:
        """Return the choices for the rest: value, words, and on what its weights rest."""
        cijfers = self.cijfers
        bronnen = cijfers.gegevens.bronnen
        inwoners = citeer(bronnen[cijfers.inwoners_bron], f"1 januari {cijfers.inwoners_jaar}")
        keuzes = (
            (Wijze.INWONERS, f"Bron: {inwoners}"),
            (Wijze.BREDE_SPUK, f"Bron: {self._brede_spuk()}"),
            (Wijze.GELIJK, "Elke gemeente telt even zwaar; daar is geen bron voor nodig"),
        )
        alle = [(str(wijze), _hoofdletter(wijze.woorden), bron) for wijze, bron in keuzes]
        if self.plan and len(self.plan.aandelen) != 1:
            rest = "de rest gaat naar een post"
            woorden = mix_in_woorden(self.plan) if self.plan.aandelen else rest
            alle.append((ZOALS_HET_IS, f"Zoals in het bestand: {woorden}", "Uw eigen plan"))
        return alle

    def _brede_spuk(self) -> str:
        cijfers = self.cijfers
        if self.jaar in cijfers.jaren:
            return cijfers.gegevens.citeer(cijfers.sleutel(LOKAAL).vindplaats)
        return f"de gepubliceerde bedragen van {self.jaar}"

    def over_de_sleutel(self) -> str:
        """Say that no source prescribes a way, with the source of that."""
        gegevens = self.cijfers.gegevens
        return planteksten_van(gegevens).sleutel.met_bron(gegevens)

    def in_woorden(self, velden: Planvelden) -> list[str]:
        """Say what a form asks, to lay two versions beside each other."""
        wijzen = {waarde: woorden for waarde, woorden, _ in self.wijzen()}
        tekens = {EURO: "€ {}", PROCENT: "{}%"}
        regels = [
            f"{post.naam}: {tekens.get(post.eenheid, '{}').format(post.hoeveel)}"
            for post in velden.posten
            if is_ingevuld(post)
        ]
        regels.append(f"De rest: {wijzen.get(velden.wijze, velden.wijze)}")
        if velden.minimum:
            regels.append(f"Minimum per gemeente: € {velden.minimum}")
        return [*regels, velden.besluit or "Voorstel, nog geen besluit", *self.blijft()]

    def herken(self, velden: Planvelden) -> Planvelden:
        """Find the posts of a form in the file by their names, where the file was changed since."""
        nummers = {vorm(blok["naam"]): nummer for nummer, blok in self._posten()}
        posten = (replace(p, was=nummers.get(vorm(p.naam), 0)) for p in velden.posten)
        return replace(velden, posten=tuple(posten))

    # -- to the file ---------------------------------------------------------------------------

    def werk_uit(self, velden: Planvelden, *, stel_vast: bool = False) -> tuple[str, Doorverdeling]:
        """Return the text of the plan that a form says, and what it comes to.

        It is a proposal, without a decision, unless `stel_vast`. Raises Veldfouten; the fields are
        called post-N-naam, post-N-hoeveel, post-N-ontvanger, wijze, minimum and besluit, with N
        from 0. What belongs to no field is called "".
        """
        fouten = dict(_keur(velden, self))
        if stel_vast and not velden.besluit.strip():
            fouten["besluit"] = "Noem het besluit waarmee de regio dit plan vaststelt."
        velden = velden if stel_vast else replace(velden, besluit="")
        if fouten:
            raise Veldfouten(fouten)
        regels, plekken = list[str](), dict[int, str]()
        for veld, regel in self._regels(velden):
            regels.append(regel)
            plekken[len("\n".join([*regels, ""]).splitlines())] = veld
        tekst = "\n".join(regels) + "\n"
        try:
            plan = plan_uit_tekst(self.cijfers, self.pad, tekst.encode())
            return tekst, verdeel_door(self.cijfers, plan)
        except Invoerfout as fout:
            veld = plekken.get(fout.rij or 0, "")
            raise Veldfouten({veld: zin(f"{_hoofdletter(fout.reden)}; {fout.remedie}")}) from fout

    def _regels(self, velden: Planvelden) -> Iterator[tuple[str, str]]:
        """Yield the lines of the file, each with the field that it came from."""
        eerder = self._eerder
        hoofd = {
            "naam": eerder.get("naam", f"Doorverdeling {self.jaar} van IZA-regio {self.regio}"),
            "regio": self.regio,
            "jaren": eerder.get("jaren", [self.jaar]),
            "besluit": velden.besluit.strip(),
            "minimum": lees_bedrag(velden.minimum) if velden.minimum.strip() else 0,
            "doel": eerder.get("doel", ""),
            "voorwaarden": eerder.get("voorwaarden", []),
        }
        yield "", _KOP
        for naam, waarde in hoofd.items():
            if waarde:
                yield (naam if naam in ("besluit", "minimum") else ""), _veld(naam, waarde)
        for nummer, post in enumerate(velden.posten):
            if is_ingevuld(post):
                yield from self._post(f"post-{nummer}", post)
        yield from self._wat_blijft(velden.wijze)

    def _wat_blijft(self, wijze: str) -> Iterator[tuple[str, str]]:
        """Yield the blocks that a form does not show, and the way of dividing between them."""
        delen = {soort: list(self._eerder.get(soort, ())) for soort in _BLOKKEN}
        delen["post"] = [blok for blok in delen["post"] if not _past_in_formulier(blok)]
        if wijze != ZOALS_HET_IS:
            delen["verdeling"] = [{"wijze": wijze, "procent": 100}]
        for soort, blokken in delen.items():
            for blok in blokken:
                yield from _blok(soort, blok, "wijze" if soort == "verdeling" else "")
        if "verantwoording" in self._eerder:
            yield from _blok("verantwoording", self._eerder["verantwoording"], kop="[{}]")

    def _post(self, plek: str, post: Postvelden) -> Iterator[tuple[str, str]]:
        was = dict(self._posten()).get(post.was, {})
        blok: dict[str, Any] = {"naam": post.naam.strip()}
        if post.eenheid == PROCENT:
            blok["procent"] = post.hoeveel.strip()
        else:
            blok["bedrag"] = lees_bedrag(post.hoeveel)
        if post.ontvanger.strip():
            blok["ontvanger"] = post.ontvanger.strip()
        blok |= {naam: was[naam] for naam in ("toelichting", "besluit") if was.get(naam)}
        for veld, regel in _blok("post", blok, f"{plek}-hoeveel"):
            naam = regel.partition(" ")[0]
            yield (f"{plek}-{naam}" if naam in ("naam", "ontvanger") else veld), regel


def _hoeveel(omvang: Omvang | None, jaar: int) -> tuple[str, str]:
    """Return an amount or percentage as a form shows it, and which of both it is."""
    if omvang is None:
        return "", PROCENT
    if omvang.procent is not None:
        return procent_in_woorden(omvang.procent).removesuffix("%"), PROCENT
    return toon_getal(omvang.bedragen[jaar]), EURO


def _past_in_formulier(blok: Mapping[str, Any]) -> bool:
    """Whether a post has one amount or percentage for all years."""
    return not (set(blok) & {"jaren", "rest"} or isinstance(blok.get("bedrag"), dict))


def _veld(naam: str, waarde: Any) -> str:
    return f"{naam} = {als_toml(waarde)}"


def _blok(
    soort: str, blok: Mapping[str, Any], veld: str = "", kop: str = "[[{}]]"
) -> Iterator[tuple[str, str]]:
    yield "", ""
    yield veld, kop.format(soort)
    for naam, waarde in blok.items():
        yield veld, _veld(naam, waarde)


def _keur(velden: Planvelden, formulier: Planformulier) -> Iterator[tuple[str, str]]:
    """Say of each field what cannot be, in words that fit a form."""
    namen = [vorm(post.naam) for post in velden.posten if post.naam.strip()]
    if len(velden.posten) > MEESTE_POSTEN:
        yield "", f"Er zijn te veel posten; voeg er samen, tot hoogstens {MEESTE_POSTEN}."
    for nummer, post in enumerate(velden.posten[:MEESTE_POSTEN]):
        if is_ingevuld(post):
            for veld, fout in _keur_post(post, dubbel=namen.count(vorm(post.naam)) > 1):
                yield f"post-{nummer}-{veld}", fout
    if velden.minimum.strip() and (fout := bedragfout(velden.minimum)):
        yield "minimum", fout
    if velden.wijze not in [waarde for waarde, _, _ in formulier.wijzen()]:
        yield "wijze", "Kies hoe de rest naar de gemeenten gaat."
    if len(velden.besluit) > 2 * _LANGSTE_NAAM:
        yield "besluit", _te_lang("Dit besluit", 2 * _LANGSTE_NAAM)


def is_ingevuld(post: Postvelden) -> bool:
    """Whether anything was typed in the row of a post."""
    return any(tekst.strip() for tekst in (post.naam, post.hoeveel, post.ontvanger))


def _keur_post(post: Postvelden, *, dubbel: bool) -> Iterator[tuple[str, str]]:
    hoeveel = post.hoeveel.strip()
    if not post.naam.strip():
        yield "naam", "Deze post heeft geen naam; vul een naam in."
    elif len(post.naam) > _LANGSTE_NAAM:
        yield "naam", _te_lang("Deze naam", _LANGSTE_NAAM)
    elif dubbel:
        yield "naam", "Twee posten heten zo; geef elke post een eigen naam."
    if len(post.ontvanger) > _LANGSTE_NAAM:
        yield "ontvanger", _te_lang("Deze naam", _LANGSTE_NAAM)
    if fout := _procentfout(hoeveel) if post.eenheid == PROCENT else bedragfout(hoeveel):
        yield "hoeveel", fout


def _hoofdletter(tekst: str) -> str:
    return f"{tekst[:1].upper()}{tekst[1:]}"


def _te_lang(wat: str, langste: int) -> str:
    return f"{wat} is te lang; gebruik hoogstens {langste} tekens."


def _procentfout(tekst: str) -> str:
    if not tekst:
        return "Hier staat nog geen percentage; vul het in of maak de regel leeg."
    try:
        deel = lees_procent(tekst[: _LANGSTE_GETAL + 1])
    except ValueError:
        return "Dit is geen percentage; typ bijvoorbeeld 5 of 2,5."
    past = 0 <= deel <= 1 and len(tekst) <= _LANGSTE_GETAL
    return "" if past else "Dit percentage kan niet; typ een getal van 0 tot en met 100."
