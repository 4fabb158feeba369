"""The parts of an .xlsx that matter to a table: found, bounded, and put in a package of our own.

Programs pack the same workbook in many ways: other names, a byte order mark before the XML,
shadows that a Mac leaves, parts of add-ins in other encodings. Only the parts that hold the table
are opened and judged here, and only those go into the package that calamine gets. So nothing is
read that was not looked at, and nothing is refused for a part that nobody opens.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.lezen import keuring
from azwa_funds.openen.bronblad import Reeks, Zicht
from azwa_funds.openen.onzichtbaar import Onzichtbaar

#: More sheets than anybody keeps bookings in.
MEESTE_BLADEN = 400


@dataclass(frozen=True)
class Bladdeel:
    """A sheet of the workbook: its name, whether people see it, and the part that holds it."""

    naam: str
    zicht: Zicht
    deel: str


class Werkboekdelen:
    """An opened package: what it is, its sheets, and its parts by name.

    Raises Onleesbaar for what is no workbook or would unpack to too much; what a damaged archive
    raises (`keuring.KAPOT`) is left to the caller.
    """

    def __init__(self, archief: zipfile.ZipFile, onzichtbaar: Onzichtbaar) -> None:
        self._archief, self._onzichtbaar = archief, onzichtbaar
        self._delen: dict[str, list[zipfile.ZipInfo]] = {}
        for deel in archief.infolist():
            naam = deel.filename.replace("\\", "/").lstrip("/").casefold()
            if not naam.startswith("__macosx/"):
                self._delen.setdefault(naam, []).append(deel)
        self._uitgepakt = self._ingepakt = 0
        self.werkboek = self._vind_werkboek()

    def heeft(self, naam: str) -> bool:
        """Whether there is a part of this name."""
        return naam.casefold() in self._delen

    def _vind_werkboek(self) -> str:
        if self.heeft("_rels/.rels"):
            for soort, doel, _ in self._verwijzingen("_rels/.rels", ""):
                if soort == "officeDocument" and self.heeft(doel):
                    return doel.casefold()
        return next(
            (naam for naam in sorted(self._delen) if re.fullmatch(r"xl/workbook\w*\.\w+", naam)), ""
        )

    def lees(self, naam: str) -> bytes:
        """Return the bytes of a part, within bounds and without invisible characters."""
        gevonden = self._delen.get(naam.casefold(), [])
        if not gevonden:
            raise Onleesbaar(f"in het werkboek ontbreekt het deel {naam}", keuring.BEWAAR_OPNIEUW)
        if len(gevonden) > 1:
            raise Onleesbaar(
                "het werkboek bevat twee delen met dezelfde naam", keuring.BEWAAR_OPNIEUW
            )
        deel = gevonden[0]
        if deel.flag_bits & 1:
            raise Onleesbaar("het bestand is met een wachtwoord beveiligd", keuring.OPNIEUW)
        self._uitgepakt += deel.file_size
        self._ingepakt += max(1, deel.compress_size)
        keuring.weiger_bom(self._uitgepakt, self._ingepakt)
        return self._archief.read(deel)

    def xml(self, naam: str, *, is_blad: bool = False) -> bytes:
        """Return a part that is XML in UTF-8, without byte order mark or invisible characters."""
        inhoud = self.lees(naam).removeprefix(b"\xef\xbb\xbf")
        keuring.weiger_codering(inhoud)
        # What is declared stands at the beginning; a sheet is looked over as a whole later on.
        keuring.weiger_doctype(inhoud[:_BEGIN] if is_blad else inhoud)
        return self._onzichtbaar.zonder(inhoud, is_xml=True)

    def _verwijzingen(self, naam: str, map_: str) -> Iterator[tuple[str, str, str]]:
        """Give of each reference its kind, the part it leads to and its id."""
        for soort, kenmerken in elementen(self.xml(naam)):
            doel = kenmerken.get("Target", "").replace("\\", "/")
            if soort == "Relationship" and kenmerken.get("TargetMode") != "External":
                vol = doel.lstrip("/") if doel.startswith("/") else _plat(f"{map_}/{doel}")
                yield kenmerken.get("Type", "").rpartition("/")[2], vol, kenmerken.get("Id", "")

    def verwijzingen(self) -> list[tuple[str, str, str]]:
        """Return what the workbook refers to: kind, part and id."""
        map_, _, kort = self.werkboek.rpartition("/")
        naam = f"{map_}/_rels/{kort}.rels"
        return list(self._verwijzingen(naam, map_)) if self.heeft(naam) else []


_BEGIN = 4096


def _plat(naam: str) -> str:
    """Follow ".." and "." in the name of a part."""
    delen: list[str] = []
    for stuk in naam.split("/"):
        if stuk == ".." and delen:
            delen.pop()
        elif stuk not in ("", ".", ".."):
            delen.append(stuk)
    return "/".join(delen)


def elementen(xml: bytes) -> list[tuple[str, Mapping[str, str]]]:
    """Return the elements of a small part in order, without prefixes; ExpatError for no XML."""
    uit: list[tuple[str, Mapping[str, str]]] = []

    def begin(naam: str, kenmerken: Mapping[str, str]) -> None:
        kort = {sleutel.rpartition(":")[2]: waarde for sleutel, waarde in kenmerken.items()}
        uit.append((naam.rpartition(":")[2], kort))

    keuring.volg_xml(xml, begin)
    return uit


@dataclass(frozen=True)
class Werkboek:
    """What workbook.xml says: its sheets, the date system, whether it must be calculated first."""

    bladen: tuple[Bladdeel, ...]
    vanaf_1904: bool
    onberekend: bool
    teksten: bytes
    stijlen: bytes
    overgeslagen: tuple[str, ...]


def lees_werkboek(delen: Werkboekdelen) -> Werkboek:
    """Read the frame of a workbook; the sheets themselves are not opened yet."""
    verwijst = {id: (soort, doel) for soort, doel, id in delen.verwijzingen()}
    gevonden: list[Bladdeel] = []
    overgeslagen: list[str] = []
    kenmerk: dict[str, Mapping[str, str]] = {}
    for soort, kenmerken in elementen(delen.xml(delen.werkboek)):
        if soort != "sheet":
            kenmerk[soort] = kenmerken
            continue
        naam = kenmerken.get("name", "")
        wat, doel = verwijst.get(kenmerken.get("id", ""), ("", ""))
        if wat == "worksheet":
            gevonden.append(
                Bladdeel(naam, _ZICHT.get(kenmerken.get("state", ""), Zicht.ZICHTBAAR), doel)
            )
        else:
            overgeslagen.append(naam)
    _weiger_gedeeld(gevonden)

    def waar(element: str, naam: str) -> bool:
        return kenmerk.get(element, {}).get(naam, "").strip().casefold() in ("1", "true", "on")

    teksten, stijlen = (_deel(delen, verwijst, soort) for soort in ("sharedStrings", "styles"))
    vanaf_1904, onberekend = waar("workbookPr", "date1904"), waar("calcPr", "fullCalcOnLoad")
    return Werkboek(tuple(gevonden), vanaf_1904, onberekend, teksten, stijlen, tuple(overgeslagen))


_ZICHT = {"hidden": Zicht.VERBORGEN, "veryHidden": Zicht.DIEP_VERBORGEN}


def _deel(delen: Werkboekdelen, verwijst: Mapping[str, tuple[str, str]], soort: str) -> bytes:
    doelen = [doel for wat, doel in verwijst.values() if wat == soort and delen.heeft(doel)]
    return delen.xml(doelen[0]) if doelen else b""


def _weiger_gedeeld(bladen: list[Bladdeel]) -> None:
    """Refuse sheets that are one part: a small file could be thousands of large sheets."""
    if len({blad.deel.casefold() for blad in bladen}) < len(bladen):
        raise Onleesbaar("twee bladen van het werkboek zijn hetzelfde deel", keuring.BEWAAR_OPNIEUW)
    if len(bladen) > MEESTE_BLADEN:
        reden = f"het werkboek heeft {len(bladen)} bladen, meer dan {MEESTE_BLADEN}"
        raise Onleesbaar(reden, "geef alleen de bladen met de tabel")


# -- shared texts ------------------------------------------------------------------------------


def tekstlengten(teksten: bytes) -> Reeks:
    """Return of each shared text how many bytes it takes at most."""
    if b"<!" in teksten:
        # Comments can hide where a text begins; each may be the longest then.
        aantal = max(1, teksten.count(b"<") // 2)
        return np.full(aantal, len(teksten), np.int64)
    soort = re.search(rb"<([\w.-]+:)?sst[\s>/]", teksten)
    begin = b"<" + ((soort[1] or b"") if soort else b"") + b"si"
    bytes_ = np.frombuffer(teksten + bytes(len(begin) + 1), np.uint8)
    plek = np.flatnonzero(bytes_[: len(teksten)] == ord("<"))
    for i, letter in enumerate(begin):
        plek = plek[bytes_[plek + i] == letter]
    plek = plek[np.isin(bytes_[plek + len(begin)], np.frombuffer(b" >/\t\r\n", np.uint8))]
    return np.diff(plek, append=len(teksten)).astype(np.int64)


# -- a package of our own ----------------------------------------------------------------------

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAKKET = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def pak_in(werkboek: Werkboek, bladen: Iterable[list[bytes | memoryview]]) -> bytes:
    """Return a workbook in its simplest form, with sheets of these rows, taken one by one."""
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        aantal = 0
        for aantal, stukken in enumerate(bladen, start=1):
            with archief.open(f"xl/worksheets/sheet{aantal}.xml", "w") as deel:
                deel.write(f'{_XML}<worksheet xmlns="{_SHEETS}"><sheetData>'.encode())
                for stuk in stukken:
                    deel.write(stuk)
                deel.write(b"</sheetData></worksheet>")
        delen = [("worksheet", f"worksheets/sheet{n + 1}.xml") for n in range(aantal)]
        for soort, inhoud in (("sharedStrings", werkboek.teksten), ("styles", werkboek.stijlen)):
            if inhoud:
                delen.append((soort, f"{soort}.xml"))
                archief.writestr(f"xl/{soort}.xml", inhoud)
        lijst = "".join(
            f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, aantal + 1)
        )
        for naam, tekst in {
            "[Content_Types].xml": f'<Types xmlns="{_PAKKET}/content-types"/>',
            "_rels/.rels": _relaties([("officeDocument", "xl/workbook.xml")]),
            "xl/_rels/workbook.xml.rels": _relaties(delen),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><workbookPr '
            f'date1904="{int(werkboek.vanaf_1904)}"/><sheets>{lijst}</sheets></workbook>',
        }.items():
            archief.writestr(naam, _XML + tekst)
    return uit.getvalue()


def _relaties(doelen: list[tuple[str, str]]) -> str:
    regels = "".join(
        f'<Relationship Id="rId{nummer}" Type="{_OFFICE}/{soort}" Target="{doel}"/>'
        for nummer, (soort, doel) in enumerate(doelen, start=1)
    )
    return f'<Relationships xmlns="{_PAKKET}/relationships">{regels}</Relationships>'
