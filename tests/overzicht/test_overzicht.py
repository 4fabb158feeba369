"""The workbooks that people send on: their figures, their looks, and their trustworthiness."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from drukmaat import KLEINSTE, gedrukt_tot, punten
from hulp import GEDULD, lees_boek, wacht_tot
from libreoffice import compare, recalculate_all
from openpyxl import load_workbook

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.gegevens.mappen import meegeleverde_map
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.opdrachten import cli
from azwa_funds.verdelen.cijfers import Cijfers


@pytest.fixture(scope="module")
def map_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One national workbook, three regions and four gemeenten, written by the command."""
    uit = tmp_path_factory.mktemp("reports")
    keuzes = ["--landelijk"]
    for regio in ("Twente", "Noordoost Brabant", "Utrecht"):
        keuzes += ["--regio", regio]
    for gemeente in ("Ameland", "Utrecht", "Hilversum", "'s-Gravenhage"):
        keuzes += ["--gemeente", gemeente]
    uitkomst = roep("overzicht", *keuzes, "--uit", str(uit))
    assert uitkomst.exit_code == 0, uitkomst.output
    assert uitkomst.output.startswith("8 werkboeken staan in ")
    return uit


def roep(*opdracht: str) -> Result:
    return CliRunner().invoke(cli, list(opdracht))


def faalt(*opdracht: str) -> str:
    """Run a command that the user has to mend, and return the sentence."""
    uitkomst = roep(*opdracht)
    assert isinstance(uitkomst.exception, Gebruikersfout), uitkomst.output
    return str(uitkomst.exception)


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return Cijfers(Gegevens())


def rijen(pad: Path, blad: str) -> Iterator[dict[str, Any]]:
    """The rows of the table on a sheet, by their column titles."""
    from openpyxl.utils import range_boundaries

    werkblad = lees_boek(pad, data_only=True)[blad]
    (tabel,) = werkblad.tables.values()
    eerste, kop, laatste, einde = range_boundaries(tabel.ref)
    cellen = list(werkblad.iter_rows(kop, einde, eerste, laatste, values_only=True))
    for rij in cellen[1:]:
        yield dict(zip(cellen[0], rij, strict=True))


ALLE = (
    "azwa-2027-2029-landelijk.xlsx",
    "regio/twente.xlsx",
    "regio/noordoost-brabant.xlsx",
    "regio/utrecht.xlsx",
    "gemeente/GM0060-ameland.xlsx",
    "gemeente/GM0344-utrecht.xlsx",
    "gemeente/GM0402-hilversum.xlsx",
    "gemeente/GM0518-s-gravenhage.xlsx",
)


# -- figures -----------------------------------------------------------------------------------


def test_het_land_telt_op_tot_de_brief(map_: Path) -> None:
    budget = list(rijen(map_ / ALLE[0], "Budget"))
    sommen = [sum(rij[jaar] for rij in budget) for jaar in ("2027", "2028", "2029")]
    assert sommen == [451_000_000, 547_000_000, 532_000_000]
    herkomst = list(rijen(map_ / ALLE[0], "Herkomst van het geld"))
    assert [sum(rij[jaar] for rij in herkomst) for jaar in ("2027", "2028", "2029")] == sommen


def test_elke_gemeente_en_regio_staat_in_het_landelijke_werkboek(
    map_: Path, cijfers: Cijfers
) -> None:
    per_gemeente = {rij["Code"]: rij for rij in rijen(map_ / ALLE[0], "Per gemeente")}
    per_regio = {rij["IZA-regio"]: rij for rij in rijen(map_ / ALLE[0], "Per regio")}
    assert (len(per_gemeente), len(per_regio)) == (342, 42)
    for (code, jaar), toekenning in cijfers.lokaal.items():
        assert per_gemeente[code][f"Lokaal {jaar}"] == toekenning.bedrag
    for (regio, jaar), toekenning in cijfers.regionaal.items():
        assert per_regio[regio][f"Regionaal {jaar}"] == toekenning.bedrag
    assert per_gemeente["GM0344"]["Bladzijde gewicht"] == "bijlage 2A, blz. 11"


def test_de_aandelen_van_de_gemeenten_zijn_samen_het_geld_van_de_regio(
    map_: Path, cijfers: Cijfers
) -> None:
    aandelen = list(rijen(map_ / "regio/twente.xlsx", "Aandelen"))
    for jaar in cijfers.jaren:
        som = sum(rij[f"Aandeel regionaal {jaar}"] for rij in aandelen)
        assert som == cijfers.regionaal["Twente", jaar].bedrag
    assert {rij["Status aandeel"] for rij in aandelen} == {"aanname"}


def test_de_verwisselde_rij_van_noordoost_brabant_is_zichtbaar_rechtgezet(map_: Path) -> None:
    pad = map_ / "regio/noordoost-brabant.xlsx"
    overzicht = {rij["Jaar"]: rij for rij in rijen(pad, "Overzicht")}
    assert overzicht["2025"]["Regionaal (mandaathouder)"] == 5_508_786
    tekst = " ".join(str(cel.value) for rij in lees_boek(pad)["Overzicht"] for cel in rij)
    assert "Het bedrag SPUK IZA 2025 is gecorrigeerd" in tekst


@pytest.mark.parametrize("naam", ALLE[4:])
def test_de_brug_leidt_van_2026_naar_2027(map_: Path, naam: str) -> None:
    brug = list(rijen(map_ / naam, "Brug"))
    begin, *stappen, einde = (rij for rij in brug)
    assert begin["Bedrag"] + sum(rij["Bedrag"] for rij in stappen) == einde["Bedrag"]
    for rij in stappen:
        assert rij["In 2027"] - rij["In 2026"] == rij["Bedrag"]
    factsheet = {rij["Jaar"]: rij for rij in rijen(map_ / naam, "Factsheet")}
    assert (begin["Bedrag"], einde["Bedrag"]) == (
        factsheet["2026"]["Samen: lokaal en aandeel"],
        factsheet["2027"]["Samen: lokaal en aandeel"],
    )
    assert {rij["Status"] for rij in brug} == {"aanname"}


def test_wie_op_het_minimum_staat_leest_dat_op_de_factsheet(map_: Path) -> None:
    tekst = alle_tekst(map_ / "gemeente/GM0060-ameland.xlsx", "Factsheet")
    assert "minimumbedrag" in tekst
    assert "minimumbedrag" not in alle_tekst(map_ / "gemeente/GM0344-utrecht.xlsx", "Factsheet")


def test_een_voorgestelde_herindeling_staat_op_de_factsheet(map_: Path) -> None:
    tekst = alle_tekst(map_ / "gemeente/GM0402-hilversum.xlsx", "Factsheet")
    assert "Voorgestelde herindeling per 01-01-2027: Wijdemeren naar Hilversum" in tekst


def alle_tekst(pad: Path, blad: str) -> str:
    cellen = (cel.value for rij in lees_boek(pad)[blad] for cel in rij)
    return " ".join(str(waarde) for waarde in cellen if waarde is not None)


def test_het_register_van_de_werkagenda_staat_in_de_overzichten(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(meegeleverde_map("data"), data)
    (data / "werkagenda_register.csv").write_text(
        "regio;gemeente_code;college_datum;ingediend_op;opmerking\n"
        "Flevoland;GM0034;10-11-2026;;\n"
        "Flevoland;GM0171;20-11-2026;;uitgesteld\n",
        encoding="utf-8",
    )
    keuzes = ["overzicht", "--landelijk", "--regio", "Flevoland", "--uit", str(tmp_path)]
    assert roep("--data", str(data), *keuzes).exit_code == 0
    stand = {rij["Gemeente"]: rij for rij in rijen(tmp_path / "regio/flevoland.xlsx", "Werkagenda")}
    assert (stand["Almere"]["Stand"], stand["Noordoostpolder"]["Stand"]) == ("op tijd", "te laat")
    assert stand["Urk"]["Stand"] == "niets bekend"
    landelijk = {rij["IZA-regio"]: rij for rij in rijen(tmp_path / ALLE[0], "Per regio")}
    kolom = "Werkagenda volgens register"
    assert landelijk["Flevoland"][kolom] == "nog niet door alle colleges vastgesteld"
    assert landelijk["Twente"][kolom] == "niets bekend"


def test_gelijke_grootte_zijn_de_gemeenten_die_in_inwoners_het_dichtst_bij_liggen(
    map_: Path, cijfers: Cijfers
) -> None:
    groep = {rij["Code"] for rij in rijen(map_ / "gemeente/GM0344-utrecht.xlsx", "Gelijke grootte")}
    eigen = cijfers.inwoners["GM0344"]
    verste = max(abs(cijfers.inwoners[code] - eigen) for code in groep)
    buiten = (abs(aantal - eigen) for code, aantal in cijfers.inwoners.items() if code not in groep)
    assert len(groep) == 21
    assert verste <= min(buiten)


def test_het_aandeel_van_een_oud_jaar_volgt_de_brede_spuk_van_dat_jaar(map_: Path) -> None:
    factsheet = {r["Jaar"]: r for r in rijen(map_ / "gemeente/GM0060-ameland.xlsx", "Factsheet")}
    assert factsheet["2025"]["Aandeel regionaal (aanname)"] == 41_643


def test_de_grondslag_staat_naast_bedragen_die_vergeleken_worden(map_: Path) -> None:
    utrecht, twente = map_ / "gemeente/GM0344-utrecht.xlsx", map_ / "regio/twente.xlsx"
    for pad, blad in ((utrecht, "Factsheet"), (twente, "Overzicht")):
        per_jaar = {rij["Jaar"]: rij["Grondslag"] for rij in rijen(pad, blad)}
        assert "Brede SPUK bruto, met LPO; SPUK IZA netto" in per_jaar["2026"]
        assert per_jaar["2026"].endswith("(aanname)")
        assert "niet bekend" in per_jaar["2027"]
    land = map_ / ALLE[0]
    for pad, blad in ((utrecht, "Brug"), (twente, "Gemeenten"), (land, "Herkomst van het geld")):
        assert "Grondslag" in alle_tekst(pad, blad)


def test_een_bedrag_dat_wij_hebben_rechtgezet_heet_een_aanname(map_: Path) -> None:
    overzicht = {r["Jaar"]: r for r in rijen(map_ / "regio/noordoost-brabant.xlsx", "Overzicht")}
    assert [overzicht[jaar]["Status"] for jaar in ("2025", "2026")] == ["aanname", "vastgesteld"]


def test_de_landelijke_brug_splitst_2026_naar_bron(map_: Path) -> None:
    brug = {rij["In de grafiek"]: rij for rij in rijen(map_ / ALLE[0], "Brug")}
    assert (brug["2026"]["Bedrag"], brug["2027"]["Bedrag"]) == (417_636_651, 451_000_000)
    assert brug["Niet uitgesplitst"]["Brede SPUK 2026"] == 7_423_052
    assert brug["AZWA D5 en D6"]["Brede SPUK 2026"] == 25_000_000
    assert brug["HLO"]["Brede SPUK 2026"] == 18_000_000
    assert "al €\u00a043.000.000" in alle_tekst(map_ / ALLE[0], "Brug")


def test_een_mandaathouder_ziet_ook_de_brug_van_wat_hij_ontvangt(
    map_: Path, cijfers: Cijfers
) -> None:
    brug = list(rijen(map_ / "gemeente/GM0344-utrecht.xlsx", "Brug mandaathouder"))
    lokaal, regionaal = cijfers.brede_spuk["GM0344", 2026], cijfers.spuk_iza["Utrecht", 2026]
    assert brug[0]["Bedrag"] == lokaal + regionaal
    gewoon = lees_boek(map_ / "gemeente/GM0060-ameland.xlsx").sheetnames
    assert "Brug" in gewoon
    assert "Brug mandaathouder" not in gewoon


def test_wat_een_mandaathouder_ontvangt_staat_apart_van_zijn_aandeel(
    map_: Path, cijfers: Cijfers
) -> None:
    factsheet = {r["Jaar"]: r for r in rijen(map_ / "gemeente/GM0344-utrecht.xlsx", "Factsheet")}
    rij, lokaal = factsheet["2027"], cijfers.lokaal["GM0344", 2027].bedrag
    assert rij["Samen: lokaal en aandeel"] == lokaal + cijfers.aandeel["GM0344", 2027]
    assert rij["Regionaal, voor de hele regio"] == cijfers.regionaal["Utrecht", 2027].bedrag
    assert rij["Samen: echt ontvangen"] == lokaal + cijfers.regionaal["Utrecht", 2027].bedrag
    gewoon = next(rijen(map_ / "gemeente/GM0060-ameland.xlsx", "Factsheet"))
    assert "Samen: echt ontvangen" not in gewoon


# -- looks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("naam", ALLE)
def test_elk_werkboek_is_toegankelijk_en_klaar_om_te_drukken(map_: Path, naam: str) -> None:
    werkboek = load_workbook(map_ / naam)
    assert werkboek.properties.title
    assert werkboek.properties.creator == "azwa_funds"
    assert werkboek.sheetnames[0] == "Voorblad"
    assert werkboek.sheetnames[-3:] == ["Controle", "Herkomst", "Uitvoering"]
    for blad in werkboek:
        assert blad.sheet_state == "visible"
        assert not blad.merged_cells.ranges
        assert not [rij for rij, maat in blad.row_dimensions.items() if maat.hidden]
        assert str(blad.page_setup.paperSize) in ("9", "8"), "A4, or A3 where that is too small"
        assert blad.page_setup.fitToWidth in (None, 1)
        assert punten(blad) >= KLEINSTE, blad.title
        assert len(blad.tables) == (blad.title != "Voorblad"), "een tabel per blad"


@pytest.mark.parametrize("naam", [naam for naam in ALLE if naam.startswith("gemeente")])
def test_de_factsheet_komt_op_precies_een_a4(map_: Path, naam: str) -> None:
    opzet = lees_boek(map_ / naam)["Factsheet"].page_setup
    assert str(opzet.paperSize) == "9", "A4"
    assert opzet.fitToWidth in (None, 1)
    assert opzet.fitToHeight in (None, 1)


def test_wat_alleen_de_grafiek_of_de_controle_dient_wordt_niet_afgedrukt(map_: Path) -> None:
    werkboek = load_workbook(map_ / "gemeente/GM0344-utrecht.xlsx")
    brug, bon = werkboek["Brug"], werkboek["Uitvoering"]
    laatste = gedrukt_tot(brug)[2]
    koppen = [str(cel.value) for cel in brug[4]]
    assert koppen[laatste - 1] == "In 2027"
    assert koppen[laatste:] == ["In de grafiek", "Onder de balk", "Stand", "Erbij", "Eraf"]
    assert brug.cell(3, laatste + 1).value == "Hulpkolommen voor de grafiek; worden niet afgedrukt"
    wat = [str(cel.value) for cel in bon["A"][: gedrukt_tot(bon)[3]]]
    assert "Stand van de cijfers" in wat
    assert not any(regel.startswith("sha256") for regel in wat)


@pytest.mark.parametrize("naam", ALLE)
def test_alle_controles_kloppen_en_elk_cijfer_heeft_een_herkomst(map_: Path, naam: str) -> None:
    assert {rij["Uitkomst"] for rij in rijen(map_ / naam, "Controle")} == {"klopt"}
    herkomst = list(rijen(map_ / naam, "Herkomst"))
    bladen = set(lees_boek(map_ / naam).sheetnames) - {
        "Voorblad", "Controle", "Herkomst", "Uitvoering",
        "Gelijke grootte", "GGD", "Kalender", "Ranglijst", "Per provincie", "Werkagenda",
        "Openstaand",
    }  # fmt: skip
    genoemd = {rij["Blad"] for rij in herkomst}
    assert bladen <= genoemd | {"alle bladen"}
    assert all(rij["Bron"] for rij in herkomst)


@pytest.mark.parametrize(
    "namen", [pytest.param(ALLE[:1], marks=pytest.mark.lang), [ALLE[2], ALLE[5]]]
)
def test_libreoffice_rekent_elke_formule_na(map_: Path, namen: list[str], tmp_path: Path) -> None:
    for pad, kopie in recalculate_all([map_ / naam for naam in namen], tmp_path).items():
        assert compare(pad, kopie) == [], pad.name


# -- trust -------------------------------------------------------------------------------------


def test_dezelfde_invoer_geeft_dezelfde_bytes(map_: Path, tmp_path: Path) -> None:
    roep("overzicht", "--regio", "twente", "--gemeente", "GM0344", "--uit", str(tmp_path))
    for naam in ("regio/twente.xlsx", "gemeente/GM0344-utrecht.xlsx"):
        sommen = {hashlib.sha256((m / naam).read_bytes()).hexdigest() for m in (map_, tmp_path)}
        assert len(sommen) == 1, naam


@pytest.mark.parametrize("naam", ALLE)
def test_een_onaangeroerd_werkboek_staat(map_: Path, naam: str) -> None:
    uitkomst = roep("verifieer", str(map_ / naam))
    assert uitkomst.exit_code == 0, uitkomst.output
    assert uitkomst.output.startswith("Alles staat: ")


def wijzig(map_: Path, tmp_path: Path, naam: str, verandering: Any) -> list[str]:
    """Change a copy of a workbook as a person would, and return what verifieer says of it."""
    pad = tmp_path / "gewijzigd.xlsx"
    werkboek = load_workbook(map_ / naam)
    verandering(werkboek)
    werkboek.save(pad)
    uitkomst = roep("verifieer", str(pad))
    assert uitkomst.exit_code == 1, uitkomst.output
    return uitkomst.output.splitlines()


def test_een_overtypt_bedrag_wordt_genoemd(map_: Path, tmp_path: Path) -> None:
    def verhoog(werkboek: Any) -> None:
        blad = werkboek["Per gemeente"]
        (cel,) = [rij[5] for rij in blad.iter_rows() if rij[0].value == "GM0344"]
        cel.value += 1

    # A workbook saved by another program holds no outcomes of formulas any more, so the
    # typed-over amount is one of several lines.
    regels = wijzig(map_, tmp_path, ALLE[0], verhoog)
    assert any(
        "Per gemeente, cel F" in regel
        and "GM0344 Utrecht): is 3.691.492, hoort 3.691.491 te zijn." in regel
        for regel in regels
    )


def test_een_overtypte_formule_wordt_genoemd(map_: Path, tmp_path: Path) -> None:
    def overtyp(werkboek: Any) -> None:
        werkboek["Overzicht"]["E5"].value = 16_921_261

    regels = wijzig(map_, tmp_path, "regio/twente.xlsx", overtyp)
    assert any("Overzicht, cel E5" in regel and "hoort" in regel for regel in regels)


def test_een_verwijderde_rij_wordt_genoemd(map_: Path, tmp_path: Path) -> None:
    def verwijder(werkboek: Any) -> None:
        blad = werkboek["Gemeenten"]
        (nummer,) = [rij[0].row for rij in blad.iter_rows() if rij[1].value == "Hengelo"]
        blad.delete_rows(nummer)

    regels = wijzig(map_, tmp_path, "regio/twente.xlsx", verwijder)
    assert "- Gemeenten: de rij 'GM0164 Hengelo' ontbreekt." in regels


def test_een_verdwenen_en_een_nieuw_blad_worden_genoemd(map_: Path, tmp_path: Path) -> None:
    def wissel(werkboek: Any) -> None:
        del werkboek["Kalender"]
        werkboek.create_sheet("Eigen")

    regels = wijzig(map_, tmp_path, "regio/twente.xlsx", wissel)
    assert "- Het blad 'Kalender' ontbreekt." in regels
    assert "- Het blad 'Eigen' is erbij gekomen." in regels


def test_een_andere_versie_wordt_genoemd(map_: Path, tmp_path: Path) -> None:
    def verouder(werkboek: Any) -> None:
        for rij in werkboek["Uitvoering"].iter_rows():
            if rij[0].value == "Versie":
                rij[1].value = "0.0.9"

    regels = wijzig(map_, tmp_path, "gemeente/GM0060-ameland.xlsx", verouder)
    assert any("gemaakt met versie 0.0.9" in regel for regel in regels)


def test_gewijzigde_invoer_wordt_genoemd(map_: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(meegeleverde_map("data"), data)
    budgetten = data / "budgetten.csv"
    tekst = budgetten.read_text(encoding="utf-8").replace(
        "spuk_azwa,lokaal,Lokaal (gemeenten),2027,231000000",
        "spuk_azwa,lokaal,Lokaal (gemeenten),2027,232000000",
    )
    budgetten.write_text(tekst, encoding="utf-8")
    uitkomst = roep("--data", str(data), "verifieer", str(map_ / "gemeente/GM0344-utrecht.xlsx"))
    assert uitkomst.exit_code == 1
    assert "Invoer: data/budgetten.csv is veranderd" in uitkomst.output
    assert "De cijfers zelf komen nu anders uit" in uitkomst.output
    assert "is 3.691.491, hoort 3.707.471 te zijn" in uitkomst.output


def test_wat_geen_werkboek_van_ons_is_wordt_geweigerd(tmp_path: Path) -> None:
    from openpyxl import Workbook

    vreemd, tekst, afgebroken = (tmp_path / n for n in ("vreemd.xlsx", "tekst.xlsx", "half.xlsx"))
    Workbook().save(vreemd)
    tekst.write_text("geen werkboek", encoding="utf-8")
    afgebroken.write_bytes(vreemd.read_bytes()[:400])
    for pad in (vreemd, tekst, afgebroken):
        assert f"{pad} is geen werkboek van azwa-funds" in faalt("verifieer", str(pad))
    weg = str(tmp_path / "weg.xlsx")
    assert faalt("verifieer", weg).startswith(f"{weg} is niet te lezen")


def test_een_koppeling_blijft_een_koppeling(tmp_path: Path) -> None:
    echt, koppeling = tmp_path / "echt.csv", tmp_path / "koppeling.csv"
    echt.write_text("oud", encoding="utf-8")
    koppeling.symlink_to(echt)
    roep("verdeel", "--gemeente", "Ede", "--formaat", "csv", "--uit", str(koppeling))
    assert koppeling.is_symlink()
    assert echt.read_text(encoding="utf-8").startswith("jaar,onderdeel,")


def test_een_apparaat_wordt_geen_bestand(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    zin = faalt("verdeel", "--gemeente", "Ede", "--uit", str(tmp_path / "pijp"))
    assert "is geen gewoon bestand" in zin


# -- bad input ---------------------------------------------------------------------------------


def test_een_tikfout_krijgt_een_suggestie_en_schrijft_niets(tmp_path: Path) -> None:
    uit = tmp_path / "uit"
    zin = faalt("overzicht", "--landelijk", "--regio", "Twnete", "--uit", str(uit))
    assert zin == "De regio 'Twnete' bestaat niet; bedoelde u 'Twente'?"
    zin = faalt("overzicht", "--gemeente", "Utrect", "--uit", str(uit))
    assert "bedoelde u 'Utrecht'" in zin
    assert not uit.exists()


def test_een_bestand_op_de_plek_van_de_map(tmp_path: Path) -> None:
    bestand = tmp_path / "reports"
    bestand.write_text("x", encoding="utf-8")
    zin = faalt("overzicht", "--landelijk", "--uit", str(bestand))
    assert "is niet te maken omdat er een bestand met die naam staat" in zin
    assert bestand.read_text(encoding="utf-8") == "x"


def test_een_werkboek_dat_openstaat_blijft_heel(
    map_: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doel = tmp_path / "regio" / "twente.xlsx"
    doel.parent.mkdir()
    doel.write_bytes(b"oud")

    def geweigerd(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Access is denied", str(target))

    monkeypatch.setattr(Path, "replace", geweigerd)
    zin = faalt("overzicht", "--regio", "Twente", "--overschrijf", "--uit", str(tmp_path))
    assert "ergens anders open staat" in zin
    assert doel.read_bytes() == b"oud"
    assert [pad.name for pad in doel.parent.iterdir()] == ["twente.xlsx"]


def test_wie_niets_kiest_krijgt_de_keuzes() -> None:
    assert faalt("overzicht").startswith("Kies wat u wilt maken: --landelijk")


@pytest.mark.lang
def test_een_afgebroken_run_laat_alleen_hele_werkboeken_na(tmp_path: Path) -> None:
    opdracht = [sys.executable, "-m", "azwa_funds", "overzicht", "--alle", "--uit", str(tmp_path)]
    proces = subprocess.Popen(opdracht, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wacht_tot(lambda: len(list(tmp_path.glob("regio/*.xlsx"))) >= 5)
    proces.kill()
    proces.wait(timeout=GEDULD)
    gemaakt = list(tmp_path.rglob("*.xlsx"))
    assert len(gemaakt) >= 5
    for pad in gemaakt:
        assert roep("verifieer", str(pad)).exit_code == 0, pad
