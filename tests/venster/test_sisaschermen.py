"""SiSa in the window: our own indicators, the returns of the regio, the format of the Rijk."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from boekingen import schrijf_xlsx
from hulp import draai, lees_boek
from markupsafe import escape
from openpyxl import load_workbook
from sisa_hulp import TWENTE, boekingen
from venster_hulp import Gebruiker, venster

from azwa_funds.dossier.dossier import maak_dossier
from azwa_funds.kern.euro import toon


@pytest.fixture(scope="module")
def samentwente(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossier of the mandaathouder of Twente, who sent the workbooks of 2027 out."""
    map_ = tmp_path_factory.mktemp("samentwente")
    maak_dossier(map_, "SamenTwente", 2027)
    boekingen(map_ / "bestedingen/2027/grootboek.csv", TWENTE)
    assert draai("--dossier", map_, "sisa", "--uit", map_ / "verstuurd").code == 0
    return map_


@pytest.fixture
def gebruiker(samentwente: Path, tmp_path: Path) -> Iterator[Gebruiker]:
    with venster(Path(shutil.copytree(samentwente, tmp_path / "dossier"))) as gebruiker:
        yield gebruiker


def test_our_own_indicators_are_those_of_the_workbook(gebruiker: Gebruiker, tmp_path: Path) -> None:
    tekst = gebruiker.stuur("/sisa")
    zelf = draai("--dossier", gebruiker.map_, "sisa", "--uit", tmp_path / "zelf", "--json")
    for deel in json.loads(zelf.uit)["verantwoordingen"]:
        pad = Path("reports/sisa/2027") / f"{deel['code']}-{deel['naam'].lower()}.xlsx"
        assert (gebruiker.map_ / pad).read_bytes() == (tmp_path / "zelf" / pad.name).read_bytes()
        blad = lees_boek(gebruiker.map_ / pad, data_only=True)["SiSa-bijlage"]
        in_boek = {cel for rij in blad.iter_rows(values_only=True) for cel in rij}
        for indicator in deel["indicatoren"]:
            assert indicator["waarde"] in in_boek
            assert als_cel(indicator["waarde"]) in tekst
    assert "p.m./03" in tekst


def test_another_year_has_no_bookings_and_says_so(gebruiker: Gebruiker) -> None:
    assert "Er zijn nog geen bestedingen over 2026" in gebruiker.stuur("/sisa", 400, jaar="2026")


def als_cel(waarde: int | str) -> str:
    return f">{toon(waarde) if isinstance(waarde, int) else waarde}</td>"


# -- the regio -----------------------------------------------------------------------------------


def test_what_came_back_is_told_per_gemeente_and_becomes_the_return(
    gebruiker: Gebruiker, tmp_path: Path
) -> None:
    """SamenTwente and Hengelo as sent, Almelo with another amount, Borne no workbook at all."""
    verstuurd = gebruiker.map_ / "verstuurd"
    wijzig(verstuurd / "GM0141-almelo.xlsx", G12=250_000)
    paden = [*sorted(verstuurd.glob("*.xlsx")), tmp_path / "borne.xlsx"]
    schrijf_xlsx(paden[-1], [["geen", "werkboek"]])
    terug = [(pad.name, pad.read_bytes()) for pad in paden]
    tekst = gebruiker.stuur("/sisa/retouren", retouren=terug, uiterlijk="9999-12-31")
    assert "Verwerkt: 3 van 15." in tekst
    assert rij_van(tekst, "Hengelo")[:2] == ["ontvangen", toon(100_000)]
    stand, bedrag, _, opmerking = rij_van(tekst, "Almelo")
    assert (stand, bedrag) == ("ontvangen, gewijzigd", toon(250_000))
    assert "cel G12 was &#39;200001&#39; en is nu &#39;250000&#39;" in opmerking
    assert rij_van(tekst, "Borne")[:2] == ["ontbreekt", "p.m."]
    assert rij_van(tekst, "onbekend")[0] == "niet te verwerken"
    assert not (gebruiker.map_ / "reports/sisa").exists(), "looking writes no workbook"

    tekst = gebruiker.stuur("/sisa/regio", uiterlijk="9999-12-31")
    assert rij_van(tekst, "Almelo")[0] == "ontvangen, gewijzigd"
    zelf = draai(
        "sisa", "consolideer", "Twente", gebruiker.map_ / "retouren/2027", "--jaar", "2027",
        "--uiterlijk", "9999-12-31", "--uit", tmp_path, "--json",
    )  # fmt: skip
    gemaakt = gebruiker.haal("/overzichten", "sisa/2027/regio-twente.xlsx")
    assert gemaakt == (tmp_path / "regio-twente.xlsx").read_bytes()
    for bevinding in json.loads(zelf.uit)["bevindingen"]:
        assert str(escape(bevinding)) in tekst


def test_a_return_can_be_taken_away_and_is_late_after_the_day(gebruiker: Gebruiker) -> None:
    verstuurd = gebruiker.map_ / "verstuurd"
    wijzig(verstuurd / "GM0164-hengelo.xlsx")
    terug = [(pad.name, pad.read_bytes()) for pad in verstuurd.glob("*.xlsx")]
    gebruiker.stuur("/sisa/retouren", retouren=terug)
    tekst = gebruiker.stuur("/sisa/regio", als="proef", uiterlijk="2026-01-01")
    assert rij_van(tekst, "Hengelo")[0] == "ontvangen, te laat"
    assert "'gisteren' is geen datum" in unescape(
        gebruiker.stuur("/sisa/regio", als="proef", uiterlijk="gisteren")
    )
    gebruiker.stuur("/sisa/retour/weg", naam="GM0164-hengelo.xlsx")
    assert rij_van(gebruiker.stuur("/sisa/regio", als="proef"), "Hengelo")[0] == "ontbreekt"
    assert "GM0164-hengelo.xlsx" in gebruiker.kijk("/geschiedenis")
    assert "is er niet meer" in gebruiker.stuur("/sisa/retour/weg", 400, naam="../dossier.toml")


def test_the_plan_counts_once_the_region_decided_on_it(
    gebruiker: Gebruiker, tmp_path: Path
) -> None:
    """Whom a proposal leaves out is expected all the same."""
    plan = gebruiker.map_ / "plannen/2027.toml"
    assert draai("doorverdelen", "voorbeeld", "--regio", "Twente", "--uit", plan).code == 0
    terug = [(pad.name, pad.read_bytes()) for pad in (gebruiker.map_ / "verstuurd").glob("*.xlsx")]
    assert "geen vastgesteld plan" in gebruiker.stuur("/sisa/retouren", retouren=terug)
    voorstel = plan.read_text("utf-8")
    plan.write_text(voorstel.replace("\n# besluit = ", "\nbesluit = ", 1), "utf-8")
    tekst = gebruiker.stuur("/sisa/regio")
    assert "Dit volgt het plan van de regio" in tekst
    draai(
        "sisa", "consolideer", "Twente", gebruiker.map_ / "retouren/2027", "--jaar", "2027",
        "--plan", plan, "--uit", tmp_path,
    )  # fmt: skip
    gemaakt = gebruiker.haal("/overzichten", "sisa/2027/regio-twente.xlsx")
    assert gemaakt == (tmp_path / "regio-twente.xlsx").read_bytes()


def test_the_return_of_a_regio_is_for_a_mandaathouder(tmp_path: Path) -> None:
    maak_dossier(tmp_path, "Borne", 2027)
    with venster(tmp_path) as borne:
        assert "De opgave van regio" not in borne.kijk("/sisa")
        assert "is voor mandaathouders" in borne.stuur("/sisa/regio", 400)


def wijzig(pad: Path, **cellen: int) -> None:
    """Change and save a workbook, as somebody does in a spreadsheet program."""
    werkboek = load_workbook(pad)
    for naam, waarde in cellen.items():
        werkboek["SiSa-bijlage"][naam] = waarde
    werkboek.save(pad)


def rij_van(tekst: str, wie: str) -> list[str]:
    """Return the cells of somebody in the table of what came back."""
    (rij,) = re.findall(rf'<th scope="row">{wie}</th>(.*?)</tr>', tekst)
    return [re.sub(r"<[^>]*>", "", cel).strip() for cel in re.findall(r"<td.*?</td>", rij)]


# -- the format of the Rijk ------------------------------------------------------------------------


def test_the_format_of_the_rijk_is_filled_in_beside_the_original(tmp_path: Path) -> None:
    map_, format_ = tmp_path / "dossier", tmp_path / "SiSa 2025.xlsx"
    maak_dossier(map_, "Doetinchem", 2025)
    boekingen(map_ / "bestedingen/2025/b.csv", [("GM0222", 2025, "spuk_iza", "2.000,00", "")])
    schrijf_xlsx(format_, [["Eigen", "Nieuw"], ["Indicator: H35/01", "Indicator: H35/99"]])
    with venster(map_) as gebruiker:
        gebruiker.stuur("/sisa")
        gemaakt = [
            gebruiker.stuur("/sisa/format", format=(format_.name, format_.read_bytes()))
            for _ in range(2)
        ]
        zelf = draai(
            "sisa", "vul", format_, "--ontvanger", "Doetinchem", "--jaar", "2025",
            "--werkboeken", map_ / "reports/sisa", "--json",
        )  # fmt: skip
        antwoord = json.loads(zelf.uit)
        assert antwoord["ingevuld"]
        for zin in (*antwoord["ingevuld"], *antwoord["niet_ingevuld"]):
            assert str(escape(zin)) in gemaakt[0]
        for keer in ("", " (2)"):
            naam = f"sisa/2025/SiSa 2025-ingevuld{keer}.xlsx"
            assert gebruiker.haal("/overzichten", naam) == Path(antwoord["bestand"]).read_bytes()
