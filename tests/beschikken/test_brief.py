"""A letter with awards is read row by row: what is refused, what is asked, and what is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from boekingen import schrijf_xlsx
from hulp import kopieer_gegevens

from azwa_funds.beschikken.beschikkingen import (
    Gelezen,
    Vergelijking,
    beschikkingsrijen,
    kies_bron,
    lees_beschikkingen,
    met_datum,
)
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Beschikt, Status, Vindplaats
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout
from azwa_funds.verdelen import verdeel_uitkering

BRON = "vws_2026_04_22"
KOP = "uitkering;onderdeel;jaar;ontvanger_code;ontvanger;bedrag;kenmerk;datum;vindplaats"


def brief(map_: Path, *regels: str) -> Path:
    pad = map_ / "brief.csv"
    pad.write_text("\n".join([KOP, *regels]) + "\n", encoding="utf-8", newline="")
    return pad


def regel(code: str = "GM0147", bedrag: str = "280.000", **anders: str) -> str:
    cellen = {
        "uitkering": "spuk_azwa", "onderdeel": "lokaal", "jaar": "2027", "code": code,
        "naam": "", "bedrag": bedrag, "kenmerk": "B-1", "datum": "15-12-2026", "vindplaats": "",
    }  # fmt: skip
    return ";".join((cellen | anders).values())


def geweigerd(gegevens: Gegevens, pad: Path) -> str:
    with pytest.raises(Gebruikersfout) as fout:
        lees_beschikkingen(gegevens, pad, BRON)
    return str(fout.value)


@pytest.fixture
def borne() -> Beschikt:
    """The award of Borne, of 15 December 2026."""
    return Beschikt(
        "spuk_azwa", "lokaal", 2027, "Twente", "GM0147", "Borne", 280_000, "B-1",
        date(2026, 12, 15), Vindplaats(BRON, "blz. 1"),
    )  # fmt: skip


# -- one row -----------------------------------------------------------------------------------


def test_nothing_can_be_awarded(gegevens: Gegevens, tmp_path: Path) -> None:
    """€ 0,00 is an award too: the gemeente has a letter, and gets nothing."""
    gelezen = lees_beschikkingen(gegevens, brief(tmp_path, regel(bedrag="€ 0,00")), BRON)
    assert [(v.beschikt.bedrag, v.verschil) for v in gelezen.vergelijkingen] == [(0, -272_167)]


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"bedrag": "-0,01"}, "kolom 'bedrag': '-0,01' is geen bedrag in hele euro's; laat de "
         "centen weg"),
        ({"bedrag": "0,99"}, "kolom 'bedrag': '0,99' is geen bedrag in hele euro's; laat de "
         "centen weg"),
        ({"bedrag": "€ -1,00"}, "kolom 'bedrag': '€ -1,00' is negatief; vul 0 of hoger in"),
        ({"kenmerk": "=1+2"}, "kolom 'kenmerk': '=1+2' begint als een formule; laat '=' aan het "
         "begin weg"),
        ({"kenmerk": "B,=1"}, "kolom 'kenmerk': in 'B,=1' staat na een scheidingsteken wat als "
         "een formule begint; laat dat teken weg"),
        ({"kenmerk": '"B-1\nvervolg"'}, "kolom 'kenmerk': er staat een regeleinde in de cel; zet "
         "de tekst op één regel"),
        ({"vindplaats": '"blz. 1\nen 2"'}, "kolom 'vindplaats': er staat een regeleinde in de "
         "cel; zet de tekst op één regel"),
        ({"kenmerk": "B\u28001"}, "kolom 'kenmerk': er staat een onzichtbaar teken in (U+2800); "
         "verwijder dat teken, of typ de tekst opnieuw"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_kept_is_refused(
    gegevens: Gegevens, tmp_path: Path, anders: dict[str, str], melding: str
) -> None:
    assert f"brief.csv, rij 2, {melding}" in geweigerd(gegevens, brief(tmp_path, regel(**anders)))


def test_the_second_mention_of_a_gemeente_names_the_first(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    pad = brief(tmp_path, regel(), "", regel("147", "5"))
    assert "brief.csv, rij 4, kolom 'ontvanger_code': Borne, lokaal 2027 staat ook al in rij 2" in (
        geweigerd(gegevens, pad)
    )


def test_beside_the_code_any_name_of_that_gemeente_will_do(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    pad = brief(tmp_path, regel("GM0518", naam="Den Haag", vindplaats="blz. 3"))
    (den_haag,) = lees_beschikkingen(gegevens, pad, BRON).vergelijkingen
    assert den_haag.beschikt.ontvanger == "'s-Gravenhage"
    assert den_haag.beschikt.vindplaats == Vindplaats(BRON, "blz. 3")


# -- the whole table ---------------------------------------------------------------------------


def test_headings_without_awards_are_no_letter(gegevens: Gegevens, tmp_path: Path) -> None:
    assert "er staan geen bedragen onder de koppen" in geweigerd(gegevens, brief(tmp_path))


def test_a_fault_names_the_sheet_where_the_file_has_sheets(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    koppen = KOP.split(";")
    pad = schrijf_xlsx(tmp_path / "brief.xlsx", [koppen[:-3]], "Twente")
    assert geweigerd(gegevens, pad).startswith("brief.xlsx, blad 'Twente', rij 1: de kolommen ")
    schrijf_xlsx(pad, [koppen, ["spuk_azwa", "lokaal", 2027, 147, "", -1, "B-1", "15-12-2026"]])
    assert "brief.xlsx, blad 'Boekingen', rij 2, kolom 'bedrag': '-1' is negatief" in (
        geweigerd(gegevens, pad)
    )
    los = tmp_path / "los.csv"
    los.write_text("uitkering;onderdeel;jaar;bedrag\n", encoding="utf-8")
    assert geweigerd(gegevens, los).startswith("los.csv, rij 1: de kolommen ")


# -- the national budget -----------------------------------------------------------------------


@pytest.mark.parametrize("anders", [500_000, -500_000])
def test_a_budget_known_to_the_million_may_be_half_a_million_off(
    gegevens: Gegevens, tmp_path: Path, anders: int
) -> None:
    """The source says 194 million: 193,5 and 194,5 fit that, and a euro further does not."""

    def brieven(afwijking: int) -> Path:
        delen = verdeel_uitkering(gegevens, jaren=[2027], onderdelen=["regionaal"])
        bedragen = {t.ontvanger_code: t.bedrag for t in delen}
        bedragen[delen[0].ontvanger_code] += afwijking
        return brief(
            tmp_path, *(regel(c, str(b), onderdeel="regionaal") for c, b in bedragen.items())
        )

    assert lees_beschikkingen(gegevens, brieven(anders), BRON).totaal == 194_000_000 + anders
    te_ver = anders + (1 if anders > 0 else -1)
    assert "en het landelijke budget is € 194.000.000; controleer" in (
        geweigerd(gegevens, brieven(te_ver))
    )
    som = 194_000_000 + te_ver
    assert lees_beschikkingen(gegevens, brieven(te_ver), BRON, totaal=som).totaal == som


def test_a_budget_that_the_source_leaves_open_is_not_nothing(tmp_path: Path) -> None:
    """Nobody has said € 0: what is unknown is said to be unknown, and where to fill it in."""
    map_ = kopieer_gegevens(tmp_path / "eigen")
    budgetten = map_ / "data" / "budgetten.csv"
    tekst = budgetten.read_text(encoding="utf-8")
    budgetten.write_text(tekst.replace(",2027,231000000,", ",2027,,"), encoding="utf-8")
    with pytest.raises(Invoerfout) as fout:
        lees_beschikkingen(
            Gegevens(map_ / "data", map_ / "verdeelsleutels"),
            brief(tmp_path, regel(bedrag="600.000")),
            BRON,
        )
    assert "het bedrag van spuk_azwa, onderdeel lokaal, jaar 2027 is niet bekend" in str(fout.value)


# -- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("datum", "vraagt"),
    [("2021-12-31", True), ("2022-01-01", False), ("2035-12-31", False), ("2036-01-01", True)],
)
def test_a_date_far_off_is_asked_about_from_the_first_day(
    borne: Beschikt, datum: str, vraagt: bool
) -> None:
    wanneer = date.fromisoformat(datum)
    gelezen = Gelezen((Vergelijking(replace(borne, datum=wanneer), None, None),), ())
    vraag = f"Borne (lokaal 2027): de datum {wanneer:%d-%m-%Y} valt buiten 2022 tot en met 2035"
    assert gelezen.twijfels == ([vraag] if vraagt else [])


def test_a_letter_of_the_same_day_is_not_older(borne: Beschikt) -> None:
    """VWS may mend a letter the day it was sent."""
    nu = replace(borne, bedrag=281_000)
    gelezen = Gelezen((Vergelijking(nu, None, None, borne),), ())
    assert (gelezen.vervangen, gelezen.twijfels) == ([(borne, nu)], [])


# -- for programs, and the source --------------------------------------------------------------


def test_what_could_not_be_calculated_stays_empty_for_programs(borne: Beschikt) -> None:
    bekend = Vergelijking(borne, 272_167, Status.INDICATIEF, replace(borne, bedrag=279_000))
    rijen = beschikkingsrijen(Gelezen((bekend, Vergelijking(borne, None, None)), ()))
    assert [
        (r["berekend"], r["status_berekend"], r["eerder_beschikt"], r["verschil"]) for r in rijen
    ] == [(272_167, "indicatief", 279_000, 7_833), (None, "", None, None)]


def test_the_title_gives_a_new_source_its_id(gegevens: Gegevens, borne: Beschikt) -> None:
    id, nieuw = kies_bron(gegevens, None, " Brief aan Borne ", "", "per post")
    assert nieuw is not None
    assert (id, nieuw.titel, nieuw.uitgever) == ("brief_aan_borne", "Brief aan Borne", "")
    later = replace(borne, datum=date(2027, 3, 1))
    bron = met_datum(nieuw, [borne, later])
    assert (bron.datum, bron.kenmerk) == ("2027-03-01", "B-1")
    assert met_datum(nieuw, [borne, replace(later, kenmerk="B-2")]).kenmerk == ""
    assert kies_bron(gegevens, "eigen", "Brief aan Borne", "VWS", "per post")[0] == "eigen"


def test_a_source_that_is_there_is_used_again(gegevens: Gegevens) -> None:
    titel = gegevens.bronnen[BRON].titel
    assert kies_bron(gegevens, BRON, titel, "VWS", "per post") == (BRON, None)
    assert kies_bron(gegevens, BRON, None, "VWS", "per post") == (BRON, None)


@pytest.mark.parametrize(
    ("id", "titel", "publicatie", "melding"),
    [
        (None, " ", "per post", "De tekst bij --titel is leeg; vul haar in."),
        (None, "Brief", "", "De tekst bij --publicatie is leeg; vul haar in."),
        (None, "Bri\u200bef", "per post", "In de tekst bij --titel staat een onzichtbaar teken "
         "(U+200B); typ de tekst opnieuw."),
        (None, "???", "per post", "Van '???' is geen id te maken voor bronnen.toml; "),
        ("a b", "Brief", "per post", "Van 'a b' is geen id te maken voor bronnen.toml; "),
        ("zzzzzz", None, "per post", "De bron 'zzzzzz' staat niet in bronnen.toml; geef --titel "
         "om haar toe te voegen."),
        ("", None, "per post", "Waar komen de bedragen vandaan? "),
    ],
)  # fmt: skip
def test_a_source_without_a_usable_name_is_refused(
    gegevens: Gegevens, id: str | None, titel: str | None, publicatie: str, melding: str
) -> None:
    with pytest.raises(Gebruikersfout) as fout:
        kies_bron(gegevens, id, titel, "", publicatie)
    assert str(fout.value).startswith(melding)
