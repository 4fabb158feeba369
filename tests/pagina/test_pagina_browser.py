"""The web page as its reader meets it: in a real Chromium, with mouse, keyboard and printer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import Watched
from hulp import draai, draai_in, kopieer_gegevens
from playwright.sync_api import Browser, Page, expect

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.pagina.cijfers import centen
from azwa_funds.verdelen.brug import bouw_brug, bouw_brug_samen
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.verdelen.ontvangst import wat_krijgt

LAND, GEMEENTE, REGIO = "", "#gemeente/GM0344", "#regio/twente"


@pytest.fixture(scope="module")
def adres(tmp_path_factory: pytest.TempPathFactory) -> str:
    uit = tmp_path_factory.mktemp("pagina")
    assert draai("pagina", "--uit", uit).code == 0
    return (uit / "index.html").as_uri()


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return Cijfers(Gegevens())


@pytest.fixture
def pagina(chromium: Browser, adres: str) -> Iterator[Page]:
    """The page as it opens with a double click; whoever opens it hears no complaint."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="nl-NL")
    blad = context.new_page()
    gezien = Watched(blad)
    blad.goto(adres)
    yield blad
    context.close()
    assert gezien.complaints == []


def ga_naar(pagina: Page, keuze: str) -> None:
    """Follow a link within the page, and wait until it has shown what was chosen."""
    pagina.evaluate(
        """keuze => new Promise((klaar) => {
            addEventListener("hashchange", klaar, { once: true });
            location.hash = keuze;
        })""",
        keuze,
    )
    expect(pagina.locator("#uitkomst-titel")).to_be_focused()


def tabel(pagina: Page, bijschrift: str, vak: str = "#uitkomst") -> dict[str, list[str]]:
    """The cells of a table by the heading of their row."""
    rijen = pagina.locator(f"{vak} table", has_text=bijschrift).first.locator("tbody tr, tfoot tr")
    cellen: list[list[str]] = rijen.evaluate_all(
        "rijen => rijen.map(rij => [...rij.cells].map(cel => cel.innerText.trim()))"
    )
    return {rij[0]: rij[1:] for rij in cellen}


def toon_centen(bedrag: int, inwoners: int) -> str:
    return f"{centen(bedrag, inwoners) // 100},{centen(bedrag, inwoners) % 100:02d}"


def metteken(bedrag: int) -> str:
    return f"+{toon_getal(bedrag)}" if bedrag > 0 else toon_getal(bedrag)


# -- figures -----------------------------------------------------------------------------------


def test_een_gemeente_ziet_de_cijfers_van_het_programma(pagina: Page, cijfers: Cijfers) -> None:
    for code in ("GM0344", "GM0060", "GM0518", "GM0820", "GM0277", "GM0402"):
        assert_gemeente(pagina, cijfers, code)


def assert_gemeente(pagina: Page, cijfers: Cijfers, code: str) -> None:
    gemeente = cijfers.gegevens.gemeenten[code]
    inwoners = cijfers.inwoners[code]
    ga_naar(pagina, f"#gemeente/{code}")
    assert pagina.locator("#uitkomst h2").inner_text() == f"Gemeente {gemeente.naam}"
    jaren = tabel(pagina, "Bedragen in hele euro's")
    for jaar in (*cijfers.vorige_jaren, *cijfers.jaren):
        lokaal, aandeel = cijfers.lokaal_bedrag(code, jaar), cijfers.aandeel[code, jaar]
        per_inwoner, status = jaren[str(jaar)][1], jaren[str(jaar)][2]
        assert jaren[str(jaar)][0] == toon_getal(lokaal)
        assert per_inwoner == toon_centen(lokaal, inwoners)
        assert status == ("indicatief" if jaar in cijfers.jaren else "vastgesteld")
        assert jaren[str(jaar)][3:] == [toon_getal(aandeel), toon_getal(lokaal + aandeel)]
    brug = tabel(pagina, "De stappen van de brug")
    for balk in bouw_brug(cijfers, gemeente):
        bedrag = toon_getal(balk.bedrag) if balk.is_stand else metteken(balk.bedrag)
        assert brug[balk.naam][:2] == [bedrag, balk.soort]
    vergelijking = tabel(pagina, "vergeleken")
    land = cijfers.gemeenten
    per_inwoner = toon_centen(cijfers.lokaal_van(land, 2027), cijfers.inwoners_van(land))
    assert vergelijking["Nederland"][-1] == per_inwoner
    assert f"IZA-regio {gemeente.iza_regio}" in vergelijking
    assert f"Provincie {gemeente.provincie}" in vergelijking
    uitleg = pagina.locator("#uitkomst dl.stappen").inner_text()
    toekenning = cijfers.lokaal[code, 2027]
    assert f"{toon_getal(toekenning.gewicht)} van 264.423.052" in uitleg
    assert cijfers.gewichten("lokaal")[code].vindplaats.plaats in uitleg
    assert toon(toekenning.bedrag).replace("€ ", "€\u00a0") in uitleg


def test_een_mandaathouder_ziet_wat_hij_echt_ontvangt_apart_van_zijn_aandeel(
    pagina: Page, cijfers: Cijfers
) -> None:
    amsterdam = cijfers.gegevens.gemeenten["GM0363"]
    ga_naar(pagina, "#gemeente/GM0363")
    ontvangen, berekend = tabel(pagina, "zelf ontvangt"), tabel(pagina, "Bedragen in hele euro's")
    for geld in wat_krijgt(cijfers, amsterdam):
        rij = ontvangen[str(geld.jaar)]
        assert (rij[0], rij[1]) == (toon_getal(geld.lokaal), toon_getal(geld.regionaal))
        assert rij[-1] == toon_getal(geld.ontvangt) != berekend[str(geld.jaar)][-1]
    koppen = pagina.locator("#uitkomst .bedragen th").all_inner_texts()
    assert "Samen" not in koppen, "a total says of what it is"
    ga_naar(pagina, "#gemeente/GM0141")
    assert tabel(pagina, "zelf ontvangt") == {}


def test_een_verwijzing_naar_een_brief_opent_de_brief(pagina: Page, cijfers: Cijfers) -> None:
    adressen = {bron.adres for bron in cijfers.gegevens.bronnen.values() if bron.adres}
    for keuze in ("#nederland", GEMEENTE, REGIO):
        ga_naar(pagina, keuze)
        links = pagina.locator("#uitkomst a[target=_blank]").evaluate_all(
            "links => links.map(link => [link.href, link.textContent, link.rel])"
        )
        assert {href for href, _, _ in links} <= adressen
        assert len(links) > 5
        assert any("kenmerk 1097348-DMO" in tekst for _, tekst, _ in links)
        assert {rel for _, _, rel in links} == {"noopener noreferrer"}


def test_een_regio_ziet_de_cijfers_van_het_programma(pagina: Page, cijfers: Cijfers) -> None:
    for naam in ("Twente", "Noordoost Brabant", "Haarlemmermeer"):
        assert_regio(pagina, cijfers, naam)


def assert_regio(pagina: Page, cijfers: Cijfers, naam: str) -> None:
    leden = cijfers.gemeenten_van(naam)
    ga_naar(pagina, f"#regio/{naam.lower().replace(' ', '-')}")
    assert pagina.locator("#uitkomst h2").inner_text() == f"IZA-regio {naam}"
    jaren = tabel(pagina, "Bedragen in hele euro's")
    for jaar in (*cijfers.vorige_jaren, *cijfers.jaren):
        regionaal = cijfers.regionaal_bedrag(naam, jaar)
        lokaal = sum(cijfers.lokaal_bedrag(lid.code, jaar) for lid in leden)
        assert jaren[str(jaar)][0] == toon_getal(regionaal)
        assert jaren[str(jaar)][2:] == [
            toon_getal(lokaal),
            toon_getal(lokaal + regionaal),
            toon_centen(lokaal + regionaal, cijfers.inwoners_van(leden)),
        ]
    brug = tabel(pagina, "De stappen van de brug")
    for balk in bouw_brug_samen(cijfers, leden):
        bedrag = toon_getal(balk.bedrag) if balk.is_stand else metteken(balk.bedrag)
        assert brug[balk.naam][0] == bedrag
    gemeenten = tabel(pagina, "Lokaal geld per gemeente")
    assert gemeenten["Samen"][0] == toon_getal(cijfers.lokaal_van(leden, 2027))
    for lid in leden:
        assert gemeenten[lid.naam][0] == toon_getal(cijfers.lokaal[lid.code, 2027].bedrag)


def test_het_land_ziet_de_bedragen_van_de_brief_en_wat_nog_wacht(pagina: Page) -> None:
    budget = tabel(pagina, "Landelijk budget")
    assert budget["Totaal"][:3] == ["451.000.000", "547.000.000", "532.000.000"]
    assert budget["NPLV-gebieden"][0] == "15.000.000"
    assert budget["NPLV-gebieden"][4].startswith("p.m.")
    assert pagina.locator("#uitkomst .bedrag").all_inner_texts() == [
        "€\u00a0451.000.000", "€\u00a0547.000.000", "€\u00a0532.000.000",
    ]  # fmt: skip


def test_de_tabel_heeft_elke_gemeente_en_regio_met_haar_bedragen(
    pagina: Page, cijfers: Cijfers
) -> None:
    gemeenten = tabel(pagina, "", "#tabel")
    totalen = ["231.000.000", "278.000.000", "321.000.000"]
    assert gemeenten.pop("Samen")[4:9] == ["264.423.052", *totalen, "12,74"]
    namen = {gemeente.naam for gemeente in cijfers.gemeenten}
    assert set(gemeenten) == namen
    assert len(cijfers.gemeenten) == len(namen) == 342
    for gemeente in cijfers.gemeenten:
        bedragen = [cijfers.lokaal[gemeente.code, jaar].bedrag for jaar in cijfers.jaren]
        assert gemeenten[gemeente.naam][5:8] == list(map(toon_getal, bedragen))
    pagina.select_option("#tabel-soort", "regios")
    regios = tabel(pagina, "", "#tabel")
    assert regios.pop("Samen")[5:8] == ["194.000.000", "235.000.000", "169.000.000"]
    assert set(regios) == {regio.naam for regio in cijfers.regios}
    for regio in cijfers.regios:
        bedragen = [cijfers.regionaal[regio.naam, jaar].bedrag for jaar in cijfers.jaren]
        assert regios[regio.naam][5:8] == list(map(toon_getal, bedragen))


def test_de_kaart_kleurt_elke_regio_naar_haar_bedrag_per_inwoner(
    pagina: Page, cijfers: Cijfers
) -> None:
    tegels = pagina.locator(".tegel").evaluate_all(
        "tegels => tegels.map(t => [t.ariaLabel, t.className])"
    )
    per_naam = {label.split(":")[0]: (label, klasse) for label, klasse in tegels}
    assert len(tegels) == len(per_naam) == 42
    for regio in cijfers.regios:
        leden = cijfers.gemeenten_van(regio.naam)
        bedrag = cijfers.lokaal_van(leden, 2027) + cijfers.regionaal[regio.naam, 2027].bedrag
        label, klasse = per_naam[regio.naam]
        assert f"€\u00a0{toon_centen(bedrag, cijfers.inwoners_van(leden))} per inwoner" in label
        assert klasse == f"tegel klasse-{re.search(r'groep (.) van 5', label)[1]}"  # type: ignore[index]
    assert pagina.locator(".legenda li").count() == 5
    pagina.select_option("#kaart-maat", "regionaal")
    pagina.select_option("#kaart-jaar", "2026")
    twente = cijfers.gemeenten_van("Twente")
    per_inwoner = toon_centen(cijfers.spuk_iza["Twente", 2026], cijfers.inwoners_van(twente))
    assert per_inwoner in pagina.locator("[data-regio=twente]").inner_text()
    pagina.locator("summary", has_text="Kaart als tabel").click()
    assert tabel(pagina, "Regionaal", "#kaart")["Twente"] == ["TWE", per_inwoner]


# -- using it ----------------------------------------------------------------------------------


def test_wie_alleen_een_toetsenbord_heeft_kan_overal_bij(pagina: Page) -> None:
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.textContent") == "Naar de bedragen"
    pagina.keyboard.press("Tab")
    pagina.keyboard.type("henge")
    veld = pagina.locator("#zoek")
    assert veld.get_attribute("aria-expanded") == "true"
    pagina.keyboard.press("ArrowDown")
    actief = veld.get_attribute("aria-activedescendant")
    assert pagina.locator(f"#{actief}").inner_text().startswith("Hengelo")
    pagina.keyboard.press("Enter")
    expect(pagina.locator(":focus")).to_have_text("Gemeente Hengelo")
    assert pagina.title().startswith("Gemeente Hengelo - ")
    assert pagina.locator("[aria-current=true]").get_attribute("data-regio") == "twente"
    pagina.locator(".tegel[tabindex='0']").focus()
    for toets in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp"):
        pagina.keyboard.press(toets)
    regio = pagina.evaluate("document.activeElement.dataset.regio")
    assert pagina.locator(".tegel[tabindex='0']").count() == 1
    pagina.keyboard.press("Enter")
    expect(pagina.locator(":focus")).to_contain_text("IZA-regio ")
    assert pagina.evaluate("location.hash") == f"#regio/{regio}"


def test_elke_tegel_is_met_de_pijltjes_te_bereiken(pagina: Page) -> None:
    bereikt = pagina.evaluate(
        """() => {
            const gezien = new Set();
            const wacht = [document.querySelector(".tegel")];
            while (wacht.length) {
                const tegel = wacht.pop();
                if (gezien.has(tegel)) continue;
                gezien.add(tegel);
                for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
                    tegel.focus();
                    tegel.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
                    wacht.push(document.activeElement);
                }
            }
            return gezien.size;
        }"""
    )
    assert bereikt == 42


#: What someone types, and which suggestions come first.
GETYPT: tuple[tuple[str, list[str]], ...] = (
    ("utrecht", ["Utrecht gemeente", "Utrecht IZA-regio"]),
    ("regio utrecht", ["Utrecht IZA-regio"]),
    ("GM0344", ["Utrecht gemeente"]),
    ("344", ["Utrecht gemeente"]),
    ("s gravenhage", ["'s-Gravenhage gemeente"]),
    ("den haag", ["'s-Gravenhage gemeente"]),
    ("NOARDEAST FRYSLAN", ["Noardeast-Fryslân gemeente"]),
    ("samentwente", ["Twente IZA-regio"]),
    ("sudwest", ["Súdwest-Fryslân gemeente"]),
    ("Xyz", []),
)


def test_een_naam_hoeft_niet_precies_te_zijn(pagina: Page) -> None:
    for getypt, verwacht in GETYPT:
        assert_voorgesteld(pagina, getypt, verwacht)


def assert_voorgesteld(pagina: Page, getypt: str, verwacht: list[str]) -> None:
    pagina.fill("#zoek", getypt)
    keuzes = pagina.locator("#suggesties li").evaluate_all(
        "regels => regels.map(r => `${r.firstChild.textContent} ${r.lastChild.textContent}`)"
    )
    assert len(keuzes) >= len(verwacht)
    for keuze, begin in zip(keuzes, verwacht, strict=False):
        assert keuze.startswith(begin)
    melding = pagina.locator("#zoekmelding").inner_text()
    assert ("Geen gemeente of regio gevonden" in melding) == (verwacht == [])


def test_enter_raadt_niet_wie_er_bedoeld_is(pagina: Page) -> None:
    pagina.fill("#zoek", "bergen")
    pagina.press("#zoek", "Enter")
    assert "past op meer namen" in pagina.locator("#zoekmelding").inner_text()
    assert pagina.locator("#uitkomst h2").inner_text() == "Heel Nederland"
    pagina.fill("#zoek", "Utrecht")
    pagina.press("#zoek", "Enter")
    expect(pagina.locator(":focus")).to_have_text("Gemeente Utrecht")


def kolom(pagina: Page, nummer: int) -> list[str]:
    cellen: list[str] = pagina.locator("#tabel tbody tr").evaluate_all(
        "(rijen, nummer) => rijen.map(rij => rij.cells[nummer].innerText)", nummer
    )
    return cellen


def test_de_tabel_sorteert_en_filtert_en_telt_op(pagina: Page, cijfers: Cijfers) -> None:
    kop = pagina.locator("#tabel th", has_text="Lokaal 2027")
    kop.get_by_role("button").press("Enter")
    assert kop.get_attribute("aria-sort") == "descending"
    aflopend = [int(cel.replace(".", "")) for cel in kolom(pagina, 6)]
    assert aflopend == sorted(aflopend, reverse=True)
    assert kolom(pagina, 0)[0] == "Amsterdam"
    pagina.keyboard.press("Enter")
    assert kop.get_attribute("aria-sort") == "ascending"
    assert [int(cel.replace(".", "")) for cel in kolom(pagina, 6)] == aflopend[::-1]
    pagina.select_option("#tabel-provincie", "Zeeland")
    leden = [g for g in cijfers.gemeenten if g.provincie == "Zeeland"]
    assert sorted(kolom(pagina, 0)) == sorted(g.naam for g in leden)
    samen = tabel(pagina, "", "#tabel")["Samen"]
    assert samen[5] == toon_getal(cijfers.lokaal_van(leden, 2027))
    assert samen[8] == toon_centen(cijfers.lokaal_van(leden, 2027), cijfers.inwoners_van(leden))
    pagina.fill("#tabel-filter", "goes")
    assert kolom(pagina, 0) == ["Goes"]
    assert pagina.locator("#tabel-aantal").inner_text() == "Getoond: 1 van 342 gemeenten."
    pagina.fill("#tabel-filter", "bestaat niet")
    assert kolom(pagina, 0) == []


def haal(pagina: Page, knop: str, vak: str = "#uitkomst") -> tuple[str, str]:
    """Click a download button; return the name of the file and what is in it."""
    with pagina.expect_download() as wacht:
        pagina.locator(vak).get_by_role("button", name=knop).click()
    download = wacht.value
    return download.suggested_filename, Path(download.path()).read_bytes().decode("utf-8")


def test_een_download_is_wat_verdeel_schrijft(pagina: Page) -> None:
    naam, alles = haal(pagina, "Download alle bedragen")
    assert naam == "azwa-2027-2029-alles.csv"
    assert alles == draai("verdeel", "--formaat", "csv-excel").uit
    ga_naar(pagina, "#gemeente/GM0820")
    naam, eigen = haal(pagina, "Download Nuenen")
    assert naam == "azwa-2027-2029-gm0820.csv"
    assert eigen == draai("verdeel", "--gemeente", "GM0820", "--formaat", "csv-excel").uit
    assert ";Nuenen, Gerwen en Nederwetten;" in eigen
    ga_naar(pagina, REGIO)
    naam, eigen = haal(pagina, "Download Twente")
    assert naam == "azwa-2027-2029-twente.csv"
    assert eigen == draai("verdeel", "--regio", "Twente", "--formaat", "csv-excel").uit


def test_de_tabel_is_te_downloaden_zoals_zij_gefilterd_is(pagina: Page) -> None:
    for soort, onderdeel in (("gemeenten", "lokaal"), ("regios", "regionaal")):
        pagina.select_option("#tabel-soort", soort)
        _, rijen = haal(pagina, "Download deze rijen", "#tabel")
        assert rijen == draai("verdeel", "--onderdeel", onderdeel, "--formaat", "csv-excel").uit
    pagina.fill("#tabel-filter", "Twente")
    _, rijen = haal(pagina, "Download deze rijen", "#tabel")
    opdracht = (
        "verdeel",
        "--onderdeel",
        "regionaal",
        "--regio",
        "Twente",
        "--formaat",
        "csv-excel",
    )
    assert rijen == draai(*opdracht).uit


def test_de_terugknop_en_een_bewaard_adres_werken(pagina: Page, adres: str) -> None:
    ga_naar(pagina, GEMEENTE)
    ga_naar(pagina, REGIO)
    pagina.go_back()
    expect(pagina).to_have_title("Gemeente Utrecht - SPUK AZWA 2027-2029")
    pagina.goto("about:blank")
    pagina.goto(adres + "#gemeente/GM9999")
    assert pagina.locator("#uitkomst h2").inner_text() == "Heel Nederland"


# -- looks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("breedte", "kleuren"),
    [
        pytest.param(360, "dark", marks=pytest.mark.lang),
        (1400, "light"),
        pytest.param(360, "light", marks=pytest.mark.lang),
        pytest.param(1400, "dark", marks=pytest.mark.lang),
    ],
)
def test_de_pagina_past_en_is_toegankelijk(
    chromium: Browser, adres: str, breedte: int, kleuren: Any
) -> None:
    """No sideways scrolling, no text cut off, nothing that axe finds by WCAG A and AA."""
    context = chromium.new_context(
        viewport={"width": breedte, "height": 900}, color_scheme=kleuren, locale="nl-NL"
    )
    blad = context.new_page()
    gezien = Watched(blad)
    for keuze in (LAND, GEMEENTE, REGIO):
        blad.goto("about:blank")
        blad.goto(adres + keuze)
        blad.wait_for_selector("#uitkomst .grafiek svg")
        maten = blad.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert maten == [breedte, breedte]
        assert blad.locator("figure:visible svg").count() == blad.locator("figure").count() > 0
        assert blad.evaluate(BUITEN_BEELD) == []
        if keuze == GEMEENTE or (breedte, kleuren) in ((360, "dark"), (1400, "light")):
            # Every row of the table of all is made alike; axe would read 342 for a minute.
            blad.fill("#tabel-filter", "Hengelo")
            gevonden = Axe().run(blad, options=AXE)
            assert gevonden.violations_count == 0, gevonden.generate_report()
    licht = blad.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (licht == "rgb(244, 246, 248)") == (kleuren == "light")
    context.close()
    assert gezien.complaints == []
    assert {soort.split(":")[0] for soort in gezien.addresses} <= {"file", "about"}


AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}

#: The texts in charts and on tiles that stick out of their place.
BUITEN_BEELD = """() => [
    ...[...document.querySelectorAll(".tegel")].filter((t) => t.scrollWidth > t.clientWidth + 1),
    ...[...document.querySelectorAll(".grafiek text")].filter((t) => {
        const [tekst, svg] = [t, t.ownerSVGElement].map((e) => e.getBoundingClientRect());
        return tekst.left < svg.left - 1 || tekst.right > svg.right + 1;
    }),
].map((e) => e.textContent)"""


#: The longest on paper: a mandaathouder with two NPLV areas, one with a long name, and no one.
OP_PAPIER = ("GM0363", "GM1883", "GM0820")


def test_een_gemeente_past_op_een_a4(chromium: Browser, adres: str, cijfers: Cijfers) -> None:
    """One sheet of A4 with title, amounts, statuses, date and sources; nothing small or cut off."""
    blad = chromium.new_page()
    for code in OP_PAPIER:
        blad.goto("about:blank")
        blad.goto(f"{adres}#gemeente/{code}")
        blad.wait_for_selector("#uitkomst .grafiek svg")
        pdf = blad.pdf(prefer_css_page_size=True)
        assert re.findall(rb"/MediaBox ?\[([^]]*)\]", pdf) == [b"0 0 594.95996 841.91998"]
        blad.emulate_media(media="print")
        gezien = blad.inner_text("body")
        assert f"Gemeente {cijfers.gegevens.gemeenten[code].naam}" in gezien
        for jaar in cijfers.jaren:
            assert toon_getal(cijfers.lokaal[code, jaar].bedrag) in gezien
        for woord in ("indicatief", "Stand van de cijfers", "kenmerk 1097348-DMO", "azwa_funds "):
            assert woord in gezien
        assert "Kies een gemeente" not in gezien
        kleinste = blad.evaluate(KLEINSTE_LETTER)
        assert kleinste >= 7 * 96 / 72 - 0.01, "nothing smaller than 7 points"
        blad.emulate_media(media="null")
    blad.close()


KLEINSTE_LETTER = """() => Math.min(...[...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && [...e.childNodes].some((k) => k.nodeType === 3))
    .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""


def test_op_papier_is_alles_licht_en_zonder_knoppen(chromium: Browser, adres: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    blad = context.new_page()
    blad.goto(adres + GEMEENTE)
    blad.emulate_media(media="print", color_scheme="dark")
    assert blad.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert blad.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert blad.get_by_role("button").filter(visible=True).count() == 0
    assert not blad.locator("#zoek").is_visible()
    assert not blad.locator("#tabel").is_visible(), "wie iets kiest, drukt dat af"
    assert blad.locator("#uitkomst h2").is_visible()
    ga_naar(blad, REGIO)
    assert blad.locator("#bronnen").is_visible(), "een regio drukt af met alles erbij"
    context.close()


# -- hostile input -----------------------------------------------------------------------------

BOOS = '</script><img src=x onerror="document.title=1">&amp;{{csp}}'


def test_een_naam_wordt_nooit_uitgevoerd(chromium: Browser, tmp_path: Path) -> None:
    """What stands in a table of names is text: on the page, in its suggestions, in its files."""
    kopieer_gegevens(tmp_path)
    for pad in (tmp_path / "data").rglob("*.csv"):
        tekst = pad.read_text(encoding="utf-8")
        tekst = tekst.replace(",Almelo", ',"' + BOOS.replace('"', '""') + '"')
        pad.write_text(tekst.replace(",Borne", ",=1+1"), encoding="utf-8")
    assert draai_in(tmp_path, "pagina", "--uit", tmp_path).code == 0
    context = chromium.new_context()
    blad = context.new_page()
    gezien = Watched(blad)
    blad.goto((tmp_path / "index.html").as_uri() + "#gemeente/GM0141")
    assert blad.locator("#uitkomst h2").inner_text() == f"Gemeente {BOOS}"
    assert blad.title() == f"Gemeente {BOOS} - SPUK AZWA 2027-2029"
    blad.fill("#zoek", "GM0141")
    assert BOOS in blad.locator("#suggesties li").first.inner_text()
    assert blad.locator("img").count() == 0
    ga_naar(blad, REGIO)
    _, rijen = haal(blad, "Download Twente")
    assert rijen == draai_in(tmp_path, "verdeel", "--regio", "Twente", "--formaat", "csv-excel").uit
    assert ";'=1+1;" in rijen
    context.close()
    assert gezien.complaints == []
