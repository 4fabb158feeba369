"""The rules about single bookings at their edges: the first and the last, one more, one less."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from boekingen import boeking, schrijf

from azwa_funds.besteden.boekingen import Aanvulling
from azwa_funds.besteden.codes import Codes
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.grootboek.profiel import lees_profiel
from azwa_funds.toetsen.basis import Bevinding
from azwa_funds.toetsen.uitslag import toets_bestanden


def toets(
    gegevens: Gegevens, pad: Path, regel: int, *boekingen: dict[str, str], **kring: Any
) -> list[Bevinding]:
    """What one rule says of bookings of 2027 in one file."""
    uitslag = toets_bestanden(gegevens, [schrijf(pad / "b.csv", *boekingen)], 2027, **kring)
    return [b for b in uitslag.bevindingen if b.regel == regel]


def borne(**anders: str) -> dict[str, str]:
    return boeking("GM0147", **anders)


def regionaal(code: str, via: str = "", **anders: str) -> dict[str, str]:
    return boeking(code, "regionaal", medeoverheid_code=via, **anders)


# -- what does not belong ----------------------------------------------------------------------


def test_each_recipient_is_asked_about_also_after_one_that_is_in_order(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """Money outside the looptijd is asked about by another rule, and stops nobody."""
    bevindingen = toets(
        gegevens, tmp_path, 6,
        borne(onderdeel="brede_spuk", boekstuk="1"),
        borne(boekstuk="2"),
        boeking("GM0164", "regionaal", boekstuk="3"),
        borne(onderdeel="nplv", boekstuk="4", bedrag="10,00"),
        borne(onderdeel="nplv", boekstuk="5", bedrag="5,00"),
        boeking("samentwente", boekstuk="6", bedrag="1,00"),
    )  # fmt: skip
    assert [(b.ontvanger, b.rij, b.melding) for b in bevindingen] == [
        ("Borne", 5, "€ 15,00 op nplv: deze gemeente heeft geen NPLV-gebied."),
        ("SamenTwente", 7, "€ 1,00 op lokaal: dit geld gaat naar gemeenten."),
    ]
    eerste = bevindingen[0]
    assert (eerste.verwacht, eerste.gevonden, eerste.verschil) == (0, 1500, 1500)


def test_regional_money_through_another_regio_is_summed_per_gemeente(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    bevindingen = toets(
        gegevens, tmp_path, 6,
        regionaal("samentwente", "GM0164", boekstuk="1"),
        regionaal("samentwente", "GM0034", boekstuk="2", bedrag="30,00"),
        regionaal("samentwente", "GM0034", boekstuk="3", bedrag="2,00"),
        regionaal("samentwente", "GM0344", boekstuk="4", bedrag="1,00"),
    )  # fmt: skip
    assert [(b.rij, b.gevonden) for b in bevindingen] == [(3, 3200), (5, 100)]
    assert bevindingen[0].melding == (
        "€ 32,00 regionaal geld via Almere, dat niet in regio Twente ligt."
    )


@pytest.mark.parametrize("waar", ["eerst", "laatst"])
def test_a_purpose_is_found_in_the_first_text_and_the_last(
    gegevens: Gegevens, tmp_path: Path, waar: str
) -> None:
    """At its very beginning or end, in capitals, and after a letter that lowers to two."""
    gewoon = [borne(boekstuk=str(n), omschrijving="İJsbaan") for n in range(3)]
    brc = borne(boekstuk="9", omschrijving="BRC" if waar == "eerst" else "naar de brc")
    rijen = [brc, *gewoon] if waar == "eerst" else [*gewoon, brc]
    bevindingen = toets(gegevens, tmp_path, 10, *rijen)
    assert [b.rij for b in bevindingen] == [2 if waar == "eerst" else 5]


def test_a_theme_counts_once_and_only_for_money_of_the_spuk_azwa(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    bevindingen = toets(
        gegevens, tmp_path, 10,
        borne(boekstuk="1", thema="Combinatiefuncties", omschrijving="combinatiefuncties"),
        borne(boekstuk="2", thema="Combinatiefuncties", onderdeel="brede_spuk"),
        borne(boekstuk="3", omschrijving="geen combinatiefunctieX"),
    )  # fmt: skip
    assert [(b.rij, b.ernst.value) for b in bevindingen] == [(2, "fout")]
    assert bevindingen[0].melding.endswith("het thema noemt het.")


# -- worth a look ------------------------------------------------------------------------------


def test_a_zero_alone_is_an_account_and_a_round_amount_has_a_bound(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    bevindingen = toets(
        gegevens, tmp_path, 11,
        borne(boekstuk="1", bedrag="0,00", onderdeel="nplv"),
        borne(boekstuk="2", bedrag="-10.000,00"),
        borne(boekstuk="3", bedrag="10.000,00"),
        borne(boekstuk="4", bedrag="20.000,00"),
        regionaal("GM0147", boekstuk="5", bedrag="0,00"),
        regionaal("GM0147", boekstuk="6", bedrag="7,00"),
        regionaal("GM0147", boekstuk="7", bedrag="-0,01"),
    )  # fmt: skip
    assert sorted((b.rij, b.melding.partition(":")[0]) for b in bevindingen) == [
        (3, "Negatief bedrag"),
        (4, "Rond bedrag"),
        (5, "Rond bedrag"),
        (6, "Bedrag nul naast andere boekingen van dit onderdeel."),
        (8, "Negatief bedrag"),
    ]


# -- the same expense twice --------------------------------------------------------------------


def test_a_number_that_more_administrations_use_is_one_remark(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """And of many such numbers 25 are named, and the rest counted."""
    drie = [
        boeking(code, boekstuk="7", bedrag=f"{n},00", omschrijving=code)
        for n, code in enumerate(("GM0141", "GM0147", "GM0164"), start=1)
    ]
    acht = [boeking(code, boekstuk="8", bedrag=f"8,0{code[-1]}", omschrijving=f"acht {code}")
            for code in ("GM0141", "GM0147")]  # fmt: skip
    zeven, ook = toets(gegevens, tmp_path, 4, *drie, *acht)
    assert [(b.ernst.value, b.rij) for b in (zeven, ook)] == [("informatie", 3), ("informatie", 6)]
    assert "Nummer 7 komt met een ander bedrag ook voor in" in zeven.melding
    assert "Nummer 8 komt met een ander bedrag ook voor in" in ook.melding
    veel = [
        boeking(code, boekstuk=f"{n}", bedrag=f"{n},{cent}", omschrijving=f"{code} {n}")
        for code, cent in (("GM0141", "01"), ("GM0147", "02"))
        for n in range(1, 31)
    ]
    bevindingen = toets(gegevens, tmp_path, 4, *veel)
    assert len(bevindingen) == 26
    assert "En nog 5 zulke boekingen" in bevindingen[-1].melding


def test_a_word_in_place_of_a_number_is_in_common_with_nobody(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    memo = {"boekstuk": "memoriaal", "bedrag": "5,00"}
    rijen = (boeking("GM0141", **memo), boeking("GM0147", "regionaal", **memo, omschrijving="y"))
    assert toets(gegevens, tmp_path, 4, *rijen) == []


def test_only_a_mandaathouder_repeats_what_a_gemeente_reports(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """Borne has no mandate: the invoice of Hengelo in its books is there twice."""
    (dubbel,) = toets(
        gegevens, tmp_path, 4,
        regionaal("GM0164", boekstuk="H1", bedrag="500,00"),
        regionaal("GM0147", "GM0164", boekstuk="H1", bedrag="500,00"),
    )  # fmt: skip
    assert (dubbel.ernst.value, dubbel.ontvanger) == ("waarschuwing", "Borne")


def test_money_that_was_not_read_is_named_with_its_amount(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """Here on a cost centre that the profile does not know."""
    boek = tmp_path / "boek.csv"
    boek.write_text(
        "Stuk;Boekdatum;Kostenplaats;Omschrijving;Bedrag\n1;02-02-2027;SPK;Zorg;1,00\n"
        "2;02-02-2027;ALG;Kantoor;75,00\n", encoding="utf-8",
    )  # fmt: skip
    profiel = tmp_path / "p.toml"
    profiel.write_text(
        '[vast]\nontvanger = "Borne"\n[onderdeel]\nkolom = "Kostenplaats"\nSPK = "lokaal"\n',
        encoding="utf-8",
    )
    aanvulling = Aanvulling(profiel=lees_profiel(profiel, Codes(gegevens)))
    uitslag = toets_bestanden(gegevens, [boek], 2027, aanvulling=aanvulling)
    (niet_gelezen,) = (b for b in uitslag.bevindingen if b.regel == 14)
    assert (niet_gelezen.gevonden, niet_gelezen.bestand) == (75_00, "boek.csv")
    assert niet_gelezen.melding.startswith("1 rij: 'ALG' in kolom 'Kostenplaats'")


def test_one_invoice_split_over_two_onderdelen_is_asked_about_once(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    (een,) = toets(
        gegevens, tmp_path, 4,
        boeking("GM0222", boekstuk="F-9", bedrag="70,00", omschrijving="a"),
        regionaal("GM0222", boekstuk="F-9", bedrag="30,00", omschrijving="b"),
        boeking("GM0222", boekstuk="F-9", bedrag="70,01", omschrijving="c"),
    )  # fmt: skip
    assert (een.rij, een.ernst.value) == (3, "waarschuwing")
    assert een.melding.endswith("is de rekening gesplitst?")


def test_an_expense_without_a_number_in_common_is_found_by_day_amount_and_text(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """Not by day and amount alone, and not once more where its number told it already."""
    lokaal = boeking("GM0222", boekstuk="A", bedrag="500,00", omschrijving="Zaalhuur")
    bevindingen = toets(
        gegevens, tmp_path, 4,
        lokaal,
        lokaal | {"onderdeel": "regionaal", "boekstuk": "B"},
        lokaal | {"onderdeel": "regionaal", "boekstuk": "C", "omschrijving": "anders"},
        lokaal | {"onderdeel": "regionaal", "boekstuk": "D", "boekdatum": "16-03-2027"},
        lokaal | {"boekstuk": "E", "omschrijving": "", "bedrag": "1,00"},
        lokaal | {"boekstuk": "F", "omschrijving": "", "bedrag": "1,00", "onderdeel": "regionaal"},
    )  # fmt: skip
    assert [(b.rij, b.ernst.value) for b in bevindingen] == [(3, "fout")]
    zelfde_nummer = toets(
        gegevens, tmp_path, 4, lokaal | {"boekstuk": "F-1"},
        lokaal | {"boekstuk": "F-1", "onderdeel": "regionaal"},
    )  # fmt: skip
    assert [b.melding.partition(" F-1")[0] for b in zelfde_nummer] == ["Hetzelfde boekstuk"]


def test_a_reversal_takes_away_one_booking_and_no_more(gegevens: Gegevens, tmp_path: Path) -> None:
    """Of the same recipient, onderdeel and amount; an empty description reverses nothing."""
    lokaal = boeking("GM0222", boekstuk="F-1", bedrag="500,00", omschrijving="")
    elders = lokaal | {"onderdeel": "regionaal"}
    for anders in (
        {"onderdeel": "regionaal", "boekstuk": "F-2"},
        {"verantwoorder_code": "GM0141", "boekstuk": "F-1"},
        {"bedrag": "-499,99"},
        {"boekstuk": "M-1"},
    ):
        terug = lokaal | {"bedrag": "-500,00"} | anders
        ernst = [b.ernst.value for b in toets(gegevens, tmp_path, 4, lokaal, elders, terug)]
        assert "fout" in ernst, anders
    goed = lokaal | {"bedrag": "-500,00"}
    assert toets(gegevens, tmp_path, 4, lokaal, elders, goed) == []
    cent, terug = {"bedrag": "0,01"}, {"bedrag": "-0,01"}
    assert toets(gegevens, tmp_path, 4, lokaal | cent, elders | cent, lokaal | terug) == []
    assert toets(gegevens, tmp_path, 4, lokaal) == toets(gegevens, tmp_path, 4, goed) == []
    twee = toets(gegevens, tmp_path, 4, lokaal, elders, lokaal | {"boekdatum": "01-04-2027"}, goed)
    assert [b.ernst.value for b in twee] == ["fout"]


def test_two_reversals_take_away_two_bookings_however_they_name_them(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """One by its number and one by the text that both had; each was booked as regional again."""
    een = boeking("GM0222", boekstuk="F-1", bedrag="500,00", omschrijving="Zaalhuur")
    twee = een | {"boekstuk": "F-2"}
    terug = een | {"bedrag": "-500,00"}
    rijen = [
        een, twee,
        terug | {"omschrijving": "x"},
        terug | {"boekstuk": "M-1"},
        twee | {"onderdeel": "regionaal", "omschrijving": "y", "boekdatum": "01-05-2027"},
    ]  # fmt: skip
    assert toets(gegevens, tmp_path, 4, *rijen) == []
    assert len(toets(gegevens, tmp_path, 4, *rijen[:3], rijen[4])) == 1
    # With number and text alike it still takes away one.
    assert len(toets(gegevens, tmp_path, 4, een, twee, terug, rijen[4])) == 1


def test_who_asks_for_one_gemeente_sees_what_stands_twice_with_another(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    """Whichever of the two stands first."""
    almelo = boeking("GM0141", "regionaal", boekstuk="F-1", bedrag="500,00")
    bij_borne = borne(boekstuk="F-1", bedrag="500,00")
    for rijen in ((almelo, bij_borne), (bij_borne, almelo)):
        (dubbel,) = toets(gegevens, tmp_path, 4, *rijen, gemeente="GM0147")
        assert (dubbel.ernst.value, dubbel.rij) == ("fout", 3)
