"""A folder of the user's own that commands and window share: who we are, which year, and our files.

    dossier.toml          versie, wie, jaar, naam; [profiel]: which profile reads which file
    bestedingen/<jaar>/   the ledgers as they came
    retouren/<jaar>/      for a mandaathouder: what the gemeenten of the regio sent back
    profielen/  plannen/  how a ledger is read, how the region's money is passed on
    data/  verdeelsleutels/   own additions, over what comes along
    reports/              all output; may be thrown away
    .azwa/                the log, and what was replaced

Files stay plain: who opens the folder without this program can read all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from azwa_funds.dossier.geschiedenis import vervang
from azwa_funds.dossier.plek import BESTAND, is_dossier
from azwa_funds.gegevens import Gegevens, Gevonden, zoek_ontvanger
from azwa_funds.kern.fouten import Gebruikersfout, Invoerfout
from azwa_funds.kern.schijf import schrijf
from azwa_funds.kern.tekst import als_toml
from azwa_funds.lezen.tabel import controleer_velden, lees_tekst, lees_toml

VERSIE = 1
#: The name in [profiel] that stands for every file.
_ELK_BESTAND = "*"
#: The folders of a new dossier.
MAPPEN = ("bestedingen", "profielen", "plannen", "data", "verdeelsleutels", "reports")


@dataclass(frozen=True)
class Dossier:
    """The contents of `dossier.toml`, and where things lie.

    `wie` is as the user wrote it (a name or code of a gemeente, mandaathouder or regio);
    `profielen` maps a pattern of file names to the name of a profile in `profielen/`.
    """

    map_: Path
    wie: str
    jaar: int
    naam: str
    profielen: Mapping[str, str] = field(default_factory=dict)

    def bestedingen(self, jaar: int | None = None) -> Path:
        """Return the folder of the ledgers of a year, by default the year of the dossier."""
        return self.map_ / "bestedingen" / str(jaar or self.jaar)

    def retouren(self, jaar: int | None = None) -> Path:
        """Return the folder of what came back from the regio, by default over our own year."""
        return self.map_ / "retouren" / str(jaar or self.jaar)

    @property
    def profiel(self) -> str:
        """The profile that reads every file, "" where none was chosen."""
        return self.profielen.get(_ELK_BESTAND, "")

    @property
    def uitvoer(self) -> Path:
        """Where workbooks, pages and letters go."""
        return self.map_ / "reports"


def lees_dossier(map_: Path) -> Dossier:
    """Read a dossier.

    Raises Gebruikersfout when the folder is none, Invoerfout when its file does not fit or was made
    by a later version of the program.
    """
    pad = map_ / BESTAND
    if not pad.is_file():
        raise Gebruikersfout(
            f"De map '{map_}' is geen dossier: er staat geen {BESTAND} in; maak er een met: "
            f'azwa-funds dossier maak "{map_}" --wie NAAM --jaar JAAR.'
        )
    blok = lees_toml(pad, lees_tekst(pad))
    verplicht = {"versie": int, "wie": str, "jaar": int, "naam": str}
    controleer_velden(pad, blok, "het bestand", verplicht, {"profiel": dict})
    if blok["versie"] != VERSIE:
        raise Invoerfout(
            pad,
            f"versie {blok['versie']} is niet die van dit programma ({VERSIE})",
            "gebruik de versie van het programma waarmee het dossier is gemaakt",
        )
    profielen = blok.get("profiel", {})
    controleer_velden(pad, profielen, "[profiel]", {}, dict.fromkeys(profielen, str))
    return Dossier(map_, blok["wie"], blok["jaar"], blok["naam"], profielen)


def maak_dossier(map_: Path, wie: str, jaar: int) -> Dossier:
    """Make a folder a dossier, with its own folders; what stands there already stays.

    Raises Gebruikersfout when it is one already, or nobody is called so.
    """
    if is_dossier(map_):
        raise Gebruikersfout(f"'{map_}' is al een dossier; kies een andere map.")
    gevonden = zoek_ontvanger(Gegevens(), wie)
    kort, naam = _kort_en_lang(gevonden)
    dossier = Dossier(map_, kort, jaar, naam)
    for deel in (*MAPPEN, f"bestedingen/{jaar}"):
        _maak(map_ / deel)
    schrijf(map_ / BESTAND, dossiertekst(dossier).encode())
    return dossier


def kies_profiel(dossier: Dossier, profiel: str) -> None:
    """Let a profile read every file of the dossier from now on, or with "" none."""
    rest = {naam: waarde for naam, waarde in dossier.profielen.items() if naam != _ELK_BESTAND}
    nieuw = replace(dossier, profielen=rest | ({_ELK_BESTAND: profiel} if profiel else {}))
    vervang(dossier.map_, BESTAND, dossiertekst(nieuw).encode(), "profiel gekozen")


def _kort_en_lang(gevonden: Gevonden) -> tuple[str, str]:
    """Return how a recipient is found again, and how people call it: a regio by its name."""
    if gevonden.via_regio and gevonden.mandaathouder_van:
        regio = gevonden.mandaathouder_van.naam
        return f"regio {regio}", f"IZA-regio {regio}"
    return gevonden.code, f"Gemeente {gevonden.naam}" if gevonden.gemeente else gevonden.naam


def _maak(map_: Path) -> None:
    try:
        map_.mkdir(parents=True, exist_ok=True)
    except OSError as fout:
        raise Gebruikersfout(
            f"De map {map_} is niet te maken ({fout.strerror}); kies een andere map."
        ) from fout


def dossiertekst(dossier: Dossier) -> str:
    """Return the text of `dossier.toml`."""
    regels = [
        "# Het dossier van azwa-funds: van wie het is en over welk jaar het gaat.",
        f"versie = {VERSIE}",
        f"wie = {als_toml(dossier.wie)}",
        f"jaar = {dossier.jaar}",
        f"naam = {als_toml(dossier.naam)}",
        "",
        "# Welk profiel uit de map profielen bij welk bestand hoort; een * staat voor elke tekst.",
        "[profiel]",
        *(f"{als_toml(naam)} = {als_toml(profiel)}" for naam, profiel in dossier.profielen.items()),
    ]
    return "\n".join(regels) + "\n"
