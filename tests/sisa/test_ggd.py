"""In 2027 the GGD'en are paid directly, an amount nobody knows yet: they account like others."""

from __future__ import annotations

from pathlib import Path

from boekingen import boeking, schrijf
from hulp import draai, lees_boek
from libreoffice import compare, recalculate


def test_a_ggd_has_a_sisa_workbook_with_its_amount_p_m(tmp_path: Path) -> None:
    pad = schrijf(
        tmp_path / "ggd.csv",
        boeking("GGD Twente", "ggd_kennis_coordinatie", bedrag="45.000,40", boekstuk="G-1"),
    )
    uit = tmp_path / "uit"
    uitkomst = draai("sisa", pad, "--jaar", "2027", "--ontvanger", "GGD Twente", "--uit", uit)
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    werkboek = uit / "ggd-twente-ggd-twente.xlsx"
    boek = lees_boek(werkboek, data_only=True)
    bijlage = [cel for rij in boek["SiSa-bijlage"].values for cel in rij]
    assert "SPUK AZWA, kennis en coördinatie door de GGD" in bijlage
    assert 45000 in bijlage
    verloop = [list(rij) for rij in boek["Verloopoverzicht"].values]
    eigen = next(rij for rij in verloop if "door de GGD" in str(rij[0]))
    assert eigen[3] == "p.m."
    assert "GGD; verantwoording over 2027" in str([c for r in boek["Voorblad"].values for c in r])
    assert compare(werkboek, recalculate(werkboek, tmp_path)) == []
    assert draai("verifieer", werkboek, "--bestedingen", pad).code == 0


def test_from_2028_nobody_knows_how_a_ggd_is_paid(tmp_path: Path) -> None:
    rij = boeking(
        "GGD Twente", "ggd_kennis_coordinatie", jaar="2028", boekdatum="03-03-2028", bedrag="5,00"
    )
    pad = schrijf(tmp_path / "ggd.csv", rij)
    uitkomst = draai("sisa", pad, "--jaar", "2028", "--uit", tmp_path / "uit")
    assert "is geen gemeente of mandaathouder" in uitkomst.tekst
    zelf = draai("sisa", pad, "--jaar", "2028", "--ontvanger", "GGD Twente", "--uit", tmp_path)
    assert zelf.code == 2
    assert "over 2028 geen SiSa-bijlage" in zelf.fout
    assert not list(tmp_path.rglob("ggd-*"))
