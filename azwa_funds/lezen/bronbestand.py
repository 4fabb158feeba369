"""Open a file of the user's, whatever was sent: what it is follows from its content, not its name.

Nothing is unpacked before its size is known, so that a hostile file costs little time and memory.
Cells come out as they are; what they mean is up to whoever asked.
"""

from __future__ import annotations

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.kern.tekst import vreemd_teken
from azwa_funds.lezen.auditfile import is_auditfile, lees_auditfile
from azwa_funds.lezen.bronblad import Bronbestand, Bronblad
from azwa_funds.lezen.keuring import OPNIEUW
from azwa_funds.lezen.rekenblad import lees_xlsx
from azwa_funds.lezen.tekstblad import NIETS, lees_tekstblad


def lees_bronbestand(inhoud: bytes) -> Bronbestand:
    """Return every sheet of a file, or raise Onleesbaar: one sentence and a remedy."""
    if not inhoud[:4096].strip(NIETS) and not inhoud.strip(NIETS):
        raise Onleesbaar("het bestand is leeg", "geef een bestand waar iets in staat")
    if is_auditfile(inhoud):
        return lees_auditfile(inhoud)
    if inhoud.startswith(b"PK"):
        return lees_xlsx(inhoud)
    _weiger_vreemd(inhoud)
    return Bronbestand("csv", [_lees_tekst(inhoud)])


def _weiger_vreemd(inhoud: bytes) -> None:
    if inhoud.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        if "EncryptedPackage".encode("utf-16-le") in inhoud:
            raise Onleesbaar(
                "het werkboek is met een wachtwoord beveiligd",
                "haal de beveiliging eraf en sla het opnieuw op",
            )
        raise Onleesbaar("dit is een oud Excel-bestand (.xls)", OPNIEUW)
    if inhoud.startswith(b"%PDF"):
        raise Onleesbaar("dit is geen spreadsheet", OPNIEUW)


def _lees_tekst(inhoud: bytes) -> Bronblad:
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        inhoud = inhoud.decode("utf-16", errors="replace").encode()
    if b"\0" in inhoud:
        raise Onleesbaar("dit is geen spreadsheet", OPNIEUW)
    inhoud = inhoud.removeprefix(b"\xef\xbb\xbf")
    try:
        inhoud.decode()
    except UnicodeDecodeError:
        inhoud = inhoud.decode("cp1252", errors="replace").encode()
    if vreemd := vreemd_teken(inhoud.rstrip(NIETS)):
        raise Onleesbaar(
            f"er staat een onzichtbaar teken in ({vreemd.naam})",
            "verwijder dat teken, of typ de cel waar het in staat opnieuw",
            rij=vreemd.regel,
        )
    return lees_tekstblad(inhoud)
