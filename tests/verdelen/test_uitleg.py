"""What a reader of an explanation must not be told: what is not so for this amount."""

from __future__ import annotations

from click.testing import CliRunner

from azwa_funds.opdrachten import cli


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


def test_wie_op_pm_geld_wacht_krijgt_dat_te_lezen_en_geen_fout() -> None:
    tekst = uitleg("Rotterdam", "--onderdeel", "nplv", "--jaar", "2027")
    assert "heeft NPLV-gebied Rotterdam-Zuid" in tekst


def test_een_gewone_gemeente_leest_wie_het_regionale_geld_krijgt() -> None:
    tekst = uitleg("Meppel", "--jaar", "2027")
    assert "Het regionale geld van Drenthe gaat naar mandaathouder Emmen" in tekst


def test_het_gewicht_van_een_aanname_noemt_waar_het_cijfer_vandaan_komt() -> None:
    ggd = uitleg("GGD Twente", "--sleutel", "ggd_kennis_coordinatie=ggd_inwoners")
    assert "CBS, 2026, inwoners 2026, per gemeente." in ggd
    nplv = uitleg("Breda", "--onderdeel", "nplv", "--sleutel", "nplv=nplv_gelijk")
    assert "lijst van focusgebieden." in nplv
