"""A key of one's own for one command: what is allowed, and what is refused."""

from __future__ import annotations

from click.testing import CliRunner, Result

from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.opdrachten import cli


def roep(*opdracht: str) -> Result:
    return CliRunner().invoke(cli, list(opdracht))


def test_lokaal_geld_gaat_niet_naar_mandaathouders() -> None:
    uitkomst = roep("verdeel", "--sleutel", "lokaal=spuk_iza_2026")
    assert isinstance(uitkomst.exception, Gebruikersfout)
    assert str(uitkomst.exception) == (
        "Verdeelsleutel 'spuk_iza_2026' verdeelt over mandaathouders, maar onderdeel lokaal gaat "
        "naar gemeenten; kies uit: brede_spuk_2025, brede_spuk_2026."
    )


def test_een_onderdeel_krijgt_geen_twee_sleutels() -> None:
    keuzes = ["--sleutel", "lokaal=brede_spuk_2025", "--sleutel", "lokaal=brede_spuk_2026"]
    uitkomst = roep("verdeel", *keuzes)
    assert uitkomst.exit_code == 2
    assert "onderdeel lokaal krijgt twee sleutels; kies er een." in uitkomst.output


def test_een_ggd_laat_zich_uitleggen_als_haar_geld_is_verdeeld() -> None:
    sleutel = ["--sleutel", "ggd_kennis_coordinatie=ggd_inwoners"]
    uitkomst = roep("uitleg", "ggd amsterdam", "--jaar", "2027", *sleutel)
    assert uitkomst.exit_code == 0, uitkomst.output
    assert "2027, Kennis- en coördinatierol GGD: € 190.502 (aanname)" in uitkomst.output
