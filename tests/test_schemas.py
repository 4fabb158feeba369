"""What other programs count on: the shape of every answer, and of every table."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import datapackage_json
import jsonschema
import opdrachten_md
import pytest
from boekingen import boeking, schrijf
from hulp import WORTEL, draai

TEKST = (WORTEL / "docs" / "gegevens.md").read_text(encoding="utf-8")
SCHEMAS = {
    naam: json.loads(blok)
    for naam, blok in re.findall(r"^```json schema=(\w+)\n(.*?)^```", TEKST, re.M | re.S)
}
OPDRACHTEN = {
    "verdeel": ["verdeel", "--regio", "Twente"],
    "verschil": ["verschil", "Almelo"],
    "begroting": ["begroting", "Utrecht"],
    "toets": ["toets", "BESTAND", "--jaar", "2027"],
}


def antwoord(naam: str, map_: Path) -> Any:
    schrijf(map_ / "boekingen.csv", boeking())
    opdracht = [str(map_ / "boekingen.csv") if d == "BESTAND" else d for d in OPDRACHTEN[naam]]
    return json.loads(draai(*opdracht, "--json").uit)


def test_every_schema_is_tried() -> None:
    assert set(SCHEMAS) == set(OPDRACHTEN)


@pytest.mark.parametrize("naam", sorted(SCHEMAS))
def test_an_answer_has_the_shape_that_is_promised(naam: str, tmp_path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[naam])
    gegeven = antwoord(naam, tmp_path)
    jsonschema.validate(gegeven, SCHEMAS[naam])
    eerste = gegeven[0] if isinstance(gegeven, list) else gegeven
    eerste.pop(next(iter(eerste)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(gegeven, SCHEMAS[naam])


BEDRAGEN = """\
uitkering,onderdeel,jaar,ontvanger_code,bedrag,kenmerk,datum
spuk_azwa,lokaal,2027,GM0141,1150000,VOORBEELD-1,2027-01-15
"""
#: What a command prints as csv, by the table in the document.
KOLOMMEN = dict(re.findall(r"^\| `azwa-funds ([^`]+)` \| `([\w,]+)` \|$", TEKST, re.MULTILINE))


def test_every_csv_has_the_columns_that_are_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    schrijf(tmp_path / "boekingen.csv", boeking())
    Path("bedragen.csv").write_text(BEDRAGEN, encoding="utf-8")
    wie = ("--regio", "Twente")
    draai("doorverdelen", "voorbeeld", *wie, "--uit", "plan.toml")
    draai("werkagenda", "sjabloon", *wie, "--uit", "register.csv")
    draai("sjabloon", "besteding", "--jaar", "2027", *wie, "--per-gemeente", "--uit", "formulieren")
    gedaan = {vraag: draai(*vraag.split(), "--formaat", "csv") for vraag in KOLOMMEN}
    assert {vraag: u.uit.partition("\n")[0] for vraag, u in gedaan.items()} == KOLOMMEN


def test_every_command_that_gives_csv_is_in_the_list() -> None:
    met_csv = {
        naam.removeprefix("azwa-funds ")
        for naam, context in opdrachten_md.opdrachten()
        for optie in context.command.params
        if "--formaat" in optie.opts and "csv" in getattr(optie.type, "choices", ())
    }
    mist = {naam for naam in met_csv if not any(f"{v} ".startswith(f"{naam} ") for v in KOLOMMEN)}
    assert mist == set()


def test_the_package_of_tables_is_what_the_program_reads_by() -> None:
    assert datapackage_json.DOEL.read_text(encoding="utf-8") == datapackage_json.tekst(), (
        "run docs/maken/datapackage_json.py"
    )
    beschreven = {bron["path"] for bron in datapackage_json.beschrijving()["resources"]}
    tabellen = {p.relative_to(WORTEL).as_posix() for p in (WORTEL / "data").rglob("*.csv")}
    sleutels = {p.relative_to(WORTEL).as_posix() for p in WORTEL.glob("verdeelsleutels/*.toml")}
    assert tabellen | sleutels == beschreven


def test_a_stranger_can_read_every_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And sees the cell that does not fit."""
    bron = next(b for b in datapackage_json.beschrijving()["resources"] if b["name"] == "budgetten")
    doel = tmp_path / "datapackage.json"
    doel.write_text(json.dumps({"name": "proef", "resources": [bron]}), "utf-8")
    (tmp_path / "data").mkdir()
    tekst = (WORTEL / "data" / "budgetten.csv").read_text("utf-8")
    monkeypatch.setattr(datapackage_json, "DOEL", doel)
    for anders, klopt in (("231000000", True), ("veel", False)):
        nieuw = tekst.replace("231000000", anders, 1)
        (tmp_path / "data" / "budgetten.csv").write_text(nieuw, "utf-8")
        fouten = datapackage_json.controleer()
        assert (not fouten) == klopt, fouten
    assert "veel" in fouten[0]
