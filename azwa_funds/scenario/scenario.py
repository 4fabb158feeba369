"""What if: a scenario file, its changes applied in the stated order, and what each change did.

A scenario is never policy: every amount that comes out of one has status `aanname`.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from azwa_funds.gegevens import Gegevens, zoek_gemeente, zoek_regio
from azwa_funds.kern.begrippen import SPUK_AZWA, Status, Toekenning
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, Rekenfout, bedoelde_u, lijkt_op, zin
from azwa_funds.lezen.bestanden import weiger_bijzonder
from azwa_funds.lezen.tabel import blokken, controleer_velden, decodeer, lees_toml
from azwa_funds.scenario.soorten import lees_wijziging, pas_toe
from azwa_funds.scenario.wijziging import Stand, Wijziging
from azwa_funds.verdelen import kies_uit

BASIS = "de gewone bedragen"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as its file describes it; `zwaai` holds its block [zwaai], if any."""

    id: str
    naam: str
    toelichting: str
    uitkering: str
    wijzigingen: tuple[Wijziging, ...]
    zwaai: Mapping[str, Any]
    pad: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """A row of a scenario beside the same row without it; amounts in whole euros.

    `vervallen` says that the scenario has no such row any more; its amount is 0.
    """

    toekenning: Toekenning
    basis: int
    vervallen: bool = False

    @property
    def jaar(self) -> int:
        """The calendar year."""
        return self.toekenning.jaar

    @property
    def onderdeel(self) -> str:
        """The id of the onderdeel."""
        return self.toekenning.onderdeel

    @property
    def regio(self) -> str:
        """The IZA-regio of the recipient, or empty."""
        return self.toekenning.regio

    @property
    def ontvanger_code(self) -> str:
        """The code of the recipient."""
        return self.toekenning.ontvanger_code

    @property
    def verschil(self) -> int:
        """What the scenario adds."""
        return self.toekenning.bedrag - self.basis


@dataclass(frozen=True, slots=True)
class Waterval:
    """From one amount to another in named steps, for one recipient, onderdeel and year.

    `effecten` sum exactly to `eind - begin`; all in whole euros.
    """

    jaar: int
    onderdeel: str
    regio: str
    ontvanger_code: str
    ontvanger: str
    begin: int
    effecten: tuple[int, ...]
    eind: int


@dataclass(frozen=True, slots=True)
class Watervallen:
    """All waterfalls of one comparison; `stappen` names the effects in order."""

    begin: str
    stappen: tuple[str, ...]
    eind: str
    regels: tuple[Waterval, ...]


# -- reading -----------------------------------------------------------------------------------


#: Nobody weighs more changes at once; each takes a division of the whole country.
_MEESTE_WIJZIGINGEN = 250


def lees_scenario(gegevens: Gegevens, waar: str | Path) -> Scenario:
    """Read a scenario by its path, or by the id of one in the data folder.

    Raises Gebruikersfout when there is no such file, Invoerfout when it does not fit.
    """
    bekend = gegevens.scenarios
    pad = bekend.get(str(waar), Path(waar))
    try:
        weiger_bijzonder(pad)
        ruw = pad.read_bytes()
    except FileNotFoundError:
        hint = lijkt_op(str(waar), bekend) or (
            "geef het pad van een TOML-bestand of een naam uit 'azwa-funds scenario lijst'"
        )
        raise Gebruikersfout(zin(f"Scenario '{waar}' bestaat niet; {hint}")) from None
    except OSError as fout:
        raise Gebruikersfout(
            f"Scenario '{waar}' is niet te lezen; geef het pad van een TOML-bestand."
        ) from fout
    blok = lees_toml(pad, decodeer(pad, ruw))
    teksten = dict.fromkeys(("id", "naam", "toelichting"), str)
    mogelijk = {"uitkering": str, "wijziging": list, "zwaai": dict}
    controleer_velden(pad, blok, "het bestand", teksten, mogelijk)
    if blok["id"] != pad.stem:
        raise Invoerfout(
            pad,
            f"id '{blok['id']}' is niet de naam van het bestand",
            f"schrijf id = '{pad.stem}' of hernoem het bestand",
        )
    uitkering = blok.get("uitkering", SPUK_AZWA)
    if uitkering not in gegevens.uitkeringen:
        raise Invoerfout(
            pad,
            f"uitkering '{uitkering}' bestaat niet",
            bedoelde_u(uitkering, gegevens.uitkeringen),
        )
    if len(blok.get("wijziging", ())) > _MEESTE_WIJZIGINGEN:
        raise Invoerfout(
            pad,
            f"er staan {len(blok['wijziging'])} wijzigingen in, en elke telt het land opnieuw uit",
            f"houd er hoogstens {_MEESTE_WIJZIGINGEN} over",
        )
    wijzigingen = tuple(
        lees_wijziging(gegevens, pad, nummer, met_datum_als_tekst(deel))
        for nummer, deel in enumerate(
            blokken(pad, blok, "wijziging", mag_leeg="zwaai" in blok), start=1
        )
    )
    _weiger_dubbele_namen(pad, wijzigingen)
    return Scenario(
        blok["id"],
        blok["naam"],
        blok["toelichting"],
        uitkering,
        wijzigingen,
        blok.get("zwaai", {}),
        pad,
        hashlib.sha256(ruw).hexdigest(),
    )


def met_datum_als_tekst(blok: Mapping[str, Any]) -> dict[str, Any]:
    """A date may stand in TOML with or without quotes."""
    return {naam: str(waarde) if naam == "datum" else waarde for naam, waarde in blok.items()}


def _weiger_dubbele_namen(pad: Path, wijzigingen: Iterable[Wijziging]) -> None:
    namen = [wijziging.naam for wijziging in wijzigingen]
    for naam in namen:
        if namen.count(naam) > 1:
            raise Invoerfout(
                pad, f"twee wijzigingen heten '{naam}'", "geef elke wijziging een eigen naam"
            )


# -- computing ---------------------------------------------------------------------------------


def standen(gegevens: Gegevens, scenario: Scenario) -> list[Stand]:
    """Return the state before any change and after each, in order.

    Raises Invoerfout naming the block that does not fit.
    """
    uit = [Stand.uitgangspunt(gegevens, scenario.uitkering)]
    for wijziging in scenario.wijzigingen:
        uit.append(pas_toe(uit[-1], wijziging))
    return uit


def eindstand(gegevens: Gegevens, scenario: Scenario | None) -> Stand:
    """Return the state after all changes, or the usual one without a scenario."""
    if scenario is None:
        return Stand.uitgangspunt(gegevens, SPUK_AZWA)
    return standen(gegevens, scenario)[-1]


def verdelingen(gegevens: Gegevens, scenario: Scenario) -> list[list[Toekenning]]:
    """Return the division before any change and after each; of a scenario all is `aanname`.

    Raises Invoerfout naming the block with which the money can no longer be divided.
    """
    begin, *verder = standen(gegevens, scenario)
    uit = [begin.toekenningen()]
    for wijziging, stand in zip(scenario.wijzigingen, verder, strict=True):
        try:
            toekenningen = stand.toekenningen()
        except Gebruikersfout as fout:
            # The state before could be divided, so it is this change that makes it impossible.
            tekst = str(fout).rstrip(".")
            if not isinstance(fout, Invoerfout):
                tekst = tekst[0].lower() + tekst[1:]
            reden, _, remedie = tekst.rpartition("; ")
            raise wijziging.fout(reden or remedie, remedie if reden else "pas dit aan") from fout
        uit.append([replace(t, status=Status.AANNAME) for t in toekenningen])
    return uit


def reken_scenario(gegevens: Gegevens, scenario: Scenario) -> list[Vergelijking]:
    """Divide the money of a scenario; every row stands beside its amount without the scenario.

    A row that the scenario does not have any more stays, with an amount of 0, so that the
    column of the basis sums to its own total.
    """
    reeks = verdelingen(gegevens, scenario)
    basis = {_sleutel(t): t for t in reeks[0]}
    nieuw = {_sleutel(t): t for t in reeks[-1]}
    verdwenen = [
        replace(t, bedrag=0, status=Status.AANNAME, gewicht=0, quotient=None)
        for sleutel, t in basis.items()
        if sleutel not in nieuw
    ]
    rijen = [
        *(
            Vergelijking(t, basis[sleutel].bedrag if sleutel in basis else 0)
            for sleutel, t in nieuw.items()
        ),
        *(Vergelijking(t, basis[_sleutel(t)].bedrag, vervallen=True) for t in verdwenen),
    ]
    return sorted(rijen, key=lambda rij: _volgorde(rij.toekenning))


def _sleutel(toekenning: Toekenning) -> tuple[int, str, str]:
    return toekenning.jaar, toekenning.onderdeel, toekenning.ontvanger_code


def _volgorde(toekenning: Toekenning) -> tuple[int, str, str, str]:
    return (toekenning.jaar, toekenning.onderdeel, toekenning.regio, toekenning.ontvanger_code)


# -- what each change did ----------------------------------------------------------------------


def vergelijk(gegevens: Gegevens, een: Scenario, ander: Scenario | None = None) -> Watervallen:
    """Say per recipient, onderdeel and year which change did what, in the stated order.

    With one scenario: from no changes to all of it. With two: from the first to the second, by
    undoing the changes of the first, last one first, and then applying those of the second;
    changes with which both begin stay as they are. Effects depend on the order in which they
    are applied; that they sum to the difference does not.
    """
    reeks = verdelingen(gegevens, een)
    if ander is None:
        stappen = [wijziging.naam for wijziging in een.wijzigingen]
        return _watervallen(BASIS, stappen, een.naam, reeks)
    if een.uitkering != ander.uitkering:
        raise Gebruikersfout(
            f"{een.pad} gaat over {een.uitkering} en {ander.pad} over {ander.uitkering}; kies "
            "twee scenario's van dezelfde uitkering."
        )
    gelijk = _gelijk_begin(een, ander)
    terug = [f"zonder: {w.naam}" for w in reversed(een.wijzigingen[gelijk:])]
    heen = [f"met: {w.naam}" for w in ander.wijzigingen[gelijk:]]
    tweede = verdelingen(gegevens, ander)
    pad = [*reversed(reeks[gelijk:]), *tweede[gelijk + 1 :]]
    return _watervallen(een.naam, [*terug, *heen], ander.naam, pad)


def _gelijk_begin(een: Scenario, ander: Scenario) -> int:
    """Count the changes with which both scenarios begin."""
    aantal = 0
    for a, b in zip(een.wijzigingen, ander.wijzigingen, strict=False):
        if (a.soort, a.velden) != (b.soort, b.velden):
            break
        aantal += 1
    return aantal


def _watervallen(
    begin: str, stappen: Sequence[str], eind: str, reeks: Sequence[Sequence[Toekenning]]
) -> Watervallen:
    bedragen: dict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0] * len(reeks))
    wie: dict[tuple[int, str, str], Toekenning] = {}
    for plaats, toekenningen in enumerate(reeks):
        for toekenning in toekenningen:
            bedragen[_sleutel(toekenning)][plaats] += toekenning.bedrag
            wie[_sleutel(toekenning)] = toekenning
    regels = [
        _waterval(wie[sleutel], bedragen[sleutel])
        for sleutel in sorted(wie, key=lambda sleutel: _volgorde(wie[sleutel]))
    ]
    return Watervallen(begin, tuple(stappen), eind, tuple(regels))


def _waterval(wie: Toekenning, bedragen: Sequence[int]) -> Waterval:
    effecten = tuple(na - voor for voor, na in itertools.pairwise(bedragen))
    if bedragen[0] + sum(effecten) != bedragen[-1]:
        raise Rekenfout("De effecten tellen niet op tot het verschil; meld dit als fout.")
    return Waterval(
        wie.jaar,
        wie.onderdeel,
        wie.regio,
        wie.ontvanger_code,
        wie.ontvanger,
        bedragen[0],
        effecten,
        bedragen[-1],
    )


def samen(regels: Iterable[Waterval]) -> dict[int, list[int]]:
    """Add up waterfalls per year: begin, the effects in order, and end."""
    som: dict[int, list[int]] = {}
    for regel in regels:
        bedragen = [regel.begin, *regel.effecten, regel.eind]
        eerder = som.get(regel.jaar, [0] * len(bedragen))
        som[regel.jaar] = [a + b for a, b in zip(eerder, bedragen, strict=True)]
    for bedragen in som.values():
        if sum(bedragen[:-1]) != bedragen[-1]:
            raise Rekenfout("De effecten tellen niet op tot het verschil; meld dit als fout.")
    return dict(sorted(som.items()))


# -- choosing rows -----------------------------------------------------------------------------


class Regel(Protocol):
    """What a row of any answer says about itself."""

    @property
    def jaar(self) -> int: ...
    @property
    def onderdeel(self) -> str: ...
    @property
    def regio(self) -> str: ...
    @property
    def ontvanger_code(self) -> str: ...


R = TypeVar("R", bound=Regel)


@dataclass(frozen=True, slots=True)
class Keuze:
    """Which rows the user wants to see; empty or None is all. `regio` and `code` are as found."""

    jaren: tuple[int, ...] = ()
    onderdelen: tuple[str, ...] = ()
    regio: str | None = None
    code: str | None = None

    def uit(self, regels: Iterable[R]) -> list[R]:
        """Return the rows that fit, or raise Gebruikersfout where none does."""
        gekozen = [regel for regel in regels if self._past(regel)]
        if not gekozen:
            raise Gebruikersfout(
                "Met deze keuzes is er geen enkel bedrag; laat een optie weg (--regio, "
                "--gemeente, --jaar of --onderdeel)."
            )
        return gekozen

    def wie(self, regels: Sequence[Waterval]) -> str:
        """Name what the chosen rows are about."""
        if self.code is not None:
            return regels[-1].ontvanger
        return f"regio {self.regio}" if self.regio is not None else "heel Nederland"

    def _past(self, regel: Regel) -> bool:
        return (
            (not self.jaren or regel.jaar in self.jaren)
            and (not self.onderdelen or regel.onderdeel in self.onderdelen)
            and (self.regio is None or regel.regio == self.regio)
            and (self.code is None or regel.ontvanger_code == self.code)
        )


def kies(
    gegevens: Gegevens,
    scenario: Scenario | None,
    jaren: Iterable[int],
    onderdelen: Iterable[str],
    regio: str | None,
    gemeente: str | None,
) -> Keuze:
    """Find what the user's options mean, also a gemeente that only the scenario knows.

    Raises Gebruikersfout, with suggestions, for a year, onderdeel, regio or gemeente that is not
    there.
    """
    uitkering = gegevens.uitkering(scenario.uitkering if scenario else SPUK_AZWA)
    if scenario is not None:
        gegevens = standen(gegevens, scenario)[-1].gegevens[uitkering.jaren[-1]]
    return Keuze(
        tuple(kies_uit(jaar, uitkering.jaren, "jaar") for jaar in jaren),
        tuple(kies_uit(naam, uitkering.onderdelen, "onderdeel") for naam in onderdelen),
        None if regio is None else zoek_regio(gegevens, regio).naam,
        None if gemeente is None else zoek_gemeente(gegevens, gemeente).code,
    )
