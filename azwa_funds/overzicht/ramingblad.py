"""The sheets of the years after the looptijd: for the country, a regio and a gemeente."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from azwa_funds.excel.blad import PRO_MEMORIE, Cell, Column, Formula, Kind, Sheet, Table
from azwa_funds.kern.begrippen import LOKAAL, REGIONAAL, Budget, Gemeente, Regio, Status
from azwa_funds.kern.euro import toon
from azwa_funds.verdelen import Cijfers, Raming, bouw_raming, ramingsregels_van
from azwa_funds.werkboek.delen import EURO, herkomst_van_budgetten, statusnamen
from azwa_funds.werkboek.vast import Controleregel, Herkomstregel

BLAD = "Na de looptijd"


class _Rij(NamedTuple):
    """A row: its amount in the last year of the looptijd, and in each period after it."""

    naam: str
    code: str
    nu: int | None
    straks: Mapping[str, Cell]
    status: str = str(Status.AANNAME)
    verdeeld: str = ""


def _bedragkolommen(cijfers: Cijfers, ramingen: Sequence[Raming], *, telt_op: bool) -> list[Column]:
    """Return the column of the last year, with a total or not, and one per period after it."""

    def kolom(periode: str) -> Column:
        return Column(
            periode, periode.capitalize(), Kind.EURO, total="sum",
            value=lambda rij: rij.straks[periode],
        )  # fmt: skip

    laatste = Column("nu", str(cijfers.jaren[-1]), Kind.EURO, total="sum" if telt_op else None)
    return [laatste, *(kolom(raming.periode) for raming in ramingen)]


def blad_na_land(cijfers: Cijfers) -> Sheet:
    """Make the sheet of the national amounts after the looptijd, per measure, and what is open."""
    ramingen, laatste = bouw_raming(cijfers), cijfers.jaren[-1]
    kolommen = [
        Column("maatregel", "Maatregel", width=40, value="naam"),
        Column("herkomst", "Herkomst", width=42, value="code"),
        *_bedragkolommen(cijfers, ramingen, telt_op=False),
        Column("status", "Status", Kind.STATUS),
        Column("wie", "Over ontvangers", width=16, value="verdeeld"),
    ]
    open_ = {raming.periode: PRO_MEMORIE for raming in ramingen}
    rijen = [*_maatregelen(cijfers, ramingen)]
    rijen += (
        _Rij(post.naam, post.toelichting, None, open_, "", "niet bekend")
        for post in ramingsregels_van(cijfers).onbekend
    )
    return Sheet(
        BLAD,
        f"Wat er na {laatste} in de bronnen staat",
        Table.of(kolommen, rijen),
        subtitle=f"Landelijk, per maatregel; {EURO}",
        notes=_toelichting(cijfers),
        description=f"de landelijke bedragen van {ramingen[0].periode} en structureel",
        landscape=True,
    )


def _maatregelen(cijfers: Cijfers, ramingen: Sequence[Raming]) -> Iterator[_Rij]:
    namen, laatste = cijfers.gegevens.uitkering("spuk_azwa").herkomst, str(cijfers.jaren[-1])
    nu = {(b.uitkering, b.onderdeel): b.bedrag for b in cijfers.herkomst if b.jaar == laatste}
    pm = {budget for raming in ramingen for budget in raming.pm}
    per_maatregel: dict[tuple[str, str], dict[str, Budget]] = defaultdict(dict)
    for raming in ramingen:
        for budget in (*raming.budgetten, *raming.pm):
            per_maatregel[budget.uitkering, budget.onderdeel][raming.periode] = budget
    for maatregel, per_periode in per_maatregel.items():
        straks = [per_periode[raming.periode] for raming in ramingen]
        yield _Rij(
            straks[0].naam,
            namen.get(maatregel[0], maatregel[0]),
            nu.get(maatregel),
            {periode: budget.bedrag for periode, budget in per_periode.items()},
            statusnamen(budget.status for budget in straks),
            "p.m." if pm & set(straks) else "verdeeld",
        )


def blad_na_regio(cijfers: Cijfers, regio: Regio) -> Sheet:
    """Make the sheet of a regio after the looptijd: regional money, and that of each gemeente."""
    ramingen, laatste = bouw_raming(cijfers), cijfers.jaren[-1]
    rijen = [
        _Rij(
            f"{regio.mandaathouder} (mandaathouder, regionaal)",
            regio.mandaathouder_code,
            cijfers.regionaal[regio.naam, laatste].bedrag,
            {raming.periode: raming.regionaal[regio.naam] for raming in ramingen},
        )
    ]
    for lid in cijfers.gemeenten_van(regio.naam):
        nu = cijfers.lokaal[lid.code, laatste].bedrag
        straks = {raming.periode: raming.lokaal[lid.code] for raming in ramingen}
        rijen.append(_Rij(f"{lid.naam} (lokaal)", lid.code, nu, straks))
    kolommen = [
        Column("wie", "Wie", width=44, value="naam"),
        Column("code", "Code", Kind.CODE),
        *_bedragkolommen(cijfers, ramingen, telt_op=True),
        Column("status", "Status na de looptijd", Kind.STATUS),
    ]
    return _blad_na(cijfers, f"IZA-regio {regio.naam}", Table.of(kolommen, rijen))


def blad_na_gemeente(cijfers: Cijfers, gemeente: Gemeente) -> Sheet:
    """Make the sheet of a gemeente after the looptijd, beside the last year of the looptijd."""
    laatste, code = cijfers.jaren[-1], gemeente.code
    nu = cijfers.lokaal[code, laatste]
    rijen = [(str(laatste), nu.bedrag, cijfers.aandeel[code, laatste], nu.status)]
    for r in bouw_raming(cijfers):
        rijen.append((r.periode, r.lokaal[code], r.aandeel[code], Status.AANNAME))
    kolommen = [
        Column("periode", "Periode", Kind.CODE, value=itemgetter(0)),
        Column("lokaal", "Lokaal", Kind.EURO, value=itemgetter(1)),
        Column("aandeel", "Aandeel regionaal (aanname)", Kind.EURO, value=itemgetter(2)),
        Column(
            "samen", "Samen", Kind.EURO, formula="={lokaal}+{aandeel}",
            value=lambda rij: rij[1] + rij[2],
        ),
        Column("status", "Status lokaal", Kind.STATUS, value=itemgetter(3)),
    ]  # fmt: skip
    return _blad_na(cijfers, f"Gemeente {gemeente.naam}", Table.of(kolommen, rijen))


def _blad_na(cijfers: Cijfers, van: str, tabel: Table) -> Sheet:
    return Sheet(
        BLAD,
        f"{van} na {cijfers.jaren[-1]}",
        tabel,
        subtitle=f"Rekenkundig, voor de meerjarenraming; geen toezegging; {EURO}",
        notes=_toelichting(cijfers),
        description="een aanname voor de meerjarenraming na de looptijd",
    )


def _toelichting(cijfers: Cijfers) -> list[str]:
    """Say how it is paid, what was divided and how, and what is not in it."""
    regels, laatste = ramingsregels_van(cijfers), cijfers.jaren[-1]
    lokaal, regionaal = (
        toon(cijfers.budgetten[d, laatste].bedrag or 0) for d in (LOKAAL, REGIONAAL)
    )
    per_periode = "; ".join(f"{r.periode} {toon(r.te_verdelen)}" for r in bouw_raming(cijfers))
    return [
        cijfers.gegevens.met_bron(
            f"{regels.bekostiging} Status: {regels.status}.", regels.vindplaats
        ),
        f"Verdeeld is landelijk {per_periode}: met de sleutels van nu, en lokaal en regionaal in "
        f"de verhouding van {laatste} ({lokaal} en {regionaal}). Dat is een aanname.",
        *(post.toelichting for post in regels.posten),
        *(f"Niet in deze bedragen: {post.naam}. {post.toelichting}" for post in regels.onbekend),
    ]


def ramingscontroles(cijfers: Cijfers, land: Sheet) -> Iterable[Controleregel]:
    """Check live that what is divided and what is p.m. are together the national amounts."""
    for raming in bouw_raming(cijfers):
        pm = sum(b.bedrag or 0 for b in raming.pm)
        yield Controleregel(
            f"Na de looptijd, {raming.periode}: verdeeld en p.m. zijn samen het landelijke bedrag",
            land.show(raming.periode),
            Formula(f"={raming.te_verdelen}+{pm}", raming.te_verdelen + pm),
        )


def ramingsherkomst(cijfers: Cijfers, *, is_land: bool = False) -> Iterable[Herkomstregel]:
    """Lead the amounts after the looptijd to their sources and to how they are divided."""
    regels, laatste = ramingsregels_van(cijfers), cijfers.jaren[-1]
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
