"""A workbook comes out cell by cell, however it was written; what cannot be trusted is named."""

from __future__ import annotations

import time
import tracemalloc
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsx_delen import HOOFD, blad, delen, pak, relaties, werkboek

from azwa_funds.kern.fouten import Onleesbaar
from azwa_funds.openen import rekenblad
from azwa_funds.openen.bronbestand import lees_bronbestand
from azwa_funds.openen.bronblad import Bronblad
from azwa_funds.openen.rekenblad import lees_alles

RIJ = '<row r="1"><c r="A1"><v>7</v></c></row>'


def enig(inhoud: bytes) -> Bronblad:
    (enige,) = lees_bronbestand(inhoud).bladen
    return enige


def rijen(van: Bronblad) -> list[list[Any]]:
    return [list(van.rij(nummer)) for nummer in range(1, van.aantal + 1)]


# -- cells that cannot be trusted --------------------------------------------------------------


@pytest.mark.parametrize(
    ("cel", "reden"),
    [
        ('<c r="B2" t="e"><v>#N/A</v></c>', "de foutwaarde #N/B"),
        ('<c r="B2" t="e"><f>VLOOKUP(A1,C:D,2,0)</f><v>#REF!</v></c>', "de foutwaarde #VERW!"),
        ('<c r="B2" s="1" t="e" cm="1"><v>#SPILL!</v></c>', "de foutwaarde #OVERLOOP!"),
        ("<c t='e' r='B2'><v>#CALC!</v></c>", "de foutwaarde #CALC!"),
        ('<c r="B2"><f>A1*2</f></c>', "een formule zonder uitkomst"),
        ('<c r="B2"><f>A1*2</f><v></v></c>', "een formule zonder uitkomst"),
        ('<c r="B2"><f>A1*2</f><v/></c>', "een formule zonder uitkomst"),
        ('<c r="B2" s="1"><f t="shared" si="0"/></c>', "een formule zonder uitkomst"),
        ('<c r="B2" t="str"><f>A1&amp;""</f></c>', "een formule zonder uitkomst"),
        ('<c r="B2" s="1"><v>-5</v></c>', "een datum of tijd die niet bestaat"),
        ('<c r="B2" s="1"><v>-1E+300</v></c>', "een datum of tijd die niet bestaat"),
        ('<c r="B2" s="1"><v>NaN</v></c>', "een datum of tijd die niet bestaat"),
        ('<c r="B2" s="1"><v>2958466</v></c>', "een datum of tijd die niet bestaat"),
        ('<c r="B2" s="2"><v>8333333333.3</v></c>', "een datum of tijd die niet bestaat"),
        ('<c r="B2" s="2"><v>1.5e300</v></c>', "een datum of tijd die niet bestaat"),
        ('<c r="B2"><v>NaN</v></c>', "een getal dat niet bestaat"),
        ('<c r="B2"><v>1</v></c><c r="B2"><v>2</v></c>', "een tweede waarde voor dezelfde cel"),
    ],
)
def test_a_cell_without_a_value_to_trust_is_named_in_whatever_column(cel: str, reden: str) -> None:
    gelezen = enig(werkboek(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cel}</row>'))
    assert gelezen.gebreken == {(2, 1): reden}
    assert gelezen.aantal == 2
    assert gelezen.breedte == 2


@pytest.mark.parametrize(
    ("cel", "waarde"),
    [
        ('<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c>', ""),
        ('<c r="A1"><f>0</f><v>0</v></c>', 0.0),
        ('<c r="A1"><v>-5</v></c>', -5.0),
        ('<c r="A1" s="1"><v>46461</v></c>', date(2027, 3, 15)),
        ('<c r="A1" s="1"><v>46461.5</v></c>', datetime(2027, 3, 15, 12)),
        ('<c r="A1" s="1"><v>4.6461E4</v></c>', date(2027, 3, 15)),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', "ab"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> b</t></is></c>', " b"),
        ('<c r="A1"><v>1<!-- half a number -->2</v></c>', 12.0),
        ('<c r="A1"><v>1<![CDATA[<!--]]>2</v></c>', "1<!--2"),
        ('<c r="A1"><v>1<?a <!-- ?>2</v><!-- --></c>', 12.0),
        ('<c r="A1"><v>1&#50;</v></c>', 12.0),
    ],
)  # fmt: skip
def test_a_sound_cell_has_its_value(cel: str, waarde: Any) -> None:
    gelezen = enig(werkboek(f'<row r="1">{cel}</row>'))
    assert not gelezen.gebreken
    assert rijen(gelezen) == [[waarde]]


def test_a_nought_that_waits_to_be_calculated_is_no_nought() -> None:
    rij = '<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>0</v></c><c r="B1"><v>0</v></c></row>'
    herberekend = '<calcPr fullCalcOnLoad="1"/>'
    assert enig(werkboek(rij, werkboek=herberekend)).gebreken == {
        (1, 0): "een formule die nog berekend moet worden"
    }
    assert not enig(werkboek(rij)).gebreken


def test_a_workbook_from_1904_says_so_and_its_days_are_right() -> None:
    rij = '<row r="1"><c r="A1"><v>45096</v></c><c r="B1" s="1"><v>45096</v></c></row>'
    gelezen = enig(werkboek(rij, werkboek='<workbookPr date1904="true"/>'))
    assert gelezen.vanaf_1904
    assert rijen(gelezen) == [[45096.0, date(2027, 6, 20)]]
    assert not enig(werkboek(rij)).vanaf_1904


def test_rows_and_columns_that_nobody_sees_are_told() -> None:
    gelezen = enig(
        pak(
            delen(
                [
                    blad(
                        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="C2">'
                        '<v>2</v></c></row><row r="3" ht="0" customHeight="1"><c r="A3"><v>3</v>'
                        '</c></row><row r="4" ht="0.5"/><row r="5" hidden="0"/>',
                        kop='<cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols>',
                    )
                ]
            )
        )
    )
    assert gelezen.verborgen_rijen == {2, 3}
    assert gelezen.verborgen_kolommen == {1, 2}
    assert [rij[0] for rij in rijen(gelezen)] == [1.0, "", 3.0]


# -- one table, written in many ways -----------------------------------------------------------

WAARDEN = st.one_of(
    st.none(),
    st.integers(0, 10**6).map(float),
    st.text(st.sampled_from("ab <&>'\"é€;"), min_size=1, max_size=5).map(lambda t: f"x{t}x"),
)
TABEL = st.lists(st.lists(WAARDEN, min_size=3, max_size=3), min_size=1, max_size=8)


def _ontsnapt(tekst: str) -> str:
    return tekst.replace("&", "&amp;").replace("<", "&lt;")


def _cel(waarde: Any, plek: str, manier: int, voor: str) -> str:
    """One cell, in one of the ways in which programs write it."""
    if waarde is None:
        return f"<{voor}c{plek} s='1'/>"
    if isinstance(waarde, float):
        tekst = f"{waarde:.0f}"
        binnen = [
            f"<{voor}v>{tekst}</{voor}v>",
            f"<{voor}f>1+1</{voor}f><{voor}v>{tekst}</{voor}v>",
        ]
        soort = ["", " t='n'", ' s="0" t="n"'][manier % 3]
        return f"<{voor}c{plek}{soort}>{binnen[manier % 2]}</{voor}c>"
    tekst = _ontsnapt(waarde)
    if manier % 2:
        return f'<{voor}c{plek} t="str"\n>\n<{voor}v>{tekst}</{voor}v></{voor}c>'
    binnen_cel = f"<{voor}is><{voor}t>{tekst[:4]}</{voor}t></{voor}is>"
    if len(tekst) > 4:
        binnen_cel = f"<{voor}is><{voor}t>{tekst}</{voor}t></{voor}is>"
    return f"<{voor}c t='inlineStr' {plek}>{binnen_cel}</{voor}c>"


@settings(max_examples=150, deadline=None)
@given(tabel=TABEL, data=st.data())
def test_every_cell_comes_out_at_its_place_whatever_way_it_was_written(
    tabel: list[list[Any]], data: st.DataObject
) -> None:
    voor = data.draw(st.sampled_from(["", "x:", "ss1:"]))
    met_plek = data.draw(st.booleans())
    commentaar = data.draw(st.sampled_from(["", "<!-- </row> <c r='A9'/> -->", "\n  "]))
    regels = []
    for nummer, rij in enumerate(tabel, start=1):
        cellen = "".join(
            _cel(waarde, f' r="{"ABC"[i]}{nummer}"' if met_plek else "",
                 data.draw(st.integers(0, 5)), voor)
            for i, waarde in enumerate(rij)
        )  # fmt: skip
        plek = f' r="{nummer}"' if met_plek else ""
        regels.append(f"<{voor}row{plek}>{commentaar}{cellen}</{voor}row>")
    ns = f'xmlns:{voor[:-1]}="{HOOFD}"' if voor else f'xmlns="{HOOFD}"'
    xml = (
        f"<{voor}worksheet {ns}><{voor}sheetData>{''.join(regels)}</{voor}sheetData>"
        f"</{voor}worksheet>"
    )
    verwacht = [["" if waarde is None else waarde for waarde in rij] for rij in tabel]
    while verwacht and not any(cel != "" for cel in verwacht[-1]):
        verwacht.pop()
    gelezen = enig(pak(delen([xml])))
    assert not gelezen.gebreken
    assert [[*rij, "", "", ""][:3] for rij in rijen(gelezen)] == verwacht


def test_one_odd_cell_in_a_large_sheet_is_found_and_disturbs_nothing() -> None:
    """The sheet is looked over in blocks; the odd one is written anew, the others stay."""
    regels = [
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="str"><v>t{n}</v></c></row>'
        for n in range(1, 20_001)
    ]
    regels[9_999] = "<row><c><v>10000</v></c><c t='e'><v>#N/A</v></c></row>"
    gelezen = enig(werkboek("".join(regels)))
    assert gelezen.gebreken == {(10_000, 1): "de foutwaarde #N/B"}
    assert gelezen.kolom(0) == [float(n) for n in range(1, 20_001)]
    assert gelezen.rij(20_000) == [20_000.0, "t20000"]


@pytest.mark.parametrize(
    "cel",
    [
        '<c r="A{n}" s="120" t="str"><f>B{n}</f><v>t{n}</v></c>',
        '<c r="A{n}" s="120" t="inlineStr"><is><t>t{n}</t></is></c>',
        '<c r="A{n}" s="{n}" t="str"><v>t{n}</v></c>',
    ],
)
def test_a_sheet_of_texts_is_read_however_many_styles_a_workbook_has(cel: str) -> None:
    """A style of three digits makes a tag longer than most; each cell may have one of its own."""
    regels = (f'<row r="{n}">{cel.format(n=n)}</row>' for n in range(1, 401))
    assert enig(werkboek("".join(regels))).kolom(0) == [f"t{n}" for n in range(1, 401)]


# -- how a workbook is packed ------------------------------------------------------------------


def _pakketten() -> dict[str, dict[str, str | bytes]]:
    gewoon = delen([blad(RIJ)])
    hernoemd = dict(gewoon)
    hernoemd["xl/workbook22.xml"] = hernoemd.pop("xl/workbook.xml")
    hernoemd["xl/_rels/workbook22.xml.rels"] = hernoemd.pop("xl/_rels/workbook.xml.rels")
    hernoemd["_rels/.rels"] = relaties({"rId1": ("officeDocument", "/xl/workbook22.xml")})
    elders = dict(gewoon)
    elders["xl/_rels/workbook.xml.rels"] = relaties({"rId1": ("worksheet", "/xl/bladen/een.xml")})
    elders["xl/bladen/een.xml"] = elders.pop("xl/worksheets/sheet1.xml")
    return {
        "plain": gewoon,
        "a byte order mark before every part": {
            naam: f"\ufeff{deel!s}" for naam, deel in gewoon.items()
        },
        "backslashes in the names": {
            naam.replace("/", "\\"): deel for naam, deel in gewoon.items()
        },
        "names in capitals": {naam.upper(): deel for naam, deel in gewoon.items()},
        "workbook22.xml": hernoemd,
        "a sheet elsewhere": elders,
        "without relations of the package": {
            naam: deel for naam, deel in gewoon.items() if naam != "_rels/.rels"
        },
        "without styles and texts": {
            naam: deel
            for naam, deel in gewoon.items()
            if naam not in ("xl/styles.xml", "xl/sharedStrings.xml")
        },
        "parts that nobody opens": gewoon
        | {
            "customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"),
            "docProps/app.xml": '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode(
                "latin1"
            ),
            "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
            "__MACOSX/xl/._workbook.xml": b"\0\x05\x16\x07",
            "xl/comments1.xml": "<a>omge\u202ekeerd</a>",
            "xl/media/image1.png": bytes(50_000_000),
        },
    }


@pytest.mark.parametrize("hoe", _pakketten())
def test_a_workbook_is_read_however_it_was_packed(hoe: str) -> None:
    assert rijen(enig(pak(_pakketten()[hoe]))) == [[7.0]]


def test_sheets_without_cells_are_told_and_those_with_cells_are_read() -> None:
    inhoud = delen([blad(RIJ), "<chartsheet/>"])
    inhoud["xl/_rels/workbook.xml.rels"] = relaties(
        {
            "rId1": ("worksheet", "worksheets/sheet1.xml"),
            "rId2": ("chartsheet", "chartsheets/1.xml"),
        }
    )
    gelezen = lees_bronbestand(pak(inhoud))
    assert [van.blad for van in gelezen.bladen] == ["Blad1"]
    assert gelezen.opmerkingen == ("blad 'Blad2' heeft geen cellen.",)


def test_invisible_characters_are_taken_out_and_told() -> None:
    teksten = ("GM0\u00ad141", "I3&#x200E;\u200e", "a_x0007_b", "Gemeente Súdwest-Fryslân – €")
    rij = "".join(f'<c r="{"ABCD"[i]}1" t="s"><v>{i}</v></c>' for i in range(4))
    gelezen = lees_bronbestand(werkboek(f'<row r="1">{rij}</row>', teksten=teksten))
    assert rijen(gelezen.bladen[0]) == [["GM0141", "I3", "ab", "Gemeente Súdwest-Fryslân – €"]]
    assert gelezen.opmerkingen == ("4 onzichtbare tekens weggelaten (U+0007, U+00AD, U+200E).",)


# -- bounds ------------------------------------------------------------------------------------


def _gedeelde_tekst() -> bytes:
    cellen = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5001))
    return werkboek(cellen, teksten=["x" * 1_000_000])


def _gedeeld_deel() -> bytes:
    inhoud = delen([blad(RIJ)] * 2)
    inhoud["xl/_rels/workbook.xml.rels"] = relaties(
        {f"rId{n}": ("worksheet", "worksheets/sheet1.xml") for n in (1, 2)}
    )
    return pak(inhoud)


def _veel_bladen() -> bytes:
    return pak(delen([blad("")] * 500))


def _verre_cellen() -> bytes:
    ver = '<row r="{0}"><c r="J{0}"><v>1</v></c></row>'.format
    return werkboek(*[ver(400_000)] * 4)


@pytest.mark.parametrize(
    ("maak", "zin"),
    [
        (_gedeelde_tekst, "meer dan 300 MB aan tekst"),
        (_gedeeld_deel, "twee bladen van het werkboek zijn hetzelfde deel"),
        (_veel_bladen, "het werkboek heeft 500 bladen"),
        (_verre_cellen, "de bladen hebben samen 16000000 cellen"),
        (lambda: werkboek('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
         "loopt door tot rij 1048576, kolom XFD"),
        (lambda: werkboek('<row r="9999999"/>'), "loopt door tot rij 9999999"),
        (lambda: werkboek(" " * 50_000_000), "pakt uit tot"),
    ],
)  # fmt: skip
def test_what_would_take_all_memory_is_refused_before_it_does(maak: Any, zin: str) -> None:
    inhoud = maak()
    tracemalloc.start()
    begin = time.process_time()
    with pytest.raises(Onleesbaar) as gevangen:
        lees_bronbestand(inhoud)
    piek = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert zin in gevangen.value.reden
    assert piek < 150_000_000
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("soort", "xml"),
    [
        ("half", blad(RIJ)[:-40]),
        ("twice", blad(RIJ).replace("</worksheet>", "<sheetData/></worksheet>")),
        ("doctype", "<!DOCTYPE a [<!ENTITY b 'c'>]>" + blad(RIJ)),
        ("text not there", blad('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
        ("no such cell", blad('<row r="1"><c r="1A"><v>1</v></c></row>')),
        ("not closed", blad('<row r="1"><c r="A1"><v>1</c></row>')),
    ],
)
def test_a_sheet_that_is_not_whole_is_refused_in_a_sentence(soort: str, xml: str) -> None:
    with pytest.raises(Onleesbaar):
        lees_bronbestand(pak(delen([xml])))


def test_a_panic_of_the_reader_is_one_sentence_and_nothing_on_the_screen(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What gets past the looking over, whatever it will be, ends as any damaged file."""
    met_paniek = werkboek('<row r="1"><c r="A1" s="1"><v>-1e300</v></c></row>')
    with pytest.raises(Onleesbaar, match="het werkboek is beschadigd"):
        list(lees_alles(met_paniek))
    assert capfd.readouterr() == ("", "")


def test_the_bounds_leave_room_for_a_year_of_bookings_of_the_whole_country() -> None:
    assert rekenblad.MEESTE_CELLEN >= 10 * 1_000_000
    assert rekenblad.MEESTE_TEKST >= 10 * 1_000_000 * 20
