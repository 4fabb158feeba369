"""The language of the command line: Dutch, also for the words of click itself."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

_LOCALE = Path(__file__).parent / "locale"


def spreek_nederlands() -> None:
    """Make click's own words ("Usage:", "Error: ...") Dutch, whatever the user's locale.

    Users of this product read Dutch only, and half a sentence of English in an error message
    is a sentence they cannot act on. click looks its messages up with the standard library's
    gettext, in the default domain `messages`; here that domain gets our own translations.
    LANGUAGE is what gettext consults first, before LC_ALL and LANG, on Windows too; programs
    we start inherit it.

    Call this before any command is declared: click fixes some of its words (the help of
    `--version`, the names of path types, the mark for deprecated options) at that moment.
    Importing click first is harmless.
    """
    gettext.bindtextdomain("messages", str(_LOCALE))
    os.environ["LANGUAGE"] = "nl"
