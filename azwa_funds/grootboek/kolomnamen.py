"""What a heading of somebody else's ledger means: recognised by synonyms kept in data, never by a
package's name.

`data/kolomnamen.toml` holds the synonyms. What stands in a heading beside its name (a unit such as
"x 1.000", "excl. btw", a currency) changes what its amounts mean, and is taken apart here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.kern.tekst import vorm
from azwa_funds.lezen.cellen import als_tekst
from azwa_funds.lezen.tabel import blokken, controleer_velden

#: Roles of columns that hold an amount which can be that of a booking.
BEDRAGROLLEN = ("bedrag", "debet", "credit")

_DUIZEND = r"1[., \u00a0]?000(?![\d])(?![.,]\d)"
_EUR = r"(?:€|eur(?:o(?:'?s)?)?)"
_KEER = r"(?:(?<![a-z0-9])x|×|\*|maal|keer)"
#: "x € 1.000", "in duizenden euro's", "k€": each amount stands for more than it says.
_EENHEID = re.compile(
    rf"{_KEER}\s*{_EUR}?\s*{_DUIZEND}"
    rf"|\bin\s*{_EUR}\s*{_DUIZEND}|\(\s*{_EUR}\s*{_DUIZEND}\s*\)|{_EUR}\s*{_KEER}\s*{_DUIZEND}"
    rf"|(?:\bin|{_KEER})\s*{_EUR}?\s*(?:1\s*)?(?:honderd)?duizend(?:en|tallen)?\b"
    rf"|\bduizend(?:en|tallen)?\s*{_EUR}"
    rf"|(?:\bin|{_KEER})\s*{_EUR}?\s*(?:1\s*)?(?:mln|mio|miljoen(?:en)?)\b"
    rf"|(?<![a-z0-9])k\s?(?:€|eur\b|euro\b)|€\s?k\b|\beur\s?k\b|(?<![a-z0-9])(?:mln|tsd)\b\.?\s*{_EUR}"
    rf"|{_EUR}\s*(?:mln|tsd)\b"
    r"|(?:\bin|bedragen\s+in)\s+(?:euro)?cent(?:en)?\b",
    re.IGNORECASE,
)
#: In a heading of amounts a bare "1.000" or "mln" can only be a unit.
_EENHEID_IN_KOP = re.compile(
    rf"{_DUIZEND}|\bduizend|\bmln\b|\bmiljoen|\(k\)|\bcent(?:en)?\b", re.IGNORECASE
)
_WOORD = re.compile(r"[a-z0-9]+")
_EXCL = {"excl", "exclusief", "ex", "zonder", "netto"}
_INCL = {"incl", "inclusief", "met", "bruto"}
_BTW = {"btw", "vat", "omzetbelasting"}
_EURO = {"eur", "euro", "euros"}
#: Words that make an unknown heading one of amounts.
_GELDWOORDEN = ("bedrag", "saldo", "debet", "credit", "kosten", "lasten", "euro", "uitgaven")


@dataclass(frozen=True, slots=True)
class Kop:
    """One heading: as it stands, what it is, and what it says of the amounts below it.

    `rol` is one of our columns, of the roles in kolomnamen.toml, "" for a heading that is not
    known. The lower `voorkeur`, the better. `btw` is "excl", "incl" or ""; `eenheid` the words
    that name a unit, `munt` a currency other than the euro.
    """

    tekst: str
    rol: str = ""
    voorkeur: int = 0
    btw: str = ""
    eenheid: str = ""
    munt: str = ""

    @property
    def is_geld(self) -> bool:
        """Whether amounts of money stand below it, of the booking or of something else."""
        if self.rol in (*BEDRAGROLLEN, "saldo", "btw", "ander_bedrag"):
            return True
        return not self.rol and any(woord in vorm(self.tekst) for woord in _GELDWOORDEN)


@dataclass(frozen=True)
class Kolomnamen:
    """All synonyms: role and preference by the bare form of a heading, and words inside cells."""

    rollen: Mapping[str, tuple[str, int]]
    plus: frozenset[str]
    min: frozenset[str]
    euro: frozenset[str]
    munten: frozenset[str]
    totaal_begint: frozenset[str]
    totaal_eindigt: frozenset[str]

    def kop(self, cel: Any) -> Kop:
        """Say what a heading is."""
        tekst = " ".join(als_tekst(cel).split())
        klein = tekst.casefold().replace("€", " euro ")
        eenheid = zoek_eenheid(tekst)
        if eenheid:
            klein = klein.replace(eenheid.casefold().replace("€", " euro "), " ")
        woorden = _WOORD.findall(klein)
        if not woorden:
            teken = self.rollen.get("plusmin") if tekst in ("+/-", "-/+", "±") else None
            return Kop(tekst, *teken) if teken else Kop(tekst)
        if "".join(woorden) in self.rollen:
            return Kop(tekst, *self.rollen["".join(woorden)], eenheid=eenheid)
        return self._samengesteld(tekst, woorden, eenheid)

    def _samengesteld(self, tekst: str, woorden: list[str], eenheid: str) -> Kop:
        """Recognise a heading that says more than its name: btw, a currency, a unit."""
        btw = "excl" if _EXCL & {*woorden} else "incl" if _INCL & {*woorden} else ""
        if btw:
            # "Netto" and "Bruto" alone are amounts too.
            woorden = _behalve(woorden, _EXCL | _INCL | _BTW, ["bedrag"])
        munt = next((woord for woord in woorden if woord in self.munten), "")
        over = _behalve(_behalve(woorden, {*_EURO, munt}), {"in", "s"})
        rol = self.rollen.get("".join(over))
        if rol is None and (kort := _EENHEID_IN_KOP.search(tekst)) and not eenheid:
            eenheid, maat = kort[0], {*_WOORD.findall(kort[0].casefold()), "x"}
            rol = self.rollen.get("".join(_behalve(over, maat, [])))
        wat = (btw, eenheid, munt.upper())
        if rol is None:
            return Kop(tekst, "", 0, *wat)
        is_bedrag = rol[0] in (*BEDRAGROLLEN, "saldo", "btw")
        return Kop(tekst, *rol, *wat) if is_bedrag else Kop(tekst, *rol)

    def is_totaal(self, cel: Any) -> bool:
        """Whether a text is the label of a row that adds others up, or carries them over."""
        if not isinstance(cel, str):
            return False
        klein = " ".join(cel.casefold().split()).rstrip(":. ")
        begint = (klein[len(w) :] for w in self.totaal_begint if klein.startswith(w))
        return any(not rest[:1].isalnum() for rest in begint) or klein.endswith(
            tuple(f" {woord}" for woord in self.totaal_eindigt)
        )


def _behalve(woorden: list[str], weg: set[str], anders: list[str] | None = None) -> list[str]:
    """Leave words out; where none is left, return `anders`, or all of them."""
    over = [woord for woord in woorden if woord not in weg]
    return over or (woorden if anders is None else anders)


def zoek_eenheid(tekst: str) -> str:
    """Return the words by which a text says that amounts are in thousands and the like, or ""."""
    gevonden = _EENHEID.search(tekst)
    return gevonden[0].strip() if gevonden else ""


def kolomnamen_van(gegevens: Gegevens) -> Kolomnamen:
    """Return the synonyms of `kolomnamen.toml`."""
    return gegevens.onthoud("kolomnamen", _lees)


def _lees(gegevens: Gegevens) -> Kolomnamen:
    pad = gegevens.data / "kolomnamen.toml"
    inhoud = gegevens.toml(pad)
    velden = {"status": str, "toelichting": str, "kolom": list}
    velden |= dict.fromkeys(("teken", "valuta", "totaal"), dict)
    controleer_velden(pad, inhoud, "het bestand", velden, {})
    rollen: dict[str, tuple[str, int]] = {}
    for blok in blokken(pad, inhoud, "kolom"):
        controleer_velden(pad, blok, "een blok [[kolom]]", {"naam": str, "koppen": list}, {})
        for voorkeur, kop in enumerate(_woorden(pad, blok, "koppen")):
            naam, _ = rollen.setdefault(_sleutel(kop), (blok["naam"], voorkeur))
            if naam != blok["naam"]:
                reden = f"kop '{kop}' staat bij '{naam}' en bij '{blok['naam']}'"
                raise Invoerfout(pad, reden, "kies er één")
    plekken = "teken.plus teken.min valuta.euro valuta.andere totaal.begint totaal.eindigt".split()
    lijsten = (_woorden(pad, inhoud[blok], naam) for blok, naam in (p.split(".") for p in plekken))
    return Kolomnamen(rollen, *map(frozenset, lijsten))


def _sleutel(kop: str) -> str:
    return "".join(_WOORD.findall(kop.casefold().replace("€", " euro ")))


def _woorden(pad: Path, blok: Mapping[str, Any], naam: str) -> list[str]:
    woorden = blok.get(naam)
    if not isinstance(woorden, list) or not all(isinstance(w, str) and w for w in woorden):
        raise Invoerfout(pad, f"'{naam}' is geen lijst van teksten", 'schrijf bijvoorbeeld ["d"]')
    return woorden
