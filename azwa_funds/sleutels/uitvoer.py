"""What the commands about keys show: the list, a calibration, a comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.kern.euro import toon, toon_breuk, toon_getal
from azwa_funds.scherm.tabel import teken_tabel, vouw
from azwa_funds.scherm.uitvoer import RIJVORMEN, naar_json, rijen_als, waarden
from azwa_funds.sleutels.ijksleutel import MAAT_UITLEG
from azwa_funds.sleutels.vergelijking import Niveau, Regel, Vergelijking
from azwa_funds.verdelen import status_van

if TYPE_CHECKING:
    from azwa_funds.gegevens import Gegevens
    from azwa_funds.sleutels.ijking import Afwijking, IJking

_SLECHTSTE = 10


# -- toon --------------------------------------------------------------------------------------


def sleutels_als(formaat: str, gegevens: Gegevens) -> str:
    """Return the list of keys as a table, csv or json."""
    rijen = [
        {
            **waarden(sleutel, "id naam soort ontvangers"),
            "status": str(status_van(gegevens, sleutel)),
            "jaren": f"{sleutel.van}-{sleutel.tot_en_met}",
            "bron": gegevens.citeer(sleutel.vindplaats),
        }
        for sleutel in gegevens.sleutels.values()
    ]
    if formaat in RIJVORMEN:
        return rijen_als(formaat, rijen)
    per_bron: dict[str, list[str]] = defaultdict(list)
    for rij, sleutel in zip(rijen, gegevens.sleutels.values(), strict=True):
        rij["soort"] = sleutel.soort.replace("_", " ")
        rij["ontvangers"] = sleutel.ontvangers.meervoud
        # It would not fit on a screen; below the table it does.
        per_bron[rij.pop("bron")].append(sleutel.naam)
    tabel = teken_tabel([kop.capitalize() for kop in rijen[0]], [list(r.values()) for r in rijen])
    bronnen = [vouw(f"- {'; '.join(namen)}: {bron}.", 2) for bron, namen in per_bron.items()]
    return "\n".join([tabel, "Bronnen", *bronnen]) + "\n"


# -- ijk ---------------------------------------------------------------------------------------


def ijking_als_json(ijking: IJking) -> str:
    """Return a calibration as JSON: weights, fit, and the deviation of every gemeente."""
    return naar_json(
        {
            **waarden(ijking, "uitkering jaar peiljaar maat"),
            "gewichten": [
                {
                    "naam": g.naam,
                    **waarden(g.maatstaf, "tabel kolom per gewicht"),
                    "laagste_zonder_een_gemeente": round(g.laagste, 4),
                    "hoogste_zonder_een_gemeente": round(g.hoogste, 4),
                    "gevoeligst_voor": g.gevoeligst,
                }
                for g in ijking.gewichten
            ],
            **{
                naam: round(r2, 6)
                for naam, r2 in waarden(
                    ijking, "r2_bedragen r2_per_inwoner r2_alleen_inwoners"
                ).items()
            },
            "gemiddelde_afwijking_pct": round(ijking.gemiddelde_afwijking, 4),
            "gemiddelde_afwijking_pct_alleen_inwoners": round(
                ijking.gemiddelde_afwijking_alleen_inwoners, 4
            ),
            "gemiddelde_afwijking_euro": round(ijking.gemiddelde_afwijking_euro),
            "grootste_afwijking_pct": _afwijking(ijking.afwijkingen[0]),
            "grootste_afwijking_euro": _afwijking(ijking.grootste_in_euro),
            "binnen_vijf_procent": ijking.binnen_vijf_procent,
            "weggelaten": [
                {"gemeente_code": g.code, "gemeente": g.naam, "reden": reden}
                for g, reden in ijking.weggelaten
            ],
            "afwijkingen": [_afwijking(a) for a in ijking.afwijkingen],
        }
    )


def _afwijking(afwijking: Afwijking) -> dict[str, Any]:
    return {
        "gemeente_code": afwijking.gemeente.code,
        "gemeente": afwijking.gemeente.naam,
        "gepubliceerd": afwijking.gepubliceerd,
        "geijkt": round(afwijking.geijkt),
        "verschil": round(afwijking.verschil),
        "procent": round(afwijking.procent, 2),
    }


def ijking_als_tekst(gegevens: Gegevens, ijking: IJking) -> str:
    """Return a calibration as text: what was found, how well it fits, and where it fails."""
    uitkering = gegevens.uitkering(ijking.uitkering).naam
    titel = f"IJking op {uitkering} {ijking.jaar}"
    regels = [
        titel,
        "=" * len(titel),
        vouw(
            f"Gezocht: gewichten, nul of hoger, waarmee drie CBS-cijfers van {ijking.peiljaar} de "
            f"gepubliceerde bedragen van {len(ijking.afwijkingen)} gemeenten het best benaderen: "
            f"zo klein mogelijk zijn {MAAT_UITLEG[ijking.maat]}."
        ),
    ]
    if ijking.peiljaar != ijking.jaar:
        let_op = (
            f"Let op: de bedragen zijn van {ijking.jaar}, de CBS-cijfers van {ijking.peiljaar}, "
            "het dichtstbijzijnde jaar dat er is."
        )
        regels.append(vouw(let_op))
    namen = ", ".join(gemeente.naam for gemeente, _ in ijking.weggelaten)
    regels += [
        vouw(f"Weggelaten ({len(ijking.weggelaten)}, zie bekende_afwijkingen.csv): {namen}."),
        "",
        vouw("Gewichten, in euro per eenheid, en hun spreiding als telkens een gemeente ontbreekt"),
        _gewichtentabel(ijking),
        "Hoe goed past het?",
        *(vouw(f"- {zin}", 2) for zin in _pasvorm(ijking)),
        "",
        f"De {_SLECHTSTE} gemeenten die het slechtst passen",
        _tabel_slechtste(ijking.afwijkingen[:_SLECHTSTE]),
        vouw(
            "Dit is een benadering (status aanname): de echte maatstaven en gewichten zijn niet "
            "gepubliceerd. Gebruik de gepubliceerde bedragen waar het kan, en deze sleutel om te "
            "zien wat een andere weging zou doen."
        ),
    ]
    return "\n".join(regels) + "\n"


def _gewichtentabel(ijking: IJking) -> str:
    koppen = ["Maatstaf", "Gewicht", "Laagste", "Hoogste", "Gevoeligst voor"]
    rijen = [
        [
            g.naam,
            *(_getal(float(w), 4) for w in (g.maatstaf.gewicht, g.laagste, g.hoogste)),
            g.gevoeligst,
        ]
        for g in ijking.gewichten
    ]
    return teken_tabel(koppen, rijen, getallen=koppen[1:4])


def _pasvorm(ijking: IJking) -> Sequence[str]:
    ergste, in_euro = ijking.afwijkingen[0], ijking.grootste_in_euro
    return (
        f"R2 van de bedragen: {_getal(ijking.r2_bedragen, 4)}. Dat zegt weinig: grote gemeenten "
        f"krijgen nu eenmaal meer. Met alleen inwoners is het al "
        f"{_getal(ijking.r2_alleen_inwoners, 4)}.",
        f"R2 van de bedragen per inwoner: {_getal(ijking.r2_per_inwoner, 4)}. Dit is het eerlijke "
        f"getal: {_getal(100 * (1 - ijking.r2_per_inwoner), 0)}% van de verschillen per inwoner "
        "blijft onverklaard.",
        f"Gemiddeld wijkt een gemeente {_getal(ijking.gemiddelde_afwijking, 1)}% af "
        f"(€ {toon_getal(round(ijking.gemiddelde_afwijking_euro))}); met alleen inwoners "
        f"{_getal(ijking.gemiddelde_afwijking_alleen_inwoners, 1)}%.",
        f"Binnen 5% van het gepubliceerde bedrag: {ijking.binnen_vijf_procent} van "
        f"{len(ijking.afwijkingen)} gemeenten.",
        f"De grootste afwijking is {_met_teken(ergste.procent)} ({ergste.gemeente.naam}); in "
        f"euro's {_euro(in_euro.verschil)} ({in_euro.gemeente.naam}).",
    )


def _tabel_slechtste(afwijkingen: Sequence[Afwijking]) -> str:
    koppen = ["Code", "Gemeente", "Gepubliceerd", "Geijkt", "Verschil", "Afwijking"]
    rijen = [
        [
            *(a.gemeente.code, a.gemeente.naam, a.gepubliceerd, round(a.geijkt)),
            *(round(a.verschil), _met_teken(a.procent)),
        ]
        for a in afwijkingen
    ]
    return teken_tabel(koppen, rijen, getallen=koppen[2:])


def geschreven(pad: Path, erbij: Sequence[Path]) -> str:
    """Say where the key stands and how to use it."""
    regels = [f"Geschreven: {pad}"]
    if erbij:
        regels.append(
            vouw(
                f"In {pad.parent} stonden nog geen sleutels; de {len(erbij)} bestanden van de "
                "gewone sleutels zijn erbij gezet, zodat de map met --sleutels te gebruiken is."
            )
        )
    regels.append(
        f"Gebruik: azwa-funds --sleutels {pad.parent} verdeel --sleutel lokaal={pad.stem}"
    )
    return "\n".join(regels)


def _getal(getal: float, decimalen: int) -> str:
    return f"{getal:.{decimalen}f}".replace(".", ",")


def _met_teken(procent: float) -> str:
    return f"{procent:+.1f}%".replace(".", ",")


def _euro(bedrag: float) -> str:
    return f"€ {toon_getal(round(bedrag))}"


# -- vergelijk ---------------------------------------------------------------------------------

#: How many gains and losses are shown on the screen and in charts.
GROOTSTE = 10

#: With no more rows than this the whole level fits on a screen.
_OP_SCHERM = 60


def vergelijking_json(vergelijking: Vergelijking) -> dict[str, Any]:
    """Return a comparison as data for a program, with the rows of all levels."""
    return {
        "a": vergelijking.a.id,
        "b": vergelijking.b.id,
        "onderdeel": vergelijking.budget.onderdeel,
        "jaar": vergelijking.jaar,
        "budget": vergelijking.budget.bedrag,
        "status": str(vergelijking.status),
        "inwoners_jaar": vergelijking.inwoners_jaar,
        "regels": vergelijkingsrijen(vergelijking),
    }


def vergelijkingsrijen(vergelijking: Vergelijking) -> list[dict[str, Any]]:
    """Return a row per area of every level; amounts are whole euros, ratios have two decimals."""
    return [_rij(niveau, regel) for niveau in vergelijking.niveaus for regel in niveau.alle]


def _rij(niveau: Niveau, regel: Regel) -> dict[str, Any]:
    return {
        "niveau": niveau.id,
        **waarden(regel, "code naam groep inwoners bedrag_a bedrag_b verschil"),
        "verschil_pct": _decimaal(regel.procent, 100),
        "verschil_per_inwoner": _decimaal(regel.per_inwoner),
    }


def _decimaal(getal: Fraction | None, maal: int = 1) -> float | None:
    """Return a ratio (never an amount) in two decimals."""
    return None if getal is None else float(round(maal * getal, 2))


def vergelijking_als_tekst(vergelijking: Vergelijking) -> str:
    """Return a comparison as text, the largest level first."""
    a, b, basis = vergelijking.a, vergelijking.b, vergelijking.niveaus[0]
    budget = toon(vergelijking.budget.bedrag or 0)
    titel = f"{a.id} (A) tegenover {b.id} (B)"
    regels = [
        titel,
        "=" * len(titel),
        vouw(
            f"{vergelijking.budget.naam} {vergelijking.jaar}, {budget} "
            f"({vergelijking.status}). Verschil is B min A; samen is dat op elk niveau nul."
        ),
        vouw(samenvatting(basis)),
        vouw(f"Inwoners op 1 januari {vergelijking.inwoners_jaar}."),
    ]
    for niveau in reversed(vergelijking.niveaus[1:]):
        regels += ["", f"Per {niveau.enkelvoud}", _tabel(niveau, niveau.alle, totaal=True)]
    if len(basis.regels) <= _OP_SCHERM:
        regels += ["", f"Per {basis.enkelvoud}", _tabel(basis, basis.alle, totaal=True)]
    else:
        grootste = basis.grootste(GROOTSTE)
        regels += [
            "",
            f"De grootste verschillen per {basis.enkelvoud}, in euro's",
            _tabel(basis, grootste, totaal=False),
            f"Alle {len(basis.regels)} {basis.meervoud}: met --formaat csv of --uit verschil.xlsx",
        ]
    return "\n".join(regels).rstrip("\n") + "\n"


def samenvatting(niveau: Niveau) -> str:
    """Say in one sentence how many gain and lose, and how much moves."""
    gelijk = len(niveau.regels) - niveau.winnaars - niveau.verliezers
    return (
        f"{niveau.winnaars} {niveau.meervoud} krijgen met B meer, {niveau.verliezers} minder en "
        f"{gelijk} evenveel; samen verschuift {toon(niveau.winst)}."
    )


def _tabel(niveau: Niveau, regels: Sequence[Regel], *, totaal: bool) -> str:
    getallen = ["Sleutel A", "Sleutel B", "Verschil", "%", "Per inwoner"]
    koppen = [niveau.enkelvoud.capitalize(), "", "Inwoners", *getallen]
    koppen[1] = "Regio" if niveau.id in ("gemeente", "nplv_gebied") else "Waarvan"
    if niveau.id == "regio" and regels and regels[0].code:
        koppen[1] = "Mandaathouder"
    rijen = [_cellen(regel) for regel in regels]
    som = _cellen(_samen(regels)) if totaal else None
    return teken_tabel(koppen, rijen, som, getallen=["Inwoners", *getallen]).rstrip("\n")


def _samen(regels: Iterable[Regel]) -> Regel:
    eigen = list(regels)
    return Regel(
        "",
        "Totaal",
        "",
        sum(regel.inwoners for regel in eigen),
        sum(regel.bedrag_a for regel in eigen),
        sum(regel.bedrag_b for regel in eigen),
    )


def _cellen(regel: Regel) -> list[object]:
    bedragen = (regel.bedrag_a, regel.bedrag_b, regel.verschil)
    verhoudingen = _twee(regel.procent, 100), _twee(regel.per_inwoner)
    return [regel.naam, regel.groep, regel.inwoners, *bedragen, *verhoudingen]


def _twee(getal: Fraction | None, maal: int = 1) -> str:
    """Show a ratio rounded to two decimals, its sign first."""
    if getal is None:
        return ""
    rond = round(maal * getal, 2)
    return ("-" if rond < 0 else "") + toon_breuk(abs(rond), 2)
