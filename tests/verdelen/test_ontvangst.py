"""What a gemeente receives is one thing, its share in the money of the regio another."""

from __future__ import annotations

import pytest

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.verdelen.brug import NIEUW
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.verdelen.ontvangst import wat_krijgt


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return Cijfers(Gegevens())


def test_a_mandaathouder_receives_the_money_of_the_whole_regio(cijfers: Cijfers) -> None:
    zwolle = cijfers.gegevens.gemeenten["GM0193"]
    geld = {regel.jaar: regel for regel in wat_krijgt(cijfers, zwolle)}
    assert geld[2027].ontvangt == 1_513_896 + 4_105_159
    assert geld[2027].met_aandeel == 1_513_896 + 1_273_514


def test_who_is_no_mandaathouder_receives_its_local_money_only(cijfers: Cijfers) -> None:
    almelo = cijfers.gegevens.gemeenten["GM0141"]
    assert all(g.ontvangt == g.lokaal and g.aandeel > 0 for g in wat_krijgt(cijfers, almelo))


def test_gemeenten_and_others_together_receive_all_the_money_once(cijfers: Cijfers) -> None:
    for jaar in cijfers.jaren:
        geld = [
            regel
            for gemeente in cijfers.gemeenten
            for regel in wat_krijgt(cijfers, gemeente)
            if regel.jaar == jaar
        ]
        # SamenTwente is no gemeente, and receives the regional money of Twente.
        twente = cijfers.regionaal["Twente", jaar].bedrag
        uitgekeerd = sum(
            t.bedrag for t in cijfers.toekenningen if t.jaar == jaar and t.onderdeel in NIEUW
        )
        assert sum(regel.ontvangt for regel in geld) + twente == uitgekeerd
        assert sum(regel.met_aandeel for regel in geld) == uitgekeerd
