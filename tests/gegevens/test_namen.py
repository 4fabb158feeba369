"""One finder for every recipient: whatever people write, the same gemeente is meant everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.namen import Namen, zoek_gemeente, zoek_ontvanger, zoek_regio
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.lezen.cellen import Celfout


@pytest.fixture(scope="module")
def namen(gegevens: Gegevens) -> Namen:
    return Namen(gegevens)


def geweigerd(namen: Namen, tekst: str) -> str:
    """What is said to who wrote this, as it stands behind the place of the cell."""
    with pytest.raises(Celfout) as gevangen:
        namen.ontvanger_code(tekst)
    return f"{gevangen.value.reden}; {gevangen.value.remedie}"


@pytest.mark.parametrize(
    "tekst",
    ["141", "141.0", "141,0", "0141", "GM141", "GM0141", "gm 0141", "GM00141", "Gm-0141",
     "\u200bGM0141", "GM\u00ad01\u200e41", "\ufeff141", "\u00a00141\u00a0", "GM0141 Almelo",
     "0141 - Almelo", "Almelo (GM0141)", "almelo", "Alm\u200belo", "Gemeente Almelo",
     "gem. Almelo", "Almelo (gemeente)", "Almelo, gemeente", "Almelo (Overijssel)"],
)  # fmt: skip
def test_every_way_to_write_one_gemeente_means_that_gemeente(
    gegevens: Gegevens, namen: Namen, tekst: str
) -> None:
    assert namen.ontvanger_code(tekst) == "GM0141"
    assert zoek_gemeente(gegevens, tekst).code == "GM0141"
    assert zoek_ontvanger(gegevens, tekst).code == "GM0141"


@pytest.mark.parametrize(
    ("tekst", "code"),
    [
        ("Den Haag", "GM0518"),
        ("'s-Gravenhage", "GM0518"),
        ("den bosch", "GM0796"),
        ("s Hertogenbosch", "GM0796"),
        ("Hengelo", "GM0164"),
        ("Hengelo (O.)", "GM0164"),
        ("Hengelo (Ov)", "GM0164"),
        ("Nuenen c.a.", "GM0820"),
        ("Nuenen ca", "GM0820"),
        ("Nuenen, Gerwen en Nederwetten", "GM0820"),
        ("Bergen (NH.)", "GM0373"),
        ("Bergen NH", "GM0373"),
        ("Bergen (Limburg)", "GM0893"),
        ("Sudwest Fryslan", "GM1900"),
        ("Utrecht (gemeente)", "GM0344"),
        ("SamenTwente", "samentwente"),
        ("ggd-twente", "ggd-twente"),
        ("GGD Twente", "ggd-twente"),
        ("GGD GHOR Nederland", "ggd-ghor-nederland"),
    ],
)
def test_a_recipient_is_found_as_people_call_him(namen: Namen, tekst: str, code: str) -> None:
    assert namen.ontvanger_code(tekst) == code


def test_every_gemeente_and_body_is_found_by_its_own_code_and_name(
    gegevens: Gegevens, namen: Namen
) -> None:
    for gemeente in gegevens.gemeenten.values():
        for tekst in (gemeente.code, gemeente.naam, gemeente.naam_cbs, gemeente.naam.upper()):
            assert namen.ontvanger_code(tekst) == gemeente.code
    for code, naam in namen.lichamen.items():
        assert {namen.ontvanger_code(code), namen.ontvanger_code(naam)} == {code}


def test_a_name_of_two_gemeenten_is_asked_about(gegevens: Gegevens, namen: Namen) -> None:
    assert geweigerd(namen, "Bergen") == (
        "'Bergen' kan op meer gemeenten slaan; vul GM0373 (Bergen (NH.)) of GM0893 (Bergen (L.)) in"
    )
    with pytest.raises(Gebruikersfout, match=r"bedoelde u Bergen \(NH\.\) \(GM0373\) of Bergen"):
        zoek_ontvanger(gegevens, "Gemeente Bergen")


@pytest.mark.parametrize(
    "tekst", ["Beemster", "gemeente Beemster", "370", "GM0370", "0370 De Rijp"]
)
def test_a_gemeente_of_the_past_is_told_where_it_went(
    gegevens: Gegevens, namen: Namen, tekst: str
) -> None:
    melding = geweigerd(namen, tekst)
    assert melding.endswith("is per 01-01-2022 opgegaan in Purmerend; vul GM0439 in")
    with pytest.raises(Gebruikersfout, match="op 1 januari 2022 opgegaan in Purmerend"):
        zoek_gemeente(gegevens, tekst)


def test_a_gemeente_that_was_split_names_every_part(namen: Namen) -> None:
    assert geweigerd(namen, "GM0140") == (
        "'GM0140' (Littenseradiel) is per 01-01-2018 opgegaan in Leeuwarden, Súdwest-Fryslân en "
        "Waadhoeke; vul GM0080 (Leeuwarden) of GM1900 (Súdwest-Fryslân) of GM1949 (Waadhoeke) in"
    )


def test_a_gemeente_that_merged_twice_is_told_where_it_is_now(gegevens: Gegevens) -> None:
    eerste = next(h for h in gegevens.herindelingen if h.naam_oud == "Beemster")
    begin = replace(
        eerste, datum=date(2019, 1, 1), code_oud="GM0001", naam_oud="Oudeland",
        code_nieuw="GM0370", naam_nieuw="Beemster",
    )  # fmt: skip
    namen = Namen(gegevens.met(herindelingen=[*gegevens.herindelingen, begin]))
    assert geweigerd(namen, "Oudeland") == (
        "'Oudeland' is per 01-01-2019 opgegaan in Beemster; vul GM0439 in"
    )


@pytest.mark.parametrize(
    ("tekst", "melding"),
    [
        ("GM0141 Zwolle", "'GM0141 Zwolle' spreekt zichzelf tegen: GM0141 is Almelo; verbeter de "
         "code of de naam"),
        ("Hengelo (Gld)", "'Hengelo (Gld)' is geen bekende ontvanger; bedoelde u 'Hengelo'?"),
        ("9999", "'9999' is geen gemeente van nu; controleer de CBS-code"),
        ("Twente", "'Twente' is een regio; vul de mandaathouder in: samentwente (SamenTwente)"),
        ("Almeloo", "'Almeloo' is geen bekende ontvanger; bedoelde u 'Almelo'?"),
        ("gemeente", "'gemeente' is geen bekende ontvanger; vul de CBS-code in (GM0344) of de code "
         "van het openbaar lichaam"),
    ],
)  # fmt: skip
def test_nothing_is_guessed(namen: Namen, tekst: str, melding: str) -> None:
    assert geweigerd(namen, tekst) == melding


def test_a_contradiction_is_a_sentence_for_who_types_it_too(gegevens: Gegevens) -> None:
    for zoek in (zoek_gemeente, zoek_ontvanger):
        with pytest.raises(Gebruikersfout, match="GM0141 is Almelo; verbeter de code of de naam"):
            zoek(gegevens, "GM0141 Zwolle")


def test_a_regio_is_told_apart_from_the_gemeente_of_that_name(gegevens: Gegevens) -> None:
    assert zoek_ontvanger(gegevens, "Utrecht").via_regio is False
    assert zoek_ontvanger(gegevens, "regio Utrecht").via_regio is True
    assert zoek_regio(gegevens, "Regio\u00a0Twente").naam == "Twente"


def test_a_register_takes_names_and_says_what_stands_there_twice(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    from azwa_funds.werkagenda.register import lees_register

    pad = tmp_path / "register.csv"
    kop = "regio,gemeente_code,gemeente,college_datum,ingediend_op,opmerking\n"
    rijen = "Haaglanden,Den Haag,'s-Gravenhage,10-11-2026,,\nHaaglanden,gm 603,Rijswijk (ZH.),,,\n"
    pad.write_text((kop + rijen).replace("10-11-2026", "2026-11-10"), encoding="utf-8")
    besluiten = lees_register(gegevens, pad)["Haaglanden"].colleges
    assert {b.gemeente.code for b in besluiten if b.datum} == {"GM0518"}

    pad.write_text(kop + rijen + "Haaglanden,0518,Den Haag,,,\n", encoding="utf-8")
    with pytest.raises(Gebruikersfout, match=r"'s-Gravenhage \(GM0518\) staat ook al in rij 2"):
        lees_register(gegevens, pad)
    pad.write_text(kop + "Haaglanden,Beemster,Beemster,,,\n", encoding="utf-8")
    with pytest.raises(Gebruikersfout, match=r"opgegaan in Purmerend; vul GM0439 in"):
        lees_register(gegevens, pad)
