"""The register of the werkagenda: who has adopted, who has not, and was it in time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hulp import draai, kopieer_gegevens, lees_boek
from libreoffice import recalculate

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.werkagenda.register import Oordeel, Werkagendastatus, lees_register

ACHTERHOEK = "GM0197 GM1859 GM1876 GM0222 GM1955 GM1586 GM1509 GM0294".split()
KOP = "regio,gemeente_code,college_datum,ingediend_op,opmerking"


def register(pad: Path, data: dict[str, str], ingediend: str = "") -> Path:
    """Write a register of Achterhoek: adopted on these days, delivered on that day."""
    regels = [f"Achterhoek,{code},{data.get(code, '')},{ingediend}," for code in ACHTERHOEK]
    pad.write_text("\n".join([KOP, *regels]), encoding="utf-8")
    return pad


def stand(gegevens: Gegevens, pad: Path) -> Werkagendastatus:
    return lees_register(gegevens, pad)["Achterhoek"]


@pytest.mark.parametrize(
    ("laatste_college", "ingediend", "oordeel"),
    [
        ("2026-11-10", "2026-11-14", Oordeel.OP_TIJD),
        ("2026-11-15", "2026-11-15", Oordeel.OP_TIJD),
        ("2026-11-16", "2026-11-16", Oordeel.TE_LAAT),
        # VWS wants it "medio november", which is no day: only VWS can tell.
        ("2026-11-10", "2026-11-16", Oordeel.NAVRAGEN),
        ("2026-11-10", "2026-11-30", Oordeel.NAVRAGEN),
        ("2026-11-10", "2026-12-01", Oordeel.TE_LAAT),
        ("2026-11-10", "", Oordeel.NIET_INGEDIEND),
        ("", "2026-11-14", Oordeel.ONVOLLEDIG),
    ],
)
def test_alleen_alle_colleges_en_op_tijd_voldoet(
    gegevens: Gegevens, tmp_path: Path, laatste_college: str, ingediend: str, oordeel: Oordeel
) -> None:
    data = dict.fromkeys(ACHTERHOEK, "2026-11-01") | {"GM0294": laatste_college}
    pad = register(tmp_path / "register.csv", data, ingediend)
    assert stand(gegevens, pad).oordeel is oordeel
    assert draai("werkagenda", "status", pad).code == (0 if oordeel is Oordeel.OP_TIJD else 1)


def test_een_gemeente_zonder_regel_heeft_niet_vastgesteld(
    gegevens: Gegevens, tmp_path: Path
) -> None:
    pad = tmp_path / "register.csv"
    pad.write_text(f"{KOP}\nachterhoek,222,10-11-2026,,raad volgt\n", encoding="utf-8")
    status = stand(gegevens, pad)
    assert len(status.ontbreekt) == 7
    besluit = next(college for college in status.colleges if college.datum)
    assert (besluit.gemeente.naam, besluit.datum) == ("Doetinchem", date(2026, 11, 10))
    assert besluit.opmerking == "raad volgt"


def test_het_hele_land_staat_in_het_antwoord(gegevens: Gegevens, tmp_path: Path) -> None:
    pad = register(tmp_path / "register.csv", {})
    statussen = lees_register(gegevens, pad)
    assert set(statussen) == set(gegevens.regios)
    assert {status.oordeel for status in statussen.values()} == {Oordeel.ONBEKEND}
    assert sum(len(status.colleges) for status in statussen.values()) == 342


def test_wie_te_vroeg_indient_hoort_dat(tmp_path: Path) -> None:
    data = dict.fromkeys(ACHTERHOEK, "2026-11-10")
    pad = register(tmp_path / "register.csv", data, "2026-11-01")
    (rij,) = draai("werkagenda", "status", pad, "--formaat", "csv").rijen
    assert rij["vastgesteld"] == "8 van 8"
    assert rij["aandacht"] == "ingediend voordat alle colleges hadden vastgesteld"


@pytest.mark.parametrize(
    ("ingediend", "aandacht"),
    [
        (
            "2026-11-16",
            "na 15-11-2026 ingediend (16-11-2026): VWS noemt medio november 2026, vraag VWS na",
        ),
        ("2026-12-01", "ingediend op 01-12-2026, na medio november 2026"),
    ],
)
def test_wie_na_medio_november_indient_hoort_hoe_laat(
    tmp_path: Path, ingediend: str, aandacht: str
) -> None:
    pad = register(tmp_path / "register.csv", dict.fromkeys(ACHTERHOEK, "2026-11-10"), ingediend)
    (rij,) = draai("werkagenda", "status", pad, "--formaat", "csv").rijen
    assert rij["aandacht"] == aandacht


def test_noemt_vws_een_dag_dan_is_de_dag_erna_te_laat(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    kalender = map_ / "data/kalender.csv"
    tekst = kalender.read_text(encoding="utf-8")
    assert "2026-11-01,2026-11-30,medio" in tekst
    kalender.write_text(tekst.replace("2026-11-01,2026-11-30,medio", "2026-11-20,,dag"), "utf-8")
    for ingediend, oordeel in (("2026-11-20", Oordeel.OP_TIJD), ("2026-11-21", Oordeel.TE_LAAT)):
        data = dict.fromkeys(ACHTERHOEK, "2026-11-10")
        pad = register(tmp_path / "register.csv", data, ingediend)
        assert stand(Gegevens(map_ / "data"), pad).oordeel is oordeel


def test_de_tabel_noemt_wie_ontbreekt_en_telt_de_rest(tmp_path: Path) -> None:
    data = dict.fromkeys(ACHTERHOEK[:-1], "2026-11-10")
    uitkomst = draai("werkagenda", "status", register(tmp_path / "register.csv", data))
    assert "nog niet vastgesteld door Winterswijk; niet ingediend bij VWS" in uitkomst.uit
    assert "Van 41 andere regio's is niets bekend." in uitkomst.uit


def test_een_leeg_register_spreekt_niet_van_andere_regios(tmp_path: Path) -> None:
    uitkomst = draai("werkagenda", "status", register(tmp_path / "register.csv", {}))
    assert uitkomst.uit == "Van 42 regio's is niets bekend.\n"


def test_een_gekozen_regio_is_er_altijd_en_alle_toont_het_land(tmp_path: Path) -> None:
    pad = register(tmp_path / "register.csv", {"GM0222": "2026-11-10"})
    keuzes = ["--regio", "Twente", "--formaat", "csv"]
    (twente,) = draai("werkagenda", "status", pad, *keuzes).rijen
    assert twente["oordeel"] == "niets bekend"
    assert len(draai("werkagenda", "status", pad, "--alle", "--formaat", "csv").rijen) == 42


def test_het_sjabloon_is_leeg_terug_te_lezen(gegevens: Gegevens, tmp_path: Path) -> None:
    pad = tmp_path / "register.csv"
    assert draai("werkagenda", "sjabloon", "--uit", pad).code == 0
    assert pad.read_bytes().startswith(b"\xef\xbb\xbf"), "anders bederft Excel de namen"
    regels = pad.read_text(encoding="utf-8-sig").splitlines()
    assert regels[0] == "regio;gemeente_code;gemeente;college_datum;ingediend_op;opmerking"
    assert len(regels) == 1 + 342
    assert stand(gegevens, pad).oordeel is Oordeel.ONBEKEND


def test_een_ingevuld_register_wordt_niet_vervangen_door_een_leeg(tmp_path: Path) -> None:
    pad = tmp_path / "register.csv"
    opdracht = ["werkagenda", "sjabloon", "--regio", "Twente", "--uit", pad]
    assert draai(*opdracht).code == 0
    assert draai(*opdracht).code == 0, "een leeg sjabloon mag opnieuw"
    pad.write_bytes(pad.read_bytes().replace(b";Almelo;;", b";Almelo;10-11-2026;"))
    ingevuld = pad.read_bytes()
    uitkomst = draai(*opdracht)
    assert uitkomst.code == 2
    assert f"{pad} is niet wat dit programma schreef" in uitkomst.fout
    assert pad.read_bytes() == ingevuld
    assert draai(*opdracht, "--overschrijf").code == 0
    assert pad.read_bytes() != ingevuld


def test_het_werkboek_toont_wat_het_register_weet(tmp_path: Path) -> None:
    data = dict.fromkeys(ACHTERHOEK[:-1], "2026-11-10") | {"GM0294": "2026-11-20"}
    pad = register(tmp_path / "register.csv", data)
    uitkomst = draai(
        "werkagenda", "--regio", "Achterhoek", "--register", pad, "--uit", tmp_path / "uit"
    )
    assert uitkomst.code == 0, uitkomst.fout
    governance = lees_boek(tmp_path / "uit/achterhoek.xlsx", data_only=True)["Governance"]
    standen = {rij[1]: rij[5] for rij in governance.iter_rows(values_only=True) if rij[1]}
    assert standen["Doetinchem"] == "nog niet", "de mandaathouder heeft niet ingediend"
    assert (standen["Aalten"], standen["Winterswijk"]) == ("op tijd", "te laat")


@pytest.mark.parametrize(
    ("ingediend", "stand_"),
    [
        pytest.param("2026-11-15", "op tijd", marks=pytest.mark.lang),
        ("2026-11-16", "vraag VWS na"),
        pytest.param("2026-11-30", "vraag VWS na", marks=pytest.mark.lang),
        pytest.param("2026-12-01", "te laat", marks=pytest.mark.lang),
    ],
)
def test_het_werkboek_oordeelt_over_indienen_als_het_register(
    tmp_path: Path, ingediend: str, stand_: str
) -> None:
    pad = register(tmp_path / "register.csv", dict.fromkeys(ACHTERHOEK, "2026-11-10"), ingediend)
    draai("werkagenda", "--regio", "Achterhoek", "--register", pad, "--uit", tmp_path)
    boek = tmp_path / "achterhoek.xlsx"
    for gelezen in (boek, recalculate(boek, tmp_path)):
        governance = lees_boek(gelezen, data_only=True)["Governance"]
        rijen = list(governance.iter_rows(values_only=True))
        (indiening,) = [rij for rij in rijen if rij[2] == "dient in bij VWS"]
        assert (indiening[3], indiening[5]) == ("medio november 2026", stand_)
