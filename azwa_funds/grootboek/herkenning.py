"""Find the row of headings on a sheet, and say which column becomes what, and why.

A profile goes first, then our own names, then the synonyms of `kolomnamen.toml`. A column that
changes what an amount means is understood, or asked about; it is never left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from azwa_funds.grootboek.kolomnamen import BEDRAGROLLEN, Kolomnamen, Kop
from azwa_funds.grootboek.lezing import Kolomgebruik
from azwa_funds.grootboek.profiel import Profiel, kopvorm
from azwa_funds.kern.fouten import Onleesbaar, Remedie, lijkt_op
from azwa_funds.kern.tekst import vorm
from azwa_funds.lezen.keuring import kolomletters
from azwa_funds.openen.bronblad import Bronblad

#: Our columns that a table must and may have; the headings of the own form.
VERPLICHT = tuple(
    "verantwoorder_code jaar onderdeel boekstuk boekdatum omschrijving bedrag".split()
)
MOGELIJK = ("taakveld", "thema", "medeoverheid_code")
#: Columns of the own form that stand there for people.
TOELICHTING = ("ontvanger", "toegekend")
#: What fills in what a file does not say: an option, and in the window a field.
_AANVULLING = {
    "verantwoorder_code": Remedie("--ontvanger NAAM", "'Wie verantwoordt zich?'"),
    "jaar": Remedie("--jaar JAAR", "een kolom met het jaar"),
    "onderdeel": Remedie("--onderdeel NAAM", "'Onderdeel'"),
}
#: Sheets of the own form that hold no bookings, by their headings.
EIGEN_BLADEN = (
    ("Code", "Ontvanger", "Onderdeel", "Toegekend", "Status bedrag", "Geboekt", "Over", "Bron"),
    ("Code", "Naam", "Onderdelen"),
)

#: So many headings that are ours make a row of headings.
_MINSTE_KOPPEN = 3
#: Of these a second column of the same name says nothing about an amount.
_MAG_VAKER = ("omschrijving", "taakveld", "thema")
_SALDO = "niet gelezen: een lopend saldo is geen boeking"
_ROL_NAAR_KOLOM = {"ontvanger": "verantwoorder_code"}


@dataclass(frozen=True)
class Opzet:
    """How the rows below one row of headings are read.

    `plek` says in which column (from 0) each of our columns stands, and debet, credit, teken and
    saldo where they are. `valuta` and `eenheid` are columns that may change the amount, `tweede`
    those with another amount. `keuzekolommen` are those by which a profile chooses rows,
    `vergelijk` those that say themselves what a profile says too. `ontbreekt` names our columns
    that nothing fills; `vragen` are the refusals that hold for the whole table.
    """

    rij: int
    koppen: tuple[Kop, ...]
    plek: Mapping[str, int]
    waarom: Mapping[int, str]
    valuta: tuple[int, ...] = ()
    eenheid: tuple[int, ...] = ()
    tweede: tuple[int, ...] = ()
    keuzekolommen: Mapping[str, int] = field(default_factory=dict)
    vergelijk: Mapping[str, int] = field(default_factory=dict)
    ontbreekt: tuple[str, ...] = ()
    vragen: tuple[Onleesbaar, ...] = ()
    twijfel: tuple[str, ...] = ()

    @property
    def kopvormen(self) -> tuple[str, ...]:
        """The headings as they compare: equal ones mean that a table goes on."""
        teksten = [vorm(kop.tekst) for kop in self.koppen]
        while teksten and not teksten[-1]:
            teksten.pop()
        return tuple(teksten)

    @property
    def is_eigen_formulier(self) -> bool:
        """Whether all our own headings stand there, by our names."""
        return {vorm(naam) for naam in VERPLICHT} <= set(self.kopvormen)

    @property
    def heeft_bedrag(self) -> bool:
        """Whether there is an amount: in one column, or in debet and credit."""
        return "bedrag" in self.plek or {"debet", "credit"} <= self.plek.keys()

    @property
    def bedragplekken(self) -> tuple[int, ...]:
        """The columns that make up the amount."""
        if "bedrag" in self.plek:
            return (self.plek["bedrag"],)
        return tuple(self.plek[naam] for naam in ("debet", "credit") if naam in self.plek)

    def naam(self, plaats: int) -> str:
        """Return how a message names a column: by its heading, or ours where that is the same."""
        kop = self.koppen[plaats].tekst if plaats < len(self.koppen) else ""
        onze = next((n for n in (*VERPLICHT, *MOGELIJK) if self.plek.get(n) == plaats), "")
        if onze and vorm(kop) in ("", vorm(onze)):
            return onze
        return kop or f"kolom {kolomletters(plaats + 1)}"

    def gebruik(self) -> Iterator[Kolomgebruik]:
        """Say of each heading what became of it."""
        wordt = {plaats: naam for naam, plaats in self.plek.items() if naam != "saldo"}
        for plaats, kop in enumerate(self.koppen):
            if kop.tekst:
                yield Kolomgebruik(
                    kop.tekst, plaats, wordt.get(plaats, ""), self.waarom.get(plaats, "")
                )


class Herkenner:
    """Recognises rows of headings; `vult` are our columns that options and profile fill in."""

    def __init__(self, namen: Kolomnamen, profiel: Profiel | None, vult: frozenset[str]) -> None:
        self.namen, self.profiel, self.vult = namen, profiel, vult
        self._koppen: dict[str, Kop] = {}
        self._uit_profiel = profiel.koppen if profiel else {}

    def kop(self, cel: Any) -> Kop:
        """Say what a heading is."""
        if not isinstance(cel, str):
            return Kop("" if cel is None else str(cel))
        if cel not in self._koppen:
            self._koppen[cel] = self.namen.kop(cel)
        return self._koppen[cel]

    def vind(self, blad: Bronblad, vanaf: int = 1) -> Opzet | None:
        """Return the first row of headings with an amount, else the best without; None for none."""
        beste, meeste = 0, _MINSTE_KOPPEN - 1
        for nummer in range(vanaf, blad.aantal + 1):
            rollen = self._rollen(blad.rij(nummer))
            if len(rollen) < _MINSTE_KOPPEN:
                continue
            if rollen & {*BEDRAGROLLEN}:
                return self.opzet(blad, nummer)
            if len(rollen) > meeste:
                beste, meeste = nummer, len(rollen)
        return self.opzet(blad, beste) if beste else None

    def is_koprij(self, cellen: Sequence[Any]) -> bool:
        """Whether these cells are the headings of a table with amounts."""
        rollen = self._rollen(cellen)
        return len(rollen) >= _MINSTE_KOPPEN and bool(rollen & {*BEDRAGROLLEN})

    def _rollen(self, cellen: Sequence[Any]) -> set[str]:
        """Return the different things that the texts in a row name."""
        teksten = [cel for cel in cellen if cel.__class__ is str and 0 < len(cel) <= 100]
        rollen = {rol for tekst in teksten if (rol := self._rol(tekst))}
        # Three known headings, of which one at least is of a booking.
        return rollen if any(not rol.startswith("rest") for rol in rollen) else set()

    def _rol(self, tekst: str) -> str:
        """Return what a text names, "" for what is no heading; the profile goes first."""
        uit_profiel = self._uit_profiel.get(kopvorm(tekst)) if self._uit_profiel else None
        rol = self.kop(tekst).rol if uit_profiel is None else uit_profiel or "rest"
        return f"rest {vorm(tekst)}" if rol == "rest" else rol

    # -- from headings to columns --------------------------------------------------------------

    def opzet(self, blad: Bronblad, rij: int) -> Opzet:
        """Say how the table below a row of headings is read."""
        cellen = list(blad.rij(rij))
        while cellen and cellen[-1] in ("", None):
            cellen.pop()
        return _Opzetmaker(self, rij, tuple(self.kop(cel) for cel in cellen)).maak()


class _Opzetmaker:
    """Chooses the columns of one table."""

    def __init__(self, herkenner: Herkenner, rij: int, koppen: tuple[Kop, ...]) -> None:
        self.profiel, self.vult = herkenner.profiel, herkenner.vult
        self.rij, self.koppen = rij, koppen
        self.plek: dict[str, int] = {}
        self.waarom: dict[int, str] = {}
        self.vragen: list[Onleesbaar] = []
        self.twijfel: list[str] = []
        self.keuzekolommen: dict[str, int] = {}
        self.vergelijk: dict[str, int] = {}
        self.mist_profiel: list[str] = []

    def _met_rol(self, rol: str) -> tuple[int, ...]:
        return tuple(p for p, kop in enumerate(self.koppen) if kop.rol == rol)

    def maak(self) -> Opzet:
        if self.profiel:
            self._volg(self.profiel)
        for naam in (*VERPLICHT, *MOGELIJK):
            if naam != "bedrag" and naam not in self.plek:
                self._kies(naam)
        self._kies_bedrag()
        for plaats, kop in enumerate(self.koppen):
            if plaats not in self.waarom and kop.tekst:
                self.waarom[plaats] = self._waarom_niet(kop)
        valuta, eenheid = map(self._met_rol, ("valuta", "eenheid"))
        gebruikt = {plaats for naam, plaats in self.plek.items() if naam != "saldo"}
        tweede = [p for p, k in enumerate(self.koppen) if k.is_geld and p not in gebruikt]
        return Opzet(
            self.rij, self.koppen, self.plek, self.waarom, valuta, eenheid,
            tuple(tweede), self.keuzekolommen, self.vergelijk, self._ontbreekt(),
            tuple(self.vragen), tuple(self.twijfel),
        )  # fmt: skip

    def _volg(self, profiel: Profiel) -> None:
        """Take the columns that the profile names."""
        plaatsen = {kopvorm(kop.tekst): p for p, kop in reversed([*enumerate(self.koppen)])}
        for kolom, kop in profiel.kolommen.items():
            plaats = plaatsen.get(kopvorm(kop))
            if plaats is None:
                self.mist_profiel.append(kop)
                continue
            self.plek[_ROL_NAAR_KOLOM.get(kolom, kolom)] = plaats
            self.waarom[plaats] = "volgens het profiel"
        for kop in (profiel.onderdeelkolom, *profiel.alleen, *profiel.niet):
            if not kop:
                continue
            if (plaats := plaatsen.get(kopvorm(kop))) is None:
                self.mist_profiel.append(kop)
                continue
            self.keuzekolommen[kop] = plaats
            self.waarom.setdefault(plaats, "kiest volgens het profiel welke rijen meetellen")

    def _kies(self, naam: str) -> None:
        """Take the heading that fits one of our columns best."""
        vrij = self._passend(naam)
        if not vrij:
            return
        beste = [plaats for voorkeur, plaats in vrij if voorkeur == vrij[0][0]]
        if naam in self._van_profiel():
            self.waarom.update((p, "niet gelezen: het profiel zegt dit al") for _, p in vrij)
            if naam in ("jaar", "verantwoorder_code") and vrij[0][0] < 7:
                self.vergelijk[naam] = beste[0]
            return
        # The text of a booking stands behind that of its account.
        plaats = beste[-1] if naam in _MAG_VAKER else beste[0]
        kop = self.koppen[plaats].tekst
        is_onze = vorm(kop) == vorm(naam)
        if len(beste) > 1 and naam not in _MAG_VAKER:
            self._vraag(
                f"kolom '{naam if is_onze else kop}' staat er twee keer", "verwijder er één"
            )
        self.plek[naam] = plaats
        self.waarom[plaats] = "een bekende kop"
        if naam == "saldo":
            self.waarom[plaats] = _SALDO
        elif is_onze and naam in (*VERPLICHT, *MOGELIJK):
            self.waarom[plaats] = "onze eigen kop"

    def _passend(self, naam: str) -> list[tuple[int, int]]:
        """Return the headings that are still free and may be a column of ours, best first."""
        bezet = set(self.plek.values())
        return sorted(
            # What is without btw, in euros and in whole euros goes first.
            (k.voorkeur + 100 * bool(k.btw or k.munt or k.eenheid), p)
            for p, k in enumerate(self.koppen)
            if k.rol == naam and p not in bezet
        )

    def _vraag(self, reden: str, remedie: str) -> None:
        self.vragen.append(Onleesbaar(reden, remedie, rij=self.rij))

    def _van_profiel(self) -> set[str]:
        """Our columns that the profile fills with a fixed value or from a cost centre."""
        if self.profiel is None:
            return set()
        vast = {_ROL_NAAR_KOLOM.get(naam, naam) for naam in self.profiel.vast}
        return vast | ({"onderdeel"} if self.profiel.onderdeelkolom else set())

    def _waarom_niet(self, kop: Kop) -> str:
        return {
            "rest": "niet nodig",
            "valuta": "gecontroleerd: alleen euro's",
            "eenheid": "gecontroleerd: hele euro's",
            "saldo": _SALDO,
            "btw": "niet gelezen: alleen btw",
            "ander_bedrag": "niet gelezen: een ander bedrag",
        }.get(kop.rol, "niet gelezen: deze kop is niet bekend")

    # -- the amount ----------------------------------------------------------------------------

    def _kies_bedrag(self) -> None:
        """Say which columns make up the amount; more than one reading is asked about."""
        door_profiel = [naam for naam in ("bedrag", "debet") if naam in self.plek]
        for naam in ("debet", "credit", "teken", "saldo"):
            if naam not in self.plek:
                self._kies(naam)
        if "debet" in door_profiel:
            self._weiger_soort(*({"debet", "credit"} & set(self.plek)))
            self.plek.pop("teken", None)
            return
        if "bedrag" not in self.plek:
            self._kies_een_bedrag()
        if "bedrag" in self.plek:
            self._weiger_soort("bedrag")
        elif "debet" in self.plek and "credit" in self.plek:
            self._weiger_soort("debet", "credit")
            self.plek.pop("teken", None)

    def _kies_een_bedrag(self) -> None:
        """Choose among several columns of amounts; without and with btw is a question."""
        alle = [p for p, kop in enumerate(self.koppen) if kop.rol == "bedrag"]
        if not alle:
            return
        gewoon = [p for p in alle if not self.koppen[p].btw]
        met_btw = [p for p in alle if self.koppen[p].btw]
        namen = [self.koppen[p].tekst for p in alle]
        if not gewoon and len(alle) > 1:
            zoals = f'bedrag = "{namen[0]}" onder [kolommen]'
            remedie = f"zeg in een profiel (--profiel) welke kolom telt: {zoals}"
            self._vraag(f"{_en(namen)} zijn allebei een bedrag", remedie)
            self.plek["bedrag"] = alle[0]
            return
        if not gewoon and self.koppen[alle[0]].btw == "incl":
            self._vraag(
                f"kolom '{namen[0]}' is een bedrag met btw",
                "geef het bedrag zonder de btw die u terugkrijgt, of zeg in een profiel "
                f'(--profiel) dat dit het bedrag is: bedrag = "{namen[0]}" onder [kolommen]',
            )
        elif gewoon and met_btw:
            eerste = self.koppen[gewoon[0]].tekst
            self.twijfel.append(
                f"gelezen is kolom '{eerste}', maar er is ook {_en(namen[1:] or namen)}; zeg in "
                f'een profiel (--profiel) welke telt: bedrag = "{eerste}" onder [kolommen]'
            )
        self._kies("bedrag")

    def _weiger_soort(self, *rollen: str) -> None:
        """Refuse amounts that are not in whole euros by what their heading says."""
        for rol in rollen:
            kop = self.koppen[self.plek[rol]]
            if kop.eenheid:
                wat = f"kolom '{kop.tekst}' is niet in hele euro's ('{kop.eenheid}')"
                self._vraag(wat, "exporteer de boekingen in euro's met centen")
            if kop.munt:
                wat = f"kolom '{kop.tekst}' is niet in euro's ({kop.munt})"
                self._vraag(wat, "geef de bedragen in euro's")

    def _ontbreekt(self) -> tuple[str, ...]:
        """Name what nothing fills; what the profile names and the file lacks comes first."""
        gevuld = self.vult | self._van_profiel() | set(self.plek)
        if {"debet", "credit"} <= set(self.plek):
            gevuld |= {"bedrag"}
        mist = [naam for naam in VERPLICHT if naam not in gevuld]
        return (*(f"profiel: {kop}" for kop in self.mist_profiel), *mist)


def _en(namen: Sequence[str]) -> str:
    """Return "'a', 'b' en 'c'"."""
    return _rij([f"'{naam}'" for naam in namen])


def _rij(woorden: Sequence[str]) -> str:
    """Return "a, b en c"."""
    *eerste, laatste = woorden
    return f"{', '.join(eerste)} en {laatste}" if eerste else laatste


def meld_ontbrekend(opzet: Opzet, profiel: Profiel | None) -> Onleesbaar:
    """Name all headings that are missing in one sentence, with what fills each of them."""
    mist = [naam for naam in opzet.ontbreekt if not naam.startswith("profiel: ")]
    uit_profiel = [naam.removeprefix("profiel: ") for naam in opzet.ontbreekt if naam not in mist]
    if uit_profiel:
        assert profiel is not None
        er_zijn = [kop.tekst for kop in opzet.koppen if kop.tekst]
        wel = lijkt_op(uit_profiel[0], er_zijn) or "kies uit: " + ", ".join(er_zijn[:20])
        meer = len(uit_profiel) > 1
        regel = profiel.regel_van(uit_profiel[0])
        bron = profiel.bestand + (f" (regel {regel})" if regel else "")
        wat = f"{_en(uit_profiel)} uit profiel {bron}"
        wat = f"de koppen {wat} staan er niet in" if meer else f"de kop {wat} staat er niet in"
        return Onleesbaar(wat, wel, rij=opzet.rij)
    reden = f"de kolommen {_en(mist)} ontbreken"
    if len(mist) == 1:
        reden = f"kolom '{mist[0]}' ontbreekt"
    if "bedrag" in mist:
        reden += _half_bedrag(opzet)
    return Onleesbaar(reden, _hulp_bij(opzet, mist), rij=opzet.rij)


def _half_bedrag(opzet: Opzet) -> str:
    """Say what there is where there is no amount: one side of it, or a balance."""
    for naam, ander in (("debet", "credit"), ("credit", "debet")):
        if naam in opzet.plek:
            return f" (er is wel '{opzet.koppen[opzet.plek[naam]].tekst}', maar geen {ander})"
    if "saldo" in opzet.plek:
        return f" ('{opzet.koppen[opzet.plek['saldo']].tekst}' is een lopend saldo)"
    return ""


def _hulp_bij(opzet: Opzet, mist: Sequence[str]) -> str:
    """Say how to fill what is missing: an option, a profile, or a heading that was meant."""
    bedoeld = [
        f"kop '{kop.tekst}' is onbekend: {lijkt}"
        for kop in opzet.koppen
        if kop.tekst and not kop.rol and (lijkt := lijkt_op(kop.tekst, mist))
    ]
    if bedoeld and len(mist) == 1:
        return bedoeld[0]
    uitleg = f"; {bedoeld[0]}" if bedoeld else ""
    opties = [optie for naam, optie in _AANVULLING.items() if naam in mist]
    rest = [naam for naam in mist if naam not in _AANVULLING]

    def hulp(opties: Sequence[str], waarmee: str) -> str:
        delen = [f"vul aan met {_rij(opties)}"] if opties else []
        delen += [f"voeg {_en(rest)} toe"] if rest else []
        return f"{' en '.join(delen)}, of wijs de kolommen aan in een profiel {waarmee}{uitleg}"

    voorstel = "(--profiel; een voorstel maakt 'azwa-funds bestedingen profiel')"
    hier = [optie.venster for optie in opties]
    return Remedie(hulp(opties, voorstel), hulp(hier, "bij 'Zeg welke kolom wat is'"))


def is_eigen_blad(blad: Bronblad) -> bool:
    """Whether a sheet is one of the own form that holds no bookings."""
    if not blad.aantal:
        return False
    koppen = tuple(cel for cel in blad.rij(1) if cel not in ("", None))
    return koppen in EIGEN_BLADEN
