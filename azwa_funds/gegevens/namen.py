"""Find a gemeente, regio or other recipient by the name or code that a person types.

Case, diacritics, apostrophes, hyphens and the CBS suffix ("Hengelo (O.)") make no difference.
Nothing is guessed: what is no name gets suggestions, what fits two names is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from azwa_funds.gegevens.sources import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout, lijkt_op, opsomming, zin
from azwa_funds.kern.model import Gemeente, Ontvanger, Regio
from azwa_funds.kern.tekst import slug, toon_datum, vorm

_CODE = re.compile(r"(?:gm)?\s*(\d{1,4})", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*\([^)]*\)\s*$")
#: What everyone calls a gemeente whose official name is another.
_ROEPNAMEN = {"Den Haag": "'s-Gravenhage", "Den Bosch": "'s-Hertogenbosch"}

_SOORT = re.compile(r"(gemeente|regio)\s+(.+)", re.IGNORECASE)


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


def zoek_gemeente(gegevens: Gegevens, tekst: str) -> Gemeente:
    """Find one gemeente by name or code, or raise Gebruikersfout with suggestions."""
    gevonden = _gemeenten_met(gegevens, _zonder(tekst, "gemeente"))
    if len(gevonden) == 1:
        return gevonden[0]
    if gevonden:
        keuzes = " of ".join(f"{gemeente.naam} ({gemeente.code})" for gemeente in gevonden)
        raise Gebruikersfout(f"'{tekst}' kan op meer gemeenten slaan; bedoelde u {keuzes}?")
    namen = [gemeente.naam for gemeente in gegevens.gemeenten.values()]
    _weiger_opgeheven(gegevens, _zonder(tekst, "gemeente"))
    raise Gebruikersfout(_onbekend("gemeente", tekst, namen, "de naam of de CBS-code (GM0344)"))


def zoek_regio(gegevens: Gegevens, tekst: str) -> Regio:
    """Find one IZA-regio by name, or raise Gebruikersfout with suggestions."""
    kaal = vorm(_zonder(tekst, "regio"))
    for regio in gegevens.regios.values():
        if vorm(regio.naam) == kaal:
            return regio
    raise Gebruikersfout(
        _onbekend("regio", tekst, list(gegevens.regios), "de naam van de IZA-regio")
    )


def zoek_ontvanger(gegevens: Gegevens, tekst: str) -> Gevonden:
    """Find who is meant by a name: a gemeente first, else a regio or its mandaathouder.

    "gemeente Utrecht" and "regio Utrecht" tell the two apart; plain "Utrecht" is the gemeente,
    and `naamgenoot` says that there is a regio too.
    Raises Gebruikersfout with suggestions from both lists.
    """
    soort = _SOORT.fullmatch(tekst.strip())
    if soort and soort[1].casefold() == "regio":
        return _via_regio(gegevens, zoek_regio(gegevens, soort[2]))
    if (soort and soort[1].casefold() == "gemeente") or _gemeenten_met(gegevens, tekst):
        return _via_gemeente(gegevens, zoek_gemeente(gegevens, tekst))
    for regio in gegevens.regios.values():
        if vorm(tekst) in (
            vorm(regio.naam),
            vorm(regio.mandaathouder),
            vorm(regio.mandaathouder_code),
        ):
            return _via_regio(gegevens, regio)
    for ggd in sorted({gemeente.ggd_regio for gemeente in gegevens.gemeenten.values()}):
        if vorm(tekst) == vorm(ggd):
            return Gevonden(slug(ggd), ggd, None, None)
    for ontvanger in _genoemde_ontvangers(gegevens):
        kaal = _SUFFIX.sub("", ontvanger.naam)
        if vorm(tekst) in (vorm(ontvanger.naam), vorm(kaal), vorm(ontvanger.code)):
            return Gevonden(ontvanger.code, kaal, None, None)
    _weiger_opgeheven(gegevens, tekst)
    namen = [gemeente.naam for gemeente in gegevens.gemeenten.values()] + list(gegevens.regios)
    raise Gebruikersfout(
        _onbekend("gemeente of regio", tekst, namen, "een naam of CBS-code (GM0344)")
    )


def _genoemde_ontvangers(gegevens: Gegevens) -> Iterator[Ontvanger]:
    """Yield the bodies that an uitkering names as the one recipient of an onderdeel."""
    for uitkering in gegevens.uitkeringen.values():
        for toedeling in uitkering.toedelingen:
            if toedeling.ontvanger:
                yield toedeling.ontvanger


def _weiger_opgeheven(gegevens: Gegevens, tekst: str) -> None:
    """Say of a gemeente of the past where it went; a gemeente that was split names every part."""
    oud = [
        h
        for h in gegevens.herindelingen
        if h.status == "gerealiseerd"
        and h.code_oud not in gegevens.gemeenten
        and vorm(tekst) in (vorm(h.naam_oud), vorm(h.code_oud))
    ]
    if oud:
        naar = list(dict.fromkeys(h.naam_nieuw for h in oud))
        raise Gebruikersfout(
            f"De gemeente '{tekst}' bestaat niet meer: op {toon_datum(oud[0].datum.isoformat())} "
            f"opgegaan in {' en '.join(naar)}; bedoelde u {opsomming(naar)}?"
        )


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


def _zonder(tekst: str, woord: str) -> str:
    """Drop the word "gemeente" or "regio" before a name."""
    soort = _SOORT.fullmatch(tekst.strip())
    return soort[2] if soort and soort[1].casefold() == woord else tekst


def andere_namen(gemeente: Gemeente) -> list[str]:
    """Return by which names a gemeente is known besides its own: that of CBS, and what all say."""
    cbs = [gemeente.naam_cbs] if gemeente.naam_cbs != gemeente.naam else []
    return cbs + roepnamen(gemeente)


def roepnamen(gemeente: Gemeente) -> list[str]:
    """Return what everyone calls this gemeente, where that is not its official name."""
    return [roepnaam for roepnaam, naam in _ROEPNAMEN.items() if naam == gemeente.naam]


def _gemeenten_met(gegevens: Gegevens, tekst: str) -> list[Gemeente]:
    code = _CODE.fullmatch(tekst.strip())
    if code:
        gemeente = gegevens.gemeenten.get(f"GM{int(code[1]):04d}")
        return [gemeente] if gemeente else []
    kaal = vorm(tekst)
    gemeenten = gegevens.gemeenten.values()
    voluit = [g for g in gemeenten if kaal in map(vorm, (g.naam, *andere_namen(g)))]
    return voluit or [g for g in gemeenten if kaal and kaal == vorm(_SUFFIX.sub("", g.naam_cbs))]


def _onbekend(soort: str, tekst: str, namen: list[str], wat: str) -> str:
    """Say that a name does not exist, with names that look like it or of which it is a part."""
    zonder_suffix = [_SUFFIX.sub("", naam) for naam in namen]
    hint, kaal = lijkt_op(tekst, [*namen, *zonder_suffix]), vorm(tekst)
    bevat = [naam for naam in namen if len(kaal) > 2 and kaal in vorm(naam)]
    if not hint and 0 < len(bevat) <= 6:
        hint = f"bedoelde u {opsomming(bevat)}?"
    return zin(f"De {soort} '{tekst}' bestaat niet; {hint or f'typ {wat}'}")
