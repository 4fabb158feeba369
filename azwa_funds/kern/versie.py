"""The version of the program, for receipts and greetings."""

from __future__ import annotations

VERSIE = "0.2.0"
