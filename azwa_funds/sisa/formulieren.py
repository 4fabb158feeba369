"""Forms for bookings in one go: one per recipient of a region, and a register of what comes back.

The form itself is that of besteden. Here is who gets one, what it says of awarded and promised
money, until when it is to come back, and what became of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any

import azwa_funds.besteden as besteden
from azwa_funds.doorverdelen import planbron, plannen_van, planteksten_van, toezegging
from azwa_funds.excel.lezer import cel_op, celnaam, lees_bladen, veilige_inhoud
from azwa_funds.excel.zegel import is_ongerept, verzegel
from azwa_funds.gegevens import Gegevens, zoek_regio
from azwa_funds.kern.begrippen import Centen, Ontvanger, Ontvangersoort, Regio
from azwa_funds.kern.euro import centen_als_getal
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tekst import bestandsnaam, telling
from azwa_funds.lezen.kolommen import Kolom, Soort, Tabel
from azwa_funds.lezen.tabel import lees_tabel, lees_tekst
from azwa_funds.scherm.uitvoer import regels_als_csv, waarden
from azwa_funds.sisa.retour import opgeslagen_op

_TABEL = Tabel(
    besteden.REGISTER,
    (
        Kolom("jaar", Soort.JAAR),
        *map(Kolom, "regio code naam soort bestand wat".split()),
        Kolom("uiterlijk", Soort.DATUM),
        *map(Kolom, "toegekend toegezegd sha256_formulier".split()),
    ),
    ("code",),
)


@dataclass(frozen=True, slots=True)
class Formulier:
    """One form to send: for whom, until when it is to come back, and its bytes."""

    wie: Ontvanger
    soort: str
    regio: str
    jaar: int
    uiterlijk: date
    rechten: tuple[besteden.Recht, ...]
    toegezegd: besteden.Recht | None
    inhoud: bytes

    @property
    def bestand(self) -> str:
        """The name of its file."""
        return f"{bestandsnaam(str(self.jaar), self.wie.code, self.wie.naam)}.xlsx"


def maak_formulieren(gegevens: Gegevens, regio: Regio, jaar: int) -> list[Formulier]:
    """Make a form for the mandaathouder, for every gemeente of a regio, and for its GGD'en.

    The mandaathouder may be a gemeente, which then gets one form for all its money. A GGD gets one
    in a year in which it receives money itself. What the plan of the region promises, where it
    is known, stands beside what was awarded. Raises Gebruikersfout for a year without money.
    """
    geld = besteden.geld_van(gegevens)
    return [_formulier(geld, regio, jaar, wie, soort) for wie, soort in _wie(geld, regio, jaar)]


def _wie(geld: besteden.Geld, regio: Regio, jaar: int) -> Iterator[tuple[Ontvanger, str]]:
    gegevens = geld.gegevens
    leden = [gegevens.gemeenten[code] for code in geld.leden[regio.naam]]
    mandaathouder = regio.mandaathouder_code
    if mandaathouder not in gegevens.gemeenten:
        yield regio.ontvanger, "mandaathouder"
    for gemeente in leden:
        is_mandaat = gemeente.code == mandaathouder
        soort = "mandaathouder en gemeente" if is_mandaat else "gemeente"
        yield Ontvanger(gemeente.code, gemeente.naam, regio.naam), soort
    if mandaathouder in gegevens.gemeenten and mandaathouder not in geld.leden[regio.naam]:
        yield regio.ontvanger, "mandaathouder"
    eigen = {gemeente.ggd_regio for gemeente in leden}
    krijgt = {recht.code for recht in geld.rechten.values() if recht.jaar == jaar}
    for naam, ggd in gegevens.ontvangers(Ontvangersoort.GGD_REGIO, jaar).items():
        if naam in eigen and ggd.code in krijgt:
            yield ggd, "GGD"


def _formulier(
    geld: besteden.Geld, regio: Regio, jaar: int, wie: Ontvanger, soort: str
) -> Formulier:
    gegevens, teksten = geld.gegevens, planteksten_van(geld.gegevens)
    plan = plannen_van(gegevens).get(regio.naam) if soort == "gemeente" else None
    toegezegd = toezegging(gegevens, wie.code, jaar) if plan else None
    belofte: dict[str, besteden.Recht] = {}
    if toegezegd:
        belofte[f"Toegezegd door de mandaathouder: {planbron(gegevens, regio.naam)}"] = toegezegd
    kring = besteden.Kring(wie.naam, frozenset({wie.code}), (), False, "")
    inhoud = besteden.maak_formulierinhoud(geld, kring, jaar, toegezegd=belofte)
    rechten = tuple(r for r in inhoud.rechten if r is not toegezegd)
    # The day of the plan for a gemeente that reports to the mandaathouder, else that of SiSa.
    gekozen = plan.plan.terugmelding.uiterlijk.get(jaar) if plan else None
    uiterlijk = gekozen or teksten.uiterste_dag(jaar)
    formulier = verzegel(besteden.sjabloon_als_xlsx(inhoud))
    return Formulier(wie, soort, regio.naam, jaar, uiterlijk, rechten, toegezegd, formulier)


# -- the register ------------------------------------------------------------------------------


def register(formulieren: Iterable[Formulier]) -> bytes:
    """Return the register as CSV for Excel: who must return what by when."""
    regels: list[Sequence[object]] = [_TABEL.kolomnamen]
    for f in formulieren:
        wat = f"bestedingen {f.jaar}: {', '.join(_onderdelen(f))}"
        toegezegd = "geen plan gegeven" if f.soort == "gemeente" else "niet van toepassing"
        toegezegd = _euro([f.toegezegd]) if f.toegezegd else toegezegd
        som = hashlib.sha256(f.inhoud).hexdigest()
        wie = (f.jaar, f.regio, f.wie.code, f.wie.naam, f.soort, f.bestand)
        regels.append([*wie, wat, f.uiterlijk.isoformat(), _euro(f.rechten), toegezegd, som])
    return regels_als_csv(regels, voor_excel=True).encode()


def _onderdelen(formulier: Formulier) -> list[str]:
    onderdelen = [recht.onderdeel.replace("_", " ") for recht in formulier.rechten]
    if formulier.soort == "gemeente":
        onderdelen.append("regionaal geld, als de gemeente dat besteedde")
    return onderdelen


def _euro(rechten: Sequence[besteden.Recht]) -> str:
    """Add up whole euros; p.m. as soon as one of them is not known."""
    bekend = [recht.centen for recht in rechten if recht.centen is not None]
    if len(bekend) < len(rechten):
        return f"{sum(bekend) // 100} en p.m." if bekend else "p.m."
    return str(sum(bekend) // 100)


# -- what came back ----------------------------------------------------------------------------


_NIETS = Centen(0)


class Terug(StrEnum):
    """How far a form is."""

    RETOUR = "retour"
    LEEG = "nog niet ingevuld"
    ONTBREEKT = "ontbreekt"
    FOUT = "niet te lezen"


@dataclass(frozen=True, slots=True)
class Stand:
    """What became of one form: returned or not, on time or not, and what deserves a look."""

    jaar: int
    code: str
    naam: str
    terug: Terug
    is_te_laat: bool
    uiterlijk: date
    opgeslagen: date | None = None
    bestand: str = ""
    boekingen: int = 0
    centen: Centen = _NIETS
    opmerkingen: tuple[str, ...] = ()

    @property
    def is_gewijzigd(self) -> bool:
        """Whether something was changed where it should not be."""
        return any(tekst.startswith(_GEWIJZIGD) for tekst in self.opmerkingen)

    @property
    def in_orde(self) -> bool:
        """Whether nobody has to look at it: returned, on time and whole, or not yet due."""
        if self.terug is Terug.RETOUR:
            return not self.is_te_laat and not self.opmerkingen
        return self.terug is Terug.LEEG and not self.is_te_laat


_GEWIJZIGD = "Gewijzigd waar dat niet hoort"


def standen(gegevens: Gegevens, map_: Path, vandaag: date) -> list[Stand]:
    """Say of every form of the register in a folder what became of it, as of a day.

    A returned form may have another name, or lie in a folder below. Raises Gebruikersfout where
    there is no register.
    """
    pad = map_ / besteden.REGISTER
    if not pad.is_file():
        raise Gebruikersfout(
            f"In {map_} staat geen {besteden.REGISTER}; maak de formulieren eerst met azwa-funds "
            "sjabloon besteding --per-gemeente --uit MAP."
        )
    rijen = lees_tabel(pad, lees_tekst(pad), _TABEL)
    gevonden = _formulieren_in(map_)
    zoals_gemaakt = {
        (formulier.jaar, formulier.wie.code): formulier.inhoud
        for regio, jaar in dict.fromkeys((rij["regio"], rij["jaar"]) for rij in rijen)
        for formulier in maak_formulieren(gegevens, zoek_regio(gegevens, regio), jaar)
    }
    return [_stand(gegevens, rij, gevonden, zoals_gemaakt, vandaag) for rij in rijen]


def _formulieren_in(map_: Path) -> dict[tuple[int, str], list[Path]]:
    """Find the forms of ours in a folder, by the year and code that each bears."""
    gevonden: dict[tuple[int, str], list[Path]] = {}
    for pad in sorted(map_.rglob("*.xlsx")):
        if pad.name.startswith(("~$", ".")):
            continue
        for sleutel in _merk(pad):
            gevonden.setdefault(sleutel, []).append(pad)
    return gevonden


def _merk(pad: Path) -> Iterator[tuple[int, str]]:
    """Yield for which year and recipient a form was made; nothing for what is none of ours."""
    from openpyxl import load_workbook

    try:
        boek = load_workbook(BytesIO(veilige_inhoud(pad)), read_only=True)
        merk = str(boek.custom_doc_props["Formulier"].value)
    except (Gebruikersfout, KeyError, ValueError, OSError):
        return
    jaar, _, code = merk.partition(" ")
    if jaar.isdecimal():
        yield int(jaar), code


def _stand(
    gegevens: Gegevens,
    rij: Mapping[str, Any],
    gevonden: Mapping[tuple[int, str], Sequence[Path]],
    zoals_gemaakt: Mapping[tuple[int, str], bytes],
    vandaag: date,
) -> Stand:
    paden = gevonden.get((rij["jaar"], rij["code"]), [])
    ingevuld = [pad for pad in paden if not is_ongerept(pad.read_bytes())]
    stand = Stand(
        rij["jaar"],
        rij["code"],
        rij["naam"],
        Terug.LEEG if paden else Terug.ONTBREEKT,
        vandaag > rij["uiterlijk"],
        rij["uiterlijk"],
        bestand=paden[0].name if paden else rij["bestand"],
    )
    if not ingevuld:
        return stand
    pad = ingevuld[0]
    opgeslagen = opgeslagen_op(pad.read_bytes())
    opmerkingen = list(_wijzigingen(zoals_gemaakt.get((rij["jaar"], rij["code"])), rij, pad))
    if len(ingevuld) > 1:
        namen = ", ".join(ander.name for ander in ingevuld[1:])
        opmerkingen.append(f"Er is meer dan één ingevuld formulier: ook {namen}.")
    te_laat = (opgeslagen or vandaag) > rij["uiterlijk"]
    stand = replace(stand, is_te_laat=te_laat, opgeslagen=opgeslagen, bestand=pad.name)
    try:
        tabel = besteden.lees_bestedingen(gegevens, [pad]).tabel
    except Gebruikersfout as fout:
        eerste = next((r for r in str(fout).splitlines()[1:] if r), str(fout)).removeprefix("- ")
        return replace(stand, terug=Terug.FOUT, opmerkingen=(*opmerkingen, eerste))
    anders = sorted({str(code) for code in tabel["verantwoorder_code"]} - {rij["code"]})
    if anders:
        opmerkingen.append(f"Er staan boekingen in van een ander: {', '.join(anders)}.")
    return replace(
        stand,
        terug=Terug.RETOUR,
        boekingen=len(tabel),
        centen=Centen(int(tabel["centen"].sum())),
        opmerkingen=tuple(opmerkingen),
    )


def _anders(hoort: Sequence[Sequence[Any]], is_nu: Sequence[Sequence[Any]]) -> list[str]:
    """Return the names of the cells that hold something else than they should."""
    return [
        celnaam(r, k)
        for r, cellen in enumerate(hoort)
        for k, cel in enumerate(cellen)
        if not _zelfde(cel, cel_op(is_nu, r, k))
    ]


def _wijzigingen(eigen: bytes | None, rij: Mapping[str, Any], pad: Path) -> Iterator[str]:
    """Name what differs from the form as it was sent, outside the lines for bookings.

    A form of an older version of this program, which is made otherwise, may say the same.
    """
    verschillen = list(_verschillen(eigen, rij, pad)) if eigen else [""]
    is_bekend = eigen and hashlib.sha256(eigen).hexdigest() == rij["sha256_formulier"]
    if is_bekend or not verschillen:
        yield from verschillen
    else:
        yield (
            "De gegevens of het plan zijn veranderd sinds het formulier is gemaakt; of er iets is "
            "gewijzigd waar dat niet hoort, is daarom niet na te gaan (geef het plan met --plan)."
        )


def _verschillen(eigen: bytes, rij: Mapping[str, Any], pad: Path) -> Iterator[str]:
    hoort, _ = lees_bladen(Path(rij["bestand"]), eigen)
    is_nu, _ = lees_bladen(pad, veilige_inhoud(pad))
    for blad, rijen in hoort.items():
        if blad not in is_nu:
            yield f"{_GEWIJZIGD}: het blad '{blad}' ontbreekt."
            continue
        vast = rijen[:1] if blad == besteden.BOEKINGENBLAD else rijen
        plekken = _anders(vast, is_nu[blad])
        if plekken:
            meer = f" en nog {len(plekken) - 3}" if len(plekken) > 3 else ""
            yield f"{_GEWIJZIGD}: blad '{blad}', cel {', '.join(plekken[:3])}{meer}."


def _zelfde(een: Any, ander: Any) -> bool:
    """Whether two cells say the same; a spreadsheet program writes formulas in its own spacing."""
    if isinstance(een, int | float) and isinstance(ander, int | float):
        return round(een, 2) == round(ander, 2)
    een, ander = ("" if cel is None else str(cel).replace(" ", "") for cel in (een, ander))
    return bool(een == ander)


def als_rij(stand: Stand) -> dict[str, Any]:
    """Return a state as a row."""
    return {
        **waarden(stand, "jaar code naam"),
        "stand": str(stand.terug),
        "te_laat": "ja" if stand.is_te_laat else "nee",
        "uiterlijk": stand.uiterlijk.isoformat(),
        "opgeslagen": stand.opgeslagen.isoformat() if stand.opgeslagen else "",
        "bestand": stand.bestand,
        "boekingen": stand.boekingen,
        "geboekt": Decimal(centen_als_getal(stand.centen)),
        "gewijzigd": "ja" if stand.is_gewijzigd else "nee",
        "opmerking": " ".join(stand.opmerkingen),
    }


def in_woorden(standen_: Sequence[Stand]) -> str:
    """Count in one sentence what came back."""
    terug = sum(stand.terug is Terug.RETOUR for stand in standen_)
    laat = sum(stand.is_te_laat for stand in standen_)
    anders = sum(stand.is_gewijzigd for stand in standen_)
    return (
        f"{terug} van {telling(len(standen_), 'formulier', 'formulieren')} terug; "
        f"{laat} te laat; {anders} gewijzigd waar dat niet hoort."
    )
