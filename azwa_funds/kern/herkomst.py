"""Where a figure comes from, in words that lead a reader to the page."""

from __future__ import annotations

from collections.abc import Mapping

from azwa_funds.kern.begrippen import Bron, Vindplaats
from azwa_funds.kern.tekst import toon_datum


def citeer(bron: Bron, plaats: str = "") -> str:
    """Cite a source: title, publisher, date, kenmerk and, where given, the place in it."""
    delen = [bron.titel, bron.uitgever]
    if bron.datum:
        delen.append(toon_datum(bron.datum))
    if bron.kenmerk:
        delen.append(f"kenmerk {bron.kenmerk}")
    if plaats:
        delen.append(plaats)
    return ", ".join(deel for deel in delen if deel)


def citeer_vindplaats(bronnen: Mapping[str, Bron], vindplaats: Vindplaats) -> str:
    """Cite the source that a figure points to, with its place."""
    return citeer(bronnen[vindplaats.bron], vindplaats.plaats)
