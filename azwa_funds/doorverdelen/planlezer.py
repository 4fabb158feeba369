"""Reads a plan: generous in how an amount or a name is written, exact about what does not fit.

Every complaint is one sentence that names the file, the line and the remedy.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
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

_BLOKKEN = ("post", "vast", "activiteit", "verdeling", "doet_niet_mee")
_OMVANG = {"bedrag": object, "procent": object, "jaren": list}
_BIJSCHRIFT = {"toelichting": str, "besluit": str}
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


class _Lezer:
    """Turns the blocks of one file into a plan; raises Invoerfout for the first fault."""

    def __init__(self, cijfers: Cijfers, pad: Path, tekst: str, inhoud: Mapping[str, Any]) -> None:
        self.cijfers, self.gegevens, self.pad = cijfers, cijfers.gegevens, pad
        self.regels, self.inhoud = Tomlregels(tekst), inhoud
        self.jaren: tuple[int, ...] = ()

    def plan(self, sha256: str) -> Plan:
        self._velden(
            self.inhoud,
            BOVENAAN,
            {"naam": str, "regio": str, "jaren": list},
            {
                "besluit": str,
                "doel": str,
                "voorwaarden": list,
                "minimum": object,
                "verantwoording": dict,
                **dict.fromkeys(_BLOKKEN, list),
            },
        )
        self.regio = self._zoek(BOVENAAN, "regio", zoek_regio, self.inhoud["regio"])
        self.leden = {g.code: g.naam for g in self.cijfers.gemeenten_van(self.regio.naam)}
        self.jaren = self._jaren(
            BOVENAAN, self.inhoud["jaren"], (*self.cijfers.vorige_jaren, *self.cijfers.jaren)
        )
        plan = Plan(
            self.pad,
            sha256,
            self.inhoud["naam"],
            self.regio,
            self.jaren,
            self.inhoud.get("besluit", ""),
            self.inhoud.get("doel", ""),
            tuple(self._teksten("voorwaarden")),
            tuple(self._post(plek, blok) for plek, blok in self._blokken("post")),
            tuple(self._vast(plek, blok) for plek, blok in self._blokken("vast")),
            tuple(self._activiteit(plek, blok) for plek, blok in self._blokken("activiteit")),
            tuple(self._aandelen()),
            tuple(self._afmelding(plek, blok) for plek, blok in self._blokken("doet_niet_mee")),
            self._euro(BOVENAAN, "minimum", self.inhoud.get("minimum", 0)),
            self.regels.van(BOVENAAN, "minimum") or 1,
            self._terugmelding(),
        )
        self._controleer_samen(plan)
        return plan

    # -- blocks --------------------------------------------------------------------------------

    def _blokken(self, naam: str) -> Iterable[tuple[Tomlplek, Mapping[str, Any]]]:
        gevonden = blokken(self.pad, self.inhoud, naam, mag_leeg=True)
        return [((naam, nummer), blok) for nummer, blok in enumerate(gevonden, start=1)]

    def _post(self, plek: Tomlplek, blok: Mapping[str, Any]) -> Post:
        mogelijk = {**_OMVANG, **_BIJSCHRIFT, "ontvanger": str, "rest": object}
        self._velden(blok, plek, {"naam": str}, mogelijk)
        omvang = None
        if blok.get("rest") is not True:
            omvang = self._omvang(plek, blok)
        elif set(blok) & set(_OMVANG):
            self._weiger(
                plek, "rest", f"post '{blok['naam']}' is de rest en heeft ook een bedrag, "
                "percentage of jaren", "laat een van beide weg",
            )  # fmt: skip
        return Post(
            blok["naam"],
            self._ontvanger(plek, blok.get("ontvanger", "")),
            omvang,
            *self._bijschrift(blok),
            self._regel(plek),
        )

    def _vast(self, plek: Tomlplek, blok: Mapping[str, Any]) -> Vast:
        self._velden(blok, plek, {"gemeente": str}, {**_OMVANG, **_BIJSCHRIFT})
        code = self._gemeente(plek, "gemeente", blok["gemeente"])
        return Vast(code, self._omvang(plek, blok), *self._bijschrift(blok), self._regel(plek))

    def _activiteit(self, plek: Tomlplek, blok: Mapping[str, Any]) -> Activiteit:
        mogelijk = {**_OMVANG, **_BIJSCHRIFT, "wijze": str}
        self._velden(blok, plek, {"naam": str, "deelnemers": object}, mogelijk)
        return Activiteit(
            blok["naam"],
            self._omvang(plek, blok),
            self._deelnemers(plek, blok["naam"], blok["deelnemers"]),
            self._keuze(plek, Wijze, blok.get("wijze", str(Wijze.INWONERS))),
            *self._bijschrift(blok),
            self._regel(plek),
        )

    def _deelnemers(self, plek: Tomlplek, naam: str, waarde: Any) -> tuple[str, ...]:
        """Return the codes of who takes part; none of them means all."""
        if isinstance(waarde, str) and vorm(waarde) in ("alle", "allen", "allemaal"):
            return ()
        if not isinstance(waarde, list) or not all(isinstance(wie, str) for wie in waarde):
            self._weiger(
                plek, "deelnemers", f"'deelnemers' van activiteit '{naam}' is geen lijst van namen",
                'schrijf deelnemers = ["Almelo", "Borne"] met de eigen namen, of '
                'deelnemers = "alle"',
            )  # fmt: skip
        if not waarde:
            self._weiger(
                plek, "deelnemers", f"aan activiteit '{naam}' doet niemand mee",
                "noem wie meedoet, of verwijder de activiteit",
            )  # fmt: skip
        codes = [self._gemeente(plek, "deelnemers", wie) for wie in waarde]
        for code in codes:
            if codes.count(code) > 1:
                self._weiger(
                    plek, "deelnemers",
                    f"{self.leden[code]} staat twee keer bij activiteit '{naam}'",
                    "laat er één staan",
                )  # fmt: skip
        return tuple(sorted(codes))

    def _aandelen(self) -> Iterable[Aandeel]:
        gevonden = list(self._blokken("verdeling"))
        samen = Fraction(0)
        for plek, blok in gevonden:
            self._velden(blok, plek, {"wijze": str}, {"procent": object})
            if "procent" not in blok and len(gevonden) > 1:
                self._weiger(
                    plek, "procent", "er zijn meer manieren van verdelen, en deze heeft geen "
                    "percentage", "schrijf procent = ... bij elke [[verdeling]], samen 100",
                )  # fmt: skip
            procent = self._procent(plek, blok.get("procent", 100))
            samen += procent
            wijze = self._keuze(plek, Wijze, blok["wijze"])
            if samen > 1 or (samen < 1 and blok is gevonden[-1][1]):
                self._weiger(
                    plek, "procent",
                    f"de percentages van [[verdeling]] zijn samen {procent_in_woorden(samen)}",
                    "maak ze samen 100%",
                )  # fmt: skip
            yield Aandeel(wijze, procent, self._regel(plek))

    def _afmelding(self, plek: Tomlplek, blok: Mapping[str, Any]) -> Deelname:
        self._velden(blok, plek, {"gemeente": str}, {"jaren": list, "reden": str})
        return Deelname(
            self._gemeente(plek, "gemeente", blok["gemeente"]),
            self._jaren(plek, blok.get("jaren", self.jaren), self.jaren),
            blok.get("reden", ""),
            self._regel(plek),
        )

    def _terugmelding(self) -> Terugmelding:
        blok, plek = self.inhoud.get("verantwoording", {}), ("verantwoording", 1)
        self._velden(blok, plek, {}, {"wijze": str, "uiterlijk": object})
        wijze = blok.get("wijze", str(Verantwoordingswijze.VIA_MANDAATHOUDER))
        wijze = self._keuze(plek, Verantwoordingswijze, wijze, " van verantwoorden")
        jaren = self.jaren if "uiterlijk" in blok else ()
        dagen = {jaar: self._dag(plek, blok["uiterlijk"], jaar + 1) for jaar in jaren}
        return Terugmelding(wijze, dagen)

    # -- cells ---------------------------------------------------------------------------------

    def _omvang(self, plek: Tomlplek, blok: Mapping[str, Any]) -> Omvang:
        if ("bedrag" in blok) == ("procent" in blok):
            wat = "allebei" if "bedrag" in blok else "geen van beide"
            self._weiger(
                plek, "bedrag", f"een blok [[{plek[0]}]] heeft een bedrag of een percentage, en "
                f"hier staat {wat}",
                "laat er één staan, zoals bedrag = 125000",
            )  # fmt: skip
        jaren = self._jaren(plek, blok.get("jaren", self.jaren), self.jaren)
        if "procent" in blok:
            return Omvang(jaren, {}, self._procent(plek, blok["procent"]))
        waarde = blok["bedrag"]
        if not isinstance(waarde, dict):
            return Omvang(jaren, dict.fromkeys(jaren, self._euro(plek, "bedrag", waarde)), None)
        if "jaren" in blok:
            self._weiger(plek, "jaren", "het bedrag noemt zijn jaren al", "laat hier 'jaren' weg")
        if not waarde:
            self._weiger(
                plek, "bedrag", "'bedrag' noemt geen enkel jaar",
                "schrijf bijvoorbeeld bedrag = { 2027 = 125000 }",
            )  # fmt: skip
        bedragen = {}
        for jaar, deel in waarde.items():
            (nummer,) = self._jaren(plek, [int(jaar) if jaar.isdecimal() else jaar], self.jaren)
            bedragen[nummer] = self._euro(plek, "bedrag", deel)
        return Omvang(tuple(sorted(bedragen)), bedragen, None)

    def _euro(self, plek: Tomlplek, veld: str, waarde: Any) -> int:
        bedrag = waarde
        if isinstance(waarde, str):
            try:
                bedrag = lees_bedrag(waarde)
            except ValueError:
                bedrag = None
        if isinstance(bedrag, float) and bedrag.is_integer():
            bedrag = int(bedrag)
        if not isinstance(bedrag, int) or isinstance(bedrag, bool):
            self._weiger(
                plek, veld, f"'{veld}' is {_getoond(waarde)}, en dat is geen bedrag in hele "
                "euro's", f"schrijf bijvoorbeeld {veld} = 125000",
            )  # fmt: skip
        if bedrag < 0:
            self._weiger(plek, veld, f"'{veld}' is negatief ({bedrag})", "schrijf 0 of hoger")
        return bedrag

    def _procent(self, plek: Tomlplek, waarde: Any) -> Fraction:
        try:
            deel = lees_procent(waarde)
        except ValueError:
            self._weiger(
                plek, "procent", f"'procent' is {_getoond(waarde)}, en dat is geen percentage",
                "schrijf bijvoorbeeld procent = 5 of procent = 2.5",
            )  # fmt: skip
        if not 0 <= deel <= 1:
            self._weiger(
                plek, "procent", f"'procent' is {procent_in_woorden(deel)}", "schrijf 0 tot 100"
            )
        return deel

    def _jaren(
        self, plek: Tomlplek, waarden: Sequence[Any], mogelijk: Sequence[int]
    ) -> tuple[int, ...]:
        veld = "jaren" if plek == BOVENAAN or plek[0] == "doet_niet_mee" else "bedrag"
        if not waarden:
            self._weiger(plek, "jaren", "'jaren' is leeg", "noem ten minste een jaar")
        for jaar in waarden:
            if jaar not in mogelijk or isinstance(jaar, bool):
                wie = "de looptijd" if plek == BOVENAAN else "dit plan"
                keuzes = ", ".join(map(str, mogelijk))
                self._weiger(
                    plek, "jaren" if self.regels.van(plek, "jaren") else veld,
                    f"{_getoond(jaar)} is geen jaar van {wie}", f"kies uit: {keuzes}",
                )  # fmt: skip
        return tuple(sorted(set(waarden)))

    def _dag(self, plek: Tomlplek, waarde: Any, jaar: int) -> date:
        gevonden = _MAAND_EN_DAG.fullmatch(str(waarde))
        try:
            if gevonden is None:
                raise ValueError(waarde)
            return date(jaar, int(gevonden[1]), int(gevonden[2]))
        except ValueError:
            self._weiger(
                plek, "uiterlijk", f"'uiterlijk' is {_getoond(waarde)}, en dat is geen maand en "
                "dag", 'schrijf bijvoorbeeld uiterlijk = "04-01" voor 1 april',
            )  # fmt: skip

    def _keuze(self, plek: Tomlplek, soort: type[K], waarde: str, waarvan: str = "") -> K:
        keuzes = [str(wijze) for wijze in soort]
        if waarde not in keuzes:
            hint = bedoelde_u(waarde, keuzes)
            self._weiger(plek, "wijze", f"wijze '{waarde}'{waarvan} is onbekend", hint)
        return soort(waarde)

    def _zoek(self, plek: Tomlplek, veld: str, zoek: Callable[[Gegevens, str], T], naam: str) -> T:
        """Find what bears a name; a fault is told with its place."""
        try:
            return zoek(self.gegevens, naam)
        except Gebruikersfout as fout:
            reden, _, remedie = str(fout).removesuffix(".").partition("; ")
            self._weiger(plek, veld, reden[0].lower() + reden[1:], remedie or "verbeter de naam")

    def _gemeente(self, plek: Tomlplek, veld: str, naam: str) -> str:
        """Return the code of a gemeente of this region."""
        gemeente = self._zoek(plek, veld, zoek_gemeente, naam)
        if gemeente.code not in self.leden:
            self._weiger(
                plek, veld, f"gemeente {gemeente.naam} hoort niet bij IZA-regio "
                f"{self.regio.naam}, maar bij {gemeente.iza_regio}",
                "noem een gemeente van deze regio",
            )  # fmt: skip
        return gemeente.code

    def _ontvanger(self, plek: Tomlplek, naam: str) -> Ontvanger:
        """Return who receives what stays regional: the mandaathouder, unless another is named."""
        if not naam:
            return self.regio.ontvanger
        gevonden = self._zoek(plek, "ontvanger", zoek_ontvanger, naam)
        return Ontvanger(gevonden.code, gevonden.naam, self.regio.naam)

    def _teksten(self, veld: str) -> list[str]:
        waarden: list[Any] = self.inhoud.get(veld, [])
        if not all(isinstance(tekst, str) and tekst for tekst in waarden):
            self._weiger(
                BOVENAAN, veld, f"'{veld}' is geen lijst van zinnen",
                f'schrijf {veld} = ["Een zin.", "Nog een zin."]',
            )  # fmt: skip
        return waarden

    # -- together ------------------------------------------------------------------------------

    def _controleer_samen(self, plan: Plan) -> None:
        """Refuse what each block says well by itself, but not beside the others."""
        self._een_plek(plan)
        for jaar in self.jaren:
            self._percentages(plan, jaar)
            meedoen = [code for code in self.leden if plan.doet_mee(code, jaar)]
            if not meedoen and (plan.aandelen or plan.vast or plan.activiteiten):
                afmelding = plan.afmeldingen[-1]
                raise Invoerfout(
                    self.pad, f"in {jaar} doet geen enkele gemeente mee",
                    "laat ten minste een gemeente meedoen", rij=afmelding.regel,
                )  # fmt: skip
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
        for vast in plan.vast:
            if jaar in vast.omvang.jaren and not plan.doet_mee(vast.gemeente, jaar):
                self._doet_niet_mee(vast.gemeente, jaar, "heeft hier een vast bedrag", vast.regel)
        for activiteit in plan.activiteiten:
            for code in activiteit.deelnemers if jaar in activiteit.omvang.jaren else ():
                if not plan.doet_mee(code, jaar):
                    wat = f"staat bij activiteit '{activiteit.naam}'"
                    self._doet_niet_mee(code, jaar, wat, activiteit.regel)

    def _doet_niet_mee(self, code: str, jaar: int, wat: str, regel: int) -> NoReturn:
        raise Invoerfout(
            self.pad, f"{self.leden[code]} doet in {jaar} niet mee en {wat}",
            "verwijder één van beide", rij=regel,
        )  # fmt: skip

    # -- saying where --------------------------------------------------------------------------

    def _regel(self, plek: Tomlplek) -> int:
        return self.regels.van(plek) or 1

    @staticmethod
    def _bijschrift(blok: Mapping[str, Any]) -> tuple[str, str]:
        return blok.get("toelichting", ""), blok.get("besluit", "")

    def _velden(
        self,
        blok: Mapping[str, Any],
        plek: Tomlplek,
        verplicht: Mapping[str, type],
        mogelijk: Mapping[str, type],
    ) -> None:
        """Check the names and kinds of the fields of a block."""
        naam = f"[[{plek[0]}]] nummer {plek[1]}" if plek[0] in _BLOKKEN else f"[{plek[0]}]"
        naam = "het plan" if plek == BOVENAAN else naam
        try:
            controleer_velden(self.pad, blok, naam, verplicht, mogelijk)
        except Invoerfout as fout:
            self._weiger(plek, _veld_in(fout), fout.reden, fout.remedie)

    def _weiger(self, plek: Tomlplek, veld: str, reden: str, remedie: str) -> NoReturn:
        raise Invoerfout(self.pad, reden, remedie, rij=self.regels.van(plek, veld) or 1)


def _getoond(waarde: Any) -> str:
    """Show a value as it stands in the file."""
    if isinstance(waarde, bool):
        return str(waarde).lower()
    return f"'{waarde}'"
