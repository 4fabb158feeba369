"""What the READMEs show is what the program prints, and what they explain it reads."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hulp import WORTEL

from azwa_funds.gegevens.mappen import meegeleverde_map


def blocks(path: str, language: str) -> list[str]:
    text = (WORTEL / path).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def printed(*arguments: str) -> str:
    command = [sys.executable, "-m", "azwa_funds", *arguments]
    environment = {**os.environ, "COLUMNS": "100"}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("number", "command"),
    [
        (0, "verdeel --regio Twente --jaar 2027"),
        (1, "uitleg Utrecht --jaar 2027 --onderdeel lokaal"),
    ],
)
def test_excerpt_is_real_output_in_its_order(number: int, command: str) -> None:
    assert f"`azwa-funds {command}`" in (WORTEL / "README.md").read_text(encoding="utf-8")
    output = printed(*command.split())
    place = 0
    for line in blocks("README.md", "text")[number].splitlines():
        if line.startswith("[..."):
            continue
        found = output.find(line + "\n", place)
        assert found >= 0, f"not in the output, or not in this order: {line}"
        place = found


def test_example_key_divides(tmp_path: Path) -> None:
    keys = shutil.copytree(meegeleverde_map("verdeelsleutels"), tmp_path / "keys")
    (example,) = blocks("verdeelsleutels/README.md", "toml")
    (keys / "lokaal_jeugd.toml").write_text(example, encoding="utf-8")
    options = ["--onderdeel", "lokaal", "--sleutel", "lokaal=lokaal_jeugd", "--formaat", "csv"]
    rows = printed("--sleutels", str(keys), "verdeel", "--jaar", "2027", *options).splitlines()
    assert len(rows) == 1 + 342
    assert all(row.endswith(",aanname,lokaal_jeugd") for row in rows[1:])
