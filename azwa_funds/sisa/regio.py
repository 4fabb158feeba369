"""The regional return: what the gemeenten of a regio sent back, gathered by the mandaathouder."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from azwa_funds.besteden import (
    REGISTER,
    Aansluitingsopzet,
    Aanvulling,
    Bedrageenheid,
    Bronregel,
    Grootboekpost,
    Grootboekstand,
    Regiovergelijking,
    Telplek,
    aansluiting_blad,
    aanvulling_uit_keuzes,
)
from azwa_funds.doorverdelen import (
    DOORVERDELING,
    Verantwoordingswijze,
    kies_plannen,
    met_plannen,
    plankeuze,
    toezegging,
    vingerafdrukken,
)
from azwa_funds.excel.blad import PRO_MEMORIE, Cell, Column, Kind, Sheet, Table
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Regio
from azwa_funds.kern.euro import in_centen
from azwa_funds.kern.fouten import Gebruikersfout, aaneen
from azwa_funds.kern.tekst import slug
from azwa_funds.lezen.bestanden import vind_bestanden
from azwa_funds.sisa.bijlage import BLAD
from azwa_funds.sisa.formaat import Formaat, Indicator, Indicatorsoort, Regeling, Wie, lees_formaat
from azwa_funds.sisa.formule import Waarde, of_pm, reken
from azwa_funds.sisa.grootboek import GROOTBOEK
from azwa_funds.sisa.rekenen import (
    Blok,
    Verantwoorder,
    Verantwoording,
    verantwoorders,
    zin_over_verschil,
)
from azwa_funds.sisa.retour import (
    GEWIJZIGD,
    Retour,
    Wijzekeuze,
    is_sisa_werkboek,
    jaren_van_boekingen,
    lees_boekingen_als_retour,
    lees_onderwerp,
    lees_retour,
    regionaal_bedrag,
)
from azwa_funds.sisa.verloop import verloop
from azwa_funds.sisa.werkboek import bouw, verantwoording_als_csv
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import Bon, Werkboek

ONTBREEKT, NIET_TE_LEZEN, ONTVANGEN = "ontbreekt", "niet te verwerken", "ontvangen"
#: With these words a remark begins that says so of a return.
TE_LAAT = "te laat"


@dataclass(frozen=True)
class Opgave:
    """The regional return: what it says, the workbooks behind it and everything that is odd."""

    verantwoording: Verantwoording
    retouren: tuple[Retour, ...]
    uiterlijk: date
    bevindingen: tuple[str, ...]


class Verzamelaar:
    """Gathers the workbooks of one regio over one year."""

    def __init__(
        self,
        cijfers: Cijfers,
        regio: Regio,
        jaar: int,
        uiterlijk: date | None,
        aanvulling: Aanvulling | None = None,
        wijze: Verantwoordingswijze | None = None,
    ) -> None:
        gegevens = cijfers.gegevens
        self.cijfers, self.regio = cijfers, regio
        self.formaat: Formaat = lees_formaat(gegevens, jaar)
        self.mandaat = self.formaat.regeling(Wie.MANDAATHOUDER)
        self.bij_gemeente = self.formaat.regeling(Wie.MEDEOVERHEID)
        self.wie: Verantwoorder = verantwoorders(gegevens)[regio.mandaathouder_code]
        self.leden = {
            g.code: g.naam
            for g in gegevens.gemeenten.values()
            if g.iza_regio == regio.naam and g.code != regio.mandaathouder_code
        }
        #: Who has to report: all of them, or those to which the plan of the region promises money.
        self.gemeenten = {
            code: naam for code, naam in self.leden.items() if self._doet_mee(code, jaar)
        }
        self.aanvulling = aanvulling
        self.wijze = Wijzekeuze.van(cijfers.gegevens, regio, wijze)
        self.uiterlijk = uiterlijk or max(d.datum for d in self.formaat.deadlines)
        self.som_van_formaat = gegevens.alle_invoer[f"data/sisa/{jaar}.toml"]

    def verzamel(self, paden: Sequence[Path]) -> Opgave:
        """Read every workbook and build the return from those that can be trusted."""
        retouren = tuple(retour for pad in _uniek(paden) for retour in self._lees(pad))
        for retour in retouren:
            if retour.code in self.leden:
                self.gemeenten[retour.code] = self.leden[retour.code]
        for retour in retouren:
            self._beoordeel(retour)
        self._weiger_dubbelen(retouren)
        goed = {retour.code: retour for retour in retouren if not retour.fouten}
        blok = self._blok(goed)
        vergelijkingen = tuple(self._vergelijkingen(goed))
        bevindingen = tuple(self._bevindingen(retouren, goed, vergelijkingen))
        verantwoording = Verantwoording(
            self.wie,
            self.formaat,
            (blok,),
            (),
            vergelijkingen,
            bevindingen,
            self._lasten_elders(goed.get(self.wie.code)),
        )
        return Opgave(verantwoording, retouren, self.uiterlijk, bevindingen)

    def _doet_mee(self, code: str, jaar: int) -> bool:
        """Whether the plan of the region, if it is known, promises a gemeente money."""
        recht = toezegging(self.cijfers.gegevens, code, jaar)
        return recht is None or bool(recht.centen)

    def _lees(self, pad: Path) -> list[Retour]:
        """Read a file that came back: a SiSa workbook, else a form or a ledger."""
        if is_sisa_werkboek(pad):
            return [lees_retour(pad, self.formaat, self.som_van_formaat)]
        uit_boekingen = lees_boekingen_als_retour(self.cijfers, self.formaat, pad, self.aanvulling)
        return uit_boekingen or [lees_retour(pad, self.formaat, self.som_van_formaat)]

    # -- judging -------------------------------------------------------------------------------

    def _beoordeel(self, retour: Retour) -> None:
        """Note what only the regio can know: a stranger, another mandaathouder, too late."""
        if retour.fouten:
            return
        if retour.code not in self.leden and retour.code != self.wie.code:
            retour.fouten.append(
                f"{retour.naam}, blad Uitvoering: dit is het werkboek van {retour.code}, en die "
                f"hoort niet bij regio {self.regio.naam}; geef het aan de eigen mandaathouder."
            )
            return
        indicator = self.bij_gemeente.van_soort(Indicatorsoort.MANDAATHOUDER)
        cel = indicator and retour.cellen.get((self.bij_gemeente.id, indicator.nummer, 0))
        if cel and str(cel.waarde).split(" ")[0] != self.wie.code:
            retour.fouten.append(
                f"{retour.naam}, blad {BLAD}, cel {cel.naam}: '{cel.waarde}' is niet de "
                f"mandaathouder van regio {self.regio.naam} ({self.wie.code}); controleer aan wie "
                "de gemeente zich verantwoordt."
            )
        if retour.opgeslagen and retour.opgeslagen > self.uiterlijk:
            retour.opmerkingen.append(
                f"{TE_LAAT}: opgeslagen op {retour.opgeslagen:%d-%m-%Y}, "
                f"na {self.uiterlijk:%d-%m-%Y}"
            )

    def _weiger_dubbelen(self, retouren: Iterable[Retour]) -> None:
        goed = [retour for retour in retouren if not retour.fouten]
        vaak = Counter(retour.code for retour in goed)
        for retour in goed:
            if vaak[retour.code] > 1:
                retour.fouten.append(
                    f"{retour.naam}: van {self._naam(retour.code)} zijn er {vaak[retour.code]} "
                    "werkboeken; geef alleen het laatste."
                )

    def _naam(self, code: str) -> str:
        naam = self.wie.naam if code == self.wie.code else self.gemeenten.get(code, code)
        return f"{naam} ({code})"

    def _bevindingen(
        self,
        retouren: Iterable[Retour],
        goed: dict[str, Retour],
        vergelijkingen: Iterable[Regiovergelijking],
    ) -> Iterator[str]:
        gestuurd = {retour.code for retour in retouren}
        verwacht = [self.wie.code, *self.gemeenten]
        open_ = [code for code in verwacht if code not in goed]
        if open_:
            yield (
                f"De totalen tellen alleen wat terugkwam: van {len(open_)} van de "
                f"{len(verwacht)} is er geen werkboek dat meetelt."
            )
        for code in verwacht:
            if code not in gestuurd:
                wat = "De eigen besteding" if code == self.wie.code else "De regel"
                yield f"Het werkboek van {self._naam(code)} ontbreekt. {wat} staat op p.m."
        for retour in retouren:
            yield from retour.fouten
        for retour in goed.values():
            wie = f"{retour.naam} van {self._naam(retour.code)}"
            yield from (aaneen(f"{wie}: ", tekst, ".") for tekst in retour.opmerkingen)
        yield from (zin_over_verschil(regel) for regel in vergelijkingen if regel.verschil)

    # -- the return ----------------------------------------------------------------------------

    def _vergelijkingen(self, goed: dict[str, Retour]) -> Iterator[Regiovergelijking]:
        eigen = goed.get(self.wie.code)
        if eigen is None or not eigen.heeft(self.mandaat):
            return
        regels = eigen.medeoverheden(self.mandaat)
        soort = Indicatorsoort.BESTEDING_MEDEOVERHEID
        for code, naam in self.gemeenten.items():
            via = eigen.bedrag(self.mandaat, soort, regels[code]) if code in regels else 0
            zelf = regionaal_bedrag(goed[code], self.formaat) if code in goed else None
            yield Regiovergelijking(code, naam, via or 0, zelf, Bedrageenheid.EURO)

    def _blok(self, goed: dict[str, Retour]) -> Blok:
        """Fill in the block of the mandaathouder; what nobody reported stays p.m."""
        regels = tuple(sorted(self.gemeenten))
        waarden: dict[tuple[str, int], Waarde] = {}
        for indicator in self.mandaat.indicatoren:
            for regel in range(len(regels) if indicator.soort.is_lijst else 1):
                waarden[indicator.nummer, regel] = self._waarde(indicator, regel, goed, regels)
        return Blok(self.mandaat, regels, waarden)

    def keuzes(self) -> list[str]:
        """What the receipt says of what was chosen besides the files."""
        delen = list(self.aanvulling.keuzes) if self.aanvulling else []
        delen += [f"wijze={self.wijze.wijze}"] if self.wijze.is_gekozen else []
        return delen + plankeuze(self.cijfers.gegevens)

    def eigen_bestanden(self) -> dict[str, str]:
        """The sha256 of the plan and the profile that the return rests on, by name."""
        profiel = self.aanvulling.profiel if self.aanvulling else None
        eigen = {profiel.bestand: profiel.som} if profiel else {}
        return eigen | vingerafdrukken(self.cijfers.gegevens)

    def _waarde(
        self, indicator: Indicator, regel: int, goed: dict[str, Retour], regels: tuple[str, ...]
    ) -> Waarde:
        if indicator.soort is Indicatorsoort.MEDEOVERHEID:
            return Waarde(f"{regels[regel]} {self.gemeenten[regels[regel]]}")
        if indicator.soort is Indicatorsoort.EINDVERANTWOORDING:
            laatste = self.cijfers.gegevens.uitkering(self.mandaat.uitkering).tot_en_met
            return Waarde("Ja" if self.formaat.jaar >= laatste else "Nee")
        if indicator.soort is Indicatorsoort.IN_TE_VULLEN:
            return Waarde(PRO_MEMORIE)
        return reken(self.mandaat, indicator, regel, _Retouren(self, goed, regels))

    def _lasten_elders(self, eigen: Retour | None) -> dict[str, int | None]:
        """What the mandaathouder spent of the same uitkering as a gemeente, by her own workbook."""
        lokaal = [
            regeling
            for regeling in self.formaat.regelingen
            if regeling.wie is Wie.GEMEENTE and regeling.uitkering == self.mandaat.uitkering
        ]
        if self.wie.gemeente is None or not lokaal:
            return {}
        soort = Indicatorsoort.BESTEDING
        bedragen = [eigen.bedrag(regeling, soort) if eigen else None for regeling in lokaal]
        samen = None if None in bedragen else sum(b or 0 for b in bedragen)
        return {self.mandaat.uitkering: samen}

    def gemelde_bedragen(self, retour: Retour) -> dict[str, int]:
        """What a workbook reports of regional money, in cents: its own ("") and via each gemeente.

        What the mandaathouder reports via a gemeente counts where that gemeente reports it.
        """
        if retour.code != self.wie.code:
            return {"": in_centen(regionaal_bedrag(retour, self.formaat))}
        soort = Indicatorsoort.BESTEDING_MEDEOVERHEID
        bedragen: dict[str, int] = {
            "": in_centen(retour.bedrag(self.mandaat, Indicatorsoort.EIGEN) or 0)
        }
        for code, regel in retour.medeoverheden(self.mandaat).items():
            bedragen[code] = in_centen(retour.bedrag(self.mandaat, soort, regel) or 0)
        return bedragen

    def gemeld(self, indicator: Indicator, goed: dict[str, Retour], code: str) -> int | None:
        """What the workbook of a gemeente, or that of the mandaathouder, says."""
        retour = goed.get(code)
        if retour is None:
            return None
        if indicator.soort.is_lijst:
            return regionaal_bedrag(retour, self.formaat)
        return retour.bedrag(self.mandaat, indicator.soort)

    def eerder(self, indicator: Indicator, goed: dict[str, Retour], code: str) -> int | None:
        """What was spent before this year: the cumulative amount less that of the year."""
        if self.formaat.jaar == self.cijfers.gegevens.uitkering(self.mandaat.uitkering).van:
            return 0
        retour = goed.get(code)
        regeling: Regeling = self.bij_gemeente if indicator.soort.is_lijst else self.mandaat
        if retour is None:
            return None
        if not retour.heeft(regeling):
            return 0 if indicator.soort.is_lijst else None
        cumulatief = retour.bedrag(regeling, Indicatorsoort.CUMULATIEF)
        jaar = retour.bedrag(regeling, Indicatorsoort.BESTEDING)
        return None if cumulatief is None or jaar is None else cumulatief - jaar


@dataclass(frozen=True, slots=True)
class _Retouren:
    """The workbooks that came back as a source for the formulas of the mandaathouder."""

    verzamelaar: Verzamelaar
    goed: dict[str, Retour]
    regels: tuple[str, ...]

    def lijst(self, indicator: Indicator) -> range:
        """Every other gemeente of the regio has a line."""
        return range(len(self.regels))

    def som(self, delen: Iterable[Waarde]) -> Waarde:
        """The totals count what came back; a finding says how many did not."""
        return Waarde(sum(deel.bedrag for deel in delen))

    def waarde(self, indicator: Indicator, regel: int) -> Waarde:
        """What the workbook of this line says."""
        code = self._van(indicator, regel)
        return Waarde(of_pm(self.verzamelaar.gemeld(indicator, self.goed, code)))

    def eerder(self, indicator: Indicator, regel: int) -> Waarde:
        """What was spent before this year, by that workbook."""
        code = self._van(indicator, regel)
        return Waarde(of_pm(self.verzamelaar.eerder(indicator, self.goed, code)))

    def _van(self, indicator: Indicator, regel: int) -> str:
        return self.regels[regel] if indicator.soort.is_lijst else self.verzamelaar.wie.code


def _uniek(paden: Iterable[Path]) -> list[Path]:
    """Return each file once; a folder stands for all files in it that may be a return."""
    return [bestand.pad for bestand in vind_bestanden(paden, _waarom_geen_retour).bestanden]


def _waarom_geen_retour(pad: Path) -> str:
    """Say why a file in a folder is no return: it is an outcome of our own."""
    is_onze = pad.name.startswith("regio-") or pad.name in (REGISTER, DOORVERDELING)
    return "een uitkomst van dit programma" if is_onze else ""


def jaar_van(gegevens: Gegevens, paden: Iterable[Path]) -> int:
    """Return the year that most of what came back is about.

    Raises Gebruikersfout when none of them can be read.
    """
    jaren: Counter[int] = Counter()
    paden = list(paden)
    for pad in paden:
        if not pad.exists():
            raise Gebruikersfout(
                f"{pad} bestaat niet; controleer de naam van de map of het bestand."
            )
    for pad in _uniek(paden):
        try:
            jaren[lees_onderwerp(pad)[0]] += 1
        except Gebruikersfout:
            jaren.update(jaren_van_boekingen(gegevens, pad))
    if not jaren:
        raise Gebruikersfout(
            "Geen van de bestanden is een SiSa-werkboek van azwa-funds; geef de werkboeken die de "
            "gemeenten terugstuurden, of formulieren en grootboeken met --jaar JAAR."
        )
    return max(jaren, key=lambda jaar: (jaren[jaar], jaar))


def pad_van_regio(regio: Regio) -> Path:
    """Return where the return of a regio stands in the folder of its year."""
    return Path(f"regio-{slug(regio.naam)}.xlsx")


def regionale_opgave(verzamelaar: Verzamelaar, opgave: Opgave) -> Werkboek:
    """Make the workbook of the regional return, with a sheet on what came back."""
    regio, jaar = verzamelaar.regio, verzamelaar.formaat.jaar
    (blok,) = opgave.verantwoording.blokken
    van = verzamelaar.cijfers.gegevens.uitkering(blok.regeling.uitkering).van
    eigen = (r for r in opgave.retouren if r.code == verzamelaar.wie.code and not r.fouten)
    saldi = next((retour.beginsaldi for retour in eigen), {})
    saldo = 0 if jaar == van else saldi.get(blok.regeling.naam)
    begin = None if saldo is None else in_centen(saldo)
    sommen = {retour.naam: _som(retour.pad) for retour in opgave.retouren}
    werkboek = bouw(
        verzamelaar.cijfers,
        opgave.verantwoording,
        [verloop(verzamelaar.cijfers, verzamelaar.wie, blok, jaar, begin)],
        Bon(
            "sisa-regio",
            "; ".join(
                [
                    f"{jaar} {verzamelaar.wie.code} {opgave.uiterlijk.isoformat()}",
                    *verzamelaar.keuzes(),
                ]
            ),
            f"azwa-funds sisa consolideer '{regio.naam}' BESTAND... --jaar {jaar} "
            f"--uiterlijk {opgave.uiterlijk.isoformat()}{verzamelaar.wijze.optie}",
            verantwoording_als_csv(opgave.verantwoording),
            dict(sorted((sommen | verzamelaar.eigen_bestanden()).items())),
        ),
        _aansluiting(verzamelaar, opgave),
    )
    bladen = list(werkboek.bladen)
    bladen.insert(1, _retourblad(verzamelaar, opgave))
    titel = f"SiSa {jaar}: regio {regio.naam}"
    return replace(
        werkboek,
        pad=pad_van_regio(regio),
        titel=titel,
        voorblad=replace(
            werkboek.voorblad,
            title=titel,
            paragraphs=[verzamelaar.wijze.zin(verzamelaar.cijfers), *werkboek.voorblad.paragraphs],
        ),
        bladen=bladen,
    )


def regio_opnieuw(cijfers: Cijfers, onderwerp: str, paden: Sequence[Path]) -> Werkboek:
    """Make a regional return again from its subject ("2027 samentwente 2028-07-15")."""
    wat, *delen = onderwerp.split("; ")
    keuzes = dict(deel.partition("=")[::2] for deel in delen)
    plannen, paden = kies_plannen(keuzes, paden)
    cijfers = Cijfers(met_plannen(cijfers.gegevens, plannen))
    jaar, code, dag = (*wat.split(" "), "", "", "")[:3]
    regios = [r for r in cijfers.gegevens.regios.values() if r.mandaathouder_code == code]
    try:
        uiterlijk = date.fromisoformat(dag)
    except ValueError:
        regios = []
    if not regios or not jaar.isdecimal():
        raise Gebruikersfout(
            f"Het blad Uitvoering noemt '{onderwerp}', en dat is geen jaar met een mandaathouder; "
            "maak het werkboek opnieuw met azwa-funds sisa consolideer."
        )
    aanvulling, paden = aanvulling_uit_keuzes(cijfers.gegevens, keuzes, int(jaar), paden)
    wijze = Verantwoordingswijze(keuzes["wijze"]) if "wijze" in keuzes else None
    verzamelaar = Verzamelaar(cijfers, regios[0], int(jaar), uiterlijk, aanvulling, wijze)
    return regionale_opgave(verzamelaar, verzamelaar.verzamel(paden))


def _som(pad: Path) -> str:
    return hashlib.sha256(pad.read_bytes()).hexdigest() if pad.is_file() else "niet te lezen"


def _aansluiting(verzamelaar: Verzamelaar, opgave: Opgave) -> Sheet | None:
    """Lead from every workbook that came back to what the regio spent."""
    bronnen, posten = [], list[Grootboekpost]()
    for retour in opgave.retouren:
        bedragen = {} if retour.fouten else verzamelaar.gemelde_bedragen(retour)
        som = sum(bedragen.values())
        bronnen.append(
            Bronregel(retour.naam, BLAD, len(retour.cellen), som, som, 0, tuple(retour.fouten))
        )
        posten += [
            Grootboekpost(retour.naam, BLAD, retour.code, retour.jaar, "", via, centen)
            for via, centen in bedragen.items()
        ]
    opzet = Aansluitingsopzet(
        GROOTBOEK,
        f"Opgegeven over {verzamelaar.formaat.jaar}",
        "Waarvan wat de mandaathouder over gemeenten opgeeft",
        "Buiten de bijlage",
        "Besteed (in de bijlage)",
        "Deze opgave rust op de werkboeken die terugkwamen, niet op een grootboek; een werkboek "
        "dat niet te verwerken is, telt niet mee. Wat de mandaathouder over een gemeente opgeeft, "
        "geeft die gemeente zelf ook op en telt daar, één keer.",
        kant_is_elders=True,
        rijen="Waarden",
        grootboek="Opgegeven regionale besteding",
    )
    return aansluiting_blad(
        Grootboekstand(tuple(bronnen), tuple(posten)),
        lambda post: Telplek.KANT_ELDERS if post.medeoverheid else Telplek.BESTEED,
        opzet,
    )


def retourrijen(verzamelaar: Verzamelaar, opgave: Opgave) -> list[dict[str, Cell]]:
    """Return a row for everyone who is expected and for each file that came back.

    `bedrag` is in whole euros or p.m.; `opmerking` names the cell of every fault.
    """
    rijen: list[dict[str, Cell]] = []
    for code in [verzamelaar.wie.code, *verzamelaar.gemeenten]:
        retouren = [retour for retour in opgave.retouren if retour.code == code]
        rijen += [_retourrij(verzamelaar, code, retour) for retour in retouren]
        if not retouren:
            rijen.append(_retourrij(verzamelaar, code, None))
    bekend = {rij["code"] for rij in rijen}
    vreemd = [retour for retour in opgave.retouren if retour.code not in bekend]
    rijen += [_retourrij(verzamelaar, retour.code or "onbekend", retour) for retour in vreemd]
    return rijen


def _retourblad(verzamelaar: Verzamelaar, opgave: Opgave) -> Sheet:
    kolommen = [
        Column("code", "Code", Kind.CODE),
        Column("naam", "Wie", width=24),
        Column("stand", "Stand", width=18),
        Column("bedrag", "Opgegeven besteding", Kind.EURO),
        Column("opgeslagen", "Opgeslagen op", Kind.DATE),
        Column("bestand", "Bestand", width=30),
        Column("opmerking", "Opmerking", width=60),
        Column("soort", "Soort bestand", width=22),
    ]
    alle = retourrijen(verzamelaar, opgave)
    rijen = [{kolom.key: rij[kolom.key] for kolom in kolommen} for rij in alle]
    return Sheet(
        "Retour",
        f"Wat terugkwam uit regio {verzamelaar.regio.naam}",
        Table(kolommen, rijen),
        subtitle=f"Uiterlijk {opgave.uiterlijk:%d-%m-%Y}; bedragen in hele euro's",
        notes=[
            "Opgeslagen op is de datum die het rekenprogramma in het bestand zette; zonder datum "
            "is het bestand na het maken niet opnieuw opgeslagen.",
            "Een gemeente zonder B-blok geeft 0 op. De mandaathouder geeft de eigen besteding op.",
        ],
        description="wie er ontbreekt, te laat is, wijzigde of een ander jaar stuurde",
        landscape=True,
    )


def _retourrij(verzamelaar: Verzamelaar, code: str, retour: Retour | None) -> dict[str, Cell]:
    bedrag: int | None = None
    stand = ONTBREEKT
    if retour is not None:
        stand = NIET_TE_LEZEN if retour.fouten else ONTVANGEN
        if not retour.fouten and code == verzamelaar.wie.code:
            bedrag = retour.bedrag(verzamelaar.mandaat, Indicatorsoort.EIGEN)
        elif not retour.fouten:
            bedrag = regionaal_bedrag(retour, verzamelaar.formaat)
    opmerkingen = retour.opmerkingen if retour else []
    teksten = [*(retour.fouten if retour else ()), *opmerkingen]
    namen = {**verzamelaar.gemeenten, verzamelaar.wie.code: verzamelaar.wie.naam}
    return {
        "code": code,
        "naam": namen.get(code, ""),
        "stand": stand,
        "bedrag": of_pm(bedrag),
        "opgeslagen": retour.opgeslagen if retour else None,
        "bestand": retour.pad.name if retour else "",
        "opmerking": aaneen(*[deel for tekst in teksten for deel in (" ", tekst)][1:]),
        "soort": retour.soort if retour else "",
        "kenmerken": ", ".join(
            wat for wat in (TE_LAAT, GEWIJZIGD) if any(o.startswith(wat) for o in opmerkingen)
        ),
    }
