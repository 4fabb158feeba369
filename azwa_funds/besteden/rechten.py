"""What each recipient is awarded per year, of the SPUK AZWA and of the two SPUKs before it.

Amounts are cents in `int`. The money of the old SPUKs is one onderdeel each (`brede_spuk`,
`spuk_iza`), for it was not divided either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from azwa_funds.besteden.codes import Codes
from azwa_funds.besteden.regels import Doel, toetsregels_van
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    REGIONAAL,
    SPUK_AZWA,
    SPUK_IZA,
    Centen,
    Regio,
    Status,
    Toekenning,
    Vindplaats,
)
from azwa_funds.kern.euro import in_centen
from azwa_funds.kern.tekst import telling
from azwa_funds.verdelen import VERSCHILLEN, Cijfers, mogelijke_ontvangers

#: The onderdelen that go to a mandaathouder, on behalf of her regio.
REGIONALE = (REGIONAAL, SPUK_IZA)


@dataclass(frozen=True, slots=True)
class Recht:
    """What one recipient is awarded for one onderdeel in one year; `centen` None is p.m.

    `berekend` is what this program calculated, where `centen` comes from a beschikking;
    `gepubliceerd` is what the source says, where we put that right. `toekenning` is the row of the
    division behind an amount of the SPUK AZWA.
    """

    code: str
    naam: str
    regio: str
    jaar: int
    onderdeel: str
    uitkering: str
    centen: Centen | None
    status: Status
    vindplaats: Vindplaats
    berekend: Centen | None = None
    gepubliceerd: Centen | None = None
    toekenning: Toekenning | None = None


@dataclass(frozen=True, slots=True)
class Toegekend:
    """What one recipient is awarded in a year for some onderdelen together."""

    rechten: tuple[Recht, ...]

    @property
    def centen(self) -> Centen | None:
        """The sum; None without any right, and as soon as one of the amounts is p.m."""
        if not self.rechten or any(recht.centen is None for recht in self.rechten):
            return None
        return self.bekend

    @property
    def bekend(self) -> Centen:
        """The amounts that are known, in cents; what is p.m. adds nothing."""
        return Centen(sum(recht.centen or 0 for recht in self.rechten))

    @property
    def status(self) -> Status:
        """How firm that is: as firm as the softest of the known amounts."""
        bekend = [recht.status for recht in self.rechten if recht.centen is not None]
        return min(bekend or [recht.status for recht in self.rechten], default=Status.VERWACHT)


def geld_van(gegevens: Gegevens) -> Geld:
    """Return all rights to money, worked out once for these data."""
    return gegevens.onthoud("geld", Geld)


@dataclass(frozen=True)
class Geld:
    """All rights to money, by code, year and onderdeel, and the areas behind them."""

    gegevens: Gegevens

    @cached_property
    def cijfers(self) -> Cijfers:
        """The figures that overviews share."""
        return Cijfers(self.gegevens)

    @cached_property
    def codes(self) -> Codes:
        """The codes and names of all recipients and onderdelen."""
        return Codes(self.gegevens)

    @cached_property
    def uitkeringen(self) -> dict[str, str]:
        """The uitkering of each onderdeel."""
        onderdelen = self.gegevens.uitkering(SPUK_AZWA).onderdelen
        return dict.fromkeys(onderdelen, SPUK_AZWA) | {BREDE_SPUK: BREDE_SPUK, SPUK_IZA: SPUK_IZA}

    @cached_property
    def mandaat(self) -> dict[str, Regio]:
        """The regio of each mandaathouder, by her code."""
        return {regio.mandaathouder_code: regio for regio in self.gegevens.regios.values()}

    @cached_property
    def leden(self) -> dict[str, list[str]]:
        """The codes of the gemeenten of each regio, in order."""
        leden: dict[str, list[str]] = {naam: [] for naam in self.gegevens.regios}
        for code, gemeente in self.gegevens.gemeenten.items():
            leden[gemeente.iza_regio].append(code)
        return leden

    def regio_van(self, code: str) -> str:
        """The regio that a recipient belongs to, "" for one that belongs to none."""
        gemeente = self.gegevens.gemeenten.get(code)
        if gemeente:
            return gemeente.iza_regio
        return self.mandaat[code].naam if code in self.mandaat else ""

    def jaren(self, uitkering: str) -> tuple[int, ...]:
        """The years of a uitkering of which we know what it awards, in order."""
        if uitkering == SPUK_AZWA:
            return self.gegevens.uitkering(SPUK_AZWA).jaren
        return self.cijfers.vorige_jaren

    @cached_property
    def rechten(self) -> dict[tuple[str, int, str], Recht]:
        """Every right to money, also where its amount is p.m."""
        return {(r.code, r.jaar, r.onderdeel): r for r in self._alle_rechten()}

    def onderdelen(self, uitkering: str, jaar: int) -> tuple[str, ...]:
        """The onderdelen of a uitkering in a year, without what it does not pay."""
        buiten = {doel.onderdeel for doel in self.buiten_de_spuk(jaar)}
        return tuple(o for o, u in self.uitkeringen.items() if u == uitkering and o not in buiten)

    def toegekend(self, code: str, jaar: int, onderdelen: Iterable[str]) -> Toegekend:
        """What a recipient is awarded in a year for these onderdelen together."""
        sleutels = ((code, jaar, onderdeel) for onderdeel in onderdelen)
        return Toegekend(tuple(self.rechten[s] for s in sleutels if s in self.rechten))

    def buiten_de_spuk(self, jaar: int) -> list[Doel]:
        """The purposes that the SPUK AZWA does not pay in a year."""
        doelen = toetsregels_van(self.gegevens).doelen
        return [doel for doel in doelen if doel.van <= jaar <= doel.tot_en_met]

    def _alle_rechten(self) -> Iterator[Recht]:
        yield from self._oude_rechten()
        # A subsidy that stands in the table of the letter is accounted for by its own rules.
        buiten = {
            (doel.onderdeel, jaar)
            for jaar in self.jaren(SPUK_AZWA)
            for doel in self.buiten_de_spuk(jaar)
        }
        toekenningen = [
            t
            for t in self.cijfers.toekenningen
            if t.ontvanger_code not in VERSCHILLEN and (t.onderdeel, t.jaar) not in buiten
        ]
        for toekenning in toekenningen:
            if toekenning.is_pm:
                yield from self._wachtende(toekenning)
        # An award prevails over waiting, so it comes after.
        for toekenning in toekenningen:
            if not toekenning.is_pm:
                yield self._recht(toekenning)

    def _recht(self, t: Toekenning) -> Recht:
        if t.beschikking:
            vindplaats = t.beschikking.vindplaats
        else:
            vindplaats = self.gegevens.toedeling(SPUK_AZWA, t.onderdeel, t.jaar).vindplaats
        return Recht(
            t.ontvanger_code,
            t.ontvanger,
            t.regio,
            t.jaar,
            t.onderdeel,
            SPUK_AZWA,
            in_centen(t.bedrag),
            t.status,
            vindplaats,
            None if t.berekend is None else in_centen(t.berekend),
            toekenning=t,
        )

    def _wachtende(self, t: Toekenning) -> Iterator[Recht]:
        """Those for whom money waits: they have a right, of an amount that is not known yet."""
        toedeling = self.gegevens.toedeling(SPUK_AZWA, t.onderdeel, t.jaar)
        for wie in mogelijke_ontvangers(self.gegevens, SPUK_AZWA, t.onderdeel, t.jaar).values():
            yield Recht(
                wie.code,
                wie.naam,
                wie.regio,
                t.jaar,
                t.onderdeel,
                SPUK_AZWA,
                None,
                t.status,
                toedeling.vindplaats,
            )

    def _oude_rechten(self) -> Iterator[Recht]:
        """The published amounts; of the SPUK IZA with the exchanged rows put right, by us."""
        for b in self.gegevens.beschikkingen:
            bedrag, status, gepubliceerd = b.bedrag, b.status, None
            if b.uitkering == SPUK_IZA and (b.regio, b.jaar) in self.cijfers.gecorrigeerd:
                bedrag, gepubliceerd = self.cijfers.spuk_iza[b.regio, b.jaar], in_centen(b.bedrag)
                status = Status.AANNAME
            yield Recht(
                b.ontvanger_code,
                b.ontvanger,
                b.regio,
                b.jaar,
                b.uitkering,
                b.uitkering,
                in_centen(bedrag),
                status,
                b.vindplaats,
                gepubliceerd=gepubliceerd,
            )

    def budget(self, onderdeel: str, jaar: int) -> tuple[Centen, Status, Vindplaats]:
        """The national money for an onderdeel in a year, in cents, with status and source.

        Of an old SPUK it is the sum of what was published.
        """
        if self.uitkeringen[onderdeel] == SPUK_AZWA:
            budget = self.gegevens.budget(SPUK_AZWA, onderdeel, jaar)
            return in_centen(budget.bedrag or 0), budget.status, budget.vindplaats
        rechten = [r for r in self.rechten.values() if (r.jaar, r.onderdeel) == (jaar, onderdeel)]
        som = sum(r.centen or 0 for r in rechten)
        return Centen(som), min(r.status for r in rechten), rechten[0].vindplaats

    def is_nog_niet_afgesproken(self, onderdeel: str, jaar: int) -> bool:
        """Whether nobody has said yet to whom this money goes."""
        if self.uitkeringen.get(onderdeel) != SPUK_AZWA or jaar not in self.jaren(SPUK_AZWA):
            return False
        toedeling = self.gegevens.toedeling(SPUK_AZWA, onderdeel, jaar)
        return bool(toedeling.wacht_op) and toedeling.voor is None


@dataclass(frozen=True, slots=True)
class Kring:
    """Whose accounts are tested: all that have to account within it, also who did not.

    `keuze` is how it was asked for, as "regio=Twente"; empty where it follows from the files.
    """

    naam: str
    codes: frozenset[str]
    regios: tuple[str, ...]
    is_landelijk: bool
    uitleg: str
    keuze: str = ""


def kies_kring(
    geld: Geld,
    verantwoorders: Iterable[str],
    *,
    regio: str | None = None,
    gemeente: str | None = None,
    landelijk: bool = False,
) -> Kring:
    """Return the kring that was asked for, or the smallest one that fits the accounts.

    One account: that recipient alone. More: the regio's they belong to, each as a whole.
    `regio` is a name and `gemeente` a code that exist.
    """
    regios = sorted(geld.gegevens.regios)
    if landelijk:
        return Kring(
            "alle ontvangers van het land",
            frozenset(geld.codes.namen),
            tuple(regios),
            True,
            "gekozen met --landelijk",
            "landelijk",
        )
    if gemeente is not None:
        naam = geld.codes.namen[gemeente]
        keuze = f"gemeente={gemeente}"
        return Kring(naam, frozenset({gemeente}), (), False, "gekozen met --gemeente", keuze)
    if regio is not None:
        return _regiokring(geld, [regio], "gekozen met --regio", f"regio={regio}")
    codes = sorted(set(verantwoorders))
    uitleg = "volgt uit de bestanden; kies anders met --gemeente, --regio of --landelijk"
    if len(codes) == 1:
        return Kring(geld.codes.namen[codes[0]], frozenset(codes), (), False, uitleg)
    gevonden = sorted({geld.regio_van(code) for code in codes} - {""})
    if not gevonden:
        wie = telling(len(codes), "ontvanger", "ontvangers")
        return Kring(f"{wie} buiten de regio's", frozenset(codes), (), False, uitleg)
    kring = _regiokring(geld, gevonden, uitleg)
    alle = kring.codes | set(codes)
    return Kring(kring.naam, alle, kring.regios, len(gevonden) == len(regios), uitleg)


def _regiokring(geld: Geld, namen: list[str], uitleg: str, keuze: str = "") -> Kring:
    codes = {code for naam in namen for code in geld.leden[naam]}
    codes |= {geld.gegevens.regios[naam].mandaathouder_code for naam in namen}
    wat = f"regio {namen[0]}" if len(namen) == 1 else f"{len(namen)} regio's"
    return Kring(wat, frozenset(codes), tuple(namen), False, uitleg, keuze)
