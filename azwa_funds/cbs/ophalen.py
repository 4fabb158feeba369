"""From StatLine to a table of ours: raw snapshot with its origin, clean rows, merged table.

Everything is fetched and checked before anything is written, and what is written is put in place
together: on any failure the snapshot and the table that stood there are untouched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

from azwa_funds.cbs.statline import Antwoord, vraag_tabel
from azwa_funds.cbs.tabellen import EIGEN_KOLOMMEN, Gat, Statlinetabel, cbs_tabellen_van, gaten
from azwa_funds.dossier import kijk_na
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.schijf import schrijf_samen
from azwa_funds.kern.tekst import als_toml
from azwa_funds.lezen import kolommen as kolomsoorten
from azwa_funds.lezen.cellen import VOLLEDIG, Celfout
from azwa_funds.lezen.kolommen import CBS_TABELLEN
from azwa_funds.lezen.tabel import RIJ, Rij, lees_tabel
from azwa_funds.scherm.uitvoer import regels_als_csv, waarden

#: How CBS writes "no figure" where a column is text.
_GEEN_CIJFER = ("", ".", "-")

#: Told while fetching: table, year, rows so far, and of how many (None when not known).
Meld = Callable[[str, int, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Opdracht:
    """One table of ours for one year, and the StatLine table that fills it."""

    tabel: Statlinetabel
    jaar: int


@dataclass(frozen=True, slots=True)
class Oogst:
    """What fetching a table for a year brought; `gewijzigd` counts, None where the year is new."""

    opdracht: Opdracht
    titel: str
    gemeenten: int
    gaten: tuple[Gat, ...]
    gewijzigd: int | None
    bestanden: tuple[Path, ...]


# -- what to fetch -----------------------------------------------------------------------------


def kies(
    gegevens: Gegevens, namen: Sequence[str], jaren: Sequence[int]
) -> tuple[list[Opdracht], list[str]]:
    """Return what to fetch, and what cannot be fetched yet in one sentence each.

    Without `namen` every table, without `jaren` the newest year of each. What is asked for by
    name and is not filled in yet raises Gebruikersfout, and so does having nothing to fetch.
    """
    tabellen = cbs_tabellen_van(gegevens)
    opdrachten, open_ = list[Opdracht](), list[str]()
    for naam in dict.fromkeys(namen or CBS_TABELLEN):
        for jaar in dict.fromkeys(jaren or tabellen.nieuwste_jaar(naam)):
            tabel = tabellen.vind(naam, jaar)
            if tabel:
                opdrachten.append(Opdracht(tabel, jaar))
            else:
                open_.append(_niet_ingevuld(f"{naam} {jaar}", tabellen.bestand))
        if not (jaren or tabellen.nieuwste_jaar(naam)):
            open_.append(_niet_ingevuld(naam, tabellen.bestand))
    if open_ and (namen or not opdrachten):
        raise Gebruikersfout(open_[0])
    return opdrachten, open_


def _niet_ingevuld(wat: str, bestand: Path) -> str:
    return (
        f"Welke tabel van het CBS onze tabel {wat} vult, is nog niet ingevuld; voeg een blok "
        f"[[tabel]] toe aan {bestand}."
    )


# -- fetch, clean, put in place ----------------------------------------------------------------


def haal(
    gegevens: Gegevens, opdrachten: Iterable[Opdracht], uit: Path, meld: Meld = lambda *_: None
) -> list[Oogst]:
    """Fetch tables and put snapshots and merged tables in the folder `uit`, all or nothing.

    The table that is merged into is the one in `uit`, or where there is none yet that of the
    data in use: other years are kept. Raises Gebruikersfout in one sentence for whatever is
    wrong with the answer, the table or the folder.
    """
    rijen_van: dict[str, list[Rij]] = {}
    ruw: dict[Path, bytes] = {}
    oogsten = []
    for opdracht in opdrachten:
        naam, jaar = opdracht.tabel.naam, opdracht.jaar
        oud = rijen_van.get(naam) or _bestaande_rijen(gegevens, naam, uit)
        antwoord = vraag_tabel(
            cbs_tabellen_van(gegevens).dienst, opdracht.tabel, jaar, partial(meld, naam, jaar)
        )
        nieuw = schoon(gegevens, opdracht, antwoord)
        rijen = [*(rij for rij in oud if rij["jaar"] != jaar), *nieuw]
        rijen_van[naam] = sorted(rijen, key=itemgetter("jaar", "gemeente_code"))
        momentopname = _momentopname(opdracht, antwoord, uit)
        ruw |= momentopname
        zonder, anders = gaten(nieuw, CBS_TABELLEN[naam]), _gewijzigd(oud, nieuw, opdracht)
        bestanden = (*momentopname, uit / f"{naam}.csv")
        oogsten.append(Oogst(opdracht, antwoord.titel, len(nieuw), zonder, anders, bestanden))
    tabellen = {
        uit / f"{naam}.csv": _als_csv(uit / f"{naam}.csv", rijen, CBS_TABELLEN[naam])
        for naam, rijen in rijen_van.items()
    }
    # Could the data be read with these in them? Also asked of a folder that is no part of the data
    # in use: there it is about these figures too.
    cbs = gegevens.eigen_pad(gegevens.data / "cbs")
    kijk_na(gegevens, {cbs / pad.name: inhoud for pad, inhoud in tabellen.items()})
    schrijf_samen({**ruw, **tabellen})
    return oogsten


def _bestaande_rijen(gegevens: Gegevens, naam: str, uit: Path) -> list[Rij]:
    eigen = uit / f"{naam}.csv"
    pad = eigen if eigen.exists() else gegevens.data / "cbs" / f"{naam}.csv"
    return gegevens.tabel(pad, CBS_TABELLEN[naam])


def _gewijzigd(oud: Iterable[Rij], nieuw: Iterable[Rij], opdracht: Opdracht) -> int | None:
    vorige = {rij["gemeente_code"]: rij for rij in oud if rij["jaar"] == opdracht.jaar}
    if not vorige:
        return None
    leeg: Rij = {}
    paren = [(vorige.get(rij["gemeente_code"], leeg), rij) for rij in nieuw]
    kolommen = opdracht.tabel.kolommen
    return len([k for vorig, rij in paren for k in kolommen if vorig.get(k) != rij[k]])


# -- clean -------------------------------------------------------------------------------------


def schoon(gegevens: Gegevens, opdracht: Opdracht, antwoord: Antwoord) -> list[Rij]:
    """Turn the rows of CBS into rows of ours, one per gemeente of that year's indeling.

    Codes lose their padding, thousands become units, what CBS leaves empty stays empty. Raises
    Gebruikersfout naming gemeente and column of the first figure that does not fit, and for a
    gemeente too many, too few or twice.
    """
    tabel = opdracht.tabel
    namen = _namen(gegevens)
    rijen: dict[str, Rij] = {}
    for ruw in antwoord.rijen:
        code = _kaal(ruw.get(tabel.sleutel))
        if not VOLLEDIG.fullmatch(code) or not _heeft_cijfers(opdracht, ruw):
            continue
        _controleer_keuze(opdracht, ruw, code)
        if code in rijen:
            raise _onbruikbaar(opdracht, f"gemeente {code} komt er twee keer in voor")
        rijen[code] = _rij(opdracht, ruw, code, namen.get(code, code))
    _controleer_indeling(gegevens, opdracht, set(rijen), namen)
    return [rijen[code] for code in sorted(rijen)]


def _onbruikbaar(opdracht: Opdracht, reden: str) -> Gebruikersfout:
    tabel = opdracht.tabel
    return Gebruikersfout(
        f"Het antwoord van het CBS op tabel {tabel.statline} ({tabel.naam} {opdracht.jaar}) is "
        f"niet te gebruiken, want {reden}; er is niets gewijzigd, controleer "
        "data/cbs/tabellen.toml en de tabel op StatLine."
    )


def _kaal(waarde: Any) -> str:
    return waarde.strip() if isinstance(waarde, str) else ""


def _heeft_cijfers(opdracht: Opdracht, ruw: Rij) -> bool:
    """Whether a gemeente existed: StatLine also lists former ones, with nothing behind them."""
    for kolom in opdracht.tabel.kolommen.values():
        if kolom not in ruw:
            raise _onbruikbaar(opdracht, f"kolom '{kolom}' ontbreekt")
    return any(ruw[kolom] is not None for kolom in opdracht.tabel.kolommen.values())


def _controleer_keuze(opdracht: Opdracht, ruw: Rij, code: str) -> None:
    for naam, verwacht in opdracht.tabel.keuze(opdracht.jaar).items():
        if (er := _kaal(ruw.get(naam))) != verwacht:
            wat = f"{naam} van {code} is '{er}' en gevraagd was '{verwacht}'"
            raise _onbruikbaar(opdracht, wat)


def _rij(opdracht: Opdracht, ruw: Rij, code: str, naam: str) -> Rij:
    tabel = opdracht.tabel
    status = "" if tabel.status is None else str(tabel.status)
    eigen = (str(opdracht.jaar), code, naam, status, tabel.bron)
    cellen = dict(zip(EIGEN_KOLOMMEN, eigen, strict=True))
    rij: Rij = {}
    for kolom in CBS_TABELLEN[tabel.naam].kolommen:
        cel = cellen.get(kolom.naam, "")
        if kolom.naam in tabel.kolommen:
            cel = _cel(opdracht, ruw, kolom, naam)
        try:
            rij[kolom.naam] = kolomsoorten.lees_cel(kolom, cel)
        except Celfout as fout:
            wat = f"{tabel.kolommen.get(kolom.naam, kolom.naam)} van {naam} ({code})"
            raise _onbruikbaar(opdracht, f"{wat} past niet: {fout.reden}") from None
    return rij


def _cel(opdracht: Opdracht, ruw: Rij, kolom: kolomsoorten.Kolom, gemeente: str) -> str:
    """Return one figure as the text of a cell, in units instead of thousands."""
    cbs_kolom = opdracht.tabel.kolommen[kolom.naam]
    waarde = ruw[cbs_kolom]
    if waarde is None or (isinstance(waarde, str) and waarde.strip() in _GEEN_CIJFER):
        return ""
    try:
        getal = Decimal(waarde.strip() if isinstance(waarde, str) else waarde)
    except (ArithmeticError, TypeError, ValueError):
        getal = Decimal("NaN")
    if isinstance(waarde, bool) or not getal.is_finite():
        raise _onbruikbaar(opdracht, f"{cbs_kolom} van {gemeente} is {waarde!r} en geen getal")
    getal *= opdracht.tabel.maal.get(kolom.naam, 1)
    if kolom.soort is not kolomsoorten.Soort.GETAL and getal == getal.to_integral_value():
        return f"{getal:.0f}"
    return f"{getal:f}"


# -- gemeenten of the year ---------------------------------------------------------------------


def _indeling(gegevens: Gegevens, jaar: int) -> set[str]:
    """Return the codes of the gemeenten of a year: as CBS counted them, else by the indeling."""
    bekend = {rij["gemeente_code"] for rij in gegevens.cbs("bevolking") if rij["jaar"] == jaar}
    peildatum = date(jaar, 1, 1)
    alle = gegevens.gemeenten.values()
    return bekend or {g.code for g in alle if g.geldig_van <= peildatum <= g.geldig_tot_en_met}


def _namen(gegevens: Gegevens) -> dict[str, str]:
    """Return names by code: of today where a gemeente still is, else as CBS wrote it last."""
    namen = {rij["gemeente_code"]: rij["gemeente"] for rij in gegevens.cbs("bevolking")}
    return namen | {gemeente.code: gemeente.naam for gemeente in gegevens.gemeenten.values()}


def _controleer_indeling(
    gegevens: Gegevens, opdracht: Opdracht, codes: set[str], namen: dict[str, str]
) -> None:
    jaar = opdracht.tabel.indeling or opdracht.jaar
    verwacht = _indeling(gegevens, jaar)
    if not codes:
        raise _onbruikbaar(opdracht, f"het CBS geeft (nog) geen cijfers over {opdracht.jaar}")
    anders = [f"{namen.get(code, '')} ({code}) ontbreekt" for code in sorted(verwacht - codes)]
    anders += [f"{code} hoort er niet bij" for code in sorted(codes - verwacht)]
    if anders:
        meer = f" en nog {len(anders) - 3}" if len(anders) > 3 else ""
        wat = f"het geeft {len(codes)} gemeenten en de indeling van {jaar} telt er {len(verwacht)}"
        raise _onbruikbaar(opdracht, f"{wat}: {', '.join(anders[:3])}{meer}")


# -- files -------------------------------------------------------------------------------------


def _als_csv(pad: Path, rijen: Sequence[Rij], tabel: kolomsoorten.Tabel) -> bytes:
    """Return a table as CSV, after guarding it by its own declaration and by pandera."""
    cellen = (["" if rij[k] is None else str(rij[k]) for k in tabel.kolomnamen] for rij in rijen)
    tekst = regels_als_csv([tabel.kolomnamen, *cellen])
    gelezen = lees_tabel(pad, tekst, tabel)
    zonder_plaats = [{k: rij[k] for k in tabel.kolomnamen} for rij in rijen]
    if [{k: w for k, w in rij.items() if k != RIJ} for rij in gelezen] != zonder_plaats:
        raise Gebruikersfout(f"{pad} zou bij teruglezen andere cijfers geven; meld dit als fout.")
    _bewaak(pad, zonder_plaats, tabel)
    return tekst.encode()


def _bewaak(pad: Path, rijen: Sequence[Rij], tabel: kolomsoorten.Tabel) -> None:
    import pandas as pd
    import pandera.pandas as pa
    from pandera.errors import SchemaError

    def proeven(kolom: kolomsoorten.Kolom) -> list[pa.Check]:
        if kolom.soort not in kolomsoorten.GETALSOORTEN:
            return []
        return [pa.Check.in_range(kolom.minimum or 0, kolom.maximum or kolomsoorten.GROOTSTE)]

    kolommen = {k.naam: pa.Column(nullable=k.leeg_mag, checks=proeven(k)) for k in tabel.kolommen}
    schema = pa.DataFrameSchema(kolommen, unique=list(tabel.sleutel), strict=True)
    try:
        schema.validate(pd.DataFrame(rijen, dtype=object))
    except SchemaError as fout:
        raise Gebruikersfout(
            f"{pad} past niet bij zijn schema ({fout.check}); er is niets gewijzigd, controleer "
            "de tabel op StatLine."
        ) from fout


def _momentopname(opdracht: Opdracht, antwoord: Antwoord, uit: Path) -> dict[Path, bytes]:
    """Return the answer exactly as received, a list of its pages, and where it came from."""
    tabel, jaar = opdracht.tabel, opdracht.jaar
    ruw = b"[\n" + b",\n".join(antwoord.paginas) + b"\n]\n"
    velden: dict[str, Any] = {
        "tabel": tabel.naam,
        "jaar": jaar,
        "statline": tabel.statline,
        **waarden(antwoord, "titel periode gewijzigd adres vraag"),
        "opgehaald": datetime.now(UTC).replace(microsecond=0),
        "rijen": len(antwoord.rijen),
        "sha256": hashlib.sha256(ruw).hexdigest(),
    }
    regels = [f"{naam} = {als_toml(waarde)}" for naam, waarde in velden.items()]
    regels += ["", "# De eenheid die het CBS zelf bij elke kolom noemt.", "[eenheden]"]
    eenheden = {k: antwoord.eenheden.get(cbs, "") for k, cbs in tabel.kolommen.items()}
    regels += [f"{kolom} = {als_toml(eenheid)}" for kolom, eenheid in eenheden.items()]
    pad = uit / "ruw" / f"{tabel.naam}_{jaar}.json"
    return {pad: ruw, pad.with_suffix(".toml"): ("\n".join(regels) + "\n").encode("utf-8")}
