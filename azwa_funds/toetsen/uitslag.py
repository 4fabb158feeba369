"""The yearly toets: bookings against what was awarded, rule by rule, as bevindingen.

Each rule is a function of its own; what it says, how serious it is, its thresholds and what it
rests on stand in `data/toetsregels.toml`. Amounts are cents in `int`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypedDict, Unpack

from azwa_funds.besteden import (
    Aanvulling,
    Bestedingen,
    Bestedingenfout,
    Ernst,
    Toetsregel,
    Toetsregels,
    geld_van,
    kies_kring,
    lees_bestedingen,
    toetsregels_van,
)
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, Remedie
from azwa_funds.toetsen import boekingen as boekingen
from azwa_funds.toetsen import ontvangers as ontvangers
from azwa_funds.toetsen.basis import Bevinding, Toets
from azwa_funds.werkagenda import Werkagendastatus, lees_register

#: What is known of the werkagenda of each regio, by its name.
Register = Mapping[str, Werkagendastatus]

#: The function that carries out each rule of `toetsregels.toml`.
REGELS: dict[int, Callable[[Toets, Toetsregel], Iterable[Bevinding]]] = {
    1: ontvangers.meer_dan_toegekend,
    2: ontvangers.minder_dan_toegekend,
    3: ontvangers.geen_verantwoording,
    4: boekingen.dezelfde_uitgave,
    5: boekingen.buiten_jaar_of_looptijd,
    6: boekingen.geld_dat_niet_toekomt,
    7: ontvangers.consolidatie,
    8: ontvangers.landelijk_budget,
    9: ontvangers.beschikking_wijkt_af,
    10: boekingen.doelen_buiten_de_spuk,
    11: boekingen.opvallende_boekingen,
    12: ontvangers.werkagenda,
    13: ontvangers.deelwaarneming,
    14: boekingen.niet_alles_gelezen,
    15: ontvangers.toegezegd,
}


@dataclass(frozen=True)
class Uitslag:
    """The outcome of a toets: all bevindingen, most serious first, and what they rest on."""

    toets: Toets
    bevindingen: tuple[Bevinding, ...]
    gedaan: tuple[Toetsregel, ...]
    zonder: tuple[Toetsregel, ...]
    _telling: dict[Ernst, int] = field(default_factory=dict)

    def aantal(self, ernst: Ernst) -> int:
        """How many bevindingen are this serious."""
        if not self._telling:
            self._telling.update(dict.fromkeys(Ernst, 0))
            for bevinding in self.bevindingen:
                self._telling[bevinding.ernst] += 1
        return self._telling[ernst]

    @property
    def oordeel(self) -> str:
        """The verdict in words."""
        fouten, waarschuwingen = self.aantal(Ernst.FOUT), self.aantal(Ernst.WAARSCHUWING)
        delen = [
            _telwoord(fouten, "fout", "fouten", "geen fouten"),
            _telwoord(waarschuwingen, "waarschuwing", "waarschuwingen", "geen waarschuwingen"),
        ]
        zonder = ""
        if self.zonder:
            *eerste, laatste = (str(regel.nummer) for regel in self.zonder)
            nummers = f"toetsregels {', '.join(eerste)} en {laatste} zijn"
            zonder = f"; {nummers if eerste else f'toetsregel {laatste} is'} niet getoetst"
        return f"{' en '.join(delen)}{zonder}"


def _telwoord(aantal: int, een: str, meer: str, geen: str) -> str:
    return geen if not aantal else f"{aantal} {een if aantal == 1 else meer}"


class Kringkeuze(TypedDict, total=False):
    """Whose accounts are tested: those of one regio, one recipient or the whole country."""

    regio: str | None
    gemeente: str | None
    landelijk: bool


def toets_bestanden(
    gegevens: Gegevens,
    paden: Iterable[Path],
    jaar: int,
    *,
    zonder: Iterable[int] = (),
    werkagenda: Path | None = None,
    aanvulling: Aanvulling | None = None,
    **kring: Unpack[Kringkeuze],
) -> Uitslag:
    """Read bookings and test them by every rule, but for the numbers in `zonder`.

    `regio` (a name) and `gemeente` (a code) restrict the toets, `landelijk` widens it to all
    recipients; without them it follows from the files. `werkagenda` is the register of regions,
    `aanvulling` what fills in or explains the files; the year of the toets fills a missing year.
    Raises Gebruikersfout for unreadable input, a year without rules or an unknown rule.
    """
    aanvulling = replace(aanvulling or Aanvulling(), jaar=jaar)
    bestedingen, register = _lees(gegevens, paden, werkagenda, aanvulling)
    geld = geld_van(gegevens)
    _weiger_jaar(gegevens, bestedingen, jaar)
    in_jaar = bestedingen.tabel.loc[bestedingen.tabel["jaar"] == jaar, "verantwoorder_code"]
    gekozen = kies_kring(geld, in_jaar.unique(), **kring)
    return toets_bestedingen(Toets(geld, bestedingen, jaar, gekozen, register, werkagenda), zonder)


def _lees(
    gegevens: Gegevens, paden: Iterable[Path], werkagenda: Path | None, aanvulling: Aanvulling
) -> tuple[Bestedingen, Register | None]:
    """Read bookings and register; faults of both come in one list."""
    register, registerfout = None, None
    try:
        register = lees_register(gegevens, werkagenda) if werkagenda else None
    except Invoerfout as fout:
        registerfout = fout
    try:
        bestedingen = lees_bestedingen(gegevens, paden, aanvulling)
    except Bestedingenfout as fout:
        if registerfout is None:
            raise
        wat = "de bestanden met bestedingen en het register van de werkagenda"
        raise Bestedingenfout(wat, (registerfout, *fout.fouten), fout.aantal + 1) from fout
    if registerfout:
        raise registerfout
    return bestedingen, register


def toets_bestedingen(toets: Toets, zonder: Iterable[int] = ()) -> Uitslag:
    """Test bookings that have been read."""
    weg = _bekende_regels(toets.regels, zonder)
    geldig = [r for r in toets.regels.regels if r.van <= toets.jaar <= r.tot_en_met]
    gedaan = [regel for regel in geldig if regel.nummer not in weg]
    uit = [regel for regel in geldig if regel.nummer in weg]
    bevindingen = [b for regel in gedaan for b in REGELS[regel.nummer](toets, regel)]
    bevindingen += [_niet_getoetst(toets, regel) for regel in uit]
    ernst = list(Ernst)
    bevindingen.sort(
        key=lambda b: (
            ernst.index(b.ernst), b.regel, b.ontvanger_code, b.rij is None, b.onderdeel,
            b.bestand, b.blad, b.rij or 0,
        )
    )  # fmt: skip
    return Uitslag(toets, tuple(bevindingen), tuple(gedaan), tuple(uit))


def _niet_getoetst(toets: Toets, regel: Toetsregel) -> Bevinding:
    """Say in every output that a rule was switched off, for no one can see what is not there."""
    melding = f"NIET getoetst, op verzoek (--zonder {regel.nummer}): {regel.naam}."
    return Bevinding(regel.nummer, Ernst.INFORMATIE, "", toets.kring.naam, toets.jaar, "", melding)


def _weiger_jaar(gegevens: Gegevens, bestedingen: Bestedingen, jaar: int) -> None:
    regels = toetsregels_van(gegevens).regels
    van, tot = min(r.van for r in regels), max(r.tot_en_met for r in regels)
    if not van <= jaar <= tot:
        raise Gebruikersfout(f"Er zijn geen regels voor {jaar}; kies een jaar van {van} tot {tot}.")
    jaren = sorted(bestedingen.tabel["jaar"].unique().tolist())
    if jaar not in jaren:
        wel = ", ".join(map(str, jaren)) or "geen enkel jaar"
        raise Gebruikersfout(
            f"De bestanden hebben geen boekingen over {jaar}, wel over {wel}",
            Remedie(
                "kies --jaar daaruit of geef andere bestanden", "lees bestanden over dat jaar in"
            ),
        )


def _bekende_regels(regels: Toetsregels, nummers: Iterable[int]) -> set[int]:
    bekend = {regel.nummer for regel in regels.regels}
    gekozen = set(nummers)
    for nummer in sorted(gekozen - bekend):
        raise Gebruikersfout(
            f"Toetsregel {nummer} bestaat niet; kies uit 1 tot en met {max(bekend)}."
        )
    return gekozen
