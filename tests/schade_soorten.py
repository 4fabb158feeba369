"""Kinds of damage: each takes the bytes of a whole file and gives those of a broken one.

Made by rule and from a seed, so that the same name always gives the same bytes. `test_schade.py`
says what the program must answer; this module knows nothing of the program.
"""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

from openpyxl import load_workbook

#: Damage to the bytes of a file. The random source is seeded by the name of the case.
Schade = Callable[[bytes, random.Random], bytes]

#: In the place of a file stands a folder.
MAP = b"\0map"

#: The first bytes of what Excel writes when a workbook has a password, and of an old .xls.
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
VERSLEUTELD = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(900)


# -- any file ----------------------------------------------------------------------------------


def _afgekapt(deel: float) -> Schade:
    return lambda inhoud, _: inhoud[: int(len(inhoud) * deel)]


def _bit_om(inhoud: bytes, toeval: random.Random) -> bytes:
    stuk = bytearray(inhoud)
    stuk[toeval.randrange(len(stuk))] ^= 1 << toeval.randrange(8)
    return bytes(stuk)


def _rommel(inhoud: bytes, toeval: random.Random) -> bytes:
    plek = toeval.randrange(len(inhoud))
    return inhoud[:plek] + toeval.randbytes(200) + inhoud[plek:]


def _stuk_weg(inhoud: bytes, toeval: random.Random) -> bytes:
    plek = toeval.randrange(len(inhoud) // 2)
    return inhoud[:plek] + inhoud[plek + max(5, len(inhoud) // 10) :]


#: What nobody can take for the file it was.
ONHERKENBAAR: dict[str, Schade] = {
    "leeg": lambda inhoud, _: b"",
    "alleen-witruimte": lambda inhoud, _: b"\r\n \t\r\n",
    "map": lambda inhoud, _: MAP,
    "binair": lambda inhoud, toeval: toeval.randbytes(3000),
    "nullen": lambda inhoud, _: bytes(3000),
    "plaatje": lambda inhoud, toeval: b"\x89PNG\r\n\x1a\n" + toeval.randbytes(500),
    "pdf": lambda inhoud, toeval: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + toeval.randbytes(500),
    "webpagina": lambda inhoud, _: b"<!DOCTYPE html>\n<html><body>Aanmelden</body></html>\n",
    "oud-excel": lambda inhoud, _: OLE + bytes(2000),
    "versleuteld": lambda inhoud, _: VERSLEUTELD,
}

#: What may hit a part that matters, or a part that does not.
TOEVALLIG: dict[str, Schade] = {
    **{f"afgekapt-{int(deel * 100)}": _afgekapt(deel) for deel in (0.03, 0.31, 0.62, 0.93)},
    **{f"bit-{nummer}": _bit_om for nummer in range(4)},
    "rommel": _rommel,
    "stuk-weg": _stuk_weg,
}


# -- text --------------------------------------------------------------------------------------


def _halverwege(erbij: bytes) -> Schade:
    """Put something in the middle of a word somewhere below the first line."""

    def schade(inhoud: bytes, toeval: random.Random) -> bytes:
        begin = inhoud.index(b"\n") + 1
        plekken = [m.start() + 1 for m in re.finditer(rb"[a-z]{3}", inhoud[begin:])]
        plek = begin + toeval.choice(plekken)
        return inhoud[:plek] + erbij + inhoud[plek:]

    return schade


#: What no text file of ours can hold.
TEKST: dict[str, Schade] = {
    "utf-16": lambda inhoud, _: inhoud.decode("utf-8-sig").encode("utf-16"),
    "utf-16-kaal": lambda inhoud, _: inhoud.decode("utf-8-sig").encode("utf-16-le"),
    "utf-32": lambda inhoud, _: inhoud.decode("utf-8-sig").encode("utf-32"),
    "nul-teken": _halverwege(b"\0"),
    "bel": _halverwege(b"\x07"),
    "escape": _halverwege(b"\x1b[2J"),
    "bom-middenin": _halverwege("\ufeff".encode()),
    "geen-teken": _halverwege("\uffff".encode()),
    "leesrichting": _halverwege("\u202e".encode()),
}

#: Of these, what is read as it was meant in a file of somebody else's.
BEGREPEN = frozenset(
    "utf-16 utf-16-kaal bom-middenin geen-teken leesrichting pijp-als-scheiding".split()
)
#: Damage to a part of a workbook that holds no table: it is not opened.
ONGEOPEND = frozenset("bom lachen-teksten lachen-soorten".split())

#: The old code page of Windows: wrong in a table of ours, understood in one of the user's.
WINDOWS: dict[str, Schade] = {
    "windows-1252": _halverwege("é".encode("cp1252")),
    "half-teken": _halverwege(b"\xc3"),
}


# -- CSV ---------------------------------------------------------------------------------------


def lees_rijen(inhoud: bytes) -> tuple[list[list[str]], str]:
    """Return the rows of a table, and what stands between its cells."""
    tekst = inhoud.decode("utf-8-sig")
    kop = tekst.partition("\n")[0]
    scheiding = ";" if kop.count(";") > kop.count(",") else ","
    return list(csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding)), scheiding


def _schrijf_rijen(rijen: list[list[str]], scheiding: str) -> bytes:
    uit = io.StringIO()
    csv.writer(uit, delimiter=scheiding, lineterminator="\n").writerows(rijen)
    return uit.getvalue().encode("utf-8")


def _op_rijen(verander: Callable[[list[list[str]], random.Random], object]) -> Schade:
    def schade(inhoud: bytes, toeval: random.Random) -> bytes:
        rijen, scheiding = lees_rijen(inhoud)
        verander(rijen, toeval)
        return _schrijf_rijen(rijen, scheiding)

    return schade


def _een_rij(rijen: list[list[str]], toeval: random.Random) -> list[str]:
    return rijen[toeval.randrange(1, len(rijen))]


def _andere_scheiding(scheiding: str) -> Schade:
    return lambda inhoud, _: _schrijf_rijen(lees_rijen(inhoud)[0], scheiding)


#: Damage to the shape of a table.
CSV: dict[str, Schade] = {
    "alleen-koppen": _op_rijen(lambda rijen, _: rijen.__delitem__(slice(1, None))),
    "zonder-koppen": _op_rijen(lambda rijen, _: rijen.__delitem__(0)),
    "pijp-als-scheiding": _andere_scheiding("|"),
    "cel-te-veel": _op_rijen(lambda rijen, toeval: _een_rij(rijen, toeval).append("extra")),
    "rij-dubbel": _op_rijen(lambda rijen, toeval: rijen.append(_een_rij(rijen, toeval))),
}

#: A cell too few: an error in a table of ours; in one of the user's the last cell was empty.
CEL_TE_WEINIG: dict[str, Schade] = {
    "cel-te-weinig": _op_rijen(lambda rijen, toeval: _een_rij(rijen, toeval).pop())
}


def _aanhaling_open(inhoud: bytes, toeval: random.Random) -> bytes:
    """Open a quotation mark at the start of a line and never close it."""
    regels = inhoud.split(b"\n")
    nummer = toeval.randrange(1, len(regels) - 1)
    regels[nummer] = b'"' + regels[nummer].replace(b'"', b"")
    return b"\n".join(
        [*regels[: nummer + 1], *(r.replace(b'"', b"") for r in regels[nummer + 1 :])]
    )


CSV["aanhaling-open"] = _aanhaling_open


def kolomschade(kop: str) -> dict[str, Schade]:
    """Return the damage to one column as a whole."""

    def weg(rijen: list[list[str]], _: random.Random) -> None:
        plek = rijen[0].index(kop)
        for rij in rijen:
            del rij[plek]

    def dubbel(rijen: list[list[str]], _: random.Random) -> None:
        plek = rijen[0].index(kop)
        for rij in rijen:
            rij.append(rij[plek])

    def anders(rijen: list[list[str]], _: random.Random) -> None:
        rijen[0][rijen[0].index(kop)] = f"{kop[:-1]}q{kop[-1]}"

    return {"weg": _op_rijen(weg), "dubbel": _op_rijen(dubbel), "hernoemd": _op_rijen(anders)}


#: What people and programs put in a cell.
CELLEN = {
    "leeg": "",
    "tekst": "x",
    "enorm": "9" * 40,
    "eindeloos": "9" * 5000,
    "negatief": "-5",
    "formule": '=HYPERLINK("http://voorbeeld.invalid";"klik")',
    "fout": "#REF!",
    "macht": "1e999",
    "oneindig": "Infinity",
    "lang": "a" * 200_000,
}


def celschade(kop: str, waarde: str) -> Schade:
    """Put a value in one cell of a column."""

    def schade(rijen: list[list[str]], toeval: random.Random) -> None:
        rij = _een_rij(rijen, toeval)
        rij[rijen[0].index(kop)] = waarde

    return _op_rijen(schade)


# -- TOML --------------------------------------------------------------------------------------

_REGEL = re.compile(rb"^(\w+)( = )(.+)$", re.MULTILINE)
_GETAL = re.compile(rb"^(\w+)( = )(\d+)$", re.MULTILINE)
_TEKST = re.compile(rb'^(\w+)( = )"(.*)"$', re.MULTILINE)
_BLOK = re.compile(rb"^\[\[(\w+)\]\]$", re.MULTILINE)


def _op_regel(patroon: re.Pattern[bytes], nieuw: Callable[[re.Match[bytes]], bytes]) -> Schade:
    """Change one of the lines that look like this; a file without any is left as it is."""

    def schade(inhoud: bytes, toeval: random.Random) -> bytes:
        plekken = list(patroon.finditer(inhoud))
        if not plekken:
            return inhoud
        plek = toeval.choice(plekken)
        return inhoud[: plek.start()] + nieuw(plek) + inhoud[plek.end() :]

    return schade


#: Damage that no reader of TOML, or of ours, may let pass.
TOML: dict[str, Schade] = {
    "aanhaling-open": _op_regel(_TEKST, lambda m: m[1] + m[2] + b'"' + m[3]),
    "regel-dubbel": _op_regel(_REGEL, lambda m: m[0] + b"\n" + m[0]),
    "is-teken-weg": _op_regel(_REGEL, lambda m: m[1] + b" " + m[3]),
    "naam-verkeerd": _op_regel(_REGEL, lambda m: m[1] + b"q" + m[2] + m[3]),
    "getal-is-tekst": _op_regel(_GETAL, lambda m: m[1] + m[2] + b'"x"'),
    "getal-is-datum": _op_regel(_GETAL, lambda m: m[1] + m[2] + b"2027-13-45"),
    "getal-is-niets": _op_regel(_GETAL, lambda m: m[1] + m[2] + b"nan"),
    "getal-is-ja": _op_regel(_GETAL, lambda m: m[1] + m[2] + b"true"),
    "getal-eindeloos": _op_regel(_GETAL, lambda m: m[1] + m[2] + b"9" * 5000),
    "tekst-is-getal": _op_regel(_TEKST, lambda m: m[1] + m[2] + b"5"),
    "tekst-is-lijst": _op_regel(_TEKST, lambda m: m[1] + m[2] + b"[[1], {a = 2}]"),
    "blok-enkel": _op_regel(_BLOK, lambda m: b"[" + m[1] + b"]"),
    "blok-onbekend": _op_regel(_BLOK, lambda m: b"[[" + m[1] + b"q]]"),
    "diep-genest": lambda inhoud, _: inhoud + b"diep = " + b"[" * 20_000 + b"]" * 20_000 + b"\n",
    "diepe-naam": lambda inhoud, _: inhoud + b".".join([b"a"] * 20_000) + b" = 1\n",
}

#: Damage after which the file is still sound TOML, so that only its meaning can show it.
TOML_BETEKENIS: dict[str, Schade] = {
    "regel-weg": _op_regel(_REGEL, lambda m: b""),
    "regel-weg-2": _op_regel(_REGEL, lambda m: b""),
    "getal-enorm": _op_regel(_GETAL, lambda m: m[1] + m[2] + b"9" * 30),
    "getal-negatief": _op_regel(_GETAL, lambda m: m[1] + m[2] + b"-" + m[3]),
    "getal-nul": _op_regel(_GETAL, lambda m: m[1] + m[2] + b"0"),
    "tekst-leeg": _op_regel(_TEKST, lambda m: m[1] + m[2] + b'""'),
    "tekst-formule": _op_regel(_TEKST, lambda m: m[1] + m[2] + b'"=1+1"'),
    "tekst-accolade": _op_regel(_TEKST, lambda m: m[1] + m[2] + b'"{jaar} {0.__class__} {"'),
}


# -- XLSX --------------------------------------------------------------------------------------


def _delen(inhoud: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        return {deel.filename: archief.read(deel) for deel in archief.infolist()}


def _pak_in(delen: dict[str, bytes]) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, deel in delen.items():
            archief.writestr(zipfile.ZipInfo(naam, (2026, 1, 1, 0, 0, 0)), deel, 8)
    return uit.getvalue()


def _op_delen(verander: Callable[[dict[str, bytes]], object]) -> Schade:
    def schade(inhoud: bytes, _: random.Random) -> bytes:
        delen = _delen(inhoud)
        verander(delen)
        return _pak_in(delen)

    return schade


def _zonder(naam: str) -> Schade:
    return _op_delen(lambda delen: delen.pop(naam, None))


def _met(naam: str, verander: Callable[[bytes], bytes]) -> Schade:
    """Change one part of the archive; where it is not there it comes."""
    return _op_delen(lambda delen: delen.__setitem__(naam, verander(delen.get(naam, b""))))


def eerste_blad(inhoud: bytes) -> str:
    """Return the name of the first sheet inside the archive."""
    return min(naam for naam in _delen(inhoud) if naam.startswith("xl/worksheets/sheet"))


def _op_blad(verander: Callable[[bytes], bytes]) -> Schade:
    """Change every sheet, so that the one that matters is among them."""

    def schade(inhoud: bytes, _: random.Random) -> bytes:
        delen = _delen(inhoud)
        for naam in delen:
            if naam.startswith("xl/worksheets/sheet"):
                delen[naam] = verander(delen[naam])
        return _pak_in(delen)

    return schade


_LACHEN = b'<!DOCTYPE a [<!ENTITY l0 "lol">%s]>' % b"".join(
    b'<!ENTITY l%d "%s">' % (nummer, b"&l%d;" % (nummer - 1) * 10) for nummer in range(1, 12)
)
_VAN_BUITEN = b'<!DOCTYPE a [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>'
_VAN_HET_WEB = b'<!DOCTYPE a SYSTEM "http://voorbeeld.invalid/a.dtd">'


def _met_doctype(doctype: bytes) -> Callable[[bytes], bytes]:
    def verander(deel: bytes) -> bytes:
        kaal = re.sub(rb"^<\?xml[^>]*\?>\s*", b"", deel)
        kop = b'<?xml version="1.0" encoding="UTF-8"?>' + doctype
        return kop + re.sub(rb">[^<]+<", b">&l11;<", kaal, count=3)

    return verander


def cel_in_werkboek(kop: str, waarde: str) -> Schade:
    """Put a value in one cell of a column of a workbook; what begins with = is a formula there."""

    def schade(inhoud: bytes, toeval: random.Random) -> bytes:
        werkboek = load_workbook(io.BytesIO(inhoud))
        blad = werkboek.active
        koppen = [cel.value for cel in blad[1]]
        blad.cell(toeval.randrange(2, blad.max_row + 1), koppen.index(kop) + 1, waarde)
        uit = io.BytesIO()
        werkboek.save(uit)
        return uit.getvalue()

    return schade


def _bom(inhoud: bytes, _: random.Random) -> bytes:
    """A part of 40 MB in a file of 40 kB."""
    uit = io.BytesIO(inhoud)
    with zipfile.ZipFile(uit, "a", zipfile.ZIP_DEFLATED) as archief:
        plek = zipfile.ZipInfo("xl/media/groot.bin")
        plek.compress_type = zipfile.ZIP_DEFLATED
        with archief.open(plek, "w", force_zip64=True) as deel:
            blok = bytes(2**20)
            for _nummer in range(40):
                deel.write(blok)
    return uit.getvalue()


def _gelogen_grootte(inhoud: bytes, _: random.Random) -> bytes:
    """Unpacks to 60 MB, and says that it is 100 bytes."""
    uit = io.BytesIO()
    delen = _delen(inhoud)
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, deel in delen.items():
            archief.writestr(naam, deel + b" " * 60_000_000 if naam.endswith("1.xml") else deel)
        for deel in archief.infolist():
            if deel.filename.endswith("1.xml"):
                deel.file_size = 100
    return uit.getvalue()


def _vlag_om(inhoud: bytes, _: random.Random) -> bytes:
    """Say of every part that it has a password."""
    stuk = bytearray(inhoud)
    for kop, plek in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for gevonden in re.finditer(re.escape(kop), inhoud):
            stuk[gevonden.start() + plek] |= 1
    return bytes(stuk)


def _vreemde_methode(inhoud: bytes, _: random.Random) -> bytes:
    """Say of every part that it was packed in a way that nobody knows."""
    stuk = bytearray(inhoud)
    for kop, plek in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        for gevonden in re.finditer(re.escape(kop), inhoud):
            stuk[gevonden.start() + plek] = 99
    return bytes(stuk)


def _bits_in_deel(naam: str) -> Schade:
    """Flip a bit in the packed bytes of one part, of which the checksum then no longer fits."""

    def schade(inhoud: bytes, toeval: random.Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            deel = archief.getinfo(naam)
        begin = deel.header_offset + 30 + len(naam)
        stuk = bytearray(inhoud)
        stuk[begin + toeval.randrange(deel.compress_size)] ^= 1 << toeval.randrange(8)
        return bytes(stuk)

    return schade


def _rijen_erbij(rijen: bytes) -> Callable[[bytes], bytes]:
    return lambda blad: blad.replace(b"</sheetData>", rijen + b"</sheetData>")


def _na_rijen(stuk: bytes) -> Callable[[bytes], bytes]:
    return lambda blad: blad.replace(b"</sheetData>", b"</sheetData>" + stuk, 1)


def _lege_rijen(aantal: int) -> bytes:
    return b"".join(b'<row r="%d"/>' % nummer for nummer in range(1_000, 1_000 + aantal))


#: Damage to a workbook that must be refused by name.
XLSX: dict[str, Schade] = {
    "zonder-werkboek": _zonder("xl/workbook.xml"),
    "zonder-relaties": _zonder("xl/_rels/workbook.xml.rels"),
    "zonder-bladen": _op_delen(
        lambda delen: [delen.pop(n) for n in list(delen) if n.startswith("xl/worksheets/")]
    ),
    "blad-leeg": _op_blad(lambda blad: b""),
    "blad-geen-xml": _op_blad(lambda blad: b"dit is geen XML"),
    "blad-half": _op_blad(lambda blad: blad[: len(blad) // 2]),
    "blad-andere-codering": _op_blad(lambda blad: b"\xff\xfe" + blad.decode().encode("utf-16-le")),
    "blad-geen-utf-8": _op_blad(lambda blad: blad.replace(b"</row>", b"\xff\xfe</row>", 1)),
    "werkboek-leeg": _met("xl/workbook.xml", lambda _: b""),
    "werkboek-half": _met("xl/workbook.xml", lambda deel: deel[: len(deel) // 2]),
    "werkboek-andere-xml": _met("xl/workbook.xml", lambda _: b"<html/>"),
    "relaties-leeg": _met("xl/_rels/workbook.xml.rels", lambda _: b""),
    "relaties-zoek": _met(
        "xl/_rels/workbook.xml.rels", lambda deel: deel.replace(b"worksheets/", b"elders/")
    ),
    "relaties-naar-buiten": _met(
        "xl/_rels/workbook.xml.rels", lambda deel: deel.replace(b"worksheets/", b"../../../../etc/")
    ),
    "bom": _bom,
    "gelogen-grootte": _gelogen_grootte,
    "wachtwoord": _vlag_om,
    "onbekende-methode": _vreemde_methode,
    "zip-zonder-inhoud": lambda inhoud, _: _pak_in({}),
    "zip-met-iets-anders": lambda inhoud, _: _pak_in({"foto.jpg": b"x" * 500}),
    "opendocument": lambda inhoud, _: _pak_in(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
    ),
    "rij-te-ver": _op_blad(_rijen_erbij(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "rij-buiten-excel": _op_blad(_rijen_erbij(b'<row r="99999999999999999999"/>')),
    "kolom-buiten-excel": _op_blad(_rijen_erbij(b'<row r="900"><c r="ZZZZ900"><v>1</v></c></row>')),
    **{
        f"lachen-{waar}": _met(deel, _met_doctype(_LACHEN))
        for waar, deel in {
            "werkboek": "xl/workbook.xml",
            "stijlen": "xl/styles.xml",
            "teksten": "xl/sharedStrings.xml",
            "relaties": "xl/_rels/workbook.xml.rels",
            "soorten": "[Content_Types].xml",
        }.items()
    },
    "lachen-blad": _op_blad(_met_doctype(_LACHEN)),
    "entiteit-van-buiten": _op_blad(_met_doctype(_VAN_BUITEN)),
    "dtd-van-het-web": _op_blad(_met_doctype(_VAN_HET_WEB)),
    "bit-in-blad": lambda inhoud, toeval: _bits_in_deel(eerste_blad(inhoud))(inhoud, toeval),
    "bit-in-werkboek": _bits_in_deel("xl/workbook.xml"),
}

#: Damage that a reader may look past, as long as it costs little and the figures are the same.
XLSX_ONSCHULDIG: dict[str, Schade] = {
    "zonder-stijlen": _zonder("xl/styles.xml"),
    "zonder-teksten": _zonder("xl/sharedStrings.xml"),
    "zonder-thema": _zonder("xl/theme/theme1.xml"),
    "zonder-soorten": _zonder("[Content_Types].xml"),
    "zonder-kern": _zonder("docProps/core.xml"),
    "stijlen-kapot": _met("xl/styles.xml", lambda deel: deel[: len(deel) // 2]),
    "teksten-kapot": _met("xl/sharedStrings.xml", lambda deel: deel[: len(deel) // 2]),
    "kern-kapot": _met("docProps/core.xml", lambda _: b"<kapot"),
    "lachen-kern": _met("docProps/core.xml", _met_doctype(_LACHEN)),
    "stijlnummer-te-hoog": _op_blad(lambda blad: blad.replace(b' s="1"', b' s="99999"')),
    "tekstnummer-te-hoog": _op_blad(
        lambda blad: re.sub(rb't="s"><v>\d+<', b't="s"><v>999999999<', blad, count=2)
    ),
    "tekstnummer-negatief": _op_blad(
        lambda blad: re.sub(rb't="s"><v>\d+<', b't="s"><v>-1<', blad, count=2)
    ),
    "soort-onbekend": _op_blad(lambda blad: blad.replace(b't="s"', b't="zzz"', 2)),
    "getal-is-tekst": _op_blad(lambda blad: re.sub(rb"<v>\d+</v>", b"<v>abc</v>", blad, count=9)),
    "getal-oneindig": _op_blad(lambda blad: re.sub(rb"<v>\d+</v>", b"<v>1e999</v>", blad, count=9)),
    "getal-niets": _op_blad(lambda blad: re.sub(rb"<v>\d+</v>", b"<v>NaN</v>", blad, count=9)),
    "getal-eindeloos": _op_blad(
        lambda blad: re.sub(rb"<v>\d+</v>", b"<v>" + b"9" * 5000 + b"</v>", blad, count=9)
    ),
    "datum-onmogelijk": _op_blad(
        lambda blad: re.sub(rb"<v>4\d{4}</v>", b"<v>99999999999</v>", blad, count=9)
    ),
    "plaats-weg": _op_blad(lambda blad: re.sub(rb' r="[A-Z]+\d+"', b"", blad)),
    "plaats-nul": _op_blad(lambda blad: re.sub(rb' r="([A-Z]+)\d+"', rb' r="\g<1>0"', blad)),
    "formule-open": _op_blad(_rijen_erbij(b'<row r="900"><c r="A900"><f>SUM(((</f></c></row>')),
    "formule-gedeeld-zonder-begin": _op_blad(
        _rijen_erbij(b'<row r="900"><c r="A900"><f t="shared" si="77"/></c></row>')
    ),
    "samengevoegd-alles": _op_blad(
        _na_rijen(b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    ),
    "koppeling-overal": _op_blad(
        _na_rijen(b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>')
    ),
    "miljoen-lege-rijen": _op_blad(_rijen_erbij(_lege_rijen(1_000_000))),
    "dubbele-plaatsen": _op_blad(
        _rijen_erbij(b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 50_000 + b"</row>")
    ),
    "opmerking-erachter": lambda inhoud, _: inhoud + b"staart" * 50,
    "vooraan-iets": lambda inhoud, _: b"MZ" + inhoud,
    "namen-naar-buiten": _met("../../../../tmp/azwa-ontsnapt.txt", lambda _: b"ontsnapt"),
    "naam-dubbel": lambda inhoud, _: _dubbel_deel(inhoud),
}


def _dubbel_deel(inhoud: bytes) -> bytes:
    """Hold the first sheet twice under one name, the second time without cells."""
    import warnings

    naam, delen, uit = eerste_blad(inhoud), _delen(inhoud), io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        warnings.simplefilter("ignore")
        for deel, stuk in delen.items():
            archief.writestr(deel, stuk)
        archief.writestr(naam, re.sub(rb"<row.*</row>", b"", delen[naam], flags=re.DOTALL))
    return uit.getvalue()


def toeval(naam: str) -> random.Random:
    """Return a source of chance that is the same for the same name, on any machine."""
    return random.Random(zlib.crc32(naam.encode()))


def alles(*groepen: dict[str, Schade]) -> Iterator[tuple[str, Schade]]:
    """Go through the kinds of several groups."""
    for groep in groepen:
        yield from groep.items()
