"""Official amounts in the window: looked at, kept, replaced, put back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hulp import draai
from venster_hulp import Gebruiker, venster

from azwa_funds.dossier.dossier import maak_dossier
from azwa_funds.kern.euro import toon

KOP = "uitkering;onderdeel;jaar;ontvanger_code;bedrag;kenmerk;datum"


@pytest.fixture
def borne(tmp_path: Path) -> Iterator[Gebruiker]:
    maak_dossier(tmp_path / "dossier", "Borne", 2027)
    with venster(tmp_path / "dossier") as borne:
        yield borne


def brief(kenmerk: str, datum: str, **bedragen: int) -> tuple[str, bytes]:
    rijen = [f"spuk_azwa;lokaal;2027;{c};{b};{kenmerk};{datum}" for c, b in bedragen.items()]
    return f"{kenmerk}.csv", "\n".join([KOP, *rijen]).encode()


def geschiedenis(map_: Path, *opties: str) -> list[dict[str, object]]:
    rijen: list[dict[str, object]] = json.loads(
        draai("--dossier", map_, "beschikking", "toon", "--json", *opties).uit
    )
    return rijen


def dag(datum: object) -> str:
    return f"{date.fromisoformat(str(datum)):%d-%m-%Y}"


def getoond(tekst: str) -> list[list[str]]:
    """Return the rows that a page shows of what is kept: who, amount, kenmerk and date."""
    staart = tekst.partition("Wat er is bewaard")[2]
    rijen = re.findall(r'<th scope="row">(.*?)</th>.*?"getal">(.*?)</td><td>(.*?)<', staart)
    return [list(rij) for rij in rijen]


def test_amounts_are_compared_before_they_are_kept(borne: Gebruiker) -> None:
    tekst = borne.stuur(
        "/beschikking", bestand=brief("B-1", "15-12-2026", GM0147=280_000, GM0141=1_147_731),
        titel="Beschikkingen 2027",
    )  # fmt: skip
    namen = re.findall(r'<th scope="row">(.*?)</th>', tekst.partition("Wat er is bewaard")[0])
    assert namen == ["Borne", "Almelo"], "what differs comes first"
    for bedrag in (272_167, 280_000, 7_833):
        assert toon(bedrag) in tekst
    assert "verschil € 7.833" in tekst
    assert geschiedenis(borne.map_) == []

    tekst = borne.stuur("/beschikking/bewaar", titel="Beschikkingen 2027")
    assert "Bewaard: 2 beschikkingen" in tekst
    assert toon(280_000) in borne.kijk("/?wie=Borne")
    assert "kies het opnieuw" in borne.stuur("/beschikking/bewaar", 400, titel="x")


def test_a_row_says_how_firm_each_of_its_years_is(borne: Gebruiker, tmp_path: Path) -> None:
    """An award of 2027 makes nothing of 2028 firmer."""
    naam, inhoud = brief("B-1", "15-11-2026", GM0147=280000)
    (tmp_path / naam).write_bytes(inhoud)
    dossier = ("--dossier", tmp_path / "dossier")
    draai(*dossier, "beschikking", "lees", tmp_path / naam, "--titel", "Proef")
    rij = re.search(r"<tr>(?:(?!<tr>).)*€ 280\.000.*?</tr>", borne.kijk("/?wie=Borne"), re.S)
    assert rij
    assert re.findall(r'badge">(\w+)<', rij[0]) == ["beschikt", "indicatief"]


def test_a_second_letter_replaces_the_first_and_can_be_put_back(borne: Gebruiker) -> None:
    """The screen shows the same history as the command, of ourselves or of everybody."""
    for kenmerk, datum, bedrag in (("B-1", "15-12-2026", 280_000), ("B-2", "01-03-2027", 281_500)):
        tekst = borne.stuur(
            "/beschikking", titel=kenmerk,
            bestand=brief(kenmerk, datum, GM0147=bedrag, GM0141=bedrag),
        )  # fmt: skip
        assert ('name="vervang"' in tekst) == (kenmerk == "B-2")
        if kenmerk == "B-2":
            geweigerd = borne.stuur("/beschikking/bewaar", titel=kenmerk)
            assert "kruis aan dat ze vervangen mogen worden" in geweigerd
            assert "--" not in "".join(re.findall(r'nl-paragraph">(.*?)<', geweigerd))
        borne.stuur("/beschikking/bewaar", titel=kenmerk, vervang="ja")
    for pad, opties in (("/beschikking", ("--ontvanger", "Borne")), ("/beschikking?alle=ja", ())):
        assert getoond(borne.kijk(pad)) == [
            [r["ontvanger"], toon(r["bedrag"]), f"{r['kenmerk']} van {dag(r['datum'])}"]  # type: ignore[arg-type]
            for r in geschiedenis(borne.map_, *opties)
        ]
    assert len(geschiedenis(borne.map_)) == 4

    tekst = borne.stuur("/beschikking/herstel", nummer="1", als="proef")
    assert "Wat gaat er terug?" in tekst
    assert geschiedenis(borne.map_)[0]["bedrag"] == 281_500
    assert "Teruggezet" in borne.stuur("/beschikking/herstel", nummer="1")
    assert {r["bedrag"] for r in geschiedenis(borne.map_) if r["stand"] == "geldt"} == {280_000}
    assert "Vervanging 9 bestaat niet" in borne.stuur("/beschikking/herstel", nummer="9")


def test_what_does_not_fit_is_said_and_nothing_is_kept(borne: Gebruiker) -> None:
    """A row that is wrong, a total that is another, a date far off."""
    tekst = borne.stuur("/beschikking", bestand=brief("B-1", "15-12-2026", GM9999=1), titel="Brief")
    assert "rij 2" in tekst
    goed = brief("B-1", "15-12-2026", GM0147=280_000)
    tekst = borne.stuur("/beschikking", bestand=goed, titel="Brief", totaal="280.001")
    assert "280.001" in tekst.partition("Lees een beschikking in")[0]
    tekst = borne.stuur(
        "/beschikking", bestand=brief("B-1", "15-12-2019", GM0147=280_000), titel="Brief"
    )
    assert 'name="datum-klopt"' in tekst
    assert "controleer de datum" in borne.stuur("/beschikking/bewaar", titel="Brief")
    assert geschiedenis(borne.map_) == []
    assert "Kies eerst het bestand" in borne.stuur("/beschikking", 400, titel="Brief")
