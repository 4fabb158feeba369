"""Find a gemeente, regio or other recipient by the name or code that a person types.

One finder for all: options, bookings, awards, registers. Case, diacritics, apostrophes, hyphens,
marks that nobody sees and the CBS suffix ("Hengelo (O.)") make no difference. Nothing is guessed:
what is no name gets suggestions, what fits two names is asked about, and a gemeente of the past is
told where it went.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.herindeling import GEREALISEERD, opvolgers
from azwa_funds.kern.begrippen import Gemeente, Herindeling, Ontvanger, Regio
from azwa_funds.kern.fouten import Gebruikersfout, lijkt_op, opsomming, zin
from azwa_funds.kern.tekst import slug, toon_datum, vorm
from azwa_funds.lezen.cellen import Celfout, lees_gemeentecode, voluit

# "GM0141 Almelo" and "0141 - Almelo", as exports and drop-down lists write them.
_CODE_EN_NAAM = re.compile(
    r"(?:gm[\s-]*)?(\d{2,5})(?:\s+|\s*[-:,/|]\s*)(\D+)", re.IGNORECASE | re.ASCII
)
# "Almelo (GM0141)"
_NAAM_EN_CODE = re.compile(r"(\D+?)\s*[(,]\s*gm[\s-]*(\d{1,5})\s*\)?", re.IGNORECASE | re.ASCII)
_SUFFIX = re.compile(r"\s*\(([^)]*)\)\s*$")
#: What everyone calls a gemeente whose official name is another.
_ROEPNAMEN = {"Den Haag": "'s-Gravenhage", "Den Bosch": "'s-Hertogenbosch"}

_SOORT = re.compile(r"(gemeente|gem\.?|regio)\s+(.+)", re.IGNORECASE)
# "Almelo (gemeente)", "Almelo, gemeente", "Almelo gemeente"
_SOORT_ACHTER = re.compile(r"(.+?)\s*[\s,(]\s*(?:gemeente|gem\.?)\s*\)?", re.IGNORECASE)
# "Nuenen c.a.": and what belongs to it.
_CUM_ANNEXIS = re.compile(r"(.+?),?\s+c\.?\s*a\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gevonden:
    """What a typed name stands for: a gemeente, or a regio by way of its mandaathouder.

    `via_regio` says that the person asked for a regio, so that only its regional money is meant;
    `naamgenoot` is the regio that bears the same name as the gemeente that was found.
    """

    code: str
    naam: str
    gemeente: Gemeente | None
    mandaathouder_van: Regio | None
    naamgenoot: Regio | None = None
    via_regio: bool = False


class Namen:
    """Everybody who can receive money, by every way in which people write a name or a code."""

    def __init__(self, gegevens: Gegevens) -> None:
        self.gegevens = gegevens

    def vind(self, tekst: str) -> str | None:
        """Return the code of a recipient; None where no recipient has this name or code.

        Raises Celfout for what fits two gemeenten, for a gemeente of the past, and for a name that
        does not belong to the code beside it.
        """
        gevonden = self.gemeenten(tekst)
        if len(gevonden) == 1:
            return gevonden[0].code
        if gevonden:
            keuzes = " of ".join(f"{gemeente.code} ({gemeente.naam})" for gemeente in gevonden)
            raise Celfout(f"'{tekst}' kan op meer gemeenten slaan", f"vul {keuzes} in")
        if lichaam := self._lichamen.get(vorm(tekst)):
            return lichaam
        if oud := self.verleden(tekst):
            raise self._opgegaan(tekst, oud)
        self._weiger_tegenspraak(tekst)
        return None

    def ontvanger_code(self, tekst: str, *, met_hint: bool = True) -> str:
        """Return the code of a recipient, or raise Celfout; looking for a hint takes long."""
        if code := self.vind(tekst):
            return code
        if lees_gemeentecode(_schoon(tekst), ruim=True):
            raise Celfout(f"'{tekst}' is geen gemeente van nu", "controleer de CBS-code")
        if regio := self._regionamen.get(_regionaam(tekst)):
            wie = f"{regio.mandaathouder_code} ({regio.mandaathouder})"
            raise Celfout(f"'{tekst}' is een regio", f"vul de mandaathouder in: {wie}")
        anders = "vul de CBS-code in (GM0344) of de code van het openbaar lichaam"
        raise Celfout(
            f"'{tekst}' is geen bekende ontvanger", (met_hint and self._hint(tekst)) or anders
        )

    def gemeenten(self, tekst: str) -> list[Gemeente]:
        """Return the gemeenten of now that bear this name or code: none, one, or more."""
        kaal = _zonder(tekst, "gemeente")
        if code := lees_gemeentecode(kaal, ruim=True):
            return self._met_code(code)
        if paar := _code_en_naam(kaal):
            cijfers, naam = paar
            return [g for g in self._met_code(voluit(cijfers)) if g in self._met_naam(naam)]
        return self._met_naam(kaal)

    def verleden(self, tekst: str) -> list[Herindeling]:
        """Return what became of a gemeente that is no more; of one that was split, every part."""
        kaal = _zonder(tekst, "gemeente")
        paar = _code_en_naam(kaal)
        code = lees_gemeentecode(kaal, ruim=True) or (voluit(paar[0]) if paar else "")
        naam = vorm(kaal)
        return [h for h, oud in self._opgeheven if h.code_oud == code or oud == naam]

    @cached_property
    def _opgeheven(self) -> list[tuple[Herindeling, str]]:
        """What became of every gemeente that is no more, with the form of its name."""
        return [
            (h, vorm(h.naam_oud))
            for h in self.gegevens.herindelingen
            if h.status == GEREALISEERD and h.code_oud not in self.gegevens.gemeenten
        ]

    @cached_property
    def _regionamen(self) -> dict[str, Regio]:
        return {vorm(regio.naam): regio for regio in self.regios}

    @property
    def regios(self) -> Iterable[Regio]:
        """All regios."""
        return self.gegevens.regios.values()

    @property
    def gemeentenamen(self) -> list[str]:
        """The names of all gemeenten."""
        return [gemeente.naam for gemeente in self.gegevens.gemeenten.values()]

    @cached_property
    def lichamen(self) -> dict[str, str]:
        """The name of every recipient that is no gemeente, by code.

        They are bodies that hold the mandate of a regio, GGD'en, and bodies named in an uitkering.
        """
        lichamen = {
            regio.mandaathouder_code: regio.mandaathouder
            for regio in self.regios
            if regio.mandaathouder_code not in self.gegevens.gemeenten
        }
        ggden = sorted({gemeente.ggd_regio for gemeente in self.gegevens.gemeenten.values()})
        lichamen |= {slug(naam): naam for naam in ggden}
        return lichamen | {o.code: o.naam for o in _genoemde_ontvangers(self.gegevens)}

    @cached_property
    def _lichamen(self) -> dict[str, str]:
        vormen = {vorm(naam): code for code, naam in self.lichamen.items()}
        vormen |= {vorm(_SUFFIX.sub("", naam)): code for code, naam in self.lichamen.items()}
        return vormen | {vorm(code): code for code in self.lichamen}

    @cached_property
    def _voluit(self) -> dict[str, list[Gemeente]]:
        """The gemeenten by each of their names in full."""
        vormen = defaultdict(list)
        for gemeente in self.gegevens.gemeenten.values():
            for naam in dict.fromkeys(map(vorm, (gemeente.naam, *andere_namen(gemeente)))):
                vormen[naam].append(gemeente)
        return vormen

    @cached_property
    def _kort(self) -> dict[str, list[Gemeente]]:
        """The gemeenten by what is left without a suffix, and by the first of several names."""
        vormen = defaultdict(list)
        for gemeente in self.gegevens.gemeenten.values():
            kort = _SUFFIX.sub("", gemeente.naam_cbs)
            for naam in dict.fromkeys(map(vorm, (kort, kort.partition(",")[0]))):
                vormen[naam].append(gemeente)
        return vormen

    def _met_code(self, code: str) -> list[Gemeente]:
        gemeente = self.gegevens.gemeenten.get(code)
        return [gemeente] if gemeente else []

    def _met_naam(self, naam: str) -> list[Gemeente]:
        kaal = vorm(naam)
        if gevonden := self._voluit.get(kaal) or self._kort.get(kaal):
            return gevonden
        if match := _CUM_ANNEXIS.fullmatch(naam):
            kort = self._kort.get(vorm(match[1]), [])
            return [gemeente for gemeente in kort if "," in gemeente.naam]
        if match := _SUFFIX.search(naam):
            kort = self._kort.get(vorm(naam[: match.start()]), [])
            return [gemeente for gemeente in kort if _is_provincie(match[1], gemeente.provincie)]
        return []

    def _opgegaan(self, tekst: str, oud: Sequence[Herindeling]) -> Celfout:
        *eerste, laatste = dict.fromkeys(h.naam_nieuw for h in oud)
        naar = f"{', '.join(eerste)} en {laatste}" if eerste else laatste
        wie = "" if vorm(oud[0].naam_oud) == vorm(tekst) else f" ({oud[0].naam_oud})"
        bekend = self.gegevens.gemeenten
        codes = opvolgers(self.gegevens.herindelingen, [oud[0].code_oud], date.min)
        nu = [bekend[code] for code in sorted(codes) if code in bekend]
        keuzes = " of ".join(f"{gemeente.code} ({gemeente.naam})" for gemeente in nu)
        return Celfout(
            f"'{tekst}'{wie} is per {oud[0].datum:%d-%m-%Y} opgegaan in {naar}",
            f"vul {nu[0].code if len(nu) == 1 else keuzes or 'de gemeente van nu'} in",
        )

    def _weiger_tegenspraak(self, tekst: str) -> None:
        """Refuse a code with the name of another gemeente beside it."""
        paar = _code_en_naam(_zonder(tekst, "gemeente"))
        if paar and (gemeenten := self._met_code(voluit(paar[0]))):
            wie = f"{gemeenten[0].code} is {gemeenten[0].naam}"
            raise Celfout(f"'{tekst}' spreekt zichzelf tegen: {wie}", "verbeter de code of de naam")

    def _hint(self, tekst: str) -> str:
        return lijkt_op(tekst, [*self.gemeentenamen, *self.lichamen])


def _schoon(tekst: str) -> str:
    """Drop the marks that nobody sees, and make every space an ordinary one."""
    zichtbaar = (teken for teken in tekst if unicodedata.category(teken) not in ("Cf", "Cc"))
    return " ".join("".join(zichtbaar).split())


def _code_en_naam(tekst: str) -> tuple[str, str] | None:
    """Take "GM0141 Almelo" and "Almelo (GM0141)" apart: the digits of the code, and the name."""
    if match := _CODE_EN_NAAM.fullmatch(tekst):
        return match[1], match[2]
    match = _NAAM_EN_CODE.fullmatch(tekst)
    return (match[2], match[1]) if match else None


def _regionaam(tekst: str) -> str:
    return vorm(_zonder(tekst, "regio"))


def _is_provincie(suffix: str, provincie: str) -> bool:
    """Whether "(O.)", "(NH)", "(Gld)" or "(Limburg)" is short for a provincie: letters of it."""
    kort, letters = vorm(suffix), iter(vorm(provincie))
    return kort[:1] == vorm(provincie)[:1] and all(letter in letters for letter in kort)


def zoek_gemeente(gegevens: Gegevens, tekst: str) -> Gemeente:
    """Find one gemeente by name or code, or raise Gebruikersfout with suggestions."""
    wijzer = Namen(gegevens)
    gevonden = wijzer.gemeenten(tekst)
    if len(gevonden) == 1:
        return gevonden[0]
    if gevonden:
        keuzes = " of ".join(f"{gemeente.naam} ({gemeente.code})" for gemeente in gevonden)
        raise Gebruikersfout(f"'{tekst}' kan op meer gemeenten slaan; bedoelde u {keuzes}?")
    _vind_of_weiger(wijzer, tekst)
    wat = "de naam of de CBS-code (GM0344)"
    raise Gebruikersfout(_onbekend("gemeente", tekst, wijzer.gemeentenamen, wat))


def zoek_regio(gegevens: Gegevens, tekst: str) -> Regio:
    """Find one IZA-regio by name, or raise Gebruikersfout with suggestions."""
    naam = _zonder(tekst, "regio")
    for regio in gegevens.regios.values():
        if vorm(regio.naam) == vorm(naam):
            return regio
    wat = "de naam van de IZA-regio"
    raise Gebruikersfout(_onbekend("regio", naam, list(gegevens.regios), wat))


def zoek_ontvanger(gegevens: Gegevens, tekst: str) -> Gevonden:
    """Find who is meant by a name: a gemeente first, else a regio or its mandaathouder.

    "gemeente Utrecht" and "regio Utrecht" tell the two apart; plain "Utrecht" is the gemeente,
    and `naamgenoot` says that there is a regio too.
    Raises Gebruikersfout with suggestions from both lists.
    """
    wijzer = Namen(gegevens)
    soort, _ = _ontleed(tekst)
    if soort == "regio":
        return _via_regio(gegevens, zoek_regio(gegevens, tekst))
    if soort == "gemeente" or wijzer.gemeenten(tekst):
        return _via_gemeente(gegevens, zoek_gemeente(gegevens, tekst))
    kaal = vorm(tekst)
    for regio in wijzer.regios:
        if kaal in map(vorm, (regio.naam, regio.mandaathouder, regio.mandaathouder_code)):
            return _via_regio(gegevens, regio)
    if code := _vind_of_weiger(wijzer, tekst):
        return Gevonden(code, _SUFFIX.sub("", wijzer.lichamen[code]), None, None)
    namen, wat = [*wijzer.gemeentenamen, *gegevens.regios], "een naam of CBS-code (GM0344)"
    raise Gebruikersfout(_onbekend("gemeente of regio", tekst, namen, wat))


def _vind_of_weiger(wijzer: Namen, tekst: str) -> str | None:
    """Return the code of who bears this name; of a gemeente of the past, say where it went."""
    if oud := wijzer.verleden(tekst):
        naar = list(dict.fromkeys(h.naam_nieuw for h in oud))
        raise Gebruikersfout(
            f"De gemeente '{tekst}' bestaat niet meer: op {toon_datum(oud[0].datum.isoformat())} "
            f"opgegaan in {' en '.join(naar)}; bedoelde u {opsomming(naar)}?"
        )
    try:
        return wijzer.vind(tekst)
    except Celfout as fout:
        raise Gebruikersfout(fout.reden, fout.remedie) from fout


def _genoemde_ontvangers(gegevens: Gegevens) -> Iterator[Ontvanger]:
    """Yield the bodies that an uitkering names as the one recipient of an onderdeel."""
    for uitkering in gegevens.uitkeringen.values():
        for toedeling in uitkering.toedelingen:
            if toedeling.ontvanger:
                yield toedeling.ontvanger


def benoem(gegevens: Gegevens, id: str) -> str:
    """Return how a reader meets an onderdeel, uitkering or key: by id if that is a word, else name.

    Ids such as `ggd_kennis_coordinatie` are for files and for typing.
    """
    if "_" not in id:
        return id
    onderdelen = {b.onderdeel: b.naam for b in reversed(gegevens.budgetten)}
    uitkeringen = {wat.id: wat.naam for wat in gegevens.uitkeringen.values()}
    sleutels = {sleutel.id: sleutel.naam for sleutel in gegevens.sleutels.values()}
    return (onderdelen | uitkeringen | sleutels).get(id, id.replace("_", " "))


def mandaathouder_van(gegevens: Gegevens, code: str) -> Regio | None:
    """Return the regio whose mandaathouder has this code, if any."""
    regios = (r for r in gegevens.regios.values() if r.mandaathouder_code == code)
    return next(regios, None)


def _via_gemeente(gegevens: Gegevens, gemeente: Gemeente) -> Gevonden:
    naamgenoten = (r for r in gegevens.regios.values() if vorm(r.naam) == vorm(gemeente.naam))
    regio = mandaathouder_van(gegevens, gemeente.code)
    return Gevonden(gemeente.code, gemeente.naam, gemeente, regio, next(naamgenoten, None))


def _via_regio(gegevens: Gegevens, regio: Regio) -> Gevonden:
    gemeente = gegevens.gemeenten.get(regio.mandaathouder_code)
    return Gevonden(regio.mandaathouder_code, regio.mandaathouder, gemeente, regio, via_regio=True)


def _ontleed(tekst: str) -> tuple[str, str]:
    """Return whether a text says "gemeente" or "regio", else "", and the name without that word."""
    schoon = _schoon(tekst)
    if match := _SOORT.fullmatch(schoon):
        return "regio" if match[1].casefold() == "regio" else "gemeente", match[2]
    match = _SOORT_ACHTER.fullmatch(schoon)
    return ("gemeente", match[1]) if match else ("", schoon)


def _zonder(tekst: str, woord: str) -> str:
    """Return a text without marks that nobody sees and without this word before or after it."""
    soort, naam = _ontleed(tekst)
    return naam if soort == woord else _schoon(tekst)


def andere_namen(gemeente: Gemeente) -> list[str]:
    """Return by which names a gemeente is known besides its own: that of CBS, and what all say."""
    cbs = [gemeente.naam_cbs] if gemeente.naam_cbs != gemeente.naam else []
    return cbs + roepnamen(gemeente)


def roepnamen(gemeente: Gemeente) -> list[str]:
    """Return what everyone calls this gemeente, where that is not its official name."""
    return [roepnaam for roepnaam, naam in _ROEPNAMEN.items() if naam == gemeente.naam]


def _onbekend(soort: str, tekst: str, namen: list[str], wat: str) -> str:
    """Say that a name does not exist, with names that look like it or of which it is a part."""
    zonder_suffix = [_SUFFIX.sub("", naam) for naam in namen]
    hint, kaal = lijkt_op(tekst, [*namen, *zonder_suffix]), vorm(tekst)
    bevat = [naam for naam in namen if len(kaal) > 2 and kaal in vorm(naam)]
    if not hint and 0 < len(bevat) <= 6:
        hint = f"bedoelde u {opsomming(bevat)}?"
    return zin(f"De {soort} '{tekst}' bestaat niet; {hint or f'typ {wat}'}")
