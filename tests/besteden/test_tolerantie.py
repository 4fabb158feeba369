"""The reporting tolerance: steps in the data, one sum in cents and the same as a formula."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwa_funds.besteden.rechten import Recht, Toegekend
from azwa_funds.besteden.regels import toetsregels_van
from azwa_funds.besteden.tolerantie import Deelwaarneming, deelwaarneming, tolerantie_van
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import LOKAAL, SPUK_AZWA, Status, Vindplaats
from azwa_funds.kern.euro import Centen
from azwa_funds.kern.fouten import Invoerfout

_REGELS = toetsregels_van(Gegevens())
TOLERANTIE = tolerantie_van(_REGELS, 2027)


@pytest.mark.parametrize(
    ("lasten", "grens"),
    [
        (-1_00, 12_500_00),
        (0, 12_500_00),
        (125_000_00, 12_500_00),
        (125_000_01, 12_500_00),
        (125_000_10, 12_500_01),
        (1_000_000_00, 100_000_00),
        (1_000_000_01, 125_000_00),
        (99_000_000_00, 125_000_00),
    ],
)
def test_a_cent_beyond_a_step_counts_as_the_next(lasten: int, grens: int) -> None:
    assert TOLERANTIE.bedrag(lasten) == grens


def test_the_steps_in_words() -> None:
    assert str(TOLERANTIE) == (
        "tot en met € 125.000 lasten € 12.500; tot en met € 1.000.000 lasten 10% van de lasten; "
        "daarboven € 125.000"
    )


def als_excel(formule: str) -> int:
    """Work the formula out by hand, in tenths of euros, for it has no functions but IF."""
    while treffer := re.fullmatch(r"IF\((-?\d+)<=(\d+),([^,()]+),(.+)\)", formule):
        formule = treffer[3] if int(treffer[1]) <= int(treffer[2]) else treffer[4]
    if deel := re.fullmatch(r"(-?\d+)\*(\d+)/100", formule):
        return int(deel[1]) * int(deel[2])
    return int(formule) * 100


@given(st.integers(-(10**9), 10**10))
def test_the_formula_gives_what_the_program_gives(euros: int) -> None:
    formule = TOLERANTIE.formule("A1").replace("A1", str(euros))
    assert als_excel(formule) == TOLERANTIE.bedrag(euros * 100)


def test_a_fourth_step_needs_no_python() -> None:
    """A new Bado could say 5% up to € 5 million; two blocks in the data do it."""
    deel = _REGELS.drempel("rapportering_midden", 2027)
    einde = _REGELS.drempel("rapportering_midden_tot_en_met", 2027)
    extra = (
        replace(einde, id="rapportering_ruim_tot_en_met", waarde=5_000_000),
        replace(deel, id="rapportering_ruim", waarde=5),
    )
    anders = tolerantie_van(replace(_REGELS, drempels=(*extra, *_REGELS.drempels)), 2027)
    assert [anders.bedrag(euros * 100) for euros in (100, 1_000_000, 2_000_000, 6_000_000)] == [
        12_500_00, 100_000_00, 100_000_00, 125_000_00,
    ]  # fmt: skip


@pytest.mark.parametrize("weg", ["rapportering_hoog", "rapportering_laag"])
def test_a_year_that_lacks_a_step_is_refused(weg: str) -> None:
    zonder = replace(_REGELS, drempels=tuple(d for d in _REGELS.drempels if d.id != weg))
    with pytest.raises(Invoerfout, match=f"er is geen grens '{weg}' voor 2027"):
        tolerantie_van(zonder, 2027)


def test_the_first_and_the_last_year_of_the_steps_have_them() -> None:
    einde = _REGELS.drempel("rapportering_laag_tot_en_met", 2027)
    for jaar in (einde.van, einde.tot_en_met):
        assert tolerantie_van(_REGELS, jaar) == TOLERANTIE


# -- the sample of the auditor -----------------------------------------------------------------

GRENS = 125_000_00
EEN_RECHT = Recht(
    code="GM0141",
    naam="Almelo",
    regio="Twente",
    jaar=2027,
    onderdeel=LOKAAL,
    uitkering=SPUK_AZWA,
    centen=Centen(GRENS),
    status=Status.INDICATIEF,
    vindplaats=Vindplaats("bado", "art. 5"),
)


@pytest.mark.parametrize(
    ("bekend", "is_heel", "via_ander", "lasten", "verwacht"),
    [
        pytest.param(GRENS, True, False, 0, (True, GRENS, True, False), id="received up to it"),
        pytest.param(
            GRENS - 1, True, False, 9 * GRENS, (False, GRENS - 1, True, False), id="a cent short"
        ),
        pytest.param(
            GRENS, False, False, 0, (True, GRENS, False, False), id="the known part is enough"
        ),
        pytest.param(
            1, False, False, GRENS, (True, GRENS, False, True), id="then what was spent counts"
        ),
        pytest.param(
            1, False, False, GRENS - 1, (False, GRENS - 1, False, True), id="spent a cent short"
        ),
        pytest.param(
            1, True, True, GRENS, (True, GRENS, False, True), id="a mandaathouder gave more"
        ),
    ],
)
def test_a_sample_is_due_from_an_amount_received_or_else_spent(
    bekend: int, is_heel: bool, via_ander: bool, lasten: int, verwacht: tuple[bool, int, bool, bool]
) -> None:
    """What was received decides; where nobody knows all of it, what was spent does."""
    onbekend = () if is_heel else (replace(EEN_RECHT, centen=None),)
    ontvangen = Toegekend((replace(EEN_RECHT, centen=bekend), *onbekend))
    gevonden = deelwaarneming(GRENS, ontvangen, lasten, via_ander=via_ander)
    assert gevonden == Deelwaarneming(*verwacht)
