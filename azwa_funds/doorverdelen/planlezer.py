"""Reads a plan: generous in how an amount or a name is written, exact about what does not fit.

Every complaint is one sentence that names the file, the line and the remedy.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from azwa_funds.doorverdelen.plan import (
    Aandeel,
    Activiteit,
    Deelname,
    Omvang,
    Plan,
    Post,
    Terugmelding,
    Vast,
    Verantwoordingswijze,
    Wijze,
    procent_in_woorden,
)
from azwa_funds.gegevens import Gegevens, zoek_gemeente, zoek_ontvanger, zoek_regio
from azwa_funds.kern.begrippen import Ontvanger
from azwa_funds.kern.euro import lees_bedrag
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, bedoelde_u
from azwa_funds.kern.tekst import vorm, vreemd_teken
from azwa_funds.lezen.bestanden import weiger_bijzonder
from azwa_funds.lezen.tabel import (
    BOVENAAN,
    Tomlplek,
    Tomlregels,
    blokken,
    controleer_velden,
    decodeer,
    lees_toml,
)
from azwa_funds.verdelen import Cijfers

T = TypeVar("T")
K = TypeVar("K", bound=StrEnum)

_OMVANG = {"bedrag": object, "procent": object, "jaren": list}
_BIJSCHRIFT = {"toelichting": str, "besluit": str}
#: The fields of each kind of block, "" for the top of the file: which there are, and may be.
_VELDEN: Mapping[str, tuple[Mapping[str, type], Mapping[str, type]]] = {
    "post": ({"naam": str}, {**_OMVANG, **_BIJSCHRIFT, "ontvanger": str, "rest": object}),
    "vast": ({"gemeente": str}, {**_OMVANG, **_BIJSCHRIFT}),
    "activiteit": ({"naam": str, "deelnemers": object}, {**_OMVANG, **_BIJSCHRIFT, "wijze": str}),
    "verdeling": ({"wijze": str}, {"procent": object}),
    "doet_niet_mee": ({"gemeente": str}, {"jaren": list, "reden": str}),
    "verantwoording": ({}, {"wijze": str, "uiterlijk": object}),
    "": (
        {"naam": str, "regio": str, "jaren": list},
        {
            "besluit": str, "doel": str, "voorwaarden": list, "minimum": object,
            "verantwoording": dict, "post": list, "vast": list, "activiteit": list,
            "verdeling": list, "doet_niet_mee": list,
        },
    ),
}  # fmt: skip
_MAAND_EN_DAG = re.compile(r"(\d{1,2})-(\d{1,2})")


def lees_plan(cijfers: Cijfers, pad: Path) -> Plan:
    """Read the plan of a region; nothing is divided yet.

    Raises Gebruikersfout when there is no such file, Invoerfout for the first thing in it that
    does not fit: file, line, what is wrong and the remedy.
    """
    try:
        weiger_bijzonder(pad)
        ruw = pad.read_bytes()
    except OSError as fout:
        raise Gebruikersfout(
            f"Het plan '{pad}' is niet te lezen ({fout.strerror}); geef het pad van een "
            "TOML-bestand, of maak er een met azwa-funds doorverdelen voorbeeld."
        ) from fout
    return plan_uit_tekst(cijfers, pad, ruw)


def plan_uit_tekst(cijfers: Cijfers, pad: Path, ruw: bytes) -> Plan:
    """Read a plan that stands, or will stand, in a file; raises Invoerfout as `lees_plan` does."""
    tekst = decodeer(pad, ruw)
    try:
        inhoud = lees_toml(pad, tekst)
    except Invoerfout as fout:
        if fout.rij is not None:
            raise
        rij = _eerste_regel(tekst, rf"\s*{_veld_in(fout)}\s*=")
        raise Invoerfout(pad, fout.reden, fout.remedie, rij=rij) from fout
    _weiger_stuurtekens(pad, tekst, inhoud)
    return _Lezer(cijfers, pad, tekst, inhoud).plan(hashlib.sha256(ruw).hexdigest())


def lees_procent(waarde: object) -> Fraction:
    """Read "12,5%" or 12.5 as 1/8; it may be more than a whole. Raises ValueError."""
    tekst = str(waarde).strip().removesuffix("%").strip().replace(",", ".")
    if isinstance(waarde, bool) or not re.fullmatch(r"-?\d+(\.\d+)?", tekst, re.ASCII):
        raise ValueError(waarde)
    return Fraction(tekst) / 100


def _veld_in(fout: Invoerfout) -> str:
    """Return the name of the field with which a complaint begins, "" where it begins with none."""
    veld = re.match(r"'([\w-]+)'", fout.reden)
    return veld[1] if veld else ""


def _eerste_regel(tekst: str, patroon: str) -> int:
    """Return the first line that begins with a pattern, else 1."""
    regels = enumerate(tekst.splitlines(), start=1)
    return next((nummer for nummer, regel in regels if re.match(patroon, regel, re.IGNORECASE)), 1)


def _weiger_stuurtekens(pad: Path, tekst: str, waarde: Any) -> None:
    """Refuse what no document can hold: a control character that was written as an escape."""
    if isinstance(waarde, dict | list):
        for deel in waarde.values() if isinstance(waarde, dict) else waarde:
            _weiger_stuurtekens(pad, tekst, deel)
    elif isinstance(waarde, str) and (vreemd := vreemd_teken(waarde.encode("utf-8", "replace"))):
        raise Invoerfout(
            pad, f"er staat een onzichtbaar teken in een tekst ({vreemd.naam})",
            "verwijder dat teken, of typ de tekst opnieuw",
            rij=_eerste_regel(tekst, f".*{vreemd.naam.removeprefix('U+')}"),
        )  # fmt: skip


class _Blok(dict[str, Any]):
    """A block of the file at its place: what its fields hold, or else a complaint with the line."""

    def __init__(
        self, pad: Path, regels: Tomlregels, plek: Tomlplek, inhoud: Mapping[str, Any]
    ) -> None:
        super().__init__(inhoud)
        self.soort, nummer = plek
        self._pad, self._regels, self._plek = pad, regels, plek
        namen = {"": "het plan", "verantwoording": "[verantwoording]"}
        naam = namen.get(self.soort, f"[[{self.soort}]] nummer {nummer}")
        try:
            controleer_velden(pad, self, naam, *_VELDEN[self.soort])
        except Invoerfout as fout:
            self.weiger(_veld_in(fout), fout.reden, fout.remedie)

    def regel(self, veld: str = "") -> int:
        """The line of a field, or else of the block."""
        return self._regels.van(self._plek, veld) or 1

    def weiger(self, veld: str, reden: str, remedie: str) -> NoReturn:
        raise Invoerfout(self._pad, reden, remedie, rij=self.regel(veld))

    @property
    def bijschrift(self) -> tuple[str, str]:
        return self.get("toelichting", ""), self.get("besluit", "")

    def omvang(self, looptijd: Sequence[int]) -> Omvang:
        if ("bedrag" in self) == ("procent" in self):
            wat = "allebei" if "bedrag" in self else "geen van beide"
            self.weiger(
                "bedrag", f"een blok [[{self.soort}]] heeft een bedrag of een percentage, en hier "
                f"staat {wat}", "laat er één staan, zoals bedrag = 125000",
            )  # fmt: skip
        jaren = self.jaren(looptijd)
        if "procent" in self:
            return Omvang(jaren, {}, self.procent())
        waarde = self["bedrag"]
        if not isinstance(waarde, dict):
            return Omvang(jaren, dict.fromkeys(jaren, self.euro("bedrag", waarde)), None)
        if "jaren" in self:
            self.weiger("jaren", "het bedrag noemt zijn jaren al", "laat hier 'jaren' weg")
        if not waarde:
            voorbeeld = "schrijf bijvoorbeeld bedrag = { 2027 = 125000 }"
            self.weiger("bedrag", "'bedrag' noemt geen enkel jaar", voorbeeld)
        bedragen = {}
        for jaar, deel in waarde.items():
            (nummer,) = self.jaren(looptijd, [int(jaar) if jaar.isdecimal() else jaar])
            bedragen[nummer] = self.euro("bedrag", deel)
        return Omvang(tuple(sorted(bedragen)), bedragen, None)

    def euro(self, veld: str, waarde: Any) -> int:
        bedrag = waarde
        if isinstance(waarde, str):
            try:
                bedrag = lees_bedrag(waarde)
            except ValueError:
                bedrag = None
        if isinstance(bedrag, float) and bedrag.is_integer():
            bedrag = int(bedrag)
        if not isinstance(bedrag, int) or isinstance(bedrag, bool):
            self.weiger(
                veld, f"'{veld}' is {_getoond(waarde)}, en dat is geen bedrag in hele euro's",
                f"schrijf bijvoorbeeld {veld} = 125000",
            )  # fmt: skip
        if bedrag < 0:
            self.weiger(veld, f"'{veld}' is negatief ({bedrag})", "schrijf 0 of hoger")
        return bedrag

    def procent(self) -> Fraction:
        waarde = self.get("procent", 100)
        try:
            deel = lees_procent(waarde)
        except ValueError:
            self.weiger(
                "procent", f"'procent' is {_getoond(waarde)}, en dat is geen percentage",
                "schrijf bijvoorbeeld procent = 5 of procent = 2.5",
            )  # fmt: skip
        if not 0 <= deel <= 1:
            self.weiger("procent", f"'procent' is {procent_in_woorden(deel)}", "schrijf 0 tot 100")
        return deel

    def jaren(
        self, mogelijk: Sequence[int], waarden: Sequence[Any] | None = None
    ) -> tuple[int, ...]:
        """The years that are named: all that are possible where none are."""
        waarden = self.get("jaren", mogelijk) if waarden is None else waarden
        if not waarden:
            self.weiger("jaren", "'jaren' is leeg", "noem ten minste een jaar")
        for jaar in waarden:
            if jaar not in mogelijk or isinstance(jaar, bool):
                wie, keuzes = "dit plan" if self.soort else "de looptijd", map(str, mogelijk)
                reden = f"{_getoond(jaar)} is geen jaar van {wie}"
                self.weiger("jaren", reden, f"kies uit: {', '.join(keuzes)}")
        return tuple(sorted(set(waarden)))

    def dag(self, jaar: int) -> date:
        waarde = self["uiterlijk"]
        gevonden = _MAAND_EN_DAG.fullmatch(str(waarde))
        try:
            if gevonden is None:
                raise ValueError(waarde)
            return date(jaar, int(gevonden[1]), int(gevonden[2]))
        except ValueError:
            self.weiger(
                "uiterlijk", f"'uiterlijk' is {_getoond(waarde)}, en dat is geen maand en dag",
                'schrijf bijvoorbeeld uiterlijk = "04-01" voor 1 april',
            )  # fmt: skip

    def keuze(self, standaard: K, waarvan: str = "") -> K:
        """The way that is named, of the kind of the one that holds where none is."""
        keuzes = [str(wijze) for wijze in type(standaard)]
        waarde = self.get("wijze", str(standaard))
        if waarde not in keuzes:
            hint = bedoelde_u(waarde, keuzes)
            self.weiger("wijze", f"wijze '{waarde}'{waarvan} is onbekend", hint)
        return type(standaard)(waarde)

    def zoek(
        self, veld: str, zoek: Callable[[Gegevens, str], T], gegevens: Gegevens, naam: str
    ) -> T:
        """Find what bears a name; a fault is told with its place."""
        try:
            return zoek(gegevens, naam)
        except Gebruikersfout as fout:
            reden, _, remedie = str(fout).removesuffix(".").partition("; ")
            self.weiger(veld, reden[0].lower() + reden[1:], remedie or "verbeter de naam")


class _Lezer:
    """Turns the blocks of one file into a plan; raises Invoerfout for the first fault."""

    def __init__(self, cijfers: Cijfers, pad: Path, tekst: str, inhoud: Mapping[str, Any]) -> None:
        self.gegevens, self.pad, self.regels = cijfers.gegevens, pad, Tomlregels(tekst)
        self.hoofd = hoofd = _Blok(pad, self.regels, BOVENAAN, inhoud)
        self.regio = hoofd.zoek("regio", zoek_regio, self.gegevens, hoofd["regio"])
        self.leden = {g.code: g.naam for g in cijfers.gemeenten_van(self.regio.naam)}
        self.jaren = hoofd.jaren((*cijfers.vorige_jaren, *cijfers.jaren))

    def plan(self, sha256: str) -> Plan:
        plan = Plan(
            self.pad,
            sha256,
            self.hoofd["naam"],
            self.regio,
            self.jaren,
            self.hoofd.get("besluit", ""),
            self.hoofd.get("doel", ""),
            self._voorwaarden(),
            tuple(map(self._post, self._blokken("post"))),
            tuple(map(self._vast, self._blokken("vast"))),
            tuple(map(self._activiteit, self._blokken("activiteit"))),
            tuple(self._aandelen(list(self._blokken("verdeling")))),
            tuple(map(self._afmelding, self._blokken("doet_niet_mee"))),
            self.hoofd.euro("minimum", self.hoofd.get("minimum", 0)),
            self.hoofd.regel("minimum"),
            self._terugmelding(),
        )
        self._controleer_samen(plan)
        return plan

    # -- blocks --------------------------------------------------------------------------------

    def _blokken(self, soort: str) -> Iterator[_Blok]:
        gevonden = blokken(self.pad, self.hoofd, soort, mag_leeg=True)
        for nummer, inhoud in enumerate(gevonden, start=1):
            yield _Blok(self.pad, self.regels, (soort, nummer), inhoud)

    def _post(self, blok: _Blok) -> Post:
        omvang, ontvanger = None, self.regio.ontvanger
        if blok.get("rest") is not True:
            omvang = blok.omvang(self.jaren)
        elif blok.keys() & _OMVANG.keys():
            reden = f"post '{blok['naam']}' is de rest en heeft ook een bedrag, percentage of jaren"
            blok.weiger("rest", reden, "laat een van beide weg")
        if "ontvanger" in blok:
            naam = blok["ontvanger"]
            gevonden = blok.zoek("ontvanger", zoek_ontvanger, self.gegevens, naam)
            ontvanger = Ontvanger(gevonden.code, gevonden.naam, self.regio.naam)
        return Post(blok["naam"], ontvanger, omvang, *blok.bijschrift, blok.regel())

    def _vast(self, blok: _Blok) -> Vast:
        code = self._gemeente(blok, "gemeente", blok["gemeente"])
        return Vast(code, blok.omvang(self.jaren), *blok.bijschrift, blok.regel())

    def _activiteit(self, blok: _Blok) -> Activiteit:
        return Activiteit(
            blok["naam"],
            blok.omvang(self.jaren),
            self._deelnemers(blok),
            blok.keuze(Wijze.INWONERS),
            *blok.bijschrift,
            blok.regel(),
        )

    def _deelnemers(self, blok: _Blok) -> tuple[str, ...]:
        """Return the codes of who takes part; none of them means all."""
        naam, waarde = blok["naam"], blok["deelnemers"]
        if isinstance(waarde, str) and vorm(waarde) in ("alle", "allen", "allemaal"):
            return ()
        if not isinstance(waarde, list) or not all(isinstance(wie, str) for wie in waarde):
            blok.weiger(
                "deelnemers", f"'deelnemers' van activiteit '{naam}' is geen lijst van namen",
                'schrijf deelnemers = ["Almelo", "Borne"] met de eigen namen, of '
                'deelnemers = "alle"',
            )  # fmt: skip
        if not waarde:
            remedie = "noem wie meedoet, of verwijder de activiteit"
            blok.weiger("deelnemers", f"aan activiteit '{naam}' doet niemand mee", remedie)
        codes = [self._gemeente(blok, "deelnemers", wie) for wie in waarde]
        for code in codes:
            if codes.count(code) > 1:
                reden = f"{self.leden[code]} staat twee keer bij activiteit '{naam}'"
                blok.weiger("deelnemers", reden, "laat er één staan")
        return tuple(sorted(codes))

    def _aandelen(self, gevonden: Sequence[_Blok]) -> Iterator[Aandeel]:
        samen = Fraction(0)
        for blok in gevonden:
            if "procent" not in blok and len(gevonden) > 1:
                blok.weiger(
                    "procent", "er zijn meer manieren van verdelen, en deze heeft geen percentage",
                    "schrijf procent = ... bij elke [[verdeling]], samen 100",
                )  # fmt: skip
            samen += blok.procent()
            wijze = blok.keuze(Wijze.INWONERS)
            if samen > 1 or (samen < 1 and blok is gevonden[-1]):
                reden = f"de percentages van [[verdeling]] zijn samen {procent_in_woorden(samen)}"
                blok.weiger("procent", reden, "maak ze samen 100%")
            yield Aandeel(wijze, blok.procent(), blok.regel())

    def _afmelding(self, blok: _Blok) -> Deelname:
        code = self._gemeente(blok, "gemeente", blok["gemeente"])
        return Deelname(code, blok.jaren(self.jaren), blok.get("reden", ""), blok.regel())

    def _terugmelding(self) -> Terugmelding:
        inhoud = self.hoofd.get("verantwoording", {})
        blok = _Blok(self.pad, self.regels, ("verantwoording", 1), inhoud)
        wijze = blok.keuze(Verantwoordingswijze.VIA_MANDAATHOUDER, " van verantwoorden")
        jaren = self.jaren if "uiterlijk" in blok else ()
        return Terugmelding(wijze, {jaar: blok.dag(jaar + 1) for jaar in jaren})

    def _gemeente(self, blok: _Blok, veld: str, naam: str) -> str:
        """Return the code of a gemeente of this region."""
        gemeente = blok.zoek(veld, zoek_gemeente, self.gegevens, naam)
        if gemeente.code not in self.leden:
            blok.weiger(
                veld, f"gemeente {gemeente.naam} hoort niet bij IZA-regio {self.regio.naam}, maar "
                f"bij {gemeente.iza_regio}", "noem een gemeente van deze regio",
            )  # fmt: skip
        return gemeente.code

    def _voorwaarden(self) -> tuple[str, ...]:
        zinnen: list[Any] = self.hoofd.get("voorwaarden", [])
        if not all(isinstance(zin, str) and zin for zin in zinnen):
            self.hoofd.weiger(
                "voorwaarden", "'voorwaarden' is geen lijst van zinnen",
                'schrijf voorwaarden = ["Een zin.", "Nog een zin."]',
            )  # fmt: skip
        return tuple(zinnen)

    # -- together ------------------------------------------------------------------------------

    def _controleer_samen(self, plan: Plan) -> None:
        """Refuse what each block says well by itself, but not beside the others."""
        self._een_plek(plan)
        for jaar in self.jaren:
            self._percentages(plan, jaar)
            meedoen = [code for code in self.leden if plan.doet_mee(code, jaar)]
            if not meedoen and (plan.aandelen or plan.vast or plan.activiteiten):
                reden = f"in {jaar} doet geen enkele gemeente mee"
                remedie = "laat ten minste een gemeente meedoen"
                raise Invoerfout(self.pad, reden, remedie, rij=plan.afmeldingen[-1].regel)
            self._afgemelden(plan, jaar)
        rest = [post for post in plan.posten if post.omvang is None]
        if len(rest) > 1 or (rest and plan.aandelen):
            raise Invoerfout(
                self.pad, f"post '{rest[-1].naam}' krijgt de rest, en die gaat al ergens anders "
                "heen", "laat de rest naar een post gaan of naar [[verdeling]], niet allebei",
                rij=rest[-1].regel,
            )  # fmt: skip

    def _een_plek(self, plan: Plan) -> None:
        gezien: dict[object, int] = {}
        delen: list[Post | Activiteit] = [*plan.posten, *plan.activiteiten]
        vast = [(deel, jaar) for deel in plan.vast for jaar in deel.omvang.jaren]
        for sleutel, regel, reden, remedie in (
            *((vorm(wat.naam), wat.regel, f"'{wat.naam}' staat ook al",
               "laat er één staan, of geef ze elk een eigen naam") for wat in delen),
            *(((deel.gemeente, jaar), deel.regel,
               f"{self.leden[deel.gemeente]} heeft voor {jaar} ook al een vast bedrag",
               "laat er één staan") for deel, jaar in vast),
        ):  # fmt: skip
            if (eerder := gezien.setdefault(sleutel, regel)) != regel:
                raise Invoerfout(self.pad, f"{reden} in regel {eerder}", remedie, rij=regel)

    def _percentages(self, plan: Plan, jaar: int) -> None:
        samen = Fraction(0)
        delen: list[Post | Vast | Activiteit] = [*plan.posten, *plan.vast, *plan.activiteiten]
        for deel in delen:
            omvang = deel.omvang
            if omvang is None or omvang.procent is None or jaar not in omvang.jaren:
                continue
            samen += omvang.procent
            if samen > 1:
                raise Invoerfout(
                    self.pad, f"in {jaar} zijn de percentages tot en met deze regel samen "
                    f"{procent_in_woorden(samen)} van het regionale bedrag",
                    "verlaag er een, zodat ze samen hoogstens 100% zijn", rij=deel.regel,
                )  # fmt: skip

    def _afgemelden(self, plan: Plan, jaar: int) -> None:
        """Refuse a gemeente that opts out and yet has an amount, or is named as taking part."""
        genoemd = [
            (vast.gemeente, "heeft hier een vast bedrag", vast.regel)
            for vast in plan.vast
            if jaar in vast.omvang.jaren
        ]
        genoemd += [
            (code, f"staat bij activiteit '{activiteit.naam}'", activiteit.regel)
            for activiteit in plan.activiteiten
            if jaar in activiteit.omvang.jaren
            for code in activiteit.deelnemers
        ]
        for code, wat, regel in genoemd:
            if not plan.doet_mee(code, jaar):
                reden = f"{self.leden[code]} doet in {jaar} niet mee en {wat}"
                raise Invoerfout(self.pad, reden, "verwijder één van beide", rij=regel)


def _getoond(waarde: Any) -> str:
    """Show a value as it stands in the file."""
    if isinstance(waarde, bool):
        return str(waarde).lower()
    return f"'{waarde}'"
