"""Attacks on the window that need a real server, and texts that would be more than text.

Everything happens on the loopback of this computer.
"""

from __future__ import annotations

import hmac
import io
import re
import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from html import unescape
from pathlib import Path

import pytest
from boekingen import als_csv, boeking
from hulp import GEDULD
from openpyxl import Workbook
from venster_hulp import HIER, Gebruiker, venster

from azwa_funds.dossier.dossier import maak_dossier
from azwa_funds.kern.schijf import alleen_in
from azwa_funds.venster.server import bedien, open_poort
from azwa_funds.venster.toepassing import maak_toepassing
from azwa_funds.venster.wacht import Wacht

# -- a real server -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def poort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a window that listens, for all tests here."""
    klaar, geopend = threading.Event(), threading.Event()
    with open_poort(0) as stopcontact:
        wacht = Wacht(stopcontact.getsockname()[1])
        app = maak_toepassing(tmp_path_factory.mktemp("venster"), wacht)

        def draai_venster() -> None:
            bedien(app, wacht, stopcontact, klaar, meld=lambda _: geopend.set(),
                   tussendoor=lambda _: False)  # fmt: skip

        draad = threading.Thread(target=draai_venster)
        draad.start()
        geopend.wait(GEDULD)
        yield wacht.poort
        klaar.set()
        draad.join()


def zeg(poort: int, *regels: str, lichaam: bytes = b"") -> bytes:
    """Send a request to the letter, and return the whole answer.

    Raises ConnectionError when the window hangs up before it heard all.
    """
    with socket.create_connection(("127.0.0.1", poort), timeout=GEDULD) as lijn:
        lijn.sendall("\r\n".join([*regels, "Connection: close", "", ""]).encode() + lichaam)
        return b"".join(iter(lambda: lijn.recv(65536), b""))


def code(antwoord: bytes) -> int:
    return int(antwoord.split(b" ", 2)[1])


def leeft(poort: int) -> bool:
    """Whether the window still answers who comes without a session."""
    return code(zeg(poort, "GET / HTTP/1.1", f"Host: 127.0.0.1:{poort}")) == 403


@pytest.mark.parametrize(
    "koppen",
    [
        ("GET / HTTP/1.1", "Host: rebind.test:{poort}"),
        ("POST /stoppen HTTP/1.1", "Host: rebind.test:{poort}", "Origin: http://rebind.test"),
        ("GET / HTTP/1.0",),
        ("GET / HTTP/1.1", "Host: 127.0.0.1:{poort}", "Host: evil.example"),
        ("GET / HTTP/1.1", "Host: evil.example", "Host: 127.0.0.1:{poort}"),
        ("GET / HTTP/1.1", "Host: 127.0.0.1:{poort}.evil.example"),
        ("GET / HTTP/1.1", "Host: 0x7f.1:{poort}"),
    ],
    ids=["rebound", "rebound post", "absent", "two, ours first", "two, ours last", "longer", "hex"],
)
def test_a_name_that_leads_here_is_not_our_address(poort: int, koppen: tuple[str, ...]) -> None:
    antwoord = zeg(poort, *(kop.format(poort=poort) for kop in koppen))
    assert code(antwoord) in (400, 421)
    assert b"Set-Cookie" not in antwoord


def test_the_address_in_the_first_line_does_not_count(poort: int) -> None:
    """The absolute form names a host of its own; only the Host header is looked at."""
    regels = (f"GET http://127.0.0.1:{poort}/ HTTP/1.1", "Host: evil.example")
    assert code(zeg(poort, *regels)) == 421
    regels = ("GET http://evil.example/ HTTP/1.1", f"Host: 127.0.0.1:{poort}")
    assert code(zeg(poort, *regels)) in (403, 421)


def test_another_address_of_this_computer_does_not_answer(poort: int) -> None:
    """127.0.0.2 is this computer too, and so is its address on the network."""
    adressen = {"127.0.0.2", socket.gethostbyname(socket.gethostname())} - {"127.0.0.1"}
    for adres in adressen:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((adres, poort), timeout=GEDULD)


def test_headers_without_end_are_refused(poort: int) -> None:
    with suppress(ConnectionError):  # it need not hear all of that out
        assert code(zeg(poort, "GET / HTTP/1.1", f"X: {'x' * 400_000}")) == 431
    assert leeft(poort)


def test_a_length_that_is_told_twice_is_no_way_in(poort: int) -> None:
    """What one reader takes for the end of a request, another must not take for the next one."""
    smokkel = f"0\r\n\r\nGET /stoppen HTTP/1.1\r\nHost: 127.0.0.1:{poort}\r\n\r\n".encode()
    for koppen in (
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Content-Length: 5", "Content-Length: 50"),
        ("Transfer-Encoding: identity, chunked",),
        ("Content-Length: -1",),
    ):
        antwoord = zeg(
            poort, "POST / HTTP/1.1", f"Host: 127.0.0.1:{poort}", *koppen, lichaam=smokkel
        )
        assert code(antwoord) >= 400
        assert antwoord.count(b"HTTP/1.1 ") == 1, "one question, one answer"
    assert leeft(poort)


def test_it_answers_while_others_are_slow_or_many(poort: int) -> None:
    """Fifty connections that say half a request and then nothing."""
    with ExitStack() as open_:
        for _ in range(50):
            lijn = open_.enter_context(socket.create_connection(("127.0.0.1", poort)))
            lijn.sendall(
                f"POST /inlezen HTTP/1.1\r\nHost: 127.0.0.1:{poort}\r\n"
                "Content-Length: 1000000\r\n\r\nhalf".encode()
            )
        assert leeft(poort)


def test_more_than_the_limit_is_refused_before_it_is_taken_in(poort: int) -> None:
    regels = ("POST /inlezen HTTP/1.1", f"Host: 127.0.0.1:{poort}", f"Content-Length: {2**40}")
    assert code(zeg(poort, *regels, lichaam=b"x")) == 413
    assert leeft(poort)


# -- secrets ---------------------------------------------------------------------------------------


def test_secrets_are_compared_in_the_same_time_whatever_is_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each known secret and session is compared whole; no search stops at the first that fits."""
    vergeleken: list[bytes] = []
    echt = hmac.compare_digest

    def telt(een: bytes, ander: bytes) -> bool:
        vergeleken.append(een)
        return bool(echt(een, ander))

    monkeypatch.setattr(hmac, "compare_digest", telt)
    wacht = Wacht(1)
    sessies = [wacht.wissel(wacht.nieuw_geheim()) for _ in range(3)]
    vergeleken.clear()
    assert not wacht.kent("gok")
    assert wacht.kent(sessies[0] or "")
    assert len(vergeleken) == 6
    assert all(len(sessie or "") >= 43 for sessie in sessies), "256 bits"


def test_the_secret_stands_in_no_page_and_in_no_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    maak_dossier(tmp_path, "Utrecht", 2027)
    wacht = Wacht(50_123)
    client, geheim = maak_toepassing(tmp_path, wacht).test_client(), wacht.nieuw_geheim()
    with caplog.at_level(0):
        binnen = client.get(f"/binnen/{geheim}", base_url=HIER)
        pagina = client.get("/", base_url=HIER)
    (koekje,) = re.findall(r"=([\w-]{43,});", binnen.headers["Set-Cookie"])
    gezegd = caplog.text + "".join(capfd.readouterr()) + pagina.text + binnen.text
    assert binnen.headers["Location"] == "/"
    assert geheim not in gezegd
    assert koekje not in gezegd


# -- text that would be more -----------------------------------------------------------------------

KWAAD = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "{% raw %}",
    "javascript:alert(1)", "\u202egpj.exe", "=1+1", "a" * 10_000,
]  # fmt: skip


@pytest.fixture
def utrecht(tmp_path: Path) -> Iterator[Gebruiker]:
    maak_dossier(tmp_path / "utrecht", "Utrecht", 2027)
    with venster(tmp_path / "utrecht") as utrecht:
        yield utrecht


def onschuldig(tekst: str) -> bool:
    """Whether a page holds none of the hostile texts but as text."""
    inhoud = tekst.partition("<main")[2]
    return not re.search(r"<script|<img|href=\"javascript|>49<", inhoud)


@pytest.mark.parametrize("tekst", KWAAD)
def test_a_cell_a_sheet_and_a_heading_are_shown_as_text(utrecht: Gebruiker, tekst: str) -> None:
    """In what was read, in the choice of columns, and in the row behind a finding."""
    werkboek = Workbook()
    blad = werkboek.active
    blad.title = re.sub(r"[\\*?:/\[\]]", "", tekst)[:31].strip("'")
    schoon = tekst.replace("\u202e", "")
    koppen = ["Boekstuk", "Boekdatum", "Omschrijving", "Bedrag"]
    for rij in ([*koppen, schoon], [schoon, "02-02-2027", schoon, 1, schoon]):
        blad.append(rij)
        for cel in blad[blad.max_row]:
            cel.data_type = "n" if isinstance(cel.value, int) else "s"
    buffer = io.BytesIO()
    werkboek.save(buffer)
    bestand = ("boek.xlsx", buffer.getvalue())
    paginas = [utrecht.stuur("/inlezen", bestanden=[bestand]), utrecht.kijk("/kolommen")]
    utrecht.stuur("/inlezen/bewaar")
    paginas.append(utrecht.kijk("/rijen?bestand=boek.xlsx&rij=2"))
    paginas.append(utrecht.stuur("/toets"))
    assert all(onschuldig(pagina) for pagina in paginas)


@pytest.mark.parametrize("tekst", KWAAD)
def test_a_name_of_a_file_a_profile_or_a_letter_is_shown_as_text(
    utrecht: Gebruiker, tekst: str
) -> None:
    naam, csv = f"{tekst[:200]}.csv".replace('"', "'"), als_csv([boeking("GM0344")]).encode()
    paginas = [
        utrecht.stuur("/inlezen", bestanden=[(naam, csv)]),
        utrecht.stuur("/profiel", naam=tekst[:90], tekst="x", som=""),
        utrecht.kijk("/geschiedenis"),
        utrecht.stuur("/beschikking", titel=tekst, bestand=(naam, csv)),
        utrecht.stuur("/sisa/regio", 400, uiterlijk=tekst),
    ]
    assert all(onschuldig(pagina) for pagina in paginas)
    buiten = [p for p in utrecht.map_.parent.rglob("*") if not p.is_relative_to(utrecht.map_)]
    assert buiten == []


@pytest.mark.parametrize(
    "naam",
    ["../../uit", "..\\uit", "/etc/uit", "C:\\uit", "\\\\server\\x\\uit", "CON", "a:b", "uit. ",
     "\x00uit", "dossier.toml/../../uit"],
)  # fmt: skip
def test_a_profile_stays_among_the_profiles(utrecht: Gebruiker, naam: str) -> None:
    voor = {pad for pad in utrecht.map_.parent.rglob("*") if ".azwa" not in pad.parts}
    utrecht.stuur("/profiel", naam=naam, tekst="[vast]\njaar = 2027\n", som="")
    nieuw = {pad for pad in utrecht.map_.parent.rglob("*") if ".azwa" not in pad.parts} - voor
    (pad,) = nieuw
    assert pad.parent == utrecht.map_ / "profielen"
    assert pad.suffix == ".toml"
    assert not re.fullmatch(r"con(\..*)?", pad.name, re.IGNORECASE)


def test_a_download_has_a_name_that_is_only_a_name(utrecht: Gebruiker) -> None:
    """Quotes or a line break in it break no header, and a link out of the dossier is no file."""
    (utrecht.map_ / "geheim.txt").write_text("van iemand anders")
    map_ = utrecht.map_ / "reports"
    (map_ / 'a"; filename=b.html\r\nX: y.csv').write_text("x")
    (map_ / "uit.csv").symlink_to(utrecht.map_.parent / "buiten.csv")
    (utrecht.map_.parent / "buiten.csv").write_text("van iemand anders")
    tekst = utrecht.kijk("/overzichten")
    assert "uit.csv" not in tekst
    (adres,) = re.findall(r'href="(/gemaakt[^"]*)"', tekst)
    with utrecht.client.get(unescape(adres), base_url=HIER) as antwoord:
        kop = antwoord.headers["Content-Disposition"]
        assert "X" not in antwoord.headers
        assert kop.startswith("attachment")
        assert "\n" not in kop
    for vreemd in ("uit.csv", "..%2fgeheim.txt", "../geheim.txt", "/etc/passwd", "", "x.csv%00"):
        assert "is er niet meer" in utrecht.kijk(f"/gemaakt?naam={vreemd}", 400)


def test_a_ledger_that_is_a_link_out_of_the_dossier_is_not_shown(utrecht: Gebruiker) -> None:
    (utrecht.map_.parent / "buiten.csv").write_text("van iemand anders")
    (utrecht.map_ / "bestedingen/2027/uit.csv").symlink_to(utrecht.map_.parent / "buiten.csv")
    assert "is er niet" in utrecht.kijk("/rijen?bestand=uit.csv&rij=1", 400)


# -- too much --------------------------------------------------------------------------------------


def test_more_parts_than_a_form_has_are_refused(utrecht: Gebruiker) -> None:
    delen = {f"deel-{nummer}": "x" for nummer in range(100)}
    tekst = utrecht.stuur("/inlezen", 413, **delen, bestanden=("x.csv", b""))
    assert "meer dan honderd" in tekst


def test_a_bomb_is_defused_by_the_same_reader_as_everywhere(utrecht: Gebruiker) -> None:
    """A workbook that would fill the memory, and one with an entity that names a file."""
    bom, entiteit = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bom, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("xl/worksheets/sheet1.xml", b"0" * 2**25)
    with zipfile.ZipFile(entiteit, "w") as archief:
        archief.writestr(
            "xl/workbook.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
        )
    for naam, inhoud in (("bom.xlsx", bom), ("entiteit.xlsx", entiteit)):
        tekst = utrecht.stuur("/inlezen", bestanden=[(naam, inhoud.getvalue())])
        assert "Dit lukt nog niet" in tekst
        assert "root:" not in tekst
        utrecht.stuur("/inlezen/weg")


def test_a_folder_in_which_a_command_is_busy_is_said_in_a_sentence(utrecht: Gebruiker) -> None:
    with alleen_in(utrecht.map_):
        tekst = utrecht.stuur("/profiel", 400, naam="x", tekst="y", som="")
    assert "is een andere opdracht van dit programma bezig" in tekst
    assert not list((utrecht.map_ / "profielen").iterdir())
