"""A profile says how a ledger is built; what it says wrong is told with file, line and key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hulp import draai

KOPPEN = "Stuk;Dag;Tekst;Plaats;Rekening;Soort;Debet;Credit"
RIJEN = [
    "S1;03-03-2027;Huur;GZL-L;43400;INK;310,00;",
    "S2;04-03-2027;Welzijn;GZL-R;43500;INK;75,25;",
    "S3;05-03-2027;Creditnota;gzl-l;43400;INK;;10,00",
    "S4;05-03-2027;Bijdrage;GZL-L;80100;MEM;;500,00",
    "S5;06-03-2027;Papier;ALG;43400;INK;12,34;",
]
BASIS = """\
[kolommen]
boekstuk = "Stuk"
boekdatum = "DAG"
omschrijving = " tekst "
debet = "Debet"
credit = "Credit"

[vast]
ontvanger = "Leiden"
jaar = 2027
"""
PER_PLAATS = '\n[onderdeel]\nkolom = "plaats"\n"GZL-L" = "lokaal"\n"GZL-R" = "regionaal"\n'


def bekijk(map_: Path, profiel: str, *opties: str, rijen: list[str] = RIJEN) -> tuple[int, str]:
    (map_ / "g.csv").write_text("\r\n".join([KOPPEN, *rijen]), encoding="utf-8", newline="")
    (map_ / "p.toml").write_text(profiel, encoding="utf-8")
    uitkomst = draai(
        "bestedingen", "bekijk", map_ / "g.csv", "--profiel", map_ / "p.toml", "--json", *opties
    )
    return uitkomst.code, uitkomst.uit or uitkomst.fout


def test_a_profile_says_which_rows_are_ours_and_of_which_onderdeel(tmp_path: Path) -> None:
    profiel = f'{BASIS}{PER_PLAATS}anders = "overslaan"\n\n[alleen]\nrekening = ["43*"]\n'
    code, uit = bekijk(tmp_path, profiel)
    antwoord = json.loads(uit)
    assert (code, antwoord["som"]) == (0, "375.25")
    assert antwoord["per_onderdeel"] == {"lokaal": "300.00", "regionaal": "75.25"}
    opmerkingen = " ".join(antwoord["opmerkingen"])
    assert "1 rij, samen € 12,34: overgeslagen volgens het profiel" in opmerkingen
    assert "1 rij, samen € -500,00: hoort volgens het profiel niet bij ons" in opmerkingen


def test_a_cost_centre_that_is_not_named_needs_a_decision(tmp_path: Path) -> None:
    code, uit = bekijk(tmp_path, f'{BASIS}{PER_PLAATS}\n[niet]\nSoort = "MEM"\n')
    (deel,) = json.loads(uit)["niet_gelezen"]
    assert (code, deel["rijen"], deel["som"]) == (1, 1, "12.34")
    assert deel["reden"].startswith("'ALG' in kolom 'plaats' staat niet in het profiel (rij 6)")


def test_what_a_profile_does_not_say_an_option_may(tmp_path: Path) -> None:
    code, uit = bekijk(tmp_path, BASIS, "--onderdeel", "lokaal")
    assert (code, json.loads(uit)["som"]) == (0, "-112.41")
    code, fout = bekijk(tmp_path, BASIS)
    assert code == 2
    assert "kolom 'onderdeel' ontbreekt; vul aan met --onderdeel NAAM" in fout


def test_a_year_that_the_ledger_itself_gives_otherwise_is_asked_about(tmp_path: Path) -> None:
    rijen = ["S1;03-03-2027;Huur;GZL-L;43400;2027;310,00;", "S2;4-3-2026;Oud;x;1;2026;7,00;"]
    profiel = BASIS + 'onderdeel = "lokaal"\n'
    (tmp_path / "g.csv").write_text(
        "\r\n".join([KOPPEN.replace("Soort", "Boekjaar"), *rijen]), encoding="utf-8"
    )
    (tmp_path / "p.toml").write_text(profiel, encoding="utf-8")
    uitkomst = draai(
        "bestedingen", "bekijk", tmp_path / "g.csv", "--profiel", tmp_path / "p.toml", "--json"
    )
    (deel,) = json.loads(uitkomst.uit)["niet_gelezen"]
    assert (uitkomst.code, deel["rijen"], deel["som"]) == (1, 1, "7.00")
    assert "kolom 'Boekjaar' zegt in rij 3 iets anders dan jaar = 2027" in deel["reden"]


@pytest.mark.parametrize(
    ("profiel", "zin"),
    [
        ("[kolomen]\n", "regel 1: het blok of de naam 'kolomen' is onbekend; bedoelde u "
         "'kolommen'?"),
        ('[kolommen]\nboekstk = "Stuk"\n', "regel 2: 'boekstk' onder [kolommen] is onbekend; "
         "bedoelde u 'boekstuk'?"),
        ("[vast]\nonderdel = 'lokaal'\n", "regel 2: 'onderdel' onder [vast] is onbekend; bedoelde "
         "u 'onderdeel'?"),
        ("[vast]\n\nontvanger = 'Leidn'\n", "regel 3: 'ontvanger' onder [vast]"),
        ("[vast]\njaar = '27'\n", "regel 2: 'jaar' onder [vast]: '27' is geen jaartal"),
        ("[onderdeel]\nkolom = 'Plaats'\n'GZL' = 'lokal'\n", "regel 3: onder [onderdeel]: "
         "onderdeel 'lokal' is onbekend; bedoelde u 'lokaal'?"),
        ("[onderdeel]\n'GZL' = 'lokaal'\n", "regel 1: onder [onderdeel] ontbreekt 'kolom'"),
        ("[kolommen]\nbedrag = 'Debet'\ndebet = 'Debet'\n", "regel 3: de kop 'Debet' staat twee "
         "keer"),
        ("[kolommen]\nbedrag = 'Bedrag'\ndebet = 'Debet'\n", "regel 2: onder [kolommen] staan "
         "'bedrag' en 'debet'"),
        ("[kolommen]\ndebet = 'Debet'\n", "regel 2: 'debet' staat onder [kolommen] zonder "
         "'credit'"),
        ("[alleen]\nRekening = 4.5\n", "regel 2: 'Rekening' onder [alleen] is geen lijst"),
        ("[kolommen\n", "regel 1: dit is geen geldige TOML"),
        (BASIS + "onderdeel = 'lokaal'\n" + PER_PLAATS, "regel 11: het onderdeel staat onder "
         "[vast] en er is ook een blok [onderdeel]"),
    ],
)  # fmt: skip
def test_what_a_profile_says_wrong_is_told_by_line_and_key(
    tmp_path: Path, profiel: str, zin: str
) -> None:
    code, fout = bekijk(tmp_path, profiel)
    assert code == 2
    assert f"p.toml, {zin}" in fout


def test_a_heading_that_the_ledger_does_not_have_is_named_with_those_it_has(tmp_path: Path) -> None:
    code, fout = bekijk(tmp_path, BASIS.replace('"Stuk"', '"Stuks"') + PER_PLAATS)
    assert code == 2
    assert "g.csv, rij 1: de kop 'Stuks' uit profiel p.toml (regel 2) staat er niet in" in fout
    assert "bedoelde u 'Stuk'?" in fout


def test_a_proposal_can_be_used_as_it_is_where_the_options_fill_it(tmp_path: Path) -> None:
    """What is proposed reads the same as what was recognised; choices stand in it as comments."""
    (tmp_path / "g.csv").write_text(
        "\r\n".join([KOPPEN.replace("Dag", "Datum"), *RIJEN]), encoding="utf-8", newline=""
    )
    keuzes = ("--ontvanger", "Leiden", "--jaar", "2027", "--onderdeel", "lokaal")
    voorstel = tmp_path / "voorstel.toml"
    gemaakt = draai("bestedingen", "profiel", tmp_path / "g.csv", "--uit", voorstel, *keuzes)
    assert gemaakt.code == 0
    tekst = voorstel.read_text(encoding="utf-8")
    assert 'boekstuk = "Stuk"' in tekst
    assert 'ontvanger = "Leiden"' in tekst
    zonder = draai("bestedingen", "bekijk", tmp_path / "g.csv", "--json", *keuzes)
    met = draai("bestedingen", "bekijk", tmp_path / "g.csv", "--json", "--profiel", voorstel)
    assert (met.code, json.loads(met.uit)["som"]) == (0, json.loads(zonder.uit)["som"])
    nog_eens = draai("bestedingen", "profiel", tmp_path / "g.csv", "--uit", voorstel)
    assert (nog_eens.code, "bestaat al" in nog_eens.fout) == (2, True)


@pytest.mark.parametrize("naam", ["boekingen.xlsx", "boekingen.csv"])
def test_our_own_form_holds_the_same_bookings(tmp_path: Path, naam: str) -> None:
    code, uit = bekijk(tmp_path, BASIS, "--onderdeel", "lokaal")
    assert code == 0
    gezet = draai(
        "bestedingen", "zetom", tmp_path / "g.csv", "--profiel", tmp_path / "p.toml",
        "--onderdeel", "lokaal", "--uit", tmp_path / naam,
    )  # fmt: skip
    assert gezet.code == 0
    opnieuw = json.loads(draai("bestedingen", "bekijk", tmp_path / naam, "--json").uit)
    assert (opnieuw["som"], opnieuw["boekingen"]) == (json.loads(uit)["som"], 5)


def test_our_own_form_beside_a_ledger_needs_no_profile(tmp_path: Path) -> None:
    koppen = "verantwoorder_code;jaar;onderdeel;boekstuk;boekdatum;omschrijving;bedrag"
    (tmp_path / "eigen.csv").write_text(
        f"{koppen}\r\nGM0141;2027;lokaal;E1;01-02-2027;Inloop;10,00\r\n", encoding="utf-8"
    )
    code, uit = bekijk(tmp_path, BASIS + "onderdeel = 'lokaal'\n", str(tmp_path / "eigen.csv"))
    antwoord = json.loads(uit)
    assert (code, antwoord["som"], antwoord["boekingen"]) == (0, "-102.41", 6)
    assert "eigen.csv: dit is ons eigen formulier" in " ".join(antwoord["opmerkingen"])


def test_a_day_outside_the_year_that_was_filled_in_is_remarked_on(tmp_path: Path) -> None:
    rijen = [*RIJEN[:1], "S9;31-12-2026;Huur;GZL-L;43400;INK;5,00;"]
    code, uit = bekijk(tmp_path, BASIS + "onderdeel = 'lokaal'\n", rijen=rijen)
    opmerkingen = " ".join(json.loads(uit)["opmerkingen"])
    assert code == 0
    assert "rij 3, samen € 5,00: de boekdatum valt buiten 2027" in opmerkingen


def test_an_amount_that_cannot_be_read_is_told_of_a_row_of_others_too(tmp_path: Path) -> None:
    """Its sum would be missing from what is said of the rows that are left out."""
    profiel = f'{BASIS}{PER_PLAATS}anders = "overslaan"\n'
    rijen = [*RIJEN[:1], "S9;31-12-2027;Huur;ALG;43400;INK;vijf;"]
    code, fout = bekijk(tmp_path, profiel, rijen=rijen)
    assert code == 2
    assert "g.csv, rij 3, kolom 'Debet': 'vijf' is geen bedrag" in fout


def test_a_proposal_leaves_to_a_person_what_is_a_choice(tmp_path: Path) -> None:
    ledger = Path(__file__).parent / "gevallen" / "6h-twee-btw-kolommen.csv"
    draai("bestedingen", "profiel", ledger, "--uit", tmp_path / "p.toml")
    tekst = (tmp_path / "p.toml").read_text(encoding="utf-8")
    assert '# bedrag = "Bedrag excl. btw"' in tekst
    assert "Kies zelf en haal de # weg: 'Bedrag excl. btw' en 'Bedrag incl. btw'" in tekst
    met = ("bestedingen", "bekijk", ledger, "--profiel", tmp_path / "p.toml", "--json")
    assert draai(*met).code == 2
    (tmp_path / "p.toml").write_text(tekst.replace("# bedrag =", "bedrag ="), encoding="utf-8")
    assert json.loads(draai(*met).uit)["som"] == "1280.50"
