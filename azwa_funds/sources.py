"""The only reader of `data/`, `verdeelsleutels/` and the user's own copies of them.

Generous in what it reads (`,` or `;`, with or without BOM, "1.234" or 1234, codes padded or
without GM), exact about what does not fit: every complaint names file, row, column, value and
remedy. Nothing is read before it is asked for.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from azwa_funds import schemas
from azwa_funds.cbs_tabellen import CbsTabellen, lees_cbs_tabellen
from azwa_funds.fouten import Gebruikersfout, Invoerfout, bedoelde_u, lijkt_op, zin
from azwa_funds.herindeling import Cijfer, aandelen_samen, volg
from azwa_funds.lezen import (
    RIJ,
    Rij,
    blokken,
    controleer_velden,
    decodeer,
    keuze,
    lees_tabel,
    lees_toml,
    looptijd,
    status,
    tekstvelden,
)
from azwa_funds.model import (
    Afronding,
    BekendeAfwijking,
    Beschikking,
    Beschikt,
    Bron,
    Budget,
    Correctie,
    Gemeente,
    Grens,
    Grootteklasse,
    Herindeling,
    Kalenderdatum,
    NplvGebied,
    Ontvanger,
    Ontvangersoort,
    Opmerking,
    Precisie,
    Regio,
    Sleutel,
    Sleutelsoort,
    Tegel,
    Toedeling,
    Uitkering,
    Vindplaats,
    Voorwaarde,
)
from azwa_funds.periode import past_bij_precisie
from azwa_funds.sleutelblokken import lees_grens, lees_ijking, lees_maatstaven
from azwa_funds.streefwaarden import Streefwaarden, lees_streefwaarden
from azwa_funds.tekst import slug
from azwa_funds.toetsregels import Toetsregels, lees_toetsregels
from azwa_funds.werkagenda_format import Werkagendaformat, lees_format

_BESTAND_ONTBREEKT = (
    "het bestand ontbreekt",
    "zet het terug of wijs met --data of --sleutels een volledige map aan",
)


def meegeleverde_map(naam: str) -> Path:
    """Return the folder `data` or `verdeelsleutels` that came with the program.

    An installed program carries them inside the package; in a checkout they stand beside it.
    """
    pakket = Path(__file__).parent
    ingepakt = pakket / "meegeleverd" / naam
    return ingepakt if ingepakt.is_dir() else pakket.parent / naam


class Gegevens:
    """All that the program knows, read lazily from one data folder and one folder of keys.

    Every property raises Invoerfout when a file is missing or does not fit.
    """

    def __init__(self, data: Path | None = None, sleutels: Path | None = None) -> None:
        self.data = _bestaande_map(data or meegeleverde_map("data"))
        self.sleutels_map = _bestaande_map(sleutels or meegeleverde_map("verdeelsleutels"))
        self.gebruikte_bronnen: set[str] = set()
        self._cbs: dict[str, list[Rij]] = {}

    def met(self, **tabellen: Any) -> Gegevens:
        """Return a copy in which some tables, named by their property, are others: a what-if."""
        kopie = copy(self)
        kopie.__dict__.update(tabellen)
        return kopie

    # -- reading -------------------------------------------------------------------------------

    def _inhoud(self, pad: Path) -> str:
        try:
            ruw = pad.read_bytes()
        except FileNotFoundError:
            raise Invoerfout(pad, *_BESTAND_ONTBREEKT) from None
        except IsADirectoryError:
            raise Invoerfout(
                pad, "dit is een map en geen bestand", "zet hier het bestand neer"
            ) from None
        except OSError as fout:
            raise Invoerfout(
                pad,
                "het bestand is niet te lezen",
                "controleer of u er de rechten voor hebt en of het niet elders open staat",
            ) from fout
        return decodeer(pad, ruw)

    def naam_van(self, pad: Path) -> str:
        """Return the name of a file as the receipt shows it: relative to its own folder."""
        for naam, wortel in (("data", self.data), ("verdeelsleutels", self.sleutels_map)):
            if pad.is_relative_to(wortel):
                return f"{naam}/{pad.relative_to(wortel).as_posix()}"
        return pad.name

    @cached_property
    def alle_invoer(self) -> dict[str, str]:
        """The sha256 of every table and rule in both folders, by name, read or not."""
        paden = [
            pad
            for map_ in (self.data, self.sleutels_map)
            for pad in sorted(map_.rglob("*"))
            if pad.suffix in (".csv", ".toml")
        ]
        return {self.naam_van(pad): hashlib.sha256(pad.read_bytes()).hexdigest() for pad in paden}

    def tabel(self, pad: Path, tabel: schemas.Tabel) -> list[Rij]:
        """Read one CSV file by its declaration; each row also holds its row number (`RIJ`)."""
        return lees_tabel(pad, self._inhoud(pad), tabel)

    def _toml(self, pad: Path) -> dict[str, Any]:
        return lees_toml(pad, self._inhoud(pad))

    # -- sources -------------------------------------------------------------------------------

    @cached_property
    def bronnen(self) -> dict[str, Bron]:
        """Every source by its id, from `bronnen.toml`."""
        pad = self.data / "bronnen.toml"
        bronnen: dict[str, Bron] = {}
        velden = ("id", "titel", "uitgever", "datum", "kenmerk", "publicatie", "licentie")
        inhoud = self._toml(pad)
        controleer_velden(pad, inhoud, "het bestand", {}, {"bron": list})
        for nummer, blok in enumerate(blokken(pad, inhoud, "bron"), start=1):
            waarden = tekstvelden(pad, blok, f"[[bron]] nummer {nummer}", velden)
            bron = Bron(**waarden)
            if bron.id in bronnen:
                raise Invoerfout(pad, f"bron '{bron.id}' staat er twee keer", "laat er één staan")
            if not re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", bron.datum):
                raise Invoerfout(
                    pad,
                    f"datum '{bron.datum}' van bron '{bron.id}' is geen datum",
                    "schrijf 2026-04-22, 2026-04, 2026 of laat de datum leeg",
                )
            bronnen[bron.id] = bron
        return bronnen

    def _vindplaats(
        self, pad: Path, rij: Rij, bron: str = "bron", plaats: str = "vindplaats"
    ) -> Vindplaats:
        self.ken_bron(pad, rij[bron], rij=rij[RIJ], kolom=bron)
        return Vindplaats(rij[bron], rij.get(plaats, ""))

    def ken_bron(self, pad: Path, bron: str, **plaats: Any) -> None:
        """Note that a figure names this source, or raise Invoerfout when it is not listed."""
        if bron not in self.bronnen:
            raise Invoerfout(
                pad,
                f"bron '{bron}' staat niet in bronnen.toml",
                lijkt_op(bron, self.bronnen) or "voeg de bron daar toe",
                **plaats,
            )
        self.gebruikte_bronnen.add(bron)

    # -- budgets and uitkeringen ---------------------------------------------------------------

    @cached_property
    def budgetten(self) -> list[Budget]:
        """All national amounts, of uitkeringen as well as of the sources that pay for them."""
        pad = self.data / "budgetten.csv"
        return [
            Budget(
                uitkering=rij["uitkering"],
                onderdeel=rij["onderdeel"],
                naam=rij["naam"],
                jaar=rij["jaar"],
                bedrag=rij["bedrag"],
                precisie=rij["precisie"],
                status=rij["status"],
                vindplaats=self._vindplaats(pad, rij),
                rij=rij[RIJ],
            )
            for rij in self.tabel(pad, schemas.BUDGETTEN)
        ]

    def budget(self, uitkering: str, onderdeel: str, jaar: int) -> Budget:
        """Return one national amount, or raise Invoerfout naming the file that lacks it."""
        for budget in self.budgetten:
            if (budget.uitkering, budget.onderdeel, budget.jaar) == (
                uitkering,
                onderdeel,
                str(jaar),
            ):
                return budget
        raise Invoerfout(
            self.data / "budgetten.csv",
            f"er is geen bedrag voor {uitkering}, onderdeel {onderdeel}, jaar {jaar}",
            "voeg een regel toe met bedrag, status en bron",
        )

    @cached_property
    def uitkeringen(self) -> dict[str, Uitkering]:
        """Every uitkering with its looptijd and the way its onderdelen reach their recipients."""
        uitkeringen: dict[str, Uitkering] = {}
        for pad in sorted((self.data / "uitkeringen").glob("*.toml")):
            uitkering = self._lees_uitkering(pad)
            uitkeringen[uitkering.id] = uitkering
        return uitkeringen

    def uitkering(self, id: str) -> Uitkering:
        """Return one uitkering, or raise Invoerfout when no file describes it."""
        if id not in self.uitkeringen:
            raise Invoerfout(self.data / "uitkeringen" / f"{id}.toml", *_BESTAND_ONTBREEKT)
        return self.uitkeringen[id]

    def _lees_uitkering(self, pad: Path) -> Uitkering:
        blok = self._toml(pad)
        verplicht = {
            "id": str,
            "naam": str,
            "van": int,
            "tot_en_met": int,
            "bron": str,
            "plaats": str,
        }
        mogelijk = {"herkomst": list, "voorwaarde": list, "toedeling": list}
        controleer_velden(pad, blok, "het bestand", verplicht, mogelijk)
        self.ken_bron(pad, blok["bron"])
        if blok["id"] != pad.stem:
            raise Invoerfout(
                pad,
                f"id '{blok['id']}' is niet de naam van het bestand",
                f"schrijf id = '{pad.stem}' of hernoem het bestand",
            )
        looptijd(pad, blok, "het bestand")
        herkomst: dict[str, str] = {}
        for nummer, deel in enumerate(blokken(pad, blok, "herkomst", mag_leeg=True), start=1):
            waarden = tekstvelden(pad, deel, f"[[herkomst]] nummer {nummer}", ("id", "naam"))
            herkomst[waarden["id"]] = waarden["naam"]
        toedelingen = tuple(
            self._lees_toedeling(pad, blok["id"], deel, f"[[toedeling]] nummer {nummer}")
            for nummer, deel in enumerate(blokken(pad, blok, "toedeling", mag_leeg=True), start=1)
        )
        for een, ander in itertools.combinations(toedelingen, 2):
            jaar = max(een.van, ander.van)
            if een.onderdeel == ander.onderdeel and jaar <= min(een.tot_en_met, ander.tot_en_met):
                raise Invoerfout(
                    pad,
                    f"onderdeel {een.onderdeel} heeft in {jaar} twee toedelingen",
                    "laat de jaren op elkaar aansluiten zonder overlap",
                )
        return Uitkering(
            blok["id"],
            blok["naam"],
            blok["van"],
            blok["tot_en_met"],
            Vindplaats(blok["bron"], blok["plaats"]),
            herkomst,
            tuple(self._lees_voorwaarden(pad, blok)),
            toedelingen,
        )

    def _lees_voorwaarden(self, pad: Path, blok: Mapping[str, Any]) -> Iterator[Voorwaarde]:
        for nummer, deel in enumerate(blokken(pad, blok, "voorwaarde", mag_leeg=True), start=1):
            plek = f"[[voorwaarde]] nummer {nummer}"
            waarden = tekstvelden(pad, deel, plek, ("tekst", "bron", "plaats"))
            self.ken_bron(pad, waarden["bron"])
            yield Voorwaarde(waarden["tekst"], Vindplaats(waarden["bron"], waarden["plaats"]))

    def _lees_toedeling(
        self, pad: Path, uitkering: str, blok: Mapping[str, Any], plek: str
    ) -> Toedeling:
        verplicht = {
            "onderdeel": str,
            "van": int,
            "tot_en_met": int,
            "toelichting": str,
            "bron": str,
            "plaats": str,
        }
        opties = {"sleutel": str, "ontvanger": dict, "wacht_op": str}
        controleer_velden(pad, blok, plek, verplicht, opties | {"voor": str})
        looptijd(pad, blok, plek)
        self.ken_bron(pad, blok["bron"])
        if sum(naam in blok for naam in opties) != 1:
            raise Invoerfout(
                pad,
                f"{plek} noemt niet precies één van sleutel, ontvanger en wacht_op",
                "laat er één staan",
            )
        ontvanger = None
        if "ontvanger" in blok:
            ontvanger = Ontvanger(
                **tekstvelden(pad, blok["ontvanger"], f"{plek}, ontvanger", ("code", "naam")),
                regio="",
            )
        return Toedeling(
            uitkering,
            blok["onderdeel"],
            blok["van"],
            blok["tot_en_met"],
            blok.get("sleutel", ""),
            ontvanger,
            blok.get("wacht_op", ""),
            blok["toelichting"],
            Vindplaats(blok["bron"], blok["plaats"]),
            keuze(pad, Ontvangersoort, "voor", blok["voor"]) if "voor" in blok else None,
        )

    def toedeling(self, uitkering: str, onderdeel: str, jaar: int) -> Toedeling:
        """Return how an onderdeel is divided in a year, or raise Invoerfout naming the file."""
        pad = self.data / "uitkeringen" / f"{uitkering}.toml"
        for toedeling in self.uitkering(uitkering).toedelingen:
            if toedeling.onderdeel == onderdeel and toedeling.van <= jaar <= toedeling.tot_en_met:
                if toedeling.sleutel:
                    self.ken_sleutel(pad, toedeling.sleutel)
                return toedeling
        raise Invoerfout(
            pad,
            f"er is geen toedeling voor onderdeel {onderdeel} in {jaar}",
            "voeg een blok [[toedeling]] toe met bron",
        )

    @cached_property
    def brug(self) -> dict[str, dict[str, str]]:
        """The steps from the old uitkeringen to the SPUK AZWA, by name, from `brug.toml`."""
        pad = self.data / "brug.toml"
        blok = self._toml(pad)
        stappen = ("eindigt", "rest", "gaat_op", "verhuist", "erbij")
        verplicht = {"geldig_van": int, "geldig_tot_en_met": int} | dict.fromkeys(stappen, dict)
        controleer_velden(pad, blok, "het bestand", verplicht, {})
        for naam in stappen:
            velden = ["naam", "kort", "uitleg", "bron", "plaats"]
            if naam in ("eindigt", "verhuist"):
                velden += ["uitkering", "onderdeel"]
            tekstvelden(pad, blok[naam], f"[{naam}]", velden)
            self.ken_bron(pad, blok[naam]["bron"])
        return {naam: blok[naam] for naam in stappen}

    # -- areas ---------------------------------------------------------------------------------

    @cached_property
    def gemeenten(self) -> dict[str, Gemeente]:
        """All gemeenten by code, in order of code."""
        pad = self.data / "indeling" / "gemeenten.csv"
        rijen = self.tabel(pad, schemas.GEMEENTEN)
        self._ken_mandaatgemeenten({rij["code"] for rij in rijen})
        for rij in rijen:
            self.ken_bron(pad, rij["bron_ggd_regio"], rij=rij[RIJ], kolom="bron_ggd_regio")
            self.ken_bron(pad, rij["bron_iza_regio"], rij=rij[RIJ], kolom="bron_iza_regio")
            self._ken_regio(pad, rij, "iza_regio")
        gemeenten = [
            Gemeente(
                code=rij["code"],
                naam=rij["naam"],
                naam_cbs=rij["naam_cbs"],
                provincie=rij["provincie"],
                ggd_regio=rij["ggd_regio"],
                ggd_bron=rij["bron_ggd_regio"],
                iza_regio=rij["iza_regio"],
                iza_regio_afleiding=rij["iza_regio_afleiding"],
                geldig_van=rij["geldig_van"],
                geldig_tot_en_met=rij["geldig_tot_en_met"],
                vindplaats=self._vindplaats(pad, rij),
            )
            for rij in rijen
        ]
        return {gemeente.code: gemeente for gemeente in sorted(gemeenten, key=lambda g: g.code)}

    def _ken_mandaatgemeenten(self, codes: set[str]) -> None:
        for rij in self._regiorijen:
            if rij["rechtsvorm"] == "gemeente" and rij["mandaathouder_code"] not in codes:
                raise Invoerfout(
                    self.data / "indeling" / "regios.csv",
                    f"gemeente '{rij['mandaathouder_code']}' staat niet in gemeenten.csv",
                    "verbeter de code, of voeg de gemeente toe aan gemeenten.csv",
                    rij=rij[RIJ],
                    kolom="mandaathouder_code",
                )

    @cached_property
    def _regiorijen(self) -> list[Rij]:
        return self.tabel(self.data / "indeling" / "regios.csv", schemas.REGIOS)

    @cached_property
    def regios(self) -> dict[str, Regio]:
        """All IZA-regio's by name, each with its mandaathouder."""
        pad = self.data / "indeling" / "regios.csv"
        return {
            rij["naam"]: Regio(
                naam=rij["naam"],
                mandaathouder_code=rij["mandaathouder_code"],
                mandaathouder=rij["mandaathouder"],
                rechtsvorm=rij["rechtsvorm"],
                geldig_van=rij["geldig_van"],
                geldig_tot_en_met=rij["geldig_tot_en_met"],
                vindplaats=self._vindplaats(pad, rij),
            )
            for rij in self._regiorijen
        }

    @cached_property
    def grootteklassen(self) -> list[Grootteklasse]:
        """Classes of gemeenten by inwoners, small to large: every number falls in exactly one."""
        pad = self.data / "indeling" / "grootteklassen.csv"
        rijen = sorted(self.tabel(pad, schemas.GROOTTEKLASSEN), key=lambda rij: rij["van"])
        vorige: int | None = -1
        for rij in rijen:
            if vorige is None or rij["van"] != vorige + 1:
                raise Invoerfout(
                    pad,
                    f"de klasse '{rij['naam']}' sluit niet aan op de vorige",
                    "begin bij 0, laat elke klasse een verder beginnen dan de vorige eindigt, en "
                    "laat alleen van de grootste klasse tot_en_met leeg",
                    rij=rij[RIJ],
                    kolom="van",
                )
            vorige = rij["tot_en_met"]
        if vorige is not None:
            raise Invoerfout(pad, "de grootste klasse heeft een einde", "laat daar tot_en_met leeg")
        return [
            Grootteklasse(rij["naam"], rij["van"], rij["tot_en_met"], self._vindplaats(pad, rij))
            for rij in rijen
        ]

    @cached_property
    def tegelkaart(self) -> list[Tegel]:
        """The schematic map: every IZA-regio on a tile of its own, in reading order."""
        pad = self.data / "indeling" / "tegelkaart.csv"
        rijen = self.tabel(pad, schemas.TEGELKAART)
        bezet: dict[tuple[int, int], str] = {}
        for rij in rijen:
            self._ken_regio(pad, rij, "regio")
            plek = (rij["rij"], rij["kolom"])
            if bezet.setdefault(plek, rij["regio"]) != rij["regio"]:
                raise Invoerfout(
                    pad,
                    f"op de plek van {rij['regio']} staat al {bezet[plek]}",
                    "kies een vrije kolom en rij",
                    rij=rij[RIJ],
                )
        zonder = sorted(set(self.regios) - set(bezet.values()))
        if zonder:
            raise Invoerfout(
                pad, f"de regio '{zonder[0]}' heeft geen tegel", "voeg een regel voor haar toe"
            )
        tegels = [
            Tegel(rij["regio"], rij["kort"], rij["kolom"], rij["rij"], self._vindplaats(pad, rij))
            for rij in rijen
        ]
        return sorted(tegels, key=lambda tegel: (tegel.rij, tegel.kolom))

    @cached_property
    def nplv_gebieden(self) -> list[NplvGebied]:
        """The focus areas of the NPLV, each in one known gemeente."""
        pad = self.data / "indeling" / "nplv_gebieden.csv"
        rijen = self.tabel(pad, schemas.NPLV_GEBIEDEN)
        for rij in rijen:
            self.ken_gemeente(pad, rij, "gemeente_code")
        return [
            NplvGebied(
                naam=rij["gebied"],
                gemeente_code=rij["gemeente_code"],
                geldig_van=rij["geldig_van"],
                geldig_tot_en_met=rij["geldig_tot_en_met"],
                vindplaats=self._vindplaats(pad, rij),
            )
            for rij in rijen
        ]

    @cached_property
    def herindelingen(self) -> list[Herindeling]:
        """Mergers and splits of gemeenten, carried out or proposed; known shares make a whole."""
        pad = self.data / "indeling" / "herindelingen.csv"
        herindelingen = [
            Herindeling(
                datum=rij["datum"],
                code_oud=rij["code_oud"],
                naam_oud=rij["naam_oud"],
                code_nieuw=rij["code_nieuw"],
                naam_nieuw=rij["naam_nieuw"],
                aandeel=_aandeel(rij),
                soort=rij["soort"],
                status=rij["status"],
                toelichting=rij["toelichting"],
                vindplaats=self._vindplaats(pad, rij),
            )
            for rij in self.tabel(pad, schemas.HERINDELINGEN)
        ]
        for naam, som in aandelen_samen(herindelingen).items():
            if som not in (None, 1):
                raise Invoerfout(
                    pad, f"de aandelen van {naam} zijn samen {som}", "maak ze samen precies 1"
                )
        return herindelingen

    def reeks(
        self, tabel: str, kolom: str, jaren: Iterable[int], indeling: int
    ) -> dict[int, dict[str, Cijfer]]:
        """Return a CBS figure over several years, all by the indeling of one year.

        Maps year to gemeente code to figure; None where it is not known: a mean or percentage
        cannot be added up in a merger, and of a few splits the shares are not known.
        """
        optelbaar = self._is_optelbaar(tabel, kolom)
        tot = date(indeling, 1, 1)
        return {
            jaar: volg(
                self.herindelingen,
                self._cijfers(tabel, kolom, jaar),
                date(jaar, 1, 1),
                tot,
                optelbaar=optelbaar,
            )
            for jaar in jaren
        }

    def _ken_regio(self, pad: Path, rij: Rij, kolom: str) -> None:
        if rij[kolom] not in self.regios:
            raise Invoerfout(
                pad,
                f"regio '{rij[kolom]}' staat niet in regios.csv",
                lijkt_op(rij[kolom], self.regios) or "voeg de regio daar toe",
                rij=rij[RIJ],
                kolom=kolom,
            )

    def ken_gemeente(self, pad: Path, rij: Rij, kolom: str) -> None:
        """Raise Invoerfout when a row names a gemeente that the indeling does not know."""
        if rij[kolom] not in self.gemeenten:
            raise Invoerfout(
                pad,
                f"gemeente '{rij[kolom]}' staat niet in gemeenten.csv",
                "verbeter de code, of voeg de gemeente toe aan gemeenten.csv",
                rij=rij[RIJ],
                kolom=kolom,
            )

    def ontvangers(self, soort: Ontvangersoort, jaar: int) -> dict[str, Ontvanger]:
        """Return the recipients of one kind in a year, by the name or code of their area.

        The key is the code of a gemeente, the name of an IZA-regio, of an NPLV area or of a
        GGD-regio. Several NPLV areas can share one recipient, their gemeente.
        Raises Invoerfout where the indeling is not valid in that year.
        """
        peildatum = date(jaar, 1, 1)
        if soort is Ontvangersoort.REGIO:
            return {
                regio.naam: Ontvanger(regio.mandaathouder_code, regio.mandaathouder, regio.naam)
                for regio in self._geldig(self.regios.values(), peildatum, "regios.csv")
            }
        gemeenten = {
            gemeente.code: gemeente
            for gemeente in self._geldig(self.gemeenten.values(), peildatum, "gemeenten.csv")
        }
        if soort is Ontvangersoort.GEMEENTE:
            return {code: Ontvanger(code, g.naam, g.iza_regio) for code, g in gemeenten.items()}
        if soort is Ontvangersoort.GGD_REGIO:
            namen = sorted({gemeente.ggd_regio for gemeente in gemeenten.values()})
            return {naam: Ontvanger(slug(naam), naam, "") for naam in namen}
        return {
            gebied.naam: self._als_ontvanger(gemeenten[gebied.gemeente_code])
            for gebied in self._geldig(self.nplv_gebieden, peildatum, "nplv_gebieden.csv")
        }

    @staticmethod
    def _als_ontvanger(gemeente: Gemeente) -> Ontvanger:
        return Ontvanger(gemeente.code, gemeente.naam, gemeente.iza_regio)

    def _geldig(self, rijen: Iterable[Any], peildatum: date, bestand: str) -> list[Any]:
        geldig = [rij for rij in rijen if rij.geldig_van <= peildatum <= rij.geldig_tot_en_met]
        if not geldig:
            raise Invoerfout(
                self.data / "indeling" / bestand,
                f"geen enkele regel geldt op {peildatum:%d-%m-%Y}",
                "werk geldig_tot_en_met bij na controle van de indeling van dat jaar",
            )
        return geldig

    # -- published amounts ---------------------------------------------------------------------

    @cached_property
    def beschikkingen(self) -> list[Beschikking]:
        """All published amounts per recipient, of every uitkering and year."""
        paden = sorted((self.data / "beschikkingen").glob("*_20[0-9][0-9].csv"))
        beschikkingen: dict[tuple[str, int, str], Beschikking] = {}
        for pad in paden:
            for beschikking in self._lees_beschikkingen(pad):
                sleutel = (beschikking.uitkering, beschikking.jaar, beschikking.ontvanger_code)
                if sleutel in beschikkingen:
                    raise Invoerfout(
                        pad,
                        f"{beschikking.uitkering} {beschikking.jaar} van {beschikking.ontvanger} "
                        "staat ook al in een ander bestand van deze map",
                        "verwijder één van beide",
                        rij=beschikking.rij,
                    )
                beschikkingen[sleutel] = beschikking
        return list(beschikkingen.values())

    def _lees_beschikkingen(self, pad: Path) -> Iterator[Beschikking]:
        mandaathouders = {regio.mandaathouder_code for regio in self.regios.values()}
        for rij in self.tabel(pad, schemas.BESCHIKKINGEN):
            if rij["ontvanger_code"] not in mandaathouders:
                self.ken_gemeente(pad, rij, "ontvanger_code")
            self._ken_regio(pad, rij, "regio")
            yield Beschikking(
                uitkering=rij["uitkering"],
                jaar=rij["jaar"],
                regio=rij["regio"],
                ontvanger_code=rij["ontvanger_code"],
                ontvanger=rij["ontvanger"],
                bedrag=rij["bedrag"],
                status=rij["status"],
                vindplaats=self._vindplaats(pad, rij),
                rij=rij[RIJ],
            )

    @cached_property
    def beschikt(self) -> dict[tuple[str, str, int], dict[str, Beschikt]]:
        """Awards read with `beschikking lees`, by uitkering, onderdeel and year, then by code."""
        pad = self.data / schemas.BESCHIKT_BESTAND
        per_deel: dict[tuple[str, str, int], dict[str, Beschikt]] = {}
        for rij in self.tabel(pad, schemas.BESCHIKT) if pad.exists() else ():
            velden = "uitkering onderdeel jaar regio ontvanger_code ontvanger bedrag kenmerk datum"
            beschikt = Beschikt(
                **{naam: rij[naam] for naam in velden.split()},
                vindplaats=self._vindplaats(pad, rij),
            )
            deel = (beschikt.uitkering, beschikt.onderdeel, beschikt.jaar)
            per_deel.setdefault(deel, {})[beschikt.ontvanger_code] = beschikt
        return per_deel

    @cached_property
    def bekende_afwijkingen(self) -> list[BekendeAfwijking]:
        """Deviations in the published tables that we know of, each with its reason."""
        pad = self.data / "beschikkingen" / "bekende_afwijkingen.csv"
        return [
            BekendeAfwijking(
                controle=rij["controle"],
                uitkering=rij["uitkering"],
                jaar=rij["jaar"],
                ontvanger_code=rij["ontvanger_code"],
                ontvanger=rij["ontvanger"],
                verwacht=rij["verwacht"],
                gevonden=rij["gevonden"],
                reden=rij["reden"],
                vindplaats=self._vindplaats(pad, rij),
                rij=rij[RIJ],
            )
            for rij in self.tabel(pad, schemas.BEKENDE_AFWIJKINGEN)
        ]

    # -- calendar ------------------------------------------------------------------------------

    @cached_property
    def kalender(self) -> list[Kalenderdatum]:
        """All dates, in the order of their last day; each period fits its precision."""
        pad = self.data / "kalender.csv"
        data = []
        for rij in self.tabel(pad, schemas.KALENDER):
            precisie, laatste = Precisie(rij["precisie"]), rij["datum_tot"] or rij["datum"]
            if not past_bij_precisie(rij["datum"], laatste, precisie):
                raise Invoerfout(
                    pad,
                    f"{rij['datum']:%d-%m-%Y} tot en met {laatste:%d-%m-%Y} past niet bij "
                    f"precisie {precisie}",
                    "laat de periode op de eerste dag beginnen en op de laatste dag eindigen",
                    rij=rij[RIJ],
                )
            if rij["uitkering"] not in self.uitkeringen:
                raise Invoerfout(
                    pad,
                    f"uitkering '{rij['uitkering']}' is onbekend",
                    "kies uit: " + ", ".join(self.uitkeringen),
                    rij=rij[RIJ],
                    kolom="uitkering",
                )
            velden = "datum onderwerp wat wie uitkering status".split()
            data.append(
                Kalenderdatum(
                    **{naam: rij[naam] for naam in velden},
                    datum_tot=laatste,
                    precisie=precisie,
                    vindplaats=self._vindplaats(pad, rij),
                )
            )
        return sorted(data, key=lambda d: (d.datum_tot, d.datum, d.onderwerp))

    # -- werkagenda ----------------------------------------------------------------------------

    @cached_property
    def streefwaarden(self) -> Streefwaarden:
        """The norms of the regional werkagenda, from `streefwaarden.toml`."""
        pad = self.data / "streefwaarden.toml"
        return lees_streefwaarden(pad, self._toml(pad), self.ken_bron)

    @cached_property
    def werkagendaformat(self) -> Werkagendaformat:
        """The layout of a regional werkagenda, from `werkagenda.toml`."""
        pad = self.data / "werkagenda.toml"
        return lees_format(pad, self._toml(pad), self.ken_bron)

    @cached_property
    def toetsregels(self) -> Toetsregels:
        """The rules and thresholds of the yearly toets, from `toetsregels.toml`."""
        pad = self.data / "toetsregels.toml"
        return lees_toetsregels(pad, self._toml(pad), self.ken_bron)

    # -- CBS -----------------------------------------------------------------------------------

    def cbs(self, naam: str) -> list[Rij]:
        """Return a table of CBS figures (bevolking, kerncijfers, inkomen, leeftijd) as rows."""
        if naam not in self._cbs:
            sleutel = f"cbs/{naam}.csv"
            if sleutel not in schemas.TABELLEN:
                bekend = [
                    n.removeprefix("cbs/").removesuffix(".csv")
                    for n in schemas.TABELLEN
                    if n.startswith("cbs/")
                ]
                raise Gebruikersfout(
                    f"De CBS-tabel '{naam}' is onbekend; kies uit: {', '.join(bekend)}."
                )
            pad = self.data / sleutel
            rijen = self.tabel(pad, schemas.TABELLEN[sleutel])
            for rij in rijen:
                self.ken_bron(pad, rij["bron"], rij=rij[RIJ], kolom="bron")
            self._cbs[naam] = rijen
        return self._cbs[naam]

    def cbs_bron(self, naam: str, jaar: int) -> str:
        """Return the id of the source of a CBS table in a year that it has."""
        return next(str(rij["bron"]) for rij in self.cbs(naam) if rij["jaar"] == jaar)

    @cached_property
    def cbs_tabellen(self) -> CbsTabellen:
        """Which tables of CBS StatLine fill ours; what may be fetched names its source too."""
        pad = self.data / "cbs" / "tabellen.toml"
        tabellen = lees_cbs_tabellen(pad, self._toml(pad))
        for tabel in tabellen.tabellen:
            self.ken_bron(pad, tabel.bron)
        return tabellen

    def maatstaf(
        self, tabel: str, kolom: str, jaar: int, genoemd_in: Path | None = None
    ) -> dict[str, Any]:
        """Return one CBS figure per gemeente code (None where CBS publishes none).

        Gemeenten that ended before the list of gemeenten began are already counted with the
        gemeenten into which they went; a gemeente of which a part cannot be counted so has no
        figure in the answer. Raises Invoerfout for a table, column or year that does
        not exist, naming the file that asks for it where that is given.
        """
        cijfers = self._cijfers(tabel, kolom, jaar, genoemd_in)
        if all(code in self.gemeenten for code in cijfers):
            return cijfers
        voorbij = [h for h in self.herindelingen if h.code_oud not in self.gemeenten]
        optelbaar = self._is_optelbaar(tabel, kolom)
        nu = volg(voorbij, cijfers, date(jaar, 1, 1), date.max, optelbaar=optelbaar)
        return {
            code: cijfer
            for code, cijfer in nu.items()
            if cijfer is not None or cijfers.get(code, 0) is None
        }

    @staticmethod
    def _is_optelbaar(tabel: str, kolom: str) -> bool:
        tabellen = schemas.TABELLEN.get(f"cbs/{tabel}.csv")
        kolommen = tabellen.kolommen if tabellen else ()
        return any(k.naam == kolom and k.soort is schemas.Soort.GEHEEL for k in kolommen)

    def _cijfers(
        self, tabel: str, kolom: str, jaar: int, genoemd_in: Path | None = None
    ) -> dict[str, Any]:
        pad = genoemd_in or self.data / "cbs" / f"{tabel}.csv"
        tabellen = [n[4:-4] for n in schemas.TABELLEN if n.startswith("cbs/")]
        if tabel not in tabellen:
            raise Invoerfout(
                pad,
                f"de CBS-tabel '{tabel}' bestaat niet",
                bedoelde_u(tabel, tabellen),
            )
        getallen = [
            kolom.naam
            for kolom in schemas.TABELLEN[f"cbs/{tabel}.csv"].kolommen
            if kolom.soort in schemas.GETALSOORTEN
        ]
        if kolom not in getallen:
            raise Invoerfout(
                pad,
                f"de CBS-tabel '{tabel}' heeft geen kolom '{kolom}' met getallen",
                bedoelde_u(kolom, getallen) or f"kies een kolom uit cbs/{tabel}.csv",
            )
        alle = self.cbs(tabel)
        rijen = [rij for rij in alle if rij["jaar"] == jaar]
        if not rijen:
            jaren = ", ".join(str(jaar) for jaar in sorted({rij["jaar"] for rij in alle}))
            raise Invoerfout(
                pad,
                f"de CBS-tabel '{tabel}' heeft geen cijfers over {jaar}",
                f"kies uit: {jaren}",
            )
        return {rij["gemeente_code"]: rij[kolom] for rij in rijen}

    # -- keys ----------------------------------------------------------------------------------

    @cached_property
    def sleutels(self) -> dict[str, Sleutel]:
        """Every verdeelsleutel by id, from the folder of keys."""
        paden = sorted(self.sleutels_map.glob("*.toml"))
        return {sleutel.id: sleutel for sleutel in map(self._lees_sleutel, paden)}

    def sleutel(self, id: str) -> Sleutel:
        """Return one verdeelsleutel, or raise Gebruikersfout with suggestions."""
        if id not in self.sleutels:
            hint = bedoelde_u(id, self.sleutels) or f"zie de map {self.sleutels_map}"
            raise Gebruikersfout(zin(f"De verdeelsleutel '{id}' bestaat niet; {hint}"))
        return self.sleutels[id]

    def ken_sleutel(self, pad: Path, id: str) -> Sleutel:
        """Return the key that a file names, or raise Invoerfout naming that file."""
        if id not in self.sleutels:
            raise Invoerfout(
                pad,
                f"de verdeelsleutel '{id}' bestaat niet",
                bedoelde_u(id, self.sleutels)
                or f"zet {id}.toml in de map {self.sleutels_map.as_posix()}",
            )
        return self.sleutels[id]

    def _lees_sleutel(self, pad: Path) -> Sleutel:
        blok = self._toml(pad)
        verplicht = {
            "id": str,
            "naam": str,
            "soort": str,
            "ontvangers": str,
            "status": str,
            "van": int,
            "tot_en_met": int,
            "bron": str,
            "plaats": str,
            "toelichting": str,
            "afronding": dict,
        }
        mogelijk = {
            "gewichten": dict,
            "basis": str,
            "maatstaf": list,
            "correctie": list,
            "opmerking": list,
            "minimum": dict,
            "maximum": dict,
            "ijking": dict,
        }
        controleer_velden(pad, blok, "het bestand", verplicht, mogelijk)
        if blok["id"] != pad.stem:
            raise Invoerfout(
                pad,
                f"id '{blok['id']}' is niet de naam van het bestand",
                f"schrijf id = '{pad.stem}' of hernoem het bestand",
            )
        looptijd(pad, blok, "het bestand")
        afronding = tekstvelden(
            pad, blok["afronding"], "[afronding]", ("regel", "bron", "plaats", "toelichting")
        )
        for bron in (blok["bron"], afronding["bron"]):
            self.ken_bron(pad, bron)
        return Sleutel(
            id=blok["id"],
            naam=blok["naam"],
            soort=keuze(pad, Sleutelsoort, "soort", blok["soort"]),
            ontvangers=keuze(pad, Ontvangersoort, "ontvangers", blok["ontvangers"]),
            status=status(pad, blok["status"]),
            van=blok["van"],
            tot_en_met=blok["tot_en_met"],
            vindplaats=Vindplaats(blok["bron"], blok["plaats"]),
            toelichting=blok["toelichting"],
            afronding=keuze(pad, Afronding, "afronding.regel", afronding["regel"]),
            afronding_vindplaats=Vindplaats(afronding["bron"], afronding["plaats"]),
            afronding_toelichting=afronding["toelichting"],
            gewichten=blok.get("gewichten", {}),
            basis=blok.get("basis", ""),
            maatstaven=tuple(lees_maatstaven(pad, blok)),
            correcties=tuple(self._lees_correcties(pad, blok)),
            opmerkingen=tuple(self._lees_opmerkingen(pad, blok)),
            bestand=pad,
            minimum=self._lees_grens(pad, blok, "minimum"),
            maximum=self._lees_grens(pad, blok, "maximum"),
            ijking=lees_ijking(pad, blok),
        )

    def _lees_grens(self, pad: Path, blok: Mapping[str, Any], naam: str) -> Grens | None:
        grens = lees_grens(pad, blok, naam)
        if grens:
            self.ken_bron(pad, grens.vindplaats.bron)
            for uitzondering in grens.uitzonderingen:
                self.ken_bron(pad, uitzondering.vindplaats.bron)
        return grens

    def _lees_correcties(self, pad: Path, blok: Mapping[str, Any]) -> Iterator[Correctie]:
        for nummer, deel in enumerate(blokken(pad, blok, "correctie", mag_leeg=True), start=1):
            verplicht = {
                "ontvanger": str,
                "gepubliceerd": int,
                "gewicht": int,
                "reden": str,
                "bron": str,
                "plaats": str,
            }
            controleer_velden(pad, deel, f"[[correctie]] nummer {nummer}", verplicht, {})
            self.ken_bron(pad, deel["bron"])
            yield Correctie(
                deel["ontvanger"],
                deel["gepubliceerd"],
                deel["gewicht"],
                deel["reden"],
                Vindplaats(deel["bron"], deel["plaats"]),
            )

    def _lees_opmerkingen(self, pad: Path, blok: Mapping[str, Any]) -> Iterator[Opmerking]:
        for nummer, deel in enumerate(blokken(pad, blok, "opmerking", mag_leeg=True), start=1):
            verplicht = {"ontvangers": list, "tekst": str}
            controleer_velden(pad, deel, f"[[opmerking]] nummer {nummer}", verplicht, {})
            if not all(isinstance(ontvanger, str) for ontvanger in deel["ontvangers"]):
                raise Invoerfout(
                    pad,
                    f"'ontvangers' in [[opmerking]] nummer {nummer} bevat iets anders dan tekst",
                    "schrijf elke ontvanger tussen aanhalingstekens",
                )
            yield Opmerking(tuple(deel["ontvangers"]), deel["tekst"])


def _aandeel(rij: Rij) -> Fraction | None:
    """All of a gemeente goes along in a merger; of a split the shares may not be known."""
    aandeel: Fraction | None = rij["aandeel"]
    return Fraction(1) if aandeel is None and rij["soort"] != "splitsing" else aandeel


def _bestaande_map(map_: Path) -> Path:
    if not map_.is_dir():
        wat = f"'{map_}' is geen map" if map_.exists() else f"De map '{map_}' bestaat niet"
        raise Gebruikersfout(f"{wat}; wijs met --data of --sleutels een bestaande map aan.")
    return map_
