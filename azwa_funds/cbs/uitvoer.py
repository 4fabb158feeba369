"""What `cbs haal` and `cbs toon` show a reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from azwa_funds.cbs.tabellen import Gat, Stand, cbs_tabellen_van
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.herkomst import citeer
from azwa_funds.kern.tekst import telling
from azwa_funds.scherm.tabel import teken_tabel
from azwa_funds.scherm.uitvoer import CSV, CSV_EXCEL, naar_json, rijen_als, waarden

if TYPE_CHECKING:
    # Only a name here: that module opens connections, and `cbs toon` does not.
    from azwa_funds.cbs.ophalen import Oogst

_GENOEMD = 8


def oogst_als_tekst(
    gegevens: Gegevens, oogsten: Sequence[Oogst], uit: Path, open_: Iterable[str], opties: str
) -> str:
    """Say what was fetched, what is missing or changed, and what to do now, again with `opties`."""
    regels = []
    for oogst in oogsten:
        tabel, jaar = oogst.opdracht.tabel, oogst.opdracht.jaar
        titel = f" ({oogst.titel})" if oogst.titel else ""
        regels.append(
            f"{tabel.naam} {jaar}: {oogst.gemeenten} gemeenten uit {tabel.statline}{titel}"
        )
        regels += [f"  geen {gat.kolom}: {_namen(gat, oogst.gemeenten)}" for gat in oogst.gaten]
        if oogst.gewijzigd is not None:
            wat = telling(oogst.gewijzigd, "cijfer", "cijfers")
            regels.append(f"  anders dan in de vorige tabel: {wat}")
        regels += [f"  geschreven: {pad}" for pad in oogst.bestanden]
    regels += [f"Overgeslagen. {zin}" for zin in open_]
    regels += _zonder_bevolking(gegevens, oogsten)
    in_gebruik = gegevens.data / "cbs"
    if uit.resolve() != in_gebruik.resolve():
        regels.append(
            f"Let op: berekeningen lezen {in_gebruik}; wijs met --data een volledige map aan "
            f"waarin {uit} de map cbs is."
        )
    else:
        regels.append(f"Controleer nu de gegevens met: azwa-funds {opties}controleer")
    return "\n".join(regels) + "\n"


def _zonder_bevolking(gegevens: Gegevens, oogsten: Sequence[Oogst]) -> list[str]:
    """Point at years whose inhabitants cannot be compared yet, which `controleer` would report."""
    bekend = {rij["jaar"] for rij in gegevens.cbs("bevolking")}
    bekend |= {o.opdracht.jaar for o in oogsten if o.opdracht.tabel.naam == "bevolking"}
    jaren = {
        o.opdracht.jaar for o in oogsten if o.opdracht.tabel.naam in ("kerncijfers", "leeftijd")
    }
    return [
        f"Haal ook de bevolking van {jaar} op; `controleer` vergelijkt de inwoners daarmee."
        for jaar in sorted(jaren - bekend)
    ]


def _namen(gat: Gat, van: int) -> str:
    aantal = len(gat.gemeenten)
    if aantal == van:
        return f"alle {van} gemeenten"
    meer = f" en nog {aantal - _GENOEMD}" if aantal > _GENOEMD else ""
    wat = telling(aantal, "gemeente", "gemeenten")
    return f"{wat} ({', '.join(gat.gemeenten[:_GENOEMD])}{meer})"


_KOLOMMEN = "tabel jaar periode gemeenten status bronnen opgehaald gaten".split()


def stand_als(
    formaat: str, gegevens: Gegevens, standen: Sequence[Stand], open_: Sequence[str]
) -> str:
    """Return the state of the CBS tables as a table with its gaps and sources, csv or json."""
    if formaat == "json":
        return naar_json([_als_json(s) for s in standen])
    if formaat in (CSV, CSV_EXCEL):
        return rijen_als(formaat, _als_rijen(standen), _KOLOMMEN)
    return _als_tekst(gegevens, standen, open_)


def _als_json(stand: Stand) -> dict[str, object]:
    return {
        **waarden(stand, "tabel jaar periode gemeenten status"),
        "bronnen": list(stand.bronnen),
        "opgehaald": stand.opgehaald,
        "gaten": [
            {"kolom": gat.kolom, "aantal": len(gat.gemeenten), "gemeenten": list(gat.gemeenten)}
            for gat in stand.gaten
        ],
    }


def _als_rijen(standen: Iterable[Stand]) -> list[dict[str, object]]:
    """One row per table and year; `gaten` names every column with its gemeenten."""
    return [
        _als_json(stand)
        | {
            "bronnen": " ".join(stand.bronnen),
            "gaten": "; ".join(f"{gat.kolom}: {', '.join(gat.gemeenten)}" for gat in stand.gaten),
        }
        for stand in standen
    ]


def _als_tekst(gegevens: Gegevens, standen: Sequence[Stand], open_: Sequence[str]) -> str:
    koppen = ["Tabel", "Jaar", "Periode", "Gemeenten", "Status", "Zonder cijfer", "Opgehaald"]
    rijen = []
    for s in standen:
        leeg = len({naam for gat in s.gaten for naam in gat.gemeenten})
        zonder = telling(leeg, "gemeente", "gemeenten") if leeg else "-"
        rijen.append([s.tabel, s.jaar, s.periode, s.gemeenten, s.status, zonder, s.opgehaald])
    gaten = [
        f"- {stand.tabel} {stand.jaar}, {gat.kolom}: {_namen(gat, stand.gemeenten)}"
        for stand in standen
        for gat in stand.gaten
    ]
    regels = ["Cijfers van het CBS", teken_tabel(koppen, rijen)]
    regels += ["Hier geeft het CBS geen cijfer", *gaten, ""] if gaten else []
    regels += ["Bronnen", *(f"- {regel}" for regel in _bronnen(gegevens, standen))]
    if open_:
        regels += [
            "",
            f"Nog niet op te halen met `cbs haal`: {', '.join(open_)}; voeg een blok [[tabel]] "
            f"toe aan {cbs_tabellen_van(gegevens).bestand}.",
        ]
    return "\n".join(regels) + "\n"


def _bronnen(gegevens: Gegevens, standen: Iterable[Stand]) -> list[str]:
    per_bron: dict[tuple[str, str], list[int]] = {}
    for stand in standen:
        for bron in stand.bronnen:
            per_bron.setdefault((stand.tabel, bron), []).append(stand.jaar)
    return [
        f"{tabel} {_jaren(jaren)}: {citeer(gegevens.bronnen[bron])} "
        f"({gegevens.bronnen[bron].licentie})"
        for (tabel, bron), jaren in per_bron.items()
    ]


def _jaren(jaren: Sequence[int]) -> str:
    """Show years as a run where they are one, else one by one."""
    if len(jaren) > 2 and jaren[-1] - jaren[0] == len(jaren) - 1:
        return f"{jaren[0]} tot en met {jaren[-1]}"
    return ", ".join(map(str, jaren))
