"""Words: plain ids for file names, a form in which names compare, dates as the Dutch write them."""

from __future__ import annotations

import re
import unicodedata

MAANDEN = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()


def _kaal(naam: str) -> str:
    """Drop diacritics and case."""
    ontleed = unicodedata.normalize("NFKD", naam)
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken)).casefold()


def slug(naam: str) -> str:
    """Turn a name into a plain id: "Zaanstreek/Waterland" becomes "zaanstreek-waterland"."""
    return re.sub(r"[^a-z0-9]+", "-", _kaal(naam)).strip("-")


def vorm(naam: str) -> str:
    """Return the form in which two spellings of one name are equal: bare letters and digits."""
    return re.sub(r"[^a-z0-9]+", "", _kaal(naam))


def telling(aantal: int, een: str, meer: str) -> str:
    """Count as the Dutch do: "1 boeking", "12.345 boekingen"."""
    return f"{aantal:,}".replace(",", ".") + f" {een if aantal == 1 else meer}"


def toon_datum(iso: str) -> str:
    """Show "2026-04-22" as "22 april 2026"; "2025" and "2022-07" keep their own precision."""
    delen = iso.split("-")
    if len(delen) == 1:
        return iso
    maand = MAANDEN[int(delen[1]) - 1]
    return f"{maand} {delen[0]}" if len(delen) == 2 else f"{int(delen[2])} {maand} {delen[0]}"
