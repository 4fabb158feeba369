"""What the Bado measures per specifieke uitkering: one computation for the toets and for SiSa."""

from __future__ import annotations

from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from hulp import draai
from sisa_hulp import rijen as bladrijen

from azwa_funds.besteden.rechten import geld_van
from azwa_funds.besteden.regels import toetsregels_van
from azwa_funds.besteden.tolerantie import deelwaarneming
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Status
from azwa_funds.kern.euro import in_centen

BLAD = "Fouten en onzekerheden"


def in_2028(code: str, onderdeel: str, bedrag: str, **anders: str) -> dict[str, str]:
    dag = {"jaar": "2028", "boekdatum": "01-06-2028"}
    return boeking(code, onderdeel, bedrag=bedrag, boekstuk=f"{onderdeel}-1", **dag, **anders)


def regel_13(pad: Path, jaar: int = 2028) -> dict[str, str]:
    """What rule 13 says, by the code of the recipient."""
    uit = draai("toets", pad, "--jaar", str(jaar), "--formaat", "csv").rijen
    return {rij["ontvanger_code"]: rij["melding"] for rij in uit if rij["regel"] == "13"}


def test_local_and_regional_money_of_one_uitkering_share_one_tolerance(tmp_path: Path) -> None:
    """Goes spends € 500.000 as a gemeente and € 600.000 for Zeeland: together over a million."""
    pad = schrijf(
        tmp_path / "goes.csv",
        in_2028("GM0664", "lokaal", "500.000,00"),
        in_2028("GM0664", "regionaal", "600.000,00"),
    )
    melding = regel_13(pad)["GM0664"]
    assert melding.startswith(
        "Lasten van SPUK AZWA over 2028: € 1.100.000,00 (€ 500.000,00 lokaal en € 600.000,00 "
        "regionaal). Ontvangen is € 6.139.951,00 (indicatief), ten minste € 125.000,00"
    )
    assert "Rapporteringstolerantie over deze lasten € 125.000,00 (vastgesteld)" in melding
    assert draai("sisa", pad, "--jaar", "2028", "--uit", tmp_path / "uit").code == 0
    lokaal, regionaal = bladrijen(tmp_path / "uit/GM0664-goes.xlsx", BLAD)
    assert [regel["Lasten 2028"] for regel in (lokaal, regionaal)] == [500_000, 600_000]
    for regel in (lokaal, regionaal):
        assert regel["Melden vanaf"] == 125_000
        assert regel["Lasten van de uitkering, lokaal en regionaal samen"] == 1_100_000


def test_what_is_spent_for_a_mandaathouder_counts_with_the_own_money(tmp_path: Path) -> None:
    """Almelo spends € 900.000 of its own and € 200.000 for SamenTwente."""
    pad = schrijf(
        tmp_path / "almelo.csv",
        in_2028("GM0141", "lokaal", "900.000,00"),
        in_2028("GM0141", "regionaal", "200.000,00"),
    )
    assert "lasten € 125.000,00 (vastgesteld)" in regel_13(pad)["GM0141"]
    draai("sisa", pad, "--jaar", "2028", "--uit", tmp_path / "uit")
    assert [r["Melden vanaf"] for r in bladrijen(tmp_path / "uit/GM0141-almelo.xlsx", BLAD)] == [
        125_000,
        125_000,
    ]


def test_two_uitkeringen_have_each_their_own(tmp_path: Path) -> None:
    """In 2026 Doetinchem accounts for Brede SPUK and, for its regio, for SPUK IZA."""
    pad = schrijf(
        tmp_path / "b.csv",
        boeking("GM0222", "brede_spuk", jaar="2026", boekdatum="01-06-2026", bedrag="900.000,00"),
        boeking("GM0222", "spuk_iza", jaar="2026", boekdatum="01-06-2026", bedrag="200.000,00",
                boekstuk="2"),
    )  # fmt: skip
    draai("sisa", pad, "--jaar", "2026", "--uit", tmp_path / "uit")
    regels = bladrijen(tmp_path / "uit/GM0222-doetinchem.xlsx", BLAD)
    assert [regel["Melden vanaf"] for regel in regels] == [90_000, 20_000]
    uit = draai("toets", pad, "--jaar", "2026", "--formaat", "csv").rijen
    meldingen = [rij["melding"] for rij in uit if rij["regel"] == "13"]
    assert [m.partition("deze lasten ")[2].split(" (")[0] for m in meldingen] == [
        "€ 90.000,00",
        "€ 20.000,00",
    ]


def test_the_sample_goes_by_what_was_received_not_by_what_was_spent(tmp_path: Path) -> None:
    """Renswoude gets € 63.595 in 2027 and spends more; Borne gets € 272.167 and spends little."""
    pad = schrijf(
        tmp_path / "b.csv",
        boeking("GM0339", bedrag="130.000,00", boekstuk="1"),
        boeking("GM0147", bedrag="1,00", boekstuk="2"),
    )
    meldingen = regel_13(pad, 2027)
    assert (
        "Ontvangen is € 63.595,00 (indicatief), minder dan € 125.000,00: geen deelwaarneming "
        "nodig." in meldingen["GM0339"]
    )
    assert (
        "Ontvangen is € 272.167,00 (indicatief), ten minste € 125.000,00: wel een deelwaarneming."
        in meldingen["GM0147"]
    )


def test_where_the_receipts_are_not_known_the_lasten_decide_and_that_is_said(
    tmp_path: Path,
) -> None:
    """What Renswoude got of its mandaathouder is between those two."""
    regionaal = boeking("GM0339", "regionaal", bedrag="130.000,00", boekstuk="2")
    pad = schrijf(tmp_path / "b.csv", boeking("GM0339", bedrag="1,00"), regionaal)
    assert (
        "Wat is ontvangen, is niet helemaal bekend; verantwoord is € 130.001,00, ten minste "
        "€ 125.000,00: wel een deelwaarneming." in regel_13(pad, 2027)["GM0339"]
    )


@pytest.mark.parametrize(
    ("code", "lasten", "via_ander", "nodig", "bedrag", "naar_lasten"),
    [
        ("GM0147", 0, False, True, 272_167_00, False),
        ("GM0147", 0, True, True, 272_167_00, False),  # the known part is enough
        ("GM0339", 999_999_00, False, False, 63_595_00, False),
        ("GM0339", 124_999_99, True, False, 124_999_99, True),
        ("GM0339", 125_000_00, True, True, 125_000_00, True),
    ],
)
def test_a_sample_from_125_000_received(
    gegevens: Gegevens,
    code: str,
    lasten: int,
    via_ander: bool,
    nodig: bool,
    bedrag: int,
    naar_lasten: bool,
) -> None:
    ontvangen = geld_van(gegevens).toegekend(code, 2027, ["lokaal"])
    uitkomst = deelwaarneming(in_centen(125_000), ontvangen, lasten, via_ander=via_ander)  # type: ignore[arg-type]
    assert (uitkomst.is_nodig, uitkomst.bedrag, uitkomst.naar_lasten) == (
        nodig,
        bedrag,
        naar_lasten,
    )
    assert uitkomst.is_heel == (not via_ander)


def test_the_thresholds_were_read_in_the_law(gegevens: Gegevens) -> None:
    """With article, version and address; nothing of them is an aanname any more."""
    drempels = [d for d in toetsregels_van(gegevens).drempels if d.regel == 13]
    assert len(drempels) == 7
    assert {d.status for d in drempels} == {Status.VASTGESTELD}
    assert {d.vindplaats.bron for d in drempels} == {"bado"}
    assert {d.vindplaats.plaats.split(",")[0] for d in drempels} == {"art. 2", "art. 3a", "art. 5"}
    bado = gegevens.bronnen["bado"]
    assert (bado.datum, bado.kenmerk) == ("2025-04-17", "BWBR0015524")
    assert bado.adres == "https://wetten.overheid.nl/BWBR0015524/2025-04-17"
