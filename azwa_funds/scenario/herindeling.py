"""The change of a scenario by which gemeenten merge, are split, or get a new name and code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from azwa_funds.gegevens import GEREALISEERD, Gegevens, zoek_gemeente
from azwa_funds.kern.begrippen import Gemeente, Herindeling, Vindplaats
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.lezen.cellen import Celfout
from azwa_funds.lezen.kolommen import Kolom, Soort, lees_cel
from azwa_funds.lezen.tabel import controleer_velden
from azwa_funds.scenario.wijziging import Wijziging

_EIGEN_SCENARIO = Vindplaats("eigen_keuze", "scenario")
_GEBIEDEN = ("provincie", "ggd_regio", "iza_regio")
_VELDEN_NIEUW: Mapping[str, type] = {
    "aandeel": str, "naam": str, **dict.fromkeys(_GEBIEDEN, str),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Plan:
    """A herindeling in full: which gemeenten end, and what share of each goes where."""

    datum: date
    oud: tuple[Gemeente, ...]
    nieuw: tuple[tuple[Gemeente, Fraction], ...]
    rechtsopvolger: str


def voer_herindeling_door(
    gegevens: Mapping[int, Gegevens], wijziging: Wijziging
) -> dict[int, Gegevens]:
    """Return the data per year with this herindeling carried out from its date on.

    A year follows the indeling of its 1 January. Raises Invoerfout naming the block where a
    gemeente, date or share does not fit.
    """
    datum: date = _cel(wijziging, "datum", Soort.DATUM, wijziging.velden["datum"])
    jaren = [jaar for jaar in gegevens if datum <= date(jaar, 1, 1)]
    if not jaren:
        raise wijziging.fout(
            f"na {datum:%d-%m-%Y} begint geen jaar van deze uitkering",
            f"kies een datum tot en met 01-01-{max(gegevens)}",
        )
    return {
        jaar: _doorgevoerd(eigen, _plan(eigen, wijziging, datum), wijziging)
        if jaar in jaren
        else eigen
        for jaar, eigen in gegevens.items()
    }


def _cel(wijziging: Wijziging, naam: str, soort: Soort, tekst: str) -> Any:
    try:
        return lees_cel(Kolom(naam, soort), tekst)
    except Celfout as fout:
        raise wijziging.fout(fout.reden, fout.remedie) from fout


def _plan(gegevens: Gegevens, wijziging: Wijziging, datum: date) -> _Plan:
    oud = tuple(_gemeente(gegevens, wijziging, naam, datum) for naam in wijziging.velden["oud"])
    if not oud or not wijziging.velden["nieuw"]:
        raise wijziging.fout("oud of nieuw is leeg", "noem ten minste een gemeente bij elk")
    delen = wijziging.velden["nieuw"]
    nieuw = tuple(
        _bestemming(gegevens, wijziging, deel, oud, enige=len(delen) == 1, datum=datum)
        for deel in delen
    )
    codes = [gemeente.code for gemeente, _ in nieuw]
    for dubbel in {code for code in codes if codes.count(code) > 1}:
        raise wijziging.fout(f"{dubbel} staat twee keer bij nieuw", "tel de aandelen op")
    som = sum((aandeel for _, aandeel in nieuw), Fraction(0))
    if som != 1:
        raise wijziging.fout(
            f"de aandelen zijn samen {som}", "maak ze samen precies 1, bijvoorbeeld 2/5 en 3/5"
        )
    opvolger = wijziging.velden.get("rechtsopvolger", "")
    if opvolger and opvolger not in codes:
        raise wijziging.fout(
            f"rechtsopvolger '{opvolger}' staat niet bij nieuw", "kies uit: " + ", ".join(codes)
        )
    return _Plan(datum, oud, nieuw, opvolger or (codes[0] if len(codes) == 1 else ""))


def _gemeente(gegevens: Gegevens, wijziging: Wijziging, naam: Any, datum: date) -> Gemeente:
    try:
        gemeente = zoek_gemeente(gegevens, str(naam))
    except Gebruikersfout as fout:
        reden, _, remedie = str(fout).rstrip(".").partition("; ")
        raise wijziging.fout(reden[0].lower() + reden[1:], remedie or "verbeter de naam") from fout
    if gemeente.geldig_tot_en_met < datum:
        raise wijziging.fout(
            f"{gemeente.naam} bestaat niet meer op {datum:%d-%m-%Y}", "noem een gemeente van dan"
        )
    return gemeente


def _bestemming(
    gegevens: Gegevens,
    wijziging: Wijziging,
    deel: Any,
    oud: Sequence[Gemeente],
    *,
    enige: bool,
    datum: date,
) -> tuple[Gemeente, Fraction]:
    if not isinstance(deel, dict):
        raise wijziging.fout(
            f"'{deel}' bij nieuw is geen blok", "schrijf bijvoorbeeld { gemeente = 'GM0402' }"
        )
    controleer_velden(
        wijziging.pad, deel, f"nieuw van '{wijziging.naam}'", {"gemeente": str}, _VELDEN_NIEUW
    )
    if "aandeel" not in deel and not enige:
        raise wijziging.fout(
            f"het aandeel van {deel['gemeente']} ontbreekt", "schrijf bijvoorbeeld aandeel = '2/5'"
        )
    aandeel: Fraction = _cel(wijziging, "aandeel", Soort.AANDEEL, deel.get("aandeel", "1"))
    if "naam" in deel:
        return _nieuwe_gemeente(gegevens, wijziging, deel, oud, datum), aandeel
    return _gemeente(gegevens, wijziging, deel["gemeente"], datum), aandeel


def _nieuwe_gemeente(
    gegevens: Gegevens,
    wijziging: Wijziging,
    deel: Mapping[str, str],
    oud: Sequence[Gemeente],
    datum: date,
) -> Gemeente:
    """Make a gemeente that does not exist yet; its areas are those of the old, if they agree."""
    code: str = _cel(wijziging, "gemeente", Soort.GEMEENTECODE, deel["gemeente"])
    if code in gegevens.gemeenten:
        raise wijziging.fout(
            f"{code} is al de code van {gegevens.gemeenten[code].naam}",
            "kies een nieuwe code, of laat naam weg",
        )
    gebieden = {}
    for veld in _GEBIEDEN:
        waarden = {str(getattr(gemeente, veld)) for gemeente in oud}
        if veld not in deel and len(waarden) > 1:
            raise wijziging.fout(
                f"de oude gemeenten liggen niet in dezelfde {veld}",
                f"voeg {veld} = '...' toe bij {deel['naam']}",
            )
        gebieden[veld] = deel.get(veld, min(waarden))
        bekend = {str(getattr(gemeente, veld)) for gemeente in gegevens.gemeenten.values()}
        if gebieden[veld] not in bekend:
            raise wijziging.fout(f"{veld} '{gebieden[veld]}' bestaat niet", "verbeter de naam")
    return replace(
        oud[0],
        code=code,
        naam=deel["naam"],
        naam_cbs=deel["naam"],
        **gebieden,
        geldig_van=datum,
        geldig_tot_en_met=date.max,
        vindplaats=wijziging.vindplaats or _EIGEN_SCENARIO,
    )


def _doorgevoerd(gegevens: Gegevens, plan: _Plan, wijziging: Wijziging) -> Gegevens:
    namen = {gemeente.code: gemeente.naam for gemeente, _ in plan.nieuw}
    vertrekt = {gemeente.code: gemeente for gemeente in plan.oud if gemeente.code not in namen}
    einde = plan.datum - timedelta(days=1)
    gemeenten = {gemeente.code: gemeente for gemeente, _ in plan.nieuw} | gegevens.gemeenten
    gemeenten |= {
        code: replace(gemeente, geldig_tot_en_met=einde) for code, gemeente in vertrekt.items()
    }

    def opvolger(code: str, heeft: str) -> str:
        if code not in vertrekt:
            return code
        if not plan.rechtsopvolger:
            raise wijziging.fout(
                f"{vertrekt[code].naam} wordt gesplitst en heeft {heeft}",
                "noem met rechtsopvolger = '...' de code die dat overneemt",
            )
        return plan.rechtsopvolger

    regios = {}
    for naam, regio in gegevens.regios.items():
        code = opvolger(regio.mandaathouder_code, f"het mandaat van regio {naam}")
        wie = namen.get(code, regio.mandaathouder)
        regios[naam] = replace(regio, mandaathouder_code=code, mandaathouder=wie)
    gebieden = [
        replace(gebied, gemeente_code=opvolger(gebied.gemeente_code, f"NPLV-gebied {gebied.naam}"))
        for gebied in gegevens.nplv_gebieden
    ]
    eerder = [
        h
        for h in gegevens.herindelingen
        if h.datum < plan.datum or h.code_oud not in {gemeente.code for gemeente in plan.oud}
    ]
    return gegevens.met(
        gemeenten=dict(sorted(gemeenten.items())),
        regios=regios,
        nplv_gebieden=gebieden,
        herindelingen=[*eerder, *_herindelingen(plan, wijziging)],
    )


def _herindelingen(plan: _Plan, wijziging: Wijziging) -> list[Herindeling]:
    return [
        Herindeling(
            datum=plan.datum,
            code_oud=oud.code,
            naam_oud=oud.naam,
            code_nieuw=nieuw.code,
            naam_nieuw=nieuw.naam,
            aandeel=aandeel,
            soort="samenvoeging" if len(plan.nieuw) == 1 else "splitsing",
            status=GEREALISEERD,
            toelichting=wijziging.toelichting,
            vindplaats=wijziging.vindplaats or _EIGEN_SCENARIO,
        )
        for oud in plan.oud
        for nieuw, aandeel in plan.nieuw
        if not (oud.code == nieuw.code and aandeel == 1)
    ]
