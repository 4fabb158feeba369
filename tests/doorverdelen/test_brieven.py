"""The letter to a gemeente says what it gets, why, and what to report back; in any style."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hulp import draai

from azwa_funds.doorverdelen.briefsjabloon import BLOKKEN, VELDEN, Sjabloon, standaardsjabloon

PLAN = """\
naam = "Proef"
regio = "Twente"
jaren = [2027, 2028]
besluit = "Besluit van de regiotafel"
voorwaarden = ["Wat niet is besteed, gaat terug."]
[[vast]]
gemeente = "Borne"
bedrag = 40000
besluit = "Opdracht aan Borne"
[[verdeling]]
wijze = "inwoners"
[verantwoording]
uiterlijk = "04-01"
"""


def tekst_van(pad: Path) -> str:
    doc = Document(str(pad))
    cellen = [cel.text for tabel in doc.tables for rij in tabel.rows for cel in rij.cells]
    return "\n".join([*(alinea.text for alinea in doc.paragraphs), *cellen])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    pad = tmp_path / "plan.toml"
    pad.write_text(PLAN, encoding="utf-8")
    return pad


def test_it_says_amount_years_purpose_conditions_reporting_and_sources(
    plan: Path, tmp_path: Path
) -> None:
    assert draai("doorverdelen", plan, "--uit", tmp_path / "uit").code == 0
    rijen = (tmp_path / "uit" / "doorverdeling.csv").read_text(encoding="utf-8").splitlines()
    eerste = next(rij.split(",")[4] for rij in rijen if rij.startswith("2027,gemeente,GM0147"))
    tekst = tekst_van(tmp_path / "uit" / "brieven" / "GM0147-Borne.docx")
    assert f"{int(eerste):,}".replace(",", ".") in tekst
    for woorden in (
        "SamenTwente",
        "Deze verdeling berust op: Besluit van de regiotafel.",
        "de basisfunctionaliteiten uitvoeren",
        "Wat niet is besteed, gaat terug. (voorwaarde van de regio)",
        "1 april 2028",
        "1 april 2029",
        "Opdracht aan Borne",
        "Inwoners op 1 januari 2026",
        "kenmerk 1097348-DMO",
        "Geen bron die wij kennen schrijft een sleutel voor",
        "indicatief",
    ):
        assert woorden in tekst, woorden
    assert "{" not in tekst
    assert "Opdracht aan Borne" not in tekst_van(
        tmp_path / "uit" / "brieven" / "GM0141-Almelo.docx"
    )


def test_the_region_uses_its_own_letter(plan: Path, tmp_path: Path) -> None:
    """Word cuts a field in pieces as soon as somebody types in it."""
    eigen = Document()
    alinea = eigen.add_paragraph("Beste ")
    for stuk in ("{gem", "eente", "}, u krijgt {totaal}."):
        alinea.add_run(stuk)
    eigen.add_paragraph("{bedragen}")
    eigen.sections[0].header.paragraphs[0].text = "Huisstijl van {mandaathouder}"
    eigen.save(str(tmp_path / "eigen.docx"))
    uitkomst = draai(
        "doorverdelen", plan, "--sjabloon", tmp_path / "eigen.docx", "--uit", tmp_path / "uit"
    )
    assert uitkomst.code == 0, uitkomst.fout
    brief = Document(str(tmp_path / "uit" / "brieven" / "GM0147-Borne.docx"))
    assert brief.paragraphs[0].text.startswith("Beste Borne, u krijgt €\u00a0")
    assert brief.sections[0].header.paragraphs[0].text == "Huisstijl van SamenTwente"
    assert [cel.text for cel in brief.tables[0].rows[0].cells] == ["Jaar", "Bedrag", "Status"]


def test_the_template_can_be_had_and_its_fields_are_told(tmp_path: Path) -> None:
    uitkomst = draai("doorverdelen", "sjabloon", "--uit", tmp_path / "brief.docx")
    assert uitkomst.code == 0
    for naam in (*VELDEN, *BLOKKEN):
        assert f"{{{naam}}}: " in uitkomst.uit
    assert "{bedragen}" in tekst_van(tmp_path / "brief.docx")


@pytest.mark.parametrize(
    ("alineas", "zin"),
    [
        (["{gemente}", "{bedragen}"], "het veld {gemente} bestaat niet; bedoelde u 'gemeente'"),
        (["{gemeente}"], "het veld {bedragen} ontbreekt, en zonder zegt de brief te weinig"),
        (["{gemeente}", "Zie {bedragen}"], "het veld {bedragen} wordt een tabel en staat tussen"),
    ],
)
def test_a_template_that_does_not_fit_is_told_and_nothing_is_written(
    alineas: list[str], zin: str, plan: Path, tmp_path: Path
) -> None:
    eigen = Document()
    for alinea in alineas:
        eigen.add_paragraph(alinea)
    eigen.save(str(tmp_path / "eigen.docx"))
    uitkomst = draai(
        "doorverdelen", plan, "--sjabloon", tmp_path / "eigen.docx", "--uit", tmp_path / "uit"
    )
    assert uitkomst.code == 2
    assert zin in uitkomst.fout
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize("inhoud", [b"geen Word", b"PK\x03\x04half"])
def test_what_is_no_word_document_is_told(inhoud: bytes, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "eigen.docx").write_bytes(inhoud)
    uitkomst = draai(
        "doorverdelen", plan, "--sjabloon", tmp_path / "eigen.docx", "--uit", tmp_path / "uit"
    )
    assert uitkomst.code == 2
    assert "is geen Word-document" in uitkomst.fout


def test_a_name_that_looks_like_a_field_stays_as_it_is() -> None:
    sjabloon = Sjabloon(standaardsjabloon(), "brief.docx")

    velden = dict.fromkeys(VELDEN, "{plan}")
    inhoud = sjabloon.vul(velden, {naam: ["zin"] for naam in BLOKKEN})
    assert "{plan}" in Document(BytesIO(inhoud)).paragraphs[0].text
