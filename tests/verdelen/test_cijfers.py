"""The figures that all overviews share: which year they are of, and who is near whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from herindelen import HILVERSUM, WIJDEMEREN, na
from hulp import kopieer_gegevens, lees_csv, schrijf_csv
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout
from azwa_funds.verdelen.cijfers import Cijfers


@pytest.fixture(scope="module")
def cijfers(gegevens: Gegevens) -> Cijfers:
    return Cijfers(gegevens)


def anders(map_: Path, tabel: str, verander: dict[str, str], **waar: str) -> Cijfers:
    """The figures once some rows of a table hold something else."""
    kopieer_gegevens(map_)
    pad = map_ / "data" / "cbs" / f"{tabel}.csv"
    rijen = lees_csv(pad)
    for rij in rijen:
        if waar.items() <= rij.items():
            rij |= verander
    schrijf_csv(pad, [list(rijen[0]), *(list(rij.values()) for rij in rijen)])
    return Cijfers(Gegevens(map_ / "data", map_ / "verdeelsleutels"))


def test_the_years_before_are_those_of_the_brede_spuk(cijfers: Cijfers) -> None:
    assert cijfers.vorige_jaren == (2025, 2026)
    assert cijfers.jaren == (2027, 2028, 2029)


def test_two_amounts_of_the_spuk_iza_stood_in_each_others_row(cijfers: Cijfers) -> None:
    """Those of 2025 are put right; every other amount is as it was published."""
    rijen = [b for b in cijfers.gegevens.beschikkingen if b.uitkering == "spuk_iza"]
    gepubliceerd = {(b.regio, b.jaar): b.bedrag for b in rijen}
    noord, oost = ("Noord-Holland Noord", 2025), ("Noordoost Brabant", 2025)
    assert cijfers.gecorrigeerd.keys() == {noord, oost}
    verwisseld = {noord: gepubliceerd[oost], oost: gepubliceerd[noord]}
    assert cijfers.spuk_iza == gepubliceerd | verwisseld


def test_the_other_way_to_a_regional_amount_is_of_the_first_year(cijfers: Cijfers) -> None:
    assert sum(cijfers.regionaal_als_som.values()) == 194_000_000
    assert cijfers.regionaal_als_som.keys() == cijfers.gegevens.regios.keys()


def test_a_year_of_the_spuk_iza_alone_is_no_year_before(gegevens: Gegevens) -> None:
    over = [b for b in gegevens.beschikkingen if (b.uitkering, b.jaar) != ("brede_spuk", 2025)]
    assert Cijfers(gegevens.met(beschikkingen=over)).vorige_jaren == (2026,)


def test_the_key_and_its_weights_are_those_of_the_first_year(gegevens: Gegevens) -> None:
    """From 2028 another key, and Wijdemeren in Hilversum: of neither is anything seen in 2027."""
    spuk = gegevens.uitkering("spuk_azwa")
    toedelingen = [
        deel
        for t in spuk.toedelingen
        for deel in (
            (replace(t, tot_en_met=2027), replace(t, van=2028, sleutel="brede_spuk_2025"))
            if t.onderdeel == "lokaal"
            else (t,)
        )
    ]
    anders = na(gegevens, date(2028, 1, 1)).met(
        uitkeringen={**gegevens.uitkeringen, spuk.id: replace(spuk, toedelingen=toedelingen)}
    )
    cijfers = Cijfers(anders)
    assert cijfers.sleutel("lokaal").id == "brede_spuk_2026"
    assert cijfers.gewichten("lokaal") == Cijfers(gegevens).gewichten("lokaal")


def test_money_per_inhabitant_is_that_of_the_first_year(cijfers: Cijfers) -> None:
    inwoners = cijfers.inwoners["GM0141"]
    assert cijfers.per_inwoner["GM0141"] == Fraction(1_147_731, inwoners)
    meer = [c for c, euros in cijfers.per_inwoner.items() if euros > cijfers.per_inwoner["GM0141"]]
    assert cijfers.hoger_per_inwoner(cijfers.gegevens.gemeenten["GM0141"]) == len(meer)


@pytest.mark.parametrize("tabel", ["bevolking", "kerncijfers"])
def test_the_source_is_that_of_the_year_that_is_shown(
    tmp_path: Path, cijfers: Cijfers, tabel: str
) -> None:
    """An older year from elsewhere does not give its name to the figures of now."""
    laatste = max(rij["jaar"] for rij in cijfers.gegevens.cbs(tabel))
    nieuw = anders(tmp_path, tabel, {"bron": "eigen_keuze"}, jaar=str(laatste))
    bron = nieuw.inwoners_bron if tabel == "bevolking" else nieuw.laag_inkomen_bron
    assert bron == "eigen_keuze"


def test_who_has_a_low_income_is_that_of_the_latest_year(tmp_path: Path, cijfers: Cijfers) -> None:
    kolom = "huishoudens_laagste_40pct_inkomen_pct"
    rijen = cijfers.gegevens.cbs("kerncijfers")
    assert cijfers.laag_inkomen == {rij["gemeente_code"]: rij[kolom] for rij in rijen}
    later = anders(tmp_path, "kerncijfers", {"jaar": "2025"}, gemeente_code="GM0141")
    assert later.laag_inkomen == {"GM0141": cijfers.laag_inkomen["GM0141"]}


def test_who_has_no_inhabitants_is_named_five_at_most(tmp_path: Path) -> None:
    leeg = anders(tmp_path, "bevolking", {"inwoners": "0"}, jaar="2026")
    with pytest.raises(Gebruikersfout) as fout:
        _ = leeg.inwoners
    assert str(fout.value) == (
        "In data/cbs/bevolking.csv ontbreken over 2026 de inwoners van Groningen, Almere, "
        "Stadskanaal, Veendam, Zeewolde; vul ze aan met bron."
    )


@given(st.data())
def test_the_nearest_in_size_are_the_nearest_of_all(cijfers: Cijfers, data: st.DataObject) -> None:
    gemeente = data.draw(st.sampled_from(cijfers.gemeenten))
    anderen = data.draw(st.integers(0, 12))
    eigen = cijfers.inwoners[gemeente.code]
    rest = sorted(
        (c for c in cijfers.inwoners if c != gemeente.code),
        key=lambda code: (abs(cijfers.inwoners[code] - eigen), code),
    )
    gevonden = [g.code for g in cijfers.gelijke_grootte(gemeente, anderen)]
    assert sorted(gevonden) == sorted([gemeente.code, *rest[:anderen]])
    assert gevonden == sorted(gevonden, key=lambda code: (cijfers.inwoners[code], code))


@pytest.mark.parametrize(
    ("dag", "samen"),
    [
        (date(2026, 1, 1), {2025}),  # the amounts of 2026 are of that day, and say so themselves
        (date(2026, 1, 2), {2025, 2026}),
        (date(2026, 2, 1), {2025, 2026}),
        (date(2027, 1, 1), {2025, 2026}),
        (date(2027, 1, 2), set[int]()),
        (date(2028, 1, 1), set[int]()),
    ],
)
def test_old_amounts_stand_by_the_indeling_of_the_first_new_year(
    gegevens: Gegevens, dag: date, samen: set[int]
) -> None:
    voor, later = Cijfers(gegevens), Cijfers(na(gegevens, dag))
    for jaar in {2025, 2026} - samen:
        for code in (HILVERSUM, WIJDEMEREN):
            assert later.lokaal_bedrag(code, jaar) == voor.lokaal_bedrag(code, jaar)
    for jaar in samen:
        bedrag = voor.lokaal_bedrag(HILVERSUM, jaar) + voor.lokaal_bedrag(WIJDEMEREN, jaar)
        assert later.lokaal_bedrag(HILVERSUM, jaar) == bedrag
        with pytest.raises(Invoerfout, match="er is geen bedrag van brede_spuk voor GM1696"):
            later.lokaal_bedrag(WIJDEMEREN, jaar)


def test_among_equals_a_gemeente_is_nearest_to_itself(gegevens: Gegevens) -> None:
    gelijk = Cijfers(gegevens)
    gelijk.__dict__["inwoners"] = dict.fromkeys(gegevens.gemeenten, 100)
    for code in ("GM0014", WIJDEMEREN, "GM1992"):
        gemeente = gegevens.gemeenten[code]
        assert gemeente in gelijk.gelijke_grootte(gemeente, 2)


@pytest.mark.parametrize("regio", ["Twente", "Friesland"])
@pytest.mark.parametrize("jaar", [2025, 2026, 2027, 2029])
def test_a_share_follows_the_amounts_of_its_own_year(
    cijfers: Cijfers, jaar: int, regio: str
) -> None:
    """Before 2027 by the Brede SPUK of that year, and from then by the weights of the key.

    The amounts of the Wadden stand on a minimum, so there the two years differ in proportion.
    """
    leden = sorted(g.code for g in cijfers.gemeenten_van(regio))
    sleutel = {code: gewicht.waarde for code, gewicht in cijfers.gewichten("lokaal").items()}
    wegen = [sleutel[c] if jaar > 2026 else cijfers.brede_spuk[c, jaar] for c in leden]
    geld = cijfers.regionaal_bedrag(regio, jaar)
    precies = [Fraction(geld * gewicht, sum(wegen)) for gewicht in wegen]
    delen = [cijfers.aandeel[code, jaar] for code in leden]
    assert sum(delen) == geld
    assert all(abs(deel - p) < 1 for deel, p in zip(delen, precies, strict=True))
