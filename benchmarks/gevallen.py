"""What is measured, against what, and what it should be."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from apportionment.methods import largest_remainder, quota

from azwa_funds.besteden.boekingen import lees_bestedingen
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import LOKAAL, SPUK_AZWA
from azwa_funds.kern.euro import verdeel
from azwa_funds.overzicht.opdracht import _kies
from azwa_funds.sisa.formaat import lees_formaat
from azwa_funds.sisa.rekenen import Boekstand, Rekenmeester
from azwa_funds.sisa.werkboek import sisa_werkboek
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.verdelen.sleutel import gewichten
from azwa_funds.werkboek.vast import Werkboek
from benchmarks.boekingen import schrijf_boekingen
from benchmarks.meten import Proces, Streef, Vergelijking, getal, onze_opdracht, python
from benchmarks.openpyxl_na import Voorbeeld
from benchmarks.opname import meelezen

_JAAR = 2027
_SCENARIOS, _PER_STUK = 10_000, 1_000
#: `quota` hands out one seat at a time, so that a real budget would take it days.
_ZETELS = 3_420


def vergelijkingen(map_: Path) -> Iterator[Callable[[], list[Vergelijking]]]:
    """Yield the groups of comparisons; each is prepared when it is called."""
    yield processen
    yield deling
    yield scenarios
    yield lambda: toets(map_)
    yield lambda: werkboeken(
        onze_opdracht("overzicht", "--alle", "--uit", map_ / "overzicht"), _overzichten, map_
    )
    boekingen = schrijf_boekingen(map_ / "boekingen-5000.csv", 5_000, _JAAR)
    woorden = (boekingen, "--jaar", str(_JAAR), "--alle", "--uit", map_ / "sisa")
    yield lambda: werkboeken(
        onze_opdracht("sisa", *woorden, codes=(0, 1)), lambda: _verantwoordingen(boekingen), map_
    )


def processen() -> list[Vergelijking]:
    pandas = python("import pandas")
    return [
        Vergelijking(
            "azwa-funds --help", "import click", onze_opdracht("--help"), python("import click"),
            Streef(1.5),
        ),
        Vergelijking(
            "azwa-funds uitleg Utrecht", "import pandas", onze_opdracht("uitleg", "Utrecht"),
            pandas, Streef(1.0),
        ),
        Vergelijking(
            "azwa-funds verdeel, alle jaren en onderdelen", "import pandas",
            onze_opdracht("verdeel"), pandas, Streef(1.3),
        ),
    ]  # fmt: skip


def deling() -> list[Vergelijking]:
    gegevens = Gegevens()
    id_ = gegevens.toedeling(SPUK_AZWA, LOKAAL, _JAAR).sleutel
    wegingen = [gewicht.waarde for gewicht in gewichten(gegevens, id_, _JAAR)]
    bedrag = gegevens.budget(SPUK_AZWA, LOKAAL, _JAAR).bedrag or 0
    rij, namen = np.array(wegingen), [str(gewicht) for gewicht in wegingen]

    def onze() -> list[int]:
        return verdeel(bedrag, rij).tolist()

    def breuken() -> list[int]:
        return grootste_resten(bedrag, wegingen)

    def exact() -> list[int]:
        return largest_remainder(wegingen, bedrag, fractions=True, parties=namen)

    if not onze() == breuken() == exact():
        raise RuntimeError("the three exact ways do not give the same amounts")
    werk, vaak = f"één exacte deling over {len(rij)}", (2_000, 20)
    return [
        Vergelijking(werk, "lus met fractions.Fraction", onze, breuken, Streef(100, True), vaak),
        Vergelijking(
            werk, "apportionment largest_remainder, exact", onze, exact, Streef(100, True), vaak
        ),
        Vergelijking(
            werk, f"apportionment quota, slechts {getal(_ZETELS, 0)} zetels", onze,
            lambda: quota(wegingen, _ZETELS, parties=namen), Streef(100, True), (2_000, 1),
        ),
    ]  # fmt: skip


def grootste_resten(bedrag: int, wegingen: list[int]) -> list[int]:
    """Divide as a textbook does, with exact fractions."""
    totaal = sum(wegingen)
    delen = [bedrag * Fraction(gewicht, totaal) for gewicht in wegingen]
    hele = [int(deel) for deel in delen]
    volgorde = sorted(range(len(delen)), key=lambda plaats: (hele[plaats] - delen[plaats], plaats))
    for plaats in volgorde[: bedrag - sum(hele)]:
        hele[plaats] += 1
    return hele


def scenarios() -> list[Vergelijking]:
    gegevens = Gegevens()
    id_ = gegevens.toedeling(SPUK_AZWA, LOKAAL, _JAAR).sleutel
    wegingen = np.array([gewicht.waarde for gewicht in gewichten(gegevens, id_, _JAAR)])
    bedragen = np.random.default_rng(_JAAR).integers(150_000_000, 250_000_000, (_SCENARIOS, 3))
    stukken = [bedragen[begin : begin + _PER_STUK] for begin in range(0, _SCENARIOS, _PER_STUK)]

    def onze() -> None:
        for stuk in stukken:
            verdeel(stuk, wegingen)

    def kaal() -> None:
        totaal = wegingen.sum()
        for stuk in stukken:
            product = np.multiply(stuk[:, :, np.newaxis], wegingen)
            hele = np.floor_divide(product, totaal)
            np.argsort(product - hele * totaal, axis=-1, kind="stable")

    wat = f"{getal(_SCENARIOS, 0)} scenario's × {len(wegingen)} × 3, exact en sluitend"
    return [Vergelijking(wat, "numpy multiply, floor_divide, argsort", onze, kaal, Streef(2))]


def toets(map_: Path) -> list[Vergelijking]:
    pad = schrijf_boekingen(map_ / "boekingen-500000.csv", 500_000, _JAAR)
    uit = map_ / "bevindingen.csv"
    woorden = ("toets", pad, "--jaar", str(_JAAR), "--formaat", "csv", "--uit", uit)
    ander = python(f"import pandas; pandas.read_csv({str(pad)!r}, sep=';')")
    onze = onze_opdracht(*woorden, codes=(0, 1))
    return [Vergelijking("toets van 500.000 boekingen", "pandas.read_csv", onze, ander, Streef(3))]


def werkboeken(
    onze: Proces, alle: Callable[[], Iterator[Werkboek]], map_: Path
) -> list[Vergelijking]:
    """Our command as a user gives it, beside libraries that write the same and compute nothing."""
    with meelezen() as opnamen:
        inhoud = [werkboek.als_bytes() for werkboek in alle()]
    voorbeelden = [Voorbeeld(deel) for deel in inhoud]

    def afgespeeld() -> None:
        for nummer, opname in enumerate(opnamen):
            (map_ / f"{nummer}.xlsx").write_bytes(opname.speel_af())

    def met_openpyxl() -> None:
        for nummer, voorbeeld in enumerate(voorbeelden):
            (map_ / f"{nummer}.xlsx").write_bytes(voorbeeld.schrijf())

    if [opname.speel_af() for opname in opnamen[:3]] != inhoud[:3]:
        raise RuntimeError("what was played back is not what was written")

    def kern() -> None:
        for werkboek in alle():
            werkboek.als_bytes()

    # What was prepared must not slow down the collector of whoever is being timed.
    gc.collect()
    gc.freeze()
    wat = f"{onze.opdracht[1]} --alle ({len(inhoud)} werkboeken)"
    return [
        Vergelijking(
            wat, "XlsxWriter, zonder te rekenen", onze, afgespeeld, Streef(1.3),
            opwarmen=False, kern=kern,
        ),
        Vergelijking(
            wat, "openpyxl, zonder te rekenen", onze, met_openpyxl, Streef(3, True),
            opwarmen=False, kern=kern,
        ),
    ]  # fmt: skip


def _overzichten() -> Iterator[Werkboek]:
    yield from (maak() for _, maak in _kies(Cijfers(Gegevens()), False, (), (), True, ()))


def _verantwoordingen(boekingen: Path) -> Iterator[Werkboek]:
    gegevens = Gegevens()
    bestedingen = lees_bestedingen(gegevens, [boekingen])
    meester = Rekenmeester(gegevens, lees_formaat(gegevens, _JAAR), Boekstand(bestedingen.tabel))
    cijfers = Cijfers(gegevens)
    for code in sorted(meester.verantwoorders):
        yield sisa_werkboek(cijfers, meester, code, bestedingen.bestanden)
