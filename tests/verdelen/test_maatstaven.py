"""A key of one's own from CBS figures: rates, exact weights, and gaps filled by a stated rule."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hulp import draai_in, kopieer_gegevens

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Gewicht, Status
from azwa_funds.verdelen.sleutel import gewichten, status_van
from azwa_funds.verdelen.toekennen import verdeel_uitkering

KOP = """
id = "eigen"
naam = "Eigen sleutel"
soort = "gewogen_maatstaven"
ontvangers = "{ontvangers}"
status = "verwacht"
van = 2027
tot_en_met = 2029
bron = "eigen_keuze"
plaats = "proef"
toelichting = "Proef."

[afronding]
regel = "grootste_resten"
bron = "eigen_keuze"
plaats = "grootste resten"
toelichting = "Het totaal komt precies uit."
"""
MaakSleutel = Callable[..., Gegevens]


def maatstaf(kolom: str, gewicht: str = "1", tabel: str = "kerncijfers", **velden: str) -> str:
    regels = {"tabel": tabel, "kolom": kolom, "gewicht": gewicht, **velden}
    tekst = "".join(f'{naam} = "{waarde}"\n' for naam, waarde in regels.items())
    return f"\n[[maatstaf]]\njaar = 2024\n{tekst}"


@pytest.fixture
def sleutel(tmp_path: Path) -> MaakSleutel:
    """Make a key `eigen` of these maatstaven, beside the usual keys."""

    def maak(*maatstaven: str, ontvangers: str = "gemeente") -> Gegevens:
        kopieer_gegevens(tmp_path)
        tekst = KOP.format(ontvangers=ontvangers) + "".join(maatstaven)
        (tmp_path / "verdeelsleutels" / "eigen.toml").write_text(tekst, encoding="utf-8")
        return Gegevens(tmp_path / "data", tmp_path / "verdeelsleutels")

    return maak


def op_naam(gegevens: Gegevens) -> dict[str, Gewicht]:
    return {g.ontvanger.naam: g for g in gewichten(gegevens, "eigen", 2027)}


def verhouding(wegingen: dict[str, Gewicht], een: str, ander: str) -> Fraction:
    return Fraction(wegingen[een].waarde, wegingen[ander].waarde)


def test_a_percentage_counts_as_the_households_it_stands_for(sleutel: MaakSleutel) -> None:
    wegingen = op_naam(
        sleutel(maatstaf("huishoudens_laagste_40pct_inkomen_pct", per="100_huishoudens"))
    )
    # Groningen: 59,8% of 145.764; Almere: 33,2% of 96.667.
    assert verhouding(wegingen, "Groningen", "Almere") == Fraction("59.8") * 145764 / (
        Fraction("33.2") * 96667
    )
    assert "59,8 x 145.764 huishoudens / 100 = 87.166,872" in wegingen["Groningen"].opbouw[0]


def test_a_mean_per_household_is_multiplied_by_the_households_of_its_own_table(
    sleutel: MaakSleutel,
) -> None:
    wegingen = op_naam(
        sleutel(
            maatstaf(
                "besteedbaar_inkomen_gemiddeld",
                tabel="inkomen",
                per="huishouden",
                aanvulling="landelijk_gemiddelde",
            )
        )
    )
    assert verhouding(wegingen, "Groningen", "Almere") == Fraction(42800 * 138200, 60800 * 95800)


def test_weights_are_exact_and_as_small_as_they_can_be(sleutel: MaakSleutel) -> None:
    gegevens = sleutel(maatstaf("inwoners", "1/3"), maatstaf("huishoudens", "0.25"))
    wegingen = op_naam(gegevens)
    groningen = Fraction(243768, 3) + Fraction(145764, 4)
    almere = Fraction(226500, 3) + Fraction(96667, 4)
    assert verhouding(wegingen, "Groningen", "Almere") == groningen / almere
    assert wegingen["Groningen"].waarde == groningen * 12


def test_the_factor_of_a_single_figure_drops_out(sleutel: MaakSleutel) -> None:
    eens = op_naam(sleutel(maatstaf("inwoners", "7/3")))
    assert sum(g.waarde for g in eens.values()) == 17_942_942


def test_the_sum_is_told_term_by_term(sleutel: MaakSleutel) -> None:
    """Whole numbers without a comma, a third cut off at six digits, and how it becomes whole."""
    groningen = op_naam(sleutel(maatstaf("inwoners", "1/3"), maatstaf("huishoudens", "0.25")))[
        "Groningen"
    ]
    assert groningen.opbouw == (
        "kerncijfers, inwoners 2024: 243.768; x 0,333333… = 81.256",
        "kerncijfers, huishoudens 2024: 145.764; x 0,25 = 36.441",
        "samen 117.697; x 12 geeft het gewicht",
    )


@pytest.mark.parametrize(
    ("per", "keer"),
    [
        ("inwoner", lambda rij: Fraction(rij["inwoners"])),
        ("100_inwoners", lambda rij: Fraction(rij["inwoners"], 100)),
        ("huishouden", lambda rij: Fraction(rij["huishoudens"])),
        ("100_huishoudens", lambda rij: Fraction(rij["huishoudens"], 100)),
    ],
)
def test_a_rate_counts_for_as_many_as_it_is_a_rate_of(
    sleutel: MaakSleutel, per: str, keer: Callable[[dict[str, int]], Fraction]
) -> None:
    """Beside a figure that is no rate, a factor too many or too few would show in the weights."""
    kolom = "huishoudens_laagste_40pct_inkomen_pct"
    gegevens = sleutel(maatstaf(kolom, per=per), maatstaf("inwoners"))
    rijen = {
        gegevens.gemeenten[r["gemeente_code"]].naam: r
        for r in gegevens.cbs("kerncijfers")
        if r["jaar"] == 2024
    }
    wegingen = op_naam(gegevens)

    def gewicht(naam: str) -> Fraction:
        rij = rijen[naam]
        return Fraction(rij[kolom]) * keer(rij) + rij["inwoners"]

    for naam in ("Almere", "Utrecht", "Rozendaal"):
        assert verhouding(wegingen, "Groningen", naam) == gewicht("Groningen") / gewicht(naam)
    deler = " / 100" if per.startswith("100") else ""
    wat = f"{'huishoudens' if 'huishouden' in per else 'inwoners'}{deler} = "
    assert wat in wegingen["Groningen"].opbouw[0]


def test_low_education_of_rozendaal_is_filled_by_the_rule_the_key_names(
    sleutel: MaakSleutel,
) -> None:
    kolom = "opleiding_basis_vmbo_mbo1"
    gegevens = sleutel(maatstaf(kolom, aanvulling="provincie_gemiddelde"))
    rozendaal, arnhem = (op_naam(gegevens)[naam] for naam in ("Rozendaal", "Arnhem"))
    # By hand: the other gemeenten of Gelderland, per inwoner, times the 1.831 of Rozendaal.
    rijen = {r["gemeente_code"]: r for r in gegevens.cbs("kerncijfers")}
    ander = [
        rijen[code]
        for code, gemeente in gegevens.gemeenten.items()
        if gemeente.provincie == "Gelderland" and gemeente.naam != "Rozendaal"
    ]
    gemiddelde = Fraction(sum(r[kolom] for r in ander), sum(r["inwoners"] for r in ander))
    assert Fraction(rozendaal.waarde, arnhem.waarde) == gemiddelde * 1831 / rijen["GM0202"][kolom]
    assert rozendaal.opmerking == (
        "het CBS geeft geen opleiding_basis_vmbo_mbo1 over 2024 van Rozendaal; aangevuld tot "
        "358,91… met het gemiddelde per inwoner van de andere gemeenten in Gelderland (aanname)"
    )
    assert arnhem.opmerking == ""
    # Whoever comes after Rozendaal in the list has its own figure still.
    utrecht = op_naam(gegevens)["Utrecht"]
    assert Fraction(utrecht.waarde, arnhem.waarde) == Fraction(
        rijen["GM0344"][kolom], rijen["GM0202"][kolom]
    )


def test_a_filled_figure_makes_the_outcome_an_assumption_and_uitleg_says_so(
    sleutel: MaakSleutel, tmp_path: Path
) -> None:
    gegevens = sleutel(
        maatstaf("opleiding_basis_vmbo_mbo1", aanvulling="landelijk_gemiddelde"), ontvangers="regio"
    )
    assert status_van(gegevens, gegevens.sleutel("eigen")) is Status.AANNAME
    regio = draai_in(
        tmp_path, "uitleg", "regio Arnhem", "--jaar", "2027", "--sleutel", "regionaal=eigen"
    )
    assert "Let op: het CBS geeft geen opleiding_basis_vmbo_mbo1 over 2024 van Rozendaal" in (
        regio.tekst
    )
    assert "(Budget indicatief, sleutel aanname; de laagste telt.)" in regio.tekst


def test_provisional_figures_make_no_firmer_key(sleutel: MaakSleutel, tmp_path: Path) -> None:
    gegevens = sleutel(maatstaf("particuliere_huishoudens", tabel="inkomen"))
    pad = tmp_path / "verdeelsleutels" / "eigen.toml"
    pad.write_text(pad.read_text(encoding="utf-8").replace('"verwacht"', '"vastgesteld"'), "utf-8")
    gegevens = Gegevens(gegevens.data, gegevens.sleutels_map)
    assert status_van(gegevens, gegevens.sleutel("eigen")) is Status.VOORLOPIG


def test_weights_too_long_for_a_machine_word_still_divide_to_the_euro(sleutel: MaakSleutel) -> None:
    gegevens = sleutel(
        maatstaf("inwoners", "3.28075"),
        maatstaf("huishoudens_laagste_40pct_inkomen_pct", "6.01502", per="100_huishoudens"),
        maatstaf("opleiding_basis_vmbo_mbo1", "50.45333", aanvulling="provincie_gemiddelde"),
    )
    toekenningen = verdeel_uitkering(
        gegevens, jaren=[2028], onderdelen=["lokaal"], sleutels={"lokaal": "eigen"}
    )
    assert sum(t.bedrag for t in toekenningen) == 278_000_000
    assert max(t.gewicht for t in toekenningen) * 278_000_000 > 2**63
    assert all(t.quotient is not None and abs(t.bedrag - t.quotient) < 1 for t in toekenningen)


def test_a_year_in_which_a_gemeente_did_not_exist_is_no_missing_figure(
    sleutel: MaakSleutel, tmp_path: Path
) -> None:
    toen = maatstaf("inwoners", tabel="bevolking", aanvulling="landelijk_gemiddelde")
    # Haaren was split in 2021, and no source says how many people went where.
    sleutel(toen.replace("2024", "2020"))
    uitkomst = draai_in(tmp_path, "verdeel", "--jaar", "2027", "--sleutel", "lokaal=eigen")
    assert uitkomst.code == 2
    assert (
        "de CBS-tabel 'bevolking' heeft over 2020 geen regel van Boxtel (GM0757)" in uitkomst.fout
    )
    assert uitkomst.fout.endswith("; kies een jaar met de gemeentelijke indeling van nu.\n")
