"""Work on every core: the same answers, in the same order, and nobody left working."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from hulp import GEDULD, is_heel_werkboek, wacht_op_de_groep, wacht_tot

from azwa_funds.kern import tegelijk
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.kern.tegelijk import op_alle_kernen
from azwa_funds.lezen import kolommen
from azwa_funds.lezen.keuring import keur
from azwa_funds.lezen.tabel import Rij, lees_tabel

VEEL = 60

meer_kernen = pytest.mark.skipif(tegelijk._kernen() < 2, reason="needs a second core to share with")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="looks at processes as POSIX does")


@pytest.fixture(autouse=True)
def _twee_kernen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tegelijk, "_kernen", lambda: 2)


@pytest.mark.parametrize("aantal", [0, 1, VEEL])
def test_outcomes_come_in_the_order_of_the_work(aantal: int) -> None:
    assert list(op_alle_kernen([partial(pow, n, 2) for n in range(aantal)])) == [
        n**2 for n in range(aantal)
    ]


def test_little_work_starts_no_process_and_much_work_does() -> None:
    assert set(op_alle_kernen([os.getpid] * 10)) == {os.getpid()}
    hier, *elders = op_alle_kernen([os.getpid] * VEEL)
    assert hier == os.getpid()
    assert len(set(elders) - {hier}) == len(set(elders)) == 2


def test_where_no_process_can_be_started_the_work_is_done_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Vol:
        def Pipe(self) -> None:  # noqa: N802
            raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(tegelijk, "get_context", lambda soort: Vol())
    assert set(op_alle_kernen([os.getpid] * VEEL)) == {os.getpid()}


def test_a_fault_comes_back_as_its_sentence(tmp_path: Path) -> None:
    werk = [partial(pow, 1, 2)] * VEEL + [partial(_lees, tmp_path / "weg.csv")]
    with pytest.raises(Gebruikersfout) as elders:
        list(op_alle_kernen(werk))
    with pytest.raises(Gebruikersfout) as hier:
        _lees(tmp_path / "weg.csv")
    assert str(elders.value) == str(hier.value)


@pytest.mark.parametrize(
    ("stuk", "soort", "tekst"),
    [
        (partial(int, "x"), ValueError, "invalid literal"),
        (partial(keur, b"x"), RuntimeError, "Onleesbaar: "),  # which cannot be copied
    ],
)
def test_a_fault_of_ours_is_told_as_what_it_is_with_its_place(
    stuk: Callable[[], object], soort: type[Exception], tekst: str
) -> None:
    with pytest.raises(soort, match=tekst) as fout:
        list(op_alle_kernen([partial(pow, 1, 2)] * VEEL + [stuk]))
    assert "Traceback" in "".join(fout.value.__notes__)


def test_what_is_wrong_for_all_is_said_before_anything_is_begun(tmp_path: Path) -> None:
    met_fout = [partial(_lees, tmp_path / "weg.csv"), *[partial(_raak, tmp_path / "x")] * VEEL]
    with pytest.raises(Gebruikersfout):
        list(op_alle_kernen(met_fout))
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_the_system_ends_is_told_with_a_remedy() -> None:
    with pytest.raises(Gebruikersfout, match="te weinig geheugen is; sluit andere programma's"):
        list(op_alle_kernen([partial(pow, 1, 2), *[partial(os._exit, 1)] * VEEL]))


def test_a_second_ctrl_c_waits_for_what_is_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever loses patience finds the temporary file of a workbook in the folder."""
    wacht, af = tmp_path / "wacht", tmp_path / "af"

    def join(proces: BaseProcess, gewoon: Callable[[BaseProcess], None] = BaseProcess.join) -> None:
        wacht.touch()
        gewoon(proces)

    monkeypatch.setattr(BaseProcess, "join", join)
    werk = op_alle_kernen([partial(pow, 1, 2)] * 3 + [partial(_tweede_ctrl_c, wacht, af)] * VEEL)
    assert [next(werk), next(werk)] == [1, 1]
    with _hoort_ctrl_c(), pytest.raises(KeyboardInterrupt):
        werk.throw(KeyboardInterrupt)
    assert af.exists()


@pytest.mark.parametrize("hoort", [True, False])
def test_ctrl_c_in_the_middle_of_the_work_is_told_when_all_have_stopped(hoort: bool) -> None:
    """And a command behind `nohup`, that was to go on whatever is typed, goes on."""
    werk = [partial(pow, 1, 2)] * 3 + [partial(os.kill, os.getpid(), signal.SIGINT)]
    with _hoort_ctrl_c(hoort), pytest.raises(KeyboardInterrupt) if hoort else nullcontext():
        assert list(op_alle_kernen(werk + [partial(pow, 1, 2)] * VEEL))[-1] == 1


@contextmanager
def _hoort_ctrl_c(hoort: bool = True) -> Iterator[None]:
    """As in a terminal, or as for a command that was started with `nohup` or `&`."""
    gewoon = signal.signal(signal.SIGINT, signal.default_int_handler if hoort else signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, gewoon)


def _leest(proces: subprocess.Popen[str], map_: Path) -> None:
    """It has been reading since it was started."""


def _heeft_gelezen(proces: subprocess.Popen[str], map_: Path) -> None:
    _lees_regels(proces, 20)


def _schrijft(aantal: int, proces: subprocess.Popen[str], map_: Path) -> None:
    wacht_tot(lambda: len(list(map_.rglob("*.xlsx"))) >= aantal)


MOMENTEN = {
    "leest": _leest,
    "gelezen": _heeft_gelezen,
    **{f"schrijft {aantal}": partial(_schrijft, aantal) for aantal in (1, 2, 3, 10, 100, 300)},
}


@meer_kernen
@pytest.mark.parametrize(
    "moment",
    [pytest.param(m, marks=[] if m == "schrijft 2" else pytest.mark.lang) for m in MOMENTEN],
)
def test_ctrl_c_is_heard_at_any_moment(tmp_path: Path, moment: str) -> None:
    """Also three times in a row, as of somebody who loses patience.

    The moments are told by what the command has done by then, not by a clock.
    """
    proces = _overzicht(tmp_path)
    MOMENTEN[moment](proces, tmp_path)
    for _ in range(3):
        with suppress(ProcessLookupError):
            os.killpg(proces.pid, signal.SIGINT)
        time.sleep(0.05)
    _, fout = proces.communicate(timeout=GEDULD)
    assert fout.strip() == "Afgebroken; er is niets half geschreven."
    assert proces.returncode in (130, -signal.SIGINT)  # the latter when already on its way out
    wacht_op_de_groep(proces.pid)
    _controleer_heel(tmp_path)
    assert not list(tmp_path.rglob(".azwa-*"))


@meer_kernen
@pytest.mark.parametrize(
    "signaal", [pytest.param(signal.SIGTERM, marks=pytest.mark.lang), signal.SIGKILL]
)
def test_nobody_works_on_when_the_command_is_killed(
    tmp_path: Path, signaal: signal.Signals
) -> None:
    proces = _overzicht(tmp_path)
    wacht_tot(lambda: len(list(tmp_path.rglob("*.xlsx"))) > 3)
    proces.send_signal(signaal)
    _, fout = proces.communicate(timeout=GEDULD)
    assert (proces.returncode, fout) == (-signaal, "")
    wacht_op_de_groep(proces.pid)
    _controleer_heel(tmp_path)


#: Says a line whenever it opens a file of the data: Python itself has other words for Ctrl-C, and
#: until the first line it may be Python that hears it.
HARDOP = """
import os, sys
def bij(gebeurtenis, wat):
    if gebeurtenis == "open" and str(wat[0]).endswith((".csv", ".toml")):
        os.write(1, b"\\n")
from azwa_funds.opdrachten import main
sys.addaudithook(bij)
main()
"""


def _overzicht(map_: Path) -> subprocess.Popen[str]:
    """Start the command, and return once it reads."""
    proces = subprocess.Popen(
        [sys.executable, "-c", HARDOP, "overzicht", "--alle", "--uit", str(map_)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _lees_regels(proces, 1)
    return proces


def _lees_regels(proces: subprocess.Popen[str], aantal: int) -> None:
    assert proces.stdout is not None
    for _ in range(aantal):
        assert proces.stdout.readline() == "\n"


def _controleer_heel(map_: Path) -> None:
    for pad in map_.rglob("*.xlsx"):
        assert is_heel_werkboek(pad, pad.read_bytes()), pad


def _lees(pad: Path) -> list[Rij]:
    return lees_tabel(pad, "", kolommen.TABELLEN["indeling/gemeenten.csv"])


def _tweede_ctrl_c(wacht: Path, af: Path) -> None:
    """Send one to whoever waits for us, and then take our time."""
    wacht_tot(wacht.exists)
    os.kill(os.getppid(), signal.SIGINT)
    time.sleep(0.2)
    af.touch()


def _raak(pad: Path) -> None:
    pad.touch()
