"""Propose a profile for a ledger: what was recognised, and in comments what is left to choose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from azwa_funds.grootboek.bedragen import is_leeg
from azwa_funds.grootboek.herkenning import MOGELIJK, VERPLICHT, Herkenner, Opzet
from azwa_funds.grootboek.kolomnamen import Kolomnamen
from azwa_funds.grootboek.lezing import toon_som
from azwa_funds.grootboek.profiel import celvorm
from azwa_funds.grootboek.tafel import Rijsoort, Tafel, lees_tafel
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.kern.tekst import als_toml, telling, vorm
from azwa_funds.lezen.cellen import als_tekst
from azwa_funds.lezen.keuring import lees_bytes
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.openen.bronblad import Bronblad, Zicht

_UITLEG = {
    "ontvanger": "wie zich verantwoordt",
    "jaar": "het jaar van de boeking",
    "onderdeel": "lokaal, regionaal, ...",
    "boekstuk": "het nummer van de boeking",
    "boekdatum": "de dag van de boeking",
    "omschrijving": "waarvoor het geld was",
    "bedrag": "in euro's, lasten positief",
    "teken": "de kolom met D of C, of Af of Bij",
    "debet": "lasten",
    "credit": "wat ervan afgaat",
    **dict.fromkeys(MOGELIJK, "mag ontbreken"),
}
_MEESTE_WAARDEN = 60


def stel_voor(
    namen: Kolomnamen, bestand: Path, vast: Mapping[str, str | int], onderdelen: Sequence[str]
) -> str:
    """Return the text of a profile for a ledger.

    `vast` holds what is known for all rows: ontvanger (a name), jaar, onderdeel; `onderdelen` the
    ids to choose from. Raises Invoerfout for a file without headings, Onleesbaar and OSError for
    one that cannot be read.
    """
    herkenner = Herkenner(namen, None, frozenset())
    blad, opzet = kies_blad(bestand, herkenner)
    waar = f"{bestand.name}, blad '{blad.blad}'" if blad.blad else bestand.name
    regels = [
        f"# Profiel voor {waar}, koppen in rij {opzet.rij}.",
        "# Een regel die begint met # telt niet mee. Links staat onze kolom, rechts de kop in uw",
        '# bestand; hoofdletters en spaties maken niet uit. Kijk daarna met "bestedingen bekijk".',
        "",
        *_kolommen(opzet),
        "",
        *_vast(opzet, vast),
        "",
        *_onderdeel(blad, opzet, herkenner, onderdelen),
        "",
        "# Welke rijen tellen mee? Haal de # weg en vul in; 4* betekent: alles wat met 4 begint.",
        "# [alleen]",
        f'# {schrijf_sleutel(_kop_met(opzet, "rekening", "grootboek") or "Rekening")} = ["4*"]',
        "# [niet]",
        f'# {schrijf_sleutel(_kop_met(opzet, "dagboek") or "Dagboek")} = ["BEGINBALANS"]',
    ]
    return "\n".join(regels) + "\n"


def kies_blad(bestand: Path, herkenner: Herkenner) -> tuple[Bronblad, Opzet]:
    """Return the first sheet with headings, or raise Invoerfout."""
    bron = lees_bronbestand(lees_bytes(bestand))
    zichtbaar = [blad for blad in bron.bladen if blad.zicht is Zicht.ZICHTBAAR]
    gevonden = [(blad, opzet) for blad in zichtbaar if (opzet := herkenner.vind(blad))]
    if not gevonden:
        remedie = "zet boven de boekingen koppen zoals boekstuk, boekdatum, omschrijving en bedrag"
        raise Invoerfout(bestand.name, "er is geen rij met koppen die wij herkennen", remedie)
    return gevonden[0]


def schrijf_sleutel(waarde: str) -> str:
    """Return a name as TOML writes it, between quotation marks where it has to be."""
    return waarde if vorm(waarde) == waarde else als_toml(waarde)


# -- the blocks ----------------------------------------------------------------------------------


def _kolommen(opzet: Opzet) -> Iterator[str]:
    yield "[kolommen]"
    namen = [naam for naam in (*VERPLICHT, *MOGELIJK) if naam != "bedrag"]
    namen += ["bedrag", "teken"] if "bedrag" in opzet.plek else ["debet", "credit"]
    for naam in namen:
        onze = "ontvanger" if naam == "verantwoorder_code" else naam
        if naam in opzet.plek:
            kop = opzet.koppen[opzet.plek[naam]].tekst
            keuze = "# " if naam == "bedrag" and opzet.vragen else ""
            yield f"{keuze}{onze} = {als_toml(kop)}  # {_UITLEG[onze]}"
        elif naam in ("boekstuk", "boekdatum", "omschrijving", "debet", "credit"):
            yield f'# {onze} = "..."  # {_UITLEG[onze]}: niet gevonden, vul de kop in'
    for vraag in opzet.vragen:
        yield f"# Kies zelf en haal de # weg: {vraag.reden}."
    yield from _ongebruikt(opzet, namen)


def _ongebruikt(opzet: Opzet, namen: Iterable[str]) -> Iterator[str]:
    """Name the headings that are not used, and of those again what holds money."""
    gebruikt = {opzet.plek[naam] for naam in namen if naam in opzet.plek}
    over = [kop for p, kop in enumerate(opzet.koppen) if kop.tekst and p not in gebruikt]
    if over:
        yield f"# Niet gebruikt: {', '.join(als_toml(kop.tekst) for kop in over)}"
    geld = [kop for kop in over if kop.is_geld]
    if geld:
        ook = ", ".join(als_toml(kop.tekst) for kop in geld)
        yield f"# Let op, ook dit zijn bedragen: {ook}"


def _vast(opzet: Opzet, vast: Mapping[str, str | int]) -> Iterator[str]:
    yield "# Wat niet in het bestand staat en voor alle rijen geldt."
    yield "[vast]"
    voorbeeld = {"ontvanger": '"naam of CBS-code"', "jaar": "2027", "onderdeel": '"lokaal"'}
    for naam, zoals in voorbeeld.items():
        if ("verantwoorder_code" if naam == "ontvanger" else naam) not in opzet.plek:
            yield f"{naam} = {als_toml(vast[naam])}" if naam in vast else f"# {naam} = {zoals}"


def _onderdeel(
    blad: Bronblad, opzet: Opzet, herkenner: Herkenner, onderdelen: Sequence[str]
) -> Iterator[str]:
    """Offer the cost centres to choose from, each with its rows and sum."""
    keuzes = ", ".join(onderdelen[:4])
    yield "# Bepaalt een kolom, zoals de kostenplaats, het onderdeel? Haal dan de # weg, zet achter"
    yield f"# elke waarde {keuzes} of overslaan, en haal onderdeel weg onder [vast]."
    plaats = _kostenplaats(opzet)
    yield "# [onderdeel]"
    if plaats is None:
        yield '# kolom = "Kostenplaats"'
        yield '# "6720" = "lokaal"'
    else:
        yield f"# kolom = {als_toml(opzet.koppen[plaats].tekst)}"
        yield from _waarden(blad, opzet, herkenner, plaats)
    yield '# anders = "overslaan"  # alle andere waarden: geld dat hier niet bij hoort'


def _kostenplaats(opzet: Opzet) -> int | None:
    plekken = {vorm(kop.tekst): p for p, kop in reversed([*enumerate(opzet.koppen)])}
    namen = ("kostenplaats", "kpl", "kostendrager", "project", "projectnummer")
    return next((plekken[naam] for naam in namen if naam in plekken), None)


def _waarden(blad: Bronblad, opzet: Opzet, herkenner: Herkenner, plaats: int) -> Iterator[str]:
    if not opzet.heeft_bedrag:
        return
    tafel = lees_tafel(blad, opzet, herkenner)
    per_waarde: dict[str, tuple[str, list[int]]] = {}
    cellen = tafel.kolom(plaats).cellen
    for rij in tafel.rijen(Rijsoort.BOEKING).tolist():
        if not is_leeg(cellen[rij]):
            waarde = als_tekst(cellen[rij])
            per_waarde.setdefault(celvorm(waarde), (waarde, []))[1].append(rij)
    for waarde, rijen in list(per_waarde.values())[:_MEESTE_WAARDEN]:
        yield f'# {als_toml(waarde)} = "..."  # {_omvang(tafel, rijen)}'
    if len(per_waarde) > _MEESTE_WAARDEN:
        yield f"# en nog {len(per_waarde) - _MEESTE_WAARDEN} andere waarden"


def _omvang(tafel: Tafel, rijen: Sequence[int]) -> str:
    som = sum(int(tafel.bedragen.centen[rij]) for rij in rijen)
    return f"{telling(len(rijen), 'rij', 'rijen')}, samen {toon_som(som)}"


def _kop_met(opzet: Opzet, *begin: str) -> str:
    return next((kop.tekst for kop in opzet.koppen if vorm(kop.tekst).startswith(begin)), "")
