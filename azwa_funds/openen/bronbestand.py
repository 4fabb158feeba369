"""Open a file of the user's, whatever was sent: what it is follows from its content, not its name.

What is guaranteed: every sheet, every row and every cell of the file comes out, in order and at its
place, or the file is refused with one sentence and a remedy (Onleesbaar). Cells that cannot be
trusted are named with the reason, and what was left off (invisible characters) is told in the
remarks. Nothing is unpacked before its size is known, so that a hostile file costs little time and
memory. What the cells mean is up to whoever asked.
"""

from __future__ import annotations

import re

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.kern.tekst import telling
from azwa_funds.lezen.keuring import OPNIEUW
from azwa_funds.openen.auditfile import is_auditfile, lees_auditfile
from azwa_funds.openen.bronblad import Bronbestand
from azwa_funds.openen.onzichtbaar import Onzichtbaar, buiten_ascii
from azwa_funds.openen.tekstblad import NIETS, lees_tekstblad

_UTF8_BOM, _UTF16_LE, _UTF16_BE = b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")

_BEWAAR_ALS = "open het in Excel, kies 'Opslaan als' en dan .xlsx, en geef dat bestand"
_WEBPAGINA = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style)\b"
    r"|\s*mime-version:",
    re.IGNORECASE | re.DOTALL,
)
_XML_2003 = "urn:schemas-microsoft-com:office:spreadsheet"


def lees_bronbestand(inhoud: bytes) -> Bronbestand:
    """Return every sheet of a file, or raise Onleesbaar: one sentence and a remedy."""
    _weiger_leeg(inhoud)
    if is_auditfile(inhoud):
        return lees_auditfile(inhoud)
    if inhoud.startswith(b"PK"):
        from azwa_funds.openen.rekenblad import lees_rekenblad

        return lees_rekenblad(inhoud)
    if inhoud.startswith(_OLE):
        return _lees_oud(inhoud)
    if inhoud.startswith(b"%PDF"):
        raise Onleesbaar("dit is geen spreadsheet", OPNIEUW)
    return _lees_tekst(inhoud)


def _weiger_leeg(inhoud: bytes, van: int = 0) -> None:
    if not inhoud[van : van + 4096].strip(NIETS) and not inhoud[van:].strip(NIETS):
        raise Onleesbaar("het bestand is leeg", "geef een bestand waar iets in staat")


def _lees_oud(inhoud: bytes) -> Bronbestand:
    from azwa_funds.openen.rekenblad import lees_xls

    if "EncryptedPackage".encode("utf-16-le") in inhoud:
        remedie = "haal de beveiliging eraf en sla het opnieuw op"
        raise Onleesbaar("het werkboek is met een wachtwoord beveiligd", remedie)
    return lees_xls(inhoud)


# -- text --------------------------------------------------------------------------------------


def _lees_tekst(inhoud: bytes) -> Bronbestand:
    onzichtbaar = Onzichtbaar()
    inhoud = _in_utf8(inhoud)
    # A mark at the very beginning is no character of the text.
    van = len(_UTF8_BOM) if inhoud.startswith(_UTF8_BOM) else 0
    inhoud = onzichtbaar.zonder(inhoud, na=van)
    _weiger_leeg(inhoud, van)
    _weiger_opmaak(inhoud[van : van + 4096].decode(errors="ignore"))
    opmerkingen = onzichtbaar.opmerkingen()
    if onleesbaar := buiten_ascii(inhoud).count("\ufffd".encode()):
        wat = telling(onleesbaar, "teken is", "tekens zijn")
        opmerkingen += (f"{wat} onleesbaar (\ufffd).",)
    return Bronbestand("csv", [lees_tekstblad(inhoud, van)], opmerkingen)


def _in_utf8(inhoud: bytes) -> bytes:
    """Return a text in UTF-8, whatever Windows wrote it in."""
    soort = _utf_16(inhoud)
    if soort:
        return inhoud.decode(soort, errors="replace").removeprefix("\ufeff").encode()
    if b"\0" in inhoud:
        raise Onleesbaar("dit is geen spreadsheet", OPNIEUW)
    try:
        buiten_ascii(inhoud).decode()
    except UnicodeDecodeError:
        return inhoud.decode("cp1252", errors="replace").encode()
    return inhoud


def _utf_16(inhoud: bytes) -> str:
    """Return the name of the encoding where a text is in UTF-16, also without a mark."""
    if inhoud.startswith(_UTF16_LE):
        return "utf-16-le"
    if inhoud.startswith(_UTF16_BE):
        return "utf-16-be"
    # Text in Latin letters has a zero in every other byte.
    begin = inhoud[:1000]
    for soort, letters, nullen in (
        ("utf-16-le", begin[::2], begin[1::2]),
        ("utf-16-be", begin[1::2], begin[::2]),
    ):
        if b"\0" not in letters and nullen.count(0) > 0.9 * len(nullen) > 0:
            return soort
    return ""


def _weiger_opmaak(begin: str) -> None:
    """Refuse a web page or XML that is called .xls or .csv, saying what it is."""
    if _WEBPAGINA.match(begin):
        raise Onleesbaar("dit is een webpagina (HTML) en geen spreadsheet", _BEWAAR_ALS)
    if _XML_2003 in begin or 'progid="Excel.Sheet"' in begin:
        raise Onleesbaar("dit is een XML-spreadsheet van Excel 2003", _BEWAAR_ALS)
    if begin.lstrip().startswith("<?xml"):
        raise Onleesbaar("dit is een XML-bestand en geen spreadsheet", OPNIEUW)
