"""What is measured, against what, and what it should be."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from apportionment.methods import largest_remainder, quota

from azwa_funds.besteden import maak_aanvulling
from azwa_funds.gegevens.gegevens import Gegevens
from azwa_funds.kern.begrippen import LOKAAL, SPUK_AZWA
from azwa_funds.kern.euro import verdeel
from azwa_funds.overzicht.keuze import kies_overzichten
from azwa_funds.sisa.werkboek import maak_sisawerk
from azwa_funds.verdelen.cijfers import Cijfers
from azwa_funds.verdelen.sleutel import gewichten
from azwa_funds.werkboek.vast import Werkboek
from benchmarks.boekingen import schrijf_boekingen, schrijf_werkboek
from benchmarks.meten import Proces, Streef, Vergelijking, getal, onze_opdracht, python
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
    overzicht = onze_opdracht("overzicht", "--alle", "--uit", map_ / "overzicht", een_kern=True)
    yield lambda: werkboeken(overzicht, _overzichten, map_)
    boekingen = schrijf_boekingen(map_ / "boekingen-5000.csv", 5_000, _JAAR)
    woorden = (boekingen, "--jaar", str(_JAAR), "--alle", "--uit", map_ / "sisa")
    sisa = onze_opdracht("sisa", *woorden, codes=(0, 1), een_kern=True)
    yield lambda: werkboeken(sisa, lambda: _verantwoordingen(boekingen), map_)


def processen() -> list[Vergelijking]:
    click = python("import click")
    return [
        Vergelijking(
            "azwa-funds --help", "import click", onze_opdracht("--help"), click, Streef(1.5)
        ),
        Vergelijking(
            "azwa-funds uitleg Utrecht", "import click", onze_opdracht("uitleg", "Utrecht"),
            click, Streef(4),
        ),
        Vergelijking(
            "azwa-funds verdeel, alle jaren en onderdelen", "import numpy",
            onze_opdracht("verdeel"), python("import numpy"), Streef(2),
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
    """Testing bookings beside only reading them, and checking a workbook beside making it."""
    pad = schrijf_boekingen(map_ / "boekingen-500000.csv", 500_000, _JAAR)
    kleiner = schrijf_boekingen(map_ / "boekingen-100000.csv", 100_000, _JAAR)
    boek = schrijf_werkboek(map_ / "boekingen-100000.xlsx", kleiner)
    in_csv, in_xlsx = map_ / "bevindingen.csv", map_ / "toets.xlsx"

    def opdracht(boekingen: Path, uit: Path) -> Proces:
        woorden = (boekingen, "--jaar", str(_JAAR), "--uit", uit)
        return onze_opdracht("toets", *woorden, codes=(0, 1))

    maak = opdracht(pad, in_xlsx)
    maak()  # there has to be something to check
    return [
        Vergelijking(
            "toets van 500.000 boekingen (csv)", "pandas.read_csv", opdracht(pad, in_csv),
            python(f"import pandas; pandas.read_csv({str(pad)!r}, sep=';')"), Streef(1.5),
            waarom=_WAAROM_TOETS,
        ),
        Vergelijking(
            "toets van 100.000 boekingen (xlsx)", "python-calamine", opdracht(boek, in_csv),
            python(
                "from python_calamine import CalamineWorkbook as W\n"
                f"boek = W.from_path({str(boek)!r})\n"
                "[boek.get_sheet_by_name(naam).to_python() for naam in boek.sheet_names]"
            ),
            Streef(2.5), waarom=_WAAROM_TOETS_XLSX,
        ),
        Vergelijking(
            "verifieer van die toets (500.000 boekingen)", "de toets zelf",
            onze_opdracht("verifieer", in_xlsx, "--bestedingen", pad), maak, Streef(1.5),
        ),
    ]  # fmt: skip


_WAAROM_TOETS = """\
Wie alleen leest, is voor bijna de helft van zijn tijd bezig pandas te laden. Wij laden dat ook, en
pandera, de gegevens en de regels erbij: samen 0,5 s. Lezen en elke rij verantwoorden kost 0,3 s, de
vijftien regels 0,2 s. De teksten van boekstuk en omschrijving worden niet gemaakt: zij blijven in
het bestand staan tot iemand ze leest."""

_WAAROM_TOETS_XLSX = """\
Het lezen door python-calamine zelf is bij ons 1,1 ×: het krijgt een werkboek dat is uitgepakt. Het
laden van Python, pandas, pandera, de gegevens en de regels, en het toetsen, is 0,9 ×; daar gaat
niets meer af zonder een van hen te missen. Uitpakken (0,1 ×), elke van een miljoen cellen bekijken
vóór calamine hem krijgt (0,3 ×: foutwaarden, formules zonder uitkomst, dagen die niet bestaan) en
de kolommen tot boekingen maken (0,3 ×) is de rest. Zonder dat bekijken zou een cel met #N/B een
lege cel zijn, en een half getal een heel."""

_WAAROM_WERKBOEK = """\
Beide schrijven met XlsxWriter. Bij ons onthoudt die van het ene werkboek op het andere hoe
formules, teksten en stijlen in een bestand komen te staan. Wat wij meer doen, is de invoer lezen,
alle bedragen uitrekenen met hun herkomst, de breedte en hoogte van elke kolom en rij bepalen, en
elk werkboek verzegelen."""


def werkboeken(
    onze: Proces, alle: Callable[[], Iterator[Werkboek]], map_: Path
) -> list[Vergelijking]:
    """Our command, beside the library alone that writes the same and computes nothing."""
    with meelezen() as opnamen:
        inhoud = [werkboek.als_bytes() for werkboek in alle()]

    def afgespeeld() -> None:
        for nummer, opname in enumerate(opnamen):
            (map_ / f"{nummer}.xlsx").write_bytes(opname.speel_af())

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
            wat, "XlsxWriter, zonder te rekenen", onze, afgespeeld, Streef(1.2),
            opwarmen=False, kern=kern, waarom=_WAAROM_WERKBOEK,
        ),
    ]  # fmt: skip


def _overzichten() -> Iterator[Werkboek]:
    cijfers = Cijfers(Gegevens())
    makers = kies_overzichten(
        cijfers,
        landelijk=True,
        regios=[regio.naam for regio in cijfers.regios],
        gemeenten=[gemeente.code for gemeente in cijfers.gemeenten],
        gebieden=(),
        over_plan=str,
    )
    yield from (maak() for _, maak in makers)


def _verantwoordingen(boekingen: Path) -> Iterator[Werkboek]:
    gegevens = Gegevens()
    aanvulling = maak_aanvulling(gegevens, None, _JAAR)
    werk = maak_sisawerk(gegevens, [boekingen], _JAAR, [], aanvulling, alle=True)
    yield from (maak() for maak in werk.makers)
