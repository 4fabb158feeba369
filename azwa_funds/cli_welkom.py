"""What `azwa-funds` says when nothing was asked: the five jobs, each with its command."""

from __future__ import annotations

from collections.abc import Iterator

from azwa_funds import __version__
from azwa_funds.cli_gedeeld import kleur
from azwa_funds.tabel import vouw

#: Each job as a user would put it, and what to type for it.
TAKEN = (
    ("Wat krijgen wij?", "verdeel --gemeente Utrecht"),
    ("... en hoe komt dat bedrag tot stand?", "uitleg Utrecht --jaar 2027"),
    ("Overzicht per regio, in Excel", "overzicht --regio Twente"),
    (
        "Verschil met de beschikking",
        "beschikking lees bedragen-2027.xlsx --titel VWS --proef",
    ),
    ("Jaarlijkse toets van de bestedingen", "toets bestedingen.xlsx --jaar 2027"),
    ("SiSa-verantwoording", "sisa bestedingen.xlsx --jaar 2027"),
)


def welkom() -> Iterator[str]:
    """Yield the lines of the greeting."""
    yield vouw(
        f"Welkom bij azwa-funds {__version__}: de SPUK AZWA 2027-2029, tot op de euro en met bron."
    )
    yield ""
    yield vouw("Wat wilt u weten? Typ de opdracht eronder, met uw eigen gemeente of regio.")
    yield ""
    for taak, regel in TAKEN:
        yield f"  {taak}"
        yield f"      {kleur(f'azwa-funds {regel}', bold=True)}"
    yield ""
    yield "Alle opdrachten:           azwa-funds --help"
    yield "Uitleg bij een opdracht:   azwa-funds verdeel --help"
