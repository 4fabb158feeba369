"""An auditfile comes in as any package writes it, and is held to what it says of itself."""

from __future__ import annotations

import gzip
import re
import time
from datetime import date
from decimal import Decimal

import pytest
from auditfiles import BOEKINGEN, NAAMRUIMTEN, auditfile, boeking, ingepakt, regel

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.openen.auditfile import KOPPEN, is_auditfile
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.openen.bronblad import Bronblad


def lees(inhoud: str | bytes) -> Bronblad:
    (blad,) = lees_bronbestand(inhoud if isinstance(inhoud, bytes) else inhoud.encode()).bladen
    return blad


def geweigerd(inhoud: str | bytes) -> str:
    with pytest.raises(Onleesbaar) as gevangen:
        lees(inhoud)
    assert gevangen.value.remedie
    return gevangen.value.reden


def som(blad: Bronblad, kop: str) -> Decimal:
    cellen = blad.kolom(KOPPEN.index(kop), vanaf=2)
    return sum((Decimal(cel.replace(",", ".")) for cel in cellen if cel), Decimal(0))


# -- what comes out ----------------------------------------------------------------------------


@pytest.mark.parametrize("versie", NAAMRUIMTEN)
def test_every_line_of_every_entry_is_a_row_with_its_account_and_cost_centre(versie: str) -> None:
    tekst = auditfile(versie=versie)
    if versie == "4.0":  # which has other names for the same
        for oud, nieuw in (("costID", "cost"), ("projID", "project")):
            tekst = tekst.replace(oud, nieuw)
    bron = lees_bronbestand(tekst.encode())
    (blad,) = bron.bladen
    assert (bron.soort, blad.blad, blad.aantal) == ("auditfile", "", 6)
    assert list(blad.rij(1)) == KOPPEN
    assert dict(zip(KOPPEN, blad.rij(2), strict=True)) == {
        "dagboek": "INK", "boekstuk": "27001", "boekdatum": date(2027, 3, 14),
        "rekening": "44310", "rekening_omschrijving": "Subsidies", "rekening_soort": "P",
        "omschrijving": "Beweegcoach", "kostenplaats": "SPUK", "kostendrager": "",
        "project": "P1", "document": "F-9", "debet": "1000,50", "credit": "",
    }  # fmt: skip
    assert [blad.rij(5)[-2:], blad.rij(6)[-2:]] == [["", "500,25"], ["500,25", ""]]
    assert bron.opmerkingen == (
        f"auditfile versie {versie} van Gemeente Zwolle, boekjaar 2027: 5 regels, debet en credit "
        "elk € 1.710,85; de controletotalen kloppen.",
    )


@pytest.mark.parametrize(
    "inhoud",
    [
        auditfile().replace("UTF-8", "UTF-16").encode("utf-16"),
        b"\xef\xbb\xbf" + auditfile().encode(),
        auditfile().replace("UTF-8", "ISO-8859-1").replace("coach", "co\u00e4ch").encode("cp1252"),
        auditfile().replace("Beweegcoach", "Sport & Spel").encode(),
        re.sub(r"<(/?)(\w)", r"<\1x:\2", auditfile().replace("xmlns=", "xmlns:x=")).encode(),
        auditfile().replace(' xmlns="http://www.auditfiles.nl/XAF/3.2"', "").encode(),
        gzip.compress(auditfile().encode()),
        ingepakt(grootboek_xaf=auditfile()),
        ingepakt(grootboek_xml=auditfile()),
    ],
    ids="utf-16 bom cp1252 ampersand prefix naamloos gzip zip xml".split(),
)  # fmt: skip
def test_it_is_read_as_it_comes(inhoud: bytes) -> None:
    blad = lees(inhoud)
    assert (som(blad, "debet"), som(blad, "credit")) == (Decimal("1710.85"), Decimal("1710.85"))


def test_a_file_in_parts_is_put_together_again() -> None:
    knip = auditfile().index("<transaction><nr>27002")
    deel1, deel2 = auditfile()[:knip], auditfile()[knip:]
    vervolg = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- Vervolgbestand 2 van 2 -->\n{deel2}'
    blad = lees(ingepakt(b_xaf=deel1, a_xaf=vervolg))
    assert (blad.aantal, som(blad, "debet")) == (6, Decimal("1710.85"))
    assert geweigerd(vervolg) == "hierin staat alleen deel 2 van 2 van een auditfile"
    assert "afgebroken" in geweigerd(deel1)
    derde = vervolg.replace("2 van 2", "3 van 3")
    assert "ontbreekt een deel" in geweigerd(ingepakt(b_xaf=deel1, a_xaf=derde))


def test_a_file_per_period_in_one_archive_is_a_sheet_each() -> None:
    een = auditfile(BOEKINGEN[0], regels=3, som="1210.60")
    twee = auditfile(BOEKINGEN[1], regels=2, som="500.25")
    bron = lees_bronbestand(ingepakt(k10_xaf=twee, k2_xaf=een))
    assert [(blad.blad, blad.aantal) for blad in bron.bladen] == [("k2.xaf", 4), ("k10.xaf", 3)]
    assert bron.opmerkingen[1].startswith("k10.xaf: auditfile versie 3.2")


def test_a_continuation_that_is_whole_stands_on_its_own() -> None:
    een = auditfile(BOEKINGEN[0], regels=3, som="1210.60")
    kop, rest = auditfile(BOEKINGEN[1], regels=2, som="500.25").split("\n", 1)
    twee = f"{kop}\n<!-- Vervolgbestand 2 van 2 -->\n{rest}"
    assert som(lees(twee), "debet") == Decimal("500.25")
    bron = lees_bronbestand(ingepakt(deel1_xaf=een, deel2_xaf=twee))
    assert [(blad.blad, blad.aantal) for blad in bron.bladen] == [
        ("deel1.xaf", 4),
        ("deel2.xaf", 3),
    ]


def test_a_negative_amount_counts_on_the_other_side() -> None:
    """Some packages write a correction as a negative debit, and count it so in their totals."""
    terug = boeking("27003", regel("44310", "-20.00", "D", "SPUK"), regel("1600", "-20.00", "C"))
    for totaal in ("1690.85", "1730.85"):
        blad = lees(auditfile(*BOEKINGEN, terug, regels=7, som=totaal))
        assert [blad.rij(7)[-2:], blad.rij(8)[-2:]] == [["", "20,00"], ["20,00", ""]]


def test_a_part_of_a_cent_stays_visible() -> None:
    """Whoever reads the amount as a booking then says that it has too many decimals."""
    fijn = boeking("1", regel("44310", "1.234", "D"), regel("1600", "1.234", "C"))
    assert lees(auditfile(fijn, regels=2, som="1.234")).rij(2)[-2] == "1,234"


def test_what_is_odd_around_the_entries_is_a_remark() -> None:
    periode = "<periods><period><startDatePeriod>jan</startDatePeriod></period></periods>"
    vreemd = auditfile().replace("<generalLedger>", f"{periode}<generalLedger>")
    bron = lees_bronbestand(vreemd.encode())
    assert "wijken op 1 plaats af van de standaard" in bron.opmerkingen[1]
    zonder = auditfile().replace("<linesCount>5</linesCount>", "")
    assert (
        "het noemt geen controletotaal linesCount."
        in lees_bronbestand(zonder.encode()).opmerkingen[0]
    )


# -- what it says of itself --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (auditfile(regels=6), "het controletotaal linesCount (aantal regels) is 6, maar gelezen is "
         "5"),
        (auditfile().replace("<totalDebit>1710.85", "<totalDebit>1810.85"), "het controletotaal "
         "totalDebit (som van debet) is € 1.810,85, maar gelezen is € 1.710,85"),
        (auditfile().replace("<totalCredit>1710.85", "<totalCredit>?"), "het controletotaal "
         "totalCredit (som van credit) is onleesbaar"),
        (auditfile(boeking("7", regel("44310", "1.00", "D"), regel("1600", "1.01", "C")),
                   regels=2, som="1.00").replace("<totalCredit>1.00", "<totalCredit>1.01"),
         "boekstuk 7 (dagboek INK) is niet in evenwicht: debet € 1,00, credit € 1,01"),
        (auditfile().replace("2027-03-14", "14-03-2027", 1), "regel 4 van het bestand: "
         "'14-03-2027' is geen datum"),
        (auditfile().replace("2027-03-15", "2027-02-30", 1), "regel 4 van het bestand: "
         "'2027-02-30' is geen datum"),
        (auditfile(boeking("7", regel("44310", "1.00", "D"), regel("1600", "1.00", "C")), regels=2,
                   som="1.00").replace("<trDt>2027-03-14</trDt>", "").replace(
                   "<effDate>2027-03-15</effDate>", "", 1),
         "boekstuk 7 (dagboek INK), regel 1 heeft geen datum"),
        (auditfile().replace("<amnt>210.10</amnt>", "<amnt>210.10</amnt><amnt>0.00</amnt>"),
         "boekstuk 27001 (dagboek INK), regel 1 heeft meer dan één bedrag"),
        (auditfile() + auditfile(), "na het einde van het auditfile staat nog tekst (regel 7)"),
        (auditfile().replace("EUR", "SEK"), "het auditfile is in SEK (curCode)"),
    ],
)  # fmt: skip
def test_a_file_that_contradicts_itself_is_refused(inhoud: str, reden: str) -> None:
    assert geweigerd(inhoud) == reden


@pytest.mark.parametrize(
    ("oud", "nieuw", "reden"),
    [
        ("<amnt>210.10</amnt>", "<amnt>210,10</amnt>", "heeft geen leesbaar bedrag ('210,10')"),
        ("<amnt>210.10</amnt>", "", "heeft geen leesbaar bedrag ('')"),
        ("<amnt>210.10</amnt>", f"<amnt>{'9' * 400}</amnt>", "heeft geen leesbaar bedrag ('9999"),
        ("<amnt>210.10</amnt><amntTp>D", "<amnt>210.10</amnt><amntTp>X", "zegt niet of het debet"),
    ],
)
def test_an_amount_that_nobody_can_read_is_named_with_its_entry(
    oud: str, nieuw: str, reden: str
) -> None:
    melding = geweigerd(auditfile().replace(oud, nieuw))
    assert melding.startswith(f"boekstuk 27001 (dagboek INK), regel 1 {reden}")
    assert "controletotaal totalDebit" in melding


def test_many_faults_are_counted_and_a_few_are_told() -> None:
    scheef = [boeking(str(n), regel("44310", "1.00", "D")) for n in range(30)]
    melding = geweigerd(auditfile(*scheef, regels=30, som="30.00"))
    assert melding.endswith("; en nog 26 fouten")


# -- what no package writes --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (auditfile().replace("<auditfile", '<!DOCTYPE a [<!ENTITY b "c">]><auditfile', 1),
         "(DOCTYPE)"),
        (auditfile().replace("<header>", "<a>" * 5000 + "</a>" * 5000 + "<header>"),
         "XML die geen pakket schrijft"),
        (auditfile().replace("Beweegcoach", "x" * 2_000_000), "XML die geen pakket schrijft"),
        (auditfile()[:1200], "afgebroken of beschadigd"),
        (ingepakt(a_xaf=auditfile())[:-30], "beschadigd"),
        (ingepakt(a_xaf=f"<auditfile>{' ' * 30_000_000}"), "uitgepakt veel groter"),
        (gzip.compress(b"<auditfile>" + b" " * 30_000_000), "uitgepakt veel groter"),
        (ingepakt(a_xaf=auditfile(), b_xlsx="PK"), "zit naast een auditfile ook 'b.xlsx'"),
        ("<auditfile><header><auditfileVersion>CLAIR2.00.00</auditfileVersion></header>"
         "</auditfile>", "van voor versie 3"),
        ("<auditfile/>" + "<", "na het einde"),
    ],
    ids="doctype diep lang half zip bom gzipbom bijvangst clair rest".split(),
)  # fmt: skip
def test_hostile_or_broken_is_one_sentence_and_takes_no_time(
    inhoud: str | bytes, reden: str
) -> None:
    begin = time.process_time()
    assert reden in geweigerd(inhoud)
    assert time.process_time() - begin < 5


def test_an_entry_that_no_memory_holds_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("azwa_funds.openen.auditfile.MEESTE_TAGS", 200)
    assert "één boeking die groter is" in geweigerd(auditfile(boeking("1", *["<a/>"] * 300)))
    assert lees(auditfile(*BOEKINGEN * 20, regels=100, som="34217.00")).aantal == 101


@pytest.mark.parametrize("duizend", [6, pytest.param(60, marks=pytest.mark.lang)])
def test_sixty_thousand_lines_are_read_well_within_twenty_seconds(duizend: int) -> None:
    totaal = f"{Decimal('342170.00') * duizend:.2f}"
    veel = auditfile(*BOEKINGEN * (200 * duizend), regels=1000 * duizend, som=totaal)
    begin = time.process_time()
    blad = lees(veel)
    assert time.process_time() - begin < 15
    assert som(blad, "debet") == som(blad, "credit") == Decimal(totaal)


@pytest.mark.parametrize(
    "inhoud",
    [b"a;b\n1;2\n", b"<html>auditfile</html>", b"Vervolgbestand 2 van 3", b"PK\x03\x04", b""],
)
def test_other_files_are_no_auditfile(inhoud: bytes) -> None:
    assert not is_auditfile(inhoud)
