"""What comes in is hostile: no text becomes a formula, no name a path, nothing goes out.

One set of data in which every name and text is an attack goes through every command that writes.
SECURITY.md promises what is shown here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import opdrachten_md
import pytest
from boekingen import boeking, schrijf, schrijf_xlsx
from hulp import GEDULD, Uitkomst, draai_in, kopieer_gegevens, schrijf_csv

from azwa_funds.kern.tekst import bestandsnaam
from azwa_funds.opdrachten import OPDRACHTEN

#: No text that we write ourselves holds this, so wherever it stands it came from an input.
MERK = "azwa.invalid"
FORMULE = f'=HYPERLINK("http://{MERK}/";"klik")'
OPMAAK = f'</script><img src=x onerror="{MERK}"><!--'
#: What spreadsheets, and the chat of old ones with other programs, run when it comes first.
AANVALLEN = (FORMULE, f"+cmd|' /C {MERK}'!A0", f"-2+3 {MERK}", f"@SUM(1) {MERK}", OPMAAK,
            f"＝1+1 {MERK}", f"x;=1+1;{MERK}", f"x,@SUM(1),{MERK}")  # fmt: skip

#: Texts that appear in outputs, per table. Names that other tables look up stay as they are.
TEKSTEN = {
    "data/budgetten.csv": ("naam", "vindplaats"),
    "data/kalender.csv": ("wat", "wie", "vindplaats"),
    "data/openstaand.csv": ("document", "vervangt", "daarna", "vindplaats"),
    "data/grondslagen.csv": ("toelichting", "vindplaats"),
    "data/brug.csv": ("vindplaats",),
    "data/indeling/gemeenten.csv": ("naam", "naam_cbs", "provincie", "vindplaats"),
    "data/indeling/regios.csv": ("mandaathouder", "vindplaats"),
    "data/indeling/herindelingen.csv": ("naam_oud", "naam_nieuw", "toelichting", "vindplaats"),
    "data/indeling/grootteklassen.csv": ("naam", "vindplaats"),
    "data/indeling/tegelkaart.csv": ("kort", "vindplaats"),
    "data/beschikkingen/bekende_afwijkingen.csv": ("reden", "vindplaats"),
    "data/beschikkingen/brede_spuk_2026.csv": ("ontvanger", "vindplaats"),
    "data/beschikkingen/spuk_iza_2026.csv": ("ontvanger", "vindplaats"),
    "data/cbs/bevolking.csv": ("gemeente",),
    "data/cbs/kerncijfers.csv": ("gemeente",),
}

#: Likewise in rules: every text of these fields.
VELDEN = ("naam", "titel", "toelichting", "uitgever", "plaats", "tekst", "reden", "label", "vraag")


def _rijen(pad: Path) -> list[list[str]]:
    with pad.open(encoding="utf-8", newline="") as bestand:
        return list(csv.reader(bestand))


def _vergiftig(map_: Path) -> None:
    """Put an attack in front of every name and text; what makes it unique stays behind it."""
    for bestand, kolommen in TEKSTEN.items():
        kop, *rijen = _rijen(map_ / bestand)
        for nummer, rij in enumerate(rijen):
            for kolom in kolommen:
                plek = kop.index(kolom)
                if rij[plek]:
                    rij[plek] = f"{AANVALLEN[nummer % len(AANVALLEN)]} {rij[plek]}"
        schrijf_csv(map_ / bestand, [kop, *rijen])
    for pad in (*map_.rglob("*.toml"),):
        if pad.name in ("tabellen.toml", "streefwaarden.toml", "kolomnamen.toml"):
            continue
        regels = pad.read_text(encoding="utf-8").splitlines()
        for nummer, regel in enumerate(regels):
            veld = re.fullmatch(r'(\w+) = "([^"{]+)"', regel)
            if veld and veld[1] in VELDEN:
                aanval = AANVALLEN[nummer % len(AANVALLEN)].replace('"', '\\"')
                regels[nummer] = f'{veld[1]} = "{aanval} {veld[2]}"'
        pad.write_text("\n".join(regels) + "\n", encoding="utf-8")


def _scenario(map_: Path) -> Path:
    pad = map_ / "korting.toml"
    tekst = (map_ / "data/scenarios/korting.toml").read_text(encoding="utf-8")
    pad.write_text(tekst, encoding="utf-8")
    return pad


def _boekingen(map_: Path) -> Path:
    rijen = [
        boeking(
            "GM0141",
            "lokaal" if nummer % 2 else "regionaal",
            boekstuk=f"{aanval} {nummer}",
            omschrijving=aanval,
            thema=aanval,
            taakveld=aanval,
            bedrag="-1,00" if nummer else "99.999.999,00",
        )
        for nummer, aanval in enumerate(AANVALLEN)
    ]
    return schrijf(map_ / f"+cmd {MERK}.csv", *rijen, *rijen[:1])


def _alle_uitvoer(map_: Path, alles: bool) -> Path:
    """Make every output of every command from hostile data, and return the folder they are in."""
    kopieer_gegevens(map_)
    _vergiftig(map_)
    uit, boekingen, scenario = map_ / "uit", _boekingen(map_), _scenario(map_)
    wie = ("--regio", "Twente")
    for opdracht in (
        ("verdeel", "--uit", uit / "verdeel.csv"),
        ("verdeel", "--uit", uit / "verdeel.json"),
        ("overzicht", "--landelijk", *wie, "--gemeente", "GM0141", "--uit", uit),
        ("rekenmodel", "--uit", uit / "rekenmodel.xlsx"),
        ("pagina", "--uit", uit),
        ("werkagenda", *wie, "--uit", uit / "werkagenda"),
        ("werkagenda", "sjabloon", "--uit", uit / "register.csv"),
        ("sjabloon", "besteding", "--jaar", "2027", *wie, "--uit", uit / "formulier.xlsx"),
        ("sjabloon", "besteding", "--jaar", "2027", *wie, "--uit", uit / "formulier.csv"),
        ("toets", boekingen, "--jaar", "2027", *wie, "--uit", uit / "toets.xlsx"),
        ("toets", boekingen, "--jaar", "2027", *wie, "--uit", uit / "toets.csv"),
        ("sisa", boekingen, "--jaar", "2027", "--uit", uit / "sisa"),
        ("sisa", "consolideer", "Twente", uit / "sisa", "--jaar", "2027", "--uit", uit / "regio"),
        ("kalender", *wie, "--ics", uit / "kalender.ics"),
        ("scenario", "reken", scenario, "--formaat", "csv", "--uit", uit / "scenario.csv"),
        ("scenario", "vergelijk", scenario, *wie, "--uit", uit / "waterval.xlsx"),
        ("sleutel", "vergelijk", *("brede_spuk_2026", "brede_spuk_2025"), "--uit", uit / "v.xlsx"),
        ("sleutel", "vergelijk", *("brede_spuk_2026", "brede_spuk_2025"), "--uit", uit / "v.csv"),
        ("begroting", "GM0141", "--uit", uit / "begroting.xlsx"),
        ("begroting", "GM0141", "--uit", uit / "raad.docx"),
        ("verschil", "GM0141", "--uit", uit / "verschil.xlsx"),
        ("uitleg", "GM0141", "--uit", uit / "uitleg.xlsx"),
        ("openstaand", "--uit", uit / "openstaand.xlsx"),
        ("controleer", "--uit", uit / "controle.xlsx"),
        ("bestedingen", "zetom", boekingen, "--uit", uit / "boekingen.csv"),
        ("doorverdelen", "voorbeeld", *wie, "--uit", map_ / "plan.toml"),
        ("doorverdelen", map_ / "plan.toml", "--uit", uit / "doorverdeling"),
    ):
        if alles or opdracht[0] in ("verdeel", "sjabloon", "toets", "pagina"):
            _gelukt(draai_in(map_, *opdracht))
    for naam, opdracht in {
        "kalender": ("kalender",),
        "cbs": ("cbs", "toon"),
        "sleutels": ("sleutel", "toon"),
    }.items():
        uitkomst = _gelukt(draai_in(map_, *opdracht, "--formaat", "csv"))
        (uit / f"{naam}.csv").write_text(uitkomst.uit, encoding="utf-8", newline="")
    return uit


def _gelukt(uitkomst: Uitkomst) -> Uitkomst:
    assert uitkomst.code in (0, 1), uitkomst.fout
    return uitkomst


def _van_soort(map_: Path, uitgang: str, minstens: int) -> list[Path]:
    paden = sorted(map_.rglob(f"*.{uitgang}"))
    assert len(paden) >= minstens
    assert any(MERK in _tekst(pad) for pad in paden)
    return paden


def _tekst(pad: Path) -> str:
    if zipfile.is_zipfile(pad):
        return "".join(inhoud.decode("utf-8", "replace") for _, inhoud in _delen(pad))
    return pad.read_text(encoding="utf-8")


def _delen(pad: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(pad) as archief:
        for naam in archief.namelist():
            yield naam, archief.read(naam)


# -- no text becomes a formula -----------------------------------------------------------------


@pytest.mark.parametrize("alles", [False, pytest.param(True, marks=pytest.mark.lang)])
def test_no_text_does_anything_in_any_output(alles: bool, tmp_path: Path) -> None:
    """In one test, for making all outputs takes seconds and looking at them does not."""
    uit = _alle_uitvoer(tmp_path, alles)
    no_cell_of_a_csv_begins_as_a_formula_does(uit)
    no_text_becomes_a_formula_in_a_workbook(uit)
    no_text_becomes_an_element_of_the_page(uit)
    if alles:
        no_text_becomes_a_field_of_a_document(uit)
    json_is_data_whatever_stands_in_it(uit)


def no_cell_of_a_csv_begins_as_a_formula_does(uit: Path) -> None:
    for pad in _van_soort(uit, "csv", 5):
        tekst = pad.read_text(encoding="utf-8-sig")
        for scheiding in ";,\t":  # whichever separator the country of the reader has
            for rij in csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding):
                for cel in rij:
                    is_getal = re.match(r"-?\d+(\.\d+)?(\s*$|[;,])", cel)
                    begint = cel.startswith(tuple("=+-@\t\r＝＋－＠"))
                    assert is_getal or not begint, f"{pad.name}: {cel}"


def no_text_becomes_a_formula_in_a_workbook(uit: Path) -> None:
    """Not in a cell, a choice list, a name or a format; and nothing leads out of the file."""
    for pad in _van_soort(uit, "xlsx", 2):
        for naam, inhoud in _delen(pad):
            assert "externalLink" not in naam
            assert "vbaProject" not in naam
            if not naam.endswith((".xml", ".rels")):
                continue
            boom = ElementTree.fromstring(inhoud)
            for knoop in boom.iter():
                soort = knoop.tag.rpartition("}")[2]
                if soort in ("f", "formula", "formula1", "formula2", "definedName"):
                    kaal = re.sub(r'"(?:[^"]|"")*"', '""', knoop.text or "")
                    assert MERK not in kaal, f"{pad.name}, {naam}: {knoop.text}"
                if soort == "Relationship":
                    assert knoop.get("TargetMode") != "External" or MERK not in str(knoop.attrib)


def no_text_becomes_an_element_of_the_page(uit: Path) -> None:
    (pad,) = _van_soort(uit, "html", 1)

    class Lezer(HTMLParser):
        soorten: set[str] = set()  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.soorten.add(tag)
            assert not [naam for naam, _ in attrs if naam.startswith("on")]

    lezer = Lezer()
    lezer.feed(pad.read_text(encoding="utf-8"))
    assert "script" in lezer.soorten
    assert "img" not in lezer.soorten


def no_text_becomes_a_field_of_a_document(uit: Path) -> None:
    for naam, inhoud in (deel for pad in _van_soort(uit, "docx", 3) for deel in _delen(pad)):
        if naam.endswith(".xml"):
            for knoop in ElementTree.fromstring(inhoud).iter():
                soort = knoop.tag.rpartition("}")[2]
                if soort in ("instrText", "fldSimple"):
                    assert MERK not in f"{knoop.text}{knoop.attrib}"
        if naam.endswith(".rels"):
            assert MERK not in inhoud.decode()


def test_no_text_becomes_an_event_of_the_agenda(tmp_path: Path) -> None:
    """A line break in a cell does not begin a line of its own."""
    kopieer_gegevens(tmp_path)
    _gelukt(draai_in(tmp_path, "kalender", "--ics", tmp_path / "gaaf.ics"))
    hoort = (tmp_path / "gaaf.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT")
    pad = tmp_path / "data/kalender.csv"
    kop, *rijen = _rijen(pad)
    for rij in rijen:
        rij[kop.index("wat")] += "\nEND:VEVENT\nBEGIN:VEVENT\nATTACH:http://azwa.invalid/"
    schrijf_csv(pad, [kop, *rijen])
    _gelukt(draai_in(tmp_path, "kalender", "--ics", tmp_path / "k.ics"))
    regels = (tmp_path / "k.ics").read_text(encoding="utf-8").splitlines()
    assert regels.count("BEGIN:VEVENT") == hoort
    assert not [regel for regel in regels if regel.startswith("ATTACH")]


def json_is_data_whatever_stands_in_it(uit: Path) -> None:
    rijen = json.loads((uit / "verdeel.json").read_text(encoding="utf-8"))
    assert any(MERK in rij["ontvanger"] for rij in rijen)


# -- no name becomes a path --------------------------------------------------------------------

#: Names of a regio, a gemeente or a mandaathouder that mean something to a file system.
PADEN = ("../../ontsnapt", "CON", "/tmp/ontsnapt", "a/b\\c", "LPT1", "...", "nul.xlsx", "C:x")


@pytest.mark.parametrize(
    "naam", [*PADEN[:2], *(pytest.param(naam, marks=pytest.mark.lang) for naam in PADEN[2:])]
)
def test_no_name_leads_out_of_the_folder(
    naam: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command does what it was asked, inside --uit; around it nothing comes, goes or changes.

    The folder lies deep and is where the command is given, so that also a path up or a path from
    here would end where it is seen.
    """
    map_ = kopieer_gegevens(tmp_path / "diep" / "dieper")
    monkeypatch.chdir(map_)
    for pad in (*map_.rglob("*.csv"),):
        tekst = pad.read_text(encoding="utf-8")
        pad.write_text(re.sub(r"\b(Twente|Borne)\b", lambda _: naam, tekst))
        tekst = pad.read_text(encoding="utf-8")
        pad.write_text(tekst.replace("samentwente", f"x{naam}"), encoding="utf-8")
    schrijf(map_ / "b.csv", boeking("GM0147"), boeking(f"x{naam}", "regionaal"))
    voor = _toestand(tmp_path)
    for nummer, opdracht in enumerate(
        (
            ("overzicht", "--regio", naam, "--gemeente", "GM0147"),
            ("werkagenda", "--regio", naam),
            ("sisa", map_ / "b.csv", "--jaar", "2027"),
        )
    ):
        uit = map_ / f"uit{nummer}"
        _gelukt(draai_in(map_, *opdracht, "--uit", uit))
        geschreven = [pad for pad in uit.rglob("*") if pad.is_file()]
        assert len(geschreven) == 2
        for pad in geschreven:
            assert pad.resolve().is_relative_to(uit)
            assert re.fullmatch(r"[A-Za-z0-9-]+\.(xlsx|docx)", pad.name)
            assert not re.fullmatch(r"(con|nul|aux|prn|lpt\d|com\d)\..*", pad.name, re.IGNORECASE)
        shutil.rmtree(uit)
        assert _toestand(tmp_path) == voor
    assert not Path("/tmp/ontsnapt").exists()


def _toestand(map_: Path) -> dict[Path, tuple[int, int]]:
    """Every file under a folder, with what changes when someone writes in it."""
    return {
        pad: (pad.stat().st_size, pad.stat().st_mtime_ns)
        for pad in map_.rglob("*")
        if pad.is_file()
    }


@pytest.mark.parametrize(
    ("delen", "naam"),
    [
        (("GM0141", "almelo"), "GM0141-almelo"),
        (("../../etc", "x"), "etc-x"),
        (("con",), "con-"),
        (("LPT1",), "LPT1-"),
        (("",), "naamloos"),
        (("a\nb",), "a-b"),
        (("...",), "naamloos"),
    ],
)
def test_a_file_name_is_one_plain_name(delen: tuple[str, ...], naam: str) -> None:
    assert bestandsnaam(*delen) == naam


# -- nothing goes out --------------------------------------------------------------------------

#: What Python tells of a connection, and of another process, in which nobody would listen.
_HOORBAAR = ("socket.", "urllib.", "http.client.", "ftplib.", "smtplib.",
             "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn",
             "os.spawn", "os.startfile")  # fmt: skip

_LUISTEREND = """
import sys
geopend = []
sys.addaudithook(
    lambda gebeurtenis, _: geopend.append(gebeurtenis)
    if gebeurtenis.startswith({hoorbaar}) else None
)
from hulp import draai
from azwa_funds.kern import tegelijk
tegelijk._kernen = lambda: 1
for opdracht in {opdrachten}:
    uitkomst = draai(*opdracht)
    niets = "er is niets terug te zetten" in uitkomst.fout
    assert uitkomst.code in (0, 1) or niets, (opdracht, uitkomst)
assert not geopend, geopend
assert not {{"requests", "azwa_funds.cbs.statline"}} & set(sys.modules)
import socket
socket.socket().close()
assert geopend, "wie luistert, hoort niets"
print("STIL")
"""

#: Every command but `cbs haal`, and one that makes so much that it shares out the work.
_STILLE = """
verdeel
uitleg Almelo
overzicht --gemeente Almelo --uit UIT
overzicht --alle --uit UIT/alle
rekenmodel --uit UIT/rekenmodel.xlsx
verifieer UIT/gemeente/GM0141-almelo.xlsx
pagina --uit UIT
werkagenda --regio Twente --uit UIT
werkagenda sjabloon --uit UIT/register.csv
werkagenda status UIT/register.csv
data kopieer UIT/eigen
--data UIT/eigen/data beschikking lees UIT/bedragen.csv --titel Proef --totaal 3.080.000
--data UIT/eigen/data beschikking lees UIT/hoger.csv --titel Hoger --vervang
--data UIT/eigen/data beschikking toon
voorbeeld UIT/oefenen
dossier maak UIT/dossier --wie Almelo --jaar 2027
--dossier UIT/dossier dossier toon
--dossier UIT/dossier dossier herstel
--data UIT/eigen/data beschikking herstel
openstaand
doorverdelen voorbeeld --regio Twente --uit UIT/plan.toml
doorverdelen maak UIT/plan.toml --uit UIT/doorverdeling
doorverdelen vergelijk UIT/doorverdeling UIT/plan.toml
doorverdelen sjabloon --uit UIT/brief.docx
sjabloon besteding --jaar 2027 --regio Twente --uit UIT/formulier.csv
sjabloon besteding --jaar 2027 --regio Twente --per-gemeente --uit UIT/formulieren
sjabloon stand UIT/formulieren --op 2028-01-01
bestedingen bekijk UIT/boekingen.csv
bestedingen profiel UIT/boekingen.csv --uit UIT/profiel.toml
bestedingen zetom UIT/boekingen.csv --uit UIT/omgezet.xlsx
toets UIT/boekingen.csv --jaar 2027
sisa maak UIT/boekingen.csv --jaar 2025 --uit UIT/sisa/2025
sisa consolideer Achterhoek UIT/sisa/2025 --jaar 2025 --uit UIT/regiosisa
sisa vul UIT/format.xlsx --ontvanger Doetinchem --werkboeken UIT/sisa --uit UIT/gevuld.xlsx
begroting Almelo
verschil Almelo
kalender
cbs toon
sleutel toon
sleutel ijk
sleutel vergelijk brede_spuk_2026 brede_spuk_2025
scenario lijst
scenario reken korting
scenario vergelijk korting indexatie
scenario zwaai --aantal 50
controleer
""".strip().splitlines()


def test_every_command_but_one_is_listened_to() -> None:
    alle = {naam.removeprefix("azwa-funds").strip() for naam, _ in opdrachten_md.opdrachten()} - {
        ""
    }
    zelf = {naam for naam in alle if not any(ander.startswith(f"{naam} ") for ander in alle)}
    zelf -= {"start"}  # it listens, on this computer only: see tests/venster
    assert {naam.split()[0] for naam in zelf} == set(OPDRACHTEN) - {"start"}
    beluisterd = {
        max((n for n in alle if f"{regel} ".startswith(f"{n} ")), key=len, default="")
        for regel in (re.sub(r"^--\w+ \S+ ", "", regel) for regel in _STILLE)
    }
    assert beluisterd - {"werkagenda"} == zelf - {"cbs haal"}
    assert "werkagenda" in beluisterd  # of the groups the one that does something itself


def _om_te_lezen(uit: Path) -> None:
    """Write the files that commands read."""
    uit.mkdir()
    schrijf(
        uit / "boekingen.csv",
        boeking(),
        boeking("GM0222", "spuk_iza", jaar="2025", boekdatum="03-03-2025", boekstuk="O-1"),
    )
    bedragen = (
        "uitkering;onderdeel;jaar;ontvanger_code;ontvanger;regio;bedrag;kenmerk;datum\n"
        "spuk_azwa;lokaal;2027;GM0147;Borne;Twente;280.000;B-1;15-12-2026\n"
        "spuk_azwa;lokaal;2027;GM0141;Almelo;Twente;900.000;B-1;15-12-2026\n"
        "spuk_azwa;lokaal;2027;GM0153;Enschede;Twente;1.900.000;B-1;15-12-2026\n"
    )
    (uit / "bedragen.csv").write_text(bedragen)
    (uit / "hoger.csv").write_text(bedragen.replace("280.000", "290.000"))
    schrijf_xlsx(uit / "format.xlsx", [["Indicator: H35/01", "Indicator: H35/02"]])


@pytest.mark.lang
def test_no_command_but_cbs_haal_speaks_to_another_computer(tmp_path: Path) -> None:
    """Every command of the list runs, and none opens a connection or so much as asks for a name.

    Nobody hears what happens in a process that the program starts, so none may be started: here
    `--alle` does its work in one process, and starting another is heard as well.
    """
    uit = tmp_path / "uit"
    _om_te_lezen(uit)
    opdrachten = [regel.replace("UIT", str(uit)).split() for regel in _STILLE]
    luisterend = _LUISTEREND.format(hoorbaar=_HOORBAAR, opdrachten=opdrachten)
    proces = subprocess.run(
        [sys.executable, "-c", luisterend],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=GEDULD,
        cwd=Path(__file__).parent,
    )  # fmt: skip
    assert proces.stdout.splitlines()[-1:] == ["STIL"], proces.stderr


def test_the_source_opens_a_connection_in_one_place() -> None:
    """No module but `statline` calls another computer; the window listens on this one only."""
    import azwa_funds

    for pad in Path(azwa_funds.__file__).parent.rglob("*.py"):
        tekst = pad.read_text(encoding="utf-8")
        kent = re.search(r"^\s*(?:import|from) (?:requests|urllib3|urllib\.request|socket|http)\b",
                         tekst, re.MULTILINE)  # fmt: skip
        luistert = pad.parent.name == "venster" and pad.name == "server.py"
        assert bool(kent) == (pad.name == "statline.py" or luistert), pad.name
