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
    rijen: list[dict[str, Cell]] = [
        {"keuze": _keuzetekst(gemeente), "naam": gemeente.naam, "code": gemeente.code}
        for gemeente in sorted(cijfers.gemeenten, key=_op_naam)
    ]
    kolommen = [Column("keuze", "Keuze"), Column("naam", "Naam"), Column("code", "Code", Kind.CODE)]
    return Sheet(
        "Keuzelijst",
        "Lijst van gemeenten",
        Table(kolommen, rijen),
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
    leeg = opbouw.blad([{"wat": "", **dict.fromkeys(_KOLOMMEN)}])
    keuze, code = leeg.ref("nu", 0), leeg.ref("nu", 2)
    keuze, code = keuze.rpartition("!")[2], code.rpartition("!")[2]
    entry = Entry(
        "Typ een naam (Utrecht) of een code (GM0344), of kies uit de lijst.",
        lijst.ref("keuze"),
        strict=False,
    )
    naam = gemeenten.ref("gemeente")
    gevonden = f'=IF({code}="","{NIET_GEVONDEN}",INDEX({naam},MATCH({code},{{codes}},0)))'
    rijen = [
        opbouw.tekst("Gemeente: typ een naam of code", _keuzetekst(gemeente), entry),
        opbouw.tekst(
            "Gevonden", Formula(gevonden.replace("{codes}", gemeenten.ref("code")), gemeente.naam)
        ),
        opbouw.tekst("Code", Formula(_zoekformule(lijst, keuze), gemeente.code)),
        *opbouw.kenmerken(code),
        *opbouw.bedragen(code),
    ]
    return opbouw.blad(rijen)


_KOLOMMEN = ("nu", "standaard", "verschil", "per_inwoner")


@dataclass(frozen=True, slots=True)
class _Gemeenteblad:
    """Makes the rows of the sheet of one gemeente; the first of the list is filled in."""

    cijfers: Cijfers
    gemeente: Gemeente
    gemeenten: Sheet
    regios: Sheet

    def tekst(self, wat: str, waarde: str | Formula, entry: Entry | None = None) -> dict[str, Cell]:
        """Return a row with one text."""
        cel = Own(waarde, Kind.TEXT, entry)
        return {"wat": wat, **dict.fromkeys(_KOLOMMEN), "nu": cel}

    def kenmerken(self, code: str) -> Iterable[dict[str, Cell]]:
        """Return the rows that say which gemeente this is, and what weight it has."""
        regio = self.cijfers.gegevens.regios[self.gemeente.iza_regio]
        eigen = self.cijfers.lokaal[self.gemeente.code, self.cijfers.jaren[0]]
        status = min(self.cijfers.lokaal[self.gemeente.code, j].status for j in self.cijfers.jaren)
        formule = self._zoek(self.gemeenten, "status", code)
        yield self.tekst("Status van het lokale bedrag", Formula(formule, str(status)))
        for wat, kolom, waarde in (
            ("Provincie", "provincie", self.gemeente.provincie),
            ("IZA-regio", "regio", regio.naam),
        ):
            yield self.tekst(wat, Formula(self._zoek(self.gemeenten, kolom, code), waarde))
        wie = self._zoek(self.regios, "mandaathouder", code)
        yield self.tekst("Mandaathouder", Formula(wie, regio.mandaathouder))
        getallen: list[tuple[str, str, Value, Kind]] = [
            (
                f"Inwoners op 1 januari {self.cijfers.inwoners_jaar}",
                "inwoners",
                self.cijfers.inwoners[self.gemeente.code],
                Kind.WHOLE,
            ),
            ("Gewicht in de gekozen sleutel", "gewicht", eigen.gewicht, Kind.WHOLE),
            (
                "Aandeel in de gewichten",
                "aandeel",
                Fraction(eigen.gewicht, eigen.totaal_gewicht),
                Kind.PERCENT_FINE,
            ),
        ]
        for wat, kolom, getal, kind in getallen:
            cel = Formula(self._zoek(self.gemeenten, kolom, code), getal)
            yield {"wat": wat, **dict.fromkeys(_KOLOMMEN), "nu": Own(cel, kind)}

    def bedragen(self, code: str) -> Iterable[dict[str, Cell]]:
        """Return the rows with amounts: of the gemeente, then of its regio."""
        regio = self.cijfers.gegevens.regios[self.gemeente.iza_regio]
        inwoners_regio = self.cijfers.inwoners_van(self.cijfers.gemeenten_van(regio.naam))
        for naam, blad, bedragen, inwoners in (
            (
                "Lokaal, van de gemeente",
                self.gemeenten,
                [self.cijfers.lokaal[self.gemeente.code, j].bedrag for j in self.cijfers.jaren],
                self.cijfers.inwoners[self.gemeente.code],
            ),
            (
                "Regionaal, van de hele regio",
                self.regios,
                [self.cijfers.regionaal[regio.naam, j].bedrag for j in self.cijfers.jaren],
                inwoners_regio,
            ),
        ):
            for jaar, bedrag in zip(self.cijfers.jaren, bedragen, strict=True):
                formules = {
                    "nu": self._zoek(blad, f"nu_{jaar}", code),
                    "standaard": self._zoek(blad, f"standaard_{jaar}", code),
                    "verschil": '=IF({nu}="","",{nu}-{standaard})',
                    "per_inwoner": f'=IF({{nu}}="","",{{nu}}/'
                    f"{self._zoek(blad, 'inwoners', code).removeprefix('=')})",
                }
                waarden: dict[str, Value] = {
                    "nu": bedrag,
                    "standaard": bedrag,
                    "verschil": 0,
                    "per_inwoner": Fraction(bedrag, inwoners),
                }
                cellen: dict[str, Cell] = {
                    kolom: Formula(formules[kolom], waarden[kolom]) for kolom in _KOLOMMEN
                }
                yield {"wat": f"{naam}, {jaar}", **cellen}

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
