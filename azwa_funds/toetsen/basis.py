"""What every rule of the toets looks at, and what it yields. Amounts are cents in `int`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.besteden import (
    REGIONALE,
    Bestedingen,
    Ernst,
    Geld,
    Jaarinvoer,
    Jaarstand,
    Kring,
    Recht,
    Toetsregel,
    Toetsregels,
    Tolerantie,
    loop_door,
    toetsregels_van,
    tolerantie_van,
)
from azwa_funds.kern.begrippen import Centen, Vindplaats
from azwa_funds.kern.euro import in_centen, toon_centen
from azwa_funds.kern.tekst import telling
from azwa_funds.werkagenda import Werkagendastatus

if TYPE_CHECKING:
    import pandas as pd

#: Of one kind of bevinding about bookings, no more than this many per recipient are told one by
#: one; one more then counts and adds up the rest.
MEESTE_PER_ONTVANGER = 500


@dataclass(frozen=True, slots=True)
class Bevinding:
    """What a rule found: amounts in cents (None where there is none), and where it stands.

    `verschil` is the effect in money: what was found minus what was expected.
    """

    regel: int
    ernst: Ernst
    ontvanger_code: str
    ontvanger: str
    jaar: int
    onderdeel: str
    melding: str
    verwacht: Centen | None = None
    gevonden: Centen | None = None
    verschil: Centen | None = None
    bestand: str = ""
    blad: str = ""
    rij: int | None = None


@dataclass(frozen=True)
class Toets:
    """All that a rule can look at.

    `tabel` holds all bookings; `eigen` those of the year by recipients within the kring.
    `register` is what is known of the werkagenda, from the file `registerbestand`.
    """

    geld: Geld
    bestedingen: Bestedingen
    jaar: int
    kring: Kring
    register: Mapping[str, Werkagendastatus] | None = None
    registerbestand: Path | None = None

    @property
    def regels(self) -> Toetsregels:
        """The rules and their thresholds."""
        return toetsregels_van(self.geld.gegevens)

    @property
    def tabel(self) -> pd.DataFrame:
        """All bookings of all years."""
        return self.bestedingen.tabel

    @cached_property
    def in_jaar(self) -> pd.DataFrame:
        """The bookings of the year, of everyone."""
        jaren = self.tabel["jaar"].to_numpy()
        return self.tabel if (jaren == self.jaar).all() else self.tabel[jaren == self.jaar]

    @cached_property
    def eigen(self) -> pd.DataFrame:
        """The bookings of the year by recipients within the kring."""
        codes = self.in_jaar["verantwoorder_code"]
        if self.kring.codes.issuperset(codes.cat.categories):
            return self.in_jaar
        return self.in_jaar[codes.isin(list(self.kring.codes))]

    @cached_property
    def opmerkingen(self) -> tuple[str, ...]:
        """What a reader must know of the files: how they were read, and what was left out."""
        return (*self.bestedingen.opmerkingen, *self._buiten_de_toets())

    def _buiten_de_toets(self) -> Iterator[str]:
        """Say which bookings were read but not tested, so that no one misses them in silence."""
        jaren = self.tabel["jaar"].value_counts().sort_index()
        for jaar, aantal in jaren[jaren.index != self.jaar].items():
            yield (
                f"{telling(int(aantal), 'boeking', 'boekingen')} over {jaar} niet getoetst: deze "
                f"toets gaat over {self.jaar}; alleen de stand over de jaren telt ze mee."
            )
        if anders := len(self.in_jaar) - len(self.eigen):
            yield (
                f"{telling(anders, 'boeking', 'boekingen')} van anderen dan {self.kring.naam} "
                "niet getoetst; ze zijn alleen vergeleken met wat wel is getoetst."
            )

    @cached_property
    def besteed(self) -> dict[tuple[str, int, str], Centen]:
        """What was spent in all, by code, year and onderdeel; a key is there if it was reported."""
        return som_per(self.tabel, "verantwoorder_code", "jaar", "onderdeel")

    @cached_property
    def verantwoorders(self) -> frozenset[str]:
        """Who accounted for anything at all in the year."""
        return frozenset(code for code, jaar, _ in self.besteed if jaar == self.jaar)

    def besteed_via(self, code: str, onderdeel: str) -> dict[str, Centen]:
        """What a mandaathouder spent in the year through each medeoverheid, by its code."""
        return self._via.get((code, onderdeel), {})

    @cached_property
    def _via(self) -> dict[tuple[str, str], dict[str, Centen]]:
        rijen = self.in_jaar[(self.in_jaar["medeoverheid_code"] != "").to_numpy()]
        rijen = rijen[rijen["onderdeel"].isin(REGIONALE).to_numpy()]
        som = som_per(rijen, "verantwoorder_code", "onderdeel", "medeoverheid_code")
        via: dict[tuple[str, str], dict[str, Centen]] = {}
        for (code, onderdeel, ander), centen in som.items():
            via.setdefault((code, onderdeel), {})[ander] = centen
        return via

    @cached_property
    def rechten(self) -> list[Recht]:
        """The rights of the year within the kring, in order of regio, code and onderdeel."""
        eigen = [
            recht
            for recht in self.geld.rechten.values()
            if recht.jaar == self.jaar and recht.code in self.kring.codes
        ]
        return sorted(eigen, key=lambda r: (r.regio, r.code, r.onderdeel))

    @cached_property
    def standen(self) -> dict[tuple[str, str], list[Jaarstand]]:
        """The state over the years of every right of the year, by code and onderdeel."""
        return {(r.code, r.onderdeel): self._stand(r) for r in self.rechten}

    def _stand(self, recht: Recht) -> list[Jaarstand]:
        jaren = []
        bekend = self.geld.jaren(recht.uitkering)
        # From the first year of the uitkering on: what came along from before our figures is not
        # known, and that is not nothing.
        eerste = self.geld.gegevens.uitkering(recht.uitkering).van
        for jaar in range(eerste, bekend[-1] + 1):
            dan = self.geld.rechten.get((recht.code, jaar, recht.onderdeel))
            jaren.append(
                Jaarinvoer(
                    jaar,
                    dan.centen if dan else None,
                    self.besteed.get((recht.code, jaar, recht.onderdeel)),
                    self.regels.procent(recht.uitkering, jaar),
                )
            )
        return [stand for stand in loop_door(jaren) if stand.jaar in bekend]

    def stand(self, recht: Recht) -> Jaarstand:
        """The state of a right in the year of the toets."""
        standen = self.standen[recht.code, recht.onderdeel]
        return next(stand for stand in standen if stand.jaar == self.jaar)

    def gronden(self, nummer: int, onderdeel: str = "") -> list[Vindplaats]:
        """What a rule rests on for an onderdeel; without one, for every uitkering of the year."""
        per_onderdeel = self.geld.uitkeringen
        uitkeringen = [per_onderdeel[onderdeel]] if onderdeel in per_onderdeel else [onderdeel]
        if uitkeringen[0] not in per_onderdeel.values():
            alle = dict.fromkeys(per_onderdeel.values())
            uitkeringen = [u for u in alle if self.jaar in self.geld.jaren(u)]
        regel = self.regels.regel(nummer)
        return list(dict.fromkeys(regel.grond(u) for u in uitkeringen)) or [regel.vindplaats]

    @cached_property
    def tolerantie(self) -> Tolerantie:
        """The reporting tolerance of the year; measured here on the bookings, in cents."""
        return tolerantie_van(self.regels, self.jaar)

    def drempel(self, id: str) -> Centen:
        """A threshold that is an amount."""
        return in_centen(self.regels.drempel(id, self.jaar).waarde)

    def drempelprocent(self, id: str) -> int:
        """A threshold that is a share, in per cents."""
        return self.regels.drempel(id, self.jaar).waarde

    @cached_property
    def geboekt(self) -> Centen:
        """All bookings of the year by recipients within the kring, added up."""
        return Centen(int(self.eigen["centen"].sum()))

    def bevinding(
        self, regel: Toetsregel, wie: Recht, melding: str, *, twijfel: bool = False, **bedragen: Any
    ) -> Bevinding:
        """Make a bevinding about one right to money."""
        ernst = regel.bij_twijfel if twijfel else regel.ernst
        return Bevinding(
            regel.nummer, ernst, wie.code, wie.naam, wie.jaar, wie.onderdeel, melding, **bedragen
        )


def per_rij(
    toets: Toets,
    regel: Toetsregel,
    rijen: pd.DataFrame,
    tekst: Callable[[Any], str],
    *,
    ernst: Ernst | None = None,
    verwacht: Centen | None = None,
    meeste: int = MEESTE_PER_ONTVANGER,
) -> Iterator[Bevinding]:
    """Make a bevinding per booking, or one that counts the rest where there are too many.

    `tekst` gets the booking as a named tuple.
    """
    if not len(rijen):
        return

    def bevinding(
        wie: object, jaar: int, onderdeel: object, melding: str, centen: int, *plek: Any
    ) -> Bevinding:
        code, verschil = str(wie), Centen(centen - (verwacht or 0))
        return Bevinding(
            regel.nummer, ernst or regel.ernst, code, toets.geld.codes.namen[code], jaar,
            str(onderdeel), melding, verwacht, Centen(centen), verschil, *plek,
        )  # fmt: skip

    per_wie = rijen.groupby("verantwoorder_code", observed=True, sort=False)
    apart = per_wie.cumcount().to_numpy() < meeste
    rij: Any
    for rij in rijen[apart].itertuples():
        plek = str(rij.bestand), str(rij.blad), int(rij.rij)
        yield bevinding(
            rij.verantwoorder_code, int(rij.jaar), rij.onderdeel, tekst(rij), int(rij.centen), *plek
        )
    rest = rijen[~apart]
    for wie, groep in rest.groupby("verantwoorder_code", observed=True, sort=False):
        som = Centen(int(groep["centen"].sum()))
        melding = (
            f"En nog {telling(len(groep), 'zulke boeking', 'zulke boekingen')}, samen "
            f"{toon_centen(som)}, naast de {meeste} die apart zijn genoemd."
        )
        yield bevinding(wie, toets.jaar, "", melding, som)


def som_per(rijen: pd.DataFrame, *kolommen: str) -> dict[Any, Centen]:
    """Add up the cents of bookings, by the values of some columns."""
    som = rijen.groupby(list(kolommen), observed=True, sort=False)["centen"].sum()
    return dict(zip(som.index.tolist(), som.tolist(), strict=True))


def plaats(rij: Any) -> str:
    """Say where a booking stands."""
    blad = f", blad '{rij.blad}'" if rij.blad else ""
    return f"{rij.bestand}{blad}, rij {rij.rij}"


def is_medeoverheid(toets: Toets, code: str, onderdeel: str) -> bool:
    """Whether a recipient spends this money for a mandaathouder, and is none itself."""
    return onderdeel in REGIONALE and code not in toets.geld.mandaat
