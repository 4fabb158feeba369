"""The only reader of `data/`, `verdeelsleutels/` and the user's own copies of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from azwa_funds.gegevens.blokken import Brug, Ramingsregels, lees_brug, lees_sleutel, lees_uitkering
from azwa_funds.gegevens.gebieden import Gebieden
from azwa_funds.gegevens.herindeling import Cijfer, volg
from azwa_funds.gegevens.mappen import BESTAND_ONTBREEKT, is_webadres
from azwa_funds.kern.begrippen import (
    BekendeAfwijking,
    Beschikking,
    Beschikt,
    Budget,
    Grondslag,
    Kalenderdatum,
    Openstaand,
    Precisie,
    Sleutel,
    Toedeling,
    Uitkering,
    Vervangen,
    past_bij_precisie,
)
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout, bedoelde_u, zin
from azwa_funds.lezen.kolommen import (
    BESCHIKKINGEN,
    BESCHIKT,
    BESCHIKT_BESTAND,
    CBS_TABELLEN,
    GETALSOORTEN,
    VERVANGEN,
    VERVANGEN_BESTAND,
    Soort,
)
from azwa_funds.lezen.records import lees_record
from azwa_funds.lezen.tabel import RIJ, Rij, Rijplek

T = TypeVar("T")


class Gegevens(Gebieden):
    """All that the program knows, read lazily from one data folder and one folder of keys.

    Every property raises Invoerfout when a file is missing or does not fit.
    """

    def __init__(
        self, data: Path | None = None, sleutels: Path | None = None, *, eigen: Path | None = None
    ) -> None:
        super().__init__(data, sleutels, eigen=eigen)
        self._cbs: dict[str, list[Rij]] = {}

    def met(self, **tabellen: Any) -> Gegevens:
        """Return a copy in which some tables, named by their property, are others: a what-if."""
        kopie = copy(self)
        kopie.__dict__.update(tabellen)
        return kopie

    def onthoud(self, wat: str, lees: Callable[[Gegevens], T]) -> T:
        """Return what a room reads of these data, read once; `met` can put another in its place."""
        if wat not in self.__dict__:
            self.__dict__[wat] = lees(self)
        gelezen: T = self.__dict__[wat]
        return gelezen

    @cached_property
    def scenarios(self) -> dict[str, Path]:
        """The files of the scenarios in the data folder, by id."""
        return {pad.stem: pad for pad in self.zoek(self.data / "scenarios", "*.toml")}

    # -- budgets and uitkeringen ---------------------------------------------------------------

    @cached_property
    def budgetten(self) -> list[Budget]:
        """All national amounts, of uitkeringen as well as of the sources that pay for them."""
        return self.records(Budget, "budgetten.csv")

    def budget(self, uitkering: str, onderdeel: str, jaar: int) -> Budget:
        """Return one national amount, or raise Invoerfout naming the file that lacks it."""
        gevraagd = (uitkering, onderdeel, str(jaar))
        for budget in self.budgetten:
            if (budget.uitkering, budget.onderdeel, budget.jaar) == gevraagd:
                return budget
        raise Invoerfout(
            self.data / "budgetten.csv",
            f"er is geen bedrag voor {uitkering}, onderdeel {onderdeel}, jaar {jaar}",
            "voeg een regel toe met bedrag, status en bron",
        )

    @cached_property
    def uitkeringen(self) -> dict[str, Uitkering]:
        """Every uitkering with its looptijd and the way its onderdelen reach their recipients."""
        paden = self.zoek(self.data / "uitkeringen", "*.toml")
        return {wat.id: wat for wat in (lees_uitkering(*self.blok(pad)) for pad in paden)}

    def uitkering(self, id: str) -> Uitkering:
        """Return one uitkering, or raise Invoerfout when no file describes it."""
        if id not in self.uitkeringen:
            raise Invoerfout(self.data / "uitkeringen" / f"{id}.toml", *BESTAND_ONTBREEKT)
        return self.uitkeringen[id]

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
    def brug(self) -> Brug:
        """The steps from the old uitkeringen to the SPUK AZWA, with their national amounts."""
        _, rijen = self.rijen("brug.csv")
        return lees_brug(*self.blok("brug.toml"), rijen)

    @cached_property
    def grondslagen(self) -> list[Grondslag]:
        """On what basis each table of amounts is: btw and loon- en prijsbijstelling."""
        pad, rijen = self.rijen("grondslagen.csv")
        for rij in rijen:
            if rij["tot_en_met"] < rij["van"]:
                reden = f"tot_en_met {rij['tot_en_met']} ligt voor van {rij['van']}"
                raise Rijplek(pad, rij).fout(reden, "draai de jaren om")
        return [self.record(Grondslag, pad, rij) for rij in rijen]

    @cached_property
    def openstaand(self) -> list[Openstaand]:
        """The documents that would replace an assumption or p.m., in the order of the file."""
        pad, rijen = self.rijen("openstaand.csv")
        for rij in rijen:
            if rij["adres"] and not is_webadres(rij["adres"]):
                raise Rijplek(pad, rij, "adres").fout(
                    f"'{rij['adres']}' is geen webadres",
                    "schrijf het hele adres, dat begint met https://, of laat de cel leeg",
                )
        return [self.record(Openstaand, pad, rij) for rij in rijen]

    def grondslag(self, tabel: str, uitkering: str, jaar: int) -> Grondslag | None:
        """Return the basis of the amounts of a table in a year; None where no row says it."""
        for grondslag in self.grondslagen:
            hier = (grondslag.tabel, grondslag.uitkering) == (tabel, uitkering)
            if hier and grondslag.van <= jaar <= grondslag.tot_en_met:
                return grondslag
        return None

    @cached_property
    def ramingsregels(self) -> Ramingsregels:
        """What the sources say about the years after the looptijd, from `meerjarenraming.toml`."""
        return lees_record(Ramingsregels, *self.blok("meerjarenraming.toml"))

    # -- published amounts ---------------------------------------------------------------------

    @cached_property
    def beschikkingen(self) -> list[Beschikking]:
        """All published amounts per recipient, of every uitkering and year."""
        paden = self.zoek(self.data / "beschikkingen", "*_20[0-9][0-9].csv")
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
        for rij in self.tabel(pad, BESCHIKKINGEN):
            if rij["ontvanger_code"] not in mandaathouders:
                self.ken_gemeente(pad, rij, "ontvanger_code")
            self._ken_regio(pad, rij, "regio")
            yield self.record(Beschikking, pad, rij)

    @cached_property
    def beschikt(self) -> dict[tuple[str, str, int], dict[str, Beschikt]]:
        """Awards read with `beschikking lees`, by uitkering, onderdeel and year, then by code."""
        pad = self.data / BESCHIKT_BESTAND
        per_deel: dict[tuple[str, str, int], dict[str, Beschikt]] = {}
        for rij in self.tabel(pad, BESCHIKT) if self.bestaat(pad) else ():
            beschikt = self.record(Beschikt, pad, rij)
            deel = (beschikt.uitkering, beschikt.onderdeel, beschikt.jaar)
            per_deel.setdefault(deel, {})[beschikt.ontvanger_code] = beschikt
        return per_deel

    @cached_property
    def vervangen(self) -> list[Vervangen]:
        """Awards that another took the place of, in the order in which that happened."""
        pad = self.data / VERVANGEN_BESTAND
        rijen = self.tabel(pad, VERVANGEN) if self.bestaat(pad) else []
        return [
            Vervangen(
                self.record(Beschikt, pad, rij),
                vervanging=rij["vervanging"],
                op=rij["vervangen_op"],
                door=rij["vervangen_door"],
            )
            for rij in sorted(rijen, key=lambda rij: int(rij["vervanging"]))
        ]

    @cached_property
    def bekende_afwijkingen(self) -> list[BekendeAfwijking]:
        """Deviations in the published tables that we know of, each with its reason."""
        return self.records(BekendeAfwijking, "beschikkingen/bekende_afwijkingen.csv")

    # -- calendar ------------------------------------------------------------------------------

    @cached_property
    def kalender(self) -> list[Kalenderdatum]:
        """All dates, in the order of their last day; each period fits its precision."""
        data = []
        pad, rijen = self.rijen("kalender.csv")
        for rij in rijen:
            precisie, laatste = Precisie(rij["precisie"]), rij["datum_tot"] or rij["datum"]
            if not past_bij_precisie(rij["datum"], laatste, precisie):
                raise Rijplek(pad, rij).fout(
                    f"{rij['datum']:%d-%m-%Y} tot en met {laatste:%d-%m-%Y} past niet bij "
                    f"precisie {precisie}",
                    "laat de periode op de eerste dag beginnen en op de laatste dag eindigen",
                )
            if rij["uitkering"] not in self.uitkeringen:
                raise Rijplek(pad, rij, "uitkering").fout(
                    f"uitkering '{rij['uitkering']}' is onbekend",
                    "kies uit: " + ", ".join(self.uitkeringen),
                )
            data.append(self.record(Kalenderdatum, pad, rij | {"datum_tot": laatste}))
        return sorted(data, key=lambda d: (d.datum_tot, d.datum, d.onderwerp))

    # -- CBS -----------------------------------------------------------------------------------

    def cbs(self, naam: str) -> list[Rij]:
        """Return a table of CBS figures (bevolking, kerncijfers, inkomen, leeftijd) as rows."""
        if naam not in self._cbs:
            if naam not in CBS_TABELLEN:
                keuzes = ", ".join(CBS_TABELLEN)
                raise Gebruikersfout(f"De CBS-tabel '{naam}' is onbekend; kies uit: {keuzes}.")
            pad, self._cbs[naam] = self.rijen(f"cbs/{naam}.csv")
            for rij in self._cbs[naam]:
                self.ken_bron(pad, rij["bron"], rij=rij[RIJ], kolom="bron")
        return self._cbs[naam]

    def cbs_bron(self, naam: str, jaar: int) -> str:
        """Return the id of the source of a CBS table in a year that it has."""
        return next(str(rij["bron"]) for rij in self.cbs(naam) if rij["jaar"] == jaar)

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

    @staticmethod
    def _is_optelbaar(tabel: str, kolom: str) -> bool:
        kolommen = CBS_TABELLEN[tabel].kolommen if tabel in CBS_TABELLEN else ()
        return any(k.naam == kolom and k.soort is Soort.GEHEEL for k in kolommen)

    def _cijfers(
        self, tabel: str, kolom: str, jaar: int, genoemd_in: Path | None = None
    ) -> dict[str, Any]:
        pad = genoemd_in or self.data / "cbs" / f"{tabel}.csv"
        if tabel not in CBS_TABELLEN:
            raise Invoerfout(
                pad, f"de CBS-tabel '{tabel}' bestaat niet", bedoelde_u(tabel, CBS_TABELLEN)
            )
        getallen = [k.naam for k in CBS_TABELLEN[tabel].kolommen if k.soort in GETALSOORTEN]
        if kolom not in getallen:
            raise Invoerfout(
                pad,
                f"de CBS-tabel '{tabel}' heeft geen kolom '{kolom}' met getallen",
                bedoelde_u(kolom, getallen) or f"kies een kolom uit cbs/{tabel}.csv",
            )
        alle = self.cbs(tabel)
        rijen = [rij for rij in alle if rij["jaar"] == jaar]
        if not rijen:
            jaren = ", ".join(map(str, sorted({rij["jaar"] for rij in alle})))
            raise Invoerfout(
                pad, f"de CBS-tabel '{tabel}' heeft geen cijfers over {jaar}", f"kies uit: {jaren}"
            )
        return {rij["gemeente_code"]: rij[kolom] for rij in rijen}

    # -- keys ----------------------------------------------------------------------------------

    @cached_property
    def sleutels(self) -> dict[str, Sleutel]:
        """Every verdeelsleutel by id, from the folder of keys."""
        paden = self.zoek(self.sleutels_map, "*.toml")
        return {sleutel.id: sleutel for sleutel in (lees_sleutel(*self.blok(p)) for p in paden)}

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
