"""A machine of its own for the program: `python machine.py MAP TIJDSTIP BOEKINGEN DEEL KERNEN`.

Runs commands as a user does, in one process whose clock stands at TIJDSTIP, and leaves what they
write, and what they print, under MAP. test_overal_hetzelfde.py starts two of these that agree on
nothing but their input.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

#: What is made on every machine. UIT is the folder for the output and BOEKINGEN the input.
GREEP = (
    "overzicht --gemeente Hilversum --uit UIT/overzicht",
    "kalender --regio Twente --ics UIT/twente.ics",
    "verdeel --jaar 2027 --formaat csv",
    "uitleg Utrecht --jaar 2027",
    "werkagenda --regio Twente --uit UIT/werkagenda",
    "werkagenda sjabloon --regio Twente --uit UIT/register-twente.csv",
    "werkagenda status UIT/register-twente.csv --formaat csv",
    "toets BOEKINGEN --jaar 2027 --uit UIT/toets.xlsx",
    "toets BOEKINGEN --jaar 2027 --formaat json",
    "sisa BOEKINGEN --jaar 2027 --ontvanger samentwente --uit UIT/sisa",
    "sjabloon besteding --jaar 2027 --gemeente Almelo --uit UIT/sjabloon-almelo.xlsx",
    "begroting Zwolle --uit UIT/begroting.xlsx",
    "verdeel --gemeente Zwolle --uit UIT/verdeel.xlsx",
)
ALLES = (
    *GREEP,
    "overzicht --alle --uit UIT/alle",
    "rekenmodel --uit UIT/rekenmodel.xlsx",
    "pagina --uit UIT/pagina",
    "werkagenda --alle --uit UIT/werkagendas",
    "sisa BOEKINGEN --jaar 2027 --alle --uit UIT/alle-sisa",
    "sisa consolideer Twente UIT/alle-sisa --jaar 2027 --uit UIT/regio-sisa",
    "toets BOEKINGEN --jaar 2027 --landelijk --uit UIT/landelijk.csv",
    "sjabloon besteding --jaar 2027 --regio Twente --uit UIT/sjabloon.xlsx",
    "werkagenda sjabloon --uit UIT/register.csv",
    "sleutel vergelijk brede_spuk_2026 brede_spuk_2025 --uit UIT/sleutels.xlsx",
    "sleutel ijk --jaar 2026 --formaat json",
    "scenario vergelijk wijdemeren_hilversum --uit UIT/scenario.xlsx",
    "verschil --landelijk --uit UIT/verschil.xlsx",
    "kalender --uit UIT/kalender.xlsx",
    "uitleg Zwolle --uit UIT/uitleg.xlsx",
    "controleer --uit UIT/controleer.xlsx",
    "openstaand --uit UIT/openstaand.xlsx",
    "overzicht --gebied Limburg --uit UIT/gebied",
    "doorverdelen voorbeeld --regio Twente --uit UIT/plan.toml",
    "doorverdelen UIT/plan.toml --uit UIT/door",
    "scenario zwaai --aantal 200 --zaad 1 --formaat csv",
    "controleer",
)


def main(uit: Path, bestand: str, opdrachten: tuple[str, ...]) -> None:
    """Run the commands; a command that fails or refuses ends this program."""
    from azwa_funds.opdrachten import main as azwa_funds

    for nummer, opdracht in enumerate(opdrachten):
        woorden = [
            w.replace("UIT", str(uit)).replace("BOEKINGEN", bestand) for w in opdracht.split()
        ]
        sys.argv = ["azwa-funds", *woorden]
        gezegd = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n")
        try:
            with redirect_stdout(gezegd), redirect_stderr(gezegd):
                azwa_funds()
        except SystemExit as einde:
            print(f"code {einde.code}", file=gezegd)
        gezegd.flush()
        tekst = gezegd.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]
        if "dit had niet mogen gebeuren" in tekst or tekst.endswith("code 2\n"):
            raise SystemExit(f"{opdracht}: {tekst}")
        # Where the output stands is the one thing that may differ, and how long it took.
        regels = [r for r in tekst.replace(str(uit), "UIT").splitlines() if " seconden)" not in r]
        naam = f"gezegd/{nummer:02d}-{opdracht.split()[0]}.txt"
        (uit / naam).write_text("\n".join(regels), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    import time_machine

    from azwa_funds.kern import tegelijk

    map_, tijdstip, boekingen, deel, aantal = sys.argv[1:]
    tegelijk._kernen = lambda: int(aantal)
    (Path(map_) / "gezegd").mkdir(parents=True)
    with time_machine.travel(datetime.fromisoformat(tijdstip), tick=True):
        main(Path(map_), boekingen, ALLES if deel == "alles" else GREEP)
