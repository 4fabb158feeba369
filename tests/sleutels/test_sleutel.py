"""`azwa-funds sleutel`: list the keys, calibrate one, and see who gains and who loses."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hulp import Uitkomst, draai, draai_in, kopieer_gegevens, lees_boek
from libreoffice import compare, recalculate

from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import Aanvulling
from azwa_funds.kern.fouten import Rekenfout
from azwa_funds.sleutels import ijking as ijking_module
from azwa_funds.sleutels import vergelijking as vergelijking_module
from azwa_funds.sleutels.ijking import Maat, ijk
from azwa_funds.sleutels.vergelijking import Niveau, Regel, vergelijk

MINIMUM = "Ameland Schiermonnikoog Terschelling Vlieland Rozendaal Renswoude".split()


# -- toon --------------------------------------------------------------------------------------


def test_every_key_is_listed_with_its_status_and_source() -> None:
    rijen = draai("sleutel", "toon", "--formaat", "csv").rijen
    assert {rij["id"]: rij["status"] for rij in rijen} == {
        "brede_spuk_2025": "indicatief",
        "brede_spuk_2026": "indicatief",
        "ggd_inwoners": "aanname",
        "nplv_gelijk": "aanname",
        "som_van_gemeenten": "aanname",
        "spuk_iza_2025": "indicatief",
        "spuk_iza_2026": "indicatief",
    }
    assert all("par. 4" in rij["bron"] for rij in rijen if rij["status"] == "indicatief")
    assert json.loads(draai("sleutel", "toon", "--formaat", "json").uit) == rijen
    assert "vaste tabel" in draai("sleutel", "toon").uit


# -- ijk ---------------------------------------------------------------------------------------


def test_the_calibration_is_honest_about_its_fit(gegevens: Gegevens) -> None:
    ijking = ijk(gegevens, uitkering="brede_spuk", jaar=2026)
    assert sorted(g.naam for g, _ in ijking.weggelaten) == sorted(MINIMUM)
    assert len(ijking.afwijkingen) == 342 - len(MINIMUM)
    # A number that flatters, and the one that does not.
    assert ijking.r2_bedragen > 0.99
    assert ijking.r2_per_inwoner < 0.7
    assert ijking.r2_alleen_inwoners > 0.98
    assert abs(ijking.afwijkingen[0].procent) == max(abs(a.procent) for a in ijking.afwijkingen)
    assert ijking.afwijkingen[0].gemeente.naam == "Simpelveld"


def test_how_far_off_the_fit_is_can_be_counted_by_hand(gegevens: Gegevens) -> None:
    ijking = ijk(gegevens, uitkering="brede_spuk", jaar=2026)
    eraf = [abs(a.geijkt - a.gepubliceerd) for a in ijking.afwijkingen]
    deel = [e / a.gepubliceerd for e, a in zip(eraf, ijking.afwijkingen, strict=True)]
    assert ijking.binnen_vijf_procent == sum(d <= 0.05 for d in deel)
    assert ijking.gemiddelde_afwijking == pytest.approx(100 * sum(deel) / 336)
    assert ijking.gemiddelde_afwijking_euro == pytest.approx(sum(eraf) / 336)
    assert abs(ijking.grootste_in_euro.verschil) == max(eraf)
    # Which part of the differences between gemeenten is explained, of size and without it.
    inwoners = gegevens.maatstaf("kerncijfers", "inwoners", 2024)
    for r2, per in ((ijking.r2_bedragen, None), (ijking.r2_per_inwoner, inwoners)):
        deler = [per[a.gemeente.code] if per else 1 for a in ijking.afwijkingen]
        echt = [a.gepubliceerd / d for a, d in zip(ijking.afwijkingen, deler, strict=True)]
        rest = [a.verschil / d for a, d in zip(ijking.afwijkingen, deler, strict=True)]
        midden = sum(echt) / 336
        assert r2 == pytest.approx(
            1 - sum(r**2 for r in rest) / sum((e - midden) ** 2 for e in echt)
        )
    # Beside it, how far off one would be with the same amount for every inwoner.
    per_inwoner = sum(a.gepubliceerd for a in ijking.afwijkingen) / sum(
        inwoners[a.gemeente.code] for a in ijking.afwijkingen
    )
    naast = [
        abs(per_inwoner * inwoners[a.gemeente.code] / a.gepubliceerd - 1)
        for a in ijking.afwijkingen
    ]
    alleen = ijking.gemiddelde_afwijking_alleen_inwoners
    assert alleen == pytest.approx(100 * sum(naast) / 336)
    assert [gewogen.naam for gewogen in ijking.gewichten] == [
        "inwoners",
        "huishoudens met een laag inkomen (laagste 40%)",
        "inwoners met een laag opleidingsniveau",
    ]


def test_without_a_year_the_latest_amounts_are_calibrated_on(gegevens: Gegevens) -> None:
    """Also where more than two years were published."""
    eerder = [replace(b, jaar=2024) for b in gegevens.beschikkingen if b.jaar == 2025]
    meer = gegevens.met(beschikkingen=[*gegevens.beschikkingen, *eerder])
    assert ijk(meer, uitkering="brede_spuk").jaar == 2026


@pytest.mark.parametrize(("jaar", "peiljaar"), [(2026, 2026), (2025, 2024), (2023, 2024)])
def test_the_figures_are_of_the_year_itself_or_the_nearest_before(
    jaar: int, peiljaar: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here there are figures of 2024 and 2026; where none are early enough, the first."""
    gegevens = Gegevens()
    monkeypatch.setattr(gegevens, "cbs", lambda tabel: [{"jaar": j} for j in (2024, 2026)])
    assert ijking_module._peiljaar(gegevens, jaar) == peiljaar


def test_least_squares_finds_the_optimum(gegevens: Gegevens) -> None:
    """No weight that is a little higher or lower fits better than the one that was found."""
    ijking = ijk(gegevens, uitkering="brede_spuk", jaar=2026)
    gevonden = [float(g.maatstaf.gewicht) for g in ijking.gewichten]
    rijen = {r["gemeente_code"]: r for r in gegevens.cbs("kerncijfers")}

    def fout(gewichten: list[float]) -> float:
        som = 0.0
        for a in ijking.afwijkingen:
            r = rijen[a.gemeente.code]
            laag = float(r["huishoudens_laagste_40pct_inkomen_pct"]) * r["huishoudens"] / 100
            cijfers = (r["inwoners"], laag, r["opleiding_basis_vmbo_mbo1"])
            geijkt = sum(w * c for w, c in zip(gewichten, cijfers, strict=True))
            som += (geijkt - a.gepubliceerd) ** 2
        return som

    beste = fout(gevonden)
    for plaats in range(3):
        for stap in (-0.01, 0.01):
            anders = [g + stap * (i == plaats) for i, g in enumerate(gevonden)]
            assert fout(anders) > beste


def test_leaving_one_gemeente_out_is_the_same_as_calibrating_without_it(tmp_path: Path) -> None:
    """The fast way agrees with doing it: without 's-Gravenhage a weight reaches its extreme."""
    ijking = ijk(Gegevens(), uitkering="brede_spuk", jaar=2026)
    inwoners = ijking.gewichten[0]
    assert inwoners.gevoeligst == "'s-Gravenhage"
    kopieer_gegevens(tmp_path)
    with (tmp_path / "data" / "beschikkingen" / "bekende_afwijkingen.csv").open("a") as bestand:
        bestand.write(
            "terugrekenen,brede_spuk,2026,GM0518,'s-Gravenhage,1,1,proef,vws_2025_09_12,proef\n"
        )
    zonder = ijk(Gegevens(tmp_path / "data"), uitkering="brede_spuk", jaar=2026)
    gewicht = float(zonder.gewichten[0].maatstaf.gewicht)
    assert gewicht == pytest.approx(inwoners.laagste, abs=1e-4) or gewicht == pytest.approx(
        inwoners.hoogste, abs=1e-4
    )


def test_calibrating_per_inwoner_fits_better_per_inwoner_and_worse_in_euros(
    gegevens: Gegevens,
) -> None:
    euro = ijk(gegevens, uitkering="brede_spuk")
    inwoner = ijk(gegevens, uitkering="brede_spuk", maat=Maat.INWONER)
    assert inwoner.r2_per_inwoner > euro.r2_per_inwoner
    assert inwoner.r2_bedragen < euro.r2_bedragen
    for gewogen in (*euro.gewichten, *inwoner.gewichten):
        assert gewogen.laagste <= float(gewogen.maatstaf.gewicht) <= gewogen.hoogste
    # Only of the level of education a figure is missing, so only there one is filled in.
    weiger, vul_aan = Aanvulling.WEIGER, Aanvulling.PROVINCIE_GEMIDDELDE
    assert [g.maatstaf.aanvulling for g in euro.gewichten] == [weiger, weiger, vul_aan]


def test_the_calibrated_key_can_be_used_at_once(tmp_path: Path) -> None:
    uit = tmp_path / "mijn" / "geijkt_2026.toml"
    uitkomst = draai("sleutel", "ijk", "--jaar", "2026", "--uit", uit)
    assert uitkomst.code == 0
    assert "de CBS-cijfers van 2024, het dichtstbijzijnde jaar dat er is." in uitkomst.tekst
    assert "R2 van de bedragen per inwoner: 0,6578. Dit is het eerlijke getal" in uitkomst.tekst
    assert "Simpelveld" in uitkomst.tekst
    eerder = uit.read_bytes()

    rijen = draai(
        "--sleutels", uit.parent, "verdeel", "--sleutel", "lokaal=geijkt_2026", "--formaat", "csv"
    ).rijen
    per_jaar: dict[str, int] = defaultdict(int)
    for rij in rijen:
        if rij["onderdeel"] == "lokaal":
            assert rij["status"] == "aanname"
            per_jaar[rij["jaar"]] += int(rij["bedrag"])
    assert per_jaar == {"2027": 231_000_000, "2028": 278_000_000, "2029": 321_000_000}
    assert draai("--sleutels", uit.parent, "controleer").code == 0

    # Its fit travels with it, and calibrating again gives the same key.
    sleutel = Gegevens(sleutels=uit.parent).sleutel("geijkt_2026")
    assert sleutel.ijking["r2_per_inwoner"] == 0.6578
    assert "gemiddeld 6,4% af" in sleutel.toelichting
    draai("sleutel", "ijk", "--uit", uit)
    assert uit.read_bytes() == eerder


def test_calibration_as_json_has_every_gemeente() -> None:
    ijking = json.loads(draai("sleutel", "ijk", "--formaat", "json").uit)
    assert ijking["peiljaar"] == 2024
    assert len(ijking["afwijkingen"]) == 336
    assert [g["gewicht"] for g in ijking["gewichten"]] == ["3.2808", "6.0150", "50.4533"]
    assert ijking["grootste_afwijking_euro"]["gemeente"] == "'s-Gravenhage"


def test_a_key_among_others_leaves_the_others_alone(tmp_path: Path) -> None:
    sleutels = kopieer_gegevens(tmp_path) / "verdeelsleutels"
    (sleutels / "ggd_inwoners.toml").unlink()
    voor = {pad.name: pad.read_bytes() for pad in sleutels.iterdir()}
    draai("sleutel", "ijk", "--uit", sleutels / "geijkt.toml")
    na = {pad.name: pad.read_bytes() for pad in sleutels.iterdir()}
    assert set(na) == {*voor, "geijkt.toml"}
    assert voor == {naam: na[naam] for naam in voor}


# -- vergelijk ---------------------------------------------------------------------------------


def test_gains_and_losses_are_nil_together_at_every_level(gegevens: Gegevens) -> None:
    vergelijking = vergelijk(gegevens, "brede_spuk_2026", "brede_spuk_2025")
    assert [n.id for n in vergelijking.niveaus] == "gemeente regio provincie grootteklasse".split()
    assert [len(n.regels) for n in vergelijking.niveaus] == [342, 42, 12, 5]
    for niveau in vergelijking.niveaus:
        assert sum(regel.verschil for regel in niveau.regels) == 0
        assert sum(regel.bedrag_a for regel in niveau.regels) == 231_000_000
        assert sum(regel.inwoners for regel in niveau.regels) == 18_130_208


def test_who_stands_on_the_minimum_loses_by_the_key_of_the_year_before() -> None:
    rijen = draai(
        "sleutel", "vergelijk", "brede_spuk_2026", "brede_spuk_2025", "--formaat", "csv"
    ).rijen
    gemeenten = [rij for rij in rijen if rij["niveau"] == "gemeente"]
    assert {rij["naam"] for rij in gemeenten if int(rij["verschil"]) < 0} == set(MINIMUM)
    vlieland = next(rij for rij in gemeenten if rij["naam"] == "Vlieland")
    assert (vlieland["verschil"], vlieland["verschil_pct"]) == ("-11811", "-14.84")
    # 11.811 euros over 1.202 inwoners.
    assert vlieland["verschil_per_inwoner"] == "-9.83"


def test_a_key_against_itself_moves_nothing() -> None:
    uitkomst = draai("sleutel", "vergelijk", "brede_spuk_2026", "brede_spuk_2026")
    assert "0 gemeenten krijgen met B meer, 0 minder en 342 evenveel" in uitkomst.tekst
    assert "samen verschuift € 0." in uitkomst.tekst


def test_keys_of_regions_are_compared_on_regional_money() -> None:
    uitkomst = draai("sleutel", "vergelijk", "spuk_iza_2026", "som_van_gemeenten", "--jaar", "2028")
    assert "Regionaal (mandaathouders) 2028, € 235.000.000 (aanname)." in uitkomst.tekst
    assert "13 regio's krijgen met B meer, 29 minder en 0 evenveel" in uitkomst.tekst
    assert "Per provincie" not in uitkomst.uit


@pytest.mark.parametrize(
    ("sleutel", "onderdeel", "aantal"),
    [("ggd_inwoners", "ggd_kennis_coordinatie", 25), ("nplv_gelijk", "nplv", 19)],
)
def test_keys_of_other_recipients_are_compared_on_the_money_that_is_named(
    sleutel: str, onderdeel: str, aantal: int
) -> None:
    opdracht = ["sleutel", "vergelijk", sleutel, sleutel, "--formaat", "json"]
    assert draai(*opdracht).code == 2
    regels = json.loads(draai(*opdracht, "--onderdeel", onderdeel).uit)["regels"]
    assert len([r for r in regels if r["niveau"] == regels[0]["niveau"]]) == aantal


def test_what_rounding_each_by_itself_leaves_has_a_row_of_its_own(tmp_path: Path) -> None:
    """Of the local money of 2027 one euro is left, and that is not a fault of the program."""
    map_ = kopieer_gegevens(tmp_path)
    sleutel = (map_ / "verdeelsleutels" / "brede_spuk_2026.toml").read_text("utf-8")
    sleutel = sleutel.replace('id = "brede_spuk_2026"', 'id = "apart"')
    sleutel = sleutel.replace('"grootste_resten"', '"per_ontvanger"')
    (map_ / "verdeelsleutels" / "apart.toml").write_text(sleutel, "utf-8")
    opdracht = ["sleutel", "vergelijk", "brede_spuk_2026", "apart"]
    rijen = draai_in(map_, *opdracht, "--formaat", "csv").rijen
    rest = [rij for rij in rijen if rij["code"] == "afrondingsverschil"]
    assert [rij["niveau"] for rij in rest] == "gemeente regio provincie grootteklasse".split()
    assert {(r["bedrag_a"], r["bedrag_b"], r["verschil_per_inwoner"]) for r in rest} == {
        ("0", "1", "")
    }
    for niveau in {rij["niveau"] for rij in rest}:
        assert sum(int(r["bedrag_b"]) for r in rijen if r["niveau"] == niveau) == 231_000_000
    tekst = draai_in(map_, *opdracht).tekst
    assert "0 gemeenten krijgen met B meer, 1 minder en 341 evenveel" in tekst
    pad = tmp_path / "apart.xlsx"
    assert draai_in(map_, *opdracht, "--uit", pad).code == 0
    blad = lees_boek(pad, data_only=True)["Per provincie"].iter_rows(max_col=6, values_only=True)
    (rij,) = [rij for rij in blad if str(rij[0]).startswith("Afrondingsverschil")]
    assert rij[2:] == (0, 0, 1, 1)


#: Who gets how much more by B than by A.
WINST = {"Ameland": 1, "Borne": 0, "Coevorden": -1, "Delft": 5, "Epe": -5}
NIVEAU = Niveau(
    "gemeente",
    "gemeente",
    "gemeenten",
    tuple(Regel(naam, naam, "", 10, 100, 100 + meer) for naam, meer in WINST.items()),
)


def test_who_gains_and_who_loses_by_a_single_euro_is_counted() -> None:
    assert (NIVEAU.winst, NIVEAU.winnaars, NIVEAU.verliezers) == (6, 2, 2)


@pytest.mark.parametrize(
    ("aantal", "namen"),
    [(1, "Delft Epe"), (2, "Delft Ameland Coevorden Epe"), (5, "Delft Ameland Coevorden Epe")],
)
def test_the_largest_gains_come_first_and_the_largest_loss_last(aantal: int, namen: str) -> None:
    """Borne, which keeps what it has, is never among them, and nobody stands there twice."""
    assert [regel.naam for regel in NIVEAU.grootste(aantal)] == namen.split()


@pytest.mark.parametrize("anders", ["bedrag_a", "bedrag_b"])
def test_a_comparison_that_does_not_sum_to_the_budget_is_never_shown(
    gegevens: Gegevens, monkeypatch: pytest.MonkeyPatch, anders: str
) -> None:
    """Were one gemeente to get a euro more by either key, there would be no answer at all."""
    goed = vergelijking_module._basis

    def fout(*argumenten: Any) -> Niveau:
        niveau = goed(*argumenten)
        eerste, *verder = niveau.regels
        eerste = replace(eerste, **{anders: getattr(eerste, anders) + 1})
        return replace(niveau, regels=(eerste, *verder))

    monkeypatch.setattr(vergelijking_module, "_basis", fout)
    with pytest.raises(Rekenfout, match="De vergelijking per gemeente telt niet op"):
        vergelijk(gegevens, "brede_spuk_2026", "brede_spuk_2025")


def test_a_gemeente_on_the_border_of_a_class_belongs_to_it(gegevens: Gegevens) -> None:
    """Rozendaal alone has a class that starts and ends with its number of inwoners."""
    vlieland, rozendaal = 1202, 1837
    klein, *_, groot = gegevens.grootteklassen
    klassen = (
        replace(klein, naam="tot en met Vlieland", tot_en_met=vlieland),
        replace(klein, naam="als Rozendaal", van=rozendaal, tot_en_met=rozendaal),
        replace(groot, naam="groter", van=rozendaal + 1),
    )
    anders = gegevens.met(grootteklassen=klassen)
    niveau = vergelijk(anders, "brede_spuk_2026", "brede_spuk_2025").niveaus[-1]
    assert [(regel.naam, regel.groep) for regel in niveau.regels] == [
        ("tot en met Vlieland", "2 gemeenten"),
        ("als Rozendaal", "1 gemeente"),
        ("groter", "339 gemeenten"),
    ]


def test_the_inwoners_are_those_of_the_year_itself_or_the_nearest_before(
    gegevens: Gegevens,
) -> None:
    bekend = {rij["jaar"] for rij in gegevens.cbs("bevolking")}
    for jaar, verwacht in ((2025, 2025), (2031, max(bekend)), (1990, min(bekend))):
        peiljaar, inwoners = vergelijking_module._inwoners(gegevens, jaar)
        assert peiljaar == verwacht
        assert inwoners == gegevens.maatstaf("bevolking", "inwoners", verwacht)


def test_the_workbook_closes_and_recalculates_to_what_is_written(tmp_path: Path) -> None:
    pad = tmp_path / "verschil.xlsx"
    opdracht = ["sleutel", "vergelijk", "brede_spuk_2026", "brede_spuk_2025", "--uit", pad]
    assert draai(*opdracht).uit == f"Geschreven: {pad}\n"
    eerste = pad.read_bytes()
    draai(*opdracht)
    assert pad.read_bytes() == eerste
    werkboek = lees_boek(pad, data_only=True)
    assert werkboek.sheetnames == [
        "Voorblad",
        "Winst en verlies",
        "Per gemeente",
        "Per regio",
        "Per provincie",
        "Per grootteklasse",
        "Controle",
        "Herkomst",
        "Uitvoering",
    ]
    uitkomsten = [rij[-1] for rij in werkboek["Controle"].iter_rows(values_only=True)]
    assert uitkomsten.count("klopt") == 16
    assert "klopt niet" not in uitkomsten
    assert len(werkboek["Winst en verlies"]._charts) == 1
    assert compare(pad, recalculate(pad, tmp_path)) == []


def test_the_table_goes_to_a_csv_file(tmp_path: Path) -> None:
    pad = tmp_path / "verschil.csv"
    draai("sleutel", "vergelijk", "brede_spuk_2026", "brede_spuk_2025", "--uit", pad)
    assert len(pad.read_text(encoding="utf-8").splitlines()) == 1 + 342 + 42 + 12 + 5


# -- what cannot be done -----------------------------------------------------------------------


def fout(uitkomst: Uitkomst) -> str:
    assert uitkomst.code == 2
    assert uitkomst.uit == ""
    return uitkomst.fout.removeprefix("Fout: ").rstrip("\n")


def test_calibrating_on_what_is_not_there_is_refused() -> None:
    assert fout(draai("sleutel", "ijk", "--uitkering", "brede_spuuk")) == (
        "Er zijn geen gepubliceerde bedragen van 'brede_spuuk'; bedoelde u 'brede_spuk'?"
    )
    assert fout(draai("sleutel", "ijk", "--uitkering", "x")) == (
        "Er zijn geen gepubliceerde bedragen van 'x'; kies uit: brede_spuk, spuk_iza."
    )
    assert fout(draai("sleutel", "ijk", "--uitkering", "spuk_iza")) == (
        "De bedragen van spuk_iza zijn niet per gemeente gepubliceerd, zodat er niets te ijken is; "
        "kies een uitkering met een bedrag voor elke gemeente, zoals brede_spuk."
    )
    assert fout(draai("sleutel", "ijk", "--jaar", "2024")) == (
        "Er zijn geen gepubliceerde bedragen van brede_spuk in 2024; kies uit: 2025, 2026."
    )


@pytest.mark.parametrize("naam", ["Geijkt 2026.toml", "geijkt.csv", "lokaal=a.toml"])
def test_a_name_that_cannot_be_an_id_is_refused_before_anything_is_written(
    naam: str, tmp_path: Path
) -> None:
    assert fout(draai("sleutel", "ijk", "--uit", tmp_path / naam)) == (
        f"'{naam}' kan geen sleutel heten; geef een naam van kleine letters, cijfers en _ die op "
        ".toml eindigt, bijvoorbeeld geijkt_2026.toml."
    )
    assert not list(tmp_path.iterdir())


def test_keys_that_cannot_be_compared_are_refused(tmp_path: Path) -> None:
    assert fout(draai("sleutel", "vergelijk", "brede_spuk_2026", "spuk_iza_2026")) == (
        "Sleutel 'brede_spuk_2026' verdeelt over gemeenten en 'spuk_iza_2026' over regio's; kies "
        "twee sleutels voor dezelfde ontvangers."
    )
    assert fout(draai("sleutel", "vergelijk", "ggd_inwoners", "ggd_inwoners")) == (
        "Geen onderdeel gaat in 2027 volgens een vaste sleutel naar GGD-regio's; kies er een met "
        "--onderdeel en een jaar van de looptijd met --jaar."
    )
    assert "bedoelde u 'brede_spuk_2026'" in fout(
        draai("sleutel", "vergelijk", "brede_spuk_2062", "brede_spuk_2025")
    )
    pad = tmp_path / "verschil.docx"
    assert fout(
        draai("sleutel", "vergelijk", "brede_spuk_2026", "brede_spuk_2025", "--uit", pad)
    ) == (
        f"'{pad}' heeft geen bekende soort; geef een naam die op .xlsx, .csv, .json of .txt "
        "eindigt."
    )
    assert not pad.exists()


def test_without_scipy_calibration_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra, for it weighs more than all the rest and one command needs it."""
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    uitkomst = draai("sleutel", "ijk")
    assert uitkomst.code == 2
    assert 'pip install "azwa-funds[ijking]"' in uitkomst.fout
