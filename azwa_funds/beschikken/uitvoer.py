"""How awards are shown: next to the calculation, as kept and replaced, and put back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from azwa_funds.beschikken.beschikkingen import Gelezen, Vergelijking, beschikkingsrijen
from azwa_funds.beschikken.bewaring import Herstelling
from azwa_funds.gegevens import Gegevens, benoem, grondslag_in_woorden
from azwa_funds.kern.begrippen import Beschikt, Vervangen
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.kern.tekst import telling
from azwa_funds.scherm.tabel import teken_tabel, vouw
from azwa_funds.scherm.uitvoer import RIJVORMEN, rijen_als, waarden


def vergelijking_als(formaat: str, gegevens: Gegevens, gelezen: Gelezen) -> str:
    """Return the comparison as a table with totals, csv or json."""
    if formaat in RIJVORMEN:
        return rijen_als(formaat, beschikkingsrijen(gelezen))
    bekend = [v for v in gelezen.vergelijkingen if v.berekend is not None]
    anders = [v for v in gelezen.vergelijkingen if v.verschil != 0 or _is_herzien(v)]
    statussen = sorted({str(v.status) for v in bekend})
    regels = [f"Van berekend ({', '.join(statussen) or 'p.m.'}) naar beschikt, hele euro's"]
    if anders:
        regels.append(_verschillen(gegevens, anders))
    sommen, opmerkingen = beschikkingssamenvatting(gegevens, gelezen)
    regels += [*sommen, *(vouw(zin, 2) for zin in opmerkingen)]
    return "\n".join(regels) + "\n"


def beschikkingssamenvatting(gegevens: Gegevens, gelezen: Gelezen) -> tuple[list[str], list[str]]:
    """Return in sentences what all awards come to, and what to keep in mind about them."""
    bekend = [v for v in gelezen.vergelijkingen if v.berekend is not None]
    berekend = sum(v.berekend or 0 for v in bekend)
    met_berekening = sum(v.beschikt.bedrag for v in bekend)
    gelijk = sum(v.verschil == 0 for v in gelezen.vergelijkingen)
    wat = telling(len(gelezen.vergelijkingen), "beschikking", "beschikkingen")
    regels = [
        f"Gelijk aan de berekening: {gelijk} van {wat}.",
        f"Samen: berekend {toon(berekend)}, beschikt {toon(met_berekening)}, verschil "
        f"{toon(met_berekening - berekend)}.",
    ]
    if len(bekend) < len(gelezen.vergelijkingen):
        rest = gelezen.totaal - met_berekening
        regels.append(f"Daarnaast is {toon(rest)} beschikt waarvan de berekening p.m. was.")
    if gelezen.vervangen:
        eerder = sum(oud.bedrag for oud, _ in gelezen.vervangen)
        nu = sum(nieuw.bedrag for _, nieuw in gelezen.vervangen)
        wat = telling(len(gelezen.vervangen), "eerdere beschikking", "eerdere beschikkingen")
        regels.append(
            f"Vervangen: {wat} van samen {toon(eerder)}; nu {toon(nu)}, verschil "
            f"{toon(nu - eerder)}."
        )
    grondslag = [_grondslag(gegevens, bekend[0])] if bekend else []
    return regels, [*grondslag, *(f"Let op: {opmerking}" for opmerking in gelezen.opmerkingen)]


def _grondslag(gegevens: Gegevens, vergelijking: Vergelijking) -> str:
    """Say on what basis the calculated amounts are: a difference can be one of basis."""
    wat = vergelijking.beschikt
    grondslag = gegevens.grondslag("budgetten", wat.uitkering, wat.jaar)
    return (
        f"Grondslag van de berekende bedragen: {grondslag_in_woorden(grondslag)}; ga na wat de "
        "beschikking zegt voordat u een verschil uitlegt."
    )


def _is_herzien(v: Vergelijking) -> bool:
    return v.eerder is not None and v.eerder.bedrag != v.beschikt.bedrag


def _verschillen(gegevens: Gegevens, vergelijkingen: Sequence[Vergelijking]) -> str:
    """Draw a row per recipient; what was awarded earlier has a column if anything was."""
    met_eerder = any(v.eerder for v in vergelijkingen)
    koppen = ["Jaar", "Onderdeel", "Code", "Ontvanger", "Berekend"]
    koppen += [*(["Eerder"] if met_eerder else []), "Beschikt", "Verschil"]
    rijen = []
    for v in vergelijkingen:
        rij: list[object] = [v.beschikt.jaar, benoem(gegevens, v.beschikt.onderdeel)]
        rij += [v.beschikt.ontvanger_code, v.beschikt.ontvanger]
        rij.append("p.m." if v.berekend is None else v.berekend)
        if met_eerder:
            rij.append(v.eerder and v.eerder.bedrag)
        rijen.append([*rij, v.beschikt.bedrag, "" if v.verschil is None else v.verschil])
    return teken_tabel(koppen, rijen, getallen=koppen[4:])


# -- what is kept ------------------------------------------------------------------------------

_STANDKOLOMMEN = (
    "stand uitkering onderdeel jaar regio ontvanger_code ontvanger bedrag kenmerk datum bron "
    "vindplaats vervanging vervangen_op vervangen_door"
).split()


def stand_als(formaat: str, gegevens: Gegevens, codes: Collection[str] | None) -> str:
    """Return what counts and what was replaced, of these recipients or of all, in one form."""
    if formaat in RIJVORMEN:
        return rijen_als(formaat, bewaarde_beschikkingen(gegevens, codes), _STANDKOLOMMEN)
    return "\n".join(_stand(gegevens, *_geschiedenis(gegevens, codes))) + "\n"


def bewaarde_beschikkingen(
    gegevens: Gegevens, codes: Collection[str] | None
) -> list[Mapping[str, Any]]:
    """Return as plain rows what counts, and then what was replaced, when and by which letter."""
    geldend, voorbij = _geschiedenis(gegevens, codes)
    return [*map(_rij, geldend), *(_rij(v.beschikt, v) for v in voorbij)]


def _geschiedenis(
    gegevens: Gegevens, codes: Collection[str] | None
) -> tuple[list[Beschikt], list[Vervangen]]:
    geldend = [b for per_code in gegevens.beschikt.values() for b in per_code.values()]
    geldend = [b for b in geldend if codes is None or b.ontvanger_code in codes]
    geldend.sort(key=lambda b: (b.jaar, b.onderdeel, b.regio, b.ontvanger_code))
    voorbij = [v for v in gegevens.vervangen if codes is None or v.beschikt.ontvanger_code in codes]
    return geldend, voorbij


def _rij(b: Beschikt, vervangen: Vervangen | None = None) -> Mapping[str, Any]:
    cellen = (
        "vervangen" if vervangen else "geldt",
        *waarden(b, "uitkering onderdeel jaar regio ontvanger_code ontvanger bedrag").values(),
        b.kenmerk, b.datum.isoformat(), b.vindplaats.bron, b.vindplaats.plaats,
        *((vervangen.vervanging, vervangen.op.isoformat(), vervangen.door)
          if vervangen else (None,) * 3),
    )  # fmt: skip
    return dict(zip(_STANDKOLOMMEN, cellen, strict=True))


def _stand(
    gegevens: Gegevens, geldend: Sequence[Beschikt], voorbij: Sequence[Vervangen]
) -> Iterator[str]:
    koppen = "Jaar Onderdeel Code Ontvanger Bedrag Kenmerk Datum Bron".split()
    if not geldend:
        yield "Er is geen beschikking bewaard; lees ze in met 'azwa-funds beschikking lees'."
    else:
        yield "Beschikkingen die gelden, hele euro's"
        yield teken_tabel(koppen, [_cellen(gegevens, b) for b in geldend], getallen=["Bedrag"])
    if voorbij:
        yield "Vervangen beschikkingen; 'azwa-funds beschikking herstel' zet ze terug"
        rijen = [
            [str(v.vervanging), f"{v.op:%d-%m-%Y}", *_cellen(gegevens, v.beschikt), v.door]
            for v in voorbij
        ]
        koppen = ["Vervanging", "Op", *koppen, "Door"]
        yield teken_tabel(koppen, rijen, getallen=["Bedrag"])


def _cellen(gegevens: Gegevens, b: Beschikt) -> list[str]:
    wie = [str(b.jaar), benoem(gegevens, b.onderdeel), b.ontvanger_code, b.ontvanger]
    bron = gegevens.bronnen[b.vindplaats.bron].titel
    return [*wie, toon_getal(b.bedrag), b.kenmerk, f"{b.datum:%d-%m-%Y}", bron]


def herstelling_als_tekst(gegevens: Gegevens, herstelling: Herstelling) -> str:
    """Return what changes when a replacement is put back, an award a line, and the sum."""
    koppen = "Jaar Onderdeel Code Ontvanger Nu Wordt Verschil Kenmerk Datum".split()
    rijen = []
    for nu, wordt in herstelling.paren:
        jaar, onderdeel, code, wie, bedrag, kenmerk, datum, _ = _cellen(gegevens, wordt)
        stond = "-" if nu is None else toon_getal(nu.bedrag)
        verschil = "" if nu is None else toon_getal(wordt.bedrag - nu.bedrag)
        rijen.append([jaar, onderdeel, code, wie, stond, bedrag, verschil, kenmerk, datum])
    wat = telling(len(rijen), "beschikking gaat", "beschikkingen gaan")
    kop = f"Vervanging {herstelling.vervanging}: {wat} terug, hele euro's"
    tabel = teken_tabel(koppen, rijen, getallen=["Nu", "Wordt", "Verschil"])
    samen = sum(wordt.bedrag - (nu.bedrag if nu else 0) for nu, wordt in herstelling.paren)
    return f"{kop}\n{tabel}Samen een verschil van {toon(samen)}.\n"
