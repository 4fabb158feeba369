"""The web page as a file: its figures, its map, and that it can do no harm and needs no network."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hulp import draai, draai_in, kopieer_gegevens, lees_csv, schrijf_csv
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.pagina.cijfers import centen, paginagegevens
from azwa_funds.pagina.pagina import als_json_in_html, bibliotheken, maak_pagina
from azwa_funds.verdelen.brug import bouw_brug, bouw_brug_samen
from azwa_funds.verdelen.cijfers import Cijfers


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return Cijfers(Gegevens())


@pytest.fixture(scope="module")
def blok(cijfers: Cijfers) -> dict[str, Any]:
    return paginagegevens(cijfers, "azwa-funds pagina")


@pytest.fixture(scope="module")
def pagina(cijfers: Cijfers) -> str:
    return maak_pagina(cijfers, "azwa-funds pagina").decode("utf-8")


# -- figures -----------------------------------------------------------------------------------


def test_de_rijen_van_de_pagina_zijn_die_van_verdeel(blok: dict[str, Any]) -> None:
    uit = io.StringIO()
    schrijver = csv.writer(uit, lineterminator="\n")
    schrijver.writerows([blok["csv"]["kolommen"], *blok["csv"]["rijen"]])
    assert uit.getvalue() == draai("verdeel", "--formaat", "csv").uit


def test_gemeenten_en_regios_tellen_op_tot_de_brief(blok: dict[str, Any]) -> None:
    assert blok["land"]["totaal"] == [451_000_000, 547_000_000, 532_000_000]
    budget = {deel["id"]: deel["bedragen"] for deel in blok["land"]["onderdelen"]}
    for lijst, naam in (("gemeenten", "lokaal"), ("regios", "regionaal")):
        nieuw = [rij[naam][-3:] for rij in blok[lijst]]
        assert [sum(jaar) for jaar in zip(*nieuw, strict=True)] == budget[naam]
    aandelen = [rij["regionaal"][-3:] for rij in blok["gemeenten"]]
    assert [sum(jaar) for jaar in zip(*aandelen, strict=True)] == budget["regionaal"]


def test_de_brug_van_een_regio_is_die_van_haar_gemeenten_samen(cijfers: Cijfers) -> None:
    for regio in cijfers.regios:
        leden = cijfers.gemeenten_van(regio.naam)
        samen = bouw_brug_samen(cijfers, leden)
        for nummer, balk in enumerate(samen):
            assert balk.bedrag == sum(bouw_brug(cijfers, lid)[nummer].bedrag for lid in leden)
        oud, nieuw = cijfers.vorige_jaren[-1], cijfers.jaren[0]
        for balk, jaar in ((samen[0], oud), (samen[-1], nieuw)):
            lokaal = sum(cijfers.lokaal_bedrag(lid.code, jaar) for lid in leden)
            assert balk.bedrag == lokaal + cijfers.regionaal_bedrag(regio.naam, jaar)
        stand = samen[0].bedrag
        for balk in samen[1:]:
            if balk.is_stand:
                assert (balk.bedrag, balk.laagste) == (stand, 0)
            else:
                assert balk.laagste == min(stand, stand + balk.bedrag)
                stand += balk.bedrag


@given(st.integers(0, 10**9), st.integers(1, 2 * 10**7))
def test_centen_per_inwoner_zijn_de_naaste_hele_centen(bedrag: int, inwoners: int) -> None:
    precies = Fraction(100 * bedrag, inwoners)
    assert Fraction(-1, 2) <= precies - centen(bedrag, inwoners) < Fraction(1, 2)


def test_elke_bron_van_een_cijfer_staat_op_de_pagina(blok: dict[str, Any]) -> None:
    teksten = {bron["tekst"] for bron in blok["bronnen"]}
    genoemd = [
        *blok["land"]["bronnen"],
        *(deel["bron"] for deel in blok["brug"] if deel["bron"]),
        *(sleutel["gewicht_bron"] for sleutel in blok["sleutels"].values()),
        *(sleutel["toedeling_bron"] for sleutel in blok["sleutels"].values()),
    ]
    assert len(genoemd) > 5
    for zin in genoemd:
        assert any(zin.startswith(tekst) for tekst in teksten), zin


def test_wat_niet_is_verdeeld_staat_er_als_pm(blok: dict[str, Any]) -> None:
    tekst = " ".join(blok["land"]["pm"])
    for naam in ("NPLV-gebieden", "Kennis- en coördinatierol GGD", "Subsidie Gezonde School"):
        assert re.search(rf"{naam} [\d, ]+: p\.m\.", tekst)
    utrecht = next(g for g in blok["gemeenten"] if g["naam"] == "Utrecht")
    assert any("p.m." in zin for zin in utrecht["let_op"])


# -- the map -----------------------------------------------------------------------------------


def test_elke_regio_heeft_op_de_kaart_precies_een_eigen_plek(gegevens: Gegevens) -> None:
    tegels = gegevens.tegelkaart
    assert sorted(tegel.regio for tegel in tegels) == sorted(gegevens.regios)
    assert len({(tegel.kolom, tegel.rij) for tegel in tegels}) == len(tegels) == 42
    assert len({tegel.kort for tegel in tegels}) == len(tegels)
    assert all(0 < len(tegel.kort) <= 3 for tegel in tegels), "langer past niet op een telefoon"
    assert {tegel.vindplaats.bron for tegel in tegels} == {"eigen_keuze"}
    assert all("eigen indeling" in tegel.vindplaats.plaats for tegel in tegels)


def kaart_met(map_: Path, wijzig: Any) -> str:
    """The sentence that the command ends in, once the map has been changed."""
    kopieer_gegevens(map_)
    pad = map_ / "data/indeling/tegelkaart.csv"
    rijen = [list(rij.values()) for rij in lees_csv(pad)]
    koppen = list(lees_csv(pad)[0])
    schrijf_csv(pad, [koppen, *wijzig(rijen)])
    uitkomst = draai_in(map_, "pagina", "--uit", map_ / "uit")
    assert uitkomst.code == 2
    assert not (map_ / "uit").exists()
    return uitkomst.fout


def test_een_regio_zonder_tegel_wordt_genoemd(tmp_path: Path) -> None:
    fout = kaart_met(tmp_path, lambda rijen: [rij for rij in rijen if rij[0] != "Twente"])
    assert "tegelkaart.csv: de regio 'Twente' heeft geen tegel; voeg een regel voor haar" in fout


def test_twee_tegels_op_een_plek_worden_genoemd(tmp_path: Path) -> None:
    fout = kaart_met(tmp_path, lambda rijen: [[rijen[1][0], "XXX", *rijen[0][2:]], rijen[0]])
    assert "op de plek van" in fout
    assert "kies een vrije kolom en rij" in fout


def test_een_onbekende_regio_op_de_kaart_wordt_genoemd(tmp_path: Path) -> None:
    fout = kaart_met(tmp_path, lambda rijen: [["Twenthe", *rijen[0][1:]], *rijen[1:]])
    assert "regio 'Twenthe' staat niet in regios.csv; bedoelde u 'Twente'" in fout


# -- the file ----------------------------------------------------------------------------------


def test_dezelfde_invoer_geeft_dezelfde_bytes(tmp_path: Path) -> None:
    for uit in ("een", "twee/pagina.html"):
        uitkomst = draai("pagina", "--uit", tmp_path / uit)
        assert uitkomst.code == 0, uitkomst.fout
        assert uitkomst.uit.startswith("De pagina staat in ")
    een, twee = tmp_path / "een/index.html", tmp_path / "twee/pagina.html"
    assert een.read_bytes() == twee.read_bytes()
    assert {pad.name for pad in tmp_path.rglob("*.*")} == {"index.html", "pagina.html"}


def test_een_map_die_niet_te_maken_is_geeft_een_zin(tmp_path: Path) -> None:
    (tmp_path / "bezet").write_text("een bestand")
    uitkomst = draai("pagina", "--uit", tmp_path / "bezet")
    assert uitkomst.code == 2
    assert "kies een andere map" in uitkomst.fout


def test_de_pagina_vraagt_niets_van_het_internet(pagina: str) -> None:
    eigen = re.sub(r"<script>.*?</script>", "", pagina, flags=re.DOTALL)
    assert not re.search(r"\b(?:src|href|action)=[\"']?(?:https?:|//)", eigen)
    assert not re.search(r"@import|url\(", eigen)
    assert "<noscript>" in pagina


def test_alleen_wat_het_beleid_noemt_mag_draaien(pagina: str) -> None:
    beleid = html.unescape(
        re.search(r'Content-Security-Policy" content="([^"]*)"', pagina)[1]  # type: ignore[index]
    )
    assert beleid.startswith("default-src 'none'; ")
    assert "unsafe" not in beleid
    for soort in ("script", "style"):
        for inhoud in re.findall(rf"<{soort}>(.*?)</{soort}>", pagina, flags=re.DOTALL):
            som = base64.b64encode(hashlib.sha256(inhoud.encode()).digest()).decode()
            assert f"'sha256-{som}'" in beleid
    assert not re.search(r"\son[a-z]+=", re.sub(r"<script.*?</script>", "", pagina, flags=re.S))


@given(st.text())
def test_geen_tekst_kan_uit_de_gegevens_breken(tekst: str) -> None:
    geschreven = als_json_in_html({"naam": tekst, "ook": "</script><!--<script>&" + tekst})
    assert not re.search("[<>&\u2028\u2029]", geschreven)
    assert json.loads(geschreven)["naam"] == tekst


def test_de_bibliotheken_reizen_mee_met_versie_en_licentie(pagina: str) -> None:
    libs = bibliotheken()
    assert [lib.naam for lib in libs] == ["d3", "Observable Plot"]
    for lib in libs:
        assert lib.versie in lib.code[:200], "de versie is die van het bestand zelf"
        assert lib.code in pagina
        assert json.dumps(lib.licentietekst, ensure_ascii=False)[1:-1] in pagina
        assert lib.licentie == "ISC"
