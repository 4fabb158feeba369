"""Does a workbook still say what it said when this program made it?

The receipt in the workbook says what it is; the same workbook is made anew from today's inputs
and all that a reader sees is compared: cells, what hides, drawings, names, links and the receipt.
What was filled in in yellow cells is told and no deviation; what hangs on it is worked out again.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import azwa_funds.overzicht as overzicht
from azwa_funds.begroting import begroting_werkboek, maak_begroting
from azwa_funds.doorverdelen import doorverdeling_opnieuw
from azwa_funds.excel.beeld import Werkboekbeeld, lees_beeld
from azwa_funds.excel.lezer import UITVOERING, geen_werkboek, lees_bon, mits_gaaf, veilige_inhoud
from azwa_funds.gegevens import zoek_gemeente, zoek_regio
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.versie import VERSIE
from azwa_funds.nazien.formule import Onbekend, afhankelijke_kolommen, invoercellen, tekencellen
from azwa_funds.nazien.narekenen import Narekenaar
from azwa_funds.nazien.vergelijken import Bladvergelijking, als_rijen, zaakverschillen
from azwa_funds.rekenmodel import maak_rekenmodel
from azwa_funds.sisa import regio_opnieuw, sisa_opnieuw
from azwa_funds.toetsen import toets_opnieuw
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkagenda import Werkagenda
from azwa_funds.werkagenda import maak_agendawerkboek as werkagenda_werkboek
from azwa_funds.werkboek.vast import Werkboek, openstaand_werkboek

#: Per kind of workbook, how it is made again from the subject on its receipt.
MAKERS: dict[str, Callable[[Cijfers, str], Werkboek]] = {
    "landelijk": lambda cijfers, _: overzicht.landelijk_werkboek(cijfers),
    "regio": lambda cijfers, naam: overzicht.regionaal_werkboek(
        cijfers, zoek_regio(cijfers.gegevens, naam)
    ),
    "gemeente": lambda cijfers, code: overzicht.gemeentelijk_werkboek(
        cijfers, zoek_gemeente(cijfers.gegevens, code)
    ),
    "werkagenda": lambda cijfers, naam: werkagenda_werkboek(
        Werkagenda(cijfers, zoek_regio(cijfers.gegevens, naam))
    ),
    "begroting": lambda cijfers, naam: begroting_werkboek(
        cijfers, maak_begroting(cijfers, naam), naam
    ),
    "gebied": overzicht.gebied_opnieuw,
    "rekenmodel": lambda cijfers, _: maak_rekenmodel(cijfers, Path("rekenmodel.xlsx")),
    "openstaand": lambda cijfers, _: openstaand_werkboek(cijfers, Path("openstaand.xlsx")),
}

#: Likewise, for workbooks that were made from files of the user, which have to be given again.
MAKERS_UIT_BESTANDEN: dict[str, Callable[[Cijfers, str, Sequence[Path]], Werkboek]] = {
    "doorverdelen": doorverdeling_opnieuw,
    overzicht.SOORT_EIGEN_GEBIED: overzicht.lijst_opnieuw,
    overzicht.REGIO_MET_PLAN: overzicht.regio_met_plan_opnieuw,
    "sisa": sisa_opnieuw,
    "sisa-regio": regio_opnieuw,
    "toets": toets_opnieuw,
}

#: Of what file of rules such a workbook was made, where it is no file of bookings.
_UIT_TOML = {
    "doorverdelen": "het plan van een regio",
    overzicht.REGIO_MET_PLAN: "het plan van een regio",
    overzicht.SOORT_EIGEN_GEBIED: "een eigen bestand met gemeenten",
}

_SHA = "sha256 van "

#: What `verifieer` does not look at; everything else that a reader sees is compared.
NIET_VERGELEKEN = (
    "Niet vergeleken: letters, kleuren en randen zolang zij niets verbergen, breedte en hoogte, de "
    "plaats en de opmaak van grafieken en hun assen, de volgorde van de bladen, de instellingen "
    "voor scherm en printer, en de eigenschappen van het bestand."
)


@dataclass(frozen=True, slots=True)
class Verificatie:
    """The outcome: how many figures stand, and one sentence per thing that differs.

    `ingevuld` names the yellow cells that were filled in; of `afhankelijke_formules` the outcome
    hangs on them: it was worked out again, but of `niet_nagerekend`, which were compared by their
    formula only. `vingerafdruk` is the sha256 of all figures, texts and formulas as they should
    be, but for yellow cells and the receipt.
    """

    staande_cijfers: int
    afwijkingen: tuple[str, ...]
    ingevuld: tuple[str, ...] = ()
    afhankelijke_formules: int = 0
    niet_nagerekend: int = 0
    niet_vergeleken: str = NIET_VERGELEKEN
    vingerafdruk: str = ""

    @property
    def over_invoer(self) -> str:
        """Say what was filled in and what that means for the outcomes; empty without any."""
        if not self.ingevuld:
            return ""
        aantal = len(self.ingevuld)
        zin = "Er is 1 cel ingevuld" if aantal == 1 else f"Er zijn {aantal} cellen ingevuld"
        if not self.afhankelijke_formules:
            return f"{zin}; geen enkele uitkomst hangt daarvan af."
        gerekend = self.afhankelijke_formules - self.niet_nagerekend
        zin = (
            f"{zin}. De uitkomsten van {self.afhankelijke_formules} formules hangen af van wat is "
            f"ingevuld; die formules staan, en {gerekend} uitkomsten zijn nagerekend."
        )
        if self.niet_nagerekend:
            zin += f" Van {self.niet_nagerekend} is alleen de formule vergeleken."
        return zin

    @property
    def staat(self) -> bool:
        """Whether nothing differs."""
        return not self.afwijkingen


def verifieer(
    cijfers: Cijfers, pad: Path, bestanden: Sequence[Path] = (), vingerafdruk: str | None = None
) -> Verificatie:
    """Compare a workbook with what the same inputs give today.

    `bestanden` are the files of the user that the workbook was made from, if it was;
    `vingerafdruk` is what an earlier run gave for it.
    Raises Gebruikersfout when the file cannot be read or is not a workbook of this program.
    """
    _weiger_vreemd(pad)
    inhoud = veilige_inhoud(pad)
    nu = mits_gaaf(geen_werkboek(pad), lambda: lees_beeld(inhoud))
    bon = _lees_bon(pad, nu)
    werkboek = _maak_opnieuw(cijfers, pad, bon, bestanden)
    hoort = lees_beeld(werkboek.als_bytes())
    invoer, teken = invoercellen(werkboek.bladen), tekencellen(werkboek.bladen)
    afdruk = _vingerafdruk(hoort, invoer)
    afwijkingen = [(0, zin) for zin in _bonverschillen(bon, _lees_bon(pad, hoort))]
    if vingerafdruk not in (None, afdruk):
        zin = f"Vingerafdruk: de cijfers geven nu {afdruk}, en u gaf {vingerafdruk}."
        afwijkingen.append((0, zin))
    afwijkingen += [(0, zin) for zin in _bladverschillen(nu, hoort)]
    afwijkingen += [(1, zin) for zin in zaakverschillen("Werkboek", nu.zaken, hoort.zaken)]
    bladen = [
        Bladvergelijking(nu.bladen[naam], blad, invoer.get(naam, frozenset()), teken.get(naam))
        for naam, blad in hoort.bladen.items()
        if naam in nu.bladen
    ]
    nagerekend = _reken_na(hoort, bladen)
    for blad in bladen:
        afwijkingen += blad.verschillen(nagerekend, nu)
    afwijkingen.sort(key=lambda paar: paar[0])
    return Verificatie(
        sum(blad.staande_cijfers for blad in bladen),
        tuple(zin for _, zin in afwijkingen),
        tuple(regel for blad in bladen for regel in blad.ingevuld().values()),
        sum(blad.afhankelijke_formules for blad in bladen),
        sum(blad.niet_nagerekend for blad in bladen),
        vingerafdruk=afdruk,
    )


#: So much of the list of sheets is looked at to see whose workbook this is.
_BEGIN = 1_000_000


def _weiger_vreemd(pad: Path) -> None:
    """Refuse a workbook without our receipt before anything of it is read."""
    if not pad.is_file():
        return
    try:
        with zipfile.ZipFile(pad) as archief, archief.open("xl/workbook.xml") as lijst:
            begin = lijst.read(_BEGIN)
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return  # what is wrong with it is said by who reads the whole
    if f'"{UITVOERING}"'.encode() not in begin and len(begin) < _BEGIN:
        raise Gebruikersfout(geen_werkboek(pad))


def _lees_bon(pad: Path, beeld: Werkboekbeeld) -> dict[str, str]:
    blad = beeld.bladen.get(UITVOERING)
    return lees_bon(pad, {UITVOERING: als_rijen(blad.cellen)[0]} if blad else {})


def _vingerafdruk(beeld: Werkboekbeeld, invoer: Mapping[str, frozenset[tuple[int, int]]]) -> str:
    """Return the sha256 of what every cell says, but for yellow ones and the receipt."""
    som = hashlib.sha256()
    for naam, blad in beeld.bladen.items():
        if naam == UITVOERING:
            continue
        for plek, cel in sorted(blad.cellen.items()):
            if plek not in invoer.get(naam, frozenset()):
                waarde = f"{cel.waarde:.12g}" if isinstance(cel.waarde, float) else cel.waarde
                som.update(f"{naam} {plek} {waarde} {cel.formule}\n".encode())
    return som.hexdigest()


def _reken_na(
    hoort: Werkboekbeeld, bladen: Sequence[Bladvergelijking]
) -> dict[tuple[str, int, int], Any]:
    """Return what should stand in each cell that hangs on a yellow cell that was filled in.

    Cells that cannot be worked out are left out; without any that was filled in there are none.
    """
    ingevuld = {plek: w for blad in bladen for plek, w in blad.van_invloed.items()}
    if not ingevuld:
        return {}
    formules = {naam: als_rijen(blad.cellen)[1] for naam, blad in hoort.bladen.items()}
    geraakt = afhankelijke_kolommen(formules, {(blad, k) for blad, _, k in ingevuld})
    cellen = {
        (n, *plek): cel for n, blad in hoort.bladen.items() for plek, cel in blad.cellen.items()
    }
    te_doen = {
        plek: cel.formule
        for plek, cel in cellen.items()
        if cel.formule and (plek[0], plek[2]) in geraakt and plek not in ingevuld
    }
    rekenaar = Narekenaar(te_doen, {p: cel.waarde for p, cel in cellen.items()} | ingevuld)
    return {plek: _of_onbekend(rekenaar, plek) for plek in te_doen}


#: Stands for an outcome that could not be worked out again.
ONBEKEND = object()


def _of_onbekend(rekenaar: Narekenaar, plek: tuple[str, int, int]) -> Any:
    try:
        return rekenaar.waarde(plek)
    except Onbekend:
        return ONBEKEND


def _maak_opnieuw(
    cijfers: Cijfers, pad: Path, bon: Mapping[str, str], bestanden: Sequence[Path]
) -> Werkboek:
    soort, onderwerp = bon.get("Soort werkboek", ""), bon.get("Onderwerp", "")
    if soort in MAKERS:
        return MAKERS[soort](cijfers, onderwerp)
    if soort not in MAKERS_UIT_BESTANDEN:
        raise Gebruikersfout(
            f"{pad}: een werkboek van het soort '{soort}' is niet te verifiëren; dat kan met: "
            f"{', '.join(sorted({*MAKERS, *MAKERS_UIT_BESTANDEN}))}."
        )
    if not bestanden:
        raise Gebruikersfout(
            f"{pad} is gemaakt uit {_UIT_TOML[soort]}; geef dat opnieuw met --plan BESTAND.toml."
            if soort in _UIT_TOML
            else f"{pad} is gemaakt uit bestanden met bestedingen; geef die opnieuw met "
            "--bestedingen BESTAND."
        )
    return MAKERS_UIT_BESTANDEN[soort](cijfers, onderwerp, bestanden)


# -- comparing ---------------------------------------------------------------------------------


def _bonverschillen(bon: Mapping[str, str], hoort: Mapping[str, str]) -> Iterator[str]:
    """Name another version, changed inputs, and figures that no longer come out the same."""
    if bon.get("Versie") != hoort["Versie"]:
        toen = bon.get("Versie", "onbekend")
        yield f"Versie: het werkboek is gemaakt met versie {toen}, dit is versie {VERSIE}."
    for naam in sorted({*bon, *hoort}):
        if not naam.startswith(_SHA) or bon.get(naam) == hoort.get(naam):
            continue
        wat = naam.removeprefix(_SHA)
        if wat == "de cijfers":
            yield "De cijfers zelf komen nu anders uit dan toen het werkboek is gemaakt."
        elif naam not in hoort:
            yield f"Invoer: {wat} was er toen wel en is er nu niet."
        elif naam not in bon:
            yield f"Invoer: {wat} is er nu wel en was er toen niet."
        else:
            yield f"Invoer: {wat} is veranderd sinds het werkboek is gemaakt."


def _bladverschillen(nu: Werkboekbeeld, hoort: Werkboekbeeld) -> Iterator[str]:
    for naam in hoort.bladen:
        if naam not in nu.bladen:
            yield f"Het blad '{naam}' ontbreekt."
    for naam in nu.bladen:
        if naam not in hoort.bladen:
            yield f"Het blad '{naam}' is erbij gekomen."
