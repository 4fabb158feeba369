"""Who may ask the window anything: the attacks of its design, each of which has to fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from venster_hulp import HIER, POORT, Klok

from azwa_funds.dossier.dossier import maak_dossier
from azwa_funds.venster.toepassing import maak_toepassing
from azwa_funds.venster.wacht import Wacht


@pytest.fixture
def klok() -> Klok:
    return Klok()


@pytest.fixture
def wacht(klok: Klok) -> Wacht:
    return Wacht(POORT, klok)


@pytest.fixture
def app(tmp_path: Path, wacht: Wacht) -> Iterator[Flask]:
    maak_dossier(tmp_path / "utrecht", "Utrecht", 2027)
    app = maak_toepassing(tmp_path / "utrecht", wacht)
    yield app
    app.extensions["omgeving"].werkplaats.sluit()


@pytest.fixture
def vreemde(app: Flask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()


@pytest.fixture
def binnen(app: Flask, wacht: Wacht) -> FlaskClient:
    """A browser that came in by the address of the start."""
    client = app.test_client()
    assert client.get(f"/binnen/{wacht.nieuw_geheim()}", base_url=HIER).status_code == 302
    return client


def bestanden(map_: Path) -> dict[str, bytes]:
    return {str(p.relative_to(map_)): p.read_bytes() for p in map_.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"localhost:{POORT}", f"127.0.0.1.:{POORT}", "127.0.0.1", "", "127.0.0.1:1"],
)
def test_only_our_own_address_is_answered(binnen: FlaskClient, host: str) -> None:
    """A name that was made to point here (rebinding) is another address, also with our cookie."""
    antwoord = binnen.get("/", base_url=HIER, environ_overrides={"HTTP_HOST": host})
    assert antwoord.status_code == 421
    assert b"Utrecht" not in antwoord.data


@pytest.mark.parametrize("herkomst", ["cross-site", "same-site", "bogus"])
@pytest.mark.parametrize("methode", ["GET", "POST"])
def test_what_another_page_asks_is_refused(
    binnen: FlaskClient, herkomst: str, methode: str
) -> None:
    """Also a page of another port of this computer, which carries our cookie along."""
    antwoord = binnen.open(
        "/stoppen" if methode == "POST" else "/", method=methode, base_url=HIER,
        headers={"Sec-Fetch-Site": herkomst},
    )  # fmt: skip
    assert antwoord.status_code == 403


@pytest.mark.parametrize(
    ("koppen", "code"),
    [
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": HIER}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 403),
    ],
)
def test_a_change_needs_proof_that_it_comes_from_the_window(
    binnen: FlaskClient, koppen: dict[str, str], code: int
) -> None:
    antwoord = binnen.post("/inlezen/weg", base_url=HIER, headers=koppen)
    assert antwoord.status_code == code


@pytest.mark.parametrize("methode", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(binnen: FlaskClient, methode: str) -> None:
    assert binnen.open("/", method=methode, base_url=HIER).status_code == 405


def test_without_a_session_there_is_nothing_to_see(vreemde: FlaskClient) -> None:
    antwoord = vreemde.get("/", base_url=HIER)
    assert antwoord.status_code == 403
    assert "start" in antwoord.text.lower()
    assert "Utrecht" not in antwoord.text


def test_the_secret_works_once(app: Flask, wacht: Wacht) -> None:
    geheim = wacht.nieuw_geheim()
    assert app.test_client().get(f"/binnen/{geheim}", base_url=HIER).status_code == 302
    assert app.test_client().get(f"/binnen/{geheim}", base_url=HIER).status_code == 403


def test_the_secret_works_a_minute(vreemde: FlaskClient, wacht: Wacht, klok: Klok) -> None:
    geheim = wacht.nieuw_geheim()
    klok.nu += 61
    assert vreemde.get(f"/binnen/{geheim}", base_url=HIER).status_code == 403


@pytest.mark.parametrize("geheim", ["x", "é", "%00", "../binnen", "a" * 5000])
def test_a_guess_is_no_secret(vreemde: FlaskClient, geheim: str) -> None:
    assert vreemde.get(f"/binnen/{geheim}", base_url=HIER).status_code in (403, 404)


def test_a_cookie_of_an_earlier_start_is_none(tmp_path: Path, binnen: FlaskClient) -> None:
    cookie = binnen.get_cookie(f"azwa-{POORT}", domain="127.0.0.1")
    assert cookie
    assert cookie.http_only
    assert cookie.same_site == "Strict"
    later = maak_toepassing(tmp_path, Wacht(POORT)).test_client()
    later.set_cookie(f"azwa-{POORT}", cookie.value, domain="127.0.0.1")
    assert later.get("/", base_url=HIER).status_code == 403


def test_every_page_forbids_what_it_does_not_need(app: Flask, binnen: FlaskClient) -> None:
    for pad in ("/", "/inlezen", "/bestaat-niet", "/bestanden/venster.js"):
        with binnen.get(pad, base_url=HIER) as antwoord:
            koppen = antwoord.headers
        assert "default-src 'none'" in koppen["Content-Security-Policy"]
        assert "unsafe" not in koppen["Content-Security-Policy"]
        assert koppen["X-Content-Type-Options"] == "nosniff"
        assert koppen["Referrer-Policy"] == "no-referrer"
        assert koppen["Cross-Origin-Resource-Policy"] == "same-origin"
        assert ("no-store" in koppen["Cache-Control"]) == (not pad.startswith("/bestanden"))


def test_looking_changes_nothing(app: Flask, binnen: FlaskClient, tmp_path: Path) -> None:
    """Every address that answers a GET, as the application itself lists them."""
    voor = bestanden(tmp_path)
    bekeken = 0
    for regel in app.url_map.iter_rules():
        if "GET" in (regel.methods or ()) and not regel.arguments - {"nummer"}:
            pad = regel.rule.replace("<int:nummer>", "1")
            assert binnen.get(pad, base_url=HIER).status_code < 500, pad
            bekeken += 1
    assert bekeken > 12
    assert bestanden(tmp_path) == voor


def test_every_change_is_closed_without_the_window(app: Flask, vreemde: FlaskClient) -> None:
    posten = [r for r in app.url_map.iter_rules() if "POST" in (r.methods or ())]
    assert len(posten) > 10
    for regel in posten:
        pad = regel.rule.replace("<int:nummer>", "1")
        assert vreemde.post(pad, base_url=HIER).status_code == 403, pad


HAAL = {"base_url": HIER, "headers": {"Sec-Fetch-Site": "same-origin"}}


@pytest.mark.parametrize(
    "tekst",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "javascript:1",
     "\u202egpj.exe", "a" * 10_000],
)  # fmt: skip
def test_text_is_shown_as_text(binnen: FlaskClient, tekst: str) -> None:
    antwoord = binnen.get("/", query_string={"wie": tekst}, base_url=HIER)
    assert "Dit lukt nog niet" in antwoord.text
    assert "<script>alert" not in antwoord.text
    assert "<img src=x" not in antwoord.text
    assert "49" not in antwoord.text.partition("<main")[2].partition("<datalist")[0]


@pytest.mark.parametrize(
    "naam",
    ["../../uit.csv", "..\\..\\uit.csv", "/etc/uit.csv", "C:\\uit.csv", "\\\\server\\x\\uit.csv",
     "CON", "a:b", "uit.csv. ", "\x00uit.csv", "<b>uit</b>.csv", "x" * 400 + ".csv"],
)  # fmt: skip
def test_a_name_never_decides_where_a_file_goes(
    binnen: FlaskClient, tmp_path: Path, naam: str
) -> None:
    import io

    antwoord = binnen.post("/inlezen", data={"bestanden": (io.BytesIO(b"a;b\n"), naam)}, **HAAL)  # type: ignore[arg-type]
    assert antwoord.status_code in (303, 400)
    nieuw = {Path(p) for p in bestanden(tmp_path)} - {Path("utrecht/dossier.toml")}
    assert all(p.parts[:3] == ("utrecht", ".azwa", "ontvangen") for p in nieuw), nieuw
    assert len(nieuw) <= 1
    for pad in nieuw:
        assert len(pad.name) <= 120
        assert not set(pad.name) & set('<>:"|?*\\/\0')


@pytest.mark.parametrize("naam", ["../dossier.toml", "..%2fdossier.toml", "/etc/passwd", "x.toml"])
def test_only_what_the_dossier_lists_is_shown(binnen: FlaskClient, naam: str) -> None:
    for pad in ("/profiel?naam=", "/rijen?rij=1&bestand="):
        antwoord = binnen.get(pad + naam, base_url=HIER)
        assert antwoord.status_code == 400
        assert "is er niet" in antwoord.text


def test_too_much_is_refused_with_a_sentence(app: Flask, binnen: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    antwoord = binnen.post("/inlezen", data={"x": "y" * 2000}, **HAAL)  # type: ignore[arg-type]
    assert antwoord.status_code == 413
    assert "te groot" in antwoord.text


def test_a_form_older_than_the_file_is_refused(binnen: FlaskClient, tmp_path: Path) -> None:
    velden = {"naam": "grootboek", "tekst": "[vast]\njaar = 2027\n", "som": ""}
    assert binnen.post("/profiel", data=velden, **HAAL).status_code == 303  # type: ignore[arg-type]
    antwoord = binnen.post("/profiel", data=velden | {"tekst": "x"}, **HAAL)  # type: ignore[arg-type]
    assert antwoord.status_code == 409
    assert "intussen veranderd" in antwoord.text
    pad = tmp_path / "utrecht" / "profielen" / "grootboek.toml"
    assert pad.read_text("utf-8") == velden["tekst"]


def test_a_fault_of_our_own_is_a_sentence_too(
    app: Flask, binnen: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kapot(*_: object, **__: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setitem(app.view_functions, "kalender", kapot)
    antwoord = binnen.get("/kalender", base_url=HIER)
    assert antwoord.status_code == 500
    assert "had niet mogen gebeuren" in antwoord.text
    assert "Traceback" not in antwoord.text
