"""What a reader of an explanation must not be told: what is not so for this amount."""

from __future__ import annotations

from click.testing import CliRunner

from azwa_funds.cli import cli


def uitleg(*opdracht: str) -> str:
    uitkomst = CliRunner().invoke(cli, ["uitleg", *opdracht])
    assert uitkomst.exit_code == 0, uitkomst.output
    return " ".join(uitkomst.output.split())


def test_geld_dat_op_verzoek_is_verdeeld_staat_niet_ook_nog_op_pm() -> None:
    gewoon = uitleg("Amsterdam", "--jaar", "2027")
    verdeeld = uitleg("Amsterdam", "--jaar", "2027", "--sleutel", "nplv=nplv_gelijk")
    assert "Nog niet in deze bedragen" in gewoon
    assert "Nog niet in deze bedragen" not in verdeeld
    assert "zonder die keuze wordt dit geld niet verdeeld." in verdeeld


def test_waar_niets_af_te_ronden_valt_staat_dat_er() -> None:
    tekst = uitleg("Amsterdam", "--onderdeel", "nplv", "--sleutel", "nplv=nplv_gelijk")
    assert "Alle delen zijn hele euro's; er valt niets af te ronden." in tekst
    assert "€ 0 over" not in tekst
