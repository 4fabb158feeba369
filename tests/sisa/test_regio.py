"""The regional return: what the gemeenten sent back, gathered by their mandaathouder."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hulp import Uitkomst, draai, lees_boek
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import compare, recalculate
from openpyxl import load_workbook
from sisa_hulp import TWENTE, bij_indicator, bijlage, boekingen, rijen, sisa

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.sisa.formaat import Indicatorsoort, Wie, lees_formaat
from azwa_funds.sisa.regio import Opgave, Verzamelaar, jaar_van, retourrijen
from azwa_funds.sisa.retour import Cel, Retour, lees_retour
from azwa_funds.verdelen.cijfers import Cijfers


@pytest.fixture(scope="module")
def verstuurd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All fifteen workbooks of Twente, as the mandaathouder sent them out."""
    map_ = tmp_path_factory.mktemp("verstuurd")
    namen = [g.code for g in Gegevens().gemeenten.values() if g.iza_regio == "Twente"]
    nullen = [(code, 2027, "lokaal", "0,00", "") for code in namen]
    assert sisa(map_, [*TWENTE, *nullen]).code == 0
    return map_ / "uit"


@pytest.fixture
def retour(verstuurd: Path, tmp_path: Path) -> Path:
    """The same workbooks, as they come back by mail."""
    return Path(shutil.copytree(verstuurd, tmp_path / "uit"))


@pytest.fixture
def paar(verstuurd: Path, tmp_path: Path) -> Path:
    """Of those, what SamenTwente, Almelo, Borne and Hengelo sent back."""
    map_ = tmp_path / "uit"
    map_.mkdir()
    for naam in ("samentwente-samentwente", "GM0141-almelo", "GM0147-borne", "GM0164-hengelo"):
        shutil.copy(verstuurd / f"{naam}.xlsx", map_)
    return map_


def verzamel(retour: Path, *opties: str) -> Uitkomst:
    doel = retour.parent / "regio"
    jaar = () if "--jaar" in opties else ("--jaar", "2027")
    return draai("sisa", "consolideer", "Twente", retour, "--uit", doel, *jaar, *opties)


def wijzig(pad: Path, **cellen: Any) -> None:
    """Change cells of the bijlage as somebody does in a spreadsheet program."""
    werkboek = load_workbook(pad)
    for naam, waarde in cellen.items():
        werkboek["SiSa-bijlage"][naam] = waarde
    werkboek.save(pad)


def test_the_returns_of_all_gemeenten_make_the_return_of_the_regio(retour: Path) -> None:
    uitkomst = draai("sisa", "consolideer", "Twente", retour, "--uit", retour.parent / "regio")
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    assert "15 werkboeken verwerkt, 15 verwacht." in uitkomst.tekst
    pad = retour.parent / "regio/regio-twente.xlsx"
    assert bij_indicator(bijlage(pad), "p.m./03")[3] == 1_534_568
    assert {rij["Stand"] for rij in rijen(pad, "Retour")} == {"ontvangen"}
    # In its first year nothing was spent before, and nothing was left from before.
    (verloop,) = rijen(pad, "Verloopoverzicht")
    assert verloop["Saldo 1-1-2027"] == 0
    assert verloop["Besteed volgens de bijlage"] == 1_534_568
    assert bij_indicator(bijlage(pad), "p.m./04")[3] == 1_534_568
    assert [cel.value for cel in bijlage(pad)[12]][5:8] == ["GM0141 Almelo", 200_001, 200_001]
    # SamenTwente reports what gemeenten spent as well; that counts where they report it.
    van = {rij["Bestand"]: rij for rij in rijen(pad, "Aansluiting grootboek")}
    via = "Waarvan wat de mandaathouder over gemeenten opgeeft"
    assert van["samentwente-samentwente.xlsx"][via] == 300_001
    assert van["GM0141-almelo.xlsx"]["Besteed (in de bijlage)"] == 200_001
    assert sum(rij["Besteed (in de bijlage)"] for rij in van.values()) == 1_534_568
    assert {rij["Uitkomst"] for rij in rijen(pad, "Controle")} == {"klopt"}
    bladen = lees_boek(pad, data_only=True).sheetnames
    assert bladen[:3] == ["Voorblad", "SiSa-bijlage", "Retour"]
    # SamenTwente is no gemeente: all it spent stands in this return.
    (lasten,) = rijen(pad, "Fouten en onzekerheden")
    assert lasten["Lasten van de uitkering, lokaal en regionaal samen"] == 1_534_568
    almelo = hashlib.sha256((retour / "GM0141-almelo.xlsx").read_bytes()).hexdigest()
    bon = {rij["Wat"]: rij["Waarde"] for rij in rijen(pad, "Uitvoering")}
    assert bon["sha256 van GM0141-almelo.xlsx"] == almelo


@pytest.mark.lang
def test_libreoffice_and_verifieer_agree_with_the_return_of_a_whole_regio(retour: Path) -> None:
    verzamel(retour)
    pad = retour.parent / "regio/regio-twente.xlsx"
    assert compare(pad, recalculate(pad, retour.parent)) == []
    assert draai("verifieer", pad, "--bestedingen", retour).uit.startswith("Alles staat")


def test_who_is_missing_is_named_and_the_row_stays_open(paar: Path) -> None:
    (paar / "GM0147-borne.xlsx").unlink()
    uitkomst = verzamel(paar)
    assert uitkomst.code == 1
    assert "Het werkboek van Borne (GM0147) ontbreekt. De regel staat op p.m." in uitkomst.uit
    assert "van 12 van de 15 is er geen werkboek dat meetelt" in uitkomst.tekst
    pad = paar.parent / "regio/regio-twente.xlsx"
    assert [cel.value for cel in bijlage(pad)[13]][5:8] == ["GM0147 Borne", "p.m.", "p.m."]
    stand = [rij["Stand"] for rij in rijen(pad, "Retour")]
    assert (stand[0], stand.count("ontbreekt"), len(stand)) == ("ontvangen", 12, 15)
    assert draai("verifieer", pad, "--bestedingen", paar).uit.startswith("Alles staat")


def test_without_the_mandaathouder_her_own_spending_is_not_known(paar: Path) -> None:
    (paar / "samentwente-samentwente.xlsx").unlink()
    zin = "Het werkboek van SamenTwente (samentwente) ontbreekt. De eigen besteding staat op p.m."
    assert zin in verzamel(paar).uit
    pad = paar.parent / "regio/regio-twente.xlsx"
    assert bij_indicator(bijlage(pad), "p.m./03")[3] == "p.m."
    assert compare(pad, recalculate(pad, paar.parent)) == []


def test_a_changed_amount_counts_and_is_named(paar: Path) -> None:
    wijzig(paar / "GM0141-almelo.xlsx", G12=250_000)
    uitkomst = verzamel(paar, "--uiterlijk", "9999-12-31")
    assert uitkomst.code == 1
    assert (
        "GM0141-almelo.xlsx van Almelo (GM0141): gewijzigd: blad SiSa-bijlage, cel G12 was "
        "'200001' en is nu '250000'." in uitkomst.uit
    )
    assert "Regionale besteding van Almelo (GM0141)" in uitkomst.uit
    (almelo, *_) = (
        rij
        for rij in rijen(paar.parent / "regio/regio-twente.xlsx", "Retour")
        if rij["Code"] == "GM0141"
    )
    assert almelo["Opgegeven besteding"] == 250_000


def test_a_workbook_saved_after_the_day_is_late(paar: Path) -> None:
    wijzig(paar / "GM0141-almelo.xlsx")
    uitkomst = verzamel(paar, "--uiterlijk", "2026-01-01")
    assert uitkomst.code == 1
    assert "GM0141-almelo.xlsx van Almelo (GM0141): te laat: opgeslagen op " in uitkomst.uit
    assert "GM0147" not in uitkomst.uit


def test_another_version_is_named(paar: Path) -> None:
    pad = paar / "GM0141-almelo.xlsx"
    werkboek = load_workbook(pad)
    for rij in werkboek["Uitvoering"].iter_rows():
        if rij[0].value == "Versie":
            rij[1].value = "0.0.1"
    werkboek.save(pad)
    uitkomst = verzamel(paar, "--uiterlijk", "9999-12-31")
    assert "Almelo (GM0141): gemaakt met versie 0.0.1 van dit programma" in uitkomst.uit


KAPOT: dict[str, tuple[dict[str, Any], str]] = {
    "text in an amount": (
        {"G12": "twee ton"},
        "GM0141-almelo.xlsx, blad SiSa-bijlage, cel G12 (p.m./02): 'twee ton' is geen bedrag in "
        "hele euro's; vul alleen cijfers in.",
    ),
    "an amount as text": (
        {"G12": "€ 250.000"},
        "cel G12 (p.m./02): '€ 250.000' staat er als tekst; typ het bedrag opnieuw",
    ),
    "the sheet of another gemeente": (
        {"A2": "Borne (GM0147); concept"},
        "blad SiSa-bijlage, cel A2: dit blad is van GM0147 en het werkboek van GM0141",
    ),
    "cents": ({"G12": 1.5}, "cel G12 (p.m./02): '1.5' is geen bedrag in hele euro's"),
    "an empty amount": ({"G12": None}, "cel G12 (p.m./02): de cel is leeg; vul 0 in"),
    "a formula of their own": ({"G12": "=1+1"}, "cel G12 (p.m./02): '=1+1' is een formule"),
    "a formula typed over": (
        {"H12": 5},
        "cel H12 (p.m./03): de formule is overtypt; zet de formule terug.",
    ),
    "another mandaathouder": (
        {"F12": "GM0222 Doetinchem"},
        "cel F12: 'GM0222 Doetinchem' is niet de mandaathouder van regio Twente (samentwente)",
    ),
    "neither yes nor no": ({"H8": "wellicht"}, "cel H8 (p.m./03): 'wellicht' is geen Ja of Nee"),
}


@pytest.mark.parametrize("geval", KAPOT)
def test_what_is_wrong_with_a_workbook_is_named_by_cell(
    verstuurd: Path, tmp_path: Path, geval: str
) -> None:
    cellen, zin = KAPOT[geval]
    pad = Path(shutil.copy(verstuurd / "GM0141-almelo.xlsx", tmp_path))
    wijzig(pad, **cellen)
    uitkomst = draai("sisa", "consolideer", "Twente", pad, "--uit", tmp_path / "regio")
    assert uitkomst.code == 1
    assert zin in uitkomst.uit
    assert "0 werkboeken verwerkt, 15 verwacht." in uitkomst.tekst


def test_a_bad_workbook_is_left_out_and_the_others_go_on(paar: Path) -> None:
    wijzig(paar / "GM0141-almelo.xlsx", G12="twee ton")
    uitkomst = verzamel(paar, "--uiterlijk", "9999-12-31")
    assert uitkomst.code == 1
    assert "3 werkboeken verwerkt, 15 verwacht." in uitkomst.tekst
    stand = {
        rij["Code"]: (rij["Stand"], rij["Opgegeven besteding"])
        for rij in rijen(paar.parent / "regio/regio-twente.xlsx", "Retour")
    }
    assert stand["GM0141"] == ("niet te verwerken", "p.m.")
    assert stand["GM0164"] == ("ontvangen", 100_000)


def test_all_that_is_wrong_comes_in_one_list(paar: Path, tmp_path: Path) -> None:
    werkboek = load_workbook(paar / "GM0141-almelo.xlsx")
    del werkboek["SiSa-bijlage"]
    werkboek.save(paar / "GM0141-almelo.xlsx")
    (paar / "GM0147-borne.xlsx").write_bytes(b"geen werkboek")
    shutil.copy(paar / "GM0164-hengelo.xlsx", paar / "GM0158-haaksbergen.xlsx")
    ander_jaar = boekingen(tmp_path / "2028.csv", [("GM0163", 2028, "lokaal", "1,00", "")])
    draai("sisa", ander_jaar, "--jaar", "2028", "--uit", paar)
    vreemd = boekingen(tmp_path / "u.csv", [("GM0312", 2027, "lokaal", "1,00", "")])
    draai("sisa", vreemd, "--jaar", "2027", "--uit", paar)
    uitkomst = verzamel(paar)
    assert uitkomst.code == 1
    for zin in (
        "GM0141-almelo.xlsx: het blad 'SiSa-bijlage' ontbreekt",
        "GM0147-borne.xlsx is geen werkboek van azwa-funds",
        "GM0158-haaksbergen.xlsx, blad Uitvoering, cel B11: dit is het werkboek van GM0164, en dat "
        "is niet de code in de naam van het bestand",
        "GM0163-hellendoorn.xlsx, blad Uitvoering, cel B11: dit werkboek gaat over 2028 en niet "
        "over 2027",
        "GM0312-bunnik.xlsx, blad Uitvoering: dit is het werkboek van GM0312, en die hoort niet "
        "bij regio Twente",
        "Het werkboek van Haaksbergen (GM0158) ontbreekt.",
    ):
        assert zin in uitkomst.tekst, zin


def test_a_folder_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    uitkomst = draai("sisa", "consolideer", "Twente", tmp_path / "retuor", "--uit", tmp_path)
    assert uitkomst.code == 2
    assert "retuor bestaat niet; controleer de naam van de map" in uitkomst.fout


def test_what_is_no_workbook_at_all_is_named_wherever_it_stands(paar: Path) -> None:
    (paar / "GM0153").mkdir()
    (paar / "GM0153/opgave Enschede.pdf").write_bytes(b"%PDF")
    (paar / "GM0147-borne.xlsx").rename(paar / "GM0153/van Borne.XLSX")
    (paar / "regio-twente.xlsx").write_bytes(b"onze eigen uitkomst van gisteren")
    uitkomst = verzamel(paar)
    assert "opgave Enschede.pdf is geen werkboek van azwa-funds" in uitkomst.tekst
    assert "Borne (GM0147) ontbreekt" not in uitkomst.tekst
    assert "regio-twente.xlsx is geen" not in uitkomst.tekst
    doel = paar.parent / "regio"
    codes = [rij["Code"] for rij in rijen(doel / "regio-twente.xlsx", "Retour")]
    assert codes[-1] == "onbekend"
    # Which year it is about the others say, also where nobody gives it.
    assert draai("sisa", "consolideer", "Twente", paar, "--uit", doel).uit == uitkomst.uit


def test_a_formula_typed_over_on_any_sheet_is_named_and_the_workbook_counts(paar: Path) -> None:
    werkboek = load_workbook(paar / "GM0141-almelo.xlsx")
    werkboek["Verloopoverzicht"]["F5"] = 5
    werkboek["Aansluiting"].insert_rows(3)
    werkboek.save(paar / "GM0141-almelo.xlsx")
    uitkomst = verzamel(paar)
    for zin in (
        "blad 'Verloopoverzicht', cel F5 (Vrijgevallen): de formule is overtypt",
        "op blad 'Aansluiting' zijn rijen of kolommen verschoven",
    ):
        assert f"GM0141-almelo.xlsx van Almelo (GM0141): {zin}" in uitkomst.tekst
    assert "4 werkboeken verwerkt, 15 verwacht." in uitkomst.tekst


def test_an_amount_put_into_a_formula_is_found(verstuurd: Path, tmp_path: Path) -> None:
    pad = tmp_path / "GM0141-almelo.xlsx"
    oud, nieuw = b"<f>0+G12</f><v>200001</v>", b"<f>50000+G12</f><v>250001</v>"
    with zipfile.ZipFile(verstuurd / pad.name) as bron, zipfile.ZipFile(pad, "w") as doel:
        assert sum(bron.read(naam).count(oud) for naam in bron.namelist()) == 1
        for naam in bron.namelist():
            doel.writestr(naam, bron.read(naam).replace(oud, nieuw))
    uitkomst = draai("sisa", "consolideer", "Twente", pad, "--uit", tmp_path / "regio")
    assert (
        "cel H12 (p.m./03): de formule geeft '250001' en de regels erbij samen 200001; herstel"
        in uitkomst.tekst
    )


def test_a_formula_saved_without_its_outcome_is_worked_out(
    gegevens: Gegevens, verstuurd: Path, tmp_path: Path
) -> None:
    pad = Path(shutil.copy(verstuurd / "GM0141-almelo.xlsx", tmp_path))
    wijzig(pad, G12=250_000)  # openpyxl keeps no outcomes
    opzet = lees_formaat(gegevens, 2027)
    regeling = opzet.regeling(Wie.MEDEOVERHEID)
    retour = lees_retour(pad, opzet, gegevens.alle_invoer["data/sisa/2027.toml"])
    assert retour.fouten == []
    assert retour.bedrag(regeling, Indicatorsoort.CUMULATIEF) == 250_000


def test_a_cumulative_amount_that_was_open_may_be_filled_in(tmp_path: Path) -> None:
    """Over 2028 without the bookings of 2027 it was p.m., and the gemeente knows it."""
    regels = [
        ("samentwente", 2028, "regionaal", "5,00", "GM0141"),
        ("GM0141", 2028, "regionaal", "5,00", ""),
        ("GM0147", 2028, "lokaal", "5,00", ""),
    ]
    bestand = boekingen(tmp_path / "b.csv", regels)
    assert draai("sisa", bestand, "--jaar", "2028", "--uit", tmp_path / "uit").code == 0
    # Below three cells of the lokale deel stand those of the mandaathouder.
    wijzig(tmp_path / "uit/GM0141-almelo.xlsx", H12=1_005)
    wijzig(tmp_path / "uit/samentwente-samentwente.xlsx", I8=2_000)
    werkboek = load_workbook(tmp_path / "uit/samentwente-samentwente.xlsx")
    werkboek["Verloopoverzicht"]["C5"] = 40_000
    werkboek.save(tmp_path / "uit/samentwente-samentwente.xlsx")
    uitkomst = verzamel(tmp_path / "uit", "--jaar", "2028", "--uiterlijk", "9999-12-31")
    assert "overtypt" not in uitkomst.tekst
    assert "cel H12 was 'p.m.' en is nu '1005'" in uitkomst.tekst
    pad = tmp_path / "regio/regio-twente.xlsx"
    blad = bijlage(pad)
    assert bij_indicator(blad, "p.m./08")[3] == 1_005
    # Who has no regional part spent nothing of it, in no year.
    assert [cel.value for cel in blad[13]][5:8] == ["GM0147 Borne", 0, 0]
    assert bij_indicator(blad, "p.m./04")[3] == 2_000
    (verloop,) = rijen(pad, "Verloopoverzicht")
    assert verloop["Saldo 1-1-2028"] == 40_000


def test_two_workbooks_of_one_gemeente_are_both_left_out(paar: Path) -> None:
    shutil.copy(paar / "GM0141-almelo.xlsx", paar / "almelo-nieuw.xlsx")
    uitkomst = verzamel(paar)
    assert uitkomst.code == 1
    assert "van Almelo (GM0141) zijn er 2 werkboeken; geef alleen het laatste." in uitkomst.uit
    assert "3 werkboeken verwerkt" in uitkomst.tekst


def test_a_sheet_with_a_cell_at_the_end_of_the_world_is_refused_in_no_time(paar: Path) -> None:
    wijzig(paar / "GM0141-almelo.xlsx", XFD1048576="x")
    uitkomst = verzamel(paar)
    assert uitkomst.code == 1
    assert (
        "GM0141-almelo.xlsx, blad 'SiSa-bijlage': er is opmaak tot in rij 1048576" in uitkomst.uit
    )


def test_rows_that_were_put_in_do_not_confuse_the_reader(paar: Path) -> None:
    pad = paar / "GM0164-hengelo.xlsx"
    werkboek = load_workbook(pad)
    blad = werkboek["SiSa-bijlage"]
    for rij in range(12, 8, -1):
        for kolom in range(1, 12):
            blad.cell(rij + 1, kolom).value = blad.cell(rij, kolom).value
    for kolom in range(1, 12):
        blad.cell(9, kolom).value = None
    blad["H13"] = "=0+G13"
    werkboek.save(pad)
    uitkomst = verzamel(paar, "--uiterlijk", "9999-12-31")
    assert "GM0164-hengelo.xlsx" not in uitkomst.uit
    (hengelo,) = (
        rij
        for rij in rijen(paar.parent / "regio/regio-twente.xlsx", "Retour")
        if rij["Code"] == "GM0164"
    )
    assert hengelo["Opgegeven besteding"] == 100_000


@given(st.data())
def test_the_return_of_the_regio_is_the_sum_of_what_came_in(
    gegevens: Gegevens, data: st.DataObject
) -> None:
    """Whatever the gemeenten report, own spending and theirs together are the total."""
    verzamelaar = Verzamelaar(Cijfers(gegevens), gegevens.regios["Twente"], 2027, None)
    bedragen = st.integers(min_value=-(10**9), max_value=10**12)
    eigen = data.draw(bedragen)
    per = data.draw(st.dictionaries(st.sampled_from(sorted(verzamelaar.gemeenten)), bedragen))
    mandaat, bij = verzamelaar.mandaat, verzamelaar.bij_gemeente
    goed = {
        code: Retour(Path(code), code, 2027, None, {(bij.id, "02", 0): Cel(bedrag, bedrag, "G12")})
        for code, bedrag in per.items()
    }
    cel = {(mandaat.id, "01", 0): Cel(eigen, eigen, "F8")}
    goed["samentwente"] = Retour(Path("s"), "samentwente", 2027, None, cel)
    blok = verzamelaar._blok(goed)
    assert blok.besteding.inhoud == eigen + sum(per.values())
    open_ = [code for code, w in blok.per_medeoverheid().items() if w.inhoud == "p.m."]
    assert sorted([*open_, *per]) == sorted(verzamelaar.gemeenten)


@pytest.mark.parametrize(
    ("jaar", "eerder"), [(2027, [0, 0, 0, 0, 0]), (2028, [6, None, None, 0, None])]
)
def test_what_was_spent_before_is_what_each_workbook_says(
    gegevens: Gegevens, jaar: int, eerder: list[int | None]
) -> None:
    """In the first year nothing; a gemeente without a block reports nothing, now and before."""
    verzamelaar = Verzamelaar(Cijfers(gegevens), gegevens.regios["Twente"], jaar, None)
    bij, mandaat = verzamelaar.bij_gemeente, verzamelaar.mandaat
    soorten = (Indicatorsoort.BESTEDING, Indicatorsoort.CUMULATIEF)
    nummers = [indicator.nummer for soort in soorten if (indicator := bij.van_soort(soort))]
    opgaven = {"GM0141": (4, 10), "GM0147": (4, None), "GM0153": (None, 10), "GM0158": ()}
    goed = {
        code: Retour(
            Path(code), code, jaar, None,
            {(bij.id, nummer, 0): Cel(bedrag, bedrag, "G12")
             for nummer, bedrag in zip(nummers, bedragen, strict=False)},
        )
        for code, bedragen in opgaven.items()
    }  # fmt: skip
    goed["samentwente"] = Retour(Path("s"), "samentwente", jaar)
    lijst = mandaat.van_soort(Indicatorsoort.BESTEDING_MEDEOVERHEID)
    eigen = mandaat.van_soort(Indicatorsoort.EIGEN)
    assert lijst is not None
    assert eigen is not None
    codes = [*opgaven, "GM0164"]
    assert [verzamelaar.eerder(lijst, goed, code) for code in codes] == eerder
    assert verzamelaar.eerder(eigen, goed, "samentwente") == (0 if jaar == 2027 else None)


def test_a_gemeente_that_the_mandaathouder_does_not_name_was_given_nothing(
    gegevens: Gegevens,
) -> None:
    verzamelaar = Verzamelaar(Cijfers(gegevens), gegevens.regios["Twente"], 2027, None)
    mandaat, bij = verzamelaar.mandaat, verzamelaar.bij_gemeente
    goed = {
        "samentwente": Retour(Path("s"), cellen={(mandaat.id, "01", 0): Cel(5, 5, "F8")}),
        "GM0141": Retour(Path("a"), cellen={(bij.id, "02", 0): Cel(7, 7, "G12")}),
    }
    almelo, *_ = verzamelaar._vergelijkingen(goed)
    assert (almelo.code, almelo.volgens_mandaathouder, almelo.volgens_gemeente) == ("GM0141", 0, 7)


def test_a_file_of_nobody_has_a_row_too(gegevens: Gegevens) -> None:
    verzamelaar = Verzamelaar(Cijfers(gegevens), gegevens.regios["Twente"], 2027, None)
    los = Retour(Path("los.xlsx"), fouten=["los.xlsx: geen werkboek"])
    opgave = Opgave(None, (los,), verzamelaar.uiterlijk, ())  # type: ignore[arg-type]
    rij = retourrijen(verzamelaar, opgave)[-1]
    assert (rij["code"], rij["stand"], rij["bestand"]) == (
        "onbekend", "niet te verwerken", "los.xlsx",
    )  # fmt: skip


def test_a_ledger_may_come_back_in_place_of_a_workbook(gegevens: Gegevens, tmp_path: Path) -> None:
    verzamelaar = Verzamelaar(Cijfers(gegevens), gegevens.regios["Twente"], 2027, None)
    boek = boekingen(tmp_path / "almelo.csv", [("GM0141", 2027, "regionaal", "5,00", "")])
    (retour,) = verzamelaar.verzamel([boek]).retouren
    assert (retour.code, retour.fouten) == ("GM0141", [])


def test_the_year_is_that_of_most_of_what_came_back(
    gegevens: Gegevens, paar: Path, tmp_path: Path
) -> None:
    later = [(code, 2028, "lokaal", "5,00", "") for code in ("GM0141", "GM0147")]
    boeken = [boekingen(tmp_path / f"{rij[0]}.csv", [rij]) for rij in later]
    assert jaar_van(gegevens, [paar, *boeken]) == 2027, "four workbooks beside two ledgers"


@pytest.mark.parametrize(("euros", "centen"), [(0, 0), (5, 5_00), (None, 0)])
def test_what_a_mandaathouder_spent_herself_is_taken_as_it_stands(
    gegevens: Gegevens, euros: int | None, centen: int
) -> None:
    verzamelaar = Verzamelaar(Cijfers(gegevens), gegevens.regios["Twente"], 2027, None)
    eigen = verzamelaar.mandaat.van_soort(Indicatorsoort.EIGEN)
    assert eigen is not None
    cellen = {(verzamelaar.mandaat.id, eigen.nummer, 0): Cel(euros, euros, "F8")}
    retour = Retour(Path("s"), "samentwente", 2027, None, cellen)
    assert verzamelaar.gemelde_bedragen(retour) == {"": centen}


@pytest.mark.parametrize(
    ("stuurt", "samen", "grens"), [(True, 1_100_000, 125_000), (False, "p.m.", "p.m.")]
)
def test_the_tolerance_of_a_mandaatgemeente_counts_her_local_money_too(
    tmp_path: Path, stuurt: bool, samen: object, grens: object
) -> None:
    """The return of Zeeland holds the regional part; Goes sent what it spent as a gemeente."""
    regels = [
        ("GM0664", 2027, "lokaal", "500.000,00", ""),
        ("GM0664", 2027, "regionaal", "600.000,00", ""),
        ("GM0654", 2027, "lokaal", "1,00", ""),
    ]
    sisa(tmp_path, regels)
    if not stuurt:
        (tmp_path / "uit/GM0664-goes.xlsx").unlink()
    doel = tmp_path / "regio"
    draai("sisa", "consolideer", "Zeeland", tmp_path / "uit", "--jaar", "2027", "--uit", doel)
    (regel,) = rijen(doel / "regio-zeeland.xlsx", "Fouten en onzekerheden")
    assert regel["Lasten van de uitkering, lokaal en regionaal samen"] == samen
    assert regel["Melden vanaf"] == grens
