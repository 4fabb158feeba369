"""What a form can ask of a ledger, and the profile that its answers become."""

from __future__ import annotations

from pathlib import Path

import pytest
from boekingen import schrijf_xlsx

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.grootboek.keuzes import Keuzes, Kolomkeuze, als_profiel, keuzes_van, lijkt_splitsing
from azwa_funds.grootboek.kolomnamen import Kolomnamen, kolomnamen_van
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout


@pytest.fixture(scope="module")
def namen(gegevens: Gegevens) -> Kolomnamen:
    return kolomnamen_van(gegevens)


def test_each_column_is_shown_with_its_first_different_cells(
    namen: Kolomnamen, tmp_path: Path
) -> None:
    """And with what we think it is; a saldo is not read, and a blank heading is no column."""
    koppen = ["Gemeente", "Stuk", "Boekdatum", "Omschrijving", "Debet", "Credit", "Saldo", ""]
    rijen = [
        ["Almelo", f"B-{n}", "02-02-2027", tekst, 10, None, 10 * n, "x"]
        for n, tekst in enumerate(("een", "een", "", "twee", "drie", "vier"), start=1)
    ]
    keuzes = keuzes_van(namen, schrijf_xlsx(tmp_path / "boek.xlsx", [["Titel"], koppen, *rijen]))
    gevonden = {k.kop: (k.monsters, k.voorstel) for k in keuzes.kolommen}
    assert gevonden == {
        "Gemeente": (("Almelo",), "ontvanger"),
        "Stuk": (("B-1", "B-2", "B-3"), "boekstuk"),
        "Boekdatum": (("02-02-2027",), "boekdatum"),
        "Omschrijving": (("een", "twee", "drie"), "omschrijving"),
        "Debet": (("10",), "debet"),
        "Credit": ((), "credit"),
        "Saldo": (("10", "20", "30"), ""),
    }
    assert (keuzes.bestand, keuzes.waarden, keuzes.meer) == ("boek.xlsx", (), 0)


def test_the_values_of_a_cost_centre_are_counted_and_no_more_shown_than_fit(
    namen: Kolomnamen, tmp_path: Path
) -> None:
    koppen = ["Stuk", "Boekdatum", "Kostenplaats", "Omschrijving", "Bedrag"]
    plaatsen = ["SPK", *(f"K{n}" for n in range(301)), "", "SPK"]
    rijen = [["1", "02-02-2027", plaats, "Zorg", 10] for plaats in plaatsen]
    pad = schrijf_xlsx(tmp_path / "boek.xlsx", [koppen, *rijen])
    keuzes = keuzes_van(namen, pad, "Kostenplaats")
    assert keuzes.waarden[:2] == (("SPK", 2), ("K0", 1))
    assert (len(keuzes.waarden), keuzes.meer) == (300, 2)


def test_headings_that_nobody_knows_are_the_row_with_most_words(
    namen: Kolomnamen, tmp_path: Path
) -> None:
    """Among the first twenty rows; a row of two words is not enough."""
    rijen: list[list[object]] = [["Uitdraai", "2027"], *([[None]] * 17)]
    koppen: list[object] = ["Nummer", "Wanneer", "Waarvoor", "Hoeveel"]
    for naam, boek in (
        ("onder.xlsx", [*rijen, ["Nr.", "Wie", "Waarvoor"], koppen, [1, 2]]),
        ("boven.xlsx", [koppen, ["1", "feb", "zorg", 2], ["Nr.", "Wie", "Waarvoor"]]),
    ):
        keuzes = keuzes_van(namen, schrijf_xlsx(tmp_path / naam, boek))
        assert [k.kop for k in keuzes.kolommen] == koppen
    drie = keuzes_van(
        namen, schrijf_xlsx(tmp_path / "drie.xlsx", [["Nr.", "Wie", "Waarvoor"], [1]])
    )
    assert len(drie.kolommen) == 3
    te_laag = [*rijen, [None], [None], koppen]
    for naam, deel in (("laag.xlsx", te_laag), ("kort.xlsx", [["Nr.", "Wie", " "], [1, 2, 3]])):
        with pytest.raises(Invoerfout, match="geen rij met koppen"):
            keuzes_van(namen, schrijf_xlsx(tmp_path / naam, deel))


def test_the_answers_become_a_profile() -> None:
    """A cost centre without an answer is not skipped: the reading asks about it."""
    kolommen = {"Stuk": "boekstuk", "Kostenplaats": "", "Bedrag": "bedrag"}
    vast = {"ontvanger": "Almelo", "jaar": "2027", "onderdeel": ""}
    waarden = {"spk": "lokaal", "ALG 1": "overslaan", "nieuw": ""}
    begin = (
        "# Gemaakt in het venster. Links staat onze kolom, rechts de kop in uw bestand.\n"
        '[kolommen]\nboekstuk = "Stuk"\nbedrag = "Bedrag"\n\n'
        '[vast]\nontvanger = "Almelo"\njaar = 2027\n'
    )
    gekozen = 'spk = "lokaal"\n"ALG 1" = "overslaan"\n'
    onderdeel = '\n[onderdeel]\nkolom = "Kostenplaats"\n'
    assert als_profiel(kolommen, vast, "Kostenplaats", waarden) == begin + onderdeel + gekozen
    assert als_profiel(kolommen, vast, "Kostenplaats", waarden, "overslaan") == (
        begin + onderdeel + gekozen + 'anders = "overslaan"\n'
    )
    assert als_profiel(kolommen, vast, "Kostenplaats", {}, "overslaan") == (
        begin + onderdeel + 'anders = "overslaan"\n'
    )
    assert als_profiel(kolommen, vast, "Kostenplaats", {"nieuw": ""}) == begin
    assert als_profiel(kolommen, vast, "", waarden, "overslaan") == begin


def test_two_headings_for_one_column_are_refused() -> None:
    with pytest.raises(Gebruikersfout, match="'Debet' en 'Bedrag' zijn allebei als bedrag gekozen"):
        als_profiel({"Debet": "bedrag", "Bedrag": "bedrag"}, {}, "", {})


def test_a_column_of_cost_centres_is_guessed_by_its_heading() -> None:
    def keuzes(*koppen: str) -> Keuzes:
        return Keuzes("x", tuple(Kolomkeuze(kop, (), "") for kop in koppen), "", (), 0)

    assert lijkt_splitsing(keuzes("Project", "Kostenplaats", "Bedrag")) == "Kostenplaats"
    assert lijkt_splitsing(keuzes("Bedrag", "Project")) == "Project"
    assert lijkt_splitsing(keuzes("Bedrag")) == ""
