"""`verifieer` against an opponent: what a reader sees differs, so it is told.

Every case changes one thing in the file itself, as a program or a person with a zip program would,
and leaves the rest byte for byte. SECURITY.md counts these.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hulp import Uitkomst, draai
from libreoffice import recalculate

from azwa_funds.excel.beeld import lees_beeld

Delen = dict[str, str]


@pytest.fixture(scope="module")
def map_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks that the cases start from."""
    map_ = tmp_path_factory.mktemp("verifieer")
    assert draai("overzicht", "--landelijk", "--gemeente", "Almelo", "--uit", map_).code == 0
    assert draai("werkagenda", "--regio", "Twente", "--uit", map_).code == 0
    return map_


@pytest.fixture
def almelo(map_: Path) -> Path:
    return map_ / "gemeente" / "GM0141-almelo.xlsx"


def verander(pad: Path, doel: Path, doe: Callable[[Delen], None]) -> Path:
    """Copy a workbook, with its parts changed as text."""
    with zipfile.ZipFile(pad) as archief:
        delen = {naam: archief.read(naam).decode("utf-8") for naam in archief.namelist()}
    voor = dict(delen)
    doe(delen)
    assert delen != voor, "the case changes nothing"
    uit = BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, deel in delen.items():
            archief.writestr(naam, deel)
    doel.write_bytes(uit.getvalue())
    return doel


def blad(delen: Delen, naam: str) -> str:
    """Return in which part a sheet stands."""
    namen = re.findall(r'<sheet name="([^"]+)"', delen["xl/workbook.xml"])
    return f"xl/worksheets/sheet{namen.index(naam) + 1}.xml"


def vervang(delen: Delen, deel: str, patroon: str, door: str) -> None:
    delen[deel], aantal = re.subn(patroon, door, delen[deel], count=1, flags=re.DOTALL)
    assert aantal == 1, f"{patroon} staat niet in {deel}"


def met(naam: str, patroon: str, door: str) -> Callable[[Delen], None]:
    """Change the XML of one sheet."""
    return lambda delen: vervang(delen, blad(delen, naam), patroon, door)


def in_deel(deel: str, patroon: str, door: str) -> Callable[[Delen], None]:
    return lambda delen: vervang(delen, deel, patroon, door)


def stijl(
    cel: str, naam: str, lettertype: str = "", vlak: str = "", notatie: str = ""
) -> Callable[[Delen], None]:
    """Give one cell a look of its own, the last of the list of looks."""

    def doe(delen: Delen) -> None:
        stijlen = "xl/styles.xml"
        nummers = {"fontId": "0", "fillId": "0", "numFmtId": "0"}
        if notatie:
            nummers["numFmtId"] = "199"
            code = f'<numFmt numFmtId="199" formatCode="{notatie}"/>'
            vervang(delen, stijlen, "</numFmts>", f"{code}</numFmts>")
        for groep, inhoud, soort in (("fonts", lettertype, "fontId"), ("fills", vlak, "fillId")):
            if inhoud:
                deel = re.search(f"<{groep} .*?</{groep}>", delen[stijlen], re.DOTALL)
                assert deel
                nummers[soort] = str(len(re.findall(f"<{groep[:-1]}[ >/]", deel[0])))
                vervang(delen, stijlen, f"</{groep}>", f"{inhoud}</{groep}>")
        xfs = re.search("<cellXfs .*?</cellXfs>", delen[stijlen], re.DOTALL)
        assert xfs
        nummer = len(re.findall("<xf ", xfs[0]))
        kenmerken = " ".join(f'{wat}="{waarde}"' for wat, waarde in nummers.items())
        vervang(delen, stijlen, "</cellXfs>", f"<xf {kenmerken}/></cellXfs>")
        vervang(delen, blad(delen, naam), rf'<c r="{cel}" s="\d+"', f'<c r="{cel}" s="{nummer}"')

    return doe


WIT = '<font><sz val="10"/><color rgb="FFFFFFFF"/><name val="Arial"/></font>'
ZWART = '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill>'
MINI = '<font><sz val="1"/><name val="Arial"/></font>'


def met_deel(
    naam: str, soort: str, pad: str, inhoud: str, in_blad: str = ""
) -> Callable[[Delen], None]:
    """Hang a part on a sheet."""

    def doe(delen: Delen) -> None:
        deel = blad(delen, naam)
        rels = deel.replace("worksheets/", "worksheets/_rels/") + ".rels"
        type_ = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{soort}"
        relatie = f'<Relationship Id="rId99" Type="{type_}" Target="{pad}"/>'
        leeg = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        )
        delen.setdefault(rels, f"{leeg}</Relationships>")
        vervang(delen, rels, "</Relationships>", f"{relatie}</Relationships>")
        delen[f"xl/{pad.removeprefix('../')}"] = inhoud
        if in_blad:
            vervang(delen, deel, "</worksheet>", f"{in_blad}</worksheet>")

    return doe


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPMERKING = (
    f'<comments xmlns="{MAIN}"><authors><author/></authors><commentList><comment ref="C5" '
    'authorId="0"><text><t>Dit bedrag klopt niet meer</t></text></comment></commentList></comments>'
)
TEKSTVAK = (
    "<xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r><a:t>Herzien bedrag: 999</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
)


def tekstvak(delen: Delen) -> None:
    vervang(delen, "xl/drawings/drawing1.xml", "</xdr:wsDr>", f"{TEKSTVAK}</xdr:wsDr>")


def grafiekblad(delen: Delen) -> None:
    inhoud = f'<chartsheet xmlns="{MAIN}"/>'
    delen["xl/chartsheets/sheet1.xml"] = inhoud
    type_ = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet"
    relatie = f'<Relationship Id="rId99" Type="{type_}" Target="chartsheets/sheet1.xml"/>'
    vervang(delen, "xl/_rels/workbook.xml.rels", "</Relationships>", f"{relatie}</Relationships>")
    nieuw = '<sheet name="Beeld" sheetId="99" r:id="rId99"/></sheets>'
    vervang(delen, "xl/workbook.xml", "</sheets>", nieuw)


def externe_koppeling(delen: Delen) -> None:
    delen["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    vervang(delen, blad(delen, "Factsheet"), '(<c r="C5"[^>]*>)<v>', r"\1<f>[1]Blad1!$A$1</f><v>")


#: Kind of attack: what is done to the factsheet of Almelo, and words of the sentence it gets.
AANVALLEN: Mapping[str, tuple[Callable[[Delen], None], str]] = {
    "een bedrag met centen erbij": (
        met("Factsheet", r'(<c r="C5"[^>]*><v>)(\d+)</v>', r"\g<1>\g<2>.54</v>"),
        "Factsheet, cel C5",
    ),
    "een constante als matrixformule": (
        met("Factsheet", r'(<c r="C5"[^>]*>)<v>', r'\1<f t="array" ref="C5">1147731</f><v>'),
        "Factsheet, cel C5",
    ),
    "een constante als koppeling naar een ander bestand": (externe_koppeling, "Factsheet, cel C5"),
    "een formule als constante": (
        met("Factsheet", r'(<c r="D5"[^>]*>)<f>[^<]*</f>', r"\1"),
        "Factsheet, cel D5",
    ),
    "een vervalste uitkomst van een formule": (
        met("Factsheet", r'(<c r="D5"[^>]*><f>[^<]*</f><v>)[^<]*', r"\g<1>99.5"),
        "Factsheet, cel D5",
    ),
    "een notatie die een ander bedrag toont": (
        stijl("C5", "Factsheet", notatie="#,##0,"),
        "de notatie is '#,##0,', hoort '#,##0' te zijn",
    ),
    "een notatie die niets toont": (stijl("C5", "Factsheet", notatie=";;;"), "niet te zien"),
    "witte letters": (stijl("C5", "Factsheet", WIT), "Factsheet, cel C5"),
    "zwart op zwart": (stijl("C5", "Factsheet", vlak=ZWART), "Factsheet, cel C5"),
    "letters van één punt": (stijl("C5", "Factsheet", MINI), "Factsheet, cel C5"),
    "een verborgen rij": (
        met("Factsheet", r'<row r="5"', '<row r="5" hidden="1"'),
        "Factsheet: rij 5",
    ),
    "een rij van bijna niets hoog": (
        met("Controle", r'<row r="5"', '<row r="5" customHeight="1" ht="0.5"'),
        "Controle: rij 5",
    ),
    "een verborgen kolom": (
        met("Factsheet", r"<cols>", '<cols><col min="3" max="3" width="9" hidden="1"/>'),
        "Factsheet: kolom C is verborgen",
    ),
    "een verborgen blad": (
        in_deel(
            "xl/workbook.xml", '<sheet name="Controle"', '<sheet name="Controle" state="hidden"'
        ),
        "Het blad 'Controle' is verborgen.",
    ),
    "een diep verborgen blad": (
        in_deel(
            "xl/workbook.xml", '<sheet name="Herkomst"', '<sheet name="Herkomst" state="veryHidden"'
        ),
        "Het blad 'Herkomst' is verborgen.",
    ),
    "samengevoegde cellen": (
        met(
            "Factsheet",
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="C5:D9"/></mergeCells>',
        ),
        "Factsheet: de samengevoegde cellen C5:D9 is erbij gekomen",
    ),
    "een tekstvak": (tekstvak, "het tekstvak of de vorm 'Herzien bedrag: 999' is erbij gekomen"),
    "een opmerking": (
        met_deel("Factsheet", "comments", "../comments9.xml", OPMERKING),
        "de opmerking bij C5: 'Dit bedrag klopt niet meer' is erbij gekomen",
    ),
    "een grafiekblad": (grafiekblad, "Het blad 'Beeld' is erbij gekomen."),
    "wat een grafiek onthoudt": (
        in_deel("xl/charts/chart1.xml", r"(<c:numCache>.*?<c:v>)[^<]+", r"\g<1>999999999"),
        "het beeld onthoudt '999999999'",
    ),
    "een grafiek van andere cellen": (
        in_deel(
            "xl/charts/chart1.xml", r"(<c:val><c:numRef><c:f>[^<]*\$)(\d+)</c:f>", r"\g<1>9</c:f>"
        ),
        "de grafiek",
    ),
    "de titel van een grafiek": (
        in_deel("xl/charts/chart1.xml", r"(<c:title>.*?<a:t>)[^<]+", r"\1Wat wij krijgen"),
        "de grafiek 'Wat wij krijgen",
    ),
    "voorwaardelijke opmaak die verbergt": (
        met(
            "Factsheet",
            r"(<conditionalFormatting)",
            r'<conditionalFormatting sqref="C5"><cfRule type="expression" priority="9"><formula>1'
            r"</formula></cfRule></conditionalFormatting>\1",
        ),
        "de voorwaardelijke opmaak (expression) op C5",
    ),
    "een naam": (
        in_deel(
            "xl/workbook.xml",
            "<definedNames>",
            '<definedNames><definedName name="BTW">0.21</definedName>',
        ),
        "de naam BTW voor 0.21 is erbij gekomen",
    ),
    "een keuzelijst": (
        met(
            "Factsheet",
            r"(<pageMargins)",
            r'<dataValidations><dataValidation type="list" sqref="C5"><formula1>"1,2"</formula1>'
            r"</dataValidation></dataValidations>\1",
        ),
        "de invoerregel (list) op C5",
    ),
    "beveiliging van een blad": (
        met("Factsheet", "</sheetData>", '</sheetData><sheetProtection sheet="1"/>'),
        "de beveiliging van het blad is erbij gekomen",
    ),
    "een andere voettekst": (
        met("Factsheet", "SPUK AZWA: gemeente Almelo", "Vastgesteld door de accountant"),
        "Vastgesteld door de accountant",
    ),
    "een koppeling die ergens anders heen gaat": (
        met("Voorblad", r'(<hyperlink ref="[^"]+" location=")[^"]+', r"\1Uitvoering!A1"),
        "de koppeling in",
    ),
    "een verwijzing naar buiten": (
        in_deel(
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            '<Relationship Id="rId98" Type="http://x/oleLink" Target="http://azwa.invalid/" '
            'TargetMode="External"/></Relationships>',
        ),
        "de verwijzing naar buiten",
    ),
    "een macro": (
        lambda delen: delen.__setitem__("xl/vbaProject.bin", "macro"),
        "1 onderdelen van de soort vbaProject is erbij gekomen",
    ),
    "de opdracht op de bon": (
        in_deel(
            "xl/sharedStrings.xml", "azwa-funds overzicht --gemeente GM0141", "met de hand gemaakt"
        ),
        "Uitvoering, cel B9 (Opdracht",
    ),
    "een regel op de bon": (
        met(
            "Uitvoering",
            "</sheetData>",
            '<row r="900"><c r="A900" t="inlineStr"><is><t>Goedgekeurd</t></is></c></row>'
            "</sheetData>",
        ),
        "rij 900 'Goedgekeurd' is erbij gekomen",
    ),
}

#: Of the many kinds these are tried always.
GREEP = (
    "een bedrag met centen erbij",
    "een constante als matrixformule",
    "een notatie die een ander bedrag toont",
    "witte letters",
    "een verborgen kolom",
    "een tekstvak",
    "een opmerking",
    "wat een grafiek onthoudt",
    "de opdracht op de bon",
)


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=[] if kind in GREEP else pytest.mark.lang) for kind in AANVALLEN],
)
def test_what_a_reader_sees_differs_so_it_is_told(kind: str, almelo: Path, tmp_path: Path) -> None:
    doe, zin = AANVALLEN[kind]
    uitkomst = draai("verifieer", verander(almelo, tmp_path / "almelo.xlsx", doe))
    assert uitkomst.code == 1, uitkomst
    assert zin in uitkomst.uit


def test_what_was_changed_stands_before_what_follows_from_it(map_: Path, tmp_path: Path) -> None:
    """One amount of the country; sums and shares on other sheets follow."""
    land = next(map_.glob("azwa-*.xlsx"))
    boek = openpyxl.load_workbook(land)
    (cel,) = (rij[5] for rij in boek["Per gemeente"].iter_rows() if rij[0].value == "GM0344")
    plek, bedrag = cel.coordinate, cel.value

    def verhoog(delen: Delen) -> None:
        deel = blad(delen, "Per gemeente")
        vervang(delen, deel, rf'(<c r="{plek}"[^>]*>)<v>{bedrag}', rf"\1<v>{bedrag + 1000000}")
        totaal = blad(delen, "Per regio")
        vervang(delen, totaal, r"(<f>SUMIF\([^<]*</f><v>)\d+", r"\g<1>1")

    uitkomst = draai("verifieer", verander(land, tmp_path / "land.xlsx", verhoog))
    regels = [regel for regel in uitkomst.uit.splitlines() if regel.startswith("- ")]
    assert f"Per gemeente, cel {plek} (GM0344 Utrecht)" in regels[0]
    assert any("Per regio" in regel for regel in regels[1:])


def test_what_is_not_compared_is_named_and_the_fingerprint_can_be_kept_apart(
    almelo: Path, tmp_path: Path
) -> None:
    antwoord = json.loads(draai("verifieer", almelo, "--json").uit)
    assert antwoord["niet_vergeleken"] in draai("verifieer", almelo).uit
    afdruk = antwoord["vingerafdruk"]
    assert f"Vingerafdruk van de cijfers: {afdruk}" in draai("verifieer", almelo).uit
    assert draai("verifieer", almelo, "--vingerafdruk", f" {afdruk.upper()} ").code == 0
    ander = draai("verifieer", almelo, "--vingerafdruk", "0" * 64)
    assert ander.code == 1
    assert f"- Vingerafdruk: de cijfers geven nu {afdruk}, en u gaf {'0' * 64}." in ander.uit
    fout = draai("verifieer", almelo, "--vingerafdruk", "abc")
    assert fout.code == 2
    assert "'abc' is geen vingerafdruk" in fout.fout


def test_a_save_by_libreoffice_stays_clean(almelo: Path, tmp_path: Path) -> None:
    """With its charts, rules, header and names, all written in another way."""
    uitkomst = draai("verifieer", recalculate(almelo, tmp_path))
    assert uitkomst.code == 0, uitkomst.uit
    zelfde = draai("verifieer", almelo)
    assert uitkomst.uit.splitlines()[-1] == zelfde.uit.splitlines()[-1]


def test_a_foreign_file_is_told_apart_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boek = openpyxl.Workbook()
    boek.active.append(["een eigen rekenblad"])
    pad = tmp_path / "vreemd.xlsx"
    boek.save(pad)
    monkeypatch.setattr("azwa_funds.nazien.werkboek.veilige_inhoud", _niet_gelezen)
    uitkomst = draai("verifieer", pad)
    assert uitkomst.code == 2
    assert f"{pad} is geen werkboek van azwa-funds" in uitkomst.fout


def _niet_gelezen(pad: Path) -> bytes:
    raise AssertionError("the whole file was read")


# -- what hangs on a yellow cell ---------------------------------------------------------------


@pytest.fixture(scope="module")
def ingevuld(map_: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A werkagenda with one yellow cell filled in, recalculated by LibreOffice."""
    map2 = tmp_path_factory.mktemp("ingevuld")
    boek = openpyxl.load_workbook(map_ / "twente.xlsx")
    boek["Uitgangspunten"]["B5"] = 0.5
    boek["Uitgangspunten"]["B6"] = 100_000
    boek.save(map2 / "twente.xlsx")
    return recalculate(map2 / "twente.xlsx", map2)


def nagerekend(uitkomst: Uitkomst) -> tuple[int, int]:
    (regel,) = (r for r in uitkomst.uit.splitlines() if r.startswith("Er zijn 2 cellen ingevuld"))
    hangt_af, gerekend = re.findall(r"\d+", regel)[1:3]
    return int(hangt_af), int(gerekend)


def test_every_outcome_that_hangs_on_it_is_worked_out_again(ingevuld: Path, tmp_path: Path) -> None:
    goed = draai("verifieer", ingevuld)
    assert goed.code == 0, goed.uit
    hangt_af, gerekend = nagerekend(goed)
    assert hangt_af == gerekend > 10

    beeld = lees_beeld(ingevuld.read_bytes()).bladen["Middelen"]
    rij, kolom = next(
        plek
        for plek, cel in sorted(beeld.cellen.items())
        if "Uitgangspunten" in cel.formule and isinstance(cel.waarde, int | float)
    )
    cel = openpyxl.utils.get_column_letter(kolom + 1) + str(rij + 1)
    vals = met("Middelen", rf'(<c r="{cel}"[^>]*>(?:<f[^>]*>[^<]*</f>)?<v>)[^<]*', r"\g<1>123456")
    uitkomst = draai("verifieer", verander(ingevuld, tmp_path / "twente.xlsx", vals))
    assert uitkomst.code == 1
    assert f"Middelen, cel {cel} (" in uitkomst.uit
    assert "is 123.456, hoort met wat is ingevuld " in uitkomst.uit


@pytest.mark.lang
def test_the_whole_model_is_worked_out_again(tmp_path: Path) -> None:
    """Thousands of outcomes hang on one budget; LibreOffice and the program agree on all."""
    pad = tmp_path / "model.xlsx"
    assert draai("rekenmodel", "--uit", pad).code == 0
    boek = openpyxl.load_workbook(pad)
    boek["Invoer"]["B6"] = 123_456_789
    boek.save(pad)
    opnieuw = recalculate(pad, tmp_path)
    uitkomst = draai("verifieer", opnieuw)
    assert uitkomst.code == 0, uitkomst.uit[:2000]
    slot = next(r for r in uitkomst.uit.splitlines() if r.startswith("Er is 1 cel ingevuld"))
    hangt_af, gerekend = map(int, re.findall(r"\d+", slot)[1:3])
    assert hangt_af == gerekend > 1000

    def vervals(delen: Delen) -> None:
        deel = blad(delen, "Per gemeente")
        delen[deel] = re.sub(r"(<f[^>]*>[^<]*</f><v>)(\d{6,})", r"\g<1>1\2", delen[deel])

    vals = draai("verifieer", verander(opnieuw, tmp_path / "vals.xlsx", vervals))
    assert vals.code == 1
    assert vals.uit.count("hoort met wat is ingevuld") > 300
