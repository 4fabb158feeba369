"""The package says the same of itself everywhere: its version, its licences, what it carries."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib

import jsonschema
import pytest
import yaml
from hulp import WORTEL

import azwa_funds
from azwa_funds.pagina.pagina import bibliotheken

PROJECT = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PUBLIEK = dict(
    re.findall(r"^ *(\w+): *(.+)$", (WORTEL / "publiccode.yml").read_text("utf-8"), re.MULTILINE)
)
NOTICE = (WORTEL / "NOTICE.md").read_text(encoding="utf-8")
BRONNEN = tomllib.loads((WORTEL / "data" / "bronnen.toml").read_text(encoding="utf-8"))["bron"]
VENSTER = WORTEL / "azwa_funds" / "venster" / "bestanden"


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["version"] == azwa_funds.__version__ == PUBLIEK["softwareVersion"]
    kop = re.search(
        r"^## (\S+) - (\S+)$", (WORTEL / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert kop
    assert (kop[1], kop[2]) == (PROJECT["version"], PUBLIEK["releaseDate"])
    bouw = (WORTEL / "docs" / "maken" / "bundel" / "azwa-funds.iss").read_text("utf-8")
    assert f"AppVersion={PROJECT['version']}\n" in bouw


def test_every_licence_of_what_travels_along_is_declared() -> None:
    licenties = set(PROJECT["license"].split(" AND "))
    meegereisd = {bibliotheek.licentie for bibliotheek in bibliotheken()}
    van_cijfers = {b["licentie"] for b in BRONNEN if b["licentie"].startswith("CC")}
    assert all(licentie.startswith("CC BY 4.0") for licentie in van_cijfers)
    stijl = tomllib.loads((VENSTER / "stijl.toml").read_text("utf-8"))["pakket"]
    meegereisd |= {pakket["licentie"] for pakket in stijl}
    assert licenties == {PUBLIEK["license"], "CC-BY-4.0", *meegereisd}
    for bibliotheek in bibliotheken():
        assert f"| {bibliotheek.naam}, in " in NOTICE
    assert PROJECT["license"] in NOTICE


def test_the_catalogue_describes_it_in_the_same_words() -> None:
    assert PUBLIEK["shortDescription"] == f"{PROJECT['description']}."
    assert len(PUBLIEK["shortDescription"]) <= 150, "the standard asks for no more"


#: What the standard requires (publiccodeyml/publiccode.yml, docs/standard/schema.core.rst, with its
#: lists of categories and scopes as far as this file uses them); only `url` waits for a publisher.
#: Every value is text here, as it is written.
PUBLIC_CODE = {
    "type": "object",
    "required": [
        "publiccodeYmlVersion", "name", "platforms", "categories", "developmentStatus",
        "softwareType", "description", "legal", "maintenance", "localisation",
    ],
    "additionalProperties": False,
    "properties": {
        "publiccodeYmlVersion": {"const": "0.5"},
        "name": {"type": "string"},
        "softwareVersion": {"type": "string"},
        "releaseDate": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "platforms": {"type": "array", "items": {"enum": ["web", "windows", "mac", "linux"]}},
        "categories": {"type": "array", "minItems": 1, "items": {
            "enum": ["budgeting", "financial-reporting", "grant-management", "data-analytics"]}},
        "developmentStatus": {"enum": ["concept", "development", "beta", "stable", "obsolete"]},
        "softwareType": {"enum": ["standalone/desktop", "standalone/web", "standalone/other"]},
        "intendedAudience": {"type": "object", "properties": {
            "countries": {"items": {"type": "string", "pattern": "^[a-z]{2}$"}},
            "scope": {"items": {"enum": ["local-authorities", "healthcare", "welfare"]}}}},
        "description": {"type": "object", "minProperties": 1, "additionalProperties": {
            "required": ["shortDescription", "longDescription", "features"],
            "properties": {
                "shortDescription": {"type": "string", "maxLength": 150, "pattern": "^[^\n]+$"},
                "longDescription": {"type": "string", "minLength": 150, "maxLength": 10_000},
                "features": {"type": "array", "minItems": 5, "maxItems": 20}}}},
        "legal": {"required": ["license"], "properties": {"license": {"const": "EUPL-1.2"}}},
        # Of another type the standard wants contractors or contacts: real people.
        "maintenance": {"required": ["type"], "properties": {"type": {"const": "none"}}},
        "localisation": {
            "required": ["localisationReady", "availableLanguages"],
            "properties": {"localisationReady": {"enum": ["true", "false"]},
                           "availableLanguages": {"items": {"const": "nl"}, "minItems": 1}}},
    },
}  # fmt: skip


def test_the_catalogue_holds_what_its_standard_requires() -> None:
    tekst = (WORTEL / "publiccode.yml").read_text("utf-8")
    jsonschema.validate(yaml.load(tekst, Loader=yaml.BaseLoader), PUBLIC_CODE)
    anders = yaml.load(tekst.replace("healthcare", "health"), Loader=yaml.BaseLoader)
    with pytest.raises(jsonschema.ValidationError, match="health"):
        jsonschema.validate(anders, PUBLIC_CODE)


@pytest.mark.skipif(not shutil.which("make"), reason="make is for who works on the program")
@pytest.mark.parametrize("doel", ["test", "test-lang"])
def test_the_shell_of_who_runs_the_tests_makes_no_difference(doel: str) -> None:
    """Once a test passed only where PYTHONUNBUFFERED was set, and so on no new machine."""
    onze = {"PYTHONUNBUFFERED": "1", "PYTHONPATH": "elders", "LC_ALL": "C", "PIP_CERT": "c.pem"}
    nodig = {"PATH": os.environ["PATH"], "HOME": "/een huis", "LANG": "nl_NL.UTF-8", "CI": "true"}
    # The environment is not made, and in the place of pytest stands what prints the variables.
    opdracht = ["make", "-s", "-o", ".venv/.klaar", "RUN=printenv #", doel]
    klaar = subprocess.run(
        opdracht, cwd=WORTEL, env=onze | nodig, capture_output=True, text=True, check=True
    )
    assert set(klaar.stdout.splitlines()) == {f"{naam}={w}" for naam, w in nodig.items()}
