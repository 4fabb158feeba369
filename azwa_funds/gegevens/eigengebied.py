"""An area that is no IZA-regio: provincie, GGD-regio, zorgkantoorregio, or a list of one's own."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.namen import zoek_gemeente
from azwa_funds.kern.begrippen import Gemeente, Vindplaats
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, lijkt_op, opsomming, zin
from azwa_funds.kern.tekst import vorm
from azwa_funds.lezen.tabel import BOVENAAN, Tomlregels, controleer_velden, decodeer, lees_toml


@dataclass(frozen=True, slots=True)
class Gebied:
    """Gemeenten that somebody wants to see together; nobody need receive money for them.

    `soort` is provincie, GGD-regio, zorgkantoorregio or eigen lijst. `bestand` and `sha256` are
    filled for a list of one's own, `vindplaats` for an area of our data.
    """

    naam: str
    soort: str
    codes: tuple[str, ...]
    vindplaats: Vindplaats | None
    bestand: str = ""
    sha256: str = ""

    @property
    def voluit(self) -> str:
        """The name with its kind: "provincie Overijssel", "GGD Twente"."""
        begint_al = vorm(self.naam).startswith(vorm(self.soort.split("-")[0]))
        return self.naam if self.is_eigen or begint_al else f"{self.soort} {self.naam}"

    @property
    def is_eigen(self) -> bool:
        """Whether this is a list of the user's own."""
        return bool(self.bestand)


PROVINCIE, GGD, ZORGKANTOOR, EIGEN = "provincie", "GGD-regio", "zorgkantoorregio", "eigen lijst"

#: What people put before a name to say which kind they mean.
_VOORAF = {
    "provincie": PROVINCIE,
    "ggdregio": GGD,
    "ggd": GGD,
    "zorgkantoorregio": ZORGKANTOOR,
    "zorgkantoor": ZORGKANTOOR,
}


def _met_naam(alle: Iterable[Gebied], kaal: str) -> list[Gebied]:
    """Return the areas of a name, with or without its kind, in the way the kinds are called."""
    gevonden = [g for g in alle if kaal in (vorm(g.naam), vorm(g.voluit))]
    for woord, soort in _VOORAF.items():
        if not gevonden and kaal.startswith(woord):
            rest = kaal.removeprefix(woord)
            namen = {rest, f"ggd{rest}", f"ggdregio{rest}"}
            gevonden = [g for g in alle if g.soort == soort and vorm(g.naam) in namen]
    return gevonden


def zoek_gebied(gegevens: Gegevens, tekst: str) -> Gebied:
    """Find an area by its name, with or without its kind, or read a list from a TOML file.

    Raises Gebruikersfout with suggestions, and asks where a name is that of two kinds.
    """
    if tekst.casefold().endswith(".toml"):
        return lees_gebied(gegevens, Path(tekst))
    alle = list(_gebieden(gegevens))
    kaal = vorm(tekst)
    gevonden = _met_naam(alle, kaal)
    if kaal in {vorm(naam) for naam in gegevens.regios}:
        ook = "".join(f", of typ '{g.voluit}'" for g in gevonden)
        raise Gebruikersfout(f"'{tekst}' is een IZA-regio; gebruik --regio \"{tekst}\"{ook}.")
    if len(gevonden) == 1:
        return gevonden[0]
    if gevonden:
        keuzes = opsomming(g.voluit for g in gevonden)
        raise Gebruikersfout(f"'{tekst}' kan op meer gebieden slaan; bedoelde u {keuzes}?")
    hint = lijkt_op(tekst, [naam for g in alle for naam in (g.naam, g.voluit)]) or (
        "typ een provincie, GGD-regio of zorgkantoorregio, of geef een TOML-bestand met naam en "
        "gemeenten"
    )
    raise Gebruikersfout(zin(f"Het gebied '{tekst}' bestaat niet; {hint}"))


def lees_gebied(gegevens: Gegevens, pad: Path) -> Gebied:
    """Read a list of gemeenten: `naam` and `gemeenten`, of names or codes.

    Raises Gebruikersfout where there is no such file, Invoerfout with the line for what does not
    fit.
    """
    try:
        ruw = pad.read_bytes()
    except OSError as dicht:
        raise Gebruikersfout(
            f"De lijst '{pad}' is niet te lezen ({dicht.strerror}); geef een TOML-bestand met "
            "naam en gemeenten."
        ) from dicht
    tekst = decodeer(pad, ruw)
    blok, regels = lees_toml(pad, tekst), Tomlregels(tekst)
    controleer_velden(pad, blok, "het bestand", {"naam": str, "gemeenten": list}, {})
    fout = partial(Invoerfout, pad, rij=regels.van(BOVENAAN, "gemeenten"))
    namen = blok["gemeenten"]
    if not namen or not all(isinstance(naam, str | int) for naam in namen):
        voorbeeld = 'schrijf gemeenten = ["Almelo", "GM0147"]'
        raise fout("'gemeenten' is geen lijst van namen of codes", voorbeeld)
    codes: dict[str, str] = {}
    for naam in map(str, namen):
        try:
            code = zoek_gemeente(gegevens, naam).code
        except Gebruikersfout as onbekend:
            reden, _, remedie = str(onbekend).removesuffix(".").partition("; ")
            raise fout(reden[0].lower() + reden[1:], remedie or "verbeter de naam") from onbekend
        if code in codes:
            raise fout(f"gemeente '{naam}' staat er twee keer", "laat er één staan")
        codes[code] = naam
    som = hashlib.sha256(ruw).hexdigest()
    return Gebied(blok["naam"], EIGEN, tuple(sorted(codes)), None, pad.name, som)


def _gebieden(gegevens: Gegevens) -> Iterator[Gebied]:
    zorgkantoor, bron = gegevens.zorgkantoorregios, gegevens.zorgkantoorbron
    soorten: Mapping[str, Callable[[Gemeente], tuple[str, str]]] = {
        PROVINCIE: lambda g: (g.provincie, g.vindplaats.bron),
        GGD: lambda g: (g.ggd_regio, g.ggd_bron),
        ZORGKANTOOR: lambda g: (zorgkantoor.get(g.code, ""), bron),
    }
    for soort, van in soorten.items():
        per_naam: dict[tuple[str, str], list[str]] = defaultdict(list)
        for gemeente in gegevens.gemeenten.values():
            per_naam[van(gemeente)].append(gemeente.code)
        per_naam.pop(("", bron), None)
        for (naam, uit), codes in sorted(per_naam.items()):
            yield Gebied(naam, soort, tuple(codes), Vindplaats(uit, "rij van de gemeente"))
