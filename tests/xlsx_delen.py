"""Workbooks put together from strings, as programs write them that Excel forgives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

HOOFD = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAKKET = "http://schemas.openxmlformats.org/package/2006"

#: Style 1 shows a day, 2 a duration.
STIJLEN = (
    f'<styleSheet xmlns="{HOOFD}"><numFmts count="1"><numFmt numFmtId="165" '
    'formatCode="[h]:mm"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="165"/></cellXfs></styleSheet>'
)


def blad(rijen: str, *, kop: str = "", staart: str = "") -> str:
    return f'<worksheet xmlns="{HOOFD}">{kop}<sheetData>{rijen}</sheetData>{staart}</worksheet>'


def relaties(doelen: Mapping[str, tuple[str, str]]) -> str:
    regels = "".join(
        f'<Relationship Id="{id}" Type="{OFFICE}/{soort}" Target="{doel}"/>'
        for id, (soort, doel) in doelen.items()
    )
    return f'<Relationships xmlns="{PAKKET}/relationships">{regels}</Relationships>'


def delen(
    bladen: Sequence[str], *, teksten: Sequence[str] = (), werkboek: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook; `werkboek` stands in workbook.xml before the sheets."""
    namen = "".join(
        f'<sheet name="Blad{i}" sheetId="{i}" r:id="rId{i}"/>' for i in range(1, len(bladen) + 1)
    )
    doelen = {
        f"rId{i}": ("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, 1 + len(bladen))
    }
    doelen |= {"rIdS": ("styles", "styles.xml"), "rIdT": ("sharedStrings", "sharedStrings.xml")}
    lijst = "".join(f"<si><t>{tekst}</t></si>" for tekst in teksten)
    return {
        "[Content_Types].xml": f'<Types xmlns="{PAKKET}/content-types"/>',
        "_rels/.rels": relaties({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{HOOFD}" xmlns:r="{OFFICE}">{werkboek}'
        f"<sheets>{namen}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relaties(doelen),
        "xl/styles.xml": STIJLEN,
        "xl/sharedStrings.xml": f'<sst xmlns="{HOOFD}">{lijst}</sst>',
        **{f"xl/worksheets/sheet{i}.xml": xml for i, xml in enumerate(bladen, start=1)},
    }


def pak(inhoud: Mapping[str, str | bytes]) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, deel in inhoud.items():
            archief.writestr(naam, deel)
    return uit.getvalue()


def werkboek(*rijen: str, **anders: str) -> bytes:
    """A workbook of which each sheet has these rows."""
    return pak(delen([blad(rij) for rij in rijen], **anders))  # type: ignore[arg-type]
