"""Adding a year, a key and a peiljaar needs no Python: the steps of the page, performed.

`docs/jaar-toevoegen.md` is the only script: each of its blocks is carried out in a copy of the
data. Only what the page leaves between < and > is filled in here, with amounts for the test.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hulp import WORTEL, Uitkomst, draai, kopieer_gegevens, lees_csv

PAGINA = WORTEL / "docs" / "jaar-toevoegen.md"
BEDRAGEN = {"lokaal": 300_000_001, "regionaal": 160_000_003, "nplv": 25_000_000}
INGEVULD = {f"bedrag {naam}": str(bedrag) for naam, bedrag in BEDRAGEN.items()}


def stappen() -> list[tuple[str, str]]:
    """What each block says to do, and its text, in the order of the page."""
    blokken = re.findall(r"^```(.+?)\n(.*?)^```", PAGINA.read_text("utf-8"), re.M | re.S)
    return [(kop.partition(" ")[2] or kop, tekst) for kop, tekst in blokken]


def vul_in(tekst: str, waarden: dict[str, str]) -> str:
    return re.sub(r"<([^>]+)>", lambda open_: waarden.get(open_[1], "proef"), tekst)


def per_gemeente(map_: Path, regel: str) -> str:
    """The row of the page for every gemeente, with the inhabitants of a year before."""
    rijen = [r for r in lees_csv(map_ / "data/cbs/bevolking.csv") if r["jaar"] == "2026"]
    return "".join(
        vul_in(regel, {**r, "code": r["gemeente_code"], "gemeente": f'"{r["gemeente"]}"'})
        for r in rijen
    )


def voer_uit(map_: Path) -> list[Uitkomst]:
    """Perform all steps of the page in a folder; return what its commands printed."""
    uitkomsten = []
    for wat, tekst in stappen():
        pad = map_ / wat.rpartition(" ")[2]
        if wat.startswith("voeg toe aan"):
            tekst = per_gemeente(map_, tekst) if "<code>" in tekst else vul_in(tekst, INGEVULD)
            pad.write_text(pad.read_text("utf-8") + tekst, "utf-8")
        elif wat.startswith("nieuw bestand"):
            assert not pad.exists()
            pad.write_text(vul_in(tekst, INGEVULD), "utf-8")
        elif wat.startswith("vervang in"):
            oud, nieuw = tekst.splitlines()
            assert oud in pad.read_text("utf-8")
            pad.write_text(pad.read_text("utf-8").replace(oud, nieuw), "utf-8")
        else:
            assert wat == "sh", f"onbekende stap: {wat}"
            uitkomsten += [draai(*regel.split()[1:]) for regel in tekst.splitlines()]
    return uitkomsten


def test_following_the_page_gives_2030_to_the_euro(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kopieer_gegevens(tmp_path))

    uitkomsten = voer_uit(tmp_path)

    for uitkomst in uitkomsten:
        assert uitkomst.code == 0, uitkomst.fout + uitkomst.uit
    controle, verdeling, uitleg, eigen_sleutel, slot = (u.tekst for u in uitkomsten)
    assert "Er is niets nieuws gevonden" in controle
    assert "Er is niets nieuws gevonden" in slot
    assert "Onderdeel nplv, verdeelsleutel Brede SPUK 2026" in verdeling
    assert "300.000.001" in uitleg
    assert "verdeelsleutel Inwoners op 1 januari 2027" in eigen_sleutel
    plaats = ["--data", "data", "--sleutels", "verdeelsleutels", "verdeel"]
    rijen = draai(*plaats, "--uitkering", "bfu_azwa", "--formaat", "csv").rijen
    assert {rij["jaar"] for rij in rijen} == {"2030"}
    for onderdeel, bedrag in BEDRAGEN.items():
        bedragen = [int(rij["bedrag"]) for rij in rijen if rij["onderdeel"] == onderdeel]
        assert sum(bedragen) == bedrag
        assert len(bedragen) == (42 if onderdeel == "regionaal" else 342)


def test_without_the_steps_2030_is_refused(tmp_path: Path) -> None:
    uitkomst = draai("verdeel", "--jaar", "2030")
    assert uitkomst.code == 2
    assert "kies uit: 2027, 2028, 2029" in uitkomst.fout


def test_the_new_uitkering_takes_scenarios_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kopieer_gegevens(tmp_path))
    voer_uit(tmp_path)
    Path("bfu_korting.toml").write_text(
        'id = "bfu_korting"\nnaam = "Korting"\ntoelichting = "Een proef."\n'
        'uitkering = "bfu_azwa"\n[[wijziging]]\nnaam = "Korting"\nsoort = "korting"\n'
        'percentage = "10"\ntoelichting = "Een proef."\n',
        "utf-8",
    )
    plaats = ["--data", "data", "--sleutels", "verdeelsleutels", "scenario", "reken"]
    rijen = draai(*plaats, "bfu_korting.toml", "--formaat", "csv").rijen
    # 90% of 160.000.003 is 144.000.002,7; 90% of 300.000.001 is 270.000.000,9.
    assert sum(int(r["bedrag"]) for r in rijen if r["onderdeel"] == "regionaal") == 144_000_003
    assert sum(int(r["bedrag"]) for r in rijen if r["onderdeel"] == "lokaal") == 270_000_001
