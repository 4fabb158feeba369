"""The lines to copy into a begroting: what comes in, what it is spent on, how sure that is.

A gemeente counts its own local money. A mandaathouder also counts the regional money of its regio,
which it really receives, apart from what it passes on. Budgettair neutraal means that every euro
that comes in is spent: the money is for this purpose only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from azwa_funds.begroting.verschil import Kring
from azwa_funds.gegevens import Gegevens, Gevonden, zoek_ontvanger
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, SPUK_AZWA, Status, Toekenning, Vindplaats
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.lezen.records import Plek, lees_record
from azwa_funds.lezen.tabel import controleer_velden, looptijd
from azwa_funds.scenario import Stand, lees_spreiding, reken_zwaai
from azwa_funds.verdelen import Cijfers, bouw_raming, ramingsregels_van, wacht_nog

BATEN, LASTEN = "baten", "lasten"
#: So many draws give a band that no longer moves by an amount that matters in a begroting.
_TREKKINGEN = 1000


@dataclass(frozen=True, slots=True)
class Voorstellen:
    """Where the money may stand in a begroting: proposals, for nobody prescribes it."""

    geldig_van: int
    geldig_tot_en_met: int
    taakveld: Mapping[str, str]
    categorie: Mapping[str, str]
    status: Status
    vindplaats: Vindplaats

    @property
    def bron(self) -> str:
        """Where the proposals stand."""
        return self.vindplaats.plaats

    def keur(self, plek: Plek) -> None:
        """Refuse years that run backwards, and words that are not there or not known."""
        jaren = {"van": self.geldig_van, "tot_en_met": self.geldig_tot_en_met}
        looptijd(plek.pad, jaren, plek.naam)
        for naam, woorden, bekend in (
            ("taakveld", self.taakveld, _GERAAMD),
            ("categorie", self.categorie, (BATEN, LASTEN, "doorgegeven")),
        ):
            controleer_velden(plek.pad, woorden, f"[{naam}]", dict.fromkeys(bekend, str), {})


@dataclass(frozen=True, slots=True)
class Begrotingsregel:
    """One line: whole euros in a year, `soort` baten or lasten, with its status and source."""

    jaar: int
    onderdeel: str
    soort: str
    omschrijving: str
    bedrag: int
    taakveld: str
    categorie: str
    status: Status
    bron: str


@dataclass(frozen=True, slots=True)
class Begroting:
    """All lines of one recipient, and what the council has to know of them.

    `looptijd` are the years of the uitkering; what comes after them is an estimate.
    """

    kring: Kring
    regels: tuple[Begrotingsregel, ...]
    looptijd: tuple[int, ...]
    onzeker: tuple[str, ...]
    let_op: tuple[str, ...]

    @property
    def jaren(self) -> tuple[int, ...]:
        """The years that have lines."""
        return tuple(dict.fromkeys(regel.jaar for regel in self.regels))

    def som(self, jaar: int, soort: str) -> int:
        """Return all baten or lasten of a year, in whole euros."""
        return sum(r.bedrag for r in self.regels if (r.jaar, r.soort) == (jaar, soort))

    @property
    def is_neutraal(self) -> bool:
        """Whether in every year lasten are as large as baten."""
        return all(self.som(jaar, BATEN) == self.som(jaar, LASTEN) for jaar in self.jaren)


def voorstellen_van(gegevens: Gegevens) -> Voorstellen:
    """Return the proposals for taakveld and categorie, from `begroting.toml`."""
    return gegevens.onthoud(
        "begroting", lambda g: lees_record(Voorstellen, *g.blok("begroting.toml"))
    )


def maak_begroting(cijfers: Cijfers, naam: str) -> Begroting:
    """Make the lines of a gemeente or mandaathouder, for every year that has an amount.

    The years after the looptijd are the meerjarenraming; their status is `aanname`.

    Raises Gebruikersfout for an unknown name, or for who receives nothing yet.
    """
    wie = zoek_ontvanger(cijfers.gegevens, naam)
    kring = _kring(wie)
    regels = tuple(_regels(cijfers, wie, kring))
    if not regels:
        raise Gebruikersfout(
            f"Voor {wie.naam} is er nog geen bedrag om te begroten; zijn geld is p.m."
        )
    return Begroting(
        kring,
        regels,
        tuple(cijfers.jaren),
        tuple(_onzeker(cijfers, regels, wie)),
        tuple(_let_op(cijfers, wie)),
    )


def _kring(wie: Gevonden) -> Kring:
    eigen = (wie.gemeente.code,) if wie.gemeente and not wie.via_regio else ()
    regio = (wie.mandaathouder_van.naam,) if wie.mandaathouder_van else ()
    return Kring(wie.naam, eigen, regio)


def _regels(cijfers: Cijfers, wie: Gevonden, kring: Kring) -> Iterator[Begrotingsregel]:
    for jaar in cijfers.jaren:
        for code in kring.codes:
            yield from _toegekend(cijfers, cijfers.lokaal[code, jaar], _LOKAAL)
        for regio in kring.regios:
            yield from _toegekend(
                cijfers, cijfers.regionaal[regio, jaar], f"Regionale aanpak IZA-regio {regio}"
            )
        # Money that waited for a division is budgeted as soon as it is awarded.
        eigen = kring.codes if wie.gemeente else (wie.code,)
        for t in cijfers.toekenningen:
            if t.jaar == jaar and t.ontvanger_code in eigen and t.onderdeel not in _GERAAMD:
                yield from _toegekend(cijfers, t, cijfers.budgetten[t.onderdeel, jaar].naam)
    yield from _geraamd(cijfers, kring)


#: What is calculated for every recipient; the rest is p.m. until a beschikking names who gets it.
_GERAAMD = (LOKAAL, REGIONAAL)
_LOKAAL = "Brede aanpak in de gemeente"
#: How much of the regional money is passed on, only the plan of the region says.
_DOORGEGEVEN = "regionale uitgaven en wat volgens het plan van de regio wordt doorgegeven"


def _toegekend(cijfers: Cijfers, t: Toekenning, omschrijving: str) -> Iterator[Begrotingsregel]:
    budget = cijfers.budgetten[t.onderdeel, t.jaar]
    bron = citeer_vindplaats(cijfers.gegevens.bronnen, budget.vindplaats)
    yield from _paar(
        cijfers, (t.jaar, t.onderdeel, t.bedrag), f"SPUK AZWA {t.onderdeel}", omschrijving,
        t.status, bron,
    )  # fmt: skip


def _geraamd(cijfers: Cijfers, kring: Kring) -> Iterator[Begrotingsregel]:
    """Yield the years after the looptijd that a source names; the shares are an assumption."""
    bronnen = cijfers.gegevens.bronnen
    for raming in bouw_raming(cijfers):
        if not raming.periode.isdigit():
            continue
        vindplaatsen = dict.fromkeys(budget.vindplaats for budget in raming.budgetten)
        bron = "; ".join(citeer_vindplaats(bronnen, plaats) for plaats in vindplaatsen)
        delen = [(LOKAAL, raming.lokaal[code], _LOKAAL) for code in kring.codes]
        delen += [
            (REGIONAAL, raming.regionaal[regio], f"Regionale aanpak IZA-regio {regio}")
            for regio in kring.regios
        ]
        for onderdeel, bedrag, omschrijving in delen:
            yield from _paar(
                cijfers, (int(raming.periode), onderdeel, bedrag),
                f"Raming na de SPUK AZWA, {onderdeel}", omschrijving, Status.AANNAME, bron,
            )  # fmt: skip


def _paar(
    cijfers: Cijfers,
    wat: tuple[int, str, int],
    kop: str,
    omschrijving: str,
    status: Status,
    bron: str,
) -> Iterator[Begrotingsregel]:
    """Yield what comes in and the same amount that goes out: the money is for this purpose."""
    jaar, onderdeel, bedrag = wat
    voorstel = voorstellen_van(cijfers.gegevens)
    for soort in (BATEN, LASTEN):
        doorgegeven = soort == LASTEN and onderdeel == REGIONAAL
        yield Begrotingsregel(
            jaar,
            onderdeel,
            soort,
            f"{kop}: {_DOORGEGEVEN if doorgegeven else omschrijving}",
            bedrag,
            voorstel.taakveld.get(onderdeel, voorstel.taakveld[LOKAAL]),
            voorstel.categorie["doorgegeven" if doorgegeven else soort],
            status,
            bron,
        )


def _onzeker(cijfers: Cijfers, regels: Iterable[Begrotingsregel], wie: Gevonden) -> Iterator[str]:
    """Say between which amounts each line may end up, and what is not in them."""
    codes = {wie.gemeente.code if wie.gemeente else wie.code, wie.code}
    stand = Stand.uitgangspunt(cijfers.gegevens, SPUK_AZWA)
    onderdelen = dict.fromkeys(r.onderdeel for r in regels if r.onderdeel in _GERAAMD)
    beschikt = {
        (t.onderdeel, t.jaar, t.ontvanger_code) for t in cijfers.toekenningen if t.beschikking
    }
    spreiding = lees_spreiding(None, None)
    banden = (
        reken_zwaai(stand, spreiding, aantal=_TREKKINGEN, zaad=1, onderdelen=onderdelen)
        if onderdelen
        else ()
    )
    for band in banden:
        if (band.onderdeel, band.jaar, band.ontvanger_code) in beschikt:
            continue
        if band.ontvanger_code in codes and (band.p5, band.p95) != (band.basis, band.basis):
            yield (
                f"{band.jaar}, {band.onderdeel}: de bron geeft het landelijke budget in hele "
                f"miljoenen. Alleen al daardoor ligt dit bedrag tussen {toon(band.p5)} en "
                f"{toon(band.p95)} (negen van de tien trekkingen)."
            )
    yield from wacht_nog(cijfers.gegevens, wie, cijfers.toekenningen)


def _let_op(cijfers: Cijfers, wie: Gevonden) -> Iterator[str]:
    yield (
        "Budgettair neutraal: het geld is een specifieke uitkering en alleen voor dit doel; wat "
        "niet wordt besteed, gaat terug, behalve wat mag worden meegenomen."
    )
    yield (
        f"De jaren na {cijfers.jaren[-1]} zijn een raming: "
        f"{ramingsregels_van(cijfers).bekostiging} De verdeling volgt de sleutels van nu (aanname)."
    )
    yield (
        "Taakveld en categorie zijn voorstellen van dit programma (aanname); vul de nummers van uw "
        "eigen indeling in."
    )
    if wie.mandaathouder_van:
        yield (
            f"Het regionale geld ontvangt {wie.naam} voor alle gemeenten van IZA-regio "
            f"{wie.mandaathouder_van.naam}. Wat wordt doorgegeven, staat in het plan van de regio "
            "(azwa-funds doorverdelen)."
        )
    elif wie.gemeente:
        yield (
            f"Het regionale geld gaat naar de mandaathouder van IZA-regio "
            f"{wie.gemeente.iza_regio}; het staat niet in deze begroting."
        )
