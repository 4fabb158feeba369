"""What a plan gives: text on the screen, and its files on disk, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from azwa_funds.doorverdelen.briefsjabloon import Sjabloon, standaardsjabloon
from azwa_funds.doorverdelen.brieven import BRIEVENMAP, briefnaam, maak_brief
from azwa_funds.doorverdelen.plan import DOORVERDELING, Plan
from azwa_funds.doorverdelen.verdeling import (
    GEMEENTE_DEEL,
    REGIONAAL_DEEL,
    Doorverdeling,
    Jaarverdeling,
    ontvangers_van,
)
from azwa_funds.doorverdelen.vergelijking import Verschil, verdeling_als_csv
from azwa_funds.doorverdelen.werkboek import doorverdeling_werkboek
from azwa_funds.excel.zegel import is_ongerept, spaar, verzegel
from azwa_funds.kern.euro import toon, toon_breuk, toon_getal
from azwa_funds.kern.schijf import schrijf_samen
from azwa_funds.kern.tekst import bestandsnaam, slug, telling
from azwa_funds.scherm.tabel import teken_tabel, vouw
from azwa_funds.scherm.uitvoer import RIJVORMEN, rijen_als, waarden
from azwa_funds.verdelen import Cijfers


def als_tekst(verdeling: Doorverdeling) -> str:
    """Return a table with a row per post and gemeente, a column per year, and what they make."""
    plan, jaren = verdeling.plan, list(verdeling.jaren)
    posten: dict[str, dict[int, int]] = {}
    gemeenten: dict[str, dict[int, int]] = {}
    for jaar, deel in verdeling.jaren.items():
        for post in deel.posten:
            posten.setdefault(post.post.met_ontvanger, {})[jaar] = post.bedrag
        for gemeente in deel.gemeenten:
            gemeenten.setdefault(gemeente.naam, {})[jaar] = gemeente.bedrag
    rijen = [
        [soort, naam, *(toon_getal(bedragen.get(jaar, 0)) for jaar in jaren)]
        for soort, delen in ((REGIONAAL_DEEL, posten), (GEMEENTE_DEEL, gemeenten))
        for naam, bedragen in delen.items()
    ]
    totaal = ["", "Totaal", *(toon_getal(deel.geld.bedrag) for deel in verdeling.jaren.values())]
    kop = f"{plan.naam} (hele euro's, status {_statussen(verdeling)})\n"
    koppen = ["Soort", "Ontvanger", *map(str, jaren)]
    return kop + teken_tabel(koppen, rijen, totaal, jaren=jaren)


@dataclass(frozen=True, slots=True)
class Schermdeel:
    """One year of a plan as a screen shows it: a sentence, rows of wie, hoe, precies and bedrag.

    The amounts of the rows sum to `samen`, the whole regional amount.
    """

    jaar: int
    zin: str
    rijen: tuple[tuple[str, str, str, str], ...]
    samen: tuple[str, str, str]


def als_schermdelen(verdeling: Doorverdeling) -> list[Schermdeel]:
    """Return what each year comes to, with the exact share and which way it was rounded."""
    return [
        Schermdeel(
            jaar,
            f"Van het regionale bedrag van {toon(deel.geld.bedrag)} blijft "
            f"{toon(deel.regionaal)} regionaal en gaat {toon(deel.naar_gemeenten)} naar de "
            f"gemeenten. Het regionale bedrag is {deel.geld.status}.",
            tuple(_schermrijen(deel)),
            ("", "", toon(deel.geld.bedrag)),
        )
        for jaar, deel in verdeling.jaren.items()
    ]


def _schermrijen(deel: Jaarverdeling) -> Iterator[tuple[str, str, str, str]]:
    for postdeel in deel.posten:
        post, precies = postdeel.post, Fraction(postdeel.bedrag)
        if post.omvang and post.omvang.procent is not None:
            precies = post.omvang.procent * deel.geld.bedrag
        hoe = post.in_woorden() + _afgerond(precies, postdeel.bedrag)
        yield post.met_ontvanger, hoe, toon_breuk(precies, 2), toon(postdeel.bedrag)
    for gemeente in deel.gemeenten:
        precies = gemeente.vooraf + gemeente.precies
        hoe = "doet niet mee" if not gemeente.doet_mee else "deel van de rest"
        if gemeente.op_minimum:
            hoe = "het minimum"
        hoe += _afgerond(precies, gemeente.bedrag)
        yield gemeente.naam, hoe, toon_breuk(precies, 2), toon(gemeente.bedrag)


def _afgerond(precies: Fraction, bedrag: int) -> str:
    if precies == bedrag:
        return ""
    return ", afgerond naar boven" if precies < bedrag else ", afgerond naar beneden"


def _statussen(verdeling: Doorverdeling) -> str:
    return ", ".join(dict.fromkeys(str(verdeling.status_van(jaar)) for jaar in verdeling.jaren))


def over_de_beschikking(verdeling: Doorverdeling) -> Iterator[str]:
    """Say per year what a beschikking changed of the amount that the plan divides."""
    for jaar, deel in verdeling.jaren.items():
        geld = deel.geld
        if geld.berekend is None:
            continue
        if not geld.verschil:
            yield f"{jaar}: de beschikking is gelijk aan de berekening, {toon(geld.bedrag)}."
            continue
        meer = "meer" if geld.verschil > 0 else "minder"
        yield (
            f"{jaar}: beschikt is {toon(geld.bedrag)}, {toon(abs(geld.verschil))} {meer} dan "
            f"berekend ({toon(geld.berekend)}). Het plan volgt de beschikking."
        )


_KOLOMMEN = "jaar soort ontvanger_code ontvanger eerst nu verschil"


def verschillen_als(formaat: str, verschillen: Sequence[Verschil], een: str, ander: str) -> str:
    """Show what changed from one plan to another: table, csv or json."""
    if formaat in RIJVORMEN:
        return rijen_als(formaat, [waarden(v, _KOLOMMEN) for v in verschillen])
    anders = [v for v in verschillen if v.verschil or v.eerst is None or v.nu is None]
    tekst = vouw(f"Van {een} naar {ander}, hele euro's") + "\n"
    if anders:
        koppen = ["Jaar", "Soort", "Code", "Ontvanger", "Eerst", "Nu", "Verschil"]
        rijen = [list(waarden(v, _KOLOMMEN).values()) for v in anders]
        tekst += teken_tabel(koppen, rijen, getallen=koppen[4:])
    for jaar in sorted({v.jaar for v in verschillen}):
        eigen = [v for v in verschillen if v.jaar == jaar]
        gelijk = len(eigen) - sum(v.jaar == jaar for v in anders)
        tekst += _jaarzin(jaar, eigen, gelijk)
    return tekst


def _jaarzin(jaar: int, eigen: Sequence[Verschil], gelijk: int) -> str:
    eerst, nu = sum(v.eerst or 0 for v in eigen), sum(v.nu or 0 for v in eigen)
    return (
        f"{jaar}: eerst {toon(eerst)}, nu {toon(nu)}, verschil {toon(nu - eerst)}; gelijk "
        f"gebleven: {gelijk} van {len(eigen)} bedragen.\n"
    )


# -- files -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Geschreven:
    """Which files were written, and what deserves a look."""

    paden: tuple[Path, ...]
    brieven: int
    opmerkingen: tuple[str, ...]

    @property
    def brieven_in_woorden(self) -> str:
        """Count the letters."""
        return telling(self.brieven, "brief", "brieven")


def standaardmap(plan: Plan) -> Path:
    """Return where under `reports` the files of a plan come when nobody says so."""
    return Path("doorverdelen") / bestandsnaam(slug(plan.regio.naam))


def schrijf_alles(
    cijfers: Cijfers,
    verdeling: Doorverdeling,
    map_: Path,
    sjabloon: Path | None = None,
    *,
    overschrijf: bool = False,
) -> Geschreven:
    """Make everything first, then write it; a file in which people wrote is not replaced.

    Raises Gebruikersfout for a template that does not fit, or a file that must be spared.
    """
    vorm = Sjabloon.lees(sjabloon) if sjabloon else Sjabloon(standaardsjabloon(), "brief.docx")
    werkboek = doorverdeling_werkboek(cijfers, verdeling)
    wie = ontvangers_van(verdeling)
    verzegeld = {map_ / werkboek.pad: verzegel(werkboek.als_bytes())}
    for ontvanger in wie.values():
        pad = map_ / BRIEVENMAP / briefnaam(ontvanger)
        verzegeld[pad] = verzegel(maak_brief(cijfers, verdeling, vorm, ontvanger))
    if not overschrijf:
        spaar(verzegeld, is_ongerept)
    bestanden = {map_ / DOORVERDELING: verdeling_als_csv(verdeling).encode("utf-8"), **verzegeld}
    schrijf_samen(bestanden)
    return Geschreven(tuple(bestanden), len(wie), tuple(_oude_brieven(map_, set(verzegeld))))


def _oude_brieven(map_: Path, nu: set[Path]) -> list[str]:
    """Name letters of an earlier plan that are still there, for a gemeente without money now."""
    oud = sorted(pad for pad in (map_ / BRIEVENMAP).glob("*.docx") if pad not in nu)
    return [
        f"{pad} hoort niet bij dit plan; verwijder de brief als hij van een eerder plan is."
        for pad in oud
    ]
