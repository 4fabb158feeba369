"""The outcome of all checks as text and json."""

from __future__ import annotations

from collections.abc import Sequence

from azwa_funds.gegevens import Gegevens, benoem
from azwa_funds.kern.begrippen import BekendeAfwijking
from azwa_funds.kern.euro import toon
from azwa_funds.nazien.invoer import Controleuitkomst
from azwa_funds.scherm.tabel import vouw
from azwa_funds.scherm.tabelboek import rijenblad, tabelboek
from azwa_funds.scherm.uitvoer import RIJVORMEN, naar_json, rijen_als, waarden
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkboek.vast import openstaande_documenten


def controle_als(
    vorm: str, gegevens: Gegevens, uitkomsten: Sequence[Controleuitkomst], aandacht: Sequence[str]
) -> str | bytes:
    """Return the outcome of all checks as text, csv, json or a workbook."""
    if vorm == "json":
        return _als_json(uitkomsten, aandacht)
    if vorm == "xlsx":
        return controle_als_werkboek(gegevens, uitkomsten, aandacht)
    if vorm in RIJVORMEN:
        return rijen_als(vorm, controle_rijen(gegevens, uitkomsten, aandacht))
    return _als_tekst(gegevens, uitkomsten, aandacht)


def _als_tekst(
    gegevens: Gegevens, uitkomsten: Sequence[Controleuitkomst], aandacht: Sequence[str]
) -> str:
    """What stands, is known, is uncertain and is new."""
    regels = ["Controle van gegevens en verdeelsleutels", ""]
    for uitkomst in uitkomsten:
        woord = "goed" if uitkomst.klopt else "FOUT"
        regels.append(vouw(f"{woord}  {uitkomst.naam}: {uitkomst.bekeken}", 6))
    bekend = [afwijking for uitkomst in uitkomsten for afwijking in uitkomst.bekend]
    regels += ["", f"Bekende afwijkingen ({len(bekend)})"]
    regels += [vouw(f"- {_bekend(gegevens, afwijking)}", 2) for afwijking in bekend]
    regels += ["", f"Aandachtspunten ({len(aandacht)})"]
    regels += [vouw(f"- {punt}", 2) for punt in aandacht]
    nieuw = [melding for uitkomst in uitkomsten for melding in uitkomst.nieuw]
    regels += ["", f"Nieuwe afwijkingen ({len(nieuw)})", *(vouw(f"- {punt}", 2) for punt in nieuw)]
    regels.append("" if nieuw else "Er is niets nieuws gevonden.")
    return "\n".join(regels).rstrip("\n") + "\n"


def _bekend(gegevens: Gegevens, afwijking: BekendeAfwijking) -> str:
    return (
        f"{benoem(gegevens, afwijking.uitkering)} {afwijking.jaar}, "
        f"{afwijking.ontvanger}: verwacht {toon(afwijking.verwacht)}, "
        f"gepubliceerd {toon(afwijking.gevonden)}; "
        f"{afwijking.reden} ({afwijking.vindplaats.plaats})."
    )


def _als_json(uitkomsten: Sequence[Controleuitkomst], aandacht: Sequence[str]) -> str:
    velden = "uitkering jaar ontvanger_code ontvanger verwacht gevonden reden"
    controles = [
        {
            **waarden(uitkomst, "naam klopt bekeken"),
            "nieuw": list(uitkomst.nieuw),
            "bekend": [waarden(afwijking, velden) for afwijking in uitkomst.bekend],
        }
        for uitkomst in uitkomsten
    ]
    klopt = all(uitkomst.klopt for uitkomst in uitkomsten)
    return naar_json({"klopt": klopt, "controles": controles, "aandachtspunten": list(aandacht)})


def controle_rijen(
    gegevens: Gegevens, uitkomsten: Sequence[Controleuitkomst], aandacht: Sequence[str]
) -> list[dict[str, str]]:
    """Return a row per check, per deviation (new or known) and per point of attention."""
    rijen = []
    for uitkomst in uitkomsten:
        woord = "goed" if uitkomst.klopt else "fout"
        rijen.append((woord, uitkomst.naam, uitkomst.bekeken))
        rijen += [("nieuwe afwijking", uitkomst.naam, zin) for zin in uitkomst.nieuw]
        bekend = [_bekend(gegevens, afwijking) for afwijking in uitkomst.bekend]
        rijen += [("bekende afwijking", uitkomst.naam, zin) for zin in bekend]
    rijen += [("aandachtspunt", "", punt) for punt in aandacht]
    return [dict(zip(("uitkomst", "controle", "wat"), rij, strict=True)) for rij in rijen]


def controle_als_werkboek(
    gegevens: Gegevens, uitkomsten: Sequence[Controleuitkomst], aandacht: Sequence[str]
) -> bytes:
    """Return the outcome of all checks as a workbook."""
    rijen = controle_rijen(gegevens, uitkomsten, aandacht)
    vel = rijenblad("Controle", "Controle van gegevens en verdeelsleutels", rijen)
    return tabelboek(vel, "azwa-funds controleer", Cijfers(gegevens).peildatum)


# -- what is open ------------------------------------------------------------------------------


def openstaand_als(formaat: str, gegevens: Gegevens) -> str:
    """Return the documents that are still open as numbered text, csv or json."""
    rijen = openstaande_documenten(gegevens)
    if formaat in RIJVORMEN:
        return rijen_als(formaat, rijen)
    regels = ["Wat nog openstaat: documenten die een aanname of p.m. vervangen"]
    for nummer, rij in enumerate(rijen, start=1):
        regels += ["", vouw(f"{nummer}. {rij['document']}", 3)]
        regels.append(vouw(f"   Vervangt: {rij['vervangt']}", 3))
        regels.append(vouw(f"   Verschijnt: {rij['waar']}", 3))
        if rij["adres"]:
            regels.append(f"   {rij['adres']}")
        regels.append(vouw(f"   Pas dan aan: {rij['bestand']}. {rij['daarna']}", 3))
        regels.append(vouw(f"   Bron: {rij['bron']}.", 3))
    return "\n".join(regels) + "\n"
