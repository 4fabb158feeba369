"""The outcome of the measurements as docs/metingen.md: date, machine, ratios and growth."""

from __future__ import annotations

import cProfile
import io
import os
import platform
import pstats
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from textwrap import fill

from benchmarks.groei import HOOGSTE_PIEK_MIB, Stap, hoogstens_lineair
from benchmarks.meten import Proces, Uitslag, getal, tijd
from benchmarks.venster import KOPPEN, Venstertijd, belasting

DOEL = Path(__file__).parent.parent / "docs" / "metingen.md"
_BIBLIOTHEKEN = ("pandas", "numpy", "xlsxwriter", "openpyxl", "apportionment")

#: The headings of the last parts of the document.
VENSTER, GROEI = "## Venster\n", "## Groei\n"

_KOP = """# Metingen

Gemaakt door `make metingen`; niet met de hand bijwerken. Machines verschillen en hebben het soms
druk: daarom telt de verhouding tussen twee manieren om hetzelfde te doen, om en om gemeten in één
run. De tijden en de verhouding zijn van rekentijd: wat de processor eraan besteedde. Streven we
naar "hoogstens", dan is de verhouding onze tijd gedeeld door de andere; bij "minstens" andersom,
dus hoeveel keer zo snel wij zijn. De verhouding is de mediaan van {paren} paren; daarachter de
laagste en de hoogste. Op de klok is dezelfde verhouding van hoe lang iemand wacht.

De werkboeken van `--alle` maken wij hier als hele opdracht, met lezen en rekenen erbij, op één
kern; de bibliotheek ernaast schrijft dezelfde cellen, opmaak en grafieken, zonder te rekenen. Bij
`sisa --alle` is er één werkboek voor wie zowel gemeente als mandaathouder is.

Gemeten op {machine}.
"""


def verslag(
    uitslagen: Sequence[Uitslag], venster: Sequence[Venstertijd], groei: Sequence[Stap], paren: int
) -> str:
    """Return the whole document."""
    delen = [
        _KOP.format(paren=paren, machine=machine()),
        "## Snelheid\n",
        _tabel(
            (
                "Werk", "Vergeleken met", "Onze tijd", "Andere tijd", "Verhouding",
                "Op de klok", "Streef", "Gehaald",
            ),
            (_rij(uitslag) for uitslag in uitslagen),
        ),
        *_profielen(uitslagen),
        over_venster(venster),
        over_groei(groei),
    ]  # fmt: skip
    return "\n".join(delen)


def met_nieuwe_rijen(document: str, uitslagen: Sequence[Uitslag]) -> str:
    """Put these measurements in the place of those of the same work, once more measured.

    Raises ValueError when the others are of another day or machine, or a row is not there.
    """
    if f"Gemeten op {machine()}.\n" not in document:
        raise ValueError("the other rows are of another day or machine; measure everything")
    for uitslag in uitslagen:
        rij = _rij(uitslag)
        begin = f"| {rij[0]} | {rij[1]} |"
        (oud,) = [regel for regel in document.splitlines() if regel.startswith(begin)]
        document = document.replace(oud, f"| {' | '.join(rij)} |")
    return document


def over_venster(venster: Sequence[Venstertijd]) -> str:
    """Return the part on the window, which can be measured by itself."""
    zin = (
        "Elk scherm is gevraagd aan een venster dat net gestart is en nog niets heeft gelezen, en "
        f"daarna vaker. Wat het systeem verder deed, telt mee in de tijden: {belasting()}."
    )
    tabel = _tabel(KOPPEN, (gemeten.cellen() for gemeten in venster))
    return "\n".join([VENSTER, f"Gemeten op {machine()}.\n", f"{fill(zin, 100)}\n", tabel])


def met_nieuw_venster(document: str, venster: Sequence[Venstertijd]) -> str:
    """Put what was measured of the window in the place of what stood there, or before growth."""
    eerste, kop, laatste = document.partition(GROEI)
    return eerste.partition(VENSTER)[0] + over_venster(venster) + "\n" + kop + laatste


def over_groei(groei: Sequence[Stap]) -> str:
    """Return the last part of the document, which can be measured by itself."""
    rijen = (
        (s.werk, getal(s.aantal, 0), tijd(s.seconden), f"{getal(s.piek_mib, 0)} MiB") for s in groei
    )
    kop = ("Werk", "Aantal", "Tijd", "Piek in het geheugen")
    return "\n".join([GROEI, f"Gemeten op {machine()}.\n", _tabel(kop, rijen), *_oordelen(groei)])


def groei_gehaald(groei: Sequence[Stap]) -> bool:
    """Whether nothing grows faster than its size, nor beyond the memory it may take."""
    reeksen = [list(stappen) for _, stappen in groupby(groei, key=lambda stap: stap.werk)]
    return all(map(hoogstens_lineair, reeksen)) and all(
        stap.piek_mib <= HOOGSTE_PIEK_MIB for stap in groei
    )


def machine() -> str:
    """Say when and on what was measured."""
    bibliotheken = ", ".join(f"{naam} {version(naam)}" for naam in _BIBLIOTHEKEN)
    return (
        f"{date.today():%d-%m-%Y}, {_processor()}, {os.cpu_count()} kernen, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{bibliotheken}"
    )


def _processor() -> str:
    try:
        model = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        model = None
    return model[1] if model else platform.processor() or "processor onbekend"


def _rij(uitslag: Uitslag) -> tuple[str, ...]:
    wat = uitslag.vergelijking
    laagste, hoogste = uitslag.verhoudingen[0], uitslag.verhoudingen[-1]
    onze, ander = (sorted(reken for _, reken in r) for r in (uitslag.onze, uitslag.ander))
    return (
        wat.werk,
        wat.tegen,
        tijd(onze[len(onze) // 2]),
        tijd(ander[len(ander) // 2]),
        f"**{getal(uitslag.verhouding, 2)} ×** ({getal(laagste, 2)}–{getal(hoogste, 2)})",
        f"{getal(uitslag.verhouding_klok, 2)} ×",
        str(wat.streef),
        "ja" if uitslag.gehaald else "**nee**",
    )


def _tabel(koppen: Iterable[str], rijen: Iterable[Iterable[str]]) -> str:
    alle = [tuple(koppen)]
    regels = [*alle, tuple("---" for _ in alle[0]), *(tuple(rij) for rij in rijen)]
    return "".join(f"| {' | '.join(regel)} |\n" for regel in regels)


def _oordelen(groei: Sequence[Stap]) -> Iterable[str]:
    for werk, stappen in groupby(groei, key=lambda stap: stap.werk):
        reeks = list(stappen)
        hoe = "hoogstens recht evenredig" if hoogstens_lineair(reeks) else "meer dan evenredig"
        piek = max(stap.piek_mib for stap in reeks)
        past = "blijft binnen" if piek <= HOOGSTE_PIEK_MIB else "gaat boven"
        yield (
            f"Bij {werk} groeit de tijd {hoe} met het aantal; de piek van {getal(piek, 0)} MiB "
            f"{past} {getal(HOOGSTE_PIEK_MIB, 0)} MiB.\n"
        )


def _profielen(uitslagen: Sequence[Uitslag]) -> Iterable[str]:
    """Say of each aim that was missed where our time goes."""
    for uitslag in uitslagen:
        onze = uitslag.vergelijking.kern or uitslag.vergelijking.onze
        if uitslag.gehaald:
            continue
        yield f"## Waar de tijd blijft: {uitslag.vergelijking.werk}\n"
        if uitslag.vergelijking.waarom:
            yield f"{uitslag.vergelijking.waarom}\n"
        tekst = onze.profiel() if isinstance(onze, Proces) else _profiel(onze)
        yield f"```text\n{_MAP.sub('', tekst).strip()}\n```\n"


#: The folders of a machine say nothing to who reads of another.
_MAP = re.compile(r"(?<=\s)/.*/(?=[^/]+:\d)")


def _profiel(werk: Callable[[], object]) -> str:
    profiel = cProfile.Profile()
    profiel.runcall(werk)
    uit = io.StringIO()
    pstats.Stats(profiel, stream=uit).sort_stats("tottime").print_stats(15)
    return uit.getvalue()
