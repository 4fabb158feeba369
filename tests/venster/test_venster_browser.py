"""The window as a financial officer meets it, in a real Chromium: each job from click to file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from boekingen import boeking, schrijf
from chromium import Watched
from hulp import GEDULD, draai
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from azwa_funds.api import leg_verschil_uit, verdeel
from azwa_funds.kern.euro import toon

SCHERMEN = [
    "", "overzichten", "inlezen", "toets", "sisa", "doorverdelen", "beschikking", "kalender",
    "wat-als?scenario=korting", "wat-als?onderdeel=lokaal&jaar=2027&budget=x", "profiel",
    "geschiedenis", "?wie=Utrech", "doorverdelen?jaar=2099", "nergens",
]  # fmt: skip


@pytest.fixture(scope="module")
def map_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("venster") / "mijn dossier"


@pytest.fixture(scope="module")
def venster(map_: Path, chromium: Browser) -> Iterator[tuple[BrowserContext, str]]:
    """The window with a session; the test that comes first makes the dossier."""
    opdracht = [sys.executable, "-m", "azwa_funds", "start", str(map_), "--geen-browser"]
    eigen = os.environ | {"XDG_STATE_HOME": str(map_.parent / "profiel")}
    proces = subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True, env=eigen)
    assert proces.stdout
    adres = proces.stdout.readline().strip()
    context = chromium.new_context(locale="nl-NL", viewport={"width": 1280, "height": 900})
    blad = context.new_page()
    blad.goto(adres)
    blad.fill("#wie", "Utrecht")
    blad.click("text=Toon bedragen")
    blad.click("text=Maak dossier")
    expect(blad.locator(".kop__wie")).to_contain_text("Gemeente Utrecht, 2027")
    yield context, re.sub(r"/binnen/.*", "", adres)
    context.close()
    proces.terminate()
    proces.wait(GEDULD)
    proces.stdout.close()


@pytest.fixture
def blad(venster: tuple[BrowserContext, str]) -> Iterator[Page]:
    """A page of the window that complains of nothing and asks nothing elsewhere.

    It stays open: Chromium at times never ends the closing of a page that is still loading.
    """
    context, basis = venster
    blad = context.new_page()
    gezien = Watched(blad)
    blad.goto(basis)
    yield blad
    blad.wait_for_load_state()
    assert gezien.complaints == []
    assert {adres for adres in gezien.addresses if not adres.startswith((basis, "data:"))} == set()


def ga(blad: Page, taak: str) -> None:
    blad.get_by_role("link", name=taak, exact=True).click()


def wacht_op_werk(blad: Page) -> None:
    blad.wait_for_url(re.compile(r"\?werk="))


def test_the_first_answer_is_three_clicks_away_and_the_same_as_the_command(blad: Page) -> None:
    """Address, name, button: amounts, status and the first explanation stand on one screen."""
    eerste = verdeel(gemeente="Utrecht", jaren=2027, onderdelen="lokaal")[0]
    expect(blad.locator("table").first).to_contain_text(toon(eerste.bedrag))
    expect(blad.locator("table").first).to_contain_text("indicatief")
    expect(blad.locator("details[open]")).to_contain_text("Gewicht van Utrecht")


def test_the_bridge_closes_and_leads_to_the_letters(blad: Page) -> None:
    verschil = leg_verschil_uit("Utrecht").verschil
    blad.click(f"text=Wat verandert er van {verschil.van} naar {verschil.naar}?")
    brug = blad.get_by_role("region", name=re.compile("Brug van"))
    for bedrag in (verschil.begin, *(stap.bedrag for stap in verschil.stappen), verschil.eind):
        expect(brug).to_contain_text(toon(bedrag))
    brieven = blad.locator(".stappen a")
    assert brieven.count() > 0
    assert all(str(a.get_attribute("href")).startswith("https://") for a in brieven.all())


def test_a_slip_of_the_pen_is_answered_with_what_was_meant(blad: Page) -> None:
    blad.fill("#wie", "Utrech")
    blad.keyboard.press("Enter")
    expect(blad.get_by_role("alert")).to_contain_text("bedoelde u 'Utrecht'")
    expect(blad.locator("#wie")).to_have_value("Utrech")


def test_overviews_land_in_the_dossier_as_the_command_makes_them(
    blad: Page, map_: Path, tmp_path: Path
) -> None:
    ga(blad, "Overzichten")
    blad.click("text=Maak overzichten")
    wacht_op_werk(blad)
    with blad.expect_download() as gehaald:
        blad.click("text=GM0344-utrecht.xlsx")
    gehaald.value.save_as(tmp_path / "gehaald.xlsx")
    assert draai("--dossier", map_, "overzicht", "--uit", tmp_path).code == 0
    zelf = tmp_path / "gemeente" / "GM0344-utrecht.xlsx"
    assert (tmp_path / "gehaald.xlsx").read_bytes() == zelf.read_bytes()


def test_from_ledger_to_toets_and_sisa(blad: Page, map_: Path, tmp_path: Path) -> None:
    boek = tmp_path / "grootboek 2027.csv"
    schrijf(boek, boeking("GM0344", boekstuk="A-1", bedrag="4.000.000,00"))
    ga(blad, "Bestedingen inlezen")
    blad.set_input_files("#bestanden", boek)
    expect(blad.locator(".gekozen")).to_have_text("Gekozen: grootboek 2027.csv")
    blad.click("text=Lees deze bestanden")
    wacht_op_werk(blad)
    expect(blad.locator("main")).to_contain_text("Gelezen: 1 boekingen, samen € 4.000.000,00")
    assert not (map_ / "bestedingen" / "2027" / boek.name).exists()
    blad.click("text=Bewaar in dossier")
    assert (map_ / "bestedingen" / "2027" / boek.name).read_bytes() == boek.read_bytes()

    ga(blad, "Toets")
    blad.click("text=Toets de bestedingen")
    wacht_op_werk(blad)
    uitslag = draai("toets", boek, "--jaar", "2027", "--json")
    oordeel = re.findall(r'"oordeel": "(.*)"', uitslag.uit)[0]
    expect(blad.locator("h1")).to_have_text(oordeel)
    blad.select_option("#ernst", "fout")
    blad.get_by_role("button", name="Filter").click()
    assert set(blad.locator("tbody tr td:first-child").all_inner_texts()) == {"fout"}

    ga(blad, "SiSa")
    blad.click("text=Maak SiSa-werkboek")
    wacht_op_werk(blad)
    assert list((map_ / "reports" / "sisa" / "2027").glob("GM0344-*.xlsx"))


def test_columns_and_cost_centres_are_chosen_from_lists(
    blad: Page, map_: Path, tmp_path: Path
) -> None:
    """A ledger of a package: two cost centres are ours, the third is other money."""
    boek = tmp_path / "journaal.csv"
    boek.write_text(
        "Stuk;Boekdatum;Kostenplaats;Omschrijving;Debet;Credit\n"
        "1;02-02-2027;SPK-L;Subsidie;1000,00;\n"
        "2;03-02-2027;SPK-R;Bijdrage;500,00;\n"
        "3;04-02-2027;ALG;Kantoor;75,00;\n",
        encoding="utf-8",
    )
    ga(blad, "Bestedingen inlezen")
    blad.set_input_files("#bestanden", boek)
    blad.click("text=Lees deze bestanden")
    wacht_op_werk(blad)
    blad.get_by_role("link", name="Zeg welke kolom wat is").click()
    assert blad.locator("select[aria-labelledby=kop-0]").input_value() == "boekstuk"
    for nummer, keuze in enumerate(("lokaal", "regionaal", "overslaan")):
        blad.select_option(f"select[aria-labelledby=waarde-kop-{nummer}]", keuze)
    blad.click("text=Bewaar en lees opnieuw")
    wacht_op_werk(blad)
    expect(blad.locator("main")).to_contain_text("Gelezen: 2 boekingen, samen € 1.500,00")
    assert "SPK-L" in (map_ / "profielen" / "journaal.toml").read_text("utf-8")
    blad.click("text=Gooi weg")
    expect(blad.locator("main")).not_to_contain_text("Gelezen: 2 boekingen")


def test_what_is_thrown_away_or_changed_can_be_put_back(blad: Page, map_: Path) -> None:
    blad.goto(f"{blad.url.rstrip('/')}/profiel")
    blad.fill("#naam", "grootboek")
    blad.click("text=Bewaar profiel")
    pad = map_ / "profielen" / "grootboek.toml"
    eerder = pad.read_text("utf-8")
    blad.get_by_role("link", name="grootboek.toml").click()
    blad.fill("#tekst", "[vast]\njaar = 2028\n")
    blad.click("text=Bewaar profiel")
    assert pad.read_text("utf-8") != eerder
    ga(blad, "Wat is er veranderd?")
    blad.locator("tbody tr").first.get_by_role("button").click()
    assert pad.read_text("utf-8") == eerder


class _Ander(BaseHTTPRequestHandler):
    """A page of another program on this computer, which would like to use our window."""

    doel = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(
            f"""<script src="{self.doel}/bestanden/venster.js"></script>
            <iframe src="{self.doel}/?wie=Utrecht"></iframe><iframe name="weg"></iframe>
            <form id="f" method="post" target="weg" action="{self.doel}/stoppen"></form>
            <script>f.submit();
            for (const method of ["GET", "POST"])
              fetch("{self.doel}/inlezen/weg", {{method, mode: "no-cors", credentials: "include"}});
            </script>""".encode()
        )

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def ander_programma(doel: str) -> Iterator[str]:
    soort = type("Ander", (_Ander,), {"doel": doel})
    with ThreadingHTTPServer(("127.0.0.1", 0), soort) as server:
        draad = threading.Thread(target=server.serve_forever)
        draad.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        draad.join()


def test_a_page_of_another_port_gets_nothing_though_it_brings_our_cookie(
    venster: tuple[BrowserContext, str], map_: Path
) -> None:
    """A script, a frame, a form and a fetch: refused all five, and nothing in the dossier moved."""
    context, basis = venster
    weg = map_ / ".azwa/ontvangen/bestedingen/1/weg.csv"
    schrijf(weg, boeking("GM0344"))
    voor = {pad: pad.read_bytes() for pad in map_.rglob("*") if pad.is_file()}
    gezegd: list[tuple[str, int]] = []
    ander = context.new_page()
    ander.on("response", lambda r: gezegd.append((r.url.removeprefix(basis), r.status)))
    ander.on("requestfailed", lambda r: gezegd.append((r.url.removeprefix(basis), 403)))
    with ander_programma(basis) as adres:
        ander.goto(adres)
        ander.wait_for_load_state("networkidle")
    ander.close()
    assert {vraag for vraag in gezegd if vraag[0].startswith("/")} == {
        ("/?wie=Utrecht", 403), ("/bestanden/venster.js", 403), ("/inlezen/weg", 403),
        ("/stoppen", 403),
    }  # fmt: skip
    assert {pad: pad.read_bytes() for pad in map_.rglob("*") if pad.is_file()} == voor
    weg.unlink()


def test_a_page_of_ours_runs_nothing_that_was_slipped_in(
    venster: tuple[BrowserContext, str],
) -> None:
    """Not as HTML in a page, not as a script in it, and not by an address."""
    context, basis = venster
    blad = context.new_page()
    blad.goto(f"{basis}/?wie=<script>document.title='kwaad'</script>")
    for poging in (
        "document.body.innerHTML = '<img src=x onerror=\"document.title=`kwaad`\">'",
        "document.body.append(Object.assign(document.createElement('script'), "
        "{text: 'document.title=`kwaad`'}))",
        "setTimeout('document.title=`kwaad`', 0)",
    ):
        with pytest.raises(Error, match=r"Trusted|blocked|unsafe-eval"):
            blad.evaluate(poging)
    assert "kwaad" not in blad.title()
    blad.close()


#: How a screen is looked at: its width (320 is a window at 400%) and its light.
BEKEKEN = ((1280, "light"), (360, "dark"), (320, "light"))


def test_every_screen_fits_and_is_accessible(venster: tuple[BrowserContext, str]) -> None:
    """No screen scrolls sideways, and axe (WCAG 2.2 AA) has nothing to say, also of a fault."""
    context, basis = venster
    blad = context.new_page()
    for scherm in SCHERMEN:
        blad.goto(f"{basis}/{scherm}")
        lettertype = "getComputedStyle(document.querySelector('h1')).fontFamily"
        assert "Noto Sans" in blad.evaluate(lettertype)
        for breedte, licht in BEKEKEN:
            blad.emulate_media(color_scheme=licht)  # type: ignore[arg-type]
            blad.set_viewport_size({"width": breedte, "height": 800})
            breed = blad.evaluate("document.documentElement.scrollWidth")
            assert breed <= breedte, (scherm, breedte)
            if breedte == 320:  # to axe this is as 360
                continue
            gevonden = Axe().run(blad).response["violations"]
            assert [(scherm, v["id"], [n["target"] for n in v["nodes"]]) for v in gevonden] == []
    blad.close()


def test_what_is_typed_is_answered_while_it_is_typed(blad: Page, map_: Path) -> None:
    """Passing on and what if, without a button; Enter works out and takes nothing away."""
    ga(blad, "Doorverdelen")
    blad.fill("#post-0-hoeveel", "12,5")
    expect(blad.locator("#deel-2027 tbody tr").first).to_contain_text("12,5% van het regionale")
    blad.fill("#post-0-hoeveel", "veel")
    expect(blad.locator("#post-0-hoeveel-fout")).to_contain_text("Dit is geen percentage")
    expect(blad.locator("#uitkomst")).to_be_hidden()
    blad.fill("#post-0-hoeveel", "10")
    expect(blad.locator("#post-0-hoeveel-fout")).to_be_hidden()
    blad.keyboard.press("Enter")
    expect(blad.locator("#reken-zin")).to_have_text("Dit is nog niet bewaard.")
    expect(blad.locator("#post-0-hoeveel")).to_have_value("10")
    assert not (map_ / "plannen" / "2027.toml").exists()

    ga(blad, "Wat als")
    blad.fill("#indexatie", "2,5")
    expect(blad.locator("#deel-watals tfoot")).to_contain_text("+")
    blad.select_option("#onderdeel", "lokaal")
    blad.select_option("#jaar", "2028")
    schuif = blad.get_by_label("Budget van heel Nederland, in euro's, met een schuif")
    expect(schuif).to_be_visible()
    schuif.focus()
    blad.keyboard.press("Home")
    expect(blad.locator("#budget")).to_have_value("0")
    expect(blad.locator("#zin-watals")).to_contain_text("Budget van € 0 voor Lokaal")


def test_everything_can_be_reached_with_the_keyboard(blad: Page) -> None:
    blad.keyboard.press("Tab")
    assert blad.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    bereikt = set()
    for _ in range(30):
        blad.keyboard.press("Tab")
        bereikt.add(blad.evaluate("document.activeElement.textContent.trim()"))
    assert {"Stoppen", "Overzichten", "Kalender", "Toon bedragen"} <= bereikt
