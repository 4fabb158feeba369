"""Whatever is typed in a form or an address: an answer in a sentence, never a fault of our own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from venster_hulp import HIER, Gebruiker, venster

from azwa_funds.dossier import maak_dossier

VREEMD = [
    "", "a" * 10_000, "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}",
    "-1", "1e99", "9" * 5_000, "2099", "\x00", "../../etc/passwd", "--help", "²",
]  # fmt: skip
VELDEN = [
    "jaar", "wie", "naam", "tekst", "som", "actie", "profiel", "onderdeel", "ontvanger", "titel",
    "totaal", "nummer", "ontvangen", "splitsing", "kolom-0", "waarde-0", "welke", "als", "regio",
    "scenario", "sleutel", "minimum", "budget", "indexatie", "wijze", "besluit", "post-0-naam",
    "post-0-hoeveel", "post-0-eenheid", "post-0-was", "bestand", "blad", "rij", "werk", "ernst",
    "datum", "uitkering",
]  # fmt: skip


@pytest.fixture(scope="module")
def tiel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gebruiker]:
    map_ = tmp_path_factory.mktemp("venster") / "tiel"
    maak_dossier(map_, "Tiel", 2027)
    with venster(map_) as gebruiker:
        yield gebruiker


@pytest.mark.parametrize("waarde", VREEMD, ids=range(len(VREEMD)))
def test_no_form_and_no_address_can_make_it_stumble(tiel: Gebruiker, waarde: str) -> None:
    velden = dict.fromkeys(VELDEN, waarde)
    for regel in tiel.client.application.url_map.iter_rules():
        pad = regel.rule.replace("<int:nummer>", "1").replace("<geheim>", "x")
        if pad in ("/stoppen", "/bestanden/<path:filename>"):
            continue
        wegen = {"GET", "POST"} & (regel.methods or set())
        for weg in wegen:
            extra = {"query_string": velden} if weg == "GET" else {"data": velden}
            antwoord = tiel.client.open(
                pad, method=weg, base_url=HIER, headers={"Sec-Fetch-Site": "same-origin"}, **extra
            )
            assert antwoord.status_code < 500, (weg, pad)
            assert "had niet mogen gebeuren" not in antwoord.text, (weg, pad)
            if antwoord.mimetype != "application/json":
                assert "<script>alert" not in antwoord.text, (weg, pad)
                assert "<img src=x" not in antwoord.text, (weg, pad)
