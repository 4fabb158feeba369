"""What every test can count on."""

from __future__ import annotations

import pytest
from hypothesis import settings

from azwa_funds.gegevens.sources import Gegevens

# A slow machine is no fault of the product, so an example may take as long as it needs.
settings.register_profile("azwa", deadline=None, print_blob=True)
settings.load_profile("azwa")


@pytest.fixture(scope="session")
def gegevens() -> Gegevens:
    """The data that come with the program; only to read."""
    return Gegevens()


@pytest.fixture(autouse=True)
def _breed_scherm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same width for every test, whatever the terminal it runs in."""
    monkeypatch.setenv("COLUMNS", "96")
