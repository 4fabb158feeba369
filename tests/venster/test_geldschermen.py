"""What we get, and the calendar: the first answer beside others, and dates with what is unknown."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hulp import draai
from openpyxl import Workbook
from venster_hulp import HIER, Gebruiker, venster

from azwa_funds.dossier import maak_dossier
from azwa_funds.gegevens import Gegevens
from azwa_funds.grootboek.herkenning import VERPLICHT
from azwa_funds.kern.euro import toon
from azwa_funds.kern.fouten import Foutenlijst, Gebruikersfout, Invoerfout, Remedie, aaneen
from azwa_funds.overzicht import vergelijk_per_inwoner
from azwa_funds.verdelen import Cijfers


@pytest.fixture(scope="module")
def leeg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gebruiker]:
    """Somebody who just started, in an empty folder."""
    with venster(tmp_path_factory.mktemp("venster")) as gebruiker:
        yield gebruiker


def test_a_gemeente_stands_beside_its_regio_its_size_and_the_country(leeg: Gebruiker) -> None:
    cijfers = Cijfers(Gegevens())
    regels = vergelijk_per_inwoner(cijfers, cijfers.gegevens.gemeenten["GM0281"])
    assert [regel.wie for regel in regels] == [
        "Tiel", "IZA-regio Rivierenland", "Provincie Gelderland", "Gelijke grootte", "Nederland",
    ]  # fmt: skip
    pagina = leeg.kijk("/?wie=Tiel")
    assert "Per inwoner staat Tiel in 2027 op plaats" in pagina
    for regel in regels:
        assert f'<td class="getal">{toon(regel.lokaal)}</td>' in pagina
        assert f'<td class="getal">{regel.per_inwoner_in_woorden}</td>' in pagina
        euro, cent = regel.per_inwoner_in_woorden.removeprefix("€ ").split(",")
        assert abs(regel.per_inwoner * 100 - int(euro + cent)) <= 0.5
    assert "per inwoner, en bij anderen" not in leeg.kijk("/?wie=regio+Rivierenland")


def test_an_empty_window_says_on_every_screen_what_comes_first(leeg: Gebruiker) -> None:
    for pad in ("/overzichten", "/inlezen", "/toets", "/sisa", "/doorverdelen", "/beschikking"):
        assert "Maak eerst een dossier" in leeg.kijk(pad), pad


def test_the_dossier_is_called_by_its_name(tmp_path: Path) -> None:
    for wie, naam in (("GM0281", "Tiel"), ("regio Twente", "regio Twente")):
        maak_dossier(tmp_path / naam, wie, 2027)
        with venster(tmp_path / naam) as gebruiker:
            for pad in ("/", "/wat-als"):
                assert f'name="wie" type="text" value="{naam}"' in gebruiker.kijk(pad)


def test_dates_of_a_regio_go_into_a_diary_and_the_unknown_is_said(
    leeg: Gebruiker, tmp_path: Path
) -> None:
    pagina = leeg.kijk("/kalender?regio=Twente")
    assert "SamenTwente" in pagina
    assert "Wat nog niet bekend is" in pagina
    with leeg.client.get("/kalender.ics?regio=Twente", base_url=HIER) as antwoord:
        draai("kalender", "--regio", "Twente", "--ics", tmp_path / "zelf.ics")
        assert antwoord.data == (tmp_path / "zelf.ics").read_bytes()
        assert antwoord.headers["Content-Type"].startswith("text/calendar")
    assert "bestaat niet" in leeg.kijk("/kalender?regio=Nergens", 400)


def test_a_remedy_is_that_of_the_window(tmp_path: Path) -> None:
    """A command says which option to add; the window says which field."""
    maak_dossier(tmp_path / "d", "Tiel", 2027)
    with venster(tmp_path / "d") as gebruiker:
        boek = ("grootboek.csv", b"Stuk;Datum;Omschrijving;Bedrag\n1;01-02-2027;x;5,00\n")
        pagina = gebruiker.stuur("/inlezen", bestanden=boek)
    fout = pagina.partition('role="alert"')[2].partition("</div>")[0]
    assert "Zeg welke kolom wat is" in fout
    assert not {"--ontvanger", "--onderdeel", "--profiel"} & set(fout.split())


def test_so_is_that_of_a_sheet_beside_one_that_is_read(tmp_path: Path) -> None:
    """What an answer says of a sheet that was left out is worded for the window too."""
    maak_dossier(tmp_path / "d", "Tiel", 2027)
    boek = Workbook()
    blad = boek.active
    blad.append(VERPLICHT)
    blad.append(["GM0281", 2027, "lokaal", "B1", date(2027, 2, 1), "x", 100])
    boek.create_sheet("Half").append(["Stuk", "Datum", "Omschrijving", "Bedrag"])
    boek["Half"].append(["1", date(2027, 2, 1), "x", 5])
    boek.save(tmp_path / "twee.xlsx")
    with venster(tmp_path / "d") as gebruiker:
        twee = ("twee.xlsx", (tmp_path / "twee.xlsx").read_bytes())
        paginas = [gebruiker.stuur("/inlezen", bestanden=twee)]
        shutil.copy(tmp_path / "twee.xlsx", tmp_path / "d/bestedingen/2027")
        paginas += [gebruiker.stuur("/toets"), gebruiker.stuur("/sisa")]
    for pagina in paginas:
        assert "vul aan met &#39;Wie verantwoordt zich?&#39;" in pagina
        assert not {"--ontvanger", "(--profiel;", "(--werkagenda"} & set(pagina.split())


def test_an_error_carries_the_remedy_of_the_window() -> None:
    """What the terminal says stays word for word; an option between brackets is for it alone."""
    zegt = Gebruikersfout("Niets (--jaar)", Remedie("kies --jaar daaruit", "lees ze in"))
    assert (str(zegt), zegt.venster) == (
        "Niets (--jaar); kies --jaar daaruit.", "Niets; lees ze in.",
    )  # fmt: skip
    lijst = Foutenlijst("twee", [Invoerfout("a", "is leeg", Remedie("geef --b", "vul b in"))], 1)
    assert str(lijst).endswith("- a: is leeg; geef --b.")
    assert lijst.venster.endswith("- a: is leeg; vul b in.")
    heel = pickle.loads(pickle.dumps(aaneen("Blad: ", Remedie("geef --b", "vul b in"), ".")))
    assert (heel, heel.venster) == ("Blad: geef --b.", "Blad: vul b in.")
