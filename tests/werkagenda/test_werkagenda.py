"""The werkagenda of a regio: norms x population, its share of the money, and room to write."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hulp import draai, draai_in, kopieer_gegevens, lees_boek
from libreoffice import compare, recalculate
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from azwa_funds.excel.zegel import is_ongerept
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.euro import toon_getal
from azwa_funds.nazien.formule import afhankelijke_kolommen, verwijzingen
from azwa_funds.nazien.invoer import agendafouten
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.werkagenda.normen import Schaal, streefwaarden_van
from azwa_funds.werkagenda.tekst import in_woorden, norm_in_woorden
from azwa_funds.werkagenda.werkagenda import Werkagenda


@pytest.fixture(scope="module")
def cijfers() -> Cijfers:
    return Cijfers(Gegevens())


@pytest.fixture(scope="module")
def twente(cijfers: Cijfers) -> Werkagenda:
    return Werkagenda(cijfers, cijfers.gegevens.regios["Twente"])


@pytest.fixture(scope="module")
def map_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    uit = tmp_path_factory.mktemp("werkagenda")
    uitkomst = draai("werkagenda", "--regio", "Twente", "--regio", "zeeland", "--uit", uit)
    assert uitkomst.code == 0, uitkomst.fout
    assert uitkomst.uit == f"2 werkagenda's staan in {uit}, elk als .xlsx en als .docx.\n"
    return uit


def rijen(pad: Path, blad: str) -> Iterator[dict[str, Any]]:
    """The rows of the table on a sheet, by their column titles."""
    werkblad = lees_boek(pad, data_only=True)[blad]
    (tabel,) = werkblad.tables.values()
    eerste, kop, laatste, einde = range_boundaries(tabel.ref)
    cellen = list(werkblad.iter_rows(kop, einde, eerste, laatste, values_only=True))
    for rij in cellen[1:]:
        yield dict(zip(cellen[0], rij, strict=True))


# -- norms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("norm", "omvang", "laag", "hoog"),
    [
        ("steunpunten", 14, 14, None),
        ("verwijzingen", 646_496, Fraction(646_496 * 60, 10_000), Fraction(646_496 * 60, 10_000)),
        ("brugfunctionaris", 646_496, Fraction(646_496, 50_000), Fraction(646_496, 20_000)),
        ("valrisico_inschatting", 140_114, Fraction(1_961_596, 100), Fraction(1_961_596, 100)),
        ("nu_niet_zwanger_fte", 1, 2, None),
        ("nu_niet_zwanger_personen", 1, 3, 3),
        ("centrale_zorgverlener", 118_371, Fraction(118_371, 5_000), Fraction(118_371, 5_000)),
        (
            "coordinatie_overgewicht_kinderen",
            118_371,
            Fraction(118_371, 500_000),
            Fraction(118_371, 250_000),
        ),
        ("coalitie_gemeente", 14, 14, 14),
        ("coalitie_regio", 1, 1, 1),
    ],
)
def test_een_norm_is_zo_veel_per_zo_veel_inwoners(
    twente: Werkagenda, norm: str, omvang: int, laag: Fraction, hoog: Fraction | None
) -> None:
    streefwaarde = next(n for n in twente.streefwaarden.normen if n.id == norm)
    uitkomst = twente.uitkomst(streefwaarde)
    assert (twente.omvang(streefwaarde), uitkomst.laag, uitkomst.hoog) == (omvang, laag, hoog)


def test_jeugd_is_een_benadering_uit_de_leeftijd_15_tot_20_en_zegt_dat(twente: Werkagenda) -> None:
    rij = next(r for r in twente.gegevens.cbs("leeftijd") if r["gemeente"] == "Almelo")
    jong = rij["inwoners_00_04"] + rij["inwoners_05_09"] + rij["inwoners_10_14"]
    verwacht = jong + Fraction(3, 5) * rij["inwoners_15_19"]
    assert twente.aantal("jeugd_0_17", "GM0141") == verwacht
    jeugd = twente.streefwaarden.populaties["jeugd_0_17"]
    assert str(jeugd.status) == "aanname"
    assert "benadering" in jeugd.toelichting


def test_per_gemeente_telt_in_elke_regio_op_tot_de_regio(cijfers: Cijfers) -> None:
    for regio in cijfers.regios:
        agenda = Werkagenda(cijfers, regio)
        for norm in agenda.streefwaarden.normen:
            if norm.schaal is Schaal.GEMEENTE:
                delen = [agenda.uitkomst(norm, gemeente.code).laag for gemeente in agenda.gemeenten]
                heel = agenda.uitkomst(norm).laag
                assert (None if None in delen else sum(delen)) == heel  # type: ignore[arg-type]


def test_valpreventie_telt_elk_jaar_over_alle_65_plussers(cijfers: Cijfers) -> None:
    """GALA: 14% and 3% a year of all 65-plussers at home. Zeeland: 99.101 x 3% = 2.973,03."""
    zeeland = Werkagenda(cijfers, cijfers.gegevens.regios["Zeeland"])
    normen = {norm.id: norm for norm in zeeland.streefwaarden.normen}
    beweging, inschatting = normen["beweeginterventie"], normen["valrisico_inschatting"]
    assert zeeland.uitkomst(beweging).laag == Fraction(297_303, 100)
    assert zeeland.uitkomst(inschatting).laag == 14 * Fraction(99_101, 100)
    # How many of them live at home is not in the data: all count, and that is an assumption.
    assert str(zeeland.status(beweging)) == str(zeeland.status(inschatting)) == "aanname"
    assert "Opdracht voor de werkagenda schrijft korter" in beweging.toelichting


def test_een_uitkomst_is_niet_steviger_dan_haar_bevolking(twente: Werkagenda) -> None:
    status = {norm.id: str(twente.status(norm)) for norm in twente.streefwaarden.normen}
    assert status["centrale_zorgverlener"] == "aanname", "jeugd is een benadering"
    assert status["verwijzingen"] == status["steunpunten"] == "indicatief"


def test_de_kortere_tekst_van_de_opdracht_blijft_pm_zonder_eigen_aandeel(tmp_path: Path) -> None:
    def beweging(agenda: Werkagenda) -> str:
        norm = next(n for n in agenda.streefwaarden.normen if n.id == "beweeginterventie_opdracht")
        return in_woorden(norm, agenda.uitkomst(norm))

    gewoon = Gegevens()
    assert beweging(Werkagenda(Cijfers(gewoon), gewoon.regios["Twente"])) == "p.m."
    data = kopieer_gegevens(tmp_path) / "data"
    pad = data / "streefwaarden.toml"
    ingevuld = 'id = "aandeel_verhoogd_valrisico"\nwaarde = "0,5"\n'
    pad.write_text(
        pad.read_text(encoding="utf-8").replace('id = "aandeel_verhoogd_valrisico"\n', ingevuld),
        encoding="utf-8",
    )
    eigen = Gegevens(data)
    # 140.114 x 0,5 x 3% = 2.101,71
    assert beweging(Werkagenda(Cijfers(eigen), eigen.regios["Twente"])) == "2.102 personen"


def test_normen_zonder_af_te_vinken_regels_zijn_ook_goed(tmp_path: Path) -> None:
    data = kopieer_gegevens(tmp_path) / "data"
    pad = data / "streefwaarden.toml"
    met_getal, _, _ = pad.read_text(encoding="utf-8").partition("[[element]]")
    pad.write_text(met_getal, encoding="utf-8")
    alles = streefwaarden_van(Gegevens(data))
    assert alles.elementen == ()
    assert alles.eisen == alles.normen


def test_nu_niet_zwanger_is_ook_per_ggd_regio_geteld(cijfers: Cijfers) -> None:
    """The source calls the GGD-regio the natural scale: 25 x 2 fte, beside 42 x 2."""
    per_id = {}
    for regio in cijfers.regios:
        agenda = Werkagenda(cijfers, regio)
        for norm in agenda.streefwaarden.normen:
            if norm.id.startswith("nu_niet_zwanger_fte"):
                laag = agenda.uitkomst(norm).laag or Fraction(0)
                per_id[norm.id] = per_id.get(norm.id, Fraction(0)) + laag
                status = str(agenda.status(norm))
                assert status == ("aanname" if norm.id.endswith("ggd") else "indicatief")
    assert per_id == {"nu_niet_zwanger_fte": 42 * 2, "nu_niet_zwanger_fte_ggd": 25 * 2}


def test_normen_zonder_getal_staan_als_af_te_vinken_regels_onder_de_getallen(
    twente: Werkagenda, map_: Path
) -> None:
    per_code: dict[str, list[str]] = {}
    for element in twente.streefwaarden.elementen:
        per_code.setdefault(element.functionaliteit, []).append(element.wat)
    assert len(per_code["4a"]) == 5, "de vijf elementen van de ketenaanpak"
    assert any("kernteam" in wat for wat in per_code["3a.2"])
    assert any("(MDO)" in wat for wat in per_code["3a.2"])
    assert any("tien kenmerken" in wat for wat in per_code["2a"])
    assert any("anticonceptiebudget" in wat for wat in per_code["3a.1"])
    assert [wat.split()[1] for wat in per_code["5a"]] == ["voorlichting,", "structureel"]
    normen = list(rijen(map_ / "twente.xlsx", "Normen"))
    aantal = len(twente.streefwaarden.normen)
    assert all(rij["Laag"] is not None for rij in normen[:aantal])
    zonder = normen[aantal:]
    assert [rij["Norm"] for rij in zonder] == [e.wat for e in twente.streefwaarden.elementen]
    assert all(rij["Laag"] is None and rij["Is dit er?"] is None for rij in zonder)


def test_de_vragen_zeggen_waar_opdracht_en_format_verschillen(map_: Path) -> None:
    vragen = list(rijen(map_ / "twente.xlsx", "IST SOLL GAP"))
    plan = next(rij for rij in vragen if rij["Onderdeel"].startswith("Financieel plan"))
    assert "optioneel" in plan["Vraag"]
    assert "inclusief financiële dekking" in plan["Vraag"]
    scan = [rij for rij in vragen if rij["Onderdeel"] == "Regioscan"]
    assert [rij["Par."] for rij in scan] == ["1"]
    assert "waarom" in scan[0]["Vraag"]
    toezeggingen = {rij["Par."] for rij in vragen if rij["Onderdeel"] == "Toezegging"}
    assert toezeggingen == {"3a.3", "4b", "4c", "5b", "6a"}, "alleen de nieuwe aanpakken"


def test_normen_lezen_als_in_de_opdracht(twente: Werkagenda) -> None:
    zinnen = {
        norm.id: norm_in_woorden(norm, twente.streefwaarden.populaties)
        for norm in twente.streefwaarden.normen
    }
    assert zinnen["steunpunten"] == "ten minste 1 steunpunt per gemeente"
    assert zinnen["brugfunctionaris"] == "0,20 tot 0,50 fte per 10.000 inwoners"
    assert zinnen["nu_niet_zwanger_fte"] == "ten minste 2 fte per regio"
    assert (
        zinnen["coordinatie_overgewicht_kinderen"]
        == "0,20 tot 0,40 fte per 100.000 jeugdigen van 0 tot en met 17 jaar"
    )


def test_elke_norm_noemt_haar_plaats_in_de_opdracht_of_het_gala(twente: Werkagenda) -> None:
    for norm in twente.streefwaarden.normen:
        gala = norm.id in ("valrisico_inschatting", "beweeginterventie")
        assert norm.vindplaats.bron == ("gala_2022" if gala else "werkagenda_opdracht")
        assert norm.vindplaats.plaats


def test_een_cbs_cijfer_zonder_status_in_de_bron_krijgt_er_geen(
    twente: Werkagenda, map_: Path
) -> None:
    inwoners = twente.streefwaarden.populaties["inwoners"]
    statussen = {rij["status"] for rij in twente.gegevens.cbs(inwoners.tabel) if rij["inwoners"]}
    assert statussen == {inwoners.status} == {None}
    herkomst = {rij["Cijfer"]: rij for rij in rijen(map_ / "twente.xlsx", "Herkomst")}
    assert herkomst["Inwoners"]["Status"] in (None, "")
    # The norm means those who live at home: that all 65-plussers stand for them is our assumption.
    assert herkomst["Inwoners van 65 jaar en ouder"]["Status"] == "aanname"


def test_elke_toelichting_bestaat_uit_hele_zinnen(twente: Werkagenda) -> None:
    for norm in twente.streefwaarden.normen:
        assert norm.toelichting.endswith(".")
        for zin in norm.toelichting.rstrip(".").split(". "):
            assert len(zin.split()) > 3, norm.toelichting


# -- money -------------------------------------------------------------------------------------


def test_het_geld_per_maatregel_sluit_op_wat_elke_regio_krijgt(cijfers: Cijfers) -> None:
    """The measures pay for lokaal, regionaal and the GGD's; the rest goes its own way."""
    for regio in cijfers.regios:
        agenda = Werkagenda(cijfers, regio)
        for jaar in agenda.jaren:
            deel = sum(geld.aandeel[jaar] or 0 for geld in agenda.geld)
            ggd = cijfers.budgetten["ggd_kennis_coordinatie", jaar].bedrag or 0
            krijgt = agenda.lokaal(jaar) + agenda.regionaal(jaar)
            assert deel - ggd * agenda.aandeel(jaar) == krijgt


def test_nplv_en_gezonde_school_blijven_pm(twente: Werkagenda) -> None:
    pm = {geld.naam for geld in twente.geld if None in geld.aandeel.values()}
    assert pm == {"Multiproblematiek aanpak", "Mentale gezonde school"}


def test_een_maatregel_die_nergens_staat_wordt_gevonden(tmp_path: Path) -> None:
    map_ = kopieer_gegevens(tmp_path)
    pad = map_ / "data/werkagenda.toml"
    tekst = pad.read_text(encoding="utf-8")
    blok = '[[geld]]\nuitkering = "hlo"\nonderdeel = "mantelzorg_respijt_en_logeerzorg"\n'
    assert blok in tekst
    pad.write_text(tekst.replace(blok + "functionaliteiten = []\n", ""), encoding="utf-8")
    (melding,) = agendafouten(Gegevens(map_ / "data"))
    assert (
        melding == "geld van hlo, mantelzorg_respijt_en_logeerzorg: staat niet in werkagenda.toml"
    )
    uitkomst = draai_in(map_, "controleer")
    assert uitkomst.code == 1
    assert "FOUT Werkagenda" in uitkomst.tekst


# -- the workbook ------------------------------------------------------------------------------

BLADEN = (
    "Voorblad|Normen|Normen per gemeente|Groeipad|Middelen|Uitgangspunten|IST SOLL GAP|Mijlpalen|"
    "Governance|Kalender|Bevolking|Aandeel|GALA per thema|Controle|Herkomst|Uitvoering"
).split("|")


def test_het_werkboek_heeft_al_zijn_bladen_en_alle_controles_kloppen(map_: Path) -> None:
    assert lees_boek(map_ / "twente.xlsx").sheetnames == BLADEN
    assert {rij["Uitkomst"] for rij in rijen(map_ / "twente.xlsx", "Controle")} == {"klopt"}


@pytest.mark.parametrize(
    ("blad", "kolommen"),
    [
        ("Normen", ["Laag", "Hoog", "Regio laag", "Regio hoog", "Eigen waarde voor de regio"]),
        ("Groeipad", ["Nu (IST) 2026", "Doel (SOLL) 2030", "Verschil (GAP)", "Stand eind 2028"]),
    ],
)
def test_alleen_fte_heeft_decimalen(map_: Path, blad: str, kolommen: list[str]) -> None:
    werkblad = lees_boek(map_ / "twente.xlsx")[blad]
    (tabel,) = werkblad.tables.values()
    eerste, kop, laatste, einde = range_boundaries(tabel.ref)
    koppen = [cel.value for cel in next(werkblad.iter_rows(kop, kop, eerste, laatste))]
    for rij in werkblad.iter_rows(kop + 1, einde, eerste, laatste):
        opmaak = "#,##0.00" if rij[koppen.index("Eenheid")].value == "fte" else "#,##0"
        assert {rij[koppen.index(kolom)].number_format for kolom in kolommen} == {opmaak}


def test_per_gemeente_hebben_alleen_fte_decimalen_en_staat_de_regel_erbij(map_: Path) -> None:
    werkblad = lees_boek(map_ / "twente.xlsx")["Normen per gemeente"]
    (tabel,) = werkblad.tables.values()
    eerste, kop, laatste, einde = range_boundaries(tabel.ref)
    koppen = next(werkblad.iter_rows(kop, kop, eerste, laatste, values_only=True))
    # The row below the table is its total.
    for rij in werkblad.iter_rows(kop + 1, einde + 1, eerste + 2, laatste):
        for titel, cel in zip(koppen[2:], rij, strict=True):
            assert cel.number_format == ("#,##0.00" if " fte " in str(titel) else "#,##0"), titel
    tekst = " ".join(str(rij[0]) for rij in werkblad.iter_rows(values_only=True))
    assert "een half gaat naar boven" in tekst


def test_de_vragen_staan_in_de_volgorde_van_het_format(map_: Path) -> None:
    vragen = list(rijen(map_ / "twente.xlsx", "IST SOLL GAP"))
    codes = list(dict.fromkeys(rij["Par."] for rij in vragen))
    assert codes == "1 2 2a 2b 2c 3 3a 3a.1 3a.2 3a.3 3b 4 4a 4b 4c 5 5a 5b 6 6a".split()
    optioneel = {rij["Par."] for rij in vragen if "optioneel" in rij["Soort"]}
    assert optioneel == {"3a.3", "4b", "4c", "5b", "6a"}
    fasen = [rij["Fase"] for rij in vragen if rij["Par."] == "2a"]
    assert fasen == ["IST", "IST", "SOLL", "SOLL", "GAP", "GAP", "GAP"]


def test_elk_college_van_de_regio_staat_bij_governance(map_: Path, twente: Werkagenda) -> None:
    governance = list(rijen(map_ / "twente.xlsx", "Governance"))
    colleges = [rij["Wie"] for rij in governance if rij["Wat"].startswith("college")]
    assert colleges == [gemeente.naam for gemeente in twente.gemeenten]
    assert governance[-1]["Wie"] == "SamenTwente"
    assert {rij["Stand"] for rij in governance} == {"nog niet"}


def test_governance_noemt_alleen_data_uit_de_bron(map_: Path) -> None:
    regiotafel, *colleges, indiening = rijen(map_ / "twente.xlsx", "Governance")
    assert regiotafel["Uiterlijk"] == "geen datum in de bron"
    assert {rij["Uiterlijk"] for rij in colleges} == {datetime(2026, 11, 15)}
    assert indiening["Uiterlijk"] == "medio november 2026"


def test_het_tarief_heeft_geen_waarde_en_is_een_aanname(map_: Path) -> None:
    uitgangspunten = list(rijen(map_ / "twente.xlsx", "Uitgangspunten"))
    assert {rij["Waarde"] for rij in uitgangspunten} == {None}
    assert {rij["Status"] for rij in uitgangspunten} == {"aanname"}
    fte = [rij["Fte bij uw tarief 2027"] for rij in rijen(map_ / "twente.xlsx", "Middelen")]
    assert set(fte) == {"p.m."}


@pytest.fixture(scope="module")
def herrekend(map_: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as LibreOffice saves it when nothing was filled in."""
    return recalculate(map_ / "twente.xlsx", tmp_path_factory.mktemp("herrekend"))


def test_libreoffice_rekent_elk_cijfer_hetzelfde_na(map_: Path, herrekend: Path) -> None:
    assert compare(map_ / "twente.xlsx", herrekend) == []


@pytest.mark.lang
def test_libreoffice_rekent_ook_een_andere_regio_hetzelfde_na(map_: Path, tmp_path: Path) -> None:
    pad = map_ / "zeeland.xlsx"
    assert compare(pad, recalculate(pad, tmp_path)) == []


@pytest.fixture(scope="module")
def ingevuld(map_: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as it is after a user filled in yellow cells and saved it."""
    boek = load_workbook(map_ / "twente.xlsx")
    uitgangspunten, groeipad, normen = (
        boek[blad] for blad in ("Uitgangspunten", "Groeipad", "Normen")
    )
    vul_in(uitgangspunten, "Aandeel 65-plussers met verhoogd valrisico", "Waarde", 0.25)
    vul_in(uitgangspunten, "Tarief per fte per jaar", "Waarde", 100_000)
    vul_in(groeipad, "Laagdrempelige steunpunten", "Nu (IST) 2026", 6)
    vul_in(normen, "Nu Niet Zwanger: coördinatie en expertise", "Eigen waarde voor de regio", 3)
    vul_in(boek["Governance"], "Hengelo", "Gedaan op", datetime(2026, 11, 10))
    pad = tmp_path_factory.mktemp("ingevuld") / "twente.xlsx"
    boek.save(pad)
    return recalculate(pad, pad.parent)


def test_wie_gele_cellen_invult_ziet_de_rest_meerekenen(ingevuld: Path) -> None:
    pad_ = {rij["Norm"]: rij for rij in rijen(ingevuld, "Groeipad")}
    steunpunten = pad_["Laagdrempelige steunpunten"]
    assert [steunpunten[f"Stand eind {jaar}"] for jaar in range(2027, 2031)] == [8, 10, 12, 14]
    assert steunpunten["Verschil (GAP)"] == 8
    zwanger = pad_["Nu Niet Zwanger: coördinatie en expertise"]
    assert zwanger["Doel (SOLL) 2030"] == 3
    assert zwanger["Doel x tarief per fte, euro per jaar"] == 300_000
    beweging = pad_["Valpreventie: deelnemers naar de kortere tekst van de Opdracht"]
    assert beweging["Doel (SOLL) 2030"] == pytest.approx(140_114 * 0.25 * 0.03)
    geld = {rij["Maatregel"]: rij for rij in rijen(ingevuld, "Middelen")}["Sociaal verwijzen"]
    assert geld["Fte bij uw tarief 2027"] == pytest.approx(geld["Aandeel regio 2027"] / 100_000)


def vul_in(werkblad: Any, rijnaam: str, kolomtitel: str, waarde: object) -> None:
    """Type a value as a user does: in the row and column with these words."""
    (kop,) = (cel for rij in werkblad.iter_rows() for cel in rij if cel.value == kolomtitel)
    (rij,) = (cel.row for rij in werkblad.iter_rows() for cel in rij if cel.value == rijnaam)
    cel = werkblad.cell(rij, kop.column)
    assert cel.fill.fgColor.rgb == "FFFFF2CC", "alleen gele cellen zijn om in te vullen"
    cel.value = waarde


def test_het_werkboek_is_te_verifieren(map_: Path) -> None:
    uitkomst = draai("verifieer", map_ / "twente.xlsx")
    assert uitkomst.code == 0
    assert uitkomst.uit.startswith("Alles staat")


def test_wat_is_ingevuld_is_geen_afwijking(ingevuld: Path) -> None:
    uitkomst = draai("verifieer", ingevuld)
    assert uitkomst.code == 0, uitkomst.uit
    *regels, alles, slot, _, _ = uitkomst.uit.splitlines()
    assert [regel.partition(" (")[0] for regel in regels] == [
        "- ingevuld: Normen, cel K11",
        "- ingevuld: Groeipad, cel D5",
        "- ingevuld: Uitgangspunten, cel B5",
        "- ingevuld: Uitgangspunten, cel B6",
        "- ingevuld: Governance, cel E12",
    ]
    assert regels[3].endswith("(Tarief per fte per jaar euro): 100.000.")
    assert regels[4] == "- ingevuld: Governance, cel E12 (GM0164 Hengelo): 10-11-2026."
    assert alles.startswith("Alles staat")
    assert slot.startswith("Er zijn 5 cellen ingevuld. De uitkomsten van ")
    aantal = re.findall(r"\d+", slot)
    assert aantal[1] == aantal[2], "elke uitkomst is nagerekend"
    assert slot.endswith(
        "formules hangen af van wat is ingevuld; die formules staan, en "
        f"{aantal[2]} uitkomsten zijn nagerekend."
    )


@pytest.mark.lang
def test_naast_wat_is_ingevuld_vallen_een_cijfer_en_een_formule_nog_steeds_op(
    ingevuld: Path, tmp_path: Path
) -> None:
    boek = load_workbook(ingevuld)
    bedrag = boek["Middelen"]["C5"].value
    boek["Middelen"]["C5"].value = bedrag + 1
    boek["Groeipad"]["F5"].value = 8
    boek["Groeipad"]["G5"].value = 9
    pad = tmp_path / "twente.xlsx"
    boek.save(pad)
    uitkomst = draai("verifieer", recalculate(pad, tmp_path))
    assert uitkomst.code == 1
    assert "- ingevuld: Groeipad, cel G5" in uitkomst.uit, "een jaar is te overschrijven"
    assert "- Groeipad, cel F5 (2a Laagdrempelige steunpunten): de formule is overtypt" in (
        uitkomst.uit
    )
    (middelen,) = [regel for regel in uitkomst.uit.splitlines() if "Middelen, cel C5 (" in regel]
    assert middelen.endswith(f": is {toon_getal(bedrag + 1)}, hoort {toon_getal(bedrag)} te zijn.")


def test_wie_alleen_schrijft_laat_elk_cijfer_nagaan(map_: Path, tmp_path: Path) -> None:
    boek = load_workbook(map_ / "twente.xlsx")
    tekst = "Wij bouwen in elke gemeente aan een steunpunt dat iedereen lopend kan bereiken."
    boek["IST SOLL GAP"]["H5"].value = tekst
    pad = tmp_path / "twente.xlsx"
    boek.save(pad)
    uitkomst = draai("verifieer", recalculate(pad, tmp_path))
    assert uitkomst.code == 0, uitkomst.uit
    ingevuld, alles, slot, _, _ = uitkomst.uit.splitlines()
    assert ingevuld.endswith(": 'Wij bouwen in elke gemeente aan een steunpunt dat iedereen…'.")
    zonder = draai("verifieer", map_ / "twente.xlsx").uit
    assert alles.split()[:3] == zonder.split()[:3], "evenveel cijfers nagegaan"
    assert slot == "Er is 1 cel ingevuld; geen enkele uitkomst hangt daarvan af."


@pytest.mark.lang
def test_een_uitkomst_die_een_fout_wordt_is_een_afwijking(map_: Path, tmp_path: Path) -> None:
    boek = load_workbook(map_ / "twente.xlsx")
    vul_in(boek["Uitgangspunten"], "Tarief per fte per jaar", "Waarde", "veel")
    pad = tmp_path / "twente.xlsx"
    boek.save(pad)
    uitkomst = draai("verifieer", recalculate(pad, tmp_path))
    assert uitkomst.code == 1
    assert "de uitkomst is '#VALUE!' met wat is ingevuld." in uitkomst.uit


def test_een_lange_naam_breekt_in_de_melding_op_een_woord(map_: Path, tmp_path: Path) -> None:
    boek = load_workbook(map_ / "twente.xlsx")
    boek["Normen"]["C17"].value = 4
    pad = tmp_path / "twente.xlsx"
    boek.save(pad)
    assert (
        "cel C17 (5a Valpreventie: deelnemers aan een beweeginterventie per…): is 4, hoort 3"
        in draai("verifieer", pad).uit
    )


@pytest.mark.parametrize(
    ("formule", "kolommen"),
    [
        ("=A1+$B$2", {("Blad", 0), ("Blad", 1)}),
        ("=SUM('Per gemeente'!$C$5:$E$20)", {("Per gemeente", k) for k in (2, 3, 4)}),
        (
            "=IF('Koploper''s 2027'!B2=\"A1\",Normen!AA3,0)",
            {("Koploper's 2027", 1), ("Normen", 26)},
        ),
        ("=LOG10(C4)", {("Blad", 2)}),
        ("=TODAY()", set()),
    ],
)
def test_een_formule_noemt_de_kolommen_waar_zij_van_afhangt(
    formule: str, kolommen: set[tuple[str, int]]
) -> None:
    assert verwijzingen("Blad", formule) == kolommen


def test_afhankelijk_is_ook_wat_via_een_ander_blad_afhangt() -> None:
    formules = {"Een": [[None, "=Twee!A1"]], "Twee": [["=Drie!C1", "=B9"]], "Drie": [[1, 2, 3]]}
    assert afhankelijke_kolommen(formules, {("Drie", 2)}) == {("Twee", 0), ("Een", 1)}


# -- the document ------------------------------------------------------------------------------


def test_het_document_volgt_de_inhoudsopgave_van_het_format(map_: Path) -> None:
    doc = Document(str(map_ / "twente.docx"))
    koppen = [alinea.text for alinea in doc.paragraphs if alinea.style.name in KOPPEN]
    assert koppen[:4] == [
        "1. Regionale preventie-infrastructuur",
        "2. Mentale gezondheid",
        "2a. Laagdrempelige steunpunten",
        "2b. Sociaal verwijzen",
    ]
    assert [kop.split(".")[0] for kop in koppen if kop[0] in "3456"] == (
        "3 3a 3a 3a 3a 3b 4 4a 4b 4c 5 5a 5b 6 6a".split()
    )


KOPPEN = ("Heading 1", "Heading 2")


def test_het_document_heeft_de_cijfers_ingevuld_en_de_antwoorden_open(map_: Path) -> None:
    doc = Document(str(map_ / "twente.docx"))
    cellen = [[cel.text for cel in rij.cells] for tabel in doc.tables for rij in tabel.rows]
    platte = {tekst for rij in cellen for tekst in rij}
    assert "12,93 tot 32,32 fte" in platte
    assert "646.496" in platte
    antwoorden = [rij for rij in cellen if rij[0] in ("IST", "SOLL", "GAP")]
    # Seven questions of every paragraph, and of the five new aanpakken a toezegging.
    assert len(antwoorden) == 14 * 7 + 5
    assert {rij[2] for rij in antwoorden} == {""}


def test_het_document_is_nederlands_op_a4_en_heeft_vaste_data(map_: Path, cijfers: Cijfers) -> None:
    doc = Document(str(map_ / "twente.docx"))
    blad = doc.sections[0]
    assert (round(blad.page_width.mm), round(blad.page_height.mm)) == (210, 297)
    assert doc.core_properties.language == "nl-NL"
    assert doc.core_properties.created.date() == cijfers.peildatum
    with zipfile.ZipFile(map_ / "twente.docx") as archief:
        assert {deel.date_time for deel in archief.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_dezelfde_gegevens_geven_dezelfde_bytes(map_: Path, tmp_path: Path) -> None:
    assert draai("werkagenda", "--regio", "regio Twente", "--uit", tmp_path).code == 0
    for naam in ("twente.xlsx", "twente.docx"):
        sommen = {hashlib.sha256((m / naam).read_bytes()).hexdigest() for m in (map_, tmp_path)}
        assert len(sommen) == 1, naam


# -- what people wrote -------------------------------------------------------------------------


def schrijf_in(pad: Path) -> bytes:
    """Write in a werkagenda as a user does, and return what then stands on disk."""
    if pad.suffix == ".xlsx":
        boek = load_workbook(pad)
        vul_in(boek["Groeipad"], "Laagdrempelige steunpunten", "Nu (IST) 2026", 6)
        boek.save(pad)
    else:
        doc = Document(str(pad))
        doc.add_paragraph("Onze ambitie")
        doc.save(str(pad))
    return pad.read_bytes()


@pytest.mark.parametrize("uitgang", ["xlsx", "docx"])
def test_wat_mensen_schreven_wordt_niet_vervangen(uitgang: str, map_: Path, tmp_path: Path) -> None:
    ander = {"xlsx": "docx", "docx": "xlsx"}[uitgang]
    geschreven, weg = tmp_path / f"twente.{uitgang}", tmp_path / f"twente.{ander}"
    geschreven.write_bytes((map_ / geschreven.name).read_bytes())
    inhoud = schrijf_in(geschreven)
    opdracht = ["werkagenda", "--regio", "Twente", "--uit", tmp_path]
    uitkomst = draai(*opdracht)
    assert uitkomst.code == 2
    assert uitkomst.fout == (
        f"Fout: {geschreven} is niet wat dit programma schreef, mogelijk omdat er in is gewerkt, "
        "en daarom is er niets geschreven; kies met --uit een andere plek, of --overschrijf om "
        "het te vervangen.\n"
    )
    assert geschreven.read_bytes() == inhoud
    assert not weg.exists(), "van die regio wordt niets geschreven"
    assert draai(*opdracht, "--overschrijf").code == 0
    assert geschreven.read_bytes() == (map_ / geschreven.name).read_bytes()
    assert weg.exists()


def test_met_alle_wordt_eerst_overal_gekeken(map_: Path, tmp_path: Path) -> None:
    for naam in ("twente.xlsx", "zeeland.docx"):
        (tmp_path / naam).write_bytes((map_ / naam).read_bytes())
        schrijf_in(tmp_path / naam)
    voor = {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()}
    uitkomst = draai("werkagenda", "--alle", "--uit", tmp_path)
    assert uitkomst.code == 2
    assert f"{tmp_path / 'twente.xlsx'} en {tmp_path / 'zeeland.docx'} zijn" in uitkomst.fout
    assert {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()} == voor


def test_wat_niemand_aanraakte_wordt_vernieuwd(map_: Path, tmp_path: Path) -> None:
    """Other data give another werkagenda; the earlier one holds nothing of people's own."""
    for naam in ("twente.xlsx", "twente.docx"):
        (tmp_path / naam).write_bytes((map_ / naam).read_bytes())
    gegevens = kopieer_gegevens(tmp_path / "eigen")
    kalender = gegevens / "data/kalender.csv"
    tekst = kalender.read_text(encoding="utf-8")
    kalender.write_text(tekst.replace("2026-11-15,,dag", "2026-12-01,,dag"), encoding="utf-8")
    uitkomst = draai_in(gegevens, "werkagenda", "--regio", "Twente", "--uit", tmp_path)
    assert uitkomst.code == 0, uitkomst.fout
    for naam in ("twente.xlsx", "twente.docx"):
        assert (tmp_path / naam).read_bytes() != (map_ / naam).read_bytes()


@pytest.mark.parametrize("inhoud", [b"", b"eigen tekst", b"PK\x05\x06" + bytes(18)])
def test_een_vreemd_bestand_wordt_ook_gespaard(inhoud: bytes, tmp_path: Path) -> None:
    (tmp_path / "twente.docx").write_bytes(inhoud)
    assert draai("werkagenda", "--regio", "Twente", "--uit", tmp_path).code == 2
    assert (tmp_path / "twente.docx").read_bytes() == inhoud


@pytest.mark.parametrize("naam", ["twente.xlsx", "twente.docx"])
def test_opslaan_of_beschadigen_verbreekt_het_zegel(naam: str, map_: Path, herrekend: Path) -> None:
    inhoud = bytearray((map_ / naam).read_bytes())
    assert is_ongerept(bytes(inhoud))
    if naam.endswith("xlsx"):
        assert not is_ongerept(herrekend.read_bytes())
    # In the middle of the largest part: elsewhere a bit may be one that nobody reads.
    with zipfile.ZipFile(map_ / naam) as archief:
        grootste = max(archief.infolist(), key=lambda deel: deel.compress_size)
    inhoud[grootste.header_offset + 100 + grootste.compress_size // 2] ^= 1
    assert not is_ongerept(bytes(inhoud))


# -- what can go wrong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keuzes", "melding"),
    [
        ([], "Kies een regio"),
        (["--regio", "Twentte"], "bedoelde u 'Twente'?"),
        (["--alle", "--regio", "Twente"], "niet allebei"),
        (["--regio", "Twente", "--register", "weg.csv"], "Het bestand weg.csv bestaat niet"),
        (["--alle", "sjabloon"], "horen niet bij 'sjabloon'"),
    ],
)
def test_een_verkeerde_keuze_schrijft_niets(
    keuzes: list[str], melding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    uitkomst = draai("werkagenda", *keuzes)
    assert uitkomst.code == 2
    assert melding in uitkomst.fout
    assert not list(tmp_path.iterdir())


def test_een_uitvoermap_die_een_bestand_is_wordt_gemeld(tmp_path: Path) -> None:
    (tmp_path / "bezet").write_text("al iets", encoding="utf-8")
    uitkomst = draai("werkagenda", "--regio", "Twente", "--uit", tmp_path / "bezet")
    assert uitkomst.code == 2
    assert "bestand met die naam" in uitkomst.fout
    assert (tmp_path / "bezet").read_text(encoding="utf-8") == "al iets"
