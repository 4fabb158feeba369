"""The figures of the web page as plain data: what the workbooks show, by the same functions.

Amounts are whole euros, amounts per inhabitant whole cents (rounded half up, once), years stand
in the order of `alle_jaren`. Texts are plain text; the page shows them as text and never as HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any, TypeAlias

from azwa_funds.gegevens import andere_namen
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    LOKAAL,
    REGIONAAL,
    SPUK_AZWA,
    SPUK_IZA,
    STATUS_UITLEG,
    Gemeente,
    Regio,
    Sleutel,
    Toekenning,
)
from azwa_funds.kern.euro import toon, toon_breuk, toon_getal
from azwa_funds.kern.herkomst import citeer
from azwa_funds.kern.tekst import slug, toon_datum, veilig
from azwa_funds.kern.versie import VERSIE
from azwa_funds.nazien import aandachtspunten
from azwa_funds.overzicht import bijzonderheden, plaats_in_woorden, vergelijkingsgroepen
from azwa_funds.scherm.uitvoer import waarden
from azwa_funds.verdelen import (
    TOEKENNINGKOLOMMEN,
    Balk,
    Cijfers,
    al_begrepen,
    bouw_brug,
    bouw_brug_land,
    bouw_brug_ontvangen,
    bouw_brug_samen,
    status_van,
    toekenningen_als_csv,
    wat_krijgt,
)
from azwa_funds.werkboek.delen import (
    bronnen_van,
    bronregels,
    correctiezinnen,
    grondslagzin,
    pm_zinnen,
    statusnamen,
    voor_wie,
)

#: What the page holds, ready to be written as JSON.
Blok: TypeAlias = dict[str, Any]

#: How it is known to which IZA-regio a gemeente belongs; there is no official list.
AFLEIDING = {
    "lijst": "volgt uit een landelijk overzicht van regionale netwerken",
    "gesplitst": "volgt uit een netwerk dat twee regio's omvat en is gesplitst",
    "bedragentoets": "volgt uit de bedragen: met deze gemeente past het bedrag van de regio",
}


def paginagegevens(cijfers: Cijfers, opdracht: str) -> Blok:
    """Return all that the page shows; `opdracht` is the command that made it.

    Raises Gebruikersfout where a figure or source is missing, as the workbooks do.
    """
    return {
        "opdracht": opdracht,
        "versie": VERSIE,
        "stand": toon_datum(cijfers.peildatum.isoformat()),
        "jaren": list(cijfers.jaren),
        "alle_jaren": [*cijfers.vorige_jaren, *cijfers.jaren],
        "inwoners_jaar": cijfers.inwoners_jaar,
        "statussen": {str(status): uitleg for status, uitleg in STATUS_UITLEG.items()},
        "land": _land(cijfers),
        "gemeenten": [_gemeente(cijfers, gemeente) for gemeente in cijfers.gemeenten],
        "regios": [_regio(cijfers, regio) for regio in cijfers.regios],
        "brug": _brugteksten(cijfers, bouw_brug(cijfers, cijfers.gemeenten[0])),
        "brug_ontvangen": _brugteksten(cijfers, bouw_brug_ontvangen(cijfers, cijfers.regios[0])),
        "brug_al_begrepen": al_begrepen(cijfers),
        "grondslag": grondslagzin(cijfers),
        "sleutels": {LOKAAL: _sleutel(cijfers, LOKAAL), REGIONAAL: _sleutel(cijfers, REGIONAAL)},
        "kaart": _kaart(cijfers),
        "csv": {"kolommen": TOEKENNINGKOLOMMEN, "rijen": _csv_rijen(cijfers.toekenningen)},
        "bronnen": [_bron(cijfers, id) for id in sorted(_getoonde_bronnen(cijfers))],
        # What is p.m. already stands with the country, under the names of the onderdelen.
        "onzeker": [z for z in aandachtspunten(cijfers.gegevens) if not z.startswith("p.m.")],
        "sha256_bedragen": sha256(toekenningen_als_csv(cijfers.toekenningen).encode()).hexdigest(),
        "sha256_invoer": cijfers.gegevens.alle_invoer,
    }


def centen(bedrag: int, inwoners: int) -> int:
    """Return euros per inhabitant in whole cents, rounded half up."""
    return (200 * bedrag + inwoners) // (2 * inwoners)


def _csv_rijen(toekenningen: Iterable[Toekenning]) -> list[list[Any]]:
    """Return the cells that `verdeel --formaat csv` writes, in its order."""
    return [
        [
            str(cel) if naam == "status" else veilig(cel)
            for naam, cel in ((naam, getattr(toekenning, naam)) for naam in TOEKENNINGKOLOMMEN)
        ]
        for toekenning in toekenningen
    ]


# -- the country -------------------------------------------------------------------------------


def _land(cijfers: Cijfers) -> Blok:
    uitkering = cijfers.gegevens.uitkering(SPUK_AZWA)
    return {
        "naam": uitkering.naam,
        "inwoners": sum(cijfers.inwoners.values()),
        "totaal": [sum(t.bedrag for t in _in_jaar(cijfers, jaar)) for jaar in cijfers.jaren],
        "onderdelen": [_onderdeel(cijfers, onderdeel) for onderdeel in uitkering.onderdelen],
        "provincies": _provincies(cijfers),
        "brugteksten": _brugteksten(cijfers, bouw_brug_land(cijfers)),
        "brug": _bedragen(bouw_brug_land(cijfers)),
        "status": " en ".join(map(str, sorted({t.status for t in cijfers.toekenningen}))),
        "pm": pm_zinnen(cijfers),
        "bronnen": bronregels(cijfers, cijfers.budgetten.values()),
        "voorwaarden": [
            {"tekst": v.tekst, "bron": cijfers.gegevens.citeer(v.vindplaats)}
            for v in cijfers.voorwaarden
        ],
    }


def _in_jaar(cijfers: Cijfers, jaar: int) -> list[Toekenning]:
    return [t for t in cijfers.toekenningen if t.jaar == jaar]


def _onderdeel(cijfers: Cijfers, onderdeel: str) -> Blok:
    eigen = [t for t in cijfers.toekenningen if t.onderdeel == onderdeel]
    return {
        "id": onderdeel,
        "naam": cijfers.budgetten[onderdeel, cijfers.jaren[0]].naam,
        "bedragen": [cijfers.budgetten[onderdeel, jaar].bedrag for jaar in cijfers.jaren],
        "status": statusnamen(t.status for t in sorted(eigen, key=lambda t: t.jaar)),
        "voor": voor_wie(cijfers, onderdeel),
    }


def _provincies(cijfers: Cijfers) -> list[Blok]:
    """Local money per provincie and for the country, highest amount per inhabitant first."""
    per_provincie: dict[str, list[Gemeente]] = defaultdict(list)
    for gemeente in cijfers.gemeenten:
        per_provincie[gemeente.provincie].append(gemeente)
    per_provincie["Nederland"] = cijfers.gemeenten
    regels = [_groep(cijfers, naam, leden) for naam, leden in per_provincie.items()]
    return sorted(regels, key=lambda regel: (-regel["centen"], regel["wie"]))


def _groep(cijfers: Cijfers, naam: str, leden: Sequence[Gemeente]) -> Blok:
    """The local money of some gemeenten together in the first year, for a comparison."""
    lokaal, inwoners = cijfers.lokaal_van(leden, cijfers.jaren[0]), cijfers.inwoners_van(leden)
    return {
        "wie": naam,
        "gemeenten": len(leden),
        "inwoners": inwoners,
        "bedrag": lokaal,
        "centen": centen(lokaal, inwoners),
    }


# -- one gemeente ------------------------------------------------------------------------------


def _gemeente(cijfers: Cijfers, gemeente: Gemeente) -> Blok:
    inwoners = cijfers.inwoners[gemeente.code]
    geld = wat_krijgt(cijfers, gemeente)
    eigen = [cijfers.lokaal[gemeente.code, jaar] for jaar in cijfers.jaren]
    return {
        "id": gemeente.code,
        "naam": gemeente.naam,
        "ook": andere_namen(gemeente),
        "provincie": gemeente.provincie,
        "regio": slug(gemeente.iza_regio),
        "afleiding": AFLEIDING[gemeente.iza_regio_afleiding],
        "inwoners": inwoners,
        "lokaal": [jaar.lokaal for jaar in geld],
        "regionaal": [jaar.aandeel for jaar in geld],
        "samen": [jaar.met_aandeel for jaar in geld],
        "ontvangt": [jaar.ontvangt for jaar in geld],
        "centen": [centen(jaar.lokaal, inwoners) for jaar in geld],
        "status": _statussen(cijfers, BREDE_SPUK, gemeente.code, eigen),
        **_weging(cijfers, LOKAAL, gemeente.code, eigen),
        "brug": _bedragen(bouw_brug(cijfers, gemeente)),
        "vergelijking": [
            _groep(cijfers, naam, leden)
            for naam, leden in vergelijkingsgroepen(cijfers, gemeente).items()
        ],
        "plek": plaats_in_woorden(cijfers, gemeente),
        "let_op": bijzonderheden(cijfers, gemeente),
        "nplv": cijfers.nplv_gebieden(gemeente),
    }


def _statussen(
    cijfers: Cijfers, uitkering: str, ontvanger: str, eigen: Iterable[Toekenning]
) -> list[str]:
    """The status of the published amounts of the old years, and then of the toekenningen."""
    oud = {
        b.jaar: str(b.status)
        for b in cijfers.gegevens.beschikkingen
        if b.uitkering == uitkering and ontvanger in (b.ontvanger_code, b.regio)
    }
    return [*(oud[jaar] for jaar in cijfers.vorige_jaren), *(str(t.status) for t in eigen)]


def _weging(cijfers: Cijfers, onderdeel: str, code: str, eigen: Sequence[Toekenning]) -> Blok:
    """Weight, its place in the source, and the calculation of every year in words."""
    weging = cijfers.gewichten(onderdeel)[code]
    aandeel = Fraction(100 * eigen[0].gewicht, eigen[0].totaal_gewicht)
    return {
        "gewicht": eigen[0].gewicht,
        "aandeel": f"{toon_breuk(aandeel, 6)}%",
        "plaats": weging.vindplaats.plaats,
        "opmerking": weging.opmerking,
        "berekening": [_berekening(cijfers, toekenning) for toekenning in eigen],
    }


def _berekening(cijfers: Cijfers, toekenning: Toekenning) -> str:
    budget = cijfers.budgetten[toekenning.onderdeel, toekenning.jaar].bedrag or 0
    quotient = toekenning.quotient or Fraction(0)
    som = (
        f"{toon_getal(budget)} × {toon_getal(toekenning.gewicht)} / "
        f"{toon_getal(toekenning.totaal_gewicht)}"
    )
    if quotient != Fraction(budget * toekenning.gewicht, toekenning.totaal_gewicht):
        som += ", na minimum en maximum van de sleutel,"
    if quotient == toekenning.bedrag:
        return f"{som} = {toon(toekenning.bedrag)}"
    richting = "naar boven" if toekenning.bedrag > quotient else "naar beneden"
    return f"{som} = € {toon_breuk(quotient, 6)}; afgerond {richting}: {toon(toekenning.bedrag)}"


# -- one regio ---------------------------------------------------------------------------------


def _regio(cijfers: Cijfers, regio: Regio) -> Blok:
    leden = cijfers.gemeenten_van(regio.naam)
    inwoners = cijfers.inwoners_van(leden)
    jaren = [*cijfers.vorige_jaren, *cijfers.jaren]
    regionaal = [cijfers.regionaal_bedrag(regio.naam, jaar) for jaar in jaren]
    lokaal = [sum(cijfers.lokaal_bedrag(g.code, jaar) for g in leden) for jaar in jaren]
    samen = [a + b for a, b in zip(regionaal, lokaal, strict=True)]
    delen = {"regionaal": regionaal, "lokaal": lokaal, "samen": samen}
    eigen = [cijfers.regionaal[regio.naam, jaar] for jaar in cijfers.jaren]
    return {
        "id": slug(regio.naam),
        **waarden(regio, "naam mandaathouder mandaathouder_code rechtsvorm"),
        "provincie": " en ".join(sorted({g.provincie for g in leden})),
        "gemeenten": [gemeente.code for gemeente in leden],
        "inwoners": inwoners,
        **delen,
        "centen": {
            naam: [centen(bedrag, inwoners) for bedrag in bedragen]
            for naam, bedragen in delen.items()
        },
        "status": _statussen(cijfers, SPUK_IZA, regio.naam, eigen),
        **_weging(cijfers, REGIONAAL, regio.mandaathouder_code, eigen),
        "brug": _bedragen(bouw_brug_samen(cijfers, leden)),
        "brug_ontvangen": _bedragen(bouw_brug_ontvangen(cijfers, regio)),
        "vergelijking": _regiovergelijking(cijfers, regio, leden),
        "let_op": _let_op_regio(cijfers, regio, leden),
    }


def _regiovergelijking(cijfers: Cijfers, regio: Regio, leden: Sequence[Gemeente]) -> list[Blok]:
    """Local money per inhabitant: the gemeenten of a regio, the regio itself and the country."""
    regels = [
        *(_groep(cijfers, gemeente.naam, [gemeente]) for gemeente in leden),
        _groep(cijfers, f"IZA-regio {regio.naam}", leden),
        _groep(cijfers, "Nederland", cijfers.gemeenten),
    ]
    return sorted(regels, key=lambda regel: (-regel["centen"], regel["wie"]))


def _let_op_regio(cijfers: Cijfers, regio: Regio, leden: Iterable[Gemeente]) -> list[str]:
    zinnen = correctiezinnen(cijfers, regio)
    gebieden = [f"{gebied} ({lid.naam})" for lid in leden for gebied in cijfers.nplv_gebieden(lid)]
    if gebieden:
        zinnen.append(
            f"NPLV-gebied {', '.join(gebieden)}: het geld voor NPLV-gebieden is niet verdeeld "
            "(p.m.) en gaat naar de gemeente, niet naar de mandaathouder."
        )
    opmerking = cijfers.gewichten(REGIONAAL)[regio.mandaathouder_code].opmerking
    if opmerking:
        zinnen.append(f"Let op: {opmerking}.")
    return zinnen


# -- what all share ----------------------------------------------------------------------------


def _brugteksten(cijfers: Cijfers, balken: Iterable[Balk]) -> list[Blok]:
    """What each bar of a bridge is: the same for every gemeente, so told once."""
    return [
        {
            **waarden(balk, "naam kort soort is_stand status uitleg"),
            "bron": "; ".join(map(cijfers.gegevens.citeer, balk.vindplaatsen)),
        }
        for balk in balken
    ]


def _bedragen(balken: Iterable[Balk]) -> list[list[int]]:
    """Per bar: its amount, where it starts above zero, and what it is in both years."""
    return [[balk.bedrag, balk.laagste, balk.oud, balk.nieuw] for balk in balken]


def _sleutel(cijfers: Cijfers, onderdeel: str) -> Blok:
    gegevens = cijfers.gegevens
    sleutel: Sleutel = cijfers.sleutel(onderdeel)
    toedeling = gegevens.toedeling(SPUK_AZWA, onderdeel, cijfers.jaren[0])
    bronnen = dict.fromkeys(w.vindplaats.bron for w in cijfers.gewichten(onderdeel).values())
    return {
        **waarden(sleutel, "id naam"),
        "status": str(status_van(gegevens, sleutel)),
        "toelichting": sleutel.toelichting,
        "toedeling": toedeling.toelichting,
        "toedeling_bron": gegevens.citeer(toedeling.vindplaats),
        "gewicht_bron": " en ".join(citeer(gegevens.bronnen[bron]) for bron in bronnen),
        "totaal_gewicht": next(
            t.totaal_gewicht for t in cijfers.toekenningen if t.onderdeel == onderdeel
        ),
        "afronding": sleutel.afronding.toelichting,
        "bronnen": bronnen_van(cijfers, onderdeel),
    }


def _kaart(cijfers: Cijfers) -> Blok:
    tegels = cijfers.gegevens.tegelkaart
    return {
        "toelichting": "; ".join(dict.fromkeys(tegel.vindplaats.plaats for tegel in tegels)),
        "tegels": [
            {"regio": slug(tegel.regio), **waarden(tegel, "kort kolom rij")} for tegel in tegels
        ],
    }


def _getoonde_bronnen(cijfers: Cijfers) -> set[str]:
    """The ids of the sources that the figures of this page rest on."""
    gegevens = cijfers.gegevens
    plaatsen = [
        *(b.vindplaats for b in cijfers.budgetten.values()),
        *(b.vindplaats for b in gegevens.beschikkingen),
        *(v.vindplaats for v in cijfers.voorwaarden),
        *(t.vindplaats for t in gegevens.tegelkaart),
        *(g.vindplaats for g in cijfers.gemeenten),
        *(g.vindplaats for g in gegevens.nplv_gebieden),
        *(cijfers.sleutel(onderdeel).vindplaats for onderdeel in (LOKAAL, REGIONAAL)),
        *(w.vindplaats for o in (LOKAAL, REGIONAAL) for w in cijfers.gewichten(o).values()),
    ]
    brug = (b.vindplaats for stap in gegevens.brug.stappen for b in stap.bedragen)
    return {*(plaats.bron for plaats in (*plaatsen, *brug)), cijfers.inwoners_bron}


def _bron(cijfers: Cijfers, id: str) -> Blok:
    bron = cijfers.gegevens.bronnen[id]
    return {"tekst": citeer(bron), **waarden(bron, "publicatie licentie adres")}
