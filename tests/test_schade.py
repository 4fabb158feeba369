"""A broken file is refused by name or does no harm, whatever broke it.

Over a thousand cases made by rule: every table, every rule and every file of a user times every
kind of damage (`schade_soorten.py`, `schade_gevallen.py`). For each: no traceback, nothing left
behind, little time and memory, and either one sentence that names the file with exit code 2, or
figures that are those of the sound file. All run with `make test-lang`; a sample runs always.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from grenzen_van_linux import begrensd
from hulp import Uitkomst
from schade_gevallen import Doel, Geval, gevallen
from schade_soorten import MAP

GEVALLEN = gevallen()

#: So much longer and more than the program takes already may a broken file cost.
HOOGSTENS_SECONDEN, HOOGSTENS_BYTES = 20, 2**30


def inhoud(map_: Path) -> dict[str, bytes | None]:
    return {
        pad.relative_to(map_).as_posix(): pad.read_bytes() if pad.is_file() else None
        for pad in sorted(map_.rglob("*"))
    }


def gave_uitkomst(
    doel: Doel, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Uitkomst:
    """The answer on the sound file, asked once."""
    if doel.naam not in _GAAF:
        map_ = tmp_path_factory.mktemp("gaaf")
        doel.maak(map_)
        with monkeypatch.context() as daar:
            daar.chdir(map_)
            _GAAF[doel.naam] = doel.draai()
    return _GAAF[doel.naam]


_GAAF: dict[str, Uitkomst] = {}

#: Forty of those that take a moment only, spread over all files and kinds.
_KORT = [g for g in GEVALLEN if g.doel.vlug or g.doel.naam.startswith(("toets", "besch", "werk"))]
GREEP = _KORT[:: len(_KORT) // 40]


@pytest.mark.parametrize(
    "geval",
    [
        pytest.param(geval, id=geval.naam, marks=[] if geval in GREEP else pytest.mark.lang)
        for geval in GEVALLEN
    ],
)
def test_a_broken_file_is_refused_by_name_or_does_no_harm(
    geval: Geval,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    doel = geval.doel
    doel.maak(tmp_path)
    pad = tmp_path / doel.bestand
    voor, stuk = pad.read_bytes(), geval.stuk(pad.read_bytes())
    assert stuk != voor
    pad.unlink()
    if stuk == MAP:
        pad.mkdir()
    else:
        pad.write_bytes(stuk)
    monkeypatch.chdir(tmp_path)
    stond_er = inhoud(tmp_path)

    with begrensd(HOOGSTENS_SECONDEN, HOOGSTENS_BYTES):
        uitkomst = doel.draai()

    assert "Traceback" not in uitkomst.fout
    naam = Path(doel.bestand).name
    if uitkomst.code == 2:
        assert naam in uitkomst.fout
        assert inhoud(tmp_path) == stond_er
        assert len(uitkomst.fout) < 50_000
        return
    assert uitkomst.code in (0, 1)
    if geval.weiger:
        assert doel.gevonden, f"niet geweigerd: {uitkomst}"
        assert uitkomst.code == 1
        assert naam in uitkomst.uit
    assert not list(tmp_path.rglob("*.tmp"))
    gaaf = gave_uitkomst(doel, tmp_path_factory, monkeypatch)
    assert gaaf.code in (0, 1), gaaf
    assert doel.oordeel(doel, uitkomst, gaaf) == ""
