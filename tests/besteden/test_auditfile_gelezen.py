"""An auditfile goes through the same door as any ledger: a profile says which lines are ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from auditfiles import BOEKINGEN, auditfile, boeking, ingepakt, regel
from hulp import draai

PROFIEL = """
[vast]
ontvanger = "Zwolle"
jaar = 2027

[alleen]
rekening = ["43*", "44*"]

[onderdeel]
kolom = "kostenplaats"
"SPUK" = "lokaal"
"SPUK-R" = "regionaal"
anders = "overslaan"
"""

#: Besides ours: another cost centre, and the money of the rijk received on our own.
REST = (
    boeking("27003", regel("43810", "80.00", "D", "SPUK-R"), regel("1600", "80.00", "C")),
    boeking("27004", regel("43810", "10.00", "D", "SPORT"), regel("1600", "10.00", "C")),
    boeking("27005", regel("82500", "400.00", "C", "SPUK"), regel("1600", "400.00", "D")),
)


@pytest.fixture
def profiel(tmp_path: Path) -> Path:
    pad = tmp_path / "profiel.toml"
    pad.write_text(PROFIEL, encoding="utf-8")
    return pad


def heel(versie: str = "3.2") -> str:
    return auditfile(*BOEKINGEN, *REST, versie=versie, regels=11, som="2200.85")


def schrijf(pad: Path, inhoud: str | bytes) -> Path:
    pad.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
    return pad


@pytest.mark.parametrize("versie", ["3.1", "3.2", "4.0"])
def test_what_is_ours_is_read_and_what_is_not_is_counted_and_told(
    versie: str, profiel: Path, tmp_path: Path
) -> None:
    tekst = heel(versie)
    if versie == "4.0":
        tekst = tekst.replace("costID", "cost").replace("projID", "project")
    pad = schrijf(tmp_path / "grootboek.xaf", tekst)
    uitkomst = draai("bestedingen", "bekijk", pad, "--profiel", profiel, "--json")
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    gelezen = json.loads(uitkomst.uit)
    assert (gelezen["boekingen"], gelezen["som"]) == (3, "580.25")
    assert gelezen["per_onderdeel"] == {"lokaal": "500.25", "regionaal": "80.00"}
    assert gelezen["niet_gelezen"] == []
    verteld = "\n".join(gelezen["opmerkingen"])
    assert f"auditfile versie {versie} van Gemeente Zwolle" in verteld
    assert "7 rijen, samen € -590,25" in verteld
    assert "1 rij, samen € 10,00" in verteld


def test_its_parts_may_be_given_as_they_come(profiel: Path, tmp_path: Path) -> None:
    knip = heel().index("<transaction><nr>27003")
    vervolg = f"<!-- Vervolgbestand 2 van 2 -->\n{heel()[knip:]}"
    een = schrijf(tmp_path / "deel1.xaf", heel()[:knip])
    twee = schrijf(tmp_path / "deel2.xaf", vervolg)
    samen = schrijf(tmp_path / "alles.zip", ingepakt(deel1_xaf=heel()[:knip], deel2_xaf=vervolg))
    for bestanden in ([twee, een], [samen]):
        uitkomst = draai("bestedingen", "bekijk", *bestanden, "--profiel", profiel, "--json")
        assert uitkomst.code == 0, uitkomst.fout
        assert json.loads(uitkomst.uit)["som"] == "580.25"
    alleen = draai("bestedingen", "bekijk", twee, "--profiel", profiel)
    assert alleen.code == 2
    assert "deel2.xaf: hierin staat alleen deel 2 van 2 van een auditfile; zet alle delen" in (
        alleen.tekst + alleen.fout
    )


@pytest.mark.parametrize("opties", [(), ("--onderdeel", "lokaal")])
def test_without_a_word_on_which_lines_are_ours_nothing_is_read(
    opties: tuple[str, ...], tmp_path: Path
) -> None:
    """Both sides of every entry are in it, so that all of it would come to nothing."""
    pad = schrijf(tmp_path / "grootboek.xaf", heel())
    wie = ("--ontvanger", "Zwolle", "--jaar", "2027")
    uitkomst = draai("bestedingen", "bekijk", pad, *wie, *opties)
    assert uitkomst.code == 2
    assert "grootboek.xaf: een auditfile bevat alle boekingen van de administratie" in uitkomst.fout
    assert (
        "zeg in een profiel (--profiel) welke rekeningen ([alleen]) en kostenplaatsen"
        in uitkomst.fout
    )


def test_a_control_total_that_does_not_fit_is_named_with_the_file(
    profiel: Path, tmp_path: Path
) -> None:
    tekst = heel().replace("<totalDebit>2200.85", "<totalDebit>2300.85")
    pad = schrijf(tmp_path / "grootboek.xaf", tekst)
    uitkomst = draai("bestedingen", "bekijk", pad, "--profiel", profiel)
    assert uitkomst.code == 2
    assert (
        "grootboek.xaf: het controletotaal totalDebit (som van debet) is € 2.300,85, maar gelezen "
        "is € 2.200,85; laat uw pakket het auditfile opnieuw maken."
    ) in uitkomst.fout


def test_part_of_a_cent_in_a_line_of_ours_is_refused_with_its_row(
    profiel: Path, tmp_path: Path
) -> None:
    fijn = boeking("9", regel("44310", "1.234", "D", "SPUK"), regel("1600", "1.234", "C"))
    pad = schrijf(tmp_path / "grootboek.xaf", auditfile(fijn, regels=2, som="1.234"))
    uitkomst = draai("bestedingen", "bekijk", pad, "--profiel", profiel)
    assert uitkomst.code == 2
    assert "grootboek.xaf, rij 2, kolom 'debet': '1,234' heeft meer dan twee decimalen" in (
        uitkomst.fout
    )


def test_a_profile_is_proposed_from_the_cost_centres_in_it(tmp_path: Path) -> None:
    pad = schrijf(tmp_path / "grootboek.xaf", heel())
    voorstel = tmp_path / "voorstel.toml"
    assert draai("bestedingen", "profiel", pad, "--uit", voorstel).code == 0
    tekst = voorstel.read_text(encoding="utf-8")
    assert '# kolom = "kostenplaats"' in tekst
    assert '# "SPUK-R" = "..."  # 1 rij, samen € 80,00' in tekst
    assert '# rekening = ["4*"]' in tekst
