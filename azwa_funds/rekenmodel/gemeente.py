"""The sheet that shows one gemeente, and the list to choose it from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from azwa_funds.excel.blad import (
    Cell,
    Chart,
    ChartKind,
    Column,
    Entry,
    Formula,
    Kind,
    Own,
    Sheet,
    Table,
    Value,
)
from azwa_funds.kern.begrippen import Gemeente
from azwa_funds.kern.tekst import slug
from azwa_funds.rekenmodel.invoer import GEEL, STANDAARD_UITLEG
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.delen import EURO

NIET_GEVONDEN = "niet gevonden; typ de naam of de code (GM0344), of kies uit de lijst"


def _op_naam(gemeente: Gemeente) -> str:
    """The place in the list: 's-Gravenhage stands under the G."""
    return slug(gemeente.naam.removeprefix("'s-"))


def _keuzetekst(gemeente: Gemeente) -> str:
    return f"{gemeente.naam} ({gemeente.code})"


def blad_lijst(cijfers: Cijfers) -> Sheet:
    """Make the list from which the reader chooses a gemeente, in order of name."""
    kolommen = [
        Column("keuze", "Keuze", value=_keuzetekst),
        Column("naam", "Naam"),
        Column("code", "Code", Kind.CODE),
    ]
    return Sheet(
        "Keuzelijst",
        "Lijst van gemeenten",
        Table.of(kolommen, sorted(cijfers.gemeenten, key=_op_naam)),
        subtitle="Waaruit u kiest op het blad Gemeente",
        description="de gemeenten in volgorde van naam, voor de keuzelijst",
    )


def _zoekformule(lijst: Sheet, cel: str) -> str:
    """Find the code of what was typed: a choice from the list, a name, a code or its digits.

    Excel takes a leading apostrophe for a mark of its own, so 's-Gravenhage may arrive without.
    """
    tekst = f"TRIM({cel})"
    cijfers = f'IF(LEN({tekst})>4,"",RIGHT("0000"&{tekst},4))'
    pogingen = [
        (tekst, "keuze"),
        (tekst, "naam"),
        (tekst, "code"),
        (f'"\'"&{tekst}', "keuze"),
        (f'"\'"&{tekst}', "naam"),
        (f'"GM"&{cijfers}', "code"),
    ]
    code = lijst.ref("code")
    return "=" + reduce(
        lambda anders, poging: (
            f"IFERROR(INDEX({code},MATCH({poging[0]},{lijst.ref(poging[1])},0)),{anders})"
        ),
        reversed(pogingen),
        '""',
    )


def blad_gemeente(cijfers: Cijfers, lijst: Sheet, gemeenten: Sheet, regios: Sheet) -> Sheet:
    """Make the sheet that shows one gemeente, chosen by name or code."""
    gemeente = min(cijfers.gemeenten, key=_op_naam)
    opbouw = _Gemeenteblad(cijfers, gemeente, gemeenten, regios)
    leeg = opbouw.blad([_rij("", "")])
    keuze, code = (leeg.ref("nu", rij).rpartition("!")[2] for rij in (0, 2))
    entry = Entry(
        "Typ een naam (Utrecht) of een code (GM0344), of kies uit de lijst.",
        lijst.ref("keuze"),
        strict=False,
    )
    naam, codes = gemeenten.ref("gemeente"), gemeenten.ref("code")
    gevonden = f'=IF({code}="","{NIET_GEVONDEN}",INDEX({naam},MATCH({code},{codes},0)))'
    rijen = [
        _rij("Gemeente: typ een naam of code", _keuzetekst(gemeente), entry=entry),
        _rij("Gevonden", Formula(gevonden, gemeente.naam)),
        _rij("Code", Formula(_zoekformule(lijst, keuze), gemeente.code)),
        *opbouw.kenmerken(code),
        *opbouw.bedragen(code),
    ]
    return opbouw.blad(rijen)


_KOLOMMEN = ("nu", "standaard", "verschil", "per_inwoner")


def _rij(
    wat: str, waarde: str | Formula, kind: Kind = Kind.TEXT, entry: Entry | None = None
) -> dict[str, Cell]:
    """Return a row with one value."""
    return {"wat": wat, **dict.fromkeys(_KOLOMMEN), "nu": Own(waarde, kind, entry)}


@dataclass(frozen=True, slots=True)
class _Gemeenteblad:
    """Makes the rows of the sheet of one gemeente; the first of the list is filled in."""

    cijfers: Cijfers
    gemeente: Gemeente
    gemeenten: Sheet
    regios: Sheet

    def kenmerken(self, code: str) -> Iterable[dict[str, Cell]]:
        """Return the rows that say which gemeente this is, and what weight it has."""
        cijfers, wie, bij = self.cijfers, self.gemeente, self.gemeenten
        regio = cijfers.gegevens.regios[wie.iza_regio]
        eigen = [cijfers.lokaal[wie.code, jaar] for jaar in cijfers.jaren]
        gewicht = eigen[0].gewicht
        aandeel = Fraction(gewicht, eigen[0].totaal_gewicht)
        inwoners = f"Inwoners op 1 januari {cijfers.inwoners_jaar}"
        status = str(min(toekenning.status for toekenning in eigen))
        kenmerken: Sequence[tuple[str, Sheet, str, Value, Kind]] = (
            ("Status van het lokale bedrag", bij, "status", status, Kind.TEXT),
            ("Provincie", bij, "provincie", wie.provincie, Kind.TEXT),
            ("IZA-regio", bij, "regio", regio.naam, Kind.TEXT),
            ("Mandaathouder", self.regios, "mandaathouder", regio.mandaathouder, Kind.TEXT),
            (inwoners, bij, "inwoners", cijfers.inwoners[wie.code], Kind.WHOLE),
            ("Gewicht in de gekozen sleutel", bij, "gewicht", gewicht, Kind.WHOLE),
            ("Aandeel in de gewichten", bij, "aandeel", aandeel, Kind.PERCENT_FINE),
        )
        for wat, blad, kolom, waarde, kind in kenmerken:
            yield _rij(wat, Formula(self._zoek(blad, kolom, code), waarde), kind)

    def bedragen(self, code: str) -> Iterable[dict[str, Cell]]:
        """Return the rows with amounts: of the gemeente, then of its regio."""
        cijfers, wie, regio = self.cijfers, self.gemeente.code, self.gemeente.iza_regio
        lokaal = [cijfers.lokaal[wie, jaar].bedrag for jaar in cijfers.jaren]
        regionaal = [cijfers.regionaal[regio, jaar].bedrag for jaar in cijfers.jaren]
        inwoners = cijfers.inwoners_van(cijfers.gemeenten_van(regio))
        for naam, blad, bedragen, aantal in (
            ("Lokaal, van de gemeente", self.gemeenten, lokaal, cijfers.inwoners[wie]),
            ("Regionaal, van de hele regio", self.regios, regionaal, inwoners),
        ):
            deler = self._zoek(blad, "inwoners", code).removeprefix("=")
            per_inwoner = f'=IF({{nu}}="","",{{nu}}/{deler})'
            for jaar, bedrag in zip(cijfers.jaren, bedragen, strict=True):
                yield {
                    "wat": f"{naam}, {jaar}",
                    "nu": Formula(self._zoek(blad, f"nu_{jaar}", code), bedrag),
                    "standaard": Formula(self._zoek(blad, f"standaard_{jaar}", code), bedrag),
                    "verschil": Formula('=IF({nu}="","",{nu}-{standaard})', 0),
                    "per_inwoner": Formula(per_inwoner, Fraction(bedrag, aantal)),
                }

    def _zoek(self, blad: Sheet, kolom: str, code: str) -> str:
        """The formula that finds a figure of the gemeente, or of its regio; empty if not found."""
        rij = f"MATCH({code},{self.gemeenten.ref('code')},0)"
        if blad is self.regios:
            regio = f"INDEX({self.gemeenten.ref('regio')},{rij})"
            rij = f"MATCH({regio},{blad.ref('regio')},0)"
        return f'=IF({code}="","",INDEX({blad.ref(kolom)},{rij}))'

    def blad(self, rijen: Sequence[Mapping[str, Cell]]) -> Sheet:
        """Return the sheet with these rows; the layout does not depend on them."""
        kolommen = [
            Column("wat", "Wat", width=36),
            Column("nu", "Met uw invoer", Kind.EURO, width=30),
            Column("standaard", "Standaard", Kind.EURO, width=14),
            Column("verschil", "Verschil", Kind.EURO, width=14),
            Column("per_inwoner", "Per inwoner, met uw invoer", Kind.EURO_CENT, width=14),
        ]
        aantal = len(self.cijfers.jaren)
        lokaal = (len(rijen) - 2 * aantal, len(rijen) - aantal)
        grafiek = Chart(
            ChartKind.COLUMN,
            "Lokaal geld van deze gemeente",
            "wat",
            ["nu", "standaard"],
            "Kolommen: per jaar het lokale bedrag met uw invoer, naast het standaardbedrag.",
            value_title="euro",
            rows=lokaal,
            height=260,
        )
        return Sheet(
            "Gemeente",
            "Een gemeente naar keuze",
            Table(kolommen, rijen),
            subtitle=f"Het lokale geld van een gemeente en het geld van haar regio; {EURO}",
            lines=[f"{GEEL} Typ een naam of code, of kies uit de lijst."],
            notes=[
                "Het regionale geld gaat naar de mandaathouder en niet naar de gemeente zelf; per "
                "inwoner is daar per inwoner van de hele regio.",
                STANDAARD_UITLEG,
            ],
            charts=[grafiek] if lokaal[0] > 0 else [],
            description="kies een gemeente: bedragen, gewicht, regio en verschil met standaard",
            one_page=True,
        )
