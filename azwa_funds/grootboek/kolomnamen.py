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
    totaal_begint: tuple[str, ...]
    totaal_eindigt: tuple[str, ...]

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
            woorden = [w for w in woorden if w not in _EXCL | _INCL | _BTW] or ["bedrag"]
        munt = next((w.upper() for w in woorden if w in self.munten), "")
        over = [w for w in woorden if w not in _EURO and w.upper() != munt] or woorden
        over = [w for w in over if w not in ("in", "s")] or over
        rol = self.rollen.get("".join(over))
        if rol is None and (kort := _EENHEID_IN_KOP.search(tekst)) and not eenheid:
            rest = [w for w in over if w not in _WOORD.findall(kort[0].casefold()) and w != "x"]
            rol, eenheid = self.rollen.get("".join(rest)), kort[0]
        if rol is None:
            return Kop(tekst, "", 0, btw, eenheid, munt)
        if (btw or munt or eenheid) and rol[0] not in (*BEDRAGROLLEN, "saldo", "btw"):
            return Kop(tekst, *rol)
        return Kop(tekst, rol[0], rol[1], btw, eenheid, munt)

    def is_totaal(self, cel: Any) -> bool:
        """Whether a text is the label of a row that adds others up, or carries them over."""
        if not isinstance(cel, str):
            return False
        klein = " ".join(cel.casefold().split()).rstrip(":. ")
        begint = (klein[len(w) :] for w in self.totaal_begint if klein.startswith(w))
        return any(not rest[:1].isalnum() for rest in begint) or klein.endswith(
            tuple(f" {woord}" for woord in self.totaal_eindigt)
        )


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
    teksten = {"status": str, "toelichting": str}
    soorten: dict[str, type] = {"kolom": list, "teken": dict, "valuta": dict, "totaal": dict}
    controleer_velden(pad, inhoud, "het bestand", {**teksten, **soorten}, {})
    rollen: dict[str, tuple[str, int]] = {}
    for blok in blokken(pad, inhoud, "kolom"):
        controleer_velden(pad, blok, "een blok [[kolom]]", {"naam": str, "koppen": list}, {})
        for voorkeur, kop in enumerate(_woorden(pad, blok, "koppen")):
            eerder = rollen.setdefault(_sleutel(kop), (blok["naam"], voorkeur))
            if eerder[0] != blok["naam"]:
                reden = f"kop '{kop}' staat bij '{eerder[0]}' en bij '{blok['naam']}'"
                raise Invoerfout(pad, reden, "kies er één")
    teken, valuta, totaal = inhoud["teken"], inhoud["valuta"], inhoud["totaal"]
    return Kolomnamen(
        rollen,
        frozenset(_woorden(pad, teken, "plus")),
        frozenset(_woorden(pad, teken, "min")),
        frozenset(_woorden(pad, valuta, "euro")),
        frozenset(_woorden(pad, valuta, "andere")),
        tuple(_woorden(pad, totaal, "begint")),
        tuple(_woorden(pad, totaal, "eindigt")),
    )


def _sleutel(kop: str) -> str:
    return "".join(_WOORD.findall(kop.casefold().replace("€", " euro ")))


def _woorden(pad: Path, blok: Mapping[str, Any], naam: str) -> list[str]:
    woorden = blok.get(naam)
    if not isinstance(woorden, list) or not all(isinstance(w, str) and w for w in woorden):
        raise Invoerfout(pad, f"'{naam}' is geen lijst van teksten", 'schrijf bijvoorbeeld ["d"]')
    return woorden
