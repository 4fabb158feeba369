"""A record is the one declaration of its file: what its hints say is what is read, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import pytest

from azwa_funds.kern.begrippen import Euro, Jaar, Kolom, Rijnummer, Soort, Status, Tekst, Vindplaats
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen.kolommen import Tabel
from azwa_funds.lezen.records import Plek, lees_record, uit_rij
from azwa_funds.lezen.tabel import lees_tabel


class Kleur(StrEnum):
    """A choice."""

    ROOD = "rood"
    BLAUW = "blauw"


@dataclass(frozen=True)
class Deel:
    """A block within a block."""

    wie: Annotated[tuple[str, ...], Kolom("namen", wat="naam")]
    bedrag: Euro


@dataclass(frozen=True)
class Regel:
    """A block of every kind of field."""

    naam: str
    van: int
    tot_en_met: int
    status: Status
    kleur: Annotated[Kleur, Kolom(wat="kleur in {plek}")]
    maal: Fraction | None
    tekst: Tekst
    delen: Annotated[tuple[Deel, ...], Kolom("deel", leeg_mag=True)]
    per: Annotated[Mapping[str, Fraction], Kolom(leeg_mag=True)]
    vindplaats: Vindplaats | None

    def keur(self, plek: Plek) -> None:
        """Refuse one name."""
        if self.naam == "fout":
            raise plek.fout(f"de naam in {plek.naam} is fout", "kies een andere")


GOED: Mapping[str, Any] = {
    "naam": "een", "van": 2027, "tot_en_met": 2029, "status": "verwacht", "kleur": "rood",
}  # fmt: skip


def _lees(**anders: Any) -> Regel:
    blok = {naam: waarde for naam, waarde in {**GOED, **anders}.items() if waarde is not None}
    return lees_record(Regel, Plek(Path("proef.toml"), _ken_bron, "[[regel]] nummer 2"), blok)


def _ken_bron(pad: Path, bron: str) -> None:
    if bron != "brief":
        raise Invoerfout(pad, f"bron '{bron}' staat niet in bronnen.toml", "voeg de bron daar toe")


def test_what_may_be_left_out_is_empty() -> None:
    regel = _lees()
    assert (regel.status, regel.kleur, regel.maal) == (Status.VERWACHT, Kleur.ROOD, None)
    assert (regel.tekst, regel.delen, regel.per, regel.vindplaats) == ("", (), {}, None)


def test_everything_is_turned_into_what_its_hint_says() -> None:
    deel = {"namen": ["a", "b"], "bedrag": 3}
    regel = _lees(maal="3/4", deel=[deel], per={"x": "0,5"}, bron="brief", plaats="blz. 1")
    assert (regel.maal, regel.per) == (Fraction(3, 4), {"x": Fraction(1, 2)})
    assert regel.delen == (Deel(("a", "b"), 3),)
    assert regel.vindplaats == Vindplaats("brief", "blz. 1")


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"naam": None}, "'naam' ontbreekt in [[regel]] nummer 2; voeg 'naam = ...' toe"),
        ({"nam": "x"}, "'nam' in [[regel]] nummer 2 is onbekend; bedoelde u 'naam'?"),
        ({"van": "2027"}, "'van' in [[regel]] nummer 2 is '2027'; schrijf een geheel getal"),
        ({"van": 2030}, "ligt tot_en_met (2029) voor van (2030); draai de jaren om"),
        ({"status": "zeker"}, "'zeker' is geen bekende status; kies uit: aanname"),
        (
            {"kleur": "geel"},
            "kleur in [[regel]] nummer 2 'geel' is onbekend; kies uit: rood, blauw",
        ),
        ({"maal": "veel"}, "maal in [[regel]] nummer 2 is 'veel', geen getal"),
        ({"bron": "brief"}, "noemt er maar één van bron en plaats; noem ze allebei"),
        ({"bron": "krant", "plaats": "1"}, "bron 'krant' staat niet in bronnen.toml"),
        ({"naam": "fout"}, "de naam in [[regel]] nummer 2 is fout; kies een andere"),
        (
            {"deel": [{"namen": ["a"], "bedrag": -1}]},
            "'bedrag' in [[regel]] nummer 2, deel nummer 1 is -1, dus negatief; schrijf 0 of hoger",
        ),
        (
            {"deel": [{"namen": [1], "bedrag": 1}]},
            "bevat iets anders dan tekst; schrijf elke naam tussen aanhalingstekens",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_its_block(anders: dict[str, Any], zin: str) -> None:
    with pytest.raises(Invoerfout) as fout:
        _lees(**anders)
    assert str(fout.value).startswith("proef.toml")
    assert zin in str(fout.value)


@dataclass(frozen=True)
class Rij:
    """A row of a table."""

    jaar: Jaar
    dag: date
    kleur: Kleur
    bedrag: Annotated[int, Kolom(soort=Soort.EURO, minimum=1)] | None
    vindplaats: Vindplaats
    regel: Rijnummer


def test_the_columns_of_a_table_follow_from_its_record() -> None:
    tabel = Tabel("proef", Rij, ("jaar",))
    assert tabel.kolomnamen == ("jaar", "dag", "kleur", "bedrag", "bron", "vindplaats")
    inhoud = "jaar;dag;kleur;bedrag;bron;vindplaats\n2027;2027-01-31;blauw;;brief;blz. 1\n"
    (rij,) = lees_tabel(Path("proef.csv"), inhoud, tabel)
    plaats = Vindplaats("brief", "blz. 1")
    verwacht = Rij(2027, date(2027, 1, 31), Kleur.BLAUW, None, plaats, 2)
    assert uit_rij(Rij, rij, plaats) == verwacht
    with pytest.raises(Invoerfout, match="kolom 'bedrag': '0' is kleiner dan 1"):
        lees_tabel(Path("proef.csv"), inhoud.replace("blauw;;", "blauw;0;"), tabel)
