"""Nothing is lost: of any ledger, rows in and cents in are those read plus those explained.

The ledgers are made up by Hypothesis: bookings, empty rows, lines of text, headings that come back,
totals that are right or wrong, loose amounts, in a text file or on several sheets of a workbook.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from azwa_funds.besteden.boekingen import Aanvulling, Bestedingen, lees_bestedingen
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.grootboek.lezing import Bladlezing
from azwa_funds.grootboek.profiel import Profiel

KOPPEN = ["Boekstuknr", "Datum", "Omschrijving", "Kostenplaats", "Debet", "Credit"]
PROFIEL = Profiel(
    "p.toml",
    vast={"ontvanger": "GM0141", "jaar": 2027},
    onderdeelkolom="Kostenplaats",
    onderdelen={"a": "lokaal", "b": "regionaal", "weg": "overslaan"},
)
GEGEVENS = Gegevens()


@dataclass
class Boek:
    """A made-up sheet, with what stands on it counted while it was made."""

    rijen: list[list[str]] = field(default_factory=lambda: [["Grootboek 2027"], KOPPEN])
    gevuld: int = 2
    centen: int = 0
    boekingen: int = 0
    geboekt: int = 0

    def erbij(self, rij: list[str], centen: int = 0) -> None:
        self.rijen.append(rij)
        self.gevuld += any(rij)
        self.centen += centen


def bedrag(centen: int) -> str:
    return f"{centen // 100},{centen % 100:02d}"


def kanten(centen: int) -> list[str]:
    """Debet and credit of an amount."""
    return [bedrag(centen), ""] if centen >= 0 else ["", bedrag(-centen)]


BEDRAG = st.integers(-(10**9), 10**9).filter(bool)
SOORTEN = st.one_of(
    st.tuples(st.just("boeking"), BEDRAG, st.sampled_from(["A", "b", "weg", "vreemd", ""])),
    st.tuples(st.just("leeg"), st.none(), st.none()),
    st.tuples(st.just("tekst"), st.none(), st.none()),
    st.tuples(st.just("kop"), st.none(), st.none()),
    st.tuples(st.just("totaal"), st.sampled_from([0, 1, 500]), st.none()),
    st.tuples(st.just("los"), BEDRAG, st.none()),
)


@st.composite
def boeken(trek: st.DrawFn) -> Boek:
    boek, lopend = Boek(), 0
    rijen = trek(st.lists(SOORTEN, min_size=1, max_size=25))
    rijen.append(("boeking", 100, "a"))
    for nummer, (soort, getal, plaats) in enumerate(rijen):
        if soort == "boeking":
            rij = [f"S{nummer}", "15-03-2027", "iets", str(plaats), *kanten(getal)]
            boek.erbij(rij, getal)
            lopend += getal
            if plaats in ("A", "a", "b"):
                boek.boekingen += 1
                boek.geboekt += getal
        elif soort == "totaal":
            som = lopend + getal
            boek.erbij(["Totaal", "", "", "", *kanten(som)], som)
        elif soort == "los":
            boek.erbij(["", "", "los bedrag", "", *kanten(getal)], getal)
            lopend += getal
        else:
            boek.erbij({"leeg": [""] * 6, "tekst": ["", "", "toelichting"], "kop": KOPPEN}[soort])
    return boek


def lees(pad: Path) -> Bestedingen:
    return lees_bestedingen(GEGEVENS, [pad], Aanvulling(profiel=PROFIEL))


def assert_sluitend(boek: Boek, blad: Bladlezing) -> None:
    apart = [deel for deel in blad.niet_gelezen if not deel.geteld]
    assert (blad.rijen, blad.centen_in) == (boek.gevuld, boek.centen)
    assert blad.boekingen + sum(deel.rijen for deel in apart) == boek.gevuld
    assert blad.centen + sum(deel.centen or 0 for deel in apart) == boek.centen


@settings(max_examples=80)
@given(boeken())
def test_a_text_file_is_read_or_explained_to_the_cent(boek: Boek) -> None:
    uit = io.StringIO()
    csv.writer(uit, delimiter=";").writerows(boek.rijen)
    with TemporaryDirectory() as map_:
        pad = Path(map_) / "boek.csv"
        pad.write_text(uit.getvalue(), encoding="utf-8", newline="")
        gelezen = lees(pad)
    (blad,) = gelezen.lezing.bladen
    assert_sluitend(boek, blad)
    assert (len(gelezen.tabel), gelezen.tabel["centen"].sum()) == (boek.boekingen, boek.geboekt)


@settings(max_examples=25)
@given(st.lists(boeken(), min_size=1, max_size=3))
def test_a_workbook_is_read_or_explained_to_the_cent(bladen: list[Boek]) -> None:
    from openpyxl import Workbook

    werkboek = Workbook()
    werkboek.remove(werkboek.active)
    for nummer, boek in enumerate(bladen):
        vel = werkboek.create_sheet(f"blad {nummer}")
        for rij in boek.rijen:
            vel.append([cel or None for cel in rij])
    with TemporaryDirectory() as map_:
        pad = Path(map_) / "boek.xlsx"
        werkboek.save(pad)
        gelezen = lees(pad)
    assert len(gelezen.lezing.bladen) == len(bladen)
    for boek, blad in zip(bladen, gelezen.lezing.bladen, strict=True):
        assert_sluitend(boek, blad)
    assert gelezen.tabel["centen"].sum() == sum(blad.centen for blad in gelezen.lezing.bladen)
