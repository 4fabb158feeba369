"""Auditfiles made by rule, for tests: the ledger of nobody."""

from __future__ import annotations

import io
import zipfile

NAAMRUIMTEN = {
    "3.1": "http://www.auditfiles.nl/XAF/3.1",
    "3.2": "http://www.auditfiles.nl/XAF/3.2",
    "4.0": "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/"
    "XmlauditfileXAF_4.0",
}


def regel(rekening: str, bedrag: str, kant: str, plaats: str = "") -> str:
    plaats = f"<costID>{plaats}</costID>" if plaats else ""
    return (
        f"<trLine><nr>1</nr><accID>{rekening}</accID><docRef>F-9</docRef>"
        f"<effDate>2027-03-15</effDate><desc>Beweegcoach</desc><amnt>{bedrag}</amnt>"
        f"<amntTp>{kant}</amntTp>{plaats}<projID>P1</projID></trLine>"
    )


def boeking(nummer: str, *regels: str) -> str:
    kop = f"<nr>{nummer}</nr><desc>Eerste kwartaal</desc><periodNumber>3</periodNumber>"
    return f"<transaction>{kop}<trDt>2027-03-14</trDt>{''.join(regels)}</transaction>\n"


#: Two entries: an invoice with btw, and half of it taken back.
BOEKINGEN = (
    boeking("27001", regel("44310", "1000.50", "D", "SPUK"), regel("0310", "210.10", "D"),
            regel("1600", "1210.60", "C")),
    boeking("27002", regel("44310", "500.25", "C", "SPUK"), regel("1600", "500.25", "D")),
)  # fmt: skip


def auditfile(*boekingen: str, versie: str = "3.2", regels: int = 5, som: str = "1710.85") -> str:
    """A whole file; `regels` and `som` are what it says of itself."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<auditfile xmlns="{NAAMRUIMTEN[versie]}"><header><fiscalYear>2027</fiscalYear>'
        "<startDate>2027-01-01</startDate><endDate>2027-12-31</endDate><curCode>EUR</curCode>"
        "<dateCreated>2028-01-20</dateCreated><softwareDesc>Pakket</softwareDesc></header>"
        "<company><companyName>Gemeente Zwolle</companyName><generalLedger>"
        "<ledgerAccount><accID>44310</accID><accDesc>Subsidies</accDesc><accTp>P</accTp>"
        "</ledgerAccount><ledgerAccount><accID>1600</accID><accDesc>Crediteuren</accDesc>"
        "<accTp>B</accTp></ledgerAccount></generalLedger>\n"
        f"<transactions><linesCount>{regels}</linesCount><totalDebit>{som}</totalDebit>"
        f"<totalCredit>{som}</totalCredit><journal><jrnID>INK</jrnID><desc>Inkoop</desc>"
        f"<jrnTp>P</jrnTp>\n{''.join(boekingen or BOEKINGEN)}</journal></transactions>"
        "</company></auditfile>\n"
    )


def ingepakt(**leden: str) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in leden.items():
            archief.writestr(naam.replace("_", "."), inhoud)
    return uit.getvalue()
