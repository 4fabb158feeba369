"""Work on every core: the same answers, in the same order, and nobody left working."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from azwa_funds import kernen, schemas
from azwa_funds.fouten import Gebruikersfout
from azwa_funds.kernen import op_alle_kernen
from azwa_funds.lezen import Rij, lees_tabel

VEEL = 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="looks at processes as POSIX does")


@pytest.fixture(autouse=True)
def _twee_kernen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernen, "_kernen", lambda: 2)


@pytest.mark.parametrize("aantal", [0, 1, VEEL])
def test_outcomes_come_in_the_order_of_the_work(aantal: int) -> None:
    assert list(op_alle_kernen([partial(pow, n, 2) for n in range(aantal)])) == [
        n**2 for n in range(aantal)
    ]


def test_little_work_starts_no_process_and_much_work_does() -> None:
    assert set(op_alle_kernen([os.getpid] * 10)) == {os.getpid()}
    assert os.getpid() not in set(op_alle_kernen([os.getpid] * VEEL))


def test_a_fault_comes_back_as_its_sentence(tmp_path: Path) -> None:
    werk = [partial(pow, 1, 2)] * VEEL + [partial(_lees, tmp_path / "weg.csv")]
    with pytest.raises(Gebruikersfout) as elders:
        list(op_alle_kernen(werk))
    with pytest.raises(Gebruikersfout) as hier:
        _lees(tmp_path / "weg.csv")
    assert str(elders.value) == str(hier.value)


def test_a_process_that_the_system_ends_is_told_with_a_remedy() -> None:
    with pytest.raises(Gebruikersfout, match="te weinig geheugen is; sluit andere programma's"):
        list(op_alle_kernen([partial(os._exit, 1)] * VEEL))


@pytest.mark.parametrize("signaal", [signal.SIGINT, signal.SIGKILL])
def test_nobody_works_on_when_the_command_is_ended(tmp_path: Path, signaal: signal.Signals) -> None:
    """Ctrl-C reaches every process of a terminal, as here; a kill only the first."""
    opdracht = [sys.executable, "-m", "azwa_funds", "overzicht", "--alle", "--uit", str(tmp_path)]
    proces = subprocess.Popen(
        opdracht, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    _wacht_tot(lambda: len(list(tmp_path.rglob("*.xlsx"))) > 3)
    if signaal is signal.SIGINT:
        os.killpg(proces.pid, signaal)
    else:
        proces.send_signal(signaal)
    _, fout = proces.communicate(timeout=60)
    if signaal is signal.SIGINT:
        assert (proces.returncode, fout.strip()) == (
            130,
            "Afgebroken; er is niets half geschreven.",
        )
    _wacht_tot(lambda: not _leeft_nog(proces.pid))


def _lees(pad: Path) -> list[Rij]:
    return lees_tabel(pad, "", schemas.GEMEENTEN)


def _leeft_nog(groep: int) -> bool:
    try:
        os.killpg(groep, 0)
    except ProcessLookupError:
        return False
    return True


def _wacht_tot(klaar: Callable[[], bool]) -> None:
    einde = time.monotonic() + 60
    while not klaar():
        assert time.monotonic() < einde
        time.sleep(0.02)
