"""The XML Auditfile Financieel: the Dutch standard in which any package can hand over its ledger.

Every line of every entry becomes a row, with the headings of `KOPPEN`; both sides of an entry are
there. What the file says of itself (how many lines, the sums of debit and credit, entries that
balance) is held against what was read: a file that contradicts itself is refused, and so is one in
which an amount or a date cannot be read. What is merely not as the standard has it is a remark.

The format itself is read by pyxaf, of which nothing outside this file knows.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.kern.tekst import telling
from azwa_funds.lezen.keuring import GROOTSTE_INHOUD, GROOTSTE_VERHOUDING, MEESTE_CELLEN
from azwa_funds.openen.bronblad import Bronbestand, Bronblad

if TYPE_CHECKING:
    from pyxaf import AuditFile, Finding, Line, Transaction

#: The headings of the one sheet that an auditfile becomes.
KOPPEN = (
    "dagboek boekstuk boekdatum rekening rekening_omschrijving rekening_soort omschrijving "
    "kostenplaats kostendrager project document debet credit"
).split()

#: No entry, and nothing that goes before the first one, holds more tags than this.
MEESTE_TAGS = 3_000_000
_DIEPSTE = 32
_LANGSTE_TEKST = 2**20
_MEESTE_REGELS = MEESTE_CELLEN // len(KOPPEN)

_OPNIEUW = "laat uw pakket het auditfile opnieuw maken"
_ANDERE_VERSIE = "laat uw pakket versie 3.2 of 4.0 maken"
_WORTEL = re.compile(rb"<(?:[\w.-]+:)?auditfile[\s/>]", re.IGNORECASE)
_VERVOLG = re.compile(rb"vervolgbestand\s+(\d+)\s+van\s+(\d+)", re.IGNORECASE)
_WORTEL_LEEG = re.compile(rb"<(?:[\w.-]+:)?auditfile\b[^>]*/>", re.IGNORECASE)
_EINDE = re.compile(rb"</(?:[\w.-]+:)?auditfile\s*>", re.IGNORECASE)
_TRANSACTIES = re.compile(rb"<(?:[\w.-]+:)?transactions\s*>")
_GEVULD = rb"\s*>\s*[^\s<]"
#: What a continuation begins with: a mark of the byte order, a declaration and comments.
_PROLOOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_EINDE_BOEKING = re.compile(rb"</(?:[\w.-]+:)?transaction\s*>")
_HERSTEL = ("control-chars", "bare-ampersand", "latin1-as-cp1252")
_IN_REGEL = "/auditfile/company/transactions/journal/transaction"
#: Findings that are no news to whoever keeps the ledger: a mark, a container, a known version.
_STIL = set("XAF1001 XAF1002 XAF1004 XAF1011 XAF1020 XAF3001 XAF3006 XAF7001 XAF7008".split())
_OPMERKINGEN = {
    "XAF1003": "de tekens zijn anders gecodeerd dan de standaard toestaat",
    "XAF1005": "het zegt ISO-8859-1 te zijn, maar bevat tekens van Windows-1252",
    "XAF1006": "sommige tekens zijn onleesbaar en vervangen",
    "XAF1010": "er stonden onzichtbare tekens in; die zijn weggelaten",
    "XAF1012": "er stond een los &-teken in; dat is gelezen als tekst",
    "XAF3002": "de naam van de versie wijkt af van het officiële schema",
    "XAF3003": "de naam van de versie bestaat officieel niet",
    "XAF3004": "de naam van de versie is onbekend",
    "XAF3005": "het spreekt zichzelf tegen over de versie",
    "XAF3007": "de versie is afgeleid uit de inhoud",
    "XAF3030": "er staan stamgegevens achter de boekingen",
}


def is_auditfile(inhoud: bytes) -> bool:
    """Whether this is an auditfile, plain, packed or in parts; nothing is unpacked for it."""
    if inhoud.startswith(b"\x1f\x8b"):
        return True
    if not inhoud.startswith(b"PK\x03\x04"):
        return bool(_WORTEL.search(_begin(inhoud)) or _vervolg(inhoud))
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            namen = [deel.filename.casefold() for deel in _leden(archief)]
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    if "[content_types].xml" in namen or "mimetype" in namen:
        return False
    return any(naam.endswith(_UITGANGEN) for naam in namen)


def lees_auditfile(inhoud: bytes) -> Bronbestand:
    """Return the lines of an auditfile as a sheet; of a packed set, a sheet for each whole file.

    Raises Onleesbaar for what is damaged, hostile, or contradicts its own control totals.
    """
    bladen, opmerkingen = [], list[str]()
    documenten = list(_documenten(inhoud))
    for naam, document in documenten:
        gelezen = _lees(document)
        bladen.append(gelezen.als_blad(naam if len(documenten) > 1 else ""))
        voor = f"{naam}: " if len(documenten) > 1 else ""
        opmerkingen += [f"{voor}{opmerking}." for opmerking in gelezen.opmerkingen]
    return Bronbestand("auditfile", bladen, tuple(opmerkingen))


# -- packed and split --------------------------------------------------------------------------


def _begin(inhoud: bytes) -> bytes:
    """Return the first characters as bytes to search in, whatever their width."""
    return inhoud[: 2**16].replace(b"\0", b"") if inhoud[:2] in _BREED else inhoud[: 2**16]


_UITGANGEN = (".xaf", ".xml", ".xac", ".xsc", ".xfc")
_BREED = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def _vervolg(inhoud: bytes) -> tuple[int, int] | None:
    """Return (2, 3) for "Vervolgbestand 2 van 3"; None for a file that stands alone or begins.

    Some packages write these words in files that are whole, one for each period.
    """
    if inhoud[:100].lstrip()[:1] != b"<" and inhoud[:3] != b"\xef\xbb\xbf":
        return None
    begin = _begin(inhoud)
    match = None if _WORTEL.search(begin) else _VERVOLG.search(begin[:2048])
    return (int(match[1]), int(match[2])) if match and int(match[1]) > 1 else None


def _leden(archief: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    delen = (deel for deel in archief.infolist() if not deel.is_dir())
    return [deel for deel in delen if not deel.filename.startswith("__MACOSX")]


def _uitgepakt(inhoud: bytes) -> list[tuple[str, bytes]]:
    """Return every document in a file with its name, never more than the bound."""
    try:
        grens = min(GROOTSTE_INHOUD, max(20 * 2**20, GROOTSTE_VERHOUDING * len(inhoud)))
        if inhoud.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(inhoud)) as stroom:
                uitgepakt = stroom.read(grens + 1)
            _weiger_bom(len(uitgepakt), grens)
            return [("", uitgepakt)]
        if not inhoud.startswith(b"PK"):
            return [("", inhoud)]
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            leden = sorted(_leden(archief), key=lambda deel: _volgorde(deel.filename))
            _weiger_bijvangst([deel.filename for deel in leden])
            if any(deel.flag_bits & 1 for deel in leden):
                raise Onleesbaar("het bestand is met een wachtwoord beveiligd", "haal dat eraf")
            _weiger_bom(sum(deel.file_size for deel in leden), grens)
            return [(deel.filename, archief.read(deel)) for deel in leden]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as fout:
        raise Onleesbaar("het ingepakte auditfile is beschadigd", _OPNIEUW) from fout


def _weiger_bijvangst(namen: Sequence[str]) -> None:
    """Refuse an archive that holds something else as well: it would be left out in silence."""
    if andere := [naam for naam in namen if not naam.casefold().endswith(_UITGANGEN)]:
        reden = f"in het zip-bestand zit naast een auditfile ook '{andere[0]}'"
        raise Onleesbaar(reden, "maak een zip-bestand met alleen het auditfile, of pak het uit")


def _weiger_bom(grootte: int, grens: int) -> None:
    if grootte > grens:
        reden = "het ingepakte auditfile is uitgepakt veel groter dan een administratie"
        raise Onleesbaar(reden, "pak het zelf uit en geef het bestand dat erin zit")


def _volgorde(naam: str) -> list[tuple[int, str]]:
    """Sort "deel 2" before "deel 10"."""
    return [(int(stuk) if stuk.isdigit() else -1, stuk) for stuk in re.split(r"(\d+)", naam)]


def _documenten(inhoud: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every whole document in a file with its name, its parts put together."""
    delen = []
    for naam, stuk in _uitgepakt(inhoud):
        if is_deel(stuk):
            delen.append((naam, stuk))
        else:
            yield naam, stuk
    if delen:
        yield delen[0][0], voeg_samen([stuk for _, stuk in delen])


def is_deel(inhoud: bytes) -> bool:
    """Whether this is a part of an auditfile: it goes on elsewhere, or with what came before."""
    if _vervolg(inhoud):
        return True
    begint = inhoud[:2] not in _BREED and _WORTEL.search(inhoud[: 2**16])
    return bool(begint) and not _EINDE.search(inhoud[-256:]) and not _WORTEL_LEEG.search(inhoud)


def voeg_samen(delen: Sequence[bytes]) -> bytes:
    """Put the parts of one auditfile in the order that they name; Onleesbaar where one lacks."""
    begin = [deel for deel in delen if _vervolg(deel) is None]
    vervolg = sorted((plaats, deel) for deel in delen if (plaats := _vervolg(deel)))
    samen = "zet alle delen in één zip-bestand en geef dat"
    (nummer, van) = vervolg[0][0] if vervolg else (0, 0)
    if not begin:
        raise Onleesbaar(f"hierin staat alleen deel {nummer} van {van} van een auditfile", samen)
    if len(begin) > 1:
        raise Onleesbaar("dit zijn delen van meer dan één auditfile", "geef elk auditfile apart")
    aantal = len(vervolg) + 1
    if [plaats for plaats, _ in vervolg] != [(nummer, aantal) for nummer in range(2, aantal + 1)]:
        raise Onleesbaar(f"van dit gesplitste auditfile ({van} delen) ontbreekt een deel", samen)
    return b"".join([*begin, *(_PROLOOG.sub(b"", deel, count=1) for _, deel in vervolg)])


# -- reading -----------------------------------------------------------------------------------


@dataclass
class _Gelezen:
    """The columns of one auditfile as they fill, what is wrong with it, and what to remark."""

    kolommen: dict[str, list[Any]] = field(default_factory=lambda: {kop: [] for kop in KOPPEN})
    fouten: list[str] = field(default_factory=list)
    aantal_fouten: int = 0
    opmerkingen: list[str] = field(default_factory=list)
    debet: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    #: The same with each amount on the side that its sign leads to.
    netto_debet: Decimal = Decimal(0)
    netto_credit: Decimal = Decimal(0)

    @property
    def aantal(self) -> int:
        """How many lines were read."""
        return len(self.kolommen["debet"])

    def als_blad(self, naam: str) -> Bronblad:
        """Return the lines below their headings."""
        kolommen = [np.array([kop, *cellen], dtype=object) for kop, cellen in self.kolommen.items()]
        return Bronblad(naam, len(KOPPEN), self.aantal + 1, _kolommen=kolommen)

    def meld(self, fout: str) -> None:
        """Keep the first few faults, and count them all."""
        self.aantal_fouten += 1
        if len(self.fouten) < 5:
            self.fouten.append(fout)


def _lees(document: bytes) -> _Gelezen:
    import pyxaf

    _weiger_oneindig(document)
    try:
        with pyxaf.open(
            document,
            repair=_HERSTEL,
            max_depth=_DIEPSTE,
            max_text_size=_LANGSTE_TEKST,
            max_decompressed_size=1,
        ) as auditfile:
            _weiger_ander(auditfile)
            gelezen = _Gelezen()
            for boeking in auditfile.transactions():
                _neem_over(gelezen, boeking)
            _vul_rekeningen(gelezen, auditfile)
            _controleer(gelezen, auditfile, document)
    except pyxaf.PyxafError as fout:
        raise _geweigerd(fout) from fout
    except (ValueError, LookupError, ArithmeticError, RecursionError, MemoryError) as fout:
        raise Onleesbaar("het auditfile is beschadigd", _OPNIEUW) from fout
    if gelezen.fouten:
        meer = gelezen.aantal_fouten - len(gelezen.fouten)
        slot = [f"en nog {telling(meer, 'fout', 'fouten')}"] if meer else []
        raise Onleesbaar("; ".join([*gelezen.fouten, *slot]), _OPNIEUW)
    return gelezen


def _weiger_oneindig(inhoud: bytes) -> None:
    """Refuse an entry, or master data, that no administration has and no memory holds."""
    begin = 0
    for einde in _EINDE_BOEKING.finditer(inhoud):
        lang = einde.start() - begin > MEESTE_TAGS
        if lang and inhoud.count(b"<", begin, einde.start()) > MEESTE_TAGS:
            break
        begin = einde.end()
    if inhoud.count(b"<", begin) > MEESTE_TAGS:
        reden = "het auditfile bevat één boeking die groter is dan een administratie"
        raise Onleesbaar(reden, "geef een auditfile per periode")


def _geweigerd(fout: Exception) -> Onleesbaar:
    """Say in Dutch why the library refused a file."""
    import pyxaf

    regel = getattr(fout, "line", None)
    plek = f" (regel {regel})" if regel else ""
    gewoon = "laat uw pakket een gewoon auditfile (.xaf) maken"
    vreemd = "het auditfile bevat XML die geen pakket schrijft"
    redenen: dict[type[Exception], tuple[str, str]] = {
        pyxaf.ForbiddenConstructError: (f"{vreemd} (DOCTYPE){plek}", _OPNIEUW),
        pyxaf.EncryptedAuditfileError: ("het auditfile is versleuteld", gewoon),
        pyxaf.XmlSyntaxError: (f"het auditfile is afgebroken of beschadigd{plek}", _OPNIEUW),
        pyxaf.LimitExceededError: (vreemd, _OPNIEUW),
        Exception: ("dit is geen XML Auditfile Financieel", _ANDERE_VERSIE),
    }
    return Onleesbaar(*next(r for soort, r in redenen.items() if isinstance(fout, soort)))


def _weiger_ander(auditfile: AuditFile) -> None:
    """Refuse the formats that went before 3.0, and a ledger that is not in euros."""
    from pyxaf import Family

    if auditfile.format.family is not Family.XAF:
        raise Onleesbaar("dit is een auditfile van voor versie 3", _ANDERE_VERSIE)
    munt = (auditfile.header.currency or "EUR").upper()
    if munt != "EUR":
        remedie = "geef een auditfile van een administratie in euro's"
        raise Onleesbaar(f"het auditfile is in {munt} (curCode)", remedie)


def _neem_over(gelezen: _Gelezen, boeking: Transaction) -> None:
    """Add the lines of one entry, and see whether it balances."""
    debet = credit = Decimal(0)
    for regel in boeking.lines:
        if gelezen.aantal >= _MEESTE_REGELS:
            reden = f"het auditfile heeft meer dan {telling(_MEESTE_REGELS, 'regel', 'regels')}"
            raise Onleesbaar(reden, "geef een auditfile per periode")
        _neem_regel_over(gelezen, boeking, regel)
        if regel.amount is None or not _is_gewoon(regel.amount):
            continue
        debet += regel.amount if regel.side == "D" else 0
        credit += regel.amount if regel.side == "C" else 0
        gelezen.netto_debet += regel.debit or 0
        gelezen.netto_credit += regel.credit or 0
    gelezen.debet += debet
    gelezen.credit += credit
    if debet != credit:
        kanten = f"debet {_toon(debet)}, credit {_toon(credit)}"
        gelezen.meld(f"{_boeking(boeking)} is niet in evenwicht: {kanten}")


def _neem_regel_over(gelezen: _Gelezen, boeking: Transaction, regel: Line) -> None:
    if fout := _regelfout(boeking, regel):
        plek = f", regel {regel.number}" if regel.number else ""
        gelezen.meld(f"{_boeking(boeking)}{plek} {fout}")
    waarden = {
        "dagboek": boeking.journal_id,
        "boekstuk": boeking.number or regel.document_ref,
        "boekdatum": boeking.date or regel.effective_date,
        "rekening": regel.account_id,
        "omschrijving": regel.description or boeking.description,
        "kostenplaats": regel.cost_center,
        "kostendrager": regel.cost_unit or regel.product,
        "project": regel.project,
        "document": regel.document_ref or regel.invoice_ref,
        "debet": _bedrag(regel.debit) if regel.debit or not regel.credit else "",
        "credit": _bedrag(regel.credit) if regel.credit else "",
    }
    for kop, waarde in waarden.items():
        gelezen.kolommen[kop].append("" if waarde is None else waarde)


def _regelfout(boeking: Transaction, regel: Line) -> str:
    """Say what makes a line unfit to count, "" for a sound one; a date that is no date comes up
    among the findings of the library.
    """
    velden = regel.raw.fields if regel.raw else {}
    if regel.amount is None or not _is_gewoon(regel.amount):
        return f"heeft geen leesbaar bedrag ('{velden.get('amnt', '').strip()[:40]}')"
    if regel.side is None:
        return f"zegt niet of het debet (D) of credit (C) is ('{velden.get('amntTp', '')[:10]}')"
    if regel.raw and regel.raw.all("amnt"):
        return "heeft meer dan één bedrag"
    if not (boeking.date or regel.effective_date or (boeking.raw and boeking.raw.get("trDt"))):
        return "heeft geen datum"
    return ""


def _is_gewoon(bedrag: Decimal) -> bool:
    """Whether an amount is small enough to be added up without rounding."""
    exponent = bedrag.as_tuple().exponent
    return abs(bedrag) < 10**15 and isinstance(exponent, int) and exponent >= -6


def _vul_rekeningen(gelezen: _Gelezen, auditfile: AuditFile) -> None:
    """Name the accounts, once all of them are known."""
    bekend = {
        code: (rekening.description or "", (rekening.account_type.code or "").strip())
        for code, rekening in auditfile.accounts.items()
    }
    paren = [bekend.get(rekening, ("", "")) for rekening in gelezen.kolommen["rekening"]]
    for deel, kop in enumerate(("rekening_omschrijving", "rekening_soort")):
        gelezen.kolommen[kop] = [paar[deel] for paar in paren]


def _boeking(boeking: Transaction) -> str:
    dagboek = f" (dagboek {boeking.journal_id})" if boeking.journal_id else ""
    return f"boekstuk {boeking.number or '(zonder nummer)'}{dagboek}"


def _bedrag(bedrag: Decimal | None) -> str:
    """Write an amount as the Dutch do, with two decimals or as many as there are."""
    if bedrag is None:
        return ""
    heel, _, decimalen = f"{bedrag:f}".partition(".")
    return f"{heel},{decimalen.rstrip('0').ljust(2, '0')}"


def _toon(bedrag: Decimal) -> str:
    """Show an amount in a sentence: "€ 747.627,36"."""
    heel, _, decimalen = _bedrag(abs(bedrag)).partition(",")
    teken = "-" if bedrag < 0 else ""
    return f"{teken}€ {int(heel):,}".replace(",", ".") + f",{decimalen}"


# -- what the file says of itself --------------------------------------------------------------


def _controleer(gelezen: _Gelezen, auditfile: AuditFile, document: bytes) -> None:
    """Hold the control totals against what was read, and remark on what is not as it should be."""
    totalen = auditfile.transaction_totals
    debet, credit = "som van debet", "som van credit"
    gelezen_totalen: list[tuple[str, str, str, Any, Any]] = [
        ("linesCount", "aantal regels", "lines_count", gelezen.aantal, None),
        ("totalDebit", debet, "total_debit", gelezen.debet, gelezen.netto_debet),
        ("totalCredit", credit, "total_credit", gelezen.credit, gelezen.netto_credit),
    ]
    transacties = _TRANSACTIES.search(document)
    kop = document[transacties.end() :][:4096] if transacties else b""
    ontbreekt = []
    for naam, wat, veld, geteld, netto in gelezen_totalen:
        gezegd = getattr(totalen, veld, None)
        if gezegd is None and re.search(rb"<(?:[\w.-]+:)?" + naam.encode() + _GEVULD, kop):
            gelezen.meld(f"het controletotaal {naam} ({wat}) is onleesbaar")
        elif gezegd is None:
            ontbreekt.append(naam)
        elif gezegd not in (geteld, netto):
            zo = map(str if netto is None else _toon, (gezegd, geteld))
            gelezen.meld(f"het controletotaal {naam} ({wat}) is {', maar gelezen is '.join(zo)}")
    _beoordeel(gelezen, auditfile.findings)
    gelezen.opmerkingen.insert(0, _beschrijving(gelezen, auditfile, ontbreekt))


def _beschrijving(gelezen: _Gelezen, auditfile: AuditFile, ontbreekt: Sequence[str]) -> str:
    kop = auditfile.header
    van = f" van {auditfile.company.name}" if auditfile.company.name else ""
    jaar = f", boekjaar {kop.fiscal_year}" if kop.fiscal_year else ""
    telt = telling(gelezen.aantal, "regel", "regels")
    oordeel = "de controletotalen kloppen"
    if ontbreekt:
        oordeel = f"het noemt geen controletotaal {', '.join(ontbreekt)}"
    som = f"debet en credit elk {_toon(gelezen.netto_debet)}"
    return f"auditfile versie {auditfile.version.value}{van}{jaar}: {telt}, {som}; {oordeel}"


def _beoordeel(gelezen: _Gelezen, bevindingen: Sequence[Finding]) -> None:
    """Let unreadable amounts and dates of entries decide; of all else, say what it is, once."""
    anders = 0
    for bevinding in bevindingen:
        plek = bevinding.path or ""
        in_regel = plek.startswith(_IN_REGEL) and not plek.endswith(("/vat", "/currency"))
        if bevinding.code == "XAF1013":
            gelezen.meld(f"na het einde van het auditfile staat nog tekst (regel {bevinding.line})")
        elif bevinding.code == "XAF3017" and in_regel:
            gelezen.meld(
                f"regel {bevinding.line} van het bestand: '{bevinding.value}' is geen datum"
            )
        elif bevinding.code in _OPMERKINGEN:
            if _OPMERKINGEN[bevinding.code] not in gelezen.opmerkingen:
                gelezen.opmerkingen.append(_OPMERKINGEN[bevinding.code])
        elif bevinding.code not in _STIL and not in_regel:
            anders += 1
    if anders:
        keer = telling(anders, "plaats", "plaatsen")
        gelezen.opmerkingen.append(
            f"de gegevens om de boekingen heen wijken op {keer} af van de standaard"
        )
