"""Areas and who receives money for them: gemeenten, IZA-regio's, NPLV areas and GGD-regio's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from azwa_funds.gegevens.herindeling import aandelen_samen
from azwa_funds.gegevens.mappen import Invoermappen
from azwa_funds.kern.begrippen import (
    Gemeente,
    Grootteklasse,
    Herindeling,
    NplvGebied,
    Ontvanger,
    Ontvangersoort,
    Regio,
    Tegel,
)
from azwa_funds.kern.fouten import Invoerfout, lijkt_op
from azwa_funds.kern.tekst import bestandsnaam, slug
from azwa_funds.lezen.tabel import RIJ, Rij, Rijplek


class Gebieden(Invoermappen):
    """The tables of `data/indeling`, each valid for a stated period."""

    @cached_property
    def gemeenten(self) -> dict[str, Gemeente]:
        """All gemeenten by code, in order of code."""
        pad, rijen = self.rijen("indeling/gemeenten.csv")
        self._ken_mandaatgemeenten({rij["code"] for rij in rijen})
        for rij in rijen:
            self.ken_bron(pad, rij["bron_ggd_regio"], rij=rij[RIJ], kolom="bron_ggd_regio")
            self.ken_bron(pad, rij["bron_iza_regio"], rij=rij[RIJ], kolom="bron_iza_regio")
            self._ken_regio(pad, rij, "iza_regio")
        gemeenten = [self.record(Gemeente, pad, rij) for rij in rijen]
        return {gemeente.code: gemeente for gemeente in sorted(gemeenten, key=lambda g: g.code)}

    def _ken_mandaatgemeenten(self, codes: set[str]) -> None:
        for rij in self._regiorijen:
            if rij["rechtsvorm"] == "gemeente" and rij["mandaathouder_code"] not in codes:
                plek = Rijplek(self.data / "indeling" / "regios.csv", rij, "mandaathouder_code")
                raise _onbekende_gemeente(plek)

    @cached_property
    def _regiorijen(self) -> list[Rij]:
        pad, rijen = self.rijen("indeling/regios.csv")
        per_bestand: dict[str, str] = {}
        for rij in rijen:
            ander = per_bestand.setdefault(bestandsnaam(slug(rij["naam"])), rij["naam"])
            if ander != rij["naam"]:
                raise Rijplek(pad, rij, "naam").fout(
                    f"'{rij['naam']}' en '{ander}' zouden hun werkboeken in hetzelfde bestand "
                    "schrijven",
                    "geef een van beide een naam met andere letters of cijfers",
                )
        return rijen

    @cached_property
    def regios(self) -> dict[str, Regio]:
        """All IZA-regio's by name, each with its mandaathouder."""
        pad = self.data / "indeling" / "regios.csv"
        return {rij["naam"]: self.record(Regio, pad, rij) for rij in self._regiorijen}

    @cached_property
    def grootteklassen(self) -> list[Grootteklasse]:
        """Classes of gemeenten by inwoners, small to large: every number falls in exactly one."""
        pad, rijen = self.rijen("indeling/grootteklassen.csv")
        rijen.sort(key=lambda rij: rij["van"])
        vorige: int | None = -1
        for rij in rijen:
            if vorige is None or rij["van"] != vorige + 1:
                raise Rijplek(pad, rij, "van").fout(
                    f"de klasse '{rij['naam']}' sluit niet aan op de vorige",
                    "begin bij 0, laat elke klasse een verder beginnen dan de vorige eindigt, en "
                    "laat alleen van de grootste klasse tot_en_met leeg",
                )
            vorige = rij["tot_en_met"]
        if vorige is not None:
            raise Invoerfout(pad, "de grootste klasse heeft een einde", "laat daar tot_en_met leeg")
        return [self.record(Grootteklasse, pad, rij) for rij in rijen]

    @cached_property
    def tegelkaart(self) -> list[Tegel]:
        """The schematic map: every IZA-regio on a tile of its own, in reading order."""
        pad, rijen = self.rijen("indeling/tegelkaart.csv")
        bezet: dict[tuple[int, int], str] = {}
        for rij in rijen:
            self._ken_regio(pad, rij, "regio")
            plek = (rij["rij"], rij["kolom"])
            if bezet.setdefault(plek, rij["regio"]) != rij["regio"]:
                raise Rijplek(pad, rij).fout(
                    f"op de plek van {rij['regio']} staat al {bezet[plek]}",
                    "kies een vrije kolom en rij",
                )
        zonder = sorted(set(self.regios) - set(bezet.values()))
        if zonder:
            raise Invoerfout(
                pad, f"de regio '{zonder[0]}' heeft geen tegel", "voeg een regel voor haar toe"
            )
        tegels = [self.record(Tegel, pad, rij) for rij in rijen]
        return sorted(tegels, key=lambda tegel: (tegel.rij, tegel.kolom))

    @cached_property
    def nplv_gebieden(self) -> list[NplvGebied]:
        """The focus areas of the NPLV, each in one known gemeente."""
        pad, rijen = self.rijen("indeling/nplv_gebieden.csv")
        for rij in rijen:
            self.ken_gemeente(pad, rij, "gemeente_code")
        return [self.record(NplvGebied, pad, rij) for rij in rijen]

    @cached_property
    def zorgkantoorregios(self) -> dict[str, str]:
        """The zorgkantoorregio of each gemeente by code; empty in a folder without that table."""
        return {rij["gemeente_code"]: rij["zorgkantoorregio"] for rij in self._zorgkantoorrijen}

    @property
    def zorgkantoorbron(self) -> str:
        """The id of the source of the zorgkantoorregio's, empty without that table."""
        return str(self._zorgkantoorrijen[0]["bron"]) if self._zorgkantoorrijen else ""

    @cached_property
    def _zorgkantoorrijen(self) -> list[Rij]:
        naam = "indeling/zorgkantoorregios.csv"
        if not self.bestaat(self.data / naam):
            return []
        pad, rijen = self.rijen(naam)
        for rij in rijen:
            self.ken_gemeente(pad, rij, "gemeente_code")
            self._vindplaats(pad, rij)
        return rijen

    @cached_property
    def herindelingen(self) -> list[Herindeling]:
        """Mergers and splits of gemeenten, carried out or proposed; known shares make a whole."""
        pad, rijen = self.rijen("indeling/herindelingen.csv")
        herindelingen = [
            self.record(Herindeling, pad, rij | {"aandeel": _aandeel(rij)}) for rij in rijen
        ]
        for naam, som in aandelen_samen(herindelingen).items():
            if som not in (None, 1):
                raise Invoerfout(
                    pad, f"de aandelen van {naam} zijn samen {som}", "maak ze samen precies 1"
                )
        return herindelingen

    def _ken_regio(self, pad: Path, rij: Rij, kolom: str) -> None:
        if rij[kolom] not in self.regios:
            raise Rijplek(pad, rij, kolom).fout(
                f"regio '{rij[kolom]}' staat niet in regios.csv",
                lijkt_op(rij[kolom], self.regios) or "voeg de regio daar toe",
            )

    def ken_gemeente(self, pad: Path, rij: Rij, kolom: str) -> None:
        """Raise Invoerfout when a row names a gemeente that the indeling does not know."""
        if rij[kolom] not in self.gemeenten:
            raise _onbekende_gemeente(Rijplek(pad, rij, kolom))

    def ontvangers(self, soort: Ontvangersoort, jaar: int) -> dict[str, Ontvanger]:
        """Return the recipients of one kind in a year, by the name or code of their area.

        The key is the code of a gemeente, the name of an IZA-regio, of an NPLV area or of a
        GGD-regio. Several NPLV areas can share one recipient, their gemeente.
        Raises Invoerfout where the indeling is not valid in that year.
        """
        peildatum = date(jaar, 1, 1)
        if soort is Ontvangersoort.REGIO:
            return {
                regio.naam: regio.ontvanger
                for regio in self._geldig(self.regios.values(), peildatum, "regios.csv")
            }
        gemeenten = {
            gemeente.code: gemeente
            for gemeente in self._geldig(self.gemeenten.values(), peildatum, "gemeenten.csv")
        }
        if soort is Ontvangersoort.GEMEENTE:
            return {code: _als_ontvanger(g) for code, g in gemeenten.items()}
        if soort is Ontvangersoort.GGD_REGIO:
            namen = sorted({gemeente.ggd_regio for gemeente in gemeenten.values()})
            return {naam: Ontvanger(slug(naam), naam, "") for naam in namen}
        return {
            gebied.naam: _als_ontvanger(gemeenten[gebied.gemeente_code])
            for gebied in self._geldig(self.nplv_gebieden, peildatum, "nplv_gebieden.csv")
        }

    def _geldig(self, rijen: Iterable[Any], peildatum: date, bestand: str) -> list[Any]:
        geldig = [rij for rij in rijen if rij.geldig_van <= peildatum <= rij.geldig_tot_en_met]
        if not geldig:
            raise Invoerfout(
                self.data / "indeling" / bestand,
                f"geen enkele regel geldt op {peildatum:%d-%m-%Y}",
                "werk geldig_tot_en_met bij na controle van de indeling van dat jaar",
            )
        return geldig


def _als_ontvanger(gemeente: Gemeente) -> Ontvanger:
    return Ontvanger(gemeente.code, gemeente.naam, gemeente.iza_regio)


def _onbekende_gemeente(plek: Rijplek) -> Invoerfout:
    return plek.fout(
        f"gemeente '{plek.rij[plek.kolom or '']}' staat niet in gemeenten.csv",
        "verbeter de code, of voeg de gemeente toe aan gemeenten.csv",
    )


def _aandeel(rij: Rij) -> Fraction | None:
    """All of a gemeente goes along in a merger; of a split the shares may not be known."""
    aandeel: Fraction | None = rij["aandeel"]
    return Fraction(1) if aandeel is None and rij["soort"] != "splitsing" else aandeel
