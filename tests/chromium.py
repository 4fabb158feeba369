"""A real browser for the tests: Debian's Chromium, without a network of its own.

The fixture `chromium` (conftest.py) starts it once; a test takes a new context of it, which is as
a new profile, and closes that.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from hulp import GEDULD
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def require_chromium() -> str:
    """The path of Chromium; without it the test is skipped, but in CI it fails."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        program = shutil.which(name)
        if program:
            return program
    reason = "Chromium is not installed, so the web page cannot be looked at"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, headless and with a new profile, for as long as it is needed."""
    program = require_chromium()
    with sync_playwright() as playwright:
        patience = GEDULD * 1000
        expect.set_options(timeout=patience)
        chromium = playwright.chromium.launch(
            executable_path=program, args=ARGUMENTS, timeout=patience
        )
        chromium.new_context = partial(_patient_context, chromium.new_context, patience)  # type: ignore[method-assign]
        try:
            yield chromium
        finally:
            chromium.close()


def _patient_context(
    new_context: Callable[..., BrowserContext], patience: int, **options: Any
) -> BrowserContext:
    """A context that says nothing of how fast this machine is."""
    context = new_context(**options)
    context.set_default_timeout(patience)
    return context


class Watched:
    """What a page does behind the back of its reader: complaints, and addresses it asks for."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.addresses: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.addresses.append(request.url))
