"""The figures that all overviews share, computed once: amounts, shares and inhabitants.

Amounts are whole euros in `int`. "Aandeel" is a gemeente's arithmetical share of the money of
its regio, by the weights of the local key: nobody receives it, so its status is `aanname`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from azwa_funds.gegevens import Gegevens, volg
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    LOKAAL,
    REGIONAAL,
    SPUK_AZWA,
    SPUK_IZA,
    Budget,
    Gemeente,
    Gewicht,
    Regio,
    Sleutel,
    Sleutelsoort,
    Toekenning,
    Voorwaarde,
)
from azwa_funds.kern.euro import rond_delen, verdeel_een
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout
from azwa_funds.verdelen.sleutel import gewichten
from azwa_funds.verdelen.toekennen import verdeel_uitkering


@dataclass(frozen=True)
class Cijfers:
    """All amounts of the SPUK AZWA and its two forerunners, by recipient and year."""

    gegevens: Gegevens

    @cached_property
    def toekenningen(self) -> list[Toekenning]:
        """Every row of the division with the usual keys."""
        return verdeel_uitkering(self.gegevens)

    @cached_property
    def jaren(self) -> tuple[int, ...]:
        """The years of the SPUK AZWA."""
        return self.gegevens.uitkering(SPUK_AZWA).jaren

    @cached_property
    def vorige_jaren(self) -> tuple[int, ...]:
        """The years for which amounts of the Brede SPUK were published."""
        return tuple(
            sorted({b.jaar for b in self.gegevens.beschikkingen if b.uitkering == BREDE_SPUK})
        )

    @cached_property
    def gemeenten(self) -> list[Gemeente]:
        """All gemeenten that receive local money, in order of code."""
        codes = {t.ontvanger_code for t in self.toekenningen if t.onderdeel == LOKAAL}
        return [g for code, g in self.gegevens.gemeenten.items() if code in codes]

    @cached_property
    def regios(self) -> list[Regio]:
        """All IZA-regio's in order of name."""
        return sorted(self.gegevens.regios.values(), key=lambda regio: regio.naam)

    def gemeenten_van(self, regio: str) -> list[Gemeente]:
        """The gemeenten of one IZA-regio, in order of name."""
        return sorted(self._per_regio[regio], key=lambda gemeente: gemeente.naam)

    @cached_property
    def _per_regio(self) -> Mapping[str, list[Gemeente]]:
        per_regio = defaultdict(list)
        for gemeente in self.gemeenten:
            per_regio[gemeente.iza_regio].append(gemeente)
        return per_regio

    def nplv_gebieden(self, gemeente: Gemeente) -> list[str]:
        """The names of the NPLV areas in a gemeente."""
        return [g.naam for g in self.gegevens.nplv_gebieden if g.gemeente_code == gemeente.code]

    # -- inhabitants ---------------------------------------------------------------------------

    @cached_property
    def inwoners_jaar(self) -> int:
        """The latest year of which the number of inhabitants is known."""
        return int(max(rij["jaar"] for rij in self.gegevens.cbs("bevolking")))

    @cached_property
    def inwoners(self) -> dict[str, int]:
        """Inhabitants on 1 January of `inwoners_jaar`, by code; every gemeente has them."""
        aantallen = self.gegevens.maatstaf("bevolking", "inwoners", self.inwoners_jaar)
        mist = [g.naam for g in self.gemeenten if not aantallen.get(g.code)]
        if mist:
            raise Gebruikersfout(
                f"In data/cbs/bevolking.csv ontbreken over {self.inwoners_jaar} de inwoners van "
                f"{', '.join(mist[:5])}; vul ze aan met bron."
            )
        return {gemeente.code: aantallen[gemeente.code] for gemeente in self.gemeenten}

    def inwoners_van(self, gemeenten: Iterable[Gemeente]) -> int:
        """The inhabitants of several gemeenten together."""
        return sum(self.inwoners[gemeente.code] for gemeente in gemeenten)

    @cached_property
    def inwoners_bron(self) -> str:
        """The id of the source of the inhabitants."""
        return self.gegevens.cbs_bron("bevolking", self.inwoners_jaar)

    @cached_property
    def laag_inkomen(self) -> dict[str, Decimal]:
        """The share of households in the lowest 40% of incomes, in percents, by code."""
        kolom, jaar = "huishoudens_laagste_40pct_inkomen_pct", self._kerncijfers_jaar
        rijen = self.gegevens.cbs("kerncijfers")
        return {rij["gemeente_code"]: rij[kolom] for rij in rijen if rij["jaar"] == jaar}

    @cached_property
    def laag_inkomen_bron(self) -> str:
        """The id of the source of `laag_inkomen`."""
        return self.gegevens.cbs_bron("kerncijfers", self._kerncijfers_jaar)

    @cached_property
    def _kerncijfers_jaar(self) -> int:
        return int(max(rij["jaar"] for rij in self.gegevens.cbs("kerncijfers")))

    # -- amounts -------------------------------------------------------------------------------

    @cached_property
    def lokaal(self) -> dict[tuple[str, int], Toekenning]:
        """The local toekenning by code and year."""
        return {(t.ontvanger_code, t.jaar): t for t in self._onderdeel(LOKAAL)}

    @cached_property
    def regionaal(self) -> dict[tuple[str, int], Toekenning]:
        """The regional toekenning by name of regio and year."""
        return {(t.regio, t.jaar): t for t in self._onderdeel(REGIONAAL)}

    def _onderdeel(self, onderdeel: str) -> list[Toekenning]:
        return [t for t in self.toekenningen if t.onderdeel == onderdeel]

    @cached_property
    def per_inwoner(self) -> dict[str, Fraction]:
        """The local money of the first year per inhabitant, in euros, by code."""
        return {
            g.code: Fraction(self.lokaal[g.code, self.jaren[0]].bedrag, self.inwoners[g.code])
            for g in self.gemeenten
        }

    def hoger_per_inwoner(self, gemeente: Gemeente) -> int:
        """How many gemeenten get more per inhabitant than this one."""
        return len(self._laag_naar_hoog) - bisect_right(
            self._laag_naar_hoog, self.per_inwoner[gemeente.code]
        )

    @cached_property
    def _laag_naar_hoog(self) -> list[Fraction]:
        return sorted(self.per_inwoner.values())

    @cached_property
    def _op_grootte(self) -> list[str]:
        return sorted(self.inwoners, key=lambda code: (self.inwoners[code], code))

    def gelijke_grootte(self, gemeente: Gemeente, anderen: int) -> list[Gemeente]:
        """A gemeente and the others nearest to it in inhabitants, in order of inhabitants."""
        eigen = self.inwoners[gemeente.code]
        plaats = self._op_grootte.index(gemeente.code)
        # Nobody further off in this order can be nearer in number.
        buurt = self._op_grootte[max(0, plaats - anderen) : plaats + anderen + 1]

        def afstand(code: str) -> tuple[int, str]:
            return abs(self.inwoners[code] - eigen), "" if code == gemeente.code else code

        dichtbij = set(sorted(buurt, key=afstand)[: anderen + 1])
        return [self.gegevens.gemeenten[code] for code in buurt if code in dichtbij]

    def lokaal_van(self, gemeenten: Iterable[Gemeente], jaar: int) -> int:
        """The local money of several gemeenten together in a year of the SPUK AZWA."""
        return sum(self.lokaal[gemeente.code, jaar].bedrag for gemeente in gemeenten)

    def sleutel(self, onderdeel: str) -> Sleutel:
        """The key with which an onderdeel is divided in the first year."""
        toedeling = self.gegevens.toedeling(SPUK_AZWA, onderdeel, self.jaren[0])
        return self.gegevens.sleutel(toedeling.sleutel)

    def gewichten(self, onderdeel: str) -> dict[str, Gewicht]:
        """The weights of that key, by code of the recipient."""
        wegingen = gewichten(self.gegevens, self.sleutel(onderdeel).id, self.jaren[0])
        return {weging.ontvanger.code: weging for weging in wegingen}

    @cached_property
    def brede_spuk(self) -> dict[tuple[str, int], int]:
        """The published Brede SPUK by code and year."""
        beschikkingen = self.gegevens.beschikkingen
        return {
            (b.ontvanger_code, b.jaar): b.bedrag for b in beschikkingen if b.uitkering == BREDE_SPUK
        }

    @cached_property
    def _brede_spuk_nu(self) -> dict[tuple[str, int], int]:
        """The same amounts by the indeling of the first year of the SPUK AZWA.

        What a gemeente got that has merged since is counted with the new one, to the euro.
        """
        nu: dict[tuple[str, int], int] = {}
        for jaar in self.vorige_jaren:
            toen = {code: bedrag for (code, j), bedrag in self.brede_spuk.items() if j == jaar}
            dagen = date(jaar, 1, 1), date(self.jaren[0], 1, 1)
            gevolgd = volg(self.gegevens.herindelingen, toen, *dagen)
            bekend = {code: b for code, b in sorted(gevolgd.items()) if b is not None}
            delen = rond_delen(list(bekend.values()))
            nu |= {(code, jaar): deel for code, deel in zip(bekend, delen, strict=True)}
        return nu

    @cached_property
    def gecorrigeerd(self) -> dict[tuple[str, int], int]:
        """The SPUK IZA by regio and year, as far as the published row was put right by us."""
        return {
            (correctie.ontvanger, int(str(sleutel.gewichten["jaar"]))): correctie.gewicht
            for sleutel in self.gegevens.sleutels.values()
            if sleutel.gewichten.get("uitkering") == SPUK_IZA
            for correctie in sleutel.correcties
        }

    @cached_property
    def spuk_iza(self) -> dict[tuple[str, int], int]:
        """The published SPUK IZA by regio and year, with corrected rows put right."""
        rijen = [b for b in self.gegevens.beschikkingen if b.uitkering == SPUK_IZA]
        return {(b.regio, b.jaar): b.bedrag for b in rijen} | self.gecorrigeerd

    @cached_property
    def aandeel(self) -> dict[tuple[str, int], int]:
        """A gemeente's arithmetical share of its regio's money, by code and year, old and new.

        Divided by the weights of the local key, and in the years before by the Brede SPUK of
        that year, so that the shares of a regio sum to its money.
        """
        gewicht = {code: weging.waarde for code, weging in self.gewichten(LOKAAL).items()}
        wegen = {
            jaar: {code: self.lokaal_bedrag(code, jaar) for code in gewicht}
            for jaar in self.vorige_jaren
        } | dict.fromkeys(self.jaren, gewicht)
        aandelen: dict[tuple[str, int], int] = {}
        for regio in self.regios:
            codes = sorted(gemeente.code for gemeente in self._per_regio[regio.naam])
            for jaar, weging in wegen.items():
                geld = self.regionaal_bedrag(regio.naam, jaar)
                delen = verdeel_een(geld, [weging[code] for code in codes])
                aandelen.update(((c, jaar), deel) for c, deel in zip(codes, delen, strict=True))
        return aandelen

    def regionaal_bedrag(self, regio: str, jaar: int) -> int:
        """The regional money of a regio: SPUK IZA before the SPUK AZWA, then its regional part."""
        if jaar in self.jaren:
            return self.regionaal[regio, jaar].bedrag
        return self._gepubliceerd(SPUK_IZA, self.spuk_iza, regio, jaar)

    @cached_property
    def som_van_gemeenten(self) -> Sleutel | None:
        """The key by which a regional amount is the sum of the gemeenten, where there is one."""
        soort = Sleutelsoort.SOM_VAN_GEMEENTEN
        return next((s for s in self.gegevens.sleutels.values() if s.soort is soort), None)

    @cached_property
    def regionaal_als_som(self) -> dict[str, int]:
        """The regional money of the first year by regio, divided as the sum of the gemeenten.

        Empty where no key does that.
        """
        if self.som_van_gemeenten is None:
            return {}
        toekenningen = verdeel_uitkering(
            self.gegevens,
            jaren=[self.jaren[0]],
            onderdelen=[REGIONAAL],
            sleutels={REGIONAAL: self.som_van_gemeenten.id},
        )
        return {t.regio: t.bedrag for t in toekenningen}

    def lokaal_bedrag(self, code: str, jaar: int) -> int:
        """The local money of a gemeente: Brede SPUK before the SPUK AZWA, then its local part."""
        if jaar in self.jaren:
            return self.lokaal[code, jaar].bedrag
        return self._gepubliceerd(BREDE_SPUK, self._brede_spuk_nu, code, jaar)

    def _gepubliceerd(
        self, uitkering: str, bedragen: Mapping[tuple[str, int], int], wie: str, jaar: int
    ) -> int:
        try:
            return bedragen[wie, jaar]
        except KeyError:
            raise Invoerfout(
                self.gegevens.data / "beschikkingen",
                f"er is geen bedrag van {uitkering} voor {wie} in {jaar}",
                f"zet de tabel {uitkering}_{jaar}.csv of de regel daarin terug",
            ) from None

    # -- sources and conditions ----------------------------------------------------------------

    @cached_property
    def budgetten(self) -> dict[tuple[str, int], Budget]:
        """The national budget by onderdeel and year."""
        uitkering = self.gegevens.uitkering(SPUK_AZWA)
        return {
            (onderdeel, jaar): self.gegevens.budget(SPUK_AZWA, onderdeel, jaar)
            for onderdeel in uitkering.onderdelen
            for jaar in uitkering.jaren
        }

    @cached_property
    def herkomst(self) -> list[Budget]:
        """The amounts that pay for the SPUK AZWA, per measure and year, in order of the file."""
        uitkering = self.gegevens.uitkering(SPUK_AZWA)
        jaren = {str(jaar) for jaar in uitkering.jaren}
        return [
            b
            for b in self.gegevens.budgetten
            if b.uitkering in uitkering.herkomst and b.jaar in jaren
        ]

    @property
    def voorwaarden(self) -> tuple[Voorwaarde, ...]:
        """What recipients have to do for their money."""
        return self.gegevens.uitkering(SPUK_AZWA).voorwaarden

    @cached_property
    def peildatum(self) -> date:
        """The date of the latest source: what the figures are as of, whenever they are printed."""
        data = [bron.datum for bron in self.gegevens.bronnen.values() if len(bron.datum) == 10]
        return date.fromisoformat(max(data))
