"""The register of the werkagenda: which colleges have adopted it, and was it delivered in time.

The register is a CSV file of the user, a row per gemeente. A gemeente without a row, or without
a date, has not adopted. Overviews and the toets ask `lees_register` and look at the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from azwa_funds.gegevens import Gegevens, Namen, zoek_regio
from azwa_funds.kern.begrippen import Gemeente, Kalenderdatum, Precisie, Regio
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.lezen.cellen import Celfout
from azwa_funds.lezen.kolommen import Kolom, Soort, Tabel
from azwa_funds.lezen.tabel import RIJ, Rij, Rijplek
from azwa_funds.scherm.tabel import teken_tabel
from azwa_funds.scherm.uitvoer import RIJVORMEN, naar_csv, rijen_als

#: The subject in `kalender.csv` of the day by which every college has adopted.
VASTSTELLING = "Werkagenda vastgesteld"

#: The subject in `kalender.csv` of when the werkagenda is delivered to VWS.
INDIENING = "Werkagenda bij VWS"

#: Where the overviews look for a register, under the data folder.
REGISTERBESTAND = "werkagenda_register.csv"

_KOLOMMEN = (
    Kolom("regio"),
    Kolom("gemeente_code"),
    Kolom("college_datum", Soort.DATUM, leeg_mag=True),
    Kolom("ingediend_op", Soort.DATUM, leeg_mag=True),
    Kolom("opmerking", leeg_mag=True),
)
REGISTER = Tabel("werkagendastatus", _KOLOMMEN, ("gemeente_code",))
#: The same with names, as the template gives them for people.
REGISTER_MET_NAAM = Tabel(
    "werkagendastatus", (*_KOLOMMEN[:2], Kolom("gemeente"), *_KOLOMMEN[2:]), ("gemeente_code",)
)


class Oordeel(StrEnum):
    """What the register says of a regio, in the words shown to a reader."""

    OP_TIJD = "vastgesteld en ingediend, op tijd"
    NAVRAGEN = "vastgesteld en ingediend, vraag VWS of het op tijd is"
    TE_LAAT = "vastgesteld en ingediend, te laat"
    NIET_INGEDIEND = "vastgesteld, nog niet ingediend"
    ONVOLLEDIG = "nog niet door alle colleges vastgesteld"
    ONBEKEND = "niets bekend"


@dataclass(frozen=True, slots=True)
class Collegebesluit:
    """What is known of one college: the day it adopted (None: not yet) and a remark."""

    gemeente: Gemeente
    datum: date | None
    opmerking: str


@dataclass(frozen=True, slots=True)
class Indientermijn:
    """When the werkagenda has to be with VWS, as exactly as the source says it.

    VWS writes "medio november 2026", which is no day. Delivered up to and including `zeker` is in
    time by any reading, after `uiterlijk`, the end of that month, is late by any reading; for the
    days between only VWS can tell.
    """

    zeker: date
    uiterlijk: date
    in_woorden: str


@dataclass(frozen=True, slots=True)
class Werkagendastatus:
    """How far a regio is: the colleges of all its gemeenten, and the day of delivery.

    `uiterlijk` is the last day for the colleges, `termijn` when VWS wants the werkagenda.
    """

    regio: Regio
    colleges: tuple[Collegebesluit, ...]
    ingediend_op: date | None
    uiterlijk: date
    termijn: Indientermijn

    @property
    def ontbreekt(self) -> list[Gemeente]:
        """The gemeenten whose college has not adopted."""
        return [college.gemeente for college in self.colleges if college.datum is None]

    @property
    def te_laat(self) -> list[Gemeente]:
        """The gemeenten whose college adopted after the last day."""
        return [c.gemeente for c in self.colleges if c.datum and c.datum > self.uiterlijk]

    @property
    def laatste(self) -> date | None:
        """The day on which the last college so far adopted."""
        return max((c.datum for c in self.colleges if c.datum), default=None)

    @property
    def vroeg_ingediend(self) -> bool:
        """Whether the werkagenda was delivered before every college had adopted it."""
        ingediend, laatste = self.ingediend_op, self.laatste
        if ingediend is None:
            return False
        return bool(self.ontbreekt) or (laatste is not None and ingediend < laatste)

    @property
    def oordeel(self) -> Oordeel:
        """What this comes to; only `OP_TIJD` meets the condition for payment in 2026."""
        if self.laatste is None and self.ingediend_op is None:
            return Oordeel.ONBEKEND
        if self.ontbreekt:
            return Oordeel.ONVOLLEDIG
        if self.ingediend_op is None:
            return Oordeel.NIET_INGEDIEND
        if self.te_laat or self.ingediend_op > self.termijn.uiterlijk:
            return Oordeel.TE_LAAT
        return Oordeel.OP_TIJD if self.ingediend_op <= self.termijn.zeker else Oordeel.NAVRAGEN

    @property
    def aandacht(self) -> str:
        """What is missing or odd, in one sentence for a reader; empty if nothing is."""
        op, termijn, punten = self.ingediend_op, self.termijn, []
        if self.oordeel is Oordeel.ONBEKEND:
            return "het register noemt geen enkel besluit"
        if self.ontbreekt:
            punten.append("nog niet vastgesteld door " + _namen(self.ontbreekt))
        if self.te_laat:
            punten.append(f"na {self.uiterlijk:%d-%m-%Y} vastgesteld door " + _namen(self.te_laat))
        if op is None:
            punten.append("niet ingediend bij VWS")
        elif op > termijn.uiterlijk:
            punten.append(f"ingediend op {op:%d-%m-%Y}, na {termijn.in_woorden}")
        elif op > termijn.zeker:
            punten.append(
                f"na {termijn.zeker:%d-%m-%Y} ingediend ({op:%d-%m-%Y}): VWS noemt "
                f"{termijn.in_woorden}, vraag VWS na"
            )
        if self.vroeg_ingediend:
            punten.append("ingediend voordat alle colleges hadden vastgesteld")
        return "; ".join(punten)


def _namen(gemeenten: Iterable[Gemeente]) -> str:
    return ", ".join(gemeente.naam for gemeente in gemeenten)


def eigen_register(gegevens: Gegevens) -> dict[str, Werkagendastatus]:
    """Return the status of every regio from the register in the data folder, if it stands there.

    The program comes without: which colleges have adopted is for the user to say.
    """
    pad = gegevens.data / REGISTERBESTAND
    if not gegevens.bestaat(pad):
        return _statussen(gegevens, pad, {})
    return lees_register(gegevens, pad if pad.exists() else gegevens.eigen_pad(pad))


def lees_register(gegevens: Gegevens, pad: Path) -> dict[str, Werkagendastatus]:
    """Read a register and return the status of every regio of the country, by name.

    A regio that the file does not name is there too, with nothing known.
    Raises Invoerfout for an unknown regio or gemeente, a gemeente in the wrong regio, a name
    that does not belong to the code, and two days of delivery in one regio.
    """
    per_regio: dict[str, list[Rij]] = defaultdict(list)
    wijzer, eerder = Namen(gegevens), dict[str, int]()
    for rij in _lees(gegevens, pad):
        gemeente = _gemeente(wijzer, pad, rij)
        if eerder.setdefault(gemeente.code, rij[RIJ]) != rij[RIJ]:
            reden = f"{gemeente.naam} ({gemeente.code}) staat ook al in rij {eerder[gemeente.code]}"
            raise Rijplek(pad, rij, "gemeente_code").fout(reden, "verwijder één van beide")
        _controleer(gegevens, pad, rij, gemeente)
        per_regio[gemeente.iza_regio].append({**rij, "gemeente_code": gemeente.code})
    return _statussen(gegevens, pad, per_regio)


def _statussen(
    gegevens: Gegevens, pad: Path, per_regio: Mapping[str, Sequence[Rij]]
) -> dict[str, Werkagendastatus]:
    return {
        naam: _status(gegevens, pad, regio, per_regio.get(naam, []))
        for naam, regio in sorted(gegevens.regios.items())
    }


def laatste_dag(gegevens: Gegevens) -> date:
    """Return the last day for the colleges to adopt, from the calendar."""
    return _datum(gegevens, VASTSTELLING).datum_tot


def indientermijn(gegevens: Gegevens) -> Indientermijn:
    """Return when the werkagenda has to be with VWS, from the calendar.

    What is in time for the colleges is so for VWS too: the same letters speak of 15 November and
    of the middle of November.
    """
    datum = _datum(gegevens, INDIENING)
    op_de_dag = datum.precisie is Precisie.DAG
    zeker = datum.datum_tot if op_de_dag else min(laatste_dag(gegevens), datum.datum_tot)
    woorden = datum.periode
    return Indientermijn(zeker, datum.datum_tot, woorden)


def _datum(gegevens: Gegevens, onderwerp: str) -> Kalenderdatum:
    for datum in gegevens.kalender:
        if datum.onderwerp == onderwerp:
            return datum
    raise Gebruikersfout(
        f"In data/kalender.csv ontbreekt '{onderwerp}'; zet de regel terug, met bron."
    )


def _lees(gegevens: Gegevens, pad: Path) -> list[Rij]:
    """Read the file with or without the names of gemeenten, whichever it has."""
    if pad.is_dir():
        raise Gebruikersfout(f"{pad} is een map; geef de naam van een CSV-bestand.")
    if not pad.is_file():
        raise Gebruikersfout(
            f"Het bestand {pad} bestaat niet; maak er een met: azwa-funds werkagenda sjabloon."
        )
    with pad.open("rb") as bestand:
        kop = bestand.readline().decode("utf-8-sig", errors="replace").casefold()
    koppen = {deel.strip().strip('"') for deel in kop.replace(";", ",").split(",")}
    return gegevens.tabel(pad, REGISTER_MET_NAAM if "gemeente" in koppen else REGISTER)


def _gemeente(wijzer: Namen, pad: Path, rij: Rij) -> Gemeente:
    """Return the gemeente whose code or name stands in a row."""
    tekst = rij["gemeente_code"]
    reden, remedie = f"gemeente '{tekst}' bestaat niet", "verbeter de CBS-code"
    try:
        if gemeente := wijzer.gegevens.gemeenten.get(wijzer.vind(tekst) or ""):
            return gemeente
    except Celfout as fout:
        reden, remedie = fout.reden, fout.remedie
    raise Rijplek(pad, rij, "gemeente_code").fout(reden, remedie)


def _controleer(gegevens: Gegevens, pad: Path, rij: Rij, gemeente: Gemeente) -> None:
    plek = Rijplek(pad, rij, "regio")
    try:
        regio = zoek_regio(gegevens, rij["regio"])
    except Gebruikersfout as fout:
        raise plek.fout(
            f"regio '{rij['regio']}' bestaat niet",
            f"vul {gemeente.iza_regio} in, de regio van {gemeente.naam}",
        ) from fout
    if regio.naam != gemeente.iza_regio:
        raise plek.fout(
            f"{gemeente.naam} ({gemeente.code}) hoort niet bij {regio.naam}",
            f"vul {gemeente.iza_regio} in",
        )
    naam = rij.get("gemeente")
    if naam and gemeente not in Namen(gegevens).gemeenten(naam):
        raise plek._replace(kolom="gemeente").fout(
            f"{gemeente.code} is {gemeente.naam}, niet '{naam}'", "verbeter de code of de naam"
        )


def _status(gegevens: Gegevens, pad: Path, regio: Regio, rijen: Sequence[Rij]) -> Werkagendastatus:
    op_code = {rij["gemeente_code"]: rij for rij in rijen}
    colleges = []
    for gemeente in _leden(gegevens, regio):
        rij = op_code.get(gemeente.code, {})
        colleges.append(
            Collegebesluit(gemeente, rij.get("college_datum"), rij.get("opmerking", ""))
        )
    ingediend, dag = _ingediend(pad, regio, rijen), laatste_dag(gegevens)
    return Werkagendastatus(regio, tuple(colleges), ingediend, dag, indientermijn(gegevens))


def _leden(gegevens: Gegevens, regio: Regio) -> list[Gemeente]:
    leden = (g for g in gegevens.gemeenten.values() if g.iza_regio == regio.naam)
    return sorted(leden, key=lambda gemeente: gemeente.naam)


def _ingediend(pad: Path, regio: Regio, rijen: Sequence[Rij]) -> date | None:
    """The one day of delivery of a regio, which need not stand in every row."""
    gevuld = [rij for rij in rijen if rij["ingediend_op"]]
    for rij in gevuld:
        if rij["ingediend_op"] != gevuld[0]["ingediend_op"]:
            raise Rijplek(pad, rij, "ingediend_op").fout(
                f"{regio.naam} is ingediend op {rij['ingediend_op']:%d-%m-%Y}, maar in rij "
                f"{gevuld[0][RIJ]} op {gevuld[0]['ingediend_op']:%d-%m-%Y}",
                "laat één dag staan, want de mandaathouder dient één keer in",
            )
    return gevuld[0]["ingediend_op"] if gevuld else None


# -- template ----------------------------------------------------------------------------------


def sjabloon(gegevens: Gegevens, regios: Iterable[Regio]) -> str:
    """Return an empty register as CSV with `;`, a row per gemeente, ready for Excel."""
    kolommen = REGISTER_MET_NAAM.kolomnamen
    rijen = [
        dict.fromkeys(kolommen, "")
        | {"regio": regio.naam, "gemeente_code": gemeente.code, "gemeente": gemeente.naam}
        for regio in regios
        for gemeente in _leden(gegevens, regio)
    ]
    return naar_csv(rijen, kolommen, voor_excel=True)


# -- what it says ------------------------------------------------------------------------------

#: The columns of the register's status, also where there is nothing to say.
KOLOMMEN = "regio mandaathouder vastgesteld laatste_besluit ingediend_op oordeel aandacht".split()


def register_als(formaat: str, statussen: Sequence[Werkagendastatus], aantal: int) -> str:
    """Return the status of regions as a table, csv or json; the table counts what is not there."""
    rijen = [_als_rij(status) for status in statussen]
    if formaat in RIJVORMEN:
        return rijen_als(
            formaat, [dict(zip(KOLOMMEN, rij, strict=True)) for rij in rijen], KOLOMMEN
        )
    rest = aantal - len(rijen)
    andere = "andere " if rijen else ""
    regels = [f"Van {rest} {andere}regio's is niets bekend.\n"] if rest else []
    if rijen:
        koppen = [kolom.replace("_", " ").capitalize() for kolom in KOLOMMEN]
        regels.insert(0, teken_tabel(koppen, rijen))
    return "".join(regels)


def _als_rij(status: Werkagendastatus) -> tuple[str, ...]:
    aantal, regio = len(status.colleges), status.regio
    vastgesteld = f"{aantal - len(status.ontbreekt)} van {aantal}"
    dagen = (_dag(status.laatste), _dag(status.ingediend_op))
    return (regio.naam, regio.mandaathouder, vastgesteld, *dagen, status.oordeel, status.aandacht)


def _dag(dag: date | None) -> str:
    return f"{dag:%d-%m-%Y}" if dag else ""
