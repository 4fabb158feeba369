"""The sheets of the years after the looptijd: for the country, a regio and a gemeente."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from azwa_funds.excel.blad import PRO_MEMORIE, Cell, Column, Formula, Kind, Sheet, Table
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, Gemeente, Regio, Status
from azwa_funds.kern.euro import toon
from azwa_funds.kern.herkomst import citeer_vindplaats
from azwa_funds.verdelen import Cijfers, Raming, bouw_raming, regels_van
from azwa_funds.werkboek.delen import EURO, herkomst_van_budgetten, statusnamen
from azwa_funds.werkboek.vast import Controleregel, Herkomstregel

BLAD = "Na de looptijd"


def blad_na_land(cijfers: Cijfers) -> Sheet:
    """Make the sheet of the national amounts after the looptijd, per measure, and what is open."""
    ramingen, laatste = bouw_raming(cijfers), cijfers.jaren[-1]
    rijen = [*_maatregelrijen(cijfers, ramingen)]
    rijen += (
        {
            "maatregel": post.naam,
            "herkomst": post.toelichting,
            "nu": None,
            **{r.periode: PRO_MEMORIE for r in ramingen},
            "status": "",
            "wie": "niet bekend",
        }
        for post in regels_van(cijfers).onbekend
    )
    kolommen = [
        Column("maatregel", "Maatregel", width=40),
        Column("herkomst", "Herkomst", width=42),
        Column("nu", str(laatste), Kind.EURO),
        *(Column(r.periode, r.periode.capitalize(), Kind.EURO, total="sum") for r in ramingen),
        Column("status", "Status", Kind.STATUS),
        Column("wie", "Over ontvangers", width=16),
    ]
    return Sheet(
        BLAD,
        f"Wat er na {laatste} in de bronnen staat",
        Table(kolommen, rijen),
        subtitle=f"Landelijk, per maatregel; {EURO}",
        notes=_toelichting(cijfers),
        description=f"de landelijke bedragen van {ramingen[0].periode} en structureel",
        landscape=True,
    )


def _maatregelrijen(cijfers: Cijfers, ramingen: Sequence[Raming]) -> Iterator[dict[str, Cell]]:
    namen = {b.uitkering: b.uitkering for r in ramingen for b in r.budgetten}
    namen |= dict(cijfers.gegevens.uitkering("spuk_azwa").herkomst)
    alles = [(r, b) for r in ramingen for b in (*r.budgetten, *r.pm)]
    maatregelen = dict.fromkeys((b.uitkering, b.onderdeel) for _, b in alles)
    for uitkering, onderdeel in maatregelen:
        nu = [b for b in cijfers.herkomst if (b.uitkering, b.onderdeel) == (uitkering, onderdeel)]
        straks = {
            r.periode: b for r, b in alles if (b.uitkering, b.onderdeel) == (uitkering, onderdeel)
        }
        wie = "p.m." if any(b in r.pm for r, b in alles if b in straks.values()) else "verdeeld"
        yield {
            "maatregel": next(iter(straks.values())).naam,
            "herkomst": namen[uitkering],
            "nu": next((b.bedrag for b in nu if b.jaar == str(cijfers.jaren[-1])), None),
            **{r.periode: straks[r.periode].bedrag for r in ramingen},
            "status": statusnamen(b.status for b in straks.values()),
            "wie": wie,
        }


def blad_na_regio(cijfers: Cijfers, regio: Regio) -> Sheet:
    """Make the sheet of a regio after the looptijd: regional money, and that of each gemeente."""
    ramingen = bouw_raming(cijfers)
    rijen: list[dict[str, Cell]] = [
        {
            "wie": f"{regio.mandaathouder} (mandaathouder, regionaal)",
            "code": regio.mandaathouder_code,
            "nu": cijfers.regionaal[regio.naam, cijfers.jaren[-1]].bedrag,
            **{r.periode: r.regionaal[regio.naam] for r in ramingen},
            "status": str(Status.AANNAME),
        }
    ]
    for lid in cijfers.gemeenten_van(regio.naam):
        rijen.append(
            {
                "wie": f"{lid.naam} (lokaal)",
                "code": lid.code,
                "nu": cijfers.lokaal[lid.code, cijfers.jaren[-1]].bedrag,
                **{r.periode: r.lokaal[lid.code] for r in ramingen},
                "status": str(Status.AANNAME),
            }
        )
    kolommen = [
        Column("wie", "Wie", width=44),
        Column("code", "Code", Kind.CODE),
        Column("nu", str(cijfers.jaren[-1]), Kind.EURO, total="sum"),
        *(Column(r.periode, r.periode.capitalize(), Kind.EURO, total="sum") for r in ramingen),
        Column("status", "Status na de looptijd", Kind.STATUS),
    ]
    return Sheet(
        BLAD,
        f"IZA-regio {regio.naam} na {cijfers.jaren[-1]}",
        Table(kolommen, rijen),
        subtitle=f"Rekenkundig, voor de meerjarenraming; geen toezegging; {EURO}",
        notes=_toelichting(cijfers),
        description="een aanname voor de meerjarenraming na de looptijd",
    )


def blad_na_gemeente(cijfers: Cijfers, gemeente: Gemeente) -> Sheet:
    """Make the sheet of a gemeente after the looptijd, beside the last year of the looptijd."""
    laatste, code = cijfers.jaren[-1], gemeente.code
    bedragen = [
        (str(laatste), cijfers.lokaal[code, laatste].bedrag, cijfers.aandeel[code, laatste]),
        *((r.periode, r.lokaal[code], r.aandeel[code]) for r in bouw_raming(cijfers)),
    ]
    rijen: list[dict[str, Cell]] = [
        {
            "periode": periode,
            "lokaal": lokaal,
            "aandeel": aandeel,
            "samen": lokaal + aandeel,
            "status": str(cijfers.lokaal[code, laatste].status if not nummer else Status.AANNAME),
        }
        for nummer, (periode, lokaal, aandeel) in enumerate(bedragen)
    ]
    kolommen = [
        Column("periode", "Periode", Kind.CODE),
        Column("lokaal", "Lokaal", Kind.EURO),
        Column("aandeel", "Aandeel regionaal (aanname)", Kind.EURO),
        Column("samen", "Samen", Kind.EURO, formula="={lokaal}+{aandeel}"),
        Column("status", "Status lokaal", Kind.STATUS),
    ]
    return Sheet(
        BLAD,
        f"Gemeente {gemeente.naam} na {laatste}",
        Table(kolommen, rijen),
        subtitle=f"Rekenkundig, voor de meerjarenraming; geen toezegging; {EURO}",
        notes=_toelichting(cijfers),
        description="een aanname voor de meerjarenraming na de looptijd",
    )


def _toelichting(cijfers: Cijfers) -> list[str]:
    """Say how it is paid, what was divided and how, and what is not in it."""
    regels, laatste = regels_van(cijfers), cijfers.jaren[-1]
    bronnen = cijfers.gegevens.bronnen
    lokaal, regionaal = (
        toon(cijfers.budgetten[d, laatste].bedrag or 0) for d in (LOKAAL, REGIONAAL)
    )
    per_periode = "; ".join(f"{r.periode} {toon(r.te_verdelen)}" for r in bouw_raming(cijfers))
    return [
        f"{regels.bekostiging} Status: {regels.status}. "
        f"Bron: {citeer_vindplaats(bronnen, regels.vindplaats)}.",
        f"Verdeeld is landelijk {per_periode}: met de sleutels van nu, en lokaal en regionaal in "
        f"de verhouding van {laatste} ({lokaal} en {regionaal}). Dat is een aanname.",
        *(post.toelichting for post in regels.posten),
        *(f"Niet in deze bedragen: {post.naam}. {post.toelichting}" for post in regels.onbekend),
    ]


def ramingscontroles(cijfers: Cijfers, land: Sheet) -> Iterable[Controleregel]:
    """Check live that what is divided and what is p.m. are together the national amounts."""
    for raming in bouw_raming(cijfers):
        pm = sum(b.bedrag or 0 for b in raming.pm)
        som = sum(b.bedrag or 0 for b in (*raming.budgetten, *raming.pm))
        yield Controleregel(
            f"Na de looptijd, {raming.periode}: verdeeld en p.m. zijn samen het landelijke bedrag",
            Formula(f"={land.total_ref(raming.periode)}", som),
            Formula(f"={raming.te_verdelen}+{pm}", raming.te_verdelen + pm),
        )


def ramingsherkomst(cijfers: Cijfers, *, is_land: bool = False) -> Iterable[Herkomstregel]:
    """Lead the amounts after the looptijd to their sources and to how they are divided."""
    regels, laatste = regels_van(cijfers), cijfers.jaren[-1]
    yield Herkomstregel(BLAD, "Bekostiging", regels.bekostiging, regels.vindplaats, regels.status)
    ramingen = bouw_raming(cijfers)
    if is_land:
        nu = [b for b in cijfers.herkomst if b.jaar == str(laatste)]
        straks = [b for raming in ramingen for b in (*raming.budgetten, *raming.pm)]
        yield from herkomst_van_budgetten(BLAD, (b for b in (*nu, *straks) if b.jaar.isdecimal()))
        yield from herkomst_van_budgetten(BLAD, (b for b in straks if not b.jaar.isdecimal()))
        return
    for raming in ramingen:
        per_plaats = dict.fromkeys((b.vindplaats, b.status) for b in raming.budgetten)
        for vindplaats, status in per_plaats:
            yield Herkomstregel(
                BLAD, f"Landelijk {raming.periode}", "overgenomen", vindplaats, status
            )
    yield Herkomstregel(
        BLAD,
        "Alle kolommen",
        f"{laatste}: zoals op de andere bladen; daarna landelijk bedrag x gewicht in de sleutels "
        f"van nu, lokaal en regionaal in de verhouding van {laatste}",
        None,
        Status.AANNAME,
    )
