"""What comes in without end is refused or done in time: a pipe, a whole sheet, a million cells.

Bounded in processor time and memory; the others of a folder are still done. SECURITY.md counts
these.
"""

from __future__ import annotations

import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from boekingen import boeking, schrijf
from grenzen_van_linux import begrensd
from hulp import Uitkomst, draai

from azwa_funds.gegevens.gegevens import Gegevens

#: So much may it cost, beyond what the program takes already.
HOOGSTENS_SECONDEN, HOOGSTENS_BYTES = 10, 2**30

Delen = dict[str, bytes]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the bounds are those of Linux")


@pytest.fixture
def hier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    schrijf(tmp_path / "b.csv", boeking())
    return tmp_path


def binnen_de_grenzen(*opdracht: str | Path) -> Uitkomst:
    with begrensd(HOOGSTENS_SECONDEN, HOOGSTENS_BYTES):
        return draai(*opdracht)


# -- doors to something that waits -------------------------------------------------------------

LEZEND = {
    "toets": ("toets", "BESTAND", "--jaar", "2027"),
    "bekijk": ("bestedingen", "bekijk", "BESTAND"),
    "beschikking": ("beschikking", "lees", "BESTAND", "--titel", "x", "--proef"),
    "verifieer": ("verifieer", "BESTAND"),
    "scenario": ("scenario", "reken", "BESTAND"),
    "register": ("werkagenda", "status", "BESTAND"),
    "plan": ("doorverdelen", "BESTAND"),
    "profiel": ("toets", "b.csv", "--jaar", "2027", "--profiel", "BESTAND"),
}


@pytest.mark.parametrize("naam", list(LEZEND))
@pytest.mark.parametrize("soort", ["pijp", "nul"])
def test_a_pipe_or_device_is_not_waited_for(naam: str, soort: str, hier: Path) -> None:
    pad = hier / "raar.csv"
    if soort == "pijp":
        os.mkfifo(pad)
    else:
        pad.symlink_to("/dev/zero")
    opdracht = [str(pad) if woord == "BESTAND" else woord for woord in LEZEND[naam]]
    uitkomst = binnen_de_grenzen(*opdracht)
    assert uitkomst.code == 2
    assert "raar.csv" in uitkomst.fout


def test_a_pipe_in_a_folder_of_bookings_is_passed_by(hier: Path) -> None:
    (hier / "map").mkdir()
    os.mkfifo(hier / "map" / "pijp.csv")
    schrijf(hier / "map" / "b.csv", boeking())
    uitkomst = binnen_de_grenzen("toets", "map", "--jaar", "2027")
    assert uitkomst.code == 0
    assert "Gelezen: 1 bestand; 1 boeking" in uitkomst.tekst


# -- more than anybody needs -------------------------------------------------------------------


@pytest.mark.parametrize("opdracht", ["toets", "beschikking", "register"])
def test_thirty_million_semicolons_are_no_table(opdracht: str, hier: Path) -> None:
    (hier / "vol.csv").write_bytes(b";" * 30_000_000)
    woorden = [("vol.csv" if w == "BESTAND" else w) for w in LEZEND[opdracht]]
    uitkomst = binnen_de_grenzen(*woorden)
    assert uitkomst.code == 2
    assert "vol.csv" in uitkomst.fout


def test_a_thousand_changes_in_a_scenario_are_refused(hier: Path) -> None:
    blok = '[[wijziging]]\nnaam = "w{}"\nsoort = "korting"\npercentage = "1"\n'
    kop = 'id = "veel"\nnaam = "Veel"\ntoelichting = "x"\n'
    (hier / "veel.toml").write_text(kop + "".join(blok.format(n) for n in range(1000)))
    uitkomst = binnen_de_grenzen("scenario", "reken", "veel.toml")
    assert uitkomst.code == 2
    assert "er staan 1000 wijzigingen in" in uitkomst.fout
    assert "houd er hoogstens 250 over" in uitkomst.fout


def herpak(van: Path, naar: Path, doe: Callable[[Delen], None]) -> Path:
    """Copy a workbook with its parts changed."""
    with zipfile.ZipFile(van) as archief:
        delen = {naam: archief.read(naam) for naam in archief.namelist()}
    doe(delen)
    with zipfile.ZipFile(naar, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, deel in delen.items():
            archief.writestr(naam, deel)
    return naar


BLAD = "xl/worksheets/sheet2.xml"


def opmerking_op_alles(delen: Delen) -> None:
    delen["xl/comments9.xml"] = (
        b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>'
        b'<author/></authors><commentList><comment ref="A1:XFD1048576" authorId="0"><text><t>x</t>'
        b"</text></comment></commentList></comments>"
    )
    rels = BLAD.replace("worksheets/", "worksheets/_rels/") + ".rels"
    soort = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    relatie = b'<Relationship Id="rId99" Type="%s" Target="../comments9.xml"/>' % soort
    leeg = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    begin = delen.get(rels, leeg + b"</Relationships>")
    delen[rels] = begin.replace(b"</Relationships>", relatie + b"</Relationships>")


def rijen_erbij(delen: Delen) -> None:
    rijen = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1000, 201_000))
    delen[BLAD] = delen[BLAD].replace(b"</sheetData>", rijen.encode() + b"</sheetData>")


def regels_erbij(delen: Delen) -> None:
    regels = "".join(
        f'<dataValidation type="list" sqref="A1:XFD1048576 A{n}"><formula1>"1"</formula1>'
        "</dataValidation>"
        for n in range(30_000)
    )
    deel = f"<dataValidations>{regels}</dataValidations><pageMargins".encode()
    delen[BLAD] = delen[BLAD].replace(b"<pageMargins", deel, 1)


def hoofdletters(delen: Delen) -> None:
    delen[BLAD.replace("sheet2", "SHEET2")] = delen[BLAD].replace(b"<v>1", b"<v>9")


VIJANDIG = {
    "een opmerking op het hele blad": opmerking_op_alles,
    "twee delen die in hoofdletters verschillen": hoofdletters,
    "tweehonderdduizend rijen": rijen_erbij,
    "dertigduizend invoerregels": regels_erbij,
}
SOORTEN = [
    pytest.param(naam, marks=[] if nummer < 2 else pytest.mark.lang)
    for nummer, naam in enumerate(VIJANDIG)
]


@pytest.mark.parametrize("soort", SOORTEN)
def test_a_workbook_that_asks_too_much_is_verified_in_time(soort: str, hier: Path) -> None:
    assert draai("overzicht", "--gemeente", "Almelo", "--uit", "uit").code == 0
    pad = herpak(hier / "uit/gemeente/GM0141-almelo.xlsx", hier / "v.xlsx", VIJANDIG[soort])
    uitkomst = binnen_de_grenzen("verifieer", pad)
    assert uitkomst.code in (1, 2)
    assert "Factsheet" in uitkomst.uit or "v.xlsx" in uitkomst.fout
    assert len(uitkomst.uit) < 100_000


@pytest.fixture(scope="module")
def veertien(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The workbooks of the gemeenten of Twente."""
    map_ = tmp_path_factory.mktemp("twente")
    schrijf(map_ / "b.csv", boeking())
    twente = [g.code for g in Gegevens().gemeenten.values() if g.iza_regio == "Twente"]
    wie = [woord for code in twente for woord in ("--ontvanger", code)]
    draai("sisa", map_ / "b.csv", "--jaar", "2027", *wie, "--uit", map_ / "alle")
    return sorted((map_ / "alle").iterdir())


@pytest.mark.parametrize("soort", SOORTEN[:1] + [
    pytest.param(naam, marks=pytest.mark.lang) for naam in list(VIJANDIG)[1:]
])  # fmt: skip
def test_one_hostile_return_does_not_stop_the_others(
    soort: str, veertien: list[Path], hier: Path
) -> None:
    (hier / "retour").mkdir()
    for pad in veertien[1:]:
        (hier / "retour" / pad.name).write_bytes(pad.read_bytes())
    herpak(veertien[0], hier / "retour" / veertien[0].name, VIJANDIG[soort])
    opdracht = ("sisa", "consolideer", "Twente", "retour", "--jaar", "2027", "--uit", "uit")
    uitkomst = binnen_de_grenzen(*opdracht)
    assert uitkomst.code == 1
    gelukt = re.search(r"(\d+) werkboeken verwerkt", uitkomst.tekst)
    assert gelukt
    assert int(gelukt[1]) >= len(veertien) - 1
