"""The sheet that leads from the ledger, file by file, to what is in the SiSa-bijlage."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from azwa_funds.besteden import (
    REGIONALE,
    VAN_DE_BESTANDEN,
    Aansluitingsopzet,
    Grootboekpost,
    Grootboekstand,
    Telplek,
    aansluiting_blad,
    kolomsom,
)
from azwa_funds.excel.blad import Formula, Sheet, outcome
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Centen
from azwa_funds.sisa.bladen import AANSLUITING
from azwa_funds.sisa.rekenen import Verantwoording, hele_euros
from azwa_funds.werkboek.vast import Controleregel, Herkomstregel

#: Beside the sheet Aansluiting, which goes on from here to the indicators.
GROOTBOEK = "Aansluiting grootboek"
GROOTBOEK_HERKOMST = Herkomstregel(GROOTBOEK, "Alle bedragen", VAN_DE_BESTANDEN)


def grootboek_blad(
    gegevens: Gegevens, verantwoording: Verantwoording, stand: Grootboekstand
) -> Sheet | None:
    """Make the sheet for one verantwoorder; None where the bookings come from no file."""
    wie, jaar = verantwoording.wie, verantwoording.formaat.jaar
    buiten = {deel.onderdeel for deel in verantwoording.buiten}

    def plaats_van(post: Grootboekpost) -> Telplek:
        if (post.code, post.jaar) == (wie.code, jaar):
            return Telplek.BUITEN if post.onderdeel in buiten else Telplek.BESTEED
        if post.jaar == jaar and post.onderdeel in REGIONALE and _is_andere_kant(post):
            return Telplek.KANT_ELDERS
        return Telplek.ELDERS

    def _is_andere_kant(post: Grootboekpost) -> bool:
        gemeente = gegevens.gemeenten.get(post.code)
        if wie.mandaat is not None:
            return gemeente is not None and gemeente.iza_regio == wie.mandaat.naam
        return post.medeoverheid == wie.code

    opzet = Aansluitingsopzet(
        GROOTBOEK,
        f"Boekingen van {wie.naam} over {jaar}",
        "Waarvan de andere kant van dit regionale geld",
        "Buiten de bijlage",
        "Besteed (in de bijlage)",
        "Waarvan de andere kant: regionaal geld geven mandaathouder en gemeente allebei op. Wat "
        "de ander opgeeft, telt hier niet mee en staat hier alleen om te zien.",
        kant_is_elders=True,
    )
    return aansluiting_blad(stand, plaats_van, opzet)


def sluit_aan(blad: Sheet, aansluiting: Sheet) -> Iterator[Controleregel]:
    """Yield the checks on the sheet, in whole euros; both sides come from the same cents."""
    gelezen = _euros(kolomsom(blad, "niet") + kolomsom(blad, "gelezen"))
    yield Controleregel(
        f"Blad {GROOTBOEK}: het grootboek is gelezen, of niet gelezen met de reden erbij",
        Formula(f"=ROUND({blad.total_ref('grootboek')},0)", _euros(kolomsom(blad, "grootboek"))),
        Formula(f"=ROUND({blad.total_ref('niet')}+{blad.total_ref('gelezen')},0)", gelezen),
    )
    grootboek, buiten = (aansluiting.ref(kolom) for kolom in ("grootboek", "buiten"))
    alles, niet = _som(aansluiting, "grootboek"), _som(aansluiting, "buiten")
    for kolom, wat, formule, som in (
        ("telt", "de boekingen", f"SUM({grootboek})", alles),
        ("besteed", "wat in de bijlage staat", f"SUM({grootboek})-SUM({buiten})", alles - niet),
    ):
        yield Controleregel(
            f"Blad {GROOTBOEK} komt uit op {wat} van blad {AANSLUITING}",
            Formula(f"=ROUND({formule},0)", hele_euros(Centen(som))),
            Formula(f"=ROUND({blad.total_ref(kolom)},0)", _euros(kolomsom(blad, kolom))),
        )


def _som(blad: Sheet, kolom: str) -> int:
    """Return in cents what a column adds up to; a word such as p.m. adds nothing."""
    waarden = (outcome(rij[kolom]) for rij in blad.table.rows)
    return sum(int(waarde * 100) for waarde in waarden if isinstance(waarde, int | Fraction))


def _euros(bedrag: Decimal) -> int:
    return hele_euros(Centen(int(bedrag.scaleb(2))))
