"""What the shell proposes when a user presses Tab, and that the program knows what it proposed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ZshComplete
from hulp import draai, kopieer_gegevens

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.namen import zoek_gemeente, zoek_ontvanger, zoek_regio
from azwa_funds.opdrachten import cli
from azwa_funds.scherm import aanvullen


def voorstellen(*woorden: str) -> list[str]:
    """What Tab proposes after these words, of which the last is half typed."""
    zsh = ZshComplete(cli, {}, "azwa-funds", "_AZWA_FUNDS_COMPLETE")
    *eerder, begin = woorden
    return [str(item.value) for item in zsh.get_completions(list(eerder), begin)]


@pytest.mark.parametrize(
    ("woorden", "verwacht"),
    [
        (["ver"], ["verdeel", "verifieer", "verschil"]),
        (["sleutel", "v"], ["vergelijk"]),
        (["verdeel", "--regio", "Twe"], ["Twente"]),
        (["verdeel", "--regio", "gooi"], ["gooi-en-vechtstreek"]),
        (["overzicht", "--regio", "Twente", "--gemeente", "alme"], ["almelo", "almere"]),
        (["verdeel", "--gemeente", "sud"], ["sudwest-fryslan"]),
        (["verdeel", "--gemeente", "S-H"], ["s-Hertogenbosch"]),
        (["verdeel", "--gemeente", "den"], ["den-bosch", "den-haag", "den-helder"]),
        (["verdeel", "--gemeente", "GM034"], ["GM0340", "GM0342", "GM0344", "GM0345"]),
        (["uitleg", "Twent"], ["Twenterand", "Twente"]),
        (["verdeel", "--jaar", ""], ["2027", "2028", "2029"]),
        (["verdeel", "--onderdeel", "reg"], ["regionaal"]),
        (["sleutel", "vergelijk", "spuk"], ["spuk_iza_2025", "spuk_iza_2026"]),
        (["verdeel", "--sleutel", "lokaal="], ["lokaal=brede_spuk_2025", "lokaal=brede_spuk_2026"]),
        (["verdeel", "--uitkering", "spuk_i"], ["spuk_iza"]),
        (["scenario", "reken", "wij"], ["wijdemeren_hilversum"]),
        (["verdeel", "--formaat", "c"], ["csv", "csv-excel"]),
        (["verdeel", "--gemeente", "xyz"], []),
    ],
)
def test_tab_proposes_what_fits(woorden: list[str], verwacht: list[str]) -> None:
    assert voorstellen(*woorden) == verwacht


def test_the_program_knows_every_name_that_it_proposes(gegevens: Gegevens) -> None:
    for begin in ("", "g", "gm0"):
        for woord, _ in aanvullen.gemeenten(gegevens, begin):
            assert woord.replace("-", "").isalnum()
            assert woord.isascii()
            assert zoek_gemeente(gegevens, woord)
            assert zoek_ontvanger(gegevens, woord)
        for woord, _ in aanvullen.regios(gegevens, begin):
            assert woord.replace("-", "").isalnum()
            assert zoek_regio(gegevens, woord)
    voorgesteld = {zoek_gemeente(gegevens, woord) for woord, _ in aanvullen.gemeenten(gegevens, "")}
    assert voorgesteld == set(gegevens.gemeenten.values())
    assert len(aanvullen.regios(gegevens, "")) == len(gegevens.regios)


def test_a_proposed_key_divides(gegevens: Gegevens) -> None:
    for keuze, _ in aanvullen.keuzes(gegevens, "nplv=n"):
        assert draai("verdeel", "--onderdeel", "nplv", "--sleutel", keuze).code == 0


def test_names_come_from_the_folder_that_was_given(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    (map_ / "verdeelsleutels" / "nplv_gelijk.toml").unlink()
    eigen = ["--sleutels", str(map_ / "verdeelsleutels")]
    assert "nplv_gelijk" in voorstellen("sleutel", "vergelijk", "")
    assert "nplv_gelijk" not in voorstellen(*eigen, "sleutel", "vergelijk", "")


def test_data_that_cannot_be_read_propose_nothing_and_print_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert voorstellen("--data", "nergens", "verdeel", "--gemeente", "ut") == []
    assert capfd.readouterr() == ("", "")
