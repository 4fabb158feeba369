"""From cents in the ledger to whole euros in the SiSa: no order matters and every sum closes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hulp import draai_in, kopieer_gegevens
from hypothesis import given, settings
from hypothesis import strategies as st

from azwa_funds.besteden import Bedrageenheid, Regiovergelijking
from azwa_funds.besteden.regels import Meenemen, toetsregels_van
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Status, Vindplaats
from azwa_funds.sisa.formaat import Indicatorsoort, Wie, lees_formaat
from azwa_funds.sisa.formule import Waarde
from azwa_funds.sisa.rekenen import (
    Blok,
    Boekstand,
    Rekenmeester,
    Verantwoording,
    hele_euros,
    zin_over_verschil,
)
from azwa_funds.sisa.verloop import Verloop, herkomst, nog_niet_verdeeld, verlopen
from azwa_funds.verdelen.cijfers import Cijfers

TWENTE, ALMELO, BORNE, DOETINCHEM = "samentwente", "GM0141", "GM0147", "GM0222"
#: Verantwoorder, year, onderdeel, medeoverheid and cents.
Regel = tuple[str, int, str, str, int]
CENTEN = st.integers(-(10**11), 10**11)
REGEL = st.tuples(
    st.sampled_from([TWENTE, ALMELO, BORNE, DOETINCHEM]),
    st.sampled_from([2027, 2028, 2029]),
    st.sampled_from(["lokaal", "regionaal", "nplv", "gezonde_school"]),
    st.sampled_from(["", ALMELO, BORNE, TWENTE, DOETINCHEM]),
    CENTEN,
)
REGELS = st.lists(REGEL, min_size=1, max_size=25)


def meester(gegevens: Gegevens, regels: list[Regel], jaar: int = 2028) -> Rekenmeester:
    namen = ["verantwoorder_code", "jaar", "onderdeel", "medeoverheid_code", "centen"]
    stand = Boekstand(pd.DataFrame(regels, columns=namen))
    return Rekenmeester(gegevens, lees_formaat(gegevens, jaar), stand)


def inhoud(verantwoording: Verantwoording) -> list[tuple[object, ...]]:
    """All that a verantwoording says, to compare two of them."""
    return [
        *((b.regeling.id, b.regels, tuple(b.waarden.items())) for b in verantwoording.blokken),
        *verantwoording.buiten,
        *verantwoording.vergelijkingen,
        *verantwoording.bevindingen,
    ]


@settings(max_examples=15)
@given(REGELS, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_cutting_up_of_bookings_matters(
    gegevens: Gegevens, regels: list[Regel], toeval: Random
) -> None:
    """Shuffled, and every booking cut into two: the same euros, but more bookings."""
    gewoon = meester(gegevens, regels)
    geschud = meester(gegevens, toeval.sample(regels, len(regels)))
    gehakt = []
    for *wie, centen in regels:
        deel = toeval.randint(-(10**6), 10**6)
        gehakt += [(*wie, deel), (*wie, centen - deel)]
    in_tweeen = meester(gegevens, gehakt)  # type: ignore[arg-type]
    for code in (TWENTE, ALMELO, BORNE, DOETINCHEM):
        verwacht = gewoon.verantwoord(code)
        assert inhoud(geschud.verantwoord(code)) == inhoud(verwacht)
        for blok, anders in zip(verwacht.blokken, in_tweeen.verantwoord(code).blokken, strict=True):
            assert blok.regels == anders.regels
            for plek, waarde in blok.waarden.items():
                ander = anders.waarden[plek]
                assert (ander.inhoud, ander.centen) == (waarde.inhoud, waarde.centen)
                assert ander.boekingen == 2 * waarde.boekingen


def geboekt(regels: list[Regel], code: str, jaar: int, onderdeel: str) -> dict[str, int]:
    """Cents by medeoverheid, counted the slow way."""
    som: dict[str, int] = {}
    for wie, wanneer, waaraan, via, centen in regels:
        if (wie, wanneer, waaraan) == (code, jaar, onderdeel):
            som[via] = som.get(via, 0) + centen
    return som


@settings(max_examples=20)
@given(REGELS)
def test_the_block_of_a_mandaathouder_adds_up_down_and_across(
    gegevens: Gegevens, regels: list[Regel]
) -> None:
    """Own spending and that of each gemeente, each rounded once, make the total, year by year."""
    verantwoording = meester(gegevens, regels).verantwoord(TWENTE)
    blok = verantwoording.blok(Wie.MANDAATHOUDER)
    assert blok is not None
    nu = geboekt(regels, TWENTE, 2028, "regionaal")
    eigen = nu.pop("", 0) + nu.pop(TWENTE, 0)
    via = {code: hele_euros(centen) for code, centen in nu.items()}
    besteding = blok.besteding
    per = blok.per_medeoverheid()
    assert {code: w.bedrag for code, w in per.items() if code in via} == via
    assert all(w.bedrag == 0 for code, w in per.items() if code not in via)
    eigen_waarde = blok.van_soort(Indicatorsoort.EIGEN)
    assert eigen_waarde is not None
    assert eigen_waarde.inhoud == hele_euros(eigen)
    assert besteding.inhoud == hele_euros(eigen) + sum(via.values())
    assert besteding.centen == eigen + sum(nu.values())
    assert besteding.boekingen == sum(
        (wie, jaar, waaraan) == (TWENTE, 2028, "regionaal") for wie, jaar, waaraan, *_ in regels
    )
    # The exact cents bound the outcome: half a euro per amount that was rounded.
    afgerond = 1 + len(via)
    assert abs(Fraction(besteding.centen or 0, 100) - besteding.bedrag) <= Fraction(afgerond, 2)
    assert set(blok.regels) >= set(via)
    assert TWENTE not in blok.regels


@settings(max_examples=20)
@given(REGELS)
def test_the_cumulative_amount_is_the_sum_of_the_years_as_they_were_reported(
    gegevens: Gegevens, regels: list[Regel]
) -> None:
    """2029 says what 2027, 2028 and 2029 said together; without one of those it says p.m."""
    code, soorten = ALMELO, (Indicatorsoort.BESTEDING, Indicatorsoort.CUMULATIEF)
    per_jaar: list[int] = []
    for jaar in (2027, 2028, 2029):
        blok = meester(gegevens, regels, jaar).verantwoord(code).blok(Wie.GEMEENTE)
        assert blok is not None
        besteding, cumulatief = (blok.van_soort(soort) for soort in soorten)
        assert besteding is not None
        assert cumulatief is not None
        per_jaar.append(besteding.bedrag)
        eerder_geboekt = [
            any(wie == code and wanneer == eerder for wie, wanneer, *_ in regels)
            for eerder in range(2027, jaar)
        ]
        if all(eerder_geboekt):
            assert cumulatief.inhoud == sum(per_jaar)
            assert cumulatief.eerder == sum(per_jaar[:-1])
            eigen = [(c, o) for wie, j, o, _, c in regels if wie == code and j <= jaar]
            geteld = [centen for centen, onderdeel in eigen if onderdeel in ("lokaal", "nplv")]
            assert (cumulatief.centen, cumulatief.boekingen) == (sum(geteld), len(geteld))
        else:
            assert cumulatief.inhoud == "p.m."
        eind = blok.van_soort(Indicatorsoort.EINDVERANTWOORDING)
        assert eind is not None
        assert eind.inhoud == ("Ja" if jaar == 2029 else "Nee")


@settings(max_examples=15)
@given(st.lists(CENTEN, min_size=1, max_size=4), st.lists(CENTEN, min_size=1, max_size=4))
def test_a_gemeente_and_her_mandaathouder_show_the_same_euro_for_the_same_cents(
    gegevens: Gegevens, delen: list[int], eigen: list[int]
) -> None:
    """Cut up in another way, but the same cents: then no difference; a cent more may be one."""
    regels: list[Regel] = [(TWENTE, 2028, "regionaal", ALMELO, c) for c in delen]
    regels += [(TWENTE, 2028, "regionaal", "", c) for c in eigen]
    regels.append((ALMELO, 2028, "regionaal", "", sum(delen)))
    for code in (TWENTE, ALMELO):
        verantwoording = meester(gegevens, regels).verantwoord(code)
        over_almelo = [v for v in verantwoording.vergelijkingen if v.code == ALMELO]
        assert over_almelo == [
            Regiovergelijking(
                ALMELO, "Almelo", hele_euros(sum(delen)), hele_euros(sum(delen)), Bedrageenheid.EURO
            )
        ]
        assert over_almelo[0].verschil == 0
        assert not [zin for zin in verantwoording.bevindingen if "(GM0141)" in zin]
    regels.append((ALMELO, 2028, "regionaal", "", 100))
    zinnen = meester(gegevens, regels).verantwoord(TWENTE).bevindingen
    assert [zin.endswith("verschil € -1.") for zin in zinnen if "(GM0141)" in zin] == [True]


def test_who_has_which_blocks(gegevens: Gegevens) -> None:
    """SamenTwente is no gemeente; Almelo spent regional money in 2027; Doetinchem is both."""
    regels: list[Regel] = [
        (ALMELO, 2027, "regionaal", "", 100),
        (TWENTE, 2028, "regionaal", BORNE, 100),
        (DOETINCHEM, 2028, "lokaal", "", 100),
    ]
    rekenmeester = meester(gegevens, regels)

    def blokken(code: str) -> list[Wie]:
        return [blok.regeling.wie for blok in rekenmeester.verantwoord(code).blokken]

    assert blokken(TWENTE) == [Wie.MANDAATHOUDER]
    assert sorted(blokken(ALMELO)) == sorted([Wie.GEMEENTE, Wie.MEDEOVERHEID])
    # Her mandaathouder named Borne, so Borne has to account as well.
    assert sorted(blokken(BORNE)) == sorted([Wie.GEMEENTE, Wie.MEDEOVERHEID])
    assert sorted(blokken(DOETINCHEM)) == sorted([Wie.GEMEENTE, Wie.MANDAATHOUDER])
    assert blokken("GM0153") == [Wie.GEMEENTE]


def test_what_belongs_nowhere_is_counted_and_named(gegevens: Gegevens) -> None:
    regels: list[Regel] = [
        (ALMELO, 2028, "gezonde_school", "", 250),
        (ALMELO, 2028, "gezonde_school", "", 100),
        (ALMELO, 2028, "lokaal", "", 5000),
    ]
    verantwoording = meester(gegevens, regels).verantwoord(ALMELO)
    assert [(d.onderdeel, d.centen, d.boekingen) for d in verantwoording.buiten] == [
        ("gezonde_school", 350, 2)
    ]
    (zin,) = verantwoording.bevindingen
    assert zin == (
        "2 boekingen op onderdeel gezonde_school, samen € 4, horen bij geen indicator van Almelo "
        "en staan dus niet in de bijlage."
    )
    (een,) = meester(gegevens, regels[1:]).verantwoord(ALMELO).bevindingen
    assert een == (
        "1 boeking op onderdeel gezonde_school, samen € 1, hoort bij geen indicator van Almelo en "
        "staat dus niet in de bijlage."
    )


def test_who_sent_nothing_is_named_once(gegevens: Gegevens) -> None:
    rekenmeester = meester(gegevens, [(ALMELO, 2028, "lokaal", "", 100)])
    codes = [ALMELO, BORNE, "GM0153", "GM0158", "GM0163", "GM0164", "GM0168"]
    (zin,) = rekenmeester.bevindingen(codes)
    assert zin == (
        "Van 6 ontvangers is over 2028 geen enkele boeking aangeleverd (Borne, Enschede, "
        "Haaksbergen, Hellendoorn, Hengelo en 1 andere); de nullen in hun bijlage zijn niet "
        "bevestigd."
    )
    (zin,) = rekenmeester.bevindingen(codes[:6])
    assert "Van 5 ontvangers" in zin
    assert "Hengelo);" in zin
    (zin,) = rekenmeester.bevindingen(codes[:2])
    assert zin.endswith("aangeleverd (Borne); de nullen in de bijlage zijn niet bevestigd.")
    assert list(rekenmeester.bevindingen([ALMELO])) == []


def test_bookings_of_nobody_are_told(gegevens: Gegevens) -> None:
    rekenmeester = meester(gegevens, [("ggd_twente", 2028, "lokaal", "", 100)])
    (zin,) = rekenmeester.bevindingen([])
    assert "(ggd_twente) is geen gemeente of mandaathouder" in zin
    # A format without a regeling of the GGD'en has no bijlage for one.
    (zin,) = meester(gegevens, [("ggd-twente", 2028, "lokaal", "", 100)]).bevindingen([])
    assert zin.startswith("GGD Twente (ggd-twente) is geen gemeente of mandaathouder")


# -- from opening to closing balance -----------------------------------------------------------


_FORMAAT = lees_formaat(Gegevens(), 2028)


def verloop(begin: int | None, ontvangen: int | None, besteed: int | str, procent: int) -> Verloop:
    """One line of the verloopoverzicht with these figures."""
    regeling = _FORMAAT.regeling(Wie.GEMEENTE)
    waarden = {(i.nummer, 0): Waarde(besteed) for i in regeling.indicatoren if not i.soort.is_lijst}
    mee = Meenemen("spuk_azwa", 2028, procent, Status.AANNAME, "Proef.", Vindplaats("b", "p"))
    centen = None if begin is None else begin * 100
    return Verloop(Blok(regeling, (), waarden), centen, ontvangen, Status.INDICATIEF, mee)


EUROS = st.integers(0, 10**11)


@given(EUROS, EUROS, st.integers(-(10**9), 10**11), st.integers(0, 100))
def test_a_line_of_the_verloopoverzicht_closes(
    begin: int, ontvangen: int, besteed: int, procent: int
) -> None:
    regel = verloop(begin, ontvangen, besteed, procent)
    assert (regel.besteed, regel.beschikbaar) == (besteed, begin + ontvangen)
    assert regel.vrijgevallen is not None
    assert regel.over is not None
    assert regel.eind is not None
    assert regel.terug is not None
    assert regel.boven is not None
    assert begin + ontvangen == regel.vrijgevallen + regel.over
    assert regel.over == regel.eind + regel.terug
    assert besteed == regel.vrijgevallen + regel.boven
    assert not (regel.boven and regel.over)
    assert min(regel.over, regel.boven, regel.eind, regel.terug) >= 0
    assert 100 * regel.eind <= procent * ontvangen
    assert regel.eind in (regel.over, procent * ontvangen // 100)


@given(st.integers(0, 10**13), EUROS, st.integers(-(10**9), 10**11), st.integers(0, 100))
def test_cents_that_came_along_are_rounded_only_when_they_are_shown(
    centen: int, ontvangen: int, besteed: int, procent: int
) -> None:
    """Inside not a cent is lost; shown, what goes along is rounded down and the row closes."""
    regel = replace(verloop(0, ontvangen, besteed, procent), meegekomen=centen)
    stand = regel.stand
    assert stand is not None
    assert stand.mee_naar_volgend is not None
    assert None not in (regel.vrijgevallen, regel.terug, regel.eind, regel.boven)
    assert regel.begin == centen // 100
    assert regel.begin + ontvangen == regel.vrijgevallen + regel.terug + regel.eind  # type: ignore[operator]
    assert regel.eind == stand.mee_naar_volgend // 100
    assert min(regel.terug, regel.eind, regel.boven) >= 0  # type: ignore[type-var]
    # The formulas on the sheet start from what is shown, and give the same.
    mag = ontvangen * procent // 100
    assert regel.eind == min(max(0, regel.begin + ontvangen - besteed), mag)


def test_a_tenth_with_cents_goes_along_inside(cijfers: Cijfers) -> None:
    """Almelo spends nothing of € 1.147.731 in 2027: € 114.773,10 goes along, as in the toets."""
    regels: list[Regel] = [(ALMELO, 2027, "lokaal", "", 0), (ALMELO, 2028, "lokaal", "", 0)]
    in_2027, in_2028 = (
        verlopen(cijfers, meester_, meester_.verantwoord(ALMELO))[0]
        for meester_ in (meester(cijfers.gegevens, regels, jaar) for jaar in (2027, 2028))
    )
    assert (in_2027.ontvangen, in_2027.eind, in_2027.terug) == (1_147_731, 114_773, 1_032_958)
    assert in_2027.stand is not None
    assert in_2027.stand.mee_naar_volgend == 114_773_10
    assert (in_2028.meegekomen, in_2028.begin) == (114_773_10, 114_773)


@pytest.mark.parametrize(
    ("begin", "ontvangen", "besteed"), [(None, 5, 1), (5, None, 1), (5, 5, "p.m.")]
)
def test_what_is_not_known_stays_open(
    begin: int | None, ontvangen: int | None, besteed: int | str
) -> None:
    regel = verloop(begin, ontvangen, besteed, 10)
    bekend = begin is not None and ontvangen is not None
    assert regel.beschikbaar == (10 if bekend else None)
    assert {regel.vrijgevallen, regel.over, regel.eind, regel.terug, regel.boven} == {None}


@pytest.fixture(scope="module")
def cijfers(gegevens: Gegevens) -> Cijfers:
    return Cijfers(gegevens)


def test_the_balance_of_one_year_opens_the_next(cijfers: Cijfers) -> None:
    """Almelo spent € 1.000.000 in 2027, 10% at most goes along; 2028 opens with that."""
    gegevens = cijfers.gegevens
    regels: list[Regel] = [
        (ALMELO, 2027, "lokaal", "", 100_000_000),
        (ALMELO, 2028, "lokaal", "", 50_000_000),
        (ALMELO, 2028, "regionaal", "", 700),
    ]
    standen = []
    for jaar in (2027, 2028):
        rekenmeester = meester(gegevens, regels, jaar)
        lijst = verlopen(cijfers, rekenmeester, rekenmeester.verantwoord(ALMELO))
        standen.append(next(r for r in lijst if r.blok.regeling.wie is Wie.GEMEENTE))
    eerste, tweede = standen
    lokaal = cijfers.lokaal[ALMELO, 2027].bedrag
    assert (eerste.begin, eerste.ontvangen, eerste.besteed) == (0, lokaal, 1_000_000)
    assert eerste.over == lokaal - 1_000_000
    assert eerste.eind == min(lokaal - 1_000_000, lokaal // 10)
    assert eerste.terug == eerste.over - eerste.eind
    assert tweede.begin == eerste.eind
    assert tweede.ontvangen == cijfers.lokaal[ALMELO, 2028].bedrag
    # Without the bookings of 2027 nobody knows what was left of it.
    zonder = meester(gegevens, regels[1:], 2028)
    open_, *_ = verlopen(cijfers, zonder, zonder.verantwoord(ALMELO))
    assert (open_.begin, open_.eind, open_.ontvangen) == (None, None, tweede.ontvangen)


def test_what_goes_along_is_the_share_of_its_own_year(cijfers: Cijfers) -> None:
    """A quarter of 2027 and a tenth of every other year: 2028 opens with that quarter."""
    regels_ = toetsregels_van(cijfers.gegevens)
    anders = replace(
        regels_,
        meenemen=tuple(
            replace(m, procent=25) if (m.uitkering, m.jaar) == ("spuk_azwa", 2027) else m
            for m in regels_.meenemen
        ),
    )
    eigen = Cijfers(cijfers.gegevens.met(toetsregels=anders))
    geboekt_: list[Regel] = [(ALMELO, jaar, "lokaal", "", 100) for jaar in (2027, 2028)]
    rekenmeester = meester(eigen.gegevens, geboekt_, 2028)
    (regel,) = verlopen(eigen, rekenmeester, rekenmeester.verantwoord(ALMELO))
    assert regel.begin == eigen.lokaal[ALMELO, 2027].bedrag // 4


def test_the_regional_money_of_a_mandaathouder_has_a_balance_of_its_own(cijfers: Cijfers) -> None:
    rekenmeester = meester(cijfers.gegevens, [(TWENTE, 2027, "regionaal", "", 100)], 2027)
    (regel,) = verlopen(cijfers, rekenmeester, rekenmeester.verantwoord(TWENTE))
    assert (regel.begin, regel.besteed) == (0, 1)
    assert regel.ontvangen == cijfers.regionaal["Twente", 2027].bedrag


@pytest.mark.parametrize(("jaar", "code"), [(2025, ALMELO), (2026, ALMELO), (2025, DOETINCHEM)])
def test_the_old_uitkeringen_open_with_nothing_in_their_first_known_year(
    cijfers: Cijfers, jaar: int, code: str
) -> None:
    regels: list[Regel] = [(code, jaar, "brede_spuk", "", 12_345)]
    rekenmeester = meester(cijfers.gegevens, regels, jaar)
    regel, *meer = verlopen(cijfers, rekenmeester, rekenmeester.verantwoord(code))
    assert regel.ontvangen == cijfers.brede_spuk[code, jaar]
    assert [r.ontvangen for r in meer] == (
        [cijfers.spuk_iza["Achterhoek", jaar]] if code == DOETINCHEM else []
    )


def test_the_third_year_opens_with_what_the_second_left(cijfers: Cijfers) -> None:
    """All of 2027 was spent, nothing of 2028: 2029 opens with a tenth of 2028."""
    alles = 100 * (cijfers.lokaal[ALMELO, 2027].bedrag or 0)
    regels: list[Regel] = [(ALMELO, 2027, "lokaal", "", alles), (ALMELO, 2028, "lokaal", "", 0)]
    rekenmeester = meester(cijfers.gegevens, regels, 2029)
    (regel,) = verlopen(cijfers, rekenmeester, rekenmeester.verantwoord(ALMELO))
    assert regel.begin == (cijfers.lokaal[ALMELO, 2028].bedrag or 0) // 10


# -- what a reader is told about it ------------------------------------------------------------


@pytest.mark.parametrize(
    ("jaar", "code", "onderdeel", "hoe"),
    [
        (2027, ALMELO, "lokaal", [
            "landelijk budget € 231.000.000",
            "verdeeld met de sleutel Brede SPUK 2026",
        ]),
        (2025, ALMELO, "brede_spuk", ["overgenomen"]),
        (2026, DOETINCHEM, "spuk_iza", ["overgenomen", "overgenomen"]),
        (2028, BORNE, "regionaal", [
            "landelijk budget € 278.000.000",
            "verdeeld met de sleutel Brede SPUK 2026",
        ]),
    ],
)  # fmt: skip
def test_each_amount_received_is_led_to_its_source(
    cijfers: Cijfers, jaar: int, code: str, onderdeel: str, hoe: list[str]
) -> None:
    """That of who only carries out for a mandaathouder has none: it is between those two."""
    rekenmeester = meester(cijfers.gegevens, [(code, jaar, onderdeel, "", 100)], jaar)
    wie = rekenmeester.verantwoord(code).wie
    gevonden, mee = [], []
    for regel in verlopen(cijfers, rekenmeester, rekenmeester.verantwoord(code)):
        *bronnen, laatste = herkomst(cijfers, wie, regel, jaar)
        assert [b.status for b in bronnen] == [regel.status] * len(bronnen)
        gevonden += [b.hoe for b in bronnen]
        mee.append((laatste.cijfer, laatste.hoe))
    assert gevonden == hoe
    assert {cijfer for cijfer, _ in mee} == {f"Mee naar {jaar + 1}"}


@pytest.mark.parametrize(
    ("regio", "status", "hoe"),
    [
        ("Achterhoek", Status.VASTGESTELD, "overgenomen"),
        ("Noordoost Brabant", Status.AANNAME, "gecorrigeerd; de bron noemt hier € 5.407.422"),
    ],
)
def test_an_amount_that_we_corrected_says_so(
    cijfers: Cijfers, regio: str, status: Status, hoe: str
) -> None:
    code = cijfers.gegevens.regios[regio].mandaathouder_code
    rekenmeester = meester(cijfers.gegevens, [(code, 2025, "spuk_iza", "", 100)], 2025)
    verantwoording = rekenmeester.verantwoord(code)
    (regel,) = (
        r
        for r in verlopen(cijfers, rekenmeester, verantwoording)
        if r.blok.regeling.uitkering == "spuk_iza"
    )
    assert (regel.ontvangen, regel.status) == (cijfers.spuk_iza[regio, 2025], status)
    bron, _ = herkomst(cijfers, verantwoording.wie, regel, 2025)
    assert bron.hoe == hoe
    assert (bron.cijfer, bron.status) == ("Ontvangen, spuk_iza", status)


def test_the_money_of_an_area_is_open_until_it_is_awarded(tmp_path: Path) -> None:
    """Nobody knows yet what Lelystad and Tilburg get for their areas; then one letter says it."""
    kopieer_gegevens(tmp_path)
    (tmp_path / "b.csv").write_text(
        "uitkering;onderdeel;jaar;ontvanger_code;bedrag;kenmerk;datum\n"
        "spuk_azwa;nplv;2028;GM0995;280.000;B-1;15-12-2027\n",
        encoding="utf-8",
    )
    opdracht = ("beschikking", "lees", tmp_path / "b.csv", "--titel", "Proef")
    assert draai_in(tmp_path, *opdracht).code == 0
    cijfers = Cijfers(Gegevens(tmp_path / "data", tmp_path / "verdeelsleutels"))

    def open_(code: str, jaar: int) -> list[tuple[Wie, list[str], bool]]:
        rekenmeester = meester(cijfers.gegevens, [(code, jaar, "lokaal", "", 100)], jaar)
        verantwoording = rekenmeester.verantwoord(code)
        return [
            (r.blok.regeling.wie, gebieden(r, verantwoording, jaar), r.ontvangen is None)
            for r in verlopen(cijfers, rekenmeester, verantwoording)
        ]

    def gebieden(regel: Verloop, verantwoording: Verantwoording, jaar: int) -> list[str]:
        return nog_niet_verdeeld(cijfers, verantwoording.wie, regel.blok.regeling, jaar)

    assert open_("GM0995", 2027) == [(Wie.GEMEENTE, ["Lelystad Oost"], True)]
    assert open_("GM0995", 2028) == [(Wie.GEMEENTE, [], False)]
    assert open_("GM0995", 2029) == [(Wie.GEMEENTE, ["Lelystad Oost"], True)]
    assert open_("GM0855", 2028) == [
        (Wie.GEMEENTE, ["Tilburg Noordwest"], True),
        (Wie.MANDAATHOUDER, [], False),
    ]
    assert open_(ALMELO, 2028) == [(Wie.GEMEENTE, [], False)]
    assert open_(TWENTE, 2028) == [(Wie.MANDAATHOUDER, [], False)]

    rekenmeester = meester(cijfers.gegevens, [("GM0995", 2028, "lokaal", "", 100)], 2028)
    verantwoording = rekenmeester.verantwoord("GM0995")
    (regel,) = verlopen(cijfers, rekenmeester, verantwoording)
    assert [b.hoe for b in herkomst(cijfers, verantwoording.wie, regel, 2028)][2] == (
        "overgenomen van de beschikking, kenmerk B-1"
    )


def test_who_answers_a_mandaathouder_with_nothing_is_named(gegevens: Gegevens) -> None:
    """Not compared is not the same as no difference."""
    regels: list[Regel] = [
        (TWENTE, 2028, "regionaal", ALMELO, 1_200_00),
        (TWENTE, 2028, "regionaal", BORNE, 34_00),
    ]
    (zin,) = meester(gegevens, regels).verantwoord(TWENTE).bevindingen
    assert zin == (
        "SamenTwente geeft € 1.234 op via Almelo, Borne, maar van hen zijn over 2028 geen "
        "boekingen aangeleverd; of zij hetzelfde opgeven, is dus niet vergeleken."
    )
    (zin,) = meester(gegevens, regels[1:]).verantwoord(TWENTE).bevindingen
    assert "geeft € 34 op via Borne, maar van die medeoverheid zijn over 2028" in zin
    regels += [(code, 2028, "regionaal", "", 50_00) for code in (ALMELO, BORNE)]
    zinnen = meester(gegevens, regels).verantwoord(TWENTE).bevindingen
    assert sorted(zinnen) == [
        "Regionale besteding van Almelo (GM0141): de mandaathouder geeft € 1.200 op, de gemeente "
        "zelf € 50; verschil € 1.150.",
        "Regionale besteding van Borne (GM0147): de mandaathouder geeft € 34 op, de gemeente zelf "
        "€ 50; verschil € -16.",
    ]


def test_only_a_list_has_more_than_one_line(gegevens: Gegevens) -> None:
    regels: list[Regel] = [(TWENTE, 2028, "regionaal", code, 100) for code in (ALMELO, BORNE)]
    blok = meester(gegevens, regels).verantwoord(TWENTE).blok(Wie.MANDAATHOUDER)
    assert blok is not None
    for indicator in blok.regeling.indicatoren:
        plekken = [regel for nummer, regel in blok.waarden if nummer == indicator.nummer]
        assert plekken == list(range(len(blok.regels) if indicator.soort.is_lijst else 1))


def test_what_is_not_known_counts_for_nothing_in_a_sum() -> None:
    assert (Waarde("p.m.").bedrag, Waarde(7).bedrag) == (0, 7)


@pytest.mark.parametrize(
    ("centen", "euros"),
    [(0, 0), (49, 0), (50, 1), (149, 1), (150, 2), (-49, 0), (-50, -1), (-149, -1), (-150, -2)],
)
def test_half_a_euro_goes_away_from_zero(centen: int, euros: int) -> None:
    assert hele_euros(centen) == euros


def test_what_was_spent_before_is_rounded_as_it_was_reported_then(gegevens: Gegevens) -> None:
    """Half a euro through each of two gemeenten is reported as € 2, and half of the own as € 1."""
    regels: list[Regel] = [(TWENTE, 2027, "regionaal", c, 50) for c in (ALMELO, BORNE, "", TWENTE)]
    regels += [(ALMELO, 2027, "lokaal", "", 50), (ALMELO, 2027, "nplv", "", 50)]
    rekenmeester = meester(gegevens, regels)
    opzet = rekenmeester.formaat

    def besteed(code: str, rol: Wie, jaar: int = 2027) -> int | None:
        wie = rekenmeester.verantwoorders[code]
        return rekenmeester.besteed_in(wie, opzet.regeling(rol), jaar)

    assert besteed(TWENTE, Wie.MANDAATHOUDER) == 3_00
    assert besteed(ALMELO, Wie.GEMEENTE) == 1_00
    assert besteed(TWENTE, Wie.MANDAATHOUDER, 2026) is None


def test_who_and_what_stand_in_words(gegevens: Gegevens) -> None:
    """A mandaathouder that is no gemeente still has a regio; a gemeente names her mandaathouder."""
    rekenmeester = meester(gegevens, [(TWENTE, 2028, "regionaal", ALMELO, 100)])
    assert rekenmeester.verantwoorders[TWENTE].regio == "Twente"
    assert rekenmeester.verantwoorders[ALMELO].regio == "Twente"
    woorden = {
        indicator.soort: blok.waarden[indicator.nummer, 0].inhoud
        for code in (TWENTE, ALMELO)
        for blok in rekenmeester.verantwoord(code).blokken
        for indicator in blok.regeling.indicatoren
        if not indicator.soort.is_bedrag
    }
    assert woorden == {
        Indicatorsoort.EINDVERANTWOORDING: "Nee",
        Indicatorsoort.MEDEOVERHEID: "GM0141 Almelo",
        Indicatorsoort.MANDAATHOUDER: "samentwente SamenTwente",
    }


@pytest.mark.parametrize(
    ("mandaathouder", "gemeente", "slot"),
    [
        (0, 3, "geeft € 0 op, de gemeente zelf € 3; verschil € -3."),
        (3, 0, "geeft € 3 op, de gemeente zelf € 0; verschil € 3."),
        (3, 3, "geeft € 3 op, de gemeente zelf € 3; verschil € 0."),
    ],
)
def test_a_zero_is_told_as_a_zero(mandaathouder: int, gemeente: int, slot: str) -> None:
    regel = Regiovergelijking(ALMELO, "Almelo", mandaathouder, gemeente, Bedrageenheid.EURO)
    assert zin_over_verschil(regel).endswith(slot)
